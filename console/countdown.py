"""The countdown of flash sales: how much time one has left, and the watch that begins and ends them.

The deadline is on the machine's steady clock, which every process of the same boot shares, so a
restart or a changed wall clock moves nothing. After a new boot the wall clock has to do.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from console import used
from console.clock import Clock, Moment
from console.commands import BeginFlashSale, EndFlashSale
from console.errors import KaiboError
from console.events import Event, FlashSaleChanged
from console.facts import FlashSale, FlashState, Item
from console.store import projection
from console.store.database import Database, Db

if TYPE_CHECKING:
    from console.desk import Desk

log = structlog.get_logger(__name__)

LONGEST_REST_S = 30.0
"""A wall clock may be set meanwhile, and planned flash sales begin by it."""


def remaining_ms(flash: FlashSale, moment: Moment, now_ms: int) -> int:
    """Milliseconds a running flash sale has left, 0 when its time is over; never more than it lasts."""
    if flash.ends_at_ms is None:
        return flash.lasts_ms
    left = flash.ends_at_ms - now_ms
    if flash.boot and flash.boot == moment.boot and flash.ends_s is not None:
        left = round((flash.ends_s - moment.steady_s) * 1000)
    return min(max(0, left), flash.lasts_ms)


def next_planned(item: Item, now_ms: int) -> tuple[FlashSale, int] | None:
    """The flash sale that begins next on an item where none runs, and the milliseconds until then."""
    if item.flash is not None:
        return None
    planned = [flash for flash in item.flash_sales if flash.state is FlashState.PLANNED]
    waits = [(flash, max(0, (flash.at_ms or 0) - now_ms)) for flash in planned]
    return min(waits, key=lambda wait: wait[1], default=None)


class Countdown:
    """Ends flash sales when their time is over and begins those that are planned."""

    def __init__(self, desk: Desk, db: Database, clock: Clock) -> None:
        self.wake = asyncio.Event()
        self._desk = desk
        self._db = db
        self._clock = clock
        desk.hub.subscribe(self._hear)

    async def round(self) -> float:
        """Do what is due; returns the seconds until the next thing is.

        Also of items that are in no line-up on the screen any more: their price must come back all the same.
        """
        rest_ms = LONGEST_REST_S * 1000
        for item in await self._db.run(_not_over):
            rest_ms = min(rest_ms, await self._look_at(item))
        return rest_ms / 1000

    async def _look_at(self, item: Item) -> float:
        """Carry out what is due for one item; returns the milliseconds until its next turn."""
        now_ms, moment = self._clock.now_ms(), self._clock.moment()
        if item.flash is not None:
            left_ms = remaining_ms(item.flash, moment, now_ms)
            if left_ms > 0:
                return left_ms
            return await self._do(EndFlashSale(flash_id=item.flash.flash_id, why="time"))
        planned = next_planned(item, now_ms)
        if planned is None:
            return LONGEST_REST_S * 1000
        flash, wait_ms = planned
        if wait_ms > 0:
            return wait_ms
        return await self._do(BeginFlashSale(flash_id=flash.flash_id, moment=moment))

    async def _do(self, command: BeginFlashSale | EndFlashSale) -> float:
        """Milliseconds until the item is looked at again: at once when it worked, later when it did not."""
        try:
            with used.by("clock"):
                await self._desk.do(command)
        except KaiboError as error:
            log.warning("flash sale not moved on", flash_id=command.flash_id, error=str(error))
            return 1_000
        return 0

    def _hear(self, event: Event) -> None:
        item = getattr(event, "item", None)
        if isinstance(event, FlashSaleChanged) or (isinstance(item, Item) and item.flash_sales):
            self.wake.set()


def _not_over(db: Db) -> list[Item]:
    """Every item with a flash sale that runs or is planned."""
    rows = db.conn.execute("SELECT DISTINCT item_id FROM flash_sales WHERE state <> 'ended' ORDER BY seq").fetchall()
    return [projection.item(db, row[0]) for row in rows]
