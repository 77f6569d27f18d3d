"""The simulator is as strict as the platform: raw calls that are wrong in exactly one thing."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from console.platforms.base import PictureUse, RetryLater
from console.platforms.simulator.listing import title_units
from tests.platforms.conftest import Rehearsal, jpeg, new_item_param

pytestmark = pytest.mark.anyio

INFO = "open.shop.info.get"
NEW = "open.item.new"
DAY_MS = 86_400_000


async def picture(rehearsal: Rehearsal) -> str:
    """The URL of an uploaded picture."""
    return await rehearsal.client.upload_picture(jpeg(), PictureUse.MAIN)


async def test_the_raw_call_is_right(rehearsal: Rehearsal) -> None:
    """The calls below start from ones that are accepted."""
    assert (await rehearsal.get(INFO, {}))["data"]["shopName"]
    answer = await rehearsal.post(NEW, new_item_param(await picture(rehearsal)))
    assert answer["result"] == 1
    assert answer["data"]["relItemId"] == 7
    assert answer["data"]["skuIdMapping"][0]["relSkuId"] == 8


@pytest.mark.parametrize(
    ("changed", "result"),
    [
        ({"appkey": "ks9"}, 22),
        ({"sign": "0000"}, 27),
        ({"sign": "签"}, 27),
        ({"timestamp": "1789999399999"}, 28),
        ({"timestamp": "1790000600001"}, 28),
        ({"timestamp": "now"}, 28),
        ({"version": "2"}, 14),
        ({"version": None}, 10),
        ({"sign": None}, 10),
        ({"access_token": None}, 10),
        ({"access_token": "never-issued"}, 21),
        ({"signMethod": "SHA1"}, 10),
        ({"method": "open.item.get"}, 10),
        ({"param": None}, 10),
        ({"param": "[]"}, 100),
        ({"param": "{"}, 100),
        ({"param": '{"a":1,"a":1}'}, 100),
        ({"param": '{"a":NaN}'}, 100),
    ],
)
async def test_public_parameters(rehearsal: Rehearsal, changed: dict[str, str | None], result: int) -> None:
    """One wrong public parameter is refused with its own code."""
    answer = await rehearsal.get(INFO, {}, **changed)
    assert answer["result"] == result
    assert answer["error_msg"]
    assert answer["code"] == str(result)


async def test_signed_bytes_are_the_sent_bytes(rehearsal: Rehearsal) -> None:
    """A `param` that was signed with other blanks in it does not pass."""
    signed = rehearsal.signed("open.item.get", '{"kwaiItemId": 1}')
    signed["param"] = '{"kwaiItemId":1}'
    assert (await rehearsal.raw.get("/open/item/get", params=signed)).json()["result"] == 27


async def test_verb_type_and_name(rehearsal: Rehearsal) -> None:
    """A wrong verb, a wrong content type and a method that does not exist are each refused."""
    assert (await rehearsal.post(INFO, {}))["result"] == 12
    assert (await rehearsal.get(NEW, {}))["result"] == 12
    assert (await rehearsal.get("open.item.nothing", {}))["result"] == 11
    body = rehearsal.signed("open.item.delete", {"kwaiItemId": 1})
    as_json = await rehearsal.post_body("open.item.delete", json.dumps(body), "application/json")
    assert as_json["result"] == 13
    form = await rehearsal.post_body("open.item.image.upload", urlencode(body))
    assert form["result"] == 13


async def test_twins_are_refused(rehearsal: Rehearsal) -> None:
    """The same parameter twice, in the query, the body or one in each, is refused even if both are equal."""
    signed = rehearsal.signed("open.item.delete", {"kwaiItemId": 1})
    body = urlencode(signed)
    assert (await rehearsal.post_body("open.item.delete", f"{body}&version=1"))["result"] == 10
    header = {"Content-Type": "application/x-www-form-urlencoded"}
    both = await rehearsal.raw.post("/open/item/delete?version=1", content=body, headers=header)
    assert both.json()["result"] == 10
    query = urlencode(rehearsal.signed(INFO, {}))
    assert (await rehearsal.raw.get(f"/open/shop/info/get?{query}&appkey=x")).json()["result"] == 10
    assert (await rehearsal.raw.get("/open/shop/info/get?a=%ff%fe")).json()["result"] == 10
    assert (await rehearsal.raw.get("/open/shop/info/get?nothing")).json()["result"] == 10


SKU = {
    "relSkuId": 8,
    "skuStock": 3,
    "skuSalePrice": 59_900,
    "skuProps": [{"propName": "规格", "propValueName": "默认", "isMainProp": 1, "propVersion": 1}],
}
RULE: dict[str, Any] = {"refundRule": "1", "promiseDeliveryTime": 86_400, "servicePromise": {}}


def sku(**changed: object) -> dict[str, Any]:
    """One SKU list entry."""
    return SKU | changed


def prop(name: str, value: str, main: int = 0) -> dict[str, Any]:
    """One property of a SKU."""
    return {"propName": name, "propValueName": value, "isMainProp": main, "propVersion": 1}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": None}, "title"),
        ({"title": "  "}, "title"),
        ({"title": "镯" * 31}, "title"),
        ({"title": 5}, "title"),
        ({"relItemId": "7"}, "relItemId"),
        ({"relItemId": 7.0}, "relItemId"),
        ({"relItemId": True}, "relItemId"),
        ({"relItemId": 0}, "relItemId"),
        ({"relItemId": 2**63}, "relItemId"),
        ({"categoryId": 1000}, "categoryId"),
        ({"imageUrls": []}, "imageUrls"),
        ({"imageUrls": ["https://elsewhere/x.jpg"]}, "imageUrls"),
        ({"imageUrls": [1]}, "imageUrls"),
        ({"detailImageUrls": None}, "detailImageUrls"),
        ({"detailImageUrls": ["https://elsewhere/x.jpg"]}, "detailImageUrls"),
        ({"details": ""}, "details"),
        ({"details": "x" * 1001}, "details"),
        ({"expressTemplateId": 1}, "expressTemplateId"),
        ({"skuList": []}, "skuList"),
        ({"skuList": [5]}, "skuList[0]"),
        ({"skuList": [sku(skuSalePrice=0)]}, "skuSalePrice"),
        ({"skuList": [sku(skuSalePrice=1_000_000_000)]}, "skuSalePrice"),
        ({"skuList": [sku(skuSalePrice="59900")]}, "skuSalePrice"),
        ({"skuList": [sku(skuStock=-1)]}, "skuStock"),
        ({"skuList": [sku(skuStock=10_000_000)]}, "skuStock"),
        ({"skuList": [sku(skuMarketPrice=59_900)]}, "skuMarketPrice"),
        ({"skuList": [sku(skuMarketPrice=599_001)]}, "skuMarketPrice"),
        ({"skuList": [sku(skuProps=[])]}, "skuProps"),
        ({"skuList": [sku(skuProps=None)]}, "skuProps"),
        ({"skuList": [sku(skuProps=[prop("规格", "默认")])]}, "skuProps"),
        ({"skuList": [sku(skuProps=[prop("规格", "默认", 1) | {"imageUrl": "x"}])]}, "skuProps"),
        ({"skuList": [sku(skuProps=[prop("规格", "默认", 1) | {"propVersion": 3}])]}, "propVersion"),
        ({"skuList": [sku(), sku(relSkuId=9)]}, "skuList"),
        ({"skuList": [sku(), sku(skuProps=[prop("规格", "大", 1)])]}, "skuList"),
        ({"skuList": [sku(), sku(relSkuId=9, skuProps=[prop("颜色", "绿", 1)])]}, "skuList"),
        ({"skuList": [sku(skuProps=[prop("规格", "大", 1), prop("规格", "小")])]}, "skuList"),
        ({"serviceRule": None}, "serviceRule"),
        ({"serviceRule": RULE | {"refundRule": 1}}, "refundRule"),
        ({"serviceRule": RULE | {"refundRule": "9"}}, "refundRule"),
        ({"serviceRule": RULE | {"promiseDeliveryTime": 3600}}, "promiseDeliveryTime"),
        ({"serviceRule": RULE | {"promiseDeliveryTime": None}}, "promiseDeliveryTime"),
        ({"serviceRule": RULE | {"deliverGoodsInteralTime": 259_200}}, "promiseDeliveryTime"),
        ({"serviceRule": RULE | {"servicePromise": None}}, "servicePromise"),
        ({"serviceRule": RULE | {"servicePromise": {"brokenRefund": 1}}}, "brokenRefund"),
        ({"serviceRule": RULE | {"immediatelyOnOfflineFlag": 2}}, "immediatelyOnOfflineFlag"),
        ({"purchaseLimit": True}, "limitCount"),
        ({"purchaseLimit": 1}, "purchaseLimit"),
        ({"shortTitle": "镯子"}, "shortTitle"),
        ({"sellingPoint": "好看"}, "sellingPoint"),
        ({"payWay": 1}, "payWay"),
        ({"saleTimeFlag": True}, "timeOfSale"),
    ],
)
async def test_listing(rehearsal: Rehearsal, changed: dict[str, object], field: str) -> None:
    """One wrong field of a listing is refused by name, and nothing is listed."""
    answer = await rehearsal.post(NEW, new_item_param(await picture(rehearsal)) | changed)
    assert answer["result"] in {100, 3410}
    assert field in answer["error_msg"]
    assert (await rehearsal.simulator.totals())["items"] == []


async def test_a_full_grid_is_taken(rehearsal: Rehearsal) -> None:
    """Two sizes in two colours are four SKUs; three of them are not a grid."""
    grid = [
        sku(relSkuId=n + 1, skuProps=[prop("颜色", "绿白"[n // 2], 1), prop("圈口", "56"[n % 2])]) for n in range(4)
    ]
    param = new_item_param(await picture(rehearsal))
    assert "skuList" in (await rehearsal.post(NEW, param | {"skuList": grid[:3]}))["error_msg"]
    answer = await rehearsal.post(NEW, param | {"skuList": grid})
    assert [row["relSkuId"] for row in answer["data"]["skuIdMapping"]] == [1, 2, 3, 4]


async def test_a_number_is_taken_for_ever(rehearsal: Rehearsal) -> None:
    """relItemId stays taken even after the item was deleted, and only an item off the shelf can be."""
    item = await rehearsal.listed(7)
    asked = {"kwaiItemId": item.platform_item_id}
    assert (await rehearsal.post("open.item.delete", asked))["error_msg"] == "商品正在售卖中不允许删除"
    await rehearsal.client.set_shelf(item.platform_item_id, False)
    assert (await rehearsal.post("open.item.delete", asked))["result"] == 1
    assert (await rehearsal.post("open.item.delete", asked))["result"] == 3404
    assert await rehearsal.client.find_item(7) is None
    assert (await rehearsal.post(NEW, new_item_param(await picture(rehearsal))))["result"] == 3402


async def upload(rehearsal: Rehearsal, param: object, content: bytes | None, **more: Any) -> dict[str, Any]:
    """A raw upload."""
    form = rehearsal.signed("open.item.image.upload", param)
    files = [("imgBytes", ("x.jpg", content))] if content is not None else []
    files += more.get("files", [])
    sent = await rehearsal.raw.post("/open/item/image/upload", data=form, files=files or [("other", b"")])
    return sent.json()


@pytest.mark.parametrize(
    ("param", "content", "result"),
    [
        ({"uploadType": 1}, jpeg(), 1),
        ({"uploadType": 5}, jpeg(600, 600), 1),
        ({"uploadType": 5}, jpeg(600, 500), 3410),
        ({"uploadType": 5}, jpeg(400, 400), 3410),
        ({"uploadType": 1}, jpeg(filler=2**21), 3410),
        ({"uploadType": 1}, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0" + b"\0" * 20, 1),
        ({"uploadType": 1}, b"GIF89a", 3410),
        ({"uploadType": 1}, b"\xff\xd8\xff\xda" + b"\0" * 40, 3410),
        ({"uploadType": 1}, b"\xff\xd8\xff", 3410),
        ({"uploadType": 1}, jpeg()[:24], 3410),
        ({"uploadType": 1}, b"", 3410),
        ({"uploadType": 1}, None, 100),
        ({"uploadType": 1, "imgUrl": "https://elsewhere/x.jpg"}, None, 100),
        ({"uploadType": 7}, jpeg(), 100),
        ({"uploadType": "1"}, jpeg(), 100),
        ({}, jpeg(), 100),
    ],
)
async def test_pictures(rehearsal: Rehearsal, param: object, content: bytes | None, result: int) -> None:
    """A picture must be a JPEG or PNG by content, of at most 2 MB, for a known use."""
    assert (await upload(rehearsal, param, content))["result"] == result


@pytest.mark.expects_log  # the multipart reader reports what it cannot read
async def test_twin_and_broken_parts(rehearsal: Rehearsal) -> None:
    """Two pictures in one upload, a body without its boundary and a body beyond all measure are refused."""
    twin = [("imgBytes", ("y.jpg", jpeg()))]
    assert (await upload(rehearsal, {"uploadType": 1}, jpeg(), files=twin))["result"] == 10
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
        assert (await rehearsal.post_body("open.item.image.upload", "nonsense", kind))["result"] == 10
    assert (await rehearsal.post_body(NEW, "x" * (9 * 2**20)))["error_msg"] == "请求过大"


@pytest.mark.parametrize(
    ("method", "param", "result"),
    [
        ("open.item.sku.stock.update", {"skuChangeStock": 0, "changeType": 1}, 100),
        ("open.item.sku.stock.update", {"skuChangeStock": -1, "changeType": 1}, 100),
        ("open.item.sku.stock.update", {"skuChangeStock": 1, "changeType": 3}, 100),
        ("open.item.sku.stock.update", {"skuChangeStock": 4, "changeType": 2}, 21),
        ("open.item.sku.stock.update", {"skuChangeStock": 9_999_998, "changeType": 1}, 100),
        ("open.item.sku.stock.update", {"skuChangeStock": 1, "changeType": 1, "skuId": 5}, 3404),
        ("open.item.sku.price.update", {"price": 0}, 100),
        ("open.item.sku.price.update", {"price": 1_000_000_000}, 100),
        ("open.item.sku.price.update", {"price": "1"}, 100),
        ("open.item.sku.price.update", {"price": 1, "itemId": 5}, 3404),
        ("open.item.shelf.status.update", {"shelfStatus": 2}, 100),
        ("open.item.shelf.status.update", {}, 100),
    ],
)
async def test_changes(rehearsal: Rehearsal, method: str, param: dict[str, object], result: int) -> None:
    """A change out of range or of something unknown is refused and leaves the item as it was."""
    item = await rehearsal.listed(7)
    ours = {"kwaiItemId": item.platform_item_id, "itemId": item.platform_item_id, "skuId": item.sku_id}
    assert (await rehearsal.post(method, ours | param))["result"] == result
    found = await rehearsal.client.find_item(7)
    assert found is not None
    assert (found.stock, found.price_fen, found.on_shelf) == (3, 59_900, True)


@pytest.mark.parametrize(
    ("changed", "result"),
    [
        ({}, 1),
        ({"pageSize": 51}, 100),
        ({"pageSize": 0}, 100),
        ({"orderViewStatus": 8}, 100),
        ({"queryType": 3}, 100),
        ({"sort": None}, 100),
        ({"cursor": None}, 100),
        ({"cursor": "x_1"}, 100),
        ({"cursor": "nomore"}, 1),
        ({"cpsType": 9}, 100),
        ({"beginTime": "1"}, 100),
        ({"endTime": 1_789_999_000_000}, 300_003),
        ({"beginTime": 1_790_000_000_000 - 8 * DAY_MS}, 300_004),
        ({"beginTime": 1_790_000_000_000 - 91 * DAY_MS, "endTime": 1_790_000_000_000 - 90 * DAY_MS}, 300_005),
    ],
)
async def test_order_window(rehearsal: Rehearsal, changed: dict[str, object], result: int) -> None:
    """A window of orders is at most seven days long, ninety days back, and comes in pages of up to fifty."""
    param = {
        "orderViewStatus": 1,
        "pageSize": 50,
        "sort": 2,
        "queryType": 2,
        "cpsType": 0,
        "beginTime": 1_789_999_990_000,
        "endTime": 1_790_000_000_000,
        "cursor": "",
    } | changed
    assert (await rehearsal.get("open.order.cursor.list", param))["result"] == result


async def test_calls_per_second(rehearsal_of: Any) -> None:
    """The third call of a method within one second is refused; another method and the next second are free."""
    rehearsal: Rehearsal = rehearsal_of(calls_per_second=2)
    for result in (1, 1, 1016):
        assert (await rehearsal.get(INFO, {}))["result"] == result
    assert (await rehearsal.get("open.user.seller.get", {}))["result"] == 1
    with pytest.raises(RetryLater) as caught:
        await rehearsal.client.shop_name()
    assert caught.value.facts["after_s"] == 1.0
    rehearsal.clock.advance(1)
    assert await rehearsal.client.shop_name()


async def test_calls_per_day(rehearsal_of: Any) -> None:
    """A spent day refuses every method until midnight in Beijing; refused calls are not counted."""
    rehearsal: Rehearsal = rehearsal_of(calls_per_day=3)
    await rehearsal.get(INFO, {}, sign="wrong")
    for result in (1, 1, 1, 1017):
        answer = await rehearsal.get(INFO, {})
        assert answer["result"] == result
    assert "Exceed quota limit" in answer["error_msg"]
    with pytest.raises(RetryLater, match="spent") as caught:
        await rehearsal.client.find_item(1)
    rehearsal.clock.advance(1.0)
    assert (await rehearsal.simulator.totals())["calls"] == {INFO: 3}
    rehearsal.clock.advance(6400)  # midnight in Beijing
    assert float(str(caught.value.facts["after_s"])) > 0
    assert await rehearsal.client.shop_name()


async def test_other_reads(rehearsal: Rehearsal) -> None:
    """What the console reads seldom is served too: detail, pages, cart, viewers, categories, one order."""
    item = await rehearsal.listed(7)
    number = item.platform_item_id
    detail = (await rehearsal.get("open.item.get", {"kwaiItemId": number}))["data"]
    assert (detail["itemId"], detail["onOfflineStatus"], detail["skuInfos"][0]["kwaiSkuId"]) == (number, 1, item.sku_id)
    page = (await rehearsal.get("open.item.list.get", {"pageNumber": 1, "pageSize": 10, "onOfflineStatus": 1}))["data"]
    assert [row["kwaiItemId"] for row in page["items"]] == [number]
    flash = await rehearsal.get("open.item.list.get", {"itemType": 2, "itemStatus": 1})
    assert flash["data"]["items"] == []
    cart = await rehearsal.get("open.live.shop.item.check.oncar", {"itemId": number})
    assert cart["data"] == {"liveCarItem": True}
    assert (await rehearsal.get("open.live.shop.seller.real.uv", {}))["data"]["realWatchUv"] > 0
    assert len((await rehearsal.get("open.item.category", {}))["data"]) > 3
    oid = await rehearsal.simulator.order(7, 1, buyer="王小明")
    order = (await rehearsal.get("open.order.detail", {"oid": oid}))["data"]
    assert order["carrierType"] == 2
    assert order["orderAddress"]["desensitiseConsignee"] == "王**"
    assert "王小明" not in json.dumps(order, ensure_ascii=False)
    assert (await rehearsal.get("open.order.detail", {"oid": 1}))["result"] == 300_011


def test_title_units() -> None:
    """A Chinese character and full-width punctuation count two, anything else one."""
    assert title_units("A货 豆绿，56") == 1 + 2 + 1 + 4 + 2 + 2
