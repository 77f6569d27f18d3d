"""The line over the picture: on both screens, only while something is wrong."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from console import events as e
from console.facts import CameraHealth, CameraStrain
from tests.ui.conftest import Opened
from tests.ui.goods import StillSource
from ui.panels.picture.preview import PreviewPanel

SLOW = CameraHealth(CameraStrain.SLOW, 14.6, 30.0, captured=900, shown=890, dropped=10, late=400)
BUSY = CameraHealth(CameraStrain.DROPPING, 30.0, 30.0, 22, captured=900, shown=700, dropped=200)


@pytest.mark.parametrize("seat", ["anchor", "assistant"])
def test_both_screens_say_it_and_fall_silent(qtbot: QtBot, open_window: Opened, seat: str) -> None:
    """Nothing is there while all is well; the line says which of the two it is, and goes when it is over."""
    window, desk = open_window(seat=seat, source=StillSource())
    panel = window.findChild(PreviewPanel)
    assert panel is not None
    assert not panel.health.isVisible()
    desk.tell(e.CameraHealthChanged(health=SLOW))
    qtbot.waitUntil(panel.health.isVisible)
    assert panel.health.words == "画面不顺：每秒 15 帧，应有 30"
    assert panel.health.accessibleName() == panel.health.words
    assert panel.rect().contains(panel.health.geometry())
    desk.tell(e.CameraHealthChanged(health=BUSY))
    qtbot.waitUntil(lambda: "22%" in panel.health.words)
    assert "丢 200" in panel.health.toolTip()
    desk.tell(e.CameraHealthChanged(health=CameraHealth(captured=1000, shown=790)))
    qtbot.waitUntil(lambda: not panel.health.isVisible())
    assert panel.health.words == ""


def test_it_is_said_in_english_too(qtbot: QtBot, open_window: Opened) -> None:
    """The other language has its own words."""
    window, desk = open_window(seat="anchor", lang="en", source=StillSource(), size=(960, 540))
    panel = window.findChild(PreviewPanel)
    assert panel is not None
    desk.tell(e.CameraHealthChanged(health=BUSY))
    qtbot.waitUntil(lambda: panel.health.words == "Computer too busy: 22% of frames not shown")
    assert panel.rect().contains(panel.health.geometry())
