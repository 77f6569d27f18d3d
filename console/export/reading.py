"""A show's sales and what is unsent, read in pages that never hold up a sale; on the database thread.

No name, phone number or address of a buyer leaves the house: buyers are masked as they are read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from console.facts import TAKEN_BACK, Conflict, SaleSource, SaleStatus
from console.store import projection
from console.store.database import Db

PAGE = 2_000
"""Rows read at a time: a sale waits a few milliseconds behind them at most."""

Row = dict[str, Any]


@dataclass
class Report:
    """All that is written out. Rows hold plain values: fen, local times as ISO 8601, words of the database."""

    made_at: str
    show: Row
    totals: Row
    unsent: list[Row] = field(default_factory=list)
    sales: list[Row] = field(default_factory=list)


def unsent_rows(db: Db, after: int = 0, limit: int = PAGE) -> list[Row]:
    """What waits for the platform or was refused, oldest first; `after` is the `seq` of the row before.

    "+": by the indexes of what waits, not by place through all that was ever told.
    Every show's: what was left from last week is still unsent.
    """
    cursor = db.conn.execute(
        "SELECT o.seq, o.id, (SELECT l.number FROM lineup l JOIN shows w ON w.id = l.show_id"
        "   WHERE l.item_id = o.item_id ORDER BY w.rowid DESC LIMIT 1) AS number,"
        " i.title, o.kind, o.body, o.state, o.reason, o.attempts, o.made_at_ms, o.first_sent_at_ms"
        " FROM outbox o JOIN items i ON i.id = o.item_id WHERE o.seq IN ("
        "   SELECT +seq FROM outbox WHERE state IN ('new', 'leased', 'unknown') AND +seq > ?1"
        "   UNION ALL SELECT +seq FROM outbox WHERE state = 'rejected' AND resolved = '' AND +seq > ?1"
        "   ORDER BY 1 LIMIT ?2) ORDER BY o.seq",
        (after, limit),
    )
    return [
        {
            "seq": seq,
            "id": outbox_id,
            "number": number,
            "title": without_phones(title),
            "kind": kind,
            "what": json.loads(body),
            "state": _STATES[state],
            "reason": without_phones(reason),
            "attempts": attempts,
            "made_at": local(made_at_ms),
            "first_sent_at": local(first_sent_at_ms),
        }
        for seq, outbox_id, number, title, kind, body, state, reason, attempts, made_at_ms, first_sent_at_ms in cursor
    ]


def sales_rows(db: Db, show_id: str, after: int = 0, limit: int = PAGE) -> list[Row]:
    """Sales of a show in the order they were recorded; `after` is the `place` of the row before."""
    cursor = db.conn.execute(
        "SELECT s.recorded_at_ms, s.rowid, s.id, l.number, i.title, s.quantity, s.unit_price_fen, s.buyer, s.source,"
        " coalesce(s.order_id, ''), s.status, s.agreed, s.conflict, s.short_units, s.quota_units, s.void_reason"
        " FROM sales s JOIN items i ON i.id = s.item_id"
        " JOIN lineup l ON l.item_id = s.item_id AND l.show_id = s.show_id"
        " WHERE +s.show_id = ?1 AND s.rowid > max(?2, (SELECT after_sale FROM shows WHERE id = ?1))"
        " ORDER BY s.rowid LIMIT ?3",
        (show_id, after, limit),
    )
    rows = []
    for at_ms, rowid, sale_id, number, title, quantity, fen, buyer, source, order_id, status, agreed, *rest in cursor:
        conflict, short_units, quota_units, void_reason = rest
        rows.append(
            {
                "place": rowid,
                "at": local(at_ms),
                "number": number,
                "title": without_phones(title),
                "quantity": quantity,
                "unit_price_fen": fen,
                "amount_fen": quantity * fen,
                "buyer": masked(buyer),
                "source": source,
                "order_id": order_id,
                "status": status,
                "agreed": bool(agreed),
                "conflict": conflict,
                "short_units": short_units,
                "quota_units": quota_units,
                "void_reason": without_phones(void_reason),
                "taken_back": status == SaleStatus.VOID and source == SaleSource.STUDIO and void_reason in TAKEN_BACK,
                "sale_id": sale_id,
            }
        )
    return rows


def holds_waiting(db: Db) -> dict[str, tuple[str, int]]:
    """Quotas asked for that the platform has not answered, by their `change_id`: the item's id, and units."""
    rows = db.conn.execute(
        "SELECT id, item_id, json_extract(body, '$.quota') FROM outbox WHERE state IN ('new', 'leased', 'unknown')"
        " AND kind = 'stock' AND json_extract(body, '$.quota') IS NOT NULL"
        " AND json_extract(body, '$.returned') IS NULL"
    )
    return {outbox_id.removeprefix("hold:"): (item_id, units) for outbox_id, item_id, units in rows}


def heading(db: Db, show_id: str) -> tuple[Row, Row, int]:
    """The show, its totals, and how many rows there will be."""
    found = db.conn.execute(
        "SELECT title, status, started_at_ms, ended_at_ms FROM shows WHERE id = ?", (show_id,)
    ).fetchone() or ("", "planned", None, None)
    title, status, started_at_ms, ended_at_ms = found
    kept = projection.totals(db, show_id)
    show = {
        "title": without_phones(title),
        "status": status,
        "started_at": local(started_at_ms),
        "ended_at": local(ended_at_ms),
    }
    totals: Row = {"orders": kept.orders, "units": kept.units, "gmv_fen": kept.gmv_fen}
    waiting, parked = db.conn.execute("SELECT waiting, parked FROM outbox_count").fetchone()
    totals |= {"waiting": waiting, "refused": parked}
    (sales,) = db.conn.execute(
        "SELECT count(*) FROM sales WHERE +show_id = ?1 AND rowid > (SELECT after_sale FROM shows WHERE id = ?1)",
        (show_id,),
    ).fetchone()
    return show, totals, sales + waiting + parked


_STATES = {"new": "waiting", "leased": "waiting", "unknown": "unknown", "rejected": "refused"}

# --- what leaves the house -------------------------------------------------------------------

_PHONE = re.compile(r"(?<!\d)((?:\+?86[-\s]?)?[1１]\d{2})[-\s]?\d{4}[-\s]?\d{2}(\d{2})(?!\d)")


def masked(buyer: str) -> str:
    """ "阿珍 138…" -> "阿**": the first character of a name, and nothing of anything else."""
    name = buyer.strip()
    if not name:
        return ""
    return f"{name[0]}**" if name[0].isalpha() and len(name) > 1 else "***"


def without_phones(text: str) -> str:
    """`text` with six digits of every mobile number covered."""
    return _PHONE.sub(r"\1******\2", text)


def local(utc_ms: int | None) -> str:
    """UTC ms as local ISO 8601 with its offset; "" for None."""
    if utc_ms is None:
        return ""
    return datetime.fromtimestamp(utc_ms / 1000, UTC).astimezone().isoformat(timespec="seconds")


def count(report: Report) -> None:
    """Add to the totals what only the rows know."""
    sold = [row for row in report.sales if row["status"] == SaleStatus.SOLD]
    report.totals["claims"] = sum(not row["agreed"] and row["conflict"] == Conflict.NONE for row in sold)
    report.totals["conflicts_open"] = sum(row["conflict"] == Conflict.OPEN for row in sold)
    report.totals["taken_back"] = sum(row["taken_back"] for row in report.sales)
    report.totals["void"] = sum(row["status"] == SaleStatus.VOID and not row["taken_back"] for row in report.sales)
    report.totals["unpaid"] = sum(row["status"] == SaleStatus.UNPAID for row in report.sales)
