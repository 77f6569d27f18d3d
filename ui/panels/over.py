"""A sheet that lies over a part of the window for a while and takes no key of the show away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from ui.look.theme import Theme
from ui.panels.shadow import Shadow

GROWTH = 1.4
"""How much larger than designed a sheet of a few lines gets."""
EDGE = 8
"""Design pixels between a window and its parts, and between it and a sheet that has all of it."""
SLICE = 96
"""Design pixels of what a sheet lies over that are not worth leaving beside it: half a line, half a button."""


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


def spread(wished: int, room: int, theme: Theme) -> int:
    """The extent of a sheet in `room`: as wished, or all of it where no more than slices would be left."""
    whole = room - 2 * theme.px(EDGE)
    return whole if wished > room - 2 * theme.px(SLICE) else wished


def tab_inside(parts: Sequence[QWidget], *, forward: bool) -> bool:
    """Give the focus to the next control of `parts`: what lies behind them is not seen, and must not be pressed.

    To be returned by `focusNextPrevChild`; True, for there is nowhere else to go.
    """
    focused = QApplication.focusWidget()
    here = focused if focused is not None and focused.window() is parts[0].window() else parts[0]
    step = QWidget.nextInFocusChain if forward else QWidget.previousInFocusChain
    widget = step(here)
    while widget is not None and widget is not here:
        inside = any(part is widget or part.isAncestorOf(widget) for part in parts if part.isVisible())
        if inside and widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            widget.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
            break
        widget = step(widget)
    return True


class OverSheet(QFrame):
    """Over `aim` where that is tall enough, else over the middle of the window. Whoever makes it opens it."""

    closed = Signal()
    few = False
    """It has but a few lines: no higher than they are, and no larger than `GROWTH` times its size."""

    def __init__(self, theme: Theme, size: tuple[int, int], least_tall: int, parent: QWidget | None = None) -> None:
        """`size` (design pixels) is what it takes where `aim` has less than `least_tall`."""
        super().__init__(parent)
        self.setObjectName("sheet")
        self._theme, self._size, self._least_tall = theme, size, least_tall
        self._aim: QWidget | None = None
        self.question: QWidget | None = None
        """What must not be hidden while it is asked."""
        self.beside: tuple[QWidget, ...] = ()
        """What Tab reaches as well while it is seen."""
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
                room = self._about(room)
            self.setGeometry(room)
        elif self.question is not None and self.question.isVisible():
            self.setVisible(False)  # without a word: the focus is with the question
        else:
            wide, tall = (
                spread(px(n), room, self._theme)
                for n, room in zip(self._size, (over.width(), over.height()), strict=True)
            )
            self.setGeometry((over.width() - wide) // 2, (over.height() - tall) // 2, wide, tall)

    def _about(self, room: QRect) -> QRect:
        """As much of the middle of `room` as the lines need."""
        wide, tall = (
            min(self._theme.px(round(n * GROWTH)), most)
            for n, most in zip(self._size, (room.width(), room.height()), strict=True)
        )
        layout = self.layout()
        if layout is not None:
            needed = layout.totalHeightForWidth(wide) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
            tall = min(tall, needed + self.height() - self.contentsRect().height())
        box = QRect(0, 0, wide, tall)
        box.moveCenter(room.center())
        if box.top() - room.top() < self._theme.px(SLICE):
            box.moveTop(room.top())  # half a field in sight above it would look like a fault
        return box

    def focusNextPrevChild(self, forward: bool) -> bool:
        return tab_inside((self, *self.beside), forward=forward)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.few and self.isVisible():
            done = super().event(event)
            self.place()
            return done
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._aim and event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)
