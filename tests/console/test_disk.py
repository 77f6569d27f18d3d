"""Room on the disk: what is stopped first, and the reserve."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import namedtuple
from pathlib import Path

import pytest

from console.app import open_console
from console.commands import OpenFlash, RecordSale, TakeSnap
from console.config import Options
from console.desk import LocalDesk, load
from console.errors import DiskFull, SnapsPaused
from console.facts import ListingState, NoticeLevel
from console.safety import DISK
from console.store import disk
from console.store.database import Database
from console.store.disk import MB, Ballast, Room, put_in_place, room_for
from tests.clock import FakeClock

pytestmark = pytest.mark.anyio
Usage = namedtuple("Usage", "total used free")


def test_the_ladder_has_its_rungs_and_does_not_flap() -> None:
    """Enough, low, no snaps; upwards each rung wants a tenth more room than downwards."""
    assert [room_for(free * MB) for free in (4096, 2048, 2047, 500, 499, 0)] == [0, 0, 1, 1, 2, 2]
    assert room_for(510 * MB, Room.NO_SNAPS) is Room.NO_SNAPS
    assert room_for(560 * MB, Room.NO_SNAPS) is Room.LOW
    assert room_for(2100 * MB, Room.LOW) is Room.LOW
    assert room_for(2300 * MB, Room.LOW) is Room.ENOUGH
    assert room_for(5000 * MB, Room.NO_SNAPS) is Room.ENOUGH
    assert room_for(100 * MB, Room.ENOUGH) is Room.NO_SNAPS


@pytest.mark.expects_log
def test_the_reserve_is_really_there_and_is_given_back_once(tmp_path: Path) -> None:
    """Blocks are allocated, not only promised; a second call has nothing to give."""
    ballast = Ballast(tmp_path, 2 * MB)
    assert ballast.lay()
    assert ballast.path.stat().st_blocks * 512 >= 2 * MB
    assert ballast.lay()
    assert ballast.free()
    assert not ballast.path.exists()
    assert not ballast.free()


def test_no_reserve_is_taken_from_a_disk_that_needs_its_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the first rung the reserve would only hasten the end."""
    monkeypatch.setattr(disk, "free_bytes", lambda _folder: disk.WARN_BELOW_BYTES)
    assert not Ballast(tmp_path, MB).lay()
    assert list(tmp_path.iterdir()) == []


def test_room_is_looked_up_for_a_folder_that_is_yet_to_be_made(tmp_path: Path) -> None:
    """The nearest folder that exists stands for it."""
    assert disk.free_bytes(tmp_path / "a" / "b") == pytest.approx(disk.free_bytes(tmp_path), rel=0.1)


async def until_full(desk: LocalDesk) -> None:
    """Sell until a sale does not fit any more."""
    for _ in range(2_000):
        try:
            await desk.do(RecordSale(number=1))
        except DiskFull:
            return
    pytest.fail("the disk never got full")


@pytest.mark.expects_log
async def test_a_sale_that_does_not_fit_takes_the_reserve(tmp_path: Path) -> None:
    """On a full disk the reserve is given back and the sale is saved after all; without one it is refused cleanly."""
    db = await Database.open(tmp_path)
    desk = LocalDesk(db, await db.run(load), FakeClock())
    await desk.do(OpenFlash(title="手镯", price_fen=100, stock=9_000))

    def full(connection: sqlite3.Connection) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    await db.run(lambda it: full(it.conn))
    await until_full(desk)
    sold = desk.state.totals.orders
    ballast = Ballast(tmp_path, MB)
    assert ballast.lay()

    def make_room() -> bool:
        db._db.conn.execute("PRAGMA max_page_count = 1000000")  # type: ignore[union-attr]
        return ballast.free()

    desk.make_room = make_room
    await desk.do(RecordSale(number=1))
    assert desk.state.totals.orders == sold + 1
    assert not ballast.path.exists()
    assert (await db.run(lambda it: it.conn.execute("SELECT count(*), max(seq) FROM sales, books").fetchone())) == (
        sold + 1,
        sold + 2,
    )
    await db.close()


@pytest.mark.expects_log
async def test_photos_stop_before_sales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With little room a card warns; with less a snap is refused, an item becomes a draft, and a sale is saved."""
    free = {"bytes": 5_000 * MB}
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda _path: Usage(0, 0, free["bytes"]))
    async with open_console(Options(data=tmp_path / "d", camera="synthetic")) as console:
        watch = console.desk.make_room.__self__  # type: ignore[attr-defined]
        assert await watch.round() == disk.LOOK_EVERY_S
        assert console.desk.state.notices == ()
        free["bytes"] = 1_000 * MB
        await watch.round()
        assert [(n.key, n.level) for n in console.desk.state.notices] == [(DISK, NoticeLevel.WARNING)]
        assert watch.room is Room.LOW, "snaps go on"
        free["bytes"] = 400 * MB
        await watch.round()
        assert [(n.key, n.level) for n in console.desk.state.notices] == [(DISK, NoticeLevel.TROUBLE)]
        with pytest.raises(SnapsPaused) as refused:
            await console.desk.do(TakeSnap())
        assert "磁盘" in refused.value.shown("zh_CN").title
        listed = await console.desk.do(OpenFlash(title="手镯", price_fen=100, stock=2))
        assert listed.item.listing is ListingState.DRAFT  # type: ignore[union-attr]
        await console.desk.do(RecordSale(number=1))
        assert watch.make_room()
        await asyncio.sleep(0)
        assert console.desk.state.notices[-1].level is NoticeLevel.TROUBLE
        free["bytes"] = 9_000 * MB
        await watch.round()
        assert console.desk.state.notices == ()
        assert (tmp_path / "d" / disk.BALLAST_NAME).exists()


def test_a_file_is_put_in_place_whole(tmp_path: Path) -> None:
    """The new content stands under the final name and the draft is gone; a refusal is told at once here."""
    draft, final = tmp_path / "draft", tmp_path / "final"
    final.write_text("old")
    draft.write_text("new")
    put_in_place(draft, final)
    assert (final.read_text(), draft.exists()) == ("new", False)
    with pytest.raises(FileNotFoundError):
        put_in_place(draft, final)
