"""Units taken off the platform's stock beforehand: ours to sell whatever the line does."""

from __future__ import annotations

from console.store import outbox
from console.store.database import Db


def give_back(db: Db, item_id: str, units: int, change_id: str, now_ms: int) -> None:
    """Return `units` of an item's quota to the platform, exactly once for each `change_id`.

    From this moment they are no longer ours; what was asked for and is not answered yet goes back as soon
    as the platform gives it. Call inside the transaction of what caused it.
    """
    db.conn.execute(
        "UPDATE outbox SET body = json_set(body, '$.returned', 1) WHERE item_id = ? AND kind = 'stock'"
        " AND json_extract(body, '$.quota') IS NOT NULL AND state IN ('new', 'leased', 'unknown')",
        (item_id,),
    )
    if units and outbox.add(db, change_id, "stock", item_id, {"delta": units}, now_ms):
        db.conn.execute("UPDATE items SET quota = quota - ? WHERE id = ?", (units, item_id))


def answered(db: Db, hold_id: str, item_id: str, body: dict[str, int], now_ms: int) -> None:
    """The platform lowered its stock for us: the units are ours, or go straight back if nobody wants them now."""
    if body.get("returned"):
        outbox.add(db, f"{hold_id}/back", "stock", item_id, {"delta": body["quota"]}, now_ms)
    else:
        db.conn.execute("UPDATE items SET quota = quota + ? WHERE id = ?", (body["quota"], item_id))


def give_all_back(db: Db, show_id: str, now_ms: int) -> list[str]:
    """Return every quota of a show's items; the ids of the items that had or awaited one."""
    held = db.conn.execute(
        "SELECT i.id, i.quota FROM lineup l JOIN items i ON i.id = l.item_id WHERE l.show_id = ?"
        " AND (i.quota > 0 OR EXISTS (SELECT 1 FROM outbox o WHERE o.item_id = i.id AND o.kind = 'stock'"
        "   AND json_extract(o.body, '$.quota') IS NOT NULL AND o.state IN ('new', 'leased', 'unknown')))",
        (show_id,),
    ).fetchall()
    for item_id, units in held:
        give_back(db, item_id, units, f"{show_id}/{item_id}/quota", now_ms)
    return [row[0] for row in held]
