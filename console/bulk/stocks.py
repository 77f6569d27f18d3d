"""Which of a sheet's columns says how many there are.

What was sold, locked, or holds a box is never it. Where two columns may be it and differ, and where every size has
a column of its own, none is taken: a stock that is not read would be one piece.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from console.errors import Text

_NAMED = (
    "直播库存 直播间库存 可售库存 可售数量 可售数 可售 可发库存 可发数量 可发量 可用库存 可用数量 可用数 在售库存"
    " 上架库存 上架数量 实盘数量 实盘数 实盘库存 实盘 盘点数量 盘点数 盘点库存 实存数量 实存"
    " 活动库存 剩余库存 剩余数量 剩余 还剩 剩下 结余 余量 余数 库存 库存数量 库存数 库存量 現貨 庫存"
    " 庫存數量 现货 现货数量 现货库存 实际库存 当前库存 现有库存 在库数量 在库 存货 存货数量 结存 结存数量"
    " 期末库存 期末数量 期末结存 库存合计 合计库存 库存总数 库存总量 库存深度 库存件数 现存 现存量 现存数量"
    " 现有数量 存量 仓存 总库存 sku库存 备货 备货数量 备货量 备货数 数量 數量 件数 件數 个数 数目 总数 总数量 总量 几"
    " 有几 多少 数 限量 限量数量 限量件数 放单量 放量 投放量"
    " stock stockqty stockquantity inventory available availablestock quantity qty units count instock onhand"
)
NAMES = _NAMED.split()
"""Names of the stock, the surest first."""

_ENDS = re.compile(
    r"库存(?:量|数|数量)?$|(?:inventory|stock)(?:qty|quantity|level|available)?$"
    r"|^(?:商品|产品|货品|宝贝|sku|备货|可卖|可售|上架|现货|直播|直播间|剩余|实际|当前|现有)+(?:数量|件数)$"
)
_NOT_STOCK = re.compile(
    r"安全|锁定|占用|冻结|在途|预警|不良|残次|虚拟|期初|账面|退|损|秒杀|活动|safety|reserved|incoming"
)
_SIZE = re.compile(
    r"\d?x{0,4}[sml]|\d?xl|均码|[大中小特加]+码|(?:2[4-9]|3\d|4[0-8])码?|(?:[6-9]|1[0-8])[05](?:cm|码)?|(?:3[4-9]|4[0-8])\.5"
    r"|[红橙黄绿青蓝紫黑白灰粉棕米杏咖][色]?"
)
_NOT_PIECES = re.compile(
    r"[(（\[【/、,，:：]\s*(?:单位[:：]?)?[^)）\]】]*(?:[百千万打斤克吨两]|kg|[米尺升]|每)", re.IGNORECASE
)
"""库存(百个), 库存/万, 库存(箱,每箱12): a number below is not one of pieces."""
_COUNTS = re.compile("库存|存货|数量|件数|现货")
_SPEAKS = re.compile(
    r"库存|庫存|存量|存货|数量|數量|件数|现货|可[售发用](?:数|量)|在库|实盘|[^入出]仓$|inventory|stock|quantity|qty"
)
_OF_ANOTHER_SUM = re.compile(
    r"状态|是否|发货|所[在属]|默认|内含|单箱|金额|成本|单位|价|额|日期|时间|人$|员$|上限|下限|起|限购|限量|每|装|箱规|赠|采购|订购|下单|购买|预|出库|入库|盈亏|周转"
    r"|天数|占比|率|类型|编|号|码|名|位$|[已月总累]?[销卖]|差|补货|需求|最[大小低高]|min|max|sold|moq|order|perbox|percarton|value|code|no$|status|unit|date|location"
)
"""数量 and 库存 that count something else: 起订数量, 库存金额, 每箱数量."""
_ANOTHER = re.compile(r"库存|存量|存货|账面|现货|结存|在库")
_OF_THE_DEAL = re.compile("秒杀|活动|闪购|限时")
_IN_ALL = ("合计", "总计", "小计", "共计", "合计数量", "总件数", "合计件数", "total")


@dataclass(frozen=True)
class Counted:
    """The columns that may hold the stock; none where nothing is said of it; `lacks` where it cannot be told."""

    places: tuple[int, ...] = ()
    lacks: Text | None = None
    hints: tuple[int, ...] = ()
    """Columns of another stock: where one of them says a number, a blank stock is not one piece."""


def is_size(heading: str) -> bool:
    """Whether a heading is a size or a colour, of which it counts the stock: M, 38, 均码, 红."""
    return _SIZE.fullmatch(heading) is not None


def speaks(heading: str) -> bool:
    """Whether a heading is about how many there are, known by name or not."""
    return bool(_SPEAKS.search(heading)) and not (_NOT_STOCK.search(heading) or _OF_ANOTHER_SUM.search(heading))


def of_the_price(headings: Sequence[str], price: int) -> tuple[int, ...]:
    """The columns of 秒杀库存 where the price is 秒杀价: so many are there at that price, whatever 总库存 says."""
    deal = _OF_THE_DEAL.search(headings[price]) if price < len(headings) else None
    if deal is None:
        return ()
    return tuple(at for at, told in enumerate(headings) if deal[0] in told and _COUNTS.search(told))


def columns(headings: Sequence[str], full: Sequence[str], ranked: int | None) -> Counted:
    """Which columns hold the stock, by their `plain_heading`s and what is really written above them.

    `ranked` is the one with the surest of `NAMES`.
    """
    found = [] if ranked is None else [ranked]
    found = found or [at for at, told in enumerate(headings) if _ENDS.search(told) and not _NOT_STOCK.search(told)]
    if any(_NOT_PIECES.search(full[at]) for at in found or _counting(full)):
        return Counted(lacks=_OTHER_UNIT)
    if found:
        others = (at for at, told in enumerate(headings) if at not in found and _ANOTHER.search(told))
        return Counted(tuple(found), hints=tuple(at for at in others if not _OF_ANOTHER_SUM.search(headings[at])))
    if sum(is_size(told) for told in headings) < _SEVERAL:
        unknown = [" ".join(full[at].split()) for at, told in enumerate(headings) if speaks(told)]
        return Counted(lacks=_unknown(unknown)) if unknown else Counted()
    in_all = [at for at, told in enumerate(headings) if told in _IN_ALL]
    return Counted(tuple(in_all)) if in_all else Counted(lacks=_BY_SIZE)


def _unknown(told: Sequence[str]) -> Text:
    named, ours = "、".join(f"“{name}”" for name in told), ", ".join(told)
    return Text(
        f"看不出库存（有{named}）：请把那一列叫“库存”", f"which is the stock ({ours})? Head its column with “stock”"
    )


def _counting(full: Sequence[str]) -> list[int]:
    return [at for at, told in enumerate(full) if _COUNTS.search(told)]


_SEVERAL = 2
_OTHER_UNIT = Text(
    "库存那一列不是按件数的（百、打、斤、每箱几个）：请写一共几件",
    "the stock is not counted in pieces (hundreds, dozens, 斤, boxes of several): write how many pieces",
)
_BY_SIZE = Text(
    "每个尺码或颜色占了一列：请各写一行，或加一列“库存”",
    "each size or colour has a column of its own: write a row for each, or add a column “stock”",
)
