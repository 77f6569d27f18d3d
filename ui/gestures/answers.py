"""What is said where a key finds nothing to do: no key of the table is silent, at either seat.

A key that belongs to the other seat says where it works. What a key does is `deeds`' affair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.facts import LinkStatus
from ui.keys.hold import HOLD_MS
from ui.keys.shortcuts import LINEUP, SALES, WINDOW, Key
from ui.panels.anchor.seat import AnchorSeat
from ui.panels.assistant import AssistantSeat

if TYPE_CHECKING:
    from console.desk import Desk
    from ui.windows.main_window import MainWindow

Deed = Callable[[], object]
Why = Callable[[], str]
"""A sentence where there is nothing to do now, else ""."""
PROMPTED = ("prompt_run", "prompt_on", "prompt_back", "prompt_faster", "prompt_slower", "prompt_larger",
            "prompt_smaller")  # fmt: skip
BARE = ("Return", "Enter", "Delete")
"""Keys that mean something wherever one types, and are answered by nobody else."""


class Answers(QObject):
    """Puts words before deeds; `window` has all its parts."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        for hold, action in ((window.hold, "end"), (window.draw_hold, "draw")):
            hold.missed.connect(partial(self._held_too_short, action))
            hold.held.connect(partial(window.notices.drop, "info"))  # that it must be held is said no more

    def before(self, deeds: Mapping[str, Deed]) -> dict[str, Deed]:
        """`deeds`, each of which first says why it has nothing to do, where it has not."""
        whys = self._of_any_seat() | dict.fromkeys(PROMPTED, self._no_prompter) | {"prompt_mirror": self._no_glass}
        if isinstance(self._window.seat, AssistantSeat):
            whys |= self._of_the_assistant(self._window.seat)
        told = self._of_the_prompter()
        answered = {
            name: partial(self._tell, deed, told[name]) if name in told else deed for name, deed in deeds.items()
        }
        return {name: partial(self._ask, whys[name], deed) if name in whys else deed for name, deed in answered.items()}

    def elsewhere(self, known: Mapping[str, Deed]) -> dict[str, Deed]:
        """For the keys of the table that are not `known` here: where they work."""
        return {
            key.action: partial(self._say_where, key)
            for key in self._window.keys.values()
            if key.action not in known and key.where in (WINDOW, LINEUP, SALES) and key.keys not in {(b,) for b in BARE}
        }

    def say(self, said: str) -> None:
        """A card that passes by."""
        self._window.notices.info(said, "amber")

    def no_row(self) -> None:
        """A key of the line-up was pressed with the hands elsewhere."""
        find = self._window.keys["find"].shown
        self.say(self.tr("这个键管货单里选中的一件：先按 {key} 找到它，按 ↓ 选中").format(key=find))

    def _ask(self, why: Why, deed: Deed) -> None:
        said = why()
        if said:
            self.say(said)
        else:
            deed()

    def _tell(self, deed: Deed, said: Why) -> None:
        deed()
        if words := said():
            self._window.notices.info(words)

    def _say_where(self, key: Key) -> None:
        said = self.tr("“{what}”在副播的窗口按 {key}").format(what=key.name, key=key.shown)
        if self._window.alone():
            other = self._window.keys["other_seat"].shown
            said = self.tr("“{what}”是副播的键：{other} 打开副播的窗口").format(what=key.name, other=other)
        self.say(said)

    def _held_too_short(self, action: str) -> None:
        key = self._window.keys[action].shown
        self.say(self.tr("{key} 要按住 {n} 秒").format(key=key, n=HOLD_MS / 1000))

    # --- why not -----------------------------------------------------------------------------

    def _of_any_seat(self) -> dict[str, Why]:
        window = self._window
        keys = window.keys
        nothing_on = self.tr("没有讲解中的商品")

        def no_flash() -> str:
            item = self._desk.state.on_air
            if item is None:
                return nothing_on
            return "" if item.flash is not None else self.tr("{number} 号没有在秒杀").format(number=item.number)

        def no_step() -> str:
            item = self._desk.state.on_air
            if item is None:
                return ""
            if not item.steps:
                said = self.tr("{number} 号没有写步骤：在货单里选中它，按 {key}")
                return said.format(number=item.number, key=keys["steps"].shown)
            return self.tr("{number} 号的步骤走完了").format(number=item.number) if item.step >= len(item.steps) else ""

        def live() -> str:
            said = self.tr("已经在播；下播按住 {key}").format(key=keys["end"].shown)
            return said if self._desk.state.live else ""

        def not_live() -> str:
            said = self.tr("还没有开播：{key} 开播前看一眼").format(key=keys["start"].shown)
            return "" if self._desk.state.live or window.hold.spent else said

        def nothing_waits() -> str:
            box, line = self._desk.state.outbox, self._desk.state.link.status
            idle = line is LinkStatus.ONLINE and not (box.waiting or box.parked)
            return self.tr("没有等着同步的，不用重试") if idle else ""

        return {
            "number": lambda: "" if window.number.typed else self.tr("先在小键盘上按编号，再按 Enter"),
            "off_air": lambda: "" if self._desk.state.on_air_item_id is not None else nothing_on,
            "flash_end": no_flash,
            "step": no_step,
            "start": live,
            "end": not_live,
            "cards": lambda: "" if window.notices.reachable else self.tr("没有要处理的提示卡片"),
            "retry": nothing_waits,
            "zoom_out": self._as_it_comes,
            "as_it_comes": lambda: "" if not window.viewing.now.neutral else self.tr("画面就是原样"),
            **{f"look_{way}": self._as_it_comes for way in ("left", "right", "up", "down")},
        }

    def _of_the_assistant(self, seat: AssistantSeat) -> dict[str, Why]:
        no_photo = self.tr("没有定格的照片，先按 {key}").format(key=self._window.keys["snap"].shown)
        no_row = self.tr("先在货单里选中一件")
        no_sale = self.tr("先在成交里选中一单")

        def nothing_held() -> str:
            item = seat.lineup.selected
            if item is None or item.quota or self._window.acts.holds.units(item.item_id):
                return ""
            return self.tr("{number} 号没有预留").format(number=item.number)

        return {
            "accept": lambda: "" if seat.form.label_chip.label is not None else self.tr("没有读到价签"),
            "shot_next": lambda: "" if seat.form.preview.frozen else no_photo,
            "shot_previous": lambda: "" if seat.form.preview.frozen else no_photo,
            "up": lambda: "" if seat.lineup.selected is not None else no_row,
            "down": lambda: "" if seat.lineup.selected is not None else no_row,
            "give_back": nothing_held,
            "void": lambda: "" if seat.sales.selected is not None else no_sale,
            "proof": lambda: "" if seat.sales.selected is not None or self._window.proofs.isVisible() else no_sale,
        }

    def _as_it_comes(self) -> str:
        """A picture that is shown whole cannot be moved, nor made smaller."""
        key = self._window.keys["zoom_in"].shown
        whole = self._window.viewing.now.zoom <= 1 and not self._window.viewing.now.upright
        return self.tr("画面没有放大：先按 {key}").format(key=key) if whole else ""

    def _of_the_prompter(self) -> dict[str, Why]:
        """How it is set now: a page that stands still shows no speed, and whoever set it may not see it at all."""
        prompter = self._window.prompter

        def runs() -> str:
            speed = self.tr("提词自动滚动，每分钟 {n} 行").format(n=prompter.setting.speed)
            return speed if prompter.running else self.tr("提词停住了")

        def speed() -> str:
            return self.tr("提词每分钟滚 {n} 行").format(n=prompter.setting.speed)

        def size() -> str:
            if prompter.shown and isinstance(self._window.seat, AnchorSeat):
                return ""  # it is seen, and a card would lie over it
            return self.tr("提词字号 {n}%").format(n=prompter.setting.size)

        def mirrored() -> str:
            return self.tr("提词窗口镜像了") if prompter.setting.mirrored else self.tr("提词窗口不镜像了")

        return {
            "prompt_run": runs,
            "prompt_faster": speed,
            "prompt_slower": speed,
            "prompt_larger": size,
            "prompt_smaller": size,
            "prompt_mirror": mirrored,
        }

    def _no_prompter(self) -> str:
        prompter = self._window.prompter
        key = self._window.keys["prompter"].shown
        return "" if prompter.shown or prompter.windowed else self.tr("提词没有打开：{key}").format(key=key)

    def _no_glass(self) -> str:
        key = self._window.keys["prompter_window"].shown
        said = self.tr("镜像的是提词窗口：{key} 打开它").format(key=key)
        return "" if self._window.prompter.windowed else said
