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
a picture of which most frames of three seconds show nothing new stands still as well; and so does one whose
source showed noise until then and falls silent (`grain`).

**Dark** is a picture in which nothing can be made out: low everywhere, also where it is brightest, or the dark
red of light through a finger. A dim room has shapes; a night has lamps.
"""

from __future__ import annotations

from collections import deque
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from console.camera import imaging
from console.camera.cv import cv2
from console.camera.grain import Grain
from console.camera.rests import Rests
from console.camera.watchdog import FROZEN_AFTER_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from console.camera.source import Pixels

_KNOWN_S = 1.5  # brightness is remembered for once to twice this time
_SETTLES_S = 0.5  # how long an encoder mends the picture after a key frame
_JUMP_EVERY_S = 0.8  # key frames come once a second or more seldom
_JUMP_SHARE = 0.005  # of the pixels, at least: a key frame touches the whole picture
_JUMP_LEVELS = 4  # a tile's brightness differs by no more after a key frame
_FRESH_SHARE = 0.03  # so much is new in a second before a picture that stood still is thought to live again
_RESTLESS_S = 1.2  # or something is new in every frame for so long: an encoder that mends takes rests
_STEP_LEVELS = 48  # a single pixel that changes by more has moved, even to where it was before
_LONGEST_FRAME_S = 0.5  # the rest of a longer gap was no picture, so not a still one
_NEW_SHARE = 5e-5  # of the pixels: fewer that are new are an encoder mending a block
_MOSTLY_S = 3.0  # over this time
_MOSTLY_NEW_SHARE = 2e-4  # a frame with fewer new pixels is quiet
_MOSTLY_QUIET = 0.8  # and a picture of which so many frames are quiet stands still (a live one: 0.7 at most)
_STILL_QUIET = 0.6  # until fewer are
_BARE_QUIET, _STILL_BARE = 0.65, 0.45  # the same of frames in which next to nothing is new, key frames counted
_ALIVE_AFTER_S = 0.7  # without a single such frame
_MENDS_S = 3.0  # an encoder mends a frozen picture so long before nothing is new in it, or longer
_MOSTLY_COUNTED = 0.6  # of that time, at least, is looked at
_DARK_LEVELS = 25  # brightness of the whole picture
_FLESH_LEVELS, _FLESH_RED = 80, 2.0  # light through a finger: brighter, but so many times redder than green or blue
_SHAPE_LEVELS = 8  # between dark and bright tiles (the extremes left out), beyond smooth light: there is something
_UNSEEN_LEVELS = 12  # where no tile is brighter nobody makes out a shape, on whatever screen
_LIGHT_SHARE, _CUT_LEVELS = 0.2, 16  # of a new frame in the map of brightness; a step beyond that is another picture
_MOST_TILES = (5, 95)  # per cent
_LEAST_TILES = 100
_LEAK_REACHES = (0.15, 0.4)  # of half the picture: how far light comes in beside a cap or a hand
_BEND_LEVELS = 4  # or smaller shapes: twice what a tile differs by from the middle of its neighbours
_BENT_SHARE = 0.03  # of the tiles
_LAMP_LEVELS = 20  # above the rest of the picture and its smooth light: a lamp, not noise
_LAMP_PX = 4  # side of the squares that are looked at for lamps; a single hot pixel is no lamp
_LEAST_WIDTH_PX = 128  # smaller pictures are looked at pixel by pixel


class Impression(NamedTuple):
    """One frame, as far as the watchdog cares."""

    still_s: float
    """For how long nothing new was shown, seconds; 0 for a frame that is new."""
    dark: bool


class Impressions:
    """Looks at the frames of one source, one after another. Belongs to the capture thread."""

    def __init__(self, codec: str = "") -> None:
        """`codec` of the source, as of `Source.codec`."""
        self._known: _Known | None = None
        self._tiles: Pixels | None = None
        self._light: NDArray[np.float32] | None = None
        self._still_s = 0.0
        self._at = 0.0
        self._jumped_at = float("-inf")
        self._fresh = 0.0  # how much of the picture was new lately, fading within a second
        self._lately = _Lately()
        self._grain = Grain()
        self._rests = Rests(codec)
        self._told = False

    def of(self, grey: Pixels, tiles: Pixels, at: float, colours: Pixels | None = None) -> Impression:
        """What the frame of `at` (monotonic s) is.

        `grey` as of `focus.small_grey`, `tiles` its brightness map, `colours` the same frame in BGR or BGRA.
        """
        if self._known is None or self._known.shape != grey.shape:
            self._known = _Known(grey, at)  # the window grew, the view was turned: no news of the source
            self._tiles, self._at = tiles, at
            self._grain.restart()
        else:
            self._still_s = self._still_until(at, grey, tiles)
            self._at = at
        still_s = self._proven(at)
        if still_s >= FROZEN_AFTER_S:  # what came before was mending, not life
            still_s = max(still_s, min(at - self._lately.since, still_s + _MENDS_S))
        return Impression(still_s, is_dark(grey, self._settled(tiles), colours))

    def _proven(self, at: float) -> float:
        """For how long it stands still by any measure that means something in this source."""
        silent_since = self._grain.silent_since
        still_s = 0.0 if silent_since is None else at - silent_since
        for_s, lately_s = self._still_s, self._lately.still_s
        if self._told or for_s < FROZEN_AFTER_S or self._rests.proves(for_s):
            still_s = max(still_s, for_s)
        if self._told or lately_s < FROZEN_AFTER_S or self._rests.was_lively(at):
            still_s = max(still_s, lately_s)
        told, self._told = self._told, still_s >= FROZEN_AFTER_S
        if told != self._told:
            self._rests.restart()
        return still_s

    def _settled(self, tiles: Pixels) -> NDArray[np.float32]:
        """The brightness map over the last frames: noise in lumps has no lasting shape."""
        light, now = self._light, tiles.astype(np.float32)
        if light is None or light.shape != now.shape or cv2.norm(light, now, cv2.NORM_INF) > _CUT_LEVELS:
            self._light = now  # another picture
            return now
        return np.asarray(cv2.accumulateWeighted(now, light, _LIGHT_SHARE), np.float32)

    def _still_until(self, at: float, grey: Pixels, tiles: Pixels) -> float:
        assert self._known is not None
        if self._grain.due(at):
            self._grain.add(at, grey, self._known.last, tiles)
        step, new = self._known.add(grey, at)
        if not self._told:  # what a freeze shows is no rest
            new_enough = new > _NEW_SHARE * grey.size or step > _STEP_LEVELS
            self._rests.add(at, min(at - self._at, _LONGEST_FRAME_S), new=new_enough)
        moved = step > _STEP_LEVELS or (new > _NEW_SHARE * grey.size and self._moved(tiles))
        self._lately.add(at, min(at - self._at, _LONGEST_FRAME_S), new / grey.size, moved=moved)
        if new <= _NEW_SHARE * grey.size and step <= _STEP_LEVELS:
            return self._still_s + min(at - self._at, _LONGEST_FRAME_S)
        if moved:
            self._grain.stirred()
            self._tiles = tiles
            return 0.0
        if new > _JUMP_SHARE * grey.size and at - self._jumped_at >= _JUMP_EVERY_S:
            self._jumped_at = at
            return self._still_s
        if at - self._jumped_at < _SETTLES_S:
            return self._still_s
        self._fresh = self._fresh * max(0.0, 1 - (at - self._at)) + new / grey.size
        restless = at - self._lately.bare_at >= _RESTLESS_S
        if self._still_s >= FROZEN_AFTER_S and self._fresh < _FRESH_SHARE and not restless:
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
        self.since = float("inf")
        """When there was life in it for the last time: something moved, or much was new."""
        self._quiet = _Share(_MOSTLY_QUIET, _STILL_QUIET, _MOSTLY_COUNTED * _MOSTLY_S)
        self._bare = _Share(_BARE_QUIET, _STILL_BARE, _MOSTLY_S)
        self._fresh = 0.0
        self._at = 0.0
        self.bare_at = float("-inf")
        """When next to nothing in a frame was new, for the last time."""
        self._jumped_at = float("-inf")

    @property
    def still_s(self) -> float:
        """For how long the picture has stood still by this measure; 0 when it does not."""
        return max(self._quiet.still_s, self._bare.still_s)

    def add(self, at: float, lasts_s: float, new_share: float, *, moved: bool) -> None:
        """A frame at `at` of which so much was new; key frames and the mending after them are left out of `quiet`."""
        self._fresh *= max(0.0, 1 - (at - self._at))
        self._at = at
        self.since = min(self.since, at)
        jumps = new_share > _JUMP_SHARE and at - self._jumped_at >= _JUMP_EVERY_S
        if moved:
            self._bare.empty()
            self._restart(at)
        elif jumps:
            self._jumped_at = at
        elif at - self._jumped_at >= _SETTLES_S:
            self._fresh += new_share
            if self._fresh >= _FRESH_SHARE:
                self._restart(at)
            self._quiet.add(at, lasts_s, counts=new_share <= _MOSTLY_NEW_SHARE)
        self._look_for_bare(at, lasts_s, bare=new_share <= _NEW_SHARE)

    def _look_for_bare(self, at: float, lasts_s: float, *, bare: bool) -> None:
        if bare:
            self.bare_at = at
        elif at - self.bare_at >= _ALIVE_AFTER_S:
            self._bare.empty()
        self._bare.add(at, lasts_s, counts=bare)

    def _restart(self, at: float) -> None:
        self.since = at
        self._fresh = 0.0
        self._quiet.empty()


class _Share:
    """How large a part of the last three seconds were frames of a kind, and for how long it has been large."""

    def __init__(self, enough: float, still_enough: float, least_s: float) -> None:
        self.still_s = 0.0
        self._enough, self._still_enough, self._least_s = enough, still_enough, least_s
        self._frames: deque[tuple[float, float, bool]] = deque()
        self._all_s = self._of_kind_s = 0.0

    def empty(self) -> None:
        self._frames.clear()
        self._all_s = self._of_kind_s = self.still_s = 0.0

    def add(self, at: float, lasts_s: float, *, counts: bool) -> None:
        self._frames.append((at, lasts_s, counts))
        self._all_s += lasts_s
        self._of_kind_s += lasts_s * counts
        while at - self._frames[0][0] > _MOSTLY_S:
            _, dropped_s, counted = self._frames.popleft()
            self._all_s -= dropped_s
            self._of_kind_s -= dropped_s * counted
        share = self._of_kind_s / max(self._all_s, self._least_s)
        if share < (self._still_enough if self.still_s else self._enough):
            self.still_s = 0.0
        else:
            self.still_s = self.still_s + lasts_s if self.still_s else self._of_kind_s


class _Known:
    """Which brightness each pixel had in the last second or so."""

    def __init__(self, grey: Pixels, at: float) -> None:
        self.shape = grey.shape
        self.last, self._outside = grey.copy(), np.empty_like(grey)
        self._low, self._high = grey.copy(), grey.copy()
        self._next_low, self._next_high = grey.copy(), grey.copy()  # takes over, so that what is long ago is forgotten
        self._since = at

    def add(self, grey: Pixels, at: float) -> tuple[int, int]:
        """The largest change of a pixel since the last frame, and how many pixels are as they had not been."""
        step = int(cv2.norm(grey, self.last, cv2.NORM_INF))
        new = 0
        if step:
            cv2.inRange(grey, self._low, self._high, dst=self._outside)
            new = grey.size - cv2.countNonZero(self._outside)
            for low, high in ((self._low, self._high), (self._next_low, self._next_high)):
                cv2.min(low, grey, dst=low)
                cv2.max(high, grey, dst=high)
            np.copyto(self.last, grey)
        if at - self._since >= _KNOWN_S:
            self._since = at
            self._low, self._next_low = self._next_low, self._low
            self._high, self._next_high = self._next_high, self._high
            np.copyto(self._next_low, grey)
            np.copyto(self._next_high, grey)
        return step, new


def is_dark(grey: Pixels, tiles: Pixels | NDArray[np.float32], colours: Pixels | None = None) -> bool:
    """Whether nothing can be made out: neither bright nor with shapes or a lamp; or it is a finger's red."""
    mean = float(tiles.mean())
    if mean >= _FLESH_LEVELS:
        return False
    wide = tiles.astype(np.float32)
    even = _smooth(wide)
    if _has_shapes(wide, even):
        return False
    if mean >= _DARK_LEVELS and not _is_flesh(colours):
        return False
    step = 1
    while grey.shape[1] > _LEAST_WIDTH_PX and step < _LAMP_PX:
        grey, step = imaging.halve(grey), step * 2
    return bool(cv2.minMaxLoc(grey)[1] < max(mean, float(even.max())) + max(_LAMP_LEVELS, mean))


def _has_shapes(wide: NDArray[np.float32], even: NDArray[np.float32]) -> bool:
    """Whether brightness changes otherwise than smoothly: a covered lens lets some light in from one side."""
    if float(wide.max()) < _UNSEEN_LEVELS:
        return False
    if min(wide.shape) < 3:
        return float(wide.max() - wide.min()) >= _SHAPE_LEVELS
    left = wide - even
    darkest, brightest = np.percentile(left, _MOST_TILES)
    if brightest - darkest >= _SHAPE_LEVELS:
        return True
    bends = np.zeros_like(left)
    bends[:, 1:-1] = np.abs(2 * left[:, 1:-1] - left[:, :-2] - left[:, 2:])
    bends[1:-1] = np.maximum(bends[1:-1], np.abs(2 * left[1:-1] - left[:-2] - left[2:]))
    return float((bends >= _BEND_LEVELS).mean()) > _BENT_SHARE


def _smooth(wide: NDArray[np.float32]) -> NDArray[np.float32]:
    """The smooth light that fits best (least squares): a slope, bent once each way, and what comes in at a side."""
    if min(wide.shape) < 3:
        return np.full_like(wide, wide.mean())
    shapes = _smooth_lights(*wide.shape)
    return np.asarray(shapes @ (shapes.T @ wide.ravel()), np.float32).reshape(wide.shape)


@cache
def _smooth_lights(rows: int, columns: int) -> NDArray[np.float32]:
    """(rows * columns) x 14, orthonormal columns: quadratic functions of the place, and decays from each side.

    x 6 where so few tiles would be explained by anything.
    """
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    terms = [np.ones_like(x), x, y, x * x, x * y, y * y]
    if rows * columns >= _LEAST_TILES:
        terms += [np.exp(-(1 + side) / reach) for side in (x, -x, y, -y) for reach in _LEAK_REACHES]
    return np.asarray(np.linalg.qr(np.stack(terms, axis=-1).reshape(rows * columns, -1))[0], np.float32)


def _is_flesh(colours: Pixels | None) -> bool:
    if colours is None:
        return False
    blue, green, red, _ = cv2.mean(colours)
    return red > _FLESH_RED * max(blue, green, 1.0)
