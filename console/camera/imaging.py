"""Pictures in, pictures out: score, scale, crop, encode. No files, no threads, no camera.

Pictures are uint8 arrays, height x width x 3, BGR, unless said otherwise. Crops are views: nothing
is padded, stretched or given a border, so every pixel of a product photo was seen by the camera.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from console.camera.cv import cv2
from console.camera.errors import NoFrameYet
from console.camera.source import Jpeg

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from console.camera.source import Pixels
    from console.facts import Crop

    Floats = NDArray[np.float32]

PHOTO_MAX_BYTES = 2_000_000
"""What the platform takes per picture."""
THUMB_PX = 160
_QUALITIES = (90, 82, 72, 60)


# --- scale -----------------------------------------------------------------------------------


def fit(width: int, height: int, box_width: int, box_height: int) -> tuple[int, int]:
    """The largest width and height of the same aspect inside the box, at least 1 x 1 pixel."""
    scale = min(box_width / width, box_height / height)
    return max(1, min(box_width, round(width * scale))), max(1, min(box_height, round(height * scale)))


def halve(pixels: Pixels, into: Pixels | None = None) -> Pixels:
    """Half the size; an odd last row or column is left out, which keeps OpenCV on its fast path (15x)."""
    height, width = pixels.shape[0] // 2, pixels.shape[1] // 2
    even = pixels[: height * 2, : width * 2]
    return as_bytes(cv2.resize(even, (width, height), dst=into, interpolation=cv2.INTER_AREA))


def interpolate(pixels: Pixels, into: Pixels) -> None:
    """Resize to the shape of `into`, bilinear; for pictures on a screen, because a level may be off by one.

    OpenCV leaves Intel's resize, which takes half the time, alone as long as results must be exact to the bit.
    """
    cv2.ipp.setUseIPP_NotExact(True)
    cv2.resize(pixels, (into.shape[1], into.shape[0]), dst=into, interpolation=cv2.INTER_LINEAR)
    cv2.ipp.setUseIPP_NotExact(False)


def scale(pixels: Pixels, width: int, height: int) -> Pixels:
    """Resize without aliasing: halve while more than twice too large, then interpolate."""
    while pixels.shape[1] >= 2 * width and pixels.shape[0] >= 2 * height:
        pixels = halve(pixels)
    if pixels.shape[:2] == (height, width):
        return pixels
    return as_bytes(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_LINEAR))


# --- crops -----------------------------------------------------------------------------------


def part(pixels: Pixels, crop: Crop) -> Pixels:
    """A view of that part; never padded, at least one pixel."""
    height, width = pixels.shape[:2]
    left, top = min(max(crop.x, 0), width - 1), min(max(crop.y, 0), height - 1)
    return pixels[top : max(top + 1, min(height, crop.y + crop.h)), left : max(left + 1, min(width, crop.x + crop.w))]


def thumbnail(square_pixels: Pixels) -> Pixels:
    """160 x 160 from a square picture."""
    return scale(square_pixels, THUMB_PX, THUMB_PX)


# --- JPEG ------------------------------------------------------------------------------------


def decode(jpeg: Jpeg, reduce: int = 1) -> Pixels:
    """BGR from a JPEG, at 1/`reduce` of its size (1, 2, 4 or 8). Raises NoFrameYet when it is broken."""
    flags = {
        1: cv2.IMREAD_COLOR,
        2: cv2.IMREAD_REDUCED_COLOR_2,
        4: cv2.IMREAD_REDUCED_COLOR_4,
        8: cv2.IMREAD_REDUCED_COLOR_8,
    }
    pixels = cv2.imdecode(jpeg.data, flags[reduce] | cv2.IMREAD_IGNORE_ORIENTATION)
    if pixels is None:
        raise NoFrameYet
    return as_bytes(pixels)


class Encoded(NamedTuple):
    """A JPEG and the size of the picture in it."""

    data: bytes
    width: int
    height: int


def encode(pixels: Pixels, limit_bytes: int = PHOTO_MAX_BYTES) -> bytes:
    """JPEG of at most `limit_bytes`: first less quality, then fewer pixels. Carries no metadata."""
    return encoded(pixels, limit_bytes).data


def encoded(pixels: Pixels, limit_bytes: int = PHOTO_MAX_BYTES) -> Encoded:
    """As `encode`, with the size it came to."""
    while True:
        height, width = pixels.shape[:2]
        for quality in _QUALITIES:
            _, data = cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, quality))
            if data.nbytes <= limit_bytes or max(width, height) == 1:
                return Encoded(data.tobytes(), width, height)
            if data.nbytes > 4 * limit_bytes:  # no quality bridges that: do not try them all
                break
        share = min(0.75, (limit_bytes / data.nbytes) ** 0.5)
        pixels = scale(pixels, max(1, int(width * share)), max(1, int(height * share)))


def as_bgr(picture: cv2.typing.MatLike) -> Pixels:
    """What a source delivered as height x width x 3, BGR: grey is spread, alpha dropped, 16 bits cut to 8."""
    if picture.dtype == np.uint16:
        picture = cv2.convertScaleAbs(picture, alpha=1 / 257)
    if picture.ndim == 2 or picture.shape[2] == 1:
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    elif picture.shape[2] == 4:
        picture = cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR)
    return as_bytes(picture)


def f32(values: ArrayLike) -> Floats:
    """`values` as float32, which numpy's arithmetic and its stubs both like to widen."""
    return np.asarray(values, np.float32)


def as_bytes(array: cv2.typing.MatLike) -> Pixels:
    """The same array, known to be uint8; OpenCV's stubs only say "integers or floats"."""
    assert array.dtype == np.uint8
    return array  # type: ignore[return-value]  # narrowed by the line above, which mypy cannot see
