"""Proof over the whole console: kept while it runs, looked up by another process."""

from __future__ import annotations

import json
from pathlib import Path

from console.camera.cv import cv2
from console.proof.album import Album
from tests.flows.test_command_line import answers, jsonl, kaibo
from tests.flows.test_killed_tools import Desk
from tests.waiting import PATIENCE_S, until

SHOW = jsonl(
    {"do": "StartShow"},
    {"do": "OpenFlash", "line": "豆绿手镯 599 x3"},
    {"do": "PutOnAir", "number": 1},
    {"do": "RecordSale", "number": 1, "sale_id": "s-1", "buyer": "阿珍"},
)


def test_a_sale_is_looked_up_with_its_picture(tmp_path: Path) -> None:
    """The desk sells, the command line finds the picture of that moment; a sale that never was has none."""
    data = tmp_path / "d"
    desk = Desk(data, [])
    desk.say(do="TakeSnap")  # the camera is open then
    for line in SHOW.splitlines():
        desk.say(**json.loads(line))
    until(lambda: any(kept.sale_id == "s-1" for kept in Album(data).find()))
    desk.leave()
    (sale,) = answers(kaibo("proof", "--data", data, "--sale", "s-1"))
    assert (sale["what"], sale["number"], sale["title"]) == ("sale", 1, "豆绿手镯")
    assert cv2.imread(sale["path"]) is not None
    assert abs(sale["frame_at_ms"] - sale["at_ms"]) < 1000 * PATIENCE_S, (
        "the thread that keeps it goes after all others"
    )
    assert [each["what"] for each in answers(kaibo("proof", "--data", data, "--number", 1))] == ["on_air", "sale"]
    none = kaibo("proof", "--data", data, "--sale", "s-2", "--lang", "en")
    assert (none.returncode, none.stdout) == (1, "")
    assert none.stderr.strip()


def test_a_proof_folder_that_cannot_be_written_never_costs_a_sale(tmp_path: Path) -> None:
    """A file lies where the folder should be: every change is answered as ever."""
    data = tmp_path / "d"
    data.mkdir()
    (data / "proof").write_text("in the way")
    done = kaibo("desk", "--data", data, "--camera", "synthetic", lines=SHOW)
    assert done.returncode == 0, done.stderr
    assert all(answer["ok"] for answer in answers(done))
