"""What lies over the window for a moment and takes no focus: the typed number, the hold, the cheat sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QLocale, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from console.facts import Item
from console.money import price
from console.state import ShowState
from ui import ink
from ui.language import translate
from ui.panels.line_edit import LineEdit
from ui.panels.shadow import cast
from ui.pictures import Pictures
from ui.shortcuts import Key, matching, spoken
from ui.theme import Theme

FORGET_MS = 6_000
TOP = 48
LONGEST = 5


class Overlay(QWidget):
    """Paints over its parent, lets clicks through and never has the focus."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._under = parent
        self.aim: QWidget | None = None
        """Lie over the middle of this part rather than of the window."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVisible(False)

    def cover(self) -> None:
        """Lie over all of the parent, on top."""
        self.setGeometry(self._under.rect())
        self.raise_()

    def grow(self, factor: float) -> None:
        """Paint larger, for eyes two metres away."""
        self.theme = self.theme.larger(factor)

    def open(self) -> None:
        self.cover()
        self.setVisible(True)
        self.update()

    def middle(self, wide: float, tall: float) -> QRectF:
        """A box a little above the middle of what is aimed at."""
        whole = QRectF(self.rect())
        if self.aim is not None:
            whole = QRectF(self.aim.rect()).translated(self.aim.mapTo(self._under, QPoint(0, 0)))
        edge = self.theme.px(12)
        y = min(whole.y() + (whole.height() - tall) * 0.42, self.height() - tall - edge)
        return QRectF(whole.center().x() - wide / 2, max(float(edge), y), wide, tall)

    def plate(self, painter: QPainter, box: QRectF) -> None:
        """The raised plane everything here stands on."""
        theme = self.theme
        cast(painter, theme, box)
        ink.plane(painter, box, theme.colour("sheet"), theme.px(10), theme.colour("edge"))


class NumberOverlay(Overlay):
    """The number typed on the keypad, and which item that is; forgotten after a while."""

    entered = Signal(int)

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._pictures = pictures
        self._state = ShowState()
        self.typed = ""
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(FORGET_MS)
        self._forget.timeout.connect(self.drop)

    def show_state(self, state: ShowState) -> None:
        self._state = state
        self.update()

    def type(self, digit: str) -> None:
        """Add one digit."""
        self.typed = (self.typed + digit)[-LONGEST:]
        self._forget.start()
        self.setAccessibleName(self.typed)
        self.open()

    def rub_out(self) -> bool:
        """Take the last digit away; False when there was none."""
        if not self.typed:
            return False
        self.typed = self.typed[:-1]
        self.update()
        return True if self.typed else self.drop()

    def drop(self) -> bool:
        """Forget the number; False when there was none."""
        if not self.typed:
            return False
        self.typed = ""
        self._forget.stop()
        self.setVisible(False)
        return True

    def enter(self) -> None:
        """Put the number typed on air."""
        if self.typed:
            number = int(self.typed)
            self.drop()
            self.entered.emit(number)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px = self.theme, self.theme.px
        item = self._state.by_number(int(self.typed)) if self.typed else None
        wide, tall = px(560), px(152)
        box = self.middle(wide, tall)
        self.plate(painter, box)
        big = theme.font(88, bold=True)
        column = QRectF(box.x() + px(24), box.y(), max(px(120), ink.width(self.typed, big)), tall)
        ink.write(painter, column, self.typed, big, theme.colour("text" if item else "amber"), ink.CENTRE)
        self._tell(painter, box.adjusted(column.width() + px(48), px(20), -px(20), -px(20)), item)
        painter.end()

    def _tell(self, painter: QPainter, box: QRectF, item: Item | None) -> None:
        theme, px = self.theme, self.theme.px
        line = QRectF(box.x(), box.y(), box.width(), px(34))
        if item is None:
            said = translate("number", "没有这个编号")
            ink.write(painter, line.translated(0, px(24)), said, theme.font(20, bold=True), theme.colour("amber"))
        else:
            side = px(72)
            picture = QRectF(box.x(), box.y(), side, side)
            ink.picture(painter, picture, self._pictures.get(item.thumb, 128), theme.colour("surface"))
            line.setLeft(picture.right() + px(14))
            ink.write(painter, line, item.title, theme.font(20, bold=True), theme.colour("text"))
            ok = item.sellable
            said = price(item.price_fen)
            left = translate("number", "剩 {n} 件").format(n=item.stock_left)
            ink.write(
                painter,
                line.translated(0, px(34)),
                f"{said} · {left}",
                theme.font(16),
                theme.colour("quiet" if ok else "amber"),
            )
        hint = QRectF(box.x(), box.bottom() - px(24), box.width(), px(24))
        key = spoken("Num+Enter")
        took = ink.keycap(
            painter, hint.x(), hint.center().y(), key, theme.font(12), theme.colour("text"), theme.colour("edge")
        )
        said = translate("number", "上讲解 · Esc 取消")
        ink.write(painter, hint.adjusted(took + px(8), 0, 0, 0), said, theme.font(13), theme.colour("quiet"))


class HoldOverlay(Overlay):
    """A ring that closes while the key of what cannot be undone is held; `words` say what that is."""

    def __init__(self, theme: Theme, parent: QWidget, words: str, sign: str = "square") -> None:
        super().__init__(theme, parent)
        self._words, self._sign = words, sign
        self._share = 0.0

    def show_share(self, share: float) -> None:
        self._share = share
        if share > 0 and not self.isVisible():
            self.open()
        elif share <= 0:
            self.setVisible(False)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px = self.theme, self.theme.px
        wide, tall = px(260), px(210)
        box = self.middle(wide, tall)
        self.plate(painter, box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(box.center().x() - px(44), box.y() + px(24), px(88), px(88))
        painter.setPen(QPen(theme.colour("edge"), px(8)))
        painter.drawEllipse(ring)
        pen = QPen(theme.colour("on_air"), px(8))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(ring, 90 * 16, -int(360 * 16 * min(1.0, self._share)))
        ink.shape(painter, self._sign, QPointF(ring.center()), px(28), theme.colour("text"))
        line = QRectF(box.x(), ring.bottom() + px(16), box.width(), px(28))
        ink.write(
            painter,
            line,
            self._words,
            theme.font(18, bold=True),
            theme.colour("text"),
            ink.CENTRE,
        )
        said = translate("hold", "松开就取消")
        ink.write(painter, line.translated(0, px(26)), said, theme.font(13), theme.colour("quiet"), ink.CENTRE)
        painter.end()


WIDEST = {2: 940, 3: 1_240, 4: 1_640}
"""Design pixels of the sheet by its columns."""


class Plan(NamedTuple):
    """How the keys stand on the sheet: pages, the columns of this one, and their measures in pixels."""

    pages: int
    columns: list[list[tuple[str, list[Key]]]]
    rows: float
    step: float
    size: float
    wide: float
    part: float


def _columns(groups: list[tuple[str, list[Key]]], count: int) -> list[list[tuple[str, list[Key]]]]:
    """Groups in columns of about the same height."""
    columns: list[list[tuple[str, list[Key]]]] = [[] for _ in range(count)]
    heights = [0] * count
    for group, rows in sorted(groups, key=lambda found: -len(found[1])):
        shorter = heights.index(min(heights))
        columns[shorter].append((group, rows))
        heights[shorter] += len(rows) + 2
    return columns


def _shown(key: Key) -> list[str]:
    """The keys of an action that are named."""
    return [k for k in key.keys if k not in ("Enter", "Ctrl+Enter")][:2]


class CheatSheet(Overlay):
    """Every key in groups, from the key table itself; what is typed into its field leaves only what fits."""

    closed = Signal()

    def __init__(self, theme: Theme, keys: Mapping[str, Key], parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self._keys = keys
        self._groups: dict[str, list[Key]] = {}
        self.finder = LineEdit(self)
        self.finder.setPlaceholderText(translate("sheet", "找：动作或按键，如 秒杀、F6"))
        self.finder.setAccessibleName(translate("sheet", "找按键"))
        self.finder.setMaxLength(40)
        self.finder.textChanged.connect(self._seek)
        self._page = 0
        self._turn_key = keys["sheet"].shown
        self._drawn: tuple[object, QPixmap] | None = None
        """What it was drawn for and how it looks: the camera's picture moves below it thirty times a second."""
        self._seek("")

    @property
    def found(self) -> list[Key]:
        """The actions that are shown, on all pages."""
        return [key for rows in self._groups.values() for key in rows]

    def _seek(self, sought: str) -> None:
        self._page, self._groups = 0, {}
        for key in matching(self._keys, sought):
            self._groups.setdefault(key.group, []).append(key)
        self.setAccessibleName("\n".join(f"{key.name} {key.shown}" for key in self.found))
        self.update()

    def open(self) -> None:
        """Show all keys, the hands in the field."""
        self.finder.setText("")
        super().open()
        self.finder.setFocus()

    def toggle(self) -> None:
        """Open it, turn to its next page where there is one, close it."""
        if not self.isVisible():
            self._page = 0
            self.open()
        elif self._page + 1 < self._plan().pages:
            self._page += 1
            self.update()
        else:
            self.drop()

    def drop(self) -> bool:
        """Close it; False when it was closed."""
        if not self.isVisible():
            return False
        self.setVisible(False)
        self.closed.emit()
        return True

    def _plan(self) -> Plan:
        """As few columns and pages as the lines need to stand apart and to be whole."""
        px, best = self.theme.px, None
        for pages in (1, 2, 3):
            groups = self._on_page(pages)
            for count in (2, 3, 4):
                columns = _columns(groups, count)
                rows = max(2.0, *(sum(len(keys) + 1.75 for _, keys in column) for column in columns))
                step = min(px(32), (self.height() - px(156)) / rows)
                size = max(11.0, min(15.0, step / self.theme.scale * 0.5))
                wide = min(px(WIDEST[count]), self.width() - px(48))
                part = (wide - px(32)) / count - px(32)
                plan = Plan(pages, columns, rows, step, size, wide, part)
                if count > 2 and self._widest(groups, size) > part:
                    continue
                if step >= px(22):
                    return plan
                best = plan if best is None or step > best.step else best
            if best is not None and best.step >= px(17):
                return best
        assert best is not None  # two columns are always a plan
        return best

    def _on_page(self, pages: int) -> list[tuple[str, list[Key]]]:
        """The groups of the page that is open, when they stand on so many."""
        share = sum(len(keys) + 2 for keys in self._groups.values()) / pages
        found, before = [], 0
        for group, keys in self._groups.items():
            if min(pages - 1, int((before + len(keys) / 2) / share)) == min(self._page, pages - 1):
                found.append((group, keys))
            before += len(keys) + 2
        return found

    def _widest(self, groups: list[tuple[str, list[Key]]], size: float) -> float:
        """How wide the longest line is."""
        font, small = self.theme.font(size), self.theme.font(size * 0.9)
        if not groups:
            return 0.0
        return max(
            ink.width(key.name, font)
            + sum(ink.keycap_width(spoken(one), small) + self.theme.px(6) for one in _shown(key))
            for _, keys in groups
            for key in keys
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        typed, speech = bool(self.finder.text()), QLocale().name()
        what = (self._page, tuple(self.found), typed, speech)
        ground = (self.size(), self.devicePixelRatio(), self.theme.tokens, what)
        if self._drawn is None or self._drawn[0] != ground:
            picture = QPixmap(self.size() * self.devicePixelRatio())
            picture.setDevicePixelRatio(self.devicePixelRatio())
            picture.fill(self.theme.colour("shade", 0.66))
            self._draw(QPainter(picture))
            self._drawn = ground, picture
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn[1])
        painter.end()

    def _draw(self, painter: QPainter) -> None:
        plan, px = self._plan(), self.theme.px
        tall = plan.rows * plan.step + px(80)
        box = QRectF((self.width() - plan.wide) / 2, (self.height() - tall) / 2, plan.wide, tall)
        if self.finder.text():  # the field must not run away from who types in it
            box.moveTop(min(box.y(), float(px(TOP))))
        self.plate(painter, box)
        self._heading(painter, box, plan.pages)
        for n, column in enumerate(plan.columns):
            x = box.x() + px(32) + n * (plan.part + px(32))
            self._column(painter, QRectF(x, box.y() + px(72), plan.part, tall), column, plan.step, plan.size)
        painter.end()

    def _heading(self, painter: QPainter, box: QRectF, pages: int) -> None:
        theme, px = self.theme, self.theme.px
        line = QRectF(box.x() + px(32), box.y() + px(20), box.width() - px(64), px(40))
        title, words, small = translate("sheet", "全部按键"), theme.font(20, bold=True), theme.font(13)
        ink.write(painter, line, title, words, theme.colour("text"))
        said = translate("sheet", "Esc 关闭，其他按键照常可用")
        if pages > 1:
            turn = translate("sheet", "{key} 翻页 {page}/{pages}")
            said = turn.format(key=self._turn_key, page=min(self._page, pages - 1) + 1, pages=pages) + " · " + said
        ink.write(painter, line, said, small, theme.colour("quiet"), ink.RIGHT)
        taken = ink.width(title, words) + px(24)
        room = line.width() - taken - ink.width(said, small) - px(24)
        field = QRectF(line.x() + taken, line.y(), max(px(96), min(px(320), room)), line.height()).toRect()
        if self.finder.geometry() != field:
            self.finder.setGeometry(field)
        if not self._groups:
            nothing = QRectF(line.x(), line.bottom() + px(12), line.width(), px(32))
            ink.write(painter, nothing, translate("sheet", "没有这样的动作"), theme.font(14), theme.colour("quiet"))

    def _column(
        self, painter: QPainter, box: QRectF, groups: list[tuple[str, list[Key]]], step: float, size: float
    ) -> None:
        theme = self.theme
        y = box.y()
        for group, keys in groups:
            line = QRectF(box.x(), y, box.width(), step)
            ink.write(
                painter,
                line,
                translate("keys", group),
                theme.font(size, bold=True),
                theme.colour("jade"),
            )
            painter.fillRect(QRectF(line.x(), line.bottom() - 1, line.width(), 1), theme.colour("edge"))
            y += step * 1.15
            for key in keys:
                line = QRectF(box.x(), y, box.width(), step)
                self._row(painter, line, key, size)
                y += step
            y += step * 0.6

    def _row(self, painter: QPainter, line: QRectF, key: Key, size: float) -> None:
        theme = self.theme
        font = theme.font(size * 0.9)
        x = line.right()
        for one in reversed(_shown(key)):
            said = spoken(one)
            x -= ink.keycap_width(said, font)
            ink.keycap(painter, x, line.center().y(), said, font, theme.colour("text"), theme.colour("edge"))
            x -= theme.px(6)
        ink.write(
            painter,
            QRectF(line.x(), line.y(), x - line.x(), line.height()),
            key.name,
            theme.font(size),
            theme.colour("text"),
        )
