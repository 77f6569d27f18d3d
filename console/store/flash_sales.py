"""Flash sales in the books: which one runs, what it holds off the platform, how it ends.

While one runs the platform shall offer exactly the units that are left of it. `follow` is called
after everything that moves an item's stock; it asks for units to be held, or lets held ones go, and
tells the platform the price only when the stock is right: stock before price, at the end price
before stock. Starting one, with all that may be refused, is `listing.flash_sale`'s.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.clock import Moment
from console.facts import SaleSource
from console.store import outbox, quota
from console.store.database import Db

MOST_REFUSED = 5
"""Holds the platform refuses in one flash sale: then somebody else changes its stock, and it stays unconfirmed."""


@dataclass(frozen=True)
class Running:
    """What the books need to know of a flash sale that runs."""

    flash_id: str
    item_id: str
    price_fen: int
    regular_fen: int
    units: int
    per_buyer: int
    told: int
    """1 once its price was queued for the platform."""


def running(db: Db, item_id: str) -> Running | None:
    """The flash sale of an item that runs now."""
    row = db.conn.execute(
        "SELECT id, item_id, price_fen, regular_fen, units, per_buyer, told FROM flash_sales"
        " WHERE item_id = ? AND state = 'running'",
        (item_id,),
    ).fetchone()
    if row is None:
        return None
    return Running(*row)


def begin(db: Db, flash_id: str, moment: Moment | None, now_ms: int) -> None:
    """Let a planned flash sale run from now on; the item's price is its price."""
    db.conn.execute(
        "UPDATE flash_sales SET state = 'running', started_at_ms = ?1, ends_at_ms = ?1 + lasts_ms,"
        " ends_s = ?2 + lasts_ms / 1000.0, boot = ?3,"
        " regular_fen = (SELECT price_fen FROM items WHERE id = item_id) WHERE id = ?4",
        (now_ms, moment and moment.steady_s, moment.boot if moment else "", flash_id),
    )
    (item_id,) = db.conn.execute("SELECT item_id FROM flash_sales WHERE id = ?", (flash_id,)).fetchone()
    db.conn.execute(
        "UPDATE items SET price_fen = (SELECT price_fen FROM flash_sales WHERE id = ?) WHERE id = ?",
        (flash_id, item_id),
    )
    follow(db, item_id, now_ms)


def follow(db: Db, item_id: str, now_ms: int) -> None:
    """Keep the platform's offer at what is left of the flash sale; end it when nothing is.

    Call inside the transaction of whatever moved the item's stock, after it was written.
    """
    flash = running(db, item_id)
    if flash is None:
        return
    left = flash.units - taken(db, flash.flash_id)
    if left <= 0:
        finish(db, flash, "sold out", now_ms)
        return
    if not outbox.known(db, item_id):
        return  # a draft is told with the stock and price that it has by then
    offered = offer(db, item_id)
    if offered > left:
        _hold(db, flash, offered - left, now_ms)
    elif offered < left:
        _let_go(db, flash, left - offered, now_ms)
    if not flash.told and offered <= left and not _awaits(db, flash.flash_id):
        outbox.add(db, price_entry(flash.flash_id), "price", item_id, {"price_fen": flash.price_fen}, now_ms)
        outbox.supersede(db, item_id, "price")
        db.conn.execute("UPDATE flash_sales SET told = 1 WHERE id = ?", (flash.flash_id,))


def finish(db: Db, flash: Running, why: str, now_ms: int) -> None:
    """End a flash sale: the price comes back first, then the units that were held."""
    db.conn.execute(
        "UPDATE flash_sales SET state = 'ended', ended_at_ms = max(?, started_at_ms), why = ? WHERE id = ?",
        (now_ms, why, flash.flash_id),
    )
    db.conn.execute("UPDATE items SET price_fen = ? WHERE id = ?", (flash.regular_fen, flash.item_id))
    if flash.told:
        back = f"flash:{flash.flash_id}/price/back"
        outbox.add(db, back, "price", flash.item_id, {"price_fen": flash.regular_fen}, now_ms)
        outbox.supersede(db, flash.item_id, "price")
    db.conn.execute(
        "UPDATE outbox SET body = json_set(body, '$.returned', 1) WHERE item_id = ?1 AND kind = 'stock'"
        " AND json_extract(body, '$.flash') = ?2 AND state IN ('new', 'leased', 'unknown')",
        (flash.item_id, flash.flash_id),
    )
    (held,) = db.conn.execute("SELECT flash_hold FROM items WHERE id = ?", (flash.item_id,)).fetchone()
    _let_go(db, flash, held, now_ms)


def end_all(db: Db, show_id: str, now_ms: int) -> list[str]:
    """End what runs of a show's items and strike what is planned; the ids of the items concerned."""
    rows = db.conn.execute(
        "SELECT f.id, f.item_id, f.state FROM flash_sales f JOIN lineup l ON l.item_id = f.item_id"
        " WHERE l.show_id = ? AND f.state <> 'ended' ORDER BY f.seq",
        (show_id,),
    ).fetchall()
    for flash_id, item_id, state in rows:
        flash = running(db, item_id) if state == "running" else None
        if flash is None:
            strike(db, flash_id, "show over", now_ms)
        else:
            finish(db, flash, "show over", now_ms)
    return list(dict.fromkeys(row[1] for row in rows))


def strike(db: Db, flash_id: str, why: str, now_ms: int) -> None:
    """Give up a flash sale that has not begun."""
    db.conn.execute(
        "UPDATE flash_sales SET state = 'ended', ended_at_ms = ?, why = ? WHERE id = ? AND state = 'planned'",
        (now_ms, why, flash_id),
    )


def reprice(db: Db, item_id: str, price_fen: int) -> None:
    """Change the price that comes back after the flash sale that runs."""
    db.conn.execute(
        "UPDATE flash_sales SET regular_fen = ? WHERE item_id = ? AND state = 'running'", (price_fen, item_id)
    )


def left_ms(db: Db, flash_id: str, moment: Moment | None, now_ms: int) -> int:
    """Milliseconds until a flash sale that runs is over: on the steady clock of the boot it began in, where that is
    still the one of `moment`, else on the wall clock."""
    ends_at_ms, ends_s, boot = db.conn.execute(
        "SELECT ends_at_ms, ends_s, boot FROM flash_sales WHERE id = ?", (flash_id,)
    ).fetchone()
    if moment is not None and boot and boot == moment.boot and ends_s is not None:
        return round((float(ends_s) - moment.steady_s) * 1000)
    return int(ends_at_ms) - now_ms


def price_entry(flash_id: str) -> str:
    """The id of the outbox entry that tells the platform a flash sale's price."""
    return f"flash:{flash_id}/price"


def confirm(db: Db, outbox_id: str) -> None:
    """The platform took a price: when it was that of the flash sale that runs, viewers can buy at it."""
    db.conn.execute(
        "UPDATE flash_sales SET confirmed = 1 WHERE state = 'running' AND 'flash:' || id || '/price' = ?", (outbox_id,)
    )


def sold_in(db: Db, item_id: str, source: SaleSource, unit_price_fen: int, ordered_at_ms: int = 0) -> str | None:
    """The flash sale a sale belongs to: what is sold here while it runs, and orders at its price, late ones too.

    Where it is known when an order was made, it is the last one of its price that had begun by then.
    """
    if ordered_at_ms:
        row = db.conn.execute(
            "SELECT id FROM flash_sales WHERE item_id = ? AND started_at_ms <= ? AND price_fen = ?"
            " ORDER BY started_at_ms DESC, seq DESC LIMIT 1",
            (item_id, ordered_at_ms, unit_price_fen),
        ).fetchone()
        return None if row is None else str(row[0])
    row = db.conn.execute(
        "SELECT id, state, price_fen FROM flash_sales WHERE item_id = ? AND state <> 'planned'"
        " ORDER BY state = 'running' DESC, ended_at_ms DESC, seq DESC LIMIT 1",
        (item_id,),
    ).fetchone()
    if row is None:
        return None
    flash_id, state, price_fen = row
    ours = state == "running" if source is SaleSource.STUDIO else unit_price_fen == price_fen
    return str(flash_id) if ours else None


def taken(db: Db, flash_id: str) -> int:
    """Units sold of a flash sale that did not come back."""
    (units,) = db.conn.execute(
        "SELECT coalesce(sum(quantity), 0) FROM sales WHERE flash_id = ? AND returned = 0", (flash_id,)
    ).fetchone()
    return int(units)


def bought(db: Db, flash_id: str, buyer: str) -> int:
    """Units of a flash sale that one buyer has."""
    (units,) = db.conn.execute(
        "SELECT coalesce(sum(quantity), 0) FROM sales WHERE flash_id = ? AND buyer = ? AND status <> 'void'",
        (flash_id, buyer),
    ).fetchone()
    return int(units)


def offer(db: Db, item_id: str) -> int:
    """Units the platform will offer once it has everything that waits: what is left here, less what is held."""
    stock_left, held = db.conn.execute(
        "SELECT stock_left, quota + flash_hold FROM items WHERE id = ?", (item_id,)
    ).fetchone()
    return int(stock_left - held - quota.awaited(db, item_id))


def _awaits(db: Db, flash_id: str) -> bool:
    """Whether units asked for are not answered yet."""
    return (
        db.conn.execute(
            "SELECT 1 FROM outbox o JOIN flash_sales f ON f.item_id = o.item_id WHERE f.id = ?1 AND o.kind = 'stock'"
            " AND o.state IN ('new', 'leased', 'unknown') AND json_extract(o.body, '$.flash') = ?1",
            (flash_id,),
        ).fetchone()
        is not None
    )


def _hold(db: Db, flash: Running, units: int, now_ms: int) -> None:
    """Keep units that are not part of the flash sale off the platform: those on their way to it, then its own."""
    units -= _keep_back(db, flash.item_id, units)
    (refused,) = db.conn.execute(
        "SELECT count(*) FROM outbox WHERE id >= ?1 AND id < ?1 || '~' AND state = 'rejected'",
        (f"flash:{flash.flash_id}/hold/",),
    ).fetchone()
    if units and refused < MOST_REFUSED:
        entry = _next_entry(db, flash, "hold")
        body = {"delta": -units, "quota": units, "flash": flash.flash_id}
        outbox.add(db, entry, "stock", flash.item_id, body, now_ms)


def _keep_back(db: Db, item_id: str, most: int) -> int:
    """Keep counted units that were about to be added to the platform's stock, and were not sent yet; how many.

    Not those of a sale that was undone: what becomes of them depends on the answer to the sale. They go out and
    are held again, and for that moment viewers can buy them at the flash price.
    """
    waiting = db.conn.execute(
        "SELECT id, json_extract(body, '$.delta') FROM outbox WHERE item_id = ? AND kind = 'stock'"
        " AND state IN ('new', 'leased') AND first_sent_at_ms IS NULL AND sale_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM outbox f WHERE f.id = outbox.lead AND f.first_sent_at_ms IS NOT NULL)"
        " AND json_extract(body, '$.delta') > 0 ORDER BY seq DESC",
        (item_id,),
    ).fetchall()
    kept = 0
    for outbox_id, delta in waiting:
        part = min(most - kept, delta)
        db.conn.execute("UPDATE outbox SET body = json_set(body, '$.delta', ?) WHERE id = ?", (delta - part, outbox_id))
        kept += part
    db.conn.execute("UPDATE items SET flash_hold = flash_hold + ? WHERE id = ?", (kept, item_id))
    return kept


def _let_go(db: Db, flash: Running, most: int, now_ms: int) -> None:
    """Give held units to the platform, as far as there are any."""
    (held,) = db.conn.execute("SELECT flash_hold FROM items WHERE id = ?", (flash.item_id,)).fetchone()
    units = min(most, held)
    if units:
        entry = _next_entry(db, flash, "back")
        db.conn.execute("UPDATE items SET flash_hold = flash_hold - ? WHERE id = ?", (units, flash.item_id))
        outbox.add(db, entry, "stock", flash.item_id, {"delta": units}, now_ms)


def _next_entry(db: Db, flash: Running, what: str) -> str:
    """The id of the next outbox entry of this kind."""
    prefix = f"flash:{flash.flash_id}/{what}/"
    (count,) = db.conn.execute("SELECT count(*) FROM outbox WHERE id >= ?1 AND id < ?1 || '~'", (prefix,)).fetchone()
    return f"{prefix}{count}"
