"""Buyers to order, through Python and through the side door, and who may open it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from console.platforms.simulator import BuyerTurnedAway
from console.platforms.simulator.buyers import masked
from tests.platforms.conftest import ADDRESS, Rehearsal

pytestmark = pytest.mark.anyio


async def test_stock_is_taken_and_given_back(rehearsal: Rehearsal) -> None:
    """An order takes stock when it is placed; closing it, paid or not, gives the units back once."""
    item = await rehearsal.listed(1, stock=3)
    waiting = await rehearsal.simulator.order(1, 2, pay=False)
    with pytest.raises(BuyerTurnedAway, match="not enough stock"):
        await rehearsal.simulator.order(1, 2)
    totals = await rehearsal.simulator.totals()
    assert (totals["stock"], totals["sold_units"], totals["gmv_fen"]) == (1, 0, 0)
    await rehearsal.simulator.pay_order(waiting)
    totals = await rehearsal.simulator.totals()
    assert (totals["stock"], totals["sold_units"], totals["gmv_fen"]) == (1, 2, 119_800)
    await rehearsal.simulator.close_order(waiting)
    for act in (rehearsal.simulator.close_order, rehearsal.simulator.pay_order):
        with pytest.raises(BuyerTurnedAway):
            await act(waiting)
    assert await rehearsal.client.read_stock(item.platform_item_id, item.sku_id) == 3
    totals = await rehearsal.simulator.totals()
    assert (totals["orders"], totals["paid_orders"], totals["gmv_fen"]) == (1, 0, 0)


async def test_only_what_is_on_sale(rehearsal: Rehearsal) -> None:
    """An item off the shelf, rejected or unknown cannot be ordered, nor can nothing of one that can."""
    item = await rehearsal.listed(1)
    await rehearsal.client.set_shelf(item.platform_item_id, False)
    await rehearsal.listed(2)
    await rehearsal.listed(3, title="违禁手镯")
    for number, why in ((1, "not on sale"), (3, "not on sale"), (4, "no such item")):
        with pytest.raises(BuyerTurnedAway, match=why):
            await rehearsal.simulator.order(number, 1)
    with pytest.raises(BuyerTurnedAway, match="at least 1"):
        await rehearsal.simulator.order(2, 0)
    with pytest.raises(BuyerTurnedAway, match="no such order"):
        await rehearsal.simulator.pay_order(1)


async def test_a_pending_item_is_not_sold(rehearsal_of: Any) -> None:
    """Between listing and audit nothing can be bought."""
    rehearsal: Rehearsal = rehearsal_of(audit_delay_s=60.0)
    await rehearsal.listed(1)
    with pytest.raises(BuyerTurnedAway, match="not on sale"):
        await rehearsal.simulator.order(1)
    rehearsal.clock.advance(60)
    assert await rehearsal.simulator.order(1)


async def test_the_last_unit_is_sold_once(rehearsal: Rehearsal) -> None:
    """Twenty buyers at once share three units: three are served, seventeen turned away."""
    await rehearsal.listed(1, stock=3)
    tried = await asyncio.gather(*(rehearsal.simulator.order(1, 1) for _ in range(20)), return_exceptions=True)
    assert sum(isinstance(each, int) for each in tried) == 3
    totals = await rehearsal.simulator.totals()
    assert (totals["stock"], totals["sold_units"]) == (0, 3)


async def test_the_side_door(rehearsal: Rehearsal) -> None:
    """Orders can be placed, paid and closed over HTTP, and totals read, with the studio token."""
    await rehearsal.listed(1, stock=3)
    door = httpx.AsyncClient(
        base_url="http://127.0.0.1",
        transport=httpx.ASGITransport(app=rehearsal.simulator.app),
        headers={"X-Studio-Token": rehearsal.simulator.credentials["studio_token"]},
    )
    asked = {"rel_item_id": 1, "quantity": 2, "pay": False, "buyer": "王小明"}
    placed = await door.post("/_studio/orders", json=asked)
    oid = placed.json()["oid"]
    assert (await door.post(f"/_studio/orders/{oid}/pay", json={})).json() == {"done": True}
    totals: Any = (await door.get("/_studio/totals")).json()
    assert totals["items"][0] | {"item_id": 0} == {
        "rel_item_id": 1,
        "item_id": 0,
        "title": "豆绿手镯",
        "audit": 2,
        "audit_reason": "",
        "shelf": 1,
        "deleted": 0,
        "sellable": True,
        "stock": 1,
        "price_fen": 59_900,
        "sold_units": 2,
        "held_units": 0,
        "gmv_fen": 119_800,
    }
    assert totals["calls_spent"] == 2
    assert (await door.post(f"/_studio/orders/{oid}/close", json={})).status_code == 200
    again = await door.post(f"/_studio/orders/{oid}/close", json={})
    assert (again.status_code, "已经关闭" in again.json()["error"]) == (409, True)
    for wrong in ({}, {"rel_item_id": "1"}, {"rel_item_id": 1, "quantity": 0}, [1]):
        assert (await door.post("/_studio/orders", json=wrong)).status_code == 400
    assert (await door.post("/_studio/orders", content=b"rel_item_id=1")).status_code == 415
    await door.aclose()


@pytest.mark.parametrize(
    ("headers", "client", "status"),
    [
        ({}, "127.0.0.1", 200),
        ({"X-Studio-Token": "guess"}, "127.0.0.1", 403),
        ({"X-Studio-Token": ""}, "127.0.0.1", 403),
        ({"Origin": "https://evil.example"}, "127.0.0.1", 403),
        ({"Host": "evil.example"}, "127.0.0.1", 403),
        ({}, "192.168.1.9", 403),
    ],
)
async def test_who_may_enter(rehearsal: Rehearsal, headers: dict[str, str], client: str, status: int) -> None:
    """The side door opens from this machine alone, with the token, and for no web page."""
    known = {"X-Studio-Token": rehearsal.simulator.credentials["studio_token"]}
    transport = httpx.ASGITransport(app=rehearsal.simulator.app, client=(client, 5))
    async with httpx.AsyncClient(base_url="http://127.0.0.1", transport=transport) as door:
        assert (await door.get("/_studio/totals", headers=known | headers)).status_code == status
        if status == 403:
            pushed = await door.post("/_studio/orders", json={"rel_item_id": 1}, headers=known | headers)
            assert pushed.status_code == 403


async def test_a_closed_simulator_is_a_platform_that_is_down(rehearsal: Rehearsal) -> None:
    """After closing, calls get HTTP 503; closing twice is harmless."""
    rehearsal.simulator.close()
    rehearsal.simulator.close()
    async with httpx.AsyncClient(
        base_url=ADDRESS, transport=httpx.ASGITransport(app=rehearsal.simulator.app)
    ) as caller:
        assert (await caller.get("/open/shop/info/get")).status_code == 503


def test_masks() -> None:
    """A mask keeps the first character and never tells a long name's length."""
    assert [masked(name) for name in ("", "王", "王小", "王小明", "王" * 30)] == [
        "*",
        "王**",
        "王**",
        "王**",
        "王*****",
    ]
