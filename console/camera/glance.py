"""Quick looks at a running picture for codes: cheap enough for three a second beside an encoder.

Each look reads the half-size grey picture for what is common, bars and QR codes. Beside it takes turns
what one look cannot afford: the full size, half a right angle of tilt, the middle enlarged, the rarer
square codes. The turn that found something is repeated at once, so that a second sighting follows the
first. When to look is decided in `reading`; a thorough look at a single picture is `codes.read_codes`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import zxingcpp

from console.camera import codes, view
from console.camera.codes import BARS, FORMATS, as_grey
from console.camera.cv import cv2
from console.camera.errors import NoFrameYet
from console.camera.imaging import as_bytes, halve
from console.camera.source import Jpeg

if TYPE_CHECKING:
    from console.camera.source import Frame, Pixels
    from console.facts import Code

_F = zxingcpp.BarcodeFormat
_COMMON = zxingcpp.BarcodeFormats((*BARS, _F.QRCode))
_RARE = zxingcpp.BarcodeFormats([form for form in FORMATS if form not in _COMMON])
_QR = zxingcpp.BarcodeFormats((_F.QRCode,))
_PLAIN = {"invert": False, "downscale": False}
_HALVE_FROM_PX = 1000  # smaller pictures are looked at as they are


class Glance:
    """Looks at one source's frames, one after another. Belongs to one thread."""

    def __init__(self) -> None:
        self._turns: tuple[Callable[[_Picture], list[Code]], ...] = (_full, _tilted, _middle, _rare)
        self._next = 0

    def look(self, frame: Frame) -> tuple[Code, ...]:
        """The codes seen in `frame`, boxes in its `pixels`. Empty for a frame that cannot be decoded."""
        try:
            picture = _Picture(frame)
            found = picture.look(_COMMON)
            extra = self._turns[self._next](picture)
        except NoFrameYet:
            return ()
        if not extra or found:
            self._next = (self._next + 1) % len(self._turns)
        return codes.once((*found, *extra))


class _Picture:
    """A frame in grey, at full size only when somebody asks for it."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._full: Pixels | None = None
        content = frame.content
        self.step = 2
        if isinstance(content, Jpeg):
            half = _grey_jpeg(content, cv2.IMREAD_REDUCED_GRAYSCALE_2)
        elif max(content.shape[:2]) >= _HALVE_FROM_PX:
            half = as_grey(halve(content))
        else:
            half, self.step = as_grey(content), 1
        self.half = self._as_shown(half)

    def look(self, formats: zxingcpp.BarcodeFormats, *, invert: bool = False) -> list[Code]:
        """Codes of the half size, boxes at full size."""
        seen = codes.look(self.half, formats, invert=invert, downscale=False)
        return [codes.scaled(code, self.step) for code in seen]

    @property
    def full(self) -> Pixels:
        """Height x width."""
        if self.step == 1:
            return self.half
        if self._full is None:
            content = self._frame.content
            grey = _grey_jpeg(content, cv2.IMREAD_GRAYSCALE) if isinstance(content, Jpeg) else as_grey(content)
            self._full = self._as_shown(grey)
        return self._full

    def _as_shown(self, grey: Pixels) -> Pixels:
        """What is cut off is not on air."""
        return grey if self._frame.view.neutral else view.apply(self._frame.view, grey)


def _grey_jpeg(jpeg: Jpeg, how: int) -> Pixels:
    grey = cv2.imdecode(jpeg.data, how | cv2.IMREAD_IGNORE_ORIENTATION)
    if grey is None:
        raise NoFrameYet
    return as_bytes(grey)


def _full(picture: _Picture) -> list[Code]:
    if picture.step == 1:
        return []
    return codes.look(picture.full, _COMMON, **_PLAIN)


def _tilted(picture: _Picture) -> list[Code]:
    return [codes.scaled(code, picture.step) for code in codes.look_tilted(picture.half)]


def _middle(picture: _Picture) -> list[Code]:
    """Goods are held to the camera: its middle third, enlarged."""
    height, width = picture.full.shape
    left, top = width // 3, height // 4
    middle = np.ascontiguousarray(picture.full[top : height - top, left : width - left])
    return [codes.scaled(code, 1.0, left, top) for code in codes.look_enlarged(middle, _COMMON, **_PLAIN)]


def _rare(picture: _Picture) -> list[Code]:
    """The other square codes, and QR codes in light on dark."""
    return picture.look(_RARE) + picture.look(_QR, invert=True)
