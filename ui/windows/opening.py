"""The first thing on the screen, painted before anything heavy is loaded: Qt alone stands then, without asyncio.

No `QSplashScreen`: it waits a second for a screen that shows nothing.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QEventLoop, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.look.fonts import sized
from ui.look.tokens import DARK

SIZE = (480, 270)
WAIT_MS = 500
"""A screen that shows nothing holds nobody up for longer."""


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
        self.seen = False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(DARK.ground))
        painter.setPen(QColor(DARK.quiet))
        painter.setFont(sized(44))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
        painter.end()
        self.seen = True
        self.painted.emit()


def appear(lang: str) -> Opening:
    """The program itself, and its first picture: on the screen when this returns, if the screen shows anything."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Kaibo")
    app.setQuitOnLastWindowClosed(False)
    opening = Opening(lang)
    opening.move(app.primaryScreen().availableGeometry().center() - opening.rect().center())
    until = QEventLoop()
    opening.painted.connect(until.quit)
    QTimer.singleShot(WAIT_MS, until, until.quit)
    opening.show()
    if not opening.seen:  # some systems paint while showing
        until.exec()
    return opening
