"""From a burst to files."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from console import snap
from console.camera import focus, imaging
from console.camera.cv import cv2
from console.camera.source import Frame, Jpeg
from console.camera.synthetic import draw
from console.errors import DiskFull, DiskTrouble
from console.facts import Shot, View
from console.snap import files as snap_files

RNG = np.random.default_rng(9)


def frames(count: int = 5, width: int = 320, height: int = 180) -> list[Frame]:
    """A burst of different pictures, 50 ms apart."""
    pictures = [RNG.integers(0, 255, (height, width, 3), np.uint8) for _ in range(count)]
    return [Frame(each, 10 + 0.05 * i, i, focus.sharpness(each)) for i, each in enumerate(pictures)]


def files(folder: Path) -> list[Path]:
    """Every file below `folder`."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def parts(shot: Shot) -> tuple[str, str, str, str]:
    """The four files of a shot."""
    return shot.full, shot.square, shot.portrait, shot.thumb


# --- choosing --------------------------------------------------------------------------------


def test_the_sharp_ones_are_chosen_out_of_blurred_ones() -> None:
    """Three pictures in focus among thirty out of focus are found, the sharpest first."""
    sharp = draw(6.0)
    blurred = cv2.GaussianBlur(sharp, (0, 0), 3)
    soft = cv2.GaussianBlur(sharp, (0, 0), 1)
    pictures = [{4: soft, 12: sharp, 20: soft}.get(i, blurred) for i in range(30)]
    details = [focus.detail(focus.small_grey(each)) for each in pictures]
    burst = [Frame(pictures[i], i / 30, i, details[i].mean(), details[i]) for i in range(30)]
    chosen = [pick.frame.index for pick in snap.choose(burst)]
    assert chosen[0] == 12
    assert sorted(chosen) == [4, 12, 20]


def test_shots_differ_in_time() -> None:
    """The neighbours of the sharpest frame are the same picture; others are taken."""
    burst = [Frame(np.zeros((2, 2, 3), np.uint8), i / 30, i, 100 - abs(i - 10)) for i in range(30)]
    times = [pick.frame.captured_at for pick in snap.choose(burst)]
    assert len(times) == 3
    assert min(np.diff(sorted(times))) >= snap.APART_S


def test_a_short_burst_gives_what_it_has() -> None:
    """Three frames give three shots however close; two give two; none gives none."""
    burst = [Frame(np.zeros((2, 2, 3), np.uint8), i / 240, i, i) for i in range(3)]
    assert [pick.frame.index for pick in snap.choose(burst)] == [2, 1, 0]
    assert len(snap.choose(burst[:2])) == 2
    assert snap.choose([]) == []


def test_only_the_last_second_counts() -> None:
    """A sharper picture from before shows other goods perhaps."""
    burst = [Frame(np.zeros((2, 2, 3), np.uint8), at, i, 9 - i) for i, at in enumerate((1.0, 5.0, 5.1))]
    assert [pick.frame.index for pick in snap.choose(burst)] == [1, 2]


def test_another_view_is_another_picture() -> None:
    """Frames from before somebody turned or zoomed the picture do not belong to the burst."""
    turned = View(zoom=2.0)
    burst = [
        Frame(np.zeros((2, 2, 3), np.uint8), i / 30, i, 9 - i, None, turned if i > 1 else View()) for i in range(5)
    ]
    assert sorted(pick.frame.index for pick in snap.choose(burst)) == [2, 3, 4]


# --- keeping ---------------------------------------------------------------------------------


def test_a_shot_is_four_files_named_by_content(tmp_path: Path) -> None:
    """Full, square, portrait and thumbnail, each where the hash of its bytes says."""
    shots = snap.keep_files([Frame(draw(6.0), 1.0, 0, 5.0)], tmp_path)
    assert len(shots) == 1
    assert shots[0].sharpness == 5.0
    sizes = []
    for name in parts(shots[0]):
        data = (tmp_path / name).read_bytes()
        assert name == "snaps/{0:.2}/{0:.32}.jpg".format(hashlib.sha256(data).hexdigest())
        assert len(data) <= 2_000_000
        height, width = imaging.decode(Jpeg(np.frombuffer(data, np.uint8))).shape[:2]
        sizes.append((width, height))
    square, portrait = shots[0].square_crop, shots[0].portrait_crop
    assert square is not None
    assert portrait is not None
    assert sizes == [(1280, 720), (square.w, square.h), (portrait.w, portrait.h), (160, 160)]
    assert square.w == square.h >= 480
    assert portrait.w / portrait.h == pytest.approx(0.75, abs=0.01)


def test_the_full_picture_is_untouched(tmp_path: Path) -> None:
    """Light is corrected in the listing's pictures alone: the full one is the frame as it came, encoded once."""
    frame = Frame((draw(6.0) * (0.7, 0.6, 0.5)).astype(np.uint8), 1.0, 0)
    (shot,) = snap.keep_files([frame], tmp_path)
    assert (tmp_path / shot.full).read_bytes() == imaging.encode(frame.pixels)


def test_crops_are_told_in_pixels_of_the_file(tmp_path: Path) -> None:
    """A picture too large for the platform is shrunk, and where its crops lie is told in what was written."""
    noise = RNG.integers(0, 255, (2160, 3840, 3), np.uint8)
    (shot,) = snap.keep_files([Frame(noise, 0.0, 0)], tmp_path)
    height, width = imaging.decode(Jpeg(np.frombuffer((tmp_path / shot.full).read_bytes(), np.uint8))).shape[:2]
    assert width < 3840
    assert shot.square_crop is not None
    assert shot.square_crop.x + shot.square_crop.w <= width + 1
    assert shot.square_crop.h <= height


def test_the_same_frames_give_the_same_files(tmp_path: Path) -> None:
    """Keeping twice gives the same names and writes nothing again."""
    burst = frames(3)
    first = snap.keep_files(burst, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in files(tmp_path)}
    assert snap.keep_files(burst, tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in files(tmp_path)} == before
    assert len(before) == 12


def test_shots_keep_the_order_of_their_frames(tmp_path: Path) -> None:
    """The sharpest first stays first, whichever file was written first."""
    burst = frames(3)
    shots = snap.keep_files(burst, tmp_path)
    assert [shot.sharpness for shot in shots] == [frame.sharpness for frame in burst]
    for shot, frame in zip(shots, burst, strict=True):
        assert (tmp_path / shot.full).read_bytes() == imaging.encode(frame.pixels)


def test_a_one_pixel_picture_is_kept(tmp_path: Path) -> None:
    """The smallest camera there is."""
    (shot,) = snap.keep_files([Frame(np.zeros((1, 1, 3), np.uint8), 0.0, 0)], tmp_path)
    assert all((tmp_path / name).exists() for name in parts(shot))


def test_a_compressed_frame_is_kept(tmp_path: Path) -> None:
    """A frame that stayed JPEG in the ring is decoded and cropped like any other."""
    data = np.frombuffer(imaging.encode(draw(6.0)), np.uint8)
    (shot,) = snap.keep_files([Frame(Jpeg(data), 0.0, 0)], tmp_path)
    assert (tmp_path / shot.square).exists()


def test_a_chinese_folder_works(tmp_path: Path) -> None:
    """The data folder of a person called 王 is written to like any other."""
    shots = snap.keep_files(frames(1), tmp_path / "王 小明" / "开播")
    assert (tmp_path / "王 小明" / "开播" / shots[0].full).exists()


@pytest.mark.parametrize(
    ("number", "error"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EIO, DiskTrouble)]
)
@pytest.mark.parametrize("fails_at", [1, 7, 12])
def test_a_failing_disk_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception], fails_at: int
) -> None:
    """Whichever write fails, no picture and no half of one stays, and the person learns why."""
    calls = []

    def sync(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == fails_at:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(snap_files, "flush_file", sync)
    with pytest.raises(error):
        snap.keep_files(frames(3), tmp_path)
    assert files(tmp_path) == []


def test_a_failure_while_renaming_leaves_no_half_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands under its name is whole; what does not is gone."""
    renames = []
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        renames.append(target)
        if len(renames) == 3:
            raise OSError(errno.EIO, "broken")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(DiskTrouble):
        snap.keep_files(frames(1), tmp_path)
    assert files(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file where the folder should be is a disk trouble with its reason."""
    (tmp_path / "snaps").write_bytes(b"")
    with pytest.raises(DiskTrouble) as trouble:
        snap.keep_files(frames(1), tmp_path)
    assert trouble.value.facts["why"]


def test_a_file_that_a_power_cut_left_half_is_written_again(tmp_path: Path) -> None:
    """A name that stands for other content than its hash says is not taken for the picture."""
    burst = frames(1)
    (shot,) = snap.keep_files(burst, tmp_path)
    whole = (tmp_path / shot.full).read_bytes()
    (tmp_path / shot.full).write_bytes(whole[:100])
    snap.keep_files(burst, tmp_path)
    assert (tmp_path / shot.full).read_bytes() == whole
