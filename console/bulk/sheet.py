"""Bulk entry for a screen: a file or pasted cells, first as what would be made of each row, then made.

Reading, matching and checking happen on other threads; the caller only awaits. Entering is `entry`'s.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from console.bulk.cells import CellUnfit
from console.bulk.entry import Outcome, enter, met_before
from console.bulk.goods import Row
from console.bulk.photos import PhotoFolder
from console.bulk.rows import heed_words, understand
from console.bulk.tables import read_file, read_pasted
from console.desk import Desk
from console.errors import FileUnreadable, Text
from console.store.database import Database, Db
from console.wording import Wording
from console.words import Checker, Verdict

_AT_ONCE = 200
"""Rows asked for in one turn of the database thread, so that no sale waits for a long file."""


@dataclass(frozen=True)
class Line:
    """One row as it is shown before anything is made."""

    row: Row
    """With its reason when it will not be made."""
    verdict: Verdict | None = None
    """What its words were found to be; None for a row that could not be read."""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """What a file or a paste would make."""

    name: str
    """Of the file; "" for a paste."""
    lines: tuple[Line, ...]
    photos: PhotoFolder | None = None

    @property
    def fit(self) -> int:
        """How many rows would be made."""
        return sum(line.row.rejected is None for line in self.lines)


class BulkEntry:
    """Reads sheets and enters them at one desk. `data` is the data folder."""

    def __init__(self, desk: Desk, db: Database, data: Path, wording: Wording) -> None:
        self._desk, self._db, self._data, self._wording = desk, db, data, wording

    async def read(self, source: Path | str, photos: Path | None) -> Sheet:
        """What a file (a path) or pasted cells (a text) would make, with pictures from below `photos`.

        Raises `FileUnreadable`.
        """
        checker = await self._wording.ready()
        sheet = await asyncio.to_thread(_read, source, photos, checker)
        lines: list[Line] = []
        for start in range(0, len(sheet.lines), _AT_ONCE):
            some = sheet.lines[start : start + _AT_ONCE]
            lines += await self._db.run(_not_twice, some)
        return replace(sheet, lines=tuple(lines))

    def enter(self, sheet: Sheet, progress: Callable[[int, int], None]) -> AsyncIterator[Outcome]:
        """Enter the rows of `sheet`, each whole or not at all; stop by not asking for the next one."""
        rows = [line.row for line in sheet.lines]
        return enter(rows, sheet.photos, self._desk, self._db, self._data, progress)


def _read(source: Path | str, photos: Path | None, checker: Checker) -> Sheet:
    tables = [read_pasted(source)] if isinstance(source, str) else read_file(source)
    if photos is not None and not photos.is_dir():
        raise FileUnreadable(file=photos.name, why=Text("没有这个文件夹", "there is no such folder"))
    folder = PhotoFolder(photos) if photos is not None else None
    lines = tuple(_line(row, verdict, folder) for row, verdict in heed_words(understand(tables), checker))
    return Sheet("" if isinstance(source, str) else source.name, lines, folder)


def _line(row: Row, verdict: Verdict | None, folder: PhotoFolder | None) -> Line:
    if row.wanted is None or folder is None:
        return Line(row, verdict)
    try:
        return Line(row, verdict, tuple(path.name for path in folder.of(row.wanted)))
    except CellUnfit as unfit:
        return Line(replace(row, rejected=row.rejected or unfit.why), verdict)


def _not_twice(db: Db, lines: tuple[Line, ...]) -> list[Line]:
    """`lines`, those that were imported before with that as their reason."""
    told = []
    for line in lines:
        known = met_before(db, line.row.wanted) if line.row.wanted is not None else None
        told.append(line if known is None else replace(line, row=replace(line.row, rejected=known)))
    return told
