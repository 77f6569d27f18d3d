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

from console.bulk.tables import Broken

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass
class Beside:
    """What stands beside the values of one sheet; rows and columns count from 1."""

    hidden: set[int] = field(default_factory=set)
    broken: dict[tuple[int, int], Broken] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    """The last row and the last column in which anything stands."""


def beside(data: bytes) -> dict[str, Beside]:
    """For each sheet of an .xlsx or .xlsm, by its name; a .zip of another kind has none.

    Raises `xml.etree.ElementTree.ParseError`, `KeyError` and `zipfile.BadZipFile` for a damaged one.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = set(packed.namelist())
        return {
            name: _sheet(packed, part) if part in names else Beside() for name, part in _parts(packed, names).items()
        }


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
        if _bare(sheet.tag) == "sheet":
            link = next((value for key, value in sheet.attrib.items() if _bare(key) == "id"), "")
            target = targets.get(link, "")
            found[sheet.get("name", "")] = target[3:] if target.startswith("xl//") else target.lstrip("/")
    return found


def _root(packed: zipfile.ZipFile, part: str) -> ElementTree.Element:
    return ElementTree.fromstring(packed.read(part))  # noqa: S314 - see above


def _sheet(packed: zipfile.ZipFile, part: str) -> Beside:
    told, number = Beside(), 0
    with packed.open(part) as lines:
        for _, row in ElementTree.iterparse(lines):  # noqa: S314 - see above
            if _bare(row.tag) != "row":
                continue
            number = int(row.get("r", number + 1))
            if row.get("hidden") in ("1", "true"):
                told.hidden.add(number)
            _row(row, number, told)
            row.clear()
    return told


def _row(row: ElementTree.Element, number: int, told: Beside) -> None:
    column = 0
    for cell in row:
        place = _PLACE.fullmatch(cell.get("r", ""))
        column = _column(place[1]) if place else column + 1
        inside = {_bare(part.tag): part for part in cell}
        value = inside["v"].text if "v" in inside else None
        if cell.get("t") == "e":
            told.broken[number, column] = Broken.ERROR
        elif "f" in inside and not value and cell.get("t") != "str":
            told.broken[number, column] = Broken.NO_RESULT
        elif not value and "is" not in inside:
            continue
        told.rows, told.columns = max(told.rows, number), max(told.columns, column)


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - 64
    return place


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]
