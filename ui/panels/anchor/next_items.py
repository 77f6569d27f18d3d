"""What comes next on the anchor's screen: the next three with pictures, larger where they are fewer."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.facts import Item
from console.money import price
from ui.keys.shortcuts import Key
from ui.look import ink
from ui.look.fonts import sized
from ui.look.format import points, whole
from ui.look.language import translate
from ui.look.pictures import Pictures
from ui.look.theme import Theme
from ui.panels.anchor.part import AnchorPart
from ui.panels.anchor.tools import fitted

SCARCE = 3
"""From here on what is left is coloured, as on the item on air."""


class NextPanel(AnchorPart):
    """The next three, with pictures."""

    def __init__(
        self, theme: Theme, pictures: Pictures, keys: Mapping[str, Key], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, pictures, parent)
        self._keys = keys

    def spoken(self) -> str:
        return "，".join(f"{item.number} {item.title}" for item in self.state.upcoming())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self.begin()
        u, theme = self.unit, self.theme
        box = QRectF(self.rect()).adjusted(24 * u, 14 * u, -24 * u, -20 * u)
        head = QRectF(box.x(), box.y(), box.width(), 36 * u)
        items = self.state.upcoming()
        self._paint_head(painter, head, more=bool(items))
        if not items:
            quiet = theme.colour("quiet")
            ink.write(painter, box, translate("anchor", "后面没有了"), sized(28 * u), quiet, ink.CENTRE)
        gap = 28 * u
        wide = (box.width() - gap * (len(items) - 1)) / max(1, len(items))
        top = head.bottom() + 10 * u
        for n, item in enumerate(items):
            self._paint_item(painter, QRectF(box.x() + n * (wide + gap), top, wide, box.bottom() - top), item)
        painter.end()

    def _paint_head(self, painter: QPainter, head: QRectF, *, more: bool) -> None:
        """What this is, and the key that goes on, where there is anything to go on to."""
        u, theme = self.unit, self.theme
        quiet = theme.colour("quiet")
        ink.write(painter, head, translate("anchor", "接下来"), sized(22 * u), quiet)
        if not more:
            return
        said, cap = translate("anchor", "下一件"), sized(17 * u)
        x = head.right() - ink.width(said, sized(22 * u))
        ink.write(painter, QRectF(x, head.y(), head.right() - x + 1, head.height()), said, sized(22 * u), quiet)
        key = self._keys["next"].shown
        left = x - ink.keycap_width(key, cap) - 10 * u
        ink.keycap(painter, left, head.center().y(), key, cap, theme.colour("text"), theme.colour("edge"))

    def _paint_item(self, painter: QPainter, box: QRectF, item: Item) -> None:
        u, theme = self.unit, self.theme
        side = min(box.height(), box.width() * 0.5)
        wide = min(side * 1.5, box.width() * 0.4) if box.width() > 3 * side else side
        picture = QRectF(box.x(), box.y(), wide, box.height() if wide > side else side)
        ink.picture(painter, picture, self.pictures.get(item.square or item.thumb, 320), theme.colour("raised"), 8 * u)
        words = box.adjusted(wide + 20 * u, 0, 0, 0)
        if box.width() > 4 * side:  # alone it has room for what is to be said of it
            self._paint_at_length(painter, words, item)
        else:
            self._paint_words(painter, words, picture.height() / 4, item)

    def _paint_at_length(self, painter: QPainter, words: QRectF, item: Item) -> None:
        """Number and title, price and what is left, and what is to be said of it, below each other."""
        u, theme = self.unit, self.theme
        text, amber, quiet = (theme.colour(name) for name in ("text", "amber", "quiet"))
        line = QRectF(words.x(), words.y(), words.width(), words.height() * 0.28)
        number = translate("anchor", "{number} 号").format(number=item.number)
        took = ink.write(painter, line, number, sized(32 * u, bold=True), text) + 18 * u
        ink.write(painter, line.adjusted(took, 0, 0, 0), item.title, sized(30 * u), text)
        line.moveTop(line.bottom())
        took = ink.write(painter, line, price(item.price_fen), sized(40 * u, bold=True), text) + 18 * u
        left = translate("anchor", "剩 {n}").format(n=whole(item.stock_left))
        scarce = 0 < item.stock_left <= SCARCE
        ink.write(painter, line.adjusted(took, 6 * u, 0, 6 * u), left, sized(26 * u), amber if scarce else quiet)
        rest = QRectF(words.x(), line.bottom() + 6 * u, words.width(), words.bottom() - line.bottom() - 6 * u)
        ink.lines(painter, rest, " · ".join(points(item)), sized(26 * u), quiet)

    def _paint_words(self, painter: QPainter, words: QRectF, step: float, item: Item) -> None:
        """Number, title, price and what is left, below each other; a long title takes two of the lines."""
        u, theme = self.unit, self.theme
        text, amber, quiet = (theme.colour(name) for name in ("text", "amber", "quiet"))
        line = QRectF(words.x(), words.y(), words.width(), step)
        number = translate("anchor", "{number} 号").format(number=item.number)
        long = ink.width(item.title, sized(28 * u)) > words.width()
        took = ink.write(painter, line, number, sized((28 if long else 32) * u, bold=True), text) + 10 * u
        if long:
            title = QRectF(words.x(), words.y() + step, words.width(), 2 * step)
            ink.lines(painter, title, item.title, sized(25 * u), text)
        else:
            ink.write(painter, line.translated(0, step), item.title, sized(28 * u), text)
        cost = price(item.price_fen)
        font = fitted(cost, 38 * u, words.width())
        ink.write(painter, line.translated(0, (3 if long else 2) * step), cost, font, text)
        left = translate("anchor", "剩 {n}").format(n=whole(item.stock_left))
        place = line.adjusted(took, 0, 0, 0) if long else line.translated(0, 3 * step)
        scarce = 0 < item.stock_left <= SCARCE
        font = fitted(left, 24 * u, max(1.0, place.width()), bold=False)
        ink.write(painter, place, left, font, amber if scarce else quiet)
