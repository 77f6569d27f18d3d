"""Sales as they come, newest first: agreed, claims, conflicts. What can be decided of one stands in its menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.events import Event
from console.facts import LinkStatus, OpenSales, Sale, SaleSource, SaleStatus
from console.money import price
from console.state import ShowState
from ui.beside.unsettled import Unsettled
from ui.keys.buttons import KeyButton
from ui.keys.shortcuts import Key
from ui.look import ink
from ui.look.chips import Chip
from ui.look.format import moment
from ui.look.language import translate
from ui.look.theme import Theme
from ui.models.sales_model import SalesModel
from ui.panels.edges import WholeRows
from ui.selling.claims import HOWS, counted, decidable, is_claim, mark, note

MOMENTS_MS = 4_000
"""As long as a sale and the platform's answer take while the line is well."""


class SalePainter(QStyledItemDelegate):
    """Paints one sale."""

    def __init__(self, theme: Theme, parent: QWidget, now_ms: Callable[[], int]) -> None:
        super().__init__(parent)
        self._theme, self._now_ms = theme, now_ms
        self.worded: frozenset[str] = frozenset()
        """The claims that say so in words: those that are more than a matter of moments."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        sale = index.data(Qt.ItemDataRole.UserRole)
        tall = 56 if isinstance(sale, Sale) and note(sale, worded=sale.sale_id in self.worded) else 38
        return QSize(self._theme.px(200), self._theme.px(tall))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        sale = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(sale, Sale):
            return
        theme, px = self._theme, self._theme.px
        box = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("blue_plane"))
            painter.fillRect(QRectF(box.x(), box.y(), px(4), box.height()), theme.colour("blue"))
        void = sale.status is SaleStatus.VOID
        under = note(sale, worded=sale.sale_id in self.worded)
        line = QRectF(
            box.x() + px(16), box.y() + (px(4) if under else 0), box.width() - px(32), px(28) if under else box.height()
        )
        quiet, text = theme.colour("quiet"), theme.colour("quiet" if void else "text")
        self._end(painter, line, sale)
        clock = moment(sale.recorded_at_ms, self._now_ms())
        x = line.x()
        ink.write(painter, QRectF(x, line.y(), px(66), line.height()), clock, theme.font(13), quiet)
        x += px(70)
        number = translate("sales", "{number}号").format(number=sale.number)
        strong = theme.font(14, bold=True)
        ink.write(painter, QRectF(x, line.y(), px(52), line.height()), number, strong, text)
        x += max(px(48), ink.width(number, strong) + px(8))
        amount = ink.width(price(sale.amount_fen), theme.font(15, bold=True)) + px(34)
        said = f"{sale.title} ×{sale.quantity}"
        ink.write(
            painter,
            QRectF(x, line.y(), max(0.0, line.right() - amount - x), line.height()),
            said,
            theme.font(14, struck=void),
            text,
        )
        if under is not None:
            row = QRectF(line.x() + px(70), line.bottom() - px(1), line.width() - px(70), px(20))
            tone = theme.colour(under.tone)
            if under.shape:
                ink.shape(painter, under.shape, QPointF(row.x() + px(6), row.center().y()), px(11), tone)
                row.setLeft(row.x() + px(18))
            ink.write(painter, row, under.word, theme.font(13), tone)
        painter.restore()

    def _end(self, painter: QPainter, line: QRectF, sale: Sale) -> None:
        """The amount, and how the sale stands between the two books."""
        theme, px = self._theme, self._theme.px
        how, void = mark(sale), sale.status is SaleStatus.VOID
        ink.shape(painter, how.shape, QPointF(line.right() - px(7), line.center().y()), px(12), theme.colour(how.tone))
        amount = QRectF(line.x(), line.y(), line.width() - px(26), line.height())
        colour = theme.colour("quiet" if void else "text")
        ink.write(painter, amount, price(sale.amount_fen), theme.font(15, bold=True, struck=void), colour, ink.RIGHT)


class SalesView(WholeRows):
    """The list, and what to do first while it is empty."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMinimumHeight(theme.px(58))  # a sale with a word of how it stands

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(120))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(58))

    def keyboardSearch(self, _search: str) -> None:
        """Letters choose nothing here."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model() is None or self.model().rowCount():
            return
        painter = QPainter(self.viewport())
        said = translate("sales", "还没有成交")
        ink.write(
            painter, QRectF(self.viewport().rect()), said, self._theme.font(14), self._theme.colour("quiet"), ink.CENTRE
        )
        painter.end()


class SalesPanel(QFrame):
    """The list with its heading."""

    saleWished = Signal()
    voidWished = Signal(object)
    proofWished = Signal(object)
    """The sale whose picture is to be shown."""
    chosen = Signal(object)
    """The sale that is chosen now."""
    decideWished = Signal(object, str)
    """A sale, and one of `HOWS`."""

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, Key],
        now_ms: Callable[[], int],
        unsettled: Unsettled,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self._keys, self._now_ms = keys, now_ms
        self.unsettled = unsettled
        unsettled.setParent(self)
        self.only_open = False
        """Whether the list shows what is not settled, of every show, instead of the recent sales."""
        self._state = ShowState()
        self._theme, self._urgent = theme, False
        self._parts: list[str] = [self.tr("成交")]
        self.model = SalesModel(self)
        self.heading = Chip(theme, flat=True, elastic=True)
        self.button = KeyButton(theme, self.tr("记一单"), keys["sale"].shown, kind="plain")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.open_button = KeyButton(theme, self.tr("待处理"), keys["open"].shown, kind="plain")
        self.open_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view = SalesView(theme)
        self.view.setModel(self.model)
        self._rows = SalePainter(theme, self.view, now_ms)
        self.view.setItemDelegate(self._rows)
        self.view.setAccessibleName(self.tr("成交"))
        px = theme.px
        top = QHBoxLayout()
        top.setContentsMargins(px(16), px(8), px(16), 0)
        top.addWidget(self.heading, 1)
        top.addWidget(self.open_button)
        top.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(8))
        column.setSpacing(px(2))
        column.addLayout(top)
        column.addWidget(self.view, 1)
        self.button.clicked.connect(self.saleWished)
        self.open_button.clicked.connect(self.turn)
        unsettled.changed.connect(self._lay)
        self.view.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().currentChanged.connect(lambda _now, _before: self.chosen.emit(self.selected))

    def show_state(self, state: ShowState) -> None:
        """Show the recent sales of `state`, or what is not settled."""
        self._state = state
        self._lay()

    def happened(self, event: Event) -> None:
        """What is not settled may be other sales now."""
        self.unsettled.happened(event)

    def turn(self) -> None:
        """From the recent sales to what is not settled, and back."""
        self.only_open = not self.only_open
        if self.only_open:
            self.unsettled.look()
            self.view.setFocus()
        else:
            self.unsettled.look_away()
        self._lay()

    def back(self) -> bool:
        """Back to the recent sales; False when they are shown."""
        if not self.only_open:
            return False
        self.turn()
        return True

    def _lay(self) -> None:
        found = self.unsettled.found
        if not self.only_open:
            self.model.show(self._state)
        elif found is not None:
            self.model.show_open(found)
            if not self.view.currentIndex().isValid():
                self.view.setCurrentIndex(self.model.index(0, 0))
        self.open_button.setText(self.tr("近期成交") if self.only_open else self.tr("待处理"))
        self.open_button.setVisible(self.only_open or self.unsettled.total > 0)
        self._say(found or counted(self._state))
        self.tick()

    def _say(self, found: OpenSales) -> None:
        parts: list[str] = []
        if found.conflicts:
            parts.append(self.tr("{n} 笔要决定").format(n=found.conflicts))
        if found.claims:
            parts.append(self.tr("{n} 笔待平台确认").format(n=found.claims))
        if found.short:
            parts.append(self.tr("{n} 笔超卖").format(n=found.short))
        self._parts = parts or [self.tr("没有待处理的成交") if self.only_open else self.tr("成交")]
        self._urgent = bool(found.conflicts)
        self._fit()

    def _fit(self) -> None:
        """Say as much of the heading as there is room for: keys go first, then what is least urgent."""
        shown = [button for button in (self.open_button, self.button) if not button.isHidden()]
        margins = self._theme.px(32 + 8 * len(shown))
        all_of_it = " · ".join(self._parts)
        for count in range(len(self._parts), 0, -1):
            said = " · ".join(self._parts[:count])
            tone, shape = ("trouble", "cross") if self._urgent else ("quiet", "")
            self.heading.say(said, tone=tone, shape=shape, more=all_of_it if said != all_of_it else "")
            for keys in (True, False):
                for button in shown:
                    button.show_key(shown=keys)
                wide = self.heading.sizeHint().width() + sum(button.sizeHint().width() for button in shown)
                if wide + margins <= self.width():
                    return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _scrolled(self, value: int) -> None:
        if self.only_open and value == self.view.verticalScrollBar().maximum():
            self.unsettled.look_further()

    def tick(self) -> None:
        """Once a second: a claim that is more than a matter of moments says so in words."""
        online = self._state.link.status is LinkStatus.ONLINE
        now_ms = self._now_ms()
        worded = frozenset(
            sale.sale_id
            for sale in self.model.sales
            if is_claim(sale) and not (online and 0 <= now_ms - sale.recorded_at_ms < MOMENTS_MS)
        )
        if worded != self._rows.worded:
            self._rows.worded = worded
            self.view.scheduleDelayedItemsLayout()
            self.view.viewport().update()

    @property
    def selected(self) -> Sale | None:
        """The chosen sale."""
        index = self.view.currentIndex()
        return self.model.at(index.row()) if index.isValid() else None

    def void_selected(self) -> None:
        """Ask for the reason to void the chosen sale."""
        sale = self.selected
        if sale is not None and sale.status is not SaleStatus.VOID:
            self.voidWished.emit(sale)

    def menu_for(self, sale: Sale) -> QMenu:
        """What can be decided of `sale`, each with its key."""
        menu = QMenu(self)
        for how in HOWS:
            entry = QAction(f"{how.word}\t{self._keys[how.name].shown}", menu)
            entry.setEnabled(decidable(sale))
            entry.triggered.connect(lambda _checked=False, name=how.name: self.decideWished.emit(sale, name))
            menu.addAction(entry)
        menu.addSeparator()
        proof = QAction(self.tr("看当时的画面") + f"\t{self._keys['proof'].shown}", menu)
        proof.triggered.connect(lambda _checked=False: self.proofWished.emit(sale))
        menu.addAction(proof)
        void = QAction(self.tr("作废…") + f"\t{self._keys['void'].shown}", menu)
        void.setEnabled(sale.source is SaleSource.STUDIO and sale.status is not SaleStatus.VOID)
        void.triggered.connect(lambda _checked=False: self.voidWished.emit(sale))
        menu.addAction(void)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _open_menu(self, at: QPoint) -> None:
        index: QModelIndex = self.view.indexAt(at)
        if not index.isValid():  # the menu key
            index = self.view.currentIndex()
            at = self.view.visualRect(index).center()
        sale = self.model.at(index.row()) if index.isValid() else None
        if sale is not None:
            self.view.setCurrentIndex(index)
            self.menu_for(sale).popup(self.view.viewport().mapToGlobal(at))
