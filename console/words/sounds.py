"""Words told by their sound: yuan 价 and zheng书 are read as 原价 and 证书, 无里由 as 无理由.

Only words that stand in `list.txt` are looked for, so that nothing else is changed: any of their characters may be
told in Latin letters. Of the words under [by sound] in `folding.txt` one character may also be another of the same
sound. Which character has which sound is in `sounds.txt` (no tones, one sound a character).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

import ahocorasick

from console.words.spellings import RESOURCES, sections

_FIRST_CODE = 0xE000
"""Sounds are looked for as one private character each."""
_HANZI = re.compile("[\u4e00-\u9fff]{2,8}")
_LATIN = re.compile("[a-z]+")


class _Tables(NamedTuple):
    code_of: dict[int, int]
    """Character -> the private character of its sound, for `str.translate`."""
    latin: dict[str, str]
    """Sound as written -> private character."""
    swapped: ahocorasick.Automaton
    """The words in which a character may be another one, by their sounds."""
    every: ahocorasick.Automaton
    """Those and the words of the list."""
    contacts: ahocorasick.Automaton
    """The words under [contact by sound]."""
    swappable: frozenset[str]


class _Unit(NamedTuple):
    """One sound of the text at `start:end`; `told` where it is written in Latin letters."""

    start: int
    end: int
    told: bool


def told_by_sound(text: str, gap: Callable[[int], bool]) -> list[tuple[int, int, str]]:
    """Places `start, end` of `text` and the word that is meant there, from left to right, none upon another.

    `gap(left)` says whether something was left out behind `text[left]`, where a Latin word ends.
    """
    tables = _tables()
    codes = text.translate(tables.code_of)
    told = _told(text, gap, tables.latin)
    units = None
    if told:
        units, codes = _units(text, codes, told, tables.latin)
    return _meant(text, codes, units, tables.swapped if units is None else tables.every, tables.swappable)


def contact_told_by_sound(text: str, gap: Callable[[int], bool]) -> list[tuple[int, int, str]]:
    """The same for ways off the platform (朋友quan, zhu页): only Latin letters stand for a character there."""
    tables = _tables()
    told = _told(text, gap, tables.latin)
    if not told:
        return []
    units, codes = _units(text, text.translate(tables.code_of), told, tables.latin)
    return _meant(text, codes, units, tables.contacts, frozenset())


def _meant(
    text: str, codes: str, units: list[_Unit] | None, automaton: ahocorasick.Automaton, swappable: frozenset[str]
) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for last, words in automaton.iter(codes):
        first = last + 1 - len(words[0])
        place = units[first : last + 1] if units is not None else None
        start, end = (first, last + 1) if place is None else (place[0].start, place[-1].end)
        said = text[start:end]
        if said in words:
            continue
        meant = next((word for word in words if _is_meant(word, text, start, place, swappable)), None)
        if meant is not None:
            found.append((start, end, meant))
    return list(_apart(found))


def _is_meant(word: str, text: str, start: int, place: list[_Unit] | None, swappable: frozenset[str]) -> bool:
    """Whether only Latin letters, or one character of a word of which that is known, stand for others."""
    if place is None:
        return sum(text[start + at] != char for at, char in enumerate(word)) == 1
    told = sum(unit.told for unit in place)
    swapped = sum(not unit.told and text[unit.start] != char for unit, char in zip(place, word, strict=True))
    return (told > 0 and swapped == 0) or (swapped == 1 and word in (swappable if not told else _hidden()))


def _apart(found: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The longest of places that overlap."""
    at = 0
    for start, end, word in sorted(found, key=lambda each: (each[0], -each[1])):
        if start >= at:
            yield start, end, word
            at = end


def _told(text: str, gap: Callable[[int], bool], latin: dict[str, str]) -> list[list[tuple[int, int]]]:
    """The Latin words that can be read as sounds, each as the places of its sounds."""
    words = (word for run in _LATIN.finditer(text) for word in _split(run.start(), run.end(), gap))
    return [sounds for start, end in words if (sounds := _syllables(text, start, end, latin))]


def _units(text: str, codes: str, told: list[list[tuple[int, int]]], latin: dict[str, str]) -> tuple[list[_Unit], str]:
    """The text sound by sound: a unit for each that is told in Latin letters, and for each other character."""
    units: list[_Unit] = []
    said: list[str] = []
    at = 0
    for sounds in told:
        for first, last in sounds:
            units += [_Unit(place, place + 1, False) for place in range(at, first)]
            said += codes[at:first], latin[text[first:last]]
            units.append(_Unit(first, last, True))
            at = last
    units += [_Unit(place, place + 1, False) for place in range(at, len(text))]
    said.append(codes[at:])
    return units, "".join(said)


def _split(start: int, end: int, gap: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    """A run of letters, word by word."""
    first = start
    for at in range(start + 1, end):
        if gap(at - 1):
            yield first, at
            first = at
    yield first, end


def _syllables(text: str, start: int, end: int, latin: dict[str, str]) -> list[tuple[int, int]]:
    """The sounds that make up one Latin word, the longest taken first; none if it is not made of them."""
    found: list[tuple[int, int]] = []
    at = start
    while at < end:
        size = next((size for size in range(6, 1, -1) if at + size <= end and text[at : at + size] in latin), 0)
        if not size:
            return []
        found.append((at, at + size))
        at += size
    return found


@cache
def _tables() -> _Tables:
    code_of: dict[int, int] = {}
    latin: dict[str, str] = {}
    lines = (line for line in (RESOURCES / "sounds.txt").read_text("utf-8").splitlines() if not line.startswith("#"))
    for number, line in enumerate(lines):
        sound, characters = line.split(" ", 1)
        latin[sound] = chr(_FIRST_CODE + number)
        code_of.update(dict.fromkeys(map(ord, characters), _FIRST_CODE + number))
    swappable = _named("by sound")
    swapped, every = _by_sounds(swappable, code_of), _by_sounds(_listed() | swappable, code_of)
    contacts = _by_sounds(_named("contact by sound"), code_of)
    return _Tables(code_of, latin, _automaton(swapped), _automaton(every), _automaton(contacts), swappable)


def _by_sounds(words: Iterable[str], code_of: dict[int, int]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in sorted(words):
        sounds = word.translate(code_of)
        if all(ord(sound) >= _FIRST_CODE for sound in sounds):
            found.setdefault(sounds, []).append(word)
    return found


def _named(section: str) -> frozenset[str]:
    """The words of one section of `folding.txt`."""
    return frozenset(word for line in sections()[section] for word in line.split())


@cache
def _hidden() -> frozenset[str]:
    """The words that are usually hidden: of one half told in Latin letters the rest may be disguised as well."""
    return _named("by sound") | {line.split(" ", 1)[0] for line in sections()["words"]}


def _listed() -> set[str]:
    """The words of the list that claim something, and the parts they are put together of."""
    found: set[str] = set()
    claims = True
    for line in (RESOURCES / "list.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            claims = not line.startswith(("[off_platform", "[ordinary", "[fine"))
        elif claims and not line.startswith("#"):
            found.update(_HANZI.findall(line.split(" | ", 1)[0]))
    return found


def _automaton(words: dict[str, list[str]]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for sounds, meant in words.items():
        automaton.add_word(sounds, meant)
    automaton.make_automaton()
    return automaton
