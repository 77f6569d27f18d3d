"""After the show and before the window closes: what is unsent, and waiting, leaving or exporting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import commands as c
from console import events as e
from console.errors import DiskTrouble
from console.facts import Conflict, Link, LinkMode, LinkStatus, Outbox, Show, ShowStatus
from console.state import ShowState
from tests.ui.conftest import Opened, three_items
from tests.ui.test_claims import a_sale
from ui.beside.exporting import Exporting, default_folder
from ui.loop.tasks import Tasks
from ui.panels.show.closing import GRACE_MS
from ui.windows.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NOW = 1_790_000_000_000
CUT = Link(LinkMode.AUTO, LinkStatus.OFFLINE)
FORCED = Link(LinkMode.OFFLINE, LinkStatus.OFFLINE)


def over(waiting: int = 3, link: Link = CUT, **changes: object) -> ShowState:
    """The show has ended; so many facts wait."""
    state = replace(
        three_items(),
        show=Show("show", "晚场", ShowStatus.ENDED, NOW - 5_000_000, NOW),
        on_air_item_id=None,
        outbox=Outbox(waiting, 0, NOW - 754_000 if waiting else None),
        link=link,
    )
    return replace(state, **changes)  # type: ignore[arg-type]


def said(window: MainWindow) -> str:
    return window.closing.accessibleName()


def closes(qtbot: QtBot, window: MainWindow, deed: Callable[[], object]) -> None:
    with qtbot.waitSignal(window.closed):
        deed()


class Writer:
    """An export that a test moves on by hand."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.done: asyncio.Future[list[Path]] = loop.create_future()
        self.progress: Callable[[int, int], None] = lambda *_: None
        self.folders: list[Path] = []

    async def __call__(self, folder: Path, progress: Callable[[int, int], None]) -> list[Path]:
        self.folders.append(folder)
        self.progress = progress
        return await self.done


# --- after the show --------------------------------------------------------------------------


def test_the_end_of_a_show_says_what_is_unsent_and_how_old(qtbot: QtBot, open_window: Opened) -> None:
    """Offline, a panel says so at once: how many, how old the oldest is, why; the age goes on."""
    state = replace(three_items(), outbox=Outbox(37, 0, NOW - 754_000), link=CUT)
    window, desk = open_window(state)
    window.acts.end_show()
    qtbot.waitUntil(window.closing.isVisible)
    assert "还有 37 条没有同步" in said(window)
    assert "12:34" in said(window)
    assert "离线" in said(window)
    assert window.closing.wait.hasFocus()
    desk.clock.advance(60)
    window.closing.tick()
    assert "13:34" in said(window)


def test_with_a_good_line_the_last_facts_get_a_moment(qtbot: QtBot, open_window: Opened) -> None:
    """What is sent within a second after the end needs no panel."""
    state = replace(three_items(), outbox=Outbox(2, 0, NOW), link=Link(LinkMode.AUTO, LinkStatus.ONLINE))
    window, desk = open_window(state)
    window.acts.end_show()
    qtbot.waitUntil(lambda: not desk.state.live)
    desk.tell(e.OutboxChanged(outbox=Outbox()))
    qtbot.wait(GRACE_MS + 150)
    assert not window.closing.isVisible()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outbox": Outbox(0, 2)}, "2 条被平台退回"),
        ({"outbox": Outbox(0, 1), "sales": (a_sale(conflict=Conflict.OPEN),)}, "1 笔要决定"),
    ],
)
def test_what_needs_a_hand_is_told_after_the_show(
    qtbot: QtBot, open_window: Opened, changes: dict[str, object], words: str
) -> None:
    """Refused facts and open conflicts are named too; no waiting is offered for them."""
    window, _desk = open_window(replace(three_items(), link=CUT, **changes))  # type: ignore[arg-type]
    window.acts.end_show()
    qtbot.waitUntil(window.closing.isVisible)
    assert words in said(window)
    assert not window.closing.wait.isVisible()
    QTest.keyClick(window.closing.leave, Qt.Key.Key_Return)
    assert not window.closing.isVisible()
    assert window.seat.form.line.hasFocus()


def test_nothing_unsent_needs_no_panel(qtbot: QtBot, open_window: Opened) -> None:
    """A show that left nothing behind ends with its sum alone."""
    window, _desk = open_window(replace(three_items(), link=CUT))
    window.acts.end_show()
    qtbot.wait(100)
    assert not window.closing.isVisible()


def test_waiting_counts_down_and_can_be_given_up(qtbot: QtBot, open_window: Opened) -> None:
    """The bar follows what is sent; "stop waiting" keeps the panel, Esc leaves all queued."""
    window, desk = open_window(replace(three_items(), outbox=Outbox(4, 0, NOW), link=CUT))
    window.acts.end_show()
    qtbot.waitUntil(window.closing.isVisible)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(desk.done[-1], c.RetryNow))
    desk.tell(e.OutboxChanged(outbox=Outbox(1, 0, NOW)))
    qtbot.waitUntil(lambda: window.closing.bar.value() == 3)
    assert window.closing.wait.text() == "不等了"
    QTest.keyClick(window.closing.wait, Qt.Key.Key_Return)
    assert not window.closing.bar.isVisible()
    QTest.keyClick(window.closing.wait, Qt.Key.Key_Escape)
    assert not window.closing.isVisible()


def test_all_sent_says_so_and_goes(qtbot: QtBot, open_window: Opened) -> None:
    """After the last fact the panel says that all is sent, and leaves by itself."""
    window, desk = open_window(replace(three_items(), outbox=Outbox(1, 0, NOW), link=CUT))
    window.closing._read.setInterval(50)
    window.acts.end_show()
    qtbot.waitUntil(window.closing.isVisible)
    desk.tell(e.OutboxChanged(outbox=Outbox()))
    qtbot.waitUntil(lambda: "全部同步完了" in said(window))
    qtbot.waitUntil(lambda: not window.closing.isVisible())


def test_a_new_show_takes_the_panel_away(qtbot: QtBot, open_window: Opened) -> None:
    """Nothing of the last show lies over the next one."""
    window, desk = open_window(over())
    window.close()
    assert window.closing.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F5)
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: desk.state.live)
    qtbot.waitUntil(lambda: not window.closing.isVisible())


# --- leaving ---------------------------------------------------------------------------------


def test_a_window_with_unsent_facts_asks_before_it_closes(qtbot: QtBot, open_window: Opened) -> None:
    """The first time it says what waits; Esc goes back to work."""
    window, _desk = open_window(over())
    assert not window.close()
    assert window.closing.leaving
    assert "还有 3 条没有同步" in said(window)
    QTest.keyClick(window.closing.wait, Qt.Key.Key_Escape)
    assert not window.closing.isVisible()
    assert window.isVisible()
    assert window.seat.form.line.hasFocus()


def test_leaving_them_queued_closes(qtbot: QtBot, open_window: Opened) -> None:
    """Nothing is lost by it: they go out the next time."""
    window, desk = open_window(over())
    window.close()
    closes(qtbot, window, lambda: QTest.keyClick(window.closing.leave, Qt.Key.Key_Return))
    assert desk.done == []


def test_closing_twice_means_it(qtbot: QtBot, open_window: Opened) -> None:
    """Whoever closes again while the panel stands is not held up."""
    window, _desk = open_window(over())
    window.close()
    closes(qtbot, window, window.close)


def test_waiting_closes_when_all_is_sent(qtbot: QtBot, open_window: Opened) -> None:
    """The window closes by itself after the last fact, not before."""
    window, desk = open_window(over())
    window.close()
    QTest.keyClick(window.closing.wait, Qt.Key.Key_Return)
    desk.tell(e.OutboxChanged(outbox=Outbox(1, 0, NOW)))
    qtbot.wait(30)
    assert window.isVisible()
    closes(qtbot, window, lambda: desk.tell(e.OutboxChanged(outbox=Outbox())))


def test_waiting_goes_online_where_it_must(qtbot: QtBot, open_window: Opened) -> None:
    """Forced offline nothing would ever be sent: the button says that it goes online, and does."""
    window, desk = open_window(over(link=FORCED))
    window.close()
    assert "联网" in window.closing.wait.text()
    QTest.keyClick(window.closing.wait, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.done) == 2)
    assert desk.done == [c.SetLink(mode=LinkMode.AUTO), c.RetryNow()]


def test_with_nothing_unsent_the_window_just_closes(qtbot: QtBot, open_window: Opened) -> None:
    """No question where there is nothing to decide."""
    window, _desk = open_window(over(0))
    closes(qtbot, window, window.close)


def test_the_anchor_is_asked_too(qtbot: QtBot, open_window: Opened) -> None:
    """The same panel, larger, in the anchor's window."""
    window, _desk = open_window(over(), seat="anchor", size=(1920, 1080))
    assert not window.close()
    assert window.closing.isVisible()
    assert window.closing.width() > 800


# --- exporting -------------------------------------------------------------------------------


def test_an_export_shows_how_far_it_is_and_names_its_files(
    qtbot: QtBot, open_window: Opened, loop: qasync.QEventLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By key; the files are named, and the folder is shown when asked."""
    opened: list[str] = []
    monkeypatch.setattr("ui.beside.exporting.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()))
    writer = Writer(loop)
    window, _desk = open_window(over(), export=writer, export_folder=tmp_path / "Kaibo")
    window.close()
    QTest.keyClick(window.closing.wait, Qt.Key.Key_E, CTRL | SHIFT)
    qtbot.waitUntil(lambda: writer.folders == [tmp_path / "Kaibo"])
    writer.progress(40, 100)
    assert "40%" in window.closing.told.text()
    assert window.closing.bar.value() == 40
    assert not window.closing.leave.isEnabled()
    writer.done.set_result([tmp_path / "Kaibo" / "a.xlsx", tmp_path / "Kaibo" / "a.json"])
    qtbot.waitUntil(lambda: "Kaibo：a.xlsx、a.json" in window.closing.told.text())
    assert window.closing.leave.isEnabled()
    QTest.keyClick(window.closing.folder, Qt.Key.Key_Return)
    assert [Path(folder) for folder in opened] == [tmp_path / "Kaibo"]


def test_an_export_is_finished_before_the_window_closes(
    qtbot: QtBot, open_window: Opened, loop: qasync.QEventLoop
) -> None:
    """Waiting and exporting at once: the window closes after both."""
    writer = Writer(loop)
    window, desk = open_window(over(), export=writer)
    window.close()
    QTest.keyClick(window.closing.wait, Qt.Key.Key_Return)
    QTest.keyClick(window.closing.export, Qt.Key.Key_Return)
    desk.tell(e.OutboxChanged(outbox=Outbox()))
    qtbot.wait(30)
    assert window.isVisible()
    closes(qtbot, window, lambda: writer.done.set_result([Path("a.xlsx")]))


def test_an_export_can_be_cancelled(qtbot: QtBot, open_window: Opened, loop: qasync.QEventLoop) -> None:
    """The same button stops it, also before it began; then it can be started again."""
    writer = Writer(loop)
    window, _desk = open_window(over(), export=writer)
    window.close()
    for wait_ms in (0, 30):
        QTest.keyClick(window.closing.export, Qt.Key.Key_Return)
        assert window.closing.exporting.going
        qtbot.wait(wait_ms)
        QTest.keyClick(window.closing.export, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not window.closing.exporting.going)
        assert window.closing.told.text() == ""
        writer.done = loop.create_future()


def test_an_export_that_fails_says_why(qtbot: QtBot, open_window: Opened, loop: qasync.QEventLoop) -> None:
    """A disk that refuses is told where the files would have been named."""

    async def fails(_folder: Path, _progress: Any) -> list[Path]:
        raise DiskTrouble(why="只读")

    window, _desk = open_window(over(), export=fails)
    window.close()
    QTest.keyClick(window.closing.export, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "只读" in window.closing.told.text())
    assert window.closing.export.text() == "导出"


def test_an_export_is_there_at_any_time(qtbot: QtBot, open_window: Opened, loop: qasync.QEventLoop) -> None:
    """Its key works with nothing unsent and during a show, over nothing that sells."""
    writer = Writer(loop)
    window, desk = open_window(three_items(), export=writer)
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_E, CTRL | SHIFT)
    qtbot.waitUntil(lambda: bool(writer.folders))
    assert window.closing.isVisible()
    desk.tell(e.OutboxChanged(outbox=Outbox(1, 0, NOW)))
    qtbot.wait(20)
    assert window.closing.isVisible()
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: desk.state.on_air.number == 13)


def test_without_an_exporter_none_is_offered(qtbot: QtBot, open_window: Opened) -> None:
    """A window that was given none has no button for it."""
    window, _desk = open_window(over())
    window.close()
    assert not window.closing.export.isVisible()
    QTest.keyClick(window.closing.wait, Qt.Key.Key_Escape)
    window.closing.open_to_export()
    assert not window.closing.isVisible()


def test_exports_go_to_the_documents(qtbot: QtBot, loop: qasync.QEventLoop) -> None:
    """Without another choice, `Kaibo` in the person's documents."""
    assert default_folder().name == "Kaibo"
    assert Exporting(Tasks(loop), None, None).folder == default_folder()
