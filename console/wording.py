"""The words at the desk: what is to go on air is checked before it is recorded.

Only what leads buyers off the platform is refused. Whatever else is doubtful goes on, and the command carries which
warnings it was said despite (`despite`), so that the decision is kept with the change. A text that stands already is
not checked again. The list is built once, on a thread of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from console.commands import (
    Command,
    CreateCoupon,
    DescribeItem,
    EditItem,
    ImportItem,
    OpenDraw,
    OpenFlash,
    SetSteps,
    WriteScript,
)
from console.desk import LocalDesk
from console.errors import OffPlatform
from console.facts import Item, SaidDespite, StepKind
from console.listing.flash import understood
from console.listing.steps import read_steps
from console.state import ShowState

if TYPE_CHECKING:  # they bring the automata with them, which the first paint does not wait for
    from console.words import Checker, ItemFacts, Verdict

log = structlog.get_logger(__name__)

Said = tuple[str, str, "ItemFacts"]
"""Which field is said, the text, and what is known of the item."""
CHECKED = OpenFlash | ImportItem | EditItem | DescribeItem | SetSteps | WriteScript | CreateCoupon | OpenDraw


class Wording:
    """The check of one data folder's list; `checker` is None until it is built."""

    def __init__(self, data: Path) -> None:
        self.checker: Checker | None = None
        self._data = data
        self._building: asyncio.Future[Checker] | None = None

    async def ready(self) -> Checker:
        """The checker, built on another thread when it is first asked for."""
        if self._building is None:
            self._building = asyncio.ensure_future(asyncio.to_thread(_build, self._data))
        self.checker = await asyncio.shield(self._building)
        return self.checker

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
        return replace(command, despite=tuple(kept))


def teach_words(desk: LocalDesk, data: Path) -> Wording:
    """Let `desk` heed the words; the list is built from now on."""
    wording = Wording(data)
    desk.heed = lambda command: wording.heed(command, desk.state)
    return wording


def heeded(field: str, verdict: Verdict) -> list[SaidDespite]:
    """What stands in a text despite a warning. Raises `OffPlatform` for what must not go on air at all."""
    from console.words import Level

    for hit in verdict.hits:
        if hit.level is Level.BLOCK:
            raise OffPlatform(why=hit.reason, instead=hit.suggestion)
    return [
        SaidDespite(field, hit.hit_id, hit.word_class.value, hit.level.word, hit.typed, hit.entry, str(verdict.version))
        for hit in verdict.hits
    ]


def said_in(command: CHECKED, state: ShowState) -> Iterator[Said]:
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
