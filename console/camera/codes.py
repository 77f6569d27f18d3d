"""Barcodes and QR codes in a picture, read by zxing-cpp.

For any thread but the one that draws: a look at 1080p takes some tens of milliseconds. What a code is
for is decided in `leads`. A code whose check digit does not fit is not reported. The round codes of
mini programmes cannot be read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import zxingcpp

from console.camera.cv import cv2
from console.camera.imaging import as_bytes
from console.camera.leads import LINEAR, check_digit_fits, kind_of
from console.facts import Code, CodeKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from console.camera.source import Pixels

__all__ = ["Code", "CodeKind", "read_codes"]

_F = zxingcpp.BarcodeFormat
BARS = zxingcpp.BarcodeFormats((_F.EANUPC, _F.Code128, _F.Code39, _F.Code93, _F.ITF, _F.DataBar))
FORMATS = zxingcpp.BarcodeFormats((*BARS, _F.QRCode, _F.MicroQRCode, _F.RMQRCode, _F.DataMatrix, _F.Aztec, _F.PDF417))
_NAMED_BY_FAMILY = (_F.Code39, _F.QRCode, _F.PDF417, _F.Aztec)

_CARTON = 14  # digits of an ITF-14, whose last is a check digit
_LEAST_ITF = 6
_LEAST_LINEAR = 3
_LEAST_SIDE_PX = 8
_HALF = np.array([[0.5, 0.0, 0.0], [0.0, 0.5, 0.0]])
_SMALL_PX = 1300  # pictures smaller than this are looked at once more, enlarged
_TILT_DEG = 45.0
"""zxing reads bars up to some 30 degrees off the level and the plumb; this turn covers the rest."""


def read_codes(pixels: Pixels) -> tuple[Code, ...]:
    """Every code in `pixels` (height x width, grey, or x 3, BGR, or x 4, BGRA), in reading order.

    Boxes are in pixels of that picture. Each content is given once.
    """
    grey = as_grey(pixels)
    if min(grey.shape) < _LEAST_SIDE_PX:
        return ()
    found = look(grey) or _turned(grey)
    if not found and max(grey.shape) < _SMALL_PX:
        double = as_bytes(cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))
        found = [_moved(code, _HALF) for code in look(double)]
    return tuple({code.text: code for code in sorted(found, key=lambda code: (code.box[1], code.box[0]))}.values())


def as_grey(pixels: Pixels) -> Pixels:
    """Height x width, whatever the picture was."""
    if pixels.ndim == 2:
        return pixels
    if pixels.shape[2] == 1:
        return pixels[:, :, 0]
    return as_bytes(cv2.cvtColor(pixels, cv2.COLOR_BGRA2GRAY if pixels.shape[2] == 4 else cv2.COLOR_BGR2GRAY))


def look(grey: Pixels, formats: zxingcpp.BarcodeFormats = FORMATS) -> list[Code]:
    """The codes of one grey picture as zxing finds them, doubtful ones left out."""
    return [code for read in zxingcpp.read_barcodes(grey, formats=formats) if (code := _code_of(read)) is not None]


def _code_of(read: zxingcpp.Barcode) -> Code | None:
    text, form = read.text.strip(), str(read.symbology if read.symbology in _NAMED_BY_FAMILY else read.format)
    if not text or not _sound(text, form):
        return None
    corners = [getattr(read.position, name) for name in ("top_left", "top_right", "bottom_right", "bottom_left")]
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    return Code(text, form, kind_of(text, form), (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))


def _sound(text: str, form: str) -> bool:
    """What zxing does not check: the check digit of a carton, and lengths that stripes of cloth give by chance."""
    if form == "ITF":
        return len(text) >= _LEAST_ITF and (len(text) != _CARTON or check_digit_fits(text))
    return form not in LINEAR or len(text) >= _LEAST_LINEAR


def _turned(grey: Pixels) -> list[Code]:
    """Codes of a picture turned by half a right angle, their boxes turned back."""
    height, width = grey.shape
    side = round((height + width) / 2**0.5) + 1
    there = cv2.getRotationMatrix2D((width / 2, height / 2), _TILT_DEG, 1.0)
    there[:, 2] += (side - width) / 2, (side - height) / 2
    turned = as_bytes(cv2.warpAffine(grey, there, (side, side), borderMode=cv2.BORDER_REPLICATE))
    back = np.asarray(cv2.invertAffineTransform(there), np.float64)
    return [_moved(code, back, (width, height)) for code in look(turned, BARS)]


def _moved(code: Code, by: NDArray[np.float64], within: tuple[int, int] | None = None) -> Code:
    """`code` with its box under the affine map `by`, kept inside a picture of `within` (width, height)."""
    left, top, width, height = code.box
    corners = np.array([[x, y, 1.0] for x in (left, left + width) for y in (top, top + height)])
    moved = corners @ by.T
    if within is not None:
        moved = np.clip(moved, 0, within)
    (x, y), (right, bottom) = moved.min(axis=0).round().astype(int), moved.max(axis=0).round().astype(int)
    return replace(code, box=(int(x), int(y), int(right - x), int(bottom - y)))
