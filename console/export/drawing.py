"""The record of one draw as a file that viewers may have: JSON, which can be reckoned again, or an Excel workbook.

What stands in it is `draws.record`'s; `docs/draws.md` says how anyone reckons it again.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from console import draws
from console.errors import Text
from console.export.files import told, whole_file
from console.export.workbook import write_lists
from console.money import plain
from console.store.database import Database

KINDS = (".xlsx", ".json")


async def export_draw(db: Database, draw_id: str, path: Path, lang: str = "zh_CN") -> Path:
    """Write the record to `path`, as a workbook where it ends so, else as JSON; returns the file.

    A file of that name is replaced; a name that ends otherwise gets `.json`. Raises `DiskTrouble` and `DrawUnfit`.
    """
    record = await db.run(draws.record, draw_id)
    if path.suffix.lower() not in KINDS:
        path = path.with_name(f"{path.name}.json")

    def write() -> Path:
        with told():
            path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as part:
            if path.suffix.lower() == ".json":
                part.write_text(draws.as_json(record), encoding="utf-8", newline="\n")
            else:
                _workbook(part, record, lang)
        return path

    return await asyncio.to_thread(write)


def _workbook(path: Path, record: dict[str, Any], lang: str) -> None:
    """Two sheets: what was published and when, and everybody's lot, so that Excel alone can sort them again."""
    facts = [(name.said(lang), _said(record[key], key)) for key, name in _FACTS]
    prizes = {won["place"]: won["prize"] for won in record["winners"]}
    seed = str(record["seed"])
    heads = [name.said(lang) for name in (_PLACE, _NAME, _LOT, _PRIZE)]
    rows = [
        (place, name, draws.lot(seed, place, name) if seed else "", prizes.get(place, ""))
        for place, name in enumerate(record["entrants"], 1)
    ]
    write_lists(path, [(_DRAW.said(lang), (26, 90), facts), (_ENTRANTS.said(lang), (8, 28, 70, 10), [heads, *rows])])


def _said(value: object, key: str) -> str | int:
    """A value as people read it: sums in yuan, moments in local time."""
    if key.endswith("_at_ms"):
        local = datetime.fromtimestamp(value / 1000, UTC).astimezone() if isinstance(value, int) else None
        return local.strftime("%Y-%m-%d %H:%M:%S") if local else ""
    if key == "prize_fen":
        return plain(value) if isinstance(value, int) and value else ""
    if key == "winners":
        return "，".join(f"{won['prize']}. {won['name']}" for won in value) if isinstance(value, list) else ""
    if key == "entrants":
        return len(value) if isinstance(value, list) else 0
    return str(value)


_DRAW, _ENTRANTS = Text("抽奖", "Draw"), Text("名单", "Entrants")
_PLACE, _NAME = Text("序号", "Place"), Text("参加的人", "Who")
_LOT, _PRIZE = Text("签", "Lot"), Text("第几个奖", "Prize")
_FACTS = (
    ("prize", Text("奖品", "Prize")),
    ("prize_fen", Text("每份价值（元）", "Worth of each (yuan)")),
    ("winners", Text("中奖", "Winners")),
    ("entrants", Text("参加人数", "Entrants")),
    ("opened_at_ms", Text("开始，公布种子指纹", "Opened, fingerprint published")),
    ("frozen_at_ms", Text("锁定名单，公布种子", "Entrants fixed, seed published")),
    ("drawn_at_ms", Text("开奖", "Drawn")),
    ("seed_fingerprint", Text("种子指纹 SHA-256", "Fingerprint of the seed, SHA-256")),
    ("seed", Text("种子", "Seed")),
    ("entrants_fingerprint", Text("名单指纹 SHA-256", "Fingerprint of the entrants, SHA-256")),
    ("algorithm", Text("算法", "Algorithm")),
    ("draw_id", Text("编号", "Id")),
)
