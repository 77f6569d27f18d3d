"""`python -m tests.snapping [report|fit] [FILMS]`: how well snaps choose and frame, or the numbers in `goods` anew.

The report films from seed 1000 on, the fit from seed 0: nothing is judged by what it was fitted on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from console.camera import goods
from tests.snapping import truth

JUDGED_FROM = 1000
FILMS = {"report": 240, "fit": 360}


def report(films: int) -> None:
    """Print hit rates and overlaps, the old way beside the new."""
    found = list(truth.all_of(range(JUDGED_FROM, JUDGED_FROM + films), os.cpu_count() or 1))
    _line("all", found)
    for name in ("focus", "behind", "good", "motion", "light", "share", "hand", "like", "cut", "beside"):
        for value in sorted({getattr(each.plan, name) for each in found}, key=str):
            _line(f"{name} {value}", [each for each in found if getattr(each.plan, name) == value])


def _line(name: str, found: Sequence[truth.Found]) -> None:
    def share(of: Callable[[truth.Found], bool]) -> float:
        return sum(map(of, found)) / len(found)

    hit, old = share(lambda f: f.excess <= truth.HIT_PX), share(lambda f: f.old_excess <= truth.HIT_PX)
    boxes = np.array([each.overlap for each in found])
    old_boxes = np.mean([each.old_overlap for each in found])
    sys.stdout.write(
        f"{name:<18} {len(found):4d} films  frame {hit:6.1%} (old {old:6.1%})  "
        f"box IoU mean {boxes.mean():.2f} median {np.median(boxes):.2f} (old {old_boxes:.2f})  "
        f"whole goods in the square {share(lambda f: f.inside > 0.95):6.1%}\n"
    )


def fit(films: int) -> None:
    """Print `_CLUES` and `_BOX`."""
    with ProcessPoolExecutor() as hands:
        lessons = list(hands.map(truth.lesson, range(films), chunksize=4))
    goods._CLUES = truth.fitted_clues(lessons)
    np.set_printoptions(precision=3, suppress=True, linewidth=100)
    sys.stdout.write(f"_CLUES = {np.round(goods._CLUES, 2)!r}\n_BOX = {truth.fitted_boxes(lessons)!r}\n")


if __name__ == "__main__":
    what = sys.argv[1] if len(sys.argv) > 1 else "report"
    {"report": report, "fit": fit}[what](int(sys.argv[2]) if len(sys.argv) > 2 else FILMS[what])
