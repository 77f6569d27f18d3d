"""The shows that are planned: when, how long until then, and each to be changed or called off.

It lies over the line-up; a line for a new one is asked on the strip below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.facts import Plan
from console.state import ShowState
from ui.keys.buttons import KeyButton
from ui.keys.shortcuts import Key
from ui.look.theme import Theme
from ui.panels.edges import FadingArea
from ui.panels.over import OverSheet
from ui.typed.plans import named, until, when

WIDE, TALL, LEAST_TALL = 720, 480, 280


class PlanRow(QWidget):
    """One planned show."""

    changeWished = Signal(object)
    strikeWished = Signal(object)

    def __init__(self, theme: Theme, plan: Plan) -> None:
        super().__init__()
        self.plan = plan
        self.title, self.time = QLabel(), QLabel()
        self.title.setProperty("step", "title")
        self.title.setWordWrap(True)
        self.time.setProperty("tone", "quiet")
        self.change = KeyButton(theme, self.tr("改"), kind="second")
        self.strike = KeyButton(theme, self.tr("取消"), kind="second")
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(self.title)
        words.addWidget(self.time)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        row.setSpacing(theme.px(8))
        row.addLayout(words, 1)
        row.addWidget(self.change)
        row.addWidget(self.strike)
        self.change.clicked.connect(lambda: self.changeWished.emit(self.plan))
        self.strike.clicked.connect(lambda: self.strikeWished.emit(self.plan))

    def say(self, now_ms: int) -> None:
        """Its words, as they are now."""
        title = named(self.plan)
        self.title.setText(title)
        self.time.setText(f"{when(self.plan.at_ms, now_ms)} · {until(self.plan.at_ms, now_ms)}")
        self.setAccessibleName(f"{title} · {self.time.text()}")
        self.change.setAccessibleName(self.tr("改 {title}").format(title=title))
        self.strike.setAccessibleName(self.tr("取消 {title}").format(title=title))


class PlansPanel(OverSheet):
    """Opens with `open`; what is wished is done by whoever listens."""

    newWished = Signal()
    changeWished = Signal(object)
    strikeWished = Signal(object)
    pastWished = Signal()
    few = True

    def __init__(
        self, theme: Theme, keys: Mapping[str, Key], now_ms: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, (WIDE, TALL), LEAST_TALL, parent)
        self._now_ms = now_ms
        self._plans: tuple[Plan, ...] = ()
        self.rows: list[PlanRow] = []
        px = theme.px
        self.title = QLabel(self.tr("排好的场次"))
        self.title.setProperty("step", "large")
        self.none = QLabel(self.tr("还没有排。写一行就好：明天 20:00 晚场"))
        self.none.setProperty("tone", "quiet")
        self.none.setWordWrap(True)
        self.new = KeyButton(theme, self.tr("排一场"), keys["plan"].shown, kind="main", icon="add")
        self.past = KeyButton(theme, self.tr("播过的场次"), keys["summary"].shown, kind="second", icon="summary")
        self.back = KeyButton(theme, self.tr("收起"), "Esc", kind="plain")
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, px(8), 0)
        self._list.addStretch(1)
        self.area = FadingArea(theme, inside)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.new)
        foot.addWidget(self.past)
        foot.addStretch(1)
        foot.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(8))
        for widget in (self.title, self.none):
            column.addWidget(widget)
        column.addWidget(self.area, 1)
        column.addLayout(foot)
        self.new.clicked.connect(self.newWished)
        self.past.clicked.connect(self.pastWished)
        self.back.clicked.connect(self.drop)

    def open(self) -> None:
        """Show it; where it stands already, a new show is wished for."""
        if self.isVisible():
            self.newWished.emit()
            return
        self.tick()
        self.come(self.new)

    def show_state(self, state: ShowState) -> None:
        """The plans as they stand."""
        if state.plans == self._plans:
            return
        self._plans = state.plans
        for row in self.rows:
            row.setParent(None)
            row.deleteLater()
        self.rows = [PlanRow(self._theme, plan) for plan in state.plans]
        for n, row in enumerate(self.rows):
            row.changeWished.connect(self.changeWished)
            row.strikeWished.connect(self.strikeWished)
            self._list.insertWidget(n, row)
        self.tick()

    def tick(self) -> None:
        """Once a second: what is left until each."""
        self.none.setVisible(not self.rows)
        for row in self.rows:
            row.say(self._now_ms())
