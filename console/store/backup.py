"""Whole copies of the database, made while it is in use, checked, and thinned out with age.

A copy is read through a connection of its own that never writes, inside one snapshot and in small
steps, so that a sale does not wait for it. It gets its name only once it is checked and on the disk.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from console.errors import DiskLow
from console.store.disk import NO_SNAPS_BELOW_BYTES, flush_file, flush_folder, free_bytes, put_in_place

log = structlog.get_logger(__name__)

FOLDER = "backups"
HOURLY, DAILY = 24, 14
EVERY_MS = 3_600_000
STEP_PAGES = 64
"""256 KB at a time."""
PAUSE_S = 0.004
"""Between two steps: the disk belongs to the show."""
FLUSH_BYTES = 4 << 20
"""Flushed as it grows, so that the last flush is a short one."""
_NAME = re.compile(r"kaibo-(\d{6})-(\d{8}T\d{6}Z)\.db")
_PART = ".part"

Progress = Callable[[int, int], None]
"""Hears pages done and pages in all."""


class Cancelled(Exception):
    """The backup was given up; nothing is left of it."""


@dataclass(frozen=True, order=True)
class Backup:
    """One finished backup; `place` counts up for ever, so that a clock set back confuses nothing."""

    place: int
    made_at_ms: int
    path: Path


def listed(folder: Path) -> list[Backup]:
    """The backups in a folder, oldest first; an empty list when there is none."""
    if not folder.is_dir():
        return []
    found = ((_NAME.fullmatch(path.name), path) for path in folder.iterdir())
    return sorted(Backup(int(match[1]), _ms(match[2]), path) for match, path in found if match)


def make(
    database: Path,
    folder: Path,
    now_ms: int,
    *,
    cancel: threading.Event | None = None,
    progress: Progress = lambda _done, _all: None,
) -> Backup:
    """Copy `database` into `folder` and check the copy; blocks, so give it a thread.

    Raises `Cancelled`, `DiskLow`, `sqlite3.Error` or `OSError`; then nothing is left of it.
    """
    cancel = cancel or threading.Event()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if free_bytes(folder) < database.stat().st_size + NO_SNAPS_BELOW_BYTES:
        raise DiskLow(folder=folder)
    known = listed(folder)
    place = known[-1].place + 1 if known else 1
    path = folder / f"kaibo-{place:06d}-{datetime.fromtimestamp(now_ms / 1000, UTC):%Y%m%dT%H%M%SZ}.db"
    part = path.with_suffix(_PART)
    for left in folder.glob(f"*{_PART}"):  # of a program that ended in the middle
        left.unlink()
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _copy(database, part, cancel, progress)
        problem = problem_of(part, cancel)
        if problem is not None:
            raise sqlite3.DatabaseError(problem)
        with part.open("rb+") as file:
            flush_file(file.fileno())
        put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)
    flush_folder(folder)
    return Backup(place, now_ms, path)


def _copy(database: Path, part: Path, cancel: threading.Event, progress: Progress) -> None:
    with (
        closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, isolation_level=None)) as source,
        closing(sqlite3.connect(part, isolation_level=None)) as target,
        part.open("rb+") as file,
    ):
        # One snapshot for the whole copy: without it every sale would make the copy begin anew.
        # A reader never checkpoints, so the fault of SQLite before 3.51.3 with several writers does not apply.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        target.execute("PRAGMA synchronous = OFF")
        (page_bytes,) = source.execute("PRAGMA page_size").fetchone()
        flushed = 0

        def step(_status: int, remaining: int, pages: int) -> None:
            nonlocal flushed
            if cancel.is_set():
                raise Cancelled
            done = (pages - remaining) * page_bytes
            if done - flushed >= FLUSH_BYTES:
                flush_file(file.fileno())
                flushed = done
            progress(pages - remaining, pages)
            time.sleep(PAUSE_S)

        source.backup(target, pages=STEP_PAGES, progress=step)
        source.execute("COMMIT")
        target.execute("PRAGMA journal_mode = DELETE")  # one file, readable from anywhere; opening it sets WAL again


def books_id_of(path: Path) -> str | None:
    """Which database a copy is of; None when it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            return str(db.execute("SELECT id FROM books").fetchone()[0])
    except sqlite3.Error:
        return None


def reached(path: Path, books_id: str) -> int | None:
    """The number of the newest change in a copy; None when it is of another database or cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            row = db.execute("SELECT seq FROM books WHERE id = ?", (books_id,)).fetchone()
    except sqlite3.Error:
        return None
    return None if row is None else int(row[0])


def problem_of(path: Path, cancel: threading.Event | None = None) -> str | None:
    """What is wrong with a copy, in SQLite's words; None when it is sound. Raises `Cancelled`."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            if cancel is not None:
                db.set_progress_handler(lambda: int(cancel.is_set()), 100_000)
            words = db.execute("PRAGMA quick_check(1)").fetchone()[0]
            db.execute("SELECT seq FROM books").fetchone()
    except sqlite3.Error as error:
        if cancel is not None and cancel.is_set():
            raise Cancelled from error
        return str(error)
    return None if words == "ok" else str(words)


def kept(backups: Iterable[Backup]) -> set[Backup]:
    """Those to keep: the newest of each of the last 24 hours that have one, and of each of the last 14 days.

    Hours and days are counted as they occur, not back from now: a clock that jumps costs nothing.
    """
    hours: dict[int, Backup] = {}
    days: dict[int, Backup] = {}
    for each in sorted(backups, reverse=True):
        hour, day = each.made_at_ms // EVERY_MS, each.made_at_ms // (24 * EVERY_MS)
        if len(hours) < HOURLY:
            hours.setdefault(hour, each)
        if len(days) < DAILY:
            days.setdefault(day, each)
    return {*hours.values(), *days.values()}


def thin_out(folder: Path) -> list[Path]:
    """Remove what is not kept any more; returns what was removed."""
    backups = listed(folder)
    stay = kept(backups)
    gone = [each.path for each in backups if each not in stay]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def wait_ms(newest_ms: int | None, now_ms: int) -> int:
    """Milliseconds until the next backup is due; one made in the future says that the clock was set back."""
    if newest_ms is None or newest_ms > now_ms:
        return 0
    return max(0, newest_ms + EVERY_MS - now_ms)


def _ms(stamp: str) -> int:
    return int(datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp() * 1000)
