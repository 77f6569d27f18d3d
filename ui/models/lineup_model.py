"""The line-up as rows: filtered by group and by what is looked for, reordered by dragging."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMimeData, QObject, Qt, Signal

from console.facts import Item, ListingState, PlatformState
from console.money import price
from console.state import ShowState
from ui.language import translate
from ui.models.rows import ROOT, Index, Rows

MIME = "application/x-kaibo-number"
GROUPS = ("all", "on_sale", "pending", "sold_out")


def group_of(item: Item) -> str:
    """The filter group an item belongs to."""
    if item.listing is ListingState.SOLD_OUT or (item.stock_left <= 0 and item.listing is not ListingState.WITHDRAWN):
        return "sold_out"
    if item.listing is ListingState.ON_SALE or (item.sellable and item.platform is PlatformState.APPROVED):
        return "on_sale"
    return "pending"


def found(item: Item, sought: str) -> bool:
    """Whether `sought` is the item's number, or every word of it stands in its title or bin."""
    if sought.isdigit() and str(item.number).startswith(sought):
        return True
    text = f"{item.title} {item.bin_code} {item.points}".casefold()
    return all(word in text for word in sought.casefold().split())


class LineupModel(Rows):
    """Rows are `Item`s in line-up order; dragging asks, the desk decides."""

    moveAsked = Signal(int, object)
    """A number, and the number it shall stand before (None: the end)."""
    countsChanged = Signal(object)
    """Items by group, as a dict."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda item: item.item_id, parent)
        self._items: tuple[Item, ...] = ()
        self._group = "all"
        self._sought = ""

    @property
    def filtered(self) -> bool:
        return self._group != "all" or bool(self._sought)

    def show(self, state: ShowState) -> None:
        """Show the line-up of `state`."""
        if state.items is not self._items:
            self._items = state.items
            self._lay()

    def set_group(self, group: str) -> None:
        self._group = group
        self._lay()

    def seek(self, sought: str) -> None:
        """Show only what `sought` finds."""
        self._sought = sought.strip()
        self._lay()

    def row_of(self, number: int) -> int:
        """The row of an item's number, or -1."""
        return next((n for n, item in enumerate(self._rows) if item.number == number), -1)

    def before_when_stepped(self, number: int, step: int) -> tuple[bool, int | None]:
        """Where an item goes one step up or down: (whether it can, the number it then stands before)."""
        order = [item.number for item in self._items]
        if number not in order:
            return False, None
        place = order.index(number)
        if not 0 <= place + step < len(order):
            return False, None
        after = place + step + (1 if step > 0 else 0)
        return True, order[after] if after < len(order) else None

    def spoken(self, value: Item) -> str:
        said = translate("lineup", "{number} 号 {title}，{price}，剩 {left} 件")
        said = said.format(number=value.number, title=value.title, price=price(value.price_fen), left=value.stock_left)
        if value.quota:
            said += translate("lineup", "，预留 {n} 件").format(n=value.quota)
        return said

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[Index]) -> QMimeData:
        data = QMimeData()
        item = self.at(indexes[0].row()) if indexes else None
        data.setData(MIME, QByteArray(str(item.number if item else "").encode()))
        return data

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        """Ask for the move; the row moves when the desk says so, hence always False."""
        said = bytes(data.data(MIME).data()).decode()
        if said.isdigit():
            target = self.at(row if row >= 0 else parent.row())
            if target is None or target.number != int(said):
                self.moveAsked.emit(int(said), target.number if target else None)
        return False

    def _lay(self) -> None:
        group, sought = self._group, self._sought
        shown = self._items
        if group != "all":
            shown = tuple(i for i in shown if group_of(i) == group)
        if sought:
            shown = tuple(i for i in shown if found(i, sought))
        if len(shown) > 500 and abs(len(shown) - self.rowCount(ROOT)) > 500:
            self.beginResetModel()  # thousands of small steps would cost more than the lost place
            self._rows = list(shown)
            self.endResetModel()
        else:
            self.lay(shown)
        counts = dict.fromkeys(GROUPS, 0)
        for item in self._items:
            counts[group_of(item)] += 1
        counts["all"] = len(self._items)
        self.countsChanged.emit(counts)
