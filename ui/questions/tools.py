"""Questions of the selling tools: flash sales, steps, draws, coupons. How they are read is in `ui/selling`."""

from __future__ import annotations

from console import commands as c
from console.errors import CouponUnfit, KaiboError, Text
from console.facts import Coupon, Item
from console.listing.steps import read_steps
from console.money import plain, price
from ui.panels.wording import of_steps, of_text
from ui.questions.asker import Asker, asks
from ui.selling.coupons import coupon_first, coupon_heard, coupon_in, coupon_name, last_day, living
from ui.selling.draws import draw_heard, draw_in
from ui.selling.flash_sales import begins_at_ms, flash_first, flash_heard, flash_in
from ui.selling.steps import steps_heard, steps_line
from ui.typed.asking import slipped
from ui.typed.cells import regular_fen


class ToolQuestions(Asker):
    """Asked of the item on air, of one that is chosen, or of none."""

    @asks
    def flash(self, item: Item) -> None:
        """At which flash price, how many, how long? While one runs or is planned, another comes after it."""
        question = (
            self.tr("{number} 号再排一场秒杀") if item.flash is not None else self.tr("{number} 号秒杀")
        ).format(number=item.number) + self.tr("：价格 x件数 秒数")
        number = item.number
        twice, former_fen = self.twice, regular_fen(item)

        def answer(typed: str) -> str:
            wish = flash_in(typed)
            if wish is None:
                return self.tr("写成 499 x5 60，可加 限2、20:30")
            if twice.first_time(typed, doubtful=slipped(former_fen, wish.price_fen)):
                return self.tr("原价 {former}，秒杀价 {price}？再按 Enter 就开始").format(
                    former=price(former_fen), price=price(wish.price_fen)
                )
            at_ms = None if wish.begins is None else begins_at_ms(wish.begins, self._now_ms())
            command = c.StartFlashSale(
                number=number,
                price_fen=wish.price_fen,
                units=wish.units,
                per_buyer=wish.per_buyer,
                seconds=wish.seconds,
                at_ms=at_ms,
            )
            self._actions.do(command, otherwise=self._or_again())
            return ""

        self._ask(question, flash_first(item, self._actions.state), answer, flash_heard)

    def flash_on_air(self) -> None:
        """F6: a flash sale of the item on air, or half a minute more of the one that runs."""
        item = self._actions.state.on_air
        if item is None:
            self._actions.say_nothing_on_air()
        elif item.flash is not None:
            self._actions.extend_flash(item.flash)
        else:
            self.flash(item)

    @asks
    def steps(self, item: Item) -> None:
        """Which steps has this item?"""
        question = self.tr("{number} 号的步骤，用 | 隔开").format(number=item.number)
        number = item.number

        def answer(typed: str) -> str:
            try:
                read_steps(typed)
            except KaiboError as error:
                return error.shown(self._lang).advice or error.shown(self._lang).title
            self._actions.do(c.SetSteps(number=number, line=typed), otherwise=self._or_again())
            return ""

        first = steps_line(item.steps) or self.tr("预热 讲产地 | 开价 {price} | 下架").format(
            price=plain(item.price_fen)
        )
        self._ask(question, first, answer, steps_heard, lambda typed: of_steps(self._check, typed, item))

    def draw(self) -> None:
        """Which prize, for how many, among whom? Above the cap of the rules the line says so."""
        self._draw(self._actions.state.on_air)

    @asks
    def _draw(self, item: Item | None) -> None:
        number = item.number if item is not None else None

        def answer(typed: str) -> str:
            wish = draw_in(typed)
            if wish is None:
                return self.tr("写成 手镯免单 x3，可加 值599、全场")
            among = None if wish.whole_show else number
            command = c.OpenDraw(prize=wish.prize, prize_fen=wish.prize_fen, winners=wish.winners, number=among)
            self._actions.do(command, otherwise=self._or_again())
            return ""

        first = (
            self.tr("{title}免单 x1 值{price}").format(title=item.title, price=plain(item.price_fen)) if item else ""
        )
        self._ask(
            self.tr("抽什么：奖品 x人数"),
            first,
            answer,
            lambda typed: draw_heard(typed, number),
            lambda typed: of_text(self._check, wish.prize if (wish := draw_in(typed)) else typed),
        )

    def coupon(self) -> None:
        """How much off, from which sum on, how many, for how many whole days?"""
        self._coupon(self._actions.state.on_air)

    @asks
    def _coupon(self, item: Item | None) -> None:
        state = self._actions.state
        number = item.number if item is not None else None

        def answer(typed: str) -> str:
            wish = coupon_in(typed)
            if wish is None:
                return self.tr("写成 满500减50 x100 限1 3天，可加 全店；按整天算")
            now_ms = self._now_ms()
            self._actions.do(
                c.CreateCoupon(
                    name=coupon_name(wish),
                    reduce_fen=wish.reduce_fen,
                    threshold_fen=wish.threshold_fen,
                    total=wish.total,
                    per_buyer=wish.per_buyer,
                    number=None if wish.whole_shop else number,
                    last_day=last_day(wish, now_ms),
                ),
                otherwise=self._or_again(),
            )
            return ""

        self._ask(
            self.tr("优惠券（平台按整天算）：满几减几 x张数 限几 几天"),
            coupon_first(item, state.coupons),
            answer,
            lambda typed: coupon_heard(typed, number, self._now_ms()),
            lambda typed: of_text(self._check, wish.name if (wish := coupon_in(typed)) else typed),
        )

    def show_coupon(self) -> None:
        """Ctrl+Shift+J: the coupon that viewers see goes, else the newest comes."""
        now_ms = self._now_ms()
        alive = living(self._actions.state, now_ms)
        if alive:
            self._actions.turn_coupon(alive[0])
        else:
            self._actions.failed.emit(CouponUnfit(why=Text("还没有优惠券", "there is no coupon yet")))

    def end_a_coupon(self, spoken_of: Coupon | None = None) -> None:
        """Alt+J: the coupon that a panel speaks of, else the one that viewers see, else the newest."""
        alive = [coupon for coupon in living(self._actions.state, self._now_ms()) if not coupon.ending]
        if alive:
            self.end_coupon(spoken_of if spoken_of in alive else alive[0])
        else:
            why = Text("没有可以结束的优惠券", "there is no coupon to end")
            self._actions.failed.emit(CouponUnfit(why=why))

    @asks
    def end_coupon(self, coupon: Coupon) -> None:
        """Really end it? The platform cannot take that back."""
        question = self.tr("结束优惠券 {name}？平台上就领不到了，已领的照用").format(name=coupon.name)

        def answer(_typed: str) -> str:
            self._actions.end_coupon(coupon)
            return ""

        self._ask(question, None, answer)
