"""How a word of the list is written: (a/b), (a/b)?, (a/b)*, (a/b)+, #, …, …… and ~; and how it is looked for.

A pattern gives its literals ("anchors"), which one automaton finds all at once, and a small expression for what
stands before and behind an anchor. `docs/words.md` describes the writing for the people who edit it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from console.words.numbers import NUMBER

EXPANSIONS_CAP = 600
"""More spellings than any word of a list needs."""
_FEW = 120
"""So many spellings of a whole word go into the automaton; of others only a part does."""
_REACH = 48
"""How far from its anchor a pattern is looked for, in characters."""


class BadPattern(ValueError):
    """The writing of a word that cannot be understood; the message says why."""


@dataclass(frozen=True)
class Literal:
    text: str


@dataclass(frozen=True)
class Choice:
    """(a/b), with `?` where it may be missing, with `*` where up to three may follow each other, `+` one to three."""

    options: tuple[Sequence, ...]
    least: int = 1
    most: int = 1


@dataclass(frozen=True)
class Special:
    """`#` an amount, `…` a gap within the clause, `……` any distance in an exception, a few clauses in a word."""

    sign: str


Node = Literal | Choice | Special


@dataclass(frozen=True)
class Sequence:
    nodes: tuple[Node, ...]

    @cached_property
    def plain(self) -> bool:
        """Whether it is literals and choices of literals only."""
        return all(
            isinstance(node, Literal)
            or (isinstance(node, Choice) and node.most == 1 and all(option.plain for option in node.options))
            for node in self.nodes
        )

    @cached_property
    def tight(self) -> bool:
        """Whether nothing unknown may stand in it."""
        return all(
            isinstance(node, Literal) or (isinstance(node, Choice) and all(option.tight for option in node.options))
            for node in self.nodes
        )

    @cached_property
    def extent(self) -> tuple[int, int]:
        """Characters of the shortest spelling, and how many spellings there are, of a plain sequence."""
        shortest, spellings = 0, 1
        for node in self.nodes:
            if isinstance(node, Literal):
                shortest += len(node.text)
            elif isinstance(node, Choice):
                shortest += min(option.extent[0] for option in node.options)
                spellings *= sum(option.extent[1] for option in node.options)
        return shortest, spellings

    def expanded(self) -> list[str]:
        """Every spelling of a plain sequence."""
        spellings = [""]
        for node in self.nodes:
            more = [node.text] if isinstance(node, Literal) else []
            if isinstance(node, Choice):
                more = [spelling for option in node.options for spelling in option.expanded()]
            spellings = [left + right for left in spellings for right in more]
        return spellings

    @cached_property
    def longest(self) -> int:
        """Characters that it covers at most."""
        total = 0
        for node in self.nodes:
            if isinstance(node, Literal):
                total += len(node.text)
            elif isinstance(node, Special):
                total += _LONGEST[node.sign]
            else:
                total += node.most * max(option.longest for option in node.options)
        return total

    def regex(self) -> str:
        """The sequence as an expression over folded letters."""
        return "".join(_expression(node) for node in self.nodes)


_WIDE = "⋯"
"""How `……` of a word is kept, which goes less far than that of an exception."""
_SPECIALS = {"#": NUMBER, "…": "[^,]{0,6}?", "……": ".{0,400}?", _WIDE: ".{0,20}?"}
_LONGEST = {"#": 20, "…": 6, "……": 400, _WIDE: 20}


def _expression(node: Node) -> str:
    if isinstance(node, Literal):
        return re.escape(node.text)
    if isinstance(node, Special):
        return _SPECIALS[node.sign]
    options = "|".join(option.regex() for option in node.options)
    return f"(?:{options})" + (f"{{{node.least},{node.most}}}" if node.most > 1 else "")


@dataclass(frozen=True, eq=False)
class Pattern:
    """One way a word of the list is looked for: any of `anchors`, with the rest of the word around it."""

    anchors: tuple[str, ...]
    before: Sequence
    behind: Sequence
    edge_before: bool = False
    edge_behind: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether an anchor is the whole word."""
        return not self.before.nodes and not self.behind.nodes and not self.edge_before and not self.edge_behind

    @cached_property
    def is_loose(self) -> bool:
        """Whether there is an amount or a gap in it."""
        return not (self.before.tight and self.behind.tight)

    @cached_property
    def is_wide(self) -> bool:
        """Whether it may go on over commas."""
        return any(_goes_wide(part) for part in (self.before, self.behind))

    def around(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The whole word's place in `text`, given its anchor's; None where the rest of it is not there."""
        if self.behind.nodes:
            if self._opening is not None and text[end : end + 1] not in self._opening:
                return None
            found = self._behind.match(text, end, end + _REACH)
            if found is None:
                return None
            end = found.end()
        if self.before.nodes:
            if self._closing is not None and text[start - 1 : start] not in self._closing:
                return None
            first = max(0, start - self._reach_before)
            found = self._before.search(text[first:start])
            if found is None:
                return None
            start = first + found.start()
        return start, end

    @cached_property
    def _opening(self) -> frozenset[str] | None:
        """What may stand right behind the anchor; nothing else need be looked at. None: anything."""
        return _edge_letters(self.behind, 0)

    @cached_property
    def _closing(self) -> frozenset[str] | None:
        return _edge_letters(self.before, -1)

    @cached_property
    def _reach_before(self) -> int:
        return min(_REACH, self.before.longest)

    @cached_property
    def _before(self) -> re.Pattern[str]:
        return re.compile(f"(?:{self.before.regex()})\\Z")

    @cached_property
    def _behind(self) -> re.Pattern[str]:
        return re.compile(self.behind.regex())


_NUMERALS = frozenset("上近超破过数几约0123456789零〇一二两三四五六七八九十百千万亿wk多余来")
"""All characters an amount is written with."""


def _edge_letters(sequence: Sequence, side: int) -> frozenset[str] | None:
    """The characters a spelling may begin (`side` 0) or end (-1) with; None where it may be empty or anything."""
    found: set[str] = set()
    for node in sequence.nodes if side == 0 else reversed(sequence.nodes):
        if isinstance(node, Literal):
            return frozenset(found | {node.text[side]})
        if isinstance(node, Special):
            return frozenset(found | _NUMERALS) if node.sign == "#" else None
        options = [_edge_letters(option, side) for option in node.options if option.nodes]
        if any(option is None for option in options):
            return None
        found.update(*(option for option in options if option is not None))
        if node.least and len(options) == len(node.options):
            return frozenset(found)
    return None


def _goes_wide(sequence: Sequence) -> bool:
    return any(isinstance(node, Special) and node.sign == _WIDE for node in sequence.nodes)


class Phrase:
    """An "unless" phrase; its expression is made when a hit first asks for it."""

    def __init__(self, written: str, names: dict[str, str], fold: Callable[[str], str]) -> None:
        self._parts = written, names, fold

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Raises `BadPattern`."""
        return re.compile(parsed(*self._parts).regex())

    @cached_property
    def longest(self) -> int:
        """Characters that it covers at most."""
        return parsed(*self._parts).longest

    @property
    def far(self) -> bool:
        """Whether …… is in it."""
        return "……" in self._parts[0]

    def covers(self, text: str, start: int, end: int) -> bool:
        """Whether `text[start:end]` stands inside this phrase; one with …… begins with the word itself."""
        longest = self.longest
        if self.far:
            far = self.regex.match(text, start)
            return far is not None and far.end() >= end
        for found in self.regex.finditer(text, max(0, end - longest), start + longest):
            if found.start() > start:
                return False
            if found.end() >= end:
                return True
        return False


class Exceptions:
    """Several "unless" phrases, asked at once: mostly none of them is anywhere near."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(phrases)

    def cover(self, text: str, start: int, end: int) -> bool:
        """Whether `text[start:end]` stands inside one of them."""
        if not self.phrases:
            return False
        if any(phrase.covers(text, start, end) for phrase in self._far):
            return True
        longest = self._longest
        if not longest or self._any.search(text, max(0, end - longest), start + longest) is None:
            return False
        return any(phrase.covers(text, start, end) for phrase in self.phrases)

    @cached_property
    def _far(self) -> tuple[Phrase, ...]:
        return tuple(phrase for phrase in self.phrases if phrase.far)

    @cached_property
    def _longest(self) -> int:
        return max((phrase.longest for phrase in self.phrases if not phrase.far), default=0)

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{phrase.regex.pattern})" for phrase in self.phrases if not phrase.far))


def compiled(written: str, names: dict[str, str], fold: Callable[[str], str]) -> tuple[Pattern, ...]:
    """Understand a word as `written`; `names` are the {names} of the list. Raises `BadPattern`."""
    written = written.strip()
    edges = written.startswith("~"), written.endswith("~")
    sequence = parsed(written.strip("~").replace("……", _WIDE), names, fold)
    if len(sequence.nodes) == 1 and isinstance(sequence.nodes[0], Choice) and not sequence.plain:
        plain = tuple(option for option in sequence.nodes[0].options if option.plain and option.nodes)
        merged = [Sequence((Choice(plain),))] if plain else []
        ways = [*merged, *(option for option in sequence.nodes[0].options if not option.plain)]
    else:
        ways = [sequence]
    return tuple(_pattern(way.nodes, *edges) for way in ways)


def _pattern(nodes: tuple[Node, ...], edge_before: bool, edge_behind: bool) -> Pattern:
    """Anchored where fewest spellings are enough: two characters at least, if the word has two beside each other."""
    best: tuple[tuple[bool, int, int], int, int] | None = None
    for first in range(len(nodes)):
        for last in range(first + 1, len(nodes) + 1):
            part = Sequence(nodes[first:last])
            if not part.plain:
                break
            shortest, spellings = part.extent
            if not shortest or spellings > EXPANSIONS_CAP:
                continue
            whole = last - first == len(nodes) and spellings <= _FEW
            score = (whole, min(shortest, 2), -spellings)
            if best is None or score > best[0]:
                best = score, first, last
    if best is None:
        raise BadPattern("no fixed words in it, or too many spellings")
    _, first, last = best
    anchors = tuple(dict.fromkeys(Sequence(nodes[first:last]).expanded()))
    return Pattern(anchors, Sequence(nodes[:first]), Sequence(nodes[last:]), edge_before, edge_behind)


def parsed(written: str, names: dict[str, str], fold: Callable[[str], str]) -> Sequence:
    """The nodes of a writing, its letters folded. Raises `BadPattern`."""
    sequence, at = _sequence(written, 0, names, fold)
    if at != len(written):
        raise BadPattern("a bracket is missing")
    if not sequence.nodes:
        raise BadPattern("it is empty")
    return sequence


def _sequence(written: str, at: int, names: Mapping[str, str], fold: Callable[[str], str]) -> tuple[Sequence, int]:
    nodes: list[Node] = []
    letters = ""

    def flush() -> None:
        nonlocal letters
        folded = fold(letters) if letters else ""
        if letters and not folded:
            raise BadPattern("signs only")
        if folded:
            nodes.append(Literal(folded))
        letters = ""

    while at < len(written) and written[at] not in "/)":
        char = written[at]
        if char in "(#…~{}" + _WIDE:
            flush()
        if char in "({":
            read = _choice if char == "(" else _named
            choice, at = read(written, at + 1, names, fold)
            nodes.append(choice)
            continue
        if char == "}":
            raise BadPattern("a } without {")
        if char == "…":
            sign = "……" if written.startswith("……", at) else "…"
            nodes.append(Special(sign))
            at += len(sign)
            continue
        if char in ("#", _WIDE):
            nodes.append(Special(char))
        elif char == "~":
            raise BadPattern("~ stands at the beginning or the end only")
        else:
            letters += char
        at += 1
    flush()
    return Sequence(tuple(nodes)), at


_TIMES = {"*": (0, 3), "+": (1, 3)}


def _choice(written: str, at: int, names: Mapping[str, str], fold: Callable[[str], str]) -> tuple[Choice, int]:
    options: list[Sequence] = []
    while True:
        option, at = _sequence(written, at, names, fold)
        options.append(option)
        if at >= len(written):
            raise BadPattern("a bracket is not closed")
        at += 1
        if written[at - 1] == ")":
            break
    if not any(option.nodes for option in options):
        raise BadPattern("a bracket is empty")
    return _repeated(options, written, at)


def _named(written: str, at: int, names: Mapping[str, str], fold: Callable[[str], str]) -> tuple[Choice, int]:
    """What stands for the {name} that begins at `at`."""
    end = written.find("}", at)
    value = names.get(written[at:end]) if end >= 0 else None
    if value is None:
        raise BadPattern("a {name} that no line explains")
    return _repeated(list(_options(value, fold)), written, end + 1)


@lru_cache(maxsize=64)
def _options(value: str, fold: Callable[[str], str]) -> tuple[Sequence, ...]:
    """A long list of names is understood once, however many words have it."""
    choice, at = _choice(value + ")", 0, {}, fold)
    if at != len(value) + 1:
        raise BadPattern("a bracket is missing")
    return choice.options


def _repeated(options: list[Sequence], written: str, at: int) -> tuple[Choice, int]:
    sign = written[at : at + 1]
    if sign == "?" and all(option.nodes for option in options):
        options.append(Sequence(()))
    least, most = _TIMES.get(sign, (1, 1))
    return Choice(tuple(options), least, most), at + (sign == "?" or sign in _TIMES)
