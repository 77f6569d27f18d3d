"""`main.py snap`: what other programs get from a file at a moment, good and broken."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp

import main
from console.camera import imaging
from console.camera.cv import cv2
from console.camera.synthetic import draw
from console.facts import Crop
from tests.snapping import bursts
from tests.waiting import A_PROGRAM_S

REPO = Path(__file__).parents[2]


def clip(path: Path, pictures: list[np.ndarray], fps: float = 25.0) -> Path:
    """A clip of these pictures, in MJPEG."""
    height, width = pictures[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, (width, height))
    for picture in pictures:
        writer.write(picture)
    writer.release()
    return path


@pytest.fixture(scope="module")
def hunting(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bursts.Film]:
    """A clip whose autofocus hunts between a printed box and the shelf behind it."""
    plan = bursts.plan(
        12, good="box", behind="shelf", focus="hunt", motion="none", share=0.45, at=(0.4, 0.5), noise=1.5,
        light="steady", hand=False, like=False, cut=False, pair="",
    )  # fmt: skip
    film = bursts.film(plan, count=25)
    return clip(tmp_path_factory.mktemp("clips") / "hunting.avi", [frame.pixels for frame in film.frames]), film


def snap(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    """Run the command in this process: its exit code and the one object it prints."""
    code = main.main(["snap", *map(str, arguments), "--lang", "en"])
    return code, json.loads(capsys.readouterr().out)


def seen(path: str | Path) -> np.ndarray:
    """A picture that was written."""
    picture = cv2.imread(str(path))
    assert picture is not None
    return picture


def test_the_goods_are_sharp_and_framed(
    hunting: tuple[Path, bursts.Film], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The frame with the sharp goods, cut round them; files, scores and rectangles agree with each other."""
    path, film = hunting
    code, told = snap(capsys, "--camera", path, "--at", "1", "--out", tmp_path / "out")
    assert code == 0
    assert list(told) == ["files", "frame", "frame_at_s", "scores", "crop", "codes", "warnings"]
    assert film.excess(told["frame"]) < 0.4
    assert told["frame_at_s"] == pytest.approx(told["frame"] / 25, abs=0.002)
    best = max(told["scores"], key=lambda each: each["score"])
    assert best["frame"] == told["frame"]
    assert [each["frame"] for each in told["scores"]] == list(range(25))
    full = seen(told["files"]["full"])
    assert full.shape == (540, 960, 3)
    x, y, w, h = film.boxes[told["frame"]]
    for name, aspect in (("square", 1.0), ("portrait", 0.75)):
        crop = Crop(**told["crop"][name])
        assert seen(told["files"][name]).shape[:2] == (crop.h, crop.w)
        assert crop.w / crop.h == pytest.approx(aspect, abs=0.01)
        assert crop.x <= x
        assert crop.y <= y
        assert crop.x + crop.w >= x + w
        assert crop.y + crop.h >= y + h
        cut = imaging.part(full, crop).astype(int)
        assert np.abs(cut - seen(told["files"][name])).mean() < 4  # the same goods, encoded once more
    assert seen(told["files"]["thumb"]).shape == (160, 160, 3)
    assert told["warnings"] == []


def test_only_the_second_before_counts(
    hunting: tuple[Path, bursts.Film], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Earlier than one second the burst is shorter; later it begins a second before; at 0 there is one frame."""
    path, _ = hunting
    for at, frames in (("0", [0]), ("0.2", [0, 1, 2, 3, 4, 5]), ("0.99", list(range(25)))):
        code, told = snap(capsys, "--camera", path, "--at", at, "--out", tmp_path)
        assert code == 0
        assert [each["frame"] for each in told["scores"]] == frames
    long = clip(tmp_path / "long.avi", [draw(3 + n / 10) for n in range(40)], fps=10)
    _, told = snap(capsys, "--camera", long, "--at", "2.5", "--out", tmp_path)
    assert [each["frame"] for each in told["scores"]] == list(range(15, 26))
    assert [each["at_s"] for each in told["scores"]] == pytest.approx([n / 10 for n in range(15, 26)])


def test_where_nothing_came_for_a_second_what_stands_in_the_picture_is_snapped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A picture every 2.5 s: at 4.9 the second one stands there, not the first."""
    slow = clip(tmp_path / "slow.avi", [draw(3), draw(23), draw(43)], fps=0.4)
    _, told = snap(capsys, "--camera", slow, "--at", "4.9", "--out", tmp_path)
    assert [(each["frame"], each["at_s"]) for each in told["scores"]] == [(1, 2.5)]


def test_the_same_moment_gives_the_same_bytes(
    hunting: tuple[Path, bursts.Film], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file is snapped alike each time, over what was there before, and nothing else is left in the folder."""
    path, _ = hunting
    found = []
    for _ in range(2):
        _, told = snap(capsys, "--camera", path, "--at", "0.8", "--out", tmp_path / "out")
        found.append((told, [Path(file).read_bytes() for file in told["files"].values()]))
    assert found[0] == found[1]
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == sorted(
        f"{name}.jpg" for name in ("full", "square", "portrait", "thumb")
    )


@pytest.mark.parametrize("at", ["-1", "nan", "inf", "soon", "1e9", "3", "1.2"])
def test_a_moment_that_is_not_there_is_told(
    hunting: tuple[Path, bursts.Film], tmp_path: Path, capsys: pytest.CaptureFixture[str], at: str
) -> None:
    """Negative, no number, or beyond the end of the file: an error, exit code 1, and no folder."""
    code, told = snap(capsys, "--camera", hunting[0], f"--at={at}", "--out", tmp_path / "out")
    assert code == 1
    assert set(told) == {"error"}
    assert set(told["error"]) == {"title", "advice"}
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("damage", ["empty", "noise", "half", "missing", "folder", "text"])
def test_a_damaged_file_is_told(
    hunting: tuple[Path, bursts.Film], tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    """Whatever is wrong with the file, there is an error or a sound snap of what can be read, never half of one."""
    path = tmp_path / "broken.avi"
    data = hunting[0].read_bytes()
    if damage == "folder":
        path.mkdir()
    elif damage != "missing":
        content = {"empty": b"", "noise": bytes(range(256)) * 400, "half": data[: len(data) // 3], "text": b"hello"}
        path.write_bytes(content[damage])
    code, told = snap(capsys, "--camera", path, "--at", "0.9", "--out", tmp_path / "out")
    if code == 0:
        assert all(seen(file).size for file in told["files"].values())
    else:
        assert set(told) == {"error"}
        there = damage not in ("missing", "folder")
        assert told["error"]["title"].startswith("There is no picture " if there else "There is no such file or camera")
        assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_told(
    hunting: tuple[Path, bursts.Film], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file where the folder should be."""
    (tmp_path / "out").write_bytes(b"mine")
    code, told = snap(capsys, "--camera", hunting[0], "--at", "0.5", "--out", tmp_path / "out")
    assert code == 1
    assert told["error"]["title"] == f"This folder cannot be written: {tmp_path / 'out'}"
    assert (tmp_path / "out").read_bytes() == b"mine"


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (7680, 4320)])
def test_the_smallest_and_the_largest_picture(
    size: tuple[int, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One pixel and 8K, as a still: any moment of it is the same."""
    picture = np.full((size[1], size[0], 3), 120, np.uint8)
    picture[size[1] // 3 : size[1] // 2 + 1, size[0] // 3 : size[0] // 2 + 1] = (40, 60, 200)
    cv2.imwrite(str(tmp_path / "still.png"), picture)
    code, told = snap(capsys, "--camera", tmp_path / "still.png", "--at", "2.5", "--out", tmp_path / "out")
    assert code == 0
    assert told["frame"] == 0
    full = seen(told["files"]["full"])
    for name in ("square", "portrait"):
        crop = Crop(**told["crop"][name])
        assert crop.x + crop.w <= full.shape[1]
        assert crop.y + crop.h <= full.shape[0]


def test_codes_on_the_goods_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A barcode on the label is told with its place."""
    code128 = zxingcpp.create_barcode("6901234567892", zxingcpp.BarcodeFormat.EAN13)
    bars = np.array(zxingcpp.write_barcode_to_image(code128, scale=3))
    picture = draw(6.0)
    height, width = bars.shape[:2]
    picture[300 : 300 + height, 500 : 500 + width] = bars[:, :, None] if bars.ndim == 2 else bars[:, :, :3]
    cv2.imwrite(str(tmp_path / "label.png"), picture)
    _, told = snap(capsys, "--camera", tmp_path / "label.png", "--at", "0", "--out", tmp_path / "out")
    assert [code["text"] for code in told["codes"]] == ["6901234567892"]
    box = told["codes"][0]["box"]
    assert 480 <= box["x"] <= 500 + width
    assert 280 <= box["y"] <= 300 + height


def test_the_drawn_studio_is_snapped_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A minute into the studio takes no minute, and is the same each time."""
    _, told = snap(capsys, "--camera", "synthetic", "--at", "63", "--out", tmp_path)
    assert 62 * 30 <= told["frame"] <= 63 * 30
    assert told["warnings"] == []
    assert len(told["scores"]) == 31


@pytest.fixture
def served(hunting: tuple[Path, bursts.Film]) -> Iterator[str]:
    """The clip behind an address of this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(hunting[0].parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{hunting[0].name}"
    server.shutdown()
    server.server_close()


def test_a_source_that_runs_is_waited_for(served: str, tmp_path: Path) -> None:
    """From an address the snap is of what comes, so many seconds after the first picture."""
    command = [sys.executable, "main.py", "snap", "--camera", served, "--at", "0.4", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True, timeout=A_PROGRAM_S, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["scores"]
    assert 0 <= told["frame_at_s"] <= 2
    assert seen(told["files"]["full"]).shape == (540, 960, 3)


def test_a_camera_that_does_not_open_is_told(tmp_path: Path) -> None:
    """Within some seconds, with what to do."""
    command = [sys.executable, "main.py", "snap", "--camera", "http://127.0.0.1:9/x", "--at", "0", "--out"]
    done = subprocess.run(
        [*command, str(tmp_path / "out")], cwd=REPO, capture_output=True, text=True, timeout=A_PROGRAM_S, check=False
    )
    assert done.returncode == 1
    assert set(json.loads(done.stdout)) == {"error"}
    assert not (tmp_path / "out").exists()
