"""What the prompter shows, and how it is set: pure. It is scrolled by `prompter`, painted by its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from console.facts import Item
from console.money import price
from console.state import ShowState
from ui.look.format import points, whole
from ui.look.language import translate

HEAD, POINT, SCRIPT, NEXT, NOTHING = "head", "point", "script", "next", "nothing"
SIZES = (60, 70, 80, 90, 100, 115, 130, 150, 175, 200)
"""Percent of the usual type."""
SLOWEST, FASTEST, FASTER_BY = 4, 60, 2
"""Lines a minute; Chinese read aloud is some 14 lines of eighteen letters."""


@dataclass(frozen=True)
class Block:
    """A paragraph and what it is: a heading, a selling point, free script, what comes next, or a hint."""

    kind: str
    text: str


@dataclass(frozen=True)
class Setting:
    """How the prompter is set: type in percent, lines a minute, and whether its own window is mirrored."""

    size: int = 100
    speed: int = 14
    mirrored: bool = False

    def larger(self, by: int) -> Setting:
        """So many steps larger, or smaller."""
        nearest = min(range(len(SIZES)), key=lambda n: abs(SIZES[n] - self.size))
        return replace(self, size=SIZES[max(0, min(len(SIZES) - 1, nearest + by))])

    def faster(self, by: int) -> Setting:
        """So many steps faster, or slower."""
        return replace(self, speed=max(SLOWEST, min(FASTEST, self.speed + by * FASTER_BY)))


def setting_in(kept: Mapping[str, object]) -> Setting:
    """A setting as it was remembered; what does not fit is as usual."""
    size, speed = kept.get("size"), kept.get("speed")
    usual = Setting()
    return Setting(
        size if isinstance(size, int) and SIZES[0] <= size <= SIZES[-1] else usual.size,
        speed if isinstance(speed, int) and SLOWEST <= speed <= FASTEST else usual.speed,
        kept.get("mirrored") is True,
    )


def blocks(state: ShowState, write_key: str = "", *, headed: bool = True) -> tuple[Block, ...]:
    """What is to be said now: of the item on air its points, then what comes between it and the next one.

    With nothing on air, the opening. `write_key` is named where nothing was written; `headed` says which item it is.
    """
    item = state.on_air
    found = [Block(HEAD, _heading(item))] if item is not None and headed else []
    found += [Block(POINT, said) for said in points(item)] if item is not None else []
    script = state.script_after(item.item_id if item is not None else None)
    found += [Block(SCRIPT, said.strip()) for said in script.split("\n") if said.strip()]
    if all(block.kind == HEAD for block in found):
        hint = translate("prompter", "没有卖点和稿子，助理按 {key} 写") if write_key else ""
        found += [Block(NOTHING, hint.format(key=write_key))] if hint else []
    following = state.upcoming(1)
    if following:
        said = translate("prompter", "下一件：{what}").format(what=_heading(following[0], left=False))
        found.append(Block(NEXT, said))
    return tuple(found)


def _heading(item: Item, *, left: bool = True) -> str:
    """Number, title, price, and what is left."""
    said = [
        translate("anchor", "{number} 号").format(number=item.number) + f" {item.title}",
        price(item.price_fen),
    ]
    if left:
        said.append(translate("anchor", "剩 {n}").format(n=whole(item.stock_left)))
    return " · ".join(said)
