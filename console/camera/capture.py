"""The capture thread: opens a source, reads it at its pace, scales, keeps the last second, tries again.

It is the only one that touches its source. OpenCV and numpy are imported by the thread, after the
window painted. What the outside sees of it is `feed`, which also watches over it.

A source that a person chose is never silently replaced: on failure there is no picture, and another
try after 1, 2, 4, 8, then every 15 seconds, and at once when something is plugged in. Only the default
("" = device 0) is stood in for by the synthetic scene, and only when device 0 did not open; it is looked
for again every 10 seconds. A default that was seen and then lost is lost.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import structlog

from console import threads
from console.camera import jpeg, plugged, refusal
from console.camera.errors import CameraUnavailable, NoFrameYet
from console.camera.pace import Pace, Rate
from console.camera.source import Frame, Jpeg, Mailbox, Preview, Source, Spec, SpecKind, mask, parse_spec
from console.camera.watchdog import Picture
from console.clock import Clock
from console.errors import KaiboError
from console.facts import Camera, CameraStatus, View

if TYPE_CHECKING:
    from console.camera.plugged import Plugged
    from console.camera.ring import Ring
    from console.camera.source import Pixels

log = structlog.get_logger(__name__)

BACKOFF_S = (1.0, 2.0, 4.0, 8.0, 15.0)
DEVICE_AGAIN_S = 10.0
"""How often the missing default device is looked for while the scene stands in."""
_HANDOVER_S = 2.0  # how long a new source waits for the old one to let go of the device
_SETTLED_AFTER_S = 5.0  # a source that lived this long starts over with short waits
_MOST_BROKEN = 30  # broken pictures in a row until the source counts as failed
_FALLBACK_FPS = 30.0
_PLUGGED_EVERY_S = 1.0
_MAKES_GOOD_S = 5.0  # a clip that is played once is there for its time, one that loops for its picture
_FIRST_DEVICE = Spec(SpecKind.DEVICE, "0")
_ON_THIS_MACHINE = (SpecKind.DEFAULT, SpecKind.DEVICE, SpecKind.NAMED)

OpenSource = Callable[[Spec], Source]


def source_for(spec: Spec) -> Source:
    """The source for `spec`, not open yet. Loads OpenCV."""
    if spec.kind is SpecKind.SYNTHETIC:
        from console.camera.synthetic import Synthetic

        return Synthetic()
    from console.camera import opencv

    return opencv.source_for(spec)


def played_once(spec: Spec) -> Source:
    """As `source_for`, but a file ends at its end instead of starting over."""
    if spec.kind is SpecKind.FILE:
        from console.camera import opencv

        return opencv.Clip(spec, loops=False)
    return source_for(spec)


class Owner(Protocol):
    """Whoever a capture works for. Everything here is called in the capture's thread."""

    preview: Mailbox[Preview]

    def box(self) -> tuple[int, int]:
        """Width and height of the place on the screen, 0 x 0 for none."""
        ...

    def view(self) -> View:
        """How the source is shown."""
        ...

    def trying(self, capture: Capture) -> None:
        """Another try to open begins."""
        ...

    def opened(self, capture: Capture, size: tuple[int, int], fps: float, *, substitute: bool) -> None:
        """The source opened; size and rate as it announces them, 0 where it does not."""
        ...

    def arrived(self, capture: Capture, picture: Picture, *, rings: bool) -> None:
        """A frame was read; `rings` when the screen must be told of a preview."""
        ...

    def changed(self, capture: Capture, camera: Camera) -> None:
        """Status, size or rate changed."""
        ...

    def failed(self, capture: Capture, error: KaiboError) -> None:
        """It did not open or broke off; it is tried again by itself."""
        ...

    def over(self, capture: Capture) -> None:
        """The clip was played to its end; the thread ends."""
        ...


@dataclass
class Wish:
    """What is to be captured, and what is known of it from earlier openings."""

    spec: str
    seen: bool = False
    """The device itself gave pictures; it is never replaced any more."""
    again: bool = False
    """Takes the place of a capture that got stuck; nothing is told but what comes of it."""
    once: bool = False
    """A clip is over at its end; without this, one that ends is tried again."""

    @property
    def shown(self) -> str:
        """The spec as it may be shown."""
        return mask(self.spec.strip())


class Capture(threading.Thread):
    """One chosen source, from the first try until `ended` is set."""

    def __init__(
        self,
        owner: Owner,
        wish: Wish,
        *,
        sources: OpenSource,
        clock: Clock,
        backoff_s: Sequence[float],
        before: threading.Thread | None,
        machine: Plugged = plugged.here,
    ) -> None:
        super().__init__(name="camera", daemon=True)  # a driver that hangs must not hold the exit
        self.ended = threading.Event()
        self.wish = wish
        self.opening_since: float | None = None
        """Set while the source is asked to open, monotonic seconds."""
        self.reading_since: float | None = None
        """Set while the source is asked for a picture, monotonic seconds."""
        self._owner = owner
        self._sources = sources
        self._clock = clock
        self._backoff_s = backoff_s
        self._before = before
        self._machine = machine
        self._ring: Ring | None = None
        self._told: Camera | None = None
        self._over = False

    def last_second(self) -> list[Frame]:
        """See `CameraFeed.last_second`; for any thread."""
        return [] if self._ring is None else self._ring.frames(self._clock.monotonic_s())

    def newest(self) -> AbstractContextManager[Frame | None]:
        """See `CameraFeed.newest`; for any thread."""
        return nullcontext() if self._ring is None else self._ring.newest(self._clock.monotonic_s())

    def run(self) -> None:
        """The thread's whole life."""
        threads.go_after_the_screen()
        self._wait_for_the_device()
        if not (self.ended.is_set() or self.wish.again):
            self._tell(Camera(CameraStatus.OPENING, self.wish.shown))
        tries = 0
        while not self.ended.is_set():
            began = self._clock.monotonic_s()
            self._owner.trying(self)
            error = self._attempt_safely()
            if self.ended.is_set():
                return
            if self._ring is not None:
                self._ring.clear()
            if self._over:
                self._owner.over(self)
                return
            self._told = None
            self._owner.failed(self, error)
            if self._clock.monotonic_s() - began > _SETTLED_AFTER_S:
                tries = 0
            self._wait(self._backoff_s[min(tries, len(self._backoff_s) - 1)])
            tries += 1

    def _wait_for_the_device(self) -> None:
        """Let the source before this one close, but do not wait for ever for a driver that hangs."""
        before, self._before = self._before, None
        waited = 0.0
        while before is not None and before.is_alive() and waited < _HANDOVER_S and not self.ended.is_set():
            before.join(0.02)
            waited += 0.02

    def _wait(self, seconds: float) -> None:
        """Until the next try is due, something was plugged in or pulled, or nothing is wanted any more."""
        local = self._spec().kind in _ON_THIS_MACHINE
        there = self._machine.devices() if local else ()
        until = self._clock.monotonic_s() + seconds
        while (left := until - self._clock.monotonic_s()) > 0:
            if self.ended.wait(min(left, _PLUGGED_EVERY_S) if local else left):
                return
            if local and self._machine.devices() != there:
                return

    # --- one try -----------------------------------------------------------------------------

    def _attempt_safely(self) -> KaiboError:
        try:
            return self._attempt()
        except Exception:  # the thread's outermost edge: whatever a driver throws, it is logged and tried again
            log.exception("camera fault")
            return CameraUnavailable(spec=self.wish.shown or "0")
        finally:
            self.opening_since = self.reading_since = None

    def _attempt(self) -> KaiboError:
        """Open and watch; why the source did not open, or broke off."""
        try:
            spec = self._understood()
            source, status = self._open(spec)
        except CameraUnavailable as error:
            log.info("camera unavailable", spec=error.facts.get("spec"), why=type(error).__name__)
            return error
        found: Source | None = source
        while found is not None:
            source, found = found, None
            try:
                found = self._watch(source, status)
                self._over = self.wish.once and source.over
            finally:
                source.close()
            status = CameraStatus.LIVE
        return refusal.broke_off(spec)

    def _understood(self) -> Spec:
        try:
            return parse_spec(self.wish.spec)
        except CameraUnavailable as error:
            raise refusal.not_understood(error, self.wish.spec, seen=self.wish.seen, machine=self._machine) from error

    def _open(self, spec: Spec) -> tuple[Source, CameraStatus]:
        default = spec.kind is SpecKind.DEFAULT
        chosen = _FIRST_DEVICE if default else spec
        try:
            source = self._opened(chosen)
        except CameraUnavailable as error:
            if not default or self.wish.seen:
                raise refusal.not_opened(error, chosen, seen=self.wish.seen, machine=self._machine) from error
            return self._opened(Spec(SpecKind.SYNTHETIC)), CameraStatus.SUBSTITUTE
        self.wish.seen = True
        return source, CameraStatus.LIVE

    def _opened(self, spec: Spec) -> Source:
        self.opening_since = self._clock.monotonic_s()
        try:
            source = self._sources(spec)
            source.open()
        finally:
            self.opening_since = None
        return source

    def _device_came(self) -> Source | None:
        """The default device, if it opens by now."""
        try:
            source = self._opened(_FIRST_DEVICE)
        except CameraUnavailable:
            return None
        self.wish.seen = True
        return source

    def _watch(self, source: Source, status: CameraStatus) -> Source | None:
        """Read until the source ends; returns the open device that takes over from the scene, if one came."""
        from console.camera.ring import Ring

        self._owner.opened(self, source.size, source.fps, substitute=status is CameraStatus.SUBSTITUTE)
        self._ring = ring = Ring()
        session = _Session(self._owner, ring, source.codec)
        frame_s = 1 / (source.fps or _FALLBACK_FPS)
        pace = Pace(frame_s, _MAKES_GOOD_S if self.wish.once else 0.0) if source.paced else None
        broken = 0
        look_again_at = self._clock.monotonic_s() + DEVICE_AGAIN_S
        while broken < _MOST_BROKEN:
            content = self._read(source, ring, pace)
            if content is None:
                return None
            at = self._clock.monotonic_s()
            size = _size(content) or source.size
            try:
                picture, rings = session.take(content, size, at)
            except NoFrameYet:  # webcams send a broken JPEG now and then
                broken += 1
                continue
            broken = 0
            self._owner.arrived(self, picture, rings=rings)
            self._tell(Camera(status, self.wish.shown, size[0], size[1], session.rate.count(at)))
            if status is CameraStatus.SUBSTITUTE and at >= look_again_at:
                if (device := self._device_came()) is not None:
                    return device
                look_again_at = self._clock.monotonic_s() + DEVICE_AGAIN_S
        return None

    def _read(self, source: Source, ring: Ring, pace: Pace | None) -> Pixels | Jpeg | None:
        """The next picture when it is due; None when there is none or it is not wanted any more."""
        into = ring.spare()
        self.reading_since = self._clock.monotonic_s()
        content = source.read(into)
        self.reading_since = None
        if into is not None and content is not into:
            ring.give_back(into)
        if content is not None and pace is not None:
            self.ended.wait(pace.wait_s(source.position_s, self._clock.monotonic_s()))
        return None if self.ended.is_set() else content

    def _spec(self) -> Spec:
        try:
            return parse_spec(self.wish.spec)
        except CameraUnavailable:  # a node that comes with its device, or a mistake
            return Spec(SpecKind.DEVICE, self.wish.spec.strip())

    def _tell(self, camera: Camera) -> None:
        if camera != self._told:
            self._told = camera
            self._owner.changed(self, camera)


def _size(content: Pixels | Jpeg) -> tuple[int, int] | None:
    return jpeg.size(content.data) if isinstance(content, Jpeg) else (content.shape[1], content.shape[0])


class _Session:
    """What one opening of a source needs from frame to frame. Loads OpenCV."""

    def __init__(self, owner: Owner, ring: Ring, codec: str) -> None:
        from console.camera.impression import Impressions
        from console.camera.monitor import Monitor

        self.rate = Rate()
        self._owner = owner
        self._ring = ring
        self._monitor = Monitor(owner.preview)
        self._impressions = Impressions(codec)
        self._index = 0

    def take(self, content: Pixels | Jpeg, size: tuple[int, int], at: float) -> tuple[Picture, bool]:
        """Look at a frame, keep it, and lay out its preview; whether the screen must be told of that.

        Raises NoFrameYet when it is a broken JPEG.
        """
        view = self._owner.view()
        look = self._monitor.look(content, size, self._owner.box(), view)
        frame = Frame(content, at, self._index, look.detail.mean(), look.detail, view)
        rings = self._monitor.show(look, frame, size)
        self._ring.add(frame)
        self._index += 1
        seen = self._impressions.of(look.grey, look.detail.light, at, look.colours)
        return Picture(at, size, seen.still_s, seen.dark), rings
