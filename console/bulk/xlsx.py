"""What an .xlsx says beside its values: hidden rows, formulas without a stored result, errors, how far it reaches.

The reader of values (`tables`) tells an error and a formula without a result as an empty cell, says nothing of
hidden rows, and asks for memory for the whole rectangle up to the last cell. Other formats have no such look.
Entities that swell are refused by expat itself (2.4.1 and later), so its own parser may read a stranger's file.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

from console.bulk.formats import WITHOUT_CODE, Shown, shown
from console.bulk.tables import Broken

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass
class Beside:
    """What stands beside the values of one sheet; rows and columns count from 1."""

    hidden: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    """Rows of which all that is written is struck through."""
    hidden_columns: set[int] = field(default_factory=set)
    broken: dict[tuple[int, int], Broken] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    """The last row and the last column in which anything stands."""


def beside(data: bytes) -> dict[str, Beside]:
    """For each sheet of an .xlsx or .xlsm, by its name; a .zip of another kind has none.

    Raises `xml.etree.ElementTree.ParseError`, `KeyError`, `ValueError` and `zipfile.BadZipFile` for a damaged one.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = set(packed.namelist())
        looks = _looks(packed) if "xl/styles.xml" in names else []
        parts = _parts(packed, names)
        return {name: _sheet(packed, part, looks) if part in names else Beside() for name, part in parts.items()}


@dataclass(frozen=True)
class _Look:
    """How a cell is shown."""

    number: Shown = Shown()
    struck: bool = False


def _looks(packed: zipfile.ZipFile) -> list[_Look]:
    """How cells are shown, by the number of their style."""
    book = _root(packed, "xl/styles.xml")
    lists = {bare(part.tag): part for part in book}
    codes = WITHOUT_CODE | {int(one.get("numFmtId", 0)): one.get("formatCode", "") for one in lists.get("numFmts", ())}
    formats = {number: shown(code) for number, code in codes.items()}
    struck = [
        any(bare(part.tag) == "strike" and _on(part.get("val", "1")) for part in font)
        for font in lists.get("fonts", ())
    ]
    return [
        _Look(
            formats.get(int(style.get("numFmtId", 0)), Shown()),
            dict(enumerate(struck)).get(int(style.get("fontId", 0)), False),
        )
        for style in lists.get("cellXfs", ())
    ]


def _on(value: str | None) -> bool:
    return value in ("1", "true")


def _parts(packed: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """The name of each sheet and where in the archive it lies."""
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if book not in names or links not in names:
        return {}
    targets = {
        link.get("Id", ""): posixpath.normpath(posixpath.join("xl", link.get("Target", "")))
        for link in _root(packed, links)
    }
    found = {}
    for sheet in _root(packed, book).iter():
        if bare(sheet.tag) == "sheet":
            link = next((value for key, value in sheet.attrib.items() if bare(key) == "id"), "")
            target = targets.get(link, "")
            found[sheet.get("name", "")] = target[3:] if target.startswith("xl//") else target.lstrip("/")
    return found


def _root(packed: zipfile.ZipFile, part: str) -> ElementTree.Element:
    return ElementTree.fromstring(packed.read(part))  # noqa: S314 - see above


def _sheet(packed: zipfile.ZipFile, part: str, looks: list[_Look]) -> Beside:
    told, number = Beside(), 0
    with packed.open(part) as lines:
        for _, node in ElementTree.iterparse(lines):  # noqa: S314 - see above
            if bare(node.tag) == "col" and (_on(node.get("hidden")) or node.get("width") == "0"):
                first, last = int(node.get("min", 1)), int(node.get("max", 1))
                told.hidden_columns.update(range(first, min(last, first + _MOST_COLUMNS) + 1))
            if bare(node.tag) == "row":
                number = int(node.get("r", number + 1))
                if _on(node.get("hidden")) or float(node.get("ht", 1)) == 0:
                    told.hidden.add(number)
                _row(node, number, told, looks)
                node.clear()
    return told


_MOST_COLUMNS = 1_000


def _row(row: ElementTree.Element, number: int, told: Beside, looks: list[_Look]) -> None:
    column, written, struck = 0, 0, 0
    for cell in row:
        place = _PLACE.fullmatch(cell.get("r", ""))
        column = _column(place[1]) if place else column + 1
        inside = {bare(part.tag): part for part in cell}
        value = inside["v"].text if "v" in inside else None
        style = int(cell.get("s", 0))
        look = looks[style] if style < len(looks) else _Look()
        if cell.get("t") == "e":
            told.broken[number, column] = Broken.ERROR
        elif "f" in inside and not value and cell.get("t") != "str":
            told.broken[number, column] = Broken.NO_RESULT
        elif value and cell.get("t", "n") == "n" and (look.number.other_unit or look.number.alters(value)):
            told.broken[number, column] = Broken.FORMAT if look.number.other_unit else Broken.ALTERED
        elif not value and "is" not in inside:
            continue
        written, struck = written + 1, struck + look.struck
        if look.struck:
            told.broken.setdefault((number, column), Broken.STRUCK)
        told.rows, told.columns = max(told.rows, number), max(told.columns, column)
    if written and written == struck:
        told.struck.add(number)


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - 64
    return place


def bare(tag: str) -> str:
    """The name of an XML element or attribute without its namespace."""
    return tag.rpartition("}")[2]
