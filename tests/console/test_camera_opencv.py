"""Clips, still pictures and broken files through OpenCV. The clips are made here."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from console.camera import imaging, jpeg
from console.camera.cv import cv2
from console.camera.errors import CameraUnavailable
from console.camera.opencv import Clip, Device, OpenCvSource, Stream, device_backends, source_for
from console.camera.source import Jpeg, Spec, SpecKind, parse_spec
from tests.console.streaming import FFMPEG, needs_ffmpeg


def clip(path: Path, frames: int = 6, fps: float = 20, size: tuple[int, int] = (160, 96), codec: str = "MJPG") -> Path:
    """A clip without sound whose n-th frame has the grey value 40 n, from 0 to 200 and again."""
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*codec), fps, size)
    assert writer.isOpened()
    for value in range(frames):
        writer.write(np.full((size[1], size[0], 3), 40 * (value % 6), np.uint8))
    writer.release()
    return path


def joined(folder: Path, codec: str, ending: str, *sizes: tuple[int, int]) -> Path:
    """Ten frames of each size, one recording after the other, in one file."""
    assert FFMPEG is not None
    parts = []
    for number, (width, height) in enumerate(sizes):
        parts.append(folder / f"{number}.{'ts' if ending != 'avi' else 'avi'}")
        card = f"testsrc2=size={width}x{height}:rate=20"
        quiet = ("-x265-params", "log-level=none") if codec == "libx265" else ()
        shown = (
            "-f",
            "lavfi",
            "-i",
            card,
            "-frames:v",
            "10",
            "-pix_fmt",
            "yuvj420p" if codec == "mjpeg" else "yuv420p",
        )
        subprocess.run([FFMPEG, "-v", "quiet", *shown, "-c:v", codec, *quiet, str(parts[-1])], check=True)
    listed = folder / "parts.txt"
    listed.write_text("".join(f"file {part.name}\n" for part in parts), encoding="utf-8")
    path = folder / f"joined.{ending}"
    join = ("-f", "concat", "-i", str(listed), "-c", "copy", str(path))
    subprocess.run([FFMPEG, "-v", "quiet", *join], check=True)
    return path


def opened(path: Path) -> OpenCvSource:
    """A source for the file, open."""
    source = source_for(parse_spec(str(path)))
    source.open()
    return source


def grey(content: np.ndarray | Jpeg | None) -> int:
    """The mean of a picture that must be there."""
    assert content is not None
    return round(float((imaging.decode(content) if isinstance(content, Jpeg) else content).mean()))


@pytest.mark.parametrize("codec", ["MJPG", "mp4v"])
def test_a_clip_loops_without_a_seam(tmp_path: Path, codec: str) -> None:
    """The frames come in order, again and again, one frame time apart also across the end."""
    source = opened(clip(tmp_path / "a.avi", codec=codec))
    assert source.paced
    assert source.size == (160, 96)
    assert source.fps == pytest.approx(20)
    seen, positions = [], []
    for _ in range(15):
        seen.append(round(grey(source.read()) / 40))
        positions.append(source.position_s)
    source.close()
    assert seen == [0, 1, 2, 3, 4, 5] * 2 + [0, 1, 2]
    assert np.diff(positions) == pytest.approx([0.05] * 14, abs=1e-3)


def test_mjpeg_stays_compressed(tmp_path: Path) -> None:
    """Motion JPEG is passed on as it is: most frames are never wanted in full."""
    assert isinstance(opened(clip(tmp_path / "a.avi")).read(), Jpeg)


@pytest.mark.parametrize(("codec", "ending"), [("libx264", "ts"), ("libx264", "mkv"), ("libx265", "ts")])
@needs_ffmpeg
def test_a_clip_that_changes_its_size_keeps_its_shape(tmp_path: Path, codec: str, ending: str) -> None:
    """Two recordings of other sizes joined: each picture in its own size, in the first round and in the second."""
    path = joined(tmp_path, codec, ending, (320, 180), (160, 120))
    source = opened(path)
    assert source.size == (320, 180)
    seen = [
        picture.shape[1::-1]
        for _ in range(40)
        if not isinstance(picture := source.read(), Jpeg) and picture is not None
    ]
    source.close()
    assert seen == ([(320, 180)] * 10 + [(160, 120)] * 10) * 2


@needs_ffmpeg
def test_motion_jpeg_that_changes_its_size_is_passed_on(tmp_path: Path) -> None:
    """Each picture is a JPEG of its own, whatever the file said at its beginning."""
    source = opened(joined(tmp_path, "mjpeg", "avi", (320, 180), (160, 120)))
    seen = [jpeg.size(picture.data) for _ in range(20) if isinstance(picture := source.read(), Jpeg)]
    source.close()
    assert seen == [(320, 180)] * 10 + [(160, 120)] * 10


def test_pixels_are_read_into_the_array_given(tmp_path: Path) -> None:
    """A decoded frame is written where the caller wants it, without fresh memory."""
    source = opened(clip(tmp_path / "a.avi", codec="mp4v"))
    source.read()
    into = np.empty((96, 160, 3), np.uint8)
    assert source.read(into) is into


def test_a_path_in_chinese_works(tmp_path: Path) -> None:
    """Folders and files have Chinese names and spaces."""
    folder = tmp_path / "直播 素材"
    folder.mkdir()
    assert grey(opened(clip(tmp_path / "a.avi").rename(folder / "豆绿 手镯.avi")).read()) == 0


def test_a_truncated_clip_plays_what_is_there(tmp_path: Path) -> None:
    """Half a file is half a show, and loops."""
    whole = clip(tmp_path / "a.avi", frames=40).read_bytes()
    (tmp_path / "b.avi").write_bytes(whole[: len(whole) * 2 // 3])
    source = opened(tmp_path / "b.avi")
    assert all(source.read() is not None for _ in range(60))


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a film at all" * 100])
def test_a_file_that_is_no_film_does_not_open(
    tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    """An empty or foreign file is refused, and OpenCV's chatter stays away from the terminal."""
    (tmp_path / "a.mp4").write_bytes(content)
    with pytest.raises(CameraUnavailable):
        opened(tmp_path / "a.mp4")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("size", [(1, 1), (64, 48)])
@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_a_still_picture_is_a_source(tmp_path: Path, size: tuple[int, int], kind: str) -> None:
    """A photo stands still for ever; each frame is the taker's own."""
    path = tmp_path / f"photo.{kind}"
    cv2.imwrite(str(path), np.full((size[1], size[0], 3), 77, np.uint8))
    source = opened(path)
    first, second, third = source.read(), source.read(), source.read()
    assert [grey(each) for each in (first, second, third)] == pytest.approx([77] * 3, abs=2)
    assert source.size == size
    if not isinstance(third, Jpeg):
        assert third is not second


def test_a_missing_device_does_not_open(capfd: pytest.CaptureFixture[str]) -> None:
    """No such camera: an error for the screen and nothing on the terminal."""
    with pytest.raises(CameraUnavailable):
        Device(Spec(SpecKind.DEVICE, "97")).open()
    assert capfd.readouterr() == ("", "")


def test_a_dead_address_does_not_open() -> None:
    """An address where nobody answers is refused, with its password masked."""
    with pytest.raises(CameraUnavailable) as refused:
        Stream(Spec(SpecKind.URL, "http://me:geheim@127.0.0.1:9/a")).open()
    assert "geheim" not in str(refused.value)


def test_every_system_has_a_back_end() -> None:
    """Windows, macOS and Linux are read through their own camera interfaces."""
    assert device_backends("Windows") == (cv2.CAP_MSMF, cv2.CAP_DSHOW)
    assert device_backends("Darwin") == (cv2.CAP_AVFOUNDATION,)
    assert device_backends("Linux") == (cv2.CAP_V4L2,)


def test_a_closed_source_may_be_closed_again(tmp_path: Path) -> None:
    """Closing twice is harmless, and a closed clip gives nothing."""
    source = Clip(parse_spec(str(clip(tmp_path / "a.avi"))))
    source.open()
    source.close()
    source.close()
    assert source.read() is None
