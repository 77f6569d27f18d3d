"""The child process of `burst`: the real window, sales, and a timer that feels them.

    python -m tests.bench.selling DATA ADDRESS SECONDS ITEMS

prints one line of JSON: what was asked and saved, how long each took, the timer's ticks, frames, memory.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from array import array
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from console.app import Console

SALES_A_SECOND = 50
TURNS = 3
WHOLE_TURN_S = 3.0
"""A shorter burst has one turn."""
TICK_MS = 5
QUIET_S = 4.0
"""How long each of the quiet times lasts, at most."""
WARM_UP_S = 2.0
WARM_FRAMES = 15


class _Ticks:
    """A timer on the main thread; milliseconds by which each tick came later than it was due."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.late_ms = array("d")
        self._last_s = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    async def during(self, work: Awaitable[None]) -> list[float]:
        """What `work` does to the ticks."""
        self.late_ms, self._last_s = array("d"), time.perf_counter()
        self._timer.start()
        await work
        self._timer.stop()
        return list(self.late_ms)

    def _tick(self) -> None:
        now_s = time.perf_counter()
        self.late_ms.append(max(0.0, (now_s - self._last_s) * 1000 - TICK_MS))
        self._last_s = now_s


class _Burst:
    """The hands that do it, inside the window's own process."""

    def __init__(self, console: Console, seconds: float, items: int) -> None:
        self.console = console
        self.items = items
        self.seconds = seconds
        self.took_ms = array("d")
        self.asked = 0

    async def run(self) -> dict[str, Any]:
        await self._sit_down()
        ticks, feed, desk = _Ticks(), self.console.cameras, self.console.desk
        late: dict[str, list[float]] = {"idle": [], "camera": [], "burst": []}
        frames = dict.fromkeys(("seen", "shown", "dropped"), 0)
        turns = TURNS if self.seconds >= TURNS * WHOLE_TURN_S else 1
        turn_s = self.seconds / turns
        await self._sell(min(WARM_UP_S, turn_s))
        self.asked, self.took_ms = 0, array("d")
        orders = desk.state.totals.orders
        start_mb, grown_mb, selling_s = 0.0, 0.0, 0.0
        for _ in range(turns):
            await self._told()
            feed.stop()
            await asyncio.sleep(0.2)
            late["idle"] += await ticks.during(asyncio.sleep(min(QUIET_S, turn_s)))
            await self._camera()
            late["camera"] += await ticks.during(asyncio.sleep(min(QUIET_S, turn_s)))
            before, before_mb = (feed.frames_seen, feed.frames_shown, feed.frames_dropped), _memory_mb()
            began = time.perf_counter()
            late["burst"] += await ticks.during(self._sell(turn_s))
            selling_s += time.perf_counter() - began
            after = (feed.frames_seen, feed.frames_shown, feed.frames_dropped)
            start_mb, grown_mb = start_mb or before_mb, grown_mb + _memory_mb() - before_mb
            for name, was, now in zip(frames, before, after, strict=True):
                frames[name] += now - was
        unsent = desk.state.outbox.waiting
        return {
            "asked": self.asked,
            "saved": desk.state.totals.orders - orders,
            "took_ms": list(self.took_ms),
            "late": late,
            "frames": frames | {"fps": frames["seen"] / selling_s},
            "fps": 30,
            "memory_mb": (start_mb, start_mb + grown_mb),
            "selling_s": selling_s,
            "unsent": unsent,
            "told_s": await self._told(),
            "parked": desk.state.outbox.parked,
        }

    async def _sit_down(self) -> None:
        """A live show of approved items with one on air."""
        from console.commands import OpenFlash, PutOnAir, StartShow, TakeSnap

        desk = self.console.desk
        await self._pictures_come(0)
        snap: Any = await desk.do(TakeSnap())
        for n in range(self.items):
            await desk.do(OpenFlash(title=f"豆绿手镯 {n + 1}", price_fen=59_900, stock=100_000, snap_id=snap.snap_id))
        await desk.do(StartShow())
        await desk.do(PutOnAir(number=1))
        await _until(lambda: all(item.platform == "approved" for item in desk.state.items), 60)

    async def _sell(self, seconds: float) -> None:
        """Each at its own time, whether or not the ones before are saved."""
        loop = asyncio.get_running_loop()
        began_s, sales = loop.time(), []
        for n in range(round(seconds * SALES_A_SECOND)):
            await asyncio.sleep(max(0.0, began_s + n / SALES_A_SECOND - loop.time()))
            sales.append(loop.create_task(self._sale(1 + n % self.items)))
        await asyncio.gather(*sales)

    async def _sale(self, number: int) -> None:
        from console.commands import RecordSale

        self.asked += 1
        began = time.perf_counter()
        await self.console.desk.do(RecordSale(number=number))
        self.took_ms.append((time.perf_counter() - began) * 1000)

    async def _camera(self) -> None:
        """On again, and its pictures come."""
        feed = self.console.cameras
        seen = feed.frames_seen
        feed.choose(1, self.console.options.camera)
        await self._pictures_come(seen)

    async def _pictures_come(self, seen: int) -> None:
        feed = self.console.cameras
        await _until(lambda: feed.frames_seen > seen + WARM_FRAMES, 60)

    async def _told(self) -> float:
        began = time.perf_counter()
        await _until(lambda: not self.console.desk.state.outbox.waiting, 60)
        return time.perf_counter() - began


async def _until(true: Callable[[], bool], within_s: float) -> None:
    async with asyncio.timeout(within_s):
        while not true():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0.05)


def _memory_mb() -> float:
    """What the process holds in memory."""
    import psutil

    return psutil.Process().memory_info().rss / 1e6


def _child(data: Path, address: str, seconds: float, items: int) -> int:
    from console.config import Options
    from ui.run import run_window

    options = Options(data=data, camera="synthetic", platform_url=address, order_poll_s=1.0)

    async def script(console: Console, _window: object) -> int:
        sys.stdout.write(json.dumps(await _Burst(console, seconds, items).run()) + "\n")
        sys.stdout.flush()
        return 0

    return run_window(options, script)


if __name__ == "__main__":
    ended = _child(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
    sys.stdout.flush()
    os._exit(ended)  # as `main.py` leaves: a thread that reads codes aborts an interpreter that takes itself apart
