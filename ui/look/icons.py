"""Icons: the Phosphor set (MIT licence, Phosphor Icons contributors) as it comes with qtawesome.

Painted as type in the colours of the theme, so that they are sharp at every density and follow when the look
changes. The font is read when the first one is painted, which is after the first paint of the program; of
qtawesome only its files are used, its own loader would read all the sets it has. Where the files are missing
nothing is painted: no icon stands without its word.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from ui.look.theme import Theme

NAMES = {
    "add": "plus",
    "anchor": "presentation",
    "camera": "camera",
    "certificate": "identification-card",
    "close": "x",
    "copy": "copy",
    "coupon": "ticket",
    "crop": "crop",
    "draw": "gift",
    "edit": "pencil-simple",
    "end": "stop",
    "export": "export",
    "find": "magnifying-glass",
    "flash": "lightning",
    "folder": "folder-simple",
    "hold": "hand",
    "image": "image",
    "keys": "keyboard",
    "left": "caret-left",
    "link": "wifi-high",
    "list": "list-bullets",
    "look": "moon",
    "microphone": "microphone",
    "mirror": "arrows-left-right",
    "offline": "wifi-slash",
    "picture": "image-square",
    "price": "tag",
    "prompter": "article",
    "retry": "arrow-clockwise",
    "right": "caret-right",
    "sale": "receipt",
    "screen": "monitor",
    "settings": "gear-six",
    "shop": "storefront",
    "snap": "aperture",
    "start": "broadcast",
    "stock": "stack",
    "summary": "chart-bar",
    "time": "clock",
    "trust": "shield-check",
    "undo": "arrow-counter-clockwise",
    "video": "video-camera",
    "video_off": "video-camera-slash",
    "warn": "warning",
}
"""Our names for them, and what the set calls them."""


@lru_cache(maxsize=1)
def _set() -> tuple[str, dict[str, str]]:
    """The font's family and its characters by name; empty where the files are missing."""
    spec = find_spec("qtawesome")
    for place in (spec.submodule_search_locations or ()) if spec is not None else ():
        folder = Path(place) / "fonts"
        fonts, maps = sorted(folder.glob("phosphor-*.ttf")), sorted(folder.glob("phosphor-charmap-*.json"))
        if not fonts or not maps:
            continue
        families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(fonts[-1])))
        characters = json.loads(maps[-1].read_text(encoding="utf-8"))
        if families:
            return families[0], {name: chr(int(code, 16)) for name, code in characters.items()}
    return "", {}


def paint(painter: QPainter, name: str, box: QRectF, colour: QColor) -> bool:
    """The icon `name` (of `NAMES`) in the middle of `box`; False where there is none to paint."""
    family, characters = _set()
    character = characters.get(NAMES[name], "")
    if not character:
        return False
    font = QFont(family)
    font.setPixelSize(max(6, round(min(box.width(), box.height()))))
    painter.save()
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), character)
    painter.restore()
    return True


class _Engine(QIconEngine):
    """Paints an icon anew each time, in the theme as it is then."""

    def __init__(self, theme: Theme, name: str, tone: str) -> None:
        super().__init__()
        self._theme, self._name, self._tone = theme, name, tone

    def clone(self) -> QIconEngine:
        return _Engine(self._theme, self._name, self._tone)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        tone = "faint" if mode is QIcon.Mode.Disabled else self._tone
        paint(painter, self._name, QRectF(rect), self._theme.colour(tone))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPointF(0, 0).toPoint(), size), mode, state)
        painter.end()
        return made


def icon(theme: Theme, name: str, tone: str = "quiet") -> QIcon:
    """The icon `name` for a menu or a button of Qt; it follows the theme."""
    return QIcon(_Engine(theme, name, tone))
