"""Everything on both seats has a name, can be reached by keys, and leaves Enter to an input method that composes."""

from __future__ import annotations

import asyncio
import re
from itertools import groupby

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Opened
from tests.ui.settled import settled
from tests.ui.upkeep_double import Machine
from ui.windows.main_window import MainWindow

pytestmark = pytest.mark.usefixtures("running")


@pytest.fixture
def running(loop: qasync.QEventLoop) -> None:
    """The loop is the thread's own, as it is in the product, where it runs."""
    asyncio.set_event_loop(loop)


SEATS = pytest.mark.parametrize("seat", ["assistant", "anchor"])
TEXT = (QLineEdit, QTextEdit, QPlainTextEdit)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMED_IN_CHINESE = ("简体中文", "豆绿手镯", "手工陶杯", "老铜钱", "晚场", "玉见石佛寺")
"""The language's own name, and what the seller wrote."""


def controls(window: MainWindow) -> list[QWidget]:
    """Everything a hand can do something with, shown or not, but for scroll bars and what Qt hides inside others."""
    kinds = (QAbstractButton, QAbstractItemView, QAbstractSlider, *TEXT)
    inner = (QScrollBar,)
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, kinds)
        and not isinstance(widget, inner)
        and not widget.objectName().startswith("qt_")
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


def said(widget: QWidget) -> str:
    """What a screen reader says of it."""
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


@SEATS
def test_every_control_has_a_name(qtbot: QtBot, open_window: Opened, seat: str) -> None:
    """No button, field or list is mute to a screen reader."""
    window, _desk = open_window(seat=seat, work=Machine())
    mute: set[str] = set()

    def listen() -> None:
        shown = [w for w in controls(window) if w.isVisible() and not said(w).strip()]
        mute.update(f"{type(w).__name__} in {type(w.parentWidget()).__name__}" for w in shown)

    listen()
    for step in range(3):
        window.first_run.begin(step)
        listen()
    window.first_run.drop()
    window.settings.open()
    for page in range(len(window.settings.pages)):
        window.settings.turn_to(page)
        listen()
    window.settings.drop()
    for key in (Qt.Key.Key_F8, Qt.Key.Key_F1):
        QTest.keyClick(window, key)
        listen()
    assert mute == set()


@SEATS
def test_every_name_is_english_too(qtbot: QtBot, open_window: Opened, seat: str) -> None:
    """With English chosen no name that a screen reader says is left in Chinese."""
    window, _desk = open_window(seat=seat, lang="en", work=Machine())
    left = []
    for widget in window.findChildren(QWidget):
        name = widget.accessibleName()
        for own in NAMED_IN_CHINESE:
            name = name.replace(own, "")
        if CHINESE.search(name):
            left.append(f"{type(widget).__name__}: {name}")
    assert left == []


@SEATS
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_tab_goes_through_each_panel_once(qtbot: QtBot, open_window: Opened, seat: str, size: tuple[int, int]) -> None:
    """Tab reaches every control that is shown, each once, and never comes back to a panel it has left."""
    window, _desk = open_window(seat=seat, size=size, work=Machine())
    settled(window)
    wanted = {
        w for w in controls(window) if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    reached: list[QWidget] = []
    start = QApplication.focusWidget() or window
    widget = start.nextInFocusChain()
    while widget is not start:
        if widget in wanted:
            reached.append(widget)
        widget = widget.nextInFocusChain()
    reached += [start] if start in wanted else []
    assert set(reached) == wanted
    assert len(reached) == len(wanted)
    panels = [panel for panel, _ in groupby(_panel(w, window) for w in reached)]
    if len(panels) > 1 and panels[0] == panels[-1]:
        panels.pop()  # the chain is a ring: it may begin in the middle of a panel
    assert len(panels) == len(set(panels)), [type(p).__name__ for p in panels]


def _panel(widget: QWidget, window: MainWindow) -> QWidget:
    """The panel of a seat, or the sheet over it, that a control belongs to."""
    panels = [each for each in vars(window.seat).values() if isinstance(each, QWidget)]
    found = [panel for panel in panels if panel is widget or panel.isAncestorOf(widget)]
    return found[0] if found else widget


@pytest.mark.parametrize("back", [False, True])
def test_tab_stays_in_the_settings(qtbot: QtBot, open_window: Opened, back: bool) -> None:
    """What lies behind the settings is not seen: Tab presses, types and lists nothing there."""
    window, _desk = open_window(work=Machine())
    window.settings.open()
    reached = []
    for _press in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert all(widget is not None and window.settings.isAncestorOf(widget) for widget in reached)
    assert len(set(reached)) > 3, "it goes round"


def test_all_keys_count_their_pages_alike(open_window: Opened) -> None:
    """Each page of F1 says the same number of pages, is as wide, and every key stands on one of them."""
    window, _desk = open_window(size=(683, 384))
    sheet = window.sheet
    sheet.toggle()
    plans = []
    while sheet.isVisible():
        plans.append(sheet._plan())
        sheet.toggle()
    assert {plan.pages for plan in plans} == {len(plans)}
    assert len({(plan.wide, plan.rows, plan.step) for plan in plans}) == 1
    shown = [key.action for plan in plans for column in plan.columns for _group, keys in column for key in keys]
    assert sorted(shown) == sorted(key.action for key in sheet.found)


@SEATS
def test_only_fields_for_text_let_an_input_method_in(qtbot: QtBot, open_window: Opened, seat: str) -> None:
    """On buttons, lists and the seats themselves an input method is off, so that their keys arrive."""
    window, _desk = open_window(seat=seat, work=Machine())
    enabled = Qt.WidgetAttribute.WA_InputMethodEnabled
    odd = [
        f"{type(w).__name__} {w.objectName()} in {type(w.parentWidget()).__name__}"
        for w in (window, *window.findChildren(QWidget))
        if w.testAttribute(enabled) and w.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(w, TEXT)
    ]
    assert odd == []


@SEATS
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_is_the_input_methods_in_every_field(qtbot: QtBot, open_window: Opened, seat: str, key: Qt.Key) -> None:
    """While letters wait in an input method, Enter does nothing in any field, with Ctrl neither."""
    window, desk = open_window(seat=seat, work=Machine())
    fields = [field for field in window.findChildren(QLineEdit) if not field.isReadOnly()]
    assert fields
    pressed: list[QWidget] = []
    for field in fields:
        field.returnPressed.connect(lambda field=field: pressed.append(field))
        QApplication.sendEvent(field, QInputMethodEvent("lv", []))
        QTest.keyClick(field, key)
        QTest.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
        QApplication.sendEvent(field, QInputMethodEvent())
    qtbot.wait(20)
    assert [field.accessibleName() for field in pressed] == []
    assert desk.done == []
