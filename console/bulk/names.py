"""The names of columns: the many that sellers, their suppliers and their shop programs give them.

Names of prices are `prices`', those of the stock `stocks`'; which column is taken `headings`'.
"""

from __future__ import annotations

import re
import unicodedata

from console.bulk import prices, stocks
from console.bulk.cells import EACH, PAIRS
from console.bulk.tables import Broken, Cell

NAMES: dict[str, list[str]] = {
    field: names.split()
    for field, names in {
        "title": (
            "商品名称 商品标题 品名 商品名 名称 标题 产品名称 产品标题 产品名 货品名称 货品名 货品标题 宝贝名称"
            " 宝贝标题 宝贝名 货物名称 物品名称 物品名 货名 链接标题 链接名称 链接名 名字 款名 商品全称 商品简称"
            " 商品短标题 品名规格 品名及规格 商品名称规格 商品名称及规格 产品名称及规格 商品名稱 品名稱 產品名稱"
            " 名稱 標題 商品 产品 宝贝 货品 物品 款式名称 商品全名 品目 鞋名 鞋款 包款 茶名 酒名 菜名 菜品 花名 书名"
            " 机型 品种 水果 植物 藏品 款式 款 东西 名"
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
        "unit": "单位 销售单位 售卖单位 计价方式 计费方式 价格单位 计量单位 数量单位 计价单位 單位 unit uom",
        "currency": "币种 货币 货币单位 幣種 currency",
        "discount": (
            "折扣 直播折扣 活动折扣 专属折扣 直播优惠 直播立减 折扣力度 折扣率 折数 折率 优惠"
            " 优惠金额 立减 直降 减免 券 优惠券 满减 补贴 discount coupon"
        ),
        "deal": "活动 活动内容 活动机制 优惠活动 优惠方式 促销 促销活动 直播机制 机制 玩法 福利 promotion offer",
        "cost_fen": "成本 成本价 进价 进货价 拿货价 采购价 采购单价 供货价 cost costprice",
    }.items()
}
"""For each field the names of its column, the surest first: of several the first in this order counts."""

_SPEC = (
    "规格 商品型号 型号名称 颜色 尺码 颜色规格 颜色及规格 规格名称 规格型号 商品规格 产品规格 款式 型号 尺寸 圈口"
    " 颜色分类 尺码规格 sku规格 销售属性 属性 色号 花色 口味 香型 顏色 規格 尺碼 option1value option2value option3value"
    " color colour size spec specification variant"
)
SPEC = _SPEC.split()
SPEC_LIKE = re.compile(
    r"(?:商品|产品|货品|sku|销售)?(?:颜色|尺码|规格|型号|花色|口味|尺寸|属性|色号|香型|款式|版本)(?:名称?|值)?\d?"
)
"""Columns that tell two goods of one name apart, by name and by what the name is made of."""

STATES = re.compile(r"[^图片]{0,6}(?:状态|备注|備註|说明|附注)|status|state|remarks?|note")
"""Columns in which it may be said that the goods are gone."""

WHETHER = re.compile(
    r"(?:是否|可否|能否)(?:已?(?:上架|上线|在售|启用|直播|开播|上播|参播|参加直播|销售|可售|售卖|有货|展示|发布))|上架|上线|在售|启用|上播"
    r"|onsale|active|enabled|published|visible"
)
"""Columns that ask whether the goods are on offer; a no there says that they are not."""

_IN_BRACKETS = re.compile(r"[(\[【{〔《<].*?[)\]】}〕》>]")
_NOISE = re.compile(r"[\s*★☆:：_\-/\\·.,，、。#＃?？!！]+")
_BRACKETS = re.compile(r"[()\[\]【】{}〔〕《》<>]+")
_COUNTED = re.compile(r"^\s*[(]?\d{1,2}\s*[.、)]\s*(?=\D)")
_SLASHED = re.compile(rf"[/／]\s*(?:{EACH}|{PAIRS})\s*$")
_UNIT = re.compile(r"(?:单位)?([万千百]?元|块|[¥￥]|rmb|cny|人民币|件|个|只|条|pcs|必填|选填|不?含税|不?含运费|包邮)+$")
_HAN, _LATIN = re.compile(r"[^\u4e00-\u9fff]+"), re.compile(r"[^a-z]+")


def plain_heading(cell: Cell) -> str:
    """A heading without case, width, brackets, stars, numbering and units: "＊售价（元）" -> "售价"."""
    if isinstance(cell, Broken):
        return ""
    whole = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    text = _COUNTED.sub("", unicodedata.normalize("NFKC", str(whole)).casefold())
    text = "".join(letter for letter in text if unicodedata.category(letter) not in ("So", "Cf", "Mn"))
    text = _SLASHED.sub("", text)
    bare = _NOISE.sub("", _IN_BRACKETS.sub("", text)) or _BRACKETS.sub("", _NOISE.sub("", text))
    return _UNIT.sub("", bare) or bare


def rank(heading: str, names: list[str]) -> int | None:
    """How sure a name of a column is, 0 being the surest; both halves of "品名 Name" must name the same field."""
    if heading in names:
        return names.index(heading)
    han, latin = _HAN.sub("", heading), _LATIN.sub("", heading)
    if han in names and latin in names and len(han) + len(latin) == len(heading):
        return names.index(han)
    return None


EVERY_NAME = frozenset(name for names in NAMES.values() for name in names) | frozenset(SPEC)
"""Of all fields."""
