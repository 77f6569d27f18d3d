"""The thread that reads the label in a snapped picture: its code, and its words where they can be read.

The newest snap wins; one that was not begun is forgotten. The models are loaded for the first label
and let go again after a while without one. A label that cannot be read is simply not proposed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from console.facts import CodeKind, Label
from console.reading import ocr
from console.reading.labels import label_of
from console.threads import be_modest

if TYPE_CHECKING:
    from console.camera.source import Pixels

log = structlog.get_logger(__name__)

UNUSED_S = 900.0
"""Models that read nothing for so long are let go."""
_STOP_WITHIN_S = 0.5


class Labelling(threading.Thread):
    """Reads pictures until `stop`; `on_label` is called in this thread with the id of the snap and what it says."""

    def __init__(self, on_label: Callable[[str, Label], None], words: Callable[[], ocr.Words] = ocr.Words) -> None:
        super().__init__(name="labels", daemon=True)  # reading may take a second that the exit does not wait for
        self._on_label = on_label
        self._load = words
        self._words: ocr.Words | None = None
        self._readable: bool | None = None  # not known yet
        self._next: tuple[str, Path] | None = None
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._ended = threading.Event()

    def read(self, snap_id: str, picture: Path) -> None:
        """Read the label in `picture` next; for any thread."""
        with self._lock:
            self._next = snap_id, picture
        self._wake.set()

    def stop(self) -> None:
        """End; a label that is being read is not waited for long, and not told any more."""
        self._ended.set()
        self._wake.set()
        if self.is_alive():
            self.join(_STOP_WITHIN_S)

    def run(self) -> None:
        """The thread's whole life."""
        be_modest()
        while not self._ended.is_set():
            if not self._wake.wait(UNUSED_S):
                self._words = None
                continue
            self._wake.clear()
            with self._lock:
                wish, self._next = self._next, None
            if wish is None:
                continue
            try:
                label = self.label(wish[1])
            except Exception:  # the thread's outermost edge: a picture that cannot be read is not proposed
                log.exception("label not read")
                continue
            if label is not None and not self._ended.is_set():
                self._on_label(wish[0], label)

    def label(self, picture: Path) -> Label | None:
        """What the picture in a file says of the goods; None where it says nothing or is none."""
        from console.camera.still import load

        pixels = load(picture)
        if pixels is None:
            return None
        barcode = _goods_code(pixels)
        label = self._said(pixels) or Label()
        return replace(label, barcode=barcode) if label != Label() or barcode else None

    def _said(self, pixels: Pixels) -> Label | None:
        if self._readable is None:
            self._readable = ocr.missing() is None
        if not self._readable:
            return None
        began = time.monotonic()
        if self._words is None:
            try:
                self._words = self._load()
            except (ImportError, OSError, ValueError, RuntimeError) as error:  # whatever an engine says of its files
                self._readable = False
                log.warning("labels cannot be read", error=str(error)[:200])
                return None
        height, width = pixels.shape[:2]
        label = label_of(self._words.find(pixels), (width, height))
        log.info("label read", found=label is not None, ms=round((time.monotonic() - began) * 1000))
        return label


def _goods_code(pixels: Pixels) -> str:
    """The code of the goods, where just one can be seen."""
    from console.camera.codes import read_codes

    found = [code.text for code in read_codes(pixels) if code.kind is CodeKind.GOODS]
    return found[0] if len(found) == 1 else ""
