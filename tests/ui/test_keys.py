"""The keys of the window, pressed for real."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console import commands as c
from console import events as e
from console.errors import DiskFull
from console.facts import Link, LinkMode, LinkStatus, Show, ShowStatus
from console.state import ShowState
from tests.ui.conftest import Opened, three_items
from ui.keys import hold as holding
from ui.keys.hold import HOLD_MS
from ui.keys.shortcuts import LINEUP, TABLE, WINDOW, conflicts, table
from ui.windows.main_window import MainWindow

KEYPAD = Qt.KeyboardModifier.KeypadModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_clicker_keys_go_through_the_line_up_wherever_the_focus_is(qtbot: QtBot, open_window: Opened) -> None:
    """PageDown and PageUp put the next and the previous item on air, from the text line too."""
    window, desk = open_window()
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: desk.state.on_air.number == 13)
    window.seat.lineup.view.setFocus()
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: desk.state.on_air.number == 12)


def test_a_number_on_the_keypad_goes_on_air(qtbot: QtBot, open_window: Opened) -> None:
    """Digits of the keypad are shown large, and Numpad Enter puts that number on air."""
    window, desk = open_window()
    window.seat.lineup.view.setFocus()
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_1, KEYPAD)
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_4, KEYPAD)
    assert window.number.isVisible()
    assert window.number.typed == "14"
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_Enter, KEYPAD)
    qtbot.waitUntil(lambda: desk.state.on_air.number == 14)
    assert not window.number.isVisible()


def test_keypad_digits_in_the_line_are_text(qtbot: QtBot, open_window: Opened) -> None:
    """In the listing line the keypad writes prices, and its Enter lists."""
    window, desk = open_window()
    line = window.seat.form.line
    line.setText("手镯 59")
    QTest.keyClick(line, Qt.Key.Key_9, KEYPAD)
    assert line.text() == "手镯 599"
    assert not window.number.isVisible()
    QTest.keyClick(line, Qt.Key.Key_Enter, KEYPAD)
    qtbot.waitUntil(lambda: len(desk.state.items) == 4)


def test_snap_write_enter_lists_the_photo_and_tells_the_time(qtbot: QtBot, open_window: Opened) -> None:
    """F2, one line, Enter: the frozen photo is listed, and the time from the gesture is shown."""
    window, desk = open_window()
    form = window.seat.form
    QTest.keyClick(window, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: form.preview.frozen)
    assert form.shots.isVisible()
    QTest.keyClick(form.line, Qt.Key.Key_Right, ALT)
    form.line.setText("豆绿贵妃镯 680 x2")
    desk.clock.advance(3.6)
    QTest.keyClick(form.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.state.items) == 4)
    asked = desk.done[-1]
    assert isinstance(asked, c.OpenFlash)
    assert (asked.line, asked.shot) == ("豆绿贵妃镯 680 x2", 1)
    assert asked.snap_id == desk.done[0].snap_id
    qtbot.waitUntil(lambda: form.head.measured.text.endswith("3.6 秒"))
    assert not form.preview.frozen
    assert form.line.text() == ""


def test_ctrl_enter_lists_and_puts_on_air(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+Enter in the line lists the item and shows it to the viewers."""
    window, desk = open_window()
    window.seat.form.line.setText("南红圆牌 1280")
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: desk.state.on_air is not None and desk.state.on_air.number == 15)


def test_a_doubtful_line_is_never_listed_by_enter(qtbot: QtBot, open_window: Opened) -> None:
    """A line that could mean two things shows its doubt; only "as understood" lists it, by its parts."""
    window, desk = open_window()
    form = window.seat.form
    form.line.setText("手镯 599 12345")
    assert form.doubt.isVisible()
    QTest.keyClick(form.line, Qt.Key.Key_Return)
    QTest.keyClick(form.line, Qt.Key.Key_Return)
    QTest.keyClick(form.line, Qt.Key.Key_Return, CTRL)
    qtbot.wait(30)
    assert desk.done == []
    QTest.keyClick(form.line, Qt.Key.Key_Return, CTRL | SHIFT)
    qtbot.waitUntil(lambda: len(desk.done) == 1)
    assert desk.done[0].line == ""
    assert desk.done[0].price_fen is not None


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_belongs_to_the_input_method_while_it_composes(qtbot: QtBot, open_window: Opened, key: Qt.Key) -> None:
    """With letters not yet turned into text, Enter lists nothing; afterwards it does."""
    window, desk = open_window()
    line = window.seat.form.line
    line.setText("手镯 59")
    QApplication.sendEvent(line, QInputMethodEvent("lv", []))
    assert line.composing
    QTest.keyClick(line, key)
    QTest.keyClick(line, key, CTRL)
    qtbot.wait(30)
    assert desk.done == []
    commit = QInputMethodEvent()
    commit.setCommitString("9")
    QApplication.sendEvent(line, commit)
    assert not line.composing
    QTest.keyClick(line, key)
    qtbot.waitUntil(lambda: len(desk.done) == 1)


def test_enter_twice_lists_once(qtbot: QtBot, open_window: Opened) -> None:
    """A second Enter before the answer came asks nothing."""
    window, desk = open_window()
    window.seat.form.line.setText("手镯 599")
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_Return)
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_Return)
    qtbot.wait(50)
    assert sum(isinstance(command, c.OpenFlash) for command in desk.done) == 1


def test_a_sale_is_logged_of_the_item_that_was_on_air_when_asked(qtbot: QtBot, open_window: Opened) -> None:
    """F8, quantity, Enter: the item is fixed at F8, even when the next one goes on air meanwhile."""
    window, desk = open_window()
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.strip.isVisible()
    QTest.keyClick(window.strip.field, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: desk.state.on_air.number == 13)
    QTest.keyClicks(window.strip.field, "2")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.state.sales) == 1)
    assert (desk.state.sales[0].number, desk.state.sales[0].quantity) == (12, 2)
    assert not window.strip.isVisible()
    assert window.seat.form.line.hasFocus()


def test_undo_takes_back_a_sale(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+Z after a sale voids it, and only once."""
    window, desk = open_window()
    window.acts.sell(1, 12)
    qtbot.waitUntil(lambda: len(desk.state.sales) == 1)
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: isinstance(desk.done[-1], c.VoidSale))
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_Z, CTRL)
    qtbot.wait(30)
    assert sum(isinstance(command, c.VoidSale) for command in desk.done) == 1


def test_undo_puts_the_former_item_back_on_air(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+Z after PageDown shows the item that was on air before."""
    window, desk = open_window()
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: desk.state.on_air.number == 13)
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: desk.state.on_air.number == 12)


@pytest.mark.parametrize("typed", ["abc", ""])
def test_what_was_typed_before_a_deed_is_not_what_ctrl_z_means(qtbot: QtBot, open_window: Opened, typed: str) -> None:
    """Letters in the line, also when rubbed out again, then a sale: Ctrl+Z voids the sale and leaves the line alone."""
    window, desk = open_window()
    line = window.seat.form.line
    QTest.keyClicks(line, "abc")
    for _ in range(3 - len(typed)):
        QTest.keyClick(line, Qt.Key.Key_Backspace)
    QTest.keyClick(window, Qt.Key.Key_F8)
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.state.sales) == 1)
    QTest.keyClick(line, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: isinstance(desk.done[-1], c.VoidSale))
    assert line.text() == typed


def test_a_line_half_typed_goes_on_after_a_question(qtbot: QtBot, open_window: Opened) -> None:
    """F8 and Enter in the middle of a line: what is typed next is put where the line was left."""
    window, desk = open_window()
    line = window.seat.form.line
    QTest.keyClicks(line, "Green va")
    QTest.keyClick(window, Qt.Key.Key_F8)
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.state.sales) == 1 and line.hasFocus())
    QTest.keyClicks(line, "se 268")
    assert line.text() == "Green vase 268"


def test_ctrl_z_first_takes_back_typing(qtbot: QtBot, open_window: Opened) -> None:
    """While there is typing to take back in the line, Ctrl+Z is for the text."""
    window, desk = open_window()
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: desk.state.on_air.number == 13)
    QTest.keyClicks(window.seat.form.line, "abc")
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_Z, CTRL)
    qtbot.wait(30)
    assert window.seat.form.line.text() != "abc"
    assert desk.state.on_air.number == 13


def test_alt_arrows_move_the_chosen_item(qtbot: QtBot, open_window: Opened) -> None:
    """Alt+Down moves the chosen item one place down, and the choice stays on it."""
    window, desk = open_window()
    window.seat.lineup.choose(12)
    QTest.keyClick(window, Qt.Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: [i.number for i in desk.state.items] == [13, 12, 14])
    qtbot.waitUntil(lambda: window.seat.lineup.model.row_of(12) == 1)  # the list hears of it a turn later
    assert window.seat.lineup.selected.number == 12
    QTest.keyClick(window, Qt.Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: [i.number for i in desk.state.items] == [13, 14, 12])


@pytest.mark.parametrize("seat", ["assistant", "anchor"])
def test_the_show_ends_only_after_the_key_was_held(qtbot: QtBot, open_window: Opened, seat: str) -> None:
    """A tap of F9 ends nothing; held for 0.6 s it ends the show."""
    window, desk = open_window(seat=seat)
    QTest.keyPress(window, Qt.Key.Key_F9)
    qtbot.wait(80)
    assert window.ring.isVisible()
    QTest.keyRelease(window, Qt.Key.Key_F9)
    assert not window.ring.isVisible()
    qtbot.wait(HOLD_MS)
    assert desk.state.live
    QTest.keyPress(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: not desk.state.live)
    QTest.keyRelease(window, Qt.Key.Key_F9)


def test_a_screen_that_stood_still_takes_no_tap_for_a_hold(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it slept through does not count as held; a hold that goes on counts on from there."""
    monkeypatch.setattr(holding, "HOLD_MS", 100)
    counted, held = holding.Hold(), []
    counted.held.connect(lambda: held.append(True))
    counted.begin()
    time.sleep(0.15)
    counted._tick.timeout.emit()
    assert (counted.going, held) == (True, [])
    qtbot.waitUntil(lambda: held == [True])
    assert not counted.going


def test_alt_enter_fills_the_screen_from_where_one_writes(qtbot: QtBot, open_window: Opened) -> None:
    """The hands rest in the listing line: the key works there and in a question, and writes nothing."""
    window, desk = open_window()
    line = window.seat.form.line
    QTest.keyClicks(line, "Cup 59")
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert window.isFullScreen()
    QTest.keyClick(line, Qt.Key.Key_F8)
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert not window.isFullScreen()
    assert window.strip.isVisible()
    assert (line.text(), desk.done) == ("Cup 59", [])


def test_a_key_that_repeats_as_release_and_press_is_held_all_the_while(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Qt does not know for a repetition neither ends a hold nor begins another one after it."""
    monkeypatch.setattr(holding, "HOLD_MS", 150)
    counted, held, missed = holding.Hold(), [], []
    counted._gap.setInterval(5_000)  # on a busy machine too the next press is within it
    counted.held.connect(lambda: held.append(True))
    counted.missed.connect(lambda: missed.append(True))
    widget = QWidget()
    qtbot.addWidget(widget)
    counted.begin(Qt.Key.Key_G)
    while not held:
        QTest.keyRelease(widget, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        QTest.keyPress(widget, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        counted.begin(Qt.Key.Key_G)
        qtbot.wait(20)
    assert counted.spent
    counted.begin(Qt.Key.Key_G)
    assert not counted.going
    counted._gap.setInterval(1)
    QTest.keyRelease(widget, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not counted.spent)
    assert (held, missed) == ([True], [])


def test_the_button_to_end_the_show_must_be_held_too(qtbot: QtBot, open_window: Opened) -> None:
    """A click on it does nothing, and the focus never lands on it."""
    window, desk = open_window()
    button = window.seat.show_bar.end
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.wait(HOLD_MS + 100)
    assert desk.state.live
    assert button.focusPolicy() == Qt.FocusPolicy.NoFocus
    qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.state.live)
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)


def test_f5_starts_the_show_under_the_title_written(qtbot: QtBot, open_window: Opened) -> None:
    """F5, and again, goes live with the title of the show bar."""
    state = ShowState(show=Show("show", "", ShowStatus.PLANNED))
    window, desk = open_window(state)
    window.seat.show_bar.title_field.setText("晚场")
    QTest.keyClick(window, Qt.Key.Key_F5)
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: desk.state.live)
    assert desk.state.show.title == "晚场"


def test_a_window_does_not_close_during_a_show(qtbot: QtBot, open_window: Opened) -> None:
    """Closing asks nothing and ends nothing: a card says how to end the show."""
    window, _desk = open_window()
    assert not window.close()
    assert window.isVisible()
    assert window.notices.cards


def test_the_cheat_sheet_opens_and_closes_without_taking_keys(qtbot: QtBot, open_window: Opened) -> None:
    """F1 shows all keys, the others go on working, Esc closes it."""
    window, desk = open_window()
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.sheet.isVisible()
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: desk.state.on_air.number == 13)
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_Escape)
    assert not window.sheet.isVisible()


def test_the_period_of_a_clicker_snaps_but_is_text_in_a_line(qtbot: QtBot, open_window: Opened) -> None:
    """ "." snaps where no text is written, and is a period where there is."""
    window, desk = open_window()
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_Period)
    assert window.seat.form.line.text() == "."
    assert desk.done == []
    window.seat.lineup.view.setFocus()
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_Period)
    qtbot.waitUntil(lambda: isinstance(desk.done[-1], c.TakeSnap) if desk.done else False)


def test_delete_voids_the_chosen_sale_after_a_reason(qtbot: QtBot, open_window: Opened) -> None:
    """Delete asks for the reason first; an empty one is not taken."""
    window, desk = open_window()
    window.acts.sell(1, 12)
    qtbot.waitUntil(lambda: window.seat.sales.model.rowCount() == 1)
    view = window.seat.sales.view
    view.setFocus()
    view.setCurrentIndex(window.seat.sales.model.index(0))
    QTest.keyClick(view, Qt.Key.Key_Delete)
    window.strip.field.setText("")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    assert window.strip.isVisible()
    window.strip.field.setText("尺码不合")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.sales[0].void_reason == "尺码不合")


def test_the_price_of_the_chosen_row_is_changed_by_enter(qtbot: QtBot, open_window: Opened) -> None:
    """Enter on a row writes the new price in yuan where the old one stands."""
    window, desk = open_window()
    window.seat.lineup.choose(13)
    window.seat.lineup.view.setFocus()
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_Return)
    window.seat.lineup.editor.field.setText("39.9")
    QTest.keyClick(window.seat.lineup.editor.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.by_number(13).price_fen == 3990)


def test_ctrl_f_finds_by_number_and_by_title(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+F goes to the find field; Esc shows everything again."""
    window, _desk = open_window()
    lineup = window.seat.lineup
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_F, CTRL)
    assert lineup.finder.hasFocus()
    QTest.keyClicks(lineup.finder, "13")
    assert [lineup.model.at(n).number for n in range(lineup.model.rowCount())] == [13]
    lineup.finder.setText("铜钱")
    assert lineup.model.at(0).number == 14
    QTest.keyClick(lineup.finder, Qt.Key.Key_Escape)
    assert lineup.model.rowCount() == 3


def test_no_two_actions_share_a_key() -> None:
    """The key table has no conflicts, and a person's own choice that makes one is refused."""
    assert conflicts(TABLE) == []
    with pytest.raises(ValueError, match="F2"):
        table({"sale": ["F2"]})
    with pytest.raises(ValueError, match="no such action"):
        table({"dance": ["F2"]})


def test_no_action_hangs_on_a_bare_letter() -> None:
    """Letters do not arrive while an input method is on, so no key of the table is one."""
    bare = [keys for key in TABLE for keys in key.keys if len(keys) == 1 and keys.isalpha()]
    assert bare == []


def test_own_keys_are_used_and_shown(qtbot: QtBot, open_window: Opened) -> None:
    """A key a person chose works, and stands on the button."""
    window, _desk = open_window(three_items(), keys={"sale": ["F10"]})
    QTest.keyClick(window, Qt.Key.Key_F10)
    assert window.strip.isVisible()
    assert "F10" in window.seat.sales.button.accessibleName()


@pytest.mark.parametrize("seat", ["assistant", "anchor"])
def test_no_tap_of_any_key_ends_a_show(qtbot: QtBot, open_window: Opened, seat: str) -> None:
    """Of all keys of the table, F9 among them, none ends a show by being tapped; nor does closing the window."""
    window, desk = open_window(seat=seat)
    leave_out = {"view_menu", "bulk", "bulk_paste", "bulk_photos"}  # they open what waits for an answer of its own
    for key in window.keys.values():
        if key.action in leave_out or key.where not in (WINDOW, LINEUP):
            continue
        for keys in key.keys:
            combination = QKeySequence(keys)[0]
            QTest.keyClick(window, combination.key(), combination.keyboardModifiers())
            window.back()
    window.close()
    qtbot.waitUntil(lambda: not len(window.tasks))
    assert desk.state.live
    assert not any(isinstance(command, c.EndShow) for command in desk.done)


def test_the_sheet_of_f1_shows_the_keys_that_work_and_finds_them(qtbot: QtBot, open_window: Opened) -> None:
    """F1 shows every action with the key that calls it now; what is typed leaves what fits."""
    window, desk = open_window(three_items(), keys={"sale": ["F10"]})
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.sheet.isVisible()
    assert len(window.sheet.found) == len([key for key in window.keys.values() if key.keys])
    QTest.keyClicks(QApplication.focusWidget(), "F10")
    assert [key.action for key in window.sheet.found] == ["sale"]
    window.sheet.finder.setText("秒杀")
    assert "flash" in [key.action for key in window.sheet.found]
    assert "sale" not in [key.action for key in window.sheet.found]
    QTest.keyClick(window.sheet.finder, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: desk.state.on_air.number == 13)
    QTest.keyClick(window.sheet.finder, Qt.Key.Key_Escape)
    assert not window.sheet.isVisible()
    assert window.seat.form.line.hasFocus()


def said(window: MainWindow) -> str:
    """The newest card of the window that passes by."""
    cards = [card.accessibleName() for card in window.notices.cards if card.key == "info"]
    return cards[-1] if cards else ""


def press(window: MainWindow, keys: str) -> None:
    """As a keyboard does: where the focus is."""
    stroke = QKeySequence(keys.replace("Num+", ""))[0]
    pad = KEYPAD if keys.startswith("Num+") else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(QApplication.focusWidget() or window, stroke.key(), stroke.keyboardModifiers() | pad)


NOTHING_TO_DO = {
    "Num+Enter": "先在小键盘上按编号",
    "Shift+F6": "12 号没有在秒杀",
    "Shift+PgDown": "12 号没有写步骤：在货单里选中它，按 Ctrl K",
    "Ctrl+PgDown": "没有讲解中的商品",
    "F5": "已经在播；下播按住 F9",
    "F3": "没有要处理的提示卡片",
    "Ctrl+R": "没有等着同步的",
    "Shift+F12": "画面没有放大",
    "Alt+Shift+Left": "画面没有放大",
    "Ctrl+F12": "画面就是原样",
    "Alt+PgDown": "提词没有打开",
    "Shift+F5": "提词没有打开",
    "Ctrl+Shift+M": "镜像的是提词窗口：Ctrl Shift F8",
}
"""At both seats, live and with number 12 on air."""
AT_THE_DESK = {
    "Ctrl+M": "没有读到价签",
    "Alt+Right": "没有定格的照片",
    "Ctrl+D": "这个键管货单里选中的一件",
    "Ctrl+T": "这个键管货单里选中的一件",
}
BEFORE_THE_CAMERA = {
    "Ctrl+F": "“找货”在副播的窗口按 Ctrl F",
    "Ctrl+D": "“下架或重新上架”在副播的窗口按",
    "Ctrl+L": "“到上架行”在副播的窗口按",
}


@pytest.mark.parametrize(("seat", "own"), [("assistant", AT_THE_DESK), ("anchor", BEFORE_THE_CAMERA)])
def test_no_key_is_silent_where_it_has_nothing_to_do(
    qtbot: QtBot, open_window: Opened, seat: str, own: dict[str, str]
) -> None:
    """It says why, or where it works; nothing is changed by it."""
    window, desk = open_window(replace(three_items(), link=Link(LinkMode.AUTO, LinkStatus.ONLINE)), seat=seat)
    window.alone = lambda: False
    for keys, expected in (NOTHING_TO_DO | own).items():
        if keys == "Ctrl+PgDown":
            press(window, keys)
            qtbot.waitUntil(lambda: desk.state.on_air is None)
            qtbot.waitUntil(lambda: not len(window.tasks))
        window.notices.drop("info")
        window.notices.take_undo()
        before = desk.state
        press(window, keys)
        assert expected in said(window), keys
        if keys == "Ctrl+PgDown":
            window.acts.put_on_air(12)
            qtbot.waitUntil(lambda: desk.state.on_air is not None)
        else:
            assert desk.state is before


def test_a_key_of_the_line_up_acts_on_what_was_just_found(qtbot: QtBot, open_window: Opened) -> None:
    """From the field that found the row as from the row itself; a hold that succeeds is not called too short."""
    window, desk = open_window()
    press(window, "Ctrl+F")
    QTest.keyClicks(QApplication.focusWidget(), "14")
    press(window, "Ctrl+D")
    qtbot.waitUntil(lambda: not desk.state.by_number(14).sellable)
    press(window, "F9")
    window.hold.held.emit()
    assert said(window) != "F9 要按住 0.6 秒"


def test_a_key_that_went_as_far_as_it_goes_says_so(qtbot: QtBot, open_window: Opened) -> None:
    """The last of the line-up, a hold that was too short, a show that is not live."""
    window, desk = open_window()
    press(window, "F9")
    qtbot.waitUntil(lambda: said(window) == "F9 要按住 0.6 秒")
    assert desk.state.live
    desk.tell(e.ShowEnded(show=replace(desk.state.show, status=ShowStatus.ENDED), totals=desk.state.totals, unsent=0))
    press(window, "F9")
    assert said(window).startswith("还没有开播：F5")


def test_the_prompters_keys_say_how_it_is_set(qtbot: QtBot, open_window: Opened) -> None:
    """Also where it stands still, and to who does not see it."""
    window, _desk = open_window()
    window.alone = lambda: False
    press(window, "Ctrl+F8")
    for keys, expected in (
        ("Alt+=", "提词字号 115%"),
        ("Ctrl+Shift+PgDown", f"提词每分钟滚 {window.prompter.setting.faster(1).speed} 行"),
        ("Shift+F5", "提词自动滚动，每分钟 "),
        ("Shift+F5", "提词停住了"),
    ):
        press(window, keys)
        assert said(window).startswith(expected)


def test_the_anchors_sheet_shows_no_key_that_does_nothing_there(open_window: Opened) -> None:
    """The line-up and the sales are the assistant's; the sheet of the anchor's seat leaves their keys out."""
    window, _desk = open_window(seat="anchor")
    shown = {key.action for key in window.sheet.found}
    assert {"next", "snap", "list", "sale", "flash", "end"} <= shown
    assert not shown & {"find", "withdraw", "void", "bulk", "accept", "as_read"}


def test_f2_at_the_anchors_seat_lists_what_is_typed(qtbot: QtBot, open_window: Opened) -> None:
    """A photo at once and a line on the strip; Enter lists with it, Ctrl+Enter also puts on air, Esc leaves it."""
    window, desk = open_window(seat="anchor")
    press(window, "F2")
    assert window.strip.isVisible()
    assert window.strip.field.hasFocus()
    qtbot.waitUntil(lambda: window.strip.heard.text() == "拍好了")
    snap = desk.state.last_snap
    QTest.keyClicks(window.strip.field, "599")
    press(window, "Enter")
    assert window.strip.wrong.text()
    assert len(desk.state.items) == 3
    window.strip.field.setText("青花碗 99 x4")
    assert window.strip.heard.text() == "拍好了 · 青花碗 · ¥99 · 4 件"
    press(window, "Return")
    qtbot.waitUntil(lambda: len(desk.state.items) == 4)
    assert next(done for done in desk.done if isinstance(done, c.OpenFlash)).snap_id == snap.snap_id
    assert not window.strip.isVisible()
    qtbot.waitUntil(lambda: "15 号已上架：青花碗" in window.notices.cards[-1].accessibleName())
    assert window.seat.hasFocus()
    press(window, "F2")
    window.strip.field.setText("铜钱 68")
    press(window, "Ctrl+Return")
    qtbot.waitUntil(lambda: desk.state.on_air is not None and desk.state.on_air.title == "铜钱")
    press(window, "F2")
    press(window, "Esc")
    assert not window.strip.isVisible()


def test_a_line_doubtful_or_refused_at_the_anchors_seat_is_not_lost(qtbot: QtBot, open_window: Opened) -> None:
    """What is doubted is asked once more, then listed as understood; what is refused stands there again."""
    window, desk = open_window(seat="anchor")
    press(window, "F2")
    qtbot.waitUntil(lambda: window.strip.heard.text() == "拍好了")
    window.strip.field.setText("老铜钱 68 99")
    press(window, "Return")
    assert "再按 Enter 就这样上架" in window.strip.wrong.text()
    assert window.strip.wrong.width() >= window.strip.field.width()  # whole, on a line of its own
    assert len(desk.state.items) == 3
    window.strip.field.setText("瓷瓶 88")
    desk.fails = DiskFull()
    press(window, "Return")
    qtbot.waitUntil(lambda: window.strip.isVisible() and window.strip.field.text() == "瓷瓶 88")
    press(window, "Return")
    qtbot.waitUntil(lambda: len(desk.state.items) == 4)


def test_the_line_at_the_anchors_seat_goes_by_itself_where_nobody_types(qtbot: QtBot, open_window: Opened) -> None:
    """A clicker snaps for the assistant: once she has listed the photo, or the next item is on air, it is gone."""
    window, desk = open_window(seat="anchor")
    for leave in (
        lambda: window.acts.do(c.OpenFlash(line="青花碗 99", snap_id=desk.state.last_snap.snap_id)),
        lambda: press(window, "PgDown"),
        window.strip._fading.timeout.emit,
    ):
        press(window, ".")
        qtbot.waitUntil(lambda: window.strip.heard.text() == "拍好了")
        leave()
        qtbot.waitUntil(lambda: not window.strip.isVisible())
    press(window, "F2")
    window.strip.field.setText("青")
    window.strip._fading.timeout.emit()
    assert window.strip.isVisible()


def test_a_photo_that_the_other_seat_listed_is_not_offered_again(qtbot: QtBot, open_window: Opened) -> None:
    """The form lets go of it; where a line was begun, that stays, with its photo."""
    window, desk = open_window()
    for line, frozen in (("", False), ("瓷瓶", True)):
        press(window, "F2")
        qtbot.waitUntil(lambda: window.seat.form.preview.frozen)
        window.seat.form.line.setText(line)
        snap_id = desk.state.last_snap.snap_id
        window.acts.do(c.OpenFlash(line="青花碗 99", snap_id=snap_id))
        qtbot.waitUntil(lambda: not len(window.tasks))
        assert window.seat.form.preview.frozen is frozen
