"""open.item.new: everything the platform checks before it takes an item in (KTYPES; limits there unless INFER)."""

from __future__ import annotations

import json
import math
import secrets
import unicodedata
from collections.abc import Sequence

from console.platforms.simulator.fields import Fields
from console.platforms.simulator.pictures import check_known
from console.platforms.simulator.schema import Visit
from console.platforms.simulator.wire import RefusalError, Result

MOST_TITLE_UNITS = 60
MOST_PRICE_FEN = 999_999_999
"""The category's own cap (KTYPES: 1 <= 数值 <= 类目配置价格上限), one for all categories here (INFER)."""
MOST_STOCK = 9_999_999
FREIGHT_TEMPLATES = {880_001: "全国包邮", 880_002: "偏远地区不发货"}

CATEGORIES = {
    1000: (0, "珠宝/翡翠/玉石", ()),
    1001: (1000, "翡翠手镯", ("镯",)),
    1002: (1000, "翡翠吊坠", ("吊坠", "挂件", "平安扣")),
    1003: (1000, "珍珠项链", ("珍珠", "项链")),
    2000: (0, "女装", ()),
    2001: (2000, "连衣裙", ("裙",)),
    2002: (2000, "T恤", ("T恤", "短袖")),
    3000: (0, "其他", ()),
    3001: (3000, "其他商品", ()),
}
"""Category id -> (parent, name, words that suggest it); the leaves are those without children."""
LEAVES = tuple(number for number in CATEGORIES if number not in {parent for parent, _, _ in CATEGORIES.values()})
REFUND_RULES = {1001: (1, 4, 8)}
"""Where a category's rules differ from `DEFAULT_REFUND_RULES`."""
DEFAULT_REFUND_RULES = (1, 4, 5)


def title_units(title: str) -> int:
    """Length of a title as the platform counts: a Chinese (wide) character two, any other one (INFER)."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in title)


def open_item(visit: Visit, asked: Fields) -> object:
    """open.item.new. `relItemId` is taken for ever, even by an item deleted since."""
    title = asked.text("title", 120)
    if title_units(title) > MOST_TITLE_UNITS:
        raise asked.wrong("title", f"超长，最多 {MOST_TITLE_UNITS // 2} 个汉字")
    rel_item_id = asked.whole("relItemId", 1)
    category_id = asked.one_of("categoryId", LEAVES)
    image_urls = asked.texts("imageUrls", 1, 9)
    check_known(visit, "imageUrls", image_urls)
    detail_urls = asked.texts("detailImageUrls", 1, 50)
    check_known(visit, "detailImageUrls", detail_urls)
    details = asked.text("details", 1000)
    express_template_id = asked.one_of("expressTemplateId", tuple(FREIGHT_TEMPLATES))
    on_shelf, service_rule = _service_rule(asked.inner("serviceRule"), category_id)
    _extras(asked)
    skus = asked.objects("skuList", 1, 600)
    rows = [_sku(visit, sku) for sku in skus]
    _check_grid(asked, [row[3] for row in rows])
    if len({row[0] for row in rows}) != len(rows):
        raise asked.wrong("skuList", "中 relSkuId 重复")
    if visit.db.execute("SELECT 1 FROM item WHERE rel_item_id = ?", [rel_item_id]).fetchone():
        raise RefusalError(Result.REL_ITEM_TAKEN, "relItemId 已存在，请勿重复发布")
    item_id = new_number(visit, "item", "item_id")
    verdict, reason = _verdict(visit.rules.refused_words, title)
    due_ms = visit.now_ms + round(visit.rules.audit_delay_s * 1000)
    visit.db.execute(
        "INSERT INTO item (item_id, rel_item_id, title, details, category_id, express_template_id, image_urls,"
        " detail_urls, service_rule, shelf, verdict, verdict_reason, verdict_at_ms, created_ms, updated_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [item_id, rel_item_id, title, details, category_id, express_template_id, json.dumps(image_urls),
         json.dumps(detail_urls), json.dumps(service_rule), on_shelf, verdict, reason, due_ms,
         visit.now_ms, visit.now_ms],
    )  # fmt: skip
    mapping = []
    for rel_sku_id, stock, price_fen, props, nick in rows:
        sku_id = new_number(visit, "sku", "sku_id")
        visit.db.execute(
            "INSERT INTO sku VALUES (?, ?, ?, ?, ?, ?, ?)",
            [sku_id, item_id, rel_sku_id, nick, json.dumps(props, ensure_ascii=False), price_fen, stock],
        )
        mapping.append({"kwaiSkuId": sku_id, "relSkuId": rel_sku_id, "skuNick": nick})
    return {"kwaiItemId": item_id, "relItemId": rel_item_id, "skuIdMapping": mapping}


def new_number(visit: Visit, table: str, column: str) -> int:
    """An id as the platform gives them: 14 digits in no order."""
    while True:
        number = 20_000_000_000_000 + secrets.randbelow(10**13)
        known = f"SELECT 1 FROM {table} WHERE {column} = ?"  # noqa: S608  both names are literals in this package
        if visit.db.execute(known, [number]).fetchone() is None:
            return number


def settle_audits(visit: Visit) -> None:
    """Give every item its verdict whose time has come; called at the start of each visit."""
    visit.db.execute(
        "UPDATE item SET audit = verdict, audit_reason = verdict_reason, updated_ms = verdict_at_ms"
        " WHERE audit = 0 AND verdict_at_ms <= ?",
        [visit.now_ms],
    )


def _verdict(refused_words: Sequence[str], title: str) -> tuple[int, str]:
    found = [word for word in refused_words if word in title]
    return (3, f"标题含有不允许的内容：{found[0]}") if found else (2, "")


def _service_rule(rule: Fields, category_id: int) -> tuple[bool, dict[str, object]]:
    """(on the shelf at once, the rule as it is answered later)."""
    refund_rule = rule.text("refundRule", 2)
    if refund_rule not in map(str, REFUND_RULES.get(category_id, DEFAULT_REFUND_RULES)):
        raise rule.wrong("refundRule", "不适用于该类目")
    if ("promiseDeliveryTime" in rule) == ("deliverGoodsInteralTime" in rule):
        raise rule.wrong("promiseDeliveryTime", "和 deliverGoodsInteralTime 至少填一个且不能都填")
    answered: dict[str, object] = {"refundRule": refund_rule}
    if "promiseDeliveryTime" in rule:
        answered["promiseDeliveryTime"] = rule.one_of("promiseDeliveryTime", (86_400, 172_800))
    else:
        answered["deliverGoodsInteralTime"] = rule.whole("deliverGoodsInteralTime", 259_200, 1_296_000)
    promise = rule.inner("servicePromise")
    names = [n for n in ("freshRotRefund", "brokenRefund", "allergyRefund", "crabRefund") if n in promise]
    answered["servicePromise"] = {name: promise.flag(name) for name in names}
    at_once = "immediatelyOnOfflineFlag" not in rule or rule.one_of("immediatelyOnOfflineFlag", (0, 1)) == 0
    return at_once, answered


def _extras(asked: Fields) -> None:
    """Optional fields are checked too when they are there."""
    if "purchaseLimit" in asked and asked.flag("purchaseLimit"):
        asked.whole("limitCount", 1)
    if "shortTitle" in asked and not 4 < title_units(asked.text("shortTitle")) < 20:
        raise asked.wrong("shortTitle", "长度必须大于 4 且小于 20 个字符")
    if "sellingPoint" in asked and not 8 < title_units(asked.text("sellingPoint")) < 24:
        raise asked.wrong("sellingPoint", "长度必须大于 8 且小于 24 个字符")
    if "payWay" in asked:
        asked.one_of("payWay", (2,))
    if "saleTimeFlag" in asked and asked.flag("saleTimeFlag"):
        asked.whole("timeOfSale", 1)


def _sku(visit: Visit, sku: Fields) -> tuple[int, int, int, list[dict[str, object]], str]:
    """(relSkuId, stock, price in fen, props, nick) of one SKU."""
    price_fen = sku.whole("skuSalePrice", 1, MOST_PRICE_FEN)
    market = sku.maybe_whole("skuMarketPrice")
    if market is not None and not price_fen < market <= 10 * price_fen:
        raise sku.wrong("skuMarketPrice", "应高于售价且不超过 10 倍")
    props: list[dict[str, object]] = []
    for prop in sku.objects("skuProps", 1, 10):
        url = prop.text("imageUrl") if "imageUrl" in prop else ""
        if url:
            check_known(visit, "skuProps", [url])
        props.append(
            {
                "propName": prop.text("propName", 30),
                "propValueName": prop.text("propValueName", 60),
                "isMainProp": prop.one_of("isMainProp", (0, 1)),
                "propVersion": prop.one_of("propVersion", (1, 2)),
                "imageUrl": url,
            }
        )
    if sum(prop["isMainProp"] == 1 for prop in props) != 1:
        raise sku.wrong("skuProps", "应有且只有一个主属性")
    nick = sku.text("skuNick", 30) if "skuNick" in sku else ""
    return sku.whole("relSkuId", 1), sku.whole("skuStock", 0, MOST_STOCK), price_fen, props, nick


def _check_grid(asked: Fields, rows: list[list[dict[str, object]]]) -> None:
    """The SKUs' properties must span a full grid: the same names everywhere, every combination once."""
    cells = [{str(prop["propName"]): str(prop["propValueName"]) for prop in props} for props in rows]
    names = cells[0].keys()
    if any(cell.keys() != names for cell in cells) or any(len(p) != len(c) for p, c in zip(rows, cells, strict=True)):
        raise asked.wrong("skuList", "中各规格的 skuProps 属性名不一致或重复")
    size = math.prod(len({cell[name] for cell in cells}) for name in names)
    if len({tuple(sorted(cell.items())) for cell in cells}) != len(cells) or size != len(cells):
        raise asked.wrong("skuList", "的 skuProps 应构成完整的规格组合")
