"""Ids made at the gesture: time-sortable, unique without asking anybody, for ever the idempotency key."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time

_EPOCH_MS = 1_735_689_600_000  # 2025-01-01T00:00:00Z


def new_id(now_ms: int | None = None, *, noise: bytes | None = None) -> str:
    """A UUID version 7 (RFC 9562, section 5.7) as 36 characters; sorts by millisecond.

    At least ten bytes of `noise` make an id that can be made again.
    """
    stamp = int(time.time() * 1000) if now_ms is None else now_ms
    chance = int.from_bytes((noise or os.urandom(10))[:10], "big")
    value = (stamp & (1 << 48) - 1) << 80 | 7 << 76 | (chance >> 62 & 0xFFF) << 64 | 2 << 62 | chance & (1 << 62) - 1
    h = f"{value:032x}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def goods_number(code: str) -> str:
    """What two ways of writing the same goods' number have in common, to find an item by its barcode.

    A GTIN is told without its leading zeros (an American twelve-digit one is a European one behind a
    zero), also out of a GS1 text ("(01)06901234567892(10).."); anything else in capitals without spaces.
    """
    plain = "".join(code.split()).upper()
    found = re.match(r"\(01\)(\d{14})", plain)
    digits = found[1] if found else plain
    return digits.lstrip("0") or digits if digits.isdigit() and len(digits) >= 8 else plain


def derived_id(told: str) -> str:
    """The id that belongs to a text for ever: a UUID in the form of version 7 whose parts are all taken from SHA-256.

    Two texts of one studio share `platform_number` with a chance of 1 in 2^62 for each pair.
    """
    digest = hashlib.sha256(told.encode()).digest()
    return new_id(_EPOCH_MS + (int.from_bytes(digest[:6], "big") & (1 << 41) - 1), noise=digest[6:16])


def new_seed() -> str:
    """A secret of 128 bits as 32 hexadecimal digits, for a draw."""
    return secrets.token_hex(16)


def platform_number(own_id: str) -> int:
    """The positive 63-bit number under which the platform knows `own_id` (`relItemId`, `relSkuId`).

    A pure function of the id (42 bits of time, 21 of noise), so that it can be rebuilt from the
    studio's own records alone. Raises ValueError when `own_id` is not one of ours.
    """
    value = int(own_id.replace("-", ""), 16)
    if len(own_id) != 36 or value >> 76 & 0xF != 7:
        raise ValueError(own_id)
    stamp = (value >> 80) - _EPOCH_MS
    return (stamp & (1 << 42) - 1) << 21 | value & (1 << 21) - 1
