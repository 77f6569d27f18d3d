"""Whose number is right: both sides' stock made equal after a change in doubt, or a change made elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from console.commands import (
    AddStock,
    ChangePrice,
    HoldQuota,
    RecordSale,
    ResendItem,
    ResolveClaim,
    SetLink,
    SettleStock,
    VoidSale,
)
from console.errors import BrokenRequest, IllegalStep, UnknownNumber
from console.events import StockDecided
from console.facts import Conflict, Item, LinkMode, Notice, SaleStatus
from console.store.replay import park_what_may_be_sent
from console.sync.places import AFTER_A_FAULT_S, Places
from tests.flows.conftest import Studio, open_studio
from tests.flows.test_edges import agree
from tests.flows.test_stock_truth import _both_sold_the_last_one

pytestmark = pytest.mark.anyio

OFFLINE, AUTO = SetLink(mode=LinkMode.OFFLINE), SetLink(mode=LinkMode.AUTO)


def cards(studio: Studio) -> list[Notice]:
    """The cards that ask whose number is right."""
    return [notice for notice in studio.desk.state.notices if notice.key.startswith("unclear:")]


def once(fault: str) -> Callable[[httpx.Request], str | None]:
    """The next stock call meets `fault`, the others do not."""
    left = [fault]
    return lambda request: left.pop() if left and request.url.path.endswith("/stock/update") else None


async def looked_up(studio: Studio) -> None:
    """Let what is in doubt be looked up until a person is asked."""
    while not cards(studio):
        await studio.pusher.step()
        studio.clock.advance(61)


async def in_doubt(
    studio: Studio, *, stock: int = 10, sold: int = 2, elsewhere: int = 5, fault: str = "stalled"
) -> Item:
    """An item whose sale of `sold` met `fault`, while somebody added `elsewhere` at the platform; the card stands."""
    item = await studio.approved(stock=stock)
    studio.line.fault = once(fault)
    await studio.desk.do(RecordSale(number=1, quantity=sold))
    await studio.pusher.step()
    await studio.elsewhere(item, elsewhere)
    await looked_up(studio)
    assert studio.desk.state.outbox.waiting == 1
    assert [card.number for card in cards(studio)] == [1]
    return item


async def moves(studio: Studio, item: Item) -> list[tuple[int, str]]:
    """Movements of an item that say why."""
    rows = await studio.db.run(
        lambda db: db.conn.execute(
            "SELECT delta, reason FROM stock_moves WHERE item_id = ? AND reason <> '' ORDER BY id", (item.item_id,)
        ).fetchall()
    )
    return [(int(delta), str(reason)) for delta, reason in rows]


@pytest.mark.parametrize(("fault", "there"), [("stalled", 15), ("no reply", 13)])
async def test_the_card_says_both_numbers(studio: Studio, fault: str, there: int) -> None:
    """A person sees what the platform has and what it should have, in both languages."""
    await in_doubt(studio, fault=fault)
    (card,) = cards(studio)
    assert (card.facts["there"], card.facts["here"]) == (str(there), "8")
    for lang in ("zh_CN", "en"):
        assert str(there) in card.advice.said(lang, **card.facts)
        assert "豆绿手镯" in card.title.said(lang, **card.facts)


@pytest.mark.parametrize("fault", ["stalled", "no reply"])
async def test_ours_is_right(studio: Studio, fault: str) -> None:
    """The platform is told our number, whatever became of the change in doubt; the card goes, the item flows."""
    item = await in_doubt(studio, fault=fault)
    decided: Any = await studio.desk.do(SettleStock(number=1, whose="studio"))
    assert isinstance(decided, StockDecided)
    assert cards(studio) == []
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 8
    assert all(sale.agreed for sale in studio.desk.state.sales)
    assert await moves(studio, item) == []
    await studio.desk.do(RecordSale(number=1))
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 7


@pytest.mark.parametrize(("fault", "left"), [("stalled", 15), ("no reply", 13)])
async def test_the_platforms_is_right(studio: Studio, fault: str, left: int) -> None:
    """Our stock is corrected by a movement that says why; the ledger still sums up and the item flows."""
    item = await in_doubt(studio, fault=fault)
    await studio.desk.do(SettleStock(number=1, whose="platform"))
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == left
    assert await moves(studio, item) == [(left - 8, f"以平台为准：平台 {left} 件，按账应是 8 件")]
    assert all(sale.agreed for sale in studio.desk.state.sales)
    await studio.desk.do(RecordSale(number=1))
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == left - 1


async def test_what_was_done_meanwhile_is_told_after_it(studio: Studio) -> None:
    """Sales, counts, prices and orders behind the change in doubt are neither lost nor told twice."""
    item = await in_doubt(studio)
    await studio.desk.do(RecordSale(number=1, quantity=3))
    await studio.desk.do(AddStock(number=1, quantity=4))
    await studio.desk.do(ChangePrice(number=1, price_fen=100))
    await studio.simulator.order(await studio.rel(item), 1)
    await studio.desk.do(SettleStock(number=1, whose="studio"))
    await studio.settle()
    await studio.intake.step()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 10 - 2 - 3 + 4 - 1
    assert (await studio.simulator.totals())["items"][0]["price_fen"] == 100  # type: ignore[index]


@pytest.mark.parametrize("whose", ["studio", "platform"])
@pytest.mark.parametrize("fault", ["lost", "no reply", "5xx after"])
async def test_the_settling_itself_meets_a_bad_line(studio: Studio, whose: str, fault: str) -> None:
    """Every kind of call of it fails once: it begins again from a new reading and ends once."""
    item = await in_doubt(studio)
    await studio.desk.do(SettleStock(number=1, whose=whose))
    met: set[str] = set()

    def each_once(request: httpx.Request) -> str | None:
        first = request.url.path not in met
        met.add(request.url.path)
        return fault if first else None

    studio.line.fault = each_once
    await studio.settle()
    studio.clock.advance(120)
    await studio.settle()
    left = 8 if whose == "studio" else 15
    assert await studio.platform_stock(item) == studio.now(item).stock_left == left
    assert len(await moves(studio, item)) == (whose == "platform")


@pytest.mark.parametrize("whose", ["studio", "platform"])
async def test_a_restart_in_the_middle(tmp_path: Path, whose: str) -> None:
    """A decision that was saved is carried out by the next console, once."""
    async with open_studio(tmp_path / "data") as studio:
        item = await in_doubt(studio)
        await studio.desk.do(SettleStock(number=1, whose=whose))
        studio.line.fault = lambda request: "no reply" if request.url.path.endswith("/stock/update") else None
        await studio.pusher.step()
    async with open_studio(tmp_path / "data") as again:
        again.clock.utc_ms = studio.clock.utc_ms
        again.clock.advance(300)
        await again.settle()
        assert await again.platform_stock(item) == again.now(item).stock_left == (8 if whose == "studio" else 15)
        assert len(await moves(again, item)) == (whose == "platform")


async def test_the_same_decision_twice_is_one(studio: Studio) -> None:
    """Pressed twice, or told again by a program: one movement."""
    item = await in_doubt(studio)
    decision = SettleStock(number=1, whose="platform")
    for _ in range(2):
        await studio.desk.do(decision)
        await studio.settle()
    assert len(await moves(studio, item)) == 1


async def test_a_later_decision_counts(studio: Studio) -> None:
    """Who changes their mind before the line is back gets the other number."""
    item = await in_doubt(studio)
    await studio.desk.do(OFFLINE)
    await studio.desk.do(SettleStock(number=1, whose="platform"))
    await studio.desk.do(SettleStock(number=1, whose="studio"))
    await studio.desk.do(AUTO)
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 8


async def test_a_doubt_that_clears_by_itself_leaves_the_decision(studio: Studio) -> None:
    """The look-up came out while the person was deciding: the decision is carried out on its own."""
    item = await in_doubt(studio)
    inner = studio.line.inner

    class DecideInTheMiddle(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/sku/list/get"):
                studio.line.inner = inner
                await studio.elsewhere(item, -5)
                await studio.desk.do(SettleStock(number=1, whose="platform"))
            return await inner.handle_async_request(request)

    studio.line.inner = DecideInTheMiddle()
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 8
    assert await moves(studio, item) == []
    assert studio.desk.state.outbox.waiting == 0


async def test_a_change_that_never_went_out_is_told_before_the_decision(studio: Studio) -> None:
    """Somebody decides while a sale goes out for the first time, and there is no route: the sale is not forgotten."""
    item = await studio.approved(stock=10)
    inner = studio.line.inner

    class NoRouteAfterDeciding(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/stock/update"):
                studio.line.inner = inner
                await studio.desk.do(SettleStock(number=1, whose="platform"))
                raise httpx.ConnectError("no route", request=request)
            return await inner.handle_async_request(request)

    studio.line.inner = NoRouteAfterDeciding()
    await studio.desk.do(RecordSale(number=1, quantity=2))
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 8
    assert await moves(studio, item) == []
    assert studio.desk.state.outbox.waiting == 0


@pytest.mark.parametrize("whose", ["studio", "platform"])
async def test_a_hold_in_doubt_is_let_go(studio: Studio, whose: str) -> None:
    """Whether the platform gave the units nobody knows: nothing is owned, both sides have one number."""
    item = await studio.approved(stock=10)
    studio.line.fault = once("no reply")
    await studio.desk.do(HoldQuota(number=1, units=4))
    await studio.pusher.step()
    await studio.elsewhere(item, 1)
    await looked_up(studio)
    decided: Any = await studio.desk.do(SettleStock(number=1, whose=whose))
    assert decided.let_go.startswith("hold:")
    await studio.settle()
    assert studio.now(item).quota == 0
    assert await studio.platform_stock(item) == studio.now(item).stock_left == (10 if whose == "studio" else 7)


async def test_units_gone_elsewhere_that_were_sold_here_are_short(studio: Studio) -> None:
    """Somebody took all units off the platform and that is right: the sale made meanwhile is in conflict, no more."""
    item = await in_doubt(studio, stock=5, sold=1, elsewhere=-5, fault="stalled")
    late: Any = await studio.desk.do(RecordSale(number=1, quantity=3))
    await studio.desk.do(SettleStock(number=1, whose="platform"))
    await studio.settle()
    sale = next(one for one in studio.desk.state.sales if one.sale_id == late.sale_id)
    assert (sale.short_units, sale.conflict) == (3, Conflict.OPEN)
    assert (await studio.platform_stock(item), studio.now(item).stock_left) == (0, 0)
    await studio.desk.do(ResolveClaim(sale_id=late.sale_id, how="refund"))
    await studio.settle()
    assert (await studio.platform_stock(item), studio.now(item).stock_left) == (0, 0), "they never were there"
    await agree(studio, item)


async def test_units_gone_elsewhere_go_to_the_short_sale_when_they_come_in(studio: Studio) -> None:
    """A sale without stock gets the next units; they are not offered to viewers as well."""
    item = await in_doubt(studio, stock=5, sold=1, elsewhere=-5, fault="stalled")
    await studio.desk.do(RecordSale(number=1, quantity=3))
    await studio.desk.do(SettleStock(number=1, whose="platform"))
    await studio.settle()
    await studio.desk.do(AddStock(number=1, quantity=4))
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 1
    assert all(sale.agreed and not sale.short_units and not sale.conflict for sale in studio.desk.state.sales)


async def test_units_counted_away_on_both_sides_are_gone_once(studio: Studio) -> None:
    """The shop took three off, a count here says three are gone: only what the shop does not know yet is told."""
    item = await in_doubt(studio, stock=4, sold=1, elsewhere=-3, fault="stalled")
    await studio.desk.do(AddStock(number=1, quantity=-3))
    await studio.desk.do(SettleStock(number=1, whose="platform"))
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 0
    assert studio.desk.state.outbox.parked == 0


async def test_a_sale_refused_for_units_taken_elsewhere_is_covered_when_ours_is_right(studio: Studio) -> None:
    """The platform had none left because of a mistake there: told our number, it covers the sale."""
    item = await studio.approved(stock=3)
    await studio.elsewhere(item, -3)
    sale: Any = await studio.desk.do(RecordSale(number=1, quantity=2))
    await studio.settle()
    assert studio.desk.state.sales[0].conflict is Conflict.OPEN
    await studio.desk.do(SettleStock(number=1, whose="studio"))
    await studio.settle()
    mine = next(one for one in studio.desk.state.sales if one.sale_id == sale.sale_id)
    assert (mine.agreed, mine.conflict) == (True, Conflict.NONE)
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 1
    assert studio.desk.state.outbox.parked == 0


async def test_settling_swallows_no_conflict(studio: Studio) -> None:
    """The last unit sold twice stays a matter for a person, whoever's number is right."""
    item, claim = await _both_sold_the_last_one(studio)
    for whose in ("studio", "platform"):
        await studio.desk.do(SettleStock(number=1, whose=whose))
        await studio.settle()
        mine = next(one for one in studio.desk.state.sales if one.sale_id == claim.sale_id)
        assert mine.conflict is Conflict.OPEN
    await studio.desk.do(ResolveClaim(sale_id=claim.sale_id, how="refund"))
    await studio.settle()
    assert (await studio.platform_stock(item), studio.now(item).stock_left) == (0, 0)


async def test_more_sold_at_the_platform_than_there_was(studio: Studio) -> None:
    """Somebody raised the stock there and viewers bought it: ours is right, so what comes in goes to them first."""
    item = await studio.approved(stock=1)
    await studio.elsewhere(item, 4)
    await studio.simulator.order(await studio.rel(item), 4)
    await studio.intake.step()
    assert studio.desk.state.sales[0].short_units == 3
    await studio.desk.do(SettleStock(number=1, whose="studio"))
    await studio.settle()
    assert (await studio.platform_stock(item), studio.now(item).stock_left) == (0, 0)
    await studio.desk.do(AddStock(number=1, quantity=5))
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 2
    assert studio.desk.state.sales[0].short_units == 0


async def test_a_conflict_that_is_sent_again_owes_nothing_once_it_is_taken(studio: Studio) -> None:
    """Refused, restocked at the platform, sent again: agreed, and the next units are offered in full."""
    item = await studio.approved(stock=2)
    await studio.elsewhere(item, -2)
    await studio.desk.do(RecordSale(number=1))
    await studio.settle()
    await studio.elsewhere(item, 2)
    await studio.desk.do(ResendItem(number=1))
    await studio.settle()
    assert studio.desk.state.sales[0].agreed
    await studio.desk.do(AddStock(number=1, quantity=3))
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 4


async def test_an_item_of_an_earlier_show_can_be_settled(studio: Studio) -> None:
    """Its card names it by its id; the number of today is not asked for."""
    item = await in_doubt(studio)
    decided: Any = await studio.desk.do(SettleStock(item_id=item.item_id, whose="studio"))
    assert decided.number == 1
    await studio.settle()
    assert await studio.platform_stock(item) == 8


async def test_what_cannot_be_settled(studio: Studio) -> None:
    """No such item, an item the platform does not have, and a third opinion are refused in words."""
    with pytest.raises(UnknownNumber):
        await studio.desk.do(SettleStock(number=9, whose="studio"))
    with pytest.raises(UnknownNumber):
        await studio.desk.do(SettleStock(item_id="x", whose="studio"))
    await studio.list_item()
    with pytest.raises(IllegalStep):
        await studio.desk.do(SettleStock(number=1, whose="studio"))
    await studio.settle()
    with pytest.raises(BrokenRequest):
        await studio.desk.do(SettleStock(number=1, whose="nobody"))


# --- readings --------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["a copy", "elsewhere"])
async def test_a_stock_change_that_came_twice_is_noticed_later(studio: Studio, what: str) -> None:
    """A copy of the request arrives late, or somebody changes the stock: minutes later a card says so."""
    item = await studio.approved(stock=10)
    kept: list[httpx.Request] = []

    def keep(request: httpx.Request) -> None:
        if request.url.path.endswith("/stock/update"):
            kept.append(httpx.Request(request.method, request.url, headers=request.headers, content=request.content))

    studio.line.fault = keep
    await studio.desk.do(RecordSale(number=1, quantity=2))
    await studio.settle()
    if what == "a copy":
        (copy,) = kept
        await studio.line.inner.handle_async_request(copy)
    else:
        await studio.elsewhere(item, -2)
    await studio.read_again()
    (card,) = cards(studio)
    assert (card.facts["there"], card.facts["here"]) == ("6", "8")
    await studio.desk.do(SettleStock(number=1, whose="studio"))
    await studio.settle()
    await studio.read_again()
    assert cards(studio) == []
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 8


def copied_first(studio: Studio, inner: httpx.AsyncBaseTransport) -> httpx.AsyncBaseTransport:
    """A line on which a copy of each stock change arrives before it: the change itself may then be refused."""

    class Twice(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/stock/update"):
                copy = httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
                await inner.handle_async_request(copy)
            return await inner.handle_async_request(request)

    return Twice()


async def test_a_refused_count_that_had_arrived_is_found_out(studio: Studio) -> None:
    """A copy was applied and the change itself refused: a later reading sees equal numbers, nothing stays parked."""
    item = await studio.approved(stock=3)
    studio.line.inner = copied_first(studio, studio.line.inner)
    await studio.desk.do(AddStock(number=1, quantity=-2))
    await studio.settle()
    assert studio.desk.state.outbox.parked == 1
    await studio.read_again()
    await studio.settle()
    assert (studio.desk.state.outbox.parked, cards(studio)) == (0, [])
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 1


async def test_a_refused_sale_that_had_arrived_is_asked_about(studio: Studio) -> None:
    """The same of a sale looks like the last unit sold twice; the card says what the platform has, ours is right."""
    item = await studio.approved(stock=3)
    inner = studio.line.inner
    studio.line.inner = copied_first(studio, inner)
    await studio.desk.do(RecordSale(number=1, quantity=2))
    await studio.settle()
    assert studio.desk.state.sales[0].conflict is Conflict.OPEN
    studio.line.inner = inner
    await studio.read_again()
    (card,) = cards(studio)
    assert (card.facts["there"], card.facts["here"]) == ("1", "3")
    await studio.desk.do(SettleStock(item_id=item.item_id, whose="studio"))
    await studio.settle()
    assert (studio.desk.state.sales[0].agreed, studio.desk.state.sales[0].conflict) == (True, Conflict.NONE)
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 1


@pytest.mark.parametrize("told", [True, False])
async def test_what_a_restore_left_in_doubt_is_found_out(tmp_path: Path, told: bool) -> None:
    """Parked after a restore that lacks changes: when the platform has them, that settles it; else a card asks."""
    async with open_studio(tmp_path / "data") as studio:
        item = await studio.approved(stock=10)
        await studio.desk.do(RecordSale(number=1))
        await studio.settle()
        await studio.desk.do(RecordSale(number=1, quantity=2))
        assert await studio.db.run(park_what_may_be_sent, studio.clock.now_ms()) == 1
        if told:
            await studio.elsewhere(item, -2)
    async with open_studio(tmp_path / "data") as again:
        again.clock.utc_ms = studio.clock.utc_ms
        await again.read_again()
        assert len(cards(again)) == (not told)
        if not told:
            await again.desk.do(SettleStock(item_id=item.item_id, whose="studio"))
        await again.settle()
        assert (again.desk.state.outbox.parked, cards(again)) == (0, [])
        assert all(sale.agreed for sale in again.desk.state.sales)
        assert await again.platform_stock(item) == again.now(item).stock_left == 7


async def test_books_that_agree_raise_no_card(studio: Studio) -> None:
    """Sales, holds, orders unpaid, closed and refunded, conflicts decided and not: nobody is alarmed."""
    item, claim = await _both_sold_the_last_one(studio)
    rel = await studio.rel(item)
    await studio.read_again()
    assert cards(studio) == []
    await studio.desk.do(ResolveClaim(sale_id=claim.sale_id, how="confirm"))
    await studio.desk.do(AddStock(number=1, quantity=9))
    await studio.desk.do(HoldQuota(number=1, units=2))
    await studio.settle()
    await studio.simulator.order(rel, 1, pay=False)
    refunded = await studio.simulator.order(rel, 1)
    closed = await studio.simulator.order(rel, 2, pay=False)
    await studio.settle()
    studio.clock.advance(1)
    await studio.simulator.refund_order(refunded)
    await studio.simulator.close_order(closed)
    sale: Any = await studio.desk.do(RecordSale(number=1, quantity=3))
    await studio.desk.do(VoidSale(sale_id=sale.sale_id, reason="x"))
    await studio.settle()
    before = sum(call.endswith("/sku/list/get") for call in studio.line.calls)
    await studio.read_again()
    assert sum(call.endswith("/sku/list/get") for call in studio.line.calls) > before
    assert cards(studio) == []


async def test_an_order_around_a_reading_alarms_nobody(studio: Studio) -> None:
    """An order that comes in with the reading makes it worth nothing; it is repeated later."""
    item = await studio.approved(stock=10)
    rel = await studio.rel(item)
    await studio.desk.do(RecordSale(number=1))
    await studio.settle()
    inner = studio.line.inner
    left = [1, 1, 1]

    class OrderFirst(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/sku/list/get") and left:
                left.pop()
                await studio.simulator.order(rel, 1)
            return await inner.handle_async_request(request)

    studio.line.inner = OrderFirst()
    await studio.read_again(minutes=30)
    assert not left
    assert cards(studio) == []
    assert studio.now(item).stock_left == 6


async def test_set_right_at_the_platform_the_card_goes(studio: Studio) -> None:
    """Who mends it in the platform's back office needs not answer here as well."""
    item = await studio.approved(stock=10)
    await studio.desk.do(RecordSale(number=1))
    await studio.settle()
    await studio.elsewhere(item, 3)
    await studio.read_again()
    assert len(cards(studio)) == 1
    await studio.elsewhere(item, -3)
    await studio.read_again()
    assert cards(studio) == []


async def test_a_small_budget_reads_nothing_again(tmp_path: Path) -> None:
    """Calls that are short are kept for what must be told."""
    async with open_studio(tmp_path / "data", calls_per_day=40) as studio:
        await studio.approved(stock=10)
        await studio.desk.do(RecordSale(number=1))
        await studio.settle()
        while studio.link.budget.left > 10:
            studio.link.budget.spend()
        calls = len(studio.line.calls)
        await studio.read_again()
        assert len(studio.line.calls) == calls


async def test_after_a_start_what_was_told_last_is_read_again(tmp_path: Path) -> None:
    """What came of the last changes while the console was off is looked at once."""
    async with open_studio(tmp_path / "data") as studio:
        item = await studio.approved(stock=10)
        await studio.desk.do(RecordSale(number=1))
        await studio.settle()
        await studio.elsewhere(item, -1)
    async with open_studio(tmp_path / "data") as again:
        again.clock.utc_ms = studio.clock.utc_ms
        await again.read_again()
        assert len(cards(again)) == 1


# --- what else was asked too often, or not at all --------------------------------------------


async def test_an_order_whose_place_cannot_be_read_rests_longer_each_time(studio: Studio) -> None:
    """It is not asked about every five minutes for ever, and the others are not kept waiting by it."""
    item = await studio.approved(stock=10)
    rel = await studio.rel(item)
    await studio.simulator.order(rel, 1)
    await studio.intake.step()
    studio.clock.advance(1)
    bad = await studio.simulator.order(rel, 1)
    await studio.intake.step()
    asked: list[str] = []

    def unreadable(request: httpx.Request) -> str | None:
        if not request.url.path.endswith("/order/detail"):
            return None
        asked.append(str(request.url))
        return "5xx after" if str(bad) in str(request.url) else None

    studio.line.fault = unreadable
    places = Places(studio.desk, studio.db, studio.platform, studio.link, studio.clock)
    while studio.clock.monotonic_s() < 24 * 3600:
        rest_s = await places.round()
        studio.clock.advance(max(1.0, min(rest_s, 3600.0)))
    assert [sale.place for sale in studio.desk.state.sales] == ["", "live"]
    assert 5 < len(asked) - 1 < 12, "doubling from five minutes to six hours"
    assert AFTER_A_FAULT_S == 300.0


async def test_a_sum_of_zero_is_settled_without_a_call(studio: Studio) -> None:
    """A sale and its undoing that wait together cost no call, and neither side moves."""
    item = await studio.approved(stock=3)
    await studio.desk.do(OFFLINE)
    sale: Any = await studio.desk.do(RecordSale(number=1))
    await studio.desk.do(VoidSale(sale_id=sale.sale_id, reason="x"))
    await studio.desk.do(AUTO)
    calls = len([call for call in studio.line.calls if "sku" in call])
    await studio.settle()
    assert len([call for call in studio.line.calls if "sku" in call]) == calls
    assert studio.desk.state.sales[0].status is SaleStatus.VOID
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 3
