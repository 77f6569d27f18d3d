"""What people type into one-line questions, as numbers. Pure; None means it is not one."""

from __future__ import annotations

import re
import unicodedata

MOST_UNITS = 999_999


def typed_plainly(typed: str) -> str:
    """Full-width letters and signs as plain ones, without grouping."""
    return unicodedata.normalize("NFKC", typed).strip().replace(",", "")


def quantity_in(typed: str) -> int | None:
    """ "3" -> 3; at least 1."""
    text = typed_plainly(typed)
    if not re.fullmatch(r"[0-9]{1,6}", text):
        return None
    return int(text) or None


def pieces_in(typed: str) -> int | None:
    """How many: "3", "x3" and "3件" -> 3, as a listing line writes them; at least 1."""
    match = re.fullmatch(r"[x×*]?\s*([0-9]{1,6})\s*(?:件|个|pcs?)?", typed_plainly(typed).casefold())
    return (int(match.group(1)) or None) if match is not None else None


LONGEST_BUYER = 40


def sold_in(typed: str) -> tuple[int, str] | None:
    """ "2" -> 2 and nobody's name, "2 阿珍" -> 2 and the buyer. A second number is no name."""
    pieces = pieces_in(typed)
    if pieces is not None:
        return pieces, ""
    first, _, rest = unicodedata.normalize("NFKC", typed).strip().partition(" ")
    pieces, buyer = pieces_in(first), " ".join(rest.split())
    named = any(letter.isalpha() for letter in buyer) and len(buyer) <= LONGEST_BUYER
    return (pieces, buyer) if pieces is not None and named else None


def units_in(typed: str) -> int | None:
    """ "+3" -> 3, "-2" -> -2; not 0."""
    text = typed_plainly(typed)
    if not re.fullmatch(r"[+-]?[0-9]{1,6}", text):
        return None
    return int(text) or None


def share_in(typed: str) -> int | None:
    """ "15" or "12.5%" -> hundredths of a percent, nothing -> 0; at most all of it."""
    text = typed_plainly(typed).removesuffix("%").strip() or "0"
    match = re.fullmatch(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?", text)
    if match is None:
        return None
    share = int(match.group(1)) * 100 + int((match.group(2) or "").ljust(2, "0"))
    return share if share <= 10_000 else None


SLIP = 10
"""A price so many times another is more often a decimal point or a nought too much than a wish."""


def slipped(former_fen: int, fen: int) -> bool:
    """Whether a price is ten times the former one or more, or a tenth of it or less."""
    return former_fen > 0 and (fen >= SLIP * former_fen or SLIP * fen <= former_fen)


class AskedTwice:
    """What was typed and looks like a slip is said once; typed Enter again, it is meant."""

    def __init__(self) -> None:
        self.said: str | None = None
        """What was called a slip."""

    def first_time(self, typed: str, *, doubtful: bool) -> bool:
        """Whether it must be said now. A slip that is changed into another one is said again."""
        if doubtful and typed != self.said:
            self.said = typed
            return True
        return False


def yuan_in(typed: str) -> int | None:
    """ "39.9" -> 3990 fen, "¥1,280" -> 128000; above 0, never through a float."""
    text = typed_plainly(typed).replace("¥", "").removesuffix("元").strip()
    match = re.fullmatch(r"([0-9]{1,8})(?:\.([0-9]{1,2}))?", text)
    if match is None:
        return None
    yuan, fen = match.group(1), match.group(2) or ""
    return int(yuan) * 100 + int(fen.ljust(2, "0") or 0) or None
