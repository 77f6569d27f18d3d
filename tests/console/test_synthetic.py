"""The studio that is not there."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import TypeVar

import numpy as np
import pytest

from console.camera import focus, framing, imaging, synthetic
from console.camera.goods import find, look
from console.camera.scene import bake, goods, stage
from console.camera.synthetic import EACH_S, Synthetic, draw
from tests.waiting import slowness

T = TypeVar("T")


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
    found = find(look(picture))
    square = imaging.part(picture, framing.crops((1280, 720), found.box, found.sure).square)
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
    assert (time.process_time() - began) / 30 < 0.012 * slowness()


@pytest.mark.parametrize("good", [goods.bangle(), goods.pendant()], ids=lambda good: good.name)
def test_looking_once_for_four_pixels_is_not_seen(good: goods.Good) -> None:
    """What is interpolated where a good is smooth is what looking at each pixel would have shown."""
    everything = bake._together(good)
    coarse = bake._enlarged(good, _at_once(bake._looked(good, everything, stage.rays(*good.box, step=2), 20_000)))
    edges = bake._edges(coarse)
    left, top, width, height = good.box
    assert 0 < edges.size < 0.15 * width * height
    smooth = np.setdiff1d(np.arange(width * height), edges)
    some = np.random.default_rng(4).choice(smooth, 4_000, replace=False)
    exact = bake._look(good, everything, stage.rays_of(left, top, width, some))
    for whole, single in zip(bake._layers(coarse)[:-1], bake._layers(exact)[:-1], strict=True):
        off = np.abs(whole.reshape(-1, *whole.shape[2:])[some] - single)
        assert off.mean() < 1 / 255
        assert np.quantile(off, 0.999) < 0.1


def test_work_beside_a_show_is_in_small_pieces() -> None:
    """Between two frames a piece of the good to come is drawn, never so much that frames are late (loose bound)."""
    took = []
    work = bake.bake(goods.vase(), bake.SMALL_RAYS)
    stage.empty_set()
    done = None
    while done is None:
        began = time.thread_time()
        done = next(work)
        took.append(time.thread_time() - began)
    assert done.surface.any()
    slow = slowness()
    assert np.median(took) < 0.02 * slow
    assert max(took) < 0.1 * slow


def _at_once(work: Generator[None, None, T]) -> T:
    while True:
        try:
            next(work)
        except StopIteration as over:
            value: T = over.value
            return value
