"""Journal files that no restore can need any more: older than every backup that is kept, and old.

A restore begins with a backup and goes on with the journal. So a file whose changes are all in the oldest
sound backup is of use only where every backup is lost. Files of other databases, and files that cannot be
read, are never touched. Thinning out the backups themselves is `backup`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import structlog

from console.store import backup, journal

log = structlog.get_logger(__name__)

KEEP_MS = 30 * 86_400_000
KEEP_FILES = 30


@dataclass(frozen=True)
class Span:
    """A journal file: when it was begun, and after which change."""

    path: Path
    begun_ms: int
    after: int


def needless(spans: Sequence[Span], covered: int, now_ms: int) -> list[Path]:
    """Of the files of one database, oldest first, those whose changes all are `covered` by number and 30 days old.

    The newest 30 files stay whatever their age: a clock that jumps must not cost one.
    """
    gone: list[Path] = []
    for span, following in pairwise(spans):
        few = len(spans) - len(gone) <= KEEP_FILES
        if few or following.after > covered or following.begun_ms > now_ms - KEEP_MS:
            break
        gone.append(span.path)
    return gone


def prune(journals: Path, backups: Path, books_id: str, now_ms: int) -> list[Path]:
    """Remove the journal files that no backup in `backups` needs; returns them. Reads backups, so give it a thread.

    Raises `OSError`; what is left then is what `needless` would have left, or more.
    """
    spans = _spans(journals, books_id)
    if not needless(spans, spans[-1].after if spans else 0, now_ms):
        return []  # before any backup is read
    gone = needless(spans, _covered(backups, books_id), now_ms)
    for path in gone:
        path.unlink()
    if gone:
        log.info("journal files removed that no backup needs", first=gone[0].name, last=gone[-1].name)
    return gone


def _spans(folder: Path, books_id: str) -> list[Span]:
    found = ((path, journal.head(path)) for path in journal.files(folder))
    return [
        Span(path, journal.begun_ms(path), head.after) for path, head in found if head and head.books_id == books_id
    ]


def _covered(folder: Path, books_id: str) -> int:
    """The number of the newest change in the oldest sound backup; 0 unless there is a second sound one."""
    sound = (
        reached
        for each in backup.listed(folder)
        if (reached := backup.reached(each.path, books_id)) is not None and backup.problem_of(each.path) is None
    )
    oldest, another = next(sound, None), next(sound, None)
    return 0 if oldest is None or another is None else min(oldest, another)
