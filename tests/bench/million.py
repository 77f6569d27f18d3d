"""A database with as many sales as one asks for, made in seconds and kept from run to run.

One live show, its items, and sales of which every other was made here (with a settled outbox entry) and
the rest ordered at the platform. Rows are written by SQL alone with the triggers off; what triggers keep
is then filled with one grouped query each, and compared with the rows before the file is used. The file's
name holds a hash of the schema, so that a new migration makes a new one.
"""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import sqlite3
from pathlib import Path

from console.store import migrations
from console.store.database import FILE_NAME, Db
from tests.bench.frame import open_shop, stage

_FILL = """
CREATE TEMP TABLE number AS
  WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < :sales) SELECT n FROM up;
CREATE TEMP TABLE shelf AS
  SELECT l.item_id, l.show_id, i.price_fen, l.number - 1 AS place FROM lineup l JOIN items i ON i.id = l.item_id;
CREATE UNIQUE INDEX temp.shelf_place ON shelf (place);
INSERT INTO sales (id, show_id, item_id, quantity, unit_price_fen, source, status, buyer, order_id,
    order_updated_at_ms, agreed, recorded_at_ms)
  SELECT printf('%08x-%04x-7%03x-8%03x-%012x', n / 65536, n % 65536, n % 4096, n % 4096, n * 7919),
    f.show_id, f.item_id, 1 + n % 2, f.price_fen, iif(n % 2, 'studio', 'platform'), 'sold', '阿*',
    iif(n % 2, NULL, 20000000000000 + n), iif(n % 2, NULL, :start_ms + n * 20), 1, :start_ms + n * 20
  FROM number JOIN shelf f ON f.place = n % :items;
INSERT INTO stock_moves (item_id, delta, cause, sale_id, at_ms)
  SELECT item_id, -quantity, 'sale', id, recorded_at_ms FROM sales;
INSERT INTO outbox (id, kind, item_id, sale_id, body, state, request, attempts, made_at_ms, first_sent_at_ms,
    settled_at_ms, answer)
  SELECT 'sale:' || id, 'stock', item_id, id, '{"delta": -' || quantity || '}', 'acked', NULL, 1, recorded_at_ms,
    recorded_at_ms, recorded_at_ms + 900, '{}' FROM sales WHERE source = 'studio';
INSERT INTO item_totals SELECT show_id, item_id, sum(quantity), count(*), sum(quantity * unit_price_fen)
  FROM sales GROUP BY 1, 2;
INSERT INTO show_totals SELECT show_id, sum(units), sum(orders), sum(gmv_fen) FROM item_totals GROUP BY 1;
UPDATE items SET (sold_units, stock_left, stock_total) = (
  SELECT t.units, 9999999 - t.units, 9999999 FROM item_totals t WHERE t.item_id = items.id);
DROP TABLE temp.shelf;
DROP TABLE temp.number;
"""
_CHECKS = {
    "stock": "SELECT count(*) FROM items i WHERE stock_left <>"
    " (SELECT sum(delta) FROM stock_moves m WHERE m.item_id = i.id)",
    "totals": "SELECT count(*) FROM show_totals t WHERE (units, orders) <>"
    " (SELECT sum(quantity), count(*) FROM sales s WHERE s.show_id = t.show_id)",
    "keys": "SELECT count(*) FROM pragma_foreign_key_check",
}


def database(sales: int, items: int, cache: Path) -> Path:
    """The folder of a database with so many sales of so many items; made when there is none of today's schema."""
    folder = cache / f"{sales}-{items}-{_schema()}"
    if not (folder / "whole").exists():
        for earlier in cache.glob(f"{sales}-*"):
            shutil.rmtree(earlier, ignore_errors=True)
        with stage(f"making a database of {sales:,} sales"):
            asyncio.run(_make(sales, items, folder))
        (folder / "whole").touch()
    return folder


def _schema() -> str:
    """A hash of the migrations and of what fills their tables here."""
    sources = (Path(__file__), Path(str(migrations.__file__)))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]


async def _make(sales: int, items: int, folder: Path) -> None:
    db, _ = await open_shop(folder, items)
    await db.run(_fill, sales, items)
    await db.close()


def _fill(db: Db, sales: int, items: int) -> None:
    connection: sqlite3.Connection = db.conn
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -512000")
    triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    (start_ms,) = connection.execute("SELECT started_at_ms FROM shows").fetchone()
    known = {"sales": sales, "items": items, "start_ms": start_ms - sales * 20}
    with db.atomic():
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in _FILL.split(";\n"):
            if statement.strip():
                connection.execute(statement, known)
        for _, sql in triggers:
            connection.execute(sql)
    for what, query in _CHECKS.items():
        (wrong,) = connection.execute(query).fetchone()
        assert not wrong, what
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def file_of(folder: Path) -> Path:
    """The database file itself."""
    return folder / FILE_NAME
