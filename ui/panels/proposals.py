"""What was read off the goods, offered to the form: the code of a label. Nothing here changes what was typed.

A code that no item has yet is kept for the next listing: as long as a photo or a line waits, else for
half a minute, so that it never ends up on goods that come later.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ui.chips import Chip
from ui.theme import Theme

KEPT_S = 30
_SHOWN = 24


class SeenCode(Chip):
    """The code that the next listing takes with it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.code = ""
        self._wanted = False
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.setInterval(KEPT_S * 1000)
        self._fading.timeout.connect(self._fade)

    def offer(self, code: str) -> None:
        """Keep `code` for the next listing; it takes the place of the former."""
        self.code = code
        shown = code if len(code) <= _SHOWN else f"{code[: _SHOWN - 1]}…"
        self.say(self.tr("条码"), shown, tone="blue", more=self.tr("随下一件上架；Esc 不要"))
        self._fading.start()

    def hold(self, wanted: bool) -> None:
        """Whether a listing is under way: as long as it is, the code stays."""
        self._wanted = wanted

    def drop(self) -> bool:
        """Forget the code; False when there was none."""
        had, self.code = bool(self.code), ""
        self._fading.stop()
        self.say("")
        return had

    def _fade(self) -> None:
        if self._wanted:
            self._fading.start()
        else:
            self.drop()
