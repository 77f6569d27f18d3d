"""A seller's spreadsheet with a photo for each row, by `main.py import` in a process of its own.

The photos are of 12 megapixels, as a phone takes them: ten pictures of grain and cloth, and a comment of its
own in each file, so that no two files are the same. Making them is not measured.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from console.camera.cv import cv2
from tests.bench.frame import REPO, Row, Size, stage

NAME = "importing"
WIDTH, HEIGHT = 4_000, 3_000
PICTURES = 10


def run(size: Size, folder: Path) -> list[Row]:
    """Measure."""
    count = size.items * 5 // 2
    with stage(f"{count} photos are made"):
        photo_bytes = _make(folder, count)
    with stage(f"{count} rows are imported"):
        seconds, processor_s, imported = _import(folder)
    what = f"{count} rows with photos of 12 megapixels imported"
    return [
        Row(
            name=what, ours=seconds, unit="s", goal=20.0 * count / 500, note=f"{photo_bytes / count / 1e6:.1f} MB each"
        ),
        Row(name=f"{what}, processor time", ours=processor_s, unit="s"),
        Row(name=f"{what}, rows not made", ours=float(count - imported), unit="", goal=0.0),
    ]


def _make(folder: Path, count: int) -> int:
    """Sheet and photos; returns the bytes of the photos."""
    rng = np.random.default_rng(1)
    jpegs = [_picture(rng) for _ in range(min(PICTURES, count))]
    photos = folder / "photos"
    photos.mkdir()
    total = 0
    with (folder / "goods.csv").open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["货号", "品名", "价格", "库存"])
        for n in range(count):
            code = f"K{n:04d}"
            sheet.writerow([code, f"手工茶杯 {code}", 20 + n % 400, 1 + n % 9])
            comment = code.encode()
            jpeg = jpegs[n % len(jpegs)]
            marked = jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg[2:]
            total += (photos / f"{code}.jpg").write_bytes(marked)
    return total


def _picture(rng: np.random.Generator) -> bytes:
    """A cup on a cloth under grain, as JPEG; some 1.6 MB."""
    cloth = cv2.resize(rng.integers(90, 170, (60, 80, 3), np.uint8), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    cv2.ellipse(cloth, (WIDTH // 2, HEIGHT // 2), (900, 1_100), 0, 0, 360, (70, 120, 60), -1)
    grain = np.repeat(np.repeat(rng.integers(0, 14, (HEIGHT // 2, WIDTH // 2, 1), np.uint8), 2, 0), 2, 1)
    return cv2.imencode(".jpg", cv2.add(cloth, np.repeat(grain, 3, 2)), [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()


def _import(folder: Path) -> tuple[float, float, int]:
    """Seconds, seconds of processor time, and rows that were imported."""
    env = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    sheet, photos, data = (str(folder / name) for name in ("goods.csv", "photos", "data"))
    command = [sys.executable, "main.py", "import", sheet, "--photos", photos, "--data", data]
    with (folder / "said").open("wb") as said:
        began = time.monotonic()
        program = subprocess.Popen(command, cwd=REPO, env=env, stdout=said, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(program.pid, 0)
        seconds = time.monotonic() - began
    program.returncode = os.waitstatus_to_exitcode(status)
    told = [json.loads(line) for line in (folder / "said").read_text(encoding="utf-8").splitlines()]
    return seconds, used.ru_utime + used.ru_stime, sum("imported" in line for line in told)
