"""What takes back the last action: for a command, the command that undoes it and a sentence about it.

Only what can truly be taken back is here; tests/ui/test_undo.py has every command, and why not where it cannot.
"""

from __future__ import annotations

from dataclasses import dataclass

from console import commands as c
from console import events as e
from console.facts import Item, LinkMode, ListingState, StepKind
from console.listing.flash_sale import SHORTEST_S
from console.money import price
from console.state import ShowState
from ui.look.language import translate
from ui.selling.flash_sales import result_words
from ui.selling.steps import step_words, steps_line

UNDO_S = 10


@dataclass(frozen=True)
class Undo:
    """`said` is what was done, `back` the command that takes it back, `also` those that follow it."""

    said: str
    back: c.Command
    also: tuple[c.Command, ...] = ()

    @property
    def backs(self) -> tuple[c.Command, ...]:
        """All that takes it back, in order."""
        return (self.back, *self.also)


def undo_of(command: c.Command, event: e.Event, before: ShowState) -> Undo | None:  # noqa: PLR0911 - one return for each command
    """How to take `command` back, given what it did and how things stood before; None when it cannot be."""
    match command, event:
        case (c.PutOnAir() | c.NextOnAir() | c.PreviousOnAir() | c.TakeOffAir(), e.OnAirChanged(number=number)):
            former = before.on_air
            if (former.number if former else None) == number:
                return None
            said = (
                translate("undo", "{number} 号上讲解").format(number=number)
                if number is not None
                else translate("undo", "已收起讲解卡片")
            )
            return Undo(said, c.PutOnAir(number=former.number) if former else c.TakeOffAir())
        case (c.MoveItem(), e.LineupMoved()):
            return _move_back(command, before)
        case (c.RecordSale(), e.SaleRecorded()):
            said = translate("undo", "记了一单：{number} 号 ×{quantity}").format(
                number=event.number, quantity=event.quantity
            )
            back = c.VoidSale(sale_id=event.sale_id, reason=translate("undo", "撤回"))
            return Undo(said, back, _on_air_again(event.number, event.on_air_item_id, before))
        case (c.ChangePrice(number=number, price_fen=fen), e.ItemChanged()):
            item = before.by_number(number)
            said = translate("undo", "已把 {number} 号改价为 {price}").format(number=number, price=price(fen))
            return Undo(said, c.ChangePrice(number=number, price_fen=item.price_fen)) if item else None
        case (c.AddStock(number=number, quantity=quantity), e.ItemChanged()):
            said = translate("undo", "{number} 号库存 {quantity}").format(number=number, quantity=f"{quantity:+d}")
            return Undo(said, c.AddStock(number=number, quantity=-quantity))
        case (c.EditItem(), e.ItemChanged()):
            return _edit_back(command, before.by_number(command.number))
        case (c.WithdrawItem(number=number), e.ItemChanged(on_air_item_id=on_air)):
            said = translate("undo", "{number} 号已下架").format(number=number)
            return Undo(said, c.RelistItem(number=number), _on_air_again(number, on_air, before))
        case (c.RelistItem(number=number), e.ItemChanged()):
            return Undo(translate("undo", "{number} 号重新上架").format(number=number), c.WithdrawItem(number=number))
        case (c.OpenFlash() | c.ListAgain(), e.FlashOpened(number=number)):
            drafted = event.item.listing is ListingState.DRAFT
            said = (translate("undo", "{number} 号已上架：{title}"), translate("undo", "{number} 号先当草稿：{title}"))[
                drafted
            ]
            return Undo(said.format(number=number, title=event.item.title), c.WithdrawItem(number=number))
        case (c.CropSnap(of=former), e.SnapTaken()):
            return Undo(translate("undo", "照片裁好了"), c.RecallSnap(snap_id=former))
        case (c.WhitenSnap(of=former), e.SnapTaken()):
            return Undo(translate("undo", "白底做好了"), c.RecallSnap(snap_id=former))
    return _tool_back(command, event, before)


def undo_of_listing_on_air(number: int, before: ShowState) -> Undo | None:
    """How to take back that an item was listed and put on air at once, given how things stood in between."""
    item, former = before.by_number(number), before.on_air
    if item is None:
        return None
    said = translate("undo", "{number} 号上架并讲解：{title}").format(number=number, title=item.title)
    also = (c.PutOnAir(number=former.number),) if former is not None else ()
    return Undo(said, c.WithdrawItem(number=number), also)


def _on_air_again(number: int, on_air_item_id: str | None, before: ShowState) -> tuple[c.Command, ...]:
    """What also brings back the card that went because the last piece was sold, or the item left the shelf."""
    went = on_air_item_id is None and before.on_air is not None and before.on_air.number == number
    return (c.PutOnAir(number=number),) if went else ()


def _tool_back(command: c.Command, event: e.Event, before: ShowState) -> Undo | None:  # noqa: PLR0911 - as above
    """The same for the selling tools."""
    match command, event:
        case (c.StartFlashSale() | c.ExtendFlashSale() | c.EndFlashSale(), e.FlashSaleChanged()):
            return _flash_back(command, event)
        case (c.SetSteps(number=number), e.ItemChanged()):
            item = before.by_number(number)
            said = translate("undo", "{number} 号改了步骤").format(number=number)
            return Undo(said, _steps_as_they_were(item)) if item is not None else None
        case (c.WriteScript(number=number), e.ScriptWritten(script=script)):
            said = translate("undo", "{number} 号后面的稿子改了") if number else translate("undo", "开场的稿子改了")
            return Undo(
                said.format(number=number), c.WriteScript(number=number, text=before.script_after(script.item_id))
            )
        case (c.NextStep(), e.StepTaken(number=number)):
            return _step_back(command, event, before.by_number(number))
        case (c.DescribeItem(), e.ItemChanged()):
            return _description_back(command, before.by_number(command.number))
        case (c.PlanShow() | c.ChangePlan() | c.StrikePlan(), e.PlansChanged()):
            return _plan_back(command, before)
        case (c.OpenDraw(), e.DrawChanged(draw_id=draw_id)):
            return Undo(
                translate("undo", "抽奖开始：{prize}").format(prize=event.draw.prize), c.StrikeDraw(draw_id=draw_id)
            )
        case (c.FreezeEntrants(), e.DrawChanged(draw_id=draw_id)):
            said = translate("undo", "名单已锁定：{n} 人（撤销就作废这次抽奖）").format(n=event.draw.entrants)
            return Undo(said, c.StrikeDraw(draw_id=draw_id))
    return _coupon_back(command, event, before) or _other_back(command, event, before)


def _other_back(command: c.Command, event: e.Event, before: ShowState) -> Undo | None:  # noqa: PLR0911 - one return for each command
    """What came along or stayed behind, quotas, and the switch of the line."""
    match command, event:
        case (c.BringAlong(), e.LeftOverChanged(count=n)):
            return Undo(translate("undo", "上一场没卖完的 {n} 件带上了，编号不变").format(n=n), c.LeaveBehind())
        case (c.LeaveBehind(), e.LeftOverChanged(count=n)):
            said = translate("undo", "从空的开始：上一场没卖完的 {n} 件没有带上").format(n=n)
            return Undo(said, c.BringAlong()) if n else None
        case (c.HoldQuota(number=number, units=units), e.ItemChanged()):
            item = before.by_number(number)
            if item is None or item.quota:  # a quota goes back as a whole: the former one would be gone too
                return None
            said = translate("undo", "{number} 号预留 {n} 件").format(number=number, n=units)
            return Undo(said, c.GiveBackQuota(number=number))
        case (c.GiveBackQuota(number=number), e.ItemChanged()):
            item = before.by_number(number)
            said = translate("undo", "{number} 号退还了预留").format(number=number)
            return Undo(said, c.HoldQuota(number=number, units=item.quota)) if item is not None and item.quota else None
        case (c.SetLink(mode=mode), e.LinkModeSet()) if mode is not before.link.mode:
            forced = translate("undo", "已强制离线"), translate("undo", "已恢复联网")
            return Undo(forced[mode is not LinkMode.OFFLINE], c.SetLink(mode=before.link.mode))
    return None


def _coupon_back(command: c.Command, event: e.Event, before: ShowState) -> Undo | None:
    """A new coupon ends, a card goes or comes back; one that the platform ended stays so."""
    match command, event:
        case (c.CreateCoupon(), e.CouponChanged(coupon=coupon)):
            said = translate("undo", "发了优惠券 {name} ×{total}").format(name=coupon.name, total=coupon.total)
            return Undo(said, c.EndCoupon(coupon_id=coupon.coupon_id))
        case (c.ShowCoupon(coupon_id=shown), e.CouponShown()):
            if shown == before.coupon_shown:
                return None
            said = translate("undo", "优惠券给观众看了") if shown else translate("undo", "优惠券收起了")
            return Undo(said, c.ShowCoupon(coupon_id=before.coupon_shown))
        case (c.EndCoupon(), e.CouponChanged(coupon=coupon, what="over")) if coupon.platform_coupon_id is None:
            again = c.CreateCoupon(
                name=coupon.name,
                reduce_fen=coupon.reduce_fen,
                threshold_fen=coupon.threshold_fen,
                total=coupon.total,
                per_buyer=coupon.per_buyer,
                number=item.number if (item := before.item(coupon.item_id or "")) else None,
                first_day=coupon.first_day,
                last_day=coupon.last_day,
            )
            return Undo(translate("undo", "优惠券 {name} 没有发出").format(name=coupon.name), again)
    return None


def _move_back(command: c.MoveItem, before: ShowState) -> Undo:
    """Every item that moved, the last one first, before the one that followed it."""
    order = [item.number for item in before.items]
    moved = sorted({command.number, *command.also}, key=order.index, reverse=True)
    following = dict(zip(order, [*order[1:], None], strict=False))
    back, *also = (c.MoveItem(number=number, before=following[number]) for number in moved)
    if also:
        said = translate("undo", "{n} 件换了位置").format(n=len(moved))
    else:
        said = translate("undo", "{number} 号换了位置").format(number=command.number)
    return Undo(said, back, tuple(also))


def _plan_back(command: c.PlanShow | c.ChangePlan | c.StrikePlan, before: ShowState) -> Undo | None:
    """A show that was planned is called off; one that was moved goes back; one that was called off is planned anew."""
    if isinstance(command, c.PlanShow):
        said = translate("undo", "排了一场：{title}").format(title=command.title)
        return Undo(said.rstrip("： :"), c.StrikePlan(plan_id=command.plan_id))
    former = next((plan for plan in before.plans if plan.plan_id == command.plan_id), None)
    if former is None:
        return None
    if isinstance(command, c.ChangePlan):
        back = c.ChangePlan(plan_id=former.plan_id, at_ms=former.at_ms, title=former.title)
        return Undo(translate("undo", "改了排好的一场：{title}").format(title=former.title), back)
    said = translate("undo", "取消了排好的一场：{title}").format(title=former.title)
    return Undo(said, c.PlanShow(at_ms=former.at_ms, title=former.title))


def _edit_back(command: c.EditItem, before: Item | None) -> Undo | None:
    """The fields that were changed, as they were."""
    if before is None:
        return None
    names = (
        (command.title, translate("undo", "{number} 号改了名称")),
        (command.points, translate("undo", "{number} 号改了卖点")),
        (command.bin_code, translate("undo", "{number} 号改了货位")),
        (command.barcode, translate("undo", "{number} 号改了条码")),
    )
    said = next((name for value, name in names if value is not None), "")
    back = c.EditItem(
        number=command.number,
        title=None if command.title is None else before.title,
        points=None if command.points is None else before.points,
        bin_code=None if command.bin_code is None else before.bin_code,
        barcode=None if command.barcode is None else before.barcode,
    )
    return Undo(said.format(number=command.number), back)


def _flash_back(
    command: c.StartFlashSale | c.ExtendFlashSale | c.EndFlashSale, event: e.FlashSaleChanged
) -> Undo | None:
    """A flash sale that began ends; one that ended goes on with the units and the time it still had."""
    flash = next((f for f in event.item.flash_sales if f.flash_id == event.flash_id), None)
    if flash is None:
        return None
    if isinstance(command, c.StartFlashSale):
        said = translate("undo", "{number} 号秒杀 {price} ×{units}，{seconds} 秒")
        if event.what == "planned":
            said = translate("undo", "{number} 号排了秒杀 {price} ×{units}，{seconds} 秒")
        said = said.format(
            number=event.number, price=price(flash.price_fen), units=flash.units, seconds=flash.lasts_ms // 1000
        )
        return Undo(said, c.EndFlashSale(flash_id=flash.flash_id))
    if isinstance(command, c.ExtendFlashSale):
        said = translate("undo", "{number} 号秒杀加了 {seconds} 秒")
        back = c.ExtendFlashSale(flash_id=flash.flash_id, seconds=-command.seconds)
        return Undo(said.format(number=event.number, seconds=command.seconds), back) if command.seconds > 0 else None
    ran_ms = (flash.ended_at_ms or 0) - flash.started_at_ms if flash.started_at_ms is not None else 0
    left_s = round((flash.lasts_ms - ran_ms) / 1000)
    if not flash.units_left or left_s < SHORTEST_S:
        return None
    again = c.StartFlashSale(
        number=event.number,
        price_fen=flash.price_fen,
        units=flash.units_left,
        per_buyer=min(flash.per_buyer, flash.units_left),
        seconds=left_s,
        at_ms=flash.at_ms if flash.started_at_ms is None else None,
    )
    return Undo(result_words(event.number, flash), again)


def _step_back(command: c.NextStep, event: e.StepTaken, before: Item | None) -> Undo | None:
    """What a step changed, and its mark: it is to be taken again. That it was said cannot be taken back."""
    said = translate("undo", "{number} 号：{step}").format(number=event.number, step=step_words(event.step))
    if before is None:
        return None
    mark = _steps_as_they_were(before)
    match event.step.kind:
        case StepKind.PRICE:
            former = before.price_fen if before.flash is None else before.flash.regular_fen
            return Undo(said, c.ChangePrice(number=event.number, price_fen=former), (mark,))
        case StepKind.FLASH:
            return Undo(said, c.EndFlashSale(flash_id=command.change_id), (mark,))
        case StepKind.OFF if before.listing is not ListingState.WITHDRAWN:
            return Undo(said, c.RelistItem(number=event.number), (mark,))
    return Undo(said, mark)


def _steps_as_they_were(item: Item) -> c.SetSteps:
    return c.SetSteps(number=item.number, line=steps_line(item.steps), done=item.step)


def _description_back(command: c.DescribeItem, before: Item | None) -> Undo | None:
    """The fields that were changed, as they were; a picture that was replaced is not there to come back."""
    if before is None:
        return None
    trust = before.trust
    former: dict[str, object] = {
        name: getattr(trust, name)
        for name in ("guarantees", "certificate", "source", "origin", "template", "material", "weight", "size",
                     "cost_fen", "commission_bp")
        if getattr(command, name) is not None
    }  # fmt: skip
    for name in ("base_price_fen", "online", "ships_within_h"):
        if getattr(command, name) is not None:
            former[name] = getattr(trust, name) or 0
    proofs = (
        ("certificate_snap_id", trust.certificate_photo),
        ("source_snap_id", trust.source_photo),
        ("base_snap_id", trust.base_photo),
    )
    for name, photo in proofs:
        if getattr(command, name) is not None:
            if photo:
                return None
            former[name] = ""
    if "cost_fen" in former and former["cost_fen"] is None:
        return None
    back = c.DescribeItem(number=command.number, **former)  # type: ignore[arg-type]  # each is of its field's type
    return Undo(translate("undo", "{number} 号改了保障与证明").format(number=command.number), back)
