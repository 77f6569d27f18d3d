"""Wishes turned into commands. Every panel asks here; answers come back through the hub, never from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console import commands as c
from console.errors import KaiboError, NothingOnAir
from console.events import Event
from console.facts import Item, LinkMode, ListingState, Sale
from console.state import ShowState
from ui.tasks import Tasks
from ui.undo import undo_of

if TYPE_CHECKING:
    from console.desk import Desk

Then = Callable[[Event], None]


class Actions(QObject):
    """What a person can do in this window."""

    failed = Signal(object)
    """A `KaiboError` to show as a card."""
    undoOffered = Signal(object)
    """An `Undo` for what was just done."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks

    @property
    def state(self) -> ShowState:
        return self._desk.state

    def do(
        self, command: c.Command, then: Then | None = None, otherwise: Callable[[KaiboError], None] | None = None
    ) -> None:
        """Carry out `command` off this turn of the event loop; a failure becomes a card unless `otherwise` takes it."""
        self._tasks.start(self._carry(command, then), otherwise or self.failed.emit)

    def undo(self, back: c.Command) -> None:
        """Carry out what takes something back, without offering to undo that in turn."""
        self._tasks.start(self._carry(back, None, offer=False), self.failed.emit)

    async def _carry(self, command: c.Command, then: Then | None, *, offer: bool = True) -> None:
        before = self._desk.state
        event = await self._desk.do(command)
        undo = undo_of(command, event, before) if offer else None
        if undo is not None:
            self.undoOffered.emit(undo)
        if then is not None:
            then(event)

    # --- the show and the link ---------------------------------------------------------------

    def start_show(self, title: str) -> None:
        if not self.state.live:
            self.do(c.StartShow(title=title.strip()))

    def end_show(self) -> None:
        if self.state.live:
            self.do(c.EndShow())

    def set_link(self, mode: LinkMode) -> None:
        self.do(c.SetLink(mode=mode))

    def retry_now(self) -> None:
        self.do(c.RetryNow())

    # --- on air ------------------------------------------------------------------------------

    def next_on_air(self) -> None:
        self.do(c.NextOnAir())

    def previous_on_air(self) -> None:
        self.do(c.PreviousOnAir())

    def take_off_air(self) -> None:
        if self.state.on_air_item_id is not None:
            self.do(c.TakeOffAir())

    def put_on_air(self, number: int) -> None:
        self.do(c.PutOnAir(number=number))

    # --- items -------------------------------------------------------------------------------

    def snap(self) -> None:
        self.do(c.TakeSnap())

    def move(self, number: int, before: int | None) -> None:
        self.do(c.MoveItem(number=number, before=before))

    def change_price(self, number: int, price_fen: int) -> None:
        self.do(c.ChangePrice(number=number, price_fen=price_fen))

    def add_stock(self, number: int, quantity: int) -> None:
        self.do(c.AddStock(number=number, quantity=quantity))

    def rename(self, number: int, title: str) -> None:
        self.do(c.EditItem(number=number, title=title))

    def withdraw_or_relist(self, item: Item) -> None:
        gone = item.listing is ListingState.WITHDRAWN
        self.do(c.RelistItem(number=item.number) if gone else c.WithdrawItem(number=item.number))

    def resend(self, number: int) -> None:
        self.do(c.ResendItem(number=number))

    def replace_snap(
        self, number: int, snap_id: str, shot: int, then: Then, otherwise: Callable[[KaiboError], None]
    ) -> None:
        """Give a refused item new pictures and send it again."""

        def again(event: Event) -> None:
            self.do(c.ResendItem(number=number))
            then(event)

        self.do(c.ReplaceSnap(number=number, snap_id=snap_id, shot=shot), again, otherwise)

    # --- sales -------------------------------------------------------------------------------

    def sell(self, quantity: int, number: int | None) -> None:
        """Log a sale of `number`, which was fixed when the question was asked."""
        if number is None:
            self.failed.emit(NothingOnAir())
        else:
            self.do(c.RecordSale(number=number, quantity=quantity))

    def void(self, sale: Sale, reason: str) -> None:
        self.do(c.VoidSale(sale_id=sale.sale_id, reason=reason))
