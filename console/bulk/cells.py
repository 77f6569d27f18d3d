"""What one cell says: a price, a number of units, a text. What could be read in two ways is refused with a reason."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from console.bulk.tables import Broken, Cell
from console.errors import Text
from console.listing.line import STOCK_CAP
from console.listing.line.numerals import amount_fen, spoken_number
from console.money import PRICE_CAP_FEN

EACH = "件|个|只|条|支|枚|颗|串|盒|份|瓶|袋|包|罐|台|张|本|把|片|束|盆|桶|粒|饼|提|块|幅|株|棵|听|顶|尊|朵"
PAIRS = "对|双|套|副"
_PRICE = re.compile(
    r"(?:包邮\s*)?(?:(?:一口价|直播价|售价|现价|价格|rmb|cny|人民币)\s*[:：]?\s*)?¥?\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<wan>万)?\s*(?:元|块钱|块|rmb|cny|¥)?(?:整)?"
    rf"(?:\s*/?\s*[每一]?(?:{EACH}|{PAIRS}|箱))?(?:\s*包邮)?",
    re.IGNORECASE,
)
_THREE_DECIMALS = re.compile(r"\d+\.\d{3}")
"""1.280 as a text may be 1,280 to those who write thousands with a point."""
_OWN_UNIT = re.compile(r"[元块¥角毛]|rmb|cny|人民币", re.IGNORECASE)
_KUAI = re.compile(r"(?P<yuan>\d+)\s*块\s*(?P<jiao>\d)(?:毛|角)?")
_UNITS = re.compile(
    r"(?:现货|库存|仅剩|仅有|只剩|只有|还有|还剩|剩余|剩|余|仅|共|最后|独|[x×*])?\s*"
    rf"(?:(?P<number>\d+)(?:\.0+)?\s*(?:{EACH}|{PAIRS}|pcs|pc)?"
    rf"|(?P<said>[一二两三四五六七八九十百零]+)\s*(?:{EACH})|(?P<bare>[一二两三四五六七八九十百]+))",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d,])")
_QUOTED = re.compile(r'="([^"]*)"')
_APOSTROPHE = re.compile(r"['’](?=[=+\-@]|[\d.,¥￥]+\D{0,3}$)")
_ONE_OFF = ("孤品", "单件", "仅此一件")
_NOTHING = ("-", "--", "—", "——", "/", "\\", "无", "暂无", "没有", "待定", "n/a", "na", "null", "none", "nan")
_DIRECTIONS = re.compile(r"[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


class CellUnfit(ValueError):
    """What stands in a cell cannot be taken; `why` says so in both languages."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


def text_of(cell: Cell) -> str:
    """The cell as one line of text: whole numbers without ".0", nothing invisible, no double blanks.

    What makes a spreadsheet keep a text as text (a leading apostrophe, ="00123" in a .csv) is left out.
    """
    if isinstance(cell, Broken):
        return ""
    if isinstance(cell, bool):
        cell = "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        cell = cell.date()
    seen = _DIRECTIONS.sub("", str(cell))
    kept = (letter if unicodedata.category(letter)[0] != "C" or letter == "\u200d" else " " for letter in seen)
    text = " ".join("".join(kept).split())
    if found := _QUOTED.fullmatch(text):
        text = found[1].strip()
    return text[1:] if _APOSTROPHE.match(text) else text


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in a cell that a person could see."""
    if isinstance(cell, str):
        return not text_of(cell)
    return False


def optional_text(cell: Cell) -> str:
    """The text of a cell that may stay empty; "-", "/", 无 and their like are empty too."""
    text = text_of(cell)
    return "" if text.casefold() in _NOTHING else text


def price_fen(cell: Cell, factor: Decimal = Decimal(1)) -> int:
    """A price in fen: a number, or text such as "¥1,280.00", "59.9元/件", "1.2万", "59块9". Raises `CellUnfit`.

    `factor` makes yuan of a number under a heading in 万元; a text with its own unit is refused there.
    """
    _refuse_broken(Text("价格", "the price"), cell)
    if isinstance(cell, int | float):
        return _fen(_decimal(cell) * factor, cell)
    text = _plain_figures(cell)
    if not text:
        raise CellUnfit(Text("没有价格", "there is no price"))
    if factor != 1 and "万" not in text and _OWN_UNIT.search(text):
        raise CellUnfit(
            Text(f"价格“{text}”和表头的单位不一样，请改成一样", f"the price {text!r} is not in the unit of its heading")
        )
    if found := _KUAI.fullmatch(text):
        return _fen(Decimal(f"{found['yuan']}.{found['jiao']}"), cell)
    if (found := _PRICE.fullmatch(text)) and not _THREE_DECIMALS.fullmatch(found["number"]):
        return _fen(Decimal(found["number"]) * (10_000 if found["wan"] else factor), cell)
    if factor == 1 and (fen := amount_fen(text)) is not None:
        return _fen(Decimal(fen) / 100, cell)
    raise CellUnfit(
        Text(
            f"看不懂价格“{text_of(cell)}”，请只写一个数，如 59.9",
            f"the price {text_of(cell)!r} cannot be read; write one number, as 59.9",
        )
    )


def units(cell: Cell) -> int:
    """A number of units; an empty cell is one. Raises `CellUnfit`."""
    _refuse_broken(Text("库存", "the stock"), cell)
    if isinstance(cell, int | float):
        number = _decimal(cell)
    else:
        text = _plain_figures(cell)
        if not text or text in _ONE_OFF:
            return 1
        found = _UNITS.fullmatch(text)
        spoken = found and (found["said"] or found["bare"])
        said = spoken_number(spoken) if spoken else None
        if found is None or (found["number"] is None and said is None):
            raise CellUnfit(
                Text(
                    f"看不懂库存“{text_of(cell)}”，请写数字，如 3",
                    f"the stock {text_of(cell)!r} cannot be read; write a number, as 3",
                )
            )
        number = Decimal(said if said is not None else found["number"])
    if number != number.to_integral_value() or not 1 <= number <= STOCK_CAP:
        raise CellUnfit(
            Text(
                f"库存要在 1 到 {STOCK_CAP:,} 之间（{text_of(cell)}）",
                f"the stock must be between 1 and {STOCK_CAP:,} ({text_of(cell)})",
            )
        )
    return int(number)


def _plain_figures(cell: Cell) -> str:
    """The text of a cell with plain figures and without the commas between thousands.

    A mark such as 880① or 599² is no figure: its place is kept by a sign that no number holds.
    """
    told = "".join("?" if unicodedata.category(letter) == "No" else letter for letter in text_of(cell))
    return _GROUPED.sub(lambda found: found[0].replace(",", ""), unicodedata.normalize("NFKC", told))


def _refuse_broken(what: Text, cell: Cell) -> None:
    """Raises `CellUnfit` for what a spreadsheet made of a cell and is neither a number nor a text."""
    if isinstance(cell, Broken):
        raise CellUnfit(Text(f"{what.zh}{cell.value.zh}", f"{what.en} {cell.value.en}"))
    if isinstance(cell, bool | datetime.date | datetime.time | datetime.timedelta):
        told = text_of(cell)
        raise CellUnfit(Text(f"{what.zh}变成了日期或真假值（{told}）", f"{what.en} is a date or true/false ({told})"))


def title_text(cell: Cell) -> str:
    """A title as one line. Raises `CellUnfit` for what is no text."""
    _refuse_broken(Text("品名", "the title"), cell)
    return text_of(cell)


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
    told = text_of(cell)
    if fen != fen.to_integral_value():
        raise CellUnfit(Text(f"价格多于两位小数（{told}）", f"the price has more than two decimals ({told})"))
    if not 1 <= fen <= PRICE_CAP_FEN:
        raise CellUnfit(Text(f"价格不在范围内（{told}）", f"the price is out of range ({told})"))
    return int(fen)
