"""Finds the words of a list in a folded text: one automaton for each lane, then what stands around a hit.

What facts of the item say to a hit is in `claims`; numbers and addresses are in `contact`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import ahocorasick

from console.words import invitation
from console.words.folding import Folded, Lane
from console.words.pattern import Exceptions, Pattern
from console.words.verdict import Level, WordClass
from console.words.word_list import Entry, WordList


@dataclass(frozen=True)
class Match:
    """An entry at `start:end` of its lane, at the level the words around it give it."""

    entry: Entry
    lane: Lane
    start: int
    end: int
    level: Level

    @property
    def typed_span(self) -> tuple[int, int]:
        """Where it was typed."""
        return self.lane.span(self.start, self.end)


class Finder:
    """A word list made ready. Building takes some 80 ms; looking is done by any thread."""

    def __init__(self, words: WordList) -> None:
        self.words = words
        self._fine = {
            contact: Exceptions(phrase for of_contact, phrase in words.fine if of_contact is contact)
            for contact in (False, True)
        }
        self._claims = _automaton(words, contact=False)
        self._contacts = _automaton(words, contact=True)

    def matches(self, folded: Folded) -> Iterator[Match]:
        """Every entry in the text that stands as it should; overlapping ones all."""
        yield from self._in_claims(folded)
        yield from self._in_contacts(folded)

    def _in_claims(self, folded: Folded) -> Iterator[Match]:
        lane = folded.words
        for entry, start, end, pattern in _located(self._claims, folded, lane):
            if not self._stands(folded, lane, entry, start, end, pattern):
                continue
            if not invitation.denied(entry.word_class, folded, *lane.span(start, end)):
                yield Match(entry, lane, start, end, entry.level)

    def _in_contacts(self, folded: Folded) -> Iterator[Match]:
        lane = folded.contact
        found = [
            (entry, start, end)
            for entry, start, end, pattern in _located(self._contacts, folded, lane)
            if self._stands(folded, lane, entry, start, end, pattern)
        ]
        if not found:
            return
        ordinary = self._ordinary(folded)
        for entry, start, end in found:
            span = lane.span(start, end)
            everyday = any(first <= span[0] and span[1] <= last for first, last in ordinary)
            level, alone = entry.level, Level.OK if everyday else entry.alone
            steers = invitation.invited(folded, start, end) or (alone is Level.WARN and _disguised(entry, folded, span))
            if alone is not level and not steers:
                level = alone
            if level is Level.OK or invitation.denied(WordClass.OFF_PLATFORM, folded, *span):
                continue
            yield Match(entry, lane, start, end, level)

    def _stands(self, folded: Folded, lane: Lane, entry: Entry, start: int, end: int, pattern: Pattern) -> bool:
        """Whether it is the word itself and none of its exceptions; a loose one keeps to its clause, not a wide one."""
        contact = entry.contact
        wide = contact and pattern.is_wide
        if pattern.is_loose and contact and not wide and invitation.crosses_clause(folded, lane, start, end):
            return False
        weak = entry.alone is not entry.level
        if invitation.torn_from_latin(lane, start, end, contact=contact, weak=weak):
            return False
        if contact and end - start == 2 and invitation.model_number(folded, start, end):
            return False
        if not wide and invitation.accidental(folded, lane, start, end, contact=contact):
            return False
        text = lane.text
        return not (entry.unless.cover(text, start, end) or self._fine[contact].cover(text, start, end))

    def _ordinary(self, folded: Folded) -> list[tuple[int, int]]:
        text, spans = folded.words.text, []
        for word in self.words.ordinary:
            at = text.find(word)
            while at >= 0:
                spans.append(folded.words.span(at, at + len(word)))
                at = text.find(word, at + 1)
        return spans


def _disguised(entry: Entry, folded: Folded, span: tuple[int, int]) -> bool:
    """Whether a contact that may be named in passing was not written plainly: nobody disguises an innocent word."""
    return entry.rule_key == "contact" and folded.typed[slice(*span)] not in entry.word


def _automaton(words: WordList, *, contact: bool) -> ahocorasick.Automaton:
    """Anchors -> what they belong to. A later entry of one spelling takes the place of an earlier one."""
    found: dict[str, dict[tuple[Pattern, str], Entry]] = {}
    whole: dict[str, tuple[Pattern, str]] = {}
    for entry in words.entries:
        if entry.contact is not contact:
            continue
        for pattern in entry.patterns:
            for anchor in pattern.anchors:
                if anchor in words.removed and pattern.is_plain:
                    continue
                key = (pattern, anchor)
                if pattern.is_plain:
                    found.get(anchor, {}).pop(whole.get(anchor, key), None)
                    whole[anchor] = key
                found.setdefault(anchor, {})[key] = entry
    automaton = ahocorasick.Automaton()
    for anchor, belonging in found.items():
        automaton.add_word(anchor, (len(anchor), [(pattern, entry) for (pattern, _), entry in belonging.items()]))
    automaton.make_automaton()
    return automaton


def _located(automaton: ahocorasick.Automaton, folded: Folded, lane: Lane) -> Iterator[tuple[Entry, int, int, Pattern]]:
    """Entries with their place in the lane, edges seen to, each place once."""
    text = lane.text
    seen: set[tuple[int, int, int]] = set()
    for last, (length, belonging) in automaton.iter(text):
        for pattern, entry in belonging:
            place = pattern.around(text, last + 1 - length, last + 1)
            if place is None or (id(entry), *place) in seen:
                continue
            start, end = place
            if pattern.edge_before and not invitation.edge_before(lane, start):
                continue
            if pattern.edge_behind and not _ends_there(folded, lane, end, contact=entry.contact):
                continue
            seen.add((id(entry), start, end))
            yield entry, start, end, pattern


def _ends_there(folded: Folded, lane: Lane, end: int, *, contact: bool) -> bool:
    return invitation.edge_behind(lane, end) or (contact and invitation.invited_behind(folded, end))
