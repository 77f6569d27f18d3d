"""What else than a price a bare number may be: a model, a purity, a year, or the usual size of such goods."""

from __future__ import annotations

import re
from decimal import Decimal

from console.errors import Text
from console.listing.line import reasons, wares, words
from console.listing.line.guess import Guess, places
from console.listing.line.spans import Kind, Span


def other_meaning(guess: Guess, span: Span) -> Text | None:
    """What else than a price the bare number of `span` may be."""
    number = span.number
    if re.match("0[0-9]", span.text) or _model(guess, span):
        return reasons.MODEL
    if _purity(guess, span):
        return reasons.PURITY
    if 2010 <= number <= 2035 and not places(number):
        return reasons.YEAR
    return reasons.SIZE if span.text.endswith(".0") else habit(guess, number)


def _model(guess: Guess, span: Span) -> bool:
    """iPhone 15, 小米 14, 乐高 42115: a Latin word or a brand goes on with its number; Jade ring 599 does not."""
    before = guess.before(span)
    if _ware(guess, before, span) or (span.number >= LEAST_PRICE and _CENTS.search(span.text)):
        return False
    if before is not None and before.text.lower() in ("usb", "wifi", "hdmi") and span.number < 10:
        return True
    if before is not None and before.kind is Kind.WORD and before.text.lower() not in wares.SIZE_LETTERS:
        # Behind Pro or Max a model has no number of its own, and a size is small.
        return before.text.lower() not in (*words.MODEL_TAILS, "air", "se") or span.number < 200
    if before is not None and re.fullmatch("i[3579]|ddr[345]|r[3579]|rtx|bin", before.text, re.IGNORECASE):
        return True
    if guess.left_of(span).rstrip().endswith(wares.BRANDS):
        return True
    branded = guess.says(wares.BRANDS) or any(brand in guess.folded.lower() for brand in wares.LATIN_BRANDS)
    return branded and not places(span.number) and span.number < 100


LEAST_PRICE = 20
"""Below it a number behind a Latin word may be a version (Ring 4) or a size."""
_CENTS = re.compile(r"\.[0-9]{2}$")


def _ware(guess: Guess, before: Span | None, span: Span) -> bool:
    """Whether what stands before the number is plainly goods (Green bangle 599), and no brand is named."""
    if before is None or before.text.lower().removesuffix("s") not in wares.LATIN_WARES:
        return False
    worn = before.text.lower().removesuffix("s") in wares.LATIN_WORN
    least = wares.LARGEST_WORN if worn else LEAST_PRICE
    money = bool(places(span.number)) or span.number > least
    return money and not any(brand in guess.folded.lower() for brand in wares.LATIN_BRANDS)


def _purity(guess: Guess, span: Span) -> bool:
    """925 and 999 are prices only of goods that are surely neither silver nor gold."""
    if span.text in words.LIKELY_PURITIES:
        return span.text == "925" or guess.says(wares.METAL_WORDS) or not guess.says(wares.PLAIN_WARES)
    return span.text in words.PURITIES and guess.says(("金", "银", "铂"))


_WEIGHT = re.compile(r"[0-9]\s?(?:克|g(?![A-Za-z]))")
"""A weight that is said already: in 金条 10g 5800 the second number is none."""
_LEAST_FOR_GOLD = 50
_NOT_WARES = re.compile("|".join(wares.NOT_WARES))
_HABITS = tuple(
    (names, tuple(tuple(Decimal(n) for n in re.split("[-/]", reach)) for reach in reaches), what)
    for names, reaches, what in wares.HABITS
)


def habit(guess: Guess, number: Decimal) -> Text | None:
    """The size, year or grade that goods of this kind are usually given with."""
    goods = _NOT_WARES.sub(" ", guess.folded)
    for names, reaches, what in _HABITS:
        if any(_reached(number, reach) for reach in reaches) and any(name in goods for name in names):
            weighed = what.zh == "克重" and number >= _LEAST_FOR_GOLD and _WEIGHT.search(guess.folded)
            if not weighed:
                return what
    return None


def _reached(number: Decimal, reach: tuple[Decimal, ...]) -> bool:
    """Whether `number` is in (least, most, step); decimals only where the ends have some, halves in any range."""
    least, most = reach[0], reach[min(1, len(reach) - 1)]
    if not least <= number <= most:
        return False
    if len(reach) == 3:
        return (number - least) % reach[2] == 0
    half = len(reach) == 2 and number % 1 == Decimal("0.5")
    return half or places(number) <= places(least)
