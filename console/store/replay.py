"""Changes carried out once more from the journal's lines, on a database that lacks them.

Ids are made at the gesture and stand in the lines, times are those of the first time: the result is
what was lost. What had been sent and not answered becomes "unknown", so that it is looked up first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, get_args

import msgspec
import structlog

from console.commands import Command, NoteSent, SettlePush
from console.store import settings, stock
from console.store.database import Db
from console.store.journal import Line, travel

log = structlog.get_logger(__name__)

KINDS: dict[str, type[Command]] = {kind.__name__: kind for kind in get_args(Command)}
BATCH = 500

Ops = Mapping[type[Command], Callable[[Db, Any, int], Any]]


@dataclass
class Replayed:
    """What became of the lines."""

    done: int = 0
    refused: list[int] = field(default_factory=list)
    """Changes that could not be carried out again, because something before them is missing."""


def replay(db: Db, lines: Iterable[Line], ops: Ops, progress: Callable[[int], None] = lambda _done: None) -> Replayed:
    """Carry out `lines` in order; a line that fails is noted and the next is tried.

    Raises sqlite3.Error when it is the disk or the file that fails: then the batch at hand is undone, and what was
    carried out before is counted (`books.seq`), so that it can go on from there.
    """
    result = Replayed()
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        with db.atomic():
            for line in batch:
                if _again(db, line, ops):
                    result.done += 1
                else:
                    result.refused.append(line.seq)
        progress(result.done + len(result.refused))
    return result


def _again(db: Db, line: Line, ops: Ops) -> bool:
    done = True
    try:
        kind = KINDS[line.command]
        command = msgspec.convert(line.fields, type=kind)
        with db.atomic():
            if isinstance(command, NoteSent | SettlePush):
                travel(db, command.outbox_id, command.together)
            ops[kind](db, command, line.at_ms)
    except Exception as error:  # one line must not keep the others from being saved; it is logged and reported
        if _of_the_disk(error):  # it is not the line's fault, and all lines after it would be lost alike
            raise
        log.exception("change not carried out again", seq=line.seq, kind=line.command, error=type(error).__name__)
        done = False
    db.conn.execute("UPDATE books SET seq = ?, last = ''", (line.seq,))
    return done


def _of_the_disk(error: Exception) -> bool:
    """Whether the database could not be written or read, whatever was to be done."""
    return isinstance(error, sqlite3.Error) and (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _OF_THE_DISK


_OF_THE_DISK = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }
)


def doubt_what_was_sent(db: Db) -> int:
    """Make everything that was sent and not answered "unknown", and free what its sender had taken; returns how many.

    The sender is gone with the lost database; nothing may go out again before it was looked up.
    """
    with db.atomic():
        doubted = db.conn.execute(
            "UPDATE outbox SET state = 'unknown', leased_until_ms = NULL, next_attempt_at_ms = 0"
            " WHERE state IN ('new', 'leased', 'unknown') AND first_sent_at_ms IS NOT NULL"
        ).rowcount
        db.conn.execute(
            "UPDATE outbox SET state = 'new', lead = NULL, leased_until_ms = NULL WHERE state = 'leased'"
            " AND NOT EXISTS (SELECT 1 FROM outbox f WHERE f.id = outbox.lead AND f.state = 'unknown')"
        )
    return int(doubted)


PARKED = "恢复数据时日志有缺口，可能已经告诉过平台；请核对平台库存，再决定重发"


def park_what_may_be_sent(db: Db, now_ms: int) -> int:
    """After a restore that lacks changes: nobody knows whether these were sent. Returns how many wait for a person.

    A listing can be looked up, a price or the shelf may be said twice; a stock change can do neither.
    """
    with db.atomic():
        db.conn.execute(
            "UPDATE outbox SET state = 'unknown', first_sent_at_ms = made_at_ms"
            " WHERE state = 'new' AND kind = 'item' AND first_sent_at_ms IS NULL"
        )
        parked = db.conn.execute(
            "UPDATE outbox SET state = 'rejected', settled_at_ms = ?, reason = ?"
            " WHERE state = 'new' AND kind = 'stock' AND first_sent_at_ms IS NULL",
            (now_ms, PARKED),
        ).rowcount
    return int(parked)


def note_restored(db: Db) -> None:
    """Remember which entries these books had when they were brought back.

    They may be those of an older copy: what waits in them may have been told since, by the books that are lost. So the
    platform's stock is held against them before any of it goes out (`stock.restored`), and read for every item.
    """
    (seq,) = db.conn.execute("SELECT coalesce(max(seq), 0) FROM outbox").fetchone()
    settings.write(db, stock.RESTORED, str(seq))
    settings.write(db, stock.READ_SINCE, "")
