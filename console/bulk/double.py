"""Headings in two rows as one: what the lower halves say, and what stands above or reaches over them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from console.bulk import stocks
from console.bulk.cells import EACH, PAIRS
from console.bulk.names import EVERY_NAME, plain_heading
from console.bulk.prices import LISTED
from console.bulk.tables import Cell

_GROUPS = 2
_BRACKETS = "()（）[]【】 "
_OF = rf"(?:{EACH}|{PAIRS}|公斤|市斤|斤|千克|克|两|kg|g|米|箱|吨)"
_UNIT = re.compile(
    rf"[(（\[【]?\s*(?:单位\s*[:：]\s*)?(?:[万千百]?元(?:\s*/\s*{_OF})?|{_OF}|rmb|cny|pcs)\s*[)）\]】]?", re.IGNORECASE
)
_LONGEST_HALF = 6
_FIGURE = re.compile(r"\d")


def both(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[Cell]:
    """Headings in two rows as one: the lower, and where that is blank the upper.

    库存 over 仓库 and 门店, and 单价 over 批发 and 零售, say with their lower halves what these are of.
    """
    width = max(len(upper), len(lower))
    above, below = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    if are_units(lower):
        return [f"{high}({str(low).strip(_BRACKETS)})" if low else high for high, low in zip(above, below, strict=True)]
    return [
        _beneath(over, low) if plain_heading(low) else high
        for high, low, over in zip(above, below, _reaching(above), strict=True)
    ]


def are_units(row: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but units: （元/公斤）, （件）."""
    filled = [cell for cell in row if not (isinstance(cell, str) and not cell.strip())]
    return bool(filled) and all(isinstance(cell, str) and _UNIT.fullmatch(cell.strip()) for cell in filled)


def _reaching(upper: Sequence[Cell]) -> list[Cell]:
    """For each column the upper heading that stands over it or reaches over it from the left; a lone title does not."""
    if sum(bool(plain_heading(cell)) for cell in upper) < _GROUPS:
        return list(upper)
    over: list[Cell] = []
    for cell in upper:
        over.append(cell if plain_heading(cell) or not over else over[-1])
    return over


def _beneath(over: Cell, low: Cell) -> Cell:
    name, of = plain_heading(low), plain_heading(over)
    if name in EVERY_NAME or LISTED.search(name) or stocks.is_size(name):
        return low
    if stocks.speaks(of):
        return whole if plain_heading(whole := f"{low}{over}") in stocks.NAMES else f"{over}{low}"
    return f"{low}{over}" if LISTED.search(of) else low


def are_beneath(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether `lower` holds nothing but the halves of headings of price or stock that reach over several columns."""
    above = [*upper, *[""] * (len(lower) - len(upper))]
    found = [place for place, cell in enumerate(lower) if plain_heading(cell)]
    reaches = any(not plain_heading(above[place]) for place in found)
    return (
        reaches
        and len(found) > 1
        and all(
            isinstance(lower[place], str)
            and len(str(lower[place])) <= _LONGEST_HALF
            and not _FIGURE.search(str(lower[place]))
            and (stocks.speaks(of := plain_heading(_reaching(above)[place])) or LISTED.search(of) is not None)
            for place in found
        )
    )
