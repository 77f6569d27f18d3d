"""The way of a show through the window: planned, looked over, live, summed up.

It owns the panels that come before and after a show and lays none of them over a live one unasked. The window asks it
for its keys and hands it every state; what it cannot do itself (a question, a form) the window does for it.
Of two windows of one desk the assistant's alone reminds and sums up; a key does both in either.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal

from console.commands import StrikePlan
from console.events import Event, SaleVoided, ShowEnded
from console.facts import LinkMode, Plan
from console.state import ShowState
from ui.actions import Actions
from ui.keys.shortcuts import Key
from ui.panels.cards import Card, Deed
from ui.panels.over import OverSheet
from ui.panels.show.plans import PlansPanel
from ui.panels.show.preflight import PreflightPanel
from ui.panels.show.summary import SummaryPanel
from ui.typed.plans import Reminder, named, reminder, when

if TYPE_CHECKING:
    from ui.windows.main_window import MainWindow

REMIND = "plan"
"""Key of the card that reminds of a show."""


class ShowFlow(QObject):
    """What leads to a show and away from it."""

    closed = Signal()
    """A panel is gone: the hands go back to work."""

    def __init__(
        self,
        actions: Actions,
        preflight: PreflightPanel,
        plans: PlansPanel,
        summary: SummaryPanel,
        now_ms: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions, self._now_ms = actions, now_ms
        self.preflight, self.plans, self.summary = preflight, plans, summary
        self.panels: tuple[OverSheet, ...] = (preflight, plans, summary)
        self._window: MainWindow | None = None
        self._live = actions.state.live
        self._reminded: tuple[str, int, int] | None = None
        for panel in self.panels:
            panel.closed.connect(self.closed)
        preflight.startWished.connect(self._go_live)
        preflight.helpWished.connect(self._help_with)
        plans.strikeWished.connect(lambda plan: actions.do(StrikePlan(plan_id=plan.plan_id)))
        plans.pastWished.connect(self.sum_up)

    def join(self, window: MainWindow) -> None:
        """Lie over `window`, which asks and mends for it."""
        self.setParent(window)
        self._window = window
        for panel in self.panels:
            panel.setParent(window)
        window.closing.dock = self.summary.dock
        self.summary.dock.installEventFilter(self)
        self.summary.beside = (window.closing,)
        self.plans.beside = (window.strip,)
        self.summary.placed.connect(self._dock)
        self.summary.opened.connect(lambda: window.closing.take_focus() if window.closing.isVisible() else None)
        self.summary.export.clicked.connect(window.closing.open_to_export)
        self.plans.question = window.strip
        for wish in (self.plans.newWished, self.plans.changeWished):
            wish.connect(window.questions.plan)
            wish.connect(self.plans.place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._dock()
        return super().eventFilter(watched, event)

    def _dock(self) -> None:
        """What is unsent is said at the foot of the summary, above it and never over its figures."""
        if self._window is not None and self._window.closing.isVisible():
            self._window.closing.place()
            self._window.closing.raise_()
        self.summary.export.setVisible(not self.summary.dock.height())  # the closing panel has one of its own

    # --- keys --------------------------------------------------------------------------------

    def start(self) -> None:
        """The key of going live: look round first; pressed again, go."""
        if self._actions.state.live:
            return
        if self.preflight.isVisible():
            self.preflight.go()
        else:
            self._alone(self.preflight)
            self.preflight.open()

    def plan(self) -> None:
        """What is planned; pressed again, plan another. Not over a live show: then only ask."""
        if self._actions.state.live:
            self.plans.newWished.emit()
            return
        if not self.plans.isVisible():
            self._alone(self.plans)
        self.plans.open()

    def sum_up(self) -> None:
        """What the newest show came to so far; pressed again, the one before."""
        if not self.summary.isVisible():
            self._alone(self.summary)
        self.summary.open()

    def _alone(self, panel: OverSheet) -> None:
        """One sheet at a time."""
        for other in self.panels:
            if other is not panel and other.isVisible():
                other.drop()

    def _go_live(self) -> None:
        self._actions.start_show(self._window.show_title() if self._window is not None else "")

    def _help_with(self, deed: str, number: int | None) -> None:
        if deed == "retry":
            self._actions.retry_now()
        elif deed in ("leave_behind", "bring_along"):
            self._actions.turn_left_over()
        elif deed == "go_online":
            self._actions.set_link(LinkMode.AUTO)
        elif self._window is not None:
            if deed in ("list", "item", "photo", "trust"):
                self.preflight.drop()  # it lies over what has to be seen now
            self._window.mending.help_with(deed, number)

    # --- what the window hands on ------------------------------------------------------------

    def show_state(self, state: ShowState) -> None:
        """Hand the state to what is open."""
        self.preflight.show_state(state)
        self.plans.show_state(state)
        self.summary.show_state(state)
        if state.live and not self._live:
            self._alone(self.preflight)  # nothing of the last show lies over the next one
        self._live = state.live
        self._remind()

    def happened(self, event: Event) -> None:
        """The end of a show is summed up; what changes its figures later is read again."""
        if isinstance(event, ShowEnded) and self.summary.possible and self._speaks:
            self._alone(self.summary)
            if self.summary.isVisible():
                self.summary.drop()
            self.summary.open()
        elif isinstance(event, SaleVoided):
            self.summary.refresh()

    def tick(self) -> None:
        """Once a second: countdowns, and whether somebody should be reminded."""
        if self.plans.isVisible():
            self.plans.tick()
        self._remind()

    def back(self) -> bool:
        """Close what is on top; False when nothing was open."""
        return any(panel.drop() for panel in self.panels)

    def place(self) -> None:
        """The window has another size."""
        for panel in self.panels:
            if panel.isVisible():
                panel.place()

    def stop(self) -> None:
        """Listen, look and read no more; harmless when called twice."""
        self.preflight.stop()
        self.summary.stop()

    @property
    def _speaks(self) -> bool:
        return self._window is None or self._window.speaks

    # --- reminders ---------------------------------------------------------------------------

    def _remind(self) -> None:
        """A card half an hour and five minutes before a planned show, and at its time; none while one is live."""
        if self._window is None:
            return
        due = (
            None
            if self._actions.state.live or not self._speaks
            else reminder(self._actions.state.plans, self._now_ms())
        )
        stage = None if due is None else (due.plan.plan_id, due.plan.at_ms, due.stage)
        if stage == self._reminded:
            return
        self._reminded = stage
        if due is None:
            self._window.notices.drop(REMIND)
        else:
            self._window.notices.offer(self._card(due, self._window.keys["start"]))

    def _card(self, due: Reminder, key: Key) -> Card:
        plan: Plan = due.plan
        assert self._window is not None  # asked by `_remind` alone
        now = self._now_ms()
        title = self.tr("{time} 要开播：{title}").format(time=when(plan.at_ms, now), title=named(plan))
        said = self.tr("到点了") if not due.stage else self.tr("还有不到 {n} 分钟").format(n=due.stage // 60)
        notices = self._window.notices

        def look() -> None:
            notices.drop(REMIND)
            self.start()

        deeds = [Deed(self.tr("开播前看一眼"), key.shown, look)]
        return Card(
            REMIND, "amber" if not due.stage else "blue", title, said, deeds, close=lambda: notices.drop(REMIND)
        )
