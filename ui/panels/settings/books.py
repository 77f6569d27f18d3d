"""Settings: backups and the data folder. A backup can be made now; another folder is used at the next start."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar

from ui.beside.files import ask_folder
from ui.beside.upkeep import Upkeep
from ui.keys.buttons import KeyButton
from ui.look.format import bytes_said, day_and_time
from ui.look.theme import Theme
from ui.panels.settings.choice import Note, Page
from ui.panels.settings.restore import RestorePart


class BackupPage(Page):
    """Where the backups are, the last one, one more now, and how to get back."""

    def __init__(self, theme: Theme, upkeep: Upkeep, lang: str) -> None:
        super().__init__(theme)
        self._upkeep, self._lang = upkeep, lang
        self.where, self.last, self.told = Note(), Note(), Note()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.px(6))
        self.bar.setAccessibleName(self.tr("备份做了多少"))
        self.make = KeyButton(theme, self.tr("马上备份"), kind="second")
        self.folder = KeyButton(theme, self.tr("打开文件夹"), kind="second")
        self.head(self.tr("备份"))
        for each in (self.where, self.last, self.bar, self.told):
            self.column.addWidget(each)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.make)
        row.addWidget(self.folder)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(Note(self.tr("有变化时每小时自动备份一次，下播后再备份一次；另有一份日志，每一步都写。")))
        self.head(self.tr("找回数据"))
        self.column.addWidget(
            Note(
                self.tr(
                    "选一份备份，下次打开开播时用它加日志找回到最后一单，不会倒退。"
                    "现在的文件改名留着；做到哪儿看得见，也能停下。"
                )
            )
        )
        self.restore = RestorePart(theme, upkeep)
        self.column.addWidget(self.restore)
        self.column.addStretch(1)
        self.make.clicked.connect(upkeep.back_up)
        self.folder.clicked.connect(lambda: _open(upkeep.standing.backups if upkeep.standing else None))
        upkeep.changed.connect(self._show)
        self._show()

    def enter(self) -> None:
        """Look at the folder."""
        self._upkeep.refresh()

    def _show(self) -> None:
        job, standing = self._upkeep, self._upkeep.standing
        self.setEnabled(job.possible)
        if standing is not None:
            self.where.say(self.tr("文件夹：{path}").format(path=standing.backups))
            made = standing.last_backup_ms
            when = self.tr("还没有") if made is None else day_and_time(made)
            self.last.say(self.tr("上一次：{when} · 共 {n} 份").format(when=when, n=standing.backup_count))
        going = job.share is not None
        self.bar.setVisible(going)
        self.bar.setValue(round(100 * (job.share or 0)))
        self.make.setText(self.tr("停下") if going else self.tr("马上备份"))
        self.make.setAccessibleName(self.make.text())
        said = self.tr("正在备份 {n}%").format(n=round(100 * (job.share or 0))) if going else ""
        self.told.say(said or (self.tr("备份好了，或没有新的要备份") if job.backed_up else ""), "jade")


class FolderPage(Page):
    """Where the data lies, how much there is, and another place for it."""

    def __init__(self, theme: Theme, upkeep: Upkeep, lang: str) -> None:
        super().__init__(theme)
        self._upkeep, self._lang = upkeep, lang
        self.where, self.room, self.next, self.wrong = Note(), Note(), Note(), Note("", "amber")
        self.open = KeyButton(theme, self.tr("打开文件夹"), kind="second")
        self.change = KeyButton(theme, self.tr("换文件夹…"), kind="second")
        self.head(self.tr("数据文件夹"))
        for each in (self.where, self.room, self.next, self.wrong):
            self.column.addWidget(each)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.open)
        row.addWidget(self.change)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(
            Note(self.tr("成交、照片、日志都在这里。不要放进网盘同步的文件夹：同步到一半的数据库会坏。"))
        )
        self.column.addStretch(1)
        self.open.clicked.connect(lambda: _open(upkeep.standing.data if upkeep.standing else None))
        self.change.clicked.connect(self.ask)
        upkeep.changed.connect(self._show)
        self._show()

    def enter(self) -> None:
        """Look how full it is."""
        self._upkeep.refresh()

    def ask(self) -> None:
        """Choose another folder."""
        ask_folder(self, self.tr("换文件夹…"), self._upkeep.choose_folder)

    def _show(self) -> None:
        standing, error = self._upkeep.standing, self._upkeep.error
        self.setEnabled(self._upkeep.possible)
        self.wrong.say("")
        if error is not None:
            shown = error.shown(self._lang)
            self.wrong.say(f"{shown.title} · {shown.advice}", "amber")
        if standing is None:
            return
        self.where.say(self.tr("现在用：{path}").format(path=standing.data))
        room = self.tr("已用 {used}，磁盘还剩 {free}")
        self.room.say(room.format(used=bytes_said(standing.used), free=bytes_said(standing.free)))
        other = standing.next_data != standing.data
        said = self.tr("下次打开用：{path}。现在的数据留在原处，不会搬过去。")
        self.next.say(
            said.format(path=standing.next_data) if other else self.tr("换文件夹下次打开时生效。"),
            "amber" if other else "quiet",
        )


def _open(folder: Path | None) -> None:
    if folder is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
