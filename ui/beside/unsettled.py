"""Sales that both sides do not agree on, of every show, as the database has them: counted, and read page by page.

The state keeps what is recent; however many wait besides, here each can be reached.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, QTimer, Signal

from console import events as e
from console.events import Event
from console.facts import OpenSales
from ui.loop.tasks import Tasks

ReadOpen = Callable[[int], Awaitable[OpenSales]]
"""Reads at most so many of them; all are counted."""
PAGE = 200
DECIDED_MS, SHOWN_MS, COUNTED_MS = 100, 2_000, 5_000
"""How long changes are gathered before they are read again: after a decision, while somebody looks, and while they are
only counted. With 20,000 that wait a reading takes some 50 ms of the database's time."""


class Unsettled(QObject):
    """Reads again after what may have changed them; never twice at once."""

    changed = Signal()

    def __init__(self, tasks: Tasks, read: ReadOpen | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._read = tasks, read
        self.found: OpenSales | None = None
        """None until they were read, and for good where nobody reads them."""
        self._wanted = 0
        self._reading = self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        self._ask(0)

    @property
    def total(self) -> int:
        """How many there are."""
        return 0 if self.found is None else self.found.conflicts + self.found.short + self.found.claims

    def happened(self, event: Event) -> None:
        """Listen for what settles a sale, or makes one that is not."""
        match event:
            case e.ClaimResolved() | e.SaleVoided():
                self._ask(DECIDED_MS)
            case e.SaleRecorded() | e.SalePaid() | e.SalesChanged():
                self._ask()
            case e.PushSettled(changed=sales) | e.ItemChanged(changed=sales) if sales:
                self._ask()
            case _:
                pass

    def look(self) -> None:
        """Somebody looks: read a page."""
        self._wanted = PAGE
        self._ask(0)

    def look_away(self) -> None:
        """Only count from now on."""
        self._wanted = 0

    def look_further(self) -> None:
        """Read a page more, where there is more."""
        if self.found is not None and len(self.found.sales) == self._wanted < self.total:
            self._wanted += PAGE
            self._ask(0)

    def stop(self) -> None:
        """Read no more."""
        self._timer.stop()
        self._read = None

    def _ask(self, within_ms: int | None = None) -> None:
        wait_ms = within_ms if within_ms is not None else SHOWN_MS if self._wanted else COUNTED_MS
        if self._read is not None and (not self._timer.isActive() or self._timer.remainingTime() > wait_ms):
            self._timer.start(wait_ms)

    def _begin(self) -> None:
        if self._reading:
            self._again = True
        elif self._read is not None:
            self._reading = True
            self._tasks.start(self._carry(self._read)).add_done_callback(self._over)

    async def _carry(self, read: ReadOpen) -> None:
        self.found = await read(self._wanted)
        self.changed.emit()

    def _over(self, _task: object) -> None:
        self._reading = False
        if self._again:
            self._again = False
            self._ask()
