"""Orders come in by the page: a page is one commit, and one bad order costs the others nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from console.commands import TakeInOrder
from console.errors import DiskTrouble
from console.events import Event, SaleRecorded
from console.store import settings
from console.store.database import Db
from console.sync import answers
from console.sync.intake import SEEN_UNTIL, UNREAD
from tests.flows.conftest import Studio, open_studio

pytestmark = pytest.mark.anyio
ORDERS = 12


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    """An approved item with orders that were not read yet."""
    async with open_studio(tmp_path / "studio") as studio:
        rel = await studio.rel(await studio.approved(stock=50))
        for n in range(ORDERS):
            await studio.simulator.order(rel, 1 + n % 2)
        yield studio


class Op:
    """The real operation, with a fault at some of its calls."""

    def __init__(self, studio: Studio, wrong: dict[int, Exception]) -> None:
        self.calls = 0
        self._wrong = wrong
        self.orders: list[str] = []
        studio.desk._ops[TakeInOrder] = self

    def __call__(self, db: Db, command: TakeInOrder, now_ms: int) -> Event:
        self.calls += 1
        if self.calls in self._wrong:
            raise self._wrong[self.calls]
        self.orders.append(command.order_id)
        return answers.take_in_order(db, command, now_ms)


async def _sales(studio: Studio) -> tuple[int, int]:
    """Orders in the books, and units left here."""
    found: tuple[int, int] = await studio.db.run(
        lambda db: db.conn.execute("SELECT (SELECT count(*) FROM sales), stock_left FROM items").fetchone()
    )
    return found


async def test_a_page_is_one_commit(studio: Studio) -> None:
    """All its orders are numbered, saved and told together, in the order they came, each once."""
    heard: list[Event] = []
    studio.desk.hub.subscribe(heard.append)
    commits: list[str] = []
    await studio.db.run(lambda db: db.conn.set_trace_callback(commits.append))
    await studio.intake.step()
    await studio.intake.step()
    assert sum(sql == "COMMIT" for sql in commits) == 1
    told = [event for event in heard if isinstance(event, SaleRecorded)]
    assert len(told) == len({event.order_id for event in told}) == ORDERS
    assert await _sales(studio) == (ORDERS, 50 - 18)


async def test_a_page_that_breaks_in_the_middle_is_read_again(studio: Studio) -> None:
    """A disk that fails in a page leaves nothing of it; the next look takes in all of it, once."""
    seen = await studio.db.run(settings.read, SEEN_UNTIL)
    Op(studio, {5: DiskTrouble(why="x")})
    with pytest.raises(DiskTrouble):
        await studio.intake.step()
    assert await _sales(studio) == (0, 50)
    assert studio.desk.state.sales == ()
    assert await studio.db.run(settings.read, SEEN_UNTIL) == seen
    await studio.intake.step()
    assert await _sales(studio) == (ORDERS, 50 - 18)


@pytest.mark.expects_log
async def test_one_bad_order_costs_the_others_nothing(studio: Studio) -> None:
    """When one order of a page cannot be taken in, the others come in one by one, and the bad one is told."""

    class Refusing(Op):
        def __call__(self, db: Db, command: TakeInOrder, now_ms: int) -> Event:
            if command.quantity == 2 and not self.orders.count("bad"):
                self.orders.append("bad")
                self.bad = command.order_id
            if command.order_id == getattr(self, "bad", ""):
                raise AssertionError("an order like no other")
            return super().__call__(db, command, now_ms)

    op: Any = Refusing(studio, {})
    await studio.intake.step()
    assert await _sales(studio) == (ORDERS - 1, 50 - 16)
    (notice,) = [notice for notice in studio.desk.state.notices if notice.key == UNREAD]
    assert notice.facts["ids"] == op.bad
    del studio.desk._ops[TakeInOrder]
    studio.desk._ops[TakeInOrder] = answers.take_in_order
    await studio.intake.step()
    assert await _sales(studio) == (ORDERS, 50 - 18)
