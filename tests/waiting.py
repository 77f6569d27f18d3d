"""Waiting for what another thread or process does, and judging what work cost, on a machine that is slow or busy.

A test waits for the thing itself and gives up only when it cannot come any more. What must be quick is measured in
processor time and held against what this machine needs for a fixed piece of work at that moment. Not here: waiting
inside Qt's loop, which is `qtbot.waitUntil`, as patient (`tests/conftest.py`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

PATIENCE_S = 60.0
"""What takes a moment on a desk takes ten or twenty times as long where eight others want the same two cores."""

A_PROGRAM_S = 240.0
"""For a program that is started and runs to its end; its start alone takes seconds where cores are few."""

USUAL_S = 0.0040
"""Processor time of `_work` on the machine that the bounds were found on."""


def until(true: Callable[[], object], within_s: float = PATIENCE_S) -> None:
    """Wait for something another thread does."""
    ends = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.002)


async def reached(true: Callable[[], object], within_s: float = PATIENCE_S) -> None:
    """Wait for something another task or thread does, and let the loop go on meanwhile."""
    async with asyncio.timeout(within_s):
        while not true():  # noqa: ASYNC110 - as a person looks
            await asyncio.sleep(0.005)


def slowness() -> float:
    """How many times as much processor time as usual the same work costs here and now, at least 1.

    Twice is common: a core of a server that shares its arithmetic with a neighbour, or is clocked down.
    """
    took = []
    for _ in range(5):
        began = time.thread_time()
        _work()
        took.append(time.thread_time() - began)
    return max(1.0, sorted(took)[2] / USUAL_S)


def _work() -> int:
    """Some of what a screen's Python does: calls, strings, dictionaries, numbers."""
    seen: dict[str, int] = {}
    for n in range(30_000):
        key = f"{n % 997}"
        seen[key] = seen.get(key, 0) + len(key)
    return sum(seen.values())
