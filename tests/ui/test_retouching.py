"""The frozen photo cut by hand and made white, with real keys and a real mouse."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console import commands as c
from console import events as e
from console.errors import NothingToCutOut
from console.facts import Crop, Flaw, ListingState, PlatformState, Snap
from tests.ui.conftest import Opened, three_items
from tests.ui.fake_desk import FakeDesk
from ui.panels.assistant import AssistantSeat
from ui.panels.listing.form import FlashForm
from ui.windows.main_window import MainWindow

Key = Qt.Key
CTRL, SHIFT, ALT = (Qt.KeyboardModifier(m) for m in (0x04000000, 0x02000000, 0x08000000))
LEFT = Qt.MouseButton.LeftButton


def form_of(window: MainWindow) -> FlashForm:
    """The form of the assistant's seat."""
    assert isinstance(window.seat, AssistantSeat)
    return window.seat.form


def snapped(window: MainWindow, qtbot: QtBot) -> Snap:
    """Press F2; the snap that is frozen."""
    QTest.keyClick(window, Key.Key_F2)
    qtbot.waitUntil(lambda: form_of(window).preview.frozen)
    snap = form_of(window)._snap
    assert snap is not None
    return snap


def asked(desk: FakeDesk, kind: type[c.Command]) -> list[c.Command]:
    """The commands of one kind."""
    return [command for command in desk.done if isinstance(command, kind)]


def test_a_frame_is_moved_and_sized_by_arrows_and_cut_by_enter(open_window: Opened, qtbot: QtBot) -> None:
    """Shift+F2, arrows, Space for the upright one, Enter: both crops go to the desk, the original stays."""
    window, desk = open_window()
    snap = snapped(window, qtbot)
    QTest.keyClick(window, Key.Key_F2, SHIFT)
    canvas = window.crop.canvas
    assert window.crop.isVisible()
    assert canvas.hasFocus()
    QTest.keyClick(canvas, Key.Key_Left)
    QTest.keyClick(canvas, Key.Key_Up)
    assert canvas.crops["square"] == Crop(317, 37, 620, 620)
    QTest.keyClick(canvas, Key.Key_Down, SHIFT)
    assert canvas.crops["square"].w == round(620 / 1.05)
    QTest.keyClick(canvas, Key.Key_Space)
    QTest.keyClick(canvas, Key.Key_Right)
    QTest.keyClick(canvas, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(asked(desk, c.CropSnap)))
    (wish,) = asked(desk, c.CropSnap)
    assert isinstance(wish, c.CropSnap)
    assert (wish.of, wish.shot, wish.portrait) == (snap.snap_id, 0, Crop(419, 45, 468, 624))
    assert wish.square is not None
    qtbot.waitUntil(lambda: form_of(window)._snap is not snap)
    assert not window.crop.isVisible()
    assert form_of(window).line.hasFocus()
    assert desk.snaps[snap.snap_id] == snap


def test_what_was_not_moved_is_not_cut_anew(open_window: Opened, qtbot: QtBot) -> None:
    """Enter at once asks for nothing; a moved square leaves the upright picture alone."""
    window, desk = open_window()
    snapped(window, qtbot)
    QTest.keyClick(window, Key.Key_F2, SHIFT)
    QTest.keyClick(window.crop.canvas, Key.Key_Return)
    QTest.keyClick(window, Key.Key_F2, SHIFT)
    QTest.keyClick(window.crop.canvas, Key.Key_Down)
    QTest.keyClick(window.crop.canvas, Key.Key_Enter)
    qtbot.waitUntil(lambda: bool(asked(desk, c.CropSnap)))
    (wish,) = asked(desk, c.CropSnap)
    assert isinstance(wish, c.CropSnap)
    assert wish.portrait is None


def test_ctrl_z_brings_the_former_crop_and_shot_back(open_window: Opened, qtbot: QtBot) -> None:
    """Undo freezes the snap as it was, with the frame of the burst that had been chosen."""
    window, _desk = open_window()
    form = form_of(window)
    snap = snapped(window, qtbot)
    QTest.keyClick(form.line, Key.Key_Right, ALT)
    QTest.keyClick(window, Key.Key_F2, SHIFT)
    QTest.keyClick(window.crop.canvas, Key.Key_Left)
    QTest.keyClick(window.crop.canvas, Key.Key_Return)
    qtbot.waitUntil(lambda: form._snap is not snap)
    assert form.shots.shot == 1
    QTest.keyClick(form.line, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: form._snap is snap)
    assert form.shots.shot == 1


def test_escape_leaves_the_photo_as_it_was(open_window: Opened, qtbot: QtBot) -> None:
    """The sheet closes, nothing is asked, the photo stays frozen and the hands are back in the line."""
    window, desk = open_window()
    snap = snapped(window, qtbot)
    QTest.keyClick(window, Key.Key_F2, SHIFT)
    QTest.keyClick(window.crop.canvas, Key.Key_Left)
    QTest.keyClick(window.crop.canvas, Key.Key_Escape)
    assert not window.crop.isVisible()
    assert form_of(window)._snap is snap
    assert form_of(window).line.hasFocus()
    assert asked(desk, c.CropSnap) == []


def test_the_mouse_moves_sizes_and_stays_inside(open_window: Opened, qtbot: QtBot) -> None:
    """Drag inside moves, a corner sizes about the other one, the wheel sizes, and nothing leaves the photo."""
    window, _desk = open_window()
    snapped(window, qtbot)
    QTest.keyClick(window, Key.Key_F2, SHIFT)
    canvas = window.crop.canvas
    box = canvas.photo_box()
    share = box.width() / 1280

    def at(x: float, y: float) -> QPoint:
        return QPoint(round(box.x() + x * share), round(box.y() + y * share))

    def drag(start: QPoint, end: QPoint) -> None:
        QTest.mousePress(canvas, LEFT, Qt.KeyboardModifier.NoModifier, start)
        QTest.mouseMove(canvas, (start + end) / 2)
        QTest.mouseMove(canvas, end)
        QTest.mouseRelease(canvas, LEFT, Qt.KeyboardModifier.NoModifier, end)

    drag(at(640, 360), at(740, 380))
    moved = canvas.crops["square"]
    assert (moved.w, moved.h) == (620, 620)
    assert moved.x == pytest.approx(430, abs=4)
    assert moved.y == pytest.approx(70, abs=4)
    drag(at(moved.x, moved.y), at(moved.x + 200, moved.y + 200))
    smaller = canvas.crops["square"]
    assert smaller.w == pytest.approx(420, abs=5)
    assert smaller.x + smaller.w == pytest.approx(moved.x + moved.w, abs=2)
    drag(at(smaller.x + 100, smaller.y + 100), at(5000, 5000))
    inside = canvas.crops["square"]
    assert (inside.x + inside.w, inside.y + inside.h) == (1280, 720)
    wheel(canvas.mapToGlobal(at(640, 360)), canvas)
    assert canvas.crops["square"].w > inside.w


def wheel(at: QPoint, over: QWidget) -> None:
    """One notch up."""
    place = QPointF(over.mapFromGlobal(at))
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        place,
        QPointF(at),
        QPoint(),
        QPoint(0, 120),
        none,
        Qt.KeyboardModifier.NoModifier,
        phase,
        False,
    )
    QApplication.sendEvent(over, event)


def test_a_new_photo_closes_the_sheet(open_window: Opened, qtbot: QtBot) -> None:
    """A frame drawn on one photo is never cut out of another."""
    window, desk = open_window()
    snap = snapped(window, qtbot)
    QTest.keyClick(window, Key.Key_F2, SHIFT)
    QTest.keyClick(window.crop.canvas, Key.Key_F2)
    qtbot.waitUntil(lambda: form_of(window)._snap is not snap)
    assert not window.crop.isVisible()
    assert asked(desk, c.CropSnap) == []


def test_a_snap_of_an_earlier_version_is_cut_too(open_window: Opened, qtbot: QtBot) -> None:
    """Where neither size nor crops were kept, they are taken from the picture itself."""
    window, desk = open_window()
    desk.shots = tuple(replace(shot, size=(0, 0), square_crop=None, portrait_crop=None) for shot in desk.shots)
    snapped(window, qtbot)
    QTest.keyClick(window, Key.Key_F2, SHIFT)
    canvas = window.crop.canvas
    qtbot.waitUntil(lambda: bool(canvas.crops))
    assert canvas.crops == {"square": Crop(280, 0, 720, 720), "portrait": Crop(370, 0, 540, 720)}


def test_white_is_shown_as_it_goes_on_and_listed_when_it_is_there(
    open_window: Opened, qtbot: QtBot, loop: asyncio.AbstractEventLoop
) -> None:
    """Ctrl+F2: the share stands over the photo; then the white shot is the chosen one, the others stay."""
    window, desk = open_window()
    form = form_of(window)
    snap = snapped(window, qtbot)
    desk.white_gate = loop.create_future()
    QTest.keyClick(form.line, Key.Key_F2, CTRL)
    qtbot.waitUntil(lambda: bool(asked(desk, c.WhitenSnap)))
    (wish,) = asked(desk, c.WhitenSnap)
    assert isinstance(wish, c.WhitenSnap)
    desk.tell(e.SnapUnderWay(snap_id=wish.snap_id, share=0.4))
    assert form.preview.banner[0] == "正在做白底 40% · Esc 停下"
    desk.white_gate.set_result(None)
    qtbot.waitUntil(lambda: form._snap is not snap)
    assert form.shots.shot == 3
    assert form.preview.banner[0] == "已定格 · Esc 返回"
    form.line.setText("手镯 599")
    QTest.keyClick(form.line, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(asked(desk, c.OpenFlash)))
    (listed,) = asked(desk, c.OpenFlash)
    assert isinstance(listed, c.OpenFlash)
    assert (listed.snap_id, listed.shot) == (wish.snap_id, 3)


@pytest.mark.parametrize("how", ["escape", "again", "listed", "snap"])
def test_white_is_given_up_and_never_in_the_way(
    open_window: Opened, qtbot: QtBot, loop: asyncio.AbstractEventLoop, how: str
) -> None:
    """Esc and the same key stop it and keep the photo; listing and another snap do not wait for it."""
    window, desk = open_window()
    form = form_of(window)
    snap = snapped(window, qtbot)
    desk.white_gate = loop.create_future()
    QTest.keyClick(form.line, Key.Key_F2, CTRL)
    qtbot.waitUntil(lambda: bool(asked(desk, c.WhitenSnap)))
    assert form.retouching.share == 0.0
    if how == "escape":
        QTest.keyClick(form.line, Key.Key_Escape)
    elif how == "again":
        QTest.keyClick(form.line, Key.Key_F2, CTRL)
    elif how == "snap":
        QTest.keyClick(form.line, Key.Key_F2)
    else:
        form.line.setText("手镯 599")
        QTest.keyClick(form.line, Key.Key_Return)
    qtbot.waitUntil(lambda: form.retouching.share is None)
    qtbot.waitUntil(desk.white_gate.cancelled)
    if how in ("escape", "again"):
        assert form._snap is snap
    elif how == "listed":
        qtbot.waitUntil(lambda: len(desk.state.items) == 4)
        assert form._snap is None
    else:
        qtbot.waitUntil(lambda: form._snap is not snap)


def test_goods_that_cannot_be_cut_out_are_told(open_window: Opened, qtbot: QtBot) -> None:
    """A card says it, and the photo stays as it is."""
    window, desk = open_window()
    snap = snapped(window, qtbot)
    desk.fails = NothingToCutOut()
    QTest.keyClick(window, Key.Key_F2, CTRL)
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    assert form_of(window)._snap is snap
    assert form_of(window).retouching.share is None


def test_what_was_made_of_a_photo_that_is_gone_is_not_taken_over(open_window: Opened, qtbot: QtBot) -> None:
    """A crop that comes after the next photo was taken does not push that aside."""
    window, desk = open_window()
    form = form_of(window)
    snap = snapped(window, qtbot)
    form.cut(Crop(0, 0, 600, 600), None)
    form._freeze(Snap("newer", 1, desk.shots))
    qtbot.waitUntil(lambda: bool(asked(desk, c.CropSnap)))
    qtbot.wait(20)
    assert snap is not form._snap
    assert form._snap is not None
    assert form._snap.snap_id == "newer"


@pytest.mark.parametrize(("key", "mods", "kind"), [(Key.Key_F2, SHIFT, c.CropSnap), (Key.Key_F2, CTRL, c.WhitenSnap)])
def test_the_photo_of_the_chosen_item_is_worked_on_and_given_back(
    open_window: Opened, qtbot: QtBot, key: Qt.Key, mods: Qt.KeyboardModifier, kind: type[c.Command]
) -> None:
    """From the line-up: a refused item's photo is frozen again, and Enter gives the item what was made of it."""
    state = three_items()
    refused = replace(state.items[1], platform=PlatformState.REFUSED, snap_id="old", square="s1.jpg")
    window, desk = open_window(replace(state, items=(state.items[0], refused, state.items[2])))
    assert isinstance(window.seat, AssistantSeat)
    form = window.seat.form
    desk.snaps["old"] = Snap("old", 1, desk.shots)
    window.seat.lineup.choose(13)
    window.seat.lineup.view.setFocus()
    QTest.keyClick(window.seat.lineup.view, key, mods)
    qtbot.waitUntil(lambda: form._snap is not None)
    if kind is c.CropSnap:
        qtbot.waitUntil(window.crop.isVisible)
        QTest.keyClick(window.crop.canvas, Key.Key_Left)
        QTest.keyClick(window.crop.canvas, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(asked(desk, kind)))
    (wish,) = asked(desk, kind)
    assert isinstance(wish, c.CropSnap | c.WhitenSnap)
    assert (wish.of, wish.shot) == ("old", 1)
    qtbot.waitUntil(lambda: form._snap is not None and form._snap.snap_id == wish.snap_id)
    QTest.keyClick(form.line, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(asked(desk, c.ReplaceSnap)))
    (given,) = asked(desk, c.ReplaceSnap)
    assert isinstance(given, c.ReplaceSnap)
    assert (given.number, given.snap_id, given.shot) == (13, wish.snap_id, 1 if kind is c.CropSnap else 3)


def test_an_item_at_the_platform_keeps_its_photo(open_window: Opened, qtbot: QtBot) -> None:
    """Said at once, before anybody cuts for nothing; and without a photo or a row the key says what to do."""
    state = three_items()
    sold = replace(state.items[1], listing=ListingState.ON_SALE, snap_id="old")
    window, desk = open_window(replace(state, items=(state.items[0], sold, state.items[2])))
    assert isinstance(window.seat, AssistantSeat)
    QTest.keyClick(window.seat.form.line, Key.Key_F2, SHIFT)
    window.seat.lineup.choose(13)
    window.seat.lineup.view.setFocus()
    QTest.keyClick(window.seat.lineup.view, Key.Key_F2, SHIFT)
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    assert asked(desk, c.RecallSnap) == []
    assert not window.crop.isVisible()


def test_flaws_of_the_chosen_shot_are_said(open_window: Opened, qtbot: QtBot) -> None:
    """Blur and glare stand below the strip, with what to do; another shot of the burst may have none."""
    window, desk = open_window()
    first, *rest = desk.shots
    desk.shots = (replace(first, flaws=(Flaw.BLUR, Flaw.GLARE)), *rest)
    form = form_of(window)
    snapped(window, qtbot)
    assert form.flaws.text == "照片有点糊，拿稳再拍一张 · 货品上有反光，换个角度再拍"
    QTest.keyClick(form.line, Key.Key_Right, ALT)
    assert form.flaws.text == ""
