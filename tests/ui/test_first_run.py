"""The first steps at a new console, by keyboard."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import commands as c
from console.camera.devices import Device
from console.state import ShowState
from tests.ui.conftest import Opened
from tests.ui.upkeep_double import Machine
from ui.panels.settings.sheet import SHOP_PAGE, Standpoint

pytestmark = pytest.mark.usefixtures("running")
DEVICES = (Device("usb-1", "HD Pro Webcam C920", "0"), Device("usb-2", "BRIO", "1"))
ENTER, DOWN, ESC = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape


@pytest.fixture
def running(loop: qasync.QEventLoop) -> None:
    """The loop is the thread's own, as it is in the product, where it runs."""
    asyncio.set_event_loop(loop)


def press(*keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)


def test_three_times_enter_is_enough(qtbot: QtBot, open_window: Opened) -> None:
    """Language, camera, rehearsal with the sample line-up: Enter each time, then the line is ready to write."""
    machine = Machine()
    window, desk = open_window(ShowState(), work=machine, devices=lambda: DEVICES)
    window.begin_first_steps()
    assert window.first_run.isVisible()
    press(ENTER)
    qtbot.waitUntil(lambda: window.first_run.step == 1 and "device:usb-1" in window.first_run.camera.buttons)
    press(ENTER)
    assert window.first_run.step == 2
    press(ENTER)
    qtbot.waitUntil(lambda: not window.first_run.isVisible())
    assert machine.sampled
    qtbot.waitUntil(lambda: desk.state.preferences.get("first steps") == "done")
    assert window.seat.form.line.hasFocus()


def test_what_is_said_of_cameras_stays_with_their_step(qtbot: QtBot, open_window: Opened) -> None:
    """Without a camera the second step says what to do; the third says nothing of it."""
    window, _desk = open_window(ShowState(), work=Machine(), devices=lambda: ())
    window.begin_first_steps()
    press(ENTER)
    qtbot.waitUntil(lambda: "模拟画面" in window.first_run.told.text())
    press(ENTER)
    assert window.first_run.step == 2
    assert window.first_run.told.text() == ""
    qtbot.waitUntil(lambda: not len(window.tasks))
    assert window.first_run.told.text() == ""


def test_esc_leaves_the_first_steps_for_good(qtbot: QtBot, open_window: Opened) -> None:
    """Whoever skips them is not asked again."""
    window, desk = open_window(ShowState(), work=Machine())
    window.begin_first_steps()
    press(ESC)
    assert not window.first_run.isVisible()
    qtbot.waitUntil(lambda: desk.state.preferences.get("first steps") == "done")
    window.begin_first_steps()
    assert not window.first_run.isVisible()


def test_esc_closes_what_lies_over_the_first_steps(qtbot: QtBot, open_window: Opened) -> None:
    """F5 looks round over them, F1 over that: each Esc closes the one on top, and the hands are back in the steps."""
    window, desk = open_window(ShowState(), work=Machine())
    window.begin_first_steps()
    press(Qt.Key.Key_F5)
    hands = QApplication.focusWidget()
    assert window.flow.preflight.isAncestorOf(hands)
    press(Qt.Key.Key_F1, ESC)
    assert QApplication.focusWidget() is hands
    press(ESC)
    assert not window.flow.preflight.isVisible()
    assert window.first_run.isVisible()
    press(ENTER)
    assert window.first_run.step == 1
    assert desk.done == []


def test_the_settings_bring_the_first_steps_back(qtbot: QtBot, open_window: Opened) -> None:
    """Whoever skipped them finds the sample line-up again in a rehearsal; at a real shop nothing is invented."""
    window, desk = open_window(ShowState(rehearsal=True), work=Machine())
    window.settings.open(Standpoint(SHOP_PAGE, -1))
    page = window.settings.pages[SHOP_PAGE]
    qtbot.waitUntil(page.steps.isVisible)
    QTest.keyClick(page.steps, ENTER)
    assert not window.settings.isVisible()
    assert window.first_run.isVisible()
    assert QApplication.focusWidget() is window.first_run.language.buttons["zh_CN"]
    page.show_state(replace(desk.state, rehearsal=False))
    assert page.steps.isHidden()


def test_a_language_chosen_in_the_first_step_is_spoken_in_the_second(qtbot: QtBot, open_window: Opened) -> None:
    """Right and Enter chooses English: the window speaks it, and the steps go on where they were."""
    window, _desk = open_window(ShowState(), work=Machine(), devices=lambda: DEVICES)
    window.begin_first_steps()
    window.first_run.language.buttons["en"].setFocus()
    press(ENTER)
    qtbot.waitUntil(lambda: window.first_run.isVisible() and window.first_run.title.text() == "Camera")
    assert window.first_run.step == 1


def test_a_camera_is_chosen_and_shown_at_once(qtbot: QtBot, open_window: Opened) -> None:
    """In the second step a camera is put in its place as soon as it is chosen; the picture stays in sight."""
    window, desk = open_window(ShowState(), work=Machine(), devices=lambda: DEVICES)
    window.begin_first_steps()
    press(ENTER)
    qtbot.waitUntil(lambda: "device:usb-2" in window.first_run.camera.buttons)
    window.first_run.camera.buttons["device:usb-2"].setFocus()
    press(ENTER)
    qtbot.waitUntil(lambda: c.ChooseCamera(camera=1, source="device:usb-2") in desk.done)
    preview = window.seat.form.preview
    over = window.first_run.geometry()
    assert not over.contains(preview.mapTo(window, preview.rect().center()))


def test_ones_own_shop_leads_to_the_page_with_the_key_file(qtbot: QtBot, open_window: Opened) -> None:
    """Who wants to sell for real comes to the settings' page of the shop."""
    window, _desk = open_window(ShowState(), work=Machine())
    window.begin_first_steps()
    window.first_run.begin(2)
    window.first_run.start.buttons["shop"].setFocus()
    press(ENTER)
    qtbot.waitUntil(window.settings.isVisible)
    assert window.settings.stack.currentIndex() == 2


def test_samples_that_fail_are_told_and_can_be_tried_again(qtbot: QtBot, open_window: Opened) -> None:
    """A disk that is full costs the sample line-up, says so, and leaves the choice open."""
    machine = Machine()
    machine.full = True
    window, _desk = open_window(ShowState(), work=machine)
    window.begin_first_steps()
    window.first_run.begin(2)
    press(ENTER)
    qtbot.waitUntil(lambda: "没做成" in window.first_run.told.text())
    assert window.first_run.on.isEnabled()
    machine.full = False
    press(ENTER)
    qtbot.waitUntil(lambda: not window.first_run.isVisible())
