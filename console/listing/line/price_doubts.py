"""Doubts about the price: no number or several could be it, or it is something else than a price.

Each rule finds a reason, or None; `doubts` says in which order they are asked.
"""

from __future__ import annotations

import re
from decimal import Decimal

from console.errors import Text
from console.listing.line import reasons, wares, words
from console.listing.line.guess import Guess, fen, places, whole
from console.listing.line.meanings import habit, other_meaning
from console.listing.line.reasons import about
from console.listing.line.spans import BEGINS_AS_UNIT, HAN, Kind, Span, X, is_emoji
from console.money import PRICE_CAP_FEN

_HAN = re.compile(HAN)
_BEFORE = re.compile(reasons.BEFORE_DOUBT)
_BEFORE_SPACED = re.compile(reasons.BEFORE_DOUBT_SPACED)
_AFTER = re.compile(reasons.AFTER_DOUBT)
_LOOSE = re.compile(f"[0-9.]+[{words.LOOSE_UNITS}]|(?:{'|'.join(words.MEASURE_LABELS)}).*[0-9]")
_REMARK = re.compile(r"[(（【\[][^0-9()（）【】\[\]]+[)）】\]]")
"""（顺丰包邮）behind a price."""
_BESIDE = " ,，;；:|、。!！…)]}】」》"
"""What may touch a bare price on either side; any other sign there is doubtful. (.99 is not 99.)"""


def no_price(guess: Guess) -> Text | None:
    return reasons.NO_PRICE if guess.price is None and not guess.of(Kind.RANGE, Kind.LIST) else None


def ranges(guess: Guess) -> Text | None:
    """59-69 is a range of prices, unless the price is marked elsewhere and the range looks like sizes."""
    for span in guess.of(Kind.RANGE, Kind.LIST):
        sizes = guess.marked and not re.search("[¥元块]", span.text) and all(habit(guess, n) for n in span.numbers)
        if not sizes:
            return reasons.PRICE_RANGE if span.kind is Kind.RANGE else reasons.TWO_PRICES
    return None


def spoken_price(guess: Guess) -> Text | None:
    """五百九十九 without 元 may be a name (五百罗汉); 三千八 means 3,800 only by habit."""
    unread = any(not span.numbers for span in guess.of(Kind.PRICE))
    return reasons.CHINESE_NUMBER if unread or guess.of(Kind.SPOKEN_PRICE) else None


def rivals(guess: Guess) -> Text | None:
    """Two numbers that could be the price. Beside a marked one, a size or model number stays in the title."""
    price = guess.price
    assert price is not None
    for span in guess.of(Kind.PRICE, Kind.BARE, Kind.GLUE):
        if span is price:
            continue
        if guess.marked and span.number == price.number and span.start < price.start:
            continue  # 520礼盒 520元
        if span.kind is Kind.BARE and span.start >= price.end:
            return about(reasons.STOCK_OR_TITLE if whole(span.number) else reasons.NUMBER_IN_TITLE, span)
        if span.kind is Kind.GLUE and guess.marked and guess.says(wares.SHEET_WARES) and span.start < price.start:
            continue  # 床单150*200 129元
        if span.kind is not Kind.BARE or not guess.marked:
            return reasons.TWO_PRICES
        small = guess.stock_marked and span.number * 4 <= price.number
        stays = (span.start > 0 or _HAN.match(guess.right_of(span))) and not guess.title.endswith(words.TITLE_LABELS)
        if not stays or not (other_meaning(guess, span) or small):
            return about(reasons.NUMBER_IN_TITLE, span)
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


def soft(guess: Guess) -> Text | None:
    """12abc belongs to the title only beside a marked price: 599r may be money, 3w 30,000, M5 five of size M.

    39袋装 may be 39 yuan in bags; where a larger price and the stock follow, it is a pack of 39.
    """
    price = guess.price
    assert price is not None
    sizes = [span for span in guess.of(Kind.SOFT) if re.match("[smxl]+[0-9]", span.text, re.IGNORECASE)]
    if len(sizes) > 1:
        return about(reasons.STOCK_OR_TITLE, sizes[0])
    for span in guess.of(Kind.SOFT):
        if _LISTED.fullmatch(span.text) and span.end <= price.start and 2 * span.number <= price.number:
            continue  # 12、玉髓手镯 99
        if _RATED.fullmatch(span.text) and span.end <= price.start and _followed_by_stock(guess, price):
            continue  # 羽毛球拍 4U 199 x3
        pack = not span.text[-1].isascii() or span.text[0].isalpha()
        fits = guess.marked or (pack and guess.stock_marked and whole(span.number) and span.number < price.number)
        if span.start >= price.end or not fits:
            return about(reasons.NUMBER_IN_TITLE, span)
    return None


def price_as_unit(guess: Guess) -> Text | None:
    """599月光石 57, 高599 20: many words begin like a unit, and the larger number may be the price after all."""
    price = guess.price
    assert price is not None
    for span in guess.of(Kind.TITLE):
        if guess.marked or not _LOOSE.fullmatch(span.text) or span.number <= price.number:
            continue
        year = span.text[0].isdigit() and 1900 <= span.number <= 2100
        if not (year or span.text.startswith(words.NAME_NUMBERS)):
            return about(reasons.NUMBER_IN_TITLE, span)
    return None


def neighbours(guess: Guess) -> Text | None:
    """-599, 约599, 599起, 599+ and 599左右 are not simply 599."""
    price = guess.price
    assert price is not None
    left = guess.left_of(price)
    if re.search(r"[-−–—]$", left):
        return reasons.NEGATIVE
    if _BEFORE.search(left) or _BEFORE_SPACED.search(left.rstrip()) or _AFTER.match(guess.right_of(price)):
        return about(reasons.ODD_NEIGHBOUR, price)
    return None


def glued(guess: Guess) -> Text | None:
    """手镯599 is a price if nothing else could be; 第599, 599豆绿, #599 and ¥57圈口 are left to the person."""
    price = guess.price
    assert price is not None
    left, right = guess.left_of(price)[-1:], guess.right_of(price)
    if guess.marked:
        odd = (left.isascii() and left.isalnum()) or (price.text[-1].isdigit() and BEGINS_AS_UNIT.match(right))
        return about(reasons.ODD_NEIGHBOUR, price) if odd else None
    beside = not left or left in _BESIDE or is_emoji(left) or (_HAN.match(left) and left not in words.NEVER_GLUED)
    behind = (
        not right
        or right[0] in _BESIDE + "."
        or _REMARK.match(right)
        or is_emoji(right[0])
        or right.startswith(words.FREE_BEHIND)
        or (right.startswith(words.LEFT_BEHIND) and any(span.start == price.end for span in guess.of(Kind.STOCK)))
    )
    return None if beside and behind else about(reasons.ODD_NEIGHBOUR, price)


def something_else(guess: Guess) -> Text | None:
    """手镯 57, iPhone 15, 银手镯 925, 普洱 2006: the only number is more likely the title's."""
    price = guess.price
    assert price is not None
    what = None if guess.marked else other_meaning(guess, price)
    return about(reasons.MAYBE, price, what) if what else None


def small(guess: Guess) -> Text | None:
    """手镯 3 is a stock without its price more often than three yuan; 辣条 5 x100 says which is which."""
    price = guess.price
    assert price is not None
    if guess.marked or price.number >= 10 or places(price.number):
        return None
    stock = guess.stock
    said = stock is not None and stock.kind is Kind.STOCK and stock.start - price.end in (0, 1) and price.start > 0
    return None if said else about(reasons.SMALL, price)


def dimensions(guess: Guess) -> Text | None:
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
        return about(reasons.DIMENSIONS, price) if likely_size else None
    if guess.marked or stock is None or stock.kind is not Kind.STOCK or not sheet or not re.match(X, stock.text):
        return None
    if any(re.search(rf"[0-9].*{X}[0-9]", span.text) for span in guess.of(Kind.TITLE)):
        return None
    pair = Span(Kind.GLUE, price.start, stock.end, guess.folded[price.start : stock.end], (price.number, stock.number))
    loose = " " in stock.text and stock.number >= 10
    alike = not price.number % 5 and not stock.number % 5 and stock.number >= 20 and price.number <= 3 * stock.number
    return about(reasons.DIMENSIONS, pair) if stock.start > price.start and (loose or alike) else None


_VAST_YUAN = 100_000
"""Two zeros too many turn what most stalls sell into this."""


def vast(guess: Guess) -> Text | None:
    """青花大碗 1280000: a hundred thousand and more is taken only when it is written as money."""
    price = guess.price
    assert price is not None
    return about(reasons.VAST, price) if not guess.marked and price.number >= _VAST_YUAN else None


def kuai(guess: Guess) -> Text | None:
    """香皂 3块 is three bars as well as three yuan."""
    price = guess.price
    assert price is not None
    pieces = (
        price.text.endswith("块") and not price.text.startswith("¥") and price.number <= 20 and not places(price.number)
    )
    return about(reasons.SMALL, price) if pieces and (guess.says(wares.KUAI_WARES) or price.number < 10) else None


def value(guess: Guess) -> Text | None:
    number = guess.price_number
    if number is None or fen(number) is not None:
        return None
    if places(number) > 2:
        return reasons.DECIMALS
    return reasons.PRICE_TOO_HIGH if number > Decimal(PRICE_CAP_FEN).scaleb(-2) else reasons.ZERO_PRICE


# --- a number that is read twice with equal right ---------------------------------------------

_PAIR = re.compile(r"(?<![0-9,.])[1-9][0-9]{2},[0-9]{3}(?![0-9,])")
_CODE = re.compile(r"\s(?:货号|款号|编号|编码|批号|型号|色号|链接)\s+[0-9]")
_LETTER = re.compile(r"\s?[A-Za-z](?![A-Za-z0-9])(?!\s?[0-9㐀-鿿])")
_UNIT_APART = re.compile(r"\s(?:圈口|色号|公分|毫升|[米码号寸尺度岁圈升两吨瓦伏人])(?=$|[\s,，])")
_WIDE = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")


def in_letters(guess: Guess) -> Text | None:
    """1.2w is 12,000 yuan, and on a lamp it is watts."""
    price = guess.price
    if price is None or price.kind is not Kind.SOFT:
        return None
    return _meant(price.text, price.number)


def pair_with_comma(guess: Guess) -> Text | None:
    """599,699 are two prices more often than 599,699 yuan; 128,000 is one."""
    price = guess.price
    found = _PAIR.search(price.text) if price is not None else None
    return reasons.TWO_PRICES if found and not found[0].endswith("00") else None


def wide_comma(guess: Guess) -> Text | None:
    """手镯 1，280 x2 may be bangle 1 at 280 yuan, as 手镯 2，320 x1 would follow; ¥ before it or a second group, and no
    other comma, make it one number.
    """
    typed, price = guess.typed, guess.price
    if price is None or not _WIDE.search(typed):
        return None
    said = typed[price.start : price.end].rstrip("元块 ")
    alone = len(_WIDE.findall(typed)) == said.count("，") == typed.count("，") > 0
    pinned = "¥" in price.text or said.count("，") > 1
    if alone and pinned:
        return None
    if "，" not in said:
        return reasons.UNSTABLE
    return _meant(said, price.number)


def code_behind(guess: Guess) -> Text | None:
    """8801 货号 599: which of the two is the code?"""
    price = guess.price
    if price is None or guess.marked or price.kind is not Kind.BARE:
        return None
    return reasons.TWO_PRICES if _CODE.match(guess.right_of(price)) else None


def letter_behind(guess: Guess) -> Text | None:
    """599 u is another money, 599 A a kind."""
    price = guess.price
    if price is None or guess.marked or not _LETTER.match(guess.right_of(price)):
        return None
    if guess.right_of(price).lstrip()[:1] in "xX":
        return None  # of the stock, which other rules look at
    return _write_yuan(price.number)


def unit_apart(guess: Guess) -> Text | None:
    """99 米 and 42 码: the unit is a word of its own, and the number may still be its."""
    price = guess.price
    if price is None or guess.marked or not _UNIT_APART.match(guess.right_of(price)):
        return None
    return _write_yuan(price.number)


def _meant(said: str, number: Decimal) -> Text:
    """The question whether `said` is `number` yuan, which is written without needless zeros."""
    n = f"{number.normalize():f}"
    return Text(reasons.LETTERED.zh.format(said=said, n=n), reasons.LETTERED.en.format(said=said, n=n))


def _write_yuan(number: Decimal) -> Text:
    """What stands behind makes `number` unsure. Of 9.9x100 it is the price alone that wants the mark."""
    return Text(reasons.ODD_NEIGHBOUR.zh.format(n=number), reasons.ODD_NEIGHBOUR.en.format(n=number))
