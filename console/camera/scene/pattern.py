"""Patterns painted on porcelain: cobalt ink on white glaze. Each repeats from left to right, see `surfaces`.

They are painted in pieces of some 10 ms, after each of which None is given, and at last the surface.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from console.camera.cv import cv2
from console.camera.scene.surfaces import Floats, colour, f32, mix, noise

_HEIGHT, _WIDTH = 1024, 2048
_FINE = 16  # sub-pixel places: four fractional bits


class _Brush:
    """Paints ink (0-1) on a height x width sheet whose left and right edges meet."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.ink = np.zeros((_HEIGHT, _WIDTH), np.uint8)

    def line(self, places: np.ndarray[tuple[int, int], np.dtype[np.float64]], width: int, ink: float = 1.0) -> None:
        """A stroke through n x 2 places (x, y)."""
        for shift in (-_WIDTH, 0, _WIDTH):
            moved = ((places + np.array([shift, 0])) * _FINE).astype(np.int32)
            cv2.polylines(self.ink, [moved], False, ink * 255, width, cv2.LINE_AA, 4)

    def patch(self, places: np.ndarray[tuple[int, int], np.dtype[np.float64]], ink: float, edge: float = 1.0) -> None:
        """A wash with a darker outline."""
        for shift in (-_WIDTH, 0, _WIDTH):
            moved = ((places + np.array([shift, 0])) * _FINE).astype(np.int32)
            cv2.fillPoly(self.ink, [moved], ink * 255, cv2.LINE_AA, 4)
            cv2.polylines(self.ink, [moved], True, edge * 255, 3, cv2.LINE_AA, 4)

    def rule(self, y: int, width: int = 3, ink: float = 0.9) -> None:
        """A line all the way round."""
        self.ink[y : y + width] = round(ink * 255)

    def leaf(self, x: float, y: float, angle: float, length: float, ink: float = 0.75) -> None:
        """A pointed leaf from (x, y); `angle` in radians."""
        t = np.linspace(0, 1, 14)
        half = np.sin(np.pi * t**0.8) * length * 0.2
        along = t * length
        side = np.concatenate([np.stack([along, half], 1), np.stack([along, -half], 1)[::-1]])
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        self.patch(side @ turn + (x, y), ink)

    def curl(self, x: float, y: float, radius: float, start: float, way: int) -> None:
        """A tendril that winds inwards round (x, y)."""
        t = np.linspace(0, 1, 40)
        angle = start + way * t * 2.6 * np.pi
        reach = radius * (1 - 0.82 * t)
        self.line(np.stack([x + reach * np.cos(angle), y + reach * np.sin(angle)], 1), 5, 0.9)

    def flower(self, x: float, y: float, radius: float, petals: int = 9) -> None:
        """A peony: three rings of petals and a dark heart."""
        for ring, (reach, ink) in enumerate(((1.0, 0.45), (0.7, 0.62), (0.42, 0.8))):
            for i in range(petals - 2 * ring):
                angle = 2 * np.pi * (i + 0.5 * ring) / (petals - 2 * ring)
                t = np.linspace(0, 2 * np.pi, 20)
                petal = np.stack([0.62 + 0.40 * np.cos(t), 0.30 * np.sin(t) * (1 + 0.2 * np.cos(t))], 1)
                petal *= radius * reach
                turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
                self.patch(petal @ turn + (x, y), ink)
        t = np.linspace(0, 2 * np.pi, 24)
        self.patch(np.stack([x + radius * 0.16 * np.cos(t), y + radius * 0.16 * np.sin(t)], 1), 0.15)

    def garland(self, flowers: int, middle: float, radius: float) -> Iterator[None]:
        """Flowers on a winding stem, with leaves and tendrils."""
        step = _WIDTH / flowers
        t = np.linspace(0, 1, 40)
        for i in range(flowers):
            rise = 0.26 * radius * (-1) ** i
            x, y = (i + 0.5) * step, middle + rise
            stem = middle + rise * np.cos(np.pi * t) + 0.75 * radius * np.sin(2 * np.pi * t)
            self.line(np.stack([x + t * step, stem], 1), 6)
            for angle in np.linspace(0, 2 * np.pi, 8, endpoint=False) + 0.3:
                reach = 0.83 * radius
                self.leaf(x + reach * np.cos(angle), y + reach * np.sin(angle), angle + 0.4, 0.67 * radius)
            for side in (-1, 1):
                self.curl(x + step / 2, middle + side * 1.1 * radius, 0.4 * radius, -side * np.pi / 2, 1)
            self.leaf(x + step / 2 - 0.23 * radius, middle - 0.53 * radius, 0.9, 0.6 * radius)
            self.leaf(x + step / 2 + 0.23 * radius, middle + 0.6 * radius, 4.0, 0.6 * radius)
            yield
            self.flower(x, y, radius)
            yield

    def glazed(self) -> Iterator[Floats | None]:
        """Ink under glaze: soft edges, pooled unevenly, on a white that is never quite white. 512 x 1024."""
        ink = cv2.resize(cv2.GaussianBlur(self.ink, (0, 0), 1.2), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        height, width = ink.shape
        yield None
        ink = ink.astype(np.float32) / 255 * (0.88 + 0.13 * noise(self.rng, height, width, (12, 24), 4))
        yield None
        shade = f32(1 + 0.012 * noise(self.rng, height, width, (4, 8), 3))
        white = f32(cv2.merge([shade * each for each in colour("E9EBE8")]))
        yield None
        washed = mix(white, colour("5F84C8"), f32(ink * 2))
        yield None
        yield mix(washed, colour("17327E"), f32(ink * 2 - 0.9))


def blue_and_white(seed: int) -> Iterator[Floats | None]:
    """Peonies and tendrils round the body, leaves on the neck, petals at the foot."""
    brush = _Brush(seed)
    for y in (40, 50, 168, 180, 262, 274, 760, 772, 985, 996):
        brush.rule(y)
    for i in range(16):
        brush.leaf((i + 0.5) * _WIDTH / 16, 162, -np.pi / 2, 100, 0.6)
        brush.curl((i + 0.5) * _WIDTH / 16, 221, 30, np.pi * (i % 2), 1 - 2 * (i % 2))
    yield None
    yield from brush.garland(flowers=5, middle=510, radius=132)
    for i in range(14):
        x = (i + 0.5) * _WIDTH / 14
        t = np.linspace(-1, 1, 30)
        arch = np.stack([x + t * 62, 800 + 170 * np.abs(t) ** 3], 1)
        brush.line(arch, 6)
        brush.patch(np.stack([x + t * 40, 838 + 120 * np.abs(t) ** 3], 1), 0.4)
        brush.curl(x, 908, 22, np.pi / 2, 1)
    yield None
    yield from brush.glazed()


def painted_band(seed: int) -> Iterator[Floats | None]:
    """A tea cup: a band of flowers and leaves between two rings, and a key pattern below the rim."""
    brush = _Brush(seed)
    for y in (70, 82, 176, 188, 830, 850):
        brush.rule(y, 5)
    cell = _WIDTH / 32
    for i in range(32):
        x = i * cell
        key = np.array([(6, 162), (6, 98), (54, 98), (54, 146), (26, 146), (26, 122), (38, 122)])
        key = key + np.array([x, 0])
        brush.line(key, 6, 0.9)
    yield None
    yield from brush.garland(flowers=6, middle=440, radius=104)
    yield from brush.glazed()
