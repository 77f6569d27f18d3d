"""Buttons that show the key that does the same, and the one that must be held."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from ui.keys.hold import Hold
from ui.look import icons, ink
from ui.look.theme import Theme

ICON = 18
"""Side of the icon of a button."""


class KeyButton(QPushButton):
    """A button with its key beside its name, quieter.

    `kind` is a name the stylesheet knows, `icon` one of `icons.NAMES`.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        key: str = "",
        *,
        kind: str = "",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._key = self._own_key = key
        self._icon = icon
        self._spares = False
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setAccessibleName(f"{text} {key}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def setText(self, text: str) -> None:
        """Another name, for eyes and for a screen reader."""
        super().setText(text)
        self.setAccessibleName(f"{text} {self._own_key}".strip())

    def set_key(self, key: str) -> None:
        """Another key that does the same; "" for none."""
        self._key = self._own_key = key
        self.setText(self.text())
        self.updateGeometry()

    def show_key(self, *, shown: bool) -> None:
        """Show the key, or leave it out where there is no room; a screen reader says it all the same."""
        key = self._own_key if shown else ""
        if key != self._key:
            self._key = key
            self.updateGeometry()
            self.update()

    def spare_icon(self) -> None:
        """Leave the icon out where there is no room for it."""
        self._spares = True
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(
            int(self._content() + 2 * self._theme.px(6 if self.property("kind") == "plain" else 14)), hint.height()
        )

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(hint.width() - self._icon_room(), hint.height()) if self._spares else hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does: whoever came here by keys means it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            event.accept()
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        self._write(painter)
        painter.end()

    def _write(self, painter: QPainter) -> None:
        self._words(painter, self.palette().buttonText().color())

    def _words(self, painter: QPainter, colour: QColor) -> None:
        theme = self._theme
        font = self._font()
        content, room = self._content(), self._icon_room()
        iconic = bool(self._icon) and not (self._spares and self.width() < self.sizeHint().width())
        x = (self.width() - content + (0 if iconic else room)) / 2
        if iconic:
            side = theme.px(ICON)
            icons.paint(painter, self._icon, QRectF(x, (self.height() - side) / 2, side, side), colour)
            x += room
        x += ink.write(painter, QRectF(x, 0, self.width(), self.height()), self.text(), font, colour)
        if self._key:
            edge = QColor(colour)
            edge.setAlphaF(0.35)
            words = theme.colour("quiet") if colour == theme.colour("text") else colour
            ink.keycap(painter, x + theme.px(8), self.height() / 2, self._key, theme.font(12), words, edge)

    def _icon_room(self) -> int:
        return self._theme.px(ICON + (6 if self.text() else 0)) if self._icon else 0

    def _font(self) -> QFont:
        self.ensurePolished()
        return self.font()

    def _content(self) -> float:
        wide = QFontMetricsF(self._font()).horizontalAdvance(self.text()) + self._icon_room()
        return wide + (self._theme.px(8) + ink.keycap_width(self._key, self._theme.font(12)) if self._key else 0)


class HoldButton(KeyButton):
    """Does nothing when clicked; held, it fills and then does it. The focus never lands on it."""

    def __init__(self, theme: Theme, text: str, key: str, hold: Hold, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, key, parent=parent)
        self._hold = hold
        self._share = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        hold.progressed.connect(self._show)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self._hold.begin()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hold.let_go()
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.rect().contains(event.position().toPoint()):
            self._hold.let_go()
        super().mouseMoveEvent(event)

    def _write(self, painter: QPainter) -> None:
        if self._share > 0:
            box = QRectF(0, 0, self.width() * self._share, self.height())
            painter.save()
            painter.setClipRect(box)
            ink.plane(painter, QRectF(self.rect()), self._theme.colour("on_air_deep"), self._theme.px(6))
            self._words(painter, self._theme.colour("bright"))
            painter.setClipRect(QRectF(self.rect()).adjusted(box.width(), 0, 0, 0))
            super()._write(painter)
            painter.restore()
            return
        super()._write(painter)

    def _show(self, share: float) -> None:
        self._share = share
        self.update()
