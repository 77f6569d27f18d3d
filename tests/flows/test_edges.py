"""The edges where books came apart once: each was seen wrong before it was mended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from console.commands import (
    AddStock,
    ChangePrice,
    ChangeTemplate,
    EditItem,
    EndShow,
    GiveBackQuota,
    HoldQuota,
    OpenFlash,
    RecordSale,
    RelistItem,
    ReplaceSnap,
    ResendItem,
    ResolveClaim,
    SetLink,
    StartShow,
    VoidSale,
    WithdrawItem,
)
from console.errors import BrokenRequest, IllegalStep
from console.facts import Conflict, LinkMode, PlatformState, SaleStatus
from console.store import stock
from tests.flows.conftest import Studio, open_studio
from tests.flows.test_stock_truth import _both_sold_the_last_one

pytestmark = pytest.mark.anyio

OFFLINE, AUTO = SetLink(mode=LinkMode.OFFLINE), SetLink(mode=LinkMode.AUTO)


async def agree(studio: Studio, item: Any) -> None:
    """Both sides have what they must have: the platform offers what is left here, not held, not owed to orders."""
    now = studio.now(item)
    short = sum(sale.short_units for sale in studio.desk.state.sales if sale.status is not SaleStatus.VOID)
    there = await studio.platform_stock(item)
    assert there == max(0, now.stock_left - now.quota - short)
    assert there == await studio.db.run(stock.due, item.item_id), "a later reading would raise a card"


async def test_a_void_in_a_batch_that_is_parted(studio: Studio) -> None:
    """Two claims, one undone, the viewers were faster: nothing comes back to the platform that it never gave."""
    item = await studio.approved(stock=2)
    await studio.desk.do(OFFLINE)
    first: Any = await studio.desk.do(RecordSale(number=1))
    await studio.desk.do(RecordSale(number=1))
    await studio.desk.do(VoidSale(sale_id=first.sale_id, reason="x"))
    await studio.simulator.order(await studio.rel(item), 2)
    await studio.desk.do(AUTO)
    await studio.settle()
    await agree(studio, item)
    mine = next(sale for sale in studio.desk.state.sales if sale.sale_id == first.sale_id)
    assert mine.status is SaleStatus.VOID
    assert studio.desk.state.outbox.parked == 1, "only the claim that stands needs a hand"


async def test_a_void_while_the_answer_is_awaited(studio: Studio) -> None:
    """Undone while the request is under way and then refused: the books still agree, nothing is parked."""
    item = await studio.approved(stock=1)
    sale: Any = await studio.desk.do(RecordSale(number=1))
    inner = studio.line.inner

    class UndoInFlight(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/stock/update"):
                studio.line.inner = inner
                await studio.simulator.order(await studio.rel(item), 1)
                await studio.desk.do(VoidSale(sale_id=sale.sale_id, reason="x"))
            return await inner.handle_async_request(request)

    studio.line.inner = UndoInFlight()
    await studio.settle()
    await agree(studio, item)
    assert studio.desk.state.outbox.parked == 0


@pytest.mark.parametrize("how", ["confirm", "backorder"])
async def test_a_void_after_a_decision(studio: Studio, how: str) -> None:
    """A claim that was confirmed and is undone later returns nothing the platform never gave."""
    item, claim = await _both_sold_the_last_one(studio)
    await studio.desk.do(ResolveClaim(sale_id=claim.sale_id, how=how))
    await studio.desk.do(VoidSale(sale_id=claim.sale_id, reason="x"))
    await studio.settle()
    await agree(studio, item)


@pytest.mark.parametrize("decide", [True, False])
async def test_new_stock_is_owed_before_it_is_offered(studio: Studio, decide: bool) -> None:
    """A unit that comes in after both sides sold the last one goes to the order, not to the viewers again."""
    item, claim = await _both_sold_the_last_one(studio)
    if decide:
        await studio.desk.do(ResolveClaim(sale_id=claim.sale_id, how="confirm"))
    await studio.desk.do(AddStock(number=1, quantity=1))
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 0
    await studio.desk.do(AddStock(number=1, quantity=2))
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 2
    assert studio.desk.state.outbox.parked == 0


async def test_claims_made_while_a_hold_is_awaited_come_out_of_it(studio: Studio) -> None:
    """Five held, three sold before the answer: two are left to own, and never more than five are sold."""
    item = await studio.approved(stock=5)
    await studio.desk.do(OFFLINE)
    await studio.desk.do(HoldQuota(number=1, units=5))
    claim: Any = await studio.desk.do(RecordSale(number=1, quantity=3))
    await studio.desk.do(AUTO)
    await studio.settle()
    assert studio.now(item).quota == 2
    mine = next(sale for sale in studio.desk.state.sales if sale.sale_id == claim.sale_id)
    assert (mine.agreed, mine.conflict) == (True, Conflict.NONE)
    await studio.desk.do(GiveBackQuota(number=1))
    await studio.settle()
    await agree(studio, item)


async def test_a_hold_refused_after_it_was_given_back_needs_no_hand(studio: Studio) -> None:
    """Nobody wants the units any more when the platform says it has none: nothing is parked, no card asks."""
    item = await studio.approved(stock=2)
    await studio.desk.do(OFFLINE)
    await studio.desk.do(HoldQuota(number=1, units=2))
    await studio.desk.do(GiveBackQuota(number=1))
    await studio.simulator.order(await studio.rel(item), 1)
    await studio.desk.do(AUTO)
    await studio.settle()
    assert (studio.desk.state.outbox.waiting, studio.desk.state.outbox.parked) == (0, 0)
    await agree(studio, item)


async def test_counting_below_the_quota_takes_it_out_of_the_quota(studio: Studio) -> None:
    """Four of five are ours and four are missing at a count: the platform is not asked for what it does not have."""
    item = await studio.approved(stock=5)
    await studio.desk.do(HoldQuota(number=1, units=4))
    await studio.settle()
    await studio.desk.do(AddStock(number=1, quantity=-4))
    await studio.settle()
    await studio.desk.do(GiveBackQuota(number=1))
    await studio.settle()
    assert studio.desk.state.outbox.parked == 0
    await agree(studio, item)


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_refund_does_not_confuse_the_look_up(studio: Studio, arrived: bool) -> None:
    """An order refunded after shipping holds its unit at the platform; the read-back knows that."""
    item = await studio.approved(stock=5)
    oid = await studio.simulator.order(await studio.rel(item), 1)
    await studio.settle()
    await studio.intake.step()
    kind = "no reply" if arrived else "lost"
    fault = {"on": True}

    def once(request: httpx.Request) -> str | None:
        if request.url.path.endswith("/stock/update") and fault.pop("on", None):
            return kind
        return None

    studio.line.fault = once
    await studio.desk.do(RecordSale(number=1))
    await studio.pusher.step()
    studio.clock.advance(1)
    await studio.simulator.refund_order(oid)
    studio.clock.advance(120)
    await studio.settle()
    assert studio.desk.state.outbox.waiting == 0
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 3


@pytest.mark.parametrize("when", ["before", "after"])
async def test_an_order_in_the_middle_of_a_look_up(studio: Studio, when: str) -> None:
    """An order that lands between taking in orders and reading the stock is not taken for our own change."""
    item = await studio.approved(stock=5)
    rel = await studio.rel(item)
    inner = studio.line.inner
    state = {"faults": 1 if when == "after" else 0, "orders": 1}

    class InTheMiddle(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            path = request.url.path
            ripe = when == "before" or state["faults"] == 0
            if path.endswith("/sku/list/get") and ripe and state["orders"]:
                state["orders"] = 0
                await studio.simulator.order(rel, 1)
            response = await inner.handle_async_request(request)
            if path.endswith("/stock/update") and state["faults"]:
                state["faults"] = 0
                raise httpx.ReadTimeout("no reply", request=request)
            if path.endswith("/stock/update") and when == "before" and not state.get("lost"):
                state["lost"] = 1
                raise httpx.ReadTimeout("no reply", request=request)
            return response

    studio.line.inner = InTheMiddle()
    await studio.desk.do(RecordSale(number=1))
    await studio.settle()
    studio.clock.advance(60)
    await studio.settle()
    await studio.intake.step()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 3


async def test_a_refused_look_up_parks_nothing(studio: Studio) -> None:
    """A platform that is busy when asked for orders has not refused our sale."""
    item = await studio.approved(stock=5)
    inner = studio.line.inner
    left = {"n": 2}

    class Busy(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/order/cursor/list") and left["n"]:
                left["n"] -= 1
                return httpx.Response(200, json={"result": 99, "error_msg": "系统繁忙"}, request=request)
            return await inner.handle_async_request(request)

    studio.line.inner = Busy()
    await studio.desk.do(RecordSale(number=1))
    await studio.settle()
    assert studio.desk.state.outbox.parked == 0
    assert await studio.platform_stock(item) == 4


async def test_an_older_price_is_never_sent_again(studio: Studio) -> None:
    """A refused price that was followed by another one is history; prices that wait together are told as one."""
    item = await studio.approved(stock=1)
    await studio.desk.do(OFFLINE)
    for fen in (599, 60_100, 59_901):
        await studio.desk.do(ChangePrice(number=1, price_fen=fen))
    before = len(studio.line.calls)
    await studio.desk.do(AUTO)
    await studio.settle()
    assert [c for c in studio.line.calls[before:] if c.endswith("/price/update")] == ["/open/item/sku/price/update"]
    totals = await studio.simulator.totals()
    assert totals["items"][0]["price_fen"] == studio.now(item).price_fen == 59_901


async def test_one_methods_quota_does_not_stop_the_others(studio: Studio) -> None:
    """When the suggestion of categories is used up for today, sales and orders go on."""
    item = await studio.approved(stock=5)
    await studio.db.run(lambda db: db.conn.execute("DELETE FROM settings WHERE name LIKE 'flash_template%'"))
    inner = studio.line.inner

    class UsedUp(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/suggested/get"):
                answer = {"result": 1017, "error_msg": "[1017] exceed quota limit"}
                return httpx.Response(200, json=answer, request=request)
            return await inner.handle_async_request(request)

    studio.line.inner = UsedUp()
    await studio.list_item(title="新的一件")
    await studio.pusher.step()
    await studio.desk.do(RecordSale(number=1))
    await studio.pusher.step()
    assert await studio.platform_stock(item) == 4


async def test_a_withdrawn_draft_stays_off_sale_when_it_gets_pictures(studio: Studio) -> None:
    """Pictures make it a listing, not an offer."""
    other = await studio.approved(title="别的")
    draft: Any = await studio.desk.do(OpenFlash(title="草稿", price_fen=100, stock=1))
    await studio.desk.do(WithdrawItem(number=draft.number))
    await studio.desk.do(ReplaceSnap(number=draft.number, snap_id=other.snap_id or ""))
    await studio.settle()
    totals = await studio.simulator.totals()
    rel = await studio.rel(draft.item)
    assert next(row for row in totals["items"] if row["rel_item_id"] == rel)["sellable"] is False


async def test_the_same_gesture_twice_is_once_whatever_came_between(studio: Studio) -> None:
    """Counts on a draft, and a withdrawal repeated after a relisting, change nothing the second time."""
    draft: Any = await studio.desk.do(OpenFlash(title="草稿", price_fen=100, stock=5))
    more = AddStock(number=draft.number, quantity=3)
    await studio.desk.do(more)
    assert (await studio.desk.do(more)).item.stock_left == 8  # type: ignore[union-attr]
    await studio.approved(title="手镯")
    off = WithdrawItem(number=2)
    await studio.desk.do(off)
    await studio.desk.do(RelistItem(number=2))
    again: Any = await studio.desk.do(off)
    assert again.item.listing != "withdrawn"


async def test_ids_of_different_gestures_do_not_meet(studio: Studio) -> None:
    """A sale that happens to carry the id of a price change is told to the platform all the same."""
    item = await studio.approved(stock=5)
    await studio.desk.do(ChangePrice(number=1, price_fen=100, change_id="1"))
    await studio.desk.do(RecordSale(number=1, sale_id="1"))
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 4
    with pytest.raises(BrokenRequest):
        await studio.desk.do(AddStock(number=1, quantity=1, change_id="1"))


async def test_a_restart_frees_what_was_in_hand(tmp_path: Path) -> None:
    """Whatever was leased when the console ended is looked up at once at the next start, not minutes later."""
    async with open_studio(tmp_path / "data") as studio:
        await studio.list_item(stock=2)
        studio.line.fault = lambda request: "no reply" if request.url.path == "/open/item/new" else None
        await studio.pusher.step()
        await studio.db.run(
            lambda db: db.conn.execute("UPDATE outbox SET state = 'leased', leased_until_ms = 9000000000000000")
        )
    async with open_studio(tmp_path / "data") as again:
        again.clock.advance(1)
        await again.settle(minutes=1)
        assert again.desk.state.outbox.waiting == 0


async def test_a_refusal_after_the_end_can_still_be_mended(tmp_path: Path) -> None:
    """The show is over, the platform refuses late: rename and resend work on the show that ended."""
    async with open_studio(tmp_path / "data") as studio:
        item = await studio.list_item(title="手镯")
        await studio.desk.do(StartShow())
        await studio.db.run(lambda db: db.conn.execute("UPDATE items SET title = ?", ("很" * 40,)))
        await studio.desk.do(EndShow())
        await studio.settle()
        assert studio.now(item).platform is PlatformState.REFUSED
        await studio.desk.do(EditItem(number=1, title="手镯一只"))
        await studio.desk.do(ResendItem(number=1))
        await studio.settle()
        assert studio.now(item).platform is PlatformState.APPROVED


async def test_a_bad_order_holds_nothing_up(studio: Studio) -> None:
    """An order that cannot be read is left aside and told; the others come in and sales go out."""
    item = await studio.approved(stock=5)
    rel = await studio.rel(item)
    await studio.simulator.order(rel, 1)
    inner = studio.line.inner

    class WithRubbish(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            response = await inner.handle_async_request(request)
            if not request.url.path.endswith("/order/cursor/list"):
                return response
            body = __import__("json").loads(await response.aread())
            good = body["data"]["orderList"]
            zero = [
                {
                    **row,
                    "orderBaseInfo": {**row["orderBaseInfo"], "oid": 7},
                    "orderItemInfo": {**row["orderItemInfo"], "num": 0},
                }
                for row in good
            ]
            body["data"]["orderList"] = [{"orderBaseInfo": "?"}, *zero, *good]
            return httpx.Response(200, json=body, request=request)

    studio.line.inner = WithRubbish()
    await studio.desk.do(RecordSale(number=1))
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 3
    assert "orders-unread" in [notice.key for notice in studio.desk.state.notices]


async def test_an_edit_during_the_upload_is_what_is_listed(studio: Studio) -> None:
    """A title changed while pictures go up is the title that the platform gets."""
    item = await studio.list_item(title="旧名字")
    inner = studio.line.inner

    class EditInTheMiddle(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/suggested/get") and studio.now(item).title == "旧名字":
                await studio.desk.do(EditItem(number=1, title="新名字"))
            return await inner.handle_async_request(request)

    studio.line.inner = EditInTheMiddle()
    await studio.settle()
    assert (await studio.simulator.totals())["items"][0]["title"] == "新名字"


async def test_what_is_refused_is_taken_off_the_units_that_follow_it(studio: Studio) -> None:
    """A claim is refused while new units wait behind it: they are not all offered, some are sold already."""
    item = await studio.approved(stock=2)
    await studio.desk.do(OFFLINE)
    await studio.desk.do(RecordSale(number=1, quantity=2))
    await studio.simulator.order(await studio.rel(item), 2)
    await studio.desk.do(AUTO)
    await studio.intake.round()
    await studio.desk.do(AddStock(number=1, quantity=3))
    await studio.settle()
    await agree(studio, item)
    assert studio.now(item).stock_left == 1
    assert all(sale.agreed for sale in studio.desk.state.sales)


@pytest.mark.parametrize("named", [True, False], ids=["a number is given", "asked anew"])
async def test_a_refused_category_is_mended_and_sent_again(studio: Studio, named: bool) -> None:
    """The remembered template does not suit one item: it gets its own, and goes out; the others keep theirs."""
    await studio.approved(title="手镯")
    await studio.db.run(
        lambda db: db.conn.execute(
            "UPDATE settings SET value = json_set(value, '$.category_id', 77) WHERE name LIKE 'flash_template%'"
        )
    )
    bad = await studio.list_item(title="豆绿手镯")
    await studio.settle()
    assert studio.now(bad).platform is PlatformState.REFUSED
    assert "categoryId" in studio.now(bad).platform_reason
    mend = ChangeTemplate(number=2, category_id=1002 if named else None)
    await studio.desk.do(mend)
    await studio.desk.do(mend)
    await studio.settle()
    assert studio.now(bad).platform is PlatformState.APPROVED
    assert studio.desk.state.outbox.parked == 0
    with pytest.raises(IllegalStep):
        await studio.desk.do(ChangeTemplate(number=1))
    with pytest.raises(BrokenRequest):
        await studio.desk.do(ChangeTemplate(number=2, category_id=-1))
