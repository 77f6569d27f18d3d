"""Small things a newcomer stumbled over: keys that were missing, and words that said the wrong thing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import commands as c
from console.facts import LinkMode
from console.money import price
from tests.ui.conftest import Opened, three_items
from ui.look.format import as_run
from ui.look.language import counted
from ui.undo import UNDO_S
from ui.windows.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def said(window: MainWindow) -> str:
    return " ".join(card.accessibleName() for card in window.notices.cards)


def test_forced_offline_has_a_key(qtbot: QtBot, open_window: Opened) -> None:
    """Shift+F3 cuts the line, once more brings it back."""
    window, desk = open_window()
    QTest.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: desk.state.link.mode is LinkMode.OFFLINE)
    QTest.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: desk.state.link.mode is LinkMode.AUTO)


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("1 orders", "1 order"),
        ("Show over: 1 orders, ¥599.00", "Show over: 1 order, ¥599.00"),
        ("21 orders", "21 orders"),
        ("2.1 orders", "2.1 orders"),
        ("1,001 orders", "1,001 orders"),
        ("1 items can be sold", "1 item can be sold"),
        ("1 单", "1 单"),
    ],
)
def test_one_is_singular(many: str, one: str) -> None:
    """In English; larger numbers that end in 1 are many."""
    assert counted(many) == one


def test_ctrl_z_closes_an_open_question_first(qtbot: QtBot, open_window: Opened) -> None:
    """What lies behind the question is not taken back while it is open; afterwards it is."""
    window, desk = open_window(three_items())
    window.acts.put_on_air(13)
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    desk.done.clear()
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.strip.isVisible()
    QTest.keyClick(window.strip.field, Qt.Key.Key_Z, CTRL)
    assert not window.strip.isVisible()
    assert desk.done == []
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: bool(desk.done))


def test_after_ten_seconds_ctrl_z_says_so_and_what_to_do(qtbot: QtBot, open_window: Opened) -> None:
    """The time is over, and the keys that still help are named."""
    window, desk = open_window(three_items())
    window.acts.do(c.ChangePrice(number=12, price_fen=49_900))
    qtbot.waitUntil(lambda: price(49_900) in said(window))
    for _ in range(UNDO_S):
        window.notices._pass_second()
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert all(words in said(window) for words in ("过了 10 秒", "Ctrl D", "Del"))
    assert len(desk.done) == 1


def test_a_command_is_said_as_it_is_typed_here() -> None:
    """Below the folder of the program the path is short; elsewhere it is whole; other words stay."""
    root = Path("/studio/kaibo")
    assert as_run("运行 main.py restore", "/studio/kaibo/.venv/bin/python", root) == (
        "运行 .venv/bin/python main.py restore"
    )
    assert as_run("Run main.py verify", "/opt/python3", root) == "Run /opt/python3 main.py verify"
    assert as_run("改小件数", "/opt/python3", root) == "改小件数"


@pytest.mark.parametrize(("rehearsal", "word"), [(True, "彩排中"), (False, "正在直播")])
def test_a_rehearsal_is_not_called_a_broadcast(qtbot: QtBot, open_window: Opened, rehearsal: bool, word: str) -> None:
    """Closing the last window says what is going on."""
    window, _desk = open_window(replace(three_items(), rehearsal=rehearsal))
    assert not window.close()
    assert word in said(window)
