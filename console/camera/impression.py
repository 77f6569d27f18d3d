"""What one frame is to the watchdog: does it show anything new, and is there anything to see.

Numbers from the small grey picture alone, in the capture thread; how long something must last before it
is told is `watchdog`'s. A look costs some 0.07 ms.

**New** is what was not there a moment ago. A frozen picture is not always the same picture: an encoder
goes on refining it, swings between two kinds of frame, and jumps a little at each key frame. What it does
not do is show a pixel at a brightness that this pixel did not have in the last second. Noise does, in some
pixel, in nearly every frame, also when an encoder swallowed most of it. So the lowest and the highest
brightness of each pixel are kept, and a frame counts as new when one pixel lies outside. No threshold on
the size of a change can tell the two apart: x264 changes more of a frozen picture than of a quiet one
with noise (docs/decisions/0012-frozen-is-nothing-new.md). Where an encoder has few bits it is never done, so
a picture of which most frames of three seconds show nothing new stands still as well.

**Dark** is a picture in which nothing can be made out: low everywhere, also where it is brightest. A dim
room has shapes; a night has lamps.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from console.camera import imaging
from console.camera.cv import cv2
from console.camera.watchdog import FROZEN_AFTER_S

if TYPE_CHECKING:
    from console.camera.source import Pixels

_KNOWN_S = 1.5  # brightness is remembered for once to twice this time
_SETTLES_S = 0.5  # how long an encoder mends the picture after a key frame
_JUMP_EVERY_S = 0.8  # key frames come once a second or more seldom
_JUMP_SHARE = 0.005  # of the pixels, at least: a key frame touches the whole picture
_JUMP_LEVELS = 4  # a tile's brightness differs by no more after a key frame
_FRESH_SHARE = 0.03  # so much is new in a second before a picture that stood still is thought to live again
_STEP_LEVELS = 48  # a single pixel that changes by more has moved, even to where it was before
_LONGEST_FRAME_S = 0.5  # the rest of a longer gap was no picture, so not a still one
_NEW_SHARE = 5e-5  # of the pixels: fewer that are new are an encoder mending a block
_MOSTLY_S = 3.0  # over this time
_MOSTLY_NEW_SHARE = 2e-4  # a frame with fewer new pixels is quiet
_MOSTLY_QUIET = 0.8  # and a picture of which so many frames are quiet stands still (a live one: 0.7 at most)
_STILL_QUIET = 0.6  # until fewer are
_MENDS_S = 3.0  # an encoder mends a frozen picture so long before nothing is new in it, or longer
_MOSTLY_COUNTED = 0.6  # of that time, at least, is looked at
_DARK_LEVELS = 20  # brightness of the whole picture
_SHAPE_LEVELS = 10  # between the darkest and the brightest tile there is something to see
_LAMP_LEVELS = 20  # above the rest of the picture: a lamp, not noise
_LAMP_PX = 4  # side of the squares that are looked at for lamps; a single hot pixel is no lamp
_LEAST_WIDTH_PX = 128  # smaller pictures are looked at pixel by pixel


class Impression(NamedTuple):
    """One frame, as far as the watchdog cares."""

    still_s: float
    """For how long nothing new was shown, seconds; 0 for a frame that is new."""
    dark: bool


class Impressions:
    """Looks at the frames of one source, one after another. Belongs to the capture thread."""

    def __init__(self) -> None:
        self._known: _Known | None = None
        self._tiles: Pixels | None = None
        self._still_s = 0.0
        self._at = 0.0
        self._jumped_at = float("-inf")
        self._fresh = 0.0  # how much of the picture was new lately, fading within a second
        self._lately = _Lately()

    def of(self, grey: Pixels, tiles: Pixels, at: float) -> Impression:
        """What the frame of `at` (monotonic s) is: `grey` as of `focus.small_grey`, `tiles` its brightness map."""
        if self._known is None or self._known.shape != grey.shape:
            self._known = _Known(grey, at)  # the window grew, the view was turned: no news of the source
            self._tiles, self._at = tiles, at
        else:
            self._still_s = self._still_until(at, grey, tiles)
            self._at = at
        still_s = max(self._still_s, self._lately.still_s)
        if still_s >= FROZEN_AFTER_S:  # what came before was mending, not life
            still_s = max(still_s, min(at - self._lately.since, still_s + _MENDS_S))
        return Impression(still_s, is_dark(grey, tiles))

    def _still_until(self, at: float, grey: Pixels, tiles: Pixels) -> float:
        assert self._known is not None
        step, new = self._known.add(grey, at)
        moved = step > _STEP_LEVELS or (new > _NEW_SHARE * grey.size and self._moved(tiles))
        self._lately.add(at, min(at - self._at, _LONGEST_FRAME_S), new / grey.size, moved=moved)
        if new <= _NEW_SHARE * grey.size and step <= _STEP_LEVELS:
            return self._still_s + min(at - self._at, _LONGEST_FRAME_S)
        if moved:
            self._tiles = tiles
            return 0.0
        if new > _JUMP_SHARE * grey.size and at - self._jumped_at >= _JUMP_EVERY_S:
            self._jumped_at = at
            return self._still_s
        if at - self._jumped_at < _SETTLES_S:
            return self._still_s
        self._fresh = self._fresh * max(0.0, 1 - (at - self._at)) + new / grey.size
        if self._still_s >= FROZEN_AFTER_S and self._fresh < _FRESH_SHARE:
            return self._still_s
        self._tiles, self._fresh = tiles, 0.0
        return 0.0

    def _moved(self, tiles: Pixels) -> bool:
        """Whether something is elsewhere than when the picture came to rest."""
        was = self._tiles
        return was is None or was.shape != tiles.shape or cv2.norm(tiles, was, cv2.NORM_INF) > _JUMP_LEVELS


class _Lately:
    """How much of the last seconds was quiet: where an encoder has too few bits, it goes on mending now and then."""

    def __init__(self) -> None:
        self.still_s = 0.0
        """For how long the picture has stood still by this measure; 0 when it does not."""
        self.since = float("inf")
        """When there was life in it for the last time: something moved, or much was new."""
        self._frames: deque[tuple[float, float, bool]] = deque()
        self._all_s = self._quiet_s = self._fresh = 0.0
        self._at = 0.0
        self._jumped_at = float("-inf")

    def add(self, at: float, lasts_s: float, new_share: float, *, moved: bool) -> None:
        """A frame at `at` of which so much was new; key frames and the mending after them are left out."""
        self._fresh *= max(0.0, 1 - (at - self._at))
        self._at = at
        self.since = min(self.since, at)
        jumps = new_share > _JUMP_SHARE and at - self._jumped_at >= _JUMP_EVERY_S
        if moved:
            self._restart(at)
        elif jumps:
            self._jumped_at = at
        elif at - self._jumped_at >= _SETTLES_S:
            self._fresh += new_share
            if self._fresh >= _FRESH_SHARE:
                self._restart(at)
            self._count(at, lasts_s, quiet=new_share <= _MOSTLY_NEW_SHARE)

    def _restart(self, at: float) -> None:
        self.since = at
        self._frames.clear()
        self._all_s = self._quiet_s = self._fresh = self.still_s = 0.0

    def _count(self, at: float, lasts_s: float, *, quiet: bool) -> None:
        self._frames.append((at, lasts_s, quiet))
        self._all_s += lasts_s
        self._quiet_s += lasts_s * quiet
        while at - self._frames[0][0] > _MOSTLY_S:
            _, dropped_s, was_quiet = self._frames.popleft()
            self._all_s -= dropped_s
            self._quiet_s -= dropped_s * was_quiet
        share = self._quiet_s / max(self._all_s, _MOSTLY_COUNTED * _MOSTLY_S)
        if share < (_STILL_QUIET if self.still_s else _MOSTLY_QUIET):
            self.still_s = 0.0
        else:
            self.still_s = self.still_s + lasts_s if self.still_s else self._quiet_s


class _Known:
    """Which brightness each pixel had in the last second or so."""

    def __init__(self, grey: Pixels, at: float) -> None:
        self.shape = grey.shape
        self._last, self._outside = grey.copy(), np.empty_like(grey)
        self._low, self._high = grey.copy(), grey.copy()
        self._next_low, self._next_high = grey.copy(), grey.copy()  # takes over, so that what is long ago is forgotten
        self._since = at

    def add(self, grey: Pixels, at: float) -> tuple[int, int]:
        """The largest change of a pixel since the last frame, and how many pixels are as they had not been."""
        step = int(cv2.norm(grey, self._last, cv2.NORM_INF))
        new = 0
        if step:
            cv2.inRange(grey, self._low, self._high, dst=self._outside)
            new = grey.size - cv2.countNonZero(self._outside)
            for low, high in ((self._low, self._high), (self._next_low, self._next_high)):
                cv2.min(low, grey, dst=low)
                cv2.max(high, grey, dst=high)
            np.copyto(self._last, grey)
        if at - self._since >= _KNOWN_S:
            self._since = at
            self._low, self._next_low = self._next_low, self._low
            self._high, self._next_high = self._next_high, self._high
            np.copyto(self._next_low, grey)
            np.copyto(self._next_high, grey)
        return step, new


def is_dark(grey: Pixels, tiles: Pixels) -> bool:
    """Whether nothing can be made out: not by its brightness, nor by its shapes, nor by a lamp."""
    least, most, _, _ = cv2.minMaxLoc(tiles)
    mean = float(tiles.mean())
    if mean >= _DARK_LEVELS or most - least >= _SHAPE_LEVELS:
        return False
    step = 1
    while grey.shape[1] > _LEAST_WIDTH_PX and step < _LAMP_PX:
        grey, step = imaging.halve(grey), step * 2
    return bool(cv2.minMaxLoc(grey)[1] < mean + _LAMP_LEVELS)
