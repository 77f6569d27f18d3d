"""A sample line-up for a rehearsal: a few goods with pictures drawn at this moment, so that there is something to show.

Only for practice: nobody may find invented goods in a real shop. Asked twice, it makes nothing twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from console.commands import ImportItem, KeepSnap
from console.desk import Desk
from console.facts import Shot
from console.ids import derived_id

if TYPE_CHECKING:
    from console.camera.scene.surfaces import Floats
    from console.camera.source import Pixels

Progress = Callable[[int, int], None]
"""Items done, and items in all."""
_CLOCK_TALL = 64
"""Rows at the bottom of the studio's picture that tell the time."""


@dataclass(frozen=True)
class Sample:
    """One invented good; `at_s` is when the studio shows it; `dyed` is another colour of it."""

    title: str
    price_fen: int
    stock: int
    points: str
    bin_code: str
    at_s: float
    dyed: bool = False


SAMPLES = (
    Sample("豆绿圆条手镯", 59_900, 3, "57 圈口 / 圆条 / 可退换", "A1", 4.0),
    Sample("青花手绘茶杯", 12_800, 12, "手绘 / 180 毫升 / 一杯一图", "B1", 24.0),
    Sample("平安扣吊坠", 38_000, 5, "直径 32 毫米 / 配绳 / 礼盒", "A2", 44.0),
    Sample("青花小花瓶", 26_800, 4, "高 21 厘米 / 插一枝花正好", "B2", 64.0),
    Sample("紫罗兰圆条手镯", 88_000, 2, "56 圈口 / 圆条 / 可退换", "A3", 8.0, dyed=True),
    Sample("釉里红手绘茶杯", 15_800, 8, "手绘 / 180 毫升 / 一杯一图", "B3", 28.0, dyed=True),
)
IN_ENGLISH = {
    "豆绿圆条手镯": ("Green jade bangle", "57 mm inside / round / can be returned"),
    "青花手绘茶杯": ("Blue-white tea cup", "painted by hand / 180 ml / no two alike"),
    "平安扣吊坠": ("Jade ring pendant", "32 mm across / with cord / gift box"),
    "青花小花瓶": ("Small blue-white vase", "21 cm tall / for a single flower"),
    "紫罗兰圆条手镯": ("Violet jade bangle", "56 mm inside / round / can be returned"),
    "釉里红手绘茶杯": ("Red-glaze tea cup", "painted by hand / 180 ml / no two alike"),
}
"""Title and points of each sample, by its Chinese title."""


def said_in(sample: Sample, lang: str) -> Sample:
    """A sample with the words of `lang`."""
    if lang.startswith("zh"):
        return sample
    title, points = IN_ENGLISH[sample.title]
    return replace(sample, title=title, points=points)


async def load_samples(
    desk: Desk, folder: Path, progress: Progress = lambda _done, _all: None, lang: str = "zh_CN"
) -> int:
    """List the samples that are not in the line-up yet; returns how many were listed. `folder` is the data folder.

    Raises what the desk raises for a disk that fails.
    """
    listed = 0
    for done, sample in enumerate((said_in(sample, lang) for sample in SAMPLES), 1):
        item_id = derived_id(f"sample\x1f{desk.state.show.show_id}\x1f{sample.title}")
        if not any(item.title == sample.title for item in desk.state.items):
            shots = await asyncio.to_thread(_shots, sample, folder)
            snap_id = derived_id(f"{item_id}\x1f{shots[0].full}")
            await desk.do(KeepSnap(snap_id=snap_id, shots=shots, in_hand=False))
            await desk.do(
                ImportItem(
                    title=sample.title,
                    price_fen=sample.price_fen,
                    stock=sample.stock,
                    points=sample.points,
                    bin_code=sample.bin_code,
                    snap_id=snap_id,
                    item_id=item_id,
                )
            )
            listed += 1
        progress(done, len(SAMPLES))
    return listed


def _shots(sample: Sample, folder: Path) -> tuple[Shot, ...]:
    """Pictures of one sample as files below `folder`; on a worker thread, half a second for each new good."""
    from console import snap

    frames = [snap.still(picture(sample, turn), turn) for turn in range(2)]
    return snap.keep_files(frames, folder)


def picture(sample: Sample, turn: int = 0) -> Pixels:
    """A sample from one of its sides: height x width x 3, BGR."""
    import numpy as np

    from console.camera import synthetic

    drawn = synthetic.draw(sample.at_s + 2.0 * turn)[:-_CLOCK_TALL]
    return _dyed(drawn) if sample.dyed else np.ascontiguousarray(drawn)


def _dyed(picture_: Pixels) -> Pixels:
    """Green parts in violet and blue ones in red; wood and wall, whose red is strongest, stay as they are."""
    import numpy as np

    plain: Floats = picture_.astype(np.float32)
    blue, green, red = plain[:, :, 0], plain[:, :, 1], plain[:, :, 2]
    violet: Floats = np.stack((green, red, (blue + green) / 2), 2)
    crimson = plain[:, :, ::-1]
    jade = np.clip((green - np.maximum(blue, red)) / 16, 0, 1)[:, :, None]
    glaze = np.clip((blue - np.maximum(green, red)) / 16, 0, 1)[:, :, None]
    mixed: Floats = plain + jade * (violet - plain) + glaze * (crimson - plain)
    dyed: Pixels = np.clip(mixed, 0, 255).astype(np.uint8)
    return dyed
