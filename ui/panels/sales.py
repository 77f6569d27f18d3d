"""Sales as they come, newest first; Delete voids the chosen one after a reason."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.facts import Sale, SaleSource, SaleStatus
from console.money import price
from console.state import ShowState
from ui import ink
from ui.buttons import KeyButton
from ui.chips import Chip
from ui.format import wall
from ui.language import translate
from ui.models.sales_model import SalesModel
from ui.shortcuts import Key
from ui.theme import Theme


def note(sale: Sale) -> tuple[str, str]:
    """What stands under a sale, and its colour: what a person must decide, or why it is void."""
    if sale.short_units > 0 and sale.status is not SaleStatus.VOID:
        return translate("sales", "超卖 {n} 件：退款或换货").format(n=sale.short_units), "amber"
    if sale.status is SaleStatus.VOID:
        return translate("sales", "已作废：{why}").format(
            why=sale.void_reason or translate("sales", "没有写原因")
        ), "quiet"
    if sale.status is SaleStatus.UNPAID:
        return translate("sales", "拍下未付款"), "amber"
    return "", ""


class SalePainter(QStyledItemDelegate):
    """Paints one sale."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        sale = index.data(Qt.ItemDataRole.UserRole)
        tall = 56 if isinstance(sale, Sale) and note(sale)[0] else 38
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
        under, tone = note(sale)
        line = QRectF(
            box.x() + px(16), box.y() + (px(4) if under else 0), box.width() - px(32), px(28) if under else box.height()
        )
        quiet, text = theme.colour("quiet"), theme.colour("quiet" if void else "text")
        self._end(painter, line, sale, void)
        clock = wall(sale.recorded_at_ms)
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
        if under:
            row = QRectF(line.x() + px(70), line.bottom() - px(1), line.width() - px(70), px(20))
            if tone == "amber":
                ink.shape(painter, "warn", QPointF(row.x() + px(6), row.center().y()), px(11), theme.colour(tone))
                row.setLeft(row.x() + px(18))
            ink.write(painter, row, under, theme.font(13), theme.colour(tone))
        painter.restore()

    def _end(self, painter: QPainter, line: QRectF, sale: Sale, void: bool) -> None:
        """The amount, and whether the platform knows."""
        theme, px = self._theme, self._theme.px
        agreed = sale.agreed
        mark = QPointF(line.right() - px(7), line.center().y())
        ink.shape(
            painter,
            "tick" if agreed else "wait",
            mark,
            px(12),
            theme.colour("quiet" if void else "jade" if agreed else "amber"),
        )
        amount = QRectF(line.x(), line.y(), line.width() - px(26), line.height())
        colour = theme.colour("quiet" if void else "text")
        ink.write(painter, amount, price(sale.amount_fen), theme.font(15, bold=True, struck=void), colour, ink.RIGHT)


class SalesView(QListView):
    """The list, and what to do first while it is empty."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(theme.px(40))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(120))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(40))

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

    def __init__(self, theme: Theme, keys: Mapping[str, Key], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self.model = SalesModel(self)
        self.heading = Chip(theme, flat=True, elastic=True)
        self.button = KeyButton(theme, self.tr("记一单"), keys["sale"].shown, kind="plain")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view = SalesView(theme)
        self.view.setModel(self.model)
        self.view.setItemDelegate(SalePainter(theme, self.view))
        self.view.setAccessibleName(self.tr("成交"))
        px = theme.px
        top = QHBoxLayout()
        top.setContentsMargins(px(16), px(8), px(16), 0)
        top.addWidget(self.heading, 1)
        top.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(8))
        column.setSpacing(px(2))
        column.addLayout(top)
        column.addWidget(self.view, 1)
        self.button.clicked.connect(self.saleWished)

    def show_state(self, state: ShowState) -> None:
        """Show the recent sales of `state`."""
        self.model.show(state)
        short = sum(1 for s in state.sales if s.short_units and s.status is not SaleStatus.VOID)
        waiting = sum(
            1 for s in state.sales if not s.agreed and s.source is SaleSource.STUDIO and s.status is SaleStatus.SOLD
        )
        parts: list[str] = []
        if waiting:
            parts.append(self.tr("{n} 笔待同步").format(n=waiting))
        if short:
            parts.append(self.tr("{n} 笔超卖").format(n=short))
        self.heading.say(" · ".join(parts) or self.tr("成交"), tone="quiet")

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
