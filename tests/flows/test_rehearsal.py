"""A whole show as people run it, with the line cut for a third of it: both sides' books end equal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import A_PROGRAM_S

ROOT = Path(__file__).resolve().parents[2]


def test_a_show_with_the_line_cut_for_a_third_ends_with_equal_books(tmp_path: Path) -> None:
    """Real window, real keys, real process, four times as fast: facts wait while the line is gone, then all arrive."""
    report = tmp_path / "report.json"
    wishes = ["--camera", "synthetic", "--cut-line", "--minutes", "0.4", "--speed", "4", "--report", str(report)]
    done = subprocess.run(
        [sys.executable, "main.py", "rehearse", *wishes],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        timeout=A_PROGRAM_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    said = json.loads(report.read_bytes())
    assert said["line"]["cut"]
    assert said["line"]["most_unsent"] >= 3, "while the line was cut, facts waited"
    assert said["outbox"] == {"waiting": 0, "parked": 0}
    books = said["books"]
    assert books["equal"]
    assert books["database"] == books["platform"]
    assert books["database"]["items"] == said["items_listed"] >= 10
    assert said["sales"]["at_the_counter"] >= 2
    assert said["gmv_fen"] == books["database"]["gmv_fen"] + said["sales"]["at_the_counter_fen"] > 0
    json.loads(done.stdout)
    assert str(report) in done.stderr.decode().splitlines()[-1], "people are told where the report lies"


@pytest.mark.parametrize("seat", ["assistant", "anchor"])
def test_a_rehearsal_uses_each_selling_tool_and_the_books_agree(seat: str) -> None:
    """Bulk entry, certificate, steps, coupon, flash sale with an order at its price, draw; price and stock agree."""
    done = subprocess.run(
        [sys.executable, "main.py", "rehearse", "--minutes", "0.2", "--speed", "6", "--seat", seat],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        timeout=A_PROGRAM_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    report = json.loads(done.stdout)
    tools = report["tools"]
    assert tools["bulk"] == {"rows": 5, "imported": 3, "rejected": 2, "in_the_lineup": 3, "with_photo": 3}
    assert (tools["certified"], tools["steps_taken"]) == (True, 2)
    assert (tools["words"]["refused"], tools["words"]["said_despite_a_warning"]) == (True, ["顶级"])
    assert tools["coupon"] == {"total": 50, "left": 47, "shown": True}
    flash = tools["flash_sale"]
    assert (flash["ordered_at_its_price"], flash["price_restored"]) == (True, True)
    assert flash["sold_units"] >= 2
    assert flash["gmv_fen"] == flash["sold_units"] * flash["price_fen"]
    assert tools["draw"]["reckoned_again"]
    assert len(tools["draw"]["winners"]) == 1
    assert report["books"]["equal"]
