"""What was typed and not listed or saved yet is there again after a kill, and is listed by nobody."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.commands import Command, OpenFlash, WriteScript
from tests.ui.conftest import Opened, three_items
from tests.ui.fake_desk import FakeDesk
from ui.windows.drafts import FILE_NAME, Drafts, InProgress, read, write
from ui.windows.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def started(open_window: Opened, folder: Path, seat: str = "assistant") -> tuple[MainWindow, FakeDesk]:
    """A window as the next start opens it: whatever was in the memory of the last one is gone."""
    typed = InProgress(read(folder), partial(write, folder))
    return open_window(three_items(), seat=seat, typed=typed)


def asked(desk: FakeDesk, kind: type[Command]) -> list[Command]:
    return [command for command in desk.done if isinstance(command, kind)]


def test_a_half_typed_line_stands_in_its_field_after_a_kill(qtbot: QtBot, open_window: Opened, tmp_path: Path) -> None:
    """Nothing is listed by it; listed by Enter it is gone for good, and so is its file."""
    first, _desk = started(open_window, tmp_path)
    QTest.keyClicks(first.seat.form.line, "Jade bangle 59")
    qtbot.waitUntil(lambda: read(tmp_path).line == "Jade bangle 59")
    second, desk = started(open_window, tmp_path)
    line = second.seat.form.line
    assert line.text() == "Jade bangle 59"
    assert "Enter" in second.notices.cards[0].accessibleName()
    assert not asked(desk, OpenFlash)
    QTest.keyClicks(line, "9 x3")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: line.text() == "")
    (listed,) = asked(desk, OpenFlash)
    assert isinstance(listed, OpenFlash)
    assert listed.line == "Jade bangle 599 x3"
    assert not (tmp_path / FILE_NAME).exists()
    assert started(open_window, tmp_path)[0].seat.form.line.text() == ""


def test_what_grows_is_written_once_a_second_and_what_is_emptied_at_once() -> None:
    """Forty keys are two writings; Esc is one, before anybody could be offered what was dropped."""
    written: list[Drafts] = []
    typed = InProgress(save=written.append)
    for length in range(1, 41):
        typed._note(line="手" * length)
    assert [len(each.line) for each in written] == [1]
    typed._pause.timeout.emit()
    assert [len(each.line) for each in written] == [1, 40]
    typed._note(line="")
    assert written[-1] == Drafts()
    typed._note(script="稿" * 100_000)
    typed.save()
    assert len(written[-1].script) == 20_000, "what is kept is bounded"


def test_the_line_of_a_photo_at_the_anchors_seat(qtbot: QtBot, open_window: Opened, tmp_path: Path) -> None:
    """F2's line is asked for again with what was typed; Esc drops it, and another question is no line of a photo."""
    first, _desk = started(open_window, tmp_path, "anchor")
    first.questions.snap()
    QTest.keyClicks(first.strip.field, "Cup 68")
    qtbot.waitUntil(lambda: read(tmp_path).asked == "Cup 68")
    second, desk = started(open_window, tmp_path, "anchor")
    assert (second.strip.isVisible(), second.strip.field.text()) == (True, "Cup 68")
    assert not asked(desk, OpenFlash)
    QTest.keyClick(second.strip.field, Qt.Key.Key_Escape)
    assert read(tmp_path) == Drafts()
    second.questions.sale()
    QTest.keyClicks(second.strip.field, "3")
    assert read(tmp_path) == Drafts()


def test_a_script_that_was_not_saved_waits_where_it_was_written(
    qtbot: QtBot, open_window: Opened, tmp_path: Path
) -> None:
    """It stands there when that script is opened again, said to be unsaved; saved or left it is gone."""
    first, desk = started(open_window, tmp_path)
    first.script.open_for(desk.state.by_number(13))
    QTest.keyClicks(first.script.field, "By hand")
    qtbot.waitUntil(lambda: read(tmp_path).script == "By hand")
    second, desk = started(open_window, tmp_path)
    form = second.script
    assert not form.isVisible(), "it opens over nothing by itself"
    form.open_for(desk.state.by_number(12))
    assert form.field.toPlainText() == ""
    form.drop()
    form.open_for(desk.state.by_number(13))
    assert (form.field.toPlainText(), bool(form.wrong.text())) == ("By hand", True)
    QTest.keyClick(form.field, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not form.isVisible())
    assert asked(desk, WriteScript)
    assert read(tmp_path) == Drafts()


def test_a_window_furnished_anew_keeps_what_is_kept(qtbot: QtBot, open_window: Opened, tmp_path: Path) -> None:
    """Another language in the middle of a line loses neither the line nor its draft, and offers nothing twice."""
    window, _desk = started(open_window, tmp_path)
    QTest.keyClicks(window.seat.form.line, "Jade bangle")
    furnished: list[bool] = []
    window.furnished.connect(lambda: furnished.append(True))
    window.wish(text_scale=1.25)
    qtbot.waitUntil(lambda: bool(furnished))
    assert window.seat.form.line.text() == "Jade bangle"
    QTest.keyClicks(window.seat.form.line, " 5")
    qtbot.waitUntil(lambda: read(tmp_path).line == "Jade bangle 5")


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"line": ["x"]', "null"])
def test_a_file_that_cannot_be_understood_is_no_draft(tmp_path: Path, broken: str) -> None:
    """A start never fails for it."""
    (tmp_path / FILE_NAME).write_text(broken)
    assert read(tmp_path) == Drafts()
