"""The items of a show as a table: what each sold, brought and has left. Read only, never long enough to page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QColor

from console.money import amount
from console.summary import ItemFigures
from ui.look.format import whole
from ui.look.language import translate
from ui.models.rows import ROOT, Index

NUMBER, TITLE, SOLD, GMV, LEFT, VOID, TAKEN_BACK = range(7)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class SummaryModel(QAbstractTableModel):
    """One row for each item, what brought most first."""

    def __init__(self, colour: Callable[[str], QColor], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self._items: tuple[ItemFigures, ...] = ()

    def show(self, items: tuple[ItemFigures, ...]) -> None:
        """These items and no others."""
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else TAKEN_BACK + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section <= TAKEN_BACK:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section != TITLE else int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and section == TAKEN_BACK:
            return translate("summary", "记错了马上撤回的件数：没有成交，也没有退款")
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                translate("summary", "编号"),
                translate("summary", "名称"),
                translate("summary", "卖出"),
                translate("summary", "销售额"),
                translate("summary", "还剩"),
                translate("summary", "退、废"),
                translate("summary", "撤回"),
            )[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._items):
            return None
        item, column = self._items[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                str(item.number),
                item.title,
                whole(item.sold.units),
                amount(item.sold.gmv_fen),
                whole(item.left),
                whole(item.void_units) if item.void_units else "",
                whole(item.taken_back_units) if item.taken_back_units else "",
            )[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column != TITLE:
            return RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and not item.sold.units:
            return self._colour("quiet")
        if role == Qt.ItemDataRole.ToolTipRole and column == TITLE:
            return item.title
        return None
