"""One camera's pictures for the windows of two seats: each gets the newest, once, and asks for its own size.

Nothing is copied: both paint from the same picture, made for the larger of the two places.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.panels.picture.preview import Preview, PreviewSource


class Share:
    """What one window holds of the picture; a `PreviewSource`."""

    def __init__(self, shared: SharedPicture) -> None:
        self._shared = shared
        self.size = (0, 0)
        self.seen: Preview | None = None
        self.frame_ready: Callable[[], None] | None = None

    def take(self) -> Preview | None:
        """The newest picture, once; None when it was taken already."""
        newest = self._shared.newest()
        if newest is None or newest is self.seen:
            return None
        self.seen = newest
        return newest

    def preview_size(self, width: int, height: int) -> None:
        """Fit this many device pixels; 0 x 0 where nobody looks at it."""
        self.size = (width, height)
        self._shared.fit()

    def listen(self, frame_ready: Callable[[], None]) -> None:
        """Call `frame_ready` (from any thread) whenever a picture waits."""
        self.frame_ready = frame_ready


class SharedPicture:
    """The camera's mailbox, handed on. Methods are for the main thread, but for the ring when a picture waits."""

    def __init__(self, source: PreviewSource) -> None:
        self._source = source
        self._shares: tuple[Share, ...] = ()
        self._newest: Preview | None = None
        source.listen(self._ring)

    def share(self) -> Share:
        """A mailbox for one more window."""
        share = Share(self)
        self._shares = (*self._shares, share)
        return share

    def give_back(self, share: Share) -> None:
        """This window is closed."""
        self._shares = tuple(other for other in self._shares if other is not share)
        self.fit()

    def newest(self) -> Preview | None:
        """The newest picture there is, whoever took it out of the camera's mailbox."""
        taken = self._source.take()
        if taken is not None:
            self._newest = taken
        return self._newest

    def fit(self) -> None:
        """Ask for pictures that fill the largest place; 0 x 0 when nobody looks."""
        self._source.preview_size(
            max((share.size[0] for share in self._shares), default=0),
            max((share.size[1] for share in self._shares), default=0),
        )

    def _ring(self) -> None:
        for share in self._shares:
            if share.frame_ready is not None:
                share.frame_ready()
