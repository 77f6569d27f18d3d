"""A price tag understood: the words found on it become a title, a price and a number, or nothing. Pure.

A proposal that is wrong costs more than one that is missing, so what could be two prices is none, and
telephone numbers, dates, sizes, weights and rebates are no prices at all. Finding the words is `ocr`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import NamedTuple

from console.facts import Label
from console.money import PRICE_CAP_FEN

_SURE = 0.6
_SURE_OF_A_PRICE = 0.8
_SURE_OF_A_TITLE = 0.9
_SURE_OF_A_FIGURE = 0.93  # nothing but the figure says that it is a price
_LEAST_HEIGHT = 0.011
"""Of the picture's shorter side: smaller print is not meant to be read by a camera."""
_TITLE_CAP = 30
_CLEARLY_LARGER = 1.25


@dataclass(frozen=True)
class TextBox:
    """Some words in a picture; pixels, upright box around them, certainty 0-1."""

    text: str
    score: float
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


class _Amount(NamedTuple):
    fen: int
    rank: int
    """2: said to be today's price; 1: marked as money; 0: a bare figure."""
    height: float


# Text is first brought into one form by `_plain`: half width, one kind of sign.
_I = re.IGNORECASE
_FIGURE = r"(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\s?[.．]\s?(\d{1,2})(?!\d))?"
_TODAY = (
    r"(?:特价|现价|售价|直播(?:间)?价|活动价|秒杀价?|折后价?|到手价|优惠价|会员价|零售价|一口价|福利价|促销价|抢购价|"
    r"券后价?|价格|单价|价)"
)
_BEFORE = r"(?:原价|吊牌价|市场价|划线价|指导价|建议零售价|专柜价|门店价|日常价|参考价|进价|成本价?|批发价)"
_NO_PRICE = re.compile(
    r"(?:满|减|立减|省|券|返|定金|订金|押金|运费|邮费|红包|赠|抽奖|优惠)\s*[¥]?\s*\d[\d.,]*\s*(?:元|块)?(?:\s*[减送返]\s*\d+(?:元)?)?"
    r"|\d+\s*减\s*\d+"
)
_WAS = re.compile(rf"{_BEFORE}\s*[:]?\s*¥?\s*\d[\d,.]*\s*(?:元|块)?")
_RANGE = re.compile(r"\d\s*[-~—至到]\s*¥?\s*\d{2,}")
_NOW = re.compile(rf"{_TODAY}\s*[:]?\s*[¥]?\s*{_FIGURE}\s*(万)?")
_MARKED = re.compile(rf"¥\s*{_FIGURE}\s*(万)?|(?<![\d.,]){_FIGURE}\s*(万)?\s*(?:元|块(?!石|料)|圆(?=$|\s)|rmb)", _I)
_BARE = re.compile(rf"^{_FIGURE}$")
_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|[48]00-\d{3,4}-?\d{3,4}|0\d{2,3}-\d{7,8}"
)
_DATE = re.compile(
    r"(?:19|20)\d{2}\s*[-./年]\s*\d{1,2}(?:\s*[-./月]\s*\d{1,2}\s*日?)?|\d{1,2}\s*月\s*\d{1,2}\s*[日号]?|\d{1,2}:\d{2}(?::\d{2})?"
)
_LONG = re.compile(r"\d{8,}")
_NUMBER = re.compile(
    r"(?:编号|序号|货号|链接|no\.?|№|#)\s*[:.]?\s*0*([1-9]\d{0,3})(?![\d.])"
    r"|(?<![\d.])第?0*([1-9]\d{0,3})\s*号(?!码|色|线|楼|门|店|院|室|仓|电池|圈|口)",
    _I,
)
_NAMED = re.compile(r"^(?:品名|名称|商品名称?|货名|产品名称?|款名|商品)\s*:\s*(.{2,})$")
_KEYED = re.compile(
    r"^(?:产地|等级|规格|材质|尺码|尺寸|颜色|重量|净重|净含量|单位|型号|款号|条码|编码|货位|地址|电话|手机|热线|客服|日期|"
    r"生产|有效期|保质期|物价员|检验|证书|鉴定|品牌|成分|面料|执行标准|库存|数量|圈口|税号|店名)\s*[:]?"
)
_NO_TITLE = re.compile(
    r"特价|促销|清仓|新品|热卖|热销|爆款|包邮|合格证|价签|标价签|价格|统一|监制|欢迎|光临|扫码|关注|微信|支付宝|电话|公众号|"
    r"直播|主播|秒杀|满\d|减\d|优惠|会员|折扣|打折|\d折|二维码|条形码|^sale$|^new$|^price$|^hot$|kuaishou|快手",
    _I,
)
_LETTERS = re.compile(r"[\u4e00-\u9fff]|[a-z]{2,}", _I)
_SIZE = re.compile(r"\d+(?:\.\d+)?\s*(?:mm|cm|m|kg|g|克|斤|两|码|寸|ml|l|ct|克拉|圈口|%|度|件|只|个|颗|片|包|支|瓶|折)")


def label_of(boxes: Iterable[TextBox], picture: tuple[int, int]) -> Label | None:
    """What the words of a picture (width, height in pixels) say about the goods; None when they say nothing."""
    least = _LEAST_HEIGHT * min(picture)
    legible = [replace(b, text=_plain(b.text)) for b in boxes if b.score >= _SURE and b.height >= least]
    lines = _lines([box for box in legible if box.text])
    price_fen = _price(lines)
    number = next((int(found[1] or found[2]) for line in lines if (found := _number(line.text)) is not None), None)
    title = _title(lines)
    return Label(title, price_fen, number) if title or price_fen is not None or number is not None else None


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip()
    return re.sub(r"^[YУ]\s?(?=\d{2})", "¥", text)  # the sign is often read as the letter


# --- lines -----------------------------------------------------------------------------------


def _lines(boxes: Sequence[TextBox]) -> list[TextBox]:
    """Words beside each other at one height as one line, from the top to the bottom."""
    lines: list[TextBox] = []
    for box in sorted(boxes, key=lambda each: each.left):
        before = next((line for line in lines if _goes_on(line, box)), None)
        if before is None:
            lines.append(box)
        else:
            lines[lines.index(before)] = _joined(before, box)
    return _with_figure_below(sorted(lines, key=lambda each: (each.top, each.left)))


def _goes_on(line: TextBox, box: TextBox) -> bool:
    """Whether `box` stands to the right of `line`, at its height and not far; a smaller one may hang at its foot."""
    common = min(line.bottom, box.bottom) - max(line.top, box.top)
    gap = box.left - line.right
    tall = max(line.height, box.height)
    return common >= 0.6 * min(line.height, box.height) and -0.5 * tall <= gap <= 1.5 * tall


def _joined(line: TextBox, box: TextBox) -> TextBox:
    top, bottom = min(line.top, box.top), max(line.bottom, box.bottom)
    joint = "" if box.text.startswith(".") else " "
    return TextBox(
        f"{line.text}{joint}{box.text}",
        min(line.score, box.score),
        line.left,
        top,
        max(line.right, box.right) - line.left,
        bottom - top,
    )


def _with_figure_below(lines: list[TextBox]) -> list[TextBox]:
    """A word that asks for a price and ends there takes the figure that stands right below it."""
    asks = re.compile(rf"(?:{_TODAY}|{_BEFORE}|¥)\s*:?$")
    joined: list[TextBox] = []
    left = list(lines)
    while left:
        line = left.pop(0)
        if asks.search(line.text):
            below = next((o for o in left if _BARE.match(o.text.lstrip("¥ ")) and _right_below(line, o)), None)
            if below is not None:
                left.remove(below)
                line = replace(_joined(line, below), height=below.height)
        joined.append(line)
    return joined


def _right_below(line: TextBox, other: TextBox) -> bool:
    common = min(line.right, other.right) - max(line.left, other.left)
    return common > 0 and -0.3 * line.height <= other.top - line.bottom <= 1.5 * max(line.height, other.height)


# --- the price -------------------------------------------------------------------------------


def _price(lines: Sequence[TextBox]) -> int | None:
    """Today's price in fen; None where there is none, or more than one that could be it."""
    amounts = [amount for line in lines if line.score >= _SURE_OF_A_PRICE for amount in _amounts(line)]
    if not any(amount.rank for amount in amounts):
        amounts = _bare(lines)
    best = max((amount.rank for amount in amounts), default=0)
    amounts = [amount for amount in amounts if amount.rank == best]
    if len({amount.fen for amount in amounts}) > 1:
        by_height = sorted(amounts, key=lambda amount: -amount.height)
        others = [amount for amount in by_height if amount.fen != by_height[0].fen]
        if by_height[0].height < _CLEARLY_LARGER * others[0].height:
            return None
        amounts = by_height[:1]
    return amounts[0].fen if amounts else None


def _amounts(line: TextBox) -> list[_Amount]:
    """What of a line is money, the old price and rebates left out."""
    text = _without_strangers(line.text)
    if _RANGE.search(text):
        return []
    found = [_amount(match[1], match[2], match[3], 2, line.height) for match in _NOW.finditer(text)]
    rest = _NOW.sub(" ", text)
    for match in _MARKED.finditer(rest):
        whole, part, much = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
        found.append(_amount(whole, part, much, 1, line.height))
    return [amount for amount in found if amount is not None]


def _bare(lines: Sequence[TextBox]) -> list[_Amount]:
    """A figure that stands alone on its line and is the largest print of the label."""
    figures = [line for line in lines if line.score >= _SURE_OF_A_FIGURE and _BARE.match(_without_strangers(line.text))]
    others = [line.height for line in lines if line not in figures]
    if len(figures) != 1 or (others and figures[0].height < _CLEARLY_LARGER * median(others)):
        return []
    match = _BARE.match(_without_strangers(figures[0].text))
    amount = _amount(match[1], match[2], None, 0, figures[0].height) if match and len(match[1]) > 1 else None
    return [] if amount is None or not others else [amount]


def _without_strangers(text: str) -> str:
    """The text without the figures that are no price of today."""
    for pattern in (_PHONE, _DATE, _WAS, _NO_PRICE, _LONG):
        text = pattern.sub(" ", text)
    return text.strip()


def _amount(whole: str, part: str | None, much: str | None, rank: int, height: float) -> _Amount | None:
    fen = int(whole.replace(",", "")) * 100 + int((part or "").ljust(2, "0") or 0)
    fen *= 10_000 if much else 1
    return _Amount(fen, rank, height) if 0 < fen <= PRICE_CAP_FEN else None


# --- number and title ------------------------------------------------------------------------


def _number(text: str) -> re.Match[str] | None:
    return _NUMBER.search(_PHONE.sub(" ", _DATE.sub(" ", text)))


def _title(lines: Sequence[TextBox]) -> str:
    """What is called by name, else the largest print that is words and neither a price nor a notice."""
    lines = [line for line in lines if line.score >= _SURE_OF_A_TITLE]
    for line in lines:
        named = _NAMED.match(line.text)
        if named and not _NO_TITLE.search(named[1]):
            return named[1].strip()[:_TITLE_CAP]
    words = [(line, said) for line in lines if (said := _words(line.text))]
    if not words:
        return ""
    return max(words, key=lambda each: (each[0].height, -each[0].top))[1]


def _words(text: str) -> str:
    """The text as a title, or "" where it is something else."""
    if _KEYED.match(text) or _PHONE.search(text) or _DATE.search(text):
        return ""
    for pattern in (_WAS, _NOW, _MARKED, _NO_PRICE, _NUMBER, _LONG):
        text = pattern.sub(" ", text)
    text = " ".join(text.split()).strip(" :·-,.¥")
    if _NO_TITLE.search(text) or len(_LETTERS.findall(text)) < 2 or len(text) > _TITLE_CAP:
        return ""
    return "" if _SIZE.fullmatch(text) else text
