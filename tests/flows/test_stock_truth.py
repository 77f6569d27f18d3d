"""Nothing sold twice: quotas, claims, conflicts, refunds, and stock changes that travel as one."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from console.commands import (
    AddStock,
    ChangePrice,
    EndShow,
    GiveBackQuota,
    HoldQuota,
    RecordSale,
    ResolveClaim,
    SetLink,
    StartShow,
    VoidSale,
)
from console.errors import KaiboError, NotEnoughStock, NothingToResolve, QuotaOutOfRange
from console.facts import Conflict, LinkMode, SaleStatus
from console.platforms.simulator import BuyerTurnedAway
from console.sync.places import Places
from tests.flows.conftest import Studio, open_studio

pytestmark = pytest.mark.anyio

OFFLINE, AUTO = SetLink(mode=LinkMode.OFFLINE), SetLink(mode=LinkMode.AUTO)


async def test_a_quota_is_ours_only_after_the_platform_answered(studio: Studio) -> None:
    """The platform's stock is lowered first; only its answer makes the units ours."""
    item = await studio.approved(stock=5)
    await studio.desk.do(HoldQuota(number=1, units=3))
    assert studio.now(item).quota == 0
    await studio.settle()
    assert (studio.now(item).quota, studio.now(item).stock_left) == (3, 5)
    assert await studio.platform_stock(item) == 2


async def test_what_is_sold_out_of_a_quota_needs_no_word_from_the_platform(studio: Studio) -> None:
    """Offline, units of the quota are agreed at once; what goes beyond it is a claim until the line is back."""
    item = await studio.approved(stock=5)
    await studio.desk.do(HoldQuota(number=1, units=2))
    await studio.settle()
    await studio.desk.do(OFFLINE)
    owned: Any = await studio.desk.do(RecordSale(number=1, quantity=2))
    claim: Any = await studio.desk.do(RecordSale(number=1, quantity=1))
    assert (owned.sale.agreed, claim.sale.agreed) == (True, False)
    assert studio.desk.state.outbox.waiting == 1
    await studio.desk.do(AUTO)
    await studio.settle()
    assert all(sale.agreed for sale in studio.desk.state.sales)
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 2


async def test_the_rest_of_a_quota_goes_back_exactly_once(studio: Studio) -> None:
    """Given back by hand or at the end of the show, and never a second time."""
    item = await studio.approved(stock=6)
    await studio.desk.do(StartShow())
    await studio.desk.do(HoldQuota(number=1, units=4))
    await studio.settle()
    await studio.desk.do(RecordSale(number=1))
    back = GiveBackQuota(number=1)
    await studio.desk.do(back)
    await studio.desk.do(back)
    assert studio.now(item).quota == 0
    await studio.desk.do(HoldQuota(number=1, units=2))
    await studio.settle()
    await studio.desk.do(EndShow())
    await studio.settle()
    assert studio.now(item).quota == 0
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 5


async def test_a_void_returns_quota_units_to_the_platform(studio: Studio) -> None:
    """A sale out of the quota that is undone leaves its unit to the viewers."""
    item = await studio.approved(stock=3)
    await studio.desk.do(HoldQuota(number=1, units=2))
    await studio.settle()
    sale: Any = await studio.desk.do(RecordSale(number=1))
    await studio.desk.do(VoidSale(sale_id=sale.sale_id, reason="x"))
    await studio.settle()
    assert studio.now(item).quota == 1
    assert await studio.platform_stock(item) == 2
    assert studio.now(item).stock_left == 3


async def test_a_quota_has_bounds(studio: Studio) -> None:
    """No more can be held than is left and not held yet."""
    await studio.approved(stock=2)
    for units in (0, 3, -1):
        with pytest.raises(QuotaOutOfRange):
            await studio.desk.do(HoldQuota(number=1, units=units))


async def _both_sold_the_last_one(studio: Studio) -> tuple[Any, Any]:
    """The last unit is sold here offline and ordered by a viewer at the same time."""
    item = await studio.approved(stock=1)
    await studio.desk.do(OFFLINE)
    claim: Any = await studio.desk.do(RecordSale(number=1, buyer="老王"))
    await studio.simulator.order(await studio.rel(item), 1)
    await studio.desk.do(AUTO)
    await studio.settle()
    return item, claim


async def test_the_last_unit_sold_twice_is_shown_and_not_swallowed(studio: Studio) -> None:
    """The order is short, the claim is in conflict, nothing is retried for ever, and other items go on."""
    item, claim = await _both_sold_the_last_one(studio)
    mine = next(sale for sale in studio.desk.state.sales if sale.sale_id == claim.sale_id)
    order = next(sale for sale in studio.desk.state.sales if sale.order_id)
    assert mine.conflict is Conflict.OPEN
    assert order.short_units == 1
    assert studio.desk.state.outbox.parked == 1
    assert (studio.now(item).stock_left, await studio.platform_stock(item)) == (0, 0)


@pytest.mark.parametrize("how", ["refund", "backorder", "confirm"])
async def test_a_person_decides_about_a_conflict(studio: Studio, how: str) -> None:
    """Refunded, the viewer's order gets the unit; back-ordered or confirmed, the sale stands. Nothing is parked."""
    item, claim = await _both_sold_the_last_one(studio)
    await studio.desk.do(ResolveClaim(sale_id=claim.sale_id, how=how))
    await studio.settle()
    mine = next(sale for sale in studio.desk.state.sales if sale.sale_id == claim.sale_id)
    order = next(sale for sale in studio.desk.state.sales if sale.order_id)
    assert studio.desk.state.outbox.parked == 0
    if how == "refund":
        assert (mine.status, mine.conflict, order.short_units) == (SaleStatus.VOID, Conflict.REFUNDED, 0)
    else:
        assert (mine.status, order.short_units) == (SaleStatus.SOLD, 1)
    assert (studio.now(item).stock_left, await studio.platform_stock(item)) == (0, 0)
    with pytest.raises(KaiboError):
        await studio.desk.do(ResolveClaim(sale_id=claim.sale_id, how=how))


async def test_a_substitute_takes_the_place_of_what_is_gone(studio: Studio) -> None:
    """One step voids the claim and sells another item to the same buyer; without stock of it nothing happens."""
    _, claim = await _both_sold_the_last_one(studio)
    other = await studio.approved(title="南红圆牌", stock=1)
    decide = ResolveClaim(sale_id=claim.sale_id, how="substitute", number=2)
    event: Any = await studio.desk.do(decide)
    assert (event.instead.number, event.instead.buyer) == (2, "老王")
    await studio.settle()
    assert await studio.platform_stock(other) == studio.now(other).stock_left == 0
    assert studio.desk.state.outbox.parked == 0


async def test_a_substitute_that_is_not_there_changes_nothing(studio: Studio) -> None:
    """If the other item cannot be sold, the claim stays as it was."""
    _, claim = await _both_sold_the_last_one(studio)
    await studio.approved(title="南红圆牌", stock=1)
    await studio.desk.do(RecordSale(number=2))
    with pytest.raises(NotEnoughStock):
        await studio.desk.do(ResolveClaim(sale_id=claim.sale_id, how="substitute", number=2))
    mine = next(sale for sale in studio.desk.state.sales if sale.sale_id == claim.sale_id)
    assert (mine.status, mine.conflict) == (SaleStatus.SOLD, Conflict.OPEN)


async def test_what_is_agreed_needs_no_decision(studio: Studio) -> None:
    """A sale that both sides know is not up for a decision."""
    await studio.approved(stock=2)
    sale: Any = await studio.desk.do(RecordSale(number=1))
    await studio.settle()
    with pytest.raises(NothingToResolve):
        await studio.desk.do(ResolveClaim(sale_id=sale.sale_id, how="confirm"))


async def test_waiting_stock_changes_travel_as_one(studio: Studio) -> None:
    """A hundred sales made offline are one call for each item; a price between them keeps its place."""
    first = await studio.approved(title="第一件", stock=200)
    second = await studio.approved(title="第二件", stock=200)
    await studio.desk.do(OFFLINE)
    for n in range(100):
        await studio.desk.do(RecordSale(number=1 + n % 2))
    await studio.desk.do(ChangePrice(number=1, price_fen=500))
    await studio.desk.do(RecordSale(number=1))
    before = len(studio.line.calls)
    await studio.desk.do(AUTO)
    await studio.settle()
    calls = [call for call in studio.line.calls[before:] if call.endswith("/stock/update")]
    assert len(calls) == 3
    for item in (first, second):
        assert await studio.platform_stock(item) == studio.now(item).stock_left
    assert all(sale.agreed for sale in studio.desk.state.sales)


async def test_what_cancels_out_is_not_told_at_all(studio: Studio) -> None:
    """A sale and its undoing that waited together need no call."""
    await studio.approved(stock=3)
    await studio.desk.do(OFFLINE)
    sale: Any = await studio.desk.do(RecordSale(number=1))
    await studio.desk.do(VoidSale(sale_id=sale.sale_id, reason="x"))
    before = len(studio.line.calls)
    await studio.desk.do(AUTO)
    await studio.settle()
    assert not [call for call in studio.line.calls[before:] if call.endswith("/stock/update")]
    assert studio.desk.state.outbox.waiting == 0


async def test_a_batch_that_is_refused_costs_only_what_cannot_be(studio: Studio) -> None:
    """When the platform has fewer left than a batch takes, the sales that fit go through one by one."""
    item = await studio.approved(stock=3)
    await studio.desk.do(OFFLINE)
    for _ in range(3):
        await studio.desk.do(RecordSale(number=1))
    await studio.simulator.order(await studio.rel(item), 1)
    await studio.desk.do(AUTO)
    await studio.settle()
    conflicts = [sale for sale in studio.desk.state.sales if sale.conflict is Conflict.OPEN]
    agreed = [sale for sale in studio.desk.state.sales if sale.agreed]
    assert (len(conflicts), len(agreed)) == (1, 3)
    assert await studio.platform_stock(item) == 0


async def test_new_stock_covers_what_was_short(studio: Studio) -> None:
    """Units found after both sides sold the last one go to the order that had none."""
    item, claim = await _both_sold_the_last_one(studio)
    await studio.desk.do(ResolveClaim(sale_id=claim.sale_id, how="confirm"))
    await studio.desk.do(AddStock(number=1, quantity=2))
    order = next(sale for sale in studio.desk.state.sales if sale.order_id)
    assert (order.short_units, studio.now(item).stock_left) == (0, 1)


async def test_refunds_after_shipping_return_money_and_no_goods(studio: Studio) -> None:
    """The sale is void, stock stays as it is, and both books agree; also for an order first seen refunded."""
    item = await studio.approved(stock=5)
    rel = await studio.rel(item)
    seen = await studio.simulator.order(rel, 1)
    await studio.intake.step()
    studio.clock.advance(1)
    await studio.simulator.refund_order(seen)
    unseen = await studio.simulator.order(rel, 2)
    await studio.simulator.refund_order(unseen)
    for _ in range(2):
        studio.clock.advance(1)
        await studio.intake.step()
    assert {sale.status for sale in studio.desk.state.sales} == {SaleStatus.VOID}
    assert studio.desk.state.totals.gmv_fen == 0
    assert await studio.platform_stock(item) == studio.now(item).stock_left == 2


async def test_orders_of_this_show_are_told_from_others(studio: Studio) -> None:
    """Where the platform says that a buyer came from the live room, the sale carries it."""
    item = await studio.approved(stock=5)
    places = Places(studio.desk, studio.db, studio.platform, studio.link, studio.clock)
    await studio.simulator.order(await studio.rel(item), 1)
    await studio.intake.step()
    assert studio.desk.state.sales[0].place == ""
    await places.round()
    assert studio.desk.state.sales[0].place == "live"
    before = len(studio.line.calls)
    await places.round()
    assert len(studio.line.calls) == before


async def test_a_small_budget_is_kept_for_what_matters(tmp_path: Path) -> None:
    """With few calls left audits and places wait, and our own facts still go out."""
    async with open_studio(tmp_path / "data", calls_per_day=40) as studio:
        item = await studio.approved(stock=5)
        for _ in range(40 - 3):
            studio.link.budget.spend()
        calls = len(studio.line.calls)
        await Places(studio.desk, studio.db, studio.platform, studio.link, studio.clock).round()
        await studio.audits.round()
        assert len(studio.line.calls) == calls
        await studio.desk.do(RecordSale(number=1))
        await studio.pusher.step()
        assert await studio.platform_stock(item) == 4
        assert studio.desk.state.link.calls_low


async def test_seventy_two_hours_away_is_caught_up(studio: Studio) -> None:
    """Orders of many pages from days ago come in once each, then the next look is short again."""
    item = await studio.approved(stock=400)
    rel = await studio.rel(item)
    for _ in range(120):
        await studio.simulator.order(rel, 1)
        studio.clock.advance(72 * 36)
    studio.clock.advance(9 * 86_400)
    await studio.intake.step()
    assert studio.now(item).stock_left == 280
    studio.clock.advance(60)
    before = len(studio.line.calls)
    await studio.intake.step()
    assert len(studio.line.calls) - before <= 3


@pytest.mark.parametrize("seed", range(8))
async def test_with_quotas_nothing_is_ever_oversold(tmp_path: Path, seed: int) -> None:  # noqa: PLR0912 - one branch for each step
    """Selling offline only out of quotas, while viewers order: units sold never exceed the stock there was."""
    rng = random.Random(seed)
    async with open_studio(tmp_path / "data") as studio:
        item = await studio.approved(stock=12)
        rel = await studio.rel(item)
        added = 12
        for _ in range(60):
            match rng.choice(["hold", "sell", "order", "void", "offline", "auto", "back", "count"]):
                case "hold":
                    await _if_possible(studio, HoldQuota(number=1, units=rng.randint(1, 4)))
                case "sell":
                    if (owned := studio.now(item).quota) > 0:
                        await studio.desk.do(RecordSale(number=1, quantity=rng.randint(1, owned)))
                case "order":
                    try:
                        await studio.simulator.order(rel, rng.randint(1, 2))
                    except BuyerTurnedAway:
                        continue
                case "void" if mine := [s for s in studio.desk.state.sales if not s.order_id]:
                    await _if_possible(studio, VoidSale(sale_id=rng.choice(mine).sale_id, reason="x"))
                case "offline":
                    await studio.desk.do(OFFLINE)
                case "auto":
                    await studio.desk.do(AUTO)
                case "back":
                    await studio.desk.do(GiveBackQuota(number=1))
                case "count":
                    added += 1
                    await studio.desk.do(AddStock(number=1, quantity=1))
                case _:
                    continue
            await studio.pusher.step()
            studio.clock.advance(rng.choice([1, 10]))
            if rng.random() < 0.5:
                await studio.intake.round()
        await studio.desk.do(AUTO)
        await studio.desk.do(GiveBackQuota(number=1))
        await studio.settle()
        studio.clock.advance(60)
        await studio.intake.step()
        sold = sum(s.quantity for s in studio.desk.state.sales if s.status is not SaleStatus.VOID)
        assert sold <= added, f"seed {seed}"
        assert not any(s.short_units or s.conflict for s in studio.desk.state.sales), f"seed {seed}"
        parked = studio.desk.state.outbox.parked
        assert studio.now(item).quota == 0
        assert await studio.platform_stock(item) == studio.now(item).stock_left == added - sold, (seed, parked)


async def _if_possible(studio: Studio, command: Any) -> None:
    try:
        await studio.desk.do(command)
    except KaiboError:
        return
