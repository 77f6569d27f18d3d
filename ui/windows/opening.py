"""The first thing on the screen, painted before anything heavy is loaded."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.look.theme import sized
from ui.look.tokens import DARK

SIZE = (480, 270)


class Left(Exception):
    """The person, or the system, wants the program to end before it is open."""


class Opening(QWidget):
    """Name and one word, until the console stands."""

    painted = Signal()
    """Somebody can see it."""

    def __init__(self, lang: str) -> None:
        super().__init__(None, Qt.WindowType.SplashScreen)
        self._words = "开播" if lang.startswith("zh") else "Kaibo"
        self.setFixedSize(*SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(DARK.ground))
        painter.setPen(QColor(DARK.quiet))
        painter.setFont(sized(44))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
        painter.end()
        self.painted.emit()
