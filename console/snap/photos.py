"""From a frame to the four pictures of a shot: full, square, portrait, thumbnail.

The full picture is the frame as it came. The others are framed round the goods and gently corrected, and
what was done is told with them, so that it can be done again (`recut`) or otherwise. Loads OpenCV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.camera import flaws, focus, framing, goods, imaging, light

if TYPE_CHECKING:
    from console.camera.framing import Crops
    from console.camera.light import Gains
    from console.camera.source import Pixels
    from console.facts import Flaw
    from console.snap.choosing import Pick


class Photo(NamedTuple):
    """One shot before it is written."""

    pictures: tuple[Pixels, Pixels, Pixels, Pixels]
    """Full, square, portrait, thumbnail, BGR, in the order of `Shot`."""
    score: float
    crops: Crops
    light: Gains
    """What blue, green and red of all but the full picture were multiplied by."""
    flaws: tuple[Flaw, ...]


def develop(pick: Pick, *, judged: bool = True) -> Photo:
    """The pictures of one frame; not `judged`, no flaws are looked for. Raises NoFrameYet when it cannot be decoded."""
    pixels = pick.frame.pixels
    small, found = pick.small, pick.goods
    if small is None or found is None:
        small = goods.look(pixels)
        found = goods.find(small)
    crops = framing.crops((pixels.shape[1], pixels.shape[0]), found.box, found.sure)
    wrong: tuple[Flaw, ...] = ()
    if judged:
        detail = pick.frame.detail or focus.detail(focus.small_grey(pixels))
        wrong = flaws.flaws(pixels, small, found, detail, crops.square)
    return printed(pixels, pick.score, crops, light.gains(small, found), wrong)


def printed(pixels: Pixels, score: float, crops: Crops, gains: Gains, found: tuple[Flaw, ...]) -> Photo:
    """The pictures of a photo whose crops and light are known."""
    square, portrait = (light.corrected(imaging.part(pixels, crop), gains) for crop in crops)
    return Photo((pixels, square, portrait, imaging.thumbnail(square)), score, crops, gains, found)
