"""What a row's states and remarks say of it: sold, kept for somebody, not on offer, at another price than its own.

Discounts and bargains in a column of their own too. What its cells hold as title, price and stock is `goods`'.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from console.bulk.cells import EACH, PAIRS, CellUnfit, optional_text, text_of
from console.bulk.tables import Broken, Cell
from console.errors import Text
from console.money import plain

_GONE = re.compile(
    r"已?(?:售出|售罄|售空|下架|停售|停产|断货|卖[出掉完了光]|成交|禁用|停用|作废|删除|被?[预订]?[订定])(?:了|中)?|已[售出卖]"
    r"|[缺无没]货|仓库中|草稿|已?取消|暂停|停播|不播|淘汰|驳回|(?:审核)?(?:不|未)通过|未启用|未上架"
    r"|sold(?:\s?out)?|out\s?of\s?stock|archived|draft|discontinued|disabled|inactive",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"(?:.*\d元?)?已?(?:卖|售|出|留|订|定|预[订定留])给[^\d，,。；;]{1,8}|.*等.{0,4}(?:通知|消息|确认|定价).*"
    r"|.{0,6}已?(?:预[订定留]|订走|订了|拿走|要了|付定金?)(?:了)?"
    r"|.*(?:非卖品|不卖(?!假|关子)|不售|不出售|仅展示|只展示|展示用|自留(?!款)|勿卖|勿拍|别卖).*"
    r"|.*(?:价格?待定|待定价|未定价|还没定价|没定价|价格?未定|待核价|价格?待核).*"
    r"|.*(?:(?:先|暂)(?:不要?|别|勿)[上卖挂播]|[不别勿]要?上架|暂不[上卖挂播]|[未没]到货(?![包必退赔])|[下本]周到货|还没到|在路上).*"
)
"""Remarks by which the goods are not to be offered now: 已卖给王姐, 展示用不卖, 价格待定, 先不上."""
_OTHER_PRICE = re.compile(
    r"(?:实[际卖]?|改成?|改为|现|直播|最终|到手|(?<![家宝东猫店场原前天来时])卖|最低|调整?[为到成]|涨到|降到|便宜到)(?:际|卖|售|为|成)?价?格?(?:为|是|到|改|[:：])?\s*"
    r"[¥￥]?(?P<sum>\d+(?:\.\d{1,2})?)(?=$|[元块，,。；;\s)）])"
)
_BESIDE = re.compile(
    r"[(（\[【](?P<end>[^()（）\[\]【】]{2,6})[)）\]】]$|^[(（\[【](?P<start>[^()（）\[\]【】]{2,6})[)）\]】]"
    r"|[\s\-—_/](?P<last>[^\s\-—_/]{2,6})$|^(?P<whole>[^\s]{2,4})$"
)
"""A remark before or behind a title."""
_COUNT = re.compile(
    rf"(?:[有剩共]|还有|还剩|库存|现货)?\s*(?:[2-9]|[1-9]\d+|[两二三四五六七八九十]+)\s*(?:{EACH}|{PAIRS})"
)
_NO = ("否", "no", "n", "false", "0", "×", "x", "✗", "❌", "未", "不")


def refuse_gone(states: Sequence[Cell], whether: Sequence[Cell], title: Cell) -> None:
    """What a column, or a remark beside the title, calls sold or taken down is not on offer. Raises `CellUnfit`.

    `whether` are the cells of columns such as 是否上架.
    """
    remarks = [found[found.lastgroup or 0] for found in _BESIDE.finditer(text_of(title))]
    for said in (*map(text_of, (*states, *whether)), *remarks):
        if _GONE.fullmatch(said) or _KEPT.fullmatch(said):
            raise CellUnfit(Text(f"表里写着“{said}”", f"the sheet says {said!r}"))
    if any(text_of(cell).casefold() in _NO for cell in whether):
        raise CellUnfit(Text("表里写着不上架", "the sheet says that it is not on offer"))


def refuse_count(states: Sequence[Cell]) -> None:
    """A remark 3条 on a sheet without a column for the stock says that it is not one piece. Raises `CellUnfit`."""
    for said in map(text_of, states):
        if _COUNT.fullmatch(said):
            raise CellUnfit(Text(f"备注写着“{said}”：请写一列“库存”", f"a remark says {said!r}; add a column “stock”"))


def refuse_other_price(states: Sequence[Cell], price_fen: int) -> None:
    """A remark 实际卖138 beside a price of 158 leaves open which counts. Raises `CellUnfit`."""
    for said in map(text_of, states):
        found = _OTHER_PRICE.search(unicodedata.normalize("NFKC", said))
        if found and Decimal(found["sum"]) * 100 != price_fen:
            told = plain(price_fen)
            raise CellUnfit(
                Text(
                    f"备注写着“{said}”，价格是 {told}：请改成一个",
                    f"a remark says {said!r}, the price is {told}; leave one",
                )
            )


def refuse_discount(cell: Cell) -> None:
    """A price from which a discount is to come off is not yet the price. Raises `CellUnfit`."""
    told = "%" if isinstance(cell, Broken) else optional_text(cell)
    if told not in ("", "0", "1", "10", "100", "100%", "10折", "1折扣", "不打折", "无折扣"):
        raise CellUnfit(
            Text(
                f"有折扣（{told}），说不清卖多少：请写一列“直播价”",
                f"there is a discount ({told}); add a column “live price”",
            )
        )


_DEAL = re.compile(
    r"[立直再]减|直降|下单减|拍下减|[领用]券|(?<![件\d.])\d(?:\.\d)?\s*折|[打一二三四五六七八九]折(?!扣)|返现|(?<![满\d])减\s*\d|改价|off",
    re.IGNORECASE,
)
"""A bargain by which one piece costs less than its price; 第二件半价 and 满199减50 leave that as it is."""


def refuse_deal(cell: Cell) -> None:
    """A price from which 直播间立减100 is to come off is not yet the price. Raises `CellUnfit`."""
    if _DEAL.search(told := text_of(cell)):
        raise CellUnfit(
            Text(
                f"有优惠（{told}），说不清卖多少：请写一列“直播价”",
                f"there is a bargain ({told}); add a column “live price”",
            )
        )
