"""How well frames and goods are found on films whose truth is known, and where the numbers in `goods` come from.

The old way, for comparison, is the frame with the most detail anywhere; it had no box, so its square crop
round the place of most detail and colour stands for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np

from console.camera import framing, goods
from console.camera.burst import Burst
from console.camera.cv import cv2
from console.snap.choosing import picked, score
from tests.snapping import bursts

HIT_PX = 0.4
"""A frame whose goods are blurrier than the best ones' by no more than this is as good (pixels at 720 lines)."""
Sides = tuple[float, float, float, float]
"""Left, top, right, bottom, shares of the picture."""


def overlap(one: Sides, other: Sides) -> float:
    """Intersection over union of two boxes."""
    wide = max(0.0, min(one[2], other[2]) - max(one[0], other[0]))
    tall = max(0.0, min(one[3], other[3]) - max(one[1], other[1]))
    areas = ((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    union = sum(areas) - wide * tall
    return wide * tall / union if union > 0 else 0.0


@dataclass(frozen=True)
class Found:
    """What became of one film."""

    plan: bursts.Plan
    excess: float
    """How much blurrier the goods are than in the best frame, pixels at 720 lines; infinite where they are not seen."""
    old_excess: float
    overlap: float
    """Of the box with the goods in the chosen frame."""
    old_overlap: float
    sure: float
    inside: float
    """The share of the goods' box inside the square crop; 1 also for goods too large for it."""


def judged(plan: bursts.Plan) -> Found:
    """Film it, snap it, compare with the truth."""
    film = bursts.film(plan)
    pick = picked(score(film.frames), 1)[0]
    assert pick.goods is not None
    old = int(np.argmax([frame.sharpness for frame in film.frames]))
    truth, old_truth = _shares(film.boxes[pick.frame.index]), _shares(film.boxes[old])
    crop = framing.crops(bursts.SIZE, pick.goods.box, pick.goods.sure).square
    return Found(
        plan,
        film.excess(pick.frame.index),
        film.excess(old),
        overlap(tuple(pick.goods.box), truth),
        overlap(old_square(film.frames[old].pixels), old_truth),
        pick.goods.sure,
        _inside(film.boxes[pick.frame.index], crop),
    )


def _shares(box: tuple[int, int, int, int]) -> Sides:
    x, y, w, h = box
    width, height = bursts.SIZE
    return x / width, y / height, (x + w) / width, (y + h) / height


def _inside(box: tuple[int, int, int, int], crop: framing.Crop) -> float:
    x, y, w, h = box
    if not w or not h or w > crop.w or h > crop.h:
        return 1.0
    wide = max(0, min(x + w, crop.x + crop.w) - max(x, crop.x))
    tall = max(0, min(y + h, crop.y + crop.h) - max(y, crop.y))
    return wide * tall / (w * h)


def old_square(pixels: np.ndarray) -> Sides:
    """The crop of earlier versions: as high as the picture, moved to the median of detail and odd colour."""
    small = cv2.resize(pixels, (128, 72), interpolation=cv2.INTER_AREA)
    lab = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2LAB), (0, 0), 1.0).astype(np.float32)
    edge = np.concatenate([lab[0], lab[-1], lab[:, 0], lab[:, -1]])
    unlike = np.linalg.norm(lab - np.median(edge, axis=0), axis=2)
    detail = cv2.magnitude(*(cv2.Sobel(lab[:, :, 0], cv2.CV_32F, *way) for way in ((1, 0), (0, 1))))
    x, y = np.linspace(-1, 1, 128), np.linspace(-1, 1, 72)
    weight = unlike / (unlike.mean() + 1) + detail / (detail.mean() + 1)
    weight = weight * np.exp(-1.5 * x[None] ** 2) * np.exp(-1.5 * y[:, None] ** 2)
    total = np.cumsum(weight.sum(axis=0))
    middle = min(max(float(np.searchsorted(total, total[-1] / 2)) / 128, 0.3), 0.7)
    half = 0.5 * pixels.shape[0] / pixels.shape[1]
    middle = min(max(middle, half), 1 - half)
    return middle - half, 0.0, middle + half, 1.0


def all_of(seeds: Iterable[int], hands: int = 1) -> Iterator[Found]:
    """Every film of `seeds`, in as many processes."""
    plans = [bursts.plan(seed) for seed in seeds]
    if hands == 1:
        yield from map(judged, plans)
        return
    with ProcessPoolExecutor(hands) as pool:
        yield from pool.map(judged, plans, chunksize=4)


# --- where the numbers come from -------------------------------------------------------------


@dataclass(frozen=True)
class Lesson:
    """One film as the fit sees it: the clues of its best frame, and the truth."""

    clues: goods.Clues
    mask: np.ndarray
    box: Sides


def lesson(seed: int) -> Lesson:
    """Film and look."""
    film = bursts.film(bursts.plan(seed))
    burst = Burst([frame.detail for frame in film.frames if frame.detail is not None])
    small = goods.look(film.frames[film.best].pixels)
    mask = cv2.resize(film.masks[film.best], small.shape[1::-1], interpolation=cv2.INTER_AREA) / 255
    return Lesson(goods.clues_of(small, burst, film.best), mask, _shares(film.boxes[film.best]))


def fitted_clues(lessons: list[Lesson]) -> np.ndarray:
    """Weights of a logistic regression from clues to "belongs to the goods", both sides counted alike."""
    terms = np.concatenate([goods.terms_of(each.clues).reshape(-1, 11) for each in lessons]).astype(float)
    truth = np.concatenate([each.mask.ravel() for each in lessons])
    counts = np.where(truth > 0.5, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    weights = np.zeros(terms.shape[1])
    for _ in range(10):  # Newton's steps
        guess = 1 / (1 + np.exp(-terms @ weights))
        slope = terms.T @ ((guess - truth) * counts) / len(truth) + 1e-3 * weights
        bend = (terms * (counts * guess * (1 - guess))[:, None]).T @ terms / len(truth)
        weights -= np.linalg.solve(bend + 1e-3 * np.eye(len(weights)), slope)
    return weights


def fitted_boxes(lessons: list[Lesson]) -> np.ndarray:
    """Weights of a ridge regression from a box's features to its overlap with the truth."""
    rows, truth = [], []
    for each in lessons:
        likely = goods.likelihood(each.clues)
        boxes = goods.candidates(likely, each.clues)
        rows.append(goods.features(boxes, likely, each.clues))
        height, width = likely.shape
        truth += [overlap(tuple(box / (width, height, width, height)), each.box) for box in boxes]
    table = np.concatenate(rows).astype(float)
    spread = table.std(axis=0) + 1e-6
    spread[-1] = 1
    table /= spread
    hold = np.full(table.shape[1], 20.0)
    hold[-1] = 1e-3
    return np.linalg.solve(table.T @ table + np.diag(hold), table.T @ np.array(truth)) / spread
