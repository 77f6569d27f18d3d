"""Coupons on both screens and the viewers' card: typed in whole days, counted truly, taken back where they can be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import commands as c
from console import events as e
from console.facts import Coupon, CouponState, ShowStatus
from tests.clock import FakeClock
from tests.ui.conftest import Opened
from tests.ui.fake_desk import FakeDesk
from tests.ui.states.tools import a_coupon, with_coupons
from ui.look.theme import Theme
from ui.selling import card
from ui.selling.coupons import (
    FRESH_MS,
    CouponWish,
    coupon_first,
    coupon_heard,
    coupon_in,
    coupon_name,
    coupon_on_screen,
    last_day,
    left_for_viewers,
    left_of,
    living,
)

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NOW = FakeClock().now_ms()
DAY_MS = 86_400_000


def made(desk: FakeDesk, coupon: Coupon) -> None:
    """The platform has it; nobody took one yet."""
    there = replace(coupon, state=CouponState.MADE, platform_coupon_id=4711, taken=0, taken_at_ms=desk.clock.now_ms())
    desk.tell(e.CouponChanged(coupon_id=coupon.coupon_id, what="made", coupon=there, shown=desk.state.coupon_shown))


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("满500减50 x100 限1 3天", CouponWish(5_000, 50_000, 100, 1, 3)),
        ("减20", CouponWish(2_000)),
        ("立减 9.9元 ×50张 每人限2张", CouponWish(990, 0, 50, 2)),
        ("满１，０００减１００ 20张 全店 老客券", CouponWish(10_000, 100_000, 20, 1, 1, True, "老客券")),
        ("50 off 500 x100 max2 3days", CouponWish(5_000, 50_000, 100, 2, 3)),
        ("减20 今天", CouponWish(2_000)),
        ("", None),
        ("x100", None),
        ("满500", None),
        ("减0", None),
        ("减20 30秒", None),
        ("减20 10分钟", None),
        ("减20 x10 5", None),
    ],
)
def test_a_coupon_is_one_line(typed: str, wish: CouponWish | None) -> None:
    """Sum, threshold, number, limit and days as people write them; less than a day or a stray number is none."""
    assert coupon_in(typed) == wish


def test_the_form_says_that_it_lasts_whole_days() -> None:
    """What was understood names the last day until its midnight; seconds are sent to the flash sale."""
    today, third = coupon_heard("满500减50", 12, NOW), coupon_heard("满500减50 x9 3天 全店", 12, NOW)
    assert "按整天算" in today
    assert "只用于 12 号" in today
    assert "全店" in third
    assert last_day(CouponWish(1, days=3), NOW)[5:] in third
    assert "秒杀" in coupon_heard("减20 30秒", 12, NOW)
    assert "最多 30 天" in coupon_heard("减20 40天", 12, NOW)


def test_its_name_at_the_platform_is_chinese() -> None:
    """Buyers read it, whatever language the console speaks; a name that was typed stays."""
    assert coupon_name(CouponWish(5_000, 50_000)) == "满500减50"
    assert coupon_name(CouponWish(990)) == "立减9.90"
    assert coupon_name(CouponWish(990, name="老客券")) == "老客券"


def test_the_entry_shows_the_last_terms_first() -> None:
    """Whoever gives the same coupon again only presses Enter; that line can be read."""
    first = coupon_first(None, (a_coupon(),))
    assert first == "满500减50 x100 限1 1天"
    assert coupon_in(first) == CouponWish(5_000, 50_000)


def test_a_count_is_told_with_its_age_and_never_to_viewers_when_it_is_old() -> None:
    """The number is the platform's of now, or it says of when; on the viewers' card it is left out."""
    fresh, old = a_coupon(), a_coupon(taken_at_ms=NOW - FRESH_MS)
    assert left_of(fresh, NOW) == "剩 87/100"
    assert left_of(old, NOW).endswith("时剩 87/100")
    assert left_for_viewers(fresh, NOW) == "还剩 87 张"
    assert left_for_viewers(old, NOW) == ""
    assert left_for_viewers(a_coupon(taken=100), NOW) == "已领完"
    assert left_of(a_coupon(taken=None), NOW) == ""


def test_viewers_see_what_the_platform_has_and_only_on_its_days() -> None:
    """Waiting, ending, refused and past coupons are not on the card, though they were chosen for it."""
    assert coupon_on_screen(with_coupons(a_coupon()), NOW) is not None
    assert coupon_on_screen(with_coupons(a_coupon(), shown=False), NOW) is None
    for changes in ({"state": CouponState.SENT}, {"ending": True}, {"state": CouponState.OVER}):
        assert coupon_on_screen(with_coupons(a_coupon(**changes)), NOW) is None
    assert coupon_on_screen(with_coupons(a_coupon()), NOW + 3 * DAY_MS) is None
    assert living(with_coupons(a_coupon()), NOW + 3 * DAY_MS) == []


def test_the_ticket_changes_with_its_count(qapp: object) -> None:
    """The card of a coupon is another picture when another number is left, and as wide as the item's card."""
    theme = Theme()
    one, other = (card.render_coupon(theme, a_coupon(taken=n), "12号", 420, NOW) for n in (13, 14))
    assert one.width() == other.width() == 420
    assert one != other
    assert one == card.render_coupon(theme, a_coupon(taken=13), "12号", 420, NOW)


def test_ctrl_j_asks_and_ctrl_shift_j_shows_it(qtbot: QtBot, open_window: Opened) -> None:
    """One line makes it for the item on air; it is shown once the platform has it, and not before."""
    window, desk = open_window()
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_J, CTRL)
    window.strip.field.setText("满500减50 x100 限2 3天")
    assert "按整天算" in window.strip.heard.text()
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.state.coupons))
    asked = desk.done[-1]
    assert isinstance(asked, c.CreateCoupon)
    assert (asked.number, asked.name, asked.reduce_fen, asked.threshold_fen) == (12, "满500减50", 5_000, 50_000)
    assert (asked.total, asked.per_buyer, asked.last_day) == (100, 2, last_day(CouponWish(1, days=3), NOW))
    qtbot.waitUntil(window.seat.coupon.isVisible)
    assert window.seat.coupon.turn.isHidden(), "the platform has not made it"
    made(desk, desk.state.coupons[0])
    qtbot.waitUntil(lambda: not window.seat.coupon.turn.isHidden())
    assert window.seat.coupon.left.text == "剩 100/100"
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_J, CTRL | SHIFT)
    qtbot.waitUntil(lambda: desk.state.coupon_shown == asked.coupon_id)
    qtbot.waitUntil(lambda: window.seat.coupon.standing.text == "观众看得到")
    over = replace(desk.state, show=replace(desk.state.show, status=ShowStatus.ENDED))
    window.seat.coupon.show_state(over)
    assert window.seat.coupon.standing.text == "开播就给观众看", "there are no viewers now"
    window.seat.coupon.show_state(desk.state)
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_J, CTRL | SHIFT)
    qtbot.waitUntil(lambda: desk.state.coupon_shown is None)


def test_ctrl_z_ends_a_new_one_and_hides_a_shown_one(qtbot: QtBot, open_window: Opened) -> None:
    """What was just made or shown is taken back by one key."""
    window, desk = open_window(with_coupons(a_coupon(), shown=False))
    window.acts.turn_coupon(desk.state.coupons[0])
    qtbot.waitUntil(lambda: desk.state.coupon_shown == "coupon")
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: desk.state.coupon_shown is None)
    window.acts.do(c.CreateCoupon(name="立减5", reduce_fen=500, total=9, last_day="2099-01-01"))
    qtbot.waitUntil(lambda: len(desk.state.coupons) == 2)
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: desk.state.coupons[0].state is CouponState.OVER)


def test_an_end_is_asked_once_more(qtbot: QtBot, open_window: Opened) -> None:
    """The platform cannot take it back: nothing is asked of the desk before the yes.

    Once it is over that is said, and that it was shown can no more be taken back.
    """
    window, desk = open_window(with_coupons(a_coupon(), shown=False))
    window.acts.turn_coupon(desk.state.coupons[0])
    qtbot.waitUntil(lambda: "undo" in [card.key for card in window.notices.cards])
    window.seat.coupon.end.click()
    assert window.strip.isVisible()
    assert len(desk.done) == 1
    window.strip.yes.click()
    qtbot.waitUntil(lambda: desk.state.coupons[0].ending)
    assert desk.state.coupon_shown is None
    qtbot.waitUntil(lambda: "结束了" in window.notices.cards[-1].accessibleName())
    assert window.notices.take_undo() is None


def test_a_refused_one_says_why_until_it_is_put_away(qtbot: QtBot, open_window: Opened) -> None:
    """The platform's words stand in the panel; put away, it takes no room."""
    refused = a_coupon(state=CouponState.REFUSED, reason="券名称含有违禁词")
    window, _ = open_window(with_coupons(refused, shown=False))
    assert "违禁词" in window.seat.coupon.terms.text
    window.seat.coupon.close_it.click()
    assert not window.seat.coupon.isVisible()


def test_with_two_the_other_is_one_press_away(qtbot: QtBot, open_window: Opened) -> None:
    """The panel speaks of one; +1 leads to the other, and the key shows the one it speaks of."""
    window, desk = open_window(with_coupons(a_coupon(), a_coupon(coupon_id="other", name="老客券"), shown=False))
    assert window.seat.coupon.coupon.coupon_id == "coupon"
    window.seat.coupon.another.click()
    assert window.seat.coupon.coupon.coupon_id == "other"
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_J, CTRL | SHIFT)
    qtbot.waitUntil(lambda: desk.state.coupon_shown == "other")


@pytest.mark.parametrize("seat", ["assistant", "anchor"])
def test_alt_j_ends_a_coupon_from_either_seat(qtbot: QtBot, open_window: Opened, seat: str) -> None:
    """The one that viewers see is asked about first; Enter ends it, Esc leaves it."""
    other = a_coupon(coupon_id="other", name="老客券")
    window, desk = open_window(replace(with_coupons(other, a_coupon()), coupon_shown="coupon"), seat=seat)
    QTest.keyClick(window, Qt.Key.Key_J, ALT)
    assert window.strip.isVisible()
    assert a_coupon().name in window.strip.question.text()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
    assert desk.done == []
    QTest.keyClick(window, Qt.Key.Key_J, ALT)
    window.strip.yes.click()
    qtbot.waitUntil(lambda: any(isinstance(done, c.EndCoupon) for done in desk.done))
    assert desk.done[-1] == c.EndCoupon(coupon_id="coupon")


def test_the_anchor_is_told_when_there_is_none(qtbot: QtBot, open_window: Opened) -> None:
    """A key that cannot do anything says so."""
    window, desk = open_window(seat="anchor")
    QTest.keyClick(window, Qt.Key.Key_J, CTRL | SHIFT)
    qtbot.waitUntil(lambda: any("优惠券" in view.accessibleName() or "券" in view.accessibleName()
                                for view in window.notices.cards))  # fmt: skip
    assert desk.done == []
