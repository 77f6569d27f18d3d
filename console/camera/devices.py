"""Cameras by name, and which of their formats to ask for. Pure: nothing here looks at the machine.

What is plugged in comes from `plugged`. A device has an id that stays the same from day to day (a serial
number, or the socket it is plugged into), a name that a person reads on it, and what OpenCV opens it by
today, which may change with every plug that is pulled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from console.camera.errors import DeviceAmbiguous, DeviceMissing
from console.errors import Text

MJPEG = "MJPEG"
_FLUENT = 0.8  # of the wanted rate: 24 for 30; below it hands and goods jerk


@dataclass(frozen=True)
class Format:
    """One way in which a device delivers: pixels, frames per second at most, and how they are packed."""

    width: int
    height: int
    fps: float
    pixels: str
    """"MJPEG", "YUYV", "NV12" and the like."""

    def __str__(self) -> str:
        return f"{self.width}x{self.height} {self.fps:g} fps {self.pixels}"


WANTED = Format(1920, 1080, 30.0, MJPEG)
"""More costs a stream's worth of CPU, less shows in the photos. Most webcams do this only as MJPEG."""


@dataclass(frozen=True)
class Device:
    """One camera that is plugged in."""

    id: str
    """Stays the same; see the module of each system for what it hangs on."""
    name: str
    """What is printed on it, more or less. Two of a kind have the same."""
    opens: str = ""
    """The number or node that OpenCV opens now; "" as long as it is not known."""
    formats: tuple[Format, ...] = ()
    """Empty when nobody told."""
    known_as: tuple[str, ...] = ()
    """Other ids that mean it."""


# --- by name ---------------------------------------------------------------------------------


def find(devices: Sequence[Device], wanted: str) -> Device:
    """The device whose id or name is `wanted`, else the only one where one begins with it; case does not count.

    Raises `DeviceMissing` or `DeviceAmbiguous`, which say what there is.
    """
    sought = wanted.strip().casefold()
    for fits in (str.__eq__, str.startswith):
        found = [device for device in devices if any(fits(one.casefold(), sought) for one in _names(device))]
        if len(found) == 1:
            return found[0]
        if found:
            raise DeviceAmbiguous(spec=wanted, count=len(found), there=listed(found))
    raise DeviceMissing(spec=wanted, there=listed(devices))


def _names(device: Device) -> tuple[str, ...]:
    return (device.id, device.name, *device.known_as)


def listed(devices: Sequence[Device]) -> Text:
    """What there is to choose from, in words."""
    said = "；".join(f"{device.name} = device:{device.id}" for device in devices)
    return Text(said or "一个都没有", said.replace("；", "; ") or "none at all")


def labels(devices: Sequence[Device]) -> dict[str, str]:
    """A name to choose by for each id; two of a kind are numbered in the order of their ids."""
    label = {}
    for device in devices:
        twins = sorted(other.id for other in devices if other.name == device.name)
        label[device.id] = device.name if len(twins) == 1 else f"{device.name} ({twins.index(device.id) + 1})"
    return label


# --- what OpenCV calls them ------------------------------------------------------------------


def numbered_as_listed(told: Iterable[Device]) -> tuple[Device, ...]:
    """Windows: Media Foundation numbers devices in the order in which it lists them, and Qt asks the same list.

    Both call `MFEnumDeviceSources` (OpenCV's cap_msmf.cpp, Qt's qwindowsvideodevices.cpp). Qt leaves out a
    device that it cannot activate, and DirectShow has an order of its own; see docs/cli.md.
    """
    return tuple(replace(device, opens=str(number)) for number, device in enumerate(told))


def numbered_by_id(told: Iterable[Device]) -> tuple[Device, ...]:
    """macOS: OpenCV sorts devices by their unique id, since https://github.com/opencv/opencv/pull/22946 (4.7)."""
    return tuple(
        replace(device, opens=str(number)) for number, device in enumerate(sorted(told, key=lambda each: each.id))
    )


# --- formats ---------------------------------------------------------------------------------


def choose_format(formats: Iterable[Format], wanted: Format = WANTED) -> Format | None:
    """What to ask for: fluent before large, large up to `wanted`, then compressed as wanted, then the nearest rate.

    So of 1080p at 5 and 720p at 30 frames it is the second; what is larger than wanted is taken only where
    there is nothing else, the smallest then. The rate is at most the wanted one. None when there are none.
    """

    def rank(one: Format) -> tuple[bool, float, bool, int, bool, float]:
        rate = min(one.fps, wanted.fps)
        fluent = rate >= _FLUENT * wanted.fps
        within = one.width <= wanted.width and one.height <= wanted.height
        area = one.width * one.height
        return (
            fluent,
            0.0 if fluent else rate,
            within,
            area if within else -area,
            one.pixels == wanted.pixels,
            rate,
        )

    best = max(formats, key=rank, default=None)
    return None if best is None else replace(best, fps=min(best.fps, wanted.fps))


def shortfall(asked: Format | None, width: int, height: int, fps: float) -> Text | None:
    """What a device delivers less than was asked of it, in words; None when it keeps its word.

    `fps` is the measured rate, 0 as long as it is not known.
    """
    if asked is None:
        return None
    smaller = width * height < asked.width * asked.height
    slower = 0 < fps < _FLUENT * asked.fps
    if not smaller and not slower:
        return None
    got = f"{width}x{height}" + (f" {fps:g}" if fps else "")
    wish = f"{asked.width}x{asked.height} {asked.fps:g}"
    return Text(f"摄像头只给 {got} 帧，要的是 {wish} 帧", f"The camera delivers {got} fps, {wish} fps were asked for")
