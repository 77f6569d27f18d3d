"""What a number's format makes of it on the screen: a unit of its own, fewer digits, nothing at all.

The seller goes by what is shown, so a number is taken only where it is shown as it is stored. Number formats:
ECMA-376 part 1, 18.8.30 (those without a code) and 18.8.31.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from console.bulk.cells import EACH, PAIRS

WITHOUT_CODE = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00", 9: "0%",
    10: "0.00%", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00",
    44: "#,##0.00",
}  # fmt: skip
"""The formats that a workbook names by number only; money among them is that of the seller's own system."""

_PARTS = re.compile(r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<plain>.)', re.DOTALL)
_MONEY = re.compile(r"\$(?:CN)?(?:[¥￥元]|CNY|RMB)?(?:-[0-9A-Fa-f]*)?", re.IGNORECASE)
_NEUTRAL = re.compile(
    rf"(?:元整?|块钱?|圆|[¥￥]|cn[¥￥y]|rmb|人民币|包邮|pcs|{EACH}|{PAIRS}"
    r"|[\s/+\-():：])*",
    re.IGNORECASE,
)
"""Words round a number that change nothing of it: "0元", "0件"."""
_AS_IT_IS = re.compile("general|g/通用格式|@", re.IGNORECASE)
_DIGITS = "0#?"
_MARKS = "0#?.,%Eymdhs"
"""What stands for digits and dates; all else is shown as it is written."""


@dataclass(frozen=True)
class Shown:
    """How a number is shown."""

    other_unit: bool = False
    """Whether it is counted in something else than its cell: 1.2万, 85%, $, 斤, 约."""
    decimals: int | None = None
    """How many digits are shown behind the point; None where the format leaves that to the number."""
    hidden: bool = False
    """Whether nothing is shown at all."""

    def alters(self, value: str) -> bool:
        """Whether `value`, as it is stored, is shown as another number."""
        if self.hidden or self.decimals is None:
            return self.hidden
        number = Decimal(f"{float(value):.15g}")
        return number != round(number, self.decimals)


def shown(code: str) -> Shown:
    """How the format `code` shows a number above zero."""
    free = _AS_IT_IS.search(code)
    digits, words = [""], [""]
    odd = conditions = False
    for part in _PARTS.finditer(_AS_IT_IS.sub("", code)):
        plain, bracket = part["plain"] or "", part["bracket"]
        if plain == ";":
            digits.append("")
            words.append("")
        elif plain and plain in _MARKS:
            digits[-1] += plain
        elif bracket is not None:
            odd = odd or (bracket.startswith("$") and not _MONEY.fullmatch(bracket))
            conditions = conditions or bracket[:1] in ("<", ">", "=")
        else:
            words[-1] += part["quoted"] or part["escaped"] or plain
    if not (free or digits[0] or words[0]) and len(digits) > 1:
        return Shown(hidden=True)
    told = "".join(words) if conditions else words[0]
    if re.search("[ymdhs]", digits[0]):
        return Shown()
    number, _, behind = digits[0].partition(".")
    scaled = re.search(r"[0#?],+$", number) or re.search(r"[0#?],+$", behind)
    if odd or scaled or "%" in digits[0] or not _NEUTRAL.fullmatch(told):
        return Shown(other_unit=True)
    known = any(figure in number for figure in _DIGITS) and "E" not in digits[0]
    return Shown(decimals=sum(figure in _DIGITS for figure in behind) if known else None)
