"""A loop that does not die: one step after another, woken early when there is reason to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger(__name__)

AFTER_A_FAULT_S = 5.0
LONGEST_WAIT_S = 3_600.0


async def keep_going(name: str, step: Callable[[], Awaitable[float]], wake: asyncio.Event) -> None:
    """Run `step` until cancelled; it returns the seconds to rest, which setting `wake` cuts short."""
    while True:
        wake.clear()
        try:
            rest_s = await step()
        except Exception:  # a fault in one round is logged whole and must not end syncing for the night
            log.exception("sync round failed", loop=name)
            rest_s = AFTER_A_FAULT_S
        try:
            async with asyncio.timeout(min(rest_s, LONGEST_WAIT_S)):
                await wake.wait()
        except TimeoutError:
            continue
