"""What the anchor can talk about under price and stock: the points, what is known of the goods, who just bought.

Filled from the top with what helps most, as large as there is room for; nothing is shown for the sake of filling.
Painted in units of the window, like all of the anchor's screen.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter

from console.facts import Item, Sale, SaleStatus
from console.state import ShowState
from ui.look import ink
from ui.look.fonts import sized
from ui.look.format import points, wall, whole
from ui.look.language import translate
from ui.look.theme import Theme

POINT_SIZES = (44, 40, 36, 32, 28, 25)
"""Sizes of a selling point, units: the largest at which all of them fit is taken."""
SALES_SHOWN = 5
LEAST_PICTURE = 200
"""Units of height below which a picture of the goods tells nothing."""


def tall(said: str, font: QFont, wide: float) -> float:
    """How high `said` is in lines of this width."""
    flags = int(Qt.TextFlag.TextWordWrap)
    return QFontMetricsF(font).boundingRect(QRectF(0, 0, max(1.0, wide), 100_000), flags, said).height()


def fit_points(said: list[str], wide: float, high: float, u: float) -> tuple[QFont, list[str], list[float]]:
    """The largest type in which all points fit into `wide` x `high`, the paragraphs they make, and how high each is.

    A paragraph for each; where even the smallest type has no room for that, one for all of them.
    """
    font = sized(POINT_SIZES[-1] * u)
    for size in POINT_SIZES:
        font = sized(size * u)
        heights = [tall(each, font, wide - size * u) + 0.4 * size * u for each in said]
        if sum(heights) <= high:
            return font, said, heights
    together = " · ".join(said)
    return font, [together], [min(high, tall(together, font, wide - POINT_SIZES[-1] * u))]


def facts(item: Item) -> list[tuple[str, str]]:
    """What is known of the goods themselves: the name of each, and its value."""
    trust = item.trust
    named = (
        (translate("trust", "尺寸"), trust.size),
        (translate("trust", "重量"), trust.weight),
        (translate("trust", "材质"), trust.material),
    )
    return [(name.capitalize(), value) for name, value in named if value]


def just_sold(item: Item, state: ShowState) -> list[Sale]:
    """The newest sales of an item to buyers who can be thanked by name, newest first."""
    named = (s for s in state.sales if s.buyer and s.status is not SaleStatus.VOID)
    mine = (s for s in named if s.item_id == item.item_id)
    return [sale for _, sale in zip(range(SALES_SHOWN), mine, strict=False)]


def paint_talk(
    painter: QPainter, box: QRectF, item: Item, sold: list[Sale], picture: QImage | None, theme: Theme, u: float
) -> None:
    """Points, facts and buyers from the top down, as far as there is room; a picture where there is none of them."""
    rest = QRectF(box)
    rest.setTop(rest.y() + _paint_points(painter, rest, points(item), theme, u))
    rest.setTop(rest.y() + _paint_facts(painter, rest, facts(item), theme, u))
    rest.setTop(rest.y() + paint_sold(painter, rest, sold, theme, u))
    if rest.y() == box.y() and rest.height() >= LEAST_PICTURE * u and picture is not None:
        high = min(rest.height(), rest.width() * picture.height() / max(1, picture.width()))
        place = QRectF(rest.x(), rest.y() + 8 * u, rest.width(), high - 8 * u)
        ink.picture(painter, place, picture, theme.colour("raised"), 8 * u, theme.rim())


def _paint_points(painter: QPainter, box: QRectF, said: list[str], theme: Theme, u: float) -> float:
    """The selling points with a dot each; returns the height they took."""
    if not said or box.height() <= 0:
        return 0.0
    font, paragraphs, heights = fit_points(said, box.width(), box.height(), u)
    indent, y = float(font.pixelSize()), box.y()
    painter.setFont(font)
    for each, high in zip(paragraphs, heights, strict=True):
        first = QFontMetricsF(font).height()
        ink.shape(painter, "full", QPointF(box.x() + 7 * u, y + first / 2), 12 * u, theme.colour("jade"))
        place = QRectF(box.x() + indent, y, box.width() - indent, high)
        if len(said) == len(paragraphs):
            painter.setFont(font)
            painter.setPen(theme.colour("text"))
            painter.drawText(place, int(Qt.TextFlag.TextWordWrap), each)
        else:
            ink.lines(painter, place, each, font, theme.colour("text"), most=max(1, int(high / first)))
        y += high
    return y - box.y() + 12 * u


def _paint_facts(painter: QPainter, box: QRectF, known: list[tuple[str, str]], theme: Theme, u: float) -> float:
    """Names above values, side by side; returns the height they took, nothing where there is no room."""
    high = 92 * u
    if not known or box.height() < high:
        return 0.0
    small, large = sized(22 * u), sized(34 * u, bold=True)
    x = box.x()
    for name, value in known:
        wide = max(ink.width(name, small), ink.width(value, large))
        if x + wide > box.right() + 1 and x > box.x():
            break
        wide = min(wide, box.right() - x)
        ink.write(painter, QRectF(x, box.y(), wide + 1, 32 * u), name, small, theme.colour("quiet"))
        ink.write(painter, QRectF(x, box.y() + 32 * u, wide + 1, 46 * u), value, large, theme.colour("text"))
        x += wide + 44 * u
    return high


def paint_sold(painter: QPainter, box: QRectF, sold: list[Sale], theme: Theme, u: float) -> float:
    """Who just bought, to be thanked; returns the height it took."""
    head, row = 40 * u, 46 * u
    shown = sold[: int((box.height() - head) // row)] if box.height() > head else []
    if not shown:
        return 0.0
    quiet, text = theme.colour("quiet"), theme.colour("text")
    title = QRectF(box.x(), box.y(), box.width(), head)
    ink.write(painter, title, translate("anchor", "刚刚下单"), sized(22 * u), quiet)
    plain, strong = sized(26 * u), sized(28 * u, bold=True)
    y = title.bottom()
    for sale in shown:
        line = QRectF(box.x(), y, box.width(), row)
        took = ink.write(painter, line, wall(sale.recorded_at_ms, seconds=False), plain, quiet, ink.RIGHT)
        units = f"×{whole(sale.quantity)}"
        took += ink.write(painter, line.adjusted(0, 0, -took - 20 * u, 0), units, strong, text, ink.RIGHT) + 40 * u
        ink.write(painter, line.adjusted(0, 0, -took, 0), sale.buyer, strong, text)
        y += row
    return y - box.y()
