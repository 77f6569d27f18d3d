"""Coupons: made once whatever the line does, counted truly, shown only when the platform has them."""

from __future__ import annotations

import random
from typing import Any

import pytest

from console.commands import CreateCoupon, EndCoupon, EndShow, SetLink, ShowCoupon, StartShow
from console.coupons import window_ms
from console.errors import CouponUnfit
from console.facts import Coupon, CouponState, LinkMode
from console.platforms.base import NewCoupon, Refused
from console.sync.coupons import Coupons
from tests.flows.conftest import Studio

pytestmark = pytest.mark.anyio


def _coupons(studio: Studio) -> Coupons:
    return Coupons(studio.desk, studio.db, studio.platform, studio.link, studio.clock)


async def _create(studio: Studio, **more: Any) -> Any:
    return await studio.desk.do(CreateCoupon(**{"name": "满99减10", "reduce_fen": 1_000, "total": 50, **more}))


def _now(studio: Studio, coupon_id: str) -> Coupon:
    return next(coupon for coupon in studio.desk.state.coupons if coupon.coupon_id == coupon_id)


async def _settle(studio: Studio, loop: Coupons, rounds: int = 60) -> None:
    for _ in range(rounds):
        await loop.round()
        studio.clock.advance(3)


async def test_it_is_shown_with_what_is_truly_left(studio: Studio) -> None:
    """Only once the platform made it, and with the count that the platform said."""
    loop = _coupons(studio)
    await studio.desk.do(StartShow())
    made = await _create(studio, threshold_fen=9_900)
    assert made.coupon.left is None
    with pytest.raises(CouponUnfit):
        await studio.desk.do(ShowCoupon(coupon_id=made.coupon_id))
    await _settle(studio, loop)
    await studio.desk.do(ShowCoupon(coupon_id=made.coupon_id))
    there = _now(studio, made.coupon_id)
    assert (there.state, there.left, studio.desk.state.coupon_shown) == (CouponState.MADE, 50, made.coupon_id)
    assert await studio.simulator.take_coupons(there.platform_coupon_id or 0, 48) == 48
    await _settle(studio, loop)
    assert _now(studio, made.coupon_id).left == 2


async def test_the_least_that_must_be_bought_for_is_held_there_too(studio: Studio) -> None:
    """满100减10 stands there as 100 and 10 yuan, and what is no reduction is refused there as here."""
    loop = _coupons(studio)
    await studio.desk.do(StartShow())
    made = await _create(studio, name="满100减10", reduce_fen=1_000, threshold_fen=10_000)
    await _settle(studio, loop, 5)
    assert _now(studio, made.coupon_id).state is CouponState.MADE
    held = studio.simulator._worker.submit(
        lambda: studio.simulator._db.execute("SELECT reduce_fen, threshold_fen FROM coupon").fetchall()
    ).result()
    assert [tuple(row) for row in held] == [(1_000, 10_000)]
    begins, ends = window_ms("2026-11-22", "2026-11-22")
    none = NewCoupon(
        key="k",
        name="满10减10",
        platform_item_id=None,
        reduce_fen=1_000,
        threshold_fen=1_000,
        total=5,
        per_buyer=1,
        begins_ms=begins,
        ends_ms=ends,
    )
    with pytest.raises(Refused):
        await studio.platform.create_coupon(none)


@pytest.mark.parametrize("seed", range(8))
async def test_it_is_made_once_whatever_the_line_does(studio: Studio, seed: int) -> None:
    """Lost requests, lost answers and faults after the deed: the same key, one coupon."""
    rng, loop = random.Random(seed), _coupons(studio)
    studio.line.fault = lambda _: rng.choice(["lost", "no reply", "5xx after", "busy"]) if rng.random() < 0.6 else None
    await studio.desk.do(StartShow())
    made = await _create(studio)
    await _settle(studio, loop, 200)
    studio.line.fault = lambda _: None
    await _settle(studio, loop)
    assert _now(studio, made.coupon_id).state is CouponState.MADE
    found = studio.simulator._worker.submit(
        lambda: studio.simulator._db.execute("SELECT count(*) FROM coupon").fetchone()[0]
    ).result()
    assert found == 1


async def test_it_waits_for_its_item(studio: Studio) -> None:
    """A coupon on an item that the platform does not have yet is made after it."""
    loop = _coupons(studio)
    await studio.desk.do(SetLink(mode=LinkMode.OFFLINE))
    item = await studio.list_item()
    made = await _create(studio, number=item.number)
    await _settle(studio, loop, 3)
    assert _now(studio, made.coupon_id).state is CouponState.WAITING
    await studio.desk.do(SetLink(mode=LinkMode.AUTO))
    await studio.settle()
    await _settle(studio, loop)
    assert _now(studio, made.coupon_id).state is CouponState.MADE


async def test_it_ends_here_at_once_and_there_when_told(studio: Studio) -> None:
    """The card goes at once; nobody can take it once the platform knows; one never told is simply over."""
    loop = _coupons(studio)
    await studio.desk.do(StartShow())
    made, never = await _create(studio), await _create(studio, name="没发出")
    await studio.desk.do(EndCoupon(coupon_id=never.coupon_id))
    assert _now(studio, never.coupon_id).state is CouponState.OVER
    await _settle(studio, loop)
    await studio.desk.do(ShowCoupon(coupon_id=made.coupon_id))
    await studio.desk.do(EndCoupon(coupon_id=made.coupon_id))
    assert studio.desk.state.coupon_shown is None
    await _settle(studio, loop)
    ended = _now(studio, made.coupon_id)
    assert ended.state is CouponState.OVER
    assert await studio.simulator.take_coupons(ended.platform_coupon_id or 0, 1) == 0
    await studio.desk.do(EndShow())


async def test_what_the_platform_refuses_is_told_with_its_words(studio: Studio) -> None:
    """A coupon the platform will not have says why and can be made anew."""
    loop = _coupons(studio)
    await studio.desk.do(StartShow())
    made = await _create(studio, name="违禁券")
    await _settle(studio, loop, 5)
    refused = _now(studio, made.coupon_id)
    assert refused.state is CouponState.REFUSED
    assert "违禁" in refused.reason


async def test_its_count_says_when_it_was_true(studio: Studio) -> None:
    """A count that does not move is noted again every minute, so that its age tells whether it can be believed."""
    loop = _coupons(studio)
    await studio.desk.do(StartShow())
    made = await _create(studio)
    await _settle(studio, loop)
    first = _now(studio, made.coupon_id).taken_at_ms or 0
    await _settle(studio, loop, 40)
    assert (_now(studio, made.coupon_id).taken_at_ms or 0) - first >= 60_000
    studio.line.fault = lambda _: "lost"
    before = _now(studio, made.coupon_id).taken_at_ms
    await _settle(studio, loop, 40)
    assert _now(studio, made.coupon_id).taken_at_ms == before, "nobody said anything"


async def test_whoever_shows_it_sees_the_count_of_now(studio: Studio) -> None:
    """Showing a coupon, or asking to retry, reads the count at once and not at its next turn."""
    loop = _coupons(studio)
    await studio.desk.do(StartShow())
    made = await _create(studio)
    for _ in range(3):
        await loop.round()
    there = _now(studio, made.coupon_id)
    await studio.simulator.take_coupons(there.platform_coupon_id or 0, 7)
    await loop.round()
    assert _now(studio, made.coupon_id).left == 50
    await studio.desk.do(ShowCoupon(coupon_id=made.coupon_id))
    await loop.round()
    assert _now(studio, made.coupon_id).left == 43


async def test_it_is_over_with_its_last_day(studio: Studio) -> None:
    """After midnight in Beijing nothing is shown or counted any more, and one that never got out stays here."""
    loop = _coupons(studio)
    await studio.desk.do(StartShow())
    made = await _create(studio)
    await _settle(studio, loop, 5)
    await studio.desk.do(ShowCoupon(coupon_id=made.coupon_id))
    studio.line.fault = lambda _: "lost"
    never = await _create(studio, name="没发出")
    studio.clock.advance(86_400)
    studio.line.fault = lambda _: None
    await _settle(studio, loop, 5)
    assert _now(studio, made.coupon_id).state is CouponState.OVER
    assert studio.desk.state.coupon_shown is None
    assert _now(studio, never.coupon_id).state is CouponState.OVER


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "字" * 21},
        {"reduce_fen": 0},
        {"threshold_fen": 500},
        {"total": 0},
        {"per_buyer": 51},
        {"first_day": "2020-01-01"},
        {"first_day": "tomorrow"},
        {"last_day": "2020-01-01"},
    ],
)
async def test_what_cannot_be_is_refused_here(studio: Studio, wrong: dict[str, Any]) -> None:
    """A coupon without a name, a sum, copies or days from today on is none."""
    with pytest.raises(CouponUnfit):
        await _create(studio, **wrong)


def test_days_are_whole_and_beijings() -> None:
    """From midnight to a second before the next, eight hours ahead of UTC."""
    begins, ends = window_ms("2026-11-22", "2026-11-23")
    assert begins == 1_795_276_800_000
    assert ends - begins == (2 * 86_400 - 1) * 1000
