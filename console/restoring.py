"""Everything back on a bad day: the database from the newest sound backup and the journal.

It holds the data folder, so no console runs meanwhile. Nothing is ever deleted: what is replaced is moved aside,
and one that is stopped in the middle leaves everything as it was. Looking whether it is needed is `recovery`'s,
making the copies `safety`'s.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from console.config import Options
from console.desk import OPS
from console.diagnostics import start_log, stop_log
from console.errors import DiskTrouble, KaiboError, NothingToRestore, RestoreWouldLose, Text
from console.facts import Notice, NoticeLevel
from console.ids import new_id
from console.recovery import Say, read_only
from console.store import backup, folder, journal, restore_wish
from console.store.backup import Cancelled
from console.store.database import FILE_NAME, Db, _connect, disk_fault
from console.store.disk import flush_file, flush_folder
from console.store.journal import Head, Line, Reading
from console.store.replay import Replayed, doubt_what_was_sent, note_restored, park_what_may_be_sent, replay
from console.sync import OPS as PLATFORM_OPS

__all__ = ["Cancelled", "Restored", "Share", "forget", "not_restored", "restore", "told", "wished"]

Share = Callable[[float | None], None]
"""Hears how much of the step at hand is done, 0 to 1; None where nobody can tell."""
_COPY_BYTES = 8 << 20
_ALONE = (  # nobody else reads it, and it is flushed as a whole before it gets its name
    "journal_mode = MEMORY",
    "synchronous = OFF",
    "temp_store = MEMORY",
    "cache_size = -262144",
    "locking_mode = EXCLUSIVE",
)
_RESTORING = f"{FILE_NAME}.restoring"


@dataclass
class Restored:
    """What came back, and what did not."""

    backup: str | None = None
    skipped: list[str] = field(default_factory=list)
    """Damaged backups, with what is wrong."""
    seq: int = 0
    replayed: int = 0
    refused: list[int] = field(default_factory=list)
    damaged_lines: list[str] = field(default_factory=list)
    torn_lines: list[str] = field(default_factory=list)
    missing: list[list[int]] = field(default_factory=list)
    complete: bool = True
    """Every change that was ever told is back."""
    unknown: int = 0
    """Facts that were sent and are looked up before anything is sent again."""
    parked: int = 0
    """Facts that may have been sent: a person decides."""
    moved_to: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class _Going:
    """Who hears how far it is, and may stop it."""

    say: Say
    share: Share
    cancel: threading.Event

    def step(self, zh: str, en: str) -> None:
        """Something else begins. Raises `Cancelled`."""
        self.heed()
        self.say(Text(zh, en))
        self.share(None)

    def heed(self) -> None:
        """Raise `Cancelled` once it was stopped."""
        if self.cancel.is_set():
            raise Cancelled


def restore(
    options: Options,
    source: Path | None,
    say: Say,
    now: datetime | None = None,
    *,
    share: Share = lambda _share: None,
    cancel: threading.Event | None = None,
) -> Restored:
    """Bring the database back from the newest sound backup (or `source`) and the journal.

    Raises `NothingToRestore`, `RestoreWouldLose`, `DataFolderInUse`, `DiskFull`, `DiskTrouble`, or `Cancelled` when
    `cancel` was set; then the old files are where they were.
    """
    started = time.monotonic()
    going = _Going(say, share, cancel or threading.Event())
    if not options.data.exists() and not journal.files(options.journal_folder) and source is None:
        raise NothingToRestore(why=Text("没有这个文件夹", "there is no such folder"))
    with ExitStack() as stack:
        stack.callback(folder.hold(options.data).release)
        stack.callback(stop_log, start_log(options.data))
        try:
            result = _restore(options, source, going, now or datetime.now(UTC))
            restore_wish.drop(options.data)
        except OSError as error:
            raise DiskTrouble(why=error.strerror or type(error).__name__) from error
        except sqlite3.Error as error:
            raise disk_fault(error) or DiskTrouble(why=str(error)) from error
    result.seconds = round(time.monotonic() - started, 3)
    return result


def wished(options: Options) -> Path | None:
    """The backup that this start is to bring back, `Path()` for the newest sound one; None where nobody asked."""
    wish = restore_wish.read(options.data)
    if wish is None:
        return None
    return options.backup_folder / wish.backup if wish.backup else Path()


def forget(options: Options) -> None:
    """Ask for it no longer. Raises OSError."""
    restore_wish.drop(options.data)


CARD = "restored"


def told(result: Restored) -> Notice:
    """What came back, for the console that opens then."""
    if result.complete:
        title = Text("数据找回来了，到最后一步（第 {seq} 步）", "The books are back, up to the last change ({seq})")
        level = NoticeLevel.WARNING
    else:
        title = Text("数据找回到第 {seq} 步，日志有缺口", "The books are back up to change {seq}; the journal has gaps")
        level = NoticeLevel.TROUBLE
    advice = Text(
        "日志补回 {replayed} 步；原来的文件在 {moved}，没有删。请核对最后几笔成交",
        "{replayed} changes came from the journal; the former files are in {moved}. Check the last sales",
    )
    facts = {"seq": str(result.seq), "replayed": str(result.replayed), "moved": result.moved_to or "-"}
    return Notice(CARD, level, title, advice, facts=facts)


def not_restored(error: KaiboError | None) -> Notice:
    """Why the books are as they were, for the console that opens then; None: a person stopped it."""
    if error is None:
        title = Text("没有恢复：你停下了，账本和之前一样", "Not restored: you stopped it, the books are as they were")
        advice = Text("要恢复，再到设置 → 备份里选一份", "To restore after all, choose a backup again in the settings")
        return Notice(CARD, NoticeLevel.WARNING, title, advice)
    zh, en = error.shown("zh_CN"), error.shown("en")
    return Notice(
        CARD,
        NoticeLevel.TROUBLE,
        Text(
            f"没有恢复，账本和之前一样：{zh.title}",
            f"Not restored, the books are as before: {en.title}",
        ),
        Text(zh.advice, en.advice),
    )


def _restore(options: Options, source: Path | None, going: _Going, now: datetime) -> Restored:
    result = Restored()
    fresh = options.data / _RESTORING
    _sweep(fresh)
    head = _begun(options.journal_folder, _ours(options))
    chosen = _chosen(_candidates(options, source, head), source is not None, result, going)
    if chosen is None and (head is None or not head.whole):
        raise NothingToRestore(why=_why_nothing(result, head))
    if chosen is not None:
        going.step(f"从备份 {chosen.name} 恢复", f"restoring from {chosen.name}")
        result.backup = chosen.name
    else:
        going.step("没有可用的备份，只用日志重建", "no backup to use: rebuilding from the journal alone")
    try:
        _rebuild(fresh, chosen, head, options, result, going, now)
    except BaseException:
        _sweep(fresh)
        raise
    with _undisturbed():
        result.moved_to = _put_in_place(options.data, fresh, now)
    return result


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl+C comes too late for the few milliseconds in which old and new files are moved."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


def _rebuild(
    fresh: Path,
    chosen: Path | None,
    head: Head | None,
    options: Options,
    result: Restored,
    going: _Going,
    now: datetime,
) -> None:
    """Bring `fresh` forward to the last change, checked, as one file."""
    if chosen is not None:
        _copy(chosen, fresh, going)
    db = _connect(fresh)
    try:
        for pragma in _ALONE:
            db.conn.execute(f"PRAGMA {pragma}").fetchall()
        if chosen is None and head is not None:
            db.conn.execute("UPDATE books SET id = ?, seq = 0, last = ''", (head.books_id,))
        _bring_forward(db, options, result, going, now)
        before = _sound_books(options.data / FILE_NAME)
        if before is not None and before.seq > result.seq and before.books_id == journal.books(db).books_id:
            raise RestoreWouldLose(changes=before.seq - result.seq)
    finally:
        db.close()
    going.step("检查恢复出来的数据库", "checking what was restored")
    problem = backup.problem_of(fresh, going.cancel)
    if problem is not None:
        raise NothingToRestore(why=problem)
    going.heed()


def _sweep(fresh: Path) -> None:
    """Remove a half-made database; all in it can be made again."""
    for left in (fresh, *_beside(fresh)):
        left.unlink(missing_ok=True)


def _candidates(options: Options, source: Path | None, head: Head | None) -> list[Path]:
    """`source`, or the backups of the database that the journal was last written for, newest first."""
    if source is not None:
        return [source if source.exists() else options.backup_folder / source]
    known = [each.path for each in reversed(backup.listed(options.backup_folder))]
    if head is None:
        return known
    own = [path for path in known if backup.books_id_of(path) in (None, head.books_id)]
    return own if head.whole or any(map(backup.books_id_of, own)) else known


def _chosen(candidates: list[Path], named: bool, result: Restored, going: _Going) -> Path | None:
    """The first sound one; what is passed over is said. Raises `NothingToRestore` when a `named` one is not."""
    for path in candidates:
        going.step(f"检查备份 {path.name}", f"checking {path.name}")
        problem = backup.problem_of(path, going.cancel)
        if problem is None:
            return path
        going.step(f"备份 {path.name} 不能用：{problem}", f"{path.name} cannot be used: {problem}")
        result.skipped.append(f"{path.name}: {problem}")
    if named:
        raise NothingToRestore(why="; ".join(result.skipped))
    return None


def _ours(options: Options) -> set[str]:
    """The ids of the databases that this data folder is known to have had: several may share a journal's folder."""
    copies = [each.path for each in backup.listed(options.backup_folder)] + [options.data / FILE_NAME]
    return {known for path in copies if (known := backup.books_id_of(path)) is not None}


def _begun(place: Path, ours: set[str]) -> Head | None:
    """How the journal begins whose database was changed last, one of `ours` if there is any; None without one."""
    heads = [(path, head) for path in journal.files(place) if (head := journal.head(path)) is not None]
    used = [head for path, head in heads if journal.ends_at(path)[0] > head.after] or [head for _, head in heads]
    used = [head for head in used if head.books_id in ours] or used
    return next((head for _, head in heads if head.books_id == used[-1].books_id), None) if used else None


def _why_nothing(result: Restored, head: Head | None) -> Text:
    if result.skipped:
        return Text("备份全部损坏，日志也不是从头开始的", "all backups are damaged, and the journal has no beginning")
    if head is None:
        return Text("没有备份，也没有日志", "there is no backup and no journal")
    return Text("没有备份，日志又不是从头开始的", "there is no backup, and the journal has no beginning")


def _copy(source: Path, target: Path, going: _Going) -> None:
    size, done, told = source.stat().st_size, 0, time.monotonic()
    with source.open("rb") as old, target.open("xb") as new:
        while part := old.read(_COPY_BYTES):
            new.write(part)
            done += len(part)
            going.heed()
            going.share(done / size)
            if time.monotonic() - told > 1:
                told = time.monotonic()
                going.say(Text(f"复制 {done * 100 // size}%", f"copied {done * 100 // size}%"))


def _bring_forward(db: Db, options: Options, result: Restored, going: _Going, now: datetime) -> None:
    """Carry out what the journal has beyond the backup, and make sure that nothing is sent twice by it."""
    books = journal.books(db)
    reading = Reading(options.journal_folder, books.books_id, after=books.seq)

    ahead = max(1, _last(reading) - books.seq)

    def told(done: int) -> None:
        going.say(Text(f"日志已补 {done} 步，共 {ahead} 步", f"{done} of {ahead} changes brought back"))
        going.share(min(1.0, done / ahead))

    done: Replayed = replay(db, _heeded(reading.lines(), going), {**OPS, **PLATFORM_OPS}, told)
    result.replayed, result.refused = done.done, done.refused
    result.damaged_lines, result.torn_lines = reading.damaged, reading.torn
    result.missing = [list(span) for span in reading.missing]
    result.seq = reading.last
    result.complete = reading.found and not reading.missing and not done.refused and _reaches(reading, books.seq)
    result.unknown = doubt_what_was_sent(db)
    note_restored(db)
    if not result.complete:
        result.parked = park_what_may_be_sent(db, int(now.timestamp() * 1000))
    if not reading.found:
        # A journal found again later must not be mistaken for what follows now.
        db.conn.execute("UPDATE books SET id = ?, last = ''", (new_id(),))


def _heeded(lines: Iterable[Line], going: _Going) -> Iterator[Line]:
    """`lines`, until it is stopped. Raises `Cancelled`."""
    for line in lines:
        going.heed()
        yield line


def _last(reading: Reading) -> int:
    """The number of the newest change in the journal of a database; 0 without one."""
    return max((journal.ends_at(path)[0] for path in _own(reading)), default=0)


def _own(reading: Reading) -> Iterator[Path]:
    for path in journal.files(reading.folder):
        if (head := journal.head(path)) and head.books_id == reading.books_id:
            yield path


def _reaches(reading: Reading, backed_up: int) -> bool:
    """Whether the journal goes at least as far as the backup; one that ends before it had stopped being written."""
    if reading.last > backed_up or not backed_up:
        return True
    return any(journal.ends_at(path)[0] >= backed_up for path in _own(reading))


def _sound_books(path: Path) -> journal.Books | None:
    """What the old database says of itself, when it is sound."""
    if not path.exists():
        return None
    with contextlib.suppress(sqlite3.Error), closing(read_only(path)) as db:
        if db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok":
            return journal.Books(*db.execute("SELECT id, seq, last FROM books").fetchone())
    return None


def _put_in_place(data: Path, fresh: Path, now: datetime) -> str | None:
    """Move the old files aside and give the restored one its name; there is a database at every moment."""
    with fresh.open("rb+") as file:
        flush_file(file.fileno())
    path = data / FILE_NAME
    old = [each for each in (*_beside(path), path) if each.exists()]
    aside: Path | None = None
    if old:
        aside = data / f"damaged-{now:%Y%m%dT%H%M%SZ}"
        while aside.exists():
            aside = aside.with_name(aside.name + "x")
        aside.mkdir(mode=0o700)
        for each in old:
            if each == path:
                _link(each, aside / each.name)
            else:
                each.replace(aside / each.name)  # before the new one stands there: a log belongs to its own database
        flush_folder(aside)
    fresh.replace(path)
    flush_folder(data)
    return None if aside is None else aside.name


def _link(old: Path, new: Path) -> None:
    """A second name for the old file; where the disk has no such thing, a copy."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal")]
