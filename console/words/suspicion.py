"""Sentences that sound like leading buyers away, or like a cure, though no word of the list is in them.

Each character and each pair of characters of a clause weighs for or against; the sum over a sentence decides. The
weights are in `resources/words/weights.txt`, made from the labelled lines by `python -m tests.console.words_weights`. A
suspicion is a warning or a notice and never blocks: it knows no reason. Words, rules and exceptions are in `list.txt`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import accumulate, pairwise

from console.words.folding import Folded, Lane, fold
from console.words.spellings import RESOURCES
from console.words.verdict import Level, WordClass

NAMES = {WordClass.OFF_PLATFORM: "像是引流", WordClass.MEDICAL: "像是疗效"}
"""How a shop's own list calls them where it takes one away."""
LONGEST = 80
"""Characters: a sentence without an end is weighed in pieces."""
REMEMBERED = 2_048
"""Sentences: while one of a long text is typed, the others are not weighed again."""
_LEAST_HANZI = 4
"""With fewer Chinese characters it is a title, a number or English: words are all that can be told of it."""
_HANZI = re.compile("[\u4e00-\u9fff]")
_ALIKE = str.maketrans("123456789", "0" * 9)
"""One digit weighs as much as another."""
_SENTENCE = re.compile(rf"[^。！!？?；;\n\r\u2028\u2029]{{1,{LONGEST}}}")
_CLAUSE = re.compile(r"[^，,、：:…]+")
_RUN = re.compile(r"[^\s，,。！!？?；;、：:…]+|\s+")
"""What is typed without a pause."""


@dataclass(frozen=True)
class Scale:
    """The weights of one class, in hundredths of a natural logarithm."""

    word_class: WordClass
    contact: bool
    """Whether the contact lane is weighed, else that of claims."""
    bias: int
    warns: int
    notices: int
    """Sums from which a sentence is a warning, and a notice."""
    weights: dict[str, int] = field(default_factory=dict)
    """Of characters and pairs."""


@dataclass(frozen=True)
class Suspicion:
    """`start:end` of the typed text are the words that weigh most in a suspicious sentence."""

    word_class: WordClass
    start: int
    end: int
    core: int
    """Where in them the weight begins; what stands before it may deny it."""
    level: Level


def suspicions(folded: Folded, found: Iterable[tuple[WordClass, int]]) -> Iterator[Suspicion]:
    """Suspicious sentences in which nothing was `found`: classes of the hits and where they begin."""
    begun = set(found)
    for sentence in _SENTENCE.finditer(folded.typed):
        first, last = sentence.span()
        alone = last - first == len(folded.typed)
        for each in _weighed(folded) if alone else _heard(sentence.group()):
            if not any(word_class is each.word_class and first <= at < last for word_class, at in begun):
                yield replace(each, start=first + each.start, end=first + each.end, core=first + each.core)


@lru_cache(maxsize=REMEMBERED)
def _heard(sentence: str) -> tuple[Suspicion, ...]:
    return _weighed(fold(sentence))


def _weighed(folded: Folded) -> tuple[Suspicion, ...]:
    """What one sentence sounds like, a class at most once; places are those in the sentence."""
    if len(_HANZI.findall(folded.typed)) < _LEAST_HANZI:
        return ()
    found: list[Suspicion] = []
    for scale in scales():
        lane = folded.contact if scale.contact else folded.words
        clauses = places_of(folded.typed, lane)
        singles, pairs = _sums(scale, weighed_as(lane.text))
        weight = scale.bias + sum(
            singles[last] - singles[first] + pairs[last - 1] - pairs[first] for first, last in clauses
        )
        if weight >= scale.notices:
            start, end = max((_heaviest(singles, pairs, *place) for place in clauses), key=lambda each: each[0])[1]
            level = Level.WARN if weight >= scale.warns else Level.NOTICE
            core, last = lane.span(start, end)
            runs = [run.span() for run in _RUN.finditer(folded.typed) if run.end() > core and run.start() < last]
            found.append(Suspicion(scale.word_class, runs[0][0], runs[-1][1], core, level))
    return tuple(found)


def weighed_as(text: str) -> str:
    """A folded text as it is weighed."""
    return text.translate(_ALIKE)


def places_of(typed: str, lane: Lane) -> list[tuple[int, int]]:
    """The clauses of a text as places in a lane of it; empty ones are left out."""
    found = (
        (bisect_left(lane.starts, clause.start()), bisect_left(lane.starts, clause.end()))
        for clause in _CLAUSE.finditer(typed)
    )
    return [(first, last) for first, last in found if first < last]


def _sums(scale: Scale, text: str) -> tuple[list[int], list[int]]:
    """What all characters before a place weigh, and all pairs that begin before it."""
    weights = scale.weights
    singles = accumulate((weights.get(char, 0) for char in text), initial=0)
    pairs = accumulate((weights.get(left + right, 0) for left, right in pairwise(text)), initial=0)
    return list(singles), list(pairs)


def _heaviest(singles: list[int], pairs: list[int], first: int, last: int) -> tuple[int, tuple[int, int]]:
    """How much the heaviest part of `first:last` weighs, and its place; at least two characters where there are two."""
    best, begin, total = -1_000_000, first, 0
    place = (first, last)
    for at in range(first, last):
        joined = pairs[at] - pairs[at - 1] if at > begin else 0
        if total + joined < 0:
            begin, total, joined = at, 0, 0
        total += joined + singles[at + 1] - singles[at]
        if total > best and at > begin:
            best, place = total, (begin, at + 1)
    return best, place


@cache
def scales() -> tuple[Scale, ...]:
    """The scales of `weights.txt`, read once."""
    found: list[Scale] = []
    for line in (RESOURCES / "weights.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            word_class, lane, *numbers = line.strip("[]").split()
            bias, warns, notices = map(int, numbers)
            found.append(Scale(WordClass(word_class), lane == "contact", bias, warns, notices))
        elif line and not line.startswith("#"):
            weight, *parts = line.split()
            found[-1].weights.update(dict.fromkeys(parts, int(weight)))
    return tuple(found)
