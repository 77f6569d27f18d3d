"""`main.py watch` as a process: files good and bad, and a server on loopback that misbehaves on purpose."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from console.camera.cv import cv2
from tests.console.streaming import needs_ffmpeg
from tests.console.test_camera_opencv import joined
from tests.waiting import PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]
FPS = 20
rng = np.random.default_rng(11)
SCENE = cv2.GaussianBlur(rng.integers(0, 255, (240, 320, 3), np.uint8), (0, 0), 9)
SCENE = cv2.normalize(SCENE, None, 20, 230, cv2.NORM_MINMAX).astype(np.uint8)

Lines = list[dict[str, Any]]


def live(number: int, size: tuple[int, int] = (320, 240)) -> np.ndarray:
    """A frame of a moving picture with noise."""
    picture = np.roll(SCENE, 5 * number, axis=1) + rng.normal(0, 2, SCENE.shape)
    return cv2.resize(np.clip(picture, 0, 255).astype(np.uint8), size)


def covered() -> np.ndarray:
    """What a sensor sees through a lens cap."""
    return np.clip(rng.normal(5, 2.5, SCENE.shape), 0, 255).astype(np.uint8)


def film(path: Path, frames: Iterable[np.ndarray], codec: str = "MJPG") -> Path:
    """A clip of 20 frames a second, by default with each frame kept for itself."""
    writer = None
    for frame in frames:
        if writer is None:
            size = frame.shape[1], frame.shape[0]
            writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*codec), FPS, size)
        writer.write(frame)
    assert writer is not None
    writer.release()
    return path


def start(spec: object, *more: object) -> subprocess.Popen[str]:
    """The command, under way."""
    arguments = [sys.executable, "main.py", "watch", "--lang", "en", "--camera", str(spec), *map(str, more)]
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def watch(spec: object, *more: object) -> tuple[int, Lines]:
    """The command run to its end: exit code and lines; nothing on standard error."""
    with start(spec, *more) as process:
        out, err = process.communicate(timeout=PATIENCE_S)
    assert err == ""
    return process.returncode, [json.loads(line) for line in out.splitlines()]


def watch_until(spec: object, *last: str, hear: Callable[[str], object] = lambda _event: None) -> tuple[int, Lines]:
    """The command until it has told these events, one after the other, then interrupted; `hear` gets each as it is
    told."""
    left, lines = list(last), []
    with start(spec, "--seconds", 4 * PATIENCE_S) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(json.loads(line))
            hear(lines[-1]["event"])
            if left and lines[-1]["event"] == left[0]:
                left.pop(0)
                if not left:
                    process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)
        assert process.wait(PATIENCE_S) is not None
        assert process.stderr is not None
        assert process.stderr.read() == ""
    return process.returncode, lines


def told(lines: Lines) -> list[str]:
    """The names of all lines, in order."""
    return [line["event"] for line in lines]


def events(lines: Lines) -> list[str]:
    """The names of those that are about the source: where the machine had no time for a second, the picture stalled,
    and that was told and taken back as it should be."""
    return [line["event"] for line in lines if "stalled" not in (line["event"], line.get("was"))]


def at(lines: Lines, event: str) -> float:
    """When the first such event was told."""
    return next(float(line["at_s"]) for line in lines if line["event"] == event)


# --- files -----------------------------------------------------------------------------------


def test_a_clip_is_played_once_at_its_own_pace(tmp_path: Path) -> None:
    """Opened with what it is, a first frame, and ended when the clip is: two seconds, not looped."""
    code, lines = watch(film(tmp_path / "clip.avi", (live(n) for n in range(2 * FPS))), "--seconds", 30)
    assert code == 0
    assert events(lines) == ["opened", "first_frame", "ended"]
    assert (lines[0]["width"], lines[0]["height"], lines[0]["fps"]) == (320, 240, FPS)
    assert lines[-1]["frames"] == 2 * FPS
    assert at(lines, "ended") > 1.8


def test_a_freeze_and_a_covered_lens_are_told_at_the_time_of_the_file(tmp_path: Path) -> None:
    """Frozen from 1 to 4, well until 6, covered from 6 to 8, well until the end."""
    frames = [live(n) for n in range(FPS)]
    frames += [frames[-1]] * (3 * FPS) + [live(n) for n in range(2 * FPS)]
    frames += [covered() for _ in range(2 * FPS)] + [live(n) for n in range(FPS)]
    code, lines = watch(film(tmp_path / "clip.avi", frames))
    assert code == 0
    assert events(lines) == ["opened", "first_frame", "frozen", "clear", "black", "clear", "ended"]
    frozen, clear, black, clear_again = (line for line in lines if line["event"] in ("frozen", "black", "clear"))
    assert frozen["since_s"] == pytest.approx(1.0, abs=0.9)
    assert round(frozen["at_s"] - frozen["since_s"], 2) >= 1.2  # both were rounded
    assert clear["was"] == "frozen"
    assert clear["at_s"] > 3.5
    assert black["since_s"] == pytest.approx(6.0, abs=0.9)
    assert round(black["at_s"] - black["since_s"], 2) >= 1.0
    assert clear_again["was"] == "black"


def test_a_quiet_room_is_left_in_peace(tmp_path: Path) -> None:
    """A still life, and the same in an eighth of the light, both with noise: nothing to tell."""
    noise = [rng.normal(0, 2, SCENE.shape) for _ in range(3 * FPS)]
    for name, light in (("still", 1.0), ("dim", 0.12)):
        frames = (np.clip(SCENE * light + each, 0, 255).astype(np.uint8) for each in noise)
        assert events(watch(film(tmp_path / f"{name}.avi", frames))[1]) == ["opened", "first_frame", "ended"]


def sound(path: Path) -> Path:
    """A second of silence."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\0\0" * 8000)
    return path


@pytest.mark.parametrize("kind", ["empty", "sound", "text", "cut off"])
def test_a_file_without_a_picture_fails_for_good(tmp_path: Path, kind: str) -> None:
    """Zero bytes, only sound, words, half an MP4: a failure with its words, at once, and code 1."""
    path = tmp_path / "bad.mp4"
    if kind == "sound":
        path = sound(tmp_path / "bad.wav")
    elif kind == "cut off":  # an MP4 keeps its table of contents at the end
        whole = film(tmp_path / "clip.mp4", (live(n) for n in range(9)), "mp4v").read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    else:
        path.write_bytes(b"" if kind == "empty" else "这不是视频\n".encode() * 999)
    code, lines = watch(path, "--seconds", 20)
    assert code == 1
    assert events(lines) == ["failed", "ended"]
    assert str(path) in lines[0]["title"]
    assert lines[0]["advice"]
    assert at(lines, "ended") < 20


def test_a_clip_that_was_cut_off_plays_what_is_there(tmp_path: Path) -> None:
    """Half a file is half a show, then it ends; that is no failure."""
    whole = film(tmp_path / "clip.avi", (live(n) for n in range(40))).read_bytes()
    (tmp_path / "half.avi").write_bytes(whole[: len(whole) // 2])
    code, lines = watch(tmp_path / "half.avi")
    assert code == 0
    assert events(lines) == ["opened", "first_frame", "ended"]
    assert 5 < lines[-1]["frames"] < 40


@pytest.mark.parametrize("size", [(1, 1), (7680, 4320)])
def test_the_smallest_and_a_very_large_picture(tmp_path: Path, size: tuple[int, int]) -> None:
    """One pixel and 8K are opened and told like any other."""
    path = tmp_path / "photo.png"
    cv2.imwrite(str(path), np.full((size[1], size[0], 3), 120, np.uint8))
    code, lines = watch(path)
    assert code == 0
    assert events(lines) == ["opened", "first_frame", "ended"]
    assert (lines[0]["width"], lines[0]["height"]) == size


# --- devices and the command itself ----------------------------------------------------------


def test_a_device_that_is_not_there_is_tried_until_the_time_is_up() -> None:
    """Told once, with words; `--seconds` is kept; code 1."""
    code, lines = watch(97, "--seconds", 2)
    assert code == 1
    assert events(lines) == ["failed", "ended"]
    assert "97" in lines[0]["title"]
    assert at(lines, "ended") >= 2.0


def test_without_a_time_what_never_opens_is_given_up(tmp_path: Path) -> None:
    """After three tries, so that nobody waits for ever for a spelling mistake."""
    code, lines = watch(tmp_path / "no such file.mp4")
    assert (code, events(lines)) == (1, ["failed", "ended"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_interrupted_it_ends_in_good_order(tmp_path: Path, number: signal.Signals) -> None:
    """Lines come at once, not when a buffer is full; the last one is `ended`, and the code is that of a success."""
    with start(film(tmp_path / "clip.avi", (live(n) for n in range(20 * FPS)))) as process:
        assert process.stdout is not None
        first = [process.stdout.readline(), process.stdout.readline()]
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE_S)
    assert [json.loads(line)["event"] for line in first] == ["opened", "first_frame"]
    assert json.loads(out.splitlines()[-1]) == {
        "event": "ended", "at_s": pytest.approx(0, abs=999), "why": "interrupted", "frames": pytest.approx(0, abs=9999),
    }  # fmt: skip
    assert err == ""
    assert process.returncode == 0


def test_a_reader_that_goes_away_ends_it(tmp_path: Path) -> None:
    """`| head -1`: no traceback, and it does not watch on for nobody."""
    frames = [live(n) for n in range(FPS)]
    clip = film(tmp_path / "clip.avi", frames + [frames[-1]] * (3 * FPS))
    with start(clip) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=PATIENCE_S) == 1
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


# --- streams ---------------------------------------------------------------------------------

Act = Callable[[Callable[[np.ndarray], None]], None]


@contextmanager
def camera(*acts: Act) -> Iterator[str]:
    """A network camera on loopback (multipart JPEG). Once an act was seen to its end, later visitors see the next.

    A visitor who leaves before, as one does who only asks what there is, has seen nothing.
    """
    waiting = list(acts)

    def serve(visitor: socket.socket, act: Act) -> None:
        def send(picture: np.ndarray) -> None:
            data = cv2.imencode(".jpg", picture)[1].tobytes()
            head = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(data)
            visitor.sendall(head + data + b"\r\n")
            time.sleep(1 / FPS)

        try:
            with visitor:
                visitor.recv(4096)
                visitor.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n")
                act(send)
                visitor.sendall(b"\r\n")
                if len(waiting) > 1 and act is waiting[0]:
                    waiting.pop(0)
        except OSError:  # the visitor left
            return

    def welcome() -> None:
        while True:
            try:
                visitor = server.accept()[0]
            except OSError:  # closed: the test is over
                return
            threading.Thread(target=serve, args=(visitor, waiting[0]), daemon=True).start()

    server = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=welcome, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/video"
    finally:
        with suppress(OSError):  # wakes the thread on Linux; elsewhere closing does
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)


def shows(seconds: float) -> Act:
    """A live picture for so long."""
    return lambda send: [send(live(n)) for n in range(round(seconds * FPS))] and None


def then(*acts: Act) -> Act:
    """One after another."""
    return lambda send: [act(send) for act in acts] and None


def rests(seconds: float) -> Act:
    """Sends nothing, and keeps the line open."""
    return lambda send: time.sleep(seconds)


def test_a_stream_that_pauses_is_stalled_and_then_clear() -> None:
    """Told a second after the last frame although the read hangs, and taken back when frames come again."""
    stalled = threading.Event()

    def pauses(_send: Callable[[np.ndarray], None]) -> None:
        stalled.wait(PATIENCE_S)

    def hear(event: str) -> None:
        if event == "stalled":
            stalled.set()

    with camera(then(shows(1), pauses, shows(PATIENCE_S))) as address:
        code, lines = watch_until(address, "stalled", "clear", hear=hear)
    assert code == 0
    assert told(lines)[:4] == ["opened", "first_frame", "stalled", "clear"]
    assert told(lines)[-1] == "ended"
    assert round(lines[2]["at_s"] - lines[2]["since_s"], 2) >= 1.0
    assert lines[3]["was"] == "stalled"
    assert lines[3]["after_s"] > 1.0


def test_a_stream_that_breaks_off_is_reopened() -> None:
    """The line is cut after a second: failed with words, and reopened by itself."""
    with camera(shows(1), shows(PATIENCE_S)) as address:
        code, lines = watch_until(address, "failed", "reopened")
    assert code == 0
    assert events(lines)[:4] == ["opened", "first_frame", "failed", "reopened"]
    failed, reopened = (line for line in lines if line["event"] in ("failed", "reopened"))
    assert failed["error"] == "StreamLost"
    assert reopened["after_s"] > 0.5


def test_a_stream_that_goes_dark_is_told() -> None:
    """Somebody put the phone on its face, and took it up again."""

    seen = threading.Event()

    def dark(send: Callable[[np.ndarray], None]) -> None:
        while not seen.is_set():
            send(covered())

    with camera(then(shows(1), dark, shows(PATIENCE_S))) as address:
        code, lines = watch_until(address, "black", "clear", hear=lambda event: event == "black" and seen.set())
    assert code == 0
    assert events(lines) == ["opened", "first_frame", "black", "clear", "ended"]


def test_a_stream_that_changes_its_size_is_told_and_goes_on() -> None:
    """The phone is turned in mid-show, and back: the new size each time, and no failure."""
    turned = threading.Event()

    def upright(send: Callable[[np.ndarray], None]) -> None:
        while not turned.is_set():
            send(live(1, (240, 320)))

    with camera(then(shows(1), upright, shows(PATIENCE_S))) as address:
        code, lines = watch_until(address, "resized", "resized", hear=lambda event: event == "resized" and turned.set())
    assert code == 0
    assert events(lines) == ["opened", "first_frame", "resized", "resized", "ended"]
    resized = [(line["width"], line["height"]) for line in lines if line["event"] == "resized"]
    assert resized == [(240, 320), (320, 240)]


def test_a_line_that_is_open_and_silent_fails_after_five_seconds() -> None:
    """It accepts and never sends: told with its words."""
    with camera(rests(PATIENCE_S)) as address:
        code, lines = watch_until(address, "failed")
    assert code == 1
    assert events(lines) == ["failed", "ended"]
    assert lines[0]["error"] == "CameraSilent"
    assert lines[0]["at_s"] > 4.4


def test_a_silent_line_is_a_failure_also_when_less_time_is_given() -> None:
    """Two seconds of `--seconds`: whoever reads the lines is told why the code is 1."""
    with camera(rests(PATIENCE_S)) as address:
        code, lines = watch(address, "--seconds", 2)
    assert code == 1
    assert events(lines) == ["failed", "ended"]
    assert address in lines[0]["title"]
    assert lines[0]["since_s"] == 0
    assert at(lines, "ended") >= 2.0


@pytest.mark.parametrize("scheme", ["http", "rtsp", "rtmp"])
def test_an_address_at_which_nobody_is_has_words_of_its_own(scheme: str) -> None:
    """Refused is not silent: the app is not running, or the port is another; told at once."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        code, lines = watch_until(f"{scheme}://127.0.0.1:{held.getsockname()[1]}/video", "failed")
    assert code == 1
    assert events(lines) == ["failed", "ended"]
    assert lines[0]["error"] == "StreamRefused"


def test_an_rtsp_line_that_is_silent_has_the_words_of_silence() -> None:
    """It accepts and never answers: five seconds, as for any other address."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        code, lines = watch_until(f"rtsp://127.0.0.1:{server.getsockname()[1]}/video", "failed")
    assert code == 1
    assert [line.get("error") for line in lines] == ["CameraSilent", None]


@pytest.mark.parametrize(("scheme", "version"), [("http", b"HTTP/1.0"), ("rtsp", b"RTSP/1.0")])
def test_an_address_that_wants_a_password_says_so(scheme: str, version: bytes) -> None:
    """401: neither silent nor gone."""

    def serve() -> None:
        with suppress(OSError):
            while True:
                with server.accept()[0] as visitor:
                    visitor.recv(4096)
                    visitor.sendall(version + b' 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\n\r\n')

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        code, lines = watch_until(f"{scheme}://127.0.0.1:{server.getsockname()[1]}/video", "failed")
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
    assert code == 1
    assert lines[0]["error"] == "StreamLocked"
    assert "password" in lines[0]["title"]


@needs_ffmpeg
def test_a_recording_that_changes_its_size_is_told_at_its_time(tmp_path: Path) -> None:
    """H.264 of two sizes in one file, the second after half a second."""
    code, lines = watch(joined(tmp_path, "libx264", "ts", (320, 180), (160, 120)))
    assert code == 0
    assert events(lines) == ["opened", "first_frame", "resized", "ended"]
    (resized,) = (line for line in lines if line["event"] == "resized")
    assert (resized["width"], resized["height"]) == (160, 120)
    assert at(lines, "resized") - at(lines, "first_frame") > 0.1
