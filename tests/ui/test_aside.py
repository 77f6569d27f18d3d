"""Work beside the UI thread: its results come back, and who asked for it can go without waiting."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from tests.waiting import A_PROGRAM_S, PATIENCE_S
from ui.loop import aside as work_beside
from ui.loop.aside import Aside, Workers


def test_results_arrive_on_the_thread_of_the_screen(qtbot: QtBot) -> None:
    """What the work returns comes by signal, to the thread that asked, though another one did the work."""
    aside = Aside(1, "test")
    heard: list[tuple[object, int]] = []
    aside.done.connect(lambda result: heard.append((result, threading.get_ident())))
    aside.start(threading.get_ident)
    qtbot.waitUntil(lambda: len(heard) == 1)
    (worker, listener), here = heard[0], threading.get_ident()
    assert listener == here != worker
    aside.close()


def test_who_asked_can_go_while_the_work_goes_on(qtbot: QtBot) -> None:
    """Closed and deleted in the middle of a slow read, it is gone at once; what the read finds reaches nobody."""
    begun, go_on, over = threading.Event(), threading.Event(), threading.Event()
    heard: list[object] = []

    def slow() -> str:
        begun.set()
        go_on.wait(PATIENCE_S)
        over.set()
        return "late"

    aside = Aside(1, "test")
    aside.done.connect(heard.append)
    aside.start(slow)
    aside.start(lambda: heard.append("the second one"))
    assert begun.wait(PATIENCE_S)
    since_s = time.monotonic()
    aside.close()
    aside.close()
    aside.deleteLater()
    QCoreApplication.sendPostedEvents(aside, QEvent.Type.DeferredDelete.value)
    assert time.monotonic() - since_s < PATIENCE_S / 4
    assert not over.is_set()
    go_on.set()
    assert over.wait(PATIENCE_S)
    qtbot.wait(50)
    assert heard == []


def test_nothing_begins_once_it_is_closed(qtbot: QtBot) -> None:
    """A last painting of a window that closes asks for pictures in vain, and without an error."""
    aside = Aside(2, "test")
    begun = threading.Event()
    aside.close()
    aside.start(begun.set)
    assert not begun.wait(0.1)


@pytest.mark.expects_log
def test_work_that_fails_is_told_in_the_log_and_the_next_goes_on(qtbot: QtBot, no_stray_log_record: list[str]) -> None:
    """An error in one piece of work stops no other."""
    aside = Aside(1, "test")
    heard: list[object] = []
    aside.done.connect(heard.append)
    aside.start(lambda: 1 // 0)
    aside.start(lambda: "next")
    qtbot.waitUntil(lambda: heard == ["next"])
    assert any("work beside the screen failed" in record for record in no_stray_log_record)
    aside.close()


def test_the_loops_pool_hands_results_and_errors_back() -> None:
    """As any executor: what the work returns or raises is in its future, and nothing is taken after the end."""
    workers = Workers(2, "test")
    assert workers.submit(divmod, 7, 2).result(PATIENCE_S) == (3, 1)
    assert isinstance(workers.submit(lambda: 1 // 0).exception(PATIENCE_S), ZeroDivisionError)
    last: Future[str] = workers.submit(lambda: "last")
    workers.shutdown()
    assert last.done()
    with pytest.raises(RuntimeError):
        workers.submit(print)


@pytest.mark.expects_log
def test_the_end_waits_for_work_in_hand_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A read that never comes back is left behind after the patience there is; what was not begun is cancelled."""
    monkeypatch.setattr(work_beside, "PATIENCE_S", 0.05)
    begun, go_on = threading.Event(), threading.Event()
    workers = Workers(1, "test")

    def read() -> bool:
        begun.set()
        return go_on.wait(PATIENCE_S)

    stuck = workers.submit(read)
    later = workers.submit(print)
    assert begun.wait(PATIENCE_S)
    workers.shutdown(cancel_futures=True)
    assert later.cancelled()
    assert not stuck.done()
    go_on.set()
    assert stuck.result(PATIENCE_S)


HUNG = """
import os, threading
from PySide6.QtCore import QCoreApplication
from main import _leave
from ui.loop.aside import Aside
app = QCoreApplication([])
aside, begun = Aside(1, "test"), threading.Event()
never, _open = os.pipe()
aside.start(lambda: begun.set() or os.read(never, 1))
assert begun.wait(30)
aside.close()
_leave(7)
"""


def test_a_disk_that_never_answers_does_not_hold_the_end_of_the_program() -> None:
    """A process of its own, with a read that hangs: it ends by itself, with its exit code."""
    root = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", HUNG], cwd=root, env=os.environ, timeout=A_PROGRAM_S, check=False)
    assert ended.returncode == 7
