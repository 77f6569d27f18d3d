"""One snap without a screen: of a file at a moment, or of a camera after some seconds; told as one JSON object.

`docs/cli.md` describes the object. The pictures are what the console itself would keep.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import math
import secrets
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console import snap
from console.camera import refusal
from console.camera.errors import CameraUnavailable, MomentUnfit, NoFrameYet
from console.camera.feed import CameraFeed
from console.camera.plugged import here
from console.camera.source import SpecKind, parse_spec
from console.errors import DiskFull, FolderUnwritable, KaiboError
from console.facts import Camera, CameraStatus
from console.store.disk import put_in_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.camera.source import Frame, Pixels, Spec
    from console.facts import Code

NAMES = ("full", "square", "portrait", "thumb")
FIRST_FRAME_WITHIN_S = 35.0
"""Whoever sends nothing is told before; this machine may be slow to read a film."""
_LONGEST_WAIT_S = 86_400
_READ_UP_TO_PX = 4096  # codes in larger pictures are read in a smaller copy


def run(camera: str, at: str, out: Path, lang: str) -> dict[str, Any]:
    """Snap `camera` at `at` seconds into the folder `out`; returns what is printed.

    Raises a `KaiboError`, and then nothing is left in `out` that was not there before.
    """
    at_s = _moment(at)
    spec = _spec(camera)
    if spec.kind in (SpecKind.FILE, SpecKind.SYNTHETIC):
        from console.camera import footage

        frames, began_s = footage.last_second(spec, at_s), 0.0
    else:
        frames, began_s = _live(spec, camera, at_s)
    if not frames:
        raise NoFrameYet
    return _told(frames, began_s, out, lang)


def _spec(camera: str) -> Spec:
    try:
        return parse_spec(camera)
    except CameraUnavailable as error:
        raise refusal.not_understood(error, camera, seen=False, machine=here) from error


def _moment(at: str) -> float:
    try:
        at_s = float(at)
    except ValueError as error:
        raise MomentUnfit(at=at) from error
    if not math.isfinite(at_s) or not 0 <= at_s <= _LONGEST_WAIT_S:
        raise MomentUnfit(at=at)
    return at_s


def _told(frames: Sequence[Frame], began_s: float, out: Path, lang: str) -> dict[str, Any]:
    from console.camera import framing, imaging
    from console.snap import choosing, photos

    scored = choosing.score(frames)
    best = choosing.picked(scored, 1)[0]
    photo = photos.develop(best)
    made = [imaging.encoded(picture) for picture in photo.pictures]
    height, width = photo.pictures[0].shape[:2]
    of, to = (width, height), (made[0].width, made[0].height)
    codes = _codes(photo.pictures[0], to[0] / of[0])
    paths = _written(out, [each.data for each in made])
    return {
        "files": dict(zip(NAMES, map(str, paths), strict=True)),
        "frame": best.frame.index,
        "frame_at_s": round(best.frame.captured_at - began_s, 4),
        "scores": [
            {"frame": frame.index, "at_s": round(frame.captured_at - began_s, 4), "score": round(score, 5)}
            for frame, score in zip(scored.frames, scored.scores, strict=True)
        ],
        "crop": {
            name: dataclasses.asdict(framing.scaled(crop, of, to)) for name, crop in photo.crops._asdict().items()
        },
        "codes": codes,
        "warnings": [{"kind": flaw.value, "words": snap.WORDS[flaw].said(lang)} for flaw in photo.flaws],
    }


def _codes(pixels: Pixels, share: float) -> list[dict[str, Any]]:
    """Barcodes and QR codes of the full picture, boxes in its pixels as it was written."""
    from console.camera import imaging
    from console.camera.codes import read_codes

    longest = max(pixels.shape[:2])
    if longest > _READ_UP_TO_PX:
        height, width = pixels.shape[:2]
        pixels = imaging.scale(pixels, *imaging.fit(width, height, _READ_UP_TO_PX, _READ_UP_TO_PX))
    return [_code(code, share * longest / max(pixels.shape[:2])) for code in read_codes(pixels)]


def _code(code: Code, share: float) -> dict[str, Any]:
    x, y, w, h = (round(side * share) for side in code.box)
    return {"text": code.text, "format": code.format, "kind": code.kind.value, "box": {"x": x, "y": y, "w": w, "h": h}}


def _written(out: Path, pictures: Sequence[bytes]) -> list[Path]:
    """All files, or none: each is put in place whole once all of them are on the disk."""
    paths = [out / f"{name}.jpg" for name in NAMES]
    parts = [path.with_name(f".{path.name}.{secrets.token_hex(4)}.part") for path in paths]
    try:
        out.mkdir(parents=True, exist_ok=True)
        for part, data in zip(parts, pictures, strict=True):
            part.write_bytes(data)
        for part, path in zip(parts, paths, strict=True):
            put_in_place(part, path)
    except OSError as error:
        for part in parts:
            with contextlib.suppress(OSError):  # the folder may not even be one; the first failure is told
                part.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull from error
        raise FolderUnwritable(folder=out, why=error.strerror or type(error).__name__) from error
    return paths


# --- cameras and streams ---------------------------------------------------------------------


def _live(spec: Spec, camera: str, at_s: float) -> tuple[list[Frame], float]:
    """The last second of a source that runs, `at_s` after its first frame, and when that was (monotonic)."""
    feed = CameraFeed()
    opened, failed = threading.Event(), threading.Event()
    why: KaiboError = CameraUnavailable(spec=spec.shown)

    def changed(told: Camera, error: KaiboError | None) -> None:
        """On the capture thread."""
        nonlocal why
        if told.status is CameraStatus.FAILED:
            why = error or why
            failed.set()
            opened.set()
        elif told.status in (CameraStatus.LIVE, CameraStatus.SUBSTITUTE):
            opened.set()

    feed.on_change = changed
    feed.start(camera)
    try:
        if not opened.wait(FIRST_FRAME_WITHIN_S) or failed.is_set():
            raise why
        began = feed.last_second()
        began_s = began[0].captured_at if began else time.monotonic()
        until_s = began_s + at_s
        while (left_s := until_s - time.monotonic()) > 0:
            if failed.wait(min(left_s, 0.2)):
                raise why
        return feed.last_second(), began_s
    finally:
        feed.stop()
