"""Garbage is looked for on the main thread alone: a timer or a window that dies on another one ends the program.

Python looks for garbage on whichever thread happens to make the next object, and the database's, the camera's and the
pool's make many. What Qt keeps in step with its own thread (a running `QTimer`, a shown widget) must not be taken apart
there: that is a crash or a standstill. So the search is put off until the loop of the screen comes round.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 250
OLDER_EVERY = 10
"""So many searches of the young objects before the next older ones are looked through; as Python does."""
OLDEST_SHARE = 4
"""The oldest are looked through once the objects that joined them are a quarter of them; as Python does."""


class Tidying(QObject):
    """From its making until `stop`, garbage is collected by this object's timer and by nothing else."""

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._young = self._middle = 0
        self._oldest = len(gc.get_objects(2))
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what is due."""
        if gc.get_count()[0] <= gc.get_threshold()[0]:
            return
        self._young += 1
        if self._young <= OLDER_EVERY:
            gc.collect(0)
            return
        self._young = 0
        self._middle += 1
        if self._middle <= OLDER_EVERY:
            gc.collect(1)
            return
        self._middle = 0
        self._look_at_oldest()

    def stop(self) -> None:
        """Look through everything once more, then leave it to Python again; harmless when called twice."""
        if self._timer.isActive():
            self._timer.stop()
            gc.collect()
            gc.enable()

    def _look_at_oldest(self) -> None:
        """All of them where enough joined; to a few old ones that never change, the long search is spared."""
        now = len(gc.get_objects(2))
        self._oldest = min(self._oldest, now)  # some may have been frozen
        if now - self._oldest > self._oldest // OLDEST_SHARE:
            gc.collect(2)
            self._oldest = len(gc.get_objects(2))
        else:
            gc.collect(1)
