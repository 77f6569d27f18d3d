"""Folds a typed text so that a word is found however it is disguised, and maps back to what was typed.

Three readings ("lanes") are made, all in small simplified letters with plain digits:

- `tidy`: every sign kept, invisible characters and marks gone. For addresses and phone numbers.
- `words`: spaces and decoration gone, clauses kept apart by a comma, English numbers in digits, known disguises of
  known words (yuan 价, 圆价) read as what they stand for. For what is claimed.
- `contact`: all that separates gone, and look-alikes, sound-alikes and emoji read as what they stand for
  (薇❤ is 微心, +V is 加v, 🐧 is 企鹅). For ways off the platform.

Which characters stand for which is in `resources/words/folding.txt`. No word is known here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import ahocorasick

from console.words.numbers import english_numbers
from console.words.sounds import contact_told_by_sound, told_by_sound
from console.words.spellings import sections

CLAUSE_MARKS = frozenset(",;!?。、…\n\r\u2028\u2029\x0b\x0c\x85")
BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters and signs that look like nothing."""
STROKES = frozenset("丶丨丿亅乀〡")
"""Characters of one stroke that are typed as separators."""
BETWEEN_DIGITS = {".": ".", ":": ":", "-": "-", "–": "-", "—": "-", "~": "-", "/": "/", "*": "*", "×": "*", " ": " "}
"""Signs that belong to a number between two digits, and how they are kept."""

_LOOK_ALIKES = str.maketrans(
    "авекмнорстухѕіјѵѡԁɡοαερτνικυχγωѐᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ",
    "abekmhopctyxsijvwdgoaeptvikyxyweabcdeghijklmnoprtuvwyz",
)
"""Small Cyrillic and Greek letters that are seen as Latin ones, and Latin capitals in small."""

_Sounds = Callable[[str, Callable[[int], bool]], list[tuple[int, int, str]]]


@dataclass(frozen=True)
class Lane:
    """One reading of a text: `text[i]` was typed at `starts[i]:ends[i]`."""

    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The typed code points of `text[start:end]`; the slice must not be empty."""
        return self.starts[start], self.ends[end - 1]

    def gap(self, left: int) -> bool:
        """Whether something that this lane leaves out was typed between `text[left]` and the next."""
        return self.starts[left + 1] > self.ends[left]


@dataclass(frozen=True)
class Folded:
    """A typed text in its three readings."""

    typed: str
    tidy: Lane
    words: Lane
    contact: Lane


def fold(typed: str) -> Folded:
    """Read `typed` in all three ways. Time grows with its length only."""
    tables = _tables()
    tidy = _tidied(typed, tables.letters)
    claims = _seen_through(_claims(_counted(tidy)), tables.disguises, told_by_sound)
    contacts = _seen_through(_contacts(typed, tables.contact), tables.hidden, contact_told_by_sound)
    return Folded(typed, tidy, claims, contacts)


def fold_word(word: str, *, contact: bool) -> str:
    """A word of the list as it stands in its lane, decoration gone."""
    folded = fold(word)
    return (folded.contact if contact else folded.words).text


def fold_letter(char: str, *, contact: bool) -> str:
    """One character as its lane reads it, whatever stands beside it."""
    tables = _tables()
    return tables.contact[char] if contact else tables.letters[char]


# --- the tables ------------------------------------------------------------------------------


class _Letters(dict[str, str]):
    """What each typed character is read as, worked out when it is first met; "" leaves it out."""

    def __init__(self, everywhere: dict[str, str]) -> None:
        super().__init__()
        self._everywhere = everywhere

    def __missing__(self, char: str) -> str:
        found = "".join(self._everywhere.get(each, each) for each in _plain(char))
        self[char] = found
        return found


class _Signs(dict[str, str]):
    """The same for the contact lane, where only letters and digits are kept."""

    def __init__(self, letters: _Letters, contact: dict[str, str]) -> None:
        super().__init__()
        self._letters = letters
        self._contact = contact

    def __missing__(self, char: str) -> str:
        known = self._contact.get(char)
        read_as = (self._contact.get(each, each) for each in self._letters[char]) if known is None else known
        found = "".join(each for part in read_as for each in part if each.isalnum())
        self[char] = found
        return found


@dataclass(frozen=True)
class _Tables:
    letters: _Letters
    contact: _Signs
    disguises: ahocorasick.Automaton
    """Spelling -> (its length, the word it stands for)."""
    hidden: ahocorasick.Automaton
    """The same for the contact lane."""


@cache
def _tables() -> _Tables:
    letters = _Letters(_readings(sections()["everywhere"]))
    signs = _Signs(letters, _readings(sections()["contact"]))
    hidden = ["".join(char if char == " " else signs[char] for char in line) for line in sections()["contact words"]]
    return _Tables(letters, signs, _disguises(sections()["words"]), _disguises(hidden))


def _readings(lines: list[str]) -> dict[str, str]:
    """Each character of the second column, read as the first."""
    found: dict[str, str] = {}
    for line in lines:
        read_as, written = line.split(" ", 1)
        found.update(dict.fromkeys(written, read_as))
    return found


def _disguises(lines: list[str]) -> ahocorasick.Automaton:
    """The other spellings of each word."""
    automaton = ahocorasick.Automaton()
    for line in lines:
        word, *spellings = line.split()
        for spelling in spellings:
            automaton.add_word(spelling, (len(spelling), word))
    automaton.make_automaton()
    return automaton


def _plain(char: str) -> str:
    """NFKC and more: marks off, small letters, digits of any script and shape, letters in boxes and flags."""
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if char in CLAUSE_MARKS:
        return "\n" if char.isspace() else char
    if char.isspace() or char in STROKES or char in BLANKS:
        return " "
    return _boxed(ord(char)) or _unmarked(char)


def _boxed(point: int) -> str:
    """🔟, and the letters of flags and of dark boxes and circles, which NFKC leaves as they are."""
    if point == 0x1F51F:
        return "10"
    for first, last in ((0x1F1E6, 0x1F1FF), (0x1F150, 0x1F169), (0x1F170, 0x1F189)):
        if first <= point <= last:
            return chr(point - first + ord("a"))
    return ""


def _unmarked(char: str) -> str:
    shape = unicodedata.normalize("NFKD", char).lower()
    enclosed = len(shape) > 1 and unicodedata.category(char) in ("No", "So")
    kept = (
        each
        for each in shape
        if unicodedata.category(each) not in ("Mn", "Me", "Cf", "Cc", "Co", "Cn")
        and not (enclosed and each in "().,〔〕")
    )
    return "".join(kept).translate(_LOOK_ALIKES)


# --- the lanes -------------------------------------------------------------------------------


def _tidied(typed: str, letters: _Letters) -> Lane:
    """Marks and keycap frames left out belong to the character before them."""
    read = [letters[char] for char in typed]
    if all(len(each) == 1 for each in read):
        return Lane("".join(read), list(range(len(read))), list(range(1, len(read) + 1)))
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, read_as in enumerate(read):
        if not read_as:
            if ends and unicodedata.category(typed[at]) in ("Mn", "Me"):
                ends[-1] = at + 1
            continue
        for each in read_as:
            text.append(each)
            starts.append(at)
            ends.append(at + 1)
    return Lane("".join(text), starts, ends)


_SIGN = re.compile(r"[^\w%]|_")


def _claims(tidy: Lane) -> Lane:
    source = tidy.text
    text: list[str] = []
    kept: list[int] = []
    at = 0
    for sign in _SIGN.finditer(source):
        here = sign.start()
        if here > at:
            text.append(source[at:here])
            kept.extend(range(at, here))
        at = here + 1
        if read_as := _kept_sign(source, here) if text else "":
            text.append(read_as)
            kept.append(here)
    text.append(source[at:])
    kept.extend(range(at, len(source)))
    return Lane("".join(text), [tidy.starts[at] for at in kept], [tidy.ends[at] for at in kept])


def _kept_sign(source: str, at: int) -> str:
    """How the sign at `at` is kept in the lane of claims, "" where it is left out."""
    char = source[at]
    if char in BETWEEN_DIGITS and 0 < at < len(source) - 1 and source[at - 1].isdigit() and source[at + 1].isdigit():
        return BETWEEN_DIGITS[char]
    if char in CLAUSE_MARKS and not (char == "," and _groups_thousands(source, at)):
        return ","
    return ""


def _counted(tidy: Lane) -> Lane:
    """English numbers in digits: "fifty thousand" is 50000, and each of its digits was typed where the words are."""
    found = english_numbers(tidy.text)
    return _replaced(tidy, [(start, end, str(value)) for start, end, value in found]) if found else tidy


def _seen_through(lane: Lane, disguises: ahocorasick.Automaton, sounds: _Sounds) -> Lane:
    """Disguised words as they are meant; letters that go on into a longer Latin word are none."""
    found: list[tuple[int, int, str]] = []
    for last, (length, word) in disguises.iter_long(lane.text):
        start, end = last + 1 - length, last + 1
        if not (_goes_on(lane, start - 1) or _goes_on(lane, end - 1)):
            found.append((start, end, word))
    lane = _replaced(lane, found) if found else lane
    told = sounds(lane.text, lane.gap)
    return _replaced(lane, told) if told else lane


def _goes_on(lane: Lane, left: int) -> bool:
    """Whether `text[left]` and the next are two letters of one Latin word."""
    pair = lane.text[left : left + 2] if left >= 0 else ""
    return len(pair) == 2 and pair.isascii() and pair.isalpha() and not lane.gap(left)


def _replaced(lane: Lane, places: list[tuple[int, int, str]]) -> Lane:
    """The lane with other letters at some places, from left to right; all of a place was typed at the whole of it."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for start, end, letters in (*places, (len(lane.text), len(lane.text), "")):
        text.append(lane.text[at:start])
        starts += lane.starts[at:start]
        ends += lane.ends[at:start]
        text.append(letters)
        if letters:
            starts += [lane.starts[start]] * len(letters)
            ends += [lane.ends[end - 1]] * len(letters)
        at = end
    return Lane("".join(text), starts, ends)


def _groups_thousands(source: str, at: int) -> bool:
    """1,280 but not 1,28 and not 1,2800."""
    behind = source[at + 1 : at + 5]
    return source[at - 1].isdigit() and behind[:3].isdigit() and len(behind) >= 3 and not behind[3:].isdigit()


def _contacts(typed: str, signs: _Signs) -> Lane:
    """Also two characters that are seen as one: \\/ is V and 亻言 is 信."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    drawn = "\\/" in typed
    shapes = {signs["❤"], signs["⭐"]}
    for at, char in enumerate(typed):
        read_as = signs[char]
        if len(read_as) == 1 and read_as not in shapes:
            text.append(read_as)
            starts.append(at)
            ends.append(at + 1)
            continue
        if not read_as:
            if drawn and typed.startswith("\\/", at):
                read_as = "v"
            elif ends and unicodedata.category(char) in ("Mn", "Me"):
                ends[-1] = at + 1
                continue
            else:
                continue
        if read_as in shapes and char != read_as and (not text or text[-1] not in "微vw卫围喂胃味威"):
            continue  # 京❤东: a heart or a star is read in 微❤ and the like, elsewhere it decorates
        for each in read_as:
            text.append(each)
            starts.append(at)
            ends.append(at + 1)
    if "亻" in text:
        _join_halves(text, starts, ends)
    return Lane("".join(text), starts, ends)


def _join_halves(text: list[str], starts: list[int], ends: list[int]) -> None:
    for at in range(len(text) - 2, -1, -1):
        if text[at] == "亻" and text[at + 1] == "言":
            text[at], ends[at] = "信", ends[at + 1]
            del text[at + 1], starts[at + 1], ends[at + 1]
