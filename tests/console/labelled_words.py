"""The labelled lines of `words/*.tsv`, and how well a checker finds what they say: precision and recall a class."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from console.words import Checker, ItemFacts, WordClass
from console.words.lines import item_facts

FOLDER = Path(__file__).with_name("words")

MENDED_BY = (*(f"fresh_{number}" for number in (*range(1, 9), *range(10, 14))), "imagined")
"""Sets written without a look at the list; after each was measured once, the list was mended by it."""
MENDING = ("lines", *MENDED_BY)
"""The sets that may be read while mending. All others say how well the list does with what it has not seen."""


@dataclass(frozen=True)
class Row:
    """What must be found in `text`, and nothing else, when `facts` are known."""

    want: frozenset[WordClass]
    facts: ItemFacts
    text: str


def rows(name: str) -> list[Row]:
    """The rows of `words/NAME.tsv`: classes (or -), facts as JSON (or nothing), text."""
    found = []
    for line in (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines():
        if line.startswith("# "):
            continue
        want, facts, text = line.split("\t")
        classes = () if want == "-" else want.split(",")
        found.append(Row(frozenset(map(WordClass, classes)), item_facts(json.loads(facts or "{}")), text))
    return found


@dataclass
class Figures:
    """Counts a class of what was found rightly, found wrongly, and missed; and the lines of the last two."""

    right: Counter[WordClass] = field(default_factory=Counter)
    false: Counter[WordClass] = field(default_factory=Counter)
    missed: Counter[WordClass] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def precision(self, *classes: WordClass) -> float:
        """Of what was found, the share that should be."""
        return _share(sum(self.right[each] for each in classes), sum(self.false[each] for each in classes))

    def recall(self, *classes: WordClass) -> float:
        """Of what should be found, the share that was."""
        return _share(sum(self.right[each] for each in classes), sum(self.missed[each] for each in classes))

    def told(self) -> str:
        """A table for people."""
        table = [(each.value, (each,)) for each in WordClass] + [("all", tuple(WordClass))]
        return "\n".join(
            f"{name:17} precision {self.precision(*of):.3f}  recall {self.recall(*of):.3f}" for name, of in table
        )


def measured(checker: Checker, labelled: Iterable[Row]) -> Figures:
    """Check every row and count."""
    figures = Figures()
    for row in labelled:
        found = {hit.word_class for hit in checker.check(row.text, row.facts).hits}
        figures.right.update(row.want & found)
        figures.false.update(found - row.want)
        figures.missed.update(row.want - found)
        if found != row.want:
            figures.lines.append(f"{row.text}: {sorted(found)} instead of {sorted(row.want)}")
    return figures


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 1.0
