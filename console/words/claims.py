"""Holds what a text claims against what is known of the item: prices, promises, certificates, counts.

One judge for each rule that a fact can satisfy. A judge drops the hit, keeps it at its level, or keeps it and says
what the fact is. Without the fact most claims stand as they are said; only a compared price and a missing period
are doubtful by themselves. Nothing is looked for here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from console.errors import Text
from console.money import plain
from console.words.numbers import NUMBER, amount, price_fen
from console.words.verdict import ItemFacts, Level

_NUMBER = re.compile(NUMBER)
_PRICE_BEHIND = re.compile(rf"(?:是|要|都|卖|约|在|的|价|为|从|:)*({NUMBER})(?:元|块|圆)?(?P<cents>[0-9])?")


@dataclass(frozen=True)
class Claim:
    """A hit as its judge sees it: the words found, and the text (words lane) with the hit's place in it."""

    said: str
    text: str
    start: int
    end: int
    level: Level


@dataclass(frozen=True)
class Ruling:
    """What became of a claim; OK drops the hit. `detail` says what the fact is."""

    level: Level
    detail: Text | None = None


FINE = Ruling(Level.OK)


def judged(rule_key: str, claim: Claim, facts: ItemFacts) -> Ruling:
    """What `facts` say to a claim found under `rule_key`; rules without a judge keep their hit."""
    judge = _JUDGES.get(rule_key)
    return judge(claim, facts) if judge else Ruling(claim.level)


def _kept(claim: Claim, zh: str = "", en: str = "") -> Ruling:
    return Ruling(claim.level, Text(zh, en) if zh else None)


# --- prices ----------------------------------------------------------------------------------


def _proven_base(facts: ItemFacts) -> int | None:
    """The compared price in fen, if it is recorded, proved and really higher."""
    base, price = facts.base_price_fen, facts.price_fen
    if base is None or not facts.base_proof or (price is not None and base <= price):
        return None
    return base


def _named_fen(claim: Claim) -> int | None:
    """The sum in the claim or right behind it."""
    inside = _NUMBER.search(claim.said)
    found = inside or _PRICE_BEHIND.match(claim.text, claim.end)
    return price_fen(found.group() if inside else found.group(1)) if found else None


def _dearer_here(claim: Claim, facts: ItemFacts) -> bool:
    """Whether the price that is compared with is the lower one: 超市卖九块九, and this is twelve."""
    if facts.price_fen is None or "位数" in claim.said:
        return False
    named = [price_fen(number) for number in _NUMBER.findall(claim.said)] or [_named_fen(claim)]
    return all(fen is not None and fen < facts.price_fen for fen in named) and any((fen or 0) >= 100 for fen in named)


def _base(claim: Claim, facts: ItemFacts) -> Ruling:
    base = _proven_base(facts)
    if base is None:
        if facts.base_price_fen is not None and facts.price_fen is not None and facts.base_price_fen <= facts.price_fen:
            return _kept(claim, "登记的原价不高于现价", "the recorded old price is not above the price")
        return FINE if _dearer_here(claim, facts) else _kept(claim)
    named = _named_fen(claim)
    if named is None or named == base:
        return FINE
    return _kept(claim, f"登记的原价是 {plain(base)} 元", f"the recorded old price is {plain(base)} yuan")


def _cut(claim: Claim, facts: ItemFacts) -> Ruling:
    base, named = _proven_base(facts), _named_fen(claim)
    if base is None:
        return _kept(claim)
    if named is None or facts.price_fen is None or named == base - facts.price_fen:
        return FINE
    less = plain(base - facts.price_fen)
    return _kept(claim, f"按登记的原价降了 {less} 元", f"from the recorded price it is {less} yuan less")


def _cut_known(claim: Claim, facts: ItemFacts) -> Ruling:
    """立减 and 省 are what coupons say too: wrong only where the recorded prices say another sum."""
    return FINE if _proven_base(facts) is None else _cut(claim, facts)


def _discount(claim: Claim, facts: ItemFacts) -> Ruling:
    """Three tenths and less need a base; above that it is everyday."""
    found = _NUMBER.search(claim.said)
    half = 500 if "半" in claim.said or "对折" in claim.said else None
    fen = price_fen(found.group()) if found else half
    if fen is None:
        return FINE
    tenths = fen / 100 if fen <= 1_000 else fen / 1_000
    base = _proven_base(facts)
    if base is not None and facts.price_fen is not None:
        true = facts.price_fen * 10 / base
        if abs(true - tenths) < 0.1:
            return FINE
        return Ruling(
            Level.WARN, Text(f"按登记的原价是 {true:.1f} 折", f"from the recorded price it is {true * 10:.0f} %")
        )
    return _kept(claim) if tenths <= 3 else FINE


_PERIOD = re.compile(
    r"[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}|[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}[./-][0-9]{1,2}(?![0-9])"
    r"|[0-9一二三四五六七八九十]{1,3}(?:点|时(?!候|尚|令|髦|装|间)|分钟|小时|秒|号(?!链|码))|零点|(?:周|星期)[一二三四五六日天]|[0-9]+日"
)


def _period(claim: Claim, facts: ItemFacts) -> Ruling:
    """A date or an hour near the claim says until when it holds."""
    del facts
    return FINE if _PERIOD.search(claim.text, max(0, claim.start - 40), claim.end + 40) else _kept(claim)


# --- promises --------------------------------------------------------------------------------


def _shipping(claim: Claim, facts: ItemFacts) -> Ruling:
    if facts.ships_within_h is None:
        return FINE
    hours = _hours(claim.said)
    if hours is None or hours >= facts.ships_within_h:
        return FINE
    set_to = facts.ships_within_h
    return _kept(claim, f"设置的是 {set_to} 小时内发货", f"the item ships within {set_to} hours")


_HOURS_IN = re.compile(rf"({NUMBER})(个?小时|个?钟头|hours?|hrs?|h|天|日|days?|周|星期|礼拜|weeks?)")


def _hours(said: str) -> int | None:
    """How soon it is promised, from words like 四十八小时, 两天, 明天; an hour of the day (四点前) does not count."""
    found = _HOURS_IN.search(said)
    named = amount(found[1]) if found else None
    if found is not None and named is not None:
        unit = found[2]
        return named.value * next((hours for first, hours in _UNIT_HOURS.items() if unit.startswith(first)), 1)
    if "后天" in said:
        return 72
    return 48 if re.search("次日|隔天|隔日|第二天|明|nextday|tomorrow", said) else 24


_UNIT_HOURS = {"天": 24, "日": 24, "day": 24, "周": 168, "星期": 168, "礼拜": 168, "week": 168}


_LABORATORIES = ("gic", "ngtc", "gia", "igi", "gtc", "gfco", "hrd", "ngc", "pcgs", "国检", "省检")


def _laboratories(text: str) -> set[str]:
    named = {name for name in _LABORATORIES if re.search(rf"(?<![a-z]){name}(?![a-z])", text)}
    return {"ngtc" if name == "国检" else name for name in named}


def _certificate(claim: Claim, facts: ItemFacts) -> Ruling:
    if facts.certificate is None:
        return FINE
    if not facts.certificate.strip():
        return _kept(claim)
    named, held = _laboratories(claim.said), _laboratories(facts.certificate.lower())
    if named and held and not named & held:
        return _kept(claim, f"登记的证书是 {facts.certificate}", f"the recorded certificate is {facts.certificate}")
    return FINE


# --- counts ----------------------------------------------------------------------------------


_DIGITS = re.compile(f"({NUMBER})位数")
_NEARLY = re.compile("(?:小|近|快|将近|接近|差不多)(?=[0-9一二两三四五六七八九十])")


def _counted(claim: Claim) -> tuple[int, bool] | None:
    """The last number: the 500 of 一分钟拍了五百单, 1,000 and more in 四位数. The 数 of 倒数 counts nothing."""
    if digits := _DIGITS.search(claim.said):
        many = amount(digits[1])
        return None if many is None or not 1 < many.value < 10 else (10 ** (many.value - 1), True)
    found = _NUMBER.findall(claim.said.replace("倒数", ""))
    named = amount(found[-1]) if found else None
    return None if named is None else (named.value, named.at_least)


def _sold(claim: Claim, facts: ItemFacts) -> Ruling:
    named = _counted(claim)
    if facts.sold is None or named is None or named[0] <= facts.sold:
        return FINE
    if _NEARLY.search(claim.text, max(0, claim.start - 2), claim.end) and named[0] * 9 <= facts.sold * 10:
        return FINE
    return _kept(claim, f"已售 {facts.sold} 件", f"{facts.sold} are sold")


def _left(claim: Claim, facts: ItemFacts) -> Ruling:
    named, stock = _counted(claim), facts.stock
    if stock is None or named is None:
        return FINE
    count, open_upwards = named
    near = (("不到" in claim.said or "不足" in claim.said) and stock < count) or (
        open_upwards and count <= stock < 2 * count
    )
    if stock == count or near:
        return FINE
    return _kept(claim, f"库存 {stock} 件", f"{stock} are in stock")


def _limited(claim: Claim, facts: ItemFacts) -> Ruling:
    """Of a hundred there were at first, some may be sold."""
    named, stock = _counted(claim), facts.stock
    if stock is None or named is None or named[0] == stock:
        return FINE
    if named[0] == stock + (facts.sold or 0) or (facts.sold is None and named[0] > stock):
        return FINE
    return _kept(claim, f"库存 {stock} 件", f"{stock} are in stock")


def _one_piece(claim: Claim, facts: ItemFacts) -> Ruling:
    if facts.stock is None or facts.stock <= 1:
        return FINE
    return _kept(claim, f"库存 {facts.stock} 件", f"{facts.stock} are in stock")


SCARCE_BELOW = 20
"""With more in stock than this, "nearly sold out" is not true."""


def _scarce(claim: Claim, facts: ItemFacts) -> Ruling:
    if facts.stock is None or facts.stock <= SCARCE_BELOW:
        return FINE
    return _kept(claim, f"库存 {facts.stock} 件", f"{facts.stock} are in stock")


def _online(claim: Claim, facts: ItemFacts) -> Ruling:
    """People come and go: a twentieth more than are there now is no lie."""
    named = _counted(claim)
    if facts.online is None or named is None or named[0] * 20 <= facts.online * 21:
        return FINE
    return _kept(claim, f"在线 {facts.online} 人", f"{facts.online} are online")


_JUDGES: dict[str, Callable[[Claim, ItemFacts], Ruling]] = {
    "base": _base,
    "cut": _cut,
    "cut-known": _cut_known,
    "discount": _discount,
    "period": _period,
    "shipping": _shipping,
    "certificate": _certificate,
    "count-sold": _sold,
    "count-left": _left,
    "count-limit": _limited,
    "count-one": _one_piece,
    "count-scarce": _scarce,
    "count-online": _online,
}
