"""A scanner told from a hand by its speed, wherever the focus is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from console import commands as c
from console.state import ShowState
from tests.ui.conftest import Opened
from tests.ui.fake_desk import an_item, live_state
from ui.keys.scanner import GAP_MS, LEAST, Run, Scanner

EAN = "6901234567892"
NONE = Qt.KeyboardModifier.NoModifier


def typed(text: str, gaps_ms: list[float], end_gap_ms: float) -> bool:
    """Whether `text`, with these pauses before its keys, is a scanner's once Enter comes."""
    run, at_ms = Run(), 1_000.0
    for character, gap_ms in zip(text, gaps_ms, strict=True):
        at_ms += gap_ms
        run.press(character, at_ms)
    return run.ends(at_ms + end_gap_ms)


@pytest.mark.parametrize(
    ("text", "gap_ms", "end_ms", "scanned"),
    [
        (EAN, 2, 2, True),
        (EAN, 15, 15, True),  # a slow scanner, or a clock that ticks every 15 ms
        (EAN, 0, 0, True),
        (EAN, 90, 90, False),  # a fast typist
        (EAN, 30, 30, False),  # a key held down
        (EAN, 2, 400, False),  # the hand came later
        ("12345", 2, 2, False),
        ("dlszdlsz", 2, 2, False),
        ("A07-12", 5, 5, True),
    ],
)
def test_speed_tells_a_scanner_from_a_hand(text: str, gap_ms: float, end_ms: float, scanned: bool) -> None:
    """Characters within a few milliseconds of each other and an Enter as soon after them."""
    assert typed(text, [gap_ms] * len(text), end_ms) is scanned


@settings(deadline=None)
@given(st.lists(st.floats(55, 400), min_size=1, max_size=40))
def test_no_hand_is_taken_for_a_scanner(gaps_ms: list[float]) -> None:
    """Two hundred words a minute are a key every 55 ms; no text typed so is ever a code."""
    assert not typed("x" * len(gaps_ms), gaps_ms, min(gaps_ms))


@given(st.integers(LEAST, 60), st.floats(0, 20), st.floats(200, 5_000))
@settings(deadline=None)
def test_what_was_typed_before_is_not_part_of_the_code(length: int, gap_ms: float, pause_ms: float) -> None:
    """A run begins anew after a pause that no scanner makes."""
    run = Run()
    run.press("h", 0.0)
    run.press("i", 120.0)
    at_ms = 120.0 + pause_ms
    for n in range(length):
        run.press("7", at_ms + n * gap_ms)
    end_ms = at_ms + (length - 1) * gap_ms + min(gap_ms, GAP_MS)
    assert run.text == "7" * length
    assert run.ends(end_ms)


# --- in the window ---------------------------------------------------------------------------


class Hands:
    """Presses keys at times of its own choosing, as the system would stamp them."""

    def __init__(self) -> None:
        self.at_ms = 1_000_000

    def type(self, text: str, gap_ms: int) -> None:
        for character in text:
            self.at_ms += gap_ms
            self.press(Qt.Key(ord(character.upper())), character)

    def press(self, key: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = NONE) -> None:
        """A key down and up at the widget with the focus; a shortcut may claim it first."""
        target: QWidget | None = QApplication.focusWidget()
        assert target is not None
        override = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers, text)
        override.setTimestamp(self.at_ms)
        override.ignore()
        QApplication.sendEvent(target, override)
        if not override.isAccepted() and key in (Qt.Key.Key_Return, Qt.Key.Key_Period):
            QTest.keyClick(target, key, modifiers)  # by way of the shortcuts
            return
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, text)
            event.setTimestamp(self.at_ms)
            QApplication.sendEvent(QApplication.focusWidget() or target, event)

    def scan(self, code: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
        self.at_ms += 500
        self.type(code, 4)
        self.at_ms += 4
        self.press(end, "\r" if end is Qt.Key.Key_Return else "\t")


def with_codes() -> ShowState:
    return live_state(
        an_item(12),
        replace(an_item(13, "手工陶杯"), barcode=EAN),
        replace(an_item(14, "老铜钱"), bin_code="A07-12"),
        on_air=12,
    )


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_scan_chooses_the_item_and_leaves_the_line_as_it_was(qtbot: QtBot, open_window: Opened, end: Qt.Key) -> None:
    """Scanned in the middle of a line: the row of the cup is chosen; line, cursor and focus are untouched."""
    window, desk = open_window(with_codes())
    line = window.seat.form.line
    line.setFocus()
    line.setText("豆绿 599 x3")
    line.setCursorPosition(2)
    Hands().scan(EAN, end)
    assert (line.text(), line.cursorPosition()) == ("豆绿 599 x3", 2)
    assert window.seat.lineup.selected.number == 13
    assert line.hasFocus()
    assert desk.done == []


def test_a_scan_in_a_chosen_text_brings_the_choice_back(qtbot: QtBot, open_window: Opened) -> None:
    """What was selected when the scan began stood in its way; it is there and selected again."""
    window, _desk = open_window(with_codes())
    line = window.seat.form.line
    line.setFocus()
    line.setText("手镯 599")
    line.setSelection(3, 3)
    Hands().scan(EAN)
    assert (line.text(), line.selectedText()) == ("手镯 599", "599")


def test_a_scan_on_the_rows_calls_no_key(qtbot: QtBot, open_window: Opened) -> None:
    """Enter writes a price and "." snaps when a hand presses them; of a scanner they are only characters."""
    window, desk = open_window(with_codes())
    lineup = window.seat.lineup
    lineup.choose(12)
    lineup.view.setFocus()
    Hands().scan("69.01.2345")
    assert not lineup.editor.going
    assert desk.done == []
    Hands().scan(EAN)
    assert not lineup.editor.going
    assert lineup.selected.number == 13


def test_an_unknown_code_goes_with_the_next_listing(qtbot: QtBot, open_window: Opened) -> None:
    """As with the camera: it stands under the line and is listed with it."""
    window, desk = open_window(with_codes())
    form = window.seat.form
    form.line.setFocus()
    Hands().scan("6900000000008")
    assert form.seen_code.code == "6900000000008"
    form.line.setText("杯 99")
    QTest.keyClick(form.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(isinstance(done, c.OpenFlash) for done in desk.done))
    (opened,) = [done for done in desk.done if isinstance(done, c.OpenFlash)]
    assert opened.barcode == "6900000000008"


def test_the_label_of_a_bin_shows_what_lies_there(qtbot: QtBot, open_window: Opened) -> None:
    """A code that is a bin's finds its items; Esc brings the others back."""
    window, _desk = open_window(with_codes())
    window.seat.form.line.setFocus()
    Hands().scan("A07-12")
    lineup = window.seat.lineup
    assert [lineup.model.at(n).number for n in range(lineup.model.rowCount())] == [14]
    assert window.seat.form.line.hasFocus()
    window.back()
    assert lineup.model.rowCount() == 3


def test_a_scan_finds_its_item_under_any_filter(qtbot: QtBot, open_window: Opened) -> None:
    """What was looked for before does not hide what was scanned."""
    window, _desk = open_window(with_codes())
    lineup = window.seat.lineup
    lineup.look_for()
    lineup.finder.setText("12")
    Hands().scan(EAN)
    assert lineup.selected.number == 13


def test_a_hand_types_as_before(qtbot: QtBot, open_window: Opened) -> None:
    """Digits at a hand's pace stay in the line, and Enter lists it."""
    window, desk = open_window(with_codes())
    line = window.seat.form.line
    line.setFocus()
    line.setText("手镯 ")
    hands = Hands()
    hands.type("599", 90)
    assert line.text() == "手镯 599"
    hands.at_ms += 90
    hands.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: len(desk.done) == 1)
    assert isinstance(desk.done[0], c.OpenFlash)


def test_what_an_input_method_commits_is_never_a_scan(qtbot: QtBot, open_window: Opened) -> None:
    """Composed text comes at once and not key by key; the Enter behind it lists the line."""
    window, _desk = open_window(with_codes())
    line = window.seat.form.line
    line.setFocus()
    commit = QInputMethodEvent()
    commit.setCommitString("手镯 59900 x12345")
    QApplication.sendEvent(line, commit)
    Hands().press(Qt.Key.Key_Return, "\r")
    assert line.text() == "手镯 59900 x12345"
    assert window.seat.form.seen_code.code == ""


def test_longer_texts_get_back_what_they_held(qtbot: QtBot) -> None:
    """A script of several lines is as it was before the scan."""
    window = QWidget()
    qtbot.addWidget(window)
    text = QPlainTextEdit("先讲产地\n再讲工艺", window)
    scanner = Scanner(window)
    codes: list[str] = []
    scanner.scanned.connect(codes.append)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    text.setFocus()
    Hands().scan(EAN)
    assert codes == [EAN]
    assert text.toPlainText() == "先讲产地\n再讲工艺"
    scanner.stop()


def test_a_field_that_asks_for_a_code_keeps_it(qtbot: QtBot, open_window: Opened) -> None:
    """The number on a certificate may be scanned into its field."""
    window, desk = open_window(with_codes())
    window.seat.trust.open_for(desk.state.by_number(12))
    field = window.seat.trust.certificate
    field.setFocus()
    Hands().scan("31008842")
    assert field.text() == "31008842"
    assert desk.done == []
