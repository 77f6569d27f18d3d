"""The studio: where the eye stands, how it is lit, and the empty set (wall, table, turntable) under two lights.

Pictures here are height x width x 3, float32, linear light, BGR; `film` turns them into what a camera
would deliver.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from console.camera.cv import cv2
from console.camera.scene import solids
from console.camera.scene.surfaces import Floats, colour, f32, length, noise, ramp, wood

WIDTH, HEIGHT = 1280, 720
EYE = np.array([0.0, 1.62, 5.6], np.float32)
_AIM = np.array([0.0, 0.93, 0.0], np.float32)
_VIEW = np.tan(np.radians(15.0))  # half the height of the picture at distance 1
PIXEL = float(2 * _VIEW / HEIGHT)
_WALL_Z = -3.0
TABLE_RADIUS, TABLE_TOP = 1.3, 0.1
turntable = solids.Profile([(-1, 0.02), (TABLE_RADIUS - 0.02, 0.02), (TABLE_RADIUS - 0.02, TABLE_TOP - 0.02),
                            (-1, TABLE_TOP - 0.02)], rounding=0.02)  # fmt: skip


class Lamp(NamedTuple):
    """A soft box, far away: the main light of the set, and how far the light on the wall is moved."""

    towards: Floats
    wall_shift: float


LAMPS = (
    Lamp(solids.unit((-0.62, 0.78, 0.62)), -0.35),
    Lamp(solids.unit((0.30, 0.88, 0.66)), 0.35),
)
KEY = colour("FFF1DC") * 1.7
SKY = colour("F3EEE6") * 0.46
BOUNCE = colour("C79A6B") * 0.35
_FALLING = f32(np.stack([KEY, SKY, BOUNCE]))
_AROUND = f32(np.stack([colour("FFFAF2") * 9.0, colour("EAF2FF") * 2.6, SKY * 1.3, BOUNCE]))


def rays(left: int = 0, top: int = 0, width: int = WIDTH, height: int = HEIGHT, step: int = 1) -> Floats:
    """Unit directions of a part of the picture, row by row: 3 x (height // step * width // step).

    With `step` 2 of the middles of its 2 x 2 squares, and so on, as `cv2.resize` has them.
    """
    middle = (step - 1) / 2 + 0.5
    x = (np.arange(left, left + width, step, dtype=np.float32)[: width // step] + middle - WIDTH / 2) * PIXEL
    y = (HEIGHT / 2 - np.arange(top, top + height, step, dtype=np.float32)[: height // step] - middle) * PIXEL
    return through(*(grid.ravel() for grid in np.meshgrid(x, y)))


def rays_of(left: int, top: int, width: int, picked: NDArray[np.intp]) -> Floats:
    """Unit directions of some pixels, numbered row by row in a part of the picture that is `width` wide: 3 x n."""
    rows, columns = np.divmod(picked, width)
    return through((left + columns + 0.5 - WIDTH / 2) * PIXEL, (HEIGHT / 2 - top - rows - 0.5) * PIXEL)


def through(x: NDArray[np.floating[Any]], y: NDArray[np.floating[Any]]) -> Floats:
    """Unit directions through places on a plane at distance 1, `x` to the right and `y` up: 3 x n."""
    forward = solids.unit(_AIM - EYE)
    right = solids.unit(np.cross(forward, np.array([0, 1, 0], np.float32)).astype(np.float32))
    up = f32(np.cross(right, forward))
    x, y = f32(x), f32(y)
    longer = 1 / np.sqrt(1 + x * x + y * y)
    return f32(np.stack([(forward[i] + right[i] * x + up[i] * y) * longer for i in range(3)]))


def around(direction: Floats, lamp: Lamp) -> Floats:
    """What a mirror sees in 3 x n `direction`: soft box, strip light, bright room above, table below. n x 3."""
    side = solids.unit(np.cross(np.array([0, 1, 0], np.float32), lamp.towards).astype(np.float32))
    rise = np.cross(lamp.towards, side)
    ahead = np.maximum(lamp.towards @ direction, 1e-3)
    across, along = np.abs(side @ direction) / ahead, np.abs(rise @ direction) / ahead
    box = ramp(0.52 - across, 0, 0.10) * ramp(0.36 - along, 0, 0.10) * (ahead > 0.01)
    strip = ramp(direction[0], 0.74, 0.80) * ramp(0.93 - direction[0], 0, 0.05) * ramp(direction[1], -0.25, 0.1)
    room = ramp(direction[1], -0.25, 0.9)
    below = ramp(-direction[1], -0.1, 0.5)
    return f32(np.stack([box, strip, room, below], axis=1) @ _AROUND)


def light_on(normal: Floats, lamp: Lamp, lit: Floats, opened: Floats, wrap: float = 0.0) -> Floats:
    """Light arriving at surfaces of 3 x n `normal`; `wrap` lets it creep round, as through stone. n x 3."""
    facing = np.clip((lamp.towards @ normal + wrap) / (1 + wrap), 0, None) * lit
    above = (normal[1] * 0.5 + 0.5) * opened
    below = np.clip(-normal[1] * 0.5 + 0.5, 0, 1) * opened
    return f32(np.stack([facing, above, below], axis=1) @ _FALLING)


class Empty(NamedTuple):
    """The set without goods."""

    points: Floats
    """3 x (height/2 * width/2): what the picture shows, at half its size."""
    normal: Floats
    pictures: tuple[Floats, Floats]
    """One for each lamp, height x width x 3."""


@cache
def empty_set() -> Empty:
    """Draw wall, table and turntable under both lamps. Light is smooth, so it is reckoned at half the size."""
    beams = rays(step=2)
    points, normal, haze = _ground(beams)
    albedo = _albedo()
    near = np.flatnonzero(length(points[0], points[2]) < TABLE_RADIUS + 0.6)  # the turntable changes nothing beyond
    opened = np.ones(points.shape[1], np.float32)
    opened[near] = solids.openness(turntable, points[:, near], normal[:, near])
    left, top, width, height = 280, 400, 720, 320  # the turntable lies within
    disc, blurs = _disc(rays(left, top, width, height)), _enlarged(haze)
    rows, columns = np.divmod(disc.where, width)
    there = (rows + top) * WIDTH + columns + left
    stone, part = _stone(disc.points), disc.cover[:, None]
    pictures = []
    for lamp in LAMPS:
        sun = _window(points, lamp)
        lit = sun.copy()
        lit[near] *= solids.shadow(turntable, points[:, near], lamp.towards)
        picture = _soften(albedo * _enlarged(light_on(normal, lamp, lit, opened)), blurs).reshape(-1, 3)
        shade = light_on(disc.normal, lamp, _enlarged(sun).ravel()[there], np.ones(there.size, np.float32))
        picture[there] += (stone * shade - picture[there]) * part
        pictures.append(picture.reshape(HEIGHT, WIDTH, 3))
    disc = _disc(beams)
    whole = disc.cover > 0.5
    points[:, disc.where[whole]], normal[:, disc.where[whole]] = disc.points[:, whole], disc.normal[:, whole]
    return Empty(points, normal, (pictures[0], pictures[1]))


def _enlarged(values: Floats) -> Floats:
    """What was reckoned at half the size, flat (n or n x 3), as height x width (x 3)."""
    half = values.reshape(HEIGHT // 2, WIDTH // 2, *values.shape[1:])
    return f32(cv2.resize(half, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR))


class _Disc(NamedTuple):
    """The turntable, ray by ray."""

    where: NDArray[np.intp]
    """Which rays meet it."""
    cover: Floats
    points: Floats
    normal: Floats


def _disc(beams: Floats) -> _Disc:
    """The turntable as 3 x n rays see it. Its top is a plane; only its rim is looked for."""
    points = EYE[:, None] + beams * ((TABLE_TOP - EYE[1]) / np.minimum(beams[1], -1e-4))
    radius = length(points[0], points[2])
    inside = np.flatnonzero(radius < TABLE_RADIUS - 0.03)
    rim = np.flatnonzero((radius >= TABLE_RADIUS - 0.03) & (radius < TABLE_RADIUS + 0.3))
    hit = solids.march(turntable, EYE, beams[:, rim], PIXEL, 4.0, 8.0)
    seen = hit.cover > 0
    upright = np.zeros((3, inside.size), np.float32)
    upright[1] = 1
    return _Disc(
        np.concatenate([inside, rim[seen]]),
        np.concatenate([np.ones(inside.size, np.float32), hit.cover[seen]]),
        np.concatenate([points[:, inside], hit.points[:, seen]], axis=1),
        np.concatenate([upright, solids.normals(turntable, hit.points[:, seen])], axis=1),
    )


def _ground(beams: Floats) -> tuple[Floats, Floats, Floats]:
    """Points, normals and blur (0-1) of wall and table."""
    to_table = np.where(beams[1] < -1e-4, -EYE[1] / np.minimum(beams[1], -1e-4), np.inf)
    to_wall = (_WALL_Z - EYE[2]) / np.minimum(beams[2], -1e-4)
    table = to_table < to_wall
    points = (EYE[:, None] + beams * np.minimum(to_table, to_wall)).astype(np.float32)
    normal = np.zeros_like(points)
    normal[1, table], normal[2, ~table] = 1, 1
    haze = np.where(table, np.clip((0.9 - points[2]) / 3.5, 0, 1), 0.8)
    return points, normal, haze.astype(np.float32)


def _albedo() -> Floats:
    """The colours of wall and table: plaster and oak, height x width x 3."""
    first = _first_row_of_table()
    points, _, _ = _ground(rays(0, first, WIDTH, HEIGHT - first))
    boards = wood(5, "D8B286", "A07046", 512, 1024)
    x = (np.abs(points[0] + 4) * 110 % 1024).reshape(-1, WIDTH)
    y = (np.abs(points[2] - 6) * 48 % 512).reshape(-1, WIDTH)
    oak = cv2.remap(boards, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    plaster = noise(np.random.default_rng(3), HEIGHT // 2, WIDTH // 2, (5, 9), 6) * np.float32(0.035) + np.float32(1)
    albedo = cv2.merge([_enlarged(plaster.ravel()) * each for each in colour("E2CFB4")])
    albedo[first:] = oak
    return f32(albedo)


def _first_row_of_table() -> int:
    """The edge between wall and table lies level."""
    _, normal, _ = _ground(rays(0, 0, 1, HEIGHT))
    return int(normal[1].argmax())


def _window(points: Floats, lamp: Lamp) -> Floats:
    """Sunlight through a window with leaves, as it falls on the wall: 0.35-1 for each of 3 x n points."""
    size = (480, 640)
    panes = np.zeros(size, np.float32)
    for left, top in ((210, 60), (330, 60), (210, 210), (330, 210)):
        corners = np.array([(left, top), (left + 108, top), (left + 108, top + 136), (left, top + 136)])
        corners[:, 0] += (corners[:, 1] - 200) // -3
        cv2.fillConvexPoly(panes, corners.astype(np.int32), 1.0)
    rng = np.random.default_rng(11)
    for _ in range(26):
        middle = (int(rng.normal(430, 60)), int(rng.normal(150, 70)))
        axes = (int(rng.uniform(18, 40)), int(rng.uniform(5, 10)))
        cv2.ellipse(panes, middle, axes, rng.uniform(-60, 20), 0, 360, 0.12, -1)
    panes = cv2.GaussianBlur(panes, (0, 0), 9).astype(np.float32)
    x = ((points[0] - lamp.wall_shift) * 90 + 320).astype(np.float32).reshape(HEIGHT // 2, WIDTH // 2)
    y = ((2.9 - points[1]) * 120 + 20).astype(np.float32).reshape(HEIGHT // 2, WIDTH // 2)
    sun = cv2.remap(panes, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT).ravel()
    far = ramp(-points[2], 2.0, 2.9)
    spot = np.exp(-((points[0] - lamp.wall_shift * 0.5) ** 2) / 7.0)
    return f32(np.where(far > 0, 0.52 * spot + 0.55 * sun, 0.45 + 0.55 * spot))


def _stone(points: Floats) -> Floats:
    """The turntable: pale stone with a brass edge. n x 3."""
    radius = length(points[0], points[2])
    inlay = np.exp(-(((radius - TABLE_RADIUS + 0.09) / 0.008) ** 2))
    ring = inlay + ramp(-points[1], 0.02 - TABLE_TOP, 0.04 - TABLE_TOP)
    part = np.clip(ring, 0, 1)[:, None]
    return f32(colour("C9BFB0") * (1 - part) + colour("B48A4E") * part)


def _soften(picture: Floats, haze: Floats) -> Floats:
    """Out of focus towards the back."""
    half = cv2.resize(picture, (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_AREA)
    soft = f32(cv2.resize(cv2.GaussianBlur(half, (0, 0), 2.5), (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR))
    soft -= picture
    soft *= haze[:, :, None]
    soft += picture
    return soft


@cache
def empty_picture(lamp: int) -> NDArray[np.uint8]:
    """The empty set as the camera sees it."""
    return as_picture(film(empty_set().pictures[lamp]) * vignette())


def film(picture: Floats) -> Floats:
    """Linear light to what a camera records, 0-1 and a little above: a soft shoulder, then gamma."""
    light = np.clip(picture, 0, None)
    return f32(np.power(light * (1 + light / 9) / (1 + light * 0.55), 1 / 2.2))


def as_picture(values: NDArray[np.floating[Any]]) -> NDArray[np.uint8]:
    """0-1 as 0-255."""
    return np.asarray(np.clip(values * 255 + 0.5, 0, 255), np.uint8)


@cache
def vignette() -> Floats:
    """A little darker towards the corners: height x width x 1."""
    x, y = np.meshgrid(np.linspace(-1, 1, WIDTH), np.linspace(-1, 1, HEIGHT))
    return (1 - 0.16 * np.clip(x**2 + 0.8 * y**2 - 0.35, 0, None))[:, :, None].astype(np.float32)
