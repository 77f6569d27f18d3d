"""The sign over the picture: on both screens, in word, shape and colour."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from console import events as e
from console.facts import Camera, CameraStatus, CameraTrouble
from tests.ui.conftest import Opened
from tests.ui.goods import StillSource
from tests.ui.measuring import pixels_of
from tests.ui.settled import settled
from ui.look.tokens import DARK
from ui.panels.picture.preview import PreviewPanel
from ui.panels.picture.sign import sign_of

LIVE = Camera(CameraStatus.LIVE, "0", 1920, 1080, 30.0)
WRONG = {
    "画面停了": replace(LIVE, trouble=CameraTrouble.STALLED),
    "画面定住了": replace(LIVE, trouble=CameraTrouble.FROZEN),
    "画面全黑": replace(LIVE, trouble=CameraTrouble.BLACK),
    "没有画面": replace(LIVE, status=CameraStatus.FAILED),
}


def red_in(panel: PreviewPanel) -> int:
    """How many places of the panel have the colour of the sign."""
    pixels = pixels_of(panel.grab().toImage())
    high = len(pixels)
    return int((pixels[high // 4 : high * 3 // 4] == int(DARK.on_air[1:], 16)).sum())


def test_each_trouble_has_its_own_word_and_shape() -> None:
    """Nothing is told by colour alone, and no two troubles look the same; a well picture has no sign."""
    signs = {word: sign_of(camera) for word, camera in WRONG.items()}
    assert {word: sign.word for word, sign in signs.items() if sign} == {word: word for word in WRONG}
    assert len({sign.shape for sign in signs.values() if sign}) == len(WRONG)
    assert sign_of(LIVE) is None
    assert sign_of(Camera(CameraStatus.OPENING)) is None


@pytest.mark.parametrize("seat", ["anchor", "assistant"])
@pytest.mark.parametrize("word", list(WRONG))
def test_both_screens_show_it_and_take_it_back(qtbot: QtBot, open_window: Opened, seat: str, word: str) -> None:
    """Painted over the picture, said to a screen reader, and gone when the picture is well again."""
    window, desk = open_window(seat=seat, source=StillSource())
    panel = window.findChild(PreviewPanel)
    assert panel is not None
    desk.tell(e.CameraChanged(camera=LIVE))
    settled(window, painted=True)
    before = red_in(panel)
    desk.tell(e.CameraChanged(camera=WRONG[word]))
    qtbot.waitUntil(lambda: panel.accessibleDescription().startswith(word))
    assert red_in(panel) > before + 10
    desk.tell(e.CameraChanged(camera=LIVE))
    qtbot.waitUntil(lambda: panel.accessibleDescription() == "")
    assert red_in(panel) == before


def test_the_foot_of_the_assistant_says_it_too(qtbot: QtBot, open_window: Opened) -> None:
    """The chip of the camera tells the trouble instead of the frame rate."""
    window, desk = open_window()
    desk.tell(e.CameraChanged(camera=WRONG["画面定住了"]))
    qtbot.waitUntil(lambda: "画面定住了" in window.seat.status.camera.text)
    assert window.seat.status.camera.tone == "trouble"
