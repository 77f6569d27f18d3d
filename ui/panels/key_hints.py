"""Keys painted where they help: at the end of a field, and in a line below a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from ui.look import ink
from ui.look.theme import Theme


class KeyHint(QWidget):
    """A key painted inside a field's right end; while it is shown the text ends before it."""

    def __init__(self, theme: Theme, key: str, field: QLineEdit) -> None:
        super().__init__(field)
        self._theme, self._key, self._field = theme, key, field
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        wide = int(ink.keycap_width(key, theme.font(12))) + theme.px(8)
        row = QHBoxLayout(field)
        row.setContentsMargins(0, 0, theme.px(4), 0)
        row.addStretch(1)
        row.addWidget(self)
        self.setFixedSize(wide, theme.px(28))
        self._keep_room(shown=True)

    def give_way(self, *, shown: bool) -> None:
        """Be there, or leave the field to what is typed."""
        self.setVisible(shown)
        self._keep_room(shown=shown)

    def _keep_room(self, *, shown: bool) -> None:
        self._field.setTextMargins(0, 0, self.width() if shown else 0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        ink.keycap(
            painter, 2, self.height() / 2, self._key, theme.font(12), theme.colour("quiet"), theme.colour("edge")
        )
        painter.end()


class KeyHints(QWidget):
    """Keys and what they do, side by side; what does not fit is left out, never cut."""

    def __init__(self, theme: Theme, hints: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._hints = theme, hints
        self.setFixedHeight(theme.px(34))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show these instead."""
        if tuple(hints) != tuple(self._hints):
            self._hints = hints
            self.update()

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._hints)

    def sizeHint(self) -> QSize:
        return QSize(0, self._theme.px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        font, cap = theme.font(13), theme.font(12)
        x, middle = float(px(20)), self.height() / 2
        for key, said in self._hints:
            wide = ink.keycap_width(key, cap) + (px(8) + ink.width(said, font) if said else 0)
            if x + wide > self.width() - px(16):
                break
            x += ink.keycap(painter, x, middle, key, cap, theme.colour("quiet"), theme.colour("edge"))
            if said:
                box = QRectF(x + px(8), 0, self.width() - x, self.height())
                x += px(8) + ink.write(painter, box, said, font, theme.colour("quiet"))
            x += px(20 if said else 6)
        painter.end()
