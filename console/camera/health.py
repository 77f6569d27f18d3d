"""How evenly the pictures of a source come, and whether all of them are shown. Pure; times are monotonic seconds.

Counted while frames arrive, judged once a second over the last five: one hiccup is no news. A source from which
nothing comes at all, or always the same, is the `watchdog`'s.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from console.facts import CameraHealth, CameraStrain

OVER_S = 5
"""How long something must be so before it is told, and how much the figures cover."""
SLOW_SHARE = 0.8
"""Of the announced rate; below it the picture is uneven."""
DROPPED_SHARE = 0.05
"""Of the previews; above it the screen does not keep up."""
_WELL_S = 2  # and how long it must be well again
_LATE_FRAMES = 1.5  # a frame that comes after so many frame times is late
_LEAST_FPS = 5.0  # a source that announces less is a slide show, and none of our business


class _Second(NamedTuple):
    """One second of a source."""

    fps: float
    shown: int
    dropped: int

    @property
    def dropped_share(self) -> float:
        offered = self.shown + self.dropped
        return self.dropped / offered if offered else 0.0


class Health:
    """Counts for one opening of a source after another. Belongs to whoever holds the feed's lock."""

    def __init__(self) -> None:
        self.now = CameraHealth()
        """As it was last judged."""
        self._announced = 0.0
        self._captured = self._late = 0
        self._last_at: float | None = None
        self._seconds: deque[_Second] = deque(maxlen=OVER_S)
        self._since: tuple[float, int, int, int] | None = None  # when this second began, and the counts then
        self._base = (0, 0)  # previews shown and dropped before this opening

    def opened(self, announced_fps: float, shown: int, dropped: int) -> None:
        """A source opened; `shown` and `dropped` are the mailbox's counts so far."""
        self._announced = announced_fps if announced_fps >= _LEAST_FPS else 0.0
        self._captured = self._late = 0
        self._last_at = self._since = None
        self._seconds.clear()
        self._base = (shown, dropped)

    def frame(self, at: float) -> None:
        """A frame came."""
        self._captured += 1
        if self._last_at is not None and self._announced and (at - self._last_at) * self._announced > _LATE_FRAMES:
            self._late += 1
        self._last_at = at

    def look(self, at: float, shown: int, dropped: int) -> CameraHealth | None:
        """Judge, about once a second; what must be told now, if anything: the strain itself, or that it is over."""
        if self._since is None:
            self._since = at, self._captured, shown, dropped
            return None
        began, captured, were_shown, were_dropped = self._since
        if at - began < 1.0:
            return None
        self._since = at, self._captured, shown, dropped
        fps = (self._captured - captured) / (at - began)
        self._seconds.append(_Second(fps, shown - were_shown, dropped - were_dropped))
        before, self.now = self.now, self._judged(shown, dropped)
        return self.now if before.strain or self.now.strain else None

    def ended(self) -> CameraHealth | None:
        """Nothing comes any more; what must be told of that, if anything."""
        before, self.now = self.now, CameraHealth()
        self._seconds.clear()
        self._last_at = self._since = None
        return self.now if before.strain else None

    def _judged(self, shown: int, dropped: int) -> CameraHealth:
        last = list(self._seconds)
        frames = sum(each.shown for each in last), sum(each.dropped for each in last)
        return CameraHealth(
            strain=self._strain(last),
            fps=round(sum(each.fps for each in last) / len(last), 1),
            announced_fps=round(self._announced, 1),
            dropped_percent=round(100 * frames[1] / sum(frames)) if sum(frames) else 0,
            captured=self._captured,
            shown=shown - self._base[0],
            dropped=dropped - self._base[1],
            late=self._late,
        )

    def _strain(self, last: list[_Second]) -> CameraStrain | None:
        """The worse first: what the source does not deliver, nobody can show."""
        for strain, bad in (
            (CameraStrain.SLOW, [0 < each.fps < SLOW_SHARE * self._announced for each in last]),
            (CameraStrain.DROPPING, [each.dropped_share > DROPPED_SHARE for each in last]),
        ):
            if strain is self.now.strain:
                if any(bad[-_WELL_S:]):
                    return strain
            elif len(bad) == OVER_S and all(bad):
                return strain
        return None
