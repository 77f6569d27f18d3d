"""Both sides' books of a rehearsal, in the same words, so that they can be compared to the last unit and fen."""

from __future__ import annotations

from typing import Any

from console.store.database import Db

Books = dict[int, dict[str, int]]
"""relItemId -> stock, units sold and paid through the platform, their money in fen, and the price."""


def ours(db: Db) -> Books:
    """As the studio's database has it."""
    rows = db.conn.execute(
        "SELECT i.rel_item_id, i.stock_left, i.price_fen,"
        " coalesce(sum(s.quantity), 0), coalesce(sum(s.quantity * s.unit_price_fen), 0)"
        " FROM items i LEFT JOIN sales s ON s.item_id = i.id AND s.source = 'platform' AND s.status = 'sold'"
        " GROUP BY i.id"
    )
    return {row[0]: {"stock": row[1], "price_fen": row[2], "units": row[3], "gmv_fen": row[4]} for row in rows}


def theirs(totals: dict[str, Any]) -> Books:
    """As the platform has it, from its `totals`."""
    return {
        int(item["rel_item_id"]): {
            "stock": int(item["stock"]),
            "price_fen": int(item["price_fen"]),
            "units": int(item["sold_units"]),
            "gmv_fen": int(item["gmv_fen"]),
        }
        for item in totals["items"]
    }


def summed(books: Books) -> dict[str, int]:
    """All items together."""
    return {
        "items": len(books),
        **{name: sum(book[name] for book in books.values()) for name in ("stock", "units", "gmv_fen")},
    }


def counted(db: Db) -> dict[str, int]:
    """Sales that stand, by who made them, and those that were undone; what the counter took, in fen."""
    counter, platform, voided, taken_fen = db.conn.execute(
        "SELECT coalesce(sum(source = 'studio' AND status = 'sold'), 0),"
        " coalesce(sum(source = 'platform' AND status = 'sold'), 0), coalesce(sum(status = 'void'), 0),"
        " coalesce(sum(iif(source = 'studio' AND status = 'sold', quantity * unit_price_fen, 0)), 0) FROM sales"
    ).fetchone()
    return {
        "at_the_counter": counter,
        "at_the_counter_fen": taken_fen,
        "from_the_platform": platform,
        "voided": voided,
    }


def rel_item_id(db: Db, item_id: str) -> int:
    """What the platform calls an item of ours."""
    (number,) = db.conn.execute("SELECT rel_item_id FROM items WHERE id = ?", (item_id,)).fetchone()
    return int(number)
