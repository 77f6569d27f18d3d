"""The sign over the picture when it is not what viewers should see: shape, word and colour say the same.

Read from two metres away. What to do about it stands on the card; here is only what is the matter.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from console.facts import Camera, CameraStatus, CameraTrouble
from ui.look import ink
from ui.look.format import span
from ui.look.language import translate
from ui.look.theme import Theme

_SHARE = 0.055
"""Of the picture's height: how tall the word is."""
_LEAST, _MOST = 13.0, 44.0
_DIM = 0.59


class Sign(NamedTuple):
    """What is the matter with the picture."""

    shape: str
    word: str
    stale: bool
    """The picture below is of earlier."""


def sign_of(camera: Camera, *, overdue: bool = False) -> Sign | None:
    """The sign for `camera`; None while all is well. `overdue`: the window itself got no picture for long."""
    if camera.status is CameraStatus.FAILED:
        return Sign("cross", translate("sign", "没有画面"), True)
    if camera.trouble is CameraTrouble.FROZEN:
        return Sign("square", translate("sign", "画面定住了"), False)
    if camera.trouble is CameraTrouble.BLACK:
        return Sign("warn", translate("sign", "画面全黑"), False)
    if camera.trouble is CameraTrouble.STALLED or overdue:
        return Sign("wait", translate("sign", "画面停了"), True)
    return None


def paint(painter: QPainter, theme: Theme, sign: Sign, box: QRectF, age_s: float | None) -> None:
    """Lay `sign` over the picture in `box`, a little above its middle, with how old the picture is where it is old."""
    if sign.stale:
        painter.fillRect(box, theme.over("screen", _DIM))
    size = min(_MOST, max(_LEAST, box.height() * _SHARE))
    font = theme.font(size / theme.scale, bold=True)
    words = sign.word if age_s is None or age_s < 1 or not sign.stale else f"{sign.word} {span(age_s)}"
    tall, gap = size * 2.0, size * 0.7
    wide = min(ink.width(words, font) + size + 3 * gap, box.width() - 8)
    plate = QRectF(box.center().x() - wide / 2, box.y() + (box.height() - tall) * 0.4, wide, tall)
    ink.plane(painter, plate, theme.over("shade", 0.47), size * 0.35)
    ink.plane(painter, plate, theme.over("trouble_plane"), size * 0.3, theme.over("on_air"))
    ink.shape(painter, sign.shape, QPointF(plate.x() + gap + size / 2, plate.center().y()), size, theme.over("on_air"))
    text = QRectF(plate.x() + size + 2 * gap, plate.y(), plate.width() - size - 2.6 * gap, tall)
    ink.write(painter, text, words, font, theme.over("bright"))
