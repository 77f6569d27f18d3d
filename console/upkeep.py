"""What the settings tell of this console and do for it: the shop, the backups, the data folder.

What takes effect at once goes through the desk (`preferences`); what is here needs the machine, or takes effect at
the next start. Secrets pass through to the keyring and are never told.
"""

from __future__ import annotations

import asyncio
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from console.errors import CredentialsUnreadable, NoKeysYet
from console.platforms.vault import open_vault
from console.preferences import LANG
from console.samples import Progress, load_samples
from console.starting import Starting, keep_start, read_start
from console.store import backup, folder, restore_wish

if TYPE_CHECKING:
    from console.app import Console

REAL = "kuaishou"


@dataclass(frozen=True)
class Copy:
    """One backup as a person chooses it: its file's name, when it was made, its bytes."""

    name: str
    made_at_ms: int
    size: int


@dataclass(frozen=True)
class Standing:
    """How things stand; sizes in bytes, times in UTC milliseconds."""

    platform: str
    """The shop that is open: "simulator" or "kuaishou"."""
    next_platform: str
    """The one that the next start opens."""
    keys: str
    """Where the real shop's secrets are: "keyring", "file", or "" where there are none."""
    data: Path
    next_data: Path
    used: int
    free: int
    backups: Path
    copies: tuple[Copy, ...] = ()
    """The backups, newest first."""
    restore_next: str | None = None
    """The backup that the next start brings back, "" for the newest sound one; None where nobody asked."""

    @property
    def backup_count(self) -> int:
        return len(self.copies)

    @property
    def last_backup_ms(self) -> int | None:
        return self.copies[0].made_at_ms if self.copies else None


class Upkeep:
    """One running console, as its settings see it."""

    def __init__(self, console: Console, start: Path | None = None) -> None:
        """`start` is the file of what is chosen before a start; None is the person's own."""
        self._console = console
        self._options = console.options
        self._backups = console.backups
        self._start = start

    async def standing(self) -> Standing:
        """How things stand now; reads folders and keyring on another thread."""
        return await asyncio.to_thread(self._look)

    def _look(self) -> Standing:
        options, starting = self._options, read_start(self._start)
        known = reversed(backup.listed(self._backups.folder))
        wish = restore_wish.read(options.data)
        platform = starting.platform or options.platform
        return Standing(
            platform=options.platform,
            next_platform=platform,
            keys=self._keys(),
            data=options.data,
            next_data=starting.folder(platform) if starting.data.get(platform) else self._usual(platform, starting),
            used=_size(options.data),
            free=shutil.disk_usage(options.data).free,
            backups=self._backups.folder,
            copies=tuple(Copy(each.path.name, each.made_at_ms, _bytes(each.path)) for each in known),
            restore_next=wish.backup if wish is not None else None,
        )

    def _usual(self, platform: str, starting: Starting) -> Path:
        """The folder that was named on the command line goes on, as long as the shop is the same."""
        return self._options.data if platform == self._options.platform else starting.folder(platform)

    def _keys(self) -> str:
        own = self._options.credentials if self._options.platform == REAL else None
        file = own or (Path(kept) if (kept := read_start(self._start).keys_file) else None)
        try:
            vault = open_vault(file)
        except CredentialsUnreadable:
            return ""
        return "keyring" if vault.file is None else "file"

    # --- the shop and the folder: from the next start on -------------------------------------

    async def choose_shop(self, platform: str) -> None:
        """Open this shop at the next start. Raises `NoKeysYet` for a real one without its keys, or OSError."""
        await asyncio.to_thread(self._choose_shop, platform)

    def _choose_shop(self, platform: str) -> None:
        if platform == REAL and not self._keys():
            raise NoKeysYet  # or the next start would end before there is a window to mend it in
        keep_start(read_start(self._start).with_platform(platform), self._start)

    async def take_keys(self, file: Path) -> str:
        """Move the secrets of a credentials file into the keyring; returns where they are now.

        Raises `CredentialsUnreadable` or OSError.
        """
        return await asyncio.to_thread(self._take_keys, file)

    def _take_keys(self, file: Path) -> str:
        vault = open_vault(file)
        keep_start(read_start(self._start).with_keys_file(vault.file), self._start)
        return "keyring" if vault.file is None else "file"

    async def choose_folder(self, data: Path) -> None:
        """Use this data folder at the next start; what lies in the present one stays there.

        Raises a `StoreError` for a folder that cannot be used, or OSError.
        """
        await asyncio.to_thread(self._choose_folder, data)

    def _choose_folder(self, data: Path) -> None:
        folder.refuse_unfit(data)
        data.mkdir(parents=True, exist_ok=True)
        starting = read_start(self._start)
        keep_start(starting.with_folder(starting.platform or self._options.platform, data), self._start)

    # --- a rehearsal -------------------------------------------------------------------------

    async def load_samples(self, progress: Progress) -> int:
        """List invented goods, in practice only; returns how many. Raises what the desk raises."""
        if self._options.platform == REAL:
            return 0
        desk = self._console.desk
        lang = desk.state.preferences.get(LANG) or self._options.lang
        return await load_samples(desk, self._options.data, progress, lang)

    # --- backups -----------------------------------------------------------------------------

    def back_up(self) -> None:
        """Make a backup now, unless nothing changed since the last one."""
        self._backups.ask()

    def give_up_backup(self) -> None:
        """Stop the backup that is being made; nothing is left of it."""
        self._backups.give_up()

    @property
    def backing_up(self) -> float | None:
        """How much of the backup that was asked for is done, 0 to 1; None when none is being made."""
        if self._backups.running:
            return self._backups.progress
        return 0.0 if self._backups.waiting else None

    async def check_backup(self, name: str) -> str:
        """What is wrong with a backup, in SQLite's words; "" when it is sound. Stopped when its caller is cancelled."""
        cancel = threading.Event()
        try:
            return await asyncio.to_thread(backup.problem_of, self._backups.folder / name, cancel) or ""
        finally:
            cancel.set()

    # --- bringing the books back: at the next start, before they are opened -----------------------

    async def ask_restore(self, name: str) -> None:
        """Bring this backup and the journal after it back at the next start ("": the newest sound one)."""
        await asyncio.to_thread(restore_wish.write, self._options.data, restore_wish.Wish(name))

    async def withdraw_restore(self) -> None:
        """Leave the books as they are at the next start. Raises OSError."""
        await asyncio.to_thread(restore_wish.drop, self._options.data)


def _bytes(path: Path) -> int:
    """Of one file; one that was thinned out meanwhile counts as nothing."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _size(folder_: Path) -> int:
    """Bytes of all files below a folder; what goes away meanwhile counts as nothing."""
    total = 0
    for path in folder_.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total
