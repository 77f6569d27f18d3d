"""What one cell says: a price, a number of units, a text. What could be read in two ways is refused with a reason."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from console.bulk.tables import Cell
from console.errors import Text
from console.listing.line import STOCK_CAP
from console.money import PRICE_CAP_FEN

_PRICE = re.compile(
    r"(?:(?:rmb|cny|人民币)\s*)?[¥￥]?\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<wan>万)?\s*(?:元|块钱|块|rmb|cny)?(?:整)?"
    r"(?:\s*/?\s*(?:每)?(?:件|个|只|条|对|套|支|枚|颗|串|副|盒|份))?",
    re.IGNORECASE,
)
_KUAI = re.compile(r"(?P<yuan>\d+)\s*块\s*(?P<jiao>\d)(?:毛|角)?")
_UNITS = re.compile(r"(?P<number>\d+)(?:\.0+)?\s*(?:件|个|只|条|对|套|支|枚|颗|串|副|盒|份|pcs|pc)?", re.IGNORECASE)
_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d,])")
_ONE_OFF = ("孤品", "一件", "1件", "单件", "仅一件", "仅此一件")


class CellUnfit(ValueError):
    """What stands in a cell cannot be taken; `why` says so in both languages."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


def text_of(cell: Cell) -> str:
    """The cell as one line of text: whole numbers without ".0", no control characters, no double blanks."""
    if isinstance(cell, bool):
        cell = "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        cell = cell.date()
    kept = (letter if unicodedata.category(letter)[0] != "C" or letter == "\u200d" else " " for letter in str(cell))
    return " ".join("".join(kept).split())


def price_fen(cell: Cell, factor: int = 1) -> int:
    """A price in fen: a number, or text such as "¥1,280.00", "59.9元/件", "1.2万", "59块9". Raises `CellUnfit`."""
    if isinstance(cell, bool | datetime.date | datetime.time | datetime.timedelta):
        raise CellUnfit(
            Text(f"价格变成了日期或真假值（{text_of(cell)}）", f"the price is a date or true/false ({text_of(cell)})")
        )
    if isinstance(cell, int | float):
        return _fen(_decimal(cell) * factor, cell)
    text = _GROUPED.sub(lambda found: found[0].replace(",", ""), unicodedata.normalize("NFKC", cell).strip())
    if not text:
        raise CellUnfit(Text("没有价格", "there is no price"))
    if found := _KUAI.fullmatch(text):
        return _fen(Decimal(f"{found['yuan']}.{found['jiao']}") * factor, cell)
    found = _PRICE.fullmatch(text)
    if found is None:
        raise CellUnfit(Text(f"看不懂价格“{text_of(cell)}”", f"the price {text_of(cell)!r} cannot be read"))
    return _fen(Decimal(found["number"]) * (10_000 if found["wan"] else factor), cell)


def units(cell: Cell) -> int:
    """A number of units; an empty cell is one. Raises `CellUnfit`."""
    if isinstance(cell, bool | datetime.date | datetime.time | datetime.timedelta):
        raise CellUnfit(
            Text(f"库存变成了日期或真假值（{text_of(cell)}）", f"the stock is a date or true/false ({text_of(cell)})")
        )
    if isinstance(cell, int | float):
        number = _decimal(cell)
    else:
        text = _GROUPED.sub(lambda found: found[0].replace(",", ""), unicodedata.normalize("NFKC", cell).strip())
        if not text or text in _ONE_OFF:
            return 1
        found = _UNITS.fullmatch(text)
        if found is None:
            raise CellUnfit(Text(f"看不懂库存“{text_of(cell)}”", f"the stock {text_of(cell)!r} cannot be read"))
        number = Decimal(found["number"])
    if number != number.to_integral_value() or not 1 <= number <= STOCK_CAP:
        raise CellUnfit(Text(f"库存要在 1 到 {STOCK_CAP:,} 之间", f"the stock must be between 1 and {STOCK_CAP:,}"))
    return int(number)


def _decimal(number: float) -> Decimal:
    """A spreadsheet's number without the noise of binary fractions (15 digits, as the programs show it)."""
    try:
        return Decimal(f"{number:.15g}")
    except InvalidOperation:
        raise CellUnfit(Text("不是数", "it is no number")) from None


def _fen(yuan: Decimal, cell: Cell) -> int:
    if not yuan.is_finite():
        raise CellUnfit(Text("价格不是数", "the price is no number"))
    fen = yuan * 100
    if fen != fen.to_integral_value():
        raise CellUnfit(
            Text(f"价格多于两位小数（{text_of(cell)}）", f"the price has more than two decimals ({text_of(cell)})")
        )
    if not 1 <= fen <= PRICE_CAP_FEN:
        raise CellUnfit(Text(f"价格不在范围内（{text_of(cell)}）", f"the price is out of range ({text_of(cell)})"))
    return int(fen)
