"""The grain that a source shows while it lives, and whether it fell silent: a freeze at a generous bit rate.

An encoder with bits to spare draws a frozen picture anew for ever, and in each frame some pixel is as it had not
been (`impression`). But it draws the same picture: from frame to frame hardly anything changes, where noise
changed everything. No bound in brightness levels tells the two apart, for encoders leave anything between all and
nothing of the noise; what *this* source showed a moment ago does. A source of which the encoder leaves nothing
is not judged here.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from console.camera.cv import cv2

if TYPE_CHECKING:
    from console.camera.source import Pixels

_EVERY_S = 0.095  # a sample: one frame against the one before
_RECENT_S = 2.0  # so long it must be silent
_LIVES_S = 1.0  # most of so long it must show something to live again
_REMEMBERED_S = 12.0
_LEAST_SAMPLES = 10  # of its life, before it is judged
_ROWS_APART = 8  # of the small grey picture: enough to tell noise
_PATCHES = (20, 15)  # columns and rows, of which the middling one counts: a hand is not everywhere
_TIMES = 16  # a mean of less than one level is kept in bytes
_LEAST = 2.0 / _TIMES  # levels a pixel changes by: sources with less are not judged
_SILENT, _ALIVE = 0.15, 0.4  # of what it showed before
_CALM, _SILENT_PART = 0.2, 0.7  # quantiles: its calmest moments, and most of the recent ones
_MOVES_LEVELS = 1  # a tile's brightness from sample to sample: noise evens out in it, movement does not
_MOVES_SHARE = 0.25  # of the tiles: where more move, the difference is not noise
_LIT_LEVELS = 6.0  # in the mean: another light has another noise


class Grain:
    """Follows one source's frames. Belongs to the capture thread."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, float]] = deque()  # when, and by how many sixteenths a level pixels changed
        self._tiles: Pixels | None = None
        self._lit = 0.0
        self._calm = 0.0
        self.silent_since: float | None = None
        """When it fell silent, monotonic s; None while it lives or cannot be judged."""

    def restart(self) -> None:
        """Another picture: nothing is known of it."""
        self._samples.clear()
        self._tiles = self.silent_since = None

    def stirred(self) -> None:
        """Something moved: it lives."""
        if self.silent_since is not None:
            self.silent_since = None
            self._samples.clear()

    def due(self, at: float) -> bool:
        """Whether another sample is wanted."""
        return not self._samples or at - self._samples[-1][0] >= _EVERY_S

    def add(self, at: float, grey: Pixels, before: Pixels, tiles: Pixels) -> None:
        """A frame and the one before it, of one size, and the frame's brightness map."""
        lit = cv2.mean(tiles)[0]
        if self._tiles is None or self._tiles.shape != tiles.shape or abs(lit - self._lit) > _LIT_LEVELS:
            self.restart()
            self._tiles, self._lit = tiles, lit
            return
        steps = cv2.absdiff(tiles, self._tiles)
        self._tiles = tiles
        if np.count_nonzero(steps > _MOVES_LEVELS) > _MOVES_SHARE * steps.size:
            return
        self._samples.append((at, _changes(grey, before)))
        while at - self._samples[0][0] > _REMEMBERED_S:
            self._samples.popleft()
        self._judge(at)

    def _judge(self, at: float) -> None:
        recent = sorted(change for when, change in self._samples if when > at - _RECENT_S)
        if self.silent_since is not None:
            newest = sorted(change for when, change in self._samples if when > at - _LIVES_S)
            if newest[len(newest) // 2] > _ALIVE * self._calm:
                self.silent_since = None
                self._samples.clear()
            return
        past = sorted(change for when, change in self._samples if when <= at - _RECENT_S)
        if len(past) < _LEAST_SAMPLES or len(recent) < _LEAST_SAMPLES:
            return
        self._calm = past[int(_CALM * len(past))]
        if self._calm >= _LEAST * _TIMES and recent[int(_SILENT_PART * len(recent))] <= _SILENT * self._calm:
            self.silent_since = at - _SILENT_PART * _RECENT_S


def _changes(grey: Pixels, before: Pixels) -> float:
    """By how many sixteenths of a level the pixels of the middling patch differ, in the mean."""
    apart = cv2.convertScaleAbs(cv2.absdiff(grey[::_ROWS_APART], before[::_ROWS_APART]), alpha=_TIMES)
    patches = cv2.resize(apart, _PATCHES, interpolation=cv2.INTER_AREA)
    return float(np.partition(patches, patches.size // 2, axis=None)[patches.size // 2])
