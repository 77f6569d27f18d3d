"""Reads one typed line, "豆绿手镯 599 x3", as title, price and stock, or says why it is doubtful.

A wrong price taken silently is the worst that can happen here. So the best guess is made first
(`guess`, from the spans cut in `spans`), and then every rule in `doubts` looks for a reason against
it; a line is certain only if none finds one. Pure: nothing is opened, remembered or raised, for any
text. The words are in `words`, `wares` and `reasons`; the cap on prices is `money.PRICE_CAP_FEN`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from console.errors import Text
from console.listing.line import reasons
from console.listing.line.doubts import TITLE_UNITS_CAP, doubt, title_units
from console.listing.line.guess import STOCK_CAP, guess
from console.listing.line.spans import clean
from console.money import plain

__all__ = ["STOCK_CAP", "TITLE_UNITS_CAP", "Line", "Reading", "read", "title_units", "to_json"]


@dataclass(frozen=True)
class Line:
    """What a certain line says."""

    title: str
    price_fen: int
    stock: int


@dataclass(frozen=True)
class Reading:
    """What was understood. With a `doubt` the rest is a guess, where "" and None are parts not seen."""

    title: str
    price_fen: int | None
    stock: int
    doubt: Text | None = None

    @property
    def impossible(self) -> bool:
        """Whether what is typed cannot be, however it is read: no number of pieces, a price below nothing."""
        return self.doubt in (reasons.NEGATIVE, reasons.STOCK_RANGE)

    @property
    def line(self) -> Line | None:
        """The line, if it is certain."""
        if self.doubt is not None or self.price_fen is None:
            return None
        return Line(self.title, self.price_fen, self.stock)


LINE_CAP = 240
"""More characters than any title, price and stock need; longer lines are not looked at."""
TYPED_CAP = 20 * LINE_CAP


def read(line: str) -> Reading:
    """Understand `line`; never raises. Where no stock is said it is one piece."""
    typed = clean(line[:TYPED_CAP])
    if len(line) > TYPED_CAP or len(typed) > LINE_CAP:
        return Reading("", None, 1, reasons.LINE_TOO_LONG)
    reading = _first_reading(typed)
    if reading.doubt is not None or reading.price_fen is None:
        return reading
    # What is certain must not turn into something else when it is written out and typed in again.
    again = _first_reading(f"{reading.title} {plain(reading.price_fen)} x{reading.stock}")
    return reading if again.doubt is not None or again == reading else replace(reading, doubt=reasons.UNSTABLE)


def _first_reading(typed: str) -> Reading:
    best = guess(typed)
    return Reading(best.title, best.price_fen, best.pieces or 1, doubt(best))


def to_json(reading: Reading, lang: str = "zh_CN") -> dict[str, object]:
    """{"title", "price_fen", "stock"}, or {"ask": why, "guess": {...}} with None for what was not seen."""
    parts: dict[str, object] = {
        "title": reading.title or None,
        "price_fen": reading.price_fen,
        "stock": reading.stock,
    }
    return parts if reading.doubt is None else {"ask": reading.doubt.said(lang), "guess": parts}
