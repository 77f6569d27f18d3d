"""Sales and the stock ledger: each sale is a row, a movement and an outbox entry in one transaction.

Totals and stock are kept by triggers (`store/migrations.py`), so that no path can forget them. Orders
that the platform reports come in through `sync/intake.py` and use `enter` below.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from console.commands import Command, RecordSale, ResolveClaim, VoidSale
from console.errors import (
    BrokenRequest,
    FlashLimitReached,
    FlashUnitsGone,
    IllegalStep,
    NotEnoughStock,
    NothingOnAir,
    NothingToResolve,
    OrderOfPlatform,
    QuantityOutOfRange,
    ReasonMissing,
    SaleAlreadyVoid,
    Text,
    UnknownNumber,
    UnknownSale,
)
from console.events import ClaimResolved, Event, SalePaid, SaleRecorded, SaleVoided
from console.facts import Conflict, FlashSale, Item, ListingState, Sale, SaleSource, SaleStatus, Totals
from console.listing.flash import find
from console.listing.lifecycle import NAMES, cover_short, leave_air_if_done, restate
from console.listing.line import STOCK_CAP
from console.store import flash_sales, outbox, projection
from console.store.database import Db


def record(db: Db, command: RecordSale, now_ms: int) -> SaleRecorded:
    """Log a sale made here. The same `sale_id` again answers the first sale and changes nothing.

    Raises `UnknownNumber`, `NothingOnAir`, `QuantityOutOfRange`, `NotEnoughStock`, or `IllegalStep` for
    a withdrawn item.
    """
    if db.conn.execute("SELECT 1 FROM sales WHERE id = ?", (command.sale_id,)).fetchone():
        return recorded(db, command.sale_id)
    item = _on_air(db) if command.number is None else find(db, command.number)
    if not 1 <= command.quantity <= STOCK_CAP:
        raise QuantityOutOfRange(cap=f"{STOCK_CAP:,}")
    if item.listing is ListingState.WITHDRAWN:
        raise IllegalStep(number=item.number, step=Text("卖", "sold"), state=NAMES[item.listing])
    if command.quantity > item.stock_left:
        raise NotEnoughStock(number=item.number, left=item.stock_left)
    if item.flash is not None:
        _check_flash(db, item.flash, command)
    return _sell(db, item, command.sale_id, command.quantity, command.buyer, now_ms)


def _check_flash(db: Db, flash: FlashSale, command: RecordSale) -> None:
    """Raises `FlashUnitsGone` or `FlashLimitReached`."""
    left = flash.units - flash_sales.taken(db, flash.flash_id)
    if command.quantity > left:
        raise FlashUnitsGone(left=left)
    if command.buyer and flash.per_buyer:
        has = flash_sales.bought(db, flash.flash_id, command.buyer)
        if has + command.quantity > flash.per_buyer:
            raise FlashLimitReached(buyer=command.buyer, limit=flash.per_buyer)


def _sell(db: Db, item: Item, sale_id: str, quantity: int, buyer: str, now_ms: int) -> SaleRecorded:
    """Write a sale made here: out of the quota first; what that does not cover is a claim until the platform agrees."""
    owned = min(item.quota, quantity)
    sale, show_id = enter(
        db,
        item,
        sale_id=sale_id,
        quantity=quantity,
        unit_price_fen=item.price_fen,
        source=SaleSource.STUDIO,
        status=SaleStatus.SOLD,
        buyer=buyer,
        now_ms=now_ms,
        quota_units=owned,
    )
    if owned:
        db.conn.execute("UPDATE items SET quota = quota - ? WHERE id = ?", (owned, item.item_id))
    if quantity > owned:  # a draft is told with the stock that is left by then
        body = {"delta": owned - quantity}
        outbox.add(db, f"sale:{sale_id}", "stock", item.item_id, body, now_ms, sale_id=sale_id, of_known=True)
    if item.flash is not None:
        flash_sales.follow(db, item.item_id, now_ms)
    return told(db, sale, show_id, item)


def void(db: Db, command: VoidSale, now_ms: int) -> SaleVoided:
    """Undo a sale made here. Raises `UnknownSale`, `SaleAlreadyVoid`, `ReasonMissing`, `OrderOfPlatform`."""
    sale = _ours(db, command.sale_id)
    if not command.reason.strip():
        raise ReasonMissing
    return _undo(db, sale, command.reason.strip(), Conflict.REFUNDED, now_ms)


def _ours(db: Db, sale_id: str) -> Sale:
    """A sale made here that still stands. Raises `UnknownSale`, `SaleAlreadyVoid`, `OrderOfPlatform`."""
    sale = projection.sale(db, sale_id)
    if sale is None:
        raise UnknownSale
    if sale.source is SaleSource.PLATFORM:
        raise OrderOfPlatform
    if sale.status is SaleStatus.VOID:
        raise SaleAlreadyVoid
    return sale


def _undo(db: Db, sale: Sale, reason: str, outcome: Conflict, now_ms: int) -> SaleVoided:
    """Void a sale made here and tell the platform of the units it has to get back.

    Units that came out of a quota go back to the platform, not to the quota. What the platform refused
    to take off for this sale it need not get back.
    """
    back = sale.quantity - outbox.owed_of(db, sale.sale_id)
    outbox.forgive(db, sale.sale_id, outcome)
    if sale.conflict is not Conflict.NONE:
        db.conn.execute("UPDATE sales SET conflict = ? WHERE id = ?", (outcome, sale.sale_id))
    if back and outbox.known(db, sale.item_id):
        void_id = f"sale:{sale.sale_id}/void"
        outbox.add(db, void_id, "stock", sale.item_id, {"delta": back}, now_ms, sale_id=sale.sale_id)
    return take_back(db, sale.sale_id, reason, now_ms)


def resolve(db: Db, command: ResolveClaim, now_ms: int) -> ClaimResolved:
    """Decide about a sale that the platform has not agreed to; see `ResolveClaim`.

    Raises `NothingToResolve` when both sides agree already, and what selling the substitute raises.
    """
    sale = _ours(db, command.sale_id)
    if sale.agreed or sale.conflict not in (Conflict.NONE, Conflict.OPEN):
        raise NothingToResolve
    instead: SaleRecorded | None = None
    changed: tuple[Sale, ...] = ()
    match command.how:
        case "confirm" | "backorder":
            outcome = Conflict.CONFIRMED if command.how == "confirm" else Conflict.BACKORDERED
            outbox.resolve(db, sale.sale_id, outcome)
            db.conn.execute("UPDATE sales SET conflict = ? WHERE id = ?", (outcome, sale.sale_id))
        case "refund":
            changed = _undo(db, sale, "退款", Conflict.REFUNDED, now_ms).changed
        case "substitute":
            if command.number is None:
                raise UnknownNumber(number="?")
            changed = _undo(db, sale, f"换成 {command.number} 号", Conflict.SUBSTITUTED, now_ms).changed
            other = RecordSale(
                number=command.number, quantity=sale.quantity, buyer=sale.buyer, sale_id=command.substitute_id
            )
            instead = record(db, other, now_ms)
        case _:
            raise BrokenRequest(why=Text(f"how 不能是 {command.how}", f"how cannot be {command.how}"))
    show_id = show_of(db, sale.sale_id)
    return ClaimResolved(
        sale_id=sale.sale_id,
        show_id=show_id,
        how=command.how,
        item=restate(db, sale.item_id),
        totals=projection.totals(db, show_id),
        changed=tuple({now.sale_id: now for now in (*changed, _now(db, sale.sale_id))}.values()),
        instead=instead,
    )


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
    quota_units: int = 0,
    ordered_at_ms: int = 0,
) -> tuple[Sale, str]:
    """Write a sale and its stock movement; units beyond the stock are noted as short, never forgotten.

    Returns it as it was written, and the show it belongs to: the last one that has the item, and for an order that
    comes in late the last that there was when it was made.
    """
    short = max(0, quantity - item.stock_left)
    agreed = source is SaleSource.PLATFORM or quota_units == quantity
    ((show_id,),) = db.conn.execute(
        "INSERT INTO sales (id, item_id, quantity, unit_price_fen, source, status, buyer, order_id,"
        " order_updated_at_ms, short_units, agreed, recorded_at_ms, quota_units, flash_id, show_id)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, (SELECT l.show_id FROM lineup l"
        "   JOIN shows w ON w.id = l.show_id WHERE l.item_id = ?2"
        "   ORDER BY (?15 > 0 AND w.created_at_ms > ?15), w.rowid DESC LIMIT 1)) RETURNING show_id",
        (
            sale_id,
            item.item_id,
            quantity,
            unit_price_fen,
            source,
            status,
            buyer,
            order_id,
            order_updated_at_ms,
            short,
            agreed,
            now_ms,
            quota_units,
            flash_sales.sold_in(db, item.item_id, source, unit_price_fen, ordered_at_ms) if item.flash_sales else None,
            ordered_at_ms,
        ),
    ).fetchall()
    if quantity > short:
        db.conn.execute(
            "INSERT INTO stock_moves (item_id, delta, cause, sale_id, at_ms) VALUES (?, ?, 'sale', ?, ?)",
            (item.item_id, short - quantity, sale_id, now_ms),
        )
    sale = Sale(
        sale_id=sale_id,
        item_id=item.item_id,
        number=item.number,
        title=item.title,
        quantity=quantity,
        unit_price_fen=unit_price_fen,
        source=source,
        status=status,
        recorded_at_ms=now_ms,
        buyer=buyer,
        order_id=order_id or "",
        short_units=short,
        agreed=agreed,
        quota_units=quota_units,
        show_id=str(show_id),
    )
    return sale, sale.show_id


def take_back(db: Db, sale_id: str, reason: str, now_ms: int) -> SaleVoided:
    """Mark a sale void and return its units to stock; one that is void already returns those it kept."""
    sale = projection.sale(db, sale_id)
    if sale is None:
        raise UnknownSale
    if sale.status is SaleStatus.VOID:
        _tell_short(db, sale, "closed", -sale.short_units, now_ms)
    db.conn.execute(
        "UPDATE sales SET voided_at_ms = coalesce(voided_at_ms, ?1), returned = 1,"
        " void_reason = CASE WHEN status = 'void' THEN void_reason ELSE ?2 END, status = 'void' WHERE id = ?3",
        (now_ms, reason, sale_id),
    )
    if sale.quantity > sale.short_units:
        db.conn.execute(
            "INSERT INTO stock_moves (item_id, delta, cause, sale_id, at_ms) VALUES (?, ?, 'void', ?, ?)",
            (sale.item_id, sale.quantity - sale.short_units, sale_id, now_ms),
        )
    changed = (_now(db, sale_id), *cover_short(db, sale.item_id, now_ms))
    flash_sales.follow(db, sale.item_id, now_ms)
    return _voided(db, sale, reason, restate(db, sale.item_id), changed)


def refund(db: Db, sale_id: str, reason: str, now_ms: int) -> SaleVoided:
    """Mark a sale void whose goods do not come back to stock: the platform returned the money alone.

    Units that it was short of never left: the platform took them off its stock and must offer them again.
    """
    sale = projection.sale(db, sale_id)
    if sale is None:
        raise UnknownSale
    _tell_short(db, sale, "refunded", sale.short_units, now_ms)
    db.conn.execute(
        "UPDATE sales SET status = 'void', voided_at_ms = ?, void_reason = ? WHERE id = ?", (now_ms, reason, sale_id)
    )
    return _voided(db, sale, reason, projection.item(db, sale.item_id), (_now(db, sale_id),))


def _voided(db: Db, sale: Sale, reason: str, item: Item, changed: tuple[Sale, ...]) -> SaleVoided:
    show_id = show_of(db, sale.sale_id)
    return SaleVoided(
        sale_id=sale.sale_id,
        show_id=show_id,
        item_id=sale.item_id,
        number=sale.number,
        quantity=sale.quantity,
        reason=reason,
        item=item,
        totals=projection.totals(db, show_id),
        changed=changed,
    )


def _tell_short(db: Db, sale: Sale, why: str, units: int, now_ms: int) -> None:
    """Tell the platform of the units a refunded order was short of; once it is closed it gives them back by itself."""
    if units:
        outbox.add(db, f"short:{sale.sale_id}/{why}", "stock", sale.item_id, {"delta": units}, now_ms, of_known=True)


def pay(db: Db, sale_id: str) -> SalePaid:
    """An order that held stock unpaid is money now."""
    db.conn.execute("UPDATE sales SET status = 'sold' WHERE id = ?", (sale_id,))
    sale, show_id = _now(db, sale_id), show_of(db, sale_id)
    return SalePaid(
        sale_id=sale_id,
        show_id=show_id,
        item_id=sale.item_id,
        number=sale.number,
        item=projection.item(db, sale.item_id),
        totals=projection.totals(db, show_id),
        changed=(sale,),
    )


def recorded(db: Db, sale_id: str) -> SaleRecorded:
    """The event of a sale that was written before."""
    sale = projection.sale(db, sale_id)
    if sale is None:
        raise UnknownSale
    return told(db, sale, show_of(db, sale_id))


def told(db: Db, sale: Sale, show_id: str, before: Item | None = None) -> SaleRecorded:
    """The event of a sale that is written; the item leaves the air when it took the last unit.

    `before`: the item as it was just before the sale, if that is known.
    """
    item, totals, on_air = _after(db, sale, show_id, before)
    return SaleRecorded(
        sale_id=sale.sale_id,
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
        sale=sale,
        item=item,
        totals=totals,
        on_air_item_id=on_air,
    )


def _after(db: Db, sale: Sale, show_id: str, before: Item | None) -> tuple[Item, Totals, str | None]:
    """The item after a sale, the totals of its show, and what is on air."""
    if before is not None and before.sellable and not before.flash_sales:
        item, totals, on_air = projection.sold(db, before, show_id)
        if item.sellable:  # while there is some left, a sale changes only how much
            return item, totals, on_air
    item = restate(db, sale.item_id)
    return item, projection.totals(db, show_id), leave_air_if_done(db, item)


def _now(db: Db, sale_id: str) -> Sale:
    sale = projection.sale(db, sale_id)
    assert sale is not None  # sales are never deleted
    return sale


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


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {
    RecordSale: record,
    VoidSale: void,
    ResolveClaim: resolve,
}
