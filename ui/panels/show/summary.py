"""After a show, and whenever it is asked for: what it came to. Figures, the curve, every item; past shows too.

It lies over the line-up. What is not sent yet is said by the closing panel, which docks at its foot right after a show.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QVBoxLayout, QWidget

from console.facts import Outbox, ShowStatus
from console.money import amount
from console.state import ShowState
from console.summary import PastShow, Summary, in_words
from ui.keys.buttons import KeyButton
from ui.keys.shortcuts import Key
from ui.look.format import running, wall, whole
from ui.look.language import counted
from ui.look.theme import Theme
from ui.loop.tasks import Tasks
from ui.models.summary_model import GMV, LEFT, NUMBER, SOLD, TAKEN_BACK, TITLE, VOID, SummaryModel
from ui.panels.edges import WholeTable
from ui.panels.over import OverSheet
from ui.panels.table import ROW_PX, plain
from ui.typed.plans import when

if TYPE_CHECKING:
    from ui.panels.show.curve import Curve

WIDE, TALL, LEAST_TALL = 1_000, 720, 420
COLUMNS = ((NUMBER, 64), (SOLD, 72), (GMV, 132), (LEFT, 72), (VOID, 88), (TAKEN_BACK, 72))
"""Columns of figures, and how wide each is at least, design pixels."""
CURVE_TALL = (130, 190)
"""Least and usual height of the curve, which is there where two rows have room below it."""


class Shows(Protocol):
    """Reads past shows; off the UI thread."""

    def every(self) -> Awaitable[tuple[PastShow, ...]]:
        """The shows that were live, the newest first."""
        ...

    def one(self, show_id: str) -> Awaitable[Summary]:
        """The figures of one. Raises `NoSuchShow`."""
        ...


class Figure(QWidget):
    """A number and what it counts."""

    def __init__(self, theme: Theme, word: str, step: str = "large") -> None:
        super().__init__()
        self.word, self.number = QLabel(word), QLabel()
        self.word.setProperty("tone", "quiet")
        self.number.setProperty("step", step)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px(24), 0)
        column.setSpacing(0)
        column.addWidget(self.word)
        column.addWidget(self.number)

    def say(self, number: str) -> None:
        self.number.setText(number)
        self.setAccessibleName(f"{self.word.text()} {number}")


class SummaryPanel(OverSheet):
    """Opens for the newest show with `open`, or for the one that has just ended."""

    opened = Signal()
    placed = Signal()
    """The foot where the closing panel docks is somewhere else now."""

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, Key],
        tasks: Tasks,
        lang: str,
        now_ms: Callable[[], int],
        shows: Shows | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, (WIDE, TALL), LEAST_TALL, parent)
        self._tasks, self._lang, self._now_ms, self._shows = tasks, lang, now_ms, shows
        self._past: tuple[PastShow, ...] = ()
        self._at = 0
        self._reading: asyncio.Task[Any] | None = None
        self._outbox = Outbox()
        self.summary: Summary | None = None
        self.curve: Curve | None = None
        self._docked = QTimer(self)
        """What docks at the foot is of another height than before."""
        self._docked.setSingleShot(True)
        self._docked.timeout.connect(self._fit)
        self._build(keys)
        self._lay_out()
        theme.changed.connect(self._show)

    def _build(self, keys: Mapping[str, Key]) -> None:
        theme = self._theme
        self.title, self.lasted = QLabel(), QLabel()
        self.title.setProperty("step", "large")
        self.title.setWordWrap(True)
        self.lasted.setProperty("tone", "quiet")
        self.lasted.setWordWrap(True)
        self.gmv = Figure(theme, self.tr("销售额"), "hero")
        self.orders, self.units = Figure(theme, self.tr("成交单数")), Figure(theme, self.tr("件数"))
        self.back_money = Figure(theme, self.tr("退款、作废"))
        self.slips = Figure(theme, self.tr("记错撤回"))
        self.slips.setToolTip(self.tr("记错了马上撤回的：没有成交，也没有退款"))
        self.peak = Figure(theme, self.tr("最旺的一分钟"))
        self.model = SummaryModel(theme.colour, self)
        self.view = WholeTable(theme)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("每件商品卖得怎样"))
        plain(self.view, theme)
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        for column, _wide in COLUMNS:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.view.setMinimumHeight(theme.px(32))  # the rows give way to what docks below them
        self.copy = KeyButton(theme, self.tr("复制文字"), kind="second", icon="copy")
        self.export = KeyButton(theme, self.tr("导出"), keys["export"].shown, kind="second", icon="export")
        self.older = KeyButton(theme, self.tr("前一场"), kind="second")
        self.newer = KeyButton(theme, self.tr("后一场"), kind="second")
        self.leave = KeyButton(theme, self.tr("收起"), "Esc", kind="plain")
        self.copy.clicked.connect(self.copy_words)
        self.older.clicked.connect(partial(self._step, 1))
        self.newer.clicked.connect(partial(self._step, -1))
        self.leave.clicked.connect(self.drop)

    def _lay_out(self) -> None:
        px = self._theme.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.title)
        words.addWidget(self.lasted)
        head.addLayout(words, 1)
        for button in (self.older, self.newer):
            head.addWidget(button)
        figures = QHBoxLayout()
        figures.setSpacing(0)
        for figure in (self.gmv, self.orders, self.units, self.back_money, self.slips, self.peak):
            figures.addWidget(figure, 0, Qt.AlignmentFlag.AlignBottom)
        figures.addStretch(1)
        self.plot = QWidget()
        self._plot = QVBoxLayout(self.plot)
        self._plot.setContentsMargins(0, 0, 0, 0)
        self.plot.setFixedHeight(px(CURVE_TALL[1]))
        self.dock = QWidget()
        self.dock.setFixedHeight(0)
        self.dock.installEventFilter(self)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        for button in (self.copy, self.export):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(10))
        column.addLayout(head)
        column.addLayout(figures)
        column.addWidget(self.plot)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        column.addWidget(self.dock)
        column.addLayout(foot)

    # --- coming and going --------------------------------------------------------------------

    @property
    def possible(self) -> bool:
        return self._shows is not None

    def open(self) -> None:
        """Show the newest show; where it stands already, the one before."""
        if self.isVisible():
            self._step(1)
        elif self._shows is not None:
            self._at = 0
            self._read(self._shows)

    def drop(self) -> bool:
        """Take it away; False when it was not there."""
        self.stop()
        return super().drop()

    def stop(self) -> None:
        """Read no more; harmless when nothing is being read."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def refresh(self) -> None:
        """Read it again where it is open: something of it changed."""
        if self.isVisible() and self._shows is not None:
            self._read(self._shows)

    def _step(self, by: int) -> None:
        if self._shows is not None and 0 <= self._at + by < max(1, len(self._past)):
            self._at += by
            self._read(self._shows)

    def _read(self, shows: Shows) -> None:
        self.stop()
        self._reading = self._tasks.start(self._carry(shows))

    async def _carry(self, shows: Shows) -> None:
        if self.curve is None:
            await self._tasks.off_thread(partial(importlib.import_module, "ui.panels.show.curve"))
        self._past = await shows.every()
        if not self._past:
            self.summary = None
        else:
            self._at = min(self._at, len(self._past) - 1)
            self.summary = await shows.one(self._past[self._at].show.show_id)
        self._reading = None
        if self.curve is None:
            from ui.panels.show.curve import Curve  # the import above has loaded it

            self.curve = Curve(self._theme)
            self._plot.addWidget(self.curve)
        self._show()
        if not self.isVisible():
            self.come(self.leave)
            self.opened.emit()

    # --- saying ------------------------------------------------------------------------------

    def copy_words(self) -> None:
        """The figures as text, to be pasted into a message."""
        if self.summary is not None:
            QGuiApplication.clipboard().setText(in_words(self.summary, self._lang))
            self.copy.setText(self.tr("已复制"))

    def _show(self) -> None:
        summary = self.summary
        self.copy.setText(self.tr("复制文字"))
        self.copy.setEnabled(summary is not None)
        self.older.setEnabled(self._at + 1 < len(self._past))
        self.newer.setEnabled(self._at > 0)
        for figure in (self.gmv, self.orders, self.units, self.back_money, self.slips, self.peak):
            figure.setVisible(summary is not None)
        if summary is None:
            self.title.setText(self.tr("还没有播过"))
            self.lasted.setText(self.tr("下播以后这里有成交、每件卖了多少、什么时候最旺"))
            self.model.show(())
            return
        show, sold = summary.show, summary.sold
        self.title.setText(show.title or self.tr("没有名字的一场"))
        self._say_lasted(summary)
        self.gmv.say(amount(sold.gmv_fen))
        self.orders.say(whole(sold.orders))
        self.units.say(whole(sold.units))
        gone = summary.refunded.orders + summary.voided.orders
        self.back_money.say(
            counted(
                self.tr("{n} 单 {amount}").format(
                    n=whole(gone), amount=amount(summary.refunded.gmv_fen + summary.voided.gmv_fen)
                )
            )
            if gone
            else "0"
        )
        slips = summary.taken_back.orders
        self.slips.setVisible(bool(slips))
        self.slips.say(whole(slips))
        self.view.setColumnHidden(TAKEN_BACK, not slips)
        peak = summary.peak
        if peak is not None:
            self.peak.say(f"{wall(peak.at_ms, seconds=False)} · {amount(peak.sold.gmv_fen)}")
        self.model.show(summary.items)
        if self.curve is not None:
            self.curve.show_summary(summary)
        self.setAccessibleName(f"{self.title.text()} {self.lasted.text()} {self.gmv.accessibleName()}")
        self._fit()

    def show_state(self, state: ShowState) -> None:
        """What waits goes on while the figures are looked at."""
        if state.outbox == self._outbox:
            return
        self._outbox = state.outbox
        if self.isVisible() and self.summary is not None:
            self._say_lasted(self.summary)

    def _say_lasted(self, summary: Summary) -> None:
        """When it was, how long, and what of everything is not sent yet."""
        show, outbox = summary.show, self._outbox
        parts = [when(show.started_at_ms, self._now_ms())] if show.started_at_ms is not None else []
        if summary.lasted_s is not None:
            parts.append(self.tr("播了 {time}").format(time=running(summary.lasted_s)))
        if show.status is ShowStatus.LIVE:
            parts.append(self.tr("还在播"))
        if summary.unpaid.orders:
            parts.append(self.tr("另有 {n} 单没付款").format(n=whole(summary.unpaid.orders)))
        if outbox.waiting:
            parts.append(self.tr("还有 {n} 条没有同步").format(n=whole(outbox.waiting)))
        if outbox.parked:
            parts.append(self.tr("{n} 条被平台退回").format(n=whole(outbox.parked)))
        self.lasted.setText(" · ".join(parts))

    def place(self) -> None:
        """Lie where it belongs; the curve only where there is room for it."""
        super().place()
        self._fit()
        self.placed.emit()

    def _fit(self) -> None:
        """Without room for it the curve goes, and the best minute: no figure is cut, no name of a column either."""
        header = self.view.horizontalHeader()
        for column, wide in COLUMNS:
            self.view.setColumnWidth(column, max(self._theme.px(wide), header.sectionSizeHint(column)))
        slips = self.summary is not None and bool(self.summary.taken_back.orders)
        figures = (self.gmv, self.orders, self.units, self.back_money, self.peak, *((self.slips,) if slips else ()))
        needed = sum(each.sizeHint().width() for each in figures)
        roomy = needed <= self.contentsRect().width() - 2 * self._theme.px(20)
        self.peak.setVisible(roomy and self.summary is not None and self.summary.peak is not None)
        sold = self.summary is not None and bool(self.summary.minutes)
        spare, table = self._spare(), self._theme.px(ROW_PX)
        curve = min(self._theme.px(CURVE_TALL[1]), spare - 3 * table)
        self.plot.setVisible(sold and curve >= self._theme.px(CURVE_TALL[0]))
        if self.plot.isVisibleTo(self):
            self.plot.setFixedHeight(curve)
            spare -= curve
        self.view.setVisible(spare >= 2 * table)  # names of columns over nothing say nothing

    def _spare(self) -> int:
        """The height left for the curve and the table, with the gaps above them."""
        layout = self.layout()
        if layout is None:
            return 0
        fixed = layout.totalMinimumHeightForWidth(self.width())
        for part in (self.plot, self.view):
            if not part.isHidden():
                fixed -= part.minimumHeight() + layout.spacing()
        return self.contentsRect().height() - fixed - 2 * layout.spacing()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.dock and event.type() == QEvent.Type.Resize:
            self._docked.start()  # not while the layout is at work
        return super().eventFilter(watched, event)
