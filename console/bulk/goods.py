"""One row of cells as an item, or the reason why it is none. Pure; what rows are to each other is `rows`'."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from console.bulk import offers, prices
from console.bulk.cells import EACH, PAIRS, CellUnfit, is_blank, optional_text, price_fen, text_of, title_text, units
from console.bulk.headings import Columns
from console.bulk.names import plain_heading
from console.bulk.tables import UNREAD, Broken, Cell, Table
from console.errors import Text
from console.ids import derived_id
from console.listing.line import TITLE_UNITS_CAP, title_units
from console.money import plain

_TOTALS = re.compile(
    r"(?:本页|本单|以上|全部|总)?(?:合计|总计|小计|共计|累计)(?:\d.*)?|总数量?|总件数|平均[值价数]?|共\d+[款件种个样].*|total|subtotal|sum|grandtotal"
)
_EXAMPLE = re.compile(r"[(（\[【]?\s*(?:填写)?(?:示例|样例|举例|例如|例(?=\s*[:：]))")
_EXTRA = re.compile(r"补?(?:运费|邮费|快递费|物流费|差价|邮)(?:[及和/、]?补?差价?)?(?:专拍|链接|专用)*")
_NO_SPEC = ("Default Title", "默认", "默认规格", "均码", "均一", "统一", "标准")
LONGEST_POINTS = 500


@dataclass(frozen=True)
class Wanted:
    """An item as a row asks for it."""

    name: str
    price_fen: int
    stock: int
    code: str = ""
    barcode: str = ""
    bin_code: str = ""
    own_points: str = ""
    photo: str = ""
    """The name of its picture as written in the row; "" to look for one by code or title."""
    cost_fen: int | None = None
    spec: str = ""
    """Its colour and size, where the sheet has columns for them."""
    seq: str = ""
    """Its number in the sheet's own count, where no other row has it; pictures may be called so."""
    told_apart: bool = False
    """Whether another row has the same name, so that the spec belongs to the title."""

    @property
    def title(self) -> str:
        """What it is listed as: its name, with colour and size where the name alone is not enough."""
        return f"{self.name} {self.spec}" if self.told_apart and self.spec else self.name

    @property
    def points(self) -> str:
        """What is said of it, beginning with the colour and size that its title leaves out."""
        spec = "" if self.told_apart else self.spec
        return "；".join(text for text in (spec, self.own_points) if text)[:LONGEST_POINTS]

    @property
    def item_id(self) -> str:
        """The same row of the same file makes the same item for ever: by its code, or else by all it says."""
        told = ("code", self.code, self.name, *self._spec) if self.code else ("row", *self._told)
        return derived_id("\x1f".join(told))

    @property
    def fingerprint(self) -> str:
        """Tells whether a row with a known code says something else now."""
        return hashlib.sha256("\x1f".join(self._told).encode()).hexdigest()

    @property
    def _told(self) -> tuple[str, ...]:
        numbers = (str(self.price_fen), str(self.stock))
        texts = (self.code, self.barcode, self.bin_code, self.own_points, self.photo)
        return (self.name, *numbers, *texts, *self._spec)

    @property
    def _spec(self) -> tuple[str, ...]:
        return (self.spec,) if self.spec else ()


@dataclass(frozen=True)
class Row:
    """One row: an item, or why there is none. Both where it could be read and must not be made all the same."""

    number: int
    """As the spreadsheet counts it, from 1."""
    sheet: str | None
    wanted: Wanted | None = None
    rejected: Text | None = None
    said: str = ""
    """Its title as far as it can be read, by which a rejected row is found again."""


def read_row(number: int, table: Table, cells: Sequence[Cell], columns: Columns) -> Row:
    """Row `number` of `table`, whose `cells` stand below the headings of `columns`."""

    def at(place: int) -> Cell:
        return _at(table, number - 1, place, columns.heading_row)

    def cell(field: str) -> Cell:
        place = columns.places.get(field)
        return "" if place is None else at(place)

    try:
        _refuse_totals(cells, cell("title"))
        if any(optional_text(at(place)) not in ("", text_of(cell("title"))) for place in columns.twins):
            raise CellUnfit(_TWO_GOODS)
        if table.by_comma and columns.width and any(not is_blank(more) for more in cells[columns.width :]):
            raise CellUnfit(_ONE_MORE)
        if not columns.final:
            offers.refuse_discount(cell("discount"))
            offers.refuse_deal(cell("deal"))
        offers.refuse_gone(
            [at(place) for place in columns.states], [at(place) for place in columns.whether], cell("title")
        )
        _refuse_measure(cell("unit"), cell("currency"))
        title, price, stock = _title(cell("title")), _price(at, columns), _stock(table, number, columns)
        if "stock" not in columns.places:
            offers.refuse_count([at(place) for place in columns.states])
        offers.refuse_other_price([at(place) for place in columns.states], price)
        spec = " ".join(text for place in columns.spec if (text := optional_text(at(place))) not in ("", *_NO_SPEC))
        wanted = Wanted(
            name=title,
            price_fen=price,
            stock=stock,
            code=_code(cell("code")),
            barcode=optional_text(cell("barcode")),
            bin_code=optional_text(cell("bin_code")),
            own_points=optional_text(cell("points"))[:LONGEST_POINTS],
            photo=_photo(cell("photo")),
            cost_fen=_cost(cell("cost_fen")),
            spec=spec,
            seq=seq if (seq := optional_text(cell("seq"))).isascii() and seq.isdigit() else "",
        )
    except CellUnfit as unfit:
        return Row(number, table.name, rejected=unfit.why, said=text_of(cell("title")))
    return Row(number, table.name, wanted)


_TWO_GOODS = Text("一行里有两件货，请每行只放一件", "there are two goods in this row; write one in each")
_ONE_MORE = Text(
    "比表头多一格：带逗号的数（1,280）要加引号，或另存为 .xlsx",
    "it has more cells than the headings: put a number such as 1,280 in quotes, or save as .xlsx",
)


def _at(table: Table, row: int, place: int, above: int) -> Cell:
    """What stands in a cell (from 0); of cells merged over rows below row `above` each has the value of the first."""
    cells = table.rows[row]
    first, _ = table.merged.get((row, place), (row, row))
    if first != row and first >= above:
        cells = table.rows[first]
    return cells[place] if place < len(cells) else ""


def _stock(table: Table, number: int, columns: Columns) -> int:
    """The stock of a row; without a column for it one piece. Raises `CellUnfit`, also where two columns differ."""
    if columns.uncounted is not None:
        raise CellUnfit(columns.uncounted)
    if "stock" not in columns.places:
        return 1
    places = (columns.places["stock"], *columns.stock_rivals)
    cells = [_own_stock(table, number, place, columns) for place in places]
    found = {units(cell) for cell in cells if not is_blank(cell)} if columns.stock_rivals else set()
    if len(found) > 1:
        told = "、".join(str(pieces) for pieces in sorted(found))
        raise CellUnfit(
            Text(f"两列库存不一样（{told}），请只留一列", f"two columns of stock differ ({told}); leave one")
        )
    if not found and is_blank(cells[0]):
        _refuse_hinted(
            [text for place in columns.stock_hints if (text := optional_text(_at(table, number - 1, place, number)))]
        )
    return found.pop() if found else units(cells[0])


def _refuse_hinted(told: Sequence[str]) -> None:
    """A blank stock beside another that says a number is not one piece. Raises `CellUnfit`."""
    if told:
        raise CellUnfit(Text(f"库存空着，旁边写着 {told[0]}", f"the stock is blank, and beside it stands {told[0]}"))


def _own_stock(table: Table, number: int, place: int, columns: Columns) -> Cell:
    """The stock of one row; one number merged over several rows of goods is nobody's."""
    first, last = table.merged.get((number - 1, place), (0, 0))
    goods = [row for row in table.rows[first : last + 1] if any(not is_blank(cell) for cell in row)]
    return Broken.SHARED if first < last and len(goods) > 1 else _at(table, number - 1, place, columns.heading_row)


def _price(at: Callable[[int], Cell], columns: Columns) -> int:
    """The price of a row. Raises `CellUnfit`, also where two columns that may hold it say different things."""
    cells = [at(place) for place in (columns.places["price"], *columns.rivals)]
    found = {price_fen(cell, columns.factor) for cell in cells if not is_blank(cell)} if columns.rivals else set()
    if len(found) > 1:
        told = "、".join(plain(fen) for fen in sorted(found))
        raise CellUnfit(
            Text(
                f"两列价格不一样（{told}），请只留一列或把售价那列叫“直播价”",
                f"two columns of prices differ ({told}); leave one",
            )
        )
    return found.pop() if found else price_fen(cells[0], columns.factor)


_MEASURES = re.compile(
    r"称重|散称|论[斤克]|(?:/|每|元/|按)?(?:公斤|市斤|斤|千克|克|两|吨|kg|g|克拉|ct|米|厘米|cm|m|尺|平方米?|平米|㎡|升|毫升|l|ml|打)"
)


_SEVERAL = re.compile(rf"(?:/|每)?(?:[2-9]|[1-9]\d+|[两二三四五六七八九十百]+|半)\s*(?:{EACH}|{PAIRS})")
_LARGE_UNIT = re.compile("[万千百]元?")


def _refuse_measure(unit: Cell, currency: Cell) -> None:
    """Goods by the gram or the metre have no price of one piece, nor those in dollars. Raises `CellUnfit`."""
    measure = optional_text(unit).casefold()
    if _LARGE_UNIT.fullmatch(measure):
        raise CellUnfit(
            Text(f"单位是“{measure}”：请把价格写成元", f"it is counted in {measure}: write the price in yuan")
        )
    if _SEVERAL.fullmatch(measure):
        raise CellUnfit(
            Text(f"价格是“{measure}”的，请写一件卖多少钱", f"the price is for {measure}; write that of one piece")
        )
    if _MEASURES.fullmatch(measure):
        raise CellUnfit(
            Text(f"按“{measure}”算价，请写一份卖多少钱", f"it is sold by the {measure}; write the price of one piece")
        )
    if prices.is_foreign(money := optional_text(currency)):
        raise CellUnfit(Text(f"价格不是人民币（{money}）", f"the price is not in yuan ({money})"))


def _photo(cell: Cell) -> str:
    """The names of a row's pictures; an address or a picture inside the cell is none, and one is looked for by name."""
    text = optional_text(cell)
    return "" if "://" in text or text.startswith(("=", "//", "data:")) else text


_CUT_SHORT = re.compile(r"\d\.\d+E\+?\d+", re.IGNORECASE)


def _code(cell: Cell) -> str:
    """A row's number; none where a spreadsheet made 6.90123E+12 of it, as it did of others."""
    code = optional_text(cell)
    return "" if _CUT_SHORT.fullmatch(code) else code


def _cost(cell: Cell) -> int | None:
    """What the seller paid; None where it cannot be read: nothing on air hangs on it."""
    try:
        return price_fen(cell) if optional_text(cell) else None
    except CellUnfit:
        return None


def _refuse_totals(cells: Sequence[Cell], title: Cell) -> None:
    """A sum below the table is no item. Raises `CellUnfit`."""
    first = next((plain_heading(cell) for cell in cells if not is_blank(cell)), "")
    if _TOTALS.fullmatch(first) or _TOTALS.fullmatch(plain_heading(title)):
        raise CellUnfit(Text("这是合计行", "this is a sum, not an item"))


_NO_TITLE = re.compile(
    r"[同如]上|上同|同前|〃|#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)|待定|待补充?", re.IGNORECASE
)
"""What stands where a title is to be, and is none."""


def _title(cell: Cell) -> str:
    title = title_text(cell)
    if not any(letter.isalnum() for letter in title) or not optional_text(cell):
        raise CellUnfit(Text("没有品名", "there is no title"))
    if _NO_TITLE.fullmatch(title):
        raise CellUnfit(Text(f"“{title}”不是品名，请写全", f"{title!r} is no title; write it out"))
    if UNREAD in title:
        raise CellUnfit(Text("品名有认不出的字", "the title has letters that cannot be read"))
    if _EXTRA.fullmatch(title):
        raise CellUnfit(Text("这是运费或差价，不是货", "this is postage or a difference to pay, not an item"))
    if _EXAMPLE.match(title):
        raise CellUnfit(Text("这是示例行", "this is the example of a form"))
    if title_units(title) > TITLE_UNITS_CAP:
        raise CellUnfit(too_long(Text("品名", "the title")))
    return title


def too_long(what: Text) -> Text:
    cap = TITLE_UNITS_CAP // 2
    return Text(f"{what.zh}超过 {cap} 个字，请改短", f"{what.en} has more than {cap} Chinese characters; shorten it")
