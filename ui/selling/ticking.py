"""The tick of what counts down on the screen: five times a second, and only while something does and is seen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from console.clock import Clock
from console.countdown import remaining_ms
from console.facts import FlashSale
from console.state import ShowState
from ui.loop.elapsed import Elapsed
from ui.selling.draws import draw_on_screen

TICK_MS = 200


class Ticking(QObject):
    """Tells those who paint a countdown to paint again; what is left is reckoned anew each time, never counted."""

    ticked = Signal()

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._seen: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def going(self) -> bool:
        return self._timer.isActive()

    def watch(self, window: QWidget) -> None:
        """Tick only while `window` can be seen."""
        self._seen = window

    def show_state(self, state: ShowState) -> None:
        """Begin or stop ticking, as there is something in `state` that counts."""
        counts = any(item.flash is not None for item in state.items)
        if counts or draw_on_screen(state, self.now_ms()) is not None:
            if not self.going:
                self._timer.start()
        else:
            self._timer.stop()

    def stop(self) -> None:
        """Tick no more; harmless when called twice."""
        self._timer.stop()

    def left_ms(self, flash: FlashSale) -> int:
        """Milliseconds a flash sale has left now."""
        return remaining_ms(flash, self._clock.moment(), self._clock.now_ms())

    def elapsed(self) -> Elapsed:
        """For how long something has been going on."""
        return Elapsed(self._clock)

    def now_ms(self) -> int:
        """The wall clock, for what is stored with it."""
        return self._clock.now_ms()

    def _tick(self) -> None:
        if self._seen is None or (self._seen.isVisible() and not self._seen.isMinimized()):
            self.ticked.emit()
