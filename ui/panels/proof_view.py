"""The picture kept of a sale, over the window: what was shown at that moment, and when. Takes no focus."""

from __future__ import annotations

from pathlib import Path

import structlog
from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.facts import Sale
from console.proof.album import FOLDER, Album, Proof
from ui.look import ink
from ui.look.format import wall
from ui.look.language import translate
from ui.look.pictures import Pictures
from ui.look.theme import Theme
from ui.loop.aside import Aside
from ui.panels.overlays import Overlay

log = structlog.get_logger(__name__)

_AROUND_MS = 60_000
"""The index is looked through for this long before and after the sale, not all of it."""
SLOW_MS = 4_000
"""After this the disk is said to be slow: a folder in the network may never answer."""


class ProofView(Overlay):
    """Opened for one sale; follows the choice in the list while it is open."""

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._pictures = pictures
        self._looking = Aside(1, "proofs", self)
        self._looking.done.connect(self._found)
        self._sale: Sale | None = None
        self.proof: Proof | None = None
        self.looking = self.failed = self.slow = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SLOW_MS)
        self._patience.timeout.connect(self._say_slow)
        pictures.arrived.connect(lambda _name: self.update())

    def toggle(self, sale: Sale | None) -> None:
        """Open for `sale`; the same key again closes, or looks once more where nothing could be read."""
        if self.isVisible() and self.failed and self._sale is not None:
            self._look_for(self._sale)
        elif not self.drop() and sale is not None:
            self.open()
            self.show_sale(sale)

    def show_sale(self, sale: Sale | None) -> None:
        """Show another sale's picture while it is open."""
        if not self.isVisible() or sale is None or (self._sale is not None and sale.sale_id == self._sale.sale_id):
            return
        self._look_for(sale)

    def _look_for(self, sale: Sale) -> None:
        self._sale, self.proof = sale, None
        self.looking, self.failed, self.slow = True, False, False
        self._patience.start()
        self._looking.start(lambda: (sale, *_first(self._pictures.folder, sale)))
        self._tell()

    def drop(self) -> bool:
        """Close it; False when it was closed."""
        if not self.isVisible():
            return False
        self._sale, self.proof = None, None
        self._patience.stop()
        self.setVisible(False)
        return True

    @property
    def said(self) -> str:
        """The line below the picture."""
        if self._sale is None:
            return ""
        if self.looking:
            return translate("proof", "磁盘还没有回答，还在找…") if self.slow else translate("proof", "正在找…")
        if self.failed:
            return translate("proof", "留存的画面读不出来")
        if self.proof is None or not self.proof.file:
            return translate("proof", "没有留存这一单的画面")
        return translate("proof", "画面 {time}").format(time=wall(self.proof.frame_at_ms or self.proof.at_ms))

    @property
    def advice(self) -> str:
        """What stands where the picture would be: what to do when there is none to be seen."""
        if self.failed:
            return translate("proof", "成交没有受影响。看看数据文件夹在的磁盘，再按 Enter 重找")
        image = self._image()
        if image is not None and image.isNull():
            return translate("proof", "画面文件已经不在，或读不出来；成交没有受影响")
        return ""

    def close_album(self) -> None:
        """Look no more; harmless when called twice."""
        self._patience.stop()
        self._looking.close()

    def _found(self, found: tuple[Sale, Proof | None, bool]) -> None:
        sale, proof, failed = found
        if self._sale is not None and self._sale.sale_id == sale.sale_id:
            self.proof, self.looking, self.failed = proof, False, failed
            self._patience.stop()
            self._tell()

    def _say_slow(self) -> None:
        self.slow = True
        self._tell()

    def _tell(self) -> None:
        if self._sale is not None:
            self.setAccessibleName(" ".join(filter(None, (self._heading(self._sale), self.said, self.advice))))
        self.update()

    def _heading(self, sale: Sale) -> str:
        said = translate("proof", "{number} 号 {title} ×{quantity} · {time}")
        return said.format(number=sale.number, title=sale.title, quantity=sale.quantity, time=wall(sale.recorded_at_ms))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._sale is None:
            return
        painter, px = QPainter(self), self.theme.px
        wide = min(px(560), self.width() - px(48))
        tall = min(wide * 9 / 16 + px(96), self.height() - px(48))
        box = self.middle(wide, tall)
        self.plate(painter, box)
        inside = box.adjusted(px(16), px(12), -px(16), -px(12))
        line = px(28)
        text, quiet = self.theme.colour("text"), self.theme.colour("quiet")
        heading = QRectF(inside.x(), inside.y(), inside.width(), line)
        ink.write(painter, heading, self._heading(self._sale), self.theme.font(15, bold=True), text)
        self._paint_picture(painter, inside.adjusted(0, line + px(4), 0, -line - px(4)))
        foot = QRectF(inside.x(), inside.bottom() - line, inside.width(), line)
        ink.write(painter, foot, self.said, self.theme.font(14), text)
        ink.write(painter, foot, translate("proof", "Esc 关闭"), self.theme.font(13), quiet, ink.RIGHT)
        painter.end()

    def _paint_picture(self, painter: QPainter, box: QRectF) -> None:
        image = self._image()
        ground = self.theme.colour("surface")
        if image is None or image.isNull():
            ink.plane(painter, box, ground)
            side = self.theme.px(24)
            font, tall = self.theme.font(15), self.theme.px(48)
            words = QRectF(box.x() + side, box.center().y() - tall / 2, box.width() - 2 * side, tall)
            ink.lines(painter, words, self.advice, font, self.theme.colour("text"))
        else:
            fitted = ink.contain(image.width(), image.height(), box)
            ink.picture(painter, fitted, image, ground, rim=self.theme.rim())

    def _image(self) -> QImage | None:
        if self.proof is None or not self.proof.file:
            return None
        return self._pictures.get(f"{FOLDER}/{self.proof.file}", 1080)  # as it is: never larger than kept


def _first(data: Path, sale: Sale) -> tuple[Proof | None, bool]:
    """What is kept of `sale`, and whether it could not be read."""
    around = sale.recorded_at_ms - _AROUND_MS, sale.recorded_at_ms + _AROUND_MS
    try:
        return next(Album(data).find(sale.sale_id, since_ms=around[0], until_ms=around[1]), None), False
    except (OSError, ValueError) as error:
        log.warning("proof index not read", why=str(error))
        return None, True
