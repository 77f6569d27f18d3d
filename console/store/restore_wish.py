"""A wish to bring the database back at the next start: a small file in the data folder, read before it is opened.

It names a backup or none; what it asks for is done by `restoring`. A file that cannot be understood is no wish.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from console.store.disk import flush_file, flush_folder, put_in_place

FILE_NAME = "restore.json"


@dataclass(frozen=True)
class Wish:
    """`backup` is the name of a file in the folder of backups; "" is the newest sound one."""

    backup: str = ""


def write(data: Path, wish: Wish) -> None:
    """Keep a wish until the next start; when this returns it outlives a power cut. Raises OSError."""
    path = data / FILE_NAME
    draft = path.with_name(f"{FILE_NAME}.part")
    with draft.open("wb") as file:
        file.write(msgspec.json.encode(wish))
        file.flush()
        flush_file(file.fileno())
    put_in_place(draft, path)
    flush_folder(data)


def read(data: Path) -> Wish | None:
    """The wish that waits; None without one."""
    try:
        wish = msgspec.json.decode((data / FILE_NAME).read_bytes(), type=Wish)
    except (OSError, msgspec.DecodeError, UnicodeError):
        return None
    return wish if Path(wish.backup).name == wish.backup else None  # a name, no way out of the folder


def drop(data: Path) -> None:
    """Take the wish back; harmless without one. Raises OSError."""
    (data / FILE_NAME).unlink(missing_ok=True)
    if data.is_dir():
        flush_folder(data)
