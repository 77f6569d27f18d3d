"""The settings as a person uses them, with real keys."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import commands as c
from console.camera.devices import Device
from tests.ui.conftest import Opened
from tests.ui.fake_desk import an_item, live_state
from tests.ui.upkeep_double import HOME, Machine
from ui.keys.shortcuts import TABLE, table
from ui.panels.settings.books import BackupPage, FolderPage
from ui.panels.settings.camera import CameraPage
from ui.panels.settings.keys import KeysPage
from ui.panels.settings.look import LookPage
from ui.panels.settings.shop import ShopPage
from ui.windows.main_window import MainWindow

pytestmark = pytest.mark.usefixtures("running")


@pytest.fixture
def running(loop: qasync.QEventLoop) -> None:
    """The loop is the thread's own, as it is in the product, where it runs."""
    asyncio.set_event_loop(loop)


CTRL = Qt.KeyboardModifier.ControlModifier
DEVICES = (Device("usb-1", "HD Pro Webcam C920", "0"), Device("usb-2", "BRIO", "1"))


def settings_of(window: MainWindow, kind: type) -> object:
    """The page of a kind, opened by keys alone."""
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Comma, CTRL)
    assert window.settings.isVisible()
    pages = window.settings.pages
    for _ in range(next(n for n, page in enumerate(pages) if isinstance(page, kind))):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    page = pages[window.settings.stack.currentIndex()]
    assert isinstance(page, kind)
    return page


def test_the_settings_open_and_go_by_key_and_stop_no_show(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+, opens them over a live show, the clicker goes on working, Esc gives the hands back to the line."""
    window, desk = open_window()
    settings_of(window, LookPage)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: desk.state.on_air.number == 13)
    assert window.settings.isVisible()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not window.settings.isVisible()
    assert window.seat.form.line.hasFocus()


def test_a_language_is_chosen_by_keys_and_the_sheet_stays(qtbot: QtBot, open_window: Opened) -> None:
    """Right, right, Enter chooses English; the same page is still open, in English, the focus where it was."""
    window, _desk = open_window()
    settings_of(window, LookPage)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    window.settings.pages[0].language.buttons["en"].setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.settings.title.text() == "Settings")
    assert window.settings.isVisible()
    english = window.settings.pages[0].language.buttons["en"]
    qtbot.waitUntil(english.hasFocus)
    assert window.settings.pages[0].language.value == "en"


def test_look_and_size_are_chosen_and_shown(qtbot: QtBot, open_window: Opened) -> None:
    """A click on light and on 130 % is worn at once, and shown as chosen."""
    window, desk = open_window(size=(1920, 1080))
    page = settings_of(window, LookPage)
    qtbot.mouseClick(page.look.buttons["light"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.theme.look == "light")
    qtbot.mouseClick(page.text.buttons["130"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.settings.pages[0].text.value == "130" and window.theme.scale == 1.3)
    assert window.settings.pages[0].look.value == "light"
    assert desk.state.preferences == {"look": "light", "text": "130"}


def test_a_camera_is_chosen_by_its_name(qtbot: QtBot, open_window: Opened) -> None:
    """The devices that are plugged in stand there by name; a choice is asked of the desk at once."""
    window, desk = open_window(devices=lambda: DEVICES)
    page = settings_of(window, CameraPage)
    qtbot.waitUntil(lambda: "device:usb-2" in page.second.buttons)
    assert page.first.buttons["device:usb-1"].text() == "HD Pro Webcam C920"
    qtbot.mouseClick(page.second.buttons["device:usb-2"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: c.ChooseCamera(camera=2, source="device:usb-2") in desk.done)
    qtbot.mouseClick(page.extent.buttons["1280x720"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.state.preferences.get("picture") == "1280x720")


@pytest.mark.parametrize(
    ("spec", "shown"),
    [
        ("rtsp://…@192.168.1.20:8554/live", "现在用的：192.168.1.20:8554/live"),
        ("/home/li/clips/evening.mp4", "现在用的：evening.mp4"),
        ("device:Logitech C920", "现在用的：Logitech C920"),
    ],
)
def test_a_source_that_is_on_no_list_is_shown_as_in_use(
    qtbot: QtBot, open_window: Opened, spec: str, shown: str
) -> None:
    """What was named at the start stands among the choices while it is used; it can be left, not asked for masked."""
    state = live_state(an_item(12))
    state = replace(state, camera=replace(state.camera, spec=spec))
    window, desk = open_window(state, devices=lambda: DEVICES)
    page = settings_of(window, CameraPage)
    qtbot.waitUntil(lambda: "device:usb-1" in page.first.buttons)
    assert page.first.value == spec
    assert page.first.buttons[spec].text() == shown
    page.first.buttons[spec].click()
    page.first.buttons["device:usb-1"].click()
    qtbot.waitUntil(lambda: c.ChooseCamera(camera=1, source="device:usb-1") in desk.done)
    assert not any(isinstance(done, c.ChooseCamera) and done.source == spec for done in desk.done)


def test_another_shop_is_for_the_next_start_and_says_so(qtbot: QtBot, open_window: Opened) -> None:
    """The shop that is open stays; the choice is noted and the page says when it counts. Secrets are not shown."""
    window, _desk = open_window(work=Machine())
    page = settings_of(window, ShopPage)
    qtbot.waitUntil(lambda: page.shop.value == "simulator")
    qtbot.mouseClick(page.shop.buttons["kuaishou"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "再打开时生效" in page.when.text())
    assert "彩排" in page.open.text()
    assert "还没有登录" in page.signed.text()
    page._upkeep.take_keys(Path("shop.txt"))
    qtbot.waitUntil(lambda: "JSON" in page.wrong.text())
    page._upkeep.take_keys(Path("shop.json"))
    qtbot.waitUntil(lambda: "钥匙串" in page.signed.text())
    assert page.wrong.text() == ""


def test_a_backup_is_made_now_with_progress_and_can_be_stopped(qtbot: QtBot, open_window: Opened) -> None:
    """The button starts a backup, tells how far it is, stops it, and a finished one is counted."""
    window, _desk = open_window(work=Machine())
    page = settings_of(window, BackupPage)
    qtbot.waitUntil(lambda: "共 1 份" in page.last.text())
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    assert page.make.text() == "停下"
    assert page.bar.isVisible()
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.make.text() == "马上备份")
    assert "共 1 份" in page.last.text()
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "共 2 份" in page.last.text())


def test_a_backup_is_chosen_for_the_next_start_and_the_wish_taken_back(qtbot: QtBot, open_window: Opened) -> None:
    """Every backup with its time, size and whether it is sound; a damaged one cannot be wished for."""
    machine = Machine()
    machine.damage["kaibo-000001-20260921T135320Z.db"] = "row 7 missing from index"
    window, _desk = open_window(work=machine)
    page = settings_of(window, BackupPage)
    part = page.restore
    qtbot.waitUntil(lambda: part.view.rowCount() == 1)
    assert part.view.item(0, 1).text() == "12 MB"
    assert "还没检查" in part.view.item(0, 2).text()
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: part.view.rowCount() == 2)
    assert part.chosen.startswith("kaibo-000001"), "what was chosen stays chosen"
    part.check.click()
    qtbot.waitUntil(lambda: "row 7" in part.view.item(1, 2).text())
    assert not part.restore.isEnabled()
    part.view.setCurrentCell(0, 0)
    part.check.click()
    qtbot.waitUntil(lambda: "完好" in part.view.item(0, 2).text())
    part.restore.click()
    qtbot.waitUntil(lambda: "下次打开开播时恢复" in part.wished.text())
    assert part.restore.text() == "不恢复了"
    part.restore.click()
    qtbot.waitUntil(lambda: part.wished.text() == "")


def test_looking_through_a_backup_can_be_stopped(
    qtbot: QtBot, open_window: Opened, loop: asyncio.AbstractEventLoop
) -> None:
    """The same button stops it, and nothing is said of the backup."""
    machine = Machine()
    machine.looking = loop.create_future()
    window, _desk = open_window(work=machine)
    part = settings_of(window, BackupPage).restore
    qtbot.waitUntil(lambda: part.view.rowCount() == 1)
    part.check.click()
    qtbot.waitUntil(lambda: "正在检查" in part.view.item(0, 2).text())
    assert part.check.text() == "停下"
    part.check.click()
    qtbot.waitUntil(lambda: "还没检查" in part.view.item(0, 2).text())
    assert part.check.text() == "检查这一份"


def test_another_data_folder_is_for_the_next_start_and_a_synced_one_is_refused(
    qtbot: QtBot, open_window: Opened
) -> None:
    """The page tells where the data lies and how full it is; a folder in a cloud is refused with the reason."""
    window, _desk = open_window(work=Machine())
    page = settings_of(window, FolderPage)
    qtbot.waitUntil(lambda: "640 MB" in page.room.text())
    page._upkeep.choose_folder(Path("/home/li/Dropbox/Kaibo"))
    qtbot.waitUntil(lambda: "Dropbox" in page.wrong.text())
    page._upkeep.choose_folder(HOME / "more")
    qtbot.waitUntil(lambda: str(HOME / "more") in page.next.text())
    assert "下次打开" in page.next.text()
    assert page.wrong.text() == ""


# --- keys ------------------------------------------------------------------------------------


def test_a_key_is_changed_by_pressing_the_new_one(qtbot: QtBot, open_window: Opened) -> None:
    """Find the action, Enter, press F10: it works, stands on the button, and Delete gives F8 back."""
    window, desk = open_window()
    page = settings_of(window, KeysPage)
    page.finder.setFocus()
    QTest.keyClicks(page.finder, "F8")
    QTest.keyClick(page.finder, Qt.Key.Key_Return)
    assert page.selected.action == "sale"
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: "F10" in window.seat.sales.button.accessibleName())
    assert not window.strip.isVisible()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.settings.pages[3].view.hasFocus())
    QTest.keyClick(window, Qt.Key.Key_F10)
    assert window.strip.isVisible()
    window.strip.close_strip()
    page = window.settings.pages[3]
    page.choose("sale")
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "F8" in window.seat.sales.button.accessibleName())
    assert desk.state.preferences["keys"] == ""


@pytest.mark.parametrize(
    ("key", "held", "said"),
    [
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, "拍照"),
        (Qt.Key.Key_Q, Qt.KeyboardModifier.NoModifier, "字母"),
        (Qt.Key.Key_5, Qt.KeyboardModifier.NoModifier, "数字"),
        (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier, "系统"),
        (Qt.Key.Key_Space, CTRL, "输入法"),
    ],
)
def test_a_key_that_cannot_be_is_named_at_once_and_changes_nothing(
    qtbot: QtBot, open_window: Opened, key: Qt.Key, held: Qt.KeyboardModifier, said: str
) -> None:
    """A clash names the other action, a useless key its reason; the window does nothing else with the key."""
    window, desk = open_window()
    page = settings_of(window, KeysPage)
    page.choose("sale")
    page.ask()
    QTest.keyClick(QApplication.focusWidget(), key, held)
    assert said in page.catcher.text()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.settings.isVisible()
    qtbot.wait(20)
    assert desk.done == []


def test_all_keys_are_given_back_at_once(qtbot: QtBot, open_window: Opened) -> None:
    """After "reset all" the table is as it was given, and own keys are marked until then."""
    window, desk = open_window(keys={"sale": ["F10"], "flash": ["Shift+F10"]})
    page = settings_of(window, KeysPage)
    assert page.reset_all.isEnabled()
    qtbot.mouseClick(page.reset_all, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.state.preferences.get("keys") == "")
    qtbot.waitUntil(lambda: {key.action: key.keys for key in window.keys.values()} == {k.action: k.keys for k in TABLE})


def test_a_key_given_back_that_is_another_ones_by_now_is_named(qtbot: QtBot, open_window: Opened) -> None:
    """F8 went to another action meanwhile: giving it back would make a clash, so that one is named."""
    window, desk = open_window(keys={"sale": ["F10"], "flash": ["F8"]})
    page = settings_of(window, KeysPage)
    page.choose("sale")
    page.give_back()
    assert table()["flash"].name in page.catcher.text()
    qtbot.wait(20)
    assert desk.done == []
