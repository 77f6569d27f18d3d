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
    from collections.abc import Iterable

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
_MODULES = {"EAN-13": 95, "UPC-A": 95, "EAN-8": 67, "UPC-E": 51}
_LEAST_MODULE_PX = 1.55
"""Finer bars are misread, up to 5 times in 72, as numbers whose check digit fits; in the enlarged picture never."""
_ENLARGED_UP_TO_PX = 2000  # larger pictures show enough as they are
_TILT_DEG = 45.0
"""zxing reads bars up to some 30 degrees off the level and the plumb; this turn covers the rest."""


def read_codes(pixels: Pixels) -> tuple[Code, ...]:
    """Every code in `pixels` (height x width, grey, or x 3, BGR, or x 4, BGRA), in reading order.

    Boxes are in pixels of that picture. Each content is given once.
    """
    grey = as_grey(pixels)
    if min(grey.shape) < _LEAST_SIDE_PX:
        return ()
    found = look(grey) or look_tilted(grey)
    if not found and max(grey.shape) <= _ENLARGED_UP_TO_PX:
        found = look_enlarged(grey, FORMATS)
    return once(sorted(found, key=lambda code: (code.box[1], code.box[0])))


def once(found: Iterable[Code]) -> tuple[Code, ...]:
    """Each content once, as it was found first."""
    first: dict[str, Code] = {}
    for code in found:
        first.setdefault(code.text, code)
    return tuple(first.values())


def as_grey(pixels: Pixels) -> Pixels:
    """Height x width, whatever the picture was."""
    if pixels.ndim == 2:
        return pixels
    if pixels.shape[2] == 1:
        return pixels[:, :, 0]
    return as_bytes(cv2.cvtColor(pixels, cv2.COLOR_BGRA2GRAY if pixels.shape[2] == 4 else cv2.COLOR_BGR2GRAY))


def look(
    grey: Pixels, formats: zxingcpp.BarcodeFormats = FORMATS, *, invert: bool = True, downscale: bool = True
) -> list[Code]:
    """The codes of one grey picture as zxing finds them, doubtful ones left out.

    `invert`: also light on dark. `downscale`: also with the picture made smaller, which mends codes
    that are large and soft.
    """
    reads = zxingcpp.read_barcodes(grey, formats=formats, try_invert=invert, try_downscale=downscale)
    return [code for read in reads if (code := _code_of(read)) is not None]


def look_tilted(grey: Pixels) -> list[Code]:
    """Bars that stand across: in the picture turned by half a right angle, boxes turned back."""
    height, width = grey.shape
    side = round((height + width) / 2**0.5) + 1
    there = cv2.getRotationMatrix2D((width / 2, height / 2), _TILT_DEG, 1.0)
    there[:, 2] += (side - width) / 2, (side - height) / 2
    turned = as_bytes(cv2.warpAffine(grey, there, (side, side), borderMode=cv2.BORDER_REPLICATE))
    back = np.asarray(cv2.invertAffineTransform(there), np.float64)
    return [_moved(code, back, (width, height)) for code in look(turned, BARS, invert=False, downscale=False)]


def look_enlarged(grey: Pixels, formats: zxingcpp.BarcodeFormats, **how: bool) -> list[Code]:
    """Codes whose bars are hardly a pixel wide: in the picture at twice its size."""
    double = as_bytes(cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))
    return [scaled(code, 0.5) for code in look(double, formats, **how)]


def scaled(code: Code, factor: float, left: int = 0, top: int = 0) -> Code:
    """`code` with its box `factor` times as large, then moved by `left` and `top` pixels."""
    return _moved(code, np.array([[factor, 0.0, left], [0.0, factor, top]]))


def _code_of(read: zxingcpp.Barcode) -> Code | None:
    text, form = read.text.strip(), str(read.symbology if read.symbology in _NAMED_BY_FAMILY else read.format)
    if not text or not _sound(text, form) or _too_fine(read, form):
        return None
    corners = [getattr(read.position, name) for name in ("top_left", "top_right", "bottom_right", "bottom_left")]
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    return Code(text, form, kind_of(text, form), (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))


def _sound(text: str, form: str) -> bool:
    """What zxing does not check: the check digit of a carton, and lengths that stripes of cloth give by chance."""
    if form == "ITF":
        return len(text) >= _LEAST_ITF and (len(text) != _CARTON or check_digit_fits(text))
    return form not in LINEAR or len(text) >= _LEAST_LINEAR


def _too_fine(read: zxingcpp.Barcode, form: str) -> bool:
    """Whether the bars are too narrow in this picture for what was read of them to be believed."""
    start, end = read.position.top_left, read.position.top_right
    return form in _MODULES and float(np.hypot(end.x - start.x, end.y - start.y)) < _LEAST_MODULE_PX * _MODULES[form]


def _moved(code: Code, by: NDArray[np.float64], within: tuple[int, int] | None = None) -> Code:
    """`code` with its box under the affine map `by`, kept inside a picture of `within` (width, height)."""
    left, top, width, height = code.box
    corners = np.array([[x, y, 1.0] for x in (left, left + width) for y in (top, top + height)])
    moved = corners @ by.T
    if within is not None:
        moved = np.clip(moved, 0, within)
    (x, y), (right, bottom) = moved.min(axis=0).round().astype(int), moved.max(axis=0).round().astype(int)
    return replace(code, box=(int(x), int(y), int(right - x), int(bottom - y)))
