"""Asks how the audit of submitted items goes, soon at first and then more rarely: calls are counted."""

from __future__ import annotations

import asyncio

import structlog

from console.clock import Clock
from console.commands import NoteAudit
from console.desk import Desk
from console.errors import PlatformError
from console.events import AuditNoted, Event, LinkModeSet, PushSettled, RetryAsked
from console.facts import PlatformState
from console.platforms.base import Audit, Platform, PlatformItem, Refused
from console.store.database import Database, Db
from console.sync.link import LinkWatch

log = structlog.get_logger(__name__)

FIRST_S = 1.0
LONGEST_S = 60.0
SOON_S = 8.0
"""Looks up to so far apart are not spread over the day: where few wait, most verdicts come with them."""
EACH_S = 0.25
"""The more wait together, the further apart are their looks from the beginning."""
REFUSED_S = 600.0
"""A seller may have mended a refused item at the platform."""

STATES = {
    Audit.PENDING: PlatformState.AUDITING,
    Audit.TO_FIX: PlatformState.REFUSED,
    Audit.REJECTED: PlatformState.REFUSED,
    Audit.APPROVED: PlatformState.APPROVED,
}


class Audits:
    """Looks after every item that was submitted and has no verdict yet."""

    def __init__(self, desk: Desk, db: Database, platform: Platform, link: LinkWatch, clock: Clock) -> None:
        self.wake = asyncio.Event()
        self._desk = desk
        self._db = db
        self._platform = platform
        self._link = link
        self._clock = clock
        self._due: dict[str, tuple[float, float]] = {}
        """item_id -> (monotonic seconds of the next look, seconds of the last rest)."""
        desk.hub.subscribe(self._hear)

    async def round(self) -> float:
        """Look at every item whose time has come; returns the seconds until the next."""
        wait_s = self._link.wait_s()
        if wait_s > 0:
            return wait_s
        if not self._link.budget.allows_audits():
            return LONGEST_S
        waiting = await self._db.run(_in_audit)
        self._due = {item_id: due for item_id, due in self._due.items() if item_id in waiting}
        for item_id, rel_item_id in waiting.items():
            known = self._desk.state.item(item_id)
            at_s, rest_s = self._due.get(item_id, (0.0, FIRST_S / 2))
            if at_s > self._clock.monotonic_s():
                continue
            refused = known is not None and known.platform is PlatformState.REFUSED
            found = None
            try:
                found = await self._platform.find_item(rel_item_id)
            except Refused as error:  # that it will not say of this one is no fault of the line
                refused = True
                log.info("audit not told", error=str(error))
            except PlatformError as error:
                log.info("audit not read", error=str(error))
                return max(FIRST_S, self._link.hindered(error))
            rest_s = self._rest_s(rest_s, len(waiting), refused=refused)
            self._due[item_id] = (self._clock.monotonic_s() + rest_s, rest_s)
            if found is not None:
                await self._note(item_id, found)
        if not self._due:
            return 3600.0
        return max(0.05, min(at_s for at_s, _ in self._due.values()) - self._clock.monotonic_s())

    def _rest_s(self, former_s: float, waiting: int, *, refused: bool) -> float:
        """Seconds until an item is looked at again; the first looks are soon where few wait."""
        rest_s = REFUSED_S if refused else max(min(LONGEST_S, former_s * 2), waiting * EACH_S)
        return rest_s if rest_s <= SOON_S else self._link.budget.audits_every_s(rest_s, waiting)

    async def _note(self, item_id: str, found: PlatformItem) -> None:
        state = STATES[found.audit]
        known = self._desk.state.item(item_id)
        if known is not None and known.platform is state:
            return
        await self._desk.do(
            NoteAudit(item_id=item_id, platform=state, on_shelf=found.on_shelf, reason=found.audit_reason)
        )
        if state is PlatformState.APPROVED:
            self._due.pop(item_id, None)

    def _hear(self, event: Event) -> None:
        if isinstance(event, RetryAsked | LinkModeSet) or (
            isinstance(event, PushSettled) and event.kind == "item" and event.outcome == "acked"
        ):
            self.wake.set()
        if isinstance(event, AuditNoted) and event.item.platform is PlatformState.APPROVED:
            self._due.pop(event.item_id, None)


def _in_audit(db: Db) -> dict[str, int]:
    """item_id -> relItemId of all items without a verdict."""
    return dict(
        db.conn.execute(
            "SELECT id, rel_item_id FROM items WHERE platform IN ('submitted', 'auditing')"
            " OR (platform = 'refused' AND platform_item_id IS NOT NULL) ORDER BY id"
        )
    )
