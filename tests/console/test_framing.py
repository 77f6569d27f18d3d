"""From a box round the goods to the pictures of a listing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.camera import framing
from console.camera.goods import Box

SHARES = st.floats(0, 1)
ASPECTS = st.sampled_from([framing.SQUARE, framing.PORTRAIT])


@settings(max_examples=150, deadline=None)
@given(
    size=st.tuples(st.integers(1, 8000), st.integers(1, 8000)),
    x=st.tuples(SHARES, SHARES),
    y=st.tuples(SHARES, SHARES),
    sure=SHARES,
    aspect=ASPECTS,
)
def test_a_crop_lies_inside(
    size: tuple[int, int], x: tuple[float, float], y: tuple[float, float], sure: float, aspect: float
) -> None:
    """Whatever the photo and the box, nothing is padded, and the aspect is right to a pixel."""
    crop = framing.crop(size, aspect, Box(min(x), min(y), max(x), max(y)), sure)
    assert crop.x >= 0
    assert crop.y >= 0
    assert crop.x + crop.w <= size[0]
    assert crop.y + crop.h <= size[1]
    assert crop.w >= 1
    assert crop.h >= 1
    assert abs(crop.w - crop.h * aspect) <= 1 or min(crop.w, crop.h) == 1


@settings(max_examples=150, deadline=None)
@given(x=st.floats(0.0, 0.8), y=st.floats(0.0, 0.6), w=st.floats(0.1, 0.4), h=st.floats(0.1, 0.75), aspect=ASPECTS)
def test_the_whole_goods_are_inside_where_they_fit(x: float, y: float, w: float, h: float, aspect: float) -> None:
    """Goods that fit are whole in the crop; away from the photo's border they have a margin on every side."""
    box = Box(x, y, min(1.0, x + w), min(1.0, y + h))
    crop = framing.crop((1920, 1080), aspect, box)
    left, top, right, bottom = box.left * 1920, box.top * 1080, box.right * 1920, box.bottom * 1080
    if right - left > crop.w - 2 or bottom - top > crop.h - 2:
        assert crop.h == 1080  # it cannot be any larger
        return
    assert crop.x <= left + 1
    assert crop.y <= top + 1
    assert crop.x + crop.w >= right - 1
    assert crop.y + crop.h >= bottom - 1
    largest = crop.h == 1080
    for room, side, at_border in (
        (left - crop.x, crop.w, crop.x == 0),
        (crop.x + crop.w - right, crop.w, crop.x + crop.w == 1920),
        (top - crop.y, crop.h, crop.y == 0),
        (crop.y + crop.h - bottom, crop.h, crop.y + crop.h == 1080),
    ):
        assert at_border or largest or room >= 0.08 * side


def test_a_doubtful_find_leaves_the_crop_wide() -> None:
    """Whoever is not sure where the goods are does not cut anything off, but looks that way."""
    small = Box(0.6, 0.4, 0.7, 0.6)
    sure, doubtful = (framing.crop((1920, 1080), 1.0, small, sure) for sure in (0.9, 0.2))
    assert sure.w < 600
    assert doubtful.w == 1080
    assert doubtful.x + doubtful.w / 2 > 1920 / 2


@pytest.mark.parametrize("size", [(640, 360), (1920, 1080), (3840, 2160)])
def test_small_goods_are_not_blown_up(size: tuple[int, int]) -> None:
    """However small the goods, a listing's picture keeps 480 pixels a side, where the photo has them."""
    crop = framing.crop(size, 1.0, Box(0.49, 0.49, 0.51, 0.51))
    assert crop.w >= min(480, *size)


def test_a_crop_is_placed_round_a_point_and_stays_inside() -> None:
    """What a hand moves beyond the border stops there; what it enlarges stops at the photo's size."""
    assert framing.placed((1000, 500), 1.0, 200, 0.0, 0.5) == framing.Crop(0, 150, 200, 200)
    assert framing.placed((1000, 500), 1.0, 9000, 0.9, 0.9) == framing.Crop(500, 0, 500, 500)
    assert framing.placed((1000, 500), 0.75, 300, 0.5, 0.5) == framing.Crop(350, 50, 300, 400)


SIZES = st.tuples(st.integers(40, 8000), st.integers(40, 8000))


@settings(max_examples=200, deadline=None)
@given(
    size=SIZES,
    at=st.tuples(SHARES, SHARES),
    width=st.floats(0.1, 1),
    aspect=ASPECTS,
    by=st.tuples(st.floats(-9000, 9000), st.floats(-9000, 9000)),
    factor=st.floats(0.1, 9),
    corner=st.tuples(st.booleans(), st.booleans()),
)
def test_a_crop_by_hand_stays_inside_and_keeps_its_shape(
    size: tuple[int, int],
    at: tuple[float, float],
    width: float,
    aspect: float,
    by: tuple[float, float],
    factor: float,
    corner: framing.Corner,
) -> None:
    """Whatever the hand does: moved, it keeps its size; sized or drawn by a corner, it can still be cut."""
    largest = min(size[0], size[1] * aspect)
    crop = framing.placed(size, aspect, width * largest, *at)
    moved = framing.moved(size, crop, *by)
    assert (moved.w, moved.h) == (crop.w, crop.h)
    fixed = crop.x if corner[0] else crop.x + crop.w, crop.y if corner[1] else crop.y + crop.h
    drawn = framing.spanned(size, aspect, fixed, corner, by)
    for made in (moved, framing.sized(size, aspect, crop, factor), drawn):
        assert made.x >= 0
        assert made.y >= 0
        assert made.x + made.w <= size[0]
        assert made.y + made.h <= size[1]
        assert abs(made.w - made.h * aspect) <= 2
        assert made.w >= largest * framing.BY_HAND - 1


def test_a_corner_is_drawn_while_the_other_stays() -> None:
    """The frame follows the farther of both directions and never turns over."""
    size = (1000, 800)
    assert framing.spanned(size, 1.0, (100, 100), (True, True), (400, 200)) == framing.Crop(100, 100, 300, 300)
    assert framing.spanned(size, 1.0, (400, 400), (False, False), (100, 350)) == framing.Crop(100, 100, 300, 300)
    assert framing.spanned(size, 1.0, (400, 400), (False, False), (900, 900)).w == round(800 / 12)
    assert framing.spanned(size, 0.75, (100, 100), (True, True), (9000, 9000)) == framing.Crop(100, 100, 525, 700)
