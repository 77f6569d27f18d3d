"""`main.py import`: a spreadsheet into the line-up without a screen, one JSON line for each row."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TextIO

from console.bulk.entry import enter, told
from console.bulk.photos import PhotoFolder
from console.bulk.rows import heed_words, understand
from console.bulk.tables import read_file
from console.config import Options
from console.desk import LocalDesk
from console.errors import FileUnreadable, Text
from console.store.database import Database
from console.words import Checker, load

_TELL_EVERY = 25


async def run(options: Options, file: Path, photos: Path | None, sink: TextIO, aside: TextIO, *, dry: bool) -> None:
    """Import `file` into the line-up of the show to come, or with `dry` only say what would be.

    Raises `FileUnreadable` and a `StoreError`; a row that cannot be costs no other.
    """
    checker = Checker(load(options.data))
    rows = [row for row, _ in heed_words(understand(read_file(file)), checker)]
    folder = _photo_folder(photos)
    made = rejected = 0

    def progress(done: int, everything: int) -> None:
        if done % _TELL_EVERY == 0 or done == everything:
            aside.write(f"{done}/{everything}\n")
            aside.flush()

    async with _books(options, dry=dry) as (desk, db):
        async for outcome in enter(rows, folder, None if dry else desk, db, options.data, progress):
            sink.write(json.dumps(told(outcome, options.lang, dry=dry), ensure_ascii=False) + "\n")
            sink.flush()
            made += outcome.rejected is None
            rejected += outcome.rejected is not None
    counted = Text(f"{made} 件导入，{rejected} 行没有导入", f"{made} imported, {rejected} rejected")
    aside.write(counted.said(options.lang) + "\n")


@asynccontextmanager
async def _books(options: Options, *, dry: bool) -> AsyncIterator[tuple[LocalDesk | None, Database | None]]:
    """The books alone, without camera and platform; none for a dry run where there are none yet."""
    from console.app import open_books

    async with AsyncExitStack() as stack:
        if dry and not (options.data / "kaibo.db").exists():
            yield None, None
            return
        books = await stack.enter_async_context(open_books(options))
        yield books.desk, books.db


def _photo_folder(photos: Path | None) -> PhotoFolder | None:
    if photos is None:
        return None
    if not photos.is_dir():
        raise FileUnreadable(file=photos.name, why=Text("没有这个文件夹", "there is no such folder"))
    return PhotoFolder(photos)
