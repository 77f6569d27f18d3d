"""How the goods of the show stand: what can be sold, what lacks something, which words are risky. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.errors import Text
from console.facts import (
    Item,
    ListingState,
    PlatformState,
    ShowStatus,
)
from console.preflight.finding import Finding, Level
from console.state import ShowState

if TYPE_CHECKING:  # the automata come later than the first paint
    from console.words import ItemFacts, Verdict

LEFT_OVER = "left_over"
MOST_NAMED = 4
"""Numbers of items that are named in one finding; the rest is counted."""


@dataclass(frozen=True)
class Said:
    """Something in an item's words: which field, and what was found in it."""

    number: int
    field: str
    typed: str


@dataclass(frozen=True)
class Words:
    """What the check found in a line-up, the blocked and the doubtful."""

    blocked: tuple[Said, ...] = ()
    doubtful: tuple[Said, ...] = ()


def words_in(items: Sequence[Item], check: Callable[[str, ItemFacts], Verdict | None]) -> Words | None:
    """What the check finds in titles and selling points; None while its list is being built."""
    from console.words import Level as Gravity
    from console.words import facts_of

    stopped: list[Said] = []
    doubtful: list[Said] = []
    for item in items:
        for field, text in (("title", item.title), ("points", item.points)):
            verdict = check(text, facts_of(item)) if text else None
            if text and verdict is None:
                return None
            for hit in verdict.hits if verdict is not None else ():
                if hit.level is Gravity.BLOCK:
                    stopped.append(Said(item.number, field, hit.typed))
                elif hit.level is Gravity.WARN:
                    doubtful.append(Said(item.number, field, hit.typed))
    return Words(tuple(stopped), tuple(doubtful))


def lineup(items: Sequence[Item]) -> list[Finding]:
    """How many can be sold, and a line for each reason why others cannot."""
    if not items:
        what = Text("货单是空的", "The line-up is empty")
        return [
            Finding(
                "lineup",
                Level.WARN,
                what,
                Text("先上几件；开播后也能上", "List a few; more can come during the show"),
                "list",
            )
        ]
    on_offer = [item for item in items if item.listing is not ListingState.WITHDRAWN]
    drafts = [item for item in on_offer if item.listing is ListingState.DRAFT]
    refused = [item for item in on_offer if item.platform is PlatformState.REFUSED]
    empty = [item for item in on_offer if item.stock_left <= 0]
    bare = [item for item in on_offer if not item.thumb and item.listing is not ListingState.DRAFT]
    ready = [
        item
        for item in on_offer
        if item.sellable and item.listing is not ListingState.DRAFT and item.platform is not PlatformState.REFUSED
    ]
    coming = sum(item.platform is not PlatformState.APPROVED for item in ready)
    what = Text(f"{len(ready)} 件可以卖", f"{len(ready)} items can be sold")
    if coming:
        what = Text(f"{what.zh}，其中 {coming} 件平台还没审完", f"{what.en}, {coming} of them still with the platform")
    troubles = (
        (
            refused,
            Text("平台退回", "refused by the platform"),
            Text("按平台的话改好再发", "Mend it as the platform says"),
            "item",
        ),
        (drafts, Text("还是草稿", "still drafts"), Text("补照片或证书", "Add a photo or the certificate"), "photo"),
        (bare, Text("没有照片", "without a picture"), Text("补一张照片", "Take a picture"), "photo"),
        (empty, Text("没有库存", "out of stock"), Text("补库存，或下架", "Add stock, or withdraw"), "stock"),
    )
    lines = [Finding("lineup", Level.OK if ready else Level.WARN, what, deed="" if ready else "list")]
    lines += [
        Finding("lineup", Level.WARN, _named(found, words), todo, deed, found[0].number)
        for found, words, todo, deed in troubles
        if found
    ]
    return lines


def left_over(state: ShowState) -> list[Finding]:
    """Whether the goods of the show before come along, and the other way."""
    unsold = len(state.unsold)
    if not unsold or state.live:
        return []
    if state.show.status is ShowStatus.ENDED:
        what = Text(
            f"上一场没卖完的 {unsold} 件会带上，编号不变",
            f"Unsold goods of the last show come along with their numbers: {unsold}",
        )
        return [Finding(LEFT_OVER, Level.OK, what, deed="leave_behind")]
    what = Text(f"上一场还有 {unsold} 件没卖完，没有带上", f"Unsold goods of the last show that stay behind: {unsold}")
    return [Finding(LEFT_OVER, Level.OK, what, deed="bring_along")]


def words(words: Words | None) -> list[Finding]:
    """What should not be read on air."""
    if words is None:
        return [Finding("words", Level.UNKNOWN, Text("正在查用词", "The words are being checked"))]
    if not words.blocked and not words.doubtful:
        return [Finding("words", Level.OK, Text("名称和卖点用词没有问题", "Nothing is wrong with titles and points"))]
    lines = []
    for said, what, todo in (
        (words.blocked, Text("有不能上播的词", "must not go on air"), Text("改掉这个词", "Take the word out")),
        (
            words.doubtful,
            Text("用词有风险", "risky words"),
            Text("换个说法，或确认有依据", "Say it otherwise, or have proof"),
        ),
    ):
        if said:
            first, numbers = said[0], len({each.number for each in said})
            more = Text(f"等 {numbers} 件", f" and {numbers - 1} more items") if numbers > 1 else Text("", "")
            told = Text(
                f"{first.number} 号{more.zh}{what.zh}：{first.typed}",
                f"No. {first.number}{more.en}, {what.en}: {first.typed}",
            )
            deed = "name" if first.field == "title" else "points"
            lines.append(Finding("words", Level.WARN, told, todo, deed, first.number))
    return lines


def certificates(items: Sequence[Item]) -> list[Finding]:
    """Jewellery that is not listed without one."""
    lacking = [item for item in items if item.trust.lacking and item.listing is not ListingState.WITHDRAWN]
    if not lacking:
        return []
    what = _named(lacking, Text("珠宝缺证书", "jewellery without its certificate"))
    return [
        Finding(
            "certificates",
            Level.WARN,
            what,
            Text("补证书编号和照片", "Add number and picture"),
            "trust",
            lacking[0].number,
        )
    ]


def _named(items: Sequence[Item], what: Text) -> Text:
    """ "3、7 号还是草稿": the first few by number, the rest counted."""
    numbers = [str(item.number) for item in items[:MOST_NAMED]]
    more = len(items) - len(numbers)
    zh = f"{'、'.join(numbers)} 号" + (f"等 {len(items)} 件" if more else "")
    en = "No. " + ", ".join(numbers) + (f" and {more} more" if more else "")
    return Text(f"{zh}{what.zh}", f"{en}: {what.en}")
