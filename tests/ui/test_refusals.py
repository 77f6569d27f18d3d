"""What was only refused does not stay on the screen when its reason is gone; what may cost a sale waits."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.camera.errors import NoFrameYet, NoSuchCamera
from console.errors import DiskTrouble, FlashSaleUnfit, NotEnoughStock, NothingOnAir, Text, UnknownSale
from console.facts import CameraStatus
from tests.ui.conftest import Opened, three_items
from ui.panels.notices import REFUSED_S
from ui.windows.main_window import MainWindow


def said(window: MainWindow) -> str:
    return " ".join(card.accessibleName() for card in window.notices.cards)


def test_nothing_on_air_goes_when_something_is(qtbot: QtBot, open_window: Opened) -> None:
    """F4 without anything on air is refused; Page Down puts an item on air and takes the card away."""
    window, _desk = open_window(replace(three_items(), on_air_item_id=None))
    window.seat.form.line.setFocus()  # type: ignore[union-attr]  # the assistant's
    QTest.keyClick(window, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: "没有讲解中的商品" in said(window))
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: "没有讲解中的商品" not in said(window))


def test_with_nothing_listed_it_is_not_said_to_press_page_down(qtbot: QtBot, open_window: Opened) -> None:
    """F8, F6 and F4 on an empty line-up say to list something first."""
    window, _desk = open_window(replace(three_items(), items=(), on_air_item_id=None))
    for key in (Qt.Key.Key_F8, Qt.Key.Key_F6, Qt.Key.Key_F4):
        QTest.keyClick(window.seat.form.line, key)  # type: ignore[union-attr]  # the assistant's
        assert "先拍照上架一件" in said(window)
        window.notices.drop_refusals()


def test_a_refusal_passes_by(qtbot: QtBot, open_window: Opened) -> None:
    """It stands long enough to be read, then goes by itself, and is not brought back by another language."""
    window, _desk = open_window()
    window.notices.trouble(UnknownSale())
    for _ in range(REFUSED_S - 1):
        window.notices._pass_second()
    assert window.notices.cards
    window.notices._pass_second()
    assert not window.notices.cards
    assert not window.notices.troubles


def test_no_picture_yet_is_said_until_there_is_one(open_window: Opened) -> None:
    """The card about a camera without a picture goes with the first picture, without anybody reading it."""
    camera = three_items().camera
    dark = replace(three_items(), camera=replace(camera, fps=0.0))
    window, _desk = open_window(dark)
    window.notices.trouble(NoFrameYet())
    window.notices.trouble(NoSuchCamera(place=2))
    window.notices.show_state(dark)
    assert len(window.notices.cards) == 2
    window.notices.show_state(replace(dark, camera=replace(camera, fps=25.0, other=CameraStatus.LIVE)))
    assert window.notices.cards == []


def test_esc_takes_a_refusal_away_and_leaves_a_fault(qtbot: QtBot, open_window: Opened) -> None:
    """What has to be mended, and a sale that may be missing, wait to be read."""
    window, _desk = open_window()
    window.notices.trouble(NothingOnAir())
    window.notices.trouble(DiskTrouble())
    window.notices.trouble(NotEnoughStock(number=1, left=1))
    assert len(window.notices.cards) == 3
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert len(window.notices.cards) == 2
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert len(window.notices.cards) == 2


def test_an_answer_that_is_refused_is_asked_again_with_what_was_typed(qtbot: QtBot, open_window: Opened) -> None:
    """More than is left, a flash price that is none: the question stands again, says why, and is written over."""
    window, desk = open_window()
    line, strip = window.seat.form.line, window.strip  # type: ignore[union-attr]  # the assistant's
    QTest.keyClick(line, Qt.Key.Key_F8)
    QTest.keyClicks(strip.field, "x99")
    QTest.keyClick(strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "只剩" in strip.wrong.text())
    assert strip.field.text() == strip.field.selectedText() == "x99"
    assert not window.notices.cards
    strip.field.setText("x2 阿珍")
    assert "买家 阿珍" in strip.heard.text()
    QTest.keyClick(strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.state.sales) == 1)
    assert (desk.done[-1].quantity, desk.done[-1].buyer) == (2, "阿珍")  # type: ignore[union-attr]  # a sale
    assert not strip.isVisible()
    desk.fails = FlashSaleUnfit(why=Text("秒杀价要低于现价", "the flash price must be below"))
    QTest.keyClick(line, Qt.Key.Key_F6)
    strip.field.setText("700 x1")
    QTest.keyClick(strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "秒杀价要低于现价" in strip.wrong.text())
    assert strip.field.text() == "700 x1"


def test_a_refused_answer_takes_no_other_question_away(qtbot: QtBot, open_window: Opened) -> None:
    """Whoever asks something else meanwhile keeps that; a fault of the machine is a card as before."""
    window, desk = open_window()
    line, strip = window.seat.form.line, window.strip  # type: ignore[union-attr]  # the assistant's
    QTest.keyClick(line, Qt.Key.Key_F8)
    strip.field.setText("99")
    strip.try_it()
    QTest.keyClick(line, Qt.Key.Key_F4)
    asked = strip.question.text()
    qtbot.waitUntil(lambda: "只剩" in said(window))
    assert strip.question.text() == asked
    strip.close_strip()
    desk.fails = DiskTrouble()
    QTest.keyClick(line, Qt.Key.Key_F8)
    QTest.keyClick(strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: DiskTrouble().shown("zh_CN").title in said(window))
    assert not strip.isVisible()
