"""The line-up: find, filter, choose, reorder, and change what is on sale."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QModelIndex, QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from console.facts import Item, ListingState
from console.state import ShowState
from ui.actions import Actions
from ui.keys.shortcuts import Key
from ui.look.format import photo_words
from ui.look.pictures import Pictures
from ui.look.theme import Theme
from ui.models.lineup_model import LineupModel
from ui.panels.key_hints import KeyHint, KeyHints
from ui.panels.lineup.editor import RowEditor
from ui.panels.lineup.finder import Finder, Seeking
from ui.panels.lineup.groups import Groups
from ui.panels.lineup.hints import hints_for, usual
from ui.panels.lineup.menu import for_one, for_several, menu
from ui.panels.lineup.row import Header, RowPainter
from ui.panels.lineup.view import LineupView
from ui.panels.notices import mends
from ui.panels.wording import Check, Warnings, unchecked
from ui.selling.ticking import Ticking
from ui.typed.pinyin import Pinyin

LEAST_TALL = 150
"""Design pixels of height below which find field, names of the columns and a row do not go together."""
TOGETHER = ("withdraw", "bin", "first", "last")
"""What can be done to several rows at once; all else is about the current one."""


def drawn_beside(state: ShowState) -> tuple[object, ...]:
    """What rows show besides their own item."""
    return state.show.status, state.link.mode, state.link.status


class LineupPanel(QFrame):
    """The list, its find field, its filters and its menu."""

    priceWished = Signal(object)
    stockWished = Signal(object)
    nameWished = Signal(object)
    pointsWished = Signal(object)
    binWished = Signal(object)
    binsWished = Signal(object)
    """Several items that get the same bin."""
    againWished = Signal(object)
    """The item that another one like it is wanted of."""
    quotaWished = Signal(object)
    flashWished = Signal(object)
    stepsWished = Signal(object)
    trustWished = Signal(object)
    chosen = Signal(object)
    """The `Item` of the row that was chosen, or None."""
    retakeWished = Signal(int)
    mendWished = Signal(str, int)
    """What helps a refused item, as in `notices.mends`, and its number."""

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, Key],
        actions: Actions,
        pictures: Pictures,
        ticking: Ticking,
        pinyin: Pinyin,
        check: Check = unchecked,
        lang: str = "zh_CN",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._warnings = Warnings(check, lang)
        self._on_air_for = ticking.elapsed()
        self.setObjectName("surface")
        self._theme, self._keys, self._actions, self._ticking = theme, keys, actions, ticking
        self._fresh = 0
        """The number of the item that was listed last, until its row was brought into sight."""
        self._state = actions.state
        self.pinyin = pinyin
        pinyin.setParent(self)
        self.model = LineupModel(pinyin.spell, self)
        self._build(pictures)
        self._lay_out()
        self.editor = RowEditor(theme, self.view, self.model, self._rows, actions, check, lang)
        self.seeking = Seeking(self.finder, self.view, self.model, pinyin, self._put_on_air)
        self._connect(pictures)
        self._hint()

    def _build(self, pictures: Pictures) -> None:
        theme = self._theme
        self.finder = Finder()
        self.finder.setPlaceholderText(self.tr("找货：编号、名称、拼音首字母 (dlsz)、货位、扫码"))
        self.finder.setAccessibleName(self.tr("找货"))
        self.finder.setClearButtonEnabled(False)
        self.finder.setMaxLength(60)
        self._find_key = KeyHint(theme, self._keys["find"].shown, self.finder)
        self.groups = Groups(self)
        self.header = Header(theme)
        self.view = LineupView(theme)
        self.view.setModel(self.model)
        ticking = self._ticking
        self._rows = RowPainter(
            theme,
            pictures,
            lambda: self._state,
            ticking.now_ms,
            self._actions.holds,
            ticking.left_ms,
            self._on_air_s,
            self._remark,
            self.view,
        )
        self.view.setItemDelegate(self._rows)
        self.hints = KeyHints(theme, usual(self._keys)[-1:])
        self.view.setAccessibleName(self.tr("货单"))

    def _hint(self) -> None:
        """The keys that help with what is being done now."""
        several, empty = len(self.view.selectedIndexes()) > 1, not self._state.items
        self.hints.say(
            hints_for(
                self._keys, writing=self.editor.going, seeking=bool(self.model.sought), several=several, empty=empty
            )
        )

    def _lay_out(self) -> None:
        px = self._theme.px
        top = QHBoxLayout()
        top.setContentsMargins(px(16), px(12), px(16), 0)
        top.setSpacing(px(4))
        top.addWidget(self.finder, 1)
        top.addSpacing(px(8))
        for button in self.groups.buttons():
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(8))
        column.setSpacing(px(4))
        column.addLayout(top)
        column.addWidget(self.header)
        column.addWidget(self.view, 1)
        column.addWidget(self.hints)

    def _connect(self, pictures: Pictures) -> None:
        self.finder.textChanged.connect(lambda sought: self._find_key.give_way(shown=not sought))
        self.seeking.changed.connect(self._refresh)
        self.model.moveAsked.connect(self._actions.move)
        self.model.countsChanged.connect(self.groups.count)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.entered.connect(self._write_in)
        self.view.pointed.connect(self._help)
        self.editor.changed.connect(self._hint)
        self.view.selectionModel().selectionChanged.connect(lambda *_rows: self._count_chosen())
        self.groups.chosen.connect(self._choose_group)
        pictures.arrived.connect(lambda _name: self.view.viewport().update())
        self._ticking.ticked.connect(self._count)
        self.view.selectionModel().currentChanged.connect(lambda *_rows: self.chosen.emit(self.selected))

    # --- what is shown -----------------------------------------------------------------------

    def show_state(self, state: ShowState) -> None:
        """Show the line-up of `state`, keeping the selection where it is."""
        if state.items is not self._state.items:
            self._show_bins(any(item.bin_code for item in state.items) or self.editor.going)
        on_air_moved = state.on_air_item_id != self._state.on_air_item_id
        beside, begun = drawn_beside(self._state), bool(state.items) != bool(self._state.items)
        self._state = state
        self.model.show(state)
        self._say_empty()
        self.view.kept_row = self.model.row_of(state.on_air.number) if state.on_air is not None else -1
        if on_air_moved and self.view.kept_row >= 0:
            self.view.scrollTo(self.model.index(self.view.kept_row))
        self._come_to_fresh()
        if begun:
            self._hint()
        if on_air_moved or beside != drawn_beside(state):
            self.view.viewport().update()  # of the rest, the rows that changed are painted already

    def _remark(self, item: Item) -> str:
        """What stands in the way of an item: a picture that is not there, or words that should not be said."""
        return photo_words(item, self._keys["retake"].shown) or self._warnings.of(item)

    def show_listed(self, number: int) -> None:
        """Bring a new item into sight as soon as its row is there."""
        self._fresh = number

    def _come_to_fresh(self) -> None:
        row, self._fresh = (self.model.row_of(self._fresh) if self._fresh else -1), 0
        if row >= 0 and not (self.editor.going or self.view.hasFocus()):
            self.view.keep_in_sight(row)

    def tick(self) -> None:
        """Let what counts move on: the age of what waits, and how long the item on air has been there."""
        on_air = self._state.on_air_item_id
        self._paint_again(lambda item: item.unsent_since_ms is not None or item.item_id == on_air)

    def _paint_again(self, counts: Callable[[Item], bool]) -> None:
        """Paint the rows again that can be seen and count; of ten thousand only those are looked at."""
        for row in self.view.rows_in_sight():
            item = self.model.at(row)
            if item is not None and counts(item):
                self.view.update(self.model.index(row))

    def _on_air_s(self) -> float | None:
        """How long the item on air has been there; what was made ready before the show, since that began."""
        since_ms, began_ms = self._state.on_air_since_ms, self._state.show.started_at_ms
        return self._on_air_for.seconds(max(since_ms, began_ms) if since_ms and began_ms else since_ms)

    def _show_bins(self, shown: bool) -> None:
        if shown != self._rows.bins:
            self._rows.bins = self.header.bins = shown
            self.header.update()
            self.view.viewport().update()

    def _count_chosen(self) -> None:
        chosen = len(self.view.selectedIndexes())
        if chosen != self.header.chosen:
            self.header.chosen = chosen
            self.header.update()
            self._hint()

    def _count(self) -> None:
        """Paint the rows again in which a flash sale counts down."""
        self._paint_again(lambda item: item.flash is not None)

    def _say_empty(self) -> None:
        if self.model.filtered:
            self.view.empty = (self.tr("没有找到"), self.tr("换个词，或按 Esc 看全部"))
            self.view.steps = ()
        else:
            self.view.empty = (self.tr("货单还是空的"), self.tr("拍一张，写一行，五秒上架"))
            self.view.steps = (
                (self._keys["snap"].shown, self.tr("拍照")),
                (self.tr("豆绿手镯 599 x3"), self.tr("写名称、价格、件数")),
                (self._keys["list"].shown, self.tr("上架")),
            )
        self._fit()

    def _fit(self) -> None:
        """Without rows nothing needs the names of the columns; where there is room for one row, it is the row's."""
        self.header.setVisible(bool(self.model.rowCount()) and self.height() >= self._theme.px(LEAST_TALL))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.groups.show_all(shown=self.width() > self._theme.px(760))
        self._fit()
        self.header.rows_width = self.view.viewport().width()
        self.header.update()

    def set_density(self, row_height: int, *, hints: bool) -> None:
        """Lower rows and no hints where there is little height, larger pictures where there is much."""
        self.hints.setVisible(hints)
        if row_height != self._rows.row_height:
            self._rows.row_height = row_height
            self.view.scheduleDelayedItemsLayout()

    def height_for(self, rows: int) -> int:
        """The height at which so many rows are in sight, or all there are."""
        column = self.layout()
        assert column is not None
        margins, shown = column.contentsMargins(), max(1, min(rows, self.model.rowCount()))
        above = [self.finder.sizeHint().height() + self._theme.px(12), self.header.minimumHeight()]
        if not self.hints.isHidden():
            above.append(self.hints.sizeHint().height())
        fixed = sum(above) + len(above) * column.spacing() + margins.top() + margins.bottom()
        return fixed + shown * self._theme.px(self._rows.row_height)

    # --- choosing ----------------------------------------------------------------------------

    @property
    def selected(self) -> Item | None:
        """The chosen item."""
        index = self.view.currentIndex()
        return self.model.at(index.row()) if index.isValid() else None

    def choose(self, number: int) -> None:
        """Choose the row of this number, if it is shown."""
        row = self.model.row_of(number)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row))

    @property
    def several(self) -> list[Item]:
        """The chosen items when they are more than one, in the order of the rows."""
        chosen = self.view.chosen
        return chosen if len(chosen) > 1 else []

    def look_for(self) -> None:
        """Go to the find field, what stands there chosen to be written over."""
        self.seeking.begin()

    def reveal(self, number: int) -> None:
        """Choose the row of this number, whatever is looked for or filtered."""
        if self.model.row_of(number) < 0:
            self.seeking.drop()
            self.groups.choose_all()
        self.choose(number)

    def find_code(self, code: str) -> bool:
        """Choose the item whose label says `code`, or show what lies in the bin that does; False for neither."""
        item = self._state.by_barcode(code)
        if item is not None:
            self.reveal(item.number)
            return True
        if any(item.bin_code.casefold() == code.casefold() for item in self._state.items):
            self.finder.setText(code)
            return True
        return False

    def step(self, by: int) -> None:
        """Move the chosen rows one place up (-1) or down (1), together."""
        numbers = tuple(item.number for item in self.several) or ((self.selected.number,) if self.selected else ())
        possible, before = self.model.before_when_stepped(numbers, by)
        if possible:
            self._actions.move(numbers, before)

    def back(self) -> bool:
        """Leave the cell, else return to where one was before one looked for something; False when nothing was."""
        if self.editor.drop():
            return True
        looked = self.seeking.back()
        if self.model.filtered:
            self.groups.choose_all()
            return True
        return looked

    def _choose_group(self, group: str) -> None:
        chosen = self.selected
        self.model.set_group(group)
        if chosen is not None:
            self.choose(chosen.number)
        self._refresh()

    def _refresh(self) -> None:
        self._say_empty()
        self._hint()
        self.view.viewport().update()

    def _put_on_air(self, number: int, then: Callable[[], None]) -> None:
        self._actions.put_on_air(number, lambda _event: then())

    # --- the menu ----------------------------------------------------------------------------

    def wish(self, action: str) -> None:
        """Do `action` of the key table to the chosen item."""
        item = self.selected
        if item is None:
            return
        if self.several and action in TOGETHER:
            self._wish_together(action, self.several)
            return
        deeds: dict[str, Callable[[], None]] = {
            "row_on_air": lambda: self._actions.put_on_air(item.number),
            "price": lambda: self.write("price", item),
            "stock": lambda: self.write("stock", item),
            "edit": lambda: self.nameWished.emit(item),
            "points": lambda: self.write("points", item),
            "bin": lambda: self.write("bin", item),
            "quota": lambda: self.quotaWished.emit(item),
            "give_back": lambda: self._actions.give_back(item) if self._held(item) else None,
            "row_flash": lambda: self.flashWished.emit(item),
            "steps": lambda: self.stepsWished.emit(item),
            "trust": lambda: self.trustWished.emit(item),
            "withdraw": lambda: self._actions.withdraw_or_relist(item),
            "resend": lambda: self._actions.resend(item.number),
            "retake": lambda: self.retakeWished.emit(item.number),
            "again": lambda: self.againWished.emit(item),
        }
        deeds[action]()

    def write(self, cell: str, item: Item) -> None:
        """Write a cell of `item` in its row; without room for it the question is asked below."""
        if cell == "bin":
            self._show_bins(True)
        if not self.editor.open(cell, item):
            asked = {"price": self.priceWished, "stock": self.stockWished, "bin": self.binWished}
            asked.get(cell, self.pointsWished).emit(item)

    def _write_in(self, row: int, at: QPoint) -> None:
        """A double click: the cell it fell on, else the price."""
        item = self.model.at(row)
        if item is not None and item.listing is not ListingState.WITHDRAWN:
            self.write(self._rows.cell_at(self.view.visualRect(self.model.index(row)), at) or "price", item)

    def _help(self, row: int, at: QPoint) -> None:
        """A click on what helps a refused item."""
        item = self.model.at(row)
        if item is not None and self._rows.deed_at(item, self.view.visualRect(self.model.index(row)), at):
            self.mendWished.emit(mends(item.platform_reason)[0], item.number)

    def _wish_together(self, action: str, items: list[Item]) -> None:
        if action == "withdraw":
            self._actions.withdraw(items)
        elif action == "bin":
            self.binsWished.emit(items)
        else:
            first = next((item for item in self._state.items if item not in items), None)
            before = first.number if action == "first" and first is not None else None
            self._actions.move(tuple(item.number for item in items), before)

    def menu_for_several(self, items: list[Item]) -> QMenu:
        """What can be done to several items at once."""
        return menu(self, for_several(items), self._keys, self.wish)

    def menu_for(self, item: Item) -> QMenu:
        """What can be done to `item`, each with its key."""
        return menu(self, for_one(item, held=self._held(item), parked=self._parked(item)), self._keys, self.wish)

    def _parked(self, item: Item) -> bool:
        """Whether a change of it may have been refused."""
        return bool(item.platform_reason) and self._state.outbox.parked > 0

    def _held(self, item: Item) -> bool:
        """Whether there is anything of a quota, owned or asked for."""
        return item.quota > 0 or self._actions.holds.units(item.item_id) > 0

    def _open_menu(self, at: QPoint) -> None:
        index: QModelIndex = self.view.indexAt(at)
        if not index.isValid():  # the menu key
            index = self.view.currentIndex()
            at = self.view.visualRect(index).center()
        item = self.model.at(index.row()) if index.isValid() else None
        if item is None:
            return
        if item in self.several:
            opened = self.menu_for_several(self.several)
        else:
            self.view.setCurrentIndex(index)
            opened = self.menu_for(item)
        opened.popup(self.view.viewport().mapToGlobal(at))
