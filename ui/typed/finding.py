"""What a person types into the find field, held against items: number, title, pinyin, bin, points, barcode. Pure.

Where readings of characters come from is `ui.typed.pinyin`'s to say; which rows are shown is the model's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import IntEnum

from console.facts import Item
from console.ids import goods_number

Ways = tuple[str, ...]
"""How one character can be spelled: every reading of a Chinese one, itself for a letter or digit."""
Spelling = tuple[Ways, ...]
"""The characters of a title that have a sound, in their order."""

LOOSE_LEAST = 3
CODE_LEAST = 4


class Rank(IntEnum):
    """How well an item was hit; the lower the better."""

    EXACT = 0  # its number, or its whole barcode or bin
    WHOLE = 1  # the whole title, as written or as spelled
    BEGINS = 2
    SPELLED = 3  # spelled from its first character on
    NUMBER = 4  # its number begins so
    INSIDE = 5
    SPELLED_INSIDE = 6
    BESIDE = 7  # in its bin, points or barcode
    LOOSE = 8  # the letters are initials of its characters, others between them


def words_in(sought: str) -> tuple[str, ...]:
    """What is looked for, word by word; full-width and capital letters are as plain ones."""
    return tuple(unicodedata.normalize("NFKC", sought).casefold().split())


def rank(item: Item, words: Sequence[str], spelling: Spelling) -> Rank | None:
    """How well `item` is hit by every one of `words`; None when one of them is nowhere."""
    worst = Rank.EXACT
    for word in words:
        hit = _hit(item, word, spelling)
        if hit is None:
            return None
        worst = max(worst, hit)
    return worst


def _hit(item: Item, word: str, spelling: Spelling) -> Rank | None:
    number = str(item.number)
    if word == number or word == item.bin_code.casefold() or _same_code(item.barcode, word):
        return Rank.EXACT
    title = item.title.casefold()
    written = Rank.WHOLE if title == word else Rank.BEGINS if title.startswith(word) else None
    if written is None and word in title:
        written = Rank.INSIDE
    hits = [written, spelled(word, spelling), Rank.NUMBER if word.isdigit() and number.startswith(word) else None]
    if not any(hit is not None and hit < Rank.BESIDE for hit in hits):
        beside = f"{item.bin_code} {item.points} {item.barcode}".casefold()
        hits.append(Rank.BESIDE if word in beside else None)
    return min((hit for hit in hits if hit is not None), default=None)


def _same_code(barcode: str, word: str) -> bool:
    return bool(barcode) and len(word) >= CODE_LEAST and goods_number(barcode) == goods_number(word)


def spelled(word: str, spelling: Spelling) -> Rank | None:
    """How `word` spells the title ("dlsz", "doulvsz"): each character by a reading, its initial, or its first letter.

    Of the last one any beginning will do, because somebody is still typing. Any reading of a character counts.
    """
    if not (word.isascii() and word.isalnum()) or word.isdigit():
        return None
    first = word[0]
    for start, ways in enumerate(spelling):
        if all(way[0] != first for way in ways):
            continue
        end = _run(word, spelling, start)
        if end is not None:
            if start == 0:
                return Rank.WHOLE if end == len(spelling) else Rank.SPELLED
            return Rank.SPELLED_INSIDE
    return Rank.LOOSE if len(word) >= LOOSE_LEAST and _scattered(word, spelling) else None


def _run(word: str, spelling: Spelling, start: int) -> int | None:
    """The place after the last character that `word` may spell, beginning at `start`; None when it does not."""
    spelt, end = {0}, None
    for place in range(start, len(spelling)):
        after: set[int] = set()
        for way in spelling[place]:
            for done in spelt:
                if len(word) - done <= len(way) and way.startswith(word[done:]):
                    end = place + 1
                after.update(done + len(part) for part in _parts(way) if word.startswith(part, done))
        spelt = after - {len(word)}
        if not spelt:
            break
    return end


def _parts(way: str) -> tuple[str, ...]:
    if way[1:2] == "h" and way[0] in "zcs":
        return way, way[0], way[:2]
    return way, way[0]


def _scattered(word: str, spelling: Spelling) -> bool:
    """Whether the letters are first letters of characters, in their order."""
    letters = iter(spelling)
    return all(any(letter == way[0] for ways in letters for way in ways) for letter in word)
