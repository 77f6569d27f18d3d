"""Notices as cards that wait, with what helps. Nothing here stops the show.

What passes by (an info, the offer to undo) leaves by itself; what needs reading stays until answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from console.camera.errors import NoFrameYet, NoSuchCamera
from console.errors import (
    FlashLimitReached,
    FlashUnitsGone,
    InputError,
    KaiboError,
    LineupEmpty,
    NoShowLive,
    NotEnoughStock,
    NothingOnAir,
    ShowAlreadyLive,
)
from console.facts import Item, Notice, NoticeLevel, PlatformState, Sale, SaleSource, SaleStatus
from console.money import price
from console.state import ShowState
from ui.keys.shortcuts import Key
from ui.look.format import as_run
from ui.look.language import translate
from ui.look.theme import Theme
from ui.panels.cards import Card, CardView, Deed, hint_at
from ui.selling.claims import HOWS, open_conflicts
from ui.undo import UNDO_S, Undo

INFO_S = 6
REFUSED_S = 20
"""So long stands what was asked for and could not be; nothing was changed by it."""
MOST = 3
"""Cards shown at once where there is room; the rest is counted."""
MOST_CONFLICTS = 2
"""Of those, conflicts, while nothing else waits; the next comes when one is decided."""
TONES = ("trouble", "amber", "blue", "jade")
"""Tones of cards, what must not wait first."""
CONFLICT, EARLIER = "conflict:", "earlier:"
"""Keys of cards about a sale that the platform cannot cover, of this show or an earlier one."""
UNEQUAL, PRICED = "unclear:", "priced:"
"""Keys of cards about an item whose stock, or price, differs at the platform; the item's id stands behind them."""
ON_BOTH = ("code",)
"""Notices that the anchor has to see too: only she can take it out of the picture."""
REASONS = {
    "edit": ("标题", "名称", "品名", "title", "name"),
    "price": ("价", "price"),
    "retake": ("图", "照片", "边框", "picture", "image", "photo"),
    "category": ("类目", "品类", "categor"),
    "freight": ("运费", "物流模板", "freight", "expresstemplate"),
}
"""Words of the platform's reason that say what would mend it."""


SALE_LOST = (NotEnoughStock, FlashUnitsGone, FlashLimitReached)
"""Refusals by which a sale may be missing from the books: they wait to be read."""


def passing(error: KaiboError) -> bool:
    """Whether it only refuses a gesture: who made it has seen it, and nothing has to be mended."""
    return isinstance(error, (InputError, NoFrameYet, NoSuchCamera)) and not isinstance(error, SALE_LOST)


def outdated(error: KaiboError, state: ShowState) -> bool:
    """Whether the reason of a refusal is gone: something is on air now, the show is live."""
    gone: dict[type[KaiboError], Callable[[], bool]] = {
        NothingOnAir: lambda: state.on_air is not None,
        LineupEmpty: lambda: any(item.sellable for item in state.items),
        NoShowLive: lambda: state.live,
        ShowAlreadyLive: lambda: not state.live,
        NoFrameYet: lambda: state.camera.fps > 0 and state.camera.trouble is None,
        NoSuchCamera: lambda: state.camera.other is not None,
    }
    return (looked := gone.get(type(error))) is not None and looked()


def mends(reason: str) -> tuple[str, ...]:
    """What may mend a refused item, from the platform's words; "edit", "price" and "retake" when they are unclear."""
    said = reason.casefold()
    named = tuple(deed for deed, words in REASONS.items() if any(word in said for word in words))
    return named or ("edit", "price", "retake")


def deed_words(deed: str) -> str:
    """What mends a refused item, as it is written on a button."""
    return {
        "edit": translate("Notices", "改名"),
        "price": translate("Notices", "改价"),
        "retake": translate("Notices", "重拍"),
        "category": translate("Notices", "换类目"),
        "freight": translate("Notices", "换运费模板"),
        "resend": translate("Notices", "重发"),
    }[deed]


class Notices(QWidget):
    """The stack of cards, newest at the bottom, nearest to the hands."""

    dismissed = Signal(str)
    """The key of a notice of the state that was read."""
    mendWished = Signal(str, int)
    """What mends it: one of `REASONS`, "resend" or "give_back"; and the number of the item."""
    decideWished = Signal(object, str)
    """A sale in conflict, and how."""
    settleWished = Signal(str, str)
    priceWished = Signal(int, int)
    """The id of an item whose stock differs, and whose number is right: "platform" or "studio"."""
    retryWished = Signal()
    undoWished = Signal(object)
    left = Signal()
    """The focus was on a card that is gone."""

    def __init__(
        self, theme: Theme, keys: Mapping[str, Key], lang: str, *, own_only: bool = False, parent: QWidget | None = None
    ) -> None:
        """`own_only`, for the anchor: what this window did, which passes by, and `ON_BOTH`."""
        super().__init__(parent)
        self._own_only = own_only
        self._theme, self._keys, self._lang = theme, keys, lang
        self._state = ShowState()
        self._own: dict[str, Card] = {}
        self._undo: Undo | None = None
        self._undos = 0
        self.undo_late = False
        """The time in which the last deed could be taken back is over."""
        self.troubles: dict[str, KaiboError] = {}
        """What did not work and has not been read, by the key of its card."""
        self._read: set[str] = set()
        self.most = MOST
        self.cards: list[CardView] = []
        self._views: dict[tuple[object, ...], CardView] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._pass_second)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setVisible(False)

    def sizeHint(self) -> QSize:
        return hint_at(self, super().sizeHint())

    # --- what can be shown -------------------------------------------------------------------

    def show_state(self, state: ShowState) -> None:
        """Show the notices of `state`."""
        old = self._state
        changed = state.notices is not old.notices or state.items is not old.items or state.sales is not old.sales
        self._state = state
        for key in [key for key, error in self.troubles.items() if outdated(error, state)]:
            self.drop(key)
        if changed or state.outbox.parked != old.outbox.parked:
            self._lay()

    def trouble(self, error: KaiboError) -> None:
        """A card for what did not work: it waits. What was only refused passes by, or goes when its reason is gone."""
        shown = error.shown(self._lang)
        key = f"error:{shown.title}"
        self.troubles[key] = error
        seconds = REFUSED_S if passing(error) else None
        seconds = 2 * INFO_S if self._own_only else seconds
        self._put(Card(key, "amber", shown.title, as_run(shown.advice), seconds=seconds, close=lambda: self.drop(key)))

    def info(self, said: str, tone: str = "jade") -> None:
        """A card that passes by."""
        self._put(Card("info", tone, said, "", seconds=INFO_S))

    def offer(self, card: Card) -> None:
        """A card of this window that waits; one with the same key takes the place of the former."""
        self._put(card)

    def refused_earlier(self, sale: Sale) -> None:
        """A card for a sale of an earlier show that the platform cannot cover: it is not in this show's list.

        Not at the anchor's seat, where there is no list of what is not settled.
        """
        if self._own_only:
            return
        key = f"{EARLIER}{sale.sale_id}"
        title = self.tr("{number} 号 {title} ×{quantity}：平台没有货了")
        title = title.format(number=sale.number, title=sale.title, quantity=sale.quantity)
        advice = self.tr("是以前一场的成交，按 {key} 决定").format(key=self._keys["open"].shown)
        self._put(Card(key, "trouble", title, advice, close=lambda: self.drop(key)))

    def refused(self, item: Item, what: str, reason: str, *, hold: bool = False) -> None:
        """A card for a change of an item that the platform did not take: send it again, or let go of a `hold`."""
        key = f"parked:{item.item_id}"
        title = self.tr("{number} 号：{what}被平台退回").format(number=item.number, what=what)
        advice = self.tr("{why}（平台原话）。其余商品不受影响").format(why=reason or self.tr("没有说明原因"))

        def wish(deed: str) -> None:
            self.drop(key)
            self.mendWished.emit(deed, item.number)

        deeds = [Deed(self.tr("重发"), "", partial(wish, "resend"))]
        if hold:
            deeds.append(Deed(self.tr("不预留了"), "", partial(wish, "give_back")))
        seconds = 2 * INFO_S if self._own_only else None
        self._put(Card(key, "amber", title, advice, deeds, seconds, close=lambda: self.drop(key)))

    def offer_undo(self, undo: Undo) -> None:
        """A card that takes back what was just done, for a while."""
        self._undo, self.undo_late = undo, False
        self._undos += 1
        self._put(self._undo_card(undo, UNDO_S))

    def take_undo(self) -> Undo | None:
        """What Ctrl+Z takes back, once."""
        undo, self._undo = self._undo, None
        self.drop("undo")
        return undo

    def forget_undo(self, kind: type[object]) -> None:
        """What `kind` of command would take back cannot be taken back any more."""
        if self._undo is not None and isinstance(self._undo.back, kind):
            self.take_undo()

    def make_room(self, most: int) -> None:
        """Show `most` cards at once, one at least: the others are counted, and come when one is read."""
        most = max(1, min(MOST, most))
        if most != self.most:
            self.most = most
            self._lay()

    def drop(self, key: str) -> None:
        """Take a card of this window away; harmless when there is none."""
        self.troubles.pop(key, None)
        if self._own.pop(key, None) is not None:
            self._lay()

    def drop_refusals(self) -> bool:
        """Take away what was only refused; False when there was nothing of it."""
        refusals = [key for key, error in self.troubles.items() if passing(error)]
        for key in refusals:
            self.drop(key)
        return bool(refusals)

    @property
    def reachable(self) -> list[CardView]:
        """The cards on which there is something to press."""
        return [view for view in self.cards if view.buttons] if self.isVisible() else []

    def next_card(self) -> bool:
        """Put the focus on the first button of the first card, or of the one after the card that has it."""
        reachable = self.reachable
        if not reachable:
            return False
        focused = QApplication.focusWidget()
        at = next((n for n, view in enumerate(reachable) if focused is not None and view.isAncestorOf(focused)), -1)
        reachable[(at + 1) % len(reachable)].buttons[0].setFocus()
        return True

    @property
    def first_conflict(self) -> Sale | None:
        """The conflict that the keys decide: the one whose card shows them."""
        shown = [sale for sale in open_conflicts(self._state) if f"{CONFLICT}{sale.sale_id}" not in self._read]
        return next(iter(shown), None)

    # --- cards -------------------------------------------------------------------------------

    def _undo_card(self, undo: Undo, seconds: int) -> Card:
        deed = Deed(self._undo_text(seconds), self._keys["undo"].shown, lambda: self.undoWished.emit(undo))
        return Card("undo", "jade", undo.said, "", [deed], seconds, serial=self._undos)

    def _undo_text(self, seconds: int) -> str:
        return self.tr("撤销 · {n} 秒").format(n=seconds)

    def _from_state(self) -> list[Card]:
        """Cards for what the state itself shows to need a hand: refused items, units sold twice."""
        cards = []
        for item in self._state.items:
            card = self._refused_card(item)
            if card is not None:
                cards.append(card)
        conflicts = open_conflicts(self._state)
        for sale in self._state.sales:
            if sale.short_units and sale.status is not SaleStatus.VOID:
                if any(other.item_id == sale.item_id for other in conflicts):
                    continue  # the same trouble: whoever decides about the claim decides about this
                key = f"short:{sale.sale_id}"
                title = self.tr("{number} 号超卖 {n} 件").format(number=sale.number, n=sale.short_units)
                advice = self.tr("平台的这一单没有货：补货后加库存（{key}），或在平台退款")
                if sale.source is SaleSource.STUDIO:
                    advice = self.tr("店里的这一单没有货：补货后加库存（{key}），或作废这一单")
                advice = advice.format(key=self._keys["stock"].shown)
                cards.append(Card(key, "amber", title, advice, close=partial(self._seen, key)))
        return [card for card in cards if card.key not in self._read]

    def _refused_card(self, item: Item) -> Card | None:
        refused = item.platform is PlatformState.REFUSED
        if not refused and not (item.platform_reason and self._state.outbox.parked):
            return None
        key = f"refused:{item.number}:{item.platform_reason}"
        title = (self.tr("{number} 号被平台退回") if refused else self.tr("{number} 号：改动被平台退回")).format(
            number=item.number
        )
        why = item.platform_reason or self.tr("没有说明原因")
        advice = self.tr("{why}（平台原话）。其余商品不受影响").format(why=why)
        deeds = self._mend(item.number, mends(item.platform_reason) if refused else ("price",))
        return Card(key, "trouble", title, advice, deeds, close=partial(self._seen, key))

    def _mend(self, number: int, named: tuple[str, ...]) -> list[Deed]:
        return [Deed(deed_words(deed), "", partial(self.mendWished.emit, deed, number)) for deed in (*named, "resend")]

    def _conflict_cards(self, others: int) -> list[Card]:
        """The oldest conflicts with what can be decided, beside `others`; the keys stand on the one they decide."""
        waiting = [sale for sale in open_conflicts(self._state) if f"{CONFLICT}{sale.sale_id}" not in self._read]
        first = self.first_conflict
        cards = []
        most = max(1, min(MOST_CONFLICTS, self.most - others))
        for sale in waiting[:most]:
            key = f"{CONFLICT}{sale.sale_id}"
            title = self.tr("{number} 号 ×{quantity}：平台没有货了").format(number=sale.number, quantity=sale.quantity)
            parts = [self.tr("平台和店里都卖了"), price(sale.amount_fen), sale.buyer]
            if sale is waiting[:most][-1] and len(waiting) > most:
                parts.append(self.tr("还有 {n} 笔也要决定").format(n=len(waiting) - most))
            deeds = [
                Deed(
                    how.word, self._keys[how.name].shown if sale is first else "", partial(self._decide, sale, how.name)
                )
                for how in HOWS
            ]
            advice = " · ".join(part for part in parts if part)
            card = Card(key, "trouble", title, advice, deeds, close=partial(self._seen, key))
            card.close_text = self.tr("稍后")
            cards.append(card)
        return cards

    def _decide(self, sale: Sale, how: str) -> None:
        self.decideWished.emit(sale, how)

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
            as_run(notice.advice.said(self._lang, **said)),
            close=lambda: self.dismissed.emit(notice.key),
        )
        item = self._state.by_number(notice.number) if notice.number is not None else None
        if item is not None and item.platform is PlatformState.REFUSED:
            card.deeds = self._mend(item.number, mends(item.platform_reason))
        elif notice.key.startswith(UNEQUAL):
            card.deeds = self._settle(notice)
        elif notice.key.startswith(PRICED) and item is not None:
            card.deeds = self._reprice(notice, item.number)
        elif notice.key.startswith(("link", "network", "sync")):
            card.deeds = [Deed(self.tr("立即重试"), self._keys["retry"].shown, self.retryWished.emit)]
        return card

    def _settle(self, notice: Notice) -> list[Deed]:
        """Whose number is right: said with the number, so that nobody has to think twice."""
        item_id = notice.key.removeprefix(UNEQUAL)
        there, here = notice.facts.get("there", ""), notice.facts.get("here", "")
        return [
            Deed(
                self.tr("以平台为准：{n} 件").format(n=there), "", partial(self.settleWished.emit, item_id, "platform")
            ),
            Deed(self.tr("以店里为准：{n} 件").format(n=here), "", partial(self.settleWished.emit, item_id, "studio")),
        ]

    def _reprice(self, notice: Notice, number: int) -> list[Deed]:
        """Whose price is right, said with the price."""
        words = (("there", self.tr("以平台为准：{price}")), ("here", self.tr("以店里为准：{price}")))
        return [
            Deed(said.format(price=notice.facts[side]), "", partial(self._wish_price, number, notice, side))
            for side, said in words
        ]

    def _wish_price(self, number: int, notice: Notice, side: str) -> None:
        self.priceWished.emit(number, int(notice.facts[f"{side}_fen"]))

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
                self.troubles.pop(key, None)
                if key == "undo":
                    self._undo, self.undo_late = None, True
            elif key == "undo":
                for view in self.cards:  # by its key: its title may also say how many are not shown
                    if view.key == key:
                        view.buttons[0].setText(self._undo_text(card.seconds))  # in place: it may be pressed now
        if not any(card.seconds is not None for card in self._own.values()):
            self._second.stop()
        self._lay()

    # --- the stack ---------------------------------------------------------------------------

    def _lay(self) -> None:
        """Bring the stack in line: cards that say the same stay, and the focus stays where it was as far as it can."""
        told = [self._card_of(n) for n in self._state.notices if not self._own_only or n.key in ON_BOTH]
        if not self._own_only:
            told += self._from_state()
            told += self._conflict_cards(len(told) + len(self._own))
        told.sort(key=lambda card: card.key in ON_BOTH)  # the urgent ones nearest to the eye
        waiting = [*told, *self._own.values()]
        wanted = self._chosen(waiting)
        hidden = len(waiting) - len(wanted)
        if hidden:
            said = self.tr("{title}（另有 {n} 条）").format(title=wanted[0].title, n=hidden)
            wanted[0] = replace(wanted[0], title=said)
        if [card.looks for card in wanted] == list(self._views):
            return
        focused = self._focused()
        former, self._views = self._views, {}
        for shown in self.cards:
            self._column.removeWidget(shown)  # after takeAt an old item goes on answering for its height
        for card in wanted:
            view = former.pop(card.looks, None) or CardView(self._theme, card, card.close_text or self.tr("知道了"))
            self._column.addWidget(view)
            view.show()  # or Qt does it a turn later, and the stack is laid out without it
            self._views[card.looks] = view
        self.cards = list(self._views.values())
        for view in former.values():
            view.hide()
            view.deleteLater()
        self.setVisible(bool(wanted))
        if focused is not None:
            self._keep_focus(*focused)

    def _chosen(self, waiting: list[Card]) -> list[Card]:
        """Those of `waiting` to be shown, in their order; the rest is counted.

        Never counted away: a code in the picture, the conflict that the keys decide, the card under the hand, and
        what was done last. Of the others the graver first; an item that was refused says so in its row as well.
        """
        first, under = self.first_conflict, self._focused()
        told = {notice.key for notice in self._state.notices}
        kept = {*ON_BOTH, f"{CONFLICT}{first.sale_id}" if first is not None else "", under[0] if under else ""}
        kept.update(list(self._own)[-1:])

        def rank(n: int) -> tuple[bool, bool, int, bool, int]:
            card = waiting[n]
            return (card.key not in kept, card.key not in self._own, TONES.index(card.tone), card.key not in told, -n)

        most = max(self.most, sum(card.key in kept for card in waiting))
        return [waiting[n] for n in sorted(sorted(range(len(waiting)), key=rank)[:most])]

    def _focused(self) -> tuple[str, int] | None:
        """The card with the focus, by its key, and which of its buttons has it."""
        return next(((v.key, n) for v in self.cards for n, b in enumerate(v.buttons) if b.hasFocus()), None)

    def _keep_focus(self, key: str, button: int) -> None:
        """After the card with the focus changed: the same button, else the next card of its kind, else nowhere here."""
        same = next((view for view in self.cards if view.key == key), None)
        if same is not None and same.buttons:
            same.buttons[min(button, len(same.buttons) - 1)].setFocus()
            return
        kind = key.partition(":")[0]
        other = next((view for view in self.cards if view.key.startswith(f"{kind}:") and view.buttons), None)
        if other is not None:
            other.buttons[0].setFocus()
        else:
            self.left.emit()
