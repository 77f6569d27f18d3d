"""After a show: what it came to, on the same screen, and past shows by the same key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from console import events as e
from console.errors import NoSuchShow
from console.facts import Link, LinkMode, LinkStatus, Outbox, Show, ShowStatus, Totals
from console.money import amount
from console.summary import ItemFigures, Minute, PastShow, Summary
from tests.clock import FakeClock
from tests.ui.conftest import Opened, three_items
from ui.look.theme import Theme
from ui.models.summary_model import GMV, LEFT, SOLD, TAKEN_BACK, TITLE, SummaryModel
from ui.windows.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
NOW = FakeClock().now_ms()
BEGAN = NOW - 7_200_000


def a_summary(show_id: str = "show", title: str = "晚场", minutes: int = 90, **changes: object) -> Summary:
    """Two hours in which something was sold in most minutes."""
    sold = tuple(
        Minute(BEGAN // 60_000 * 60_000 + n * 60_000, Totals(1 + n % 3, 1, (n * 37 % 11 + 1) * 9_900))
        for n in range(minutes)
        if n % 4
    )
    gmv = sum(minute.sold.gmv_fen for minute in sold)
    items = (
        ItemFigures(12, "豆绿圆条手镯", 3, Totals(40, 38, gmv - 99_000), 1),
        ItemFigures(13, "手工陶杯", 20, Totals(10, 10, 99_000), 0),
        ItemFigures(14, "老铜钱一盘", 1, Totals(), 0),
    )
    show = Show(show_id, title, ShowStatus.ENDED, BEGAN, NOW)
    whole = Summary(
        show,
        Totals(50, 48, gmv),
        Totals(1, 1, 59_900),
        Totals(),
        Totals(),
        Totals(),
        items,
        sold,
        Outbox(3, 1, NOW - 60_000),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


class Kept:
    """Past shows that a test has in hand."""

    def __init__(self, *summaries: Summary) -> None:
        self.summaries = summaries
        self.read: list[str] = []

    async def every(self) -> tuple[PastShow, ...]:
        return tuple(PastShow(each.show, each.sold) for each in self.summaries)

    async def one(self, show_id: str) -> Summary:
        self.read.append(show_id)
        for each in self.summaries:
            if each.show.show_id == show_id:
                return each
        raise NoSuchShow(show=show_id)


def opened(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(window.flow.summary.isVisible)


def test_the_end_of_a_show_is_summed_up_on_the_same_screen(qtbot: QtBot, open_window: Opened) -> None:
    """Figures, every item and the curve stand over the line-up; nothing waits for it, Esc puts it away."""
    told = a_summary()
    window, desk = open_window(three_items(), shows=Kept(told), size=(1920, 1080))
    window.acts.end_show()
    opened(qtbot, window)
    panel = window.flow.summary
    assert panel.title.text() == "晚场"
    assert "播了 02:00:00" in panel.lasted.text()
    desk.tell(e.OutboxChanged(outbox=Outbox(3, 0, NOW)))
    qtbot.waitUntil(lambda: "还有 3 条没有同步" in panel.lasted.text())
    desk.tell(e.OutboxChanged(outbox=Outbox()))
    qtbot.waitUntil(lambda: "没有同步" not in panel.lasted.text())
    assert panel.gmv.number.text() == amount(told.sold.gmv_fen)
    assert panel.orders.number.text() == "48"
    assert "1 单" in panel.back_money.number.text()
    assert not panel.slips.isVisible()
    assert panel.view.isColumnHidden(TAKEN_BACK)
    assert panel.curve is not None
    assert panel.curve.isVisible()
    assert amount(told.sold.gmv_fen) in panel.curve.accessibleName()
    assert panel.model.rowCount() == 3
    assert panel.model.index(0, TITLE).data() == "豆绿圆条手镯"
    window.closing.drop()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_slips_taken_back_are_no_refunds(qtbot: QtBot, open_window: Opened) -> None:
    """They have a figure and a column of their own, which are there only where there is one to tell."""
    items = (replace(a_summary().items[0], taken_back_units=3), *a_summary().items[1:])
    told = a_summary(items=items, taken_back=Totals(3, 2, 3 * 59_900))
    window, _desk = open_window(three_items(), shows=Kept(told), size=(1920, 1080))
    QTest.keyClick(window, Qt.Key.Key_F9, CTRL)
    opened(qtbot, window)
    panel = window.flow.summary
    assert panel.slips.accessibleName() == "记错撤回 2"
    assert panel.back_money.number.text().startswith("1 单")
    assert not panel.view.isColumnHidden(TAKEN_BACK)
    assert [panel.model.index(row, TAKEN_BACK).data() for row in range(3)] == ["3", "", ""]


def test_what_is_unsent_docks_at_the_foot_of_the_summary(qtbot: QtBot, open_window: Opened) -> None:
    """Waiting, leaving and exporting are offered as ever, within the sheet and over none of its figures."""
    state = replace(three_items(), outbox=Outbox(3, 0, NOW - 60_000), link=Link(LinkMode.AUTO, LinkStatus.OFFLINE))
    window, _desk = open_window(state, shows=Kept(a_summary()), size=(1920, 1080))
    window.acts.end_show()
    opened(qtbot, window)
    qtbot.waitUntil(window.closing.isVisible)
    panel = window.flow.summary
    qtbot.waitUntil(lambda: panel.geometry().contains(window.closing.geometry()))
    assert window.closing.wait.hasFocus()
    foot = panel.copy.mapTo(window, panel.copy.rect().topLeft()).y()
    table = panel.view.mapTo(window, panel.view.rect().bottomLeft()).y()
    assert table < window.closing.y()
    assert window.closing.geometry().bottom() < foot
    QTest.keyClick(window.closing.wait, Qt.Key.Key_Escape)
    assert not window.closing.isVisible()
    assert panel.isVisible()
    assert panel.dock.height() == 0


def test_past_shows_are_reached_by_the_same_key(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+F9 opens the newest, again the one before; the buttons go both ways."""
    kept = Kept(a_summary("s2", "第二场"), a_summary("s1", "第一场"))
    window, _desk = open_window(three_items(), shows=kept)
    QTest.keyClick(window, Qt.Key.Key_F9, CTRL)
    opened(qtbot, window)
    panel = window.flow.summary
    assert panel.title.text() == "第二场"
    assert not panel.newer.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_F9, CTRL)
    qtbot.waitUntil(lambda: panel.title.text() == "第一场")
    assert not panel.older.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_F9, CTRL)
    QTest.keyClick(panel.newer, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.title.text() == "第二场")


def test_a_studio_that_never_was_live_is_told_what_will_stand_here(qtbot: QtBot, open_window: Opened) -> None:
    """No past show: a sentence instead of figures, and nothing to copy."""
    window, _desk = open_window(three_items(), shows=Kept())
    QTest.keyClick(window, Qt.Key.Key_F9, CTRL)
    opened(qtbot, window)
    assert window.flow.summary.title.text() == "还没有播过"
    assert not window.flow.summary.copy.isEnabled()
    assert not window.flow.summary.gmv.isVisible()


def test_a_show_without_a_sale_has_no_curve(qtbot: QtBot, open_window: Opened) -> None:
    """Zero is said plainly, and no empty axes are drawn."""
    nothing = a_summary(minutes=0, sold=Totals(), refunded=Totals(), items=(), outbox=Outbox())
    window, _desk = open_window(three_items(), shows=Kept(nothing), size=(1920, 1080))
    QTest.keyClick(window, Qt.Key.Key_F9, CTRL)
    opened(qtbot, window)
    panel = window.flow.summary
    assert panel.gmv.number.text() == "¥0.00"
    assert not panel.plot.isVisible()
    assert not panel.peak.isVisible()


def test_the_figures_can_be_copied_as_text(qtbot: QtBot, open_window: Opened) -> None:
    """One button puts the words of the summary on the clipboard, and says so."""
    window, _desk = open_window(three_items(), shows=Kept(a_summary()))
    QTest.keyClick(window, Qt.Key.Key_F9, CTRL)
    opened(qtbot, window)
    QTest.keyClick(window.flow.summary.copy, Qt.Key.Key_Return)
    assert "豆绿圆条手镯" in QGuiApplication.clipboard().text()
    assert window.flow.summary.copy.text() == "已复制"


def test_the_curve_rises_to_the_whole_and_follows_the_theme(qtbot: QtBot, qapp: object) -> None:
    """It begins with nothing at the start, never falls, ends at the GMV at the end; a light look repaints it."""
    from ui.panels.show.curve import Curve, points

    told = a_summary()
    times, yuan = points(told)
    assert (times[0], yuan[0]) == (BEGAN / 1000, 0.0)
    assert times == sorted(times)
    assert yuan == sorted(yuan)
    assert yuan[-1] == pytest.approx(told.sold.gmv_fen / 100)
    assert times[-1] == pytest.approx(max(NOW, told.minutes[-1].at_ms + 60_000) / 1000)
    theme = Theme()
    curve = Curve(theme)
    qtbot.addWidget(curve)
    curve.show_summary(told)
    dark = curve.backgroundBrush().color()
    theme.look = "light"
    theme.changed.emit()
    assert curve.backgroundBrush().color() != dark


def test_the_table_keeps_to_qt_s_rules(qapp: object) -> None:
    """The model is sound, and its rows say what was sold, what it brought and what is left."""
    model = SummaryModel(Theme().colour)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(a_summary().items)
    assert [model.index(1, column).data() for column in (SOLD, GMV, LEFT)] == ["10", "¥990.00", "20"]
    assert model.index(2, TITLE).data(Qt.ItemDataRole.ForegroundRole) == Theme().colour("quiet")
    assert model.headerData(GMV, Qt.Orientation.Horizontal) == "销售额"


def test_going_live_takes_the_summary_away(qtbot: QtBot, open_window: Opened) -> None:
    """Nothing of the last show lies over the next one."""
    ended = replace(three_items(), show=Show("show", "晚场", ShowStatus.ENDED, BEGAN, NOW), on_air_item_id=None)
    window, desk = open_window(ended, shows=Kept(a_summary()))
    QTest.keyClick(window, Qt.Key.Key_F9, CTRL)
    opened(qtbot, window)
    window.acts.start_show("")
    qtbot.waitUntil(lambda: desk.state.live)
    qtbot.waitUntil(lambda: not window.flow.summary.isVisible())
