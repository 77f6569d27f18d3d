"""The camera as the rest of the program sees it: start, switch, stop, a preview, the last second, what is wrong.

Nothing here reads a source: that is the capture thread's (`capture`), which hands over through a
one-slot mailbox and a few calls. A second thread looks at the clock four times a second, because a
driver that blocks cannot say that it does; it tells that no picture comes, and lets a capture that
will not come back be replaced. At most two such threads are left behind; then one is waited for.
Importing this module loads neither OpenCV nor numpy.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

import structlog

from console.camera import plugged
from console.camera.capture import BACKOFF_S, Capture, OpenSource, Wish, source_for
from console.camera.errors import CameraBusy, CameraStuck, CameraUnavailable
from console.camera.health import Health
from console.camera.plugged import Plugged
from console.camera.source import Frame, Mailbox, Preview, SpecKind, mask, parse_spec
from console.camera.watchdog import WORDS, Picture, Remark, Watchdog
from console.clock import Clock, SystemClock
from console.errors import KaiboError
from console.facts import Camera, CameraHealth, CameraStatus, View

log = structlog.get_logger(__name__)

TICK_S = 0.25
ASLEEP_S = 3 * TICK_S
"""A look that comes so late says that this machine stood still; whether the camera did, the next look says."""
READING_WITHIN_S = 8.0
"""A read that takes longer will not come back: the sources' own timeouts are shorter."""
OPENING_WITHIN_S = 20.0
MOST_LEFT = 2
"""Threads left behind in a driver before no more are started."""
_STOP_WITHIN_S = 1.5

OnChange = Callable[[Camera, KaiboError | None], None]


class CameraFeed:
    """One camera at a time. Methods are for the UI thread and return at once; `stop` within two seconds."""

    def __init__(
        self,
        sources: OpenSource = source_for,
        clock: Clock | None = None,
        backoff_s: Sequence[float] = BACKOFF_S,
        *,
        once: bool = False,
        machine: Plugged = plugged.here,
    ) -> None:
        self.preview: Mailbox[Preview] = Mailbox()
        self.on_preview: Callable[[], None] | None = None
        """Called in the capture thread when a preview was laid into the empty mailbox."""
        self.on_change: OnChange | None = None
        """Called in a thread of the camera when status, size, rate or trouble changed; with the words for
        what is wrong as long as something is."""
        self.on_remark: Callable[[Remark], None] | None = None
        """Called in a thread of the camera with everything that the watchdog remarks, in order."""
        self.on_health: Callable[[CameraHealth], None] | None = None
        """Called when the picture became uneven, once a second while it is, and when it is even again."""
        self.camera = Camera()
        self.frames_seen = 0
        self.failures = 0
        """Tries in a row that gave no picture."""
        self._sources = sources
        self._clock = clock or SystemClock()
        self._backoff_s = tuple(backoff_s)
        self._once = once
        self._machine = machine
        self._box = (0, 0)
        self._view = View()
        self._lock = threading.Lock()
        self._capture: Capture | None = None
        self._left: list[Capture] = []
        self._watchdog = Watchdog()
        self._health = Health()
        self._error: KaiboError | None = None
        self._second_clock: _SecondClock | None = None
        self._looked_s = self._awake_since = 0.0
        self._untold: deque[tuple[Callable[..., None], tuple[object, ...]]] = deque()
        self._telling = threading.RLock()

    @property
    def frames_shown(self) -> int:
        """Previews that the screen fetched."""
        return self.preview.taken

    @property
    def frames_dropped(self) -> int:
        """Previews that a newer one replaced before the screen fetched them."""
        return self.preview.dropped

    @property
    def health(self) -> CameraHealth:
        """How the pictures came in the last seconds, for any thread; see `camera.health`."""
        return self._health.now

    def start(self, spec: str = "") -> None:
        """Begin with the source `spec`; the outcome, good or bad, is told through `on_change`."""
        with self._lock:
            before = self._let_go()
            self._feel(self._health.ended())
            self.camera = Camera(CameraStatus.OPENING, mask(spec.strip()), view=self._view)
            self._watchdog, self._error, self.failures = Watchdog(ours=_ours(spec)), None, 0
            self._begin(Wish(spec, once=self._once), before)
            if self._second_clock is None:
                self._looked_s = self._clock.monotonic_s()
                self._second_clock = _SecondClock(self._tick)
                self._second_clock.start()

    def switch(self, spec: str) -> None:
        """Change to another source; the old one lets go of its device first."""
        self.start(spec)

    def rest(self) -> None:
        """End without waiting for it; a later `start` waits until the device is free."""
        with self._lock:
            self._end()
            self._feel(self._health.ended())
            self.camera = Camera(view=self._view)

    def stop(self) -> bool:
        """End; no callback begins afterwards. False when a stuck source had to be left behind with its thread."""
        with self._lock:
            capture = self._end()
            self._capture = None
            self._untold.clear()
            self.camera = Camera()
        if capture is not None and capture.is_alive() and capture is not threading.current_thread():
            capture.join(_STOP_WITHIN_S)
        return capture is None or not capture.is_alive()

    def preview_size(self, width: int, height: int) -> None:
        """The place on the screen, device pixels; previews keep their aspect inside it. 0 x 0: no previews."""
        self._box = (max(0, width), max(0, height))

    def show_as(self, view: View) -> None:
        """Turn, mirror, cut and zoom like this from the next frame on; `on_change` is not called for it."""
        with self._lock:
            self._view = view
            self.camera = replace(self.camera, view=view)

    def last_second(self) -> list[Frame]:
        """The full frames of the last second, oldest first; empty when there is no picture.

        Only those that were shown as the source is to be shown now: a photo is framed as was wished.
        """
        capture = self._capture
        frames = [] if capture is None else capture.last_second()
        return [frame for frame in frames if frame.view == self._view]

    def newest(self) -> AbstractContextManager[Frame | None]:
        """The newest full frame while the block runs, None when there is no picture; for any thread.

        For looks that end soon. What must be kept longer is asked of `last_second`.
        """
        capture = self._capture
        return nullcontext() if capture is None else capture.newest()

    # --- captures come and go; with the lock held --------------------------------------------

    def _begin(self, wish: Wish, before: Capture | None) -> None:
        self._capture = Capture(
            self,
            wish,
            sources=self._sources,
            clock=self._clock,
            backoff_s=self._backoff_s,
            before=before,
            machine=self._machine,
        )
        self._start_if_there_is_room()

    def _start_if_there_is_room(self) -> None:
        self._left = [capture for capture in self._left if capture.is_alive()]
        if self._capture is not None and self._capture.ident is None and len(self._left) < MOST_LEFT:
            self._capture.start()

    def _let_go(self) -> Capture | None:
        """End the capture there is, and keep count of it until its thread is gone."""
        capture = self._capture
        if capture is not None:
            capture.ended.set()
            if capture.is_alive() and capture not in self._left:
                self._left.append(capture)
        return capture

    def _end(self) -> Capture | None:
        if self._second_clock is not None:
            self._second_clock.ended.set()
            self._second_clock = None
        self._error = None
        return self._let_go()

    # --- what the capture thread calls; a capture that was replaced is not heard any more ---

    def box(self) -> tuple[int, int]:
        """Width and height of the place on the screen."""
        return self._box

    def view(self) -> View:
        """How the source is shown."""
        return self._view

    def trying(self, capture: Capture) -> None:
        """Another try to open begins."""
        with self._lock:
            if self._hears(capture):
                self._watchdog.trying(self._clock.monotonic_s())

    def opened(self, capture: Capture, size: tuple[int, int], fps: float, *, substitute: bool) -> None:
        """The source opened."""
        with self._lock:
            if self._hears(capture):
                self._health.opened(fps, self.preview.taken, self.preview.dropped)
                self._note(self._watchdog.opened(self._clock.monotonic_s(), size, fps, substitute=substitute))
        self._tell()

    def arrived(self, capture: Capture, picture: Picture, *, rings: bool) -> None:
        """A frame was read; `rings` when the screen must be told of a preview."""
        with self._lock:
            if not self._hears(capture):
                return
            self.frames_seen += 1
            self.failures = 0
            self._health.frame(picture.at)
            late = self._clock.monotonic_s() - self._looked_s > ASLEEP_S
            self._note(self._watchdog.frame(picture, picture.at if late else self._awake_since))
        self._tell()
        if rings and self.on_preview is not None:
            self._call(self.on_preview)

    def changed(self, capture: Capture, camera: Camera) -> None:
        """Status, size or rate changed."""
        with self._lock:
            if self._hears(capture):
                self._error = self._words()
                self._show(camera)
        self._tell()

    def failed(self, capture: Capture, error: KaiboError) -> None:
        """It did not open or broke off; it is tried again by itself."""
        with self._lock:
            if self._hears(capture):
                self.failures += 1
                if self._left and isinstance(error, CameraBusy):
                    error = CameraStuck(**error.facts)  # the program that holds it is this one
                self._feel(self._health.ended())
                self._note(self._watchdog.failed(self._clock.monotonic_s(), error))
        self._tell()

    def over(self, capture: Capture) -> None:
        """The clip was played to its end."""
        with self._lock:
            if self._hears(capture):
                self._note(self._watchdog.ended(self._clock.monotonic_s()))
                self._show(Camera(spec=self.camera.spec))
        self._tell()

    # --- what the second clock calls ---------------------------------------------------------

    def _tick(self) -> None:
        with self._lock:
            capture = self._capture
            if capture is None or not self._hears(capture):
                return
            now = self._clock.monotonic_s()
            late_s, self._looked_s = now - self._looked_s, now
            if late_s > ASLEEP_S:
                self._awake_since = now
                return
            self._feel(self._health.look(now, self.preview.taken, self.preview.dropped))
            self._note(self._watchdog.tick(now, self.camera.spec or "0"))
            times = self._watchdog.times
            if _overdue(capture.reading_since, now, READING_WITHIN_S * times) or _overdue(
                capture.opening_since, now, OPENING_WITHIN_S * times
            ):
                log.warning("camera stuck", spec=self.camera.spec, left=len(self._left) + 1)
                self._note(self._watchdog.failed(now, CameraStuck(spec=self.camera.spec or "0")))
                self._let_go()
                self._begin(replace(capture.wish, again=True), None)
            self._start_if_there_is_room()
        self._tell()

    # --- telling; with the lock held but for `_tell` -----------------------------------------

    def _hears(self, capture: Capture) -> bool:
        return self._capture is capture and not capture.ended.is_set()

    def _words(self) -> KaiboError | None:
        trouble = self._watchdog.trouble
        return None if trouble is None else WORDS[trouble](spec=self.camera.spec or "0")

    def _note(self, remarks: list[Remark]) -> None:
        """Queue what was remarked, and what it means for the camera as it is shown."""
        if self.on_remark is not None:
            self._untold.extend((self.on_remark, (remark,)) for remark in remarks)
        failed = next((remark.error for remark in remarks if remark.error is not None), None)
        if failed is not None:
            self._error = failed
            self._show(Camera(CameraStatus.FAILED, self.camera.spec))
        elif self.camera.trouble is not self._watchdog.trouble:
            self._error = self._words()
            self._show(self.camera)

    def _feel(self, health: CameraHealth | None) -> None:
        if health is not None and self.on_health is not None:
            self._untold.append((self.on_health, (health,)))

    def _show(self, camera: Camera) -> None:
        self.camera = replace(camera, view=self._view, trouble=self._watchdog.trouble)
        if self.on_change is not None:
            self._untold.append((self.on_change, (self.camera, self._error)))

    def _tell(self) -> None:
        """Call the listeners in order, one thread at a time, none of them with the lock held."""
        while self._untold:
            with self._telling:
                with self._lock:
                    if not self._untold:
                        return
                    callback, values = self._untold.popleft()
                self._call(callback, *values)

    @staticmethod
    def _call(callback: Callable[..., None], *values: object) -> None:
        try:
            callback(*values)
        except Exception:  # a listener's fault must not cost the show its picture; it is logged in full
            log.exception("camera listener failed", listener=repr(callback))


def _ours(spec: str) -> bool:
    """Whether this machine alone makes the picture; what is not there (yet) may be anything."""
    try:
        return parse_spec(spec).kind in (SpecKind.FILE, SpecKind.SYNTHETIC)
    except CameraUnavailable:
        return False


def _overdue(since: float | None, now: float, within_s: float) -> bool:
    return since is not None and now - since > within_s


class _SecondClock(threading.Thread):
    """Four times a second, until `ended`."""

    def __init__(self, tick: Callable[[], None]) -> None:
        super().__init__(name="camera watch", daemon=True)
        self.ended = threading.Event()
        self._tick = tick

    def run(self) -> None:
        """The thread's whole life."""
        while not self.ended.wait(TICK_S):
            self._tick()
