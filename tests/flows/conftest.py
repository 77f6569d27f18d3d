"""A desk with the real client, the real simulator and a line that can be cut, without a camera."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from console.camera.cv import cv2
from console.commands import KeepSnap, OpenFlash
from console.desk import LocalDesk, load
from console.facts import Item, Shot
from console.ids import new_id
from console.platforms.kuaishou import Credentials, Kuaishou, SignMethod
from console.platforms.simulator import Simulator
from console.store import outbox
from console.store.database import Database
from console.sync import OPS
from console.sync.audits import Audits
from console.sync.budget import CallBudget
from console.sync.intake import Intake
from console.sync.link import LinkWatch
from console.sync.pusher import Pusher
from console.sync.readings import Readings
from tests.clock import FakeClock

Fault = Callable[[httpx.Request], str | None]
"""Decides what happens to a request: None (arrives), "lost", "stalled" (lost, but nobody can tell), "no reply",
"busy" or "5xx after"."""


@dataclass
class Line(httpx.AsyncBaseTransport):
    """The line to the in-process platform; `fault` makes it bad, `calls` counts what arrived."""

    inner: httpx.AsyncBaseTransport
    fault: Fault = lambda _request: None
    calls: list[str] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        what = self.fault(request)
        if what == "lost":
            raise httpx.ConnectError("no route", request=request)
        if what == "stalled":
            raise httpx.ReadTimeout("stalled", request=request)
        if what == "busy":
            return httpx.Response(429, request=request)
        self.calls.append(request.url.path)
        response = await self.inner.handle_async_request(request)
        if what == "no reply":
            await response.aread()
            raise httpx.ReadTimeout("no reply", request=request)
        if what == "5xx after":
            await response.aread()
            return httpx.Response(502, request=request)
        return response


@dataclass
class Studio:
    """The parts of a console that matter to syncing, stepped by hand on a clock that stands still."""

    folder: Path
    clock: FakeClock
    db: Database
    desk: LocalDesk
    simulator: Simulator
    line: Line
    link: LinkWatch
    platform: Kuaishou
    pusher: Pusher
    intake: Intake
    audits: Audits
    readings: Readings
    shots: tuple[Shot, ...]

    async def list_item(self, title: str = "豆绿手镯", price_fen: int = 59_900, stock: int = 3) -> Item:
        """List an item with real pictures."""
        snap_id = new_id()
        await self.desk.do(KeepSnap(snap_id=snap_id, shots=self.shots))
        event: Any = await self.desk.do(OpenFlash(title=title, price_fen=price_fen, stock=stock, snap_id=snap_id))
        item: Item = event.item
        return item

    async def settle(self, minutes: int = 30) -> None:
        """Let time pass until nothing waits any more and every audit is over, at most so many minutes."""
        for _ in range(minutes * 20):
            await self.pusher.step()
            await self.intake.round()
            await self.audits.round()
            waiting = self.desk.state.outbox.waiting
            if not waiting and all(item.platform not in ("submitted", "auditing") for item in self.desk.state.items):
                return
            self.clock.advance(3)

    async def approved(self, **fields: Any) -> Item:
        """An item that the platform has approved."""
        item = await self.list_item(**fields)
        await self.settle()
        found = self.desk.state.item(item.item_id)
        assert found is not None
        return found

    async def rel(self, item: Item) -> int:
        return await self.db.run(
            lambda db: int(db.conn.execute("SELECT rel_item_id FROM items WHERE id = ?", (item.item_id,)).fetchone()[0])
        )

    async def platform_stock(self, item: Item) -> int:
        """Units the platform has, read at the platform."""
        rel = await self.rel(item)
        rows: Any = (await self.simulator.totals())["items"]
        return int(next(row["stock"] for row in rows if row["rel_item_id"] == rel))

    async def elsewhere(self, item: Item, delta: int) -> None:
        """Somebody changes the stock in the platform's own back office."""
        rel = await self.rel(item)

        def changed(visit: Any) -> None:
            visit.db.execute(
                "UPDATE sku SET stock = stock + ? WHERE item_id ="
                " (SELECT item_id FROM item WHERE rel_item_id = ? AND NOT deleted)",
                [delta, rel],
            )

        await self.simulator._on_worker(lambda: self.simulator._visit(changed))

    async def read_again(self, minutes: int = 20) -> None:
        """Let the readings of the stock go on for a while."""
        until_s = self.clock.monotonic_s() + 60 * minutes
        while (now_s := self.clock.monotonic_s()) < until_s:
            self.clock.advance(min(await self.readings.round(), until_s - now_s) + 0.1)

    def now(self, item: Item) -> Item:
        """The item as it is now."""
        found = self.desk.state.item(item.item_id)
        assert found is not None
        return found


def _pictures(folder: Path) -> tuple[Shot, ...]:
    shots = []
    for n in range(3):
        picture = np.full((640, 640, 3), 40 + 60 * n, np.uint8)
        cv2.circle(picture, (320, 320), 200, (90, 160, 60), 40)
        path = f"shot{n}.jpg"
        (folder / path).write_bytes(cv2.imencode(".jpg", picture)[1].tobytes())
        shots.append(Shot(path, path, path, path, 1.0))
    return tuple(shots)


@asynccontextmanager
async def open_studio(folder: Path, *, calls_per_day: int = 100_000, **simulator_options: Any) -> AsyncIterator[Studio]:
    """A studio over `folder`; opening it again finds everything as it was."""
    folder.mkdir(exist_ok=True)  # noqa: ASYNC240 - a test may wait for its own folder
    clock = FakeClock()
    simulator = Simulator(folder / "simulator", clock=clock, **{"audit_delay_s": 0.0, **simulator_options})
    keys = simulator.credentials
    credentials = Credentials(
        keys["appkey"],
        keys["app_secret"],
        keys["sign_secret"],
        keys["access_token"],
        keys["refresh_token"],
        SignMethod.HMAC_SHA256,
    )
    line = Line(httpx.ASGITransport(app=simulator.app))
    db = await Database.open(folder)
    await db.run(outbox.release)
    desk = LocalDesk(db, await db.run(load), clock, platform_ops=OPS)
    link = LinkWatch(desk, clock, random.Random(1), CallBudget(calls_per_day, clock))

    def on_call(_method: str, ok: bool, elapsed_ms: float) -> None:
        link.budget.spend()
        if ok:
            link.reached(elapsed_ms)

    platform = Kuaishou(
        credentials,
        base_url="http://simulator",
        transport=line,
        clock=clock,
        on_call=on_call,
    )
    intake = Intake(desk, db, platform, link, clock, 1.0)
    audits = Audits(desk, db, platform, link, clock)
    readings = Readings(desk, db, platform, link, intake, clock)
    pusher = Pusher(desk, db, platform, link, intake, clock, random.Random(2), folder, "")
    try:
        yield Studio(
            folder,
            clock,
            db,
            desk,
            simulator,
            line,
            link,
            platform,
            pusher,
            intake,
            audits,
            readings,
            _pictures(folder),
        )
    finally:
        await platform.aclose()
        await db.close()
        simulator.close()


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    async with open_studio(tmp_path / "data") as opened:
        yield opened
