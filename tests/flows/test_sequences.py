"""Sequences that nobody plans and somebody meets: each of these once left the two sides' books apart, or unsaid."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from console import restoring, safety
from console.commands import (
    AddStock,
    BringAlong,
    ChangePrice,
    EndFlashSale,
    EndShow,
    ExtendFlashSale,
    HoldQuota,
    LeaveBehind,
    PutOnAir,
    RecordSale,
    ResendItem,
    ResolveClaim,
    SetLink,
    StartFlashSale,
    StartShow,
    WithdrawItem,
)
from console.config import Options
from console.countdown import Countdown, remaining_ms
from console.desk import OPS, load
from console.facts import Conflict, FlashState, Item, LinkMode, LinkStatus, ListingState, SaleStatus
from console.store import outbox, projection, stock
from console.sync import OPS as PLATFORM_OPS
from console.sync import rhythm
from console.sync.budget import seconds_left
from console.sync.shelves import Shelves
from tests.flows.conftest import Studio, open_studio

pytestmark = pytest.mark.anyio

ITEMS, ORDERS, STOCK = "/open/item/list/get", "/open/order/cursor/list", "/open/item/sku/stock/update"

SKUS = "/open/item/sku/list/get"


@dataclass
class Saying(httpx.AsyncBaseTransport):
    """A platform that answers one method with a refusal of its own, and counts how often it was asked."""

    inner: httpx.AsyncBaseTransport
    path: str
    result: int
    words: str
    asked: int = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path != self.path:
            return await self.inner.handle_async_request(request)
        self.asked += 1
        return httpx.Response(200, json={"result": self.result, "error_msg": self.words}, request=request)


def _saying(studio: Studio, path: str, result: int, words: str) -> Saying:
    studio.line.inner = saying = Saying(studio.line.inner, path, result, words)
    return saying


async def _due(studio: Studio, item: Item) -> int:
    return await studio.db.run(stock.due, item.item_id)


async def _short(studio: Studio) -> int:
    return await studio.db.run(lambda db: int(db.conn.execute("SELECT sum(short_units) FROM sales").fetchone()[0]))


def _shelves(studio: Studio) -> Shelves:
    return Shelves(studio.desk, studio.db, studio.platform, studio.link, studio.clock, studio.readings.doubt)


async def _delete_there(studio: Studio) -> None:
    """Somebody deletes all items in the platform's back office."""
    shop = studio.simulator
    await shop._on_worker(lambda: shop._visit(lambda visit: visit.db.execute("UPDATE item SET deleted = 1")))


async def _price_there(studio: Studio, item: Item) -> int:
    rel = await studio.rel(item)
    rows: Any = (await studio.simulator.totals())["items"]
    return int(next(row["price_fen"] for row in rows if row["rel_item_id"] == rel))


# --- orders ----------------------------------------------------------------------------------


@pytest.mark.parametrize("apart_ms", [0, 60_000])
async def test_an_order_refunded_first_and_closed_later_gives_its_units_back(studio: Studio, apart_ms: int) -> None:
    """The money went back before the order was closed: its units are in stock again on both sides, once."""
    item = await studio.approved(stock=5)
    oid = await studio.simulator.order(await studio.rel(item), 2)
    await studio.intake.round()
    studio.clock.advance(60)
    await studio.simulator.refund_order(oid)
    await studio.intake.round()
    assert (studio.now(item).stock_left, await _due(studio, item)) == (3, 3)
    studio.clock.advance(apart_ms / 1000)
    await studio.simulator.close_order(oid)
    for _ in range(3):
        await studio.intake.round()
    assert studio.now(item).stock_left == await _due(studio, item) == await studio.platform_stock(item) == 5
    (sale,) = studio.desk.state.sales
    assert (sale.status, sale.void_reason) == (SaleStatus.VOID, "平台已退款")
    moves = "SELECT delta FROM stock_moves WHERE sale_id IS NOT NULL"
    assert await studio.db.run(lambda db: db.conn.execute(moves).fetchall()) == [(-2,), (2,)]


@pytest.mark.parametrize("closed", [False, True])
async def test_a_refunded_order_offers_again_what_it_never_had(studio: Studio, closed: bool) -> None:
    """Units an order was short of did not leave with it: both sides have them, also when the order is closed later."""
    item = await studio.approved(stock=2)
    rel = await studio.rel(item)
    sale: Any = await studio.desk.do(RecordSale(number=1, quantity=1))
    oid = await studio.simulator.order(rel, 2)
    await studio.settle()
    await studio.desk.do(ResolveClaim(sale_id=sale.sale_id, how="confirm"))
    assert await _short(studio) == 1
    studio.clock.advance(60)
    await studio.simulator.refund_order(oid)
    await studio.intake.round()
    await studio.settle()
    if closed:
        studio.clock.advance(60)
        await studio.simulator.close_order(oid)
        await studio.intake.round()
        await studio.settle()
    assert await _due(studio, item) == await studio.platform_stock(item) == 1 + closed


async def test_a_refused_sale_sent_again_tells_only_what_is_still_owed(studio: Studio) -> None:
    """A unit of it was made good when stock came in: sent again and refused again, in the end it comes to three."""
    item = await studio.approved(stock=3)
    await studio.simulator.order(await studio.rel(item), 3)
    await studio.desk.do(RecordSale(number=1, quantity=3))
    await studio.settle()
    await studio.desk.do(AddStock(number=1, quantity=1))
    await studio.settle()
    await studio.desk.do(ResendItem(number=1))
    await studio.settle()
    assert await _due(studio, item) == await studio.platform_stock(item) == 0
    await studio.desk.do(AddStock(number=1, quantity=4))
    await studio.settle()
    assert studio.now(item).stock_left == await _due(studio, item) == await studio.platform_stock(item) == 2


# --- shows -----------------------------------------------------------------------------------


async def test_a_flash_sale_of_a_show_that_is_over_ends_in_its_time(studio: Studio) -> None:
    """Its item stands in no line-up on the screen any more, and its price comes back all the same."""
    await studio.desk.do(StartShow())
    item = await studio.approved(stock=5)
    await studio.desk.do(EndShow())
    await studio.desk.do(StartFlashSale(number=1, price_fen=100, moment=studio.clock.moment()))
    await studio.settle()
    assert await _price_there(studio, item) == 100
    await studio.list_item(title="下一场的")
    countdown = Countdown(studio.desk, studio.db, studio.clock)
    for _ in range(4):
        studio.clock.advance(await countdown.round())
    await studio.settle()
    states = await studio.db.run(lambda db: db.conn.execute("SELECT state FROM flash_sales").fetchall())
    assert (states, await _price_there(studio, item)) == ([(FlashState.ENDED,)], 59_900)


async def test_units_that_are_held_are_neither_left_behind_nor_forgotten(studio: Studio) -> None:
    """What is held of an item keeps it in the line-up, and every hold goes back at the end, whichever show had it."""
    await studio.desk.do(StartShow())
    item = await studio.approved(stock=5)
    other = await studio.approved(title="另一件", stock=5)
    await studio.desk.do(EndShow())
    await studio.desk.do(HoldQuota(number=2, units=2))
    await studio.settle()
    await studio.list_item(title="下一场的")
    await studio.desk.do(BringAlong())
    await studio.desk.do(HoldQuota(number=2, units=1))
    await studio.desk.do(LeaveBehind())
    assert other.item_id in {each.item_id for each in studio.desk.state.items}, "some are held, some asked for"
    await studio.desk.do(StartShow())
    await studio.desk.do(EndShow())
    await studio.settle()
    assert (await studio.platform_stock(item), await studio.platform_stock(other)) == (5, 5)


async def test_a_claim_of_the_last_show_is_no_sale_of_this_one(studio: Studio) -> None:
    """Refused while its goods are in the next line-up, it is listed with what is not settled, not with this show's
    sales: there it would stay, whatever was decided, until a restart."""
    item = await studio.approved(stock=2)
    await studio.desk.do(StartShow(title="一"))
    await studio.desk.do(SetLink(mode=LinkMode.OFFLINE))
    claim: Any = await studio.desk.do(RecordSale(number=1))
    await studio.desk.do(EndShow())
    await studio.desk.do(StartShow(title="二"))
    await studio.desk.do(BringAlong())
    await studio.simulator.order(await studio.rel(item), 2)
    await studio.desk.do(SetLink(mode=LinkMode.AUTO))
    await studio.settle()
    waits = await studio.db.run(projection.open_sales, 9)
    assert (waits.conflicts, waits.sales[0].sale_id) == (1, claim.sale_id)
    assert claim.sale_id not in [sale.sale_id for sale in studio.desk.state.sales]
    assert studio.desk.state.sales == (await studio.db.run(load)).sales
    await studio.desk.do(ResolveClaim(sale_id=claim.sale_id, how="refund"))
    assert (await studio.db.run(projection.open_sales, 9)).conflicts == 0
    assert studio.desk.state.sales == (await studio.db.run(load)).sales


async def test_a_price_changed_in_a_flash_sale_that_was_never_told_is_told(studio: Studio) -> None:
    """It ran offline from beginning to end: the platform hears of the new price, and never of the flash price."""
    item = await studio.approved(stock=5)
    await studio.desk.do(SetLink(mode=LinkMode.OFFLINE))
    started: Any = await studio.desk.do(StartFlashSale(number=1, price_fen=100, units=2, moment=studio.clock.moment()))
    await studio.desk.do(ChangePrice(number=1, price_fen=50_000))
    await studio.desk.do(EndFlashSale(flash_id=started.flash_id))
    await studio.desk.do(SetLink(mode=LinkMode.AUTO))
    await studio.settle()
    assert (studio.now(item).price_fen, await _price_there(studio, item)) == (50_000, 50_000)
    assert studio.line.calls.count("/open/item/sku/price/update") == 1


async def test_more_time_is_given_whatever_became_of_the_wall_clock(studio: Studio) -> None:
    """Somebody set the clock back an hour, or ahead: what is left of a flash sale is on the steady clock."""
    await studio.approved(stock=5)
    started: Any = await studio.desk.do(StartFlashSale(number=1, price_fen=100, moment=studio.clock.moment()))
    for hours in (-1, 2):
        studio.clock.utc_ms += hours * 3_600_000
        await studio.desk.do(ExtendFlashSale(flash_id=started.flash_id, seconds=30, moment=studio.clock.moment()))
    (flash,) = studio.desk.state.items[0].flash_sales
    assert remaining_ms(flash, studio.clock.moment(), studio.clock.now_ms()) == 120_000


async def test_an_order_that_comes_in_late_belongs_to_its_own_evening(studio: Studio) -> None:
    """Its goods went along into the next show before the line came back; its money is that of the show it was made in,
    and its units those of the flash sale it was made in."""
    studio.link.skew_s = 0.0
    await studio.desk.do(StartShow(title="昨晚"))
    item = await studio.approved(stock=5)
    rel = await studio.rel(item)
    first: Any = await studio.desk.do(
        StartFlashSale(number=1, price_fen=9_900, units=2, seconds=600, moment=studio.clock.moment())
    )
    await studio.settle()
    await studio.desk.do(SetLink(mode=LinkMode.OFFLINE))
    await studio.simulator.order(rel, 1)
    await studio.desk.do(EndShow())
    studio.clock.advance(80_000)
    await studio.desk.do(BringAlong())
    await studio.desk.do(StartShow(title="今晚"))
    await studio.desk.do(StartFlashSale(number=1, price_fen=9_900, units=2, moment=studio.clock.moment()))
    await studio.desk.do(SetLink(mode=LinkMode.AUTO))
    await studio.settle()
    sums = "SELECT w.title, t.gmv_fen FROM show_totals t JOIN shows w ON w.id = t.show_id"
    assert await studio.db.run(lambda db: db.conn.execute(sums).fetchall()) == [("昨晚", 9_900)]
    flashes = await studio.db.run(lambda db: db.conn.execute("SELECT flash_id FROM sales").fetchall())
    assert flashes == [(first.flash_id,)]


async def test_an_item_deleted_at_the_platform_is_told_and_stops_asking(studio: Studio) -> None:
    """A sale that can be told to nobody is refused with the platform's words, instead of waiting for ever."""
    await studio.approved(stock=5)
    await _delete_there(studio)
    await studio.desk.do(RecordSale(number=1))
    for _ in range(8):
        await studio.pusher.step()
        studio.clock.advance(60)
    (sale,) = studio.desk.state.sales
    assert (sale.conflict, studio.desk.state.outbox.waiting) == (Conflict.OPEN, 0)
    (entry,) = await studio.db.run(outbox.entries)
    assert (entry["state"], entry["reason"]) == ("rejected", "商品不存在")


@pytest.mark.parametrize("deleted", [True, False])
async def test_a_change_that_cannot_be_settled_has_a_card(studio: Studio, deleted: bool) -> None:
    """It may have arrived before its item was deleted, or the platform is busy for long: it is not sent again and not
    given up, and a person is told why it waits."""
    item = await studio.approved(stock=5)
    await studio.desk.do(RecordSale(number=1))
    if deleted:
        studio.line.fault = lambda request: "no reply" if request.url.path == STOCK else None
        await studio.pusher.step()
        studio.line.fault = lambda _request: None
        await _delete_there(studio)
    else:
        _saying(studio, SKUS, 99, "系统繁忙")
    for _ in range(8):
        await studio.pusher.step()
        studio.clock.advance(60)
    assert studio.desk.state.outbox.waiting == 1
    (card,) = [notice for notice in studio.desk.state.notices if notice.key == f"unanswered:{item.item_id}"]
    assert (card.number, card.facts["why"]) == (1, "商品不存在" if deleted else "系统繁忙")


async def test_an_item_that_the_platform_took_down_is_not_called_on_sale(studio: Studio) -> None:
    """When it is put on air, or minutes later, a card and the line-up say so; back on the shelf both are taken back."""
    shelves = _shelves(studio)
    shop = studio.simulator
    await studio.desk.do(StartShow())
    item = await studio.approved(stock=5)

    async def on_shelf(there: int) -> None:
        await shop._on_worker(lambda: shop._visit(lambda visit: visit.db.execute("UPDATE item SET shelf = ?", [there])))

    studio.clock.advance(await shelves.round())
    await studio.desk.do(PutOnAir(number=1))
    await on_shelf(0)
    await shelves.round()
    assert studio.now(item).listing is ListingState.LISTED
    (card,) = studio.desk.state.notices
    assert (card.key, card.number) == (f"off-shelf:{item.item_id}", 1)
    await on_shelf(1)
    studio.clock.advance(await shelves.round())
    studio.clock.advance(await shelves.round())
    await shelves.round()
    assert (studio.now(item).listing, studio.desk.state.notices) == (ListingState.ON_SALE, ())
    await on_shelf(0)
    studio.clock.advance(1_000)
    await shelves.round()
    assert len(studio.desk.state.notices) == 1
    await studio.desk.do(WithdrawItem(number=1))
    assert studio.desk.state.notices == (), "taken down here as well, it needs no card"


async def test_a_price_changed_elsewhere_is_told_and_either_price_can_win(studio: Studio) -> None:
    """The card names both prices; our own said once more, or theirs, is told the platform and takes the card away."""
    shelves, shop = _shelves(studio), studio.simulator
    await studio.desk.do(StartShow())
    item = await studio.approved(price_fen=59_900)
    studio.clock.advance(await shelves.round())

    async def there() -> int:
        return int((await shop.totals())["items"][0]["price_fen"])

    async def elsewhere(fen: int) -> None:
        changed = "UPDATE sku SET price_fen = ?"
        await shop._on_worker(lambda: shop._visit(lambda visit: visit.db.execute(changed, [fen])))
        studio.clock.advance(1_000)
        await shelves.round()

    for whose, fen in (("ours", 59_900), ("theirs", 4_900)):
        await elsewhere(4_900)
        (card,) = studio.desk.state.notices
        assert (card.key, card.number) == (f"priced:{item.item_id}", 1), whose
        assert (card.facts["there_fen"], card.facts["here_fen"]) == ("4900", "59900")
        await studio.desk.do(ChangePrice(number=1, price_fen=fen))
        await studio.settle()
        assert (await there(), studio.now(item).price_fen, studio.desk.state.notices) == (fen, fen, ())
    await studio.desk.do(ChangePrice(number=1, price_fen=6_900))
    await elsewhere(5_900)
    assert studio.desk.state.notices == (), "ours waits to be told: nobody can say what it should be there"
    await studio.settle()
    await elsewhere(6_900)
    assert studio.desk.state.notices == ()
    await elsewhere(5_900)
    assert len(studio.desk.state.notices) == 1
    await studio.desk.do(WithdrawItem(number=1))
    assert studio.desk.state.notices == (), "nobody can buy it at any price"


async def test_stock_changed_elsewhere_is_noticed_though_nothing_was_changed_here(studio: Studio) -> None:
    """The look at the shelf sees the other number and has it read; after two readings a card asks whose is right."""
    shelves = _shelves(studio)
    await studio.desk.do(StartShow())
    item = await studio.approved(stock=5)
    await studio.read_again()
    studio.clock.advance(await shelves.round())
    await studio.elsewhere(item, -2)
    await studio.read_again()
    assert studio.desk.state.notices == ()
    studio.clock.advance(1_000)
    await shelves.round()
    await studio.read_again(minutes=2)
    (card,) = studio.desk.state.notices
    assert (card.key, card.facts["there"], card.facts["here"]) == (f"unclear:{item.item_id}", "3", "5")


# --- an older copy ---------------------------------------------------------------------------


async def test_books_of_an_older_copy_say_nothing_twice(tmp_path: Path) -> None:
    """A journal as it was before sales were told is all that is left: what the platform heard since is noticed, item by
    item; nothing takes effect a second time."""
    data, older = tmp_path / "data", tmp_path / "older"
    async with open_studio(data) as studio:
        second, _ = await studio.db.run(safety.open_journal, tmp_path / "j", {**OPS, **PLATFORM_OPS}, studio.clock)
        studio.desk._second = second
        safety.teach_second_copy(studio.desk, studio.db)
        told, other, later = [await studio.approved(title=title, stock=10) for title in ("说过的", "没说的", "后来的")]
        await studio.desk.do(SetLink(mode=LinkMode.OFFLINE))
        for number in (1, 2):
            await studio.desk.do(RecordSale(number=number, quantity=2))
            await studio.desk.do(AddStock(number=number, quantity=1))
        shutil.copytree(tmp_path / "j", older)
        await studio.desk.do(SetLink(mode=LinkMode.AUTO))
        await studio.pusher.step()
        await studio.elsewhere(other, 1)  # as if its two changes had not been told
        await studio.desk.do(RecordSale(number=3, quantity=4))
        await studio.pusher.step()
    for path in data.glob("kaibo.db*"):
        path.unlink()
    restoring.restore(Options(data=data, journal=older), None, lambda _words: None)
    async with open_studio(data) as studio:
        await studio.desk.do(SetLink(mode=LinkMode.AUTO))
        await studio.settle()
        assert [await studio.platform_stock(item) for item in (told, other, later)] == [9, 9, 6]
        await studio.read_again()
        assert studio.desk.state.outbox.waiting == 0
        assert [notice.number for notice in studio.desk.state.notices if notice.key.startswith("unclear:")] == [3]


# --- calls -----------------------------------------------------------------------------------


async def test_one_method_whose_calls_are_spent_holds_up_no_other(studio: Studio) -> None:
    """Orders cannot be read for an hour: the line is not closed for that, and prices go out."""
    item = await studio.approved(stock=5)
    _saying(studio, ORDERS, 1017, "[1017] exceed quota limit,[apiId:open.order.cursor.list]")
    assert await studio.intake.round() >= 600, "asked again much later"
    await studio.desk.do(ChangePrice(number=1, price_fen=77_700))
    await studio.pusher.step()
    assert await _price_there(studio, item) == 77_700
    assert studio.desk.state.link.status is LinkStatus.ONLINE


async def test_an_audit_that_is_not_told_costs_few_calls_and_holds_up_no_other(studio: Studio) -> None:
    """A platform that will not say how an audit stands is asked again minutes later, and is no fault of the line."""
    await studio.list_item()
    await studio.pusher.step()
    saying = _saying(studio, ITEMS, 4000, "没有权限")
    for _ in range(5):
        studio.clock.advance(await studio.audits.round())
    assert saying.asked <= 5
    assert studio.clock.monotonic_s() > 600
    assert studio.link.wait_s() == 0


async def test_a_shop_where_nobody_orders_is_read_with_one_call(studio: Studio) -> None:
    """Two months without an order: a look goes back a day, not to the last order, and a new one is still seen."""
    item = await studio.approved(stock=5)
    studio.link.skew_s = 0.0
    for days in (1, 60, 1):
        studio.clock.advance(days * 86_400)
        await studio.intake.round()
        before = studio.line.calls.count(ORDERS)
        await studio.intake.round()
        assert studio.line.calls.count(ORDERS) == before + 1
    await studio.simulator.order(await studio.rel(item), 1)
    await studio.intake.round()
    assert [sale.quantity for sale in studio.desk.state.sales] == [1]


async def test_an_order_with_a_time_to_come_hides_no_other(studio: Studio) -> None:
    """The platform said of one order that it changes in three days: those of today are seen all the same."""
    item = await studio.approved(stock=5)
    rel = await studio.rel(item)
    studio.link.skew_s = 0.0
    await studio.simulator.order(rel, 1)
    shop = studio.simulator
    to_come = "UPDATE purchase SET updated_ms = updated_ms + 3 * 86400000"
    await shop._on_worker(lambda: shop._visit(lambda visit: visit.db.execute(to_come)))
    await studio.intake.round()
    studio.clock.advance(3_600)
    await studio.simulator.order(rel, 1)
    await studio.intake.round()
    assert len(studio.desk.state.sales) == 2


@pytest.mark.expects_log
async def test_a_fault_in_one_round_ends_no_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is logged, and the next round comes: syncing goes on for the night."""
    monkeypatch.setattr(rhythm, "AFTER_A_FAULT_S", 0.0)
    rounds, over = [], asyncio.Event()

    async def step() -> float:
        rounds.append(len(rounds))
        if len(rounds) < 3:
            raise RuntimeError("a fault of ours")
        over.set()
        return 3_600.0

    loop = asyncio.create_task(rhythm.keep_going("test", step, asyncio.Event()))
    await asyncio.wait_for(over.wait(), 30)
    loop.cancel()
    assert rounds == [0, 1, 2]


async def test_many_items_in_audit_leave_calls_for_orders(tmp_path: Any) -> None:
    """Forty pieces that wait for hours for a verdict take a share of the day's calls, not all of them."""
    async with open_studio(tmp_path / "data", calls_per_day=2_000, audit_delay_s=1e9) as studio:
        for n in range(40):
            await studio.list_item(title=f"手镯{n}号款")
        await studio.pusher.step()
        studio.clock.advance(seconds_left(studio.clock.now_ms()))  # calls that are left at midnight are lost anyway
        before, until_s = len(studio.line.calls), studio.clock.monotonic_s() + 6 * 3_600
        while studio.clock.monotonic_s() < until_s:
            studio.clock.advance(await studio.audits.round() + 0.01)
        assert 80 <= len(studio.line.calls) - before < 400
