"""Work beside the UI thread whose results come back to it: files read, tables built, an index looked through.

Nothing here is waited for. A thread pool of Qt's own waits in its destructor for what still runs, and what runs waits
for the interpreter, which the destructor holds: a window closed while a picture was being read stood still for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog
from PySide6.QtCore import QObject, Qt, Signal

log = structlog.get_logger(__name__)


class _Told(QObject):
    """Lives as long as the work does, not as long as who asked for it."""

    done = Signal(object)


class Aside(QObject):
    """At most `threads` pieces of work at a time, in the order they were asked for."""

    done = Signal(object)
    """What a piece of work returned; on the thread of this object."""

    def __init__(self, threads: int, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._told = _Told()
        self._told.done.connect(self.done, Qt.ConnectionType.QueuedConnection)
        self._closed = False

    def start(self, work: Callable[[], object]) -> None:
        """Do `work` as soon as a thread is free; never once this is closed."""
        if not self._closed:
            self._threads.submit(_do, work, self._told)

    def close(self) -> None:
        """Begin nothing more and wait for nothing; harmless when called twice."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)


def _do(work: Callable[[], object], told: _Told) -> None:
    try:
        told.done.emit(work())
    except Exception:
        log.exception("work beside the screen failed")
