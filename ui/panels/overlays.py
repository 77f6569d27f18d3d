"""What lies over the window for a moment and takes no focus: the typed number, the hold. All keys: `key_sheet`."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from console.facts import Item
from console.money import price
from console.state import ShowState
from ui.keys.shortcuts import spoken
from ui.look import ink
from ui.look.language import translate
from ui.look.pictures import Pictures
from ui.look.theme import Theme
from ui.panels.shadow import cast

FORGET_MS = 6_000
LONGEST = 5


class Overlay(QWidget):
    """Paints over its parent, lets clicks through and never has the focus."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._under = parent
        self.aim: QWidget | None = None
        """Lie over the middle of this part rather than of the window."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVisible(False)

    def cover(self) -> None:
        """Lie over all of the parent, on top."""
        self.setGeometry(self._under.rect())
        self.raise_()

    def grow(self, factor: float) -> None:
        """Paint larger, for eyes two metres away."""
        self.theme = self.theme.larger(factor)

    def open(self) -> None:
        self.cover()
        self.setVisible(True)
        self.update()

    def middle(self, wide: float, tall: float) -> QRectF:
        """A box a little above the middle of what is aimed at."""
        whole = QRectF(self.rect())
        if self.aim is not None:
            whole = QRectF(self.aim.rect()).translated(self.aim.mapTo(self._under, QPoint(0, 0)))
        edge = self.theme.px(12)
        lowest = self.height() - tall - edge
        y = min(whole.y() + (whole.height() - tall) * 0.42, lowest)
        if self.aim is not None:
            y = max(y, min(whole.y(), lowest))  # the clock of the show is not cut in half
        return QRectF(whole.center().x() - wide / 2, max(float(edge), y), wide, tall)

    def plate(self, painter: QPainter, box: QRectF) -> None:
        """The raised plane everything here stands on."""
        theme = self.theme
        cast(painter, theme, box)
        ink.plane(painter, box, theme.colour("sheet"), theme.px(10), theme.colour("edge"))


class NumberOverlay(Overlay):
    """The number typed on the keypad, and which item that is; forgotten after a while."""

    entered = Signal(int)

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._pictures = pictures
        self._state = ShowState()
        self.typed = ""
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(FORGET_MS)
        self._forget.timeout.connect(self.drop)

    def show_state(self, state: ShowState) -> None:
        self._state = state
        self.update()

    def type(self, digit: str) -> None:
        """Add one digit."""
        self.typed = (self.typed + digit)[-LONGEST:]
        self._forget.start()
        self.setAccessibleName(self.typed)
        self.open()

    def rub_out(self) -> bool:
        """Take the last digit away; False when there was none."""
        if not self.typed:
            return False
        self.typed = self.typed[:-1]
        self.update()
        return True if self.typed else self.drop()

    def drop(self) -> bool:
        """Forget the number; False when there was none."""
        if not self.typed:
            return False
        self.typed = ""
        self._forget.stop()
        self.setVisible(False)
        return True

    def enter(self) -> None:
        """Put the number typed on air."""
        if self.typed:
            number = int(self.typed)
            self.drop()
            self.entered.emit(number)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px = self.theme, self.theme.px
        item = self._state.by_number(int(self.typed)) if self.typed else None
        wide, tall = px(560), px(152)
        box = self.middle(wide, tall)
        self.plate(painter, box)
        big = theme.font(88, bold=True)
        column = QRectF(box.x() + px(24), box.y(), max(px(120), ink.width(self.typed, big)), tall)
        ink.write(painter, column, self.typed, big, theme.colour("text" if item else "amber"), ink.CENTRE)
        self._tell(painter, box.adjusted(column.width() + px(48), px(20), -px(20), -px(20)), item)
        painter.end()

    def _tell(self, painter: QPainter, box: QRectF, item: Item | None) -> None:
        theme, px = self.theme, self.theme.px
        line = QRectF(box.x(), box.y(), box.width(), px(34))
        if item is None:
            said = translate("number", "没有这个编号")
            ink.write(painter, line.translated(0, px(24)), said, theme.font(20, bold=True), theme.colour("amber"))
        else:
            side = px(72)
            picture = QRectF(box.x(), box.y(), side, side)
            ink.picture(painter, picture, self._pictures.get(item.thumb, 128), theme.colour("surface"), rim=theme.rim())
            line.setLeft(picture.right() + px(14))
            ink.write(painter, line, item.title, theme.font(20, bold=True), theme.colour("text"))
            ok = item.sellable
            said = price(item.price_fen)
            left = translate("number", "剩 {n} 件").format(n=item.stock_left)
            ink.write(
                painter,
                line.translated(0, px(34)),
                f"{said} · {left}",
                theme.font(16),
                theme.colour("quiet" if ok else "amber"),
            )
        hint = QRectF(box.x(), box.bottom() - px(24), box.width(), px(24))
        key = spoken("Num+Enter")
        took = ink.keycap(
            painter, hint.x(), hint.center().y(), key, theme.font(12), theme.colour("text"), theme.colour("edge")
        )
        said = translate("number", "上讲解 · Esc 取消")
        ink.write(painter, hint.adjusted(took + px(8), 0, 0, 0), said, theme.font(13), theme.colour("quiet"))


class HoldOverlay(Overlay):
    """A ring that closes while the key of what cannot be undone is held; `words` say what that is."""

    def __init__(self, theme: Theme, parent: QWidget, words: str, sign: str = "square") -> None:
        super().__init__(theme, parent)
        self._words, self._sign = words, sign
        self._share = 0.0

    def show_share(self, share: float) -> None:
        self._share = share
        if share > 0 and not self.isVisible():
            self.open()
        elif share <= 0:
            self.setVisible(False)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px = self.theme, self.theme.px
        wide, tall = px(260), px(210)
        box = self.middle(wide, tall)
        self.plate(painter, box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(box.center().x() - px(44), box.y() + px(24), px(88), px(88))
        painter.setPen(QPen(theme.colour("edge"), px(8)))
        painter.drawEllipse(ring)
        pen = QPen(theme.colour("on_air"), px(8))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(ring, 90 * 16, -int(360 * 16 * min(1.0, self._share)))
        ink.shape(painter, self._sign, QPointF(ring.center()), px(28), theme.colour("text"))
        line = QRectF(box.x(), ring.bottom() + px(16), box.width(), px(28))
        ink.write(
            painter,
            line,
            self._words,
            theme.font(18, bold=True),
            theme.colour("text"),
            ink.CENTRE,
        )
        said = translate("hold", "松开就取消")
        ink.write(painter, line.translated(0, px(26)), said, theme.font(13), theme.colour("quiet"), ink.CENTRE)
        painter.end()
