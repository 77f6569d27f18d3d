"""New pictures from a photo that is kept: cut by hand, or with white behind the goods.

The full picture of a shot is read and never written to. Loads OpenCV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from console.camera import cutout, framing, goods, imaging, light
from console.camera.cv import cv2
from console.camera.framing import Crops
from console.errors import CropUnfit, NothingToCutOut, PictureGone
from console.facts import Flaw
from console.snap import files
from console.snap.photos import printed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from console.camera.source import Pixels
    from console.facts import Crop, Shot
    from console.snap.files import Kept

_LEAST_PX = 16
_ASPECT_SLACK = 0.03
_LEAST_GOODS = 0.002  # of the picture: less than this was not cut out, it was missed
_MENDED = (Flaw.CUT, Flaw.NO_GOODS)  # what a person who frames by hand has decided


def cropped(shot: Shot, square: Crop | None, portrait: Crop | None, folder: Path) -> Kept:
    """`shot` with other crops; what is None stays as it was. Its full file stays the same.

    Raises CropUnfit, PictureGone, DiskFull and DiskTrouble.
    """
    pixels = _read(shot, folder)
    height, width = pixels.shape[:2]
    before = _crops_of(shot, pixels)
    crops = Crops(square or before.square, portrait or before.portrait)
    for crop, aspect in zip(crops, (framing.SQUARE, framing.PORTRAIT), strict=True):
        inside = crop.x >= 0 and crop.y >= 0 and crop.x + crop.w <= width and crop.y + crop.h <= height
        large = min(crop.w, crop.h) >= min(_LEAST_PX, width, height)
        if not inside or not large or abs(crop.w - crop.h * aspect) > 2 + _ASPECT_SLACK * crop.h:
            raise CropUnfit(width=width, height=height)
    left = tuple(flaw for flaw in shot.flaws if flaw not in _MENDED)
    photo = printed(pixels, shot.sharpness, crops, shot.light, left)
    return files.write_photo(photo, folder, full=shot.full)


def on_white(shot: Shot, folder: Path, progress: Callable[[float], bool]) -> Kept:
    """`shot` with everything but the goods white, as a shot of its own with the same crops.

    `progress` is told the share that is done and answers whether to go on; raises `cutout.Stopped` where it
    does not. Raises NothingToCutOut, PictureGone, DiskFull and DiskTrouble.
    """
    pixels = _read(shot, folder)
    found = goods.find(goods.look(pixels))
    crops = _crops_of(shot, pixels)
    covered = cutout.cover(pixels, _within(found, crops, pixels), progress)
    if float((covered > 0.5).mean()) < _LEAST_GOODS:
        raise NothingToCutOut
    white = cutout.on_white(light.corrected(pixels, shot.light), covered)
    return files.write_photo(printed(white, shot.sharpness, crops, light.AS_IT_IS, ()), folder)


def _within(found: goods.Goods, crops: Crops, pixels: Pixels) -> goods.Goods:
    """What was found, or, where that is doubtful or elsewhere, what the square was framed round."""
    height, width = pixels.shape[:2]
    crop = crops.square
    x, y = (found.box.left + found.box.right) / 2 * width, (found.box.top + found.box.bottom) / 2 * height
    if found.sure >= goods.DOUBTFUL and crop.x <= x <= crop.x + crop.w and crop.y <= y <= crop.y + crop.h:
        return found
    room = framing.MARGIN * crop.w
    box = goods.Box(
        (crop.x + room) / width, (crop.y + room) / height,
        (crop.x + crop.w - room) / width, (crop.y + crop.h - room) / height,
    )  # fmt: skip
    rows, columns = found.likely.shape
    likely = found.likely.copy()
    inside = np.zeros((rows, columns), bool)
    inside[int(box.top * rows) : round(box.bottom * rows), int(box.left * columns) : round(box.right * columns)] = True
    likely[~inside] = 0
    return goods.Goods(box, np.maximum(likely, np.where(inside, np.float32(0.55), np.float32(0))), found.sure)


def _crops_of(shot: Shot, pixels: Pixels) -> Crops:
    """The crops of a shot; of one kept by an earlier version, those it would be given now."""
    if shot.square_crop is not None and shot.portrait_crop is not None:
        return Crops(shot.square_crop, shot.portrait_crop)
    found = goods.find(goods.look(pixels))
    return framing.crops((pixels.shape[1], pixels.shape[0]), found.box, found.sure)


def _read(shot: Shot, folder: Path) -> Pixels:
    try:
        data = np.frombuffer((folder / shot.full).read_bytes(), np.uint8)
    except OSError as error:
        raise PictureGone from error
    pixels = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    if pixels is None:
        raise PictureGone
    return imaging.as_bytes(pixels)
