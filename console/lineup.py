"""The item queue: its order, what is on air, what is said between two items, and what goes along into the next show.

Numbers stay with their items when the order changes and when a show follows, and so does what is said after them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import Any

from console.commands import (
    BringAlong,
    Command,
    LeaveBehind,
    MoveItem,
    NextOnAir,
    PreviousOnAir,
    PutOnAir,
    TakeOffAir,
    WriteScript,
)
from console.errors import IllegalStep, LineupEmpty, ScriptTooLong, Text, UnknownNumber
from console.events import Event, LeftOverChanged, LineupMoved, OnAirChanged, ScriptWritten
from console.facts import Item, Script, Show
from console.listing.flash import find
from console.listing.lifecycle import NAMES
from console.show import open_or_plan
from console.store import projection
from console.store.database import Db

SCRIPT_CAP = 5_000
"""Letters of one script: some twenty minutes of talk."""


def moved(order: Sequence[str], item_id: str, before: str | None) -> tuple[str, ...]:
    """`order` with `item_id` standing before `before`, or last when that is None."""
    return moved_together(order, {item_id}, before)


def moved_together(order: Sequence[str], item_ids: Set[str], before: str | None) -> tuple[str, ...]:
    """`order` with `item_ids` standing together, in the order they had, before `before`.

    When `before` is one of them they gather where it stands.
    """
    together = [item_id for item_id in order if item_id in item_ids]
    rest = [item_id for item_id in order if item_id not in item_ids]
    place = len(rest)
    if before is not None:
        ahead = order[: order.index(before)]
        place = sum(1 for item_id in ahead if item_id not in item_ids)
    return (*rest[:place], *together, *rest[place:])


def neighbour(items: Sequence[Item], on_air: str | None, step: int) -> Item | None:
    """The next (`step` 1) or previous (-1) sellable item from the one on air.

    From nothing on air it starts at the top or the bottom; at the end of the line-up it stays, so
    that a clicker pressed once too often does not jump to the first item.
    """
    ordered = list(items) if step > 0 else list(reversed(items))
    start = next((n + 1 for n, item in enumerate(ordered) if item.item_id == on_air), 0)
    return next((item for item in ordered[start:] if item.sellable), None)


def move(db: Db, command: MoveItem, _now_ms: int) -> LineupMoved:
    """Change the order. Raises `UnknownNumber`."""
    item = _queued(db, command.number)
    before = None if command.before is None else _queued(db, command.before).item_id
    show = projection.open_show(db)
    assert show is not None  # an item was found in it
    order = tuple(i.item_id for i in projection.lineup(db, show.show_id))
    together = {item.item_id, *(_queued(db, number).item_id for number in command.also)}
    order = moved_together(order, together, before)
    db.conn.executemany(
        "UPDATE lineup SET position = ? WHERE show_id = ? AND item_id = ?",
        [(place, show.show_id, item_id) for place, item_id in enumerate(order, 1)],
    )
    return LineupMoved(number=item.number, item_ids=order)


def put_on_air(db: Db, command: PutOnAir, now_ms: int) -> OnAirChanged:
    """Show an item to the viewers. Raises `UnknownNumber`, or `IllegalStep` when it cannot be sold."""
    item = _queued(db, command.number)
    if not item.sellable:
        raise IllegalStep(number=item.number, step=Text("讲解", "put on air"), state=NAMES[item.listing])
    return _show(db, item, now_ms)


def go_on(db: Db, _command: NextOnAir, now_ms: int) -> OnAirChanged:
    """Put the next sellable item on air; at the end of the line-up nothing changes. Raises `LineupEmpty`."""
    return _step(db, 1, now_ms)


def go_back(db: Db, _command: PreviousOnAir, now_ms: int) -> OnAirChanged:
    """Put the sellable item before on air; at the top nothing changes. Raises `LineupEmpty`."""
    return _step(db, -1, now_ms)


def take_off_air(db: Db, _command: TakeOffAir, _now_ms: int) -> OnAirChanged:
    """Take the card off; harmless when none is on."""
    db.conn.execute("UPDATE shows SET on_air_item_id = NULL WHERE status <> 'ended'")
    return OnAirChanged(item_id=None, number=None)


def write_script(db: Db, command: WriteScript, now_ms: int) -> ScriptWritten:
    """Keep what is said after an item, or before the first. Raises `UnknownNumber` and `ScriptTooLong`."""
    text = command.text.replace("\r\n", "\n").strip()
    if len(text) > SCRIPT_CAP:
        raise ScriptTooLong(cap=f"{SCRIPT_CAP:,}")
    item_id = None if command.number is None else _queued(db, command.number).item_id
    show = open_or_plan(db, now_ms)
    place = show.show_id, item_id or ""
    if text:
        db.conn.execute(
            "INSERT INTO scripts VALUES (?, ?, ?) ON CONFLICT (show_id, item_id) DO UPDATE SET text = excluded.text",
            (*place, text),
        )
    else:
        db.conn.execute("DELETE FROM scripts WHERE show_id = ? AND item_id = ?", place)
    return ScriptWritten(number=command.number, script=Script(item_id, text), show=show)


def bring_along(db: Db, _command: BringAlong, now_ms: int) -> LeftOverChanged:
    """Put what the show before did not sell at the end of the line-up; raises `LineupEmpty` where nothing is left.

    Each keeps its number, which its label carries; one whose number is taken by now gets the next. To the platform
    nothing is told: it has them.
    """
    left = _unsold(db)
    if not left:
        raise LineupEmpty
    show = open_or_plan(db, now_ms)
    taken = {item.number for item in projection.lineup(db, show.show_id)}
    highest = max(taken | {item.number for item in left})
    (last,) = db.conn.execute(
        "SELECT coalesce(max(position), 0) FROM lineup WHERE show_id = ?", (show.show_id,)
    ).fetchone()
    for place, item in enumerate(left, last + 1):
        number = item.number
        if number in taken:
            highest = number = highest + 1
        db.conn.execute("INSERT INTO lineup VALUES (?, ?, ?, ?)", (show.show_id, item.item_id, number, place))
    db.conn.execute(
        "INSERT INTO scripts SELECT l.show_id, s.item_id, s.text FROM lineup l JOIN scripts s ON s.item_id = l.item_id"
        " WHERE l.show_id = ? AND s.show_id = (SELECT id FROM shows WHERE status = 'ended' ORDER BY rowid DESC LIMIT 1)"
        " ON CONFLICT DO NOTHING",
        (show.show_id,),
    )
    return _left_over_changed(db, "brought", len(left), show)


_CAME_ALONG = """
SELECT l.item_id FROM lineup l JOIN shows w ON w.id = l.show_id WHERE l.show_id = ?1
  AND l.item_id IS NOT w.on_air_item_id
  AND EXISTS (SELECT 1 FROM lineup b WHERE b.item_id = l.item_id AND b.show_id <> l.show_id)
  AND NOT EXISTS (SELECT 1 FROM sales s WHERE s.item_id = l.item_id AND s.show_id = l.show_id)
  AND NOT EXISTS (SELECT 1 FROM flash_sales f WHERE f.item_id = l.item_id AND f.state <> 'ended')
  AND NOT EXISTS (SELECT 1 FROM items i WHERE i.id = l.item_id AND i.quota > 0)
  AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.item_id = l.item_id AND o.kind = 'stock'
    AND json_extract(o.body, '$.quota') IS NOT NULL AND o.state IN ('new', 'leased', 'unknown'))
"""
"""What this show has from one before it and has not touched, nor holds units of."""


def leave_behind(db: Db, _command: LeaveBehind, now_ms: int) -> LeftOverChanged:
    """Take what came along, and was not sold or put on air since, out of the line-up; on sale it stays."""
    show = open_or_plan(db, now_ms)
    came = db.conn.execute(_CAME_ALONG, (show.show_id,)).fetchall()
    for table in ("scripts", "lineup"):
        db.conn.executemany(
            f"DELETE FROM {table} WHERE show_id = ? AND item_id = ?",  # noqa: S608 - two constants
            [(show.show_id, item_id) for (item_id,) in came],
        )
    return _left_over_changed(db, "left", len(_unsold(db)), show)


def _unsold(db: Db) -> tuple[Item, ...]:
    """What the show before can still sell and this one has not."""
    return tuple(item for item in projection.left_over(db) if item.sellable)


def _left_over_changed(db: Db, what: str, count: int, show: Show) -> LeftOverChanged:
    return LeftOverChanged(
        what=what,
        count=count,
        show=show,
        items=projection.lineup(db, show.show_id),
        scripts=projection.scripts(db, show.show_id),
        left=projection.left_over(db),
    )


def _queued(db: Db, number: int) -> Item:
    """The item of the open show with this number. Raises `UnknownNumber`."""
    if projection.open_show(db) is None:
        raise UnknownNumber(number=number)
    return find(db, number)


def _step(db: Db, step: int, now_ms: int) -> OnAirChanged:
    show = projection.open_show(db)
    if show is None:
        raise LineupEmpty
    items = projection.lineup(db, show.show_id)
    on_air = projection.on_air(db, show.show_id)
    found = neighbour(items, on_air, step)
    if found is not None:
        return _show(db, found, now_ms)
    current = next((item for item in items if item.item_id == on_air), None)
    if current is None:
        raise LineupEmpty
    since_ms = projection.on_air_since(db, show.show_id)
    return OnAirChanged(item_id=current.item_id, number=current.number, since_ms=since_ms)


def _show(db: Db, item: Item, now_ms: int) -> OnAirChanged:
    (since_ms,) = db.conn.execute(
        "UPDATE shows SET on_air_since_ms = CASE WHEN on_air_item_id IS :item THEN on_air_since_ms ELSE :now END,"
        " on_air_item_id = :item WHERE status <> 'ended' RETURNING on_air_since_ms",
        {"item": item.item_id, "now": now_ms},
    ).fetchone()
    return OnAirChanged(item_id=item.item_id, number=item.number, since_ms=since_ms)


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {
    MoveItem: move,
    PutOnAir: put_on_air,
    NextOnAir: go_on,
    PreviousOnAir: go_back,
    TakeOffAir: take_off_air,
    WriteScript: write_script,
    BringAlong: bring_along,
    LeaveBehind: leave_behind,
}
