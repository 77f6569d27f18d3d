"""Pictures of the goods, read and scaled away from the UI thread; painting never waits for a disk."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader

KEPT = 400
"""Images in memory; at 64 px each about 16 KB, the frozen photo a few MB."""
STOP_WAIT_MS = 2_000


class _Told(QObject):
    ready = Signal(str, int, QImage)


class _Read(QRunnable):
    def __init__(self, path: Path, name: str, edge: int, told: _Told) -> None:
        super().__init__()
        self._path, self._name, self._edge, self._told = path, name, edge, told

    def run(self) -> None:
        reader = QImageReader(str(self._path))
        reader.setAutoTransform(True)
        size = reader.size()
        if size.isValid() and min(size.width(), size.height()) > self._edge:
            edge = QSize(self._edge, self._edge)
            reader.setScaledSize(size.scaled(edge, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
        image = reader.read()
        if not image.isNull():
            image = image.convertToFormat(QImage.Format.Format_RGB32)
        self._told.ready.emit(self._name, self._edge, image)


class Pictures(QObject):
    """Asks for pictures by their name in the data folder; draws nothing itself."""

    arrived = Signal(str)
    """A picture that was asked for is there now."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._kept: OrderedDict[tuple[str, int], QImage] = OrderedDict()
        self._asked: set[tuple[str, int]] = set()
        self._told = _Told(self)
        self._told.ready.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._pool.setObjectName("pictures")

    @property
    def folder(self) -> Path:
        """The data folder that names are below of."""
        return self._folder

    @property
    def waited_for(self) -> int:
        """How many were asked for and are not there yet."""
        return len(self._asked)

    def get(self, name: str, edge: int) -> QImage | None:
        """The picture with its shorter side at `edge` device pixels, or None until it `arrived`."""
        if not name:
            return None
        key = (name, edge)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._asked:
            self._asked.add(key)
            self._pool.start(_Read(self._folder / name, name, edge, self._told))
        return None

    def close(self) -> None:
        """Read no more; harmless when called twice."""
        self._pool.clear()
        self._pool.waitForDone(STOP_WAIT_MS)

    def _keep(self, name: str, edge: int, image: QImage) -> None:
        self._asked.discard((name, edge))
        self._kept[name, edge] = image
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(name)
