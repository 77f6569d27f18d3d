"""The rows of a sheet: what each would make or why not, and then what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QColor, QPixmap

from console.money import price
from ui.look.format import Standing
from ui.look.language import translate
from ui.models.rows import ROOT, Index

if TYPE_CHECKING:
    from console.bulk.entry import Outcome
    from console.bulk.sheet import Line

COLUMNS = ("row", "title", "price", "stock", "photos", "standing")
ROW, TITLE, PRICE, STOCK, PHOTOS, STANDING = range(len(COLUMNS))
_NUMBERS = (ROW, PRICE, STOCK, PHOTOS)

Paint = Callable[[Standing], QPixmap]
Colour = Callable[[str], QColor]


class BulkModel(QAbstractTableModel):
    """One `Line` a row, with its `Outcome` once there is one."""

    def __init__(self, lang: str, paint: Paint, colour: Colour, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lang, self._paint, self._colour = lang, paint, colour
        self._lines: tuple[Line, ...] = ()
        self._outcomes: dict[int, Outcome] = {}

    def show(self, lines: tuple[Line, ...]) -> None:
        """Show another sheet; nothing of it is entered yet."""
        if lines is self._lines:
            return
        self.beginResetModel()
        self._lines, self._outcomes = lines, {}
        self.endResetModel()

    def tell(self, place: int, outcome: Outcome) -> None:
        """What became of the line in `place`."""
        if 0 <= place < len(self._lines):
            self._outcomes[place] = outcome
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(section)
        return _headings()[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        column = index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(column)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._said(index.row(), column)
        if column == STANDING and role == Qt.ItemDataRole.DecorationRole:
            return self._paint(self.standing(index.row()))
        if column == STANDING and role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(self.standing(index.row()).tone)
        return None

    def standing(self, place: int) -> Standing:
        """Shape, words and colour of what will be, or was, made of a line."""
        line, outcome = self._lines[place], self._outcomes.get(place)
        rejected = outcome.rejected if outcome is not None else line.row.rejected
        if rejected is not None:
            return Standing("cross", rejected.said(self._lang), "trouble")
        if outcome is not None and outcome.number is not None:
            return Standing("full", translate("bulk", "已导入，{n} 号").format(n=outcome.number), "jade")
        if line.verdict is not None and line.verdict.hits:
            words = "、".join(dict.fromkeys(hit.typed for hit in line.verdict.hits))
            return Standing("warn", translate("bulk", "可以导入，用词有风险：{words}").format(words=words), "amber")
        return Standing("tick", translate("bulk", "可以导入"), "text")

    def _said(self, place: int, column: int) -> str:
        line = self._lines[place]
        wanted = line.row.wanted
        if column == ROW:
            return f"{line.row.sheet} {line.row.number}" if line.row.sheet else str(line.row.number)
        if column == STANDING:
            return self.standing(place).word
        if wanted is None:
            return line.row.said if column == TITLE else ""
        if column == PHOTOS:
            return str(len(line.photos)) if line.photos else "—"
        return {TITLE: wanted.title, PRICE: price(wanted.price_fen), STOCK: str(wanted.stock)}[column]


def _headings() -> tuple[str, ...]:
    return (
        translate("bulk", "行"),
        translate("bulk", "名称"),
        translate("bulk", "价格"),
        translate("bulk", "库存"),
        translate("bulk", "照片"),
        translate("bulk", "结果"),
    )


def _aligned(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
