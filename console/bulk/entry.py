"""Bulk entry into the line-up: rows as items, each whole or not at all, with progress and a way to stop.

The same row of the same file is one item for ever, so a file that is imported again makes nothing twice,
and one that was stopped goes on where it was.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console import snap
from console.bulk.cells import CellUnfit
from console.bulk.goods import Row, Wanted
from console.bulk.photos import PhotoFolder, load
from console.commands import ImportItem, KeepSnap
from console.desk import Desk
from console.errors import KaiboError, Text
from console.events import FlashOpened
from console.facts import Shot
from console.ids import derived_id
from console.store import projection
from console.store.changes import known_as
from console.store.database import Database, Db

_HANDS = 2
_AHEAD = 4
"""Rows whose pictures are being read while an earlier one is entered."""

Progress = Callable[[int, int], None]
"""Rows done, and rows in all."""


@dataclass(frozen=True)
class Outcome:
    """What became of a row."""

    row: Row
    photos: tuple[str, ...] = ()
    number: int | None = None
    """In the line-up; None when nothing was made."""
    rejected: Text | None = None


async def enter(
    rows: Sequence[Row],
    photos: PhotoFolder | None,
    desk: Desk | None,
    db: Database | None,
    folder: Path,
    progress: Progress = lambda _done, _all: None,
) -> AsyncIterator[Outcome]:
    """Enter `rows` one by one; with `desk` None nothing is written and only what would be is told.

    `folder` is the data folder. A row that cannot be is told with its reason and costs no other. Stop by
    not asking for the next one. Raises what the desk raises for a disk that fails.
    """
    with ThreadPoolExecutor(_HANDS, thread_name_prefix="import") as hands:
        loop = asyncio.get_running_loop()
        ahead: deque[tuple[Row, asyncio.Future[_Pictures]]] = deque()
        todo = iter(rows)
        done = 0
        try:
            while True:
                while len(ahead) < _AHEAD and (row := next(todo, None)) is not None:
                    rejected = row.rejected or await _known(db, row)
                    work = Outcome(row, rejected=rejected) if rejected else None
                    args = (work, row, photos, None if desk is None else folder)
                    ahead.append((row, loop.run_in_executor(hands, _pictures, *args)))
                if not ahead:
                    return
                row, reading = ahead.popleft()
                pictures = await reading
                done += 1
                progress(done, len(rows))
                yield await _entered(row, pictures, desk)
        finally:
            for _, reading in ahead:
                reading.cancel()


@dataclass(frozen=True)
class _Pictures:
    """What was found of a row before it is entered."""

    names: tuple[str, ...] = ()
    shots: tuple[Shot, ...] = ()
    rejected: Text | None = None


def _pictures(settled: Outcome | None, row: Row, photos: PhotoFolder | None, folder: Path | None) -> _Pictures:
    """Read a row's pictures and keep them below `folder` (None: only see whether they can be read)."""
    if settled is not None or row.wanted is None:
        return _Pictures(rejected=settled.rejected if settled else row.rejected)
    try:
        paths = photos.of(row.wanted) if photos is not None else ()
        names = tuple(path.name for path in paths)
        frames = [snap.still(load(path), place) for place, path in enumerate(paths)]
        if folder is None or not frames:
            return _Pictures(names)
        return _Pictures(names, snap.keep_files(frames, folder, judged=False))  # the seller has chosen them
    except CellUnfit as unfit:
        return _Pictures(rejected=unfit.why)


async def _known(db: Database | None, row: Row) -> Text | None:
    """Why a row that was imported before is not imported again; None when it was not."""
    if db is None or row.wanted is None:
        return None
    return await db.run(met_before, row.wanted)


def met_before(db: Db, wanted: Wanted) -> Text | None:
    """Why a row that was imported before is not imported again; None when it was not."""
    known = known_as(db, f"import:{wanted.item_id}")
    if known is None:
        return None
    number = projection.item(db, wanted.item_id).number
    if known == wanted.fingerprint:
        return Text(f"导入过了，是 {number} 号", f"imported before, as number {number}")
    return Text(
        f"编号 {wanted.code} 导入过（{number} 号），内容不同，请在列表里改",
        f"the code {wanted.code} was imported as number {number} with other values; change it in the line-up",
    )


async def _entered(row: Row, pictures: _Pictures, desk: Desk | None) -> Outcome:
    wanted = row.wanted
    if wanted is None or pictures.rejected is not None:
        return Outcome(row, pictures.names, rejected=pictures.rejected)
    if desk is None:
        return Outcome(row, pictures.names)
    snap_id = None
    if pictures.shots:
        snap_id = derived_id("\x1f".join((wanted.item_id, *(shot.full for shot in pictures.shots))))
        await desk.do(KeepSnap(snap_id=snap_id, shots=pictures.shots, in_hand=False))
    try:
        opened = await desk.do(_command(wanted, snap_id))
    except KaiboError as error:
        zh, en = error.shown("zh_CN"), error.shown("en")
        return Outcome(row, pictures.names, rejected=Text(zh.title, en.title))
    assert isinstance(opened, FlashOpened)
    return Outcome(row, pictures.names, number=opened.number)


def _command(wanted: Wanted, snap_id: str | None) -> ImportItem:
    return ImportItem(
        title=wanted.title,
        price_fen=wanted.price_fen,
        stock=wanted.stock,
        barcode=wanted.barcode,
        bin_code=wanted.bin_code,
        points=wanted.points,
        cost_fen=wanted.cost_fen,
        snap_id=snap_id,
        item_id=wanted.item_id,
        fingerprint=wanted.fingerprint,
    )


def told(outcome: Outcome, lang: str, *, dry: bool) -> dict[str, Any]:
    """An outcome as the JSON line of `main.py import`."""
    where = {"row": outcome.row.number, "sheet": outcome.row.sheet}
    if outcome.rejected is not None or outcome.row.wanted is None:
        why = outcome.rejected or Text("没有内容", "there is nothing in it")
        return {**where, "rejected": why.said(lang)}
    wanted = outcome.row.wanted
    imported = {
        "title": wanted.title,
        "price_fen": wanted.price_fen,
        "stock": wanted.stock,
        "code": wanted.code,
        "barcode": wanted.barcode,
        "bin_code": wanted.bin_code,
        "points": wanted.points,
        "photos": list(outcome.photos),
        "number": outcome.number,
        "item_id": wanted.item_id,
    }
    return {**where, "imported": imported, **({"dry_run": True} if dry else {})}
