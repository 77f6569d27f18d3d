"""How Chinese characters are read, for finding by initials and syllables. The table is read on a thread of its own.

Every reading of a character counts: a seller types what comes to mind, and a wrong guess between two
readings would hide the goods. So words (in which a character has one reading) are not needed, and their
large table is not loaded.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QObject, Signal

from ui.loop.aside import Aside
from ui.typed.finding import Spelling, Ways

SPELLINGS_KEPT = 16_384
"""More than the titles of the longest line-up."""

Read = Callable[[str], Ways]


def load() -> Read:
    """The table: from one character to its readings without tones, none for what has no sound. Takes some 50 ms."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin import Style, pinyin

    @lru_cache(maxsize=8_192)
    def read(character: str) -> Ways:
        found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
        ways = [way for way in (found[0] if found else ()) if way]
        return tuple(dict.fromkeys(form for way in ways for form in (way, way.replace("v", "u"))))

    return read


def spelling(title: str, read: Read) -> Spelling:
    """`title` as it can be spelled; signs have no sound."""
    found: list[Ways] = []
    for character in title.casefold():
        if character.isascii():
            if character.isalnum():
                found.append((character,))
        elif ways := read(character):
            found.append(ways)
    return tuple(found)


class Pinyin(QObject):
    """Spells titles once its table is there; before that they have no spelling."""

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read: Read | None = None
        self._asked = False
        self._spell = lru_cache(maxsize=SPELLINGS_KEPT)(spelling)
        self._loading = Aside(1, "pinyin", self)
        self._loading.done.connect(self._keep)

    def prepare(self) -> None:
        """Read the table in the background, the first time this is called."""
        if not self._asked:
            self._asked = True
            self._loading.start(load)

    def spell(self, title: str) -> Spelling:
        """The spelling of `title`, kept."""
        return self._spell(title, self._read) if self._read is not None else ()

    def close(self) -> None:
        """The table is not needed any more; harmless when called twice."""
        self._loading.close()

    def _keep(self, read: Read) -> None:
        self._read = read
        self.ready.emit()
