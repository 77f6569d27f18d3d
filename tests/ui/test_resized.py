"""An open window made smaller or larger, or furnished anew: laid out as if it had been opened so."""

from __future__ import annotations

import pytest
import qasync
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Opened
from tests.ui.goods import StillSource
from tests.ui.grab import STATES, never_done
from tests.ui.settled import laid_out, settled
from tests.ui.test_bulk_sheet import Shelf
from tests.ui.test_sight import cut
from ui.look.room import Room
from ui.windows.main_window import MainWindow

LARGE, SMALL = (1920, 1080), (960, 540)
TELLING = {
    "a-live": "en",
    "a-snapped": "zh_CN",
    "a-conflict": "en",
    "a-open": "zh_CN",
    "a-steps": "en",
    "a-trust": "zh_CN",
    "a-settings-look": "en",
    "a-couponrefused": "zh_CN",
    "b-codes": "en",
    "b-flashask": "zh_CN",
}
"""States with wrapped words, cards, questions and forms, each in one language."""


@pytest.mark.parametrize("name", TELLING)
def test_a_resized_window_is_laid_out_as_one_opened_at_that_size(
    qtbot: QtBot, loop: qasync.QEventLoop, open_window: Opened, name: str
) -> None:
    """Made smaller step by step nothing is cut, at the least size it equals a window opened so, and back at the first
    size it is as it was."""

    def opened(size: tuple[int, int]) -> MainWindow:
        seat, state, deed = STATES[name]
        window, desk = open_window(
            state, seat=seat, lang=TELLING[name], size=size, source=StillSource(), export=never_done(loop), bulk=Shelf()
        )
        deed(window, desk)
        return window

    def resize(size: tuple[int, int]) -> None:
        window.resize(*size)
        qtbot.waitUntil(lambda: (window.seat.width(), window.seat.height()) == size)
        settled(window)  # a card asks for its new height a turn later

    window = opened(LARGE)
    first = settled(window)
    for size in ((1366, 768), SMALL):
        resize(size)
        assert cut(window) == [], size
    assert laid_out(window) == settled(opened(SMALL))
    resize(LARGE)
    assert laid_out(window) == first


@pytest.mark.parametrize("name", [*TELLING, "b-summary"])
def test_on_a_small_dense_screen_everything_is_there(
    qtbot: QtBot, loop: qasync.QEventLoop, open_window: Opened, name: str
) -> None:
    """At 1366x768 with 200 % nothing is cut and no window is larger than the screen: the type is smaller."""
    seat, state, deed = STATES[name]
    options = {"source": StillSource(), "export": never_done(loop), "bulk": Shelf()}
    window, desk = open_window(
        state, seat=seat, lang=TELLING.get(name, "zh_CN"), size=(683, 384), room=Room(683, 384, 2.0), **options
    )
    deed(window, desk)
    settled(window)
    assert cut(window) == []
    assert (window.width(), window.height()) == (683, 384)


@pytest.mark.parametrize(("name", "size"), [("a-conflict", SMALL), ("a-steps", LARGE), ("b-conflict", SMALL)])
def test_a_window_furnished_anew_is_laid_out_as_one_opened_so(
    qtbot: QtBot, open_window: Opened, name: str, size: tuple[int, int]
) -> None:
    """In another language and size of text, chosen while it is open, nothing is cut and all lies as at a start."""
    seat, state, _deed = STATES[name]
    scale = 1.25 if size == LARGE else 1.0
    fresh, _desk = open_window(state, seat=seat, lang="en", size=size, text_scale=scale)
    wanted = settled(fresh)  # before another language is spoken: its clocks would say theirs in that one
    window, _desk = open_window(state, seat=seat, size=size)
    before = window.seat
    window.wish(lang="en", text_scale=scale)
    qtbot.waitUntil(lambda: window.seat is not before and window.seat.isVisible())
    assert settled(window) == wanted
    assert cut(window) == []
