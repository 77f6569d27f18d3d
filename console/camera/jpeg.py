"""What a JPEG says of itself, read from its head without decoding: 0.01 ms instead of some.

Only the size. A network camera may change it from one picture to the next, and OpenCV's own reading of
a stream would hide that by scaling everything to the size it began with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.camera.source import Pixels

_START, _SCAN, _END = 0xD8, 0xDA, 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Start of frame, of whichever process; the three left out are tables (ITU-T T.81, table B.1)."""
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))
"""Markers without a length."""
_MOST_SEGMENTS = 64


def size(data: Pixels) -> tuple[int, int] | None:
    """Width and height as the frame header says; None where there is none. `data`: the bytes, one-dimensional."""
    if len(data) < 4 or data[0] != 0xFF or data[1] != _START:
        return None
    at = 2
    for _ in range(_MOST_SEGMENTS):
        while at + 1 < len(data) and data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1  # filling
        if at + 9 > len(data) or data[at] != 0xFF:
            return None
        marker = int(data[at + 1])
        if marker in _FRAMES:
            height, width = (int(data[at + 5]) << 8) + int(data[at + 6]), (int(data[at + 7]) << 8) + int(data[at + 8])
            return (width, height) if width and height else None
        if marker in (_SCAN, _END):
            return None
        at += 2 if marker in _ALONE else 2 + (int(data[at + 2]) << 8) + int(data[at + 3])
    return None
