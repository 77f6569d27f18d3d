"""Goods and what stands beside them: a plant, a lamp or a ring light taken for one thing with them.

Where such a box is too wide for any crop, it would be cut in the middle, and goods with it. Where both fit
nothing is taken off: that may be a pair of shoes. A plant that was taken instead of the goods is not noticed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from console.camera.imaging import Floats

    Ints = NDArray[np.int64]

_WIDE = 0.9  # of the picture's height: what is wider hardly fits into a square
_STANDS = 0.5  # likelihood
_GAP = 0.12  # of the box's width, with nothing in it
_ASIDE = 0.2  # of half the picture: so much farther from the middle is what stands beside the goods
_LEAST_AREA = 12  # pixels; smaller spots are no goods


def nearer(box: Ints, likely: Floats) -> Ints:
    """`box` (left, top, right, bottom in pixels of `likely`), or that part of it which is nearer the middle.

    A part when the box is too wide for a crop and nothing stands in a stripe of it; itself in all other cases.
    """
    left, top, right, bottom = (int(side) for side in box)
    rows, columns = likely.shape
    if right - left < _WIDE * rows:
        return box
    standing = likely[top:bottom, left:right] > _STANDS
    taken = np.flatnonzero(standing.any(axis=0))
    if len(taken) < 2 or np.diff(taken).max() < _GAP * (right - left):
        return box
    gap = int(np.argmax(np.diff(taken)))
    ends = (taken[0], taken[gap] + 1), (taken[gap + 1], taken[-1] + 1)
    if min(np.count_nonzero(standing[:, x0:x1]) for x0, x1 in ends) < _LEAST_AREA:
        return box
    apart = [abs((2 * left + x0 + x1) / columns - 1) for x0, x1 in ends]
    if abs(apart[0] - apart[1]) < _ASIDE:
        return box
    x0, x1 = ends[int(np.argmin(apart))]
    down = np.flatnonzero(standing[:, x0:x1].any(axis=1))
    return np.array([left + x0, top + down[0], left + x1, top + down[-1] + 1])
