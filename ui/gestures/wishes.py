"""Where the wishes of a window's panels lead: to its actions, its questions, or another panel. All in one place.

What keys do is in `deeds`; how facts reach the panels is in `main_window`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.events import NoticeCleared
from ui.panels.assistant import AssistantSeat
from ui.panels.settings.sheet import SHOP_PAGE, Standpoint
from ui.panels.settings.shop import ShopPage

if TYPE_CHECKING:
    from console.desk import Desk
    from ui.windows.main_window import MainWindow


def grant(window: MainWindow, desk: Desk) -> None:
    """Connect every wish of the parts of `window`; once, when all of them are there."""
    _of_any_seat(window)
    _of_cards(window, desk)
    if isinstance(window.seat, AssistantSeat):
        _of_the_assistant(window, window.seat)


def _of_any_seat(window: MainWindow) -> None:
    window.number.entered.connect(window.acts.put_on_air)
    window.hold.progressed.connect(window.ring.show_share)
    window.hold.held.connect(window.acts.end_show)
    window.draw_hold.progressed.connect(window.draw_ring.show_share)
    window.draw_hold.held.connect(window.acts.draw_winners)
    window.viewing.addressWished.connect(window.questions.address)
    for part in (window.strip, window.crop):
        part.closed.connect(window.to_work)
    for over in (
        *(window.flow, window.closing, window.sheet, window.settings, window.first_run, window.bulk, window.script),
    ):
        over.closed.connect(window.to_what_lies_open)
    window.closing.left.connect(window.leave)
    window.first_run.shopWished.connect(lambda: window.settings.open(Standpoint(SHOP_PAGE, -1)))
    for page in window.settings.pages:
        if isinstance(page, ShopPage):
            page.stepsWished.connect(window.settings.drop)
            page.stepsWished.connect(window.first_run.begin)
    window.bulk.told.connect(window.notices.info)


def _of_cards(window: MainWindow, desk: Desk) -> None:
    acts, notices = window.acts, window.notices
    acts.failed.connect(notices.trouble)
    acts.told.connect(notices.info)
    acts.undoOffered.connect(window.offer_undo)
    window.tasks.on_error = notices.trouble
    notices.dismissed.connect(lambda key: desk.tell(NoticeCleared(key=key)))
    notices.retryWished.connect(acts.retry_now)
    notices.mendWished.connect(window.mending.mend)
    notices.decideWished.connect(window.questions.decide)
    notices.settleWished.connect(acts.settle_stock)
    notices.priceWished.connect(acts.change_price)
    notices.left.connect(window.to_work)
    notices.undoWished.connect(lambda _undo: window.undo())


def _of_the_assistant(window: MainWindow, seat: AssistantSeat) -> None:
    questions, sales, lineup, form = window.questions, seat.sales, seat.lineup, seat.form
    sales.saleWished.connect(questions.sale)
    sales.voidWished.connect(questions.void)
    sales.decideWished.connect(questions.decide)
    sales.proofWished.connect(window.proofs.toggle)
    sales.chosen.connect(window.proofs.show_sale)
    lineup.priceWished.connect(questions.price)
    lineup.stockWished.connect(questions.stock)
    lineup.nameWished.connect(questions.name)
    lineup.pointsWished.connect(questions.points)
    lineup.binWished.connect(questions.bin)
    lineup.binsWished.connect(questions.bins)
    lineup.againWished.connect(questions.again)
    lineup.quotaWished.connect(questions.quota)
    lineup.flashWished.connect(questions.flash)
    lineup.stepsWished.connect(questions.steps)
    lineup.mendWished.connect(window.mending.mend)
    lineup.trustWished.connect(seat.trust.open_for)
    lineup.retakeWished.connect(form.retake_for)
    form.line.textEdited.connect(window.take_number)
    form.cropWished.connect(window.crop.open_for)
    form.photoGone.connect(window.crop.drop)
    window.crop.cut.connect(form.cut)
    window.first_run.sampled.connect(form.back)  # the last picture is not one to list
    seat.show_bar.startWished.connect(window.flow.start)
    seat.trust.closed.connect(window.to_work)
    seat.draw.exportWished.connect(window.deeds.write_draw)
    seat.tools.flashWished.connect(questions.flash_on_air)
    seat.coupon.endWished.connect(questions.end_coupon)
    if window.scanner is not None:
        window.scanner.scanned.connect(seat.scanned)
