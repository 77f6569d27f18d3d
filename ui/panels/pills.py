"""A line of small painted plates; shape, word and colour of each say the same. What has no room is counted."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import ink
from ui.look.format import Standing
from ui.look.theme import Theme


class Pills(QWidget):
    """Shows standings side by side; empty, it takes no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[Standing, ...] = ()
        self._strong = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVisible(False)

    @property
    def words(self) -> tuple[str, ...]:
        """All it says."""
        return tuple(standing.word for standing in self._shown)

    def say(self, shown: Sequence[Standing], *, strong: int = -1, lead: str = "") -> None:
        """Show `shown`, the one at `strong` on a plane of its own; `lead` goes before it for a screen reader."""
        if (tuple(shown), strong) == (self._shown, self._strong):
            return
        self._shown, self._strong = tuple(shown), strong
        self.setAccessibleName(" ".join((lead, "，".join(self.words))).strip())
        self.setToolTip("\n".join(self.words))
        self.setVisible(bool(shown))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(26))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(60), self._theme.px(26))

    def _width(self, n: int) -> float:
        standing, font = self._shown[n], self._theme.font(13, bold=n == self._strong)
        return math.ceil(ink.width(standing.word, font)) + self._theme.px(38 if standing.shape else 20)

    def _from(self) -> int:
        """The first that is painted: the strong one and what comes after it are what matters."""
        if sum(self._width(n) + self._theme.px(6) for n in range(len(self._shown))) <= self.width():
            return 0
        return max(0, self._strong)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        x, tall, font = 0.0, float(self.height()), theme.font(13)
        for n in range(self._from(), len(self._shown)):
            standing = self._shown[n]
            wide = self._width(n)
            rest = len(self._shown) - n - 1
            more = ink.width(f"+{rest}", font) + px(6) if rest else 0
            if x + wide + more > self.width() and x:
                ink.write(painter, QRectF(x, 0, px(40), tall), f"+{rest + 1}", font, theme.colour("quiet"))
                break
            wide = min(wide, self.width() - more)
            box = QRectF(x, 0, wide, tall)
            strong = n == self._strong
            plane = {"jade": "jade_plane", "amber": "amber_plane", "blue": "blue_plane"}.get(standing.tone, "raised")
            edge = theme.colour(standing.tone) if strong else None
            ink.plane(painter, box, theme.colour(plane), px(6), edge)
            left = px(10)
            tone = theme.colour(standing.tone)
            if standing.shape:
                ink.shape(painter, standing.shape, QPointF(x + px(15), box.center().y()), px(10), tone)
                left = px(26)
            words = box.adjusted(left, 0, 0, 0)
            ink.write(painter, words, standing.word, theme.font(13, bold=strong), tone)
            x += wide + px(6)
        painter.end()
