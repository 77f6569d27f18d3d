"""What is made of the frozen photo on request: cut by hand, white behind the goods. Never in the way of a listing.

Each makes a snap of its own and leaves the former; what was asked of a photo that is no longer there is not
taken over. The frame itself is moved in `picture.crop`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console import commands as c
from console.events import Event, SnapUnderWay
from console.facts import Crop, Snap
from ui.actions import Actions

if TYPE_CHECKING:
    import asyncio


class Retouching(QObject):
    """Asks for other pictures of a photo; at most one white background is made at a time."""

    changed = Signal()
    """How far the white background is."""

    def __init__(self, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._asked: dict[str, str] = {}  # snaps that are to come, and of which each is made
        self._chosen: dict[str, int] = {}  # which shot stands out when a snap comes (back)
        self._task: asyncio.Task[None] | None = None
        self._whitening = ""
        self.share: float | None = None
        """Of the white background that is being made; None where none is."""

    def crop(self, snap: Snap, shot: int, square: Crop | None, portrait: Crop | None) -> None:
        """Cut a shot anew; None leaves that picture as it is."""
        wish = c.CropSnap(of=snap.snap_id, shot=shot, square=square, portrait=portrait)
        self._expect(wish.snap_id, snap.snap_id, shot, shot)
        task = self._actions.do(wish)
        task.add_done_callback(lambda _task: self._asked.pop(wish.snap_id, None))

    def whiten(self, snap: Snap, shot: int) -> None:
        """Make the shot's background white; where that is under way already, stop it."""
        if self.stop():
            return
        wish = c.WhitenSnap(of=snap.snap_id, shot=shot)
        self._expect(wish.snap_id, snap.snap_id, shot, len(snap.shots))
        self._whitening, self.share = wish.snap_id, 0.0
        self._task = self._actions.do(wish)
        self._task.add_done_callback(lambda _task: self._over(wish.snap_id))
        self.changed.emit()

    def stop(self) -> bool:
        """Give the white background up; False when none was being made."""
        if self.share is None:
            return False
        if self._task is not None:
            self._task.cancel()
        self._over(self._whitening)
        return True

    def forget(self) -> None:
        """The photo is listed or put away, or another was taken."""
        self.stop()
        self._chosen.clear()

    def happened(self, event: Event) -> None:
        """Follow the white background."""
        if isinstance(event, SnapUnderWay) and self.share is not None and event.snap_id == self._whitening:
            self.share = event.share
            self.changed.emit()

    def takes_over(self, snap_id: str, frozen: str) -> bool:
        """Whether a snap that came takes the place of the `frozen` one: not where it was made of another."""
        made_of = self._asked.pop(snap_id, frozen)
        self._over(snap_id)
        return made_of == frozen

    def place(self, snap_id: str) -> int:
        """Which shot of a snap stands out."""
        return self._chosen.get(snap_id, 0)

    def choose(self, snap_id: str, shot: int) -> None:
        """Let this shot stand out when the snap comes."""
        self._chosen[snap_id] = shot

    def _expect(self, snap_id: str, of: str, before: int, after: int) -> None:
        self._asked[snap_id] = of
        self._chosen[of], self._chosen[snap_id] = before, after

    def _over(self, snap_id: str) -> None:
        self._asked.pop(snap_id, None)
        if snap_id == self._whitening:
            self._task, self._whitening, self.share = None, "", None
            self.changed.emit()
