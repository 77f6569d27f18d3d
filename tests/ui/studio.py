"""Photos of invented goods, taken in the drawn studio: for pictures of the windows that people look at.

The same every time. Drawing them all takes some seconds, so a folder that has them is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from console.camera import cutout
from console.camera import goods as found
from console.camera.cv import cv2
from console.camera.scene import bake, goods
from console.camera.scene.goods import Good
from console.camera.scene.surfaces import colour, jade

if TYPE_CHECKING:
    from console.camera.source import Pixels

BURST = 4


def _stone(good: Good, light: str, body: str, dark: str, seed: int) -> Good:
    """The same good, of another stone or glaze."""
    stone = replace(good.parts[0], tint=colour(body))
    return replace(good, parts=(stone, *good.parts[1:]), surface=lambda: iter((jade(seed, light, body, dark),)))


MADE: dict[str, Callable[[], Good]] = {
    "bangle": goods.bangle,
    "cup": goods.cup,
    "lilac": lambda: _stone(goods.bangle(), "F1E8F6", "B79CCB", "7A5A97", 11),
    "vase": goods.vase,
    "agate": lambda: _stone(goods.pendant(), "F0A080", "B33A24", "6E150E", 19),
    "ice": lambda: _stone(goods.bangle(), "F2F7F4", "C9DDD6", "5E9C86", 23),
    "celadon": lambda: _stone(goods.vase(), "D3E2D2", "A3C0A6", "7FA389", 29),
    "pendant": goods.pendant,
}
"""Every kind of goods of the line-up in the gallery."""


@cache
def _set(name: str) -> bake.Prepared:
    return next(done for done in bake.bake(MADE[name]()) if done is not None)


def shoot(name: str, time_s: float = 5.0, sweep: float = 0.35) -> Pixels:
    """The studio with this good: 720 x 1280 x 3, BGR."""
    picture = np.empty((720, 1280, 3), np.uint8)
    _set(name).draw(time_s, sweep, picture)
    return picture


def square(picture: Pixels, name: str) -> Pixels:
    """The photo that a listing would have: the good large in a square, 480 x 480."""
    left, top, wide, tall = MADE[name]().box
    side = min(720, round(max(wide, tall) * 1.12))
    x = min(max(0, left + wide // 2 - side // 2), 1280 - side)
    y = min(max(0, top + tall // 2 - side // 2), 720 - side)
    return cv2.resize(picture[y : y + side, x : x + side], (480, 480), interpolation=cv2.INTER_AREA)


def on_white(picture: Pixels) -> Pixels:
    """The same with everything but the good white, as the console makes it."""
    return cutout.on_white(picture, cutout.cover(picture, found.find(found.look(picture))))


def save_studio(folder: Path) -> None:
    """Write `<name>.jpg` (square) and `<name>-wide.jpg` for each good, a burst `s0.jpg` to `s3.jpg`, `white.jpg`."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / f"s{BURST - 1}.jpg").exists():
        return
    for name in MADE:
        picture = shoot(name)
        cv2.imwrite(str(folder / f"{name}-wide.jpg"), picture)
        cv2.imwrite(str(folder / f"{name}.jpg"), square(picture, name))
    plain = on_white(shoot("bangle"))
    cv2.imwrite(str(folder / "white.jpg"), plain)
    for n in range(BURST):
        cv2.imwrite(str(folder / f"s{n}.jpg"), shoot("bangle", 5.0 + n * 1.6, 0.2 + n * 0.2))
