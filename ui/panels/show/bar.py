"""The top of the assistant's window: is the show live, since when, and what was sold."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from console.clock import Clock
from console.facts import ShowStatus
from console.money import amount
from console.state import ShowState
from ui.actions import Actions
from ui.keys.buttons import HoldButton, KeyButton
from ui.keys.hold import Hold
from ui.keys.shortcuts import Key
from ui.look.chips import Chip, Remark
from ui.look.format import running, whole
from ui.look.language import counted
from ui.look.theme import Theme
from ui.loop.elapsed import Elapsed
from ui.panels.line_edit import LineEdit
from ui.panels.wording import Check, Heeding, of_text, unchecked
from ui.typed.plans import coming, until, when


class ShowBar(QFrame):
    """Before the show a title and the button to start, during it the clock and the totals, after it the sum."""

    startWished = Signal()
    """Going live is wished for, under the title written here."""

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, Key],
        actions: Actions,
        hold: Hold,
        clock: Clock,
        lang: str = "zh_CN",
        check: Check = unchecked,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self._theme, self._actions = theme, actions
        self._state = actions.state
        self._elapsed = Elapsed(clock)
        self._now_ms = clock.now_ms
        self.clock = Chip(theme, flat=True)
        self.live_for = self._label("large", "on_air")
        self.title = self._label("")
        self.title_field = LineEdit()
        self.title_field.setPlaceholderText(self.tr("这一场的名字"))
        self.title_field.setAccessibleName(self.tr("这一场的名字"))
        self.title_field.setMaxLength(60)
        self.title_field.setMaximumWidth(theme.px(360))
        self.words = Remark(theme, "warn", "amber")
        self.heeding = Heeding(self.title_field, self.words, lang)
        self.heeding.listen(lambda typed: of_text(check, typed))
        self.rehearsal = Chip(theme)
        self.next = Chip(theme, flat=True, elastic=True)
        self.orders_word, self.orders = self._label("", "quiet"), self._label("large")
        self.gmv_word, self.gmv = self._label("", "quiet"), self._label("large")
        self.start = KeyButton(theme, self.tr("开播"), keys["start"].shown, kind="main", icon="start")
        self.start.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.end = HoldButton(theme, self.tr("按住下播"), keys["end"].shown, hold)
        self.setFixedHeight(theme.px(60))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), 0, theme.px(12), 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.clock)
        row.addWidget(self.live_for)
        row.addSpacing(theme.px(12))
        row.addWidget(self.title)
        row.addWidget(self.title_field, 4)  # what is over is its own, up to its width
        row.addWidget(self.words, 1)
        row.addWidget(self.next)
        row.addWidget(self.rehearsal)
        row.addStretch(1)
        for widget in (self.orders_word, self.orders):
            row.addWidget(widget)
        row.addSpacing(theme.px(16))
        for widget in (self.gmv_word, self.gmv):
            row.addWidget(widget)
        row.addSpacing(theme.px(16))
        row.addWidget(self.start)
        row.addWidget(self.end)
        self.title_field.returnPressed.connect(self.startWished)
        self.title_field.textChanged.connect(self._say_next)
        self.start.clicked.connect(self.startWished)
        self.show_state(self._state)

    def show_state(self, state: ShowState) -> None:
        """Show the show and its totals."""
        if state.rehearsal != self.property("rehearsal"):
            self.setProperty("rehearsal", state.rehearsal)
            self.live_for.setProperty("tone", "amber" if state.rehearsal else "on_air")
            for widget in (self, self.live_for):
                self.style().unpolish(widget)
                self.style().polish(widget)
        self._state = state
        status = state.show.status
        live, ended = status is ShowStatus.LIVE, status is ShowStatus.ENDED
        self.title.setText(state.show.title if status is not ShowStatus.PLANNED else "")
        self.title.setVisible(bool(self.title.text()))
        self.title_field.setVisible(not live)
        self.words.setVisible(not live and bool(self.words.text))
        self.start.setText(self.tr("再开一场") if ended else self.tr("开播"))
        self.start.setVisible(not live)
        self.end.setVisible(live)
        self.live_for.setVisible(live)
        self.orders_word.setText(self.tr("成交"))
        self.orders.setText(counted(self.tr("{n} 单").format(n=whole(state.totals.orders))))
        self.gmv_word.setText(self.tr("销售额"))
        self.gmv.setText(amount(state.totals.gmv_fen))
        self.tick()
        self._fit()

    def tick(self) -> None:
        """Let the clock go on."""
        show = self._state.show
        seconds = self._elapsed.seconds(show.started_at_ms if show.status is ShowStatus.LIVE else None)
        tone = "amber" if self._state.rehearsal else "on_air"  # red is for what viewers see
        if show.status is ShowStatus.LIVE:
            self.clock.say(self.tr("彩排中") if self._state.rehearsal else self.tr("直播中"), tone=tone, shape="full")
            self.live_for.setText(running(seconds or 0))
        elif show.status is ShowStatus.ENDED:
            lasted = ((show.ended_at_ms or 0) - (show.started_at_ms or 0)) / 1000
            self.clock.say(self.tr("已下播 · 播了 {time}").format(time=running(lasted)), tone="quiet", shape="square")
        else:
            self.clock.say(self.tr("未开播"), tone="quiet", shape="ring")

        self._say_next()

    def _say_next(self) -> None:
        """The planned show that comes next, and how long until then; not while one is live."""
        now_ms = self._now_ms()
        plan = None if self._state.live else coming(self._state.plans, now_ms)
        if plan is None:
            self.next.say("")
            return
        late = plan.at_ms <= now_ms
        title = plan.title if self.title_field.text() else ""  # else it stands in the field
        said = self.tr("下一场 {time} {title}").format(time=when(plan.at_ms, now_ms), title=title).strip()
        self.next.say(
            said, until(plan.at_ms, now_ms), tone="amber" if late else "text", shape="wait" if late else "next"
        )
        if not self.title_field.text():
            self.title_field.setPlaceholderText(plan.title or self.tr("这一场的名字"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out words, never figures, where there is no room."""
        roomy = self.width() > self._theme.px(1060)
        live = self._state.live
        self.orders_word.setVisible(roomy)
        self.gmv_word.setVisible(roomy)
        self.title.setVisible(bool(self.title.text()) and (self.width() > self._theme.px(820)) and (live or roomy))
        said = self.tr("彩排 · 不是真的在卖") if roomy else self.tr("彩排")
        self.rehearsal.say(said if self._state.rehearsal and (roomy or not live) else "", tone="amber", shape="target")

    def _label(self, step: str, tone: str = "") -> QLabel:
        label = QLabel()
        label.setProperty("step", step)
        label.setProperty("tone", tone)
        return label
