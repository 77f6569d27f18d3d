"""From frames to product photos: the best of a burst, cropped, encoded, kept as files named by content.

The photo is shown as soon as its files stand; they are safe on disk before anything is listed with
them. Reading the camera is `camera.feed`'s; picture arithmetic is `camera.imaging`'s.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from console.commands import Command, KeepSnap
from console.errors import DiskFull, DiskTrouble, StoreError
from console.events import Event, SnapTaken
from console.facts import Shot, Snap
from console.store import projection
from console.store.disk import flush_file, flush_folder, put_in_place

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


class Kept(NamedTuple):
    """Shots whose files stand under their names; `fresh` may not be on the disk yet."""

    shots: tuple[Shot, ...]
    fresh: tuple[Path, ...]


def still(pixels: Pixels, place: int) -> Frame:
    """A picture that came from no camera, as a frame of a burst."""
    from console.camera.source import Frame

    return Frame(pixels, 0.0, place)


def keep_files(frames: Sequence[Frame], folder: Path) -> tuple[Shot, ...]:
    """Write full, square, portrait and thumbnail of each frame below `folder`; safe on disk when it returns.

    The same frames give the same names and write nothing twice. Raises DiskFull or DiskTrouble.
    """
    kept = write_files(frames, folder)
    flush(kept)
    return kept.shots


def write_files(frames: Sequence[Frame], folder: Path) -> Kept:
    """As `keep_files`, but the disk is not waited for: `flush` what it returns before relying on it.

    All shots are written or, when the disk fails, none.
    """
    with ThreadPoolExecutor(_HANDS, thread_name_prefix="snap") as hands:
        pictures = [picture for four in hands.map(_pictures_of, frames) for picture in four]
        jobs = [hands.submit(_write, picture, folder) for picture in pictures]
    written = [job.result() for job in jobs if job.exception() is None]
    fresh = tuple(path for path, is_fresh in written if is_fresh)
    try:
        for job in jobs:
            job.result()
    except OSError as error:
        _drop(fresh)
        raise _trouble(error) from error
    names = [path.relative_to(folder).as_posix() for path, _ in written]
    shots = tuple(
        Shot(full, square, portrait, thumb, frame.sharpness)
        for frame, (full, square, portrait, thumb) in zip(frames, zip(*[iter(names)] * 4, strict=True), strict=True)
    )
    return Kept(shots, fresh)


def flush(kept: Kept) -> None:
    """Wait until every file of `kept` is on the disk. Raises DiskFull or DiskTrouble, and then has none of them."""
    try:
        for path in kept.fresh:
            with path.open("rb+") as file:
                flush_file(file.fileno())
        shards = {path.parent for path in kept.fresh}
        for shard in shards | {shard.parent for shard in shards}:
            flush_folder(shard)
    except OSError as error:
        _drop(kept.fresh)
        raise _trouble(error) from error


def _pictures_of(frame: Frame) -> tuple[Pixels, Pixels, Pixels, Pixels]:
    """Full, square, portrait, thumbnail, in the order of `Shot`."""
    from console.camera import imaging

    pixels = frame.pixels
    centre = imaging.centre_of_interest(pixels)
    square = imaging.square(pixels, centre)
    return pixels, square, imaging.portrait(pixels, centre), imaging.thumbnail(square)


def _write(picture: Pixels, folder: Path) -> tuple[Path, bool]:
    """Encode and write under the hash of the content; False when the very same picture stood there already."""
    from console.camera import imaging

    data = imaging.encode(picture)
    name = hashlib.sha256(data).hexdigest()[:32]
    path = folder / SNAP_FOLDER / name[:2] / f"{name}.jpg"
    if path.exists() and path.read_bytes() == data:  # a power cut may have left a file that is not whole
        return path, False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{name}.{secrets.token_hex(4)}.part")
    try:
        temporary.write_bytes(data)
        put_in_place(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return path, True


def _drop(fresh: Iterable[Path]) -> None:
    """Leave no half-kept burst behind."""
    for path in fresh:
        with contextlib.suppress(OSError):  # a disk that fails may refuse this too; the first failure is told
            path.unlink(missing_ok=True)


def _trouble(error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull()
    return DiskTrouble(why=error.strerror or type(error).__name__)


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
