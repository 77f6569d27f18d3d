"""All keys at one glance, from the key table itself, with a field that leaves only what fits (F1)."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import NamedTuple

from PySide6.QtCore import QLocale, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ui.keys.shortcuts import Key, matching, spoken
from ui.look import ink
from ui.look.language import translate
from ui.look.theme import Theme
from ui.panels.line_edit import LineEdit
from ui.panels.over import taken_away
from ui.panels.overlays import Overlay

TOP = 48
"""Design pixels above the sheet while somebody types in its field."""
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

    def only(self, actions: Container[str]) -> None:
        """Show no others: a key that does nothing at this seat is no help here."""
        self._keys = {name: key for name, key in self._keys.items() if name in actions}
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
        return taken_away(self)

    def _plan(self) -> Plan:
        """As few columns and pages as the lines need to stand apart and to be whole, the same for every page."""
        px, best = self.theme.px, None
        for pages in (1, 2, 3):
            parts = [self._on_page(page, pages) for page in range(pages)]
            for count in (2, 3, 4):
                laid = [_columns(groups, count) for groups in parts]
                rows = max(2.0, *(sum(len(keys) + 1.75 for _, keys in column) for each in laid for column in each))
                step = min(px(32), (self.height() - px(156)) / rows)
                size = max(11.0, min(15.0, step / self.theme.scale * 0.5))
                wide = min(px(WIDEST[count]), self.width() - px(48))
                part = (wide - px(32)) / count - px(32)
                plan = Plan(pages, laid[min(self._page, pages - 1)], rows, step, size, wide, part)
                if count > 2 and max(self._widest(groups, size) for groups in parts) > part:
                    continue
                if step >= px(22):
                    return plan
                best = plan if best is None or step > best.step else best
            if best is not None and best.step >= px(17):
                return best
        assert best is not None  # two columns are always a plan
        return best

    def _on_page(self, page: int, pages: int) -> list[tuple[str, list[Key]]]:
        """The groups of one page (from 0), when they stand on so many."""
        share = sum(len(keys) + 2 for keys in self._groups.values()) / pages
        found, before = [], 0
        for group, keys in self._groups.items():
            if min(pages - 1, int((before + len(keys) / 2) / share)) == page:
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
