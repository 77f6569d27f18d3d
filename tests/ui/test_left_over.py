"""The show after a show: what was not sold goes along or stays behind, by keys, and nothing vanishes without a word."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import commands as c
from console.facts import ListingState, Show, ShowStatus
from console.state import ShowState
from tests.ui.conftest import Opened, three_items
from ui.windows.main_window import MainWindow

SHIFT_CTRL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def ended() -> ShowState:
    """Three goods after a show; the third is sold out."""
    state = three_items()
    gone = replace(state.items[2], stock_left=0, listing=ListingState.SOLD_OUT)
    show = Show("show", "晚场", ShowStatus.ENDED, 1, 2)
    return replace(state, show=show, items=(*state.items[:2], gone), on_air_item_id=None)


def said(window: MainWindow) -> str:
    """What the sheet of the look round says of the goods of the show before."""
    return next(
        (row.what.text() for row in window.flow.preflight.rows if row.isVisible() and row.part == "left_over"), ""
    )


def words(window: MainWindow) -> str:
    return " ".join(card.accessibleName() for card in window.notices.cards)


def test_the_look_round_counts_what_will_go_live(qtbot: QtBot, open_window: Opened) -> None:
    """F5 after a show speaks of the goods that go along, and F5 again goes live with them under their numbers."""
    window, desk = open_window(ended())
    QTest.keyClick(window, Qt.Key.Key_F5)
    lineup = next(row for row in window.flow.preflight.rows if row.part == "lineup")
    assert lineup.what.text().startswith("2 件可以卖")
    assert "2 件会带上，编号不变" in said(window)
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: desk.state.live)
    assert [type(command) for command in desk.done] == [c.BringAlong, c.StartShow]
    assert [item.number for item in desk.state.items] == [12, 13]


def test_an_empty_start_is_one_key_and_so_is_the_way_back(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+Shift+N leaves them behind, the sheet says so and shows the key; once more brings them."""
    window, desk = open_window(ended())
    QTest.keyClick(window, Qt.Key.Key_F5)
    row = next(row for row in window.flow.preflight.rows if row.part == "left_over")
    assert "Ctrl Shift N" in row.button.accessibleName()
    QTest.keyClick(window, Qt.Key.Key_N, SHIFT_CTRL)
    qtbot.waitUntil(lambda: not desk.state.items)
    qtbot.waitUntil(lambda: "没有带上" in said(window))
    QTest.keyClick(window, Qt.Key.Key_N, SHIFT_CTRL)
    qtbot.waitUntil(lambda: len(desk.state.items) == 2)
    qtbot.waitUntil(lambda: said(window) == "")


def test_the_button_of_the_sheet_does_the_same(qtbot: QtBot, open_window: Opened) -> None:
    """Who looks for it finds it under the line that speaks of it."""
    window, desk = open_window(ended())
    QTest.keyClick(window, Qt.Key.Key_F5)
    next(row for row in window.flow.preflight.rows if row.part == "left_over").button.click()
    qtbot.waitUntil(lambda: desk.done == [c.LeaveBehind()])


def test_bringing_along_can_be_taken_back(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+Z leaves behind what came along."""
    window, desk = open_window(ended())
    window.acts.bring_along(lambda: None)
    qtbot.waitUntil(lambda: "编号不变" in words(window))
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.done == [c.BringAlong(), c.LeaveBehind()])


def test_a_line_listed_after_a_show_replaces_nothing(qtbot: QtBot, open_window: Opened) -> None:
    """The goods come along first, and a notice says so."""
    window, desk = open_window(ended())
    line = window.seat.form.line  # type: ignore[union-attr]  # the assistant's
    line.setFocus()
    line.setText("新手镯 99")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(isinstance(command, c.OpenFlash) for command in desk.done))
    assert [type(command) for command in desk.done if not isinstance(command, c.TakeSnap)] == [
        c.BringAlong, c.OpenFlash,
    ]  # fmt: skip
    qtbot.waitUntil(lambda: "2 件也带上了" in words(window))


def test_during_a_show_there_is_nothing_to_leave(qtbot: QtBot, open_window: Opened) -> None:
    """The key does not empty the line-up of a live show."""
    window, desk = open_window()
    QTest.keyClick(window, Qt.Key.Key_N, SHIFT_CTRL)
    assert "没有没卖完" in words(window)
    assert desk.done == []
