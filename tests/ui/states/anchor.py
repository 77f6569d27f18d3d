"""The anchor's screen: long words, few goods, facts, the prompter."""

from __future__ import annotations

from dataclasses import replace

from console.errors import Text
from console.facts import (
    Link,
    LinkMode,
    LinkStatus,
    Script,
)
from tests.ui.fake_desk import FakeDesk
from tests.ui.states.cameras import UPRIGHT
from tests.ui.states.show import Deed, State, full_state, lineup, nothing
from tests.ui.states.tools import FLASH, SAID
from ui.windows.main_window import MainWindow

PLAIN = replace(full_state(), items=(replace(lineup()[0], points=""), *lineup()[1:]), sales=())
LONG = replace(
    full_state(),
    items=(
        replace(
            lineup()[0], title="冰种飘花翡翠圆条手镯天然A货收藏级附国检证书", price_fen=9_999_999, stock_left=1_280,
            stock_total=12_000, points="产自缅甸会卡老场口，种水到冰，灯光打过去通透见水，底子干净没有棉"
            "/57 圈口，适合 95–105 斤，手围 16 厘米左右戴上刚好，左手右手都行"
            "/支持国检复检，假一赔十，七天无理由，运费险都给您上好了/送礼盒和手提袋",
        ),
        *lineup()[1:],
    ),
)  # fmt: skip
LONG_FLASH = replace(
    LONG,
    items=(
        replace(
            LONG.items[0], trust=SAID, flash_sales=(replace(FLASH, regular_fen=12_999_999, units=100, sold_units=12),)
        ),
        *LONG.items[1:],
    ),
    link=Link(LinkMode.AUTO, LinkStatus.OFFLINE, Text("断网", "no line")),
)
FACTS = replace(full_state(), items=(replace(lineup()[0], trust=SAID), *lineup()[1:]))
SCRIPTED = replace(
    full_state(),
    scripts=(
        Script(None, "大家晚上好，欢迎来到玉见石佛寺。\n今晚一共十八件，件件带证书，老规矩，喜欢先扣一。"),
        Script(
            "item-12",
            "这只镯子是我们上个月从瑞丽带回来的，一块料子就出了三只，自己留了一只。"
            "灯下给大家看一圈，没有纹，没有裂，手指在后面能看到影子。\n"
            "上一场有个姐姐问 57 圈口戴不戴得进去：手围 16 厘米左右，抹点护手霜，能戴。\n"
            "戴了不合适，七天之内来回运费我们出。\n喝口水，下一件给大家换个便宜的，泡茶的杯子，九十九块。",
        ),
    ),
)


def _prompt(times: int) -> Deed:
    """The prompter, after so many presses of its key."""

    def deed(window: MainWindow, _desk: FakeDesk) -> None:
        for _ in range(times):
            window.prompter.show_on()

    return deed


def _write_script(window: MainWindow, desk: FakeDesk) -> None:
    window.script.open_for(desk.state.by_number(12))
    window.script.field.appendPlainText("全网最低价，加微信还能再优惠。")


STATES: dict[str, State] = {
    "b-live": ("anchor", full_state(), nothing),
    "b-plain": ("anchor", PLAIN, nothing),
    "b-long": ("anchor", LONG, nothing),
    "b-longflash": ("anchor", LONG_FLASH, nothing),
    "b-facts": ("anchor", FACTS, nothing),
    "b-next1": ("anchor", replace(PLAIN, items=PLAIN.items[:2]), nothing),
    "b-next2": ("anchor", replace(PLAIN, items=PLAIN.items[:3]), nothing),
    "b-next0": ("anchor", replace(UPRIGHT, items=full_state().items[:1]), nothing),
    "a-script": ("assistant", SCRIPTED, _write_script),
    "b-promptpoints": ("anchor", SCRIPTED, _prompt(1)),
    "b-promptfull": ("anchor", SCRIPTED, _prompt(2)),
    "b-promptupright": ("anchor", replace(SCRIPTED, camera=UPRIGHT.camera), _prompt(1)),
    "b-promptnothing": ("anchor", PLAIN, _prompt(2)),
    "b-promptopening": ("anchor", replace(SCRIPTED, on_air_item_id=None), _prompt(1)),
}
