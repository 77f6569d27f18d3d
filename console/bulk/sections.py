"""What the lines between the goods say of those below them: sold out, not yet there, priced by weight.

What a row of goods says of itself is `offers`'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from console.bulk.cells import is_blank, text_of
from console.bulk.tables import Cell, Table, filled
from console.errors import Text

_BEGINS = re.compile(r"\s*(?:以下|下面|下列|[【\[(（<《—\-–*＊=#※★●■▼↓]|[一二三四五六七八九十\d]+[、.])")
_GONE = (
    r"(?:已?售[完罄出空]|已[卖售]|卖[完掉出]|[缺断无没]货(?!王)|已?下架|停售|停产|作废|[不勿别][卖售]|非卖品?|[未没]到货?|赠品|自留|退货"
    r"|残次品?|示例|样例)"
)
_BELOW = re.compile(
    rf"\W*(?:以下|下面|下列).*(?:{_GONE}|(?:不要?|不能|不用|别|勿|暂不|先不)[上挂拍播]|还没到|周到货|待定价|未定价)"
)
_LABEL = re.compile(rf"\W*(?:商品|货品|暂时?)?{_GONE}(?:商品|货品|产品|系列|[款区类的])*\W*")
"""【已下架】; but ★不卖假货★ and 【缺货包赔】 are no such headings."""
_WEIGHED = re.compile(
    r"(?:价格?|单价|报价|以上|以下|均|都).{0,10}(?:每|/|按|一)\s*(?:公斤|市斤|斤|千克|克|两|kg|g)(?![a-z装])",
    re.IGNORECASE,
)
_LONGEST_LINE = 40

BY_WEIGHT = Text(
    "表里注明是按斤、按克的价：请写一份卖多少钱", "a note says that prices are by weight: write the price of one piece"
)


def lone(cells: Sequence[Cell]) -> str:
    """The text of a row in which nothing else stands; "" for any other row."""
    told = [cell for cell in cells if not is_blank(cell)]
    return text_of(told[0]) if len(told) == 1 and isinstance(told[0], str) else ""


def heads(line: str) -> bool:
    """Whether a lone line is the heading of a part of the goods: 【吊坠】, 以下为福利款."""
    return bool(_BEGINS.match(line)) and len(line) <= _LONGEST_LINE


def closes(line: str) -> bool:
    """Whether what stands below such a heading is not on offer: —— 以下已售完 ——."""
    return heads(line) and (_BELOW.match(line) or _LABEL.fullmatch(line)) is not None


def not_on_offer(line: str) -> Text:
    return Text(f"上面写着“{line}”", f"the line above says {line!r}")


def by_weight(table: Table) -> Text | None:
    """Why no price of `table` counts, where a note above or below the goods says that all are by weight."""
    return BY_WEIGHT if any(_WEIGHED.search(line) for line in _lines(table)) else None


def _lines(table: Table) -> Iterable[str]:
    return (line for _, cells in filled(table) if (line := lone(cells)))
