"""Surfaces of the drawn goods: jade, porcelain, wood, plaster. Pure functions of a seed.

A surface is height x width x 3, float32, linear light 0-1, BGR. It repeats from left to right, so
that it can be wound round a turning thing without a seam.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from console.camera.cv import cv2

Floats = NDArray[np.float32]


def f32(values: ArrayLike) -> Floats:
    """`values` as float32, which numpy's arithmetic and its stubs both like to widen."""
    return np.asarray(values, np.float32)


def length(x: Floats, y: Floats) -> Floats:
    """As `np.hypot`, which takes four times as long to be exact where nobody looks."""
    return f32(np.sqrt(x * x + y * y))


def colour(rgb: str) -> Floats:
    """Linear BGR of a hexadecimal sRGB colour such as "2BB58A"."""
    values = np.array([int(rgb[i : i + 2], 16) for i in (4, 2, 0)], np.float32) / 255
    return f32(values**2.2)


def noise(rng: np.random.Generator, height: int, width: int, cells: tuple[int, int], octaves: int = 5) -> Floats:
    """Fractal noise of mean 0 and deviation 1, repeating from left to right; `cells` are rows x columns at first."""
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        rows, columns = cells[0] << octave, cells[1] << octave
        if rows > height or columns > width:
            break
        grid = rng.standard_normal((rows + 4, columns)).astype(np.float32)
        grid = np.concatenate([grid[:, -2:], grid, grid[:, :2]], axis=1)
        step_y, step_x = height / rows, width / columns
        size = (round((columns + 4) * step_x), round((rows + 4) * step_y))
        big = cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC)
        top, left = round(2 * step_y), round(2 * step_x)
        total += big[top : top + height, left : left + width] * 0.55**octave
    return f32((total - total.mean()) / (total.std() + 1e-6))


def mix(first: Floats, second: Floats, share: Floats) -> Floats:
    """`first` where `share` (height x width) is 0, `second` where it is 1."""
    part = np.repeat(np.clip(share, 0, 1)[:, :, None], 3, axis=2)
    return f32(first + (second - first) * part)


def ramp(values: Floats, low: float, high: float) -> Floats:
    """0 below `low`, 1 above `high`, smooth between."""
    part = np.clip((values - low) / (high - low), 0, 1)
    return f32(part * part * (3 - 2 * part))


def jade(seed: int, light: str, body: str, deep: str, fibres: float = 1.0) -> Floats:
    """Cloudy stone: pale mist, a body colour, deep patches, and fibres along its length. 192 x 1024."""
    rng = np.random.default_rng(seed)
    height, width = 192, 1024
    cloud = noise(rng, height, width, (2, 10))
    mist = noise(rng, height, width, (3, 7), 5)
    fibre = noise(rng, height, width, (16, 5), 3)
    surface = mix(colour(body), colour(deep), ramp(cloud + 0.35 * fibres * fibre, -0.4, 2.6))
    surface = mix(surface, colour(light), ramp(mist + 0.45 * fibres * fibre, 0.2, 3.0) * 0.8)
    surface *= 1 + 0.05 * fibres * np.clip(fibre, -2, 2)[:, :, None]
    return f32(np.clip(surface, 0, 1))


def wood(seed: int, pale: str, dark: str, height: int, width: int) -> Floats:
    """Boards with grain along x."""
    rng = np.random.default_rng(seed)
    bend = noise(rng, height, width, (4, 3), 3)
    rows = np.arange(height, dtype=np.float32)[:, None]
    rings = np.sin(rows / height * 60 + bend * 2.6) * 0.5 + 0.5
    pores = noise(rng, height, width, (height // 4, max(4, width // 128)), 2)
    share = 0.25 + 0.4 * rings + 0.12 * noise(rng, height, width, (3, 4), 3) + 0.10 * pores
    return mix(colour(pale), colour(dark), share.astype(np.float32))
