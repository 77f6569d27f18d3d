"""Money is an integer number of fen (1 yuan = 100 fen). There are no floats here and no rounding."""

from __future__ import annotations

PRICE_CAP_FEN = 999_999_999
"""Highest unit price, 9,999,999.99 yuan. INFER: the platform documents "1..cap" without the cap."""


def plain(fen: int) -> str:
    """59900 -> "599", 3990 -> "39.90": yuan without sign or grouping; fen only where there are any."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan}.{rest:02d}" if rest else f"{sign}{yuan}"


def price(fen: int) -> str:
    """128000 -> "¥1,280", 3990 -> "¥39.90": as written on a card."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}¥{yuan:,}.{rest:02d}" if rest else f"{sign}¥{yuan:,}"


def amount(fen: int) -> str:
    """3214500 -> "¥32,145.00": as written in totals, always with fen."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}¥{yuan:,}.{rest:02d}"
