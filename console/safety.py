"""What keeps the books safe while a console runs: the second copy, rolling backups, room on the disk.

Each has a card for the moment it fails, and none of them ever keeps a sale from being saved. Bringing
lost data back by hand is `recovery`'s.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import structlog

from console.clock import Clock
from console.commands import Command, NoteSent, SettlePush
from console.desk import Desk, LocalDesk
from console.errors import DatabaseMissing, DiskLow, KaiboError, Text
from console.events import Event, NoticeCleared, NoticeRaised, ShowEnded
from console.facts import Notice, NoticeLevel
from console.ids import new_id
from console.store import backup, journal
from console.store.database import FILE_NAME, Database, Db
from console.store.disk import LOOK_EVERY_S, NO_SNAPS_BELOW_BYTES, Ballast, Room, free_bytes, room_for
from console.store.journal import Journal
from console.store.pruning import prune
from console.store.replay import Ops, doubt_what_was_sent, replay

log = structlog.get_logger(__name__)

SECOND_COPY = "second-copy"
BACKUP = "backup"
DISK = "disk"
REFOUND = "refound"
AGAIN_S = 600.0
"""After a backup that failed."""
LONGEST_REST_S = 60.0
"""How often it is looked whether a backup is due: the wall clock may jump."""


def refuse_lost(data: Path, backups: Path) -> None:
    """Raise `DatabaseMissing` where there are backups and no database: an empty console would look like a loss."""
    if not (data / FILE_NAME).exists() and backup.listed(backups):
        raise DatabaseMissing(folder=data)


# --- the second copy -------------------------------------------------------------------------


def open_journal(db: Db, folder: Path, ops: Ops, clock: Clock) -> tuple[Journal, list[Notice]]:
    """The journal of this database, in step with it, and what a person should know; on the database thread.

    A database that lacks changes which the journal has (its file was put back, or the disk lied about a
    flush) gets them now. A journal that does not fit is left as it is, and another is begun.
    """
    notices: list[Notice] = []
    try:
        _catch_up(db, folder, ops, notices)
    except OSError as error:
        log.info("second copy not read", error=error.strerror)
    state = journal.books(db)
    empty = not state.seq and not db.conn.execute("SELECT EXISTS (SELECT 1 FROM shows), 1 FROM books").fetchone()[0]
    if empty and _of_others(folder, state.books_id):
        notices.append(_EARLIER)
    opened = Journal(folder, state.books_id, clock)
    opened.start(state, empty=empty)
    return opened, notices


def _catch_up(db: Db, folder: Path, ops: Ops, notices: list[Notice]) -> None:
    state = journal.books(db)
    own = [path for path in journal.files(folder) if (head := journal.head(path)) and head.books_id == state.books_id]
    if not any(journal.ends_at(path)[0] > state.seq for path in own[-2:]):
        return
    reading = journal.Reading(folder, state.books_id, after=state.seq)
    ahead = sum(1 for _ in reading.lines())
    if reading.missing:
        log.error("second copy does not fit", missing=reading.missing[:3])
        db.conn.execute("UPDATE books SET id = ?", (new_id(),))
        notices.append(_misfit(ahead))
        return
    done = replay(db, journal.Reading(folder, state.books_id, after=state.seq).lines(), ops)
    doubt_what_was_sent(db)
    log.info("changes taken from the second copy", done=done.done, refused=done.refused)
    notices.append(_refound(done.done, len(done.refused)))


def _of_others(folder: Path, books_id: str) -> bool:
    try:
        return any((head := journal.head(path)) and head.books_id != books_id for path in journal.files(folder))
    except OSError:
        return False


_EARLIER = Notice(
    REFOUND,
    NoticeLevel.WARNING,
    Text("这是一个新的数据库，但旁边有以前的日志", "This database is new, but beside it lies an earlier journal"),
    Text(
        "若数据丢了，先别卖：关掉开播，运行 main.py restore",
        "If data was lost, do not sell yet: close Kaibo and run main.py restore",
    ),
)


def _misfit(ahead: int) -> Notice:
    return Notice(
        REFOUND,
        NoticeLevel.TROUBLE,
        Text("日志和数据库对不上", "The journal and the database do not fit"),
        Text(
            "日志里有 {changes} 步是数据库没有的，中间还有缺口；请尽快运行 main.py verify",
            "It has {changes} changes that the database lacks, with a gap before them; run main.py verify soon",
        ),
        facts={"changes": str(ahead)},
    )


def _refound(done: int, refused: int) -> Notice:
    return Notice(
        REFOUND,
        NoticeLevel.TROUBLE if refused else NoticeLevel.WARNING,
        Text("从日志补回了 {done} 步", "{done} changes were brought back from the journal"),
        Text(
            "数据库比日志旧（有 {refused} 步补不回来）；请核对最后几笔成交",
            "The database was older than the journal ({refused} could not be brought back); check the last sales",
        ),
        facts={"done": str(done), "refused": str(refused)},
    )


def teach_second_copy(desk: LocalDesk, db: Database) -> None:
    """Let a sending and its answer say which entries travelled together: a restored database cannot know it."""

    async def whole_sending(command: NoteSent | SettlePush) -> Command:
        return replace(command, together=await db.run(journal.travelling, command.outbox_id))

    desk.completers[NoteSent] = whole_sending
    desk.completers[SettlePush] = whole_sending


def watch_journal(desk: Desk, second: Journal, loop: asyncio.AbstractEventLoop, wake: Callable[[], None]) -> None:
    """Tell a person while the second copy is not written, and ask for a backup (`wake`) when it lacks something."""

    def tell(error: OSError | None) -> None:
        if error is not None:
            why = error.strerror or type(error).__name__
            facts = {"folder": str(second.folder), "why": why}
            desk.tell(
                NoticeRaised(notice=Notice(SECOND_COPY, NoticeLevel.WARNING, _NOT_WRITTEN, _NOT_ADVICE, None, facts))
            )
        elif any(notice.key == SECOND_COPY for notice in desk.state.notices):
            desk.tell(NoticeCleared(key=SECOND_COPY))

    second.on_trouble = lambda error: _from_thread(loop, tell, error)
    second.on_gap = lambda: _from_thread(loop, wake)
    if second.trouble is not None:
        tell(second.trouble)


_NOT_WRITTEN = Text("成交有保存，但第二份日志写不进去", "Sales are saved, but the second copy is not being written")
_NOT_ADVICE = Text(
    "检查 {folder}（{why}）；恢复后会自动补写", "Check {folder} ({why}); it is made up for as soon as it can be"
)


def _from_thread(loop: asyncio.AbstractEventLoop, call: Callable[..., None], *values: object) -> None:
    if not loop.is_closed():  # the journal is closed after the loop's last round
        loop.call_soon_threadsafe(call, *values)


# --- backups ---------------------------------------------------------------------------------


class Backups:
    """Makes a backup every hour in which something changed, and at the end of a show."""

    def __init__(self, desk: Desk, db: Database, second: Journal, folder: Path, clock: Clock) -> None:
        self.wake = asyncio.Event()
        self._desk = desk
        self._db = db
        self._second = second
        self._folder = folder
        self._clock = clock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="backup")
        self._cancel = threading.Event()
        self._stopping = False
        self.running = False
        """Whether one is being made at this moment."""
        self._asked = second.gap
        self._made: backup.Backup | None = None
        self._seq = -1
        self.progress = 0.0
        """How much of the running backup is done, 0 to 1."""
        desk.hub.subscribe(self._hear)

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._folder

    @property
    def waiting(self) -> bool:
        """Whether one was asked for that is not made yet."""
        return self._asked

    @property
    def last_ms(self) -> int | None:
        """UTC ms of the newest backup, as far as it was looked for; None when there is none."""
        return None if self._made is None else self._made.made_at_ms

    def ask(self) -> None:
        """Make one now, whatever the hour."""
        self._asked = True
        self.wake.set()

    def give_up(self) -> None:
        """Give up the one that is being made; the next one comes in its hour."""
        self._asked = False
        if self.running:
            self._cancel.set()

    def stop(self) -> None:
        """Give up the running backup and end the thread; harmless when called twice."""
        self._stopping = True
        self._cancel.set()
        self._thread.shutdown(wait=True)

    async def round(self) -> float:
        """Make a backup when one is due; returns the seconds until the next look."""
        loop = asyncio.get_running_loop()
        if self._made is None:
            known = await loop.run_in_executor(self._thread, backup.listed, self._folder)
            self._made = known[-1] if known else None
        wait_s = backup.wait_ms(self.last_ms, self._clock.now_ms()) / 1000
        if wait_s and not self._asked:
            return min(wait_s, LONGEST_REST_S)
        state = await self._db.run(journal.books)
        if state.seq in (0, self._seq):  # nothing to save
            self._asked = False
            return LONGEST_REST_S
        self.running, self.progress = True, 0.0
        try:
            self._made = await loop.run_in_executor(self._thread, self._make, state.books_id)
        except backup.Cancelled:
            if not self._stopping:
                self._cancel.clear()
            return LONGEST_REST_S
        except (OSError, sqlite3.Error, KaiboError) as error:
            log.error("no backup", error=str(error))
            self._tell_failed(error)
            return AGAIN_S
        finally:
            self.running = False
        self._asked, self._seq, self._second.gap = False, state.seq, False
        log.info("backup made", name=self._made.path.name, seq=state.seq)
        if any(notice.key == BACKUP for notice in self._desk.state.notices):
            self._desk.tell(NoticeCleared(key=BACKUP))
        return LONGEST_REST_S

    def _make(self, books_id: str) -> backup.Backup:
        """On the backup thread."""

        def told(done: int, pages: int) -> None:
            self.progress = done / max(1, pages)

        made = backup.make(self._db.path, self._folder, self._clock.now_ms(), cancel=self._cancel, progress=told)
        backup.thin_out(self._folder)
        try:
            prune(self._second.folder, self._folder, books_id, self._clock.now_ms())
        except OSError as error:  # the backup is made; what is too much can go the next time
            log.info("journal not pruned", error=error.strerror)
        return made

    def _tell_failed(self, error: Exception) -> None:
        shown = (
            (error.shown("zh_CN").title, error.shown("en").title) if isinstance(error, DiskLow) else (str(error),) * 2
        )
        title = Text("这一小时的备份没做成", "This hour's backup was not made")
        advice = Text(
            "成交不受影响；检查 {folder}：" + _plain(shown[0]),
            "Sales are not affected; check {folder}: " + _plain(shown[1]),
        )
        notice = Notice(BACKUP, NoticeLevel.WARNING, title, advice, None, {"folder": str(self._folder)})
        self._desk.tell(NoticeRaised(notice=notice))

    def _hear(self, event: Event) -> None:
        if isinstance(event, ShowEnded):
            self.ask()


def _plain(words: str) -> str:
    """`words` without anything that `Text.said` would fill in."""
    return words.replace("{", "(").replace("}", ")")


# --- room on the disk ------------------------------------------------------------------------


class DiskWatch:
    """Looks at the room every 30 s, says when it runs out, and holds the reserve."""

    def __init__(self, desk: Desk, db: Database, second: Journal, data: Path) -> None:
        self.wake = asyncio.Event()
        self.room = Room.ENOUGH
        self._desk = desk
        self._db = db
        self._second = second
        self._data = data
        self._ballast = Ballast(data)
        self._loop = asyncio.get_running_loop()

    async def round(self) -> float:
        """Look once; returns the seconds until the next look."""
        here, there = await asyncio.to_thread(self._look)
        # A full disk under the journal alone stops no photos: they do not go there.
        room = max(room_for(here, self.room), min(Room.LOW, room_for(there)))
        if room is not self.room or (room is Room.ENOUGH and self._shown()):
            self.room = room
            self._tell(min(here, there))
        if room is Room.ENOUGH:
            await asyncio.to_thread(self._ballast.lay)
        if self._second.trouble is not None:
            await self._db.run(lambda _db: self._second.retry())
        return LOOK_EVERY_S

    def make_room(self) -> bool:
        """Give the reserve back because a change did not fit; on the database thread."""
        freed = self._ballast.free()
        if freed:
            _from_thread(self._loop, self._tell_freed)
        return freed

    def _look(self) -> tuple[int, int]:
        return free_bytes(self._data), free_bytes(self._second.folder)

    def _shown(self) -> bool:
        return any(notice.key == DISK for notice in self._desk.state.notices)

    def _tell(self, free: int) -> None:
        facts = {"free": f"{free / 1024**2:,.0f}", "snaps": f"{NO_SNAPS_BELOW_BYTES // 1024**2}"}
        if self.room is Room.ENOUGH:
            if self._shown():
                self._desk.tell(NoticeCleared(key=DISK))
        elif self.room is Room.LOW:
            self._desk.tell(NoticeRaised(notice=Notice(DISK, NoticeLevel.WARNING, _LOW, _LOW_ADVICE, None, facts)))
        else:
            notice = Notice(DISK, NoticeLevel.TROUBLE, _NO_SNAPS, _NO_SNAPS_ADVICE, None, facts)
            self._desk.tell(NoticeRaised(notice=notice))

    def _tell_freed(self) -> None:
        self.room = Room.NO_SNAPS
        self._desk.tell(NoticeRaised(notice=Notice(DISK, NoticeLevel.TROUBLE, _FREED, _FREED_ADVICE)))


_LOW = Text("磁盘只剩 {free} MB", "{free} MB are left on the disk")
_LOW_ADVICE = Text(
    "请腾出一些空间；低于 {snaps} MB 会停拍照，成交照常",
    "Free some space; below {snaps} MB snaps stop, sales go on",
)
_NO_SNAPS = Text("磁盘只剩 {free} MB，先不拍照", "{free} MB are left on the disk: no snaps for now")
_NO_SNAPS_ADVICE = Text("请马上腾出空间；上架和成交照常", "Free space now; listing and selling go on")
_FREED = Text("磁盘满了，已动用预留空间", "The disk is full; the reserve is in use")
_FREED_ADVICE = Text(
    "刚才那一步已经保存；请马上腾出空间，预留只有 64 MB",
    "The last step was saved; free space now, the reserve was 64 MB",
)
