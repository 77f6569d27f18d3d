"""The studio that is not there."""

from __future__ import annotations

import time

import numpy as np

from console.camera import focus, imaging, synthetic
from console.camera.synthetic import EACH_S, Synthetic, draw


def test_the_same_time_gives_the_same_picture() -> None:
    """The scene depends on its time and nothing else, also when drawn out of order and into a used array."""
    used = np.full((720, 1280, 3), 200, np.uint8)
    first = draw(3.5)
    draw(9.0)
    assert np.array_equal(first, draw(3.5, used))


def test_reading_follows_the_clock_of_the_scene() -> None:
    """The n-th picture read is the picture of n/30 seconds."""
    source = Synthetic()
    source.open()
    pictures = [source.read() for _ in range(4)]
    assert source.position_s == 3 / 30
    assert np.array_equal(pictures[3], draw(3 / 30))
    assert not np.array_equal(pictures[0], pictures[3])


def test_the_goods_change() -> None:
    """After twenty seconds another thing stands there."""
    here, there = draw(EACH_S / 2).astype(int), draw(EACH_S * 1.5).astype(int)
    assert np.abs(here - there)[200:520, 460:820].mean() > 10


def test_it_gives_usable_photos() -> None:
    """The goods are sharp, neither too dark nor burnt out, and the square crop is large."""
    picture = draw(6.0)
    square = imaging.square(picture, imaging.centre_of_interest(picture))
    assert min(square.shape[:2]) >= 480
    assert 70 < square.mean() < 200
    assert (square > 250).all(axis=2).mean() < 0.05
    assert focus.sharpness(picture) > 30


def test_a_frame_is_cheap() -> None:
    """Once the goods are drawn, a frame costs a few milliseconds of processor time (loose bound)."""
    picture = draw(1.0)
    began = time.process_time()
    for index in range(30):
        synthetic.draw(1.0 + index / 30, picture)
    assert (time.process_time() - began) / 30 < 0.012
