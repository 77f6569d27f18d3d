"""The outbox: facts on their way to the platform, written in the transaction of the fact itself.

Order is kept per item and items do not wait for each other. An entry is `new`, `leased` to the one
sender, `unknown` (sent, outcome not known), and at the end `acked` or `rejected`. What to send and
what an answer means is `sync`'s business.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from console.store.database import Db


@dataclass(frozen=True)
class Entry:
    """One fact to tell; `body` is ours, `request` what was frozen before the first send."""

    outbox_id: str
    kind: str
    item_id: str
    sale_id: str | None
    body: dict[str, Any]
    request: dict[str, Any] | None
    uncertain: bool
    """It was sent before and nobody knows what became of it: look it up first."""
    attempts: int
    made_at_ms: int


def add(
    db: Db, outbox_id: str, kind: str, item_id: str, body: dict[str, Any], now_ms: int, *, sale_id: str | None = None
) -> bool:
    """Queue a fact; False when it is queued already. Call inside the transaction of the fact."""
    done = db.conn.execute(
        "INSERT INTO outbox (id, kind, item_id, sale_id, body, made_at_ms) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO NOTHING",
        (outbox_id, kind, item_id, sale_id, json.dumps(body, ensure_ascii=False), now_ms),
    )
    return done.rowcount == 1


def known(db: Db, outbox_id: str) -> bool:
    """Whether a fact with this id was queued before, settled or not."""
    return db.conn.execute("SELECT 1 FROM outbox WHERE id = ?", (outbox_id,)).fetchone() is not None


def claim(db: Db, now_ms: int, lease_ms: int) -> Entry | None:
    """Lease the oldest entry that may be sent now, or None.

    An entry may be sent when it is the first unsettled one of its item, due, not leased to a living
    sender, and its item is not stuck behind a refused listing.
    """
    with db.atomic():
        row = db.conn.execute(
            "SELECT o.id, o.kind, o.item_id, o.sale_id, o.body, o.request, o.state, o.attempts, o.made_at_ms,"
            " o.first_sent_at_ms FROM outbox_next o"
            " WHERE o.next_attempt_at_ms <= ? AND (o.leased_until_ms IS NULL OR o.leased_until_ms <= ?)"
            " ORDER BY o.seq LIMIT 1",
            (now_ms, now_ms),
        ).fetchone()
        if row is None:
            return None
        uncertain = row[6] == "unknown" or (row[6] == "leased" and row[9] is not None)
        db.conn.execute(
            "UPDATE outbox SET state = 'leased', leased_until_ms = ?, attempts = attempts + 1 WHERE id = ?",
            (now_ms + lease_ms, row[0]),
        )
        return Entry(
            outbox_id=row[0],
            kind=row[1],
            item_id=row[2],
            sale_id=row[3],
            body=json.loads(row[4]),
            request=json.loads(row[5]) if row[5] else None,
            uncertain=uncertain,
            attempts=row[7] + 1,
            made_at_ms=row[8],
        )


def freeze(db: Db, outbox_id: str, request: dict[str, Any], now_ms: int) -> None:
    """Fix what is about to be sent, and note the first sending; committed before the first byte goes out."""
    with db.atomic():
        db.conn.execute(
            "UPDATE outbox SET request = ?, first_sent_at_ms = coalesce(first_sent_at_ms, ?) WHERE id = ?",
            (json.dumps(request, ensure_ascii=False), now_ms, outbox_id),
        )


def settle(  # one statement for each outcome; called inside the transaction of what the answer changes
    db: Db, outbox_id: str, outcome: str, now_ms: int, *, reason: str, retry_in_ms: int, answer: dict[str, Any]
) -> None:
    """Note what became of an entry: "acked", "rejected", "unknown" or "later"."""
    if outcome in ("acked", "rejected"):
        db.conn.execute(
            "UPDATE outbox SET state = ?, settled_at_ms = ?, leased_until_ms = NULL, reason = ?, answer = ?"
            " WHERE id = ?",
            (outcome, now_ms, reason, json.dumps(answer, ensure_ascii=False), outbox_id),
        )
        return
    # "later" means it was not applied: the next sending is a first one again, of the facts as they read then.
    # What was never frozen cannot have arrived, so it is not "unknown" whatever the sender believes.
    db.conn.execute(
        "UPDATE outbox SET"
        " state = CASE WHEN ?1 = 'unknown' AND first_sent_at_ms IS NOT NULL THEN 'unknown' ELSE 'new' END,"
        " request = CASE WHEN ?1 = 'unknown' THEN request END,"
        " first_sent_at_ms = CASE WHEN ?1 = 'unknown' THEN first_sent_at_ms END,"
        " leased_until_ms = NULL, reason = ?2, next_attempt_at_ms = ?3 WHERE id = ?4",
        (outcome, reason, now_ms + retry_in_ms, outbox_id),
    )


def hurry(db: Db) -> None:
    """Make everything that waits due now."""
    with db.atomic():
        db.conn.execute("UPDATE outbox SET next_attempt_at_ms = 0 WHERE state IN ('new', 'leased', 'unknown')")


def reopen(db: Db, item_id: str) -> int:
    """Give the refused entries of an item another chance as new ones; returns how many."""
    return db.conn.execute(
        "UPDATE outbox SET state = 'new', settled_at_ms = NULL, answer = NULL, reason = '', request = NULL,"
        " first_sent_at_ms = NULL, next_attempt_at_ms = 0 WHERE item_id = ? AND state = 'rejected'",
        (item_id,),
    ).rowcount


def next_due_ms(db: Db) -> int | None:
    """UTC ms at which the next entry that may be sent is due; None when none may."""
    row = db.conn.execute(
        "SELECT min(max(next_attempt_at_ms, coalesce(leased_until_ms, 0))) FROM outbox_next"
    ).fetchone()
    return None if row is None else row[0]


def entries(db: Db, limit: int = 500) -> list[dict[str, Any]]:
    """What waits or was refused, oldest first, as plain values for a screen or a program."""
    cursor = db.conn.execute(
        "SELECT o.id, o.kind, o.item_id, o.sale_id, i.title, o.state, o.attempts, o.made_at_ms,"
        " o.next_attempt_at_ms, o.reason FROM outbox o JOIN items i ON i.id = o.item_id"
        " WHERE o.state <> 'acked' ORDER BY o.seq LIMIT ?",
        (limit,),
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
