"""Looking at the picture that was kept of a sale."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.proof.album import FOLDER, INDEX, Album, day_of
from tests.ui.conftest import Opened
from tests.ui.goods import keep_proof
from tests.ui.states.show import full_state
from ui.windows.main_window import MainWindow


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


@pytest.mark.expects_log
def test_an_index_that_cannot_be_read_says_so_and_is_looked_through_again(
    open_window: Opened, qtbot: QtBot, goods_folder: Path
) -> None:
    """It says what happened and what to do, never that nothing was kept; Enter looks again once the disk is back."""
    sale = full_state().sales[0]
    index = goods_folder / FOLDER / day_of(sale.recorded_at_ms) / INDEX
    shutil.rmtree(index.parent, ignore_errors=True)
    index.mkdir(parents=True)
    window, desk = open_window(full_state())
    chosen(window, 0)
    qtbot.keyClick(window.seat.sales.view, Qt.Key.Key_Return)
    assert window.proofs.said == "正在找…"
    window.proofs._patience.timeout.emit()
    assert window.proofs.said == "磁盘还没有回答，还在找…"
    qtbot.waitUntil(lambda: window.proofs.said == "留存的画面读不出来")
    assert "再按 Enter 重找" in window.proofs.accessibleName()
    index.rmdir()
    keep_proof(goods_folder, sale)
    qtbot.keyClick(window.seat.sales.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.proofs.said.startswith("画面 "))
    assert window.proofs.advice == ""
    qtbot.keyClick(window.seat.sales.view, Qt.Key.Key_Return)
    assert not window.proofs.isVisible()
    assert desk.done == []


def test_a_picture_whose_file_is_gone_says_so(open_window: Opened, qtbot: QtBot, folder: Path) -> None:
    """An index line outlives its picture where room was made: the plate is not left empty without a word."""
    sale = full_state().sales[0]
    proof = next(Album(folder).find(sale.sale_id))
    (folder / FOLDER / proof.file).unlink()
    window, _ = open_window(full_state())
    chosen(window, 0)
    qtbot.keyClick(window.seat.sales.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.proofs.advice.startswith("画面文件已经不在"))
    keep_proof(folder, sale)
