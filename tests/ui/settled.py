"""Waiting until the screen shows all it was told. Not here: what must not happen, which nobody can wait for."""

from __future__ import annotations

import time

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollBar, QWidget

from tests.waiting import PATIENCE_S
from ui.windows.main_window import MainWindow

Laid = list[tuple[str, int, int, int, int]]
TURN_MS = 20


def laid_out(window: MainWindow) -> Laid:
    """Where everything visible lies: its kind, left, top, width, height; not the bars of what is scrolled, which come
    a moment after its rows."""
    found = []
    for widget in window.findChildren(QWidget):
        bar = widget.objectName().startswith("qt_scrollarea") or isinstance(widget, QScrollBar)
        if widget.isVisible() and widget.window() is window and not bar:
            corner = widget.mapTo(window, QPoint(0, 0))
            found.append((type(widget).__name__, corner.x(), corner.y(), widget.width(), widget.height()))
    return sorted(found)


def told(window: MainWindow) -> bool:
    """Whether no news is on its way to the screen, and no picture that its painting asked for."""
    return not (window.bridge._soon.isActive() or window.pictures.waited_for)


def settled(window: MainWindow, *, painted: bool = False) -> Laid:
    """Where everything lies once nothing moves and nothing is on its way; `painted` when the pictures count too."""
    ends = time.monotonic() + PATIENCE_S
    before, now = None, laid_out(window)
    while now != before or not told(window):
        assert time.monotonic() < ends, "never comes to rest"
        if painted:
            window.grab()  # painting asks for pictures
        QTest.qWait(TURN_MS)
        before, now = now, laid_out(window)
    return now
