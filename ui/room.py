"""The size of type for the room that a screen has: as it was wished where that fits, else as large as fits.

Which screen a window stands on is `seats`'s; what is made of the size is `theme`'s.
"""

from __future__ import annotations

from dataclasses import dataclass

LEAST = (960, 540)
"""Logical pixels that the console needs at its design size."""
SMALLEST_STEP = 12
"""Design pixels of the smallest type."""
LEGIBLE = 11
"""Device pixels below which no type goes, whatever the room."""


@dataclass(frozen=True)
class Room:
    """What a screen has for windows: logical pixels, and device pixels to one of them."""

    width: int
    height: int
    ratio: float = 1.0


def fitting(wished: float, room: Room | None) -> float:
    """The scale of type for a screen with `room`, at most `wished`; 1.0 is the design size, None a screen of any size.

    The smallest step keeps `LEGIBLE` device pixels: a screen too small even for that shows less, not less legibly.
    """
    if room is None:
        return wished
    fits = min(wished, room.width / LEAST[0], room.height / LEAST[1])
    return round(max(fits, min(wished, LEGIBLE / SMALLEST_STEP / room.ratio)), 3)
