"""Blur, glare, darkness and goods cut off are told; good photos raise no alarm."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from console.camera import flaws, focus, framing, goods
from console.camera.cv import cv2
from console.camera.goods import Goods
from console.camera.source import Frame
from console.camera.synthetic import draw
from console.facts import Flaw
from console.snap.choosing import choose
from console.snap.photos import develop
from tests.snapping import bursts


def wrong_with(pixels: np.ndarray, where: Goods | None = None) -> tuple[Flaw, ...]:
    """What is said of one picture, the goods found by its looks or known."""
    small = goods.look(pixels)
    found = where or goods.find(small)
    crop = framing.crops((pixels.shape[1], pixels.shape[0]), found.box, found.sure).square
    return flaws.flaws(pixels, small, found, focus.detail(focus.small_grey(pixels)), crop)


def studio(time_s: float = 3.0) -> tuple[np.ndarray, Goods]:
    """A picture of the drawn studio, and the goods in it."""
    picture = draw(time_s)
    return picture, goods.find(goods.look(picture))


@pytest.mark.parametrize("time_s", np.arange(1.5, 79, 6.2).round(1).tolist())
def test_the_drawn_studio_raises_no_alarm(time_s: float) -> None:
    """Polished jade shines and porcelain is white; neither is a flaw, nor is a string that leaves the picture."""
    burst = []
    for n in range(8):
        picture = draw(time_s - 0.7 + n / 10)
        detail = focus.detail(focus.small_grey(picture))
        burst.append(Frame(picture, n / 10, n, detail.mean(), detail))
    assert develop(choose(burst)[0]).flaws == ()


@pytest.mark.parametrize("good", ["box", "cup", "vase", "scarf", "beads", "pendant"])
def test_sharp_goods_are_not_called_blurred(good: str) -> None:
    """Neither by grain nor by a soft wall behind them."""
    plan = bursts.plan(
        7, good=good, behind="table", focus="still", motion="none", share=0.48, light="steady", noise=3.0
    )
    film = bursts.film(dataclasses.replace(plan, hand=False, like=False, pair=""), count=6)
    assert Flaw.BLUR not in develop(choose(film.frames)[0]).flaws


@pytest.mark.parametrize("good", ["box", "cup", "vase", "scarf", "beads", "pendant"])
def test_blur_throughout_is_told(good: str) -> None:
    """A burst in which the goods are never sharp gives a photo with a warning."""
    plan = bursts.plan(7, good=good, behind="plain", focus="soft", motion="none", share=0.48, light="steady", noise=1.5)
    film = bursts.film(dataclasses.replace(plan, hand=False, like=False, pair="", at=(0.5, 0.5)), count=12)
    assert min(film.blur) > 3
    assert Flaw.BLUR in develop(choose(film.frames)[0]).flaws


def test_motion_along_one_way_is_told() -> None:
    """Goods that were moved sideways are blurred, although level edges stay sharp."""
    picture, found = studio(63.0)
    assert wrong_with(cv2.blur(picture, (17, 1)), found) == (Flaw.BLUR,)


@pytest.mark.parametrize("soft", [True, False])
def test_a_lamp_mirrored_on_the_goods_is_glare(soft: bool) -> None:
    """A burnt-out spot on the goods, with or without a halo."""
    plan = bursts.plan(
        3, good="box", behind="cloth", focus="still", motion="none", share=0.5, light="steady", noise=1.5
    )
    film = bursts.film(dataclasses.replace(plan, hand=False, like=False, pair="", at=(0.5, 0.5)), count=4)
    picture = film.frames[0].pixels.copy()
    x, y, w, h = film.boxes[0]
    middle = (x + w // 2, y + h // 2)
    assert wrong_with(picture) == ()
    if soft:
        down, across = np.mgrid[: picture.shape[0], : picture.shape[1]]
        lamp = 500 * np.exp(-((across - middle[0]) ** 2 + (down - middle[1]) ** 2) / (2 * (0.1 * h) ** 2))
        picture = np.clip(picture + lamp[..., None], 0, 255).astype(np.uint8)
    else:
        cv2.ellipse(picture, middle, (h // 6, h // 10), 30, 0, 360, (255, 255, 255), -1, cv2.LINE_AA)
    assert Flaw.GLARE in wrong_with(picture)


def test_white_print_is_no_glare() -> None:
    """Letters and frames of white are not spots: they are thin."""
    picture, found = studio()
    x0, y0, x1, y1 = (round(side * n) for side, n in zip(found.box, (1280, 720) * 2, strict=True))
    cv2.rectangle(picture, (x0 + 30, y0 + 30), (x1 - 30, y1 - 30), (255, 255, 255), 6)
    assert Flaw.GLARE not in wrong_with(picture, found)


def test_dark_and_burnt_out_pictures_are_told() -> None:
    """Too little light on everything, or too much on the goods."""
    picture, found = studio()
    dark = (picture * 0.12).astype(np.uint8)
    bright = np.clip(picture.astype(int) + 190, 0, 255).astype(np.uint8)
    assert Flaw.DARK in wrong_with(dark, found)
    assert Flaw.OVEREXPOSED in wrong_with(bright, found)


def test_dark_goods_in_good_light_are_fine() -> None:
    """A black phone before a light wall is black."""
    plan = bursts.plan(
        5, good="phone", behind="sweep", focus="still", motion="none", share=0.6, light="steady", noise=1.5
    )
    film = bursts.film(dataclasses.replace(plan, hand=False, like=False, pair=""), count=4)
    assert Flaw.DARK not in wrong_with(film.frames[0].pixels)


def test_goods_over_the_border_are_told() -> None:
    """Half of them outside: the anchor should step back."""
    plan = bursts.plan(9, good="scarf", behind="plain", focus="still", motion="none", share=0.7, light="steady")
    film = bursts.film(dataclasses.replace(plan, hand=False, like=False, pair="", at=(0.86, 0.5), cut=True), count=4)
    assert Flaw.CUT in develop(choose(film.frames)[0]).flaws


def test_nothing_to_see_is_told_and_nothing_is_cut_off() -> None:
    """An empty wall: the middle is taken as large as it is."""
    wall = np.full((720, 1280, 3), (150, 160, 170), np.uint8) + np.random.default_rng(2).integers(
        0, 4, (720, 1280, 3), np.uint8
    )
    small = goods.look(wall)
    found = goods.find(small)
    assert wrong_with(wall) == (Flaw.NO_GOODS,)
    assert framing.crops((1280, 720), found.box, found.sure).square.w == 720


@pytest.mark.parametrize("size", [(1, 1), (5, 700), (40, 30), (3000, 20)])
def test_pictures_of_odd_sizes_are_looked_at(size: tuple[int, int]) -> None:
    """Whatever a source delivers, nothing fails."""
    wrong_with(np.random.default_rng(1).integers(0, 255, (size[1], size[0], 3), np.uint8))
