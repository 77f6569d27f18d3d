"""Another shop answers under the same application: what waits for the first must not be told to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from console.app import open_books, open_console
from console.commands import KeepSnap, OpenFlash, RecordSale, RetryNow, SetLink
from console.config import Options
from console.facts import LinkMode, LinkStatus
from console.ids import new_id
from console.platforms.simulator import Simulator
from console.platforms.simulator.shop import SELLER_ID, SHOP_NAME
from console.store import settings
from console.sync.intake import SEEN_UNTIL
from console.sync.link import OTHER_SHOP
from console.sync.seller import PATIENCE, SELLER, SellerCheck
from tests.flows.conftest import Studio, _pictures, open_studio
from tests.torture.proxy import Shop
from tests.waiting import reached

pytestmark = pytest.mark.anyio

ASKED = "/open/user/seller/get"


def check_of(studio: Studio) -> SellerCheck:
    return SellerCheck(studio.desk, studio.db, studio.platform, studio.link, studio.clock)


def another(simulator: Simulator, seller_id: int = 90_000_002, shop_name: str = "隔壁的店") -> None:
    """From now on the same keys open another seller's shop."""
    simulator._rules = replace(simulator._rules, seller_id=seller_id, shop_name=shop_name)


def cards(studio: Studio) -> list[str]:
    return [notice.key for notice in studio.desk.state.notices]


async def test_another_sellers_token_is_told_nothing_and_nothing_is_taken_in(tmp_path: Path) -> None:
    """Over a real line: books of shop A meet shop B. Only the question goes out, then the line stays down and a card
    names both; when A answers again, what waited goes out to A."""
    a, b = Simulator(tmp_path / "a", audit_delay_s=0.0), Simulator(tmp_path / "b", audit_delay_s=0.0)
    another(b)
    heard: list[str] = []

    async def at_b(scope: Any, receive: Any, send: Any) -> None:
        heard.append(scope["path"])
        await b.app(scope, receive, send)

    async with Shop() as line:
        line.app = at_b
        options = Options(data=tmp_path / "data", camera="synthetic", platform_url=f"http://127.0.0.1:{line.port}")
        async with open_books(options) as books:
            await books.db.run(settings.write, SELLER, f"{SELLER_ID}:{SHOP_NAME}")
            await books.desk.do(KeepSnap(snap_id=(snap_id := new_id()), shots=_pictures(options.data)))
            await books.desk.do(OpenFlash(title="豆绿手镯", price_fen=59_900, stock=3, snap_id=snap_id))
        async with open_console(options) as console:
            desk = console.desk
            await reached(lambda: any(notice.key == OTHER_SHOP for notice in desk.state.notices))
            await desk.do(RecordSale(number=1))
            await desk.do(RetryNow())
            await reached(lambda: heard.count(ASKED) == 2)
            assert set(heard) == {ASKED}
            assert (desk.state.link.status, console.link.wait_s()) == (LinkStatus.OFFLINE, float("inf"))
            assert desk.state.link.reason is not None
            (card,) = [notice for notice in desk.state.notices if notice.key == OTHER_SHOP]
            assert card.facts == {"ours": SHOP_NAME, "theirs": "隔壁的店"}
            assert not await console.db.run(settings.read, SEEN_UNTIL)
            assert desk.state.outbox.waiting == 2
            line.app = a.app
            await desk.do(RetryNow())
            await reached(lambda: not desk.state.outbox.waiting)
            assert OTHER_SHOP not in [notice.key for notice in desk.state.notices]
    totals: Any = await a.totals()
    assert [item["stock"] for item in totals["items"]] == [2]
    a.close()
    b.close()


async def test_what_waits_goes_out_once_the_first_shop_answers_again(tmp_path: Path) -> None:
    """A sale that waits while another shop answers is told to the first one, once, and never to the other."""
    async with open_studio(tmp_path / "data") as studio:
        check = check_of(studio)
        assert studio.link.wait_s() > 0, "nothing goes out before it is known whose shop answers"
        await check.round()
        item = await studio.approved(stock=3)
        await studio.desk.do(RecordSale(number=1))
    async with open_studio(tmp_path / "data") as studio:
        check = check_of(studio)
        another(studio.simulator)
        await check.round()
        assert cards(studio) == [OTHER_SHOP]
        await studio.settle(minutes=1)
        await studio.desk.do(SetLink(mode=LinkMode.OFFLINE))
        await studio.desk.do(SetLink(mode=LinkMode.AUTO))
        assert studio.desk.state.link.status is LinkStatus.OFFLINE, "the switch does not make it our shop"
        assert studio.line.calls == [ASKED]
        another(studio.simulator, SELLER_ID, SHOP_NAME)
        await studio.desk.do(RetryNow())
        await check.round()
        await studio.settle()
        assert cards(studio) == []
        assert await studio.platform_stock(item) == 2
        assert studio.desk.state.outbox.waiting == 0


async def test_books_without_goods_go_over_to_whoever_signs_in(studio: Studio) -> None:
    """Nothing waits and nothing was listed: then the folder is nobody's yet, and signing in rightly needs no advice."""
    await check_of(studio).round()
    another(studio.simulator)
    await check_of(studio).round()
    assert cards(studio) == []
    assert await studio.db.run(settings.read, SELLER) == "90000002:隔壁的店"
    await studio.list_item()
    await check_of(studio).round()
    assert cards(studio) == []


async def test_an_answer_that_never_comes_changes_nothing(studio: Studio) -> None:
    """Where the question stalls, what waits goes out all the same; after some tries nobody waits for it at all."""
    check = check_of(studio)

    def stalls(request: httpx.Request) -> str | None:
        return "stalled" if request.url.path == ASKED else None

    studio.line.fault = stalls
    await check.round()
    item = await studio.approved(stock=30)
    for _ in range(PATIENCE):  # each time that the line was down the question goes first again
        studio.line.fault = lambda _request: "lost"
        await studio.desk.do(RecordSale(number=1))
        await studio.pusher.step()
        studio.clock.advance(70)
        studio.line.fault = stalls
        assert studio.link.wait_s() > 0
        await check.round()
        await studio.settle()
    studio.line.fault = lambda _request: "lost"
    await studio.desk.do(RecordSale(number=1))
    await studio.pusher.step()
    studio.clock.advance(70)
    assert studio.link.wait_s() == 0
    studio.line.fault = stalls
    await studio.settle()
    assert await studio.platform_stock(item) == 30 - PATIENCE - 1
    assert cards(studio) == []


@pytest.mark.parametrize("answer", [{"result": 22, "error_msg": "无权限"}, {"result": 100, "error_msg": "不支持"},
                                    {"result": 1, "data": {}}, {"result": 1, "data": None}])  # fmt: skip
async def test_a_platform_that_will_not_say_changes_nothing(studio: Studio, answer: dict[str, Any]) -> None:
    """An application that may not ask, and an answer without a number, are no other shop."""
    inner = studio.line.inner

    class Says(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path == ASKED:
                return httpx.Response(200, json=answer, request=request)
            return await inner.handle_async_request(request)

    studio.line.inner = Says()
    await check_of(studio).round()
    item = await studio.approved(stock=3)
    assert await studio.platform_stock(item) == 3
    assert cards(studio) == []


async def test_a_retry_while_the_answer_is_awaited_is_asked_anew(studio: Studio) -> None:
    """Somebody signs in to the right shop and presses retry in the moment in which the wrong one still answers."""
    await check_of(studio).round()
    await studio.approved()
    another(studio.simulator)
    check, inner = check_of(studio), studio.line.inner

    class RetriedInFlight(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            studio.line.inner = inner
            response = await inner.handle_async_request(request)
            another(studio.simulator, SELLER_ID, SHOP_NAME)
            await studio.desk.do(RetryNow())
            return response

    studio.line.inner = RetriedInFlight()
    await check.round()
    assert cards(studio) == [OTHER_SHOP]
    await check.round()
    assert (cards(studio), studio.link.wait_s()) == ([], 0)


async def test_the_line_comes_back_with_another_shop_behind_it(tmp_path: Path) -> None:
    """Started without a line: when it returns the question goes out before anything that waits."""
    async with open_studio(tmp_path / "data") as studio:
        await check_of(studio).round()
        await studio.approved(stock=3)
    async with open_studio(tmp_path / "data") as studio:
        check = check_of(studio)
        another(studio.simulator)
        studio.line.fault = lambda _request: "lost"
        await studio.desk.do(RecordSale(number=1))
        for _ in range(6):
            await check.round()
            await studio.pusher.step()
            studio.clock.advance(40)
        studio.line.fault = lambda _request: None
        assert await studio.pusher.step() > 0, "the question goes first"
        await check.round()
        await studio.settle(minutes=1)
        assert studio.line.calls == [ASKED]
        assert cards(studio) == [OTHER_SHOP]
