"""Goods and hands to film: small pictures with alpha, drawn from a seed. Where they are put is `bursts`'s.

Each `Good` is height x width x 4 (BGR and alpha), float32, 0-1, not multiplied by its alpha.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from console.camera.cv import cv2

Floats = NDArray[np.float32]
Rng = np.random.Generator

_FINE = 3  # drawn this many times too large, then shrunk


def lab(light: float, a: float, b: float) -> Floats:
    """BGR (0-1) of a colour: light 0-100, a to green and red, b to blue and yellow."""
    pixel = np.array([[[light, a, b]]], np.float32)
    return np.clip(cv2.cvtColor(pixel, cv2.COLOR_LAB2BGR), 0, 1)[0, 0]


def noise(rng: Rng, height: int, width: int, scale_px: float) -> Floats:
    """Smooth noise about 0 with a spread of 1 and lumps of about `scale_px`."""
    rows, columns = max(2, round(height / scale_px) + 2), max(2, round(width / scale_px) + 2)
    coarse = rng.standard_normal((rows, columns)).astype(np.float32)
    fine = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return (fine / (fine.std() + 1e-6)).astype(np.float32)


def _blank(height: int, aspect: float) -> tuple[Floats, Floats, int, int]:
    rows, columns = height * _FINE, max(8, round(height * aspect)) * _FINE
    return np.zeros((rows, columns, 3), np.float32), np.zeros((rows, columns), np.float32), rows, columns


def _done(colour: Floats, alpha: Floats) -> Floats:
    rows, columns = alpha.shape[0] // _FINE, alpha.shape[1] // _FINE
    both = np.dstack([np.clip(colour, 0, 1) * alpha[..., None], alpha])
    small = cv2.resize(both, (columns, rows), interpolation=cv2.INTER_AREA)
    small[..., :3] /= np.maximum(small[..., 3:], 1e-3)
    return small


def _marble(rng: Rng, rows: int, columns: int, base: Floats, veins: float) -> Floats:
    grain = noise(rng, rows, columns, rows / 5) + 0.6 * noise(rng, rows, columns, rows / 18)
    return base * (1 + veins * grain[..., None])


def bangle(rng: Rng, height: int, base: Floats | None = None) -> Floats:
    """A jade ring with a gloss; its middle shows what is behind."""
    colour, alpha, rows, columns = _blank(height, 1.0)
    outer, inner = rows * 0.49, rows * rng.uniform(0.34, 0.39)
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    reach = np.hypot(x - columns / 2, y - rows / 2)
    alpha = ((reach < outer) & (reach > inner)).astype(np.float32)
    jade = lab(rng.uniform(50, 75), rng.uniform(-32, -14), rng.uniform(8, 20)) if base is None else base
    shade = np.sin(np.clip((reach - inner) / (outer - inner), 0, 1) * np.pi)
    colour = _marble(rng, rows, columns, jade, 0.10) * (0.55 + 0.5 * shade[..., None])
    gloss = np.exp(-(((reach - inner - 0.4 * (outer - inner)) / (0.10 * outer)) ** 2)) * (x < columns * 0.6) * 0.3
    return _done(colour + gloss[..., None], alpha)


def cup(rng: Rng, height: int, base: Floats | None = None) -> Floats:
    """A tea cup, white with a blue border, or plain."""
    colour, alpha, rows, columns = _blank(height, 1.25)
    top, bottom = columns * 0.49, columns * rng.uniform(0.20, 0.30)
    places = np.array(
        [(columns / 2 - top, rows * 0.10), (columns / 2 + top, rows * 0.10)]
        + [(columns / 2 + top - (top - bottom) * t**2.2, rows * (0.10 + 0.89 * t)) for t in np.linspace(0, 1, 20)]
        + [(columns / 2 - top + (top - bottom) * t**2.2, rows * (0.10 + 0.89 * t)) for t in np.linspace(1, 0, 20)]
    )
    cv2.fillPoly(alpha, [places.astype(np.int32)], 1.0)
    cv2.ellipse(alpha, (columns // 2, int(rows * 0.10)), (int(top), int(rows * 0.09)), 0, 0, 360, 1.0, -1)
    white = lab(rng.uniform(84, 93), rng.uniform(-2, 2), rng.uniform(-2, 5)) if base is None else base
    across = np.linspace(-1, 1, columns, dtype=np.float32)
    colour[:] = white * (1 - 0.35 * across[None, :, None] ** 2)
    if base is None and rng.random() < 0.7:
        ink = lab(35, 15, -45)
        for n in range(14):
            place = (int(columns * (n + 0.5) / 14), int(rows * (0.45 + 0.07 * np.sin(n * 1.7))))
            cv2.circle(colour, place, int(rows * 0.06), ink.tolist(), int(rows * 0.018))
        cv2.line(colour, (0, int(rows * 0.30)), (columns, int(rows * 0.30)), ink.tolist(), int(rows * 0.02))
    rim = np.zeros_like(alpha)
    cv2.ellipse(rim, (columns // 2, int(rows * 0.10)), (int(top * 0.92), int(rows * 0.07)), 0, 0, 360, 1.0, -1)
    colour *= 1 - 0.18 * rim[..., None]
    return _done(colour, alpha)


def pendant(rng: Rng, height: int, base: Floats | None = None) -> Floats:
    """A carved disc with a small hole."""
    colour, alpha, rows, columns = _blank(height, 1.0)
    middle = (columns // 2, rows // 2)
    cv2.circle(alpha, middle, int(rows * 0.49), 1.0, -1)
    cv2.circle(alpha, (columns // 2, int(rows * 0.14)), int(rows * 0.05), 0.0, -1)
    stone = lab(rng.uniform(35, 85), rng.uniform(-25, 45), rng.uniform(-5, 35)) if base is None else base
    colour = _marble(rng, rows, columns, stone, 0.07)
    for n in range(int(rng.integers(4, 8))):
        angle = n * 2.4
        place = (int(columns * (0.5 + 0.22 * np.cos(angle))), int(rows * (0.55 + 0.22 * np.sin(angle))))
        axes = (int(rows * 0.16), int(rows * 0.07))
        cv2.ellipse(colour, place, axes, angle * 57, 0, 300, (stone * 0.55).tolist(), max(1, int(rows * 0.014)))
        cv2.ellipse(colour, place, axes, angle * 57 + 9, 0, 300, (stone * 1.3).tolist(), max(1, int(rows * 0.008)))
    return _done(colour, alpha)


def box(rng: Rng, height: int, base: Floats | None = None) -> Floats:
    """A printed carton, turned a little."""
    colour, alpha, rows, columns = _blank(height, 1.3)
    card = lab(rng.uniform(30, 85), rng.uniform(-40, 55), rng.uniform(-45, 60)) if base is None else base
    colour[:] = card
    ink = card * 0.25 if card.mean() > 0.4 else 1 - (1 - card) * 0.25
    print_ = np.zeros(alpha.shape, np.uint8)
    for n in range(int(rng.integers(3, 6))):
        word = "".join(rng.choice(list("ABCDEFGHKLMNPRSTUVXYZ38"), 8))
        place = (int(columns * 0.16), int(rows * (0.25 + 0.13 * n)))
        cv2.putText(print_, word, place, cv2.FONT_HERSHEY_SIMPLEX, rows / 330, 255, max(1, rows // 90))
    colour += (ink - card) * (print_ / np.float32(255))[..., None]
    cv2.circle(colour, (int(columns * 0.78), int(rows * 0.70)), int(rows * 0.11), (1 - card).tolist(), -1)
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), rng.uniform(-14, 14), 1.0)
    cv2.rectangle(alpha, (int(columns * 0.1), int(rows * 0.12)), (int(columns * 0.9), int(rows * 0.88)), 1.0, -1)
    size = (columns, rows)
    return _done(cv2.warpAffine(colour, turn, size), cv2.warpAffine(alpha, turn, size))


def scarf(rng: Rng, height: int, base: Floats | None = None) -> Floats:
    """A striped cloth with a wavy edge."""
    _, alpha, rows, columns = _blank(height, 0.8)
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    sway = 0.04 * columns * np.sin(y / rows * 7 + rng.uniform(0, 6))
    alpha = ((x - sway > columns * 0.06) & (x - sway < columns * 0.94)).astype(np.float32)
    one = lab(rng.uniform(35, 80), rng.uniform(-40, 50), rng.uniform(-45, 50)) if base is None else base
    two = lab(rng.uniform(35, 90), rng.uniform(-40, 50), rng.uniform(-45, 50)) if base is None else base * 0.8
    stripes = (np.sin((x - sway) / columns * rng.uniform(18, 45)) > 0).astype(np.float32)[..., None]
    weave = 1 + 0.05 * noise(rng, rows, columns, 5)[..., None]
    return _done((one * stripes + two * (1 - stripes)) * weave, alpha)


def beads(rng: Rng, height: int, base: Floats | None = None) -> Floats:
    """A string of beads laid in a ring."""
    colour, alpha, rows, columns = _blank(height, 1.1)
    count = int(rng.integers(14, 24))
    reach = rows * 0.40
    size = int(reach * np.pi / count * 0.98)
    bead = lab(rng.uniform(30, 88), rng.uniform(-15, 45), rng.uniform(-5, 45)) if base is None else base
    for n in range(count):
        angle = 2 * np.pi * n / count
        place = (int(columns / 2 + 1.08 * reach * np.cos(angle)), int(rows / 2 + reach * np.sin(angle)))
        cv2.circle(alpha, place, size, 1.0, -1)
        tint = bead * rng.uniform(0.85, 1.15)
        for step in range(6):
            share = 1 - step / 6
            at = (place[0] - int(size * 0.25 * (1 - share)), place[1] - int(size * 0.25 * (1 - share)))
            cv2.circle(colour, at, int(size * share) + 2, (tint * (0.55 + 0.11 * step)).tolist(), -1)
        cv2.circle(colour, (place[0] - size // 3, place[1] - size // 3), max(1, size // 6), (0.95, 0.95, 0.95), -1)
    return _done(colour, alpha)


def vase(rng: Rng, height: int, base: Floats | None = None) -> Floats:
    """A tall vase with painted leaves."""
    colour, alpha, rows, columns = _blank(height, 0.6)
    t = np.linspace(0, 1, 60)
    half = columns * (0.24 + 0.24 * np.sin(np.clip(t * 1.25 - 0.12, 0, 1) * np.pi))
    side = np.stack([columns / 2 + half, rows * (0.01 + 0.98 * t)], 1)
    other = np.stack([columns / 2 - half, rows * (0.01 + 0.98 * t)], 1)[::-1]
    cv2.fillPoly(alpha, [np.concatenate([side, other]).astype(np.int32)], 1.0)
    glaze = lab(rng.uniform(55, 92), rng.uniform(-20, 10), rng.uniform(-20, 15)) if base is None else base
    across = np.linspace(-1, 1, columns, dtype=np.float32)
    colour[:] = glaze
    ink = glaze * 0.5
    for _ in range(26):
        place = (int(rng.uniform(0, columns)), int(rng.uniform(0, rows)))
        axes = (int(rows * 0.035), int(rows * 0.012))
        cv2.ellipse(colour, place, axes, rng.uniform(0, 180), 0, 360, ink.tolist(), -1)
    colour *= 1.05 - 0.45 * across[None, :, None] ** 2
    return _done(colour, alpha)


def phone(rng: Rng, height: int, base: Floats | None = None) -> Floats:
    """A dark slab with a lens and a sheen: hardly any texture."""
    colour, alpha, rows, columns = _blank(height, 0.52)
    cv2.rectangle(alpha, (6, 6), (columns - 6, rows - 6), 1.0, -1)
    body = lab(rng.uniform(12, 28), rng.uniform(-5, 5), rng.uniform(-12, 5)) if base is None else base
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    colour = body * (1 + 0.9 * np.exp(-(((x / columns + y / rows - 1.1) / 0.25) ** 2)))[..., None]
    for n in range(3):
        place = (int(columns * 0.24), int(rows * (0.10 + 0.09 * n)))
        cv2.circle(colour, place, int(columns * 0.10), (0.5, 0.5, 0.5), -1)
        cv2.circle(colour, place, int(columns * 0.07), (0.05, 0.05, 0.06), -1)
    return _done(colour, alpha)


def amber(rng: Rng, height: int, base: Floats | None = None) -> Floats:
    """A lump whose colour is that of skin: wood, amber, salmon jade."""
    _, alpha, rows, columns = _blank(height, 1.2)
    turn = np.linspace(0, 2 * np.pi, 80)
    reach = 0.44 + 0.05 * np.sin(turn * 3 + rng.uniform(0, 6))
    places = np.stack([columns * (0.5 + reach * np.cos(turn)), rows * (0.5 + reach * np.sin(turn))], 1)
    cv2.fillPoly(alpha, [places.astype(np.int32)], 1.0)
    stone = lab(rng.uniform(55, 70), rng.uniform(16, 26), rng.uniform(28, 45)) if base is None else base
    return _done(_marble(rng, rows, columns, stone, 0.16), alpha)


KINDS: dict[str, Callable[[Rng, int, Floats | None], Floats]] = {
    kind.__name__: kind for kind in (bangle, cup, pendant, box, scarf, beads, vase, phone, amber)
}


def hand(rng: Rng, reach_px: int, thick_px: int) -> Floats:
    """A forearm that comes from below, its fist at the top, `reach_px` long."""
    colour, alpha, rows, columns = _blank(max(16, reach_px), max(16, thick_px * 1.7) / max(16, reach_px))
    skin = lab(rng.uniform(45, 75), rng.uniform(12, 20), rng.uniform(16, 26))
    lean = rng.uniform(-0.1, 0.1) * columns
    arm = [(0.28, 0.22), (0.72, 0.22), (0.80, 1.0), (0.20, 1.0)]
    places = np.array([(columns * x + lean * y, rows * y) for x, y in arm])
    cv2.fillPoly(alpha, [places.astype(np.int32)], 1.0)
    knuckle = columns * 0.15
    for n in range(4):
        place = (int(columns * (0.20 + 0.20 * n)), int(max(knuckle, rows * 0.10)))
        cv2.ellipse(alpha, place, (int(knuckle), int(max(knuckle, rows * 0.10))), 0, 0, 360, 1.0, -1)
    cv2.ellipse(alpha, (columns // 2, int(rows * 0.2)), (int(columns * 0.38), int(rows * 0.12)), 0, 0, 360, 1.0, -1)
    across = np.linspace(-1, 1, columns, dtype=np.float32)
    colour = _marble(rng, rows, columns, skin, 0.03) * (1 - 0.25 * across[None, :, None] ** 2)
    return _done(colour, alpha)
