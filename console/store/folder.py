"""The data folder: made, checked and held, so that two consoles never write into one."""

from __future__ import annotations

import tempfile
from pathlib import Path

from filelock import FileLock, Timeout

from console.errors import DataFolderInUse, DataFolderUnusable

LOCK_NAME = "console.lock"


def hold(folder: Path) -> FileLock:
    """Make `folder` if need be and hold it until `.release()`; the system lets go when the process dies.

    Raises `DataFolderUnusable` or `DataFolderInUse`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise DataFolderUnusable(why=error.strerror or str(error), folder=folder) from error
    lock = FileLock(folder / LOCK_NAME)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise DataFolderInUse(folder=folder) from None
    return lock
