"""Fifty sales a second for a minute, with the window open, the camera on and the platform answering.

The window runs in a process of its own, the bundled platform in another, so that the line between them
is a real socket. Three kinds of time take turns in the same window: nothing happens and the camera is
off; the camera is on; the camera is on and sales come in. A 5 ms timer on the main thread tells how far
each keeps the screen waiting.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.frame import REPO, Row, Size, percentile, stage
from tests.bench.selling import SALES_A_SECOND, TICK_MS

NAME = "burst"
ITEMS = 20
PLATFORM_CALLS_A_SECOND = 100


def run(size: Size, folder: Path) -> list[Row]:
    """Measure."""
    with _platform(folder / "platform") as address, stage(f"{size.seconds:g} s of {SALES_A_SECOND} sales a second"):
        env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        command = [
            sys.executable,
            "-m",
            "tests.bench.selling",
            str(folder / "data"),
            address,
            str(size.seconds),
            str(min(ITEMS, size.items)),
        ]
        within_s = 120 + 2 * size.seconds
        done = subprocess.run(command, cwd=REPO, env=env, capture_output=True, text=True, timeout=within_s, check=False)
    if done.returncode:
        raise RuntimeError(f"the window ended with {done.returncode}: {done.stderr[-2000:]}")
    return _rows(json.loads(done.stdout.splitlines()[-1]), size)


@contextmanager
def _platform(folder: Path) -> Iterator[str]:
    """The bundled platform on a port of this machine; gives its address."""
    command = [sys.executable, "main.py", "simulator", "--port", "0", "--data", str(folder)]
    command += ["--rate-limit", str(PLATFORM_CALLS_A_SECOND)]
    with subprocess.Popen(command, cwd=REPO, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as shop:
        assert shop.stdout is not None
        try:
            yield str(json.loads(shop.stdout.readline())["address"])
        finally:
            shop.terminate()


def _rows(found: dict[str, Any], size: Size) -> list[Row]:
    name = f"{SALES_A_SECOND} sales a second for {size.seconds:g} s"
    idle, camera, busy = found["late"]["idle"], found["late"]["camera"], found["late"]["burst"]
    frames = found["frames"]

    def late(word: str, part: float, beside: list[float], than: str, goal: float | None = None) -> Row:
        mine, theirs = percentile(busy, part), percentile(beside, part)
        of = f"a {TICK_MS} ms timer late beyond its time, {word}"
        return Row(name=of, ours=mine, against=theirs, ratio=mine / theirs, unit="ms", than=than, goal=goal)

    return [
        Row(name=f"{name}, lost or refused", ours=found["asked"] - found["saved"], unit="sales", goal=0),
        Row(name=f"{name}, gesture to saved p50", ours=percentile(found["took_ms"], 0.5), unit="ms"),
        Row(name=f"{name}, gesture to saved p99", ours=percentile(found["took_ms"], 0.99), unit="ms"),
        Row(name=f"{name}, gesture to saved, worst", ours=max(found["took_ms"]), unit="ms"),
        Row(
            name=f"{name}, until the last is saved",
            ours=found["selling_s"],
            against=size.seconds,
            ratio=found["selling_s"] / size.seconds,
            unit="s",
            than="the time they were asked in",
        ),
        Row(
            name=f"{name}, frames lost",
            ours=frames["dropped"],
            unit="frames",
            goal=0,
            note=f"{frames['seen']} seen, {frames['shown']} shown, {frames['fps']:.1f} a second of {found['fps']:g}",
        ),
        late("p99", 0.99, idle, "nothing happens, camera off", 3.0),
        late("p99", 0.99, camera, "camera on, no sales"),
        late("worst", 1.0, idle, "nothing happens, camera off"),
        Row(
            name=f"{name}, memory grown",
            ours=100 * (found["memory_mb"][1] / found["memory_mb"][0] - 1),
            unit="%",
            goal=2.0,
            note=f"from {found['memory_mb'][0]:.0f} to {found['memory_mb'][1]:.0f} MB",
        ),
        Row(
            name=f"{name}, unsent at its end",
            ours=found["unsent"],
            unit="facts",
            note=f"all told {found['told_s']:.1f} s later, {found['parked']} refused",
        ),
    ]
