"""Invented pictures: goods drawn in colour, so that the windows can be looked at as they will be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from PySide6.QtCore import QBuffer, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter, QPen, QRadialGradient

from console.camera import imaging
from console.camera import view as geometry
from console.facts import Sale, View
from console.proof.album import Album, Proof

GROUNDS = {
    "bangle": ("#CBB79C", "#A9937A"),
    "cup": ("#B98154", "#7A4B2B"),
    "lilac": ("#D9CDB9", "#B5A68C"),
    "vase": ("#8C9BA5", "#5D6C78"),
    "agate": ("#2A1F1D", "#120C0B"),
    "ice": ("#6E6A66", "#3E3B39"),
    "celadon": ("#3A5C8C", "#14233F"),
    "pendant": ("#C4A36F", "#8A6B3D"),
}
"""The goods, each on its ground; `tests/ui/studio.py` has photos of the same, which take longer."""


def paint(name: str, width: int, height: int, shift: float = 0.0, ground: tuple[str, str] | None = None) -> QImage:
    """One of the goods on its ground, or on another; `shift` moves it a little, as a hand does between frames."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top, bottom = ground or GROUNDS[name]
    wall = QLinearGradient(0, 0, 0, height)
    wall.setColorAt(0, QColor(top))
    wall.setColorAt(1, QColor(bottom))
    painter.fillRect(0, 0, width, height, wall)
    u = min(width, height) / 100
    painter.translate(width / 2 + shift * u, height / 2)
    painter.scale(u, u)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 60))
    painter.drawEllipse(QPointF(5, 34), 30, 5)
    _SHAPES[name](painter)
    painter.end()
    return image


def _round(painter: QPainter, colours: tuple[str, str], box: QRectF) -> None:
    glow = QRadialGradient(box.center() - QPointF(box.width() / 5, box.height() / 4), box.width())
    glow.setColorAt(0, QColor(colours[0]))
    glow.setColorAt(1, QColor(colours[1]))
    painter.setBrush(QBrush(glow))
    painter.drawEllipse(box)


def _bangle(painter: QPainter) -> None:
    glow = QLinearGradient(-30, -30, 30, 30)
    glow.setColorAt(0, QColor("#9BE3B0"))
    glow.setColorAt(0.5, QColor("#4FA36B"))
    glow.setColorAt(1, QColor("#2F7A4B"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QBrush(glow), 11))
    painter.drawEllipse(QPointF(0, -2), 28, 30)
    painter.setPen(QPen(QColor(255, 255, 255, 150), 2))
    painter.drawArc(QRectF(-30, -34, 60, 62), 100 * 16, 50 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#C68F6E"))
    painter.drawRoundedRect(QRectF(-11, 24, 22, 40), 9, 9)
    painter.drawEllipse(QPointF(-9, 26), 7, 6)
    painter.drawEllipse(QPointF(10, 26), 7, 6)


def _cup(painter: QPainter) -> None:
    _round(painter, ("#C2502F", "#6E1F10"), QRectF(-36, 8, 72, 22))
    _round(painter, ("#E8E2D8", "#B9B0A2"), QRectF(-22, -20, 44, 42))
    painter.setBrush(QColor("#4A2A16"))
    painter.drawEllipse(QPointF(0, -12), 18, 7)


def _pendant(painter: QPainter) -> None:
    painter.setPen(QPen(QColor("#8A6A3A"), 1.5))
    painter.drawLine(QPointF(0, -50), QPointF(0, -24))
    painter.setPen(Qt.PenStyle.NoPen)
    _round(painter, ("#F07A55", "#8A2414"), QRectF(-26, -26, 52, 52))


def _vase(painter: QPainter) -> None:
    painter.setBrush(QColor("#E9F0F5"))
    painter.drawRoundedRect(QRectF(-9, -36, 18, 26), 4, 4)
    painter.drawEllipse(QPointF(0, 4), 24, 26)
    painter.setBrush(QColor("#2F5C8A"))
    for x, y in ((-10, -4), (10, 0), (-2, 14)):
        painter.drawEllipse(QPointF(x, y), 6, 5)


_SHAPES: dict[str, Callable[[QPainter], None]] = {
    "bangle": _bangle,
    "cup": _cup,
    "lilac": _bangle,
    "vase": _vase,
    "agate": _pendant,
    "ice": _bangle,
    "celadon": _vase,
    "pendant": _pendant,
}


def save_goods(folder: Path) -> None:
    """Write `<name>.jpg` (square) for every kind of goods and a burst `s0.jpg` to `s3.jpg` (16:9), one on white."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in GROUNDS:
        paint(name, 480, 480).save(str(folder / f"{name}.jpg"))
    for n in range(4):
        paint("bangle", 1280, 720, (n - 1) * 5).save(str(folder / f"s{n}.jpg"))
    paint("bangle", 1280, 720, ground=("#FFFFFF", "#FFFFFF")).save(str(folder / "white.jpg"))


def keep_proof(folder: Path, sale: Sale, after_ms: int = 400) -> None:
    """The picture and the line that the console would have kept of `sale`."""
    album = Album(folder)
    data, taken = QBuffer(), folder / "bangle-wide.jpg"
    picture = QImage(str(taken)) if taken.exists() else paint("bangle", 480, 270)
    picture.scaled(480, 270, mode=Qt.TransformationMode.SmoothTransformation).save(data, "JPG")
    taken_ms = sale.recorded_at_ms + after_ms
    name = album.keep(bytes(data.data().data()), taken_ms)
    proof = Proof(sale.recorded_at_ms, "sale", "show", sale.item_id, sale.number, sale_id=sale.sale_id)
    album.note([replace(proof, file=name, frame_at_ms=taken_ms)])


class StillSource:
    """A camera that shows the same picture, framed as `view` has it and made to fit."""

    def __init__(self, view: View | None = None, picture: Path | None = None, *, lit: bool = True) -> None:
        """One that is not `lit` sees next to nothing."""
        self.view, self._lit = view or View(), lit
        self._file = picture
        self.asked: list[tuple[int, int]] = []
        self.ready: Callable[[], None] = lambda: None
        self._size = (640, 360)
        self._taken = False

    def preview_size(self, width: int, height: int) -> None:
        self.asked.append((width, height))
        self._size = imaging.fit(*geometry.size(self.view, 1280, 720), width, height)
        self._taken = False
        self.ready()

    def listen(self, frame_ready: Callable[[], None]) -> None:
        self.ready = frame_ready

    def take(self) -> SimpleNamespace | None:
        """The picture, once for each size."""
        if self._taken:
            return None
        self._taken = True
        image = paint("bangle", 1280, 720) if self._file is None else QImage(str(self._file))
        image = image.convertToFormat(QImage.Format.Format_RGB32)
        raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
        framed = geometry.apply(replace(self.view, mirror_photos=True), raw[:, : image.width()])
        pixels = np.ascontiguousarray(imaging.scale(framed, *self._size))
        pixels = pixels if self._lit else pixels // 24
        return SimpleNamespace(pixels=pixels, captured_at=float("inf"))
