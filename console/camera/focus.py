"""Where a picture is sharp, measured on a small grey copy while frames are grabbed.

A map, not one number: an autofocus that hunts makes the shelf sharp while the goods are not, and the
whole picture's number would choose that frame. Which tiles are the goods is decided at the snap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from console.camera import imaging
from console.camera.cv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from console.camera.source import Pixels

    Detail = NDArray[np.float32]
    """Rows x columns of tiles, the mean squared Laplacian of each; comparable within one burst only."""

GREY_WIDTH_PX = 640
TILES = (32, 18)
"""Columns and rows of a detail map; fewer where the picture has fewer pixels."""


def small_grey(bgr: Pixels) -> Pixels:
    """Height x width, uint8, at most 640 px wide: what sharpness and the watchdog look at."""
    grey = imaging.as_bytes(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY))
    while grey.shape[1] > GREY_WIDTH_PX and grey.shape[0] > 1:
        grey = imaging.halve(grey)
    return grey


def detail(grey: Pixels) -> Detail:
    """The map of a `small_grey`; its mean is the picture's sharpness (Pech-Pacheco et al. 2000, tile by tile)."""
    edges = cv2.Laplacian(grey, cv2.CV_16S)
    squared = cv2.multiply(edges, edges, dtype=cv2.CV_32F)
    size = min(TILES[0], grey.shape[1]), min(TILES[1], grey.shape[0])
    tiles: Detail = cv2.resize(squared, size, interpolation=cv2.INTER_AREA).astype(np.float32, copy=False)
    return tiles


def sharpness(bgr: Pixels) -> float:
    """The whole picture's sharpness, for a picture that is at hand in full."""
    return float(detail(small_grey(bgr)).mean())
