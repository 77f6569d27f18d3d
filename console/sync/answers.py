"""What the platform said, written down: answers to what we sent, audits, orders; and the link's switch.

These are the only changes that touch the platform's side of a row.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from console.commands import Command, NoteAudit, NotePlace, RetryNow, SetLink, SettlePush, TakeInOrder
from console.events import (
    AuditNoted,
    Event,
    LinkModeSet,
    OrderAlreadyKnown,
    PushSettled,
    RetryAsked,
    SalesChanged,
)
from console.facts import PlatformState, SaleSource, SaleStatus
from console.listing.lifecycle import restate
from console.platforms.base import OrderStatus
from console.sales import enter, pay, recorded, refund, take_back, told
from console.store import flash_sales, outbox, projection, quota, settings
from console.store.database import Db
from console.sync import settling

LINK_MODE = "link_mode"


def settle(db: Db, command: SettlePush, now_ms: int) -> PushSettled:
    """Note what became of an outbox entry, of what travelled with it, and what that says of item and sales."""
    kind, item_id, body, state = db.conn.execute(
        "SELECT kind, item_id, body, state FROM outbox WHERE id = ?", (command.outbox_id,)
    ).fetchone()
    sale_ids = outbox.sales_of(db, command.outbox_id)
    if state in ("acked", "rejected"):  # a sender whose lease had run out comes late; the first answer stands
        return _settled(db, command, kind, item_id, [])
    if command.outcome != "unknown" and settling.SETTLED not in command.answer:  # the doubt is gone
        settling.dismount(db, command.outbox_id, item_id, json.loads(body), now_ms)
    if command.outcome == "rejected" and not outbox.travels_alone(db, command.outbox_id):
        outbox.part(db, command.outbox_id)
        return _settled(db, replace(command, outcome="later"), kind, item_id, [])
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
        sale_ids += _accept(db, command, kind, item_id, json.loads(body), now_ms)
        db.conn.executemany(
            "UPDATE sales SET agreed = 1,"  # noqa: S608 - a constant
            " conflict = CASE WHEN status <> 'void' AND conflict = 'open' THEN '' ELSE conflict END"
            " WHERE id = ?1 AND (status = 'void' OR NOT EXISTS (SELECT 1 FROM outbox"
            f"  WHERE {outbox.OF_SALE} AND (owed > 0 OR state IN ('new', 'leased', 'unknown'))))",
            [(one,) for one in sale_ids],
        )
        flash_sales.follow(db, item_id, now_ms)
        return _settled(db, command, kind, item_id, sale_ids)
    if command.outcome == "rejected":
        if kind == "stock" and json.loads(body).get("returned"):  # a hold that nobody wants any more needs no hand
            db.conn.execute("UPDATE outbox SET resolved = 'returned' WHERE id = ?", (command.outbox_id,))
            return _settled(db, replace(command, outcome="later"), kind, item_id, [])
        _refuse(db, command, kind, item_id, json.loads(body), sale_ids)
        outbox.make_good(db, item_id, outbox.coming(db, item_id), now_ms)  # out of what follows in the queue
        flash_sales.follow(db, item_id, now_ms)
        return _settled(db, command, kind, item_id, sale_ids)
    return _settled(db, command, kind, item_id, [])


def _accept(db: Db, command: SettlePush, kind: str, item_id: str, body: dict[str, Any], now_ms: int) -> list[str]:
    """What an item is after the platform took a fact of it; returns sales that are agreed by it besides."""
    answer = command.answer
    match kind:
        case "item":
            db.conn.execute(
                "UPDATE items SET platform = 'submitted', platform_reason = '', platform_item_id = ?,"
                " platform_sku_id = ? WHERE id = ?",
                (answer["platform_item_id"], answer["sku_id"], item_id),
            )
            rows = db.conn.execute(  # what was sold while it was a draft is in the stock it was opened with
                "SELECT id FROM sales WHERE item_id = ? AND agreed = 0"
                " AND NOT EXISTS (SELECT 1 FROM outbox o"
                "  WHERE o.id >= 'sale:' || sales.id AND o.id < 'sale:' || sales.id || '0' AND o.sale_id = sales.id)",
                (item_id,),
            )
            return [row[0] for row in rows]
        case "shelf":
            db.conn.execute("UPDATE items SET on_shelf = ? WHERE id = ?", (answer["on_shelf"], item_id))
        case "stock" if "quota" in body:
            return quota.answered(db, command.outbox_id, item_id, body, now_ms)
        case "stock" if settling.SETTLED in answer:
            return settling.accept(db, item_id, body, answer, now_ms)
        case "price" if "superseded" not in answer:
            flash_sales.confirm(db, command.outbox_id)
        case _:
            pass
    return []


def _refuse(db: Db, command: SettlePush, kind: str, item_id: str, body: dict[str, Any], sale_ids: list[str]) -> None:
    """What an item and a sale are after the platform refused a fact of them."""
    if kind == "item":
        db.conn.execute("UPDATE items SET platform = 'refused' WHERE id = ?", (item_id,))
    if "flash" in body:  # the platform has fewer than were to be held: what to ask for is reckoned anew
        db.conn.execute("UPDATE outbox SET resolved = 'reckoned anew' WHERE id = ?", (command.outbox_id,))
    if kind != "stock":
        db.conn.execute("UPDATE items SET platform_reason = ? WHERE id = ?", (command.reason, item_id))
    for sale_id in sale_ids:
        units = -int(body["delta"])
        if units <= 0:
            continue
        (status,) = db.conn.execute("SELECT status FROM sales WHERE id = ?", (sale_id,)).fetchone()
        if status == SaleStatus.VOID:  # undone while its answer was awaited: what was not taken need not come back
            db.conn.execute(
                "UPDATE outbox SET body = json_set(body, '$.delta', json_extract(body, '$.delta') - ?) WHERE id = ?",
                (units, f"sale:{sale_id}/void"),
            )
            db.conn.execute("UPDATE outbox SET resolved = 'refunded' WHERE id = ?", (command.outbox_id,))
            continue
        outbox.owe(db, command.outbox_id, units)
        db.conn.execute("UPDATE sales SET conflict = 'open' WHERE id = ? AND conflict = ''", (sale_id,))
        db.conn.execute(
            "UPDATE outbox SET resolved = (SELECT conflict FROM sales WHERE id = ?1)"
            " WHERE id = ?2 AND (SELECT conflict FROM sales WHERE id = ?1) <> 'open'",
            (sale_id, command.outbox_id),
        )


def _settled(db: Db, command: SettlePush, kind: str, item_id: str, sale_ids: list[str]) -> PushSettled:
    sales = (projection.sale(db, sale_id) for sale_id in sale_ids)
    return PushSettled(
        outbox_id=command.outbox_id,
        kind=kind,
        outcome=command.outcome,
        reason=command.reason,
        item=restate(db, item_id),
        changed=tuple(sale for sale in sales if sale is not None),
    )


def note_audit(db: Db, command: NoteAudit, _now_ms: int) -> AuditNoted:
    """Write where the audit of an item stands."""
    db.conn.execute(
        "UPDATE items SET platform = ?, platform_reason = ?, on_shelf = ? WHERE id = ?",
        (PlatformState(command.platform), command.reason, command.on_shelf, command.item_id),
    )
    item = restate(db, command.item_id)
    return AuditNoted(item_id=item.item_id, number=item.number, item=item)


def note_place(db: Db, command: NotePlace, _now_ms: int) -> SalesChanged:
    """Write where a buyer ordered: in this live room, or elsewhere."""
    db.conn.execute("UPDATE sales SET source_place = ? WHERE id = ?", (command.place, command.sale_id))
    return _changed(db, command.sale_id)


def _changed(db: Db, sale_id: str, *, with_item: bool = False) -> SalesChanged:
    sale = projection.sale(db, sale_id)
    item = projection.item(db, sale.item_id) if sale is not None and with_item else None
    return SalesChanged(changed=() if sale is None else (sale,), item=item)


def take_in_order(db: Db, command: TakeInOrder, now_ms: int) -> Event:
    """Bring one order in step; a version that is known already changes nothing.

    A fact of the platform is never refused here: units that are not in stock are noted as short.
    """
    row = db.conn.execute("SELECT id FROM items WHERE rel_item_id = ?", (command.platform_item,)).fetchone()
    known = db.conn.execute(
        "SELECT id, status, order_updated_at_ms, returned FROM sales WHERE order_id = ?", (command.order_id,)
    ).fetchone()
    event: Event | None = None
    if known is not None and command.updated_at_ms >= known[2]:
        event = _moved_on(db, command, known[0], SaleStatus(known[1]), now_ms, returned=bool(known[3]))
    elif known is None and row is not None and command.status != OrderStatus.CLOSED:
        event = _first_seen(db, command, row[0], now_ms)
    return event or OrderAlreadyKnown(order_id=command.order_id)


def _first_seen(db: Db, command: TakeInOrder, item_id: str, now_ms: int) -> Event:
    """An order that was not known: sold, held unpaid, or (after days away) sold and refunded already."""
    unpaid = command.status == OrderStatus.UNPAID
    sale, show_id = enter(
        db,
        projection.item(db, item_id),
        sale_id=command.sale_id,
        quantity=command.quantity,
        unit_price_fen=command.unit_price_fen,
        source=SaleSource.PLATFORM,
        status=SaleStatus.UNPAID if unpaid else SaleStatus.SOLD,
        buyer=command.buyer,
        now_ms=now_ms,
        order_id=command.order_id,
        order_updated_at_ms=command.updated_at_ms,
        ordered_at_ms=command.ordered_at_ms,
    )
    flash_sales.follow(db, item_id, now_ms)
    if command.status == OrderStatus.REFUNDED:
        refund(db, command.sale_id, _REFUNDED, now_ms)
        return recorded(db, command.sale_id)
    return told(db, sale, show_id)


def _moved_on(
    db: Db, command: TakeInOrder, sale_id: str, was: SaleStatus, now_ms: int, *, returned: bool
) -> Event | None:
    """A newer version of an order that is known; None when it means nothing to the books.

    An order whose money went back first (`returned` is False then) may be closed later: its units come back then.
    """
    db.conn.execute("UPDATE sales SET order_updated_at_ms = ? WHERE id = ?", (command.updated_at_ms, sale_id))
    if was is SaleStatus.UNPAID:  # the seller may still have changed what is to be paid
        db.conn.execute("UPDATE sales SET unit_price_fen = ? WHERE id = ?", (command.unit_price_fen, sale_id))
    match OrderStatus(command.status):
        case OrderStatus.CLOSED if not returned:
            return take_back(db, sale_id, _CLOSED, now_ms)
        case OrderStatus.REFUNDED if was is not SaleStatus.VOID:
            return refund(db, sale_id, _REFUNDED, now_ms)
        case OrderStatus.PAID if was is SaleStatus.UNPAID:
            return pay(db, sale_id)
        case OrderStatus.UNPAID if was is SaleStatus.UNPAID:
            return _changed(db, sale_id, with_item=True)
        case _:
            return None


_CLOSED, _REFUNDED = "平台订单已关闭", "平台已退款"


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
    NotePlace: note_place,
    TakeInOrder: take_in_order,
    SetLink: set_link,
    RetryNow: retry_now,
    **settling.OPS,
}
