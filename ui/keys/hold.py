"""What cannot be undone is held, not clicked: one guard for the key and for the button."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

HOLD_MS = 600
TICK_MS = 16
MOST_MS = 3 * TICK_MS
"""At most so much counts at once: a screen that stood still for longer has not heard yet whether the key was let go."""
GAP_MS = 60
"""A key that is down again so soon was never let go. X11 repeats a held key as release and press, and where Ctrl is
held too, or the screen is far away, Qt does not always know them for a repetition."""


_OF_KEYS = (QEvent.Type.KeyRelease, QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


class Hold(QObject):
    """Counts how long something is held. Only a hold of `HOLD_MS` without a gap is `held`."""

    progressed = Signal(float)
    """0.0 to 1.0; 0.0 again when let go."""
    held = Signal()
    missed = Signal()
    """The key was let go too soon."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._for_ms = 0
        self._key: int | None = None
        self.spent = False
        """It was held, and the key has not been let go since: nothing else begins with it."""
        self._gap = QTimer(self)
        self._gap.setSingleShot(True)
        self._gap.setInterval(GAP_MS)
        self._gap.timeout.connect(self._released)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._count)

    @property
    def going(self) -> bool:
        return self._tick.isActive()

    def begin(self, key: int | None = None) -> None:
        """Start counting; with `key`, until that key is let go or the window loses the keyboard."""
        if self.going or self.spent:
            return
        self._key = key
        self._for_ms = 0
        self._since.start()
        self._tick.start()
        app = QApplication.instance()
        if key is not None and app is not None:
            app.installEventFilter(self)  # only while a key is held: a filter in Python sees every event
        self.progressed.emit(0.01)

    def let_go(self) -> None:
        """Stop counting; harmless when nothing is held."""
        if not (self.going or self.spent):
            return
        counted = self.going
        self._tick.stop()
        self._gap.stop()
        self.spent = False
        app = QApplication.instance()
        if self._key is not None and app is not None:
            app.removeEventFilter(self)
        self._key = None
        if counted:
            self.progressed.emit(0.0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _OF_KEYS and isinstance(event, QKeyEvent) and event.key() == self._key:
            if kind != QEvent.Type.KeyRelease:
                self._gap.stop()
            elif not (event.isAutoRepeat() or self._gap.isActive()):  # a release passes window and widget
                self._gap.start()
                self.progressed.emit(0.0)
        elif kind in (QEvent.Type.WindowDeactivate, QEvent.Type.ApplicationStateChange):
            self.let_go()
        return super().eventFilter(watched, event)

    def _released(self) -> None:
        """The key is not down again: it was let go."""
        missed = self.going
        self.let_go()
        if missed:
            self.missed.emit()

    def _count(self) -> None:
        passed = min(self._since.restart(), MOST_MS)
        if self._gap.isActive():  # perhaps let go
            return
        self._for_ms += passed
        share = self._for_ms / HOLD_MS
        if share < 1:
            self.progressed.emit(share)
            return
        self._tick.stop()
        self.spent = self._key is not None
        if not self.spent:
            self.let_go()
        self.progressed.emit(0.0)
        self.held.emit()
