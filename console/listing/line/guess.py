"""The best guess at a listing line: which span is the price, which the stock, and what title is left.

A guess is made for every text and never refused; `doubts` finds what speaks against it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from console.listing.line import wares
from console.listing.line.spans import PRICE_LABEL, Kind, Span, cut, fold
from console.money import PRICE_CAP_FEN

STOCK_CAP = 9_999_999
"""Most pieces of one item."""


@dataclass(frozen=True)
class Guess:
    """What a line most likely says, and what it was read from."""

    typed: str
    folded: str
    spans: tuple[Span, ...]
    price: Span | None
    stock: Span | None
    title: str

    @property
    def marked(self) -> bool:
        """Whether ¥, 元, 售价 or the like says which number is the price."""
        return self.price is not None and self.price.kind is Kind.PRICE

    @property
    def stock_marked(self) -> bool:
        """Whether x3, 库存3 or 599x3 says what the stock is."""
        return any(span.kind in (Kind.STOCK, Kind.GLUE) for span in self.spans)

    @property
    def price_number(self) -> Decimal | None:
        return self.price.number if self.price and self.price.numbers else None

    @property
    def stock_number(self) -> Decimal:
        if self.stock is not None and self.stock.numbers:
            return self.stock.numbers[-1]
        return self.price.numbers[1] if self.price and self.price.kind is Kind.GLUE else Decimal(1)

    @property
    def price_fen(self) -> int | None:
        return None if self.price_number is None else fen(self.price_number)

    @property
    def pieces(self) -> int | None:
        return whole(self.stock_number)

    def of(self, *kinds: Kind) -> list[Span]:
        return [span for span in self.spans if span.kind in kinds]

    def left_of(self, span: Span) -> str:
        return self.folded[: span.start]

    def right_of(self, span: Span) -> str:
        return self.folded[span.end :]

    def between(self, first: Span, second: Span) -> str:
        return self.folded[first.end : second.start]

    def before(self, span: Span) -> Span | None:
        """The span that touches `span` on its left, with at most a space between."""
        return next((s for s in self.spans if s.end <= span.start and not self.between(s, span).strip()), None)

    def says(self, names: tuple[str, ...]) -> bool:
        """Whether any of `names` stands in the line."""
        return any(name in self.folded for name in names)


def guess(typed: str) -> Guess:
    """The guess at a cleaned line."""
    folded = fold(typed)
    spans = tuple(_sizes(folded, cut(folded)))
    price = _likely_price(spans)
    stock = _likely_stock(spans, price)
    return Guess(typed, folded, spans, price, stock, _title(typed, price, stock))


def _sizes(folded: str, spans: list[Span]) -> list[Span]:
    """`spans`, where 7*9 before a price and a stock is the size that it can only be: 桌布 7*9 158 x10."""
    return [
        replace(span, kind=Kind.TITLE) if span.kind is Kind.GLUE and _is_size(folded, span, spans) else span
        for span in spans
    ]


def _is_size(folded: str, span: Span, spans: list[Span]) -> bool:
    """Whether a*b is no price times stock: both stand behind it, the price above a and b and not their product."""
    prices = [other for other in spans if other.kind in (Kind.BARE, Kind.PRICE, Kind.GLUE) and other is not span]
    if len(prices) != 1 or prices[0].kind is Kind.GLUE or not prices[0].numbers or prices[0].start < span.end:
        return False
    price, large, small = prices[0], max(span.numbers), min(span.numbers)
    if folded[span.end : price.start].strip(" ,，") or large > _LARGEST_RATIO * small:
        return False
    counted = any(other.kind is Kind.STOCK and other.start >= price.end for other in spans)
    sheet = any(ware in folded for ware in wares.SHEET_WARES)
    return counted and large * small != price.number and (sheet or price.number > large)


_LARGEST_RATIO = 4
"""A stone or a cloth is hardly ever longer than four times its width; 599*3 is three at 599."""


def _likely_price(spans: tuple[Span, ...]) -> Span | None:
    """A marked price before a bare number; of several bare ones the largest: sizes and counts are small."""
    if marked := [span for span in spans if span.kind is Kind.PRICE]:
        return marked[-1]
    bare = [span for span in spans if span.kind in (Kind.BARE, Kind.GLUE)]
    said = [span for span in spans if span.kind is Kind.SPOKEN_PRICE and span.numbers]
    return max(bare or said or _in_letters(spans), key=lambda span: span.number, default=None)


def _in_letters(spans: tuple[Span, ...]) -> list[Span]:
    """1.2w and 5k as the sums they most likely are, where nothing else could be the price; they are asked about."""
    found = [(span, _LETTERED.fullmatch(span.text)) for span in spans if span.kind is Kind.SOFT]
    return [replace(span, numbers=(_lettered(hit),)) for span, hit in found if hit]


def _likely_stock(spans: tuple[Span, ...], price: Span | None) -> Span | None:
    """x3 and 库存3 before 3件, and at last a bare number behind the price."""
    if marked := [span for span in spans if span.kind is Kind.STOCK]:
        return marked[0]
    if price is None or price.kind is Kind.GLUE:
        return None
    counts = [span for span in spans if span.kind is Kind.COUNT]
    behind = [span for span in spans if span.kind in (Kind.COUNT, Kind.BARE) and span.start >= price.end]
    return next(iter(counts or behind), None)


_LETTERED = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)([wWkK])([1-9])?")


def _lettered(hit: re.Match[str]) -> Decimal:
    """1.2w and 1w2 are 12,000."""
    scale = 10_000 if hit[2] in "wW" else 1_000
    return Decimal(hit[1]) * scale + int(hit[3] or 0) * scale // 10


_EDGES = " ,，;；:：|/、—_·~-"
_NOISE = "。.!！"
_LABEL_LEFT = re.compile(rf"(?:[{_EDGES}是]*{PRICE_LABEL})+[{_EDGES}是]*$", re.IGNORECASE)
"""599 特价 says something about the price also when it stands behind it."""


_SAYS_PRICE = re.compile(r"(?:^|(?<=\s))(?:人民币|[售给才仅])$")
"""Words right before a price that belong to it: 手镯 才599."""
_SAYS_ONE = re.compile(r"^(?:(?:[就仅只独]|[仅只]?剩?最后)?一[件个只]|拿走|带走|上车|开抢|速拍)(?=$|[\s!！])")
"""Words right behind a price that belong to it: 599拿走, 599一个."""
_NAMES = re.compile(r"^(?:名称|品名|商品名称|商品名|商品|标题|货品)\s?[:：]\s?(?=\S)")
"""品名: of a line that was copied from a form."""


def _title(typed: str, price: Span | None, stock: Span | None) -> str:
    """What is left when price and stock are cut out, as it was typed, without what was said about the price."""
    pieces, start = [], 0
    for span in sorted((span for span in (price, stock) if span), key=lambda span: span.start):
        piece = typed[start : span.start].rstrip()
        pieces.append(_SAYS_PRICE.sub("", piece) if span is price else piece)
        start = span.end
        if span is price:
            start += len(typed[start:]) - len(_SAYS_ONE.sub("", typed[start:].lstrip()))
    pieces.append(typed[start:])
    pieces[0] = _NAMES.sub("", pieces[0])
    kept = (piece.strip(_EDGES) for piece in pieces)
    title = " ".join(piece for piece in kept if piece.strip(_NOISE))
    return _LABEL_LEFT.sub("", title).strip(_EDGES)


def fen(number: Decimal) -> int | None:
    """A price in fen, or None if it cannot be one."""
    if places(number) > 2 or not 0 < number <= Decimal(PRICE_CAP_FEN).scaleb(-2):
        return None
    return int(number.scaleb(2))


def whole(number: Decimal) -> int | None:
    """A stock, or None if it cannot be one."""
    return int(number) if not places(number) and 1 <= number <= STOCK_CAP else None


def places(number: Decimal) -> int:
    """Decimals as typed: 3 for 599.000."""
    return max(0, -int(number.as_tuple().exponent))
