"""White and exposure: gently, from what stands behind, and not at all when in doubt."""

from __future__ import annotations

import numpy as np
import pytest

from console.camera import goods, light
from console.camera.cv import cv2
from console.camera.synthetic import draw

RNG = np.random.default_rng(11)
PATCHES = np.array(
    [
        (115, 82, 68), (194, 150, 130), (98, 122, 157), (87, 108, 67), (133, 128, 177), (103, 189, 170),
        (214, 126, 44), (80, 91, 166), (193, 90, 99), (94, 60, 108), (157, 188, 64), (224, 163, 46),
        (56, 61, 150), (70, 148, 73), (175, 54, 60), (231, 199, 31), (187, 86, 149), (8, 133, 161),
        (243, 243, 242), (200, 200, 200), (160, 160, 160), (122, 122, 121), (85, 85, 85), (52, 52, 52),
    ]
)  # fmt: skip
"""Red, green, blue of the 24 patches of a colour chart in daylight."""
PITCH, EDGE, LEFT, TOP = 62, 52, 295, 150
GREYS = {"grey": (128, 128, 128), "light": (190, 190, 190), "white": (235, 235, 235), "dark": (80, 80, 80)}
COLOURED = {
    "red cloth": (40, 40, 170), "green cloth": (60, 110, 60), "wood": (90, 130, 170), "beige": (170, 195, 210),
    "cream": (200, 225, 235), "pink": (215, 205, 240), "sky": (240, 220, 190), "mint": (215, 235, 205),
}  # fmt: skip
CASTS = [(0.8, 1, 1.2), (0.9, 1, 1.1), (1.2, 1, 0.85), (1.1, 1, 0.93), (0.7, 1, 1.35), (1, 1.1, 1), (1.4, 1, 0.75)]


def chart(behind: tuple[int, int, int], cast: tuple[float, float, float] = (1, 1, 1)) -> tuple[np.ndarray, np.ndarray]:
    """A colour chart in front of a wall, as filmed under light of a colour, and as it is."""
    truth = np.empty((540, 960, 3))
    truth[:] = behind
    for n, patch in enumerate(PATCHES):
        row, column = divmod(n, 6)
        top, left = TOP + row * PITCH, LEFT + column * PITCH
        truth[top : top + EDGE, left : left + EDGE] = patch[::-1]
    filmed = 255 * np.clip((truth / 255) ** 2.2 * cast, 0, 1) ** (1 / 2.2) + RNG.normal(0, 2, truth.shape)
    return np.clip(filmed, 0, 255).astype(np.uint8), truth


def wrong(picture: np.ndarray, truth: np.ndarray) -> float:
    """Mean distance of the patches from their colours, in Lab."""
    distance = []
    one, other = (cv2.cvtColor((each / 255).astype(np.float32), cv2.COLOR_BGR2LAB) for each in (picture, truth))
    for n in range(24):
        top, left = TOP + n // 6 * PITCH, LEFT + n % 6 * PITCH
        part = slice(top + 8, top + EDGE - 8), slice(left + 8, left + EDGE - 8)
        distance.append(np.linalg.norm(one[part].mean(axis=(0, 1)) - other[part].mean(axis=(0, 1))))
    return float(np.mean(distance))


def corrected(picture: np.ndarray) -> tuple[np.ndarray, light.Gains]:
    """What the console makes of it."""
    small = goods.look(picture)
    gains = light.gains(small, goods.find(small))
    return light.corrected(picture, gains), gains


@pytest.mark.parametrize("behind", GREYS)
@pytest.mark.parametrize("cast", CASTS)
def test_a_cast_is_never_made_worse(behind: str, cast: tuple[float, float, float]) -> None:
    """In front of grey, the chart's colours are at most as wrong as before, and gains stay within their bounds."""
    filmed, truth = chart(GREYS[behind], cast)
    mended, gains = corrected(filmed)
    assert wrong(mended, truth) <= wrong(filmed, truth)
    assert all(1 / light.MOST_GAIN - 1e-3 <= gain <= light.LAMP_GAIN + 1e-3 for gain in gains)
    assert max(gains[1:]) <= light.MOST_GAIN + 1e-3, "blue alone may need more, under a lamp"


@pytest.mark.parametrize("cast", [(0.9, 1, 1.1), (1.1, 1, 0.93), (1.2, 1, 0.85)])
def test_a_slight_cast_on_a_grey_wall_is_mostly_taken_out(cast: tuple[float, float, float]) -> None:
    """Lamps a little too warm or too cold: the error falls by a third at least."""
    filmed, truth = chart(GREYS["grey"], cast)
    mended, _ = corrected(filmed)
    assert wrong(mended, truth) < 0.67 * wrong(filmed, truth)


@pytest.mark.parametrize("behind", [*COLOURED, *GREYS])
def test_colours_that_are_true_stay(behind: str) -> None:
    """A red cloth is red, a cream wall is cream, a grey one is grey: nothing is done in good light."""
    filmed, _ = chart({**COLOURED, **GREYS}[behind])
    mended, gains = corrected(filmed)
    assert gains == light.AS_IT_IS
    assert mended is filmed


@pytest.mark.parametrize("light_of_it", [55, 85])
@pytest.mark.parametrize(("cast", "least", "most"), [(5, 0.25, 0.75), (-9, 0.1, 0.5), (9, 0.1, 0.5), (14, -0.05, 0.1)])
def test_where_nothing_is_white_a_stronger_cast_is_believed_less(
    cast: float, least: float, most: float, light_of_it: float
) -> None:
    """Plain goods before a plain wall, dim or bright: a slight cast is taken out, a strong one may be paint."""
    tint = cv2.cvtColor(np.array([[[light_of_it, 0, cast]]], np.float32), cv2.COLOR_LAB2BGR)[0, 0] * 255
    picture = np.full((540, 960, 3), tint) + RNG.normal(0, 1, (540, 960, 3))
    picture[150:400, 380:580] = (60, 50, 130)
    mended, _ = corrected(np.clip(picture, 0, 255).astype(np.uint8))
    was, now = (
        picture[:100].mean(axis=(0, 1)) / picture[:100].mean(),
        mended[:100].mean(axis=(0, 1)) / mended[:100].mean(),
    )
    assert least <= 1 - (now[0] - now[2]) / (was[0] - was[2]) <= most


def cast_of(picture: np.ndarray) -> float:
    """How far the wall above the goods is from grey, in Lab."""
    wall = picture[:100].mean(axis=(0, 1), dtype=np.float32)[None, None] / 255
    return float(np.hypot(*cv2.cvtColor(wall, cv2.COLOR_BGR2LAB)[0, 0, 1:]))


@pytest.mark.parametrize(
    ("wall", "paper", "left"),
    [
        ((139, 200, 228), False, 0.3),  # a white wall under a lamp: as bright as paper, and smooth
        ((150, 206, 232), True, 0.3),  # with white on the goods, which is as yellow
        ((104, 163, 202), True, 0.3),
        ((104, 163, 202), False, 0.7),  # it may be paint: less is done
        ((150, 190, 210), False, 1.0),  # cream
    ],
)
def test_the_yellow_of_a_lamp_is_taken_out_as_far_as_it_is_proved(
    wall: tuple[int, int, int], paper: bool, left: float
) -> None:
    """White that has the tint of the wall proves it; true white beside a yellow wall proves paint; so may wood be."""
    picture = np.full((540, 960, 3), wall, float)
    picture[150:400, 380:580] = (40, 45, 120)
    if paper:
        picture[200:350, 420:540] = np.array(wall) * 0.8
    painted, wood = picture.copy(), picture.copy()
    painted[200:350, 420:540] = 225
    wood *= 1 + 0.08 * np.sin(np.arange(540) / 9)[:, None, None]
    if not paper:
        assert len(set(corrected(np.clip(wood, 0, 255).astype(np.uint8))[1])) == 1, "its colour stays"
    assert len(set(corrected(painted.astype(np.uint8))[1])) == 1
    assert cast_of(corrected(picture.astype(np.uint8))[0]) <= left * cast_of(picture) + 0.1


def test_a_dim_picture_is_brightened_within_bounds() -> None:
    """Where nothing is bright and the goods are dim, light is added; a bright picture is left alone."""
    filmed, _ = chart(GREYS["grey"])
    dim = (filmed * 0.55).astype(np.uint8)
    mended, gains = corrected(dim)
    assert dim.mean() < mended.mean() <= dim.mean() * light.MOST_GAIN + 1
    assert max(gains) <= light.MOST_GAIN


def test_white_stays_white_and_nothing_overflows() -> None:
    """The brightest places are not burnt out by the correction, and order is kept from dark to bright."""
    ramp = np.arange(256, dtype=np.uint8).reshape(1, 256, 1).repeat(3, axis=2)
    for gain in (0.8, 1.25):
        after = light.corrected(ramp, (gain, gain, gain))[0, :, 0].astype(int)
        assert after[0] == 0
        assert after[255] == 255
        assert (np.diff(after) >= 0).all()


@pytest.mark.parametrize("time_s", [3.0, 15.7, 23.0, 43.0, 63.0])
def test_the_drawn_studio_is_left_as_it_is(time_s: float) -> None:
    """Warm walls and wood are no cast, and what a lamp's glint on jade says changes no colour at one moment alone."""
    assert corrected(draw(time_s))[1] == light.AS_IT_IS
