"""The capture thread: opens a source, reads it at its pace, scales, keeps the last second, tries again.

It is the only one that touches its source. OpenCV and numpy are imported by the thread, after the
window painted. What the outside sees of it is `feed`.

A source that a person chose is never silently replaced: on failure there is no picture, and another
try after 1, 2, 4, 8, then every 15 seconds. Only the default ("" = device 0) is stood in for by the
synthetic scene, and only when device 0 did not open; a default that was seen and then lost is lost.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol

import structlog

from console.camera.source import Frame, Jpeg, Mailbox, Preview, Source, Spec, SpecKind, mask, parse_spec
from console.clock import Clock
from console.errors import CameraUnavailable, KaiboError, NoFrameYet
from console.facts import Camera, CameraStatus, View

if TYPE_CHECKING:
    from console.camera.ring import Ring
    from console.camera.source import Pixels

log = structlog.get_logger(__name__)

BACKOFF_S = (1.0, 2.0, 4.0, 8.0, 15.0)
_HANDOVER_S = 2.0  # how long a new source waits for the old one to let go of the device
_SETTLED_AFTER_S = 5.0  # a source that lived this long starts over with short waits
_MOST_BROKEN = 30  # broken pictures in a row until the source counts as failed
_FPS_EVERY_S = 1.0
_FPS_STEP = 0.5  # smaller changes of the rate are not worth telling
_FALLBACK_FPS = 30.0

OpenSource = Callable[[Spec], Source]


def source_for(spec: Spec) -> Source:
    """The source for `spec`, not open yet. Loads OpenCV."""
    if spec.kind is SpecKind.SYNTHETIC:
        from console.camera.synthetic import Synthetic

        return Synthetic()
    from console.camera import opencv

    return opencv.source_for(spec)


class Pace:
    """Holds a source that never waits to its own time stamps, on a schedule that does not drift.

    A delay of up to one frame is made good by the next waits; after a longer one the schedule moves,
    so that lost time is never run after in a burst.
    """

    def __init__(self, frame_s: float) -> None:
        self._frame_s = frame_s
        self._zero: float | None = None

    def wait_s(self, position_s: float, now: float) -> float:
        """Seconds to wait until the frame at `position_s` is due; `now` is monotonic seconds."""
        if self._zero is None:
            self._zero = now - position_s
        wait = self._zero + position_s - now
        if wait < -self._frame_s or wait > max(1.0, 2 * self._frame_s):  # late, or a time stamp that leaps ahead
            self._zero = now - position_s
            return 0.0
        return max(0.0, wait)


class Rate:
    """Frames per second as delivered, refreshed once a second and only when it moved."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._frames = 0
        self._fps = 0.0

    def count(self, now: float) -> float:
        """One more frame at `now` (monotonic seconds); 0 until the first second is over."""
        if self._since is None:
            self._since = now
            return self._fps
        self._frames += 1
        if now - self._since >= _FPS_EVERY_S:
            fps = self._frames / (now - self._since)
            self._since, self._frames = now, 0
            if abs(fps - self._fps) >= _FPS_STEP:
                self._fps = round(fps, 1)
        return self._fps


class Owner(Protocol):
    """Whoever a capture works for."""

    preview: Mailbox[Preview]

    def box(self) -> tuple[int, int]:
        """Width and height of the place on the screen, 0 x 0 for none."""
        ...

    def view(self) -> View:
        """How the source is shown."""
        ...

    def arrived(self, capture: Capture, *, rings: bool) -> None:
        """A frame was read; `rings` when the screen must be told of a preview."""
        ...

    def changed(self, capture: Capture, camera: Camera, error: KaiboError | None) -> None:
        """Status, size or rate changed."""
        ...


class Capture(threading.Thread):
    """One chosen source, from the first try until `ended` is set."""

    def __init__(
        self,
        owner: Owner,
        spec: str,
        *,
        sources: OpenSource,
        clock: Clock,
        backoff_s: Sequence[float],
        before: threading.Thread | None,
    ) -> None:
        super().__init__(name="camera", daemon=True)  # a driver that hangs must not hold the exit
        self.ended = threading.Event()
        self._owner = owner
        self._spec = spec
        self._shown = mask(spec.strip())
        self._sources = sources
        self._clock = clock
        self._backoff_s = backoff_s
        self._before = before
        self._ring: Ring | None = None
        self._told: Camera | None = None
        self._device_seen = False

    def last_second(self) -> list[Frame]:
        """See `CameraFeed.last_second`; for any thread."""
        return [] if self._ring is None else self._ring.frames(self._clock.monotonic_s())

    def newest(self) -> AbstractContextManager[Frame | None]:
        """See `CameraFeed.newest`; for any thread."""
        return nullcontext() if self._ring is None else self._ring.newest(self._clock.monotonic_s())

    def run(self) -> None:
        """The thread's whole life."""
        self._wait_for_the_device()
        if not self.ended.is_set():
            self._tell(Camera(CameraStatus.OPENING, self._shown))
        tries = 0
        while not self.ended.is_set():
            began = self._clock.monotonic_s()
            error: CameraUnavailable | None = None
            try:
                error = self._attempt()
            except Exception:  # the thread's outermost edge: whatever a driver throws, it is logged and tried again
                log.exception("camera fault")
            if self.ended.is_set():
                return
            if self._ring is not None:
                self._ring.clear()
            self._tell(Camera(CameraStatus.FAILED, self._shown), error or CameraUnavailable(spec=self._shown or "0"))
            if self._clock.monotonic_s() - began > _SETTLED_AFTER_S:
                tries = 0
            self.ended.wait(self._backoff_s[min(tries, len(self._backoff_s) - 1)])
            tries += 1

    def _wait_for_the_device(self) -> None:
        """Let the source before this one close, but do not wait for ever for a driver that hangs."""
        before, self._before = self._before, None
        waited = 0.0
        while before is not None and before.is_alive() and waited < _HANDOVER_S and not self.ended.is_set():
            before.join(0.02)
            waited += 0.02

    def _attempt(self) -> CameraUnavailable | None:
        """Open and watch; returns when the source does not open (why), fails, or is not wanted any more."""
        try:
            source, status = self._open(parse_spec(self._spec))
        except CameraUnavailable as error:
            log.info("camera unavailable", spec=error.facts.get("spec"), why=type(error).__name__)
            return error
        try:
            self._watch(source, status)
        finally:
            source.close()
        return None

    def _open(self, spec: Spec) -> tuple[Source, CameraStatus]:
        chosen = Spec(SpecKind.DEVICE, "0") if spec.kind is SpecKind.DEFAULT else spec
        source = self._sources(chosen)
        try:
            source.open()
        except CameraUnavailable:
            if spec.kind is not SpecKind.DEFAULT or self._device_seen:
                raise
            scene = self._sources(Spec(SpecKind.SYNTHETIC))
            scene.open()
            return scene, CameraStatus.SUBSTITUTE
        self._device_seen = True
        return source, CameraStatus.LIVE

    def _watch(self, source: Source, status: CameraStatus) -> None:
        from console.camera.monitor import Monitor
        from console.camera.ring import Ring

        self._ring = ring = Ring()
        monitor = Monitor(self._owner.preview)
        pace = Pace(1 / (source.fps or _FALLBACK_FPS)) if source.paced else None
        rate = Rate()
        index = broken = 0
        while broken < _MOST_BROKEN:
            content = self._read(source, ring, pace)
            if content is None:
                return
            captured_at = self._clock.monotonic_s()
            size = source.size if isinstance(content, Jpeg) else (content.shape[1], content.shape[0])
            view = self._owner.view()
            try:
                look = monitor.look(content, size, self._owner.box(), view)
            except NoFrameYet:  # webcams send a broken JPEG now and then
                broken += 1
                continue
            broken = 0
            frame = Frame(content, captured_at, index, look.detail.mean(), look.detail, view)
            rings = monitor.show(look, frame, size)
            ring.add(frame)
            index += 1
            self._owner.arrived(self, rings=rings)
            self._tell(Camera(status, self._shown, size[0], size[1], rate.count(captured_at)))

    def _read(self, source: Source, ring: Ring, pace: Pace | None) -> Pixels | Jpeg | None:
        """The next picture when it is due; None when there is none or it is not wanted any more."""
        into = ring.spare()
        content = source.read(into)
        if into is not None and content is not into:
            ring.give_back(into)
        if content is not None and pace is not None:
            self.ended.wait(pace.wait_s(source.position_s, self._clock.monotonic_s()))
        return None if self.ended.is_set() else content

    def _tell(self, camera: Camera, error: KaiboError | None = None) -> None:
        if camera != self._told:
            self._told = camera
            self._owner.changed(self, camera, error)
