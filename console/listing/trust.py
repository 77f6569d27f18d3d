"""What makes an item believable: guarantees, certificate, source, and the facts of a piece of jewellery.

A badge is shown only where its proof is attached, and a piece that needs a certificate is not listed
without one. Whether a text promises more than stands here is checked by `words`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from console.commands import Command, DescribeItem, EditItem, ImportItem, OpenFlash
from console.errors import TrustUnfit, UnknownSnap
from console.events import Event, FlashOpened, ItemChanged
from console.facts import Item, ListingState, Trust
from console.listing.flash import edit, find, open_flash
from console.listing.lifecycle import leave_air_if_done, restate
from console.money import PRICE_CAP_FEN
from console.store import outbox, projection
from console.store.changes import first_time
from console.store.database import Db

GUARANTEES = ("seven_days", "refund_only", "return_freight", "fake_compensation")
SOURCES = ("origin", "belt", "factory", "influencer")
TEMPLATES = ("", "jewellery")
LONGEST_TEXT = 60
LONGEST_SHIPPING_H = 24 * 60
"""Two months, for what is made to order."""
_FIELDS = (
    "guarantees", "certificate", "source", "origin", "template", "material", "weight", "size", "cost_fen",
    "commission_bp",
)  # fmt: skip
_TAKEN_AWAY_BY_ZERO = ("base_price_fen", "online", "ships_within_h")
_PROOFS = (
    ("certificate_snap_id", "certificate_photo"),
    ("source_snap_id", "source_photo"),
    ("base_snap_id", "base_photo"),
)


def margin_fen(item: Item) -> int | None:
    """What is left of one unit after its cost and the commission (rounded up), fen; None without a cost."""
    if item.trust.cost_fen is None:
        return None
    return item.price_fen - item.trust.cost_fen + (-item.price_fen * item.trust.commission_bp) // 10_000


def describe(db: Db, command: DescribeItem, now_ms: int) -> ItemChanged:
    """Change what is told of an item; None leaves a field as it is. Lists a draft that lacked only this.

    Raises `TrustUnfit`, `UnknownSnap`, `UnknownNumber`.
    """
    item = find(db, command.number)
    before = item.trust
    trust = described(before, command, lambda snap_id: _photo(db, snap_id))
    _check(trust)
    db.conn.execute(
        "UPDATE items SET trust = ? WHERE id = ?",
        ("" if trust == Trust() else msgspec.json.encode(trust).decode(), item.item_id),
    )
    if item.snap_id is not None and before.lacking and not trust.lacking and not outbox.known(db, item.item_id):
        outbox.add(db, item.item_id, "item", item.item_id, {"stock": item.stock_left}, now_ms)
        if item.listing is ListingState.WITHDRAWN:
            outbox.add(db, f"{item.item_id}/withdrawn", "shelf", item.item_id, {"on_shelf": False}, now_ms)
    item = restate(db, item.item_id)
    on_air = leave_air_if_done(db, item)
    return ItemChanged(item_id=item.item_id, number=item.number, item=item, on_air_item_id=on_air)


def described(before: Trust, command: DescribeItem, photo: Callable[[str], str]) -> Trust:
    """`before` with what `command` says; `photo` gives the picture of a snap, "" for ""."""
    changes: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value
        for name in _FIELDS
        if (value := getattr(command, name)) is not None
    }
    changes |= {name: value or None for name in _TAKEN_AWAY_BY_ZERO if (value := getattr(command, name)) is not None}
    changes |= {kept: photo(snap) for said, kept in _PROOFS if (snap := getattr(command, said)) is not None}
    return replace(before, **changes)


def enter(db: Db, command: ImportItem, now_ms: int) -> FlashOpened:
    """List an item with all that its row says, or with nothing. Raises what `open_flash` and `describe` raise."""
    listing = OpenFlash(
        title=command.title,
        price_fen=command.price_fen,
        stock=command.stock,
        barcode=command.barcode,
        snap_id=command.snap_id,
        item_id=command.item_id,
    )
    opened = open_flash(db, listing, now_ms)
    if not first_time(db, f"import:{command.item_id}", command.fingerprint):
        return opened
    number = opened.number
    edit(db, EditItem(number=number, bin_code=command.bin_code, points=command.points), now_ms)
    if command.cost_fen is not None:
        describe(db, DescribeItem(number=number, cost_fen=command.cost_fen), now_ms)
    return replace(opened, item=projection.item(db, command.item_id))


def _photo(db: Db, snap_id: str) -> str:
    """The full picture of a kept snap; "" takes a proof away. Raises `UnknownSnap`."""
    if not snap_id:
        return ""
    snap = projection.snap(db, snap_id)
    if snap is None:
        raise UnknownSnap
    return snap.shots[0].full


def _check(trust: Trust) -> None:
    """Raises `TrustUnfit` with the field that cannot be."""
    texts = (trust.certificate, trust.origin, trust.material, trust.weight, trust.size)
    wrong = {
        "guarantees": not set(trust.guarantees) <= set(GUARANTEES),
        "source": trust.source not in ("", *SOURCES),
        "template": trust.template not in TEMPLATES,
        "text": any(len(text) > LONGEST_TEXT or not text.isprintable() for text in texts),
        "cost_fen": trust.cost_fen is not None and not 0 <= trust.cost_fen <= PRICE_CAP_FEN,
        "base_price_fen": not 0 <= (trust.base_price_fen or 0) <= PRICE_CAP_FEN,
        "online": (trust.online or 0) < 0,
        "ships_within_h": not 0 <= (trust.ships_within_h or 0) <= LONGEST_SHIPPING_H,
        "commission_bp": not 0 <= trust.commission_bp <= 10_000,
    }
    if field := next((field for field, is_wrong in wrong.items() if is_wrong), None):
        raise TrustUnfit(field=field)


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {DescribeItem: describe, ImportItem: enter}
