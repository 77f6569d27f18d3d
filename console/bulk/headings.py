"""Which column is what, under the many names that sellers, their suppliers and their shop programs give them.

Which of several prices is the one asked on air is `prices`', and which column counts the goods `stocks`'.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from console.bulk import prices, stocks
from console.bulk.prices import LISTED
from console.bulk.tables import Broken, Cell
from console.errors import Text

LOOK_AT_ROWS = 30
"""How far down the row of headings is looked for; title rows, notes and blanks may stand above it."""

NAMES: dict[str, list[str]] = {
    field: names.split()
    for field, names in {
        "title": (
            "商品名称 商品标题 品名 商品名 名称 标题 产品名称 产品标题 产品名 货品名称 货品名 货品标题 宝贝名称"
            " 宝贝标题 宝贝名 货物名称 物品名称 物品名 货名 链接标题 链接名称 链接名 名字 款名 商品全称 商品简称"
            " 商品短标题 品名规格 品名及规格 商品名称规格 商品名称及规格 产品名称及规格 商品名稱 品名稱 產品名稱"
            " 名稱 標題 商品 产品 宝贝 货品 物品 款式名称 鞋名 鞋款 包款 茶名 菜名 菜品 花名 书名 款式 款 东西"
            " title name product productname producttitle producttitlename spuname item itemname itemtitle"
            " goods goodsname description 商品描述 描述"
        ),
        "price": " ".join(prices.ASKED),
        "stock": " ".join(stocks.NAMES),
        "code": (
            "商品编号 编号 货号 款号 商品编码 商家编码 商家编号 货品编号 货品编码 产品编号 产品编码 规格编码 编码"
            " sku编码 sku skuid skucode 款式编码 貨號 編號 code itemno itemcode productcode stylecode ref"
        ),
        "barcode": "条码 条形码 商品条码 商品条形码 69码 国标码 條碼 barcode ean gtin upc",
        "bin_code": "库位 仓位 货位 货架 仓储代码 库位号 货架号 货位号 仓库位置 bin location shelf",
        "points": "卖点 亮点 卖点描述 商品卖点 话术 讲解 商品描述 描述 介绍 points sellingpoints description",
        "photo": "图片 照片 主图 图片名称 图片名 照片名 商品图片 商品主图 产品图片 图 圖片 photo image picture img",
        "seq": "序号 序 行号 no nr",
        "unit": "单位 计量单位 数量单位 计价单位 單位 unit uom",
        "currency": "币种 货币 货币单位 幣種 currency",
        "discount": "折扣 折扣率 折数 折率 优惠 优惠金额 立减 直降 减免 券 优惠券 满减 补贴 discount coupon",
        "cost_fen": "成本 成本价 进价 进货价 拿货价 采购价 采购单价 供货价 cost costprice",
    }.items()
}
"""For each field the names of its column, the surest first: of several the first in this order counts."""

_SPEC = (
    "规格 颜色 尺码 颜色规格 颜色及规格 规格名称 规格型号 商品规格 产品规格 款式 型号 尺寸 圈口 颜色分类 尺码规格"
    " sku规格 销售属性 属性 色号 花色 口味 香型 顏色 規格 尺碼 option1value option2value option3value"
    " color colour size spec specification variant"
)
SPEC = _SPEC.split()
"""Columns that tell two goods of one name apart."""

STATES = (
    "状态", "商品状态", "在售状态", "上架状态", "上下架状态", "售卖状态", "销售状态", "库存状态", "备注", "備註",
    "status", "state", "remark", "remarks", "note",
)  # fmt: skip
"""Columns in which it may be said that the goods are gone."""

_TITLE_ENDS = re.compile(
    r"(?:商品|产品|货品|宝贝|链接|物品)(?:中文)?(?:名称|标题|名)$|(?:名称|品名)[及和与]?规格(?:型号)?$"
)
_OTHER_TONGUE = re.compile(r"[英外日韩]文|拼音|english", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\[【{〔《<].*?[)\]】}〕》>]")
_NOISE = re.compile(r"[\s*★☆:：_\-/\\·.,，、。#＃?？!！]+")
_BRACKETS = re.compile(r"[()\[\]【】{}〔〕《》<>]+")
_COUNTED = re.compile(r"^\s*[(]?\d{1,2}\s*[.、)]\s*(?=\D)")
_UNIT = re.compile(r"(?:单位)?(元|块|[¥￥]|rmb|cny|人民币|件|个|只|条|pcs|必填|选填|不?含税|不?含运费|包邮)+$")
_HAN, _LATIN = re.compile(r"[^\u4e00-\u9fff]+"), re.compile(r"[^a-z]+")
_PRICED = re.compile(r"[价價]|price", re.IGNORECASE)
_LONGEST_HEADING = 24
_FIRST_ROWS = 5

NO_HEADINGS = Text(
    "找不到表头：需要“品名”和“价格”两列", "no headings: it needs a column for the title and one for the price"
)


@dataclass(frozen=True)
class Columns:
    """Where each field stands. `heading_row` counts from 1; 0 when there are no headings."""

    heading_row: int
    places: dict[str, int]
    factor: Decimal = Decimal(1)
    """What a price is multiplied by: 10,000 under a heading in 万元, 0.01 under one in 分."""
    rivals: tuple[int, ...] = ()
    """Other columns that may as well hold the price: where they say something else, none counts."""
    final: bool = False
    """Whether the heading of the price says that no discount comes off it."""
    stock_rivals: tuple[int, ...] = ()
    """The same for the stock."""
    uncounted: Text | None = None
    """Why no stock below can be read, though it stands there."""
    twins: tuple[int, ...] = ()
    """Other columns with the very heading of the title: tables side by side."""
    spec: tuple[int, ...] = ()
    """Columns that tell goods of one name apart: colour, size."""
    states: tuple[int, ...] = ()
    """Columns that may say that the goods are gone: 状态, 备注."""
    width: int = 0
    """How many cells the row of headings has, without the blank ones behind it."""
    lacks: Text | None = None
    """Why no row below can be an item: no column for its price or its title."""


def plain_heading(cell: Cell) -> str:
    """A heading without case, width, brackets, stars, numbering and units: "＊售价（元）" -> "售价"."""
    if isinstance(cell, Broken):
        return ""
    whole = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    text = _COUNTED.sub("", unicodedata.normalize("NFKC", str(whole)).casefold())
    text = "".join(letter for letter in text if unicodedata.category(letter) not in ("So", "Cf", "Mn"))
    bare = _NOISE.sub("", _IN_BRACKETS.sub("", text)) or _BRACKETS.sub("", _NOISE.sub("", text))
    return _UNIT.sub("", bare) or bare


def find_columns(rows: Sequence[Sequence[Cell]], hidden: Collection[int] = ()) -> Columns | None:
    """The columns by the first row that names at least a title and a price; else by what stands in them.

    Where headings stand in two rows, the lower ones count. Without headings the first rows must read text,
    price and perhaps stock from the left. None when it is neither. `hidden` are columns that are not shown.
    """
    columns = _by_headings(rows, hidden)
    if columns is None or columns.lacks is not None:
        return _without_headings(rows) or columns
    above = [cell for row in rows[: columns.heading_row - 1] for cell in row if isinstance(cell, str)]
    factor, lacks = prices.noted(above)
    return replace(columns, factor=factor if columns.factor == 1 else columns.factor, lacks=lacks)


def _by_headings(rows: Sequence[Sequence[Cell]], hidden: Collection[int]) -> Columns | None:
    lacking = None
    for at, row in enumerate(rows[:LOOK_AT_ROWS]):
        below = rows[at + 1] if at + 1 < len(rows) else ()
        if (
            _are_headings(below)
            and (columns := _columns(at + 2, _both(row, below), (row, below), hidden)).lacks is None
        ):
            return columns
        columns = _columns(at + 1, row, (row,), hidden)
        if columns.lacks is None:
            return columns
        lacking = lacking or (columns if columns.places and _are_headings(row) else None)
    return lacking


def columns_anew(number: int, row: Sequence[Cell], hidden: Collection[int] = ()) -> Columns | None:
    """The columns from row `number` on, if that row is headings once more; None for a row of goods."""
    if not any(isinstance(cell, str) and _PRICED.search(cell) for cell in row):
        return None
    columns = _columns(number, row, (row,), hidden)
    return columns if columns.lacks is None else None


def _columns(number: int, row: Sequence[Cell], raw: Sequence[Sequence[Cell]], hidden: Collection[int]) -> Columns:
    """The columns under the headings `row`, which was made of the rows `raw`."""
    headings = [plain_heading(cell) for cell in row]
    full = ["".join(str(line[place]) for line in raw if place < len(line)) for place in range(len(row))]
    places: dict[str, int] = {}
    for field, names in NAMES.items():
        found = [
            (bool(_OTHER_TONGUE.search(full[place])), rank, place)
            for place, heading in enumerate(headings)
            if (rank := _rank(heading, names)) is not None
        ]
        if found and field != "price":
            places[field] = min(found)[2]
    titles = [at for at, told in enumerate(headings) if _TITLE_ENDS.search(told)]
    if "title" not in places and len(titles) == 1:
        places["title"] = titles[0]
    counted = stocks.columns(headings, full, places.pop("stock", None))
    if counted.places:
        places["stock"] = counted.places[0]
    if places.get("points") == places.get("title"):
        places.pop("points", None)
    asked = prices.columns(headings, full, hidden)
    if asked.places:
        places["price"] = asked.places[0]
    lacks_title = _NO_TITLE if "price" in places else NO_HEADINGS
    title = places.get("title")
    return Columns(
        heading_row=number,
        places=places,
        factor=prices.factor(full[places["price"]]) if "price" in places else Decimal(1),
        rivals=asked.places[1:],
        final=asked.final,
        stock_rivals=counted.places[1:],
        uncounted=counted.lacks,
        twins=tuple(
            at for at, told in enumerate(full) if title not in (at, None) and told.strip() == full[title or 0].strip()
        ),
        spec=tuple(
            place
            for place, heading in enumerate(headings)
            if _rank(heading, SPEC) is not None and place != places.get("title")
        ),
        states=tuple(place for place, heading in enumerate(headings) if heading in STATES),
        width=max((place + 1 for place, heading in enumerate(headings) if heading), default=0),
        lacks=asked.lacks if "title" in places else lacks_title,
    )


_NO_TITLE = Text("找不到品名列：请给商品名那一列写上表头“品名”", "no column for the title: head it with “title”")


def _rank(heading: str, names: list[str]) -> int | None:
    """How sure a name of a column is, 0 being the surest; both halves of "品名 Name" must name the same field."""
    if heading in names:
        return names.index(heading)
    han, latin = _HAN.sub("", heading), _LATIN.sub("", heading)
    if han in names and latin in names and len(han) + len(latin) == len(heading):
        return names.index(han)
    return None


_EVERY_NAME = frozenset(name for names in NAMES.values() for name in names) | frozenset(SPEC)


def _are_headings(row: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but headings, at least two of them known."""
    filled = [cell for cell in row if not (isinstance(cell, str) and not cell.strip())]
    if len(filled) < 2 or any(not isinstance(cell, str) or len(cell) > _LONGEST_HEADING for cell in filled):
        return False
    known = [plain for cell in filled if (plain := plain_heading(cell)) in _EVERY_NAME or LISTED.search(plain)]
    return len(known) >= 2 and 2 * len(known) >= len(filled)


def _both(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[Cell]:
    """Headings in two rows as one: the lower, and where that is blank the upper."""
    width = max(len(upper), len(lower))
    above, below = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    return [low if plain_heading(low) else high for high, low in zip(above, below, strict=True)]


def _without_headings(rows: Sequence[Sequence[Cell]]) -> Columns | None:
    from console.bulk.cells import is_blank

    filled = [row for row in rows if any(not is_blank(cell) for cell in row)]
    if not filled or any(any(not is_blank(cell) for cell in row[3:]) for row in filled):
        return None
    for place, row in enumerate(filled):
        reads = _reads_as_goods(row)
        if reads is False or (reads is None and place < _FIRST_ROWS):
            return None
    return Columns(0, {"title": 0, "price": 1, **({"stock": 2} if len(filled[0]) > 2 else {})})


def _reads_as_goods(row: Sequence[Cell]) -> bool | None:
    """Whether a row can only be title, price, stock; None where it cannot be read so.

    手镯, 57, 599 may be a size and a price, so a bare price must not be below the stock behind it.
    """
    from console.bulk.cells import CellUnfit, is_blank, price_fen, units

    if len(row) < 2 or not isinstance(row[0], str) or not row[0].strip() or row[0].strip().isdigit():
        return None
    try:
        fen = price_fen(row[1])
        stock = 1 if len(row) < 3 or is_blank(row[2]) else units(row[2])
    except CellUnfit:
        return None
    bare = (isinstance(row[1], str) and row[1].strip().isdigit()) or (isinstance(row[1], float) and row[1].is_integer())
    return not ((bare or isinstance(row[1], int)) and stock * 100 > fen)
