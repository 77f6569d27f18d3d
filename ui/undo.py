"""What takes back the last action: for a command, the command that undoes it and a sentence about it.

Only what a studio does all day and can truly take back is here; a void, a start or an end is not.
"""

from __future__ import annotations

from dataclasses import dataclass

from console import commands as c
from console import events as e
from console.facts import Item
from console.money import price
from console.state import ShowState
from ui.language import translate

UNDO_S = 10


@dataclass(frozen=True)
class Undo:
    """`said` is what was done, `back` the command that takes it back."""

    said: str
    back: c.Command


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
        case (c.MoveItem(number=number), e.LineupMoved()):
            order = [item.number for item in before.items]
            after = order.index(number) + 1
            back = c.MoveItem(number=number, before=order[after] if after < len(order) else None)
            return Undo(translate("undo", "{number} 号换了位置").format(number=number), back)
        case (c.RecordSale(), e.SaleRecorded()):
            said = translate("undo", "记了一单：{number} 号 ×{quantity}").format(
                number=event.number, quantity=event.quantity
            )
            return Undo(said, c.VoidSale(sale_id=event.sale_id, reason=translate("undo", "撤销")))
        case (c.ChangePrice(number=number, price_fen=fen), e.ItemChanged()):
            item = before.by_number(number)
            said = translate("undo", "已把 {number} 号改价为 {price}").format(number=number, price=price(fen))
            return Undo(said, c.ChangePrice(number=number, price_fen=item.price_fen)) if item else None
        case (c.AddStock(number=number, quantity=quantity), e.ItemChanged()):
            said = translate("undo", "{number} 号库存 {quantity}").format(number=number, quantity=f"{quantity:+d}")
            return Undo(said, c.AddStock(number=number, quantity=-quantity))
        case (c.EditItem(), e.ItemChanged()):
            return _edit_back(command, before.by_number(command.number))
        case (c.WithdrawItem(number=number), e.ItemChanged()):
            return Undo(translate("undo", "{number} 号已下架").format(number=number), c.RelistItem(number=number))
        case (c.RelistItem(number=number), e.ItemChanged()):
            return Undo(translate("undo", "{number} 号重新上架").format(number=number), c.WithdrawItem(number=number))
        case (c.OpenFlash(), e.FlashOpened(number=number)):
            said = translate("undo", "{number} 号已上架：{title}").format(number=number, title=event.item.title)
            return Undo(said, c.WithdrawItem(number=number))
    return None


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
