"""kill -9 at named and at random moments, again and again on the same folder.

A child process sells over the product's own `LocalDesk` and `Database` and says on a pipe what it is
about to do and what was answered. It is killed with SIGKILL: by itself at a named place (before a
statement, at a commit, between the commit and the answer), or by us (after the k-th answer, in a
burst, at a random moment, also while it opens). Then the files are read from outside, and the next child must
start on them, answer, and show the same item. One child in twenty is the whole program, `main.py desk`.

Children are forked from one process that has imported everything, so that a kill costs milliseconds.
Proven: what was answered is there, nothing is half there, nothing is there that was not asked for. Not
proven: power loss (`power`: a kill alone loses nothing that reached the system), and Windows, which
has neither fork nor SIGKILL.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any
from unittest.mock import patch

from console.clock import SystemClock
from console.commands import Command, KeepSnap, OpenFlash, PutOnAir, RecordSale, StartShow, VoidSale
from console.desk import LocalDesk, load
from console.errors import InputError
from console.events import Event, FlashOpened, SaleRecorded, SaleVoided
from console.facts import ShowStatus
from console.ids import new_id
from console.store import database, outbox, projection
from console.store.database import FILE_NAME, Database
from console.sync import OPS
from tests.torture.harness import (
    SHOT,
    Outcome,
    Progress,
    Stopwatch,
    damage,
    hush,
    silent,
    spread,
    wrong_in_books,
)

NAME = "kill"
SHORT = 30
LONG = 3_000
BROKEN = ("answer_before_commit", "outbox_in_second_transaction", "page_in_pieces")

ROOT = Path(__file__).resolve().parents[2]
LIFE = 30
"""Kills of the children of one process."""
FOLDER = 10
"""Kills of one folder."""
WHOLE = 20
"""One life in so many is lived by `main.py desk`."""
PLACES = ("answered", "answered", "burst", "burst", "moment", "statement", "commit", "untold")
"""Where a child dies; `statement`, `commit` and `untold` by its own hand."""
PATIENCE_S = 120.0


# --- the child -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Errand:
    """What a child is to do on a folder."""

    folder: str
    seed: int
    place: str
    count: int
    """For `statement`, `commit` and `untold`: at which of them it dies."""
    checkpoint: int
    """Pages after which the log is checkpointed."""
    broken: str | None


def _say(**said: Any) -> None:
    os.write(1, (json.dumps(said) + "\n").encode())  # one call: a kill leaves a whole line or none


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _live(errand: Errand) -> None:
    """A child's life; it ends by a kill, or when there is nothing more to do."""
    with _dying_at(errand), _broken(errand.broken):
        asyncio.run(_sell(errand))


async def _sell(errand: Errand) -> None:
    rng = random.Random(errand.seed)
    began = time.monotonic()
    db = await Database.open(Path(errand.folder))
    await db.run(lambda inner: inner.conn.execute(f"PRAGMA wal_autocheckpoint = {errand.checkpoint}").fetchall())
    desk = LocalDesk(db, await db.run(load), SystemClock(), platform_ops=OPS)
    state = desk.state
    _say(started=round(1000 * (time.monotonic() - began)), on_air=state.on_air_item_id, orders=state.totals.orders)
    if len(state.items) < 2:
        snap_id = new_id()
        await _do(desk, KeepSnap(snap_id=snap_id, shots=(SHOT,)))
        for title in ("豆绿手镯", "南红圆牌")[len(state.items) :]:
            await _do(desk, OpenFlash(title=title, price_fen=59_900, stock=5_000, snap_id=snap_id))
    if desk.state.show is None or desk.state.show.status is not ShowStatus.LIVE:
        await _do(desk, StartShow(title="晚场"))
    if desk.state.on_air_item_id is None:
        await _do(desk, PutOnAir(number=1))
    if errand.place == "burst":
        for _ in range(20):
            await asyncio.gather(*(_do(desk, _anything(rng, desk, burst=True)) for _ in range(50)))
    for _ in range(400):
        if rng.random() < 0.2:
            await _do_page(desk, [RecordSale(number=rng.randint(1, 2), buyer="阿*") for _ in range(rng.randint(2, 9))])
        else:
            await _do(desk, _anything(rng, desk))
    await db.close()


def _anything(rng: random.Random, desk: LocalDesk, *, burst: bool = False) -> Command:
    standing = [sale for sale in desk.state.sales if sale.status == "sold"]
    sale = RecordSale(number=rng.randint(1, 2), quantity=rng.randint(1, 2), buyer="阿珍")
    if burst or rng.random() < 0.7 or not standing:
        return sale
    return rng.choice(
        [
            VoidSale(sale_id=rng.choice(standing).sale_id, reason="客人不要了"),
            OpenFlash(title=f"货{rng.random()}", price_fen=rng.randint(1, 9_999), stock=rng.randint(1, 9)),
            PutOnAir(number=rng.randint(1, 2)),
        ]
    )


async def _do(desk: LocalDesk, command: Command) -> None:
    """Say what is asked, ask it, say what was answered."""
    key = getattr(command, "sale_id", None) or getattr(command, "item_id", None)
    _say(asked=type(command).__name__, key=key)
    try:
        event = await desk.do(command)
    except InputError as error:
        _say(refused=type(error).__name__, key=key)
        return
    _tell(desk, key, event)


async def _do_page(desk: LocalDesk, sales: list[RecordSale]) -> None:
    """The same of several that belong together: all of them or none."""
    page = new_id()
    for sale in sales:
        _say(asked="RecordSale", key=sale.sale_id, page=page)
    try:
        events = await desk.do_all(sales)
    except InputError as error:
        for sale in sales:
            _say(refused=type(error).__name__, key=sale.sale_id)
        return
    for sale, event in zip(sales, events, strict=True):
        _tell(desk, sale.sale_id, event)


def _tell(desk: LocalDesk, key: str | None, event: Event) -> None:
    facts: dict[str, Any] = {}
    if isinstance(event, SaleRecorded):
        facts = {"item": event.item_id, "quantity": event.quantity, "price": event.unit_price_fen}
    elif isinstance(event, FlashOpened):
        facts = {"number": event.number, "price": event.item.price_fen}
    elif isinstance(event, SaleVoided):
        facts = {"reason": event.reason}
    _say(told=type(event).__name__, key=key, on_air=desk.state.on_air_item_id, **facts)


@contextmanager
def _dying_at(errand: Errand) -> Iterator[None]:
    """In this block the process ends itself where the errand says so."""
    left = errand.count

    def now() -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            _die()

    def connected(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = real_connect(*arguments, **options)
        if errand.place == "statement":
            connection.set_trace_callback(lambda _sql: now())
        elif errand.place == "commit":
            connection.set_trace_callback(lambda sql: now() if sql == "COMMIT" else None)
        return connection

    def untold(self: LocalDesk, *arguments: Any) -> None:
        if errand.place == "untold":
            now()
        real_tell(self, *arguments)

    real_connect, real_tell = sqlite3.connect, LocalDesk._tell_committed
    with patch.object(sqlite3, "connect", connected), patch.object(LocalDesk, "_tell_committed", untold):
        yield


@contextmanager
def _broken(name: str | None) -> Iterator[None]:
    """The deliberately broken builds."""
    if name == "answer_before_commit":
        with patch.object(database.Db, "atomic", _lazily):
            yield
    elif name == "outbox_in_second_transaction":
        real_add, real_run, later = outbox.add, LocalDesk._run, []

        def add(*arguments: Any, **options: Any) -> bool:
            later.append((arguments, options))
            return True

        def run(self: LocalDesk, db: Any, *arguments: Any) -> Any:
            events, _ = real_run(self, db, *arguments)
            with db.atomic():
                for each, options in later:
                    real_add(*each, **options)
            later.clear()
            return events, projection.outbox(db)

        with patch.object(outbox, "add", add), patch.object(LocalDesk, "_run", run):
            yield
    elif name == "page_in_pieces":
        real_do_all = LocalDesk.do_all

        async def do_all(self: LocalDesk, commands: Sequence[Command]) -> tuple[Event, ...]:
            return tuple([(await real_do_all(self, [command]))[0] for command in commands])

        with patch.object(LocalDesk, "do_all", do_all):
            yield
    else:
        yield


@contextmanager
def _lazily(db: database.Db) -> Iterator[database.Db]:
    """A transaction that is committed when the next one begins, long after the answer."""
    if db.conn.in_transaction:
        db.conn.execute("COMMIT")
    db.conn.execute("BEGIN")
    yield db


def serve(jobs: Iterator[str]) -> None:
    """Fork a child for each errand that comes in; say its number, and when it has ended."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # nobody listens any more: end without a word
    for line in jobs:
        errand = Errand(**json.loads(line))
        child = os.fork()
        if child == 0:
            try:
                _say(child=os.getpid())
                _live(errand)
            except BaseException as error:  # noqa: BLE001 - a child must never go on as its parent
                _say(fault=repr(error))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        _say(ended=status)


# --- the parent ------------------------------------------------------------------------------


class Nursery:
    """The process that children are forked from."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.kill"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> Nursery:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(PATIENCE_S)

    def send(self, errand: Errand) -> Lines:
        """Start a child; the first line of what comes is its number."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write((json.dumps(errand.__dict__) + "\n").encode())
        self._process.stdin.flush()
        return Lines(self._process.stdout.fileno())


class Lines:
    """JSON lines from a pipe, waited for with patience."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._rest = b""

    def next(self, within_s: float = PATIENCE_S) -> dict[str, Any] | None:
        """The next line; None when none came in time or none will come."""
        until = time.monotonic() + within_s
        while b"\n" not in self._rest:
            ready, _, _ = select.select([self._descriptor], [], [], max(0.0, until - time.monotonic()))
            read = os.read(self._descriptor, 1 << 16) if ready else b""
            if not read:
                return None
            self._rest += read
        line, _, self._rest = self._rest.partition(b"\n")
        found: dict[str, Any] = json.loads(line)
        return found


@dataclass
class Memory:
    """What a folder has been asked for and what it has answered, over all its lives."""

    asked: set[str] = field(default_factory=set)
    sales: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    """sale id -> item id, quantity, unit price in fen."""
    items: dict[str, tuple[int, int]] = field(default_factory=dict)
    """item id -> number, price in fen."""
    void: dict[str, str] = field(default_factory=dict)
    """sale id -> reason."""
    on_air: str | None = None
    open: dict[str | None, str] = field(default_factory=dict)
    """What was asked and not answered when the child died: key -> command."""
    pages: dict[str, set[str]] = field(default_factory=dict)
    """What was asked for together: sale ids."""
    answers: int = 0
    slowest_ms: int = 0

    def hear(self, line: dict[str, Any]) -> None:
        """Take in one line of a child."""
        key: Any = line.get("key")
        if "asked" in line:
            self.open[key] = line["asked"]
            self.asked |= {key} if key else set()
            if "page" in line:
                self.pages.setdefault(line["page"], set()).add(key)
        elif "refused" in line:
            self.open.pop(key, None)
        elif "told" in line:
            self.open.pop(key, None)
            self.answers += 1
            self.on_air = line["on_air"]
            match line["told"]:
                case "SaleRecorded":
                    self.sales[key] = (line["item"], line["quantity"], line["price"])
                case "FlashOpened":
                    self.items[key] = (line["number"], line["price"])
                case "SaleVoided":
                    self.void[key] = line["reason"]


def lost(folder: Path, memory: Memory) -> list[str]:
    """What the files lack, have too much of, or have half."""
    if not (folder / FILE_NAME).exists():
        return ["there is no database"] if memory.answers else []
    db = sqlite3.connect(folder / FILE_NAME)
    try:
        wrong = damage(db)
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'outbox_count'").fetchone():
            return wrong + ["the answered is gone with its tables"] * bool(memory.answers)
        wrong += wrong_in_books(db)
        sales = {r[0]: r[1:4] for r in db.execute("SELECT id, item_id, quantity, unit_price_fen FROM sales")}
        items = {r[0]: r[1:3] for r in db.execute("SELECT l.item_id, l.number, i.price_fen FROM lineup l JOIN items i"
                                                  " ON i.id = l.item_id")}  # fmt: skip
        void = dict(db.execute("SELECT id, void_reason FROM sales WHERE status = 'void'").fetchall())
        (on_air,) = db.execute("SELECT max(on_air_item_id) FROM shows").fetchone()
    finally:
        db.close()
    for what, told, found in (
        ("sale", memory.sales, sales),
        ("item", memory.items, items),
        ("void", memory.void, void),
    ):
        missing = [key for key, value in told.items() if found.get(key) != value]
        wrong += [f"{len(missing)} answered {what}s are not there, first {missing[0]}"] if missing else []
        unasked = [key for key in found if key not in memory.asked]
        wrong += [f"{len(unasked)} {what}s nobody asked for, first {unasked[0]}"] if unasked else []
    halves = [page for page in memory.pages.values() if page & sales.keys() not in (set(), page)]
    wrong += (
        [f"of {len(halves[0])} sales asked for together {len(halves[0] & sales.keys())} are there"] if halves else []
    )
    unanswered = memory.open.values()
    if on_air != memory.on_air and not {"PutOnAir", "StartShow"} & set(unanswered):
        wrong.append(f"on air was {memory.on_air}, is {on_air}")
    _settle(memory, sales, items, void, on_air)
    return wrong


def _settle(memory: Memory, sales: dict[str, Any], items: dict[str, Any], void: dict[str, str], on_air: Any) -> None:
    """What was under way is decided now: what is there stays there."""
    memory.sales |= sales
    memory.items |= items
    memory.void |= void
    memory.on_air = on_air
    memory.open.clear()


def _one_child(nursery: Nursery, errand: Errand, memory: Memory, rng: random.Random) -> list[str]:
    """Start a child, see it dead, look at what it leaves."""
    lines = nursery.send(errand)
    first = lines.next()
    if first is None or "child" not in first:
        return [f"the child does not start: {first}"]
    child = first["child"]
    began = time.monotonic()
    wrong: list[str] = []
    orders = len(memory.sales) - len(memory.void)
    answers_left = rng.randint(1, 40) if errand.place == "answered" else None
    kill_at = began + rng.uniform(0.0, 0.12) if errand.place == "moment" else None
    while True:
        wait = PATIENCE_S if kill_at is None else max(0.0, kill_at - time.monotonic())
        line = lines.next(wait)
        if line is None:
            os.kill(child, signal.SIGKILL)
            if kill_at is None:
                return [*wrong, f"the child hangs (after {memory.answers} answers)"]
            kill_at = None
            continue
        if "ended" in line:
            break
        if "fault" in line:
            wrong.append(f"the child ends in {line['fault']}")
        if "started" in line:
            memory.slowest_ms = max(memory.slowest_ms, line["started"])
            if (line["on_air"], line["orders"]) != (memory.on_air, orders):
                wrong.append(f"the next start shows {line}, the files said {memory.on_air} and {orders} orders")
        memory.hear(line)
        if "told" in line and errand.place == "burst" and kill_at is None and len(memory.open) > 10:
            kill_at = time.monotonic() + rng.uniform(0.0, 0.03)
        if "told" in line and answers_left is not None:
            answers_left -= 1
            if answers_left == 0:
                os.kill(child, signal.SIGKILL)
    return wrong + lost(Path(errand.folder), memory)


@dataclass(frozen=True)
class _Life:
    seed: int
    kills: int
    whole: bool
    broken: str | None


@dataclass(frozen=True)
class _Lived:
    kills: int
    failures: list[str]
    answers: int
    slowest_ms: int
    whole: bool
    places: dict[str, int]


def one_life(life: _Life) -> _Lived:
    """Some folders and their kills."""
    with tempfile.TemporaryDirectory(prefix="kaibo-torture-") as name:
        if life.whole:
            return _whole_life(life, Path(name))
        with Nursery() as nursery:
            return _small_life(life, Path(name), nursery)


def _small_life(life: _Life, root: Path, nursery: Nursery) -> _Lived:
    rng = random.Random(life.seed)
    failures: list[str] = []
    places: dict[str, int] = {}
    memories: list[Memory] = []
    kills = 0
    while kills < life.kills and not (life.broken and failures):
        if kills % FOLDER == 0:
            memories.append(Memory())
            folder = root / str(kills)
            folder.mkdir()
        place = rng.choice(PLACES)
        most = {"statement": 700, "commit": 40, "untold": 40}.get(place, 1)
        checkpoint = rng.choice((1000, 20, 3))
        errand = Errand(str(folder), rng.randrange(1 << 32), place, rng.randint(1, most), checkpoint, life.broken)
        kills += 1
        places[place] = places.get(place, 0) + 1
        where = f"seed {life.seed}, kill {kills} ({place} {errand.count}, checkpoint at {checkpoint})"
        failures += [f"{where}: {wrong}" for wrong in _one_child(nursery, errand, memories[-1], rng)]
        if not life.broken and kills in (life.kills, *range(0, life.kills, FOLDER)):
            last = Errand(str(folder), 0, "untold", 20, 1000, None)
            wrong = _one_child(nursery, last, memories[-1], rng)
            failures += [f"{where}, the start after it: {each}" for each in wrong]
    return _Lived(
        kills,
        failures,
        sum(memory.answers for memory in memories),
        max(memory.slowest_ms for memory in memories),
        whole=False,
        places=places,
    )


# --- the whole program -----------------------------------------------------------------------


def _whole_life(life: _Life, folder: Path) -> _Lived:
    rng = random.Random(life.seed)
    memory = Memory()
    failures: list[str] = []
    for kill in range(1, life.kills + 1):
        wrong = _whole_program(folder / "data", memory, rng, rng.randint(1, 40))
        failures += [f"seed {life.seed}, kill {kill} of main.py desk: {each}" for each in wrong]
    wrong = _whole_program(folder / "data", memory, rng, None)
    failures += [f"seed {life.seed}, main.py desk after the last kill: {each}" for each in wrong]
    return _Lived(life.kills, failures, memory.answers, memory.slowest_ms, whole=True, places={"desk": life.kills})


def _whole_program(folder: Path, memory: Memory, rng: random.Random, answers: int | None) -> list[str]:
    """Start `main.py desk`, sell, kill it after so many answers (None: let it end), look at the files."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "main.py", "desk", "--data", str(folder), "--camera", "synthetic", "--linger", "0"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        requests = _requests(memory, rng, answers)
        process.stdin.write(b"".join(json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in requests))
        process.stdin.flush()
        lines = Lines(process.stdout.fileno())
        first = lines.next()
        memory.slowest_ms = max(memory.slowest_ms, round(1000 * (time.monotonic() - began)))
        wrong = _state_differs(first, memory)
        for n, request in enumerate(requests[1:]):
            memory.hear({"asked": request["do"], "key": request.get("sale_id") or request.get("item_id")})
            if answers is not None and n >= answers:
                continue
            line = lines.next()
            if line is None or not line["ok"]:
                wrong.append(f"{request} is answered with {line}")
                break
            memory.hear(_as_told(request, line["event"], memory))
        process.kill() if answers is not None else process.stdin.close()
        process.wait(PATIENCE_S)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        process.stdout.close()
        if not process.stdin.closed:
            _quietly(process.stdin.close)
    return wrong + lost(folder, memory)


def _quietly(close: Callable[[], None]) -> None:
    try:
        close()
    except BrokenPipeError:
        return  # the reader was killed, as it should be


def _requests(memory: Memory, rng: random.Random, answers: int | None) -> list[dict[str, Any]]:
    requests: list[dict[str, Any]] = [{"ask": "state"}]
    if not memory.items:
        requests += [
            {"do": "StartShow", "title": "晚场"},
            {"do": "OpenFlash", "title": "豆绿手镯", "price_fen": 59_900, "stock": 5_000, "item_id": new_id()},
            {"do": "OpenFlash", "title": "南红圆牌", "price_fen": 128_000, "stock": 5_000, "item_id": new_id()},
            {"do": "PutOnAir", "number": 1},
        ]
    if answers is not None:
        requests += [
            {"do": "RecordSale", "number": rng.randint(1, 2), "quantity": 1, "sale_id": new_id()} for _ in range(60)
        ]
    return requests


def _state_differs(line: dict[str, Any] | None, memory: Memory) -> list[str]:
    if line is None or not line.get("ok"):
        return [f"the start is answered with {line}"]
    state = line["state"]
    found = (state["on_air_item_id"], state["totals"]["orders"])
    if found != (memory.on_air, len(memory.sales)):
        return [f"the start shows {found}, the files said {memory.on_air} and {len(memory.sales)} orders"]
    return []


def _as_told(request: dict[str, Any], event: dict[str, Any], memory: Memory) -> dict[str, Any]:
    """An answer of `main.py desk` as a child would say it."""
    said: dict[str, Any] = {
        "told": event["type"],
        "key": request.get("sale_id") or request.get("item_id"),
        "on_air": memory.on_air,
    }
    match event["type"]:
        case "SaleRecorded":
            said |= {"item": event["item_id"], "quantity": event["quantity"], "price": event["unit_price_fen"]}
        case "FlashOpened":
            said |= {"number": event["number"], "price": event["item"]["price_fen"]}
        case "OnAirChanged":
            said["on_air"] = event["item_id"]
    return said


# --- runs ------------------------------------------------------------------------------------


def run(points: int, seed: int, broken: str | None = None, progress: Progress = silent) -> Outcome:
    """Lives of thirty kills each; life n has the seed `seed + n`, and one in twenty is the whole program."""
    if not hasattr(os, "fork"):
        return Outcome(0, ["this harness needs fork and SIGKILL"], 0.0)
    watch = Stopwatch()
    results: list[_Lived] = []
    for lived in spread(one_life, _lives(points, seed, broken), 1 if points <= SHORT else None):
        results.append(lived)
        progress(sum(r.kills for r in results), points)
        if broken and lived.failures:
            break
    places: dict[str, int] = {}
    for result in results:
        for place, count in result.places.items():
            places[place] = places.get(place, 0) + count
    return Outcome(
        points=sum(r.kills for r in results),
        failures=[failure for r in results for failure in r.failures],
        seconds=watch.seconds,
        facts={
            "answers": sum(r.answers for r in results),
            "places": places,
            "slowest opening ms": max((r.slowest_ms for r in results if not r.whole), default=0),
            "slowest start of main.py desk ms": max((r.slowest_ms for r in results if r.whole), default=0),
        },
    )


def _lives(points: int, seed: int, broken: str | None) -> list[_Life]:
    """The short form has one kill of the whole program, too."""
    lives: list[_Life] = []
    left = points
    while left > 0:
        whole = not broken and len(lives) % WHOLE == 0
        kills = min(left, 1 if whole and points <= SHORT else LIFE)
        lives.append(_Life(seed + len(lives), kills, whole, broken))
        left -= kills
    return lives


if __name__ == "__main__":
    hush()
    serve(iter(sys.stdin.readline, ""))
