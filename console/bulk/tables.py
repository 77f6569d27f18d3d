"""Files as tables of cells: .xlsx, .xls, .ods, .csv and text pasted from a spreadsheet.

Nothing is evaluated: a formula is the value that was stored with it. Which columns mean what is
`headings`'; what delimited text holds is `delimited`'s, and what an .xlsx says beside its values `xlsx`'.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from console.errors import FileUnreadable, Text

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

    from console.bulk.xlsx import Beside


class Broken(Enum):
    """A cell in which something stands that is no value; each with what is said of it."""

    NO_RESULT = Text(
        "是公式，文件里没有它的结果：请用 Excel 或 WPS 打开、保存，再导入",
        "is a formula whose result is not in the file: open and save it in Excel or WPS first",
    )
    ERROR = Text("是公式错误（#N/A 之类），请改成数", "is an error of a formula (#N/A or alike); put the value there")
    FORMAT = Text(
        "的单元格格式带着别的单位（万、斤、$、%），请改成普通数字",
        "is shown with a unit of its own (万, 斤, $, %); make it a plain number",
    )
    ALTERED = Text(
        "显示的和存的不一样（如存 99.6、显示 100），请改成一个数",
        "is shown otherwise than it is stored (99.6 as 100); make it one number",
    )
    STRUCK = Text("被划掉了，请写上现在的", "is struck through; write what counts now")
    SHARED = Text("是几行合并的单元格，请每行各写一个", "is one cell merged over several rows; write one for each")


Cell = str | float | int | bool | datetime.date | datetime.time | datetime.datetime | datetime.timedelta | Broken
"""What a spreadsheet holds; an empty cell is ""."""

UNREAD = "\ufffd"
"""What a text holds in place of bytes that are no letters."""
LARGEST_BYTES = 50_000_000
LARGEST_UNPACKED_BYTES = 500_000_000
MOST_ROWS = 20_000
MOST_CELLS = 10_000_000
"""Of the rectangle up to the last cell: the reader keeps all of it in memory."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et", ".numbers")


@dataclass(frozen=True)
class Table:
    """One sheet. `rows` start with row 1 of the sheet, blank ones included."""

    name: str | None
    rows: Sequence[Sequence[Cell]]
    left_out: Mapping[int, Text] = field(default_factory=dict)
    """Rows, counted from 1, that the seller does not mean: hidden or struck through; each with what is said."""
    hidden_columns: frozenset[int] = frozenset()
    """Counted from 0."""
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """For the row and column (from 0) of each cell merged with others above or below: the first and the last row."""
    across: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """For the row and column (from 0) of each cell merged with others beside it: the last column."""
    by_comma: bool = False
    """Cells are told apart by commas, so a price such as 1,280 may have become two of them."""


def read_file(path: Path) -> list[Table]:
    """The visible sheets of a file with anything in them. Raises `FileUnreadable`."""
    from console.bulk.delimited import read_text

    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise FileUnreadable(file=path.name, why=Text("文件超过 50 MB", "it is larger than 50 MB"))
        if path.is_file() and size == 0:
            raise FileUnreadable(file=path.name, why=Text("文件是空的", "it is empty"))
        data = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(file=path.name, why=_not_opened(error)) from error
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        tables = _workbook(path, data)
    else:
        tables = [read_text(path.name, data, called_sheet=path.suffix.lower() in _SHEETS)]
    if sum(1 for table in tables for _ in filled(table)) > MOST_ROWS:
        why = Text(f"超过 {MOST_ROWS:,} 行，请分成几份", f"it has more than {MOST_ROWS:,} rows; cut it into several")
        raise FileUnreadable(file=path.name, why=why)
    return tables


def _not_opened(error: OSError) -> Text:
    match error:
        case FileNotFoundError():
            return Text("没有这个文件", "there is no such file")
        case IsADirectoryError():
            return Text("这是文件夹，不是表格", "it is a folder, not a sheet")
        case _:
            return Text(
                "打不开，若在别的程序里开着请先关掉", f"it cannot be opened ({error.strerror}); close it elsewhere"
            )


def read_pasted(text: str) -> Table:
    """What was copied from a spreadsheet (tabs between cells), or typed with commas."""
    from console.bulk.delimited import split

    return split(text)


def filled(table: Table) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows in which anything can be seen, with their numbers from 1."""
    from console.bulk.cells import is_blank

    for number, cells in enumerate(table.rows, 1):
        if any(cell != "" and not is_blank(cell) for cell in cells):
            yield number, cells


def _workbook(path: Path, data: bytes) -> list[Table]:
    from xml.etree.ElementTree import ParseError

    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    from console.bulk import ods, xlsx

    damaged = Text("文件坏了或不是表格", "it is damaged or no sheet")
    try:
        if _LOCKED in data:
            raise PasswordError
        _refuse_bomb(path, data)
        marks = {**xlsx.beside(data), **ods.beside(data)} if data.startswith(b"PK") else {}
        if any(mark.rows * mark.columns > MOST_CELLS for mark in marks.values()):
            raise FileUnreadable(file=path.name, why=_TOO_FAR)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        tables = [_table(book, name, marks.get(name, xlsx.Beside()), path) for name in shown]
    except PasswordError as error:
        raise FileUnreadable(file=path.name, why=Text("有密码，请先去掉", "it has a password; remove it")) from error
    except (CalamineError, OSError, ValueError, KeyError, ParseError, zipfile.BadZipFile) as error:
        raise FileUnreadable(file=path.name, why=damaged) from error
    return [table for table in tables if any(filled(table))]


_TOO_FAR = Text("有单元格离得太远，请删掉表格外的内容", "a cell lies too far off; delete what is beside the table")


def _table(book: CalamineWorkbook, name: str, mark: Beside, path: Path) -> Table:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise FileUnreadable(file=path.name, why=_TOO_FAR)
    rows: list[list[Cell]] = [list[Cell](row) for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), broken in mark.broken.items():
        rows += [[] for _ in range(row - len(rows))]
        cells = rows[row - 1]
        cells += [""] * (column - len(cells))
        cells[column - 1] = broken
    left_out = dict.fromkeys(mark.struck, _STRUCK) | dict.fromkeys(mark.hidden, _HIDDEN)
    across = {start: end[1] for start, end in sheet.merged_cell_ranges or () if start[1] < end[1]}
    return Table(name, rows, left_out, frozenset(at - 1 for at in mark.hidden_columns), _merged(sheet), across)


_HIDDEN = Text("这一行是隐藏的，要导入请先取消隐藏", "this row is hidden; show it to import it")
_STRUCK = Text("这一行划掉了，要导入请去掉删除线", "this row is struck through; take the line off to import it")


def _merged(sheet: CalamineSheet) -> dict[tuple[int, int], tuple[int, int]]:
    """The cells of the first column of every range that is merged over several rows."""
    ranges = sheet.merged_cell_ranges or ()
    return {
        (row, start[1]): (start[0], end[0])
        for start, end in ranges
        if start[0] < end[0] < start[0] + MOST_ROWS
        for row in range(start[0], end[0] + 1)
    }


def _refuse_bomb(path: Path, data: bytes) -> None:
    """Refuse a workbook that unpacks to far more than it is. Raises `FileUnreadable` and `zipfile.BadZipFile`."""
    if not data.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED_BYTES:
            raise FileUnreadable(file=path.name, why=Text("展开后太大", "it is too large when unpacked"))
        if packed.testzip() is not None:  # also one that unpacks to more than it says
            raise zipfile.BadZipFile
