"""What stands beside the goods, and goods that hardly differ from a dark ground: drawn, 96 pixels wide and larger."""

from __future__ import annotations

import numpy as np
import pytest

from console.camera import goods
from console.camera.beside import nearer
from console.camera.cv import cv2

Spot = tuple[int, int, int, int]


def likely(*spots: Spot) -> np.ndarray:
    """A map of 54 x 96 with goods in these boxes (left, top, right, bottom)."""
    drawn = np.full((54, 96), 0.1, np.float32)
    for left, top, right, bottom in spots:
        drawn[top:bottom, left:right] = 0.9
    return drawn


@pytest.mark.parametrize(
    ("box", "spots", "taken"),
    [
        ((30, 8, 84, 48), [(30, 20, 42, 34), (70, 8, 84, 48)], (30, 20, 42, 34)),  # a lamp to the right
        ((4, 8, 66, 48), [(50, 20, 66, 40), (4, 8, 20, 48)], (50, 20, 66, 40)),  # a plant to the left
        ((20, 8, 76, 48), [(20, 8, 40, 48), (56, 8, 76, 48)], (20, 8, 76, 48)),  # a pair: as far from the middle
        ((40, 8, 84, 48), [(40, 8, 50, 48), (70, 8, 84, 48)], (40, 8, 84, 48)),  # both fit
        ((20, 8, 80, 48), [(20, 8, 80, 48)], (20, 8, 80, 48)),  # one thing, however wide
        ((30, 8, 84, 48), [(30, 8, 40, 48), (82, 8, 84, 10)], (30, 8, 84, 48)),  # a spot is nothing
    ],
)
def test_what_fits_into_no_crop_is_parted_where_there_is_a_gap(box: Spot, spots: list[Spot], taken: Spot) -> None:
    """The part nearer the middle is the goods; a pair, one wide thing and what fits stay whole."""
    assert tuple(nearer(np.array(box), likely(*spots))) == taken


@pytest.mark.parametrize("across", [0.5, 0.3])
def test_black_goods_before_black_are_found(across: float) -> None:
    """A black bag with a clasp on velvet: a dozen levels apart, and not only the clasp is taken."""
    rng = np.random.default_rng(2)
    picture = np.full((540, 960, 3), 15.0)
    x, y = int(across * 960), 300
    cv2.rectangle(picture, (x - 100, y - 90), (x + 100, y + 110), (29, 30, 31), -1)
    cv2.rectangle(picture, (x - 10, y - 10), (x + 10, y + 10), (70, 160, 190), -1)
    small = goods.look(np.clip(picture + rng.normal(0, 3, picture.shape), 0, 255).astype(np.uint8))
    left, top, right, bottom = goods.find(small).box
    assert (left, top, right, bottom) == pytest.approx(
        ((x - 100) / 960, (y - 90) / 540, (x + 100) / 960, (y + 110) / 540), abs=0.05
    )
