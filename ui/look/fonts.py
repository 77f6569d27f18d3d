"""The type everything is set in: what is installed of the wanted families, in any size.

Here and not in `theme`, because the first picture on the screen needs type and nothing else.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from ui.look.tokens import FAMILIES


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """Families to set the console in: those of the wanted ones that are installed, else any that has Chinese."""
    wanted = [family for family in FAMILIES if QFontDatabase.hasFamily(family)]
    return tuple(wanted or QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)[:2] or FAMILIES)


def sized(pixels: float, *, bold: bool = False, struck: bool = False) -> QFont:
    """A font of `pixels` logical pixels; for the anchor's screen, which scales with the window."""
    return QFont(_font(max(8, round(pixels)), bold=bold, struck=struck))


@lru_cache(maxsize=256)
def _font(pixels: int, *, bold: bool, struck: bool) -> QFont:
    """Made once: rows are painted with a dozen of them, fifty times a second while sales come in."""
    font = QFont(list(families()))
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setStrikeOut(struck)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
