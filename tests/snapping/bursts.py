"""A second of film whose truth is known: which frame has the goods sharpest, and where they are.

A lens with two planes: goods and what stands behind. Focus moves between them as an autofocus that
hunts does; goods and hand may move; light flickers; the sensor adds grain after the optics.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from console.camera import focus, imaging
from console.camera.cv import cv2
from console.camera.source import Frame
from tests.snapping import goods, sets
from tests.snapping.goods import Floats, Rng

if TYPE_CHECKING:
    from console.camera.source import Pixels

SIZE = (960, 540)
FPS = 25
COUNT = 24
LINES = 720
"""Blur is told in pixels of a picture with so many lines."""


@dataclass(frozen=True)
class Plan:
    """What is filmed and how; whatever is not said is drawn from the seed."""

    seed: int
    good: str
    behind: str
    focus: str
    """"hunt", "lands", "leaves", "shelf" or "goods" (only that changes), "still", "deep" (all is sharp, as through
    the small lens of a webcam), "both" (one plane, or a camera that is touched) or "soft" (never sharp)."""
    motion: str
    """"none", "sway" or "arrives"."""
    share: float
    """Height of the goods, of the picture's height."""
    at: tuple[float, float]
    """Middle of the goods, shares of width and height."""
    noise: float
    """Spread of the grain, of 255."""
    light: str
    """"steady", "flicker", "ramp" or "odd" (frames out of focus are brighter and noisier)."""
    cast: tuple[float, float, float] = (1.0, 1.0, 1.0)
    hand: bool = False
    like: bool = False
    """The goods have nearly the colour of what is behind them."""
    cut: bool = False
    """The goods may reach over the picture's border."""
    pair: str = ""
    """Goods of another kind that lie beside them, as tall."""
    beside: bool = False
    """Behind the goods something stands at one side alone: a plant, a window, a lamp."""


@dataclass(frozen=True)
class Film:
    """A burst and its truth."""

    plan: Plan
    frames: list[Frame]
    blur: list[float]
    """Of the goods in each frame: lens and motion together, pixels at 720 lines; infinite where they are not seen."""
    boxes: list[tuple[int, int, int, int]]
    """x, y, width, height of the goods in each frame, cut by the picture's edges."""
    masks: list[Pixels] = field(repr=False)
    """255 where the goods are, of each frame, at a quarter of its size."""

    @property
    def best(self) -> int:
        """The frame in which the goods are sharpest."""
        return int(np.argmin(self.blur))

    def excess(self, index: int) -> float:
        """How much blurrier the goods are in this frame than in the best, pixels at 720 lines."""
        return self.blur[index] - self.blur[self.best]


_WALLS = ("plain", "sweep", "table", "bricks")
FOCI = ("hunt", "hunt", "hunt", "lands", "leaves", "shelf", "still", "deep", "deep")


def plan(seed: int, **wishes: Any) -> Plan:
    """A plan drawn from `seed`, with some of it as wished."""
    rng = np.random.default_rng(seed)
    share = float(rng.choice([0.16, 0.26, 0.36, 0.48, 0.62, 0.8], p=[0.1, 0.15, 0.25, 0.25, 0.15, 0.1]))
    off = rng.random() < 0.35
    at = (
        float(rng.uniform(0.2, 0.8) if off else rng.normal(0.5, 0.05)),
        float(rng.uniform(0.3, 0.7) if off else rng.normal(0.5, 0.05)),
    )
    drawn: dict[str, Any] = {
        "good": str(rng.choice(list(goods.KINDS))),
        "behind": str(rng.choice(list(sets.KINDS))),
        "focus": str(rng.choice(FOCI)),
        "motion": str(rng.choice(["none", "none", "sway", "arrives"])),
        "share": share,
        "at": at,
        "noise": float(rng.choice([0.5, 1.5, 3.0, 5.0])),
        "light": str(rng.choice(["steady", "steady", "flicker", "ramp", "odd"])),
        "hand": bool(rng.random() < 0.35),
        "like": bool(rng.random() < 0.12),
        "pair": str(rng.choice(list(goods.KINDS))) if rng.random() < 0.12 and share < 0.5 else "",
    }
    if rng.random() < 0.1:
        border = float(rng.choice([0.08, 0.92]) + rng.uniform(-0.06, 0.06))
        drawn |= {"cut": True, "at": (border, at[1]) if rng.random() < 0.6 else (at[0], border)}
    drawn["beside"] = bool(drawn["behind"] in _WALLS and rng.random() < 0.4)
    return Plan(seed, **{**drawn, **wishes})


def film(of: Plan, size: tuple[int, int] = SIZE, count: int = COUNT) -> Film:
    """Shoot `of`; the same plan gives the same film."""
    rng = np.random.default_rng(of.seed + 1_000_003)
    width, height = size
    scene = _Scene(of, rng, width, height)
    lens = _focus(of, rng, count)
    moves = _motion(of, rng, count, height)
    gains, grains = _light(of, rng, lens)
    frames, blurs, covers, boxes, masks = [], [], [], [], []
    for n in range(count):
        near, far = _blurs(of, float(lens[n]), height)
        speed = np.hypot(*(moves[min(n + 1, count - 1)] - moves[max(n - 1, 0)])) / 2
        smear = 0.5 * float(speed) if of.motion != "none" else 0.0
        picture, alpha = scene.shoot(moves[n], near, far, smear)
        if of.cast != (1.0, 1.0, 1.0):
            picture *= np.array(of.cast, np.float32)
        grain = _grain(rng, picture.shape)
        mixed = cv2.addWeighted(picture, 255 * float(gains[n]), grain, float(grains[n]), 0, dtype=cv2.CV_8U)
        pixels = imaging.as_bytes(mixed)
        grey = focus.small_grey(pixels)
        detail = focus.detail(grey)
        frames.append(Frame(pixels, 5 + n / FPS, n, detail.mean(), detail))
        seen = alpha > 0.5
        box = cv2.boundingRect(seen.astype(np.uint8))
        covers.append(int(seen.sum()))
        blurs.append(float(np.hypot(near, smear / 3.46) * LINES / height))
        boxes.append(tuple(int(v) for v in box))
        masks.append(imaging.as_bytes(cv2.resize(seen.astype(np.uint8) * 255, (width // 4, height // 4))))
    there = [cover > 0.7 * max(covers) for cover in covers]
    return Film(of, frames, [b if seen else float("inf") for b, seen in zip(blurs, there, strict=True)], boxes, masks)


_ALPHA = np.array([0, 0, 0, 1], np.float32)


class _Scene:
    """Two planes and a hand, sharp; `shoot` blurs and lays them over each other."""

    def __init__(self, of: Plan, rng: Rng, width: int, height: int) -> None:
        self.size = np.array([width, height])
        behind = np.ascontiguousarray(sets.KINDS[of.behind](rng, height, width), np.float32)
        if of.beside:
            sets.stand_beside(np.random.default_rng(of.seed + 2_000_003), behind)
        self.behind = np.clip(behind, 0.01, 1).astype(np.float32)
        tall = max(24, round(of.share * height))
        self.good = goods.KINDS[of.good](rng, tall, self._like(of, rng) if of.like else None)
        if of.pair:
            other = goods.KINDS[of.pair](rng, tall, None)
            between = np.zeros((tall, max(6, tall // 8), 4), np.float32)
            self.good = np.concatenate([self.good, between, other], axis=1)
        self.at = np.array(of.at) * self.size
        if not of.cut:
            half = np.array([self.good.shape[1], self.good.shape[0]]) / 2 + 4
            self.at = np.clip(self.at, half, np.maximum(half, self.size - half))
        self.hand: Floats | None = None
        if of.hand:
            top = self.at[1] + 0.34 * tall
            reach = round(max(20, height - top + 30))
            self.hand = goods.hand(rng, reach, round(min(0.22 * height, max(0.09 * height, 0.4 * tall))))
            self.hand_at = np.array([self.at[0], top + reach / 2])
        self._seen: dict[float, Floats] = {}

    def _like(self, of: Plan, rng: Rng) -> Floats:
        x, y = (int(np.clip(of.at[i] * side, 4, side - 5)) for i, side in enumerate(self.size))
        near = self.behind[y - 4 : y + 5, x - 4 : x + 5].mean(axis=(0, 1))
        return np.clip(near * rng.uniform(0.86, 1.14), 0.05, 0.95).astype(np.float32)

    def shoot(self, move: np.ndarray[Any, Any], near: float, far: float, smear: float) -> tuple[Floats, Floats]:
        """The picture (0-1) and where the goods are seen, without blur, at `move` from their place."""
        far = round(far * 4) / 4
        if far not in self._seen:
            self._seen[far] = _soft(self.behind, far)
        picture = self._seen[far].copy()
        seen = np.zeros(picture.shape[:2], np.float32)
        _lay(self.good[..., 3:].repeat(4, axis=2), self.at + move, seen[..., None], 0, 0)
        _lay(self.good, self.at + move, picture, near, smear)
        if self.hand is not None:
            _lay(self.hand * _ALPHA, self.hand_at + move, seen[..., None], 0, 0)
            _lay(self.hand, self.hand_at + move, picture, near, smear)
        return picture, seen


def _lay(thing: Floats, at: np.ndarray[Any, Any], picture: Floats, sigma: float, smear: float) -> None:
    """Blur the thing and lay it over the picture, its middle at `at`."""
    room = 2 + round(3 * sigma + smear)
    sheet = cv2.copyMakeBorder(thing, room, room, room, room, cv2.BORDER_CONSTANT)
    sheet[..., :3] *= sheet[..., 3:]
    sheet = _soft(sheet, sigma)
    if smear >= 1.5:
        sheet = cv2.blur(sheet, (round(smear), 1))
    left, top = (round(float(at[i]) - sheet.shape[1 - i] / 2) for i in (0, 1))
    height, width = picture.shape[:2]
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(width, left + sheet.shape[1]), min(height, top + sheet.shape[0])
    if x1 > x0 and y1 > y0:
        part = sheet[y0 - top : y1 - top, x0 - left : x1 - left]
        under = picture[y0:y1, x0:x1]
        under *= 1 - part[..., 3:]
        under += part[..., : under.shape[2]]


_GRAIN_SEED, _ROOM = 5, 64


@cache
def _grains(height: int, width: int) -> Floats:
    rng = np.random.default_rng(_GRAIN_SEED)
    return rng.standard_normal((height + _ROOM, width + _ROOM, 3), np.float32)


def _grain(rng: Rng, shape: tuple[int, ...]) -> Floats:
    """Another piece of the same sheet of grain for each frame."""
    y, x = rng.integers(0, _ROOM, 2)
    return _grains(*shape[:2])[y : y + shape[0], x : x + shape[1]]


def _soft(picture: Floats, sigma: float) -> Floats:
    return cv2.GaussianBlur(picture, (0, 0), sigma) if sigma > 0.2 else picture


def _blurs(of: Plan, lens: float, height: int) -> tuple[float, float]:
    """Blur of the goods and of what is behind, pixels; `lens` is 0 on the goods and 1 behind."""
    reach = 4.5 * height / LINES
    if of.focus == "shelf":  # a lens that is sharp enough for the goods wherever it stands
        return 0.15 * reach * abs(lens), reach * abs(1 - lens)
    if of.focus == "deep":
        return 0.3, 0.3
    if of.focus == "goods":
        return reach * abs(lens), 0.15 * reach * abs(1 - lens)
    if of.focus == "both":
        return reach * abs(lens), reach * abs(lens)
    return reach * abs(lens), reach * abs(1 - lens)


def _focus(of: Plan, rng: Rng, count: int) -> np.ndarray[Any, Any]:
    t = np.linspace(0, 1, count)
    match of.focus:
        case "hunt" | "shelf" | "goods" | "both":
            turns, start = rng.uniform(0.8, 2.2), rng.uniform(0, 1)
            return 0.5 + 0.62 * np.cos(2 * np.pi * (turns * t + start)) + rng.uniform(-0.12, 0.12)
        case "lands":
            return np.clip(1.1 - (t / rng.uniform(0.6, 0.95)), 0.0, 1.1)
        case "leaves":
            return np.clip((t - rng.uniform(0.15, 0.5)) * 2.2, 0.0, 1.1)
        case "soft":
            return 0.9 + 0.1 * np.sin(7 * t)
        case _:
            return np.full(count, 0.06)


def _motion(of: Plan, rng: Rng, count: int, height: int) -> np.ndarray[Any, Any]:
    t = np.linspace(0, 1, count)
    zero = np.zeros((count, 2))
    if of.motion == "sway":
        reach = height * rng.uniform(0.01, 0.035)
        return np.stack([reach * np.sin(2 * np.pi * (rng.uniform(0.6, 1.6) * t + rng.uniform(0, 1))), 0 * t], 1)
    if of.motion == "arrives":
        left = np.clip(1 - t / rng.uniform(0.3, 0.6), 0, 1) ** 1.5
        return np.stack([height * rng.choice([-0.7, 0.7]) * left, height * 0.15 * left], 1)
    return zero


def _light(of: Plan, rng: Rng, lens: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Gain and grain of each frame."""
    count = len(lens)
    t = np.linspace(0, 1, count)
    grain = np.full(count, of.noise)
    match of.light:
        case "flicker":
            return 1 + 0.14 * np.sin(2 * np.pi * (3.3 * t + rng.uniform(0, 1))), grain
        case "ramp":
            return np.linspace(*rng.permutation([0.72, 1.1]), count), grain
        case "odd":
            away = np.abs(lens) > 0.5
            return np.where(away, 1.18, 0.95), grain * np.where(away, 2.0, 1.0)
        case _:
            return np.ones(count), grain
