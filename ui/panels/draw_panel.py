"""The draw on the assistant's seat: how it stands, its seal, and the next step of it.

Fixing who takes part can still be called off; drawing cannot be undone and is held.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from console import commands as c
from console.draws import PRIZE_CAP_FEN
from console.facts import Draw, DrawState
from console.state import ShowState
from ui.actions import Actions
from ui.keys.buttons import HoldButton, KeyButton
from ui.keys.hold import Hold
from ui.keys.shortcuts import Key
from ui.look.chips import Chip
from ui.look.theme import Theme
from ui.selling.draws import called, cap_words, draw_standing

SEAL = 16
"""Letters of a fingerprint that are shown; all of it is in the tool tip and in the record."""


class DrawPanel(QFrame):
    """The newest draw of the show, until it was put away. Takes no room while there is none."""

    exportWished = Signal(str)
    """The id of the draw whose record shall be written to a file."""

    def __init__(
        self, theme: Theme, keys: Mapping[str, Key], actions: Actions, hold: Hold, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self._actions = actions
        self._draw: Draw | None = None
        self._put_away = ""
        self._compact = False
        key = keys["draw"].shown
        self.standing = Chip(theme, flat=True)
        self.prize = Chip(theme, flat=True, elastic=True)
        self.seal = Chip(theme, flat=True, elastic=True)
        self.cap = Chip(theme, elastic=True)
        self.winners = QLabel()
        self.winners.setWordWrap(True)
        self.winners.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.freeze = KeyButton(theme, self.tr("锁定名单"), key)
        self.draw_now = HoldButton(theme, self.tr("按住开奖"), key, hold)
        self.strike = KeyButton(theme, self.tr("作废"), kind="plain")
        self.export = KeyButton(theme, self.tr("导出记录"), kind="plain")
        self.close_it = KeyButton(theme, self.tr("收起"), kind="plain")
        for button in (self.freeze, self.strike, self.export, self.close_it):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._lay_out(theme)
        self._connect()
        self.setVisible(False)

    def _lay_out(self, theme: Theme) -> None:
        px = theme.px
        top = QHBoxLayout()
        top.setSpacing(px(10))
        for part in (self.standing, self.prize):
            top.addWidget(part)
        top.addStretch(1)
        for button in (self.freeze, self.draw_now, self.export, self.strike, self.close_it):
            top.addWidget(button)
        under = QHBoxLayout()
        under.setSpacing(px(10))
        under.addWidget(self.seal)
        under.addWidget(self.cap)
        under.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(6), px(12), px(6))
        column.setSpacing(px(2))
        column.addLayout(top)
        column.addWidget(self.winners)
        column.addLayout(under)

    def _connect(self) -> None:
        self.freeze.clicked.connect(lambda: self._ask(c.FreezeEntrants))
        self.strike.clicked.connect(lambda: self._ask(c.StrikeDraw))
        self.export.clicked.connect(self._export)
        self.close_it.clicked.connect(self._close)

    def _ask(self, kind: type[c.FreezeEntrants | c.StrikeDraw]) -> None:
        if self._draw is not None:
            self._actions.do(kind(draw_id=self._draw.draw_id))

    def _export(self) -> None:
        if self._draw is not None:
            self.exportWished.emit(self._draw.draw_id)

    def _close(self) -> None:
        """Put it away; the draw itself stays on record."""
        if self._draw is not None:
            self._put_away = self._draw.draw_id
        self.setVisible(False)

    def be_compact(self, compact: bool) -> None:
        """How it stands and what can be done, where there is little room; the anchor's screen says the rest."""
        self._compact = compact
        for button in (self.freeze, self.draw_now):
            button.show_key(shown=not compact)
        if self._draw is not None:
            self._show(self._draw)

    def show_state(self, state: ShowState) -> None:
        """Show the newest draw of `state`."""
        draw = state.draws[0] if state.draws else None
        shown = draw is not None and draw.state is not DrawState.STRUCK and draw.draw_id != self._put_away
        if draw is not None and shown and draw != self._draw:
            self._show(draw)
        self._draw = draw
        self.setVisible(shown)

    def _show(self, draw: Draw) -> None:
        how = draw_standing(draw)
        self.standing.say(how.word, tone=how.tone, shape=how.shape)
        entrants = self.tr("{n} 人参加").format(n=draw.entrants) if draw.entrants else ""
        if self._compact:
            self.prize.say("")
        else:
            self.prize.say(f"{draw.prize} ×{draw.winners}", entrants)
        self.winners.setText("　".join(called(won) for won in draw.won))
        self.winners.setProperty("step", "title")
        self.winners.setVisible(bool(draw.won))
        self.winners.setAccessibleName(self.tr("中奖：{names}").format(names=self.winners.text()) if draw.won else "")
        seal = self.tr("种子 {seed}").format(seed=draw.seed) if draw.seed else ""
        seal = seal or self.tr("种子指纹 {f}").format(f=f"{draw.seed_fingerprint[:SEAL]}…")
        self.seal.say("" if self._compact else seal, tone="quiet", more=draw.seed_fingerprint)
        over = draw.prize_fen > PRIZE_CAP_FEN
        self.cap.say(cap_words() if over else "", tone="amber", shape="warn")
        self.freeze.setVisible(draw.state is DrawState.OPEN)
        self.draw_now.setVisible(draw.state is DrawState.FROZEN)
        self.strike.setVisible(draw.state in (DrawState.OPEN, DrawState.FROZEN))
        self.export.setVisible(draw.state is not DrawState.OPEN)
        self.close_it.setVisible(draw.state is DrawState.DRAWN)
