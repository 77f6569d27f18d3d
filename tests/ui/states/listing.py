"""Listing: the line, photos, tags and codes, words, points, trust, bulk entry."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console import events as e
from console.facts import (
    Code,
    CodeKind,
    Flaw,
    Label,
    ListingState,
    PlatformState,
    Snap,
)
from console.reading.seen import Seen
from console.reading.sightings import Change
from tests.ui.fake_desk import FakeDesk
from tests.ui.states.show import NOW, Deed, State, full_state, lineup, turn, typed
from tests.ui.states.tools import FLASH_WAITS, STEPPING
from ui.panels.assistant import AssistantSeat
from ui.windows.main_window import MainWindow

PASTED = """品名\t售价\t库存\t编号
豆绿圆条手镯\t599\t3\tA-07
顶级南红圆牌\t1,280元\t1\tA-09
手工陶杯\t面议\t20\tB-02
猫抱枕 加微信 abc12345\t39.9\t200\tC-11
老铜钱一盘\t168\t\tB-05
""" + "".join(f"扎染方巾 {n} 色\t59\t30\tD-{n}\n" for n in range(1, 40))

PATIENCE = 200
"""Looks at what is read, before a picture is taken all the same."""


def _bulk(window: MainWindow, _desk: FakeDesk) -> None:
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    window.bulk.importing.read(PASTED)
    turn(120)
    for _ in range(PATIENCE):
        if not window.bulk.importing.reading:
            break
        turn(20)


def _bulk_going(window: MainWindow, desk: FakeDesk) -> None:
    _bulk(window, desk)
    window.bulk.importing._bulk.gate = window.tasks._loop.create_future()
    window.bulk.enter.click()


def _said(points: str) -> Deed:
    """Points typed for number 12."""

    def deed(window: MainWindow, desk: FakeDesk) -> None:
        window.questions.points(desk.state.by_number(12))
        window.strip.field.setText(points)

    return deed


def _snapped(window: MainWindow, _desk: FakeDesk) -> None:
    QTest.keyClick(window, Qt.Key.Key_F2)
    window.seat.form.line.setText("豆绿贵妃镯 680 x2")


def _labelled(window: MainWindow, desk: FakeDesk) -> None:
    """A photo whose price tag was read, the line still empty; a code was read with it."""
    QTest.keyClick(window, Qt.Key.Key_F2)
    turn(60)
    label = Label("豆绿圆条手镯", 59900, 12, "6901234567892")
    desk.tell(e.LabelRead(snap_id=desk.state.last_snap.snap_id, label=label))
    turn(60)


def _cropping(window: MainWindow, desk: FakeDesk) -> None:
    """The frozen photo with the frame over it, moved a little."""
    _snapped(window, desk)
    turn(120)
    QTest.keyClick(window, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(4):
        QTest.keyClick(window.crop.canvas, Qt.Key.Key_Left)
    turn(120)


def _whitening(window: MainWindow, desk: FakeDesk) -> None:
    """Half way to a white background, of a photo that is blurred."""
    first, *rest = desk.shots
    desk.shots = (replace(first, flaws=(Flaw.BLUR, Flaw.GLARE)), *rest)
    _snapped(window, desk)
    turn(60)
    desk.white_gate = window.tasks._loop.create_future()
    QTest.keyClick(window, Qt.Key.Key_F2, Qt.KeyboardModifier.ControlModifier)
    turn()
    desk.tell(e.SnapUnderWay(snap_id=desk.done[-1].snap_id, share=0.4))


def _whitened(window: MainWindow, desk: FakeDesk) -> None:
    _snapped(window, desk)
    turn(60)
    QTest.keyClick(window, Qt.Key.Key_F2, Qt.KeyboardModifier.ControlModifier)
    turn(120)


def _codes(window: MainWindow, desk: FakeDesk) -> None:
    """Goods that nobody listed yet in the hand, and a code that leads elsewhere on the wall."""
    code = Code("6901234567892", "EAN-13", CodeKind.GOODS, (0, 0, 9, 9))
    desk.tell(e.CodeSeen(code=code, number=None))
    Seen(desk).change(Change((replace(code, text="https://u.wechat.com/EAbcd", kind=CodeKind.LEADS_AWAY),)))
    if isinstance(window.seat, AssistantSeat):
        _snapped(window, desk)


def _listed(window: MainWindow, desk: FakeDesk) -> None:
    _snapped(window, desk)
    turn()
    desk.clock.advance(3.6)
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_Return)


def _mended(window: MainWindow, desk: FakeDesk) -> None:
    window.questions.name(desk.state.by_number(17))


def _points(window: MainWindow, desk: FakeDesk) -> None:
    window.questions.points(desk.state.by_number(12))


UNCLEAR = replace(
    full_state(),
    items=(
        *lineup()[:5],
        replace(lineup()[5], platform_reason="信息不符合要求"),
        replace(
            lineup()[6], platform_reason="价格低于限价", listing=ListingState.ON_SALE, platform=PlatformState.APPROVED
        ),
    ),
)


def _trust(number: int) -> Deed:
    """The form of what makes an item believable, with a snap just taken."""

    def deed(window: MainWindow, desk: FakeDesk) -> None:
        desk.tell(e.SnapTaken(snap_id="snap", snap=Snap("snap", NOW, desk.shots)))
        window.bridge.stateChanged.emit(desk.state)
        window.seat.trust.open_for(desk.state.by_number(number))

    return deed


STATES: dict[str, State] = {
    "a-live": ("assistant", full_state(), typed("豆绿贵妃镯 680 x2")),
    "a-doubt": ("assistant", full_state(), typed("手镯 599 12345")),
    "a-words": ("assistant", full_state(), typed("顶级和田玉手镯 加微信 abc12345 国家级 599 x3")),
    "a-bulk": ("assistant", full_state(), _bulk),
    "a-bulkgoing": ("assistant", full_state(), _bulk_going),
    "a-wordsmend": ("assistant", full_state(), _said("顶级料子，全网最低 / 老匠人手工")),
    "a-snapped": ("assistant", full_state(), _snapped),
    "a-photo-label": ("assistant", full_state(), _labelled),
    "a-photo-crop": ("assistant", full_state(), _cropping),
    "a-photo-whitening": ("assistant", full_state(), _whitening),
    "a-photo-white": ("assistant", full_state(), _whitened),
    "a-codes": ("assistant", full_state(), _codes),
    "a-listed": ("assistant", full_state(), _listed),
    "a-points": ("assistant", full_state(), _points),
    "a-mend": ("assistant", UNCLEAR, _mended),
    "a-trust": ("assistant", STEPPING, _trust(12)),
    "a-trustlacks": ("assistant", FLASH_WAITS, _trust(16)),
    "b-codes": ("anchor", full_state(), _codes),
}
