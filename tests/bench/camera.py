"""Capture, preview and snap: what a picture on the screen costs beside decoding alone and beside other programs.

Where there is Xvfb, everything is shown on an X server of its own, whose own work nobody is charged
for; elsewhere Qt draws into memory, and mpv and ffplay are left out. Processor time is that of all
threads of a process. The clips are `clips`' own, the players of our process are in `watching`.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.bench import clips
from tests.bench.clips import Kind
from tests.bench.frame import REPO, Row, Size, by_turns, percentile, stage, timed, versus
from tests.bench.watching import FPS, TALL, TICK_MS, WIDE

NAME = "camera"
GOALS = {"H.264": 1.2, "MJPEG": 0.55}
"""Ours beside `cap.read` alone, at 1080p30."""
SMALLEST = tuple(kind for kind in clips.KINDS if (kind.height, kind.fps) == (720, 30))
MOST_GROWN_MB = 10
ALONE = "cap.read alone"
_FRAMES, _FEWER = 24, 18
"""In one turn, of a clip with a goal and of the others."""
_TURNS = 2
"""Of each other program, whose figures hardly move and which are the slowest to ask."""
MPV = ["mpv", "--no-config", "--vo=x11", "--no-audio", "--hwdec=no", "--no-terminal", "--framedrop=no",
       "--speed={speed}", f"--geometry={WIDE}x{TALL}", "--loop-file={again}", "{clip}"]  # fmt: skip
FFPLAY = ["ffplay", "-v", "error", "-autoexit", "-an", "-x", f"{WIDE}", "-y", f"{TALL}", "-loop", "{times}", "{clip}"]


def run(size: Size, folder: Path) -> list[Row]:
    """Measure."""
    rounds = max(1, size.rounds // 4)
    with stage("clips"):
        made = clips.make(size.cache, clips.KINDS if rounds > 1 else SMALLEST)
    with ExitStack() as stack:
        display = stack.enter_context(_display())
        ask = stack.enter_context(_watching(display))
        with stage("the drawn studio"):
            rows = _studio(ask)
        for kind, clip in made.items():
            with stage(kind.words):
                rows += _watched(kind, clip, ask, rounds, whole=(kind.height, kind.fps) == (1080, 30))
            if kind.words == "H.264 1080p30":
                with stage("other programs"):
                    rows += _others(kind, clip, ask, display, rounds)
        with stage("main thread"):
            rows += _main_thread(next(iter(made.values())), ask, rounds)
        rows += _card(ask, rounds)
    with stage("snap"):
        rows.append(_snap(next(iter(made.values())), folder, rounds))
    return rows


# --- the preview -----------------------------------------------------------------------------


def _watched(kind: Kind, clip: Path, ask: Ask, rounds: int, *, whole: bool) -> list[Row]:
    """The rows of one clip beside what our own process can do otherwise."""
    frames = _FRAMES if whole else _FEWER
    ask("open", spec=str(clip))
    said: list[dict[str, Any]] = []

    def ours() -> float:
        said.append(ask("ours", frames=frames))
        return float(said[-1]["cpu_ms"])

    theirs = [lambda: ask("alone", frames=frames)["cpu_ms"], lambda: ask("naive", frames=frames)["cpu_ms"]]
    mine, alone, *naive = by_turns(rounds if whole else max(1, rounds // 2), ours, *theirs[: 1 + whole])
    kept = said[-len(mine) :]
    name = f"preview, {kind.words}"
    shown = f"{WIDE}x{TALL}, {statistics.mean(each['shown'] for each in kept):.0%} of the frames painted"
    goal = GOALS[kind.codec] if whole else None
    late = percentile([value for each in kept for value in each["late_ms"]], 0.99)
    return [
        versus(f"{name}, processor time", mine, alone, "ms", ALONE, goal, shown),
        *(versus(f"{name}, processor time", mine, each, "ms", "the tutorials' way") for each in naive),
        Row(
            name=f"{name}, arrival to paint p99",
            ours=late,
            unit="ms",
            against=1000 / kind.fps,
            ratio=late * kind.fps / 1000,
            than="a frame",
            goal=1.0,
        ),
        Row(name=f"{name}, memory pages", ours=statistics.median(each["faults"] for each in kept), unit="a frame"),
    ]


def _others(kind: Kind, clip: Path, ask: Ask, display: str, rounds: int) -> list[Row]:
    """The same beside other programs, as far as they are here."""
    rows = []
    for command, goal, again, most in ((MPV, 0.75, 2, min(rounds, _TURNS)), (FFPLAY, None, 1, 1)):
        if not display or shutil.which(command[0]) is None:
            sys.stderr.write(f"{command[0]} or Xvfb is not here … ")
            continue
        play = _Other(command, kind, clip, display, again)
        mine, theirs = by_turns(most, lambda: ask("ours", frames=_FRAMES)["cpu_ms"], play)
        words = " ".join(each for each in command[:3] if each in ("mpv", "--vo=x11", "ffplay"))
        rows.append(versus(f"preview, {kind.words}, processor time", mine, theirs, "ms", words, goal))
    return rows


class _Other:
    """Another program: milliseconds of its processor time a frame, its start taken off.

    `again`: how many times it plays the clip beyond the first, which carries its start.
    """

    def __init__(self, command: list[str], kind: Kind, clip: Path, display: str, again: int) -> None:
        self._command = command
        self._again = again
        self._speed = FPS / kind.fps
        self._clip = clip
        self._env = os.environ | {"DISPLAY": display, "SDL_VIDEODRIVER": "x11"}
        self._once_s = 0.0

    def __call__(self) -> float:
        self._once_s = self._once_s or self._seconds(0)
        return (self._seconds(self._again) - self._once_s) / (self._again * clips.FRAMES) * 1000

    def _seconds(self, again: int) -> float:
        words = {"clip": str(self._clip), "again": str(again), "times": str(again + 1), "speed": f"{self._speed:g}"}
        command = [part.format(**words) for part in self._command]
        with subprocess.Popen(command, env=self._env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
            _, status, used = os.wait4(program.pid, 0)
            program.returncode = os.waitstatus_to_exitcode(status)
        if program.returncode:
            raise RuntimeError(f"{command[0]} ended with {program.returncode}")
        return used.ru_utime + used.ru_stime


def _main_thread(clip: Path, ask: Ask, rounds: int) -> list[Row]:
    """How the camera alone keeps the main thread from its work, and what happens while it does not come."""
    seconds = 0.7 if rounds > 1 else 0.2
    stall_s = 3.0 if rounds > 1 else 0.5
    ask("open", spec=str(clip))
    idle, busy = by_turns(
        rounds,
        lambda: percentile(ask("ticks", seconds=seconds, camera=False)["late_ms"], 0.99),
        lambda: percentile(ask("ticks", seconds=seconds, camera=True)["late_ms"], 0.99),
    )
    grown = ask("stall", seconds=stall_s)
    return [
        versus(
            f"a {TICK_MS} ms timer late beyond its time, p99, camera at {FPS} a second",
            busy,
            idle,
            "ms",
            "nothing happens",
            3.0,
            "with sync and sales: group burst",
        ),
        Row(
            name=f"memory grown while the main thread stands for {stall_s:g} s",
            ours=grown["grown_mb"],
            unit="MB",
            goal=MOST_GROWN_MB,
            note=f"{grown['frames']} frames came",
        ),
    ]


def _studio(ask: Ask) -> list[Row]:
    """The scene that stands in for a camera, which is drawn when it is first wanted."""
    found = ask("studio")
    name = "the drawn studio"
    late = f"{name}, a {TICK_MS} ms timer late beyond its time until then, worst"
    took = f"{found['cpu_s']:.2f} s of processor time"
    return [
        Row(name=f"{name}, from its start to its first picture", ours=found["first_s"], unit="s", goal=0.7, note=took),
        Row(name=late, ours=max(found["late_ms"]), unit="ms", goal=10),
    ]


def _card(ask: Ask, rounds: int) -> list[Row]:
    found = ask("cards", rounds=20 * rounds)
    copy = "memcpy of the frame"
    return [versus("the card over a 1080p picture", found["laying_us"], found["copying_us"], "µs", copy, 0.2)]


# --- snap ------------------------------------------------------------------------------------


def _snap(clip: Path, folder: Path, rounds: int) -> Row:
    """A burst's photos chosen, cut, encoded and safe on the disk, beside encoding the same pictures."""
    from console import snap
    from console.camera import imaging
    from console.camera.cv import cv2
    from console.camera.source import Frame

    player = cv2.VideoCapture(str(clip), cv2.CAP_FFMPEG)
    burst = [Frame(imaging.as_bytes(player.read()[1]), index / 30, index, 1.0) for index in range(snap.SHOTS)]
    pictures = [picture for frame in burst for picture in _as_kept(snap.keep_files([frame], folder), folder)]
    turn = 0

    def keep() -> float:
        nonlocal turn
        turn += 1
        return timed(lambda: snap.keep_files(burst, folder / str(turn))) * 1000

    ours, encode = by_turns(rounds, keep, lambda: timed(lambda: [imaging.encode(each) for each in pictures]) * 1000)
    name = f"snap, {len(burst)} frames, each as three pictures and a thumbnail, flushed"
    return versus(name, ours, encode, "ms", "JPEG encode of the same", 2.0)


def _as_kept(shots: Any, folder: Path) -> list[Any]:
    from console.camera.cv import cv2

    return [
        cv2.imread(str(folder / name)) for shot in shots for name in (shot.full, shot.square, shot.portrait, shot.thumb)
    ]


# --- processes -------------------------------------------------------------------------------

Ask = Callable[..., dict[str, Any]]


@contextmanager
def _display() -> Iterator[str]:
    """An X server of our own, as `DISPLAY` wants it; empty where there is none."""
    if shutil.which("Xvfb") is None:
        yield ""
        return
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1920x1200x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()


@contextmanager
def _watching(display: str) -> Iterator[Ask]:
    """Our own players in a process of their own."""
    where = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"} if display else {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.bench.watching"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=REPO, env=os.environ | where, stdin=pipe, stdout=pipe, text=True) as child:
        to, back = child.stdin, child.stdout
        assert to is not None
        assert back is not None

        def ask(do: str, **what: object) -> dict[str, Any]:
            to.write(json.dumps({"do": do, **what}) + "\n")
            to.flush()
            answer = back.readline()
            if not answer:
                raise RuntimeError(f"the player ended at {do}")
            said: dict[str, Any] = json.loads(answer)
            return said

        try:
            yield ask
        finally:
            to.close()
