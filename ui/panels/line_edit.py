"""A text field that knows when an input method is composing, and leaves the console's keys to the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.look.theme import worn

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

_CURSOR_PAD = 5
"""Pixels that Qt adds to the left of a cursor's rectangle (QWidgetLineControl::rectForPos)."""


@dataclass(frozen=True)
class Mark:
    """A doubtful word: from `start` to `end`, UTF-16 units, in the colour `tone`."""

    start: int
    end: int
    tone: str


class LineEdit(QLineEdit):
    """Enter while composing belongs to the input method; Ctrl+Z without typing to take back belongs to the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False
        self.marks: tuple[Mark, ...] = ()

    def mark(self, marks: Sequence[Mark]) -> None:
        """Underline these words, and no others."""
        if self.marks != tuple(marks):
            self.marks = tuple(marks)
            self.update()

    def mark_box(self, mark: Mark) -> QRectF:
        """Where the letters of `mark` stand, pixels of this widget."""
        metrics, cursor = QFontMetricsF(self.font()), self.cursorRect()
        units = self.text().encode("utf-16-le")
        origin = cursor.x() + _CURSOR_PAD - metrics.horizontalAdvance(_upto(units, self.cursorPosition()))
        left = origin + metrics.horizontalAdvance(_upto(units, mark.start))
        right = origin + metrics.horizontalAdvance(_upto(units, mark.end))
        return QRectF(left, cursor.y(), right - left, cursor.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.marks or self.composing:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.rect().adjusted(4, 0, -4, 0))
        for mark in self.marks:
            painter.setPen(QPen(QColor(getattr(worn(), mark.tone)), 1.6))
            box = self.mark_box(mark)
            painter.drawPolyline(_wave(box.left(), box.right(), min(box.bottom() + 1, self.height() - 4)))
        painter.end()

    def keep(self) -> None:
        """What was typed so far stays: from now on Ctrl+Z is the window's, until more is typed."""
        if self.composing or not self.isUndoAvailable():
            return
        at, start, length = self.cursorPosition(), self.selectionStart(), self.selectionLength()
        self.setText(self.text())  # the one thing that forgets former typing
        self.setCursorPosition(at)
        if start >= 0:
            self.setSelection(start, length)

    @property
    def composing(self) -> bool:
        """Whether an input method holds letters that are not text yet."""
        return self._composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            windows = event.modifiers() & Qt.KeyboardModifier.AltModifier and not self.composing
            if event.key() in ENTER and not windows:
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


def _upto(units: bytes, end: int) -> str:
    """The first `end` UTF-16 units as text."""
    return units[: 2 * end].decode("utf-16-le", "replace")


def _wave(left: float, right: float, base: float) -> QPolygonF:
    """A small wave from `left` to `right`; never shorter than one swing."""
    steps = max(2, round((right - left) / 3))
    return QPolygonF([QPointF(left + 3 * n, base + (1.5 if n % 2 else -1.5)) for n in range(steps + 1)])
