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
LAMP_GAIN = 1.6
"""No channel becomes brighter or darker by more than the first factor; blue, under a lamp, brighter by the second."""
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
_LAMP_STRENGTH = 0.9  # of a lamp's yellow, where greys on the goods have it too
_UNSAID = {True: ((16.0, 28.0), 0.9), False: ((18.0, 30.0), 0.5)}
"""What is as white as paper, or not, where the goods say nothing: casts between which it is believed more and more,
and the most that is taken out."""
_LAMP_BLUE, _LAMP_RED = (
    (-0.8, -0.05),
    (-0.03, 0.9),
)  # logarithms of blue and red by green; red goes with the lack of blue
_LAMPLIT = 55.0  # of 100: a wall that is not even so bright is wood, or tells nothing
_PAPER_WHITE = 226  # of 255, in its brightest channel
_GRAIN = 0.8  # of 100, in the mean: what stands behind is smooth, not wood or cloth
_LIKE_WALL, _LIKE_GREY = 0.35, 0.5  # of the cast: so near it, or so near to grey, goods speak for a lamp or for paint
_LEAST_SAYING, _CONTRARY = 8, 0.3  # pixels that speak for a lamp; and against it, as a part of them,
_LIGHT_GREY, _FEW = 40.0, 4  # or so many that are so bright
_LEAST_GREY = 12.0  # of 100, for greys on the goods


def gains(small: Pixels, goods: Goods) -> Gains:
    """What to multiply blue, green and red by; ones when the picture is best left alone.

    `small` is the copy the goods were found in, BGR.
    """
    by_colour = white(small, goods)
    room = MOST_GAIN / float(by_colour.max())  # what is left for the exposure: the balance must not be cut off
    both = np.clip(by_colour * min(exposure(small, goods), max(1.0, room)), 1 / MOST_GAIN, LAMP_GAIN)
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
    grey = seen[alike].astype(np.float64).mean(axis=0)
    wanted = float(grey @ (0.114, 0.587, 0.299)) / grey
    strength = _believed(small, goods, f32(typical))
    by_lamp = _lamplight(small, goods, f32(typical), f32(grey))
    if by_lamp > strength:
        x = grey / 255
        to = wanted**by_lamp * x
        return f32(np.clip(to * (1 - x**3) / (x - to * x**3), 1 / MOST_GAIN, LAMP_GAIN))  # see `corrected`
    return f32(np.clip(wanted**strength, 1 / MOST_GAIN, MOST_GAIN))


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


def _lamplight(small: Pixels, goods: Goods, behind: Floats, grey: Floats) -> float:
    """The share that is taken out of a yellow so strong that `_believed` has no say: of a lamp, if the goods say so.

    A lamp is yellow in one way, more so the warmer it is, and under it whatever is grey has the tint of what
    stands `behind` (Lab; `grey` is the same in BGR). Before a wall that is yellow by itself something on the
    goods is nearly grey as it is, and nothing is done. Where the goods say neither, less is done, and nothing to wood.
    """
    blue, red = float(np.log(grey[0] / grey[1])), float(np.log(grey[2] / grey[1]))
    lamps = _LAMP_BLUE[0] <= blue <= _LAMP_BLUE[1] and _LAMP_RED[0] <= red <= -_LAMP_RED[1] * blue
    if not lamps or behind[0] < _LAMPLIT:
        return 0.0
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
    there = (goods.likely > 0.6) & (np.linalg.norm(lab - behind, axis=2) > _ANOTHER)
    there = cv2.erode(there.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    there &= (small.max(axis=2) < _CLIPPED) & (lab[:, :, 0] > _LEAST_GREY)
    cast = float(np.hypot(*behind[1:]))
    seen = lab[there]
    tints = seen[:, 1:] / seen[:, :1] * behind[0]  # as they would be at that brightness
    alike = np.count_nonzero(np.linalg.norm(tints - behind[1:], axis=1) < _LIKE_WALL * cast)
    plain = np.linalg.norm(tints, axis=1) < _LIKE_GREY * cast
    if np.count_nonzero(plain) > _CONTRARY * alike + 2 or np.count_nonzero(plain & (seen[:, 0] > _LIGHT_GREY)) > _FEW:
        return 0.0
    paper = bool(grey.max() >= _PAPER_WHITE)
    (least, most), strength = _UNSAID[paper]
    share = float(np.clip((cast - least) / (most - least), 0, 1))
    if (
        alike >= _LEAST_SAYING
    ):  # a glint of the lamp on jade says so before a beige wall too: no leap from frame to frame
        return _LAMP_STRENGTH * (1.0 if paper else share)
    grain = np.abs(lab[:, :, 0] - cv2.GaussianBlur(lab[:, :, 0], (0, 0), 2))
    if float(grain[_behind(small, goods)].mean()) > _GRAIN:
        return 0.0
    return strength * share
