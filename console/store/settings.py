"""Small choices that survive a restart, by name."""

from __future__ import annotations

from console.store.database import Db


def read(db: Db, name: str, default: str = "") -> str:
    """What was chosen, or `default`."""
    row = db.conn.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return default if row is None else str(row[0])


def write(db: Db, name: str, value: str) -> None:
    """Remember a choice; joins the transaction that is open, if one is."""
    db.conn.execute(
        "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value)
    )
