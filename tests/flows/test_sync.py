"""Telling the platform, and taking in what it says, over a good line and a bad one."""

from __future__ import annotations

import random
from pathlib import Path

import httpx
import pytest

from console.commands import (
    AddStock,
    ChangePrice,
    EditItem,
    RecordSale,
    ResendItem,
    RetryNow,
    SetLink,
    VoidSale,
    WithdrawItem,
)
from console.facts import LinkMode, LinkStatus, ListingState, PlatformState, SaleSource, SaleStatus, Totals
from tests.flows.conftest import Studio, open_studio

pytestmark = pytest.mark.anyio


async def test_a_listing_reaches_the_platform_and_comes_back_approved(studio: Studio) -> None:
    """Listed here is "waiting"; only the platform's answers make it audited, approved and on sale."""
    item = await studio.list_item()
    assert (item.listing, item.platform) == (ListingState.LISTED, PlatformState.WAITING)
    await studio.pusher.step()
    assert studio.now(item).platform is PlatformState.SUBMITTED
    await studio.settle()
    assert (studio.now(item).listing, studio.now(item).platform) == (ListingState.ON_SALE, PlatformState.APPROVED)
    assert studio.desk.state.outbox.waiting == 0
    assert await studio.platform_stock(item) == 3


async def test_sales_voids_counts_and_prices_follow(studio: Studio) -> None:
    """Everything done here ends at the platform, in order, once."""
    item = await studio.approved(stock=5)
    sale = await studio.desk.do(RecordSale(number=1, quantity=2))
    await studio.desk.do(RecordSale(number=1))
    await studio.desk.do(VoidSale(sale_id=sale.sale_id, reason="客人不要了"))
    await studio.desk.do(AddStock(number=1, quantity=4))
    await studio.desk.do(ChangePrice(number=1, price_fen=50_000))
    await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 8
    totals = await studio.simulator.totals()
    assert totals["items"][0]["price_fen"] == 50_000
    assert all(sale.agreed for sale in studio.desk.state.sales)


async def test_an_order_is_a_sale_here(studio: Studio) -> None:
    """A paid order lowers stock and counts; it is not sent back to the platform as a change of ours."""
    item = await studio.approved(stock=3)
    before = len(studio.line.calls)
    await studio.simulator.order(await studio.rel(item), 2, buyer="阿珍")
    await studio.settle()
    assert studio.now(item).stock_left == 1
    assert studio.desk.state.totals == Totals(2, 1, 119_800)
    (sale,) = studio.desk.state.sales
    assert (sale.source, sale.status, sale.agreed) == (SaleSource.PLATFORM, SaleStatus.SOLD, True)
    assert "阿珍" not in sale.buyer, "buyers are masked"
    assert not any("stock" in call for call in studio.line.calls[before:])


async def test_an_order_closed_gives_its_units_back_once(studio: Studio) -> None:
    """Unpaid orders hold stock; closing returns it; reading the same orders again changes nothing."""
    item = await studio.approved(stock=1)
    oid = await studio.simulator.order(await studio.rel(item), 1, pay=False)
    await studio.intake.step()
    assert (studio.now(item).stock_left, studio.desk.state.totals) == (0, Totals())
    studio.clock.advance(1)
    await studio.simulator.close_order(oid)
    for _ in range(3):
        await studio.intake.step()
        studio.clock.advance(1)
    assert studio.now(item).stock_left == 1
    assert studio.desk.state.sales[0].status is SaleStatus.VOID


async def test_a_refusal_parks_one_item_and_no_other(tmp_path: Path) -> None:
    """The platform's words stay with the refused item; mended, it goes out; the rest never waited."""
    async with open_studio(tmp_path / "data") as studio:
        bad = await studio.list_item(title="手镯", price_fen=1)
        await studio.db.run(lambda db: db.conn.execute("UPDATE items SET title = ?", ("很" * 40,)))
        good = await studio.list_item(title="南红圆牌")
        await studio.settle()
        assert studio.now(bad).platform is PlatformState.REFUSED
        assert studio.now(bad).platform_reason
        assert studio.desk.state.outbox.parked == 1
        assert studio.now(good).platform is PlatformState.APPROVED
        await studio.desk.do(EditItem(number=1, title="手镯一只"))
        await studio.desk.do(ResendItem(number=1))
        await studio.settle()
        assert studio.now(bad).platform is PlatformState.APPROVED
        assert studio.desk.state.outbox.parked == 0


async def test_an_audit_that_fails_says_why(tmp_path: Path) -> None:
    """A rejected audit is shown as refused with the platform's reason, never as on sale."""
    async with open_studio(tmp_path / "data", refused_words=("违禁",)) as studio:
        item = await studio.approved(title="违禁手镯")
        assert (item.platform, item.listing) == (PlatformState.REFUSED, ListingState.LISTED)
        assert item.platform_reason


@pytest.mark.parametrize("fault", ["no reply", "5xx after"])
async def test_a_lost_reply_makes_nothing_twice(studio: Studio, fault: str) -> None:
    """After an answer that never came, the listing and the stock change are looked up, not repeated."""
    lost: set[str] = set()

    def once(request: httpx.Request) -> str | None:
        path = request.url.path
        if path in lost or path.split("/")[-1] not in ("new", "update", "upload"):
            return None
        lost.add(path)
        return fault

    studio.line.fault = once
    item = await studio.list_item(stock=5)
    await studio.settle()
    await studio.desk.do(RecordSale(number=1, quantity=2))
    await studio.settle()
    assert {"/open/item/new", "/open/item/sku/stock/update"} <= lost
    totals = await studio.simulator.totals()
    assert len(totals["items"]) == 1
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 3
    assert studio.line.calls.count("/open/item/new") == 1
    assert studio.line.calls.count("/open/item/sku/stock/update") == 1


async def test_an_order_between_a_lost_reply_and_its_look_up_is_not_taken_for_ours(studio: Studio) -> None:
    """The stock read back is explained by our change and by the viewers' orders, each counted once."""
    item = await studio.approved(stock=9)
    rel = await studio.rel(item)
    for fault in ("lost", "no reply"):
        studio.line.fault = lambda request, fault=fault: (
            fault if request.url.path == "/open/item/sku/stock/update" else None
        )
        await studio.desk.do(RecordSale(number=1, quantity=1))
        await studio.pusher.step()
        studio.line.fault = lambda _request: None
        await studio.simulator.order(rel, 1)
        studio.clock.advance(120)
        await studio.settle()
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 5


async def test_a_line_that_is_down_holds_everything_back_together(studio: Studio) -> None:
    """Without a route one call is tried, not one for each item; the screen says offline, and why."""
    tried: list[str] = []

    def dead(request: httpx.Request) -> str:
        tried.append(request.url.path)
        return "lost"

    studio.line.fault = dead
    for n in range(20):
        await studio.list_item(title=f"手镯{n}号款")
    await studio.pusher.step()
    assert len(tried) == 1
    assert studio.desk.state.link.status is LinkStatus.DEGRADED
    for _ in range(4):
        studio.clock.advance(60)
        await studio.pusher.step()
    assert studio.desk.state.link.status is LinkStatus.OFFLINE
    assert studio.desk.state.link.reason is not None
    assert studio.desk.state.outbox.waiting == 20
    studio.line.fault = lambda _request: None
    await studio.desk.do(RetryNow())
    await studio.settle()
    assert (studio.desk.state.link.status, studio.desk.state.outbox.waiting) == (LinkStatus.ONLINE, 0)


async def test_forced_offline_stays_and_makes_no_call(tmp_path: Path) -> None:
    """Forced offline survives a restart; selling goes on; back to automatic it catches up."""
    async with open_studio(tmp_path / "data") as studio:
        item = await studio.approved(stock=4)
        await studio.desk.do(SetLink(mode=LinkMode.OFFLINE))
        calls = len(studio.line.calls)
        await studio.desk.do(RecordSale(number=1))
        await studio.settle(minutes=1)
        assert len(studio.line.calls) == calls
        assert studio.desk.state.outbox.waiting == 1
        await studio.desk.do(SetLink(mode=LinkMode.AUTO))
        await studio.settle()
        assert await studio.platform_stock(item) == 3


async def test_an_expired_token_is_renewed_by_itself(studio: Studio) -> None:
    """After 48 hours the token is refreshed and the fact goes out; nobody has to sign in."""
    item = await studio.approved(stock=4)
    await studio.simulator.expire_tokens()
    await studio.desk.do(RecordSale(number=1))
    await studio.settle()
    assert await studio.platform_stock(item) == 3


async def test_a_withdrawn_authorisation_asks_for_a_person(studio: Studio) -> None:
    """When no token works any more a card says so, and facts wait unharmed."""
    await studio.approved(stock=4)
    await studio.simulator.revoke()
    await studio.desk.do(RecordSale(number=1))
    await studio.settle(minutes=1)
    assert [notice.key for notice in studio.desk.state.notices] == ["sign-in"]
    assert studio.desk.state.outbox.waiting == 1
    assert studio.desk.state.outbox.parked == 0


async def test_a_crash_after_sending_is_looked_up_at_the_next_start(tmp_path: Path) -> None:
    """An entry leased by a console that died is treated as perhaps sent: looked up, then settled once."""
    async with open_studio(tmp_path / "data") as studio:
        await studio.list_item(stock=2)
        studio.line.fault = lambda request: "no reply" if request.url.path == "/open/item/new" else None
        await studio.pusher.step()
    async with open_studio(tmp_path / "data") as again:
        assert again.desk.state.outbox.waiting == 1
        again.clock.advance(300)
        await again.settle()
        assert again.line.calls.count("/open/item/new") == 0
        assert len((await again.simulator.totals())["items"]) == 1


async def test_withdrawing_takes_it_off_the_platforms_shelf(studio: Studio) -> None:
    """Off sale here becomes off the shelf there."""
    await studio.approved()
    await studio.desk.do(WithdrawItem(number=1))
    await studio.settle()
    totals = await studio.simulator.totals()
    assert totals["items"][0]["sellable"] is False


@pytest.mark.parametrize("seed", range(6))
async def test_a_bad_night_ends_with_equal_books(tmp_path: Path, seed: int) -> None:
    """Random faults in every call and orders in between: at the end both sides agree to the last piece."""
    rng = random.Random(seed)
    async with open_studio(tmp_path / "data") as studio:

        def bad(_request: httpx.Request) -> str | None:
            return rng.choice([None, None, None, "lost", "no reply", "busy", "5xx after"])

        studio.line.fault = bad
        items = [await studio.list_item(title=f"手镯{n}号款", stock=30) for n in range(3)]
        for _ in range(25):
            item = rng.choice(items)
            what = rng.random()
            if what < 0.5:
                await studio.desk.do(RecordSale(number=item.number))
            elif what < 0.6 and (mine := [s for s in studio.desk.state.sales if s.source is SaleSource.STUDIO]):
                sale = rng.choice(mine)
                if sale.status is not SaleStatus.VOID:
                    await studio.desk.do(VoidSale(sale_id=sale.sale_id, reason="x"))
            elif studio.now(item).platform is PlatformState.APPROVED:
                await studio.simulator.order(await studio.rel(item), 1)
            await studio.pusher.step()
            await studio.audits.round()
            if rng.random() < 0.3:
                await studio.intake.round()
            studio.clock.advance(rng.choice([1, 5, 30]))
        studio.line.fault = lambda _request: None
        studio.clock.advance(200)
        await studio.settle()
        studio.clock.advance(200)
        await studio.intake.step()
        assert studio.desk.state.outbox.waiting == 0, f"seed {seed}"
        assert studio.desk.state.outbox.parked == 0, f"seed {seed}"
        for item in items:
            assert await studio.platform_stock(item) == studio.now(item).stock_left, f"seed {seed}"
