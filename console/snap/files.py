"""Shots as files: encoded, named by the hash of their content, put in place whole, flushed when it matters.

The photo is shown as soon as its files stand; they are safe on disk before anything is listed with them.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from console.errors import DiskFull, DiskTrouble, StoreError
from console.facts import Shot
from console.snap.choosing import Pick
from console.store.disk import flush_file, flush_folder, put_in_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Future

    from console.camera.source import Frame, Pixels
    from console.snap.photos import Photo

SNAP_FOLDER = "snaps"
_HANDS = 2  # threads that encode while another waits for the disk; more made it slower on two cores


class Kept(NamedTuple):
    """Shots whose files stand under their names; `fresh` may not be on the disk yet."""

    shots: tuple[Shot, ...]
    fresh: tuple[Path, ...]


class _Written(NamedTuple):
    """One file: its path, whether it is new, and the size of the picture in it."""

    path: Path
    fresh: bool
    width: int
    height: int


def keep_files(frames: Sequence[Frame | Pick], folder: Path, *, judged: bool = True) -> tuple[Shot, ...]:
    """Write full, square, portrait and thumbnail of each frame below `folder`; safe on disk when it returns.

    The same frames give the same names and write nothing twice; not `judged`, no flaws are looked for in them.
    Raises DiskFull or DiskTrouble.
    """
    kept = write_files(frames, folder, judged=judged)
    flush(kept)
    return kept.shots


def write_files(frames: Sequence[Frame | Pick], folder: Path, *, judged: bool = True) -> Kept:
    """As `keep_files`, but the disk is not waited for: `flush` what it returns before relying on it.

    All shots are written or, when the disk fails, none.
    """
    from console.snap import photos

    picks = [each if isinstance(each, Pick) else Pick(each, each.sharpness) for each in frames]
    with ThreadPoolExecutor(_HANDS, thread_name_prefix="snap") as hands:
        made = [hands.submit(photos.develop, pick, judged=judged) for pick in picks]
        jobs = [[hands.submit(_write, each, folder) for each in photo.result().pictures] for photo in made]
    return _collected([photo.result() for photo in made], jobs, folder)


def write_photo(photo: Photo, folder: Path, full: str = "") -> Kept:
    """The same for one photo that was made already; with `full`, that file is its full picture and stays as it is."""
    pictures = photo.pictures[1:] if full else photo.pictures
    with ThreadPoolExecutor(_HANDS, thread_name_prefix="snap") as hands:
        jobs = [hands.submit(_write, each, folder) for each in pictures]
    return _collected([photo], [jobs], folder, full)


def _collected(made: Sequence[Photo], jobs: Sequence[Sequence[Future[_Written]]], folder: Path, full: str = "") -> Kept:
    """Shots from what was written; where anything failed, all of it is taken away again."""
    flat = [job for each in jobs for job in each]
    fresh = tuple(job.result().path for job in flat if job.exception() is None and job.result().fresh)
    try:
        written = [[job.result() for job in each] for each in jobs]
    except OSError as error:
        _drop(fresh)
        raise _trouble(error) from error
    return Kept(tuple(_shot(photo, each, folder, full) for photo, each in zip(made, written, strict=True)), fresh)


def _shot(photo: Photo, written: Sequence[_Written], folder: Path, full: str) -> Shot:
    """The names of a photo's files; its crops in pixels of the full file, which may be smaller than the photo."""
    from console.camera import framing

    names = [each.path.relative_to(folder).as_posix() for each in written]
    height, width = photo.pictures[0].shape[:2]
    to = (width, height) if full else (written[0].width, written[0].height)
    square, portrait = (framing.scaled(crop, (width, height), to) for crop in photo.crops)
    full, squared, upright, thumb = [full, *names] if full else names
    return Shot(full, squared, upright, thumb, photo.score, to, square, portrait, photo.light, photo.flaws)


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


def _write(picture: Pixels, folder: Path) -> _Written:
    """Encode and write under the hash of the content; not fresh when the very same picture stood there already."""
    from console.camera import imaging

    data, width, height = imaging.encoded(picture)
    name = hashlib.sha256(data).hexdigest()[:32]
    path = folder / SNAP_FOLDER / name[:2] / f"{name}.jpg"
    if path.exists() and path.read_bytes() == data:  # a power cut may have left a file that is not whole
        return _Written(path, False, width, height)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{name}.{secrets.token_hex(4)}.part")
    try:
        temporary.write_bytes(data)
        put_in_place(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return _Written(path, True, width, height)


def _drop(fresh: Iterable[Path]) -> None:
    """Leave no half-kept burst behind."""
    for path in fresh:
        with contextlib.suppress(OSError):  # a disk that fails may refuse this too; the first failure is told
            path.unlink(missing_ok=True)


def _trouble(error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull()
    return DiskTrouble(why=error.strerror or type(error).__name__)
