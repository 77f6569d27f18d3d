"""Where a list or a page ends in sight: rows are whole, and what goes on below fades instead of ending in mid-word.

What stands in a list is its own affair.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QScrollArea, QTableView, QWidget

from ui.look.theme import Theme

FADE = 28
"""Design pixels over which a page fades that goes on."""


def cut_row(view: QAbstractItemView, *, alone: bool = True) -> QRect:
    """The room of the row that the lower edge would cut, in the viewport; empty where rows end before it.

    A row that is `alone` in sight stays, however little there is of it.
    """
    box = view.viewport().rect()
    row = view.visualRect(view.indexAt(QPoint(0, box.bottom())))
    if row.isEmpty() or row.bottom() <= box.bottom() or (alone and row.top() <= 0):
        return QRect()
    return QRect(0, row.top(), box.width(), box.bottom() - row.top() + 1)


def hide_cut_row(view: QAbstractItemView, theme: Theme, plane: str, *, alone: bool = True) -> None:
    """To be called once the rows are painted: what the lower edge would cut is plane."""
    cut = cut_row(view, alone=alone)
    if not cut.isEmpty():
        painter = QPainter(view.viewport())
        painter.fillRect(cut, theme.colour(plane))
        painter.end()


class WholeRows(QListView):
    """A list that scrolls by rows, and shows none of a row that it has no room for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        """What rows are painted with."""
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        hide_cut_row(self, self.theme, "surface")


class WholeTable(QTableView):
    """A table on a sheet that scrolls by rows, and shows none of a row that it has no room for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        hide_cut_row(self, self.theme, "sheet", alone=False)  # its names of columns say that there are rows


class FadingArea(QScrollArea):
    """A page behind a bar that comes when there is more than fits; what goes on below fades into `plane`."""

    def __init__(self, theme: Theme, inside: QWidget, plane: str = "sheet") -> None:
        super().__init__()
        self._inside = inside
        inside.setObjectName("scrolled")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self.fade = _Fade(theme, self, plane)

    def sizeHint(self) -> QSize:
        """As high as all of the page at the width it has."""
        inside, wide = self._inside, self.viewport().width()
        tall = inside.heightForWidth(wide) if inside.hasHeightForWidth() else inside.sizeHint().height()
        return QSize(super().sizeHint().width(), tall)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class _Fade(QWidget):
    """Lies over the lower edge of a page while more of it follows; clicks go through."""

    def __init__(self, theme: Theme, area: FadingArea, plane: str) -> None:
        super().__init__(area)
        self._theme, self._area, self._plane = theme, area, plane
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVisible(False)
        bar = area.verticalScrollBar()
        bar.valueChanged.connect(self._place)
        bar.rangeChanged.connect(self._place)
        area.viewport().installEventFilter(self)

    def _place(self) -> None:
        bar, box = self._area.verticalScrollBar(), self._area.viewport().geometry()
        tall = self._theme.px(FADE)
        self.setGeometry(box.x(), box.bottom() + 1 - tall, box.width(), tall)
        self.setVisible(bar.value() < bar.maximum())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        fading = QLinearGradient(0, 0, 0, self.height())
        fading.setColorAt(0, self._theme.colour(self._plane, 0))
        fading.setColorAt(0.85, self._theme.colour(self._plane))
        painter = QPainter(self)
        painter.fillRect(self.rect(), fading)
        painter.end()
