"""The child processes of `opening`: open a window, say when its first paint is over, and end.

Beside the product's own entry points there is only a listener. Nothing heavy is imported before them.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def _painted() -> None:
    """Say when, and end at once: how a console closes is not what is measured."""
    sys.stdout.write(f"painted {time.monotonic_ns()}\n")
    sys.stdout.flush()
    os._exit(0)


def _bare() -> None:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    class Bare(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's
            _painted()

    app = QApplication([])
    window = Bare()
    window.resize(480, 270)
    window.show()
    app.exec()


def _first(data: str) -> None:
    from ui.windows.opening import Opening

    paint = Opening.paintEvent

    def painted(self: Opening, event: object) -> None:
        paint(self, event)  # type: ignore[arg-type]
        _painted()

    Opening.paintEvent = painted  # type: ignore[method-assign]
    import main

    main.main(["console", "--data", data, "--camera", "synthetic"])


def _window(data: str) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    from ui import run as entry

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, _painted)
            return False

    watch = Watch()

    async def script(_console: object, window: QObject) -> int:
        import asyncio

        window.installEventFilter(watch)
        await asyncio.Event().wait()
        return 0

    from console.config import Options

    entry.run_window(Options(data=Path(data), camera="synthetic"), script)


if __name__ == "__main__":
    {"bare": lambda _: _bare(), "first": _first, "window": _window}[sys.argv[1]](sys.argv[2])
