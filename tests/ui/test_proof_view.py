"""Looking at the picture that was kept of a sale."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Opened
from tests.ui.goods import keep_proof
from tests.ui.states.show import full_state
from ui.main_window import MainWindow


def chosen(window: MainWindow, row: int) -> None:
    """Put the hands on a row of the sales."""
    view = window.seat.sales.view
    view.setFocus()
    view.setCurrentIndex(view.model().index(row, 0))


@pytest.fixture
def folder(goods_folder: Path) -> Path:
    """The data folder of the windows, with the pictures of the first two sales."""
    for sale in full_state().sales[:2]:
        keep_proof(goods_folder, sale)
    return goods_folder


def test_enter_on_a_sale_shows_its_picture_and_escape_puts_it_away(
    open_window: Opened, qtbot: QtBot, folder: Path
) -> None:
    """The picture comes with its own time; nothing is sold, voided or put on air by looking."""
    window, desk = open_window(full_state())
    chosen(window, 0)
    qtbot.keyClick(window.seat.sales.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.proofs.proof is not None)
    proof = window.proofs.proof
    assert proof is not None
    assert proof.sale_id == full_state().sales[0].sale_id
    assert window.proofs.said.startswith("画面 ")
    qtbot.waitUntil(lambda: window.proofs._image() is not None)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.proofs.isVisible()
    assert desk.done == []


def test_the_picture_follows_the_choice(open_window: Opened, qtbot: QtBot, folder: Path) -> None:
    """Arrow keys go through the sales while it is open; a sale without a picture says so."""
    window, _ = open_window(full_state())
    chosen(window, 0)
    qtbot.keyClick(window.seat.sales.view, Qt.Key.Key_Return)
    qtbot.keyClick(window.seat.sales.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.proofs.proof is not None)
    assert window.proofs.proof is not None
    assert window.proofs.proof.sale_id == full_state().sales[1].sale_id
    qtbot.keyClick(window.seat.sales.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.proofs.said == "没有留存这一单的画面")


def test_the_menu_of_a_sale_offers_it(open_window: Opened, folder: Path) -> None:
    """With its key, for those who look for it by mouse."""
    window, _ = open_window(full_state())
    words = [action.text() for action in window.seat.sales.menu_for(full_state().sales[0]).actions()]
    assert "看当时的画面\tEnter" in words
