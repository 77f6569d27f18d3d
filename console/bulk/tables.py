"""Files as tables of cells: .xlsx, .xls, .ods, .csv and text pasted from a spreadsheet.

Nothing is evaluated: a formula is the value that was stored with it. Which columns mean what is
`headings`'.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from console.errors import FileUnreadable, Text

Cell = str | float | int | bool | datetime.date | datetime.time | datetime.datetime | datetime.timedelta
"""What a spreadsheet holds; an empty cell is ""."""

LARGEST_BYTES = 50_000_000
LARGEST_UNPACKED_BYTES = 500_000_000
MOST_ROWS = 20_000
_SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = ",\t;|"


@dataclass(frozen=True)
class Table:
    """One sheet. `rows` start with row 1 of the sheet, blank ones included."""

    name: str | None
    rows: Sequence[Sequence[Cell]]


def read_file(path: Path) -> list[Table]:
    """The visible sheets of a file with anything in them. Raises `FileUnreadable`."""
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise FileUnreadable(file=path.name, why=Text("文件超过 50 MB", "it is larger than 50 MB"))
        if size == 0:
            raise FileUnreadable(file=path.name, why=Text("文件是空的", "it is empty"))
        data = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(file=path.name, why=Text("打不开", error.strerror or "it cannot be opened")) from error
    is_sheet = path.suffix.lower() in _SHEETS or data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
    tables = _workbook(path, data) if is_sheet else [Table(None, _split(_decoded(path, data)))]
    if sum(len(table.rows) for table in tables) > MOST_ROWS:
        raise FileUnreadable(file=path.name, why=Text(f"超过 {MOST_ROWS:,} 行", f"it has more than {MOST_ROWS:,} rows"))
    return tables


def read_pasted(text: str) -> Table:
    """What was copied from a spreadsheet (tabs between cells), or typed with commas."""
    return Table(None, _split(text))


def _workbook(path: Path, data: bytes) -> list[Table]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    _refuse_bomb(path, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        tables = [Table(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in shown]
    except PasswordError as error:
        raise FileUnreadable(file=path.name, why=Text("有密码，请先去掉", "it has a password; remove it")) from error
    except (CalamineError, OSError, ValueError) as error:
        raise FileUnreadable(file=path.name, why=Text("文件坏了或不是表格", "it is damaged or no sheet")) from error
    return [table for table in tables if any(any(cell != "" for cell in row) for row in table.rows)]


def _refuse_bomb(path: Path, data: bytes) -> None:
    """Refuse a workbook that unpacks to far more than it is. Raises `FileUnreadable`."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise FileUnreadable(file=path.name, why=Text("文件坏了", "it is damaged")) from error
    if unpacked > LARGEST_UNPACKED_BYTES:
        raise FileUnreadable(file=path.name, why=Text("展开后太大", "it is too large when unpacked"))


def _decoded(path: Path, data: bytes) -> str:
    """Text of a .csv: UTF-8 with or without BOM, UTF-16 with one, else GBK (GB 18030). Raises `FileUnreadable`."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data:
        raise FileUnreadable(file=path.name, why=Text("不是表格文件", "it is no table"))
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileUnreadable(file=path.name, why=Text("文字编码认不出，请另存为 UTF-8", "save it as UTF-8 text"))


def _split(text: str) -> list[list[Cell]]:
    """Rows of a delimited text; the delimiter is the one that most of the first lines agree on."""
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    best = max(_DELIMITERS, key=lambda mark: (sum(mark in line for line in lines), "".join(lines).count(mark)))
    csv.field_size_limit(LARGEST_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=best)
    return [list(row) for row in reader]
