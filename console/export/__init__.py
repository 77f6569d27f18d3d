"""A show's sales, and what the platform has not taken yet, written out as JSON and as an Excel workbook.

Reading (`reading`) runs on the database thread, writing anywhere else. Nothing here decides what is
exported when, or asks where to.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from console.clock import Clock
from console.export.files import TICK, Going, Stopped, ignore, told, whole_file
from console.export.reading import Report, Row, count, heading, holds_waiting, local, sales_rows, unsent_rows
from console.export.workbook import write_xlsx
from console.store.database import Database

__all__ = ["Report", "Stopped", "export_show", "holds_waiting", "write_json", "write_xlsx"]

Progress = Callable[[int, int], None]
"""Rows done, and rows in all; the same rows count for reading, for the workbook and for JSON."""


async def export_show(
    db: Database, show_id: str, folder: Path, lang: str, clock: Clock, progress: Progress
) -> list[Path]:
    """Write a show's sales and everything unsent into `folder`; returns the workbook and the JSON file.

    `progress` is called on this thread. Cancelled, it leaves no file. Raises `DiskTrouble`.
    """
    loop = asyncio.get_running_loop()
    stop = threading.Event()
    show, totals, rows = await db.run(heading, show_id)
    report = Report(local(clock.now_ms()), show, totals)
    after = 0
    while page := await db.run(unsent_rows, after):
        report.unsent += page
        after = page[-1]["seq"]
        progress(len(report.unsent), 3 * rows)
    place = 0
    while page := await db.run(sales_rows, show_id, place):
        report.sales += page
        place = page[-1]["place"]
        progress(len(report.unsent) + len(report.sales), 3 * rows)
    count(report)
    read = len(report.unsent) + len(report.sales)

    def going(done: int) -> None:
        """On the writing thread."""
        if stop.is_set():
            raise Stopped
        loop.call_soon_threadsafe(progress, read + done, 3 * read)

    def write() -> list[Path]:
        with told():
            folder.mkdir(parents=True, exist_ok=True)
        path = _free(folder, f"kaibo-{datetime.fromtimestamp(clock.now_ms() / 1000, UTC).astimezone():%Y%m%d-%H%M%S}")
        write_xlsx(path.with_suffix(".xlsx"), report, lang, going)
        write_json(path.with_suffix(".json"), report, lambda done: going(read + done))
        return [path.with_suffix(".xlsx"), path.with_suffix(".json")]

    try:
        return await asyncio.to_thread(write)
    except asyncio.CancelledError:
        stop.set()
        raise


def _free(folder: Path, name: str) -> Path:
    """A path under which nothing stands yet, whichever ending it gets."""
    path, n = folder / name, 1
    while path.with_suffix(".xlsx").exists() or path.with_suffix(".json").exists():
        n += 1
        path = folder / f"{name}-{n}"
    return path


def write_json(path: Path, report: Report, going: Going = ignore) -> None:
    """Write `report` as one JSON object, money in fen. `going` may raise to stop. Raises `DiskTrouble`."""
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        head = {"made_at": report.made_at, "show": report.show, "totals": report.totals}
        file.write(json.dumps(head, ensure_ascii=False)[:-1])
        _array(file, "unsent", report.unsent, ("seq",), going)
        _array(file, "sales", report.sales, ("place",), lambda n: going(len(report.unsent) + n))
        file.write("\n}\n")


def _array(file: IO[str], name: str, rows: Sequence[Row], without: tuple[str, ...], going: Going) -> None:
    file.write(f',\n"{name}": [')
    for n, row in enumerate(rows):
        if n % TICK == 0:
            going(n)
        plain = {key: value for key, value in row.items() if key not in without}
        file.write(("," if n else "") + "\n" + json.dumps(plain, ensure_ascii=False))
    file.write("\n]")
