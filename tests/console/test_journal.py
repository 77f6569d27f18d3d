"""The second copy: one line for each change, flushed before it is told, never in the way of a sale."""

from __future__ import annotations

import dataclasses
import os
import shutil
import sqlite3
import stat
import typing
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
import pytest

from console import recovery, safety
from console.clock import Moment
from console.commands import Command, KeepSnap, NoteSent, OpenFlash, RecordSale, SettlePush, StartShow
from console.config import Options
from console.desk import OPS, LocalDesk, load
from console.errors import KaiboError, Text
from console.facts import Notice, View
from console.ids import new_id
from console.recovery import Finding
from console.store import journal, outbox
from console.store.database import Database
from console.store.journal import Journal, Reading
from console.store.replay import KINDS
from console.sync import OPS as PLATFORM_OPS
from tests.clock import FakeClock
from tests.console.conftest import SHOT

pytestmark = pytest.mark.anyio


@dataclass
class Kept:
    """A desk with its second copy."""

    desk: LocalDesk
    db: Database
    second: Journal
    clock: FakeClock
    notices: list[Notice]
    folder: Path
    lines: list[journal.Line] = field(default_factory=list)

    async def sell(self, units: int = 1) -> None:
        for _ in range(units):
            await self.desk.do(RecordSale(number=1))

    async def seq(self) -> int:
        return (await self.db.run(journal.books)).seq

    async def reading(self, after: int = 0) -> Reading:
        """Everything the journal has after a place."""
        found = Reading(self.folder, (await self.db.run(journal.books)).books_id, after=after)
        self.lines = list(found.lines())
        return found


@asynccontextmanager
async def keeping(tmp_path: Path, clock: FakeClock | None = None) -> AsyncIterator[Kept]:
    """A desk over `tmp_path/d` whose journal is `tmp_path/j`; opening it again finds both as they were."""
    clock = clock or FakeClock()
    data, folder = tmp_path / "d", tmp_path / "j"
    data.mkdir(exist_ok=True)
    db = await Database.open(data)
    second, notices = await db.run(safety.open_journal, folder, {**OPS, **PLATFORM_OPS}, clock)
    desk = LocalDesk(db, await db.run(load), clock, platform_ops=PLATFORM_OPS, second=second)
    safety.teach_second_copy(desk, db)
    try:
        yield Kept(desk, db, second, clock, notices, folder)
    finally:
        await db.run(lambda _db: second.close())
        await db.close()


async def test_a_change_is_on_the_disk_twice_before_it_is_told(tmp_path: Path) -> None:
    """When `do` returns, the line stands in the other folder, with the number the database counts."""
    async with keeping(tmp_path) as kept:
        await kept.desk.do(StartShow(title="晚场"))
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=2))
        await kept.desk.do(RecordSale(number=1, buyer="阿珍"))
        reading = await kept.reading()
        assert [(line.seq, line.command) for line in kept.lines] == [
            (1, "StartShow"),
            (2, "OpenFlash"),
            (3, "RecordSale"),
        ]
        assert kept.lines[2].fields["buyer"] == "阿珍"
        assert kept.lines[2].at_ms == kept.clock.now_ms()
        assert await kept.seq() == reading.last == 3
        assert reading.whole


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no such permissions")
async def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    """Buyers' names stand in it as in the database."""
    async with keeping(tmp_path) as kept:
        await kept.desk.do(StartShow())
        (path,) = journal.files(kept.folder)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700


async def test_what_is_refused_leaves_no_line(tmp_path: Path) -> None:
    """A command that changed nothing is not in the journal, and no number is used up."""
    async with keeping(tmp_path) as kept:
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=1))
        with pytest.raises(KaiboError):
            await kept.desk.do(RecordSale(number=1, quantity=5))
        await kept.sell()
        await kept.reading()
        assert [line.seq for line in kept.lines] == [1, 2]


def test_every_command_survives_its_line() -> None:
    """Whatever can be asked for comes back from its line as it was, unknown buyers and odd characters too."""
    made: dict[Any, Any] = {
        float: 0.5,
        View: View(),
        Moment: Moment(1.5, "b"),
        str: '“阿珍”\n\u2028"\\',
        int: 7,
        bool: True,
        type(None): None,
    }

    def some(kind: Any) -> Any:
        if kind in made:
            return made[kind]
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin is tuple and arguments[-1] is not Ellipsis:
            return tuple(some(each) for each in arguments)
        if origin is tuple:
            return (some(arguments[0]),) if arguments[0] is not str else ("a", "b")
        if origin is dict:
            return {"a": 1, "b": "c"}
        if dataclasses.is_dataclass(kind):
            hints = typing.get_type_hints(kind)
            return kind(**{each.name: some(hints[each.name]) for each in dataclasses.fields(kind)})
        return some(arguments[0]) if arguments else next(iter(kind))

    for name, kind in KINDS.items():
        command = some(kind)
        line = journal._line(journal.sealed(f'"seq":9,{journal.composed(command, 5)}'))
        assert (line.seq, line.at_ms, line.command) == (9, 5, name)
        assert msgspec.convert(line.fields, type=kind) == command
    assert set(KINDS.values()) == set(typing.get_args(Command))


@pytest.mark.expects_log
async def test_a_journal_that_fails_costs_no_sale(tmp_path: Path) -> None:
    """Sales are saved and told while the other folder is gone; once it is back, every line is made up for."""
    async with keeping(tmp_path) as kept:
        heard: list[OSError | None] = []
        kept.second.on_trouble = heard.append
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50))
        shutil.move(kept.folder, tmp_path / "gone")
        kept.folder.write_text("in the way")
        kept.second._shut()
        await kept.sell(3)
        assert kept.desk.state.totals.units == 3
        assert len(heard) == 1
        assert isinstance(heard[0], OSError)
        kept.folder.unlink()
        shutil.move(tmp_path / "gone", kept.folder)
        await kept.sell()
        assert len(heard) == 1, "it is not tried at every sale"
        kept.clock.advance(journal.RETRY_S)
        await kept.sell()
        assert heard[1:] == [None]
        reading = await kept.reading()
        assert [line.seq for line in kept.lines] == [1, 2, 3, 4, 5, 6]
        assert not reading.missing
        assert not reading.damaged


@pytest.mark.expects_log
async def test_a_line_cut_short_by_a_full_disk_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a line at the end of a file is a torn one; the whole line stands in the next file."""
    async with keeping(tmp_path) as kept:
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50))
        write = os.write
        full = iter([True])

        def short(descriptor: int, data: Any) -> int:
            if next(full, False):
                write(descriptor, bytes(data)[:20])
                raise OSError(28, "No space left on device")
            return write(descriptor, data)

        monkeypatch.setattr(journal.os, "write", short)
        await kept.sell()
        kept.clock.advance(journal.RETRY_S)
        await kept.sell()
        reading = await kept.reading()
        assert [line.seq for line in kept.lines] == [1, 2, 3]
        assert (len(reading.torn), reading.damaged, reading.missing) == (1, [], [])
        assert len(journal.files(kept.folder)) == 2


@pytest.mark.expects_log
async def test_too_many_lines_waiting_are_a_gap_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded; what falls out is known by its numbers, and a backup is asked for."""
    monkeypatch.setattr(journal, "WAITING_LINES", 3)
    async with keeping(tmp_path) as kept:
        asked: list[bool] = []
        kept.second.on_gap = lambda: asked.append(True)
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50))
        kept.second.trouble, kept.second._retry_at_s = OSError("x"), 1e12
        await kept.sell(5)
        assert kept.second.gap
        assert asked == [True]
        kept.second._retry_at_s = 0
        await kept.sell()
        reading = await kept.reading()
        assert reading.missing == [(2, 5)]
        assert [line.seq for line in kept.lines] == [1, 6, 7]


def tear(path: Path) -> None:
    """Cut the last line short, as a power cut does."""
    data = path.read_bytes()
    path.write_bytes(data[: data.rstrip(b"\n").rfind(b"\n") + 30])


async def test_a_torn_last_line_is_made_up_for_at_the_next_start(tmp_path: Path) -> None:
    """What the database has and the journal lost halfway is written again, into a file of its own."""
    async with keeping(tmp_path) as kept:
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50))
        await kept.sell(2)
    tear(journal.files(tmp_path / "j")[-1])
    async with keeping(tmp_path) as kept:
        reading = await kept.reading()
        assert [line.seq for line in kept.lines] == [1, 2, 3]
        assert reading.torn == [f"{journal.files(kept.folder)[0].name}:4"]
        assert not reading.missing
        assert not kept.second.gap
        await kept.sell()
        assert len(journal.files(kept.folder)) == 2
        assert kept.notices == []


async def test_a_change_committed_and_not_yet_written_is_written_at_the_next_start(tmp_path: Path) -> None:
    """Killed between the two disks, nothing is missing from either."""
    async with keeping(tmp_path) as kept:
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50))
        kept.desk._second = None
        await kept.sell()
    async with keeping(tmp_path) as kept:
        reading = await kept.reading()
        assert [line.command for line in kept.lines] == ["OpenFlash", "RecordSale"]
        assert (reading.missing, kept.second.gap, len(journal.files(kept.folder))) == ([], False, 1)


async def test_changes_of_one_commit_are_lines_of_their_own(tmp_path: Path) -> None:
    """Done together they are numbered one by one, and one flush writes them."""
    async with keeping(tmp_path) as kept:
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50))
        with patch.object(journal, "flush_file", wraps=journal.flush_file) as flushed:
            await kept.desk.do_all([RecordSale(number=1), RecordSale(number=1, quantity=2)])
        assert flushed.call_count == 1
        reading = await kept.reading()
        assert [(line.seq, line.fields.get("quantity")) for line in kept.lines] == [(1, None), (2, 1), (3, 2)]
        assert await kept.seq() == reading.last == 3


@pytest.mark.parametrize("written", [0, 1, 2])
async def test_changes_of_one_commit_are_made_up_for_at_the_next_start(tmp_path: Path, written: int) -> None:
    """Killed between the two disks, or with half of a page in the journal, nothing is missing from either."""
    async with keeping(tmp_path) as kept:
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50))
        write = kept.second.write_all
        with patch.object(kept.second, "write_all", lambda seq, all_: write(seq - 3 + written, all_[:written])):
            await kept.desk.do_all([RecordSale(number=1, quantity=units) for units in (1, 2, 3)])
    async with keeping(tmp_path) as kept:
        reading = await kept.reading()
        assert [(line.seq, line.fields.get("quantity")) for line in kept.lines] == [(1, None), (2, 1), (3, 2), (4, 3)]
        assert (reading.missing, kept.second.gap, kept.notices) == ([], False, [])
    assert list(recovery.verify(Options(data=tmp_path / "d", journal=tmp_path / "j"), lambda _: None)) == [
        Finding("backups", "note", str(tmp_path / "d" / "backups"), Text("还没有备份", "there is no backup yet"))
    ]


async def test_changes_without_a_journal_are_a_gap_at_the_next_start(tmp_path: Path) -> None:
    """A second copy begun late, or left out for a while, asks for a backup at once."""
    async with keeping(tmp_path) as kept:
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50))
        kept.desk._second = None
        await kept.sell(3)
    async with keeping(tmp_path) as kept:
        assert kept.second.gap
        await kept.sell()
        reading = await kept.reading()
        assert reading.missing == [(2, 4)]
    shutil.rmtree(tmp_path / "j")
    async with keeping(tmp_path) as kept:
        assert kept.second.gap
        assert not (await kept.reading()).whole


async def test_a_database_older_than_its_journal_catches_up_at_the_start(tmp_path: Path) -> None:
    """A file that was put back, or a disk that lied about a flush, costs nothing: the journal brings it forward."""
    async with keeping(tmp_path) as kept:
        await kept.desk.do(StartShow())
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50))
    shutil.copy(tmp_path / "d" / "kaibo.db", tmp_path / "old.db")
    async with keeping(tmp_path) as kept:
        await kept.sell(4)
        lost = await kept.db.run(load)
    shutil.copy(tmp_path / "old.db", tmp_path / "d" / "kaibo.db")
    async with keeping(tmp_path) as kept:
        assert [notice.facts for notice in kept.notices] == [{"done": "4", "refused": "0"}]
        assert kept.notices[0].title.said("zh_CN", **kept.notices[0].facts) == "从日志补回了 4 步"
        assert kept.desk.state == lost
        assert await kept.seq() == 6
    async with keeping(tmp_path) as kept:
        assert kept.notices == []


@pytest.mark.expects_log
async def test_a_journal_that_does_not_fit_is_not_forced_on(tmp_path: Path) -> None:
    """When changes between the two are missing, the database stays as it is, and a person is told."""
    async with keeping(tmp_path) as kept:
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50))
    shutil.copy(tmp_path / "d" / "kaibo.db", tmp_path / "old.db")
    async with keeping(tmp_path) as kept:
        await kept.sell(4)
    (path,) = journal.files(tmp_path / "j")
    raws = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(raws[:2] + raws[3:]))
    shutil.copy(tmp_path / "old.db", tmp_path / "d" / "kaibo.db")
    async with keeping(tmp_path) as kept:
        assert len(kept.notices) == 1
        assert kept.desk.state.totals.units == 0
        await kept.sell()
        reading = await kept.reading()
        assert [line.seq for line in kept.lines] == [2], "a journal of its own, beside the other"
        assert not reading.whole


@pytest.mark.parametrize("spoil", [lambda raw: raw.replace(b"Sale", b"sale"), lambda _raw: b"\x00" * 40 + b"\n"])
async def test_a_damaged_line_is_told_by_its_number_and_costs_no_other(
    tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    """One flipped letter is noticed; everything readable around it is used."""
    async with keeping(tmp_path) as kept:
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50))
        await kept.sell(4)
        (path,) = journal.files(kept.folder)
        raws = path.read_bytes().splitlines(keepends=True)
        raws[3] = spoil(raws[3])
        path.write_bytes(b"".join(raws))
        reading = await kept.reading()
        assert reading.damaged == [f"{path.name}:4"]
        assert reading.missing == [(3, 3)]
        assert [line.seq for line in kept.lines] == [1, 2, 4, 5]


async def test_files_are_turned_over_by_size_and_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new file begins when one is full or the day changes; their names sort in order though the clock went back."""
    monkeypatch.setattr(journal, "FILE_BYTES", 500)
    async with keeping(tmp_path) as kept:
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50))
        await kept.sell(4)
        by_size = len(journal.files(kept.folder))
        assert by_size > 1
        kept.clock.utc_ms -= 3 * 86_400_000
        await kept.sell()
        assert len(journal.files(kept.folder)) == by_size + 1
        reading = await kept.reading()
        assert [line.seq for line in kept.lines] == [1, 2, 3, 4, 5, 6]
        later = await kept.reading(after=5)
        assert [line.seq for line in kept.lines] == [6]
        assert (reading.missing, later.missing) == ([], [])


async def test_a_new_database_beside_an_old_journal_says_so(tmp_path: Path) -> None:
    """Starting empty where there was a journal is told before anything is sold; nothing of it is touched."""
    async with keeping(tmp_path) as kept:
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50))
    (before,) = journal.files(tmp_path / "j")
    content = before.read_bytes()
    shutil.rmtree(tmp_path / "d")
    async with keeping(tmp_path) as kept:
        assert [notice.key for notice in kept.notices] == [safety.REFOUND]
        assert before.read_bytes() == content
        await kept.desk.do(StartShow())
        assert (await kept.reading()).whole


async def test_a_sending_is_kept_with_all_that_travels_with_it(tmp_path: Path) -> None:
    """What goes out as one is known as one, so that one answer settles all of it after a restore too."""
    async with keeping(tmp_path) as kept:
        snap_id = new_id()
        await kept.desk.do(KeepSnap(snap_id=snap_id, shots=(SHOT,)))
        opened: Any = await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=50, snap_id=snap_id))
        answer: dict[str, int | str] = {"platform_item_id": 1, "sku_id": 2}
        await kept.desk.do(NoteSent(outbox_id=opened.item_id, request={}))
        await kept.desk.do(SettlePush(outbox_id=opened.item_id, outcome="acked", answer=answer))
        await kept.sell(3)
        entry = await kept.db.run(outbox.claim, kept.clock.now_ms(), 1_000)
        assert entry is not None
        await kept.desk.do(NoteSent(outbox_id=entry.outbox_id, request={"delta": -3}))
        await kept.reading()
        sent = msgspec.convert(kept.lines[-1].fields, type=NoteSent)
        assert (sent.outbox_id, sent.request, len(sent.together)) == (entry.outbox_id, {"delta": -3}, 2)
    with closing(sqlite3.connect(tmp_path / "d" / "kaibo.db")) as db:
        row = db.execute("SELECT request, first_sent_at_ms FROM outbox WHERE id = ?", (entry.outbox_id,)).fetchone()
        assert row == ('{"delta": -3}', kept.clock.now_ms())


@pytest.mark.expects_log
async def test_a_journal_that_was_removed_is_begun_anew(tmp_path: Path) -> None:
    """Its folder was deleted while the console ran: the next line stands in a new file, and a backup is asked for."""
    asked = []
    async with keeping(tmp_path) as kept:
        kept.second.on_gap = lambda: asked.append("backup")
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=2))
        for path in journal.files(kept.folder):
            path.unlink()
        kept.folder.rmdir()
        await kept.desk.do(RecordSale(number=1))
        await kept.reading(after=1)
        assert [line.command for line in kept.lines] == ["RecordSale"]
    assert (asked, kept.second.gap) == (["backup"], True)
