"""What the listing form has in hand beside its line, and the command that the two make."""

from __future__ import annotations

from dataclasses import dataclass

from console import commands as c
from console.facts import Label, Snap
from ui.panels.listing.line import Reading


@dataclass(frozen=True)
class Held:
    """What the form has in hand beside the line."""

    snap: Snap | None = None
    shot: int = 0
    """Which of its shots stands out."""
    label_of: str = ""
    label: Label | None = None
    code: str = ""
    for_number: int | None = None
    """The item that is to get the photo."""
    since_s: float | None = None
    """When the gesture began, on the monotonic clock."""


def opening(line: str, reading: Reading, held: Held, *, by_line: bool) -> c.OpenFlash:
    """List `line` with what is held: as it is read anew, or (not `by_line`) exactly as it was understood."""
    snap_id = held.snap.snap_id if held.snap is not None else None
    shot = held.shot if held.snap is not None else 0
    if by_line:
        return c.OpenFlash(line=line, snap_id=snap_id, shot=shot, barcode=held.code)
    return c.OpenFlash(
        title=reading.title,
        price_fen=reading.price_fen,
        stock=reading.stock,
        snap_id=snap_id,
        shot=shot,
        barcode=held.code,
    )
