"""What the screen gets of a frame: scaled in the capture thread, ready to draw, and scored on the way.

Measured at 1080p30 into 960x540: scaling and converting here and drawing the result 1:1 costs a
third of letting the screen scale. Nothing is taken from the heap per frame.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from console.camera import focus, imaging, view
from console.camera.cv import cv2
from console.camera.source import Frame, Jpeg, Mailbox, Preview
from console.facts import View

if TYPE_CHECKING:
    from console.camera.focus import Detail
    from console.camera.source import Pixels

_LENT_PREVIEWS = 3  # one being drawn, one just fetched, one for luck
_LARGEST_PX = 4096
NEUTRAL = View()


class Look(NamedTuple):
    """What one look at a frame gave."""

    bgra: Pixels | None
    """Height x width x 4, scaled for the screen; None when no screen asked."""
    grey: Pixels
    """Small, for the watchdog; see `focus.small_grey`."""
    detail: Detail
    """Where the picture is sharp; see `focus.detail`."""
    colours: Pixels
    """What `grey` was made of, BGR or BGRA; valid until the next look."""


class Monitor:
    """Turns frames into previews and scores. Belongs to the capture thread; `mailbox` is the way out."""

    def __init__(self, mailbox: Mailbox[Preview]) -> None:
        self._mailbox = mailbox
        self._scratch: dict[str, Pixels] = {}
        self._decoded: Pixels | None = None  # alive until the next, which then takes its place while that is warm
        self._waiting: Pixels | None = None  # in the mailbox
        self._lent: deque[Pixels] = deque()  # fetched by the screen
        self._free: list[Pixels] = []

    def look(self, content: Pixels | Jpeg, size: tuple[int, int], box: tuple[int, int], how: View = NEUTRAL) -> Look:
        """Decode what is needed, cut, scale to `box`, turn, score.

        `size` is the source's, `box` the place on the screen (0 x 0: no preview), both width x height
        in pixels. Raises NoFrameYet when the JPEG is broken.
        """
        fitted = None
        if min(box) > 0:
            fitted = imaging.fit(*view.size(how, *size), *(min(side, _LARGEST_PX) for side in box))
        wanted = view.turned(how, *fitted) if fitted else None  # scaled lying as it comes, turned when it is small
        if isinstance(content, Jpeg):
            least = wanted or (focus.GREY_WIDTH_PX // 2, 1)
            _, _, width, height = view.region(how, *size)
            reduce = next((n for n in (8, 4, 2) if width >= n * least[0] and height >= n * least[1]), 1)
            self._decoded = None
            self._decoded = content = imaging.decode(content, reduce)
        if how.cuts:
            content = view.cut(how, content)
        shrunk = self._shrink(content, wanted) if wanted else content
        bgra = self._oriented(shrunk, wanted, how) if wanted else None
        looked_at = shrunk
        if bgra is not None and not how.turn and not how.mirror and bgra.shape[:2] == shrunk.shape[:2]:
            looked_at = bgra  # four channels are halved twice as fast as three
        grey = focus.small_grey(looked_at)
        return Look(bgra, grey, focus.oriented(focus.detail(grey), how), looked_at)

    def show(self, look: Look, frame: Frame, size: tuple[int, int]) -> bool:
        """Lay a preview in the mailbox; True when the slot was empty, so that somebody must be told."""
        if look.bgra is None:
            return False
        preview = Preview(look.bgra, frame.captured_at, frame.index, *view.size(frame.view, *size))
        displaced = self._mailbox.put(preview)
        if displaced is not None:
            self._free.append(displaced.pixels)
        elif self._waiting is not None:
            self._lent.append(self._waiting)
            if len(self._lent) > _LENT_PREVIEWS:
                self._free.append(self._lent.popleft())
        self._waiting = look.bgra
        return displaced is None

    def _shrink(self, pixels: Pixels, wanted: tuple[int, int]) -> Pixels:
        """Halve while the result still covers `wanted`; interpolate the rest downwards, never up."""
        width, height = wanted
        step = 0
        while pixels.shape[1] >= 2 * width and pixels.shape[0] >= 2 * height:
            pixels = self._halved(pixels, f"half {step}")
            step += 1
        if pixels.shape[1] > width:
            into = self._array("scaled", (height, width, 3))
            imaging.interpolate(pixels, into)
            return into
        return pixels

    def _oriented(self, pixels: Pixels, wanted: tuple[int, int], how: View) -> Pixels:
        """The preview itself, `wanted` being its size before it is turned."""
        width, height = wanted
        if not how.turn and not how.mirror:
            return self._bgra(pixels, self._blank((height, width, 4)))
        lying = self._bgra(pixels, self._array("lying", (height, width, 4)))
        turned = (width, height) if how.turn in (90, 270) else (height, width)
        scratch = self._array("turning", (*turned, 4)) if how.turn in (90, 270) else None
        return view.orient(lying, how.turn, how.mirror, self._blank((*turned, 4)), scratch)

    def _bgra(self, pixels: Pixels, into: Pixels) -> Pixels:
        height, width = into.shape[:2]
        if pixels.shape[:2] == (height, width):
            cv2.cvtColor(pixels, cv2.COLOR_BGR2BGRA, dst=into)
        else:
            small = self._array("bgra", (*pixels.shape[:2], 4))
            cv2.cvtColor(pixels, cv2.COLOR_BGR2BGRA, dst=small)
            imaging.interpolate(small, into)
        return into

    def _halved(self, pixels: Pixels, name: str) -> Pixels:
        return imaging.halve(pixels, self._array(name, (pixels.shape[0] // 2, pixels.shape[1] // 2, 3)))

    def _array(self, name: str, shape: tuple[int, ...]) -> Pixels:
        held = self._scratch.get(name)
        if held is None or held.shape != shape:
            held = self._scratch[name] = np.empty(shape, np.uint8)
        return held

    def _blank(self, shape: tuple[int, int, int]) -> Pixels:
        while self._free:
            pixels = self._free.pop()
            if pixels.shape == shape:
                return pixels
        return np.empty(shape, np.uint8)
