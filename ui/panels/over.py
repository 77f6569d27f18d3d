"""A sheet that lies over a part of the window for a while and takes no key of the show away."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.panels.shadow import Shadow
from ui.theme import Theme

GROWTH = 1.4
"""How much larger than designed a sheet of a few lines gets."""


class Over(Protocol):
    """Something that lies over the window and says when it goes."""

    @property
    def closed(self) -> SignalInstance: ...
    def isVisible(self) -> bool: ...
    def setVisible(self, visible: bool, /) -> None: ...


def taken_away(over: Over) -> bool:
    """Take `over` away and say so; False when it was not there."""
    if not over.isVisible():
        return False
    over.setVisible(False)
    over.closed.emit()
    return True


class OverSheet(QFrame):
    """Over `aim` where that is tall enough, else over the middle of the window. Whoever makes it opens it."""

    closed = Signal()
    few = False
    """It has but a few lines, and grows no further than `GROWTH` times its size."""

    def __init__(self, theme: Theme, size: tuple[int, int], least_tall: int, parent: QWidget | None = None) -> None:
        """`size` (design pixels) is what it takes where `aim` has less than `least_tall`."""
        super().__init__(parent)
        self.setObjectName("sheet")
        self._theme, self._size, self._least_tall = theme, size, least_tall
        self._aim: QWidget | None = None
        self.question: QWidget | None = None
        """What must not be hidden while it is asked."""
        self.setVisible(False)
        self._shadow = Shadow(theme, self)

    def lie_over(self, aim: QWidget) -> None:
        """Take the place of `aim`, and follow it."""
        self._aim = aim
        aim.installEventFilter(self)

    def come(self, focus: QWidget | None = None) -> None:
        """Show it, with the focus where the hands go on; without one it stays where it is."""
        self.setVisible(True)
        self.raise_()
        self.place()
        if focus is not None:
            focus.setFocus()

    def drop(self) -> bool:
        """Take it away; False when it was not there."""
        return taken_away(self)

    def place(self) -> None:
        """Lie where it belongs; over the middle of the window it would hide a question, and goes."""
        over, px = self.parentWidget(), self._theme.px
        if over is None:
            return
        aim = self._aim
        if aim is not None and aim.isVisible() and aim.height() >= px(self._least_tall):
            room = QRect(aim.mapTo(over, QPoint(0, 0)), aim.size())
            if self.few:  # a few lines on a vast screen stand together, not at its edges
                most = QSize(*(px(round(n * GROWTH)) for n in self._size))
                middle = room.center()
                room.setSize(room.size().boundedTo(most))
                room.moveCenter(middle)
            self.setGeometry(room)
        elif self.question is not None and self.question.isVisible():
            self.setVisible(False)  # without a word: the focus is with the question
        else:
            wide, tall = (
                min(px(n), room - px(32)) for n, room in zip(self._size, (over.width(), over.height()), strict=True)
            )
            self.setGeometry((over.width() - wide) // 2, (over.height() - tall) // 2, wide, tall)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._aim and event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)


def scrolled(inside: QWidget) -> QScrollArea:
    """`inside` behind a bar that comes when there is more than fits; the bar takes no focus."""
    inside.setObjectName("scrolled")
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
