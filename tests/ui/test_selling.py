"""Flash sales and steps on both screens and on the card: typed, counted, confirmed, taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import commands as c
from console import events as e
from console.facts import FlashSale, FlashState, Item, StepKind
from console.listing.steps import read_steps
from console.state import ShowState
from tests.clock import FakeClock
from tests.ui.conftest import Opened, three_items
from tests.ui.fake_desk import FakeDesk, an_item, live_state
from ui.look.theme import Theme
from ui.selling import card
from ui.selling.flash_sales import (
    FlashWish,
    begins_at_ms,
    flash_first,
    flash_heard,
    flash_in,
    flash_lines,
    left_words,
    over_since,
    result_words,
)
from ui.selling.steps import steps_line

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
CLOCK = FakeClock()
NOW = CLOCK.now_ms()


def a_flash(**changes: object) -> FlashSale:
    """Five units at 499 for a minute, 42 seconds of it left, two sold."""
    flash = FlashSale(
        "flash", FlashState.RUNNING, False, 2, 99_800, 49_900, 59_900, 5, 0, 60_000, None, NOW - 18_000,
        NOW + 42_000, CLOCK.steady_s + 42, "boot",
    )  # fmt: skip
    return replace(flash, **changes)  # type: ignore[arg-type]


def in_flash(flash: FlashSale, **changes: object) -> ShowState:
    """12 is on air in a flash sale."""
    item = an_item(12, **{"price_fen": flash.price_fen, "flash_sales": (flash,), **changes})
    return live_state(item, an_item(13, "手工陶杯", price_fen=9900), on_air=12)


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("499 x5 60", FlashWish(49_900, 5, 60)),
        ("499", FlashWish(49_900)),
        ("４９９元 ×5 2分", FlashWish(49_900, 5, 120)),
        ("39.9 5件 90秒 限2", FlashWish(3_990, 5, 90, 2)),
        ("499 x5 60 20:30", FlashWish(49_900, 5, 60, 0, (20, 30))),
        ("499 x5 60 max1", FlashWish(49_900, 5, 60, 1)),
        ("", None),
        ("x5", None),
        ("499 很多", None),
        ("0", None),
        ("499 25:00", None),
    ],
)
def test_a_flash_sale_is_one_line(typed: str, wish: FlashWish | None) -> None:
    """Price, units, time, limit and begin in the ways people write them; anything else is asked again."""
    assert flash_in(typed) == wish


def test_what_was_heard_says_that_the_platform_has_no_limit() -> None:
    """Whoever types a limit per buyer reads that it holds here alone."""
    assert "平台没有限购接口" in flash_heard("499 x5 60 限2")
    assert flash_heard("499 x5 60") == "¥499 · ×5 · 60 秒"
    assert flash_heard("x") == ""


def test_a_time_of_day_is_the_next_one() -> None:
    """A time that is past today is tomorrow's, never in the past."""
    at = begins_at_ms((0, 0), NOW)
    assert 0 < at - NOW <= 86_400_000
    assert begins_at_ms((0, 0), at) - at == 86_400_000


def test_the_entry_shows_the_last_discount_first() -> None:
    """Units, time and discount of the last flash sale are proposed at this item's price, within its stock."""
    plain_item = an_item(12, stock_left=3)
    assert flash_first(plain_item, live_state(plain_item)) == "509 x3 60"
    over = a_flash(state=FlashState.ENDED, price_fen=29_950, units=2, lasts_ms=90_000)
    other = an_item(13, price_fen=29_950, flash_sales=(over,))
    assert flash_first(plain_item, live_state(plain_item, other)) == "299 x2 90"


def test_a_countdown_says_zero_only_when_it_is_over() -> None:
    """The last second is shown as one."""
    assert [left_words(ms) for ms in (42_000, 41_001, 1, 0)] == ["00:42", "00:42", "00:01", "00:00"]


def test_f6_asks_in_one_line_and_starts(qtbot: QtBot, open_window: Opened) -> None:
    """F6 and Enter start what the line says on the item on air; F6 again gives it half a minute more."""
    window, desk = open_window()
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_F6)
    assert window.strip.field.text() == "509 x5 60"
    assert window.strip.heard.text() == "¥509 · ×5 · 60 秒"
    window.strip.field.setText("499 x5 60 限2")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.on_air.flash is not None)
    asked = desk.done[-1]
    assert isinstance(asked, c.StartFlashSale)
    assert (asked.number, asked.price_fen, asked.units, asked.seconds, asked.per_buyer) == (12, 49_900, 5, 60, 2)
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: desk.state.on_air.flash.lasts_ms == 90_000)
    assert not window.strip.isVisible()


def test_a_line_that_is_no_flash_sale_starts_nothing(qtbot: QtBot, open_window: Opened) -> None:
    """What cannot be read is said beside the field, and nothing is asked of the desk."""
    window, desk = open_window()
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_F6)
    window.strip.field.setText("便宜点")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.wait(20)
    assert desk.done == []
    assert window.strip.wrong.text().startswith("写成 499")


@pytest.mark.parametrize("seat", ["assistant", "anchor"])
def test_shift_f6_ends_it_and_ctrl_z_lets_it_go_on(qtbot: QtBot, open_window: Opened, seat: str) -> None:
    """An early end is taken back with the units and the time that were left."""
    window, desk = open_window(in_flash(a_flash(confirmed=True)), seat=seat)
    QTest.keyClick(window, Qt.Key.Key_F6, SHIFT)
    qtbot.waitUntil(lambda: desk.state.on_air.flash is None)
    qtbot.waitUntil(lambda: any("卖出 2/5" in view.accessibleName() for view in window.notices.cards))
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: desk.state.on_air.flash is not None)
    again = desk.done[-1]
    assert isinstance(again, c.StartFlashSale)
    assert (again.price_fen, again.units, again.seconds) == (49_900, 3, 42)


def test_a_start_is_taken_back_by_an_end(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+Z after a start ends that flash sale."""
    window, desk = open_window()
    window.acts.do(c.StartFlashSale(number=12, price_fen=49_900, units=5))
    qtbot.waitUntil(lambda: desk.state.on_air.flash is not None)
    flash_id = desk.state.on_air.flash.flash_id
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: desk.done[-1] == c.EndFlashSale(flash_id=flash_id))


def test_until_the_platform_confirms_viewers_see_nothing_of_it(qtbot: QtBot, open_window: Opened) -> None:
    """Both seats say that it waits, with shape and word; the card keeps the regular price until it is confirmed."""
    waiting, confirmed = a_flash(), a_flash(confirmed=True)
    assert flash_lines(_flashing(waiting), 42_000)[0].word == "等待平台确认 00:42 · 剩 3/5"
    assert flash_lines(_flashing(waiting), 42_000)[0].shape == "wait"
    assert flash_lines(_flashing(confirmed), 42_000)[0].shape == "full"
    assert card.shown_price_fen(_flashing(waiting)) == 59_900
    assert card.shown_price_fen(_flashing(confirmed)) == 49_900

    def painted(item: Item, left_ms: int) -> QImage:
        return card.render(Theme(), item, None, 420, left_ms)

    plain_item = replace(_flashing(waiting), price_fen=59_900, flash_sales=())
    assert painted(_flashing(waiting), 42_000) == painted(plain_item, 0)
    assert painted(_flashing(confirmed), 42_000) != painted(_flashing(confirmed), 41_000)
    window, _desk = open_window(in_flash(waiting), seat="anchor")
    assert "等待平台确认" in window.seat.on_air.accessibleName()


def _flashing(flash: FlashSale) -> Item:
    return an_item(12, price_fen=flash.price_fen, flash_sales=(flash,))


def test_the_countdown_comes_from_the_steady_clock(qtbot: QtBot, open_window: Opened) -> None:
    """A wall clock that somebody moves changes nothing; only the steady one counts, and only while it is seen."""
    clock = FakeClock()
    window, _desk = open_window(in_flash(a_flash(confirmed=True)), clock=clock)
    qtbot.waitUntil(lambda: "00:42" in window.seat.tools.flash.text)
    assert window.ticking.going
    clock.utc_ms += 3_600_000
    clock.steady_s += 10
    qtbot.waitUntil(lambda: "00:32" in window.seat.tools.flash.text)
    window.hide()
    clock.steady_s += 10
    with qtbot.assertNotEmitted(window.ticking.ticked, wait=450):
        pass


def test_nothing_ticks_without_a_flash_sale(qtbot: QtBot, open_window: Opened) -> None:
    """The tick of the countdown begins with a flash sale and stops with it."""
    window, desk = open_window()
    assert not window.ticking.going
    desk.tell(_now(desk, flash_sales=(a_flash(),)))
    qtbot.waitUntil(lambda: window.ticking.going)
    desk.tell(_now(desk, flash_sales=()))
    qtbot.waitUntil(lambda: not window.ticking.going)


def _now(desk: FakeDesk, **changes: object) -> e.ItemChanged:
    item = replace(desk.state.by_number(12), **changes)  # type: ignore[arg-type]
    return e.ItemChanged(item_id=item.item_id, number=12, item=item, on_air_item_id=desk.state.on_air_item_id)


@pytest.mark.parametrize("seat", ["assistant", "anchor"])
def test_the_result_passes_by_however_it_ended(qtbot: QtBot, open_window: Opened, seat: str) -> None:
    """Time up, sold out, off sale: what came of it is said once on every seat."""
    window, desk = open_window(in_flash(a_flash(confirmed=True)), seat=seat)
    over = a_flash(state=FlashState.ENDED, sold_units=3, gmv_fen=149_700, why="time")
    desk.tell(_now(desk, flash_sales=(over,), price_fen=59_900))
    said = "12 号秒杀结束：卖出 3/5 件 ¥1,497.00（时间到）"
    qtbot.waitUntil(lambda: any(said in view.accessibleName() for view in window.notices.cards))
    assert over_since(desk.state, desk.state) == []


def test_a_flash_sale_that_never_began_says_why() -> None:
    """One that was struck for want of stock is no result of nothing sold."""
    over = a_flash(state=FlashState.ENDED, started_at_ms=None, why="no stock")
    assert result_words(12, over) == "12 号的秒杀没有开始：没有库存"


def test_planned_ones_are_listed_with_their_time_and_can_be_struck(qtbot: QtBot, open_window: Opened) -> None:
    """Each planned one has a button with time, price and units; pressed, it strikes it, and Ctrl+Z brings it back."""
    at_ms = NOW + 600_000
    planned = a_flash(flash_id="later", state=FlashState.PLANNED, at_ms=at_ms, started_at_ms=None, ends_at_ms=None,
                      ends_s=None, sold_units=0)  # fmt: skip
    window, desk = open_window(in_flash(a_flash(), flash_sales=(a_flash(), planned)))
    button = window.seat.tools._planned.itemAt(0).widget()
    assert "¥499 ×5" in button.text()
    assert button.accessibleName().startswith("取消排好的秒杀")
    QTest.keyClick(button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.done == [c.EndFlashSale(flash_id="later")])
    qtbot.waitUntil(lambda: window.notices.take_undo is not None and window.notices._undo is not None)
    back = window.notices.take_undo().back
    assert isinstance(back, c.StartFlashSale)
    assert (back.at_ms, back.units, back.seconds) == (at_ms, 5, 60)


# --- steps -----------------------------------------------------------------------------------

STEPS = read_steps("预热 讲产地 | 开价 599 | 秒杀 499 x5 60秒 | 下架")


def test_one_key_takes_the_next_step(qtbot: QtBot, open_window: Opened) -> None:
    """Shift+PageDown takes the next step of the item on air; both seats show which one it is."""
    state = three_items()
    state = replace(state, items=(replace(state.items[0], steps=STEPS), *state.items[1:]))
    window, desk = open_window(state)
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_PageDown, SHIFT)
    qtbot.waitUntil(lambda: desk.state.on_air.step == 1)
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_PageDown, SHIFT)
    qtbot.waitUntil(lambda: desk.state.on_air.step == 2)
    assert [type(command) for command in desk.done] == [c.NextStep, c.NextStep]
    assert window.seat.tools.steps.words[2] == "3 秒杀 ¥499 ×5"
    assert desk.state.on_air.number == 12


def test_steps_are_written_in_one_line_and_read_back(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+K in the line-up asks for the steps; what cannot be read is said, and the written line reads the same."""
    window, desk = open_window()
    window.seat.lineup.choose(13)
    window.seat.lineup.view.setFocus()
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_K, CTRL)
    window.strip.field.setText("开价 5百")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    assert window.strip.wrong.text().startswith("写成 预热")
    assert desk.done == []
    window.strip.field.setText("预热 讲产地 | 秒杀 89 x5 60秒")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.state.by_number(13).steps) == 2)
    assert desk.state.by_number(13).steps[1].kind is StepKind.FLASH
    assert read_steps(steps_line(STEPS)) == STEPS
