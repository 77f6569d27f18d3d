"""Another item like one that is listed already, without typing and without another photo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from console.commands import Command, EditItem, ListAgain, OpenFlash
from console.errors import UnknownNumber
from console.events import Event, FlashOpened
from console.facts import Item, Trust
from console.listing.flash import HIGHEST_NUMBER, edit, find, open_flash
from console.store import projection
from console.store.changes import first_time
from console.store.database import Db


def list_again(db: Db, command: ListAgain, now_ms: int) -> FlashOpened:
    """List another one like item `number` at the end of the line-up. Raises what `open_flash` and `find` raise.

    Jewellery stays a draft until the new piece has its own certificate.
    """
    like = _found(db, command.number)
    (shot,) = db.conn.execute("SELECT shot FROM items WHERE id = ?", (like.item_id,)).fetchone()
    listing = OpenFlash(
        title=like.title,
        price_fen=like.price_fen if like.flash is None else like.flash.regular_fen,
        stock=command.stock,
        snap_id=like.snap_id,
        shot=shot,
        item_id=command.item_id,
        template=like.trust.template,
    )
    opened = open_flash(db, listing, now_ms)
    if not first_time(db, f"again:{command.item_id}", "again"):
        return opened
    edit(db, EditItem(number=opened.number, bin_code=like.bin_code, points=like.points), now_ms)
    shared = replace(like.trust, certificate="", certificate_photo="", weight="", size="")
    if shared != Trust():
        kept = msgspec.json.encode(shared).decode()
        db.conn.execute("UPDATE items SET trust = ? WHERE id = ?", (kept, command.item_id))
    return replace(opened, item=projection.item(db, command.item_id))


def _found(db: Db, number: int) -> Item:
    """The item of that number, of the show before where it did not come along. Raises `UnknownNumber`."""
    try:
        return find(db, number)
    except UnknownNumber:
        before = projection.item_numbered_before(db, number) if 0 < number <= HIGHEST_NUMBER else None
        if before is None:
            raise
        return before


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {ListAgain: list_again}
