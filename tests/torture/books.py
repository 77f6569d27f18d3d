"""The naive model that the sync harnesses judge by, the hands that act on both, and the broken builds.

The model is a careful person's notebook: plain dictionaries, no rules of the product in it. Books are
compared from outside: the studio's tables, the platform's own totals, and the notebook. Not here: what
goes wrong on the line (`proxy`), which steps are taken (`proxy`, `machine`, `clock`).
"""

from __future__ import annotations

import copy
import logging
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import structlog

from console.commands import (
    AddStock,
    ChangePrice,
    GiveBackQuota,
    HoldQuota,
    KeepSnap,
    OpenFlash,
    RecordSale,
    RelistItem,
    ReplaceSnap,
    SetLink,
    SettleStock,
    TakeInOrder,
    VoidSale,
    WithdrawItem,
)
from console.errors import InputError, QuotaOutOfRange
from console.events import ItemChanged, LinkModeSet, OrderAlreadyKnown
from console.facts import LinkMode, PlatformState, SaleSource, SaleStatus
from console.ids import new_id
from console.listing.flash import find
from console.platforms.base import NewItem
from console.platforms.simulator import BuyerTurnedAway, buyers
from console.sales import enter, recorded
from console.store import outbox, projection, settings, stock
from console.store.database import Db
from console.sync import intake
from console.sync.answers import LINK_MODE
from console.sync.settling import UNEQUAL
from tests.flows.conftest import Studio, open_studio

SHARED, STUDIO_ONLY, PLATFORM_ONLY, HELD = "shared", "studio only", "platform only", "held"
"""Who may sell an item. Of a shared one there is enough, so that no two can sell the last unit: that
conflict has a person in it and tests of its own; here both books must end equal without one. Of a held
one there is little: viewers take what the platform has, the studio sells out of its quota alone."""

QUIET_S = 200
"""Longer than any lease, back-off or overlap."""
OFFER = "platform price, off"
"""How a line begins, behind the number, that is about an item's price or shelf."""


# --- the notebook ----------------------------------------------------------------------------


@dataclass
class Goods:
    """One item in the notebook; `room` is what may still be taken before two sellers could collide."""

    number: int
    whose: str
    price_fen: int
    counted: int
    """Units opened with and counted in or out since; sales are noted elsewhere."""
    room: int
    pictured: bool = True
    withdrawn: bool = False


@dataclass
class Books:
    """What was done, as a person with a pencil would note it."""

    goods: dict[int, Goods] = field(default_factory=dict)
    """number -> item."""
    sales: dict[str, list[Any]] = field(default_factory=dict)
    """sale id -> [number, quantity, unit price in fen, "sold" or "void"]; made in the studio."""
    orders: dict[int, list[Any]] = field(default_factory=dict)
    """order number -> [number, quantity, unit price in fen, "unpaid", "sold" or "void"]; made by viewers."""
    twice: dict[int, int] = field(default_factory=dict)
    """number -> units sold that were there only because the line delivered their addition twice."""

    def sold_here(self, number: int) -> int:
        """Units of the studio's own sales that stand."""
        return sum(s[1] for s in self.sales.values() if s[0] == number and s[3] != "void")

    def ordered(self, number: int) -> int:
        """Units of the viewers' orders that stand, taken in here or not."""
        return sum(o[1] for o in self.orders.values() if o[0] == number and o[3] != "void")

    def stock(self, number: int) -> int:
        """Units that must be left when everybody knows everything."""
        return self.goods[number].counted - self.sold_here(number) - self.ordered(number)


@dataclass
class Hands:
    """Acts at the desk and as the viewers, and notes each act in the books."""

    studio: Studio
    books: Books

    # --- at the desk -------------------------------------------------------------------------

    async def list_item(self, stock: int, price_fen: int, whose: str, *, pictured: bool = True) -> int:
        """List an item, with real pictures or as a draft; returns its number."""
        number = len(self.books.goods) + 1
        snap_id = await self._snapped() if pictured else None
        await self.studio.desk.do(
            OpenFlash(title=f"豆绿手镯{number}号款", price_fen=price_fen, stock=stock, snap_id=snap_id)
        )
        room = stock if whose == SHARED else 0
        self.books.goods[number] = Goods(number, whose, price_fen, stock, room, pictured)
        return number

    async def picture(self, number: int) -> None:
        """Give a draft its pictures, which lists it."""
        goods = self.books.goods[number]
        if not goods.pictured:
            await self.studio.desk.do(ReplaceSnap(number=number, snap_id=await self._snapped()))
            goods.pictured = True

    async def sell(self, number: int, quantity: int) -> str | None:
        """Sell at the desk; returns the sale's id, None when nobody should (see `SHARED`)."""
        goods = self.books.goods[number]
        if goods.whose == PLATFORM_ONLY or (goods.whose == SHARED and goods.room < quantity):
            return None
        if goods.whose == HELD and self.item(number).quota < quantity:
            return None
        sale_id = new_id()
        left = self.item(number).stock_left
        may = not goods.withdrawn and quantity <= left
        await self._tried(RecordSale(number=number, quantity=quantity, sale_id=sale_id), may)
        if not may:
            return None
        goods.room -= quantity
        self.books.sales[sale_id] = [number, quantity, goods.price_fen, "sold"]
        return sale_id

    async def sell_again(self, sale_id: str) -> None:
        """The same gesture told twice: nothing may happen."""
        number, quantity, *_ = self.books.sales[sale_id]
        await self.studio.desk.do(RecordSale(number=number, quantity=quantity, sale_id=sale_id))

    async def void(self, sale_id: str) -> None:
        """Undo a sale of ours; undoing it twice is refused."""
        noted = self.books.sales[sale_id]
        await self._tried(VoidSale(sale_id=sale_id, reason="客人不要了"), noted[3] != "void")
        noted[3] = "void"

    async def count(self, number: int, units: int) -> None:
        """Add or take away units after a count."""
        goods = self.books.goods[number]
        if goods.whose in (PLATFORM_ONLY, HELD):
            units = abs(units)
        if goods.whose == SHARED and goods.room + units < 0:
            return
        may = units != 0 and self.item(number).stock_left + units >= 0
        await self._tried(AddStock(number=number, quantity=units), may)
        if may:
            goods.counted += units
            goods.room += min(units, 0)  # what comes in may arrive later than what goes out

    async def hold(self, number: int, units: int) -> None:
        """Ask for units of our own, of an item with a quota; more than there may be is refused."""
        if self.books.goods[number].whose == HELD:
            with suppress(InputError):
                await self.studio.desk.do(HoldQuota(number=number, units=units))

    async def give_back(self, number: int) -> None:
        """Return what is held of an item."""
        if self.books.goods[number].whose == HELD:
            await self.studio.desk.do(GiveBackQuota(number=number))

    async def reprice(self, number: int, price_fen: int) -> None:
        """Change the price."""
        await self.studio.desk.do(ChangePrice(number=number, price_fen=price_fen))
        self.books.goods[number].price_fen = price_fen

    async def turn(self, number: int) -> None:
        """Withdraw what is on sale, relist what is not."""
        goods = self.books.goods[number]
        await self.studio.desk.do(RelistItem(number=number) if goods.withdrawn else WithdrawItem(number=number))
        goods.withdrawn = not goods.withdrawn

    async def force(self, *, offline: bool) -> None:
        """Turn the switch of the link."""
        await self.studio.desk.do(SetLink(mode=LinkMode.OFFLINE if offline else LinkMode.AUTO))

    async def elsewhere(self, number: int, units: int) -> bool:
        """Change the stock at the platform itself, which no notebook knows; False where it has too few, or no item."""
        rel = await rel_of(self.studio, number)
        shop = self.studio.simulator

        def changed(visit: Any) -> bool:
            return bool(
                visit.db.execute(
                    "UPDATE sku SET stock = stock + ?1 WHERE stock + ?1 >= 0 AND item_id ="
                    " (SELECT item_id FROM item WHERE rel_item_id = ?2 AND NOT deleted)",
                    [units, rel],
                ).rowcount
            )

        return await shop._on_worker(lambda: shop._visit(changed))

    # --- as the viewers ----------------------------------------------------------------------

    async def order(self, number: int, quantity: int, *, pay: bool) -> int | None:
        """Order at the platform, when it lets a viewer; returns the order's number."""
        goods = self.books.goods[number]
        if goods.whose == STUDIO_ONLY or (goods.whose == SHARED and goods.room < quantity):
            return None
        rel = await rel_of(self.studio, number)
        shop = self.studio.simulator

        self._moment()

        def placed(visit: Any) -> tuple[int, int]:
            oid = buyers.place(visit, rel, quantity, buyer="小满", pay=pay)
            return oid, visit.db.execute("SELECT unit_price_fen FROM purchase WHERE oid = ?", [oid]).fetchone()[0]

        try:  # order and price in one visit: the price may be changing at this moment
            oid, price_fen = await shop._on_worker(lambda: shop._visit(placed))
        except BuyerTurnedAway:
            return None
        goods.room -= quantity
        self.books.orders[oid] = [number, quantity, price_fen, "sold" if pay else "unpaid"]
        return oid

    async def pay(self, oid: int) -> None:
        """A viewer pays what waits to be paid."""
        if self.books.orders[oid][3] == "unpaid":
            self._moment()
            with suppress(BuyerTurnedAway):  # another viewer's act may have come first
                await self.studio.simulator.pay_order(oid)
                self.books.orders[oid][3] = "sold"

    async def close(self, oid: int) -> None:
        """An order is closed, paid or not; its units go back."""
        if self.books.orders[oid][3] != "void":
            self._moment()
            with suppress(BuyerTurnedAway):
                await self.studio.simulator.close_order(oid)
                self.books.orders[oid][3] = "void"

    def _moment(self) -> None:
        """Two acts on one order are never in the same millisecond; a clock that stands still would make them so."""
        self.studio.clock.advance(0.001)

    # --- eyes --------------------------------------------------------------------------------

    def item(self, number: int) -> Any:
        """The item as the screen has it."""
        return next(item for item in self.studio.desk.state.items if item.number == number)

    def approved(self) -> list[int]:
        """The numbers of the items the platform has approved."""
        return [item.number for item in self.studio.desk.state.items if item.platform is PlatformState.APPROVED]

    async def _snapped(self) -> str:
        snap_id = new_id()
        await self.studio.desk.do(KeepSnap(snap_id=snap_id, shots=self.studio.shots))
        return snap_id

    async def _tried(self, command: Any, may: bool) -> None:
        """Do `command`; it must be refused exactly when the books say so."""
        refusal = None
        try:
            await self.studio.desk.do(command)
        except InputError as error:
            refusal = error
        assert (refusal is None) is may, f"{command}: refused {refusal!r}, by the books it may be done: {may}"


async def rel_of(studio: Studio, number: int) -> int:
    """The number under which the platform knows the item `number`."""
    return await studio.db.run(
        lambda db: int(
            db.conn.execute(
                "SELECT i.rel_item_id FROM lineup l JOIN items i ON i.id = l.item_id WHERE l.number = ?", (number,)
            ).fetchone()[0]
        )
    )


async def platform_rows(studio: Studio) -> list[dict[str, Any]]:
    """What the platform has, item by item."""
    rows: Any = (await studio.simulator.totals())["items"]
    return list(rows)


# --- judging ---------------------------------------------------------------------------------


async def wrong_here(studio: Studio, books: Books) -> list[str]:
    """What must hold at the studio at any moment, whatever the line does."""
    return await studio.db.run(_wrong_here, books)


def _wrong_here(db: Db, books: Books) -> list[str]:
    said: list[str] = []
    rows = db.conn.execute(
        "SELECT l.number, i.stock_left, i.price_fen, i.listing = 'withdrawn',"
        " (SELECT coalesce(sum(delta), 0) FROM stock_moves m WHERE m.item_id = i.id)"
        " FROM lineup l JOIN items i ON i.id = l.item_id"
    ).fetchall()
    if sorted(row[0] for row in rows) != sorted(books.goods):
        said.append(f"items {sorted(row[0] for row in rows)}, noted {sorted(books.goods)}")
    sales = db.conn.execute(
        "SELECT s.id, s.order_id, l.number, s.quantity, s.unit_price_fen, s.status, s.source, s.short_units"
        " FROM sales s JOIN lineup l ON l.item_id = s.item_id AND l.show_id = s.show_id"
    ).fetchall()
    mine = {row[0]: list(row[2:6]) for row in sales if row[6] == SaleSource.STUDIO}
    if mine != books.sales:
        said.append(f"sales {mine}, noted {books.sales}")
    taken_in: dict[int, int] = {}
    for _, order_id, number, quantity, price_fen, status, source, short in sales:
        if source != SaleSource.PLATFORM:
            continue
        noted = books.orders.get(int(order_id)) if str(order_id).isdecimal() else None
        if noted is None or noted[:3] != [number, quantity, price_fen] or (short and number not in books.twice):
            said.append(f"order {order_id} of {number}: {quantity} at {price_fen}, short {short}, noted {noted}")
        taken_in[number] = taken_in.get(number, 0) + (quantity if status != SaleStatus.VOID else 0)
    for number, stock_left, price_fen, withdrawn, ledger in rows:
        goods = books.goods.get(number)
        if goods is None:
            continue
        due = goods.counted - books.sold_here(number) - taken_in.get(number, 0)
        if not (stock_left == ledger == due and stock_left >= 0):
            said.append(f"number {number}: {stock_left} left, ledger {ledger}, noted {due}")
        here, there = books.sold_here(number), books.ordered(number)
        if here + there > goods.counted:
            said.append(f"number {number}: sold {here} here and {there} at the platform, had {goods.counted}")
        if (price_fen, bool(withdrawn)) != (goods.price_fen, goods.withdrawn):
            said.append(f"number {number}: {price_fen} fen, withdrawn {bool(withdrawn)}, noted {goods}")
    return said


async def apart(studio: Studio, books: Books) -> list[str]:
    """Where the two sides and the notebook disagree once everything has settled; empty when nowhere."""
    said = await wrong_here(studio, books)
    state = studio.desk.state
    if state.outbox.waiting or state.outbox.parked:
        stuck = [
            {name: row[name] for name in ("kind", "state", "attempts", "next_attempt_at_ms", "reason")}
            for row in await studio.db.run(outbox.entries)
        ]
        said.append(f"outbox: {state.outbox.waiting} wait, {state.outbox.parked} parked: {stuck[:4]}")
    if notices := [notice.key for notice in state.notices if notice.key == "sign-in"]:
        said.append(f"still shown: {notices}")
    rows = await platform_rows(studio)
    listed = {await rel_of(studio, n): goods for n, goods in books.goods.items() if goods.pictured}
    found = sorted(row["rel_item_id"] for row in rows)
    if found != sorted(listed):
        said.append(f"platform items {found}, listed {sorted(listed)}")
    for row in rows:
        goods = listed.get(row["rel_item_id"])
        if goods is None:
            continue
        if row["stock"] != (left := books.stock(goods.number)):
            said.append(f"number {goods.number}: platform stock {row['stock']}, noted {left}")
        theirs, ours = (row["price_fen"], not row["shelf"]), (goods.price_fen, goods.withdrawn)
        if theirs != ours:
            said.append(f"number {goods.number}: {OFFER} {theirs}, noted {ours}")
    said += await studio.db.run(_orders_apart, books, rows)
    said += await studio.db.run(_not_due, rows)
    return said


def _not_due(db: Db, rows: list[dict[str, Any]]) -> list[str]:
    """Items whose stock at the platform is not what our books say it must be: a later reading would raise a card."""
    said = []
    for row in rows:
        found = db.conn.execute("SELECT id FROM items WHERE rel_item_id = ?", (row["rel_item_id"],)).fetchone()
        if found is not None and (must := max(0, stock.due(db, found[0]))) != row["stock"]:
            said.append(f"{row['title']}: platform stock {row['stock']}, by our books due {must}")
    return said


def _orders_apart(db: Db, books: Books, rows: list[dict[str, Any]]) -> list[str]:
    """Orders: every one that stands is here once with its status; units and money are the platform's."""
    said = []
    here = dict(db.conn.execute("SELECT order_id, status FROM sales WHERE source = 'platform'").fetchall())
    for oid, noted in books.orders.items():
        status = here.get(str(oid), "void")
        if status != noted[3]:
            said.append(f"order {oid} is {status} here, noted {noted}")
    for row in rows:
        units, held, fen = db.conn.execute(
            "SELECT coalesce(sum(quantity * (s.status = 'sold')), 0),"
            " coalesce(sum(quantity * (s.status = 'unpaid')), 0),"
            " coalesce(sum(quantity * unit_price_fen * (s.status = 'sold')), 0)"
            " FROM sales s JOIN items i ON i.id = s.item_id WHERE i.rel_item_id = ? AND s.source = 'platform'",
            (row["rel_item_id"],),
        ).fetchone()
        if (units, held, fen) != (row["sold_units"], row["held_units"], row["gmv_fen"]):
            theirs = (row["sold_units"], row["held_units"], row["gmv_fen"])
            said.append(f"orders of {row['title']}: here {(units, held, fen)}, platform {theirs}")
    (untold,) = db.conn.execute(
        "SELECT count(*) FROM sales s JOIN items i ON i.id = s.item_id WHERE s.agreed = 0 AND i.snap_id IS NOT NULL"
        " AND NOT (s.status = 'void' AND s.conflict = 'refunded')"  # refused, then taken back: nothing was to be told
    ).fetchone()
    if untold:
        said.append(f"{untold} sales are not agreed")
    return said


async def settled(studio: Studio, books: Books) -> list[str]:
    """Give every quota back and let a good line finish everything, within half an hour of platform time; returns
    where the books disagree."""
    for goods in books.goods.values():
        await Hands(studio, books).give_back(goods.number)
    for rest_s in (*REST_S, QUIET_S, QUIET_S):
        await studio.pusher.step()
        await studio.intake.round()
        await studio.audits.round()
        if rest_s < QUIET_S and done(studio):
            continue
        studio.clock.advance(rest_s)
    return await apart(studio, books)


async def read_again(studio: Studio) -> int:
    """Let the later readings of stock go on, and say at each card that ours is right; returns how many cards."""
    until_s = studio.clock.monotonic_s() + 1_500
    while (now_s := studio.clock.monotonic_s()) < until_s:
        studio.clock.advance(min(await studio.readings.round(), until_s - now_s) + 0.1)
    asked = [notice.key for notice in studio.desk.state.notices if notice.key.startswith(UNEQUAL)]
    for key in asked:
        await studio.desk.do(SettleStock(item_id=key.removeprefix(UNEQUAL), whose="studio"))
    return len(asked)


async def note_sold_twice(studio: Studio, books: Books, most: int) -> int:
    """Note units as had that were added twice, at most `most`, and sold; each must be told as short. How many."""
    short = dict(
        await studio.db.run(
            lambda db: db.conn.execute(
                "SELECT l.number, sum(s.short_units) FROM sales s JOIN lineup l ON l.item_id = s.item_id"
                " WHERE s.short_units > 0 AND s.status <> 'void' GROUP BY l.number"
            ).fetchall()
        )
    )
    for number, goods in books.goods.items():
        over = -books.stock(number)
        if 0 < over == short.get(number, 0) and over + sum(books.twice.values()) <= most:
            goods.counted += over
            books.twice[number] = over
    return sum(books.twice.values())


REST_S = (1, 2, 3, 5, 10, 15, 20, 30, *[61] * 20)


def done(studio: Studio) -> bool:
    """Whether nothing waits to be sent or judged."""
    open_audits = any(item.platform in ("submitted", "auditing") for item in studio.desk.state.items)
    return not studio.desk.state.outbox.waiting and not open_audits


# --- the rig, opened and broken --------------------------------------------------------------


def work_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that vanishes; in memory where the system has such a place, since disks are others' harness."""
    memory = Path("/dev/shm")  # noqa: S108 - the name is random and the folder private
    return tempfile.TemporaryDirectory(prefix="kaibo-torture-", dir=memory if memory.is_dir() else None)


@asynccontextmanager
async def reopened(
    folder: Path, clock_from: Any = None, broken: str | None = None, **options: Any
) -> AsyncIterator[Studio]:
    """A studio over `folder` on the clock it was closed with; its switch stands as it was left."""
    async with open_studio(folder, **options) as studio:
        if clock_from is not None:
            studio.clock.utc_ms, studio.clock.steady_s = clock_from.utc_ms, clock_from.steady_s
        mode = await studio.db.run(settings.read, LINK_MODE, LinkMode.AUTO)
        if mode == LinkMode.OFFLINE:
            studio.desk.tell(LinkModeSet(mode=mode))  # what `app.open_console` does through the state
        if broken is not None and BREAKS[broken] is not None:
            await BREAKS[broken](studio)
        yield studio


@contextmanager
def as_built(broken: str | None) -> Iterator[None]:
    """The product as it is, or with one of its protections taken out, until the block ends."""
    assert broken is None or broken in BREAKS, broken
    if broken == "no lookup":
        with patch.object(outbox, "claim", _never_uncertain(outbox.claim)):
            yield
    elif broken == "two senders":
        with patch.object(outbox, "claim", _without_lease(outbox.claim)):
            yield
    elif broken == "no dedupe":
        with patch.object(intake, "_news", lambda db, orders: [o for o in orders if _ours(db, o)]):
            yield
    elif broken == "no ordering" and hasattr(outbox, "is_superseded"):
        with patch.object(outbox, "is_superseded", lambda *_: False):  # it would hide most of it
            yield
    elif broken == "trusted due times":
        with patch.object(outbox, "LONGEST_WAIT_MS", 1 << 60):
            yield
    elif broken == "studio time for orders":
        with patch.object(intake.Intake, "step", _by_studio_time(intake.Intake.step)):
            yield
    else:
        yield


def _never_uncertain(claim: Callable[..., outbox.Entry | None]) -> Callable[..., outbox.Entry | None]:
    def certain(db: Db, now_ms: int, lease_ms: int) -> outbox.Entry | None:
        entry = claim(db, now_ms, lease_ms)
        return None if entry is None else replace(entry, uncertain=False)

    return certain


def _without_lease(claim: Callable[..., outbox.Entry | None]) -> Callable[..., outbox.Entry | None]:
    def unleased(db: Db, now_ms: int, lease_ms: int) -> outbox.Entry | None:
        entry = claim(db, now_ms, lease_ms)
        if entry is not None:
            db.conn.execute("UPDATE outbox SET leased_until_ms = NULL WHERE id = ?", (entry.outbox_id,))
        return entry

    return unleased


def _by_studio_time(step: Callable[[Any], Any]) -> Callable[[Any], Any]:
    async def stepped(self: Any) -> None:
        await step(self)
        await self._db.run(settings.write, intake.SEEN_UNTIL, str(self._clock.now_ms()))

    return stepped


def _ours(db: Db, order: Any) -> bool:
    return db.conn.execute("SELECT 1 FROM items WHERE rel_item_id = ?", (order.rel_item_id,)).fetchone() is not None


async def _break_ordering(studio: Studio) -> None:
    """Let any entry of an item go, not only the first that is not settled."""

    def cut(db: Db) -> None:
        (sql,) = db.conn.execute("SELECT sql FROM sqlite_master WHERE name = 'outbox_next'").fetchone()
        loose = str(sql).replace("SELECT min(seq) AS seq", "SELECT seq").replace(" GROUP BY item_id", "")
        if loose == sql:
            return  # opened once before
        db.conn.execute("DROP VIEW outbox_next")
        db.conn.execute(loose)

    await studio.db.run(cut)


async def _break_dedupe(studio: Studio) -> None:
    """Take in an order each time it is read."""

    def take_in(db: Db, command: TakeInOrder, now_ms: int) -> Any:
        row = db.conn.execute("SELECT id FROM items WHERE rel_item_id = ?", (command.platform_item,)).fetchone()
        if row is None or command.status == "closed":
            return OrderAlreadyKnown(order_id=command.order_id)
        enter(
            db,
            projection.item(db, row[0]),
            sale_id=command.sale_id,
            quantity=command.quantity,
            unit_price_fen=command.unit_price_fen,
            source=SaleSource.PLATFORM,
            status=SaleStatus.SOLD if command.status == "paid" else SaleStatus.UNPAID,
            buyer=command.buyer,
            now_ms=now_ms,
            order_id=f"{command.order_id}#{command.sale_id}",
            order_updated_at_ms=command.updated_at_ms,
        )
        return recorded(db, command.sale_id)

    studio.desk._ops[TakeInOrder] = take_in


@dataclass
class _Keyless:
    """The platform as a client without our number sees it: every sending lists under a fresh one."""

    platform: Any
    studio: Studio
    latest: dict[int, int] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.platform, name)

    async def find_item(self, _rel_item_id: int) -> None:
        return None

    async def open_item(self, item: NewItem) -> Any:
        before = self.latest.get(item.rel_item_id, item.rel_item_id)
        fresh = before + 1_000_003
        self.latest[item.rel_item_id] = fresh

        def renumber(db: Db) -> None:
            db.conn.execute("UPDATE items SET rel_item_id = ? WHERE rel_item_id = ?", (fresh, before))

        await self.studio.db.run(renumber)
        return await self.platform.open_item(replace(item, rel_item_id=fresh))


async def _break_key(studio: Studio) -> None:
    studio.pusher._platform = _Keyless(studio.pusher._platform, studio)  # type: ignore[assignment]


async def _break_quota(studio: Studio) -> None:
    """Own units without taking them off the platform's stock."""

    def hold(db: Db, command: HoldQuota, now_ms: int) -> Any:
        item = find(db, command.number)
        if not 1 <= command.units <= item.stock_left - item.quota:
            raise QuotaOutOfRange(cap=0)
        db.conn.execute("UPDATE items SET quota = quota + ? WHERE id = ?", (command.units, item.item_id))
        now = projection.item(db, item.item_id)
        return ItemChanged(item_id=now.item_id, number=now.number, item=now, on_air_item_id=None)

    studio.desk._ops[HoldQuota] = hold


BREAKS: dict[str, Callable[[Studio], Any] | None] = {
    "no key": _break_key,
    "no lookup": None,
    "two senders": None,
    "no ordering": _break_ordering,
    "no dedupe": _break_dedupe,
    "quota not taken off": _break_quota,
    "trusted due times": None,
    "studio time for orders": None,
}
"""Builds with one protection taken out; None where `as_built` does it all. Caught by:

    no key                  proxy, machine          two items for one listing
    no lookup               proxy, machine          a stock change applied twice
    two senders             proxy, machine          the same, without any fault of the line
    no ordering             proxy, machine          an older price or shelf state stands at the end
    no dedupe               proxy, machine, clock   one order is many sales
    quota not taken off     proxy, machine          more is sold than there was
    trusted due times       clock                   facts wait for a time that never comes
    studio time for orders  clock                   orders are not seen while the clock is wrong
"""


def second_sender(studio: Studio) -> Any:
    """Another pusher on the same outbox, as a second program would be."""
    return copy.copy(studio.pusher)


# --- the log ---------------------------------------------------------------------------------


class _Ear:
    """What structlog writes to: keeps every line, whatever the configuration of `logging`."""

    def __init__(self, said: list[str]) -> None:
        self._said = said

    def warning(self, line: str) -> None:
        self._said.append(line if len(line) < 1_500 else f"{line[:300]} ... {line[-1_200:]}")

    error = critical = warning


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect what the product logs at warning or above; in a sound build that is a failure."""
    before = structlog.get_config()
    said: list[str] = []
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
        logger_factory=lambda *_: _Ear(said),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        cache_logger_on_first_use=False,
    )
    server = logging.getLogger("uvicorn.error")  # it warns of every request that was cut, which is what we do
    disabled, server.disabled = server.disabled, True
    try:
        yield said
    finally:
        server.disabled = disabled
        structlog.configure(**before)
