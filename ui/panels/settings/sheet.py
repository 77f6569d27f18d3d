"""The settings: a calm sheet over the work, a page for each thing a seller knows by name.

It holds nothing up: keys of the show go on working, and each choice takes effect at once or says when. What a
page does is its own; here are only the pages, the way between them and the place of the sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.state import ShowState
from ui.keys.buttons import KeyButton
from ui.keys.shortcuts import Key
from ui.look.theme import Theme
from ui.panels.edges import FadingArea
from ui.panels.over import EDGE, SLICE, spread, tab_inside, taken_away
from ui.panels.settings.choice import Page
from ui.panels.shadow import Shadow

WIDE, TALL = 860, 680
LEAST_WIDE, LEAST_TALL = 780, 600
"""Design pixels from which it does with what it lies over."""
NAMES_WIDE = 168
SHOP_PAGE = 2
"""The page with the shop and its keys, in the order in which `ui/windows/app.py` makes them."""


@dataclass(frozen=True)
class Standpoint:
    """Where a person is in the settings, so that a window furnished anew can put them there again."""

    page: int
    focus: int


class SettingsSheet(QFrame):
    """Shows itself with `open`; Esc or the same key puts it away."""

    closed = Signal()

    def __init__(self, theme: Theme, keys: Mapping[str, Key], pages: Mapping[str, Page]) -> None:
        """`pages` by their names."""
        super().__init__()
        self.setObjectName("sheet")
        self._shadow = Shadow(theme, self)
        self._theme = theme
        self.aim: QWidget | None = None
        """What it lies over where that is wide enough: what viewers see stays in sight."""
        self.pages = list(pages.values())
        self.names = QButtonGroup(self)
        self.title = QLabel(self.tr("设置"))
        self.title.setProperty("step", "large")
        self.back = KeyButton(theme, self.tr("收起"), "Esc", kind="plain")
        self.stack = QStackedWidget()
        for page in self.pages:
            self.stack.addWidget(FadingArea(theme, page))
            page.installEventFilter(self)
        self._lay_out(list(pages), keys["settings"].shown)
        self.back.clicked.connect(self.drop)
        self.names.idToggled.connect(lambda n, on: self.turn_to(n) if on else None)
        self.setAccessibleName(self.tr("设置"))
        self.setVisible(False)

    def _lay_out(self, names: list[str], key: str) -> None:
        px = self._theme.px
        top = QHBoxLayout()
        top.addWidget(self.title)
        said = QLabel(key)
        said.setProperty("tone", "quiet")
        top.addWidget(said)
        top.addStretch(1)
        top.addWidget(self.back)
        side = QVBoxLayout()
        side.setSpacing(px(4))
        for n, name in enumerate(names):
            button = QPushButton(name)
            button.setProperty("kind", "page")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            button.setAccessibleName(self.tr("设置：{name}").format(name=name))
            button.setFixedWidth(px(NAMES_WIDE))
            self.names.addButton(button, n)
            side.addWidget(button)
        side.addStretch(1)
        self.names.button(0).setChecked(True)
        middle = QHBoxLayout()
        middle.setSpacing(px(24))
        middle.addLayout(side)
        middle.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(16), px(20))
        column.setSpacing(px(12))
        column.addLayout(top)
        column.addLayout(middle, 1)

    # --- open and shut -----------------------------------------------------------------------

    def toggle(self) -> None:
        """The settings' key: open them, or put them away."""
        if not self.drop():
            self.open()

    def open(self, at: Standpoint | None = None) -> None:
        """Lie over the window, on the page last read or where `at` says."""
        self.place()
        self.setVisible(True)
        self.raise_()
        page = at.page if at is not None else max(0, self.stack.currentIndex())
        self.names.button(page).setChecked(True)
        self.turn_to(page)
        stops = self._stops()
        if at is not None and 0 <= at.focus < len(stops):
            stops[at.focus].setFocus()
        else:
            self.names.button(page).setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return tab_inside((self,), forward=forward)

    def drop(self) -> bool:
        """Put it away; False when it was away."""
        return taken_away(self)

    def turn_to(self, page: int) -> None:
        """Show a page."""
        self.stack.setCurrentIndex(page)
        if self.isVisible():
            self.pages[page].enter()
            self.place()

    def standpoint(self) -> Standpoint | None:
        """Where the person is; None while the settings are away."""
        if not self.isVisible():
            return None
        focus = next((n for n, stop in enumerate(self._stops()) if stop.hasFocus()), -1)
        return Standpoint(self.stack.currentIndex(), focus)

    def _stops(self) -> list[QWidget]:
        """Every place the focus may go to, in the order in which they were made."""
        return [each for each in self.findChildren(QWidget) if each.focusPolicy() != Qt.FocusPolicy.NoFocus]

    def place(self) -> None:
        """The middle of what it lies over, as high as its page; the head stays where it is from page to page.

        Where that would cut the clock of the show in half it stands below it, or has all of the window.
        """
        over, aim = self.parentWidget(), self.aim
        if over is None:
            return
        px = self._theme.px
        wide = spread(px(WIDE), over.width(), self._theme)
        if aim is not None and aim.isVisible() and px(LEAST_WIDE) <= aim.width() < wide:
            wide = aim.width()
        most = spread(px(TALL), over.height(), self._theme)
        room = over.rect()
        if aim is not None and aim.isVisible() and aim.width() >= wide:
            room = QRect(aim.mapTo(over, QPoint(0, 0)), aim.size())
        left, top = room.x() + (room.width() - wide) // 2, (over.height() - most) // 2
        below = over.height() - room.y() - px(EDGE)
        if top < room.y() and below >= px(LEAST_TALL):
            top, most = room.y(), min(px(TALL), below)
        needed = self._needed(wide)
        self.setGeometry(left, top, wide, needed if needed + px(SLICE) < most else most)

    def _needed(self, wide: int) -> int:
        """How high it is with all of the page, at this width."""
        layout, px = self.layout(), self._theme.px
        page = self.pages[max(0, self.stack.currentIndex())]
        if page.endless or layout is None:
            return px(TALL)
        margins = layout.contentsMargins()
        beside = margins.left() + margins.right() + px(NAMES_WIDE + 24)
        tall = page.column.totalHeightForWidth(wide - beside)
        head = max(self.title.sizeHint().height(), self.back.sizeHint().height()) + layout.spacing()
        head += margins.top() + margins.bottom() + self.height() - self.contentsRect().height()
        names = sum(button.sizeHint().height() + px(4) for button in self.names.buttons())
        return head + max(tall if tall >= 0 else page.sizeHint().height(), names)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def show_state(self, state: ShowState) -> None:
        """Hand the state to the pages that show some of it."""
        for page in self.pages:
            page.show_state(state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right goes from the names into the page, left back."""
        focused = self.focusWidget()
        on_name = focused in self.names.buttons()
        if event.key() == Qt.Key.Key_Right and on_name:
            self._into_page()
            return
        if event.key() == Qt.Key.Key_Left and not on_name:
            self.names.button(self.stack.currentIndex()).setFocus()
            return
        super().keyPressEvent(event)

    def _into_page(self) -> None:
        page = self.pages[self.stack.currentIndex()]
        first = next((w for w in page.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if first is not None:
            first.setFocus()
