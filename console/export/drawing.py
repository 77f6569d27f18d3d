"""The record of one draw as a JSON file that viewers may have and reckon again (`docs/draws.md`)."""

from __future__ import annotations

import asyncio
from pathlib import Path

from console import draws
from console.export.files import told, whole_file
from console.store.database import Database


async def export_draw(db: Database, draw_id: str, folder: Path) -> Path:
    """Write the record into `folder` under the draw's own id; the same draw again replaces it. Raises `DiskTrouble`."""
    record = await db.run(draws.record_json, draw_id)

    def write() -> Path:
        path = folder / f"draw-{draw_id}.json"
        with told():
            folder.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as part:
            part.write_text(record, encoding="utf-8", newline="\n")
        return path

    return await asyncio.to_thread(write)
