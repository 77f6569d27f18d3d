"""Makes `resources/words/weights.txt` from the labelled lines: `python -m tests.console.words_weights`.

A logistic regression over the characters and pairs of characters of a folded line (AdaGrad, a fixed seed). Only sets
that may mend the list are read, never those the figures of strange sentences come from. What a line weighs that was not
learned from (five parts, each weighed by the other four) says from which sum on a sentence is suspicious: of the lines
that may be said four of a thousand sound like steering enough for a warning, eight for a notice;
of cures a third as many, as there is more that sounds like them. What sellers type into the listing line, and
what the console says itself, is learned as what may be said.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from html import unescape

import numpy as np
from numpy.typing import NDArray

from console.words import WordClass, check
from console.words.folding import fold
from console.words.spellings import RESOURCES
from console.words.suspicion import NAMES, places_of, weighed_as
from console.words.verdict import ItemFacts
from tests.console.labelled_words import FOLDER, MENDING, Row, rows

LEAST, PRUNED = 3, 0.1
"""A pair that is in fewer lines, or weighs less, is left out."""
OF_STEERING, OF_CURES = (0.004, 0.008), (0.001, 0.003)
"""Shares of the lines that may be said which are warned of, and noticed."""
ROUNDS, STEP, FADE, PARTS = 12, 0.15, 1e-4, 5
SEEN = 2.0
"""How much more a line with the class counts."""
ORDINARY = ItemFacts()
"""Marks a line that is learned as ordinary, but not near enough to anything to count among those shares."""
_Weights = NDArray[np.float64]


def parts_of(text: str, lane: str) -> list[str]:
    """Each character and each pair of each clause, as `lane` reads it."""
    folded = fold(text)
    read = folded.contact if lane == "contact" else folded.words
    weighed = weighed_as(read.text)
    clauses = [weighed[first:last] for first, last in places_of(text, read)]
    return [said[at : at + size] for said in clauses for size in (1, 2) for at in range(len(said) - size + 1)]


def learned(
    lines: Sequence[NDArray[np.intp]], wanted: _Weights, size: int, chance: np.random.Generator
) -> tuple[_Weights, float]:
    """Weights of the parts, and the bias."""
    weights, spent, bias, bias_spent = np.zeros(size), np.full(size, 1e-6), -2.0, 1e-6
    for _ in range(ROUNDS):
        for at in chance.permutation(len(lines)):
            line = lines[at]
            off = 1 / (1 + np.exp(-(bias + weights[line].sum()))) - wanted[at]
            off *= SEEN if wanted[at] else 1.0
            pull = off + FADE * weights[line]
            spent[line] += pull * pull
            weights[line] -= STEP * pull / np.sqrt(spent[line])
            bias_spent += off * off
            bias -= STEP * off / np.sqrt(bias_spent)
    weights[np.abs(weights) < PRUNED] = 0
    return weights, float(bias)


def scale(labelled: Sequence[Row], word_class: WordClass, lane: str, shares: tuple[float, float]) -> list[str]:
    """The lines of one class, as they stand in the file."""
    parts = [parts_of(row.text, lane) for row in labelled]
    seen = Counter(part for each in parts for part in dict.fromkeys(each))
    place = {part: at for at, part in enumerate(part for part, count in seen.items() if count >= LEAST)}
    lines = [np.array([place[part] for part in each if part in place], dtype=np.intp) for each in parts]
    wanted = np.array([float(word_class in row.want) for row in labelled])
    chance = np.random.default_rng(0)
    part_of = chance.integers(0, PARTS, len(lines))
    sums = np.zeros(len(lines))
    for fifth in range(PARTS):
        others = np.flatnonzero(part_of != fifth)
        weights, bias = learned([lines[at] for at in others], wanted[others], len(place), chance)
        for at in np.flatnonzero(part_of == fifth):
            sums[at] = bias + weights[lines[at]].sum()
    near = np.array([row.facts is not ORDINARY for row in labelled])
    clean = np.sort(sums[near & (wanted == 0)])[::-1]
    warns, notices = (float(clean[int(len(clean) * share)]) for share in shares)
    weights, bias = learned(lines, wanted, len(place), chance)
    by_weight: defaultdict[int, list[str]] = defaultdict(list)
    for part, index in place.items():
        if weights[index]:
            by_weight[round(weights[index] * 100)].append(part)
    head = f"[{word_class} {lane} {round(bias * 100)} {round(warns * 100)} {round(notices * 100)}]"
    return [head, *(f"{weight} {' '.join(sorted(alike))}" for weight, alike in sorted(by_weight.items()))]


def _ordinary() -> Iterator[Row]:
    """What sellers type into the listing line, and what the console says itself, unless a word of the list is in it."""
    names = ("listing_lines", "listing_fresh")
    lines = (line for name in names for line in (FOLDER.parent / f"{name}.jsonl").read_text("utf-8").splitlines())
    typed = [json.loads(line)["line"] for line in lines]
    shown = (RESOURCES.parent / "i18n" / "en.ts").read_text("utf-8")
    for text in dict.fromkeys([*typed, *map(unescape, re.findall(r"<source>([^<]+)</source>", shown))]):
        if not any(hit.entry not in NAMES.values() for hit in check(text).hits):
            yield Row(frozenset(), ORDINARY, text)


def main() -> None:
    """Write the file anew."""
    labelled = [row for name in MENDING for row in rows(name)] + list(_ordinary())
    found = [
        "# How much each character and pair of a sentence weighs for a class, in hundredths. Made from the labelled",
        "# lines by python -m tests.console.words_weights. A scale begins with its class, the lane that is weighed,",
        "# the bias, and the sums from which a sentence is warned of and noticed.",
        *scale(labelled, WordClass.OFF_PLATFORM, "contact", OF_STEERING),
        *scale(labelled, WordClass.MEDICAL, "words", OF_CURES),
    ]
    (RESOURCES / "weights.txt").write_text("\n".join(found) + "\n", "utf-8")
    sys.stdout.write(f"{len(labelled)} lines\n")


if __name__ == "__main__":
    main()
