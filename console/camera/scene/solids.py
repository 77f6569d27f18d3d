"""Solids as distance functions, and the rays that find them (Hart 1996, sphere tracing).

Points are float32 arrays of shape 3 x n: x to the right, y up, z towards the camera; one unit is
about a hand. Nothing here knows colours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from console.camera.cv import cv2
from console.camera.scene.surfaces import Floats, f32, length

Distance = Callable[[Floats], Floats]

_STEPS = 80
_NEAR_ENOUGH = 4e-4


def unit(vector: Sequence[float] | Floats) -> Floats:
    """`vector` at length 1."""
    array = np.asarray(vector, np.float32)
    return f32(array / np.linalg.norm(array, axis=0))


def frame_of(axis: Sequence[float]) -> Floats:
    """3 x 3 rotation whose rows are right, up and `axis`: multiplies points into the frame of a tilted thing."""
    forward = unit(axis)
    right = unit(np.cross(np.array([0, 1, 0], np.float32), forward).astype(np.float32))
    return f32(np.stack([right, np.cross(forward, right), forward]))


class Profile:
    """The distance to a closed outline (radius, height), spun round the y axis."""

    def __init__(self, outline: Sequence[tuple[float, float]], rounding: float = 0.0, cell: float = 0.01) -> None:
        points = np.array(outline, np.float32)
        margin = 0.6
        self._cell = cell
        self._low = np.array([-0.05, points[:, 1].min() - margin], np.float32)
        high = points.max(axis=0) + margin
        columns, rows = (int(n) for n in np.ceil((high - self._low) / cell))
        radius, height = np.meshgrid(
            self._low[0] + cell * np.arange(columns, dtype=np.float32),
            self._low[1] + cell * np.arange(rows, dtype=np.float32),
        )
        best = np.full(radius.shape, np.inf, np.float32)
        inside = np.zeros(radius.shape, bool)
        for (x0, y0), (x1, y1) in zip(points, np.roll(points, -1, axis=0), strict=True):
            dx, dy = x1 - x0, y1 - y0
            along = np.clip(((radius - x0) * dx + (height - y0) * dy) / (dx * dx + dy * dy + 1e-12), 0, 1)
            best = np.minimum(best, (radius - x0 - along * dx) ** 2 + (height - y0 - along * dy) ** 2)
            if y0 != y1:
                inside ^= ((y0 > height) != (y1 > height)) & (radius < dx * (height - y0) / dy + x0)
        self._grid = np.where(inside, -np.sqrt(best), np.sqrt(best)).astype(np.float32) - np.float32(rounding)

    def __call__(self, points: Floats) -> Floats:
        """Distance at each of 3 x n points."""
        radius = length(points[0], points[2])
        return self.flat(radius, points[1])

    def flat(self, radius: Floats, height: Floats) -> Floats:
        """Distance in the plane of the outline."""
        count = radius.size
        wide = max(1, -(-count // 256))
        place = np.zeros((2, 256 * wide), np.float32)
        place[0, :count] = (radius - self._low[0]) / self._cell
        place[1, :count] = (height - self._low[1]) / self._cell
        grid = place.reshape(2, wide, 256)
        found = cv2.remap(self._grid, grid[0], grid[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return f32(found.reshape(-1)[:count])


def torus(ring: float, tube: float, tilt: Floats, centre: Sequence[float]) -> Distance:
    """A ring of radius `ring` round the third row of `tilt`."""
    middle = np.array(centre, np.float32)[:, None]

    def distance(points: Floats) -> Floats:
        local = tilt @ (points - middle)
        return f32(length(length(local[0], local[1]) - ring, local[2]) - tube)

    return distance


def rod(start: ArrayLike, end: ArrayLike, radius: float) -> Distance:
    """A straight round rod with round ends."""
    first = f32(start)[:, None]
    span = f32(end)[:, None] - first

    def distance(points: Floats) -> Floats:
        away = points - first
        along = np.clip((away * span).sum(axis=0) / float((span * span).sum()), 0, 1)
        return f32(np.linalg.norm(away - span * along, axis=0) - radius)

    return distance


class Hit(NamedTuple):
    """Where rays came closest to a solid."""

    points: Floats
    """3 x n."""
    cover: Floats
    """0-1: how much of the pixel the solid fills."""


def march(distance: Distance, eye: Floats, rays: Floats, pixel: float, near: float, far: float) -> Hit:
    """Walk 3 x n unit `rays` from `eye`; `pixel` is a pixel's width at distance 1."""
    count = rays.shape[1]
    along = np.full(count, near, np.float32)
    best = np.full(count, np.inf, np.float32)
    best_along = along.copy()
    going = np.arange(count)
    for _ in range(_STEPS):
        here = along[going]
        gap = distance(eye[:, None] + rays[:, going] * here)
        miss = gap / (here * pixel)
        closer = miss < best[going]
        best[going[closer]] = miss[closer]
        best_along[going[closer]] = here[closer]
        along[going] = here + gap * 0.9
        going = going[(gap > _NEAR_ENOUGH) & (along[going] < far)]
        if going.size == 0:
            break
    return Hit(eye[:, None] + rays * best_along, np.clip(1.2 - best, 0, 1).astype(np.float32))


def normals(distance: Distance, points: Floats, step: float = 5e-3) -> Floats:
    """The direction away from the solid, 3 x n, by four samples round each point."""
    total = np.zeros_like(points)
    for corner in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        offset = np.array(corner, np.float32)[:, None]
        total += offset * distance(points + offset * np.float32(step))
    return unit(total + np.float32(1e-9))


def shadow(distance: Distance, points: Floats, lamp: Floats, softness: float = 7.0, reach: float = 3.0) -> Floats:
    """How much of a soft lamp in direction `lamp` (3) each point sees, 0-1 (after I. Quilez, soft shadows)."""
    along = np.full(points.shape[1], 0.03, np.float32)
    lit = np.ones(points.shape[1], np.float32)
    for _ in range(26):
        gap = distance(points + lamp[:, None] * along)
        lit = np.minimum(lit, softness * gap / along)
        along += np.clip(gap * 0.9, 0.015, 0.25)
        if along.min(initial=np.inf) > reach:
            break
    lit = np.clip(lit, -1, 1) * 0.5 + 0.5
    return f32(lit * lit * (3 - 2 * lit))


def openness(distance: Distance, points: Floats, out: Floats, reach: float = 0.5) -> Floats:
    """How open the surroundings are along the normals `out`, 0 in a corner, 1 in the open."""
    closed = np.zeros(points.shape[1], np.float32)
    for i in range(1, 6):
        away = reach * i / 5
        closed += np.clip(away - distance(points + out * np.float32(away)), 0, None) / away * 0.62**i
    return f32(np.clip(1 - 0.75 * closed, 0, 1))
