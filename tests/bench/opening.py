"""Time to the first paint, from the start of the process: the console's beside a bare QtWidgets window's.

The first paint is what `ui.windows.opening` draws before anything heavy is loaded; the window itself, with
database, bundled platform and camera behind it, is measured to its first paint as well. The child
processes are `painting`'s.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.frame import REPO, Row, Size, by_turns, stage, versus

NAME = "opening"
BARE = "a bare QtWidgets window"


def run(size: Size, folder: Path) -> list[Row]:
    """Measure."""
    rounds = max(1, size.rounds // 3)
    with stage(f"{rounds} rounds of three processes"):
        bare, first, window = by_turns(
            rounds,
            lambda: _seconds("bare", folder),
            lambda: _seconds("first", folder),
            lambda: _seconds("window", folder),
        )
    return [
        versus("first paint of the console", first, bare, "s", BARE, 1.5),
        versus("first paint of the console's window", window, bare, "s", BARE, note="the desk can be used from here"),
    ]


def _seconds(what: str, folder: Path) -> float:
    """Seconds from the start of the process to the end of the paint."""
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    command = [sys.executable, "-m", "tests.bench.painting", what, str(folder / "data")]
    began_ns = time.monotonic_ns()
    done = subprocess.run(command, cwd=REPO, env=env, capture_output=True, text=True, timeout=60, check=False)
    said = [line for line in done.stdout.splitlines() if line.startswith("painted ")]
    if not said:
        raise RuntimeError(f"{what} was not painted: {done.stderr[-2000:]}")
    return (int(said[0].split()[1]) - began_ns) / 1e9
