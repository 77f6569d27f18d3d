"""Which column is what, by the headings above it, or by what stands in it where there are none.

The names are `names`', headings in two rows are put together by `double`.
Which of several prices is the one asked on air is `prices`', and which column counts the goods `stocks`'.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from console.bulk import prices, stocks
from console.bulk.double import are_beneath, are_units, both
from console.bulk.names import EVERY_NAME, NAMES, SPEC, SPEC_LIKE, STATES, WHETHER, plain_heading, rank
from console.bulk.prices import LISTED
from console.bulk.tables import Cell
from console.errors import Text

LOOK_AT_ROWS = 30
"""How far down the row of headings is looked for; title rows, notes and blanks may stand above it."""

_TITLE_ENDS = re.compile(
    r"(?:商品|产品|货品|宝贝|链接|物品)(?:中文)?(?:名称|标题|名)$|(?:名称|品名)[及和与]?规格(?:型号)?$"
)
_NAMED = re.compile(r".名称?$")
_NOT_THE_NAME = re.compile(
    r"供应|厂|店|铺|仓|客|牌|类|规格|属性|图|照片|文件|主播|公司|单位|系列|[英外日韩]文|俗|学|平台|人|姓|户|部门|活动|项目"
    r"|作者|别名|曾用|口味|颜色|材质|标签|地|街|套餐|团|库|架|员|群|签"
)
"""Names of something else than the goods: 供应商名称, 店名, 学名."""
_OTHER_TONGUE = re.compile(r"[英外日韩]文|拼音|english", re.IGNORECASE)
_PRICED = re.compile(r"[价價]|price", re.IGNORECASE)
_LONGEST_HEADING = 24
_FIRST_ROWS = 5

NO_HEADINGS = Text(
    "找不到表头：需要“品名”和“价格”两列", "no headings: it needs a column for the title and one for the price"
)


@dataclass(frozen=True)
class Columns:
    """Where each field stands. `heading_row` counts from 1; 0 when there are no headings."""

    heading_row: int
    places: dict[str, int]
    factor: Decimal = Decimal(1)
    """What a price is multiplied by: 10,000 under a heading in 万元, 0.01 under one in 分."""
    rivals: tuple[int, ...] = ()
    """Other columns that may as well hold the price: where they say something else, none counts."""
    final: bool = False
    """Whether the heading of the price says that no discount comes off it."""
    stock_rivals: tuple[int, ...] = ()
    """The same for the stock."""
    uncounted: Text | None = None
    """Why no stock below can be read, though it stands there."""
    twins: tuple[int, ...] = ()
    """Other columns with the very heading of the title: tables side by side."""
    spec: tuple[int, ...] = ()
    """Columns that tell goods of one name apart: colour, size."""
    states: tuple[int, ...] = ()
    """Columns that may say that the goods are gone: 状态, 备注."""
    whether: tuple[int, ...] = ()
    """Columns that ask whether the goods are on offer: 是否上架."""
    stock_hints: tuple[int, ...] = ()
    """Columns of another stock, by which it is known that a blank one does not mean a single piece."""
    width: int = 0
    """How many cells the row of headings has, without the blank ones behind it."""
    lacks: Text | None = None
    """Why no row below can be an item: no column for its price or its title."""


def find_columns(rows: Sequence[Sequence[Cell]], hidden: Collection[int] = ()) -> Columns | None:
    """The columns by the first row that names at least a title and a price; else by what stands in them.

    Where headings stand in two rows, the lower ones count. Without headings the first rows must read text,
    price and perhaps stock from the left. None when it is neither. `hidden` are columns that are not shown.
    """
    columns = _by_headings(rows, hidden)
    if columns is None or columns.lacks is not None:
        return _without_headings(rows) or columns
    above = [cell for row in rows[: columns.heading_row - 1] for cell in row if isinstance(cell, str)]
    factor, lacks = prices.noted(above)
    return replace(columns, factor=factor if columns.factor == 1 else columns.factor, lacks=lacks)


def _by_headings(rows: Sequence[Sequence[Cell]], hidden: Collection[int]) -> Columns | None:
    lacking = None
    for at, row in enumerate(rows[:LOOK_AT_ROWS]):
        below = rows[at + 1] if at + 1 < len(rows) else ()
        if (_are_headings(below) or are_beneath(row, below)) and (
            columns := _columns(at + 2, both(row, below), (row, below), hidden)
        ).lacks is None:
            return columns
        columns = _columns(at + 1, row, (row,), hidden)
        if columns.lacks is None:
            return _columns(at + 2, both(row, below), (row, below), hidden) if are_units(below) else columns
        lacking = lacking or (columns if columns.places and _are_headings(row) else None)
    return lacking


def columns_anew(number: int, row: Sequence[Cell], hidden: Collection[int] = ()) -> Columns | None:
    """The columns from row `number` on, if that row is headings once more; None for a row of goods."""
    if not any(isinstance(cell, str) and _PRICED.search(cell) for cell in row):
        return None
    columns = _columns(number, row, (row,), hidden)
    return columns if columns.lacks is None else None


def _columns(number: int, row: Sequence[Cell], raw: Sequence[Sequence[Cell]], hidden: Collection[int]) -> Columns:
    """The columns under the headings `row`, which was made of the rows `raw`."""
    headings = [plain_heading(cell) for cell in row]
    full = ["".join(str(line[place]) for line in raw if place < len(line)) for place in range(len(row))]
    places: dict[str, int] = {}
    for field, names in NAMES.items():
        found = [
            (bool(_OTHER_TONGUE.search(full[place])), sure, place)
            for place, heading in enumerate(headings)
            if (sure := rank(heading, names)) is not None
        ]
        if found and field != "price":
            places[field] = min(found)[2]
    titles = [at for at, told in enumerate(headings) if _TITLE_ENDS.search(told)]
    titles = titles or [
        at for at, told in enumerate(headings) if _NAMED.search(told) and not _NOT_THE_NAME.search(told)
    ]
    if "title" not in places and len(titles) == 1:
        places["title"] = titles[0]
    counted = stocks.columns(headings, full, places.pop("stock", None))
    if counted.places:
        places["stock"] = counted.places[0]
    if places.get("points") == places.get("title"):
        places.pop("points", None)
    asked = prices.columns(headings, full, hidden)
    if asked.places:
        places["price"] = asked.places[0]
    flash = stocks.of_the_price(headings, asked.places[0]) if asked.places else ()
    lacks_title = _NO_TITLE if "price" in places else NO_HEADINGS
    title = places.get("title")
    return Columns(
        heading_row=number,
        places=places,
        factor=prices.factor(full[places["price"]]) if "price" in places else Decimal(1),
        rivals=asked.places[1:],
        final=asked.final,
        stock_rivals=(*counted.places[1:], *flash),
        stock_hints=counted.hints,
        uncounted=counted.lacks,
        twins=tuple(
            at for at, told in enumerate(full) if title not in (at, None) and told.strip() == full[title or 0].strip()
        ),
        spec=tuple(
            place
            for place, heading in enumerate(headings)
            if (rank(heading, SPEC) is not None or SPEC_LIKE.fullmatch(heading)) and place != places.get("title")
        ),
        states=tuple(place for place, heading in enumerate(headings) if STATES.fullmatch(heading)),
        whether=tuple(place for place, heading in enumerate(headings) if WHETHER.fullmatch(heading)),
        width=max((place + 1 for place, heading in enumerate(headings) if heading), default=0),
        lacks=(asked.lacks or prices.by_weight(full[places["title"]])) if "title" in places else lacks_title,
    )


_NO_TITLE = Text("找不到品名列：请给商品名那一列写上表头“品名”", "no column for the title: head it with “title”")


def _are_headings(row: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but headings, at least two of them known."""
    filled = [cell for cell in row if not (isinstance(cell, str) and not cell.strip())]
    if len(filled) < 2 or any(not isinstance(cell, str) or len(cell) > _LONGEST_HEADING for cell in filled):
        return False
    known = [plain for cell in filled if (plain := plain_heading(cell)) in EVERY_NAME or LISTED.search(plain)]
    return len(known) >= 2 and 2 * len(known) >= len(filled)


def _without_headings(rows: Sequence[Sequence[Cell]]) -> Columns | None:
    from console.bulk.cells import is_blank

    filled = [row for row in rows if any(not is_blank(cell) for cell in row)]
    if not filled or any(any(not is_blank(cell) for cell in row[3:]) for row in filled):
        return None
    for place, row in enumerate(filled):
        reads = _reads_as_goods(row)
        if reads is False or (reads is None and place < _FIRST_ROWS):
            return None
    return Columns(0, {"title": 0, "price": 1, **({"stock": 2} if len(filled[0]) > 2 else {})})


def _reads_as_goods(row: Sequence[Cell]) -> bool | None:
    """Whether a row can only be title, price, stock; None where it cannot be read so.

    手镯, 57, 599 may be a size and a price, so a bare price must not be below the stock behind it.
    """
    from console.bulk.cells import CellUnfit, is_blank, price_fen, units

    if len(row) < 2 or not isinstance(row[0], str) or not row[0].strip() or row[0].strip().isdigit():
        return None
    try:
        fen = price_fen(row[1])
        stock = 1 if len(row) < 3 or is_blank(row[2]) else units(row[2])
    except CellUnfit:
        return None
    bare = (isinstance(row[1], str) and row[1].strip().isdigit()) or (isinstance(row[1], float) and row[1].is_integer())
    return not ((bare or isinstance(row[1], int)) and stock * 100 > fen)
