"""The list of the line-up: rows of one height, several chosen at a time, what to do first while there are none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from console.facts import Item
from ui.look.theme import Theme
from ui.panels.edges import WholeRows
from ui.panels.lineup import first_steps


class LineupView(WholeRows):
    """Rows of one height, and what to do first while there are none."""

    pointed = Signal(int, QPoint)
    """A click on a row, where in the viewport."""
    entered = Signal(int, QPoint)
    """A double click."""
    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.empty: tuple[str, str] = ("", "")
        self.kept_row = -1
        """The row on air, kept in sight when the view gets lower."""
        self._seen = QPersistentModelIndex()
        """The row somebody was shown last; kept too."""
        self.steps: tuple[tuple[str, str], ...] = ()
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(200)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setTabKeyNavigation(False)

    @property
    def chosen(self) -> list[Item]:
        """The chosen items, in the order of the rows."""
        indexes = sorted(self.selectedIndexes(), key=QModelIndex.row)
        found = (index.data(Qt.ItemDataRole.UserRole) for index in indexes)
        return [item for item in found if isinstance(item, Item)]

    def rows_in_sight(self) -> range:
        """The rows that can be seen, in part at least."""
        rows, box = self.model().rowCount(), self.viewport().rect()
        first = self.indexAt(box.topLeft())
        if not first.isValid():
            return range(0)
        tall = max(1, self.visualRect(first).height())
        return range(first.row(), min(rows, first.row() + box.height() // tall + 2))

    def keep_in_sight(self, row: int) -> None:
        """Scroll to a row; a card that comes below does not hide it again."""
        self._seen = QPersistentModelIndex(self.model().index(row, 0))
        self.scrollTo(self.model().index(row, 0))

    def showEvent(self, event: QShowEvent) -> None:
        """After a restart the row on air is in sight, unless the hands are somewhere already."""
        super().showEvent(event)
        if self.kept_row >= 0 and not self.currentIndex().isValid():
            self.scrollTo(self.model().index(self.kept_row, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A card that comes and goes below must not hide the row on air, nor the one somebody looks at."""
        hands = self.hasFocus()  # the row they are at goes before the one on air, that one before any other
        rows = (self.kept_row, self.currentIndex().row()) if hands else (self._seen.row(), self.kept_row)
        tall = event.oldSize().height()
        seen = [row for row in rows if row >= 0 and self._was_whole(row, tall)]
        super().resizeEvent(event)
        for row in seen:
            self.scrollTo(self.model().index(row, 0))
        self.resized.emit()

    def _was_whole(self, row: int, tall: int) -> bool:
        """Whether all of a row stood in a view so tall."""
        box = self.visualRect(self.model().index(row, 0))
        return not box.isEmpty() and box.bottom() <= tall + 1 and box.top() >= -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.button() is Qt.MouseButton.LeftButton and self.indexAt(at).isValid():
            self.pointed.emit(self.indexAt(at).row(), at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if event.button() is Qt.MouseButton.LeftButton and self.indexAt(at).isValid():
            self.entered.emit(self.indexAt(at).row(), at)

    def dataChanged(
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        _roles: Sequence[int] = (),
    ) -> None:
        """Rows are of one height: what changed is painted again; Qt would lay out and paint all of them."""
        seen = self.rows_in_sight()
        for row in range(max(first.row(), seen.start), min(last.row() + 1, seen.stop)):
            self.update(self.model().index(row, 0))

    def keyboardSearch(self, _search: str) -> None:
        """Letters choose nothing here: with an input method on they would not arrive."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model() is None or self.model().rowCount() or not self.empty[0]:
            return
        painter = QPainter(self.viewport())
        first_steps.paint(painter, self.theme, QRectF(self.viewport().rect()), *self.empty, self.steps)
        painter.end()
