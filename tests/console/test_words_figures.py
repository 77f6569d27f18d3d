"""How many of the labelled lines the word check gets right, and how long it takes. The figures are printed."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import pytest

from console.words import Checker, Level, WordClass
from console.words.word_list import ours
from tests.console import labelled_words
from tests.console.labelled_words import Row, measured, rows
from tests.waiting import slowness

LABELLED, HELD_OUT = rows("lines"), rows("held_out")
MENDED_BY = [row for name in labelled_words.MENDED_BY for row in rows(name)]
_KINDS = ("plain", "sly", "spoken")

UNTOUCHED = rows("fresh_9")
"""The last of them: measured, and nothing mended by it since. What a text nobody foresaw may expect."""

_STRANGERS = ("stranger", "stranger2", "stranger3")
STRANGERS = {f"{who}_{kind}": rows(f"{who}_{kind}") for who in _STRANGERS for kind in _KINDS}
"""Half of what three people wrote before they saw the list; the other halves are in `MENDED_BY`."""


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(ours())


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Write to the terminal, past pytest's capture."""

    def write(words: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{words}\n")

    return write


def test_the_labelled_lines_are_many_and_each_stands_once() -> None:
    """At least 300 lines, forty of each class, and three hundred that should pass."""
    assert len({(row.text, row.facts) for row in LABELLED}) == len(LABELLED) >= 600
    for each in WordClass:
        assert sum(each in row.want for row in LABELLED) >= 40, each
    assert sum(not row.want for row in LABELLED) >= 300


@pytest.mark.parametrize(
    ("name", "labelled"), [("labelled", LABELLED), ("held out", HELD_OUT), ("fresh, since mended by", MENDED_BY)]
)
def test_precision_and_recall(checker: Checker, tell: Callable[[str], None], name: str, labelled: list[Row]) -> None:
    """At least 0.95 of what is found is right, and at least 0.95 of what is there is found; no class below 0.9."""
    figures = measured(checker, labelled)
    tell(f"{name}: {len(labelled)} lines\n{figures.told()}")
    wrong = "\n".join(figures.lines)
    assert figures.precision(*WordClass) >= 0.95, wrong
    assert figures.recall(*WordClass) >= 0.95, wrong
    for each in WordClass:
        assert figures.precision(each) >= 0.9, wrong
        assert figures.recall(each) >= 0.9, wrong


def test_precision_and_recall_of_sentences_never_seen(checker: Checker, tell: Callable[[str], None]) -> None:
    """Of sentences the list was never mended by, 0.95 of what is found is right and 0.95 of what is there is found."""
    figures = measured(checker, UNTOUCHED)
    tell(f"fresh, never used: {len(UNTOUCHED)} lines\n{figures.told()}")
    wrong = "\n".join(figures.lines)
    assert figures.precision(*WordClass) >= 0.95, wrong
    assert figures.recall(*WordClass) >= 0.95, wrong


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [
        ("stranger_plain", 0.9, 0.93),
        ("stranger_sly", 0.95, 0.78),
        ("stranger_spoken", 0.92, 0.93),
        ("stranger2_plain", 0.95, 0.92),
        ("stranger2_sly", 0.92, 0.75),
        ("stranger2_spoken", 0.92, 0.88),
        ("stranger3_plain", 0.93, 0.97),
        ("stranger3_sly", 0.88, 0.95),
        ("stranger3_spoken", 0.9, 0.9),
        ("fresh_14", 0.93, 0.7),
        ("fresh_15", 0.88, 0.5),
    ],
)
def test_precision_and_recall_of_a_stranger(
    checker: Checker, tell: Callable[[str], None], name: str, precision: float, recall: float
) -> None:
    """What somebody else wrote, and nothing was mended by, is found as often as docs/words.md says."""
    labelled = STRANGERS.get(name) or rows(name)
    figures = measured(checker, labelled)
    tell(f"{name}: {len(labelled)} lines\n{figures.told()}")
    assert figures.precision(*WordClass) >= precision
    assert figures.recall(*WordClass) >= recall


@pytest.mark.parametrize("labelled", [LABELLED, HELD_OUT, MENDED_BY, UNTOUCHED])
def test_nothing_that_may_be_said_is_blocked(checker: Checker, labelled: list[Row]) -> None:
    """A warning too many is passed over; a block too many stops the show. There is none in any set."""
    clean = [row for row in labelled if WordClass.OFF_PLATFORM not in row.want]
    assert [row.text for row in clean if checker.check(row.text, row.facts).level is Level.BLOCK] == []


def test_only_ways_off_the_platform_block(checker: Checker) -> None:
    """Whatever else is found is a notice or a warning, and the person decides."""
    for row in LABELLED:
        for hit in checker.check(row.text, row.facts).hits:
            assert hit.level is not Level.BLOCK or hit.word_class is WordClass.OFF_PLATFORM, row.text


def test_a_text_is_checked_between_two_keystrokes(checker: Checker, tell: Callable[[str], None]) -> None:
    """A title takes well under a millisecond of processor, 2,000 characters under five (bound: four times)."""
    titles = [row.text for row in LABELLED]
    script = "".join(f"{row.text}。" for row in LABELLED if not row.want)[:2_000]
    checker.check(script)
    spent_ms = []
    for title in titles:
        began = time.process_time()
        checker.check(title)
        spent_ms.append((time.process_time() - began) * 1_000)
    assert statistics.median(spent_ms) < 1.0 * slowness()
    began = time.process_time()
    checker.check(script)
    script_ms = (time.process_time() - began) * 1_000
    tell(f"title {statistics.median(spent_ms):.3f} ms, script {script_ms:.2f} ms")
    assert script_ms < 20 * slowness()


def test_a_checker_is_built_quickly(tell: Callable[[str], None]) -> None:
    """Reading the list and building the automata takes some 300 ms of this processor (bound: 800)."""
    ours.cache_clear()
    began = time.process_time()
    Checker(ours())
    spent_ms = (time.process_time() - began) * 1_000
    tell(f"built in {spent_ms:.0f} ms")
    assert spent_ms < 800 * slowness()


@pytest.mark.parametrize(
    "text",
    [
        "手" * 100_000,
        "最好的微信" * 20_000,
        "a-" * 50_000,
        "1 " * 50_000,
        "v" + " " * 100_000,
        "第一" * 50_000,
        "…" * 100_000,
        "www." * 25_000,
        "13" * 50_000,
        "a.b" * 30_000,
        "还有" * 50_000 + "3个",
        "\u0301" * 100_000,
        "私下" + "啊" * 100_000,
    ],
    ids=lambda text: f"{text[:5]!r}*{len(text)}",
)
def test_a_long_text_takes_time_by_its_length_only(checker: Checker, text: str) -> None:
    """Neither a pasted book nor a text made to be slow holds anybody up: ten seconds for 100,000 characters at most."""
    began = time.process_time()
    checker.check(text)
    assert time.process_time() - began < 10 * slowness()
