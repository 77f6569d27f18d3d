"""Settings: choose a backup to bring the books back from. Nothing happens now: the next start does it, before the books
are opened (`beside.rescue`), and it never goes back in time: the journal brings every backup up to the last change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.beside.upkeep import Upkeep
from ui.keys.buttons import KeyButton
from ui.look.format import bytes_said, day_and_time
from ui.look.theme import Theme
from ui.panels.settings.choice import Note
from ui.panels.table import ROW_PX, plain

if TYPE_CHECKING:
    from console.upkeep import Copy

ROWS_SHOWN = 3


class RestorePart(QWidget):
    """The backups, newest first, whether each is sound, and the wish for the next start."""

    def __init__(self, theme: Theme, upkeep: Upkeep) -> None:
        super().__init__()
        self._theme, self._upkeep = theme, upkeep
        self._copies: tuple[Copy, ...] = ()
        self.wished = Note("", "amber")
        self.view = QTableWidget(0, 3)
        self.check = KeyButton(theme, self.tr("检查这一份"), kind="second")
        self.restore = KeyButton(theme, self.tr("下次打开时恢复"), kind="second")
        self._lay_out()
        self.view.itemSelectionChanged.connect(self._offer)
        self.check.clicked.connect(lambda: upkeep.check(self.chosen))
        self.restore.clicked.connect(self._wish)
        upkeep.changed.connect(self.show_standing)
        self.show_standing()

    def _lay_out(self) -> None:
        view, px = self.view, self._theme.px
        view.setAccessibleName(self.tr("所有备份"))
        plain(view, self._theme)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        view.setHorizontalHeaderLabels([self.tr("时间"), self.tr("大小"), self.tr("检查")])
        header = view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for place, wide in ((0, 172), (1, 104)):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
            view.setColumnWidth(place, px(wide))
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        view.setFixedHeight(px(ROW_PX * (ROWS_SHOWN + 1) + 8))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.restore)
        row.addWidget(self.check)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        for each in (view, self.wished):
            column.addWidget(each)
        column.addLayout(row)

    @property
    def chosen(self) -> str:
        """The name of the backup that is chosen; "" where none is."""
        row = self.view.currentRow()
        return self._copies[row].name if 0 <= row < len(self._copies) else ""

    def _wish(self) -> None:
        standing = self._upkeep.standing
        if standing is not None and standing.restore_next is not None:
            self._upkeep.withdraw_restore()
        else:
            self._upkeep.ask_restore(self.chosen)

    # --- what is shown -----------------------------------------------------------------------

    def show_standing(self) -> None:
        """Fill in what is known."""
        standing = self._upkeep.standing
        copies = standing.copies if standing is not None else ()
        if copies != self._copies:
            chosen, self._copies = self.chosen, copies
            self.view.setRowCount(len(copies))
            names = [each.name for each in copies]
            if copies:
                self.view.setCurrentCell(names.index(chosen) if chosen in names else 0, 0)
        for row, each in enumerate(copies):
            for column, words in enumerate((day_and_time(each.made_at_ms), bytes_said(each.size), self._found(each))):
                self._say(row, column, words)
        self._offer()

    def _say(self, row: int, column: int, words: str) -> None:
        cell = self.view.item(row, column)
        if cell is None:
            cell = QTableWidgetItem()
            self.view.setItem(row, column, cell)
        if cell.text() != words:
            cell.setText(words)
            cell.setToolTip(words)

    def _found(self, each: Copy) -> str:
        if self._upkeep.checking == each.name:
            return self.tr("正在检查…")
        found = self._upkeep.checked.get(each.name)
        if found is None:
            return self.tr("还没检查")
        return self.tr("✕ 坏了：{why}").format(why=found) if found else self.tr("✓ 完好")

    def _offer(self) -> None:
        standing = self._upkeep.standing
        wish = standing.restore_next if standing is not None else None
        made = next((day_and_time(each.made_at_ms) for each in self._copies if each.name == wish), "")
        if wish is None:
            self.wished.say("")
        elif made:
            self.wished.say(self.tr("下次打开开播时恢复：用 {when} 的备份加日志。").format(when=made), "amber")
        else:
            self.wished.say(self.tr("下次打开开播时恢复：用最新的完好备份加日志。"), "amber")
        self.restore.setText(self.tr("下次打开时恢复") if wish is None else self.tr("不恢复了"))
        damaged = bool(self._upkeep.checked.get(self.chosen))
        self.restore.setEnabled(wish is not None or (bool(self.chosen) and not damaged))
        self.check.setText(self.tr("停下") if self._upkeep.checking else self.tr("检查这一份"))
        self.check.setEnabled(bool(self.chosen or self._upkeep.checking))
