"""What the platform said, written down: answers to what we sent, audits, orders; and the link's switch.

These are the only changes that touch the platform's side of a row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from console.commands import Command, NoteAudit, RetryNow, SetLink, SettlePush, TakeInOrder
from console.events import (
    AuditNoted,
    Event,
    LinkModeSet,
    OrderAlreadyKnown,
    PushSettled,
    RetryAsked,
    SalePaid,
)
from console.facts import PlatformState, SaleSource, SaleStatus
from console.listing.lifecycle import restate
from console.platforms.base import OrderStatus
from console.sales import enter, recorded, show_of, take_back
from console.store import outbox, projection, settings
from console.store.database import Db

LINK_MODE = "link_mode"


def settle(db: Db, command: SettlePush, now_ms: int) -> PushSettled:
    """Note what became of an outbox entry and what that says of the item and the sale."""
    kind, item_id, sale_id, state = db.conn.execute(
        "SELECT kind, item_id, sale_id, state FROM outbox WHERE id = ?", (command.outbox_id,)
    ).fetchone()
    if state in ("acked", "rejected"):  # a sender whose lease had run out comes late; the first answer stands
        return _settled(db, command, kind, item_id, sale_id)
    outbox.settle(
        db,
        command.outbox_id,
        command.outcome,
        now_ms,
        reason=command.reason,
        retry_in_ms=command.retry_in_ms,
        answer=command.answer,
    )
    if command.outcome == "acked":
        if kind == "item":
            db.conn.execute(
                "UPDATE items SET platform = 'submitted', platform_reason = '', platform_item_id = ?,"
                " platform_sku_id = ? WHERE id = ?",
                (command.answer["platform_item_id"], command.answer["sku_id"], item_id),
            )
            db.conn.execute(  # what was sold while it was a draft is in the stock it was opened with
                "UPDATE sales SET agreed = 1 WHERE item_id = ? AND agreed = 0"
                " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.sale_id = sales.id)",
                (item_id,),
            )
        elif kind == "shelf":
            db.conn.execute("UPDATE items SET on_shelf = ? WHERE id = ?", (command.answer["on_shelf"], item_id))
        if sale_id is not None:
            db.conn.execute("UPDATE sales SET agreed = 1 WHERE id = ?", (sale_id,))
    elif command.outcome == "rejected":
        if kind == "item":
            db.conn.execute("UPDATE items SET platform = 'refused' WHERE id = ?", (item_id,))
        db.conn.execute("UPDATE items SET platform_reason = ? WHERE id = ?", (command.reason, item_id))
    return _settled(db, command, kind, item_id, sale_id)


def _settled(db: Db, command: SettlePush, kind: str, item_id: str, sale_id: str | None) -> PushSettled:
    return PushSettled(
        outbox_id=command.outbox_id,
        kind=kind,
        outcome=command.outcome,
        reason=command.reason,
        item=restate(db, item_id),
        sale_id=sale_id,
    )


def note_audit(db: Db, command: NoteAudit, _now_ms: int) -> AuditNoted:
    """Write where the audit of an item stands."""
    db.conn.execute(
        "UPDATE items SET platform = ?, platform_reason = ?, on_shelf = ? WHERE id = ?",
        (PlatformState(command.platform), command.reason, command.on_shelf, command.item_id),
    )
    item = restate(db, command.item_id)
    return AuditNoted(item_id=item.item_id, number=item.number, item=item)


def take_in_order(db: Db, command: TakeInOrder, now_ms: int) -> Event:
    """Bring one order in step; a version that is known already changes nothing.

    A fact of the platform is never refused here: units that are not in stock are noted as short.
    """
    row = db.conn.execute("SELECT id FROM items WHERE rel_item_id = ?", (command.platform_item,)).fetchone()
    known = db.conn.execute(
        "SELECT id, status, order_updated_at_ms FROM sales WHERE order_id = ?", (command.order_id,)
    ).fetchone()
    status = OrderStatus(command.status)
    if row is None or (known is None and status is OrderStatus.CLOSED):
        return OrderAlreadyKnown(order_id=command.order_id)
    if known is None:
        enter(
            db,
            projection.item(db, row[0]),
            sale_id=command.sale_id,
            quantity=command.quantity,
            unit_price_fen=command.unit_price_fen,
            source=SaleSource.PLATFORM,
            status=SaleStatus.SOLD if status is OrderStatus.PAID else SaleStatus.UNPAID,
            buyer=command.buyer,
            now_ms=now_ms,
            order_id=command.order_id,
            order_updated_at_ms=command.updated_at_ms,
        )
        return recorded(db, command.sale_id)
    sale_id, was, seen_ms = known
    if command.updated_at_ms <= seen_ms:
        return OrderAlreadyKnown(order_id=command.order_id)
    db.conn.execute("UPDATE sales SET order_updated_at_ms = ? WHERE id = ?", (command.updated_at_ms, sale_id))
    if status is OrderStatus.CLOSED and was != SaleStatus.VOID:
        return take_back(db, sale_id, "平台订单已关闭", now_ms)
    if status is OrderStatus.PAID and was == SaleStatus.UNPAID:
        db.conn.execute("UPDATE sales SET status = 'sold' WHERE id = ?", (sale_id,))
        sale = projection.sale(db, sale_id)
        assert sale is not None  # it was just updated
        show_id = show_of(db, sale_id)
        return SalePaid(
            sale_id=sale_id,
            show_id=show_id,
            item_id=sale.item_id,
            number=sale.number,
            item=projection.item(db, sale.item_id),
            totals=projection.totals(db, show_id),
        )
    return OrderAlreadyKnown(order_id=command.order_id)


def set_link(db: Db, command: SetLink, _now_ms: int) -> LinkModeSet:
    """Remember the switch: automatic, or offline until set back."""
    settings.write(db, LINK_MODE, command.mode)
    return LinkModeSet(mode=command.mode)


def retry_now(db: Db, _command: RetryNow, _now_ms: int) -> RetryAsked:
    """Make everything that waits due."""
    outbox.hurry(db)
    return RetryAsked()


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {
    SettlePush: settle,
    NoteAudit: note_audit,
    TakeInOrder: take_in_order,
    SetLink: set_link,
    RetryNow: retry_now,
}
