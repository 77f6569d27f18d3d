"""Reads the word list: ours from `resources/words/list.txt`, and a shop's own words.txt laid over it.

A shop's file may add words, give a word of ours another level, and take one away with a line `- word`. A line that
cannot be understood is told with its number and left out; the other lines count. Nothing is looked for here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from console.errors import Text
from console.words.folding import fold_letter, fold_word
from console.words.pattern import BadPattern, Exceptions, Pattern, Phrase, compiled
from console.words.rules import OF_THE_SELLER, RULES, Rule
from console.words.spellings import RESOURCES
from console.words.suspicion import NAMES
from console.words.verdict import Level, WordClass

OWN_NAME = "words.txt"
"""The shop's own file, in the data folder."""


@dataclass(frozen=True)
class Entry:
    """One line of a list. `alone` is the level without an invitation beside it, where that makes a difference."""

    word: str
    word_class: WordClass
    level: Level
    alone: Level
    instead: str
    unless: Exceptions
    rule_key: str
    rule: Rule
    patterns: tuple[Pattern, ...]

    @property
    def contact(self) -> bool:
        """Whether it is looked for in the contact lane."""
        return self.word_class is WordClass.OFF_PLATFORM


@dataclass(frozen=True)
class BadLine:
    """A line that was left out, and why."""

    number: int
    line: str
    why: Text


@dataclass
class WordList:
    """What is looked for. `removed` are single spellings (in their lane) that a shop took away."""

    version: str
    entries: list[Entry] = field(default_factory=list)
    ordinary: list[str] = field(default_factory=list)
    fine: list[tuple[bool, Phrase]] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    unheard: set[WordClass] = field(default_factory=set)
    """Classes whose suspicions a shop took away."""
    bad_lines: list[BadLine] = field(default_factory=list)


@cache
def ours() -> WordList:
    """The list that comes with the program. A bad line in it is a fault of ours."""
    read = _Reading(WordList(version=""), Text("", ""))
    read.lines((RESOURCES / "list.txt").read_text("utf-8"))
    assert not read.found.bad_lines, read.found.bad_lines
    return read.found


def with_own(own: str) -> WordList:
    """Our list with the text of a shop's own file laid over it."""
    base = ours()
    found = replace(
        base,
        entries=list(base.entries),
        ordinary=list(base.ordinary),
        fine=list(base.fine),
        removed=set(),
        unheard=set(),
        bad_lines=[],
    )
    read = _Reading(found, OF_THE_SELLER)
    read.lines(own)
    found.version = f"{base.version}+{read.own_version}"
    return found


def load(data: Path | None) -> WordList:
    """Our list, with `words.txt` of the data folder over it where there is one.

    A file that cannot be read is a bad line 0, so that a mistake never switches the check off.
    """
    if data is None or not (data / OWN_NAME).is_file():
        return ours()
    try:
        return with_own((data / OWN_NAME).read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        found = with_own("")
        found.bad_lines.append(
            BadLine(0, OWN_NAME, Text(f"文件读不出来：{error}", f"the file cannot be read: {error}"))
        )
        return found


# --- reading ---------------------------------------------------------------------------------

_SECTION = re.compile(r"\[\s*([a-z_]+)(?:\s+([a-z-]+))?\s*\]")
_NAME = re.compile(r"let\s+([^\s=]+)\s*=\s*(\S.*)")
_FALLBACK_RULES = {
    WordClass.ABSOLUTE_TERM: "absolute",
    WordClass.OFF_PLATFORM: "contact",
    WordClass.PRICE_CLAIM: "cheap",
    WordClass.PROMISE_MISMATCH: "own-promise",
    WordClass.MEDICAL: "medical",
    WordClass.FAKE_COUNT: "own-count",
}
_OWN_RULES = {
    "own-promise": Rule(
        RULES["promise"].name, Text("“{word}”是承诺", "'{word}' is a promise"), RULES["promise"].advice
    ),
    "own-count": Rule(
        RULES["count"].name, Text("“{word}”是数字宣传", "'{word}' claims a number"), RULES["count"].advice
    ),
}


class _Bad(Exception):
    """What is wrong with one line."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.why = Text(zh, en)


class _Reading:
    """One pass over a file, line by line."""

    def __init__(self, found: WordList, origin: Text) -> None:
        self.found = found
        self.origin = origin
        self.own_version = "own"
        self._names: dict[str, str] = {} if not origin.zh else dict(_names_of_ours())
        self._section: str | WordClass | None = None
        self._rule_key = ""

    def lines(self, text: str) -> None:
        for number, line in enumerate(text.splitlines(), 1):
            written = line.strip()
            if not written or written == "#" or written.startswith(("# ", "##")):
                continue
            try:
                self._line(written)
            except _Bad as bad:
                self.found.bad_lines.append(BadLine(number, written, bad.why))
            except BadPattern as bad:
                self.found.bad_lines.append(
                    BadLine(number, written, Text(f"这个词的写法不对（{bad}）", f"the word: {bad}"))
                )

    def _line(self, written: str) -> None:
        if written.startswith("version "):
            self._version(written.split(None, 1)[1])
        elif name := _NAME.fullmatch(written):
            self._names[name[1]] = self._expanded(name[2])
        elif written.startswith("["):
            self._begin(written)
        elif written.startswith("- "):
            self._remove(written[2:].strip())
        elif self._section == "ordinary":
            self.found.ordinary.append(fold_word(written, contact=False))
        elif self._section == "fine":
            self.found.fine += [(contact, self._phrase(written, contact)) for contact in (False, True)]
        elif isinstance(self._section, WordClass):
            self.found.entries.append(self._entry(written, self._section))
        else:
            raise _Bad("前面没有 [类别] 这一行", "no [class] line stands above it")

    def _version(self, version: str) -> None:
        if self.origin.zh:
            self.own_version = version
        else:
            self.found.version = version

    def _expanded(self, value: str) -> str:
        for name, known in self._names.items():
            value = value.replace("{" + name + "}", f"({known})")
        return value

    def _begin(self, written: str) -> None:
        section = _SECTION.fullmatch(written)
        if section is None:
            self._section = None
            raise _Bad("类别要写成 [absolute_term] 这样", "a class is written like [absolute_term]")
        name, rule_key = section.groups()
        if name in ("ordinary", "fine"):
            self._section = name
            return
        try:
            self._section = WordClass(name)
        except ValueError:
            self._section = None
            raise _Bad(f"没有 {name} 这个类别", f"there is no class {name}") from None
        self._rule_key = rule_key or _FALLBACK_RULES[self._section]
        if _known_rule(self._rule_key) is None:
            self._rule_key = _FALLBACK_RULES[self._section]
            raise _Bad(f"没有 {rule_key} 这条规则", f"there is no rule {rule_key}")

    def _remove(self, word: str) -> None:
        unheard = [word_class for word_class, name in NAMES.items() if name == word]
        if unheard:
            self.found.unheard.update(unheard)
            return
        kept = [entry for entry in self.found.entries if entry.word != word]
        spellings = {fold_word(word, contact=contact) for contact in (False, True)}
        known = any(spellings & set(way.anchors) for entry in kept for way in entry.patterns)
        if len(kept) == len(self.found.entries) and not known:
            raise _Bad("词表里没有这个词", "the list has no such word")
        self.found.entries[:] = kept
        self.found.removed |= spellings

    def _entry(self, written: str, word_class: WordClass) -> Entry:
        columns = [column.strip() for column in written.split("|")]
        if len(columns) > 5:
            raise _Bad("竖线太多，一行最多五栏", "too many columns; a line has at most five")
        word, level, instead, unless, rule_key = columns + [""] * (5 - len(columns))
        if not word:
            raise _Bad("没有写词", "there is no word")
        strong, alone = _levels(level)
        rule_key = rule_key or self._rule_key
        contact = word_class is WordClass.OFF_PLATFORM
        return Entry(
            word=word,
            word_class=word_class,
            level=strong,
            alone=alone,
            instead=instead,
            unless=Exceptions([self._phrase(phrase, contact) for phrase in unless.split()]),
            rule_key=rule_key,
            rule=self._rule(rule_key, word_class),
            patterns=compiled(word, self._names, _folds(contact)),
        )

    def _phrase(self, written: str, contact: bool) -> Phrase:
        phrase = Phrase(written, self._names, _folds(contact))
        if self.origin.zh:
            phrase.regex  # noqa: B018 - a shop's mistake is told now, not when the word is met
        return phrase

    def _rule(self, key: str, word_class: WordClass) -> Rule:
        known = _known_rule(key)
        if known is not None:
            return known
        fallback = _known_rule(_FALLBACK_RULES[word_class])
        assert fallback is not None
        return replace(fallback, name=Text(key, key))


def _known_rule(key: str) -> Rule | None:
    """The rule of a key like "count-left", whose first part names it."""
    return _OWN_RULES.get(key) or RULES.get(key.split("-", maxsplit=1)[0])


def _names_of_ours() -> dict[str, str]:
    names: dict[str, str] = {}
    for line in (RESOURCES / "list.txt").read_text("utf-8").splitlines():
        if name := _NAME.fullmatch(line.strip()):
            value = name[2]
            for known, meaning in names.items():
                value = value.replace("{" + known + "}", f"({meaning})")
            names[name[1]] = value
    return names


def _levels(written: str) -> tuple[Level, Level]:
    """ "block/warn" -> (BLOCK, WARN); "" is a warning."""
    named = {level.word: level for level in Level}
    parts = [part.strip() for part in (written or "warn").split("/")]
    if len(parts) > 2 or any(part not in named for part in parts) or parts[0] == "ok":
        raise _Bad(
            f"级别要写 notice、warn、block、block/warn 或 block/ok，不是“{written}”",
            f"a level is notice, warn, block, block/warn or block/ok, not '{written}'",
        )
    return named[parts[0]], named[parts[-1]]


def _folds(contact: bool) -> Callable[[str], str]:
    return _fold_contact if contact else _fold_claim


def _fold_contact(letters: str) -> str:
    return "".join(folded for char in letters for folded in fold_letter(char, contact=True) if folded.isalnum())


def _fold_claim(letters: str) -> str:
    return "".join(
        folded for char in letters for folded in fold_letter(char, contact=False) if folded.isalnum() or folded in "%,"
    )
