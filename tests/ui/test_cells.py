"""Price, stock, bin and points written in the row: what is understood, what is refused, the keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import commands as c
from console.facts import PlatformState
from console.words.check import our_checker
from tests.ui.conftest import Opened
from tests.ui.fake_desk import FakeDesk, an_item, live_state
from ui.typed.asking import AskedTwice, slipped
from ui.typed.cells import CELLS, first, read
from ui.windows.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
THREE = replace(an_item(12, "手镯"), stock_left=3, stock_total=10, bin_code="A-07", points="冰种/57圈口")


@pytest.mark.parametrize(
    ("cell", "typed", "command"),
    [
        ("price", "39.9", c.ChangePrice(number=12, price_fen=3990, change_id="")),
        ("price", "599.00", None),
        ("price", "５９９", None),
        ("stock", "5", c.AddStock(number=12, quantity=2, change_id="")),
        ("stock", "+2", c.AddStock(number=12, quantity=2, change_id="")),
        ("stock", "-1", c.AddStock(number=12, quantity=-1, change_id="")),
        ("stock", "0", c.AddStock(number=12, quantity=-3, change_id="")),
        ("stock", "3", None),
        ("bin", " B-02 ", c.EditItem(number=12, bin_code="B-02")),
        ("bin", "", c.EditItem(number=12, bin_code="")),
        ("bin", "A-07", None),
        ("points", "冰种 / 57圈口", None),
        ("points", "包邮", c.EditItem(number=12, points="包邮")),
    ],
)
def test_what_is_typed_becomes_one_command_or_none(cell: str, typed: str, command: c.Command | None) -> None:
    """A stock may be said as what is left or as a difference; what stands there already asks for nothing."""
    found = read(cell, typed, THREE)
    if isinstance(found, c.ChangePrice | c.AddStock):
        found = replace(found, change_id="")
    assert found == command


@pytest.mark.parametrize(
    ("cell", "typed"),
    [("price", "0"), ("price", "abc"), ("price", ""), ("price", "99999999.99"), ("stock", "-4"), ("stock", "x"),
     ("stock", ""), ("stock", "+9999999"), ("stock", "+")],
)  # fmt: skip
def test_what_breaks_the_rules_of_listing_is_said(cell: str, typed: str) -> None:
    """Neither below nor beyond what may be listed; the answer is a sentence."""
    assert isinstance(read(cell, typed, THREE), str)


def test_a_cell_reads_back_as_it_is_shown() -> None:
    """Enter on an untouched cell changes nothing, whichever it is."""
    assert [read(cell, first(cell, THREE), THREE) for cell in CELLS] == [None] * len(CELLS)


def opened(open_window: Opened, **options: object) -> tuple[MainWindow, FakeDesk]:
    cup = replace(an_item(13, "手工陶杯", price_fen=9900), bin_code="B-02")
    window, desk = open_window(live_state(THREE, cup, an_item(14, "老铜钱"), on_air=12), **options)
    window.seat.lineup.choose(12)
    window.seat.lineup.view.setFocus()
    return window, desk


def test_enter_writes_the_price_in_its_row(qtbot: QtBot, open_window: Opened) -> None:
    """Enter, 680, Enter: the price is changed, the hands are on the row again, Ctrl+Z brings the old price back."""
    window, desk = opened(open_window)
    lineup = window.seat.lineup
    QTest.keyClick(lineup.view, Qt.Key.Key_Return)
    field = lineup.editor.field
    assert QApplication.focusWidget() is field
    assert (field.text(), field.selectedText()) == ("599", "599")
    QTest.keyClicks(field, "680")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.by_number(12).price_fen == 68_000)
    assert lineup.view.hasFocus()
    assert not field.isVisible()
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: desk.state.by_number(12).price_fen == 59_900)


def test_the_field_lies_over_its_cell(qtbot: QtBot, open_window: Opened) -> None:
    """It stands in the row and the column that it changes, and goes along when the rows are scrolled."""
    items = [an_item(n, f"货 {n}", bin_code="A") for n in range(1, 40)]
    window, _desk = open_window(live_state(*items, on_air=1))
    lineup = window.seat.lineup
    lineup.choose(5)
    lineup.view.setFocus()
    QTest.keyClick(lineup.view, Qt.Key.Key_Return)
    row = lineup.view.visualRect(lineup.model.index(lineup.model.row_of(5)))
    assert row.contains(lineup.editor.field.geometry())
    top = lineup.editor.field.y()
    lineup.view.verticalScrollBar().setValue(1)
    assert lineup.editor.field.y() == top - row.height()


def test_tab_goes_through_the_cells_and_on_to_the_next_row(qtbot: QtBot, open_window: Opened) -> None:
    """Price, stock, bin, points, then the price of the row below; what was changed on the way is kept."""
    window, desk = opened(open_window)
    lineup = window.seat.lineup
    QTest.keyClick(lineup.view, Qt.Key.Key_Return)
    field = lineup.editor.field
    seen = [lineup.editor.cell]
    for _ in range(4):
        if lineup.editor.cell == "stock":
            QTest.keyClicks(field, "5")
        QTest.keyClick(field, Qt.Key.Key_Tab)
        seen.append(lineup.editor.cell)
    assert seen == ["price", "stock", "bin", "points", "price"]
    assert lineup.selected.number == 13
    assert field.text() == "99"
    qtbot.waitUntil(lambda: desk.state.by_number(12).stock_left == 5)
    assert [type(command).__name__ for command in desk.done] == ["AddStock"]
    QTest.keyClick(field, Qt.Key.Key_Backtab, SHIFT)
    assert (lineup.selected.number, lineup.editor.cell) == (12, "points")


def test_what_cannot_be_stays_open_with_its_reason(qtbot: QtBot, open_window: Opened) -> None:
    """A price of nothing is not listed; the field keeps the focus and says how to write it."""
    window, desk = opened(open_window)
    lineup = window.seat.lineup
    QTest.keyClick(lineup.view, Qt.Key.Key_Return)
    field = lineup.editor.field
    QTest.keyClicks(field, "0")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert lineup.editor.beneath.text == "写成 599 或 39.90"
    assert field.hasFocus()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not lineup.editor.going
    assert lineup.view.hasFocus()
    assert desk.done == []


@pytest.mark.parametrize(("typed", "said"), [("5990", "¥599 改成 ¥5,990"), ("59.9", "¥599 改成 ¥59.90")])
def test_a_price_ten_times_off_is_asked_once_more_in_its_cell(
    qtbot: QtBot, open_window: Opened, typed: str, said: str
) -> None:
    """The old and the new price are said beneath; Enter again means it, and a smaller change asks nothing."""
    window, desk = opened(open_window)
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_Return)
    editor = window.seat.lineup.editor
    QTest.keyClicks(editor.field, typed)
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert said in editor.beneath.text
    assert desk.done == []
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(isinstance(command, c.ChangePrice) for command in desk.done))


def test_the_price_on_air_is_asked_once_more_on_its_strip(qtbot: QtBot, open_window: Opened) -> None:
    """F4, a nought too many, Enter: both prices are said; Enter again changes it."""
    window, desk = opened(open_window)
    window.seat.form.line.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F4)
    field = window.strip.field
    QTest.keyClicks(field, "5990")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "¥599 改成 ¥5,990" in window.strip.wrong.text()
    assert desk.done == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.by_number(12).price_fen == 599_000)


def test_a_flash_price_of_a_tenth_is_asked_once_more(qtbot: QtBot, open_window: Opened) -> None:
    """F6 with 49.9 over 599: asked; the flash sale begins with the second Enter."""
    window, desk = opened(open_window)
    QTest.keyClick(window, Qt.Key.Key_F6)
    field = window.strip.field
    field.setText("49.9 x2 60")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "秒杀价 ¥49.90" in window.strip.wrong.text()
    assert desk.done == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(isinstance(command, c.StartFlashSale) for command in desk.done))


def test_a_slip_changed_into_another_is_asked_again() -> None:
    """Only the same words twice are meant."""
    twice = AskedTwice()
    assert twice.first_time("5990", doubtful=True)
    assert twice.first_time("59900", doubtful=True)
    assert not twice.first_time("59900", doubtful=True)
    assert not twice.first_time("599", doubtful=False)


@pytest.mark.parametrize(
    ("former", "now", "off"),
    [(59_900, 599_000, True), (59_900, 5_990, True), (59_900, 598_999, False), (59_900, 5_991, False), (0, 100, False)],
)
def test_ten_times_is_where_doubt_begins(former: int, now: int, off: bool) -> None:
    """A slip of the point or of a nought is exactly ten times; nine times is a price."""
    assert slipped(former, now) is off


def test_a_cell_that_is_left_changes_nothing(qtbot: QtBot, open_window: Opened) -> None:
    """A price half typed when a snap takes the focus is not sold at."""
    window, desk = opened(open_window)
    lineup = window.seat.lineup
    QTest.keyClick(lineup.view, Qt.Key.Key_Return)
    QTest.keyClicks(lineup.editor.field, "5")
    QTest.keyClick(lineup.editor.field, Qt.Key.Key_F2)
    qtbot.waitUntil(window.seat.form.line.hasFocus)
    assert not lineup.editor.going
    assert [type(command).__name__ for command in desk.done] == ["TakeSnap"]


def test_sales_that_come_while_a_stock_is_typed_are_not_lost(qtbot: QtBot, open_window: Opened) -> None:
    """ "5" over three means two more: one sold meanwhile leaves four."""
    window, desk = opened(open_window)
    lineup = window.seat.lineup
    QTest.keyClick(lineup.view, Qt.Key.Key_Equal, CTRL)
    assert lineup.editor.cell == "stock"
    window.acts.sell(1, 12)
    qtbot.waitUntil(lambda: desk.state.by_number(12).stock_left == 2)
    QTest.keyClicks(lineup.editor.field, "5")
    QTest.keyClick(lineup.editor.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.by_number(12).stock_left == 4)


def test_points_are_composed_with_an_input_method(qtbot: QtBot, open_window: Opened) -> None:
    """Enter and Tab that belong to the input method keep the cell as it is; figures take no input method."""
    window, desk = opened(open_window)
    lineup = window.seat.lineup
    QTest.keyClick(lineup.view, Qt.Key.Key_Return)
    assert not lineup.editor.field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    QTest.keyClick(lineup.editor.field, Qt.Key.Key_P, CTRL)
    field = lineup.editor.field
    assert lineup.editor.cell == "points"
    assert field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    QApplication.sendEvent(field, QInputMethodEvent("bing", []))
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert (lineup.editor.cell, desk.done) == ("points", [])
    commit = QInputMethodEvent()
    commit.setCommitString("冰种")
    QApplication.sendEvent(field, commit)
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.by_number(12).points == "冰种")


def test_points_that_must_not_go_on_air_are_not_kept(qtbot: QtBot, open_window: Opened) -> None:
    """What leads off the platform is marked and said beneath; Enter keeps the cell open."""
    checker = our_checker()
    window, desk = opened(open_window, check=checker.check)
    lineup = window.seat.lineup
    QTest.keyClick(lineup.view, Qt.Key.Key_P, CTRL)
    lineup.editor.field.setText("加微信 abc12345")
    QTest.keyClick(lineup.editor.field, Qt.Key.Key_Return)
    assert lineup.editor.going
    assert lineup.editor.beneath.text
    assert desk.done == []


def test_a_refused_item_is_sent_again_with_its_new_price(qtbot: QtBot, open_window: Opened) -> None:
    """What the platform refused for its price is mended in the row."""
    refused = replace(an_item(12), platform=PlatformState.REFUSED, platform_reason="价格低于限价")
    window, desk = open_window(live_state(refused))
    window.seat.lineup.choose(12)
    window.seat.lineup.view.setFocus()
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_Return)
    QTest.keyClicks(window.seat.lineup.editor.field, "699")
    QTest.keyClick(window.seat.lineup.editor.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [type(command).__name__ for command in desk.done] == ["ChangePrice", "ResendItem"])


def test_a_double_click_writes_the_cell_it_falls_on(qtbot: QtBot, open_window: Opened) -> None:
    """On the stock it writes the stock, on the number the price."""
    window, _desk = opened(open_window)
    lineup = window.seat.lineup
    row = lineup.view.visualRect(lineup.model.index(0))
    stock = lineup.view.itemDelegate().cell_box(row, "stock").center().toPoint()
    QTest.mouseDClick(lineup.view.viewport(), Qt.MouseButton.LeftButton, pos=stock)
    assert lineup.editor.cell == "stock"
    number = QPoint(row.left() + 30, row.center().y())
    QTest.mouseDClick(lineup.view.viewport(), Qt.MouseButton.LeftButton, pos=number)
    assert (lineup.editor.going, lineup.editor.cell) == (True, "price")


def test_the_keys_below_are_those_that_help_now(qtbot: QtBot, open_window: Opened) -> None:
    """While a cell is written, something is looked for, or several rows are chosen, the hints say what the keys do."""
    window, _desk = opened(open_window)
    lineup = window.seat.lineup
    usual = lineup.hints.said
    QTest.keyClick(lineup.view, Qt.Key.Key_Return)
    assert ("Tab", "下一格") in lineup.hints.said
    QTest.keyClick(lineup.editor.field, Qt.Key.Key_Escape)
    assert lineup.hints.said == usual
    QTest.keyClick(lineup.view, Qt.Key.Key_Down, SHIFT)
    assert ("Ctrl D", "下架") in lineup.hints.said
    lineup.choose(12)
    lineup.look_for()
    lineup.finder.setText("13")
    assert ("Enter", "上讲解") in lineup.hints.said
    QTest.keyClick(lineup.finder, Qt.Key.Key_Escape)
    assert lineup.hints.said == usual


def test_without_a_column_it_is_asked_below(qtbot: QtBot, open_window: Opened) -> None:
    """A narrow window has no bins in its rows: Ctrl+B asks on the strip."""
    window, desk = opened(open_window, size=(960, 540))
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_B, CTRL)
    assert not window.seat.lineup.editor.going
    assert window.strip.isVisible()
    window.strip.field.setText("C-1")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.by_number(12).bin_code == "C-1")
