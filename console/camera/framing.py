"""From a box round the goods to the pictures of a listing: which part of the photo, square and upright.

Crops lie inside the photo: nothing is padded or enlarged. How the goods are found is `goods`'s; moving a
crop by hand is `moved`, `sized` and `spanned` here, the keys for it are the screen's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.facts import Crop

if TYPE_CHECKING:
    from console.camera.goods import Box

MARGIN = 0.10
"""Room on each side of the goods, of the crop's own side."""
LEAST_PX = 480
"""A listing's picture has at least so many pixels a side, where the photo has; the platform asks it of white ones."""
SQUARE, PORTRAIT = 1.0, 3 / 4
"""Width by height."""
BY_HAND = 1 / 12
"""The smallest crop by hand, of the largest's width."""
_DOUBTED, _TRUSTED = 0.35, 0.60  # how sure the goods must be for the crop to begin to close in, and to close in fully
_LEAST_SHARE = 0.3  # of the largest crop: a find smaller than that is more likely a mistake than goods


Corner = tuple[bool, bool]
"""Whether it is the right one, and the lower one."""
Place = tuple[float, float]
"""Across and down, pixels."""


class Crops(NamedTuple):
    """Both pictures of one photo."""

    square: Crop
    portrait: Crop


def crops(size: tuple[int, int], box: Box, sure: float) -> Crops:
    """The square and the upright crop of a photo of `size` (width, height) with the goods in `box`.

    The whole goods with a margin where they fit. The less sure the box, the wider the crop; one that is
    doubted gives the largest crop, moved towards the box.
    """
    return Crops(crop(size, SQUARE, box, sure), crop(size, PORTRAIT, box, sure))


def crop(size: tuple[int, int], aspect: float, box: Box, sure: float = 1.0) -> Crop:
    """One crop of `aspect`, see `crops`."""
    width, height = size
    largest = _largest(size, aspect)
    room = 1 - 2 * MARGIN
    wanted = max((box.right - box.left) * width / room, (box.bottom - box.top) * height / room * aspect)
    least = max(LEAST_PX * min(1.0, aspect * 4 / 3), _LEAST_SHARE * largest)
    closeness = min(1.0, max(0.0, (sure - _DOUBTED) / (_TRUSTED - _DOUBTED)))
    closed_in = min(largest, max(wanted, least))
    return placed(
        size,
        aspect,
        largest + closeness * (closed_in - largest),
        (box.left + box.right) / 2,
        (box.top + box.bottom) / 2,
    )


def placed(size: tuple[int, int], aspect: float, crop_width: float, x: float, y: float) -> Crop:
    """The crop of about `crop_width` pixels round the place `x`, `y` (shares), moved until it lies inside."""
    width, height = size
    w = max(1, min(round(crop_width), round(_largest(size, aspect))))
    h = max(1, min(height, round(w / aspect)))
    left = min(max(round(x * width - w / 2), 0), width - w)
    top = min(max(round(y * height - h / 2), 0), height - h)
    return Crop(left, top, w, h)


def moved(size: tuple[int, int], crop: Crop, across: float, down: float) -> Crop:
    """`crop` moved by so many pixels, as far as the photo goes."""
    x = min(max(round(crop.x + across), 0), size[0] - crop.w)
    y = min(max(round(crop.y + down), 0), size[1] - crop.h)
    return Crop(x, y, crop.w, crop.h)


def sized(size: tuple[int, int], aspect: float, crop: Crop, factor: float) -> Crop:
    """`crop` made larger or smaller about its middle, not below a twelfth of the largest; inside the photo."""
    wide = max(crop.w * factor, _largest(size, aspect) * BY_HAND)
    return placed(size, aspect, wide, (crop.x + crop.w / 2) / size[0], (crop.y + crop.h / 2) / size[1])


def spanned(size: tuple[int, int], aspect: float, fixed: tuple[int, int], corner: Corner, to: Place) -> Crop:
    """The crop with one corner at `fixed` whose opposite `corner` is drawn towards `to` (pixels), inside the photo."""
    right, below = corner
    room_across = size[0] - fixed[0] if right else fixed[0]
    room_down = size[1] - fixed[1] if below else fixed[1]
    across = (to[0] - fixed[0]) * (1 if right else -1)
    down = (to[1] - fixed[1]) * (1 if below else -1)
    wide = max(across, down * aspect, _largest(size, aspect) * BY_HAND)
    wide = min(wide, room_across, room_down * aspect)
    w, h = max(1, round(wide)), max(1, min(size[1], round(wide / aspect)))
    x, y = fixed[0] if right else fixed[0] - w, fixed[1] if below else fixed[1] - h
    return Crop(min(max(x, 0), size[0] - w), min(max(y, 0), size[1] - h), w, h)


def scaled(crop: Crop, of: tuple[int, int], to: tuple[int, int]) -> Crop:
    """The same part of the same photo at another size; both sizes are width and height."""
    if of == to:
        return crop
    across, down = to[0] / of[0], to[1] / of[1]
    x, y = min(round(crop.x * across), to[0] - 1), min(round(crop.y * down), to[1] - 1)
    return Crop(x, y, max(1, min(round(crop.w * across), to[0] - x)), max(1, min(round(crop.h * down), to[1] - y)))


def _largest(size: tuple[int, int], aspect: float) -> float:
    return max(1.0, min(float(size[0]), size[1] * aspect))
