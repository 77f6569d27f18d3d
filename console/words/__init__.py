"""Words before they go on air: `check(text, facts)` finds what should not be said, where, why, and what instead.

Disguises are folded away (`folding`), the words of the list are found by automata (`finder`, `word_list`, `pattern`),
numbers and addresses by expressions (`contact`), and claims are held against what is known of the item (`claims`).
There is no screen, no database and no log here: who said a word all the same is kept by whoever asked.
"""

from __future__ import annotations

from console.words.check import Checker, check
from console.words.verdict import NOTHING_KNOWN, Hit, ItemFacts, Level, Verdict, WordClass, facts_of
from console.words.word_list import load

__all__ = ["NOTHING_KNOWN", "Checker", "Hit", "ItemFacts", "Level", "Verdict", "WordClass", "check", "facts_of", "load"]
