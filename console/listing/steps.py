"""The steps of an item (预热 -> 开价 -> 秒杀 -> 下架): a small script that one key advances.

`read_steps` understands one typed line; taking a step does what it says through the same operations
as the keys do. What a cue says is for the anchor alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import msgspec

from console.commands import ChangePrice, Command, NextStep, SetSteps, StartFlashSale, WithdrawItem
from console.errors import NothingOnAir, StepsUnfit, Text
from console.events import Event, ItemChanged, StepTaken
from console.facts import Item, ListingState, Step, StepKind
from console.listing.flash import change_price, check_price, find, withdraw
from console.listing.flash_sale import start
from console.listing.line.numerals import amount_fen
from console.store import projection
from console.store.changes import first_time
from console.store.database import Db

MOST_STEPS = 12
LONGEST_CUE = 200
_BETWEEN = re.compile(r"\s*(?:[|｜\n]|->|→)\s*")
_FLASH = re.compile(
    r"(?:秒杀价?|flash)\s*[::]?\s*(?P<price>.+?)(?:\s*(?:[x*×]\s*(?P<x>\d+)件?|(?<![\d.])(?P<units>\d+)\s*件))?"
    r"(?:\s*(?<![\d.])(?P<time>\d+)\s*(?P<unit>秒|分钟|分|s|min))?",
    re.IGNORECASE,
)
_PRICE = re.compile(r"(?:开价|价格|price)\s*[::]?\s*(?P<price>.+)", re.IGNORECASE)
_OFF = re.compile(r"下架|off", re.IGNORECASE)
_CUE = re.compile(r"^(?:预热|提示|cue)[\s:：]*", re.IGNORECASE)
_NUMBER = "[0-9零一二两三四五六七八九十百千万]"
_MEANT_FIRST = re.compile(
    rf"(?:秒杀|flash|开价|价格|price|[改降涨提]价?到?|卖价?(?!点)|售价|特价|限时|闪购|抢购).*{_NUMBER}", re.IGNORECASE
)
_MEANT = re.compile(
    rf"(?:秒杀价?|flash|开价|改价|price)[\s::]*"
    rf"|[¥￥]?\s*{_NUMBER}[{_NUMBER[1:-1]}.,]*\s*(?:元|块钱?)?(?:\s*[x×*]\s*\d+件?)?",
    re.IGNORECASE,
)
"""What means money though it cannot be read: never taken for a cue."""


def read_steps(line: str) -> tuple[Step, ...]:
    """ "预热 讲产地 | 开价 599 | 秒杀 499 x5 60秒 | 下架" as steps; any other words are a cue. Raises `StepsUnfit`.

    A cue stays as it was typed, with its Chinese commas: it is read aloud from the screen.
    """
    steps = tuple(_read(part) for part in _BETWEEN.split(line.strip()) if part)
    if len(steps) > MOST_STEPS:
        raise StepsUnfit(why=Text(f"最多 {MOST_STEPS} 步", f"at most {MOST_STEPS} steps"))
    return steps


def _read(typed: str) -> Step:
    part = unicodedata.normalize("NFKC", typed).strip()
    if not (cue := _CUE.match(part)):
        if (found := _FLASH.fullmatch(part)) and (fen := amount_fen(found["price"])) is not None:
            check_price(fen)
            seconds = int(found["time"] or 60) * (60 if (found["unit"] or "").lower() in ("分", "分钟", "min") else 1)
            units = found["x"] or found["units"]
            return Step(StepKind.FLASH, part, fen, None if units is None else int(units), seconds)
        if (found := _PRICE.fullmatch(part)) and (fen := amount_fen(found["price"])) is not None:
            check_price(fen)
            return Step(StepKind.PRICE, part, fen)
        if _OFF.fullmatch(part):
            return Step(StepKind.OFF, part)
        if _MEANT.fullmatch(part) or _MEANT_FIRST.match(part):
            why = Text(
                f"看不懂“{part}”：价格写成 开价 599，只是提示就写 预热 {part}",
                f"{part!r} cannot be read: write price 599, or cue {part} if it is only said",
            )
            raise StepsUnfit(why=why)
    if len(part) > LONGEST_CUE:
        raise StepsUnfit(why=Text(f"提示最多 {LONGEST_CUE} 字", f"a cue has at most {LONGEST_CUE} letters"))
    return Step(StepKind.CUE, _CUE.sub("", typed, count=1) or typed if cue else typed)


def set_steps(db: Db, command: SetSteps, _now_ms: int) -> ItemChanged:
    """Give an item its steps, the first `done` of them taken; an empty line takes them away. Raises `StepsUnfit`."""
    item = find(db, command.number)
    steps = read_steps(command.line)
    if not 0 <= command.done <= len(steps):
        raise StepsUnfit(why=Text("没有这么多步", "there are not so many steps"))
    db.conn.execute(
        "UPDATE items SET steps = ?, step = ? WHERE id = ?",
        (msgspec.json.encode(steps).decode() if steps else "", command.done, item.item_id),
    )
    item = projection.item(db, item.item_id)
    return ItemChanged(item_id=item.item_id, number=item.number, item=item, on_air_item_id=_on_air(db))


def take_step(db: Db, command: NextStep, now_ms: int) -> StepTaken:
    """Do the next step of an item, by default of the one on air. The same `change_id` again changes nothing.

    Raises `StepsUnfit` after the last one, and what the step itself raises; then it is still to be taken.
    """
    item = _item(db, command.number)
    if first_time(db, command.change_id, "step"):
        if item.step >= len(item.steps):
            raise StepsUnfit(why=Text("没有下一步了", "there is no further step"))
        _do(db, item, item.steps[item.step], command, now_ms)
        db.conn.execute("UPDATE items SET step = step + 1 WHERE id = ?", (item.item_id,))
    item = projection.item(db, item.item_id)
    return StepTaken(
        item_id=item.item_id,
        number=item.number,
        step=item.steps[item.step - 1],
        item=item,
        on_air_item_id=_on_air(db),
    )


def _do(db: Db, item: Item, step: Step, command: NextStep, now_ms: int) -> None:
    number, change_id = item.number, command.change_id
    match step.kind:
        case StepKind.PRICE:
            change_price(db, ChangePrice(number=number, price_fen=step.price_fen, change_id=f"{change_id}/p"), now_ms)
        case StepKind.FLASH:
            flash = StartFlashSale(
                number=number,
                price_fen=step.price_fen,
                units=step.units,
                seconds=step.seconds,
                flash_id=change_id,
                moment=command.moment,
            )
            start(db, flash, now_ms)
        case StepKind.OFF if item.listing is not ListingState.WITHDRAWN:
            withdraw(db, WithdrawItem(number=number, change_id=f"{change_id}/w"), now_ms)
        case _:
            pass  # a cue is only said


def _item(db: Db, number: int | None) -> Item:
    if number is not None:
        return find(db, number)
    on_air = _on_air(db)
    if on_air is None:
        raise NothingOnAir
    return projection.item(db, on_air)


def _on_air(db: Db) -> str | None:
    show = projection.open_show(db)
    return None if show is None else projection.on_air(db, show.show_id)


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {SetSteps: set_steps, NextStep: take_step}
