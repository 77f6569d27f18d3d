"""The prompter: one for all windows of a desk. It follows the item on air and is moved by keys; its pages are painted
where they are wanted: in place of the points, over the anchor's screen, or in a window of its own.

Pages scroll by themselves with the clock, never by counting ticks; a page that nobody sees does not move.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QTextLayout

from ui.look import ink
from ui.look.fonts import sized
from ui.look.tokens import MOTION_MS
from ui.prompting.prompt import HEAD, NEXT, NOTHING, Block, Setting

SHOWN = ("", "points", "full")
"""Where it stands on the anchor's screen: nowhere, in place of the points, over everything."""
TICK_MS = 33
PAGE_SHARE = 0.75
"""Of the height, by which a key turns: the last lines read stay to be seen."""
REST_SHARE = 0.5
"""The last line may be scrolled up to the middle."""
SMALL = 0.62
"""Headings and hints, of the type of the text."""


class Prompter(QObject):
    """How it is set, where it stands, whether it runs."""

    changed = Signal()
    """It is set otherwise, stands elsewhere, runs or has stopped."""
    turned = Signal(int)
    """Turn all pages on, or back."""

    def __init__(self, setting: Setting | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setting = setting or Setting()
        self.shown = ""
        self.windowed = False
        """It has a window of its own."""
        self.running = False

    def show_on(self) -> None:
        """From nowhere to the points, to all of the screen, and away."""
        self.stand(SHOWN[(SHOWN.index(self.shown) + 1) % len(SHOWN)])

    def stand(self, shown: str) -> None:
        """Stand there on the anchor's screen."""
        if shown != self.shown:
            self.shown = shown
            self.changed.emit()

    def run(self) -> None:
        """Scroll by itself, or stop."""
        self.running = not self.running
        self.changed.emit()

    def stop(self) -> None:
        """Stop scrolling."""
        if self.running:
            self.run()

    def larger(self, by: int = 1) -> None:
        """So many steps larger, or smaller."""
        self._set(self.setting.larger(by))

    def faster(self, by: int = 1) -> None:
        """So many steps faster, or slower."""
        self._set(self.setting.faster(by))

    def mirror(self) -> None:
        """Mirror the window of its own, or do not: for the glass before a camera."""
        self._set(Setting(self.setting.size, self.setting.speed, not self.setting.mirrored))

    def _set(self, setting: Setting) -> None:
        if setting != self.setting:
            self.setting = setting
            self.changed.emit()

    def deeds(self) -> dict[str, Callable[[], object]]:
        """What each key of the table does."""
        return {
            "prompter": self.show_on,
            "prompt_run": self.run,
            "prompt_on": lambda: self.turned.emit(1),
            "prompt_back": lambda: self.turned.emit(-1),
            "prompt_faster": self.faster,
            "prompt_slower": lambda: self.faster(-1),
            "prompt_larger": self.larger,
            "prompt_smaller": lambda: self.larger(-1),
            "prompt_mirror": self.mirror,
        }


@dataclass(frozen=True)
class Line:
    """One line of type: how far down it begins, how high it is, what it says, and as what."""

    y: float
    high: float
    text: str
    kind: str


@dataclass(frozen=True)
class Inks:
    """Colours of a page by the kind of its blocks."""

    ground: QColor
    text: QColor
    head: QColor
    quiet: QColor

    def of(self, kind: str) -> QColor:
        """The colour of a block."""
        return self.head if kind == HEAD else self.quiet if kind in (NEXT, NOTHING) else self.text


def set_lines(blocks: tuple[Block, ...], wide: float, pixels: float) -> tuple[list[Line], float]:
    """The lines of `blocks` in type of `pixels` and a column of this width, and how high all of them are."""
    lines: list[Line] = []
    y = 0.0
    for block in blocks:
        font = sized(pixels * (SMALL if block.kind in (HEAD, NEXT, NOTHING) else 1), bold=block.kind == HEAD)
        high = QFontMetricsF(font).height() * 1.12
        y += high * 0.5 if lines and block.kind == NEXT else 0.0
        layout = QTextLayout(block.text, font)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(pixels, wide))
            said = block.text[line.textStart() : line.textStart() + line.textLength()].rstrip()
            lines.append(Line(y, high, said, block.kind))
            y += high
        layout.endLayout()
        y += high * 0.35
    return lines, y


class PromptPage(QObject):
    """The text where it is painted once; its owner paints when it `moved`, and says whether it is `seen`."""

    moved = Signal()

    def __init__(self, prompter: Prompter, seen: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prompter, self._seen = prompter, seen
        self._blocks: tuple[Block, ...] = ()
        self._whose: str | None = None
        self._set_for: tuple[object, ...] = ()
        self._lines: list[Line] = []
        self._total, self._high, self._pixels = 0.0, 1.0, 40.0
        self.offset = 0.0
        """Pixels of text above the upper edge."""
        self._goal: float | None = None
        self._since = QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._move)
        prompter.changed.connect(self._follow)
        prompter.turned.connect(self.turn)

    def show_blocks(self, blocks: tuple[Block, ...], whose: str | None) -> None:
        """Show these; another item begins at its top, a text that was mended stays where it is read."""
        if whose != self._whose:
            self._whose, self.offset, self._goal = whose, 0.0, None
        if blocks != self._blocks:
            self._blocks = blocks
            self.moved.emit()

    @property
    def end(self) -> float:
        """How far it can be scrolled."""
        return max(0.0, self._total - self._high * REST_SHARE) if self._total > self._high else 0.0

    def turn(self, by: int) -> bool:
        """Most of a page on, or back; False where there is no more."""
        start = self.offset if self._goal is None else self._goal
        goal = max(0.0, min(self.end, start + by * self._high * PAGE_SHARE))
        if goal == start or not self._seen():
            return False
        self._goal = goal
        self._begin()
        return True

    def _follow(self) -> None:
        if self._prompter.running and self._seen():
            self._begin()
        self.moved.emit()

    def _begin(self) -> None:
        if not self._tick.isActive():
            self._since.start()
            self._tick.start()

    def _move(self) -> None:
        passed_s = min(0.25, self._since.restart() / 1000)
        if not self._seen():
            self._tick.stop()
            return
        if self._goal is not None:
            gap = self._goal - self.offset
            near = abs(gap) < 2
            self.offset = self._goal if near else self.offset + gap * min(1.0, passed_s * 2_000 / MOTION_MS)
            self._goal = None if near else self._goal
        elif self._prompter.running:
            line = QFontMetricsF(sized(self._pixels)).height() * 1.12
            self.offset = min(self.end, self.offset + self._prompter.setting.speed / 60 * line * passed_s)
            if self.offset >= self.end:
                self._prompter.stop()
        else:
            self._tick.stop()
            return
        self.moved.emit()

    def paint(self, painter: QPainter, box: QRectF, pixels: float, inks: Inks) -> None:
        """Paint what is to be read inside `box`, in type of `pixels` at 100 %; its edges fade where there is more."""
        self._pixels = pixels * self._prompter.setting.size / 100
        made_for = (self._blocks, box.width(), self._pixels)
        if made_for != self._set_for:
            self._lines, self._total = set_lines(self._blocks, box.width(), self._pixels)
            self._set_for = made_for
        self._high = max(1.0, box.height())
        self.offset = min(self.offset, self.end)
        painter.save()
        painter.setClipRect(box)
        for line in self._lines:
            y = box.y() + line.y - self.offset
            if y + line.high < box.y() or y > box.bottom():
                continue
            small = line.kind in (HEAD, NEXT, NOTHING)
            font = sized(self._pixels * (SMALL if small else 1), bold=line.kind == HEAD)
            painter.setFont(font)
            painter.setPen(inks.of(line.kind))
            place = QRectF(box.x(), y, box.width(), line.high)
            painter.drawText(place, int(ink.LEFT | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip), line.text)
        self._fade(painter, box, inks.ground)
        painter.restore()

    def _fade(self, painter: QPainter, box: QRectF, ground: QColor) -> None:
        """A line is never cut through its letters: it fades into the ground where more follows."""
        deep = min(self._pixels * 1.1, box.height() / 4)
        clear = QColor(ground)
        clear.setAlpha(0)
        more = self._total - self.offset > box.height() + 1
        for there, edge, inner in ((self.offset > 1, box.top(), box.top() + deep),
                                   (more, box.bottom(), box.bottom() - deep)):  # fmt: skip
            if there:
                gradient = QLinearGradient(QPointF(0, edge), QPointF(0, inner))
                gradient.setColorAt(0, ground)
                gradient.setColorAt(1, clear)
                painter.fillRect(QRectF(box.x(), min(edge, inner), box.width(), deep), gradient)
