"""Price, stock, bin and points written in the row itself. Enter keeps, Tab goes on, Esc leaves everything as it was.

Going elsewhere leaves it as it was too: a price half typed when a snap takes the focus must not be sold at.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from console import commands as c
from console.facts import Item, PlatformState
from ui.actions import Actions
from ui.look.chips import Remark
from ui.look.theme import Theme
from ui.models.lineup_model import LineupModel
from ui.panels.line_edit import LineEdit
from ui.panels.lineup.row import RowPainter
from ui.panels.lineup.view import LineupView
from ui.panels.wording import Check, Heeding, of_item
from ui.typed import cells
from ui.typed.asking import AskedTwice


@dataclass(frozen=True)
class Written:
    """What is being written: in which cell, of which item as it stood when it was opened."""

    cell: str
    item: Item
    typed: str


STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""The focus comes back by itself after these."""


class CellField(LineEdit):
    """The field in the row: Tab and the arrows go to other cells."""

    stepped = Signal(int)
    turned = Signal(int)
    deserted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cell")
        self.setVisible(False)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()))
            if step is not None:
                event.accept()
                if not self.composing:
                    self.stepped.emit(step)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turn = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if turn is not None and not self.composing and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            event.accept()
            self.turned.emit(turn)
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in STAYS:
            self.deserted.emit()


class RowEditor(QObject):
    """One cell of one row at a time."""

    changed = Signal()
    """A cell is written now, or none any more."""

    def __init__(
        self,
        theme: Theme,
        view: LineupView,
        model: LineupModel,
        rows: RowPainter,
        actions: Actions,
        check: Check,
        lang: str,
    ) -> None:
        super().__init__(view)
        self._theme, self._view, self._model, self._rows, self._actions = theme, view, model, rows, actions
        self._check = check
        self._item: Item | None = None
        self._twice = AskedTwice()
        self.cell = ""
        self.field = CellField(view.viewport())
        self.beneath = Remark(theme, "warn", "amber", view.viewport(), floats=True)
        self.beneath.said.connect(self._place)
        self.heeding = Heeding(self.field, self.beneath, lang)
        self.field.returnPressed.connect(self._enter)
        self.field.stepped.connect(self._step)
        self.field.turned.connect(self._turn)
        self.field.deserted.connect(self._leave)
        self.field.textChanged.connect(lambda: self.beneath.say(""))
        view.verticalScrollBar().valueChanged.connect(self._place)
        view.resized.connect(self._place)
        for moved in (model.rowsMoved, model.rowsInserted, model.rowsRemoved, model.modelReset):
            moved.connect(self._place)

    @property
    def going(self) -> bool:
        """Whether a cell is being written."""
        return self._item is not None

    @property
    def written(self) -> Written | None:
        """What is being written now."""
        return None if self._item is None else Written(self.cell, self._item, self.field.text())

    def go_on(self, written: Written) -> None:
        """Go on writing what was begun elsewhere, where its row and column are to be seen."""
        if self.open(written.cell, written.item):
            self.field.setText(written.typed)

    def open(self, cell: str, item: Item) -> bool:
        """Write `cell` of `item`; False when its row or its column is not there."""
        row = self._model.row_of(item.number)
        if row < 0:
            return False
        self._item = None
        self._view.setCurrentIndex(self._model.index(row))
        self._view.scrollTo(self._model.index(row))
        if self._rows.cell_box(self._view.visualRect(self._model.index(row)), cell).isEmpty():
            self._hide()
            return False
        self._item, self.cell, self._twice = item, cell, AskedTwice()
        field = self.field
        field.setMaxLength(cells.LONGEST[cell])
        field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, cell in cells.TEXTS)
        right = Qt.AlignmentFlag.AlignRight if cell not in cells.TEXTS else Qt.AlignmentFlag.AlignLeft
        field.setAlignment(right | Qt.AlignmentFlag.AlignVCenter)
        field.setAccessibleName(cells.spoken(cell, item))
        field.setText(cells.first(cell, item))
        self.heeding.listen((lambda typed: of_item(self._check, typed, item)) if cell == "points" else None)
        self._place()
        field.setVisible(True)
        field.setFocus()
        field.selectAll()
        self.changed.emit()
        return True

    def drop(self) -> bool:
        """Leave the cell as it was; False when none was open."""
        if self._item is None:
            return False
        self._item = None
        self._hide()
        self._view.setFocus()
        return True

    def keep(self) -> bool:
        """Carry out what was typed; False, with the reason beneath, when it cannot be. The cell stays open."""
        item = self._item
        if item is None:
            return True
        self.heeding.look_now()
        if self.heeding.blocked:
            return False
        wish = cells.read(self.cell, self.field.text(), item)
        if isinstance(wish, str):
            self.beneath.say(wish, "warn", "amber")
            return False
        doubt = cells.doubt(wish, item)
        if self._twice.first_time(self.field.text(), doubtful=bool(doubt)):
            self.beneath.say(doubt, "warn", "amber")
            return False
        if isinstance(wish, c.ChangePrice) and item.platform is PlatformState.REFUSED:
            self._actions.mend(wish)
        elif wish is not None:
            self._actions.do(wish)
        return True

    def _enter(self) -> None:
        if self.keep():
            self.drop()

    def _step(self, by: int) -> None:
        """The next cell of this row that has a column, or of the next row."""
        if self._item is None or not self.keep():
            return
        row, place = self._model.row_of(self._item.number), cells.CELLS.index(self.cell)
        for _ in range(2 * len(cells.CELLS)):
            place += by
            row += place // len(cells.CELLS)
            place %= len(cells.CELLS)
            item = self._model.at(row)
            if item is None:
                break
            if self.open(cells.CELLS[place], item):
                return
        self.drop()

    def _turn(self, by: int) -> None:
        """The same cell of the row above or below."""
        if self._item is None or not self.keep():
            return
        item = self._model.at(self._model.row_of(self._item.number) + by)
        if item is None or not self.open(self.cell, item):
            self.drop()

    def _leave(self) -> None:
        if self._item is not None:
            self._item = None
            self._hide()

    def _hide(self) -> None:
        self._rows.written = -1
        self.field.setVisible(False)
        self.beneath.say("")
        self.changed.emit()

    def _place(self) -> None:
        """Over the cell, wherever its row is now."""
        if self._item is None:
            return
        row = self._model.row_of(self._item.number)
        if row < 0:
            self._leave()
            return
        px = self._theme.px
        self._rows.written = row if self.cell == "points" else -1
        box = self._rows.cell_box(self._view.visualRect(self._model.index(row)), self.cell).toRect()
        self.field.setGeometry(box)
        wide = min(px(420), self.beneath.natural_width(), self._view.viewport().width())
        left = max(0, min(box.left(), self._view.viewport().width() - wide))
        self.beneath.setFixedWidth(wide)
        below = box.bottom() + px(4)
        if below + self.beneath.height() > self._view.viewport().height():
            below = box.top() - self.beneath.height() - px(4)
        self.beneath.move(left, below)
        self.beneath.raise_()
