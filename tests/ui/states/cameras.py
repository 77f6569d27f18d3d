"""The picture: lost, frozen, black, slow; two cameras, turned, upright, zoomed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt

from console import events as e
from console.camera.devices import Device
from console.camera.errors import CameraLost, PictureBlack, PictureFrozen, PictureStalled
from console.errors import KaiboError, Text
from console.facts import (
    Camera,
    CameraHealth,
    CameraStatus,
    CameraStrain,
    CameraTrouble,
    Notice,
    NoticeLevel,
    View,
)
from tests.ui.fake_desk import FakeDesk
from tests.ui.states.show import Deed, State, full_state, nothing
from ui.windows.main_window import MainWindow


def _view_menu(window: MainWindow, _desk: FakeDesk) -> None:
    """The menu of the picture, with two of a kind plugged in; laid where a grab of the window sees it."""
    twins = (Device("usb-1", "HD Webcam"), Device("usb-2", "HD Webcam"), Device("usb-3", "Brio 4K"))
    menu = window.viewing.menu_for(twins, window)
    submenu = menu.actions()[-1].menu()
    for part, at in ((menu, QPoint(200, 76)), (submenu, QPoint(502, 260))):
        part.setWindowFlags(Qt.WindowType.Widget)
        part.setParent(window)
        part.resize(part.sizeHint())
        part.move(at.x(), min(at.y(), window.height() - part.height() - 4))
        part.show()


TWO = replace(full_state().camera, other=CameraStatus.LIVE)
TWO_CAMERAS = replace(full_state(), camera=TWO)
UPRIGHT = replace(full_state(), camera=replace(TWO, place=2, view=View(upright=True, x=0.49)))
ZOOMED = replace(full_state(), camera=replace(TWO, place=2, view=View(mirror=True, zoom=1.95, x=0.45, y=0.55)))
TURNED = replace(full_state(), camera=replace(TWO, other=CameraStatus.FAILED, view=View(turn=90)))
OPENING = replace(full_state(), camera=Camera(CameraStatus.OPENING, "2", place=2, other=CameraStatus.LIVE))
NO_CAMERA = replace(full_state(), camera=Camera(CameraStatus.FAILED, "usb:1"))


def _camera_says(camera: Camera, error: KaiboError) -> Deed:
    """What the camera's watchdog found, as the console tells it: the sign and the card."""

    def deed(_window: MainWindow, desk: FakeDesk) -> None:
        zh, en = error.shown("zh_CN"), error.shown("en")
        words = Text(zh.title, en.title), Text(zh.advice, en.advice)
        desk.tell(e.CameraChanged(camera=camera))
        desk.tell(e.NoticeRaised(notice=Notice("camera", NoticeLevel.TROUBLE, *words)))

    return deed


UNEVEN = replace(
    full_state(),
    camera_health=CameraHealth(CameraStrain.SLOW, 14.6, 30.0, captured=4_100, shown=4_090, dropped=10, late=2_311),
)
BUSY = replace(
    full_state(),
    camera_health=CameraHealth(CameraStrain.DROPPING, 30.0, 30.0, 22, captured=4_100, shown=3_200, dropped=900, late=4),
)
_C = full_state().camera
_LOST = _camera_says(replace(_C, status=CameraStatus.FAILED), CameraLost(spec="罗技 C920"))
_FROZEN = _camera_says(replace(_C, trouble=CameraTrouble.FROZEN), PictureFrozen(spec="rtsp://192.168.1.20/live"))
_BLACK = _camera_says(replace(_C, trouble=CameraTrouble.BLACK), PictureBlack(spec="罗技 C920"))
_STALLED = _camera_says(replace(_C, trouble=CameraTrouble.STALLED), PictureStalled(spec="rtsp://192.168.1.20/live"))
STATES: dict[str, State] = {
    "a-nocamera": ("assistant", NO_CAMERA, nothing),
    "a-lost": ("assistant", full_state(), _LOST),
    "a-frozen": ("assistant", full_state(), _FROZEN),
    "a-stalled": ("assistant", full_state(), _STALLED),
    "b-lost": ("anchor", full_state(), _LOST),
    "b-frozen": ("anchor", full_state(), _FROZEN),
    "b-black": ("anchor", full_state(), _BLACK),
    "a-uneven": ("assistant", UNEVEN, nothing),
    "b-uneven": ("anchor", UNEVEN, nothing),
    "b-busy": ("anchor", BUSY, nothing),
    "a-twocameras": ("assistant", TWO_CAMERAS, nothing),
    "a-upright": ("assistant", UPRIGHT, nothing),
    "a-zoomed": ("assistant", ZOOMED, nothing),
    "a-turned": ("assistant", TURNED, nothing),
    "a-viewmenu": ("assistant", UPRIGHT, _view_menu),
    "b-twocameras": ("anchor", TWO_CAMERAS, nothing),
    "b-upright": ("anchor", UPRIGHT, nothing),
    "b-zoomed": ("anchor", ZOOMED, nothing),
    "b-turned": ("anchor", TURNED, nothing),
    "b-opening": ("anchor", OPENING, nothing),
}
