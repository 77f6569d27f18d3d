"""Words said despite a warning, kept: a row in the transaction of the change, and a record in the log.

Which words those are stands in the command already (`despite`), put there by `wording`; nothing is checked here,
so that a change carried out again from the journal is never refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import structlog

from console.commands import Command
from console.events import Event
from console.facts import SaidDespite
from console.store.database import Db

log = structlog.get_logger(__name__)

Op = Callable[[Db, Any, int], Event]
_ABOUT = ("item_id", "coupon_id", "draw_id", "plan_id")


def noting(ops: Mapping[type[Command], Op]) -> dict[type[Command], Op]:
    """`ops`, each of which also keeps what was said despite a warning, in its own transaction."""
    return {kind: _noting(op) for kind, op in ops.items()}


def _noting(op: Op) -> Op:
    def carried_out(db: Db, command: Command, now_ms: int) -> Event:
        event = op(db, command, now_ms)
        for said in despite(command):
            db.conn.execute(
                "INSERT OR IGNORE INTO word_decisions (at_ms, command, about, number, field, hit_id, class, level,"
                " typed, entry, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    now_ms,
                    type(command).__name__,
                    _about(event, command),
                    getattr(event, "number", None) or getattr(command, "number", None),
                    said.field,
                    said.hit_id,
                    said.word_class,
                    said.level,
                    said.typed,
                    said.entry,
                    said.version,
                ),
            )
        return event

    return carried_out


def despite(command: Command) -> tuple[SaidDespite, ...]:
    """What `command` says although it was warned of; () for commands that say nothing."""
    return getattr(command, "despite", ())


def tell(command: Command) -> None:
    """Log what a committed `command` said despite a warning: the entries of the list, not the text."""
    for said in despite(command):
        log.info(
            "words said despite a warning",
            command=type(command).__name__,
            field=said.field,
            word_class=said.word_class,
            gravity=said.level,
            entry=said.entry,
            version=said.version,
        )


def _about(event: Event, command: Command) -> str:
    """The id of the item, coupon, draw or plan that is talked about."""
    found = (getattr(told, name, None) for name in _ABOUT for told in (command, event))
    return next((each for each in found if isinstance(each, str)), "")
