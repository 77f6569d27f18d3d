"""From looks to sightings: a code counts when two looks saw it, and is told once until it was away. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from console.facts import Code

AWAY_S = 3.0
"""Not seen for so long, a code is gone; not every look can read a code that is held in a hand."""
_LOOKS = 2
_MOST = 64


class Change(NamedTuple):
    """What one look changed."""

    came: tuple[Code, ...] = ()
    went: tuple[Code, ...] = ()


@dataclass
class _Sighting:
    code: Code
    last_s: float
    looks: int = 1


class Sightings:
    """The codes that are in the picture now, as far as the looks at it can tell."""

    def __init__(self) -> None:
        self._known: dict[str, _Sighting] = {}

    def look(self, codes: Iterable[Code], now_s: float) -> Change:
        """Take in what one look saw at `now_s` (monotonic seconds)."""
        went = self._forget(now_s)
        came = []
        for code in codes:
            sighting = self._known.get(code.text)
            if sighting is None:
                if len(self._known) < _MOST:
                    self._known[code.text] = _Sighting(code, now_s)
                continue
            sighting.code, sighting.last_s = code, now_s
            sighting.looks += 1
            if sighting.looks == _LOOKS:
                came.append(code)
        return Change(tuple(came), went)

    def _forget(self, now_s: float) -> tuple[Code, ...]:
        gone = [text for text, sighting in self._known.items() if now_s - sighting.last_s > AWAY_S]
        dropped = [self._known.pop(text) for text in gone]
        return tuple(sighting.code for sighting in dropped if sighting.looks >= _LOOKS)
