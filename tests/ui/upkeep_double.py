"""The machine as the settings see it, in memory: remembers what was wished and makes a backup in three looks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from console.errors import CredentialsUnreadable, DataFolderUnusable, DiskFull, Text
from console.upkeep import Copy, Standing

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
            copies=(Copy("kaibo-000001-20260921T135320Z.db", 1_790_000_000_000, 12 << 20),),
        )
        self._looks = 0
        self._going = False
        self.sampled = self.full = False
        self.damage: dict[str, str] = {}
        """What is wrong with backups."""
        self.looking: asyncio.Future[None] | None = None
        """A look through a backup waits for it."""

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

    async def check_backup(self, name: str) -> str:
        if self.looking is not None:
            await self.looking
        return self.damage.get(name, "")

    async def ask_restore(self, name: str) -> None:
        self._standing = replace(self._standing, restore_next=name)

    async def withdraw_restore(self) -> None:
        self._standing = replace(self._standing, restore_next=None)

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
            made = Copy(f"kaibo-{count:06d}-20260921T145320Z.db", 1_790_003_600_000, 13 << 20)
            self._standing = replace(self._standing, copies=(made, *self._standing.copies))
        return self._looks / 4 if self._going else None
