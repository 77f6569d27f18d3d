"""Coroutines started from the screen: kept alive until done, their failures shown, none lost.

qasync's `asyncSlot` mishandles cancellation, so widgets start their work here instead.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import structlog

from console.errors import KaiboError

log = structlog.get_logger(__name__)

OnError = Callable[[KaiboError], None]
T = TypeVar("T")


class Tasks:
    """The coroutines that run for one window."""

    def __init__(self, loop: asyncio.AbstractEventLoop, on_error: OnError | None = None) -> None:
        self._loop = loop
        self._running: set[asyncio.Task[Any]] = set()
        self.on_error: OnError = on_error or _log_only

    def __len__(self) -> int:
        return len(self._running)

    def start(self, coro: Coroutine[Any, Any, Any], on_error: OnError | None = None) -> asyncio.Task[Any]:
        """Run `coro`; a `KaiboError` goes to `on_error`, anything else is logged and shown as one too."""
        task = self._loop.create_task(coro)
        self._running.add(task)
        task.add_done_callback(lambda done: self._finished(done, on_error or self.on_error))
        return task

    async def off_thread(self, work: Callable[[], T]) -> T:
        """What `work` returns, done where it keeps no window waiting."""
        return await self._loop.run_in_executor(None, work)

    def cancel_all(self) -> None:
        """Cancel what still runs; what was committed stays committed."""
        for task in tuple(self._running):
            task.cancel()

    def _finished(self, task: asyncio.Task[Any], on_error: OnError) -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            return
        if not isinstance(error, KaiboError):
            log.error("task failed", exc_info=error)
            error = KaiboError()
        on_error(error)


def _log_only(error: KaiboError) -> None:
    log.warning("nobody shows this", error=str(error))
