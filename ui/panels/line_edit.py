"""A text field that knows when an input method is composing, and leaves the console's keys to the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LineEdit(QLineEdit):
    """Enter while composing belongs to the input method; Ctrl+Z without typing to take back belongs to the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False

    @property
    def composing(self) -> bool:
        """Whether an input method holds letters that are not text yet."""
        return self._composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in ENTER:
                event.accept()  # or a window's shortcut on Enter would take it from the text
                return True
            if event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.composing:
            event.accept()
            return
        if event.key() in ENTER:
            self.entered(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
            event.accept()
            return
        super().keyPressEvent(event)

    def entered(self, modifiers: Qt.KeyboardModifier) -> None:
        """Enter was meant; subclasses say what for."""
        if modifiers == Qt.KeyboardModifier.NoModifier:
            self.returnPressed.emit()
