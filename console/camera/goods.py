"""Where the goods are in a picture: a box, a map, and how sure that is.

Clues on a copy 96 pixels wide (colours that the picture's border does not have; detail that stands out, or
comes and goes otherwise than behind; not an arm that reaches in) propose boxes, and the box whose sides
hold most of the clues and whose surroundings hold least is taken. The numbers of `_CLUES` and `_BOX` are
fitted on generated films (`python -m tests.snapping fit`) and checked on others. No learned model, no files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from console.camera import beside, imaging, view
from console.camera.cv import cv2
from console.camera.imaging import f32
from console.camera.source import Jpeg

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from console.camera.burst import Burst
    from console.camera.imaging import Floats
    from console.camera.source import Frame, Pixels

    Ints = NDArray[np.int64]

LOOK_PX = 96
"""The longer side of the copy that is looked at."""
_LEAST_PX = 12  # of its shorter side: below that there is nothing to look at
_REACH_PX = 6  # of the small copy: how far goods move within a burst, and are still looked for
_RING = 3  # pixels at each side that count as border


class Box(NamedTuple):
    """A part of a picture in shares of its width and height, 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, eq=False)
class Goods:
    """What was found in one picture."""

    box: Box
    likely: Floats
    """Rows x columns (96 on the longer side), 0 to 1: how likely each place belongs to the goods."""
    sure: float
    """0 to 1: how well the box probably fits; below `DOUBTFUL` it should not be relied on."""


DOUBTFUL = 0.45
WHOLE = Box(0.0, 0.0, 1.0, 1.0)


def look(pixels: Pixels) -> Pixels:
    """The small copy that `find` looks at, aspect kept."""
    height, width = pixels.shape[:2]
    return imaging.scale(pixels, *imaging.fit(width, height, min(width, LOOK_PX), min(height, LOOK_PX)))


def look_at(frame: Frame) -> Pixels:
    """The small copy of a frame; a JPEG is decoded at an eighth of its size. Raises NoFrameYet when it is broken."""
    if not isinstance(frame.content, Jpeg):
        return look(frame.pixels)
    coarse = imaging.decode(frame.content, 8)
    if max(coarse.shape[:2]) < LOOK_PX:
        coarse = imaging.decode(frame.content)
    return look(view.apply(frame.view, coarse))


def moved(found: Goods, small: Pixels, other: Pixels) -> Goods:
    """The goods of `small` where they are in `other`, another frame of the same burst: found again by their looks."""
    rows, columns = small.shape[:2]
    left, top, right, bottom = (round(side * n) for side, n in zip(found.box, (columns, rows) * 2, strict=True))
    if other is small or other.shape != small.shape or right - left < 3 or bottom - top < 3:
        return found
    x0, y0 = max(0, left - _REACH_PX), max(0, top - _REACH_PX)
    around = other[y0 : bottom + _REACH_PX, x0 : right + _REACH_PX]
    likeness = cv2.matchTemplate(around, small[top:bottom, left:right], cv2.TM_SQDIFF)
    _, _, (x, y), _ = cv2.minMaxLoc(likeness)
    across, down = (x + x0 - left) / columns, (y + y0 - top) / rows
    shift = np.array([[1, 0, x + x0 - left], [0, 1, y + y0 - top]], np.float32)
    likely = f32(cv2.warpAffine(found.likely, shift, (columns, rows)))
    a, b, c, d = found.box
    return Goods(Box(a + across, b + down, c + across, d + down), likely, found.sure)


def find(small: Pixels, burst: Burst | None = None, frame: int = 0) -> Goods:
    """The goods in `small` (see `look`), which is frame `frame` of `burst`; without a burst by its colours alone."""
    if min(small.shape[:2]) < _LEAST_PX:
        return Goods(WHOLE, f32(np.ones(small.shape[:2])), 0.0)
    clues = clues_of(small, burst, frame)
    likely = likelihood(clues)
    boxes = candidates(likely, clues)
    fits = features(boxes, likely, clues) @ _BOX
    best = beside.nearer(boxes[int(np.argmax(fits))], likely)
    rows, columns = small.shape[:2]
    box = Box(*(float(side) for side in best / (columns, rows, columns, rows)))
    return Goods(box, likely, float(np.clip(fits.max(), 0, 1)))


def tiles(found: Goods, shape: tuple[int, int]) -> Floats:
    """Rows x columns of `shape`: how much of each tile is the goods, for `Burst.scores`."""
    rows, columns = found.likely.shape
    inside = np.zeros((rows, columns), np.float32)
    left, top, right, bottom = (round(side * n) for side, n in zip(found.box, (columns, rows) * 2, strict=True))
    part = slice(top, max(bottom, top + 1)), slice(left, max(right, left + 1))
    inside[part] = 0.3 + 0.7 * found.likely[part]
    return f32(cv2.resize(inside, shape[::-1], interpolation=cv2.INTER_AREA))


# --- clues -----------------------------------------------------------------------------------


class Clues(NamedTuple):
    """Maps of the small copy, rows x columns, float32; about 0 where nothing speaks for goods."""

    middle: Floats
    """Colours that are commoner in the middle than at the border (logarithm of the ratio, halved)."""
    rare: Floats
    """Colours that the border hardly has."""
    detail: Floats
    """Detail that stands out in this frame."""
    apart: Floats
    """Detail that changes otherwise than at the border."""
    moved: Floats
    """Brightness that is another in the other frames, as of something that came or turns."""
    held: Floats
    """Round the end of an arm that reaches in: 1 where a hand would hold something."""
    arm: Floats
    """The colour of skin, reaching in from the border."""
    skin: Floats
    """The colour of skin anywhere."""


def clues_of(small: Pixels, burst: Burst | None, frame: int) -> Clues:
    """Every clue of one picture."""
    size = small.shape[1], small.shape[0]
    small = _lit(small)
    middle, rare = _colours(small)
    arm, skin = _skin(small, rare)
    held = _held(arm)
    if burst is None:
        nothing = f32(np.zeros(small.shape[:2]))
        return Clues(middle, rare, nothing, nothing, nothing, held, arm, skin)
    detail = _spread(f32(np.clip(burst.stands_out(frame), -1, 3) / 2), size)
    return Clues(
        middle, rare, detail, _spread(f32(2 * burst.apart()), size), _spread(burst.moved(frame), size), held, arm, skin
    )


_DARK, _LIT = 60.0, 150.0  # of 255: a picture of which nine tenths are below the first is looked at in better light
_MOST_LIT = 10.0


def _lit(small: Pixels) -> Pixels:
    """The copy as it is, or brighter: black goods before black differ by a few levels, colours by steps of twenty."""
    bright = max(1.0, float(np.percentile(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), 90)))
    if bright >= _DARK:
        return small
    return imaging.as_bytes(cv2.convertScaleAbs(small, alpha=min(_MOST_LIT, _LIT / bright)))


def _spread(tiles: Floats, size: tuple[int, int]) -> Floats:
    return f32(cv2.resize(f32(tiles), size, interpolation=cv2.INTER_LINEAR))


@cache
def _ring(rows: int, columns: int) -> NDArray[np.bool_]:
    inside = np.zeros((rows, columns), bool)
    inside[_RING:-_RING, _RING:-_RING] = True
    return ~inside


@cache
def _grid(rows: int, columns: int) -> tuple[Floats, Floats]:
    """Places from -1 to 1, across and down."""
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j].astype(np.float32)
    return x, y


_LIGHT_STEP, _COLOUR_STEP = 20, 6  # of OpenCV's Lab, 0-255
_LIGHTS, _COLOURS = 13, 16  # how many steps there are
_HARDLY = 5e-5  # share of the pixels a colour has that was not seen


def _colours(small: Pixels) -> tuple[Floats, Floats]:
    """`middle` and `rare`: colours counted in the middle and towards the border, neighbours in colour too."""
    rows, columns = small.shape[:2]
    even = imaging.as_bytes(cv2.cvtColor(small, cv2.COLOR_BGR2LAB))
    even[:, :, 0] = _evenly_lit(even[:, :, 0])
    lab = cv2.GaussianBlur(even, (3, 3), 0).astype(np.int64)
    shades = np.clip((lab[:, :, 1:] - 128) // _COLOUR_STEP + _COLOURS // 2, 0, _COLOURS - 1)
    which = (lab[:, :, 0] // _LIGHT_STEP * _COLOURS + shades[:, :, 0]) * _COLOURS + shades[:, :, 1]
    x, y = _grid(rows, columns)
    weights = [np.exp(-2.5 * (x**2 + y**2)), *(np.clip(side - 0.7, 0, 1) for side in (x, -x, y, -y))]
    inner, *sides = _shares(which, f32(np.stack(weights)))
    outer = f32(np.sort(sides, axis=0)[1:3].mean(axis=0))  # what is at one side alone are goods or an arm
    middle = np.clip(np.log((inner + _HARDLY) / (outer + _HARDLY)), -3, 4)[which] / 2
    rare = np.clip(-np.log((outer + _HARDLY) / outer.max()), 0, 9)[which] / 3
    return f32(cv2.GaussianBlur(f32(middle), (0, 0), 0.7)), f32(rare)


def _shares(which: Ints, weights: Floats) -> Floats:
    """For each weight, the share of each colour, spread a little over its neighbours."""
    places = which.ravel()
    counts = [np.bincount(places, weight.ravel(), _LIGHTS * _COLOURS**2) for weight in weights]
    cubes = f32(counts).reshape(-1, _LIGHTS, _COLOURS, _COLOURS)
    for axis in range(1, 4):
        spread = cubes.copy()
        ahead, behind = [slice(None)] * 4, [slice(None)] * 4
        ahead[axis], behind[axis] = slice(1, None), slice(None, -1)
        spread[tuple(ahead)] += cubes[tuple(behind)] / 2
        spread[tuple(behind)] += cubes[tuple(ahead)] / 2
        cubes = spread
    flat = cubes.reshape(len(counts), -1)
    return f32(flat / flat.sum(axis=1, keepdims=True))


@cache
def _quadric(rows: int, columns: int) -> tuple[Floats, Floats]:
    """Six smooth shapes over the whole copy (n x 6), and at its border."""
    x, y = _grid(rows, columns)
    terms = f32(np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=-1))
    return terms.reshape(-1, 6), terms[_ring(rows, columns)]


def _evenly_lit(light: Pixels) -> Pixels:
    """Brightness with the smooth fall of light taken off, where the border shows one (a quadric, fitted robustly)."""
    terms, at = _quadric(*light.shape)
    seen = np.log(light[_ring(*light.shape)].astype(np.float32) + 4)
    weight = np.ones_like(seen)
    for _ in range(3):
        weighted = at * weight[:, None]
        fit = np.linalg.solve(weighted.T @ at + 0.01 * np.eye(6, dtype=np.float32), weighted.T @ seen)
        left = np.abs(seen - at @ fit)
        weight = 1 / (1 + (left / (1.5 * np.median(left) + 0.01)) ** 2)
    if np.median(left) > 0.6 * np.median(np.abs(seen - np.median(seen))):  # a table, a shelf: no smooth fall
        return light
    fall = np.clip(terms @ fit - np.median(at @ fit), -0.5, 0.5).reshape(light.shape)
    return imaging.as_bytes(np.clip(light * np.exp(-fall), 0, 255).astype(np.uint8))


_SKIN_CR, _SKIN_CB, _SKIN_SPREAD = 152, 108, 12
_LEAST_RARE = 0.4  # what the border has more of is a wall or a table in the colour of skin


def _skin(small: Pixels, rare: Floats) -> tuple[Floats, Floats]:
    """`arm` and `skin`. Chai and Ngan (1999) give the place of skin in YCrCb; here with soft edges."""
    ycc = cv2.cvtColor(small, cv2.COLOR_BGR2YCrCb).astype(np.float32)
    skin = np.exp(-(((ycc[:, :, 1] - _SKIN_CR) ** 2 + (ycc[:, :, 2] - _SKIN_CB) ** 2) / _SKIN_SPREAD**2))
    ring = _ring(*skin.shape)
    _, parts = cv2.connectedComponents(((skin > 0.35) & (rare > _LEAST_RARE)).astype(np.uint8))
    reaching = np.zeros(int(parts.max()) + 1, np.uint8)
    reaching[parts[ring]] = 1
    reaching[0] = 0
    return f32(skin * cv2.dilate(reaching[parts], np.ones((3, 3), np.uint8))), f32(skin)


_GRIP = 0.22  # of the picture's height: how far from the end of an arm goods are held


def _held(arm: Floats) -> Floats:
    """`held`: the end of the longest arm is where it is farthest from where it came in."""
    rows, columns = arm.shape
    count, parts, found, _ = cv2.connectedComponentsWithStats((arm > 0.3).astype(np.uint8))
    held = np.zeros_like(arm)
    if count < 2:
        return held
    ys, xs = np.nonzero(parts == 1 + int(np.argmax(found[1:, 4])))
    edge = (xs < _RING) | (ys < _RING) | (xs >= columns - _RING) | (ys >= rows - _RING)
    if len(xs) < _LEAST_AREA or not edge.any():
        return held
    came_in = np.array([xs[edge].mean(), ys[edge].mean()])
    reach = np.hypot(xs - came_in[0], ys - came_in[1])
    far = reach >= np.percentile(reach, 90)
    end = np.array([xs[far].mean(), ys[far].mean()])
    along = (end - came_in) / (np.hypot(*(end - came_in)) + 1e-6)
    x, y = end + along * 0.5 * _GRIP * rows
    across, down = np.arange(columns) - x, np.arange(rows) - y
    return f32(np.exp(-(across[None] ** 2 + down[:, None] ** 2) / (2 * (_GRIP * rows) ** 2)))


# --- from clues to boxes ---------------------------------------------------------------------

_CLUES = np.array([2.13, -0.01, 0.91, 1.59, 0.70, 0.93, -1.07, -0.90, -1.27, -1.63, -1.26])
"""Weights of the six clues, the squared place across and down, and 1."""


def terms_of(clues: Clues) -> Floats:
    """Rows x columns x 9: what `_CLUES` weighs."""
    x, y = _grid(*clues.middle.shape)
    return f32(np.stack([*clues, x**2, y**2, np.ones_like(x)], axis=-1))


def likelihood(clues: Clues) -> Floats:
    """Rows x columns, 0 to 1: clues weighed together, a logistic regression."""
    return f32(1 / (1 + np.exp(-(terms_of(clues) @ _CLUES))))


_LEAST_AREA = 12  # pixels of the small copy; smaller spots are no goods
_MOST_PARTS = 4


def candidates(likely: Floats, clues: Clues) -> Ints:
    """n x 4 boxes (left, top, right, bottom; pixels of the small copy): what stands out in one clue or another."""
    rows, columns = likely.shape
    maps = (
        (likely, (0.9, 0.75, 0.6, 0.45, 0.3)),
        (clues.detail, (0.375, 0.675, 1.05)),
        (clues.apart, (0.1, 0.25, 0.5)),
        (clues.moved, (0.3, 0.8)),
        (clues.middle, (0.6, 1.0, 1.5)),
        (clues.rare, (0.8, 1.2, 1.7)),
        (likely * clues.held, (0.3, 0.45, 0.6)),
    )
    bare = (clues.arm < 0.4).astype(np.uint8)
    armless = bool(bare.all())
    boxes = [(columns // 4, 0, columns * 3 // 4, rows)]
    for clue, heights in maps:
        soft = cv2.GaussianBlur(clue, (0, 0), 0.8)
        for height in heights:
            standing = (soft > height).astype(np.uint8)
            boxes += _parts(standing)
            if not armless:
                boxes += _parts(standing & bare)
    return np.unique(np.array(boxes), axis=0)


def _parts(standing: Pixels) -> list[tuple[int, int, int, int]]:
    """The boxes of the largest parts, and the box round the two largest when they are of a size."""
    _, _, found, _ = cv2.connectedComponentsWithStatsWithAlgorithm(standing, 8, cv2.CV_16U, cv2.CCL_GRANA)
    parts = sorted((part for part in found[1:].tolist() if part[4] >= _LEAST_AREA), key=lambda part: -part[4])
    boxes = [(x, y, x + width, y + height) for x, y, width, height, _ in parts[:_MOST_PARTS]]
    if len(parts) > 1 and parts[1][4] > 0.3 * parts[0][4]:
        one, other = boxes[:2]
        boxes.append((min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])))
    return boxes


_AROUND = 0.18  # of a box's size: what counts as its surroundings
_BOX = np.array(
    [
        -0.003, 0.164, -0.177, -0.078, -0.017, -0.010, -0.439, -0.099,
        0.203, -0.124, 0.021, -0.069, -0.076, -0.051, 0.081, 0.192,
        0.135, -0.161, 0.128, 0.245, -0.004, 0.110, 0.416, 0.045,
        0.831, 0.000, 0.258, -0.005, 0.267, -0.048, 0.323, -0.178,
        0.012, -0.043, -0.663, -1.177, -0.594, -0.050, 0.020, 0.318,
    ]
)  # fmt: skip


def features(boxes: Ints, likely: Floats, clues: Clues) -> Floats:
    """n x 32: what `_BOX` weighs to tell how well each box fits.

    For the likelihood and five clues: the mean inside, the mean around, the weakest of the four sides just
    inside, the share of all of it that is inside. Then size, place and shape.
    """
    rows, columns = likely.shape
    x0, y0, x1, y1 = boxes.T
    wide, tall = x1 - x0, y1 - y0
    aside, above = (np.maximum(1, np.round(_AROUND * side).astype(int)) for side in (wide, tall))
    outer = (
        np.maximum(x0 - aside, 0),
        np.maximum(y0 - above, 0),
        np.minimum(x1 + aside, columns),
        np.minimum(y1 + above, rows),
    )
    thin, flat = np.maximum(1, wide // 6), np.maximum(1, tall // 6)
    parts = np.array(
        [
            (x0, y0, x1, y1), outer,
            (x0, y0, x0 + thin, y1), (x1 - thin, y0, x1, y1), (x0, y0, x1, y0 + flat), (x0, y1 - flat, x1, y1),
        ]
    )  # fmt: skip
    areas = (parts[:, 2] - parts[:, 0]) * (parts[:, 3] - parts[:, 1])
    maps = np.stack([likely, *clues[:7]], axis=-1)
    sums = _integral(maps)
    left, top, right, bottom = parts.transpose(1, 0, 2)
    held = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    whole = np.abs(sums[-1, -1]) + 1e-3
    inside = held[0] / areas[0][:, None]
    around = (held[1] - held[0]) / np.maximum(areas[1] - areas[0], 1)[:, None]
    sides = (held[2:] / np.maximum(areas[2:], 1)[:, :, None]).min(axis=0)
    share = np.clip(held[0] / whole, -2, 2)
    share[:, 1] = 0  # colours commoner at the border count against: their sum says nothing
    size = np.sqrt(wide * tall / (rows * columns))
    touching = (x0 <= 0).astype(float) + (y0 <= 0) + (x1 >= columns) + (y1 >= rows)
    place = [((x0 + x1) / columns - 1) ** 2, ((y0 + y1) / rows - 1) ** 2]
    shape = [size, size**2, np.exp(-size / 0.1), np.abs(np.log(wide / tall)), touching, np.ones(len(boxes))]
    return f32(np.concatenate([inside, around, sides, share, np.stack(place + shape, axis=1)], axis=1))


def _integral(maps: Floats) -> NDArray[np.float64]:
    """Sums of everything above and to the left."""
    sums = np.zeros((maps.shape[0] + 1, maps.shape[1] + 1, maps.shape[2]))
    sums[1:, 1:] = maps.cumsum(axis=0).cumsum(axis=1)
    return sums
