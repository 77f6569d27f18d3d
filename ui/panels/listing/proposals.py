"""What was read off the goods, offered to the form: the code and the words of a label.

Nothing here changes what was typed: a label that is accepted adds what the line does not say yet.

A code that no item has yet is kept for the next listing: as long as a photo or a line waits, else for
half a minute, so that it never ends up on goods that come later.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from console.facts import Label
from console.money import plain, price
from ui.keys.shortcuts import Key
from ui.look.chips import Chip
from ui.look.theme import Theme

KEPT_S = 30
_SHOWN = 24


def completed(line: str, title: str, price_fen: int | None, label: Label) -> str:
    """`line` with what it lacks of `label`; `title` and `price_fen` are what the line was understood to say."""
    typed = line.strip()
    front = label.title if label.title and not title else ""
    back = plain(label.price_fen) if label.price_fen is not None and price_fen is None else ""
    return " ".join(part for part in (front, typed, back) if part)


class LabelChip(Chip):
    """What the label in the frozen photo says, and the key that takes it over."""

    def __init__(self, theme: Theme, key: Key, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, elastic=True)
        self._key = key
        self.label: Label | None = None

    def offer(self, label: Label | None, *, useful: bool = True) -> None:
        """Show `label`; not `useful`, the line says all of it already, and the key is left out. None hides it."""
        self.label = label if label is not None and self._figure(label) else None
        if self.label is None:
            self.say("")
            return
        words = self.tr("价签 {key}").format(key=self._key.shown) if useful else self.tr("价签")
        self.say(words, self._figure(self.label), tone="blue" if useful else "quiet", more=self._key.name)

    def _figure(self, label: Label) -> str:
        number = self.tr("{number} 号").format(number=label.number) if label.number is not None else ""
        money = price(label.price_fen) if label.price_fen is not None else ""
        return " · ".join(part for part in (money, label.title, number) if part)


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
