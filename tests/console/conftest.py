"""A database with an item or two, without a desk around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from console.camera import feed
from console.commands import Command, KeepSnap, OpenFlash
from console.desk import OPS
from console.events import Event
from console.facts import Item, Shot
from console.ids import new_id
from console.store import projection
from console.store.database import Db, _connect
from console.sync import OPS as PLATFORM_OPS
from tests.waiting import PATIENCE_S


@pytest.fixture
def patient_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread of the camera that is well but waits for a processor is not left behind."""
    monkeypatch.setattr(feed, "_STOP_WITHIN_S", PATIENCE_S)


SHOT = Shot("snaps/aa/f.jpg", "snaps/aa/s.jpg", "snaps/aa/p.jpg", "snaps/aa/t.jpg", 100.0)


@dataclass
class Books:
    """Commands carried out one by one, as the desk does on its thread."""

    db: Db
    now_ms: int = 1_790_000_000_000

    def do(self, command: Command) -> Any:
        self.now_ms += 1_000
        ops = {**OPS, **PLATFORM_OPS}
        with self.db.atomic():
            event: Event = ops[type(command)](self.db, command, self.now_ms)
        return event

    def list_item(self, title: str = "豆绿手镯", price_fen: int = 59_900, stock: int = 3, *, snap: bool = True) -> Item:
        """List an item with pictures (or as a draft) and return it."""
        snap_id = None
        if snap:
            snap_id = new_id()
            self.do(KeepSnap(snap_id=snap_id, shots=(SHOT, SHOT, SHOT)))
        event = self.do(OpenFlash(title=title, price_fen=price_fen, stock=stock, snap_id=snap_id))
        item: Item = event.item
        return item

    def item(self, item: Item) -> Item:
        """The item as it is now."""
        return projection.item(self.db, item.item_id)

    def one(self, sql: str, *values: object) -> Any:
        """The first column of the first row."""
        return self.db.conn.execute(sql, values).fetchone()[0]


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    db = _connect(tmp_path / "kaibo.db")
    yield Books(db)
    db.close()
