"""The first thing on the screen, painted before anything heavy is loaded."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

GROUND, TEXT = "#0E1116", "#9BA6B4"


class Opening(QWidget):
    """Name and one word, until the console stands."""

    painted = Signal()
    """Somebody can see it."""

    def __init__(self, lang: str) -> None:
        super().__init__(None, Qt.WindowType.SplashScreen)
        self._words = "开播" if lang.startswith("zh") else "Kaibo"
        self.setFixedSize(480, 270)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(GROUND))
        painter.setPen(QColor(TEXT))
        font = QFont()
        font.setFamilies(["Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC"])
        font.setPixelSize(44)
        painter.setFont(font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
        painter.end()
        self.painted.emit()
