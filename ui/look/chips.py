"""A small painted plate: a shape, words, and a figure that counts. Shape, word and colour say the same."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import ink
from ui.look.theme import Theme


class Chip(QWidget):
    """Says one thing. Empty, it takes no room; `elastic`, its words may be cut and stand in the tool tip."""

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, flat: bool = False, elastic: bool = False
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._flat = flat
        self._elastic = elastic
        self._parts = ("", "", "")
        self._more = ""
        self._room = True
        self._tone = self._mark = "quiet"
        wish = QSizePolicy.Policy.Preferred if elastic else QSizePolicy.Policy.Fixed
        self.setSizePolicy(wish, QSizePolicy.Policy.Fixed)
        self.setVisible(False)

    @property
    def text(self) -> str:
        """All it says."""
        return " ".join(part for part in self._parts[1:] if part)

    @property
    def tone(self) -> str:
        return self._tone

    def say(
        self, words: str, figure: str = "", *, tone: str = "text", shape: str = "", mark: str = "", more: str = ""
    ) -> None:
        """Show `shape` (in the colour `mark`, else `tone`), `words`, the stronger `figure`; nothing hides the chip.

        `more` is said to a screen reader and in the tool tip only.
        """
        self._mark = mark or tone
        if more != self._more:
            self._more, self._parts = more, ("", "", "")
        parts = (shape, words, figure)
        if parts == self._parts and tone == self._tone:
            return
        resized = self.sizeHint() != self._hint(parts)
        self._parts, self._tone = parts, tone
        self.setAccessibleName(" · ".join(said for said in (self.text, more) if said))
        self.setToolTip("\n".join(said for said in (self.text if self._elastic else "", more) if said))
        self.setVisible(self._room and bool(self.text))
        if resized:
            self.updateGeometry()
        self.update()

    def give_room(self, room: bool) -> None:
        """Let it show or, where there is no room for it, not."""
        self._room = room
        self.setVisible(room and bool(self.text))

    def sizeHint(self) -> QSize:
        return self._hint(self._parts)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), self._theme.px(96)), hint.height()) if self._elastic else hint

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, (shape, words, figure) = self._theme, self._parts
        box = QRectF(self.rect())
        if not self._flat:
            ink.plane(
                painter,
                box,
                theme.colour(f"{self._tone}_plane" if self._tone in ("amber", "trouble") else "raised"),
                theme.px(6),
            )
        x: float = self._pad
        colour = theme.colour(self._tone)
        if shape:
            size = theme.px(11)
            ink.shape(painter, shape, QPointF(x + size / 2, box.center().y()), size, theme.colour(self._mark))
            x += size + theme.px(7)
        plain, strong = theme.font(13), theme.font(13, bold=True)
        room = box.width() - x - self._pad
        if words and figure and self._elastic:  # what counts is never cut for the sake of what it is
            room = max(room / 3, room - ink.width(figure, strong) - theme.px(6))
        if words:
            quiet = theme.colour("quiet") if figure and not shape and self._tone == "text" else colour
            x += ink.write(painter, QRectF(x, 0, max(0.0, room), box.height()), words, plain, quiet)
            x += theme.px(6) if figure else 0
        if figure:
            ink.write(painter, QRectF(x, 0, box.right() - self._pad - x + 1, box.height()), figure, strong, colour)
        painter.end()

    @property
    def _pad(self) -> float:
        return 0.0 if self._flat else self._theme.px(10)

    def _hint(self, parts: tuple[str, str, str]) -> QSize:
        theme, (shape, words, figure) = self._theme, parts
        wide: float = 2 * self._pad + (theme.px(18) if shape else 0)
        wide += ink.width(words, theme.font(13)) + ink.width(figure, theme.font(13, bold=True))
        wide += theme.px(6) if words and figure else 0
        return QSize(int(wide) + 2, theme.px(26))


class Remark(QWidget):
    """A sentence that must be read: it wraps and is never cut. Empty, it takes no room.

    It sets its own height: a height that depends on the width would keep the column around it from shrinking.
    """

    said = Signal()
    """It says something else."""

    def __init__(
        self, theme: Theme, shape: str, tone: str, parent: QWidget | None = None, *, floats: bool = False
    ) -> None:
        """One that `floats` lies over other words and has an edge against them."""
        super().__init__(parent)
        self._theme, self._shape, self._tone, self._floats = theme, shape, tone, floats
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVisible(False)

    def say(self, words: str, shape: str = "", tone: str = "") -> None:
        """Show `words`, with another shape and colour where those are given; no words hide it."""
        self._shape, self._tone = shape or self._shape, tone or self._tone
        self.text = words
        self.setAccessibleName(words)
        self._fit()
        self.setVisible(bool(words))
        self.update()
        self.said.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        edge = theme.colour(self._tone) if self._floats else None
        ink.plane(painter, QRectF(self.rect()), theme.colour(f"{self._tone}_plane"), px(6), edge)
        ink.shape(painter, self._shape, QPointF(px(16), self.height() / 2), px(12), theme.colour(self._tone))
        painter.setFont(theme.font(13))
        painter.setPen(theme.colour(self._tone))
        painter.drawText(self._words_box(self.height()), int(ink.LEFT | Qt.TextFlag.TextWordWrap), self.text)
        painter.end()

    def natural_width(self) -> int:
        """How wide it is on one line, logical pixels."""
        return math.ceil(ink.width(self.text, self._theme.font(13))) + self._theme.px(42)

    def _words_box(self, height: float) -> QRectF:
        left = self._theme.px(28)
        return QRectF(left, 0, max(40, self.width() - left - self._theme.px(10)), height)

    def _fit(self) -> None:
        metrics = QFontMetricsF(self._theme.font(13))
        need = metrics.boundingRect(self._words_box(1000), int(ink.LEFT | Qt.TextFlag.TextWordWrap), self.text)
        self.setFixedHeight(max(self._theme.px(26), round(need.height()) + self._theme.px(6)))
