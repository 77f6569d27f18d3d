"""Where a picture is sharp, measured on a small grey copy while frames are grabbed.

A map, not one number: an autofocus that hunts makes the shelf sharp while the goods are not, and the
whole picture's number would choose that frame. Which tiles are the goods is decided at the snap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from console.camera import imaging
from console.camera.cv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from console.camera.source import Pixels
    from console.facts import View

GREY_WIDTH_PX = 640
TILES = (32, 18)
"""Columns and rows of a detail map; fewer where the picture has fewer pixels."""


@dataclass(frozen=True, eq=False)
class Detail:
    """What is kept of every frame, tile by tile (rows x columns); comparable within one burst only."""

    edges: NDArray[np.float32]
    """The mean squared Laplacian of each tile (Pech-Pacheco et al. 2000): grows with focus, contrast and noise."""
    light: Pixels
    """The mean brightness of each tile, which focus leaves as it is."""

    def mean(self) -> float:
        """The whole picture's sharpness."""
        return float(self.edges.mean())


def small_grey(pixels: Pixels) -> Pixels:
    """Height x width, uint8, at most 640 px wide: what sharpness and the watchdog look at. From BGR or BGRA."""
    while pixels.shape[1] > GREY_WIDTH_PX and pixels.shape[0] > 1:
        pixels = imaging.halve(pixels)
    return imaging.as_bytes(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY if pixels.shape[2] == 3 else cv2.COLOR_BGRA2GRAY))


def detail(grey: Pixels) -> Detail:
    """The maps of a `small_grey`."""
    edges = cv2.Laplacian(grey, cv2.CV_16S)
    squared = cv2.multiply(edges, edges, dtype=cv2.CV_32F)
    size = min(TILES[0], grey.shape[1]), min(TILES[1], grey.shape[0])
    tiles = cv2.resize(squared, size, interpolation=cv2.INTER_AREA).astype(np.float32, copy=False)
    return Detail(tiles, imaging.scale(grey, *size))


def oriented(tiles: Detail, how: View) -> Detail:
    """The maps of a picture that is turned, and mirrored where photos are."""
    if not how.turn and not how.mirror:
        return tiles
    quarters, step = -how.turn // 90, -1 if how.mirror and how.mirror_photos else 1
    return Detail(np.rot90(tiles.edges, quarters)[:, ::step].copy(), np.rot90(tiles.light, quarters)[:, ::step].copy())


def sharpness(bgr: Pixels) -> float:
    """The whole picture's sharpness, for a picture that is at hand in full."""
    return detail(small_grey(bgr)).mean()
