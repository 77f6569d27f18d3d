"""What every harness shares: its outcome, its seed, the studio's books looked at from outside.

A harness is a module with `NAME`, `SHORT` and `LONG` (how many points each length has), `BROKEN` (the
deliberately broken builds it must catch) and `run(points, seed, broken=None, progress=silent)`. A run
with `broken` may stop at the first failure: one is what it is for. `__main__` runs them all. Not here:
any fault; those stand in the harnesses.
"""

from __future__ import annotations

import hashlib
import logging
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol, TypeVar
from unittest.mock import patch

import structlog

from console import ids
from console.commands import (
    AddStock,
    ChangePrice,
    Command,
    EditItem,
    EndShow,
    KeepSnap,
    MoveItem,
    NextOnAir,
    NoteAudit,
    OpenFlash,
    PutOnAir,
    RecordSale,
    RelistItem,
    SettlePush,
    StartShow,
    TakeInOrder,
    VoidSale,
    WithdrawItem,
)
from console.events import Event, FlashOpened, SaleRecorded
from console.facts import ListingState, SaleSource, Shot

SHOT = Shot("snaps/aa/f.jpg", "snaps/aa/s.jpg", "snaps/aa/p.jpg", "snaps/aa/t.jpg", 100.0)
"""A picture that no harness ever reads."""

A = TypeVar("A")
R = TypeVar("R")

Progress = Callable[[int, int], None]
"""Told now and then: points done, points wanted."""


def silent(_done: int, _of: int) -> None:
    """Progress that nobody watches."""


@dataclass
class Outcome:
    """What one run of a harness found; each failure names the seed and the point."""

    points: int
    failures: list[str]
    seconds: float
    facts: dict[str, Any] = field(default_factory=dict)


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    @property
    def seconds(self) -> float:
        return round(time.monotonic() - self._since, 2)


def hush() -> None:
    """Provoked faults are logged by the product; in a harness only what they lead to counts."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def spread(work: Callable[[A], R], jobs: Iterable[A], workers: int | None = None) -> Iterator[R]:
    """The results of `work(job)` in the order they are done, on as many processes as there are cores.

    Jobs are taken as they are needed; `work` and jobs must be picklable. One worker runs in this process.
    """
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        yield from map(work, jobs)
        return
    rest = iter(jobs)
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=hush) as pool:
        running = {pool.submit(work, job) for job in islice(rest, workers + 1)}
        try:
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                running |= {pool.submit(work, job) for job in islice(rest, len(done))}
                for future in done:
                    yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


# --- the books, looked at with nothing but SQL -----------------------------------------------


class Connection(Protocol):
    """As much of `sqlite3.Connection` as looking at the books needs."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Any: ...


_UNEQUAL = {
    "stock is not the sum of its ledger": (
        "SELECT id FROM items i WHERE stock_left <>"
        " (SELECT coalesce(sum(delta), 0) FROM stock_moves WHERE item_id = i.id)"
    ),
    "sold units are not the sum of the sales": (
        "SELECT id FROM items i WHERE sold_units <>"
        " (SELECT coalesce(sum(quantity), 0) FROM sales WHERE item_id = i.id AND status <> 'void')"
    ),
    "more was sold than there was": (
        "SELECT id FROM items i WHERE stock_left < 0 OR stock_total <"
        " (SELECT coalesce(sum(quantity - short_units), 0) FROM sales WHERE item_id = i.id AND status <> 'void')"
    ),
    "show totals are not the sum of the sales": (
        "SELECT show_id, sum(quantity), count(*), sum(quantity * unit_price_fen) FROM sales WHERE status = 'sold'"
        " GROUP BY show_id EXCEPT SELECT show_id, units, orders, gmv_fen FROM show_totals"
    ),
    "show totals count what is not there": (
        "SELECT show_id, units, orders, gmv_fen FROM show_totals WHERE orders <> 0 EXCEPT SELECT show_id,"
        " sum(quantity), count(*), sum(quantity * unit_price_fen) FROM sales WHERE status = 'sold' GROUP BY show_id"
    ),
    "item totals are not the sum of the sales": (
        "SELECT show_id, item_id, sum(quantity), count(*), sum(quantity * unit_price_fen) FROM sales"
        " WHERE status = 'sold' GROUP BY show_id, item_id"
        " EXCEPT SELECT show_id, item_id, units, orders, gmv_fen FROM item_totals"
    ),
    "item totals count what is not there": (
        "SELECT show_id, item_id, units, orders, gmv_fen FROM item_totals WHERE orders <> 0"
        " EXCEPT SELECT show_id, item_id, sum(quantity), count(*), sum(quantity * unit_price_fen) FROM sales"
        " WHERE status = 'sold' GROUP BY show_id, item_id"
    ),
    "the outbox counts what does not wait": (
        "SELECT waiting FROM outbox_count WHERE waiting <>"
        " (SELECT count(*) FROM outbox WHERE state IN ('new', 'leased', 'unknown'))"
    ),
    "an item counts what does not wait": (
        "SELECT id, unsent, unsent_since_ms FROM items i WHERE (unsent, unsent_since_ms) IS NOT"
        " (SELECT count(*), (SELECT made_at_ms FROM outbox f WHERE f.item_id = i.id"
        "   AND f.state IN ('new', 'leased', 'unknown') ORDER BY f.seq LIMIT 1)"
        " FROM outbox o WHERE o.item_id = i.id AND o.state IN ('new', 'leased', 'unknown'))"
    ),
    "a sale stands before its show": (
        "SELECT s.id FROM sales s JOIN shows w ON w.id = s.show_id WHERE s.rowid <= w.after_sale"
    ),
    "an entry of a sale is not named after it": (
        "SELECT id FROM outbox WHERE sale_id IS NOT NULL AND id <> 'sale:' || sale_id"
        " AND substr(id, 1, length(sale_id) + 6) <> 'sale:' || sale_id || '/'"
    ),
    "what is on air is not in the line-up": (
        "SELECT w.id FROM shows w WHERE on_air_item_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM lineup WHERE show_id = w.id AND item_id = w.on_air_item_id)"
    ),
    "an item is in no line-up": "SELECT id FROM items i WHERE NOT EXISTS (SELECT 1 FROM lineup WHERE item_id = i.id)",
}

_UNTOLD = (
    "SELECT s.id FROM sales s JOIN outbox i ON i.id = s.item_id WHERE s.source = 'studio'"
    " AND s.recorded_at_ms > i.made_at_ms AND (SELECT count(*) FROM outbox o WHERE o.sale_id = s.id)"
    " < 1 + (s.status = 'void')"
)
"""Sales of items that the platform is told of without an entry of their own; a void needs a second one."""


def damage(db: Connection) -> list[str]:
    """What SQLite itself finds wrong with the file."""
    found = [str(row[0]) for row in db.execute("PRAGMA integrity_check")]
    wrong = [] if found == ["ok"] else [f"integrity_check: {line}" for line in found[:3]]
    return wrong + [f"foreign_key_check: {tuple(row)}" for row in db.execute("PRAGMA foreign_key_check")][:3]


def wrong_in_books(db: Connection, *, untold: bool = True) -> list[str]:
    """Each sentence about the books that must be true and is not; empty when all is well.

    `untold` also asks that each sale of a listed item is in the outbox, in the same transaction.
    """
    checks = {**_UNEQUAL, "a sale is not in the outbox": _UNTOLD} if untold else _UNEQUAL
    found = ((said, db.execute(sql).fetchall()) for said, sql in checks.items())
    return [f"{said}: {rows[0]}" for said, rows in found if rows]


def digest(db: Connection) -> str:
    """A fingerprint of every row the product wrote; equal for equal contents, whatever the file looks like."""
    names = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^'"
        " AND name <> '_sqlite_migrations' ORDER BY name"  # when a step was applied is no fact of the studio's
    ).fetchall()
    total = hashlib.sha256()
    for (name,) in names:
        what = "seq, last" if name == "books" else "*"  # its id is drawn when the file is made
        rows = [tuple(row) for row in db.execute(f'SELECT {what} FROM "{name}"')]  # noqa: S608 - names of our own
        total.update(repr((name, rows)).encode())
    return total.hexdigest()[:16]


def telling(sale_id: str) -> str:
    """The id of the outbox entry that tells the platform of a sale."""
    return f"sale:{sale_id}"


# --- a night that can be repeated ------------------------------------------------------------


@contextmanager
def repeatable_ids(seed: int, now_ms: int = 1_790_000_000_000) -> Iterator[None]:
    """Ids made in this block depend on `seed` alone."""
    rng = random.Random(seed)
    with (
        patch.object(ids, "os", SimpleNamespace(urandom=rng.randbytes)),
        patch.object(ids, "time", SimpleNamespace(time=lambda: now_ms / 1000)),
    ):
        yield


class Night:
    """A show as a stream of commands, mostly sensible: what a studio and its platform do between them.

    It keeps only numbers and ids; a command that does not fit is refused, which must change nothing.
    """

    ITEMS = 8

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._items: list[str] = []
        self._sales: list[str] = []
        self._pictured: set[str] = set()
        self._waiting: list[str] = []
        self._snap_id = ""
        self._live = False

    def next_command(self) -> Command:
        """What is done now."""
        if not self._snap_id:
            self._snap_id = ids.new_id()
            return KeepSnap(snap_id=self._snap_id, shots=(SHOT, SHOT))
        if len(self._items) < 2 or (len(self._items) < self.ITEMS and self._rng.random() < 0.1):
            return self._list()
        if not self._live:
            self._live = True
            return StartShow(title="晚场")
        (what,) = self._rng.choices(
            [self._sell, self._undo, self._change, self._queue, self._platform], [10, 2, 3, 2, 3]
        )
        return what()

    def heard(self, event: Event) -> None:
        """A command was carried out; one that was refused is not told here."""
        if isinstance(event, FlashOpened) and event.item.listing is not ListingState.DRAFT:
            self._pictured.add(event.item_id)
            self._waiting.append(event.item_id)
        elif isinstance(event, SaleRecorded):
            self._sales += [event.sale_id] * (event.source == SaleSource.STUDIO)
            if event.source == SaleSource.STUDIO and event.item_id in self._pictured:
                self._waiting.append(telling(event.sale_id))

    def _number(self) -> int:
        return self._rng.randint(1, len(self._items))

    def _list(self) -> Command:
        item_id = ids.new_id()
        self._items.append(item_id)
        pictured = self._rng.random() < 0.9
        return OpenFlash(
            title=f"货{self._rng.randrange(10**6)}",
            price_fen=self._rng.randint(1, 99_999),
            stock=self._rng.randint(2, 60),
            snap_id=self._snap_id if pictured else None,
            item_id=item_id,
        )

    def _sell(self) -> Command:
        number = None if self._rng.random() < 0.3 else self._number()
        return RecordSale(number=number, quantity=self._rng.randint(1, 3), buyer="阿珍", sale_id=ids.new_id())

    def _undo(self) -> Command:
        if not self._sales:
            return self._sell()
        return VoidSale(sale_id=self._rng.choice(self._sales[-20:]), reason="客人不要了")

    def _change(self) -> Command:
        number, change_id = self._number(), ids.new_id()
        return self._rng.choice(
            [
                ChangePrice(number=number, price_fen=self._rng.randint(1, 99_999), change_id=change_id),
                AddStock(number=number, quantity=self._rng.choice([-1, 5, 20]), change_id=change_id),
                EditItem(number=number, points=f"卖点{self._rng.random()}"),
                WithdrawItem(number=number, change_id=change_id),
                RelistItem(number=number, change_id=change_id),
                RelistItem(number=number, change_id=change_id),
            ]
        )

    def _queue(self) -> Command:
        if self._rng.random() < 0.02:
            self._items, self._live = [], False
            return EndShow()
        return self._rng.choice(
            [PutOnAir(number=self._number()), NextOnAir(), MoveItem(number=self._number(), before=self._number())]
        )

    def _platform(self) -> Command:
        item_id = self._rng.choice(self._items)
        order = TakeInOrder(
            order_id=str(self._rng.randint(1, 40)),
            platform_item=ids.platform_number(item_id),
            quantity=self._rng.randint(1, 2),
            unit_price_fen=self._rng.randint(1, 9_999),
            status=self._rng.choice(["unpaid", "paid", "paid", "closed"]),
            buyer="*",
            updated_at_ms=self._rng.randint(1, 10_000),
            sale_id=ids.new_id(),
        )
        audit = NoteAudit(item_id=item_id, platform="approved", on_shelf=True)
        if not self._waiting or self._rng.random() < 0.4:
            return self._rng.choice([order, audit])
        outbox_id = self._waiting.pop(self._rng.randrange(len(self._waiting)))
        answer: dict[str, int | str] = {"platform_item_id": 1, "sku_id": 2, "on_shelf": 1}
        return SettlePush(outbox_id=outbox_id, outcome="acked", answer=answer)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards, in memory where the system has such a place."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder made in it has a name nobody can guess
    where = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="kaibo-torture-", dir=where) as name:
        yield Path(name)
