"""Which column is what, under the many names that sellers give them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from console.bulk.tables import Cell

LOOK_AT_ROWS = 30
"""How far down the row of headings is looked for; title rows, notes and blanks may stand above it."""

NAMES: dict[str, list[str]] = {
    field: names.split()
    for field, names in {
        "title": "商品名称 商品标题 品名 商品名 名称 标题 产品名称 产品名 货品名称 宝贝名称 宝贝标题 货名 链接标题 款名"
        " 商品 产品 宝贝 title name product productname item itemname",
        "price": "直播价 直播间价 直播价格 到手价 券后价 活动价 促销价 现价 售价 销售价 销售价格 零售价 价格 单价"
        " 价钱 定价 一口价 价 liveprice saleprice price unitprice",
        "stock": "库存 库存数量 库存数 可售库存 可售数量 现货 现货数量 总库存 备货 备货数量 数量 件数 个数"
        " stock inventory quantity qty units count",
        "code": "商品编号 编号 货号 款号 商品编码 商家编码 商家编号 编码 sku编码 sku skuid code itemno ref",
        "barcode": "条码 条形码 商品条码 69码 barcode ean",
        "bin_code": "库位 仓位 货位 货架 仓储代码 库位号 仓库位置 bin location shelf",
        "points": "卖点 亮点 卖点描述 话术 讲解 商品描述 描述 介绍 points sellingpoints description",
        "photo": "图片 照片 主图 图片名称 图片名 照片名 商品图片 图 photo image picture img",
        "cost_fen": "成本 成本价 进价 拿货价 采购价 供货价 cost",
    }.items()
}
"""For each field the names of its column, the surest first: of several the first in this order counts."""

_NOT_THE_PRICE = ("原价", "市场价", "吊牌价", "划线价", "专柜价", "listprice", "originalprice", "msrp")
_IN_BRACKETS = re.compile(r"[(\[【{〔《<].*?[)\]】}〕》>]")
_NOISE = re.compile(r"[\s*★☆:：_\-/\\·.,，、#＃?？!！]+")
_UNIT = re.compile(r"(元|¥|rmb|cny|件|个|只|条|pcs)+$")


@dataclass(frozen=True)
class Columns:
    """Where each field stands. `heading_row` counts from 1; 0 when there are no headings."""

    heading_row: int
    places: dict[str, int]
    factor: int = 1
    """What a price is multiplied by: 10,000 under a heading in 万元."""


def plain_heading(cell: Cell) -> str:
    """A heading without case, width, brackets, stars and units: "＊售价（元）" -> "售价"."""
    text = unicodedata.normalize("NFKC", str(cell)).casefold()
    bare = _NOISE.sub("", _IN_BRACKETS.sub("", text)) or _NOISE.sub("", text)
    return _UNIT.sub("", bare) or bare


def find_columns(rows: Sequence[Sequence[Cell]]) -> Columns | None:
    """The columns by the first row that names at least a title and a price; else by what stands in them.

    Without headings the first rows must read text, price and perhaps stock from the left. None when it is
    neither.
    """
    for number, row in enumerate(rows[:LOOK_AT_ROWS], 1):
        places = _places(row)
        if "title" in places and "price" in places:
            wan = "万" in unicodedata.normalize("NFKC", str(row[places["price"]]))
            return Columns(number, places, 10_000 if wan else 1)
    return _without_headings(rows)


def _places(row: Sequence[Cell]) -> dict[str, int]:
    headings = [plain_heading(cell) for cell in row]
    places: dict[str, int] = {}
    for field, names in NAMES.items():
        found = [(names.index(heading), place) for place, heading in enumerate(headings) if heading in names]
        if found:
            places[field] = min(found)[1]
    if (
        "price" not in places
    ):  # "主播直播价", "618售价": a heading that ends like a price and is not the one struck through
        ends = [
            place
            for place, heading in enumerate(headings)
            if heading.endswith(("价", "价格", "price"))
            and not heading.endswith(_NOT_THE_PRICE)
            and heading not in NAMES["cost_fen"]
        ]
        if len(ends) == 1:
            places["price"] = ends[0]
    return places


def _without_headings(rows: Sequence[Sequence[Cell]]) -> Columns | None:
    from console.bulk.cells import CellUnfit, price_fen

    filled = [row for row in rows if any(str(cell).strip() for cell in row)][:5]
    if not filled:
        return None
    for row in filled:
        if len(row) < 2 or not isinstance(row[0], str) or not row[0].strip() or row[0].strip().isdigit():
            return None
        try:
            price_fen(row[1])
        except CellUnfit:
            return None
    return Columns(0, {"title": 0, "price": 1, **({"stock": 2} if len(filled[0]) > 2 else {})})
