"""The geometry of a view: which part of a source is shown, how large, which way up.

Sizes and rectangles are whole pixels; nothing here reaches outside the picture. A view turns first,
then cuts (9:16 and zoom around `x`, `y`), then mirrors. The preview cuts before it scales and turns
the small result (`monitor`); a photo is cut and turned in full (`apply`). What a person may wish for
is a command, see `commands.SetView`. Importing this loads neither OpenCV nor numpy.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from console.facts import View

if TYPE_CHECKING:
    from console.camera.source import Pixels

MOST_ZOOM = 4.0
ZOOM_STEP = 1.25
"""One notch of the wheel, one press of the key."""
TURNS = (0, 90, 180, 270)
_UPRIGHT = 9 / 16


class Rect(NamedTuple):
    """A part of a picture, pixels."""

    left: int
    top: int
    width: int
    height: int


# --- which part, how large -------------------------------------------------------------------


def turned(view: View, width: int, height: int) -> tuple[int, int]:
    """Width and height of the whole picture once it is turned."""
    return (height, width) if view.turn in (90, 270) else (width, height)


def shown(view: View, width: int, height: int) -> Rect:
    """The part of the turned picture that is shown, at least 1 x 1; `width` and `height` are the source's."""
    whole_width, whole_height = turned(view, width, height)
    part_width, part_height = float(whole_width), float(whole_height)
    if view.upright:
        part_width = min(part_width, part_height * _UPRIGHT)
        part_height = part_width / _UPRIGHT
    part_width, part_height = (max(1, round(side / view.zoom)) for side in (part_width, part_height))
    return Rect(
        _placed(view.x, part_width, whole_width), _placed(view.y, part_height, whole_height), part_width, part_height
    )


def _placed(share: float, part: int, whole: int) -> int:
    return min(max(round(share * whole - part / 2), 0), whole - part)


def size(view: View, width: int, height: int) -> tuple[int, int]:
    """Width and height of the picture as it is shown, for a source of `width` x `height`."""
    _, _, part_width, part_height = shown(view, width, height)
    return part_width, part_height


def region(view: View, width: int, height: int) -> Rect:
    """The same part as `shown`, where it lies in the source itself."""
    left, top, part_width, part_height = shown(view, width, height)
    match view.turn:
        case 90:
            return Rect(top, height - left - part_width, part_height, part_width)
        case 180:
            return Rect(width - left - part_width, height - top - part_height, part_width, part_height)
        case 270:
            return Rect(width - top - part_height, left, part_height, part_width)
        case _:
            return Rect(left, top, part_width, part_height)


# --- what a hand does ------------------------------------------------------------------------


def zoomed(view: View, factor: float, at: tuple[float, float] = (0.5, 0.5), source: tuple[int, int] = (16, 9)) -> View:
    """`view` with its zoom times `factor`, so that what lies under `at` stays there.

    `at` is a place in the picture as it is seen (shares, 0-1), `source` the source's width and height.
    """
    zoom = round(min(max(view.zoom * factor, 1.0), MOST_ZOOM), 3)
    u, v = 1 - at[0] if view.mirror else at[0], at[1]
    wide, tall = _shares(view, source)
    x, y = _centre(view, source)
    zoomed_view = replace(view, zoom=zoom)
    new_wide, new_tall = _shares(zoomed_view, source)
    return _held(replace(zoomed_view, x=x + (u - 0.5) * (wide - new_wide), y=y + (v - 0.5) * (tall - new_tall)), source)


def moved(view: View, right: float, down: float, source: tuple[int, int] = (16, 9)) -> View:
    """`view` looking further to the right and down, by shares of what is seen now; it stops at the edge."""
    wide, tall = _shares(view, source)
    x, y = _centre(view, source)
    across = -right if view.mirror else right
    return _held(replace(view, x=x + across * wide, y=y + down * tall), source)


def turned_on(view: View) -> View:
    """A quarter turn further, clockwise; what was in the middle stays there."""
    return replace(view, turn=(view.turn + 90) % 360, x=1 - view.y, y=view.x)


def _shares(view: View, source: tuple[int, int]) -> tuple[float, float]:
    """How much of the turned picture's width and height is shown."""
    whole_width, whole_height = turned(view, *source)
    wide = min(1.0, whole_height * _UPRIGHT / whole_width) if view.upright else 1.0
    tall = min(1.0, whole_width / _UPRIGHT / whole_height) if view.upright else 1.0
    return wide / view.zoom, tall / view.zoom


def _centre(view: View, source: tuple[int, int]) -> tuple[float, float]:
    """Where the middle really is, once it is held inside the picture."""
    held = _held(view, source)
    return held.x, held.y


def _held(view: View, source: tuple[int, int]) -> View:
    """`view` with its middle where the part that is shown still lies inside the picture."""
    wide, tall = _shares(view, source)
    x = min(max(view.x, wide / 2), 1 - wide / 2)
    y = min(max(view.y, tall / 2), 1 - tall / 2)
    return replace(view, x=round(x, 4), y=round(y, 4))


# --- pictures --------------------------------------------------------------------------------


def cut(view: View, pixels: Pixels) -> Pixels:
    """The part that is shown, not turned yet; no pixel is copied."""
    left, top, width, height = region(view, pixels.shape[1], pixels.shape[0])
    return pixels[top : top + height, left : left + width]


def orient(
    pixels: Pixels, turn: int, mirror: bool, into: Pixels | None = None, scratch: Pixels | None = None
) -> Pixels:
    """`pixels` turned clockwise, then mirrored; the same array when there is nothing to do.

    One pass over the picture, or two for a quarter turn. `into` has the result's shape, and so has
    `scratch`, which quarter turns use.
    """
    from console.camera.cv import cv2
    from console.camera.imaging import as_bytes

    if turn in (90, 270):
        flip = {(90, False): 1, (90, True): None, (270, False): 0, (270, True): -1}[turn, mirror]
        if flip is None:
            return as_bytes(cv2.transpose(pixels, dst=into))
        return as_bytes(cv2.flip(cv2.transpose(pixels, dst=scratch), flip, dst=into))
    flip = {(0, False): None, (0, True): 1, (180, False): -1, (180, True): 0}[turn, mirror]
    return pixels if flip is None else as_bytes(cv2.flip(pixels, flip, dst=into))


def apply(view: View, pixels: Pixels) -> Pixels:
    """A photo as the view has it: cut and turned in full, mirrored only when photos are to be."""
    if view.cuts:
        pixels = cut(view, pixels).copy()
    return orient(pixels, view.turn, view.mirror and view.mirror_photos)
