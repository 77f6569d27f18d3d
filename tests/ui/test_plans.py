"""Planned shows on the screen: the key, the countdown, the reminder, and that each deed can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import commands as c
from console.facts import Plan, Show, ShowStatus
from console.state import ShowState
from tests.clock import FakeClock
from tests.ui.conftest import Opened, three_items
from ui.typed.plans import LATE_S, coming, reminder, until, when
from ui.windows.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
NOW = FakeClock().now_ms()
HOUR = 3_600_000


def before(*plans: Plan) -> ShowState:
    return replace(three_items(), show=Show("s", "", ShowStatus.PLANNED), on_air_item_id=None, plans=plans)


def cards(window: MainWindow) -> list[str]:
    return [card.accessibleName() for card in window.notices.cards]


# --- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left_s", "stage"),
    [
        (7200, None),
        (1801, None),
        (1800, 1800),
        (301, 1800),
        (300, 300),
        (1, 300),
        (0, 0),
        (-LATE_S + 1, 0),
        (-LATE_S, None),
    ],
)
def test_somebody_is_reminded_half_an_hour_and_five_minutes_before_and_at_the_time(
    left_s: int, stage: int | None
) -> None:
    """Each stage lasts until the next; two hours after its time nobody waits for a show any more."""
    found = reminder((Plan("p", "晚场", NOW + left_s * 1000),), NOW)
    assert (found.stage if found else None) == stage


def test_the_next_show_is_the_earliest_that_is_still_waited_for() -> None:
    """One that was missed long ago is passed over."""
    plans = (Plan("old", "", NOW - LATE_S * 1000), Plan("next", "", NOW - 60_000), Plan("later", "", NOW + HOUR))
    found = coming(plans, NOW)
    assert found is not None
    assert found.plan_id == "next"


def test_how_long_until_then_is_said_as_it_is_needed() -> None:
    """Days from afar, a running countdown on the last day, and by how much it is late."""
    assert until(NOW + 49 * HOUR, NOW) == "还有 2 天"
    assert until(NOW + 5_025_000, NOW) == "还有 01:23:45"
    assert until(NOW - 65_000, NOW) == "晚了 00:01:05"
    assert when(NOW + 60_000, NOW).split()[0] in ("今天", "明天")


# --- the window ------------------------------------------------------------------------------


def test_a_show_is_planned_with_one_line(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+F5 shows what is planned, again asks; the line says what it understood, and Enter plans it."""
    window, desk = open_window(before())
    QTest.keyClick(window, Qt.Key.Key_F5, CTRL)
    assert window.flow.plans.isVisible()
    assert window.flow.plans.none.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F5, CTRL)
    assert window.strip.isVisible()
    window.strip.field.setText("明天 20:00 晚场")
    assert "晚场" in window.strip.heard.text()
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.state.plans) == 1)
    assert desk.state.plans[0].title == "晚场"
    qtbot.waitUntil(lambda: len(window.flow.plans.rows) == 1)
    assert not window.flow.plans.none.isVisible()
    assert "晚场" in window.flow.plans.rows[0].accessibleName()


def test_a_line_without_a_time_is_not_taken(qtbot: QtBot, open_window: Opened) -> None:
    """The question stays and says how to write it."""
    window, desk = open_window(before())
    window.questions.plan()
    window.strip.field.setText("晚场")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    assert window.strip.isVisible()
    assert "20:00" in window.strip.wrong.text()
    assert desk.state.plans == ()


def test_each_plan_can_be_changed_and_called_off_and_that_taken_back(qtbot: QtBot, open_window: Opened) -> None:
    """By the buttons of its line; Ctrl+Z brings back time and title, and plans a struck one anew."""
    plan = Plan("p", "晚场", NOW + 30 * HOUR)
    window, desk = open_window(before(plan))
    QTest.keyClick(window, Qt.Key.Key_F5, CTRL)
    QTest.keyClick(window.flow.plans.rows[0].change, Qt.Key.Key_Return)
    assert window.strip.field.text().endswith("晚场")
    window.strip.field.setText(window.strip.field.text().replace("晚场", "夜场"))
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.plans[0].title == "夜场")
    qtbot.waitUntil(lambda: any("改了排好的一场" in said for said in cards(window)))
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: desk.state.plans == (plan,))
    qtbot.waitUntil(lambda: "晚场" in window.flow.plans.rows[0].accessibleName())
    QTest.keyClick(window.flow.plans.rows[0].strike, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.plans == ())
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: [each.title for each in desk.state.plans] == ["晚场"])


def test_the_bar_counts_down_to_the_next_show(qtbot: QtBot, open_window: Opened) -> None:
    """Before a show its name and time stand there with what is left; a live show has none of it."""
    clock = FakeClock()
    window, desk = open_window(before(Plan("p", "晚场", NOW + 2 * HOUR)), size=(1920, 1080), clock=clock)
    bar = window.seat.show_bar
    assert bar.title_field.placeholderText() == "晚场"
    assert "晚场" not in bar.next.text, "it is not said twice"
    bar.title_field.setText("临时加一场")
    assert "晚场" in bar.next.text
    bar.title_field.clear()
    assert "还有 02:00:00" in bar.next.text
    assert bar.title_field.placeholderText() == "晚场"
    clock.advance(61)
    bar.tick()
    assert "还有 01:58:59" in bar.next.text
    window.acts.start_show("")
    qtbot.waitUntil(lambda: desk.state.live)
    qtbot.waitUntil(lambda: not bar.next.isVisible())


def test_a_card_reminds_and_leads_to_the_look_round(qtbot: QtBot, open_window: Opened) -> None:
    """Half an hour before a card comes, five minutes before another takes its place; its button looks round."""
    clock = FakeClock()
    window, desk = open_window(before(Plan("p", "晚场", NOW + 2 * HOUR)), clock=clock)
    assert not any("晚场" in said for said in cards(window))
    clock.advance(5400)
    window.flow.tick()
    assert sum("晚场" in said for said in cards(window)) == 1
    window.notices.drop("plan")
    clock.advance(60)
    window.flow.tick()
    assert not any("晚场" in said for said in cards(window))  # read once is enough
    clock.advance(1500)
    window.flow.tick()
    (card,) = [card for card in window.notices.cards if "晚场" in card.accessibleName()]
    QTest.keyClick(card.buttons[0], Qt.Key.Key_Return)
    assert window.flow.preflight.isVisible()
    assert not any("晚场" in said for said in cards(window))
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: desk.state.live)
    assert any(isinstance(command, c.StartShow) for command in desk.done)


def test_during_a_show_a_plan_is_asked_for_without_a_sheet(qtbot: QtBot, open_window: Opened) -> None:
    """Nothing lies over a live line-up: the question alone comes."""
    window, _desk = open_window()
    QTest.keyClick(window, Qt.Key.Key_F5, CTRL)
    assert not window.flow.plans.isVisible()
    assert window.strip.isVisible()
