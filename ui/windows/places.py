"""Where the window of each seat stands: on which screen, how large, full screen or not. Remembered by screen name,
with the language and the look of what stood there.

Pure but for reading and writing the file in the data folder. A screen that is gone is not forgotten: while it is
away another is used, and when it is back the window goes where it was. Windows are moved by `seats`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QRect

from console.errors import LANGUAGES
from ui.look.room import LEAST, Room
from ui.look.tokens import LOOKS
from ui.prompting.prompt import Setting, setting_in

FILE_NAME = "windows.json"
NORMAL, MAXIMIZED, FULL = "normal", "maximized", "full"
HOWS = (NORMAL, MAXIMIZED, FULL)
USUAL = (1920, 1080)
SMALLEST = (800, 480)
TITLE = 32
"""Pixels that a system's title of a window takes."""
STAGGER = 40
FRAME = 48
"""What the system draws round a window, at most: with it a window of the usual size must be whole."""
"""Pixels by which the second window of one screen stands below and right of the first."""


@dataclass(frozen=True)
class Screen:
    """A monitor: its name, and the part of the desktop a window may take of it."""

    name: str
    room: QRect
    ratio: float = 1.0
    """Device pixels to a logical one."""

    @property
    def space(self) -> Room:
        """What decides how large the type may be: there is a title above a window that does not fill the screen."""
        return Room(self.room.width(), self.room.height() - TITLE, self.ratio)


@dataclass(frozen=True)
class Place:
    """How a window fills its screen, and where its frame begins and how large it is inside when it does not.

    From the corner of the screen, logical pixels.
    """

    x: int
    y: int
    width: int
    height: int
    how: str = NORMAL


@dataclass(frozen=True)
class SeatPlace:
    """The screen a seat was put on, and its place on each screen it ever stood on."""

    screen: str = ""
    on: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class Places:
    """What is remembered."""

    open: tuple[str, ...] = ()
    """The seats that were open last, and "prompter" where its window was."""
    seats: Mapping[str, SeatPlace] = field(default_factory=dict)
    """The prompter's window too, under "prompter"."""
    prompter: Setting = Setting()
    speaks: str = ""
    """The language of the windows, for what is said before the books are open; "" where it is not known."""
    look: str = ""


def read(folder: Path) -> Places:
    """What is remembered in the data folder; nothing where the file is missing or cannot be understood."""
    try:
        kept = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        seats = {
            str(name): SeatPlace(str(seat["screen"]), {str(on): _place(place) for on, place in seat["on"].items()})
            for name, seat in kept["seats"].items()
        }
        speaks, look = str(kept.get("speaks", "")), str(kept.get("look", ""))
        return Places(
            tuple(str(name) for name in kept["open"]),
            seats,
            setting_in(kept.get("prompter", {})),
            speaks if speaks in LANGUAGES else "",
            look if look in LOOKS else "",
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Places()


def _place(kept: Mapping[str, object]) -> Place:
    x, y, width, height = (int(str(kept[name])) for name in ("x", "y", "width", "height"))
    return Place(x, y, width, height, str(kept["how"]) if kept["how"] in HOWS else NORMAL)


def write(folder: Path, places: Places) -> None:
    """Remember `places`, whole or not at all; raises OSError."""
    path = folder / FILE_NAME
    new = path.with_suffix(".new")
    new.write_text(json.dumps(asdict(places), ensure_ascii=False, indent=1), encoding="utf-8")
    new.replace(path)


def where(places: Places, seat: str, screens: Sequence[Screen], taken: Sequence[str] = ()) -> tuple[Screen, Place]:
    """The screen and place for a seat's window; `screens` begins with the primary one and is not empty.

    `taken` are the screens on which the windows of other seats stand. Its own screen comes first, then one that
    nobody has, then the primary one; over another seat's window nothing opens full screen.
    """
    known = places.seats.get(seat, SeatPlace())
    own = next((screen for screen in screens if screen.name == known.screen), None)
    free = [screen for screen in screens if screen.name not in taken]
    screen = own or (free[0] if free else screens[0])
    place = known.on.get(screen.name) or _usual(seat, screen, alone=not taken, free=screen in free)
    if screen.name in taken and place.how == FULL and own is None:
        place = replace(place, how=NORMAL)
    return screen, inside(place, screen.room)


def _usual(seat: str, screen: Screen, *, alone: bool, free: bool) -> Place:
    """The first time: as large as the design, in the middle; anchor and prompter fill a monitor of their own."""
    room = screen.room
    small = room.width() < USUAL[0] or room.height() < USUAL[1] + FRAME
    width, height = (room.width() * 9 // 10, room.height() * 9 // 10) if small else USUAL
    shift = 0 if free else STAGGER
    how = FULL if seat != "assistant" and free and not alone else MAXIMIZED if small and free else NORMAL
    return Place((room.width() - width) // 2 + shift, (room.height() - height) // 2 + shift, width, height, how)


def overlap(one: QRect, other: QRect) -> float:
    """How much of the smaller of two windows lies over or under the other, 0 to 1."""
    common, least = one.intersected(other), min(_area(one), _area(other))
    return _area(common) / least if least else 0.0


def _area(rect: QRect) -> int:
    return max(0, rect.width()) * max(0, rect.height())


def beside(seat: str, screen: Screen, scale: float) -> Place:
    """Where a seat's window stands together with the other one on the only screen, at type of this scale.

    Side by side where each has the room it needs, the anchor's with the shape of a picture; else both fill the screen,
    one in front of the other.
    """
    room = screen.room
    half = room.width() // 2
    if half < LEAST[0] * scale or room.height() < LEAST[1] * scale:
        return Place(0, 0, room.width(), room.height(), MAXIMIZED)
    if seat == "assistant":
        return Place(0, 0, half, room.height() - TITLE)
    return Place(half, 0, half, max(min(half * 9 // 16, room.height() - TITLE), round(LEAST[1] * scale)))


def inside(place: Place, room: QRect) -> Place:
    """`place` so that all of it is to be seen."""
    width = max(min(place.width, room.width()), min(SMALLEST[0], room.width()))
    height = max(min(place.height, room.height()), min(SMALLEST[1], room.height()))
    x = max(0, min(place.x, room.width() - width))
    y = max(0, min(place.y, room.height() - height))
    return Place(x, y, width, height, place.how)


def frame(screen: Screen, place: Place) -> QRect:
    """`place` on the desktop."""
    return QRect(screen.room.x() + place.x, screen.room.y() + place.y, place.width, place.height)


def screen_of(rect: QRect, screens: Sequence[Screen]) -> Screen:
    """The screen that holds most of `rect`."""

    def shared(screen: Screen) -> int:
        common = screen.room.intersected(rect)
        return common.width() * common.height()

    return max(screens, key=shared)


def noted(places: Places, seat: str, rect: QRect, how: str, screens: Sequence[Screen]) -> Places:
    """`places` once the window of `seat` stands at `rect` of the desktop.

    A seat whose own screen is away is only a guest where it stands: its own screen stays its own.
    """
    known = places.seats.get(seat, SeatPlace())
    screen = screen_of(rect, screens)
    place = Place(rect.x() - screen.room.x(), rect.y() - screen.room.y(), rect.width(), rect.height(), how)
    away = known.screen != "" and known.screen not in (s.name for s in screens)
    own = known.screen if away else screen.name
    return replace(places, seats={**places.seats, seat: SeatPlace(own, {**known.on, screen.name: place})})
