"""The words at the desk: what is to go on air is checked before it is recorded.

Only what leads buyers off the platform is refused. Whatever else is doubtful goes on, and the command carries which
warnings it was said despite (`despite`), so that the decision is kept with the change. A text that stands already is
checked again only when the ground under it changes: guarantees, certificate, compared price. The list is built once,
on a thread of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from console.commands import (
    ChangePlan,
    Command,
    CreateCoupon,
    DescribeItem,
    EditItem,
    ImportItem,
    OpenDraw,
    OpenFlash,
    PlanShow,
    SetSteps,
    StartShow,
    WriteScript,
)
from console.desk import LocalDesk
from console.errors import OffPlatform, Text
from console.events import Event, FlashOpened, ItemChanged, NoticeCleared, NoticeRaised
from console.facts import Item, Notice, NoticeLevel, SaidDespite, StepKind
from console.listing.flash import understood
from console.listing.steps import read_steps
from console.listing.trust import described
from console.state import ShowState

if TYPE_CHECKING:  # they bring the automata with them, which the first paint does not wait for
    from console.words import Checker, Hit, ItemFacts, Verdict
    from console.words.word_list import BadLine

log = structlog.get_logger(__name__)

Said = tuple[str, str, "ItemFacts"]
"""Which field is said, the text, and what is known of the item."""
ON_GROUND = ("promise_mismatch", "price_claim")
"""The classes of words that something must stand under."""
BAD_LINES = "words.txt"
MOST_LINES = 5
"""So many line numbers stand on a card."""
CHECKED = (
    StartShow
    | PlanShow
    | ChangePlan
    | OpenFlash
    | ImportItem
    | EditItem
    | DescribeItem
    | SetSteps
    | WriteScript
    | CreateCoupon
    | OpenDraw
)


class Wording:
    """The check of one data folder's list; `checker` is None until it is built."""

    def __init__(self, data: Path, tell: Callable[[Event], None]) -> None:
        self.checker: Checker | None = None
        self._data, self._tell = data, tell
        self._grounds: dict[str, ItemFacts] = {}
        """What stood under the texts of an item when they were last looked at."""
        self._groundless: set[str] = set()
        """Items of which a card says that something in their texts lost its ground."""
        self._building: asyncio.Future[Checker] | None = None

    async def ready(self) -> Checker:
        """The checker, built on another thread when it is first asked for."""
        if self._building is None:
            self._building = asyncio.ensure_future(asyncio.to_thread(_build, self._data))
        fresh = self.checker is None
        self.checker = checker = await asyncio.shield(self._building)
        if fresh and checker.words.bad_lines:
            self._tell(NoticeRaised(notice=bad_lines_card(checker.words.bad_lines)))
        return checker

    async def prepare(self) -> None:
        """Build the checker before anybody waits for it."""
        await self.ready()

    def look(self, text: str, facts: ItemFacts) -> Verdict | None:
        """The verdict on a text that is being typed (some 0.05 ms a title); None while the list is being built."""
        return self.checker.check(text, facts) if self.checker is not None else None

    async def heed(self, command: Command, state: ShowState) -> Command:
        """`command` with what it says despite a warning. Raises `OffPlatform` and what its own texts raise."""
        if not isinstance(command, CHECKED):
            return command
        checker = await self.ready()
        kept: list[SaidDespite] = []
        for field, text, facts in said_in(command, state):
            kept += heeded(field, checker.check(text, facts))
        if isinstance(command, DescribeItem) and (item := _numbered(state, command.number)) is not None:
            told = replace(item, trust=described(item.trust, command, lambda snap_id: snap_id))
            for field, hit in groundless(checker, told, _known(item)):
                kept.append(_despite(field, hit, checker.words.version))
        return replace(command, despite=tuple(kept))

    def hear(self, event: Event) -> None:
        """Look again at the texts of an item whose ground changed, and say what stands on none."""
        if not isinstance(event, ItemChanged | FlashOpened):
            return
        item, known = event.item, _known(event.item)
        before = self._grounds.get(item.item_id)
        self._grounds[item.item_id] = known
        if self.checker is None:
            return
        if item.item_id in self._groundless:
            before = None  # until nothing is left of it
        elif before is None or _ground(before) == _ground(known):
            return
        lost = groundless(self.checker, item, before)
        key = f"words:{item.item_id}"
        if lost:
            self._groundless.add(item.item_id)
            self._tell(NoticeRaised(notice=_lost_card(key, item, [hit for _, hit in lost])))
        elif item.item_id in self._groundless:
            self._groundless.discard(item.item_id)
            self._tell(NoticeCleared(key=key))

    def look_at(self, state: ShowState) -> None:
        """Remember what stands under the texts now."""
        self._grounds = {item.item_id: _known(item) for item in state.items}


def teach_words(desk: LocalDesk, data: Path) -> Wording:
    """Let `desk` heed the words; the list is built from now on."""
    wording = Wording(data, desk.tell)
    desk.heed = lambda command: wording.heed(command, desk.state)
    wording.look_at(desk.state)
    desk.hub.subscribe(wording.hear)
    return wording


def heeded(field: str, verdict: Verdict) -> list[SaidDespite]:
    """What stands in a text despite a warning. Raises `OffPlatform` for what must not go on air at all."""
    from console.words import Level

    for hit in verdict.hits:
        if hit.level is Level.BLOCK:
            raise OffPlatform(why=hit.reason, instead=hit.suggestion)
    return [_despite(field, hit, verdict.version) for hit in verdict.hits]


def _despite(field: str, hit: Hit, version: str) -> SaidDespite:
    return SaidDespite(field, hit.hit_id, hit.word_class.value, hit.level.word, hit.typed, hit.entry, str(version))


def groundless(checker: Checker, item: Item, before: ItemFacts | None) -> list[tuple[str, Hit]]:
    """What an item's title, points and cues claim without ground, though `before` (None: nothing) there was some."""
    texts = [("title", item.title), ("points", item.points)]
    texts += [("steps", step.text) for step in item.steps if step.kind is StepKind.CUE]
    now, found = _known(item), []
    for field, text in texts:
        had = {hit.hit_id for hit in checker.check(text, before).hits} if before is not None else set()
        hits = checker.check(text, now).hits
        found += [(field, hit) for hit in hits if hit.word_class.value in ON_GROUND and hit.hit_id not in had]
    return found


def bad_lines_card(bad: Sequence[BadLine]) -> Notice:
    """Which lines of a shop's own list were left out, and why the first of them."""
    numbers = [str(line.number) for line in bad[:MOST_LINES]] + (["…"] if len(bad) > MOST_LINES else [])
    title = Text("words.txt 第 {lines} 行看不懂，没有用上", "Line {lines} of words.txt is not understood and left out")
    advice = Text(
        f"第 {bad[0].number} 行：{bad[0].why.zh}。改好后重新打开",
        f"Line {bad[0].number}: {bad[0].why.en}. Mend it and start again",
    )
    return Notice(BAD_LINES, NoticeLevel.WARNING, title, advice, None, {"lines": ", ".join(numbers)})


def _lost_card(key: str, item: Item, hits: Sequence[Hit]) -> Notice:
    said = "、".join(dict.fromkeys(hit.typed for hit in hits))
    title = Text("{number} 号说的“{said}”没有依据了", "Nothing supports “{said}” of No. {number} any more")
    advice = Text(
        "改名称、卖点或步骤，或者把保障和证明加回来", "Change title, points or steps, or bring the proof back"
    )
    facts = {"number": str(item.number), "said": said}
    return Notice(key, NoticeLevel.WARNING, title, advice, item.number, facts)


def _ground(known: ItemFacts) -> tuple[object, ...]:
    return (known.guarantees, known.certificate, known.base_price_fen, known.base_proof, known.ships_within_h)


def said_in(command: CHECKED, state: ShowState) -> Iterator[Said]:  # noqa: PLR0912 - one case for each command
    """The texts of a command that viewers or the anchor will see, as far as they are new."""
    from console.words import NOTHING_KNOWN, ItemFacts

    match command:
        case OpenFlash():
            if state.item(command.item_id) is None:
                title, price_fen, stock = understood(command)
                yield "title", title, ItemFacts(price_fen=price_fen, stock=stock)
        case ImportItem():
            facts = ItemFacts(price_fen=command.price_fen, stock=command.stock)
            yield "title", command.title, facts
            yield "points", command.points, facts
        case EditItem() | DescribeItem():
            yield from _changed(command, state)
        case SetSteps():
            item = _numbered(state, command.number)
            standing = {step.text for step in item.steps} if item else set()
            for step in read_steps(command.line):
                if step.kind is StepKind.CUE and step.text not in standing:
                    yield "steps", step.text, _known(item)
        case WriteScript():
            item = None if command.number is None else _numbered(state, command.number)
            if command.text.strip() != state.script_after(item.item_id if item else None):
                yield "script", command.text, NOTHING_KNOWN
        case StartShow() | PlanShow() | ChangePlan():
            if command.title and not any(plan.title == command.title.strip() for plan in state.plans):
                yield "show", command.title, NOTHING_KNOWN
        case CreateCoupon():
            yield "name", command.name, NOTHING_KNOWN
        case OpenDraw():
            yield "prize", command.prize, NOTHING_KNOWN


def _changed(command: EditItem | DescribeItem, state: ShowState) -> Iterator[Said]:
    item = _numbered(state, command.number)
    if isinstance(command, EditItem):
        now = {"title": item.title, "points": item.points} if item else {}
        new = {"title": command.title, "points": command.points}
    else:
        now = {"origin": item.trust.origin, "material": item.trust.material} if item else {}
        new = {"origin": command.origin, "material": command.material}
    for field, text in new.items():
        if text and text != now.get(field):
            yield field, text, _known(item)


def _numbered(state: ShowState, number: int) -> Item | None:
    return next((item for item in state.items if item.number == number), None)


def _known(item: Item | None) -> ItemFacts:
    from console.words import NOTHING_KNOWN, facts_of

    return facts_of(item) if item else NOTHING_KNOWN


def _build(data: Path) -> Checker:
    from console.words import Checker, load

    words = load(data)
    for bad in words.bad_lines:
        log.warning("a line of words.txt cannot be understood and is left out", line=bad.number)
    return Checker(words)
