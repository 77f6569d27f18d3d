"""Bulk entry in the background: what a file would make, how far it is, what came of it. It can be stopped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal

from console.errors import KaiboError
from ui.loop.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from console.bulk.entry import Outcome
    from console.bulk.sheet import Sheet


class Bulk(Protocol):
    """Reads sheets and enters them; see `console.bulk.sheet.BulkEntry`."""

    async def read(self, source: Path | str, photos: Path | None) -> Sheet: ...
    def enter(self, sheet: Sheet, progress: Callable[[int, int], None]) -> AsyncIterator[Outcome]: ...


class Importing(QObject):
    """One sheet at a time: read, looked at, entered."""

    changed = Signal()
    """Reading, read, begun, over, failed or stopped."""
    entered = Signal(int, object)
    """The place of a line and its `Outcome`."""

    def __init__(
        self,
        tasks: Tasks,
        bulk: Bulk | None,
        parent: QObject | None = None,
        first: Callable[[Callable[[], None]], None] = lambda go: go(),
    ) -> None:
        """`first` does what must be done before goods are entered, then calls what it is given."""
        super().__init__(parent)
        self._first = first
        self._tasks, self._bulk = tasks, bulk
        self._source: Path | str | None = None
        self.photos: Path | None = None
        self.sheet: Sheet | None = None
        self.error: KaiboError | None = None
        self.made = self.done = 0
        self.over = False
        """Whether the sheet was entered, as far as it went."""
        self._task: asyncio.Task[Any] | None = None
        self._entering = self._stopping = False

    @property
    def possible(self) -> bool:
        return self._bulk is not None

    @property
    def going(self) -> bool:
        """Whether rows are being entered."""
        return self._task is not None and self._entering

    @property
    def reading(self) -> bool:
        return self._task is not None and not self._entering

    def read(self, source: Path | str) -> None:
        """Look at a file or pasted cells; nothing is made. Not while rows are being entered."""
        if self._bulk is None or self.going:
            return
        self._source = source
        self.stop()
        self.sheet, self.error, self.over, self.made, self.done = None, None, False, 0, 0
        self._begin(self._read(self._bulk, source), entering=False)

    def look_for_photos(self, folder: Path | None) -> None:
        """Take pictures from below `folder`, and look at the sheet again."""
        if self.going:
            return
        self.photos = folder
        if self._source is not None and not self.over:
            self.read(self._source)
        else:
            self.changed.emit()

    def start(self) -> None:
        """Enter what was read."""
        if self._bulk is None or self.sheet is None or self._task is not None or self.over or not self.sheet.fit:
            return
        self.error = None
        bulk, sheet = self._bulk, self.sheet
        self._first(lambda: self._begin(self._enter(bulk, sheet), entering=True))

    def cancel(self) -> None:
        """Stop after the row in hand, so that what is told is what was made; that stays made."""
        self._stopping = True

    def stop(self) -> None:
        """Cancel and tell nobody."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def forget(self) -> None:
        """The sheet needs not be shown any more."""
        if not self.going:
            self.stop()
            self._source, self.sheet, self.error, self.over = None, None, None, False
            self.changed.emit()

    def _begin(self, work: Any, *, entering: bool) -> None:
        self._entering, self._stopping = entering, False
        self._task = self._tasks.start(work, self._failed)
        self._task.add_done_callback(self._ended)
        self.changed.emit()

    async def _read(self, bulk: Bulk, source: Path | str) -> None:
        self.sheet = await bulk.read(source, self.photos)

    async def _enter(self, bulk: Bulk, sheet: Sheet) -> None:
        outcomes: AsyncGenerator[Outcome, None] = bulk.enter(sheet, lambda _done, _all: None)  # type: ignore[assignment]  # a generator
        async with aclosing(outcomes):
            place = 0
            async for outcome in outcomes:
                self.done = place + 1
                self.made += outcome.rejected is None and outcome.number is not None
                self.entered.emit(place, outcome)
                place += 1
                if self._stopping:
                    return

    def _ended(self, task: asyncio.Task[Any]) -> None:
        if task is self._task:
            self._task = None
            self.over = self._entering
            self.changed.emit()

    def _failed(self, error: KaiboError) -> None:
        self.error = error
        self.changed.emit()
