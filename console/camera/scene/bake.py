"""Goods drawn once so that they can turn for ever.

A thing that turns about its own axis looks the same from frame to frame except for the pattern on it.
So light, gloss, cover and the way the pattern is wound are computed once, in pieces, because the
capture thread does it between frames; a frame then is one look-up of the pattern, one multiplication
and one addition (`Prepared.draw`). Most of a good is smooth: it is looked at once for each 2 x 2
pixels, and pixel by pixel only along its edges.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from console.camera import imaging
from console.camera.cv import cv2
from console.camera.scene import solids, stage
from console.camera.scene.goods import Good
from console.camera.scene.solids import Distance
from console.camera.scene.surfaces import Floats, f32

if TYPE_CHECKING:
    from console.camera.source import Pixels

SOON_RAYS, SMALL_RAYS = 20_000, 3_000
"""Rays in one piece of work: when somebody waits for the good, and between two frames (5 to 10 ms)."""
_FLOOR_TOP, _FLOOR_ROWS = 440, 56  # where the table begins in the picture; rows of it shaded at a time

_SHARP = 0.1  # a change of light within two pixels that smoothing would be seen in
_SEAM = 8  # columns of the pattern beyond a whole turn, so that the look-up never leaves it

T = TypeVar("T")


@dataclass(frozen=True)
class Prepared:
    """A good as pictures. Arrays are uint8 of the box's turning region unless said otherwise."""

    sets: tuple[Pixels, Pixels]
    """The whole set with everything that does not turn, one for each lamp: 720 x 1280 x 3."""
    region: tuple[int, int, int, int]
    """Left, top, right, bottom of what turns, in the picture."""
    behind: Pixels
    """255 where the set shows, 0 where the thing covers it."""
    gains: tuple[Pixels, Pixels]
    """Light on the pattern, 128 = as it is, one for each lamp."""
    glosses: tuple[Pixels, Pixels]
    """Light mirrored, one for each lamp."""
    places: tuple[NDArray[np.int16], NDArray[np.uint16]]
    """Fixed-point map into `surface`."""
    surface: Pixels
    """The pattern, wound twice."""
    turn_s: float
    sway: float

    def draw(self, time_s: float, sweep: float, into: Pixels) -> None:
        """Paint the good at `time_s`, with the light moved by `sweep` (0-1) from the first lamp to the second."""
        cv2.addWeighted(self.sets[0], 1 - sweep, self.sets[1], sweep, 0, dst=into)
        left, top, right, bottom = self.region
        part = into[top:bottom, left:right]
        columns = (self.surface.shape[1] - _SEAM) // 2
        turned = self.sway * np.sin(2 * np.pi * time_s / self.turn_s) if self.sway else time_s / self.turn_s
        start = int(turned * columns) % columns
        wound = cv2.remap(self.surface[:, start : start + columns + _SEAM], *self.places, cv2.INTER_LINEAR)
        light = cv2.addWeighted(self.gains[0], 1 - sweep, self.gains[1], sweep, 0)
        cv2.multiply(wound, light, dst=wound, scale=1 / 128)
        gloss = cv2.addWeighted(self.glosses[0], 1 - sweep, self.glosses[1], sweep, 0)
        cv2.multiply(part, self.behind, dst=part, scale=1 / 255)
        cv2.add(part, wound, dst=part)
        cv2.add(part, gloss, dst=part)


class _Seen(NamedTuple):
    """What some rays saw of a good: n or n x 3 each, float32."""

    still: tuple[Floats, Floats]
    """Parts that do not turn, times their cover; one for each lamp."""
    still_cover: Floats
    turn_cover: Floats
    place: Floats
    """Round and along the pattern, 0-1."""
    light: tuple[Floats, Floats]
    mirror: tuple[Floats, Floats]
    part: Floats
    """Which of the good's parts it was, from 1; 0 where it was none."""


def bake(good: Good, rays: int = SOON_RAYS) -> Iterator[Prepared | None]:
    """Yield None after each piece of work, which is so many `rays` or as much of something else, at last the good."""
    everything = _together(good)
    dim: list[tuple[Floats, Floats]] = []
    for row in range(0, stage.HEIGHT - _FLOOR_TOP, _FLOOR_ROWS):
        dim.append(_darkening(everything, _FLOOR_TOP + row))
        yield None
    coarse = _enlarged(good, (yield from _looked(good, everything, stage.rays(*good.box, step=2), rays)))
    yield None
    edges = _edges(coarse)
    yield None
    left, top, width, _ = good.box
    exact = yield from _looked(good, everything, stage.rays_of(left, top, width, edges), rays)
    seen = _replaced(coarse, edges, exact)
    yield None
    pattern = yield from _wound_twice(good.surface())
    yield None
    sets = []
    for lamp in range(2):
        sets.append(_dressed(good, lamp, dim, seen))
        yield None
    yield _join(good, _two(sets), seen, pattern)


def _darkening(everything: Distance, top: int) -> tuple[Floats, Floats]:
    """How the good darkens `_FLOOR_ROWS` of table: shadow, and less sky where they touch.

    One for each lamp, at a quarter of the size: shadows are soft.
    """
    empty = stage.empty_set()
    rows, columns = slice(top // 2, (top + _FLOOR_ROWS) // 2, 2), slice(0, stage.WIDTH // 2, 2)
    pick = np.arange(stage.HEIGHT * stage.WIDTH // 4).reshape(stage.HEIGHT // 2, stage.WIDTH // 2)[rows, columns]
    points, normal = empty.points[:, pick.ravel()], empty.normal[:, pick.ravel()]
    opened = 0.35 + 0.65 * solids.openness(everything, points, normal)
    flat = points[1] < stage.TABLE_TOP + 0.05
    shades = []
    for lamp in stage.LAMPS:
        lit = 0.38 + 0.62 * solids.shadow(everything, points, lamp.towards)
        shades.append(f32(np.where(flat, lit * opened, 1)).reshape(pick.shape))
    return _two(shades)


def _looked(good: Good, everything: Distance, beams: Floats, rays: int) -> Generator[None, None, _Seen]:
    """What 3 x n `beams` see, so many at a time."""
    pieces = []
    for first in range(0, max(1, beams.shape[1]), rays):
        pieces.append(_look(good, everything, beams[:, first : first + rays]))
        yield
    return _joined(pieces)


def _look(good: Good, everything: Distance, beams: Floats) -> _Seen:
    """What 3 x n rays see."""
    count = beams.shape[1]
    hit = solids.march(everything, stage.EYE, beams, stage.PIXEL, 4.2, 7.4)
    seen = np.flatnonzero(hit.cover > 0)
    points, cover = hit.points[:, seen], hit.cover[seen]
    nearest = np.stack([part.distance(points) for part in good.parts]).argmin(axis=0)
    tints = np.stack([part.tint for part in good.parts])[nearest]
    shine, through, turns = (
        np.array(values, np.float32)[nearest]
        for values in zip(*((part.shine, part.through, part.wind is not None) for part in good.parts), strict=True)
    )
    normal = solids.normals(everything, points)
    opened = solids.openness(_with_table(everything), points, normal, 0.35)
    view = solids.unit(points - stage.EYE[:, None])
    facing = np.clip(-(view * normal).sum(axis=0), 0, 1)
    fresnel = (shine + (0.9 - shine) * (1 - facing) ** 5) * (0.25 + 0.75 * opened)

    def spread(values: Floats) -> Floats:
        whole = np.zeros((count, *values.shape[1:]), np.float32)
        whole[seen] = values
        return whole

    still, light, mirror = [], [], []
    for lamp in stage.LAMPS:
        lit = solids.shadow(everything, points + normal * np.float32(0.012), lamp.towards)
        arriving = _arriving(normal, lamp, lit, opened, through, facing) * tints
        gloss = stage.around(view + 2 * facing * normal, lamp) * fresnel[:, None]
        plain, shown = stage.film(arriving), (cover * turns)[:, None]
        still.append(spread((arriving + gloss) * (cover * (1 - turns))[:, None]))
        light.append(spread(plain / np.power(tints, 1 / 2.2) * shown))
        mirror.append(spread((stage.film(arriving + gloss) - plain) * shown))
    place = np.zeros((2, seen.size), np.float32)
    for index, part in enumerate(good.parts):
        mine = nearest == index
        if part.wind is not None:
            place[:, mine] = part.wind(points[:, mine])
    return _Seen(
        still=_two(still),
        still_cover=spread(cover * (1 - turns)),
        turn_cover=spread(cover * turns),
        place=spread(place.T),
        light=_two(light),
        mirror=_two(mirror),
        part=spread(f32(nearest + 1)),
    )


def _layers(seen: _Seen) -> list[Floats]:
    return [*seen.still, seen.still_cover, seen.turn_cover, seen.place, *seen.light, *seen.mirror, seen.part]


def _from_layers(layers: list[Floats]) -> _Seen:
    still, still_cover, turn_cover, place = layers[:2], layers[2], layers[3], layers[4]
    return _Seen(_two(still), still_cover, turn_cover, place, _two(layers[5:7]), _two(layers[7:9]), layers[9])


def _joined(pieces: list[_Seen]) -> _Seen:
    return _from_layers([f32(np.concatenate(each)) for each in zip(*(_layers(piece) for piece in pieces), strict=True)])


def _enlarged(good: Good, seen: _Seen) -> _Seen:
    """What was seen of each 2 x 2 pixels as what may be seen of each: height x width of the box (x 2 or 3)."""
    _, _, width, height = good.box

    def enlarged(values: Floats) -> Floats:
        half = values.reshape(height // 2, width // 2, *values.shape[1:])
        return f32(cv2.resize(half, (width, height), interpolation=cv2.INTER_LINEAR))

    return _from_layers([enlarged(values) for values in _layers(seen)])


def _edges(seen: _Seen) -> NDArray[np.intp]:
    """Pixels that must be looked at one by one: where a part ends, where the pattern's seam is, where gloss begins."""
    near = np.ones((3, 3), np.uint8)

    def changes(values: Floats, by: float) -> NDArray[np.bool_]:
        return np.asarray(cv2.dilate(values, near) - cv2.erode(values, near) > by)

    unlike = changes(seen.part, 0)
    for way in range(2):
        unlike |= changes(f32(cv2.extractChannel(seen.place, way)), 0.25)
    for lamp in range(2):
        unlike |= changes(f32(cv2.extractChannel(seen.mirror[lamp], 1)), _SHARP)
        unlike |= changes(f32(cv2.extractChannel(seen.light[lamp], 1)), _SHARP)
        unlike |= changes(f32(np.sqrt(cv2.extractChannel(seen.still[lamp], 2))), _SHARP)  # wood and cord are red
    return np.flatnonzero(unlike)


def _replaced(coarse: _Seen, where: NDArray[np.intp], fine: _Seen) -> _Seen:
    for whole, exact in zip(_layers(coarse), _layers(fine), strict=True):
        whole.reshape(-1, *whole.shape[2:])[where] = exact
    return coarse


def _arriving(normal: Floats, lamp: stage.Lamp, lit: Floats, opened: Floats, through: Floats, facing: Floats) -> Floats:
    """Light leaving a white surface; in stone it creeps round and gathers at the edges. n x 3."""
    soft = through * 0.5 + (1 - through * 0.5) * lit
    hard = stage.light_on(normal, lamp, soft, opened) * (1 - through[:, None])
    crept = stage.light_on(normal, lamp, soft, opened, wrap=0.8) * through[:, None]
    return f32((hard + crept) * (1 + 0.45 * through * (1 - facing) ** 1.5)[:, None])


def _wound_twice(painting: Iterator[Floats | None]) -> Generator[None, None, Pixels]:
    """The pattern as a camera sees it, twice as wide for smooth turning, and twice beside itself for any start."""
    surface = None
    for done in painting:
        surface = done
        yield
    assert surface is not None
    height, width = surface.shape[:2]
    seen = stage.as_picture(np.power(surface, 1 / 2.2))
    once = imaging.as_bytes(cv2.resize(seen, (2 * width, height), interpolation=cv2.INTER_CUBIC))
    return np.concatenate([once, once, once[:, :_SEAM]], axis=1)


def _dressed(good: Good, lamp: int, dim: list[tuple[Floats, Floats]], seen: _Seen) -> Pixels:
    """The set with the good's shadow and its parts that do not turn, as the camera sees it."""
    left, top, width, height = good.box
    coarse = np.concatenate([each[lamp] for each in dim])
    dark = cv2.resize(coarse, (stage.WIDTH, stage.HEIGHT - _FLOOR_TOP), interpolation=cv2.INTER_CUBIC)[:, :, None]
    light = stage.empty_set().pictures[lamp]
    picture = stage.empty_picture(lamp).copy()
    floor = light[_FLOOR_TOP:] * dark
    shaded = np.concatenate([light[top:_FLOOR_TOP, left : left + width], floor[:, left : left + width]])[:height]
    bare, still = 1 - seen.still_cover[:, :, None], seen.still[lamp]
    picture[_FLOOR_TOP:] = stage.as_picture(stage.film(floor) * stage.vignette()[_FLOOR_TOP:])
    part = slice(top, top + height), slice(left, left + width)
    picture[part] = stage.as_picture(stage.film(shaded * bare + still) * stage.vignette()[part])
    return picture


def _join(good: Good, sets: tuple[Pixels, Pixels], seen: _Seen, pattern: Pixels) -> Prepared:
    left, top = good.box[:2]
    cover = seen.turn_cover
    used = np.argwhere(cover > 0)
    (low_y, low_x), (high_y, high_x) = used.min(axis=0), used.max(axis=0) + 1
    cut = slice(low_y, high_y), slice(low_x, high_x)
    size = ((pattern.shape[1] - _SEAM) // 2, pattern.shape[0] - 1)
    place = (seen.place[cut] * size).astype(np.float32)
    coarse, fine = cv2.convertMaps(place[:, :, 0], place[:, :, 1], cv2.CV_16SC2)
    lights = [seen.light[lamp][cut] * (128 / 255) for lamp in range(2)]
    mirrors = [seen.mirror[lamp][cut] for lamp in range(2)]
    return Prepared(
        sets=sets,
        region=(left + int(low_x), top + int(low_y), left + int(high_x), top + int(high_y)),
        behind=np.repeat(stage.as_picture(1 - cover[cut])[:, :, None], 3, axis=2),
        gains=(stage.as_picture(lights[0]), stage.as_picture(lights[1])),
        glosses=(stage.as_picture(mirrors[0]), stage.as_picture(mirrors[1])),
        places=(coarse.astype(np.int16, copy=False), fine.astype(np.uint16, copy=False)),
        surface=pattern,
        turn_s=good.turn_s,
        sway=good.sway,
    )


def _together(good: Good) -> Distance:
    first, *others = (part.distance for part in good.parts)

    def distance(points: Floats) -> Floats:
        nearest = first(points)
        for other in others:
            nearest = np.minimum(nearest, other(points))
        return nearest

    return distance


def _with_table(distance: Distance) -> Distance:
    def both(points: Floats) -> Floats:
        return f32(np.minimum(distance(points), points[1] - stage.TABLE_TOP))

    return both


def _two(pieces: list[T]) -> tuple[T, T]:
    return pieces[0], pieces[1]
