"""How everything looks: colours, type steps and the one stylesheet. No widget styles itself.

The painted parts (rows, card, anchor's screen) take the same colours and fonts from `Theme`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

FAMILIES = ("Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC")
QSS = Path(__file__).resolve().parent.parent / "resources" / "qss" / "console.qss"
STEPS = (12, 13, 14, 16, 18, 20, 28, 44, 88)


@dataclass(frozen=True)
class Tokens:
    """The colours by what they mean."""

    ground: str = "#0E1116"
    surface: str = "#161B22"
    raised: str = "#1F2630"
    hover: str = "#28313D"
    line: str = "#242C37"
    edge: str = "#3A4553"
    text: str = "#E9EDF2"
    quiet: str = "#9BA6B4"
    faint: str = "#6B7684"
    on_air: str = "#FF4D4F"
    on_air_plane: str = "#2A181C"
    jade: str = "#2BB58A"
    jade_deep: str = "#1A805F"
    jade_lift: str = "#1F9570"
    jade_plane: str = "#14261F"
    amber: str = "#F5B041"
    amber_plane: str = "#2B2415"
    blue: str = "#5AA7FF"
    blue_plane: str = "#18273A"
    trouble: str = "#FF8A7A"
    trouble_plane: str = "#2C1D1E"


DARK = Tokens()
"""A control room at night: one dark plane, the goods carry the colour."""


@dataclass(frozen=True)
class Theme:
    """Colours and type at one text scale (1.0 is the design size)."""

    tokens: Tokens = DARK
    scale: float = 1.0

    def px(self, size: float) -> int:
        """`size` design pixels at this text scale."""
        return round(size * self.scale)

    def colour(self, name: str) -> QColor:
        """A colour by its token's name."""
        return QColor(getattr(self.tokens, name))

    def font(self, size: float, *, bold: bool = False, struck: bool = False) -> QFont:
        """The console's type at `size` design pixels, digits of equal width."""
        return sized(size * self.scale, bold=bold, struck=struck)

    def stylesheet(self) -> str:
        """The one stylesheet, from `resources/qss/console.qss`."""
        names = {f.name: getattr(self.tokens, f.name) for f in fields(self.tokens)}
        steps = {f"s{n}": f"{self.px(n)}px" for n in (*range(1, 13), *STEPS, 24, 32, 36, 40, 48)}
        return Template(QSS.read_text(encoding="utf-8")).substitute(names | steps)


def sized(pixels: float, *, bold: bool = False, struck: bool = False) -> QFont:
    """A font of `pixels` logical pixels; for the anchor's screen, which scales with the window."""
    font = QFont(list(FAMILIES))
    font.setPixelSize(max(8, round(pixels)))
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setStrikeOut(struck)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def dress(app: QApplication, theme: Theme) -> None:
    """Give the whole program its style, palette, type and stylesheet."""
    sheet = theme.stylesheet()
    if app.styleSheet() == sheet:
        return  # dressed already: doing it again would lay out every living widget anew
    app.setStyle("Fusion")
    app.setFont(theme.font(14))
    palette = QPalette()
    role = QPalette.ColorRole
    for name, token in (
        (role.Window, "ground"),
        (role.Base, "surface"),
        (role.AlternateBase, "surface"),
        (role.Button, "raised"),
        (role.Text, "text"),
        (role.WindowText, "text"),
        (role.ButtonText, "text"),
        (role.ToolTipBase, "raised"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "quiet"),
        (role.Highlight, "blue"),
        (role.HighlightedText, "ground"),
    ):
        palette.setColor(name, theme.colour(token))
    app.setPalette(palette)
    app.setStyleSheet(sheet)
