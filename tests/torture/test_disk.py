"""The short form of the disk harness, that it can fail, full disks under Python's own SQLite, and the frame."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from console.commands import OpenFlash, RecordSale
from console.desk import LocalDesk, load
from console.errors import DiskFull
from console.store.database import Database
from console.sync import OPS
from tests.clock import FakeClock
from tests.torture import disk
from tests.torture.__main__ import main
from tests.torture.harness import damage, digest, wrong_in_books

SEED = 20_260_103


@pytest.mark.expects_log
def test_no_call_below_the_database_can_fail_and_leave_half_a_fact() -> None:
    """Each call below a sale fails once (and some of an opening): refused in the right words, or done."""
    outcome = disk.run(disk.SHORT, SEED)
    assert outcome.failures == []
    assert outcome.facts["calls"] <= outcome.points, "the short form must have a point for every call"
    assert outcome.facts["refused"] > 300


@pytest.mark.expects_log
@pytest.mark.parametrize("broken", disk.BROKEN)
def test_a_build_that_writes_or_rolls_back_carelessly_is_caught(broken: str) -> None:
    """Writing outside `atomic()` leaves halves; a rollback that does not look first, or a flush that failed and is told
    as a plain refusal, end in the wrong words."""
    outcome = disk.run(disk.SHORT, SEED, broken)
    assert outcome.failures, f"{broken} was not caught, seed {SEED}"


@asynccontextmanager
async def _selling(folder: Path) -> AsyncIterator[tuple[Database, LocalDesk]]:
    db = await Database.open(folder)
    desk = LocalDesk(db, await db.run(load), FakeClock(), platform_ops=OPS)
    if not desk.state.items:
        await desk.do(OpenFlash(title="手镯", price_fen=100, stock=9_000))
    yield db, desk
    await db.close()


async def _sell_until_full(db: Database, desk: LocalDesk) -> int:
    """Sales until the disk is full; the one that was refused has changed nothing."""
    for sold in range(3_000):
        before = await db.run(lambda inner: digest(inner.conn))
        try:
            await desk.do(RecordSale(number=1, buyer="阿珍" * 40))
        except DiskFull:
            assert await db.run(lambda inner: digest(inner.conn)) == before
            assert not await db.run(lambda inner: inner.conn.in_transaction)
            return sold
    raise AssertionError("the disk never filled")


async def _sound(db: Database) -> list[str]:
    found: list[str] = await db.run(lambda inner: damage(inner.conn) + wrong_in_books(inner.conn))
    return found


@pytest.mark.anyio
@pytest.mark.expects_log
async def test_a_full_database_is_told_as_a_full_disk_and_selling_goes_on_afterwards(tmp_path: Path) -> None:
    """With no page left (`max_page_count`), Python's own SQLite ends in `DiskFull`; with room again it sells."""

    def pages(inner: Any, more: int | None) -> int:
        (held,) = inner.conn.execute("PRAGMA page_count").fetchone()
        (allowed,) = inner.conn.execute(f"PRAGMA max_page_count = {held + more if more else 1 << 30}").fetchone()
        return int(allowed)

    async with _selling(tmp_path) as (db, desk):
        await db.run(pages, 5)
        await _sell_until_full(db, desk)
        await _sell_until_full(db, desk)
        await db.run(pages, None)
        orders = desk.state.totals.orders
        await desk.do(RecordSale(number=1))
        assert desk.state.totals.orders == orders + 1
        assert await _sound(db) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes; skipped where none may be mounted."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root may mount")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if done.returncode != 0:
        pytest.skip("nothing may be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.anyio
@pytest.mark.expects_log
async def test_a_real_full_disk_costs_one_sale_and_no_more(small_disk: Path) -> None:
    """On a full tmpfs the sale is refused; after room was made it sells on, and a new start finds all of it."""
    async with _selling(small_disk) as (db, desk):
        filler = small_disk / "photos"
        free = os.statvfs(small_disk)
        filler.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - 200_000)))
        sold = await _sell_until_full(db, desk)
        filler.unlink()
        await desk.do(RecordSale(number=1))
        assert await _sound(db) == []
        state = desk.state
    assert state.totals.orders == sold + 1
    async with _selling(small_disk) as (db, desk):
        assert (desk.state.totals, desk.state.items) == (state.totals, state.items)
        assert await _sound(db) == []


@pytest.mark.expects_log
def test_the_frame_prints_its_seed_and_ends_in_a_summary(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`python -m tests.torture`: seed first, JSON at the end and in a file; 1 when a broken build gets through."""
    out = tmp_path / "torture.json"
    asked = ["--only", "disk", "--points", "30", "--seed", "5"]
    assert main([*asked, "--broken", "blind_rollback", "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("seed 5\n")
    assert json.loads(said.out) == json.loads(out.read_text("utf-8"))
    assert json.loads(said.out)["disk"]["broken"]["blind_rollback"]["caught"] is True
    monkeypatch.setattr(disk, "BROKEN", ("not broken at all",))
    assert main(asked) == 1
