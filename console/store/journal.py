"""The second copy: every change as one JSON line in another folder, flushed before it is told.

A line holds the command, when it was carried out and its place in the order of changes. The same
place is counted in the database, in the transaction of the change, so that a backup and the journal
fit together to the line. Carrying the lines out again is `replay`'s. A journal that cannot be
written never costs a sale: the lines wait in memory, and whoever listens is told.

`docs/recovery.md` describes the files.
"""

from __future__ import annotations

import contextlib
import os
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import structlog

from console.clock import Clock
from console.commands import Command, NoteSent
from console.events import Event, SendNoted
from console.store import outbox
from console.store.database import Db
from console.store.disk import flush_file, flush_folder

log = structlog.get_logger(__name__)

FILE_BYTES = 64 << 20
"""A file that has grown beyond it is followed by another; so is one of another day."""
WAITING_LINES = 20_000
"""Kept in memory while the journal cannot be written; beyond that a backup has to fill the gap."""
RETRY_S = 5.0
_TAIL_BYTES = 4 << 20
_NAME = re.compile(r"(\d{6})-\d{8}T\d{6}Z\.jsonl")


@dataclass(frozen=True)
class Books:
    """Which database this is, and how many changes it has seen."""

    books_id: str
    seq: int
    last: tuple[str, ...]
    """The newest changes, those of one commit, as they stand in the journal, without their numbers."""


@dataclass(frozen=True)
class Head:
    """The first line of a file: whose journal it is, and after which change it goes on."""

    books_id: str
    after: int
    whole: bool
    """The journal began with an empty database: it alone is enough."""


@dataclass(frozen=True)
class Line:
    """One change."""

    seq: int
    at_ms: int
    command: str
    fields: dict[str, Any]


class LineDamaged(ValueError):
    """What stands there is not what was written."""


# --- in the transaction of the change --------------------------------------------------------


def books(db: Db) -> Books:
    """Which database this is."""
    return read_books(db.conn)


def read_books(connection: Any) -> Books:
    """As `books`, of a plain connection."""
    books_id, seq, last = connection.execute("SELECT id, seq, last FROM books").fetchone()
    return Books(books_id, seq, tuple(last.split("\n")) if last else ())


def composed(command: Command, at_ms: int) -> str:
    """A change as JSON members, still without its number."""
    kept = {"at_ms": at_ms, "command": type(command).__name__, "fields": command}
    return msgspec.json.encode(kept)[1:-1].decode()


def number(db: Db, changes: Sequence[str]) -> int:
    """Count the changes of a transaction inside it and keep them there; returns the place of the last."""
    ((seq,),) = db.conn.execute(
        "UPDATE books SET seq = seq + ?, last = ? RETURNING seq",
        (len(changes), "\n".join(changes)),  # JSON has no bare line breaks
    ).fetchall()
    return int(seq)


def travelling(db: Db, outbox_id: str) -> tuple[str, ...]:
    """The entries that travel with this one; only its sender knows them, so the journal must say them."""
    rows = db.conn.execute("SELECT id FROM outbox WHERE lead = ? ORDER BY seq", (outbox_id,))
    return tuple(row[0] for row in rows)


def travel(db: Db, outbox_id: str, together: tuple[str, ...]) -> None:
    """Let `together` travel with an entry, as its sender had it."""
    db.conn.executemany(
        "UPDATE outbox SET lead = ?, state = 'leased' WHERE id = ? AND state IN ('new', 'leased')",
        [(outbox_id, each) for each in together],
    )


def note_sent(db: Db, command: NoteSent, now_ms: int) -> SendNoted:
    """Freeze what is about to go out. Sent entries must be known to the second copy, or they would go out twice.

    Who holds an entry is not known to it. So commands may change what is claimed and not sent yet; then what was made
    of it before is stale and must not go out.
    """
    if "delta" in command.request and "settle" not in command.request:
        told = outbox.sum_of(db, command.outbox_id)
        if told is not None and told != command.request["delta"]:
            return SendNoted(outbox_id=command.outbox_id, stale=True)
    outbox.freeze(db, command.outbox_id, command.request, now_ms)
    return SendNoted(outbox_id=command.outbox_id)


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {NoteSent: note_sent}


# --- lines and files -------------------------------------------------------------------------


def sealed(members: str) -> bytes:
    """A line of JSON `members`, closed with their CRC-32."""
    body = b"{" + members.encode()
    return body + b',"crc":"%08x"}\n' % zlib.crc32(body)


def opened(raw: bytes) -> dict[str, Any]:
    """The members of one line. Raises `LineDamaged`."""
    body, mark, crc = raw.rstrip(b"\n").rpartition(b',"crc":"')
    if not mark or crc != b'%08x"}' % zlib.crc32(body):
        raise LineDamaged
    try:
        members = msgspec.json.decode(body + b"}")
    except msgspec.DecodeError as error:
        raise LineDamaged from error
    if not isinstance(members, dict):
        raise LineDamaged
    return members


def files(folder: Path) -> list[Path]:
    """The files of a journal folder, oldest first; an empty list when there is none."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))


def begun_ms(path: Path) -> int:
    """When a file was begun, by its name."""
    return int(datetime.strptime(path.name[7:23], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp() * 1000)


def head(path: Path) -> Head | None:
    """The first line of a file; None when it cannot be read (the file was never begun, or is damaged)."""
    with path.open("rb") as file:
        return _head(file.readline())


def _head(raw: bytes) -> Head | None:
    try:
        members = opened(raw)
        return Head(members["books"], members["after"], members["whole"])
    except (LineDamaged, KeyError):
        return None


def _line(raw: bytes) -> Line:
    members = opened(raw)
    try:
        return Line(members["seq"], members["at_ms"], members["command"], members["fields"])
    except KeyError as error:
        raise LineDamaged from error


def ends_at(path: Path) -> tuple[int, bool]:
    """The place of the last whole line of a file, and whether the file ends cleanly after it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL_BYTES))
        raws = file.read().splitlines(keepends=True)
    for back, raw in enumerate(reversed(raws)):
        clean = back == 0 and raw.endswith(b"\n")
        with contextlib.suppress(LineDamaged):
            return _line(raw).seq, clean
        found = _head(raw)
        if found is not None:
            return found.after, clean
    found = head(path)
    return (0 if found is None else found.after), False


@dataclass
class Reading:
    """The changes after a place in the order, and on the way what was damaged or is missing."""

    folder: Path
    books_id: str
    after: int = 0
    last: int = 0
    """The place of the newest change read."""
    found: bool = False
    """Whether there is a journal of this database at all."""
    whole: bool = False
    torn: list[str] = field(default_factory=list)
    """Files whose last line was cut short: the program ended while it was written."""
    damaged: list[str] = field(default_factory=list)
    """`file:line` of every line that is not what was written."""
    missing: list[tuple[int, int]] = field(default_factory=list)
    """Spans of changes after `after` that no file has."""

    def lines(self) -> Iterator[Line]:
        """Every change after `after`, each once, in order."""
        self.last = self.after
        mine: list[tuple[Path, Head]] = []
        for path in files(self.folder):
            found = head(path)
            if found is None:
                self.damaged.append(f"{path.name}:1")
            elif found.books_id == self.books_id:
                mine.append((path, found))
        self.found = bool(mine)
        self.whole = bool(mine) and mine[0][1].whole
        for n, (path, _) in enumerate(mine):
            if n + 1 < len(mine) and mine[n + 1][1].after <= self.after:
                continue  # the next file begins at or before the place asked for
            yield from self._of(path)

    def _of(self, path: Path) -> Iterator[Line]:
        doubtful: str | None = None
        with path.open("rb") as file:
            for number_, raw in enumerate(file, 1):
                if doubtful is not None:  # it was not the last line, so it was not a torn one
                    self.damaged.append(doubtful)
                    doubtful = None
                if number_ == 1:
                    continue
                try:
                    line = _line(raw)
                except LineDamaged:
                    doubtful = f"{path.name}:{number_}"
                    continue
                if line.seq <= self.last:
                    continue
                if line.seq > self.last + 1:
                    self.missing.append((self.last + 1, line.seq - 1))
                self.last = line.seq
                yield line
        if doubtful is not None:
            self.torn.append(doubtful)


# --- writing ---------------------------------------------------------------------------------


class Journal:
    """The journal of one database, written on the database thread.

    `on_trouble` hears the fault when it cannot be written, and None when it can be again; `on_gap`
    that changes are missing from it, so that a backup is due. Both are called on the database thread.
    """

    def __init__(self, folder: Path, books_id: str, clock: Clock) -> None:
        self.folder = folder
        self.on_trouble: Callable[[OSError | None], None] = lambda _error: None
        self.on_gap: Callable[[], None] = lambda: None
        self.trouble: OSError | None = None
        self.gap = False
        """Changes are missing from it that no backup has yet; whoever makes one sets it back."""
        self._books_id = books_id
        self._clock = clock
        self._whole = False
        self._after = 0
        self._waiting: list[tuple[int, str]] = []
        self._retry_at_s = 0.0
        self._descriptor: int | None = None
        self._bytes = 0
        self._day = ""

    def start(self, state: Books, *, empty: bool) -> None:
        """Find the place to go on at; `empty` when the database has nothing in it yet.

        What was committed last and not written before the program ended is written now.
        """
        self._after, self._whole = state.seq, empty
        try:
            self._continue(state)
            self._flush()
        except OSError as error:
            self._fail(error)

    def write_all(self, seq: int, changes: Sequence[str]) -> None:
        """Write the changes of one commit, of which the last is number `seq`, with one flush.

        When that fails they wait, and nothing is raised.
        """
        self._waiting += enumerate(changes, seq - len(changes) + 1)
        if self.trouble is None or self._clock.monotonic_s() >= self._retry_at_s:
            self.retry()
        if len(self._waiting) > WAITING_LINES:
            log.error("second copy has a gap", first=self._waiting[0][0], last=seq)
            self._after = seq
            self._waiting.clear()
            self._note_gap()

    def retry(self) -> None:
        """Write what waits, if anything does."""
        try:
            self._flush()
        except OSError as error:
            self._fail(error)
        else:
            if self.trouble is not None:
                self.trouble = None
                log.info("second copy is written again")
                self.on_trouble(None)

    def close(self) -> None:
        """Write what waits and close the file; harmless when called twice."""
        if self._waiting:
            self.retry()
        self._shut()

    def _continue(self, state: Books) -> None:
        """Go on in the newest file of these books where it ends at this very change, else in a new one."""
        own = [path for path in files(self.folder) if (found := head(path)) and found.books_id == self._books_id]
        if not own:
            self._gap_unless(self._whole)
            return
        newest, written = own[-1], 0
        clean = False
        for path in reversed(own):  # the newest may hold nothing but a torn first line
            written, ends_clean = ends_at(path)
            clean = ends_clean and path == newest
            if written:
                break
        lacks = state.seq - written
        if 0 < lacks <= len(state.last):
            self._after = written
            self._waiting += enumerate(state.last[-lacks:], written + 1)
        else:
            self._gap_unless(state.seq <= written)
        if clean and newest.stat().st_size < FILE_BYTES and written == self._after:
            self._descriptor = os.open(newest, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
            self._bytes = newest.stat().st_size
            self._day = newest.name[7:15]

    def _gap_unless(self, fits: bool) -> None:
        if not fits:
            log.info("second copy lacks earlier changes; a backup will have them", after=self._after)
            self._note_gap()

    def _note_gap(self) -> None:
        self.gap = True
        self.on_gap()

    def _flush(self) -> None:
        """Append everything that waits with one flush."""
        if self._descriptor is not None and not os.fstat(self._descriptor).st_nlink:
            log.error("second copy was removed")  # what is written into a file without a name is written nowhere
            self._shut()
            self._note_gap()
        today = self._now().strftime("%Y%m%d")
        if self._descriptor is not None and (self._bytes >= FILE_BYTES or self._day != today):
            self._shut()
        if self._descriptor is None:
            self._begin(self._now())
        if not self._waiting:
            return
        data = b"".join(sealed(f'"seq":{seq},{change}') for seq, change in self._waiting)
        assert self._descriptor is not None  # `_begin` set it
        _write_all(self._descriptor, data)
        flush_file(self._descriptor)
        self._bytes += len(data)
        self._after = self._waiting[-1][0]
        self._waiting.clear()

    def _begin(self, now: datetime) -> None:
        """Begin the next file; it is on the disk, name and first line, before anything is added."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        known = files(self.folder)
        place = 1 + (int(known[-1].name[:6]) if known else 0)
        path = self.folder / f"{place:06d}-{now:%Y%m%dT%H%M%SZ}.jsonl"
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(path, flags, 0o600)
        self._day = f"{now:%Y%m%d}"
        after = self._waiting[0][0] - 1 if self._waiting else self._after
        members = {
            "journal": "kaibo",
            "books": self._books_id,
            "after": after,
            "whole": self._whole,
            "at_ms": self._clock.now_ms(),
        }
        data = sealed(msgspec.json.encode(members)[1:-1].decode())
        _write_all(self._descriptor, data)
        flush_file(self._descriptor)
        flush_folder(self.folder)
        self._bytes = len(data)
        self._whole = False

    def _fail(self, error: OSError) -> None:
        """What was written may be cut short: the next attempt begins a file of its own."""
        self._shut()
        self._retry_at_s = self._clock.monotonic_s() + RETRY_S
        if self.trouble is None:
            self.trouble = error
            log.error("second copy is not written", error=error.strerror or type(error).__name__)
            self.on_trouble(error)

    def _shut(self) -> None:
        if self._descriptor is not None:
            with contextlib.suppress(OSError):  # what was flushed is safe; the rest is still waiting
                os.close(self._descriptor)
            self._descriptor = None

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock.now_ms() / 1000, UTC)


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
