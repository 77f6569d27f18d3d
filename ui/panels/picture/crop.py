"""Cutting a photo by hand: a frame over the whole photo, moved and sized by arrows or mouse, 1:1 and 3:4 each.

It lies over the line-up and takes no key of the show. Nothing is cut here: what was chosen is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen, QShortcut, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from console.camera import framing
from console.facts import Crop, Shot
from ui.keys.buttons import KeyButton
from ui.keys.shortcuts import CROP, Key
from ui.look import ink
from ui.look.pictures import Pictures
from ui.look.theme import Theme
from ui.panels.key_hints import KeyHints
from ui.panels.over import OverSheet

SQUARE, PORTRAIT = "square", "portrait"
ASPECTS = {SQUARE: framing.SQUARE, PORTRAIT: framing.PORTRAIT}
STEP = 0.01
"""How far one press moves the frame, of the photo's longer side."""
GROW = 1.05
"""How much one press or one notch of the wheel sizes it."""
EDGE_PX = 720
AS_IT_IS_PX = 100_000
"""As a picture's wished edge: larger than any, so that it comes unscaled and tells its true size."""
HANDLE_PX = 14
LEAST_TALL = 360
WIDE, TALL = 1_040, 620


class CropCanvas(QWidget):
    """The whole photo with both frames; the one in hand is bright."""

    changed = Signal()

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._pictures = theme, pictures
        self._name = ""
        self._size: tuple[int, int] = (0, 0)
        self._edge = EDGE_PX
        self._held: tuple[QPointF, framing.Corner | None] | None = None
        self.crops: dict[str, Crop] = {}
        self.active = SQUARE
        self.setObjectName("crop")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("裁切框"))
        pictures.arrived.connect(self._arrived)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(640), self._theme.px(360))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(96))

    def show_shot(self, shot: Shot) -> None:
        """Begin with the frames the shot has; where they are not known, with the largest."""
        self._name, self._size = shot.full, shot.size
        self._edge = EDGE_PX if min(shot.size) > 0 else AS_IT_IS_PX
        known = {SQUARE: shot.square_crop, PORTRAIT: shot.portrait_crop}
        self.crops = {name: crop for name, crop in known.items() if crop is not None}
        self._held = None
        self._measure()
        self._tell()

    # --- what a person does ------------------------------------------------------------------

    def move_by(self, across: int, down: int) -> None:
        """Move the frame in hand by steps."""
        step = max(1.0, STEP * max(self._size))
        self._put(lambda crop: framing.moved(self._size, crop, across * step, down * step))

    def grow(self, notches: float) -> None:
        """Make it larger, or smaller."""
        aspect = ASPECTS[self.active]
        self._put(lambda crop: framing.sized(self._size, aspect, crop, GROW**notches))

    def take(self, name: str) -> None:
        """Take the other frame in hand."""
        self.active = name
        self._tell()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self.active not in self.crops:
            event.ignore()
            return
        self._held = event.position(), self._corner_at(event.position())
        if self._held[1] is None and not self._frame(self.active).contains(event.position()):
            x, y = self._place(event.position())
            crop = self.crops[self.active]
            self._put(lambda _: framing.moved(self._size, crop, x - crop.x - crop.w / 2, y - crop.y - crop.h / 2))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._held is None:
            corner = self._corner_at(at)
            falling = Qt.CursorShape.SizeFDiagCursor
            rising = Qt.CursorShape.SizeBDiagCursor
            shape = Qt.CursorShape.SizeAllCursor if corner is None else falling if len({*corner}) == 1 else rising
            self.setCursor(shape)
            return
        before, corner = self._held
        x, y = self._place(at)
        if corner is None:
            was = self._place(before)
            self._held = at, None
            self._put(lambda crop: framing.moved(self._size, crop, x - was[0], y - was[1]))
        else:
            crop = self.crops[self.active]
            fixed = crop.x if corner[0] else crop.x + crop.w, crop.y if corner[1] else crop.y + crop.h
            self._put(lambda _: framing.spanned(self._size, ASPECTS[self.active], fixed, corner, (x, y)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        super().mouseReleaseEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.grow(event.angleDelta().y() / 120)
        event.accept()

    # --- where things lie --------------------------------------------------------------------

    def _put(self, new: Callable[[Crop], Crop]) -> None:
        crop = self.crops.get(self.active)
        if crop is None:
            return
        self.crops[self.active] = new(crop)
        self._tell()

    def _tell(self) -> None:
        crop = self.crops.get(self.active)
        said = f"{crop.w} x {crop.h} ({crop.x}, {crop.y})" if crop is not None else ""
        self.setAccessibleDescription(said)
        self.changed.emit()
        self.update()

    def _image(self) -> QImage | None:
        image = self._pictures.get(self._name, self._edge)
        return None if image is None or image.isNull() else image

    def _measure(self) -> None:
        """Where the size was not kept, take it from the picture."""
        image = self._image()
        if image is not None and min(self._size) <= 0:
            self._size = image.width(), image.height()
        if min(self._size) > 0:
            for name, aspect in ASPECTS.items():
                self.crops.setdefault(name, framing.placed(self._size, aspect, max(self._size), 0.5, 0.5))

    def _arrived(self, name: str) -> None:
        if name == self._name:
            self._measure()
            self._tell()

    def photo_box(self) -> QRectF:
        """Where the photo lies."""
        room = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        return ink.contain(*self._size, room) if min(self._size) > 0 else room

    def _frame(self, name: str) -> QRectF:
        crop, box = self.crops[name], self.photo_box()
        share = box.width() / self._size[0]
        return QRectF(box.x() + crop.x * share, box.y() + crop.y * share, crop.w * share, crop.h * share)

    def _place(self, at: QPointF) -> framing.Place:
        """That place in pixels of the photo."""
        box = self.photo_box()
        share = self._size[0] / max(1.0, box.width())
        return (at.x() - box.x()) * share, (at.y() - box.y()) * share

    def _corner_at(self, at: QPointF) -> framing.Corner | None:
        if self.active not in self.crops:
            return None
        frame, reach = self._frame(self.active), self._theme.px(HANDLE_PX)
        for right in (False, True):
            for below in (False, True):
                corner = QPointF(frame.right() if right else frame.x(), frame.bottom() if below else frame.y())
                if (at - corner).manhattanLength() <= reach:
                    return right, below
        return None

    # --- painting ----------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.over("screen"))
        image, box = self._image(), self.photo_box()
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, image)
        if len(self.crops) == len(ASPECTS):
            other = PORTRAIT if self.active == SQUARE else SQUARE
            painter.setPen(QPen(self._theme.over("quiet"), 1, Qt.PenStyle.DashLine))
            painter.drawRect(self._frame(other))
            self._paint_frame(painter, box, self._frame(self.active))
        painter.end()

    def _paint_frame(self, painter: QPainter, box: QRectF, frame: QRectF) -> None:
        """The frame in hand: what is left out is dark, thirds help to place the goods, corners are held."""
        for part in (
            QRectF(box.topLeft(), QPointF(box.right(), frame.y())),
            QRectF(QPointF(box.x(), frame.bottom()), box.bottomRight()),
            QRectF(QPointF(box.x(), frame.y()), QPointF(frame.x(), frame.bottom())),
            QRectF(QPointF(frame.right(), frame.y()), QPointF(box.right(), frame.bottom())),
        ):
            painter.fillRect(part, self._theme.over("shade", 0.59))
        painter.setPen(QPen(self._theme.over("bright", 0.27), 1))
        for n in (1, 2):
            x, y = frame.x() + frame.width() * n / 3, frame.y() + frame.height() * n / 3
            painter.drawLine(QPointF(x, frame.y()), QPointF(x, frame.bottom()))
            painter.drawLine(QPointF(frame.x(), y), QPointF(frame.right(), y))
        bright = self._theme.over("jade" if self.hasFocus() else "text")
        painter.setPen(QPen(bright, 2))
        painter.drawRect(frame)
        side = self._theme.px(8)
        for corner in (frame.topLeft(), frame.topRight(), frame.bottomLeft(), frame.bottomRight()):
            painter.fillRect(QRectF(corner.x() - side / 2, corner.y() - side / 2, side, side), bright)


class CropSheet(OverSheet):
    """Shows itself with `open_for`; `cut` tells what was chosen, `drop` leaves all as it was."""

    cut = Signal(object, object)
    """The square and the upright `Crop`; None where it was not changed."""

    def __init__(self, theme: Theme, keys: Mapping[str, Key], pictures: Pictures, parent: QWidget) -> None:
        super().__init__(theme, (WIDE, TALL), LEAST_TALL, parent)
        self._keys = keys
        self._before: dict[str, Crop] = {}
        self.title = QLabel(self.tr("手工裁图"))
        self.title.setProperty("step", "large")
        self.choices = {
            SQUARE: KeyButton(theme, self.tr("方图 1:1"), kind="group"),
            PORTRAIT: KeyButton(theme, self.tr("竖图 3:4"), kind="group"),
        }
        self.canvas = CropCanvas(theme, pictures, self)
        self.done = KeyButton(theme, self.tr("就这样裁"), keys["crop_done"].shown, kind="main")
        self.leave = KeyButton(theme, self.tr("不裁了"), "Esc", kind="plain")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        px, keys = self._theme.px, self._keys
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(self.title)
        top.addStretch(1)
        for button in self.choices.values():
            button.setCheckable(True)
            top.addWidget(button)
        hints = (
            *((keys[f"crop_{way}"].shown, "") for way in ("left", "right", "up")),
            (keys["crop_down"].shown, self.tr("移动")),
            (keys["crop_larger"].shown, ""),
            (keys["crop_smaller"].shown, self.tr("大小")),
            (keys["crop_other"].shown, self.tr("换方图、竖图")),
        )
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.done)
        row.addStretch(1)
        row.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(12), px(20), px(12))
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self.canvas, 1)
        column.addWidget(KeyHints(self._theme, hints, self))
        column.addLayout(row)

    def _connect(self) -> None:
        for name, button in self.choices.items():
            button.clicked.connect(partial(self._take, name))
        self.done.clicked.connect(self.finish)
        self.leave.clicked.connect(self.drop)
        self.canvas.changed.connect(self._show)
        deeds: dict[str, Callable[[], object]] = {
            "crop_left": partial(self.canvas.move_by, -1, 0),
            "crop_right": partial(self.canvas.move_by, 1, 0),
            "crop_up": partial(self.canvas.move_by, 0, -1),
            "crop_down": partial(self.canvas.move_by, 0, 1),
            "crop_larger": partial(self.canvas.grow, 1),
            "crop_smaller": partial(self.canvas.grow, -1),
            "crop_other": self._other,
            "crop_done": self.finish,
        }
        for action, deed in deeds.items():
            assert self._keys[action].where == CROP
            for keys in self._keys[action].keys:
                shortcut = QShortcut(QKeySequence(keys), self.canvas)
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
                shortcut.setAutoRepeat(action not in ("crop_other", "crop_done"))
                shortcut.activated.connect(deed)

    # --- coming and going --------------------------------------------------------------------

    def open_for(self, shot: Shot) -> None:
        """Show the whole photo of a shot with its frames."""
        self.canvas.show_shot(shot)
        self._before = {
            name: crop
            for name, crop in ((SQUARE, shot.square_crop), (PORTRAIT, shot.portrait_crop))
            if crop is not None
        }
        self.place()
        self.setVisible(True)
        self.raise_()
        self._take(SQUARE)

    def finish(self) -> None:
        """Tell what was chosen."""
        crops = {name: crop for name, crop in self.canvas.crops.items() if crop != self._before.get(name)}
        self.setVisible(False)
        self.closed.emit()
        self.cut.emit(crops.get(SQUARE), crops.get(PORTRAIT))

    def _take(self, name: str) -> None:
        self.canvas.take(name)
        self.canvas.setFocus()

    def _other(self) -> None:
        self._take(PORTRAIT if self.canvas.active == SQUARE else SQUARE)

    def _show(self) -> None:
        for name, button in self.choices.items():
            button.setChecked(name == self.canvas.active)
        self.done.setEnabled(bool(self.canvas.crops))
