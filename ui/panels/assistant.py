"""The assistant's seat: the line-up and what waits on the left, snap-and-list and the sales on the right."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.events import CodeSeen, Event, FlashOpened
from console.state import ShowState
from ui.look.theme import Theme
from ui.panels.coupon_panel import CouponPanel
from ui.panels.draw_panel import DrawPanel
from ui.panels.edges import FadingArea
from ui.panels.item_tools import ItemTools
from ui.panels.lineup.panel import LineupPanel
from ui.panels.lineup.row import ROW, ROW_COMPACT, ROW_LOW, ROW_ROOMY
from ui.panels.listing.form import FlashForm
from ui.panels.notices import Notices
from ui.panels.sales import SalesPanel
from ui.panels.show.bar import ShowBar
from ui.panels.status_bar import StatusBar
from ui.panels.strip import AskStrip
from ui.panels.trust_form import TrustForm

LONGEST_BARCODE = 80
"""Characters; what is longer is no label of goods."""
LOW = 860
"""Design pixels of height below which form and line-up do not go together."""
ROWS_KEPT, ROWS_KEPT_COMPACT = 5, 4
"""Rows of the line-up that cards leave in sight, as far as there are so many."""
CARD, CARD_COMPACT = 60, 70
"""Design pixels that one card takes, with the gap below it: one line, or two where there is little width."""
BROAD = (1_280, 740)
"""Design pixels from which a few rows of the line-up stay above the form: its own rows stand in two columns then."""


class AssistantSeat(QWidget):
    """Lays the panels out; every size down to 960x540 logical pixels keeps all of them reachable."""

    def __init__(
        self,
        theme: Theme,
        show_bar: ShowBar,
        lineup: LineupPanel,
        tools: ItemTools,
        draw: DrawPanel,
        coupon: CouponPanel,
        trust: TrustForm,
        form: FlashForm,
        sales: SalesPanel,
        notices: Notices,
        strip: AskStrip,
        status: StatusBar,
    ) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.show_bar, self.lineup, self.form, self.sales = show_bar, lineup, form, sales
        self.tools, self.draw, self.coupon, self.trust = tools, draw, coupon, trust
        self.notices, self.strip, self.status = notices, strip, status
        self._compact = False
        self._lay_out()
        lineup.chosen.connect(tools.choose)
        trust.opened.connect(self._make_room)
        trust.closed.connect(self._make_room)

    def _lay_out(self) -> None:
        px = self._theme.px
        self._left = QVBoxLayout()
        self._left.setSpacing(px(8))
        self._left.addWidget(self.lineup, 1)
        self._left.addWidget(self.tools)
        self._left.addWidget(self.draw)
        self._left.addWidget(self.coupon)
        self._left.addWidget(self.trust)
        self._left.addWidget(self.strip)
        self._left.addWidget(self.notices)
        inside = QWidget()
        right = QVBoxLayout(inside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(px(8))
        right.addWidget(self.form)
        right.addWidget(self.sales, 1)
        self._right = FadingArea(self._theme, inside, "ground")
        middle = QHBoxLayout()
        middle.setSpacing(px(8))
        middle.addLayout(self._left, 1)
        middle.addWidget(self._right)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(8), px(8), px(8), px(8))
        self._column.setSpacing(px(8))
        self._column.addWidget(self.show_bar)
        self._column.addLayout(middle, 1)
        self._column.addWidget(self.status)
        self._order_tabs()

    def _order_tabs(self) -> None:
        form, lineup, tools, draw, coupon = self.form, self.lineup, self.tools, self.draw, self.coupon
        for one, other in pairwise(
            (
                *(form.line, form.list_button, form.air_button, form.as_read_button),
                *(lineup.finder, *lineup.groups.buttons(), lineup.view),
                *(tools.longer, tools.end, tools.step),
                *(draw.freeze, draw.export, draw.strike, draw.close_it),
                *(coupon.another, coupon.turn, coupon.end, coupon.close_it),
                *(self.sales.view, self.status.automatic, self.status.offline, self.status.retry),
            )
        ):
            QWidget.setTabOrder(one, other)

    def show_state(self, state: ShowState) -> None:
        """Hand the state to every panel."""
        for panel in (
            self.show_bar,
            self.lineup,
            self.tools,
            self.draw,
            self.coupon,
            self.trust,
            self.form,
            self.sales,
            self.notices,
            self.status,
        ):
            panel.show_state(state)
        self._share_room()

    def happened(self, event: Event) -> None:
        """Hand what happened to those who care for the moment itself."""
        self.form.happened(event)
        self.sales.happened(event)
        self.status.happened(event)
        if isinstance(event, FlashOpened):
            self.lineup.show_listed(event.number)
        hands_elsewhere = not (self.lineup.view.hasFocus() or self.lineup.finder.hasFocus() or self.strip.isVisible())
        if isinstance(event, CodeSeen) and event.number is not None and hands_elsewhere:
            self.lineup.choose(event.number)  # never under the hand of somebody who chooses

    def scanned(self, code: str) -> None:
        """A scanner read `code`: its item is chosen; the code of no item goes with the next listing."""
        if self.lineup.find_code(code):
            return
        if len(code) > LONGEST_BARCODE or "://" in code:
            self.notices.info(self.tr("扫到的不是货的条码"), "amber")
        else:
            self.form.seen_code.offer(code)

    def tick(self) -> None:
        """Once a second: everything that counts."""
        self.show_bar.tick()
        self.lineup.tick()
        self.coupon.tick()
        self.sales.tick()
        self.status.tick()

    def _make_room(self) -> None:
        """Where there is little height the form stands in the place of the line-up while it is open."""
        px = self._theme.px
        roomy = not (self.height() < px(LOW) and self.trust.isVisible())
        self.lineup.setVisible(roomy or (self.width() >= px(BROAD[0]) and self.height() >= px(BROAD[1])))
        self.tools.put_away(not roomy)

    def _share_room(self) -> None:
        """As many cards at once as leave the line-up its rows, or the form in its place its height."""
        beside = [w for w in (self.tools, self.draw, self.coupon, self.trust, self.strip) if w.isVisibleTo(self)]
        gap = self._left.spacing()
        taken = sum(_height(widget, self._left.geometry().width()) + gap for widget in beside)
        rows, card = (ROWS_KEPT_COMPACT, CARD_COMPACT) if self._compact else (ROWS_KEPT, CARD)
        kept = 0 if self.lineup.isHidden() else self.lineup.height_for(rows)
        self.notices.make_room((self._left.geometry().height() - taken - kept) // self._theme.px(card))

    def back(self) -> bool:
        """One step back; False when there was nothing to close."""
        return self.trust.drop() or self.form.back() or self.lineup.back() or self.sales.back()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = self._theme.px
        wide = self.width()
        right = max(px(336), min(px(760), round(wide * (0.3 if wide > px(1500) else 0.335))))
        self._right.setFixedWidth(right)
        self.form.be_wide(right)
        compact = self.height() < px(620)
        if compact != self._compact:
            self._compact = compact
            self.show_bar.setFixedHeight(px(48 if compact else 60))
            self.form.be_compact(compact)
            self.tools.be_compact(compact)
            self.draw.be_compact(compact)
            self.coupon.be_compact(compact)
            self.trust.be_compact(compact)
        self._make_room()
        roomy = self.height() > px(900)
        low = self.height() < px(LOW)
        row = ROW_COMPACT if compact else ROW_ROOMY if roomy else ROW_LOW if low else ROW
        self.lineup.set_density(row, hints=not compact)
        self._share_room()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._share_room()  # a question came or went, or a tool
        return done


def _height(widget: QWidget, wide: int) -> int:
    """How high `widget` wishes to be at that width."""
    return widget.heightForWidth(wide) if widget.hasHeightForWidth() else widget.sizeHint().height()
