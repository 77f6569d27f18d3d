"""What was only refused does not stay on the screen when its reason is gone; what may cost a sale waits."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.errors import DiskTrouble, NotEnoughStock, NothingOnAir, UnknownSale
from tests.ui.conftest import Opened, three_items
from ui.main_window import MainWindow
from ui.panels.notices import REFUSED_S


def said(window: MainWindow) -> str:
    return " ".join(card.accessibleName() for card in window.notices.cards)


def test_nothing_on_air_goes_when_something_is(qtbot: QtBot, open_window: Opened) -> None:
    """F4 without anything on air is refused; Page Down puts an item on air and takes the card away."""
    window, _desk = open_window(replace(three_items(), on_air_item_id=None))
    window.seat.form.line.setFocus()  # type: ignore[union-attr]  # the assistant's
    QTest.keyClick(window, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: "没有讲解中的商品" in said(window))
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: "没有讲解中的商品" not in said(window))


def test_a_refusal_passes_by(qtbot: QtBot, open_window: Opened) -> None:
    """It stands long enough to be read, then goes by itself, and is not brought back by another language."""
    window, _desk = open_window()
    window.notices.trouble(UnknownSale())
    for _ in range(REFUSED_S - 1):
        window.notices._pass_second()
    assert window.notices.cards
    window.notices._pass_second()
    assert not window.notices.cards
    assert not window.notices.troubles


def test_esc_takes_a_refusal_away_and_leaves_a_fault(qtbot: QtBot, open_window: Opened) -> None:
    """What has to be mended, and a sale that may be missing, wait to be read."""
    window, _desk = open_window()
    window.notices.trouble(NothingOnAir())
    window.notices.trouble(DiskTrouble())
    window.notices.trouble(NotEnoughStock(number=1, left=1))
    assert len(window.notices.cards) == 3
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert len(window.notices.cards) == 2
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert len(window.notices.cards) == 2
