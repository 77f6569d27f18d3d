"""Buyers to order: they take stock when they order (拍下减库存), pay, or let it lapse and give it back.

Not part of the wire protocol. Names are invented and masked before they are stored.
"""

from __future__ import annotations

import secrets
import sqlite3

from console.errors import KaiboError, Text
from console.platforms.simulator.limits import day_of
from console.platforms.simulator.listing import new_number
from console.platforms.simulator.orders import CLOSED, PAID, UNPAID
from console.platforms.simulator.schema import Visit
from console.platforms.simulator.shop import is_sellable

_NAMES = ("小满爱玉", "山里红", "清风", "阿宁的店", "月光宝盒", "麦田", "南巷", "糯米团子")


class BuyerTurnedAway(KaiboError):
    """A rehearsal buyer could not do it. Facts: `why` (Text)."""

    title = Text("模拟买家没办成：{why}", "The rehearsal buyer was turned away: {why}")
    advice = Text("看一下商品是否已过审、在架、有库存", "See whether the item is approved, on the shelf and in stock")


_NO_SUCH_ITEM = Text("没有这个商品", "there is no such item")
_NOT_ON_SALE = Text("商品还没开卖", "the item is not on sale")
_SHORT = Text("库存不足", "not enough stock")
_BAD_QUANTITY = Text("件数至少 1", "the quantity is at least 1")
_NO_SUCH_ORDER = Text("没有这个订单", "there is no such order")
_NOT_WAITING = Text("订单不在待付款", "the order does not wait for payment")
_NOT_PAID = Text("这笔订单还没有付款", "this order is not paid")
_CLOSED_ALREADY = Text("订单已经关闭", "the order is closed already")


def masked(name: str) -> str:
    """The first character and stars: nobody can be told from it."""
    return f"{name[0]}{'*' * min(max(len(name) - 1, 2), 5)}" if name else "*"


def place(visit: Visit, rel_item_id: int, quantity: int, *, buyer: str, pay: bool) -> int:
    """Order `quantity` of the item's first SKU at today's price; returns the order number.

    Raises `BuyerTurnedAway` when it is not on sale or stock is short."""
    if quantity < 1:
        raise BuyerTurnedAway(why=_BAD_QUANTITY)
    item = visit.db.execute("SELECT * FROM item WHERE rel_item_id = ? AND NOT deleted", [rel_item_id]).fetchone()
    if item is None:
        raise BuyerTurnedAway(why=_NO_SUCH_ITEM)
    if not is_sellable(item):
        raise BuyerTurnedAway(why=_NOT_ON_SALE)
    sku = visit.db.execute("SELECT * FROM sku WHERE item_id = ? ORDER BY rowid", [item["item_id"]]).fetchone()
    if sku["stock"] < quantity:
        raise BuyerTurnedAway(why=_SHORT)
    visit.db.execute("UPDATE sku SET stock = stock - ? WHERE sku_id = ?", [quantity, sku["sku_id"]])
    oid = new_number(visit, "purchase", "oid")
    now_ms = visit.now_ms
    visit.db.execute(
        "INSERT INTO purchase VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        [oid, item["item_id"], sku["sku_id"], quantity, sku["price_fen"], PAID if pay else UNPAID,
         masked(buyer or secrets.choice(_NAMES)), now_ms, now_ms if pay else 0, now_ms],
    )  # fmt: skip
    return oid


def pay(visit: Visit, oid: int) -> None:
    """Pay an order that waits for it. Raises `BuyerTurnedAway`."""
    if _order(visit, oid)["status"] != UNPAID:
        raise BuyerTurnedAway(why=_NOT_WAITING)
    visit.db.execute(
        "UPDATE purchase SET status = ?, paid_ms = ?, updated_ms = ? WHERE oid = ?",
        [PAID, visit.now_ms, visit.now_ms, oid],
    )


def close(visit: Visit, oid: int) -> None:
    """Close an order, paid or not, and give its units back. Raises `BuyerTurnedAway`."""
    order = _order(visit, oid)
    if order["status"] == CLOSED:
        raise BuyerTurnedAway(why=_CLOSED_ALREADY)
    visit.db.execute("UPDATE purchase SET status = ?, updated_ms = ? WHERE oid = ?", [CLOSED, visit.now_ms, oid])
    visit.db.execute("UPDATE sku SET stock = stock + ? WHERE sku_id = ?", [order["quantity"], order["sku_id"]])


def refund(visit: Visit, oid: int) -> None:
    """Return the money of a paid order; its goods stay with the buyer. Raises `BuyerTurnedAway`."""
    if _order(visit, oid)["status"] != PAID:
        raise BuyerTurnedAway(why=_NOT_PAID)
    visit.db.execute("UPDATE purchase SET refunded = 1, updated_ms = ? WHERE oid = ?", [visit.now_ms, oid])


def totals(visit: Visit) -> dict[str, object]:
    """What the platform has, to compare the console's own books with.

    `items`: per item `rel_item_id`, `stock`, `sold_units` (paid), `held_units` (ordered, not paid),
    `gmv_fen` (paid). Beside it the sums, `orders` (closed ones included), `paid_orders`, and
    `calls` spent today by method with `calls_spent` as their sum.
    """
    rows = visit.db.execute(
        "SELECT item.rel_item_id, item.item_id, item.title, item.audit, item.audit_reason, item.shelf, item.deleted,"
        " (SELECT SUM(stock) FROM sku WHERE sku.item_id = item.item_id) AS stock,"
        " (SELECT MIN(price_fen) FROM sku WHERE sku.item_id = item.item_id) AS price_fen,"
        " COALESCE(SUM(quantity * (status = 30) * (refunded = 0)), 0) AS sold_units,"
        " COALESCE(SUM(quantity * (status = 10)), 0) AS held_units,"
        " COALESCE(SUM(quantity * unit_price_fen * (status = 30) * (refunded = 0)), 0) AS gmv_fen"
        " FROM item LEFT JOIN purchase USING (item_id) GROUP BY item.item_id ORDER BY item.created_ms, item.item_id"
    ).fetchall()
    items = [{**dict(row), "sellable": is_sellable(row)} for row in rows]
    orders, paid = visit.db.execute("SELECT COUNT(*), COALESCE(SUM(status = 30), 0) FROM purchase").fetchone()
    today = day_of(visit.now_ms)
    calls = dict(visit.db.execute("SELECT method, calls FROM calls WHERE day = ? ORDER BY method", [today]).fetchall())
    return {
        "items": items,
        "stock": sum(row["stock"] for row in rows),
        "sold_units": sum(row["sold_units"] for row in rows),
        "gmv_fen": sum(row["gmv_fen"] for row in rows),
        "orders": orders,
        "paid_orders": paid,
        "calls": calls,
        "calls_spent": sum(calls.values()),
    }


def _order(visit: Visit, oid: int) -> sqlite3.Row:
    row: sqlite3.Row | None = visit.db.execute("SELECT * FROM purchase WHERE oid = ?", [oid]).fetchone()
    if row is None:
        raise BuyerTurnedAway(why=_NO_SUCH_ORDER)
    return row
