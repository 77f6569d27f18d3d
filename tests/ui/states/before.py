"""Before the show: books brought back, first steps, settings, plans, the look round."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from console.errors import DatabaseDamaged, Text
from console.facts import (
    Link,
    LinkMode,
    LinkStatus,
    ListingState,
    Plan,
    Show,
    ShowStatus,
    Trust,
)
from console.preflight import Machine
from console.state import ShowState
from tests.ui.fake_desk import FakeDesk
from tests.ui.states.lineup import typed_number
from tests.ui.states.show import (
    EMPTY,
    NOW,
    PREPARED,
    REHEARSAL,
    Deed,
    State,
    full_state,
    lineup,
    nothing,
    selected,
    turn,
)
from ui.look.theme import fit
from ui.panels.settings.books import BackupPage
from ui.panels.settings.sheet import Standpoint
from ui.studio.microphone import RATE
from ui.windows.main_window import MainWindow
from ui.windows.rescue import RescueWindow


async def a_machine() -> Machine:
    """Room enough, a clock that is off."""
    return Machine(183 * 1024**3, -42.0, 100_000)


class Murmur:
    """A microphone that hears somebody speak softly."""

    def __init__(self, name: str = "USB PnP 麦克风") -> None:
        self._name = name

    def listen(self, found: Callable[[str], None], samples: Callable[[bytes], None]) -> None:
        found(self._name)
        samples(array("h", [round(900 * math.sin(n * 0.3)) for n in range(2 * RATE)]).tobytes())

    def stop(self) -> None:
        """Nothing to stop."""


def on_the_desktop(window: MainWindow, alone: QWidget) -> None:
    """What is on the screen before a console stands, in the place of what `window` shows: `alone`, in the middle."""
    frame = QFrame()
    frame.setObjectName("sheet")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(1, 1, 1, 1)
    frame.setFixedSize(alone.size().grownBy(inside.contentsMargins()))
    inside.addWidget(alone)
    alone.show()
    desktop = QWidget()
    QVBoxLayout(desktop).addWidget(frame, 0, Qt.AlignmentFlag.AlignCenter)
    both = QStackedWidget()
    both.addWidget(window.takeCentralWidget())
    both.addWidget(desktop)
    both.setCurrentWidget(desktop)
    window.setCentralWidget(both)


def _rescue(window: MainWindow) -> RescueWindow:
    """The window that brings books back, on the desktop in place of `window`."""
    rescue = RescueWindow(window.theme, window.lang)
    fit(rescue, window.theme)
    window.theme.changed.connect(lambda: fit(rescue, window.theme))
    return rescue


def _rescue_asks(window: MainWindow, _desk: FakeDesk) -> None:
    """The books cannot be opened."""
    rescue = _rescue(window)
    rescue.ask(DatabaseDamaged(why="file is not a database", path=Path("/home/li/Kaibo/kaibo.db")))
    on_the_desktop(window, rescue)


def _rescue_goes(window: MainWindow, _desk: FakeDesk) -> None:
    """Half of them is back."""
    rescue = _rescue(window)
    rescue.begin()
    rescue.say(Text("日志已补 770 步，共 1284 步", "770 of 1284 changes brought back"))
    rescue.share(0.6)
    on_the_desktop(window, rescue)


def before_show() -> ShowState:
    """A line-up that is not quite ready, an hour before the show."""
    items = list(lineup())
    items[2] = replace(items[2], listing=ListingState.DRAFT, thumb="")
    items[3] = replace(items[3], stock_left=0)
    items[4] = replace(items[4], title="手镯 加V xyz")
    items[5] = replace(items[5], trust=Trust(template="jewellery"))
    link = Link(LinkMode.AUTO, LinkStatus.ONLINE, calls_left=98_760)
    return replace(
        full_state(), show=Show("show", "", ShowStatus.PLANNED), items=tuple(items), on_air_item_id=None, link=link
    )


def _preflight(window: MainWindow, _desk: FakeDesk) -> None:
    window.flow.start()
    turn(400)


def _plans(window: MainWindow, _desk: FakeDesk) -> None:
    window.flow.plan()
    turn(50)
    window.flow.plan()  # again: another one
    window.strip.field.setText("11-30 19:30 翡翠专场")


def planned() -> ShowState:
    """Three shows are planned, the first in twenty minutes."""
    plans = (
        Plan("p1", "晚场 · 玉见石佛寺", NOW + 1_200_000),
        Plan("p2", "手工陶杯专场", NOW + 86_400_000),
        Plan("p3", "周年庆", NOW + 9 * 86_400_000),
    )
    return replace(full_state(), show=Show("show", "", ShowStatus.PLANNED), on_air_item_id=None, plans=plans)


def _settings(page: int) -> Deed:
    """One page of the settings."""

    def deed(window: MainWindow, _desk: FakeDesk) -> None:
        window.settings.open(Standpoint(page, -1))
        turn(120)

    return deed


def _to_restore(window: MainWindow, desk: FakeDesk) -> None:
    """One backup more, looked through, and wished for at the next start."""
    _settings(4)(window, desk)
    page = window.settings.pages[4]
    assert isinstance(page, BackupPage)
    page.make.click()
    turn(900)
    page.restore.check.click()
    turn(50)
    page.restore.restore.click()
    turn(120)


def _first_step(step: int) -> Deed:
    """One of the first steps."""

    def deed(window: MainWindow, _desk: FakeDesk) -> None:
        window.first_run.begin(step)
        turn(120)

    return deed


STATES: dict[str, State] = {
    "a-first-language": ("assistant", EMPTY, _first_step(0)),
    "a-first-camera": ("assistant", EMPTY, _first_step(1)),
    "a-first-shop": ("assistant", EMPTY, _first_step(2)),
    "a-rescue-asks": ("assistant", EMPTY, _rescue_asks),
    "a-rescue-goes": ("assistant", EMPTY, _rescue_goes),
    "a-settings-look": ("assistant", full_state(), _settings(0)),
    "a-settings-camera": ("assistant", full_state(), _settings(1)),
    "a-settings-shop": ("assistant", full_state(), _settings(2)),
    "a-settings-keys": ("assistant", full_state(), _settings(3)),
    "a-settings-backup": ("assistant", full_state(), _settings(4)),
    "a-settings-restore": ("assistant", full_state(), _to_restore),
    "a-settings-folder": ("assistant", full_state(), _settings(5)),
    "b-settings-look": ("anchor", full_state(), _settings(0)),
    "b-settings-keys": ("anchor", full_state(), _settings(3)),
    "a-preflight": ("assistant", before_show(), _preflight),
    "a-plans": ("assistant", planned(), _plans),
    "a-reminded": ("assistant", planned(), nothing),
    "b-preflight": ("anchor", before_show(), _preflight),
    "a-empty": ("assistant", EMPTY, nothing),
    "a-prepared": ("assistant", PREPARED, selected(13)),
    "a-rehearsal": ("assistant", REHEARSAL, nothing),
    "b-empty": ("anchor", EMPTY, nothing),
    "b-prepared": ("anchor", PREPARED, nothing),
    "b-rehearsal": ("anchor", REHEARSAL, typed_number),
}
