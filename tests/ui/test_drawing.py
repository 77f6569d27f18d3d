"""A draw on the screens: one key from beginning to end, held where nothing can be undone, its record exported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from console import commands as c
from console import draws
from console.facts import DrawState, Winner
from tests.clock import FakeClock
from tests.ui.conftest import Opened
from tests.ui.fake_desk import BUYERS
from tests.ui.measuring import Written
from tests.ui.states.tools import a_draw, drawing
from ui.keys.hold import HOLD_MS
from ui.look.theme import Theme
from ui.selling import card
from ui.selling.draws import WON_SHOWN_MS, DrawWish, draw_heard, draw_in, draw_on_screen

CTRL = Qt.KeyboardModifier.ControlModifier
NOW = FakeClock().now_ms()


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("手镯免单", DrawWish("手镯免单")),
        ("手镯免单 x3 值599 全场", DrawWish("手镯免单", 3, 59_900, True)),
        ("价值 39.9元 团扇 ×2份", DrawWish("团扇", 2, 3_990)),
        ("", None),
        ("x3", None),
        ("镯子 x0", None),
    ],
)
def test_a_draw_is_one_line(typed: str, wish: DrawWish | None) -> None:
    """Prize, number of winners, worth and among whom; without a prize it is none."""
    assert draw_in(typed) == wish


def test_above_the_cap_the_line_warns() -> None:
    """More than 50,000 yuan is said while it is typed, and exactly that much is not."""
    assert "5 万" in draw_heard("翡翠镯 值50000.01", 12)
    assert "5 万" not in draw_heard("翡翠镯 值50000", 12)
    assert "12 号的买家" in draw_heard("翡翠镯", 12)
    assert "全场买家" in draw_heard("翡翠镯 全场", 12)


def test_one_key_from_the_prize_to_the_winners(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+G asks, Ctrl+G fixes who takes part, Ctrl+G held draws; a short press draws nothing."""
    window, desk = open_window()
    line = window.seat.form.line
    QTest.keyClick(line, Qt.Key.Key_G, CTRL)
    window.strip.field.setText("手镯免单 x2")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.state.draws))
    assert desk.done[-1].number == 12
    qtbot.waitUntil(window.seat.draw.isVisible)
    QTest.keyClick(line, Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: desk.state.draws[0].state is DrawState.FROZEN)
    QTest.keyClick(line, Qt.Key.Key_G, CTRL)
    qtbot.wait(HOLD_MS + 100)
    assert desk.state.draws[0].state is DrawState.FROZEN
    QTest.keyPress(QApplication.focusWidget(), Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: desk.state.draws[0].state is DrawState.DRAWN)
    QTest.keyPress(QApplication.focusWidget(), Qt.Key.Key_G, CTRL)  # still down: it repeats
    assert not window.strip.isVisible()
    QTest.keyRelease(QApplication.focusWidget(), Qt.Key.Key_G, CTRL)
    drawn = desk.state.draws[0]
    expected = [BUYERS[place - 1] for place in draws.winners(drawn.seed, BUYERS, 2)]
    qtbot.waitUntil(lambda: all(name in window.seat.draw.winners.text() for name in expected))


def test_who_bought_without_a_name_is_called_so_in_the_language_of_the_window(open_window: Opened) -> None:
    """The record says 匿名 in every language; the English screen says it in English, with the same order."""
    drawn = replace(a_draw(DrawState.DRAWN), won=(Winner(1, 1, "匿名 78de4d"),))
    window, _desk = open_window(drawing(drawn), lang="en")
    assert window.seat.draw.winners.text() == "1. Anonymous 78de4d"


def test_a_draw_is_taken_back_until_it_is_drawn(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+Z calls an announced or fixed draw off; after the lots nothing is offered."""
    window, desk = open_window()
    window.acts.do(c.OpenDraw(prize="手镯", number=12))
    qtbot.waitUntil(lambda: window.notices._undo is not None)
    window.acts.do(c.FreezeEntrants(draw_id=desk.state.draws[0].draw_id))
    qtbot.waitUntil(lambda: desk.state.draws[0].state is DrawState.FROZEN)
    assert window.notices._undo.back == c.StrikeDraw(draw_id=desk.state.draws[0].draw_id)
    window.acts.draw_winners()
    qtbot.waitUntil(lambda: desk.state.draws[0].state is DrawState.DRAWN)
    assert window.notices._undo is None


def test_the_focus_is_never_on_what_draws(qtbot: QtBot, open_window: Opened) -> None:
    """Drawing cannot be undone: its button is held and takes no focus; Enter cannot reach it."""
    window, desk = open_window(drawing(a_draw(DrawState.FROZEN)))
    panel = window.seat.draw
    assert panel.draw_now.isVisible()
    assert panel.draw_now.focusPolicy() is Qt.FocusPolicy.NoFocus
    qtbot.mouseClick(panel.draw_now, Qt.MouseButton.LeftButton)
    qtbot.wait(50)
    assert desk.done == []


def test_winners_stand_on_the_anchors_screen_for_a_while(qtbot: QtBot, open_window: Opened) -> None:
    """The board takes the place of what comes next, says who won, and gives it back after three minutes."""
    clock = FakeClock()
    drawn = a_draw(DrawState.DRAWN, 2)
    window, _desk = open_window(drawing(drawn), seat="anchor", clock=clock)
    board = window.seat.draw
    assert board.isVisible()
    assert not window.seat.next.isVisible()
    assert all(won.name in board.accessibleName() for won in drawn.won)
    clock.advance(WON_SHOWN_MS / 1000)
    window.seat.tick()
    assert not board.isVisible()
    assert window.seat.next.isVisible()


@pytest.mark.usefixtures("qapp")
def test_many_winners_leave_the_goods_in_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    """The card over the picture has two lines of names at most, however many won, and each in full."""
    written = Written(monkeypatch)
    two, *more = (card.render_draw(Theme(), a_draw(DrawState.DRAWN, n), 420).height() for n in (2, 3, 4, 5, 6, 20))
    assert max(more) <= two + 28
    assert written.shortened == set()


def test_a_struck_draw_is_on_no_screen() -> None:
    """What was called off is not shown to viewers."""
    struck = replace(a_draw(DrawState.OPEN), state=DrawState.STRUCK)
    assert draw_on_screen(drawing(struck), NOW) is None
    assert draw_on_screen(drawing(a_draw(DrawState.OPEN)), NOW) is not None


@pytest.mark.qt_log_ignore("This plugin does not support")  # no screen, no size hints
def test_the_record_is_written_to_the_chosen_file(qtbot: QtBot, open_window: Opened, tmp_path: Path) -> None:
    """The button asks for a name beside the show; Excel is proposed, and the other kind is a choice away."""
    written: list[tuple[str, Path]] = []

    async def export(draw_id: str, path: Path) -> Path:
        written.append((draw_id, path))
        return path

    window, _desk = open_window(drawing(a_draw(DrawState.DRAWN)), export_folder=tmp_path, export_draw=export)
    QTest.keyClick(window.seat.draw.export, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    assert not dialog.isModal()
    (proposed,) = dialog.selectedFiles()
    assert Path(proposed).parent == tmp_path
    assert "豆绿圆条手镯免单" in Path(proposed).name
    assert proposed.endswith(".xlsx")
    dialog.filterSelected.emit("可复算的 JSON (*.json)")
    assert dialog.defaultSuffix() == "json"
    dialog.fileSelected.emit(str(tmp_path / "记录.json"))
    dialog.close()
    qtbot.waitUntil(lambda: any("记录.json" in view.accessibleName() for view in window.notices.cards))
    assert written == [("draw", tmp_path / "记录.json")]
