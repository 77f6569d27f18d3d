"""The legal life of an item: draft, listed, on sale, sold out, withdrawn.

Where an item stands follows from four facts, so it is derived and not steered: whether it was
withdrawn, has stock, has pictures (and its certificate, where it needs one), and is approved and on
the shelf at the platform. `LEGAL` is the other half of the promise: a step that is not in it never
happens.
"""

from __future__ import annotations

import msgspec

from console.errors import Text
from console.facts import Item, ListingState, PlatformState, Sale, Trust
from console.store import outbox, projection
from console.store.database import Db

DRAFT, LISTED, ON_SALE = ListingState.DRAFT, ListingState.LISTED, ListingState.ON_SALE
SOLD_OUT, WITHDRAWN = ListingState.SOLD_OUT, ListingState.WITHDRAWN

LEGAL: dict[ListingState, frozenset[ListingState]] = {
    DRAFT: frozenset({LISTED, SOLD_OUT, WITHDRAWN}),
    LISTED: frozenset({ON_SALE, SOLD_OUT, WITHDRAWN}),
    ON_SALE: frozenset({LISTED, SOLD_OUT, WITHDRAWN}),
    SOLD_OUT: frozenset({DRAFT, LISTED, ON_SALE, WITHDRAWN}),
    WITHDRAWN: frozenset({DRAFT, LISTED, ON_SALE, SOLD_OUT}),
}

NAMES: dict[ListingState, Text] = {
    DRAFT: Text("草稿", "draft"),
    LISTED: Text("已上架", "listed"),
    ON_SALE: Text("在售", "on sale"),
    SOLD_OUT: Text("售罄", "sold out"),
    WITHDRAWN: Text("已下架", "withdrawn"),
}


def standing(*, withdrawn: bool, stock_left: int, complete: bool, on_platform: bool) -> ListingState:
    """Where an item stands, given the facts about it."""
    if withdrawn:
        return WITHDRAWN
    if stock_left == 0:
        return SOLD_OUT
    if not complete:
        return DRAFT
    return ON_SALE if on_platform else LISTED


def restate(db: Db, item_id: str, *, withdrawn: bool | None = None) -> Item:
    """Bring an item's listing state in line with its facts and return it as it now is.

    `withdrawn` None keeps that choice as it was. Call inside the transaction of what changed.
    """
    before, stock_left, snap_id, platform, on_shelf, trust = db.conn.execute(
        "SELECT listing, stock_left, snap_id, platform, on_shelf, trust FROM items WHERE id = ?", (item_id,)
    ).fetchone()
    after = standing(
        withdrawn=before == WITHDRAWN if withdrawn is None else withdrawn,
        stock_left=stock_left,
        complete=snap_id is not None and (not trust or outbox.known(db, item_id) or not _lacking(trust)),
        on_platform=platform == PlatformState.APPROVED and bool(on_shelf),
    )
    if after != before:
        if after not in LEGAL[ListingState(before)]:
            raise AssertionError(f"illegal step {before} -> {after}")
        db.conn.execute("UPDATE items SET listing = ? WHERE id = ?", (after, item_id))
    return projection.item(db, item_id)


def _lacking(trust: str) -> bool:
    """Whether a piece may not be told to the platform yet, because its certificate is not there."""
    return bool(msgspec.json.decode(trust, type=Trust).lacking)


def leave_air_if_done(db: Db, item: Item) -> str | None:
    """Take the card off when `item` can no longer be sold; returns what is on air in the open show."""
    if not item.sellable:
        db.conn.execute("UPDATE shows SET on_air_item_id = NULL WHERE on_air_item_id = ?", (item.item_id,))
    row = db.conn.execute("SELECT on_air_item_id FROM shows WHERE status <> 'ended'").fetchone()
    return None if row is None else row[0]


def cover_short(db: Db, item_id: str, now_ms: int) -> tuple[Sale, ...]:
    """Give units that came (back) into stock to the oldest orders that were sold without any; returns those sales."""
    covered: list[Sale] = []
    for sale_id, short in db.conn.execute(
        "SELECT id, short_units FROM sales WHERE item_id = ? AND short_units > 0 AND status <> 'void' ORDER BY rowid",
        (item_id,),
    ).fetchall():
        (left,) = db.conn.execute("SELECT stock_left FROM items WHERE id = ?", (item_id,)).fetchone()
        units = min(left, short)
        if not units:
            break
        db.conn.execute(
            "INSERT INTO stock_moves (item_id, delta, cause, sale_id, at_ms, late) VALUES (?, ?, 'sale', ?, ?, 1)",
            (item_id, -units, sale_id, now_ms),
        )
        db.conn.execute("UPDATE sales SET short_units = short_units - ? WHERE id = ?", (units, sale_id))
        outbox.make_good(db, item_id, units, now_ms)
        sale = projection.sale(db, sale_id)
        assert sale is not None  # it was just updated
        covered.append(sale)
    return tuple(covered)
