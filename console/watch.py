"""Watches one source without a window and without a database, and tells what happens to it, line by line.

The same capture, watchdog and code reader as in the console; only what they say goes to standard output.
A file is played once, at its own pace; everything else is opened again until the time is up.
"""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from console.camera.capture import played_once
from console.camera.errors import CameraError, CameraUnavailable, StreamUnavailable
from console.camera.feed import CameraFeed
from console.camera.source import SpecKind, mask, parse_spec
from console.camera.watchdog import Remark, Seen
from console.clock import SystemClock
from console.errors import KaiboError
from console.reading.glances import Glances
from console.reading.sightings import Change

TIME_IS_UP = "time is up"
_TRIES = 3
_LOOK_EVERY_S = 0.1


class _Lines:
    """Writes one line for each thing that happens, each at once; callable from any thread."""

    def __init__(self, lang: str, out: TextIO) -> None:
        self.over = threading.Event()
        """Set when there is nothing more to wait for."""
        self.why = ""
        self.has_opened = False
        self.broken: OSError | None = None
        """Whoever read the lines is gone."""
        self._has_failed = False
        self._lang = lang
        self._out = out
        self._lock = threading.Lock()
        self._closed = False
        self._began = time.monotonic()

    def elapsed_s(self) -> float:
        """Since watching began."""
        return time.monotonic() - self._began

    def remark(self, remark: Remark) -> None:
        """The watchdog said something."""
        if remark.seen is Seen.ENDED:
            self.end("end of the file")
            return
        self.has_opened = self.has_opened or remark.seen is Seen.OPENED
        self._has_failed = self._has_failed or remark.seen is Seen.FAILED
        facts = dict(remark.facts)
        if remark.since is not None:
            facts = {"since_s": self._at_s(remark.since), **facts}
        if remark.error is not None:
            facts |= self._words(remark.error)
        self._write(remark.seen.value, remark.at, facts)

    def codes(self, change: Change) -> None:
        """Codes came into the picture; those that went are not told."""
        for code in change.came:
            self._write("code", time.monotonic(), {"text": code.text, "format": code.format, "kind": code.kind.value})

    def end(self, why: str) -> None:
        """Nothing more is to come; the first reason counts."""
        self.why = self.why or why
        self.over.set()

    def close(self, frames: int, spec: str) -> None:
        """The last line; before it, when `spec` neither opened nor failed so far, that nothing came of it."""
        if not self.has_opened and not self._has_failed and self.why == TIME_IS_UP:
            error = (StreamUnavailable if "://" in spec else CameraUnavailable)(spec=mask(spec.strip()) or "0")
            self._write(Seen.FAILED.value, time.monotonic(), {"since_s": 0.0, **self._words(error)})
        self._write(Seen.ENDED.value, time.monotonic(), {"why": self.why, "frames": frames}, last=True)

    def _words(self, error: KaiboError) -> dict[str, object]:
        shown = (error.while_running if isinstance(error, CameraError) else error.shown)(self._lang)
        return {"error": type(error).__name__, "title": shown.title, "advice": shown.advice}

    def _at_s(self, at: float) -> float:
        return round(max(0.0, at - self._began), 3)

    def _write(self, event: str, at: float, facts: Mapping[str, object], *, last: bool = False) -> None:
        line = json.dumps({"event": event, "at_s": self._at_s(at), **facts}, ensure_ascii=False)
        with self._lock:
            if self._closed:
                return
            self._closed = last
            try:
                self._out.write(line + "\n")
                self._out.flush()
            except OSError as error:
                self.broken, self._closed = error, True
                self.end("nobody reads")


def run(spec: str, seconds: float | None, lang: str, out: TextIO) -> int:
    """Watch `spec` for so many seconds, or until it is over; returns 1 when it never opened, else 0.

    Without `seconds`, a source that does not open is given up after three tries; one that did open is watched
    until its end or until the program is interrupted. Raises BrokenPipeError when nobody reads the lines.
    """
    with _interruptions() as interrupted:
        _load()
        feed = CameraFeed(played_once, once=True)
        lines = _Lines(lang, out)
        feed.on_remark = lines.remark
        glances = Glances(feed, lines.codes, SystemClock())
        try:
            feed.start(spec)
            glances.start()
            _wait(feed, lines, spec, seconds, interrupted)
            lines.close(feed.frames_seen, spec)
        finally:
            feed.rest()
            glances.stop()
            feed.stop()
    if lines.broken is not None:
        raise lines.broken
    return 0 if lines.has_opened else 1


def _load() -> None:
    """OpenCV and what stands on it, before the clock runs: a file's seconds shall be ours."""
    from console.camera import impression, monitor, opencv, ring  # noqa: F401 - for the effect


def _wait(feed: CameraFeed, lines: _Lines, spec: str, seconds: float | None, interrupted: list[int]) -> None:
    final = _is_file(spec)
    while not lines.over.wait(_LOOK_EVERY_S):
        if interrupted:
            lines.end("interrupted")
        elif seconds is not None and lines.elapsed_s() >= seconds:
            lines.end(TIME_IS_UP)
        elif feed.failures and final:
            lines.end("the file gives no picture")
        elif seconds is None and not lines.has_opened and feed.failures >= _TRIES:
            lines.end("it does not open")


def _is_file(spec: str) -> bool:
    """A file does not come back by waiting; one that is not there, or an address, may."""
    try:
        return parse_spec(spec).kind is SpecKind.FILE
    except CameraUnavailable:
        return False


@contextmanager
def _interruptions() -> Iterator[list[int]]:
    """A list to which SIGINT and SIGTERM are added; nothing more is safe to do while a lock may be held."""
    came: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _: came.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
