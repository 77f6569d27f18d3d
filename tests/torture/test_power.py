"""The short form of the power harness, that it can fail, and that what it stands on is sound."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from console.desk import LocalDesk, load
from console.errors import InputError
from console.store.database import Database
from console.sync import OPS
from tests.clock import FakeClock
from tests.torture import power
from tests.torture.harness import Night, digest, repeatable_ids
from tests.torture.vfs import below

SEED = 20_260_102


def test_a_thousand_power_cuts_lose_nothing_that_was_answered() -> None:
    """At each of 1,000 crash points the contents are those after the last answered command or the next."""
    outcome = power.run(power.SHORT, SEED)
    assert outcome.failures == []
    assert outcome.points == power.SHORT
    assert outcome.facts["checkpoints"] >= 3


def test_a_build_without_a_sync_at_each_commit_is_caught() -> None:
    """With synchronous=NORMAL answered commands are gone after some of the cuts."""
    outcome = power.run(power.SHORT, SEED, "synchronous_normal")
    assert outcome.failures, f"not caught, seed {SEED}"


async def _night(folder: Path, commands: int) -> list[str]:
    """The contents after each command of a night."""
    clock = FakeClock()
    with repeatable_ids(SEED):
        db = await Database.open(folder)
        desk = LocalDesk(db, await db.run(load), clock, platform_ops=OPS)
        night = Night(random.Random(SEED))
        contents = []
        for _ in range(commands):
            clock.advance(1)
            try:
                night.heard(await desk.do(night.next_command()))
                outcome = "done"
            except InputError as error:
                outcome = type(error).__name__
            contents.append(outcome + await db.run(lambda inner: digest(inner.conn)))
        await db.close()
    return contents


def test_the_adapter_is_a_sqlite3_connection_as_far_as_the_product_can_tell(tmp_path: Path) -> None:
    """The same 200 commands through APSW and through sqlite3 are answered alike and leave the same rows."""
    for name in ("apsw", "sqlite3"):
        (tmp_path / name).mkdir()
    recorder = power.Recorder("compared", power.Tape())
    try:
        with below(recorder.name):
            through_apsw = asyncio.run(_night(tmp_path / "apsw", 200))
    finally:
        recorder.unregister()
    assert through_apsw == asyncio.run(_night(tmp_path / "sqlite3", 200))
    assert sum(each.startswith("done") for each in through_apsw) > 130


def test_what_was_synced_is_kept_and_the_rest_may_go() -> None:
    """The model of the disk: synced bytes always come back, others by sectors, names with their directory."""
    disk = power.Disk()
    for event in [
        ("make", "log", 1),
        ("write", 1, 0, b"a" * 1024),
        ("sync", 1, True),
        ("write", 1, 0, b"b" * 1024),
        ("write", 1, 1024, b"b" * 512),
        ("make", "new", 2),
        ("write", 2, 0, b"c"),
    ]:
        disk.take(event)
    found = [disk.lose_power(random.Random(seed), 512, 0.5) for seed in range(200)]
    assert all(files["log"][at : at + 512] in (b"a" * 512, b"b" * 512) for files in found for at in (0, 512))
    assert {files["log"][:512] != files["log"][512:1024] for files in found} == {True, False}
    assert {len(files["log"]) for files in found} == {1024, 1536}
    assert {"new" in files for files in found} == {True, False}
    whole = [disk.lose_power(random.Random(seed), 512, 1.0) for seed in range(20)]
    assert all(files["log"] == b"b" * 1536 for files in whole)
