"""Before going live: the panel that F5 opens, what it listens to, and that it stands in nobody's way."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, qInstallMessageHandler, qWarning
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import commands as c
from console.facts import Link, LinkMode, LinkStatus, ListingState, Show, ShowStatus, Trust
from console.preflight import Level, Machine
from console.state import ShowState
from tests.ui.conftest import Opened, three_items
from tests.ui.fake_desk import an_item
from ui.studio.microphone import FLOOR_DB, PIECE, RATE, Hearing, level_db, sound_server_to_log
from ui.windows.main_window import MainWindow

GB = 1024**3


class Mouth:
    """An ear that a test speaks into."""

    def __init__(self, name: str = "USB 麦克风") -> None:
        self.name = name
        self.open = 0
        self.say: Callable[[bytes], None] = lambda _samples: None

    def listen(self, found: Callable[[str], None], samples: Callable[[bytes], None]) -> None:
        self.open += 1
        self.say = samples
        found(self.name)

    def stop(self) -> None:
        self.open = 0


def tone(seconds: float, share: float) -> bytes:
    """A tone at a share of full scale."""
    count = round(seconds * RATE)
    return array("h", [round(32_767 * share * math.sin(n * 0.3)) for n in range(count)]).tobytes()


def prepared(**changes: object) -> ShowState:
    state = replace(three_items(), show=Show("show", "", ShowStatus.PLANNED), on_air_item_id=None)
    return replace(state, **changes)  # type: ignore[arg-type]


async def machine() -> Machine:
    return Machine(80 * GB, 0.0, 100_000)


def rows(window: MainWindow) -> dict[str, tuple[Level, str]]:
    """What each line says, by its part."""
    return {
        row.part: (row.sign.level, f"{row.what.text()} {row.todo.text()}".strip())
        for row in window.flow.preflight.rows
        if row.isVisible()
    }


# --- levels ----------------------------------------------------------------------------------


def test_a_level_is_decibels_of_full_scale() -> None:
    """Half of full scale, as a sine, is 9 dB below it; silence is the floor."""
    assert level_db(array("h", [0] * 100)) == FLOOR_DB
    assert level_db(array("h")) == FLOOR_DB
    samples = array("h")
    samples.frombytes(tone(1, 0.5))
    assert level_db(samples) == pytest.approx(20 * math.log10(0.5 / math.sqrt(2)), abs=0.1)


def test_samples_may_come_cut_anywhere() -> None:
    """Odd bytes and odd lengths give the same reading as one piece."""
    whole, cut = Hearing(), Hearing()
    sound = tone(1, 0.3)
    whole.add(sound)
    for start in range(0, len(sound), 333):
        cut.add(sound[start : start + 333])
    assert cut.told("x") == whole.told("x")
    assert whole.told("x").heard_s == pytest.approx(1.0)


def test_only_the_last_seconds_count() -> None:
    """A bang is forgotten after three seconds; clipped samples are told while they are remembered."""
    hearing = Hearing()
    hearing.add(array("h", [32_767] * PIECE).tobytes())
    assert hearing.told("x").clipped
    hearing.add(tone(3, 0.01))
    told = hearing.told("x")
    assert not told.clipped
    assert told.level_db == pytest.approx(-43, abs=1)


# --- the panel -------------------------------------------------------------------------------


def test_f5_looks_round_and_f5_again_goes_live(qtbot: QtBot, open_window: Opened) -> None:
    """The first F5 opens the panel and starts nothing; the second goes live whatever is doubtful."""
    window, desk = open_window(prepared(), machine=machine)
    window.seat.show_bar.title_field.setText("晚场")
    QTest.keyClick(window, Qt.Key.Key_F5)
    panel = window.flow.preflight
    assert panel.isVisible()
    assert not any(isinstance(command, c.StartShow) for command in desk.done)
    qtbot.waitUntil(lambda: rows(window)["disk"][0] is Level.OK)
    assert rows(window)["camera"][0] is Level.WARN
    assert "要注意" in panel.sum.text()
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: desk.state.live)
    assert desk.state.show.title == "晚场"
    qtbot.waitUntil(lambda: not panel.isVisible())


def test_enter_on_the_button_goes_live_and_escape_goes_back(qtbot: QtBot, open_window: Opened) -> None:
    """The focus is on the button; Esc closes the panel and leaves the hands at the listing line."""
    window, desk = open_window(prepared(), machine=machine)
    QTest.keyClick(window, Qt.Key.Key_F5)
    QTest.keyClick(window.flow.preflight.start, Qt.Key.Key_Escape)
    assert not window.flow.preflight.isVisible()
    assert window.seat.form.line.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert window.flow.preflight.start.hasFocus()
    QTest.keyClick(window.flow.preflight.start, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.live)


def test_a_full_disk_alone_bars_the_way(qtbot: QtBot, open_window: Opened) -> None:
    """Where sales cannot be saved, neither key nor button goes live, and the panel says why."""

    async def full() -> Machine:
        return Machine(10 << 20, None, None)

    window, desk = open_window(prepared(), machine=full)
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: rows(window)["disk"][0] is Level.BLOCK)
    assert not window.flow.preflight.start.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.wait(50)
    assert not desk.state.live
    assert window.flow.preflight.isVisible()


def test_the_microphone_is_listened_to_only_while_somebody_looks(qtbot: QtBot, open_window: Opened) -> None:
    """Speech is heard and shown as a level; closing the panel ends it."""
    mouth = Mouth()
    window, _desk = open_window(prepared(), ear=mouth)
    assert mouth.open == 0
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert mouth.open == 1
    assert rows(window)["microphone"][0] is Level.UNKNOWN
    mouth.say(tone(0.5, 0.3))
    level, words = rows(window)["microphone"]
    assert level is Level.OK
    assert "USB 麦克风" in words
    row = next(row for row in window.flow.preflight.rows if row.part == "microphone")
    assert row.bar.isVisible()
    assert row.bar.value() == pytest.approx(-13, abs=1)
    for _ in range(8):
        mouth.say(bytes(RATE))
    assert rows(window)["microphone"][0] is Level.WARN
    assert "没有声音" in rows(window)["microphone"][1]
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert mouth.open == 0


def test_without_a_microphone_the_panel_says_so(qtbot: QtBot, open_window: Opened) -> None:
    """No microphone is a warning with words, and nothing more."""
    window, desk = open_window(prepared(), ear=Mouth(""))
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert rows(window)["microphone"] == (Level.WARN, "没有麦克风 插上麦克风；手机收音的可以不管")
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: desk.state.live)


def press(window: MainWindow, part: str) -> None:
    row = next(row for row in window.flow.preflight.rows if row.part == part and row.button.isVisible())
    QTest.keyClick(row.button, Qt.Key.Key_Return)


def test_each_line_has_the_one_thing_that_helps(qtbot: QtBot, open_window: Opened) -> None:
    """Offline goes online, a missing certificate opens its form, a missing stock asks for it."""
    items = (
        an_item(12),
        an_item(13, stock_left=0, listing=ListingState.SOLD_OUT),
        an_item(14, trust=Trust(template="jewellery")),
    )
    window, desk = open_window(prepared(items=items, link=Link(LinkMode.OFFLINE, LinkStatus.OFFLINE)))
    QTest.keyClick(window, Qt.Key.Key_F5)
    press(window, "shop")
    qtbot.waitUntil(lambda: c.SetLink(mode=LinkMode.AUTO) in desk.done)
    qtbot.waitUntil(lambda: rows(window)["shop"][0] is not Level.OK)
    row = next(row for row in window.flow.preflight.rows if "库存" in row.button.text())
    QTest.keyClick(row.button, Qt.Key.Key_Return)
    assert window.strip.isVisible()
    assert "13 号" in window.strip.accessibleName() or window.strip.isVisible()
    QTest.keyClick(window.strip.field, Qt.Key.Key_Escape)
    press(window, "certificates")
    assert window.seat.trust.isVisible()
    assert not window.flow.preflight.isVisible()


def test_during_a_show_f5_opens_nothing(qtbot: QtBot, open_window: Opened) -> None:
    """A live show has no look round over it."""
    window, _desk = open_window()
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert not window.flow.preflight.isVisible()


def test_the_anchor_s_window_looks_round_too(qtbot: QtBot, open_window: Opened) -> None:
    """The same panel over the middle of the picture, with the same keys."""
    window, desk = open_window(prepared(), seat="anchor", machine=machine)
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert window.flow.preflight.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: desk.state.live)


def test_that_there_is_no_sound_server_is_said_in_the_log_alone(capfd: pytest.CaptureFixture[str]) -> None:
    """Qt's line about it stays off standard error; whatever else Qt says goes where it went before."""
    heard: list[str] = []
    former = qInstallMessageHandler(lambda _kind, _context, words: heard.append(words))
    try:
        with sound_server_to_log():
            qWarning("PulseAudioService: pa_context_connect() failed")
            qWarning("the microphone burns")
        qWarning("PulseAudioService: later")
    finally:
        qInstallMessageHandler(former)
    assert heard == ["the microphone burns", "PulseAudioService: later"]
    assert "PulseAudio" not in capfd.readouterr().err
