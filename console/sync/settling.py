"""Making both sides' stock of an item equal, when a person said whose number is right.

The decision rides on the change in doubt, so that nothing of the item overtakes it, or has an entry of
its own. The sender reads the platform's stock and either corrects ours or tells ours; it may do so again
after a lost answer, since it always starts from a new reading. Not here: noticing that the sides differ
(`pusher` for a change in doubt, `readings` for all others).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from console.commands import Command, CorrectStock, SettleStock
from console.errors import BrokenRequest, IllegalStep, Text, UnknownNumber
from console.events import Event, ItemChanged, StockDecided
from console.facts import Item, Notice, NoticeLevel, Sale
from console.listing.flash import find
from console.listing.lifecycle import NAMES, cover_short, leave_air_if_done, restate
from console.listing.line import STOCK_CAP
from console.store import flash_sales, outbox, projection, stock
from console.store.changes import first_time
from console.store.database import Db

PLATFORM, STUDIO = "platform", "studio"
SETTLED = "settled"
"""What an answer carries that came of a decision."""
UNEQUAL = "unclear:"
"""Key of the card that asks, with the item's id behind it."""
_TITLE = Text("{number} 号 {title}：平台库存对不上", "No. {number} {title}: the platform's stock differs")
_ADVICE = Text(
    "平台有 {there} 件，按账应是 {here} 件：有人在别处改过，或网络把一次改动送了两遍。核对后选以哪边为准，其他商品照常",
    "The platform has {there}, our books say {here}: changed elsewhere, or a change was delivered twice."
    " Choose whose number is right; other items go on",
)


def card(item: Item, there: int, here: int) -> Notice:
    """The card that asks whose number is right; `here` is what the platform should have."""
    facts = {"number": str(item.number), "title": item.title, "there": str(there), "here": str(max(0, here))}
    return Notice(f"{UNEQUAL}{item.item_id}", NoticeLevel.TROUBLE, _TITLE, _ADVICE, item.number, facts)


def decide(db: Db, command: SettleStock, now_ms: int) -> StockDecided:
    """Note whose number is right. Raises `UnknownNumber`, and `IllegalStep` for an item the platform does not have."""
    item = _meant(db, command)
    if command.whose not in (PLATFORM, STUDIO):
        raise BrokenRequest(why=Text(f"whose 不能是 {command.whose}", f"whose cannot be {command.whose}"))
    if db.conn.execute("SELECT platform_item_id FROM items WHERE id = ?", (item.item_id,)).fetchone()[0] is None:
        raise IllegalStep(number=item.number, step=Text("核对库存", "compared"), state=NAMES[item.listing])
    let_go = ""
    if first_time(db, command.change_id, "settle"):
        let_go = _ride(db, item.item_id, {"settle": command.whose, "change": command.change_id}, now_ms)
        item = projection.item(db, item.item_id)
    return StockDecided(item_id=item.item_id, number=item.number, whose=command.whose, item=item, let_go=let_go)


def _meant(db: Db, command: SettleStock) -> Item:
    if not command.item_id:
        return find(db, command.number)
    try:
        return projection.item(db, command.item_id)
    except KeyError:
        raise UnknownNumber(number=command.number) from None


def _ride(db: Db, item_id: str, wish: dict[str, Any], now_ms: int) -> str:
    """Let the decision ride on the change in doubt, or go by itself; returns the hold in doubt that was let go."""
    row = db.conn.execute(
        "SELECT id, json_extract(body, '$.quota') IS NOT NULL FROM outbox_next WHERE item_id = ? AND kind = 'stock'"
        " AND first_sent_at_ms IS NOT NULL",
        (item_id,),
    ).fetchone()
    if row is not None and not row[1]:
        db.conn.execute(
            "UPDATE outbox SET body = json_set(body, '$.settle', ?, '$.change', ?), next_attempt_at_ms = 0"
            " WHERE id = ?",
            (wish["settle"], wish["change"], row[0]),
        )
        return ""
    if row is not None:  # nobody knows whether the platform gave it: it is asked for anew when somebody wants it
        db.conn.execute(
            "UPDATE outbox SET state = 'rejected', resolved = ?, settled_at_ms = ?, leased_until_ms = NULL"
            " WHERE id = ?",
            (SETTLED, now_ms, row[0]),
        )
    _alone(db, item_id, wish, now_ms)
    return "" if row is None else str(row[0])


def _alone(db: Db, item_id: str, wish: dict[str, Any], now_ms: int) -> None:
    entry_id = _entry_of(wish["change"])
    outbox.add(db, entry_id, "stock", item_id, {"delta": 0, **wish}, now_ms)
    db.conn.execute("UPDATE outbox SET alone = 1 WHERE id = ?", (entry_id,))


def _entry_of(change_id: str) -> str:
    return f"settle:{change_id}"


def dismount(db: Db, outbox_id: str, item_id: str, body: dict[str, Any], now_ms: int) -> None:
    """A change in doubt was cleared up by itself while somebody decided: the decision goes on alone."""
    if "settle" not in body or outbox_id == _entry_of(body["change"]):
        return
    _alone(db, item_id, {"settle": body["settle"], "change": body["change"]}, now_ms)
    db.conn.execute("UPDATE outbox SET body = json_remove(body, '$.settle', '$.change') WHERE id = ?", (outbox_id,))


def correct(db: Db, command: CorrectStock, now_ms: int) -> ItemChanged:
    """Bring our stock to what the platform has, by one movement; once for each decision."""
    item_id, change = db.conn.execute(
        "SELECT item_id, json_extract(body, '$.change') FROM outbox WHERE id = ?", (command.outbox_id,)
    ).fetchone()
    changed: tuple[Sale, ...] = ()
    if first_time(db, f"correct:{change}", "correct"):
        changed = _moved(db, item_id, command, now_ms)
        flash_sales.follow(db, item_id, now_ms)
    item = restate(db, item_id)
    on_air = leave_air_if_done(db, item)
    return ItemChanged(item_id=item_id, number=item.number, item=item, on_air_item_id=on_air, changed=changed)


def _moved(db: Db, item_id: str, command: CorrectStock, now_ms: int) -> tuple[Sale, ...]:
    there, here = command.stock, stock.due(db, item_id, command.outbox_id, command.ordered)
    (left,) = db.conn.execute("SELECT stock_left FROM items WHERE id = ?", (item_id,)).fetchone()
    units = min(max(there - here, -left), STOCK_CAP - left)
    if units:
        db.conn.execute(
            "INSERT INTO stock_moves (item_id, delta, cause, at_ms, reason) VALUES (?, ?, 'count', ?, ?)",
            (item_id, units, now_ms, f"以平台为准：平台 {there} 件，按账应是 {here} 件"),
        )
    short = _fall_short(db, item_id, command.outbox_id, here + units - there)
    return (*short, *cover_short(db, item_id, now_ms)) if units > 0 else short


def _fall_short(db: Db, item_id: str, outbox_id: str, gone: int) -> tuple[Sale, ...]:
    """More is gone than is left: the newest sales the platform has not covered were made without stock.

    What then remains was counted away here as well; it is not told to the platform a second time.
    """
    found: list[Sale] = []
    rows = db.conn.execute(
        "SELECT s.id, min(s.quantity - s.short_units, (SELECT sum(o.owed + CASE WHEN o.state IN ('new', 'leased',"
        "   'unknown') AND o.id <> ?2 AND coalesce(o.lead, '') <> ?2 THEN -json_extract(o.body, '$.delta') ELSE 0 END)"
        "   FROM outbox o WHERE o.id >= 'sale:' || s.id AND o.id < 'sale:' || s.id || '0' AND o.sale_id = s.id"
        "   AND o.kind = 'stock')) AS untold"
        " FROM sales s WHERE s.item_id = ?1 AND s.source = 'studio' AND s.status <> 'void' AND s.agreed = 0"
        " ORDER BY s.rowid DESC",
        (item_id, outbox_id),
    ).fetchall()
    for sale_id, untold in rows:
        units = min(gone, untold or 0)
        if units > 0:
            gone -= units
            db.conn.execute("UPDATE sales SET short_units = short_units + ? WHERE id = ?", (units, sale_id))
            sale = projection.sale(db, sale_id)
            assert sale is not None  # it was just updated
            found.append(sale)
    counts = db.conn.execute(
        "SELECT id, -json_extract(body, '$.delta') FROM outbox WHERE item_id = ? AND kind = 'stock' AND sale_id IS NULL"
        " AND first_sent_at_ms IS NULL AND state IN ('new', 'leased') AND json_extract(body, '$.quota') IS NULL"
        " AND json_extract(body, '$.delta') < 0 ORDER BY seq DESC",
        (item_id,),
    ).fetchall()
    for count_id, counted in counts:
        units = min(gone, counted)
        gone -= units
        db.conn.execute(
            "UPDATE outbox SET body = json_set(body, '$.delta', ?) WHERE id = ?", (units - counted, count_id)
        )
    return tuple(found)


def accept(db: Db, item_id: str, body: dict[str, Any], answer: dict[str, Any], now_ms: int) -> list[str]:
    """Both sides are equal now: nothing refused of the item's stock needs a hand. Returns the sales it agrees to.

    `free` of the answer are units refused for want of stock that are in the number told; `owed` is what
    the platform could not take off, because it had sold more than there was.
    """
    free, sale_ids = int(answer.get("free", 0)), []
    for outbox_id, sale_id, owed in db.conn.execute(
        "SELECT id, sale_id, owed FROM outbox WHERE item_id = ? AND owed > 0 ORDER BY seq DESC", (item_id,)
    ).fetchall():
        units = min(free, owed)
        if units:
            free -= units
            sale_ids.append(sale_id)
            outbox.owe(db, outbox_id, owed - units)
    sale_ids += [
        row[0]
        for row in db.conn.execute(
            "UPDATE outbox SET resolved = ? WHERE item_id = ? AND kind = 'stock' AND state = 'rejected' AND owed = 0"
            " AND resolved = '' AND json_extract(body, '$.quota') IS NULL RETURNING sale_id",
            (SETTLED, item_id),
        ).fetchall()
    ]
    if owed := int(answer.get("owed", 0)):
        entry_id = f"{_entry_of(body['change'])}/owed"
        outbox.add(db, entry_id, "stock", item_id, {"delta": 0}, now_ms)
        db.conn.execute(
            "UPDATE outbox SET state = 'acked', settled_at_ms = ?, owed = ? WHERE id = ?", (now_ms, owed, entry_id)
        )
    return [sale_id for sale_id in sale_ids if sale_id is not None]


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {SettleStock: decide, CorrectStock: correct}
