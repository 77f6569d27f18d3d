"""What one sale costs: as the desk commits it, beside one bare INSERT into a file next to it.

Both are timed on one thread, with the same pragmas, on the disk that `folder` is on. The desk's own way
there and back through the event loop is measured apart.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from console import sales
from console.clock import SystemClock
from console.commands import RecordSale
from console.desk import LocalDesk
from console.ids import new_id
from console.store import journal
from console.store.database import Database, Db
from console.store.journal import Journal
from tests.bench.frame import Row, Size, by_turns, open_shop, percentile, stage, timed, versus

NAME = "store"

ITEMS = 100
BEHIND = 2_000
"""Unsent sales of one item, when the line is down and one thing sells."""
BARE = "bare INSERT, same pragmas"

_BARE = """
CREATE TABLE sales (
  id TEXT PRIMARY KEY, show_id TEXT NOT NULL, item_id TEXT NOT NULL, quantity INTEGER NOT NULL,
  unit_price_fen INTEGER NOT NULL, source TEXT NOT NULL, status TEXT NOT NULL, buyer TEXT NOT NULL, order_id TEXT,
  order_updated_at_ms INTEGER, short_units INTEGER NOT NULL, agreed INTEGER NOT NULL, recorded_at_ms INTEGER NOT NULL,
  quota_units INTEGER NOT NULL
) STRICT
"""


def run(size: Size, folder: Path) -> list[Row]:
    """Measure."""
    return asyncio.run(_run(size, folder))


async def _run(size: Size, folder: Path) -> list[Row]:
    db, _ = await open_shop(folder / "shop", ITEMS)
    copied, copying = await open_shop(folder / "copied", ITEMS, journal=await _second_copy(folder / "copied"))
    unsent = min(BEHIND, size.offline_sales)
    try:
        with stage(f"{size.rounds} rounds of {size.commits} commits each way"):
            rows = await db.run(_committed, size, folder)
        with stage("the same with the second copy"):
            rows += await copied.run(_copied, copying, size, folder)
        with stage("asked and told, one after another"):
            rows += await _told(copying, size)
        with stage(f"behind {unsent:,} unsent sales of one item"):
            rows += await db.run(_behind, unsent, size)
    finally:
        await db.close()
        await copied.close()
    return rows


async def _second_copy(data: Path) -> Journal:
    """The journal of a database that is made here first."""
    await asyncio.to_thread(data.mkdir, parents=True)
    db = await Database.open(data)
    books = await db.run(journal.books)
    await db.close()
    second = Journal(data.with_name(f"{data.name}-journal"), books.books_id, SystemClock())
    second.start(books, empty=True)
    return second


# --- on the database thread ------------------------------------------------------------------


def _committed(db: Db, size: Size, folder: Path) -> list[Row]:
    """The operation in its transaction: row, movement, outbox, totals, and the event made of them."""
    note = f"an fsync takes {_fsync_ms(folder):.2f} ms here"
    return _beside_bare("one sale committed", lambda n: _sell(db, 1 + n % ITEMS), size, folder, 1.5, note)


def _copied(db: Db, desk: LocalDesk, size: Size, folder: Path) -> list[Row]:
    """All that the desk does on this thread: the operation, its number, the second copy, the outbox read."""

    def sell(n: int) -> None:
        desk._run(db, [(sales.record, RecordSale(number=1 + n % ITEMS))])

    return _beside_bare("one sale committed, second copy flushed", sell, size, folder, 2.6)


def _behind(db: Db, unsent: int, size: Size) -> list[Row]:
    """An item with many sales unsent beside one with few."""
    with db.atomic():
        for n in range(unsent):
            sales.record(db, RecordSale(number=1), n)
    many, few = by_turns(
        size.rounds,
        lambda: _average_ms(10, lambda _: _sell(db, 1)),
        lambda: _average_ms(10, lambda _: _sell(db, ITEMS)),
    )
    than = f"one of an item with {size.rounds * size.commits // ITEMS} unsent"
    return [versus(f"one sale behind {unsent:,} unsent of its item", many, few, "ms", than, 1.2)]


def _beside_bare(
    name: str, sell: Callable[[int], None], size: Size, folder: Path, goal: float, note: str = ""
) -> list[Row]:
    mine: list[float] = []
    theirs: list[float] = []
    with _bare_file(folder / "bare.db") as bare:
        ours, against = by_turns(
            size.rounds,
            lambda: _average_ms(size.commits, sell, mine),
            lambda: _average_ms(size.commits, lambda _: _insert(bare), theirs),
        )
    rows = [versus(name, ours, against, "ms", BARE, goal, note)]
    for word, part in (("p50", 0.5), ("p99", 0.99)):
        here, there = percentile(mine, part), percentile(theirs, part)
        rows.append(Row(name=f"{name}, {word}", ours=here, against=there, ratio=here / there, unit="ms", than=BARE))
    return rows


def _sell(db: Db, number: int) -> None:
    with db.atomic():
        sales.record(db, RecordSale(number=number), time.time_ns() // 1_000_000)


@contextmanager
def _bare_file(path: Path) -> Iterator[sqlite3.Connection]:
    """A table with the columns of a sale, and no index, trigger or check besides the key."""
    path.unlink(missing_ok=True)
    bare = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "wal_autocheckpoint = 1000"):
        bare.execute(f"PRAGMA {pragma}")
    bare.execute(_BARE)
    yield bare
    bare.close()


_SHOW, _ITEM = new_id(), new_id()


def _insert(bare: sqlite3.Connection) -> None:
    now_ms = time.time_ns() // 1_000_000
    bare.execute(
        "INSERT INTO sales VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (new_id(), _SHOW, _ITEM, 1, 59_900, "studio", "sold", "", None, None, 0, 0, now_ms, 0),
    )


def _average_ms(times: int, work: Callable[[int], None], each: list[float] | None = None) -> float:
    """Milliseconds of one of so many; every single one is added to `each`."""
    took = []
    for n in range(times):
        began = time.perf_counter()
        work(n)
        took.append((time.perf_counter() - began) * 1000)
    if each is not None:
        each += took
    return sum(took) / times


def _fsync_ms(folder: Path) -> float:
    """The flush of one small write: the disk itself."""
    with (folder / "flushed").open("wb", buffering=0) as file:

        def flush() -> None:
            file.write(b"x" * 4096)
            os.fsync(file.fileno())

        return percentile([timed(flush) for _ in range(50)], 0.5) * 1000


# --- on the event loop -----------------------------------------------------------------------


async def _told(desk: LocalDesk, size: Size) -> list[Row]:
    took = []
    for n in range(size.rounds * size.commits // 3):
        began = time.perf_counter()
        await desk.do(RecordSale(number=1 + n % ITEMS))
        took.append((time.perf_counter() - began) * 1000)
    return [
        Row(name=f"one sale asked and told, {word}", ours=percentile(took, part), unit="ms", note="desk.do, no window")
        for word, part in (("p50", 0.5), ("p99", 0.99))
    ]
