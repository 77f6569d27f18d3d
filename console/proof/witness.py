"""The thread that keeps a picture of each sale and each item put on air.

The main thread only says what happened; the picture is the newest frame, borrowed from the camera's
ring, scaled and written here. What happens within one second shares a picture. A disk that fails is
told once and left alone for a while; the sales go on and do not know of it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import structlog

from console import events as e
from console.camera.errors import NoFrameYet
from console.proof.album import Album, Proof
from console.threads import be_modest

if TYPE_CHECKING:
    from console.camera.source import Frame
    from console.clock import Clock
    from console.state import ShowState

log = structlog.get_logger(__name__)

SHARED_S = 1.0
"""What happens within it of a picture shares that picture."""
_GATHER_S = 0.25
_MOST_WAITING = 2_000
_AFTER_TROUBLE_S = 30.0
_STOP_WITHIN_S = 2.0
_HOUR_S = 3_600.0


class Shown(Protocol):
    """A camera, or several of which one is shown."""

    def newest(self) -> AbstractContextManager[Frame | None]:
        """The newest full frame while the block runs."""
        ...


def facts_of(event: e.Event, now_ms: int, state: ShowState) -> list[Proof]:
    """What of an event is kept a picture of: a sale, also one that took the place of another, or an item on air."""
    match event:
        case e.SaleRecorded():
            return [_sale(event)]
        case e.ClaimResolved(instead=e.SaleRecorded() as instead):
            return [_sale(instead)]
        case e.OnAirChanged(item_id=str(item_id), number=int(number)):
            item = state.item(item_id)
            return [Proof(now_ms, "on_air", state.show.show_id, item_id, number, "" if item is None else item.title)]
        case _:
            return []


def _sale(event: e.SaleRecorded) -> Proof:
    return Proof(
        at_ms=event.recorded_at_ms,
        what="sale",
        show_id=event.show_id,
        item_id=event.item_id,
        number=event.number,
        title=event.title,
        quantity=event.quantity,
        sale_id=event.sale_id,
        order_id=event.order_id,
        source=event.source,
    )


class Witness(threading.Thread):
    """Keeps pictures until `stop`. `may_write` is asked before each; `on_trouble` is called in this thread."""

    def __init__(
        self,
        album: Album,
        camera: Shown,
        clock: Clock,
        may_write: Callable[[], bool] = lambda: True,
        on_trouble: Callable[[OSError], None] = lambda _error: None,
    ) -> None:
        super().__init__(name="proof", daemon=True)
        self.lost = 0
        """Facts without a record, because the disk failed or too many waited."""
        self._album = album
        self._camera = camera
        self._clock = clock
        self._may_write = may_write
        self._on_trouble = on_trouble
        self._waiting: deque[Proof] = deque(maxlen=_MOST_WAITING)
        self._wake = threading.Event()
        self._ended = threading.Event()
        self._file, self._frame_at_ms, self._taken_s = "", 0, float("-inf")
        self._silent_until_s = float("-inf")
        self._pruned_s = float("-inf")

    def see(self, proofs: list[Proof]) -> None:
        """Keep a picture of these; returns at once, for any thread."""
        if proofs:
            self.lost += max(0, len(self._waiting) + len(proofs) - _MOST_WAITING)
            self._waiting.extend(proofs)
            self._wake.set()

    def stop(self) -> None:
        """End once what waits is kept."""
        self._ended.set()
        self._wake.set()
        if self.is_alive():
            self.join(_STOP_WITHIN_S)

    def run(self) -> None:
        """The thread's whole life."""
        be_modest()
        while not self._ended.is_set():
            self._wake.wait()
            self._wake.clear()
            try:
                self.keep_waiting()
            except Exception:  # the thread's outermost edge: whatever a picture or disk does, the next sale is seen
                log.exception("proof failed")
            self._ended.wait(_GATHER_S)  # what comes in a burst is written together
        self.keep_waiting()

    def keep_waiting(self) -> None:
        """Keep all that waits with the picture of now; a failure of the disk is told and not raised."""
        proofs = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if not proofs or not self._may_write():
            return
        if self._clock.monotonic_s() < self._silent_until_s:
            self.lost += len(proofs)
            return
        try:
            self._take()
            self._album.note([replace(each, file=self._file, frame_at_ms=self._frame_at_ms or None) for each in proofs])
            self._prune()
        except OSError as error:
            self.lost += len(proofs)
            self._silent_until_s = self._clock.monotonic_s() + _AFTER_TROUBLE_S
            log.warning("proof not kept", error=error.strerror or type(error).__name__)
            self._on_trouble(error)

    def _take(self) -> None:
        """A picture of now, or the one of the last second."""
        now_s = self._clock.monotonic_s()
        if now_s - self._taken_s < SHARED_S:
            return
        self._file, self._frame_at_ms = "", 0
        from console.camera.still import still  # OpenCV: only in this thread, and only once something happened

        with self._camera.newest() as frame:
            if frame is None:
                return
            at_ms = self._clock.now_ms() - round((now_s - frame.captured_at) * 1000)
            try:
                jpeg = still(frame)
            except NoFrameYet:
                return
        self._file, self._frame_at_ms = self._album.keep(jpeg, at_ms), at_ms
        self._taken_s = now_s

    def _prune(self) -> None:
        now_s = self._clock.monotonic_s()
        if self._album.full or now_s - self._pruned_s > _HOUR_S:
            self._pruned_s = now_s
            self._album.prune(self._clock.now_ms())
