"""After the show, and before the window closes: what is not sent yet, how old it is, and what may be done about it.

Nothing here is lost whatever is chosen: what waits stays in the outbox and goes out another time. The
panel lies over the line-up or the middle of the window, takes no key from it, and never comes during a show.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from console.clock import Clock
from console.facts import LinkMode, LinkStatus
from console.state import ShowState
from ui.actions import Actions
from ui.beside.exporting import Exporting
from ui.keys.buttons import KeyButton
from ui.keys.shortcuts import Key
from ui.look.format import link_standing, span, whole
from ui.look.theme import Theme
from ui.loop.elapsed import Elapsed
from ui.panels.shadow import Shadow
from ui.selling.claims import open_conflicts

AFTER_SHOW, LEAVING, EXPORT = "after show", "leaving", "export"
GRACE_MS = 1_200
"""With a good line the last facts of a show are gone in a moment; only what then still waits is worth a panel."""
READ_MS = 4_000
"""How long "all sent" stays."""
WIDE = 620


class ClosingPanel(QFrame):
    """Shows itself when there is something to say; `left` says that the window may close."""

    left = Signal()
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, Key],
        actions: Actions,
        exporting: Exporting,
        clock: Clock,
        lang: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self._shadow = Shadow(theme, self)
        self._theme, self._actions, self._lang = theme, actions, lang
        self.exporting = exporting
        exporting.setParent(self)
        self._state = actions.state
        self._age = Elapsed(clock)
        self.dock: QWidget | None = None
        """Where it lies at the foot of the summary, while that is open."""
        self._aim: QWidget | None = None
        self._why = ""
        self._waiting_from: int | None = None
        """How many waited when the person chose to wait; None while nobody does."""
        self._grace = QTimer(self)
        self._grace.setSingleShot(True)
        self._grace.timeout.connect(self._open_after_show)
        self._read = QTimer(self)
        self._read.setSingleShot(True)
        self._read.setInterval(READ_MS)
        self._read.timeout.connect(self.drop)
        self._build(keys)
        self._lay_out()
        self._connect()
        self.setVisible(False)

    def _build(self, keys: Mapping[str, Key]) -> None:
        theme = self._theme
        self.title = QLabel()
        self.title.setProperty("step", "large")
        self.title.setWordWrap(True)
        self.detail, self.needs, self.told = QLabel(), QLabel(), QLabel()
        for label, tone in ((self.detail, "quiet"), (self.needs, "amber"), (self.told, "quiet")):
            label.setProperty("tone", tone)
            label.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.px(6))
        self.wait = KeyButton(theme, "", kind="main")
        self.leave = KeyButton(theme, "", "Esc", kind="second")
        self.export = KeyButton(theme, self.tr("导出"), keys["export"].shown, kind="second", icon="export")
        self.folder = KeyButton(theme, self.tr("打开文件夹"), kind="second", icon="folder")
        self.back = KeyButton(theme, self.tr("返回"), "Esc", kind="plain")

    def _lay_out(self) -> None:
        px = self._theme.px
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for button in (self.wait, self.leave, self.export, self.folder):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(20), px(16))
        column.setSpacing(px(8))
        for widget in (self.title, self.detail, self.needs, self.bar, self.told):
            column.addWidget(widget)
        column.addSpacing(px(4))
        column.addLayout(row)

    def _connect(self) -> None:
        self.wait.clicked.connect(self._wait_or_not)
        self.leave.clicked.connect(self._leave)
        self.export.clicked.connect(self._export_or_not)
        self.folder.clicked.connect(self.exporting.open_folder)
        self.back.clicked.connect(self.drop)
        self.exporting.changed.connect(self._exported)

    # --- when it shows -----------------------------------------------------------------------

    @property
    def leaving(self) -> bool:
        """Whether it stands between the person and the closing of the window."""
        return self.isVisible() and self._why == LEAVING

    def show_ended(self) -> None:
        """A show has ended: say soon what it left behind, if anything."""
        self._state = self._actions.state
        online = self._state.link.status is LinkStatus.ONLINE and self._state.link.mode is LinkMode.AUTO
        self._grace.start(GRACE_MS if online else 0)

    def open_before_leaving(self) -> None:
        """The window shall close and facts wait."""
        self._open(LEAVING)

    def open_to_export(self) -> None:
        """Export at once, whatever waits."""
        if self.exporting.possible:
            if not self.isVisible():
                self._open(EXPORT)
            self.exporting.start()

    def drop(self) -> bool:
        """Take it away; False when it was not there. What is being exported goes on."""
        self._grace.stop()
        self._read.stop()
        if not self.isVisible():
            return False
        self._why, self._waiting_from = "", None
        self.exporting.forget()
        self.setVisible(False)
        if self.dock is not None:
            self.dock.setFixedHeight(0)
        self.closed.emit()
        return True

    def _open_after_show(self) -> None:
        state = self._state = self._actions.state
        if not state.live and (state.outbox.waiting or state.outbox.parked or open_conflicts(state)):
            self._open(AFTER_SHOW)

    def _open(self, why: str) -> None:
        self._state = self._actions.state
        self._why, self._waiting_from = why, None
        self._show()
        self.setVisible(True)
        self.place()
        self.raise_()
        self.take_focus()

    def take_focus(self) -> None:
        """The hands are at what is chosen most."""
        (self.wait if not self.wait.isHidden() else self.leave).setFocus()

    # --- what is chosen ----------------------------------------------------------------------

    def _wait_or_not(self) -> None:
        if self._waiting_from is not None:
            self._waiting_from = None
        elif self._state.outbox.waiting:
            self._waiting_from = self._state.outbox.waiting
            if self._state.link.mode is LinkMode.OFFLINE:
                self._actions.set_link(LinkMode.AUTO)  # the button says so
            self._actions.retry_now()
        self._show()

    def _leave(self) -> None:
        leaving = self._why == LEAVING
        self.drop()
        if leaving:
            self.left.emit()

    def _export_or_not(self) -> None:
        if self.exporting.going:
            self.exporting.cancel()
        else:
            self.exporting.start()

    def _exported(self) -> None:
        if self.isVisible():
            self._show()
            self._go_if_done()

    # --- what it says ------------------------------------------------------------------------

    def show_state(self, state: ShowState) -> None:
        """Count down; nothing is shown here by itself."""
        self._state = state
        if not self.isVisible():
            return
        if state.live and self._why != EXPORT:
            self.drop()
            return
        self._show()
        self._go_if_done()

    def tick(self) -> None:
        """Once a second: the age goes on."""
        if self.isVisible():
            self._say_detail()

    def lie_over(self, aim: QWidget) -> None:
        """Lie over this part of the window where there is room, and follow it."""
        self._aim = aim
        aim.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._aim and event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Lie over the line-up, as wide as the words need, or at the foot of an open summary."""
        over, dock = self.parentWidget(), self.dock
        if over is None:
            return
        if dock is not None and dock.isVisible():
            self._dock_at(over, dock)
            return
        if dock is not None:
            dock.setFixedHeight(0)  # it lay there right after the show
        px = self._theme.px
        self._lay_anew()
        wish = px(WIDE * (1.4 if self.property("seat") == "anchor" else 1))
        wide = min(max(wish, self.minimumSizeHint().width()), over.width() - px(32))
        tall = max(self.heightForWidth(wide), self.minimumSizeHint().height())
        aim, room = self._aim, over.rect()
        if aim is not None and aim.isVisible():
            room = QRect(aim.mapTo(over, QPoint(0, 0)), aim.size())
        if room.width() < wide or room.height() < tall:
            room = over.rect()
        left = room.x() + (room.width() - wide) // 2
        self.setGeometry(left, room.y() + max(px(8), round((room.height() - tall) * 0.42)), wide, tall)

    def _lay_anew(self) -> None:
        """Its words may be others: what they need is reckoned before it is placed."""
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
            layout.activate()

    def _dock_at(self, over: QWidget, dock: QWidget) -> None:
        if not self.isVisible():
            dock.setFixedHeight(0)
            return
        self._lay_anew()
        tall = max(self.heightForWidth(dock.width()), self.minimumSizeHint().height())
        dock.setFixedHeight(tall)
        holder = dock.parentWidget()
        if holder is not None and (layout := holder.layout()) is not None:
            layout.activate()  # else it would lie below the sheet until that is laid out anew
        self.setGeometry(QRect(dock.mapTo(over, QPoint(0, 0)), QSize(dock.width(), tall)))

    def _go_if_done(self) -> None:
        """All is sent: close the window if that was waited for, else say so for a while."""
        if self._state.outbox.waiting or self.exporting.going:
            self._read.stop()
            return
        if self._why == LEAVING and self._waiting_from is not None:
            self._leave()
        elif self._why == AFTER_SHOW and not self._needs() and not self.exporting.files and not self._read.isActive():
            self._read.start()

    def _show(self) -> None:
        state, waiting = self._state, self._state.outbox.waiting
        needs = self._needs()
        if waiting:
            self.title.setText(self.tr("还有 {n} 条没有同步").format(n=whole(waiting)))
        elif needs and self._why != EXPORT:
            self.title.setText(self.tr("都发出去了，还有要处理的"))
        elif self._why == EXPORT:
            self.title.setText(self.tr("导出成交和未同步"))
        else:
            self.title.setText(self.tr("全部同步完了"))
        self.needs.setText(" · ".join(needs))
        self.needs.setVisible(bool(needs))
        going = self._waiting_from is not None and waiting > 0
        forced = state.link.mode is LinkMode.OFFLINE
        self.wait.setVisible(waiting > 0)
        self.wait.setText(self.tr("不等了") if going else self.tr("联网，等同步完") if forced else self.tr("等同步完"))
        self.leave.setText(self._leave_word(waiting))
        self.leave.show_key(shown=self._why != LEAVING)
        self.leave.setEnabled(not (self._why == LEAVING and self.exporting.going))
        self.back.setVisible(self._why == LEAVING)
        self._say_detail()
        self._show_export()
        if going:
            done = max(0, (self._waiting_from or 0) - waiting)
            self.bar.setRange(0, max(1, self._waiting_from or 0))
            self.bar.setValue(done)
        self.bar.setVisible(going or self.exporting.going)
        if self.isVisible():
            self.place()

    def _leave_word(self, waiting: int) -> str:
        if self._why == LEAVING:
            return self.tr("留到下次，退出") if waiting else self.tr("退出")
        return self.tr("留到下次") if waiting else self.tr("知道了")

    def _say_detail(self) -> None:
        """How old the oldest is, and how the line is; or how far the waiting came."""
        outbox = self._state.outbox
        parts = []
        age_s = self._age.seconds(outbox.oldest_at_ms if outbox.waiting else None)
        if age_s is not None:
            parts.append(self.tr("最久的等了 {age}").format(age=span(age_s)))
        if outbox.waiting:
            parts.append(link_standing(self._state, self._lang).word)
            parts.append(self.tr("存在本机，不会丢"))
        self.detail.setText(" · ".join(parts))
        self.detail.setVisible(bool(parts))
        self.setAccessibleName(f"{self.title.text()} {self.detail.text()} {self.needs.text()}".strip())

    def _show_export(self) -> None:
        job = self.exporting
        self.export.setVisible(job.possible)
        self.export.setText(self.tr("取消导出") if job.going else self.tr("导出"))
        self.folder.setVisible(bool(job.files))
        said = ""
        if job.going:
            said = self.tr("正在导出 {n}%").format(n=round(100 * job.share))
            if self._waiting_from is None:
                self.bar.setRange(0, 100)
                self.bar.setValue(round(100 * job.share))
        elif job.error is not None:
            shown = job.error.shown(self._lang)
            said = f"{shown.title} · {shown.advice}"
        elif job.files:
            said = self.tr("已导出到 {folder}：{files}").format(
                folder=Path(*job.folder.parts[-2:]), files=self.tr("、").join(path.name for path in job.files)
            )
        self.told.setText(said)
        self.told.setVisible(bool(said))

    def _needs(self) -> list[str]:
        """What no waiting mends."""
        parked, conflicts = self._state.outbox.parked, len(open_conflicts(self._state))
        needs = []
        if parked > conflicts:
            needs.append(self.tr("{n} 条被平台退回").format(n=parked - conflicts))
        if conflicts:
            needs.append(self.tr("{n} 笔要决定：平台没有货了").format(n=conflicts))
        return needs

    def keyPressEvent(self, event: object) -> None:
        """Left and right go from button to button."""
        key = event.key()  # type: ignore[attr-defined]
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(key == Qt.Key.Key_Right)
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]
