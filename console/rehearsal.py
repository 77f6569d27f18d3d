"""A whole show, rehearsed: the real desk and window, the bundled platform, invented buyers.

The director below decides what happens when; `Hands` are whoever presses the keys (`ui/hands.py`
presses real ones). The report compares the studio's books with the platform's, to the last unit.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import msgspec
import structlog

from console import draws
from console.app import Console
from console.commands import AddStock, ChangePrice, DescribeItem, ResolveClaim, RetryNow, SetSteps, TakeSnap
from console.facts import Conflict, Item, PlatformState
from console.money import plain
from console.platforms.simulator import BuyerTurnedAway, Simulator
from console.store.database import Db

log = structlog.get_logger(__name__)

LINES = (
    "豆绿圆条手镯 599 x3",
    "石英岩玉镯 39.9 20件",
    "冰种飘花手镯 1280元",
    "糯种平安镯 ２６８ x5",
    "满绿叮当镯 459 *4",
    "青玉贵妃镯 880 x2",
    "青花缠枝碗 168 x6",
    "手绘青花杯 ¥99 x20",
    "青花斗笠碗 59 *30",
    "青花盖碗一对 1,680 x2",
    "手工竹篮 45 x12",
    "真丝团扇 128 x8",
    "黑檀木梳 36 x15",
    "羊毛毡挂件 25.5 x10",
)
"""What is listed, in the ways sellers write it. More items repeat these with a batch number."""

FEWEST_ITEMS = 10
ITEM_EVERY_S = 4.0
"""Seconds of the show between two listings; orders come in between."""
SETTLE_WITHIN_S = 60.0
FLASH_UNITS = 5
CHEAPEST_FEN = 2_000
"""What a flash sale is tried on costs at least this."""
T = TypeVar("T")
BUYERS = ("阿珍", "老王", "小鱼", "石头", "春天里", "云南阿姐", "大海", "半山")


@dataclass(frozen=True)
class Gesture:
    """One flash listing, timed on the monotonic clock."""

    snap_ms: float
    """From the key to the frozen photo on screen."""
    list_ms: float
    """From Enter to the item in the line-up on screen."""

    @property
    def machine_ms(self) -> float:
        return self.snap_ms + self.list_ms


class Hands(Protocol):
    """The hands of anchor and assistant."""

    async def sit_down(self) -> None:
        """Wait until the window can be used."""
        ...

    async def start_show(self) -> None: ...

    async def flash_list(self, line: str, *, on_air: bool) -> Gesture:
        """Snap, type, Enter (or Ctrl+Enter). Returns once the item is on the screen."""
        ...

    async def next_on_air(self) -> None: ...

    async def put_on_air(self, number: int) -> None: ...

    async def log_sale(self, quantity: int) -> None:
        """Log a sale of the item on air."""
        ...

    async def undo(self) -> None: ...

    async def next_step(self) -> None:
        """Take the next step of the item on air."""
        ...

    async def flash_sale(self, line: str) -> None:
        """Start a flash sale of the item on air."""
        ...

    async def end_flash_sale(self) -> None: ...

    async def draw(self, line: str) -> None:
        """Announce a draw, fix who takes part, hold until the winners are known."""
        ...

    async def end_show(self) -> None:
        """Hold the key until the show has ended."""
        ...

    def grab(self, name: str) -> None:
        """Keep a picture of the window under this name, where pictures are wanted."""
        ...


@dataclass(frozen=True)
class Plan:
    """How long, how fast, and where the report goes."""

    minutes: float = 1.0
    speed: float = 1.0
    report: Path | None = None
    cut: bool = False
    """Cut the line to the platform for the middle third of the show."""
    seed: int = 20_261_122

    @property
    def items(self) -> int:
        return max(FEWEST_ITEMS, int(self.minutes * 60 / ITEM_EVERY_S))


@dataclass
class Rehearsal:
    """One rehearsal from pre-show to equal books."""

    console: Console
    hands: Hands
    plan: Plan
    gestures: list[Gesture] = field(default_factory=list)
    turned_away: int = 0
    resolved: int = 0
    """Conflicts that a person had to decide about."""
    most_unsent: int = 0
    tools: dict[str, Any] = field(default_factory=dict)
    """What became of each selling tool."""

    async def run(self) -> dict[str, Any]:
        """Play the show; returns the report, which is also written where the plan says."""
        simulator = self.console.simulator
        if simulator is None:
            raise ValueError("a rehearsal runs against the bundled platform in this process")
        rng = random.Random(self.plan.seed)
        started = time.monotonic()
        await self.hands.sit_down()
        self.hands.grab("01-before")
        self.gestures.append(await self.hands.flash_list(LINES[0], on_air=False))
        self.hands.grab("02-first-listed")
        await self.hands.start_show()
        self.hands.grab("03-live")
        await self._show(simulator, rng)
        await self._use_tools(simulator)
        self.hands.grab("08-before-end")
        await self.hands.end_show()
        await self._settle(simulator)
        self.hands.grab("09-ended")
        report = await self._report(simulator, time.monotonic() - started)
        if self.plan.report is not None:
            await asyncio.to_thread(_write, self.plan.report, report)
        return report

    # --- the show ----------------------------------------------------------------------------

    async def _show(self, simulator: Simulator, rng: random.Random) -> None:
        pause_s = self.plan.minutes * 60 / self.plan.items / self.plan.speed
        for n in range(1, self.plan.items):
            began = time.monotonic()
            self._cut(self.plan.cut and self.plan.items <= 3 * n < 2 * self.plan.items)
            batch, place = divmod(n, len(LINES))
            line = LINES[place] if not batch else f"第{batch + 1}批 {LINES[place]}"
            self.gestures.append(await self.hands.flash_list(line, on_air=n % 3 == 0))
            if n % 3 == 1:
                await self.hands.next_on_air()
            await self._buyers(simulator, rng)
            await self._studio(n, rng)
            if n in (2, 5, self.plan.items - 1):
                self.hands.grab(f"{min(4 + n // 3, 7):02d}-show-{n}")
            await asyncio.sleep(max(0.0, pause_s - (time.monotonic() - began)))
            self.most_unsent = max(self.most_unsent, self.console.desk.state.outbox.waiting)
        self._cut(False)

    def _cut(self, cut: bool) -> None:
        line = self.console.line
        if line is not None and line.cut is not cut:
            line.cut = cut
            log.info("line", cut=cut)

    async def _buyers(self, simulator: Simulator, rng: random.Random) -> None:
        """A few viewers order what is approved; some do not pay, one changes their mind."""
        for item in self._on_sale():
            if rng.random() > 0.5:
                continue
            pay = rng.random() > 0.2
            try:
                oid = await simulator.order(
                    await self._rel(item), rng.choice((1, 1, 1, 2)), buyer=rng.choice(BUYERS), pay=pay
                )
                if not pay and rng.random() > 0.5:
                    await simulator.pay_order(oid)
                elif not pay:
                    await simulator.close_order(oid)
            except BuyerTurnedAway:
                self.turned_away += 1

    async def _studio(self, n: int, rng: random.Random) -> None:
        """What anchor and assistant do beside listing: sell at the counter, undo, re-price, recount."""
        state = self.console.desk.state
        if state.on_air is not None and state.on_air.stock_left > 1 and n % 2 == 0:
            await self.hands.log_sale(1)
            if n % 8 == 4:
                await self.hands.undo()
        if n % 5 == 0:
            item = rng.choice(state.items)
            await self.console.desk.do(ChangePrice(number=item.number, price_fen=max(1, item.price_fen * 9 // 10)))
        if n % 7 == 0:
            await self.console.desk.do(AddStock(number=rng.choice(state.items).number, quantity=2))

    # --- the selling tools -------------------------------------------------------------------

    async def _use_tools(self, simulator: Simulator) -> None:
        """Each selling tool once, on one item: certificate, steps, a flash sale with orders, a draw among buyers."""
        item = await self._once(lambda: next((i for i in self._on_sale() if i.price_fen >= CHEAPEST_FEN), None))
        number, regular_fen = item.number, item.price_fen
        desk = self.console.desk
        await desk.do(AddStock(number=number, quantity=FLASH_UNITS + 2))
        await self.hands.put_on_air(number)
        await self._certify(number)
        await desk.do(SetSteps(number=number, line=f"预热 先讲产地 | 开价 {plain(regular_fen)}"))
        for _ in range(2):
            await self.hands.next_step()
        self.hands.grab("10-steps")
        price_fen = regular_fen * 8 // 10
        await self.hands.flash_sale(f"{plain(price_fen)} x{FLASH_UNITS} 120")
        await self._once(lambda: (flash := self._now(item).flash) and flash.confirmed)
        ordered = await simulator.order(await self._rel(item), 1, buyer=BUYERS[0])
        await self.hands.log_sale(1)
        sold = await self._once(lambda: (flash := self._now(item).flash) and flash.sold_units >= 2 and flash)
        self.hands.grab("11-flash-sale")
        await self.hands.end_flash_sale()
        self.hands.grab("12-flash-sale-over")
        await self.hands.draw("免单 x1")
        self.hands.grab("13-draw")
        drawn = desk.state.draws[0]
        record = await self.console.db.run(draws.record, drawn.draw_id)
        now = self._now(item)
        self.tools = {
            "item": number,
            "certified": now.trust.certified,
            "steps_taken": now.step,
            "flash_sale": {
                "price_fen": price_fen,
                "sold_units": sold.sold_units,
                "gmv_fen": sold.gmv_fen,
                "ordered_at_its_price": any(
                    s.order_id == str(ordered) and s.unit_price_fen == price_fen for s in desk.state.sales
                ),
                "price_restored": now.price_fen == regular_fen,
            },
            "draw": {
                "entrants": drawn.entrants,
                "winners": [won.name for won in drawn.won],
                "reckoned_again": not draws.check(record),
            },
        }

    async def _certify(self, number: int) -> None:
        """A certificate with its picture."""
        await self.console.desk.do(TakeSnap())
        snap = self.console.desk.state.last_snap
        assert snap is not None  # it was just taken
        await self.console.desk.do(
            DescribeItem(
                number=number, guarantees=("seven_days",), certificate="彩排 0001", certificate_snap_id=snap.snap_id
            )
        )

    async def _once(self, found: Callable[[], T | bool | None]) -> T:
        """What `found` finds, once it finds something. Raises TimeoutError."""
        async with asyncio.timeout(SETTLE_WITHIN_S):
            while True:
                value = found()
                if value:
                    return cast("T", value)
                await asyncio.sleep(0.02)

    def _now(self, item: Item) -> Item:
        return self.console.desk.state.item(item.item_id) or item

    def _on_sale(self) -> list[Item]:
        return [
            item
            for item in self.console.desk.state.items
            if item.platform is PlatformState.APPROVED and item.sellable and not item.unsent
        ]

    async def _rel(self, item: Item) -> int:
        return await self.console.db.run(_rel_item_id, item.item_id)

    async def _settle(self, simulator: Simulator) -> None:
        """Wait until nothing is unsent and every order of the platform is in the books."""
        deadline = time.monotonic() + SETTLE_WITHIN_S
        while time.monotonic() < deadline:
            await self.console.desk.do(RetryNow())
            await self.console.drain(max(0.0, deadline - time.monotonic()))
            await self._decide()
            if (await self._books(simulator))["equal"]:
                return
            await asyncio.sleep(0.2)

    async def _decide(self) -> None:
        """What both sides sold is refunded here, as a studio would that cannot deliver it."""
        for sale in self.console.desk.state.sales:
            if sale.conflict is Conflict.OPEN:
                await self.console.desk.do(ResolveClaim(sale_id=sale.sale_id, how="refund"))
                self.resolved += 1

    # --- the report --------------------------------------------------------------------------

    async def _report(self, simulator: Simulator, took_s: float) -> dict[str, Any]:
        state, feed = self.console.desk.state, self.console.cameras
        machine = sorted(gesture.machine_ms for gesture in self.gestures)
        books = await self._books(simulator)
        return {
            "rehearsal": True,
            "camera": self.console.options.camera or "default",
            "minutes": self.plan.minutes,
            "speed": self.plan.speed,
            "seed": self.plan.seed,
            "took_s": round(took_s, 1),
            "items_listed": len(state.items),
            "gesture_to_listed_ms": {
                "n": len(machine),
                "median": round(statistics.median(machine), 1),
                "p95": round(machine[min(len(machine) - 1, int(len(machine) * 0.95))], 1),
                "max": round(machine[-1], 1),
                "snap_median": round(statistics.median(g.snap_ms for g in self.gestures), 1),
                "list_median": round(statistics.median(g.list_ms for g in self.gestures), 1),
            },
            "sales": {
                "orders": state.totals.orders,
                "units": state.totals.units,
                **await self.console.db.run(_counted),
                "buyers_turned_away": self.turned_away,
            },
            "gmv_fen": state.totals.gmv_fen,
            "frames": {"seen": feed.frames_seen, "shown": feed.frames_shown, "dropped": feed.frames_dropped},
            "line": {"cut": self.plan.cut, "most_unsent": self.most_unsent, "conflicts_resolved": self.resolved},
            "tools": self.tools,
            "outbox": {"waiting": state.outbox.waiting, "parked": state.outbox.parked},
            "books": books,
        }

    async def _books(self, simulator: Simulator) -> dict[str, Any]:
        """Both sides' books, and whether they agree: stock of every item, units and money of all orders."""
        ours = await self.console.db.run(_our_books)
        theirs = _their_books(await simulator.totals())
        return {"equal": ours == theirs, "database": _summed(ours), "platform": _summed(theirs)}


Books = dict[int, dict[str, int]]
"""relItemId -> stock, units sold and paid through the platform, their money in fen, and the price."""


def _our_books(db: Db) -> Books:
    rows = db.conn.execute(
        "SELECT i.rel_item_id, i.stock_left, i.price_fen,"
        " coalesce(sum(s.quantity), 0), coalesce(sum(s.quantity * s.unit_price_fen), 0)"
        " FROM items i LEFT JOIN sales s ON s.item_id = i.id AND s.source = 'platform' AND s.status = 'sold'"
        " GROUP BY i.id"
    )
    return {row[0]: {"stock": row[1], "price_fen": row[2], "units": row[3], "gmv_fen": row[4]} for row in rows}


def _their_books(totals: dict[str, Any]) -> Books:
    return {
        int(item["rel_item_id"]): {
            "stock": int(item["stock"]),
            "price_fen": int(item["price_fen"]),
            "units": int(item["sold_units"]),
            "gmv_fen": int(item["gmv_fen"]),
        }
        for item in totals["items"]
    }


def _summed(books: Books) -> dict[str, int]:
    return {
        "items": len(books),
        **{name: sum(book[name] for book in books.values()) for name in ("stock", "units", "gmv_fen")},
    }


def _counted(db: Db) -> dict[str, int]:
    """Sales that stand, by who made them, and those that were undone."""
    counter, platform, voided = db.conn.execute(
        "SELECT coalesce(sum(source = 'studio' AND status = 'sold'), 0),"
        " coalesce(sum(source = 'platform' AND status = 'sold'), 0), coalesce(sum(status = 'void'), 0) FROM sales"
    ).fetchone()
    return {"at_the_counter": counter, "from_the_platform": platform, "voided": voided}


def _rel_item_id(db: Db, item_id: str) -> int:
    (number,) = db.conn.execute("SELECT rel_item_id FROM items WHERE id = ?", (item_id,)).fetchone()
    return int(number)


def _write(path: Path, report: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
