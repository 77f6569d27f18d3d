"""What a frame is to the watchdog: made pictures first, then clips that went through real encoders."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

from console.camera import focus
from console.camera.cv import cv2
from console.camera.impression import Impression, Impressions, is_dark
from console.camera.monitor import Monitor
from console.camera.source import Mailbox, Preview
from console.camera.synthetic import Synthetic
from console.camera.watchdog import FROZEN_AFTER_S
from tests.console.streaming import FFMPEG, needs_ffmpeg
from tests.waiting import slowness

FPS = 30
WIDE, TALL = 640, 360
rng = np.random.default_rng(7)


def still_life() -> np.ndarray:
    """Goods on a table, drawn: edges, soft light, a gradient."""
    across = np.linspace(30, 190, WIDE, dtype=np.float32)[None, :, None]
    down = np.linspace(0, 40, TALL, dtype=np.float32)[:, None, None]
    picture = np.repeat(across + down, 3, axis=2).astype(np.uint8)
    cv2.circle(picture, (220, 190), 90, (90, 180, 70), 26)
    cv2.rectangle(picture, (400, 120), (540, 300), (160, 90, 40), -1)
    return cv2.GaussianBlur(picture, (0, 0), 1.2)


GOODS = still_life()


def noisy(picture: np.ndarray, sigma: float) -> np.ndarray:
    """As a sensor would see it."""
    return np.clip(picture + rng.normal(0, sigma, picture.shape), 0, 255).round().astype(np.uint8)


def lit(picture: np.ndarray, share: float) -> np.ndarray:
    """In so much of the light."""
    return (picture * share).astype(np.uint8)


def level(value: int) -> np.ndarray:
    """The same brightness everywhere."""
    return np.full((TALL, WIDE, 3), value, np.uint8)


def looks(frames: Iterable[np.ndarray], fps: float = FPS) -> list[Impression]:
    """What the capture thread would find in frames at their pace."""
    monitor, impressions = Monitor(Mailbox[Preview]()), Impressions()
    found = []
    for number, frame in enumerate(frames):
        look = monitor.look(frame, (frame.shape[1], frame.shape[0]), (0, 0))
        found.append(impressions.of(look.grey, look.detail.light, 50 + number / fps, look.colours))
    return found


def frozen_from(found: list[Impression]) -> list[float]:
    """The seconds at which the picture counts as frozen."""
    return [number / FPS for number, look in enumerate(found) if look.still_s >= FROZEN_AFTER_S]


# --- pictures as they are --------------------------------------------------------------------


def test_the_same_picture_again_and_again_stands_still() -> None:
    """The time adds up from the first repetition."""
    assert [look.still_s for look in looks([GOODS] * 61)][::30] == pytest.approx([0, 1, 2])


@pytest.mark.parametrize("sigma", [0.5, 1, 3])
def test_live_noise_never_stands_still(sigma: float) -> None:
    """A still life before a live sensor: no frame of 90 counts as still for even a tenth of a second."""
    assert max(look.still_s for look in looks(noisy(GOODS, sigma) for _ in range(90))) < 0.1


def test_a_dim_room_with_noise_is_neither_frozen_nor_black() -> None:
    """An eighth of the light: shapes are there, and so is noise."""
    found = looks(noisy(lit(GOODS, 0.12), 2) for _ in range(60))
    assert not frozen_from(found)
    assert not any(look.dark for look in found)


def test_something_small_that_moves_is_not_frozen() -> None:
    """One hand of a clock on a drawn picture without any noise."""

    def hands() -> Iterator[np.ndarray]:
        for number in range(90):
            picture = GOODS.copy()
            cv2.circle(picture, (100 + number, 60), 4, (240, 240, 240), -1)
            yield picture

    assert not frozen_from(looks(hands()))


def test_something_that_blinks_is_not_frozen() -> None:
    """Two pictures in turn show nothing new, yet somebody is there."""
    lamp = GOODS.copy()
    cv2.circle(lamp, (500, 60), 12, (20, 20, 250), -1)
    assert not frozen_from(looks(lamp if number // 10 % 2 else GOODS for number in range(120)))


def test_an_exposure_that_hunts_is_neither() -> None:
    """The camera makes the picture lighter and darker; that is alive."""
    found = looks(noisy(lit(GOODS, 0.6 + 0.4 * np.sin(number / 9)), 1) for number in range(120))
    assert not frozen_from(found)
    assert not any(look.dark for look in found)


def test_a_picture_that_moves_again_is_no_longer_still() -> None:
    """The first frame in which something is elsewhere ends it."""
    found = looks([GOODS] * 60 + [np.roll(GOODS, 9, axis=1)])
    assert found[-2].still_s > 1.9
    assert found[-1].still_s == 0


def test_noise_that_returns_ends_it_as_well() -> None:
    """Nothing moved, but the sensor lives: within a second the picture is not still any more."""
    found = looks([GOODS] * 60 + [noisy(GOODS, 2) for _ in range(30)])
    assert found[59].still_s > FROZEN_AFTER_S
    assert found[-1].still_s < FROZEN_AFTER_S


def mended(every: int) -> Iterator[np.ndarray]:
    """A frozen picture of which an encoder draws a small block anew in every so manieth frame."""
    for number in range(150):
        picture = GOODS.copy()
        if number % every == 0:
            x, y = 40 + number * 37 % 520, 30 + number * 23 % 280
            block = picture[y : y + 12, x : x + 12]
            block[:] = np.where(block > 127, block - 3, block + 3)
        yield picture


def test_a_freeze_that_is_mended_now_and_then_is_found_later() -> None:
    """A hundred new pixels six times a second: nothing stands still for 1.2 s, but most of three seconds does."""
    found = looks(mended(every=5))
    frozen = frozen_from(found)
    assert 2.0 < frozen[0] < 3.5
    assert frozen[-1] == pytest.approx(149 / FPS)
    assert found[round(frozen[0] * FPS)].still_s == pytest.approx(frozen[0], abs=0.1), "since when nothing moved"


def test_a_freeze_that_is_drawn_anew_all_the_time_is_found() -> None:
    """A constant bit rate: a key frame every 0.8 s, noisier each time, and blocks mended between; the rest is bare."""

    def drawn_anew() -> Iterator[np.ndarray]:
        for number, picture in enumerate(mended(every=6)):
            yield noisy(GOODS, 1 + number / 60) if number % 24 < 5 else picture

    assert 1.2 < frozen_from(looks(drawn_anew()))[0] < 4


def test_a_picture_with_something_new_in_every_other_frame_is_alive() -> None:
    """As an encoder leaves it of a still life with little noise."""
    assert not frozen_from(looks(mended(every=2)))


def test_a_gap_between_frames_is_not_a_still_picture() -> None:
    """The same frame again after five seconds of nothing is no freeze of five seconds."""
    impressions, grey = Impressions(), focus.small_grey(GOODS)
    tiles = focus.detail(grey).light
    assert [impressions.of(grey, tiles, at).still_s for at in (0, 5, 5.1)] == pytest.approx([0, 0.5, 0.6])


def test_a_window_that_grows_does_not_look_like_a_new_picture() -> None:
    """The small picture follows the preview's size; a freeze goes on through that."""
    impressions = Impressions()
    small, large = (focus.small_grey(cv2.resize(GOODS, size)) for size in ((480, 270), (640, 360)))
    last = 0.0
    for number in range(60):
        grey = small if number < 45 else large
        last = impressions.of(grey, focus.detail(grey).light, number / FPS).still_s
    assert last > 1.8


@pytest.mark.parametrize(
    ("picture", "sigma"),
    [(level(0), 0), (level(0), 3), (level(6), 2.5), (level(14), 4), (lit(GOODS, 0.02), 2), (level(3)[:1, :1], 0)],
)
def test_a_covered_lens_is_dark(picture: np.ndarray, sigma: float) -> None:
    """Black, black with sensor noise, the grey of an amplified nothing, and a single pixel."""
    assert all(look.dark for look in looks([noisy(picture, sigma) for _ in range(3)]))


def finger(red: int) -> np.ndarray:
    """Light through flesh, stronger at one side."""
    down = np.linspace(0.6, 1.4, TALL, dtype=np.float32)[:, None, None]
    return np.repeat(down * np.array([red / 9, red / 6, red], np.float32), WIDE, axis=1).astype(np.uint8)


def leak(value: int) -> np.ndarray:
    """A cap that does not close: black on one side, light from the other."""
    down = np.clip(np.linspace(-0.5, 1, TALL, dtype=np.float32), 0, 1)[:, None, None] ** 0.7
    return np.repeat(np.repeat(down * value, 3, axis=2), WIDE, axis=1).astype(np.uint8)


def chink(value: int) -> np.ndarray:
    """A hand over the lens: light at one side and above, that falls off within a tenth of the picture."""
    aside = np.exp(-np.arange(WIDE, dtype=np.float32) / 70)[None, :, None]
    above = np.exp(-np.arange(TALL, dtype=np.float32) / 25)[:, None, None]
    return np.repeat(4 + value * (aside + above), 3, axis=2).astype(np.uint8)


@pytest.mark.parametrize("picture", [leak(30), leak(40), chink(30), chink(60), lit(GOODS, 0.04)])
def test_light_beside_a_cap_is_no_picture(picture: np.ndarray) -> None:
    """It rises towards one side otherwise than evenly; and what is darker than any screen shows has no shapes."""
    assert all(look.dark for look in looks([noisy(picture, 2) for _ in range(2)]))


@pytest.mark.parametrize("red", [36, 90, 150])
def test_a_finger_on_the_lens_is_dark(red: int) -> None:
    """Deep red without a shape is nothing to see, however bright the lamp behind the finger."""
    assert all(look.dark for look in looks([noisy(finger(red), 3) for _ in range(2)]))


def test_goods_before_a_red_wall_are_not_dark() -> None:
    """Red alone is no finger: something stands there."""
    picture = finger(90)
    cv2.rectangle(picture, (250, 120), (390, 300), (20, 16, 60), -1)
    assert not any(look.dark for look in looks([noisy(picture, 3) for _ in range(2)]))


def night() -> np.ndarray:
    """Lamps of a few pixels before black."""
    picture = level(2)
    for x in range(40, WIDE, 120):
        cv2.circle(picture, (x, 40 + x // 3), 2, (180, 220, 250), -1)
    return picture


def slide() -> np.ndarray:
    """White words on black."""
    picture = level(0)
    cv2.putText(picture, "19:30", (230, 190), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (220, 220, 220), 3)
    return picture


@pytest.mark.parametrize(
    "picture",
    [night(), slide(), lit(GOODS, 0.07), lit(GOODS, 0.15), level(30), level(255), np.full((1, 1, 3), 90, np.uint8)],
)
def test_what_can_be_made_out_is_not_dark(picture: np.ndarray) -> None:
    """Lamps at night, words on black, dim rooms, plain walls."""
    assert not any(look.dark for look in looks([noisy(picture, 2) for _ in range(3)]))


def test_a_hot_pixel_is_no_lamp() -> None:
    """A single bright pixel of a covered sensor does not make a picture."""
    covered = level(4)
    covered[100, 200] = 255
    grey = focus.small_grey(covered)
    assert is_dark(grey, focus.detail(grey).light)


def test_the_studio_that_is_not_there_is_alive() -> None:
    """Its grain repeats after a second and a half, but the goods turn and the clock runs."""
    source = Synthetic()
    source.open()
    assert not frozen_from(looks(source.read() for _ in range(150)))


def test_a_look_is_cheap() -> None:
    """A tenth of a millisecond for the dearest kind of frame; the best of many, because this machine is shared."""
    grey = [focus.small_grey(noisy(GOODS, 2)) for _ in range(4)]
    tiles = [focus.detail(each).light for each in grey]
    impressions, best = Impressions(), 1.0
    for number in range(400):
        began = time.thread_time()
        impressions.of(grey[number % 4], tiles[number % 4], number / FPS)
        best = min(best, time.thread_time() - began)
    assert best < 0.0002 * slowness()


# --- pictures that went through an encoder ---------------------------------------------------


def film(path: Path, codec: str, frames: Iterable[np.ndarray]) -> list[np.ndarray]:
    """The frames as they come out of an encoder."""
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*codec), FPS, (WIDE, TALL))
    assert writer.isOpened()
    for frame in frames:
        writer.write(frame)
    writer.release()
    capture, read = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG), []
    while (got := capture.read())[0]:
        read.append(got[1])
    return read


def moving() -> Iterator[np.ndarray]:
    """A second of a live picture in which something moves."""
    for number in range(FPS):
        yield noisy(np.roll(GOODS, 4 * number, axis=1), 1.5)


@pytest.fixture(params=["MJPG", "mp4v"])
def encoded(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Iterable[np.ndarray]], list[Impression]]:
    """Looks at frames after one that keeps each for itself, and one that sends what changed, with key frames."""
    path = tmp_path / ("a.avi" if request.param == "MJPG" else "a.mp4")
    return lambda frames: looks(film(path, request.param, frames))


Encoded = Callable[[Iterable[np.ndarray]], list[Impression]]


def test_a_freeze_is_found_through_an_encoder(encoded: Encoded) -> None:
    """Identical frames do not come out identical: the encoder mends them, and starts anew twice a second."""
    found = frozen_from(encoded([*moving(), *[noisy(GOODS, 1.5)] * 90, *moving()]))
    assert 1 + FROZEN_AFTER_S - 0.1 < found[0] < 1 + FROZEN_AFTER_S + 1.0
    assert found[-1] == pytest.approx(4.0, abs=0.1)
    assert len(found) == round((found[-1] - found[0]) * FPS) + 1, "it did not flicker"


@pytest.mark.parametrize("light", [1.0, 0.15])
def test_a_quiet_live_picture_is_alive_through_an_encoder(encoded: Encoded, light: float) -> None:
    """A still life and a dim room lose most of their noise to the encoder, and never count as frozen or black."""
    found = encoded(noisy(lit(GOODS, light), 2) for _ in range(120))
    assert not frozen_from(found)
    assert not any(look.dark for look in found)


def through_x264(frames: Iterable[np.ndarray], path: Path) -> list[np.ndarray]:
    """The frames as x264 leaves them with its own settings."""
    assert FFMPEG is not None
    raw = ("-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{WIDE}x{TALL}", "-r", str(FPS), "-i", "-")
    command = [
        FFMPEG,
        "-v",
        "quiet",
        "-y",
        *raw,
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-pix_fmt",
        "yuv420p",
        str(path),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin is not None
        for frame in frames:
            encoder.stdin.write(frame.tobytes())
        encoder.stdin.close()
    capture, read = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG), []
    while (got := capture.read())[0]:
        read.append(got[1])
    return read


@needs_ffmpeg
def test_a_freeze_is_found_through_x264_and_a_still_life_is_left_alone(tmp_path: Path) -> None:
    """Told within four seconds of the freeze; the same picture with live noise, in full light and dim, never."""
    freeze = looks(through_x264([*moving(), *[noisy(GOODS, 2)] * (4 * FPS)], tmp_path / "freeze.mkv"))
    told = frozen_from(freeze)[0]
    assert FROZEN_AFTER_S - 0.1 < told - 1 < 4
    assert told - freeze[round(told * FPS)].still_s == pytest.approx(1.0, abs=0.7), "when it began"
    for light in (1.0, 0.15):
        live = (noisy(lit(GOODS, light), 2) for _ in range(4 * FPS))
        assert not frozen_from(looks(through_x264(live, tmp_path / "live.mkv")))


def test_a_covered_lens_is_dark_through_an_encoder(encoded: Encoded) -> None:
    """From the moment the hand is on it until it is gone."""
    found = encoded([*moving(), *(noisy(level(5), 2.5) for _ in range(30)), *moving()])
    assert [look.dark for look in found] == [False] * 30 + [True] * 30 + [False] * 30
