"""What an .ods says beside its values, as `xlsx` does for .xlsx: hidden rows, formulas without a result, errors, reach.

Entities that swell are refused by expat itself (2.4.1 and later), so its own parser may read a stranger's file.
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

from console.bulk.tables import Broken
from console.bulk.xlsx import Beside, bare

_CONTENT = "content.xml"
_ERROR = re.compile(r"#[A-Z/0!?]{2,}|Err:\d+")


def beside(data: bytes) -> dict[str, Beside]:
    """For each sheet of an .ods, by its name; none where it is none. Raises as `xlsx.beside`."""
    told: dict[str, Beside] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if _CONTENT not in packed.namelist():
            return {}
        with packed.open(_CONTENT) as lines:
            number = 0
            for event, node in ElementTree.iterparse(lines, events=("start", "end")):  # noqa: S314 - see above
                kind = bare(node.tag)
                if kind == "table" and event == "start":
                    sheet, number = told.setdefault(_said(node, "name") or "", Beside()), 0
                elif kind == "table-row" and event == "end":
                    number = _row(node, number, sheet)
                    node.clear()
    return told


def _row(row: ElementTree.Element, before: int, told: Beside) -> int:
    """Look at a row behind row `before`, and at those it stands for; the number of the last."""
    times, column, valued = _times(row, "rows"), 0, False
    for cell in row:
        again = _times(cell, "columns")
        text = "".join(cell.itertext()).strip()
        if _said(cell, "formula") and (_ERROR.fullmatch(text) or not _said(cell, "value-type")):
            told.broken[before + 1, column + 1] = Broken.ERROR if text else Broken.NO_RESULT
            valued = True
        column += again
        if text or _said(cell, "value-type"):
            told.columns, valued = max(told.columns, column), True
    if _said(row, "visibility") in ("collapse", "filter"):
        told.hidden.update(range(before + 1, before + 1 + min(times, _MOST_HIDDEN)))
    if valued:
        told.rows = before + times
    return before + times


_MOST_HIDDEN = 100_000


def _times(node: ElementTree.Element, what: str) -> int:
    return int(_said(node, f"number-{what}-repeated") or 1)


def _said(node: ElementTree.Element, name: str) -> str | None:
    return next((value for key, value in node.attrib.items() if bare(key) == name), None)
