"""The words over the picture: what is going on at the left, camera and framing at the right.

Made when they change and laid over each frame: writing them anew every time cost a third of painting it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from console.facts import Camera, CameraStatus
from ui.look import ink
from ui.look.format import view_words
from ui.look.theme import Theme


class Said(NamedTuple):
    """Everything the plates depend on."""

    width: int
    """Of the panel."""
    px: float
    """Size of the type, design pixels."""
    banner: tuple[str, str]
    """Words and tone; no words, no plate."""
    camera: Camera | None
    """None where its framing is not to be said."""
    switch_key: str
    """The key that shows the other camera."""


class Plates:
    """Belongs to one panel."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._made_of: tuple[object, ...] = ()
        self._made: list[tuple[QPointF, QImage]] = []
        self.view_box = QRectF()
        """Where camera and framing are said; empty where they are not."""

    def paint(self, painter: QPainter, said: Said, ratio: float) -> None:
        """Lay them over what is painted; `ratio` is device pixels to logical ones."""
        camera = said.camera
        of: tuple[object, ...] = (said.width, said.px, said.banner, said.switch_key, ratio)
        of += (None,) if camera is None else (view_words(camera), camera.other)
        if of != self._made_of:
            self._made_of, self._made = of, []
            taken = self._banner(said, ratio)
            self.view_box = QRectF() if camera is None else self._view(said, camera, taken, ratio)
        for place, image in self._made:
            painter.drawImage(place, image)

    def _banner(self, said: Said, ratio: float) -> float:
        """What is said at the left; returns where it ends."""
        words, tone = said.banner
        if not words:
            return 0.0
        theme, font = self._theme, self._theme.font(said.px, bold=True)
        u = theme.px(said.px) / 14
        box = QRectF(10 * u, 10 * u, ink.width(words, font) + 24 * u, 30 * u)
        plain = tone != "on_air"
        ground = theme.over("ground", 0.86) if plain else theme.over("on_air_deep")
        ink_of_words = theme.over(tone or "text") if plain else theme.over("bright")

        def draw(painter: QPainter) -> None:
            ink.plane(painter, box, ground, theme.px(6))
            ink.write(painter, box, words, font, ink_of_words, ink.CENTRE)

        self._keep(box, draw, ratio)
        return box.right()

    def _view(self, said: Said, camera: Camera, taken: float, ratio: float) -> QRectF:
        """Which camera this is and how it is framed; under the banner where it does not fit beside."""
        theme, words = self._theme, view_words(camera)
        if not words:
            return QRectF()
        u = theme.px(said.px) / 14
        font, cap = theme.font(said.px), theme.font(said.px * 0.8)
        key = said.switch_key if camera.other is not None else ""
        inside = ink.width(words, font) + (ink.keycap_width(key, cap) + 8 * u if key else 0)
        room = said.width - 20 * u
        wide = min(inside + 24 * u, room)
        y = 10 * u if taken + 10 * u + wide <= room else 46 * u
        box = QRectF(said.width - 10 * u - wide, y, wide, 30 * u)
        ground = theme.over("ground", 0.86)
        tone = theme.over("amber" if camera.other is CameraStatus.FAILED else "text")

        def draw(painter: QPainter) -> None:
            ink.plane(painter, box, ground, theme.px(6))
            x, text, edge = box.x() + 12 * u, theme.over("text"), theme.over("edge")
            if key:
                x += ink.keycap(painter, x, box.center().y(), key, cap, text, edge) + 8 * u
            ink.write(painter, QRectF(x, box.y(), box.right() - 8 * u - x, box.height()), words, font, tone)

        self._keep(box, draw, ratio)
        return box

    def _keep(self, box: QRectF, draw: Callable[[QPainter], None], ratio: float) -> None:
        left, top = math.floor(box.x() * ratio), math.floor(box.y() * ratio)
        size = math.ceil(box.right() * ratio) - left, math.ceil(box.bottom() * ratio) - top
        image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.translate(-left, -top)
        painter.scale(ratio, ratio)
        draw(painter)
        painter.end()
        image.setDevicePixelRatio(ratio)
        self._made.append((QPointF(left / ratio, top / ratio), image))
