"""The line-up: rows with everything, several chosen, cells written in place, what is found; the key sheet."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.facts import (
    Trust,
)
from console.state import ShowState
from tests.ui.fake_desk import FakeDesk
from tests.ui.states.show import Deed, State, _key, full_state, lineup, nothing
from ui.panels.assistant import AssistantSeat
from ui.windows.main_window import MainWindow


def typed_number(window: MainWindow, _desk: FakeDesk) -> None:
    window.setFocus()
    for digit in "13":
        window.number.type(digit)


def _cheap(window: MainWindow, _desk: FakeDesk) -> None:
    window.acts.change_price(12, 55900)


def rows_state() -> ShowState:
    """The line-up of the sketch: proofs under the titles, a doubtful word, what the platform refused."""
    bangle, cup, coins, pillow, pendant, *others = lineup()
    belt = Trust(("seven_days",), "31-8842", "c.jpg", "belt", "镇平", "s.jpg")
    factory = Trust(("fake_compensation",), source="factory", origin="景德镇", source_photo="s.jpg")
    return replace(
        full_state(),
        items=(
            replace(bangle, trust=belt),
            replace(cup, trust=factory, points="手拉坯"),
            replace(coins, title="最高级铜钱", points=""),
            replace(pillow, trust=replace(factory, origin="")),
            replace(pendant, trust=Trust(template="jewellery", material="南红")),
            *others,
        ),
    )


def _several(window: MainWindow, desk: FakeDesk) -> None:
    """Three rows chosen, the item on air for 42 seconds."""
    assert isinstance(window.seat, AssistantSeat)
    lineup = window.seat.lineup
    lineup.choose(13)
    lineup.view.setFocus()
    for _ in range(2):
        QTest.keyClick(lineup.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    lineup._on_air_since_s = desk.clock.monotonic_s() - 42.4


def _cell(action: str, typed: str) -> Deed:
    def write(window: MainWindow, _desk: FakeDesk) -> None:
        assert isinstance(window.seat, AssistantSeat)
        window.seat.lineup.choose(14)
        window.seat.lineup.view.setFocus()
        window.seat.lineup.wish(action)
        window.seat.lineup.editor.field.setText(typed)
        window.seat.lineup.editor.keep()

    return write


def _found(window: MainWindow, _desk: FakeDesk) -> None:
    assert isinstance(window.seat, AssistantSeat)
    window.seat.lineup.look_for()
    window.seat.lineup.finder.setText("1")


STATES: dict[str, State] = {
    "a-rows": ("assistant", rows_state(), nothing),
    "a-several": ("assistant", rows_state(), _several),
    "a-cell": ("assistant", rows_state(), _cell("price", "0")),
    "a-cellpoints": ("assistant", rows_state(), _cell("points", "老料 / 包浆自然 / 加微信 abc12345")),
    "a-found": ("assistant", rows_state(), _found),
    "a-price": ("assistant", full_state(), _cheap),
    "a-number": ("assistant", full_state(), typed_number),
    "a-sheet": ("assistant", full_state(), _key(Qt.Key.Key_F1)),
}
