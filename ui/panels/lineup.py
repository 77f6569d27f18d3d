"""The line-up: find, filter, choose, reorder, and change what is on sale."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.facts import Item, ListingState, PlatformState
from console.state import ShowState
from ui.actions import Actions
from ui.models.lineup_model import LineupModel
from ui.panels import first_steps
from ui.panels.key_hints import KeyHint, KeyHints
from ui.panels.line_edit import LineEdit
from ui.panels.lineup_row import Header, RowPainter
from ui.pictures import Pictures
from ui.shortcuts import Key
from ui.theme import Theme
from ui.ticking import Ticking


def drawn_beside(state: ShowState) -> tuple[object, ...]:
    """What rows show besides their own item."""
    return state.show.status, state.link.mode, state.link.status


class LineupView(QListView):
    """Rows of one height, and what to do first while there are none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.empty: tuple[str, str] = ("", "")
        self.kept_row = -1
        """The row on air, kept in sight when the view gets lower."""
        self.steps: tuple[tuple[str, str], ...] = ()
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(200)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setTabKeyNavigation(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A card that comes and goes below must not hide the row on air."""
        box = self.visualRect(self.model().index(self.kept_row, 0)) if self.kept_row >= 0 else QRect()
        seen = not box.isEmpty() and box.bottom() <= event.oldSize().height() + 1 and box.top() >= -1
        super().resizeEvent(event)
        if seen:
            self.scrollTo(self.model().index(self.kept_row, 0))

    def dataChanged(
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        _roles: Sequence[int] = (),
    ) -> None:
        """Rows are of one height: what changed is painted again; Qt would lay out and paint all of them."""
        for row in range(first.row(), last.row() + 1):
            self.update(self.model().index(row, 0))

    def keyboardSearch(self, _search: str) -> None:
        """Letters choose nothing here: with an input method on they would not arrive."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model() is None or self.model().rowCount() or not self.empty[0]:
            return
        painter = QPainter(self.viewport())
        first_steps.paint(painter, self._theme, QRectF(self.viewport().rect()), *self.empty, self.steps)
        painter.end()


class LineupPanel(QFrame):
    """The list, its find field, its filters and its menu."""

    priceWished = Signal(object)
    stockWished = Signal(object)
    nameWished = Signal(object)
    pointsWished = Signal(object)
    binWished = Signal(object)
    quotaWished = Signal(object)
    flashWished = Signal(object)
    stepsWished = Signal(object)
    trustWished = Signal(object)
    chosen = Signal(object)
    """The `Item` of the row that was chosen, or None."""
    retakeWished = Signal(int)

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, Key],
        actions: Actions,
        pictures: Pictures,
        ticking: Ticking,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self._theme, self._keys, self._actions, self._ticking = theme, keys, actions, ticking
        self._state = actions.state
        self.model = LineupModel(self)
        self._build(pictures)
        self._lay_out()
        self._connect(pictures)

    def _build(self, pictures: Pictures) -> None:
        theme = self._theme
        self.finder = LineEdit()
        self.finder.setPlaceholderText(self.tr("找货：编号、名称、货位"))
        self.finder.setAccessibleName(self.tr("找货"))
        self.finder.setClearButtonEnabled(False)
        self.finder.setMaxLength(60)
        self._find_key = KeyHint(theme, self._keys["find"].shown, self.finder)
        self.groups = QButtonGroup(self)
        self._group_buttons: dict[str, QPushButton] = {}
        for name in ("all", "on_sale", "pending", "sold_out"):
            button = QPushButton()
            button.setProperty("kind", "group")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAutoDefault(False)
            self.groups.addButton(button)
            self._group_buttons[name] = button
        self._group_buttons["all"].setChecked(True)
        self._show_counts(dict.fromkeys(self._group_buttons, 0))
        self.header = Header(theme)
        self.view = LineupView(theme)
        self.view.setModel(self.model)
        ticking = self._ticking
        self._rows = RowPainter(
            theme, pictures, lambda: self._state, ticking.now_ms, self._actions.holds, ticking.left_ms, self.view
        )
        self.view.setItemDelegate(self._rows)
        self.hints = KeyHints(
            theme,
            (
                (self._keys["up"].shown, ""),
                (self._keys["down"].shown, self.tr("调整顺序，也可以拖动")),
                (self._keys["number"].shown, self.tr("输编号，上讲解")),
                (self._keys["price"].shown, self.tr("改价")),
                (self._keys["sheet"].shown, self.tr("全部按键")),
            ),
        )
        self.view.setAccessibleName(self.tr("货单"))

    def _lay_out(self) -> None:
        px = self._theme.px
        top = QHBoxLayout()
        top.setContentsMargins(px(16), px(12), px(16), 0)
        top.setSpacing(px(4))
        top.addWidget(self.finder, 1)
        top.addSpacing(px(8))
        for button in self._group_buttons.values():
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(8))
        column.setSpacing(px(4))
        column.addLayout(top)
        column.addWidget(self.header)
        column.addWidget(self.view, 1)
        column.addWidget(self.hints)

    def _connect(self, pictures: Pictures) -> None:
        self.finder.textChanged.connect(self._seek)
        self.finder.returnPressed.connect(self._to_first)
        self.model.moveAsked.connect(self._actions.move)
        self.model.countsChanged.connect(self._show_counts)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.doubleClicked.connect(lambda index: self._wish(self.priceWished, self.model.at(index.row())))
        for name, button in self._group_buttons.items():
            button.clicked.connect(lambda _checked, group=name: self._choose_group(group))
        pictures.arrived.connect(lambda _name: self.view.viewport().update())
        self._ticking.ticked.connect(self._count)
        self.view.selectionModel().currentChanged.connect(lambda *_rows: self.chosen.emit(self.selected))

    # --- what is shown -----------------------------------------------------------------------

    def show_state(self, state: ShowState) -> None:
        """Show the line-up of `state`, keeping the selection where it is."""
        if state.items is not self._state.items:
            self._rows.bins = self.header.bins = any(item.bin_code for item in state.items)
            self.header.update()
        on_air_moved = state.on_air_item_id != self._state.on_air_item_id
        beside = drawn_beside(self._state)
        self._state = state
        self.model.show(state)
        self._say_empty()
        self.view.kept_row = self.model.row_of(state.on_air.number) if state.on_air is not None else -1
        if on_air_moved and self.view.kept_row >= 0:
            self.view.scrollTo(self.model.index(self.view.kept_row))
        if on_air_moved or beside != drawn_beside(state):
            self.view.viewport().update()  # of the rest, the rows that changed are painted already

    def tick(self) -> None:
        """Let what counts move on, when anything does."""
        if any(item.unsent_since_ms is not None for item in self._state.items):
            self.view.viewport().update()

    def _count(self) -> None:
        """Paint the rows again in which a flash sale counts down."""
        for item in self._state.items:
            if item.flash is not None and (row := self.model.row_of(item.number)) >= 0:
                self.view.update(self.model.index(row))

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
        self.header.setVisible(bool(self.model.rowCount()))

    def _show_counts(self, counts: dict[str, int]) -> None:
        words = {
            "all": self.tr("全部 {n}"),
            "on_sale": self.tr("在售 {n}"),
            "pending": self.tr("待上架 {n}"),
            "sold_out": self.tr("售罄 {n}"),
        }
        for name, button in self._group_buttons.items():
            button.setText(words[name].format(n=counts[name]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() > self._theme.px(640)
        for name in ("on_sale", "pending", "sold_out"):
            self._group_buttons[name].setVisible(roomy)
        self._group_buttons["all"].setVisible(roomy)
        self.header.rows_width = self.view.viewport().width()
        self.header.update()

    def set_density(self, row_height: int, *, hints: bool) -> None:
        """Lower rows and no hints where there is little height, larger pictures where there is much."""
        self.hints.setVisible(hints)
        if row_height != self._rows.row_height:
            self._rows.row_height = row_height
            self.view.scheduleDelayedItemsLayout()

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

    def look_for(self) -> None:
        """Go to the find field, what stands there chosen to be written over."""
        self.finder.setFocus()
        self.finder.selectAll()

    def step(self, by: int) -> None:
        """Move the chosen item one place up (-1) or down (1)."""
        item = self.selected
        if item is None:
            return
        possible, before = self.model.before_when_stepped(item.number, by)
        if possible:
            self._actions.move(item.number, before)

    def back(self) -> bool:
        """Drop what is looked for; False when nothing was."""
        if not self.model.filtered:
            return False
        self.finder.setText("")
        self._group_buttons["all"].click()
        return True

    def _choose_group(self, group: str) -> None:
        self.model.set_group(group)
        self._say_empty()
        self.view.viewport().update()

    def _seek(self, sought: str) -> None:
        self.model.seek(sought)
        self._say_empty()
        self.view.viewport().update()
        self._find_key.setVisible(not sought)

    def _to_first(self) -> None:
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0))
            self.view.setFocus()

    # --- the menu ----------------------------------------------------------------------------

    def wish(self, action: str) -> None:
        """Do `action` of the key table to the chosen item."""
        item = self.selected
        if item is None:
            return
        deeds: dict[str, Callable[[], None]] = {
            "row_on_air": lambda: self._actions.put_on_air(item.number),
            "price": lambda: self.priceWished.emit(item),
            "stock": lambda: self.stockWished.emit(item),
            "edit": lambda: self.nameWished.emit(item),
            "points": lambda: self.pointsWished.emit(item),
            "bin": lambda: self.binWished.emit(item),
            "quota": lambda: self.quotaWished.emit(item),
            "give_back": lambda: self._actions.give_back(item) if self._held(item) else None,
            "row_flash": lambda: self.flashWished.emit(item),
            "steps": lambda: self.stepsWished.emit(item),
            "trust": lambda: self.trustWished.emit(item),
            "withdraw": lambda: self._actions.withdraw_or_relist(item),
            "resend": lambda: self._actions.resend(item.number),
            "retake": lambda: self.retakeWished.emit(item.number),
        }
        deeds[action]()

    def _wish(self, signal: object, item: Item | None) -> None:
        if item is not None:
            signal.emit(item)  # type: ignore[attr-defined]  # bound signals have no type in the stubs

    def menu_for(self, item: Item) -> QMenu:
        """What can be done to `item`, each with its key."""
        menu = QMenu(self)
        gone = item.listing is ListingState.WITHDRAWN
        refused = item.platform is PlatformState.REFUSED
        for action, text, offered in (
            ("row_on_air", self.tr("上讲解"), item.sellable),
            ("price", self.tr("改价…"), not gone),
            ("stock", self.tr("加减库存…"), not gone),
            ("edit", self.tr("改名称…"), not gone),
            ("points", self.tr("写卖点…"), not gone),
            ("bin", self.tr("写货位…"), not gone),
            ("", "", True),
            ("row_flash", self.tr("秒杀、排秒杀…"), item.sellable),
            ("steps", self.tr("写步骤…"), not gone),
            ("trust", self.tr("保障、证书、成本…"), True),
            ("", "", True),
            ("quota", self.tr("预留，断网也能卖…"), item.sellable and item.listing is not ListingState.DRAFT),
            ("give_back", self.tr("退还预留"), self._held(item)),
            ("", "", True),
            ("retake", self.tr("重拍主图"), refused),
            ("resend", self.tr("重新发给平台"), refused or self._parked(item)),
            ("withdraw", self.tr("重新上架") if gone else self.tr("下架"), True),
        ):
            if not action:
                menu.addSeparator()
                continue
            key = f"\t{self._keys[action].shown}" if action in self._keys else ""
            entry = QAction(text + key, menu)
            entry.setEnabled(offered)
            entry.triggered.connect(lambda _checked=False, wished=action: self.wish(wished))
            menu.addAction(entry)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

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
        if item is not None:
            self.view.setCurrentIndex(index)
            self.menu_for(item).popup(self.view.viewport().mapToGlobal(at))
