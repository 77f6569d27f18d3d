"""A bad line in front of the rehearsal shop: every fault of `reliability.md`, dealt by a seed.

`Weather` decides what becomes of a request. `BadLine` does it in process (fast: most of the seeds);
`FaultProxy` does it to bytes between two real sockets, with the product's own HTTP client on one side
and uvicorn with the simulator on the other. The same random show runs over either; then the faults
stop, and the studio's books, the platform's and a notebook's must agree to the last piece.

Not here: restarts in every order and minimal failing examples (`machine`), clocks (`clock`), power.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import socket
import struct
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from console.commands import RetryNow
from tests.flows.conftest import Studio
from tests.torture import books as books_
from tests.torture.books import HELD, PLATFORM_ONLY, SHARED, STUDIO_ONLY, Books, Hands
from tests.torture.harness import Outcome, Progress, Stopwatch, silent, spread

NAME = "proxy"
SHORT = 100
LONG = 20_000
BROKEN = ("no key", "no lookup", "two senders", "no ordering", "no dedupe", "quota not taken off")

SOCKETS_EVERY = 8
"""Every eighth seed runs over real sockets, the others in process."""
DOUBLING_EVERY = 10
"""Every tenth seed also doubles what is not harmless to double, see `doubled_safely`."""
LONGEST_SEED_S = 240.0


class Fault(StrEnum):
    """What becomes of one request."""

    NONE = "none"
    LOST = "lost request"
    NO_REPLY = "lost reply"
    CUT = "cut reply"
    TWICE = "duplicate"
    TWIN_LATER = "late duplicate"
    LATER = "reordered"
    STALL = "stall"
    STALL_AFTER = "stall after apply"
    SLOW = "slow"
    RESET = "reset"
    RESET_AFTER = "reset after apply"
    BUSY = "429"
    FAILED = "5xx"
    FAILED_AFTER = "5xx after apply"
    EXPIRED = "expired token"


NEW, STOCK, PRICE = "/open/item/new", "/open/item/sku/stock/update", "/open/item/sku/price/update"
SHELF, ORDERS, SKUS = "/open/item/shelf/status/update", "/open/order/cursor/list", "/open/item/sku/list/get"
REFRESH = "/oauth2/refresh_token"


def doubled_safely(fault: Fault, path: str) -> bool:
    """Whether the protocol bears `fault` on `path`.

    A stock change is a delta without a key: no client can tell a copy of it from itself while it is on
    its way, and a price or shelf change that overtakes its successor undoes it. Neither can happen on
    one TLS connection; a gateway that repeats or parks requests can do both. Such nights are kept apart: a
    doubled stock change must be noticed by a later reading, and a person's word must make both sides equal; an
    overtaken price is only counted.
    """
    if fault is Fault.TWICE:
        return path != STOCK
    return fault not in (Fault.TWIN_LATER, Fault.LATER) or path not in (STOCK, PRICE, SHELF)


def bearable(fault: Fault, path: str) -> bool:
    """Whether `fault` may befall `path` at all.

    A refresh token that was traded in dies five minutes later (KDOC): a line that loses that one answer
    and then stays away asks for a person, rightly. Here nobody is there to sign in again.
    """
    return path != REFRESH or fault in (Fault.NONE, Fault.LOST, Fault.RESET, Fault.BUSY, Fault.FAILED, Fault.SLOW)


@dataclass
class Weather:
    """Decides what becomes of each request and keeps count; `between` lets others act at that moment."""

    rng: random.Random
    studio: Studio
    rate: float
    doubling: bool = False
    on: bool = True
    plan: list[Fault] = field(default_factory=list)
    """Faults for the next requests, before chance decides."""
    aimed: dict[str, list[Fault]] = field(default_factory=dict)
    """Faults for the next requests of one path, before the plan."""
    between: Callable[[], Awaitable[None]] | None = None
    path: str = ""
    """Of the request that is being decided."""
    dealt: Counter[str] = field(default_factory=Counter)
    hang_in: int | None = None
    """Requests until one hangs for ever, as when the program dies; see `hung`."""
    hang_after: bool = False
    hung: asyncio.Event = field(default_factory=asyncio.Event)
    errors: list[str] = field(default_factory=list)
    late: list[tuple[int, Callable[[], Awaitable[object]]]] = field(default_factory=list)
    """(requests still to come before it, deliver)."""
    added_twice: int = 0
    """Units of changes that add to a stock and may have been delivered twice."""

    async def fault_for(self, path: str) -> Fault:
        """What becomes of the request that has just been made."""
        await self._deliver_late(1)
        if not self.on:
            return Fault.NONE
        if self.between is not None:
            self.path = path
            await self.between()
        plan = self.aimed.get(path) or self.plan
        fault = plan.pop(0) if plan else self._by_chance()
        if not bearable(fault, path) or not (self.doubling or doubled_safely(fault, path)):
            fault = Fault.NONE
        self.dealt[fault] += 1
        if fault is Fault.EXPIRED:
            await self.studio.simulator.expire_tokens()
        if fault in (Fault.STALL, Fault.STALL_AFTER):
            self.studio.clock.advance(10)  # the client's own patience
        if fault is Fault.SLOW:
            self.studio.clock.advance(4)
        return fault

    async def may_hang(self, *, after: bool) -> None:
        """Never return when this is the moment at which the program dies."""
        if self.hang_in is None or self.hang_after is not after:
            return
        self.hang_in -= 1
        if self.hang_in < 0:
            self.hang_in = None
            self.hung.set()
            await asyncio.Event().wait()

    def later(self, deliver: Callable[[], Awaitable[object]]) -> None:
        """Deliver after one to four further requests."""
        self.late.append((self.rng.randint(1, 4), deliver))

    async def clear_up(self) -> None:
        """No more faults; what is on its way arrives now."""
        self.on = False
        self.plan.clear()
        self.aimed.clear()
        await self._deliver_late(99)

    async def _deliver_late(self, requests: int) -> None:
        now, self.late = self.late, []
        for left, deliver in now:
            if left > requests:
                self.late.append((left - requests, deliver))
            else:
                await deliver()

    def _by_chance(self) -> Fault:
        if self.rng.random() >= self.rate:
            return Fault.NONE
        return self.rng.choice(_FAULTS)


_FAULTS = [fault for fault in Fault if fault is not Fault.NONE]


# --- in process ------------------------------------------------------------------------------


@dataclass
class BadLine(httpx.AsyncBaseTransport):
    """The weather between the client and the simulator, without a socket."""

    inner: httpx.AsyncBaseTransport
    weather: Weather

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        fault = await self.weather.fault_for(request.url.path)
        await self.weather.may_hang(after=False)

        async def deliver() -> httpx.Response:
            copy = httpx.Request(request.method, request.url, headers=request.headers, content=body)
            answer = await self.inner.handle_async_request(copy)
            await answer.aread()
            return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content, request=request)

        if fault in _DOUBLES and request.url.path == STOCK:
            self.weather.added_twice += _added(request, body)
        if fault in _NEVER_ARRIVES:
            raise _NEVER_ARRIVES[fault](fault, request=request)
        if fault in _SAYS_NO:
            return httpx.Response(_SAYS_NO[fault], request=request)
        if fault is Fault.LATER:
            self.weather.later(deliver)
            raise httpx.ReadTimeout(fault, request=request)
        answer = await deliver()
        await self.weather.may_hang(after=True)
        if fault in _NEVER_ANSWERED:
            raise _NEVER_ANSWERED[fault](fault, request=request)
        if fault is Fault.FAILED_AFTER:
            return httpx.Response(502, request=request)
        if fault is Fault.TWICE:
            return await deliver()
        if fault is Fault.TWIN_LATER:
            self.weather.later(deliver)
        return answer


def _added(request: httpx.Request, body: bytes) -> int:
    """Units that a stock change adds; 0 for one that takes away."""
    said = dict(request.url.params) | dict(httpx.QueryParams(body.decode()))
    change = json.loads(said["param"])
    return int(change["skuChangeStock"]) if change["changeType"] == ADDS else 0


ADDS = 1
"""KDOC: 1 adds to a stock, 2 takes from it."""
_DOUBLES = (Fault.TWICE, Fault.TWIN_LATER, Fault.LATER)
_NEVER_ARRIVES: dict[Fault, type[httpx.RequestError]] = {
    Fault.LOST: httpx.ConnectError,
    Fault.STALL: httpx.ReadTimeout,
    Fault.RESET: httpx.WriteError,
}
_SAYS_NO = {Fault.BUSY: 429, Fault.FAILED: 503}
_NEVER_ANSWERED: dict[Fault, type[httpx.RequestError]] = {
    Fault.NO_REPLY: httpx.RemoteProtocolError,
    Fault.CUT: httpx.ReadError,
    Fault.RESET_AFTER: httpx.ReadError,
    Fault.STALL_AFTER: httpx.ReadTimeout,
}


# --- over real sockets -----------------------------------------------------------------------


class Shop:
    """uvicorn on a loopback port, for one simulator after another."""

    def __init__(self) -> None:
        self.app: Any = None
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._listener.bind(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        config = uvicorn.Config(
            self._call,
            interface="asgi3",
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=2,
        )
        self._server = _Quiet(config)
        self._serving: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Shop:
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._listener]))
        for _ in range(500):
            if self._server.started:
                return self
            await asyncio.sleep(0.01)
        raise TimeoutError("uvicorn did not start")

    async def __aexit__(self, *_: object) -> None:
        self._server.should_exit = True
        assert self._serving is not None
        await self._serving
        self._listener.close()

    async def _call(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


class _Quiet(uvicorn.Server):
    """A server that leaves the process's signals alone."""

    def capture_signals(self) -> Any:
        return contextlib.nullcontext()


class FaultProxy:
    """HTTP/1.1 from loopback to loopback, one request at a time on a connection, with `weather` between."""

    def __init__(self, port: int) -> None:
        self.weather: Weather | None = None
        self.port = 0
        self._shop_port = port
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> FaultProxy:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        await self.drop()
        await self._server.wait_closed()

    async def drop(self) -> None:
        """Close every connection, as when the line is pulled."""
        for task in tuple(self._open):
            task.cancel()
        if self._open:
            await asyncio.wait(self._open, timeout=5)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            while (asked := await _message(reader)) is not None and await self._answer(asked, reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.transport.abort()
        except Exception as error:  # noqa: BLE001 - told with the seed; a server would only log it
            if self.weather is not None:
                self.weather.errors.append(f"proxy: {type(error).__name__}: {error}")
        finally:
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()
            self._open.discard(task)

    async def _answer(self, asked: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Serve one request; False when the connection is over."""
        assert self.weather is not None
        path = asked.split(b" ", 2)[1].split(b"?", 1)[0].decode("ascii")
        fault = await self.weather.fault_for(path)
        await self.weather.may_hang(after=False)
        if fault in _SAYS_NO:
            return await _sent(writer, _STATUS[fault])
        if fault is Fault.LATER:
            self.weather.later(lambda: self._forward(asked))
        if fault in (Fault.LOST, Fault.STALL, Fault.RESET, Fault.LATER):
            return await _left_alone(fault, reader, writer)
        answer = await self._forward(asked)
        await self.weather.may_hang(after=True)
        if fault in _NEVER_ANSWERED:
            if fault is Fault.CUT:
                await _sent(writer, answer[: len(answer) * 2 // 3])
            return await _left_alone(fault, reader, writer)
        if fault is Fault.TWICE:
            answer = await self._forward(asked)
        if fault is Fault.TWIN_LATER:
            self.weather.later(lambda: self._forward(asked))
        return await _sent(writer, _STATUS.get(fault, answer), slowly=fault is Fault.SLOW)

    async def _forward(self, asked: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._shop_port)
        try:
            writer.write(asked)
            await writer.drain()
            answer = await _message(reader)
            if answer is None:
                raise ConnectionError("the shop closed")
            assert not answer.startswith(b"HTTP/1.1 5"), "the rehearsal shop failed"
            return answer
        finally:
            writer.close()
            await writer.wait_closed()


async def _message(reader: asyncio.StreamReader) -> bytes | None:
    """One HTTP message with its body by Content-Length, as it came; None when there is no further one."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as end:
        if end.partial:
            raise
        return None
    lengths = [
        line.split(b":", 1)[1] for line in head.split(b"\r\n")[1:] if line.lower().startswith(b"content-length:")
    ]
    return head + await reader.readexactly(int(lengths[0]) if lengths else 0)


_STATUS = {
    Fault.BUSY: b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n",
    Fault.FAILED: b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
    Fault.FAILED_AFTER: b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
}


async def _sent(writer: asyncio.StreamWriter, data: bytes, *, slowly: bool = False) -> bool:
    """Send it whole, or in a trickle; the connection stays."""
    step = max(1, len(data) // 6) if slowly else len(data)
    for start in range(0, len(data), step):
        writer.write(data[start : start + step])
        await writer.drain()
        await asyncio.sleep(0.002 if slowly else 0)
    return True


async def _left_alone(fault: Fault, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """No answer, or no further: close, close with RST, or say nothing until the client has had enough."""
    if fault in (Fault.STALL, Fault.STALL_AFTER):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(10):
                await reader.read(1)
    if fault in (Fault.RESET, Fault.RESET_AFTER):
        _reset(writer)
    return False


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close with RST instead of FIN."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


_FEW = httpx.Limits(max_connections=8, max_keepalive_connections=4, keepalive_expiry=4)


@dataclass
class ToProxy(httpx.AsyncBaseTransport):
    """The client's own transport, led to the proxy; impatient while there are faults, so that nobody waits."""

    port: int
    weather: Weather
    impatient_s: float = 0.25
    wire: httpx.AsyncHTTPTransport = field(
        default_factory=lambda: httpx.AsyncHTTPTransport(limits=_FEW, trust_env=False)
    )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.port)
        read_s = self.impatient_s if self.weather.on else 20.0
        request.extensions["timeout"] = {"connect": 5.0, "read": read_s, "write": 5.0, "pool": 5.0}
        return await self.wire.handle_async_request(request)

    async def aclose(self) -> None:
        await self.wire.aclose()


# --- one night -------------------------------------------------------------------------------


@dataclass
class Night:
    """One seed: a random show over a bad line, and what it ended with."""

    seed: int
    broken: str | None = None
    sockets: tuple[Shop, FaultProxy] | None = None
    doubling: bool = False
    acts: int = 13
    name: str = NAME
    failures: list[str] = field(default_factory=list)
    dealt: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    apart: int = 0
    """1 when a night with doubled changes did not end equal by itself."""
    cards: int = 0
    """Items of which a later reading said so."""
    added_twice: int = 0
    """Units of changes that add to a stock and may have been delivered twice."""
    sold_twice: int = 0
    """Of these, units that viewers bought before anything noticed, told as short here."""

    async def run(self) -> list[str]:
        """Play it; returns what went wrong, each line with the seed."""
        try:
            async with asyncio.timeout(LONGEST_SEED_S):
                with books_.work_folder() as folder, books_.listening() as log:
                    self.failures += await self._play(Path(folder) / "data")
            self.failures += [f"log: {line}" for line in log]
        except TimeoutError:
            self.failures.append(f"not over after {LONGEST_SEED_S:.0f} s")
        except Exception as error:  # noqa: BLE001 - whatever a seed ends with is that seed's failure
            self.failures.append(f"{type(error).__name__}: {error}")
        way = "sockets" if self.sockets else "in process"
        return [f"{self.name} seed {self.seed} ({way}): {line}" for line in self.failures]

    async def _play(self, folder: Path) -> list[str]:
        rng = random.Random(self.seed)
        books = Books()
        rate = rng.choice([0.15, 0.35, 0.6])
        two = self.broken == "two senders" or rng.random() < 0.25
        left, clock = self.acts, None
        while True:
            async with books_.reopened(folder, clock, self.broken) as studio, self._line(studio, rng, rate) as weather:
                clock = studio.clock
                self.opened(studio)
                hands = Hands(studio, books)
                weather.between = _viewers(rng, hands)
                senders = [studio.pusher, *([books_.second_sender(studio)] if two else [])]
                while left > 0:
                    left -= 1
                    await _act(rng, hands, _ALL if self.doubling else _WITH_QUOTA)
                    if rng.random() < 0.06 and await _dies(rng, studio, weather):
                        break
                    await _sync(rng, studio, senders)
                    studio.clock.advance(rng.choice([0, 1, 5, 30]))
                    self.disturbed(rng, studio)
                else:
                    self.mended(studio)
                    weather.between = None
                    await weather.clear_up()
                    await hands.force(offline=False)
                    said = await books_.settled(studio, books)
                    return await self._asked(studio, books, weather) if said and self.doubling else said

    async def _asked(self, studio: Studio, books: Books, weather: Weather) -> list[str]:
        """What stands after a person answered every card that a later reading raised.

        Units that were added twice can be sold twice before anything notices: the sale says that it is short of them.
        """
        self.apart = 1
        self.cards = await books_.read_again(studio)
        self.sold_twice = await books_.note_sold_twice(studio, books, self.added_twice + weather.added_twice)
        return [line for line in await books_.settled(studio, books) if books_.OFFER not in line]

    # --- for nights with more than a bad line -----------------------------------------------

    def opened(self, studio: Studio) -> None:
        """The console has started."""

    def disturbed(self, rng: random.Random, studio: Studio) -> None:
        """A turn of the show is over."""

    def mended(self, studio: Studio) -> None:
        """The faults stop."""

    @asynccontextmanager
    async def _line(self, studio: Studio, rng: random.Random, rate: float) -> AsyncIterator[Weather]:
        weather = Weather(rng, studio, rate, self.doubling)
        if self.sockets is None:
            studio.line.inner = BadLine(studio.line.inner, weather)
            yield weather
        else:
            shop, proxy = self.sockets
            shop.app, proxy.weather = studio.simulator.app, weather
            studio.line.inner = wire = ToProxy(proxy.port, weather)
            try:
                yield weather
            finally:
                await wire.aclose()
                await proxy.drop()
        self.dealt += weather.dealt
        self.failures += weather.errors
        self.added_twice += weather.added_twice
        self.calls += len(studio.line.calls)


def _viewers(rng: random.Random, hands: Hands) -> Callable[[], Awaitable[None]]:
    """Viewers who order, pay and close in the middle of other people's requests."""

    async def act() -> None:
        if not hands.books.goods or rng.random() > 0.2:
            return
        orders = list(hands.books.orders)
        what = rng.random()
        if what < 0.6 or not orders:
            await hands.order(rng.choice(list(hands.books.goods)), rng.randint(1, 3), pay=rng.random() < 0.6)
        elif what < 0.8:
            await hands.pay(rng.choice(orders))
        else:
            await hands.close(rng.choice(orders))

    return act


_ALL = (SHARED, SHARED, STUDIO_ONLY, PLATFORM_ONLY)
_WITH_QUOTA = (*_ALL, HELD)
"""Units that were added twice can be sold twice: where stock changes are doubled, nobody holds a quota."""


async def _act(rng: random.Random, hands: Hands, whose_items: tuple[str, ...]) -> None:
    """One to three things that somebody does at the desk."""
    for _ in range(rng.randint(1, 3)):
        goods = list(hands.books.goods)
        if not goods or (len(goods) < 4 and rng.random() < 0.25):
            whose = rng.choice(whose_items)
            stock = rng.randint(40, 90) if whose == SHARED else rng.randint(1, 4) + 3 * (whose == HELD)
            await hands.list_item(stock, rng.randint(1, 90_000), whose)
            continue
        number = rng.choice(goods)
        match rng.choices(list(_ACTS), list(_ACTS.values()))[0]:
            case "sell":
                await hands.sell(number, rng.randint(1, 3))
            case "void" if hands.books.sales:
                await hands.void(rng.choice(list(hands.books.sales)))
            case "again" if hands.books.sales:
                await hands.sell_again(rng.choice(list(hands.books.sales)))
            case "price":
                await hands.reprice(number, rng.randint(1, 90_000))
            case "count":
                await hands.count(number, rng.choice([-2, -1, 1, 2, 5]))
            case "turn":
                await hands.turn(number)
            case "quota":
                await (hands.give_back(number) if rng.random() < 0.25 else hands.hold(number, rng.randint(1, 4)))
            case "link":
                await hands.force(offline=rng.random() < 0.4)
            case "retry":
                await hands.studio.desk.do(RetryNow())
            case _:
                pass


_ACTS = {"sell": 10, "void": 3, "again": 1, "price": 4, "count": 2, "turn": 1, "quota": 4, "link": 1, "retry": 1}
"""What is done how often, of so many."""


async def _sync(rng: random.Random, studio: Studio, senders: list[Any]) -> None:
    """What the console's loops do in a while, side by side as in the product."""
    rounds: list[Awaitable[object]] = [sender.step() for sender in senders]
    if rng.random() < 0.5:
        rounds.append(studio.intake.round())
    if rng.random() < 0.7:
        rounds.append(studio.audits.round())
    await asyncio.gather(*rounds)


async def _dies(rng: random.Random, studio: Studio, weather: Weather) -> bool:
    """The program dies in the middle of a request; False when there was nothing to send."""
    weather.hang_in, weather.hang_after = rng.randint(0, 3), rng.random() < 0.6
    pushing = asyncio.create_task(studio.pusher.step())
    dying = asyncio.create_task(weather.hung.wait())
    await asyncio.wait({pushing, dying}, return_when=asyncio.FIRST_COMPLETED)
    died = not pushing.done()
    weather.hang_in = None
    for task in (pushing, dying):
        task.cancel()
    await asyncio.wait({pushing, dying})
    if not pushing.cancelled():
        pushing.result()
    return died


# --- the harness -----------------------------------------------------------------------------


@dataclass
class Tally:
    """What some nights came to."""

    failures: list[str] = field(default_factory=list)
    dealt: Counter[str] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Take in another tally."""
        self.failures += other.failures
        self.dealt += other.dealt
        self.sums += other.sums


BATCH = 10


def run(points: int, seed: int, broken: str | None = None, progress: Progress = silent) -> Outcome:
    """Play `points` seeds from `seed` on; a broken build stops soon after the first seed that shows it."""
    watch = Stopwatch()
    jobs = ((start, min(seed + points, start + BATCH), broken) for start in range(seed, seed + points, BATCH))
    tally = Tally()
    for part in spread(_nights, jobs, None if broken is None and points > 3 * BATCH else 1):
        tally.add(part)
        progress(tally.sums["nights"], points)
        if broken is not None and tally.failures:
            break
    facts = {
        "calls": tally.sums["calls"],
        "nights over sockets": tally.sums["sockets"],
        "faults": {str(name): tally.dealt[name] for name in sorted(tally.dealt)},
        "nights with doubled stock changes": tally.sums["doubling"],
        "of these not equal by themselves": tally.sums["apart"],
        "items noticed by a later reading, then settled": tally.sums["cards"],
        "units that were added twice and sold before that": tally.sums["sold twice"],
    }
    return Outcome(tally.sums["nights"], tally.failures, watch.seconds, facts)


def _nights(job: tuple[int, int, str | None]) -> Tally:
    """The seeds from the first to before the second, in this process."""
    return asyncio.run(_played(*job))


async def _played(first: int, end: int, broken: str | None) -> Tally:
    tally = Tally()
    with books_.as_built(broken):
        async with Shop() as shop, FaultProxy(shop.port) as proxy:
            for seed in range(first, end):
                doubling = broken is None and seed % DOUBLING_EVERY == DOUBLING_EVERY - 1
                sockets = (shop, proxy) if seed % SOCKETS_EVERY == 0 else None
                night = Night(seed, broken, sockets, doubling)
                said = await night.run()
                tally.failures += said
                tally.dealt += night.dealt
                counts = {"nights": 1, "calls": night.calls, "sockets": int(sockets is not None)}
                tally.sums.update(counts | {"doubling": int(doubling), "apart": night.apart, "cards": night.cards})
                tally.sums["sold twice"] += night.sold_twice
                if broken is not None and tally.failures:
                    break
    return tally
