"""Garbage with Qt in it dies on the main thread, whoever makes the objects that call for a search."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.waiting import A_PROGRAM_S
from ui.loop.tidying import OLDER_EVERY, Tidying

ROOT = Path(__file__).resolve().parents[2]
DIES = """
import sys, threading
from PySide6.QtCore import QCoreApplication, QTimer
app = QCoreApplication([])
if sys.argv[1] == "tidy":
    from ui.loop.tidying import Tidying
    tidying = Tidying()
for _ in range(100):
    timer = QTimer()
    timer.me = timer
    timer.start(1)
    app.processEvents()
del timer
thread = threading.Thread(target=lambda: [[] for _ in range(500_000)])
thread.start()
thread.join()
QTimer.singleShot(400, app.quit)
app.exec()
if sys.argv[1] == "tidy":
    tidying.stop()
print("fine")
"""


class Ring:
    """Something that only a search can free."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def tidying() -> Iterator[Tidying]:
    made = Tidying()
    yield made
    made.stop()


def burdened() -> list[list[int]]:
    """Enough new objects that a search is due."""
    return [[n] for n in range(5_000)]


def test_a_worker_that_makes_many_objects_searches_nothing(tidying: Tidying, qtbot: QtBot) -> None:
    """What is garbage waits for the main thread, and goes there."""
    died_on: list[str] = []
    ring = Ring()
    weakref.finalize(ring, lambda: died_on.append(threading.current_thread().name))
    del ring
    worker = threading.Thread(target=burdened, name="worker")
    worker.start()
    worker.join()
    assert died_on == []
    kept = burdened()
    qtbot.waitUntil(lambda: died_on == [threading.main_thread().name])
    assert len(kept) == 5_000


def test_what_got_old_is_found_too(tidying: Tidying) -> None:
    """Garbage among objects that outlived many searches is collected once enough of them came together."""
    ring = Ring()
    gone = weakref.ref(ring)
    gc.collect(1)  # it is among the oldest now
    kept = [burdened() for _ in range(200)]
    gc.collect(1)
    del ring
    for _ in range((OLDER_EVERY + 1) ** 2):
        kept.append(burdened())
        tidying.look()
    assert gone() is None


def test_afterwards_python_searches_by_itself_again(tidying: Tidying) -> None:
    """Stopped, it leaves everything as it was, also when it is stopped twice."""
    assert not gc.isenabled()
    tidying.stop()
    tidying.stop()
    assert gc.isenabled()


def test_a_running_timer_in_the_garbage_ends_no_program() -> None:
    """In a process of its own: another thread makes half a million objects beside a hundred lost timers."""
    done = subprocess.run(
        [sys.executable, "-c", DIES, "tidy"], cwd=ROOT, capture_output=True, text=True, timeout=A_PROGRAM_S, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "fine"), done.stderr
