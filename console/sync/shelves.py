"""Looks whether what the screen calls on sale still stands on the platform's shelf: while a show is live, item by item.

A platform takes items down by itself, for a complaint or after a second audit, and no message of it reaches a desktop.
Not here: audits that have no verdict yet (`audits`), stock (`readings`).
"""

from __future__ import annotations

import asyncio

import structlog

from console.clock import Clock
from console.commands import NoteAudit
from console.desk import Desk
from console.errors import PlatformError, Text
from console.events import Event, ItemChanged, NoticeCleared, NoticeRaised, OnAirChanged, ShowStarted
from console.facts import Item, ListingState, Notice, NoticeLevel, PlatformState
from console.ids import platform_number
from console.platforms.base import Platform, PlatformItem, Refused
from console.store.database import Database, Db
from console.sync.audits import STATES
from console.sync.link import LinkWatch

log = structlog.get_logger(__name__)

EVERY_S = 900.0
"""Between two looks at one item, where calls are plenty."""
ON_AIR_S = 300.0
"""The same of the item on air: it is looked at when it is put there, unless it was just before."""
REST_S = 3_600.0
OFF_SHELF = "off-shelf:"
"""Key of the card for an item that nobody can buy at the platform, with its id behind it."""
_TITLE = Text("{number} 号 {title}：平台已下架，观众买不到", "Number {number} {title}: the platform took it off sale")
_ADVICE = Text(
    "到平台后台看原因{why}；恢复以后这张卡会自己收起，其他商品照常",
    "See why at the platform{why}; once it is on sale again this card goes away, and other items are not affected",
)


class Shelves:
    """Looks at one item after the other."""

    def __init__(self, desk: Desk, db: Database, platform: Platform, link: LinkWatch, clock: Clock) -> None:
        self.wake = asyncio.Event()
        self._desk = desk
        self._db = db
        self._platform = platform
        self._link = link
        self._clock = clock
        self._looked: dict[str, float] = {}
        """item_id -> monotonic seconds of the last look, or of when it was first seen on sale."""
        desk.hub.subscribe(self._hear)

    async def round(self) -> float:
        """Look at one item whose time has come; returns the seconds until the next."""
        if (wait_s := self._link.wait_s()) > 0:
            return wait_s
        items = [item for item in self._desk.state.items if _watched(item)]
        if not self._desk.state.live or not items or not self._link.budget.allows_sources():
            return REST_S if not items else EVERY_S
        now_s, every_s = self._clock.monotonic_s(), self._link.budget.audits_every_s(EVERY_S, len(items))
        due = {item.item_id: self._looked.setdefault(item.item_id, now_s) + every_s for item in items}
        on_air = self._desk.state.on_air_item_id
        if on_air in due:
            due[on_air] = min(due[on_air], self._looked[on_air] + ON_AIR_S)
        item = min(items, key=lambda each: due[each.item_id])
        if due[item.item_id] > now_s:
            return due[item.item_id] - now_s
        self._looked[item.item_id] = now_s
        try:
            await self._look(item)
        except Refused as error:
            log.info("shelf not told", error=str(error))
        except PlatformError as error:
            log.info("shelf not read", error=str(error))
            return self._link.hindered(error)
        return 0.05

    async def _look(self, item: Item) -> None:
        before = await self._db.run(_told_last, item.item_id)
        if before is None:
            return
        found = await self._platform.find_item(platform_number(item.item_id))
        if await self._db.run(_told_last, item.item_id) != before:
            return  # it was put up or taken down here meanwhile: what was read is of before
        there = found is not None and found.on_shelf
        state = item.platform if found is None else STATES[found.audit]
        if (state, there) != (item.platform, item.listing is ListingState.ON_SALE):
            reason = "" if found is None else found.audit_reason
            await self._desk.do(NoteAudit(item_id=item.item_id, platform=state, on_shelf=there, reason=reason))
        self._tell(item, found, there=there)

    def _tell(self, item: Item, found: PlatformItem | None, *, there: bool) -> None:
        key = f"{OFF_SHELF}{item.item_id}"
        if not there:
            why = found.audit_reason if found is not None else ""
            facts = {"number": str(item.number), "title": item.title, "why": f" ({why})" if why else ""}
            self._desk.tell(NoticeRaised(notice=Notice(key, NoticeLevel.TROUBLE, _TITLE, _ADVICE, item.number, facts)))
        else:
            self._clear(key)

    def _clear(self, key: str) -> None:
        if any(notice.key == key for notice in self._desk.state.notices):
            self._desk.tell(NoticeCleared(key=key))

    def _hear(self, event: Event) -> None:
        if isinstance(event, ItemChanged) and not _watched(event.item):  # taken down here, too, or sold out
            self._clear(f"{OFF_SHELF}{event.item_id}")
        if isinstance(event, ShowStarted | OnAirChanged):
            self.wake.set()


def _watched(item: Item) -> bool:
    """Whether viewers should be able to buy it, as far as this side knows."""
    return item.platform is PlatformState.APPROVED and item.listing in (ListingState.ON_SALE, ListingState.LISTED)


def _told_last(db: Db, item_id: str) -> int | None:
    """The place of what was told of its shelf last, 0 when nothing was; None while something waits."""
    place, waits = db.conn.execute(
        "SELECT coalesce(max(seq), 0), coalesce(max(state IN ('new', 'leased', 'unknown')), 0) FROM outbox"
        " WHERE item_id = ? AND kind = 'shelf'",
        (item_id,),
    ).fetchone()
    return None if waits else int(place)
