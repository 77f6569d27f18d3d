"""The way of a show through the window: looked over before it, live, summed up after it.

It owns the panels that come before and after a show and lies none of them over a live one. The window asks it for its
keys and hands it every state; what it cannot do itself (a question, a form) the window does for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.events import Event
from console.facts import LinkMode
from console.state import ShowState
from ui.actions import Actions
from ui.panels.preflight import PreflightPanel

if TYPE_CHECKING:
    from ui.main_window import MainWindow

Title = Callable[[], str]


class ShowFlow(QObject):
    """What leads to a show and away from it."""

    closed = Signal()
    """A panel is gone: the hands go back to work."""

    def __init__(self, actions: Actions, preflight: PreflightPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.preflight = preflight
        self._title: Title = str
        self._help: Callable[[str, int | None], None] = lambda _deed, _number: None
        preflight.startWished.connect(self._go_live)
        preflight.closed.connect(self.closed)
        preflight.helpWished.connect(self._help_with)

    def join(self, window: MainWindow, title: Title, help_with: Callable[[str, int | None], None]) -> None:
        """Lie over `window`. `title` is what is written for the next show, `help_with` mends an item."""
        self.setParent(window)
        self._title, self._help = title, help_with
        self.preflight.setParent(window)

    def start(self) -> None:
        """The key of going live: look round first; pressed again, go."""
        if self._actions.state.live:
            return
        if self.preflight.isVisible():
            self.preflight.go()
        else:
            self.preflight.open()

    def _go_live(self) -> None:
        self._actions.start_show(self._title())

    def _help_with(self, deed: str, number: int | None) -> None:
        if deed == "retry":
            self._actions.retry_now()
        elif deed == "go_online":
            self._actions.set_link(LinkMode.AUTO)
        else:
            if deed in ("list", "item", "photo"):
                self.preflight.drop()  # it lies over what has to be seen now
            self._help(deed, number)

    # --- what the window hands on ------------------------------------------------------------

    def show_state(self, state: ShowState) -> None:
        """Hand the state to what is open."""
        self.preflight.show_state(state)

    def happened(self, event: Event) -> None:
        """What begins or ends a show."""

    def back(self) -> bool:
        """Close what is on top; False when nothing was open."""
        return self.preflight.drop()

    def place(self) -> None:
        """The window has another size."""
        if self.preflight.isVisible():
            self.preflight.place()

    def stop(self) -> None:
        """Listen and look no more; harmless when called twice."""
        self.preflight.stop()
