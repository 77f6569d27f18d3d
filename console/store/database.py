"""One SQLite connection on one thread named "db"; everything that reads or writes goes through it.

WAL with `synchronous=FULL`: a commit that returned survives a power cut. One connection, because
SQLite before 3.51.3 can corrupt a WAL that several connections reset. Transactions are the caller's
(`db.atomic()`); there is no SQL of the product here.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import sqlite_utils
import structlog

from console.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DataFolderUnusable,
    DiskFull,
    DiskTrouble,
    NewerSchema,
    PerhapsSaved,
    StoreError,
    Text,
)
from console.store.migrations import MIGRATIONS

__all__ = ["Database", "Db"]

log = structlog.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

FILE_NAME = "kaibo.db"


class Db(sqlite_utils.Database):
    """The database as everything on its thread sees it."""

    @contextmanager
    def atomic(self) -> Iterator[Db]:
        """All of the block or nothing; inside another one it is a part that can fail by itself.

        The place of the one writer is taken before anything is read: a connection that has read is
        refused at once when another program writes, and `busy_timeout` would never be waited for.
        """
        within = self.conn.in_transaction
        begin, end = ("SAVEPOINT part", "RELEASE part") if within else ("BEGIN IMMEDIATE", "COMMIT")
        self.conn.execute(begin)
        try:
            yield self
            self.conn.execute(end)
        except BaseException:
            if not within:
                self.rollback()
            elif self.conn.in_transaction:  # SQLite may have undone all of it by itself
                self.conn.execute("ROLLBACK TO part")
                self.conn.execute("RELEASE part")
            raise


class Database:
    """The open database of one data folder.

    `await Database.open(folder)` raises `NewerSchema`, `DatabaseDamaged` or `DiskFull`; nothing is
    changed in a file that is not understood.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="db")
        self._db: Db | None = None

    @classmethod
    async def open(cls, folder: Path) -> Database:
        """Open (or create) `folder/kaibo.db` and bring its schema up to date."""
        self = cls(folder / FILE_NAME)
        try:
            self._db = await asyncio.get_running_loop().run_in_executor(self._thread, _connect, self.path)
        except BaseException:
            self._thread.shutdown(wait=False)
            raise
        return self

    def submit(self, work: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        """Run `work(db, ...)` on the database thread, after everything submitted before it."""
        return asyncio.get_running_loop().run_in_executor(self._thread, lambda: self._guarded(work, *args, **kwargs))

    async def run(self, work: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `submit`, awaited. Faults of the disk arrive as a `StoreError`."""
        return await self.submit(work, *args, **kwargs)

    async def close(self) -> None:
        """Finish what was submitted, close the file, end the thread; harmless when called twice."""
        if self._db is not None:
            db, self._db = self._db, None
            await asyncio.get_running_loop().run_in_executor(self._thread, db.close)
        self._thread.shutdown(wait=False)

    def _guarded(self, work: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        db = self._db
        if db is None:
            raise DiskTrouble(why=Text("数据库已关闭", "the database is closed"))
        try:
            return work(db, *args, **kwargs)
        except sqlite3.DatabaseError as error:
            told = PerhapsSaved(why=str(error)) if _unconfirmed(error) else disk_fault(error)
            if told is None and _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                told = DatabaseDamaged(why=str(error), path=self.path)
            if told is None:
                raise
            raise told from error


def _unconfirmed(error: sqlite3.Error) -> bool:
    """Whether a commit was written and could not be flushed; nothing else that may fail here is a flush."""
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_FSYNC


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 for what Python's module raises by itself."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def disk_fault(error: sqlite3.Error) -> StoreError | None:
    """What a person is told of a fault of the disk; None when it is a fault of ours."""
    code = _code(error)
    if code == sqlite3.SQLITE_FULL:
        return DiskFull()
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseBusy()
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        return DiskTrouble(why=str(error))
    return None


def _connect(path: Path) -> Db:
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=True)
    except sqlite3.OperationalError as error:
        raise DataFolderUnusable(why=str(error), folder=path.parent) from error
    try:
        db = Db(connection, recursive_triggers=False)
        _refuse_newer(db)
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "fullfsync = ON",  # macOS: flush the drive too, not only to the drive
            "checkpoint_fullfsync = ON",
            "wal_autocheckpoint = 1000",
            "busy_timeout = 2000",  # somebody may look at the file with another tool
        ):
            connection.execute(f"PRAGMA {pragma}")
        _upgrade(db)
        connection.execute("PRAGMA foreign_keys = ON")  # after the migrations: a table that is made again is gone once
    except sqlite3.DatabaseError as error:
        connection.close()
        raise disk_fault(error) or DatabaseDamaged(why=str(error), path=path) from error
    except BaseException:
        connection.close()
        raise
    log.info("database open", sqlite=sqlite3.sqlite_version)
    return db


def _upgrade(db: Db) -> None:
    """Bring the schema up to date in one transaction: a kill in the middle leaves the file as it was.

    By itself the library would make the table of its steps and the index of that table in two, and never
    make the index again; a file that lacks it gets it with its next step.
    """
    if not MIGRATIONS.pending(db):
        return
    with db.atomic():
        MIGRATIONS.ensure_migrations_table(db)
        db.table(MIGRATIONS.migrations_table).create_index(["migration_set", "name"], unique=True, if_not_exists=True)
        MIGRATIONS.apply(db)


def _refuse_newer(db: Db) -> None:
    """Raise `NewerSchema` when the file carries a migration that this version does not know."""
    known = {migration.name for migration in MIGRATIONS.pending(db)} | {m.name for m in MIGRATIONS.applied(db)}
    ours = {migration.name for migration in MIGRATIONS._migrations}
    if known - ours:
        raise NewerSchema
