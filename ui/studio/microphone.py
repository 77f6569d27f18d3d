"""How loud the microphone is, while somebody looks: samples in, the last seconds' level out.

Listening has a thread of its own and ends with the look; nothing is recorded, kept or played. What the level means is
said by `console.preflight`.
"""

from __future__ import annotations

import math
import sys
from array import array
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import structlog
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QThread,
    QtMsgType,
    Signal,
    qFormatLogMessage,
    qInstallMessageHandler,
)

from console.preflight import Microphone

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioSource

log = structlog.get_logger(__name__)

RATE = 16_000
"""Samples a second that are asked for: enough for a level."""
PIECE = RATE // 10
"""Samples of one reading of the level."""
REMEMBERED = 30
"""Readings that are looked back upon: three seconds."""
FLOOR_DB = -90.0
CLIPS_AT, CLIPPED_SAMPLES = 32_700, 4
"""So many samples at the end of the scale in a tenth of a second are no accident."""
Found = Callable[[str], None]
Samples = Callable[[bytes], None]


class Ear(Protocol):
    """Something that can be listened to. Both answers come on the main thread."""

    def listen(self, found: Found, samples: Samples) -> None:
        """Begin: `found` gets the name of the microphone ("" for none), `samples` signed 16 bit mono at `RATE`."""
        ...

    def stop(self) -> None:
        """Listen no more; harmless when called twice."""
        ...


def level_db(piece: array[int]) -> float:
    """RMS of signed 16 bit samples in dB of full scale, at least `FLOOR_DB`."""
    if not piece:
        return FLOOR_DB
    mean = sum(sample * sample for sample in piece) / len(piece)
    return max(FLOOR_DB, 10 * math.log10(mean / 32_768**2)) if mean else FLOOR_DB


class Hearing:
    """The last seconds of a microphone."""

    def __init__(self) -> None:
        self._rest = array("h")
        self._odd = b""
        self._pieces: deque[tuple[float, bool]] = deque(maxlen=REMEMBERED)
        self._heard = 0

    def add(self, samples: bytes) -> None:
        """Take in signed 16 bit samples, however they were cut."""
        whole = self._odd + samples
        self._odd = whole[len(whole) // 2 * 2 :]
        self._rest.frombytes(whole[: len(whole) // 2 * 2])
        while len(self._rest) >= PIECE:
            piece, self._rest = self._rest[:PIECE], self._rest[PIECE:]
            clipped = sum(abs(sample) >= CLIPS_AT for sample in piece) >= CLIPPED_SAMPLES
            self._pieces.append((level_db(piece), clipped))
            self._heard += 1

    @property
    def now_db(self) -> float:
        """The newest reading."""
        return self._pieces[-1][0] if self._pieces else FLOOR_DB

    def told(self, name: str) -> Microphone:
        """What is to be said of it."""
        if not self._pieces:
            return Microphone(name)
        loudest = max(level for level, _ in self._pieces)
        return Microphone(name, loudest, any(clipped for _, clipped in self._pieces), self._heard * PIECE / RATE)


SOUND_SERVER = "PulseAudioService"
"""How Qt begins what it says of the sound server, in no category that could be quieted."""


@contextmanager
def sound_server_to_log() -> Iterator[None]:
    """That there is no sound server goes into the log: to the person it is said as "no microphone".

    Everything else that Qt says meanwhile goes where it would have gone.
    """

    def heard(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
        if words.startswith(SOUND_SERVER):
            log.info("no sound server", said=words)
        elif former is not None:
            former(kind, context, words)
        else:
            sys.stderr.write(qFormatLogMessage(kind, context, words) + "\n")

    former = qInstallMessageHandler(heard)
    try:
        yield
    finally:
        qInstallMessageHandler(former)


class _Worker(QObject):
    """Opens the system's microphone on its own thread: a sound server may take its time."""

    found = Signal(str)
    heard = Signal(bytes)

    def __init__(self) -> None:
        super().__init__()
        self._source: QAudioSource | None = None

    def begin(self) -> None:
        from PySide6.QtMultimedia import QAudioFormat, QAudioSource, QMediaDevices

        with sound_server_to_log():
            device = QMediaDevices.defaultAudioInput()
        if device.isNull():
            self.found.emit("")
            return
        wanted = QAudioFormat()
        wanted.setSampleRate(RATE)
        wanted.setChannelCount(1)
        wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self.found.emit(device.description())
        self._source = QAudioSource(device, wanted)
        stream = self._source.start()
        stream.readyRead.connect(lambda: self.heard.emit(bytes(stream.readAll().data())))

    def end(self) -> None:
        if self._source is not None:
            self._source.stop()
            self._source.deleteLater()
            self._source = None


class SystemEar(QObject):
    """The microphone that the system uses by default."""

    _begin = Signal()
    _end = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: QThread | None = None
        self._worker: _Worker | None = None
        self._told: tuple[_Told, ...] = ()
        self._ending: list[tuple[QThread, _Worker]] = []
        """Threads that are about to end, each with its worker: that must not go while it may still be called."""

    def listen(self, found: Found, samples: Samples) -> None:
        if self._thread is not None:
            return
        self._thread, self._worker = QThread(), _Worker()
        self._thread.setObjectName("microphone")
        self._worker.moveToThread(self._thread)
        self._told = (_Told(found), _Told(samples))
        self._worker.found.connect(self._told[0].tell)
        self._worker.heard.connect(self._told[1].tell)
        self._begin.connect(self._worker.begin)
        self._end.connect(self._worker.end)
        self._thread.start()
        self._begin.emit()

    def stop(self) -> None:
        thread, self._thread = self._thread, None
        worker, self._worker = self._worker, None
        if thread is None or worker is None:
            return
        self._end.emit()
        self._begin.disconnect()
        self._end.disconnect()
        worker.found.disconnect()
        worker.heard.disconnect()
        self._told = ()
        thread.quit()
        self._ending = [each for each in self._ending if each[0].isRunning()] + [(thread, worker)]

    def close(self) -> None:
        """Stop, and wait a moment for a sound server that takes its time; only where the program ends anyway."""
        self.stop()
        for thread, _ in self._ending:
            thread.wait(500)


class _Told(QObject):
    """Hands a signal of the listening thread over to the main one, where this object lives."""

    def __init__(self, deed: Callable[..., None]) -> None:
        super().__init__()
        self._deed = deed

    def tell(self, what: object) -> None:
        self._deed(what)
