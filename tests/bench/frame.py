"""What every group shares: its size, its rows, taking measurements in turns, a shop to sell from.

A group is a module with `NAME` and `run(size, folder)`, which returns its rows; `folder` is an empty one
on the disk that is measured. Not here: any measurement; those stand in the groups.
"""

from __future__ import annotations

import asyncio
import math
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from console.clock import SystemClock
from console.commands import KeepSnap, OpenFlash, StartShow
from console.desk import LocalDesk, load
from console.facts import Shot
from console.ids import new_id
from console.store.database import Database, Db
from console.store.journal import Journal
from console.sync import OPS

REPO = Path(__file__).parents[2]
SHOT = Shot("snaps/aa/f.jpg", "snaps/aa/s.jpg", "snaps/aa/p.jpg", "snaps/aa/t.jpg", 100.0)
"""A picture that nobody ever reads."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is measured; the figures mean something at `FULL` only."""

    rounds: int
    commits: int
    """In one round."""
    sales: int
    """In the large database."""
    items: int
    offline_sales: int
    orders: int
    rows: tuple[int, ...]
    """Lengths of the line-up."""
    seconds: float
    """Of the burst."""
    cache: Path
    """Where the large database is kept from run to run."""


FULL = Size(
    rounds=15,
    commits=200,
    sales=1_000_000,
    items=200,
    offline_sales=20_000,
    orders=60_000,
    rows=(300, 10_000),
    seconds=60.0,
    cache=REPO / "build" / "bench-cache",
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure. `goal` is an upper bound: of `ratio` where there is something to compare with, else of `ours`."""

    name: str
    ours: float
    unit: str
    against: float | None = None
    ratio: float | None = None
    goal: float | None = None
    than: str = ""
    """What `against` is."""
    note: str = ""
    met: bool | None = field(init=False)
    """None where there is no goal."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "met", None if self.goal is None else self.judged <= self.goal)

    @property
    def judged(self) -> float:
        """What the goal is about."""
        return self.ours if self.ratio is None else self.ratio

    @property
    def missed_by(self) -> str:
        """How far from the goal, in words; empty where it is met or there is none."""
        if self.goal is None or self.met:
            return ""
        return f"{self.judged / self.goal:.2f}x" if self.goal else f"{self.judged:,.0f}"

    def plain(self) -> dict[str, Any]:
        """As JSON has it, with four digits of each figure."""
        return {
            name: float(f"{value:.4g}") if isinstance(value, float) else value for name, value in asdict(self).items()
        }


def versus(
    name: str,
    ours: Sequence[float],
    against: Sequence[float],
    unit: str,
    than: str,
    goal: float | None = None,
    note: str = "",
) -> Row:
    """The row of two series taken in turns: medians, and the median of the ratios of each turn."""
    ratio = statistics.median(mine / theirs for mine, theirs in zip(ours, against, strict=True))
    return Row(
        name=name,
        ours=statistics.median(ours),
        unit=unit,
        against=statistics.median(against),
        ratio=ratio,
        goal=goal,
        than=than,
        note=note,
    )


class Group(Protocol):
    """What `__main__` asks of a module."""

    NAME: str

    def run(self, size: Size, folder: Path) -> list[Row]:
        """Measure."""
        ...


def by_turns(rounds: int, *works: Callable[[], float]) -> list[list[float]]:
    """What each work measured, round by round; every other round goes backwards. Of several, one before is not kept."""
    found: list[list[float]] = [[] for _ in works]
    order = list(enumerate(works))
    for turn in range(rounds if rounds == 1 else rounds + 1):
        for place, work in order if turn % 2 else reversed(order):
            measured = work()
            if turn or rounds == 1:
                found[place].append(measured)
    return found


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest value that at least `part` of all do not exceed; 0.99 of 100 values is the 99th."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


@contextmanager
def stage(words: str) -> Any:
    """Say on standard error what is being done, and how long it took."""
    began = time.perf_counter()
    sys.stderr.write(f"  {words} … ")
    sys.stderr.flush()
    yield
    sys.stderr.write(f"{time.perf_counter() - began:.1f} s\n")


# --- a shop ----------------------------------------------------------------------------------


async def open_shop(folder: Path, items: int, *, journal: Journal | None = None) -> tuple[Database, LocalDesk]:
    """A live show with so many items that the platform has approved, and nothing waiting; the caller closes it."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    db = await Database.open(folder)
    desk = LocalDesk(db, await db.run(load), SystemClock(), platform_ops=OPS, second=journal)
    snap_id = new_id()
    await desk.do(KeepSnap(snap_id=snap_id, shots=(SHOT,)))
    for n in range(items):
        await desk.do(OpenFlash(title=f"豆绿手镯 {n + 1}", price_fen=59_900, stock=9_999_999, snap_id=snap_id))
    await desk.do(StartShow())
    await db.run(_approved)
    return db, LocalDesk(db, await db.run(load), SystemClock(), platform_ops=OPS, second=journal)


def _approved(db: Db) -> None:
    """What `sync` writes once the platform has taken everything in."""
    with db.atomic():
        db.conn.execute(
            "UPDATE items SET platform = 'approved', on_shelf = 1, listing = 'on_sale',"
            " platform_item_id = rel_item_id, platform_sku_id = rel_item_id"
        )
        db.conn.execute("UPDATE outbox SET state = 'acked', settled_at_ms = made_at_ms WHERE state = 'new'")
