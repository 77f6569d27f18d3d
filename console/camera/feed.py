"""The camera as the rest of the program sees it: start, switch, stop, a preview, the last second.

Nothing here reads a source: that is the capture thread's (`capture`), which hands over through a
one-slot mailbox and two callbacks. Importing this module loads neither OpenCV nor numpy.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

import structlog

from console.camera.capture import BACKOFF_S, Capture, OpenSource, source_for
from console.camera.source import Frame, Mailbox, Preview, mask
from console.clock import Clock, SystemClock
from console.errors import KaiboError
from console.facts import Camera, CameraStatus, View

log = structlog.get_logger(__name__)

_STOP_WITHIN_S = 1.5

OnChange = Callable[[Camera, KaiboError | None], None]


class CameraFeed:
    """One camera at a time. Methods are for the UI thread and return at once; `stop` within two seconds."""

    def __init__(
        self,
        sources: OpenSource = source_for,
        clock: Clock | None = None,
        backoff_s: Sequence[float] = BACKOFF_S,
    ) -> None:
        self.preview: Mailbox[Preview] = Mailbox()
        self.on_preview: Callable[[], None] | None = None
        """Called in the capture thread when a preview was laid into the empty mailbox."""
        self.on_change: OnChange | None = None
        """Called in the capture thread when status, size or rate changed; with the error when FAILED."""
        self.camera = Camera()
        self.frames_seen = 0
        self._sources = sources
        self._clock = clock or SystemClock()
        self._backoff_s = tuple(backoff_s)
        self._box = (0, 0)
        self._view = View()
        self._lock = threading.Lock()
        self._capture: Capture | None = None

    @property
    def frames_shown(self) -> int:
        """Previews that the screen fetched."""
        return self.preview.taken

    @property
    def frames_dropped(self) -> int:
        """Previews that a newer one replaced before the screen fetched them."""
        return self.preview.dropped

    def start(self, spec: str = "") -> None:
        """Begin with the source `spec`; the outcome, good or bad, is told through `on_change`."""
        with self._lock:
            before = self._capture
            if before is not None:
                before.ended.set()
            self.camera = Camera(CameraStatus.OPENING, mask(spec.strip()), view=self._view)
            self._capture = Capture(
                self, spec, sources=self._sources, clock=self._clock, backoff_s=self._backoff_s, before=before
            )
            self._capture.start()

    def switch(self, spec: str) -> None:
        """Change to another source; the old one lets go of its device first."""
        self.start(spec)

    def rest(self) -> None:
        """End without waiting for it; a later `start` waits until the device is free."""
        with self._lock:
            if self._capture is not None:
                self._capture.ended.set()
            self.camera = Camera(view=self._view)

    def stop(self) -> bool:
        """End; no callback begins afterwards. False when a stuck source had to be left behind with its thread."""
        with self._lock:
            capture, self._capture = self._capture, None
            self.camera = Camera()
        if capture is None:
            return True
        capture.ended.set()
        if capture is not threading.current_thread():
            capture.join(_STOP_WITHIN_S)
        return not capture.is_alive()

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

    # --- what the capture thread calls; a capture that was replaced is not heard any more ---

    def box(self) -> tuple[int, int]:
        """Width and height of the place on the screen."""
        return self._box

    def view(self) -> View:
        """How the source is shown."""
        return self._view

    def arrived(self, capture: Capture, *, rings: bool) -> None:
        """A frame was read; `rings` when the screen must be told of a preview."""
        if self._capture is capture:
            self.frames_seen += 1
            if rings and self.on_preview is not None:
                self._call(self.on_preview)

    def changed(self, capture: Capture, camera: Camera, error: KaiboError | None) -> None:
        """Status, size or rate changed."""
        with self._lock:
            if self._capture is not capture or capture.ended.is_set():
                return
            self.camera = camera = replace(camera, view=self._view)
        if self.on_change is not None:
            self._call(self.on_change, camera, error)

    @staticmethod
    def _call(callback: Callable[..., None], *values: object) -> None:
        try:
            callback(*values)
        except Exception:  # a listener's fault must not cost the show its picture; it is logged in full
            log.exception("camera listener failed", listener=repr(callback))
