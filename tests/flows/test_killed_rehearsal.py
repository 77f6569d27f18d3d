"""A whole rehearsed show, killed in the middle of a flash sale and then of a draw: it goes on, and both sides agree."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from console.store.database import FILE_NAME

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 240.0
IN_A_FLASH_SALE = "SELECT count(*) FROM flash_sales WHERE state = 'running' AND confirmed = 1"
IN_A_DRAW = "SELECT count(*) FROM draws WHERE state = 'frozen'"


def rehearse(data: Path) -> subprocess.Popen[bytes]:
    """`main.py rehearse` on a folder that stays, ten items, six times as fast."""
    wishes = ["--data", str(data), "--minutes", "0.2", "--speed", "6", "--camera", "synthetic"]
    return subprocess.Popen(
        [sys.executable, "main.py", "rehearse", *wishes],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def asked(data: Path, question: str) -> list[tuple[Any, ...]]:
    """Rows of the database that another process writes; none before it is there."""
    try:
        db = sqlite3.connect(f"file:{data / FILE_NAME}?mode=ro", uri=True, timeout=1)
    except sqlite3.OperationalError:
        return []
    try:
        return db.execute(question).fetchall()
    except sqlite3.OperationalError:
        return []
    finally:
        db.close()


def kill_when(data: Path, question: str) -> None:
    """Run a rehearsal until the answer is one, then pull the plug."""
    show = rehearse(data)
    try:
        deadline = time.monotonic() + PATIENCE_S
        while asked(data, question) != [(1,)]:
            if show.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((show.communicate()[1] or b"").decode()[-2000:])
            time.sleep(0.005)
    finally:
        show.send_signal(signal.SIGKILL) if os.name == "posix" else show.kill()
        show.communicate(timeout=PATIENCE_S)


@pytest.mark.timeout(720)  # three whole shows
def test_killed_in_a_flash_sale_and_in_a_draw_the_show_ends_with_equal_books(tmp_path: Path) -> None:
    """Every tool used once in one show over three runs; the flash sale and the draw that were begun are the ones ended.

    What was known at the moment of each kill stands at the end, and stock, units, money and prices of every item are
    the same in both books.
    """
    data = tmp_path / "show"
    kill_when(data, IN_A_FLASH_SALE)
    begun = asked(data, "SELECT id, price_fen, regular_fen, lasts_ms FROM flash_sales")
    sold = set(asked(data, "SELECT id FROM sales WHERE status = 'sold'"))
    assert asked(data, IN_A_DRAW) == [(0,)]

    kill_when(data, IN_A_DRAW)
    assert asked(data, "SELECT id, price_fen, regular_fen, lasts_ms FROM flash_sales") == begun, "the same one went on"
    sealed = asked(data, "SELECT id, seed, entrants_fingerprint FROM draws")

    show = rehearse(data)
    said, wrong = show.communicate(timeout=PATIENCE_S)
    assert show.returncode == 0, wrong.decode()[-2000:]
    report = json.loads(said)
    assert report["resumed"]
    assert report["items_listed"] == 13, "nothing was listed or imported twice"
    tools = report["tools"]
    assert tools["bulk"] == {"rows": 5, "imported": 0, "rejected": 5, "in_the_lineup": 3, "with_photo": 3}
    assert (tools["certified"], tools["steps_taken"]) == (True, 2)
    assert tools["coupon"] == {"total": 50, "left": 47, "shown": True}
    flash = tools["flash_sale"]
    assert (flash["ended_by"], flash["ordered_at_its_price"], flash["price_restored"]) == ("hand", True, True)
    assert flash["gmv_fen"] == flash["sold_units"] * flash["price_fen"] > 0
    assert tools["draw"]["reckoned_again"]
    assert len(tools["draw"]["winners"]) == 1
    assert asked(data, "SELECT id, seed, entrants_fingerprint FROM draws") == sealed, "the same seal, the same entrants"
    assert sold <= set(asked(data, "SELECT id FROM sales")), "a sale that was committed is never lost"
    assert report["outbox"] == {"waiting": 0, "parked": 0}
    books = report["books"]
    assert books["equal"], "stock, units, money and prices of every item"
    assert books["database"] == books["platform"]
    assert asked(data, "SELECT flash_hold FROM items WHERE flash_hold <> 0") == [], "no unit is left held back"
