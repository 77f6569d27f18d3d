"""Where the hub's facts become Qt signals. It decides nothing and keeps nothing but the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from console.events import Event
from console.state import ShowState

if TYPE_CHECKING:
    from console.desk import Desk


class Bridge(QObject):
    """Listens to the hub on the main thread."""

    happened = Signal(object)
    """One `Event`, at once, in order."""
    stateChanged = Signal(object)
    """The `ShowState` after what happened; events of one turn of the event loop are told as one."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
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
        self._soon.start()

    def _tell_state(self) -> None:
        self.stateChanged.emit(self._desk.state)
