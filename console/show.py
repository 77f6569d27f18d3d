"""The show: prepared, live, ended, and the plans for others. There is at most one that has not ended.

Before a show starts its line-up is prepared; what is put on air then is only made ready. A plan is a time and a
title, nothing more: the show that is started near its time takes its title.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from console.commands import ChangePlan, Command, EndShow, PlanShow, StartShow, StrikePlan
from console.errors import NoShowLive, PlanUnfit, ShowAlreadyLive, Text
from console.events import Event, PlansChanged, ShowEnded, ShowStarted
from console.facts import Plan, Show, ShowStatus
from console.ids import new_id
from console.store import flash_sales, projection, quota
from console.store.database import Db

DUE_MS = 2 * 3_600_000
"""A show that is started so near to a plan is that plan's."""
MISSED_MS = 12 * 3_600_000
"""So long after its time a plan is over when another show starts."""
FURTHEST_MS = 366 * 86_400_000
LONGEST_TITLE = 60
MOST_PLANS = 100


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
    """Go live. Raises `ShowAlreadyLive`, and `PlanUnfit` for a plan that there is not."""
    show = open_or_plan(db, now_ms)
    if show.status is ShowStatus.LIVE:
        raise ShowAlreadyLive
    plan = _planned(db, command.plan_id) if command.plan_id else _due(db, now_ms)
    title = command.title.strip() or (plan.title if plan is not None else "")
    live = Show(show.show_id, title, ShowStatus.LIVE, now_ms)
    db.conn.execute(
        "UPDATE shows SET status = 'live', title = ?, started_at_ms = ? WHERE id = ?",
        (live.title, now_ms, live.show_id),
    )
    if plan is not None:
        db.conn.execute("UPDATE plans SET state = 'begun', show_id = ? WHERE id = ?", (live.show_id, plan.plan_id))
    db.conn.execute("UPDATE plans SET state = 'missed' WHERE state = 'planned' AND at_ms < ?", (now_ms - MISSED_MS,))
    return ShowStarted(show=live, plans=projection.plans(db))


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


# --- plans -----------------------------------------------------------------------------------


def plan(db: Db, command: PlanShow, now_ms: int) -> PlansChanged:
    """Plan a show; the same id again changes nothing. Raises `PlanUnfit`."""
    if db.conn.execute("SELECT 1 FROM plans WHERE id = ?", (command.plan_id,)).fetchone() is None:
        if len(projection.plans(db)) >= MOST_PLANS:
            raise PlanUnfit(why=Text(f"最多排 {MOST_PLANS} 场", f"at most {MOST_PLANS} shows"))
        title = _title(command.title)
        _check_time(command.at_ms, now_ms)
        db.conn.execute(
            "INSERT INTO plans (id, title, at_ms, made_at_ms) VALUES (?, ?, ?, ?)",
            (command.plan_id, title, command.at_ms, now_ms),
        )
    return PlansChanged(plan_id=command.plan_id, what="planned", plans=projection.plans(db))


def change_plan(db: Db, command: ChangePlan, now_ms: int) -> PlansChanged:
    """Another time or title. Raises `PlanUnfit`."""
    former = _planned(db, command.plan_id)
    title = former.title if command.title is None else _title(command.title)
    at_ms = former.at_ms if command.at_ms is None else command.at_ms
    if at_ms != former.at_ms:
        _check_time(at_ms, now_ms)
    db.conn.execute("UPDATE plans SET title = ?, at_ms = ? WHERE id = ?", (title, at_ms, command.plan_id))
    return PlansChanged(plan_id=command.plan_id, what="changed", plans=projection.plans(db))


def strike_plan(db: Db, command: StrikePlan, _now_ms: int) -> PlansChanged:
    """Call a planned show off. Raises `PlanUnfit`."""
    _planned(db, command.plan_id)
    db.conn.execute("UPDATE plans SET state = 'struck' WHERE id = ?", (command.plan_id,))
    return PlansChanged(plan_id=command.plan_id, what="struck", plans=projection.plans(db))


def _planned(db: Db, plan_id: str) -> Plan:
    found = next((each for each in projection.plans(db) if each.plan_id == plan_id), None)
    if found is None:
        raise PlanUnfit(why=Text("没有排这一场", "there is no such plan"))
    return found


def _due(db: Db, now_ms: int) -> Plan | None:
    """The plan whose time is nearest, where it is near at all."""
    near = [each for each in projection.plans(db) if abs(each.at_ms - now_ms) <= DUE_MS]
    return min(near, key=lambda each: abs(each.at_ms - now_ms), default=None)


def _title(text: str) -> str:
    title = " ".join(text.split())
    if len(title) > LONGEST_TITLE:
        raise PlanUnfit(why=Text(f"名字最多 {LONGEST_TITLE} 字", f"a title has at most {LONGEST_TITLE} letters"))
    return title


def _check_time(at_ms: int, now_ms: int) -> None:
    if at_ms <= now_ms:
        raise PlanUnfit(why=Text("时间已经过了", "its time is over"))
    if at_ms > now_ms + FURTHEST_MS:
        raise PlanUnfit(why=Text("最远排到一年后", "a year ahead at most"))


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {
    StartShow: start,
    EndShow: end,
    PlanShow: plan,
    ChangePlan: change_plan,
    StrikePlan: strike_plan,
}
