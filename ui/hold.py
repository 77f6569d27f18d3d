"""What cannot be undone is held, not clicked: one guard for the key and for the button."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

HOLD_MS = 600
TICK_MS = 16
MOST_MS = 3 * TICK_MS
"""At most so much counts at once: a screen that stood still for longer has not heard yet whether the key was let go."""


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
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._count)

    @property
    def going(self) -> bool:
        return self._tick.isActive()

    def begin(self, key: int | None = None) -> None:
        """Start counting; with `key`, until that key is let go or the window loses the keyboard."""
        if self.going:
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
        if not self.going:
            return
        self._tick.stop()
        app = QApplication.instance()
        if self._key is not None and app is not None:
            app.removeEventFilter(self)
        self._key = None
        self.progressed.emit(0.0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            if event.key() == self._key and not event.isAutoRepeat():
                self.let_go()
                self.missed.emit()
        elif event.type() in (QEvent.Type.WindowDeactivate, QEvent.Type.ApplicationStateChange):
            self.let_go()
        return super().eventFilter(watched, event)

    def _count(self) -> None:
        self._for_ms += min(self._since.restart(), MOST_MS)
        share = self._for_ms / HOLD_MS
        if share < 1:
            self.progressed.emit(share)
            return
        self.let_go()
        self.held.emit()
