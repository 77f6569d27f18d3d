"""Under the line-up: the flash sale and the steps of the item on air, and what makes the chosen one believable.

Cost, commission and margin stand here and nowhere else: this is the assistant's seat.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from console import commands as c
from console.facts import FlashSale, FlashState, Item, Trust
from console.listing.trust import margin_fen
from console.money import price
from console.state import ShowState
from ui.actions import Actions
from ui.keys.buttons import KeyButton
from ui.keys.shortcuts import Key
from ui.look.chips import Chip
from ui.look.format import Standing
from ui.look.theme import Theme
from ui.panels.pills import Pills
from ui.selling.badges import badges, known_words, lacking_words, unproved
from ui.selling.flash_sales import flash_standing, flash_units, left_words, planned_words
from ui.selling.steps import step_words
from ui.selling.ticking import Ticking

MOST_PLANNED = 3
"""Planned flash sales with a button of their own; the rest is counted."""


class ItemTools(QFrame):
    """Takes no room while there is nothing to say."""

    flashWished = Signal()
    """Start or extend, as F6 does."""

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, Key],
        actions: Actions,
        ticking: Ticking,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self._theme, self._keys, self._actions, self._ticking = theme, keys, actions, ticking
        self._state = ShowState()
        self._chosen: Item | None = None
        self._compact = self._away = False
        self._planned_shown: tuple[FlashSale, ...] | None = None
        self._build()
        self._lay_out()
        self._connect()
        self.setVisible(False)

    def _build(self) -> None:
        theme, keys = self._theme, self._keys
        self.flash = Chip(theme, elastic=True)
        self.longer = KeyButton(theme, self.tr("加 30 秒"), keys["flash"].shown, kind="plain")
        self.end = KeyButton(theme, self.tr("结束秒杀"), keys["flash_end"].shown, kind="plain")
        self.steps = Pills(theme)
        self.step = KeyButton(theme, self.tr("下一步"), keys["step"].shown, kind="plain")
        self.badges = Pills(theme)
        self.margin = Chip(theme, flat=True)
        for button in (self.longer, self.end, self.step):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _lay_out(self) -> None:
        px = self._theme.px
        self._flash_row, flash = self._row()
        flash.addWidget(self.flash)
        self._planned = QHBoxLayout()
        self._planned.setSpacing(px(4))
        flash.addLayout(self._planned)
        flash.addStretch(1)
        flash.addWidget(self.longer)
        flash.addWidget(self.end)
        self._steps_row, steps = self._row()
        steps.addWidget(self.steps, 1)
        steps.addWidget(self.step)
        self._trust_row, trust = self._row()
        trust.addWidget(self.badges, 1)
        trust.addStretch(0)
        trust.addWidget(self.margin)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(6), px(12), px(6))
        column.setSpacing(px(4))
        for row in (self._flash_row, self._steps_row, self._trust_row):
            column.addWidget(row)

    def _row(self) -> tuple[QWidget, QHBoxLayout]:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(8))
        return holder, row

    def _connect(self) -> None:
        self.longer.clicked.connect(self.flashWished)
        self.end.clicked.connect(self._actions.end_flash)
        self.step.clicked.connect(self._actions.next_step)
        self._ticking.ticked.connect(self._count)

    # --- what is shown -----------------------------------------------------------------------

    def show_state(self, state: ShowState) -> None:
        """Show the item on air, and the chosen one as it is now."""
        self._state = state
        if self._chosen is not None:
            self._chosen = state.item(self._chosen.item_id)
        self._show()

    def choose(self, item: Item | None) -> None:
        """Show the details of another item."""
        self._chosen = item
        self._show()

    def put_away(self, away: bool) -> None:
        """Give its room to something else for a while; the keys still work."""
        self._away = away
        self._show()

    def be_compact(self, compact: bool) -> None:
        """Only what runs, where there is little height."""
        self._compact, self._planned_shown = compact, None
        self._show()

    def _show(self) -> None:
        on_air = self._state.on_air
        shown = [
            self._show_flash(on_air),
            self._show_steps(on_air),
            self._show_trust(self._chosen or on_air) and not self._compact,
        ]
        for row, is_shown in zip((self._flash_row, self._steps_row, self._trust_row), shown, strict=True):
            row.setVisible(is_shown)
        self.setVisible(any(shown) and not self._away)

    def _show_flash(self, on_air: Item | None) -> bool:
        """The one that runs, and those planned: of the item on air, else of the chosen one."""
        item = on_air if on_air is not None and on_air.flash is not None else self._chosen or on_air
        planned = tuple(f for f in item.flash_sales if f.state is FlashState.PLANNED) if item is not None else ()
        runs = on_air is not None and on_air.flash is not None
        self.flash.setVisible(runs)
        self.longer.setVisible(runs)
        self.end.setVisible(runs)
        self._count()
        if planned != self._planned_shown:
            self._planned_shown = planned
            self._lay_planned(item, planned)
        return runs or (bool(planned) and not self._compact)

    def _lay_planned(self, item: Item | None, planned: tuple[FlashSale, ...]) -> None:
        """A button for each of the next planned flash sales: pressed, it strikes that one."""
        while (old := self._planned.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for flash in planned[: 0 if self._compact else MOST_PLANNED]:
            number = item.number if item is not None else 0
            said = self.tr("{number} 号 {flash}").format(number=number, flash=planned_words(flash))
            button = KeyButton(self._theme, said, kind="plain", icon="close")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(self.tr("取消排好的秒杀：{flash}").format(flash=planned_words(flash)))
            button.setToolTip(button.accessibleName())
            button.clicked.connect(partial(self._strike, flash.flash_id))
            self._planned.addWidget(button)
        if len(planned) > MOST_PLANNED and not self._compact:
            more = Chip(self._theme, flat=True)
            more.say(f"+{len(planned) - MOST_PLANNED}", tone="quiet")
            self._planned.addWidget(more)

    def _strike(self, flash_id: str, _checked: bool = False) -> None:
        self._actions.do(c.EndFlashSale(flash_id=flash_id))

    def _count(self) -> None:
        """The countdown of the item on air."""
        item = self._state.on_air
        if item is None or item.flash is None:
            self.flash.say("")
            return
        how = flash_standing(item.flash)
        left = left_words(self._ticking.left_ms(item.flash))
        if self._compact:
            self.flash.say(how.word, left, tone=how.tone, shape=how.shape)
            return
        said = self.tr("{number} 号 {word} {price}")
        said = said.format(number=item.number, word=how.word, price=price(item.flash.price_fen))
        self.flash.say(said, f"{left} · {flash_units(item.flash)}", tone=how.tone, shape=how.shape)

    def _show_steps(self, item: Item | None) -> bool:
        if item is None or not item.steps:
            self.steps.say(())
            return False
        self.steps.say(
            [
                Standing(
                    "tick" if n < item.step - 1 else "full" if n == item.step - 1 else "",
                    f"{n + 1} {step_words(step, short=True)}",
                    "blue" if n == item.step - 1 else "quiet" if n < item.step else "text",
                )
                for n, step in enumerate(item.steps)
            ],
            strong=item.step - 1,
            lead=self.tr("步骤"),
        )
        self.step.setEnabled(item.step < len(item.steps))
        return True

    def _show_trust(self, item: Item | None) -> bool:
        if item is None or item.trust == Trust():
            self.badges.say(())
            self.margin.say("")
            return False
        lacking = lacking_words(item.trust)
        told = [Standing("", self.tr("{number} 号").format(number=item.number), "quiet")]
        told += [Standing("warn", lacking, "amber")] if lacking else []
        self.badges.say(
            told + unproved(item.trust) + badges(item.trust) + known_words(item.trust), lead=self.tr("保障与证明")
        )
        self.margin.say(self._margin_words(item), tone="quiet")
        return True

    def _margin_words(self, item: Item) -> str:
        """Cost, commission and what is left of one unit; for the assistant alone."""
        trust, left = item.trust, margin_fen(item)
        commission = self.tr("佣金 {share}").format(share=f"{trust.commission_bp / 100:g}%")
        if left is None or trust.cost_fen is None:
            return commission if trust.commission_bp else ""
        said = self.tr("成本 {cost} · {commission} · 毛利 {margin}")
        return said.format(cost=price(trust.cost_fen), commission=commission, margin=price(left))
