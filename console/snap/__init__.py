"""From frames to product photos: the best of a burst, framed, encoded, kept as files named by content.

`choosing` picks the frames in which the goods are sharp, `photos` makes the four pictures of each, `files`
writes them, `recut` makes new ones from a kept photo. Here is what the rest of the console sees, and the
record in the database. Reading the camera is `camera.feed`'s; looking at pictures is `camera`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.commands import Command, KeepSnap, RecallSnap
from console.errors import UnknownSnap
from console.events import Event, SnapTaken
from console.facts import Crop, Shot, Snap
from console.snap.choosing import APART_S, BURST_S, SHOTS, Pick, choose, picked
from console.snap.files import SNAP_FOLDER, Kept, flush, keep_files, write_files
from console.snap.words import WORDS
from console.store import projection, shots

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import Any

    from console.camera.source import Frame, Pixels
    from console.store.database import Db

__all__ = [
    "APART_S",
    "BURST_S",
    "OPS",
    "SHOTS",
    "SNAP_FOLDER",
    "WORDS",
    "Kept",
    "Pick",
    "choose",
    "cropped",
    "flush",
    "keep_files",
    "on_white",
    "picked",
    "still",
    "take",
    "write_files",
]


def still(pixels: Pixels, place: int) -> Frame:
    """A picture that came from no camera, as a frame of a burst."""
    from console.camera.source import Frame

    return Frame(pixels, 0.0, place)


def take(frames: Sequence[Frame], folder: Path) -> Kept:
    """The best of the last second as files below `folder`, see `choose` and `write_files`."""
    return write_files(choose(frames), folder)


def cropped(shot: Shot, square: Crop | None, portrait: Crop | None, folder: Path) -> Kept:
    """A shot cut by hand, see `recut.cropped`."""
    from console.snap import recut

    return recut.cropped(shot, square, portrait, folder)


def on_white(shot: Shot, folder: Path, progress: Callable[[float], bool]) -> Kept:
    """A shot with white behind the goods, see `recut.on_white`."""
    from console.snap import recut

    return recut.on_white(shot, folder, progress)


def keep(db: Db, command: KeepSnap, now_ms: int) -> SnapTaken:
    """Record a burst whose files are safe on disk; the same `snap_id` again answers the first one."""
    snap = projection.snap(db, command.snap_id)
    if snap is None:
        db.conn.execute("INSERT INTO snaps VALUES (?, ?)", (command.snap_id, now_ms))
        for place, shot in enumerate(command.shots):
            shots.insert(db, command.snap_id, place, shot)
        snap = Snap(command.snap_id, now_ms, command.shots)
    return SnapTaken(snap_id=snap.snap_id, snap=snap, in_hand=command.in_hand)


def recall(db: Db, command: RecallSnap, _now_ms: int) -> SnapTaken:
    """A snap that was kept. Raises UnknownSnap."""
    snap = projection.snap(db, command.snap_id)
    if snap is None:
        raise UnknownSnap
    return SnapTaken(snap_id=snap.snap_id, snap=snap)


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {KeepSnap: keep, RecallSnap: recall}
