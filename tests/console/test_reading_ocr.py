"""Labels read from pictures: the thread, and with the extra the words themselves, on rendered price tags."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from console.camera import still
from console.camera.cv import cv2
from console.facts import Label
from console.reading import ocr
from console.reading.labelling import Labelling
from console.reading.labels import TextBox, label_of
from tests.console.test_camera_codes import printed, studio
from tests.waiting import PATIENCE_S, slowness, until

READ = pytest.mark.skipif(ocr.missing() is not None, reason=f"the extra is not installed: no {ocr.missing()}")
FONT_FILE = "NotoSansCJK-Regular.ttc"


def a_font() -> str | None:
    """Where the system keeps a Chinese font, if it has one."""
    folders = (Path("/usr/share/fonts"), Path.home() / ".fonts", Path(os.environ.get("WINDIR", "/none")) / "Fonts")
    return next((str(path) for folder in folders if folder.is_dir() for path in folder.rglob(FONT_FILE)), None)


def price_tag(*lines: tuple[str, int]) -> np.ndarray:
    """A white card with lines of text (words, height in pixels), BGR."""
    image = pytest.importorskip("PIL.Image", reason="the extra is not installed: no PIL")
    draw, fonts = pytest.importorskip("PIL.ImageDraw"), pytest.importorskip("PIL.ImageFont")
    font = a_font()
    if font is None:
        pytest.skip(f"no {FONT_FILE} on this machine")
    card = image.new("RGB", (480, 40 + sum(round(1.5 * px) for _, px in lines)), (255, 253, 240))
    pen, top = draw.Draw(card), 20
    for words, px in lines:
        pen.text((24, top), words, font=fonts.truetype(font, px), fill=(20, 20, 20))
        top += round(1.5 * px)
    return cv2.cvtColor(np.asarray(card), cv2.COLOR_RGB2BGR)


def in_the_studio(card: np.ndarray, tilt: float = 0.0) -> np.ndarray:
    """The card held before a wall of soft stripes, 1080p, a little soft as cameras are."""
    stripes = np.tile(np.linspace(90, 200, 64, dtype=np.uint8), 30)
    wall = cv2.GaussianBlur(np.dstack([np.tile(stripes, (1080, 1))] * 3), (0, 0), 9)
    height, width = card.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1)
    turn[:, 2] += (960 - width / 2, 540 - height / 2)
    lies = cv2.warpAffine(np.full((height, width), 255, np.uint8), turn, (1920, 1080))
    wall[lies > 0] = cv2.warpAffine(card, turn, (1920, 1080))[lies > 0]
    return cv2.GaussianBlur(wall, (0, 0), 0.7)


# --- the thread ------------------------------------------------------------------------------


@dataclass
class Told:
    """Words as a test wants them found; counts how often they were loaded."""

    boxes: list[TextBox]
    loaded: int = 0
    held: threading.Event | None = None
    """Where there is one, a picture is being read until it is set."""
    reading: bool = False
    fails: Exception | None = None

    def load(self) -> Told:
        if self.fails is not None:
            raise self.fails
        self.loaded += 1
        return self

    def find(self, _pixels: np.ndarray) -> list[TextBox]:
        self.reading = True
        if self.held is not None:
            self.held.wait(PATIENCE_S)
        return self.boxes


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "snap.jpg"
    path.write_bytes(cv2.imencode(".jpg", studio(printed("6901234567892"), width=1280, height=720))[1].tobytes())
    return path


@pytest.fixture
def labelling() -> Iterator[Callable[[Told], tuple[Labelling, list[tuple[str, Label]]]]]:
    started: list[Labelling] = []

    def start(words: Told) -> tuple[Labelling, list[tuple[str, Label]]]:
        told: list[tuple[str, Label]] = []
        thread = Labelling(lambda snap_id, label: told.append((snap_id, label)), words.load)  # type: ignore[arg-type,return-value]
        thread._readable = True
        thread.start()
        started.append(thread)
        return thread, told

    yield start
    for thread in started:
        thread.stop()
        thread.join(10)


TAG = [
    TextBox("杯", 0.99, 100, 100, 90, 50),
    TextBox("陶杯", 0.99, 100, 200, 90, 50),
    TextBox("¥99", 0.99, 100, 300, 90, 50),
]


def test_a_snap_is_read_with_its_code(
    labelling: Callable[..., tuple[Labelling, list[tuple[str, Label]]]], picture: Path
) -> None:
    """Words and code of one photo come together, under the id of the snap; the models are loaded once."""
    words = Told(TAG)
    thread, told = labelling(words)
    for snap_id in ("a", "b"):
        thread.read(snap_id, picture)
        until(lambda: told and told[-1][0] == snap_id)  # noqa: B023 - at once
    assert told[0] == ("a", Label("陶杯", 9900, None, "6901234567892"))
    assert words.loaded == 1


def test_the_newest_snap_wins(
    labelling: Callable[..., tuple[Labelling, list[tuple[str, Label]]]], picture: Path
) -> None:
    """While one is read, of those that follow only the last is."""
    words = Told(TAG, held=threading.Event())
    thread, told = labelling(words)
    thread.read("first", picture)
    until(lambda: words.reading)
    for n in range(20):
        thread.read(f"{n}", picture)
    words.held.set()
    until(lambda: told and told[-1][0] == "19")
    assert [snap_id for snap_id, _ in told] == ["first", "19"]


@pytest.mark.expects_log
@pytest.mark.parametrize("fails", [ImportError("no such thing"), OSError("no file"), RuntimeError("bad model")])
def test_models_that_do_not_load_leave_the_code(
    labelling: Callable[..., tuple[Labelling, list[tuple[str, Label]]]], picture: Path, fails: Exception
) -> None:
    """It is tried once, logged, and everything else goes on."""
    thread, told = labelling(Told(TAG, fails=fails))
    thread.read("a", picture)
    until(lambda: told)
    assert told == [("a", Label(barcode="6901234567892"))]
    assert thread.is_alive()


def test_a_picture_that_is_none_is_not_told(
    labelling: Callable[..., tuple[Labelling, list[tuple[str, Label]]]], tmp_path: Path
) -> None:
    """A file that is gone or broken: nothing is proposed and the next one is read."""
    thread, told = labelling(Told([]))
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    assert thread.label(tmp_path / "broken.jpg") is None
    assert thread.label(tmp_path / "none.jpg") is None
    assert told == []


def test_without_the_extra_only_codes_are_read(picture: Path) -> None:
    """No model is asked for, and what is missing has a name for the doctor."""
    words = Told(TAG)
    thread = Labelling(lambda _snap, _label: None, words.load)  # type: ignore[arg-type,return-value]
    thread._readable = False
    assert thread.label(picture) == Label(barcode="6901234567892")
    assert words.loaded == 0


def test_softening_leaves_small_pictures_alone() -> None:
    """Only what will be shrunk is softened."""
    small = np.random.default_rng(1).integers(0, 255, (480, 640, 3), np.uint8)
    assert still.softened(small, 960) is small
    assert still.softened(np.tile(small, (3, 3, 1)), 960).std() < small.std()


# --- the words themselves --------------------------------------------------------------------


@pytest.fixture(scope="module")
def words() -> ocr.Words:
    """The real models; loading them may not touch the network."""
    with pytest.MonkeyPatch.context() as patch:

        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("nothing may be fetched")

        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        return ocr.Words()


@READ
@pytest.mark.timeout(300)
@pytest.mark.parametrize("tilt", [0, 8])
@pytest.mark.parametrize(
    ("lines", "label"),
    [
        (
            (("豆绿圆条手镯", 44), ("特价 ¥599", 60), ("原价 899", 32), ("编号 12", 36)),
            Label("豆绿圆条手镯", 59900, 12),
        ),
        ((("品名:和田玉平安扣", 36), ("产地:新疆", 28), ("零售价:¥1680.00", 40)), Label("和田玉平安扣", 168000)),
        ((("猫抱枕", 44), ("39.9元", 60), ("电话13800138000", 24)), Label("猫抱枕", 3990)),
    ],
)
def test_rendered_price_tags_are_read(
    words: ocr.Words, lines: tuple[tuple[str, int], ...], label: Label, tilt: float
) -> None:
    """Held up before the camera, level or tilted: title, price and number as a person reads them."""
    assert label_of(words.find(in_the_studio(price_tag(*lines), tilt)), (1920, 1080)) == label


@READ
@pytest.mark.timeout(300)
def test_a_picture_without_words_has_no_label(words: ocr.Words) -> None:
    """Goods without a tag are no tag."""
    assert label_of(words.find(in_the_studio(np.full((300, 300, 3), 70, np.uint8))), (1920, 1080)) is None


@READ
@pytest.mark.timeout(300)
def test_reading_takes_less_than_two_seconds_of_one_core(words: ocr.Words) -> None:
    """About 0.6 s at 1080p on a desktop; it runs beside the show, in one thread."""
    picture = in_the_studio(price_tag(("豆绿圆条手镯", 44), ("¥599", 60)))
    words.find(picture)
    costs = []
    for _ in range(3):
        began = time.process_time()
        words.find(picture)
        costs.append(time.process_time() - began)
    assert min(costs) < 2.0 * slowness()
