"""Reads the platform's stock once more, some minutes after it was changed: do both sides still agree?

A stock call has no key. A copy of it that arrives late, and somebody's change at the platform, can be
noticed in no other way. Two readings in a row must differ before a card asks a person (`settling`); one
reading is two calls. Not here: changes in doubt, which the pusher looks up itself.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from console.clock import Clock
from console.commands import SettleStock
from console.desk import Desk
from console.errors import PlatformError
from console.events import Event, NoticeCleared, NoticeRaised, PushSettled, RetryAsked
from console.facts import Item
from console.ids import platform_number
from console.platforms.base import Platform, Refused
from console.store import projection, settings, stock
from console.store.database import Database, Db
from console.sync import settling
from console.sync.intake import Intake
from console.sync.link import LinkWatch

log = structlog.get_logger(__name__)

AFTER_S = 180.0
"""From the last change of an item to its reading; a copy of a request is not under way for longer."""
LATEST_S = 900.0
"""An item that is changed all the time is read all the same."""
AGAIN_S = 30.0
SHOWN_S = 600.0
"""While a card stands somebody may set it right at the platform, which takes the card away."""
AT_START, SINCE_MS = 20, 86_400_000
"""Items changed last, and not longer ago, are read after a start: what came of them meanwhile nobody saw."""


@dataclass
class Due:
    """When an item is read next, on the monotonic clock."""

    at_s: float
    latest_s: float
    rest_s: float = AGAIN_S
    different: bool = False
    """The last reading was not what it should be."""


class Readings:
    """Looks after every item whose stock was changed."""

    def __init__(
        self, desk: Desk, db: Database, platform: Platform, link: LinkWatch, intake: Intake, clock: Clock
    ) -> None:
        self.wake = asyncio.Event()
        self._desk = desk
        self._db = db
        self._platform = platform
        self._link = link
        self._intake = intake
        self._clock = clock
        self._due: dict[str, Due] | None = None
        desk.hub.subscribe(self._hear)

    def doubt(self, item_id: str) -> None:
        """Somebody saw another stock than there should be: it is read soon."""
        if self._due is not None and item_id not in self._due:  # else it is read in its time, which is chosen with care
            now_s = self._clock.monotonic_s()
            self._due[item_id] = Due(now_s, now_s + LATEST_S)
            self.wake.set()

    async def round(self) -> float:
        """Read one item whose time has come; returns the seconds until the next."""
        if self._due is None:
            self._due = {}
            for item_id in await self._db.run(_at_start, self._clock.now_ms() - SINCE_MS):
                self._changed(item_id)
        if (wait_s := self._link.wait_s()) > 0:
            return wait_s
        if not self._link.budget.allows_readings():
            return SHOWN_S
        if not self._due:
            await self._db.run(_all_read)
            return 3600.0
        item_id, due = min(self._due.items(), key=lambda pair: pair[1].at_s)
        now_s = self._clock.monotonic_s()
        if due.at_s > now_s:
            return due.at_s - now_s
        try:
            await self._read(item_id, due)
        except PlatformError as error:
            if not isinstance(error, Refused):  # that it will not say is no fault of the line
                self._link.hindered(error)
            self._rest(due)
            log.info("stock not read", error=str(error))
        return 0.05

    async def _read(self, item_id: str, due: Due) -> None:
        assert self._due is not None
        standing = await self._db.run(stock.quiet, item_id)
        if standing is None:  # it waits to be told; once it is, this begins anew
            self._due.pop(item_id, None)
            return
        number = platform_number(item_id)
        moves = self._intake.moves(number)
        there = await self._platform.read_stock(standing.platform_item_id, standing.sku_id)
        await self._intake.step()
        standing = await self._db.run(stock.quiet, item_id)
        if standing is None or self._intake.moves(number) != moves:
            self._rest(due)  # an order came in, before the reading or after it: nobody can tell
            return
        here = standing.due
        if there == here:
            if self._due.get(item_id) is due:
                del self._due[item_id]
            self._clear(item_id)
            if standing.parked:  # it was refused and is there: a copy of the request came first. Both numbers are one
                await self._desk.do(SettleStock(item_id=item_id, whose=settling.STUDIO))
        elif not due.different:
            due.different = True
            due.at_s = self._clock.monotonic_s() + AGAIN_S
        else:
            log.info("stock differs", item_id=item_id, there=there, here=here)
            item = await self._db.run(projection.item, item_id)
            self._desk.tell(NoticeRaised(notice=settling.card(item, there, here)))
            due.at_s = self._clock.monotonic_s() + SHOWN_S

    def _rest(self, due: Due) -> None:
        due.different = False
        due.at_s = self._clock.monotonic_s() + due.rest_s
        due.rest_s = min(2 * due.rest_s, SHOWN_S)

    def _clear(self, item_id: str) -> None:
        key = f"{settling.UNEQUAL}{item_id}"
        if any(notice.key == key for notice in self._desk.state.notices):
            self._desk.tell(NoticeCleared(key=key))

    def _changed(self, item_id: str) -> None:
        assert self._due is not None
        now_s = self._clock.monotonic_s()
        former = self._due.get(item_id)
        latest_s = now_s + LATEST_S if former is None else former.latest_s
        self._due[item_id] = Due(min(now_s + AFTER_S, latest_s), latest_s)

    def _hear(self, event: Event) -> None:
        match event:
            case PushSettled(kind="stock", outcome="acked" | "rejected", item=Item(item_id=item_id)) if (
                self._due is not None
            ):
                self._changed(item_id)
                self.wake.set()
            case RetryAsked():
                self.wake.set()


def _at_start(db: Db, since_ms: int) -> list[str]:
    """Items to read after a start: those changed last, and after a restore whatever the platform has."""
    if settings.read(db, stock.RESTORED) == settings.read(db, stock.READ_SINCE):
        return _changed_last(db, since_ms)
    rows = db.conn.execute("SELECT id FROM items WHERE platform_item_id IS NOT NULL ORDER BY listed_at_ms DESC, id")
    return [row[0] for row in rows]


def _all_read(db: Db) -> None:
    if settings.read(db, stock.RESTORED) != settings.read(db, stock.READ_SINCE):
        settings.write(db, stock.READ_SINCE, settings.read(db, stock.RESTORED))


def _changed_last(db: Db, since_ms: int) -> list[str]:
    rows = db.conn.execute(
        "SELECT item_id FROM (SELECT * FROM outbox ORDER BY seq DESC LIMIT 2000) WHERE kind = 'stock'"
        " AND state IN ('acked', 'rejected') AND settled_at_ms > ? GROUP BY item_id ORDER BY max(seq) DESC LIMIT ?",
        (since_ms, AT_START),
    )
    return [row[0] for row in rows]
