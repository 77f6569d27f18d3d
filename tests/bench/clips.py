"""The clips that the camera group plays: a moving texture under grain, made once and kept.

Not test bars: these decode far too cheaply. A cloth of noise in six sizes moves in a circle, so that
the clip closes, and every frame has other grain over it. MJPEG is written by OpenCV, H.264 by the
`ffmpeg` program; where there is none, the clip is not made and its rows are not measured.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from console.camera.cv import cv2

Pixels = NDArray[np.uint8]

FRAMES = 30
_REACH_PX = 96  # how far the cloth moves to each side
_GRAIN_ROOM_PX = 64
_BITS_A_PIXEL = 0.1  # 6 Mbit/s at 1080p30, as a phone or a network camera sends
_FORMAT = 3  # counts up when the clips change, so that old ones are not taken


class Kind(NamedTuple):
    """One clip."""

    codec: str
    """`H.264` or `MJPEG`."""
    width: int
    height: int
    fps: int

    @property
    def words(self) -> str:
        """As the rows name it."""
        return f"{self.codec} {self.height}p{self.fps}"

    @property
    def file(self) -> str:
        """Its name, without a folder."""
        kind = {"H.264": "mp4", "MJPEG": "avi"}[self.codec]
        return f"{self.height}p{self.fps}.{kind}"


KINDS = tuple(
    Kind(codec, width, height, fps)
    for codec in ("H.264", "MJPEG")
    for width, height in ((1920, 1080), (1280, 720))
    for fps in (30, 60)
)


def frames(width: int, height: int) -> Iterator[Pixels]:
    """`FRAMES` pictures, height x width x 3, BGR, contiguous, that close to a loop; always the same ones."""
    cloth = _cloth(width + 2 * _REACH_PX, height + 2 * _REACH_PX)
    grain = _grain(width + _GRAIN_ROOM_PX, height + _GRAIN_ROOM_PX)
    for index in range(FRAMES):
        angle = 2 * np.pi * index / FRAMES
        x, y = round(_REACH_PX * (1 + np.sin(angle))), round(_REACH_PX * (1 + np.cos(angle)))
        across, down = index * 29 % _GRAIN_ROOM_PX, index * 17 % _GRAIN_ROOM_PX
        part = cloth[y : y + height, x : x + width]
        yield cv2.add(part, grain[down : down + height, across : across + width])  # type: ignore[misc]  # uint8 in, uint8 out


def make(folder: Path, kinds: tuple[Kind, ...] = KINDS) -> dict[Kind, Path]:
    """The clips that can be had on this machine; those of an earlier run are taken as they are."""
    place = folder / f"clips-{_FORMAT}-{FRAMES}"
    place.mkdir(parents=True, exist_ok=True)
    wanted = [kind for kind in kinds if not (place / kind.file).exists()]
    for size in {(kind.width, kind.height) for kind in wanted}:
        pictures = list(frames(*size))
        for kind in wanted:
            if (kind.width, kind.height) == size:
                _write(kind, pictures, place)
    return {kind: place / kind.file for kind in kinds if (place / kind.file).exists()}


def _write(kind: Kind, pictures: list[Pixels], place: Path) -> None:
    part = place / f"part-{kind.file}"
    if kind.codec == "MJPEG":
        writer = cv2.VideoWriter(
            str(part), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"MJPG"), kind.fps, (kind.width, kind.height)
        )
        for picture in pictures:
            writer.write(picture)
        writer.release()
    elif (ffmpeg := shutil.which("ffmpeg")) is None:
        return
    else:
        _write_h264(ffmpeg, kind, pictures, part)
    part.replace(place / kind.file)


def _write_h264(ffmpeg: str, kind: Kind, pictures: list[Pixels], part: Path) -> None:
    """As a phone or a network camera sends it: no frames that wait for later ones."""
    bits = str(int(_BITS_A_PIXEL * kind.width * kind.height * kind.fps))
    command = [ffmpeg, "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{kind.width}x{kind.height}"]
    command += ["-r", str(kind.fps), "-i", "-", "-c:v", "libx264", "-preset", "superfast", "-tune", "zerolatency"]
    command += ["-pix_fmt", "yuv420p", "-b:v", bits, "-maxrate", bits, "-bufsize", bits, "-g", str(FRAMES), str(part)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin is not None
        for picture in pictures:
            encoder.stdin.write(picture.data)
        encoder.stdin.close()
    if encoder.returncode:
        raise RuntimeError(f"{kind.words} could not be encoded")


def _cloth(width: int, height: int) -> Pixels:
    rng = np.random.default_rng(1)
    total = np.zeros((height, width, 3), np.float32)
    for octave in range(1, 7):
        coarse = rng.standard_normal((max(2, height >> (7 - octave)), max(2, width >> (7 - octave)), 3), np.float32)
        total += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) * np.float32(0.42**octave)
    return np.clip(total * (45 / total.std()) + 118, 0, 255).astype(np.uint8)


def _grain(width: int, height: int) -> Pixels:
    grey = np.random.default_rng(2).standard_normal((height, width), np.float32) * 1.5 + 3
    return cv2.cvtColor(np.clip(grey, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)  # type: ignore[return-value]  # uint8 in, uint8 out
