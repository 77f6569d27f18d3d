"""Coupons (优惠券): announced here, made at the platform, with the count that is truly left.

Platform coupons last whole days, so a coupon for thirty seconds is a cue and a price, and the form says
so. Telling the platform and reading what was taken is `sync.coupons`'.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from console.commands import Command, CreateCoupon, EndCoupon, ShowCoupon
from console.errors import CouponUnfit, Text
from console.events import CouponChanged, CouponShown, Event
from console.facts import Coupon, CouponState
from console.listing.flash import find
from console.money import PRICE_CAP_FEN
from console.store import projection
from console.store.database import Db

BEIJING = timezone(timedelta(hours=8))
LONGEST_DAYS = 30
MOST = 1_000_000
LONGEST_NAME = 20


def create(db: Db, command: CreateCoupon, now_ms: int) -> CouponChanged:
    """Announce a coupon; the platform makes it when the line allows. The same id again changes nothing.

    Raises `CouponUnfit`, `UnknownNumber`.
    """
    if projection.coupon(db, command.coupon_id) is None:
        name = " ".join(command.name.split())
        today = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(BEIJING).date()
        first = today if not command.first_day else _day(command.first_day)
        last = first if not command.last_day else _day(command.last_day)
        _check(command, name, today, first, last)
        show = projection.latest_show(db)
        db.conn.execute(
            "INSERT INTO coupons (id, show_id, item_id, name, reduce_fen, threshold_fen, total, per_buyer, first_day,"
            " last_day, made_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                command.coupon_id,
                show.show_id if show else None,
                None if command.number is None else find(db, command.number).item_id,
                name,
                command.reduce_fen,
                command.threshold_fen,
                command.total,
                command.per_buyer,
                first.isoformat(),
                last.isoformat(),
                now_ms,
            ),
        )
    return changed(db, command.coupon_id)


def end(db: Db, command: EndCoupon, _now_ms: int) -> CouponChanged:
    """Let nobody take it any more: at once when the platform never heard of it, else as soon as it is told."""
    known = projection.coupon(db, command.coupon_id)
    if known is None:
        raise CouponUnfit(why=_UNKNOWN)
    state = CouponState.OVER if known.state is CouponState.WAITING else known.state
    db.conn.execute("UPDATE coupons SET ending = 1, state = ? WHERE id = ?", (state, command.coupon_id))
    db.conn.execute("UPDATE shows SET coupon_id = NULL WHERE coupon_id = ?", (command.coupon_id,))
    return changed(db, command.coupon_id)


def show(db: Db, command: ShowCoupon, _now_ms: int) -> CouponShown:
    """Show a coupon's card to the viewers, or none. Raises `CouponUnfit` while the platform has not made it."""
    if command.coupon_id is not None:
        known = projection.coupon(db, command.coupon_id)
        if known is None:
            raise CouponUnfit(why=_UNKNOWN)
        if known.state is not CouponState.MADE or known.ending:
            raise CouponUnfit(why=Text("平台还没有这张券", "the platform has not made it"))
    db.conn.execute("UPDATE shows SET coupon_id = ? WHERE status <> 'ended'", (command.coupon_id,))
    return CouponShown(coupon_id=projection.coupon_shown(db))  # none where no show is open: nobody would see it


def changed(db: Db, coupon_id: str) -> CouponChanged:
    """The event of a coupon as it stands now."""
    found = projection.coupon(db, coupon_id)
    assert found is not None  # it was just written or found
    return CouponChanged(coupon_id=coupon_id, what=found.state, coupon=found, shown=projection.coupon_shown(db))


def window_ms(first_day: str, last_day: str) -> tuple[int, int]:
    """From 00:00:00 of the first to 23:59:59 of the last day in Beijing, UTC milliseconds, as the platform wants it."""
    begins = datetime.combine(date.fromisoformat(first_day), datetime.min.time(), BEIJING)
    ends = datetime.combine(date.fromisoformat(last_day), datetime.min.time(), BEIJING) + timedelta(days=1, seconds=-1)
    return round(begins.timestamp() * 1000), round(ends.timestamp() * 1000)


def past(coupon: Coupon, now_ms: int) -> bool:
    """Whether its last day in Beijing is over."""
    return now_ms > window_ms(coupon.first_day, coupon.last_day)[1]


def _check(command: CreateCoupon, name: str, today: date, first: date, last: date) -> None:
    """Raises `CouponUnfit` for what cannot be."""
    wrong = {
        Text(f"名称要 1 到 {LONGEST_NAME} 字", f"a name of 1 to {LONGEST_NAME} letters"): not 1
        <= len(name)
        <= LONGEST_NAME,
        Text("减免金额不对", "the reduction is out of range"): not 1 <= command.reduce_fen <= PRICE_CAP_FEN,
        Text("门槛要大于减免金额", "the threshold must be above the reduction"): command.threshold_fen < 0
        or 0 < command.threshold_fen <= command.reduce_fen,
        Text(f"张数要在 1 到 {MOST:,} 之间", f"1 to {MOST:,} coupons"): not 1 <= command.total <= MOST,
        Text("每人限领不对", "the limit per buyer is out of range"): not 1 <= command.per_buyer <= command.total,
        Text(f"日期要从今天起，最多 {LONGEST_DAYS} 天", f"days from today on, at most {LONGEST_DAYS}"): not (
            today <= first <= last < first + timedelta(days=LONGEST_DAYS)
        ),
    }
    if why := next((why for why, is_wrong in wrong.items() if is_wrong), None):
        raise CouponUnfit(why=why)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CouponUnfit(why=Text("日期写成 2026-11-22", "write a day as 2026-11-22")) from error


_UNKNOWN = Text("没有这张券", "there is no such coupon")

OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {CreateCoupon: create, EndCoupon: end, ShowCoupon: show}
