"""Before going live: every part of the studio on one line, how it stands, and the one button that helps.

It lies over the line-up and takes no key of the show away. Nothing waits for it: the same key once more goes live,
whatever is doubtful; only what makes a show impossible bars the way.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from PySide6.QtCore import QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from console.facts import Item
from console.preflight import (
    LEFT_OVER,
    MICROPHONE,
    Facts,
    Finding,
    Level,
    Machine,
    Microphone,
    Words,
    blocked,
    findings,
    microphone,
    words_in,
)
from console.state import ShowState
from ui.actions import Actions
from ui.keys.buttons import KeyButton
from ui.keys.shortcuts import Key
from ui.look import ink
from ui.look.format import Standing
from ui.look.language import counted, translate
from ui.look.theme import Theme
from ui.loop.tasks import Tasks
from ui.panels.edges import FadingArea
from ui.panels.over import OverSheet
from ui.panels.wording import Check
from ui.studio.microphone import FLOOR_DB, Ear, Hearing

ReadMachine = Callable[[], Awaitable[Machine]]
"""Reads what only this machine knows; quick, and off the UI thread."""
WIDE, TALL, LEAST_TALL = 860, 720, 320
AGAIN_MS = 3_000
"""How often machine and microphone are looked at while it is open."""


def level_standing(level: Level) -> Standing:
    """How a finding stands: shape, word and colour."""
    return {
        Level.OK: Standing("tick", translate("preflight", "好"), "jade"),
        Level.UNKNOWN: Standing("ring", translate("preflight", "未知"), "quiet"),
        Level.WARN: Standing("warn", translate("preflight", "注意"), "amber"),
        Level.BLOCK: Standing("cross", translate("preflight", "不行"), "trouble"),
    }[level]


def deed_words(finding: Finding) -> str:
    """What is written on the button of a finding; "" for one without."""
    words = {
        "camera": translate("preflight", "换摄像头"),
        "retry": translate("preflight", "再试一次"),
        "go_online": translate("preflight", "恢复联网"),
        "list": translate("preflight", "去上架"),
        "leave_behind": translate("preflight", "从空的开始"),
        "bring_along": translate("preflight", "带上"),
        "item": translate("preflight", "看 {number} 号"),
        "photo": translate("preflight", "补 {number} 号照片"),
        "stock": translate("preflight", "改 {number} 号库存"),
        "name": translate("preflight", "改 {number} 号名称"),
        "points": translate("preflight", "改 {number} 号卖点"),
        "trust": translate("preflight", "补 {number} 号证书"),
    }
    return words.get(finding.deed, "").format(number=finding.number)


class Sign(QWidget):
    """Shape and word of a finding, in the width of a column."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.level = Level.UNKNOWN
        self.setFixedSize(self.sizeHint())

    def show_level(self, level: Level) -> None:
        self.level = level
        self.setAccessibleName(level_standing(level).word)
        self.update()

    def sizeHint(self) -> QSize:
        font = self._theme.font(13, bold=True)
        wide = max(ink.width(level_standing(level).word, font) for level in Level)
        return QSize(round(wide) + self._theme.px(28), self._theme.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, px = QPainter(self), self._theme.px
        how = level_standing(self.level)
        colour = self._theme.colour(how.tone)
        ink.shape(painter, how.shape, QPointF(px(8), self.height() / 2), px(13), colour)
        words = QRect(px(22), 0, self.width() - px(22), self.height()).toRectF()
        ink.write(painter, words, how.word, self._theme.font(13, bold=True), colour)
        painter.end()


class Row(QWidget):
    """One finding."""

    helpWished = Signal(str, object)

    def __init__(self, theme: Theme, keys: Mapping[str, Key], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._finding: Finding | None = None
        self.sign = Sign(theme, self)
        self.what, self.todo = QLabel(), QLabel()
        self.what.setProperty("step", "title")
        self.todo.setProperty("tone", "quiet")
        for label in (self.what, self.todo):
            label.setWordWrap(True)
        self.button = KeyButton(theme, "", kind="second")
        self.button.clicked.connect(self._wish)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(round(FLOOR_DB), 0)
        self.bar.setFixedHeight(theme.px(6))
        self.bar.setVisible(False)
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        for widget in (self.what, self.todo, self.bar):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        row.setSpacing(theme.px(12))
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def part(self) -> str:
        return self._finding.part if self._finding is not None else ""

    def show_finding(self, finding: Finding, lang: str) -> None:
        """Say it; what stays the same is not touched, so that nothing flickers."""
        if finding == self._finding:
            return
        self._finding = finding
        self.sign.show_level(finding.level)
        self.what.setText(counted(finding.what.said(lang)))
        self.todo.setText("" if finding.todo is None else finding.todo.said(lang))
        self.todo.setVisible(finding.todo is not None)
        words = deed_words(finding)
        self.button.setText(words)
        self.button.set_key(self._keys[finding.part].shown if finding.part == LEFT_OVER else "")
        self.button.setVisible(bool(words))
        self.setAccessibleName(" · ".join((self.sign.accessibleName(), self.what.text(), self.todo.text())).strip(" ·"))

    def show_level(self, level_db: float | None) -> None:
        """How loud it is now; None for what makes no sound."""
        self.bar.setVisible(level_db is not None)
        if level_db is not None:
            self.bar.setValue(round(level_db))

    def _wish(self) -> None:
        if self._finding is not None:
            self.helpWished.emit(self._finding.deed, self._finding.number)


class PreflightPanel(OverSheet):
    """Opens with `open`; `startWished` says that it shall go live all the same."""

    startWished = Signal()
    helpWished = Signal(str, object)
    """What helps (`Finding.deed`), and the number of the item or None."""
    few = True

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, Key],
        actions: Actions,
        tasks: Tasks,
        lang: str,
        check: Check,
        machine: ReadMachine | None,
        ear: Ear | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, (WIDE, TALL), LEAST_TALL, parent)
        self._actions, self._tasks, self._lang = actions, tasks, lang
        self._check, self._read_machine, self._ear = check, machine, ear
        self._machine: Machine | None = None
        self._microphone: Microphone | None = None if ear is not None else Microphone()
        self._words: Words | None = None
        self._worded: tuple[Item, ...] | None = None
        self._wording = False
        self._hearing, self._name = Hearing(), ""
        self.rows: list[Row] = []
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        self._build(keys)
        self.setVisible(False)

    def _build(self, keys: Mapping[str, Key]) -> None:
        theme, px = self._theme, self._theme.px
        self._keys = keys
        self.title, self.sum = QLabel(self.tr("开播前看一眼")), QLabel()
        self.title.setProperty("step", "large")
        self.sum.setProperty("tone", "quiet")
        self.sum.setWordWrap(True)
        self.start = KeyButton(theme, self.tr("开播"), keys["start"].shown, kind="main", icon="start")
        self.back = KeyButton(theme, self.tr("返回"), "Esc", kind="plain")
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, px(8), 0)
        self._list.setSpacing(px(2))
        self._list.addStretch(1)
        self.area = FadingArea(theme, inside)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.start)
        foot.addStretch(1)
        foot.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(8))
        column.addWidget(self.title)
        column.addWidget(self.sum)
        column.addWidget(self.area, 1)
        column.addLayout(foot)
        self.start.clicked.connect(self.go)
        self.back.clicked.connect(self.drop)

    # --- coming and going --------------------------------------------------------------------

    @property
    def barred(self) -> bool:
        """Whether going live is impossible."""
        return blocked(self._found())

    def open(self) -> None:
        """Show it and look at everything anew."""
        if self._actions.state.live or self.isVisible():
            return
        self._hearing, self._worded = Hearing(), None
        self._look_again()
        self._show()
        self.come(self.start)
        self._again.start()
        if self._ear is not None:
            self._ear.listen(self._found_ear, self._heard)

    def go(self) -> None:
        """Go live, unless that is impossible."""
        if not self.barred:
            self.startWished.emit()

    def drop(self) -> bool:
        """Take it away, and listen no more; False when it was not there."""
        self.stop()
        return super().drop()

    def stop(self) -> None:
        """Look and listen no more; harmless when called twice."""
        self._again.stop()
        if self._ear is not None:
            self._ear.stop()
            self._microphone = None

    def show_state(self, state: ShowState) -> None:
        """Say what changed; a show that went live needs it no more."""
        if not self.isVisible():
            return
        if state.live:
            self.drop()
            return
        self._look_at_words()
        self._show()

    # --- looking -----------------------------------------------------------------------------

    def _look_again(self) -> None:
        self._look_at_words()
        if self._read_machine is not None:
            self._tasks.start(self._ask_machine(self._read_machine))

    async def _ask_machine(self, read: ReadMachine) -> None:
        self._machine = await read()
        self._show_if_seen()

    def _look_at_words(self) -> None:
        """On another thread: ten thousand items take half a second."""
        items = self._actions.state.to_come
        if self._wording or items == self._worded:
            return
        self._wording = True
        self._tasks.start(self._ask_words(items))

    async def _ask_words(self, items: tuple[Item, ...]) -> None:
        try:
            self._words = await self._tasks.off_thread(partial(words_in, items, self._check))
            self._worded = items if self._words is not None else None
        finally:
            self._wording = False
        self._show_if_seen()

    def _found_ear(self, name: str) -> None:
        self._name = name
        self._microphone = Microphone(name)
        self._show_if_seen()

    def _heard(self, samples: bytes) -> None:
        self._hearing.add(samples)
        self._microphone = self._hearing.told(self._name)
        for row in self.rows:
            if row.part == MICROPHONE:  # this line alone: it changes ten times a second
                row.show_finding(microphone(self._microphone), self._lang)
                row.show_level(self._hearing.now_db)

    # --- saying ------------------------------------------------------------------------------

    def _found(self) -> tuple[Finding, ...]:
        return findings(Facts(self._actions.state, self._machine, self._microphone, self._words))

    def _show_if_seen(self) -> None:
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        found = self._found()
        while len(self.rows) < len(found):
            row = Row(self._theme, self._keys)
            row.helpWished.connect(self.helpWished)
            self.rows.append(row)
            self._list.insertWidget(len(self.rows) - 1, row)
        for row in self.rows[len(found) :]:
            row.setVisible(False)
        for row, finding in zip(self.rows, found, strict=False):
            row.show_finding(finding, self._lang)
            row.show_level(self._hearing.now_db if finding.part == MICROPHONE and self._name else None)
            row.setVisible(True)
        doubtful = sum(finding.level is Level.WARN for finding in found)
        bar = blocked(found)
        if bar:
            said = self.tr("有一项不行，先弄好再开播")
        elif doubtful:
            said = self.tr("{n} 项要注意；也可以照样开播").format(n=doubtful)
        else:
            said = self.tr("没有要注意的")
        self.sum.setText(said)
        self.start.setEnabled(not bar)
        self.start.setText(self.tr("照样开播") if doubtful else self.tr("开播"))
        self.setAccessibleName(f"{self.title.text()} {said}")
