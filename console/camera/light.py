"""A gentle correction of white and exposure for a listing's pictures; the full photo is never touched.

One factor for each channel, found on the small copy: what stands behind the goods, where it is nearly
grey and all of one colour, tells the colour of the light. A background with a colour of its own tells
nothing, and nothing is done. Whether a photo is too dark or too bright to use is `flaws`'s to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from console.camera import imaging
from console.camera.cv import cv2
from console.camera.imaging import f32

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from console.camera.goods import Goods
    from console.camera.imaging import Floats
    from console.camera.source import Pixels

Gains = tuple[float, float, float]
"""Factors of blue, green and red."""
AS_IT_IS: Gains = (1.0, 1.0, 1.0)
MOST_GAIN = 1.25
"""No channel becomes brighter or darker by more than this factor."""
_SEEN = 0.01  # a smaller correction is not worth a difference from the full photo
_LEAST_CAST = 2.0
"""Distance from grey in Lab, of what stands behind; less than this is not seen."""
_SURE_CAST, _SURE_STRENGTH = 14.0, 0.75
"""The most that is believed, and the share taken out, when the whitest places of the goods say the same."""
_ALONE_CAST, _ALONE_STRENGTH, _ALONE_ACROSS = 6.0, 0.6, 3.0
"""The same where nothing is white enough to say anything; light is off towards blue or yellow, not across."""
_PAINT_CAST = 13.0  # and what is believed fades out towards this: a wall that is cream by itself
_ONE_COLOUR = 5.0  # Lab distance within which what stands behind counts as one colour
_LEAST_PART = 0.6  # of what stands behind must be that colour
_LEAST_LIGHT = 22.0  # of 100; darker greys are mostly noise
_BRIGHT, _ENOUGH_BRIGHT = 185.0, 215.0  # of 255: where nothing is brighter than the first, it is brought to the second
_DIM_GOODS = 95.0
_CLIPPED = 250
_GLINT, _WHITEST, _LEAST_GLINTS = 140, 96, 8
"""What is white on the goods: at least so bright in every channel, above so many per cent of it, so many pixels."""
_ANOTHER = 6.0  # Lab distance from what stands behind: nearer than that it is the same wall seen through the goods
_LEAST_AGREED, _MOST_AGREED = 0.4, 1.6  # the part of the cast that the whitest places must show


def gains(small: Pixels, goods: Goods) -> Gains:
    """What to multiply blue, green and red by; ones when the picture is best left alone.

    `small` is the copy the goods were found in, BGR.
    """
    by_colour = white(small, goods)
    room = MOST_GAIN / float(by_colour.max())  # what is left for the exposure: the balance must not be cut off
    both = np.clip(by_colour * min(exposure(small, goods), max(1.0, room)), 1 / MOST_GAIN, MOST_GAIN)
    if np.abs(both - 1).max() < _SEEN:
        return AS_IT_IS
    blue, green, red = (round(float(gain), 3) for gain in both)
    return blue, green, red


def corrected(pixels: Pixels, by: Gains) -> Pixels:
    """A picture with its channels multiplied, bright ones less so that white stays white; itself for `AS_IT_IS`."""
    if by == AS_IT_IS:
        return pixels
    gain = np.array(by)
    x = (np.arange(256) / 255)[:, None]
    curve = gain * x / (1 + (gain - 1) * x**3)
    return imaging.as_bytes(cv2.LUT(pixels, np.clip(curve * 255 + 0.5, 0, 255).astype(np.uint8)[:, None, :]))


def white(small: Pixels, goods: Goods) -> Floats:
    """Gains for B, G and R that take most of the light's colour out, equal brightness kept; ones when in doubt."""
    behind = _behind(small, goods)
    seen = small[behind]
    nothing = f32(np.ones(3))
    if len(seen) < 0.1 * behind.size:
        return nothing
    lab = cv2.cvtColor(seen[None].astype(np.float32) / 255, cv2.COLOR_BGR2LAB)[0]
    typical = np.median(lab, axis=0)
    light, across, along = (float(value) for value in typical)
    cast = float(np.hypot(across, along))
    if light < _LEAST_LIGHT or cast < _LEAST_CAST:
        return nothing
    alike = np.hypot(lab[:, 1] - across, lab[:, 2] - along) < _ONE_COLOUR
    if alike.mean() < _LEAST_PART:
        return nothing
    strength = _believed(small, goods, f32(typical))
    grey = seen[alike].astype(np.float64).mean(axis=0)
    return f32((float(grey @ (0.114, 0.587, 0.299)) / grey) ** strength)


def exposure(small: Pixels, goods: Goods) -> float:
    """A gain for all channels: above 1 where goods are dim and nothing in the picture is bright."""
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    brightest = float(np.percentile(grey, 98))
    there = goods.likely > 0.5
    dim = float(np.mean(grey[there])) if there.any() else brightest
    if brightest >= _BRIGHT or dim >= _DIM_GOODS or brightest < 1:
        return 1.0
    return min(MOST_GAIN, _ENOUGH_BRIGHT / brightest)


def _behind(small: Pixels, goods: Goods) -> NDArray[np.bool_]:
    """Rows x columns: what surely is not the goods, and neither black nor burnt out."""
    rows, columns = small.shape[:2]
    behind = goods.likely < 0.3
    left, top, right, bottom = (round(side * n) for side, n in zip(goods.box, (columns, rows) * 2, strict=True))
    behind[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = False
    behind &= (small.max(axis=2) < _CLIPPED) & (small.min(axis=2) > 12)
    return behind


def _believed(small: Pixels, goods: Goods, behind: Floats) -> float:
    """The share of a cast (the Lab colour of what stands `behind`) that is taken out; 0 when it is not believed.

    What is brightest decides: a mirrored lamp and white paper have the colour of the light. In front of a
    wall that is cream by itself they stay white, and say so. Where nothing is bright only a slight cast
    towards blue or yellow is believed, and the less the stronger it is: light is off in that direction, paint in any.
    """
    cast = float(np.hypot(*behind[1:]))
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
    there = (goods.likely > 0.6) & (np.linalg.norm(lab - behind, axis=2) > _ANOTHER)
    there = cv2.erode(there.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0  # at its edge the goods are half the wall
    whiteness = small.min(axis=2)
    if there.any():
        there &= (whiteness >= max(_GLINT, np.percentile(whiteness[there], _WHITEST))) & (whiteness < _CLIPPED)
    if there.sum() < _LEAST_GLINTS:
        doubt = float(np.clip((cast - _ALONE_CAST) / (_PAINT_CAST - _ALONE_CAST), 0, 1))
        return _ALONE_STRENGTH * (1 - doubt) if abs(behind[1]) <= _ALONE_ACROSS else 0.0
    tint = np.median(lab[there][:, 1:] / lab[there][:, :1], axis=0) * behind[0]  # as it would be at that brightness
    agreement = float(tint @ behind[1:]) / cast**2
    return _SURE_STRENGTH if _LEAST_AGREED < agreement < _MOST_AGREED and cast <= _SURE_CAST else 0.0
