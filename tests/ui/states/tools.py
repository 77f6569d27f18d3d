"""Selling tools: flash sales, steps, coupons, draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from console import draws
from console import events as e
from console.coupons import BEIJING
from console.facts import (
    Coupon,
    CouponState,
    Draw,
    DrawState,
    FlashSale,
    FlashState,
    ListingState,
    Trust,
    Winner,
)
from console.listing.steps import read_steps
from console.state import ShowState
from tests.clock import FakeClock
from tests.ui.fake_desk import FakeDesk
from tests.ui.states.cameras import UPRIGHT
from tests.ui.states.show import NOW, State, full_state, lineup, nothing, selected
from ui.windows.main_window import MainWindow

FLASH = FlashSale(
    "flash", FlashState.RUNNING, True, 2, 99_800, 49_900, 59_900, 5, 0, 60_000, None, NOW - 18_000, NOW + 42_000,
    FakeClock().steady_s + 42, "boot",
)  # fmt: skip
LATER = replace(
    FLASH, flash_id="later", state=FlashState.PLANNED, confirmed=False, sold_units=0, at_ms=NOW + 600_000,
    started_at_ms=None, ends_at_ms=None, ends_s=None, price_fen=45_900,
)  # fmt: skip
SAID = Trust(
    guarantees=("seven_days", "fake_compensation"), certificate="31-8842", certificate_photo="bangle.jpg",
    source="belt", origin="镇平", source_photo="bangle.jpg", template="jewellery", material="翡翠", weight="52g",
    size="57", cost_fen=21_000, commission_bp=1_500, base_price_fen=129_900, base_photo="bangle.jpg", online=312,
    ships_within_h=48,
)  # fmt: skip
STEPS = read_steps("预热 讲产地，灯下看水头 | 开价 599 | 秒杀 499 x5 60秒 | 下架")


def flash_state(*flashes: FlashSale, **changes: object) -> ShowState:
    """The bangle on air in a flash sale."""
    bangle = replace(lineup()[0], price_fen=49_900, stock_left=8, flash_sales=flashes, **changes)  # type: ignore[arg-type]
    pendant = replace(lineup()[4], flash_sales=(replace(LATER, units=1, price_fen=99_900),), trust=Trust(
        template="jewellery", certificate="A-1", source="origin", cost_fen=90_000), listing=ListingState.DRAFT, unsent=0
    )  # fmt: skip
    items = (bangle, *lineup()[1:4], pendant, *lineup()[5:])
    return replace(full_state(), items=items)


FLASHING = flash_state(FLASH, LATER, steps=STEPS, step=3, trust=SAID)
FLASH_WAITS = flash_state(replace(FLASH, confirmed=False))
STEPPING = replace(full_state(), items=(replace(lineup()[0], steps=STEPS, step=1, trust=SAID), *lineup()[1:]))


def _ask_flash(window: MainWindow, desk: FakeDesk) -> None:
    window.questions.flash(desk.state.by_number(12))
    window.strip.field.setText("499 x5 60 限2 20:30")


def _ask_steps(window: MainWindow, desk: FakeDesk) -> None:
    window.questions.steps(desk.state.by_number(12))


def _flash_over(_window: MainWindow, desk: FakeDesk) -> None:
    item = desk.state.by_number(12)
    over = replace(FLASH, state=FlashState.ENDED, sold_units=3, gmv_fen=149_700, why="time", ended_at_ms=NOW)
    item = replace(item, price_fen=59_900, flash_sales=(over,))
    event = e.FlashSaleChanged(
        flash_id="flash", what="ended", item_id=item.item_id, number=12, item=item, on_air_item_id=item.item_id
    )
    desk.tell(event)


def a_draw(state: DrawState, winners: int = 1, prize_fen: int = 59_900) -> Draw:
    """A draw of the bangle at one of its stages, by the real algorithm."""
    seed = "9c41e07b2d86f35a1b6e4470d8c92f13"
    buyers = [f"{name}* {n:06d}" for n, name in enumerate("阿老小石春云大半" * 3, 100_231)]
    frozen, drawn = state is not DrawState.OPEN, state is DrawState.DRAWN
    places = draws.winners(seed, buyers, winners) if drawn else ()
    return Draw(
        "draw", state, "豆绿圆条手镯免单", prize_fen, winners, "item-12", draws.fingerprint(seed),
        seed if frozen else "", len(buyers) if frozen else 0, draws.entrants_fingerprint(buyers) if frozen else "",
        tuple(Winner(n, place, buyers[place - 1]) for n, place in enumerate(places, 1)), NOW - 60_000,
        NOW - 30_000 if frozen else None, NOW - 5_000 if drawn else None,
    )  # fmt: skip


def a_coupon(**changes: object) -> Coupon:
    """Fifty off five hundred on the item on air, 13 of a hundred taken as the platform said just now."""
    day = datetime.fromtimestamp(NOW / 1000, UTC).astimezone(BEIJING).date()
    coupon = Coupon(
        "coupon", CouponState.MADE, False, "满500减50", 5_000, 50_000, 100, 1, "item-12", day.isoformat(),
        (day + timedelta(days=2)).isoformat(), 4711, 13, NOW - 20_000, "", NOW - 60_000,
    )  # fmt: skip
    return replace(coupon, **changes)  # type: ignore[arg-type]


def with_coupons(*coupons: Coupon, shown: bool = True) -> ShowState:
    return replace(full_state(), coupons=coupons, coupon_shown=coupons[0].coupon_id if shown else None)


def _ask_coupon(window: MainWindow, _desk: FakeDesk) -> None:
    window.questions.coupon()
    window.strip.field.setText("满500减50 x100 限1 3天")


def drawing(draw: Draw) -> ShowState:
    return replace(full_state(), draws=(draw,))


def _ask_draw(window: MainWindow, _desk: FakeDesk) -> None:
    window.questions.draw()
    window.strip.field.setText("翡翠镯免单 x2 值58000 全场")


def _hold_draw(window: MainWindow, _desk: FakeDesk) -> None:
    window.draw_hold.progressed.emit(0.6)


STATES: dict[str, State] = {
    "a-flash": ("assistant", FLASHING, nothing),
    "a-flashwaits": ("assistant", FLASH_WAITS, selected(16)),
    "a-flashask": ("assistant", full_state(), _ask_flash),
    "a-flashover": ("assistant", FLASHING, _flash_over),
    "a-steps": ("assistant", STEPPING, _ask_steps),
    "b-flash": ("anchor", FLASHING, nothing),
    "b-flashwaits": ("anchor", FLASH_WAITS, nothing),
    "b-flashask": ("anchor", full_state(), _ask_flash),
    "b-flashover": ("anchor", FLASHING, _flash_over),
    "b-steps": ("anchor", STEPPING, nothing),
    "a-couponask": ("assistant", full_state(), _ask_coupon),
    "a-coupon": ("assistant", with_coupons(a_coupon(), a_coupon(coupon_id="other", name="老客券")), nothing),
    "a-couponold": ("assistant", with_coupons(a_coupon(taken_at_ms=NOW - 1_800_000, taken=97)), nothing),
    "a-couponrefused": (
        "assistant",
        with_coupons(a_coupon(state=CouponState.REFUSED, reason="券名称含有违禁词：最低"), shown=False),
        nothing,
    ),
    "b-coupon": ("anchor", with_coupons(a_coupon()), nothing),
    "b-couponold": ("anchor", with_coupons(a_coupon(taken_at_ms=NOW - 1_800_000, taken=97)), nothing),
    "a-drawask": ("assistant", full_state(), _ask_draw),
    "a-drawopen": ("assistant", drawing(a_draw(DrawState.OPEN, 2, 5_800_000)), nothing),
    "a-drawfrozen": ("assistant", drawing(a_draw(DrawState.FROZEN)), _hold_draw),
    "a-drawn": ("assistant", drawing(a_draw(DrawState.DRAWN, 3)), nothing),
    "b-drawopen": ("anchor", drawing(a_draw(DrawState.OPEN)), nothing),
    "b-drawfrozen": ("anchor", drawing(a_draw(DrawState.FROZEN)), _hold_draw),
    "b-drawn": ("anchor", drawing(a_draw(DrawState.DRAWN, 3)), nothing),
    "b-drawnmany": ("anchor", drawing(a_draw(DrawState.DRAWN, 12)), nothing),
    "b-uprightflash": ("anchor", replace(FLASHING, camera=UPRIGHT.camera), nothing),
}
