"""Which keys are named below the line-up: those that help with what is being done now."""

from __future__ import annotations

from collections.abc import Mapping

from ui.keys.shortcuts import Key
from ui.look.language import translate

Hints = tuple[tuple[str, str], ...]
"""Keys and what they do; without words a key belongs to the next one."""


def usual(keys: Mapping[str, Key]) -> Hints:
    """While nothing else is going on; the last is the one that names all."""
    return (
        (keys["up"].shown, ""),
        (keys["down"].shown, translate("LineupPanel", "调整顺序，也可以拖动")),
        (keys["number"].shown, translate("LineupPanel", "输编号，上讲解")),
        (keys["price"].shown, translate("LineupPanel", "改价")),
        (keys["sheet"].shown, translate("LineupPanel", "全部按键")),
    )


def hints_for(keys: Mapping[str, Key], *, writing: bool, seeking: bool, several: bool, empty: bool) -> Hints:
    """The keys that help: in a cell, in a search, with several rows chosen, with no rows at all, or as a rule."""
    if writing:
        return (
            ("Enter", translate("LineupPanel", "保存")),
            ("Tab", translate("LineupPanel", "下一格")),
            ("Esc", translate("LineupPanel", "不改")),
        )
    if seeking:
        another = (("↑", ""), ("↓", translate("LineupPanel", "换一件")))
        return (
            ("Enter", translate("LineupPanel", "上讲解")),
            *another,
            ("Esc", translate("LineupPanel", "回到原处")),
        )
    if several:
        together = ((keys["up"].shown, ""), (keys["down"].shown, translate("LineupPanel", "一起移动")))
        return (
            (keys["withdraw"].shown, translate("LineupPanel", "下架")),
            (keys["bin"].shown, translate("LineupPanel", "写货位")),
            *together,
        )
    return usual(keys)[-1:] if empty else usual(keys)
