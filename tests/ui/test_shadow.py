"""What a sheet casts on the window, that it never hides a question, and the anchor's sign that may be cut short."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from console.errors import Text
from console.facts import Link, LinkStatus, Outbox, Show, ShowStatus
from console.state import ShowState
from tests.ui.conftest import Opened, three_items
from ui.panels.anchor.seat import AnchorSeat
from ui.panels.shadow import Shadow


def before() -> ShowState:
    return replace(three_items(), show=Show("s", "", ShowStatus.PLANNED), on_air_item_id=None)


def test_a_shadow_lies_below_its_sheet_wherever_that_goes(qtbot: QtBot, open_window: Opened) -> None:
    """It comes, moves and goes with the sheet, reaches beyond it on every side and takes no click."""
    window, _ = open_window(before())
    sheet = window.flow.plans
    shadow = next(each for each in window.findChildren(Shadow) if each._sheet is sheet)
    assert not shadow.isVisible()
    window.flow.plan()
    assert shadow.isVisible()
    assert shadow.geometry().contains(sheet.geometry())
    window.resize(960, 540)
    qtbot.waitUntil(lambda: shadow.geometry().center() == sheet.geometry().center())
    at = sheet.geometry().center()
    assert window.childAt(at) is not shadow
    sheet.drop()
    assert not shadow.isVisible()


@pytest.mark.parametrize(("seat", "stays"), [("assistant", True), ("anchor", False)])
def test_the_sheet_of_plans_makes_room_for_the_question(open_window: Opened, seat: str, stays: bool) -> None:
    """Over the line-up it stays while a time is asked for; where it lies over everything it goes."""
    window, _ = open_window(before(), seat=seat)
    window.flow.plan()
    assert window.flow.plans.isVisible()
    window.flow.plan()
    assert window.strip.isVisible()
    assert window.flow.plans.isVisible() is stays
    assert window.strip.field.hasFocus()


def test_a_sheet_of_a_few_lines_stays_together_on_a_vast_screen(open_window: Opened) -> None:
    """Over a line-up twice as large it lies in its middle, and no larger than half as large again as designed."""
    window, _ = open_window(before(), size=(2560, 1440))
    window.flow.plan()
    sheet, aim = window.flow.plans, window.flow.plans._aim
    assert aim is not None
    assert sheet.width() < aim.width() * 0.75
    assert abs(sheet.geometry().center().x() - aim.mapTo(window, aim.rect().center()).x()) <= 1


def test_the_anchor_reads_how_much_waits_before_why(open_window: Opened) -> None:
    """Where the foot is short of room the reason is cut off, never the number that waits nor its age."""
    link = Link(status=LinkStatus.DEGRADED, reason=Text("连接超时", "the connection timed out"))
    waits = replace(three_items(), link=link, outbox=Outbox(37, 0, 1))
    window, _ = open_window(waits, seat="anchor", lang="en")
    assert isinstance(window.seat, AnchorSeat)
    window.seat.tick()
    said = window.seat.foot.link().word
    assert "37 unsent" in said
    assert "oldest" in said
    assert said.endswith("the connection timed out")
