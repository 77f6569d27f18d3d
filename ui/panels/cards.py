"""One card: what happened, what to do, and the buttons that do it. Which cards there are is up to `notices`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.keys.buttons import KeyButton
from ui.look.theme import Theme


@dataclass(frozen=True)
class Deed:
    """A button of a card."""

    text: str
    key: str
    do: Callable[[], None]


@dataclass
class Card:
    """What a card says; `seconds` left for those that pass by, None for those that wait."""

    key: str
    tone: str
    title: str
    advice: str
    deeds: list[Deed] = field(default_factory=list)
    seconds: int | None = None
    close: Callable[[], None] | None = None
    close_text: str = ""
    serial: int = 0
    """Tells one card from a later one that says the same."""

    @property
    def looks(self) -> tuple[object, ...]:
        """What must be the same for a card on the screen to stay as it is."""
        deeds = tuple((deed.text, deed.key) for deed in self.deeds)
        return (self.key, self.tone, self.title, self.advice, deeds, self.serial)


def hint_at(widget: QWidget, hint: QSize) -> QSize:
    """`hint` with the height that `widget` needs at its present width."""
    return QSize(hint.width(), widget.heightForWidth(widget.width())) if widget.hasHeightForWidth() else hint


class CardView(QFrame):
    """A card: on one line where all of it fits, else the advice below the title or the buttons below both.

    Three lines only where title and advice go on no line together.
    """

    def __init__(self, theme: Theme, card: Card, close_text: str) -> None:
        super().__init__()
        self.key = card.key
        self.setObjectName("card")
        self.setProperty("tone", card.tone)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._title = QLabel(card.title)
        self._title.setProperty("step", "title" if card.advice else "plain")
        self._words = words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        words.setSpacing(theme.px(2))
        words.addWidget(self._title)
        self._advice = card.advice
        keys = [deed.key for deed in card.deeds if deed.key]
        self._keys = keys[0] if len(keys) == 1 else f"{keys[0]} … {keys[-1]}" if keys else ""
        """The keys of the buttons in one word, for where there is no room on them."""
        self._told = QLabel(card.advice)
        self._told.setObjectName("advice")
        self._told.setWordWrap(True)
        if not card.advice:
            self._told.setVisible(False)
        words.addWidget(self._told, 1)
        self._row = row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        self.buttons: list[KeyButton] = []
        for deed in card.deeds:
            self._add(KeyButton(theme, deed.text, deed.key), deed.do)
        if card.close is not None:
            self._add(KeyButton(theme, close_text, kind="plain"), card.close)
        self._higher = QTimer(self)
        """It needs another height at this width; the layout that gave the width does not hear of it while at work."""
        self._higher.setSingleShot(True)
        self._higher.timeout.connect(self.updateGeometry)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(theme.px(14), theme.px(6), theme.px(8), theme.px(6))
        self._box.setSpacing(theme.px(8))
        self._box.addLayout(words, 1)
        self._box.addLayout(row)
        self.setAccessibleName(f"{card.title} {card.advice}".strip())

    def _add(self, button: KeyButton, do: Callable[[], None]) -> None:
        button.clicked.connect(do)
        self._row.addWidget(button)
        self.buttons.append(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(event.size().width())
        if self.heightForWidth(event.size().width()) != event.size().height():
            self._higher.start()

    def sizeHint(self) -> QSize:
        """As high as it is at the width it has: what wraps would have it otherwise."""
        return hint_at(self, super().sizeHint())

    def fit(self, wide: int) -> None:
        """Lay the parts out for this width: keys are left out before words are cut."""
        px = self._theme.px
        room = wide - px(22)
        for button in self.buttons:
            button.show_key(shown=True)
        if tight := self._buttons_width() > room:
            for button in self.buttons:
                button.show_key(shown=False)
        if self._advice:
            self._told.setText(f"{self._advice} · {self._keys}" if tight and self._keys else self._advice)
        self._title.ensurePolished()
        title = self._title.fontMetrics().horizontalAdvance(self._title.text()) + px(4)
        advice = self._advice_width()
        roomy = wide > px(720) and title + advice + self._buttons_width() + px(64) <= room
        words = title + px(16) + advice if roomy and advice else max(title, advice)
        beside = len(self.buttons) < 2 or words + px(24) + self._buttons_width() <= room
        roomy = roomy or (not beside and title + px(16) + advice <= room)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        if self._box.direction() != (across if beside else down):
            self._box.setDirection(across if beside else down)
            self._box.setSpacing(px(8 if beside else 4))
        if self._words.direction() != (across if roomy else down):
            self._words.setDirection(across if roomy else down)
            self._words.setSpacing(px(16 if roomy else 2))
        left = room - (px(8) + self._buttons_width() if beside else 0)
        self._title.setWordWrap(title > left)  # never where it fits: a title that may wrap does so too early

    def _buttons_width(self) -> int:
        return sum(button.sizeHint().width() + self._theme.px(8) for button in self.buttons)

    def _advice_width(self) -> int:
        said = self._told.text()
        return self.fontMetrics().horizontalAdvance(said) + self._theme.px(4) if said else 0
