"""Parts that a page of settings is made of: one choice of a few, and a line that says when it takes effect."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console.state import ShowState
from ui.look.theme import Theme

PER_ROW = 3


class Choice(QWidget):
    """A name, and the few things to choose from below it; arrow keys go along, Enter or Space chooses."""

    chosen = Signal(str)
    settled = Signal()
    """Chosen by Enter: whoever asks may go on."""

    def __init__(
        self, theme: Theme, name: str, options: Sequence[tuple[str, str]] = (), *, per_row: int = PER_ROW
    ) -> None:
        """`options` are (value, words)."""
        super().__init__()
        self._name, self._per_row = name, per_row
        self.label = QLabel(name)
        self.label.setProperty("tone", "quiet")
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.label)
        column.addLayout(self._grid)
        self._group.idClicked.connect(lambda n: self.chosen.emit(list(self.buttons)[n]))
        self.offer(options)

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer these instead; the former choice is kept where it is still offered."""
        if [(value, button.text()) for value, button in self.buttons.items()] == list(options):
            return
        now = self.value
        focused = next((value for value, button in self.buttons.items() if button.hasFocus()), None)
        for button in self.buttons.values():
            self._group.removeButton(button)
            button.deleteLater()
        self.buttons = {}
        for n, (value, words) in enumerate(options):
            button = _Option(words)
            button.entered.connect(self.settled)
            button.setAccessibleName(f"{self._name}: {words}")
            self._group.addButton(button, n)
            self._grid.addWidget(button, n // self._per_row, n % self._per_row)
            if self.isVisible():
                button.show()  # or Qt shows it a turn later, and it cannot have the focus before
            self.buttons[value] = button
        self.show_value(now)
        if focused in self.buttons:
            self.buttons[focused].setFocus()

    @property
    def value(self) -> str | None:
        """What is chosen; None when nothing is."""
        return next((value for value, button in self.buttons.items() if button.isChecked()), None)

    def show_value(self, value: str | None) -> None:
        """Show what is chosen; nothing is told."""
        if value in self.buttons:
            self.buttons[value].setChecked(True)

    def offer_focus(self) -> None:
        """Put the focus on what is chosen."""
        button = self.buttons.get(self.value or "") or next(iter(self.buttons.values()), None)
        if button is not None:
            button.setFocus()


class _Option(QPushButton):
    """One of a few; Enter chooses it as Space does."""

    entered = Signal()

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setProperty("kind", "choice")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.click()
            self.entered.emit()
            return
        super().keyPressEvent(event)


class Note(QLabel):
    """A quiet line that wraps: when a choice takes effect, or what came of it."""

    def __init__(self, words: str = "", tone: str = "quiet") -> None:
        super().__init__(words)
        self.setWordWrap(True)
        self.setProperty("tone", tone)

    def say(self, words: str, tone: str = "quiet") -> None:
        """Say something else, or nothing."""
        self.setText(words)
        self.setVisible(bool(words))
        if tone != self.property("tone"):
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)


class Page(QWidget):
    """One page of the settings: a column of choices and notes. Subclasses fill it and say what `enter` looks up."""

    endless = False
    """It takes all the room there is: a list without an end in sight."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, theme.px(8), 0)
        self.column.setSpacing(theme.px(12))

    def head(self, words: str) -> QLabel:
        """A heading in the column."""
        label = QLabel(words)
        label.setProperty("step", "title")
        self.column.addWidget(label)
        return label

    def enter(self) -> None:
        """The page is shown: look up what may have changed."""

    def show_state(self, state: ShowState) -> None:
        """Show what the state says of it."""
