"""The picture's panel and the camera's mailbox: what is asked for, and what is painted over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from console.camera.source import Preview
from console.clock import SystemClock
from tests.ui.states.show import full_state
from ui.look.pictures import Pictures
from ui.look.theme import Theme
from ui.panels.picture.preview import PreviewPanel
from ui.selling.ticking import Ticking


class Mailbox:
    """A camera that always has a picture, of the size it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self.taken = 0
        self.ring: Callable[[], None] = lambda: None

    def take(self) -> Preview:
        self.taken += 1
        width, height = next(size for size in reversed(self.asked) if size != (0, 0))
        return Preview(np.full((height, width, 4), 200, np.uint8), SystemClock().monotonic_s(), self.taken, 1920, 1080)

    def preview_size(self, width: int, height: int) -> None:
        self.asked.append((width, height))

    def listen(self, frame_ready: Callable[[], None]) -> None:
        self.ring = frame_ready


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def panel(qtbot: QtBot, mailbox: Mailbox, tmp_path: Path) -> PreviewPanel:
    pictures = Pictures(tmp_path)
    panel = PreviewPanel(Theme(), mailbox, pictures, seat="anchor", ticking=Ticking(SystemClock()))
    qtbot.addWidget(panel, before_close_func=lambda _panel: pictures.close())
    panel.resize(480, 270)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def test_pictures_are_asked_for_as_large_as_they_are_seen(panel: PreviewPanel, mailbox: Mailbox) -> None:
    """The camera is told the size in device pixels, once for each size."""
    assert mailbox.asked == [(480, 270)]
    panel.resize(640, 360)
    assert mailbox.asked[-1] == (640, 360)


def test_a_picture_that_waits_is_taken_without_being_told(qtbot: QtBot, panel: PreviewPanel, mailbox: Mailbox) -> None:
    """The camera tells once that a picture waits; when that went to a panel that is gone, the next one sees it all the
    same (first steps, another language)."""
    qtbot.waitUntil(lambda: mailbox.taken == 1)
    assert not panel.still


def test_nobody_sees_it_so_nothing_is_made(qtbot: QtBot, panel: PreviewPanel, mailbox: Mailbox) -> None:
    """A hidden panel sends the camera to rest with the next picture, and wakes it when it is seen again."""
    qtbot.waitUntil(lambda: mailbox.taken == 1)
    panel.hide()
    mailbox.ring()
    qtbot.waitUntil(lambda: mailbox.asked[-1] == (0, 0))
    assert not panel.still
    panel.show()
    qtbot.waitUntil(lambda: mailbox.asked[-1] == (480, 270))
    qtbot.waitUntil(lambda: mailbox.taken == 3)


def test_words_over_the_picture_follow_what_they_say(qtbot: QtBot, panel: PreviewPanel) -> None:
    """A plate that is made once is made anew when its words change, and lies where it did."""
    panel.show_state(full_state())
    grabbed = []
    for banner in (
        ("直播中 01:23:45", "on_air"),
        ("直播中 01:23:45", "on_air"),
        ("直播中 01:23:46", "on_air"),
        ("", ""),
    ):
        panel.banner = banner
        grabbed.append(panel.grab().toImage())
    assert grabbed[0] == grabbed[1]
    assert grabbed[1] != grabbed[2]
    red = [image.pixelColor(14, 24).red() > 150 > image.pixelColor(14, 24).green() for image in grabbed]
    assert red == [True, True, True, False]
