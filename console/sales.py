"""Sales and the stock ledger: each sale is a row, a movement and an outbox entry in one transaction.

Totals and stock are kept by triggers (`store/migrations.py`), so that no path can forget them. Orders
that the platform reports come in through `sync/intake.py` and use `enter` below.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from console.commands import Command, RecordSale, VoidSale
from console.errors import (
    IllegalStep,
    NotEnoughStock,
    NothingOnAir,
    OrderOfPlatform,
    QuantityOutOfRange,
    ReasonMissing,
    SaleAlreadyVoid,
    Text,
    UnknownSale,
)
from console.events import Event, SaleRecorded, SaleVoided
from console.facts import Item, ListingState, SaleSource, SaleStatus
from console.listing.flash import find
from console.listing.lifecycle import NAMES, leave_air_if_done, restate
from console.listing.line import STOCK_CAP
from console.store import outbox, projection
from console.store.database import Db


def record(db: Db, command: RecordSale, now_ms: int) -> SaleRecorded:
    """Log a sale made here. The same `sale_id` again answers the first sale and changes nothing.

    Raises `UnknownNumber`, `NothingOnAir`, `QuantityOutOfRange`, `NotEnoughStock`, or `IllegalStep` for
    a withdrawn item.
    """
    if projection.sale(db, command.sale_id) is not None:
        return recorded(db, command.sale_id)
    item = _on_air(db) if command.number is None else find(db, command.number)
    if not 1 <= command.quantity <= STOCK_CAP:
        raise QuantityOutOfRange(cap=f"{STOCK_CAP:,}")
    if item.listing is ListingState.WITHDRAWN:
        raise IllegalStep(number=item.number, step=Text("卖", "sold"), state=NAMES[item.listing])
    if command.quantity > item.stock_left:
        raise NotEnoughStock(number=item.number, left=item.stock_left)
    enter(
        db,
        item,
        sale_id=command.sale_id,
        quantity=command.quantity,
        unit_price_fen=item.price_fen,
        source=SaleSource.STUDIO,
        status=SaleStatus.SOLD,
        buyer=command.buyer,
        now_ms=now_ms,
    )
    if outbox.known(db, item.item_id):  # a draft is told with the stock that is left by then
        outbox.add(
            db, command.sale_id, "stock", item.item_id, {"delta": -command.quantity}, now_ms, sale_id=command.sale_id
        )
    return recorded(db, command.sale_id)


def void(db: Db, command: VoidSale, now_ms: int) -> SaleVoided:
    """Undo a sale made here. Raises `UnknownSale`, `SaleAlreadyVoid`, `ReasonMissing`, `OrderOfPlatform`."""
    sale = projection.sale(db, command.sale_id)
    if sale is None:
        raise UnknownSale
    if sale.source is SaleSource.PLATFORM:
        raise OrderOfPlatform
    if sale.status is SaleStatus.VOID:
        raise SaleAlreadyVoid
    if not command.reason.strip():
        raise ReasonMissing
    if outbox.known(db, sale.item_id):
        void_id = f"{command.sale_id}/void"
        outbox.add(db, void_id, "stock", sale.item_id, {"delta": sale.quantity}, now_ms, sale_id=command.sale_id)
    return take_back(db, command.sale_id, command.reason.strip(), now_ms)


def enter(  # the one place that writes a sale
    db: Db,
    item: Item,
    *,
    sale_id: str,
    quantity: int,
    unit_price_fen: int,
    source: SaleSource,
    status: SaleStatus,
    buyer: str,
    now_ms: int,
    order_id: str | None = None,
    order_updated_at_ms: int | None = None,
) -> None:
    """Write a sale and its stock movement; units beyond the stock are noted as short, never forgotten."""
    (show_id,) = db.conn.execute(
        "SELECT l.show_id FROM lineup l JOIN shows w ON w.id = l.show_id WHERE l.item_id = ?"
        " ORDER BY w.rowid DESC LIMIT 1",
        (item.item_id,),
    ).fetchone()
    short = max(0, quantity - item.stock_left)
    db.conn.execute(
        "INSERT INTO sales (id, show_id, item_id, quantity, unit_price_fen, source, status, buyer, order_id,"
        " order_updated_at_ms, short_units, agreed, recorded_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            sale_id,
            show_id,
            item.item_id,
            quantity,
            unit_price_fen,
            source,
            status,
            buyer,
            order_id,
            order_updated_at_ms,
            short,
            source is SaleSource.PLATFORM,
            now_ms,
        ),
    )
    if quantity > short:
        db.conn.execute(
            "INSERT INTO stock_moves (item_id, delta, cause, sale_id, at_ms) VALUES (?, ?, 'sale', ?, ?)",
            (item.item_id, short - quantity, sale_id, now_ms),
        )


def take_back(db: Db, sale_id: str, reason: str, now_ms: int) -> SaleVoided:
    """Mark a sale void and return its units to stock."""
    sale = projection.sale(db, sale_id)
    if sale is None:
        raise UnknownSale
    db.conn.execute(
        "UPDATE sales SET status = 'void', voided_at_ms = ?, void_reason = ? WHERE id = ?", (now_ms, reason, sale_id)
    )
    if sale.quantity > sale.short_units:
        db.conn.execute(
            "INSERT INTO stock_moves (item_id, delta, cause, sale_id, at_ms) VALUES (?, ?, 'void', ?, ?)",
            (sale.item_id, sale.quantity - sale.short_units, sale_id, now_ms),
        )
    item = restate(db, sale.item_id)
    show_id = show_of(db, sale_id)
    return SaleVoided(
        sale_id=sale_id,
        show_id=show_id,
        item_id=sale.item_id,
        number=sale.number,
        quantity=sale.quantity,
        reason=reason,
        item=item,
        totals=projection.totals(db, show_id),
    )


def recorded(db: Db, sale_id: str) -> SaleRecorded:
    """The event of a sale that is written; the item leaves the air when it took the last unit."""
    sale = projection.sale(db, sale_id)
    if sale is None:
        raise UnknownSale
    item = restate(db, sale.item_id)
    show_id = show_of(db, sale_id)
    return SaleRecorded(
        sale_id=sale_id,
        show_id=show_id,
        item_id=sale.item_id,
        number=sale.number,
        title=sale.title,
        quantity=sale.quantity,
        unit_price_fen=sale.unit_price_fen,
        source=sale.source,
        status=sale.status,
        buyer=sale.buyer,
        order_id=sale.order_id,
        short_units=sale.short_units,
        recorded_at_ms=sale.recorded_at_ms,
        item=item,
        totals=projection.totals(db, show_id),
        on_air_item_id=leave_air_if_done(db, item),
    )


def show_of(db: Db, sale_id: str) -> str:
    """The id of the show a sale belongs to."""
    (show_id,) = db.conn.execute("SELECT show_id FROM sales WHERE id = ?", (sale_id,)).fetchone()
    return str(show_id)


def _on_air(db: Db) -> Item:
    show = projection.open_show(db)
    on_air = None if show is None else projection.on_air(db, show.show_id)
    if on_air is None:
        raise NothingOnAir
    return projection.item(db, on_air)


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {RecordSale: record, VoidSale: void}
