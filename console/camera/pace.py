"""When the next frame of a source that never waits is due, and how many came in a second. Pure."""

from __future__ import annotations

_FPS_EVERY_S = 1.0
_FPS_STEP = 0.5  # smaller changes of the rate are not worth telling
_LEAP_S = 10.0  # a gap in the time stamps that is longer is broken, not long


class Pace:
    """Holds a source that never waits to its own time stamps, on a schedule that does not drift.

    A delay of up to one frame is made good by the next waits; after a longer one the schedule moves,
    so that lost time is never run after in a burst. Where the source's own time counts for more than an
    even picture, delays of up to `makes_good_s` are made good.
    """

    def __init__(self, frame_s: float, makes_good_s: float = 0.0) -> None:
        self._frame_s = frame_s
        self._makes_good_s = max(frame_s, makes_good_s)
        self._zero: float | None = None

    def wait_s(self, position_s: float, now: float) -> float:
        """Seconds to wait until the frame at `position_s` is due; `now` is monotonic seconds."""
        if self._zero is None:
            self._zero = now - position_s
        wait = self._zero + position_s - now
        leaps = wait > max(_LEAP_S, 2 * self._frame_s)
        if leaps or wait < -self._makes_good_s:
            self._zero = now - position_s
            return 0.0
        return max(0.0, wait)


class Rate:
    """Frames per second as delivered, refreshed once a second and only when it moved."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._frames = 0
        self._fps = 0.0

    def count(self, now: float) -> float:
        """One more frame at `now` (monotonic seconds); 0 until the first second is over."""
        if self._since is None:
            self._since = now
            return self._fps
        self._frames += 1
        if now - self._since >= _FPS_EVERY_S:
            fps = self._frames / (now - self._since)
            self._since, self._frames = now, 0
            if abs(fps - self._fps) >= _FPS_STEP:
                self._fps = round(fps, 1)
        return self._fps
