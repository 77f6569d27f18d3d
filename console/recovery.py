"""Is everything there (`verify`): the books, the pictures, the journal, the backups.

It holds the data folder, so no console runs meanwhile, and changes nothing. Bringing things back is `restoring`'s.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import structlog

from console.config import Options
from console.errors import NothingToCheck, Text
from console.store import backup, folder, journal
from console.store.database import FILE_NAME
from console.store.journal import Reading
from console.store.migrations import MIGRATIONS

log = structlog.get_logger(__name__)

Say = Callable[[Text], None]
"""Hears words for a person about what is going on."""

MOST_OF_A_KIND = 20
"""Findings of one kind that are told one by one."""


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
            with closing(read_only(path)) as db:
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


def read_only(path: Path) -> sqlite3.Connection:
    """A database that is only looked at."""
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
