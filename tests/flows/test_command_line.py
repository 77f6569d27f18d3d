"""The command lines that other programs rely on, run as processes."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from console.camera.cv import cv2
from tests.waiting import A_PROGRAM_S, PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of a moving picture, 640x480 at 30 frames a second."""
    path = tmp_path_factory.mktemp("clip") / "clip.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (640, 480))
    for n in range(60):
        picture = np.full((480, 640, 3), 60, np.uint8)
        cv2.circle(picture, (120 + 6 * n, 240), 90, (80, 180, 90), 20)
        writer.write(picture)
    writer.release()
    return path


def kaibo(*arguments: object, lines: str | bytes = "") -> subprocess.CompletedProcess[str]:
    """Run one command to its end; a desk drains its outbox, however long a busy machine takes."""
    if arguments[0] == "desk" and "--linger" not in arguments:
        arguments += ("--linger", PATIENCE_S)
    data = lines if isinstance(lines, bytes) else lines.encode()
    done = subprocess.run(
        [sys.executable, "main.py", *map(str, arguments)],
        cwd=ROOT,
        input=data,
        capture_output=True,
        timeout=A_PROGRAM_S,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def answers(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The JSON lines of standard output; anything else there is an error."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def jsonl(*requests: object) -> str:
    return "".join(json.dumps(request, ensure_ascii=False) + "\n" for request in requests)


def test_a_show_over_json_lines(tmp_path: Path, clip: Path) -> None:
    """Snap, list, on air, move, sell, void, end: each line answered in order, the outbox empty at the end."""
    done = kaibo(
        "desk",
        "--data",
        tmp_path / "d",
        "--camera",
        clip,
        lines=jsonl(
            {"do": "StartShow", "title": "晚场"},
            {"do": "TakeSnap"},
            {"do": "OpenFlash", "line": "豆绿手镯 599 x3"},
            {"do": "OpenFlash", "title": "南红圆牌", "price_fen": 128_000, "stock": 1},
            {"do": "PutOnAir", "number": 1},
            {"do": "MoveItem", "number": 2, "before": 1},
            {"do": "RecordSale", "number": 1, "quantity": 2, "buyer": "阿珍"},
            {"ask": "state"},
            {"ask": "outbox"},
            {"do": "EndShow"},
        ),
    )
    assert done.returncode == 0, done.stderr
    got = answers(done)
    assert [line["ok"] for line in got] == [True] * 11
    kinds = [line["event"]["type"] for line in got[:7]]
    assert kinds == [
        "ShowStarted",
        "SnapTaken",
        "FlashOpened",
        "FlashOpened",
        "OnAirChanged",
        "LineupMoved",
        "SaleRecorded",
    ]
    sale = got[6]["event"]
    row = sqlite3.connect(tmp_path / "d" / "kaibo.db").execute(
        "SELECT item_id, quantity, unit_price_fen FROM sales WHERE id = ?", (sale["sale_id"],)
    )
    assert row.fetchone() == (sale["item_id"], sale["quantity"], sale["unit_price_fen"]) == (sale["item_id"], 2, 59_900)
    assert [item["number"] for item in got[7]["state"]["items"]] == [2, 1]
    assert {"waiting", "parked", "entries"} <= got[8]["outbox"].keys()
    assert got[-1] == {"ok": True, "outbox": {"waiting": 0, "parked": 0}}
    for shot in got[1]["event"]["snap"]["shots"]:
        for name in ("full", "square", "portrait", "thumb"):
            assert (tmp_path / "d" / shot[name]).stat().st_size <= 2_000_000


def test_what_was_answered_survives_kill_nine(tmp_path: Path) -> None:
    """Every sale whose line was written is in the database after kill -9 and the next start goes on."""
    process = subprocess.Popen(
        [sys.executable, "main.py", "desk", "--data", str(tmp_path / "d"), "--camera", "synthetic"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    item = {"do": "OpenFlash", "title": "手镯", "price_fen": 100, "stock": 500}
    process.stdin.write(jsonl({"do": "StartShow"}, item, {"do": "PutOnAir", "number": 1}).encode())
    process.stdin.write(jsonl(*[{"do": "RecordSale", "number": 1}] * 200).encode())
    process.stdin.flush()
    told = [json.loads(process.stdout.readline()) for _ in range(60)]
    process.send_signal(signal.SIGKILL) if os.name == "posix" else process.kill()
    rest = process.stdout.read().splitlines(keepends=True)
    process.stdin.close()
    process.stdout.close()
    process.wait()
    told += [json.loads(line) for line in rest if line.endswith(b"\n")]
    sold = {line["event"]["sale_id"] for line in told if line["ok"] and line["event"]["type"] == "SaleRecorded"}
    assert len(sold) >= 50
    kept = {row[0] for row in sqlite3.connect(tmp_path / "d" / "kaibo.db").execute("SELECT id FROM sales")}
    assert sold <= kept
    after = answers(kaibo("desk", "--data", tmp_path / "d", "--linger", "0", lines=jsonl({"ask": "state"})))
    state = after[0]["state"]
    assert state["show"]["status"] == "live"
    assert state["on_air_item_id"] == state["items"][0]["item_id"]
    assert state["items"][0]["stock_left"] == 500 - len(kept)


@pytest.mark.parametrize(
    "line",
    [
        "garbage",
        "",
        "[]",
        '{"do": "Nope"}',
        '{"do": 5}',
        '{"do": "OpenFlash", "title": "x", "price_fen": 0}',
        '{"do": "OpenFlash", "title": "x", "price_fen": 1000000000000}',
        '{"do": "OpenFlash", "title": "x", "price_fen": "599"}',
        '{"do": "OpenFlash", "title": "x", "price_fen": 599, "stock": 10000000}',
        '{"do": "OpenFlash", "line": "只有名称"}',
        '{"do": "PutOnAir", "number": 99}',
        '{"do": "PutOnAir", "number": 1e400}',
        '{"do": "PutOnAir"}',
        '{"do": "RecordSale", "number": 1, "quantity": 99}',
        '{"do": "RecordSale", "number": 1, "qty": 2}',
        '{"do": "RecordSale", "number": 1, "sale_id": null}',
        '{"do": "VoidSale", "sale_id": "no", "reason": "x"}',
        '{"do": "SetLink", "mode": "sometimes"}',
        '{"do": "SettlePush", "outbox_id": "x", "outcome": "acked"}',
        '{"do": "EndShow"}',
        '{"ask": "everything"}',
        '{"do": "RecordSale", "number": 1, "buyer": "\\ud800"}',
        "x" * 1_100_000,
    ],
    ids=lambda line: line[:40],
)
def test_bad_lines_are_told_and_cost_nothing(bad_lines: dict[str, dict[str, Any]], line: str) -> None:
    """A line that cannot be done gets a title and advice, and the next line is answered as if it had not been."""
    answer = bad_lines[line]
    assert answer["ok"] is False
    assert answer["error"]["title"]
    assert answer["error"]["advice"]


@pytest.fixture(scope="module")
def bad_lines(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """All bad lines in one run, with a good one between each two."""
    (mark,) = test_bad_lines_are_told_and_cost_nothing.pytestmark  # type: ignore[attr-defined]
    lines = mark.args[1]
    good = jsonl({"ask": "outbox"}).strip()
    first = jsonl({"do": "OpenFlash", "title": "手镯", "price_fen": 100, "stock": 2}).strip()
    text = "\n".join([first, *(part for line in lines for part in (line, good))]) + "\n"
    folder = tmp_path_factory.mktemp("bad") / "d"
    done = kaibo("desk", "--data", folder, "--camera", "synthetic", "--linger", "5", lines=text)
    assert done.returncode == 0, done.stderr
    got = answers(done)
    assert all(answer["ok"] for answer in got[2::2])
    assert len(got) == 2 + 2 * len(lines)
    return dict(zip(lines, got[1::2], strict=False))


def test_a_folder_in_use_and_a_newer_schema_are_refused(tmp_path: Path) -> None:
    """A second console on one folder, a newer file and a file that is no database end in words and code 1."""
    folder = tmp_path / "d"
    process = subprocess.Popen(
        [sys.executable, "main.py", "desk", "--data", str(folder), "--camera", "synthetic"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(jsonl({"ask": "outbox"}).encode())
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["ok"]
    second = kaibo("desk", "--data", folder, "--lang", "en")
    assert second.returncode == 1
    assert answers(second)[-1]["ok"] is False
    assert "Another console" in second.stderr
    process.communicate(timeout=A_PROGRAM_S)

    db = sqlite3.connect(folder / "kaibo.db")
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('kaibo', '9999_from_the_future', 'x')"
    )
    db.commit()
    db.close()
    newer = kaibo("desk", "--data", folder, "--lang", "en")
    assert newer.returncode == 1
    assert "newer version" in newer.stderr

    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / "kaibo.db").write_bytes(b"this is not a database, but it must not be lost" * 100)
    refused = kaibo("desk", "--data", damaged, "--lang", "en")
    assert refused.returncode == 1
    assert (damaged / "kaibo.db").read_bytes().startswith(b"this is not")


def test_parse_answers_each_line(tmp_path: Path) -> None:
    """`parse` reads lines and writes what it understood, or asks; also for an empty line."""
    done = kaibo("parse", lines="豆绿手镯 599 x3\n\n银手镯 925\n".encode() + b"\xff\xfe 12\n")
    assert done.returncode == 0
    certain, empty, doubtful, broken = answers(done)
    assert certain == {"title": "豆绿手镯", "price_fen": 59_900, "stock": 3}
    assert "ask" in empty
    assert "ask" in doubtful
    assert "guess" in doubtful
    assert isinstance(broken, dict)


def test_the_simulator_serves_another_process(tmp_path: Path) -> None:
    """A console talks to the bundled platform over a loopback port with the credentials it wrote."""
    server = subprocess.Popen(
        [sys.executable, "main.py", "simulator", "--port", "0", "--data", str(tmp_path / "shop")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    try:
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())
        assert told["address"].startswith("http://127.0.0.1:")
        options = ("--platform", "kuaishou", "--platform-url", told["address"], "--credentials", told["credentials"])
        done = kaibo(
            "desk",
            "--data",
            tmp_path / "d",
            "--camera",
            "synthetic",
            *options,
            lines=jsonl({"do": "OpenFlash", "line": "豆绿手镯 599 x3"}, {"do": "RecordSale", "number": 1}),
        )
        assert done.returncode == 0
        assert answers(done)[-1] == {"ok": True, "outbox": {"waiting": 0, "parked": 0}}
        assert done.stderr, "without a keyring the console says where the secrets are"
        stock = sqlite3.connect(tmp_path / "shop" / "simulator.sqlite3").execute("SELECT sum(stock) FROM sku")
        assert stock.fetchone() == (2,)
        doctor = kaibo(
            "doctor",
            "--data",
            tmp_path / "d2",
            "--camera",
            "synthetic",
            "--platform-url",
            told["address"],
            "--lang",
            "en",
        )
        assert doctor.returncode == 0, doctor.stdout
    finally:
        server.terminate()
        server.wait(timeout=A_PROGRAM_S)
        if server.stdout is not None:
            server.stdout.close()
    assert server.returncode == 0


def test_doctor_blocks_on_what_cannot_work(tmp_path: Path) -> None:
    """A camera that does not open and a platform that does not answer end in code 1, with what to do."""
    done = kaibo(
        "doctor",
        "--data",
        tmp_path / "d",
        "--camera",
        tmp_path / "no.mp4",
        "--platform-url",
        "http://127.0.0.1:9",
        "--lang",
        "en",
    )
    assert done.returncode == 1
    assert done.stdout.count("✕") == 2
    assert all("→" in line for line in done.stdout.splitlines() if line.startswith("✕"))


def test_without_a_display_the_window_says_so(tmp_path: Path) -> None:
    """One sentence that names `make rehearse`, and code 1."""
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        [sys.executable, "main.py", "--data", str(tmp_path), "--lang", "en"],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        timeout=A_PROGRAM_S,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1
    assert b"make rehearse" in done.stderr


FIRST = """
import os, sys
from ui.windows.opening import Opening
paint = Opening.paintEvent
def painted(self, event):
    paint(self, event)
    print(*sorted(sys.modules), flush=True)
    os._exit(0)
Opening.paintEvent = painted
import main
main.main(["console", "--data", sys.argv[1], "--camera", "synthetic"])
"""


def test_the_first_picture_waits_for_nothing_but_qt(tmp_path: Path) -> None:
    """When the first picture is painted neither the log nor asyncio nor any part of console or screen stands yet."""
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", FIRST, str(tmp_path / "data")]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=A_PROGRAM_S, check=False)
    loaded = set(done.stdout.split())
    assert "ui.windows.opening" in loaded, done.stderr
    ours = {name for name in loaded if name.startswith(("console.", "ui."))} - {"ui.look", "ui.windows"}
    console = {"console.arguments", "console.config", "console.errors"}
    assert ours == console | {"ui.look.fonts", "ui.look.tokens", "ui.windows.opening"}
    assert not loaded & {"asyncio", "qasync", "structlog", "numpy", "cv2", "httpx", "sqlite_utils", "msgspec"}
    assert not (tmp_path / "data").exists()


def test_an_unreadable_camera_is_told_and_the_show_goes_on(tmp_path: Path) -> None:
    """Without a picture an item is a draft that can be sold; the platform hears of it once it has pictures."""
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"not a film")
    done = kaibo(
        "desk",
        "--data",
        tmp_path / "d",
        "--camera",
        broken,
        lines=jsonl(
            {"do": "TakeSnap"},
            {"do": "OpenFlash", "line": "豆绿手镯 599 x3"},
            {"do": "RecordSale", "number": 1},
            {"ask": "state"},
        ),
    )
    snap, listed, sold, state, last = answers(done)
    assert snap["ok"] is False
    assert listed["event"]["item"]["listing"] == "draft"
    assert sold["ok"] is True
    assert [notice["key"] for notice in state["state"]["notices"]] == ["camera"]
    assert last["outbox"] == {"waiting": 0, "parked": 0}
