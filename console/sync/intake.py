"""Takes in the platform's orders: by cursor, with overlap, each version once.

The place reached is the platform's own "updated" time of the newest order seen, so a studio clock
that is wrong loses nothing; where nobody orders, and where one carries a time to come, the platform's
clock as its answers tell it. The platform answers spans of at most 7 days, up to 90 days back.
"""

from __future__ import annotations

import asyncio

import structlog

from console.clock import Clock
from console.commands import TakeInOrder
from console.desk import LocalDesk
from console.errors import PlatformError, StoreError, Text
from console.events import Event, LinkModeSet, NoticeRaised, RetryAsked
from console.facts import Notice, NoticeLevel, SaleStatus
from console.platforms.base import Order, OrderStatus, Platform
from console.store import settings
from console.store.database import Database, Db
from console.sync.budget import CALLS
from console.sync.link import LinkWatch

log = structlog.get_logger(__name__)

SEEN_UNTIL = "orders_seen_until_ms"
OVERLAP_MS = 30_000
UNREAD = "orders-unread"
_UNREAD_TITLE = Text("有订单读不出来：{ids}", "Some orders cannot be read: {ids}")
_UNREAD_ADVICE = Text(
    "在平台后台查看这几单；其他订单照常", "Look them up at the platform; other orders are not affected"
)
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
SPAN_MS = 7 * DAY_MS - 1
FARTHEST_BACK_MS = 90 * DAY_MS - HOUR_MS


class Intake:
    """Polls the order cursor every `poll_s` seconds while the line allows it."""

    def __init__(
        self, desk: LocalDesk, db: Database, platform: Platform, link: LinkWatch, clock: Clock, poll_s: float
    ) -> None:
        self.wake = asyncio.Event()
        self._desk = desk
        self._db = db
        self._platform = platform
        self._link = link
        self._clock = clock
        self._poll_s = poll_s
        self._one_at_a_time = asyncio.Lock()
        self._last: dict[str, tuple[int, str]] = {}
        """The orders of the look before: order id -> their version; `_seen` are those of the last look."""
        self._seen: dict[str, tuple[int, str]] = {}
        self._moves: dict[int, int] = {}
        desk.hub.subscribe(self._hear)

    async def round(self) -> float:
        """One poll for the loop; faults of the line are the link's to tell."""
        wait_s = self._link.wait_s()
        if wait_s > 0:
            return wait_s
        rest_s = 0.0
        try:
            await self.step()
        except PlatformError as error:
            rest_s = self._link.hindered(error)
            log.info("orders not read", error=str(error))
        await self._db.run(settings.write, CALLS, self._link.budget.as_kept())
        return max(self._link.budget.orders_every_s(self._poll_s), self._link.wait_s(), rest_s)

    async def step(self) -> None:
        """Read and take in everything new. Raises a `PlatformError` when the platform cannot be read."""
        async with self._one_at_a_time:
            now_ms = self._clock.now_ms()
            kept = await self._db.run(settings.read, SEEN_UNTIL)
            begin_ms = int(kept) - OVERLAP_MS if kept else await self._db.run(_first_listed_ms, now_ms) - DAY_MS
            begin_ms = max(begin_ms, now_ms - FARTHEST_BACK_MS)
            # Looks overlap, so what the last one saw tells what is new in this one.
            self._last, self._seen = self._seen, {}
            while True:
                # The end lies in the future: the platform's present is not ours to know.
                end_ms = begin_ms + SPAN_MS
                reached_ms = self._not_to_come(await self._span(begin_ms, end_ms), int(kept or 0))
                if end_ms >= now_ms and (quiet_ms := self._long_past_ms(now_ms)) > max(reached_ms, int(kept or 0)):
                    reached_ms = quiet_ms
                if reached_ms > int(kept or 0):
                    kept = str(reached_ms)
                    await self._db.run(settings.write, SEEN_UNTIL, kept)
                if end_ms >= now_ms:
                    return
                begin_ms = end_ms

    def _not_to_come(self, newest_ms: int, kept_ms: int) -> int:
        """How far the orders were seen: not farther than the platform's present, where its clock was heard.

        One order with a time that is still to come must not hide all orders until then.
        """
        skew_s = self._link.skew_s
        if skew_s is None:
            return newest_ms
        return min(newest_ms, max(kept_ms, self._clock.now_ms() - int(skew_s * 1000)))

    def _long_past_ms(self, now_ms: int) -> int:
        """A time at the platform before which nothing new can appear, where its clock was heard; else 0.

        Without it a shop where nobody orders would be read from further back at each look, a call for each week.
        """
        skew_s = self._link.skew_s
        return 0 if skew_s is None else (now_ms - int(skew_s * 1000) - DAY_MS) // HOUR_MS * HOUR_MS

    async def _span(self, begin_ms: int, end_ms: int) -> int:
        """Take in all pages of one span; returns the newest "updated" time, 0 when there was none."""
        newest_ms, cursor = 0, ""
        while True:
            page = await self._platform.orders(begin_ms, end_ms, cursor)
            self._count_moves(page.orders)
            news = await self._db.run(_news, page.orders)
            unread = [*page.unread, *await self._take_in(news)]
            if unread:
                self._tell_unread(unread)
            newest_ms = max([newest_ms, *(order.updated_at_ms for order in page.orders)])
            if page.cursor is None or page.cursor == cursor:
                return newest_ms
            cursor = page.cursor

    def moves(self, platform_item: int) -> int:
        """Grows with every order of an item that came or changed, also one that leaves no trace in the books.

        Two equal readings around another call mean that no order moved the item's stock in between.
        """
        return self._moves.get(platform_item, 0)

    def _count_moves(self, orders: tuple[Order, ...]) -> None:
        for order in orders:
            version = (order.updated_at_ms, str(order.status))
            if self._seen.get(order.order_id) != version and self._last.get(order.order_id) != version:
                self._moves[order.rel_item_id] = self._moves.get(order.rel_item_id, 0) + 1
            self._seen[order.order_id] = version

    async def _take_in(self, orders: list[Order]) -> list[str]:
        """Take in the orders of a page with one commit; returns the ids of those that cannot be.

        When one of them cannot, each is tried by itself: the others must not wait for it.
        """
        try:
            await self._desk.do_all([self._command(order) for order in orders])
        except StoreError:
            raise
        except Exception:  # whose fault it is shows when they are tried one by one
            log.exception("page not taken in at once")
            return [order.order_id for order in orders if not await self._take_in_alone(order)]
        return []

    async def _take_in_alone(self, order: Order) -> bool:
        try:
            await self._desk.do(self._command(order))
        except StoreError:
            raise
        except Exception:  # what is the matter with one order must not keep the others away; it is logged and told
            log.exception("order not taken in", order_id=order.order_id)
            return False
        return True

    def _command(self, order: Order) -> TakeInOrder:
        skew_s = self._link.skew_s
        return TakeInOrder(
            order_id=order.order_id,
            platform_item=order.rel_item_id,
            quantity=order.quantity,
            unit_price_fen=order.unit_price_fen,
            status=order.status,
            buyer=order.buyer,
            updated_at_ms=order.updated_at_ms,
            ordered_at_ms=0 if skew_s is None else max(0, order.created_at_ms + int(skew_s * 1000)),
        )

    def _tell_unread(self, order_ids: list[str]) -> None:
        log.info("orders unread", order_ids=order_ids)
        notice = Notice(UNREAD, NoticeLevel.WARNING, _UNREAD_TITLE, _UNREAD_ADVICE, facts={"ids": "、".join(order_ids)})
        if notice not in self._desk.state.notices:
            self._desk.tell(NoticeRaised(notice=notice))

    def _hear(self, event: Event) -> None:
        if isinstance(event, RetryAsked | LinkModeSet):
            self.wake.set()


_AFTER = {OrderStatus.UNPAID: 0, OrderStatus.PAID: 1, OrderStatus.REFUNDED: 2, OrderStatus.CLOSED: 3}
_AFTER_HERE = {SaleStatus.UNPAID: 0, SaleStatus.SOLD: 1, SaleStatus.VOID: 2}
"""How far along an order is, at the platform and here; one whose units came back is a step further."""


def _first_listed_ms(db: Db, now_ms: int) -> int:
    """When the first item was listed, before which nobody can have ordered one; `now_ms` when none was."""
    (listed_ms,) = db.conn.execute("SELECT min(listed_at_ms) FROM items").fetchone()
    return now_ms if listed_ms is None else int(listed_ms)


def _news(db: Db, orders: tuple[Order, ...]) -> list[Order]:
    """The orders that are of our items and not known in this version, oldest first."""
    fresh = []
    for order in orders:
        row = db.conn.execute(
            "SELECT s.order_updated_at_ms, s.status, s.returned FROM items i LEFT JOIN sales s ON s.order_id = ?"
            " WHERE i.rel_item_id = ?",
            (order.order_id, order.rel_item_id),
        ).fetchone()
        if row is None:
            continue
        seen_ms, status, returned = row
        newer = seen_ms is None or seen_ms < order.updated_at_ms
        # Two versions may carry the same time: then a step forward is news.
        if newer or (seen_ms == order.updated_at_ms and _AFTER[order.status] > _AFTER_HERE[status] + returned):
            fresh.append(order)
    return sorted(fresh, key=lambda order: order.updated_at_ms)
