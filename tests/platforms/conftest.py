"""A rehearsal shop and a client of it, joined in process: the real wire protocol without a socket."""

from __future__ import annotations

import json
import struct
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from console.platforms.base import FlashTemplate, NewItem, PictureUse, PlatformItem
from console.platforms.kuaishou import Credentials, Kuaishou, SignMethod, sign
from console.platforms.simulator import Simulator
from tests.clock import FakeClock

TEMPLATE = FlashTemplate(category_id=1001, express_template_id=880_001)
ADDRESS = "http://simulator"


def jpeg(width: int = 800, height: int = 600, filler: int = 0) -> bytes:
    """The smallest thing with a JPEG's frame header, padded by `filler` bytes in comments."""
    comments = b"".join(b"\xff\xfe\xff\xff" + b"x" * 65_533 for _ in range(filler // 65_537 + 1)) if filler else b""
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 9 + comments + frame + b"\xff\xd9"


def credentials_of(keys: Mapping[str, str]) -> Credentials:
    """The client's credentials from the simulator's."""
    names = ("appkey", "app_secret", "sign_secret", "access_token", "refresh_token")
    return Credentials(**{name: keys[name] for name in names})


@dataclass
class Rehearsal:
    """A simulator, a client of it, and raw calls to it."""

    simulator: Simulator
    clock: FakeClock
    client: Kuaishou
    raw: httpx.AsyncClient
    renewed: list[tuple[str, str]] = field(default_factory=list)
    calls: list[tuple[str, bool]] = field(default_factory=list)

    def signed(self, method: str, param: object, /, **changed: str | None) -> dict[str, str]:
        """The public parameters of a call; `changed` ones (None: left out) are signed too, except `sign`."""
        keys = self.simulator.credentials
        parameters: dict[str, str | None] = {
            "appkey": keys["appkey"],
            "method": method,
            "version": "1",
            "param": param if isinstance(param, str) else json.dumps(param, ensure_ascii=False),
            "access_token": keys["access_token"],
            "timestamp": str(self.clock.now_ms()),
            "signMethod": "HMAC_SHA256",
        } | changed
        parameters.setdefault("sign", sign(parameters, keys["sign_secret"], SignMethod.HMAC_SHA256))
        return {name: value for name, value in parameters.items() if value is not None}

    async def get(self, method: str, param: object, /, **changed: str | None) -> dict[str, Any]:
        """One raw GET call; the envelope."""
        query = self.signed(method, param, **changed)
        return (await self.raw.get("/" + method.replace(".", "/"), params=query)).json()

    async def post(self, method: str, param: object, /, **changed: str | None) -> dict[str, Any]:
        """One raw POST call; the envelope."""
        return await self.post_body(method, urlencode(self.signed(method, param, **changed)))

    async def post_body(self, method: str, body: str, content_type: str = "application/x-www-form-urlencoded") -> Any:
        """One raw POST of these very bytes; the envelope."""
        path = "/" + method.replace(".", "/")
        return (await self.raw.post(path, content=body, headers={"Content-Type": content_type})).json()

    async def listed(self, rel_item_id: int = 1, *, title: str = "豆绿手镯", stock: int = 3) -> PlatformItem:
        """An item that was listed and, an audit later, is on sale."""
        url = await self.client.upload_picture(jpeg(), PictureUse.MAIN)
        new = NewItem(rel_item_id, rel_item_id + 1, title, 59_900, stock, (url,), (url,), TEMPLATE)
        item = await self.client.open_item(new)
        self.clock.advance(1.5)
        return item


def new_item_param(url: str, **changed: object) -> dict[str, Any]:
    """A `param` of open.item.new that is taken as it stands."""
    prop = {"propName": "规格", "propValueName": "默认", "isMainProp": 1, "propVersion": 1}
    return {
        "title": "豆绿手镯",
        "relItemId": 7,
        "categoryId": 1001,
        "imageUrls": [url],
        "detailImageUrls": [url],
        "details": "天然翡翠",
        "expressTemplateId": 880_001,
        "skuList": [{"relSkuId": 8, "skuStock": 3, "skuSalePrice": 59_900, "skuProps": [prop]}],
        "serviceRule": {"refundRule": "1", "promiseDeliveryTime": 86_400, "servicePromise": {"brokenRefund": True}},
    } | changed


@pytest.fixture
def simulator_of(tmp_path: Path) -> Iterator[Any]:
    """Makes simulators and closes them after the test."""
    made: list[Simulator] = []

    def make(**wishes: Any) -> Simulator:
        made.append(Simulator(wishes.pop("data", tmp_path / "shop"), **wishes))
        return made[-1]

    yield make
    for simulator in made:
        simulator.close()


@pytest.fixture
async def rehearsal_of(simulator_of: Any) -> AsyncIterator[Any]:
    """Makes rehearsals with the simulator's own wishes and closes them after the test."""
    made: list[Rehearsal] = []

    def make(**wishes: Any) -> Rehearsal:
        clock = wishes.pop("clock", None) or FakeClock()
        simulator = simulator_of(clock=clock, **wishes)
        transport = httpx.ASGITransport(app=simulator.app)
        renewed: list[tuple[str, str]] = []
        calls: list[tuple[str, bool]] = []
        client = Kuaishou(
            credentials_of(simulator.credentials),
            base_url=ADDRESS,
            transport=transport,
            clock=clock,
            on_tokens=lambda *pair: renewed.append(pair),
            on_call=lambda method, ok, _: calls.append((method, ok)),
        )
        raw = httpx.AsyncClient(base_url=ADDRESS, transport=transport)
        made.append(Rehearsal(simulator, clock, client, raw, renewed, calls))
        return made[-1]

    yield make
    for rehearsal in made:
        await rehearsal.client.aclose()
        await rehearsal.raw.aclose()


@pytest.fixture
def rehearsal(rehearsal_of: Any) -> Rehearsal:
    """A rehearsal with everything as it comes."""
    made: Rehearsal = rehearsal_of()
    return made
