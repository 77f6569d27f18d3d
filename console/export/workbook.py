"""A report as an Excel workbook: totals, what is unsent, sales.

Text is always a text cell, also where it begins like a formula or is all digits; money is a number in yuan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.errors import DiskTrouble, Text
from console.export.files import TICK, Going, ignore, whole_file
from console.export.reading import Report, Row
from console.facts import Conflict, SaleSource, SaleStatus
from console.money import price

SHEET_ROWS = 1_000_000
"""Excel has 1,048,576 rows; what is beyond goes on in another sheet."""
CELL = 32_000
"""Excel has 32,767 characters."""
_STARTS_A_FORMULA = tuple("=+-@\t\r＝＋－＠")
_MONEY = "¥#,##0.00"


@dataclass(frozen=True)
class _Column:
    """One column: its name, how wide it is, and the value of a row ("" stays empty; money is fen)."""

    name: Text
    width: int
    of: Callable[[Row, str], object]
    money: bool = False


def write_xlsx(path: Path, report: Report, lang: str = "zh_CN", going: Going = ignore) -> None:
    """Write `report` as a workbook: totals, what is unsent, sales. `going` may raise to stop. Raises `DiskTrouble`.

    Text is always a text cell, also where it begins like a formula or is all digits; money is a number in yuan.
    """
    import xlsxwriter  # only when somebody exports
    from xlsxwriter.exceptions import XlsxWriterException

    with whole_file(path) as part:
        book = xlsxwriter.Workbook(str(part), {"constant_memory": True, "in_memory": False})
        try:
            sheets = _Sheets(book, lang)
            sheets.totals(report)
            sheets.table(_UNSENT, _UNSENT_COLUMNS, report.unsent, going)
            sheets.table(_SALES, _SALES_COLUMNS, report.sales, lambda n: going(len(report.unsent) + n))
        except BaseException:
            with suppress(OSError, XlsxWriterException):  # it must close its files; the first failure is told
                book.close()
            raise
        try:
            book.close()
        except XlsxWriterException as error:
            raise DiskTrouble(why=str(error)) from error


def write_lists(path: Path, lists: Sequence[tuple[str, Sequence[int], Sequence[Sequence[object]]]]) -> None:
    """A workbook of plain lists: of each sheet its name, the widths of its columns, its rows. Raises `DiskTrouble`."""
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "in_memory": False})
    sheets = _Sheets(book, "")
    for name, widths, rows in lists:
        sheets.plain(name, widths, rows)
    try:
        book.close()
    except XlsxWriterException as error:
        raise DiskTrouble(why=str(error)) from error


class _Sheets:
    """The sheets of one workbook."""

    def __init__(self, book: Any, lang: str) -> None:
        self._book, self._lang = book, lang
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._text = book.add_format({"num_format": "@"})
        self._guarded = book.add_format({"num_format": "@", "quote_prefix": True})
        self._money = book.add_format({"num_format": _MONEY})

    def table(self, name: Text, columns: Sequence[_Column], rows: Sequence[Row], going: Going) -> None:
        """One table under frozen headings."""
        for first in range(0, max(1, len(rows)), SHEET_ROWS):
            said = name.said(self._lang)
            sheet = self._book.add_worksheet(said if not first else f"{said} {first // SHEET_ROWS + 1}")
            for x, column in enumerate(columns):
                sheet.set_column(x, x, column.width)
                sheet.write_string(0, x, column.name.said(self._lang), self._head)
            sheet.freeze_panes(1, 0)
            for y, row in enumerate(rows[first : first + SHEET_ROWS], 1):
                if y % TICK == 1:
                    going(first + y - 1)
                for x, column in enumerate(columns):
                    self._write(sheet, y, x, column.of(row, self._lang), money=column.money)

    def plain(self, name: str, widths: Sequence[int], rows: Sequence[Sequence[object]]) -> None:
        """Rows as they are."""
        sheet = self._book.add_worksheet(name)
        for x, wide in enumerate(widths):
            sheet.set_column(x, x, wide)
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                self._write(sheet, y, x, value, money=False)

    def totals(self, report: Report) -> None:
        """The first sheet: which show, and its sums."""
        sheet = self._book.add_worksheet(Text("合计", "Totals").said(self._lang))
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 28)
        for y, (name, of, money) in enumerate(_TOTALS):
            sheet.write_string(y, 0, name.said(self._lang), self._head)
            self._write(sheet, y, 1, of(report), money=money)

    def _write(self, sheet: Any, y: int, x: int, value: object, *, money: bool) -> None:
        if isinstance(value, int) and money:
            sheet.write_number(y, x, value / 100, self._money)
        elif isinstance(value, int):
            sheet.write_number(y, x, value)
        elif value:
            said = str(value)[:CELL]
            sheet.write_string(y, x, said, self._guarded if said.startswith(_STARTS_A_FORMULA) else self._text)


def what(row: Row, lang: str) -> str:
    """What an unsent row tells the platform, in a few words."""
    body = row["what"]
    match row["kind"]:
        case "item":
            return Text("上架，{n} 件", "List, stock {n}").said(lang, n=body.get("stock", ""))
        case "price":
            return Text("改价为 {price}", "Price {price}").said(lang, price=price(int(body["price_fen"])))
        case "stock" if "quota" in body:
            return Text("预留 {n} 件", "Hold {n}").said(lang, n=body["quota"])
        case "stock":
            return Text("库存 {n:+d}", "Stock {n:+d}").said(lang, n=int(body["delta"]))
        case "shelf":
            on = bool(body.get("on_shelf"))
            return (Text("重新上架", "Relist") if on else Text("下架", "Withdraw")).said(lang)
        case kind:
            return str(kind)


_KINDS = {
    "item": Text("商品", "Item"),
    "price": Text("价格", "Price"),
    "stock": Text("库存", "Stock"),
    "shelf": Text("上下架", "Shelf"),
}
_STANDINGS = {
    "waiting": Text("待同步", "waiting"),
    "unknown": Text("核对中", "being looked up"),
    "refused": Text("被退回", "refused"),
}
_STATUSES = {
    SaleStatus.SOLD: Text("已成交", "sold"),
    SaleStatus.UNPAID: Text("未付款", "unpaid"),
    SaleStatus.VOID: Text("已作废", "void"),
}
_SOURCES = {SaleSource.STUDIO: Text("店里", "studio"), SaleSource.PLATFORM: Text("平台", "platform")}
_CONFLICTS = {
    Conflict.OPEN: Text("冲突，要决定", "conflict, to be decided"),
    Conflict.CONFIRMED: Text("已交货", "handed over"),
    Conflict.REFUNDED: Text("已退款", "refunded"),
    Conflict.SUBSTITUTED: Text("已换货", "substituted"),
    Conflict.BACKORDERED: Text("补货后发", "sent later"),
}


_TAKEN_BACK = Text("已撤回", "taken back")


def _status(row: Row, lang: str) -> str:
    """What became of a sale; a slip that was undone never was one."""
    return (_TAKEN_BACK if row["taken_back"] else _STATUSES[SaleStatus(row["status"])]).said(lang)


def _agreed(row: Row, lang: str) -> str:
    """How a sale stands between the two books."""
    if row["taken_back"]:
        return ""
    if row["conflict"]:
        return _CONFLICTS[Conflict(row["conflict"])].said(lang)
    if row["status"] == SaleStatus.VOID:
        return ""
    return (Text("一致", "agreed") if row["agreed"] else Text("待平台确认", "claim")).said(lang)


def _plain(name: str) -> Callable[[Row, str], object]:
    return lambda row, _lang: row[name]


_UNSENT, _SALES = Text("未同步", "Unsent"), Text("成交", "Sales")

_UNSENT_COLUMNS = (
    _Column(Text("编号", "Number"), 8, _plain("number")),
    _Column(Text("名称", "Title"), 28, _plain("title")),
    _Column(Text("类别", "Kind"), 10, lambda row, lang: _KINDS[row["kind"]].said(lang)),
    _Column(Text("内容", "What"), 18, what),
    _Column(Text("时间", "Made at"), 26, _plain("made_at")),
    _Column(Text("状态", "State"), 12, lambda row, lang: _STANDINGS[row["state"]].said(lang)),
    _Column(Text("原因", "Reason"), 32, _plain("reason")),
    _Column(Text("尝试次数", "Attempts"), 10, _plain("attempts")),
    _Column(Text("首次发出", "First sent at"), 26, _plain("first_sent_at")),
    _Column(Text("标识", "Id"), 40, _plain("id")),
)
_SALES_COLUMNS = (
    _Column(Text("时间", "Time"), 26, _plain("at")),
    _Column(Text("编号", "Number"), 8, _plain("number")),
    _Column(Text("名称", "Title"), 28, _plain("title")),
    _Column(Text("件数", "Quantity"), 8, _plain("quantity")),
    _Column(Text("单价（元）", "Price (yuan)"), 14, _plain("unit_price_fen"), money=True),
    _Column(Text("金额（元）", "Amount (yuan)"), 14, _plain("amount_fen"), money=True),
    _Column(Text("买家", "Buyer"), 10, _plain("buyer")),
    _Column(Text("来源", "Source"), 8, lambda row, lang: _SOURCES[SaleSource(row["source"])].said(lang)),
    _Column(Text("状态", "Status"), 10, _status),
    _Column(Text("与平台", "With the platform"), 18, _agreed),
    _Column(Text("超卖件数", "Short units"), 10, _plain("short_units")),
    _Column(Text("作废原因", "Why void"), 24, _plain("void_reason")),
    _Column(Text("平台订单号", "Order"), 24, _plain("order_id")),
    _Column(Text("标识", "Id"), 40, _plain("sale_id")),
)
_TOTALS: tuple[tuple[Text, Callable[[Report], object], bool], ...] = (
    (Text("场次", "Show"), lambda r: r.show["title"], False),
    (Text("开播", "Started"), lambda r: r.show["started_at"], False),
    (Text("下播", "Ended"), lambda r: r.show["ended_at"], False),
    (Text("导出时间", "Exported"), lambda r: r.made_at, False),
    (Text("成交（单）", "Orders"), lambda r: r.totals["orders"], False),
    (Text("件数", "Units"), lambda r: r.totals["units"], False),
    (Text("销售额（元）", "Amount (yuan)"), lambda r: r.totals["gmv_fen"], True),
    (Text("待平台确认", "Claims"), lambda r: r.totals["claims"], False),
    (Text("冲突，要决定", "Conflicts to decide"), lambda r: r.totals["conflicts_open"], False),
    (Text("未付款", "Unpaid"), lambda r: r.totals["unpaid"], False),
    (Text("已作废", "Void"), lambda r: r.totals["void"], False),
    (Text("记错撤回", "Slips taken back"), lambda r: r.totals["taken_back"], False),
    (Text("待同步", "Waiting"), lambda r: r.totals["waiting"], False),
    (Text("被退回", "Refused"), lambda r: r.totals["refused"], False),
)
