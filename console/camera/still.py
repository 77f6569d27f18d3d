"""Stills: a small one of a frame, for the record, as shown and cheap; and one read back from its file.

Product photos are made in `snap`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from console.camera import imaging, view
from console.camera.cv import cv2
from console.camera.errors import NoFrameYet
from console.camera.source import Jpeg

if TYPE_CHECKING:
    from console.camera.source import Frame, Pixels

LONG_SIDE_PX = 480
QUALITY = 70
_SOFT_FROM = 0.6


def still(frame: Frame) -> bytes:
    """JPEG of `frame` as its view has it, its longer side 480 pixels or less. Raises NoFrameYet when it is broken."""
    content = frame.content
    pixels = imaging.decode(content, 2) if isinstance(content, Jpeg) else content
    if frame.view.cuts:
        pixels = view.cut(frame.view, pixels)
    height, width = pixels.shape[:2]
    if max(width, height) > LONG_SIDE_PX:
        pixels = imaging.scale(pixels, *imaging.fit(width, height, LONG_SIDE_PX, LONG_SIDE_PX))
    upright = view.orient(pixels, frame.view.turn, frame.view.mirror and frame.view.mirror_photos)
    _, data = cv2.imencode(".jpg", upright, (cv2.IMWRITE_JPEG_QUALITY, QUALITY))
    return data.tobytes()


def load(path: Path) -> Pixels | None:
    """Height x width x 3, BGR; None for a file that is not there or no picture."""
    try:
        return imaging.decode(Jpeg(np.frombuffer(path.read_bytes(), np.uint8)))
    except (OSError, NoFrameYet):
        return None


def softened(pixels: Pixels, for_px: int) -> Pixels:
    """`pixels` without the detail that is lost when its longer side becomes `for_px`.

    Whoever shrinks it without care then gets no false edges.
    """
    sigma = 0.55 * max(pixels.shape[:2]) / for_px
    return imaging.as_bytes(cv2.GaussianBlur(pixels, (0, 0), sigma)) if sigma > _SOFT_FROM else pixels
