"""Rows read as facts: the studio's side and the platform's laid over each other. Nothing is written here."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import msgspec

from console.facts import (
    Conflict,
    Coupon,
    CouponState,
    Draw,
    DrawState,
    FlashSale,
    FlashState,
    Item,
    ListingState,
    OpenSales,
    Outbox,
    Plan,
    PlatformState,
    Sale,
    SaleSource,
    SaleStatus,
    Script,
    Show,
    ShowStatus,
    Snap,
    Step,
    Totals,
    Trust,
    Winner,
)
from console.store import shots
from console.store.database import Db

_ITEM = """
SELECT i.id, l.number, i.title, i.price_fen, i.stock_left, i.stock_total, i.sold_units, i.listing, i.platform,
  i.platform_reason, i.bin_code, i.points, coalesce(s.thumb_path, ''), coalesce(s.square_path, ''), i.snap_id,
  i.listed_at_ms,
  i.unsent, i.unsent_since_ms, i.quota, i.barcode, i.flash_hold,
  (SELECT json_group_array(json_array(f.id, f.state, f.confirmed,
      (SELECT json_array(coalesce(sum(s.quantity), 0), coalesce(sum(s.quantity * s.unit_price_fen), 0)) FROM sales s
        WHERE s.flash_id = f.id AND s.status <> 'void'),
      f.price_fen, f.regular_fen, f.units, f.per_buyer, f.lasts_ms, f.at_ms, f.started_at_ms, f.ends_at_ms, f.ends_s,
      f.boot, f.ended_at_ms, f.why))
    FROM flash_sales f WHERE f.item_id = i.id AND (f.state <> 'ended' OR f.seq = (SELECT e.seq FROM flash_sales e
      WHERE e.item_id = i.id AND e.state = 'ended' ORDER BY e.ended_at_ms DESC, e.seq DESC LIMIT 1))),
  i.trust, i.steps, i.step, coalesce(t.units, 0)
FROM lineup l JOIN items i ON i.id = l.item_id
LEFT JOIN item_totals t ON t.show_id = l.show_id AND t.item_id = l.item_id
LEFT JOIN snap_shots s ON s.snap_id = i.snap_id AND s.place = i.shot
"""
_BY_ID = """
WHERE l.item_id = ?1 AND l.show_id = (SELECT k.show_id FROM lineup k JOIN shows w ON w.id = k.show_id
  WHERE k.item_id = ?1 ORDER BY w.rowid DESC LIMIT 1)
"""
_BY_NUMBER = "WHERE l.show_id = (SELECT id FROM shows ORDER BY rowid DESC LIMIT 1) AND l.number = ?"

_BY_NUMBER_BEFORE = """
WHERE l.show_id = (SELECT id FROM shows WHERE status = 'ended' ORDER BY rowid DESC LIMIT 1) AND l.number = ?
"""
_LEFT_OVER = """
WHERE l.show_id = (SELECT id FROM shows WHERE status = 'ended' ORDER BY rowid DESC LIMIT 1)
  AND l.item_id NOT IN (SELECT n.item_id FROM lineup n JOIN shows w ON w.id = n.show_id WHERE w.status <> 'ended')
  ORDER BY l.position, l.number
"""

_SALE = """
SELECT s.id, s.item_id, l.number, i.title, s.quantity, s.unit_price_fen, s.source, s.status, s.recorded_at_ms,
  s.buyer, s.void_reason, coalesce(s.order_id, ''), s.short_units, s.agreed,
  s.quota_units, s.conflict, s.source_place, s.show_id
FROM sales s JOIN items i ON i.id = s.item_id JOIN lineup l ON l.item_id = s.item_id AND l.show_id = s.show_id
"""
_NEWEST = """
WHERE +s.show_id = ?1 AND s.rowid > (SELECT after_sale FROM shows WHERE id = ?1) ORDER BY s.rowid DESC LIMIT ?2
"""

_NEED_HAND = """
SELECT rowid, conflict <> 'open' AS place FROM sales WHERE status <> 'void' AND (conflict = 'open' OR short_units > 0)
"""
"""Conflicts and sales without stock, in the words of the index `sales_need_hand`."""
_CLAIMS = """
SELECT s.rowid AS rowid, 2 AS place FROM (
    SELECT sale_id FROM outbox WHERE state IN ('new', 'leased', 'unknown') AND sale_id IS NOT NULL
    UNION SELECT sale_id FROM outbox WHERE state = 'rejected' AND resolved = '' AND sale_id IS NOT NULL
    UNION SELECT d.id FROM items i CROSS JOIN sales d ON d.item_id = i.id
      WHERE i.platform_item_id IS NULL AND d.agreed = 0
  ) w JOIN sales s ON s.id = w.sale_id
  WHERE s.source = 'studio' AND s.status <> 'void' AND s.agreed = 0 AND s.conflict = '' AND s.short_units = 0
"""
"""Sales that wait for the platform's word: told by the outbox, or of items that the platform does not have yet."""


def _item(row: tuple[Any, ...]) -> Item:
    *facts, flashes, trust, steps, step, show_units = row
    (item_id, number, title, price_fen, stock_left, stock_total, sold_units, listing, platform, *rest) = facts
    state, word = ListingState(listing), PlatformState(platform)
    extras = (
        () if flashes == "[]" else _flash_sales(json.loads(flashes)),
        msgspec.json.decode(trust, type=Trust) if trust else _NO_TRUST,
        msgspec.json.decode(steps, type=tuple[Step, ...]) if steps else (),
        step,
        show_units,
    )
    return Item(item_id, number, title, price_fen, stock_left, stock_total, sold_units, state, word, *(*rest, *extras))


_NO_TRUST = Trust()
_IN_ORDER = (FlashState.ENDED, FlashState.RUNNING, FlashState.PLANNED)


def _flash_sales(rows: list[list[Any]]) -> tuple[FlashSale, ...]:
    return tuple(sorted((_flash_sale(*row) for row in rows), key=lambda flash: _IN_ORDER.index(flash.state)))


def _flash_sale(flash_id: str, state: str, confirmed: int, sold: tuple[int, int], *rest: Any) -> FlashSale:
    units_sold, gmv_fen = sold
    return FlashSale(flash_id, FlashState(state), bool(confirmed), units_sold, gmv_fen, *rest)


def _sale(row: tuple[Any, ...]) -> Sale:
    (sale_id, item_id, number, title, quantity, unit_price_fen, source, status, at_ms, *rest) = row
    buyer, reason, order_id, short, agreed, quota_units, conflict, place, show_id = rest
    return Sale(
        sale_id=sale_id,
        item_id=item_id,
        number=number,
        title=title,
        quantity=quantity,
        unit_price_fen=unit_price_fen,
        source=SaleSource(source),
        status=SaleStatus(status),
        recorded_at_ms=at_ms,
        buyer=buyer,
        void_reason=reason,
        order_id=order_id,
        short_units=short,
        agreed=bool(agreed),
        quota_units=quota_units,
        conflict=Conflict(conflict),
        place=place,
        show_id=show_id,
    )


def open_show(db: Db) -> Show | None:
    """The show that is planned or live; there is at most one."""
    row = db.conn.execute(
        "SELECT id, title, status, started_at_ms, ended_at_ms FROM shows WHERE status <> 'ended'"
    ).fetchone()
    return None if row is None else Show(row[0], row[1], ShowStatus(row[2]), *row[3:])


def latest_show(db: Db) -> Show | None:
    """The open show, else the one that ended last."""
    row = db.conn.execute(
        "SELECT id, title, status, started_at_ms, ended_at_ms FROM shows"
        " ORDER BY rowid DESC LIMIT 1"  # by order of making, never by a wall clock
    ).fetchone()
    return None if row is None else Show(row[0], row[1], ShowStatus(row[2]), *row[3:])


def plans(db: Db) -> tuple[Plan, ...]:
    """The shows that are planned, the earliest first."""
    rows = db.conn.execute("SELECT id, title, at_ms FROM plans WHERE state = 'planned' ORDER BY at_ms, rowid")
    return tuple(Plan(*row) for row in rows)


def on_air(db: Db, show_id: str) -> str | None:
    """The id of the item on air in `show_id`."""
    row = db.conn.execute("SELECT on_air_item_id FROM shows WHERE id = ?", (show_id,)).fetchone()
    return None if row is None else row[0]


def on_air_since(db: Db, show_id: str) -> int | None:
    """When it was put on air, UTC ms; None while nothing is, or where it was put there by an older version."""
    row = db.conn.execute(
        "SELECT on_air_since_ms FROM shows WHERE id = ? AND on_air_item_id IS NOT NULL", (show_id,)
    ).fetchone()
    return None if row is None else row[0]


def scripts(db: Db, show_id: str) -> tuple[Script, ...]:
    """What is said between the items of a show."""
    rows = db.conn.execute("SELECT nullif(item_id, ''), text FROM scripts WHERE show_id = ?", (show_id,))
    return tuple(Script(*row) for row in rows)


def lineup(db: Db, show_id: str) -> tuple[Item, ...]:
    """All items of a show in line-up order."""
    rows = db.conn.execute(_ITEM + " WHERE l.show_id = ? ORDER BY l.position, l.number", (show_id,))
    return tuple(_item(row) for row in rows)


def left_over(db: Db) -> tuple[Item, ...]:
    """What the show that ended last had and the open one has not, sold out or not; with its numbers and order."""
    rows = db.conn.execute(_ITEM + _LEFT_OVER)
    return tuple(_item(row) for row in rows)


def item(db: Db, item_id: str) -> Item:
    """One item as its latest show numbers it. Raises KeyError when it is in no line-up."""
    row = db.conn.execute(_ITEM + _BY_ID, (item_id,)).fetchone()
    if row is None:
        raise KeyError(item_id)
    return _item(row)


def sold(db: Db, before: Item, show_id: str) -> tuple[Item, Totals, str | None]:
    """What a sale can change, in one look: how much of an item there is, the totals of its show; and what is on air."""
    left, total, sold_units, unsent, since_ms, quota, show_units, units, orders, gmv_fen, on_air = db.conn.execute(
        "SELECT i.stock_left, i.stock_total, i.sold_units, i.unsent, i.unsent_since_ms, i.quota,"
        " coalesce((SELECT o.units FROM item_totals o WHERE o.item_id = i.id AND o.show_id = (SELECT l.show_id FROM"
        " lineup l JOIN shows w ON w.id = l.show_id WHERE l.item_id = i.id ORDER BY w.rowid DESC LIMIT 1)), 0),"
        " coalesce(t.units, 0), coalesce(t.orders, 0), coalesce(t.gmv_fen, 0),"
        " (SELECT on_air_item_id FROM shows WHERE status <> 'ended')"
        " FROM items i LEFT JOIN show_totals t ON t.show_id = ? WHERE i.id = ?",
        (show_id, before.item_id),
    ).fetchone()
    item = replace(
        before,
        stock_left=left,
        stock_total=total,
        sold_units=sold_units,
        unsent=unsent,
        unsent_since_ms=since_ms,
        quota=quota,
        show_units=show_units,
    )
    return item, Totals(units, orders, gmv_fen), on_air


def item_numbered(db: Db, number: int) -> Item | None:
    """The item that the anchor calls `number`, in the open show or the one that ended last."""
    row = db.conn.execute(_ITEM + _BY_NUMBER, (number,)).fetchone()
    return None if row is None else _item(row)


def item_numbered_before(db: Db, number: int) -> Item | None:
    """The item that had `number` in the show that ended last."""
    row = db.conn.execute(_ITEM + _BY_NUMBER_BEFORE, (number,)).fetchone()
    return None if row is None else _item(row)


def sale(db: Db, sale_id: str) -> Sale | None:
    """One sale."""
    row = db.conn.execute(_SALE + " WHERE s.id = ?", (sale_id,)).fetchone()
    return None if row is None else _sale(row)


def sales(db: Db, show_id: str, limit: int, older: int = 0) -> tuple[Sale, ...]:
    """The newest `limit` sales of a show, newest first, and behind them up to `older` ones that need a hand."""
    # "+": newest rows first from the table itself, back to where the show began
    rows = db.conn.execute(_SALE + _NEWEST, (show_id, limit))
    newest = tuple(_sale(row) for row in rows)
    if len(newest) < limit:
        return newest
    (last,) = db.conn.execute("SELECT rowid FROM sales WHERE id = ?", (newest[-1].sale_id,)).fetchone()
    older_open = _NEED_HAND + " AND +show_id = ? AND +rowid < ? ORDER BY +rowid LIMIT ?"  # "+": as above
    rows = db.conn.execute(
        _SALE + " JOIN (" + older_open + ") o ON o.rowid = s.rowid ORDER BY s.rowid DESC", (show_id, last, older)
    )
    return (*newest, *(_sale(row) for row in rows))


def open_sales(db: Db, limit: int) -> OpenSales:
    """What is not settled between both sides, whatever show it is of: the counts, and the first `limit` sales."""
    found = db.conn.execute(_NEED_HAND + " UNION ALL " + _CLAIMS + " ORDER BY place, rowid").fetchall()
    places = [place for _, place in found]
    rows = db.conn.execute(
        _SALE + " JOIN json_each(?) o ON s.rowid = o.value ORDER BY o.key",
        (json.dumps([rowid for rowid, _ in found[:limit]]),),
    )
    conflicts, short, claims = map(places.count, (0, 1, 2))
    return OpenSales(conflicts, short, claims, tuple(_sale(row) for row in rows))


def totals(db: Db, show_id: str) -> Totals:
    """What a show sold and was paid; kept by triggers, so its cost does not grow with the sales."""
    row = db.conn.execute("SELECT units, orders, gmv_fen FROM show_totals WHERE show_id = ?", (show_id,)).fetchone()
    return Totals() if row is None else Totals(*row)


def snap(db: Db, snap_id: str) -> Snap | None:
    """A burst with its shots, the best first."""
    row = db.conn.execute("SELECT id, taken_at_ms FROM snaps WHERE id = ?", (snap_id,)).fetchone()
    if row is None:
        return None
    return Snap(row[0], row[1], shots.of_snap(db, snap_id))


_COUPON = """
SELECT id, state, ending, name, reduce_fen, threshold_fen, total, per_buyer, item_id, first_day, last_day,
  platform_coupon_id, taken, taken_at_ms, reason, made_at_ms FROM coupons
"""


def _coupon(row: tuple[Any, ...]) -> Coupon:
    coupon_id, state, ending, *rest = row
    return Coupon(coupon_id, CouponState(state), bool(ending), *rest)


def coupon(db: Db, coupon_id: str) -> Coupon | None:
    """One coupon."""
    row = db.conn.execute(_COUPON + " WHERE id = ?", (coupon_id,)).fetchone()
    return None if row is None else _coupon(row)


def coupons(db: Db, show_id: str, limit: int) -> tuple[Coupon, ...]:
    """The newest coupons that are not over, or of this show."""
    rows = db.conn.execute(
        _COUPON + " WHERE show_id = ? OR state NOT IN ('over', 'refused') ORDER BY rowid DESC LIMIT ?", (show_id, limit)
    )
    return tuple(_coupon(row) for row in rows)


def coupon_shown(db: Db) -> str | None:
    """The coupon whose card viewers of the open show see."""
    row = db.conn.execute("SELECT coupon_id FROM shows WHERE status <> 'ended'").fetchone()
    return None if row is None else row[0]


_DRAW = """
SELECT d.id, d.state, d.prize, d.prize_fen, d.winners, d.item_id, d.seed_fingerprint,
  CASE WHEN d.state = 'open' THEN '' ELSE d.seed END,
  (SELECT count(*) FROM draw_entrants e WHERE e.draw_id = d.id), d.entrants_fingerprint,
  (SELECT json_group_array(json_array(e.prize, e.place, e.name)) FROM draw_entrants e
    WHERE e.draw_id = d.id AND e.prize IS NOT NULL),
  d.opened_at_ms, d.frozen_at_ms, d.drawn_at_ms
FROM draws d
"""
_OF_SHOW = """
WHERE d.show_id = ?1 OR d.show_id IS NULL AND ?1 = coalesce((SELECT id FROM shows ORDER BY rowid LIMIT 1), '')
"""


def _draw(row: tuple[Any, ...]) -> Draw:
    draw_id, state, prize, prize_fen, winners, item_id, seed_print, seed, entrants, names_print, won, *times = row
    ranked = tuple(sorted((Winner(*each) for each in json.loads(won)), key=lambda winner: winner.prize))
    facts = (draw_id, DrawState(state), prize, prize_fen, winners, item_id, seed_print, seed, entrants, names_print)
    return Draw(*facts, ranked, *times)


def draw(db: Db, draw_id: str) -> Draw | None:
    """One draw."""
    row = db.conn.execute(_DRAW + " WHERE d.id = ?", (draw_id,)).fetchone()
    return None if row is None else _draw(row)


def draws(db: Db, show_id: str, limit: int) -> tuple[Draw, ...]:
    """The newest `limit` draws of a show, newest first; what was made before the first show ("") is of that one."""
    rows = db.conn.execute(_DRAW + _OF_SHOW + " ORDER BY d.rowid DESC LIMIT ?2", (show_id, limit))
    return tuple(_draw(row) for row in rows)


def outbox(db: Db) -> Outbox:
    """How many facts wait and are parked, and since when; constant time."""
    row = db.conn.execute(
        "SELECT waiting, parked, (SELECT min(unsent_since_ms) FROM items WHERE unsent_since_ms IS NOT NULL)"
        " FROM outbox_count"
    ).fetchone()
    return Outbox(*row)
