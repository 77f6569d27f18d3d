"""What a listing line was understood to say, as chips below it. The row keeps its room, so that nothing jumps."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from console.errors import Text
from console.facts import Item
from console.money import price
from ui.look.chips import Chip
from ui.look.language import translate
from ui.look.theme import Theme
from ui.panels.listing.line import Reading
from ui.typed.asking import slipped


def unlike_its_twin(reading: Reading, items: Iterable[Item]) -> Text | None:
    """That goods of the same name are sold at a price ten times off, or a tenth of it; None where none are."""
    fen = reading.price_fen
    twin = next((i for i in items if fen and i.title == reading.title and slipped(i.price_fen, fen)), None)
    if twin is None or fen is None:
        return None
    return Text(
        f"同名的 {twin.number} 号是 {price(twin.price_fen)}，这件是 {price(fen)} 吗？",
        f"No. {twin.number} of this name is {price(twin.price_fen)}; is this one {price(fen)}?",
    )


class Understood(QWidget):
    """Title, price and stock; what was not understood is amber."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._title, self._price, self._stock = Chip(theme, elastic=True), Chip(theme), Chip(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        for chip in (self._title, self._price, self._stock):
            row.addWidget(chip)
        row.addStretch(1)
        self.setFixedHeight(theme.px(26))

    def say(self, reading: Reading | None) -> None:
        """Show `reading`; None while there is no line."""
        if reading is None:
            for chip in (self._title, self._price, self._stock):
                chip.say("")
            return
        title, fen = reading.title, reading.price_fen
        self._title.say(translate("FlashForm", "名称"), title or "—", tone="text" if title else "amber")
        money = price(fen) if fen is not None else "—"
        self._price.say(translate("FlashForm", "价格"), money, tone="text" if fen else "amber")
        self._stock.say(translate("FlashForm", "库存"), str(reading.stock))
