"""What the director of a rehearsal asks of whoever presses the keys (`ui/hands.py` presses real ones)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from console.bulk.sheet import BulkEntry


@dataclass(frozen=True)
class Gesture:
    """One flash listing, timed on the monotonic clock."""

    snap_ms: float
    """From the key to the frozen photo on screen."""
    list_ms: float
    """From Enter to the item in the line-up on screen."""

    @property
    def machine_ms(self) -> float:
        return self.snap_ms + self.list_ms


class Hands(Protocol):
    """The hands of anchor and assistant."""

    async def sit_down(self) -> None:
        """Wait until the window can be used."""
        ...

    async def enter_sheet(self, file: Path, photos: Path, bulk: BulkEntry) -> tuple[int, int]:
        """Look at a spreadsheet and enter what can be; returns how many rows came in, and how many did not.

        Where the seat has no place for it, it goes through `bulk` as the other seat's would.
        """
        ...

    async def start_show(self) -> None: ...

    async def flash_list(self, line: str, *, on_air: bool) -> Gesture:
        """Snap, type, Enter (or Ctrl+Enter). Returns once the item is on the screen."""
        ...

    async def next_on_air(self) -> None: ...

    async def put_on_air(self, number: int) -> None: ...

    async def log_sale(self, quantity: int) -> None:
        """Log a sale of the item on air."""
        ...

    async def undo(self) -> None: ...

    async def next_step(self) -> None:
        """Take the next step of the item on air."""
        ...

    async def flash_sale(self, line: str) -> None:
        """Start a flash sale of the item on air."""
        ...

    async def end_flash_sale(self) -> None: ...

    async def draw(self, line: str) -> None:
        """Announce a draw, fix who takes part, hold until the winners are known; one that is under way goes on."""
        ...

    async def coupon(self, line: str) -> None:
        """Announce a coupon on the item on air."""
        ...

    async def show_coupon(self) -> None:
        """Let the viewers see the newest coupon."""
        ...

    async def end_show(self) -> None:
        """Hold the key until the show has ended."""
        ...

    def grab(self, name: str) -> None:
        """Keep a picture of the window under this name, where pictures are wanted."""
        ...
