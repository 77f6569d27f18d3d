"""The one place that reads clocks, so that a test can hold them still.

`now_ms` is UTC and is stored; it may jump. `monotonic_s` never goes back and is what anything that
counts down, times out or measures uses; it is never stored.
"""

from __future__ import annotations

import functools
import platform
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Moment:
    """A steady reading that another process of the same boot can go on from, whatever becomes of the wall clock."""

    steady_s: float
    boot: str
    """Which start of the machine it counts from; "" where the system does not say."""


class Clock(Protocol):
    """Two readings of time."""

    def now_ms(self) -> int:
        """UTC, milliseconds since 1970."""
        ...

    def monotonic_s(self) -> float:
        """Seconds since an arbitrary start; never goes back."""
        ...

    def moment(self) -> Moment:
        """The steady clock, and which boot it belongs to."""
        ...


@functools.cache
def boot_id() -> str:
    """A name for this start of the machine; "" where the system has none (Windows), then wall clocks must do."""
    try:
        if platform.system() == "Linux":
            return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        if platform.system() == "Darwin":
            asked = ["sysctl", "-n", "kern.bootsessionuuid"]
            return subprocess.run(asked, capture_output=True, text=True, check=True, timeout=2).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""
    return ""


class SystemClock:
    """The machine's clocks."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic_s(self) -> float:
        return time.monotonic()

    def moment(self) -> Moment:
        return Moment(time.monotonic(), boot_id())  # one clock for all processes since the machine started
