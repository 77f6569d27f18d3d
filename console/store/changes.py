"""Which gestures were carried out: the same id again changes nothing, whatever came of it."""

from __future__ import annotations

from console.errors import BrokenRequest, Text
from console.store.database import Db


def first_time(db: Db, change_id: str, kind: str) -> bool:
    """Note the gesture `change_id`; False when it was carried out before.

    Raises `BrokenRequest` when that id belongs to a gesture of another kind. Call inside its transaction.
    """
    row = db.conn.execute("SELECT kind FROM changes WHERE id = ?", (change_id,)).fetchone()
    if row is None:
        db.conn.execute("INSERT INTO changes VALUES (?, ?)", (change_id, kind))
        return True
    if row[0] != kind:
        raise BrokenRequest(why=Text("这个 change_id 用过了", "this change_id was used for something else"))
    return False
