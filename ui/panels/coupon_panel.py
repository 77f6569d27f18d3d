"""A coupon on the assistant's seat: how it stands, how many are truly left, shown to the viewers or not, ended.

What it is made of is asked on the strip (`ui.questions`); an end is asked once more there, because the
platform cannot take it back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from console.facts import Coupon, CouponState
from console.state import ShowState
from ui.actions import Actions
from ui.keys.buttons import KeyButton
from ui.keys.shortcuts import Key
from ui.look.chips import Chip
from ui.look.theme import Theme
from ui.selling.coupons import coupon_lines, coupon_standing, fresh, left_of, on_what, until_words, worth_saying


class CouponPanel(QFrame):
    """One coupon at a time. Takes no room while there is none."""

    endWished = Signal(object)
    """The `Coupon` that shall end."""

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, Key],
        actions: Actions,
        now_ms: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self._actions, self._now_ms = actions, now_ms
        self._state = ShowState()
        self._coupons: list[Coupon] = []
        self._chosen = self._put_away = ""
        self._compact = False
        self.standing = Chip(theme, flat=True)
        self.terms = Chip(theme, flat=True, elastic=True)
        self.left = Chip(theme)
        self.another = KeyButton(theme, "", kind="plain")
        self.turn = KeyButton(theme, self.tr("给观众看"), keys["coupon_show"].shown, kind="plain")
        self.end = KeyButton(theme, self.tr("结束"), keys["coupon_end"].shown, kind="plain")
        self.close_it = KeyButton(theme, self.tr("收起"), kind="plain")
        self.another.setToolTip(self.tr("换一张优惠券"))
        for button in (self.another, self.turn, self.end, self.close_it):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(12), theme.px(6))
        row.setSpacing(theme.px(10))
        for chip in (self.standing, self.terms, self.left):
            row.addWidget(chip)
        row.addStretch(1)
        for button in (self.another, self.turn, self.end, self.close_it):
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._connect()
        self.setVisible(False)

    def _connect(self) -> None:
        self.another.clicked.connect(self._choose_another)
        self.turn.clicked.connect(lambda: self._with(self._actions.turn_coupon))
        self.end.clicked.connect(lambda: self._with(self.endWished.emit))
        self.close_it.clicked.connect(lambda: self._with(self._close))

    @property
    def coupon(self) -> Coupon | None:
        """The one it speaks of."""
        chosen = next((coupon for coupon in self._coupons if coupon.coupon_id == self._chosen), None)
        return chosen or (self._coupons[0] if self._coupons else None)

    def turn_shown(self) -> bool:
        """Show it to the viewers, or no more; False where there is none that could be."""
        coupon = self.coupon
        if coupon is None or coupon.state is not CouponState.MADE:
            return False
        self._actions.turn_coupon(coupon)
        return True

    def be_compact(self, compact: bool) -> None:
        """Terms and count, where there is little room."""
        self._compact = compact
        for button in (self.turn, self.end):
            button.show_key(shown=not compact)
        self._show()

    def show_state(self, state: ShowState) -> None:
        """Show the coupons of `state`."""
        self._state = state
        self._show()

    def tick(self) -> None:
        """Once a second: counts get old, days end."""
        self._show()

    def _show(self) -> None:
        now_ms = self._now_ms()
        self._coupons = [c for c in worth_saying(self._state, now_ms) if c.coupon_id != self._put_away]
        coupon = self.coupon
        self.setVisible(coupon is not None)
        if coupon is None:
            return
        shown = coupon.coupon_id == self._state.coupon_shown
        how = coupon_standing(coupon, now_ms)
        viewers = self.tr("观众看得到") if self._state.live else self.tr("开播就给观众看")
        seen = viewers if shown else how.word
        self.standing.say(seen, tone=how.tone, shape=how.shape)
        terms, name = coupon_lines(coupon)
        told = [on_what(coupon, self._state), until_words(coupon)]
        if coupon.state is CouponState.REFUSED:
            told = [coupon.reason]
        quiet = " · ".join(part for part in (name, *told) if part)
        self.terms.say(terms if self._compact else f"{terms} · {quiet}", more=quiet if self._compact else "")
        tone = "text" if fresh(coupon, now_ms) else "amber"
        self.left.say("", left_of(coupon, now_ms) if coupon.state is CouponState.MADE else "", tone=tone)
        made = coupon.state is CouponState.MADE and not coupon.ending
        self.another.setVisible(len(self._coupons) > 1)
        self.another.setText(f"+{len(self._coupons) - 1}")
        self.another.setAccessibleName(self.tr("换一张优惠券，还有 {n} 张").format(n=len(self._coupons) - 1))
        self.turn.setVisible(made)
        self.turn.setText(self.tr("不给观众看") if shown else self.tr("给观众看"))
        self.end.setVisible(coupon.state is not CouponState.REFUSED and not coupon.ending)
        self.close_it.setVisible(coupon.state is CouponState.REFUSED)

    def _with(self, deed: Callable[[Coupon], None]) -> None:
        if (coupon := self.coupon) is not None:
            deed(coupon)

    def _choose_another(self) -> None:
        """The next one, in a round."""
        now = self.coupon
        if now is not None:
            place = self._coupons.index(now)
            self._chosen = self._coupons[(place + 1) % len(self._coupons)].coupon_id
            self._show()

    def _close(self, coupon: Coupon) -> None:
        """A refused one was read."""
        self._put_away = coupon.coupon_id
        self._show()
