"""Ctrl+C in the middle of long work, in the real process: it has said how far it was, and everything is as before."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from console.commands import AddStock, OpenFlash
from console.store import folder, journal
from console.store.database import FILE_NAME
from tests.console.test_journal import keeping
from tests.waiting import A_PROGRAM_S

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals")
ROOT = Path(__file__).resolve().parents[2]
CHANGES = 2_500


def files(data: Path) -> dict[str, str]:
    """What lies in the data folder, but the log and the lock."""
    return {
        str(path.relative_to(data)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(data.rglob("*"))
        if path.is_file() and path.suffix not in (".log", ".lock")
    }


PRESSED = """
import os, runpy, signal, sys

class Words:
    def __init__(self, real, at):
        self.real, self.at = real, at

    def __getattr__(self, name):
        return getattr(self.real, name)

    def write(self, said):
        self.real.write(said)
        if self.at and self.at in said:
            self.at = ""
            os.kill(os.getpid(), signal.SIGINT)

at, *sys.argv = sys.argv[1:]
sys.stderr = Words(sys.stderr, at)
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""The program with a Ctrl+C in the moment of a word: who presses it from outside is late where processors are few."""


def interrupted(*arguments: str, at: str) -> tuple[int, str]:
    """Run a command, press Ctrl+C once it says `at`; its exit code and all it said."""
    done = subprocess.run(
        [sys.executable, "-c", PRESSED, at, "main.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=A_PROGRAM_S,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr


def test_a_backup_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    """It says a share below a hundred, ends with 130, and neither database nor folder of backups has changed."""
    data = tmp_path / "d"
    data.mkdir()
    with closing(sqlite3.connect(data / FILE_NAME)) as db:
        db.execute("CREATE TABLE books (id, seq, last)")
        db.execute("CREATE TABLE filler (bytes BLOB)")
        db.executemany("INSERT INTO filler VALUES (randomblob(1000000))", [()] * 80)
        db.commit()
    before = files(data)
    code, said = interrupted("backup", "--data", str(data), "--lang", "en", at="%")
    assert code == 130, said
    assert "100%" not in said
    assert "everything is as it was" in said
    assert files(data) == before
    folder.hold(data).release()


async def many_changes(tmp_path: Path) -> None:
    """A database with one item, counted many times."""
    async with keeping(tmp_path) as kept:
        await kept.db.run(lambda db: db.conn.execute("PRAGMA synchronous = OFF"))
        await kept.desk.do(OpenFlash(title="手镯", price_fen=100, stock=1))
        for _ in range(CHANGES):
            await kept.desk.do(AddStock(number=1, quantity=1))


def test_a_restore_that_is_interrupted_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of the journal: the damaged database stays byte for byte where it was; again, all comes back."""
    monkeypatch.setattr(journal, "flush_file", lambda _descriptor: None)
    asyncio.run(many_changes(tmp_path))
    data, second = tmp_path / "d", tmp_path / "j"
    (data / FILE_NAME).write_bytes(b"no database " * 1_000)
    before = files(data)
    where = ("--data", str(data), "--journal", str(second), "--lang", "en")
    code, said = interrupted("restore", *where, at="changes brought back")
    assert code == 130, said
    assert f"500 of {CHANGES + 1} changes" in said
    assert files(data) == before
    folder.hold(data).release()

    done = subprocess.run([sys.executable, "main.py", "restore", *where], cwd=ROOT, capture_output=True, check=True)
    assert b'"complete": true' in done.stdout
    with closing(sqlite3.connect(data / FILE_NAME)) as db:
        assert db.execute("SELECT stock_left FROM items").fetchone() == (CHANGES + 1,)
