"""Over the worst of lines both books end equal; the proxy does to a request what it says."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from console.commands import ChangePrice
from tests.flows.conftest import Studio
from tests.torture import books, proxy
from tests.torture.books import SHARED, Books, Hands
from tests.torture.proxy import ORDERS, PRICE, SKUS, STOCK, BadLine, Fault, FaultProxy, Shop, ToProxy, Weather

SEED = 20_261_122


def test_a_hundred_bad_nights_end_with_equal_books() -> None:
    """Faults of every kind, a show going on, some over real sockets: nothing is lost, doubled or stuck."""
    outcome = proxy.run(proxy.SHORT, SEED)
    assert not outcome.failures, "\n".join(outcome.failures)
    assert outcome.points == proxy.SHORT
    assert outcome.facts["nights over sockets"] >= 10
    assert {fault.value for fault in Fault} <= outcome.facts["faults"].keys()


@pytest.mark.parametrize("broken", proxy.BROKEN)
def test_a_broken_build_is_found_out(broken: str) -> None:
    """Each protection taken out is noticed within a few nights."""
    assert proxy.run(40, SEED, broken).failures


APPLIED = {
    Fault.NONE: True,
    Fault.LOST: False,
    Fault.NO_REPLY: True,
    Fault.CUT: True,
    Fault.TWICE: True,
    Fault.TWIN_LATER: True,
    Fault.LATER: False,
    Fault.STALL: False,
    Fault.STALL_AFTER: True,
    Fault.SLOW: True,
    Fault.RESET: False,
    Fault.RESET_AFTER: True,
    Fault.BUSY: False,
    Fault.FAILED: False,
    Fault.FAILED_AFTER: True,
    Fault.EXPIRED: True,
}
ANSWERED = {Fault.NONE, Fault.TWICE, Fault.TWIN_LATER, Fault.SLOW, Fault.EXPIRED}


@pytest.mark.anyio
@pytest.mark.parametrize("fault", list(Fault))
async def test_a_fault_over_real_sockets_is_what_it_says(tmp_path: Path, fault: Fault) -> None:
    """Whether a price change arrived, and whether the console heard so, is as the fault's name promises."""
    async with Shop() as shop, FaultProxy(shop.port) as between, books.reopened(tmp_path / "data") as studio:
        await Hands(studio, Books()).list_item(40, 100, SHARED)
        await studio.settle()
        weather = Weather(random.Random(1), studio, 0.0, doubling=True)
        shop.app, between.weather = studio.simulator.app, weather
        waits_s = 1.0 if fault in (Fault.STALL, Fault.STALL_AFTER) else 20.0
        studio.line.inner = wire = ToProxy(between.port, weather, waits_s)
        weather.aimed = {PRICE: [fault]}
        await studio.desk.do(ChangePrice(number=1, price_fen=777))
        await studio.pusher.step()
        (row,) = await books.platform_rows(studio)
        assert (row["price_fen"] == 777) is APPLIED[fault]
        assert (studio.desk.state.outbox.waiting == 0) is (fault in ANSWERED)
        await weather.clear_up()
        await studio.settle()
        (row,) = await books.platform_rows(studio)
        assert (row["price_fen"], studio.desk.state.outbox.waiting) == (777, 0)
        await wire.aclose()
        assert not weather.errors


# --- what the nights found, in as few steps as it takes --------------------------------------


@dataclass
class Sold:
    """A studio that has sold two of sixty, with nothing sent yet."""

    studio: Studio
    books: Books
    hands: Hands
    weather: Weather

    def order_before(self, path: str, times: int, quantity: int) -> None:
        """A viewer orders just before the so-manieth request of `path` from now."""
        left = times

        async def order() -> None:
            nonlocal left
            left -= self.weather.path == path
            if left == 0:
                self.weather.between = None
                await self.hands.order(1, quantity, pay=True)

        self.weather.between = order


@asynccontextmanager
async def sold(folder: Path) -> AsyncIterator[Sold]:
    """The studio of `Sold`."""
    async with books.reopened(folder) as studio:
        book = Books()
        hands = Hands(studio, book)
        weather = Weather(random.Random(1), studio, 0.0)
        studio.line.inner = BadLine(studio.line.inner, weather)
        await hands.list_item(60, 100, SHARED)
        await studio.settle()
        await hands.sell(1, 2)
        yield Sold(studio, book, hands, weather)


@pytest.mark.anyio
@pytest.mark.parametrize("quantity", [1, 2, 3])
@pytest.mark.parametrize("path", [ORDERS, SKUS])
@pytest.mark.parametrize("fault", [Fault.STALL, Fault.STALL_AFTER])
async def test_an_order_in_the_middle_of_a_push(tmp_path: Path, fault: Fault, path: str, quantity: int) -> None:
    """A viewer orders between the console's readings, then the stock change's fate is unknown: it is sent once."""
    async with sold(tmp_path / "data") as scene:
        scene.weather.aimed = {STOCK: [fault]}
        scene.order_before(path, 1, quantity)
        assert await books.settled(scene.studio, scene.books) == []


@pytest.mark.anyio
@pytest.mark.parametrize("quantity", [1, 2, 3])
@pytest.mark.parametrize("path", [ORDERS, SKUS])
@pytest.mark.parametrize("fault", [Fault.STALL, Fault.STALL_AFTER])
async def test_an_order_in_the_middle_of_a_look_up(tmp_path: Path, fault: Fault, path: str, quantity: int) -> None:
    """A viewer orders while the console finds out what became of a stock change: it is sent once all the same."""
    async with sold(tmp_path / "data") as scene:
        scene.weather.aimed = {STOCK: [fault]}
        await scene.studio.pusher.step()
        scene.order_before(path, 1, quantity)
        assert await books.settled(scene.studio, scene.books) == []


@pytest.mark.anyio
@pytest.mark.parametrize("fault", [Fault.STALL, Fault.STALL_AFTER])
@pytest.mark.parametrize("seen", [True, False], ids=["another order is closed", "the same order is closed"])
async def test_orders_around_a_reading_that_cancel_out(tmp_path: Path, seen: bool, fault: Fault) -> None:
    """One order comes in before the stock is read and one is closed after it: the units are equal, the reading is not.

    Found by night 5270: comparing the sum of ordered units before and after the reading is not enough.
    """
    async with sold(tmp_path / "data") as scene:
        first = await scene.hands.order(1, 2, pay=True) if seen else None
        await scene.studio.intake.step()
        placed: list[int | None] = []

        async def around() -> None:
            if scene.weather.path == SKUS and not placed:
                placed.append(await scene.hands.order(1, 2, pay=True))
            elif scene.weather.path == ORDERS and placed:
                scene.weather.between = None
                closing = first or placed[0]
                assert closing is not None
                await scene.hands.close(closing)

        scene.weather.between = around
        scene.weather.aimed = {STOCK: [fault]}
        await scene.studio.pusher.step()
        scene.weather.between = None
        assert await books.settled(scene.studio, scene.books) == []


@pytest.mark.anyio
async def test_an_order_closed_in_the_millisecond_it_was_paid(tmp_path: Path) -> None:
    """Two versions of an order may carry one time (a platform may round it); the later state counts."""
    async with sold(tmp_path / "data") as scene:
        await scene.studio.simulator.order(await books.rel_of(scene.studio, 1), 3)
        await scene.studio.intake.step()
        (oid,) = [int(sale.order_id) for sale in scene.studio.desk.state.sales if sale.order_id]
        await scene.studio.simulator.close_order(oid)
        scene.books.orders[oid] = [1, 3, 100, "void"]
        assert await books.settled(scene.studio, scene.books) == []
