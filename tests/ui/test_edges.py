"""Where lists and pages end in sight: whole rows, and a page that goes on fades."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Opened
from tests.ui.fake_desk import an_item, live_state
from tests.ui.settled import settled
from ui.look.theme import Theme
from ui.panels.assistant import AssistantSeat
from ui.panels.edges import FadingArea, cut_row


@pytest.mark.parametrize("tall", [690, 702, 715])
def test_a_list_shows_no_part_of_a_row_at_either_edge(qtbot: QtBot, open_window: Opened, tall: int) -> None:
    """However high it is: the first row begins at its upper edge, and where a row would be cut there is plane."""
    window, _ = open_window(live_state(*(an_item(n) for n in range(1, 61))), size=(1366, tall))
    assert isinstance(window.seat, AssistantSeat)
    view = window.seat.lineup.view
    settled(window)
    view.setCurrentIndex(view.model().index(37, 0))
    first = view.visualRect(view.indexAt(view.viewport().rect().topLeft()))
    shown = view.visualRect(view.model().index(37, 0))
    plane = window.theme.colour("surface").rgb()
    image = view.viewport().grab().toImage()
    cut = cut_row(view)

    assert first.top() == 0
    assert view.viewport().rect().contains(shown)
    assert not cut.intersects(shown)
    assert {image.pixel(x, y) for x in range(image.width()) for y in range(cut.top(), cut.bottom() + 1)} <= {plane}
    assert cut == QRect() or cut.bottom() == view.viewport().rect().bottom()


def test_a_page_fades_while_more_of_it_follows(qtbot: QtBot) -> None:
    """Its lower edge fades until the end of the page is in sight; a page that fits does not fade."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    for n in range(12):
        column.addWidget(QLabel(f"Line {n}"))
    area = FadingArea(Theme(), inside)
    qtbot.addWidget(area)
    area.resize(200, 100)
    area.show()
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert area.fade.isVisible()
    bar.setValue(bar.maximum())
    assert not area.fade.isVisible()
    area.resize(200, area.sizeHint().height())
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    assert not area.fade.isVisible()
