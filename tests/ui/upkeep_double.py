"""The machine as the settings see it, in memory: remembers what was wished and makes a backup in three looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from console.errors import CredentialsUnreadable, DataFolderUnusable, DiskFull, Text
from console.upkeep import Standing

HOME = Path("/home/li/Kaibo")


class Machine:
    """A data folder with one backup, practice open, no keys."""

    def __init__(self) -> None:
        self._standing = Standing(
            platform="simulator",
            next_platform="simulator",
            keys="",
            data=HOME,
            next_data=HOME,
            used=640 << 20,
            free=120 << 30,
            backups=HOME / "backups",
            backup_count=1,
            last_backup_ms=1_790_000_000_000,
        )
        self._looks = 0
        self._going = False
        self.sampled = self.full = False

    async def standing(self) -> Standing:
        return self._standing

    async def choose_shop(self, platform: str) -> None:
        self._standing = replace(self._standing, next_platform=platform)

    async def take_keys(self, file: Path) -> str:
        if file.suffix != ".json":
            raise CredentialsUnreadable(why=Text("不是 JSON", "not JSON"), path=file)
        self._standing = replace(self._standing, keys="keyring")
        return "keyring"

    async def choose_folder(self, data: Path) -> None:
        if "Dropbox" in str(data):
            raise DataFolderUnusable(why=Text("会被 Dropbox 同步", "Dropbox keeps it in step"), folder=data)
        self._standing = replace(self._standing, next_data=data)

    async def load_samples(self, progress: Callable[[int, int], None]) -> int:
        if self.full:
            raise DiskFull
        progress(6, 6)
        self.sampled = True
        return 6

    def back_up(self) -> None:
        self._going, self._looks = True, 0

    def give_up_backup(self) -> None:
        self._going = False

    @property
    def backing_up(self) -> float | None:
        self._looks += 1
        if self._going and self._looks > 3:
            self._going = False
            count = self._standing.backup_count + 1
            self._standing = replace(self._standing, backup_count=count)
        return self._looks / 4 if self._going else None
