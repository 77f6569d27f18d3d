"""A desk in memory: the same to hold as the real one, over `state.apply`, without a database."""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace

from console import commands as c
from console import draws
from console import events as e
from console.camera.errors import NoSuchCamera
from console.clock import Clock
from console.errors import KaiboError, NotEnoughStock, NothingOnAir, UnknownNumber
from console.facts import (
    Conflict,
    Coupon,
    CouponState,
    Crop,
    Draw,
    DrawState,
    FlashSale,
    FlashState,
    Item,
    ListingState,
    Plan,
    PlatformState,
    Sale,
    SaleSource,
    SaleStatus,
    Script,
    Shot,
    Show,
    ShowStatus,
    Snap,
    Totals,
    Trust,
    View,
    Winner,
)
from console.hub import Hub
from console.lineup import moved_together
from console.listing.line import read
from console.listing.steps import read_steps
from console.listing.trust import described
from console.state import ShowState, apply
from tests.clock import FakeClock

SAID_OF_A_SALE = (
    "sale_id",
    "item_id",
    "number",
    "title",
    "quantity",
    "unit_price_fen",
    "source",
    "status",
    "buyer",
    "order_id",
    "short_units",
    "recorded_at_ms",
)
"""What the event of a sale says beside the sale itself."""


BUYERS = ("阿珍 100231", "老王 100232", "小鱼 100233")
"""Who takes part in its draws."""


class FakeDesk:
    """Carries commands out at once; `done` keeps what was asked, `fails` is raised once."""

    def __init__(self, state: ShowState | None = None, clock: Clock | None = None) -> None:
        self.hub = Hub()
        self.clock = clock or FakeClock()
        self.done: list[c.Command] = []
        self.fails: KaiboError | Exception | None = None
        self.blind = False
        """Without a camera what is listed without a snap stays a draft."""
        self.seeds: dict[str, str] = {}
        self.shots: tuple[Shot, ...] = tuple(
            Shot(*[f"s{n}.jpg"] * 4, 9.0 - n, (1280, 720), Crop(330, 50, 620, 620), Crop(406, 45, 468, 624))
            for n in range(3)
        )
        self.snaps: dict[str, Snap] = {}
        self.white_gate: asyncio.Future[None] | None = None
        """Where it is set, a white background is made only when it is done."""
        self._state = state or ShowState()

    @property
    def state(self) -> ShowState:
        return self._state

    def tell(self, event: e.Event) -> None:
        if isinstance(event, e.SnapTaken):
            self.snaps[event.snap_id] = event.snap
        self._state = apply(self._state, event)
        self.hub.publish(event)

    async def do(self, command: c.Command) -> e.Event:
        self.done.append(command)
        if isinstance(command, c.WhitenSnap) and self.white_gate is not None:
            await self.white_gate
        if self.fails is not None:
            error, self.fails = self.fails, None
            raise error
        event = self._event(command)
        self.tell(event)
        return event

    def _item(self, number: int) -> Item:
        item = self._state.by_number(number)
        if item is None:
            raise UnknownNumber(number=number)
        return item

    def _changed(self, number: int, **changes: object) -> e.ItemChanged:
        item = replace(self._item(number), **changes)  # type: ignore[arg-type]
        return e.ItemChanged(item_id=item.item_id, number=number, item=item, on_air_item_id=self._state.on_air_item_id)

    def _event(self, command: c.Command) -> e.Event:  # noqa: PLR0911, PLR0912 - one return for each command
        state = self._state
        match command:
            case c.StartShow(title=title):
                show = Show("show", title or "晚场", ShowStatus.LIVE, self.clock.now_ms())
                return e.ShowStarted(show=replace(show, show_id=state.show.show_id or "show"))
            case c.BringAlong() | c.LeaveBehind():
                return self._left_over(brought=isinstance(command, c.BringAlong))
            case c.PlanShow() | c.ChangePlan() | c.StrikePlan():
                return self._planned(command)
            case c.EndShow():
                show = replace(state.show, status=ShowStatus.ENDED, ended_at_ms=self.clock.now_ms())
                return e.ShowEnded(show=show, totals=state.totals, unsent=state.outbox.waiting)
            case c.TakeSnap(snap_id=snap_id):
                return e.SnapTaken(snap_id=snap_id, snap=Snap(snap_id, self.clock.now_ms(), self.shots))
            case c.CropSnap() | c.WhitenSnap() | c.RecallSnap():
                return self._reworked(command)
            case c.SwitchCamera(camera=place):
                former = state.camera
                if former.other is None:
                    raise NoSuchCamera(place=place or 2)
                now = replace(former, place=3 - former.place, status=former.other, other=former.status, view=View())
                return e.CameraSwitched(camera=now)
            case c.SetView(camera=place):
                changes = {f.name: getattr(command, f.name) for f in fields(View)}
                view = replace(state.camera.view, **{k: v for k, v in changes.items() if v is not None})
                return e.ViewSet(camera=place or state.camera.place, view=view)
            case c.Prefer(name=name, value=value):
                return e.Preferred(name=name, value=value)
            case c.ChooseCamera(camera=place, source=source):
                return e.CameraChosen(camera=place, source=source)
            case c.OpenFlash():
                return self._open(command)
            case c.ReplaceSnap(number=number):  # as the real one: new pictures are sent at once
                return self._changed(
                    number, thumb=self.shots[0].thumb, platform=PlatformState.WAITING, platform_reason=""
                )
            case c.EditItem(number=number):
                said = {"title": command.title, "points": command.points, "bin_code": command.bin_code}
                return self._changed(number, **{name: value for name, value in said.items() if value is not None})
            case c.ChangePrice(number=number, price_fen=fen):
                return self._changed(number, price_fen=fen)
            case c.AddStock(number=number, quantity=quantity):
                item = self._item(number)
                return self._changed(
                    number, stock_left=item.stock_left + quantity, stock_total=item.stock_total + quantity
                )
            case c.WithdrawItem(number=number):
                return self._changed(number, listing=ListingState.WITHDRAWN)
            case c.RelistItem(number=number):
                return self._changed(number, listing=ListingState.ON_SALE)
            case c.ResendItem(number=number) | c.ChangeTemplate(number=number):
                item = replace(self._item(number), platform=PlatformState.WAITING, platform_reason="")
                return e.ItemResent(item_id=item.item_id, number=number, item=item)
            case c.MoveItem():
                return self._moved(command)
            case c.ListAgain(number=number, stock=stock, item_id=item_id):
                new = max(item.number for item in state.items) + 1
                like = replace(
                    self._item(number),
                    item_id=item_id,
                    number=new,
                    stock_left=stock,
                    stock_total=stock,
                    sold_units=0,
                    show_units=0,
                )
                return e.FlashOpened(item_id=item_id, number=new, item=like, show=state.show)
            case c.PutOnAir(number=number):
                return e.OnAirChanged(item_id=self._item(number).item_id, number=number, since_ms=self.clock.now_ms())
            case c.NextOnAir() | c.PreviousOnAir():
                return self._step(1 if isinstance(command, c.NextOnAir) else -1)
            case c.TakeOffAir():
                return e.OnAirChanged(item_id=None, number=None)
            case c.RecordSale():
                return self._sold(command)
            case c.VoidSale(sale_id=sale_id, reason=reason):
                return self._voided(sale_id, reason)
            case c.ResolveClaim():
                return self._resolved(command)
            case c.HoldQuota(number=number):
                return self._changed(number, unsent=self._item(number).unsent + 1)
            case c.GiveBackQuota(number=number):
                return self._changed(number, quota=0)
            case c.SettleStock(item_id=item_id, whose=whose):
                self.tell(e.NoticeCleared(key=f"unclear:{item_id}"))
                item = next(item for item in state.items if item.item_id == item_id)
                return e.StockDecided(item_id=item_id, number=item.number, whose=whose, item=item)
            case c.StartFlashSale() | c.ExtendFlashSale() | c.EndFlashSale():
                return self._flash(command)
            case c.WriteScript(number=number, text=text):
                item_id = None if number is None else self._item(number).item_id
                return e.ScriptWritten(number=number, script=Script(item_id, text.strip()), show=self._state.show)
            case c.SetSteps(number=number, line=line):
                return self._changed(number, steps=read_steps(line), step=0)
            case c.NextStep(number=number):
                item = self._item(number) if number is not None else self._state.on_air
                if item is None:
                    raise NothingOnAir
                item = replace(item, step=item.step + 1)
                return e.StepTaken(
                    item_id=item.item_id,
                    number=item.number,
                    step=item.steps[item.step - 1],
                    item=item,
                    on_air_item_id=self._state.on_air_item_id,
                )
            case c.DescribeItem(number=number):
                return self._changed(number, trust=self._described(command))
            case c.OpenDraw() | c.FreezeEntrants() | c.DrawWinners() | c.StrikeDraw():
                return self._drawn(command)
            case c.CreateCoupon() | c.EndCoupon() | c.ShowCoupon():
                return self._coupon(command)
            case c.SetLink(mode=mode):
                return e.LinkModeSet(mode=mode)
            case _:
                return e.RetryAsked()

    def _left_over(self, *, brought: bool) -> e.LeftOverChanged:
        """The goods of an ended show, in another one that is planned; all of them or none."""
        state = self._state
        show = state.show
        if show.status is ShowStatus.ENDED:
            show = Show(f"{show.show_id}, next", "", ShowStatus.PLANNED)
        goods = state.unsold or state.items
        return e.LeftOverChanged(
            what="brought" if brought else "left",
            count=len(goods),
            show=show,
            items=goods if brought else (),
            scripts=(),
            left=() if brought else goods,
        )

    def _coupon(self, command: c.CreateCoupon | c.EndCoupon | c.ShowCoupon) -> e.CouponChanged | e.CouponShown:
        """Waits until a test says what the platform made of it."""
        if isinstance(command, c.ShowCoupon):
            return e.CouponShown(coupon_id=command.coupon_id)
        shown = self._state.coupon_shown
        if isinstance(command, c.CreateCoupon):
            item_id = None if command.number is None else self._item(command.number).item_id
            coupon = Coupon(
                command.coupon_id, CouponState.WAITING, False, command.name, command.reduce_fen, command.threshold_fen,
                command.total, command.per_buyer, item_id, command.first_day or command.last_day, command.last_day,
                None, None, None, "", self.clock.now_ms(),
            )  # fmt: skip
        else:
            coupon = next(c for c in self._state.coupons if c.coupon_id == command.coupon_id)
            state = CouponState.OVER if coupon.state is CouponState.WAITING else coupon.state
            coupon, shown = replace(coupon, ending=True, state=state), None
        return e.CouponChanged(coupon_id=coupon.coupon_id, what=coupon.state, coupon=coupon, shown=shown)

    def _reworked(self, command: c.CropSnap | c.WhitenSnap | c.RecallSnap) -> e.SnapTaken:
        """As the darkroom: a snap of its own with the shot cut anew, or with one more; or the former one again."""
        if isinstance(command, c.RecallSnap):
            return e.SnapTaken(snap_id=command.snap_id, snap=self.snaps[command.snap_id])
        shots = list(self.snaps[command.of].shots)
        shot = shots[command.shot]
        if isinstance(command, c.CropSnap):
            crops = {"square_crop": command.square, "portrait_crop": command.portrait}
            shots[command.shot] = replace(shot, **{k: v for k, v in crops.items() if v is not None})
        else:
            shots.append(replace(shot, full="white.jpg", square="white.jpg", thumb="white.jpg", flaws=()))
        return e.SnapTaken(snap_id=command.snap_id, snap=Snap(command.snap_id, self.clock.now_ms(), tuple(shots)))

    def _planned(self, command: c.PlanShow | c.ChangePlan | c.StrikePlan) -> e.PlansChanged:
        plans = {plan.plan_id: plan for plan in self._state.plans}
        match command:
            case c.PlanShow(plan_id=plan_id, at_ms=at_ms, title=title):
                plans[plan_id] = Plan(plan_id, title, at_ms)
                what = "planned"
            case c.ChangePlan(plan_id=plan_id, at_ms=at_ms, title=title):
                former, what = plans[plan_id], "changed"
                plans[plan_id] = Plan(plan_id, former.title if title is None else title, at_ms or former.at_ms)
            case c.StrikePlan(plan_id=plan_id):
                del plans[plan_id]
                what = "struck"
        return e.PlansChanged(
            plan_id=plan_id, what=what, plans=tuple(sorted(plans.values(), key=lambda plan: plan.at_ms))
        )

    def _flash(self, command: c.StartFlashSale | c.ExtendFlashSale | c.EndFlashSale) -> e.FlashSaleChanged:
        """Begins, goes on or ends at once; the platform says nothing of itself."""
        now_ms = self.clock.now_ms()
        if isinstance(command, c.StartFlashSale):
            item = self._item(command.number) if command.number is not None else self._state.on_air
            if item is None:
                raise NothingOnAir
            runs = item.flash is None and command.at_ms is None
            lasts_ms = command.seconds * 1000
            flash = FlashSale(
                command.flash_id,
                FlashState.RUNNING if runs else FlashState.PLANNED,
                False,
                0,
                0,
                command.price_fen,
                item.price_fen if item.flash is None else item.flash.regular_fen,
                item.stock_left if command.units is None else command.units,
                command.per_buyer,
                lasts_ms,
                command.at_ms,
                now_ms if runs else None,
                now_ms + lasts_ms if runs else None,
                self.clock.monotonic_s() + command.seconds if runs else None,
                self.clock.moment().boot,
            )
            kept = tuple(f for f in item.flash_sales if f.state is not FlashState.ENDED)
            changes = {"flash_sales": (*kept, flash), "price_fen": flash.price_fen if runs else item.price_fen}
            what = "started" if runs else "planned"
        else:
            item = next(i for i in self._state.items if any(f.flash_id == command.flash_id for f in i.flash_sales))
            flash = next(f for f in item.flash_sales if f.flash_id == command.flash_id)
            if isinstance(command, c.ExtendFlashSale):
                more_ms = command.seconds * 1000
                ends_s = flash.ends_s + command.seconds if flash.ends_s is not None else None
                ends_ms = flash.ends_at_ms + more_ms if flash.ends_at_ms is not None else None
                flash = replace(flash, lasts_ms=flash.lasts_ms + more_ms, ends_at_ms=ends_ms, ends_s=ends_s)
                what, price_fen = "extended", item.price_fen
            else:
                what = "struck" if flash.state is FlashState.PLANNED else "ended"
                price_fen = item.price_fen if what == "struck" else flash.regular_fen
                flash = replace(flash, state=FlashState.ENDED, ended_at_ms=now_ms, why=command.why)
            sales = tuple(flash if f.flash_id == flash.flash_id else f for f in item.flash_sales)
            changes = {"flash_sales": sales, "price_fen": price_fen}
        item = replace(item, **changes)  # type: ignore[arg-type]
        return e.FlashSaleChanged(
            flash_id=flash.flash_id,
            what=what,
            item_id=item.item_id,
            number=item.number,
            item=item,
            on_air_item_id=self._state.on_air_item_id,
        )

    def _described(self, command: c.DescribeItem) -> Trust:
        return described(self._item(command.number).trust, command, lambda snap: self.shots[0].full if snap else "")

    def _drawn(self, command: c.OpenDraw | c.FreezeEntrants | c.DrawWinners | c.StrikeDraw) -> e.DrawChanged:
        """A draw among three buyers, by the real algorithm."""
        now_ms = self.clock.now_ms()
        if isinstance(command, c.OpenDraw):
            item_id = None if command.number is None else self._item(command.number).item_id
            self.seeds[command.draw_id] = command.seed
            seal = draws.fingerprint(command.seed)
            draw = Draw(
                command.draw_id, DrawState.OPEN, command.prize, command.prize_fen, command.winners, item_id, seal, "",
                0, "", (), now_ms,
            )  # fmt: skip
            return e.DrawChanged(draw_id=draw.draw_id, what="open", draw=draw)
        draw = next(d for d in self._state.draws if d.draw_id == command.draw_id)
        match command:
            case c.FreezeEntrants():
                seal = draws.entrants_fingerprint(BUYERS)
                draw = replace(
                    draw,
                    state=DrawState.FROZEN,
                    seed=self.seeds[draw.draw_id],
                    entrants=len(BUYERS),
                    entrants_fingerprint=seal,
                    frozen_at_ms=now_ms,
                )
            case c.DrawWinners():
                places = draws.winners(draw.seed, BUYERS, draw.winners)
                won = tuple(Winner(n, place, BUYERS[place - 1]) for n, place in enumerate(places, 1))
                draw = replace(draw, state=DrawState.DRAWN, won=won, drawn_at_ms=now_ms)
            case _:
                draw = replace(draw, state=DrawState.STRUCK, drawn_at_ms=now_ms)
        return e.DrawChanged(draw_id=draw.draw_id, what=draw.state, draw=draw)

    def _open(self, command: c.OpenFlash) -> e.FlashOpened:
        reading = read(command.line) if command.line else None
        number = max((i.number for i in self._state.items), default=0) + 1
        stock = reading.stock if reading else command.stock or 1
        shots = self.snaps[command.snap_id].shots if command.snap_id in self.snaps else self.shots
        item = Item(
            item_id=command.item_id,
            number=number,
            title=reading.title if reading else command.title,
            price_fen=(reading.price_fen if reading else command.price_fen) or 0,
            stock_left=stock,
            stock_total=stock,
            sold_units=0,
            listing=ListingState.LISTED,
            platform=PlatformState.WAITING,
            thumb=shots[command.shot].thumb,
            square=shots[command.shot].square,
            snap_id=command.snap_id,
            unsent=1,
            unsent_since_ms=self.clock.now_ms(),
        )
        if self.blind and command.snap_id is None:
            item = replace(item, listing=ListingState.DRAFT, thumb="", square="", unsent=0, unsent_since_ms=None)
        show = self._state.show if self._state.show.show_id else Show("show", "", ShowStatus.PLANNED)
        return e.FlashOpened(item_id=item.item_id, number=number, item=item, show=show)

    def _moved(self, command: c.MoveItem) -> e.LineupMoved:
        order = [i.item_id for i in self._state.items]
        moving = {self._item(number).item_id for number in (command.number, *command.also)}
        before = None if command.before is None else self._item(command.before).item_id
        return e.LineupMoved(number=command.number, item_ids=moved_together(order, moving, before))

    def _step(self, by: int) -> e.OnAirChanged:
        items = self._state.items[::by]
        start = next((n + 1 for n, i in enumerate(items) if i.item_id == self._state.on_air_item_id), 0)
        item = next(i for i in items[start:] if i.sellable)
        return e.OnAirChanged(item_id=item.item_id, number=item.number, since_ms=self.clock.now_ms())

    def _sold(self, command: c.RecordSale) -> e.SaleRecorded:
        item = self._item(command.number) if command.number is not None else self._state.on_air
        if item is None:
            raise NothingOnAir
        if item.stock_left < command.quantity:
            raise NotEnoughStock(number=item.number, left=item.stock_left)
        left = item.stock_left - command.quantity
        sold = replace(
            item,
            stock_left=left,
            sold_units=item.sold_units + command.quantity,
            show_units=item.show_units + command.quantity,
            listing=item.listing if left else ListingState.SOLD_OUT,
        )
        totals = self._state.totals
        sale = Sale(
            sale_id=command.sale_id,
            item_id=item.item_id,
            number=item.number,
            title=item.title,
            quantity=command.quantity,
            unit_price_fen=item.price_fen,
            source=SaleSource.STUDIO,
            status=SaleStatus.SOLD,
            recorded_at_ms=self.clock.now_ms(),
            show_id=self._state.show.show_id,
        )
        return e.SaleRecorded(
            **{name: getattr(sale, name) for name in SAID_OF_A_SALE},
            show_id=self._state.show.show_id,
            sale=sale,
            item=sold,
            totals=Totals(
                totals.units + command.quantity, totals.orders + 1, totals.gmv_fen + command.quantity * item.price_fen
            ),
            on_air_item_id=self._state.on_air_item_id if left else None,
        )

    def _resolved(self, command: c.ResolveClaim) -> e.ClaimResolved:
        sale = next(s for s in self._state.sales if s.sale_id == command.sale_id)
        outcome = {
            "refund": Conflict.REFUNDED,
            "substitute": Conflict.SUBSTITUTED,
            "backorder": Conflict.BACKORDERED,
            "confirm": Conflict.CONFIRMED,
        }[command.how]
        void = command.how in ("refund", "substitute")
        why = {"refund": "退款", "substitute": f"换成 {command.number} 号"}.get(command.how, "")
        now = replace(
            sale, conflict=outcome, status=SaleStatus.VOID if void else sale.status, void_reason=why if void else ""
        )
        instead = None
        if command.how == "substitute":
            instead = self._sold(
                c.RecordSale(
                    number=command.number, quantity=sale.quantity, buyer=sale.buyer, sale_id=command.substitute_id
                )
            )
        return e.ClaimResolved(
            sale_id=sale.sale_id,
            show_id=self._state.show.show_id,
            how=command.how,
            item=self._item(sale.number),
            totals=self._state.totals,
            changed=(now,),
            instead=instead,
        )

    def _voided(self, sale_id: str, reason: str) -> e.SaleVoided:
        sale = next(s for s in self._state.sales if s.sale_id == sale_id and s.status is not SaleStatus.VOID)
        item = self._item(sale.number)
        totals = self._state.totals
        return e.SaleVoided(
            sale_id=sale_id,
            show_id=self._state.show.show_id,
            item_id=item.item_id,
            number=sale.number,
            quantity=sale.quantity,
            reason=reason,
            item=replace(item, stock_left=item.stock_left + sale.quantity),
            totals=Totals(totals.units - sale.quantity, totals.orders - 1, totals.gmv_fen - sale.amount_fen),
            changed=(replace(sale, status=SaleStatus.VOID, void_reason=reason),),
        )


def an_item(number: int, title: str = "豆绿手镯", **changes: object) -> Item:
    """An item on sale, approved, ten of ten left, 599 yuan; what was sold was sold in this show."""
    item = Item(
        item_id=f"item-{number}",
        number=number,
        title=title,
        price_fen=59900,
        stock_left=10,
        stock_total=10,
        sold_units=0,
        listing=ListingState.ON_SALE,
        platform=PlatformState.APPROVED,
    )
    return replace(item, **{"show_units": changes.get("sold_units", 0), **changes})  # type: ignore[arg-type]


def live_state(*items: Item, on_air: int | None = None, **changes: object) -> ShowState:
    """A show that is live with these items."""
    chosen = next((i.item_id for i in items if i.number == on_air), None)
    state = ShowState(
        show=Show("show", "晚场 · 玉见石佛寺", ShowStatus.LIVE, FakeClock().now_ms() - 5_025_000),
        items=items,
        on_air_item_id=chosen,
    )
    return replace(state, **changes)  # type: ignore[arg-type]
