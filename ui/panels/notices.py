"""Notices as cards that wait, with the one action that helps. Nothing here stops the show.

What passes by (an info, the offer to undo) leaves by itself; what needs reading stays until answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from console.errors import KaiboError
from console.facts import Notice, NoticeLevel, PlatformState, SaleStatus
from console.state import ShowState
from ui.buttons import KeyButton
from ui.shortcuts import Key
from ui.theme import Theme
from ui.undo import UNDO_S, Undo

INFO_S = 6
MOST = 3
"""Cards shown at once; the rest is counted."""


@dataclass(frozen=True)
class Deed:
    """A button of a card."""

    text: str
    key: str
    do: Callable[[], None]
    main: bool = False


@dataclass
class Card:
    """What a card says; `seconds` left for those that pass by, None for those that wait."""

    key: str
    tone: str
    title: str
    advice: str
    deeds: list[Deed] = field(default_factory=list)
    seconds: int | None = None
    close: Callable[[], None] | None = None


class CardView(QFrame):
    """One card on one line where there is room: what happened, what to do, the buttons."""

    def __init__(self, theme: Theme, card: Card, close_text: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setProperty("tone", card.tone)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        title = QLabel(card.title)
        title.setProperty("step", "title" if card.advice else "plain")
        self._theme = theme
        self._words = words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        words.setSpacing(theme.px(2))
        words.addWidget(title)
        if card.advice:
            advice = QLabel(card.advice)
            advice.setObjectName("advice")
            advice.setWordWrap(True)
            words.addWidget(advice, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), theme.px(6), theme.px(8), theme.px(6))
        row.setSpacing(theme.px(8))
        row.addLayout(words, 1)
        self.buttons: list[KeyButton] = []
        for deed in card.deeds:
            button = KeyButton(theme, deed.text, deed.key)
            button.clicked.connect(deed.do)
            row.addWidget(button)
            self.buttons.append(button)
        if card.close is not None:
            button = KeyButton(theme, close_text, kind="plain")
            button.clicked.connect(card.close)
            row.addWidget(button)
        self.setAccessibleName(f"{card.title} {card.advice}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = event.size().width() > self._theme.px(720)
        wanted = QBoxLayout.Direction.LeftToRight if roomy else QBoxLayout.Direction.TopToBottom
        if self._words.direction() != wanted:
            self._words.setDirection(wanted)
            self._words.setSpacing(self._theme.px(16 if roomy else 2))


class Notices(QWidget):
    """The stack of cards, newest at the bottom, nearest to the hands."""

    dismissed = Signal(str)
    """The key of a notice of the state that was read."""
    retakeWished = Signal(int)
    resendWished = Signal(int)
    retryWished = Signal()
    undoWished = Signal(object)

    def __init__(
        self, theme: Theme, keys: Mapping[str, Key], lang: str, *, own_only: bool = False, parent: QWidget | None = None
    ) -> None:
        """`own_only`, for the anchor: only what this window did, and all of it passes by."""
        super().__init__(parent)
        self._own_only = own_only
        self._theme, self._keys, self._lang = theme, keys, lang
        self._state = ShowState()
        self._own: dict[str, Card] = {}
        self._undo: Undo | None = None
        self._read: set[str] = set()
        self.most = MOST
        self._shown: list[tuple[object, ...]] = []
        self.cards: list[CardView] = []
        self._views: dict[str, CardView] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._pass_second)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setVisible(False)

    # --- what can be shown -------------------------------------------------------------------

    def show_state(self, state: ShowState) -> None:
        """Show the notices of `state`."""
        old = self._state
        changed = state.notices is not old.notices or state.items is not old.items or state.sales is not old.sales
        self._state = state
        if changed:
            self._lay()

    def trouble(self, error: KaiboError) -> None:
        """A card for what did not work; it waits."""
        shown = error.shown(self._lang)
        key = f"error:{shown.title}"
        seconds = 2 * INFO_S if self._own_only else None
        self._put(Card(key, "amber", shown.title, shown.advice, seconds=seconds, close=lambda: self.drop(key)))

    def info(self, said: str, tone: str = "jade") -> None:
        """A card that passes by."""
        self._put(Card("info", tone, said, "", seconds=INFO_S))

    def offer_undo(self, undo: Undo) -> None:
        """A card that takes back what was just done, for a while."""
        self._undo = undo
        self._put(self._undo_card(undo, UNDO_S))

    def take_undo(self) -> Undo | None:
        """What Ctrl+Z takes back, once."""
        undo, self._undo = self._undo, None
        self.drop("undo")
        return undo

    def be_compact(self, compact: bool) -> None:
        """Show fewer cards where there is little height."""
        self.most = MOST - 1 if compact else MOST
        self._lay()

    def drop(self, key: str) -> None:
        """Take a card of this window away; harmless when there is none."""
        if self._own.pop(key, None) is not None:
            self._lay()

    # --- cards -------------------------------------------------------------------------------

    def _undo_card(self, undo: Undo, seconds: int) -> Card:
        deed = Deed(self._undo_text(seconds), self._keys["undo"].shown, lambda: self.undoWished.emit(undo))
        return Card("undo", "jade", undo.said, "", [deed], seconds)

    def _undo_text(self, seconds: int) -> str:
        return self.tr("撤销 · {n} 秒").format(n=seconds)

    def _from_state(self) -> list[Card]:
        """Cards for what the state itself shows to need a hand: refused items, units sold twice."""
        cards = []
        for item in self._state.items:
            if item.platform is PlatformState.REFUSED:
                key = f"refused:{item.number}:{item.platform_reason}"
                title = self.tr("{number} 号被平台退回").format(number=item.number)
                why = item.platform_reason or self.tr("没有说明原因")
                advice = self.tr("{why}（平台原话）。其余商品不受影响").format(why=why)
                mend = self._mend(item.number)
                cards.append(Card(key, "trouble", title, advice, mend, close=partial(self._seen, key)))
        for sale in self._state.sales:
            if sale.short_units and sale.status is not SaleStatus.VOID:
                key = f"short:{sale.sale_id}"
                title = self.tr("{number} 号超卖 {n} 件").format(number=sale.number, n=sale.short_units)
                advice = self.tr("平台和店里都卖了这一件：给客人退款或换货")
                cards.append(Card(key, "amber", title, advice, close=partial(self._seen, key)))
        return cards

    def _mend(self, number: int) -> list[Deed]:
        return [
            Deed(self.tr("重拍"), "", lambda: self.retakeWished.emit(number)),
            Deed(self.tr("重发"), "", lambda: self.resendWished.emit(number)),
        ]

    def _seen(self, key: str) -> None:
        self._read.add(key)
        self._lay()

    def _card_of(self, notice: Notice) -> Card:
        said = {k: str(v) for k, v in notice.facts.items()}
        tone = {NoticeLevel.INFO: "jade", NoticeLevel.WARNING: "amber", NoticeLevel.TROUBLE: "trouble"}[notice.level]
        card = Card(
            notice.key,
            tone,
            notice.title.said(self._lang, **said),
            notice.advice.said(self._lang, **said),
            close=lambda: self.dismissed.emit(notice.key),
        )
        item = self._state.by_number(notice.number) if notice.number is not None else None
        if item is not None and item.platform is PlatformState.REFUSED:
            card.deeds = self._mend(item.number)
        elif notice.key.startswith(("link", "network", "sync")):
            card.deeds = [Deed(self.tr("立即重试"), self._keys["retry"].shown, self.retryWished.emit)]
        return card

    def _put(self, card: Card) -> None:
        self._own.pop(card.key, None)
        self._own[card.key] = card
        if card.seconds is not None:
            self._second.start()
        self._lay()

    def _pass_second(self) -> None:
        for key, card in list(self._own.items()):
            if card.seconds is None:
                continue
            card.seconds -= 1
            if card.seconds <= 0:
                del self._own[key]
                if key == "undo":
                    self._undo = None
            elif key in self._views and self._views[key].buttons and key == "undo":
                self._views[key].buttons[0].setText(self._undo_text(card.seconds))  # in place: it may be pressed now
        if not any(card.seconds is not None for card in self._own.values()):
            self._second.stop()
        self._lay()

    def _lay(self) -> None:
        waiting: list[Card] = []
        if not self._own_only:
            waiting = [self._card_of(notice) for notice in self._state.notices]
            waiting += [card for card in self._from_state() if card.key not in self._read]
        waiting += self._own.values()
        wanted = waiting[-self.most :]
        hidden = len(waiting) - len(wanted)
        shown: list[tuple[object, ...]] = [
            (c.key, c.tone, c.title, c.advice, len(c.deeds), id(c) if c.key == "undo" else 0) for c in wanted
        ]
        shown.append((hidden,))
        if shown == self._shown:
            return
        self._shown = shown
        for view in self.cards:
            view.hide()
            view.deleteLater()
        self.cards = []
        self._views = {}
        while self._column.count():
            self._column.takeAt(0)
        for n, card in enumerate(wanted):
            if n == 0 and hidden:
                card.title = self.tr("{title}（另有 {n} 条）").format(title=card.title, n=hidden)
            view = CardView(self._theme, card, self.tr("知道了"))
            self._column.addWidget(view)
            self.cards.append(view)
            self._views[card.key] = view
        self.setVisible(bool(wanted))
