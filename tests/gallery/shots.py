"""What there is to be photographed: screens, languages, looks, and the states in the order of a show.

The states themselves stand in the tables of `tests/ui/states/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tests.ui.states import GROUPS, STATES
from ui.look.room import Room, fitting

SCREENS = ((1366, 768), (1920, 1080), (2560, 1440))
SCALES = (100, 150, 200)
LANGS = ("zh_CN", "en")
LOOKS = ("dark", "light")


@dataclass(frozen=True, order=True)
class Screen:
    """A screen in device pixels, and its density in per cent."""

    width: int
    height: int
    scale: int

    @property
    def logical(self) -> tuple[int, int]:
        return round(self.width * 100 / self.scale), round(self.height * 100 / self.scale)

    @property
    def room(self) -> Room:
        return Room(*self.logical, self.scale / 100)

    @property
    def type_scale(self) -> float:
        """The size of type that the console takes there."""
        return fitting(1.0, self.room)

    def __str__(self) -> str:
        return f"{self.width}x{self.height}@{self.scale}"


ALL_SCREENS = tuple(Screen(*size, scale) for size in SCREENS for scale in SCALES)


class Shot(NamedTuple):
    """One picture to take."""

    state: str
    screen: Screen
    lang: str
    look: str

    @property
    def file(self) -> str:
        """Its place in the gallery."""
        return f"{self.state}/{self.screen}-{self.lang[:2]}-{self.look}.jpg"


SEATS = {"a": "assistant", "b": "anchor"}


def group_of(state: str) -> str:
    """The group of a state."""
    return next(group for group, states in GROUPS.items() if state in states)


def shots(
    *, state: str = "", size: str = "", scale: int = 0, lang: str = "", look: str = "", seat: str = ""
) -> list[Shot]:
    """Every picture that fits what was asked for; `state` may be a part of a name."""
    return [
        Shot(name, screen, spoken, worn)
        for name in STATES
        if state in name and STATES[name][0].startswith(seat)
        for screen in ALL_SCREENS
        if size in ("", f"{screen.width}x{screen.height}") and scale in (0, screen.scale)
        for spoken in LANGS
        if spoken.startswith(lang)
        for worn in LOOKS
        if worn.startswith(look)
    ]
