"""Several rows at once: chosen together, moved, withdrawn and put into a bin by one gesture, taken back by one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import commands as c
from console.errors import KaiboError
from console.facts import ListingState
from tests.ui.conftest import Opened
from tests.ui.fake_desk import FakeDesk, an_item, live_state
from tests.ui.settled import settled
from ui.windows.main_window import MainWindow

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
CTRL_SHIFT = CTRL | SHIFT


def five(open_window: Opened) -> tuple[MainWindow, FakeDesk]:
    return open_window(live_state(*(an_item(n, f"货 {n}") for n in range(1, 6)), on_air=5))


def choose(window: MainWindow, *numbers: int) -> None:
    """Click the first, Ctrl+click the others."""
    view, model = window.seat.lineup.view, window.seat.lineup.model
    view.setFocus()
    for n, number in enumerate(numbers):
        at = view.visualRect(model.index(model.row_of(number))).center()
        held = CTRL if n else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, at)


def order(desk: FakeDesk) -> list[int]:
    return [item.number for item in desk.state.items]


def test_rows_are_chosen_by_shift_and_arrows(qtbot: QtBot, open_window: Opened) -> None:
    """Shift+Down adds the row below; the numbers stand in the order of the rows."""
    window, _desk = five(open_window)
    lineup = window.seat.lineup
    lineup.choose(2)
    lineup.view.setFocus()
    QTest.keyClick(lineup.view, Qt.Key.Key_Down, SHIFT)
    QTest.keyClick(lineup.view, Qt.Key.Key_Down, SHIFT)
    assert [item.number for item in lineup.several] == [2, 3, 4]


def test_several_rows_go_up_together_and_back(qtbot: QtBot, open_window: Opened) -> None:
    """Alt+Up moves the chosen rows as one block by one command; Ctrl+Z puts each where it was."""
    window, desk = five(open_window)
    choose(window, 4, 2)
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_Up, ALT)
    qtbot.waitUntil(lambda: order(desk) == [2, 4, 1, 3, 5])
    assert desk.done == [c.MoveItem(number=2, before=1, also=(4,))]
    qtbot.waitUntil(lambda: window.seat.lineup.model.row_of(4) == 1)
    assert [item.number for item in window.seat.lineup.several] == [2, 4], "what was chosen stays chosen"
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: order(desk) == [1, 2, 3, 4, 5])


def test_several_rows_go_down_together_to_the_end_and_no_further(qtbot: QtBot, open_window: Opened) -> None:
    """At the end of the line-up Alt+Down asks for nothing more."""
    window, desk = five(open_window)
    choose(window, 3, 4)
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: order(desk) == [1, 2, 5, 3, 4])
    qtbot.waitUntil(lambda: window.seat.lineup.model.row_of(4) == 4)
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_Down, ALT)
    qtbot.wait(10)
    assert len(desk.done) == 1


def test_several_rows_are_dragged_together(qtbot: QtBot, open_window: Opened) -> None:
    """What is dropped between two rows carries every chosen row; on itself it goes nowhere."""
    window, desk = five(open_window)
    choose(window, 1, 3)
    model = window.seat.lineup.model
    data = model.mimeData(window.seat.lineup.view.selectedIndexes())
    model.dropMimeData(data, Qt.DropAction.MoveAction, 4, 0, QModelIndex())
    qtbot.waitUntil(lambda: order(desk) == [2, 4, 1, 3, 5])
    assert desk.done == [c.MoveItem(number=1, before=5, also=(3,))]


def test_several_are_withdrawn_by_one_key_and_come_back_by_one(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+D takes the chosen rows off sale, those that are off already left alone; one card takes it back."""
    window, desk = five(open_window)
    choose(window, 1)
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: desk.state.by_number(1).listing is ListingState.WITHDRAWN)
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    settled(window)  # the card stands and the rows have their place again
    choose(window, 3, 2, 1)  # another first row: twice the same would be a double click
    assert [item.number for item in window.seat.lineup.several] == [1, 2, 3]
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: any(card.accessibleName().startswith("2 件已下架") for card in window.notices.cards))
    gone = [i.number for i in desk.state.items if i.listing is ListingState.WITHDRAWN]
    assert gone == [1, 2, 3]
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: desk.state.by_number(3).listing is not ListingState.WITHDRAWN)
    qtbot.waitUntil(lambda: desk.state.by_number(2).listing is not ListingState.WITHDRAWN)
    assert desk.state.by_number(1).listing is ListingState.WITHDRAWN


def test_one_that_cannot_be_does_not_stop_the_others(qtbot: QtBot, open_window: Opened) -> None:
    """The first is refused and becomes a card; the second is withdrawn all the same."""
    window, desk = five(open_window)
    choose(window, 1, 2)
    desk.fails = KaiboError()
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: desk.state.by_number(2).listing is ListingState.WITHDRAWN)
    assert desk.state.by_number(1).listing is not ListingState.WITHDRAWN
    qtbot.waitUntil(lambda: len(window.notices.cards) == 2)


def test_several_get_one_bin(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+B asks once for all of them; Ctrl+Z gives each its own bin back."""
    window, desk = five(open_window)
    choose(window, 2, 3)
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_B, CTRL)
    window.strip.field.setText("A-07")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [i.bin_code for i in desk.state.items] == ["", "A-07", "A-07", "", ""])
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: [i.bin_code for i in desk.state.items] == [""] * 5)


def test_the_menu_of_several_offers_what_can_be_done_together(qtbot: QtBot, open_window: Opened) -> None:
    """Bin, to the top, to the end, withdraw; each says how many."""
    window, desk = five(open_window)
    choose(window, 2, 4)
    lineup = window.seat.lineup
    menu = lineup.menu_for_several(lineup.several)
    entries = [entry for entry in menu.actions() if not entry.isSeparator()]
    assert [entry.text().split("\t")[0] for entry in entries] == [
        "2 件写货位…",
        "2 件移到最前",
        "2 件移到最后",
        "2 件下架",
    ]
    entries[1].trigger()
    qtbot.waitUntil(lambda: order(desk) == [2, 4, 1, 3, 5])


def test_the_last_one_is_listed_again(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+Shift+L, Enter: another one like the item listed last, one piece of it; Ctrl+Z withdraws it."""
    window, desk = open_window(live_state(an_item(7, "手工陶杯", price_fen=9900, bin_code="B-02"), an_item(3)))
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_L, CTRL_SHIFT)
    assert "手工陶杯" in window.strip.question.text()
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.by_number(8) is not None)
    new = desk.state.by_number(8)
    assert (new.title, new.price_fen, new.bin_code, new.stock_left) == ("手工陶杯", 9900, "B-02", 1)
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: desk.state.by_number(8).listing is ListingState.WITHDRAWN)


def test_any_row_is_listed_again(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+Shift+D on a row asks how many of another one like it; anything but a number is asked again."""
    window, desk = five(open_window)
    choose(window, 2)
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_D, CTRL_SHIFT)
    window.strip.field.setText("x")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    assert desk.done == []
    window.strip.field.setText("4")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.by_number(6) is not None)
    assert (desk.state.by_number(6).title, desk.state.by_number(6).stock_left) == ("货 2", 4)


def test_nothing_to_list_again_is_said(qtbot: QtBot, open_window: Opened) -> None:
    """Before anything was listed the key says so and asks nothing."""
    window, desk = open_window(live_state())
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_L, CTRL_SHIFT)
    assert not window.strip.isVisible()
    assert desk.done == []
