"""Keystroke-level times of what hands do all evening: the sequences, their operators and sums.

The model and its times are of Card, Moran and Newell, "The Keystroke-Level Model for User Performance Time with
Interactive Systems", Communications of the ACM 23(7), 1980, pages 396-410. What is pressed here is pressed in the
real window by `test_klm`; `docs/hands.md` shows the same tables. `python -m tests.ui.klm` prints them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

K, P, H, M = 0.20, 1.10, 0.40, 1.35
"""Seconds: a key (average skilled typist, 55 words a minute), pointing with a mouse, a hand that goes to another
place, and getting ready in the mind."""
LIST_GOAL_S, OTHER_GOAL_S = 5.0, 2.5


@dataclass(frozen=True)
class Pinyin:
    """Chinese through an input method: the letters, and a key that takes the first word offered."""

    letters: str
    text: str


Pressed = str | Pinyin
"""A key as the key table writes it ("Ctrl+F", "Num+3"), or Chinese."""


@dataclass(frozen=True)
class Gesture:
    """One thing done with the hands on the keyboard, from the wish to the last key."""

    name: str
    pressed: tuple[Pressed, ...]
    homing: int = 0
    """How often a hand goes to another place: from the letters to the keypad, or from the goods to the keys."""
    goal_s: float = OTHER_GOAL_S
    variable: bool = True
    """Whether what is typed differs each time, so that the key which ends it is no part of a fixed phrase."""

    @property
    def keys(self) -> int:
        """How many keys go down; Ctrl and Shift count as keys of their own."""
        return sum(len(p.letters) + 1 if isinstance(p, Pinyin) else _keys(p) for p in self.pressed)

    @property
    def seconds(self) -> float:
        """As a practised hand does it: one M for the whole, the rest is one phrase (rules 0 to 3)."""
        return round(M + self.homing * H + self.keys * K, 2)

    @property
    def strict_seconds(self) -> float:
        """With rule 4 to the letter: a further M before the key that ends what was typed."""
        return round(self.seconds + (M if self.variable else 0), 2)

    @property
    def operators(self) -> str:
        """ "M + H + 3 K"."""
        homing = {0: "", 1: " + H"}.get(self.homing, f" + {self.homing} H")
        return f"M{homing} + {self.keys} K"

    @property
    def row(self) -> str:
        """One line of the table."""
        said = " ".join(f"{p.letters}␣ ({p.text})" if isinstance(p, Pinyin) else _shown(p) for p in self.pressed)
        times = f"{self.seconds:.2f} | {self.goal_s:.1f} | {self.strict_seconds:.2f}"
        return f"| {self.name} | {said} | {self.operators} | {times} |"


def _keys(key: str) -> int:
    """ "Ctrl+Shift+F6" are three, "Num+3" is one."""
    parts = key.removesuffix("+").split("+") if key.endswith("++") else key.split("+")
    return len(parts) - ("Num" in parts)


def _shown(key: str) -> str:
    return {"Space": "␣", "Return": "Enter"}.get(key, key.replace("Num+", "num "))


GESTURES: dict[str, Gesture] = {
    "list": Gesture(
        "flash-list a snapped product",
        (Pinyin("shouzhuo", "手镯"), "Space", "5", "9", "9", "Return"),
        homing=1,
        goal_s=LIST_GOAL_S,
    ),
    "on_air": Gesture("put item 37 on air", ("Num+3", "Num+7", "Num+Enter"), homing=1),
    "flash": Gesture("start a 60 s flash sale at ¥499", ("F6", "4", "9", "9", "Return")),
    "flash_usual": Gesture("start a 60 s flash sale at the price proposed", ("F6", "Return"), variable=False),
    "price": Gesture("change the price on air to ¥499", ("F4", "4", "9", "9", "Return")),
    "sale": Gesture("log a sale of one", ("F8", "Return"), variable=False),
    "find": Gesture("find item 37", ("Ctrl+F", "3", "7"), variable=False),
    "find_initials": Gesture("find by pinyin initials", ("Ctrl+F", "s", "g", "t"), variable=False),
    "next": Gesture("next item on air", ("PgDown",), variable=False),
}

HEAD = "| gesture | keys | operators | seconds | goal | with rule 4 |\n|---|---|---|---|---|---|"


def table() -> str:
    """All rows, as they stand in docs/hands.md."""
    return "\n".join((HEAD, *(gesture.row for gesture in GESTURES.values())))


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
