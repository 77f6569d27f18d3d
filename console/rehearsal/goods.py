"""New goods as a supplier sends them: a spreadsheet and a folder of photos, both made at this moment.

What sellers' files are like: a line above the headings, money as text with its unit, a row without a price, a row
that stands there twice. Reading and entering is `bulk`'s, as for any file.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.bulk.sheet import BulkEntry
from console.export.workbook import write_lists
from console.samples import SAMPLES, picture

if TYPE_CHECKING:
    from console.app import Console
    from console.rehearsal.hands import Hands

FOLDER = "rehearsal-goods"
"""In the data folder of the rehearsal; a later run finds the same file there."""
ROWS = (
    ("G-01", "新到 豆绿圆条手镯", "599元", 3, "57 圈口 / 可退换"),
    ("G-02", "新到 青花手绘茶杯", "¥128.00", 12, "手绘 / 180 毫升"),
    ("G-03", "新到 平安扣吊坠", "面议", 5, "直径 32 毫米"),
    ("G-04", "新到 青花小花瓶", "268 元/件", 4, "高 21 厘米"),
    ("G-02", "新到 青花手绘茶杯", "¥128.00", 12, "手绘 / 180 毫升"),
)
"""Code, title, price, stock, points. One has no price, and one is there twice."""
GOOD = tuple(dict.fromkeys(title for _, title, price, _, _ in ROWS if price != "面议"))
"""The titles that come in, each once."""
_WIDTHS = (10, 24, 12, 8, 24)


def make_goods(folder: Path) -> tuple[Path, Path]:
    """The spreadsheet and the folder of its photos, below `folder`; on a worker thread. What is there stays.

    Photos are named after the code or the title, as sellers do either. Raises `DiskTrouble` or OSError.
    """
    from console.camera.imaging import encode

    photos = folder / "photos"
    photos.mkdir(parents=True, exist_ok=True)
    for place, title in enumerate(GOOD):
        name = title if place % 2 else next(row[0] for row in ROWS if row[1] == title)
        photo = photos / f"{name}.jpg"
        if not photo.exists():
            sample = next(sample for sample in SAMPLES if title.endswith(sample.title))
            photo.write_bytes(encode(picture(sample)))
    file = folder / "新货.xlsx"
    headings = (("新货到店（彩排）",), ("货号", "品名", "售价", "库存", "卖点"))
    write_lists(file, [("新货", _WIDTHS, (*headings, *ROWS))])
    return file, photos


async def enter_goods(console: Console, hands: Hands) -> dict[str, Any]:
    """Enter the sheet as a person would; returns what became of its rows. Twice, it makes nothing twice."""
    file, photos = await asyncio.to_thread(make_goods, console.options.data / FOLDER)
    bulk = BulkEntry(console.desk, console.db, console.options.data, console.wording)
    imported, rejected = await hands.enter_sheet(file, photos, bulk)
    listed = [item for item in console.desk.state.items if item.title in GOOD]
    return {
        "rows": len(ROWS),
        "imported": imported,
        "rejected": rejected,
        "in_the_lineup": len(listed),
        "with_photo": sum(bool(item.snap_id) for item in listed),
    }
