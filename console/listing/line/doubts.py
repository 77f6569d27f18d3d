"""The reasons to doubt a guess at a listing line. Each rule finds one, or None; the first found is shown.

A rule that is wrong costs the seller one character more (599元 for 599, or x3 for 3); a rule that is
missing sells a bangle for its size. So rules ask wherever two readings are possible. Here are the rules about the
whole line and its title; the others are in `price_doubts` and `stock_doubts`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from console.errors import Text
from console.listing.line import price_doubts as price
from console.listing.line import reasons, words
from console.listing.line import stock_doubts as stock
from console.listing.line.guess import Guess
from console.listing.line.reasons import about
from console.listing.line.spans import ODD, Kind

TITLE_UNITS_CAP = 60
"""Longest title in units. INFER: the platform's documents count a Chinese character as two."""


def title_units(text: str) -> int:
    """Length as the platform counts it: 2 for a wide character (Chinese, full-width, emoji), else 1."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def doubt(guess: Guess) -> Text | None:
    """The first reason to doubt `guess`, or None if it is certain."""
    return next((found for rule in RULES if (found := rule(guess)) is not None), None)


# --- the line as a whole ---------------------------------------------------------------------

_PHRASES = tuple((re.compile(pattern, re.IGNORECASE), text) for pattern, text in reasons.DOUBT_PHRASES)


def _empty(guess: Guess) -> Text | None:
    return None if guess.typed else reasons.EMPTY


def _odd_digits(guess: Guess) -> Text | None:
    """Keycaps, ⑤, ٥ and 1.2.3 are never taken for numbers: emoji decorate, and 1,28 has two meanings."""
    for span in guess.of(Kind.ODD):
        return reasons.ODD_DIGITS if ODD in span.text else about(reasons.ODD_NUMBER, span)
    return None


def _phrases(guess: Guess) -> Text | None:
    """买一送一, 8折, 原价, 各5, 限购, 起拍: the number beside it is not simply the price of one piece."""
    return next((text for pattern, text in _PHRASES if pattern.search(guess.folded)), None)


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
    return about(reasons.ODD_NEIGHBOUR, guess.price) if empty and guess.price else None


def _title_length(guess: Guess) -> Text | None:
    return reasons.TITLE_TOO_LONG if title_units(guess.title) > TITLE_UNITS_CAP else None


RULES: tuple[Callable[[Guess], Text | None], ...] = (
    _empty,
    _odd_digits,
    _phrases,
    price.ranges,
    price.no_price,
    price.spoken_price,
    price.value,
    stock.value,
    price.in_letters,
    price.rivals,
    price.soft,
    price.price_as_unit,
    price.neighbours,
    price.something_else,
    price.glued,
    price.pair_with_comma,
    price.wide_comma,
    price.code_behind,
    price.letter_behind,
    price.unit_apart,
    stock.dozen,
    stock.uncounted,
    price.small,
    price.vast,
    price.dimensions,
    price.kuai,
    stock.weighed,
    stock.two_stocks,
    stock.counted,
    stock.spoken_count,
    stock.crossed,
    _no_title,
    _torn,
    _title_length,
)
"""From `price.spoken_price` on there is a price span; from `price.value` on it has a number."""
