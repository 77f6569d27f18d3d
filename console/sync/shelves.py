"""Looks whether what is on sale stands on the platform's shelf, and at our price: while a show is live, item by item.

A platform takes items down by itself, for a complaint or after a second audit; a colleague changes a price or the
stock in the back office; no message of it reaches a desktop. One look is one call and tells all three. Not here:
audits that have no verdict yet (`audits`); whether a difference in stock is one (`readings`, which is told of it).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import structlog

from console.clock import Clock
from console.commands import NoteAudit
from console.desk import Desk
from console.errors import PlatformError, Text
from console.events import Event, ItemChanged, NoticeCleared, NoticeRaised, OnAirChanged, PushSettled, ShowStarted
from console.facts import Item, ListingState, Notice, NoticeLevel, PlatformState
from console.ids import platform_number
from console.money import price
from console.platforms.base import Platform, PlatformItem, Refused
from console.store import stock
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
_TITLE = Text("{number} 号 {title}：平台已下架，观众买不到", "No. {number} {title}: the platform took it off sale")
_ADVICE = Text(
    "到平台后台看原因{why}；恢复以后这张卡会自己收起，其他商品照常",
    "See why at the platform{why}; once it is on sale again this card goes away, and other items are not affected",
)
PRICED = "priced:"
"""Key of the card for an item that the platform sells at another price, with its id behind it."""
_PRICED = Text("{number} 号 {title}：平台上的价不一样", "No. {number} {title}: the platform has another price")
_WHOSE = Text(
    "平台卖 {there}，这里是 {here}：有人在别处改过价。选以哪个为准，其他商品照常",
    "The platform sells it at {there}, here it is {here}: somebody changed it elsewhere. Choose which is right;"
    " other items go on",
)


def priced(item: Item, there_fen: int) -> Notice:
    """The card that asks which price is right."""
    facts = {"number": str(item.number), "title": item.title, "there": price(there_fen), "here": price(item.price_fen)}
    facts |= {"there_fen": str(there_fen), "here_fen": str(item.price_fen)}
    return Notice(f"{PRICED}{item.item_id}", NoticeLevel.TROUBLE, _PRICED, _WHOSE, item.number, facts)


class Shelves:
    """Looks at one item after the other."""

    def __init__(
        self,
        desk: Desk,
        db: Database,
        platform: Platform,
        link: LinkWatch,
        clock: Clock,
        doubt: Callable[[str], None],
    ) -> None:
        """`doubt` is told the id of an item whose stock was read as another than the books say."""
        self.wake = asyncio.Event()
        self._desk = desk
        self._db = db
        self._platform = platform
        self._link = link
        self._clock = clock
        self._doubt = doubt
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
        shelf, asked = await self._db.run(_told_last, item.item_id), await self._db.run(_asked_price, item.item_id)
        if shelf is None:
            return
        found = await self._platform.find_item(platform_number(item.item_id))
        if found is not None:
            if asked is not None and await self._db.run(_asked_price, item.item_id) == asked:
                self._compare(item, asked[1], found.price_fen)
            standing = await self._db.run(stock.quiet, item.item_id)
            if standing is not None and standing.due != found.stock:
                self._doubt(item.item_id)
        if await self._db.run(_told_last, item.item_id) == shelf:  # else what was read is of before
            await self._note(item, found)

    def _compare(self, item: Item, here_fen: int, there_fen: int) -> None:
        if here_fen == there_fen:
            self._clear(f"{PRICED}{item.item_id}")
        else:
            log.info("price differs", item_id=item.item_id, there=there_fen, here=here_fen)
            self._desk.tell(NoticeRaised(notice=priced(replace(item, price_fen=here_fen), there_fen)))

    async def _note(self, item: Item, found: PlatformItem | None) -> None:
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
            self._clear(f"{PRICED}{event.item_id}")
        if isinstance(event, PushSettled) and event.kind == "price" and event.item is not None:
            self._clear(f"{PRICED}{event.item.item_id}")
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


def _asked_price(db: Db, item_id: str) -> tuple[int, int] | None:
    """The place of the price that was told last, 0 when it came with the listing, and the price in fen.

    None while one waits, was refused or belongs to a flash sale: then nobody can say what it should be there.
    """
    row = db.conn.execute(
        "SELECT coalesce((SELECT max(seq) FROM outbox WHERE item_id = ?1 AND kind = 'price'), 0), price_fen FROM items"
        " WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM flash_sales WHERE item_id = ?1 AND state = 'running')"
        " AND NOT EXISTS (SELECT 1 FROM outbox WHERE item_id = ?1 AND kind = 'price'"
        "   AND (state IN ('new', 'leased', 'unknown') OR state = 'rejected' AND resolved = ''))",
        (item_id,),
    ).fetchone()
    return None if row is None else (int(row[0]), int(row[1]))
