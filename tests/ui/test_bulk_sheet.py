"""Bulk entry on the screen: what is read, looked at, entered and stopped, over a real desk and real files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from console.bulk.entry import Outcome
from console.bulk.rows import heed_words, understand
from console.bulk.sheet import Line, Sheet
from console.bulk.tables import read_file, read_pasted
from console.errors import FileUnreadable, Text
from console.events import SnapTaken
from console.facts import Snap
from console.words.check import our_checker
from tests.ui.conftest import Opened
from ui.models.bulk_model import COLUMNS, STANDING, TITLE, BulkModel
from ui.panels.bulk_sheet import BulkSheet
from ui.windows.main_window import MainWindow

PASTED = "品名\t价格\t库存\n豆绿手镯\t599\t3\n顶级圆牌\t69元\t\n没有价格\t面议\t1\n陶杯 加微信 abc12345\t9\t1\n"


@dataclass
class Shelf:
    """Reads as the program does and numbers what it enters; `gate` holds back all but the first row."""

    entered: list[str] = field(default_factory=list)
    gate: asyncio.Future[None] | None = None
    closed: bool = False
    say: Callable[[str], str] = str
    """What becomes of pasted text, for a shop that writes another language."""

    async def read(self, source: Path | str, photos: Path | None) -> Sheet:
        del photos
        tables = [read_pasted(self.say(source))] if isinstance(source, str) else read_file(source)
        lines = tuple(Line(*told) for told in heed_words(understand(tables), our_checker()))
        return Sheet("" if isinstance(source, str) else source.name, lines)

    async def enter(self, sheet: Sheet, progress: Callable[[int, int], None]) -> AsyncGenerator[Outcome, None]:
        try:
            for done, line in enumerate(sheet.lines, 1):
                if self.gate is not None and done > 1:
                    await self.gate
                progress(done, len(sheet.lines))
                if line.row.rejected is not None or line.row.wanted is None:
                    yield Outcome(line.row, rejected=line.row.rejected or Text("", ""))
                    continue
                self.entered.append(line.row.wanted.title)
                yield Outcome(line.row, number=len(self.entered))
        finally:
            self.closed = True


def _sheet(window: MainWindow) -> BulkSheet:
    return window.bulk


def _results(sheet: BulkSheet) -> list[str]:
    return [sheet.model.standing(place).word for place in range(sheet.model.rowCount())]


def _read(window: MainWindow, qtbot: QtBot, source: Path | str = PASTED) -> BulkSheet:
    sheet = _sheet(window)
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert sheet.isVisible()
    sheet.importing.read(source)
    qtbot.waitUntil(sheet.enter.isEnabled)
    return sheet


def test_a_paste_is_looked_at_before_anything_is_made(open_window: Opened, qtbot: QtBot) -> None:
    """Ctrl+O, Ctrl+V: every row with what it will make, or why not; nothing is entered yet."""
    shelf = Shelf()
    window, _ = open_window(bulk=shelf)
    sheet = _sheet(window)
    QGuiApplication.clipboard().setText(PASTED)
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(sheet.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: sheet.model.rowCount() == 4)
    ready, risky, priceless, away = _results(sheet)
    assert ready == "可以导入"
    assert "顶级" in risky
    assert "面议" in priceless
    assert sheet.model.index(2, TITLE).data() == "没有价格", "a rejected row is found by its title"
    assert "微信" in away
    assert shelf.entered == []
    assert sheet.enter.text() == "导入 2 件"
    assert sheet.counts.text() == "2 件可以导入，2 行不能导入"


def test_one_key_enters_what_can_be(open_window: Opened, qtbot: QtBot) -> None:
    """Ctrl+Enter: each row says its number or its reason, and the sum is told."""
    shelf = Shelf()
    window, _ = open_window(bulk=shelf)
    sheet = _read(window, qtbot)
    qtbot.keyClick(sheet.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: sheet.importing.over)
    assert shelf.entered == ["豆绿手镯", "顶级圆牌"]
    assert _results(sheet)[:2] == ["已导入，1 号", "已导入，2 号"]
    assert sheet.counts.text() == "导入了 2 件，2 行没有导入"
    assert not sheet.enter.isEnabled()
    sheet.drop()
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert sheet.model.rowCount() == 0


def test_pictures_of_imported_goods_stay_out_of_the_listing_form(open_window: Opened, qtbot: QtBot) -> None:
    """They are kept with their items; the form shows the running picture, or what was snapped by hand."""
    window, desk = open_window()
    imported = SnapTaken(snap_id="of-a-file", snap=Snap("of-a-file", desk.clock.now_ms(), desk.shots), in_hand=False)
    desk.tell(imported)
    assert not window.seat.form.preview.frozen
    assert desk.state.last_snap is None
    qtbot.keyClick(window, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: window.seat.form.preview.frozen)
    snapped = window.seat.form.held.snap
    desk.tell(imported)
    assert window.seat.form.held.snap is snapped


def test_it_can_be_stopped_and_what_was_made_stays(
    open_window: Opened, qtbot: QtBot, loop: asyncio.AbstractEventLoop
) -> None:
    """The row in hand ends, no other begins, and what is left is counted."""
    shelf = Shelf(gate=loop.create_future())
    window, _ = open_window(bulk=shelf)
    sheet = _read(window, qtbot)
    sheet.enter.click()
    qtbot.waitUntil(lambda: sheet.importing.done == 1)
    assert sheet.bar.isVisible()
    assert not sheet.paste.isEnabled()
    sheet.cancel.click()
    assert sheet.importing.going
    assert shelf.gate is not None
    shelf.gate.set_result(None)
    qtbot.waitUntil(lambda: sheet.importing.over)
    assert shelf.entered == ["豆绿手镯", "顶级圆牌"]
    assert shelf.closed
    assert sheet.counts.text() == "导入了 2 件，0 行没有导入；停下时还有 2 行没有做"


def test_esc_hides_it_and_the_import_goes_on(
    open_window: Opened, qtbot: QtBot, loop: asyncio.AbstractEventLoop
) -> None:
    """Nothing is lost by Esc; the end is told beside the work."""
    shelf = Shelf(gate=loop.create_future())
    window, _ = open_window(bulk=shelf)
    sheet = _read(window, qtbot)
    told: list[str] = []
    sheet.told.connect(told.append)
    sheet.enter.click()
    qtbot.waitUntil(lambda: sheet.importing.done == 1)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert shelf.gate is not None
    shelf.gate.set_result(None)
    qtbot.waitUntil(lambda: told == ["导入了 2 件，2 行没有导入"])


def test_keys_of_the_show_work_over_it(open_window: Opened, qtbot: QtBot) -> None:
    """PageDown puts the next item on air while the sheet is open."""
    window, desk = open_window(bulk=Shelf())
    sheet = _read(window, qtbot)
    qtbot.keyClick(sheet.view, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: len(desk.done) == 1)
    assert sheet.isVisible()


def test_a_question_is_asked_beside_it(open_window: Opened, qtbot: QtBot) -> None:
    """F8 asks below the sheet, Esc closes the question first, and the sheet keeps out of the way."""
    window, _ = open_window(bulk=Shelf())
    sheet = _read(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(window.strip.isVisible)
    strip = window.strip.rect().translated(window.strip.mapTo(window, QPoint(0, 0)))
    qtbot.waitUntil(lambda: not sheet.geometry().intersects(strip))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert (window.strip.isVisible(), sheet.isVisible()) == (False, True)


def test_a_file_that_cannot_be_read_says_why(open_window: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    """In the sheet itself; another can be chosen at once."""
    window, _ = open_window(bulk=Shelf(), lang="en")
    sheet = _sheet(window)
    sheet.open()
    empty = tmp_path / "empty.xlsx"
    empty.touch()
    sheet.importing.read(empty)
    qtbot.waitUntil(sheet.trouble.isVisible)
    assert FileUnreadable(file="empty.xlsx", why=Text("", "it is empty")).shown("en").title in sheet.trouble.text()
    assert sheet.choose.isEnabled()


def test_without_a_way_to_enter_nothing_opens(open_window: Opened, qtbot: QtBot) -> None:
    """A window over a desk elsewhere has no files to read."""
    window, _ = open_window()
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert not _sheet(window).isVisible()


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_model_keeps_qts_rules(lang: str, qtbot: QtBot, open_window: Opened) -> None:
    """Shown, changed row by row, and shown again."""
    window, _ = open_window(bulk=Shelf(), lang=lang)
    model: BulkModel = _sheet(window).model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    lines = tuple(Line(*told) for told in heed_words(understand([read_pasted(PASTED)]), our_checker()))
    model.show(lines)
    model.tell(0, Outcome(lines[0].row, number=7))
    model.tell(99, Outcome(lines[0].row, number=8))
    assert (model.rowCount(), model.columnCount()) == (4, len(COLUMNS))
    assert model.index(0, TITLE).data() == "豆绿手镯"
    assert "7" in model.index(0, STANDING).data()
    assert all(model.headerData(n, Qt.Orientation.Horizontal) for n in range(len(COLUMNS)))
    model.show(())
    assert model.rowCount() == 0
