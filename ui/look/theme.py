"""How everything looks: one theme that can change while the console runs, and the one stylesheet.

No widget styles itself. The painted parts (rows, card, anchor's screen) ask the `Theme` they were given each time
they paint, so that they follow when it changes; what keeps something painted listens to `changed`. The values
stand in `ui/look/tokens.py`.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.look.fonts import sized
from ui.look.tokens import DARK, HAIRLINE, LOOKS, RADIUS, TYPE, Tokens

QSS = Path(__file__).resolve().parents[2] / "resources" / "qss" / "console.qss"
LOOK = "dark"
"""The look of a console that nobody has asked for another."""


class Theme(QObject):
    """Colours and type of a look ("dark" or "light") at one text scale (1.0 is the design size)."""

    changed = Signal()
    """The look is another one."""

    def __init__(
        self, look: str = LOOK, scale: float = 1.0, parent: QObject | None = None, *, wished: float | None = None
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.scale = scale
        self.wished = scale if wished is None else wished
        """The scale of the program; `scale` is smaller where the screen has no room for it."""

    @property
    def room_share(self) -> float:
        """How much larger or smaller all is for the room of the screen; 1.0 on a usual one, whatever was wished."""
        return self.scale / max(self.wished, 1.0)

    @property
    def tokens(self) -> Tokens:
        return LOOKS[self.look]

    def wear(self, look: str) -> None:
        """Change to `look` at once, everywhere; raises KeyError for one that there is not."""
        LOOKS[look]
        if look == self.look:
            return
        self.look = look
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dress(app, self)
        self.changed.emit()

    def larger(self, scale: float) -> Theme:
        """The same look at another scale; it goes where this one goes."""
        other = Theme(self.look, scale, self)
        self.changed.connect(lambda: other._follow(self.look))
        return other

    def _follow(self, look: str) -> None:
        self.look = look
        self.changed.emit()

    def px(self, size: float) -> int:
        """`size` design pixels at this text scale."""
        return round(size * self.scale)

    def colour(self, name: str, alpha: float = 1.0) -> QColor:
        """A colour by its token's name, let through where `alpha` is under 1."""
        return _colour(getattr(self.tokens, name), alpha)

    def over(self, name: str, alpha: float = 1.0) -> QColor:
        """A colour for what lies over the picture: viewers see it, whichever look the desk has."""
        return _colour(getattr(DARK, name), alpha)

    def rim(self) -> QColor:
        """The edge of a photo."""
        return self.colour("text", HAIRLINE)

    def font(self, size: float, *, bold: bool = False, struck: bool = False) -> QFont:
        """The console's type at `size` design pixels, digits of equal width."""
        return sized(size * self.scale, bold=bold, struck=struck)

    def stylesheet(self, scale: float | None = None) -> str:
        """The one stylesheet, from `resources/qss/console.qss`, at `scale` or that of this theme."""
        scale = self.scale if scale is None else scale
        names = {f.name: getattr(self.tokens, f.name) for f in fields(self.tokens)}
        steps = {f"s{n}": f"{round(n * scale)}px" for n in (*range(1, 13), *TYPE, 24, 32, 36, 40, 48)}
        corners = {name: f"{round(n * scale)}px" for name, n in zip(("corner", "plane_corner"), RADIUS, strict=True)}
        return Template(QSS.read_text(encoding="utf-8")).substitute(names | steps | corners)


def _colour(value: str, alpha: float) -> QColor:
    colour = QColor(value)
    if alpha < 1:
        colour.setAlphaF(alpha)
    return colour


def worn() -> Tokens:
    """The colours the program wears now, for the few parts that are made without a theme."""
    app = QApplication.instance()
    return LOOKS[(app.property("look") if app is not None else None) or LOOK]


def dress(app: QApplication, theme: Theme) -> None:
    """Give the whole program its style, palette, type and stylesheet."""
    sheet = theme.stylesheet(theme.wished)
    if app.styleSheet() == sheet:
        return  # dressed already: doing it again would lay out every living widget anew
    app.setProperty("look", theme.look)
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setFont(sized(14 * theme.wished))
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
        (role.ToolTipBase, "sheet"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "quiet"),
        (role.Highlight, "blue"),
        (role.HighlightedText, "ground"),
    ):
        palette.setColor(name, theme.colour(token))
    app.setPalette(palette)
    app.setStyleSheet(sheet)
    for widget in app.allWidgets():
        widget.update()  # painted parts too: they ask the theme while they paint


def fit(window: QWidget, theme: Theme) -> None:
    """Give `window` smaller type than the rest of the program has, where its theme is smaller; else the same."""
    own = theme.stylesheet() if theme.scale != theme.wished else ""
    if window.styleSheet() != own:
        window.setFont(theme.font(14) if own else QFont())
        window.setStyleSheet(own)
