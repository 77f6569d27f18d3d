"""The goods on white: their outline, what is seen through them, and what stays theirs."""

from __future__ import annotations

import numpy as np
import pytest

from console.camera import cutout, goods
from console.camera.cv import cv2
from console.camera.synthetic import draw

SIZE = (640, 360)


def lit_wall() -> np.ndarray:
    """A cream wall, brighter to the right, with grain."""
    wall = np.tile(np.linspace(0.8, 1.1, SIZE[0]), (SIZE[1], 1))[..., None] * np.array((140, 165, 185))
    grain = np.random.default_rng(2).normal(0, 2, wall.shape)
    return np.clip(wall + grain, 0, 255).astype(np.uint8)


def covered(picture: np.ndarray) -> np.ndarray:
    """How much of each pixel is the goods."""
    return cutout.cover(picture, goods.find(goods.look(picture)))


def test_what_is_seen_through_a_bangle_is_no_goods() -> None:
    """The ring stays, its hole becomes white, though a light patch on the wall lies in it."""
    picture = lit_wall()
    cv2.circle(picture, (320, 180), 100, (90, 160, 70), 30)
    there = covered(picture)
    assert there[180, 320] < 0.1
    assert there[130:230, 270:370].mean() < 0.1
    assert there[180, 220] > 0.9
    assert there[80, 320] > 0.9


@pytest.mark.parametrize("wall", [190, 205])
def test_goods_nearly_of_the_walls_colour_are_not_seen_through(wall: int) -> None:
    """A white box before a grey wall reaches to its own outline and stays whole."""
    picture = np.full((SIZE[1], SIZE[0], 3), wall, np.uint8)
    cv2.rectangle(picture, (240, 90), (400, 270), (242, 242, 242), -1)
    cv2.rectangle(picture, (240, 140), (400, 156), (120, 60, 30), -1)
    picture = cv2.add(picture, np.random.default_rng(1).integers(0, 4, picture.shape, np.uint8))
    there = covered(picture)
    assert there[100:260, 250:390].mean() > 0.9
    assert there[:60].mean() < 0.02


def test_the_saucer_beyond_the_box_is_goods_too() -> None:
    """What the goods were found in is a little narrow; their outline is looked for around it as well."""
    picture = draw(20.0)
    found = goods.find(goods.look(picture))
    there = cutout.cover(picture, found)
    beyond = there[:, round(found.box.right * there.shape[1]) + 4 :]
    assert (beyond > 0.5).sum() > 0.002 * there.size


def test_it_can_be_given_up_at_each_step() -> None:
    """Who answers False is believed at once."""
    picture = draw(20.0)
    shares: list[float] = []

    def progress(share: float) -> bool:
        shares.append(share)
        return share < 0.3

    with pytest.raises(cutout.Stopped):
        cutout.cover(picture, goods.find(goods.look(picture)), progress)
    assert shares == pytest.approx([0.0, 0.2, 0.4])


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (9, 700), (4000, 8)])
def test_pictures_of_any_size_are_covered(size: tuple[int, int]) -> None:
    """Tiny and thin ones too: no error, the same size, between 0 and 1."""
    picture = np.random.default_rng(4).integers(0, 255, (size[1], size[0], 3), np.uint8)
    there = covered(picture)
    assert there.shape == picture.shape[:2]
    assert 0 <= there.min() <= there.max() <= 1
