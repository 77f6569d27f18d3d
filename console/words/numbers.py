"""Numbers as sellers write them on air: 1.2万, 10000+, 五百多, 上千, 几百, fifty thousand. No dates, no ids."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "w": 10_000, "k": 1_000}

NUMBER = (
    r"(?:[上近超破过数几约]{0,2}(?:[0-9]{1,9}(?:\.[0-9]{1,3})?[十百千万亿wk]{0,2}"
    r"|[零〇一二两三四五六七八九十百千万亿]{1,12}(?:[wk](?![a-z0-9]))?|(?<=[上近超破过数几])[十百千万亿]{1,2})[多余来几]?)"
)
"""A pattern for one amount in folded letters."""

_PARTS = re.compile(r"([上近超破过数几约]*)([0-9.]*)([零〇一二两三四五六七八九十百千万亿wk]*)([多余来几]?)")


@dataclass(frozen=True)
class Amount:
    """`value` rounded down; `at_least` where the words leave it open upwards (500多, 上千, 几百)."""

    value: int
    at_least: bool = False


def amount(said: str) -> Amount | None:
    """The amount that `said` (matched by `NUMBER`) names, or None where it cannot be told."""
    found = _PARTS.fullmatch(said)
    if found is None:
        return None
    before, digits, words, behind = found.groups()
    value = _with_digits(digits, words) if digits else spoken(words)
    if value is None:
        return None
    if ("几" in before or "数" in before) and words and all(char in _UNITS for char in words) and not digits:
        value *= 2
    return Amount(int(value), bool(before or behind))


def _with_digits(digits: str, units: str) -> float | None:
    try:
        value = float(digits)
    except ValueError:
        return None
    for unit in units:
        if unit not in _UNITS:
            return None
        value *= _UNITS[unit]
    return round(value, 2)


def spoken(said: str) -> int | None:
    """五百二十 -> 520, 一万二 -> 12000, 五二零 -> 520, 万 -> 10000; None for what is no number."""
    if not said:
        return None
    if all(char in _DIGITS for char in said):
        return int("".join(str(_DIGITS[char]) for char in said))
    total, section, digit, last_unit = 0, 0, -1, 1
    for char in said:
        if char in _DIGITS:
            digit = _DIGITS[char]
            continue
        unit = _UNITS.get(char)
        if unit is None:
            return None
        if unit >= 10_000:
            total += (section + max(digit, 0) or 1) * unit
            section = 0
        else:
            section += (1 if digit < 0 else digit) * unit
        digit, last_unit = -1, unit
    if digit > 0:
        trailing = last_unit // 10 if said[-2] in _UNITS else 1
        section += digit * max(trailing, 1)
    return total + section


def price_fen(said: str) -> int | None:
    """The price that `said` names, in fen: 1.5万, 299.00, 一百二, 59.9; None where it cannot be told."""
    found = _PARTS.fullmatch(said)
    if found is None:
        return None
    before, digits, words, behind = found.groups()
    if before or behind:
        return None
    value = _with_digits(digits, words) if digits else spoken(words)
    return None if value is None else round(value * 100)


_ONES = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_WORD = "|".join([*_ONES, *_TENS, *_SCALES])
_TOLD = (*list(_ONES)[1:10], "eleven", "twelve", "teen", *_TENS, *_SCALES)
"""One of these stands in every text that has a number."""
_SPELLED = re.compile(
    rf"(?<![a-z0-9.])(?:[0-9]{{1,6}}(?=[ ]?(?:{'|'.join(_SCALES)}))|(?:{_WORD})(?![a-z]))"
    rf"(?:[ -]{{0,2}}(?:and )?(?:{_WORD})(?![a-z]))*"
)


def english_numbers(text: str) -> list[tuple[int, int, int]]:
    """`start`, `end` and value of the numbers spelled out in small English letters; a lone "one" is no number."""
    if not any(word in text for word in _TOLD):
        return []
    return [
        (*found.span(), _value(re.findall(r"[0-9]+|[a-z]+", found.group())))
        for found in _SPELLED.finditer(text)
        if found.group() != "one"
    ]


def _value(words: list[str]) -> int:
    total, section = 0, 0
    for word in words:
        if word in ("thousand", "million"):
            total += (section or 1) * _SCALES[word]
            section = 0
        elif word == "hundred":
            section = (section or 1) * 100
        elif word != "and":
            section += int(word) if word.isdigit() else _ONES.get(word, 0) or _TENS[word]
    return total + section
