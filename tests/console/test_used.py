"""Who used a selling tool is in the log, with the time the log gives it, and without names."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from console import used
from console.app import open_books
from console.commands import CreateCoupon, FreezeEntrants, OpenDraw, OpenFlash, SetSteps, StartShow
from console.config import Options

pytestmark = pytest.mark.anyio


async def test_who_used_which_tool_is_logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seat, the deed, what became of it and which thing it was; a listing is no tool, a buyer's name nobody's."""
    records: list[dict[str, Any]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(json.loads(record.getMessage()))

    kept = Keep()
    async with open_books(Options(data=tmp_path)) as books:
        logging.getLogger("kaibo").addHandler(kept)
        monkeypatch.setattr(logging.getLogger("kaibo"), "level", logging.INFO)
        with used.by("anchor"):
            await books.desk.do(StartShow())
            await books.desk.do(OpenFlash(title="手镯", price_fen=59_900, stock=9))
            await books.desk.do(SetSteps(number=1, line="开价 599"))
            opened: Any = await books.desk.do(OpenDraw(prize="手镯"))
        await books.desk.do(FreezeEntrants(draw_id=opened.draw_id, entrants=("阿珍",)))
        await books.desk.do(CreateCoupon(name="满99减10", reduce_fen=1_000, total=9))
        logging.getLogger("kaibo").removeHandler(kept)
    told = [record for record in records if record["event"] == "selling tool"]
    assert [(each["who"], each["deed"], each["became"]) for each in told] == [
        ("anchor", "SetSteps", ""),
        ("anchor", "OpenDraw", "open"),
        ("program", "FreezeEntrants", "frozen"),
        ("program", "CreateCoupon", "waiting"),
    ]
    assert told[1]["about"] == opened.draw_id
    assert "阿珍" not in json.dumps(told, ensure_ascii=False)
