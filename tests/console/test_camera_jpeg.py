"""The size of a JPEG from its head: of real pictures, of pieces of them, and of nonsense."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.camera import jpeg
from console.camera.cv import cv2
from tests.waiting import slowness


def encoded(width: int, height: int, *options: int) -> np.ndarray:
    """A picture of that size, compressed."""
    return cv2.imencode(".jpg", np.full((height, width, 3), 90, np.uint8), options)[1].reshape(-1)


@pytest.mark.parametrize("size", [(1, 1), (640, 480), (720, 1280), (7680, 4320), (65500, 2)])
@pytest.mark.parametrize("progressive", [0, 1])
def test_the_size_is_what_was_encoded(size: tuple[int, int], progressive: int) -> None:
    """Width first; of baseline and of progressive pictures."""
    assert jpeg.size(encoded(*size, cv2.IMWRITE_JPEG_PROGRESSIVE, progressive)) == size


def test_what_stands_before_the_frame_is_passed_over() -> None:
    """Comments, a small picture inside the metadata, and filling bytes."""
    inner = encoded(16, 16).tobytes()
    metadata = b"\xff\xe1" + (len(inner) + 2).to_bytes(2, "big") + inner
    whole = encoded(320, 200).tobytes()
    assert jpeg.size(np.frombuffer(whole[:2] + metadata + b"\xff\xff\xff" + whole[2:], np.uint8)) == (320, 200)


@given(st.binary(max_size=200), st.integers(0, 2000))
def test_pieces_and_nonsense_have_no_size(nonsense: bytes, cut: int) -> None:
    """Whatever comes over the line, it is None or a size, and never an error."""
    whole = encoded(320, 200).tobytes()
    for data in (nonsense, b"\xff\xd8" + nonsense, whole[: cut % len(whole)]):
        assert jpeg.size(np.frombuffer(data, np.uint8)) in (None, (320, 200)) or data.startswith(b"\xff\xd8")


def test_it_is_cheap() -> None:
    """Much less than decoding; the best of many, because this machine is shared."""
    data, best = encoded(1920, 1080), 1.0
    for _ in range(50):
        began = time.thread_time()
        jpeg.size(data)
        best = min(best, time.thread_time() - began)
    assert best < 0.0002 * slowness()
