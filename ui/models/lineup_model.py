"""The line-up as rows: filtered by group, found best hit first, reordered by dragging.

A long line-up is searched a slice at a time between other work of the screen, so that no keystroke waits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QByteArray, QMimeData, QObject, Qt, QTimer, Signal

from console.facts import Item, ListingState, PlatformState
from console.money import price
from console.state import ShowState
from ui.look.language import translate
from ui.models.rows import Index, Rows
from ui.typed.finding import Rank, Spelling, rank, words_in

MIME = "application/x-kaibo-number"
GROUPS = ("all", "on_sale", "pending", "sold_out")
SLICE_S = 0.006
"""Processor time that a search may take of the screen at a time."""
AT_ONCE = 200
"""Rows up to which a change is told step by step; more are told as a new list."""


def _unspelled(_title: str) -> Spelling:
    return ()


def group_of(item: Item) -> str:
    """The filter group an item belongs to."""
    if item.listing is ListingState.SOLD_OUT or (item.stock_left <= 0 and item.listing is not ListingState.WITHDRAWN):
        return "sold_out"
    if item.listing is ListingState.ON_SALE or (item.sellable and item.platform is PlatformState.APPROVED):
        return "on_sale"
    return "pending"


class LineupModel(Rows):
    """Rows are `Item`s in line-up order; dragging asks, the desk decides."""

    moveAsked = Signal(object, object)
    """Numbers in line-up order, and the number they shall stand before (None: the end)."""
    countsChanged = Signal(object)
    """Items by group, as a dict."""
    found = Signal()
    """What is looked for was looked for in every item; the rows show it."""

    def __init__(self, spell: Callable[[str], Spelling] = _unspelled, parent: QObject | None = None) -> None:
        super().__init__(lambda item: item.item_id, parent)
        self._items: tuple[Item, ...] = ()
        self._group = "all"
        self._words: tuple[str, ...] = ()
        self._spell = spell
        self._ranks: dict[str, tuple[Item, Rank | None]] = {}
        self._to_rank: Iterator[Item] = iter(())
        self._fresh = False
        self._soon = QTimer(self)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._look_on)

    @property
    def filtered(self) -> bool:
        return self._group != "all" or bool(self._words)

    @property
    def sought(self) -> bool:
        """Whether the rows stand in the order of hits."""
        return bool(self._words)

    @property
    def looking(self) -> bool:
        """Whether there are items that were not looked at yet."""
        return self._soon.isActive()

    def show(self, state: ShowState) -> None:
        """Show the line-up of `state`."""
        if state.items is not self._items:
            self._items = state.items
            self._look()

    def set_group(self, group: str) -> None:
        self._group = group
        self._fresh = True
        self._look()

    def seek(self, sought: str) -> None:
        """Show only what `sought` finds, the best hit first. The newest word wins."""
        words = words_in(sought)
        if words != self._words:
            self._words = words
            self.seek_again()

    def seek_again(self) -> None:
        """Look at every item anew: the word, or how titles are spelled, is another."""
        self._ranks.clear()
        self._fresh = True
        self._look()

    def _look(self) -> None:
        self._to_rank = iter(self._items if self._words else ())
        self._look_on()

    def _look_on(self) -> None:
        """Look at items until a slice of time is over; go on between other work."""
        until = time.thread_time() + SLICE_S
        for n, item in enumerate(self._to_rank):
            known = self._ranks.get(item.item_id)
            if known is None or known[0] is not item:
                self._ranks[item.item_id] = item, rank(item, self._words, self._spell(item.title))
            if n % 64 == 63 and time.thread_time() > until:
                self._soon.start()
                return
        self._soon.stop()
        fresh, self._fresh = self._fresh, False
        self._lay(fresh=fresh)
        if fresh:
            self.found.emit()

    def row_of(self, number: int) -> int:
        """The row of an item's number, or -1."""
        return next((n for n, item in enumerate(self._rows) if item.number == number), -1)

    def before_when_stepped(self, numbers: Sequence[int], step: int) -> tuple[bool, int | None]:
        """Where rows go one step up or down together: (whether they can, the number they then stand before)."""
        order = [item.number for item in self._items]
        chosen = set(numbers) & set(order)
        places = [place for place, number in enumerate(order) if number in chosen]
        if not places:
            return False, None
        together = places[-1] - places[0] + 1 == len(places)
        if step < 0:
            above = next((order[n] for n in range(places[0] - 1, -1, -1)), None)
            if above is None and not together:
                above = next(number for number in order if number not in chosen)
            return above is not None, above
        below = places[-1] + 1
        if below >= len(order):
            return not together, None
        return True, order[below + 1] if below + 1 < len(order) else None

    def spoken(self, value: Item) -> str:
        said = translate("lineup", "{number} 号 {title}，{price}，剩 {left} 件")
        said = said.format(number=value.number, title=value.title, price=price(value.price_fen), left=value.stock_left)
        if value.quota:
            said += translate("lineup", "，预留 {n} 件").format(n=value.quota)
        return said

    def flags(self, index: Index) -> Qt.ItemFlag:
        moves = not self._words  # hits do not stand in the order of the show: nothing can be put between them
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled if moves else Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsDragEnabled if moves else plain

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[Index]) -> QMimeData:
        data = QMimeData()
        items = [self.at(row) for row in sorted(index.row() for index in indexes)]
        data.setData(MIME, QByteArray(" ".join(str(item.number) for item in items if item is not None).encode()))
        return data

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        """Ask for the move; the rows move when the desk says so, hence always False."""
        numbers = tuple(int(said) for said in bytes(data.data(MIME).data()).decode().split() if said.isdigit())
        place = row if row >= 0 else parent.row() if parent.isValid() else len(self._rows)
        others = (item.number for item in self._rows[place:] if item.number not in numbers)
        before: int | None = next(others, None)
        here = self._rows[place].number if 0 <= place < len(self._rows) else None
        if numbers and not (len(numbers) == 1 and here == numbers[0]):
            self.moveAsked.emit(numbers, before)
        return False

    def _wanted(self) -> tuple[Item, ...]:
        shown = self._items
        if self._words:
            hits: list[tuple[Rank, bool, int]] = []
            for place, item in enumerate(shown):
                known = self._ranks.get(item.item_id)
                if known is not None and known[1] is not None:
                    hits.append((known[1], not item.sellable, place))
            if any(how < Rank.LOOSE for how, *_rest in hits):
                hits = [hit for hit in hits if hit[0] < Rank.LOOSE]
            shown = tuple(shown[place] for *_how, place in sorted(hits))
        return shown if self._group == "all" else tuple(item for item in shown if group_of(item) == self._group)

    def _lay(self, *, fresh: bool) -> None:
        """`fresh`: another filter or word, whose rows have little in common with those before."""
        shown = self._wanted()
        many = max(len(shown), len(self._rows)) > AT_ONCE
        if many and (fresh or abs(len(shown) - len(self._rows)) > AT_ONCE):
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
