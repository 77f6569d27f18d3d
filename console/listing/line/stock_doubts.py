"""Doubts about the stock: a number may be what one sale holds, a size or a model.

Each rule finds a reason, or None; `doubts` says in which order they are asked.
"""

from __future__ import annotations

import re

from console.errors import Text
from console.listing.line import reasons, wares, words
from console.listing.line.guess import Guess
from console.listing.line.reasons import about
from console.listing.line.spans import Kind, X, is_emoji

_APART = " ,，;；、|。!！"
"""What may stand before a stock."""
_WEIGHED = re.compile("(?:斤|克|两|吨|磅|升|米|尺|[0-9]k?g|[0-9]m?l|[0-9]m)$", re.IGNORECASE)
_SPOKEN_WEIGHT = re.compile(r"\s?[一半两三五十几每]+(?:斤|公斤|克|米|尺|升|磅)(?!装)")


def weighed(guess: Guess) -> Text | None:
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


def two_stocks(guess: Guess) -> Text | None:
    marked, counts = guess.of(Kind.STOCK, Kind.GLUE), guess.of(Kind.COUNT)
    if len(marked) > 1 or (not marked and len(counts) > 1):
        return reasons.TWO_STOCKS
    return reasons.TWO_STOCKS if guess.says(words.ONLY_ONE) and guess.stock_number != 1 else None


_EACH = re.compile(r"/[一1]?(\D)$")
_ONE = re.compile(r"\s?[一每](\D)")


def counted(guess: Guess) -> Text | None:
    """599 3件 is stock, and so is 99元/瓶 12瓶. 3件 599, 99元3件 and 鸡蛋 39.9 30个 may be what one sale holds."""
    price = guess.price
    assert price is not None
    each = _EACH.search(price.text) or _ONE.match(guess.right_of(price))
    for span in guess.of(Kind.COUNT):
        apart = re.match(rf"$|[\s,，;；、。.!！|)\]】」》]|{X}\s?[0-9]", guess.right_of(span))
        unit, touched = span.text[-1], guess.left_of(span)[-1:] not in (*_APART, "")
        if guess.stock_marked:
            in_title = span.end < price.start and (apart or span.number < price.number)
            if not in_title:
                return about(reasons.STOCK_OR_PACK, span)
            continue
        packed = unit not in ("件", each and each[1]) and (unit in words.COUNT_MAYBE or guess.says(wares.PACK_WARES))
        if span.start <= price.end or not apart or packed or touched:
            return about(reasons.STOCK_OR_PACK, span)
    return None


def spoken_count(guess: Guess) -> Text | None:
    """两件99 is a bundle; 袜子五双 19.9 x10 says by its x10 that five pairs are one sale."""
    price = guess.price
    assert price is not None
    for span in guess.of(Kind.SPOKEN):
        first, second = (span, price) if span.start < price.start else (price, span)
        if not guess.stock_marked or not guess.between(first, second).strip():
            return reasons.BUNDLE
    return None


def crossed(guess: Guess) -> Text | None:
    """x3 is stock behind the price. Elsewhere it may be a model (X5), a pack (500g x3) or a bundle (袜子x3)."""
    price, stock = guess.price, guess.stock
    assert price is not None
    if stock is None or stock.kind is not Kind.STOCK or not re.match(X, stock.text):
        return None
    behind = stock.start >= price.end
    if behind and not "".join(c for c in guess.between(price, stock) if not is_emoji(c)).strip(" ,，;；、|"):
        return None
    before = guess.before(stock)
    plain = (*wares.SIZE_LETTERS, *wares.LATIN_WARES)  # 白色 XL x3, Jade bangle x3
    word = before is not None and before.kind is Kind.WORD and before.text.lower() not in plain
    named = word or (before is not None and before.packable)
    apart = guess.left_of(stock)[-1:] in (*_APART, "") or is_emoji(guess.left_of(stock)[-1:])
    fine = apart and not named and stock.text[0] != "X" and " " not in stock.text and not guess.says(wares.BRANDS)
    return None if fine else about(reasons.STOCK_OR_TITLE, stock)


def value(guess: Guess) -> Text | None:
    return reasons.STOCK_RANGE if guess.pieces is None else None


_UNCOUNTED = re.compile(
    r"不限量|无限量|不限数|管够|(?:库存|现货|存货|货源?)(?:充足|很多|大量|无限|不限)|若干|(?:数量|库存|现货|货源?|量)(?:有限|不多)|(?:^|\s)大量(?=$|\s)"
    r"|(?:^|(?<=[\s0-9元块]))[xX×*]\s?[nN](?![A-Za-z0-9])"
    r"|(?:^|(?<=[\s0-9元块]))(?:好?几|数|多|[一二两三四五六七八九]?[十百千][来多几])\s?[件个只条双套](?=$|[\s,，])"
)
_DOZEN = re.compile(r"(?:^|[\s0-9元块])[一半两]打(?=$|\s|[装,，])")


def dozen(guess: Guess) -> Text | None:
    """599 一打: of twelve, or for each of them?"""
    return reasons.BUNDLE if _DOZEN.search(guess.folded) else None


def uncounted(guess: Guess) -> Text | None:
    """99 不限量 is not one piece."""
    found = _UNCOUNTED.search(guess.folded)
    if found is None or guess.stock is not None or guess.stock_marked:
        return None
    return Text(reasons.HOW_MANY.zh.format(said=found[0]), reasons.HOW_MANY.en.format(said=found[0]))
