"""What does not grow with the sales: reading the totals, recording one more, opening the database."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from pathlib import Path

from console import sales
from console.commands import RecordSale
from console.desk import load
from console.store import outbox, projection
from console.store.database import Database, Db
from tests.bench import million
from tests.bench.frame import Row, Size, by_turns, stage, timed, versus

NAME = "totals"
SMALL = 1_000
READS = 500
WORKS = 50
SOLD = 20
"""Items that are sold from."""
CLAIMS = 3


def run(size: Size, folder: Path) -> list[Row]:
    """Measure."""
    large, small = (million.database(n, size.rows[0], size.cache) for n in (size.sales, SMALL))
    with stage("totals and sales in both"):
        rows = asyncio.run(_read(size, large, small))
    with stage("opened"):
        rows += _opened(size, large)
    return rows


async def _read(size: Size, large: Path, small: Path) -> list[Row]:
    many, few = await Database.open(large), await Database.open(small)
    try:
        found = []
        for work, times in ((_totals, READS), (_sale, WORKS), (_claim, CLAIMS)):
            rounds: list[tuple[float, float]] = []
            for turn in range(size.rounds + 1):
                pair = {}
                for db in (many, few) if turn % 2 else (few, many):
                    pair[db] = await db.run(work, times)
                if turn:
                    rounds.append((pair[many], pair[few]))
            found.append(([pair[0] for pair in rounds], [pair[1] for pair in rounds]))
    finally:
        await many.close()
        await few.close()
    at, than = f"at {size.sales:,} sales", f"at {SMALL:,} sales"
    return [
        versus(f"show totals read {at}", *found[0], "µs", than, 1.2),
        versus(f"one sale recorded {at}", *found[1], "µs", than, 1.2, "rolled back, so without the commit"),
        versus(f"outbox asked for what goes next {at}", *found[2], "µs", than, 1.2, "nothing waits"),
    ]


def _totals(db: Db, times: int) -> float:
    """Microseconds of one reading."""
    (show_id,) = db.conn.execute("SELECT id FROM shows").fetchone()
    return timed(lambda: [projection.totals(db, show_id) for _ in range(times)]) / times * 1e6


class _NotKeptError(Exception):
    """Undoes a measured change."""


def _sale(db: Db, times: int) -> float:
    began = time.perf_counter()
    with contextlib.suppress(_NotKeptError), db.atomic():
        for n in range(times):
            sales.record(db, RecordSale(number=1 + n % SOLD), 1_800_000_000_000)
        took = time.perf_counter() - began
        raise _NotKeptError
    return took / times * 1e6


def _claim(db: Db, times: int) -> float:
    def ask() -> None:
        assert outbox.claim(db, 1_800_000_000_000, 1_000) is None
        assert outbox.next_due_ms(db) is None

    return timed(lambda: [ask() for _ in range(times)]) / times * 1e6


# --- opening ---------------------------------------------------------------------------------


def _opened(size: Size, folder: Path) -> list[Row]:
    """Seconds to a state that a screen can draw, with the file in memory and without."""
    warm, cold = by_turns(
        max(1, size.rounds // 3), lambda: asyncio.run(_usable(folder)), lambda: asyncio.run(_cold(folder))
    )
    megabytes = million.file_of(folder).stat().st_size / 1e6
    name = f"a database of {size.sales:,} sales opened to usable"
    worst = "the slowest of all rounds"
    return [
        Row(name=name, ours=max(warm), unit="s", goal=1.0, note=f"{megabytes:,.0f} MB; {worst}"),
        Row(name=f"{name}, not in memory", ours=max(cold), unit="s", goal=1.0, note=worst),
    ]


async def _usable(folder: Path) -> float:
    began = time.perf_counter()
    db = await Database.open(folder)
    state = await db.run(load)
    took = time.perf_counter() - began
    assert state.items
    assert state.sales
    await db.close()
    return took


async def _cold(folder: Path) -> float:
    """The same after the system was asked to forget the file; a disk's own memory keeps what it keeps."""
    if hasattr(os, "posix_fadvise"):
        with million.file_of(folder).open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return await _usable(folder)
