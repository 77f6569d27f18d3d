"""One backup by hand (`main.py backup`), while no console runs; a running one makes its own every hour."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from console.clock import SystemClock
from console.config import Options
from console.diagnostics import start_log, stop_log
from console.errors import DiskTrouble, NothingToCheck, Text
from console.recovery import Say
from console.store import backup, folder
from console.store.database import FILE_NAME

TOLD_EVERY_S = 0.5


@dataclass(frozen=True)
class BackedUp:
    """The copy that was made, and those that made room for it."""

    path: Path
    bytes: int
    thinned_out: int
    seconds: float


def back_up(options: Options, say: Say) -> BackedUp:
    """Copy the database into the folder of backups, check the copy, thin the old ones out.

    Interrupted, nothing is left of it. Raises `NothingToCheck`, `DataFolderInUse`, `DiskLow` or `DiskTrouble`.
    """
    clock = SystemClock()
    path = options.data / FILE_NAME
    if not path.exists():
        raise NothingToCheck(folder=options.data)
    started, told = clock.monotonic_s(), 0.0

    def progress(done: int, pages: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= TOLD_EVERY_S or done == pages:
            told = now
            share = done * 100 // max(1, pages)
            say(Text(f"备份 {share}%", f"backing up: {share}%"))

    with ExitStack() as stack:
        stack.callback(folder.hold(options.data).release)
        stack.callback(stop_log, start_log(options.data))
        try:
            made = backup.make(path, options.backup_folder, clock.now_ms(), progress=progress)
        except OSError as error:
            raise DiskTrouble(why=error.strerror or type(error).__name__) from error
        gone = backup.thin_out(options.backup_folder)
    size = made.path.stat().st_size
    return BackedUp(made.path, size, len(gone), round(clock.monotonic_s() - started, 3))
