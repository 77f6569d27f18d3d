"""The shop: its name, categories, freight templates, and what can be read and changed of its items.

Price and stock act at once, whatever the audit says (KTYPES: 更新在线商品价格 / 库存).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from console.platforms.simulator.fields import Fields
from console.platforms.simulator.listing import (
    CATEGORIES,
    DEFAULT_REFUND_RULES,
    FREIGHT_TEMPLATES,
    LEAVES,
    MOST_PRICE_FEN,
    MOST_STOCK,
    REFUND_RULES,
)
from console.platforms.simulator.pictures import check_known
from console.platforms.simulator.schema import Visit
from console.platforms.simulator.wire import RefusalError, Result

SHOP_NAME = "开播排练小店"
SELLER_ID = 90_000_001
APPROVED = 2


def shop_info(visit: Visit, _asked: Fields) -> object:
    """open.shop.info.get."""
    return {"shopName": visit.rules.shop_name, "shopType": 1, "shopScoreInfo": {"shopScore": "4.90"}}


def seller(visit: Visit, _asked: Fields) -> object:
    """open.user.seller.get."""
    rules = visit.rules
    return {"sellerId": rules.seller_id, "name": rules.shop_name, "openId": "kaibo-rehearsal-open-id"}


def categories(_visit: Visit, _asked: Fields) -> object:
    """open.item.category: the whole tree as a flat list."""
    return [
        {"categoryId": number, "categoryName": name, "categoryPid": parent}
        for number, (parent, name, _) in CATEGORIES.items()
    ]


def suggested_categories(visit: Visit, asked: Fields) -> object:
    """open.item.category.suggested.get: at most three, best first; the last leaf when no word fits."""
    title = asked.text("itemTitle", 120) if "itemTitle" in asked else ""
    if "imageUrls" in asked:
        check_known(visit, "imageUrls", asked.texts("imageUrls", 1, 9))
    fitting = [number for number in LEAVES if any(word in title for word in CATEGORIES[number][2])]
    return [{"categoryId": number, "categoryName": CATEGORIES[number][1]} for number in [*fitting, LEAVES[-1]][:3]]


def category_config(_visit: Visit, asked: Fields) -> object:
    """open.item.category.config."""
    number = asked.one_of("categoryId", LEAVES)
    rules = list(REFUND_RULES.get(number, DEFAULT_REFUND_RULES))
    config = {"refundRuleList": rules, "allergyRefund": "1", "freshRotRefund": "1", "brokenRefund": "1"}
    return {"categoryConfig": config, "categoryPropSwitch": False, "propConfigs": []}


def freight_templates(_visit: Visit, asked: Fields) -> object:
    """open.logistics.express.template.list; an offset counts rows (INFER)."""
    offset, limit = asked.whole("offset"), asked.whole("limit", 1, 100)
    rows = [{"id": number, "name": name, "status": 1, "deleteTime": 0} for number, name in FREIGHT_TEMPLATES.items()]
    return {"expressTemplateDetailVOS": rows[offset : offset + limit], "total": len(rows)}


# --- reading items ---------------------------------------------------------------------------


def get_item(visit: Visit, asked: Fields) -> object:
    """open.item.get: names its SKUs `skuInfos` and the shelf `onOfflineStatus`."""
    row = _living_item(visit, asked.whole("kwaiItemId", 1))
    body = _item_body(visit, row)
    skus, shelf = body.pop("skuList"), body.pop("shelfStatus")
    body.pop("kwaiItemId")
    detail_urls = json.loads(row["detail_urls"])
    return body | {
        "itemId": row["item_id"],
        "skuInfos": skus,
        "onOfflineStatus": shelf,
        "createdTime": row["created_ms"],
        "detailImageUrls": detail_urls,
    }


def list_items(visit: Visit, asked: Fields) -> object:
    """open.item.list.get: by number the item itself, or no data when there is none (INFER); else a page."""
    for name, column in (("kwaiItemId", "item_id"), ("relItemId", "rel_item_id")):
        if name in asked:
            query = f"SELECT * FROM item WHERE {column} = ? AND NOT deleted"  # noqa: S608  a literal of this loop
            row = visit.db.execute(query, [asked.whole(name, 1)]).fetchone()
            return _item_body(visit, row) if row else None
    if "itemStatus" in asked:
        asked.one_of("itemStatus", (1,))
    kind = asked.one_of("itemType", (1, 2)) if "itemType" in asked else 1
    number = asked.maybe_whole("pageNumber", 1) or 1
    size = min(asked.maybe_whole("pageSize", 10) or 100, 100)
    only_on_shelf = "onOfflineStatus" in asked and asked.one_of("onOfflineStatus", (1,)) == 1
    rows = visit.db.execute(
        "SELECT * FROM item WHERE NOT deleted AND (NOT ? OR (shelf AND audit = ?)) AND ? = 1"
        " ORDER BY created_ms, item_id",
        [only_on_shelf, APPROVED, kind],  # flash items (2) cannot be made here, so there are none
    ).fetchall()
    page = rows[(number - 1) * size : number * size]
    return {
        "totalItemCount": len(rows),
        "currentPageItemCount": len(page),
        "currentPageNumber": number,
        "totalPage": -(-len(rows) // size),
        "items": [_item_body(visit, row) for row in page],
    }


def list_skus(visit: Visit, asked: Fields) -> object:
    """open.item.sku.list.get."""
    item = _living_item(visit, asked.whole("kwaiItemId", 1))
    if "skuStatus" in asked:
        asked.one_of("skuStatus", (1,))
    skus = _skus(visit, item)
    wanted = asked.maybe_whole("relSkuId", 1)
    skus = [sku for sku in skus if wanted is None or sku["relSkuId"] == wanted]
    return {"skuCount": len(skus), "skuList": skus}


def on_cart(visit: Visit, asked: Fields) -> object:
    """open.live.shop.item.check.oncar; the rehearsal's cart holds whatever can be sold (INFER)."""
    return {"liveCarItem": is_sellable(_living_item(visit, asked.whole("itemId", 1)))}


def watching(visit: Visit, _asked: Fields) -> object:
    """open.live.shop.seller.real.uv: an invented, slowly swaying number of viewers."""
    minute = visit.now_ms // 60_000
    return {"realWatchUv": 120 + minute * 37 % 80}


def is_sellable(item: sqlite3.Row) -> bool:
    """Approved, wanted on the shelf and not deleted."""
    return bool(item["audit"] == APPROVED and item["shelf"] and not item["deleted"])


# --- changing items --------------------------------------------------------------------------


def change_price(visit: Visit, asked: Fields) -> object:
    """open.item.sku.price.update; fen, like every sibling (INFER, the page names no unit)."""
    sku = _own_sku(visit, asked.whole("itemId", 1), asked.whole("skuId", 1))
    price_fen = asked.whole("price", 1, MOST_PRICE_FEN)
    visit.db.execute("UPDATE sku SET price_fen = ? WHERE sku_id = ?", [price_fen, sku["sku_id"]])
    _touch(visit, sku["item_id"])
    return None


def change_stock(visit: Visit, asked: Fields) -> object:
    """open.item.sku.stock.update: a delta without an idempotency key."""
    sku = _own_sku(visit, asked.whole("kwaiItemId", 1), asked.whole("skuId", 1))
    units = asked.whole("skuChangeStock", 1, MOST_STOCK)
    stock = sku["stock"] + (units if asked.one_of("changeType", (1, 2)) == 1 else -units)
    if stock < 0:
        raise RefusalError(Result.SHORT_OF_STOCK, "当前库存不足，请减少预留数量")
    if stock > MOST_STOCK:
        raise asked.wrong("skuChangeStock", f"超出范围，库存最多 {MOST_STOCK}")
    visit.db.execute("UPDATE sku SET stock = ? WHERE sku_id = ?", [stock, sku["sku_id"]])
    _touch(visit, sku["item_id"])
    return None


def set_shelf(visit: Visit, asked: Fields) -> object:
    """open.item.shelf.status.update; a rejected item does not go on the shelf (INFER)."""
    item = _living_item(visit, asked.whole("kwaiItemId", 1))
    shelf = asked.one_of("shelfStatus", (0, 1))
    if shelf and item["audit"] not in {0, APPROVED}:
        raise RefusalError(Result.NO_ITEM, f"商品审核未通过，不能上架：{item['audit_reason']}")
    visit.db.execute("UPDATE item SET shelf = ? WHERE item_id = ?", [shelf, item["item_id"]])
    _touch(visit, item["item_id"])
    return None


def delete_item(visit: Visit, asked: Fields) -> object:
    """open.item.delete; only off the shelf."""
    item = _living_item(visit, asked.whole("kwaiItemId", 1))
    if item["shelf"]:
        raise RefusalError(Result.ITEM_ON_SHELF, "商品正在售卖中不允许删除")
    visit.db.execute("UPDATE item SET deleted = 1 WHERE item_id = ?", [item["item_id"]])
    return None


def _living_item(visit: Visit, item_id: int) -> sqlite3.Row:
    row: sqlite3.Row | None = visit.db.execute(
        "SELECT * FROM item WHERE item_id = ? AND NOT deleted", [item_id]
    ).fetchone()
    if row is None:
        raise RefusalError(Result.NO_ITEM, "商品不存在")
    return row


def _own_sku(visit: Visit, item_id: int, sku_id: int) -> sqlite3.Row:
    _living_item(visit, item_id)
    row: sqlite3.Row | None = visit.db.execute(
        "SELECT * FROM sku WHERE sku_id = ? AND item_id = ?", [sku_id, item_id]
    ).fetchone()
    if row is None:
        raise RefusalError(Result.NO_ITEM, "SKU 不存在")
    return row


def _touch(visit: Visit, item_id: int) -> None:
    visit.db.execute("UPDATE item SET updated_ms = ? WHERE item_id = ?", [visit.now_ms, item_id])


def _skus(visit: Visit, item: Mapping[str, object] | sqlite3.Row) -> list[dict[str, object]]:
    rows = visit.db.execute("SELECT * FROM sku WHERE item_id = ? ORDER BY rowid", [item["item_id"]])
    return [
        {
            "kwaiSkuId": row["sku_id"],
            "relSkuId": row["rel_sku_id"],
            "skuStock": row["stock"],
            "reserveStock": 0,
            "skuSalePrice": row["price_fen"],
            "skuNick": row["nick"],
            "skuProp": json.loads(row["props"]),
            "kwaiItemId": row["item_id"],
            "isValid": 1,
            "appkey": visit.rules.appkey,
            "createTime": item["created_ms"],
            "updateTime": item["updated_ms"],
        }
        for row in rows
    ]


def _item_body(visit: Visit, row: sqlite3.Row) -> dict[str, object]:
    """An item as the list shows it. Nothing is on the shelf before it is approved."""
    skus = _skus(visit, row)
    images = json.loads(row["image_urls"])
    sold = visit.db.execute(
        "SELECT COALESCE(SUM(quantity), 0) FROM purchase WHERE item_id = ? AND status = 30", [row["item_id"]]
    ).fetchone()[0]
    return {
        "kwaiItemId": row["item_id"],
        "relItemId": row["rel_item_id"],
        "userId": SELLER_ID,
        "title": row["title"],
        "details": row["details"],
        "mainImageUrl": images[0],
        "imageUrls": images,
        "categoryId": row["category_id"],
        "categoryName": CATEGORIES[row["category_id"]][1],
        "price": visit.db.execute("SELECT MIN(price_fen) FROM sku WHERE item_id = ?", [row["item_id"]]).fetchone()[0],
        "volume": sold,
        "createTime": row["created_ms"],
        "updateTime": row["updated_ms"],
        "serviceRule": json.loads(row["service_rule"]),
        "auditStatus": row["audit"],
        "auditReason": row["audit_reason"],
        "shelfStatus": int(is_sellable(row)),
        "shelfStatusUpdateReason": "",
        "fromType": 1,
        "appkey": visit.rules.appkey,
        "itemStatus": 1,
        "expressTemplateId": row["express_template_id"],
        "itemType": 1,
        "skuList": skus,
    }
