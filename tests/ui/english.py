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
    "品名\t售价\t库存\t编号": "Title\tPrice\tStock\tNo.",
    "顶级南红圆牌\t1,280元": "顶级 agate disc\t¥1,280",
    "手工陶杯\t面议": "Handmade cup\ton request",
    "猫抱枕 加微信": "Cat cushion 加微信",
    "老铜钱一盘": "A tray of old coins",
    "扎染方巾 ": "Tie-dyed scarf, colour ",
    " 色\t": "\t",
    "冰种飘花翡翠圆条手镯天然A货收藏级附国检证书": "Floating-flower ice jade bangle, natural grade A, with certificate",
    "产自缅甸会卡老场口，种水到冰，灯光打过去通透见水，底子干净没有棉": (
        "Old mine at Hui Kha, ice grade, clear as water under the lamp, not a cloud in it"
    ),
    "57 圈口，适合 95–105 斤，手围 16 厘米左右戴上刚好，左手右手都行": (
        "57 mm inside, right for a wrist of about 16 cm, on either hand"
    ),
    "支持国检复检，假一赔十，七天无理由，运费险都给您上好了": (
        "Checked again if you wish, tenfold if fake, seven days to return it, freight insured"
    ),
    "送礼盒和手提袋": "With a gift box and a bag",
    "大家晚上好，欢迎来到玉见石佛寺。": "Good evening, and welcome to Jade Street.",
    "今晚一共十八件，件件带证书，老规矩，喜欢先扣一。": (
        "Eighteen pieces tonight, each with its certificate. If you like one, type 1."
    ),
    "这只镯子是我们上个月从瑞丽带回来的，一块料子就出了三只，自己留了一只。": (
        "We brought this bangle back from Ruili last month. One stone gave three of them, and we kept one. "
    ),
    "灯下给大家看一圈，没有纹，没有裂，手指在后面能看到影子。": (
        "Let me turn it under the lamp: no line, no crack, and you see the shadow of my finger behind it."
    ),
    "上一场有个姐姐问 57 圈口戴不戴得进去：手围 16 厘米左右，抹点护手霜，能戴。": (
        "Somebody asked last time whether 57 mm goes on: with a wrist of about 16 cm and some hand cream, yes."
    ),
    "戴了不合适，七天之内来回运费我们出。": "If it does not fit, send it back within seven days, we pay both ways.",
    "喝口水，下一件给大家换个便宜的，泡茶的杯子，九十九块。": (
        "A sip of water. Next comes something for less: a bowl for tea, ninety-nine."
    ),
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
    "老*": "Lao*",
    "石*": "Shi*",
    "春*": "Chun*",
    "云*": "Yun*",
    "大*": "Da*",
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
    if isinstance(value, dict):
        return {name: in_english(part) for name, part in value.items()}  # type: ignore[return-value]
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
