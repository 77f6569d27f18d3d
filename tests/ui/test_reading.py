"""Codes in the picture, as the two seats meet them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console import commands as c
from console import events as e
from console.errors import Text
from console.facts import Code, CodeKind, Label, Notice, NoticeLevel
from tests.ui.conftest import Opened, three_items
from tests.ui.fake_desk import FakeDesk
from ui.panels.anchor.seat import AnchorSeat
from ui.panels.assistant import AssistantSeat
from ui.windows.main_window import MainWindow

EAN = Code("6901234567892", "EAN-13", CodeKind.GOODS, (0, 0, 9, 9))
LINK = replace(EAN, text="https://u.wechat.com/a", kind=CodeKind.LEADS_AWAY)
CARD = Notice("code", NoticeLevel.TROUBLE, Text("画面里有站外的码", "A code"), Text("移开：{what}", "Move: {what}"))


def test_a_known_code_chooses_its_row_and_puts_nothing_on_air(open_window: Opened) -> None:
    """Held to the camera, an item is found in the line-up; what viewers see does not change."""
    window, desk = open_window()
    assert isinstance(window.seat, AssistantSeat)
    desk.tell(e.CodeSeen(code=EAN, number=14))
    assert window.seat.lineup.selected is not None
    assert window.seat.lineup.selected.number == 14
    assert desk.state.on_air is not None
    assert desk.state.on_air.number == 12
    assert desk.done == []
    assert window.seat.form.seen_code.code == ""


def test_a_code_never_moves_the_row_under_a_hand(open_window: Opened) -> None:
    """While somebody chooses in the line-up, the choice is theirs: Enter must not change another item's price."""
    window, desk = open_window()
    assert isinstance(window.seat, AssistantSeat)
    window.seat.lineup.choose(13)
    window.seat.lineup.view.setFocus()
    desk.tell(e.CodeSeen(code=EAN, number=14))
    assert window.seat.lineup.selected is not None
    assert window.seat.lineup.selected.number == 13


def test_an_unknown_code_goes_with_the_next_listing(open_window: Opened, qtbot: QtBot) -> None:
    """It stands beside what was understood of the line, is listed with it, and is gone afterwards."""
    window, desk = open_window()
    assert isinstance(window.seat, AssistantSeat)
    form = window.seat.form
    desk.tell(e.CodeSeen(code=EAN, number=None))
    assert "6901234567892" in form.seen_code.text
    form.line.setText("杯 99")
    qtbot.keyClick(form.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(isinstance(done, c.OpenFlash) for done in desk.done))
    (opened,) = [done for done in desk.done if isinstance(done, c.OpenFlash)]
    assert (opened.line, opened.barcode) == ("杯 99", "6901234567892")
    qtbot.waitUntil(lambda: form.seen_code.code == "")
    assert form.line.text() == ""


def test_what_leads_away_is_no_barcode(open_window: Opened) -> None:
    """Only goods are offered to the form."""
    window, desk = open_window()
    assert isinstance(window.seat, AssistantSeat)
    desk.tell(e.CodeSeen(code=LINK, number=None))
    assert window.seat.form.seen_code.code == ""


def test_escape_drops_the_code_and_leaves_the_line(open_window: Opened, qtbot: QtBot) -> None:
    """One step back at a time: first the line, then the code."""
    window, desk = open_window()
    assert isinstance(window.seat, AssistantSeat)
    form = window.seat.form
    desk.tell(e.CodeSeen(code=EAN, number=None))
    form.line.setText("杯")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert (form.line.text(), form.seen_code.code) == ("", EAN.text)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert form.seen_code.code == ""


@pytest.mark.parametrize(("typed", "kept"), [("", ""), ("杯", EAN.text)])
def test_a_code_fades_unless_a_listing_is_under_way(open_window: Opened, qtbot: QtBot, typed: str, kept: str) -> None:
    """Half a minute later other goods are in the hand; but what is being written keeps its code."""
    window, desk = open_window()
    assert isinstance(window.seat, AssistantSeat)
    form = window.seat.form
    form.seen_code._fading.setInterval(20)
    desk.tell(e.CodeSeen(code=EAN, number=None))
    form.line.setText(typed)
    qtbot.wait(80)
    assert form.seen_code.code == kept


@pytest.mark.parametrize("seat", ["assistant", "anchor"])
def test_both_seats_see_the_warning_until_it_clears(open_window: Opened, qtbot: QtBot, seat: str) -> None:
    """Only the anchor can take the code out of the picture, so her screen says it too, with the red sign."""
    window, desk = open_window(three_items(), seat=seat)
    desk.tell(e.NoticeRaised(notice=replace(CARD, facts={"what": "u.wechat.com"})))
    qtbot.waitUntil(lambda: [card.key for card in window.notices.cards] == ["code"])
    assert window.notices.isVisible()
    if isinstance(window.seat, AnchorSeat):
        sign = window.seat.foot.trouble()
        assert sign is not None
        assert sign.tone == "trouble"
    desk.tell(e.NoticeCleared(key="code"))
    qtbot.waitUntil(lambda: not window.notices.cards)
    assert not window.notices.isVisible()


# --- labels ----------------------------------------------------------------------------------

TAG = Label("豆绿圆条手镯", 59900, 12)


def snapped(window: MainWindow, desk: FakeDesk, qtbot: QtBot) -> str:
    """Press F2; the id of the snap."""
    qtbot.keyClick(window, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: desk.state.last_snap is not None)
    snap = desk.state.last_snap
    assert snap is not None
    return snap.snap_id


def test_one_key_takes_over_what_the_label_says(open_window: Opened, qtbot: QtBot) -> None:
    """An empty line becomes title and price, ready to be listed; the chip then says it without the key."""
    window, desk = open_window()
    form = window.seat.form
    desk.tell(e.LabelRead(snap_id=snapped(window, desk, qtbot), label=TAG))
    assert form.label_chip.text == "价签 Ctrl M ¥599 · 豆绿圆条手镯 · 12 号"
    assert form.line.text() == ""
    qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert form.line.text() == "豆绿圆条手镯 599"
    assert form.label_chip.tone == "quiet"
    qtbot.keyClick(form.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.label_chip.label is None)
    assert [done.line for done in desk.done if isinstance(done, c.OpenFlash)] == ["豆绿圆条手镯 599"]


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("", "豆绿圆条手镯 599"),
        ("贵妃镯", "贵妃镯 599"),
        ("贵妃镯 680", "贵妃镯 680"),
        ("贵妃镯 680 x2", "贵妃镯 680 x2"),
        ("680", "豆绿圆条手镯 680"),
    ],
)
def test_what_was_typed_is_never_overwritten(open_window: Opened, qtbot: QtBot, typed: str, becomes: str) -> None:
    """The label adds what is missing and leaves the rest to the person."""
    window, desk = open_window()
    form = window.seat.form
    snap_id = snapped(window, desk, qtbot)
    form.line.setText(typed)
    desk.tell(e.LabelRead(snap_id=snap_id, label=TAG))
    assert form.line.text() == typed
    form.accept()
    assert form.line.text() == becomes


def test_the_label_of_another_photo_is_not_offered(open_window: Opened, qtbot: QtBot) -> None:
    """What was read too late, or of a photo that was put away, is left alone."""
    window, desk = open_window()
    form = window.seat.form
    first = snapped(window, desk, qtbot)
    desk.tell(e.LabelRead(snap_id="another", label=TAG))
    assert form.label_chip.label is None
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    desk.tell(e.LabelRead(snap_id=first, label=TAG))
    assert form.label_chip.label is None
    form.accept()
    assert form.line.text() == ""


def test_a_code_on_the_label_goes_with_the_listing_unless_it_is_known(open_window: Opened, qtbot: QtBot) -> None:
    """As one that was seen in the running picture."""
    state = three_items()
    known = replace(state, items=(replace(state.items[0], barcode="KB-1"), *state.items[1:]))
    window, desk = open_window(known)
    form = window.seat.form
    snap_id = snapped(window, desk, qtbot)
    desk.tell(e.LabelRead(snap_id=snap_id, label=Label(barcode="KB-1")))
    assert (form.seen_code.code, form.label_chip.label) == ("", None)
    desk.tell(e.LabelRead(snap_id=snap_id, label=Label(barcode="6901234567892")))
    assert form.seen_code.code == "6901234567892"
