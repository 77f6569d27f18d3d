"""The one place that reads clocks, so that a test can hold them still.

`now_ms` is UTC and is stored; it may jump. `monotonic_s` never goes back and is what anything that
counts down, times out or measures uses; it is never stored.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol


class Clock(Protocol):
    """Two readings of time."""

    def now_ms(self) -> int:
        """UTC, milliseconds since 1970."""
        ...

    def monotonic_s(self) -> float:
        """Seconds since an arbitrary start; never goes back."""
        ...


class SystemClock:
    """The machine's clocks."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic_s(self) -> float:
        return time.monotonic()


@dataclass
class FakeClock:
    """A clock that a test moves by hand."""

    utc_ms: int = 1_790_000_000_000
    steady_s: float = 1_000.0

    def now_ms(self) -> int:
        return self.utc_ms

    def monotonic_s(self) -> float:
        return self.steady_s

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass on both clocks."""
        self.utc_ms += int(seconds * 1000)
        self.steady_s += seconds
