"""The client against the simulator, in process: everything a show asks of the platform."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from console.platforms.base import Audit, FlashTemplate, NewItem, OrderStatus, PictureUse, Platform, Refused
from console.platforms.kuaishou import Kuaishou, SignMethod, TemplateFields
from tests.clock import FakeClock
from tests.platforms.conftest import ADDRESS, TEMPLATE, Rehearsal, credentials_of, jpeg

pytestmark = pytest.mark.anyio


async def test_a_show(rehearsal: Rehearsal) -> None:
    """Snap, list, pass the audit, change price and stock, sell, close, take off the shelf."""
    platform: Platform = rehearsal.client
    assert await platform.shop_name() == "开播排练小店"
    main = await platform.upload_picture(jpeg(), PictureUse.MAIN)
    detail = await platform.upload_picture(jpeg(640, 480), PictureUse.DETAIL)
    assert main != detail
    template = await platform.suggest_template("豆绿手镯", main)
    assert template == FlashTemplate(1001, 880_001, "1", 172_800, "")

    new = NewItem(2**63 - 1, 5, "豆绿手镯 56圈口", 59_900, 3, (main,), (detail,), template)
    opened = await platform.open_item(new)
    assert opened == await platform.find_item(2**63 - 1)
    assert (opened.audit, opened.on_shelf) == (Audit.PENDING, False)
    rehearsal.clock.advance(1.5)
    found = await platform.find_item(2**63 - 1)
    assert found == replace(opened, audit=Audit.APPROVED, on_shelf=True)

    await platform.change_price(opened.platform_item_id, opened.sku_id, 49_900)
    await platform.change_stock(opened.platform_item_id, opened.sku_id, 4)
    await platform.change_stock(opened.platform_item_id, opened.sku_id, -1)
    assert await platform.read_stock(opened.platform_item_id, opened.sku_id) == 6

    begin_ms = rehearsal.clock.now_ms()
    oid = await rehearsal.simulator.order(2**63 - 1, 2, buyer="王小明")
    page = await platform.orders(begin_ms, begin_ms + 1000)
    assert page.cursor is None
    order = page.orders[0]
    assert (order.order_id, order.rel_item_id, order.quantity) == (str(oid), 2**63 - 1, 2)
    assert (order.unit_price_fen, order.status, order.buyer) == (49_900, OrderStatus.PAID, "王**")
    assert order.created_at_ms == order.updated_at_ms == begin_ms

    await platform.set_shelf(opened.platform_item_id, False)
    off = await platform.find_item(2**63 - 1)
    assert off is not None
    assert (off.on_shelf, off.stock, off.price_fen) == (False, 4, 49_900)
    assert {ok for _, ok in rehearsal.calls} == {True}
    await platform.aclose()


async def test_nothing_under_this_number(rehearsal: Rehearsal) -> None:
    """A number nothing was listed under finds nothing."""
    assert await rehearsal.client.find_item(404) is None


async def test_rejected_item(rehearsal: Rehearsal) -> None:
    """An item whose title fails the audit is rejected with a reason and cannot be put on the shelf."""
    item = await rehearsal.listed(3, title="违禁手镯")
    found = await rehearsal.client.find_item(3)
    assert found is not None
    assert (found.audit, found.on_shelf) == (Audit.REJECTED, False)
    assert "违禁" in found.audit_reason
    with pytest.raises(Refused, match="审核未通过"):
        await rehearsal.client.set_shelf(item.platform_item_id, True)


async def test_the_template_of_the_credentials_wins(simulator_of: Any) -> None:
    """Fields decided in the credentials are taken as they are, and then nothing is asked."""
    decided = TemplateFields(1002, 880_002, "4", 86_400, "天然翡翠")
    simulator = simulator_of(clock=FakeClock())
    keys = replace(credentials_of(simulator.credentials), template=decided, sign_method=SignMethod.MD5)
    transport = httpx.ASGITransport(app=simulator.app)
    client = Kuaishou(keys, base_url=ADDRESS, transport=transport, clock=FakeClock())
    assert await client.suggest_template("项链", "") == FlashTemplate(1002, 880_002, "4", 86_400, "天然翡翠")
    assert (await simulator.totals())["calls_spent"] == 0
    assert await client.shop_name()  # the simulator takes an MD5 signature too
    await client.aclose()


async def test_a_title_that_is_no_unicode(rehearsal: Rehearsal) -> None:
    """A lone surrogate in a title neither breaks the signature nor the call."""
    item = await rehearsal.listed(9, title="手镯\ud83d")
    found = await rehearsal.client.find_item(item.rel_item_id)
    assert found is not None
    assert found.title == "手镯?"


async def test_orders_come_in_pages(rehearsal: Rehearsal) -> None:
    """More than fifty orders come in pages, oldest change first, none twice and none left out."""
    await rehearsal.listed(4, stock=200)
    begin_ms, placed = rehearsal.clock.now_ms(), []
    for at in range(120):
        rehearsal.clock.advance(0.001 * (at % 3))  # several within one millisecond
        placed.append(str(await rehearsal.simulator.order(4, 1)))
    seen, cursor, pages = [], "", 0
    while True:
        page = await rehearsal.client.orders(begin_ms, begin_ms + 60_000, cursor)
        seen += [order.order_id for order in page.orders]
        pages += 1
        if page.cursor is None:
            break
        cursor = page.cursor
    assert pages == 3
    assert sorted(seen) == sorted(placed)


async def test_an_order_changes(rehearsal: Rehearsal) -> None:
    """Paying and closing move an order to a later window of changes with its new status."""
    await rehearsal.listed(5)
    oid = await rehearsal.simulator.order(5, 1, pay=False)

    async def latest() -> list[OrderStatus]:
        now_ms = rehearsal.clock.now_ms()
        return [order.status for order in (await rehearsal.client.orders(now_ms, now_ms + 1)).orders]

    assert await latest() == [OrderStatus.UNPAID]
    rehearsal.clock.advance(1)
    await rehearsal.simulator.pay_order(oid)
    assert await latest() == [OrderStatus.PAID]
    rehearsal.clock.advance(1)
    await rehearsal.simulator.close_order(oid)
    assert await latest() == [OrderStatus.CLOSED]


async def test_refusals_reach_the_client_in_the_platforms_words(rehearsal: Rehearsal) -> None:
    """What the platform refuses is `Refused` with its words and code, and the link counts as up."""
    item = await rehearsal.listed(6)
    url = await rehearsal.client.upload_picture(jpeg(), PictureUse.MAIN)
    again = NewItem(6, 7, "豆绿手镯", 1, 1, (url,), (url,), TEMPLATE)
    for call, words, code in (
        (rehearsal.client.open_item(again), "relItemId 已存在", 3402),
        (rehearsal.client.change_stock(item.platform_item_id, item.sku_id, -4), "当前库存不足，请减少预留数量", 21),
        (rehearsal.client.change_price(item.platform_item_id, item.sku_id, 0), "price", 100),
        (rehearsal.client.set_shelf(404, True), "商品不存在", 3404),
        (rehearsal.client.upload_picture(b"GIF89a", PictureUse.MAIN), "图片格式不正确", 3410),
        (rehearsal.client.orders(1, 2), "90 DAYS", 300_005),
        (rehearsal.client.read_stock(item.platform_item_id, 404), "SKU", 0),
    ):
        with pytest.raises(Refused, match=words) as caught:
            await call
        assert caught.value.facts["code"] == code
    assert not rehearsal.renewed  # 21 on the stock method is stock, not a token
    assert {ok for _, ok in rehearsal.calls} == {True}
