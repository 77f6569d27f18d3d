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

LONGEST_WAIT_MS = 120_000
"""No entry waits longer by itself; one that seems to is a wall clock set back, and is due."""
BATCH = 500
"""Stock changes of one item that may travel as one."""
OF_SALE = "(id >= 'sale:' || ?1 AND id < 'sale:' || ?1 || '0' AND sale_id = ?1)"
"""The entries of sale ?1: theirs begin with its id, or with its id and a stroke, after which comes "0"."""

_as_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Entry:
    """One fact to tell; `body` is ours, `request` what was frozen before the first send."""

    outbox_id: str
    kind: str
    item_id: str
    body: dict[str, Any]
    """For stock, `delta` is the sum of all entries that travel with this one."""
    request: dict[str, Any] | None
    uncertain: bool
    """It was sent before and nobody knows what became of it: look it up first."""
    attempts: int
    made_at_ms: int


def add(
    db: Db,
    outbox_id: str,
    kind: str,
    item_id: str,
    body: dict[str, Any],
    now_ms: int,
    *,
    sale_id: str | None = None,
    of_known: bool = False,
) -> bool:
    """Queue a fact; False when it is queued already. Call inside the transaction of the fact.

    The entry of a sale is `sale:ID` or begins with `sale:ID/`: it is found by that. `of_known`: only when
    the item itself was queued before.
    """
    done = db.conn.execute(
        "INSERT INTO outbox (id, kind, item_id, sale_id, body, made_at_ms) SELECT ?1, ?2, ?3, ?4, ?5, ?6"
        " WHERE NOT ?7 OR EXISTS (SELECT 1 FROM outbox WHERE id = ?3) ON CONFLICT (id) DO NOTHING",
        (outbox_id, kind, item_id, sale_id, _as_json(body), now_ms, of_known),
    )
    return done.rowcount == 1


def known(db: Db, outbox_id: str) -> bool:
    """Whether a fact with this id was queued before, settled or not."""
    return db.conn.execute("SELECT 1 FROM outbox WHERE id = ?", (outbox_id,)).fetchone() is not None


def claim(db: Db, now_ms: int, lease_ms: int) -> Entry | None:
    """Lease the oldest entry that may be sent now, or None.

    An entry may be sent when it is the first unsettled one of its item, due, not leased to a living
    sender, and its item is not stuck behind a refused listing. Stock changes that directly follow a
    stock change go with it, as one.
    """
    with db.atomic():
        row = db.conn.execute(
            "SELECT id, kind, item_id, body, request, state, attempts, made_at_ms, first_sent_at_ms, seq, alone"
            " FROM outbox_next"
            " WHERE (next_attempt_at_ms <= ?1 OR next_attempt_at_ms > ?1 + ?2)"
            " AND (leased_until_ms IS NULL OR leased_until_ms <= ?1 OR leased_until_ms > ?1 + ?2 + ?3)"
            " ORDER BY seq LIMIT 1",
            (now_ms, LONGEST_WAIT_MS, lease_ms),
        ).fetchone()
        if row is None:
            return None
        outbox_id, kind, item_id, text, request, state, attempts, made_at_ms, first_sent, seq, alone = row
        uncertain = first_sent is not None and state in ("unknown", "leased")
        body = json.loads(text)
        db.conn.execute(
            "UPDATE outbox SET state = 'leased', leased_until_ms = ?, attempts = attempts + 1 WHERE id = ?",
            (now_ms + lease_ms, outbox_id),
        )
        if kind == "stock" and "quota" not in body:
            if not uncertain and not alone and "settle" not in body:
                _gather(db, outbox_id, item_id, seq)
            body["delta"] = sum_of(db, outbox_id)
        return Entry(
            outbox_id=outbox_id,
            kind=kind,
            item_id=item_id,
            body=body,
            request=json.loads(request) if request else None,
            uncertain=uncertain,
            attempts=attempts + 1,
            made_at_ms=made_at_ms,
        )


def _gather(db: Db, lead: str, item_id: str, seq: int) -> None:
    """Let the stock changes that directly follow entry `seq` travel with it."""
    db.conn.execute(
        "UPDATE outbox SET lead = ?1, state = 'leased' WHERE id IN ("
        " SELECT id FROM outbox WHERE item_id = ?2 AND seq > ?3 AND state IN ('new', 'leased') AND kind = 'stock'"
        " AND alone = 0 AND json_extract(body, '$.quota') IS NULL AND seq < coalesce((SELECT min(seq) FROM outbox"
        "   WHERE item_id = ?2 AND seq > ?3 AND state IN ('new', 'leased', 'unknown')"
        "   AND (kind <> 'stock' OR alone = 1 OR json_extract(body, '$.quota') IS NOT NULL)), 1 << 62)"
        " ORDER BY seq LIMIT ?4)",
        (lead, item_id, seq, BATCH),
    )


def sum_of(db: Db, lead: str) -> int | None:
    """What a stock change and all that travels with it come to; None for an entry that changes no stock."""
    (delta,) = db.conn.execute(
        "SELECT sum(json_extract(body, '$.delta')) FROM outbox WHERE id = ?1 OR lead = ?1", (lead,)
    ).fetchone()
    return None if delta is None else int(delta)


def sales_of(db: Db, lead: str) -> list[str]:
    """The ids of the sales whose stock changes travel with `lead`."""
    rows = db.conn.execute(
        "SELECT DISTINCT sale_id FROM outbox WHERE (id = ?1 OR lead = ?1) AND sale_id IS NOT NULL", (lead,)
    )
    return [row[0] for row in rows]


def travels_alone(db: Db, lead: str) -> bool:
    """Whether nothing else travels with `lead`."""
    return db.conn.execute("SELECT 1 FROM outbox WHERE lead = ?", (lead,)).fetchone() is None


def part(db: Db, lead: str) -> None:
    """Send each of a refused batch by itself from now on, so that only what cannot be is refused."""
    db.conn.execute(
        "UPDATE outbox SET state = 'new', alone = 1, lead = NULL, request = NULL, first_sent_at_ms = NULL,"
        " leased_until_ms = NULL, next_attempt_at_ms = 0 WHERE id = ?1 OR lead = ?1",
        (lead,),
    )


def freeze(db: Db, outbox_id: str, request: dict[str, Any], now_ms: int) -> None:
    """Fix what is about to be sent, and note the first sending; committed before the first byte goes out."""
    with db.atomic():
        db.conn.execute(
            "UPDATE outbox SET request = ?, first_sent_at_ms = coalesce(first_sent_at_ms, ?) WHERE id = ?",
            (json.dumps(request, ensure_ascii=False), now_ms, outbox_id),
        )


def settle(
    db: Db, outbox_id: str, outcome: str, now_ms: int, *, reason: str, retry_in_ms: int, answer: dict[str, Any]
) -> None:
    """Note what became of an entry and of all that travelled with it: "acked", "rejected", "unknown" or "later".

    Call inside the transaction of what the answer changes.
    """
    if outcome in ("acked", "rejected"):
        db.conn.execute(
            "UPDATE outbox SET state = ?1, settled_at_ms = ?2, leased_until_ms = NULL, reason = ?3, answer = ?4"
            " WHERE id = ?5 OR lead = ?5",
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
        (outcome, reason, now_ms + min(retry_in_ms, LONGEST_WAIT_MS), outbox_id),
    )
    db.conn.execute(  # what was not sent after all need not travel together
        "UPDATE outbox SET state = 'new', lead = NULL WHERE lead = ?1"
        " AND (SELECT state FROM outbox WHERE id = ?1) = 'new'",
        (outbox_id,),
    )


def owe(db: Db, outbox_id: str, units: int) -> None:
    """Note that the platform did not take `units` off its stock which the studio did sell."""
    db.conn.execute("UPDATE outbox SET owed = ? WHERE id = ?", (units, outbox_id))


def owed_of(db: Db, sale_id: str) -> int:
    """Units of a sale that the platform refused to take off, and that were not made good since."""
    (units,) = db.conn.execute(
        f"SELECT coalesce(sum(owed), 0) FROM outbox WHERE {OF_SALE}",  # noqa: S608 - a constant
        (sale_id,),
    ).fetchone()
    return int(units)


def forgive(db: Db, sale_id: str, how: str) -> None:
    """A sale with refused units is void: nothing is owed for it any more, and nobody need look at it."""
    db.conn.execute(
        "UPDATE outbox SET owed = 0, resolved = CASE WHEN resolved = '' THEN ?2 ELSE resolved END"  # noqa: S608 - a constant
        f" WHERE {OF_SALE} AND state = 'rejected'",
        (sale_id, how),
    )


def make_good(db: Db, item_id: str, units: int, now_ms: int) -> None:
    """Take up to `units` off the platform's stock that it refused before, now that there are some.

    Units that went to orders without stock must not be offered to viewers a second time.
    """
    rows = db.conn.execute(
        "SELECT id, sale_id, owed FROM outbox WHERE item_id = ? AND owed > 0 ORDER BY seq", (item_id,)
    ).fetchall()
    for outbox_id, sale_id, owed in rows:
        if (part_of_it := min(units, owed)) == 0:
            return
        units -= part_of_it
        db.conn.execute(
            "UPDATE outbox SET owed = owed - ?1,"
            " resolved = CASE WHEN owed = ?1 AND resolved = '' THEN 'made good' ELSE resolved END WHERE id = ?2",
            (part_of_it, outbox_id),
        )
        add(db, f"{outbox_id}/owed/{owed}", "stock", item_id, {"delta": -part_of_it}, now_ms, sale_id=sale_id)


def coming(db: Db, item_id: str) -> int:
    """Units that wait to be added to the platform's stock of an item."""
    (units,) = db.conn.execute(
        "SELECT coalesce(sum(json_extract(body, '$.delta')), 0) FROM outbox WHERE item_id = ? AND kind = 'stock'"
        " AND state IN ('new', 'leased', 'unknown') AND json_extract(body, '$.delta') > 0",
        (item_id,),
    ).fetchone()
    return int(units)


def supersede(db: Db, item_id: str, kind: str) -> None:
    """A newer fact makes refused older ones of its kind pointless."""
    db.conn.execute(
        "UPDATE outbox SET resolved = 'superseded' WHERE item_id = ? AND kind = ? AND state = 'rejected'"
        " AND resolved = ''",
        (item_id, kind),
    )


def is_superseded(db: Db, outbox_id: str) -> bool:
    """Whether a newer price (or shelf) of the same item waits behind this one: then only that is told."""
    return (
        db.conn.execute(
            "SELECT 1 FROM outbox o JOIN outbox later ON later.item_id = o.item_id AND later.kind = o.kind"
            " AND later.seq > o.seq AND later.state = 'new' AND later.state IN ('new', 'leased', 'unknown')"
            " WHERE o.id = ?",
            (outbox_id,),
        ).fetchone()
        is not None
    )


def release(db: Db) -> None:
    """Free what a former sender held: whoever holds the folder is the only one there is."""
    with db.atomic():
        db.conn.execute(
            "UPDATE outbox SET leased_until_ms = NULL WHERE state = 'leased' AND state IN ('new', 'leased', 'unknown')"
        )


def resolve(db: Db, sale_id: str, how: str) -> bool:
    """Take the refused stock change of a sale off the list of what needs a hand; False when there was none."""
    return bool(
        db.conn.execute(
            f"UPDATE outbox SET resolved = ?2 WHERE {OF_SALE} AND state = 'rejected' AND resolved = ''",  # noqa: S608
            (sale_id, how),
        ).rowcount
    )


def hurry(db: Db) -> None:
    """Make everything that waits due now."""
    with db.atomic():
        db.conn.execute("UPDATE outbox SET next_attempt_at_ms = 0 WHERE state IN ('new', 'leased', 'unknown')")


def reopen(db: Db, item_id: str) -> int:
    """Give the refused entries of an item another chance as new ones; returns how many.

    Of units that were refused only those go out that were not made good meanwhile.
    """
    return db.conn.execute(
        "UPDATE outbox SET body = CASE WHEN owed > 0 THEN json_set(body, '$.delta', -owed) ELSE body END,"
        " state = 'new', settled_at_ms = NULL, answer = NULL, reason = '', request = NULL, owed = 0,"
        " first_sent_at_ms = NULL, next_attempt_at_ms = 0 WHERE item_id = ? AND state = 'rejected' AND resolved = ''",
        (item_id,),
    ).rowcount


def next_due_ms(db: Db) -> int | None:
    """UTC ms at which the next entry that may be sent is due; None when none may."""
    (due_ms,) = db.conn.execute(
        "SELECT min(max(next_attempt_at_ms, coalesce(leased_until_ms, 0))) FROM outbox_next"
    ).fetchone()
    return None if due_ms is None else int(due_ms)


def entries(db: Db, limit: int = 500) -> list[dict[str, Any]]:
    """What waits or was refused, oldest first, as plain values for a screen or a program."""
    cursor = db.conn.execute(
        "SELECT o.id, o.kind, o.item_id, o.sale_id, i.title, o.state, o.attempts, o.made_at_ms,"
        " o.next_attempt_at_ms, o.reason FROM outbox o JOIN items i ON i.id = o.item_id"
        " WHERE o.seq IN (SELECT +seq FROM outbox WHERE state IN ('new', 'leased', 'unknown') AND resolved = ''"
        "   UNION ALL SELECT +seq FROM outbox WHERE state = 'rejected' AND resolved = ''"
        "   ORDER BY 1 LIMIT ?) ORDER BY o.seq",
        (limit,),
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
