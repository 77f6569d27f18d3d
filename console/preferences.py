"""What people chose for their console: language, look, size of text, keys, and which first steps are done.

The choices lie in the data folder and go into the second copy like any other change. Where the data folder
is and which shop is opened cannot lie in it: that is `starting`'s. Which keys a system would never deliver is
the screen's to say (`ui.keys.keying`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from console.commands import Command, Prefer
from console.errors import LANGUAGES, PreferenceUnfit
from console.events import Event, Preferred
from console.store import settings
from console.store.database import Db

LANG, LOOK, TEXT, KEYS, PICTURE, FIRST_STEPS = "lang", "look", "text", "keys", "picture", "first steps"
LOOKS = ("dark", "light", "system")
TEXTS = tuple(range(100, 201, 10))
"""Percent of the design size."""
PICTURES = ("1280x720", "1920x1080", "3840x2160")
DONE = "done"
_ROW = "prefer "

Keys = dict[str, tuple[str, ...]]
"""The keys of an action; an action that is not named keeps its own."""


def keys_in(value: str) -> Keys:
    """The keys as they are kept. Raises `PreferenceUnfit`."""
    try:
        return msgspec.json.decode(value or "{}", type=Keys)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise PreferenceUnfit(name=KEYS, value=value[:60]) from error


def kept_keys(keys: Mapping[str, tuple[str, ...]]) -> str:
    """Keys as they are kept."""
    return msgspec.json.encode(dict(sorted(keys.items()))).decode()


def _are_keys(value: str) -> bool:
    return keys_in(value) is not None


FIT: dict[str, Callable[[str], bool]] = {
    LANG: lambda value: value in LANGUAGES,
    LOOK: lambda value: value in LOOKS,
    TEXT: lambda value: value in map(str, TEXTS),
    KEYS: _are_keys,
    PICTURE: lambda value: value in PICTURES,
    FIRST_STEPS: lambda value: value == DONE,
}
"""What may be chosen, by name; "" takes a choice back."""


def prefer(db: Db, command: Prefer, _now_ms: int) -> Preferred:
    """Remember a choice. Raises `PreferenceUnfit`."""
    fits = FIT.get(command.name)
    if fits is None or (command.value and not fits(command.value)):
        raise PreferenceUnfit(name=command.name, value=command.value[:60])
    settings.write(db, _ROW + command.name, command.value)
    return Preferred(name=command.name, value=command.value)


def preferences(db: Db) -> dict[str, str]:
    """Everything that was chosen; what cannot be understood any more is as if it never was."""
    kept = {name: settings.read(db, _ROW + name) for name in FIT}
    return {name: value for name, value in kept.items() if value and _understood(name, value)}


def _understood(name: str, value: str) -> bool:
    try:
        return FIT[name](value)
    except PreferenceUnfit:
        return False


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {Prefer: prefer}
