"""A line over the picture that speaks up only while the picture is uneven, and says whose fault it is.

A source that delivers too little and a machine that is too busy look alike; what to do about them differs.
That nothing comes at all, or always the same, is said by `sign`.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.facts import CameraHealth, CameraStrain
from ui.look import ink
from ui.look.language import translate
from ui.look.theme import Theme


def words_of(health: CameraHealth) -> str:
    """What is the matter; empty while nothing is."""
    if health.strain is CameraStrain.SLOW:
        said = translate("health", "画面不顺：每秒 {fps} 帧，应有 {announced}")
        return said.format(fps=round(health.fps), announced=round(health.announced_fps))
    if health.strain is CameraStrain.DROPPING:
        return translate("health", "电脑忙不过来：{percent}% 的画面没显示").format(percent=health.dropped_percent)
    return ""


def advice_of(health: CameraHealth) -> str:
    """What helps, and the counts behind it."""
    advice = {
        CameraStrain.SLOW: translate("health", "多打点光，检查 USB 口和网络；观众看到的也不顺。"),
        CameraStrain.DROPPING: translate("health", "关掉用不着的软件，让推流先用电脑；照片不受影响。"),
    }.get(health.strain) if health.strain else None  # fmt: skip
    if advice is None:
        return ""
    counts = translate("health", "共 {captured} 帧，显示 {shown}，丢 {dropped}，迟到 {late}")
    return (
        advice
        + "\n"
        + counts.format(captured=health.captured, shown=health.shown, dropped=health.dropped, late=health.late)
    )


class CameraHealthLine(QWidget):
    """Lies in the upper right corner of the picture; hidden while all is well."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = ""
        self._px = 14.0
        self.setVisible(False)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def show_health(self, health: CameraHealth) -> None:
        """Say what is the matter, or nothing. It lies where `place` last put it."""
        words = words_of(health)
        self.setToolTip(advice_of(health))
        self.setAccessibleName(words)
        if words != self._words:
            self._words = words
            self.setVisible(bool(words))
            self.update()

    def place(self, px: float, top: float) -> None:
        """Into the upper right corner, `top` from above, in type of `px` design pixels; no wider than the picture."""
        around = self.parentWidget()
        if around is None or not self._words:
            return
        self._px = px
        u = self._theme.px(px) / 14
        wide = min(ink.width(self._words, self._theme.font(px)) + 46 * u, around.width() - 20 * u)
        self.setGeometry(QRectF(around.width() - 10 * u - wide, top, wide, 30 * u).toAlignedRect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, box = self._theme, QRectF(self.rect())
        u = theme.px(self._px) / 14
        painter = QPainter(self)
        ground = theme.over("amber_plane", 0.92)
        ink.plane(painter, box, ground, theme.px(6))
        ink.shape(painter, "warn", QPointF(18 * u, box.center().y()), 12 * u, theme.over("amber"))
        words = box.adjusted(32 * u, 0, -8 * u, 0)
        ink.write(painter, words, self._words, theme.font(self._px), theme.over("text"))
        painter.end()
