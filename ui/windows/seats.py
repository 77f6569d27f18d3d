"""The windows of one desk: opens and closes the window of a seat, and keeps each where a person put it.

One process, one desk, one camera; closing one window leaves the other. What a window is made of is `app`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from ui.actions import Actions
from ui.look.language import translate
from ui.look.room import Room
from ui.prompting.prompter import Prompter
from ui.windows.main_window import MainWindow
from ui.windows.places import (
    FRAME,
    FULL,
    MAXIMIZED,
    NORMAL,
    Place,
    Places,
    Screen,
    SeatPlace,
    beside,
    frame,
    noted,
    overlap,
    screen_of,
    where,
)
from ui.windows.places import USUAL as MADE_UP
from ui.windows.prompter_window import PrompterWindow

SEATS = ("assistant", "anchor")
PROMPTER = "prompter"
MOVED = 80
"""Pixels: less is what a system's frame shifts a window, more is a hand."""
TOUCHING, HALF = 0.1, 0.5
"""Shares of a window: more lies over another one, and more than half hides it."""
SETTLED_MS = 500
"""After the last move of a window its place is remembered."""

Furnish = Callable[[str], MainWindow]
"""Makes the window of a seat, not shown."""
Save = Callable[[Places], None]
"""Remembers the places, in the background."""


def screens_now() -> list[Screen]:
    """The monitors there are, the primary one first."""
    found = sorted(QGuiApplication.screens(), key=lambda screen: screen is not QGuiApplication.primaryScreen())
    screens = [
        Screen(screen.name() or f"{n}", screen.availableGeometry(), screen.devicePixelRatio())
        for n, screen in enumerate(found, 1)
    ]
    if QGuiApplication.platformName() == "offscreen" and len(screens) == 1 and screens[0].room.width() < MADE_UP[0]:
        room = screens[0].room
        room.setSize(room.size().expandedTo(QSize(MADE_UP[0], MADE_UP[1] + FRAME)))  # its screen is a made-up small one
    return screens


def asked(seat: str, places: Places) -> tuple[str, ...]:
    """The seats to open: "both", the one asked for, or "" for those that were open last and always the assistant's."""
    if seat == "both":
        return SEATS
    last = tuple(name for name in SEATS if name in places.open)
    return (seat,) if seat else tuple(name for name in SEATS if name in (*last, SEATS[0]))


class Seats(QObject):
    """The windows that are open, by seat."""

    closed = Signal()
    """The last window was closed."""
    left = Signal(str)
    """The window of this seat was closed; another is still open."""

    def __init__(
        self,
        furnish: Furnish,
        places: Places,
        save: Save,
        screens: Callable[[], Sequence[Screen]] = screens_now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._furnish, self._save, self._screens = furnish, save, screens
        self.places = places
        self.windows: dict[str, MainWindow] = {}
        self.prompter = Prompter(places.prompter, self)
        """The one of all windows."""
        self.prompter_window: PrompterWindow | None = None
        self._aside: dict[str, Place] = {}
        """Where windows were put only so that both can be found."""
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self.remember)
        self._settled.timeout.connect(self.fit)
        self.prompter.changed.connect(self._settled.start)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._screen_came)
            app.screenRemoved.connect(self._screens_changed)
            for screen in app.screens():
                self._watch(screen)

    def open(self, seat: str) -> MainWindow:
        """The window of `seat`, opened where it was last, or brought to the front."""
        window = self.windows.get(seat)
        if window is None:
            window = self._furnish(seat)
            self.windows[seat] = window
            window.alone = lambda: len(self.windows) < 2
            window.placed.connect(self._settled.start)
            window.otherSeatWished.connect(lambda: self.turn_other(seat))
            window.switchWished.connect(lambda: self.switch(seat))
            window.prompterWished.connect(lambda: self.turn_prompter(seat))
            window.furnished.connect(lambda: self._renew_prompter(seat))
            window.furnished.connect(self._settled.start)
            window.closed.connect(lambda: self._left(seat))
            self.put(seat)
            self._tell_of_the_other(seat)
            self._settled.start()
        window.activateWindow()
        return window

    def start(self, seat: str) -> MainWindow:
        """Open what was `asked` for, and the prompter where it was open last; gives the window with the keyboard."""
        wanted = asked(seat, self.places)
        for name in wanted:
            self.open(name)
        if PROMPTER in self.places.open:
            self.turn_prompter(wanted[0])
        return self.open(wanted[0])

    def turn_other(self, seat: str) -> None:
        """From the window of `seat`: open the other seat's window. Where both are open the anchor's goes: goods are
        listed and sales logged at the assistant's."""
        other = next(name for name in SEATS if name != seat)
        if other in self.windows:
            self.windows["anchor"].close()
        else:
            self.open(other)

    def switch(self, seat: str) -> None:
        """From the window of `seat` to the other one, which comes to the front; where it is not open, say so."""
        here = self.windows[seat]
        other = next((window for name, window in self.windows.items() if name != seat), None)
        if other is None:
            said = translate("seats", "另一个窗口没有打开，按 {key} 打开").format(key=here.keys["other_seat"].shown)
            here.notices.info(said, "amber")
            return
        if other.isMinimized():
            other.showNormal()
        other.activateWindow()

    def _tell_of_the_other(self, seat: str) -> None:
        """A window that lies over the other one says how to get there."""
        here = self.windows[seat]
        there = [window.frameGeometry() for window in self.windows.values() if window is not here]
        if any(overlap(here.frameGeometry(), each) > TOUCHING for each in there):
            said = translate("seats", "两个窗口在一块屏上：{key} 换到另一个").format(key=here.keys["switch_seat"].shown)
            here.notices.info(said, "blue")

    def turn_prompter(self, seat: str) -> None:
        """Open the prompter's window with the keys and the look of the window of `seat`, or close it."""
        if self.prompter_window is not None:
            self.prompter_window.close()
            return
        window = self.windows[seat]
        self.prompter_window = glass = window.make_prompter(self._act)
        self.prompter.windowed = True
        glass.placed.connect(self._settled.start)
        glass.closed.connect(self._close_prompter)
        self.put(PROMPTER)
        window.activateWindow()  # the hands stay where they are

    def _act(self) -> Actions:
        """The actions of a window that is open."""
        return next(iter(self.windows.values())).acts

    def _renew_prompter(self, seat: str) -> None:
        if self.prompter_window is not None:
            self.prompter_window.furnish(self.windows[seat].keys)

    def _close_prompter(self) -> None:
        """A person closed it: its place is remembered, and that it is closed."""
        self.remember()
        self._take_prompter()
        self._settled.start()

    def _take_prompter(self) -> None:
        glass, self.prompter_window = self.prompter_window, None
        self.prompter.windowed = False
        if glass is not None:
            glass.stop()
            glass.hide()
            glass.deleteLater()

    def _all(self) -> dict[str, MainWindow | PrompterWindow]:
        glass = self.prompter_window
        return {**self.windows, **({PROMPTER: glass} if glass is not None else {})}

    def put(self, seat: str) -> None:
        """Put the window of `seat` where it belongs among the screens there are, and show it."""
        screen, place = self._where(seat)
        _stand(self._all()[seat], screen, place)
        self._part()

    def _part(self) -> None:
        """On the only screen two windows stand side by side, or fill it both, unless a person put them otherwise.

        Where each stood before is what is remembered.
        """
        screens = self._screens()
        if len(screens) > 1 or len(self.windows) < len(SEATS):
            return
        covered = overlap(*(_stands(window, screens[0]) for window in self.windows.values()))
        known = (self.places.seats.get(seat, SeatPlace()).on for seat in self.windows)
        chosen = all(screens[0].name in each for each in known)
        if covered == 1 or (covered > HALF and not chosen):
            scale = max(window.theme.scale for window in self.windows.values())
            for seat, window in self.windows.items():
                self._aside[seat] = beside(seat, screens[0], scale)
                _stand(window, screens[0], self._aside[seat])

    def _where(self, seat: str) -> tuple[Screen, Place]:
        screens = self._screens()
        others = [screen_of(w.geometry(), screens).name for name, w in self._all().items() if name != seat]
        return where(self.places, seat, screens, others)

    def room_for(self, seat: str) -> Room:
        """The room of the screen on which the window of `seat` belongs."""
        return self._where(seat)[0].space

    def fit(self) -> None:
        """Give every window the size of type for the screen it stands on now."""
        screens = self._screens()
        for window in self.windows.values():
            window.fit(screen_of(window.geometry(), screens).space)

    def remember(self) -> None:
        """Note where every window stands, and which are open."""
        self._settled.stop()
        places, screens = self.places, self._screens()
        for seat, window in self._all().items():
            how = _filled(window)
            rect = QRect(window.pos(), window.size()) if how == NORMAL else window.normalGeometry()
            if screen_of(window.geometry(), screens) != screen_of(rect, screens):
                rect = window.geometry()  # it was filled on another screen than it was last small on
            if not window.isMinimized() and not self._still_aside(seat, how, rect):
                places = noted(places, seat, rect, how, screens)
        places = replace(places, open=tuple(self._all()), prompter=self.prompter.setting)
        for window in self.windows.values():
            places = replace(places, speaks=window.lang, look=window.theme.look)
        if places != self.places:
            self.places = places
            self._save(places)

    def _still_aside(self, seat: str, how: str, rect: QRect) -> bool:
        """Whether a window stands where it was put beside the other; one that a person moved is hers again."""
        put = self._aside.get(seat)
        if put is None:
            return False
        room = self._screens()[0].room
        moved = abs(room.x() + put.x - rect.x()) + abs(room.y() + put.y - rect.y()) + abs(put.width - rect.width())
        if how == put.how and (how != NORMAL or moved <= MOVED):
            return True
        del self._aside[seat]
        return False

    def stop(self) -> None:
        """Remember once more, then close all windows for good."""
        self.remember()
        self.prompter.stop()
        self._take_prompter()
        for window in self.windows.values():
            window.stop()
            window.hide()
            window.deleteLater()
        self.windows.clear()

    def _left(self, seat: str) -> None:
        if len(self.windows) < 2:
            self.closed.emit()
            return
        self.remember()
        window = self.windows.pop(seat)
        window.stop()
        window.hide()
        window.deleteLater()
        self.left.emit(seat)
        for other in self.windows:
            if self._aside.pop(other, None) is not None:
                self.put(other)  # it has the screen to itself again
        self._settled.start()

    def _watch(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._screens_changed)
        screen.logicalDotsPerInchChanged.connect(self._screens_changed)

    def _screen_came(self, screen: QScreen) -> None:
        self._watch(screen)
        self._screens_changed()

    def _screens_changed(self, _screen: object = None) -> None:
        """A monitor came, went or has another density: every window goes where it belongs, after the system moved."""
        self._settled.stop()
        QTimer.singleShot(SETTLED_MS, self, self.gather)

    def gather(self) -> None:
        """Put every window where it belongs among the screens there are now."""
        self._aside.clear()
        for seat in tuple(self._all()):
            self.put(seat)
        self.fit()


def _filled(window: QWidget) -> str:
    """How a window fills its screen now."""
    return FULL if window.isFullScreen() else MAXIMIZED if window.isMaximized() else NORMAL


def _stands(window: QWidget, screen: Screen) -> QRect:
    """What a window takes of the desktop; all of its screen where it fills that."""
    return QRect(window.pos(), window.size()) if _filled(window) == NORMAL else screen.room


def _stand(window: QWidget, screen: Screen, place: Place) -> None:
    """Show `window` there; one that fills that screen already is left alone."""
    if place.how != NORMAL and _filled(window) == place.how and screen.room.contains(window.geometry().center()):
        return
    if _filled(window) != NORMAL:
        window.showNormal()
    real = next((s for s in QGuiApplication.screens() if s.name() == screen.name), None)
    if real is not None and window.screen() is not real:
        window.setScreen(real)
    rect = frame(screen, place)
    window.move(rect.topLeft())
    window.resize(rect.size())
    {FULL: window.showFullScreen, MAXIMIZED: window.showMaximized, NORMAL: window.show}[place.how]()
