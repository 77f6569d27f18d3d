"""What a photo suffers from: blur, glare, too little or too much light, goods that are cut off.

Everything is measured on the goods: a soft wall behind them is no flaw. The limits are set so that the
stall clip and the synthetic studio raise no false alarm (tests/snapping). What the words are is `snap`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from console.camera import imaging
from console.camera.cv import cv2
from console.camera.goods import tiles
from console.camera.imaging import f32
from console.facts import Flaw

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from console.camera.focus import Detail
    from console.camera.goods import Goods
    from console.camera.imaging import Floats
    from console.camera.source import Pixels
    from console.facts import Crop

SHOWN_PX = 720
"""Blur is told in pixels of a listing's picture that is so wide."""
MOST_BLUR = 2.2
"""A listing's picture looks soft beyond this."""
_GLARE, _SPOT, _SOLID = 0.015, 0.004, 0.55
"""Of the goods: burnt out in spots, the least of one spot; and how much of the box round a spot it must fill."""
_BURNT = 250
_WHITE_GOODS = 205  # goods that are brighter than this as a whole are white, not glaring
_OVEREXPOSED = 0.30  # of the goods burnt out
_DARK, _DARK_PICTURE = 55, 90  # brightness that hardly anything on the goods, and in the picture, exceeds
_CUT = 0.07  # of the picture's side: so much of the goods at its border
_NO_GOODS = 0.30


def flaws(pixels: Pixels, small: Pixels, goods: Goods, detail: Detail, crop: Crop) -> tuple[Flaw, ...]:
    """What is wrong with a photo.

    `small` is the copy that `goods` were found in, `detail` the photo's focus map, `crop` the listing's square.
    """
    if min(small.shape[:2]) < 12:
        return ()
    there = _there(goods)
    found = []
    soft = blur(pixels, goods, detail, crop)
    if soft is not None and soft > MOST_BLUR:
        found.append(Flaw.BLUR)
    found += _lighting(pixels, small, there)
    if goods.sure < _NO_GOODS:
        found.append(Flaw.NO_GOODS)
    elif _cut(there):
        found.append(Flaw.CUT)
    return tuple(found)


def _there(goods: Goods) -> NDArray[np.bool_]:
    """Rows x columns of the small copy: the goods inside their box."""
    rows, columns = goods.likely.shape
    left, top, right, bottom = _pixels(goods, columns, rows)
    there = np.zeros((rows, columns), bool)
    part = goods.likely[top:bottom, left:right]
    there[top:bottom, left:right] = part > min(0.5, 0.7 * float(part.max(initial=0.0)))
    return there


def _pixels(goods: Goods, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the box in a picture of that size."""
    left, top, right, bottom = goods.box
    return (
        max(0, int(left * width)),
        max(0, int(top * height)),
        min(width, max(1, round(right * width))),
        min(height, max(1, round(bottom * height))),
    )


# --- blur ------------------------------------------------------------------------------------

_STEP = 1.0  # pixels by which the picture is blurred once more, to see what that changes
_PLACES, _PLACE_PX = 8, 80  # so many squares of the photo are looked at, so wide in a listing's picture
_SEAM_PX = 5  # at a square's border nothing can be told
_LEAST_EDGES = 40
_STEEP = 2.5  # brightness a pixel, below which an edge is noise
_STEEPEST = 75  # per cent: only the steepest edges, whose middle is meant
_SHARPEST = 25  # per cent: edges lie at many depths, the sharper ones are the goods
_BELONGS = 0.35
_SURE = 0.68


def blur(pixels: Pixels, goods: Goods, detail: Detail, crop: Crop) -> float | None:
    """How soft the goods' edges are: the spread of the blur, in pixels of a listing's picture. None without edges.

    Blurring once more flattens a sharp edge much and a soft one little (Zhuo and Sim 2011). Upright and level
    edges are taken apart, because motion spares those along its way; the softer kind is told.
    """
    scale, shrunk = crop.w / SHOWN_PX, 1
    while scale / shrunk >= 2:
        shrunk *= 2
    side = round(_PLACE_PX * max(scale, 0.5))
    squares, belong = [], []
    for left, top in _places(pixels, goods, detail, side):
        grey = imaging.as_bytes(cv2.cvtColor(pixels[top : top + side, left : left + side], cv2.COLOR_BGR2GRAY))
        for _ in range(shrunk.bit_length() - 1):
            grey = imaging.halve(grey)
        squares.append(grey)
        belong.append(_belonging(pixels, goods, left, top, side, grey.shape))
    if not squares:
        return None
    spread = _spreads(np.vstack(squares), np.vstack(belong))
    return None if spread is None else spread * shrunk / scale


def _places(pixels: Pixels, goods: Goods, detail: Detail, side: int) -> list[tuple[int, int]]:
    """Left and top of the squares (`side` pixels of the photo) round the tiles with most detail on the goods."""
    height, width = pixels.shape[:2]
    rows, columns = detail.edges.shape
    if side > min(width, height):
        return []
    held = tiles(goods, (rows, columns))
    there = detail.edges * (held > 0.6 * float(held.max()))
    across, down = (max(0, round(0.7 * side * n / whole - 0.5)) for n, whole in ((columns, width), (rows, height)))
    found = []
    for _ in range(_PLACES):
        _, most, _, (x, y) = cv2.minMaxLoc(there)
        if most <= 0:
            break
        there[max(0, y - down) : y + down + 1, max(0, x - across) : x + across + 1] = 0
        left, top = round((x + 0.5) * width / columns - side / 2), round((y + 0.5) * height / rows - side / 2)
        found.append((min(max(left, 0), width - side), min(max(top, 0), height - side)))
    return found


def _belonging(
    pixels: Pixels, goods: Goods, left: int, top: int, side: int, shape: tuple[int, ...]
) -> NDArray[np.bool_]:
    """Which pixels of a square belong to the goods, its rim left out."""
    height, width = pixels.shape[:2]
    rows, columns = goods.likely.shape
    y = np.clip(((top + np.arange(shape[0]) * side / shape[0]) * rows / height).astype(int), 0, rows - 1)
    x = np.clip(((left + np.arange(shape[1]) * side / shape[1]) * columns / width).astype(int), 0, columns - 1)
    belongs = goods.likely[np.ix_(y, x)] > _BELONGS
    belongs[:_SEAM_PX] = belongs[-_SEAM_PX:] = False
    belongs[:, :_SEAM_PX] = belongs[:, -_SEAM_PX:] = False
    return belongs


def _spreads(grey: Pixels, there: NDArray[np.bool_]) -> float | None:
    """The softer of both directions, pixels; None where there are too few edges."""
    once, twice = (f32(cv2.GaussianBlur(grey, (0, 0), sigma)) for sigma in (_STEP, 2**0.5 * _STEP))
    steep, flatter = (
        [f32(np.abs(cv2.Sobel(each, cv2.CV_32F, *way, scale=0.125))) for way in ((1, 0), (0, 1))]
        for each in (once, twice)
    )
    spreads = [_spread(steep[way], flatter[way], steep[1 - way], there) for way in (0, 1)]
    seen = [spread for spread in spreads if spread is not None]
    return max(seen) if seen else None


def _spread(steep: Floats, flatter: Floats, across: Floats, there: NDArray[np.bool_]) -> float | None:
    """Blur over the steepest edges of one direction, pixels; None where there are too few."""
    edges = there & (steep > 1.5 * across) & (steep > _STEEP)
    if np.count_nonzero(edges) < _LEAST_EDGES:
        return None
    slopes, flat = steep[edges], flatter[edges]
    steepest = slopes >= np.percentile(slopes, _STEEPEST)
    ratio = np.maximum(slopes[steepest] / np.maximum(flat[steepest], 1e-3), 1.001)
    squared = _STEP**2 / (ratio**2 - 1) - _STEP**2  # of the picture itself, without the first blurring
    return float(np.percentile(np.sqrt(np.clip(squared, 0, 400)), _SHARPEST))


# --- light -----------------------------------------------------------------------------------

_THIN_PX = 2.5  # of that copy: thinner things are print and edges
_FINE = 4  # spots are looked for on a copy this many times as wide as the small one


def _lighting(pixels: Pixels, small: Pixels, there: NDArray[np.bool_]) -> list[Flaw]:
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    on_goods = grey[there]
    if not on_goods.size:
        return []
    if np.percentile(on_goods, 90) < _DARK and np.percentile(grey, 95) < _DARK_PICTURE:
        return [Flaw.DARK]
    burnt, area = _burnt(pixels, there)
    if cv2.countNonZero(burnt) > _OVEREXPOSED * area:
        return [Flaw.OVEREXPOSED]
    if np.median(on_goods) > _WHITE_GOODS:
        return []
    return [Flaw.GLARE] if _spots(burnt, _SPOT * area) > _GLARE * area else []


def _burnt(pixels: Pixels, there: NDArray[np.bool_]) -> tuple[Pixels, float]:
    """Where the goods are burnt out (255), four times as fine as the small copy, and how many pixels they are."""
    step = max(1, pixels.shape[1] // (_FINE * there.shape[1]))
    burnt = cv2.inRange(np.ascontiguousarray(pixels[::step, ::step]), (_BURNT,) * 3, (255,) * 3)
    closed = cv2.morphologyEx(there.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    inside = cv2.resize(closed, burnt.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return imaging.as_bytes(cv2.multiply(burnt, inside)), float(there.sum()) * burnt.size / there.size


def _spots(burnt: Pixels, least: float) -> float:
    """Pixels in spots as a mirrored lamp makes them: in one piece and round or straight, as white print seldom is."""
    outlines, _ = cv2.findContours(burnt, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    total = 0.0
    for outline in outlines:
        x, y, width, height = cv2.boundingRect(outline)
        held = cv2.countNonZero(burnt[y : y + height, x : x + width])
        if held < least:
            continue
        _, (length, breadth), _ = cv2.minAreaRect(outline)
        if min(length, breadth) >= _THIN_PX and held > _SOLID * (length + 1) * (breadth + 1):
            total += held
    return total


def _cut(there: NDArray[np.bool_]) -> bool:
    """Whether a good part of the goods lies at one side of the picture."""
    sides = (there[:2].any(axis=0), there[-2:].any(axis=0), there[:, :2].any(axis=1), there[:, -2:].any(axis=1))
    return any(side.mean() > _CUT for side in sides)
