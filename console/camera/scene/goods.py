"""The goods on the turntable: their shapes and what they are made of. `bake` draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from console.camera.scene import pattern, solids, stage
from console.camera.scene.solids import Distance
from console.camera.scene.surfaces import Floats, colour, f32, jade, length

_GROUND = stage.TABLE_TOP

Wind = Callable[[Floats], tuple[Floats, Floats]]


@dataclass(frozen=True)
class Part:
    """A solid and its surface; it turns when it has a pattern."""

    distance: Distance
    tint: Floats
    """Linear BGR; of a pattern, its mean."""
    shine: float = 0.05
    """Share of light mirrored when looked at straight on."""
    through: float = 0.0
    """How far light creeps round, as in jade: 0-1."""
    wind: Wind | None = None
    """3 x n points to places on the pattern: round (0-1) and along (0-1)."""


@dataclass(frozen=True)
class Good:
    """A thing to sell, its box in the picture (left, top, width, height), and its pattern."""

    name: str
    parts: Sequence[Part]
    box: tuple[int, int, int, int]
    surface: Callable[[], Iterator[Floats | None]]
    """Gives None after each piece of painting, and at last the pattern."""
    turn_s: float
    """Seconds for one turn, or for one swing to and fro."""
    sway: float = 0.0
    """For a thing that swings: how far to each side, in turns."""


def around_y(low: float, high: float) -> Wind:
    """Wind a pattern round the y axis, between two heights."""

    def wind(points: Floats) -> tuple[Floats, Floats]:
        round_ = (np.arctan2(points[0], points[2]) / (2 * np.pi)) % 1
        return f32(round_), np.clip((high - points[1]) / (high - low), 0, 1)

    return wind


def around_ring(ring: float, tilt: Floats, centre: Sequence[float]) -> Wind:
    """Wind a pattern along a tilted ring; its edges meet on the far side."""
    middle = np.array(centre, np.float32)[:, None]

    def wind(points: Floats) -> tuple[Floats, Floats]:
        local = tilt @ (points - middle)
        round_ = (np.arctan2(local[0], local[1]) / (2 * np.pi)) % 1
        along = np.arctan2(length(local[0], local[1]) - ring, local[2]) / (2 * np.pi) + 0.5
        return f32(round_), f32(along)

    return wind


def bangle() -> Good:
    """A jade bangle in a walnut cradle."""
    tilt, centre, ring, tube = solids.frame_of((0.30, 0.14, 1)), (0.0, _GROUND + 0.93, 0.0), 0.74, 0.135
    stone = solids.torus(ring, tube, tilt, centre)
    groove = solids.torus(ring, tube + 0.015, tilt, centre)
    block = solids.Profile([(-1, 0), (0.50, 0), (0.46, 0.10), (0.40, 0.155), (-1, 0.155)], rounding=0.02)

    def cradle(points: Floats) -> Floats:
        moved = points - np.array([[0.0], [_GROUND + 0.02], [0.0]], np.float32)
        return np.maximum(block(moved), -groove(points))

    return Good(
        "bangle",
        (
            Part(stone, colour("4FA069"), 0.055, 0.6, around_ring(ring, tilt, centre)),
            Part(cradle, colour("4A2C1B"), 0.025),
        ),
        (410, 100, 460, 520),
        lambda: iter((jade(7, "C9E8C4", "4FA069", "1C6B3E"),)),
        24.0,
    )


def cup() -> Good:
    """A porcelain tea cup with a painted band, on its saucer, full of tea."""
    outer = [(0.0, 0.07), (0.32, 0.07), (0.34, 0.0), (0.41, 0.0), (0.42, 0.10), (0.62, 0.31), (0.75, 0.62),
             (0.81, 0.95), (0.86, 1.10)]  # fmt: skip
    inner = [(0.835, 1.12), (0.78, 0.95), (0.71, 0.64), (0.58, 0.36), (0.38, 0.17), (0.0, 0.14)]
    dish = [(0.0, 0.0), (0.46, 0.0), (0.50, 0.03), (0.90, 0.10), (1.10, 0.22), (1.115, 0.235), (1.09, 0.24),
            (0.88, 0.14), (0.48, 0.08), (0.0, 0.075)]  # fmt: skip
    lift, floor = _GROUND + 0.09, _GROUND + 0.01
    body, saucer = solids.Profile(_smooth(outer + inner), 0.008), solids.Profile(_smooth(dish), 0.008)
    tea = solids.Profile([(-1, 0.6), (0.735, 0.6), (0.79, 0.90), (-1, 0.90)])
    edge = np.array(outer[3:]).T
    paint = around_y(lift - 0.02, lift + 1.12)

    def wind(points: Floats) -> tuple[Floats, Floats]:
        round_, along = paint(points)
        within = length(points[0], points[2]) < np.interp(points[1] - lift, edge[1], edge[0]) - 0.015
        return round_, f32(np.where(within, 0, along))  # the inside is plain

    return Good(
        "cup",
        (
            Part(_lifted(body, lift), colour("E9E6DD"), 0.06, 0.25, wind),
            Part(_lifted(saucer, floor), colour("E4E0D6"), 0.06, 0.2),
            Part(_lifted(tea, lift), colour("9A4A18"), 0.03),
        ),
        (350, 230, 580, 430),
        lambda: pattern.painted_band(21),
        20.0,
    )


def vase() -> Good:
    """A blue-and-white vase."""
    outline = [(0.0, 0.0), (0.36, 0.0), (0.37, 0.05), (0.36, 0.12), (0.40, 0.35), (0.50, 0.62), (0.60, 0.88),
               (0.635, 1.06), (0.60, 1.22), (0.47, 1.36), (0.28, 1.44), (0.19, 1.50), (0.175, 1.60), (0.20, 1.70),
               (0.245, 1.745), (0.235, 1.765), (0.16, 1.72), (0.13, 1.62), (0.12, 1.5), (0.0, 1.45)]  # fmt: skip
    floor = _GROUND + 0.01
    body = solids.Profile(_smooth(outline), 0.008)
    return Good(
        "vase",
        (Part(_lifted(body, floor), colour("D9DEE0"), 0.06, 0.2, around_y(floor, floor + 1.78)),),
        (460, 90, 370, 530),
        lambda: pattern.blue_and_white(33),
        22.0,
    )


def pendant() -> Good:
    """A white jade disc on a red cord."""
    tilt, centre = solids.frame_of((-0.24, 0.06, 1)), np.array([[0.0], [0.98], [0.0]], np.float32)
    flat = solids.Profile([(0.20, -0.05), (0.23, -0.095), (0.42, -0.115), (0.57, -0.095), (0.615, -0.03), (0.615, 0.03),
                           (0.57, 0.095), (0.42, 0.115), (0.23, 0.095), (0.20, 0.05)], 0.015)  # fmt: skip
    turned = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]], np.float32) @ tilt

    def disc(points: Floats) -> Floats:
        return flat(f32(turned @ (points - centre)))

    front = tilt.T @ np.array([0, 0, 1], np.float32) * 0.15
    hole, rim, knot = (np.array([0, height, 0], np.float32) for height in (1.14, 1.62, 1.80))
    strands = (
        solids.rod(hole + front, rim + front, 0.018),
        solids.rod(hole - front, rim - front, 0.018),
        solids.rod(rim + front, knot, 0.018),
        solids.rod(rim - front, knot, 0.018),
        solids.rod(hole + front, hole - front, 0.018),
        solids.rod((0, 1.77, 0), (0, 1.85, 0), 0.05),
        solids.rod(knot, (0, 3, 0), 0.022),
    )

    def cord(points: Floats) -> Floats:
        nearest = strands[0](points)
        for strand in strands[1:]:
            nearest = np.minimum(nearest, strand(points))
        return nearest

    def wind(points: Floats) -> tuple[Floats, Floats]:
        local = tilt @ (points - centre)
        round_ = (np.arctan2(local[0], local[1]) / (2 * np.pi)) % 1
        return f32(round_), f32(length(local[0], local[1]) / 0.7)

    return Good(
        "pendant",
        (Part(disc, colour("DCE6D6"), 0.06, 0.7, wind), Part(cord, colour("A3161C"), 0.02)),
        (470, 0, 350, 540),
        lambda: iter((jade(41, "F4F6EC", "D3E4CE", "86B894", fibres=0.15),)),
        7.0,
        sway=0.012,
    )


def _lifted(profile: solids.Profile, height: float) -> Distance:
    def distance(points: Floats) -> Floats:
        return profile.flat(length(points[0], points[2]), points[1] - np.float32(height))

    return distance


def _smooth(outline: Sequence[tuple[float, float]], steps: int = 9) -> list[tuple[float, float]]:
    """A Catmull-Rom curve through the outline, which starts and ends on the axis."""
    points = np.array(outline)
    padded = np.concatenate([points[:1], points, points[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = [
        0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
        for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
    ]
    curve = np.concatenate([*pieces, points[-1:]])
    inner = [(max(float(x), 0.0), float(y)) for x, y in curve]
    return [(-0.3, inner[0][1]), *inner, (-0.3, inner[-1][1])]
