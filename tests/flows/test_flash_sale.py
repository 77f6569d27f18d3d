"""Flash sales: stock before price, price before stock, never a unit too many, and the same after anything."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path
from typing import Any

import pytest

from console.commands import (
    AddStock,
    ChangePrice,
    EndFlashSale,
    EndShow,
    ExtendFlashSale,
    HoldQuota,
    RecordSale,
    ResolveClaim,
    SetLink,
    StartFlashSale,
    StartShow,
    VoidSale,
    WithdrawItem,
)
from console.countdown import Countdown, remaining_ms
from console.errors import FlashLimitReached, FlashSaleUnfit, FlashUnitsGone, IllegalStep, KaiboError
from console.facts import Conflict, FlashState, Item, LinkMode, SaleStatus
from console.platforms.simulator import BuyerTurnedAway
from tests.flows.conftest import Studio, open_studio

pytestmark = pytest.mark.anyio

OFFLINE, AUTO = SetLink(mode=LinkMode.OFFLINE), SetLink(mode=LinkMode.AUTO)


async def _start(studio: Studio, *, price_fen: int = 9_900, **more: Any) -> Any:
    return await studio.desk.do(StartFlashSale(number=1, price_fen=price_fen, moment=studio.clock.moment(), **more))


async def _at_the_platform(studio: Studio, item: Item) -> tuple[int, int]:
    """Price and stock as the platform has them."""
    rel = await studio.rel(item)
    rows: Any = (await studio.simulator.totals())["items"]
    row = next(row for row in rows if row["rel_item_id"] == rel)
    return int(row["price_fen"]), int(row["stock"])


async def test_stock_is_right_before_the_price_is_told(studio: Studio) -> None:
    """At no moment can viewers buy more than its units at the flash price; at the end all comes back."""
    item = await studio.approved(stock=10)
    seen: list[tuple[int, int]] = []
    await _start(studio, units=3)
    assert studio.now(item).flash is not None
    assert not studio.now(item).flash.confirmed  # type: ignore[union-attr]
    for _ in range(20):
        await studio.pusher.step()
        seen.append(await _at_the_platform(studio, item))
        studio.clock.advance(0.1)
    assert all(stock <= 3 for price, stock in seen if price == 9_900)
    assert seen[-1] == (9_900, 3)
    flash = studio.now(item).flash
    assert flash is not None
    assert flash.confirmed
    await studio.desk.do(EndFlashSale(flash_id=flash.flash_id))
    await studio.settle()
    assert await _at_the_platform(studio, item) == (59_900, 10)
    assert (studio.now(item).price_fen, studio.now(item).flash_hold) == (59_900, 0)


async def test_it_is_not_confirmed_while_the_line_is_down(studio: Studio) -> None:
    """What the platform has not said is not shown as running there, however long it runs here."""
    item = await studio.approved(stock=5)
    await studio.desk.do(OFFLINE)
    started = await _start(studio, units=2)
    await studio.pusher.step()
    assert not studio.now(item).flash.confirmed  # type: ignore[union-attr]
    await studio.desk.do(EndFlashSale(flash_id=started.flash_id))
    await studio.desk.do(AUTO)
    await studio.settle()
    assert await _at_the_platform(studio, item) == (59_900, 5)


async def test_it_ends_at_once_when_its_units_are_gone(studio: Studio) -> None:
    """Sold here and ordered there, the last unit of it brings price and stock back, and the result stays."""
    item = await studio.approved(stock=10)
    await _start(studio, units=3)
    await studio.settle()
    await studio.simulator.order(await studio.rel(item), 2)
    await studio.settle()
    await studio.desk.do(RecordSale(number=1))
    await studio.settle()
    now = studio.now(item)
    (ended,) = now.flash_sales
    assert (ended.state, ended.why, ended.sold_units, ended.gmv_fen) == (FlashState.ENDED, "sold out", 3, 3 * 9_900)
    assert await _at_the_platform(studio, item) == (59_900, 7)


async def test_its_time_survives_a_restart_and_a_changed_clock(tmp_path: Path) -> None:
    """The same seconds are left after a crash, whatever somebody did to the wall clock meanwhile."""
    async with open_studio(tmp_path / "data") as studio:
        item = await studio.approved(stock=3)
        await _start(studio, seconds=60)
        studio.clock.advance(20)
        then = studio.clock.steady_s
    async with open_studio(tmp_path / "data") as studio:
        studio.clock.steady_s = then + 5
        studio.clock.utc_ms -= 3 * 86_400_000
        flash = studio.now(item).flash
        assert flash is not None
        assert remaining_ms(flash, studio.clock.moment(), studio.clock.now_ms()) == 35_000
        studio.clock.boot = "another"  # after a new boot only the wall clock is left, and never adds time
        assert remaining_ms(flash, studio.clock.moment(), studio.clock.now_ms()) == 60_000
        studio.clock.utc_ms += 30 * 86_400_000
        await Countdown(studio.desk, studio.db, studio.clock).round()
        assert studio.now(item).flash is None
        await studio.settle()
        assert await _at_the_platform(studio, item) == (59_900, 3)


async def test_several_follow_each_other(studio: Studio) -> None:
    """One runs, the next begins when it is over, a third at its own time; each ends by itself."""
    item = await studio.approved(stock=9)
    countdown = Countdown(studio.desk, studio.db, studio.clock)
    await _start(studio, units=2, seconds=30)
    second = await _start(studio, price_fen=8_800, units=3, seconds=30)
    at_ms = studio.clock.now_ms() + 600_000
    await _start(studio, price_fen=7_700, units=1, seconds=10, at_ms=at_ms)
    assert second.what == "planned"
    prices = []
    for _ in range(70):
        await countdown.round()
        await countdown.round()
        await studio.settle()
        prices.append((await _at_the_platform(studio, item))[0])
        studio.clock.advance(10)
    said = [price for n, price in enumerate(prices) if n == 0 or prices[n - 1] != price]
    assert said == [9_900, 8_800, 59_900, 7_700, 59_900]
    assert all(flash.state is FlashState.ENDED for flash in studio.now(item).flash_sales)


async def test_who_has_bought_enough_is_told(studio: Studio) -> None:
    """The limit per buyer and the units left are kept here, with words."""
    item = await studio.approved(stock=9)
    await _start(studio, units=4, per_buyer=2)
    await studio.desk.do(RecordSale(number=1, quantity=2, buyer="阿珍"))
    with pytest.raises(FlashLimitReached):
        await studio.desk.do(RecordSale(number=1, buyer="阿珍"))
    with pytest.raises(FlashUnitsGone):
        await studio.desk.do(RecordSale(number=1, quantity=3))
    with pytest.raises(IllegalStep):
        await studio.desk.do(HoldQuota(number=1, units=1))
    assert studio.now(item).flash.units_left == 2  # type: ignore[union-attr]


async def test_a_price_changed_meanwhile_is_the_one_that_comes_back(studio: Studio) -> None:
    """Re-pricing during a flash sale is for after it."""
    item = await studio.approved(stock=4)
    started = await _start(studio, units=2)
    await studio.desk.do(ChangePrice(number=1, price_fen=49_900))
    assert studio.now(item).price_fen == 9_900
    await studio.settle()
    await studio.desk.do(EndFlashSale(flash_id=started.flash_id))
    await studio.settle()
    assert await _at_the_platform(studio, item) == (49_900, 4)


async def test_the_end_of_the_show_and_a_withdrawal_end_it(studio: Studio) -> None:
    """From every way out price and stock come back, and what was planned is struck."""
    item = await studio.approved(stock=4)
    await studio.desk.do(StartShow())
    await _start(studio, units=2)
    await studio.settle()
    await studio.desk.do(WithdrawItem(number=1))
    await studio.settle()
    assert studio.now(item).price_fen == 59_900
    other = await studio.list_item(title="玉佩", stock=4)
    await studio.settle()
    await studio.desk.do(StartFlashSale(number=2, price_fen=100, units=1, moment=studio.clock.moment()))
    await studio.desk.do(StartFlashSale(number=2, price_fen=100, units=1, moment=studio.clock.moment()))
    await studio.settle()
    await studio.desk.do(EndShow())
    await studio.settle()
    assert (await _at_the_platform(studio, item))[0] == 59_900
    assert await _at_the_platform(studio, other) == (59_900, 4)
    assert {flash.why for flash in studio.now(other).flash_sales} == {"show over"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"price_fen": 59_900},
        {"seconds": 9},
        {"seconds": 1_801},
        {"units": 0},
        {"units": 99},
        {"per_buyer": -1},
        {"units": 2, "per_buyer": 3},
        {"at_ms": 1},
    ],
)
async def test_what_cannot_be_is_refused_with_words(studio: Studio, wrong: dict[str, int]) -> None:
    """A flash sale that is no bargain, too short, too long or has no units never begins."""
    item = await studio.approved(stock=4)
    with pytest.raises(FlashSaleUnfit) as refused:
        await _start(studio, **wrong)
    assert "秒杀" in refused.value.shown().title
    assert studio.now(item).flash_sales == ()


async def test_more_time_is_given_once(studio: Studio) -> None:
    """The same gesture twice adds its seconds once, on both clocks."""
    item = await studio.approved(stock=4)
    started = await _start(studio, seconds=30)
    more = ExtendFlashSale(flash_id=started.flash_id, seconds=30)
    for _ in range(2):
        await studio.desk.do(more)
    flash = studio.now(item).flash
    assert flash is not None
    assert remaining_ms(flash, studio.clock.moment(), studio.clock.now_ms()) == 60_000


async def _gesture(studio: Studio, rng: random.Random, rel: int, sales: list[str]) -> None:
    """One thing that somebody does, or a viewer."""
    item = studio.desk.state.items[0]
    match rng.randint(0, 9):
        case 0 | 1:
            price_fen = 9_900 + len(studio.line.calls)  # one of its own, so that orders tell which they belong to
            await _start(studio, price_fen=price_fen, units=rng.randint(1, 3), seconds=rng.randint(10, 60))
        case 2:
            sold: Any = await studio.desk.do(RecordSale(number=1, quantity=rng.randint(1, 2)))
            sales.append(sold.sale_id)
        case 3 if sales and item.flash is None:
            await studio.desk.do(VoidSale(sale_id=sales.pop(), reason="x"))
        case 4:
            await studio.desk.do(AddStock(number=1, quantity=rng.choice([1, 3])))
        case 5:
            await studio.desk.do(HoldQuota(number=1, units=1))
        case 6 | 7:
            await studio.simulator.order(rel, rng.randint(1, 2))
        case 8 if item.flash is not None:
            await studio.desk.do(EndFlashSale(flash_id=item.flash.flash_id))
        case _:
            await studio.desk.do(rng.choice([OFFLINE, AUTO]))


async def _to_the_end(studio: Studio) -> None:
    """A good line, until every flash sale is over, every conflict decided and everything told."""
    studio.line.fault = lambda _request: None
    await studio.desk.do(AUTO)
    for _ in range(200):
        await studio.settle()
        await Countdown(studio.desk, studio.db, studio.clock).round()
        studio.clock.advance(10)
        if all(flash.state is FlashState.ENDED for flash in studio.desk.state.items[0].flash_sales):
            break
    await studio.settle()
    for sale in studio.desk.state.sales:
        if sale.conflict is Conflict.OPEN:
            await studio.desk.do(ResolveClaim(sale_id=sale.sale_id, how="refund"))
    await studio.settle()


@pytest.mark.parametrize("seed", range(20))
async def test_whatever_happens_the_books_agree_and_no_unit_too_many_goes_cheap(tmp_path: Path, seed: int) -> None:
    """Sales, voids, counts, quotas, orders, lost answers and cut lines around flash sales end in equal books."""
    rng = random.Random(seed)
    async with open_studio(tmp_path / "data") as studio:
        item = await studio.approved(stock=rng.randint(4, 12))
        rel, sales = await studio.rel(item), []
        studio.line.fault = lambda _: rng.choice(["lost", "no reply", "5xx after"]) if rng.random() < 0.15 else None
        for _ in range(40):
            with contextlib.suppress(KaiboError, BuyerTurnedAway):
                await _gesture(studio, rng, rel, sales)
            await studio.pusher.step()
            await studio.intake.round()
            await Countdown(studio.desk, studio.db, studio.clock).round()
            studio.clock.advance(rng.choice([0.5, 3, 12]))
        await _to_the_end(studio)
        now = studio.now(item)
        short = sum(sale.short_units for sale in studio.desk.state.sales if sale.status is not SaleStatus.VOID)
        assert now.flash_hold == 0
        expected = (59_900, max(0, now.stock_left - now.quota - short))
        assert await _at_the_platform(studio, item) == expected
        too_many = await studio.db.run(
            lambda db: db.conn.execute(
                "SELECT f.units, sum(s.quantity) FROM flash_sales f JOIN sales s ON s.flash_id = f.id"
                " WHERE s.source = 'platform' AND s.returned = 0 GROUP BY f.id HAVING sum(s.quantity) > f.units"
            ).fetchall()
        )
        assert too_many == []
