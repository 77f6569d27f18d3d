"""The goods on white: which pixels are theirs, and the picture with everything else white.

GrabCut (Rother et al. 2004) on a copy of at most half the size, begun from where `goods` found them; the
edge is drawn in a little and feathered. Takes half a second and more: never in the way of a snap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from console.camera import imaging
from console.camera.cv import cv2
from console.camera.imaging import f32

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from console.camera.goods import Goods
    from console.camera.imaging import Floats
    from console.camera.source import Pixels

    Bools = NDArray[np.bool_]

WORK_PX = 640
"""The longer side of the copy that is cut out of."""
_STEPS = 5
_ROOM = 0.18  # of the box: what lies farther outside is background for certain
_AROUND, _LEAST_AROUND = 0.5, 0.15  # of the box, and of the picture: so much of the background GrabCut is shown
_SURELY = 0.85  # likelihood from which a place is taken for the goods
_LEAST_PX = 8
_LEAST_PART = 0.04  # of the largest part; smaller ones are crumbs
_HOLE = 0.004  # of the goods; smaller gaps are closed
_FEATHER_PX = 1.2
_ALIKE = 8.0  # Lab distance from what stands behind
_WEIGHED = np.array((0.4, 1.0, 1.0), np.float32)  # a wall is lit unevenly: lightness says less than colour
_SEEN_THROUGH = 0.05  # of the goods; a smaller place of that colour may well be their own
_RIM = 0.035  # of the goods' size: how wide they are round what is seen through them, at least


class Stopped(Exception):
    """The work was given up on request."""


def cover(pixels: Pixels, goods: Goods, progress: Callable[[float], bool] = lambda _share: True) -> Floats:
    """Height x width, 0 to 1: how much of each pixel is the goods; all zero where their outline was not found.

    `progress` is told the share that is done before each step; where it answers False, `Stopped` is raised.
    """
    height, width = pixels.shape[:2]
    small = imaging.scale(pixels, *imaging.fit(width, height, min(width, WORK_PX), min(height, WORK_PX)))
    if min(small.shape[:2]) < _LEAST_PX:
        return f32(np.ones((height, width)))
    part = _around(goods, _AROUND, small.shape[0], small.shape[1], _LEAST_AROUND)
    marks = _marks(small, goods)[part]
    there = np.zeros(small.shape[:2], np.uint8)
    there[part] = _cut(np.ascontiguousarray(small[part]), np.ascontiguousarray(marks), progress)
    whole = _whole(there)
    whole[_seen_through(small, whole)] = 0
    soft = cv2.GaussianBlur(cv2.erode(whole, np.ones((3, 3), np.uint8)).astype(np.float32), (0, 0), _FEATHER_PX)
    return f32(cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR))


def _cut(small: Pixels, marks: Pixels, progress: Callable[[float], bool]) -> Pixels:
    """1 where the goods are."""
    colours = np.zeros((1, 65)), np.zeros((1, 65))
    for step in range(_STEPS):
        if not progress(step / _STEPS):
            raise Stopped
        if np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).any() and np.isin(marks, (cv2.GC_BGD, cv2.GC_PR_BGD)).any():
            how = cv2.GC_EVAL if step else cv2.GC_INIT_WITH_MASK
            cv2.grabCut(small, marks, (0, 0, 1, 1), colours[0], colours[1], 1, how)
    if not progress(1.0):
        raise Stopped
    return imaging.as_bytes(np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8))


def on_white(pixels: Pixels, covered: Floats) -> Pixels:
    """The goods on pure white."""
    white = np.full_like(pixels, 255)
    return imaging.as_bytes(cv2.blendLinear(pixels, white, covered, 1 - covered))


def _marks(small: Pixels, goods: Goods) -> Pixels:
    """What GrabCut begins with, for each pixel of the copy."""
    rows, columns = small.shape[:2]
    likely = cv2.resize(goods.likely, (columns, rows), interpolation=cv2.INTER_LINEAR)
    marks = np.full((rows, columns), cv2.GC_BGD, np.uint8)
    inside = _around(goods, _ROOM, rows, columns)
    marks[inside] = np.where(likely[inside] > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD)
    sure = cv2.erode((likely > _SURELY).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    certain = np.zeros_like(sure)
    certain[inside] = sure[inside]
    marks[certain] = cv2.GC_FGD
    rim = 2  # what touches the picture's border may be the goods, but somewhere there must be background
    if not (marks == cv2.GC_BGD).any():
        marks[:rim] = marks[-rim:] = cv2.GC_BGD
        marks[:, :rim] = marks[:, -rim:] = cv2.GC_BGD
    return imaging.as_bytes(marks)


def _around(goods: Goods, room: float, rows: int, columns: int, least: float = 0.0) -> tuple[slice, slice]:
    """The box and so much of its size (at least `least` of the picture's) on each side, in a picture of that size."""
    left, top, right, bottom = goods.box
    aside, above = max(least, room * (right - left)), max(least, room * (bottom - top))
    return (
        slice(max(0, int((top - above) * rows)), max(1, round((bottom + above) * rows))),
        slice(max(0, int((left - aside) * columns)), max(1, round((right + aside) * columns))),
    )


def _seen_through(small: Pixels, there: Pixels) -> Bools:
    """Where what stands behind is seen through the goods, as in a bangle: as even as it, and of its colour.

    What stands behind is carried on from around the goods into them; only a place that differs from that by
    less than can be seen, that is large, and round which the goods close like a ring is taken: goods that have the
    colour of the wall reach to their own outline.
    """
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
    outside = cv2.erode(1 - there, np.ones((5, 5), np.uint8))
    if not outside.any() or not there.any():
        return np.zeros(there.shape, bool)
    weight = outside.astype(np.float32)
    spread = 0.6 * float(np.sqrt(there.sum()))
    share = cv2.GaussianBlur(weight, (0, 0), spread) + 1e-6
    behind = np.stack([cv2.GaussianBlur(lab[..., n] * weight, (0, 0), spread) / share for n in range(3)], axis=-1)
    apart = cv2.GaussianBlur(np.linalg.norm((lab - behind) * _WEIGHED, axis=2), (0, 0), 1.0)
    alike = ((apart < _ALIKE) & (cv2.erode(there, np.ones((3, 3), np.uint8)) > 0)).astype(np.uint8)
    alike = cv2.morphologyEx(alike, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    count, parts, found, _ = cv2.connectedComponentsWithStats(alike)
    goods = int(there.sum())
    deep = cv2.distanceTransform(there, cv2.DIST_L2, 3)
    enclosed = [n > 0 and float(deep[parts == n].min()) >= _RIM * goods**0.5 for n in range(count)]
    return np.asarray(((found[:, 4] >= _SEEN_THROUGH * goods) & enclosed)[parts], bool)


def _whole(there: Pixels) -> Pixels:
    """Without crumbs, and without pinholes; the hole of a ring stays."""
    _, parts, found, _ = cv2.connectedComponentsWithStats(there)
    if len(found) > 1:
        keep = found[:, 4] >= _LEAST_PART * found[1:, 4].max()
        keep[0] = False
        there = keep[parts].astype(np.uint8)
    total = int(there.sum())
    _, gaps, found, _ = cv2.connectedComponentsWithStats(1 - there)
    small = found[:, 4] < _HOLE * total
    small[0] = False
    return imaging.as_bytes(np.where(small[gaps], 1, there).astype(np.uint8))
