"""Hands on the picture: keys, wheel, drag, menu; and what is said over it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
import qasync
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from console import commands as c
from console import events as e
from console.camera.devices import Device
from console.camera.errors import ViewUnfit
from console.facts import Camera, CameraStatus, View
from console.state import ShowState
from tests.ui.conftest import Opened, three_items
from tests.ui.fake_desk import FakeDesk
from tests.ui.goods import StillSource
from tests.ui.settled import settled
from ui.look.format import view_words
from ui.windows.main_window import MainWindow

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
LIVE = Camera(CameraStatus.LIVE, "1", 1920, 1080, 30.0)
TWO = replace(LIVE, other=CameraStatus.LIVE)


def showing(camera: Camera = LIVE) -> ShowState:
    """A live show with this camera."""
    return replace(three_items(), camera=camera)


def told(window: MainWindow, words: str) -> bool:
    """Whether a card says so."""
    return any(words in card.accessibleName() for card in window.notices.cards)


def view_of(desk: FakeDesk) -> View:
    return desk.state.camera.view


# --- keys ------------------------------------------------------------------------------------


@pytest.mark.parametrize("seat", ["assistant", "anchor"])
def test_one_key_shows_the_other_camera(qtbot: QtBot, open_window: Opened, seat: str) -> None:
    """F7 to and fro, on both seats, from wherever the focus is."""
    window, desk = open_window(showing(TWO), seat=seat)
    for place in (2, 1):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_F7)
        qtbot.waitUntil(lambda place=place: desk.state.camera.place == place)


def test_without_a_second_camera_the_key_says_so(qtbot: QtBot, open_window: Opened) -> None:
    """A card in words; the picture stays."""
    window, desk = open_window(showing())
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: told(window, "没有 2 号机位"))
    assert desk.state.camera.place == 1


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.focusWidget(), key, modifiers)


@pytest.mark.parametrize("seat", ["assistant", "anchor"])
def test_the_keys_frame_the_picture(qtbot: QtBot, open_window: Opened, seat: str) -> None:
    """Turn, mirror, 9:16, closer, aside, and all of it back."""
    window, desk = open_window(showing(), seat=seat)
    for key, modifiers, expected in (
        (Qt.Key.Key_F7, CTRL, View(turn=90)),
        (Qt.Key.Key_F7, SHIFT, View(turn=90, mirror=True)),
        (Qt.Key.Key_F7, SHIFT, View(turn=90)),
        (Qt.Key.Key_F12, CTRL, View()),
        (Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier, View(upright=True)),
        (Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier, View(upright=True, zoom=1.25)),
        (Qt.Key.Key_F12, SHIFT, View(upright=True)),
        (Qt.Key.Key_Right, ALT | SHIFT, View(upright=True, x=0.5316)),
        (Qt.Key.Key_Left, ALT | SHIFT, View(upright=True, x=0.5)),
        (Qt.Key.Key_F12, CTRL, View()),
    ):
        press(window, key, modifiers)
        qtbot.waitUntil(lambda expected=expected: view_of(desk) == expected)


def test_a_key_that_changes_nothing_asks_nothing(qtbot: QtBot, open_window: Opened) -> None:
    """Further away than all, aside where all is seen: no command, no commit."""
    window, desk = open_window(showing())
    press(window, Qt.Key.Key_F12, SHIFT)
    press(window, Qt.Key.Key_Down, ALT | SHIFT)
    press(window, Qt.Key.Key_F12, CTRL)
    qtbot.wait(30)
    assert desk.done == []


def test_framing_does_not_disturb_the_line(qtbot: QtBot, open_window: Opened) -> None:
    """What is being typed stays typed and selected."""
    window, desk = open_window(showing(TWO))
    line = window.seat.form.line
    line.setText("手镯 599")
    press(window, Qt.Key.Key_F12)
    press(window, Qt.Key.Key_Left, ALT | SHIFT)
    qtbot.waitUntil(lambda: view_of(desk).x < 0.5)
    assert line.text() == "手镯 599"
    assert line.selectedText() == ""


# --- the newest wish wins --------------------------------------------------------------------


class SlowDesk(FakeDesk):
    """A desk that carries nothing out before its disk answers."""

    disk: asyncio.Future[None]

    async def do(self, command: c.Command) -> e.Event:
        await asyncio.shield(self.disk)
        return await super().do(command)


def slow_down(desk: FakeDesk, loop: asyncio.AbstractEventLoop) -> asyncio.Future[None]:
    """From now on nothing is carried out before the future has its result."""
    desk.__class__ = SlowDesk
    assert isinstance(desk, SlowDesk)
    desk.disk = loop.create_future()
    return desk.disk


def test_a_fast_hand_is_followed_and_only_its_last_wish_waits(
    qtbot: QtBot, open_window: Opened, loop: qasync.QEventLoop
) -> None:
    """Eight notches within one commit are two commits, and the picture ends where the hand did."""
    window, desk = open_window(showing())
    disk = slow_down(desk, loop)
    for _ in range(3):
        press(window, Qt.Key.Key_F12)
    for _ in range(4):
        press(window, Qt.Key.Key_F7, CTRL)
    press(window, Qt.Key.Key_F11)
    disk.set_result(None)
    qtbot.waitUntil(lambda: view_of(desk).upright)
    assert view_of(desk) == View(zoom=1.953, upright=True)
    assert len(desk.done) == 2


def test_a_refused_wish_is_told_and_forgotten(qtbot: QtBot, open_window: Opened) -> None:
    """The next one starts from what is, not from what was refused."""
    window, desk = open_window(showing())
    desk.fails = ViewUnfit(what="x")
    press(window, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: told(window, "画面不能这样调"))
    press(window, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: view_of(desk) == View(zoom=1.25))


def test_a_wish_for_one_camera_is_not_carried_to_the_other(
    qtbot: QtBot, open_window: Opened, loop: qasync.QEventLoop
) -> None:
    """Zoomed, then switched: the other camera is shown as it was."""
    window, desk = open_window(showing(TWO))
    disk = slow_down(desk, loop)
    press(window, Qt.Key.Key_F12)
    press(window, Qt.Key.Key_F12)
    press(window, Qt.Key.Key_F7)
    disk.set_result(None)
    qtbot.waitUntil(lambda: desk.state.camera.place == 2)
    press(window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: view_of(desk).upright)
    assert view_of(desk) == View(upright=True)
    assert [command.camera for command in desk.done if isinstance(command, c.SetView)] == [1, 2]


# --- wheel, drag, menu -----------------------------------------------------------------------


def wheel(window: MainWindow, at: QPointF, notches: int, modifiers: Qt.KeyboardModifier) -> bool:
    """Turn the wheel over the picture; whether it was taken."""
    panel = window.viewing._panel
    event = QWheelEvent(
        at,
        QPointF(panel.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.ignore()
    panel.wheelEvent(event)
    return event.isAccepted()


@pytest.mark.parametrize("seat", ["assistant", "anchor"])
def test_the_wheel_goes_closer_to_what_it_points_at(qtbot: QtBot, open_window: Opened, seat: str) -> None:
    """With Ctrl, around the cursor; without, the column around the picture scrolls."""
    window, desk = open_window(showing(), seat=seat, source=StillSource())
    panel = window.viewing._panel
    qtbot.waitUntil(lambda: panel._image is not None)
    box = panel._picture_box()
    corner = QPointF(box.right() - 2, box.bottom() - 2)
    assert not wheel(window, corner, 1, Qt.KeyboardModifier.NoModifier)
    assert wheel(window, corner, 2, CTRL)
    qtbot.waitUntil(lambda: view_of(desk).zoom > 1.5)
    assert view_of(desk).x > 0.6
    assert view_of(desk).y > 0.6
    assert not wheel(window, QPointF(-5, -5), 1, CTRL), "beside the picture"


def test_a_drag_moves_the_picture_with_the_hand(qtbot: QtBot, open_window: Opened) -> None:
    """Zoomed, the hand takes the picture along; shown whole, there is nothing to move."""
    window, desk = open_window(showing(replace(LIVE, view=View(zoom=2))), source=StillSource(View(zoom=2)))
    panel = window.viewing._panel
    qtbot.waitUntil(lambda: panel._image is not None)
    middle = panel._picture_box().center().toPoint()
    QTest.mousePress(panel, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(panel, middle + QPoint(40, 20))
    QTest.mouseRelease(panel, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 20))
    qtbot.waitUntil(lambda: view_of(desk).x < 0.5 and view_of(desk).y < 0.5)
    desk.tell(e.ViewSet(camera=1, view=View()))
    settled(window)
    done = len(desk.done)
    QTest.mousePress(panel, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(panel, middle + QPoint(40, 20))
    QTest.mouseRelease(panel, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.wait(20)
    assert len(desk.done) == done


def test_a_click_on_its_name_shows_the_other_camera(qtbot: QtBot, open_window: Opened) -> None:
    """The plate over the picture is a button too, with its key on it."""
    window, desk = open_window(showing(TWO), source=StillSource())
    panel = window.viewing._panel
    qtbot.waitUntil(lambda: not panel._plates.view_box.isEmpty())
    QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=panel._plates.view_box.center().toPoint())
    qtbot.waitUntil(lambda: desk.state.camera.place == 2)
    assert panel.switch_key == "F7"


TWINS = (Device("usb-1", "HD Webcam"), Device("usb-2", "HD Webcam"), Device("usb-3", "Brio"))


def entries(menu: QMenu) -> dict[str, object]:
    """The actions of a menu by what they say, without the keys."""
    return {action.text().split("\t")[0]: action for action in menu.actions() if not action.isSeparator()}


def test_the_menu_has_everything_with_its_key(qtbot: QtBot, open_window: Opened) -> None:
    """What cannot be done now is grey; what is on is ticked; every key stands beside its name."""
    window, desk = open_window(showing(replace(TWO, view=View(mirror=True))))
    menu = window.viewing.menu_for(TWINS, window)
    said = entries(menu)
    assert "F7" in said["换机位"].text()
    assert "Shift F7" in said["镜像（只在屏幕上）"].text()
    assert said["镜像（只在屏幕上）"].isChecked()
    assert not said["缩小"].isEnabled()
    said["照片也镜像"].trigger()
    qtbot.waitUntil(lambda: view_of(desk).mirror_photos)
    menu.deleteLater()


def test_a_camera_is_chosen_by_name(qtbot: QtBot, open_window: Opened) -> None:
    """Two of a kind are told apart, and what is chosen is the id that stays."""
    window, desk = open_window(showing())
    menu = window.viewing.menu_for(TWINS, window)
    second = entries(menu)["机位 2 用哪个摄像头"].menu()
    said = entries(second)
    assert list(said)[:3] == ["HD Webcam (1)", "HD Webcam (2)", "Brio"]
    said["HD Webcam (2)"].trigger()
    qtbot.waitUntil(lambda: desk.done == [c.ChooseCamera(camera=2, source="device:usb-2")])
    said["不用"].trigger()
    qtbot.waitUntil(lambda: desk.done[-1] == c.ChooseCamera(camera=2, source=""))
    menu.deleteLater()


def test_the_address_of_a_phone_is_asked_for(qtbot: QtBot, open_window: Opened) -> None:
    """On the strip, beside the work; half an address is asked about."""
    window, desk = open_window(showing())
    menu = window.viewing.menu_for((), window)
    entries(entries(menu)["机位 2 用哪个摄像头"].menu())["网络摄像头、手机…"].trigger()
    assert window.strip.isVisible()
    window.strip.field.setText("192.168.1.20")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    assert window.strip.wrong.text()
    window.strip.field.setText("rtsp://192.168.1.20:554/live")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.done == [c.ChooseCamera(camera=2, source="rtsp://192.168.1.20:554/live")])
    menu.deleteLater()


@pytest.mark.qt_log_ignore("This plugin does not support")  # no screen, no grab
def test_the_menu_opens_by_key_and_keeps_nobody_waiting(
    qtbot: QtBot, open_window: Opened, loop: qasync.QEventLoop
) -> None:
    """Listing devices may take its time; the window does not wait for it."""
    asyncio.set_event_loop(loop)  # as it is in the product, where the loop runs
    listed: list[bool] = []

    def devices() -> tuple[Device, ...]:
        listed.append(True)
        return TWINS

    window, _ = open_window(showing(), devices=devices)
    press(window, Qt.Key.Key_F11, CTRL)
    assert QApplication.activePopupWidget() is None
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    assert listed == [True]
    QApplication.activePopupWidget().close()


# --- what is said ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("camera", "said"),
    [
        (LIVE, ""),
        (TWO, "机位 1"),
        (replace(TWO, place=2, other=CameraStatus.CLOSED), "机位 2"),
        (replace(TWO, other=CameraStatus.FAILED), "机位 1（2 打不开）"),
        (replace(LIVE, view=View(turn=270, mirror=True, upright=True, zoom=1.5)), "270° · 镜像 · 竖屏 9:16 · 1.5×"),
        (replace(LIVE, view=View(x=0.1)), ""),
    ],
)
def test_what_is_not_as_usual_is_said(qapp: QApplication, camera: Camera, said: str) -> None:
    """Which of two, and how it is framed; nothing for the only camera shown as it comes."""
    assert view_words(camera) == said


@pytest.mark.parametrize("seat", ["assistant", "anchor"])
def test_it_is_said_on_both_seats(qtbot: QtBot, open_window: Opened, seat: str) -> None:
    """Painted over the picture, and told to a screen reader."""
    window, _ = open_window(showing(replace(TWO, view=View(zoom=2))), seat=seat, source=StillSource())
    panel = window.viewing._panel
    assert panel.accessibleDescription() == "机位 1 · 2×"
    qtbot.waitUntil(lambda: not panel._plates.view_box.isEmpty())
    assert panel.rect().contains(panel._plates.view_box.toRect())


def test_the_old_picture_goes_when_the_other_camera_has_none_yet(qtbot: QtBot, open_window: Opened) -> None:
    """A camera that is being opened is not shown as the picture of the one before; a warm one keeps it for a frame."""
    window, desk = open_window(showing(TWO), source=StillSource())
    panel = window.viewing._panel
    qtbot.waitUntil(lambda: panel._image is not None)
    desk.tell(e.CameraSwitched(camera=replace(TWO, place=2)))
    qtbot.wait(20)
    assert panel._image is not None
    desk.tell(e.CameraSwitched(camera=Camera(CameraStatus.OPENING, "3", place=1, other=CameraStatus.LIVE)))
    qtbot.waitUntil(lambda: panel._image is None)


def test_an_upright_view_stands_upright_at_the_anchors_seat(qtbot: QtBot, open_window: Opened) -> None:
    """Cut to 9:16 or turned, the picture takes the height, like a phone's."""
    window, desk = open_window(showing(), seat="anchor", size=(1920, 1080))
    panel = window.viewing._panel
    assert panel.width() > panel.height()
    desk.tell(e.ViewSet(camera=1, view=View(upright=True)))
    qtbot.waitUntil(lambda: panel.height() > panel.width())
    desk.tell(e.ViewSet(camera=1, view=View(turn=90)))
    qtbot.wait(20)
    assert panel.height() > panel.width()
