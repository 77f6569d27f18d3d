"""Asks where buyers ordered, so that this show's orders can be told from others. Rarely: it is a call each."""

from __future__ import annotations

import asyncio

import structlog

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


class Places:
    """Looks after one order at a time, newest first, while calls are plenty."""

    def __init__(self, desk: Desk, db: Database, platform: Platform, link: LinkWatch) -> None:
        self.wake = asyncio.Event()
        self._desk = desk
        self._db = db
        self._platform = platform
        self._link = link
        desk.hub.subscribe(self._hear)

    async def round(self) -> float:
        """Ask about one order; returns the seconds until the next."""
        if (wait_s := self._link.wait_s()) > 0:
            return wait_s
        if not self._link.budget.allows_sources():
            return 3600.0
        found = await self._db.run(_newest_without_place)
        if found is None:
            return 3600.0
        sale_id, order_id = found
        try:
            place = await self._platform.order_source(order_id)
        except Refused:
            place = Place.OTHER
        except PlatformError as error:
            # Nice to know and no more: it neither closes the line for others nor asks about this one at once again.
            log.info("place not read", error=str(error))
            return AFTER_A_FAULT_S
        await self._desk.do(NotePlace(sale_id=sale_id, place=place))
        return BETWEEN_S

    def _hear(self, event: Event) -> None:
        if isinstance(event, SaleRecorded) and event.order_id:
            self.wake.set()


def _newest_without_place(db: Db) -> tuple[str, str] | None:
    row = db.conn.execute(
        "SELECT id, order_id FROM sales WHERE source = 'platform' AND source_place = ''"
        " ORDER BY recorded_at_ms DESC LIMIT 1"
    ).fetchone()
    return None if row is None else (row[0], row[1])
