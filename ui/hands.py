"""Hands that press real keys in a real window, for rehearsals and for tests of the keys themselves.

Chinese text arrives as an input method commits it; keys go through the window as a keyboard's do. What
the anchor's seat has no field for is asked of the desk, as the assistant's seat would.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from console.commands import OpenFlash, PutOnAir
from console.facts import DrawState, SaleSource, SaleStatus
from console.rehearsal import Gesture
from ui.panels.assistant import AssistantSeat
from ui.windows.main_window import MainWindow

if TYPE_CHECKING:
    from console.bulk.sheet import BulkEntry
    from console.desk import Desk

PATIENCE_S = 60.0
HOLD_S = 0.75

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


class KeyboardHands:
    """One pair of hands at one window. A step that does not show on the screen in time raises TimeoutError."""

    def __init__(self, desk: Desk, window: MainWindow, screens: Path | None) -> None:
        self._desk = desk
        self._window = window
        self._screens = screens
        self.grabbed: list[str] = []

    async def sit_down(self) -> None:
        """Wait until the window has the keyboard and the camera shows a picture."""
        await self._until(lambda: self._window.isActiveWindow() and self._desk.state.camera.fps > 0)

    async def enter_sheet(self, file: Path, photos: Path, bulk: BulkEntry) -> tuple[int, int]:
        """Ctrl+O, the file and the folder (their dialogs are the system's), Ctrl+Enter, Esc."""
        sheet = self._window.bulk
        if sheet is None or not isinstance(self._window.seat, AssistantSeat):
            read = await bulk.read(file, photos)
            made = [each.rejected is None async for each in bulk.enter(read, lambda _done, _all: None)]
            return sum(made), len(made) - sum(made)
        self._key(Qt.Key.Key_O, CTRL)
        await self._until(sheet.isVisible)
        sheet.importing.read(file)
        sheet.importing.look_for_photos(photos)
        await self._until(lambda: not sheet.importing.reading)
        rows = sheet.model.rowCount()
        self.grab("00-sheet")
        if sheet.enter.isEnabled():  # not where all of it was imported before
            self._key(Qt.Key.Key_Return, CTRL, sheet.view)
            await self._until(lambda: sheet.importing.over)
            self.grab("00-sheet-entered")
        self._key(Qt.Key.Key_Escape)
        await self._until(lambda: not sheet.isVisible())
        return sheet.importing.made, rows - sheet.importing.made

    async def start_show(self) -> None:
        """Press F5 twice: look round, then go live whatever was found."""
        self._key(Qt.Key.Key_F5)
        await self._until(self._window.flow.preflight.isVisible)
        await self._painted()
        self._key(Qt.Key.Key_F5)
        await self._until(lambda: self._desk.state.live)

    async def flash_list(self, line: str, *, on_air: bool) -> Gesture:
        """F2, the line, Enter or Ctrl+Enter; both waits end when the result is painted."""
        snapped_ms = await self._snap()
        before = len(self._desk.state.items)
        began = time.monotonic()
        if isinstance(self._window.seat, AssistantSeat):
            self._write(line)
            began = time.monotonic()
            self._key(Qt.Key.Key_Return, CTRL if on_air else NONE, self._window.seat.form.line)
        else:
            snap = self._desk.state.last_snap
            await self._desk.do(OpenFlash(line=line, snap_id=snap.snap_id if snap else None))
        await self._until(lambda: len(self._desk.state.items) > before)
        await self._painted()
        listed_ms = (time.monotonic() - began) * 1000
        item = self._desk.state.items[-1]
        if on_air and not isinstance(self._window.seat, AssistantSeat):
            await self._desk.do(PutOnAir(number=item.number))
        if on_air:
            await self._until(lambda: self._desk.state.on_air_item_id == item.item_id)
        return Gesture(snapped_ms, listed_ms)

    async def next_on_air(self) -> None:
        """Press PageDown, as a clicker does."""
        self._key(Qt.Key.Key_PageDown)
        await self._painted()

    async def put_on_air(self, number: int) -> None:
        """Type the number on the numpad, then its Enter, with the focus in the line-up."""
        if isinstance(self._window.seat, AssistantSeat):
            self._window.seat.lineup.view.setFocus()
        for digit in str(number):
            self._key(Qt.Key(ord(digit)), Qt.KeyboardModifier.KeypadModifier)
        self._key(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
        await self._until(lambda: (on := self._desk.state.on_air) is not None and on.number == number)

    async def log_sale(self, quantity: int) -> None:
        """F8, the quantity, Enter."""
        state = self._desk.state
        known = {sale.sale_id for sale in state.sales}
        if state.on_air is None:
            return
        self._key(Qt.Key.Key_F8)
        self._answer(str(quantity))
        ours = SaleSource.STUDIO  # viewers order at the same time
        await self._until(lambda: any(s.sale_id not in known and s.source is ours for s in self._desk.state.sales))
        await self._painted()

    async def undo(self) -> None:
        """Press Ctrl+Z; the newest sale made here becomes void."""
        newest = next(sale for sale in self._desk.state.sales if sale.source is SaleSource.STUDIO)
        self._key(Qt.Key.Key_Z, CTRL)
        await self._until(
            lambda: any(s.sale_id == newest.sale_id and s.status is SaleStatus.VOID for s in self._desk.state.sales)
        )

    async def next_step(self) -> None:
        """Shift+PageDown."""
        before = self._desk.state.on_air
        self._key(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ShiftModifier)
        await self._until(lambda: (on := self._desk.state.on_air) is not None and before is not None
                          and on.step > before.step)  # fmt: skip
        await self._painted()

    async def flash_sale(self, line: str) -> None:
        """F6, the line, Enter."""
        self._key(Qt.Key.Key_F6)
        self._answer(line)
        await self._until(lambda: (on := self._desk.state.on_air) is not None and on.flash is not None)
        await self._painted()

    async def end_flash_sale(self) -> None:
        """Shift+F6."""
        self._key(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        await self._until(lambda: (on := self._desk.state.on_air) is None or on.flash is None)
        await self._painted()

    async def draw(self, line: str) -> None:
        """Ctrl+G and the line; Ctrl+G; Ctrl+G held until the winners are known; from where a draw stands already."""
        if not (self._drawn(DrawState.OPEN) or self._drawn(DrawState.FROZEN) or self._drawn(DrawState.DRAWN)):
            self._key(Qt.Key.Key_G, CTRL)
            self._answer(line)
            await self._until(lambda: self._drawn(DrawState.OPEN))
        if self._drawn(DrawState.OPEN):
            self._key(Qt.Key.Key_G, CTRL)
            await self._until(lambda: self._drawn(DrawState.FROZEN))
        if self._drawn(DrawState.FROZEN):
            self._key(Qt.Key.Key_G, CTRL, release=False)
            await asyncio.sleep(HOLD_S)
            await self._until(lambda: self._drawn(DrawState.DRAWN))
            self._send(QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_G, CTRL), self._target())
        await self._painted()

    async def coupon(self, line: str) -> None:
        """Ctrl+J, the line, Enter."""
        self._key(Qt.Key.Key_J, CTRL)
        self._answer(line)
        await self._until(lambda: bool(self._desk.state.coupons))
        await self._painted()

    async def show_coupon(self) -> None:
        """Ctrl+Shift+J."""
        self._key(Qt.Key.Key_J, CTRL | Qt.KeyboardModifier.ShiftModifier)
        await self._until(lambda: self._desk.state.coupon_shown is not None)
        await self._painted()

    def _drawn(self, state: DrawState) -> bool:
        return bool(self._desk.state.draws) and self._desk.state.draws[0].state is state

    def _answer(self, text: str) -> None:
        """Write into the strip, and Enter."""
        self._window.strip.field.setText(text)
        self._key(Qt.Key.Key_Return, NONE, self._window.strip.field)

    async def end_show(self) -> None:
        """Hold F9 until the show has ended."""
        target = self._target()
        self._send(QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_F9, NONE), target)
        self._key(Qt.Key.Key_F9, release=False)
        await asyncio.sleep(HOLD_S)
        await self._until(lambda: not self._desk.state.live)
        self._send(QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_F9, NONE), self._target())
        await self._painted()

    def grab(self, name: str) -> None:
        """Write a PNG of the window where pictures are wanted."""
        if self._screens is None:
            return
        self._screens.mkdir(parents=True, exist_ok=True)
        path = self._screens / f"{name}.png"
        if self._window.grab().save(str(path)):
            self.grabbed.append(str(path))

    # --- keys as the key table writes them ----------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys one after the other where the focus is: "Ctrl+F", "Num+3", "PgDown", "a"."""
        for key in keys:
            combination = QKeySequence(key)[0]  # type: ignore[index]  # the stubs leave out __getitem__
            self._key(combination.key(), combination.keyboardModifiers())

    def compose(self, letters: str, text: str) -> None:
        """Type letters into an input method, and take the word it offers."""
        target = self._target()
        for n in range(1, len(letters) + 1):
            self._send(QInputMethodEvent(letters[:n], []), target)
        taken = QInputMethodEvent()
        taken.setCommitString(text)
        self._send(taken, target)

    # --- keys --------------------------------------------------------------------------------

    async def _snap(self) -> float:
        before = self._desk.state.last_snap
        began = time.monotonic()
        self._key(Qt.Key.Key_F2)
        await self._until(lambda: self._desk.state.last_snap is not before)
        await self._painted()
        return (time.monotonic() - began) * 1000

    def _write(self, text: str) -> None:
        """Put `text` into the listing line as an input method commits it."""
        assert isinstance(self._window.seat, AssistantSeat)
        line = self._window.seat.form.line
        line.setFocus()
        line.clear()
        commit = QInputMethodEvent()
        commit.setCommitString(text)
        QCoreApplication.sendEvent(line, commit)

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self._window

    def _key(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = NONE,
        target: QWidget | None = None,
        *,
        release: bool = True,
    ) -> None:
        from PySide6.QtTest import QTest

        place = target or self._target()
        if release:
            QTest.keyClick(place, key, modifiers)
        else:
            QTest.keyPress(place, key, modifiers)

    @staticmethod
    def _send(event: QEvent, target: QWidget) -> None:
        QCoreApplication.sendEvent(target, event)

    async def _painted(self) -> None:
        """Until the news of this turn is drawn."""
        await asyncio.sleep(0)
        await asyncio.sleep(0.001)
        self._window.repaint()

    async def _until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not true():  # noqa: ASYNC110 - watching a screen is polling it
                await asyncio.sleep(0.001)
