"""Keys that a person may choose: what is read of a key press, what is refused, what clashes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ui.keys.keying import pressed, refusal
from ui.keys.shortcuts import LINEUP, SALES, TABLE, WINDOW, clashing, table, usable

NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
ALT, META, PAD = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.MetaModifier, Qt.KeyboardModifier.KeypadModifier


@pytest.mark.parametrize(
    ("key", "held", "said"),
    [
        (Qt.Key.Key_F10, NONE, "F10"),
        (Qt.Key.Key_S, CTRL | SHIFT, "Ctrl+Shift+S"),
        (Qt.Key.Key_Enter, PAD, "Num+Enter"),
        (Qt.Key.Key_Enter, NONE, "Return"),
        (Qt.Key.Key_PageDown, PAD, "PgDown"),
        (Qt.Key.Key_5, PAD, "Num+5"),
        (Qt.Key.Key_Comma, CTRL, "Ctrl+,"),
        (Qt.Key.Key_Plus, CTRL, "Ctrl++"),
        (Qt.Key.Key_Control, CTRL, ""),
        (Qt.Key.Key_Shift, SHIFT, ""),
    ],
)
def test_what_was_pressed_is_written_like_the_table(
    qapp: QApplication, key: Qt.Key, held: Qt.KeyboardModifier, said: str
) -> None:
    """A key press becomes the words of the key table; modifiers alone are no key yet."""
    assert pressed(QKeyEvent(QEvent.Type.KeyPress, key, held)) == said


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("A", "字母"), ("Shift+B", "字母"), ("5", "数字"), ("Num+5", "数字"), ("Shift+1", "数字"), (",", "数字"),
        ("Ctrl+Space", "输入法"), ("Shift+Space", "输入法"), ("Ctrl+.", "输入法"),
        ("Alt+F4", "系统"), ("Meta+L", "系统"), ("Ctrl+Alt+E", "系统"), ("Alt+Tab", "系统"), ("Print", "系统"),
        ("Return", "回答"), ("Tab", "移动"), ("Left", "移动"), ("Space", "移动"), ("Esc", "移动"),
        ("Ctrl+C", "复制"), ("", "按一个"),
    ],
)  # fmt: skip
def test_a_key_that_would_never_arrive_is_refused_with_its_reason(qapp: QApplication, key: str, why: str) -> None:
    """Letters, digits, and keys that the input method, the system or text need cannot be an action's own."""
    assert why in refusal(key)


@pytest.mark.parametrize("key", ["F10", "Ctrl+Shift+S", "PgDown", "Ctrl+,", "Ctrl++", "Alt+Right", ".", "Shift+F6"])
def test_keys_that_arrive_may_be_chosen(qapp: QApplication, key: str) -> None:
    """Function keys, Ctrl combinations, paging keys and the clicker's black-screen key are free to choose."""
    assert refusal(key) == ""


def test_the_table_itself_has_no_key_that_would_be_refused(qapp: QApplication) -> None:
    """What is given keeps the rules that a person is held to, where text is not needed."""
    given = [(key, keys) for key in TABLE for keys in key.keys if key.action not in ("number", "back")]
    assert [(key.action, keys) for key, keys in given if refusal(keys, key.where)] == []


def test_a_clash_is_named(qapp: QApplication) -> None:
    """A key that is taken says by what; two lists may have the same key, the window shares with none."""
    keys = table()
    taken = clashing(keys, "sale", "F2")
    assert taken is not None
    assert taken.action == "snap"
    assert clashing(keys, "sale", "F10") is None
    assert clashing(keys, "sale", "F8") is None
    assert keys["proof"].where == SALES
    assert keys["price"].where == LINEUP
    assert clashing(keys, "proof", "Ctrl+E") is None
    assert clashing(keys, "proof", "F6") is not None
    assert keys["flash"].where == WINDOW


def test_keys_of_an_older_console_never_keep_this_one_from_starting(qapp: QApplication) -> None:
    """Of what was chosen once, what is unknown or clashes now is left out, the rest holds."""
    assert usable({"sale": ["F10"], "dance": ["F2"], "flash": ["F10"], "next": ["PgDown", "F12"]}) == {"sale": ("F10",)}
