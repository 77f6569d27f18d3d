"""A barcode scanner types like a keyboard, only faster: what it types is taken out of the way and told as a code.

Keys pass as they come, so that no hand waits for a decision; when Enter or Tab ends a run that was too fast for a
hand, the field gets back what stood in it before the run. Listens at the widget that has the focus, not at the whole
program. Scanners that speak another protocol (serial, HID-POS) are not here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

GAP_MS = 40.0
"""At most between two keys of a run; hands take twice as long in the mean, scanners 1 to 20 ms."""
MEAN_MS = 25.0
"""At most in the mean: two keys may fall together under a hand, six and an Enter do not."""
LEAST = 6
"""Characters of a code, one of them a digit at least; the shortest on goods has eight."""
LONGEST = 512
"""Characters kept of a run; no label holds more."""
ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
KEEPS = "keeps_scans"
"""A property of fields that ask for a code themselves: what was scanned stays there."""


@dataclass
class Run:
    """Keys that follow each other faster than hands type, with the times they came at (ms of any steady clock)."""

    text: str = ""
    times_ms: list[float] = field(default_factory=list)

    def press(self, character: str, at_ms: float) -> bool:
        """A character came; True when it goes on with the run, False when it begins a new one."""
        goes_on = self._close(at_ms) and len(self.text) < LONGEST
        if not goes_on:
            self.text, self.times_ms = "", []
        self.text += character
        self.times_ms.append(at_ms)
        return goes_on

    def ends(self, at_ms: float) -> bool:
        """Whether an Enter or Tab now would end what a scanner typed."""
        if len(self.text) < LEAST or not self._close(at_ms) or not any(map(str.isdigit, self.text)):
            return False
        return (at_ms - self.times_ms[0]) / len(self.text) <= MEAN_MS

    def going(self, at_ms: float) -> bool:
        """Whether the next key, now, would belong to a run of two keys or more."""
        return len(self.text) > 1 and self._close(at_ms)

    def clear(self) -> None:
        """Something else was pressed."""
        self.text, self.times_ms = "", []

    def _close(self, at_ms: float) -> bool:
        return bool(self.times_ms) and 0 <= at_ms - self.times_ms[-1] <= GAP_MS


class Scanner(QObject):
    """Hears the keys of one window and tells the codes among them."""

    scanned = Signal(str)

    def __init__(
        self, window: QWidget, clock_s: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent or window)
        self._window, self._clock_s = window, clock_s
        self._run = Run()
        self._heard: QWidget | None = None
        self._restore: Callable[[], None] = _nothing
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app: QApplication | None = app
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def stop(self) -> None:
        """Hear nothing more; harmless when called twice."""
        if self._app is not None:
            self._app.focusChanged.disconnect(self._follow)
            self._app = None
        self._let_go()

    def _let_go(self) -> None:
        heard, self._heard = self._heard, None
        if heard is not None and isValid(heard):  # one that went with its panel hears nothing any more
            heard.removeEventFilter(self)
            heard.destroyed.disconnect(self._gone)

    def eventFilter(self, heard: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if not self._belongs(event):
                return False
            event.accept()  # or a shortcut on Enter, Tab or "." would take it before it arrives as a key
            return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(heard, event)
        return False

    def _belongs(self, event: QKeyEvent) -> bool:
        """Whether a key that is about to arrive is one of a scanner's."""
        at_ms = self._at_ms(event)
        if _ends(event):
            return self._run.ends(at_ms)
        return bool(_character(event)) and self._run.going(at_ms)

    def _pressed(self, heard: QObject, event: QKeyEvent) -> bool:
        """True for the key that ends a code: nobody else gets it."""
        at_ms = self._at_ms(event)
        if _ends(event) and self._run.ends(at_ms):
            code, restore = self._run.text, self._restore
            self._run.clear()
            self._restore = _nothing
            restore()
            self.scanned.emit(code)
            return True
        character = _character(event)
        if not character:
            if event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock):  # a scanner presses Shift for capitals
                self._run.clear()
        elif not self._run.press(character, at_ms):
            self._restore = _way_back(heard)
        return False

    def _at_ms(self, event: QKeyEvent) -> float:
        """When the key was pressed: as the system says, because a busy screen hears many at once."""
        return float(event.timestamp()) or self._clock_s() * 1000

    def _follow(self, _left: QWidget | None, now: QWidget | None) -> None:
        if now is self._heard:
            return
        self._let_go()
        if now is not None and now.window() is self._window:
            now.installEventFilter(self)
            self._heard = now
            now.destroyed.connect(self._gone)

    def _gone(self) -> None:
        self._heard = None


def _ends(event: QKeyEvent) -> bool:
    return event.key() in ENDS and not event.modifiers() and not event.isAutoRepeat()


def _character(event: QKeyEvent) -> str:
    """What a scanner could have typed with this key; "" for anything else, and for a key that is held down."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    text = event.text()
    if plain or event.isAutoRepeat() or len(text) != 1 or not text.isascii() or not text.isprintable():
        return ""
    if text.isspace():  # parts words of a line; no code of goods has one
        return ""
    return text


def _nothing() -> None:
    """Where no text was typed into."""


def _way_back(widget: QObject) -> Callable[[], None]:
    """What puts a text field back as it is now; fields that keep scans are left alone."""
    if widget.property(KEEPS):
        return _nothing
    if isinstance(widget, QLineEdit):
        return _line_back(widget)
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return _text_back(widget)
    return _nothing


def _line_back(line: QLineEdit) -> Callable[[], None]:
    text, cursor = line.text(), line.cursorPosition()
    start, length = line.selectionStart(), len(line.selectedText())

    def back() -> None:
        line.setText(text)  # its own undo would take back what was typed just before, too
        if start >= 0:
            line.setSelection(start, length)
        else:
            line.setCursorPosition(cursor)

    return back


def _text_back(text: QPlainTextEdit | QTextEdit) -> Callable[[], None]:
    before = text.document().availableUndoSteps()
    was = text.toPlainText()

    def back() -> None:
        while text.toPlainText() != was and text.document().availableUndoSteps() > before:
            text.undo()
        if text.toPlainText() != was:
            text.setPlainText(was)

    return back
