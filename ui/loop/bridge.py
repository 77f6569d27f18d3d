"""Where the hub's facts become Qt signals. It decides nothing and keeps nothing but the way out."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from console.events import Event
from console.state import ShowState

if TYPE_CHECKING:
    from console.desk import Desk

FRAME_MS = 16
"""Between two screens drawn; more often nobody sees."""


class Bridge(QObject):
    """Listens to the hub on the main thread."""

    happened = Signal(object)
    """One `Event`, at once, in order."""
    stateChanged = Signal(object)
    """The `ShowState` after what happened: at once after a pause, else at most once in the time of a frame."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._told_s = 0.0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setTimerType(Qt.TimerType.PreciseTimer)
        self._soon.timeout.connect(self._tell_state)
        self._leave = desk.hub.subscribe(self._hear)

    @property
    def state(self) -> ShowState:
        return self._desk.state

    def close(self) -> None:
        """Listen no more; harmless when called twice."""
        self._leave()
        self._soon.stop()

    def _hear(self, event: Event) -> None:
        self.happened.emit(event)
        if not self._soon.isActive():
            since_ms = (time.monotonic() - self._told_s) * 1000
            self._soon.start(max(0, math.ceil(FRAME_MS - since_ms)))

    def _tell_state(self) -> None:
        self._told_s = time.monotonic()
        self.stateChanged.emit(self._desk.state)
