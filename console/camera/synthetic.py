"""A studio that is not there: goods on a turntable in warm light, for rehearsals, tests and machines without a camera.

The picture depends on nothing but the time since the source was opened, so two runs show the same.
What is drawn is in `scene`; here it is played: which good, how the light moves, grain, and a clock.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from console.camera import imaging
from console.camera.cv import cv2
from console.camera.scene import bake, goods, stage

if TYPE_CHECKING:
    from console.camera.source import Pixels

FPS = 30.0
EACH_S = 20.0
"""How long one good is shown."""
_FADE_S = 0.8
_SWEEP_S = 11.0  # the light goes to and fro once in this time
_GRAIN = 5  # of 255, peak to peak
_GRAIN_ROOM_PX = 48  # the grain moves by up to this much from frame to frame
_WORK_EVERY = 3  # frames; the good to come is drawn in pieces of about 10 ms, and a frame lasts 33
_GOODS = (goods.bangle, goods.cup, goods.pendant, goods.vase)
_CLOCK = ("0123456789:.", 14, 20)  # letters, width and height of each in pixels
_CLOCK_EDGE_PX = 28


class _Shelf:
    """The goods drawn so far, shared by every synthetic source of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ready: dict[int, bake.Prepared] = {}
        self._work: dict[int, Iterator[bake.Prepared | None]] = {}

    def get(self, number: int) -> bake.Prepared:
        """The good, finished now if need be (half a second the first time)."""
        number %= len(_GOODS)
        while (ready := self._step(number, bake.SOON_RAYS)) is None:
            pass
        return ready

    def prepare(self, number: int) -> None:
        """One piece of the work on the good (about 10 ms), nothing when it is done."""
        self._step(number % len(_GOODS), bake.SMALL_RAYS)

    def _step(self, number: int, rays: int) -> bake.Prepared | None:
        with self._lock:
            if number not in self._ready:
                if number not in self._work:
                    self._work[number] = bake.bake(_GOODS[number](), rays)
                work = self._work[number]
                done = next(work)
                if done is not None:
                    self._ready[number] = done
                    del self._work[number]
            return self._ready.get(number)


_shelf = _Shelf()


def draw(time_s: float, into: Pixels | None = None) -> Pixels:
    """The studio at `time_s` seconds: 720 x 1280 x 3, BGR, into `into` when given. The same time, the same picture."""
    picture = np.empty((stage.HEIGHT, stage.WIDTH, 3), np.uint8) if into is None else into
    number, within_s = divmod(time_s, EACH_S)
    sweep = 0.5 - 0.5 * math.cos(2 * math.pi * time_s / _SWEEP_S)
    _shelf.get(int(number)).draw(time_s, sweep, picture)
    gone = (within_s - (EACH_S - _FADE_S)) / _FADE_S
    if gone > 0:
        coming = np.empty_like(picture)
        _shelf.get(int(number) + 1).draw(time_s, sweep, coming)
        share = gone * gone * (3 - 2 * gone)
        cv2.addWeighted(picture, 1 - share, coming, share, 0, dst=picture)
    _expose(picture, round(time_s * FPS))
    _tell_time(picture, time_s)
    return picture


def _expose(picture: Pixels, index: int) -> None:
    """Film grain, another piece of it in each frame."""
    x, y = index * 29 % _GRAIN_ROOM_PX, index * 17 % _GRAIN_ROOM_PX
    cv2.add(picture, _grain()[y : y + stage.HEIGHT, x : x + stage.WIDTH], dst=picture)


@cache
def _grain() -> Pixels:
    rng = np.random.default_rng(1)
    shape = (stage.HEIGHT + _GRAIN_ROOM_PX, stage.WIDTH + _GRAIN_ROOM_PX)
    soft = cv2.GaussianBlur(rng.standard_normal(shape, np.float32), (0, 0), 0.7)
    grey = np.clip(soft / soft.std() * _GRAIN / 4 + _GRAIN / 2, 0, _GRAIN).astype(np.uint8)
    return imaging.as_bgr(grey)


def _tell_time(picture: Pixels, time_s: float) -> None:
    """Minutes, seconds and tenths in the lower right corner, so that delay can be read off the screen."""
    letters, width, height = _CLOCK
    tenths = int(time_s * 10 + 1e-6)
    text = f"{tenths // 600:02d}:{tenths // 10 % 60:02d}.{tenths % 10}"
    left, top = stage.WIDTH - _CLOCK_EDGE_PX - width * len(text), stage.HEIGHT - _CLOCK_EDGE_PX - height
    for place, letter in enumerate(text):
        part = picture[top : top + height, left + place * width : left + (place + 1) * width]
        cv2.add(part, _letters()[letters.index(letter)], dst=part)


@cache
def _letters() -> list[Pixels]:
    """Each letter of the clock as light to add; drawn four times too large, because that looks better."""
    letters, width, height = _CLOCK
    drawn = []
    for letter in letters:
        large = np.zeros((height * 4, width * 4, 3), np.uint8)
        (wide, tall), _ = cv2.getTextSize(letter, cv2.FONT_HERSHEY_SIMPLEX, 2.6, 7)
        place = (width * 2 - wide // 2, height * 2 + tall // 2)
        cv2.putText(large, letter, place, cv2.FONT_HERSHEY_SIMPLEX, 2.6, (120, 130, 140), 7, cv2.LINE_AA)
        drawn.append(imaging.as_bytes(cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA)))
    return drawn


class Synthetic:
    """The studio as a source, 1280 x 720 at 30 frames per second."""

    codec = ""
    paced = True
    over = False

    def __init__(self) -> None:
        self.fps = FPS
        self.size = (stage.WIDTH, stage.HEIGHT)
        self.position_s = 0.0
        self._next = 0

    def open(self) -> None:
        """Draw the set and the first good, which takes less than a second once per process."""
        _shelf.get(0)
        self._next = 0

    def read(self, into: Pixels | None = None) -> Pixels:
        """See `Source.read`. Draws a little of the good to come, so that nobody waits for it later."""
        fits = into is not None and into.shape == (stage.HEIGHT, stage.WIDTH, 3)
        self.position_s = self._next / FPS
        self._next += 1
        if self._next % _WORK_EVERY == 0:
            _shelf.prepare(int(self.position_s // EACH_S) + 1)
        return draw(self.position_s, into if fits else None)

    def close(self) -> None:
        """Nothing to give back; the drawn goods stay for the next time."""
