"""Flash listing and what may be changed of an item afterwards, as changes to the database.

Each of these writes the fact and what the platform must be told of it in one transaction. The first
telling of an item carries the stock it was opened with; everything later follows as its own entry.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec

from console.commands import (
    AddStock,
    ChangePrice,
    ChangeTemplate,
    Command,
    EditItem,
    GiveBackQuota,
    HoldQuota,
    OpenFlash,
    RelistItem,
    ReplaceSnap,
    ResendItem,
    WithdrawItem,
)
from console.errors import (
    BarcodeUnfit,
    BrokenRequest,
    IllegalStep,
    ListingDoubtful,
    PriceOutOfRange,
    QuotaOutOfRange,
    StockOutOfRange,
    Text,
    TitleUnfit,
    TrustUnfit,
    UnknownNumber,
    UnknownSnap,
)
from console.events import Event, FlashOpened, ItemChanged, ItemResent
from console.facts import Item, ListingState, PlatformState, Sale, Show, ShowStatus, Trust
from console.ids import platform_number
from console.listing.lifecycle import NAMES, cover_short, leave_air_if_done, restate
from console.listing.line import STOCK_CAP, TITLE_UNITS_CAP, read, title_units
from console.money import PRICE_CAP_FEN, plain
from console.show import open_or_plan
from console.store import flash_sales, outbox, projection, quota
from console.store.changes import first_time
from console.store.database import Db

BARCODE_CAP = 80
HIGHEST_NUMBER = 1 << 62
"""Beyond it SQLite has no integer to look for."""


def open_flash(db: Db, command: OpenFlash, now_ms: int) -> FlashOpened:
    """List an item at the end of the line-up under the next number.

    Raises `ListingDoubtful`, `TitleUnfit`, `PriceOutOfRange`, `StockOutOfRange`, `BarcodeUnfit` or
    `UnknownSnap`. Without pictures it stays a draft: it can be sold here, and is told to the platform
    once it has some.
    """
    if db.conn.execute("SELECT 1 FROM items WHERE id = ?", (command.item_id,)).fetchone():
        item = projection.item(db, command.item_id)
        return FlashOpened(item_id=item.item_id, number=item.number, item=item, show=_show_of(db, item))
    number_there = _platform_number(command.item_id)
    show = open_or_plan(db, now_ms)
    title, price_fen, stock = understood(command)
    if command.template not in ("", "jewellery"):
        raise TrustUnfit(field="template")
    shot = _shot(db, command.snap_id, command.shot)
    (number, position) = db.conn.execute(
        "SELECT coalesce(max(number), 0) + 1, coalesce(max(position), 0) + 1 FROM lineup WHERE show_id = ?",
        (show.show_id,),
    ).fetchone()
    barcode = _check_barcode(command.barcode)
    trust = Trust(template=command.template)
    whole = command.snap_id is not None and not trust.lacking
    listing = ListingState.LISTED if whole else ListingState.DRAFT
    db.conn.execute(
        "INSERT INTO items (id, rel_item_id, title, price_fen, listing, snap_id, shot, listed_at_ms, barcode, trust)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(command.item_id, number_there, title, price_fen, listing, command.snap_id, shot, now_ms, barcode),
            msgspec.json.encode(trust).decode() if command.template else "",
        ),
    )
    db.conn.execute(
        "INSERT INTO stock_moves (item_id, delta, cause, at_ms) VALUES (?, ?, 'listed', ?)",
        (command.item_id, stock, now_ms),
    )
    db.conn.execute("INSERT INTO lineup VALUES (?, ?, ?, ?)", (show.show_id, command.item_id, number, position))
    if whole:
        outbox.add(db, command.item_id, "item", command.item_id, {"stock": stock}, now_ms)
    item = projection.item(db, command.item_id)
    return FlashOpened(item_id=item.item_id, number=number, item=item, show=show)


def replace_snap(db: Db, command: ReplaceSnap, now_ms: int) -> ItemChanged:
    """Give an item other pictures; a draft is listed by it. Raises `IllegalStep` once the platform has it."""
    item = find(db, command.number)
    shot = _shot(db, command.snap_id, command.shot)
    if _at_platform(db, item):
        raise IllegalStep(number=item.number, step=Text("换照片", "given other pictures"), state=_standing(item))
    db.conn.execute("UPDATE items SET snap_id = ?, shot = ? WHERE id = ?", (command.snap_id, shot, item.item_id))
    if item.trust.lacking and not outbox.known(db, item.item_id):
        return _changed(db, restate(db, item.item_id))
    if not outbox.known(db, item.item_id):
        outbox.add(db, item.item_id, "item", item.item_id, {"stock": item.stock_left}, now_ms)
        if item.listing is ListingState.WITHDRAWN:
            outbox.add(db, f"{item.item_id}/withdrawn", "shelf", item.item_id, {"on_shelf": False}, now_ms)
    else:
        _reopen(db, item.item_id)
    return _changed(db, restate(db, item.item_id))


def edit(db: Db, command: EditItem, _now_ms: int) -> ItemChanged:
    """Change title, bin, points or barcode. Raises `TitleUnfit`, `BarcodeUnfit`, and `IllegalStep` for the
    title of an item that the platform has: it would go to audit again."""
    item = find(db, command.number)
    if command.title is not None and command.title != item.title:
        title = _check_title(command.title)
        if _at_platform(db, item):
            raise IllegalStep(number=item.number, step=Text("改名", "renamed"), state=_standing(item))
        db.conn.execute("UPDATE items SET title = ? WHERE id = ?", (title, item.item_id))
    barcode = None if command.barcode is None else _check_barcode(command.barcode)
    for column, value in (("bin_code", command.bin_code), ("points", command.points), ("barcode", barcode)):
        if value is not None:
            db.conn.execute(f"UPDATE items SET {column} = ? WHERE id = ?", (value.strip(), item.item_id))  # noqa: S608 - three constants
    return _changed(db, projection.item(db, item.item_id))


def change_price(db: Db, command: ChangePrice, now_ms: int) -> ItemChanged:
    """Sell at another price from now on; while a flash sale runs, after it. Raises `PriceOutOfRange`."""
    item = find(db, command.number)
    check_price(command.price_fen)
    first = first_time(db, command.change_id, "price")
    flash = flash_sales.running(db, item.item_id) if first else None
    if flash is not None:
        flash_sales.reprice(db, item.item_id, command.price_fen)
        if not flash.told:  # until the flash price is told, and if it never is, viewers pay the other
            _tell(db, item, command.change_id, "price", {"price_fen": command.price_fen}, now_ms)
        return _changed(db, projection.item(db, item.item_id))
    if first:  # the same price, too, is told: the platform may have been given another one elsewhere
        db.conn.execute("UPDATE items SET price_fen = ? WHERE id = ?", (command.price_fen, item.item_id))
        _tell(db, item, command.change_id, "price", {"price_fen": command.price_fen}, now_ms)
    return _changed(db, projection.item(db, item.item_id))


def add_stock(db: Db, command: AddStock, now_ms: int) -> ItemChanged:
    """Add or take away units after a count. Raises `StockOutOfRange` below zero or over the cap."""
    item = find(db, command.number)
    if not first_time(db, command.change_id, "count"):
        return _changed(db, item)
    left = item.stock_left + command.quantity
    if command.quantity == 0 or not 0 <= left <= STOCK_CAP:
        raise StockOutOfRange(least=0, cap=f"{STOCK_CAP:,}")
    db.conn.execute(
        "INSERT INTO stock_moves (item_id, delta, cause, at_ms) VALUES (?, ?, 'count', ?)",
        (item.item_id, command.quantity, now_ms),
    )
    from_quota = max(0, item.quota - left)  # what was counted away was ours already: the platform does not have it
    if from_quota:
        db.conn.execute("UPDATE items SET quota = quota - ? WHERE id = ?", (from_quota, item.item_id))
    if command.quantity + from_quota:
        _tell(db, item, command.change_id, "stock", {"delta": command.quantity + from_quota}, now_ms)
    covered = cover_short(db, item.item_id, now_ms)
    flash_sales.follow(db, item.item_id, now_ms)
    return _changed(db, restate(db, item.item_id), covered)


def hold_quota(db: Db, command: HoldQuota, now_ms: int) -> ItemChanged:
    """Ask the platform for units of our own: its stock is lowered, and once it has answered they are ours.

    Raises `QuotaOutOfRange` beyond the stock that is not held yet, and `IllegalStep` for an item that
    the platform does not have.
    """
    item = find(db, command.number)
    if not first_time(db, command.change_id, "hold"):
        return _changed(db, item)
    if not outbox.known(db, item.item_id):
        raise IllegalStep(number=item.number, step=Text("预留", "held"), state=NAMES[item.listing])
    if item.flash is not None:
        raise IllegalStep(number=item.number, step=Text("预留", "held"), state=Text("秒杀中", "in a flash sale"))
    free = item.stock_left - item.quota - item.flash_hold - quota.awaited(db, item.item_id)
    if not 1 <= command.units <= free:
        raise QuotaOutOfRange(cap=free)
    body = {"delta": -command.units, "quota": command.units}
    outbox.add(db, f"hold:{command.change_id}", "stock", item.item_id, body, now_ms)
    return _changed(db, projection.item(db, item.item_id))


def give_back_quota(db: Db, command: GiveBackQuota, now_ms: int) -> ItemChanged:
    """Return what is left of the quota; from this moment it is no longer ours."""
    item = find(db, command.number)
    if first_time(db, command.change_id, "give back"):
        quota.give_back(db, item.item_id, item.quota, command.change_id, now_ms)
    return _changed(db, projection.item(db, item.item_id))


def withdraw(db: Db, command: WithdrawItem, now_ms: int) -> ItemChanged:
    """Take an item off sale. Raises `IllegalStep` when it is off already."""
    item = find(db, command.number)
    if not first_time(db, command.change_id, "withdraw"):
        return _changed(db, item)
    if item.listing is ListingState.WITHDRAWN:
        raise IllegalStep(number=item.number, step=Text("下架", "withdrawn"), state=NAMES[item.listing])
    if (flash := flash_sales.running(db, item.item_id)) is not None:
        flash_sales.finish(db, flash, "withdrawn", now_ms)
    _tell(db, item, command.change_id, "shelf", {"on_shelf": False}, now_ms)
    return _changed(db, restate(db, item.item_id, withdrawn=True))


def relist(db: Db, command: RelistItem, now_ms: int) -> ItemChanged:
    """Put a withdrawn item on sale again. Raises `IllegalStep` when it was not withdrawn."""
    item = find(db, command.number)
    if not first_time(db, command.change_id, "relist"):
        return _changed(db, item)
    if item.listing is not ListingState.WITHDRAWN:
        raise IllegalStep(number=item.number, step=Text("重新上架", "relisted"), state=NAMES[item.listing])
    _tell(db, item, command.change_id, "shelf", {"on_shelf": True}, now_ms)
    return _changed(db, restate(db, item.item_id, withdrawn=False))


def resend(db: Db, command: ResendItem, _now_ms: int) -> ItemResent:
    """Queue again what the platform refused of an item. Raises `IllegalStep` when nothing was refused."""
    item = find(db, command.number)
    if not _reopen(db, item.item_id):
        raise IllegalStep(number=item.number, step=Text("重发", "sent again"), state=_standing(item))
    item = projection.item(db, item.item_id)
    return ItemResent(item_id=item.item_id, number=item.number, item=item)


def change_template(db: Db, command: ChangeTemplate, _now_ms: int) -> ItemResent:
    """Give a refused listing a template of its own and queue it again.

    Raises `IllegalStep` when the listing itself was not refused, and `BrokenRequest` for a number below 1.
    """
    item = find(db, command.number)
    if min(command.category_id or 1, command.express_template_id or 1) < 1:
        raise BrokenRequest(why=Text("编号要大于 0", "the numbers must be above 0"))
    if first_time(db, command.change_id, "template"):
        own = {"category_id": command.category_id or 0, "express_template_id": command.express_template_id or 0}
        refused = db.conn.execute(
            "UPDATE outbox SET body = json_set(body, '$.template', json(?)) WHERE id = ? AND state = 'rejected'",
            (json.dumps(own), item.item_id),
        ).rowcount
        if not refused or not _reopen(db, item.item_id):
            step = Text("换类目或运费模板", "given another template")
            raise IllegalStep(number=item.number, step=step, state=_standing(item))
    item = projection.item(db, item.item_id)
    return ItemResent(item_id=item.item_id, number=item.number, item=item)


def find(db: Db, number: int) -> Item:
    """The item that the anchor calls `number`, in the open show or the one that ended last. Raises `UnknownNumber`."""
    item = projection.item_numbered(db, number) if 0 < number <= HIGHEST_NUMBER else None
    if item is None:
        raise UnknownNumber(number=number)
    return item


def check_price(price_fen: int) -> None:
    """Raises `PriceOutOfRange` outside 1 fen .. cap."""
    if not 1 <= price_fen <= PRICE_CAP_FEN:
        raise PriceOutOfRange(cap=plain(PRICE_CAP_FEN))


def understood(command: OpenFlash) -> tuple[str, int, int]:
    """Title, price in fen and stock of a listing; what is said in words of their own beats the line.

    Raises what `open_flash` raises for them.
    """
    title, price_fen, stock = command.title, command.price_fen, command.stock
    if command.line:
        reading = read(command.line)
        if reading.doubt is not None:
            raise ListingDoubtful(why=reading.doubt)
        title = title or reading.title
        price_fen = reading.price_fen if price_fen is None else price_fen
        stock = reading.stock if stock is None else stock
    title = _check_title(title)
    check_price(0 if price_fen is None else price_fen)
    stock = 1 if stock is None else stock
    if not 1 <= stock <= STOCK_CAP:
        raise StockOutOfRange(least=1, cap=f"{STOCK_CAP:,}")
    return title, price_fen or 0, stock


def _check_title(title: str) -> str:
    title = " ".join(title.split())
    if not title or title_units(title) > TITLE_UNITS_CAP:
        raise TitleUnfit(cap=TITLE_UNITS_CAP // 2)
    return title


def _check_barcode(code: str) -> str:
    code = code.strip()
    if len(code) > BARCODE_CAP or (code and not code.isprintable()):
        raise BarcodeUnfit(cap=BARCODE_CAP)
    return code


def _shot(db: Db, snap_id: str | None, shot: int) -> int:
    """`shot` when that burst has it. Raises `UnknownSnap`."""
    if snap_id is None:
        return 0
    snap = projection.snap(db, snap_id)
    if snap is None or not 0 <= shot < len(snap.shots):
        raise UnknownSnap
    return shot


def _at_platform(db: Db, item: Item) -> bool:
    """Whether the platform has the item, or may have it."""
    row = db.conn.execute(
        "SELECT i.platform_item_id IS NOT NULL OR o.first_sent_at_ms IS NOT NULL"
        " FROM items i LEFT JOIN outbox o ON o.id = i.id AND o.state <> 'rejected' WHERE i.id = ?",
        (item.item_id,),
    ).fetchone()
    return bool(row[0])


def _standing(item: Item) -> Text:
    platform = {
        PlatformState.WAITING: Text("等待平台", "waiting for the platform"),
        PlatformState.SUBMITTED: Text("已提交平台", "submitted"),
        PlatformState.AUDITING: Text("平台审核中", "in review"),
        PlatformState.APPROVED: Text("平台已通过", "approved"),
        PlatformState.REFUSED: Text("平台已退回", "refused"),
    }
    return platform[item.platform]


def _tell(db: Db, item: Item, change_id: str, kind: str, body: dict[str, Any], now_ms: int) -> None:
    """Queue a change for the platform. A draft is not known there: its first telling says it all."""
    if outbox.known(db, item.item_id):
        outbox.add(db, f"{kind}:{change_id}", kind, item.item_id, body, now_ms)
        if kind != "stock":
            outbox.supersede(db, item.item_id, kind)


def _platform_number(item_id: str) -> int:
    """The number under which the platform will know an item. Raises `BrokenRequest` for a strange id."""
    try:
        return platform_number(item_id)
    except ValueError as error:
        raise BrokenRequest(why=Text("item_id 要是 UUID 第 7 版", "item_id must be a UUID of version 7")) from error


def _show_of(db: Db, item: Item) -> Show:
    """The show whose line-up has the item, the newest if there are several."""
    row = db.conn.execute(
        "SELECT w.id, w.title, w.status, w.started_at_ms, w.ended_at_ms FROM lineup l JOIN shows w ON w.id = l.show_id"
        " WHERE l.item_id = ? ORDER BY w.rowid DESC LIMIT 1",
        (item.item_id,),
    ).fetchone()
    return Show(row[0], row[1], ShowStatus(row[2]), row[3], row[4])


def _reopen(db: Db, item_id: str) -> int:
    reopened = outbox.reopen(db, item_id)
    if reopened:
        db.conn.execute(
            "UPDATE items SET platform_reason = '', platform ="
            " CASE WHEN platform_item_id IS NULL THEN 'waiting' ELSE platform END WHERE id = ?",
            (item_id,),
        )
    return reopened


def _changed(db: Db, item: Item, sales: tuple[Sale, ...] = ()) -> ItemChanged:
    on_air = leave_air_if_done(db, item)
    return ItemChanged(item_id=item.item_id, number=item.number, item=item, on_air_item_id=on_air, changed=sales)


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {
    OpenFlash: open_flash,
    ReplaceSnap: replace_snap,
    EditItem: edit,
    ChangePrice: change_price,
    AddStock: add_stock,
    WithdrawItem: withdraw,
    RelistItem: relist,
    ResendItem: resend,
    ChangeTemplate: change_template,
    HoldQuota: hold_quota,
    GiveBackQuota: give_back_quota,
}
