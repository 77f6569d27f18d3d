"""Wishes turned into commands. Every panel asks here; answers come back through the hub, never from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console import commands as c
from console import used
from console.errors import KaiboError, LineupEmpty, NothingOnAir
from console.events import Event, ItemChanged, LeftOverChanged, OnAirChanged
from console.facts import (
    Coupon,
    Draw,
    DrawState,
    FlashSale,
    Item,
    LinkMode,
    ListingState,
    PlatformState,
    Sale,
    ShowStatus,
)
from console.state import ShowState
from ui.loop.tasks import Tasks
from ui.selling.holds import Holds
from ui.undo import Undo, undo_of, undo_of_listing_on_air

if TYPE_CHECKING:
    import asyncio

    from console.desk import Desk

Then = Callable[[Event], None]
Otherwise = Callable[[KaiboError], None]
OPENING = (c.StartShow, c.OpenFlash, c.ImportItem, c.ListAgain, c.WriteScript)
"""What begins the next show when it is the first deed after one that ended."""


class Actions(QObject):
    """What a person can do in this window."""

    failed = Signal(object)
    """A `KaiboError` to show as a card."""
    undoOffered = Signal(object)
    """An `Undo` for what was just done."""
    told = Signal(str, str)
    """What was done beside it, or is still to do; and its tone."""

    def __init__(self, desk: Desk, tasks: Tasks, holds: Holds | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.holds = holds or Holds()
        self.who = "assistant"
        """The seat, for the log."""
        self._desk = desk
        self._tasks = tasks

    @property
    def state(self) -> ShowState:
        return self._desk.state

    def do(
        self, command: c.Command, then: Then | None = None, otherwise: Otherwise | None = None
    ) -> asyncio.Task[None]:
        """Carry out `command` off this turn of the event loop; a failure becomes a card unless `otherwise` takes it."""
        return self._tasks.start(self._carry(command, then), otherwise or self.failed.emit)

    def undo(self, undo: Undo) -> None:
        """Carry out what takes something back, without offering to undo that in turn."""
        self._tasks.start(self._take_back(undo), self.failed.emit)

    async def _take_back(self, undo: Undo) -> None:
        for back in undo.backs:
            await self._carry(back, None, offer=False)

    def do_each(self, commands: Sequence[c.Command], said: str) -> None:
        """Carry out several commands as one gesture: one that cannot be becomes a card, the others go on.

        One card takes back all that were done; `said` names them, `{n}` being how many.
        """
        self._tasks.start(self._carry_each(commands, said), self.failed.emit)

    async def _carry_each(self, commands: Sequence[c.Command], said: str) -> None:
        backs: list[c.Command] = []
        for command in commands:
            before = self._desk.state
            try:
                undo = undo_of(command, await self._ask(command), before)
            except KaiboError as error:
                self.failed.emit(error)
            else:
                backs = [*(undo.backs if undo is not None else ()), *backs]
        if backs:
            self.undoOffered.emit(Undo(said.format(n=len(backs)), backs[0], tuple(backs[1:])))

    async def _carry(self, command: c.Command, then: Then | None, *, offer: bool = True) -> None:
        opens = isinstance(command, OPENING) and self._desk.state.show.status is ShowStatus.ENDED
        brought = await self._bring_along() if opens else 0
        before = self._desk.state
        event = await self._ask(command)
        undo = undo_of(command, event, before) if offer else None
        if undo is not None:
            self.undoOffered.emit(undo)
            if brought:  # the card that said it made room for this one
                self.told.emit(self.tr("上一场没卖完的 {n} 件也带上了，编号不变").format(n=brought), "jade")
        if then is not None:
            then(event)

    async def _bring_along(self) -> int:
        """Before the first deed of the next show: what the last one did not sell goes along. How many it is."""
        unsold = len(self._desk.state.unsold)
        if unsold:
            await self._carry(c.BringAlong(), None)
        return unsold

    async def _ask(self, command: c.Command) -> Event:
        """Ask the desk, as this seat."""
        with used.by(self.who):
            return await self._desk.do(command)

    # --- the show and the link ---------------------------------------------------------------

    def start_show(self, title: str) -> None:
        if not self.state.live:
            self.do(c.StartShow(title=title.strip()))

    def end_show(self) -> None:
        if self.state.live:
            self.do(c.EndShow())

    def turn_left_over(self) -> None:
        """Begin the next show without what the last one did not sell; where it is left behind, bring it along."""
        state = self.state
        behind = state.show.status is ShowStatus.ENDED or not state.unsold

        def turned(event: Event) -> None:
            if isinstance(event, LeftOverChanged) and not event.count:
                self.told.emit(self.tr("上一场没有没卖完的商品"), "amber")

        self.do(c.LeaveBehind() if behind else c.BringAlong(), turned)

    def bring_along(self, then: Callable[[], None]) -> None:
        """After a show, before goods are entered that no single command lists: take the others along first."""
        if self.state.show.status is ShowStatus.ENDED and self.state.unsold:
            self.do(c.BringAlong(), lambda _event: then())
        else:
            then()

    def set_link(self, mode: LinkMode) -> None:
        self.do(c.SetLink(mode=mode))

    def turn_offline(self) -> None:
        """Send nothing to the platform from now on; again: send."""
        forced = self.state.link.mode is LinkMode.OFFLINE
        self.set_link(LinkMode.AUTO if forced else LinkMode.OFFLINE)

    def retry_now(self) -> None:
        self.do(c.RetryNow(), lambda _event: self.told.emit(self.tr("正在重新联系平台"), "jade"))

    def say_nothing_on_air(self) -> None:
        """What was asked is about the item on air: put one there, or list one first."""
        ready = any(item.sellable for item in self.state.items)
        self.failed.emit(NothingOnAir() if ready else LineupEmpty())

    # --- on air ------------------------------------------------------------------------------

    def next_on_air(self) -> None:
        self._step(c.NextOnAir(), self.tr("后面没有可以讲的货了"))

    def previous_on_air(self) -> None:
        self._step(c.PreviousOnAir(), self.tr("前面没有可以讲的货了"))

    def _step(self, command: c.NextOnAir | c.PreviousOnAir, no_more: str) -> None:
        before = self.state.on_air_item_id

        def stepped(event: Event) -> None:
            if isinstance(event, OnAirChanged) and event.item_id == before:
                self.told.emit(no_more, "amber")

        self.do(command, stepped)

    def take_off_air(self) -> None:
        if self.state.on_air_item_id is not None:
            self.do(c.TakeOffAir())

    def put_on_air(self, number: int, then: Then | None = None) -> None:
        self.do(c.PutOnAir(number=number), then)

    def put_listed_on_air(self, number: int) -> None:
        """Put on air what the same gesture has just listed: one card takes back both."""
        self._tasks.start(self._put_listed(number), self.failed.emit)

    async def _put_listed(self, number: int) -> None:
        before = self._desk.state
        await self._ask(c.PutOnAir(number=number))
        undo = undo_of_listing_on_air(number, before)
        if undo is not None:
            self.undoOffered.emit(undo)

    # --- items -------------------------------------------------------------------------------

    def snap(self) -> None:
        self.do(c.TakeSnap())

    def move(self, numbers: Sequence[int], before: int | None) -> None:
        """Let these stand together before another, or last."""
        self.do(c.MoveItem(number=numbers[0], before=before, also=tuple(numbers[1:])))

    def list_again(self, number: int, stock: int, otherwise: Otherwise | None = None) -> None:
        """Another item like this one."""
        self.do(c.ListAgain(number=number, stock=stock), otherwise=otherwise)

    def change_price(self, number: int, price_fen: int, otherwise: Otherwise | None = None) -> None:
        self.do(c.ChangePrice(number=number, price_fen=price_fen), otherwise=otherwise)

    def add_stock(self, number: int, quantity: int, otherwise: Otherwise | None = None) -> None:
        self.do(c.AddStock(number=number, quantity=quantity), otherwise=otherwise)

    def edit(
        self,
        number: int,
        *,
        title: str | None = None,
        points: str | None = None,
        bin_code: str | None = None,
        otherwise: Otherwise | None = None,
    ) -> None:
        self.do(c.EditItem(number=number, title=title, points=points, bin_code=bin_code), otherwise=otherwise)

    def mend(self, command: c.EditItem | c.ChangePrice) -> None:
        """Change what the platform refused of an item, then send it again; that is not taken back by Ctrl+Z."""
        self._tasks.start(self._carry(command, self._send_again, offer=False), self.failed.emit)

    def _send_again(self, event: Event) -> None:
        if isinstance(event, ItemChanged) and event.item.platform is PlatformState.REFUSED:
            self.resend(event.number)

    def hold(self, item: Item, units: int, otherwise: Otherwise | None = None) -> None:
        """Ask for units of our own; until the platform answers they are only asked for."""
        command = c.HoldQuota(number=item.number, units=units)
        self.holds.ask(command.change_id, item.item_id, units)

        def refused(error: KaiboError) -> None:
            self.holds.drop(command.change_id)
            (otherwise or self.failed.emit)(error)

        self.do(command, otherwise=refused)

    def give_back(self, item: Item) -> None:
        """Return what is held of an item, and what was asked for."""
        self.do(c.GiveBackQuota(number=item.number), lambda _event: self.holds.give_back(item.item_id))

    def settle_stock(self, item_id: str, whose: str) -> None:
        """Make both sides' stock equal; `whose` as in `SettleStock`."""
        self.do(c.SettleStock(item_id=item_id, whose=whose))

    def withdraw_or_relist(self, item: Item) -> None:
        gone = item.listing is ListingState.WITHDRAWN
        self.do(c.RelistItem(number=item.number) if gone else c.WithdrawItem(number=item.number))

    def withdraw(self, items: Sequence[Item]) -> None:
        """Take several off sale; those that are off already stay so."""
        on = [item for item in items if item.listing is not ListingState.WITHDRAWN]
        self.do_each([c.WithdrawItem(number=item.number) for item in on], self.tr("{n} 件已下架"))

    def put_in_bin(self, items: Sequence[Item], bin_code: str) -> None:
        """Note the same bin for several."""
        commands = [c.EditItem(number=item.number, bin_code=bin_code) for item in items]
        self.do_each(commands, self.tr("{n} 件改了货位"))

    def resend(self, number: int) -> None:
        self.do(c.ResendItem(number=number))

    def change_template(
        self, number: int, *, category_id: int | None = None, express_template_id: int | None = None
    ) -> None:
        """Send a refused listing again under another category or with another freight template."""
        self.do(c.ChangeTemplate(number=number, category_id=category_id, express_template_id=express_template_id))

    def replace_snap(self, number: int, snap_id: str, shot: int, then: Then, otherwise: Otherwise) -> None:
        """Give a refused item new pictures and send it again, where they did not send it already."""

        def again(event: Event) -> None:
            self._send_again(event)
            then(event)

        self.do(c.ReplaceSnap(number=number, snap_id=snap_id, shot=shot), again, otherwise)

    # --- selling tools -----------------------------------------------------------------------

    def extend_flash(self, flash: FlashSale) -> None:
        """Half a minute more."""
        self.do(c.ExtendFlashSale(flash_id=flash.flash_id))

    def end_flash(self) -> None:
        """End the flash sale of the item on air; nothing happens where none runs."""
        item = self.state.on_air
        if item is not None and item.flash is not None:
            self.do(c.EndFlashSale(flash_id=item.flash.flash_id))

    def next_step(self) -> None:
        """The next step of the item on air."""
        self.do(c.NextStep())

    def draw_winners(self) -> None:
        """Draw, where the entrants are fixed; asked only by a hold."""
        newest = self.state.draws[0] if self.state.draws else None
        if newest is not None and newest.state is DrawState.FROZEN:
            self.do(c.DrawWinners(draw_id=newest.draw_id))

    def freeze_entrants(self, draw: Draw) -> None:
        """From now on nobody joins or leaves."""
        self.do(c.FreezeEntrants(draw_id=draw.draw_id))

    def turn_coupon(self, coupon: Coupon) -> None:
        """Show a coupon to the viewers, or take it off when they see it already."""
        shown = self.state.coupon_shown == coupon.coupon_id
        self.do(c.ShowCoupon(coupon_id=None if shown else coupon.coupon_id))

    def end_coupon(self, coupon: Coupon) -> None:
        """From now on nobody can take it; a later one is another coupon."""
        said = self.tr("优惠券 {name} 结束了，已领的照用").format(name=coupon.name)
        self.do(c.EndCoupon(coupon_id=coupon.coupon_id), lambda _event: self.told.emit(said, "jade"))

    # --- sales -------------------------------------------------------------------------------

    def sell(self, quantity: int, number: int | None, otherwise: Otherwise | None = None, *, buyer: str = "") -> None:
        """Log a sale of `number`, which was fixed when the question was asked."""
        if number is None:
            self.say_nothing_on_air()
        else:
            self.do(c.RecordSale(number=number, quantity=quantity, buyer=buyer), otherwise=otherwise)

    def void(self, sale: Sale, reason: str, otherwise: Otherwise | None = None) -> None:
        self.do(c.VoidSale(sale_id=sale.sale_id, reason=reason), otherwise=otherwise)

    def resolve(self, sale: Sale, how: str, number: int | None = None) -> None:
        """Decide about a sale the platform has not agreed to; `how` as in `ResolveClaim`."""
        self.do(c.ResolveClaim(sale_id=sale.sale_id, how=how, number=number))
