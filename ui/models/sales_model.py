"""Sales as rows, newest first."""

from __future__ import annotations

from PySide6.QtCore import QObject

from console.facts import OpenSales, Sale
from console.money import price
from console.state import ShowState
from ui.look.language import translate
from ui.models.rows import Rows
from ui.selling.claims import mark, note


class SalesModel(Rows):
    """Rows are `Sale`s."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda sale: sale.sale_id, parent)

    def show(self, state: ShowState) -> None:
        """Show the recent sales of `state`."""
        self.lay(state.sales)

    def show_open(self, found: OpenSales) -> None:
        """Show what is not settled instead."""
        self.lay(found.sales)

    @property
    def sales(self) -> tuple[Sale, ...]:
        """What is shown."""
        return tuple(self._rows)

    def spoken(self, value: Sale) -> str:
        said = translate("sales", "{number} 号 {title} ×{quantity}，{amount}").format(
            number=value.number, title=value.title, quantity=value.quantity, amount=price(value.amount_fen)
        )
        return translate("sales", "{sale}，{standing}").format(sale=said, standing=self.hint(value))

    def hint(self, value: Sale) -> str:
        return (note(value) or mark(value)).word
