"""Two cameras through the command line, as another program uses them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from console.camera.cv import cv2
from tests.flows.test_command_line import ROOT, answers, jsonl, kaibo
from tests.waiting import A_PROGRAM_S


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, Path]:
    """A wide picture (320 x 180) and an upright one (90 x 160); stills are clips of one frame."""
    rng = np.random.default_rng(3)
    wide, close = tmp_path / "wide.png", tmp_path / "close.png"
    assert cv2.imwrite(str(wide), rng.integers(0, 255, (180, 320, 3), np.uint8))
    assert cv2.imwrite(str(close), rng.integers(0, 255, (160, 90, 3), np.uint8))
    return wide, close


def size(data: Path, answer: dict[str, Any]) -> tuple[int, int]:
    """Width and height of the full picture of a snap."""
    picture = cv2.imread(str(data / answer["event"]["snap"]["shots"][0]["full"]))
    assert picture is not None
    return picture.shape[1], picture.shape[0]


def test_snaps_come_from_the_camera_that_is_shown(tmp_path: Path, sources: tuple[Path, Path]) -> None:
    """Switch, snap, switch back, snap; each photo is of the source shown then, framed by its view."""
    data = tmp_path / "data"
    options = ("--data", data, "--camera", sources[0], "--camera2", sources[1], "--linger", "0")
    done = answers(
        kaibo(
            "desk",
            *options,
            lines=jsonl(
                {"do": "TakeSnap"},
                {"do": "SwitchCamera"},
                {"do": "TakeSnap"},
                {"do": "SwitchCamera", "camera": 1},
                {"do": "SetView", "turn": 90, "zoom": 2},
                {"do": "TakeSnap"},
                {"do": "SetView", "turn": 10},
                {"do": "SwitchCamera", "camera": 5},
                {"ask": "state"},
            ),
        )
    )
    assert [answer["ok"] for answer in done] == [True] * 6 + [False, False, True, True]
    assert [size(data, done[n]) for n in (0, 2, 5)] == [(320, 180), (90, 160), (90, 160)]
    camera = done[8]["state"]["camera"]
    assert (camera["place"], camera["other"], camera["view"]["turn"]) == (1, "live", 90)
    again = answers(kaibo("desk", *options, lines=jsonl({"do": "TakeSnap"})))
    assert size(data, again[0]) == (90, 160), "the view is remembered"


def test_a_camera_that_is_not_plugged_in_is_told_by_name(tmp_path: Path) -> None:
    """The list of what there is can be asked for, and a missing name is a card, not an end."""
    done = kaibo(
        "desk", "--data", tmp_path / "d", "--camera", "device:Not There 9", "--linger", "0", "--lang", "en",
        lines=jsonl({"ask": "cameras"}, {"do": "OpenFlash", "line": "豆绿手镯 599"}, {"ask": "state"}),
    )  # fmt: skip
    cameras, listed, state, _ = answers(done)
    assert isinstance(cameras["cameras"], list)
    assert listed["ok"]
    (notice,) = [each for each in state["state"]["notices"] if each["key"] == "camera"]
    assert notice["title"]["en"] == "No such camera is plugged in: Not There 9"


def test_cameras_are_listed_one_by_line() -> None:
    """`main.py cameras` ends with 0, with or without a camera, and every line can be given to --camera."""
    done = subprocess.run(
        [sys.executable, "main.py", "cameras"],
        cwd=ROOT,
        capture_output=True,
        timeout=A_PROGRAM_S,
        check=True,
        text=True,
    )
    for line in done.stdout.splitlines():
        assert json.loads(line)["camera"].startswith("device:")
    assert done.stdout or done.stderr
