"""The thread that looks at the newest frame for codes, about three times a second.

It borrows the frame from the ring, so the capture thread never waits for it, and it rests after each
look as long as its share of a core demands: an encoder works on the same machine. It decides nothing
about what it saw.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import structlog

from console.reading.sightings import Change, Sightings
from console.threads import be_modest

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from console.camera.source import Frame
    from console.clock import Clock

log = structlog.get_logger(__name__)

EVERY_S = 1 / 3
SHARE = 0.03
"""Of one core, at most."""
_LONGEST_REST_S = 5.0
_STOP_WITHIN_S = 1.0


class Shown(Protocol):
    """A camera, or several of which one is shown."""

    def newest(self) -> AbstractContextManager[Frame | None]:
        """The newest full frame while the block runs."""
        ...


def rest_s(took_s: float, cpu_s: float) -> float:
    """Seconds to rest after a look that took so long and used so much of a core."""
    return min(_LONGEST_REST_S, max(EVERY_S - took_s, cpu_s / SHARE - took_s, 0.0))


class Glances(threading.Thread):
    """Looks until `stop`; `on_change` is called in this thread whenever a code came or went."""

    def __init__(self, camera: Shown, on_change: Callable[[Change], None], clock: Clock) -> None:
        super().__init__(name="codes", daemon=True)
        self._camera = camera
        self._on_change = on_change
        self._clock = clock
        self._ended = threading.Event()

    def stop(self) -> None:
        """End; a look under way is waited for."""
        self._ended.set()
        if self.is_alive():
            self.join(_STOP_WITHIN_S)

    def run(self) -> None:
        """The thread's whole life."""
        be_modest()
        from console.camera.glance import Glance

        glance, sightings, last = Glance(), Sightings(), None
        rest = EVERY_S
        while not self._ended.wait(rest):
            began, used = time.monotonic(), time.thread_time()
            try:
                with self._camera.newest() as frame:
                    still = frame is not None and (frame.index, frame.captured_at) == last
                    last = None if frame is None else (frame.index, frame.captured_at)
                    codes = () if frame is None or still else glance.look(frame)
                if not still:
                    self._tell(sightings.look(codes, self._clock.monotonic_s()))
                rest = rest_s(time.monotonic() - began, time.thread_time() - used)
            except Exception:  # whatever a strange picture does to a decoder, the show goes on; it is logged in full
                log.exception("look for codes failed")
                rest = _LONGEST_REST_S

    def _tell(self, change: Change) -> None:
        if (change.came or change.went) and not self._ended.is_set():
            self._on_change(change)
