"""Cuts a listing line into spans: what each number in it is by its own look and its neighbours.

A span knows the words that touch it, nothing more; which number is the price is decided in `guess`.
All patterns work on the folded text, which has the same length as the typed one, so that the title
can be cut from what was typed. Only 0-9 are digits here: whatever else counts becomes `ODD` in the
fold and makes the line doubtful.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from console.listing.line import words
from console.listing.line.numerals import idiom, spoken_number

ODD = "\0"
"""Stands in folded text for a digit that is not one of 0-9."""
HAN = "[㐀-䶿一-鿿]"
X = "[xX×*✕✖╳]"


class Kind(StrEnum):
    """What a span is by its own look."""

    PRICE = "price"  # a number with ¥, 元, 块, 万 or 售价
    BARE = "bare"  # a number with nothing that explains it
    GLUE = "glue"  # 599x3
    STOCK = "stock"  # x3, 库存3
    COUNT = "count"  # 3件
    SPOKEN = "spoken"  # 两件, 三只
    TITLE = "title"  # 57圈口, 18K, 2斤装
    SOFT = "soft"  # in the title if the price is certain by its own mark: 57(, 3C, 12abc
    RANGE = "range"  # 59-69
    LIST = "list"  # 59/69
    SPOKEN_PRICE = "spoken_price"  # 五百九十九 without 元
    ODD = "odd"  # digits that are no 0-9, 1.2.3
    WORD = "word"  # Latin letters


@dataclass(frozen=True)
class Span:
    """`[start, end)` of the text, and the numbers in it."""

    kind: Kind
    start: int
    end: int
    text: str
    numbers: tuple[Decimal, ...] = ()
    packable: bool = False
    """A weight, volume or length: "500g x3" may be three in a pack."""

    @property
    def number(self) -> Decimal:
        return self.numbers[0]


# --- folding ---------------------------------------------------------------------------------

_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) != "，"}
_FOLD = _FULL_WIDTH | {ord("￥"): "¥", ord("　"): " ", ord("〜"): "~", ord("∶"): ":"}
_JOINER = re.compile("(?<![\U0001f000-\U0001faff☀-➿️])\u200d")
_PLAIN = re.compile("[\x20-\x7e一-鿿，。、！？：；（）￥×·“”]*")


def clean(line: str) -> str:
    """`line` without control and invisible characters and without needless spaces."""
    if not _PLAIN.fullmatch(line):
        kept = (" " if c.isspace() else c for c in line if c.isspace() or c == "\u200d" or not _invisible(c))
        line = _JOINER.sub("", "".join(kept))
    return " ".join(line.split())


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs")


def is_emoji(char: str) -> bool:
    """Whether `char` only decorates."""
    return unicodedata.category(char) in ("So", "Sk") or char == "\ufe0f"


_WIDE_THOUSANDS = re.compile(r"(?<![0-9.,，])[1-9][0-9]{0,2}(?:，[0-9]{3})+(?![0-9，])")
"""1，280 as a Chinese keyboard writes 1,280; `price_doubts` asks where it may be two numbers."""


def fold(text: str) -> str:
    """`text` with full-width forms made plain and foreign digits made `ODD`, character by character."""
    folded = _WIDE_THOUSANDS.sub(lambda found: found[0].replace("，", ","), text.translate(_FOLD))
    if _PLAIN.fullmatch(folded):
        return folded
    chars: list[str] = []
    for char in folded:
        before = chars[-1] if chars else ""
        category = unicodedata.category(char) if char > "\x7f" else ""
        raised = char in "²³" and before and (before.isalpha() or before == "㎡")
        marked = category.startswith("M") and (before == ODD or before in "0123456789#*") and before
        odd = marked or char == "🔟" or (category in ("Nd", "No") and not raised)
        chars.append(ODD if odd else char)
    return "".join(chars)


# --- patterns --------------------------------------------------------------------------------


def _any(items: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(items), key=len, reverse=True))


_N = (
    r"(?<![0-9])(?<![0-9][.,。·'])(?>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"(?![0-9]|[.,。·'][0-9]|，[0-9]{3}(?![0-9]))"
)
PRICE_LABEL = rf"(?:{_any(words.PRICE_LABELS)}|(?<!{HAN})价)"
_DASH = r"\s?(?:[-~–—−]|至|到)\s?"
_END = r"(?=$|[\s,，;；、。.!！|)\]}】」》])"
_MEASURE = (
    rf"(?:(?:{_any(words.WEIGHT_UNITS + words.VOLUME_UNITS + words.LENGTH_UNITS)}|抽)"
    rf"|(?:{_any(words.LATIN_UNITS)})(?![A-Za-z0-9]))"
)
_UNIT = (
    rf"(?:(?!{_any(words.NOT_A_UNIT)})(?:(?:{_any(words.WEIGHT_UNITS + words.VOLUME_UNITS + words.LENGTH_UNITS)})"
    rf"|(?:{_any(words.SIZE_UNITS + words.OTHER_UNITS)})(?!:?(?>[0-9.]+)(?!{_MEASURE})))"
    rf"|(?:{_any(words.LATIN_UNITS)})(?![A-Za-z0-9])|(?<![0-9][0-9])(?:{_any(words.LETTER_UNITS)})(?![A-Za-z0-9恤])"
    rf"|(?<![0-9][0-9][0-9])(?:{_any(words.MODEL_TAILS)})(?![A-Za-z0-9])|[A-Za-z]{{1,3}}²)"
)
"""A unit directly behind its number; 99码38 is no size 99, so most units are not followed by a number.

A measure may follow: 53度500ml, 3层120抽.
"""
_SPACED_UNIT = rf"(?:(?!{_any(words.NOT_A_UNIT)})(?:{_any(words.SPACED_UNITS)})(?![A-Za-z0-9]|[数重径拉]|:?[0-9]))"
_COUNT = rf"(?:{_any(words.COUNT_SURE + words.COUNT_MAYBE)})"
_YUAN = (
    rf"(?:(?!{_any(words.NOT_YUAN)})(?:{_any(words.YUAN_WORDS)})(?!(?!{X}\s?[0-9])[A-Za-z])"
    rf"(?!\s?(?:{_any(words.NOTES_AND_COINS)})))"
)
_KUAI = rf"(?:块(?=$|[\s,，;；、。!！|)】]|{X}\s?[0-9]))"
_ZH = "[零〇一二两三四五六七八九十百千万]"

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.ODD, rf"[0-9]?{ODD}+[0-9]*"),
    # 2026.5.1, 2026年5月 and 16:9 name a day or a ratio.
    (Kind.TITLE, r"(?:19|20)[0-9]{2}(?P<dot>[.\-/])[0-9]{1,2}(?P=dot)[0-9]{1,2}(?![0-9])"),
    (Kind.TITLE, rf"{_N}:{_N}(?::{_N})?"),
    # 10x20x30, 250ml*12, 3x4米: sizes and packs carry a unit or a third number.
    (Kind.TITLE, rf"{_N}{_UNIT}?{X}{_N}{_UNIT}?{X}{_N}{_UNIT}?"),
    (Kind.TITLE, rf"{_N}{_UNIT}{X}{_N}(?:{_UNIT}|{_COUNT})?"),
    (Kind.TITLE, rf"{_N}{X}{_N}{_UNIT}"),
    # 5片*2盒; and 170/88A, a size.
    (Kind.TITLE, rf"{_N}{_COUNT}{X}{_N}{_COUNT}"),
    (Kind.TITLE, r"1[0-9]{2}/[0-9]{2,3}[ABCY](?![A-Za-z0-9])"),
    # 12、豆绿手镯, 12# and 1) number the pieces of a list.
    (Kind.SOFT, rf"^[0-9]{{1,3}}[#.、)]\s?(?={HAN})"),
    (Kind.GLUE, rf"{_N}{X}{_N}(?:件|个|只|条)?{_END}"),
    (Kind.TITLE, r"(?:4|6|8|12|16|18|24)\+(?:16|32|64|128|256|512|1T)(?:gb?|G|GB)?(?![0-9A-Za-z.])"),
    (Kind.TITLE, rf"{_N}{_UNIT}?{_DASH}{_N}(?:{_UNIT}|\s?{_SPACED_UNIT})"),
    (Kind.RANGE, rf"¥?{_N}(?:{_YUAN}|块)?{_DASH}¥?{_N}(?:\s?{_YUAN}|块)?"),
    (Kind.TITLE, rf"{_N}(?:[/、]{_N})+\s?(?:{_any(words.SIZE_UNITS)})"),
    (Kind.PRICE, rf"¥?\s?{_N}\s?(?:{_YUAN}|块)?/[一1]?[件个只条]{_END}"),
    # 12/盒 may be what a box holds; 12元/盒 is what it costs.
    (Kind.PRICE, rf"(?:¥\s?{_N}|¥?\s?{_N}\s?(?:{_YUAN}|块))/[一1]?[串枚支瓶罐盒饼盆台把张幅袋包提]{_END}"),
    (Kind.LIST, rf"¥?{_N}(?:{_YUAN}|块)?(?:\s?[/、]\s?¥?{_N}(?:{_YUAN}|块)?)+"),
    (
        Kind.PRICE,
        rf"{PRICE_LABEL}\s?[:是]?\s?¥?\s?{_N}(?:万(?:{_END}|(?=元)))?(?:\s?{_YUAN}|{_KUAI})?",
    ),
    (
        Kind.PRICE,
        rf"(?:¥|rmb|cny)\s?{_N}(?:万(?:{_END}|(?=元)))?(?:\s?{_YUAN}|{_KUAI})?(?![a-zA-Z]*[0-9.,]*[a-wyzA-WYZ])",
    ),
    # 59块9 is 59.90 as it is spoken; from a hundred up 599块3 may be three pieces as well.
    (Kind.PRICE, rf"[0-9]{{1,2}}块[1-9](?:毛|角)?(?:{_END}|(?={X}\s?[0-9]))"),
    # 599元9角 and 2万块 are asked about with the right guess; 99块五 counts no pieces.
    (Kind.SPOKEN_PRICE, rf"(?<![0-9.])[0-9]{{1,5}}元[1-9][毛角]{_END}|{_N}万{_KUAI}"),
    (Kind.PRICE, rf"(?<![0-9.])[0-9]{{1,2}}块[一二三四五六七八九](?:毛|角)?{_END}"),
    # 1万2, 3千8 and 九块九 are said so of money alone.
    (Kind.PRICE, rf"(?<![0-9.])[1-9][0-9]{{0,2}}万[1-9]千?(?:元|块)?{_END}"),
    (Kind.PRICE, rf"(?<![0-9.万])[1-9]千[1-9]百?(?:元|块)?{_END}"),
    (Kind.PRICE, rf"(?<![0-9.万千])[1-9]百[1-9](?:元|块)?{_END}"),
    (Kind.PRICE, rf"(?<!{_ZH})[一两二三四五六七八九十]{{1,3}}块[一二三四五六七八九](?:毛|角)?{_END}"),
    (Kind.PRICE, rf"(?<![0-9.])[1-9](?:毛|角)(?:钱)?{_END}"),
    # 9块9小样: at the beginning of a word, and no 5块3斤.
    (Kind.PRICE, rf"(?:^|(?<=\s))[0-9]{{1,2}}块[1-9](?:毛|角)?(?=包邮|(?!{_UNIT}|{_COUNT}|{_ZH}|[元块钱折起]){HAN})"),
    (Kind.PRICE, rf"{_N}\s?万?\s?{_YUAN}"),
    (Kind.PRICE, rf"{_N}\s?¥(?!\s?[0-9])"),
    (Kind.PRICE, rf"{_N}\s?{_KUAI}"),
    (Kind.PRICE, rf"{_N}万{_END}"),
    (Kind.STOCK, rf"(?:{_any(words.STOCK_LABELS)})\s?[:有]?\s?{_N}(?:\s?(?:{_COUNT}|块))?{_END}"),
    (
        Kind.STOCK,
        rf"(?:仅有?|只有|还有|还剩下?|就剩?|只剩下|余|[仅只剩]?剩?最后)\s?{_N}\s?(?:{_any(words.COUNT_SURE)}){_END}",
    ),
    (Kind.STOCK, rf"{X}\s?{_N}(?:\s?[件个只条双套份对串枚支张把台])?{_END}"),
    (Kind.TITLE, _any(words.NAME_NUMBERS)),
    # 9分裤, 七分袖; and 积木 1000颗粒, where 颗 alone would count.
    (Kind.TITLE, r"[3-9]分(?=[裤袖裙])"),
    (Kind.SOFT, rf"{_N}颗粒"),
    # 带证书 99 says that there is one, 证书 2021001 which.
    (Kind.TITLE, rf"(?<![带有配含附送出])证书:?\s?{_N}(?!\s?(?:{_YUAN}|块))"),
    (Kind.TITLE, rf"(?:{_any(words.TITLE_LABELS)}):?\s?{_N}(?:{_UNIT}|\s{_SPACED_UNIT})?(?!\s?(?:{_YUAN}|块))"),
    (Kind.TITLE, rf"(?<!{HAN})(?:{_any(words.SHORT_LABELS)}):?{_N}{_UNIT}?(?!\s?(?:{_YUAN}|块|{_COUNT}))"),
    (Kind.TITLE, rf"(?:{_any(words.CONDITIONS)})(?![款品鲜潮年上到货])"),
    # 足银999, 925银, 足银 999: but "足银 999 20" could be a price and a stock.
    (Kind.TITLE, rf"(?:{_any(words.METALS)})(?:{_any(words.PURITIES)})(?![0-9.,])(?!\s?[元块])"),
    (Kind.TITLE, rf"(?:{_any(words.METALS)})\s(?:{_any(words.PURITIES)})(?![0-9.,]|\s[0-9]|\s?[元块])"),
    (Kind.TITLE, rf"(?:{_any(words.PURITIES)})(?:千?足[金银]?|[纯素]银|纯金|[银金铂]){words.METAL_TAIL}"),
    (Kind.TITLE, rf"(?:{_any(words.LIKELY_PURITIES)})\s(?:千?足[金银]|[纯素]银|纯金|(?<=925\s)银){words.METAL_TAIL}"),
    (Kind.TITLE, rf"(?:{_any(words.GOLD)})(?![A-Za-z0-9])"),
    # An x that is no stock: x-3, x3摆件, x3g. A capital X with its number may be a model.
    (Kind.ODD, rf"{X}\s?[-−.][0-9]+|(?-i:[x×*✕✖╳])\s?[0-9]+(?![A-Za-z0-9]*[A-Za-z])"),
    (Kind.SOFT, r"x[0-9]+[A-Za-z0-9]*"),
    # M59 may be 59 yuan for size M; only S925 and its like are known.
    (Kind.SOFT, r"(?:x{0,4}l|[sm]|xs|vip|price|only|sale|jiage|jia|shoujia)(?!9[29][059])[0-9]+(?![A-Za-z0-9])"),
    # M2件 and s5m5l5 count one size of several.
    (Kind.ODD, r"(?<![A-Za-z0-9])(?:(?:x{0,4}l|[sm])[0-9]{1,3}){2,}(?![A-Za-z0-9])"),
    (Kind.ODD, rf"(?:x{{0,4}}l|[sm]|xs)[0-9]+{_COUNT}"),
    (Kind.SOFT, r"[A-Za-z]+[0-9]+(?:\.[3-9][0-9]*|[A-Za-z0-9]*x)(?![A-Za-z0-9])"),
    (Kind.TITLE, r"[A-Za-z]+[-.]?[0-9][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*(?!\s?[元块圆])"),
    # 12支装 and 3件套 are the unit of sale.
    (Kind.TITLE, rf"[0-9]{{1,3}}(?:{_any(words.PACK_COUNTS)})(?:{_any(words.PACK_TAILS)})(?![修饰扮裱手])"),
    (Kind.TITLE, r"[0-9]{1,2}(?:件套|头套)"),
    (Kind.SOFT, rf"{_N}(?:{_COUNT}|块)?(?:{_any(words.PACK_TAILS)})"),
    # 19.9斤 is more often the price of a jin than a weight.
    (Kind.SOFT, r"[0-9]+\.9\s?(?:公?斤|kg)(?![A-Za-z0-9])"),
    (Kind.TITLE, r"20[0-9]{2}\s?(?:最?新款|新品|新茶|[春夏秋冬]|早春)"),
    (Kind.TITLE, r"(?:19|20)[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?"),
    (Kind.TITLE, rf"{_N}(?:万毫安|{_UNIT})"),
    (Kind.TITLE, rf"[0-9]{{1,4}}\s{_SPACED_UNIT}"),
    (Kind.TITLE, r"(?:4[89]|5[0-9]|6[0-4])(?:\.5)?\s圈口(?!\s?:?[0-9]{2}(?![0-9.]))"),
    (Kind.SOFT, rf"{_N}[A-Za-z][A-Za-z0-9]*(?!{X})"),
    (Kind.COUNT, rf"{_N}(?!包邮|只要|只卖|只有|只剩|支持|把玩|对版|对齐|个性|条纹|张口){_COUNT}|{_N}\s{_COUNT}{_END}"),
    (Kind.PRICE, rf"{_ZH}{{2,}}(?:元|块钱|块){_END}"),
    (Kind.PRICE, rf"{_ZH}(?:元整?|块钱){_END}"),
    (Kind.SPOKEN_PRICE, rf"{_ZH}{{2,}}(?:元|块)|{_ZH}(?:元|块钱)(?=[0-9])"),
    (Kind.SPOKEN_PRICE, rf"(?<!{HAN}){_ZH}{{1,3}}块{_END}|(?<![0-9.])[1-9][百千]{_END}"),
    (Kind.SPOKEN, rf"[两二三四五六七八九十百]+{_COUNT}(?!装|入|套|头|组|连|拼|{HAN}{{0,2}}套)"),
    (Kind.SPOKEN_PRICE, rf"(?<!{HAN})十[一二三四五六七八九]?[百千万]{_ZH}*(?:{_END}|(?={X}\s?[0-9]))"),
    (Kind.SPOKEN_PRICE, rf"[一二两三四五六七八九][十百千万]{_ZH}*(?:{_END}|(?={X}\s?[0-9]))"),
    (Kind.SPOKEN_PRICE, rf"(?<!{HAN})[一二三四五六七八九零〇]{{2,}}{_END}"),
    (Kind.TITLE, r"[0-9]{1,3}分(?=$|[\s钻的])"),
    # iPhone 15 Pro, 小米 14 Ultra, and the 9 of iPad 9 64G.
    (Kind.TITLE, r"(?:(?<=iphone\s)|(?<=ipad\s))[0-9]{1,2}(?=\s[0-9]{2,4}[GT])"),
    (Kind.TITLE, rf"[0-9]{{1,2}}\s(?:{_any(words.MODEL_TAILS)})(?![A-Za-z0-9])"),
    (Kind.BARE, _N),
    (Kind.ODD, r"[0-9]+(?:[.,，。·']+[0-9]+)*"),
    (Kind.WORD, r"[A-Za-z]+"),
)

_LINE = re.compile("|".join(f"(?P<k{i}>{p})" for i, (_, p) in enumerate(_PATTERNS)), re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_SPOKEN_JIAO = re.compile(r"([0-9]{1,5})[元块]([1-9一二三四五六七八九])")
_SHORT = re.compile(r"([0-9]{1,3})([万千百])([1-9]?)[千百]?(?:元|块)?")
_SCALES = {"万": 10_000, "千": 1_000, "百": 100}
_JIAO = re.compile(r"([1-9])(?:毛|角)钱?")
_SPOKEN_KUAI = re.compile(rf"({_ZH}{{1,3}})块([一二三四五六七八九])(?:毛|角)?")
_PACKABLE = re.compile(
    rf"(?:{_any(words.WEIGHT_UNITS + words.VOLUME_UNITS + words.LENGTH_UNITS)}|[0-9](?:k?g|m?l|c?m|mm))$", re.IGNORECASE
)
BEGINS_AS_UNIT = re.compile(rf"{_UNIT}|{_COUNT}(?!邮)", re.IGNORECASE)
_SPOKEN_NUMBER = re.compile(rf"{_ZH}+")


def cut(folded: str) -> list[Span]:
    """The spans of `folded`, from left to right; Chinese words between them are not listed."""
    spans = []
    for match in _LINE.finditer(folded):
        kind = _PATTERNS[int((match.lastgroup or "k0")[1:])][0]
        text = match.group()
        spans.append(Span(kind, match.start(), match.end(), text, _numbers(kind, text), bool(_PACKABLE.search(text))))
    return spans


def _numbers(kind: Kind, text: str) -> tuple[Decimal, ...]:
    """The numbers in a span; a price is one number with 万 and 块9 already worked in."""
    if kind in (Kind.WORD, Kind.ODD):
        return ()
    if kind in (Kind.PRICE, Kind.SPOKEN_PRICE) and (spoken := _SPOKEN_JIAO.match(text)):
        tenth = spoken[2] if spoken[2].isascii() else spoken_number(spoken[2])
        return (Decimal(f"{spoken[1]}.{tenth}"),)
    if kind in (Kind.PRICE, Kind.SPOKEN_PRICE) and (money := _said_of_money(text)) is not None:
        return (money,)
    found = tuple(Decimal(n.replace(",", "")) for n in _NUMBER.findall(text))
    if kind in (Kind.PRICE, Kind.SPOKEN_PRICE) and found:
        return (found[0].scaleb(4) if "万" in text else found[0],)
    if kind in (Kind.PRICE, Kind.SPOKEN_PRICE) and (said := _SPOKEN_NUMBER.search(text)):
        value = spoken_number(said[0])
        if value is None and kind is Kind.SPOKEN_PRICE:
            value = idiom(said[0])  # it is asked about, with the right guess
        return () if value is None else (Decimal(value),)
    return found


def _said_of_money(text: str) -> Decimal | None:
    """1万2, 3千8, 5百, 5毛 and 九块九 in yuan; None for all else."""
    if short := _SHORT.fullmatch(text):
        scale = _SCALES[short[2]]
        return (
            None
            if not short[3] and scale == 10_000
            else Decimal(int(short[1]) * scale + int(short[3] or 0) * scale // 10)
        )
    if jiao := _JIAO.fullmatch(text):
        return Decimal(jiao[1]) / 10
    if kuai := _SPOKEN_KUAI.fullmatch(text):
        yuan, tenth = spoken_number(kuai[1]), spoken_number(kuai[2])
        return None if yuan is None or tenth is None else Decimal(f"{yuan}.{tenth}")
    return None
