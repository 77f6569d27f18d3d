"""Flash sales as they are typed, heard and read: price, units, time; what runs, what comes, what came of it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from console.facts import FlashSale, FlashState, Item
from console.money import amount, plain, price
from console.state import ShowState
from ui.look.format import Standing, span, wall
from ui.look.language import translate
from ui.typed.asking import MOST_UNITS, typed_plainly, yuan_in

USUAL_SHARE = 0.85
"""Of the price, when nobody has set a flash price yet."""
USUAL_UNITS, USUAL_S = 5, 60


@dataclass(frozen=True)
class FlashWish:
    """A flash sale as it was typed; `begins` is a local time of day, None for now."""

    price_fen: int
    units: int | None = None
    seconds: int = USUAL_S
    per_buyer: int = 0
    begins: tuple[int, int] | None = None


_UNITS = re.compile(r"[x×*](\d{1,6})件?|(\d{1,6})件")
_LIMIT = re.compile(r"(?:限购?|max)(\d{1,6})件?", re.IGNORECASE)
_SECONDS = re.compile(r"(\d{1,4})(秒|s|分钟?|m|min)?", re.IGNORECASE)
_BEGINS = re.compile(r"([01]?\d|2[0-3])[::]([0-5]\d)")


def flash_in(typed: str) -> FlashWish | None:
    """ "499 x5 60" -> 499 yuan, five units, a minute; also "限2", "2分", "20:30". None when it is not one."""
    price_text, *rest = typed_plainly(typed).split() or [""]
    price_fen = yuan_in(price_text)
    if price_fen is None:
        return None
    units: int | None = None
    seconds, limit, begins = USUAL_S, 0, None
    for word in rest:
        if found := _UNITS.fullmatch(word):
            units = int(found[1] or found[2])
        elif found := _LIMIT.fullmatch(word):
            limit = int(found[1])
        elif found := _BEGINS.fullmatch(word):
            begins = (int(found[1]), int(found[2]))
        elif found := _SECONDS.fullmatch(word):
            seconds = int(found[1]) * (60 if (found[2] or "s")[0].lower() in "分m" else 1)
        else:
            return None
    return FlashWish(price_fen, None if units is None else min(units, MOST_UNITS), seconds, limit, begins)


def flash_first(item: Item, state: ShowState) -> str:
    """What the entry shows first: the discount, units and time of the last flash sale, at this item's price."""
    regular_fen = item.price_fen if item.flash is None else item.flash.regular_fen
    used = [flash for other in state.items for flash in other.flash_sales if flash.started_at_ms is not None]
    own = [flash for flash in item.flash_sales if flash.started_at_ms is not None]
    last = max(own or used, key=lambda flash: flash.started_at_ms or 0, default=None)
    share = last.price_fen / last.regular_fen if last is not None and last.regular_fen else USUAL_SHARE
    fen = round(regular_fen * share)
    if fen >= 1_000:
        fen -= fen % 100  # nobody calls out fen
    fen = max(1, min(fen, regular_fen - 1))
    units = max(1, min(last.units if last is not None else USUAL_UNITS, item.stock_left - item.quota))
    seconds = last.lasts_ms // 1000 if last is not None else USUAL_S
    return f"{plain(fen)} x{units} {seconds}"


def begins_at_ms(begins: tuple[int, int], now_ms: int) -> int:
    """The next time the wall clock shows hour and minute, UTC milliseconds."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone()
    at = now.replace(hour=begins[0], minute=begins[1], second=0, microsecond=0)
    if at <= now:
        at += timedelta(days=1)
    return int(at.timestamp() * 1000)


def flash_heard(typed: str) -> str:
    """What was understood of a flash sale's line, part by part; "" while it is none."""
    wish = flash_in(typed)
    if wish is None:
        return ""
    units = translate("flash_sale", "全部库存") if wish.units is None else f"×{wish.units}"
    parts = [price(wish.price_fen), units, translate("flash_sale", "{n} 秒").format(n=wish.seconds)]
    if wish.begins is not None:
        parts.append(translate("flash_sale", "{time} 开始").format(time=f"{wish.begins[0]:02d}:{wish.begins[1]:02d}"))
    if wish.per_buyer:
        said = translate("flash_sale", "每人限 {n}：平台没有限购接口，只管店里的单")
        parts.append(said.format(n=wish.per_buyer))
    return " · ".join(parts)


def left_words(left_ms: int) -> str:
    """A countdown: "00:42"; it says zero only when the time is over."""
    return span(math.ceil(left_ms / 1000))


def flash_standing(flash: FlashSale) -> Standing:
    """How a flash sale that runs or is planned stands at the platform."""
    if flash.state is FlashState.PLANNED:
        return Standing("ring", translate("flash_sale", "排好的秒杀"), "quiet")
    if flash.confirmed:
        return Standing("full", translate("flash_sale", "秒杀中"), "on_air")
    return Standing("wait", translate("flash_sale", "等待平台确认"), "amber")


def flash_units(flash: FlashSale) -> str:
    """Units left of its units."""
    return translate("flash_sale", "剩 {left}/{units}").format(left=flash.units_left, units=flash.units)


def planned_words(flash: FlashSale) -> str:
    """A planned flash sale in a few words: when, price, units."""
    when = translate("flash_sale", "接着") if flash.at_ms is None else wall(flash.at_ms, seconds=False)
    return f"{when} {price(flash.price_fen)} ×{flash.units}"


def flash_lines(item: Item, left_ms: int) -> list[Standing]:
    """The line under an item's title while a flash sale of it runs or is planned, the longest first; or nothing."""
    flash = item.flash
    if flash is not None:
        how, left = flash_standing(flash), left_words(left_ms)
        short = how.word if flash.confirmed else translate("flash_sale", "待确认")
        said = (f"{how.word} {left} · {flash_units(flash)}", f"{how.word} {left}", f"{short} {left}")
        return [Standing(how.shape, words, how.tone) for words in said]
    planned = next((f for f in item.flash_sales if f.state is FlashState.PLANNED), None)
    if planned is None:
        return []
    when = planned_words(planned)
    said = (translate("flash_sale", "秒杀 {when}").format(when=when), when, when.split(" ", maxsplit=1)[0])
    return [Standing("ring", words, "quiet") for words in said]


def over_since(before: ShowState, now: ShowState) -> list[tuple[int, FlashSale]]:
    """Flash sales that are over in `now` and were not in `before`, with the numbers of their items."""
    if before.items is now.items:
        return []
    over = []
    for item in now.items:
        for flash in item.flash_sales:
            former = before.item(item.item_id) if flash.state is FlashState.ENDED else None
            states = {f.flash_id: f.state for f in former.flash_sales} if former is not None else {}
            if states.get(flash.flash_id, FlashState.ENDED) is not FlashState.ENDED:
                over.append((item.number, flash))
    return over


def result_words(number: int, flash: FlashSale) -> str:
    """What came of a flash sale that is over."""
    if flash.started_at_ms is None:
        why = _why(flash.why)
        return translate("flash_sale", "{number} 号的秒杀没有开始：{why}").format(number=number, why=why)
    said = translate("flash_sale", "{number} 号秒杀结束：卖出 {sold}/{units} 件 {amount}（{why}）")
    return said.format(
        number=number, sold=flash.sold_units, units=flash.units, amount=amount(flash.gmv_fen), why=_why(flash.why)
    )


def _why(why: str) -> str:
    return {
        "time": translate("flash_sale", "时间到"),
        "sold out": translate("flash_sale", "秒完"),
        "hand": translate("flash_sale", "手动"),
        "withdrawn": translate("flash_sale", "已下架"),
        "show over": translate("flash_sale", "已下播"),
        "no stock": translate("flash_sale", "没有库存"),
        "price": translate("flash_sale", "价格不低于现价"),
    }.get(why, why)


def former_fen(item: Item) -> int | None:
    """The price to strike through beside the one it is sold at: the regular one, or the compared one with its proof."""
    flash, trust = item.flash, item.trust
    if flash is not None:
        return flash.regular_fen if flash.regular_fen > flash.price_fen else None
    base = trust.base_price_fen if trust.based else None
    return base if base is not None and base > item.price_fen else None
