"""How long a source stood still while it lived: what lasts no longer is not told as a freeze.

An encoder that is sparing with bits leaves so little of a still life's noise that for half a second, or for
three, no pixel is as it had not been. What an encoder does it does all the time, so the rests of the last
seconds, which ended by themselves, tell how much of one proves anything; and where a source has hardly shown
anything new since it was opened, a picture without anything new is no news of it.
What counts as new is `impression`'s to say, what is told `watchdog`'s.
"""

from __future__ import annotations

from collections import deque

from console.camera.watchdog import FROZEN_AFTER_S

_REMEMBERED_S = 12.0
_TIMES_LONGER = 2.0  # than any rest it woke from
_OLDER, _NEWER = (
    ("h264", "x264", "avc1", "avc3", "davc", "mp4v", "fmp4", "xvid", "divx", "mpg1", "mpg2", "vp80"),
    ("hevc", "h265", "hvc1", "hev1", "x265", "vp90", "vp09", "av01"),
)
_NOT_LIVED_S = {**dict.fromkeys(_OLDER, 3.0), **dict.fromkeys(_NEWER, 7.5)}
"""For so long a source that has not lived must show nothing new at all, key frames too: after 8.3 s x265 draws anew."""
_LIFE_S, _LIFE = 0.5, 0.5  # so long, and so much of its time, it must have shown something new to have lived
_LONGEST_LIFE_S = 0.1  # one new frame shows no more, however late the next one comes
_LIVELY_S, _MOST_REST = 3.0, 0.1  # so long, and no more of its time at rest: else quiet frames are its habit
_WINDOW_S = 4.0  # what `impression` calls mostly quiet is the last three seconds: before that is the past


class Rests:
    """Follows one source's frames. Belongs to the capture thread."""

    def __init__(self, codec: str) -> None:
        """`codec` as of `Source.codec`. Where it is none that sends only what changed, each frame tells for itself."""
        self._not_lived_s = _NOT_LIVED_S.get(codec, 0.0)
        self._sparing = self._not_lived_s > 0
        self._rest_s = 0.0
        self._seconds: deque[tuple[float, float, float, float]] = deque()  # began, life s, rest s, longest rest s

    def restart(self) -> None:
        """Another picture, or one that lives again after a freeze: its rests are over and were none."""
        self._rest_s = 0.0

    def add(self, at: float, lasts_s: float, *, new: bool) -> None:
        """A frame at `at` (monotonic s) that showed something new or not."""
        if not self._sparing:
            return
        if not new:
            self._rest_s += lasts_s
            return
        rest_s, self._rest_s = self._rest_s, 0.0
        lasts_s = min(lasts_s, _LONGEST_LIFE_S)
        if not self._seconds or at - self._seconds[-1][0] >= 1:
            self._seconds.append((at, lasts_s, rest_s, rest_s))
            while at - self._seconds[0][0] > _REMEMBERED_S:
                self._seconds.popleft()
        else:
            began, life, rest, longest = self._seconds[-1]
            self._seconds[-1] = began, life + lasts_s, rest + rest_s, max(longest, rest_s)

    def proves(self, still_s: float) -> bool:
        """Whether nothing new for so long means a freeze; the source was still for `still_s`, key frames left out."""
        if not self._sparing:
            return True
        life = sum(second[1] for second in self._seconds)
        rest = sum(second[2] for second in self._seconds)
        if life < _LIFE_S or life < _LIFE * (life + rest):
            return self._rest_s >= self._not_lived_s
        return still_s >= max(FROZEN_AFTER_S, _TIMES_LONGER * max(second[3] for second in self._seconds))

    def was_lively(self, at: float) -> bool:
        """Whether quiet frames were few until three seconds ago, so that many of them now mean something."""
        if not self._sparing:
            return True
        past = [second for second in self._seconds if second[0] < at - _WINDOW_S]
        life, rest = sum(second[1] for second in past), sum(second[2] for second in past)
        return life >= _LIVELY_S and rest <= _MOST_REST * (life + rest)
