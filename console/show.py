"""The show: planned, live, ended. There is at most one that has not ended.

Before a show starts its line-up is prepared; what is put on air then is only made ready.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from console.commands import Command, EndShow, StartShow
from console.errors import NoShowLive, ShowAlreadyLive
from console.events import Event, ShowEnded, ShowStarted
from console.facts import Show, ShowStatus
from console.ids import new_id
from console.store import flash_sales, projection, quota
from console.store.database import Db


def open_or_plan(db: Db, now_ms: int) -> Show:
    """The show that has not ended; a new planned one when there is none."""
    show = projection.open_show(db)
    if show is None:
        show = Show(_next_id(db, now_ms), "", ShowStatus.PLANNED)
        db.conn.execute(
            "INSERT INTO shows (id, title, status, created_at_ms) VALUES (?, '', 'planned', ?)", (show.show_id, now_ms)
        )
    return show


def _next_id(db: Db, now_ms: int) -> str:
    """The id of the next show. It depends on these books alone: the same commands carried out again give the same."""
    books_id, shows = db.conn.execute("SELECT id, (SELECT count(*) FROM shows) FROM books").fetchone()
    return new_id(now_ms, noise=hashlib.sha256(f"{books_id}/{shows}".encode()).digest())


def start(db: Db, command: StartShow, now_ms: int) -> ShowStarted:
    """Go live. Raises `ShowAlreadyLive`."""
    show = open_or_plan(db, now_ms)
    if show.status is ShowStatus.LIVE:
        raise ShowAlreadyLive
    live = Show(show.show_id, command.title.strip(), ShowStatus.LIVE, now_ms)
    db.conn.execute(
        "UPDATE shows SET status = 'live', title = ?, started_at_ms = ? WHERE id = ?",
        (live.title, now_ms, live.show_id),
    )
    return ShowStarted(show=live)


def end(db: Db, _command: EndShow, now_ms: int) -> ShowEnded:
    """End the broadcast; the card goes off, flash sales end, quotas go back. Raises `NoShowLive`."""
    show = projection.open_show(db)
    if show is None or show.status is not ShowStatus.LIVE:
        raise NoShowLive
    ended_at_ms = max(now_ms, show.started_at_ms or now_ms)  # the wall clock may have been set back
    db.conn.execute(
        "UPDATE shows SET status = 'ended', ended_at_ms = ?, on_air_item_id = NULL WHERE id = ?",
        (ended_at_ms, show.show_id),
    )
    ended = flash_sales.end_all(db, show.show_id, now_ms)
    given_back = quota.give_all_back(db, show.show_id, now_ms)
    return ShowEnded(
        show=Show(show.show_id, show.title, ShowStatus.ENDED, show.started_at_ms, ended_at_ms),
        totals=projection.totals(db, show.show_id),
        unsent=projection.outbox(db).waiting,
        items=tuple(projection.item(db, item_id) for item_id in dict.fromkeys((*ended, *given_back))),
    )


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {StartShow: start, EndShow: end}
