"""Scores, crops and JPEGs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.camera import focus, imaging
from console.camera.cv import cv2
from console.camera.source import Jpeg
from console.errors import NoFrameYet

RNG = np.random.default_rng(4)


def scene(width: int, height: int, at: tuple[float, float] = (0.5, 0.5)) -> np.ndarray:
    """A plain wall with a bright, detailed disc at `at` (shares)."""
    picture = np.full((height, width, 3), 150, np.uint8)
    middle, radius = (int(at[0] * width), int(at[1] * height)), height // 5
    cv2.circle(picture, middle, radius, (60, 180, 60), -1)
    for step in range(1, 6):
        cv2.circle(picture, middle, radius * step // 6, (20, 90, 20), 2)
    return picture


def test_blur_lowers_the_score() -> None:
    """The blurrier the picture, the lower its score."""
    sharp = RNG.integers(0, 255, (360, 640, 3), np.uint8)
    scores = [focus.sharpness(cv2.GaussianBlur(sharp, (0, 0), sigma)) for sigma in (0.5, 1, 2, 4)]
    assert scores == sorted(scores, reverse=True)


@settings(max_examples=60, deadline=None)
@given(
    width=st.integers(1, 90),
    height=st.integers(1, 90),
    x=st.floats(-1, 2),
    y=st.floats(-1, 2),
    aspect=st.sampled_from([1.0, 0.75]),
)
def test_a_crop_lies_inside(width: int, height: int, x: float, y: float, aspect: float) -> None:
    """Whatever the size and the wished centre, a crop is a view of the picture and has the aspect to a pixel."""
    picture = np.zeros((height, width, 3), np.uint8)
    part = imaging.crop(picture, aspect, (x, y))
    assert np.shares_memory(part, picture)
    assert 1 <= part.shape[0] <= height
    assert 1 <= part.shape[1] <= width
    assert abs(part.shape[1] - part.shape[0] * aspect) <= 1
    assert part.shape[0] >= height - 1 or part.shape[1] >= width - 1


def test_a_crop_follows_the_goods() -> None:
    """Goods off the middle pull the crop with them, and stay inside it."""
    left = imaging.centre_of_interest(scene(1280, 720, (0.32, 0.5)))
    right = imaging.centre_of_interest(scene(1280, 720, (0.68, 0.5)))
    assert left[0] < 0.45
    assert right[0] > 0.55
    square = imaging.square(scene(1280, 720, (0.32, 0.5)), left)
    assert square.shape == (720, 720, 3)
    assert (square == (60, 180, 60)).all(axis=2).sum() > 0.6 * np.pi * 144**2


def test_a_plain_picture_is_cropped_in_the_middle() -> None:
    """Where nothing stands out, the middle is kept."""
    assert imaging.centre_of_interest(np.full((720, 1280, 3), 90, np.uint8)) == pytest.approx((0.5, 0.5), abs=0.02)


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
    assert imaging.thumbnail(scene(720, 720)).shape == (160, 160, 3)
    assert imaging.thumbnail(scene(7, 7)).shape == (160, 160, 3)


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
