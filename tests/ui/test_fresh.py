"""An item just listed: it can be seen, and says what it lacks."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.facts import ListingState
from tests.ui.conftest import Opened
from tests.ui.fake_desk import an_item, live_state
from ui.look.format import photo_words
from ui.panels.cards import Card
from ui.panels.lineup.view import LineupView
from ui.windows.main_window import MainWindow


def list_line(window: MainWindow, line: str) -> None:
    field = window.seat.form.line  # type: ignore[union-attr]  # the assistant's
    field.setFocus()
    field.setText(line)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_draft_says_that_a_picture_is_missing_and_which_key_takes_it(qtbot: QtBot, open_window: Opened) -> None:
    """The form, a notice and the row say why it is a draft; nothing says that it was listed."""
    window, desk = open_window(live_state(an_item(1)))
    desk.blind = True
    list_line(window, "手工陶杯 99")
    qtbot.waitUntil(lambda: len(desk.state.items) == 2)
    qtbot.waitUntil(lambda: "还没有照片：Ctrl T" in " ".join(card.accessibleName() for card in window.notices.cards))
    said = " ".join(card.accessibleName() for card in window.notices.cards)
    assert "已上架" not in said
    assert "先当草稿" in said


def test_only_a_draft_without_a_picture_speaks_of_it() -> None:
    """A draft that waits for its certificate has a picture; what is on sale needs no word."""
    draft = replace(an_item(1), listing=ListingState.DRAFT, thumb="")
    assert photo_words(draft, "Ctrl T") == "还没有照片：Ctrl T 拍一张"
    assert photo_words(replace(draft, thumb="t.jpg"), "Ctrl T") == ""
    assert photo_words(an_item(1), "Ctrl T") == ""


def whole(view: LineupView, row: int) -> bool:
    """Whether no part of a row is out of sight."""
    return view.viewport().rect().contains(view.visualRect(view.model().index(row, 0)))


def test_a_new_item_comes_into_sight(qtbot: QtBot, open_window: Opened) -> None:
    """Its row is scrolled to and stays above the cards that come; not under the hand of somebody in the line-up."""
    window, desk = open_window(live_state(*(an_item(n) for n in range(1, 61)), on_air=1))
    lineup = window.seat.lineup  # type: ignore[union-attr]  # the assistant's
    list_line(window, "手工陶杯 99")
    qtbot.waitUntil(lambda: lineup.model.row_of(61) in lineup.view.rows_in_sight())
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    assert whole(lineup.view, lineup.model.row_of(61))
    for n in range(2):  # cards that come below make the list lower
        window.notices.offer(Card(f"card {n}", "amber", "一张卡片", "", close=lambda: None))
    qtbot.waitUntil(lambda: window.notices.height() > 100)
    assert whole(lineup.view, lineup.model.row_of(61))
    lineup.view.scrollToTop()
    lineup.view.setFocus()
    lineup.show_listed(61)
    lineup.show_state(replace(desk.state, sales=()))
    assert lineup.model.row_of(61) not in lineup.view.rows_in_sight()


def test_listed_and_put_on_air_by_one_key_is_taken_back_by_one(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+Enter, then Ctrl+Z: the item is off sale again, and what was on air before is on air."""
    window, desk = open_window(live_state(an_item(1), on_air=1))
    field = window.seat.form.line  # type: ignore[union-attr]  # the assistant's
    field.setText("手工陶杯 99")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any("2 号上架并讲解：手工陶杯" in card.accessibleName() for card in window.notices.cards))
    assert desk.state.on_air is not None
    assert desk.state.on_air.number == 2
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.state.on_air is not None and desk.state.on_air.number == 1)
    assert desk.state.items[1].listing is ListingState.WITHDRAWN


def test_the_row_on_air_is_in_sight_when_a_window_opens(qtbot: QtBot, open_window: Opened) -> None:
    """After a crash in the middle of a show nobody has to look for what is on air."""
    window, _desk = open_window(live_state(*(an_item(n) for n in range(1, 61)), on_air=48), size=(683, 384))
    lineup = window.seat.lineup  # type: ignore[union-attr]  # the assistant's
    qtbot.waitUntil(lambda: whole(lineup.view, lineup.model.row_of(48)))
