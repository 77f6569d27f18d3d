"""Source names, frames and the mailbox."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from console.camera.errors import CameraUnavailable
from console.camera.source import Frame, Mailbox, SpecKind, mask, parse_spec


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [("console.camera.source", "cv2 numpy"), ("console.camera.feed", "cv2 numpy"), ("console.snap", "cv2")],
)
def test_importing_does_not_load_opencv(module: str, unwanted: str) -> None:
    """The window paints before OpenCV loads, so what it imports does not load it (sqlite-utils brings numpy)."""
    code = f"import sys, {module}; sys.exit(any(name in sys.modules for name in {unwanted.split()}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", SpecKind.DEFAULT),
        ("  ", SpecKind.DEFAULT),
        ("synthetic", SpecKind.SYNTHETIC),
        ("Synthetic", SpecKind.SYNTHETIC),
        ("0", SpecKind.DEVICE),
        (" 12 ", SpecKind.DEVICE),
        ("rtsp://cam.local:554/live", SpecKind.URL),
        ("https://example.com/a.m3u8", SpecKind.URL),
        ("RTMP://host/app", SpecKind.URL),
    ],
)
def test_a_source_is_understood(text: str, kind: SpecKind) -> None:
    """Devices, addresses and the words are told apart."""
    assert parse_spec(text).kind is kind


@pytest.mark.parametrize(
    "text", ["no such file.mp4", "-1", "1.5", "ftp://host/a.mp4", "rtsp://", "http://[", "http://h:x/", "a\0b", "9999"]
)
def test_a_bad_source_is_refused(text: str) -> None:
    """Anything else is refused as a camera that does not open."""
    with pytest.raises(CameraUnavailable):
        parse_spec(text)


def test_a_folder_is_no_source(tmp_path: Path) -> None:
    """A folder exists and still shows nothing."""
    with pytest.raises(CameraUnavailable):
        parse_spec(str(tmp_path))


def test_a_file_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path is fixed when it is understood, wherever the program goes later."""
    (tmp_path / "直播 片段.avi").write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    assert parse_spec("直播 片段.avi").text == str(tmp_path / "直播 片段.avi")


def test_secrets_of_an_address_are_not_shown() -> None:
    """User, password and query never reach a screen or a log, also not when the address is refused."""
    spec = parse_spec("rtsp://admin:geheim@cam.local/live?token=abc")
    assert "geheim" not in spec.shown
    assert "abc" not in spec.shown
    assert "cam.local" in spec.shown
    assert mask("http://[x:y@z").endswith("…")
    with pytest.raises(CameraUnavailable) as refused:
        parse_spec("ftp://admin:geheim@host/")
    assert "geheim" not in str(refused.value)


def test_the_newest_wins() -> None:
    """The mailbox holds one value and counts what nobody fetched."""
    box: Mailbox[str] = Mailbox()
    assert box.put("a") is None
    assert box.put("b") == "a"
    assert box.take() == "b"
    assert box.take() is None
    assert (box.taken, box.dropped) == (1, 1)


def test_a_frame_gives_its_pixels() -> None:
    """A frame that is held as pixels gives exactly these."""
    pixels = np.zeros((4, 6, 3), np.uint8)
    frame = Frame(pixels, 1.0, 0)
    assert frame.pixels is pixels
    assert frame.nbytes == 72
