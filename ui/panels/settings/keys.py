"""Settings: every action with its key; press a new one to change it. Clashes and keys that never arrive are named.

A change works at once: on the buttons, in the hints and on the sheet of F1. Keys of the listing line itself stay.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from console import commands as c
from console.preferences import KEYS, kept_keys
from ui.actions import Actions
from ui.keys.buttons import KeyButton
from ui.keys.keying import pressed, refusal
from ui.keys.shortcuts import TABLE, Key, changeable, clashing, matching, rekeyed, spoken
from ui.look.language import translate
from ui.look.theme import Theme
from ui.panels.edges import hide_cut_row
from ui.panels.line_edit import LineEdit
from ui.panels.settings.choice import Note, Page
from ui.panels.table import plain


class KeyCatcher(Note):
    """Takes the next key that is pressed, whatever it would do elsewhere; Esc gives up."""

    caught = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("", "amber")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # or the window's shortcut would act instead of being read
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._take(event)
            return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        event.accept()
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.left.emit()
            return
        key = pressed(event)
        if key:
            self.caught.emit(key)

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.left.emit()


class KeysPage(Page):
    """The key table, to be searched and changed."""

    endless = True

    def __init__(self, theme: Theme, keys: Mapping[str, Key], actions: Actions) -> None:
        super().__init__(theme)
        self._keys, self._actions = keys, actions
        self._shown: list[Key] = []
        self._asked: Key | None = None
        self.finder = LineEdit()
        self.finder.setPlaceholderText(self.tr("找：动作或按键，如 秒杀、F6"))
        self.finder.setAccessibleName(self.tr("找按键"))
        self.finder.setMaxLength(40)
        self.view = KeyTable(theme)
        self.view.setAccessibleName(self.tr("所有动作和按键"))
        self.catcher = KeyCatcher()
        self.change = KeyButton(theme, self.tr("换一个键"), "Enter", kind="second")
        self.reset = KeyButton(theme, self.tr("恢复这一个"), "Del", kind="second")
        self.reset_all = KeyButton(theme, self.tr("全部恢复"), kind="second")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for button in (self.change, self.reset, self.reset_all):
            row.addWidget(button)
        row.addStretch(1)
        self.column.addWidget(self.finder)
        self.column.addWidget(self.view, 1)
        self.column.addWidget(self.catcher)
        self.column.addLayout(row)
        self.catcher.say("")
        self.finder.textChanged.connect(self._fill)
        self.finder.returnPressed.connect(self.view.setFocus)
        self.view.chosen.connect(self.ask)
        self.view.resetWished.connect(self.give_back)
        self.view.itemSelectionChanged.connect(self._offer)
        self.change.clicked.connect(self.ask)
        self.reset.clicked.connect(self.give_back)
        self.reset_all.clicked.connect(self.give_all_back)
        self.catcher.caught.connect(self._caught)
        self.catcher.left.connect(self._left)
        self._fill()

    # --- what a person does ------------------------------------------------------------------

    @property
    def selected(self) -> Key | None:
        """The action of the chosen row."""
        row = self.view.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def choose(self, action: str) -> None:
        """Choose the row of an action, if it is shown."""
        for row, key in enumerate(self._shown):
            if key.action == action:
                self.view.setCurrentCell(row, 0)

    def ask(self) -> None:
        """Ask for another key of the chosen action."""
        key = self.selected
        if key is None:
            return
        if not changeable(key):
            self.catcher.say(self.tr("“{name}”的键不能换").format(name=key.name), "amber")
            return
        self._asked = key
        self.catcher.say(self.tr("“{name}”：按下新的键，Esc 不换").format(name=key.name), "blue")
        self.catcher.setFocus()

    def give_back(self) -> None:
        """Its own key back."""
        key = self.selected
        if key is None:
            return
        for own in next(each.keys for each in TABLE if each.action == key.action):
            taken = clashing(self._keys, key.action, own)
            if taken is not None:
                self._name_clash(own, taken)
                return
        self._keep(rekeyed(self._keys, key.action, ""))

    def give_all_back(self) -> None:
        """Every key as it was given."""
        self._keep({})

    def _caught(self, pressed_key: str) -> None:
        key = self._asked
        if key is None:
            return
        why = refusal(pressed_key, key.where)
        if why:
            self.catcher.say(f"{spoken(pressed_key)}：{why}", "amber")
            return
        taken = clashing(self._keys, key.action, pressed_key)
        if taken is not None:
            self._name_clash(pressed_key, taken)
            return
        self._asked = None
        self._keep(rekeyed(self._keys, key.action, pressed_key))

    def _name_clash(self, pressed_key: str, taken: Key) -> None:
        said = self.tr("{key} 已经是“{name}”（{group}）的键，再按一个，或先换掉那一个")
        group = translate("keys", taken.group)
        self.catcher.say(said.format(key=spoken(pressed_key), name=taken.name, group=group), "amber")

    def _left(self) -> None:
        if self._asked is not None:
            self._asked = None
            self.catcher.say("")
            if self.catcher.hasFocus():
                self.view.setFocus()

    def _keep(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        self.view.setFocus()
        self._actions.do(c.Prefer(name=KEYS, value=kept_keys(chosen) if chosen else ""))

    # --- what is shown -----------------------------------------------------------------------

    def _fill(self) -> None:
        self._shown = matching(self._keys, self.finder.text())
        own = {key.action: key.keys for key in TABLE}
        self.view.setRowCount(len(self._shown))
        for row, key in enumerate(self._shown):
            words = (translate("keys", key.group), key.name, " · ".join(map(spoken, key.keys)))
            for column, said in enumerate(words):
                cell = QTableWidgetItem(said)
                cell.setToolTip(said)
                cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                if column == 2 and key.keys != own[key.action]:
                    cell.setForeground(self.theme.colour("jade"))
                self.view.setItem(row, column, cell)
        if self._shown:
            self.view.setCurrentCell(0, 0)
        self._offer()

    def _offer(self) -> None:
        key = self.selected
        own = {each.action: each.keys for each in TABLE}
        self.change.setEnabled(key is not None and changeable(key))
        self.reset.setEnabled(key is not None and key.keys != own[key.action])
        self.reset_all.setEnabled(any(each.keys != own[each.action] for each in self._keys.values()))


class KeyTable(QTableWidget):
    """Group, action, keys; Enter changes the row, Delete gives its own key back."""

    chosen = Signal()
    resetWished = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self._theme = theme
        self.setHorizontalHeaderLabels([self.tr("组"), self.tr("动作"), self.tr("按键")])
        plain(self, theme)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.setMinimumHeight(theme.px(200))
        self.cellDoubleClicked.connect(lambda *_cell: self.chosen.emit())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        hide_cut_row(self, self._theme, "sheet")

    def keyboardSearch(self, _search: str) -> None:
        """Letters choose nothing here: with an input method on they would not arrive."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.chosen.emit()
        elif event.key() == Qt.Key.Key_Delete:
            event.accept()
            self.resetWished.emit()
        else:
            super().keyPressEvent(event)
