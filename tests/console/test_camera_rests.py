"""How much nothing new in a picture proves: numbers as `impression` gives them, thirty frames a second."""

from __future__ import annotations

import numpy as np
import pytest

from console.camera import focus
from console.camera.impression import Impressions
from console.camera.rests import Rests
from console.camera.watchdog import FROZEN_AFTER_S

FPS = 30
HEVC, H264 = "hevc", "h264"


def after(codec: str, shown: str) -> tuple[Rests, float]:
    """Rests of a source whose tenths of a second showed something new (+) or nothing (.), and when they ended."""
    rests, at = Rests(codec), 0.0
    for tenth in shown:
        for _ in range(FPS // 10):
            at += 1 / FPS
            rests.add(at, 1 / FPS, new=tenth == "+")
    return rests, at


@pytest.mark.parametrize("codec", ["", "mjpg", "yuyv"])
def test_pictures_that_come_each_for_itself_need_no_proof(codec: str) -> None:
    """A webcam that repeats its frame is frozen, whatever it showed before; quiet frames mean something at once."""
    rests, at = after(codec, "." * 12)
    assert rests.proves(FROZEN_AFTER_S)
    assert rests.was_lively(at)


def test_a_source_that_lived_is_frozen_as_soon_as_nothing_is_new() -> None:
    """Noise in every frame, and then none."""
    assert after(HEVC, "+" * 30)[0].proves(FROZEN_AFTER_S)


@pytest.mark.parametrize(("codec", "enough_s"), [(H264, 3), (HEVC, 7.5)])
def test_a_source_that_never_lived_is_given_longer(codec: str, enough_s: float) -> None:
    """A still life of which the encoder left nothing from the beginning; newer encoders leave nothing for longer."""
    assert not after(codec, "+" + "." * int(enough_s * 10 - 1))[0].proves(99)
    assert after(codec, "+" + "." * int(enough_s * 10 + 1))[0].proves(99)


def test_a_few_frames_that_come_slowly_are_no_life() -> None:
    """A busy machine reads the first frames half a second apart: they are new, but show little."""
    rests = Rests(HEVC)
    for second in (0.5, 1.0, 1.5):
        rests.add(second, 0.5, new=True)
    rests.add(2.0, 0.5, new=False)
    assert not rests.proves(FROZEN_AFTER_S)


def test_rests_that_ended_by_themselves_prove_nothing() -> None:
    """Nothing new for 0.9 s, again and again: 1.2 s of it is no freeze, twice as long is; and it is forgotten."""
    resting = ("+" * 11 + "." * 9) * 4
    rests = after(H264, resting + "+")[0]
    assert not rests.proves(1.7)
    assert rests.proves(1.9)
    assert after(H264, resting + "+" * 140)[0].proves(FROZEN_AFTER_S)


@pytest.mark.parametrize(("shown", "lively"), [("+" * 75, True), ("++." * 25, False), ("+" * 30, False)])
def test_many_quiet_frames_mean_something_where_they_were_few(shown: str, lively: bool) -> None:
    """Not where they are the source's habit, and not where it is not known for long enough."""
    rests, at = after(H264, shown)
    assert rests.was_lively(at) is lively


@pytest.mark.parametrize(("codec", "frozen"), [(HEVC, False), ("", True)])
def test_a_still_life_that_an_encoder_left_nothing_of_is_not_told(codec: str, frozen: bool) -> None:
    """Two seconds of one picture, then noise in one block, and so on, as x265 makes it at its default settings."""
    impressions, grey, still_s = Impressions(codec), np.full((90, 160), 120, np.uint8), 0.0
    for number in range(100):
        if number % 20 == 0:
            grey = grey.copy()
            grey[40:48, number // 2 : number // 2 + 8] += np.uint8(2)
        still_s = max(still_s, impressions.of(grey, focus.detail(grey).light, number / 10).still_s)
    assert (still_s >= FROZEN_AFTER_S) is frozen


def test_a_little_new_in_every_frame_is_life_again() -> None:
    """A freeze ends and hardly any noise comes through: far less than 3 % in a second, but some in every frame."""
    rng, impressions, live = np.random.default_rng(5), Impressions(H264), []
    for _ in range(20):
        live.append(np.full((90, 160), 120, np.uint8))
        live[-1][10:30, 20:80] += rng.integers(0, 40, (20, 60), np.uint8)
    frames = live + [live[-1]] * 25
    for number in range(25):
        frames.append(live[-1].copy())
        frames[-1][40:42, 6 * number : 6 * number + 3] += np.uint8(9)
    still = [impressions.of(grey, focus.detail(grey).light, n / 10).still_s for n, grey in enumerate(frames)]
    assert still[44] > 2
    assert still[50] > 2, "a few such frames are an encoder mending"
    assert still[-1] < FROZEN_AFTER_S
