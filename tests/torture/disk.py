"""A disk that is full, or fails: one sale's worth of commands with a fault at every single call below it.

A short show (list, put on air, sell, void, price, stock, settle, sell out) runs over a VFS that counts the
writes, syncs, truncations, openings, deletions and reads below the database. Then it runs again for each
of these calls, which now fails: once, or from there on until somebody makes room. Every command must
be carried out or refused with `DiskFull` or `DiskTrouble`, a refused one must leave every row as it was,
one whose sync failed must be told as `PerhapsSaved`,
the files as they lie must open after a kill, and when the fault is gone the same commands must end in
the same books.

Proven: nothing is half-written, the desk goes on by itself, the words are the right ones. Not proven:
faults that the system reports late or never, pictures, and a failed sync itself: a commit that was
written and could not be synced may or may not be there after a kill, so both are allowed then (counted
as `undecided`).
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import apsw

from console import sales
from console.commands import (
    AddStock,
    ChangePrice,
    Command,
    KeepSnap,
    MoveItem,
    OpenFlash,
    PutOnAir,
    RecordSale,
    SettlePush,
    StartShow,
    VoidSale,
)
from console.desk import LocalDesk, load
from console.errors import DatabaseDamaged, DiskFull, DiskTrouble, KaiboError, PerhapsSaved, StoreError
from console.events import Event
from console.ids import new_id
from console.store import database
from console.store.database import FILE_NAME, Database, Db, _connect
from console.sync import OPS
from tests.clock import FakeClock
from tests.torture.harness import (
    SHOT,
    Outcome,
    Progress,
    Stopwatch,
    damage,
    digest,
    repeatable_ids,
    scratch,
    silent,
    spread,
    telling,
    wrong_in_books,
)
from tests.torture.vfs import aside, below

NAME = "disk"
SHORT = 560
LONG = 10_000
BROKEN = ("writes_outside_atomic", "blind_rollback", "sync_told_as_refused")

OPENINGS = 80
"""Calls of the opening that fail in the short form; those of the show all do."""

WORDS = {
    "write": (apsw.SQLITE_FULL, apsw.SQLITE_IOERR_WRITE),
    "sync": (apsw.SQLITE_IOERR_FSYNC,),
    "truncate": (apsw.SQLITE_IOERR_TRUNCATE,),
    "open": (apsw.SQLITE_CANTOPEN,),
    "delete": (apsw.SQLITE_IOERR_DELETE,),
    "read": (apsw.SQLITE_IOERR_READ,),
}
"""The calls that may fail, and what SQLite says of each."""
IDLE = "write of what was there"
"""Failed, and yet done: a log begun anew may hold the same page from its last time round."""
STUCK = ("write", "sync", "truncate", "open")
"""What keeps failing on a full or failing disk; it can still be read."""


@dataclass(frozen=True)
class Fault:
    """The n-th call fails with `word`; `stays`: and every later one that changes the disk."""

    at: int
    word: int
    stays: bool

    def __str__(self) -> str:
        name = apsw.mapping_result_codes.get(self.word) or apsw.mapping_extended_result_codes.get(self.word)
        return f"call {self.at} fails with {name}{' and so do the later ones' if self.stays else ''}"


@dataclass(frozen=True)
class Tightness:
    """How soon the log is checkpointed and how little is kept in memory, in pages."""

    checkpoint: int
    cache: int

    def __str__(self) -> str:
        return f"checkpoint at {self.checkpoint}, cache of {self.cache}"


TIGHT = (Tightness(30, 2000), Tightness(1000, 5), Tightness(7, 2))
"""Checkpoints within the show; then as in the product, but every page read anew; then both."""


class Failing(apsw.VFS):
    """Counts the calls below the database, and lets one of them fail."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.calls: list[str] = []
        self.fault: Fault | None = None
        self.failed: list[str] = []
        """Which calls have failed."""
        super().__init__(name, "")

    def called(self, kind: str) -> None:
        """Note a call; raises when it is its turn to fail."""
        self.calls.append(kind)
        fault, n = self.fault, len(self.calls) - 1
        if fault is not None and (n == fault.at or (fault.stays and n > fault.at and kind in STUCK)):
            word = fault.word if fault.word in WORDS[kind] else WORDS[kind][0]
            self.failed.append(kind)
            raise apsw.exception_for(word)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's name
        self.called("open")
        return _File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 - SQLite's name
        self.called("delete")
        super().xDelete(filename, syncdir)

    def excepthook(self, *_error: Any) -> bool:
        """Faults are meant here; SQLite has been told."""
        return True


class _File(apsw.VFSFile):
    """A file whose calls are counted."""

    def __init__(self, vfs: Failing, name: Any, flags: list[int]) -> None:
        self._vfs = vfs
        super().__init__("", name, flags)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 - SQLite's name
        self._vfs.called("read")
        return super().xRead(amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        try:
            self._vfs.called("write")
        except apsw.Error:
            if self._holds(data, offset):
                self._vfs.failed.append(IDLE)
            raise
        super().xWrite(data, offset)

    def _holds(self, data: bytes, offset: int) -> bool:
        try:
            return super().xRead(len(data), offset) == data
        except apsw.IOError:
            return False  # the file ends before it

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's name
        self._vfs.called("truncate")
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        self._vfs.called("sync")
        super().xSync(flags)

    def excepthook(self, *_error: Any) -> bool:
        """As above."""
        return True


@contextmanager
def failing() -> Iterator[Failing]:
    """A registered `Failing`, under the product's database for as long as the block lasts."""
    vfs = Failing("failing")
    try:
        with below(vfs.name):
            yield vfs
    finally:
        vfs.unregister()


# --- the show --------------------------------------------------------------------------------


def show() -> list[Command]:
    """One of everything that a sale touches; the ids are the same in each run."""
    snap, item, other, first, second = (new_id() for _ in range(5))
    return [
        KeepSnap(snap_id=snap, shots=(SHOT, SHOT)),
        StartShow(title="晚场"),
        OpenFlash(title="豆绿手镯", price_fen=59_900, stock=3, snap_id=snap, item_id=item),
        OpenFlash(title="南红圆牌", price_fen=128_000, stock=1, snap_id=snap, item_id=other),
        PutOnAir(number=1),
        RecordSale(quantity=2, buyer="阿珍", sale_id=first),
        VoidSale(sale_id=first, reason="客人不要了"),
        ChangePrice(number=1, price_fen=49_900, change_id=new_id()),
        AddStock(number=1, quantity=2, change_id=new_id()),
        SettlePush(outbox_id=item, outcome="acked", answer={"platform_item_id": 1, "sku_id": 2}),
        SettlePush(outbox_id=telling(first), outcome="later", reason="平台忙", retry_in_ms=1_000),
        MoveItem(number=2, before=1),
        RecordSale(number=1, quantity=5, sale_id=second),
    ]


def _leaky(db: Db, command: Any, now_ms: int) -> Event:
    """A sale that commits statement by statement: the broken build."""
    db.conn.execute("COMMIT")
    event = sales.record(db, command, now_ms)
    db.conn.execute("BEGIN")
    return event


def _blind(db: Db) -> None:
    """A rollback that does not look whether SQLite has rolled back already: the broken build."""
    db.conn.execute("ROLLBACK")


@dataclass(frozen=True)
class Stage:
    """A part of the show, begun on a file of its own: nothing yet, or a fresh database."""

    name: str
    prepared: bytes | None
    commands: tuple[Command, ...]


def stages(seed: int) -> tuple[Stage, Stage]:
    """The first opening, which makes the tables; and the show."""
    with scratch() as folder, repeatable_ids(seed):
        _connect(folder / FILE_NAME).close()
        prepared = (folder / FILE_NAME).read_bytes()
        return Stage("opening", None, ()), Stage("show", prepared, tuple(show()))


@dataclass
class Run:
    """One run of a stage: what is wrong so far, and what the books say after each command."""

    wrong: list[str]
    contents: list[str]
    raised: int = 0
    undecided: int = 0


async def played(
    folder: Path, vfs: Failing, seed: int, stage: Stage, expected: list[str], tightness: Tightness, broken: str | None
) -> Run:
    """Play a stage; what fails is tried again, the second time on a disk that works."""
    run = Run([], [])
    clock = FakeClock()
    ops = {**OPS, RecordSale: _leaky} if broken == "writes_outside_atomic" else OPS
    db = await _opened(folder, vfs, seed, run)
    await _tightened(db, vfs, run, tightness)
    desk = LocalDesk(db, await _tried(run, vfs, lambda: db.run(load)), clock, platform_ops=ops)
    run.contents.append((await _looked(db, vfs))[0])
    for place, command in enumerate(stage.commands):
        clock.advance(1)
        name, failed_before, perhaps = type(command).__name__, len(vfs.failed), False
        for attempt in range(3):
            try:
                with repeatable_ids(seed + place):  # an attempt that failed has drawn ids, too
                    await desk.do(command)
                break
            except (DiskFull, DiskTrouble) as error:
                run.raised += 1
                failed = set(vfs.failed[failed_before:])
                if isinstance(error, PerhapsSaved) and "sync" not in failed:
                    run.wrong.append(f"{name} is told as perhaps saved, though no sync failed")
                if (await _looked(db, vfs))[0] != run.contents[-1]:
                    run.wrong.append(f"{name} was refused and yet changed something")
                perhaps |= isinstance(error, PerhapsSaved)  # a kill brings back the first attempt, until one commits
                written = IDLE in failed or perhaps
                _after_kill(folder, run, name, expected[place : place + 2], written=written)
                if attempt:
                    vfs.fault = None  # somebody has made room
            except KaiboError as error:
                run.wrong.append(f"{name} is refused as {error!r}")
                break
            except Exception as error:  # noqa: BLE001 - whatever it is, it is not what a seller should be shown
                run.wrong.append(f"{name} ends in {error!r}")
                vfs.fault = None
        else:
            run.wrong.append(f"{name} is refused on a disk that works")
        contents, held, wrong = await _looked(db, vfs)
        run.contents.append(contents)
        run.wrong += [f"after {name}: {each}" for each in wrong]
        if desk.state.items != held:
            run.wrong.append(f"after {name} the screen does not show what the books say")
    await _closed(db, run)
    vfs.fault = None
    return run


async def _opened(folder: Path, vfs: Failing, seed: int, run: Run) -> Database:
    for attempt in range(3):
        try:
            with repeatable_ids(seed):
                return await Database.open(folder)
        except DatabaseDamaged as error:
            run.wrong.append(f"a faulty disk is told as a damaged database: {error.__cause__!r}")
        except StoreError:
            run.raised += 1
        except Exception as error:  # noqa: BLE001 - as above
            run.wrong.append(f"opening ends in {error!r}")
        if attempt:
            vfs.fault = None
    raise AssertionError("the database does not open on a disk that works")


async def _closed(db: Database, run: Run) -> None:
    try:
        await db.close()
    except Exception as error:  # noqa: BLE001 - as above
        run.wrong.append(f"closing ends in {error!r}")


async def _tried(run: Run, vfs: Failing, work: Any) -> Any:
    """Something that only reads, tried again when the disk fails."""
    for attempt in range(3):
        try:
            return await work()
        except (DiskFull, DiskTrouble):
            run.raised += 1
            if attempt:
                vfs.fault = None
    raise AssertionError("what only reads fails on a disk that works")


async def _tightened(db: Database, vfs: Failing, run: Run, tightness: Tightness) -> None:
    """Let checkpoints and reads happen within the show, so that their faults are met."""
    for pragma in (f"wal_autocheckpoint = {tightness.checkpoint}", f"cache_size = {tightness.cache}"):
        await _tried(run, vfs, lambda pragma=pragma: db.run(lambda inner: inner.conn.execute(f"PRAGMA {pragma}")))


async def _looked(db: Database, vfs: Failing) -> tuple[str, Any, list[str]]:
    """The contents, the line-up and what is wrong in the books, looked at without a fault and without counting."""
    fault, vfs.fault = vfs.fault, None
    calls = len(vfs.calls)
    try:
        return await db.run(lambda inner: (digest(inner.conn), load(inner).items, wrong_in_books(inner.conn)))
    finally:
        del vfs.calls[calls:]
        vfs.fault = fault


def _after_kill(folder: Path, run: Run, name: str, may_be: list[str], *, written: bool) -> None:
    """Open a copy of the files as they lie: what a start after kill -9 at this moment would find.

    `written`: all bytes of the commit may be in its log: it was told so, or the write that failed changed nothing.
    """
    if not may_be:
        return
    copy = folder.with_name("after-kill")
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for suffix in ("", "-wal", "-journal"):
        with contextlib.suppress(FileNotFoundError):
            shutil.copy(folder / (FILE_NAME + suffix), copy)
    with aside():
        db = _connect(copy / FILE_NAME)
    found = digest(db.conn)
    run.wrong += [f"after {name} and a kill: {wrong}" for wrong in damage(db.conn)]
    if found not in may_be:  # equal rows have equal books, and those were looked at where nothing failed
        run.wrong += [f"after {name} and a kill: {wrong}" for wrong in wrong_in_books(db.conn)]
    db.close()
    if found == may_be[0]:
        return
    if written and found in may_be:
        run.undecided += 1
    else:
        run.wrong.append(f"{name} was refused outright, and after a kill the books are not as before it")


@contextmanager
def _spoiled(broken: str | None) -> Iterator[None]:
    """The broken builds that are not an operation of their own."""
    if broken == "blind_rollback":
        with patch.object(Db, "rollback", _blind):
            yield
    elif broken == "sync_told_as_refused":
        with patch.object(database, "_unconfirmed", lambda _error: False):
            yield
    else:
        yield


# --- runs ------------------------------------------------------------------------------------


def one_point(
    fault: Fault | None, seed: int, stage: Stage, tightness: Tightness, expected: list[str], broken: str | None
) -> tuple[Run, Failing]:
    """A stage with one fault, on files of its own."""
    with scratch() as outer, failing() as vfs:
        folder = outer / "data"
        folder.mkdir()
        if stage.prepared is not None:
            (folder / FILE_NAME).write_bytes(stage.prepared)
        vfs.fault = fault
        with _spoiled(broken):
            run = asyncio.run(played(folder, vfs, seed, stage, expected, tightness, broken))
        with aside():
            db = _connect(folder / FILE_NAME)
        run.wrong += [f"at the end: {wrong}" for wrong in damage(db.conn)]
        if expected and digest(db.conn) != expected[-1]:
            run.wrong.append("the books do not end as they do without a fault")
            run.wrong += [f"at the end: {wrong}" for wrong in wrong_in_books(db.conn)]
        db.close()
        return run, vfs


@dataclass(frozen=True)
class Case:
    """A fault, where it strikes, and what the books say after each command when it does not."""

    seed: int
    stage: Stage
    tightness: Tightness
    fault: Fault
    expected: tuple[str, ...]
    broken: str | None

    def __str__(self) -> str:
        return f"seed {self.seed}, {self.stage.name}, {self.tightness}, {self.fault}"


def tried(case: Case) -> tuple[Case, Run, list[str]]:
    """One case: how it went, and which calls failed."""
    run, vfs = one_point(case.fault, case.seed, case.stage, case.tightness, list(case.expected), case.broken)
    return case, run, vfs.failed


def run(points: int, seed: int, broken: str | None = None, progress: Progress = silent) -> Outcome:
    """Every call failing once, in order, then lasting faults and other words; the short form with one tightness."""
    watch = Stopwatch()
    rng = random.Random(seed)
    failures: list[str] = []
    first: list[Case] = []
    more: list[Case] = []
    tight = TIGHT if points > SHORT else TIGHT[:1]
    opening, playing = stages(seed)
    for tightness in tight:
        for stage in (opening, playing) if tightness == TIGHT[0] else (playing,):
            clean, vfs = one_point(None, seed, stage, tightness, [], None)
            failures += [f"without a fault: {wrong}" for wrong in clean.wrong]
            once, lasting = _faults(vfs.calls)
            if stage is opening and points <= SHORT:
                once = rng.sample(once, OPENINGS)
            first += [Case(seed, stage, tightness, fault, tuple(clean.contents), broken) for fault in once]
            more += [Case(seed, stage, tightness, fault, tuple(clean.contents), broken) for fault in lasting]
    kinds: dict[str, int] = {}
    done = raised = undecided = 0
    rng.shuffle(more)
    if broken:
        rng.shuffle(first)  # one is enough, wherever it is
    cases = (first + more)[:points]
    for case, went, failed in spread(tried, cases, 1 if points <= SHORT else None):
        done += 1
        raised += went.raised
        undecided += went.undecided
        for kind in failed[:1]:
            kinds[kind] = kinds.get(kind, 0) + 1
        failures += [f"{case}: {wrong}" for wrong in went.wrong]
        progress(done, len(cases))
        if broken and failures:
            break
    return Outcome(
        points=done,
        failures=failures,
        seconds=watch.seconds,
        facts={"calls": len(first), "calls that failed": kinds, "refused": raised, "undecided": undecided},
    )


def _faults(calls: list[str]) -> tuple[list[Fault], list[Fault]]:
    """Each call failing once; then each failing for good, and each with the other words."""
    once = [Fault(n, WORDS[kind][0], stays=False) for n, kind in enumerate(calls)]
    more = [Fault(n, WORDS[kind][-1], stays=True) for n, kind in enumerate(calls) if kind in STUCK]
    more += [Fault(n, word, stays=False) for n, kind in enumerate(calls) for word in WORDS[kind][1:]]
    more += [Fault(n, WORDS[kind][0], stays=True) for n, kind in enumerate(calls) if len(WORDS[kind]) > 1]
    return once, more
