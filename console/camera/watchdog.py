"""Makes a camera impossible to lose unnoticed: from frames, or their absence, to what is worth telling. Pure.

It has no clock and no thread: it is told of each try, each frame and each passing quarter of a second,
with the time, and answers with remarks. What a frame looks like comes from `impression`; who calls, and
opens again, is `feed`'s.

One trouble is told at a time. Black goes before frozen: a covered lens is both. No frame goes before
either. A remark is made once, and the next when something else is the matter or all is well again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from console.camera.errors import CameraError, CameraSilent, PictureBlack, PictureFrozen, PictureStalled
from console.errors import KaiboError
from console.facts import CameraTrouble

STALLED_AFTER_S = 1.0
FROZEN_AFTER_S = 1.2
BLACK_AFTER_S = 1.0
WELL_AFTER_S = 0.3
"""A picture that is well for this long is well again; a flash in the dark is not."""
FIRST_FRAME_WITHIN_S = 5.0
OURS_TIMES = 6.0
"""A film is read and the studio drawn by this machine: where that takes long the machine is slow, and nobody silent."""
_AT_ONCE_S = 0.5
_IN_ADVANCE_S = 0.5  # the sources' own timeouts may be a little shorter
_SLOW_FRAMES = 2.5  # a source that announces fewer frames a second may take this many frame times


class Seen(StrEnum):
    """What can be remarked."""

    OPENED = "opened"
    FIRST_FRAME = "first_frame"
    STALLED = "stalled"
    FROZEN = "frozen"
    BLACK = "black"
    CLEAR = "clear"
    RESIZED = "resized"
    REOPENED = "reopened"
    FAILED = "failed"
    ENDED = "ended"


WORDS: dict[CameraTrouble, type[CameraError]] = {
    CameraTrouble.STALLED: PictureStalled,
    CameraTrouble.FROZEN: PictureFrozen,
    CameraTrouble.BLACK: PictureBlack,
}
"""The card for each trouble; each takes `spec`."""


@dataclass(frozen=True)
class Remark:
    """One thing worth telling."""

    seen: Seen
    at: float
    """When it was noticed, monotonic seconds."""
    facts: dict[str, object] = field(default_factory=dict)
    """Whatever helps: sizes in pixels, `was`, and seconds in names that end in `_s`."""
    since: float | None = None
    """When it began, monotonic seconds, where that was before it was noticed."""
    error: KaiboError | None = None
    """Its words, when it failed."""


class Picture(NamedTuple):
    """One frame as the watchdog needs it."""

    at: float
    """When it came, monotonic seconds."""
    size: tuple[int, int]
    still_s: float
    """For how long nothing new was shown."""
    dark: bool


class Watchdog:
    """Follows one chosen source through all its openings. Times are monotonic seconds and never go back."""

    def __init__(self, *, ours: bool = False) -> None:
        """`ours`: a film or the drawn studio, which nobody else delivers."""
        self.times = OURS_TIMES if ours else 1.0
        """So many times as long is waited for it."""
        self.trouble: CameraTrouble | None = None
        """What is wrong with the picture now."""
        self.has_opened = False
        self._trying_since: float | None = None
        self._silent: KaiboError | None = None  # told of this try
        self._told: type[KaiboError] | None = None  # of this failure
        self._lost_at: float | None = None
        self._first_told = False
        self._last_at: float | None = None  # of this opening
        self._stalled_after_s = STALLED_AFTER_S
        self._size: tuple[int, int] | None = None
        self._fps = 0.0
        self._dark_since: float | None = None
        self._well_since: float | None = None
        self._trouble_since = 0.0
        self._was: CameraTrouble | None = None  # the trouble that must still be cleared

    # --- the source --------------------------------------------------------------------------

    def trying(self, at: float) -> None:
        """Another try to open begins."""
        self._trying_since = at
        self._silent = None
        self._last_at = None

    def opened(self, at: float, size: tuple[int, int], fps: float, *, substitute: bool = False) -> list[Remark]:
        """The source opened; 0 x 0 or 0 frames a second when it does not say."""
        self._stalled_after_s = max(STALLED_AFTER_S, _SLOW_FRAMES / fps) if fps > 0 else STALLED_AFTER_S
        self._fps = fps
        self._last_at = None
        self._trying_since = at
        if self.has_opened:
            self._lost_at = at if self._lost_at is None else self._lost_at
            return []  # told with its first frame: many a device opens and delivers nothing
        self.has_opened = True
        self._lost_at = None
        facts: dict[str, object] = {"width": size[0], "height": size[1], "fps": round(fps, 3)}
        return [Remark(Seen.OPENED, at, {**facts, "substitute": True} if substitute else facts)]

    def failed(self, at: float, error: KaiboError) -> list[Remark]:
        """It did not open, or broke off. Told once, and again when the reason changed."""
        tried_since, self._trying_since = self._trying_since, None
        if tried_since is not None and at - tried_since > FIRST_FRAME_WITHIN_S * self.times - _IN_ADVANCE_S:
            error = CameraSilent(**error.facts)  # whoever gave up waiting, it was waited for
        error = self._silent or error
        if self._lost_at is None:
            begun = at if tried_since is None else tried_since
            self._lost_at = begun if self._last_at is None else self._last_at
        self._last_at = None
        self._forget_trouble()
        if type(error) is self._told:
            return []
        self._told = type(error)
        return [Remark(Seen.FAILED, at, {}, self._lost_at if at - self._lost_at > _AT_ONCE_S else None, error)]

    def ended(self, at: float) -> list[Remark]:
        """A clip came to its end."""
        self._trying_since = self._last_at = None
        self._forget_trouble()
        return [Remark(Seen.ENDED, at)]

    # --- the picture -------------------------------------------------------------------------

    def frame(self, picture: Picture, awake_since: float = 0.0) -> list[Remark]:
        """A frame came. `awake_since`: a gap that began before then may be this machine's own."""
        at = picture.at
        remarks = self._arrival(at, picture.size)
        if self._size not in (None, picture.size):
            remarks.append(Remark(Seen.RESIZED, at, {"width": picture.size[0], "height": picture.size[1]}))
        if self._last_at is not None and at - self._last_at >= self._stalled_after_s:
            if self._last_at >= awake_since:
                remarks += self._raise(CameraTrouble.STALLED, at, self._last_at)  # it ended before the next tick
            self._well_since = None  # single frames between long gaps are no picture
        self._size = picture.size
        self._last_at = at
        self._trying_since = None
        return remarks + self._judge(picture)

    def tick(self, at: float, spec: str) -> list[Remark]:
        """Time passes: is a frame overdue? `spec` names the source in words."""
        if self._last_at is not None:
            if at - self._last_at < self._stalled_after_s:
                return []
            return self._raise(CameraTrouble.STALLED, at, self._last_at)
        if self._trying_since is None or self._silent is not None:
            return []
        if at - self._trying_since < FIRST_FRAME_WITHIN_S * self.times:
            return []
        waited, error = self._trying_since, CameraSilent(spec=spec)
        remarks = self.failed(at, error)
        self._trying_since, self._silent = waited, error
        return remarks

    def _arrival(self, at: float, size: tuple[int, int]) -> list[Remark]:
        remarks = []
        facts: dict[str, object] = {"width": size[0], "height": size[1]}
        if not self._first_told:
            remarks = [Remark(Seen.FIRST_FRAME, at, facts)]
        elif self._lost_at is not None:
            facts |= {"fps": round(self._fps, 3), "after_s": round(at - self._lost_at, 3)}
            remarks = [Remark(Seen.REOPENED, at, facts)]
        self._first_told = True
        self._lost_at = self._told = self._silent = None
        return remarks

    def _judge(self, picture: Picture) -> list[Remark]:
        at = picture.at
        still = picture.still_s >= FROZEN_AFTER_S
        if not picture.dark:
            self._dark_since = None
        elif self._dark_since is None:
            self._dark_since = at
        if picture.dark or still:
            self._well_since = None
        elif self._well_since is None:
            self._well_since = at
        if self._dark_since is not None and at - self._dark_since >= BLACK_AFTER_S:
            return self._raise(CameraTrouble.BLACK, at, self._dark_since)
        if still and not picture.dark:
            return self._raise(CameraTrouble.FROZEN, at, at - picture.still_s)
        well = self._well_since is not None and at - self._well_since >= WELL_AFTER_S
        return self._clear(at) if well and self._was is not None else []

    def _raise(self, trouble: CameraTrouble, at: float, since: float) -> list[Remark]:
        if self.trouble is trouble:
            return []
        if self._was is None:
            self._trouble_since = since
        self.trouble = self._was = trouble
        self._well_since = None
        return [Remark(Seen(trouble.value), at, {}, since)]

    def _clear(self, at: float) -> list[Remark]:
        assert self._was is not None
        facts: dict[str, object] = {"was": self._was.value, "after_s": round(at - self._trouble_since, 3)}
        self.trouble = self._was = None
        return [Remark(Seen.CLEAR, at, facts)]

    def _forget_trouble(self) -> None:
        """There is no picture to be wrong; what was wrong is cleared with the first good one."""
        self.trouble = self._dark_since = self._well_since = None
