"""Words that should not go on air, as they are marked while one types."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from console import commands as c
from console.words import check
from tests.ui.conftest import Opened, three_items
from ui.look.tokens import DARK
from ui.panels.assistant import AssistantSeat
from ui.panels.line_edit import LineEdit, Mark
from ui.panels.listing.form import FlashForm
from ui.panels.wording import marks, of_item, of_steps, of_title, remark

WECHAT = "加微信 abc12345"


def _form(opened: tuple[object, ...]) -> FlashForm:
    seat = opened[0].seat  # type: ignore[attr-defined]
    assert isinstance(seat, AssistantSeat)
    return seat.form


def _tones(found: Sequence[Mark]) -> list[tuple[int, int, str]]:
    return [(mark.start, mark.end, mark.tone) for mark in found]


def test_a_doubtful_title_is_marked_with_level_reason_and_suggestion(open_window: Opened, qtbot: QtBot) -> None:
    """The word is underlined where it stands in the line, and what is beneath says why and what instead."""
    form = _form(open_window(check=check))
    form.line.setText("顶级手镯 599 x3")
    qtbot.waitUntil(form.words.isVisible)
    assert _tones(form.line.marks) == [(0, 2, "amber")]
    (hit,) = check("顶级手镯").hits
    assert "有风险" in form.words.text
    assert hit.reason.zh.removesuffix(f"（{hit.rule.zh}）") in form.words.text
    assert hit.reason.zh in form.words.toolTip()
    assert hit.suggestion.zh in form.words.text
    form.line.setText("手镯 599 x3")
    qtbot.waitUntil(lambda: not form.words.isVisible())
    assert form.line.marks == ()


def test_a_warning_never_holds_enter_up(open_window: Opened, qtbot: QtBot) -> None:
    """The person decides: Enter lists the item as it was typed."""
    window, desk = open_window(check=check)
    form = _form((window,))
    form.line.setText("顶级手镯 599 x3")
    qtbot.keyClick(form.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(isinstance(done, c.OpenFlash) for done in desk.done))
    assert desk.state.items[-1].title == "顶级手镯"


@pytest.mark.parametrize("line", [f"手镯{WECHAT} 599", f"手镯{WECHAT} 99 无货"])
def test_what_must_not_go_on_air_is_not_offered(open_window: Opened, qtbot: QtBot, line: str) -> None:
    """No button lists what would be refused, neither as it is understood nor as it is read; mended, it is offered."""
    form = _form(open_window(check=check))
    form.line.setText(line)
    qtbot.waitUntil(form.words.isVisible)
    buttons = (form.list_button, form.air_button, form.as_read_button)
    assert not any(button.isVisible() and button.isEnabled() for button in buttons)
    form.line.setText("手镯 599 x3")
    qtbot.waitUntil(lambda: form.list_button.isVisible() and form.list_button.isEnabled())


def test_english_says_it_in_english(open_window: Opened, qtbot: QtBot) -> None:
    """Level, reason and suggestion in the language of the window."""
    form = _form(open_window(check=check, lang="en"))
    form.line.setText(f"手镯{WECHAT} 599")
    qtbot.waitUntil(form.words.isVisible)
    assert form.words.text.startswith("Must not go on air: ")
    assert [mark.tone for mark in form.line.marks] == ["trouble"]


@pytest.mark.parametrize("asked", ["name", "points", "steps"])
def test_texts_of_an_item_are_marked_in_place(asked: str, open_window: Opened, qtbot: QtBot) -> None:
    """Title, points and cues; what must not go on air at all stays in the field, to be mended, and nothing is lost."""
    window, desk = open_window(check=check)
    strip = window.strip
    getattr(window.questions, asked)(desk.state.items[0])
    strip.field.setText(f"预热 {WECHAT} | 开价 5")
    qtbot.waitUntil(strip.words.isVisible)
    assert [mark.tone for mark in strip.field.marks] == ["trouble"]
    qtbot.keyClick(strip.field, Qt.Key.Key_Return)
    assert strip.isVisible()
    assert strip.wrong.text()
    assert desk.done == []
    strip.field.setText("预热 顶级 | 开价 5")
    qtbot.waitUntil(lambda: [mark.tone for mark in strip.field.marks] == ["amber"])
    qtbot.keyClick(strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.done) == 1)
    window.questions.price(desk.state.items[0])
    assert (strip.field.marks, strip.words.isVisible()) == ((), False)


def test_nothing_is_said_while_the_list_is_being_built(open_window: Opened, qtbot: QtBot) -> None:
    """No mark, and no error."""
    form = _form(open_window(check=lambda _text, _facts: None))
    form.line.setText("顶级手镯 599")
    qtbot.wait(80)
    assert (form.line.marks, form.words.isVisible()) == ((), False)


def test_marks_count_as_qt_counts() -> None:
    """A face before the word is two units; the second of two equal words is found behind the first."""
    hits = of_title(check, "😀顶级手镯顶级", None, 1)
    assert _tones(marks("😀顶级手镯顶级 599", hits)) == [(2, 4, "amber"), (6, 8, "amber")]


def test_only_cues_are_looked_at_in_steps() -> None:
    """A price is a price; a line that cannot be read yet is not judged."""
    item = three_items().items[0]
    assert [hit.typed for hit in of_steps(check, "预热 顶级 | 开价 599", item)] == ["顶级"]
    assert list(of_steps(check, "秒杀 1.2.3", item)) == []


def test_the_gravest_is_said_and_the_others_are_counted() -> None:
    """One sentence, however many words there are."""
    hits = of_item(check, f"顶级 {WECHAT}", three_items().items[0])
    shape, tone, said = remark(hits, "zh_CN")
    assert (shape, tone) == ("cross", "trouble")
    assert said.endswith(f"（还有 {len(hits) - 1} 处）")
    assert len(hits) > 1


def test_the_line_is_drawn_under_its_word(qtbot: QtBot) -> None:
    """Amber pixels stand under the marked letters and under no others."""
    field = LineEdit()
    qtbot.addWidget(field)
    field.resize(400, 36)
    field.setText("手镯顶级手镯")
    field.mark([Mark(2, 4, "amber")])
    box = field.mark_box(field.marks[0])
    picture = field.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    amber = [
        x
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).name().upper() == DARK.amber
    ]
    assert amber
    assert box.left() - 3 <= min(amber)
    assert max(amber) <= box.right() + 3
    assert box.width() > 10
