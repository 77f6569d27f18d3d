"""Units taken off the platform's stock beforehand: ours to sell whatever the line does."""

from __future__ import annotations

from typing import Any

from console.store import outbox
from console.store.database import Db


def give_back(db: Db, item_id: str, units: int, change_id: str, now_ms: int) -> None:
    """Return `units` of an item's quota to the platform, exactly once for each `change_id`.

    From this moment they are no longer ours; what was asked for and is not answered yet goes back as soon
    as the platform gives it, and what it refused is not asked for again. Call inside the transaction of
    what caused it.
    """
    db.conn.execute(
        "UPDATE outbox SET body = json_set(body, '$.returned', 1) WHERE item_id = ? AND kind = 'stock'"
        " AND json_extract(body, '$.quota') IS NOT NULL AND json_extract(body, '$.flash') IS NULL"
        " AND state IN ('new', 'leased', 'unknown')",
        (item_id,),
    )
    db.conn.execute(
        "UPDATE outbox SET resolved = 'returned' WHERE item_id = ? AND kind = 'stock' AND state = 'rejected'"
        " AND resolved = '' AND json_extract(body, '$.quota') IS NOT NULL AND json_extract(body, '$.flash') IS NULL",
        (item_id,),
    )
    if units and outbox.add(db, f"quota:{change_id}", "stock", item_id, {"delta": units}, now_ms):
        db.conn.execute("UPDATE items SET quota = quota - ? WHERE id = ?", (units, item_id))


def awaited(db: Db, item_id: str) -> int:
    """Units asked for and not answered yet."""
    (units,) = db.conn.execute(
        "SELECT coalesce(sum(json_extract(body, '$.quota')), 0) FROM outbox WHERE item_id = ? AND kind = 'stock'"
        " AND state IN ('new', 'leased', 'unknown')",
        (item_id,),
    ).fetchone()
    return int(units)


def answered(db: Db, hold_id: str, item_id: str, body: dict[str, Any], now_ms: int) -> list[str]:
    """The platform lowered its stock for us: the units are ours, or go straight back if nobody wants them now.

    Claims made while the answer was awaited are covered out of them first: the platform may have none left
    for those. Returns the sales that are covered.
    """
    units = int(body["quota"])
    covered = []
    waiting = db.conn.execute(
        "SELECT id, sale_id, json_extract(body, '$.delta') FROM outbox WHERE item_id = ? AND kind = 'stock'"
        " AND state IN ('new', 'leased') AND first_sent_at_ms IS NULL AND sale_id IS NOT NULL"
        " AND json_extract(body, '$.delta') < 0 AND id NOT LIKE '%/owed/%' ORDER BY seq",
        (item_id,),
    ).fetchall()
    for outbox_id, sale_id, delta in waiting:
        if (part := min(units, -delta)) == 0:
            break
        units -= part
        db.conn.execute("UPDATE outbox SET body = json_set(body, '$.delta', ?) WHERE id = ?", (delta + part, outbox_id))
        db.conn.execute("UPDATE sales SET quota_units = quota_units + ? WHERE id = ?", (part, sale_id))
        covered.append(sale_id)
    if body.get("returned"):
        if units:
            outbox.add(db, f"{hold_id}/back", "stock", item_id, {"delta": units}, now_ms)
    elif "flash" in body:
        db.conn.execute("UPDATE items SET flash_hold = flash_hold + ? WHERE id = ?", (units, item_id))
    else:
        db.conn.execute("UPDATE items SET quota = quota + ? WHERE id = ?", (units, item_id))
    return covered


def give_all_back(db: Db, show_id: str, now_ms: int) -> list[str]:
    """Return every quota there is when a show ends, also of items that are in no line-up any more, where nobody
    would find them; the ids of the items that had or awaited one."""
    held = db.conn.execute(
        "SELECT i.id, i.quota FROM items i WHERE i.quota > 0 OR (i.unsent AND EXISTS (SELECT 1 FROM outbox o"
        "   WHERE o.item_id = i.id AND o.kind = 'stock'"
        "   AND json_extract(o.body, '$.quota') IS NOT NULL AND json_extract(o.body, '$.flash') IS NULL"
        "   AND o.state IN ('new', 'leased', 'unknown')))"
    ).fetchall()
    for item_id, units in held:
        give_back(db, item_id, units, f"{show_id}/{item_id}/quota", now_ms)
    return [row[0] for row in held]
