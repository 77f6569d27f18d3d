"""The calls: signing, sending, judging the answer, renewing the token."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, Literal
from urllib.parse import quote, urlencode

import httpx

from console.clock import Clock, SystemClock
from console.errors import Text
from console.platforms.base import (
    Audit,
    FlashTemplate,
    ItemGone,
    NewCoupon,
    NewItem,
    OrderPage,
    OrderSource,
    PictureUse,
    Platform,
    PlatformItem,
    Refused,
    RetryLater,
    Seller,
    SignInAgain,
)
from console.platforms.kuaishou.credentials import Credentials, sign
from console.platforms.kuaishou.shapes import (
    UNREADABLE,
    UPLOAD_TYPES,
    UnreadableError,
    fields,
    legible_number,
    lost,
    new_coupon_param,
    new_item_param,
    read_item,
    read_order,
    rows_of,
    shape,
    whole,
    words,
)

LIVE_ADDRESS: Final = "https://openapi.kwaixiaodian.com"

_IN_TIME = httpx.Timeout(connect=5, read=10, write=10, pool=5)
_UPLOAD_IN_TIME = httpx.Timeout(connect=5, read=30, write=30, pool=5)

# Result codes by what they ask of us (KPHP's grouping of the official codes, APP授权说明 for 1002001xx).
_TOKEN_ENDED = {21, 24, 100_200_102}
_NOT_AUTHORISED = {22, 25, 26, 100_200_101, 100_200_106, 100_200_107}
_WRONG_SIGNATURE = {27, 28}
_TOO_MANY_CALLS = {15, 16, 17, 1016, 1017, 802_000}
_OAUTH_SERVER_ERROR = 100_200_500

# carrierType of open.order.detail (KTYPES)
_SOURCES = {
    1: OrderSource.VIDEO,
    2: OrderSource.LIVE,
    7: OrderSource.REPLAY,
    100_010: OrderSource.REPLAY,
}

_NO_ROUTE = Text("没连上平台", "no route to the platform")
_NO_ANSWER = Text("平台没有答复", "the platform did not answer")
_CUT = Text("连接中途断开", "the connection was cut")
_TOO_FAST = Text("调用太频繁", "too many calls at once")
_BUDGET_SPENT = Text("今天的调用次数用完了", "today's calls are spent")
_NO_ITEM = "商品不存在"
"""INFER: no page shows what an unknown item answers."""
_NO_CATEGORY = Text("平台没有给出推荐类目", "the platform suggests no category")
_NO_SKU = Text("平台上没有这个规格", "the platform does not have this SKU")
_NO_FREIGHT = Text("店铺还没有运费模板", "the shop has no freight template yet")


class SignatureRefused(SignInAgain):
    """The platform rejects our signature (codes 27, 28): the sign secret or this machine's clock is wrong.

    A kind of `SignInAgain`, not of `Refused`: every call fails alike until a person mends the
    settings, so facts must wait instead of being parked one by one as if each were at fault.
    """

    title = Text("平台不认签名：{why}", "The platform rejects the signature: {why}")
    advice = Text(
        "核对凭证里的 sign_secret 和电脑时间；数据先存在本机",
        "Check sign_secret in the credentials and this machine's clock; facts wait on this machine",
    )


class _TokenEndedError(Exception):
    """The access token is no longer good; never leaves this module."""


class Kuaishou(Platform):
    """One shop on Kuaishou. What is not said here about a method, `Platform` says."""

    def __init__(
        self,
        credentials: Credentials,
        *,
        base_url: str = LIVE_ADDRESS,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Clock | None = None,
        on_tokens: Callable[[str, str], None] | None = None,
        on_call: Callable[[str, bool, float], None] | None = None,
        on_date: Callable[[str, float], None] | None = None,
    ) -> None:
        """`on_tokens(access_token, refresh_token)` is told each renewed pair and must keep it: the old
        refresh token dies within five minutes. It must not raise. `on_call(method, ok, ms)` is told every call's end;
        `ok` means that the platform answered and let us in, whether or not it liked what was asked.
        `on_date(date, ms)` is told the Date header of every answer that has one, and how long the answer took.
        """
        _keep_tokens_out_of_logs()
        self._credentials = credentials
        self._clock = clock or SystemClock()
        self._on_tokens = on_tokens
        self._on_call = on_call
        self._on_date = on_date
        self._renewing = asyncio.Lock()
        self._http = httpx.AsyncClient(
            base_url=base_url,
            transport=transport,
            timeout=_IN_TIME,
            # Shorter than a server's own keep-alive: a POST on a connection just being closed is "unknown".
            limits=httpx.Limits(max_connections=8, max_keepalive_connections=4, keepalive_expiry=4),
            trust_env=httpx.URL(base_url).host not in {"127.0.0.1", "localhost", "::1"},
        )

    async def aclose(self) -> None:
        await self._http.aclose()

    # --- the shop ----------------------------------------------------------------------------

    async def shop_name(self) -> str:
        data = await self._call("GET", "open.shop.info.get", {})
        with shape(writes=False):
            return words(fields(data), "shopName")

    async def seller(self) -> Seller:
        data = await self._call("GET", "open.user.seller.get", {})
        with shape(writes=False):
            answer = fields(data)
            name = answer.get("name")
            return Seller(str(whole(answer, "sellerId")), name if isinstance(name, str) else "")

    async def suggest_template(self, title: str, picture_url: str) -> FlashTemplate:
        """Fields decided in the credentials win; at most three calls fetch the rest. `Refused` when
        the platform suggests no category or the shop has no freight template."""
        wish = self._credentials.template
        category_id = wish.category_id or await self._suggested_category(title, picture_url)
        express_template_id = wish.express_template_id or await self._first_freight_template()
        refund_rule = wish.refund_rule or await self._refund_rule(category_id)
        template = FlashTemplate(category_id, express_template_id, refund_rule)
        return replace(
            template,
            promise_delivery_s=wish.promise_delivery_s or template.promise_delivery_s,
            details=wish.details or template.details,
        )

    async def _suggested_category(self, title: str, picture_url: str) -> int:
        asked = {"itemTitle": title, "imageUrls": [picture_url]}
        data = await self._call("GET", "open.item.category.suggested.get", asked)
        with shape(writes=False):  # a list, or a list inside an object: the reference does not show it (INFER)
            lists = [data] if isinstance(data, list) else list(fields(data or {}).values())
            found = [whole(fields(row), "categoryId") for rows in lists if isinstance(rows, list) for row in rows]
        if not found:
            raise Refused(why=_NO_CATEGORY, code=0)
        return found[0]

    async def _first_freight_template(self) -> int:
        asked = {"offset": 0, "limit": 10, "searchUsed": False}
        data = await self._call("GET", "open.logistics.express.template.list", asked)
        with shape(writes=False):
            rows = [fields(row) for row in rows_of(fields(data), "expressTemplateDetailVOS")]
            found = [whole(row, "id") for row in rows if not row.get("deleteTime")]
        if not found:
            raise Refused(why=_NO_FREIGHT, code=0)
        return found[0]

    async def _refund_rule(self, category_id: int) -> str:
        """Seven days without a reason ("1") wherever the category knows it, else its first rule."""
        data = await self._call("GET", "open.item.category.config", {"categoryId": category_id})
        with shape(writes=False):
            rules = [str(rule) for rule in rows_of(fields(fields(data).get("categoryConfig")), "refundRuleList")]
        return "1" if "1" in rules or not rules else rules[0]

    # --- items -------------------------------------------------------------------------------

    async def upload_picture(self, jpeg: bytes, use: PictureUse) -> str:
        """A timeout is `RetryLater`: a second copy of a picture hurts nobody, so there is nothing to look up."""
        data = await self._call("POST", "open.item.image.upload", {"uploadType": UPLOAD_TYPES[use]}, picture=jpeg)
        with shape(writes=False):
            return words(fields(data), "kwaiImgUrl")

    async def open_item(self, item: NewItem) -> PlatformItem:
        data = await self._call("POST", "open.item.new", new_item_param(item))
        with shape(writes=True):
            answer = fields(data)
            mapping = [fields(row) for row in rows_of(answer, "skuIdMapping")]
            ours = [row for row in mapping if row.get("relSkuId") == item.rel_sku_id] or mapping[:1]
            sku_id = whole(fields(ours[0] if ours else None), "kwaiSkuId")
            number = whole(answer, "kwaiItemId")
        # Nothing is on the shelf before the audit, whatever immediatelyOnOfflineFlag asked for.
        return PlatformItem(
            number, item.rel_item_id, sku_id, item.title, item.price_fen, item.stock, Audit.PENDING, "", on_shelf=False
        )

    async def find_item(self, rel_item_id: int) -> PlatformItem | None:
        try:
            data = await self._call("GET", "open.item.list.get", {"relItemId": rel_item_id})
        except Refused as refused:
            if _NO_ITEM in str(refused.facts["why"]):
                return None
            raise
        with shape(writes=False):
            answer = fields(data or {})
            rows = [fields(row) for row in rows_of(answer, "items")] if "items" in answer else [answer]
            ours = [row for row in rows if row.get("relItemId") == rel_item_id]
            if any(rows) and "items" not in answer and not ours:
                raise UnreadableError  # an item, but another one: better asked again than believed
            return read_item(ours[0]) if ours else None

    async def change_price(self, platform_item_id: int, sku_id: int, price_fen: int) -> None:
        asked = {"itemId": platform_item_id, "skuId": sku_id, "price": price_fen}
        await self._call("POST", "open.item.sku.price.update", asked)

    async def read_stock(self, platform_item_id: int, sku_id: int) -> int:
        try:
            data = await self._call("GET", "open.item.sku.list.get", {"kwaiItemId": platform_item_id, "skuStatus": 1})
        except Refused as refused:
            raise ItemGone(**refused.facts) if _NO_ITEM in str(refused.facts["why"]) else refused from None
        with shape(writes=False):
            skus = [fields(row) for row in rows_of(fields(data), "skuList")]
            found = [whole(sku, "skuStock") for sku in skus if whole(sku, "kwaiSkuId") == sku_id]
        if not found:
            raise ItemGone(why=_NO_SKU, code=0)
        return found[0]

    async def change_stock(self, platform_item_id: int, sku_id: int, delta: int) -> None:
        asked = {
            "kwaiItemId": platform_item_id,
            "skuId": sku_id,
            "skuChangeStock": abs(delta),
            "changeType": 1 if delta > 0 else 2,
        }
        await self._call("POST", "open.item.sku.stock.update", asked)

    async def set_shelf(self, platform_item_id: int, on_shelf: bool) -> None:
        asked = {"kwaiItemId": platform_item_id, "shelfStatus": int(on_shelf)}
        await self._call("POST", "open.item.shelf.status.update", asked)

    # --- coupons -----------------------------------------------------------------------------

    async def create_coupon(self, coupon: NewCoupon) -> int:
        data = await self._call("POST", "open.promotion.coupon.create", new_coupon_param(coupon))
        with shape(writes=True):
            return whole(fields(data), "couponId")

    async def coupon_taken(self, platform_coupon_id: int) -> int:
        data = await self._call("GET", "open.promotion.coupon.statistic", {"couponId": platform_coupon_id})
        with shape(writes=False):
            return whole(fields(data), "receiveNum")  # INFER: the reference names no field

    async def end_coupon(self, platform_coupon_id: int) -> None:
        await self._call("POST", "open.promotion.coupon.over", {"couponId": platform_coupon_id})

    # --- orders ------------------------------------------------------------------------------

    async def orders(self, begin_ms: int, end_ms: int, cursor: str = "") -> OrderPage:
        asked = {
            "orderViewStatus": 1,
            "pageSize": 50,
            "sort": 2,
            "queryType": 2,
            "beginTime": begin_ms,
            "endTime": end_ms,
            "cpsType": 0,
            "cursor": cursor,
        }
        data = await self._call("GET", "open.order.cursor.list", asked)
        with shape(writes=False):
            answer = fields(data)
            rows = rows_of(answer, "orderList") if answer.get("orderList") is not None else []
            onward = words(answer, "cursor") if answer.get("cursor") else "nomore"
        found, unread = [], []
        for row in rows:  # one that cannot be read must not hide the others
            try:
                found.append(read_order(fields(row)))
            except UnreadableError:
                unread.append(legible_number(row))
        return OrderPage(tuple(found), None if onward in {"nomore", cursor} else onward, tuple(unread))

    async def order_source(self, order_id: str) -> OrderSource:
        data = await self._call("GET", "open.order.detail", {"oid": int(order_id)})
        with shape(writes=False):
            kind = fields(data).get("carrierType")
        return _SOURCES.get(kind, OrderSource.OTHER) if isinstance(kind, int) else OrderSource.OTHER

    # --- the wire ----------------------------------------------------------------------------

    async def _call(
        self, verb: Literal["GET", "POST"], method: str, param: Mapping[str, object], picture: bytes | None = None
    ) -> object:
        """One business call: `data` of the answer, and `on_call` told how it went."""
        started_s = self._clock.monotonic_s()
        let_in = False
        try:
            data = await self._with_living_token(verb, method, param, picture)
            let_in = True
        except Refused:
            let_in = True
            raise
        finally:
            if self._on_call is not None:
                self._on_call(method, let_in, (self._clock.monotonic_s() - started_s) * 1000)
        return data

    async def _with_living_token(
        self, verb: Literal["GET", "POST"], method: str, param: Mapping[str, object], picture: bytes | None
    ) -> object:
        """Renews the token when the platform says it ended, and repeats the call once."""
        writes = verb == "POST" and picture is None
        token = self._credentials.access_token
        body = await self._answer(self._request(verb, method, param, picture), writes=writes)
        try:
            self._judge(method, body)
        except _TokenEndedError:
            await self._renew(token)
            body = await self._answer(self._request(verb, method, param, picture), writes=writes)
            try:
                self._judge(method, body)
            except _TokenEndedError:
                raise SignInAgain from None
        return body.get("data")

    def _request(
        self, verb: Literal["GET", "POST"], method: str, param: Mapping[str, object], picture: bytes | None
    ) -> httpx.Request:
        """GET carries everything in the query, POST in the form body (KDOC, 3). The strings that are
        signed are encoded here once and not touched again."""
        parameters = {
            "appkey": self._credentials.appkey,
            "method": method,
            "version": "1",
            # A lone half of a surrogate pair cannot travel as UTF-8; it becomes "?".
            "param": json.dumps(param, ensure_ascii=False, separators=(",", ":")).encode(errors="replace").decode(),
            "access_token": self._credentials.access_token,
            "timestamp": str(self._clock.now_ms()),
            "signMethod": self._credentials.sign_method.value,
        }
        parameters["sign"] = sign(parameters, self._credentials.sign_secret, self._credentials.sign_method)
        path = "/" + method.replace(".", "/")
        if picture is not None:
            files = {"imgBytes": ("picture.jpg", picture, "image/jpeg")}
            return self._http.build_request("POST", path, data=parameters, files=files, timeout=_UPLOAD_IN_TIME)
        encoded = urlencode(parameters, quote_via=quote, safe="")
        if verb == "GET":
            return self._http.build_request("GET", f"{path}?{encoded}")
        return self._form_post(path, encoded)

    def _form_post(self, path: str, encoded: str) -> httpx.Request:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._http.build_request("POST", path, content=encoded.encode("ascii"), headers=headers)

    async def _answer(self, request: httpx.Request, *, writes: bool) -> dict[str, object]:
        """The envelope as it came. What went wrong before the request left is `RetryLater`; after that
        a write is `OutcomeUnknown` and a read still only `RetryLater`."""
        if self._http.is_closed:
            raise RetryLater(why=_NO_ROUTE, after_s=0.0)
        asked_s = self._clock.monotonic_s()
        try:
            response = await self._http.send(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as exc:
            raise RetryLater(why=_NO_ROUTE, after_s=0.0) from exc
        except httpx.TimeoutException as exc:
            raise lost(_NO_ANSWER, writes=writes) from exc
        except httpx.HTTPError as exc:
            raise lost(_CUT, writes=writes) from exc
        if self._on_date is not None and (date := response.headers.get("date")):
            self._on_date(date, (self._clock.monotonic_s() - asked_s) * 1000)
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            wait = response.headers.get("retry-after", "")
            raise RetryLater(why=_TOO_FAST, after_s=float(wait) if wait.isdecimal() else 1.0)
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            code = response.status_code
            raise lost(Text(f"平台出错（HTTP {code}）", f"the platform failed (HTTP {code})"), writes=writes)
        try:
            body = response.json()
        except ValueError as exc:
            raise lost(UNREADABLE, writes=writes) from exc
        if not isinstance(body, dict) or type(body.get("result")) is not int:
            raise lost(UNREADABLE, writes=writes)
        return body

    def _judge(self, method: str, body: Mapping[str, object]) -> None:
        """Raise what the envelope's `result` means; 1 is success (KDOC: always look at `result`)."""
        code = body["result"]
        if code == 1:
            return
        said = next((w for k in ("error_msg", "sub_msg", "msg") if isinstance(w := body.get(k), str) and w), str(code))
        why = self._credentials.scrub(said)
        lowered = why.lower()
        if code in _TOO_MANY_CALLS or "exceed quota limit" in lowered or "exceed qps limit" in lowered:
            spent = code == 1017 or "quota" in lowered
            raise RetryLater(
                why=_BUDGET_SPENT if spent else _TOO_FAST,
                after_s=self._until_tomorrow_s() if spent else 1.0,
                only_this=code == 1017 or "apiid" in lowered,
            )
        # 21 is "token" everywhere, and on the stock method also "当前库存不足，请减少预留数量" (KDOC K1001).
        short_of_stock = code == 21 and ("库存" in why or "stock" in lowered)
        if code in _TOKEN_ENDED and not short_of_stock:
            raise _TokenEndedError
        if code in _NOT_AUTHORISED:
            raise SignInAgain(why=why, code=code)
        if code in _WRONG_SIGNATURE:
            raise SignatureRefused(why=why, code=code)
        raise Refused(why=why, code=code, method=method)

    def _until_tomorrow_s(self) -> float:
        """Seconds to the next midnight in Beijing, when the day's calls return (INFER); an hour at
        most, because a quota can be reset by hand before that."""
        return min(3600.0, 86_400 - (self._clock.now_ms() // 1000 + 8 * 3600) % 86_400)

    async def _renew(self, ended_token: str) -> None:
        """Trade the refresh token for a new pair, once however many calls met the ended token.

        The call that led here was refused for its token, hence not applied: trouble on the way is
        `RetryLater`, a refusal is `SignInAgain` (KDOC APP授权说明, 2.4)."""
        async with self._renewing:
            keys = self._credentials
            if keys.access_token != ended_token:
                return
            form = {
                "grant_type": "refresh_token",
                "refresh_token": keys.refresh_token,
                "app_id": keys.appkey,
                "app_secret": keys.app_secret,
            }
            request = self._form_post("/oauth2/refresh_token", urlencode(form, quote_via=quote, safe=""))
            body = await self._answer(request, writes=False)
            if body["result"] == _OAUTH_SERVER_ERROR or body["result"] in _TOO_MANY_CALLS:
                raise RetryLater(why=_NO_ANSWER, after_s=1.0)
            if body["result"] != 1:
                raise SignInAgain(code=body["result"])
            with shape(writes=False):
                access_token, refresh_token = words(body, "access_token"), words(body, "refresh_token")
            self._credentials = replace(keys, access_token=access_token, refresh_token=refresh_token)
            if self._on_tokens is not None:
                self._on_tokens(access_token, refresh_token)


class _WithoutQuery(logging.Filter):
    """httpx logs whole URLs, and on a GET the access token stands in the query."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(a.copy_with(query=None) if isinstance(a, httpx.URL) else a for a in record.args)
        return True


_without_query = _WithoutQuery()


def _keep_tokens_out_of_logs() -> None:
    """Idempotent: a logger holds the same filter once."""
    logging.getLogger("httpx").addFilter(_without_query)
