"""Keys that a person may choose: what was pressed, and why some keys are refused.

Pure but for the key event that is read. Which key is taken already is the key table's to say (`shortcuts`).
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from ui.keys.shortcuts import BULK, CROP, WINDOW
from ui.look.language import translate

CLICKER_BLACK = "."
"""What a presenter clicker's black-screen key may send: the one key of text that an action may have."""

_HELD = frozenset(
    (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock,
     Qt.Key.Key_NumLock, Qt.Key.Key_unknown, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R)
)  # fmt: skip
_SYSTEM = frozenset(
    ("Alt+F4", "Alt+Tab", "Alt+Shift+Tab", "Alt+Esc", "Alt+Space", "Ctrl+Esc", "Ctrl+Shift+Esc", "Alt+F1", "Alt+F2",
     "Print", "Alt+Print", "Shift+Print", "Ctrl+Tab", "Menu", "Ctrl+F4")
)  # fmt: skip
"""What Windows, macOS and Linux desktops take for themselves."""
_METHOD = frozenset(("Ctrl+Space", "Shift+Space", "Ctrl+.", "Ctrl+Shift+F", "Ctrl+Shift+Space", "Ctrl+Alt+Space"))
"""What Chinese input methods take: on and off, full and half width, punctuation, traditional and simplified."""
_EDITING = frozenset(("Ctrl+A", "Ctrl+C", "Ctrl+X", "Ctrl+V", "Ctrl+Y", "Ctrl+Shift+Z", "Ctrl+Backspace"))
_MOVING = frozenset(
    ("Tab", "Backtab", "Shift+Tab", "Up", "Down", "Left", "Right", "Home", "End", "Backspace", "Space", "Esc",
     "Ctrl+Left", "Ctrl+Right", "Ctrl+Home", "Ctrl+End", "Shift+Left", "Shift+Right", "Shift+Home", "Shift+End",
     "Shift+Up", "Shift+Down")
)  # fmt: skip
_ANSWERING = frozenset(("Return", "Enter", "Num+Enter", "Del", "Ins", "Shift+Del", "Shift+Ins"))


def pressed(event: QKeyEvent) -> str:
    """The key as the key table writes it ("Ctrl+F6"); "" while only Ctrl, Shift, Alt or the like are down."""
    key = event.key()
    if key in _HELD or not key:
        return ""
    modifiers = event.modifiers()
    keypad = bool(modifiers & Qt.KeyboardModifier.KeypadModifier)
    printed = Qt.Key.Key_Space <= key <= Qt.Key.Key_AsciiTilde or key == Qt.Key.Key_Enter
    if keypad and not printed:  # without NumLock the keypad moves about; a clicker's PageDown is any PageDown
        modifiers &= ~Qt.KeyboardModifier.KeypadModifier
    if not keypad and key == Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    combined = int(modifiers.value) | int(key)
    return QKeySequence(combined).toString(QKeySequence.SequenceFormat.PortableText)


def refusal(key: str, where: str = WINDOW) -> str:  # noqa: PLR0911 - one return for each reason
    """Why `key` cannot be an action's own in the place `where`; "" when it can."""
    parts = key.split("+") if not key.endswith("+") else [*key[:-1].split("+")[:-1], "+"]
    held, last = set(parts[:-1]), parts[-1]
    if not key or "," in key[:-1]:
        return translate("keying", "按一个键")
    if "Meta" in held or key in _SYSTEM or {"Ctrl", "Alt"} <= held:
        return translate("keying", "这个键归系统，按了到不了这里")
    if key in _METHOD:
        return translate("keying", "这个键归输入法，中英文、全半角、标点要用")
    if key == CLICKER_BLACK and where == WINDOW:
        return ""
    bare = held <= {"Shift", "Num"}
    if bare and len(last) == 1 and last.isalpha():
        return translate("keying", "单个字母不行：开着中文输入法时收不到")
    if bare and len(last) == 1:
        return translate("keying", "数字和符号要留给文字和编号")
    if key in _MOVING and where != CROP:  # a frame is moved by what moves
        return translate("keying", "这个键用来移动和返回")
    if where == WINDOW and key in _ANSWERING:
        return translate("keying", "这个键用来回答和修改文字")
    if key in _EDITING and where != BULK:
        return translate("keying", "这个键用来复制、粘贴和改文字")
    return ""
