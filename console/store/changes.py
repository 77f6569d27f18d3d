"""Which gestures were carried out: the same id again changes nothing, whatever came of it."""

from __future__ import annotations

from console.errors import BrokenRequest, Text
from console.store.database import Db


def known_as(db: Db, change_id: str) -> str | None:
    """The kind under which the gesture `change_id` was carried out; None when it was not."""
    row = db.conn.execute("SELECT kind FROM changes WHERE id = ?", (change_id,)).fetchone()
    return None if row is None else str(row[0])


def first_time(db: Db, change_id: str, kind: str) -> bool:
    """Note the gesture `change_id`; False when it was carried out before.

    Raises `BrokenRequest` when that id belongs to a gesture of another kind. Call inside its transaction.
    """
    known = known_as(db, change_id)
    if known is None:
        db.conn.execute("INSERT INTO changes VALUES (?, ?)", (change_id, kind))
        return True
    if known != kind:
        raise BrokenRequest(why=Text("这个 change_id 用过了", "this change_id was used for something else"))
    return False
