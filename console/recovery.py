"""Is everything there (`verify`), and everything back (`restore`): the two commands for a bad day.

Both hold the data folder, so no console runs meanwhile. Nothing is ever deleted: what is replaced is
moved aside. Making the copies they use is `safety`'s.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import structlog

from console.config import Options
from console.desk import OPS
from console.diagnostics import start_log, stop_log
from console.errors import NothingToCheck, NothingToRestore, RestoreWouldLose, Text
from console.ids import new_id
from console.store import backup, folder, journal
from console.store.database import FILE_NAME, Db, _connect
from console.store.disk import flush_file, flush_folder
from console.store.journal import Head, Reading
from console.store.migrations import MIGRATIONS
from console.store.replay import Replayed, doubt_what_was_sent, park_what_may_be_sent, replay
from console.sync import OPS as PLATFORM_OPS

log = structlog.get_logger(__name__)

Say = Callable[[Text], None]
"""Hears words for a person about what is going on."""

MOST_OF_A_KIND = 20
"""Findings of one kind that are told one by one."""
_COPY_BYTES = 8 << 20
_ALONE = (  # nobody else reads it, and it is flushed as a whole before it gets its name
    "journal_mode = MEMORY",
    "synchronous = OFF",
    "temp_store = MEMORY",
    "cache_size = -262144",
    "locking_mode = EXCLUSIVE",
)
_RESTORING = f"{FILE_NAME}.restoring"


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be. A "note" explains itself; a "fault" needs somebody."""

    check: str
    level: str
    what: str
    words: Text


# --- verify ----------------------------------------------------------------------------------

_BOOKS: dict[str, tuple[Text, str]] = {
    "ledger": (
        Text("库存和流水对不上", "stock and ledger differ"),
        "SELECT i.id, i.stock_left, i.stock_total FROM items i LEFT JOIN (SELECT item_id, sum(delta) AS every,"
        " sum(CASE WHEN cause IN ('listed', 'count') THEN delta ELSE 0 END) AS counted FROM stock_moves"
        " GROUP BY item_id) m ON m.item_id = i.id"
        " WHERE i.stock_left <> coalesce(m.every, 0) OR i.stock_total <> coalesce(m.counted, 0)",
    ),
    "sold_units": (
        Text("已售件数和成交对不上", "units sold and sales differ"),
        "SELECT i.id, i.sold_units FROM items i LEFT JOIN (SELECT item_id, sum(quantity) AS units FROM sales"
        " WHERE status <> 'void' GROUP BY item_id) s ON s.item_id = i.id WHERE i.sold_units <> coalesce(s.units, 0)",
    ),
    "show_totals": (
        Text("全场合计和成交对不上", "a show's totals and its sales differ"),
        "SELECT w.id FROM shows w LEFT JOIN show_totals t ON t.show_id = w.id LEFT JOIN (SELECT show_id,"
        " sum(quantity) AS units, count(*) AS orders, sum(quantity * unit_price_fen) AS gmv FROM sales"
        " WHERE status = 'sold' GROUP BY show_id) s ON s.show_id = w.id"
        " WHERE coalesce(t.units, 0) <> coalesce(s.units, 0) OR coalesce(t.orders, 0) <> coalesce(s.orders, 0)"
        " OR coalesce(t.gmv_fen, 0) <> coalesce(s.gmv, 0)",
    ),
    "item_totals": (
        Text("单品合计和成交对不上", "an item's totals and its sales differ"),
        "SELECT l.show_id, l.item_id FROM lineup l LEFT JOIN item_totals t ON t.show_id = l.show_id AND"
        " t.item_id = l.item_id LEFT JOIN (SELECT show_id, item_id, sum(quantity) AS units, count(*) AS orders,"
        " sum(quantity * unit_price_fen) AS gmv FROM sales WHERE status = 'sold' GROUP BY show_id, item_id) s"
        " ON s.show_id = l.show_id AND s.item_id = l.item_id"
        " WHERE coalesce(t.units, 0) <> coalesce(s.units, 0) OR coalesce(t.orders, 0) <> coalesce(s.orders, 0)"
        " OR coalesce(t.gmv_fen, 0) <> coalesce(s.gmv, 0)",
    ),
    "outbox_count": (
        Text("待发数量和待发列表对不上", "the count of the outbox and its entries differ"),
        "SELECT c.waiting, c.parked FROM outbox_count c WHERE"
        " c.waiting <> (SELECT count(*) FROM outbox WHERE state IN ('new', 'leased', 'unknown'))"
        " OR c.parked <> (SELECT count(*) FROM outbox WHERE state = 'rejected' AND resolved = '')",
    ),
    "unsent": (
        Text("单品待发数量和待发列表对不上", "what an item has unsent and the outbox differ"),
        "SELECT i.id, i.unsent FROM items i LEFT JOIN (SELECT item_id, count(*) AS waiting FROM outbox"
        " WHERE state IN ('new', 'leased', 'unknown') GROUP BY item_id) o ON o.item_id = i.id"
        " WHERE i.unsent <> coalesce(o.waiting, 0) OR (i.unsent = 0) <> (i.unsent_since_ms IS NULL)",
    ),
}
"""Check -> words and a query that answers nothing where all is well."""


def verify(options: Options, say: Say) -> Iterator[Finding]:
    """Everything that is wrong with the books of `options.data`, as it is found. Changes nothing.

    Raises `NothingToCheck` without a database, `DataFolderInUse` while a console runs.
    """
    path = options.data / FILE_NAME
    if not path.exists():
        raise NothingToCheck(folder=options.data)
    lock = folder.hold(options.data)
    try:
        books: journal.Books | None = None
        say(Text("检查数据库……", "checking the database"))
        try:
            with closing(_read_only(path)) as db:
                sound = True
                for finding in _database(db):
                    sound = False
                    yield finding
                if sound:
                    books = journal.read_books(db)
                    say(Text("检查照片……", "checking the pictures"))
                    yield from _pictures(db, options.data)
        except sqlite3.DatabaseError as error:
            yield Finding("integrity", "fault", str(error), _DAMAGED)
        say(Text("检查日志……", "checking the journal"))
        yield from _journal(options.journal_folder, options.backup_folder, books)
        say(Text("检查备份……", "checking the backups"))
        yield from _backups(options.backup_folder, books)
    finally:
        lock.release()


_DAMAGED = Text("数据库文件已损坏，请运行 main.py restore", "the database is damaged: run main.py restore")


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _database(db: sqlite3.Connection) -> Iterator[Finding]:
    damaged = False
    for (words,) in db.execute(f"PRAGMA integrity_check({MOST_OF_A_KIND})"):
        if words != "ok":
            damaged = True
            yield Finding("integrity", "fault", words, _DAMAGED)
    if damaged:
        return
    applied = {row[0] for row in db.execute("SELECT name FROM _sqlite_migrations")}
    ours = {migration.name for migration in MIGRATIONS._migrations}
    if applied != ours:
        words = Text(
            "数据库来自另一个版本；先用这个版本打开一次", "it is of another version; open it with this one first"
        )
        yield Finding("schema", "fault", ", ".join(sorted(applied ^ ours)), words)
        return
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check").fetchmany(MOST_OF_A_KIND):
        words = Text("有一行指向不存在的东西", "a row points at nothing")
        yield Finding("foreign_keys", "fault", f"{table} row {row} -> {parent}", words)
    for check, (words, query) in _BOOKS.items():
        for found in db.execute(query).fetchmany(MOST_OF_A_KIND):
            yield Finding(check, "fault", " ".join(map(str, found)), words)


def _pictures(db: sqlite3.Connection, data: Path) -> Iterator[Finding]:
    rows = db.execute("SELECT DISTINCT full_path, square_path, portrait_path, thumb_path FROM snap_shots")
    told = 0
    for name in {name: None for row in rows for name in row}:
        words = _picture_fault(data / name)
        if words is not None:
            told += 1
            if told <= MOST_OF_A_KIND:
                yield Finding("pictures", "fault", name, words)
    if told > MOST_OF_A_KIND:
        words = Text("更多照片有同样的问题", "more pictures are like these")
        yield Finding("pictures", "fault", str(told - MOST_OF_A_KIND), words)


def _picture_fault(path: Path) -> Text | None:
    """What is wrong with a picture, whose name is half the SHA-256 of its content (`console/snap/files.py`)."""
    try:
        with path.open("rb") as file:
            name = hashlib.file_digest(file, "sha256").hexdigest()[:32]
    except OSError:
        return Text("照片文件不见了", "the picture is gone")
    return None if name == path.stem else Text("照片内容变了", "the picture is not what was kept")


def _journal(place: Path, backups: Path, books: journal.Books | None) -> Iterator[Finding]:
    if books is None:
        return
    reading, known = Reading(place, books.books_id), backup.listed(backups)
    try:
        for _ in reading.lines():
            pass
    except OSError as error:
        yield Finding("journal", "fault", str(error), Text("日志读不出来", "the journal cannot be read"))
        return
    for line in reading.damaged:
        yield Finding("journal", "fault", line, Text("日志里有一行坏了", "a line of the journal is damaged"))
    for line in reading.torn:
        words = Text("日志最后一行没写完（当时程序中断）", "a last line was cut short when the program ended")
        yield Finding("journal", "note", line, words)
    for first, last in reading.missing:
        if first == 1 and any((backup.reached(each.path, books.books_id) or 0) >= last for each in known):
            continue  # pruned, or begun later: a restore begins with a backup that has them
        # A journal that was begun later, or a gap that a backup has covered, lacks nothing that is needed.
        words = Text("日志里缺这些步骤", "these changes are not in the journal")
        yield Finding("journal", "note", f"{first}..{last}", words)
    if not reading.found and books.seq:
        words = Text("没有这个数据库的日志", "there is no journal of this database")
        yield Finding("journal", "fault", str(place), words)
    elif reading.last > books.seq:
        words = Text("日志比数据库新；打开开播时会补回", "the journal is ahead; the next start brings it back")
        yield Finding("journal", "fault", f"{books.seq} < {reading.last}", words)
    elif reading.last < books.seq - len(books.last):
        words = Text("日志比数据库旧，最近的步骤只有一份", "the newest changes are not in the journal")
        yield Finding("journal", "fault", f"{reading.last} < {books.seq}", words)


def _backups(place: Path, books: journal.Books | None) -> Iterator[Finding]:
    known = backup.listed(place)
    if not known and books is not None and books.seq:
        yield Finding("backups", "note", str(place), Text("还没有备份", "there is no backup yet"))
    for each in known:
        problem = backup.problem_of(each.path)
        if problem is not None:
            yield Finding("backups", "fault", f"{each.path.name}: {problem}", Text("备份已损坏", "a backup is damaged"))


# --- restore ---------------------------------------------------------------------------------


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


def restore(options: Options, source: Path | None, say: Say, now: datetime | None = None) -> Restored:
    """Bring the database back from the newest sound backup (or `source`) and the journal.

    Raises `NothingToRestore`, `RestoreWouldLose` or `DataFolderInUse`; then the old files are where they were.
    """
    started = time.monotonic()
    if not options.data.exists() and not journal.files(options.journal_folder) and source is None:
        raise NothingToRestore(why=Text("没有这个文件夹", "there is no such folder"))
    with ExitStack() as stack:
        stack.callback(folder.hold(options.data).release)
        stack.callback(stop_log, start_log(options.data))
        result = _restore(options, source, say, now or datetime.now(UTC))
    result.seconds = round(time.monotonic() - started, 3)
    return result


def _restore(options: Options, source: Path | None, say: Say, now: datetime) -> Restored:
    result = Restored()
    fresh = options.data / _RESTORING
    _sweep(fresh)
    head = _begun(options.journal_folder)
    chosen = _chosen(_candidates(options, source, head), source is not None, result, say)
    if chosen is None and (head is None or not head.whole):
        raise NothingToRestore(why=_why_nothing(result, head))
    if chosen is not None:
        say(Text(f"从备份 {chosen.name} 恢复", f"restoring from {chosen.name}"))
        result.backup = chosen.name
    else:
        say(Text("没有可用的备份，只用日志重建", "no backup to use: rebuilding from the journal alone"))
    try:
        _rebuild(fresh, chosen, head, options, result, say, now)
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
    fresh: Path, chosen: Path | None, head: Head | None, options: Options, result: Restored, say: Say, now: datetime
) -> None:
    """Bring `fresh` forward to the last change, checked, as one file."""
    if chosen is not None:
        _copy(chosen, fresh, say)
    db = _connect(fresh)
    try:
        for pragma in _ALONE:
            db.conn.execute(f"PRAGMA {pragma}").fetchall()
        if chosen is None and head is not None:
            db.conn.execute("UPDATE books SET id = ?, seq = 0, last = ''", (head.books_id,))
        _bring_forward(db, options, result, say, now)
        before = _sound_books(options.data / FILE_NAME)
        if before is not None and before.seq > result.seq and before.books_id == journal.books(db).books_id:
            raise RestoreWouldLose(changes=before.seq - result.seq)
    finally:
        db.close()
    problem = backup.problem_of(fresh)
    if problem is not None:
        raise NothingToRestore(why=problem)


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


def _chosen(candidates: list[Path], named: bool, result: Restored, say: Say) -> Path | None:
    """The first sound one; what is passed over is said. Raises `NothingToRestore` when a `named` one is not."""
    for path in candidates:
        say(Text(f"检查备份 {path.name}", f"checking {path.name}"))
        problem = backup.problem_of(path)
        if problem is None:
            return path
        say(Text(f"备份 {path.name} 不能用：{problem}", f"{path.name} cannot be used: {problem}"))
        result.skipped.append(f"{path.name}: {problem}")
    if named:
        raise NothingToRestore(why="; ".join(result.skipped))
    return None


def _begun(place: Path) -> Head | None:
    """How the journal begins whose database was changed last; None without one."""
    heads = [(path, head) for path in journal.files(place) if (head := journal.head(path)) is not None]
    used = [head for path, head in heads if journal.ends_at(path)[0] > head.after] or [head for _, head in heads]
    return next((head for _, head in heads if head.books_id == used[-1].books_id), None) if used else None


def _why_nothing(result: Restored, head: Head | None) -> Text:
    if result.skipped:
        return Text("备份全部损坏，日志也不是从头开始的", "all backups are damaged, and the journal has no beginning")
    if head is None:
        return Text("没有备份，也没有日志", "there is no backup and no journal")
    return Text("没有备份，日志又不是从头开始的", "there is no backup, and the journal has no beginning")


def _copy(source: Path, target: Path, say: Say) -> None:
    size, done, told = source.stat().st_size, 0, time.monotonic()
    with source.open("rb") as old, target.open("xb") as new:
        while part := old.read(_COPY_BYTES):
            new.write(part)
            done += len(part)
            if time.monotonic() - told > 1:
                told = time.monotonic()
                say(Text(f"复制 {done * 100 // size}%", f"copied {done * 100 // size}%"))


def _bring_forward(db: Db, options: Options, result: Restored, say: Say, now: datetime) -> None:
    """Carry out what the journal has beyond the backup, and make sure that nothing is sent twice by it."""
    books = journal.books(db)
    reading = Reading(options.journal_folder, books.books_id, after=books.seq)

    def told(done: int) -> None:
        say(Text(f"日志已补 {done} 步", f"{done} changes brought back"))

    done: Replayed = replay(db, reading.lines(), {**OPS, **PLATFORM_OPS}, told)
    result.replayed, result.refused = done.done, done.refused
    result.damaged_lines, result.torn_lines = reading.damaged, reading.torn
    result.missing = [list(span) for span in reading.missing]
    result.seq = reading.last
    result.complete = reading.found and not reading.missing and not done.refused and _reaches(reading, books.seq)
    result.unknown = doubt_what_was_sent(db)
    if not result.complete:
        result.parked = park_what_may_be_sent(db, int(now.timestamp() * 1000))
    if not reading.found:
        # A journal found again later must not be mistaken for what follows now.
        db.conn.execute("UPDATE books SET id = ?, last = ''", (new_id(),))


def _reaches(reading: Reading, backed_up: int) -> bool:
    """Whether the journal goes at least as far as the backup; one that ends before it had stopped being written."""
    if reading.last > backed_up or not backed_up:
        return True
    own = (
        path for path in journal.files(reading.folder) if (h := journal.head(path)) and h.books_id == reading.books_id
    )
    return any(journal.ends_at(path)[0] >= backed_up for path in own)


def _sound_books(path: Path) -> journal.Books | None:
    """What the old database says of itself, when it is sound."""
    if not path.exists():
        return None
    with contextlib.suppress(sqlite3.Error), closing(_read_only(path)) as db:
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
