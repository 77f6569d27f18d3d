"""What an empty list says: what it is for, and the first steps with their keys. Painted, never in the way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ui.look import icons, ink
from ui.look.theme import Theme

ICONS = ("snap", "edit", "list")
"""One for each step, in their order."""
PLATES = ((176, 40), (154, 24))
"""Width of a step and room between two, design pixels: the largest that fits."""


def paint(
    painter: QPainter, theme: Theme, box: QRectF, title: str, advice: str, steps: Sequence[tuple[str, str]]
) -> None:
    """`title` and `advice` in the middle of `box`, below them the steps as (key, words), side by side if they fit."""
    px = theme.px
    room = box.width() - px(48)
    fits = [size for size in PLATES if len(steps) * px(size[0]) + (len(steps) - 1) * px(size[1]) <= room]
    shown = steps if fits and box.height() > px(300) else ()
    plate, gap = (px(each) for each in (fits or PLATES)[0])
    top = box.center().y() - (px(150) if shown else px(44))
    line = QRectF(box.x() + px(16), top, box.width() - px(32), px(38))
    font = theme.font(24, bold=True)
    ink.write(painter, line, title, font, theme.colour("text"), ink.CENTRE)
    ink.write(painter, line.translated(0, px(40)), advice, theme.font(14), theme.colour("quiet"), ink.CENTRE)
    if not shown:
        return
    x = box.center().x() - (len(steps) * plate + (len(steps) - 1) * gap) / 2
    for n, (key, words) in enumerate(shown):
        place = QRectF(x, top + px(104), plate, px(136))
        ink.plane(painter, place, theme.colour("raised"), px(10))
        side = px(28)
        if n < len(ICONS):
            spot = QRectF(place.center().x() - side / 2, place.y() + px(16), side, side)
            icons.paint(painter, ICONS[n], spot, theme.colour("jade"))
        cap = theme.font(16, bold=True)
        wide = ink.keycap_width(key, cap)
        ink.keycap(
            painter,
            place.center().x() - wide / 2,
            place.y() + px(70),
            key,
            cap,
            theme.colour("text"),
            theme.colour("faint"),
        )
        ink.write(
            painter,
            QRectF(x, place.y() + px(98), plate, px(26)),
            words,
            theme.font(14),
            theme.colour("quiet"),
            ink.CENTRE,
        )
        if n + 1 < len(shown):
            ink.shape(
                painter, "next", QPointF(place.right() + gap / 2, place.center().y()), px(14), theme.colour("faint")
            )
        x += plate + gap
