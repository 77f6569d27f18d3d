"""What the assistant's screen does with much room and with little: nothing tiny on a vast one, nothing hidden."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from tests.clock import FakeClock
from tests.ui.conftest import Opened
from tests.ui.english import EnglishDesk, in_english
from tests.ui.goods import StillSource
from tests.ui.measuring import Written
from tests.ui.settled import settled
from tests.ui.states import STATES
from tests.ui.states.show import EMPTY, full_state
from ui.look.chips import Chip
from ui.look.room import Room
from ui.look.theme import Theme
from ui.panels.lineup.row import columns
from ui.windows.main_window import MainWindow


def row_of(window: MainWindow) -> QSize:
    """How large a row of the line-up is."""
    return window.seat.lineup.view.itemDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex())


def within(window: MainWindow, part: QWidget) -> QRect:
    """Where a part of the window lies."""
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


@pytest.mark.qt_log_ignore("This plugin does not support")  # no screen, no size hints
def test_all_is_larger_on_a_vast_screen_and_small_again_on_a_usual_one(qtbot: QtBot, open_window: Opened) -> None:
    """At 2560x1440 everything has the place and the share of the screen that it has at 1920x1080."""
    window, _desk = open_window(full_state(), size=(1920, 1080))
    usual, button = row_of(window).height(), window.seat.form.list_button.size()
    window.wish(room=Room(2560, 1440))
    qtbot.waitUntil(lambda: window.theme.scale > 1.3 and window.seat.isVisible())
    window.resize(2560, 1440)
    settled(window)
    assert row_of(window).height() == pytest.approx(usual * 4 / 3, abs=1)
    assert window.seat.form.list_button.width() > 1.25 * button.width()
    assert window.seat.form.list_button.height() > 1.2 * button.height()
    window.wish(room=Room(1920, 1080))
    qtbot.waitUntil(lambda: window.theme.scale == 1.0)
    window.resize(1920, 1080)
    settled(window)
    assert row_of(window).height() == usual


def test_the_form_of_guarantees_leaves_rows_in_sight_where_there_is_room(qtbot: QtBot, open_window: Opened) -> None:
    """At 1366x768 the line-up stays above the form; at 960x540 the form takes its place until it is closed."""
    window, _desk = open_window(full_state(), size=(1366, 768))
    lineup, trust = window.seat.lineup, window.seat.trust
    trust.open_for(full_state().items[0])
    settled(window)
    assert lineup.isVisible()
    assert len(lineup.view.rows_in_sight()) > 1
    window.resize(960, 540)
    settled(window)
    assert not lineup.isVisible()
    trust.drop()
    assert lineup.isVisible()


def test_where_there_is_room_for_one_row_it_is_not_the_names_of_the_columns(qtbot: QtBot, open_window: Opened) -> None:
    """At 960x540 with steps, a question and two cards the find field stands apart and a row is in sight."""
    seat, state, deed = STATES["a-steps"]
    window, desk = open_window(state, seat=seat, size=(960, 540))
    deed(window, desk)
    lineup = window.seat.lineup
    assert not lineup.header.isVisible()
    assert lineup.finder.geometry().bottom() < lineup.view.geometry().top()
    assert lineup.view.height() > 0.6 * row_of(window).height()
    window.strip.close_strip()
    qtbot.waitUntil(lineup.header.isVisible)


def test_a_typed_number_lies_over_the_line_up_and_not_over_the_picture(qtbot: QtBot, open_window: Opened) -> None:
    """What viewers see stays in sight while a number is typed."""
    window, _desk = open_window(full_state(), size=(1366, 768), source=StillSource())
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.KeypadModifier)
    assert window.number.isVisible()
    plate = window.number.middle(560, 152).toRect()
    assert within(window, window.seat.lineup).contains(plate)
    assert not plate.intersects(within(window, window.seat.form.preview))


def test_an_empty_line_up_names_the_key_of_all_keys_alone(qtbot: QtBot, open_window: Opened) -> None:
    """Nothing can be moved or priced yet; with the first item the usual keys are named."""
    window, _desk = open_window(EMPTY)
    assert [key for key, _said in window.seat.lineup.hints.said] == ["F1"]
    window.seat.lineup.show_state(full_state())
    assert len(window.seat.lineup.hints.said) > 3


def test_a_countdown_is_never_cut_for_its_words(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plate that is too narrow shortens what it is about and keeps the figure that counts."""
    chip = Chip(Theme(), elastic=True)
    qtbot.addWidget(chip)
    chip.say("下一场 今天 22:33 晚场 · 玉见石佛寺", "还有 00:20:00")
    chip.resize(chip.sizeHint().width() - 60, chip.sizeHint().height())
    written = Written(monkeypatch)
    chip.grab()
    assert written.shortened == {"下一场 今天 22:33 晚场 · 玉见石佛寺"}


def test_a_title_has_all_the_room_up_to_a_narrow_price() -> None:
    """At 1366x768 a third of the row is the title's."""
    place = columns(884, Theme())
    assert place.title[1] >= 240
    assert place.title[0] + place.title[1] <= place.price[0]


def test_the_english_show_has_no_chinese_goods() -> None:
    """Titles, points and buyers of the pictures in English are English, and events told later too."""
    desk = EnglishDesk(full_state(), FakeClock())
    for item in desk.state.items:
        assert item.title.isascii(), item.title
        assert (item.points.replace("–", "-")).isascii(), item.points
    assert in_english(full_state().sales[0]).title == "Green jade bangle"
