"""Stock changes that ended without a call, or by a person's decision, come back from the journal as they were."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from console import restoring
from console.commands import (
    AddStock,
    CorrectStock,
    KeepSnap,
    NoteSent,
    OpenFlash,
    RecordSale,
    SettlePush,
    SettleStock,
    StartFlashSale,
    VoidSale,
)
from console.ids import new_id
from console.store import outbox, stock
from tests.console.conftest import SHOT
from tests.console.test_journal import Kept, keeping
from tests.console.test_recovery import as_lost, dump, hush, options

pytestmark = pytest.mark.anyio


async def _listed(kept: Kept) -> str:
    """An item that the platform has; returns its id."""
    snap_id = new_id()
    await kept.desk.do(KeepSnap(snap_id=snap_id, shots=(SHOT,)))
    opened: Any = await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50, snap_id=snap_id))
    answer: dict[str, int | str] = {"platform_item_id": 1, "sku_id": 2}
    await kept.desk.do(NoteSent(outbox_id=opened.item_id, request={}))
    await kept.desk.do(SettlePush(outbox_id=opened.item_id, outcome="acked", answer=answer))
    return str(opened.item_id)


async def _claimed(kept: Kept) -> outbox.Entry:
    entry = await kept.db.run(outbox.claim, kept.clock.now_ms(), 120_000)
    assert entry is not None
    return entry


def _restored(tmp_path: Path) -> dict[str, list[Any]]:
    """The database is lost; what the journal alone brings back."""
    path = tmp_path / "d" / "kaibo.db"
    path.write_bytes(b"lost" + path.read_bytes()[:5_000])
    done = restoring.restore(options(tmp_path), None, hush)
    assert (done.complete, done.refused) == (True, [])
    with closing(sqlite3.connect(path)) as db:
        return dump(db)


@pytest.mark.parametrize("answered", [True, False])
async def test_a_batch_that_sums_to_zero(tmp_path: Path, answered: bool) -> None:
    """A sale, its undoing and two counts that travelled as nothing: settled again as one, or still waiting as four."""
    async with keeping(tmp_path) as kept:
        item_id = await _listed(kept)
        sale: Any = await kept.desk.do(RecordSale(number=1, quantity=2))
        await kept.desk.do(AddStock(number=1, quantity=3))
        await kept.desk.do(VoidSale(sale_id=sale.sale_id, reason="x"))
        await kept.desk.do(AddStock(number=1, quantity=-3))
        entry = await _claimed(kept)
        assert entry.body == {"delta": 0}
        if answered:
            await kept.desk.do(SettlePush(outbox_id=entry.outbox_id, outcome="acked"))
        assert await kept.db.run(stock.due, item_id) == 50
        waiting = kept.desk.state.outbox.waiting
        lost = as_lost(kept.db.path)
    assert waiting == (0 if answered else 4)
    assert _restored(tmp_path) == lost
    with closing(sqlite3.connect(tmp_path / "d" / "kaibo.db")) as db:
        states = db.execute("SELECT state, count(*) FROM outbox WHERE kind = 'stock' GROUP BY state").fetchall()
        assert states == [("acked" if answered else "new", 4)]
        assert db.execute("SELECT stock_left, sold_units FROM items").fetchall() == [(50, 0)]


@pytest.mark.parametrize("whose", ["studio", "platform"])
async def test_a_decision_about_a_change_in_doubt(tmp_path: Path, whose: str) -> None:
    """What a person said of it, the movement it led to and what was told come back, once."""
    async with keeping(tmp_path) as kept:
        item_id = await _listed(kept)
        await kept.desk.do(RecordSale(number=1, quantity=2))
        entry = await _claimed(kept)
        await kept.desk.do(NoteSent(outbox_id=entry.outbox_id, request={"delta": -2, "before": 50, "ordered": 0}))
        await kept.desk.do(SettlePush(outbox_id=entry.outbox_id, outcome="unknown", retry_in_ms=1_000))
        await kept.desk.do(RecordSale(number=1, quantity=4))
        await kept.desk.do(SettleStock(number=1, whose=whose))
        again = await _claimed(kept)
        assert (again.outbox_id, again.body["settle"]) == (entry.outbox_id, whose)
        await kept.desk.do(NoteSent(outbox_id=entry.outbox_id, request={"settle": whose, "before": 30, "ordered": 0}))
        if whose == "platform":
            await kept.desk.do(CorrectStock(outbox_id=entry.outbox_id, stock=30, ordered=0))
        await kept.desk.do(
            SettlePush(outbox_id=entry.outbox_id, outcome="acked", answer={"settled": 48, "owed": 0, "free": 0})
        )
        left = kept.desk.state.items[0].stock_left
        assert left == (44 if whose == "studio" else 26)
        assert await kept.db.run(stock.due, item_id) == left + 4, "the four sold since are still to be told"
        lost = as_lost(kept.db.path)
    assert _restored(tmp_path) == lost


async def test_a_count_that_its_sender_held_when_a_flash_sale_began(tmp_path: Path) -> None:
    """Who held it is not known afterwards: what a flash sale kept back of it is kept again, and nothing stale goes."""
    async with keeping(tmp_path) as kept:
        item_id = await _listed(kept)
        await kept.desk.do(AddStock(number=1, quantity=5))
        entry = await _claimed(kept)
        await kept.desk.do(StartFlashSale(number=1, price_fen=50, units=2))
        request = {"delta": 5, "before": 50, "ordered": 0}
        noted: Any = await kept.desk.do(NoteSent(outbox_id=entry.outbox_id, request=request))
        assert noted.stale, "the five are kept off the platform"
        await kept.desk.do(SettlePush(outbox_id=entry.outbox_id, outcome="later"))
        again = await _claimed(kept)
        assert (again.outbox_id, again.body["delta"], await kept.db.run(stock.due, item_id)) == (entry.outbox_id, 0, 50)
        lost = as_lost(kept.db.path)
    assert _restored(tmp_path) == lost
