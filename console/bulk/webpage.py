"""A table of a web page: what many shop programs write when they are asked for an .xls.

Only its rows of texts are read; scripts, styles and links are not followed.
"""

from __future__ import annotations

from html.parser import HTMLParser


class CellsAcrossRows(ValueError):
    """A cell reaches over several rows, so that those below it cannot be told from one another."""


def rows(page: str) -> list[list[str]]:
    """The rows of every table of `page`, in order. Raises `CellsAcrossRows`."""
    reader = _Rows()
    reader.feed(page)
    reader.close()
    return reader.rows


class _Rows(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._across = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in ("td", "th"):
            self._end_cell()
            told = dict(attrs)
            if (told.get("rowspan") or "1").strip() not in ("", "0", "1"):
                raise CellsAcrossRows
            across = (told.get("colspan") or "1").strip()
            self._across = min(int(across), 100) if across.isdigit() else 1
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        if not self.rows:
            self.rows.append([])
        self.rows[-1] += ["".join(self._cell).strip(), *[""] * (self._across - 1)]
        self._cell = None
