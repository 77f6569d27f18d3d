"""What the platform must have left of an item by our books. Nothing is written here.

The platform offers what is left here, less what is held, less what is owed to orders (short), and still
offers what it refused to take off (owed) and what it was not told yet. Every change to items, sales and
outbox keeps that sum; see `docs/decisions/0007-stock-truth.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.store import settings
from console.store.database import Db

RESTORED = "restored_until"
"""The setting that says which entries the outbox had when the books were brought back: the place of the last."""
READ_SINCE = "restored_read"
"""The setting that says since which restore the stock of every item was read; as `RESTORED`."""


@dataclass(frozen=True)
class Standing:
    """An item that the platform has, with nothing on the way."""

    platform_item_id: int
    sku_id: int
    due: int
    """Units it must have left; what it refused counts as told."""
    parked: bool
    """A change of its stock was refused and is no sale's: perhaps the platform took it all the same."""


_DUE = """
SELECT i.stock_left - i.quota - i.flash_hold
  - (SELECT coalesce(sum(short_units), 0) FROM sales WHERE item_id = i.id AND short_units > 0 AND status <> 'void')
  + (SELECT coalesce(sum(owed), 0) FROM outbox WHERE item_id = i.id AND owed > 0)
  - (SELECT coalesce(sum(json_extract(body, '$.delta')), 0) FROM outbox WHERE item_id = i.id AND kind = 'stock'
      AND state IN ('new', 'leased', 'unknown') AND json_extract(body, '$.quota') IS NULL
      AND id <> ?2 AND (lead IS NULL OR lead <> ?2))
FROM items i WHERE i.id = ?1
"""


def due(db: Db, item_id: str, settling: str = "", known: int | None = None) -> int:
    """Units the platform must have left; below zero when it sold more than there was.

    The changes that travel with the entry `settling` count as told, all others that wait do not. `known`
    asks for the moment when so many units were `ordered`.
    """
    since = 0 if known is None else ordered(db, item_id) - known
    return int(db.conn.execute(_DUE, (item_id, settling)).fetchone()[0]) + since


def restored(db: Db, item_id: str, outbox_id: str, known: int) -> tuple[int, int] | None:
    """Units the platform must have if nothing that waits was told, when `outbox_id` waited already as the books were
    brought back: with what it refused counted as told, and as not told. None for any other entry.

    `known` as in `due`.
    """
    (seq,) = db.conn.execute("SELECT seq FROM outbox WHERE id = ?", (outbox_id,)).fetchone()
    if seq > int(settings.read(db, RESTORED, "0")):
        return None
    (parked,) = db.conn.execute(
        "SELECT coalesce(sum(json_extract(body, '$.delta')), 0) FROM outbox WHERE item_id = ? AND kind = 'stock'"
        " AND state = 'rejected' AND resolved = '' AND owed = 0 AND json_extract(body, '$.quota') IS NULL",
        (item_id,),
    ).fetchone()
    must = due(db, item_id, known=known)
    return max(0, must), max(0, must - int(parked))


def ordered(db: Db, item_id: str) -> int:
    """Units of an item that platform orders took off its stock, refunded ones too, as far as they were taken in."""
    (units,) = db.conn.execute(
        "SELECT coalesce(sum(quantity), 0) FROM sales WHERE item_id = ? AND source = 'platform' AND returned = 0",
        (item_id,),
    ).fetchone()
    return int(units)


def owed_freely(db: Db, item_id: str) -> int:
    """Units the platform refused to take off although no order had them: its stock was changed elsewhere."""
    owed, short = db.conn.execute(
        "SELECT (SELECT coalesce(sum(owed), 0) FROM outbox WHERE item_id = ?1 AND owed > 0),"
        " (SELECT coalesce(sum(short_units), 0) FROM sales"
        "   WHERE item_id = ?1 AND short_units > 0 AND status <> 'void')",
        (item_id,),
    ).fetchone()
    return max(0, int(owed) - int(short))


def quiet(db: Db, item_id: str) -> Standing | None:
    """How the item stands while nothing of its stock waits to be told; None while something does."""
    row = db.conn.execute(
        "SELECT platform_item_id, platform_sku_id, EXISTS (SELECT 1 FROM outbox WHERE item_id = ?1 AND kind = 'stock'"
        "   AND state = 'rejected' AND resolved = '' AND owed = 0 AND json_extract(body, '$.quota') IS NULL)"
        " FROM items WHERE id = ?1 AND platform_item_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM outbox"
        "   WHERE item_id = ?1 AND kind = 'stock' AND state IN ('new', 'leased', 'unknown'))",
        (item_id,),
    ).fetchone()
    return None if row is None else Standing(int(row[0]), int(row[1]), max(0, due(db, item_id)), bool(row[2]))
