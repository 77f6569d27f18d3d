"""The director: what happens when in a rehearsed show, and the report of it."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import structlog

from console.app import Console
from console.commands import AddStock, ChangePrice, ResolveClaim, RetryNow
from console.facts import Conflict
from console.platforms.simulator import BuyerTurnedAway, Simulator
from console.rehearsal import books
from console.rehearsal.goods import GOOD, enter_goods
from console.rehearsal.hands import Gesture, Hands
from console.rehearsal.telling import keep_telling
from console.rehearsal.tools import SETTLE_WITHIN_S, Tools, on_sale

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
BUYERS = ("阿珍", "老王", "小鱼", "石头", "春天里", "云南阿姐", "大海", "半山")


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
    resumed: bool = False
    """The folder had a show that was live: a run before this one was killed, and this one goes on with it."""
    tools: dict[str, Any] = field(default_factory=dict)
    """What became of each selling tool."""

    tell: Callable[[str], None] = lambda _line: None
    """Says to people how far it is."""

    async def run(self) -> dict[str, Any]:
        """Play the show; returns the report, which is also written where the plan says."""
        desk, lang = self.console.desk, self.console.options.lang
        telling = asyncio.create_task(keep_telling(lambda: desk.state, self.tell, lang))
        try:
            return await self._play()
        finally:
            telling.cancel()

    async def _play(self) -> dict[str, Any]:
        simulator = self.console.simulator
        if simulator is None:
            raise ValueError("a rehearsal runs against the bundled platform in this process")
        rng = random.Random(self.plan.seed)
        started = time.monotonic()
        await self.hands.sit_down()
        self.hands.grab("01-before")
        self.resumed = self.console.desk.state.live
        goods = await enter_goods(self.console, self.hands)
        if not self.resumed:
            self.gestures.append(await self.hands.flash_list(LINES[0], on_air=False))
            self.hands.grab("02-first-listed")
            await self.hands.start_show()
        self.hands.grab("03-live")
        await self._show(simulator, rng)
        self.tools = {"bulk": goods, **await Tools(self.console, self.hands, simulator).use()}
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
        listed = sum(item.title not in GOOD for item in self.console.desk.state.items)
        for n in range(max(1, listed), self.plan.items):
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
        for item in on_sale(self.console.desk.state):
            if rng.random() > 0.5:
                continue
            pay = rng.random() > 0.2
            try:
                oid = await simulator.order(
                    await self.console.db.run(books.rel_item_id, item.item_id),
                    rng.choice((1, 1, 1, 2)),
                    buyer=rng.choice(BUYERS),
                    pay=pay,
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
        both = await self._books(simulator)
        return {
            "rehearsal": True,
            "camera": self.console.options.camera or "default",
            "minutes": self.plan.minutes,
            "speed": self.plan.speed,
            "seed": self.plan.seed,
            "took_s": round(took_s, 1),
            "items_listed": len(state.items),
            "resumed": self.resumed,
            "gesture_to_listed_ms": _timed(self.gestures),
            "sales": {
                "orders": state.totals.orders,
                "units": state.totals.units,
                **await self.console.db.run(books.counted),
                "buyers_turned_away": self.turned_away,
            },
            "gmv_fen": state.totals.gmv_fen,
            "frames": {"seen": feed.frames_seen, "shown": feed.frames_shown, "dropped": feed.frames_dropped},
            "line": {"cut": self.plan.cut, "most_unsent": self.most_unsent, "conflicts_resolved": self.resolved},
            "tools": self.tools,
            "outbox": {"waiting": state.outbox.waiting, "parked": state.outbox.parked},
            "books": both,
        }

    async def _books(self, simulator: Simulator) -> dict[str, Any]:
        """Both sides' books, and whether they agree: stock of every item, units and money of all orders."""
        ours = await self.console.db.run(books.ours)
        theirs = books.theirs(await simulator.totals())
        return {"equal": ours == theirs, "database": books.summed(ours), "platform": books.summed(theirs)}


def _timed(gestures: list[Gesture]) -> dict[str, float]:
    """How long listing took the machine; only `n` where nothing was listed."""
    machine = sorted(gesture.machine_ms for gesture in gestures)
    if not machine:
        return {"n": 0}
    return {
        "n": len(machine),
        "median": round(statistics.median(machine), 1),
        "p95": round(machine[min(len(machine) - 1, int(len(machine) * 0.95))], 1),
        "max": round(machine[-1], 1),
        "snap_median": round(statistics.median(g.snap_ms for g in gestures), 1),
        "list_median": round(statistics.median(g.list_ms for g in gestures), 1),
    }


def _write(path: Path, report: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
