"""A database of an earlier version is brought up to date, whole or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from console.recovery import _database
from console.store import migrations
from console.store.database import FILE_NAME, Db, _connect
from console.store.migrations import MIGRATIONS

LIGHTER = "0015_lighter_sales"
_OLD = """
INSERT INTO shows (id, status, created_at_ms, started_at_ms, ended_at_ms) VALUES ('v', 'ended', 1, 1, 1);
INSERT INTO shows (id, status, created_at_ms, started_at_ms) VALUES ('w', 'live', 1, 1);
INSERT INTO items (id, rel_item_id, title, price_fen, listing, listed_at_ms) VALUES
  ('a', 1, '手镯', 500, 'listed', 1), ('b', 2, '圆牌', 700, 'listed', 1);
INSERT INTO lineup VALUES ('w', 'a', 1, 1), ('w', 'b', 2, 2);
INSERT INTO stock_moves (item_id, delta, cause, at_ms) VALUES ('a', 9, 'listed', 1), ('b', 9, 'listed', 1);
INSERT INTO sales (rowid, id, show_id, item_id, quantity, unit_price_fen, source, status, order_id, recorded_at_ms)
  VALUES (1, 's1', 'w', 'a', 2, 500, 'studio', 'sold', NULL, 5),
  (2, 'z2', 'w', 'b', 1, 700, 'platform', 'sold', 'o1', 4),
  (7, 's0', 'w', 'a', 1, 500, 'studio', 'sold', NULL, 6), (8, 'p3', 'w', 'a', 1, 500, 'platform', 'unpaid', 'o2', 7);
UPDATE sales SET status = 'void', voided_at_ms = 9 WHERE id = 's0';
INSERT INTO stock_moves (item_id, delta, cause, sale_id, at_ms) VALUES ('a', -2, 'sale', 's1', 5),
  ('b', -1, 'sale', 'z2', 4), ('a', -1, 'sale', 's0', 6), ('a', -1, 'sale', 'p3', 7), ('a', 1, 'void', 's0', 9);
INSERT INTO outbox (id, kind, item_id, sale_id, body, made_at_ms) VALUES ('a', 'item', 'a', NULL, '{}', 1),
  ('b', 'item', 'b', NULL, '{}', 1), ('sale:s1', 'stock', 'a', 's1', '{}', 5), ('sale:s0', 'stock', 'a', 's0', '{}', 6);
UPDATE outbox SET state = 'acked', settled_at_ms = 8 WHERE id IN ('a', 'b');
UPDATE outbox SET state = 'rejected', settled_at_ms = 8 WHERE id = 'sale:s0';
UPDATE outbox SET state = 'unknown', first_sent_at_ms = 8 WHERE id = 'sale:s1';
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file as the version before `LIGHTER` left it."""
    path = tmp_path / FILE_NAME
    connection = sqlite3.connect(path, isolation_level=None)
    MIGRATIONS.apply(Db(connection, recursive_triggers=False), stop_before=LIGHTER)
    connection.executescript(_OLD)
    connection.close()
    return path


Rows = dict[str, tuple[str, list[Any]]]


def _rows(path: Path, like: Rows | None = None) -> Rows:
    """Every row of each table by the columns that were asked for, with its place where the table has such places.

    `like`: the same tables and columns as another time.
    """
    db = sqlite3.connect(path)
    asked = {name: what for name, (what, _) in like.items()} if like else _columns(db)
    found = {
        name: (what, db.execute(f"SELECT {what} FROM {name} ORDER BY 1, 2").fetchall())  # noqa: S608 - names of our own
        for name, what in asked.items()
    }
    db.close()
    return found


def _columns(db: sqlite3.Connection) -> dict[str, str]:
    tables = db.execute(
        "SELECT name, sql LIKE '%WITHOUT ROWID' FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
    ).fetchall()
    return {
        name: ", ".join(
            ["rowid"] * (not keyed) + [row[0] for row in db.execute("SELECT name FROM pragma_table_info(?)", (name,))]
        )
        for name, keyed in tables
    }


def _schema(path: Path) -> list[Any]:
    db = sqlite3.connect(path)
    found = db.execute("SELECT sql FROM sqlite_schema").fetchall()
    db.close()
    return found


def test_lighter_sales_keep_every_row(old: Path) -> None:
    """Rows, their order, what triggers and keys refuse and what the books say are as before; unsent is counted."""
    before = _rows(old)
    db = _connect(old)
    assert _rows(old, before) == before
    assert list(_database(db.conn)) == []
    unsent = db.conn.execute("SELECT id, unsent, unsent_since_ms FROM items ORDER BY id").fetchall()
    assert unsent == [("a", 1, 5), ("b", 0, None)]
    assert db.conn.execute("SELECT id, after_sale FROM shows ORDER BY rowid").fetchall() == [("v", 8), ("w", 0)]
    db.conn.execute("UPDATE shows SET status = 'ended', ended_at_ms = 9")
    db.conn.execute("INSERT INTO shows (id, status, created_at_ms) VALUES ('x', 'planned', 9)")
    assert db.conn.execute("SELECT after_sale FROM shows WHERE id = 'x'").fetchone() == (8,)
    for refused in (
        "INSERT INTO sales (id, show_id, item_id, quantity, unit_price_fen, source, status, order_id, recorded_at_ms)"
        " VALUES ('again', 'w', 'a', 1, 1, 'platform', 'sold', 'o1', 1)",
        "INSERT INTO sales (id, show_id, item_id, quantity, unit_price_fen, source, status, recorded_at_ms)"
        " VALUES ('lost', 'w', 'nothing', 1, 1, 'studio', 'sold', 1)",
        "UPDATE sales SET quantity = 5 WHERE id = 's1'",
        "DELETE FROM sales",
        "DELETE FROM outbox",
        "INSERT INTO outbox (id, kind, item_id, body, made_at_ms) VALUES ('sale:s1', 'stock', 'a', '{}', 1)",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            db.conn.execute(refused)
    db.close()


def test_what_an_item_has_unsent_follows_its_entries(old: Path) -> None:
    """Number and age of what waits follow each entry that comes, is answered, or is sent again."""
    db = _connect(old)

    def unsent() -> tuple[int, int | None]:
        found: tuple[int, int | None] = db.conn.execute(
            "SELECT unsent, unsent_since_ms FROM items WHERE id = 'a'"
        ).fetchone()
        assert list(_database(db.conn)) == []
        return found

    db.conn.execute("INSERT INTO outbox (id, kind, item_id, body, made_at_ms) VALUES ('x', 'price', 'a', '{}', 11)")
    assert unsent() == (2, 5)
    db.conn.execute("UPDATE outbox SET state = 'leased' WHERE id = 'x'")
    assert unsent() == (2, 5)
    db.conn.execute("UPDATE outbox SET state = 'acked', settled_at_ms = 12 WHERE id = 'sale:s1'")
    assert unsent() == (1, 11)
    db.conn.execute("UPDATE outbox SET state = 'new', settled_at_ms = NULL WHERE id = 'sale:s0'")
    assert unsent() == (2, 6)
    db.conn.execute("UPDATE outbox SET state = 'acked', settled_at_ms = 13 WHERE item_id = 'a' AND state <> 'acked'")
    assert unsent() == (0, None)
    db.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(old: Path) -> None:
    """Bringing a file up to date is one change: when it is interrupted, the former version can still read it."""
    before, schema = _rows(old), _schema(old)
    with (
        patch.object(migrations, "_LIGHTER_SALES_AFTER", "CREATE nonsense;"),
        pytest.raises(Exception, match="nonsense"),
    ):
        _connect(old)
    assert (_rows(old), _schema(old)) == (before, schema)


def test_a_first_start_that_was_killed_is_made_good(tmp_path: Path) -> None:
    """A file in which the list of steps was made and not its index gets both with its first step."""
    connection = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    Db(connection)[MIGRATIONS.migrations_table].create(
        {"id": int, "migration_set": str, "name": str, "applied_at": str}, pk="id"
    )
    connection.close()
    db = _connect(tmp_path / FILE_NAME)
    (index,) = db.table(MIGRATIONS.migrations_table).indexes
    assert (index.columns, index.unique) == (["migration_set", "name"], 1)
    assert MIGRATIONS.pending(db) == []
    db.close()
