"""The picture kept of a sale, over the window: what was shown at that moment, and when. Takes no focus."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.facts import Sale
from console.proof.album import FOLDER, Album, Proof
from ui import ink
from ui.aside import Aside
from ui.format import wall
from ui.language import translate
from ui.panels.overlays import Overlay
from ui.pictures import Pictures
from ui.theme import Theme

_AROUND_MS = 60_000
"""The index is looked through for this long before and after the sale, not all of it."""


class ProofView(Overlay):
    """Opened for one sale; follows the choice in the list while it is open."""

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._pictures = pictures
        self._looking = Aside(1, "proofs", self)
        self._looking.done.connect(self._found)
        self._sale: Sale | None = None
        self.proof: Proof | None = None
        self.looking = False
        pictures.arrived.connect(lambda _name: self.update())

    def toggle(self, sale: Sale | None) -> None:
        """Open for `sale`; the same key again closes."""
        if not self.drop() and sale is not None:
            self.open()
            self.show_sale(sale)

    def show_sale(self, sale: Sale | None) -> None:
        """Show another sale's picture while it is open."""
        if not self.isVisible() or sale is None or (self._sale is not None and sale.sale_id == self._sale.sale_id):
            return
        self._sale, self.proof, self.looking = sale, None, True
        self._looking.start(lambda: (sale, _first(self._pictures.folder, sale)))
        self.update()

    def drop(self) -> bool:
        """Close it; False when it was closed."""
        if not self.isVisible():
            return False
        self._sale, self.proof = None, None
        self.setVisible(False)
        return True

    @property
    def said(self) -> str:
        """The line below the picture."""
        if self._sale is None or self.looking:
            return ""
        if self.proof is None or not self.proof.file:
            return translate("proof", "没有留存这一单的画面")
        return translate("proof", "画面 {time}").format(time=wall(self.proof.frame_at_ms or self.proof.at_ms))

    def close_album(self) -> None:
        """Look no more; harmless when called twice."""
        self._looking.close()

    def _found(self, found: tuple[Sale, Proof | None]) -> None:
        sale, proof = found
        if self._sale is not None and self._sale.sale_id == sale.sale_id:
            self.proof, self.looking = proof, False
            self.setAccessibleName(f"{self._heading(sale)} {self.said}")
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
        else:
            fitted = ink.contain(image.width(), image.height(), box)
            ink.picture(painter, fitted, image, ground)

    def _image(self) -> QImage | None:
        if self.proof is None or not self.proof.file:
            return None
        return self._pictures.get(f"{FOLDER}/{self.proof.file}", 1080)  # as it is: never larger than kept


def _first(data: Path, sale: Sale) -> Proof | None:
    """What is kept of `sale`; nothing where it cannot be read."""
    around = sale.recorded_at_ms - _AROUND_MS, sale.recorded_at_ms + _AROUND_MS
    try:
        return next(Album(data).find(sale.sale_id, since_ms=around[0], until_ms=around[1]), None)
    except OSError:
        return None
