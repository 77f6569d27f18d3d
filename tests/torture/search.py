"""Searches at random with every property in the tests: whatever holds for all inputs is tried with others than usual.

The gate tries the same examples every time (`tests/conftest.py`), so that chance refuses nobody's work; here they
differ from round to round. A point is one round of all properties; a failing one prints its example and how to repeat
it. Not here: the sequences of acts, which are `machine`'s.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.torture.harness import Outcome, Progress, Stopwatch, silent

NAME = "search"
SHORT, LONG = 1, 40
BROKEN: tuple[str, ...] = ()
ROOT = Path(__file__).resolve().parents[2]
TOLD = 40
"""Lines of a round that failed: the last of them say what and how to repeat it."""


def run(points: int, seed: int, broken: str | None = None, progress: Progress = silent) -> Outcome:
    """So many rounds, the first with `seed`, each with the next; there is no broken build."""
    watch = Stopwatch()
    failures: list[str] = []
    for done in range(points):
        failures += _round(seed + done)
        progress(done + 1, points)
    return Outcome(points, failures, watch.seconds)


def _round(seed: int) -> list[str]:
    wishes = ["-q", "-m", "hypothesis", "--hypothesis-profile", "search", "--hypothesis-seed", str(seed)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *wishes, "-p", "no:cacheprovider"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return []
    return [f"{NAME} seed {seed}: " + "\n".join(done.stdout.splitlines()[-TOLD:])]
