"""What came in over the time of a show, drawn: the sum as it grew, and the best minute.

Imported late and on another thread, because pyqtgraph takes most of a second. It is looked at, never pointed at.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from console.money import amount
from console.summary import MINUTE_MS, Summary
from ui.look.format import wall
from ui.look.language import translate
from ui.look.theme import Theme

STEPS_S = (60, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400)
"""Seconds between two marks of the time; the first that leaves room for their words."""


def points(summary: Summary) -> tuple[list[float], list[float]]:
    """The sum as it grew: seconds since 1970 and yuan, beginning with nothing and held to the end of the show."""
    times: list[float] = []
    yuan: list[float] = []
    begins_ms = summary.show.started_at_ms
    first_ms = summary.minutes[0].at_ms if summary.minutes else 0
    if begins_ms is not None:
        first_ms = min(begins_ms, first_ms) if summary.minutes else begins_ms
    times.append(first_ms / 1000)
    yuan.append(0.0)
    total = 0
    for minute in summary.minutes:
        times.append(max(minute.at_ms, first_ms) / 1000)
        yuan.append(total / 100)
        total += minute.sold.gmv_fen
        times.append((minute.at_ms + MINUTE_MS) / 1000)
        yuan.append(total / 100)
    ends_ms = summary.show.ended_at_ms
    if ends_ms is not None and ends_ms / 1000 > times[-1]:
        times.append(ends_ms / 1000)
        yuan.append(total / 100)
    return times, yuan


class _Clock(pg.AxisItem):
    """Local times of day, at whole minutes or hours."""

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        most = max(2, size / 90)
        return [(next((step for step in STEPS_S if (high - low) / step <= most), STEPS_S[-1]), 0.0)]

    def tickStrings(self, values: Sequence[float], _scale: float, spacing: float) -> list[str]:
        shown = "%H:%M" if spacing >= 60 else "%H:%M:%S"
        return [f"{datetime.fromtimestamp(value, UTC).astimezone():{shown}}" for value in values]


class _Yuan(pg.AxisItem):
    """Whole yuan."""

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        return [f"¥{value:,.0f}" if value == int(value) else f"¥{value:,.2f}" for value in values]


class Curve(pg.PlotWidget):
    """Draws one summary; follows the theme."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, axisItems={"bottom": _Clock("bottom"), "left": _Yuan("left")})
        self._theme = theme
        self._summary: Summary | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseEnabled(x=False, y=False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumHeight(theme.px(120))
        theme.changed.connect(self._draw)
        self._draw()

    def show_summary(self, summary: Summary) -> None:
        """Draw it."""
        self._summary = summary
        self._draw()

    def _draw(self) -> None:
        theme, plot = self._theme, self.getPlotItem()
        self.setBackground(theme.colour("sheet"))
        plot.clear()
        for side in ("bottom", "left"):
            axis = plot.getAxis(side)
            axis.setPen(QPen(theme.colour("edge")))
            axis.setTextPen(QPen(theme.colour("quiet")))
            axis.setStyle(tickFont=theme.font(12))
        plot.showGrid(x=False, y=True, alpha=0.18)
        if self._summary is None or not self._summary.minutes:
            return
        times, yuan = points(self._summary)
        line = pg.mkPen(theme.colour("jade"), width=theme.px(2))
        plot.plot(times, yuan, pen=line, fillLevel=0, brush=theme.colour("jade", 0.18))
        plot.setYRange(0, max(yuan) * 1.08, padding=0)
        plot.setXRange(times[0], times[-1], padding=0.01)
        peak = self._summary.peak
        assert peak is not None  # there are minutes
        mark = pg.InfiniteLine(
            (peak.at_ms + MINUTE_MS / 2) / 1000, pen=pg.mkPen(theme.colour("amber"), style=Qt.PenStyle.DashLine)
        )
        plot.addItem(mark)
        said = translate("summary", "最旺的一分钟 {time}：{orders} 单，{amount}").format(
            time=wall(peak.at_ms, seconds=False), orders=peak.sold.orders, amount=amount(peak.sold.gmv_fen)
        )
        whole = amount(self._summary.sold.gmv_fen)
        self.setAccessibleName(translate("summary", "销售额走势，到 {amount}；{peak}").format(amount=whole, peak=said))
