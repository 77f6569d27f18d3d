"""How long something has been going on, counted on the monotonic clock so that a corrected wall clock moves nothing."""

from __future__ import annotations

from console.clock import Clock


class Elapsed:
    """Seconds since a stored moment. The wall clock is read once for each new moment."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since_ms: int | None = None
        self._at_start_s = 0.0
        self._read_at_s = 0.0

    def seconds(self, since_ms: int | None) -> float | None:
        """Seconds since `since_ms` (UTC), or None when there is no such moment."""
        if since_ms is None:
            self._since_ms = None
            return None
        if since_ms != self._since_ms:
            self._since_ms = since_ms
            self._at_start_s = (self._clock.now_ms() - since_ms) / 1000
            self._read_at_s = self._clock.monotonic_s()
        return max(0.0, self._at_start_s + self._clock.monotonic_s() - self._read_at_s)
