"""Coupons of the rehearsal shop: made once for each key, taken by invented buyers, counted.

Names of fields follow the reference where it has them; what it leaves out is marked INFER here and in
the client.
"""

from __future__ import annotations

import sqlite3

from console.platforms.simulator.fields import Fields
from console.platforms.simulator.listing import new_number
from console.platforms.simulator.schema import Visit
from console.platforms.simulator.wire import RefusalError, Result

DAY_MS = 86_400_000
BEIJING_MS = 8 * 3_600_000


def create(visit: Visit, asked: Fields) -> object:
    """open.promotion.coupon.create: the same `outerUniqueKey` answers the same coupon (INFER: not an error)."""
    key = asked.text("outerUniqueKey", 60)
    known = visit.db.execute("SELECT coupon_id FROM coupon WHERE outer_key = ?", [key]).fetchone()
    if known is not None:
        return {"couponId": known["coupon_id"]}
    target = asked.one_of("couponTargetType", (0, 1))
    name = asked.text("name", 20)
    if any(word in name for word in visit.rules.refused_words):
        raise asked.wrong("name", "含有违禁词")
    reduce, threshold = asked.whole("reduceAmount", 1), asked.whole("threshold", 0)
    if threshold and reduce >= threshold:
        raise asked.wrong("reduceAmount", "应小于使用门槛")
    starts, ends = asked.whole("receiveStartTime", 1), asked.whole("receiveEndTime", 1)
    if (starts + BEIJING_MS) % DAY_MS or (ends + BEIJING_MS + 1000) % DAY_MS or ends <= starts:
        raise asked.wrong("receiveStartTime", "须为 00:00:00 到 23:59:59 的整天")
    items = [item.whole("itemId", 1) for item in asked.objects("itemIds", 1, 100)] if target == 0 else []
    coupon_id = new_number(visit, "coupon", "coupon_id")
    visit.db.execute(
        "INSERT INTO coupon VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
        [
            coupon_id,
            key,
            name,
            ",".join(map(str, items)),
            reduce,
            threshold,
            asked.whole("totalStock", 1, 1_000_000),
            starts,
            ends,
        ],
    )
    return {"couponId": coupon_id}


def statistic(visit: Visit, asked: Fields) -> object:
    """open.promotion.coupon.statistic: how many were taken (INFER: `receiveNum`)."""
    coupon = _coupon(visit, asked.whole("couponId", 1))
    return {"couponId": coupon["coupon_id"], "totalStock": coupon["total"], "receiveNum": coupon["taken"]}


def over(visit: Visit, asked: Fields) -> object:
    """open.promotion.coupon.over: nobody can take it any more; ending it twice does no harm."""
    coupon = _coupon(visit, asked.whole("couponId", 1))
    visit.db.execute("UPDATE coupon SET over = 1 WHERE coupon_id = ?", [coupon["coupon_id"]])
    return None


def take(visit: Visit, coupon_id: int, count: int) -> int:
    """Invented buyers take `count` of a coupon, as many as there are; returns how many got one."""
    coupon = _coupon(visit, coupon_id)
    got = 0 if coupon["over"] else min(count, coupon["total"] - coupon["taken"])
    visit.db.execute("UPDATE coupon SET taken = taken + ? WHERE coupon_id = ?", [got, coupon_id])
    return int(got)


def _coupon(visit: Visit, coupon_id: int) -> sqlite3.Row:
    row: sqlite3.Row | None = visit.db.execute("SELECT * FROM coupon WHERE coupon_id = ?", [coupon_id]).fetchone()
    if row is None:
        raise RefusalError(Result.BAD_PARAM, "优惠券不存在")
    return row
