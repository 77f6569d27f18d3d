"""What the settings ask of the machine, away from the screen's thread: the shop, backups, the data folder.

The work is the console's (`console.upkeep`); here it is asked for, watched, and told to the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from console.errors import KaiboError
from ui.loop.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

    from console.upkeep import Standing

LOOK_MS = 150


class Work(Protocol):
    """The console's side; see `console.upkeep.Upkeep`."""

    async def standing(self) -> Standing: ...
    async def choose_shop(self, platform: str) -> None: ...
    async def take_keys(self, file: Path) -> str: ...
    async def choose_folder(self, data: Path) -> None: ...
    async def load_samples(self, progress: Callable[[int, int], None]) -> int: ...
    async def check_backup(self, name: str) -> str: ...
    async def ask_restore(self, name: str) -> None: ...
    async def withdraw_restore(self) -> None: ...
    def back_up(self) -> None: ...
    def give_up_backup(self) -> None: ...
    @property
    def backing_up(self) -> float | None: ...


class Upkeep(QObject):
    """Knows how things stand, as far as it was looked up, and what became of the last wish."""

    changed = Signal()
    sampled = Signal(float)
    """How much of the sample line-up is made, 0 to 1; below 0 when it could not be."""

    def __init__(self, tasks: Tasks, work: Work | None = None) -> None:
        """Without `work` nothing is known and nothing can be wished."""
        super().__init__()
        self._tasks, self._work = tasks, work
        self.standing: Standing | None = None
        self.error: KaiboError | None = None
        self.share: float | None = None
        """How much of the running backup is done; None while none is made."""
        self.backed_up = False
        """A backup that was asked for here has ended."""
        self.checked: dict[str, str] = {}
        """What was found in each backup that was looked through: "" is sound, else what is wrong."""
        self.checking = ""
        """The backup that is being looked through."""
        self._check: asyncio.Task[Any] | None = None
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._watch)

    @property
    def possible(self) -> bool:
        return self._work is not None

    def refresh(self) -> None:
        """Look up how things stand."""
        if self._work is not None:
            self._tasks.start(self._carry(None), self._failed)

    def choose_shop(self, platform: str) -> None:
        """Open this shop at the next start."""
        if self._work is not None:
            self._tasks.start(self._carry(self._work.choose_shop(platform)), self._failed)

    def choose_folder(self, data: Path) -> None:
        """Use this data folder at the next start."""
        if self._work is not None:
            self._tasks.start(self._carry(self._work.choose_folder(data)), self._failed)

    def take_keys(self, file: Path) -> None:
        """Move a shop's secrets into the keyring."""
        if self._work is not None:
            self._tasks.start(self._carry(self._work.take_keys(file)), self._failed)

    def load_samples(self) -> None:
        """List invented goods for a rehearsal; `sampled` tells how far."""
        if self._work is not None:
            making = self._work.load_samples(lambda done, all_: self.sampled.emit(done / max(1, all_)))
            self._tasks.start(making, lambda _error: self.sampled.emit(-1.0))

    def back_up(self) -> None:
        """Make a backup now, or stop the one that is being made."""
        if self._work is None:
            return
        if self.share is not None:
            self._work.give_up_backup()
            return
        self.backed_up = False
        self._work.back_up()
        self._look.start()
        self._watch()

    def check(self, name: str) -> None:
        """Look through a backup, or stop looking."""
        if self._check is not None:
            self._check.cancel()
        elif self._work is not None and name:
            self.checking = name
            self._check = self._tasks.start(self._looked_through(self._work, name), self._failed)
            self._check.add_done_callback(lambda _task: self._checked())
            self.changed.emit()

    def ask_restore(self, name: str) -> None:
        """Bring this backup back at the next start; "" is the newest sound one."""
        if self._work is not None:
            self._tasks.start(self._carry(self._work.ask_restore(name)), self._failed)

    def withdraw_restore(self) -> None:
        """Leave the books as they are at the next start."""
        if self._work is not None:
            self._tasks.start(self._carry(self._work.withdraw_restore()), self._failed)

    def stop(self) -> None:
        """Watch no more; harmless when called twice."""
        self._look.stop()

    async def _looked_through(self, work: Work, name: str) -> None:
        self.checked[name] = await work.check_backup(name)

    def _checked(self) -> None:
        self._check, self.checking = None, ""
        self.changed.emit()

    async def _carry(self, wish: Coroutine[Any, Any, Any] | None) -> None:
        assert self._work is not None
        self.error = None
        try:
            if wish is not None:
                await wish
            self.standing = await self._work.standing()
        except OSError as error:
            raise _plain(error) from error
        self.changed.emit()

    def _failed(self, error: KaiboError) -> None:
        self.error = error
        self.changed.emit()

    def _watch(self) -> None:
        assert self._work is not None
        self.share = self._work.backing_up
        if self.share is None:
            self._look.stop()
            self.backed_up = True
            self.refresh()
        self.changed.emit()


def _plain(error: OSError) -> KaiboError:
    from console.errors import StartNotKept

    return StartNotKept(why=error.strerror or type(error).__name__)
