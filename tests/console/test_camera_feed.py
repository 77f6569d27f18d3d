"""The capture thread, seen from outside, with sources that a test holds in its hand."""

from __future__ import annotations

import os
import sys
import threading
import time

import numpy as np
import pytest

from console.camera import capture as capturing
from console.camera.cv import cv2
from console.camera.errors import CameraUnavailable
from console.camera.feed import CameraFeed
from console.camera.monitor import Monitor
from console.camera.pace import Pace, Rate
from console.camera.ring import Ring
from console.camera.source import Frame, Jpeg, Mailbox, Preview, Spec, SpecKind
from console.errors import KaiboError
from console.facts import Camera, CameraStatus
from tests.waiting import PATIENCE_S, until


class Scripted:
    """A source that does what the test says: fail to open, deliver, end, block, break."""

    def __init__(self, *, opens: bool = True, frames: int | None = None, fps: float = 200, paced: bool = True) -> None:
        self.fps = fps
        self.size = (64, 36)
        self.codec = ""
        self.paced = paced
        self.over = False
        self.position_s = 0.0
        self.opens = opens
        self.frames = frames
        self.block = threading.Event()
        self.blocks = False
        self.hangs = False
        """Somebody reads it and does not come back."""
        self.closed = 0
        self.sent = 0

    def open(self) -> None:
        if not self.opens:
            raise CameraUnavailable(spec="scripted")

    def read(self, into: np.ndarray | None = None) -> np.ndarray | Jpeg | None:
        if self.blocks:
            self.hangs = True
            self.block.wait(PATIENCE_S)
            self.hangs = False
        if self.frames is not None and self.sent >= self.frames:
            return None
        self.position_s = self.sent / self.fps
        pixels = np.empty((36, 64, 3), np.uint8) if into is None else into
        pixels[:] = self.sent % 250
        self.sent += 1
        return pixels

    def close(self) -> None:
        self.closed += 1


class Watcher:
    """What the screen would see of a feed over scripted sources."""

    def __init__(self, *sources: Scripted, backoff_s: tuple[float, ...] = (0.01,)) -> None:
        self.asked: list[Spec] = []
        self.told: list[tuple[Camera, KaiboError | None]] = []
        self.rings = 0
        self._left = list(sources)
        self._last = sources[-1]
        self.feed = CameraFeed(self._next, backoff_s=backoff_s)
        self.feed.on_change = lambda camera, error: self.told.append((camera, error))
        self.feed.on_preview = self._ring

    def _next(self, spec: Spec) -> Scripted:
        self.asked.append(spec)
        return self._left.pop(0) if self._left else self._last

    def _ring(self) -> None:
        self.rings += 1

    def statuses(self) -> list[CameraStatus]:
        """Status changes in order, each once."""
        found: list[CameraStatus] = []
        for camera, _ in self.told:
            if not found or found[-1] is not camera.status:
                found.append(camera.status)
        return found


OPENING, LIVE, FAILED, SUBSTITUTE = (
    CameraStatus.OPENING,
    CameraStatus.LIVE,
    CameraStatus.FAILED,
    CameraStatus.SUBSTITUTE,
)


# --- pace and rate ---------------------------------------------------------------------------


def test_frames_are_due_at_their_time_stamps() -> None:
    """The schedule hangs on the first frame and does not drift with what each frame took."""
    pace = Pace(0.1)
    assert pace.wait_s(0.0, 50.0) == 0
    assert pace.wait_s(0.1, 50.03) == pytest.approx(0.07)
    assert pace.wait_s(0.2, 50.16) == pytest.approx(0.04)


def test_a_small_delay_is_made_good_and_a_large_one_forgotten() -> None:
    """Late by half a frame: the next is on time. Late by a second: no burst afterwards."""
    pace = Pace(0.1)
    pace.wait_s(0.0, 50.0)
    assert pace.wait_s(0.1, 50.15) == 0
    assert pace.wait_s(0.2, 50.16) == pytest.approx(0.04)
    assert pace.wait_s(0.3, 51.3) == 0
    assert pace.wait_s(0.4, 51.31) == pytest.approx(0.09)


def test_where_the_time_counts_a_long_delay_is_made_good() -> None:
    """Three seconds late, the frames come without waiting until the schedule is met again."""
    pace = Pace(0.1, makes_good_s=5.0)
    pace.wait_s(0.0, 50.0)
    assert pace.wait_s(0.1, 53.0) == 0
    assert pace.wait_s(2.9, 53.0) == 0
    assert pace.wait_s(3.1, 53.0) == pytest.approx(0.1)


def test_a_gap_in_the_time_stamps_is_kept() -> None:
    """A clip that pauses for three seconds pauses for three seconds."""
    pace = Pace(0.1)
    pace.wait_s(0.0, 50.0)
    assert pace.wait_s(3.0, 50.05) == pytest.approx(2.95)


def test_a_leap_in_the_time_stamps_is_not_waited_for() -> None:
    """A broken time stamp an hour ahead does not freeze the picture."""
    pace = Pace(0.1)
    pace.wait_s(0.0, 50.0)
    assert pace.wait_s(3600.0, 50.1) == 0
    assert pace.wait_s(3600.1, 50.15) == pytest.approx(0.05)


def test_the_rate_is_told_once_a_second_and_when_it_moved() -> None:
    """The measured rate is 0 at first, then refreshed each second; a jitter of half a frame is no news."""
    rate = Rate()
    shown = [rate.count(index / 25) for index in range(26)]
    assert shown[:25] == [0.0] * 25
    assert shown[25] == 25.0
    assert {rate.count(1 + index / 25.2) for index in range(1, 60)} == {25.0}


def test_a_file_is_played_at_its_own_rate() -> None:
    """Forty frames at 100 a second take 0.4 s, not as long as reading takes."""
    source = Scripted(fps=100, frames=41)
    watcher = Watcher(source, backoff_s=(30.0,))
    began = time.monotonic()
    watcher.feed.start("synthetic")
    until(lambda: source.closed > 0)
    assert time.monotonic() - began > 0.38
    watcher.feed.stop()


# --- status and trying again -----------------------------------------------------------------


def test_a_chosen_source_that_fails_is_tried_again_and_not_replaced() -> None:
    """FAILED is told once with its error, nothing is shown meanwhile, and the source comes back by itself."""
    watcher = Watcher(Scripted(opens=False), Scripted(opens=False), Scripted())
    watcher.feed.start("0")
    until(lambda: LIVE in watcher.statuses())
    watcher.feed.stop()
    assert watcher.statuses()[:3] == [OPENING, FAILED, LIVE]
    assert {spec.kind for spec in watcher.asked} == {SpecKind.DEVICE}
    errors = [error for camera, error in watcher.told if camera.status is FAILED]
    assert len(errors) == 1
    assert isinstance(errors[0], CameraUnavailable)


def test_a_spec_that_means_nothing_fails_in_the_same_way() -> None:
    """A file that is not there (yet) is a failure with another try, not a crash at the start."""
    watcher = Watcher(Scripted())
    watcher.feed.start("no such file.avi")
    until(lambda: FAILED in watcher.statuses())
    assert watcher.feed.camera.status is FAILED
    assert watcher.feed.last_second() == []
    watcher.feed.stop()


def test_a_source_that_ends_mid_show_is_told_and_tried_again() -> None:
    """Unplugged: FAILED, the old pictures are gone, and the next try brings the new ones."""
    watcher = Watcher(Scripted(frames=5), Scripted())
    watcher.feed.start("0")
    until(lambda: watcher.statuses() == [OPENING, LIVE, FAILED, LIVE])
    watcher.feed.stop()


def test_waits_grow_to_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries come after the waits in order, and then after the longest again and again; none comes early."""
    asked: list[float] = []
    waited: list[float] = []
    wait = capturing.Capture._wait

    def watched(capture: capturing.Capture, seconds: float) -> None:
        began = time.monotonic()
        wait(capture, seconds)
        asked.append(seconds)
        waited.append(time.monotonic() - began)

    monkeypatch.setattr(capturing.Capture, "_wait", watched)
    feed = CameraFeed(lambda _spec: Scripted(opens=False), backoff_s=(0.02, 0.04, 0.06))
    feed.start("0")
    until(lambda: len(asked) >= 5)
    feed.stop()
    assert asked[:5] == [0.02, 0.04, 0.06, 0.06, 0.06]
    assert all(gap >= least for gap, least in zip(waited[:5], asked, strict=False))


def test_the_real_waits() -> None:
    """1, 2, 4, 8, then every 15 seconds."""
    assert capturing.BACKOFF_S == (1, 2, 4, 8, 15)


def test_without_a_camera_the_scene_stands_in() -> None:
    """The default opens device 0; where there is none the scene is shown, and that is no error."""
    watcher = Watcher(Scripted(opens=False), Scripted())
    watcher.feed.start("")
    until(lambda: SUBSTITUTE in watcher.statuses())
    watcher.feed.stop()
    assert watcher.statuses() == [OPENING, SUBSTITUTE]
    assert [spec.kind for spec in watcher.asked] == [SpecKind.DEVICE, SpecKind.SYNTHETIC]
    assert all(error is None for _, error in watcher.told)


def test_a_default_camera_that_was_seen_is_never_replaced() -> None:
    """Device 0 was on air and is unplugged: the drawn scene must not go on air in its place."""
    watcher = Watcher(Scripted(frames=3), Scripted(opens=False))
    watcher.feed.start("")
    until(lambda: len(watcher.asked) >= 4)
    watcher.feed.stop()
    assert watcher.statuses() == [OPENING, LIVE, FAILED]
    assert {spec.kind for spec in watcher.asked} == {SpecKind.DEVICE}


@pytest.mark.expects_log
def test_a_driver_that_throws_does_not_end_the_show(
    monkeypatch: pytest.MonkeyPatch, no_stray_log_record: list[str]
) -> None:
    """Whatever a driver raises is logged in full, a failure like any other, and tried again."""
    bad = Scripted()
    monkeypatch.setattr(bad, "read", lambda into=None: 1 / 0)
    watcher = Watcher(bad, Scripted())
    watcher.feed.start("0")
    until(lambda: LIVE in watcher.statuses())
    watcher.feed.stop()
    assert bad.closed == 1
    assert "ZeroDivisionError" in no_stray_log_record[0]


@pytest.mark.expects_log
def test_a_listener_that_throws_does_not_end_the_picture(no_stray_log_record: list[str]) -> None:
    """A fault in the screen's callback is logged; frames go on."""
    watcher = Watcher(Scripted())

    def broken() -> None:
        raise KeyError("screen")

    watcher.feed.on_preview = broken
    watcher.feed.preview_size(32, 18)
    watcher.feed.start("0")
    until(lambda: watcher.feed.frames_seen > 5)
    watcher.feed.stop()
    assert "KeyError" in no_stray_log_record[0]


# --- stop and switch -------------------------------------------------------------------------


@pytest.mark.usefixtures("patient_stops")
def test_stop_may_be_repeated() -> None:
    """Stopping closes the source; a second stop, or one before the start, is harmless."""
    source = Scripted()
    watcher = Watcher(source)
    assert watcher.feed.stop()
    watcher.feed.start("0")
    until(lambda: watcher.feed.frames_seen > 0)
    assert watcher.feed.stop()
    assert watcher.feed.stop()
    assert source.closed == 1
    assert watcher.feed.camera.status is CameraStatus.CLOSED
    told = len(watcher.told)
    time.sleep(0.05)
    assert len(watcher.told) == told


def test_a_blocked_source_does_not_hold_the_exit() -> None:
    """A driver that hangs in read is left behind."""
    source = Scripted()
    watcher = Watcher(source)
    watcher.feed.start("0")
    until(lambda: watcher.feed.frames_seen > 0)
    source.blocks = True
    until(lambda: source.hangs)
    assert watcher.feed.stop() is False
    assert source.hangs, "it was left behind, not waited for"
    source.block.set()
    until(lambda: source.closed == 1)


def test_switching_lets_go_of_the_old_source_first() -> None:
    """One source at a time: the old one is closed before the new one is opened, and its burst is gone."""
    old, new = Scripted(), Scripted()
    old.size = new.size
    order: list[str] = []
    watcher = Watcher(old, new)
    watcher.feed.start("0")
    until(lambda: watcher.feed.frames_seen > 3)
    close, open_ = old.close, new.open
    old.close = lambda: (order.append("close"), close())[1]  # type: ignore[method-assign]  # to see the order
    new.open = lambda: (order.append("open"), open_())[1]  # type: ignore[method-assign]  # to see the order
    watcher.feed.switch("1")
    until(lambda: new.sent > 3)
    assert order == ["close", "open"]
    assert watcher.feed.camera.spec == "1"
    assert len([thread for thread in threading.enumerate() if thread.name == "camera"]) == 1
    watcher.feed.stop()


# --- what comes out --------------------------------------------------------------------------


def test_a_screen_that_sleeps_gets_the_newest_and_drops_are_counted() -> None:
    """The bell rings once for an empty mailbox; later previews replace the one that waits."""
    watcher = Watcher(Scripted())
    watcher.feed.preview_size(32, 32)
    watcher.feed.start("0")
    until(lambda: watcher.feed.frames_seen >= 10)
    watcher.feed.stop()
    preview = watcher.feed.preview.take()
    assert preview is not None
    assert watcher.rings == 1
    assert watcher.feed.frames_dropped == watcher.feed.frames_seen - 1
    assert watcher.feed.frames_shown == 1
    assert preview.index == watcher.feed.frames_seen - 1
    assert preview.pixels.shape == (18, 32, 4)
    assert preview.pixels.flags.c_contiguous
    assert (preview.pixels[:, :, 3] == 255).all()
    assert (preview.source_width, preview.source_height) == (64, 36)


def test_without_a_screen_frames_are_still_kept() -> None:
    """No preview is asked for: no mailbox traffic, but the last second is there for a snap."""
    watcher = Watcher(Scripted())
    watcher.feed.start("0")
    until(lambda: len(watcher.feed.last_second()) > 5)
    watcher.feed.stop()
    assert watcher.rings == 0
    assert watcher.feed.preview.take() is None


def test_previews_fetched_stay_whole() -> None:
    """The one being drawn and the two before it are not written to while newer ones come."""
    box: Mailbox[Preview] = Mailbox()
    monitor = Monitor(box)
    held: list[tuple[Preview, int]] = []
    for index in range(40):
        pixels = np.full((36, 64, 3), index, np.uint8)
        monitor.show(monitor.look(pixels, (64, 36), (32, 18)), Frame(pixels, 0.0, index), (64, 36))
        if index % 3 == 0:
            preview = box.take()
            assert preview is not None
            held = [*held[-2:], (preview, index)]
        assert all(preview.pixels[0, 0, 0] == value for preview, value in held)


@pytest.mark.parametrize(
    ("size", "box"), [((64, 36), (200, 200)), ((641, 361), (100, 100)), ((1, 1), (50, 30)), ((30, 900), (90, 90))]
)
def test_previews_fit_their_place(size: tuple[int, int], box: tuple[int, int]) -> None:
    """Any source fits any place: smaller, larger, odd, one pixel."""
    pixels = np.full((size[1], size[0], 3), 90, np.uint8)
    look = Monitor(Mailbox()).look(pixels, size, box)
    assert look.bgra is not None
    assert look.bgra.shape[1] <= box[0]
    assert look.bgra.shape[0] <= box[1]
    assert look.bgra.shape[1] == box[0] or look.bgra.shape[0] == box[1]


def test_a_jpeg_is_looked_at_small_and_kept_as_it_is() -> None:
    """A compressed frame is previewed from a reduced decode, and gives its full pixels when asked."""
    _, data = cv2.imencode(".jpg", np.full((480, 640, 3), 120, np.uint8))
    jpeg = Jpeg(data.reshape(-1))
    look = Monitor(Mailbox()).look(jpeg, (640, 480), (160, 160))
    assert look.bgra is not None
    assert look.bgra.shape == (120, 160, 4)
    assert Frame(jpeg, 0.0, 0).pixels.shape == (480, 640, 3)


def test_a_broken_jpeg_now_and_then_is_passed_over() -> None:
    """One broken picture is skipped; a source that sends nothing else has failed."""
    good = cv2.imencode(".jpg", np.full((36, 64, 3), 120, np.uint8))[1].reshape(-1)
    sent = [Jpeg(good), Jpeg(good[:9]), Jpeg(good)] + [Jpeg(good[:9])] * 40
    source = Scripted(fps=2000)
    source.read = lambda into=None: sent.pop(0)  # type: ignore[method-assign]  # a script of broken pictures
    watcher = Watcher(source, Scripted(opens=False))
    watcher.feed.start("0")
    until(lambda: FAILED in watcher.statuses())
    watcher.feed.stop()
    assert watcher.feed.frames_seen == 2
    assert len(sent) == 10


# --- the last second -------------------------------------------------------------------------


def burst(ring: Ring, count: int, fps: float, shape: tuple[int, int, int] = (9, 16, 3)) -> None:
    """Fill `ring` as a camera of `fps` would."""
    for index in range(count):
        into = ring.spare()
        pixels = np.zeros(shape, np.uint8) if into is None else into
        ring.add(Frame(pixels, 100 + index / fps, index))


def test_the_ring_holds_one_second() -> None:
    """At 30 a second it is the newest 30 or 31 frames, oldest first."""
    ring = Ring()
    burst(ring, 100, 30)
    indices = [frame.index for frame in ring.frames(now=100 + 99 / 30)]
    assert indices == list(range(indices[0], 100))
    assert len(indices) in (30, 31)


def test_the_ring_is_bounded_in_count() -> None:
    """A camera of 240 a second is thinned evenly and covers the whole second still."""
    ring = Ring(most_frames=60)
    burst(ring, 480, 240)
    frames = ring.frames(now=102.0)
    assert 40 <= len(frames) <= 60
    assert frames[-1].captured_at - frames[0].captured_at > 0.7


def test_the_ring_is_bounded_in_bytes() -> None:
    """Frames too large for a second of them: every n-th is kept, within the bytes."""
    ring = Ring(most_bytes=10 * 9 * 16 * 3)
    burst(ring, 120, 30)
    frames = ring.frames(now=104.0)
    assert 7 <= len(frames) <= 10
    assert ring.nbytes <= 10 * 9 * 16 * 3
    assert frames[-1].captured_at - frames[0].captured_at > 0.7


def test_arrays_go_round_but_never_those_given_away() -> None:
    """Memory is reused from frame to frame; what somebody got from the ring is never written to again."""
    ring = Ring()
    burst(ring, 60, 30)
    held = ring.frames(now=102.0)
    given = {id(frame.pixels) for frame in held}
    seen = set()
    for index in range(60, 160):
        pixels = ring.spare()
        assert pixels is not None
        assert id(pixels) not in given
        seen.add(id(pixels))
        ring.add(Frame(pixels, 100 + index / 30, index))
    assert len(seen) < 70


def test_a_borrowed_frame_is_left_alone_and_its_memory_stays() -> None:
    """While somebody looks at the newest frame nothing is written into it; afterwards it goes round again."""
    ring = Ring()
    burst(ring, 60, 30)
    with ring.newest(102.0) as frame:
        assert frame is not None
        assert frame.index == 59
        borrowed = frame.pixels
    given, taken = set(), set()
    with ring.newest(102.0) as frame:
        for index in range(60, 160):
            pixels = ring.spare()
            assert pixels is not borrowed
            taken.add(id(pixels))
            ring.add(Frame(pixels, 100 + index / 30, index))
    with ring.newest(200 / 30 + 100) as frame:
        given.add(id(frame.pixels) if frame else 0)
    for index in range(160, 260):
        pixels = ring.spare()
        taken.add(id(pixels))
        ring.add(Frame(pixels, 100 + index / 30, index))
    assert given < taken
    assert len(taken) < 70


def test_an_old_frame_is_not_the_newest() -> None:
    """When the picture has stood still for two seconds there is nothing to look at."""
    ring = Ring()
    with ring.newest(0.0) as frame:
        assert frame is None
    burst(ring, 30, 30)
    with ring.newest(103.5) as frame:
        assert frame is None


def test_old_pictures_are_no_burst() -> None:
    """When the picture has stood still for two seconds there is nothing to snap."""
    ring = Ring()
    burst(ring, 30, 30)
    assert ring.frames(now=102.5)
    assert ring.frames(now=103.5) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the priority of a single thread")
def test_the_window_goes_before_the_capture_thread() -> None:
    """A source is read at a lower priority than the thread that draws, whose own stays as it was."""
    read_at: list[int] = []
    mine = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    class Asked(Scripted):
        def read(self, into: np.ndarray | None = None) -> np.ndarray | Jpeg | None:
            read_at.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
            return super().read(into)

    watcher = Watcher(Asked())
    watcher.feed.start("0")
    until(lambda: bool(read_at))
    watcher.feed.stop()
    assert read_at[0] == min(19, mine + 5)
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == mine
