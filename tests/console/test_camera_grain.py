"""Whether a source fell silent: small grey pictures with a sensor's noise, and what an encoder makes of a freeze."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from console.camera import focus
from console.camera.cv import cv2
from console.camera.grain import Grain
from console.camera.impression import Impressions
from console.camera.watchdog import FROZEN_AFTER_S

FPS = 10
WIDE, TALL = 160, 90
rng = np.random.default_rng(3)
GOODS = np.tile(np.linspace(40, 180, WIDE).astype(np.uint8), (TALL, 1))
cv2.circle(GOODS, (80, 45), 25, 210, -1)


def live(seconds: float, sigma: float = 2.0, light: float = 1.0) -> Iterator[np.ndarray]:
    """A still life before a sensor."""
    for _ in range(round(seconds * FPS)):
        yield np.clip(GOODS * light + rng.normal(0, sigma, GOODS.shape), 0, 255).astype(np.uint8)


def drawn_anew(seconds: float) -> Iterator[np.ndarray]:
    """A freeze at a generous bit rate: in every frame a block is as it had not been, the rest is the same."""
    for number in range(round(seconds * FPS)):
        picture = GOODS.copy()
        x, y = number * 37 % (WIDE - 12), number * 23 % (TALL - 12)
        picture[y : y + 12, x : x + 12] += np.uint8(2 + number % 3)
        yield picture


def shaken(seconds: float) -> Iterator[np.ndarray]:
    """In a hand that is not steady, over a patterned cloth."""
    cloth = np.kron(rng.integers(30, 220, (TALL // 6 + 4, WIDE // 6 + 4)), np.ones((6, 6))).astype(np.uint8)
    for number in range(round(seconds * FPS)):
        x, y = number * 5 % 11, number * 3 % 7
        yield cloth[y : y + TALL, x : x + WIDE].copy()


def silent_at(frames: Iterable[np.ndarray]) -> list[float]:
    """The seconds at which the source counted as silent."""
    grain, before, found = Grain(), None, []
    for number, grey in enumerate(frames):
        if before is not None:
            grain.add(number / FPS, grey, before, focus.detail(grey).light)
        before = grey
        if grain.silent_since is not None:
            found.append(number / FPS)
    return found


def test_a_source_whose_noise_goes_has_fallen_silent_though_blocks_change() -> None:
    """Two seconds after the freeze it is known, and until half a second after the noise came back."""
    found = silent_at([*live(4), *drawn_anew(6), *live(2)])
    assert 5.3 < found[0] < 6.2
    assert 10.2 < found[-1] < 11


def test_noise_that_grows_less_is_not_silence() -> None:
    """The room is lit brighter, the camera smooths more: a third of the noise is still noise."""
    assert not silent_at([*live(4, 3.0), *live(5, 1.0)])
    assert not silent_at([*live(4, 3.0, 0.5), *live(5, 1.2)])


def test_a_hand_that_comes_to_rest_is_not_silence() -> None:
    """A camera that shook and stands still now showed movement, not noise; and so does one that is lit anew."""
    assert not silent_at([*shaken(5), *drawn_anew(5)])
    assert not silent_at([*live(4, 2.0, 0.3), *drawn_anew(1.9), *live(3)])


def test_a_source_without_noise_is_not_judged() -> None:
    """Where an encoder swallows it all, silence says nothing."""
    assert not silent_at(drawn_anew(9))


def test_a_freeze_that_is_never_the_same_picture_counts_as_frozen() -> None:
    """The capture thread finds it: by the source's own noise, where something is new in every frame."""
    impressions = Impressions()
    frozen = [
        number / FPS
        for number, grey in enumerate([*live(4), *drawn_anew(5)])
        if impressions.of(grey, focus.detail(grey).light, number / FPS).still_s >= FROZEN_AFTER_S
    ]
    assert 5 < frozen[0] < 6.5
    assert frozen[-1] == 8.9
