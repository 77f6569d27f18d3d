"""What all painted parts of the anchor's screen share: the state, the unit, and the plane they lie on.

Everything is painted in units of the window (`unit` is one pixel of a 1920x1080 screen), so that it
is as large as the screen allows.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from console.state import ShowState
from ui.look import ink
from ui.look.pictures import Pictures
from ui.look.theme import Theme


class AnchorPart(QWidget):
    """A part of the anchor's screen."""

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.pictures = theme, pictures
        self.state = ShowState()
        self.unit = 1.0
        pictures.arrived.connect(lambda _name: self.update())

    def show_state(self, state: ShowState, unit: float) -> None:
        self.state, self.unit = state, unit
        self.setAccessibleName(self.spoken())
        self.update()

    def spoken(self) -> str:
        """What it shows, for a screen reader."""
        return ""

    def begin(self) -> QPainter:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink.plane(painter, QRectF(self.rect()), self.theme.colour("surface"), 10 * self.unit)
        return painter
