"""Chinese numerals, and one price as sellers write or say it. What has two readings is None, never guessed."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_FIGURES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}


def spoken_number(said: str) -> int | None:
    """五百九十九 -> 599; None where the characters do not make one number in the written-out form.

    Only the strict form counts: scales fall, and a figure without a scale stands last, behind 十 or
    零. So 三千八 (which people mean as 3,800) and 五九九 are None, and the line is asked about.
    """
    high, mark, low = said.partition("万")
    if not mark:
        return _below_myriad(said)
    thousands, rest = _below_myriad(high), _below_myriad(low) if low else 0
    if not thousands or rest is None or (low and rest < 1000 and not low.startswith(("零", "〇"))):
        return None
    return thousands * 10_000 + rest


def _below_myriad(said: str) -> int | None:
    total, figure, scale, zero = 0, None, 10_000, False
    for at, char in enumerate(said):
        if char in _SCALES:
            if _SCALES[char] >= scale or (figure is None and (char != "十" or at)) or figure == 0:
                return None
            scale = _SCALES[char]
            total, figure, zero = total + (1 if figure is None else figure) * scale, None, False
        elif char in "零〇":
            if figure is not None or not total or zero:
                return None
            zero = True
        elif figure is not None or char not in _FIGURES:
            return None
        else:
            figure = _FIGURES[char]
    if figure is not None and scale not in (10, 10_000) and not zero:
        return None
    if zero and figure is None:
        return None
    return total + (figure or 0)


def idiom(said: str) -> int | None:
    """三千八 -> 3800, 二百五 -> 250, 一万二 -> 12000: the last figure counts one scale below the one before it.

    None where it is not said so. People say it of money; of pieces it may be a slip.
    """
    if len(said) < 3 or said[-1] not in _FIGURES or said[-1] in "零〇" or said[-2] not in ("百", "千", "万"):
        return None
    before, scale = spoken_number(said[:-1]), {**_SCALES, "万": 10_000}[said[-2]]
    return None if before is None else before + _FIGURES[said[-1]] * scale // 10


_PLAIN = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,8})(?:\.(\d{1,2}))?")
_MYRIADS = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)\s*[万w]")
_SHORT = re.compile(r"(\d{1,3})([万千百])([1-9])")
_KUAI = re.compile(r"(\d{1,4})块([1-9])(?:毛|角)?")
_SPOKEN_KUAI = re.compile(r"([^块]{1,5})块([一二三四五六七八九])(?:毛|角)?")


def amount_fen(text: str) -> int | None:
    """One price: 599, ¥1,280, 39.9元, 1.2万, 1万2, 59块9, 五百, 三千八, 九块九; in fen, None for anything else."""
    said = unicodedata.normalize("NFKC", text).strip().lower()
    said = re.sub(r"^[¥￥]\s*|\s*(?:元整?|块钱?|圆|rmb)$", "", said)
    yuan = _amount(said)
    if yuan is None or yuan <= 0 or yuan * 100 % 1:
        return None
    return int(yuan * 100)


def _amount(said: str) -> Decimal | None:
    if found := _PLAIN.fullmatch(said):
        return Decimal(found[1].replace(",", "") + "." + (found[2] or "0"))
    if found := _MYRIADS.fullmatch(said):
        return Decimal(found[1]) * 10_000
    if found := _SHORT.fullmatch(said):
        scale = {"万": 10_000, "千": 1_000, "百": 100}[found[2]]
        return Decimal(int(found[1]) * scale + int(found[3]) * scale // 10)
    if found := _KUAI.fullmatch(said):
        return Decimal(f"{found[1]}.{found[2]}")
    if (found := _SPOKEN_KUAI.fullmatch(said)) and (whole := spoken_number(found[1])) is not None:
        return Decimal(f"{whole}.{_FIGURES[found[2]]}")
    number = spoken_number(said) if said else None
    number = idiom(said) if number is None else number
    return None if number is None else Decimal(number)
