"""The camera watched over: threads that block, sources that come back, handles that must not leak. Scripted sources."""

from __future__ import annotations

import gc
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from console.camera import capture as capturing
from console.camera import feed as feeding
from console.camera import refusal, watchdog
from console.camera.cv import cv2
from console.camera.devices import Device
from console.camera.errors import (
    CameraBusy,
    CameraForbidden,
    CameraLost,
    CameraSilent,
    CameraStuck,
    CameraUnavailable,
    DeviceMissing,
    NoFilm,
    NothingThere,
    PictureStalled,
    StreamLost,
    StreamUnavailable,
)
from console.camera.feed import CameraFeed
from console.camera.plugged import Plugged
from console.camera.source import Spec, SpecKind
from console.camera.watchdog import Picture, Remark, Seen
from console.errors import KaiboError
from console.facts import Camera, CameraStatus, CameraTrouble
from tests.clock import FakeClock
from tests.console.test_camera_feed import Scripted
from tests.waiting import PATIENCE_S, until


class Lively(Scripted):
    """A scripted source whose every frame is new and full of things to see; opened again it begins anew."""

    def open(self) -> None:
        super().open()
        self.sent = 0

    def read(self, into: np.ndarray | None = None) -> np.ndarray | None:
        got = super().read(into)
        if got is not None:
            got[:] = np.random.default_rng(self.sent).integers(60, 200, got.shape, np.uint8)
        return got


_feeds: list[CameraFeed] = []


class Ear:
    """A feed over scripted sources, and everything it says."""

    def __init__(self, *sources: Scripted, backoff_s: tuple[float, ...] = (0.01,), once: bool = False) -> None:
        self.asked: list[Spec] = []
        self.told: list[tuple[Camera, KaiboError | None]] = []
        self.remarks: list[Remark] = []
        self._left = list(sources)
        self.machine = Plugged("Windows")
        self.feed = CameraFeed(self._next, backoff_s=backoff_s, once=once, machine=self.machine)
        self.feed.on_change = lambda camera, error: self.told.append((camera, error))
        self.feed.on_remark = self.remarks.append
        _feeds.append(self.feed)

    def _next(self, spec: Spec) -> Scripted:
        self.asked.append(spec)
        return self._left.pop(0) if len(self._left) > 1 else self._left[0]

    def seen(self) -> list[str]:
        """What was remarked, in order."""
        return [remark.seen.value for remark in self.remarks]

    def errors(self) -> list[type[KaiboError]]:
        """The words of each change that had some."""
        return [type(error) for _, error in self.told if error is not None]


def cameras() -> int:
    """Capture threads that are alive."""
    return sum(thread.name == "camera" and thread.is_alive() for thread in threading.enumerate())


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """No test leaves a thread of the camera to the next."""
    yield
    while _feeds:
        _feeds.pop().stop()
    until(lambda: not any(thread.name.startswith("camera") for thread in threading.enumerate()))


# --- the second clock ------------------------------------------------------------------------


def test_a_read_that_blocks_is_told_by_another_thread() -> None:
    """The capture thread hangs in the driver and cannot say so; trouble and words come all the same, after a second."""
    source = Lively(fps=50)
    ear = Ear(source)
    ear.feed.start("0")
    until(lambda: source.sent > 10)
    source.blocks = True
    until(lambda: ear.feed.camera.trouble is CameraTrouble.STALLED)
    assert ear.feed.camera.status is CameraStatus.LIVE
    assert ear.errors() == [PictureStalled]
    source.blocks = False
    source.block.set()
    until(lambda: ear.feed.camera.trouble is None)
    ear.feed.stop()
    assert ear.seen() == ["opened", "first_frame", "stalled", "clear"]
    assert ear.remarks[2].since is not None
    assert ear.remarks[2].at - ear.remarks[2].since >= watchdog.STALLED_AFTER_S
    assert ear.told[-1][1] is None


def test_a_machine_that_stood_still_accuses_no_camera() -> None:
    """When the looks at the clock were late themselves, frames wait behind them; what hangs is told by the next."""
    clock, source = FakeClock(), Lively()
    feed = CameraFeed(lambda _spec: source, clock)
    _feeds.append(feed)
    feed.start("0")
    until(lambda: feed.frames_seen > 3)
    source.blocks = True
    until(lambda: source.hangs)
    looks = feed._second_clock
    assert looks is not None
    looks.ended.set()
    looks.join()
    clock.advance(5)
    feed._tick()
    assert feed.camera.trouble is None
    feed._tick()
    assert feed.camera.trouble is CameraTrouble.STALLED
    source.block.set()


def test_a_frame_that_ends_a_pause_of_this_machine_accuses_no_camera() -> None:
    """Whether the look at the clock or the frame comes first when the machine goes on; a later gap is told."""
    for look_first in (True, False):
        clock, source = FakeClock(), Lively()
        feed = CameraFeed(lambda _spec, source=source: source, clock)  # type: ignore[misc]  # each its own
        _feeds.append(feed)
        feed.start("0")
        until(lambda feed=feed: feed.frames_seen > 3)  # type: ignore[misc]
        source.blocks = True
        until(lambda source=source: source.hangs)  # type: ignore[misc]
        looks, capture = feed._second_clock, feed._capture
        assert looks is not None
        assert capture is not None
        looks.ended.set()
        looks.join()
        feed._tick()
        clock.advance(1.1)
        if look_first:
            feed._tick()
        for gap_s in (0.0, 0.25):
            clock.advance(gap_s)
            feed.arrived(capture, Picture(clock.monotonic_s(), (64, 36), 0.0, dark=False), rings=False)
            feed._tick()
        for _ in range(3):
            clock.advance(0.25)
            feed._tick()
        clock.advance(0.3)
        assert feed.camera.trouble is None
        feed.arrived(capture, Picture(clock.monotonic_s(), (64, 36), 0.0, dark=False), rings=False)
        assert feed.camera.trouble is CameraTrouble.STALLED
        source.block.set()


def test_words_stay_with_every_change_while_the_trouble_lasts() -> None:
    """A new rate is told while the picture is frozen: the card must not vanish with it."""
    frozen = np.random.default_rng(1).integers(60, 200, (36, 64, 3), np.uint8)
    source = Scripted(paced=False)
    source.read = lambda into=None: (time.sleep(0.01), frozen.copy())[1]  # type: ignore[method-assign]  # frozen
    ear = Ear(source)
    ear.feed.start("0")
    until(lambda: ear.feed.camera.trouble is CameraTrouble.FROZEN)
    source.read = lambda into=None: (time.sleep(0.03), frozen.copy())[1]  # type: ignore[method-assign]  # slower
    until(lambda: len([camera for camera, _ in ear.told if camera.trouble]) > 1)
    ear.feed.stop()
    assert all((camera.trouble is None) == (error is None) for camera, error in ear.told)


def test_a_try_that_hangs_is_told_when_the_first_picture_is_overdue(monkeypatch: pytest.MonkeyPatch) -> None:
    """The source accepts and never sends: FAILED with its words, though `open` has not come back."""
    monkeypatch.setattr(watchdog, "FIRST_FRAME_WITHIN_S", 0.6)
    source = Lively()
    source.open = lambda: bool(source.block.wait(PATIENCE_S)) and None  # type: ignore[method-assign]  # hangs
    ear = Ear(source)
    ear.feed.start("0")
    until(lambda: ear.feed.camera.status is CameraStatus.FAILED)
    assert ear.errors() == [CameraSilent]
    source.block.set()
    until(lambda: ear.feed.camera.status is CameraStatus.LIVE)
    ear.feed.stop()
    assert ear.seen() == ["failed", "opened", "first_frame"]


@pytest.mark.expects_log
def test_a_capture_that_hangs_for_good_is_replaced_and_at_most_two_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver never returns: a new thread tries again; after two such, no more are started until one is free."""
    monkeypatch.setattr(feeding, "READING_WITHIN_S", 0.5)
    stuck = [Lively(fps=500) for _ in range(3)]
    for source in stuck:
        source.blocks = True
    well = Lively()
    ear = Ear(*stuck[:2], stuck[2], well)
    ear.feed.start("0")
    until(lambda: len(ear.asked) == 2)
    until(lambda: cameras() == 2)
    until(lambda: CameraStuck in ear.errors())
    time.sleep(1.5)
    assert len(ear.asked) == 2, "a third thread would pile up"
    assert cameras() == 2
    stuck[0].block.set()
    until(lambda: len(ear.asked) == 3)
    stuck[1].block.set()
    until(lambda: ear.feed.camera.status is CameraStatus.LIVE)
    stuck[2].block.set()
    ear.feed.stop()
    until(lambda: all(source.closed == 1 for source in stuck))


@pytest.mark.expects_log
def test_a_switch_away_from_hanging_drivers_waits_until_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changing the source over and over starts no thread beyond the bound, and the last wish is carried out."""
    monkeypatch.setattr(feeding, "READING_WITHIN_S", 60)
    stuck = [Lively() for _ in range(2)]
    for source in stuck:
        source.blocks = True
    ear = Ear(*stuck, Lively())
    for number, source in enumerate(stuck):
        ear.feed.start(str(number))
        until(lambda source=source: len(ear.asked) == stuck.index(source) + 1)
    for number in range(2, 9):
        ear.feed.start(str(number))
    assert cameras() == 2
    for source in stuck:
        source.block.set()
    until(lambda: ear.feed.camera.status is CameraStatus.LIVE)
    assert [spec.text for spec in ear.asked] == ["0", "1", "8"]
    ear.feed.stop()


# --- coming back -----------------------------------------------------------------------------


def test_unplugged_and_plugged_in_again() -> None:
    """Lost with its own words, missing while it is out, and opened at once when the list of devices changes."""
    camera = Device("usb-1", "罗技", "0")
    ear = Ear(Lively(frames=20, fps=100), Lively(opens=False), Lively(), backoff_s=(0.05, 3600.0))
    ear.machine.tell([camera])
    ear.feed.start("0")
    until(lambda: CameraLost in ear.errors())
    ear.machine.tell([Device("usb-2", "another", "")])
    until(lambda: len(ear.asked) == 2)
    time.sleep(0.2)
    ear.machine.tell([camera])
    until(lambda: ear.feed.camera.status is CameraStatus.LIVE, 600)  # not the hour that it would have waited
    ear.feed.stop()
    assert ear.seen() == ["opened", "first_frame", "failed", "failed", "reopened"]
    assert ear.errors() == [CameraLost, CameraBusy]


def test_a_device_that_comes_later_takes_over_from_the_scene(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody chose the scene: the default device is looked for again, and shown once it is there."""
    monkeypatch.setattr(capturing, "DEVICE_AGAIN_S", 0.1)
    missing, scene, device = Lively(opens=False), Lively(), Lively()
    ear = Ear(missing, scene, missing, device)
    ear.feed.start("")
    until(lambda: ear.feed.camera.status is CameraStatus.LIVE)
    ear.feed.stop()
    assert [spec.kind for spec in ear.asked] == [
        SpecKind.DEVICE, SpecKind.SYNTHETIC, SpecKind.DEVICE, SpecKind.DEVICE,
    ]  # fmt: skip
    assert scene.closed == 1
    assert ear.seen() == ["opened", "first_frame", "reopened"]
    assert ear.remarks[0].facts["substitute"] is True
    assert ear.errors() == []


def test_a_clip_that_is_to_be_played_once_ends() -> None:
    """At its end the source is over: that is told, it is closed, and not opened again."""
    clip = Lively(frames=10, fps=200)
    clip.over = True
    ear = Ear(clip, once=True)
    ear.feed.start("synthetic")
    until(lambda: "ended" in ear.seen())
    until(lambda: cameras() == 0)
    assert ear.seen() == ["opened", "first_frame", "ended"]
    assert clip.closed == len(ear.asked) == 1
    assert ear.feed.camera.status is CameraStatus.CLOSED
    ear.feed.stop()


def test_a_thousand_reopenings_leak_nothing() -> None:
    """Opened and lost a thousand times: handles and threads stay as they were, and each return is told."""
    ear = Ear(Lively(frames=1, fps=1000), backoff_s=(0.0,))
    ear.feed.start("0")
    until(lambda: ear.feed.frames_seen > 50)
    handles, threads = _handles(), threading.active_count()
    until(lambda: ear.feed.frames_seen > 1050)
    assert _handles() <= handles + 1
    assert threading.active_count() <= threads
    assert ear.seen().count("reopened") > 1000
    ear.feed.stop()


def test_a_thousand_openings_of_a_real_clip_leak_nothing(tmp_path: Path) -> None:
    """The same through OpenCV with a file of one frame: every capture is given back."""
    path = tmp_path / "a.avi"
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"MJPG"), 1000, (64, 48))
    writer.write(np.random.default_rng(0).integers(0, 255, (48, 64, 3), np.uint8))
    writer.release()
    feed = CameraFeed(capturing.played_once, backoff_s=(0.0,))
    _feeds.append(feed)
    feed.start(str(path))
    until(lambda: feed.frames_seen > 100)
    handles, threads, memory = _handles(), threading.active_count(), _resident_mb()
    until(lambda: feed.frames_seen > 1100)
    assert _handles() <= handles + 2
    assert threading.active_count() <= threads
    gc.collect()
    assert _resident_mb() - memory < 12
    feed.stop()


def _handles() -> int:
    handles = Path("/proc/self/fd")
    return len(list(handles.iterdir())) if handles.exists() else 0


def _resident_mb() -> float:
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if statm.exists() else 0.0


# --- words -----------------------------------------------------------------------------------

PLAIN = CameraUnavailable(spec="x")
LOGITECH = Device("usb-1", "罗技")  # the first of the list, so Windows has it as 0


@pytest.mark.parametrize(
    ("spec", "seen", "there", "words"),
    [
        (Spec(SpecKind.FILE, "/a.mp4"), False, [], NoFilm),
        (Spec(SpecKind.URL, "http://a/b"), False, [], StreamUnavailable),
        (Spec(SpecKind.URL, "http://a/b"), True, [], StreamLost),
        (Spec(SpecKind.DEVICE, "0"), False, [LOGITECH], CameraBusy),
        (Spec(SpecKind.DEVICE, "4"), False, [LOGITECH], DeviceMissing),
        (Spec(SpecKind.DEVICE, "4"), True, [LOGITECH], CameraLost),
        (Spec(SpecKind.DEVICE, "4"), False, [], CameraUnavailable),
        (Spec(SpecKind.SYNTHETIC), False, [], CameraUnavailable),
    ],
)
def test_each_refusal_has_its_words(
    spec: Spec, seen: bool, there: list[Device], words: type[CameraUnavailable]
) -> None:
    """A file, an address, a device that is held, one that is not there, one that went away, and what nobody knows."""
    machine = Plugged("Windows")
    machine.tell(there)
    assert type(refusal.not_opened(PLAIN, spec, seen=seen, machine=machine)) is words


def test_what_names_nothing_has_words_too() -> None:
    """A path without a file, a node whose device was pulled, an address of a kind we do not know."""
    machine = Plugged("Linux", Path("/nowhere"))
    assert type(refusal.not_understood(PLAIN, "clip.mp4", seen=False, machine=machine)) is NothingThere
    assert type(refusal.not_understood(PLAIN, "/dev/video77", seen=False, machine=machine)) is DeviceMissing
    assert type(refusal.not_understood(PLAIN, "/dev/video77", seen=True, machine=machine)) is CameraLost
    assert refusal.not_understood(PLAIN, "ftp://a/b", seen=False, machine=machine) is PLAIN


def test_a_source_that_knows_better_keeps_its_words() -> None:
    """What the source itself said in detail is not overwritten; only a named device that was seen is lost."""
    missing = DeviceMissing(spec="罗技", there="")
    named, machine = Spec(SpecKind.NAMED, "罗技"), Plugged("Linux")
    assert refusal.not_opened(missing, named, seen=False, machine=machine) is missing
    assert type(refusal.not_opened(missing, named, seen=True, machine=machine)) is CameraLost


def test_a_device_that_the_system_withholds_is_told_as_such(tmp_path: Path) -> None:
    """A node is there and cannot be read: that is a matter of permission, not of plugs."""
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        pytest.skip("root may read everything")
    node = tmp_path / "video0"
    node.touch(mode=0)
    spec = Spec(SpecKind.DEVICE, str(node))
    assert type(refusal.not_opened(PLAIN, spec, seen=False, machine=Plugged("Linux"))) is CameraForbidden


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (Spec(SpecKind.FILE, "/a.mp4"), NoFilm),
        (Spec(SpecKind.URL, "http://me:geheim@a/b"), StreamLost),
        (Spec(SpecKind.DEVICE, "0"), CameraLost),
    ],
)
def test_breaking_off_has_its_words_too(spec: Spec, words: type[CameraUnavailable]) -> None:
    """And secrets of an address are in none of them."""
    error = refusal.broke_off(spec)
    assert type(error) is words
    assert "geheim" not in str(error)


def test_words_exist_for_all_that_can_be_wrong() -> None:
    """Every trouble has a card in both languages that names the source."""
    for trouble in CameraTrouble:
        for lang in ("zh_CN", "en"):
            shown = watchdog.WORDS[trouble](spec="罗技").shown(lang)
            assert "罗技" in shown.title
            assert shown.advice
        assert Seen(trouble.value)


# --- real sockets ----------------------------------------------------------------------------


def test_an_address_that_accepts_and_never_sends(tmp_path: Path) -> None:
    """A real socket: the failure has the words of silence, not before five seconds; stopping does not wait for it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        feed = CameraFeed()
        _feeds.append(feed)
        told: list[tuple[Camera, KaiboError | None]] = []
        feed.on_change = lambda camera, error: told.append((camera, error))
        began = time.monotonic()
        feed.start(f"http://127.0.0.1:{server.getsockname()[1]}/video")
        until(lambda: feed.camera.status is CameraStatus.FAILED)
        assert time.monotonic() - began > 4.0
        assert type(told[-1][1]) is CameraSilent
        feed.stop()
