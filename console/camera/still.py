"""A small still of a frame, for the record: as shown, as JPEG, cheap. Product photos are made in `snap`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.camera import imaging, view
from console.camera.cv import cv2
from console.camera.source import Jpeg

if TYPE_CHECKING:
    from console.camera.source import Frame

LONG_SIDE_PX = 480
QUALITY = 70


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
