"""`python -m tests.gallery [--state NAME] [--size 1366x768] [--scale 150] [--lang zh] [--look light]`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.gallery.page import page
from tests.gallery.shots import SCALES, SCREENS, Shot, shots
from tests.ui.studio import save_studio

OUT = Path("build/gallery")
GOODS = Path("build/studio")
PIECE = 12
"""Pictures of so many states by one process, before the next one may take over."""


def main() -> int:
    """Take the pictures asked for (all of them by default) and write the page; 1 where one could not be taken."""
    asked = _options().parse_args()
    wanted = shots(**{name: value for name, value in vars(asked).items() if value})
    if not wanted:
        sys.stderr.write("There is no such picture.\n")
        return 2
    started = time.monotonic()
    save_studio(GOODS)
    OUT.mkdir(parents=True, exist_ok=True)
    for shot in wanted:
        (OUT / shot.file).unlink(missing_ok=True)
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2)) as pool:
        codes = list(pool.map(_take, pieces(wanted)))
    missing = [shot.file for shot in wanted if not (OUT / shot.file).exists()]
    (OUT / "index.html").write_text(page([shot for shot in wanted if shot.file not in missing]), encoding="utf-8")
    took = time.monotonic() - started
    sys.stdout.write(f"{len(wanted) - len(missing)} pictures in {took:.0f} s: {OUT / 'index.html'}\n")
    for file in missing:
        sys.stderr.write(f"Not taken: {file}\n")
    return 1 if missing or any(codes) else 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make gallery", description="Every state of the windows as a picture.")
    parser.add_argument("--state", help="states whose name has this in it, such as a-live or flash")
    parser.add_argument("--size", choices=[f"{w}x{h}" for w, h in SCREENS])
    parser.add_argument("--scale", type=int, choices=SCALES, help="per cent")
    parser.add_argument("--lang", choices=["zh", "en"])
    parser.add_argument("--look", choices=["dark", "light"])
    parser.add_argument("--seat", choices=["assistant", "anchor"])
    return parser


def pieces(wanted: list[Shot]) -> list[list[Shot]]:
    """Work for one process each: one density and language, and a few states."""
    alike: dict[tuple[int, str], dict[str, list[Shot]]] = defaultdict(lambda: defaultdict(list))
    for shot in wanted:
        alike[shot.screen.scale, shot.lang][shot.state].append(shot)
    shared = []
    for by_state in alike.values():
        states = list(by_state)
        for first in range(0, len(states), PIECE):
            some = states[first : first + PIECE]
            shared.append([shot for state in some for shot in by_state[state]])
    return shared


def _take(piece: list[Shot]) -> int:
    """Run one process over a piece; its exit code."""
    lines = [[s.state, s.screen.width, s.screen.height, s.screen.scale, s.lang, s.look] for s in piece]
    asked = {"goods": str(GOODS.resolve()), "out": str(OUT.resolve()), "shots": lines}
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": str(piece[0].screen.scale / 100),
        "TZ": "Asia/Shanghai",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.gallery.rendering"],
        input=json.dumps(asked),
        text=True,
        env=environment,
        check=False,
        timeout=600,
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
