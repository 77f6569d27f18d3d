"""Checks one text before it goes on air: `check(text, facts)` -> verdict. Pure; nothing is remembered or logged.

A `Checker` is built once from a word list, away from the screen's thread (some 300 ms), and then answers in well
under a millisecond for a title. Who decided to say a word all the same is kept by whoever asks, under `hit_id`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from console.errors import Text
from console.words.claims import Claim, Ruling, judged
from console.words.contact import contacts
from console.words.finder import Finder, Match
from console.words.folding import Folded, fold
from console.words.invitation import denied
from console.words.numbers import NUMBER, amount
from console.words.rules import RULES, Rule
from console.words.suspicion import NAMES, scales, suspicions
from console.words.verdict import NOTHING_KNOWN, Hit, ItemFacts, Level, Verdict, WordClass
from console.words.word_list import WordList, ours

SHOWN_CAP = 20
"""Characters of the typed word that are repeated in a reason."""


@dataclass(frozen=True)
class _Place:
    """A hit before it is written out; `start:end` are typed code points."""

    word_class: WordClass
    start: int
    end: int
    level: Level
    entry: str
    rule: Rule
    about: str
    """The key of its rule."""
    letters: str
    """What was typed, as folded, for the id of the hit."""
    instead: str = ""
    detail: Text | None = None


class Checker:
    """Answers for one word list."""

    def __init__(self, words: WordList) -> None:
        self.words = words
        self._finder = Finder(words)
        scales()

    def check(self, text: str, facts: ItemFacts = NOTHING_KNOWN) -> Verdict:
        """What should not go on air in `text`, about an item of which `facts` are known; never raises."""
        folded = fold(text)
        kept = _merged([*self._words(folded, facts), *_contacts(folded)])
        kept += _suspected(folded, kept, self.words.unheard)
        level = max((place.level for place in kept), default=Level.OK)
        return Verdict(level, tuple(_hits(text, sorted(kept, key=_order))), self.words.version)

    def _words(self, folded: Folded, facts: ItemFacts) -> Iterable[_Place]:
        for match in self._finder.matches(folded):
            ruling = self._ruling(match, facts)
            entry, said = match.entry, match.lane.text[match.start : match.end]
            yield _Place(
                entry.word_class,
                *match.typed_span,
                ruling.level,
                entry.word,
                entry.rule,
                entry.rule_key,
                said,
                entry.instead,
                ruling.detail,
            )

    def _ruling(self, match: Match, facts: ItemFacts) -> Ruling:
        entry, text = match.entry, match.lane.text
        said = text[match.start : match.end]
        if entry.rule_key.startswith("promise-"):
            before = text[max(0, match.start - _SAME_BREATH) : match.start]
            return self._promised(entry.rule_key, said, before, match.level, facts)
        return judged(entry.rule_key, Claim(said, text, match.start, match.end, match.level), facts)

    def _promised(self, key: str, said: str, before: str, level: Level, facts: ItemFacts) -> Ruling:
        """A promise stands if one of the item's guarantees is the same promise, for as many days or as many times."""
        if facts.guarantees is None:
            return Ruling(Level.OK)
        wanted = _amount_of(said)
        keeping = _KEPT_BY.get(key, (key,))
        if key in ("promise-any", "promise-refund") and _BROKEN.search(before + said):
            keeping += _KEPT_BY["promise-broken"]
        if key == "promise-any" and _MONEY_BACK.search(said):
            keeping += ("promise-refund",)
        for guarantee in facts.guarantees:
            for held_key, held in self._promises_in(guarantee):
                if held_key in keeping and wanted <= held:
                    return Ruling(Level.OK)
        return Ruling(level)

    def _promises_in(self, guarantee: str) -> list[tuple[str, int]]:
        folded = fold(_CODES.get(guarantee, guarantee))
        return [
            (match.entry.rule_key, _amount_of(match.lane.text[match.start : match.end], missing=_USUAL))
            for match in self._finder.matches(folded)
            if match.entry.rule_key.startswith("promise-")
        ]


_NUMBER = re.compile(NUMBER)
_USUAL = 7
_CODES = {
    "seven_days": "七天无理由",
    "refund_only": "退款不退货",
    "return_freight": "退货补运费",
    "fake_compensation": "假一赔十",
}
"""How the console names the platform's guarantees (`commands.DescribeItem`)."""
_KEPT_BY = {
    "promise-any": ("promise-any", "promise-return"),
    "promise-swap": ("promise-swap", "promise-return"),
    "promise-broken": ("promise-broken", "promise-refund", "promise-repair"),
    "promise-repair": ("promise-repair", "promise-broken", "promise-swap"),
}
"""A promise to take goods back is kept by the seven days' return, to mend what breaks by paying for it."""
_BROKEN = re.compile("[坏破碎烂漏裂断]")
_MONEY_BACK = re.compile("退[钱款]|退你钱|退给你钱")
_SAME_BREATH = 14
"""Characters: so far before a promise may stand what has to break for it."""


_DAYS_IN = {"周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 360}


def _amount_of(said: str, missing: int = 0) -> int:
    """The last number: the ten of 假一赔十; weeks, months and years as days."""
    found = [*_NUMBER.finditer(said)]
    named = amount(found[-1].group()) if found else None
    if named is None:
        return missing
    unit = re.match("个?(周|星期|礼拜|月|年)", said[found[-1].end() :])
    return named.value * (_DAYS_IN[unit[1]] if unit else 1)


@cache
def our_checker() -> Checker:
    """The checker of our own list, built when it is first asked for."""
    return Checker(ours())


def check(text: str, facts: ItemFacts = NOTHING_KNOWN) -> Verdict:
    """`text` checked against our own list. See `Checker.check`."""
    return our_checker().check(text, facts)


# --- putting together ------------------------------------------------------------------------


def _contacts(folded: Folded) -> Iterable[_Place]:
    for found in contacts(folded):
        yield _Place(
            WordClass.OFF_PLATFORM,
            found.start,
            found.end,
            Level.BLOCK,
            found.kind,
            RULES[found.kind],
            found.kind,
            folded.typed[found.start : found.end],
        )


_SUSPECTED_UNDER = {WordClass.OFF_PLATFORM: "steering", WordClass.MEDICAL: "effect"}


def _suspected(folded: Folded, kept: Iterable[_Place], unheard: set[WordClass]) -> Iterable[_Place]:
    """What sounds like a class in sentences where no word of it stands."""
    for each in suspicions(folded, [(place.word_class, place.start) for place in kept]):
        if each.word_class not in unheard and not denied(each.word_class, folded, each.core, each.end):
            key = _SUSPECTED_UNDER[each.word_class]
            said = folded.typed[each.start : each.end]
            yield _Place(
                each.word_class, each.start, each.end, each.level, NAMES[each.word_class], RULES[key], key, said
            )


_ONE_SAYING = 16
"""Characters: a longer hit spans several clauses, in which another class may well say something of its own."""


def _merged(places: Iterable[_Place]) -> list[_Place]:
    """One hit where several lie upon each other: the longest of a class, all of one rule that overlap.

    A hit inside a longer one of another class is dropped (史上最 in 史上最低价), except a way off the platform; so is
    one inside a longer claim of its class that the facts hold (包退 in 7天包退).
    """
    kept: list[_Place] = []
    near: list[int] = []
    for place in sorted(places, key=lambda each: (each.start, -each.end, -each.level)):
        near = [at for at in near if kept[at].end > place.start]
        within = [kept[at] for at in near if place.end <= kept[at].end]
        if any(each.word_class is place.word_class and _settles(each, place) for each in within):
            continue
        longer = any(_length(place) < _length(each) <= _ONE_SAYING for each in within if each.level)
        if longer and place.word_class is not WordClass.OFF_PLATFORM:
            continue
        same = next((at for at in near if place.level and kept[at].level and _alike(kept[at], place)), None)
        if same is None:
            near.append(len(kept))
            kept.append(place)
        else:
            kept[same] = _joined(kept[same], place)
    return [each for each in kept if each.level]


def _order(place: _Place) -> tuple[int, int]:
    return place.start, place.end


def _settles(held: _Place, place: _Place) -> bool:
    """Whether `place`, inside `held` of the same class, says nothing more."""
    if held.level is Level.OK and held.about != place.about and place.word_class is WordClass.FAKE_COUNT:
        return False
    return held.level >= place.level or (held.level is Level.OK and _length(held) > _length(place))


def _length(place: _Place) -> int:
    return place.end - place.start


def _alike(left: _Place, right: _Place) -> bool:
    """Whether two overlapping places are one way off the platform, or claims under one rule."""
    if left.word_class is WordClass.OFF_PLATFORM:
        return right.word_class is WordClass.OFF_PLATFORM
    return left.about == right.about


def _joined(left: _Place, right: _Place) -> _Place:
    graver = right if right.level > left.level else left
    return replace(graver, start=min(left.start, right.start), end=max(left.end, right.end))


def _hits(typed: str, places: Iterable[_Place]) -> Iterable[Hit]:
    met: dict[str, int] = {}
    for place in places:
        said = typed[place.start : place.end]
        name = f"{place.word_class}:{place.letters}"
        met[name] = met.get(name, 0) + 1
        shown = said if len(said) <= SHOWN_CAP else said[: SHOWN_CAP - 1] + "…"
        yield Hit(
            hit_id=f"{name}:{met[name]}",
            word_class=place.word_class,
            start=place.start,
            end=place.end,
            typed=said,
            level=place.level,
            entry=place.entry,
            rule=place.rule.name,
            reason=_reason(place, shown),
            suggestion=_suggestion(place),
        )


def _reason(place: _Place, shown: str) -> Text:
    reason, detail = place.rule.reason, place.detail or Text("", "")
    zh = reason.zh.replace("{word}", shown) + (f"：{detail.zh}" if detail.zh else "")
    en = reason.en.replace("{word}", shown) + (f": {detail.en}" if detail.en else "")
    return Text(f"{zh}（{place.rule.name.zh}）", f"{en} ({place.rule.name.en})")


def _suggestion(place: _Place) -> Text:
    advice = place.rule.advice
    if not place.instead or place.instead in advice.zh:
        return advice
    return Text(f"{advice.zh}；可以说“{place.instead}”", f"{advice.en}; say “{place.instead}”")
