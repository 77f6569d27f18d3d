"""Shots of a snap as rows: four file names, and how the pictures were made as one JSON column.

`look` is "" for shots of earlier versions: nothing is known of their crops then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from console.facts import Crop, Flaw, Shot

if TYPE_CHECKING:
    from console.store.database import Db


class Look(msgspec.Struct, frozen=True):
    """How a shot's pictures were made from the full one."""

    size: tuple[int, int] = (0, 0)
    square: Crop | None = None
    portrait: Crop | None = None
    light: tuple[float, float, float] = (1.0, 1.0, 1.0)
    flaws: tuple[Flaw, ...] = ()


_NOTHING_KNOWN = Look()


def insert(db: Db, snap_id: str, place: int, shot: Shot) -> None:
    """Record a shot at its place in the burst."""
    look = Look(shot.size, shot.square_crop, shot.portrait_crop, shot.light, shot.flaws)
    known = "" if look == _NOTHING_KNOWN else msgspec.json.encode(look).decode()
    db.conn.execute(
        "INSERT INTO snap_shots (snap_id, place, full_path, square_path, portrait_path, thumb_path, sharpness, look)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (snap_id, place, shot.full, shot.square, shot.portrait, shot.thumb, shot.sharpness, known),
    )


def of_snap(db: Db, snap_id: str) -> tuple[Shot, ...]:
    """The shots of a snap in their order."""
    rows = db.conn.execute(
        "SELECT full_path, square_path, portrait_path, thumb_path, sharpness, look FROM snap_shots"
        " WHERE snap_id = ? ORDER BY place",
        (snap_id,),
    )
    return tuple(_shot(row) for row in rows)


def _shot(row: tuple[str, str, str, str, float, str]) -> Shot:
    full, square, portrait, thumb, sharpness, known = row
    look = msgspec.json.decode(known, type=Look) if known else _NOTHING_KNOWN
    return Shot(full, square, portrait, thumb, sharpness, look.size, look.square, look.portrait, look.light, look.flaws)
