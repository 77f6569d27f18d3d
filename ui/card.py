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


def stock_words(item: Item) -> str:
    """What is left, as viewers are told."""
    if item.stock_left <= 0:
        return translate("card", "已售罄")
    if item.stock_left <= SCARCE:
        return translate("card", "仅剩 {n} 件").format(n=item.stock_left)
    return translate("card", "还有 {n} 件").format(n=item.stock_left)


def render(theme: Theme, item: Item, picture: QImage | None, width: int) -> QImage:
    """The card, `width` device pixels wide, transparent around its corners (premultiplied ARGB32)."""
    u = width / 420
    height = round(128 * u)
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QColor(theme.tokens.ground)
    ground.setAlphaF(0.86)
    ink.plane(painter, QRectF(0, 0, width, height), ground, 10 * u)
    side = height - 28 * u
    ink.picture(painter, QRectF(14 * u, 14 * u, side, side), picture, theme.colour("raised"), 6 * u)
    left = 14 * u + side + 16 * u
    room = width - left - 16 * u
    number = translate("card", "{number}号").format(number=item.number)
    title = sized(17 * u)
    strong = sized(17 * u, bold=True)
    took = ink.write(painter, QRectF(left, 12 * u, room, 26 * u), number, strong, theme.colour("text"))
    ink.write(
        painter,
        QRectF(left + took + 8 * u, 12 * u, room - took - 8 * u, 26 * u),
        item.title,
        title,
        theme.colour("text"),
    )
    big = sized(44 * u, bold=True)
    said = price(item.price_fen)
    if ink.width(said, big) > room:
        big = sized(44 * u * room / ink.width(said, big), bold=True)
    ink.write(painter, QRectF(left, 37 * u, room, 52 * u), said, big, QColor("#FF6B5E"))
    scarce = item.stock_left <= SCARCE
    left_words, small = stock_words(item), sized(15 * u, bold=scarce)
    line = QRectF(left, 91 * u, max(room, ink.width(left_words, small)), 24 * u)
    ink.write(painter, line, left_words, small, theme.colour("amber" if scarce else "text"))
    painter.end()
    return image
