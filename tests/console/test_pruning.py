"""Journal files are removed when no backup needs them, and never one sooner."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from console import recovery, restoring
from console.commands import OpenFlash, RecordSale
from console.store import backup, journal, pruning
from console.store.pruning import Span, needless
from tests.console.test_journal import keeping
from tests.console.test_recovery import as_lost, back, hush, options

pytestmark = pytest.mark.anyio

DAY_MS = 86_400_000
DAYS = 70
DAY_OF_EARLY = 10
EARLY = "kaibo-000011-20260101T000000Z.db"


def spans(days: int, changes: int = 10) -> list[Span]:
    """A file for each day, with so many changes in each."""
    return [Span(Path(str(day)), day * DAY_MS, day * changes) for day in range(days)]


def test_only_what_is_covered_and_old_is_needless() -> None:
    """A file goes when every change of it is in the backup and it ended 30 days ago, the oldest first."""
    today = 100 * DAY_MS
    assert [path.name for path in needless(spans(100), 35, today)] == ["0", "1", "2"]
    assert len(needless(spans(100), 1_000, today)) == 70
    assert needless(spans(100), 9, today) == []
    assert needless([], 9, today) == []


def test_a_clock_that_jumps_leaves_thirty_files() -> None:
    """However old they seem to be, the newest 30 files stay."""
    assert len(needless(spans(100), 1_000, 10_000 * DAY_MS)) == 70
    assert needless(spans(30), 1_000, 10_000 * DAY_MS) == []


@pytest.fixture(scope="module")
def seasoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Seventy days of sales, a journal file and a backup for each, thinned out as the console does it."""
    folder = tmp_path_factory.mktemp("seasoned")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "flush_file", lambda _descriptor: None)
        asyncio.run(_season(folder))
        yield folder


async def _season(folder: Path) -> None:
    async with keeping(folder) as kept:
        await kept.db.run(lambda db: db.conn.execute("PRAGMA synchronous = OFF"))
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=9_000))
        for day in range(DAYS):
            await kept.sell(2)
            backup.make(kept.db.path, folder / "d" / "backups", kept.clock.now_ms())
            await kept.sell()
            kept.clock.advance(86_400)
            if day == DAY_OF_EARLY:
                shutil.copy(backup.listed(folder / "d" / "backups")[-1].path, folder / EARLY)
            backup.thin_out(folder / "d" / "backups")


@pytest.fixture
def season(seasoned: Path, tmp_path: Path) -> Path:
    """The same, to be spoilt."""
    shutil.copytree(seasoned, tmp_path, dirs_exist_ok=True)
    return tmp_path


def prune(folder: Path, books_id: str = "") -> list[Path]:
    """As it is done after the next backup."""
    with closing(sqlite3.connect(folder / "d" / "kaibo.db")) as db:
        state = journal.read_books(db)
    now_ms = journal.begun_ms(journal.files(folder / "j")[-1]) + DAY_MS
    return pruning.prune(folder / "j", folder / "d" / "backups", books_id or state.books_id, now_ms)


async def test_every_backup_that_is_kept_can_still_be_brought_up_to_date(season: Path) -> None:
    """After pruning each kept backup and the rest of the journal make the same books, and verify is content."""
    kept = backup.listed(season / "d" / "backups")
    gone = prune(season)
    assert len(gone) == DAYS - 30
    assert list(recovery.verify(options(season), hush)) == []
    async with keeping(season) as again:
        assert (again.notices, again.second.gap) == ([], False)
        await again.desk.do(RecordSale(number=1))
    lost = as_lost(season / "d" / "kaibo.db")
    for each in (kept[0], kept[len(kept) // 2], kept[-1]):
        (season / "d" / "kaibo.db").write_bytes(b"lost")
        done = restoring.restore(options(season), each.path, hush)
        assert (done.complete, done.missing) == (True, [])
        assert back(season) == lost
    assert prune(season) == []


async def test_nothing_goes_that_the_oldest_sound_backup_needs(season: Path) -> None:
    """An early backup that somebody kept holds everything after it: only what is before it goes, and it is enough."""
    early = Path(shutil.copy(season / EARLY, season / "d" / "backups"))
    lost = as_lost(season / "d" / "kaibo.db")
    assert len(prune(season)) == DAY_OF_EARLY
    (season / "d" / "kaibo.db").write_bytes(b"lost")
    done = restoring.restore(options(season), early, hush)
    assert (done.complete, done.replayed) == (True, 3 * (DAYS - DAY_OF_EARLY) - 2)
    assert back(season) == lost


def _none(folder: Path) -> None:
    shutil.rmtree(folder / "d" / "backups")


def _one(folder: Path) -> None:
    for each in backup.listed(folder / "d" / "backups")[1:]:
        each.path.unlink()


def _damaged(folder: Path) -> None:
    for each in backup.listed(folder / "d" / "backups")[1:]:
        data = bytearray(each.path.read_bytes())
        data[4096:] = b"\xff" * (len(data) - 4096)
        each.path.write_bytes(bytes(data))


def _of_others(folder: Path) -> None:
    for each in backup.listed(folder / "d" / "backups"):
        with closing(sqlite3.connect(each.path)) as db:
            db.execute("UPDATE books SET id = 'others'")
            db.commit()


@pytest.mark.parametrize("spoil", [_none, _one, _damaged, _of_others])
def test_without_two_sound_backups_nothing_goes(season: Path, spoil: Any) -> None:
    """No backup, a single one, damaged ones and another database's are no reason to remove anything."""
    before = journal.files(season / "j")
    spoil(season)
    assert prune(season) == []
    assert journal.files(season / "j") == before


def test_the_journal_of_another_database_is_not_touched(season: Path) -> None:
    """Files that belong to other books stay, whatever the backups of these have."""
    assert prune(season, "others") == []
    assert len(journal.files(season / "j")) == DAYS
