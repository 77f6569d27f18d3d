"""Rows as items, or as the reason why not. Pure: nothing is written, no picture opened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from console.bulk.cells import CellUnfit, price_fen, text_of, units
from console.bulk.headings import NAMES, Columns, find_columns, plain_heading
from console.bulk.tables import Cell, Table
from console.errors import Text
from console.ids import derived_id
from console.listing.line import TITLE_UNITS_CAP, title_units

if TYPE_CHECKING:
    from console.words import Checker, Verdict

_TOTALS = ("合计", "总计", "小计", "共计", "total", "subtotal", "sum")
LONGEST_POINTS = 500


@dataclass(frozen=True)
class Wanted:
    """An item as a row asks for it."""

    title: str
    price_fen: int
    stock: int
    code: str = ""
    barcode: str = ""
    bin_code: str = ""
    points: str = ""
    photo: str = ""
    """The name of its picture as written in the row; "" to look for one by code or title."""
    cost_fen: int | None = None

    @property
    def item_id(self) -> str:
        """The same row of the same file makes the same item for ever: by its code, or else by all it says."""
        told = ("code", self.code, self.title) if self.code else ("row", *self._told)
        return derived_id("\x1f".join(told))

    @property
    def fingerprint(self) -> str:
        """Tells whether a row with a known code says something else now."""
        return hashlib.sha256("\x1f".join(self._told).encode()).hexdigest()

    @property
    def _told(self) -> tuple[str, ...]:
        numbers = (str(self.price_fen), str(self.stock))
        return (self.title, *numbers, self.code, self.barcode, self.bin_code, self.points, self.photo)


@dataclass(frozen=True)
class Row:
    """One row: an item, or why there is none. Both where it could be read and must not be made all the same."""

    number: int
    """As the spreadsheet counts it, from 1."""
    sheet: str | None
    wanted: Wanted | None = None
    rejected: Text | None = None


def understand(tables: Iterable[Table]) -> Iterator[Row]:
    """Every row below the headings that is not blank, in order."""
    seen: dict[str, tuple[str | None, int]] = {}
    for table in tables:
        columns = find_columns(table.rows)
        if columns is None:
            why = Text(
                "找不到表头：需要“品名”和“价格”两列",
                "no headings: it needs a column for the title and one for the price",
            )
            yield Row(1, table.name, rejected=why)
            continue
        for number, cells in enumerate(table.rows, 1):
            if number > columns.heading_row and any(str(cell).strip() for cell in cells):
                yield _once(_row(number, table.name, cells, columns), seen)


def heed_words(rows: Iterable[Row], checker: Checker) -> Iterator[tuple[Row, Verdict | None]]:
    """`rows`, those with words that must not go on air rejected; the verdict of the others is told with them."""
    from console.words import ItemFacts, Level

    for row in rows:
        if row.wanted is None:
            yield row, None
            continue
        facts = ItemFacts(price_fen=row.wanted.price_fen, stock=row.wanted.stock)
        verdicts = [checker.check(text, facts) for text in (row.wanted.title, row.wanted.points)]
        worst = max(verdicts, key=lambda verdict: verdict.level)
        if worst.level is Level.BLOCK:
            why = next(hit.reason for hit in worst.hits if hit.level is Level.BLOCK)
            yield replace(row, rejected=why), worst
        else:
            yield row, worst


def _once(row: Row, seen: dict[str, tuple[str | None, int]]) -> Row:
    """`row`, or that it is the same as one before."""
    if row.wanted is None:
        return row
    sheet, number = seen.setdefault(row.wanted.item_id, (row.sheet, row.number))
    if (sheet, number) == (row.sheet, row.number):
        return row
    where = f"{number}" if sheet == row.sheet else f"{sheet} {number}"
    return Row(row.number, row.sheet, rejected=Text(f"和第 {where} 行重复", f"the same as row {where}"))


def _row(number: int, sheet: str | None, cells: Sequence[Cell], columns: Columns) -> Row:
    def cell(field: str) -> Cell:
        place = columns.places.get(field)
        return "" if place is None or place >= len(cells) else cells[place]

    try:
        _refuse_totals(cells, cell("title"), cell("price"))
        wanted = Wanted(
            title=_title(cell("title")),
            price_fen=price_fen(cell("price"), columns.factor),
            stock=units(cell("stock")),
            code=text_of(cell("code")),
            barcode=text_of(cell("barcode")),
            bin_code=text_of(cell("bin_code")),
            points=text_of(cell("points"))[:LONGEST_POINTS],
            photo=text_of(cell("photo")),
            cost_fen=price_fen(cell("cost_fen")) if text_of(cell("cost_fen")) else None,
        )
    except CellUnfit as unfit:
        return Row(number, sheet, rejected=unfit.why)
    return Row(number, sheet, wanted)


def _refuse_totals(cells: Sequence[Cell], title: Cell, price: Cell) -> None:
    """A sum below the table, or the headings once more, is no item. Raises `CellUnfit`."""
    first = next((plain_heading(cell) for cell in cells if str(cell).strip()), "")
    if first in _TOTALS or plain_heading(title) in _TOTALS:
        raise CellUnfit(Text("这是合计行", "this is a sum, not an item"))
    if plain_heading(title) in NAMES["title"] and plain_heading(price) in NAMES["price"]:
        raise CellUnfit(Text("这是表头", "these are headings again"))


def _title(cell: Cell) -> str:
    if not isinstance(cell, str | int | float) or isinstance(cell, bool):
        raise CellUnfit(
            Text(f"品名变成了日期或真假值（{text_of(cell)}）", f"the title is a date or true/false ({text_of(cell)})")
        )
    title = text_of(cell)
    if not title:
        raise CellUnfit(Text("没有品名", "there is no title"))
    if title_units(title) > TITLE_UNITS_CAP:
        cap = TITLE_UNITS_CAP // 2
        raise CellUnfit(Text(f"品名超过 {cap} 个字", f"the title has more than {cap} Chinese characters"))
    return title
