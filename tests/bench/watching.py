"""The child process of `camera`: watches a clip in several ways, one at a time, and says what each cost.

    python -m tests.bench.watching

reads one JSON object a line, `{"do": NAME, ...}` with the arguments of the method of that name, and
answers one line each. Between two requests nothing runs: the product's own capture thread stands
before its next frame. Every way of watching is held to the same rate, because a decoder that never
rests costs less a frame than one that wakes up for each.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from console.camera import capture
from console.camera.cv import cv2
from console.camera.feed import CameraFeed
from console.clock import SystemClock
from console.facts import CameraStatus
from tests.ui.fake_desk import an_item
from ui.look.pictures import Pictures
from ui.look.theme import Theme, dress
from ui.panels.picture.preview import PreviewPanel
from ui.selling import card
from ui.selling.ticking import Ticking

if TYPE_CHECKING:
    from console.camera.source import Jpeg, Pixels, Source, Spec

WIDE, TALL = 960, 540
FPS = 60
"""At which every clip is watched."""
TICK_MS = 5
_WARM_FRAMES, _WARM_JPEGS = 62, 12
"""Until the burst is full, each frame takes memory that nobody had before; a JPEG hardly any."""


class _Held:
    """A source that gives as many frames as it is allowed to, at `FPS`; then it stands and says so."""

    paced = True
    over = False

    def __init__(self, source: Source, spent: Callable[[], None]) -> None:
        self._source = source
        self._spent = spent
        self._changed = threading.Condition()
        self._left = 0
        self._owes = False  # to say when they are spent
        self._ended = False
        self.opened = False

    @property
    def fps(self) -> float:
        return FPS

    @property
    def size(self) -> tuple[int, int]:
        return self._source.size

    @property
    def codec(self) -> str:
        return self._source.codec

    @property
    def position_s(self) -> float:
        return self._source.position_s * (self._source.fps or 30) / FPS

    @property
    def compressed(self) -> bool:
        """Whether the burst holds JPEG."""
        return getattr(self._source, "compressed", False)

    def allow(self, frames: int) -> None:
        """So many more."""
        with self._changed:
            self._left, self._owes = self._left + frames, True
            self._changed.notify()

    def end(self) -> None:
        """Whoever waits gets no frame."""
        with self._changed:
            self._ended = True
            self._changed.notify()

    def open(self) -> None:
        self._source.open()
        self.opened = True

    def read(self, into: Pixels | None = None) -> Pixels | Jpeg | None:
        with self._changed:
            if self._left == 0 and self._owes:
                self._owes = False
                self._spent()
            self._changed.wait_for(lambda: self._left > 0 or self._ended)
            self._left -= 1
        return None if self._ended else self._source.read(into)

    def close(self) -> None:
        self._source.close()


class _Mailbox:
    """The feed as the panel wants it."""

    def __init__(self, feed: CameraFeed) -> None:
        self._feed = feed
        self.take = feed.preview.take
        self.preview_size = feed.preview_size

    def listen(self, frame_ready: Callable[[], None]) -> None:
        self._feed.on_preview = frame_ready


class _Timed(PreviewPanel):
    """The product's panel, with a clock."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.late_ms: list[float] = []
        self._painted: object = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        super().paintEvent(event)
        if self._preview is not None and self._preview is not self._painted:
            self._painted = self._preview
            self.late_ms.append((time.monotonic() - self._preview.captured_at) * 1000)


class Watching(QObject):
    """Everything that can be asked for."""

    _spent = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._loop = QEventLoop()
        self._spent.connect(self._loop.quit, Qt.ConnectionType.QueuedConnection)
        self._held: _Held | None = None
        self._feed = CameraFeed(self._source_for)
        self._theme = Theme()
        self._pictures = Pictures(Path(tempfile.gettempdir()))
        self._panel = _Timed(
            self._theme, _Mailbox(self._feed), self._pictures, seat="anchor", ticking=Ticking(SystemClock())
        )
        self._label = QLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self._panel, self._label):
            widget.setFixedSize(WIDE, TALL)
            widget.show()
        self._alone = self._naive = cv2.VideoCapture()
        app.processEvents()

    def _source_for(self, spec: Spec) -> Source:
        self._held = _Held(capture.source_for(spec), self._spent.emit)
        return self._held

    # --- what is asked -----------------------------------------------------------------------

    def open(self, spec: str) -> dict[str, Any]:
        """Make every player ready for a clip."""
        if self._held is not None:
            self._held.end()
        self._feed.stop()
        self._held = None
        self._feed.start(spec)
        while self._held is None or not self._held.opened:
            time.sleep(0.01)
            if self._feed.camera.status is CameraStatus.FAILED:
                raise RuntimeError(f"{spec} does not open")
        if Path(spec).exists():
            self._alone = cv2.VideoCapture(spec, cv2.CAP_FFMPEG)
            self._naive = cv2.VideoCapture(spec, cv2.CAP_FFMPEG)
        self.ours(_WARM_JPEGS if self._held.compressed else _WARM_FRAMES)
        return {}

    def ours(self, frames: int) -> dict[str, Any]:
        """The product's feed and panel."""
        assert self._held is not None
        shown, self._panel.late_ms = self._feed.frames_shown, []

        def watch() -> None:
            assert self._held is not None
            self._held.allow(frames)
            self._loop.exec()
            self._app.processEvents()

        return self._cost(watch, frames) | {
            "late_ms": self._panel.late_ms,
            "shown": (self._feed.frames_shown - shown) / frames,
        }

    def alone(self, frames: int) -> dict[str, Any]:
        """`cap.read` and nothing else."""
        return self._cost(lambda: _paced(frames, lambda: _next(self._alone)), frames)

    def naive(self, frames: int) -> dict[str, Any]:
        """The way the tutorials have it."""

        def show() -> None:
            frame = _next(self._naive)
            rgb = cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
            height, width, channels = rgb.shape
            image = QImage(rgb.data, width, height, channels * width, QImage.Format.Format_RGB888).copy()
            pixmap = QPixmap.fromImage(image).scaled(
                self._label.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._label.setPixmap(pixmap)
            self._app.processEvents()

        return self._cost(lambda: _paced(frames, show), frames)

    def studio(self) -> dict[str, Any]:
        """The drawn studio from its start to its first picture, and how late a timer was meanwhile. Once a process."""
        feed = CameraFeed()
        began, first_s, cpu = time.perf_counter(), 0.0, time.process_time()

        def come() -> bool:
            nonlocal first_s
            first_s = time.perf_counter() - began
            return feed.frames_seen > 0

        feed.start("synthetic")
        late_ms = self._late_ms(come)
        cpu_s = time.process_time() - cpu
        feed.stop()
        return {"first_s": first_s, "late_ms": late_ms, "cpu_s": cpu_s}

    def ticks(self, seconds: float, camera: bool) -> dict[str, Any]:
        """A timer on the main thread; milliseconds by which each tick came later than it was due."""
        assert self._held is not None
        if camera:
            self._held.allow(round(seconds * FPS))
            return {"late_ms": self._late_ms(lambda: False)}
        until = time.perf_counter() + seconds
        return {"late_ms": self._late_ms(lambda: time.perf_counter() > until)}

    def _late_ms(self, over: Callable[[], bool]) -> list[float]:
        late_ms: list[float] = []
        last = time.perf_counter()

        def tick() -> None:
            nonlocal last
            now = time.perf_counter()
            late_ms.append(max(0.0, (now - last) * 1000 - TICK_MS))
            last = now
            if over():
                self._loop.quit()

        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(tick)
        timer.start(TICK_MS)
        self._loop.exec()
        return late_ms

    def stall(self, seconds: float) -> dict[str, Any]:
        """How far memory grows while this thread does nothing and the camera goes on."""
        assert self._held is not None
        before = self._beside_the_burst_mb()
        seen = self._feed.frames_seen
        self._held.allow(round(seconds * FPS))
        time.sleep(seconds)
        grown = self._beside_the_burst_mb() - before
        self._loop.exec()
        self._app.processEvents()
        return {"grown_mb": max(grown, self._beside_the_burst_mb() - before), "frames": self._feed.frames_seen - seen}

    def _beside_the_burst_mb(self) -> float:
        """What the process holds but for the frames of the last second, which are fewer on a busy machine."""
        capture = self._feed._capture
        kept = 0 if capture is None or capture._ring is None else capture._ring.nbytes
        return float(psutil.Process().memory_info().rss - kept) / 1e6

    def cards(self, rounds: int) -> dict[str, Any]:
        """Lay the card over a 1080p picture, beside copying that picture. Microseconds of processor time each."""
        picture = QImage(1920, 1080, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.darkGray)
        laid = card.render(self._theme, an_item(12, "豆绿圆条手镯"), None, round(1920 * 0.42))
        painter = QPainter(picture)
        laying, copying = [], []
        source, target = picture.constBits(), memoryview(bytearray(picture.sizeInBytes()))
        for _ in range(rounds):
            laying.append(_cpu_us(lambda: painter.drawImage(40, 800, laid)))
            copying.append(_cpu_us(lambda: target.__setitem__(slice(None), source)))
        painter.end()
        return {"laying_us": laying, "copying_us": copying}

    def _cost(self, work: Callable[[], None], frames: int) -> dict[str, Any]:
        faults, cpu = _faults(), time.process_time()
        work()
        return {"cpu_ms": (time.process_time() - cpu) / frames * 1000, "faults": (_faults() - faults) / frames}

    def close(self) -> None:
        """Let go of everything."""
        if self._held is not None:
            self._held.end()
        self._feed.stop()
        self._pictures.close()


def _paced(frames: int, work: Callable[[], object]) -> None:
    began = time.perf_counter()
    for index in range(frames):
        work()
        time.sleep(max(0.0, began + (index + 1) / FPS - time.perf_counter()))


def _next(clip: cv2.VideoCapture) -> Any:
    got, frame = clip.read()
    if not got:
        clip.set(cv2.CAP_PROP_POS_FRAMES, 0)
        got, frame = clip.read()
    return frame


def _cpu_us(work: Callable[[], object]) -> float:
    began = time.thread_time_ns()
    work()
    return (time.thread_time_ns() - began) / 1000


def _faults() -> int:
    """Pages of memory this process was given so far; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def main() -> int:
    """Answer until the questions end."""
    app = QApplication([])
    dress(app, Theme())
    watching = Watching(app)
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps(getattr(watching, asked.pop("do"))(**asked)) + "\n")
        sys.stdout.flush()
    watching.close()
    return 0


if __name__ == "__main__":
    ended = main()
    sys.stdout.flush()
    os._exit(ended)  # as `main.py` leaves, whatever a camera's thread does
