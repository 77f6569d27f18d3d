"""What the panels say, and what they let a person do."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console import commands as c
from console import events as e
from console.crash import BadEnd
from console.errors import DiskFull, KaiboError, Text
from console.facts import (
    Camera,
    CameraStatus,
    Link,
    LinkMode,
    LinkStatus,
    ListingState,
    Notice,
    NoticeLevel,
    Outbox,
    PlatformState,
)
from tests.clock import FakeClock
from tests.ui.conftest import Opened, three_items
from tests.ui.fake_desk import an_item, live_state
from tests.ui.settled import settled
from tests.ui.states import STATES
from tests.ui.states.selling import conflict_state
from ui.look.room import Room
from ui.loop.tasks import Tasks
from ui.panels.cards import Card
from ui.windows.reporting import LastEnd


def test_goods_of_the_same_name_ten_times_dearer_are_asked_about(qtbot: QtBot, open_window: Opened) -> None:
    """A nought too much is seen beside what is sold already; Ctrl+Shift+Enter lists it all the same."""
    window, desk = open_window()
    item = desk.state.items[0]
    form = window.seat.form
    form.line.setText(f"{item.title} {item.price_fen // 10} x1")
    QTest.keyClick(form.line, Qt.Key.Key_Return)
    assert f"{item.number} 号" in form.doubt.text
    assert desk.done == []
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(form.line, Qt.Key.Key_Return, held)
    qtbot.waitUntil(lambda: bool(desk.done))
    assert desk.done[-1].price_fen == 10 * item.price_fen
    form.line.setText(f"{item.title} {item.price_fen // 100 + 1} x1")
    assert form.doubt.text == ""
    for impossible in ("手镯 599 x0", "手镯 -5", "手镯 599 x100000000"):  # no reading to take it by
        form.line.setText(impossible)
        assert not form.as_read_button.isVisible()
        QTest.keyClick(form.line, Qt.Key.Key_Return, held)
        assert form.line.text() == impossible
    assert len(desk.done) == 1


def test_the_status_bar_tells_what_waits_and_since_when(qtbot: QtBot, open_window: Opened) -> None:
    """The number of unsent facts and the age of the oldest are always there, and the age goes on."""
    window, desk = open_window()
    status = window.seat.status
    assert status.unsent.text == "全部已同步"
    desk.tell(e.OutboxChanged(outbox=Outbox(3, 1, desk.clock.now_ms() - 18_000)))
    qtbot.waitUntil(lambda: status.unsent.text == "待同步 3 · 最久 00:18")
    assert status.parked.text == "被退回 1"
    desk.clock.advance(60)
    status.tick()
    assert status.unsent.text == "待同步 3 · 最久 01:18"


def test_the_link_says_its_state_and_why(qtbot: QtBot, open_window: Opened) -> None:
    """Word, shape and reason of the link; forced offline is said as such."""
    window, desk = open_window()
    link = Link(LinkMode.AUTO, LinkStatus.DEGRADED, Text("连接超时", "timed out"))
    desk.tell(e.LinkChanged(link=link))
    qtbot.waitUntil(lambda: window.seat.status.link.text == "网络差，正在重试：连接超时")
    qtbot.mouseClick(window.seat.status.offline, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.seat.status.link.text == "强制离线")
    assert desk.done == [c.SetLink(mode=LinkMode.OFFLINE)]


def test_saved_is_said_only_after_a_commit(qtbot: QtBot, open_window: Opened) -> None:
    """What only the machine noticed is no commit; a sale is."""
    window, desk = open_window()
    desk.tell(e.CameraChanged(camera=Camera(CameraStatus.LIVE, fps=30.0)))
    desk.tell(e.OutboxChanged(outbox=Outbox(1, 0, desk.clock.now_ms())))
    assert window.seat.status.saved.text == ""
    window.acts.sell(1, 12)
    qtbot.waitUntil(lambda: window.seat.status.saved.text.startswith("数据已存本机"))


def test_a_failure_is_a_card_that_waits(qtbot: QtBot, open_window: Opened) -> None:
    """An error says what happened and what to do, keeps the line that was typed, and stays."""
    window, desk = open_window()
    desk.fails = DiskFull()
    window.seat.form.line.setText("手镯 599")
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    assert "磁盘满了" in window.notices.cards[0].accessibleName()
    assert window.seat.form.line.text() == "手镯 599"
    assert window.seat.form.list_button.isEnabled()
    for _ in range(20):
        window.notices._pass_second()
    assert window.notices.cards


def test_a_refused_item_is_a_card_with_what_helps(qtbot: QtBot, open_window: Opened) -> None:
    """Retake snaps at once; Enter gives the item the new photo, and that sends it again."""
    refused = an_item(
        17, "方巾", platform=PlatformState.REFUSED, platform_reason="主图有边框", listing=ListingState.LISTED
    )
    window, desk = open_window(live_state(an_item(12), refused, on_air=12))
    card = window.notices.cards[0]
    assert "主图有边框" in card.accessibleName()
    qtbot.mouseClick(card.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.seat.form.preview.frozen)
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(desk.done[-1], c.ReplaceSnap))
    qtbot.waitUntil(lambda: not window.notices.cards)
    assert [type(command).__name__ for command in desk.done] == ["TakeSnap", "ReplaceSnap"]


@pytest.mark.parametrize(
    ("name", "size", "rows"),
    [
        ("a-conflicts", (960, 540), 3),
        ("a-codes", (960, 540), 4),
        ("a-sale", (960, 540), 3),
        ("a-conflicts", (1280, 720), 5),
        ("a-unequal", (1280, 720), 4),
    ],
)
def test_cards_leave_the_line_up_its_rows(
    qtbot: QtBot, open_window: Opened, name: str, size: tuple[int, int], rows: int
) -> None:
    """Where there is little height fewer cards stand at once and the rest is counted: useful rows stay."""
    seat, state, deed = STATES[name]
    window, desk = open_window(state, seat=seat, size=size, room=Room(*size))
    deed(window, desk)
    settled(window)
    view = window.seat.lineup.view
    whole = [
        row for row in view.rows_in_sight() if view.visualRect(view.model().index(row, 0)).bottom() < view.height()
    ]
    assert len(whole) >= rows
    said = " ".join(card.accessibleName() for card in window.notices.cards)
    assert "另有" in said or "还有" in said


def test_with_room_for_one_card_the_gravest_stays(qtbot: QtBot, open_window: Opened) -> None:
    """A code in the picture, the conflict the keys decide and what was done last are never counted away."""
    window, desk = open_window(conflict_state(5))
    others = len(window.notices.cards)
    window.notices.make_room(0)
    assert [card.key.partition(":")[0] for card in window.notices.cards] == ["conflict"]
    assert window.notices.cards[0].buttons[0].accessibleName().endswith("Ctrl 1")
    desk.tell(
        e.NoticeRaised(notice=Notice("code", NoticeLevel.TROUBLE, Text("站外的码", "A code"), Text("移开", "Move it")))
    )
    window.acts.change_price(12, 49900)
    qtbot.waitUntil(lambda: len(window.notices.cards) == 3)
    assert [card.key.partition(":")[0] for card in window.notices.cards] == ["conflict", "code", "undo"]
    window.notices.make_room(3)
    window.notices.take_undo()
    assert len(window.notices.cards) >= others


@pytest.mark.parametrize(("size", "told"), [((960, 540), True), ((1920, 1080), False)])
def test_keys_without_room_on_the_buttons_stand_in_the_advice(
    qtbot: QtBot, open_window: Opened, size: tuple[int, int], told: bool
) -> None:
    """A conflict in English on a small screen says from which to which key decides; with room the buttons say it."""
    window, _desk = open_window(conflict_state(1), size=size, room=Room(*size), lang="en")
    settled(window)
    card = next(card for card in window.notices.cards if card.key.startswith("conflict"))
    assert any("Ctrl 1 … Ctrl 4" in label.text() for label in card.findChildren(QLabel)) is told
    assert card.buttons[0].accessibleName().endswith("Ctrl 1")


def test_a_notice_that_was_read_is_gone_for_every_seat(qtbot: QtBot, open_window: Opened) -> None:
    """ "Got it" clears the notice of the state itself."""
    window, desk = open_window()
    notice = Notice(
        "camera",
        NoticeLevel.TROUBLE,
        Text("打不开 {spec}", "{spec} does not open"),
        Text("检查插头", "Check the plug"),
        facts={"spec": "usb:0"},
    )
    desk.tell(e.NoticeRaised(notice=notice))
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    assert "打不开 usb:0" in window.notices.cards[0].accessibleName()
    window.notices.dismissed.emit("camera")
    qtbot.waitUntil(lambda: not window.notices.cards)
    assert desk.state.notices == ()


def test_the_offer_to_undo_goes_after_ten_seconds(qtbot: QtBot, open_window: Opened) -> None:
    """An undo is offered for ten seconds and not longer."""
    window, _desk = open_window()
    window.acts.change_price(12, 49900)
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    assert "已把 12 号改价为 ¥499" in window.notices.cards[0].accessibleName()
    window.notices.most = 1
    window.notices._own = {"info": Card("info", "jade", "已导出", ""), **window.notices._own}  # one that is not shown
    for _ in range(3):
        window.notices._pass_second()
    assert "另有 1 条" in window.notices.cards[0].accessibleName()
    assert "7 秒" in window.notices.cards[0].buttons[0].text()
    window.notices.drop("info")
    for _ in range(7):
        window.notices._pass_second()
    assert window.notices.take_undo() is None
    assert not window.notices.cards


def test_rehearsal_is_marked(qtbot: QtBot, open_window: Opened) -> None:
    """A rehearsal says so on the bar, in the clock and in the window's title."""
    window, _desk = open_window(replace(three_items(), rehearsal=True))
    assert "彩排" in window.windowTitle()
    assert "彩排" in window.seat.show_bar.rehearsal.text
    assert window.seat.show_bar.clock.text == "彩排中"


def test_the_clock_of_the_show_does_not_jump_with_the_wall_clock(qtbot: QtBot, open_window: Opened) -> None:
    """A corrected wall clock moves nothing: the show runs on the monotonic clock."""
    window, desk = open_window()
    bar = window.seat.show_bar
    assert bar.live_for.text() == "01:23:45"
    desk.clock.utc_ms += 3_600_000
    desk.clock.steady_s += 1
    bar.tick()
    assert bar.live_for.text() == "01:23:46"


def test_the_time_on_air_goes_on_after_a_restart(qtbot: QtBot, open_window: Opened) -> None:
    """What was put on air before this window was opened has been there since then, and the next begins anew."""
    clock = FakeClock()
    state = replace(three_items(), on_air_since_ms=clock.now_ms() - 95_000)
    window, desk = open_window(state, clock=clock)
    assert window.seat.lineup._on_air_s() == pytest.approx(95)
    clock.advance(10)
    assert window.seat.lineup._on_air_s() == pytest.approx(105)
    desk.tell(e.OnAirChanged(item_id=state.items[1].item_id, number=13, since_ms=clock.now_ms()))
    qtbot.waitUntil(lambda: window.seat.lineup._on_air_s() == pytest.approx(0))
    clock.advance(60)
    window.seat.show_state(replace(desk.state, show=replace(desk.state.show, started_at_ms=clock.now_ms() - 4_000)))
    assert window.seat.lineup._on_air_s() == pytest.approx(4), "made ready before the show"


def test_the_newest_picture_is_taken_once_however_often_it_is_said(qtbot: QtBot, open_window: Opened) -> None:
    """Many calls from another thread queue one notice: nothing piles up behind a busy screen."""
    taken: list[int] = []

    class Source:
        def __init__(self) -> None:
            self.ready = lambda: None

        def take(self) -> SimpleNamespace:
            taken.append(1)
            return SimpleNamespace(pixels=np.full((90, 160, 4), 200, np.uint8), captured_at=time.monotonic())

        def preview_size(self, width: int, height: int) -> None:
            self.size = (width, height)

        def listen(self, frame_ready: object) -> None:
            self.ready = frame_ready

    source = Source()
    window, _desk = open_window(source=source)
    taken.clear()

    def shout() -> None:
        for _ in range(500):
            source.ready()

    thread = threading.Thread(target=shout)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(taken))
    qtbot.wait(30)
    assert len(taken) == 1
    assert window.seat.form.preview.grab().toImage().pixelColor(20, 60).red() == 200
    assert source.size[0] > 100


def test_a_picture_that_stopped_is_said(qtbot: QtBot, open_window: Opened) -> None:
    """A camera that froze is noticed: the picture itself says since when."""
    old = SimpleNamespace(pixels=np.zeros((90, 160, 4), np.uint8), captured_at=time.monotonic() - 5)
    source = SimpleNamespace(take=lambda: old, preview_size=lambda *_: None, listen=lambda ready: ready())
    window, _desk = open_window(source=source)
    qtbot.waitUntil(lambda: window.seat.form.preview.still)


def test_the_menu_of_a_row_offers_what_can_be_done(qtbot: QtBot, open_window: Opened) -> None:
    """A withdrawn item can be described, listed once more and relisted, nothing else; a refused one is sent again."""
    window, _desk = open_window()
    lineup = window.seat.lineup
    gone = lineup.menu_for(an_item(1, listing=ListingState.WITHDRAWN))
    assert [a.text().split("\t")[0] for a in gone.actions() if a.isEnabled() and a.text()] == [
        "保障、证书、成本…",
        "照样再上一件…",
        "重新上架",
    ]
    refused = lineup.menu_for(an_item(1, platform=PlatformState.REFUSED))
    assert "重新发给平台" in [a.text().split("\t")[0] for a in refused.actions() if a.isEnabled()]


@pytest.mark.expects_log
def test_a_failure_nobody_foresaw_is_logged_and_shown(qtbot: QtBot, loop: qasync.QEventLoop) -> None:
    """No failure of a coroutine is lost, whatever its kind."""
    shown: list[KaiboError] = []
    tasks = Tasks(loop, shown.append)

    async def broken() -> None:
        raise RuntimeError("never expected")

    tasks.start(broken())
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert isinstance(shown[0], KaiboError)
    assert len(tasks) == 0


def test_cancelled_work_is_no_failure(qtbot: QtBot, loop: qasync.QEventLoop) -> None:
    """Stopping the window cancels what still runs and shows nothing."""
    shown: list[KaiboError] = []
    tasks = Tasks(loop, shown.append)
    never: asyncio.Future[None] = loop.create_future()

    async def wait() -> None:
        await never

    tasks.start(wait())
    qtbot.wait(20)
    tasks.cancel_all()
    qtbot.waitUntil(lambda: len(tasks) == 0)
    assert shown == []


def test_the_anchor_sees_what_is_on_air_and_snaps_by_key(qtbot: QtBot, open_window: Opened) -> None:
    """The anchor's window has the same keys; its panel names the item, its price and what is left."""
    window, desk = open_window(seat="anchor")
    assert "599" in window.seat.on_air.accessibleName()
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: "手工陶杯" in window.seat.on_air.accessibleName())
    QTest.keyClick(window, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: desk.state.last_snap is not None)
    QTest.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(window.strip.isVisible)
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.state.sales) == 1)


def test_an_upright_picture_gets_the_height(qtbot: QtBot, open_window: Opened) -> None:
    """A phone held upright fills the height of the anchor's screen."""
    state = replace(three_items(), camera=Camera(CameraStatus.LIVE, width=1080, height=1920))
    window, _desk = open_window(state, seat="anchor", size=(1920, 1080))
    assert window.seat.preview.height() > window.seat.preview.width()


def test_a_run_that_ended_badly_is_offered_as_a_file(qtbot: QtBot, open_window: Opened, tmp_path: Path) -> None:
    """A card, once and in one window; the file is written on the person's wish and has nobody's business in it."""
    end = BadEnd("2026-11-22T21:00:00+08:00", "", "", '{"event": "x", "buyer": "阿珍"}')
    last = LastEnd(end)
    window, _desk = open_window(last_end=last, export_folder=tmp_path)
    other, _desk = open_window(last_end=last, export_folder=tmp_path)
    (card,) = [card for card in window.notices.cards if "没有正常退出" in card.accessibleName()]
    assert not any("没有正常退出" in each.accessibleName() for each in other.notices.cards)
    assert list(tmp_path.iterdir()) == []
    QTest.keyClick(card.buttons[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any("kaibo-crash" in each.accessibleName() for each in window.notices.cards))
    (path,) = tmp_path.iterdir()
    assert "阿珍" not in path.read_text(encoding="utf-8")
