"""Flash sales (秒杀): some units of an item at a lower price for a short time, as changes to the database.

What the books do while one runs, and how it ends, is `store.flash_sales`'; when its time is over is
told by `countdown`. Opening a flash *listing* (闪电购) is `flash`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from console.commands import BeginFlashSale, Command, EndFlashSale, ExtendFlashSale, StartFlashSale
from console.errors import FlashSaleUnfit, IllegalStep, NothingOnAir, Text
from console.events import Event, FlashSaleChanged
from console.facts import FlashState, Item
from console.listing.flash import check_price, find
from console.listing.lifecycle import NAMES, leave_air_if_done, restate
from console.money import plain
from console.store import flash_sales, projection
from console.store.changes import first_time
from console.store.database import Db

SHORTEST_S, LONGEST_S = 10, 1_800
MOST_PLANNED = 20
FARTHEST_MS = 24 * 3_600_000


def start(db: Db, command: StartFlashSale, now_ms: int) -> FlashSaleChanged:
    """Start a flash sale, or plan one for later. The same `flash_id` again changes nothing.

    Raises `FlashSaleUnfit`, `IllegalStep` for an item that cannot be sold, `UnknownNumber`, `NothingOnAir`.
    """
    known = db.conn.execute("SELECT item_id, state FROM flash_sales WHERE id = ?", (command.flash_id,)).fetchone()
    if known is not None:
        what = {"planned": "planned", "running": "started"}.get(known[1], "ended")
        return _changed(db, command.flash_id, what, known[0])
    item = _on_air(db) if command.number is None else find(db, command.number)
    if not item.sellable:
        raise IllegalStep(number=item.number, step=Text("秒杀", "sold in a flash"), state=NAMES[item.listing])
    free = flash_sales.offer(db, item.item_id) if item.flash is None else item.stock_left - item.quota
    units = free if command.units is None else command.units
    _check(command, item, units, free, now_ms)
    db.conn.execute(
        "INSERT INTO flash_sales (id, item_id, state, price_fen, regular_fen, units, per_buyer, lasts_ms, at_ms)"
        " VALUES (?, ?, 'planned', ?, ?, ?, ?, ?, ?)",
        (
            command.flash_id,
            item.item_id,
            command.price_fen,
            _regular_fen(item),
            units,
            command.per_buyer,
            command.seconds * 1000,
            command.at_ms,
        ),
    )
    others = any(flash.state is not FlashState.ENDED for flash in item.flash_sales)
    if others or command.at_ms is not None:
        return _changed(db, command.flash_id, "planned", item.item_id)
    flash_sales.begin(db, command.flash_id, command.moment, now_ms)
    return _changed(db, command.flash_id, "started", item.item_id)


def begin(db: Db, command: BeginFlashSale, now_ms: int) -> FlashSaleChanged:
    """Begin a planned flash sale with the units there still are; without any it is struck."""
    row = db.conn.execute(
        "SELECT item_id, state, units, price_fen FROM flash_sales WHERE id = ?", (command.flash_id,)
    ).fetchone()
    if row is None:
        raise FlashSaleUnfit(why=_UNKNOWN)
    item_id, state, units, price_fen = row
    if state != FlashState.PLANNED:
        return _changed(db, command.flash_id, "started" if state == FlashState.RUNNING else "ended", item_id)
    item = projection.item(db, item_id)
    if item.flash is not None:
        return _changed(db, command.flash_id, "planned", item_id)
    free = flash_sales.offer(db, item_id)
    if not item.sellable or free < 1 or price_fen >= item.price_fen:
        flash_sales.strike(db, command.flash_id, "no stock" if price_fen < item.price_fen else "price", now_ms)
        return _changed(db, command.flash_id, "struck", item_id)
    db.conn.execute("UPDATE flash_sales SET units = ? WHERE id = ?", (min(units, free), command.flash_id))
    flash_sales.begin(db, command.flash_id, command.moment, now_ms)
    return _changed(db, command.flash_id, "started", item_id)


def extend(db: Db, command: ExtendFlashSale, now_ms: int) -> FlashSaleChanged:
    """Move the deadline, also back. Raises `FlashSaleUnfit` when it does not run, or would too long or not at all."""
    item_id = _item_of(db, command.flash_id)
    if first_time(db, command.change_id, "extend"):
        flash = flash_sales.running(db, item_id)
        if flash is None or flash.flash_id != command.flash_id:
            raise FlashSaleUnfit(why=Text("它已经结束了", "it is over"))
        left_ms = flash_sales.left_ms(db, command.flash_id, command.moment, now_ms) + command.seconds * 1000
        if not command.seconds or not 0 < left_ms <= LONGEST_S * 1000:
            raise FlashSaleUnfit(why=_TIME)
        db.conn.execute(
            "UPDATE flash_sales SET lasts_ms = lasts_ms + ?1, ends_at_ms = ends_at_ms + ?1,"
            " ends_s = ends_s + ?1 / 1000.0 WHERE id = ?2",
            (command.seconds * 1000, command.flash_id),
        )
    return _changed(db, command.flash_id, "extended" if command.seconds > 0 else "shortened", item_id)


def end(db: Db, command: EndFlashSale, now_ms: int) -> FlashSaleChanged:
    """End a flash sale, or strike a planned one; harmless when it is over. Raises `FlashSaleUnfit` when unknown."""
    item_id = _item_of(db, command.flash_id)
    flash = flash_sales.running(db, item_id)
    if flash is not None and flash.flash_id == command.flash_id:
        flash_sales.finish(db, flash, command.why, now_ms)
        return _changed(db, command.flash_id, "ended", item_id)
    (state,) = db.conn.execute("SELECT state FROM flash_sales WHERE id = ?", (command.flash_id,)).fetchone()
    flash_sales.strike(db, command.flash_id, command.why, now_ms)
    return _changed(db, command.flash_id, "struck" if state == FlashState.PLANNED else "ended", item_id)


def _check(command: StartFlashSale, item: Item, units: int, free: int, now_ms: int) -> None:
    """Raises `FlashSaleUnfit` for what cannot be."""
    check_price(command.price_fen)
    regular_fen = _regular_fen(item)
    if command.price_fen >= regular_fen:
        cap = plain(regular_fen)
        raise FlashSaleUnfit(why=Text(f"秒杀价要低于现价 {cap} 元", f"its price must be below {cap}"))
    if not SHORTEST_S <= command.seconds <= LONGEST_S:
        raise FlashSaleUnfit(why=_TIME)
    if not 1 <= units <= free:
        raise FlashSaleUnfit(why=Text(f"件数要在 1 到 {free} 之间", f"units must be between 1 and {free}"))
    if command.per_buyer < 0 or command.per_buyer > units:
        raise FlashSaleUnfit(why=Text("每人限购不能超过秒杀件数", "the limit per buyer cannot be above its units"))
    if command.at_ms is not None and not now_ms < command.at_ms <= now_ms + FARTHEST_MS:
        raise FlashSaleUnfit(why=Text("开始时间要在未来一天内", "it must begin within a day from now"))
    if sum(flash.state is FlashState.PLANNED for flash in item.flash_sales) >= MOST_PLANNED:
        raise FlashSaleUnfit(why=Text(f"一件商品最多排 {MOST_PLANNED} 场", f"at most {MOST_PLANNED} can be planned"))


_TIME = Text("时长要在 10 秒到 30 分钟之间", "it must last from 10 seconds to 30 minutes")
_UNKNOWN = Text("没有这场秒杀", "there is no such flash sale")


def _regular_fen(item: Item) -> int:
    """The price of an item when no flash sale runs."""
    return item.price_fen if item.flash is None else item.flash.regular_fen


def _item_of(db: Db, flash_id: str) -> str:
    row = db.conn.execute("SELECT item_id FROM flash_sales WHERE id = ?", (flash_id,)).fetchone()
    if row is None:
        raise FlashSaleUnfit(why=_UNKNOWN)
    return str(row[0])


def _on_air(db: Db) -> Item:
    show = projection.open_show(db)
    on_air = None if show is None else projection.on_air(db, show.show_id)
    if on_air is None:
        raise NothingOnAir
    return projection.item(db, on_air)


def _changed(db: Db, flash_id: str, what: str, item_id: str) -> FlashSaleChanged:
    item = restate(db, item_id)
    return FlashSaleChanged(
        flash_id=flash_id,
        what=what,
        item_id=item_id,
        number=item.number,
        item=item,
        on_air_item_id=leave_air_if_done(db, item),
    )


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {
    StartFlashSale: start,
    ExtendFlashSale: extend,
    EndFlashSale: end,
    BeginFlashSale: begin,
}
