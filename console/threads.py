"""Threads that must not be in the way of others."""

from __future__ import annotations

import os
import sys
import threading

_LAST = 10
_AFTER_THE_SCREEN = 5
_MOST = 19


def be_modest() -> None:
    """Let every other thread go before this one, where the system can say so of a single thread."""
    _lower(_LAST)


def go_after_the_screen() -> None:
    """Let the window's thread, and an encoder, go before this one; for work that fills much of a core.

    Two cores, a camera at 60 frames a second: a 5 ms timer on the main thread came 1.0 ms late on average
    with the capture thread as its equal, 0.6 ms so. Further down the picture would starve beside an encoder.
    """
    _lower(_AFTER_THE_SCREEN)


def _lower(by: int) -> None:
    """For the calling thread and those it starts: on Linux each has a nice value of its own, like a process."""
    if sys.platform == "linux":
        me = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, me, min(_MOST, os.getpriority(os.PRIO_PROCESS, me) + by))
    elif sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetThreadPriority(kernel.GetCurrentThread(), -2 if by == _LAST else -1)  # lowest, below normal
