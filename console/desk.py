"""The desk: the one place that changes anything, and the same to hold at every seat.

`do(command)` runs one plain function `(db, command, now_ms) -> event` on the database thread inside
one `atomic()` block, writes the change into the journal, then lays the event over the state and tells
the hub. The desk is a dispatch
table: rules live in `listing`, `lineup`, `sales`, `show`, `snap` and, for the platform's facts, `sync`.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from console import coupons, decisions, draws, lineup, listing, preferences, sales, show, snap, used, views
from console.clock import Clock
from console.commands import Command
from console.errors import BrokenRequest, Text
from console.events import Event, OutboxChanged
from console.facts import Outbox, ShowStatus
from console.hub import Hub
from console.state import OLDER_KEPT, RECENT_COUPONS, RECENT_DRAWS, RECENT_SALES, ShowState, apply
from console.store import journal, projection
from console.store.database import Database, Db
from console.store.journal import Journal

Op = Callable[[Db, Any, int], Event]
"""One change: takes the open database, its own kind of command and UTC ms; returns what happened."""

Deed = Callable[[Any], Awaitable[Event]]
"""Carries out a command that needs no record of its own, and tells what happened."""

Completer = Callable[[Any], Awaitable[Command]]
"""Completes a command with what only this machine can add (the camera's picture) before it is recorded."""

Steps = Sequence[tuple[Op, Command]]

OPS: dict[type[Command], Op] = {
    **decisions.noting(show.OPS),
    **snap.OPS,
    **views.OPS,
    **preferences.OPS,
    **decisions.noting({**listing.OPS, **lineup.OPS, **draws.OPS, **coupons.OPS}),
    **sales.OPS,
    **journal.OPS,
}
"""What the studio itself can do, and what its second copy must know. `sync` adds what the platform reports."""


class Desk(Protocol):
    """What a window, a program or another seat holds; it cannot tell which seat it sits at."""

    hub: Hub

    @property
    def state(self) -> ShowState:
        """The show as it stands now."""
        ...

    async def do(self, command: Command) -> Event:
        """Carry out `command`; returns after the commit. Raises a `KaiboError` when nothing was changed."""
        ...

    def tell(self, event: Event) -> None:
        """Lay a fact that needs no record (camera, link, notice) over the state and publish it."""
        ...


def load(db: Db) -> ShowState:
    """The show as the database has it; the same item is on air as when the program last ended."""
    current = projection.latest_show(db)
    if current is None:  # what was made before the first show waits for it
        return ShowState(
            coupons=projection.coupons(db, "", RECENT_COUPONS),
            draws=projection.draws(db, "", RECENT_DRAWS),
            plans=projection.plans(db),
            outbox=projection.outbox(db),
            preferences=preferences.preferences(db),
        )
    return ShowState(
        show=current,
        items=projection.lineup(db, current.show_id),
        on_air_item_id=projection.on_air(db, current.show_id),
        on_air_since_ms=projection.on_air_since(db, current.show_id),
        sales=projection.sales(db, current.show_id, RECENT_SALES, OLDER_KEPT),
        coupons=projection.coupons(db, current.show_id, RECENT_COUPONS),
        coupon_shown=projection.coupon_shown(db),
        draws=projection.draws(db, current.show_id, RECENT_DRAWS),
        scripts=projection.scripts(db, current.show_id),
        plans=projection.plans(db),
        left=() if current.status is ShowStatus.ENDED else projection.left_over(db),
        totals=projection.totals(db, current.show_id),
        outbox=projection.outbox(db),
        preferences=preferences.preferences(db),
    )


async def _as_it_is(command: Command) -> Command:
    return command


class LocalDesk:
    """The desk of the machine that owns the database."""

    def __init__(
        self,
        db: Database,
        state: ShowState,
        clock: Clock,
        *,
        platform_ops: Mapping[type[Command], Op] | None = None,
        second: Journal | None = None,
    ) -> None:
        self.hub = Hub()
        self.completers: dict[type[Command], Completer] = {}
        self.deeds: dict[type[Command], Deed] = {}
        self.heed: Completer = _as_it_is
        """Asked before anything else is done for a command: raises for words that must not go on air."""
        self.make_room: Callable[[], bool] = lambda: False
        """Asked on the database thread when a change does not fit on the disk; True when there is room now."""
        self._second = second
        self._db = db
        self._clock = clock
        self._state = state
        self._ops: dict[type[Command], Op] = {**OPS, **(platform_ops or {})}

    @property
    def state(self) -> ShowState:
        return self._state

    async def do(self, command: Command) -> Event:
        deed = self.deeds.get(type(command))
        if deed is not None:
            return await deed(command)
        command = await self.heed(command)
        complete = self.completers.get(type(command))
        if complete is not None:
            command = await complete(command)
        (event,) = await self.do_all([command])
        used.tell(command, event)
        return event

    async def do_all(self, commands: Sequence[Command]) -> tuple[Event, ...]:
        """Carry out `commands` as one change: all of them or none, one commit, then all events in order.

        For facts that need no deed and nobody to complete them. Raises what the first one raises that cannot be.
        """
        if not commands:
            return ()
        steps = [(self._op(command), command) for command in commands]
        told: asyncio.Future[tuple[Event, ...]] = asyncio.get_running_loop().create_future()
        running = self._db.submit(self._run, steps)
        running.add_done_callback(lambda done: self._tell_committed(done, told))
        # A caller that gives up must not cost the others the fact: the commit goes on and is told.
        return await asyncio.shield(told)

    def _op(self, command: Command) -> Op:
        op = self._ops.get(type(command))
        if op is None:
            raise BrokenRequest(why=Text("不认识 " + type(command).__name__, "unknown " + type(command).__name__))
        return op

    def tell(self, event: Event) -> None:
        self._state = apply(self._state, event)
        self.hub.publish(event)

    def _run(self, db: Db, steps: Steps) -> tuple[tuple[Event, ...], Outbox]:
        """On the database thread: one commit, a journal line for each step, and what then waits in the outbox."""
        try:
            events, waiting, seq, changes = self._commit(db, steps)
        except sqlite3.OperationalError as error:
            full = (getattr(error, "sqlite_errorcode", 0) & 0xFF) == sqlite3.SQLITE_FULL
            if not full or not self.make_room():
                raise
            events, waiting, seq, changes = self._commit(db, steps)
        if self._second is not None:
            self._second.write_all(seq, changes)
        for _, command in steps:
            decisions.tell(command)
        return events, waiting

    def _commit(self, db: Db, steps: Steps) -> tuple[tuple[Event, ...], Outbox, int, list[str]]:
        now_ms = self._clock.now_ms()
        changes = [journal.composed(command, now_ms) for _, command in steps]
        with db.atomic():
            events = tuple([op(db, command, now_ms) for op, command in steps])
            seq = journal.number(db, changes)
            waiting = projection.outbox(db)  # inside: whatever fails here, nothing was saved and that is what is told
        return events, waiting, seq, changes

    def _tell_committed(
        self, done: asyncio.Future[tuple[tuple[Event, ...], Outbox]], told: asyncio.Future[tuple[Event, ...]]
    ) -> None:
        """On the main thread, in the order of commits."""
        error = None if done.cancelled() else done.exception()
        if done.cancelled():
            told.cancel()
        elif error is not None:
            told.set_exception(error)
            told.exception()  # seen: a caller that gave up leaves nobody to retrieve it
        else:
            events, outbox = done.result()
            try:
                for event in events:
                    self.tell(event)
                if outbox != self._state.outbox:
                    self.tell(OutboxChanged(outbox=outbox))
            finally:
                told.set_result(events)  # it is committed, whatever a screen makes of it
