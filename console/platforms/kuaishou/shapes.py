"""What goes into `param` and what comes out of `data`, checked field by field (KTYPES). No network here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from console.errors import Text
from console.platforms.base import (
    Audit,
    NewCoupon,
    NewItem,
    Order,
    OrderStatus,
    OutcomeUnknown,
    PictureUse,
    PlatformItem,
    RetryLater,
)

UPLOAD_TYPES = {PictureUse.MAIN: 1, PictureUse.DETAIL: 2}
UNREADABLE = Text("平台的答复看不懂", "the platform's answer cannot be read")

_AUDITS = {0: Audit.PENDING, 1: Audit.TO_FIX, 2: Audit.APPROVED, 3: Audit.REJECTED}


class UnreadableError(Exception):
    """An answer without what the reference promises; never leaves this package."""


def lost(why: Text, *, writes: bool) -> OutcomeUnknown | RetryLater:
    return OutcomeUnknown(why=why) if writes else RetryLater(why=why, after_s=0.0)


@contextmanager
def shape(*, writes: bool) -> Iterator[None]:
    """Inside, an answer of the wrong shape is as good as none."""
    try:
        yield
    except UnreadableError as exc:
        raise lost(UNREADABLE, writes=writes) from exc


def fields(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise UnreadableError
    return value


def rows_of(row: Mapping[str, object], name: str) -> list[object]:
    value = row.get(name)
    if not isinstance(value, list):
        raise UnreadableError
    return value


def whole(row: Mapping[str, object], *names: str) -> int:
    """The first of `names` that holds a whole number."""
    for name in names:
        value = row.get(name)
        if type(value) is int:
            return value
    raise UnreadableError


def words(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value:
        raise UnreadableError
    return value


def new_item_param(item: NewItem) -> dict[str, object]:
    """`param` of open.item.new (KTYPES): one SKU, whose single property spans the grid."""
    sku_prop = {"propName": "规格", "propValueName": "默认", "isMainProp": 1, "propVersion": 1}
    return {
        "title": item.title,
        "relItemId": item.rel_item_id,
        "categoryId": item.template.category_id,
        "imageUrls": list(item.picture_urls),
        "detailImageUrls": list(item.detail_urls),
        "details": item.template.details or item.title,
        "expressTemplateId": item.template.express_template_id,
        "skuList": [
            {
                "relSkuId": item.rel_sku_id,
                "skuStock": item.stock,
                "skuSalePrice": item.price_fen,
                "skuProps": [{**sku_prop, "imageUrl": item.picture_urls[0]}],
            }
        ],
        "serviceRule": {
            "refundRule": item.template.refund_rule,
            "promiseDeliveryTime": item.template.promise_delivery_s,
            "servicePromise": {"freshRotRefund": False, "brokenRefund": False, "allergyRefund": False},
            "immediatelyOnOfflineFlag": 0,
        },
    }


def new_coupon_param(coupon: NewCoupon) -> dict[str, object]:
    """`param` of open.promotion.coupon.create. INFER: amounts in fen, times in ms, valid while it can be taken."""
    window = {
        "receiveStartTime": coupon.begins_ms,
        "receiveEndTime": coupon.ends_ms,
        "validityType": 1,
        "validityStartTime": coupon.begins_ms,
        "validityEndTime": coupon.ends_ms,
    }
    target: dict[str, object] = {"couponTargetType": 1}
    if coupon.platform_item_id is not None:
        target = {"couponTargetType": 0, "itemIds": [{"itemId": coupon.platform_item_id}]}
    return {
        "name": coupon.name,
        "outerUniqueKey": coupon.key,
        **target,
        "reduceAmount": coupon.reduce_fen,
        "threshold": coupon.threshold_fen,
        "totalStock": coupon.total,
        "receivePerLimit": coupon.per_buyer,
        "receiveChannel": 1,
        **window,
    }


def read_item(row: Mapping[str, object]) -> PlatformItem:
    """An item in either shape: the list's (skuList, shelfStatus) or the detail's (skuInfos, onOfflineStatus)."""
    skus = [fields(sku) for sku in rows_of(row, "skuList" if "skuList" in row else "skuInfos")]
    valid = [sku for sku in skus if sku.get("isValid", 1) == 1]
    audit = _AUDITS.get(whole(row, "auditStatus"))
    if not valid or audit is None:
        raise UnreadableError
    reason = row.get("auditReason")
    return PlatformItem(
        platform_item_id=whole(row, "kwaiItemId", "itemId"),
        rel_item_id=whole(row, "relItemId"),
        sku_id=whole(valid[0], "kwaiSkuId"),
        title=words(row, "title"),
        price_fen=whole(valid[0], "skuSalePrice"),
        stock=whole(valid[0], "skuStock"),
        audit=audit,
        audit_reason=reason if isinstance(reason, str) else "",
        on_shelf=whole(row, "shelfStatus", "onOfflineStatus") == 1,
    )


def read_order(row: Mapping[str, object]) -> Order:
    """One order; `relItemId` is absent on items that were not listed through the platform's API: 0."""
    base, line = fields(row.get("orderBaseInfo")), fields(row.get("orderItemInfo"))
    if whole(line, "num") < 1 or whole(line, "price") < 0:
        raise UnreadableError
    address = row.get("orderAddress")
    masked = address.get("desensitiseConsignee") if isinstance(address, dict) else None
    nick = base.get("buyerNick")
    if not isinstance(masked, str) or not masked:
        masked = f"{nick[0]}**" if isinstance(nick, str) and nick else ""
    return Order(
        order_id=str(whole(base, "oid")),
        rel_item_id=whole(line, "relItemId") if line.get("relItemId") else 0,
        quantity=whole(line, "num"),
        unit_price_fen=whole(line, "price"),
        status=_order_status(whole(base, "status"), _refunded(row.get("orderRefundList"))),
        buyer=masked,
        created_at_ms=whole(base, "createTime"),
        updated_at_ms=whole(base, "updateTime", "createTime"),
    )


def legible_number(row: object) -> str:
    """The number of an order that cannot be read otherwise, "?" when not even that can."""
    base = row.get("orderBaseInfo") if isinstance(row, dict) else None
    number = base.get("oid") if isinstance(base, dict) else None
    return str(number) if isinstance(number, int) else "?"


def _refunded(refunds: object) -> bool:
    """Whether one of the refunds came through (status 60, KTYPES)."""
    return isinstance(refunds, list) and any(fields(refund).get("refundStatus") == 60 for refund in refunds)


def _order_status(code: int, refunded: bool) -> OrderStatus:
    """10 unpaid, 30 paid, 40 shipped, 50 signed, 70 success, 80 failed (KTYPES). A refund before shipping
    closes the order and frees its stock; after shipping the order stays and the goods are out (INFER)."""
    if code >= 80:
        return OrderStatus.CLOSED
    if refunded:
        return OrderStatus.REFUNDED
    return OrderStatus.PAID if code >= 30 else OrderStatus.UNPAID
