"""The burst: every frame of the last second, bounded in count and bytes, without fresh memory per frame.

A 1080p frame is 6 MB; taking a new array for each makes decoding 2.3x dearer (page faults). So the
arrays that fall out of the ring are handed back to the source to write into, except those that
somebody was given by `frames`: these belong to the asker from then on.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from console.camera.source import Frame, Jpeg

if TYPE_CHECKING:
    from console.camera.source import Pixels

SECONDS = 1.0
MOST_FRAMES = 60
MOST_BYTES = 256 * 1024 * 1024
_STALE_AFTER_S = 2.0


class Ring:
    """Filled by the capture thread, read by any other."""

    def __init__(self, most_frames: int = MOST_FRAMES, most_bytes: int = MOST_BYTES) -> None:
        self._most_frames = most_frames
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._kept: deque[Frame] = deque()
        self._nbytes = 0
        self._lent: set[int] = set()  # indices of frames that somebody outside holds
        self._borrowed: Counter[int] = Counter()  # and of those that will be given back
        self._free: list[Pixels] = []
        self._shape: tuple[int, ...] | None = None

    @property
    def nbytes(self) -> int:
        """What the kept frames hold."""
        return self._nbytes

    def spare(self) -> Pixels | None:
        """An array like the newest frame that nobody else uses; None before the first and for JPEG."""
        with self._lock:
            while self._free:
                pixels = self._free.pop()
                if pixels.shape == self._shape:
                    return pixels
        return np.empty(self._shape, np.uint8) if self._shape else None

    def give_back(self, pixels: Pixels) -> None:
        """Return an array of `spare` that was not used."""
        with self._lock:
            self._free.append(pixels)

    def add(self, frame: Frame) -> None:
        """Keep `frame`, or every n-th when a second of them would pass the bounds."""
        with self._lock:
            self._shape = None if isinstance(frame.content, Jpeg) else frame.content.shape
            most = max(1, min(self._most_frames, self._most_bytes // max(1, frame.nbytes)))
            gap_s = 0.75 * SECONDS / most  # three quarters, so that a frame a little early is not lost
            if self._kept and frame.captured_at - self._kept[-1].captured_at < gap_s:
                self._recycle(frame)
                return
            while self._kept and self._too_old_or_much(frame):
                self._drop_oldest()
            self._kept.append(frame)
            self._nbytes += frame.nbytes

    def _too_old_or_much(self, newcomer: Frame) -> bool:
        return (
            len(self._kept) >= self._most_frames
            or self._nbytes + newcomer.nbytes > self._most_bytes
            or self._kept[0].captured_at < newcomer.captured_at - SECONDS
        )

    def frames(self, now: float) -> list[Frame]:
        """The last second, oldest first; empty when the newest is older than two seconds (`now`: monotonic s)."""
        with self._lock:
            if not self._kept or self._kept[-1].captured_at < now - _STALE_AFTER_S:
                return []
            self._lent.update(frame.index for frame in self._kept)
            return list(self._kept)

    @contextmanager
    def newest(self, now: float) -> Iterator[Frame | None]:
        """The newest frame, for as long as the block runs; None when it is older than two seconds.

        Whoever looks for a moment borrows it here, so that its memory stays with the ring.
        """
        with self._lock:
            fresh = bool(self._kept) and self._kept[-1].captured_at >= now - _STALE_AFTER_S
            frame = self._kept[-1] if fresh else None
            if frame is not None:
                self._borrowed[frame.index] += 1
        try:
            yield frame
        finally:
            if frame is not None:
                with self._lock:
                    self._borrowed -= Counter((frame.index,))

    def clear(self) -> None:
        """Forget everything: what the source showed before it failed is no picture of now."""
        with self._lock:
            while self._kept:
                self._drop_oldest()
            self._free.clear()

    def _drop_oldest(self) -> None:
        frame = self._kept.popleft()
        self._nbytes -= frame.nbytes
        if frame.index in self._lent:
            self._lent.discard(frame.index)
        elif frame.index not in self._borrowed:
            self._recycle(frame)

    def _recycle(self, frame: Frame) -> None:
        if not isinstance(frame.content, Jpeg) and len(self._free) < 2:
            self._free.append(frame.content)
