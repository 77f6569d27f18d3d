"""The burst as a strip: the best frame is chosen already, another is one key away."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.facts import Shot
from ui.look import ink
from ui.look.language import translate
from ui.look.pictures import Pictures
from ui.look.theme import Theme

MOST, COMMON = 6, 4
"""So many at most, and room for so many where there are fewer."""


class ShotStrip(QWidget):
    """Up to six frames side by side: those of the burst, and what was made of them."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pictures = pictures
        self._shots: tuple[Shot, ...] = ()
        self.shot = 0
        self.compact = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate("flash", "连拍的照片"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        pictures.arrived.connect(lambda _name: self.update())

    def show_shots(self, shots: tuple[Shot, ...], chosen: int = 0) -> None:
        """Show a burst, one of its frames chosen; none hides the strip. Of too many the newest are left out."""
        self._shots = shots[:MOST]
        self.shot = min(chosen, max(0, len(self._shots) - 1))
        self.setVisible(bool(shots))
        self.update()

    def step(self, by: int) -> None:
        """Choose the next frame, or the one before."""
        if self._shots:
            self.choose((self.shot + by) % len(self._shots))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(44 if self.compact else 60))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(44))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for n in range(len(self._shots)):
            if self._box(n).contains(event.position()):
                self.choose(n)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        for n, shot in enumerate(self._shots):
            box = self._box(n)
            image = self._pictures.get(shot.thumb, round(box.width() * self.devicePixelRatioF()))
            if n != self.shot:
                painter.setOpacity(0.6)
            else:
                ink.plane(painter, box, theme.colour("jade"), theme.px(6))
                box = box.adjusted(2.5, 2.5, -2.5, -2.5)
            ink.picture(painter, box, image, theme.colour("raised"), theme.px(5), theme.rim())
            painter.setOpacity(1)
        painter.end()

    def choose(self, n: int) -> None:
        """Let this frame be the one that is listed."""
        self.shot = n
        self.update()
        self.chosen.emit(n)

    def _box(self, n: int) -> QRectF:
        gap = self._theme.px(8)
        count = max(COMMON, len(self._shots))
        wide = (self.width() - gap * (count - 1)) / count
        return QRectF(n * (wide + gap), 0, wide, self.height())
