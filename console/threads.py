"""Threads that must not be in the way of others."""

from __future__ import annotations

import os
import sys
import threading

_NICE = 10


def be_modest() -> None:
    """Let every other thread go before this one, where the system can say so of a single thread."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
