"""Scores, crops and JPEGs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.camera import focus, imaging
from console.camera.cv import cv2
from console.camera.errors import NoFrameYet
from console.camera.source import Jpeg
from console.facts import Crop

RNG = np.random.default_rng(4)


def test_blur_lowers_the_score() -> None:
    """The blurrier the picture, the lower its score."""
    sharp = RNG.integers(0, 255, (360, 640, 3), np.uint8)
    scores = [focus.sharpness(cv2.GaussianBlur(sharp, (0, 0), sigma)) for sigma in (0.5, 1, 2, 4)]
    assert scores == sorted(scores, reverse=True)


@settings(max_examples=60, deadline=None)
@given(x=st.integers(-50, 90), y=st.integers(-50, 90), w=st.integers(0, 120), h=st.integers(0, 120))
def test_a_part_lies_inside(x: int, y: int, w: int, h: int) -> None:
    """Whatever is asked for, a part is a view of the picture and has at least one pixel."""
    picture = np.zeros((60, 80, 3), np.uint8)
    part = imaging.part(picture, Crop(x, y, w, h))
    assert np.shares_memory(part, picture)
    assert min(part.shape[:2]) >= 1


@pytest.mark.parametrize("size", [(3840, 2160), (1080, 1920), (1, 1), (3, 2000)])
def test_noise_fits_two_megabytes(size: tuple[int, int]) -> None:
    """Even noise, which compresses worst, is written in at most 2 MB and keeps its aspect."""
    width, height = size
    data = imaging.encode(RNG.integers(0, 256, (height, width, 3), np.uint8))
    assert len(data) <= 2_000_000
    back = imaging.decode(Jpeg(np.frombuffer(data, np.uint8)))
    assert back.shape[1] / back.shape[0] == pytest.approx(width / height, rel=0.02)


def test_a_broken_jpeg_is_no_frame() -> None:
    """A broken picture from a camera is told as such."""
    with pytest.raises(NoFrameYet):
        imaging.decode(Jpeg(np.frombuffer(b"\xff\xd8\xffnonsense", np.uint8)))


def test_a_thumbnail_is_small() -> None:
    """Thumbnails are 160 x 160, from large and tiny squares alike."""
    assert imaging.thumbnail(np.zeros((720, 720, 3), np.uint8)).shape == (160, 160, 3)
    assert imaging.thumbnail(np.zeros((7, 7, 3), np.uint8)).shape == (160, 160, 3)


@pytest.mark.parametrize("shape", [(4, 6), (4, 6, 1), (4, 6, 4)])
def test_any_pixels_become_bgr(shape: tuple[int, ...]) -> None:
    """Grey, alpha and 16-bit pictures of odd devices become BGR bytes."""
    assert imaging.as_bgr(np.full(shape, 7, np.uint8)).shape == (4, 6, 3)
    assert imaging.as_bgr(np.full((4, 6), 65535, np.uint16)).max() == 255


def test_fitting_keeps_the_aspect() -> None:
    """A preview lies inside its place and touches it."""
    assert imaging.fit(1920, 1080, 960, 960) == (960, 540)
    assert imaging.fit(1080, 1920, 960, 540) == (304, 540)
    assert imaging.fit(1, 1, 50, 30) == (30, 30)
    assert imaging.fit(10_000, 1, 50, 30) == (50, 1)


@pytest.mark.parametrize(("size", "box"), [((1280, 720), (960, 540)), ((320, 180), (501, 281)), ((7, 5), (3, 2))])
@pytest.mark.parametrize("channels", [3, 4])
def test_the_screen_gets_the_same_picture_to_a_level(
    size: tuple[int, int], box: tuple[int, int], channels: int
) -> None:
    """The quick resize differs from the exact one by no more than anybody could see, and leaves nothing switched."""
    picture = RNG.integers(0, 256, (size[1], size[0], channels), np.uint8)
    into = np.empty((box[1], box[0], channels), np.uint8)
    imaging.interpolate(picture, into)
    exact = cv2.resize(picture, box, interpolation=cv2.INTER_LINEAR)
    assert np.abs(into.astype(int) - exact).max() <= 2
    assert not cv2.ipp.useIPP_NotExact()
