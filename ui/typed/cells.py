"""The cells of a row that are written in place: what stands there first, and what was typed as a command. Pure."""

from __future__ import annotations

from console import commands as c
from console.facts import Item
from console.listing.line import STOCK_CAP
from console.money import PRICE_CAP_FEN, plain, price
from ui.look.format import points
from ui.look.language import translate
from ui.typed.asking import quantity_in, slipped, typed_plainly, units_in, yuan_in

CELLS = ("price", "stock", "bin", "points")
"""In the order Tab goes through them."""
LONGEST = {"price": 12, "stock": 8, "bin": 24, "points": 200}
TEXTS = ("bin", "points")
"""Cells that take words; in the others an input method would only be in the way."""


def regular_fen(item: Item) -> int:
    """Its price; while a flash sale runs, the one after it."""
    return item.price_fen if item.flash is None else item.flash.regular_fen


def doubt(wish: object, item: Item) -> str:
    """What is said before a price is taken that looks like a slip of the point or of a nought; "" for others."""
    if not isinstance(wish, c.ChangePrice) or not slipped(regular_fen(item), wish.price_fen):
        return ""
    return translate("cells", "{former} 改成 {price}？再按 Enter 就改").format(
        former=price(regular_fen(item)), price=price(wish.price_fen)
    )


def first(cell: str, item: Item) -> str:
    """What stands in the cell before anything is typed. While a flash sale runs, the price is the one after it."""
    return {
        "price": plain(regular_fen(item)),
        "stock": str(item.stock_left),
        "bin": item.bin_code,
        "points": " / ".join(points(item)),
    }[cell]


def spoken(cell: str, item: Item) -> str:
    """What the cell is called, for a screen reader."""
    names = {
        "price": translate("cells", "{number} 号的价格（元）"),
        "stock": translate("cells", "{number} 号还剩几件"),
        "bin": translate("cells", "{number} 号的货位"),
        "points": translate("cells", "{number} 号的卖点，用 / 隔开"),
    }
    return names[cell].format(number=item.number)


def read(cell: str, typed: str, item: Item) -> c.ChangePrice | c.AddStock | c.EditItem | str | None:
    """The command for what was typed over `item` as it stood; None for no change, a sentence for what is wrong.

    A stock is counted from what stood there: "5" over 3 adds two, and so does "+2", whatever is sold meanwhile.
    """
    typed = typed.strip()
    if typed == first(cell, item):
        return None
    if cell == "price":
        return _price(typed, item)
    if cell == "stock":
        return _stock(typed, item)
    if cell == "bin":
        return c.EditItem(number=item.number, bin_code=typed)
    return c.EditItem(number=item.number, points=typed)


def _price(typed: str, item: Item) -> c.ChangePrice | str | None:
    fen = yuan_in(typed)
    if fen is None or fen > PRICE_CAP_FEN:
        return translate("cells", "写成 599 或 39.90")
    return None if plain(fen) == first("price", item) else c.ChangePrice(number=item.number, price_fen=fen)


def _stock(typed: str, item: Item) -> c.AddStock | str | None:
    plainly = typed_plainly(typed)
    if plainly[:1] in ("+", "-"):
        units = units_in(plainly)
    else:
        left = 0 if plainly.strip("0") == "" and plainly else quantity_in(plainly)
        units = None if left is None else left - item.stock_left
    if units is None:
        return translate("cells", "写还剩几件，或 +2、-1")
    if not 0 <= item.stock_left + units <= STOCK_CAP:
        return translate("cells", "库存不能少于 0，不能多于 {cap}").format(cap=f"{STOCK_CAP:,}")
    return c.AddStock(number=item.number, quantity=units) if units else None
