"""The shadow that a sheet casts on what it lies over, so that white on white and dark on dark stand apart.

A plane of its own below the sheet: an effect on the sheet itself would paint all of it twice.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.look import ink
from ui.look.theme import Theme

LAYERS = (20, 16, 12, 9, 6, 4, 2)
"""Design pixels by which each layer is wider than the sheet."""
DARKNESS = {"dark": 0.12, "light": 0.026}
"""How dark each layer is."""
FOLLOWED = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ZOrderChange,
    QEvent.Type.ParentChange,
)


def cast(painter: QPainter, theme: Theme, box: QRectF) -> None:
    """Paint the shadow of a plane that lies in `box`."""
    shade = theme.colour("shade", DARKNESS[theme.look])
    for far in LAYERS:
        wide = theme.px(far)
        ink.plane(painter, box.adjusted(-wide, -wide / 2, wide, wide * 1.3), shade, theme.px(10) + wide)


class Shadow(QWidget):
    """Lies below `sheet` wherever that lies over the window; made once, it follows by itself."""

    def __init__(self, theme: Theme, sheet: QWidget) -> None:
        super().__init__(sheet.parentWidget())
        self._theme, self._sheet = theme, sheet
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVisible(False)
        sheet.installEventFilter(self)
        sheet.destroyed.connect(self.deleteLater)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._sheet and event.type() in FOLLOWED:
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        over = self._sheet.parentWidget()
        if over is not self.parentWidget():
            self.setParent(over)
        free = over is not None and over.isWindow()  # docked in another sheet it lies on its plane
        self.setVisible(free and not self._sheet.isHidden())
        if free:
            far = self._theme.px(LAYERS[0] * 2)
            self.setGeometry(self._sheet.geometry().adjusted(-far, -far, far, far))
            self.stackUnder(self._sheet)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        far = self._theme.px(LAYERS[0] * 2)
        cast(painter, self._theme, QRectF(self.rect()).adjusted(far, far, -far, -far))
        painter.end()
