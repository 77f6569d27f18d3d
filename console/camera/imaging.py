"""Pictures in, pictures out: score, scale, crop, encode. No files, no threads, no camera.

Pictures are uint8 arrays, height x width x 3, BGR, unless said otherwise. Crops are views: nothing
is padded, stretched or given a border, so every pixel of a product photo was seen by the camera.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from console.camera.cv import cv2
from console.camera.source import Jpeg
from console.errors import NoFrameYet

if TYPE_CHECKING:
    from console.camera.source import Pixels

PHOTO_MAX_BYTES = 2_000_000
"""What the platform takes per picture."""
THUMB_PX = 160
_QUALITIES = (90, 82, 72, 60)
_LOOK_WIDTH_PX = 128  # where the goods are is decided on a copy this wide
_CENTRE_REACH = 0.2  # a crop's centre leaves the picture's middle by at most this share of the long side


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


def centre_of_interest(pixels: Pixels) -> tuple[float, float]:
    """Where the goods probably are: x and y as shares (0-1) of width and height.

    The median of local detail and of colour that differs from the picture's border, both weighted
    towards the middle. A median, because a bright lamp in a corner must not pull the crop with it.
    """
    height, width = pixels.shape[:2]
    small = scale(pixels, *fit(width, height, min(width, _LOOK_WIDTH_PX), min(height, _LOOK_WIDTH_PX)))
    rows, columns = small.shape[:2]
    if rows < 8 or columns < 8:
        return 0.5, 0.5
    lab = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2LAB), (0, 0), 1.0).astype(np.float32)
    edge = np.concatenate([lab[0], lab[-1], lab[:, 0], lab[:, -1]])
    unlike = np.linalg.norm(lab - np.median(edge, axis=0), axis=2)
    detail = cv2.magnitude(
        cv2.Sobel(lab[:, :, 0], cv2.CV_32F, 1, 0),
        cv2.Sobel(lab[:, :, 0], cv2.CV_32F, 0, 1),
    )
    weight = unlike / (float(unlike.mean()) + 1.0) + detail / (float(detail.mean()) + 1.0)
    x, y = np.linspace(-1, 1, columns), np.linspace(-1, 1, rows)
    weight = weight * np.exp(-1.5 * x[None, :] ** 2) * np.exp(-1.5 * y[:, None] ** 2)
    return _median_place(weight.sum(axis=0)), _median_place(weight.sum(axis=1))


def _median_place(weights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    total = np.cumsum(weights)
    if total[-1] <= 0:
        return 0.5
    return (float(np.searchsorted(total, total[-1] / 2)) + 0.5) / len(weights)


def crop(pixels: Pixels, aspect: float, centre: tuple[float, float] = (0.5, 0.5)) -> Pixels:
    """The largest view of `aspect` (width / height) inside the picture, moved towards `centre` (shares, 0-1)."""
    height, width = pixels.shape[:2]
    crop_width = max(1, min(width, round(height * aspect)))
    crop_height = max(1, min(height, round(crop_width / aspect)))
    left = _placed(centre[0], crop_width, width)
    top = _placed(centre[1], crop_height, height)
    return pixels[top : top + crop_height, left : left + crop_width]


def _placed(share: float, part: int, whole: int) -> int:
    near = min(max(share, 0.5 - _CENTRE_REACH), 0.5 + _CENTRE_REACH)
    return min(max(round(near * whole - part / 2), 0), whole - part)


def square(pixels: Pixels, centre: tuple[float, float] = (0.5, 0.5)) -> Pixels:
    """1:1, as a listing's main picture."""
    return crop(pixels, 1.0, centre)


def portrait(pixels: Pixels, centre: tuple[float, float] = (0.5, 0.5)) -> Pixels:
    """3:4, as a listing's upright picture."""
    return crop(pixels, 3 / 4, centre)


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


def encode(pixels: Pixels, limit_bytes: int = PHOTO_MAX_BYTES) -> bytes:
    """JPEG of at most `limit_bytes`: first less quality, then fewer pixels. Carries no metadata."""
    while True:
        for quality in _QUALITIES:
            _, data = cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, quality))
            if data.nbytes <= limit_bytes or max(pixels.shape[:2]) == 1:
                return data.tobytes()
            if data.nbytes > 4 * limit_bytes:  # no quality bridges that: do not try them all
                break
        height, width = pixels.shape[:2]
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


def as_bytes(array: cv2.typing.MatLike) -> Pixels:
    """The same array, known to be uint8; OpenCV's stubs only say "integers or floats"."""
    assert array.dtype == np.uint8
    return array  # type: ignore[return-value]  # narrowed by the line above, which mypy cannot see
