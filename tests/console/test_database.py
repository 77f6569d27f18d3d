"""The one connection, and what happens when somebody else has the file open."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from console.commands import OpenFlash, RecordSale
from console.desk import LocalDesk, load
from console.errors import DatabaseBusy
from console.events import SaleRecorded
from console.store.database import FILE_NAME, Database, Db, _connect
from tests.clock import FakeClock

pytestmark = pytest.mark.anyio


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[LocalDesk]:
    db = await Database.open(tmp_path)
    desk = LocalDesk(db, await db.run(load), FakeClock())
    await desk.do(OpenFlash(title="手镯", price_fen=1, stock=9))
    yield desk
    await db.close()


class Other:
    """Another program that writes into the same file: it holds the lock until it is told to commit."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None, check_same_thread=False)
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO settings VALUES ('theirs', '1')")

    def commit_in(self, seconds: float) -> None:
        """Commit after so long, from a thread of its own."""
        threading.Timer(seconds, self.commit).start()

    def commit(self) -> None:
        self._connection.execute("COMMIT")
        self._connection.close()


async def test_a_sale_waits_for_another_program_that_writes_briefly(desk: LocalDesk, tmp_path: Path) -> None:
    """While somebody else commits, a sale waits its turn and is saved; both changes are there."""
    Other(tmp_path).commit_in(0.3)
    event = await desk.do(RecordSale(number=1))
    assert isinstance(event, SaleRecorded)
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        assert db.execute("SELECT (SELECT count(*) FROM sales), (SELECT count(*) FROM settings)").fetchone() == (1, 1)
    db.close()


async def test_a_program_that_does_not_let_go_is_named(desk: LocalDesk, tmp_path: Path) -> None:
    """After two seconds the sale is refused as busy; nothing changed, and the next one works."""
    other = Other(tmp_path)
    with pytest.raises(DatabaseBusy):
        await desk.do(RecordSale(number=1))
    assert desk.state.items[0].stock_left == 9
    other.commit()
    await desk.do(RecordSale(number=1))
    assert desk.state.items[0].stock_left == 8


def _settings(db: Db) -> list[str]:
    return [row[0] for row in db.conn.execute("SELECT name FROM settings ORDER BY name")]


def test_a_part_that_fails_leaves_the_whole(tmp_path: Path) -> None:
    """Blocks nest to any depth: what an inner one did is undone alone, an outer one takes all with it."""
    db = _connect(tmp_path / FILE_NAME)

    def note(name: str) -> None:
        db.conn.execute("INSERT INTO settings VALUES (?, '')", (name,))

    def fail(outer: str, inner: str) -> None:
        with db.atomic():
            note(outer)
            with db.atomic():
                note(inner)
            raise ZeroDivisionError

    with db.atomic():
        note("kept")
        with pytest.raises(ZeroDivisionError):
            fail("lost", "lost with it")
        with db.atomic():
            note("kept too")
    assert _settings(db) == ["kept", "kept too"]
    with pytest.raises(ZeroDivisionError):
        fail("lost", "lost at last")
    assert _settings(db) == ["kept", "kept too"]
    db.close()
