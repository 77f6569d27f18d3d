"""What stands behind the goods: walls, shelves, cloths and crowded stalls, drawn from a seed.

Each is height x width x 3, BGR, float32, 0-1, sharp all over; how the lens sees it is `bursts`'s.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from console.camera.cv import cv2
from tests.snapping.goods import Floats, Rng, lab, noise


def _falloff(rng: Rng, height: int, width: int) -> Floats:
    """Light that comes from one side and fades towards the corners."""
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    lean = rng.uniform(-0.12, 0.12, 2)
    return (1 + lean[0] * x + lean[1] * y - 0.12 * (x**2 + y**2))[..., None].astype(np.float32)


def plain(rng: Rng, height: int, width: int) -> Floats:
    """A painted wall, nearly neutral."""
    wall = lab(rng.uniform(45, 92), rng.uniform(-4, 4), rng.uniform(-4, 8))
    return wall * _falloff(rng, height, width) * (1 + 0.008 * noise(rng, height, width, 3)[..., None])


def sweep(rng: Rng, height: int, width: int) -> Floats:
    """A white paper sweep, as for product pictures."""
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    paper = lab(rng.uniform(86, 95), 0, rng.uniform(-1, 3))
    return paper * (1 - 0.10 * np.exp(-(((y - 0.62) / 0.12) ** 2))) * _falloff(rng, height, width)


def cloth(rng: Rng, height: int, width: int) -> Floats:
    """A coloured cloth with a weave and folds."""
    dye = lab(rng.uniform(25, 75), rng.uniform(-35, 50), rng.uniform(-40, 40))
    folds = 0.07 * noise(rng, height, width, height / 3) + 0.05 * noise(rng, height, width, 4)
    return dye * (1 + folds[..., None]) * _falloff(rng, height, width)


def table(rng: Rng, height: int, width: int) -> Floats:
    """A wall and a wooden table top."""
    picture = plain(rng, height, width)
    edge = round(height * rng.uniform(0.5, 0.75))
    wood = lab(rng.uniform(40, 70), rng.uniform(5, 14), rng.uniform(15, 30))
    grain = cv2.resize(noise(rng, height, 24, 3), (width, height), interpolation=cv2.INTER_CUBIC)
    picture[edge:] = (wood * (1 + 0.07 * grain[..., None]) * _falloff(rng, height, width))[edge:]
    return picture


def bricks(rng: Rng, height: int, width: int) -> Floats:
    """A brick wall above a counter."""
    picture = np.empty((height, width, 3), np.float32)
    picture[:] = lab(rng.uniform(55, 80), rng.uniform(-3, 4), rng.uniform(0, 10))
    tall, wide = max(6, height // 26), max(12, height // 12)
    clay = lab(rng.uniform(40, 62), rng.uniform(4, 22), rng.uniform(8, 26))
    for row, top in enumerate(range(0, height, tall)):
        for left in range(-wide, width, wide):
            x = left + (row % 2) * wide // 2
            brick = (clay * rng.uniform(0.86, 1.12)).tolist()
            cv2.rectangle(picture, (x, top), (x + wide - 3, top + tall - 3), brick, -1)
    counter = round(height * 0.75)
    picture[counter:] = lab(45, 4, 22) * (1 + 0.12 * noise(rng, height, width, 3)[counter:, :, None])
    return picture * (1 + 0.02 * noise(rng, height, width, 3)[..., None]) * _falloff(rng, height, width)


def shelf(rng: Rng, height: int, width: int) -> Floats:
    """Boards full of boxes, jars and books in all colours."""
    picture = np.empty((height, width, 3), np.float32)
    picture[:] = lab(rng.uniform(20, 40), 3, 6)
    rows = int(rng.integers(3, 5))
    for row in range(rows):
        bottom = round(height * (row + 1) / rows) - 8
        x = 0
        while x < width:
            wide = int(rng.integers(height // 22, height // 7))
            tall = int(height / rows * rng.uniform(0.55, 0.88))
            thing = lab(rng.uniform(25, 85), rng.uniform(-40, 50), rng.uniform(-40, 55))
            cv2.rectangle(picture, (x, bottom - tall), (x + wide - 3, bottom), thing.tolist(), -1)
            for n in range(int(rng.integers(1, 4))):
                y = bottom - tall + round(tall * (0.2 + 0.22 * n))
                cv2.line(picture, (x + 3, y), (x + wide - 7, y), (thing * rng.choice([0.4, 1.5])).tolist(), 3)
            x += wide
        cv2.rectangle(picture, (0, bottom), (width, bottom + 8), lab(50, 8, 22).tolist(), -1)
    return np.clip(picture, 0, 1) * _falloff(rng, height, width)


def stall(rng: Rng, height: int, width: int) -> Floats:
    """A wall hung with pictures and discs that cry louder than the goods."""
    picture = bricks(rng, height, width) if rng.random() < 0.5 else table(rng, height, width)
    for _ in range(int(rng.integers(4, 8))):
        tall = int(height * rng.uniform(0.12, 0.3))
        x, y = int(rng.uniform(0, width - tall)), int(rng.uniform(0, height * 0.6))
        thing = lab(rng.uniform(15, 95), rng.uniform(-50, 65), rng.uniform(-50, 65))
        if rng.random() < 0.4:
            cv2.circle(picture, (x + tall // 2, y + tall // 2), tall // 2, thing.tolist(), -1, cv2.LINE_AA)
        else:
            cv2.rectangle(picture, (x, y), (x + int(tall * rng.uniform(0.8, 1.5)), y + tall), thing.tolist(), -1)
        for _ in range(6):
            dot = lab(rng.uniform(10, 95), rng.uniform(-50, 60), rng.uniform(-50, 60)).tolist()
            place = (x + int(rng.uniform(0.15, 0.85) * tall), y + int(rng.uniform(0.15, 0.85) * tall))
            cv2.circle(picture, place, max(2, tall // 12), dot, -1, cv2.LINE_AA)
    return picture


def speckle(rng: Rng, height: int, width: int) -> Floats:
    """Grey noise without any plan, the same everywhere: nothing but texture."""
    grain = 0.5 + 0.16 * noise(rng, height, width, rng.uniform(1.5, 4))
    return np.clip(grain, 0, 1)[..., None] * lab(75, rng.uniform(-6, 6), rng.uniform(-6, 6))


def stand_beside(rng: Rng, picture: Floats) -> None:
    """Draw what stands behind at one side alone: a plant, a window, or a lamp."""
    height, width = picture.shape[:2]
    x = width * (rng.uniform(0.04, 0.18) if rng.random() < 0.5 else rng.uniform(0.82, 0.96))
    y, tall = height * rng.uniform(0.25, 0.55), height * rng.uniform(0.25, 0.55)
    what = rng.choice(["plant", "plant", "window", "lamp"])
    if what == "plant":
        green = lab(rng.uniform(25, 60), rng.uniform(-40, -10), rng.uniform(10, 40))
        for _ in range(int(rng.integers(30, 80))):
            place = round(x + tall * 0.22 * rng.standard_normal()), round(y + tall * 0.3 * rng.standard_normal())
            leaf = max(2, round(tall * rng.uniform(0.06, 0.14))), max(1, round(tall * rng.uniform(0.02, 0.05)))
            shade = (green * rng.uniform(0.5, 1.4)).tolist()
            cv2.ellipse(picture, place, leaf, float(rng.uniform(0, 180)), 0, 360, shade, -1, cv2.LINE_AA)
    elif what == "window":
        corner, other = (round(x - tall * 0.3), round(y - tall / 2)), (round(x + tall * 0.3), round(y + tall / 2))
        cv2.rectangle(picture, corner, other, lab(rng.uniform(85, 99), 0, rng.uniform(-12, 6)).tolist(), -1)
        cv2.line(picture, (round(x), corner[1]), (round(x), other[1]), lab(40, 4, 12).tolist(), max(2, height // 150))
    else:
        cv2.ellipse(
            picture, (round(x), round(y)), (round(tall * 0.25), round(tall * 0.3)), 0, 0, 360,
            lab(rng.uniform(80, 98), rng.uniform(0, 12), rng.uniform(10, 45)).tolist(), -1, cv2.LINE_AA,
        )  # fmt: skip


KINDS: dict[str, Callable[[Rng, int, int], Floats]] = {
    kind.__name__: kind for kind in (plain, sweep, cloth, table, bricks, shelf, stall, speckle)
}
