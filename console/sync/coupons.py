"""Tells the platform of coupons and reads how many were taken; each by its key, so a repeat does no harm."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

from console.clock import Clock
from console.commands import Command, NoteCoupon
from console.coupons import changed, past, window_ms
from console.desk import Desk
from console.errors import PlatformError, Text
from console.events import CouponChanged, CouponShown, Event, LinkModeSet, PushSettled, RetryAsked
from console.facts import Coupon, CouponState
from console.platforms.base import NewCoupon, Platform, Refused
from console.store.database import Database, Db
from console.sync.link import LinkWatch

log = structlog.get_logger(__name__)

COUNT_EVERY_S = 30.0
REST_S = 3_600.0
AFTER_TROUBLE_S = 5.0
SAID_AGAIN_MS = 60_000
"""A count that did not change is noted so often: whoever reads it must know how old it is."""


class Coupons:
    """Looks after every coupon that the platform must still be told of, and counts those that it made."""

    def __init__(self, desk: Desk, db: Database, platform: Platform, link: LinkWatch, clock: Clock) -> None:
        self.wake = asyncio.Event()
        self._desk = desk
        self._db = db
        self._platform = platform
        self._link = link
        self._clock = clock
        self._count_at_s = self._shown_at_s = 0.0
        desk.hub.subscribe(self._hear)

    async def round(self) -> float:
        """Tell and count what is due; returns the seconds until the next turn."""
        if (wait_s := self._link.wait_s()) > 0:
            return wait_s
        try:
            for coupon in self._desk.state.coupons:
                await self._bring_in_step(coupon)
            return await self._count()
        except Refused as error:  # of a count alone; a coupon that is refused is told as such
            log.warning("coupon not counted", error=str(error))
            return COUNT_EVERY_S
        except PlatformError as error:
            return max(AFTER_TROUBLE_S, self._link.hindered(error))

    async def _bring_in_step(self, coupon: Coupon) -> None:
        try:
            if coupon.state is CouponState.WAITING and past(coupon, self._clock.now_ms()):
                await self._note(coupon, CouponState.OVER, reason="日期已过")
            elif coupon.state in (CouponState.WAITING, CouponState.SENT):
                await self._make(coupon)
            elif coupon.state is CouponState.MADE and past(coupon, self._clock.now_ms()):
                await self._note(coupon, CouponState.OVER)  # the platform ends it with its last day
            elif coupon.state is CouponState.MADE and coupon.ending:
                await self._platform.end_coupon(coupon.platform_coupon_id or 0)
                await self._note(coupon, CouponState.OVER)
        except Refused as error:
            why = error.facts.get("why")
            await self._note(coupon, CouponState.REFUSED, reason=why.zh if isinstance(why, Text) else str(why))

    async def _make(self, coupon: Coupon) -> None:
        item = await self._db.run(_platform_item, coupon.item_id) if coupon.item_id else 0
        if item is None:
            return  # the platform does not have its item yet
        if coupon.state is CouponState.WAITING:
            await self._note(coupon, CouponState.SENT)  # from here on it may be there
        begins_ms, ends_ms = window_ms(coupon.first_day, coupon.last_day)
        made = await self._platform.create_coupon(
            NewCoupon(
                key=coupon.coupon_id,
                name=coupon.name,
                platform_item_id=item or None,
                reduce_fen=coupon.reduce_fen,
                threshold_fen=coupon.threshold_fen,
                total=coupon.total,
                per_buyer=coupon.per_buyer,
                begins_ms=begins_ms,
                ends_ms=ends_ms,
            )
        )
        await self._note(coupon, CouponState.MADE, platform_coupon_id=made, taken=0)

    async def _count(self) -> float:
        counted = [c for c in self._desk.state.coupons if c.state is CouponState.MADE and not c.ending]
        if not counted or not self._link.budget.allows_audits():
            return REST_S if not counted else COUNT_EVERY_S
        now_s = self._clock.monotonic_s()
        shown = [coupon for coupon in counted if coupon.coupon_id == self._desk.state.coupon_shown]
        due: list[Coupon] = []
        if now_s >= self._shown_at_s:
            due, self._shown_at_s = shown, now_s + COUNT_EVERY_S  # viewers see its number
        if now_s >= self._count_at_s:
            due, self._count_at_s = counted, now_s + self._link.budget.counts_every_s(COUNT_EVERY_S, len(counted))
        for coupon in due:
            taken = await self._platform.coupon_taken(coupon.platform_coupon_id or 0)
            age_ms = self._clock.now_ms() - (coupon.taken_at_ms or 0)
            if taken != coupon.taken or not 0 <= age_ms < SAID_AGAIN_MS:
                await self._note(coupon, CouponState.MADE, taken=taken)
        return (min(self._count_at_s, self._shown_at_s) if shown else self._count_at_s) - now_s

    async def _note(self, coupon: Coupon, state: CouponState, **more: Any) -> None:
        await self._desk.do(NoteCoupon(coupon_id=coupon.coupon_id, state=state, **more))

    def _hear(self, event: Event) -> None:
        if isinstance(event, RetryAsked) or (isinstance(event, CouponShown) and event.coupon_id):
            self._count_at_s = 0.0  # somebody looks at the count now
            self.wake.set()
        if (
            isinstance(event, LinkModeSet)
            or (isinstance(event, CouponChanged) and event.coupon.state in (CouponState.WAITING, CouponState.MADE))
            or (isinstance(event, PushSettled) and event.kind == "item" and event.outcome == "acked")
        ):
            self.wake.set()


def note(db: Db, command: NoteCoupon, now_ms: int) -> CouponChanged:
    """Write what the platform said of a coupon."""
    db.conn.execute(
        "UPDATE coupons SET state = ?1, platform_coupon_id = coalesce(?2, platform_coupon_id), reason = ?3,"
        " taken = coalesce(?4, taken), taken_at_ms = CASE WHEN ?4 IS NULL THEN taken_at_ms ELSE ?5 END WHERE id = ?6",
        (CouponState(command.state), command.platform_coupon_id, command.reason, command.taken, now_ms,
         command.coupon_id),
    )  # fmt: skip
    if command.state != CouponState.MADE:
        db.conn.execute("UPDATE shows SET coupon_id = NULL WHERE coupon_id = ?", (command.coupon_id,))
    return changed(db, command.coupon_id)


def _platform_item(db: Db, item_id: str) -> int | None:
    row = db.conn.execute("SELECT platform_item_id FROM items WHERE id = ?", (item_id,)).fetchone()
    return None if row is None else row[0]


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {NoteCoupon: note}
