"""Bulk entry as a screen uses it: a sheet that is looked at first, over real books."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from console.app import open_books
from console.bulk.sheet import BulkEntry
from console.camera.cv import cv2
from console.config import Options
from console.errors import FileUnreadable

pytestmark = pytest.mark.anyio
PASTED = "品名\t价格\t库存\n豆绿手镯\t599\t3\n顶级圆牌\t69元\t\n没有价格\t面议\t1\n陶杯 加微信 abc12345\t9\t1\n"


async def test_a_sheet_is_looked_at_then_entered_and_never_twice(tmp_path: Path) -> None:
    """What was shown as fit is made with its picture; read again, the same rows say that they are there."""
    photos = tmp_path / "photos"
    photos.mkdir()
    cv2.imwrite(str(photos / "a.jpg"), np.full((600, 600, 3), 90, np.uint8))
    (photos / "a.jpg").rename(photos / "豆绿手镯.jpg")
    async with open_books(Options(data=tmp_path / "data")) as books:
        bulk = BulkEntry(books.desk, books.db, tmp_path / "data", books.wording)
        sheet = await bulk.read(PASTED, photos)
        assert [line.row.rejected is None for line in sheet.lines] == [True, True, False, False]
        assert (sheet.fit, sheet.lines[0].photos) == (2, ("豆绿手镯.jpg",))
        assert books.desk.state.items == ()
        told: list[tuple[int, int]] = []
        outcomes = [outcome async for outcome in bulk.enter(sheet, lambda *how: told.append(how))]
        assert [outcome.number for outcome in outcomes] == [1, 2, None, None]
        assert told[-1] == (4, 4)
        assert [bool(item.square) for item in books.desk.state.items] == [True, False]
        assert books.desk.state.last_snap is None, "nobody has that picture in hand"
        again = await bulk.read(PASTED, photos)
        assert again.fit == 0
        rejected = again.lines[0].row.rejected
        assert rejected is not None
        assert "1 号" in rejected.zh


async def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    """Rather than to import without the pictures."""
    async with open_books(Options(data=tmp_path / "data")) as books:
        bulk = BulkEntry(books.desk, books.db, tmp_path / "data", books.wording)
        with pytest.raises(FileUnreadable):
            await bulk.read(PASTED, tmp_path / "gone")
