"""Asks where buyers ordered, so that this show's orders can be told from others. Rarely: it is a call each."""

from __future__ import annotations

import asyncio

import structlog

from console.clock import Clock
from console.commands import NotePlace
from console.desk import Desk
from console.errors import PlatformError
from console.events import Event, SaleRecorded
from console.platforms.base import OrderSource as Place
from console.platforms.base import Platform, Refused
from console.store.database import Database, Db
from console.sync.link import LinkWatch

log = structlog.get_logger(__name__)

BETWEEN_S = 2.0
AFTER_A_FAULT_S = 300.0
LONGEST_REST_S = 6 * 3600.0
SOUGHT = 50
"""Orders looked at when choosing the next: those that rest are passed over."""


class Places:
    """Looks after one order at a time, newest first, while calls are plenty.

    An order that cannot be read rests, each time twice as long, and the others come first.
    """

    def __init__(self, desk: Desk, db: Database, platform: Platform, link: LinkWatch, clock: Clock) -> None:
        self.wake = asyncio.Event()
        self._desk = desk
        self._db = db
        self._platform = platform
        self._link = link
        self._clock = clock
        self._resting: dict[str, tuple[float, float]] = {}
        """sale id -> (monotonic seconds of the next try, seconds of the last rest)."""
        desk.hub.subscribe(self._hear)

    async def round(self) -> float:
        """Ask about one order; returns the seconds until the next."""
        if (wait_s := self._link.wait_s()) > 0:
            return wait_s
        if not self._link.budget.allows_sources():
            return 3600.0
        waiting = await self._db.run(_newest_without_place)
        self._resting = {sale_id: rest for sale_id, rest in self._resting.items() if sale_id in waiting}
        now_s = self._clock.monotonic_s()
        ready = [sale_id for sale_id in waiting if self._resting.get(sale_id, (0.0, 0.0))[0] <= now_s]
        if not ready:
            return min((at_s - now_s for at_s, _ in self._resting.values()), default=3600.0)
        return await self._ask(ready[0], waiting[ready[0]])

    async def _ask(self, sale_id: str, order_id: str) -> float:
        try:
            place = await self._platform.order_source(order_id)
        except Refused:
            place = Place.OTHER
        except PlatformError as error:
            # Nice to know and no more: it neither closes the line for others nor asks about this one at once again.
            _, rest_s = self._resting.get(sale_id, (0.0, AFTER_A_FAULT_S / 2))
            rest_s = min(LONGEST_REST_S, 2 * rest_s)
            self._resting[sale_id] = (self._clock.monotonic_s() + rest_s, rest_s)
            log.info("place not read", error=str(error), rest_s=rest_s)
            return AFTER_A_FAULT_S
        await self._desk.do(NotePlace(sale_id=sale_id, place=place))
        return BETWEEN_S

    def _hear(self, event: Event) -> None:
        if isinstance(event, SaleRecorded) and event.order_id:
            self.wake.set()


def _newest_without_place(db: Db) -> dict[str, str]:
    """Sale id -> order id, newest first."""
    rows = db.conn.execute(
        "SELECT id, order_id FROM sales WHERE source = 'platform' AND source_place = ''"
        " ORDER BY recorded_at_ms DESC LIMIT ?",
        (SOUGHT,),
    )
    return dict(rows.fetchall())
