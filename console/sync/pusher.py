"""Tells the platform what the studio did: claim an entry, push it, settle it; one at a time.

What may have arrived is looked up before it is sent again: an item by its `rel_item_id`, a stock
change by reading the stock back. Price and shelf may simply be repeated. One request at a time is
faster than many on a poor line and keeps the order of an item by itself.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import structlog

from console.clock import Clock
from console.commands import CorrectStock, NoteSent, SettlePush
from console.desk import Desk
from console.errors import PlatformError, Text
from console.events import (
    Event,
    LinkModeSet,
    NoticeCleared,
    NoticeRaised,
    OutboxChanged,
    RetryAsked,
    SendNoted,
    StockDecided,
)
from console.facts import Notice, NoticeLevel
from console.ids import platform_number
from console.platforms.base import (
    ItemGone,
    NewItem,
    OutcomeUnknown,
    Platform,
    PlatformItem,
    Refused,
    RetryLater,
    SignInAgain,
)
from console.store import outbox, projection, stock
from console.store.database import Database, Db
from console.sync import backoff, settling
from console.sync.composing import Listings, facts_of
from console.sync.intake import Intake
from console.sync.link import LinkWatch

log = structlog.get_logger(__name__)

LEASE_MS = 120_000
"""Longer than the slowest push (three uploads of 30 s each); a dead sender's entries are free after it."""
READINGS = 4
"""How often a reading is repeated when orders keep coming in around it."""
UNCLEAR_TRIES = 6

UNANSWERED = "unanswered:"
"""Key of the card for an item that the platform will not speak of, with the item's id behind it."""
_UNANSWERED_TITLE = Text(
    "{number} 号 {title}：平台不肯说它的库存", "No. {number} {title}: the platform does not tell its stock"
)
_UNANSWERED_ADVICE = Text(
    "它的库存改动还没办妥（{why}）。到平台后台看看这件商品；查得到以后会自动接着办，其他商品照常",
    "A change of its stock is not settled yet ({why}). Look at the item at the platform; once its stock can be read"
    " this goes on by itself, and other items are not affected",
)
_UNCLEAR = "库存查证中"
_FAULT = "内部故障，详情在日志里"
T = TypeVar("T")


class LookUpRefused(Exception):
    """The platform would not answer a question. Nothing was refused of what we have to tell."""

    def __init__(self, why: str, *, of_item: bool, gone: bool) -> None:
        """`of_item`: it was asked about this item alone. `gone`: the platform does not have it any more."""
        super().__init__(why)
        self.of_item, self.gone = of_item, gone


class ChangedMeanwhile(Exception):
    """Somebody changed what waits to be told while the way for it was made ready. Nothing went out."""


class StockUnclear(Exception):
    """The stock read back fits neither "applied" nor "not applied": an order is still on its way in."""

    def __init__(self, there: int | None = None, ordered: int = 0) -> None:
        """`there` is what the platform has, read with so many units `ordered`; None when orders kept coming in."""
        super().__init__()
        self.there, self.ordered = there, ordered


class Pusher:
    """The one sender of the outbox."""

    def __init__(
        self,
        desk: Desk,
        db: Database,
        platform: Platform,
        link: LinkWatch,
        intake: Intake,
        clock: Clock,
        rng: random.Random,
        pictures: Path,
        wish: str,
    ) -> None:
        self.wake = asyncio.Event()
        self._desk = desk
        self._db = db
        self._platform = platform
        self._link = link
        self._intake = intake
        self._clock = clock
        self._rng = rng
        self._listings = Listings(db, platform, clock, pictures, wish)
        desk.hub.subscribe(self._hear)

    async def step(self) -> float:
        """Send everything that may be sent now; returns the seconds until the next try is due."""
        while (wait_s := self._link.wait_s()) <= 0:
            entry = await self._db.run(outbox.claim, self._clock.now_ms(), LEASE_MS)
            if entry is None:
                due_ms = await self._db.run(outbox.next_due_ms)
                if due_ms is None:
                    return 3600.0
                return min(max(0.05, (due_ms - self._clock.now_ms()) / 1000), outbox.LONGEST_WAIT_MS / 1000)
            await self._settle(entry)
        return wait_s

    def _hear(self, event: Event) -> None:
        if isinstance(event, OutboxChanged | RetryAsked | LinkModeSet | StockDecided):
            self.wake.set()
        if isinstance(event, StockDecided):
            self._clear_card(event.item_id)

    def _clear_card(self, item_id: str) -> None:
        keys = {f"{settling.UNEQUAL}{item_id}", f"{UNANSWERED}{item_id}"}
        for key in [notice.key for notice in self._desk.state.notices if notice.key in keys]:
            self._desk.tell(NoticeCleared(key=key))

    async def _settle(self, entry: outbox.Entry) -> None:
        """Push one entry and record the outcome; whatever goes wrong stays with this entry."""
        answer: dict[str, int | str] = {}
        reason, outcome = "", "acked"
        try:
            answer = await self._push(entry)
        except Refused as error:
            outcome, reason = "rejected", _why(error)
        except OutcomeUnknown as error:
            self._link.hindered(error)
            outcome, reason = "unknown", _why(error)
        except (RetryLater, SignInAgain) as error:
            self._link.hindered(error)
            # Not applied this time; but what was uncertain before stays uncertain.
            outcome, reason = "unknown" if entry.uncertain else "later", _why(error)
        except LookUpRefused as error:
            outcome, reason = _unanswered(entry, error), str(error)
            await self._tell_unanswered(entry, error)
        except ChangedMeanwhile:
            outcome = "unknown" if entry.uncertain else "later"
        except StockUnclear as error:
            outcome, reason = "unknown", _UNCLEAR
            await self._tell_unclear(entry, error)
        except Exception:  # a fault of ours in one entry must not hold up the others; it is logged whole
            log.exception("push failed", kind=entry.kind, outbox_id=entry.outbox_id)
            outcome, reason = "unknown", _FAULT
        wait_s = backoff.delay_s(entry.attempts, self._rng.random())
        await self._desk.do(
            SettlePush(
                outbox_id=entry.outbox_id,
                outcome=outcome,
                reason=reason,
                retry_in_ms=0 if outcome in ("acked", "rejected") else int(wait_s * 1000),
                answer=answer,
            )
        )
        if outcome == "acked" and entry.kind == "stock":
            self._clear_card(entry.item_id)

    async def _tell_unclear(self, entry: outbox.Entry, error: StockUnclear) -> None:
        """When a look-up stays unclear, somebody changed the stock elsewhere: a person has to look."""
        if entry.attempts < UNCLEAR_TRIES or error.there is None:
            return
        item = await self._db.run(projection.item, entry.item_id)
        here = await self._db.run(stock.due, entry.item_id, entry.outbox_id, error.ordered)
        self._desk.tell(NoticeRaised(notice=settling.card(item, error.there, here)))

    async def _tell_unanswered(self, entry: outbox.Entry, error: LookUpRefused) -> None:
        """A change that is not refused waits until the platform speaks of its item again: a person has to know."""
        if not error.of_item or entry.attempts < UNCLEAR_TRIES or _unanswered(entry, error) == "rejected":
            return
        item = await self._db.run(projection.item, entry.item_id)
        facts = {"number": str(item.number), "title": item.title, "why": str(error)}
        key = f"{UNANSWERED}{entry.item_id}"
        notice = Notice(key, NoticeLevel.TROUBLE, _UNANSWERED_TITLE, _UNANSWERED_ADVICE, item.number, facts)
        self._desk.tell(NoticeRaised(notice=notice))

    async def _push(self, entry: outbox.Entry) -> dict[str, int | str]:
        facts = await self._db.run(facts_of, entry.item_id)
        if entry.kind in ("price", "shelf") and await self._db.run(outbox.is_superseded, entry.outbox_id):
            return {"superseded": 1, "on_shelf": int(bool(entry.body.get("on_shelf")))}
        match entry.kind:
            case "item":
                item = await self._push_item(entry)
                return {"platform_item_id": item.platform_item_id, "sku_id": item.sku_id}
            case "price":
                await self._send(entry, dict(entry.body))
                await self._platform.change_price(facts["item"], facts["sku"], int(entry.body["price_fen"]))
                return {}
            case "shelf":
                await self._send(entry, dict(entry.body))
                await self._platform.set_shelf(facts["item"], bool(entry.body["on_shelf"]))
                return {"on_shelf": int(bool(entry.body["on_shelf"]))}
            case _:
                return await self._push_stock(entry, facts)

    async def _push_item(self, entry: outbox.Entry) -> PlatformItem:
        rel_item_id = platform_number(entry.item_id)
        if entry.uncertain and (found := await self._look(self._platform.find_item(rel_item_id))) is not None:
            return found
        if entry.request is None:
            item = await self._frozen(entry)
        else:
            item = msgspec.convert(entry.request, NewItem)
            await self._send(entry, entry.request)
        try:
            return await self._platform.open_item(item)
        except Refused:
            # A number used before is refused; when it is ours, an earlier sending did arrive.
            found = await self._look(self._platform.find_item(rel_item_id))
            if found is not None:
                return found
            raise

    async def _frozen(self, entry: outbox.Entry) -> NewItem:
        """The listing as it is frozen; composed anew when somebody edited it while its pictures went up."""
        while True:
            facts = await self._db.run(facts_of, entry.item_id)
            item = await self._listings.composed(entry.body, facts)
            await self._send(entry, msgspec.to_builtins(item))
            if await self._db.run(facts_of, entry.item_id) == facts:  # from here on nobody can edit it
                return item

    @staticmethod
    async def _look(question: Awaitable[T], *, of_item: bool = False) -> T:
        """Ask the platform something; that it will not say is no refusal of what we have to tell."""
        try:
            return await question
        except Refused as error:
            raise LookUpRefused(_why(error), of_item=of_item, gone=isinstance(error, ItemGone)) from error

    async def _push_stock(self, entry: outbox.Entry, facts: dict[str, Any]) -> dict[str, int | str]:
        item, sku = facts["item"], facts["sku"]
        if "settle" in entry.body:
            return await self._settle_stock(entry, item, sku)
        delta = int(entry.body["delta"])
        if delta == 0:  # a sale and its undoing that waited together: nothing to tell
            return {}
        if entry.uncertain and entry.request is not None:
            ordered, now = await self._stock_and_orders(entry.item_id, item, sku)
            untouched = int(entry.request["before"]) - (ordered - int(entry.request["ordered"]))
            if now == untouched + delta:
                return {"found": now}
            if now != untouched:
                raise StockUnclear(now, ordered)
        ordered, before = await self._stock_and_orders(entry.item_id, item, sku)
        must = await self._db.run(stock.restored, entry.item_id, entry.outbox_id, ordered)
        if must is not None and before not in must:  # the lost books may have told it: it is as if it had been sent
            await self._send(entry, {"delta": delta, "before": must[0], "ordered": ordered})
            if before == must[0] + delta:
                return {"found": before}
            raise StockUnclear(before, ordered)
        await self._send(entry, {"delta": delta, "before": before, "ordered": ordered})
        await self._platform.change_stock(item, sku, delta)
        return {"before": before}

    async def _settle_stock(self, entry: outbox.Entry, item: int, sku: int) -> dict[str, int | str]:
        """Make both sides equal as a person decided; whatever was sent before, a new reading is where it begins."""
        whose = str(entry.body["settle"])
        ordered, there = await self._stock_and_orders(entry.item_id, item, sku)
        request: dict[str, Any] = {"settle": whose, "before": there, "ordered": ordered}
        if whose == settling.PLATFORM:
            await self._send(entry, request)
            await self._desk.do(CorrectStock(outbox_id=entry.outbox_id, stock=there, ordered=ordered))
            return {settling.SETTLED: there}
        here, free = await self._db.run(_to_tell, entry, ordered)
        await self._send(entry, {**request, "delta": max(0, here) - there})
        if max(0, here) != there:
            await self._look(self._platform.change_stock(item, sku, max(0, here) - there))
        return {settling.SETTLED: max(0, here), "owed": max(0, -here), "free": free}

    async def _stock_and_orders(self, item_id: str, item: int, sku: int) -> tuple[int, int]:
        """Units ordered so far and units left, both of one moment: no order came in around the reading."""
        await self._look(self._intake.step())
        for _ in range(READINGS):
            moves = self._intake.moves(platform_number(item_id))
            left = await self._look(self._platform.read_stock(item, sku), of_item=True)
            await self._look(self._intake.step())
            if self._intake.moves(platform_number(item_id)) == moves:
                return await self._db.run(stock.ordered, item_id), left
        raise StockUnclear

    async def _send(self, entry: outbox.Entry, request: dict[str, Any]) -> None:
        """Freeze what goes out, committed before the first byte. Raises `ChangedMeanwhile`."""
        noted = await self._desk.do(NoteSent(outbox_id=entry.outbox_id, request=request))
        if isinstance(noted, SendNoted) and noted.stale:
            raise ChangedMeanwhile


def _unanswered(entry: outbox.Entry, error: LookUpRefused) -> str:
    """The outcome of an entry whose question was not answered.

    A platform that says again and again that it does not have an item (it was deleted there) will not take a change
    of it either: then it is refused like any other, instead of waiting for ever. What may have arrived waits.
    """
    if entry.uncertain:
        return "unknown"
    return "rejected" if error.gone and entry.attempts >= UNCLEAR_TRIES else "later"


def _why(error: PlatformError) -> str:
    """The reason as kept with the entry: the platform's own words, or ours in the seller's language."""
    why = error.facts.get("why")
    return why.zh if isinstance(why, Text) else str(why or error.shown().title)


def _to_tell(db: Db, entry: outbox.Entry, ordered: int) -> tuple[int, int]:
    """Units the platform must have when ours is right, and how many of them it refused to take off before."""
    free = stock.owed_freely(db, entry.item_id)
    return stock.due(db, entry.item_id, entry.outbox_id, ordered) - free, free
