"""A clock that stands still, for tests of whatever counts down, times out or is stored with its time."""

from __future__ import annotations

from dataclasses import dataclass

from console.clock import Moment


@dataclass
class FakeClock:
    """A clock that a test moves by hand."""

    utc_ms: int = 1_790_000_000_000
    steady_s: float = 1_000.0
    boot: str = "boot"

    def now_ms(self) -> int:
        return self.utc_ms

    def monotonic_s(self) -> float:
        return self.steady_s

    def moment(self) -> Moment:
        return Moment(self.steady_s, self.boot)

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass on both clocks."""
        self.utc_ms += int(seconds * 1000)
        self.steady_s += seconds
