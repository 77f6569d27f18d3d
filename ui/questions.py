"""The questions a person is asked on one line, and what their answers do. The strip shows one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console import commands as c
from console.errors import CouponUnfit, InputError, KaiboError, NothingOnAir, NothingToResolve, Text
from console.facts import Coupon, Item, Plan, PlatformState, Sale
from console.listing.line import read
from console.listing.steps import read_steps
from console.money import plain, price
from console.planning import read_plan
from ui.actions import Actions, Otherwise
from ui.asking import pieces_in, quantity_in, slipped, units_in, yuan_in
from ui.cells import regular_fen
from ui.format import as_run, offline, points
from ui.language import translate
from ui.panels.strip import AskStrip
from ui.plans import heard as plan_heard
from ui.plans import when
from ui.selling.claims import decidable
from ui.selling.coupons import coupon_first, coupon_heard, coupon_in, coupon_name, last_day, living
from ui.selling.draws import draw_heard, draw_in
from ui.selling.flash_sales import begins_at_ms, flash_first, flash_heard, flash_in
from ui.selling.steps import steps_heard, steps_line
from ui.snapping import Photo, doubt_of, heard, list_it, take
from ui.standing import Asker, asks
from ui.wording import Check, of_item, of_steps, of_text, of_title, unchecked

if TYPE_CHECKING:
    from console.words import Hit


class Questions(Asker):
    """Asks, checks, and hands the answer to `Actions`. What it is about is fixed when it is asked."""

    def __init__(
        self,
        strip: AskStrip,
        actions: Actions,
        asked: Callable[[], None],
        parent: QObject,
        now_ms: Callable[[], int],
        lang: str,
        check: Check = unchecked,
    ) -> None:
        """`asked` is called when a question stands on the strip."""
        super().__init__(strip, asked, parent)
        self._now_ms, self._lang, self._check = now_ms, lang, check
        self._actions = actions
        self._photo: Photo | None = None
        strip.closed.connect(self._forget_photo)

    def _forget_photo(self) -> None:
        self._photo = None

    def _or_again(self) -> Otherwise:
        """For an answer that the desk may refuse: the question then stands again, with what was typed and why not.

        Made while the question stands. Where another one took its place meanwhile, and for what is nobody's slip,
        there is a card.
        """
        standing = self.standing()

        def refused(error: KaiboError) -> None:
            if standing is None or not isinstance(error, InputError) or self.standing() is not None:
                self._actions.failed.emit(error)
                return
            shown = error.shown(self._lang)
            standing.ask(self)
            self._strip.refuse(standing.typed, as_run(" · ".join(filter(None, (shown.title, shown.advice)))))

        return refused

    # --- sales -------------------------------------------------------------------------------

    def sale(self) -> None:
        """How many of the item on air were sold?"""
        item = self._actions.state.on_air
        if item is None:
            self._actions.sell(1, None)
        else:
            self._sale(item)

    @asks
    def _sale(self, item: Item) -> None:
        state = self._actions.state
        number = item.number  # fixed now: a change on air while typing must not move the sale
        question = self.tr("{number} 号 {title}：卖了几件？").format(number=number, title=item.title)
        if offline(state):
            owned = min(item.quota, item.stock_left)
            question += (
                self.tr("（离线可卖 {n} 件）").format(n=owned) if owned else self.tr("（离线，先记为待平台确认）")
            )

        def answer(typed: str) -> str:
            quantity = pieces_in(typed)
            if quantity is None:
                return self.tr("写一个不小于 1 的数")
            self._actions.sell(quantity, number, self._or_again())
            return ""

        self._ask(question, "1", answer)

    @asks
    def void(self, sale: Sale) -> None:
        """Why is this sale void?"""
        question = self.tr("作废 {number} 号 ×{quantity}，原因：").format(number=sale.number, quantity=sale.quantity)

        def answer(typed: str) -> str:
            if not typed:
                return self.tr("要写一句原因")
            self._actions.void(sale, typed, self._or_again())
            return ""

        self._ask(question, self.tr("客人不要了"), answer)

    def decide(self, sale: Sale, how: str) -> None:
        """What becomes of a sale the platform did not agree to; a refund and other goods are asked once more."""
        if not decidable(sale):
            self._actions.failed.emit(NothingToResolve())
        elif how == "refund":
            self._refund(sale)
        elif how == "substitute":
            self._substitute(sale)
        else:
            self._actions.resolve(sale, how)

    @asks
    def _refund(self, sale: Sale) -> None:
        question = self.tr("{number} 号 ×{quantity} 退款 {amount}，这一笔作废？").format(
            number=sale.number, quantity=sale.quantity, amount=price(sale.amount_fen)
        )

        def answer(_typed: str) -> str:
            self._actions.resolve(sale, "refund")
            return ""

        self._ask(question, None, answer)

    @asks
    def _substitute(self, sale: Sale) -> None:
        question = self.tr("{number} 号 ×{quantity} 换成几号？").format(number=sale.number, quantity=sale.quantity)

        def answer(typed: str) -> str:
            number = quantity_in(typed)
            item = self._actions.state.by_number(number) if number is not None else None
            if item is None:
                return self.tr("写货单里的编号")
            if item.item_id == sale.item_id:
                return self.tr("换一个别的编号")
            if not item.sellable or item.stock_left < sale.quantity:
                return self.tr("{number} 号只剩 {left} 件").format(number=item.number, left=item.stock_left)
            self._actions.resolve(sale, "substitute", item.number)
            return ""

        self._ask(question, "", answer)

    # --- items -------------------------------------------------------------------------------

    def snap(self) -> None:
        """F2 where there is no form: a photo now, and its line. Pressed again: another photo, the line stays."""
        typed = self._strip.field.text() if self._photo is not None and self.standing() is not None else ""
        self.listing(take(self._actions, self._strip.hear_again), typed)

    @asks
    def listing(self, photo: Photo, first: str = "") -> None:
        """What is on the photo, at which price, how many of it?"""
        twice, self._photo = self.twice, photo

        def answer(typed: str, *, on_air: bool = False) -> str:
            if not typed:
                return self.tr("写名称 价格 件数：手镯 599 x3")
            reading = read(typed)
            doubt = doubt_of(reading, self._actions)
            if doubt is not None and (reading.price_fen is None or not reading.title):
                return doubt.said(self._lang)
            if doubt is not None and twice.first_time(typed, doubtful=True):
                return self.tr("{doubt}；再按 Enter 就这样上架").format(doubt=doubt.said(self._lang))
            again = partial(self.listing, photo, typed)
            list_it(self._actions, typed, photo, again, as_read=doubt is not None, on_air=on_air)
            return ""

        def look(typed: str) -> Sequence[Hit]:
            reading = read(typed.strip())
            return of_title(self._check, reading.title, reading.price_fen, reading.stock)

        self._ask(
            self.tr("上架：名称 价格 件数（Ctrl Enter 上架并讲解）"),
            first,
            answer,
            lambda typed: heard(typed, photo, self._lang),
            look,
            strong=partial(answer, on_air=True),
            fades=True,
        )

    def listed(self, snap_id: str | None) -> None:
        """A photo was listed: where it was at the other seat, a question about it that nobody answers goes."""
        if self._photo is not None and self._photo.snap is not None and self._photo.snap.snap_id == snap_id:
            self._strip.fade()

    @asks
    def price(self, item: Item) -> None:
        """At which price from now on? A refused item is sent again with it."""
        refused = _refused(item)
        question = (
            self.tr("{number} 号改价为（元），再发一次") if refused else self.tr("{number} 号改价为（元）")
        ).format(number=item.number)
        twice, former_fen = self.twice, regular_fen(item)

        def answer(typed: str) -> str:
            fen = yuan_in(typed)
            if fen is None:
                return self.tr("写成 599 或 39.90")
            if twice.first_time(typed, doubtful=slipped(former_fen, fen)):
                return translate("cells", "{former} 改成 {price}？再按 Enter 就改").format(
                    former=price(former_fen), price=price(fen)
                )
            if refused:
                self._actions.mend(c.ChangePrice(number=item.number, price_fen=fen))
            else:
                self._actions.change_price(item.number, fen, self._or_again())
            return ""

        self._ask(question, plain(item.price_fen), answer)

    @asks
    def stock(self, item: Item) -> None:
        """How many more, or fewer?"""
        question = self.tr("{number} 号还剩 {left} 件，加几件（减写 -2）").format(
            number=item.number, left=item.stock_left
        )

        def answer(typed: str) -> str:
            units = units_in(typed)
            if units is None:
                return self.tr("写一个不是 0 的数")
            self._actions.add_stock(item.number, units, self._or_again())
            return ""

        self._ask(question, "1", answer)

    @asks
    def name(self, item: Item) -> None:
        """Under which title? A refused item is sent again under it."""
        refused = _refused(item)
        question = (self.tr("{number} 号的新名称，再发一次") if refused else self.tr("{number} 号的新名称")).format(
            number=item.number
        )

        def answer(typed: str) -> str:
            if not typed:
                return self.tr("名称不能为空")
            if refused:
                self._actions.mend(c.EditItem(number=item.number, title=typed))
            else:
                self._actions.edit(item.number, title=typed, otherwise=self._or_again())
            return ""

        self._ask(question, item.title, answer, look=lambda typed: of_item(self._check, typed, item))

    @asks
    def template(self, item: Item, which: str) -> None:
        """Under which category, or with which freight template, is it sent again?"""
        freight = which == "freight"
        question = (
            self.tr("{number} 号的运费模板编号，再发一次（留空：让平台重新给）")
            if freight
            else self.tr("{number} 号的类目编号，再发一次（留空：让平台重新推荐）")
        ).format(number=item.number)

        def answer(typed: str) -> str:
            chosen = quantity_in(typed) if typed else None
            if typed and chosen is None:
                return self.tr("写平台上的编号，只有数字")
            self._actions.change_template(item.number, **{"express_template_id" if freight else "category_id": chosen})
            return ""

        self._ask(question, "", answer)

    @asks
    def points(self, item: Item) -> None:
        """What shall the anchor say of it?"""
        question = self.tr("{number} 号的卖点，用 / 隔开").format(number=item.number)

        def answer(typed: str) -> str:
            self._actions.edit(item.number, points=typed, otherwise=self._or_again())
            return ""

        first = " / ".join(points(item))
        self._ask(question, first, answer, look=lambda typed: of_item(self._check, typed, item))

    @asks
    def bin(self, item: Item) -> None:
        """Where does it lie?"""
        question = self.tr("{number} 号的货位").format(number=item.number)

        def answer(typed: str) -> str:
            self._actions.edit(item.number, bin_code=typed, otherwise=self._or_again())
            return ""

        self._ask(question, item.bin_code, answer)

    @asks
    def bins(self, items: Sequence[Item]) -> None:
        """Where do several lie?"""
        question = self.tr("{n} 件的货位").format(n=len(items))

        def answer(typed: str) -> str:
            self._actions.put_in_bin(items, typed)
            return ""

        self._ask(question, "", answer)

    @asks
    def again(self, item: Item) -> None:
        """How many of another one like it?"""
        fen = item.price_fen if item.flash is None else item.flash.regular_fen
        question = self.tr("照 {number} 号再上一件：{title} {price}，几件？").format(
            number=item.number, title=item.title, price=price(fen)
        )

        def answer(typed: str) -> str:
            quantity = pieces_in(typed)
            if quantity is None:
                return self.tr("写一个不小于 1 的数")
            self._actions.list_again(item.number, quantity, self._or_again())
            return ""

        self._ask(question, "1", answer)

    @asks
    def quota(self, item: Item) -> None:
        """How many units shall be ours whatever the line does?"""
        free = max(0, item.stock_left - item.quota - self._actions.holds.units(item.item_id))
        question = self.tr("{number} 号预留几件，断网也能卖（最多 {free}）").format(number=item.number, free=free)

        def answer(typed: str) -> str:
            units = pieces_in(typed)
            if units is None or units > free:
                return self.tr("写 1 到 {free} 的数").format(free=free) if free else self.tr("没有可以预留的了")
            self._actions.hold(item, units, self._or_again())
            return ""

        self._ask(question, "1" if free else "", answer)

    # --- the show ----------------------------------------------------------------------------

    @asks
    def plan(self, plan: Plan | None = None) -> None:
        """When, and under which title, is the next show? Or the one that is planned already."""

        def answer(typed: str) -> str:
            read = read_plan(typed, self._now_ms())
            if read is None:
                return self.tr("写成 明天 20:00 晚场")
            if plan is None:
                command: c.Command = c.PlanShow(at_ms=read.at_ms, title=read.title)
            else:
                command = c.ChangePlan(plan_id=plan.plan_id, at_ms=read.at_ms, title=read.title)
            self._actions.do(command, otherwise=self._or_again())
            return ""

        def title(typed: str) -> str:
            read = read_plan(typed, self._now_ms())
            return read.title if read is not None else typed

        first = "" if plan is None else f"{when(plan.at_ms, self._now_ms())} {plan.title}".strip()
        self._ask(
            self.tr("排一场：时间 名字") if plan is None else self.tr("这一场改成"),
            first,
            answer,
            lambda typed: plan_heard(typed, self._now_ms()),
            lambda typed: of_text(self._check, title(typed)),
        )

    # --- selling tools -----------------------------------------------------------------------

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
            self._actions.failed.emit(NothingOnAir())
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

    @asks
    def address(self, place: int) -> None:
        """Where in the network is the camera of this place?"""

        def answer(typed: str) -> str:
            if "://" not in typed:
                return self.tr("地址要写全，如 rtsp://192.168.1.20:554/live")
            self._actions.do(c.ChooseCamera(camera=place, source=typed), otherwise=self._or_again())
            return ""

        self._ask(self.tr("机位 {n} 的网络地址（RTSP、RTMP、HTTP）").format(n=place), "rtsp://", answer)


def _refused(item: Item) -> bool:
    return item.platform is PlatformState.REFUSED
