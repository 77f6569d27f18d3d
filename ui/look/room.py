"""The size of type for the room that a screen has: as wished, less where that does not fit, more on vast ones.

Which screen a window stands on is `seats`'s; what is made of the size is `theme`'s.
"""

from __future__ import annotations

from dataclasses import dataclass

LEAST = (960, 540)
"""Logical pixels that the console needs at its design size."""
ROOMY = (1_920, 1_080)
"""Logical pixels that the console fills at its design size; where there are more, all of it grows with them."""
MOST = 1.5
"""Times the size that was wished, however vast the screen."""
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
    """The scale of type for a screen with `room`; 1.0 is the design size, None a screen of any size.

    It is `wished`, up to `MOST` times that on a vast screen, and never more than fits. The smallest step keeps
    `LEGIBLE` device pixels: a screen too small even for that shows less, not less legibly.
    """
    if room is None:
        return wished
    grown = max(1.0, min(MOST, room.width / ROOMY[0], room.height / ROOMY[1]))
    fits = min(wished * grown, room.width / LEAST[0], room.height / LEAST[1])
    return round(max(fits, min(wished, LEGIBLE / SMALLEST_STEP / room.ratio)), 3)
