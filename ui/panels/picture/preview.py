"""The picture viewers see, with the card over it; frozen, the photo just taken with the live picture small.

The camera's thread leaves its newest picture in a mailbox and says so; this thread takes it when it
paints. Pictures are never queued here: what was not taken in time is replaced.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.camera.view import ZOOM_STEP
from console.facts import CameraStatus
from console.state import ShowState
from ui.look import icons, ink
from ui.look.format import view_words
from ui.look.language import translate
from ui.look.pictures import Pictures
from ui.look.theme import Theme
from ui.panels.picture.cards import PictureCards
from ui.panels.picture.health import CameraHealthLine
from ui.panels.picture.plates import Plates, Said
from ui.panels.picture.sign import paint as paint_sign
from ui.panels.picture.sign import sign_of
from ui.selling.ticking import Ticking

if TYPE_CHECKING:
    import numpy as np

CUT_MOST = 1.3
"""How much wider than a photo the panel may be before the photo is shown whole rather than cut to fill it."""
STILL_S = 2.0
"""A picture older than this has stopped, and somebody must be told."""
UPRIGHT_CARD = 0.86
"""Of the width of an upright picture: how wide the card is; less could not be read on a phone."""


class Preview(Protocol):
    """One picture: `pixels` is HxWx4 uint8 BGRA, contiguous; `captured_at` is monotonic seconds."""

    @property
    def pixels(self) -> np.ndarray: ...
    @property
    def captured_at(self) -> float: ...


class PreviewSource(Protocol):
    """The mailbox of the camera, as the window sees it."""

    def take(self) -> Preview | None:
        """The newest picture, once; None when it was taken already."""
        ...

    def preview_size(self, width: int, height: int) -> None:
        """Make pictures to fit this many device pixels from now on."""
        ...

    def listen(self, frame_ready: Callable[[], None]) -> None:
        """Call `frame_ready` (from any thread) whenever a picture waits."""
        ...


class PreviewPanel(QWidget):
    """Paints the newest picture and the card; nothing here waits."""

    zoomWished = Signal(float, object)
    """By this factor, around this place of the picture (shares, 0-1)."""
    moveWished = Signal(float, float)
    """Look to the right and down, by shares of what is seen."""
    menuWished = Signal(object)
    """At this place of the screen (`QPoint`)."""
    switchWished = Signal()
    """Show the other camera."""
    _frameWaits = Signal()

    def __init__(
        self,
        theme: Theme,
        source: PreviewSource | None,
        pictures: Pictures,
        *,
        seat: str,
        ticking: Ticking,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ticking = ticking
        self._source = source
        self._pictures = pictures
        self._anchor = seat == "anchor"
        self._told = False
        self._preview: Preview | None = None
        self._image: QImage | None = None
        self._reported = (0, 0)
        self._ratio = self.devicePixelRatioF()
        self._wished = 270
        """Height; the anchor's seat gives its own."""
        self._photo: str = ""
        self._cards = PictureCards(theme, pictures, ticking)
        self._state = ShowState()
        self._held_at: QPointF | None = None
        self._plates = Plates(theme)
        self.switch_key = ""
        """The key that shows the other camera, painted beside its name."""
        self.menu_key = ""
        """The key that chooses another camera, said where there is no picture."""
        self.banner: tuple[str, str] = ("", "")
        self.banner_px = 14.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(translate("preview", "直播画面"))
        self.health = CameraHealthLine(theme, self)
        self._watch = QTimer(self)
        self._watch.setInterval(500)
        self._watch.timeout.connect(self._look_at_age)
        self._watch.start()
        self._still = False
        self._frameWaits.connect(self._take, Qt.ConnectionType.QueuedConnection)
        pictures.arrived.connect(self._picture_arrived)
        ticking.ticked.connect(self._renew_cards)
        if source is not None:
            source.listen(self.frame_ready)

    def sizeHint(self) -> QSize:
        return QSize(480, self._wished)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(84))

    def be_wide(self, wide: int) -> None:
        """Ask for the height of a picture so wide, and for no more of it; before it is laid out, not while."""
        self._wished = max(round(wide * 9 / 16), self.minimumSizeHint().height())
        self.setMaximumHeight(self._wished)
        self.updateGeometry()

    def frame_ready(self) -> None:
        """Say that a picture waits; from any thread, as often as one likes: one notice at a time is queued."""
        if not self._told:
            self._told = True
            self._frameWaits.emit()

    def show_state(self, state: ShowState) -> None:
        """Draw the card, and what is said where there is no picture, from `state`."""
        was, now = self._state.camera, state.camera
        changed = now.status is not was.status or state.live != self._state.live or view_words(now) != view_words(was)
        changed = changed or now.trouble is not was.trouble
        if (now.place, now.spec) != (was.place, was.spec) and now.status is not CameraStatus.LIVE:
            self._image = self._preview = None  # of another camera; a warm one is seen with its next frame
            changed = True
        self._state = state
        self.health.show_health(state.camera_health)
        self._place_health()
        sign = sign_of(now)
        said = (sign.word if sign is not None else "", view_words(now))
        self.setAccessibleDescription(" · ".join(words for words in said if words))
        self._renew_cards()
        if changed:
            self.update()

    def show_photo(self, name: str) -> None:
        """Freeze this photo of the data folder; an empty name goes back to the live picture."""
        if name != self._photo:
            self._photo = name
            self._report_size()
            self.update()

    @property
    def frozen(self) -> bool:
        return bool(self._photo)

    @property
    def still(self) -> bool:
        """Whether the picture has stopped."""
        return self._still

    # --- where things lie --------------------------------------------------------------------

    def _live_box(self) -> QRectF:
        """Where the live picture lies: all of the panel, or a corner of it beside a frozen photo."""
        whole = QRectF(self.rect())
        if not self._photo:
            return whole
        wide = max(96.0, min(whole.width() * 0.3, whole.height() * 0.9))
        margin = self._theme.px(10)
        return QRectF(whole.right() - wide - margin, whole.bottom() - wide * 9 / 16 - margin, wide, wide * 9 / 16)

    def _place_health(self) -> None:
        u = self._theme.px(self.banner_px) / 14
        view = self._plates.view_box
        self.health.place(self.banner_px, view.bottom() + 6 * u if view.height() else 10 * u)

    def _of_other_density(self) -> None:
        self._report_size()
        self._renew_cards()

    def _report_size(self) -> None:
        box, ratio = self._live_box(), self.devicePixelRatioF()
        size = (round(box.width() * ratio), round(box.height() * ratio))
        if self._source is not None and size != self._reported and min(size) > 0:
            begins, self._reported = self._reported == (0, 0), size
            self._source.preview_size(*size)
            if begins:  # a picture may wait that nobody is told of again: a panel that stood here before was
                self.frame_ready()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._report_size()
        self._renew_cards()
        self._place_health()

    # --- pictures ----------------------------------------------------------------------------

    def _take(self) -> None:
        self._told = False
        preview = self._source.take() if self._source is not None else None
        if preview is None:
            return
        if not self.isVisible() or self.window().isMinimized():
            self._rest()
            return
        height, width = preview.pixels.shape[:2]
        self._preview = preview  # QImage borrows its pixels: keep them as long as the image
        self._image = QImage(preview.pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
        self._still = False
        self.update()

    def _rest(self) -> None:
        """Nobody sees it: no pictures are made until it is painted again."""
        if self._source is not None and self._reported != (0, 0):
            self._reported = (0, 0)
            self._source.preview_size(0, 0)
        if self._image is not None:
            self._image, self._preview = self._image.copy(), None  # of earlier, but not overdue

    def _look_at_age(self) -> None:
        still = self._preview is not None and time.monotonic() - self._preview.captured_at > STILL_S
        if still or still != self._still:
            self._still = still
            self.update()

    def _picture_arrived(self, name: str) -> None:
        item = self._state.on_air
        if item is not None and name == item.square:
            self._cards.forget()
            self._renew_cards()
        elif name == self._photo:
            self.update()

    def _renew_cards(self) -> None:
        if self._cards.renew(self._state, self._card_width(), self.devicePixelRatioF()):
            self.update()

    def _card_width(self) -> int:
        box = self._picture_box()
        share = 0.42 if self._anchor else 0.54
        if box.height() > box.width():
            share = UPRIGHT_CARD
        return round(box.width() * self.devicePixelRatioF() * share)

    def _picture_box(self) -> QRectF:
        box = self._live_box()
        return ink.contain(self._image.width(), self._image.height(), box) if self._image is not None else box

    # --- hands ---------------------------------------------------------------------------------

    def _share_at(self, at: QPointF) -> tuple[float, float] | None:
        """Which place of the live picture that is, in shares; None beside it."""
        box = self._picture_box()
        if self._image is None or not box.contains(at):
            return None
        return (at.x() - box.x()) / box.width(), (at.y() - box.y()) / box.height()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl alone: a plain wheel belongs to the column around the picture."""
        at = self._share_at(event.position())
        notches = event.angleDelta().y() / 120
        if at is None or not notches or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        self.zoomWished.emit(ZOOM_STEP**notches, at)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() is Qt.MouseButton.LeftButton and self._plates.view_box.contains(at):
            if self._state.camera.other is not None:
                self.switchWished.emit()
        elif event.button() is Qt.MouseButton.LeftButton and self._state.camera.view.cuts:
            self._held_at = at if self._share_at(at) is not None else None
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        box, at = self._picture_box(), event.position()
        if self._held_at is not None and box.width() > 0 and box.height() > 0:
            gone = at - self._held_at
            self._held_at = at
            self.moveWished.emit(-gone.x() / box.width(), -gone.y() / box.height())  # the picture follows the hand

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held_at = None
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menuWished.emit(event.globalPos())

    # --- painting ----------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._reported == (0, 0):
            self._report_size()
        elif self.devicePixelRatioF() != self._ratio:  # on a monitor of another density, or it was scaled anew
            self._ratio = self.devicePixelRatioF()
            QTimer.singleShot(0, self, self._of_other_density)
        painter = QPainter(self)
        theme = self._theme
        whole = QRectF(self.rect())
        if self._photo or not self._covers(whole):
            painter.fillRect(whole, theme.over("screen"))
        if self._photo:
            photo = self._pictures.get(self._photo, 720)
            if photo is None or photo.isNull():
                photo = self._image  # until the file is read: the moment itself, never a black box
            if photo is not None:
                self._paint_photo(painter, whole, photo)
        self._paint_live(painter)
        camera = None if self._photo else self._state.camera
        said = Said(self.width(), self.banner_px, self.banner, camera, self.switch_key)
        self._plates.paint(painter, said, self.devicePixelRatioF())
        ink.corners(painter, whole, theme.colour("ground" if self._anchor else "surface"), theme.px(8))
        if self._photo:
            ink.plane(painter, whole, ink.CLEAR, theme.px(8), theme.rim())
        painter.end()

    def _paint_photo(self, painter: QPainter, whole: QRectF, photo: QImage) -> None:
        """Fill the panel; where that would cut much of the goods off, all of it at the left, beside the live corner."""
        if whole.width() * photo.height() > CUT_MOST * whole.height() * photo.width():
            place = ink.contain(photo.width(), photo.height(), whole)
            place.moveLeft(whole.left())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, photo)
        else:
            painter.drawImage(whole, photo, ink.cover(photo.width(), photo.height(), whole))

    def _covers(self, whole: QRectF) -> bool:
        """Whether the live picture leaves nothing of the panel to be seen."""
        return self._image is not None and self._picture_box().contains(whole)

    def _paint_live(self, painter: QPainter) -> None:
        box = self._live_box()
        if self._photo:
            painter.fillRect(box.adjusted(-2, -2, 2, 2), self._theme.colour("ground"))
        if self._image is None:
            painter.fillRect(box, self._theme.over("screen"))
            self._paint_absence(painter, box)
            return
        place = self._picture_box()
        larger = self._image.width() > place.width() * self.devicePixelRatioF() * 1.02  # made for the other seat too
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, larger)
        painter.drawImage(place, self._image)
        self._paint_sign(painter, place)
        margin = place.width() * 0.03
        bottom = place.bottom() - margin
        for image in self._cards.images if not self._photo else []:
            bottom -= image.deviceIndependentSize().height()
            painter.drawImage(QPointF(place.x() + margin, bottom), image)
            bottom -= margin / 2

    def _paint_absence(self, painter: QPainter, box: QRectF) -> None:
        theme = self._theme
        status = self._state.camera.status
        if status is CameraStatus.FAILED:
            self._paint_sign(painter, box)
            if self.menu_key:
                said = translate("preview", "检查插头，或按 {key} 换个摄像头").format(key=self.menu_key)
                below = QRectF(box.x() + 8, box.y() + box.height() * 0.55, box.width() - 16, box.height() * 0.45)
                painter.setFont(theme.font(14))
                painter.setPen(theme.over("quiet"))
                top = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
                painter.drawText(below, int(top | Qt.TextFlag.TextWordWrap), said)
            return
        said = {
            CameraStatus.OPENING: translate("preview", "正在打开摄像头…"),
            CameraStatus.CLOSED: translate("preview", "摄像头没有打开"),
        }.get(status, translate("preview", "等待画面…"))
        type_px = 2 * self.banner_px * 0.9 if self._anchor else 14.0  # read from two metres away
        size = theme.px(type_px)
        closed = status is CameraStatus.CLOSED
        spot = QRectF(box.center().x() - size, box.center().y() - size * 2.6, size * 2, size * 2)
        icons.paint(painter, "video_off" if closed else "video", spot, theme.over("quiet"))
        ink.write(painter, box.adjusted(8, size * 2, -8, 0), said, theme.font(type_px), theme.over("quiet"), ink.CENTRE)

    def _paint_sign(self, painter: QPainter, box: QRectF) -> None:
        sign = sign_of(self._state.camera, overdue=self._still)
        if sign is not None:
            age_s = None if self._preview is None else max(0.0, time.monotonic() - self._preview.captured_at)
            paint_sign(painter, self._theme, sign, box, age_s)
