"""What stands in the menu of a row, and of several: the action, its words, whether it can be done now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from console.facts import Item, ListingState, PlatformState
from ui.keys.shortcuts import Key
from ui.look.language import translate

Entry = tuple[str, str, bool]
"""An action of the key table ("" for a line between), its words, and whether it is offered."""


def for_several(items: list[Item]) -> list[Entry]:
    """What can be done to several items at once."""
    entries = (
        ("bin", translate("LineupPanel", "{n} 件写货位…"), True),
        ("first", translate("LineupPanel", "{n} 件移到最前"), True),
        ("last", translate("LineupPanel", "{n} 件移到最后"), True),
        ("", "", True),
        (
            "withdraw",
            translate("LineupPanel", "{n} 件下架"),
            any(i.listing is not ListingState.WITHDRAWN for i in items),
        ),
    )
    return [(action, text.format(n=len(items)), offered) for action, text, offered in entries]


def for_one(item: Item, *, held: bool, parked: bool) -> tuple[Entry, ...]:
    """What can be done to an item; `held`: there is a quota of it, `parked`: a change of it was refused."""
    gone = item.listing is ListingState.WITHDRAWN
    refused = item.platform is PlatformState.REFUSED
    return (
        ("row_on_air", translate("LineupPanel", "上讲解"), item.sellable),
        ("price", translate("LineupPanel", "改价…"), not gone),
        ("stock", translate("LineupPanel", "加减库存…"), not gone),
        ("edit", translate("LineupPanel", "改名称…"), not gone),
        ("points", translate("LineupPanel", "写卖点…"), not gone),
        ("bin", translate("LineupPanel", "写货位…"), not gone),
        ("", "", True),
        ("row_flash", translate("LineupPanel", "秒杀、排秒杀…"), item.sellable),
        ("steps", translate("LineupPanel", "写步骤…"), not gone),
        ("trust", translate("LineupPanel", "保障、证书、成本…"), True),
        ("again", translate("LineupPanel", "照样再上一件…"), True),
        ("", "", True),
        (
            "quota",
            translate("LineupPanel", "预留，断网也能卖…"),
            item.sellable and item.listing is not ListingState.DRAFT,
        ),
        ("give_back", translate("LineupPanel", "退还预留"), held),
        ("", "", True),
        ("retake", translate("LineupPanel", "重拍主图"), refused),
        ("resend", translate("LineupPanel", "重新发给平台"), refused or parked),
        ("withdraw", translate("LineupPanel", "重新上架") if gone else translate("LineupPanel", "下架"), True),
    )


def menu(parent: QWidget, entries: Sequence[Entry], keys: Mapping[str, Key], wish: Callable[[str], None]) -> QMenu:
    """A menu of `entries`, each with its key; what is chosen is told to `wish`. It is gone once it is closed."""
    made = QMenu(parent)
    for action, text, offered in entries:
        if not action:
            made.addSeparator()
            continue
        key = f"\t{keys[action].shown}" if action in keys else ""
        entry = QAction(text + key, made)
        entry.setEnabled(offered)
        entry.triggered.connect(lambda _checked=False, wished=action: wish(wished))
        made.addAction(entry)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return made
