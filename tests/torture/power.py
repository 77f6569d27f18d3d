"""Power loss: real commands are recorded write by write, then the lights go out at any of the writes.

A show is run once over a VFS that notes every write, truncation, sync, creation and deletion below the
database, and when each command was asked and answered. For a crash point the files are rebuilt: what
was synced is there, of the rest each sector (512 or 4096 bytes) is what it was at some instant since
its last sync, file sizes and directory entries likewise. The product then opens the files with
Python's own SQLite, and its contents must equal, row for row, those after the last answered command or
after the one under way.

Proven: the pragmas and transactions of `console.store` lose nothing that was answered, and tear
nothing. Not proven: disks that lie about a sync, or damage sectors they were not asked to write
(SQLite is told that ours do not); power lost again during the recovery; pictures and other files.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

from console.desk import LocalDesk, load
from console.errors import InputError, KaiboError
from console.store.database import FILE_NAME, Database, _connect
from console.sync import OPS
from tests.clock import FakeClock
from tests.torture.harness import (
    Night,
    Outcome,
    Progress,
    Stopwatch,
    damage,
    digest,
    repeatable_ids,
    scratch,
    silent,
    spread,
    wrong_in_books,
)
from tests.torture.vfs import Rewrite, below

NAME = "power"
SHORT = 1_000
LONG = 200_000
BROKEN = ("synchronous_normal",)

ROUND = 1_000
"""Crash points of one recording."""
COMMANDS = (200, 400)
"""How long a recorded night may be; the log is checkpointed and begun anew about every 100 commands."""
SECTORS = (512, 4096)
KEPT = (0.0, 0.1, 0.5, 0.9, 1.0)
"""How likely a sector that was not synced has arrived whole."""


# --- the recording ---------------------------------------------------------------------------


@dataclass
class Tape:
    """What happened below the database, in order, and what had been answered by then."""

    events: list[tuple[Any, ...]] = field(default_factory=list)
    """("make", name, file), ("write", file, offset, bytes), ("cut", file, size), ("sync", file, directory too),
    ("delete", name, directory too)."""
    asked_at: list[int] = field(default_factory=list)
    """Number of events when command k was asked; the opening is command 0."""
    answered_at: list[int] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    """The contents after command k."""
    wrong: list[str] = field(default_factory=list)
    """What was wrong in the books while all was well."""

    def may_be(self, point: int) -> list[str]:
        """The contents that may be found when the power went after `point` events."""
        answered = bisect_right(self.answered_at, point) - 1
        asked = bisect_right(self.asked_at, point) - 1
        return self.digests[max(0, answered) : max(0, asked) + 1]


class Recorder(apsw.VFS):
    """Passes everything on to the real files, and notes it."""

    def __init__(self, name: str, tape: Tape) -> None:
        self.name = name
        self.tape = tape
        self._files: dict[str, int] = {}
        self._made = 0
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's name
        if name is None:
            return apsw.VFSFile("", name, flags)
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name)
        was_there = path.exists()
        opened = _Recorded(name, flags, self.tape, self._file(path.name, anew=not was_there))
        if not was_there:
            opened.directory_waits = bool(flags[0] & (apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL))
        return opened

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 - SQLite's name
        super().xDelete(filename, syncdir)
        self._files.pop(Path(filename).name, None)
        self.tape.events.append(("delete", Path(filename).name, bool(syncdir)))

    def _file(self, name: str, *, anew: bool) -> int:
        if anew or name not in self._files:
            self._made += 1
            self._files[name] = self._made
            self.tape.events.append(("make", name, self._made))
        return self._files[name]


class _Recorded(apsw.VFSFile):
    """One file; SQLite's Unix VFS syncs the directory with the first sync of a journal or log it made."""

    def __init__(self, name: Any, flags: list[int], tape: Tape, file: int) -> None:
        self._tape = tape
        self._file = file
        self.directory_waits = False
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        super().xWrite(data, offset)
        self._tape.events.append(("write", self._file, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's name
        super().xTruncate(newsize)
        self._tape.events.append(("cut", self._file, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        super().xSync(flags)
        self._tape.events.append(("sync", self._file, self.directory_waits))
        self.directory_waits = False


def recorded(seed: int, commands: int, rewrite: Rewrite) -> Tape:
    """A night of so many commands on tape, with one restart a third of the way."""
    tape = Tape()
    recorder = Recorder(f"recorder-{seed}", tape)
    try:
        with scratch() as folder, repeatable_ids(seed), below(recorder.name, rewrite):
            asyncio.run(_live(folder, tape, Night(random.Random(seed)), commands))
    finally:
        recorder.unregister()
    return tape


async def _live(folder: Path, tape: Tape, night: Night, commands: int) -> None:
    clock = FakeClock()
    tape.asked_at.append(0)
    db = await Database.open(folder)
    await _answered(tape, db)
    desk = LocalDesk(db, await db.run(load), clock, platform_ops=OPS)
    for n in range(commands):
        if n == commands // 3:
            await db.close()
            db = await Database.open(folder)
            desk = LocalDesk(db, await db.run(load), clock, platform_ops=OPS)
        clock.advance(1)
        command = night.next_command()
        tape.asked_at.append(len(tape.events))
        with contextlib.suppress(InputError):  # refused: nothing may have changed, which the contents will tell
            night.heard(await desk.do(command))
        await _answered(tape, db)
    await db.close()


async def _answered(tape: Tape, db: Database) -> None:
    tape.answered_at.append(len(tape.events))
    found, wrong = await db.run(lambda inner: (digest(inner.conn), wrong_in_books(inner.conn)))
    tape.digests.append(found)
    tape.wrong += [f"without a power cut, after command {len(tape.digests) - 1}: {each}" for each in wrong]


# --- the replay ------------------------------------------------------------------------------


@dataclass
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Since the last sync: (offset, bytes), or (size, None) for a truncation."""


class Disk:
    """What is on the platters, and what is still on its way there."""

    def __init__(self) -> None:
        self._files: dict[int, _File] = {}
        self._names: dict[str, int] = {}
        self._names_pending: list[tuple[str, int | None]] = []

    def take(self, event: tuple[Any, ...]) -> None:
        """Let one event of the tape happen."""
        match event:
            case ("make", name, file):
                self._files[file] = _File()
                self._names_pending.append((name, file))
            case ("write", file, offset, data):
                self._files[file].pending.append((offset, data))
            case ("cut", file, size):
                self._files[file].pending.append((size, None))
            case ("sync", file, directory_too):
                settled = self._files[file]
                for offset, data in settled.pending:
                    _apply(settled.durable, offset, data)
                settled.pending.clear()
                self._sync_names(directory_too)
            case ("delete", name, directory_too):
                self._names_pending.append((name, None))
                self._sync_names(directory_too)

    def _sync_names(self, really: bool) -> None:
        if really:
            self._names = self._after(len(self._names_pending))
            self._names_pending.clear()

    def _after(self, count: int) -> dict[str, int]:
        names = dict(self._names)
        for name, file in self._names_pending[:count]:
            if file is None:
                names.pop(name, None)
            else:
                names[name] = file
        return names

    def lose_power(self, rng: random.Random, sector: int, kept: float) -> dict[str, bytes]:
        """The files as they are found afterwards."""
        names = self._after(rng.randint(0, len(self._names_pending)))
        return {name: _found(self._files[file], rng, sector, kept) for name, file in names.items()}


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _found(file: _File, rng: random.Random, sector: int, kept: float) -> bytes:
    """Each sector as it was at some instant since the last sync; the size as it was at another."""
    content = bytearray(file.durable)
    size = len(content)
    pieces: dict[int, list[tuple[int, bytes]]] = {}
    for offset, data in file.pending:
        if data is None:
            if rng.random() < 0.5:
                _apply(content, offset, None)
                pieces = {n: [p for p in those if p[0] + len(p[1]) <= offset] for n, those in pieces.items()}
            continue
        size = max(size, offset + len(data))
        for at, part in _split(offset, data, sector):
            pieces.setdefault(at // sector, []).append((at, part))
    for those in pieces.values():
        count = len(those) if rng.random() < kept else rng.randint(0, len(those))
        for at, part in those[:count]:
            _apply(content, at, part)
    if pieces and rng.random() < 0.3:  # the file system had noted the new size, but not yet what belongs there
        content.extend(bytes(max(0, size - len(content))))
    return bytes(content)


def _split(offset: int, data: bytes, sector: int) -> Iterator[tuple[int, bytes]]:
    at = offset
    end = offset + len(data)
    while at < end:
        upto = min(end, (at // sector + 1) * sector)
        yield at, data[at - offset : upto - offset]
        at = upto


def found_wrong(folder: Path, files: dict[str, bytes], may_be: list[str], shm: bytes | None) -> list[str]:
    """What a start on these files finds wrong."""
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    if shm is not None:
        (folder / f"{FILE_NAME}-shm").write_bytes(shm)
    try:
        db = _connect(folder / FILE_NAME)
    except KaiboError as error:
        return [f"the next start fails: {error!r}"]
    try:
        wrong = damage(db.conn)
        if digest(db.conn) not in may_be:  # equal rows have equal books, and those were looked at on the way
            wrong.append("the contents are not those after the last answered command, nor after the next")
            wrong += wrong_in_books(db.conn)
        load(db)
        return wrong
    finally:
        db.close()


# --- runs ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Job:
    seed: int
    points: int
    broken: str | None


@dataclass(frozen=True)
class _Result:
    points: int
    failures: list[str]
    commands: int
    writes: int
    bytes: int
    syncs: int
    checkpoints: int


def _normal(sql: str) -> str:
    return sql.replace("synchronous = FULL", "synchronous = NORMAL")


def one_round(job: _Job, progress: Progress = silent) -> _Result:
    """Record a night, then lose power at so many points of it."""
    rng = random.Random(job.seed)
    rewrite: Rewrite = _normal if job.broken == "synchronous_normal" else str
    tape = recorded(job.seed, rng.randint(*COMMANDS), rewrite)
    at_answers = rng.choices(tape.answered_at, k=job.points // 4)
    points = sorted(at_answers + rng.choices(range(len(tape.events) + 1), k=job.points - len(at_answers)))
    disk = Disk()
    failures = [f"seed {job.seed}, {wrong}" for wrong in tape.wrong]
    taken = done = 0
    with scratch() as folder:
        for done, point in enumerate(points, 1):
            while taken < point:
                disk.take(tape.events[taken])
                taken += 1
            sector, kept = rng.choice(SECTORS), rng.choice(KEPT)
            files = disk.lose_power(rng, sector, kept)
            shm = rng.randbytes(32_768) if rng.random() < 0.1 else None
            where = f"seed {job.seed}, event {point} of {len(tape.events)}, sectors of {sector}, {kept} kept"
            failures += [f"{where}: {wrong}" for wrong in found_wrong(folder, files, tape.may_be(point), shm)]
            progress(done, job.points)
            if job.broken and failures:
                break
    writes = [event for event in tape.events if event[0] == "write"]
    syncs = [event[1] for event in tape.events if event[0] == "sync"]
    (database,) = {event[2] for event in tape.events if event[:2] == ("make", FILE_NAME)}
    size = sum(len(write[3]) for write in writes)
    return _Result(done, failures, len(tape.digests), len(writes), size, len(syncs), syncs.count(database))


def run(points: int, seed: int, broken: str | None = None, progress: Progress = silent) -> Outcome:
    """Rounds of a night and up to a thousand crash points each; round r has the seed `seed + r`."""
    watch = Stopwatch()
    jobs = [_Job(seed + n, min(ROUND, points - n * ROUND), broken) for n in range(-(-points // ROUND))]
    results: list[_Result] = []
    rounds = iter([one_round(jobs[0], progress)]) if len(jobs) == 1 else spread(one_round, jobs)
    for result in rounds:
        results.append(result)
        progress(sum(r.points for r in results), points)
        if broken and result.failures:
            break
    return Outcome(
        points=sum(r.points for r in results),
        failures=[failure for r in results for failure in r.failures],
        seconds=watch.seconds,
        facts={
            "rounds": len(results),
            "commands": sum(r.commands for r in results),
            "writes": sum(r.writes for r in results),
            "syncs": sum(r.syncs for r in results),
            "checkpoints": sum(r.checkpoints for r in results),
            "megabytes": sum(r.bytes for r in results) // 1_000_000,
            "sqlite": f"written by {apsw.sqlite_lib_version()}, read by {_sqlite_version()}",
        },
    )


def _sqlite_version() -> str:
    import sqlite3

    return sqlite3.sqlite_version
