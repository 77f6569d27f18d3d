"""Coupons as they are typed, heard and read.

A coupon of the platform lasts whole days, so a time in seconds is no coupon, and the line says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from console.coupons import BEIJING, LONGEST_DAYS, past
from console.facts import Coupon, CouponState, Item
from console.money import plain
from console.state import ShowState
from ui.look.format import Standing, wall, whole
from ui.look.language import translate
from ui.typed.asking import typed_plainly, yuan_in

FRESH_MS = 150_000
"""So long after the platform said it, a count is told without its time; viewers see no older one."""
USUAL_TOTAL = 100


@dataclass(frozen=True)
class CouponWish:
    """A coupon as it was typed; `days` counts today."""

    reduce_fen: int
    threshold_fen: int = 0
    total: int = USUAL_TOTAL
    per_buyer: int = 1
    days: int = 1
    whole_shop: bool = False
    name: str = ""


_SUM = r"¥?(\d{1,8}(?:\.\d{1,2})?)元?"
_REDUCES = re.compile(rf"(?:满\s*{_SUM}\s*)?立?减\s*{_SUM}")
_OFF = re.compile(rf"{_SUM}\s*off(?:\s*{_SUM})?", re.IGNORECASE)
_TOTAL = re.compile(r"[x×*]\s*(\d{1,7})张?|(\d{1,7})张")
_LIMIT = re.compile(r"(?:每人)?限领?\s*(\d{1,6})张?|max\s*(\d{1,6})", re.IGNORECASE)
_DAYS = re.compile(r"(\d{1,3})\s*(?:天|days?)|今天|today", re.IGNORECASE)
_WHOLE = re.compile(r"全店|全场|通用|whole shop", re.IGNORECASE)
_SHORT = re.compile(r"\d+\s*(?:秒|分钟|分|小时|s|sec|min|h)(?![a-z])", re.IGNORECASE)


def coupon_in(typed: str) -> CouponWish | None:
    """ "满500减50 x100 限1 3天 全店 老客券" -> a wish; None when it is none, or lasts less than a day."""
    text = f" {typed_plainly(typed)} "
    if too_short(typed):
        return None
    reduces, limit, days = _REDUCES.search(text), _LIMIT.search(text), _DAYS.search(text)
    off = None if reduces else _OFF.search(text)
    found = reduces or off
    if found is None:
        return None
    reduce_fen = yuan_in(found[2] if reduces else found[1])
    least = found[1] if reduces else found[2]
    threshold_fen = yuan_in(least) if least else 0
    rest = text.replace(found[0], " ").replace(limit[0] if limit else "\n", " ").replace(days[0] if days else "\n", " ")
    total, shop = _TOTAL.search(rest), _WHOLE.search(rest)
    name = " ".join(rest.replace(total[0] if total else "\n", " ").replace(shop[0] if shop else "\n", " ").split())
    if reduce_fen is None or threshold_fen is None or re.search(r"\d", name):
        return None
    return CouponWish(
        reduce_fen,
        threshold_fen,
        int(total[1] or total[2]) if total else USUAL_TOTAL,
        int(limit[1] or limit[2]) if limit else 1,
        int(days[1] or 1) if days else 1,
        shop is not None,
        name,
    )


def too_short(typed: str) -> bool:
    """Whether it asks for a time that no coupon of the platform can have."""
    return bool(_SHORT.search(typed_plainly(typed)))


def terms(reduce_fen: int, threshold_fen: int) -> str:
    """ "满 500 减 50": what it takes off, and from which sum on."""
    if threshold_fen:
        said = translate("coupon", "满{least}减{off}")
        return said.format(least=plain(threshold_fen), off=plain(reduce_fen))
    return translate("coupon", "立减{off}").format(off=plain(reduce_fen))


def coupon_name(wish: CouponWish) -> str:
    """What it is called at the platform, whose buyers read Chinese whatever language the console speaks."""
    return wish.name or _plain_name(wish.reduce_fen, wish.threshold_fen)


def _plain_name(reduce_fen: int, threshold_fen: int) -> str:
    return f"满{plain(threshold_fen)}减{plain(reduce_fen)}" if threshold_fen else f"立减{plain(reduce_fen)}"


def last_day(wish: CouponWish, now_ms: int) -> str:
    """Its last day in Beijing, as `CreateCoupon` wants it; at least today."""
    last = _today(now_ms) + timedelta(days=max(1, wish.days) - 1)
    return last.isoformat()


def coupon_heard(typed: str, number: int | None, now_ms: int) -> str:
    """What was understood of a coupon's line, and that it lasts whole days."""
    wish = coupon_in(typed)
    if wish is None:
        return translate("coupon", "几十秒的优惠用秒杀；平台的券按整天算") if too_short(typed) else ""
    on = translate("coupon", "全店") if wish.whole_shop or number is None else ""
    on = on or translate("coupon", "只用于 {number} 号").format(number=number)
    first, last = _today(now_ms).isoformat(), last_day(wish, now_ms)
    days = translate("coupon", "按整天算：今天 24:00 止（北京时间）")
    if first != last:
        days = translate("coupon", "按整天算：今天到 {last} 24:00（北京时间）").format(last=last[5:])
    if not 1 <= wish.days <= LONGEST_DAYS:
        days = translate("coupon", "最多 {n} 天").format(n=LONGEST_DAYS)
    return " · ".join(
        (
            f"{wish.name} {terms(wish.reduce_fen, wish.threshold_fen)}".strip(),
            translate("coupon", "{n} 张").format(n=whole(wish.total)),
            translate("coupon", "每人 {n} 张").format(n=wish.per_buyer),
            on,
            days,
        )
    )


def coupon_first(item: Item | None, coupons: Sequence[Coupon]) -> str:
    """What the entry shows first: the last coupon's terms, else a tenth off the price of the item on air."""
    if coupons:
        last = coupons[0]
        off, least = plain(last.reduce_fen), plain(last.threshold_fen)
        line = translate("coupon", "满{least}减{off} x{n} 限{each} 1天") if last.threshold_fen else _plainly()
        return line.format(off=off, least=least, n=last.total, each=last.per_buyer)
    tenth = max(1, item.price_fen // 1_000) if item is not None else 10
    return _plainly().format(off=tenth, n=USUAL_TOTAL, each=1)


def _plainly() -> str:
    return translate("coupon", "减{off} x{n} 限{each} 1天")


# --- as it stands ----------------------------------------------------------------------------


def coupon_standing(coupon: Coupon, now_ms: int) -> Standing:
    """How a coupon stands at the platform."""
    if coupon.state is CouponState.REFUSED:
        return Standing("cross", translate("coupon", "平台不收这张券"), "trouble")
    if coupon.state is CouponState.OVER or past(coupon, now_ms):
        return Standing("bar", translate("coupon", "券已结束"), "quiet")
    if coupon.ending:
        return Standing("wait", translate("coupon", "券正在结束"), "amber")
    if coupon.state is CouponState.MADE:
        return Standing("full", translate("coupon", "优惠券"), "jade")
    return Standing("wait", translate("coupon", "券等平台确认"), "amber")


def fresh(coupon: Coupon, now_ms: int) -> bool:
    """Whether the platform's count is of now."""
    return coupon.taken_at_ms is not None and now_ms - coupon.taken_at_ms < FRESH_MS


def left_of(coupon: Coupon, now_ms: int) -> str:
    """How many are left, as the platform said; an older count with its time. "" while nobody knows."""
    if coupon.left is None or coupon.taken_at_ms is None:
        return ""
    said = translate("coupon", "剩 {left}/{total}").format(left=whole(coupon.left), total=whole(coupon.total))
    if fresh(coupon, now_ms):
        return said
    return translate("coupon", "{time} 时{left}").format(time=wall(coupon.taken_at_ms, seconds=False), left=said)


def left_for_viewers(coupon: Coupon, now_ms: int) -> str:
    """What viewers are told is left: nothing where it is not known to be true."""
    if coupon.left is None or not fresh(coupon, now_ms):
        return ""
    if not coupon.left:
        return translate("coupon", "已领完")
    return translate("coupon", "还剩 {n} 张").format(n=whole(coupon.left))


def until_words(coupon: Coupon) -> str:
    """Until when it can be taken."""
    return translate("coupon", "{day} 24:00 止").format(day=coupon.last_day[5:])


def coupon_lines(coupon: Coupon) -> tuple[str, str]:
    """Its terms, and its name where that says something else."""
    said = terms(coupon.reduce_fen, coupon.threshold_fen)
    return said, "" if coupon.name == _plain_name(coupon.reduce_fen, coupon.threshold_fen) else coupon.name


def coupon_on_screen(state: ShowState, now_ms: int) -> Coupon | None:
    """The coupon that viewers see, while the platform has it and its days last."""
    shown = next((coupon for coupon in state.coupons if coupon.coupon_id == state.coupon_shown), None)
    if shown is None or shown.state is not CouponState.MADE or shown.ending or past(shown, now_ms):
        return None
    return shown


def living(state: ShowState, now_ms: int) -> list[Coupon]:
    """The coupons somebody can still do something about: the one shown, then the newest first."""
    alive = [c for c in state.coupons if c.state not in (CouponState.OVER, CouponState.REFUSED) and not past(c, now_ms)]
    return sorted(alive, key=lambda coupon: coupon.coupon_id != state.coupon_shown)


def worth_saying(state: ShowState, now_ms: int) -> list[Coupon]:
    """`living`, and a newest one that the platform refused."""
    newest = state.coupons[0] if state.coupons else None
    refused = [newest] if newest is not None and newest.state is CouponState.REFUSED else []
    return refused + living(state, now_ms)


def on_what(coupon: Coupon, state: ShowState) -> str:
    """On which number it is, or the whole shop."""
    item = state.item(coupon.item_id) if coupon.item_id else None
    if item is None:
        return "" if coupon.item_id else translate("coupon", "全店")
    return translate("coupon", "{number} 号").format(number=item.number)


def _today(now_ms: int) -> date:
    return datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(BEIJING).date()
