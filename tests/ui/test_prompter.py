"""The prompter: what it shows, how keys move it, its own window, and how its text is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.commands import NextOnAir, WriteScript
from console.errors import OffPlatform, Text
from console.facts import Script
from console.state import ShowState
from console.words import check
from tests.ui.conftest import Opened, three_items
from tests.ui.fake_desk import FakeDesk
from ui.prompting.prompt import HEAD, NEXT, NOTHING, POINT, SCRIPT, SIZES, Block, Setting, blocks, setting_in
from ui.windows.main_window import MainWindow
from ui.windows.prompter_window import PrompterWindow

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
LONG = "\n".join(f"第 {n} 段：灯下给大家看一圈，没有纹没有裂，手指在后面能看到影子。" for n in range(1, 13))


def with_script(text: str = LONG, item_id: str | None = "item-12") -> ShowState:
    """Three items, and what is said after the first."""
    state = three_items()
    items = (replace(state.items[0], points="冰种/57 圈口"), *state.items[1:])
    return replace(state, items=items, scripts=(Script(item_id, text),))


# --- what it shows ---------------------------------------------------------------------------


def test_points_then_script_then_what_comes_next() -> None:
    """In the order in which they are said; a paragraph is a line of the text."""
    said = blocks(with_script("看产地\n\n 再看灯下 "))
    assert [block.kind for block in said] == [HEAD, POINT, POINT, SCRIPT, SCRIPT, NEXT]
    assert said[0].text == "12 号 豆绿手镯 · ¥599 · 剩 10"
    assert [block.text for block in said[1:5]] == ["冰种", "57 圈口", "看产地", "再看灯下"]
    assert "13 号 手工陶杯" in said[-1].text


def test_with_nothing_on_air_it_is_the_opening() -> None:
    """What was written before the first item; where nothing was written the key that helps is named."""
    nothing = replace(with_script("大家晚上好", None), on_air_item_id=None)
    assert blocks(nothing)[0] == Block(SCRIPT, "大家晚上好")
    bare = blocks(replace(nothing, scripts=()), "Ctrl Shift P")
    assert (bare[0].kind, "Ctrl Shift P" in bare[0].text) == (NOTHING, True)


def test_a_setting_stays_within_what_can_be_read() -> None:
    """Size and speed end at their limits; what was remembered wrongly is as usual."""
    assert Setting().larger(99).size == SIZES[-1]
    assert Setting().faster(-99).speed >= 4
    assert setting_in({"size": 9_999, "speed": "x", "mirrored": True}) == Setting(mirrored=True)


# --- on the anchor's screen ------------------------------------------------------------------


def _opened(open_window: Opened, state: ShowState) -> tuple[MainWindow, FakeDesk]:
    return open_window(state, seat="anchor", size=(1366, 768))


def test_one_key_leads_from_the_points_to_the_whole_screen_and_away(qtbot: QtBot, open_window: Opened) -> None:
    """In place of the points the picture stays; over the whole screen no picture is made; then all is as before."""
    window, _desk = _opened(open_window, with_script())
    before = window.seat.on_air.grab().toImage()
    QTest.keyClick(window, Qt.Key.Key_F8, CTRL)
    assert (window.prompter.shown, window.seat.preview.isVisible()) == ("points", True)
    assert window.seat.on_air.grab().toImage() != before
    QTest.keyClick(window, Qt.Key.Key_F8, CTRL)
    assert (window.seat.prompt.isVisible(), window.seat.preview.isVisible()) == (True, False)
    QTest.keyClick(window, Qt.Key.Key_F8, CTRL)
    assert (window.seat.prompt.isVisible(), window.seat.preview.isVisible()) == (False, True)
    assert window.seat.on_air.grab().toImage() == before


def test_a_clicker_reads_to_the_end_and_then_goes_on(qtbot: QtBot, open_window: Opened) -> None:
    """Over the whole screen PageDown turns pages while there is more; the next item begins at its top."""
    window, desk = _opened(open_window, with_script())
    window.prompter.stand("full")
    page = window.seat.prompt.page
    window.seat.prompt.grab()
    turns = 0
    while not desk.done and turns < 20:
        QTest.keyClick(window, Qt.Key.Key_PageDown)
        qtbot.waitUntil(lambda: page._goal is None)
        turns += 1
        QTest.qWait(20)
    assert turns > 2
    assert [type(command) for command in desk.done] == [NextOnAir]
    qtbot.waitUntil(lambda: page.offset == 0)


def test_in_place_of_the_points_a_clicker_still_changes_the_item(qtbot: QtBot, open_window: Opened) -> None:
    """Beside price and stock PageDown is the next item at once, and Alt PageDown turns the text."""
    window, desk = _opened(open_window, with_script())
    window.prompter.stand("points")
    page = window.seat.on_air.page
    window.seat.on_air.grab()
    QTest.keyClick(window, Qt.Key.Key_PageDown, ALT)
    qtbot.waitUntil(lambda: page.offset > 0)
    assert desk.done == []
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: desk.state.on_air is not None and desk.state.on_air.number == 13)


def test_it_scrolls_by_itself_until_it_is_stopped(qtbot: QtBot, open_window: Opened) -> None:
    """One key starts, the same stops; faster is faster."""
    window, _desk = _opened(open_window, with_script())
    window.prompter.stand("full")
    page = window.seat.prompt.page
    window.seat.prompt.grab()
    for _ in range(30):
        QTest.keyClick(window, Qt.Key.Key_PageDown, CTRL | SHIFT)
    assert window.prompter.setting.speed > Setting().speed
    QTest.keyClick(window, Qt.Key.Key_F5, SHIFT)
    qtbot.waitUntil(lambda: page.offset > 30)
    QTest.keyClick(window, Qt.Key.Key_F5, SHIFT)
    QTest.qWait(60)
    stood = page.offset
    QTest.qWait(150)
    assert page.offset == stood


def test_a_mended_text_stays_where_it_is_read(qtbot: QtBot, open_window: Opened) -> None:
    """Only another item on air begins at the top."""
    window, desk = _opened(open_window, with_script())
    window.prompter.stand("full")
    page = window.seat.prompt.page
    window.seat.prompt.grab()
    QTest.keyClick(window, Qt.Key.Key_PageDown, ALT)
    qtbot.waitUntil(lambda: page._goal is None and page.offset > 0)
    stood = page.offset
    window.acts.do(WriteScript(number=12, text=LONG + "\n再说一句"))
    qtbot.waitUntil(lambda: len(desk.done) == 1)
    QTest.qWait(40)
    assert page.offset == stood


@pytest.mark.parametrize(("key", "larger"), [(Qt.Key.Key_Equal, True), (Qt.Key.Key_Minus, False)])
def test_the_type_grows_and_shrinks_by_key(qtbot: QtBot, open_window: Opened, key: Qt.Key, larger: bool) -> None:
    """The same text takes more room, or less."""
    window, _desk = _opened(open_window, with_script())
    window.prompter.stand("full")
    window.seat.prompt.grab()
    before = window.seat.prompt.page.end
    QTest.keyClick(window, key, ALT)
    window.seat.prompt.grab()
    after = window.seat.prompt.page.end
    assert (after > before) is larger
    assert after != before


# --- in a window of its own ------------------------------------------------------------------


def _unlike(one: QImage, other: QImage) -> float:
    """The share of pixels that are clearly of another brightness; letters are smoothed a little otherwise each way."""
    grey = [image.convertToFormat(QImage.Format.Format_Grayscale8) for image in (one, other)]
    rows = [np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1).astype(int) for image in grey]
    return float(np.mean(np.abs(rows[0] - rows[1]) > 100))


@pytest.fixture
def glass(open_window: Opened, qtbot: QtBot) -> Callable[[MainWindow], PrompterWindow]:
    """Opens the prompter's window of a seat."""

    def open_it(window: MainWindow) -> PrompterWindow:
        opened = window.make_prompter(lambda: window.acts)
        qtbot.addWidget(opened)
        opened.resize(1280, 720)
        with qtbot.waitActive(opened):
            opened.show()
            opened.activateWindow()
        return opened

    return open_it


def test_the_window_for_the_glass_is_mirrored_by_key(
    qtbot: QtBot, open_window: Opened, glass: Callable[[MainWindow], QWidget]
) -> None:
    """Every pixel changes sides, and back; it has the keys of the table and follows the item on air."""
    window, desk = open_window(with_script("短"), seat="assistant")
    page = glass(window)
    plain = page.grab().toImage()
    QTest.keyClick(page, Qt.Key.Key_M, CTRL | SHIFT)
    mirrored = page.grab().toImage()
    assert mirrored != plain
    assert _unlike(mirrored.flipped(Qt.Orientation.Horizontal), plain) < 0.01
    assert _unlike(mirrored, plain) > 0.02
    QTest.keyClick(page, Qt.Key.Key_M, CTRL | SHIFT)
    assert page.grab().toImage() == plain
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: "手工陶杯" in page.view.accessibleName())
    assert [type(command) for command in desk.done] == [NextOnAir]


# --- writing it ------------------------------------------------------------------------------


def test_a_script_is_written_and_kept_by_ctrl_enter(qtbot: QtBot, open_window: Opened) -> None:
    """Enter is a new line; what stood there is there to go on with; Ctrl Z takes the whole change back."""
    window, desk = open_window(with_script("先看产地"))
    QTest.keyClick(window, Qt.Key.Key_P, CTRL | SHIFT)
    form = window.script
    assert form.isVisible()
    assert form.field.hasFocus()
    QTest.keyClick(form.field, Qt.Key.Key_Return)
    QTest.keyClicks(form.field, "57")
    QTest.keyClick(form.field, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not form.isVisible())
    assert desk.done == [WriteScript(number=12, text="先看产地\n57")]
    qtbot.waitUntil(window.seat.form.line.hasFocus)
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: desk.state.script_after("item-12") == "先看产地")


def test_doubtful_words_are_underlined_as_they_are_typed(qtbot: QtBot, open_window: Opened) -> None:
    """In a paragraph far down too, with level and reason beneath; Esc leaves and keeps nothing."""
    window, desk = open_window(with_script("先看产地\n再看灯下"), check=check)
    window.script.open_for(desk.state.by_number(12))
    form = window.script
    form.field.appendPlainText("这是全网最低价")
    qtbot.waitUntil(lambda: bool(form.field.extraSelections()))
    selections = form.field.extraSelections()
    marked = selections[0].cursor.selectedText()
    assert marked in "这是全网最低价"
    assert form.words.text
    QTest.keyClick(form.field, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert desk.done == []


def test_what_is_refused_stays_to_be_mended(qtbot: QtBot, open_window: Opened) -> None:
    """The reason stands beside the text, which is not lost."""
    window, desk = open_window(with_script("先看产地"))
    desk.fails = OffPlatform(why=Text("微信", "WeChat"), instead=Text("不写", "leave it out"))
    window.script.open_for(desk.state.by_number(12))
    window.script.field.setPlainText("加微信 abc12345")
    QTest.keyClick(window.script.field, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "微信" in window.script.wrong.text())
    assert window.script.isVisible()
    assert window.script.field.toPlainText() == "加微信 abc12345"
    assert window.script.save.isEnabled()
