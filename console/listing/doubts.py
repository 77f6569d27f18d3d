"""The reasons to doubt a guess at a listing line. Each rule finds one, or None; the first found is shown.

A rule that is wrong costs the seller one character more (599元 for 599, or x3 for 3); a rule that is
missing sells a bangle for its size. So rules ask wherever two readings are possible.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from console.errors import Text
from console.listing import reasons, second_readings, wares, words
from console.listing.guess import Guess, fen, places, whole
from console.listing.meanings import habit, other_meaning
from console.listing.spans import BEGINS_AS_UNIT, HAN, ODD, Kind, Span, X
from console.money import PRICE_CAP_FEN

TITLE_UNITS_CAP = 60
"""Longest title in units. INFER: the platform's documents count a Chinese character as two."""


VAST_YUAN = 100_000
"""Two zeros too many turn what most stalls sell into this."""


def title_units(text: str) -> int:
    """Length as the platform counts it: 2 for a wide character (Chinese, full-width, emoji), else 1."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def doubt(guess: Guess) -> Text | None:
    """The first reason to doubt `guess`, or None if it is certain."""
    return next((found for rule in RULES if (found := rule(guess)) is not None), None)


def _asked(text: Text, span: Span, what: Text | None = None) -> Text:
    """`text` about the number of `span`, and what it may be besides a price."""
    n = str(span.number) if span.numbers and span.kind is not Kind.GLUE else span.text
    what = what or Text("", "")
    return Text(_escaped(text.zh.format(n=n, what=what.zh)), _escaped(text.en.format(n=n, what=what.en)))


def _escaped(said: str) -> str:
    """`said` so that `Text.said`, which fills places, leaves it as it is."""
    return said.replace("{", "{{").replace("}", "}}")


# --- the line as a whole ---------------------------------------------------------------------

_PHRASES = tuple((re.compile(pattern, re.IGNORECASE), text) for pattern, text in reasons.DOUBT_PHRASES)


def _empty(guess: Guess) -> Text | None:
    return None if guess.typed else reasons.EMPTY


def _odd_digits(guess: Guess) -> Text | None:
    """Keycaps, ⑤, ٥ and 1.2.3 are never taken for numbers: emoji decorate, and 1,28 has two meanings."""
    for span in guess.of(Kind.ODD):
        return reasons.ODD_DIGITS if ODD in span.text else _asked(reasons.ODD_NUMBER, span)
    return None


def _phrases(guess: Guess) -> Text | None:
    """买一送一, 8折, 原价, 各5, 限购, 起拍: the number beside it is not simply the price of one piece."""
    return next((text for pattern, text in _PHRASES if pattern.search(guess.folded)), None)


# --- which number is the price ---------------------------------------------------------------

_HAN = re.compile(HAN)
_BEFORE = re.compile(reasons.BEFORE_DOUBT)
_BEFORE_SPACED = re.compile(reasons.BEFORE_DOUBT_SPACED)
_AFTER = re.compile(reasons.AFTER_DOUBT)
_LOOSE = re.compile(f"[0-9.]+[{words.LOOSE_UNITS}]|(?:{'|'.join(words.MEASURE_LABELS)}).*[0-9]")
_REMARK = re.compile(r"[(（【\[][^0-9()（）【】\[\]]+[)）】\]]")
"""（顺丰包邮）behind a price."""
_BESIDE = " ,，;；:|、。!！…)]}】」》"
"""What may touch a bare price on either side; any other sign there is doubtful. (.99 is not 99.)"""


def _no_price(guess: Guess) -> Text | None:
    return reasons.NO_PRICE if guess.price is None and not guess.of(Kind.RANGE, Kind.LIST) else None


def _ranges(guess: Guess) -> Text | None:
    """59-69 is a range of prices, unless the price is marked elsewhere and the range looks like sizes."""
    for span in guess.of(Kind.RANGE, Kind.LIST):
        sizes = guess.marked and not re.search("[¥元块]", span.text) and all(habit(guess, n) for n in span.numbers)
        if not sizes:
            return reasons.PRICE_RANGE if span.kind is Kind.RANGE else reasons.TWO_PRICES
    return None


def _spoken_price(guess: Guess) -> Text | None:
    """五百九十九 without 元 may be a name (五百罗汉); 三千八 means 3,800 only by habit."""
    unread = any(not span.numbers for span in guess.of(Kind.PRICE))
    return reasons.CHINESE_NUMBER if unread or guess.of(Kind.SPOKEN_PRICE) else None


def _rivals(guess: Guess) -> Text | None:
    """Two numbers that could be the price. Beside a marked one, a size or model number stays in the title."""
    price = guess.price
    assert price is not None
    for span in guess.of(Kind.PRICE, Kind.BARE, Kind.GLUE):
        if span is price:
            continue
        if guess.marked and span.number == price.number and span.start < price.start:
            continue  # 520礼盒 520元
        if span.kind is Kind.BARE and span.start >= price.end:
            return _asked(reasons.STOCK_OR_TITLE if whole(span.number) else reasons.NUMBER_IN_TITLE, span)
        if span.kind is Kind.GLUE and guess.marked and guess.says(wares.SHEET_WARES) and span.start < price.start:
            continue  # 床单150*200 129元
        if span.kind is not Kind.BARE or not guess.marked:
            return reasons.TWO_PRICES
        small = guess.stock_marked and span.number * 4 <= price.number
        stays = (span.start > 0 or _HAN.match(guess.right_of(span))) and not guess.title.endswith(words.TITLE_LABELS)
        if not stays or not (other_meaning(guess, span) or small):
            return _asked(reasons.NUMBER_IN_TITLE, span)
    return None


_LISTED = re.compile(r"[0-9]{1,2}[.、)]\s?")
"""A number at the head of a list's line."""


_RATED = re.compile(r"[0-9]+(?:[UPVAGT]|cc|颗粒)")
"""What is no money in letters; 9W and 4K may be."""


def _followed_by_stock(guess: Guess, price: Span) -> bool:
    """Whether x3 stands right behind the price, the surest form of all."""
    stock = guess.stock
    behind = stock is not None and stock.kind is Kind.STOCK and stock.start >= price.end
    return behind and stock is not None and not guess.between(price, stock).strip()


def _soft(guess: Guess) -> Text | None:
    """12abc belongs to the title only beside a marked price: 599r may be money, 3w 30,000, M5 five of size M.

    39袋装 may be 39 yuan in bags; where a larger price and the stock follow, it is a pack of 39.
    """
    price = guess.price
    assert price is not None
    sizes = [span for span in guess.of(Kind.SOFT) if re.match("[smxl]+[0-9]", span.text, re.IGNORECASE)]
    if len(sizes) > 1:
        return _asked(reasons.STOCK_OR_TITLE, sizes[0])
    for span in guess.of(Kind.SOFT):
        if _LISTED.fullmatch(span.text) and span.end <= price.start and 2 * span.number <= price.number:
            continue  # 12、玉髓手镯 99
        if _RATED.fullmatch(span.text) and span.end <= price.start and _followed_by_stock(guess, price):
            continue  # 羽毛球拍 4U 199 x3
        pack = not span.text[-1].isascii() or span.text[0].isalpha()
        fits = guess.marked or (pack and guess.stock_marked and whole(span.number) and span.number < price.number)
        if span.start >= price.end or not fits:
            return _asked(reasons.NUMBER_IN_TITLE, span)
    return None


def _price_as_unit(guess: Guess) -> Text | None:
    """599月光石 57, 高599 20: many words begin like a unit, and the larger number may be the price after all."""
    price = guess.price
    assert price is not None
    for span in guess.of(Kind.TITLE):
        if guess.marked or not _LOOSE.fullmatch(span.text) or span.number <= price.number:
            continue
        year = span.text[0].isdigit() and 1900 <= span.number <= 2100
        if not (year or span.text.startswith(words.NAME_NUMBERS)):
            return _asked(reasons.NUMBER_IN_TITLE, span)
    return None


def _neighbours(guess: Guess) -> Text | None:
    """-599, 约599, 599起, 599+ and 599左右 are not simply 599."""
    price = guess.price
    assert price is not None
    left = guess.left_of(price)
    if re.search(r"[-−–—]$", left):
        return reasons.NEGATIVE
    if _BEFORE.search(left) or _BEFORE_SPACED.search(left.rstrip()) or _AFTER.match(guess.right_of(price)):
        return _asked(reasons.ODD_NEIGHBOUR, price)
    return None


def _glued(guess: Guess) -> Text | None:
    """手镯599 is a price if nothing else could be; 第599, 599豆绿, #599 and ¥57圈口 are left to the person."""
    price = guess.price
    assert price is not None
    left, right = guess.left_of(price)[-1:], guess.right_of(price)
    if guess.marked:
        odd = (left.isascii() and left.isalnum()) or (price.text[-1].isdigit() and BEGINS_AS_UNIT.match(right))
        return _asked(reasons.ODD_NEIGHBOUR, price) if odd else None
    beside = not left or left in _BESIDE or _emoji(left) or (_HAN.match(left) and left not in words.NEVER_GLUED)
    behind = (
        not right
        or right[0] in _BESIDE + "."
        or _REMARK.match(right)
        or _emoji(right[0])
        or right.startswith(words.FREE_BEHIND)
        or (right.startswith(words.LEFT_BEHIND) and any(span.start == price.end for span in guess.of(Kind.STOCK)))
    )
    return None if beside and behind else _asked(reasons.ODD_NEIGHBOUR, price)


def _undecorated(text: str) -> str:
    return "".join(char for char in text if not _emoji(char))


def _emoji(char: str) -> bool:
    return unicodedata.category(char) in ("So", "Sk") or char == "\ufe0f"


def _something_else(guess: Guess) -> Text | None:
    """手镯 57, iPhone 15, 银手镯 925, 普洱 2006: the only number is more likely the title's."""
    price = guess.price
    assert price is not None
    what = None if guess.marked else other_meaning(guess, price)
    return _asked(reasons.MAYBE, price, what) if what else None


def _small(guess: Guess) -> Text | None:
    """手镯 3 is a stock without its price more often than three yuan; 辣条 5 x100 says which is which."""
    price = guess.price
    assert price is not None
    if guess.marked or price.number >= 10 or places(price.number):
        return None
    stock = guess.stock
    said = stock is not None and stock.kind is Kind.STOCK and stock.start - price.end in (0, 1) and price.start > 0
    return None if said else _asked(reasons.SMALL, price)


def _dimensions(guess: Guess) -> Text | None:
    """毛巾 40x60 is a size, 手镯 599x3 is price times stock; what could be either is asked about."""
    price, stock = guess.price, guess.stock
    assert price is not None
    sheet = guess.says(wares.SHEET_WARES)
    if price.kind is Kind.GLUE:
        first, second = price.numbers[:2]
        round_pair = not first % 5 and second > 20
        if not sheet and first > 5 and str(first).endswith((".9", ".99")) and not places(second) and second >= 10:
            return None  # 9.9x100 ends as prices do
        likely_size = sheet or second >= first or (first < 10 and not places(first)) or places(second) or round_pair
        return _asked(reasons.DIMENSIONS, price) if likely_size else None
    if guess.marked or stock is None or stock.kind is not Kind.STOCK or not sheet or not re.match(X, stock.text):
        return None
    if any(re.search(rf"[0-9].*{X}[0-9]", span.text) for span in guess.of(Kind.TITLE)):
        return None
    pair = Span(Kind.GLUE, price.start, stock.end, guess.folded[price.start : stock.end], (price.number, stock.number))
    loose = " " in stock.text and stock.number >= 10
    alike = not price.number % 5 and not stock.number % 5 and stock.number >= 20 and price.number <= 3 * stock.number
    return _asked(reasons.DIMENSIONS, pair) if stock.start > price.start and (loose or alike) else None


def _vast(guess: Guess) -> Text | None:
    """青花大碗 1280000: a hundred thousand and more is taken only when it is written as money."""
    price = guess.price
    assert price is not None
    return _asked(reasons.VAST, price) if not guess.marked and price.number >= VAST_YUAN else None


def _kuai(guess: Guess) -> Text | None:
    """香皂 3块 is three bars as well as three yuan."""
    price = guess.price
    assert price is not None
    pieces = (
        price.text.endswith("块") and not price.text.startswith("¥") and price.number <= 20 and not places(price.number)
    )
    return _asked(reasons.SMALL, price) if pieces and (guess.says(wares.KUAI_WARES) or price.number < 10) else None


def _price_value(guess: Guess) -> Text | None:
    number = guess.price_number
    if number is None or fen(number) is not None:
        return None
    if places(number) > 2:
        return reasons.DECIMALS
    return reasons.PRICE_TOO_HIGH if number > Decimal(PRICE_CAP_FEN).scaleb(-2) else reasons.ZERO_PRICE


# --- what the stock is -----------------------------------------------------------------------

_APART = " ,，;；、|。!！"
"""What may stand before a stock."""
_WEIGHED = re.compile("(?:斤|克|两|吨|磅|升|米|尺|[0-9]k?g|[0-9]m?l|[0-9]m)$", re.IGNORECASE)
_SPOKEN_WEIGHT = re.compile(r"\s?[一半两三五十几每]+(?:斤|公斤|克|米|尺|升|磅)(?!装)")


def _weighed(guess: Guess) -> Text | None:
    """苹果 19.9 5斤 may be 19.9 a jin and five in stock; 苹果 5斤 19.9 is not."""
    price = guess.price
    assert price is not None
    if _SPOKEN_WEIGHT.match(guess.right_of(price)):
        return reasons.PER_WEIGHT
    for span in guess.of(Kind.TITLE):
        if guess.right_of(span).startswith("装"):
            continue
        if span.start >= price.end and _WEIGHED.search(span.text) and not guess.between(price, span).strip(" ,，、"):
            return reasons.PER_WEIGHT
    return None


def _two_stocks(guess: Guess) -> Text | None:
    marked, counts = guess.of(Kind.STOCK, Kind.GLUE), guess.of(Kind.COUNT)
    if len(marked) > 1 or (not marked and len(counts) > 1):
        return reasons.TWO_STOCKS
    return reasons.TWO_STOCKS if guess.says(words.ONLY_ONE) and guess.stock_number != 1 else None


def _counted(guess: Guess) -> Text | None:
    """599 3件 is stock. 3件 599, 99元3件 and 鸡蛋 39.9 30个 may be what one sale holds."""
    price = guess.price
    assert price is not None
    for span in guess.of(Kind.COUNT):
        apart = re.match(rf"$|[\s,，;；、。.!！|)\]】」》]|{X}\s?[0-9]", guess.right_of(span))
        unit, touched = span.text[-1], guess.left_of(span)[-1:] not in (*_APART, "")
        if guess.stock_marked:
            in_title = span.end < price.start and (apart or span.number < price.number)
            if not in_title:
                return _asked(reasons.STOCK_OR_PACK, span)
            continue
        packed = unit != "件" and (unit in words.COUNT_MAYBE or guess.says(wares.PACK_WARES))
        if span.start <= price.end or not apart or packed or touched:
            return _asked(reasons.STOCK_OR_PACK, span)
    return None


def _spoken_count(guess: Guess) -> Text | None:
    """两件99 is a bundle; 袜子五双 19.9 x10 says by its x10 that five pairs are one sale."""
    price = guess.price
    assert price is not None
    for span in guess.of(Kind.SPOKEN):
        first, second = (span, price) if span.start < price.start else (price, span)
        if not guess.stock_marked or not guess.between(first, second).strip():
            return reasons.BUNDLE
    return None


def _crossed(guess: Guess) -> Text | None:
    """x3 is stock behind the price. Elsewhere it may be a model (X5), a pack (500g x3) or a bundle (袜子x3)."""
    price, stock = guess.price, guess.stock
    assert price is not None
    if stock is None or stock.kind is not Kind.STOCK or not re.match(X, stock.text):
        return None
    behind = stock.start >= price.end
    if behind and not _undecorated(guess.between(price, stock)).strip(" ,，;；、|"):
        return None
    before = guess.before(stock)
    plain = (*wares.SIZE_LETTERS, *wares.LATIN_WARES)  # 白色 XL x3, Jade bangle x3
    word = before is not None and before.kind is Kind.WORD and before.text.lower() not in plain
    named = word or (before is not None and before.packable)
    apart = guess.left_of(stock)[-1:] in (*_APART, "") or _emoji(guess.left_of(stock)[-1:])
    fine = apart and not named and stock.text[0] != "X" and " " not in stock.text and not guess.says(wares.BRANDS)
    return None if fine else _asked(reasons.STOCK_OR_TITLE, stock)


def _stock_value(guess: Guess) -> Text | None:
    return reasons.STOCK_RANGE if guess.pieces is None else None


# --- the title -------------------------------------------------------------------------------


def _no_title(guess: Guess) -> Text | None:
    """A title is more than a size: 57圈口 alone names nothing."""
    left = guess.folded
    for span in guess.spans:
        if span.kind is not Kind.WORD and not (span.kind is Kind.TITLE and span.text[0].isalpha()):
            left = left.replace(span.text, " ", 1)
    named = any(char.isalpha() for char in left) and guess.title not in words.NO_NAMES
    return None if named and guess.title else reasons.NO_TITLE


def _torn(guess: Guess) -> Text | None:
    """A ¥ left over belonged to a price not understood; （599元） leaves brackets with nothing in them."""
    if re.search("[¥￥]", guess.title):
        return reasons.TWO_PRICES
    empty = re.search(r"[(（【\[「《]\s*[)）】\]」》]", guess.title)
    return _asked(reasons.ODD_NEIGHBOUR, guess.price) if empty and guess.price else None


def _title_length(guess: Guess) -> Text | None:
    return reasons.TITLE_TOO_LONG if title_units(guess.title) > TITLE_UNITS_CAP else None


RULES: tuple[Callable[[Guess], Text | None], ...] = (
    _empty,
    _odd_digits,
    _phrases,
    _ranges,
    _no_price,
    _spoken_price,
    _price_value,
    _stock_value,
    second_readings.in_letters,
    _rivals,
    _soft,
    _price_as_unit,
    _neighbours,
    _something_else,
    _glued,
    *second_readings.RULES,
    _small,
    _vast,
    _dimensions,
    _kuai,
    _weighed,
    _two_stocks,
    _counted,
    _spoken_count,
    _crossed,
    _no_title,
    _torn,
    _title_length,
)
"""From `_spoken_price` on there is a price span; from `_price_value` on it has a number."""
