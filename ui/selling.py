"""The selling tools as people type and read them: flash sales, steps, badges, draws. Pure.

What may be done is the desk's to say; nothing here changes anything.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from console.draws import PRIZE_CAP_FEN
from console.errors import KaiboError
from console.facts import Draw, DrawState, FlashSale, FlashState, Item, Step, StepKind, Trust
from console.listing.steps import read_steps
from console.money import amount, plain, price
from console.state import ShowState
from ui.asking import MOST_UNITS, typed_plainly, yuan_in
from ui.format import Standing, points, span, wall
from ui.language import translate

USUAL_SHARE = 0.85
"""Of the price, when nobody has set a flash price yet."""
USUAL_UNITS, USUAL_S = 5, 60
WON_SHOWN_MS = 180_000
"""How long winners stay on the picture."""


# --- flash sales -----------------------------------------------------------------------------


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


# --- steps -----------------------------------------------------------------------------------


def step_words(step: Step, *, short: bool = False) -> str:
    """A step as the anchor reads it: the cue itself, or what will change; `short` leaves out the time."""
    match step.kind:
        case StepKind.CUE:
            return step.text
        case StepKind.PRICE:
            return translate("steps", "开价 {price}").format(price=price(step.price_fen))
        case StepKind.OFF:
            return translate("steps", "下架")
    said = translate("steps", "秒杀 {price}").format(price=price(step.price_fen))
    units = "" if step.units is None else f" ×{step.units}"
    if short:
        return said + units
    return f"{said}{units} · " + translate("flash_sale", "{n} 秒").format(n=step.seconds)


def steps_line(steps: Sequence[Step]) -> str:
    """Steps as a person would type them again."""
    return " | ".join(f"预热 {step.text}" if step.kind is StepKind.CUE else step.text for step in steps)


def steps_heard(typed: str) -> str:
    """What was understood of a line of steps; "" while something in it cannot be read."""
    try:
        steps = read_steps(typed)
    except KaiboError:
        return ""
    return " → ".join(f"{n} {step_words(step)}" for n, step in enumerate(steps, 1))


def former_fen(item: Item) -> int | None:
    """The price to strike through beside the one it is sold at: the regular one, or the compared one with its proof."""
    flash, trust = item.flash, item.trust
    if flash is not None:
        return flash.regular_fen if flash.regular_fen > flash.price_fen else None
    base = trust.base_price_fen if trust.based else None
    return base if base is not None and base > item.price_fen else None


# --- badges ----------------------------------------------------------------------------------


def guarantee_word(name: str) -> str:
    """A guarantee as platform and buyers call it."""
    return {
        "seven_days": translate("trust", "七天无理由"),
        "refund_only": translate("trust", "退款不退货"),
        "return_freight": translate("trust", "退货补运费"),
        "fake_compensation": translate("trust", "假一赔十"),
    }.get(name, name)


def source_word(name: str) -> str:
    """A source label as the platform calls it."""
    return {
        "origin": translate("trust", "原产地"),
        "belt": translate("trust", "产业带"),
        "factory": translate("trust", "工厂直供"),
        "influencer": translate("trust", "达人品牌"),
    }.get(name, name)


def badges(trust: Trust) -> list[Standing]:
    """What viewers may see: guarantees, and certificate and source where their proof is attached."""
    shown = []
    if trust.certified:
        shown.append(Standing("tick", translate("trust", "证书 {n}").format(n=trust.certificate), "jade"))
    if trust.sourced:
        shown.append(Standing("tick", f"{source_word(trust.source)} {trust.origin}", "jade"))
    return shown + [Standing("full", guarantee_word(name), "jade") for name in trust.guarantees]


def proofs(item: Item) -> list[Standing]:
    """What the assistant sees of an item at a glance: certificate, what lacks its proof, source, guarantees, points."""
    trust = item.trust
    shown = [Standing("tick", translate("trust", "证书"), "jade")] if trust.certified else []
    shown += unproved(trust)
    if trust.sourced:
        shown.append(Standing("", f"{source_word(trust.source)} · {trust.origin}", "quiet"))
    shown += [Standing("", guarantee_word(name), "quiet") for name in trust.guarantees]
    return shown + [Standing("", point, "quiet") for point in points(item)]


def unproved(trust: Trust) -> list[Standing]:
    """What was said without its proof: no badge, and why."""
    told = []
    if trust.certificate and not trust.certified:
        told.append(Standing("warn", translate("trust", "证书缺照片"), "amber"))
    if trust.source and not trust.sourced:
        lacks = translate("trust", "缺凭证") if trust.origin else translate("trust", "缺产地")
        told.append(Standing("warn", f"{source_word(trust.source)} {lacks}", "amber"))
    if trust.base_price_fen and not trust.based:
        told.append(Standing("warn", translate("trust", "原价缺凭证"), "amber"))
    return told


def known_words(trust: Trust) -> list[Standing]:
    """What the check of words knows besides, for the assistant: compared price, shipping time, who watches."""
    told = []
    if trust.based and trust.base_price_fen:
        said = translate("trust", "原价 {price}").format(price=price(trust.base_price_fen))
        told.append(Standing("tick", said, "jade"))
    if trust.ships_within_h:
        said = translate("trust", "{n} 小时内发货").format(n=trust.ships_within_h)
        told.append(Standing("", said, "quiet"))
    if trust.online:
        told.append(Standing("", translate("trust", "在线 {n} 人").format(n=trust.online), "quiet"))
    return told


def lacking_words(trust: Trust) -> str:
    """What a draft still needs before it is listed; "" for nothing."""
    names = {
        "material": translate("trust", "材质"),
        "weight": translate("trust", "重量"),
        "size": translate("trust", "尺寸"),
        "certificate": translate("trust", "证书编号"),
        "certificate_photo": translate("trust", "证书照片"),
    }
    words = translate("trust", "、").join(names[name] for name in trust.lacking)
    return translate("trust", "珠宝上架还缺：{what}").format(what=words) if words else ""


# --- draws -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class DrawWish:
    """A draw as it was typed."""

    prize: str
    winners: int = 1
    prize_fen: int = 0
    whole_show: bool = False


_WORTH = re.compile(r"(?:值|价值|worth)\s*([¥\d.,]+)\s*元?", re.IGNORECASE)
_WHOLE = re.compile(r"全场|whole show", re.IGNORECASE)
_WINNERS = re.compile(r"\s[x×*](\d{1,4})(?:人|份)?(?=\s|$)")


def draw_in(typed: str) -> DrawWish | None:
    """ "豆绿手镯免单 x3 值599 全场" -> prize, winners, worth, among whom; None without a prize."""
    text = f" {typed_plainly(typed)}"
    worth, winners, whole = _WORTH.search(text), _WINNERS.search(text), _WHOLE.search(text)
    worth_fen = yuan_in(worth[1]) if worth else 0
    if worth_fen is None or (winners and not int(winners[1])):
        return None
    for found in (worth, winners, whole):
        text = text.replace(found[0], " ") if found else text
    prize = " ".join(text.split())
    return DrawWish(prize, int(winners[1]) if winners else 1, worth_fen, whole is not None) if prize else None


def draw_heard(typed: str, number: int | None) -> str:
    """What was understood of a draw's line, with the warning above the cap; "" while it is none."""
    wish = draw_in(typed)
    if wish is None:
        return ""
    among = translate("draw", "全场买家") if wish.whole_show or number is None else ""
    among = among or translate("draw", "{number} 号的买家").format(number=number)
    parts = [wish.prize, translate("draw", "{n} 人中").format(n=wish.winners), among]
    if wish.prize_fen:
        parts.append(translate("draw", "每份值 {amount}").format(amount=price(wish.prize_fen)))
    if wish.prize_fen > PRIZE_CAP_FEN:
        parts.append(cap_words())
    return " · ".join(parts)


def cap_words() -> str:
    """The warning above the prize cap."""
    return translate("draw", "超过 5 万元：抽奖式有奖销售不允许")


def draw_standing(draw: Draw) -> Standing:
    """How a draw stands."""
    return {
        DrawState.OPEN: Standing("ring", translate("draw", "抽奖进行中"), "blue"),
        DrawState.FROZEN: Standing("wait", translate("draw", "名单已锁定，等开奖"), "amber"),
        DrawState.DRAWN: Standing("tick", translate("draw", "已开奖"), "jade"),
        DrawState.STRUCK: Standing("bar", translate("draw", "已作废"), "quiet"),
    }[draw.state]


def draw_file(draw: Draw) -> str:
    """What its record is called as a file: prize and day, without what no file may be called."""
    day = datetime.fromtimestamp(draw.opened_at_ms / 1000, UTC).astimezone().strftime("%Y-%m-%d")
    prize = re.sub(r"[^\w\-]+", " ", draw.prize).strip()[:30] or draw.draw_id
    return translate("draw", "抽奖 {prize} {day}").format(prize=prize, day=day) + ".xlsx"


def draw_on_screen(state: ShowState, now_ms: int) -> Draw | None:
    """The draw that anchor and viewers see: the newest, until it is called off or its winners stood long enough."""
    newest = state.draws[0] if state.draws else None
    if newest is None or newest.state is DrawState.STRUCK:
        return None
    if newest.drawn_at_ms is not None and not 0 <= now_ms - newest.drawn_at_ms < WON_SHOWN_MS:
        return None
    return newest
