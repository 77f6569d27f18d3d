"""Doubts about numbers that are read twice with equal right: two sums with a comma, a code behind a price, a letter.

Like all of `doubts`, a rule returns the reason, or None.
"""

from __future__ import annotations

import re
from decimal import Decimal

from console.errors import Text
from console.listing import reasons
from console.listing.guess import Guess
from console.listing.spans import Kind

_PAIR = re.compile(r"(?<![0-9,.])[1-9][0-9]{2},[0-9]{3}(?![0-9,])")
_CODE = re.compile(r"\s(?:货号|款号|编号|编码|批号|型号|色号|链接)\s+[0-9]")
_LETTER = re.compile(r"\s?[A-Za-z](?![A-Za-z0-9])(?!\s?[0-9㐀-鿿])")
_UNIT_APART = re.compile(r"\s(?:圈口|色号|公分|毫升|[米码号寸尺度岁圈升两吨瓦伏人])(?=$|[\s,，])")
_WIDE = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")
_UNCOUNTED = re.compile(
    r"不限量|无限量|不限数|管够|(?:库存|现货|存货|货源?)(?:充足|很多|大量|无限|不限)|若干|(?:^|\s)大量(?=$|\s)"
    r"|(?:^|(?<=[\s0-9元块]))[xX×*]\s?[nN](?![A-Za-z0-9])"
    r"|(?:^|(?<=[\s0-9元块]))(?:好?几|数|多|[十百千][来多几])\s?[件个只条双套](?=$|[\s,，])"
)
_DOZEN = re.compile(r"(?:^|[\s0-9元块])[一半两]打(?=$|\s|[装,，])")


def pair_with_comma(guess: Guess) -> Text | None:
    """599,699 are two prices more often than 599,699 yuan; 128,000 is one."""
    price = guess.price
    found = _PAIR.search(price.text) if price is not None else None
    return reasons.TWO_PRICES if found and not found[0].endswith("00") else None


def code_behind(guess: Guess) -> Text | None:
    """8801 货号 599: which of the two is the code?"""
    price = guess.price
    if price is None or guess.marked or price.kind is not Kind.BARE:
        return None
    return reasons.TWO_PRICES if _CODE.match(guess.right_of(price)) else None


def letter_behind(guess: Guess) -> Text | None:
    """599 u is another money, 599 A a kind."""
    price = guess.price
    if price is None or guess.marked or not _LETTER.match(guess.right_of(price)):
        return None
    if guess.right_of(price).lstrip()[:1] in "xX":
        return None  # of the stock, which other rules look at
    text = reasons.ODD_NEIGHBOUR
    return Text(text.zh.format(n=price.number), text.en.format(n=price.number))


def unit_apart(guess: Guess) -> Text | None:
    """99 米 and 42 码: the unit is a word of its own, and the number may still be its."""
    price = guess.price
    if price is None or guess.marked or not _UNIT_APART.match(guess.right_of(price)):
        return None
    text = reasons.ODD_NEIGHBOUR
    return Text(text.zh.format(n=price.number), text.en.format(n=price.number))


def dozen(guess: Guess) -> Text | None:
    """599 一打: of twelve, or for each of them?"""
    return reasons.BUNDLE if _DOZEN.search(guess.folded) else None


def in_letters(guess: Guess) -> Text | None:
    """1.2w is 12,000 yuan, and on a lamp it is watts."""
    price = guess.price
    if price is None or price.kind is not Kind.SOFT:
        return None
    return Text(
        reasons.LETTERED.zh.format(said=price.text, n=plain_number(price.number)),
        reasons.LETTERED.en.format(said=price.text, n=plain_number(price.number)),
    )


def wide_comma(guess: Guess) -> Text | None:
    """手镯 1，280 x2 may be bangle 1 at 280 yuan, as 手镯 2，320 x1 would follow; ¥ before it or a second group, and no
    other comma, make it one number.
    """
    typed, price = guess.typed, guess.price
    if price is None or not _WIDE.search(typed):
        return None
    said = typed[price.start : price.end].rstrip("元块 ")
    alone = len(_WIDE.findall(typed)) == said.count("，") == typed.count("，") > 0
    pinned = "¥" in price.text or said.count("，") > 1
    if alone and pinned:
        return None
    if "，" not in said:
        return reasons.UNSTABLE
    n = plain_number(price.number)
    return Text(reasons.LETTERED.zh.format(said=said, n=n), reasons.LETTERED.en.format(said=said, n=n))


def stock_without_number(guess: Guess) -> Text | None:
    """99 不限量 is not one piece."""
    found = _UNCOUNTED.search(guess.folded)
    if found is None or guess.stock is not None or guess.stock_marked:
        return None
    return Text(reasons.HOW_MANY.zh.format(said=found[0]), reasons.HOW_MANY.en.format(said=found[0]))


def plain_number(number: Decimal) -> str:
    """12000.0 -> 12000."""
    return f"{number.normalize():f}"


RULES = (pair_with_comma, wide_comma, code_behind, letter_behind, unit_apart, dozen, stock_without_number)
