"""The product's own database, opened over a file system that a harness holds in its hands.

`below(vfs)` makes `console.store.database` connect through APSW and a VFS of ours; nothing else of the
product changes: its pragmas, migrations, `atomic()` blocks and error mapping run as they are, though on
the caller's thread.
`Door` is as much of `sqlite3.Connection` as the product and sqlite-utils use; `test_power.py` holds it
against the real one. Not proven through it: Python's own `sqlite3` module and the SQLite it is linked
with (APSW brings its own); the harnesses read the files back with those.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import apsw

from console.store import database

Rewrite = Callable[[str], str]
"""Changes a statement on its way down; for broken builds only."""

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def _as_is(sql: str) -> str:
    return sql


class Rows:
    """What `sqlite3.Cursor` is to its readers; all rows are fetched when the statement has run."""

    arraysize = 1

    def __init__(self, rows: list[Any], description: Any, rowcount: int, lastrowid: int | None) -> None:
        self.description = description
        self.rowcount = rowcount
        self.lastrowid = lastrowid
        self._rest = iter(rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rest

    def fetchone(self) -> Any:
        """The next row, or None."""
        return next(self._rest, None)

    def fetchall(self) -> list[Any]:
        """The rows that are left."""
        return list(self._rest)

    def close(self) -> None:
        """Nothing is held."""


class Door:
    """`sqlite3.Connection` with `isolation_level=None`, over an APSW connection."""

    isolation_level = None
    row_factory = None

    def __init__(self, path: str | Path, vfs: str, rewrite: Rewrite = _as_is, *, uri: bool = False) -> None:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | (apsw.SQLITE_OPEN_URI if uri else 0)
        with _told_as_sqlite3():
            self._db = apsw.Connection(str(path), flags=flags, vfs=vfs)
        self._rewrite = rewrite
        self._checkpoint_pages = 1000
        self._db.set_wal_hook(self._committed)

    def _committed(self, _db: apsw.Connection, name: str, pages: int) -> int:
        """SQLite's own automatic checkpoint; it is as indifferent to its faults as the original.

        WORKAROUND https://rogerbinns.github.io/apsw/vfs.html: an exception in a VFS method stays
        pending, so a commit would seem to fail when only the checkpoint after it did.
        """
        if 0 < self._checkpoint_pages <= pages:
            try:
                self._db.wal_checkpoint(name, apsw.SQLITE_CHECKPOINT_PASSIVE)
            except apsw.Error:
                return apsw.SQLITE_OK
        return apsw.SQLITE_OK

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = (), /) -> Rows:
        """One statement, run to its end."""
        sql = self._rewrite(sql)
        head = sql.split(None, 1)[0].upper().rstrip(";") if sql.strip() else ""
        cursor = self._db.cursor()
        description: list[Any] = []

        def traced(running: apsw.Cursor, _sql: str, _bindings: Any) -> bool:
            description.extend((column[0], *[None] * 6) for column in running.get_description())
            return True

        cursor.exec_trace = traced
        with _told_as_sqlite3():
            rows = list(cursor.execute(sql, parameters))
        if "wal_autocheckpoint" in sql and head == "PRAGMA":
            if rows:
                self._checkpoint_pages = rows[0][0]
            self._db.set_wal_hook(self._committed)  # the pragma has put SQLite's own in its place
        changed = self._db.changes() if head in _WRITES else -1
        return Rows(rows, tuple(description) or None, changed, self._db.last_insert_rowid())

    def executemany(self, sql: str, many: Iterable[Any], /) -> Rows:
        """One statement for each set of parameters."""
        changed = sum(self.execute(sql, parameters).rowcount for parameters in many)
        return Rows([], None, changed, None)

    def cursor(self) -> Door:
        """Cursors have no life of their own here."""
        return self

    @property
    def in_transaction(self) -> bool:
        return self._db.in_transaction

    @property
    def total_changes(self) -> int:
        return self._db.total_changes()

    def commit(self) -> None:
        """End a transaction if one is open."""
        if self.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        """Undo a transaction if one is open."""
        if self.in_transaction:
            self.execute("ROLLBACK")

    def interrupt(self) -> None:
        self._db.interrupt()

    def close(self) -> None:
        """Close the file; like the original it says nothing of a last checkpoint that fails."""
        try:
            self._db.close()
        except (apsw.FullError, apsw.IOError, apsw.CantOpenError):
            self._db.close(True)


@contextmanager
def _told_as_sqlite3() -> Iterator[None]:
    """APSW's errors as those of `sqlite3`, with the code that the product reads."""
    try:
        yield
    except apsw.ConstraintError as error:
        raise _as(sqlite3.IntegrityError, error) from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise _as(sqlite3.DatabaseError, error) from error
    except apsw.Error as error:
        raise _as(sqlite3.OperationalError, error) from error


def _as(kind: type[sqlite3.DatabaseError], error: apsw.Error) -> sqlite3.DatabaseError:
    told = kind(str(error) or type(error).__name__)
    told.sqlite_errorcode = getattr(error, "extendedresult", 0)
    told.sqlite_errorname = type(error).__name__
    return told


class _Sqlite3(ModuleType):
    """The `sqlite3` module with another `connect`."""

    def __init__(self, connect: Callable[..., Door]) -> None:
        super().__init__("sqlite3")
        self.connect = connect

    def __getattr__(self, name: str) -> Any:
        return getattr(sqlite3, name)


class _AtOnce(Executor):
    """Does at once what the database thread would do: the same order, without the hand-overs, which cost most."""

    def __init__(self, **_options: Any) -> None:
        """Takes what the thread pool takes."""

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(work(*arguments, **options))
        except Exception as error:  # noqa: BLE001 - it is the caller's, as with any executor
            done.set_exception(error)
        return done


@contextmanager
def below(vfs: str, rewrite: Rewrite = _as_is) -> Iterator[None]:
    """In this block the product opens its database through the APSW VFS of that name."""

    def connect(path: str | Path, *, uri: bool = False, **_options: Any) -> Door:
        return Door(path, vfs, rewrite, uri=uri)

    with patch.object(database, "sqlite3", _Sqlite3(connect)), patch.object(database, "ThreadPoolExecutor", _AtOnce):
        yield


@contextmanager
def aside() -> Iterator[None]:
    """In this block, inside a `below`, the product opens databases as ever."""
    with patch.object(database, "sqlite3", sqlite3):
        yield
