"""From options to a running window: Qt and asyncio in one loop, the console beside the screen.

The one place of `ui` that knows how a console is opened. The window paints before the heavy parts
(OpenCV, HTTP, the database) are loaded.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import qasync
import structlog
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from console.config import Options
from console.errors import DatabaseDamaged, DatabaseMissing, KaiboError
from ui.loop.aside import Workers
from ui.loop.tidying import Tidying
from ui.windows.opening import Left, Opening, appear

if TYPE_CHECKING:
    from console.app import Console
    from ui.windows.main_window import MainWindow
    from ui.windows.reporting import LastEnd
    from ui.windows.seats import Seats

log = structlog.get_logger(__name__)

BESIDE = 10
"""Threads of the loop's own pool: exports, imports and the like."""

T = TypeVar("T")
Script = Callable[["Console", "MainWindow"], Awaitable[int]]
"""Something that uses the window in a person's place; returns the exit code."""


def run_window(options: Options, script: Script | None = None, opening: Opening | None = None) -> int:
    """Open the console with its window and run until it is closed, or until `script` ends.

    `opening` is the first picture where it is on the screen already. Returns the exit code. What keeps the console
    from opening is shown and gives 1.
    """
    opening = opening or appear(options.lang)
    tidying = Tidying()
    loop = qasync.QEventLoop(QApplication.instance())
    loop.set_default_executor(Workers(BESIDE, "beside"))  # or the loop waits at its end for a disk that does not answer
    asyncio.set_event_loop(loop)
    try:
        with loop:
            return int(loop.run_until_complete(_run(options, opening, script)))
    except Left:
        return 1
    except KaiboError as error:
        shown = error.shown(options.lang)
        sys.stderr.write(f"{shown.title}\n{shown.advice}\n")
        if not _nobody_looks():
            QMessageBox.critical(opening, "Kaibo 开播", f"{shown.title}\n\n{shown.advice}")
        return 1
    finally:
        tidying.stop()
        opening.close()
        asyncio.set_event_loop(None)


async def _run(options: Options, opening: Opening, script: Script | None) -> int:
    # The heavy part of starting, off this thread: OpenCV, HTTP, the database.
    await asyncio.get_running_loop().run_in_executor(None, importlib.import_module, "console.app")
    from ui.studio.devices import watch_devices

    plugged = watch_devices()  # before the cameras open: where there are only numbers, names need this list
    from console.export import holds_waiting
    from ui.windows import drafts as drafts_of
    from ui.windows import places as places_of
    from ui.windows.furnishing import Furnishing
    from ui.windows.seats import Seats

    async with _opened(options, opening, script) as console, _watched(options) as last_end:
        loop = asyncio.get_running_loop()
        memory = _Memory(loop, partial(places_of.write, options.data))
        drafts = _Memory(loop, partial(drafts_of.write, options.data))
        typed = drafts_of.InProgress()  # a rehearsal types by itself
        if script is None:
            typed = drafts_of.InProgress(await loop.run_in_executor(None, drafts_of.read, options.data), drafts.save)
        furnishing = Furnishing(console, last_end, await console.db.run(holds_waiting), typed)
        seats = Seats(furnishing.window, await loop.run_in_executor(None, places_of.read, options.data), memory.save)
        furnishing.seats = seats
        seats.left.connect(furnishing.give_back)
        window = seats.start(options.seat)
        if script is None:
            window.begin_first_steps()
        opening.hide()
        _settle()
        try:
            if script is not None:
                return await script(console, window)
            return await _until_closed(seats)
        finally:
            console.cameras.on_preview = None
            seats.stop()
            furnishing.give_back_all()
            seats.deleteLater()
            plugged.deleteLater()
            typed.save()
            await memory.done()
            await drafts.done()


@asynccontextmanager
async def _opened(options: Options, opening: QWidget, script: Script | None) -> AsyncIterator[Console]:
    """The console. Its books are brought back first where that was wished, or is now that they cannot be opened."""
    from console.app import open_console
    from console.events import NoticeRaised
    from ui.windows.rescue import bring_back, offer

    notice = await bring_back(options, opening)
    async with AsyncExitStack() as stack:
        try:
            console = await stack.enter_async_context(open_console(options))
        except (DatabaseDamaged, DatabaseMissing) as error:
            if script is not None or _nobody_looks():
                raise
            notice = await offer(options, opening, error)
            console = await stack.enter_async_context(open_console(options))
        if notice is not None:
            console.desk.tell(NoticeRaised(notice=notice))
        yield console


def _nobody_looks() -> bool:
    """Whether what is drawn is seen by nobody."""
    return QApplication.platformName() in ("offscreen", "minimal")


def _settle() -> None:
    """What stands now stays: a full search for garbage would look through all of it, and keep the screen for 60 ms."""
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def _watched(options: Options) -> AsyncIterator[LastEnd]:
    """How the last run ended; a run that ends badly from here on is known to the next one."""
    from console.crash import watching
    from ui.windows.reporting import LastEnd

    with watching(options.data) as end:  # a few small files, before the window is there
        yield LastEnd(None if options.rehearsal else end)


class _Memory(Generic[T]):
    """Writes down where the windows stand, or what is typed: off this thread, one after the other, the newest last."""

    def __init__(self, loop: asyncio.AbstractEventLoop, write: Callable[[T], None]) -> None:
        self._loop, self._write_down = loop, write
        self._wanted: T | None = None
        self._writing: asyncio.Task[None] | None = None

    def save(self, wanted: T) -> None:
        self._wanted = wanted
        if self._writing is None or self._writing.done():
            self._writing = self._loop.create_task(self._write())

    async def done(self) -> None:
        """Until everything is written."""
        if self._writing is not None:
            await self._writing

    async def _write(self) -> None:
        while self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            try:
                await self._loop.run_in_executor(None, self._write_down, wanted)
            except OSError as error:  # a full disk must not cost more than where a window stood
                log.warning("not remembered", what=type(wanted).__name__, why=str(error))


async def _until_closed(seats: Seats) -> int:
    closed = asyncio.Event()
    seats.closed.connect(closed.set)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):  # Ctrl+C and a system that shuts down end it in order
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(closed.set))
    await closed.wait()
    return 0


def choose_offscreen() -> None:
    """Without a display, draw into memory instead."""
    if sys.platform not in ("win32", "darwin") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def exit_code(report: dict[str, Any]) -> int:
    """0 when a rehearsal ended with equal books and an empty outbox."""
    clean = report["books"]["equal"] and not report["outbox"]["waiting"] and not report["outbox"]["parked"]
    return 0 if clean else 1
