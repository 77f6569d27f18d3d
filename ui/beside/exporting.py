"""An export in the background: where to, how far it is, what came of it. It can be cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from console.errors import KaiboError
from ui.loop.tasks import Tasks

Export = Callable[[Path, Callable[[int, int], None]], Awaitable[list[Path]]]
"""Writes into the folder, tells (rows done, rows in all), returns the files; cancelled, it leaves nothing."""

ExportDraw = Callable[[str, Path], Awaitable[Path]]
"""Writes the record of a draw to the file, as its ending says; returns the file."""


def default_folder() -> Path:
    """`Kaibo` in the person's documents."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place or Path.home()) / "Kaibo"


class Exporting(QObject):
    """One export at a time."""

    changed = Signal()
    """Begun, further, done, failed or cancelled."""

    def __init__(self, tasks: Tasks, export: Export | None, folder: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._export = tasks, export
        self.folder = folder or default_folder()
        self.share = 0.0
        """0.0 to 1.0."""
        self.files: list[Path] = []
        self.error: KaiboError | None = None
        self._task: asyncio.Task[Any] | None = None

    @property
    def possible(self) -> bool:
        return self._export is not None

    @property
    def going(self) -> bool:
        return self._task is not None

    def start(self) -> None:
        """Begin; nothing happens while one is going."""
        if self._export is None or self.going:
            return
        self.share, self.files, self.error = 0.0, [], None
        self._task = self._tasks.start(self._carry(self._export), self._failed)
        self._task.add_done_callback(self._over)  # also of one that was cancelled before it began
        self.changed.emit()

    def cancel(self) -> None:
        """Stop; harmless when nothing is going."""
        if self._task is not None:
            self._task.cancel()

    def stop(self) -> None:
        """Cancel and tell nobody: the window goes."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def forget(self) -> None:
        """What came of the last one needs not be shown any more."""
        if not self.going:
            self.files, self.error = [], None

    def open_folder(self) -> None:
        """Show the files where they lie."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))

    async def _carry(self, export: Export) -> None:
        self.files = await export(self.folder, self._further)

    def _over(self, task: asyncio.Task[Any]) -> None:
        if task is self._task:
            self._task = None
            self.changed.emit()

    def _further(self, done: int, rows: int) -> None:
        share = min(1.0, done / max(1, rows))
        if self.going and share - self.share >= 0.01:
            self.share = share
            self.changed.emit()

    def _failed(self, error: KaiboError) -> None:
        self.error = error
        self.changed.emit()
