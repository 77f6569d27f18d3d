"""Files that are there as a whole or not at all, and faults of the disk as what a seller is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from console.errors import DiskTrouble
from console.store.disk import flush_file, flush_folder

TICK = 500
"""Rows between two looks at whether to go on."""

Going = Callable[[int], None]
"""Told how many rows are written; raises `Stopped` when the person changed their mind."""


class Stopped(Exception):
    """The person changed their mind; nothing is left behind."""


@contextmanager
def told() -> Iterator[None]:
    """Faults of the disk as what a seller is told."""
    try:
        yield
    except OSError as error:
        raise DiskTrouble(why=error.strerror or type(error).__name__) from error


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary name beside `path`; the content gets its own name only once it is whole and on the disk."""
    part = path.with_name(f".{path.name}.part")
    try:
        with told():
            part.touch()  # before anything is begun: a folder that refuses says so at once
            yield part
            with part.open("rb+") as file:
                flush_file(file.fileno())
            part.replace(path)
            flush_folder(path.parent)
    except BaseException:
        with suppress(OSError):  # the first failure is told
            part.unlink(missing_ok=True)
        raise


def ignore(_done: int) -> None:
    """Nobody counts."""
