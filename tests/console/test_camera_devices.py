"""Cameras by name on three systems, and the format that is asked of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.camera import v4l2
from console.camera.cv import cv2
from console.camera.devices import (
    MJPEG,
    WANTED,
    Device,
    Format,
    choose_format,
    find,
    labels,
    numbered_as_listed,
    numbered_by_id,
    shortfall,
)
from console.camera.errors import CameraUnavailable, DeviceAmbiguous, DeviceMissing
from console.camera.opencv import Device as Opened
from console.camera.plugged import Plugged
from console.camera.source import Spec, SpecKind, parse_spec

C920 = Device("usb-046d_C920_1A2B", "HD Pro Webcam C920", "0")
BRIO = Device("usb-046d_Brio_77", "Brio 4K", "2", known_as=("/dev/video2",))


# --- by name ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wanted", ["usb-046d_C920_1A2B", "HD Pro Webcam C920", "hd pro", " HD Pro ", "USB-046D_C", "usb-046d_c920_1a2b"]
)
def test_a_device_is_found_by_id_name_or_a_beginning(wanted: str) -> None:
    """As a person writes it, in any case, as far as needed."""
    assert find([C920, BRIO], wanted) is C920


def test_a_device_is_found_by_its_other_ids() -> None:
    """The node and the short form of a link mean the device too."""
    assert find([C920, BRIO], "/dev/video2") is BRIO


def test_a_whole_name_goes_before_a_beginning() -> None:
    """ "Cam" is the device called so, though another begins with it."""
    cam = Device("a", "Cam")
    assert find([Device("b", "Camera"), cam], "cam") is cam


def test_what_is_not_there_is_said_with_what_is() -> None:
    """Clear words in both languages, and the names to choose from."""
    with pytest.raises(DeviceMissing) as caught:
        find([C920, BRIO], "Canon")
    for lang in ("zh_CN", "en"):
        shown = caught.value.shown(lang)
        assert "Canon" in shown.title
        assert "HD Pro Webcam C920 = device:usb-046d_C920_1A2B" in shown.advice
        assert "Brio 4K" in shown.advice
    with pytest.raises(DeviceMissing) as caught:
        find([], "Canon")
    assert "none at all" in caught.value.shown("en").advice


def test_two_that_fit_are_not_guessed_between() -> None:
    """A beginning, or a name, that two have is asked about."""
    with pytest.raises(DeviceAmbiguous) as caught:
        find([C920, BRIO], "usb-046d")
    assert "device:usb-046d_Brio_77" in caught.value.shown("en").advice


def test_two_of_a_kind_are_numbered_to_choose_by() -> None:
    """Their names are the same; their labels are not, and stay with their ids."""
    one, other = Device("port-1", "HD Webcam"), Device("port-2", "HD Webcam")
    expected = {"port-1": "HD Webcam (1)", "port-2": "HD Webcam (2)", BRIO.id: "Brio 4K"}
    assert labels([other, one, BRIO]) == labels([one, BRIO, other]) == expected
    with pytest.raises(DeviceAmbiguous):
        find([one, other], "HD Webcam")
    assert find([one, other], "port-2") is other


@pytest.mark.parametrize(
    ("text", "kind", "inside"),
    [
        ("device:HD Pro", SpecKind.NAMED, "HD Pro"),
        ("Device: HD Pro ", SpecKind.NAMED, "HD Pro"),
        ("device:7", SpecKind.DEVICE, "7"),
        (r"device:\\?\usb#vid_046d&pid_0825#7&2a", SpecKind.NAMED, r"\\?\usb#vid_046d&pid_0825#7&2a"),
        ("device:/dev/v4l/by-id/usb-x", SpecKind.NAMED, "/dev/v4l/by-id/usb-x"),
    ],
)
def test_a_device_is_named(text: str, kind: SpecKind, inside: str) -> None:
    """`device:` and a name or id; a number after it is one of OpenCV's."""
    assert parse_spec(text) == Spec(kind, inside)


def test_an_empty_name_names_nothing() -> None:
    """`device:` alone is a mistake."""
    with pytest.raises(CameraUnavailable):
        parse_spec("device: ")


# --- Linux -----------------------------------------------------------------------------------


class Machine:
    """A /sys and a /dev that a test fills."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "sys/class/video4linux").mkdir(parents=True)

    def plug(self, node: str, name: str, *, index: int = 0, by_id: str = "", by_path: str = "") -> None:
        place = self.root / "sys/class/video4linux" / node
        place.mkdir()
        (place / "name").write_text(name + "\n", encoding="utf-8")
        (place / "index").write_text(f"{index}\n", encoding="utf-8")
        for kind, link in (("by-id", by_id), ("by-path", by_path)):
            if link:
                folder = self.root / "dev/v4l" / kind
                folder.mkdir(parents=True, exist_ok=True)
                (folder / link).unlink(missing_ok=True)  # as udev does: the last one plugged in has it
                (folder / link).symlink_to(f"../../{node}")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_webcam_is_one_device_with_a_stable_id(machine: Machine) -> None:
    """Its metadata node is no camera; its id is the link with the serial number."""
    machine.plug("video0", "HD Pro Webcam C920", by_id="usb-046d_C920_1A2B-video-index0", by_path="pci-0:14-usb-0:3")
    machine.plug("video1", "HD Pro Webcam C920", index=1, by_id="usb-046d_C920_1A2B-video-index1")
    (device,) = v4l2.plugged_in(machine.root)
    assert device.id == "/dev/v4l/by-id/usb-046d_C920_1A2B-video-index0"
    assert (device.name, device.opens) == ("HD Pro Webcam C920", "/dev/video0")
    for wanted in (device.id, "usb-046d_C920", "hd pro", "/dev/video0", "pci-0:14-usb-0:3"):
        assert find([device], wanted) is device


def test_after_another_boot_the_same_name_means_the_same_device(machine: Machine, tmp_path: Path) -> None:
    """Nodes change places; ids do not."""
    machine.plug("video0", "Wide", by_id="usb-wide-video-index0")
    machine.plug("video2", "Close", by_id="usb-close-video-index0")
    other = Machine(tmp_path / "next")
    other.plug("video0", "Close", by_id="usb-close-video-index0")
    other.plug("video1", "Wide", by_id="usb-wide-video-index0")
    for root, node in ((machine.root, "/dev/video0"), (other.root, "/dev/video1")):
        assert find(v4l2.plugged_in(root), "/dev/v4l/by-id/usb-wide-video-index0").opens == node


def test_two_of_a_kind_with_serial_numbers_are_told_apart(machine: Machine) -> None:
    """By their serial numbers, whichever socket they are in."""
    machine.plug("video0", "Cam", by_id="usb-cam_A-video-index0", by_path="p1")
    machine.plug("video2", "Cam", by_id="usb-cam_B-video-index0", by_path="p2")
    assert [device.id for device in v4l2.plugged_in(machine.root)] == [
        "/dev/v4l/by-id/usb-cam_A-video-index0",
        "/dev/v4l/by-id/usb-cam_B-video-index0",
    ]


def test_two_of_a_kind_without_serial_numbers_are_told_apart_by_socket(machine: Machine) -> None:
    """Both claim one link, which goes to whichever was plugged in last: it is worth nothing."""
    machine.plug("video0", "Cam", by_id="usb-cam-video-index0", by_path="usb-0:1")
    machine.plug("video2", "Cam", by_id="usb-cam-video-index0", by_path="usb-0:2")
    devices = v4l2.plugged_in(machine.root)
    assert [device.id for device in devices] == ["/dev/v4l/by-path/usb-0:1", "/dev/v4l/by-path/usb-0:2"]
    with pytest.raises(DeviceMissing):
        find(devices, "usb-cam-video")


def test_without_links_the_node_is_the_id(machine: Machine) -> None:
    """A board without udev still has names."""
    machine.plug("video10", "Second")
    machine.plug("video9", "First")
    assert [(device.id, device.name) for device in v4l2.plugged_in(machine.root)] == [
        ("/dev/video9", "First"),
        ("/dev/video10", "Second"),
    ]


def test_formats_come_from_what_the_screen_told(machine: Machine) -> None:
    """Qt knows formats by node; a node that Qt lists is a camera though it is not its device's first."""
    machine.plug("video0", "Grabber", by_path="pci")
    machine.plug("video1", "Grabber", index=1)
    told = (Device("/dev/video1", "Grabber", formats=(WANTED,)),)
    devices = v4l2.plugged_in(machine.root, told)
    assert [(device.opens, device.formats) for device in devices] == [("/dev/video0", ()), ("/dev/video1", (WANTED,))]


def test_a_machine_without_cameras_has_none(tmp_path: Path) -> None:
    """No /sys, no error; a dangling link is no camera either."""
    assert v4l2.plugged_in(tmp_path) == ()
    (tmp_path / "dev/v4l/by-id").mkdir(parents=True)
    (tmp_path / "dev/v4l/by-id/plain").write_text("", encoding="utf-8")
    assert v4l2.plugged_in(tmp_path) == ()


# --- Windows and macOS -----------------------------------------------------------------------


def test_windows_numbers_as_it_lists_and_macos_by_id() -> None:
    """OpenCV's number is the place in Qt's list there, the place among the sorted ids here."""
    told = (Device("z", "Built-in"), Device("b", "Cam"), Device("a", "Cam"))
    assert [(device.id, device.opens) for device in numbered_as_listed(told)] == [("z", "0"), ("b", "1"), ("a", "2")]
    assert {device.id: device.opens for device in numbered_by_id(told)} == {"a": "0", "b": "1", "z": "2"}
    for system, number in (("Windows", "1"), ("Darwin", "1")):
        machine = Plugged(system)
        machine.tell(iter(told))
        assert machine.named("b").opens == number
        assert machine.opening(number).id == "b"


def test_a_device_that_was_pulled_is_gone_and_comes_back(machine: Machine) -> None:
    """The list is looked at anew each time; what is unknown still has a number to be opened by."""
    plugged = Plugged("Linux", machine.root)
    with pytest.raises(DeviceMissing):
        plugged.named("Cam")
    machine.plug("video4", "Cam")
    assert plugged.named("Cam").opens == "/dev/video4"
    assert plugged.opening("4").name == "Cam"
    assert plugged.opening("7") == Device("7", "7", "7")


def test_opening_a_name_that_is_not_there_says_what_is(machine: Machine) -> None:
    """The words of the list reach whoever opens the source."""
    machine.plug("video4", "Cam")
    with pytest.raises(DeviceMissing) as caught:
        Opened(Spec(SpecKind.NAMED, "Other"), Plugged("Linux", machine.root)).open()
    assert "Cam = device:/dev/video4" in caught.value.shown("en").advice


def test_a_device_that_does_not_open_is_unavailable(machine: Machine) -> None:
    """Listed is not opened: the node behind it is not there."""
    machine.plug("video97", "Cam")
    with pytest.raises(CameraUnavailable):
        Opened(Spec(SpecKind.NAMED, "Cam"), Plugged("Linux", machine.root)).open()


# --- formats ---------------------------------------------------------------------------------

HD30, HD5 = Format(1920, 1080, 30, MJPEG), Format(1920, 1080, 5, "YUYV")
HD720 = Format(1280, 720, 30, MJPEG)
VGA = Format(640, 480, 30, "YUYV")
UHD = Format(3840, 2160, 30, MJPEG)
FORMATS = st.lists(
    st.builds(
        Format,
        st.sampled_from((320, 640, 1280, 1600, 1920, 2560, 3840)),
        st.sampled_from((240, 480, 720, 1080, 1200, 1440, 2160)),
        st.sampled_from((5.0, 10.0, 15.0, 24.0, 25.0, 29.97, 30.0, 60.0, 120.0)),
        st.sampled_from((MJPEG, "YUYV", "NV12")),
    ),
    min_size=1,
)


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ([VGA, HD5, HD30, HD720], HD30),
        ([VGA, HD5, HD720], HD720),
        ([HD5, VGA], VGA),
        ([HD5], HD5),
        ([UHD, HD30], HD30),
        ([UHD], UHD),
        ([UHD, VGA], VGA),
        ([Format(1920, 1080, 60, MJPEG)], HD30),
        ([Format(1920, 1080, 30, "NV12"), HD30], HD30),
        ([Format(1920, 1080, 24, MJPEG), HD720], Format(1920, 1080, 24, MJPEG)),
        ([Format(1920, 1080, 29.97, MJPEG), VGA], Format(1920, 1080, 29.97, MJPEG)),
        ([], None),
    ],
)
def test_the_format_that_sells(offered: list[Format], chosen: Format | None) -> None:
    """1080p30 MJPEG, else the nearest below that is fluent; larger only where there is nothing else."""
    assert choose_format(offered) == chosen
    assert choose_format(reversed(offered)) == chosen


@given(offered=FORMATS)
def test_what_is_asked_for_is_offered(offered: list[Format]) -> None:
    """Never a size that the device does not have, never a rate above it or above what is wanted."""
    chosen = choose_format(offered)
    assert chosen is not None
    assert chosen in [replace(one, fps=min(one.fps, WANTED.fps)) for one in offered]
    fluent = [one for one in offered if one.fps >= 24]
    if fluent:
        assert chosen.fps >= 24
        within = [one for one in fluent if one.width <= 1920 and one.height <= 1080]
        if within:
            assert chosen.width * chosen.height == max(one.width * one.height for one in within)


@pytest.mark.parametrize(
    ("width", "height", "fps", "short"),
    [
        (1920, 1080, 0, False),
        (1920, 1080, 30, False),
        (1920, 1080, 25, False),
        (1920, 1080, 15, True),
        (1280, 720, 30, True),
        (3840, 2160, 30, False),
    ],
)
def test_what_is_delivered_is_held_against_what_was_asked(width: int, height: int, fps: float, short: bool) -> None:
    """Smaller or much slower than asked is said with both figures; a rate not measured yet is not judged."""
    words = shortfall(WANTED, width, height, fps)
    assert (words is not None) is short
    if words is not None:
        assert "1920x1080 30" in words.en
        assert f"{width}x{height}" in words.zh
    assert shortfall(None, width, height, fps) is None


def test_a_format_is_asked_of_the_device_in_its_own_terms() -> None:
    """Packing, size and rate reach OpenCV; only MJPEG is asked for by name where the back end converts itself."""

    class Noting:
        def __init__(self) -> None:
            self.asked: dict[int, float] = {}

        def set(self, what: int, value: float) -> bool:
            self.asked[what] = value
            return True

        def get(self, what: int) -> float:
            return self.asked.get(what, 0.0)

    def asked(wish: Format, backend: int) -> dict[int, float]:
        device, noting = Opened(Spec(SpecKind.DEVICE, "0")), Noting()
        device._capture = noting  # type: ignore[assignment]  # OpenCV's own has no device to ask here
        device._ask_for(wish, backend)
        return noting.asked

    on_linux = asked(Format(1280, 720, 25, "YUYV"), cv2.CAP_V4L2)
    assert on_linux[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"YUYV")
    assert (on_linux[cv2.CAP_PROP_FRAME_WIDTH], on_linux[cv2.CAP_PROP_FRAME_HEIGHT]) == (1280, 720)
    assert on_linux[cv2.CAP_PROP_FPS] == 25
    assert cv2.CAP_PROP_FOURCC not in asked(Format(1280, 720, 25, "NV12"), cv2.CAP_MSMF)
    assert asked(HD30, cv2.CAP_MSMF)[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"MJPG")
