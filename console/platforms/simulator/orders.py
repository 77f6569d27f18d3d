"""open.order.cursor.list and open.order.detail: how a shop learns of its orders. Who orders is in `buyers`."""

from __future__ import annotations

import sqlite3

from console.platforms.simulator.fields import Fields
from console.platforms.simulator.schema import Visit
from console.platforms.simulator.wire import RefusalError, Result

UNPAID, PAID, CLOSED = 10, 30, 80
_DAY_MS = 86_400_000
_LIVE_ROOM = 2
_REFUND_DONE = 60
_VIEWS = {1: (UNPAID, PAID, CLOSED), 2: (UNPAID,), 3: (PAID,), 4: (), 5: (), 6: (), 7: (CLOSED,)}
"""orderViewStatus -> statuses; nothing is ever shipped in a rehearsal."""


def list_orders(visit: Visit, asked: Fields) -> object:
    """A page of orders created or updated within [beginTime, endTime], both ends included."""
    statuses = _VIEWS[asked.one_of("orderViewStatus", tuple(_VIEWS))]
    size = asked.whole("pageSize", 1, 50)
    newest_first = asked.one_of("sort", (1, 2)) == 1
    column = {1: "created_ms", 2: "updated_ms"}[asked.one_of("queryType", (1, 2))]
    if "cpsType" in asked:
        asked.one_of("cpsType", (0, 1, 2))
    begin_ms, end_ms = asked.whole("beginTime"), asked.whole("endTime")
    if end_ms <= begin_ms:
        raise RefusalError(Result.END_BEFORE_BEGIN, "ENDTIME MUST AFTER BEGINTIME")
    if end_ms - begin_ms > 7 * _DAY_MS:
        raise RefusalError(Result.SPAN_TOO_LONG, "SEARCH TIME RANGE EXPAND 7 DAYS")
    if begin_ms < visit.now_ms - 90 * _DAY_MS:
        raise RefusalError(Result.TOO_LONG_AGO, "CAN NOT SEARCH BEFORE 90 DAYS")
    cursor = asked.text("cursor", 60, empty=True)
    if cursor == "nomore":
        return {"cursor": "nomore", "orderList": []}
    after = _after(asked, cursor)
    sign, direction = ("<", "DESC") if newest_first else (">", "ASC")
    marks = ",".join("?" * len(statuses))
    query = (
        f"SELECT purchase.*, {column} AS at_ms FROM purchase"  # noqa: S608  column, sign, order: literals from above
        f" WHERE {column} BETWEEN ? AND ? AND status IN ({marks}) AND (? IS NULL OR ({column}, oid) {sign} (?, ?))"
        f" ORDER BY {column} {direction}, oid {direction} LIMIT ?"
    )
    at_ms, oid = after or (None, None)
    rows = visit.db.execute(query, [begin_ms, end_ms, *statuses, at_ms, at_ms, oid, size + 1]).fetchall()
    page = rows[:size]
    more = f"{page[-1]['at_ms']}_{page[-1]['oid']}" if len(rows) > size else "nomore"
    return {"cursor": more, "beginTime": begin_ms, "endTime": end_ms, "orderList": [_body(visit, row) for row in page]}


def order_detail(visit: Visit, asked: Fields) -> object:
    """One order, with the live room it came from (where these two fields stand is INFER)."""
    row = visit.db.execute("SELECT * FROM purchase WHERE oid = ?", [asked.whole("oid", 1)]).fetchone()
    if row is None:
        raise RefusalError(Result.NO_ORDER, "订单不存在")
    body = _body(visit, row)
    return body | {"carrierType": _LIVE_ROOM, "carrierId": "kaibo-rehearsal-room"}


def _after(asked: Fields, cursor: str) -> tuple[int, int] | None:
    """The last order of the page before, as its cursor names it."""
    if not cursor:
        return None
    at_ms, _, oid = cursor.partition("_")
    if not (at_ms.isdecimal() and oid.isdecimal()):
        raise asked.wrong("cursor", "不正确")
    return int(at_ms), int(oid)


def _body(visit: Visit, row: sqlite3.Row) -> dict[str, object]:
    item = visit.db.execute("SELECT * FROM item WHERE item_id = ?", [row["item_id"]]).fetchone()
    sku = visit.db.execute("SELECT * FROM sku WHERE sku_id = ?", [row["sku_id"]]).fetchone()
    return {
        "orderBaseInfo": {
            "oid": row["oid"],
            "status": row["status"],
            "createTime": row["created_ms"],
            "payTime": row["paid_ms"],
            "updateTime": row["updated_ms"],
            "totalFee": row["unit_price_fen"] * row["quantity"],
            "expressFee": 0,
            "discountFee": 0,
            "buyerNick": row["buyer"],
            "buyerOpenId": f"kaibo-rehearsal-buyer-{row['oid'] % 1000}",
            "remark": "",
        },
        "orderItemInfo": {
            "itemId": item["item_id"],
            "relItemId": item["rel_item_id"],
            "skuId": sku["sku_id"],
            "relSkuId": sku["rel_sku_id"],
            "skuNick": sku["nick"],
            "itemTitle": item["title"],
            "num": row["quantity"],
            "price": row["unit_price_fen"],
            "originalPrice": row["unit_price_fen"],
            "discountFee": 0,
            "itemType": 1,
        },
        "orderRefundList": [{"refundId": row["oid"], "refundStatus": _REFUND_DONE}] if row["refunded"] else [],
        "orderNote": [],
        "orderCpsInfo": {},
        "orderAddress": {
            "encryptedConsignee": "",
            "encryptedMobile": "",
            "encryptedAddress": "",
            "desensitiseConsignee": row["buyer"],
            "desensitiseMobile": "1**********",
            "desensitiseAddress": "***",
            "province": "浙江省",
            "city": "杭州市",
        },
    }
