"""Pictures of the goods, read and scaled away from the UI thread; painting never waits for a disk."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from ui.loop.aside import Aside

KEPT = 400
"""Images in memory; at 64 px each about 16 KB, the frozen photo a few MB."""

THREADS = 2


class Pictures(QObject):
    """Asks for pictures by their name in the data folder; draws nothing itself."""

    arrived = Signal(str)
    """A picture that was asked for is there now."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._kept: OrderedDict[tuple[str, int], QImage] = OrderedDict()
        self._asked: set[tuple[str, int]] = set()
        self._reading = Aside(THREADS, "pictures", self)
        self._reading.done.connect(self._keep)

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
            self._reading.start(lambda: (name, edge, _read(self._folder / name, edge)))
        return None

    def close(self) -> None:
        """Read no more; harmless when called twice."""
        self._reading.close()

    def _keep(self, read: tuple[str, int, QImage]) -> None:
        name, edge, image = read
        self._asked.discard((name, edge))
        self._kept[name, edge] = image
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(name)


def _read(path: Path, edge: int) -> QImage:
    """The picture in a file with its shorter side at `edge` pixels, unless it is smaller; null where there is none."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and min(size.width(), size.height()) > edge:
        reader.setScaledSize(size.scaled(QSize(edge, edge), Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    return image if image.isNull() else image.convertToFormat(QImage.Format.Format_RGB32)
