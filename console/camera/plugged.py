"""The door to what is plugged in: asks Linux itself, and knows of other systems what the screen told.

`ui.studio.devices` reads QtMultimedia's list and hands it in as plain values (`told`), again whenever something
is plugged or pulled. Nothing here opens a device. What the names mean is in `devices`.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable
from pathlib import Path

from console.camera import devices, v4l2
from console.camera.devices import WANTED, Device, Format
from console.camera.errors import CameraUnavailable
from console.camera.source import SpecKind, parse_spec


class Plugged:
    """The cameras of this machine, for any thread; a device is looked for anew each time it is opened."""

    def __init__(self, system: str | None = None, root: Path = Path("/")) -> None:
        self._system = platform.system() if system is None else system
        self._root = root
        self._told: tuple[Device, ...] = ()
        self.wanted = WANTED
        """The size a person wants; a device that is opened from now on is asked for it, or for what is nearest."""

    def tell(self, told: Iterable[Device]) -> None:
        """Take in what Qt lists: id, name and formats, in Qt's order."""
        self._told = tuple(told)

    @property
    def knows_all(self) -> bool:
        """Whether what is not among `devices` is not there; elsewhere than on Linux somebody must have told."""
        return self._system == "Linux" or bool(self._told)

    def devices(self) -> tuple[Device, ...]:
        """All of them, with what OpenCV opens each by now."""
        match self._system:
            case "Windows":
                return devices.numbered_as_listed(self._told)
            case "Darwin":
                return devices.numbered_by_id(self._told)
            case _:
                return v4l2.plugged_in(self._root, self._told)

    def named(self, wanted: str) -> Device:
        """The device with this name or id. Raises `DeviceMissing` or `DeviceAmbiguous`."""
        return devices.find(self.devices(), wanted)

    def opening(self, text: str) -> Device:
        """The device that OpenCV opens by `text`, a number or a node; one of which nothing is known, where need be."""
        node = f"/dev/video{text}" if text.isdigit() else text
        for device in self.devices():
            if {text, node} & {device.opens, device.id, *device.known_as}:
                return device
        return Device(text, text, text)

    def asked(self, text: str) -> Format | None:
        """What a device, named as a person does, is asked for; None for anything else and for unknown formats."""
        try:
            spec = parse_spec(text)
            match spec.kind:
                case SpecKind.NAMED:
                    device = self.named(spec.text)
                case SpecKind.DEVICE | SpecKind.DEFAULT:
                    device = self.opening(spec.text or "0")
                case _:
                    return None
        except CameraUnavailable:
            return None
        return devices.choose_format(device.formats, self.wanted)


here = Plugged()
"""This machine's. There is one machine, and whoever opens a device on it looks here."""
