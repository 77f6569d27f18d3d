"""A night without a line, told afterwards; and a night of orders, taken in.

The real client and the bundled platform in one process, on a clock that stands still: what is measured
is our own work and the number of calls, not a network. The platform's limit of calls a second is off,
its limit for a day is the test account's.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections import Counter
from pathlib import Path
from typing import Any

from console.commands import RecordSale, SetLink, StartShow
from console.facts import Item, LinkMode, SaleStatus
from console.platforms.simulator.app import FILE_NAME
from console.store import outbox, settings
from console.store.database import Db
from console.sync import intake
from tests.bench.frame import Row, Size, percentile, stage, timed
from tests.flows.conftest import Studio, open_studio

NAME = "sync"
CALLS_A_DAY = 2_000
NO_LIMIT = 1_000_000_000
DAY_S = 86_400.0
SEED = 20_261_122


def run(size: Size, folder: Path) -> list[Row]:
    """Measure."""
    return asyncio.run(_run(size, folder))


async def _run(size: Size, folder: Path) -> list[Row]:
    return [*await _draining(size, folder / "drain"), *await _taking_in(size, folder / "intake")]


# --- draining --------------------------------------------------------------------------------


async def _draining(size: Size, folder: Path) -> list[Row]:
    what = f"{size.offline_sales:,} sales of {size.items} items"
    async with open_studio(folder, calls_per_second=NO_LIMIT, calls_per_day=NO_LIMIT) as studio:
        await _stock(studio, size.items, 10 + 2 * size.offline_sales // size.items)
        await studio.desk.do(SetLink(mode=LinkMode.OFFLINE))
        with stage(f"{what} recorded offline"):
            recorded_s = await _recorded(studio, size.offline_sales)
        asked = await studio.db.run(_asked)
    async with open_studio(folder, calls_per_second=NO_LIMIT, calls_per_day=CALLS_A_DAY) as studio:
        studio.clock.advance(DAY_S)
        await studio.desk.do(SetLink(mode=LinkMode.AUTO))
        with stage("drained"):
            drained_s = await _drained(studio)
        calls = Counter(studio.line.calls)
        wrong = await _differences(studio)
        state = studio.desk.state
        left = state.outbox.waiting + state.outbox.parked
        unagreed = await studio.db.run(lambda db: _count(db, "SELECT count(*) FROM sales WHERE agreed = 0"))
        names = ", ".join(f"{name.removeprefix('/open/')} {n}" for name, n in calls.most_common())
    spent = sum(calls.values())
    return [
        Row(name=f"{what} recorded offline", ours=size.offline_sales / recorded_s, unit="sales/s"),
        Row(name="outbox asked for what goes next, all of them waiting", ours=asked, unit="ms"),
        Row(name=f"{what} drained", ours=drained_s, unit="s"),
        Row(name=f"{what} drained, rate", ours=size.offline_sales / drained_s, unit="sales/s"),
        Row(name=f"{what} drained, calls", ours=spent, unit="calls", goal=1_000.0 * size.items / 200, note=names),
        Row(name=f"{what} drained, calls for an item", ours=spent / size.items, unit="calls"),
        Row(name=f"{what} drained, differences in the books", ours=wrong + left + unagreed, unit="", goal=0),
    ]


async def _stock(studio: Studio, items: int, stock: int) -> list[Item]:
    """A live show with so many approved items, listed through the platform; they share their pictures."""
    with stage(f"{items} items listed and approved"):
        for n in range(items):
            await studio.list_item(title=f"豆绿手镯 {n + 1}", stock=stock)
        await studio.settle(minutes=600)
        await studio.desk.do(StartShow())
    return list(studio.desk.state.items)


async def _recorded(studio: Studio, sales: int) -> float:
    rng = random.Random(SEED)
    numbers = [item.number for item in studio.desk.state.items]
    began = time.perf_counter()
    for _ in range(sales):
        await studio.desk.do(RecordSale(number=rng.choice(numbers)))
    return time.perf_counter() - began


async def _drained(studio: Studio) -> float:
    began = time.perf_counter()
    for _ in range(1_000):
        await studio.pusher.step()
        if not studio.desk.state.outbox.waiting:
            break
        studio.clock.advance(3)
    return time.perf_counter() - began


def _asked(db: Db) -> float:
    """Milliseconds to find what goes next, undone again."""
    took = []
    for _ in range(5):
        db.conn.execute("BEGIN")
        took.append(timed(lambda: outbox.claim(db, 1_900_000_000_000, 1_000)) * 1000)
        db.conn.execute("ROLLBACK")
    return percentile(took, 0.5)


# --- taking in -------------------------------------------------------------------------------


async def _taking_in(size: Size, folder: Path) -> list[Row]:
    async with open_studio(folder, calls_per_second=NO_LIMIT, calls_per_day=NO_LIMIT) as studio:
        await _stock(studio, size.items, 10 + 2 * size.orders // size.items)
        listed_ms = studio.clock.now_ms()
    with stage(f"{size.orders:,} orders put into the platform's own file"):
        _ordered(folder / "simulator" / FILE_NAME, size.orders, listed_ms)
    async with open_studio(folder, calls_per_second=NO_LIMIT, calls_per_day=NO_LIMIT) as studio:
        studio.clock.advance(DAY_S)
        with stage("taken in"):
            first_s = await _timed(studio)
        calls = len(studio.line.calls)
        known = await studio.db.run(lambda db: _count(db, "SELECT count(*) FROM sales"))
        with stage("read once more from the beginning"):
            await studio.db.run(settings.write, intake.SEEN_UNTIL, str(listed_ms))
            again_s = await _timed(studio)
        twice = await studio.db.run(lambda db: _count(db, "SELECT count(*) FROM sales")) - known
        wrong = await _differences(studio)
    what = f"{size.orders:,} orders"
    return [
        Row(name=f"{what} taken in", ours=first_s, unit="s", note=f"{calls:,} calls of 50 orders"),
        Row(name=f"{what} taken in, rate", ours=size.orders / first_s, unit="orders/s"),
        Row(name=f"{what} read again and known, rate", ours=size.orders / again_s, unit="orders/s"),
        Row(name=f"{what} missing or twice", ours=abs(size.orders - known) + twice, unit="", goal=0),
        Row(name=f"{what} taken in, differences in the books", ours=wrong, unit="", goal=0),
    ]


async def _timed(studio: Studio) -> float:
    began = time.perf_counter()
    await studio.intake.step()
    return time.perf_counter() - began


def _ordered(file: Path, orders: int, since_ms: int) -> None:
    """Paid orders of one or two units over six hours, as `simulator.buyers` writes them; its file is closed."""
    every_ms = 6 * 3_600_000 / orders
    with sqlite3.connect(file, isolation_level=None) as shop:
        shop.execute("BEGIN")
        shop.execute(
            "INSERT INTO purchase WITH RECURSIVE up (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM up WHERE n < ?1 - 1),"
            " shelf AS (SELECT *, row_number() OVER (ORDER BY item_id) - 1 AS place FROM sku)"
            " SELECT 30000000000000 + n * 7, item_id, sku_id, 1 + n % 2, price_fen, 30, '阿*',"
            " ?2 + CAST(n * ?3 AS INTEGER), ?2 + CAST(n * ?3 AS INTEGER), ?2 + CAST(n * ?3 AS INTEGER), 0"
            " FROM up JOIN shelf ON place = n * 7919 % (SELECT count(*) FROM sku)",
            (orders, since_ms, every_ms),
        )
        shop.execute(
            "UPDATE sku SET stock = stock - (SELECT sum(quantity) FROM purchase p WHERE p.sku_id = sku.sku_id)"
            " WHERE sku_id IN (SELECT sku_id FROM purchase)"
        )
        shop.execute("COMMIT")
    shop.close()


# --- both sides' books -----------------------------------------------------------------------


async def _differences(studio: Studio) -> int:
    """Items whose stock, units sold through the platform or their money differ between the two sides."""
    totals: Any = await studio.simulator.totals()
    theirs = {
        int(item["rel_item_id"]): (item["stock"], item["sold_units"], item["gmv_fen"]) for item in totals["items"]
    }
    ours = await studio.db.run(_books)
    return sum(theirs.get(rel) != books for rel, books in ours.items()) + abs(len(theirs) - len(ours))


def _books(db: Db) -> dict[int, tuple[int, int, int]]:
    rows = db.conn.execute(
        "SELECT i.rel_item_id, i.stock_left,"
        " coalesce(sum(s.quantity), 0), coalesce(sum(s.quantity * s.unit_price_fen), 0)"
        " FROM items i LEFT JOIN sales s ON s.item_id = i.id AND s.source = 'platform' AND s.status = ? GROUP BY i.id",
        (SaleStatus.SOLD,),
    )
    return {row[0]: row[1:] for row in rows}


def _count(db: Db, query: str) -> int:
    return int(db.conn.execute(query).fetchone()[0])
