"""The invented show in English, for pictures of the windows in English: goods, buyers, what was typed.

What the platform says stays as it comes, in Chinese: the words that help are found in it. So do the lines that are
there to be warned of.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar

from PySide6.QtWidgets import QLineEdit, QWidget

from console import commands as c
from console import events as e
from console.clock import Clock
from console.state import ShowState
from tests.ui.fake_desk import FakeDesk

T = TypeVar("T")

SAID = {
    "豆绿圆条手镯免单": "Green jade bangle for free",
    "翡翠镯免单 x2 值58000 全场": "Jade bangle for free x2 worth 58000 whole show",
    "豆绿圆条手镯": "Green jade bangle",
    "豆绿贵妃镯 680 x2": "Oval jade bangle 680 x2",
    "豆绿贵妃镯": "Oval jade bangle",
    "青花缠枝碗": "Blue-and-white bowl",
    "紫罗兰圆条镯": "Lavender jade bangle",
    "青花小梅瓶": "Small plum vase",
    "南红平安扣": "Red agate pendant",
    "冰种飘花手镯": "Ice jade bangle",
    "龙泉青瓷瓶": "Longquan celadon vase",
    "和田玉平安扣": "Hetian jade pendant",
    "手镯 599 12345": "Bangle 599 12345",
    "冰种底子，灯下见水": "Icy and clear under the lamp",
    "57圈口，适合 95–105 斤": "57 mm inside, for most wrists",
    "国检证书 31-8842": "Certificate 31-8842",
    "工厂直供": "From the factory",
    "假一赔十": "Tenfold if fake",
    "产业带 · 镇平": "From Zhenping",
    "达人品牌": "Our own brand",
    "手拉坯": "Hand-thrown",
    "景德镇": "Jingdezhen",
    "镇平": "Zhenping",
    "翡翠专场": "Jade night",
    "翡翠": "Jadeite",
    "南红": "Agate",
    "讲产地，灯下看水头": "Origin, then the lamp",
    "讲产地,灯下看水头": "Origin, then the lamp",
    "晚场 · 玉见石佛寺": "Evening show · Jade Street",
    "晚场": "Evening show",
    "手工陶杯专场": "Handmade cups",
    "周年庆": "Anniversary",
    "罗技 C920": "Logitech C920",
    "客人不要了": "buyer changed her mind",
    "石佛寺小李": "Li",
    "阿珍": "Zhen",
    "老王": "Wang",
    "小鱼": "Yu",
    "半*": "Ban*",
    "阿*": "A*",
    "小*": "Xiao*",
    "预热 ": "cue ",
    "开价 599": "price 599",
    "秒杀 499 x5 60秒": "flash 499 x5 60s",
    "| 下架": "| off",
    "499 x5 60 限2 20:30": "499 x5 60 max2 20:30",
    "满500减50 x100 限1 3天": "50 off 500 x100 max1 3days",
}
"""What stands in the states, longer before what it holds."""


def said(text: str) -> str:
    """`text` with what there is English for in English."""
    for chinese, english in SAID.items():
        text = text.replace(chinese, english)
    return text


def in_english(value: T) -> T:
    """`value` with every string in it in English, however deep; what has none is handed back as it is."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return said(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        parts = [in_english(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        found = {f.name: getattr(value, f.name) for f in fields(value) if f.init}
        changed = {name: new for name, part in found.items() if (new := in_english(part)) != part}
        return replace(value, **changed) if changed else value
    return value


class EnglishDesk(FakeDesk):
    """The desk of a shop that writes English."""

    def __init__(self, state: ShowState, clock: Clock) -> None:
        super().__init__(in_english(state), clock)

    def tell(self, event: e.Event) -> None:
        super().tell(in_english(event))

    async def do(self, command: c.Command) -> e.Event:
        return in_english(await super().do(command))


def write_english(window: QWidget) -> None:
    """Write in English what was typed into the fields; what was chosen in them stays chosen."""
    for field in window.findChildren(QLineEdit):
        typed, whole = field.text(), field.hasSelectedText()
        if said(typed) != typed:
            field.setText(said(typed))
            if whole:
                field.selectAll()
