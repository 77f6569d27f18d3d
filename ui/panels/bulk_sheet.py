"""Bulk entry on the assistant's screen: choose or paste, look at every row, then enter them with one key.

It lies over the line-up and takes no key of the show: what is on air goes on, sales are logged as ever. Files are
chosen in a dialog of their own that holds nothing up. Nothing is read or written on this thread.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from ui.beside.files import ask_file, ask_folder
from ui.beside.importing import Importing
from ui.keys.buttons import KeyButton
from ui.keys.shortcuts import BULK, Key
from ui.look import ink
from ui.look.format import Standing
from ui.look.theme import Theme
from ui.models.bulk_model import PHOTOS, PRICE, ROW, STANDING, STOCK, TITLE, BulkModel
from ui.panels.edges import WholeTable
from ui.panels.over import OverSheet
from ui.panels.table import plain

SHEETS = "*.xlsx *.xlsm *.xlsb *.xls *.et *.ods *.csv *.txt"
WIDE, TALL = 1_040, 620
LEAST_TALL = 360


class _Rows(WholeTable):
    """The table; why a row is rejected has more room than its title, which the seller knows."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fixed = sum(self.columnWidth(column) for column in (ROW, PRICE, STOCK, PHOTOS))
        self.setColumnWidth(TITLE, int(_TITLE_SHARE * (self.viewport().width() - fixed)))


_TITLE_SHARE = 0.4


class BulkSheet(OverSheet):
    """Shows itself with `open`; `drop` hides it, and what is being entered goes on."""

    told = Signal(str)
    """What came of an import that ended while the sheet was hidden."""

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, Key],
        importing: Importing,
        lang: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, (WIDE, TALL), LEAST_TALL, parent)
        self._keys, self._lang = keys, lang
        self.importing = importing
        importing.setParent(self)
        self._shapes: dict[tuple[str, str], QPixmap] = {}
        theme.changed.connect(self._shapes.clear)
        self.model = BulkModel(lang, self._shape, theme.colour, self)
        self._build()
        self._lay_out()
        self._connect()

    def _build(self) -> None:
        theme, keys = self._theme, self._keys
        self.title = QLabel(self.tr("批量导入"))
        self.title.setProperty("step", "large")
        self.counts, self.trouble = QLabel(), QLabel()
        self.counts.setProperty("tone", "quiet")
        self.trouble.setProperty("tone", "amber")
        for label in (self.counts, self.trouble):
            label.setWordWrap(True)
        self.choose = KeyButton(theme, self.tr("选表格"), keys["bulk"].shown, kind="second")
        self.paste = KeyButton(theme, self.tr("粘贴"), keys["bulk_paste"].shown, kind="second")
        self.photos = KeyButton(theme, self.tr("选照片文件夹"), keys["bulk_photos"].shown, kind="second")
        self.enter = KeyButton(theme, "", keys["bulk_enter"].shown, kind="main")
        self.cancel = KeyButton(theme, self.tr("停下"), kind="second")
        self.back = KeyButton(theme, self.tr("收起"), "Esc", kind="plain")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.px(6))
        self.view = _Rows(theme)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("表格里的每一行"))
        plain(self.view, theme)
        header = self.view.horizontalHeader()
        for column, wide in ((ROW, 56), (PRICE, 96), (STOCK, 64), (PHOTOS, 64)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.view.setColumnWidth(column, theme.px(wide))
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(STANDING, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        px = self._theme.px
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(self.title)
        top.addStretch(1)
        for button in (self.choose, self.paste, self.photos):
            top.addWidget(button)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.enter)
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self.counts)
        column.addWidget(self.view, 1)
        column.addWidget(self.trouble)
        column.addWidget(self.bar)
        column.addLayout(row)

    def _connect(self) -> None:
        deeds = {
            "bulk_paste": (self.paste, self.take_pasted),
            "bulk_photos": (self.photos, self.ask_photos),
            "bulk_enter": (self.enter, self.importing.start),
        }
        for action, (button, deed) in deeds.items():
            button.clicked.connect(deed)
            for keys in self._keys[action].keys:
                assert self._keys[action].where == BULK
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(deed)
        self.choose.clicked.connect(self.ask_file)
        self.cancel.clicked.connect(self.importing.cancel)
        self.back.clicked.connect(self.drop)
        self.importing.changed.connect(self._show)
        self.importing.entered.connect(self._entered)

    # --- coming and going --------------------------------------------------------------------

    def open(self) -> None:
        """Show it, with what was read before if that is not entered yet; where it stands already, choose a file."""
        if not self.importing.possible:
            return
        if self.isVisible():
            if not self.importing.going:
                self.ask_file()
            return
        if self.importing.over:
            self.importing.forget()
        self.place()
        self._show()
        self.setVisible(True)
        self.raise_()
        self.view.setFocus()

    # --- what a person does ------------------------------------------------------------------

    def ask_file(self) -> None:
        """Choose a spreadsheet."""
        kinds = (self.tr("表格 ({kinds})").format(kinds=SHEETS), self.tr("所有文件 (*)"))
        ask_file(self, self.tr("选表格"), kinds, self.importing.read)

    def ask_photos(self) -> None:
        """Choose the folder in which pictures are looked for; nothing outside it is read."""
        ask_folder(self, self.tr("选照片文件夹"), self.importing.look_for_photos)

    def take_pasted(self) -> None:
        """Take what was copied in a spreadsheet."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.importing.read(text)

    # --- what it says ------------------------------------------------------------------------

    def _show(self) -> None:
        job = self.importing
        self.model.show(job.sheet.lines if job.sheet is not None else ())
        for button in (self.choose, self.paste, self.photos):
            button.setEnabled(not job.going)
        fit = job.sheet.fit if job.sheet is not None and not job.over else 0
        self.enter.setText(self.tr("导入 {n} 件").format(n=fit) if fit else self.tr("导入"))
        self.enter.setEnabled(bool(fit) and not job.going and not job.reading)
        self.cancel.setVisible(job.going)
        self.bar.setVisible(job.going)
        self.bar.setRange(0, len(job.sheet.lines) if job.sheet is not None else 1)
        self.bar.setValue(job.done)
        self.counts.setText(self._counted())
        shown = job.error.shown(self._lang) if job.error is not None else None
        self.trouble.setText(f"{shown.title} · {shown.advice}" if shown is not None else "")
        self.trouble.setVisible(shown is not None)
        if job.over and not self.isVisible():
            self.told.emit(self._counted())

    def _counted(self) -> str:
        job = self.importing
        if job.reading:
            return self.tr("正在看这份表格…")
        if job.sheet is None:
            return self.tr("选一份表格，或在表格里复制后粘贴：要有品名和价格两列；照片按编号或品名找。")
        everything = len(job.sheet.lines)
        if job.going:
            return self.tr("正在导入 {done}/{all}，已导入 {made} 件").format(
                done=job.done, all=everything, made=job.made
            )
        if job.over:
            said = self.tr("导入了 {made} 件，{left} 行没有导入").format(made=job.made, left=job.done - job.made)
            rest = everything - job.done
            return said + (self.tr("；停下时还有 {n} 行没有做").format(n=rest) if rest else "")
        said = self.tr("{fit} 件可以导入，{not_fit} 行不能导入").format(
            fit=job.sheet.fit, not_fit=everything - job.sheet.fit
        )
        named = [job.sheet.name] if job.sheet.name else []
        named += [self.tr("照片：{folder}").format(folder=job.photos.name)] if job.photos is not None else []
        return " · ".join([*named, said])

    def _entered(self, place: int, outcome: object) -> None:
        self.model.tell(place, outcome)  # type: ignore[arg-type]  # a Qt signal carries objects
        self.bar.setValue(place + 1)
        self.counts.setText(self._counted())

    def _shape(self, how: Standing) -> QPixmap:
        """The painted shape of a standing, each made once."""
        made = self._shapes.get((how.shape, how.tone))
        if made is None:
            size = self._theme.px(14)
            made = QPixmap(size, size)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            ink.shape(painter, how.shape, QPointF(size / 2, size / 2), size - 4, self._theme.colour(how.tone))
            painter.end()
            self._shapes[how.shape, how.tone] = made
        return made
