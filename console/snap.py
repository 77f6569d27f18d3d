"""From frames to product photos: the best of a burst, cropped, encoded, kept as files named by content.

The files are safe on disk before their names are returned, so that a committed snap never points
at nothing. Reading the camera is `camera.feed`'s; picture arithmetic is `camera.imaging`'s.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from console.commands import Command, KeepSnap
from console.errors import DiskFull, DiskTrouble, StoreError
from console.events import Event, SnapTaken
from console.facts import Shot, Snap
from console.store import projection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from console.camera.source import Frame, Pixels
    from console.store.database import Db

SHOTS = 3
SNAP_FOLDER = "snaps"
BURST_S = 1.0
APART_S = 0.06
"""Two shots of one burst are at least this far apart, so that there is something to choose."""
_HANDS = 2  # threads that encode while another waits for the disk; more made it slower on two cores


# --- choosing --------------------------------------------------------------------------------


def choose(frames: Sequence[Frame], most: int = SHOTS) -> list[Frame]:
    """The sharpest frames of the last second, sharpest first, at least 60 ms apart where that leaves enough.

    Three as long as there are three frames; fewer frames, fewer shots.
    """
    if not frames:
        return []
    newest = max(frame.captured_at for frame in frames)
    best = sorted(
        (frame for frame in frames if frame.captured_at >= newest - BURST_S),
        key=lambda frame: (frame.sharpness, frame.captured_at),
        reverse=True,
    )
    chosen: list[Frame] = []
    for frame in best:
        if len(chosen) < most and all(abs(frame.captured_at - other.captured_at) >= APART_S for other in chosen):
            chosen.append(frame)
    close = [frame for frame in best if frame not in chosen]
    chosen += close[: most - len(chosen)]
    return sorted(chosen, key=best.index)


# --- keeping ---------------------------------------------------------------------------------


class _Written(NamedTuple):
    """A picture that is safe on disk, though perhaps not under its own name yet."""

    path: Path
    temporary: Path | None
    """None when the very same picture was kept before."""


def keep_files(frames: Sequence[Frame], folder: Path) -> tuple[Shot, ...]:
    """Write full, square, portrait and thumbnail of each frame below `folder`; safe on disk when it returns.

    All shots are kept or, when the disk fails, none. The same frames give the same names and write
    nothing twice. Raises DiskFull or DiskTrouble.
    """
    with ThreadPoolExecutor(_HANDS, thread_name_prefix="snap") as hands:
        pictures = [picture for four in hands.map(_pictures_of, frames) for picture in four]
        jobs = [hands.submit(_write, picture, folder) for picture in pictures]
    written = [job.result() for job in jobs if job.exception() is None]
    try:
        for job in jobs:
            job.result()
        _put_in_place(written)
    except OSError as error:
        raise _trouble(error) from error
    finally:
        _sweep(written)
    names = [each.path.relative_to(folder).as_posix() for each in written]
    return tuple(
        Shot(full, square, portrait, thumb, frame.sharpness)
        for frame, (full, square, portrait, thumb) in zip(frames, zip(*[iter(names)] * 4, strict=True), strict=True)
    )


def _pictures_of(frame: Frame) -> tuple[Pixels, Pixels, Pixels, Pixels]:
    """Full, square, portrait, thumbnail, in the order of `Shot`."""
    from console.camera import imaging

    pixels = frame.pixels
    centre = imaging.centre_of_interest(pixels)
    square = imaging.square(pixels, centre)
    return pixels, square, imaging.portrait(pixels, centre), imaging.thumbnail(square)


def _write(picture: Pixels, folder: Path) -> _Written:
    """Encode and write under a temporary name beside the final one, which is the hash of the content."""
    from console.camera import imaging

    data = imaging.encode(picture)
    name = hashlib.sha256(data).hexdigest()[:32]
    path = folder / SNAP_FOLDER / name[:2] / f"{name}.jpg"
    if path.exists():
        return _Written(path, None)
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{name}.{secrets.token_hex(4)}.part")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            sync_file(file.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return _Written(path, temporary)


def _put_in_place(written: Iterable[_Written]) -> None:
    shards = set()
    for each in written:
        if each.temporary is not None:
            each.temporary.replace(each.path)
            shards.add(each.path.parent)
    for shard in shards | {shard.parent for shard in shards}:
        sync_folder(shard)


def _sweep(written: Iterable[_Written]) -> None:
    """Leave no half-kept picture behind; what is in place already keeps its name."""
    for each in written:
        if each.temporary is not None:
            with contextlib.suppress(OSError):  # a disk that fails may refuse this too; the first failure is told
                each.temporary.unlink(missing_ok=True)


def _trouble(error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull()
    return DiskTrouble(why=error.strerror or type(error).__name__)


def sync_file(descriptor: int) -> None:
    """Wait until the file's content is on the disk."""
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until new names in `folder` are on the disk; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# --- on the database thread ------------------------------------------------------------------


def keep(db: Db, command: KeepSnap, now_ms: int) -> SnapTaken:
    """Record a burst whose files are safe on disk; the same `snap_id` again answers the first one."""
    snap = projection.snap(db, command.snap_id)
    if snap is None:
        db.conn.execute("INSERT INTO snaps VALUES (?, ?)", (command.snap_id, now_ms))
        db.conn.executemany(
            "INSERT INTO snap_shots VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (command.snap_id, place, shot.full, shot.square, shot.portrait, shot.thumb, shot.sharpness)
                for place, shot in enumerate(command.shots)
            ],
        )
        snap = Snap(command.snap_id, now_ms, command.shots)
    return SnapTaken(snap_id=snap.snap_id, snap=snap)


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {KeepSnap: keep}
