"""Two seats at one desk: two windows, one camera's picture, and places that are remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import qasync
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.camera.source import Preview
from console.commands import EndShow, Prefer
from console.facts import Plan, ShowStatus
from console.listing.line import read
from tests.clock import FakeClock
from tests.ui.conftest import three_items
from tests.ui.fake_desk import FakeDesk
from ui.keys.hold import HOLD_MS
from ui.prompting.prompt import Setting
from ui.windows import places
from ui.windows.app import build_window
from ui.windows.main_window import MainWindow
from ui.windows.parts import Given
from ui.windows.places import FULL, MAXIMIZED, NORMAL, Place, Places, Screen, SeatPlace, beside, noted, overlap, where
from ui.windows.seats import SEATS, Seats, asked, screens_now
from ui.windows.sharing import SharedPicture

LEFT = Screen("DP-1", QRect(0, 0, 1920, 1040))
RIGHT = Screen("HDMI-1", QRect(1920, 0, 2560, 1440))
PUT = Places(
    ("assistant", "anchor"),
    {"anchor": SeatPlace("HDMI-1", {"HDMI-1": Place(10, 20, 1600, 900, FULL)})},
    Setting(130, 20, mirrored=True),
)


# --- where a window belongs ------------------------------------------------------------------


def test_without_a_display_a_window_has_the_usual_size(qapp: QApplication) -> None:
    """The pictures of a rehearsal are those of a desk, not of the small screen that stands in for none."""
    place = where(Places(), "assistant", screens_now())[1]
    assert (place.width, place.height, place.how) == (1920, 1080, NORMAL)


def test_a_seat_comes_back_to_its_own_screen() -> None:
    """The screen is known by its name, wherever it now stands on the desktop."""
    moved = replace(RIGHT, room=QRect(-2560, 0, 2560, 1440))
    assert where(PUT, "anchor", [LEFT, moved]) == (moved, Place(10, 20, 1600, 900, FULL))


def test_while_its_screen_is_gone_it_is_a_guest_and_covers_nobody() -> None:
    """On the one screen left it is a window that fits; its own screen stays its own."""
    screen, place = where(PUT, "anchor", [LEFT], taken=["DP-1"])
    assert (screen, place.how) == (LEFT, NORMAL)
    guest = noted(PUT, "anchor", QRect(100, 100, 900, 600), MAXIMIZED, [LEFT])
    assert where(guest, "anchor", [LEFT, RIGHT]) == (RIGHT, Place(10, 20, 1600, 900, FULL))
    assert where(guest, "anchor", [LEFT])[1] == Place(100, 100, 900, 600, MAXIMIZED)


def test_the_first_time_each_seat_has_a_monitor_of_its_own() -> None:
    """The assistant fills the primary one, the anchor the other; on one monitor nothing covers the other window."""
    assert where(Places(), "assistant", [LEFT, RIGHT]) == (LEFT, Place(96, 52, 1728, 936, MAXIMIZED))
    bare = Screen("DP-1", QRect(0, 0, 1920, 1080))  # with its frame a window of that size would hang over the edge
    assert where(Places(), "assistant", [bare])[1].how == MAXIMIZED
    assert where(Places(), "assistant", [RIGHT]) == (RIGHT, Place(320, 180, 1920, 1080, NORMAL))
    screen, place = where(Places(), "anchor", [LEFT, RIGHT], taken=["DP-1"])
    assert (screen, place.how) == (RIGHT, FULL)
    assert where(Places(), "anchor", [LEFT], taken=["DP-1"])[1].how == NORMAL
    assert where(Places(), "anchor", [LEFT])[1].how == MAXIMIZED


@pytest.mark.parametrize(
    "rect", [QRect(-900, -900, 4000, 3000), QRect(5000, 5000, 300, 200), QRect(1900, 1000, 900, 600)]
)
def test_a_window_is_always_whole_on_a_screen(rect: QRect) -> None:
    """However it was moved or the screen has shrunk, all of it can be reached."""
    kept = noted(Places(), "anchor", rect, NORMAL, [LEFT])
    screen, place = where(kept, "anchor", [Screen("DP-1", QRect(0, 0, 1366, 768))])
    assert screen.room.contains(places.frame(screen, place))


def test_places_survive_a_restart_and_a_broken_file_is_none(tmp_path: Path) -> None:
    """What is read is what was written; half a file or another's is as if nothing was remembered."""
    assert places.read(tmp_path) == Places()
    places.write(tmp_path, PUT)
    assert places.read(tmp_path) == PUT
    spoken = replace(PUT, speaks="en", look="light")
    places.write(tmp_path, spoken)
    assert places.read(tmp_path) == spoken
    places.write(tmp_path, replace(PUT, speaks="fr", look="pink"))
    assert places.read(tmp_path) == PUT, "what this program cannot speak or wear is not known"
    for broken in (
        "{",
        "[]",
        '{"open": 1, "seats": {}}',
        '{"open": [], "seats": {"anchor": {"screen": "x", "on": []}}}',
    ):
        (tmp_path / places.FILE_NAME).write_text(broken)
        assert places.read(tmp_path) == Places()


def test_what_was_open_last_is_opened_again() -> None:
    """Unless a seat is asked for; the first time it is the assistant's."""
    assert asked("", Places()) == ("assistant",)
    assert asked("", PUT) == asked("both", Places()) == ("assistant", "anchor")
    assert asked("anchor", PUT) == ("anchor",)
    assert asked("", replace(PUT, open=("anchor",))) == ("assistant", "anchor"), "the desk has a line to list with"


def test_two_windows_share_a_screen_only_where_both_have_room() -> None:
    """Each half has the least that the console needs at its size of type; the anchor's has a picture's shape."""
    screen = Screen("a", QRect(0, 0, 1920, 1040))
    assert beside("assistant", screen, 1.0) == Place(0, 0, 960, 1008)
    assert beside("anchor", screen, 1.0) == Place(960, 0, 960, 540)
    assert {beside(seat, screen, 1.25).how for seat in SEATS} == {MAXIMIZED}
    assert overlap(QRect(0, 0, 100, 100), QRect(50, 0, 100, 200)) == 0.5


# --- two windows -----------------------------------------------------------------------------


class Studio:
    """A desk in memory and the windows of its seats, on made-up monitors."""

    def __init__(self, loop: qasync.QEventLoop, folder: Path) -> None:
        self.desk = FakeDesk(three_items(), FakeClock())
        self.screens = [Screen("a", QRect(0, 0, 1920, 1200)), Screen("b", QRect(1920, 0, 1920, 1080))]
        self.saved: list[Places] = []
        self._loop, self._folder = loop, folder
        self.seats = self.open(Places())

    def open(self, known: Places) -> Seats:
        """The seats of a new start with these places."""
        return Seats(self._furnish, known, self.saved.append, lambda: self.screens)

    def _furnish(self, seat: str) -> MainWindow:
        return build_window(
            Given(
                desk=self.desk,
                data_folder=self._folder,
                read_line=read,
                seat=seat,
                clock=FakeClock(),
                loop=self._loop,
                prompter=self.seats.prompter,
                room=self.seats.room_for(seat),
            )
        )


@pytest.fixture
def studio(qtbot: QtBot, loop: qasync.QEventLoop, goods_folder: Path, qapp: QApplication) -> Iterator[Studio]:
    studio = Studio(loop, goods_folder)
    yield studio
    windows = list(studio.seats.windows.values())
    studio.seats.stop()
    qtbot.waitUntil(lambda: not any(len(window.tasks) for window in windows))


def _press(window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(window, key, held)


SEAT_KEYS = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)


def test_both_seats_hold_one_desk(qtbot: QtBot, studio: Studio) -> None:
    """What one does the other sees; each stands on a monitor of its own, the anchor's in full screen."""
    assistant, anchor = studio.seats.open("assistant"), studio.seats.open("anchor")
    assert (assistant.pos().x(), anchor.isFullScreen()) == (0, True)
    with qtbot.waitActive(assistant):
        assistant.activateWindow()
    _press(assistant, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: "手工陶杯" in anchor.seat.on_air.accessibleName())


@pytest.mark.parametrize("seat", ["anchor", "assistant"])
def test_a_key_opens_the_other_seat_and_closes_the_anchors_even_in_a_show(
    qtbot: QtBot, studio: Studio, seat: str
) -> None:
    """Pressed at either seat the assistant's window and the show stay; alone it does not close while the show runs."""
    anchor = studio.seats.open("anchor")
    qtbot.waitUntil(anchor.isActiveWindow)
    _press(anchor, Qt.Key.Key_S, *SEAT_KEYS)
    qtbot.waitUntil(lambda: set(studio.seats.windows) == {"anchor", "assistant"})
    window = studio.seats.open(seat)
    qtbot.waitUntil(window.isActiveWindow)
    _press(window, Qt.Key.Key_S, *SEAT_KEYS)
    qtbot.waitUntil(lambda: set(studio.seats.windows) == {"assistant"})
    assistant = studio.seats.windows["assistant"]
    assert not assistant.close()
    assert assistant.isVisible()
    assert studio.desk.state.live


def test_the_title_says_whose_window_it_is(qtbot: QtBot, studio: Studio) -> None:
    """In a list of windows the two can be told apart."""
    assistant, anchor = studio.seats.open("assistant"), studio.seats.open("anchor")
    assert "副播" in assistant.windowTitle()
    assert "主播" in anchor.windowTitle()


@pytest.mark.parametrize("room", [QRect(0, 0, 1366, 768), QRect(0, 0, 1920, 1080), QRect(0, 0, 2560, 1440)])
def test_on_one_monitor_two_windows_stand_side_by_side_or_fill_it(qtbot: QtBot, studio: Studio, room: QRect) -> None:
    """Both were filling the screen when they were alone; together they stand side by side where each has its room, else
    one in front of the other, which says which key goes to it. Alone it fills the screen again.
    """
    filled = {seat: SeatPlace("a", {"a": Place(0, 0, room.width(), room.height(), MAXIMIZED)}) for seat in SEATS}
    studio.screens[:] = [Screen("a", room)]
    studio.seats = studio.open(Places(("assistant",), filled))
    assistant, anchor = studio.seats.open("assistant"), studio.seats.open("anchor")
    stand = [QRect(window.pos(), window.size()) for window in (assistant, anchor)]
    if room.width() >= 1920:
        assert overlap(*stand) == 0
        assert all(room.contains(each) and each.width() == room.width() // 2 for each in stand)
        assert anchor.notices.cards == []
    else:
        assert assistant.isMaximized()
        assert anchor.isMaximized()
        assert anchor.notices.cards[-1].accessibleName().startswith("两个窗口在一块屏上：Alt S")
    for here, there in ((anchor, assistant), (assistant, anchor)):
        qtbot.waitUntil(here.isActiveWindow)
        _press(here, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(there.isActiveWindow)
    studio.seats.remember()
    anchor.close()
    with qtbot.waitActive(assistant):
        assistant.activateWindow()
    _press(assistant, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert "另一个窗口没有打开" in assistant.notices.cards[-1].accessibleName()
    assert assistant.isMaximized()
    studio.seats.remember()
    assert studio.seats.places.seats["assistant"].on["a"].how == MAXIMIZED


@pytest.mark.parametrize("seat", ["anchor", "assistant"])
def test_the_show_ends_by_the_same_hold_from_each_seat(qtbot: QtBot, studio: Studio, seat: str) -> None:
    """A tap ends nothing; held, it ends once for both windows."""
    for name in ("assistant", "anchor"):
        studio.seats.open(name)
    window = studio.seats.open(seat)
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyPress(window, Qt.Key.Key_F9)
    QTest.qWait(HOLD_MS // 3)
    QTest.keyRelease(window, Qt.Key.Key_F9)
    assert studio.desk.state.live
    QTest.keyPress(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: studio.desk.state.show.status is ShowStatus.ENDED)
    QTest.keyRelease(window, Qt.Key.Key_F9)
    assert [type(command) for command in studio.desk.done] == [EndShow]


def test_windows_come_back_where_they_were_put(qtbot: QtBot, studio: Studio) -> None:
    """Moved, resized and filled by key, they stand so after a restart, and the same seats are open."""
    assistant = studio.seats.open("assistant")
    assistant.move(100, 60)
    assistant.resize(1000, 600)
    anchor = studio.seats.open("anchor")
    qtbot.waitUntil(anchor.isActiveWindow)
    _press(anchor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not anchor.isFullScreen())
    anchor.move(2000, 50)
    anchor.resize(900, 650)
    qtbot.waitUntil(lambda: bool(studio.saved) and "anchor" in studio.saved[-1].open)
    studio.seats.remember()
    studio.seats.stop()
    studio.seats = studio.open(studio.saved[-1])
    for seat in asked("", studio.saved[-1]):
        studio.seats.open(seat)
    found = {seat: QRect(window.pos(), window.size()) for seat, window in studio.seats.windows.items()}
    assert found["assistant"] == QRect(100, 60, 1000, 600)
    assert found["anchor"].size() == QSize(900, 650)
    assert (found["anchor"].topLeft() - QPoint(2000, 50)).manhattanLength() <= 8, "all but the width of its frame"
    assert not studio.seats.windows["anchor"].isFullScreen()


def test_a_monitor_that_goes_and_comes_takes_its_window_along(qtbot: QtBot, studio: Studio) -> None:
    """While it is gone both windows are whole on the one that is left; when it is back all is as before."""
    assistant, anchor = studio.seats.open("assistant"), studio.seats.open("anchor")
    studio.seats.remember()
    both = list(studio.screens)
    studio.screens[:] = both[:1]
    studio.seats.gather()
    assert not anchor.isFullScreen()
    assert both[0].room.contains(QRect(anchor.pos(), anchor.size()))
    studio.seats.remember()
    studio.screens[:] = both
    studio.seats.gather()
    assert anchor.isFullScreen()
    assert QRect(assistant.pos(), assistant.size()) == QRect(0, 60, 1920, 1080)


def _type(window: MainWindow) -> int:
    """Pixels of plain words."""
    window.strip.no.ensurePolished()
    return window.strip.no.font().pixelSize()


@pytest.mark.qt_log_ignore("This plugin does not support")  # no screen, no size hints
def test_a_window_takes_the_size_of_type_of_the_screen_it_stands_on(qtbot: QtBot, studio: Studio) -> None:
    """On a small dense screen it is smaller, on a large one as designed; it follows when window or density change."""
    studio.screens[1] = Screen("b", QRect(1920, 0, 683, 384), ratio=2.0)
    anchor = studio.seats.open("anchor")
    assistant = studio.seats.open("assistant")
    assert (anchor.theme.scale, assistant.theme.scale) == (1.0, 0.652)
    assert studio.screens[1].room.contains(QRect(assistant.pos(), assistant.size()))
    assert (_type(anchor), _type(assistant)) == (20, 9)
    assistant.theme.wear("light")
    assert (_type(anchor), _type(assistant)) == (20, 9)
    assistant.theme.wear("dark")
    assistant.showNormal()
    assistant.move(10, 10)
    studio.seats.fit()
    qtbot.waitUntil(lambda: assistant.theme.scale == 1.0)
    studio.screens[:] = [Screen("a", QRect(0, 0, 960, 572), ratio=2.0)]
    studio.seats.gather()
    assert (assistant._wishes, _type(assistant)) == ({}, 14)
    studio.screens[:] = [Screen("a", QRect(0, 0, 800, 600), ratio=2.0)]
    studio.seats.gather()
    qtbot.waitUntil(lambda: assistant.theme.scale == anchor.theme.scale == 0.833)


def test_the_prompter_has_a_window_that_outlives_the_one_it_was_opened_from(qtbot: QtBot, studio: Studio) -> None:
    """A key opens it; its size of type and its place are remembered; a second press closes it."""
    assistant, anchor = studio.seats.open("assistant"), studio.seats.open("anchor")
    qtbot.waitUntil(anchor.isActiveWindow)
    _press(anchor, Qt.Key.Key_F8, *SEAT_KEYS)
    glass = studio.seats.prompter_window
    assert glass is not None
    assert glass.isVisible()
    anchor.close()
    assert glass.isVisible()
    glass.activateWindow()
    qtbot.waitUntil(glass.isActiveWindow)
    _press(glass, Qt.Key.Key_Equal, Qt.KeyboardModifier.AltModifier)
    _press(glass, Qt.Key.Key_M, *SEAT_KEYS)
    _press(glass, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: "手工陶杯" in glass.view.accessibleName())
    studio.seats.remember()
    kept = studio.saved[-1]
    assert (kept.prompter.size > 100, kept.prompter.mirrored, "prompter" in kept.seats) == (True, True, True)
    assistant.activateWindow()
    qtbot.waitUntil(assistant.isActiveWindow)
    _press(assistant, Qt.Key.Key_F8, *SEAT_KEYS)
    assert studio.seats.prompter_window is None


def test_the_prompter_follows_keys_and_language(qtbot: QtBot, studio: Studio) -> None:
    """What is chosen while its window is open holds there at once, and the former key does nothing any more."""
    assistant = studio.seats.open("assistant")
    studio.seats.turn_prompter("assistant")
    glass = studio.seats.prompter_window
    assert glass is not None
    assistant.acts.do(Prefer(name="lang", value="en"))
    qtbot.waitUntil(lambda: glass.windowTitle() == "Kaibo · prompter")
    assistant.acts.do(Prefer(name="lang", value="zh_CN"))
    qtbot.waitUntil(lambda: glass.windowTitle() == "开播 · 提词")
    assistant.wish(keys={"prompt_mirror": ("Ctrl+Shift+F12",)})
    qtbot.waitUntil(lambda: "F12" in assistant.keys["prompt_mirror"].shown)
    glass.activateWindow()
    qtbot.waitUntil(glass.isActiveWindow)
    mirrored = studio.seats.prompter.setting.mirrored
    _press(glass, Qt.Key.Key_M, *SEAT_KEYS)
    assert studio.seats.prompter.setting.mirrored is mirrored
    _press(glass, Qt.Key.Key_F12, *SEAT_KEYS)
    assert studio.seats.prompter.setting.mirrored is not mirrored
    _press(glass, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: "手工陶杯" in glass.view.accessibleName())


def test_the_prompter_that_was_open_is_open_at_the_next_start(qtbot: QtBot, studio: Studio) -> None:
    """On its screen; closed by hand it stays away."""
    studio.seats.start("")
    studio.seats.turn_prompter("assistant")
    studio.seats.stop()
    assert "prompter" in studio.saved[-1].open
    studio.seats = studio.open(studio.saved[-1])
    window = studio.seats.start("")
    glass = studio.seats.prompter_window
    assert glass is not None
    assert glass.isVisible()
    assert (set(studio.seats.windows), window) == ({"assistant"}, studio.seats.windows["assistant"])
    glass.close()
    studio.seats.stop()
    assert "prompter" not in studio.saved[-1].open


@pytest.mark.parametrize("both", [True, False], ids=["two windows", "the anchor alone"])
def test_a_reminder_is_given_in_one_place(qtbot: QtBot, studio: Studio, both: bool) -> None:
    """At the assistant's seat where there is one; the anchor is reminded only where she is alone."""
    state = studio.desk.state
    plan = Plan(plan_id="P1", title="晚场", at_ms=FakeClock().now_ms() + 60_000)
    ended = replace(state.show, status=ShowStatus.ENDED)
    studio.desk = FakeDesk(replace(state, plans=(plan,), show=ended), FakeClock())
    anchor = studio.seats.open("anchor")
    assistant = studio.seats.open("assistant") if both else None
    for window in studio.seats.windows.values():
        window.flow.tick()
    assert ("plan" in [card.key for card in anchor.notices.cards]) is not both
    if assistant is not None:
        assert "plan" in [card.key for card in assistant.notices.cards]


# --- one picture for both --------------------------------------------------------------------


class Box:
    """A camera's mailbox."""

    def __init__(self) -> None:
        self.waiting: Preview | None = None
        self.size = (0, 0)
        self.rung: Callable[[], None] = lambda: None

    def take(self) -> Preview | None:
        taken, self.waiting = self.waiting, None
        return taken

    def preview_size(self, width: int, height: int) -> None:
        self.size = (width, height)

    def listen(self, frame_ready: Callable[[], None]) -> None:
        self.rung = frame_ready


def test_each_window_gets_every_picture_once_and_none_is_kept_waiting() -> None:
    """Both are rung for, both take the newest, and a slow one misses what was replaced."""
    box = Box()
    shared = SharedPicture(box)
    rung = []
    fast, slow = shared.share(), shared.share()
    fast.listen(lambda: rung.append("fast"))
    slow.listen(lambda: rung.append("slow"))
    first, second = (Preview(np.zeros((2, 2, 4), np.uint8), float(n), n, 2, 2) for n in (1, 2))
    box.waiting = first
    box.rung()
    assert rung == ["fast", "slow"]
    assert fast.take() is first
    assert fast.take() is None
    box.waiting = second
    assert (slow.take(), fast.take()) == (second, second)
    assert (slow.take(), fast.take()) == (None, None)


def test_pictures_are_made_for_the_larger_window() -> None:
    """The larger place counts; a window that is hidden or closed asks for nothing."""
    box = Box()
    shared = SharedPicture(box)
    large, small = shared.share(), shared.share()
    large.preview_size(1240, 698)
    small.preview_size(480, 270)
    assert box.size == (1240, 698)
    large.preview_size(0, 0)
    assert box.size == (480, 270)
    shared.give_back(small)
    assert box.size == (0, 0)


def test_the_assistant_turns_the_prompter_of_the_anchor(qtbot: QtBot, studio: Studio) -> None:
    """One prompter for both windows; without the anchor's window the key says what helps."""
    assistant = studio.seats.open("assistant")
    qtbot.waitUntil(assistant.isActiveWindow)
    _press(assistant, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert studio.seats.prompter.shown == ""
    anchor = studio.seats.open("anchor")
    assistant.activateWindow()
    qtbot.waitUntil(assistant.isActiveWindow)
    for _ in range(2):
        _press(assistant, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert anchor.seat.prompt.isVisible()
