"""The card of the item on air as an image: made once when something on it changes, then only laid over the picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from console.facts import Item
from console.money import price
from ui import ink
from ui.language import translate
from ui.theme import Theme, sized

SCARCE = 5
"""From here on "only n left" is worth saying."""
WIDE, TALL = 420, 128
"""The size it is designed at; any other is scaled, so that the smallest preview shows it true."""


def stock_words(item: Item) -> str:
    """What is left, as viewers are told."""
    if item.stock_left <= 0:
        return translate("card", "已售罄")
    if item.stock_left <= SCARCE:
        return translate("card", "仅剩 {n} 件").format(n=item.stock_left)
    return translate("card", "还有 {n} 件").format(n=item.stock_left)


def render(theme: Theme, item: Item, picture: QImage | None, width: int) -> QImage:
    """The card, `width` device pixels wide, transparent around its corners (premultiplied ARGB32)."""
    image = QImage(width, round(width * TALL / WIDE), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.scale(width / WIDE, width / WIDE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QColor(theme.tokens.ground)
    ground.setAlphaF(0.86)
    ink.plane(painter, QRectF(0, 0, WIDE, TALL), ground, 10)
    side = TALL - 28
    ink.picture(painter, QRectF(14, 14, side, side), picture, theme.colour("raised"), 6)
    left = 14 + side + 16
    room = WIDE - left - 16
    number = translate("card", "{number}号").format(number=item.number)
    title = sized(17)
    strong = sized(17, bold=True)
    took = ink.write(painter, QRectF(left, 12, room, 26), number, strong, theme.colour("text"))
    ink.write(
        painter,
        QRectF(left + took + 8, 12, room - took - 8, 26),
        item.title,
        title,
        theme.colour("text"),
    )
    big = sized(44, bold=True)
    said = price(item.price_fen)
    if ink.width(said, big) > room:
        big = sized(44 * room / ink.width(said, big), bold=True)
    ink.write(painter, QRectF(left, 37, room, 52), said, big, QColor("#FF6B5E"))
    scarce = item.stock_left <= SCARCE
    left_words, small = stock_words(item), sized(15, bold=scarce)
    line = QRectF(left, 91, max(room, ink.width(left_words, small)), 24)
    ink.write(painter, line, left_words, small, theme.colour("amber" if scarce else "text"))
    painter.end()
    return image
