"""The one line of a listing: which Enter was pressed, and what a line can be understood to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from console.errors import Text
from ui.panels.line_edit import LineEdit

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Reading(Protocol):
    """What a line was understood to say; `doubt` tells why a person must look."""

    @property
    def title(self) -> str: ...
    @property
    def price_fen(self) -> int | None: ...
    @property
    def stock(self) -> int: ...
    @property
    def doubt(self) -> Text | None: ...
    @property
    def impossible(self) -> bool: ...


ReadLine = Callable[[str], Reading]


class FlashLine(LineEdit):
    """The line itself; says which Enter was pressed."""

    wished = Signal(str)
    """ "list", "list_on_air" or "as_read"."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._of_a_number(event):
            event.ignore()  # the window shows the number typed on the keypad, and puts it on air
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing goes on where it was left: coming back selects nothing that the next key would wipe."""
        at = self.cursorPosition()
        super().focusInEvent(event)
        self.setCursorPosition(at)

    def _of_a_number(self, event: QKeyEvent) -> bool:
        """Whether a key in the empty line belongs to a number typed on the keypad."""
        if self.text() or self.composing or self.isReadOnly():
            return False
        keypad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
        digit = Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9
        return (keypad and (digit or event.key() == Qt.Key.Key_Enter)) or event.key() == Qt.Key.Key_Backspace

    def entered(self, modifiers: Qt.KeyboardModifier) -> None:
        wish = {Qt.KeyboardModifier.NoModifier: "list", CTRL: "list_on_air", CTRL | SHIFT: "as_read"}.get(modifiers)
        if wish is not None:
            self.wished.emit(wish)
