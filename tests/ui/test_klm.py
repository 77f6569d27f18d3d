"""Every gesture of docs/hands.md, pressed in the real window: it does what it says, in the time that is reckoned."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console import commands as c
from tests.ui.conftest import Opened
from tests.ui.fake_desk import FakeDesk, an_item, live_state
from tests.ui.klm import GESTURES, Gesture, H, K, M, Pinyin, table
from ui.hands import KeyboardHands
from ui.windows.main_window import MainWindow

DOC = Path(__file__).resolve().parents[2] / "docs" / "hands.md"
Done = Callable[[MainWindow, FakeDesk], bool]


def _selected(window: MainWindow) -> int:
    item = window.seat.lineup.selected
    return item.number if item is not None else 0


EFFECTS: dict[str, Done] = {
    "list": lambda _w, desk: (desk.state.items[-1].title, desk.state.items[-1].price_fen) == ("手镯", 59_900),
    "on_air": lambda _w, desk: desk.state.on_air.number == 37,
    "flash": lambda _w, desk: any(
        isinstance(command, c.StartFlashSale) and (command.price_fen, command.seconds) == (49_900, 60)
        for command in desk.done
    ),
    "flash_usual": lambda _w, desk: any(
        isinstance(command, c.StartFlashSale) and command.seconds == 60 for command in desk.done
    ),
    "price": lambda _w, desk: desk.state.on_air.price_fen == 49_900,
    "sale": lambda _w, desk: [sale.quantity for sale in desk.state.sales] == [1],
    "find": lambda window, _desk: _selected(window) == 37,
    "find_initials": lambda window, _desk: _selected(window) == 13,
    "next": lambda _w, desk: desk.state.on_air.number == 13,
}


def a_show() -> object:
    """Three hundred items would do as well: 12 is on air, 13, 36 and 37 are further down."""
    return live_state(
        an_item(12), an_item(13, "手工陶杯", price_fen=9_900), an_item(36, "豆绿手镯"), an_item(37, "老铜钱"), on_air=12
    )


@pytest.mark.parametrize("name", GESTURES)
def test_the_keys_do_what_the_table_says(qtbot: QtBot, open_window: Opened, name: str) -> None:
    """From where the hands rest, with the photo snapped where one is listed, the keys alone bring it about."""
    window, desk = open_window(a_show())
    hands = KeyboardHands(desk, window, None)
    assert window.seat.form.line.hasFocus()
    if name == "list":
        hands.press("F2")
        qtbot.waitUntil(lambda: window.seat.form.preview.frozen)
    assert not EFFECTS[name](window, desk)
    for each in GESTURES[name].pressed:
        if isinstance(each, Pinyin):
            hands.compose(each.letters, each.text)
        else:
            hands.press(each)
    qtbot.waitUntil(lambda: EFFECTS[name](window, desk))  # pinyin's table is read meanwhile


@pytest.mark.parametrize("gesture", GESTURES.values(), ids=GESTURES)
def test_each_gesture_keeps_its_goal(gesture: Gesture) -> None:
    """A listing takes at most five seconds, anything else two and a half, by the times of the model."""
    assert gesture.seconds <= gesture.goal_s


def test_the_sums_are_of_their_operators() -> None:
    """Ctrl counts as a key, the keypad's name does not; pinyin is its letters and the key that takes the word."""
    gesture = Gesture("", (Pinyin("sz", "手镯"), "Ctrl+Shift+F6", "Num+3", "Ctrl++"), homing=2)
    assert gesture.keys == 3 + 3 + 1 + 2
    assert gesture.seconds == round(M + 2 * H + 9 * K, 2)
    assert gesture.operators == "M + 2 H + 9 K"
    assert gesture.strict_seconds == round(gesture.seconds + M, 2)


def test_the_page_says_what_is_reckoned() -> None:
    """docs/hands.md holds exactly the table that the sequences give."""
    assert table() in DOC.read_text(encoding="utf-8")


def test_the_keypad_starts_a_number_from_the_empty_line_and_text_takes_it_over(
    qtbot: QtBot, open_window: Opened
) -> None:
    """Keypad digits in the empty line are a number; as soon as text follows they are the beginning of that text."""
    window, _desk = open_window(a_show())
    hands = KeyboardHands(_desk, window, None)
    hands.press("Num+1", "Num+8")
    assert (window.number.typed, window.seat.form.line.text()) == ("18", "")
    hands.compose("kjin", "K金戒指")
    assert (window.number.typed, window.seat.form.line.text()) == ("", "18K金戒指")
    hands.press("Space", "Num+5")
    assert window.seat.form.line.text() == "18K金戒指 5"


def test_a_wrong_digit_is_rubbed_out_from_the_empty_line(qtbot: QtBot, open_window: Opened) -> None:
    """Backspace takes the last digit of the number, Esc all of it; the line stays empty."""
    window, desk = open_window(a_show())
    hands = KeyboardHands(desk, window, None)
    hands.press("Num+3", "Num+9", "Backspace", "Num+7")
    assert window.number.typed == "37"
    hands.press("Esc")
    assert (window.number.typed, window.seat.form.line.text()) == ("", "")
    assert desk.done == []
