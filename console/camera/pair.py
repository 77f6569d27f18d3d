"""Up to two sources, a wide one and a close-up; the rest of the program holds them as one camera.

The first is open from the start to the end. The second is opened when it is first shown and then kept
warm: it is read and its last second kept, but nothing is made for the screen, so showing it again is a
matter of one frame. Not shown for ten minutes, it is closed; the next time it opens anew. What happens
to the one that is not shown never reaches the picture or the cards of the one that is.
Which source is where, and how it is shown, is remembered by `views`; the thread of each is `capture`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

from console.camera.errors import NoSuchCamera
from console.camera.feed import CameraFeed, OnChange
from console.camera.source import Frame, Mailbox, Preview
from console.errors import KaiboError
from console.facts import Camera, CameraHealth, CameraStatus, View

PLACES = (1, 2)
"""The wide one, the close-up."""
UNUSED_S = 600.0
"""A second source that was not shown for this long is closed."""


class Cameras:
    """Two feeds behind the face of one. Methods are for the main thread and return at once; `stop` within seconds."""

    def __init__(self, make: Callable[[], CameraFeed] = CameraFeed) -> None:
        self.on_preview: Callable[[], None] | None = None
        """As `CameraFeed.on_preview`, of the source that is shown."""
        self.on_change: OnChange | None = None
        """As `CameraFeed.on_change`, of the source that is shown."""
        self.on_other: Callable[[CameraStatus], None] | None = None
        """Called in a capture thread when the status of the source that is not shown changed."""
        self.on_health: Callable[[CameraHealth], None] | None = None
        """As `CameraFeed.on_health`, of the source that is shown."""
        self._feeds = {place: make() for place in PLACES}
        self._specs: dict[int, str | None] = dict.fromkeys(PLACES)
        self._errors: dict[int, KaiboError | None] = dict.fromkeys(PLACES)
        self._shown = 1
        self._box = (0, 0)
        self._lock = threading.Lock()
        for place, feed in self._feeds.items():
            feed.on_change = self._change_of(place)
            feed.on_preview = self._preview_of(place)
            feed.on_health = self._health_of(place)

    # --- as one camera -----------------------------------------------------------------------

    @property
    def preview(self) -> Mailbox[Preview]:
        """Where the previews of the shown source arrive."""
        return self._feeds[self._shown].preview

    @property
    def camera(self) -> Camera:
        """The shown source as it stands."""
        return self._told(self._shown, self._feeds[self._shown].camera)

    @property
    def error(self) -> KaiboError | None:
        """Why the shown source has no picture; None when it has, or is on its way."""
        return self._errors[self._shown]

    @property
    def health(self) -> CameraHealth:
        """How the pictures of the shown source came in the last seconds."""
        return self._feeds[self._shown].health

    @property
    def frames_seen(self) -> int:
        """Frames read from both."""
        return sum(feed.frames_seen for feed in self._feeds.values())

    @property
    def frames_shown(self) -> int:
        """Previews that the screen fetched, of both."""
        return sum(feed.frames_shown for feed in self._feeds.values())

    @property
    def frames_dropped(self) -> int:
        """Previews that a newer one replaced before the screen fetched them, of both."""
        return sum(feed.frames_dropped for feed in self._feeds.values())

    def preview_size(self, width: int, height: int) -> None:
        """See `CameraFeed.preview_size`."""
        self._box = (width, height)
        self._feeds[self._shown].preview_size(width, height)

    def last_second(self) -> list[Frame]:
        """See `CameraFeed.last_second`; of the shown source."""
        return self._feeds[self._shown].last_second()

    def newest(self) -> AbstractContextManager[Frame | None]:
        """See `CameraFeed.newest`; of the shown source."""
        return self._feeds[self._shown].newest()

    def stop(self) -> bool:
        """End both; False when a stuck source had to be left behind."""
        for feed in self._feeds.values():
            feed.rest()
        stopped = [feed.stop() for feed in self._feeds.values()]
        return all(stopped)

    @property
    def shown(self) -> int:
        """The place that is shown, 1 or 2."""
        return self._shown

    # --- as two ------------------------------------------------------------------------------

    def choose(self, place: int, spec: str | None) -> None:
        """Put a source in a place (1 or 2); None leaves it empty.

        The first opens at once, the second when it is shown; a place that is open changes over.
        """
        with self._lock:
            self._specs[place] = spec
            self._errors[place] = None
            in_use = place in (1, self._shown) or self._feeds[place].camera.status is not CameraStatus.CLOSED
        if spec is None:
            self._feeds[place].rest()
            if place == self._shown != 1:
                self.switch(1)
        elif in_use:
            self._feeds[place].start(spec)
        self._tell_other()

    def spec(self, place: int) -> str | None:
        """What is in a place; may hold secrets."""
        return self._specs[place]

    def show_as(self, place: int, view: View) -> None:
        """See `CameraFeed.show_as`."""
        self._feeds[place].show_as(view)

    def view(self, place: int) -> View:
        """How the source in a place is shown."""
        return self._feeds[place].view()

    def other(self) -> int:
        """The place that is not shown."""
        return 2 if self._shown == 1 else 1

    def switch(self, place: int) -> Camera:
        """Show the source in `place` from its next frame on. Raises `NoSuchCamera` where there is none."""
        spec = self._specs.get(place)
        if spec is None:
            raise NoSuchCamera(place=place)
        feed = self._feeds[place]
        with self._lock:
            before, self._shown = self._shown, place
        if before != place:
            self._feeds[before].preview_size(0, 0)
            feed.preview.empty()  # what lay there is of long ago
        feed.preview_size(*self._box)
        if feed.camera.status is CameraStatus.CLOSED:
            feed.start(spec)
        return self.camera

    def close_unused(self) -> None:
        """Close the second source unless it is shown."""
        if self._shown != 2 and self._feeds[2].camera.status is not CameraStatus.CLOSED:
            self._feeds[2].rest()
            self._errors[2] = None
            self._tell_other()

    # --- from the capture threads ------------------------------------------------------------

    def _told(self, place: int, camera: Camera) -> Camera:
        other = 2 if place == 1 else 1
        status = None if self._specs[other] is None else self._feeds[other].camera.status
        return replace(camera, place=place, other=status)

    def _change_of(self, place: int) -> OnChange:
        def changed(camera: Camera, error: KaiboError | None) -> None:
            with self._lock:
                self._errors[place] = error
                shown = place == self._shown
            if not shown:
                self._tell_other()
            elif self.on_change is not None:
                self.on_change(self._told(place, camera), error)

        return changed

    def _health_of(self, place: int) -> Callable[[CameraHealth], None]:
        def felt(health: CameraHealth) -> None:
            if place == self._shown and self.on_health is not None:
                self.on_health(health)

        return felt

    def _preview_of(self, place: int) -> Callable[[], None]:
        def arrived() -> None:
            if place == self._shown and self.on_preview is not None:
                self.on_preview()

        return arrived

    def _tell_other(self) -> None:
        if self.on_other is not None and self._specs[other := self.other()] is not None:
            self.on_other(self._feeds[other].camera.status)
