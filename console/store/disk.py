"""Room on the disk: how much is left, what is stopped first, and a reserve for the worst moment.

The ladder: warn early, stop photos before sales, give the reserve back when a sale does not fit.
Nothing is deleted here but the reserve itself.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from enum import IntEnum
from pathlib import Path

import stamina
import structlog

log = structlog.get_logger(__name__)

MB = 1024**2
WARN_BELOW_BYTES = 2048 * MB
NO_SNAPS_BELOW_BYTES = 500 * MB
BALLAST_BYTES = 64 * MB
BALLAST_NAME = "reserve.bin"
LOOK_EVERY_S = 30.0
_BACK_UP = 1.1
"""A rung is left upwards only with a tenth more room than it is entered with: no flapping."""


class Room(IntEnum):
    """The rungs, from enough to none."""

    ENOUGH = 0
    LOW = 1
    NO_SNAPS = 2


def room_for(free_bytes: int, before: Room = Room.ENOUGH) -> Room:
    """The rung for so much free space, coming from `before`."""
    now = _rung(free_bytes)
    return now if now >= before else max(now, _rung(int(free_bytes / _BACK_UP)))


def _rung(free_bytes: int) -> Room:
    if free_bytes < NO_SNAPS_BELOW_BYTES:
        return Room.NO_SNAPS
    return Room.LOW if free_bytes < WARN_BELOW_BYTES else Room.ENOUGH


def free_bytes(folder: Path) -> int:
    """Bytes free where `folder` is, or will be."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


class Ballast:
    """A file that is given back to the disk when a sale does not fit any more."""

    def __init__(self, folder: Path, size_bytes: int = BALLAST_BYTES) -> None:
        self.path = folder / BALLAST_NAME
        self._size_bytes = size_bytes

    def lay(self) -> bool:
        """Take the reserve, really allocated, where there is plenty of room; whether there is one now."""
        try:
            if self.path.exists() and self.path.stat().st_size >= self._size_bytes:
                return True
            if free_bytes(self.path.parent) < WARN_BELOW_BYTES + self._size_bytes:
                return False
            with self.path.open("wb") as file:
                _allocate(file.fileno(), self._size_bytes)
        except OSError as error:
            log.info("no reserve on the disk", error=error.strerror)
            with contextlib.suppress(OSError):
                self.path.unlink(missing_ok=True)
            return False
        return True

    def free(self) -> bool:
        """Give the reserve back; False when there is none."""
        try:
            self.path.unlink()
        except OSError:
            return False
        log.warning("the disk is full: reserve given back", bytes=self._size_bytes)
        return True


def _allocate(descriptor: int, size_bytes: int) -> None:
    """Fill with random bytes where the system cannot allocate: zeros might be compressed away."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size_bytes)
    else:
        for _ in range(size_bytes // MB):
            os.write(descriptor, os.urandom(MB))
    os.fsync(descriptor)


def flush_file(descriptor: int) -> None:
    """Wait until the file's content and length are on the disk, and on macOS in the drive's own memory."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


@stamina.retry(on=PermissionError, attempts=6 if sys.platform == "win32" else 1, timeout=2.0)
def put_in_place(draft: Path, final: Path) -> None:
    """Give `draft` its final name, whole or not at all.

    On Windows a virus scanner or an indexer may hold either file for a moment; elsewhere a refusal is one.
    """
    draft.replace(final)


def flush_folder(folder: Path) -> None:
    """Wait until new names in `folder` are on the disk; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
