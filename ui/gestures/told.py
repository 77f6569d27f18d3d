"""What is said on a card of things that happened, and the cards that are no longer true after them.

What went wrong comes as an error, see `notices.trouble`; how each panel shows a fact is its own.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from console.commands import ShowCoupon, StrikeDraw
from console.events import (
    ClaimResolved,
    CouponChanged,
    DrawChanged,
    Event,
    PushSettled,
    SaleVoided,
    ShowEnded,
    StockDecided,
)
from console.facts import Conflict
from console.money import amount
from console.state import ShowState
from ui.look.language import counted
from ui.panels.notices import EARLIER, Notices
from ui.selling.flash_sales import over_since, result_words
from ui.selling.holds import Holds


class Told(QObject):
    """Tells the cards of one window."""

    def __init__(self, notices: Notices, holds: Holds, state: ShowState, parent: QObject) -> None:
        super().__init__(parent)
        self._notices, self._holds, self._shown = notices, holds, state

    def show_state(self, state: ShowState) -> None:
        """What flash sales came to that are over since the last state."""
        for number, flash in over_since(self._shown, state):
            if flash.why != "hand":  # who ended it by hand has the card that takes it back
                self._notices.info(result_words(number, flash))
        self._shown = state

    def happened(self, event: Event) -> None:
        """Say it where nobody would see it otherwise."""
        hold = self._holds.happened(event)
        if isinstance(event, PushSettled):
            self._pushed(event, hold)
        if isinstance(event, ClaimResolved | SaleVoided):
            self._notices.drop(f"{EARLIER}{event.sale_id}")
        if isinstance(event, CouponChanged) and event.coupon.ending:
            self._notices.forget_undo(ShowCoupon)
        if isinstance(event, DrawChanged) and event.what == "drawn":
            self._notices.forget_undo(StrikeDraw)
        if isinstance(event, StockDecided):
            said = self.tr("{number} 号以平台为准，正在核对") if event.whose == "platform" else ""
            said = said or self.tr("{number} 号以店里为准，正在告诉平台")
            self._notices.info(said.format(number=event.number))
        if isinstance(event, ShowEnded):
            said = self.tr("已下播：{orders} 单，{amount}").format(
                orders=event.totals.orders, amount=amount(event.totals.gmv_fen)
            )
            self._notices.info(counted(said))

    def _pushed(self, event: PushSettled, hold: tuple[str, int] | None) -> None:
        """The platform's answer to `event`; `hold` is the quota it was asked for."""
        for sale in event.changed:  # this show's have a card of their own, which stands as long as they do
            if sale.conflict is Conflict.OPEN and sale.show_id != self._shown.show.show_id:
                self._notices.refused_earlier(sale)
        if event.item is None:
            return
        if hold is not None:
            what = self.tr("预留 {n} 件").format(n=hold[1])
            self._notices.refused(event.item, what, event.reason, hold=True)
        elif event.outcome == "rejected" and event.kind == "stock" and not event.changed:
            self._notices.refused(event.item, self.tr("库存改动"), event.reason)
