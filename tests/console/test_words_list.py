"""The word list: how a word is written, what a shop's own file changes, and what `main.py check` answers."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from console.words import Checker, Level, WordClass
from console.words.lines import LONGEST_LINE, run
from console.words.pattern import BadPattern, compiled
from console.words.word_list import OWN_NAME, load, ours, with_own


def levels(own: str, text: str) -> list[str]:
    return [hit.level.word for hit in Checker(with_own(own)).check(text).hits]


# --- our list --------------------------------------------------------------------------------


def test_our_list_is_large_sourced_and_readable() -> None:
    """At least 250 entries, each with a class, a rule with a name, and exceptions that can be read."""
    words = ours()
    assert len(words.entries) >= 250
    assert words.version
    assert words.bad_lines == []
    assert {entry.word_class for entry in words.entries} == set(WordClass)
    for entry in words.entries:
        assert entry.rule.name.zh
        assert (entry.level is Level.BLOCK) <= (entry.word_class is WordClass.OFF_PLATFORM), entry.word
        for phrase in entry.unless.phrases:
            assert phrase.regex.pattern
    for _, phrase in words.fine:
        assert phrase.regex.pattern


# --- how a word is written -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("最好", {"最好"}),
        ("最(好/佳)", {"最好", "最佳"}),
        ("(全国/)第一", {"全国第一", "第一"}),
        ("(很)?好", {"很好", "好"}),
        ("顶{级}", {"顶级", "顶尖"}),
    ],
)
def test_a_word_stands_for_its_spellings(written: str, spelled: set[str]) -> None:
    """Brackets hold alternatives, a question mark makes them optional, names stand for what `let` says."""
    (pattern,) = compiled(written, {"级": "级/尖"}, lambda letters: letters)
    assert set(pattern.anchors) == spelled


@pytest.mark.parametrize(
    "written", ["", "()", "最(好", "最好)", "…", "#", "最{好}", "a~b", f"({'/'.join(map(str, range(700)))})"]
)
def test_a_writing_that_means_nothing_is_refused(written: str) -> None:
    """Empty, torn, without fixed words, or with too many spellings."""
    with pytest.raises(BadPattern):
        compiled(written, {}, lambda letters: letters)


# --- the shop's own file ---------------------------------------------------------------------


def test_a_shop_adds_words_of_its_own() -> None:
    """A new word counts with its level, disguises and exceptions; without a level it warns."""
    own = "[absolute_term]\n吊炸天 | notice\n王炸 | | 很好 | 王炸牌\n[off_platform]\n老地方见 | block"
    assert levels(own, "吊 炸 天") == ["notice"]
    assert levels(own, "王炸") == ["warn"]
    assert levels(own, "王炸牌扑克") == []
    assert levels(own, "老·地·方·见") == ["block"]


def test_a_shop_gives_a_word_another_level_or_takes_it_away() -> None:
    """The later line counts; `- word` removes one spelling, also one of several in a line of ours."""
    assert levels("", "极品蜜蜡") == ["warn"]
    assert levels("[absolute_term]\n极品 | notice", "极品蜜蜡") == ["notice"]
    assert levels("- 极品", "极品蜜蜡") == []
    assert levels("- 顶尖", "顶尖") == []
    assert levels("- 顶尖", "登峰造极") == ["warn"]


def test_a_shop_takes_suspicions_away() -> None:
    """`- 像是引流` leaves only what has a word of the list in it."""
    assert levels("", "回头在那头给你算便宜点") == ["warn"]
    assert levels("- 像是引流", "回头在那头给你算便宜点") == []
    assert levels("- 像是疗效", "回头在那头给你算便宜点") == ["warn"]


def test_a_bad_line_is_told_with_its_number_and_left_out() -> None:
    """The other lines count, and ours all do."""
    own = "好词 | warn\n[no_such]\n[absolute_term]\n新词 | loud\n(坏 | warn\n王炸 | warn\n- 没有这个词\na|b|c|d|e|f"
    words = with_own(own)
    assert [bad.number for bad in words.bad_lines] == [1, 2, 4, 5, 7, 8]
    assert all(bad.why.zh and bad.why.en for bad in words.bad_lines)
    checker = Checker(words)
    assert len(checker.check("王炸 极品").hits) == 2


def test_the_file_is_read_from_the_data_folder(tmp_path: Path) -> None:
    """With or without a byte order mark; its version stands behind ours; one that is no text is told, not fatal."""
    assert load(tmp_path) is ours()
    (tmp_path / OWN_NAME).write_text("version 3\n[absolute_term]\n王炸", "utf-8-sig")
    words = load(tmp_path)
    assert words.version == f"{ours().version}+3"
    assert Checker(words).check("王炸").hits
    (tmp_path / OWN_NAME).write_bytes(b"\xff\xfe\x00")
    damaged = load(tmp_path)
    assert [bad.number for bad in damaged.bad_lines] == [0]
    assert Checker(damaged).check("极品").hits


# --- the command -----------------------------------------------------------------------------


def answers(lines: bytes, folder: Path, lang: str = "zh_CN") -> tuple[list[dict[str, object]], str]:
    sink, aside = io.StringIO(), io.StringIO()
    run(io.BytesIO(lines), sink, aside, lang, folder)
    return [json.loads(line) for line in sink.getvalue().splitlines()], aside.getvalue()


def test_each_line_is_answered_with_one(tmp_path: Path) -> None:
    """Plain text, an object, an empty line, and text that only looks like JSON."""
    told, _ = answers('最好的\n\r\n{"text": "最后3件", "stock": 10, "note": 1}\n["手镯"]\n12'.encode(), tmp_path)
    assert [answer["level"] for answer in told] == ["warn", "ok", "warn", "ok", "ok"]
    (hit,) = told[0]["hits"]  # type: ignore[misc]  # a list, as asserted by unpacking
    assert hit["class"] == "absolute_term"
    assert hit["span"] == [0, 3]
    assert set(hit) == {"class", "span", "level", "reason", "suggestion", "text", "rule", "id"}


@pytest.mark.parametrize(
    "line",
    [
        b"{bad",
        b"{" * 100_000,
        b'{"text": 5}',
        b"{}",
        b'{"text": "a", "stock": "3"}',
        b'{"text": "a", "stock": -1}',
        b'{"text": "a", "stock": true}',
        b'{"text": "a", "price_fen": 1.5}',
        b'{"text": "a", "price_fen": 1e999}',
        b'{"text": "a", "guarantees": {"a": 1}}',
        b'{"text": "a", "guarantees": [1]}',
        b"\xff\xfe",
        b"x" * (LONGEST_LINE + 10),
    ],
    ids=lambda line: repr(line[:40]),
)
def test_a_line_that_cannot_be_read_is_answered_and_the_next_goes_on(tmp_path: Path, line: bytes) -> None:
    """One answer with `error`, in the language asked for, and then the next line's own."""
    told, _ = answers(line + "\n最好的\n".encode(), tmp_path, "en")
    assert list(told[0]) == ["error"]
    assert told[0]["error"]
    assert told[1]["level"] == "warn"
    assert len(told) == 2


def test_facts_may_be_written_loosely(tmp_path: Path) -> None:
    """3.0 is three, one guarantee needs no list, null is not known, and true is a certificate."""
    asked = [
        {"text": "最后3件", "stock": 3.0},
        {"text": "七天无理由", "guarantees": "七天无理由"},
        {"text": "七天无理由", "guarantees": None},
        {"text": "附证书", "certificate": True},
        {"text": "附证书", "certificate": 12345},
        {"text": "\ud800", "stock": 1},
    ]
    told, _ = answers("\n".join(map(json.dumps, asked)).encode(), tmp_path)
    assert [answer["level"] for answer in told] == ["ok"] * 6


def test_reasons_come_in_the_language_asked_for(tmp_path: Path) -> None:
    """English reasons and advice hold no Chinese but the words of the text and of the trade."""
    told, _ = answers("absolute 最好的".encode(), tmp_path, "en")
    (hit,) = told[0]["hits"]  # type: ignore[misc]  # a list, as asserted by unpacking
    assert "absolute term" in hit["reason"]
    assert "Advertising Law" in hit["rule"]


def test_bad_lines_of_the_shops_file_are_told_aside(tmp_path: Path) -> None:
    """They never stand among the answers."""
    (tmp_path / OWN_NAME).write_text("[absolute_term]\n新词 | loud", "utf-8")
    told, aside = answers(b"a", tmp_path)
    assert len(told) == 1
    assert f"{OWN_NAME} 第 2 行" in aside
