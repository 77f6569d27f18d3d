"""Small strokes shared by everything that is painted: shapes of states, text in a box, keys, pictures."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QTextLayout

SHAPES = ("full", "wait", "cross", "ring", "square", "target", "tick", "bar", "warn", "next")
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
CLEAR = QColor(Qt.GlobalColor.transparent)
"""No plane, an edge alone."""


def shape(painter: QPainter, name: str, centre: QPointF, size: float, colour: QColor) -> None:
    """One of `SHAPES` around `centre`; every state has its own, so that colour is never alone."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = size / 2
    box = QRectF(centre.x() - half, centre.y() - half, size, size)
    stroke = max(1.4, size / 7)
    pen = QPen(colour, stroke)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    inner = box.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if name == "full":
        painter.drawEllipse(box)
    elif name == "square":
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 1.5, 1.5)
    elif name == "wait":
        painter.drawPie(box.adjusted(stroke, stroke, -stroke, -stroke), 90 * 16, -110 * 16)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(inner)
    elif name == "target":
        painter.drawEllipse(centre, size / 5, size / 5)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(inner)
    else:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        _stroked(painter, name, box, inner)
    painter.restore()


def _stroked(painter: QPainter, name: str, box: QRectF, inner: QRectF) -> None:
    x, y, s = box.x(), box.y(), box.width()
    if name == "ring":
        painter.drawEllipse(inner)
    elif name == "cross":
        painter.drawLine(QPointF(x + 0.15 * s, y + 0.15 * s), QPointF(x + 0.85 * s, y + 0.85 * s))
        painter.drawLine(QPointF(x + 0.85 * s, y + 0.15 * s), QPointF(x + 0.15 * s, y + 0.85 * s))
    elif name == "tick":
        painter.drawPolyline(
            [QPointF(x + 0.1 * s, y + 0.55 * s), QPointF(x + 0.4 * s, y + 0.85 * s), QPointF(x + 0.92 * s, y + 0.2 * s)]
        )
    elif name == "next":
        painter.drawPolyline(
            [QPointF(x + 0.3 * s, y + 0.1 * s), QPointF(x + 0.7 * s, y + 0.5 * s), QPointF(x + 0.3 * s, y + 0.9 * s)]
        )
    elif name == "bar":
        painter.drawLine(QPointF(x + 0.1 * s, y + 0.5 * s), QPointF(x + 0.9 * s, y + 0.5 * s))
    elif name == "warn":
        painter.drawPolygon(
            [QPointF(x + 0.5 * s, y + 0.08 * s), QPointF(x + s, y + 0.92 * s), QPointF(x, y + 0.92 * s)]
        )
        painter.drawLine(QPointF(x + 0.5 * s, y + 0.42 * s), QPointF(x + 0.5 * s, y + 0.62 * s))


def write(
    painter: QPainter, box: QRectF, said: str, font: QFont, colour: QColor, align: Qt.AlignmentFlag = LEFT
) -> float:
    """One line of text in `box`, elided at its end when it does not fit; returns the width it took."""
    metrics = QFontMetricsF(font)
    shown = (
        said
        if metrics.horizontalAdvance(said) <= box.width() + 0.5
        else metrics.elidedText(said, Qt.TextElideMode.ElideRight, box.width())
    )
    painter.setFont(font)
    painter.setPen(colour)
    # Its width is fitted above; a comma of large type may hang below its box.
    painter.drawText(box, int(align | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip), shown)
    return metrics.horizontalAdvance(shown)


def lines(painter: QPainter, box: QRectF, said: str, font: QFont, colour: QColor, most: int = 2) -> None:
    """Text in at most so many lines from the top of `box`, the last one elided where there is more of it."""
    painter.setFont(font)
    painter.setPen(colour)
    metrics = QFontMetricsF(font)
    layout = QTextLayout(said, font)
    layout.beginLayout()
    for n in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(box.width())
        start = line.textStart()
        shown = said[start : start + line.textLength()].rstrip()
        if n == most - 1:
            shown = metrics.elidedText(said[start:], Qt.TextElideMode.ElideRight, box.width())
        place = QRectF(box.x(), box.y() + n * metrics.lineSpacing(), box.width(), metrics.lineSpacing())
        painter.drawText(place, int(LEFT | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip), shown)
    layout.endLayout()


def width(said: str, font: QFont) -> float:
    """How wide a line of text is."""
    return QFontMetricsF(font).horizontalAdvance(said)


def plane(painter: QPainter, box: QRectF, colour: QColor, radius: float = 6, edge: QColor | None = None) -> None:
    """A rounded plane, with a hairline where `edge` is given."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1) if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5) if edge is not None else box, radius, radius)
    painter.restore()


def corners(painter: QPainter, box: QRectF, colour: QColor, radius: float) -> None:
    """Round off the corners of what was drawn in `box` by painting `colour` over them."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(_outside(box.x(), box.y(), box.width(), box.height(), radius), colour)
    painter.restore()


@lru_cache(maxsize=16)
def _outside(x: float, y: float, width: float, height: float, radius: float) -> QPainterPath:
    """What a rounded box leaves of its corners; the same for every frame."""
    path = QPainterPath()
    path.addRect(x, y, width, height)
    hole = QPainterPath()
    hole.addRoundedRect(x, y, width, height, radius, radius)
    return path.subtracted(hole)


def picture(
    painter: QPainter,
    box: QRectF,
    image: QImage | None,
    empty: QColor,
    radius: float = 6,
    rim: QColor | None = None,
) -> None:
    """`image` cut to fill `box`, corners rounded, with a hairline where `rim` is given; a plain plane without one."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if image is None or image.isNull():
        plane(painter, box, empty, radius)
        painter.restore()
        return
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    painter.setClipPath(path)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(box, image, cover(image.width(), image.height(), box))
    painter.restore()
    if rim is not None:
        plane(painter, box, CLEAR, radius, rim)


def cover(image_width: float, image_height: float, box: QRectF) -> QRectF:
    """The middle part of an image that has the shape of `box`."""
    factor = min(image_width / max(box.width(), 1), image_height / max(box.height(), 1))
    w, h = box.width() * factor, box.height() * factor
    return QRectF((image_width - w) / 2, (image_height - h) / 2, w, h)


def contain(image_width: float, image_height: float, box: QRectF) -> QRectF:
    """Where an image lies when all of it is to be seen inside `box`."""
    factor = min(box.width() / max(image_width, 1), box.height() / max(image_height, 1))
    w, h = image_width * factor, image_height * factor
    return QRectF(box.x() + (box.width() - w) / 2, box.y() + (box.height() - h) / 2, w, h)


def keycap(painter: QPainter, left: float, middle: float, said: str, font: QFont, ink: QColor, edge: QColor) -> float:
    """A key as it is printed on the keyboard; returns the width it took."""
    box = QRectF(left, middle - keycap_height(font) / 2, keycap_width(said, font), keycap_height(font))
    plane(painter, box, CLEAR, 4, edge)
    write(painter, box, said, font, ink, CENTRE)
    return box.width()


def keycap_width(said: str, font: QFont) -> float:
    return max(width(said, font) + 12, keycap_height(font))


def keycap_height(font: QFont) -> float:
    return round(font.pixelSize() * 1.5)
