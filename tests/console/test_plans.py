"""No statement of the product reads a whole table that grows with the sales."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from console.commands import KeepSnap
from console.desk import LocalDesk, load
from console.errors import KaiboError
from console.export.reading import heading, sales_rows, unsent_rows
from console.ids import new_id, platform_number
from console.platforms.base import Order, OrderStatus
from console.store import journal, outbox, projection, stock
from console.store.database import Database, Db
from console.sync import OPS, intake, places
from tests.clock import FakeClock
from tests.console.conftest import SHOT
from tests.console.test_desk import _anything

pytestmark = pytest.mark.anyio

GROWING = ("sales", "outbox", "stock_moves", "changes")


async def _every_statement(folder: Path) -> tuple[set[str], Database]:
    """What is asked of the database in a busy evening, and by those who read it."""
    db = await Database.open(folder)
    said: set[str] = set()
    await db.run(lambda inner: inner.conn.set_trace_callback(said.add))
    desk = LocalDesk(db, await db.run(load), FakeClock(), platform_ops=OPS)
    rng = random.Random(1)
    snaps = [new_id()]
    await desk.do(KeepSnap(snap_id=snaps[0], shots=(SHOT,)))
    for _ in range(300):
        desk._clock.advance(1)  # type: ignore[attr-defined]
        waiting = [entry for entry in await db.run(outbox.entries) if entry["state"] == "new"]
        try:
            await desk.do(_anything(rng, desk.state, snaps, waiting))
        except KaiboError:
            continue
        entry = await db.run(outbox.claim, desk._clock.now_ms(), 1)
        if entry is not None:
            await db.run(outbox.is_superseded, entry.outbox_id)
            await db.run(journal.travelling, entry.outbox_id)
    await db.run(_read_otherwise)
    return said, db


def _read_otherwise(db: Db) -> None:
    """What nobody commands and yet is asked again and again."""
    show_id, item_id = db.conn.execute("SELECT show_id, item_id FROM lineup").fetchone()
    heading(db, show_id)
    sales_rows(db, show_id)
    unsent_rows(db)
    places._newest_without_place(db)
    projection.open_sales(db, 10)
    projection.sales(db, show_id, 1, 10)
    stock.due(db, item_id, "x", 0)
    stock.owed_freely(db, item_id)
    stock.quiet(db, item_id)
    outbox.release(db)
    intake._news(db, (Order("1", platform_number(item_id), 1, 1, OrderStatus.PAID, "", 1, 1),))
    outbox.next_due_ms(db)


async def test_nothing_reads_all_that_was_ever_sold(tmp_path: Path) -> None:
    """Each statement of a busy evening finds its rows of a growing table by an index."""
    said, db = await _every_statement(tmp_path)

    def scans(inner: Db) -> list[str]:
        inner.conn.set_trace_callback(None)
        found = []
        for sql in sorted(said):
            if sql.split(None, 1)[0] not in ("SELECT", "UPDATE"):  # an INSERT's plan tells what foreign keys might ask
                continue
            for *_, step in inner.conn.execute(f"EXPLAIN QUERY PLAN {sql}"):
                words = step.split()
                table = _table_of(sql, words[1]) if len(words) > 1 else ""
                whole = (words[0] == "SCAN" and "USING" not in words) or "AUTOMATIC" in words
                rest = table == "outbox" and words[-1] == "(rowid>?)"  # from one that waits to the newest of all
                if table in GROWING and (whole or rest):
                    found.append(f"{step}: {sql}")
        return found

    found = await db.run(scans)
    await db.close()
    assert "\n".join(found) == ""


def _table_of(sql: str, name: str) -> str:
    """The table that a plan calls `name`, which may be its alias in the statement."""
    words = sql.replace("(", " ").replace(")", " ").split()
    for place, word in enumerate(words[:-1]):
        if word in GROWING and words[place + 1] == name:
            return word
    return name
