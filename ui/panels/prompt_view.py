"""The prompter where it has a place to itself: over the anchor's screen, or all of a window before the glass."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.state import ShowState
from ui.look import ink
from ui.look.fonts import sized
from ui.look.language import translate
from ui.look.theme import Theme
from ui.prompting.prompt import blocks
from ui.prompting.prompter import Inks, Prompter, PromptPage

TYPE = 76
"""Units of type at 100 %: a line holds some twenty letters of a 1080p screen."""


class PromptView(QWidget):
    """Follows the item on air; `glass` paints on black, and mirrored where that is wanted."""

    def __init__(
        self, theme: Theme, prompter: Prompter, write_key: str, *, glass: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._prompter, self._glass = theme, prompter, glass
        self.write_key = write_key
        self.page = PromptPage(prompter, self.isVisible, self)
        self.page.moved.connect(self.update)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setVisible(False)

    def show_state(self, state: ShowState) -> None:
        """What is to be read now."""
        said = blocks(state, self.write_key)
        self.page.show_blocks(said, state.on_air_item_id)
        self.setAccessibleName(translate("prompter", "提词") + " " + " ".join(block.text for block in said[:3]))

    @property
    def unit(self) -> float:
        return min(self.width() / 1920, self.height() / 1080) if self._glass else self.width() / 1880

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole, u = QRectF(self.rect()), self.unit
        if self._glass and self._prompter.setting.mirrored:
            painter.translate(whole.width(), 0)
            painter.scale(-1, 1)
        theme = self._theme
        if self._glass:
            inks = Inks(theme.over("screen"), theme.over("text"), theme.over("amber"), theme.over("quiet"))
            painter.fillRect(whole, inks.ground)
        else:
            inks = Inks(*(theme.colour(name) for name in ("surface", "text", "amber", "quiet")))
            painter.fillRect(whole, theme.colour("ground"))
            ink.plane(painter, whole, inks.ground, 10 * u)
        box = whole.adjusted(110 * u, 36 * u, -80 * u, -30 * u)
        self.page.paint(painter, box, TYPE * u, inks)
        y = box.y() + TYPE * u * 1.2
        ink.shape(painter, "next", QPointF(52 * u, y), 34 * u, inks.head)  # the eye comes back to it
        if self._prompter.running:
            said = translate("prompter", "自动滚动 {n} 行/分").format(n=self._prompter.setting.speed)
            line = QRectF(whole.x(), whole.bottom() - 44 * u, whole.width() - 24 * u, 40 * u)
            ink.write(painter, line, said, sized(22 * u), inks.quiet, ink.RIGHT)
        painter.end()
