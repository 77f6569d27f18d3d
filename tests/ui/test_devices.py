"""What QtMultimedia says of cameras, as the console takes it in."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtMultimedia import QMediaDevices, QVideoFrameFormat
from pytestqt.qtbot import QtBot

from console.camera.devices import MJPEG, Device, Format
from console.camera.plugged import Plugged
from ui.studio.devices import pixels, plain, watch_devices


class _Offer:
    """A `QCameraFormat`; Qt makes none by hand."""

    def __init__(self, size: tuple[int, int], fps: float, packed: QVideoFrameFormat.PixelFormat) -> None:
        self.resolution = lambda: QSize(*size)
        self.maxFrameRate = lambda: fps
        self.pixelFormat = lambda: packed


class _Camera:
    """A `QCameraDevice`; Qt makes none by hand."""

    def id(self) -> QByteArray:
        return QByteArray(b"\\\\?\\usb#vid_046d#7&2")

    def description(self) -> str:
        return "高清摄像头"

    def videoFormats(self) -> list[_Offer]:  # noqa: N802 - Qt's name
        return [
            _Offer((1920, 1080), 30.000030517578125, QVideoFrameFormat.PixelFormat.Format_Jpeg),
            _Offer((640, 480), 15, QVideoFrameFormat.PixelFormat.Format_YUYV),
            _Offer((640, 480), 15, QVideoFrameFormat.PixelFormat.Format_Invalid),
        ]


def test_a_camera_is_handed_over_as_plain_values() -> None:
    """Id, name and formats; what has no known packing is left out."""
    expected = (Format(1920, 1080, 30.0, MJPEG), Format(640, 480, 15, "YUYV"))
    assert plain(_Camera()) == Device("\\\\?\\usb#vid_046d#7&2", "高清摄像头", formats=expected)  # type: ignore[arg-type]


def test_every_packing_has_a_name() -> None:
    """As OpenCV and people call them."""
    named = {pixels(packed) for packed in QVideoFrameFormat.PixelFormat}
    assert {"", MJPEG, "YUYV", "NV12", "UYVY"} <= named


def test_the_list_is_told_now_and_when_it_changes(qtbot: QtBot) -> None:
    """As many as Qt lists, from the first moment; a change is followed by itself."""
    machine = Plugged("Windows")
    machine.tell([Device("old", "pulled long ago")])
    watching = watch_devices(machine)
    assert len(machine.devices()) == len(QMediaDevices.videoInputs())
    machine.tell([Device("old", "pulled long ago")])
    watching.videoInputsChanged.emit()
    assert len(machine.devices()) == len(QMediaDevices.videoInputs())
    watching.deleteLater()
