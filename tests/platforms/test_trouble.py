"""What goes wrong on the way: each fault becomes the one error that says whether it may have been applied."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from console.platforms.base import (
    Audit,
    NewItem,
    OutcomeUnknown,
    PictureUse,
    Refused,
    RetryLater,
    SignInAgain,
)
from console.platforms.kuaishou import Credentials, Kuaishou, SignatureRefused
from tests.clock import FakeClock
from tests.platforms.conftest import TEMPLATE, Rehearsal, jpeg

pytestmark = pytest.mark.anyio

KEYS = Credentials("ks1", "s-app-secret", "s-sign-secret", "t-access-token", "t-refresh-token")
SECRETS = ("s-app-secret", "s-sign-secret", "t-access-token", "t-refresh-token")
ITEM = NewItem(1, 2, "手镯", 100, 1, ("u",), ("u",), TEMPLATE)


def answering(answer: Callable[[httpx.Request], httpx.Response], **wishes: Any) -> Kuaishou:
    """A client whose platform is this function."""
    return Kuaishou(KEYS, transport=httpx.MockTransport(answer), **wishes)


def saying(body: object, status: int = 200, **headers: str) -> Kuaishou:
    """A client whose platform always says this."""
    return answering(lambda _: httpx.Response(status, json=body, headers=headers))


def failing(error: type[Exception]) -> Kuaishou:
    """A client whose connection always fails so."""

    def fail(_: httpx.Request) -> httpx.Response:
        raise error("boom")  # every httpx error takes one message

    return answering(fail)


async def read(client: Kuaishou) -> object:
    """A call that changes nothing."""
    return await client.read_stock(1, 2)


async def write(client: Kuaishou) -> object:
    """A call that must not be repeated blindly."""
    return await client.change_stock(1, 2, 1)


async def upload(client: Kuaishou) -> object:
    """A call that changes nothing anybody sees."""
    return await client.upload_picture(jpeg(), PictureUse.MAIN)


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError])
@pytest.mark.parametrize("call", [read, write, upload])
async def test_never_sent(error: type[Exception], call: Any) -> None:
    """Without a connection nothing was applied, so trying later is safe."""
    with pytest.raises(RetryLater, match="no route"):
        await call(failing(error))


@pytest.mark.parametrize(
    "error",
    [httpx.ReadTimeout, httpx.WriteTimeout, httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError],
)
async def test_lost_on_the_way(error: type[Exception]) -> None:
    """After the request left, a write is unknown; a read or an upload may simply be repeated."""
    with pytest.raises(OutcomeUnknown):
        await write(failing(error))
    for call in (read, upload):
        with pytest.raises(RetryLater):
            await call(failing(error))


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500, json={"result": 1}),
        httpx.Response(502, text="<html>bad gateway"),
        httpx.Response(200, text="<html>please sign in to this network"),
        httpx.Response(200, json=[1]),
        httpx.Response(200, json={"error_msg": "?"}),
        httpx.Response(200, json={"result": "1"}),
        httpx.Response(200, json={"result": True}),
        httpx.Response(302, headers={"Location": "http://elsewhere"}),
        httpx.Response(200, content=b"\xff\xfe{"),
    ],
)
async def test_no_readable_answer(response: httpx.Response) -> None:
    """A server error or an answer that cannot be read leaves a write unknown and a read to be repeated."""
    with pytest.raises(OutcomeUnknown):
        await write(answering(lambda _: response))
    with pytest.raises(RetryLater):
        await read(answering(lambda _: response))


async def test_one_order_that_cannot_be_read_hides_no_other() -> None:
    """It is named as unread; the page is not lost for it."""
    rows = [{"orderBaseInfo": {}}, {"orderBaseInfo": {"oid": 7}}, "?"]
    client = answering(lambda _: httpx.Response(200, json={"result": 1, "data": {"orderList": rows}}))
    page = await client.orders(1, 2)
    assert page.orders == ()
    assert page.unread == ("?", "7", "?")


@pytest.mark.parametrize(
    ("data", "call"),
    [
        (None, read),
        ({"skuList": [{"kwaiSkuId": "2"}]}, read),
        ({"kwaiImgUrl": ""}, upload),
        ({"orderList": {}}, lambda client: client.orders(1, 2)),
        ({"relItemId": 5, "skuList": []}, lambda client: client.find_item(1)),
        ({"relItemId": 1, "skuList": []}, lambda client: client.find_item(1)),
        ([], lambda client: client.shop_name()),
    ],
)
async def test_a_success_of_the_wrong_shape_is_no_answer(data: object, call: Any) -> None:
    """`result` 1 with something else than the reference promises is an answer that cannot be read."""
    with pytest.raises(RetryLater, match="cannot be read"):
        await call(saying({"result": 1, "data": data}))


@pytest.mark.parametrize("data", [None, {}, {"kwaiItemId": 5}, {"kwaiItemId": 5, "skuIdMapping": []}])
async def test_a_listing_without_its_number_is_unknown(data: object) -> None:
    """A listing that was accepted without telling its numbers has to be looked up."""
    with pytest.raises(OutcomeUnknown):
        await saying({"result": 1, "data": data}).open_item(ITEM)


async def test_the_other_item_shape_is_read() -> None:
    """`skuInfos` and `onOfflineStatus`, or a page of one, are read like `skuList` and `shelfStatus`."""
    sku = {"kwaiSkuId": 6, "skuStock": 3, "skuSalePrice": 100, "isValid": 1}
    dead = {"kwaiSkuId": 9, "skuStock": 0, "skuSalePrice": 1, "isValid": 0}
    detail = {"itemId": 5, "relItemId": 1, "title": "手镯", "auditStatus": 3, "auditReason": "图片模糊"}
    detail |= {"onOfflineStatus": 0, "skuInfos": [dead, sku]}
    for data in (detail, {"items": [detail]}):
        found = await saying({"result": 1, "data": data}).find_item(1)
        assert found is not None
        assert (found.platform_item_id, found.sku_id, found.stock, found.on_shelf) == (5, 6, 3, False)
        assert (found.audit, found.audit_reason) == (Audit.REJECTED, "图片模糊")
    for nothing in ({"result": 1, "data": {"items": []}}, {"result": 1}, {"result": 9, "error_msg": "商品不存在"}):
        assert await saying(nothing).find_item(1) is None


async def test_orders_of_other_items_and_unmasked_names() -> None:
    """An order of an item we did not list has number 0, and a plain nick is masked before it leaves."""
    base = {"oid": 7, "status": 50, "createTime": 1, "updateTime": 2, "buyerNick": "王小明"}
    row = {"orderBaseInfo": base, "orderItemInfo": {"num": 1, "price": 100}}
    page = await saying({"result": 1, "data": {"orderList": [row], "cursor": "c2"}}).orders(1, 2, "c1")
    assert page.cursor == "c2"
    assert (page.orders[0].rel_item_id, page.orders[0].buyer, page.orders[0].status) == (0, "王**", "paid")
    last = await saying({"result": 1, "data": {"orderList": None, "cursor": "c1"}}).orders(1, 2, "c1")
    assert last.cursor is None  # a cursor that does not move on is the end, not a loop


async def test_nothing_to_suggest() -> None:
    """Without a suggested category or a freight template the shop owner is told which is missing."""
    with pytest.raises(Refused, match="category"):
        await saying({"result": 1, "data": []}).suggest_template("手镯", "u")

    def answer(request: httpx.Request) -> httpx.Response:
        suggested = {"result": 1, "data": {"suggestCategories": [{"categoryId": 3}]}}
        freight = {"result": 1, "data": {"expressTemplateDetailVOS": [{"id": 1, "deleteTime": 9}]}}
        return httpx.Response(200, json=suggested if "suggested" in request.url.path else freight)

    with pytest.raises(Refused, match="freight"):
        await answering(answer).suggest_template("手镯", "u")


async def test_a_category_without_seven_days() -> None:
    """Where the category does not know seven days without a reason, its first rule is taken."""

    def answer(request: httpx.Request) -> httpx.Response:
        data: object = {"categoryConfig": {"refundRuleList": [4, 8]}}
        if "suggested" in request.url.path:
            data = [{"categoryId": 3}]
        if "express" in request.url.path:
            data = {"expressTemplateDetailVOS": [{"id": 1}]}
        return httpx.Response(200, json={"result": 1, "data": data})

    assert (await answering(answer).suggest_template("手镯", "u")).refund_rule == "4"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"result": 15, "error_msg": "busy"}, RetryLater),
        ({"result": 802000, "error_msg": "busy"}, RetryLater),
        ({"result": 9, "error_msg": "Exceed qps limit, KEY [apiId:x], MAX_QPS [300.0]"}, RetryLater),
        ({"result": 22, "error_msg": "?"}, SignInAgain),
        ({"result": 25, "error_msg": "token中无scope权限"}, SignInAgain),
        ({"result": 100200107, "error_msg": "invalid_openid"}, SignInAgain),
        ({"result": 27, "error_msg": "验签失败"}, SignatureRefused),
        ({"result": 28, "error_msg": "验签失败"}, SignatureRefused),
        ({"result": 21, "error_msg": "当前库存不足，请减少预留数量"}, Refused),
        ({"result": 3401, "sub_msg": "仅支持在快手小店PC APP进行编辑"}, Refused),
        ({"result": 0}, Refused),
    ],
)
async def test_what_the_platform_says(body: dict[str, Any], error: type[Exception]) -> None:
    """Each group of result codes has its own error, with the platform's words and code."""
    with pytest.raises(error) as caught:
        await write(saying(body))
    assert type(caught.value) is error
    words = body.get("error_msg") or body.get("sub_msg") or "0"
    if error in {Refused, SignatureRefused}:
        assert caught.value.facts["why"] == words
        assert words in caught.value.shown("zh_CN").title


async def test_how_long_to_wait() -> None:
    """QPS asks for a second, HTTP 429 for what its header says, a spent budget for midnight in Beijing."""
    with pytest.raises(RetryLater) as caught:
        await read(saying({}, 429, **{"Retry-After": "7"}))
    assert caught.value.facts["after_s"] == 7.0
    with pytest.raises(RetryLater) as caught:
        await read(saying({}, 429))
    assert caught.value.facts["after_s"] == 1.0
    spent = httpx.Response(200, json={"result": 1017, "error_msg": "Exceed quota limit, KEY [appkey:ks1]"})
    midnight_ms = 1_790_006_400_000  # 2026-09-22 00:00 in Beijing
    for before_s, after_s in ((600, 600.0), (7200, 3600.0)):
        client = answering(lambda _: spent, clock=FakeClock(utc_ms=midnight_ms - before_s * 1000))
        with pytest.raises(RetryLater, match="spent") as caught:
            await write(client)
        assert caught.value.facts["after_s"] == after_s


async def test_the_link_is_told() -> None:
    """`on_call` hears that the platform is there when it refuses, and that it is not when it cannot be reached."""
    heard: list[tuple[str, bool, float]] = []

    def told(*call: Any) -> None:
        heard.append(call)

    await_refused = answering(lambda _: httpx.Response(200, json={"result": 100, "error_msg": "?"}), on_call=told)
    with pytest.raises(Refused):
        await write(await_refused)
    with pytest.raises(RetryLater):
        await write(answering(lambda _: httpx.Response(429), on_call=told))
    assert [(method, ok) for method, ok, _ in heard] == [
        ("open.item.sku.stock.update", True),
        ("open.item.sku.stock.update", False),
    ]
    assert all(ms >= 0 for *_, ms in heard)


async def test_a_closed_client_is_no_route() -> None:
    """A call after closing is `RetryLater`, not a programming error; closing twice is harmless."""
    client = saying({"result": 1})
    await client.aclose()
    await client.aclose()
    with pytest.raises(RetryLater):
        await write(client)


async def test_secrets_never_come_out(caplog: pytest.LogCaptureFixture) -> None:
    """Neither log nor error shows a token or a secret, even when the platform echoes them all."""
    caplog.set_level(logging.DEBUG)
    echo = " ".join(SECRETS)
    shown = []
    for code in (100, 27, 25):
        for call in (read, write):
            with pytest.raises((Refused, SignInAgain)) as caught:
                await call(saying({"result": code, "error_msg": echo}))
            shown += [str(caught.value), repr(caught.value), caught.value.shown().title]
    assert "open/item/sku/list/get" in caplog.text  # httpx did log the call
    assert not [secret for secret in SECRETS if secret in caplog.text + "".join(shown)]


async def test_a_whole_show_logs_no_secret(rehearsal: Rehearsal, caplog: pytest.LogCaptureFixture) -> None:
    """With every logger at its most talkative, client and simulator still name no token or secret."""
    caplog.set_level(logging.DEBUG)
    await rehearsal.listed(1)
    await rehearsal.simulator.expire_tokens()
    await rehearsal.client.find_item(1)
    keys = rehearsal.simulator.credentials
    named = [keys[name] for name in keys if name not in {"appkey", "sign_method"}]
    assert not [secret for secret in [*named, *rehearsal.renewed[0]] if secret in caplog.text]


async def test_exact_bytes() -> None:
    """GET puts everything into the query, POST into the body, percent-encoded once; `+` is not a space."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"result": 1, "data": {"shopName": "x"}})

    client = answering(answer, clock=FakeClock())
    await client.shop_name()
    await client.set_shelf(5, True)
    get, post = seen
    assert get.content == b""
    assert get.url.path == "/open/shop/info/get"
    assert dict(get.url.params) | {"sign": ""} == {
        "appkey": "ks1",
        "method": "open.shop.info.get",
        "version": "1",
        "param": "{}",
        "access_token": "t-access-token",
        "timestamp": "1790000000000",
        "signMethod": "HMAC_SHA256",
        "sign": "",
    }
    assert post.url.query == b""
    assert post.headers["content-type"] == "application/x-www-form-urlencoded"
    assert b"param=%7B%22kwaiItemId%22%3A5%2C%22shelfStatus%22%3A1%7D&" in post.content
    assert b"+" not in post.content + get.url.query


# --- over real sockets -----------------------------------------------------------------------


@asynccontextmanager
async def peer(behaviour: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]) -> Any:
    """A raw TCP peer on loopback; yields its address."""
    server = await asyncio.start_server(behaviour, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()


async def test_nobody_listens() -> None:
    """A refused connection is `RetryLater`."""
    async with peer(lambda *_: None) as address:
        pass
    client = Kuaishou(KEYS, base_url=address)
    with pytest.raises(RetryLater):
        await write(client)
    await client.aclose()


@pytest.mark.parametrize(
    "said",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{", b"HTTP/1.1 200 OK\r\nContent-Le", b"nonsense\r\n\r\n"],
)
async def test_hung_up(said: bytes) -> None:
    """A peer that hangs up before, in the middle of, or instead of its answer leaves a write unknown."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        await writer.drain()
        writer.close()

    async with peer(hang_up) as address:
        client = Kuaishou(KEYS, base_url=address)
        with pytest.raises(OutcomeUnknown):
            await write(client)
        with pytest.raises(RetryLater):
            await read(client)
        await client.aclose()


async def test_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer that takes the request and says nothing leaves a write unknown once the time is up."""
    monkeypatch.setattr("console.platforms.kuaishou.client._IN_TIME", httpx.Timeout(0.2))

    async def listen_only(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(-1)  # until the other side has had enough
        writer.close()

    async with peer(listen_only) as address:
        client = Kuaishou(KEYS, base_url=address)
        with pytest.raises(OutcomeUnknown, match="did not answer"):
            await write(client)
        with pytest.raises(RetryLater, match="did not answer"):
            await read(client)
        await client.aclose()
