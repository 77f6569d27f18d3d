"""Which cameras QtMultimedia knows: read here, handed to the console as plain values.

The console opens cameras through OpenCV, which has numbers and no names; Qt has names, ids and formats.
Nothing is opened here, though on Windows Qt wakes each device for a moment to ask for its formats.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLoggingCategory
from PySide6.QtMultimedia import QCameraDevice, QMediaDevices, QVideoFrameFormat

from console.camera.devices import MJPEG, Device, Format
from console.camera.plugged import Plugged, here


def watch_devices(machine: Plugged = here) -> QMediaDevices:
    """Tell `machine` what is plugged in, now and whenever that changes, as long as the returned object lives.

    For the main thread; takes about 40 ms the first time. A program without a window gets what Qt needs for it.
    """
    QLoggingCategory.setFilterRules("qt.multimedia.*.info=false\nqt.multimedia.ffmpeg=false")  # its greeting
    _app = QCoreApplication.instance() or QCoreApplication([])
    watching = QMediaDevices(_app)
    watching.videoInputsChanged.connect(lambda: machine.tell(map(plain, QMediaDevices.videoInputs())))
    machine.tell(map(plain, QMediaDevices.videoInputs()))
    return watching


def plain(device: QCameraDevice) -> Device:
    """A device as the console knows it; what OpenCV calls it is found out there."""
    formats = tuple(
        Format(each.resolution().width(), each.resolution().height(), round(each.maxFrameRate(), 2), packing)
        for each in device.videoFormats()
        if (packing := pixels(each.pixelFormat()))
    )
    return Device(bytes(device.id().data()).decode("utf-8", "replace"), device.description(), formats=formats)


def pixels(packed: QVideoFrameFormat.PixelFormat) -> str:
    """ "MJPEG", "YUYV", "NV12", ...; "" for what is no format."""
    name = packed.name.removeprefix("Format_")
    return {"Jpeg": MJPEG, "Invalid": ""}.get(name, name)
