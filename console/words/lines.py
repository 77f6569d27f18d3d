"""The body of `main.py check`: texts in, one a line, verdicts out, one JSON line each; see docs/cli.md.

A line that begins with { is a JSON object with `text` and what is known of the item; any other line is the text
itself. A line that cannot be read is answered with an `error` and the next one goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from console.errors import Text
from console.words.check import Checker
from console.words.verdict import Hit, ItemFacts, Verdict
from console.words.word_list import OWN_NAME, load

LONGEST_LINE = 4 << 20
"""Bytes; a longer line is answered with an error and skipped."""


def run(source: BinaryIO, sink: TextIO, aside: TextIO, lang: str, data: Path | None) -> None:
    """Answer every line of `source` on `sink` at once; what is wrong with the shop's own list goes `aside`."""
    words = load(data)
    for bad in words.bad_lines:
        told = _OWN_LINE.said(lang, file=OWN_NAME, number=bad.number, why=bad.why.said(lang), line=bad.line)
        print(told, file=aside)
    checker = Checker(words)
    for line in _lines(source):
        sink.write(json.dumps(answer(checker, line, lang), ensure_ascii=False) + "\n")
        sink.flush()


_OWN_LINE = Text("{file} 第 {number} 行没有用上：{why}：{line}", "{file} line {number} is left out: {why}: {line}")


def answer(checker: Checker, line: bytes | None, lang: str) -> dict[str, object]:
    """The verdict on one line (None: it was too long), as plain JSON values."""
    try:
        text, facts = request(line)
    except Unreadable as error:
        return {"error": error.why.said(lang)}
    return to_json(checker.check(text, facts), lang)


def to_json(verdict: Verdict, lang: str) -> dict[str, object]:
    """A verdict as `main.py check` writes it."""
    return {
        "level": verdict.level.word,
        "hits": [_hit(hit, lang) for hit in verdict.hits],
        "list": verdict.version,
    }


def _hit(hit: Hit, lang: str) -> dict[str, object]:
    return {
        "class": hit.word_class.value,
        "span": [hit.start, hit.end],
        "level": hit.level.word,
        "reason": hit.reason.said(lang),
        "suggestion": hit.suggestion.said(lang),
        "text": hit.typed,
        "rule": hit.rule.said(lang),
        "id": hit.hit_id,
    }


# --- what is asked ---------------------------------------------------------------------------


class Unreadable(Exception):
    """A line that is no question; `why` says it to the person."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.why = Text(zh, en)


def request(line: bytes | None) -> tuple[str, ItemFacts]:
    """The text of a line and what it says of the item. Raises `Unreadable`."""
    if line is None:
        raise Unreadable(f"这一行超过 {LONGEST_LINE} 字节", f"the line is longer than {LONGEST_LINE} bytes")
    try:
        typed = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"不是 UTF-8（第 {error.start} 字节）", f"it is not UTF-8 (byte {error.start})") from error
    typed = typed.removeprefix("\ufeff").rstrip("\r\n")
    if not typed.lstrip().startswith("{"):
        return typed, ItemFacts()
    try:
        asked = json.loads(typed)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"不是 JSON（{error}）", f"it is not JSON ({error})") from error
    if not isinstance(asked, dict):  # cannot happen for a text that begins with {
        raise Unreadable("不是 JSON 对象", "it is not a JSON object")
    text = asked.get("text")
    if not isinstance(text, str):
        raise Unreadable("text 要是一段文字", "text must be a string")
    return text, item_facts(asked)


def item_facts(asked: dict[str, object]) -> ItemFacts:
    """What the fields of a question say of the item; an absent field, and null, is not known. Raises `Unreadable`.

    Only a `certificate` or `base_proof` that is there and empty (null, false, "") says that there is none.
    """
    return ItemFacts(
        guarantees=_names(asked, "guarantees"),
        price_fen=_count(asked, "price_fen"),
        base_price_fen=_count(asked, "base_price_fen"),
        base_proof=bool(asked["base_proof"]) if "base_proof" in asked else None,
        stock=_count(asked, "stock"),
        sold=_count(asked, "sold"),
        online=_count(asked, "online"),
        certificate=_paper(asked["certificate"]) if "certificate" in asked else None,
        ships_within_h=_count(asked, "ships_within_h"),
    )


def _count(asked: dict[str, object], name: str) -> int | None:
    value = asked.get(name)
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Unreadable(f"{name} 要是不小于 0 的整数", f"{name} must be a whole number of 0 or more")
    return value


def _names(asked: dict[str, object], name: str) -> tuple[str, ...] | None:
    value = asked.get(name)
    if value is None:
        return None
    if isinstance(value, str):
        value = [value] if value else []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Unreadable(f"{name} 要是一组文字", f"{name} must be a list of strings")
    return tuple(value)


def _paper(value: object) -> str:
    """A certificate as words; whatever is there without words counts as one."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or value is None:
        return "✓" if value else ""
    return str(value) if isinstance(value, int) else ("✓" if value else "")


def _lines(source: BinaryIO) -> Iterator[bytes | None]:
    while line := source.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE or line.endswith(b"\n"):
            yield line
            continue
        _to_line_end(source.readline)
        yield None


def _to_line_end(readline: Callable[[int], bytes]) -> None:
    while (rest := readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass
