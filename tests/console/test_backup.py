"""Whole copies: made beside a running show, checked, thinned out, never in the way."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from console.commands import EndShow, OpenFlash, RecordSale, StartShow
from console.desk import OPS, LocalDesk, load
from console.errors import DiskLow
from console.safety import BACKUP, Backups, open_journal
from console.store import backup
from console.store.backup import Backup, Cancelled, kept, wait_ms
from console.store.database import Database
from console.sync import OPS as PLATFORM_OPS
from tests.clock import FakeClock

pytestmark = pytest.mark.anyio

HOUR_MS = 3_600_000
NOON_MS = 1_790_000_000_000 // HOUR_MS * HOUR_MS


def made(*hours: float) -> list[Backup]:
    """Backups of those hours, in that order of making."""
    return [Backup(n, NOON_MS + int(hour * HOUR_MS), Path(str(n))) for n, hour in enumerate(hours, 1)]


def test_the_newest_of_24_hours_and_14_days_stay() -> None:
    """After a month of hourly backups 24 hours and 14 days are covered, and the newest of each stays."""
    month = made(*range(24 * 30))
    stay = kept(month)
    assert set(month[-24:]) <= stay
    days = {each.made_at_ms // (24 * HOUR_MS) for each in month}
    assert {each.made_at_ms // (24 * HOUR_MS) for each in stay} == set(sorted(days)[-14:])
    assert len(stay) <= 24 + 14
    assert kept(stay) == stay, "thinning out twice is thinning out once"


def test_of_one_hour_the_newest_stays() -> None:
    """Several backups within an hour count as one."""
    first, second, third = made(0, 0.2, 0.4)
    assert kept([first, second, third]) == {third}


def test_a_clock_that_jumps_costs_no_backup() -> None:
    """Years ahead and back again: what was made before the jump is still kept, and the newest is the one made last."""
    before, ahead, after = made(*range(10)), [50_000.0], [10.0, 11.0]
    every = [*before, *(Backup(100 + n, NOON_MS + int(h * HOUR_MS), Path(str(h))) for n, h in enumerate(ahead + after))]
    assert set(before) <= kept(every)
    assert max(every).made_at_ms == NOON_MS + 11 * HOUR_MS


def test_the_next_one_is_due_an_hour_after_the_last() -> None:
    """None yet, or one from the future, is due now."""
    assert wait_ms(None, 5) == 0
    assert wait_ms(1_000, 1_000) == HOUR_MS
    assert wait_ms(1_000, 1_000 + HOUR_MS) == 0
    assert wait_ms(10 * HOUR_MS, HOUR_MS) == 0


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[LocalDesk]:
    (tmp_path / "d").mkdir()
    db = await Database.open(tmp_path / "d")
    clock = FakeClock()
    second, _ = await db.run(open_journal, tmp_path / "j", {**OPS, **PLATFORM_OPS}, clock)
    yield LocalDesk(db, await db.run(load), clock, platform_ops=PLATFORM_OPS, second=second)
    await db.run(lambda _db: second.close())
    await db.close()


def rows(path: Path) -> tuple[int, int]:
    """Sales and changes in a copy."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        sales, changes = db.execute("SELECT (SELECT count(*) FROM sales), seq FROM books").fetchone()
        return sales, changes


async def test_a_copy_made_while_sales_go_on_is_one_moment(
    desk: LocalDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sales are committed between its steps; the copy is whole, of one instant, and begun only once."""
    monkeypatch.setattr(backup, "STEP_PAGES", 2)
    await desk.do(OpenFlash(title="手镯", price_fen=100, stock=5_000))
    for _ in range(30):
        await desk.do(RecordSale(number=1))
    steps: list[tuple[int, int]] = []
    going = asyncio.create_task(
        asyncio.to_thread(
            backup.make, desk._db.path, tmp_path / "b", NOON_MS, progress=lambda done, of: steps.append((done, of))
        )
    )
    during = 0
    while not going.done():
        await desk.do(RecordSale(number=1))
        during += 1
    found = await going
    assert during > 3
    sales, changes = rows(found.path)
    assert changes == sales + 1
    assert 30 <= sales <= 30 + during
    assert [done for done, _ in steps] == sorted(done for done, _ in steps), "it was never begun anew"
    assert backup.problem_of(found.path) is None
    assert [path.name for path in (tmp_path / "b").iterdir()] == [found.path.name], "one file, nothing beside it"
    assert backup.books_id_of(found.path) is not None


async def test_one_that_is_given_up_leaves_nothing(desk: LocalDesk, tmp_path: Path) -> None:
    """Closing the console in the middle waits one step and leaves no half file."""
    await desk.do(OpenFlash(title="手镯", price_fen=100, stock=5))
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        await asyncio.to_thread(backup.make, desk._db.path, tmp_path / "b", NOON_MS, cancel=cancel)
    assert list((tmp_path / "b").iterdir()) == []


async def test_a_bad_copy_gets_no_name(desk: LocalDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not pass the check is no backup; what an earlier crash left is swept away."""
    await desk.do(OpenFlash(title="手镯", price_fen=100, stock=5))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "kaibo-000001-20260101T000000Z.part").write_bytes(b"half")
    monkeypatch.setattr(backup, "problem_of", lambda *_: "row 3 missing from index")
    with pytest.raises(sqlite3.DatabaseError):
        await asyncio.to_thread(backup.make, desk._db.path, tmp_path / "b", NOON_MS)
    assert list((tmp_path / "b").iterdir()) == []


def test_damage_in_a_copy_is_found(tmp_path: Path) -> None:
    """Not a database, an empty file and a missing one are each told in words."""
    (tmp_path / "a").write_bytes(b"nonsense" * 1000)
    (tmp_path / "b").write_bytes(b"")
    for name in ("a", "b", "c"):
        assert backup.problem_of(tmp_path / name)
        assert backup.books_id_of(tmp_path / name) is None


async def test_it_never_fills_the_disk(desk: LocalDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the copy would eat into what sales need, none is made."""
    monkeypatch.setattr(backup, "free_bytes", lambda _folder: backup.NO_SNAPS_BELOW_BYTES)
    with pytest.raises(DiskLow):
        await asyncio.to_thread(backup.make, desk._db.path, tmp_path / "b", NOON_MS)


@pytest.mark.expects_log
async def test_the_hour_and_the_end_of_a_show_make_one(
    desk: LocalDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None while nothing changed; one an hour; one when the show ends; a failure is a card that goes away again."""
    clock = desk._clock
    assert isinstance(clock, FakeClock)
    assert desk._second is not None
    folder = tmp_path / "b"
    rolling = Backups(desk, desk._db, desk._second, folder, clock)
    await rolling.round()
    assert (backup.listed(folder), rolling.last_ms) == ([], None)
    await desk.do(StartShow())
    await rolling.round()
    assert rolling.last_ms == clock.now_ms() // 1000 * 1000 or rolling.last_ms == clock.now_ms()
    await rolling.round()
    assert len(backup.listed(folder)) == 1
    clock.advance(3_601)
    await rolling.round()
    assert len(backup.listed(folder)) == 1, "nothing changed"
    await desk.do(EndShow())
    assert rolling.wake.is_set()
    monkeypatch.setattr(backup, "free_bytes", lambda _folder: 0)
    await rolling.round()
    (card,) = desk.state.notices
    assert card.key == BACKUP
    assert card.advice.said("zh_CN", **card.facts)
    assert "nearly full" in card.advice.said("en", **card.facts)
    monkeypatch.undo()
    await rolling.round()
    assert desk.state.notices == ()
    assert len(backup.listed(folder)) == 2
    again = Backups(desk, desk._db, desk._second, folder, clock)
    again.stop()
    rolling.stop()
    rolling.stop()
