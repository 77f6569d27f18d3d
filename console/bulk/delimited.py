"""Delimited text as a table: .csv and .txt in the encodings that sellers have, and web pages called .xls."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from console.bulk import webpage
from console.bulk.headings import find_columns
from console.bulk.tables import LARGEST_BYTES, UNREAD, Cell, Table
from console.errors import FileUnreadable, Text

_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = ",\t;|，"
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FEW = 0.01
_LOOK_AT_LINES = 40
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|table|meta|head|style|div)\b", re.IGNORECASE)


def read_text(name: str, data: bytes, *, called_sheet: bool) -> Table:
    """A text as a table; `called_sheet` tells that its name promises a workbook. Raises `FileUnreadable`."""
    text = _decoded(name, data)
    if _PAGE.match(text):
        return _page(name, text)
    table = split(text)
    if called_sheet and not _is_table(table):
        why = Text("文件坏了或不是表格，请用 Excel 或 WPS 另存为 .xlsx", "it is damaged or no sheet; save it as .xlsx")
        raise FileUnreadable(file=name, why=why)
    if not called_sheet and text.lstrip()[:2] in ("[{", '{"', "%P", "<?"):
        raise FileUnreadable(file=name, why=Text("不是表格文件", "it is no table"))
    return table


def _is_table(table: Table) -> bool:
    columns = find_columns(table.rows)
    return columns is not None and columns.heading_row > 0 and len(columns.places) > 1


def _page(name: str, text: str) -> Table:
    try:
        rows: Sequence[Sequence[Cell]] = webpage.rows(text)
    except webpage.CellsAcrossRows:
        why = Text("是网页格式，请用 Excel 或 WPS 另存为 .xlsx", "it is a web page; save it as .xlsx")
        raise FileUnreadable(file=name, why=why) from None
    if not rows:
        raise FileUnreadable(file=name, why=Text("里面没有表格", "there is no table in it"))
    return Table(None, rows)


def _decoded(name: str, data: bytes) -> str:
    """UTF-8 with or without BOM, UTF-16 with or without, else GBK (GB 18030). Raises `FileUnreadable`."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data:
        head = data[: 2 * (len(data) // 2)][:4_000]
        encodings = ("utf-16-le",) if head[1::2].count(0) > head[::2].count(0) else ("utf-16-be",)
        if not any(mark in data.decode(encodings[0], "ignore")[:4_000] for mark in "\n\r"):
            raise FileUnreadable(file=name, why=Text("不是表格文件", "it is no table"))
    else:
        encodings = _ENCODINGS
    nearly = data.decode("utf-8-sig", "replace")
    if encodings is _ENCODINGS and 0 < nearly.count(UNREAD) < len(nearly) * _FEW:
        return nearly  # UTF-8 that was cut or has a slip; no GBK looks so
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileUnreadable(file=name, why=Text("文字编码认不出，请另存为 UTF-8", "save it as UTF-8 text"))


def split(text: str) -> Table:
    """Rows of a delimited text: by what its first line says ("sep=;"), else by the delimiter that gives headings."""
    if said := _SAID.match(text):
        return _cut(text[said.end() :], said[1])
    head = "\n".join(text.splitlines()[:_LOOK_AT_LINES])
    lines = [line for line in head.split("\n") if line.strip()]

    def how_likely(mark: str) -> tuple[int, int, int]:
        columns = find_columns(_cut(head, mark).rows) if mark in head else None
        named = len(columns.places) if columns is not None and columns.heading_row else 0
        return named, sum(mark in line for line in lines), head.count(mark)

    return _cut(text, max(_DELIMITERS, key=how_likely))


def _cut(text: str, mark: str) -> Table:
    csv.field_size_limit(LARGEST_BYTES)
    lines = io.StringIO(text, newline="")
    if _never_closed(text, mark):
        reader = csv.reader(lines, delimiter=mark, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(lines, delimiter=mark)
    return Table(None, [list[Cell](row) for row in reader], by_comma=mark == ",")


def _never_closed(text: str, mark: str) -> bool:
    """Whether a quote is opened and never closed: it would swallow every row below it."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)
    return False
