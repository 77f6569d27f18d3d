"""Work beside the UI thread whose results come back to it: files read, tables built, an index looked through.

Nothing here is waited for. A thread pool of Qt's own waits in its destructor for what still runs, and what runs waits
for the interpreter, which the destructor holds: a window closed while a picture was being read stood still for ever.
Python's own pool lets the window go, but the interpreter joins its threads before it ends: a network disk that does
not answer would hold a program whose books are closed.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import ParamSpec, TypeVar

import structlog
from PySide6.QtCore import QObject, Qt, Signal

log = structlog.get_logger(__name__)

PATIENCE_S = 3.0
"""How long the end of the program waits for work that was begun."""

P = ParamSpec("P")
R = TypeVar("R")
Job = tuple[Future[object], Callable[[], object]]


class Workers(Executor):
    """At most `threads` threads that take the oldest work first, and that nobody has to wait for."""

    def __init__(self, threads: int, name: str) -> None:
        self._most, self._name = threads, name
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._lock = Lock()
        self._closed = False
        weakref.finalize(self, self._jobs.put, None)

    def submit(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """As of any executor; raises RuntimeError once it is shut down."""
        future: Future[R] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("no work is taken any more")
            self._jobs.put((future, lambda: work(*args, **kwargs)))  # type: ignore[arg-type]  # who asked knows what R is
            if len(self._threads) < self._most:
                name = f"{self._name}_{len(self._threads)}"
                self._threads.append(Thread(target=_take, args=(self._jobs,), name=name, daemon=True))
                self._threads[-1].start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take nothing more. With `wait`, until what was begun is done, and at most `PATIENCE_S`."""
        with self._lock:
            self._closed = True
        while cancel_futures:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                break
            if job is not None:
                job[0].cancel()
        self._jobs.put(None)
        until_s = time.monotonic() + PATIENCE_S
        for thread in self._threads if wait else ():
            thread.join(max(0.0, until_s - time.monotonic()))
            if thread.is_alive():
                log.warning("work left undone at the end", thread=thread.name)


def _take(jobs: SimpleQueue[Job | None]) -> None:
    """One thread's life: work until there is an end of it, which is left for the other threads to find."""
    while (job := jobs.get()) is not None:
        future, work = job
        if future.set_running_or_notify_cancel():
            try:
                result = work()
            except BaseException as error:  # noqa: BLE001  # it goes to who asked, on its own thread
                future.set_exception(error)
            else:
                future.set_result(result)
                del result
        del job, future, work  # or what was done stays until there is more to do
    jobs.put(None)


class _Told(QObject):
    """Lives as long as the work does, not as long as who asked for it."""

    done = Signal(object)


class Aside(QObject):
    """At most `threads` pieces of work at a time, in the order they were asked for."""

    done = Signal(object)
    """What a piece of work returned; on the thread of this object."""

    def __init__(self, threads: int, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = Workers(threads, name)
        self._told = _Told()
        self._told.done.connect(self.done, Qt.ConnectionType.QueuedConnection)
        self._closed = False

    def start(self, work: Callable[[], object]) -> None:
        """Do `work` as soon as a thread is free; never once this is closed."""
        if not self._closed:
            self._workers.submit(_do, work, self._told)

    def close(self) -> None:
        """Begin nothing more and wait for nothing; harmless when called twice."""
        self._closed = True
        self._workers.shutdown(wait=False, cancel_futures=True)


def _do(work: Callable[[], object], told: _Told) -> None:
    try:
        told.done.emit(work())
    except Exception:
        log.exception("work beside the screen failed")
