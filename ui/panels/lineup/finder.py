"""The find field and the way back: the best hit is chosen while one types, Enter puts it on air, Esc returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QListView, QWidget

from ui.models.lineup_model import LineupModel
from ui.panels.line_edit import LineEdit
from ui.typed.pinyin import Pinyin

PutOnAir = Callable[[int, Callable[[], None]], None]
"""Puts a number on air, and calls back once it is."""


class Finder(LineEdit):
    """The field itself: up and down go through the hits without leaving it."""

    stepped = Signal(int)
    entered_by_hand = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered_by_hand.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and not self.composing and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.stepped.emit(step)
            event.accept()
            return
        super().keyPressEvent(event)


@dataclass(frozen=True)
class Place:
    """Where one was before one looked for something."""

    number: int | None
    scrolled: int
    hands: QWidget | None


@dataclass(frozen=True)
class Sought:
    """What is looked for, so that a window furnished anew can go on with it."""

    text: str
    found: int | None
    """The number that is chosen among the hits."""
    before: int | None
    """The number to go back to."""
    here: bool
    """Whether the hands are in the field."""


class Seeking(QObject):
    """Follows what is typed into the field with the rows of the view."""

    changed = Signal()
    """Something is looked for now, or nothing any more; what was found may be other rows."""

    def __init__(self, field: Finder, view: QListView, model: LineupModel, pinyin: Pinyin, put: PutOnAir) -> None:
        super().__init__(field)
        self._field, self._view, self._model, self._put = field, view, model, put
        self._before: Place | None = None
        self._chosen: int | None = None
        field.textChanged.connect(self._typed)
        field.returnPressed.connect(self._to_air)
        field.stepped.connect(self._step)
        field.entered_by_hand.connect(pinyin.prepare)
        pinyin.ready.connect(self._spelled)
        model.found.connect(self._found)

    def begin(self) -> None:
        """Go to the field; what stands there is chosen, to be written over."""
        self._remember()
        self._field.setFocus()
        self._field.selectAll()

    def back(self) -> bool:
        """Return to where one was; False when nothing was looked for."""
        if self._before is None and not self._field.text():
            return False
        before, self._before = self._before, None
        self._field.setText("")
        if before is not None:
            self._choose(before.number)
            self._view.verticalScrollBar().setValue(before.scrolled)
            self._hands_to(before.hands)
        return True

    @property
    def sought(self) -> Sought | None:
        """What is looked for; None when nothing is."""
        if not self._field.text():
            return None
        before = self._before.number if self._before is not None else None
        return Sought(self._field.text(), self._number, before, self._field.hasFocus())

    def go_on(self, sought: Sought) -> None:
        """Look for what was looked for elsewhere, on the hit that was chosen there."""
        self._field.setText(sought.text)
        self._before = Place(sought.before, 0, None)
        self._chosen = sought.found
        if sought.here:
            self._field.setFocus()

    def drop(self) -> None:
        """Look for nothing any more, and stay on the row that was found."""
        found = self._number
        before, self._before = self._before, None
        self._field.setText("")
        self._choose(found)
        if before is not None and self._field.hasFocus():
            self._hands_to(before.hands)

    @property
    def _number(self) -> int | None:
        item = self._model.at(self._view.currentIndex().row())
        return item.number if item is not None else None

    def _remember(self) -> None:
        if self._before is None:
            hands = QApplication.focusWidget()
            hands = hands if hands is not self._field else None
            self._before = Place(self._number, self._view.verticalScrollBar().value(), hands)

    def _typed(self, text: str) -> None:
        if text:
            self._remember()
        self._chosen = None
        self._model.seek(text)
        self.changed.emit()

    def _spelled(self) -> None:
        if self._model.sought:
            self._model.seek_again()

    def _found(self) -> None:
        """The best hit, unless another one was chosen by hand since."""
        if self._model.sought and self._model.rowCount() and (self._chosen is None or self._choose(self._chosen) < 0):
            self._view.setCurrentIndex(self._model.index(0))
            self._view.scrollToTop()
        self.changed.emit()

    def _step(self, by: int) -> None:
        rows = self._model.rowCount()
        if rows:
            row = max(0, min(rows - 1, self._view.currentIndex().row() + by))
            self._view.setCurrentIndex(self._model.index(row))
            self._chosen = self._number

    def _choose(self, number: int | None) -> int:
        row = self._model.row_of(number) if number is not None else -1
        if row >= 0:
            self._view.setCurrentIndex(self._model.index(row))
        return row

    def _to_air(self) -> None:
        if not self._field.text().strip() or self._model.looking:
            return
        number = self._number
        if self._model.rowCount() and number is not None:
            self._put(number, self.drop)

    def _hands_to(self, hands: QWidget | None) -> None:
        place = hands if hands is not None and hands.isVisible() else self._view
        place.setFocus()
