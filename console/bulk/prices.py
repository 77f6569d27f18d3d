"""Which of a sheet's prices is the one asked on air, and in what it is counted.

What the seller paid, what is struck through, what others ask and what a weight costs are never it. Where two
columns may be it and say different things, none is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from console.errors import Text

_ASKED = (
    "直播价 直播间价 直播价格 直播间价格 直播专享价 直播间专享价 直播秒杀价 专属价 机制价 开播价 福利价 宠粉价 破价"
    " 今日价 到手价 到手 券后价 活动价 活动价格 促销价 特价 优惠价 折后价 折扣价 saleprice specialprice promoprice 现价"
    " 售价 售卖价 卖价 出售价 销售价 销售价格 销售单价 基本售价 零售价 零售价格 一口价 价格 单价 单买价 价钱 定价"
    " 價格 售價 單價 零售價 直播價 挂车价 多少钱 价 liveprice sellingprice retailprice price unitprice sell rmb"
    " 秒杀价 限时价 闪购价"
)
ASKED = _ASKED.split()
"""Names of the price, the surest first: what is asked on air, in the shop, and for some minutes only."""

LISTED = re.compile(r"(?:价|价格|价钱|價|價格|price|金额|成本)$")
"""A heading that ends like one of a price, whichever."""

_NOT_ASKED = re.compile(
    r"原价|原價|牌价|面价|市场|市場|吊牌|划线|劃線|专柜|參考|参考|指导|建议|建議|日常|平时|平日|平常|门店|线下"
    r"|官网|官方|旗舰|天猫|淘宝|京东|抖音|拼多多|唯品|同行|竞品|他家|别家|全网|成本|进货|进价|进仓|进口|拿货|采购"
    r"|供货|供应|供价|结算|批发|代发|代理|分销|经销|出厂|底价|保底|控价|团长|总价|总额|合价|总金额|差价|运费|邮费"
    r"|含税|评价|议价|起拍|拍卖|竞价|竞拍|估价|均价|客单|加价|降价|减价|保价|最低|最高|历史|昨日|上期|上次|前价|含佣|箱价"
    r"|克价|斤价|整箱|批价|厂|出货|整手|混批|起订|渠道|内部|内购|员工|经销|档口|回收|置换|押金|打样|加工|材料|面料|辅料|包装|快递"
    r"|物流|保险|证书|鉴定|模具|人工|耗材|寄售|成交|已售|开票|实付|compareat|supplier|dealer|vendor|trade|factory|bulk|regular|rrp|tag|list|original|msrp|market|cost|purchase|wholesale|total"
)
_OFFERED = re.compile(
    r"(?:直播|粉丝|会员|vip|老铁|老客|宠|专享|专属|福利|活动|双十[一二]|双1[12]|\d|节|年货|开业|周年|清仓|尾货|甩卖|惊喜|惠"
    r"|今[晚日天]|本场|夜|晚|主播|限时|新人|尝鲜|体验|爆款|特|秒|拍下|捡漏|结缘|团|红包|链接|黄车|购物车|橱窗|上架|本店|我家"
    r"|单[件个只条对套盒瓶袋双串饼]|^[个只条对套盒瓶袋双串要开喊叫](?=价)).*(?:价|价格|价钱|價|價格|price)$"
)
"""A heading that ends like a price and says that it is one for those who watch; of others it is open whose they are."""
_NOT_FINAL = range(2 * ASKED.index("售价"), 2 * ASKED.index("秒杀价"))
"""Behind these a discount may still be taken off."""
_BY_WEIGHT = re.compile(r"[/每一]\s*(?:\d*\s*(?:公斤|市斤|斤|千克|克|两|吨|kg|g)(?![a-z]))|斤价|克价")
_SEVERAL = re.compile(
    r"(?<![\d.])(?:[2-9]|[1-9]\d+|[两二三四五六七八九十百半])\s?(?:[件个只条双套对支枚片粒包袋盒瓶罐串饼枝朵张块]|pcs)(?!装)"
)
"""价格(3件), 元/10个: of several in one."""
_WEIGHED = re.compile(r"[(（\[【/]\s*(?:\d*\s*(?:公斤|市斤|斤|千克|克|两|kg|g))\s*[)）\]】]?\s*$", re.IGNORECASE)
_FOREIGN = re.compile(r"美元|美金|港币|港元|欧元|日元|日币|韩元|英镑|泰铢|卢布|usd|hkd|eur|jpy|krw|gbp|thb|[$€£]")
_SCALE = re.compile(r"([万千百])元|(?:[(\[/:]|单位)\s*([万千百分])\s*[)\]]?\s*$")
_SCALES = {"万": Decimal(10_000), "千": Decimal(1_000), "百": Decimal(100), "分": Decimal("0.01")}


@dataclass(frozen=True)
class Asked:
    """The columns that may hold the price, the surest first; without any, why."""

    places: tuple[int, ...] = ()
    lacks: Text | None = None
    final: bool = False
    """Whether its name says that nothing more is taken off: 直播价, 折后价."""


def columns(headings: Sequence[str], full: Sequence[str], hidden: Collection[int] = ()) -> Asked:
    """Which columns hold the price, by their `plain_heading`s and what is really written above them.

    Several only where they are equally likely, or the surest is `hidden` and another is not. A heading that ends
    like a price of ours ("618价", "粉丝价") counts where nothing surer stands, and alone.
    """
    whole = [unicodedata.normalize("NFKC", text).casefold() for text in full]
    likely: list[tuple[int, int]] = []
    unknown: list[int] = []
    for place, heading in enumerate(headings):
        if not heading or not _is_asked(heading, whole[place]):
            continue
        rank = _rank(heading)
        if rank is not None:
            likely.append((rank, place))
        elif _OFFERED.search(heading):
            unknown.append(place)
    if likely:
        surest = min(likely)[0]
        seen = min((rank for rank, place in likely if place not in hidden), default=surest)
        found = sorted((rank, place) for rank, place in likely if rank in (surest, seen))
        if headings[found[0][1]] == "单买价":
            found += [(surest, place) for place, heading in enumerate(headings) if _IN_A_GROUP.fullmatch(heading)]
        return Asked(tuple(place for _, place in found), final=surest not in _NOT_FINAL)
    if len(unknown) == 1:
        return Asked((unknown[0],))
    told = [" ".join(full[place].split()) for place, heading in enumerate(headings) if LISTED.search(heading)]
    if not told:
        return Asked(
            (), Text("找不到价格列：请给售价那一列写上表头“直播价”", "no column for the price: head it with “price”")
        )
    named, ours = "、".join(f"“{name}”" for name in told), ", ".join(told)
    return Asked(
        (),
        Text(
            f"看不出哪列是售价（有{named}）：请把那一列叫“直播价”",
            f"which is the price ({ours})? Head it with “live price”",
        ),
    )


_IN_A_GROUP = re.compile("(?:拼|团)(?:购|单|团)?价格?")
"""What is asked of several buyers together; it and 单买价 are both asked on air."""


def _is_asked(heading: str, told: str) -> bool:
    return not (_NOT_ASKED.search(heading) or _BY_WEIGHT.search(told) or _SEVERAL.search(told) or _FOREIGN.search(told))


def by_weight(told: str) -> Text | None:
    """Why no price counts below the heading 品名（斤）."""
    return _OF_A_JIN if _WEIGHED.search(told.strip()) else None


_OF_A_JIN = Text(
    "品名的表头写着斤、克：按重量算价，请写一份卖多少钱",
    "the heading of the title names a weight: write the price of one piece",
)


def is_foreign(told: str) -> bool:
    """Whether a text names a currency that is not the yuan."""
    return bool(_FOREIGN.search(unicodedata.normalize("NFKC", told).casefold()))


def _rank(heading: str) -> int | None:
    """Twice the place among `ASKED`; a heading that only ends with a name is one less sure."""
    if heading in ASKED:
        return 2 * ASKED.index(heading)
    latin = re.sub(r"[^a-z]+", "", heading)
    if latin and latin in ASKED and (han := heading.replace(latin, "")) in ASKED:
        return 2 * ASKED.index(han)
    ends = [place for place, name in enumerate(ASKED) if len(name) > 1 and heading.endswith(name)]
    return 2 * ends[0] + 1 if ends else None


_NOTE = re.compile(r"(?:单位|币种|货币|currency)\s*[:：]?\s*(?P<unit>[^\s,，;；。)）]{1,8})", re.IGNORECASE)


def noted(texts: Iterable[str]) -> tuple[Decimal, Text | None]:
    """What a note above the headings says of all prices: what to multiply them by, or why none can be taken."""
    for text in texts:
        for note in _NOTE.finditer(unicodedata.normalize("NFKC", text)):
            unit = note["unit"].casefold()
            if _BY_WEIGHT.search(unit):
                return Decimal(1), Text(
                    f"按重量算价（{note[0]}），请写一份卖多少钱", f"prices are by weight ({note[0]})"
                )
            if _FOREIGN.search(unit):
                return Decimal(1), Text(f"价格不是人民币（{note[0]}）", f"the prices are not in yuan ({note[0]})")
            if unit in ("分", "万", "千") or _SCALE.search(unit):
                return factor(f"({unit})" if len(unit) == 1 else unit), None
    return Decimal(1), None


def factor(heading: str) -> Decimal:
    """What a number below `heading` is multiplied by to be yuan: "价格（万元）" is 10,000."""
    found = _SCALE.search(unicodedata.normalize("NFKC", heading).casefold())
    return _SCALES[found[1] or found[2]] if found else Decimal(1)
