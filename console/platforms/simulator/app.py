"""The rehearsal shop as one object: an ASGI application and the buyers that can be ordered for it.

All database and CPU work happens on one worker thread of its own, never on the event loop, because the
simulator may run inside the window's process. Listening on a port is in `serving`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

import filelock
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from console.clock import Clock, SystemClock
from console.errors import DataFolderInUse, DataFolderUnusable
from console.platforms.simulator import buyers, coupons, tokens
from console.platforms.simulator.credentials import default_credentials
from console.platforms.simulator.fields import Fields
from console.platforms.simulator.limits import Turnstile
from console.platforms.simulator.listing import settle_audits
from console.platforms.simulator.methods import METHODS
from console.platforms.simulator.schema import Rules, Visit, one_transaction, open_tables
from console.platforms.simulator.shop import SELLER_ID, SHOP_NAME
from console.platforms.simulator.wire import (
    FORM,
    Asked,
    RefusalError,
    Result,
    check_signature,
    envelope,
    media_type,
    once,
    pairs_of,
    read_param,
    read_parameters,
    refusal,
)

T = TypeVar("T")

FILE_NAME: Final = "simulator.sqlite3"
MOST_BODY_BYTES: Final = 8 * 1024 * 1024
STUDIO_HEADER: Final = "X-Studio-Token"
_log = logging.getLogger("kaibo.simulator")
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_ANY_VERB = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class Simulator:
    """A Kuaishou shop to rehearse with, kept in `data`; serves the open platform's wire protocol."""

    def __init__(
        self,
        data: Path,
        *,
        clock: Clock | None = None,
        credentials: Mapping[str, str] | None = None,
        audit_delay_s: float = 1.0,
        refused_words: tuple[str, ...] = ("违禁",),
        calls_per_second: int = 100,
        calls_per_day: int = 100_000,
        seller_id: int = SELLER_ID,
        shop_name: str = SHOP_NAME,
    ) -> None:
        """Open or create the shop. `credentials` as `default_credentials()` gives them; a title that
        holds one of `refused_words` fails the audit, all others pass it after `audit_delay_s`.

        Raises `DataFolderInUse` when another simulator has it, `DataFolderUnusable` when it cannot be
        written.
        """
        keys = dict(credentials or default_credentials())
        self._clock = clock or SystemClock()
        self._rules = Rules(
            appkey=keys["appkey"],
            app_secret=keys["app_secret"],
            sign_secret=keys["sign_secret"],
            audit_delay_s=audit_delay_s,
            refused_words=refused_words,
            calls_per_second=calls_per_second,
            calls_per_day=calls_per_day,
            seller_id=seller_id,
            shop_name=shop_name,
        )
        self._turnstile = Turnstile()
        self._lock = _own_folder(data)
        self._closed = False
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="simulator")
        try:
            self._db = self._worker.submit(open_tables, data / FILE_NAME).result()
            living = self._worker.submit(self._open, keys).result()
        except sqlite3.Error as exc:
            self._worker.shutdown()
            self._lock.release()
            raise DataFolderUnusable(folder=str(data), why=str(exc)) from exc
        self.credentials: Final[Mapping[str, str]] = MappingProxyType(living)
        """For a credentials file: the keys, a living pair of tokens, and `studio_token`."""
        self.app: Final = self._routes()

    def _open(self, keys: dict[str, str]) -> dict[str, str]:
        now_ms = self._clock.now_ms()
        with one_transaction(self._db):
            tokens.adopt_pair(self._db, keys["access_token"], keys["refresh_token"], now_ms)
            access_token, refresh_token = tokens.living_pair(self._db, now_ms)
            self._db.execute(
                "INSERT INTO secret VALUES ('studio_token', ?) ON CONFLICT DO NOTHING", [secrets.token_urlsafe(24)]
            )
            studio_token = self._db.execute("SELECT value FROM secret WHERE name = 'studio_token'").fetchone()[0]
        return keys | {"access_token": access_token, "refresh_token": refresh_token, "studio_token": studio_token}

    def close(self) -> None:
        """Finish the call at hand and close the file; harmless when called twice. Later calls get HTTP 503."""
        if self._closed:
            return
        self._closed = True
        self._worker.submit(self._db.close)
        self._worker.shutdown(wait=True)
        self._lock.release()

    # --- buyers and other outside events -----------------------------------------------------

    async def order(self, rel_item_id: int, quantity: int = 1, *, buyer: str = "", pay: bool = True) -> int:
        """A buyer orders; returns the order number. Raises `BuyerTurnedAway`."""
        return await self._on_worker(
            lambda: self._visit(lambda v: buyers.place(v, rel_item_id, quantity, buyer=buyer, pay=pay))
        )

    async def pay_order(self, oid: int) -> None:
        """The buyer pays. Raises `BuyerTurnedAway`."""
        await self._on_worker(lambda: self._visit(lambda v: buyers.pay(v, oid)))

    async def close_order(self, oid: int) -> None:
        """The order is closed and its units go back. Raises `BuyerTurnedAway`."""
        await self._on_worker(lambda: self._visit(lambda v: buyers.close(v, oid)))

    async def refund_order(self, oid: int) -> None:
        """The money goes back, the goods do not. Raises `BuyerTurnedAway`."""
        await self._on_worker(lambda: self._visit(lambda v: buyers.refund(v, oid)))

    async def take_coupons(self, coupon_id: int, count: int = 1) -> int:
        """Invented buyers take coupons; returns how many got one."""
        return await self._on_worker(lambda: self._visit(lambda v: coupons.take(v, coupon_id, count)))

    async def totals(self) -> dict[str, object]:
        """What the platform has: see `buyers.totals`."""
        return await self._on_worker(lambda: self._visit(buyers.totals))

    async def expire_tokens(self) -> None:
        """All access tokens end now, as after 48 hours; refresh tokens go on."""
        await self._on_worker(lambda: self._visit(lambda v: tokens.expire_access(v.db, v.now_ms)))

    async def revoke(self) -> None:
        """The seller withdraws the authorisation: no token works any more."""
        await self._on_worker(lambda: self._visit(lambda v: tokens.revoke(v.db, v.now_ms)))

    # --- on the worker thread ----------------------------------------------------------------

    def _visit(self, work: Callable[[Visit], T], parts: Mapping[str, bytes] | None = None) -> T:
        visit = Visit(self._db, self._clock.now_ms(), self._rules, parts or {})
        with one_transaction(self._db):
            settle_audits(visit)
            return work(visit)

    def _called(self, asked: Asked) -> bytes:
        """Serve one call of the open platform. A refusal is an envelope like any other."""
        try:
            return _json(envelope(self._data(asked)))
        except RefusalError as error:
            return _json(refusal(error))

    def _data(self, asked: Asked) -> object:
        name = asked.path.strip("/").replace("/", ".")
        method = METHODS.get(name)
        if method is None:
            raise RefusalError(Result.UNKNOWN_METHOD, f"API 不存在：{name}")
        if asked.verb != method.verb:
            raise RefusalError(Result.WRONG_VERB, f"请求方法错误，应为 {method.verb}")
        signed = read_parameters(asked, multipart=method.multipart)
        keys = self._rules
        check_signature(signed, appkey=keys.appkey, sign_secret=keys.sign_secret, now_ms=self._clock.now_ms())
        if signed["method"] != name:
            raise RefusalError(Result.BAD_REQUEST, "method 与请求路径不一致")
        self._visit(lambda v: tokens.check_access(v, signed["access_token"], user=method.user))
        self._visit(lambda v: self._turnstile.let_in(v, name, self._clock.monotonic_s()))
        param = Fields(read_param(signed["param"]))
        return self._visit(lambda v: method.answer(v, param), signed.parts)

    def _oauth(self, asked: Asked) -> bytes:
        grant = tokens.access_token if asked.verb == "GET" else tokens.refresh_token
        try:
            if asked.verb == "POST" and media_type(asked.content_type) != FORM:
                raise RefusalError(tokens.INVALID_REQUEST, f"Content-Type 仅支持 {FORM}")
            found = once(pairs_of(asked.query) + (pairs_of(asked.body) if asked.verb == "POST" else []))
            return _json(self._visit(lambda v: grant(v, found)))
        except RefusalError as error:
            return _json(tokens.oauth_refusal(error))

    def _studio(self, asked: Asked, work: Callable[[Visit, Fields], object]) -> tuple[int, bytes]:
        """The side door: (HTTP status, JSON)."""
        try:
            wishes = Fields(read_param(asked.body.decode())) if asked.body else Fields({})
            return 200, _json(self._visit(lambda v: work(v, wishes)))
        except (RefusalError, UnicodeDecodeError) as error:
            return 400, _json({"error": getattr(error, "words", "not UTF-8")})
        except buyers.BuyerTurnedAway as error:
            return 409, _json({"error": error.shown("zh_CN").title, "error_en": error.shown("en").title})

    # --- on the event loop -------------------------------------------------------------------

    async def _on_worker(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    def _routes(self) -> Starlette:
        async def call(request: Request) -> Response:
            return await self._respond(request, lambda asked: (200, self._called(asked)))

        async def oauth(request: Request) -> Response:
            return await self._respond(request, lambda asked: (200, self._oauth(asked)))

        return Starlette(
            routes=[
                Route("/oauth2/access_token", oauth, methods=["GET"]),
                Route("/oauth2/refresh_token", oauth, methods=["POST"]),
                self._side_door("GET", "totals", lambda v, _: buyers.totals(v)),
                self._side_door("POST", "orders", _place),
                self._side_door("POST", "orders/{oid:int}/pay", _pay),
                self._side_door("POST", "orders/{oid:int}/close", _close),
                self._side_door("POST", "orders/{oid:int}/refund", _refund),
                self._side_door("POST", "codes", lambda v, _: {"code": tokens.new_code(v)}),
                Route("/{path:path}", call, methods=_ANY_VERB),
            ]
        )

    def _side_door(self, verb: str, path: str, work: Callable[[Visit, Fields], object]) -> Route:
        async def answer(request: Request) -> Response:
            if not self._may_enter(request):
                return Response(_json({"error": "forbidden"}), 403, media_type="application/json")
            if verb == "POST" and media_type(request.headers.get("content-type", "")) != "application/json":
                return Response(_json({"error": "JSON only"}), 415, media_type="application/json")
            numbers = request.path_params

            def with_numbers(visit: Visit, wishes: Fields) -> object:
                return work(visit, Fields(numbers) if numbers else wishes)

            return await self._respond(request, lambda asked: self._studio(asked, with_numbers))

        return Route(f"/_studio/{path}", answer, methods=[verb])

    def _may_enter(self, request: Request) -> bool:
        """Only from this machine, only with the token, and never from a web page."""
        token = request.headers.get(STUDIO_HEADER, "").encode()
        known = secrets.compare_digest(token, self.credentials["studio_token"].encode())
        from_here = request.client is not None and request.client.host in _LOOPBACK
        return known and from_here and request.url.hostname in _LOOPBACK and "origin" not in request.headers

    async def _respond(self, request: Request, answer: Callable[[Asked], tuple[int, bytes]]) -> Response:
        body = await _body(request)
        if body is None:
            words = refusal(RefusalError(Result.BAD_REQUEST, "请求过大"))
            return Response(_json(words), media_type="application/json")
        if self._closed:
            return Response(b"closed", 503, media_type="text/plain")
        path, query = request.scope["path"], request.scope["query_string"]
        asked = Asked(request.method, path, query, request.headers.get("content-type", ""), body)
        try:
            status, content = await self._on_worker(lambda: answer(asked))
        except sqlite3.Error:
            _log.exception("the rehearsal shop's file failed")
            return Response(b"server error", 500, media_type="text/plain")
        return Response(content, status, media_type="application/json")


def _own_folder(data: Path) -> filelock.FileLock:
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(data / "simulator.lock", timeout=0)
        lock.acquire()
    except filelock.Timeout:
        raise DataFolderInUse(folder=str(data)) from None
    except OSError as exc:
        raise DataFolderUnusable(folder=str(data), why=exc.strerror or type(exc).__name__) from exc
    return lock


async def _body(request: Request) -> bytes | None:
    """The whole body, or None when it is too large to be read."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > MOST_BODY_BYTES:
            return None
    return bytes(content)


def _json(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def _place(visit: Visit, wishes: Fields) -> object:
    quantity = wishes.whole("quantity", 1) if "quantity" in wishes else 1
    buyer = wishes.text("buyer", 30, empty=True) if "buyer" in wishes else ""
    pay = wishes.flag("pay") if "pay" in wishes else True
    return {"oid": buyers.place(visit, wishes.whole("rel_item_id", 1), quantity, buyer=buyer, pay=pay)}


def _pay(visit: Visit, wishes: Fields) -> object:
    buyers.pay(visit, wishes.whole("oid"))
    return {"done": True}


def _close(visit: Visit, wishes: Fields) -> object:
    buyers.close(visit, wishes.whole("oid"))
    return {"done": True}


def _refund(visit: Visit, wishes: Fields) -> object:
    buyers.refund(visit, wishes.whole("oid"))
    return {"done": True}
