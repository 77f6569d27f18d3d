"""The rows of all tables: which are headings, left out, doubled, of one name. Pure: no picture is opened.

What one row says by itself is `goods`'.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from console.bulk import papers, sections
from console.bulk.goods import Row, Wanted, read_row, too_long
from console.bulk.headings import NO_HEADINGS, Columns, columns_anew, find_columns
from console.bulk.names import plain_heading
from console.bulk.tables import Table, filled
from console.errors import Text
from console.listing.line import TITLE_UNITS_CAP, title_units

if TYPE_CHECKING:
    from console.words import Checker, Verdict


def understand(tables: Iterable[Table]) -> Iterator[Row]:
    """Every row below the headings in which anything can be seen, in order."""
    rows = [row for table in tables for row in _rows(table)]
    goods = [row.wanted for row in rows if row.wanted is not None]
    names = Counter(row.wanted.name if row.wanted else row.said for row in rows)
    counted = Counter(each.seq for each in goods)
    seen: dict[str, Row] = {}
    of_days: dict[str, Row] = {}
    for row in rows:
        yield row if row.wanted is None else _of_one_day(_once(_among(row, row.wanted, names, counted), seen), of_days)


def _beside(columns: Columns, table: Table) -> Columns:
    """`columns`, where a heading 价格 that reaches over several has its price in any of them."""
    price = columns.places.get("price")
    if price is None or (last := table.across.get((columns.heading_row - 1, price))) is None:
        return columns
    return replace(columns, rivals=(*columns.rivals, *range(price + 1, last + 1)))


def _on_paper(columns: Columns, table: Table) -> Columns:
    """`columns`, without a price where the sheet is an order or a purchase."""
    row = columns.heading_row
    if not row or columns.lacks is not None:
        return columns
    headings = [plain_heading(cell) for cell in table.rows[row - 1]]
    above = (cell for cells in table.rows[: row - 1] for cell in cells if isinstance(cell, str))
    price = columns.places["price"]
    told = headings[price] if price < len(headings) else ""
    return replace(columns, lacks=papers.refused(table.name, above, headings, told))


def _among(row: Row, wanted: Wanted, names: Counter[str], counted: Counter[str]) -> Row:
    """`row` beside all others: told apart from those of its name, and with its 序号 only where no other has it."""
    alone = replace(wanted, seq=wanted.seq if counted[wanted.seq] == 1 else "")
    told = replace(alone, told_apart=bool(wanted.spec) and names[wanted.name] > 1)
    if told.told_apart and title_units(told.title) > TITLE_UNITS_CAP:
        return replace(row, wanted=None, rejected=too_long(Text("品名加规格", "the title with its specification")))
    return replace(row, wanted=told)


def _rows(table: Table) -> Iterator[Row]:
    columns = find_columns(table.rows, table.hidden_columns) or Columns(0, {}, lacks=NO_HEADINGS)
    columns = _on_paper(_beside(columns, table), table)
    whole = columns.lacks if columns.lacks in papers.OF_THE_SHEET else sections.by_weight(table)
    columns = replace(columns, lacks=columns.lacks or whole)
    closed = ""
    for number, cells in filled(table):
        if number <= columns.heading_row:
            continue
        if sections.heads(line := sections.lone(cells)):
            closed = line if sections.closes(line) else ""
        again = columns_anew(number, cells, table.hidden_columns)
        if again is not None:
            columns = replace(again, factor=columns.factor if again.factor == 1 else again.factor, lacks=whole)
            yield Row(number, table.name, rejected=Text("这是表头", "these are headings again"))
        elif number in table.left_out:
            yield Row(number, table.name, rejected=table.left_out[number])
        elif columns.lacks is not None:
            yield Row(number, table.name, rejected=columns.lacks)
        elif closed and closed != line:
            yield Row(number, table.name, rejected=sections.not_on_offer(closed))
        else:
            yield read_row(number, table, cells, columns)


_OF_A_DAY = re.compile(
    r"(?:20)?\d{0,2}[.\-/年]?\d{1,2}[.\-/月]\d{1,2}[日号]?|\d{4}|\d{6}|\d{8}|.*(?:副本|备份|旧|老版|copy|old|backup|v\d|[(（]\d+[)）]).*",
    re.IGNORECASE,
)


def _of_one_day(row: Row, seen: dict[str, Row]) -> Row:
    """`row`, or that a sheet of another day (11月1日, 11月2日, 副本) has goods of its name otherwise."""
    if row.wanted is None or row.wanted.code:
        return row
    first = seen.setdefault(row.wanted.title, row)
    if (
        first.sheet == row.sheet
        or first.wanted is None
        or not any(_OF_A_DAY.fullmatch((each.sheet or "").strip()) for each in (first, row))
    ):
        return row
    why = Text(
        f"“{first.sheet}”第 {first.number} 行有同名的货，价格或库存不同：请只留一页",
        f"row {first.number} of “{first.sheet}” has the same goods otherwise; leave one of the two sheets",
    )
    return Row(row.number, row.sheet, rejected=why, said=row.wanted.title)


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


def _once(row: Row, seen: dict[str, Row]) -> Row:
    """`row`, or that it is the same as one before."""
    if row.wanted is None:
        return row
    first = seen.setdefault(row.wanted.item_id, row)
    if first is row or first.wanted is None:
        return row
    where = f"{first.number}" if first.sheet == row.sheet else f"{first.sheet} {first.number}"
    if first.wanted.fingerprint != row.wanted.fingerprint:
        why = Text(
            f"编号 {row.wanted.code} 和第 {where} 行相同，内容不同，请改编号或删掉一行",
            f"the code {row.wanted.code} is that of row {where} with other values; change the code or delete one",
        )
        return Row(row.number, row.sheet, rejected=why, said=row.wanted.title)
    why = Text(f"和第 {where} 行重复", f"the same as row {where}")
    return Row(row.number, row.sheet, rejected=why, said=row.wanted.title)
