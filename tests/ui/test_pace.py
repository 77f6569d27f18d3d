"""No task of the screen takes over 50 ms in a show of 200 items, with the camera running and sales coming in.

What is measured is the processor time of the main thread, from one time the event loop waits to the next (one task or
several), and from a key until its handlers are done. Time spent waiting for a processor is the machine's, and
counting which lines ran (`make coverage`) is not the screen's. Where a processor is slower than the one that the cap
was found on, it is held against what a fixed piece of work costs there (`tests/waiting.py`); the figures themselves
are `make bench`'s.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import events as e
from console.camera.pair import Cameras
from console.facts import Camera, CameraStatus, Item, Outbox, PlatformState
from console.state import ShowState
from console.words.check import our_checker
from tests.ui.conftest import Opened
from tests.ui.fake_desk import FakeDesk, an_item, live_state
from tests.ui.goods import GROUNDS
from tests.ui.settled import settled
from tests.waiting import slowness
from ui.loop.tidying import Tidying
from ui.windows.main_window import MainWindow

CAP_MS = 50.0
STALL_MS = 100.0
"""Of ten thousand rows, which nobody sells in one show: what a hand does not take for a stall."""
TRIES = 3
"""A task must be over the cap in each of them to count: collecting garbage and a cold cache come once."""
SALES_A_SECOND = 50
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
NAMES = tuple(GROUNDS)
TITLES = ("豆绿圆条手镯", "手工陶杯", "老铜钱一盘", "猫抱枕", "南红圆牌", "扎染方巾", "火箭模型", "宇航员摆件")


@dataclass
class Pace:
    """Milliseconds of the main thread's processor time, by what it was doing."""

    ms: dict[str, list[float]] = field(default_factory=dict)
    doing: str = "starting"
    _since_s: float = 0.0

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Measure every turn of the event loop."""
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.aboutToBlock.connect(self._rest)
        self._since_s = time.thread_time()
        yield
        dispatcher.aboutToBlock.disconnect(self._rest)

    def of(self, what: str, deed: Callable[[], object]) -> None:
        """Do `deed` as one task."""
        self.doing = what
        self._since_s = time.thread_time()
        deed()
        self._rest()

    @property
    def worst(self) -> dict[str, float]:
        return {what: max(took) for what, took in self.ms.items()}

    def _rest(self) -> None:
        """The event loop waits again; while it waits no processor time passes."""
        now_s = time.thread_time()
        self.ms.setdefault(self.doing, []).append((now_s - self._since_s) * 1000)
        self._since_s = now_s


class Studio:
    """The synthetic camera as a window's preview."""

    def __init__(self) -> None:
        self.cameras = Cameras()
        self.cameras.choose(1, "synthetic")
        self.preview_size = self.cameras.preview_size

    def take(self) -> object | None:
        return self.cameras.preview.take()

    def listen(self, frame_ready: Callable[[], None]) -> None:
        self.cameras.on_preview = frame_ready


def items(many: int) -> list[Item]:
    """Goods with pictures, bins and points; every fifth still on its way to the platform."""
    made = []
    for n in range(1, many + 1):
        goods = NAMES[n % len(NAMES)]
        item = an_item(
            n, f"{TITLES[n % len(TITLES)]} {n}", stock_left=500, stock_total=500, bin_code=f"A-{n % 40:02d}",
            points="冰种底子/57圈口", thumb=f"{goods}.jpg", square=f"{goods}.jpg",
        )  # fmt: skip
        waiting = {"platform": PlatformState.WAITING, "unsent": 1, "unsent_since_ms": 1}
        made.append(replace(item, **waiting) if n % 5 == 0 else item)
    return made


def show(many: int) -> ShowState:
    state = live_state(*items(many), on_air=3)
    return replace(state, camera=Camera(CameraStatus.LIVE, fps=30.0), outbox=Outbox(many // 5, 0, 1))


class Buyers:
    """Sells one thing after another, and lets the platform answer."""

    def __init__(self, window: MainWindow, desk: FakeDesk, many: int) -> None:
        self._window, self._desk, self._many = window, desk, many
        self._next = count()
        self.timer = QTimer(window)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.buy)
        self.timer.start(1000 // SALES_A_SECOND)

    def buy(self) -> None:
        n = next(self._next)
        number = n * 37 % self._many + 1
        self._window.acts.sell(1, number)
        item = self._desk.state.by_number(n * 11 % self._many + 1)
        if item is not None:
            answered = replace(item, unsent=0, unsent_since_ms=None)
            self._desk.tell(
                e.PushSettled(outbox_id=str(n), kind="stock", outcome="acked", reason="", item=answered, changed=())
            )
        self._desk.tell(e.OutboxChanged(outbox=Outbox(n % 7, 0, 1)))


def press(window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, held)


def work_a_show(qtbot: QtBot, window: MainWindow, pace: Pace) -> None:
    """Everything that hands do in a show, by keys, with time for the screen between them."""
    lineup, form = window.seat.lineup, window.seat.form

    def then(what: str, deed: Callable[[], object], wait_ms: int = 30) -> None:
        pace.of(what, deed)
        qtbot.wait(wait_ms)

    for _ in range(8):
        then("next on air", lambda: press(window, Qt.Key.Key_PageDown))
    then("find", lambda: press(window, Qt.Key.Key_F, CTRL), 400)
    for letter in "dlyt":
        pace.of("keystroke in find", lambda letter=letter: QTest.keyClicks(lineup.finder, letter))
        qtbot.wait(40)
    then("found on air", lambda: press(window, Qt.Key.Key_Return), 60)
    lineup.view.setFocus()
    bar = lineup.view.verticalScrollBar()
    for _ in range(15):
        then("scroll", lambda: bar.setValue(bar.value() + 97))
    for _ in range(4):
        then("reorder", lambda: press(window, Qt.Key.Key_Down, ALT))
    for _ in range(4):
        then("choose", lambda: press(window, Qt.Key.Key_Down))
    then("write a price", lambda: press(window, Qt.Key.Key_Return))
    for digit in "688":
        then("keystroke in a cell", lambda digit=digit: press(window, Qt.Key(ord(digit))))
    then("price written", lambda: press(window, Qt.Key.Key_Return), 60)
    then("undo", lambda: press(window, Qt.Key.Key_Z, CTRL), 60)
    then("ask a sale", lambda: press(window, Qt.Key.Key_F8), 60)
    then("sale logged", lambda: press(window, Qt.Key.Key_Return), 60)
    then("snap", lambda: press(window, Qt.Key.Key_F2), 150)
    form.line.setText("")
    for letter in "SHOUZHUO 599":
        pace.of("keystroke in the line", lambda letter=letter: QTest.keyClicks(form.line, letter))
        qtbot.wait(20)
    then("list", lambda: press(window, Qt.Key.Key_Return), 120)
    then("key sheet", lambda: press(window, Qt.Key.Key_F1), 100)
    then("back", lambda: press(window, Qt.Key.Key_Escape), 60)
    pace.doing = "sales and camera alone"
    qtbot.wait(1200)


@pytest.mark.no_cover
def test_no_task_keeps_the_screen_over_50_ms(qtbot: QtBot, open_window: Opened) -> None:
    """A show of 200 items worked by keys while 50 sales a second come in and the camera runs."""
    worst: dict[str, float] = {}
    for _ in range(TRIES):
        studio, tidying = Studio(), Tidying()  # it looks for garbage between tasks, as in the product
        window, desk = open_window(show(200), size=(1920, 1080), source=studio, check=our_checker().check)
        try:
            qtbot.waitUntil(lambda: studio.cameras.frames_shown > 3)  # noqa: B023 - called at once
            buyers, pace = Buyers(window, desk, 200), Pace()
            pace.doing = "first sales"
            with pace.listening():
                work_a_show(qtbot, window, pace)
                qtbot.waitUntil(lambda: studio.cameras.frames_shown > 30)  # noqa: B023 - called at once
                qtbot.waitUntil(lambda: len(desk.state.sales) > 30)  # noqa: B023 - called at once
            buyers.timer.stop()
        finally:
            studio.cameras.stop()
            tidying.stop()
        worst = {what: min(ms, worst.get(what, ms)) for what, ms in pace.worst.items()}
        cap_ms = CAP_MS * slowness()
        print({what: round(ms, 1) for what, ms in sorted(pace.worst.items(), key=lambda one: -one[1])})  # noqa: T201
        if max(worst.values()) <= cap_ms:
            break
        window.stop()
        window.hide()
    assert {what: round(ms) for what, ms in worst.items() if ms > cap_ms} == {}


@pytest.mark.no_cover
@pytest.mark.parametrize("many", [10_000])
def test_a_line_up_of_ten_thousand_does_not_stall(qtbot: QtBot, open_window: Opened, many: int) -> None:
    """A keystroke in the find field, a scroll, a change and a move: none keeps the screen over 100 ms."""
    window, _desk = open_window(show(many), size=(1920, 1080), check=our_checker().check)
    lineup = window.seat.lineup
    bar = lineup.view.verticalScrollBar()
    lineup.pinyin.prepare()
    qtbot.waitUntil(lambda: lineup.pinyin._read is not None)
    settled(window)
    worst: dict[str, float] = {}
    for _ in range(TRIES):
        pace = Pace()
        with pace.listening():
            lineup.look_for()
            for letter in "dlyt":
                pace.of("keystroke in find", lambda letter=letter: QTest.keyClicks(lineup.finder, letter))
                qtbot.waitUntil(lambda: not lineup.model.looking)
            pace.of("back", lambda: press(window, Qt.Key.Key_Escape))
            qtbot.wait(60)
            lineup.choose(5000)
            lineup.view.setFocus()
            for _step in range(10):
                pace.of("scroll", lambda: bar.setValue(bar.value() + 97))
                qtbot.wait(20)
            for n in range(5):
                pace.of("change", lambda n=n: window.acts.change_price(5000 + n, 60_000 + n))
                qtbot.wait(30)
            for _step in range(3):
                pace.of("move", lambda: lineup.step(1))
                qtbot.wait(60)
        worst = {what: min(ms, worst.get(what, ms)) for what, ms in pace.worst.items()}
        cap_ms = STALL_MS * slowness()
        print({what: round(ms, 1) for what, ms in sorted(pace.worst.items(), key=lambda one: -one[1])})  # noqa: T201
        if max(worst.values()) <= cap_ms:
            break
    assert {what: round(ms) for what, ms in worst.items() if ms > cap_ms} == {}
