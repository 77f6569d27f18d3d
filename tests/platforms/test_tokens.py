"""The authorisation: expiry, renewal, its single flight, and its end."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from console.platforms.base import RetryLater, SignInAgain
from console.platforms.kuaishou import Kuaishou
from tests.clock import FakeClock
from tests.platforms.conftest import ADDRESS, Rehearsal, credentials_of
from tests.platforms.test_trouble import KEYS

pytestmark = pytest.mark.anyio


async def test_an_ended_token_is_renewed(rehearsal: Rehearsal) -> None:
    """When the access token has ended, the pair is renewed, handed to the caller, and the call repeated."""
    await rehearsal.simulator.expire_tokens()
    assert await rehearsal.client.shop_name()
    assert len(rehearsal.renewed) == 1
    assert await rehearsal.client.shop_name()
    assert len(rehearsal.renewed) == 1
    assert {ok for _, ok in rehearsal.calls} == {True}


async def test_forty_eight_hours(rehearsal: Rehearsal) -> None:
    """A token lives 48 hours by the simulator's clock; a write refused for it is applied exactly once after."""
    item = await rehearsal.listed(1, stock=3)
    rehearsal.clock.advance(48 * 3600)
    await rehearsal.client.change_stock(item.platform_item_id, item.sku_id, 1)
    assert len(rehearsal.renewed) == 1
    assert await rehearsal.client.read_stock(item.platform_item_id, item.sku_id) == 4


async def test_one_renewal_for_many_calls(rehearsal: Rehearsal) -> None:
    """Many calls that meet the ended token at once share one renewal."""
    await rehearsal.simulator.expire_tokens()
    names = await asyncio.gather(*(rehearsal.client.shop_name() for _ in range(20)))
    assert len(set(names)) == 1
    assert len(rehearsal.renewed) == 1


async def test_a_withdrawn_authorisation(rehearsal: Rehearsal) -> None:
    """When the refresh token no longer works either, a person must sign in again."""
    await rehearsal.simulator.revoke()
    with pytest.raises(SignInAgain):
        await rehearsal.client.shop_name()
    assert rehearsal.calls == [("open.shop.info.get", False)]
    assert not rehearsal.renewed


async def test_an_unknown_token_is_renewed(rehearsal: Rehearsal) -> None:
    """Code 21 on anything but stock is a token that is not known, and is renewed like an ended one."""
    keys = dict(rehearsal.simulator.credentials) | {"access_token": "never-issued"}
    renewed: list[str] = []
    transport = httpx.ASGITransport(app=rehearsal.simulator.app)
    client = Kuaishou(
        credentials_of(keys),
        base_url=ADDRESS,
        transport=transport,
        clock=rehearsal.clock,
        on_tokens=lambda access_token, _: renewed.append(access_token),
    )
    assert await client.shop_name()
    assert len(renewed) == 1
    await client.aclose()


@pytest.mark.parametrize(
    ("renewal", "error"),
    [
        (httpx.Response(500), RetryLater),
        (httpx.Response(200, json={"result": 100200500, "error": "server_error"}), RetryLater),
        (httpx.Response(200, json={"result": 1}), RetryLater),
        (httpx.Response(200, json={"result": 100200102, "error": "access_denied"}), SignInAgain),
        (httpx.Response(200, json={"result": 1, "access_token": "a", "refresh_token": "r"}), SignInAgain),
    ],
)
async def test_trouble_while_renewing(renewal: httpx.Response, error: type[Exception]) -> None:
    """Trouble on the way to a new pair is for later, since the call was not applied; a no is a no, and
    a pair that is not accepted either is not renewed for ever."""

    def answer(request: httpx.Request) -> httpx.Response:
        return renewal if "oauth2" in request.url.path else httpx.Response(200, json={"result": 24})

    client = Kuaishou(KEYS, transport=httpx.MockTransport(answer))
    with pytest.raises(error) as caught:
        await client.change_stock(1, 2, 1)
    assert type(caught.value) is error


async def refresh(rehearsal: Rehearsal, token: str, **changed: str) -> dict[str, Any]:
    """A raw renewal."""
    keys = rehearsal.simulator.credentials
    form = {
        "grant_type": "refresh_token",
        "refresh_token": token,
        "app_id": keys["appkey"],
        "app_secret": keys["app_secret"],
    } | changed
    return (await rehearsal.raw.post("/oauth2/refresh_token", data=form)).json()


async def test_rules_of_the_refresh_token(rehearsal: Rehearsal) -> None:
    """The old refresh token works five more minutes; the new one ends when the first would have."""
    first = rehearsal.simulator.credentials["refresh_token"]
    rehearsal.clock.advance(24 * 3600)
    pair = await refresh(rehearsal, first)
    assert (pair["result"], pair["expires_in"]) == (1, 172_800)
    assert pair["refresh_token_expires_in"] == 179 * 24 * 3600
    rehearsal.clock.advance(299)
    assert (await refresh(rehearsal, first))["result"] == 1
    rehearsal.clock.advance(1)
    assert (await refresh(rehearsal, first))["error"] == "access_denied"
    rehearsal.clock.advance(179 * 24 * 3600)
    assert (await refresh(rehearsal, pair["refresh_token"]))["result"] == 100_200_102


async def test_oauth_refusals(rehearsal: Rehearsal) -> None:
    """The authorisation pages refuse with their documented codes."""
    token = rehearsal.simulator.credentials["refresh_token"]
    assert (await refresh(rehearsal, token, app_secret=""))["result"] == 100_200_100
    assert (await refresh(rehearsal, token, app_secret="wrong"))["error"] == "unauthorized_client"
    assert (await refresh(rehearsal, token, app_id="ks9"))["result"] == 100_200_101
    assert (await refresh(rehearsal, token, grant_type="password"))["result"] == 100_200_104
    assert (await refresh(rehearsal, "never-issued"))["result"] == 100_200_102
    twice = await rehearsal.raw.post("/oauth2/refresh_token?app_id=ks9", data={"app_id": "ks9"})
    assert twice.json()["result"] == 10
    plain = await rehearsal.raw.post("/oauth2/refresh_token", json={})
    assert plain.json()["result"] == 100_200_100


async def test_code_and_client_credentials(rehearsal: Rehearsal) -> None:
    """A code works once and for two minutes; an app's own token opens only what needs no seller."""
    keys = rehearsal.simulator.credentials
    asked = {"app_id": keys["appkey"], "app_secret": keys["app_secret"]}

    async def trade(**more: str) -> dict[str, Any]:
        return (await rehearsal.raw.get("/oauth2/access_token", params=asked | more)).json()

    door = {"X-Studio-Token": keys["studio_token"], "Host": "127.0.0.1"}
    codes = [(await rehearsal.raw.post("/_studio/codes", json={}, headers=door)).json()["code"] for _ in range(2)]
    pair = await trade(grant_type="code", code=codes[0])
    assert pair["result"] == 1
    assert (await rehearsal.get("open.shop.info.get", {}, access_token=pair["access_token"]))["result"] == 1
    assert (await trade(grant_type="code", code=codes[0]))["error"] == "invalid_grant"
    rehearsal.clock.advance(121)
    assert (await trade(grant_type="code", code=codes[1]))["result"] == 100_200_105
    app = await trade(grant_type="client_credentials")
    assert (await rehearsal.get("open.item.category", {}, access_token=app["access_token"]))["result"] == 1
    assert (await rehearsal.get("open.shop.info.get", {}, access_token=app["access_token"]))["result"] == 25
    assert (await trade(grant_type="password"))["error"] == "unsupported_grant_type"


async def test_a_wrong_clock_or_secret_is_told(rehearsal: Rehearsal) -> None:
    """A machine eleven minutes off and a wrong sign secret both end in words about secret and clock."""
    transport = httpx.ASGITransport(app=rehearsal.simulator.app)
    late = FakeClock(utc_ms=rehearsal.clock.now_ms() - 11 * 60_000)
    keys = dict(rehearsal.simulator.credentials)
    for client in (
        Kuaishou(credentials_of(keys), base_url=ADDRESS, transport=transport, clock=late),
        Kuaishou(
            credentials_of(keys | {"sign_secret": "x"}), base_url=ADDRESS, transport=transport, clock=rehearsal.clock
        ),
    ):
        with pytest.raises(SignInAgain) as caught:
            await client.shop_name()
        assert "sign_secret" in caught.value.shown("zh_CN").advice
        await client.aclose()
