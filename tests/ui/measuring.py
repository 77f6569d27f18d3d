"""Measures painted words: which were cut, and which stand out too little from what is really behind them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QWidget

from ui.look import ink
from ui.look.tokens import contrast
from ui.windows.main_window import MainWindow

ENOUGH = 4.5
MOSTLY = 0.3
"""A plane covers at least so much of the box of its words; where nothing does, it is a picture."""


def pixels_of(image: QImage) -> np.ndarray:
    """An image as 0xRRGGBB, height x width."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(plain.constBits(), np.uint32).reshape(plain.height(), -1)
    return rows[:, : plain.width()] & 0xFFFFFF


class Written:
    """Words as they are painted: where on the window, and in which colour."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lines: list[tuple[QWidget, QRectF, str, str]] = []
        self.shortened: set[str] = set()
        """What did not fit its box."""
        self._real = ink.write
        monkeypatch.setattr(ink, "write", self._watched)

    def _watched(self, painter: QPainter, box: QRectF, said: str, font: QFont, colour: QColor, *rest: object) -> float:
        if QFontMetricsF(font).horizontalAdvance(said) > box.width() + 0.5:
            self.shortened.add(said)
        device = painter.device()
        if isinstance(device, QWidget) and said.strip() and colour.alpha() == 255:
            self.lines.append((device, painter.combinedTransform().mapRect(box), said, colour.name()))
        return self._real(painter, box, said, font, colour, *rest)  # type: ignore[arg-type]  # as it came

    def forget(self) -> None:
        """What was painted so far does not count."""
        self.lines.clear()
        self.shortened.clear()

    def weak(self, window: MainWindow, *, measure: bool = True) -> set[str]:
        """Paint `window` and give the words that stand out too little; none where it is not to be measured."""
        self.forget()
        pixels = pixels_of(window.grab().toImage())
        found: set[str] = set()
        if not measure:
            return found
        for widget, box, said, colour in self.lines:
            if not widget.isVisible() or widget.window() is not window:
                continue
            seen = (
                box.translated(widget.mapTo(window, QPoint(0, 0)).toPointF()).toAlignedRect().intersected(window.rect())
            )
            part = pixels[seen.top() : seen.bottom() + 1, seen.left() : seen.right() + 1]
            if not part.size or window.childAt(seen.center()) is not widget:
                continue  # something lies over it
            colours, counts = np.unique(part, return_counts=True)
            plane, times = int(colours[counts.argmax()]), int(counts.max())
            if times >= MOSTLY * part.size and contrast(colour, f"#{plane:06X}") < ENOUGH:
                found.add(f"{said}: {colour} on #{plane:06X}")
        return found
