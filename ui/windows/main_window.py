"""The window of a seat: what lies over it, when it may close, and the way from facts to panels.

What its keys do is in `deeds`, where the wishes of its panels lead in `wishes`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QMoveEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLayout, QMainWindow, QWidget

from console.events import (
    Event,
    FlashOpened,
    OnAirChanged,
    Preferred,
    ShowEnded,
)
from console.preferences import DONE, FIRST_STEPS, LOOK
from console.state import ShowState
from ui.actions import Actions
from ui.gestures.deeds import Deeds
from ui.gestures.mending import Mending
from ui.gestures.told import Told
from ui.gestures.wishes import grant
from ui.keys.scanner import Scanner
from ui.look.language import translate
from ui.look.room import Room
from ui.look.theme import Theme, fit
from ui.loop.bridge import Bridge
from ui.panels.anchor.seat import AnchorSeat
from ui.panels.assistant import AssistantSeat
from ui.panels.key_sheet import CheatSheet
from ui.panels.line_edit import LineEdit
from ui.panels.over import OverSheet
from ui.panels.overlays import HoldOverlay, NumberOverlay
from ui.panels.picture.crop import CropSheet
from ui.panels.proof_view import ProofView
from ui.questions import Questions
from ui.undo import UNDO_S, Undo
from ui.windows.parts import Parts
from ui.windows.prompter_window import PrompterWindow
from ui.windows.refit import chosen, keep, look_of, put_back

SMALLEST = (800, 480)
AGAIN_MS = 50
"""Between two looks whether the work in hand is done, so that the window can be furnished anew."""
ROUNDS = 12
"""A wrapped word tells its card, that the stack of cards, that the seat, and the seat's answer goes down again."""
Again = Callable[..., object]


class MainWindow(QMainWindow):
    """One seat's window. `build_window` in `ui/windows/app.py` makes its parts."""

    closed = Signal()
    """The person closed the window."""
    placed = Signal()
    """It was moved, resized, maximized or the like."""
    furnished = Signal()
    """It has other keys, another language or size of type."""
    otherSeatWished = Signal()
    """Open the window of the other seat, or close it."""
    switchWished = Signal()
    """Put the window of the other seat in front, with the keyboard."""
    prompterWished = Signal()
    """Open the window of the prompter, or close it."""

    def __init__(self) -> None:
        super().__init__()
        self.alone: Callable[[], bool] = lambda: True
        """Whether no other window of this desk is open; then this one is the one way to sell."""
        self.again: Again | None = None
        """Furnishes this window anew with other keys, another language or size of text."""
        self.scale_in: Callable[[Room], float] = lambda _room: self.theme.scale
        """The scale of type that this window is given on a screen with such a room."""
        self._leaving = self._whole = False
        self._wishes: dict[str, object] = {}

    def furnish(self, parts: Parts) -> None:
        """Put the parts in their places; once for a new window, again after `clear`."""
        self._take(parts)
        self._wear(parts.theme)
        self.setCentralWidget(parts.seat)
        self._lay_over()
        self._connect()
        self.deeds.bind()
        self._second.start()
        self._show_state(self._desk.state)
        if isinstance(self.seat, AnchorSeat):
            self.seat.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.to_work()
        parts.given.typed.watch(self)
        self._whole = True

    def _take(self, parts: Parts) -> None:
        """Have the parts at hand, and make what needs this window."""
        given = parts.given
        self._desk, self.lang, self.prompter = given.desk, given.lang, given.prompter
        self.theme, self.keys = parts.theme, parts.keys
        self.acts, self.bridge, self.tasks, self.pictures = parts.actions, parts.bridge, parts.tasks, parts.pictures
        self.hold, self.draw_hold, self.ticking = parts.hold, parts.draw_hold, parts.ticking
        self.seat, self.notices, self.strip, self.viewing = parts.seat, parts.notices, parts.strip, parts.viewing
        self.flow, self.closing, self.settings = parts.flow, parts.closing, parts.settings
        self.first_run, self.bulk, self.script = parts.first_run, parts.bulk, parts.script
        self._told = Told(self.notices, self.acts.holds, given.desk.state, self)
        self.ticking.watch(self)
        self.questions = Questions(
            self.strip, self.acts, self._asked, self, self.ticking.now_ms, given.lang, given.check
        )
        self.deeds = Deeds(self, given.desk, given.export_draw)
        self.mending = Mending(self, given.desk)
        self.scanner = Scanner(self, parent=self.seat) if isinstance(self.seat, AssistantSeat) else None
        self._second = QTimer(self)
        self._second.setInterval(1000)

    def _lay_over(self) -> None:
        """What comes and goes over the seat: over the line-up, or over the anchor's picture."""
        theme, keys, pictures, seat = self.theme, self.keys, self.pictures, self.seat
        self.number = NumberOverlay(theme, pictures, self)
        self.ring = HoldOverlay(theme, self, translate("hold", "按住下播"))
        self.draw_ring = HoldOverlay(theme, self, translate("hold", "按住开奖"), "tick")
        self.sheet = CheatSheet(theme, keys, self)
        self.proofs = ProofView(theme, pictures, self)
        self.crop = CropSheet(theme, keys, pictures, self)
        for part in (self.closing, self.first_run, self.settings, self.bulk, self.script):
            part.setParent(self)
        if isinstance(seat, AnchorSeat):
            self.number.aim = self.ring.aim = self.draw_ring.aim = seat.preview
            for panel in (self.closing, *self.flow.panels):
                panel.setProperty("seat", "anchor")
        self.flow.join(self)
        if isinstance(seat, AssistantSeat):
            self.number.aim = self.ring.aim = self.draw_ring.aim = self.proofs.aim = seat.lineup
            self.settings.aim = seat.lineup
            sheets: tuple[OverSheet, ...] = (self.first_run, self.bulk, self.script, *self.flow.panels, self.crop)
            self.closing.lie_over(seat.lineup)
            for sheet in sheets:
                sheet.lie_over(seat.lineup)

    def _wear(self, theme: Theme) -> None:
        fit(self, theme)
        theme.changed.connect(partial(fit, self, theme))
        share = theme.room_share
        self.setMinimumSize(*(round(side * share) for side in SMALLEST))

    def _connect(self) -> None:
        self.bridge.stateChanged.connect(self._show_state)
        self.bridge.happened.connect(self._happened)
        for tick in (self.seat.tick, self.closing.tick, self.flow.tick):
            self._second.timeout.connect(tick)
        grant(self, self._desk)

    @property
    def speaks(self) -> bool:
        """Whether what concerns the whole desk is said here: at the assistant's seat, or where no other is open."""
        return isinstance(self.seat, AssistantSeat) or self.alone()

    # --- hands -------------------------------------------------------------------------------

    def begin_first_steps(self) -> None:
        """Show the first steps to somebody who has never seen them."""
        if self._desk.state.preferences.get(FIRST_STEPS) != DONE:
            self.first_run.begin()

    def offer_undo(self, undo: Undo) -> None:
        """What was typed before a deed is not what Ctrl+Z then means."""
        for field in self.findChildren(LineEdit):
            field.keep()
        self.notices.offer_undo(undo)

    def undo(self) -> None:
        """Take back what was just done; an open question is what was done last."""
        if self.strip.close_strip():
            return
        late = self.notices.undo_late
        undo = self.notices.take_undo()
        if undo is not None:
            self.acts.undo(undo)
        elif late:
            said = self.tr("过了 {n} 秒，不能撤销了：下架用 {withdraw}，作废成交用 {void}")
            keys = self.keys
            self.notices.info(said.format(n=UNDO_S, withdraw=keys["withdraw"].shown, void=keys["void"].shown), "amber")
        else:
            self.notices.info(self.tr("没有可以撤销的操作"), "amber")

    def back(self) -> bool:
        """Close what is on top; nothing is lost by it."""
        return (
            self.sheet.drop()
            or self.proofs.drop()
            or self.crop.drop()
            or self.number.drop()
            or self.strip.close_strip()
            or self.script.drop()
            or self.bulk.drop()
            or self.closing.drop()
            or self.flow.back()
            or self.settings.drop()
            or self.first_run.back()  # it was there before the others
            or self.seat.back()
            or self.notices.drop_refusals()
            or self.to_work()
        )

    def to_what_lies_open(self) -> None:
        """What lay on top is gone: the hands go back to where they were in what is open below it, else to work."""
        below = (self.settings, self.bulk, self.script, *self.flow.panels, self.first_run)
        hands = next((panel.focusWidget() for panel in below if panel.isVisible()), None)
        if hands is not None and hands.isVisible() and hands.isEnabled():
            hands.setFocus()
        else:
            self.to_work()

    def to_work(self) -> bool:
        """Where the hands go when nothing else is asked."""
        if isinstance(self.seat, AssistantSeat):
            self.seat.form.line.setFocus()
        else:
            self.seat.setFocus()
        return True

    def _asked(self) -> None:
        """A question stands on the strip."""
        if isinstance(self.seat, AnchorSeat):
            self.seat.show_state(self._desk.state)
            self.strip.field.setFocus()

    def show_title(self) -> str:
        """What is written for the next show."""
        return self.seat.show_bar.title_field.text() if isinstance(self.seat, AssistantSeat) else ""

    def take_number(self, text: str) -> None:
        """Text follows the digits of the keypad: they were the beginning of the line."""
        digits = self.number.typed
        if digits and text and isinstance(self.seat, AssistantSeat):
            self.number.drop()
            self.seat.form.line.setText(digits + text)

    # --- facts -------------------------------------------------------------------------------

    def _show_state(self, state: ShowState) -> None:
        self.ticking.show_state(state)
        self.seat.show_state(state)
        self._told.show_state(state)
        self.number.show_state(state)
        self.closing.show_state(state)
        self.flow.show_state(state)
        if self.settings.isVisible():
            self.settings.show_state(state)
        if self.first_run.isVisible():
            self.first_run.show_state(state)
        name = self.tr("彩排 · 开播") if state.rehearsal else self.tr("开播")
        seat = self.tr("副播") if isinstance(self.seat, AssistantSeat) else self.tr("主播")
        self.setWindowTitle(" · ".join(filter(None, (name, seat, state.show.title))))

    def _happened(self, event: Event) -> None:
        self.seat.happened(event)
        if isinstance(event, Preferred) and event.name == LOOK:
            self.theme.wear(look_of(event.value))
        elif isinstance(event, Preferred):
            self.wish(**chosen({event.name: event.value}))
        self.flow.happened(event)
        if isinstance(event, FlashOpened):
            self.questions.listed(event.item.snap_id)
        if isinstance(event, OnAirChanged):
            self.strip.fade()
        if isinstance(event, ShowEnded) and self.speaks:
            self.closing.show_ended()
        self._told.happened(event)

    # --- the window itself -------------------------------------------------------------------

    def make_prompter(self, act: Callable[[], Actions]) -> PrompterWindow:
        """The prompter's window, not shown, with the keys of this one; `act` says whose actions it uses."""
        return PrompterWindow(self.prompter, act, Bridge(self._desk), self.keys)

    def turn_full_screen(self) -> None:
        """Fill the whole screen, or be a window again."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def stop(self) -> None:
        """Listen, read and count no more; harmless when called twice."""
        self._second.stop()
        if self.scanner is not None:
            self.scanner.stop()
        self.ticking.stop()
        self.hold.let_go()
        self.draw_hold.let_go()
        self.closing.exporting.stop()
        self.flow.stop()
        self.bulk.importing.stop()
        if isinstance(self.seat, AssistantSeat):
            self.seat.sales.unsettled.stop()
            self.seat.form.retouching.stop()
            self.seat.lineup.pinyin.close()
        self.bridge.close()
        self.pictures.close()
        self.proofs.close_album()
        self.tasks.cancel_all()

    def wish(self, **changes: object) -> None:
        """Be furnished anew with these `changes` (fields of `Given`) as soon as no work is in hand."""
        waiting = bool(self._wishes)
        self._wishes |= changes
        if not waiting:
            QTimer.singleShot(0, self, self._refit)

    def _refit(self) -> None:
        if not self._wishes or self.again is None:
            return
        if len(self.tasks):  # an answer on its way would find the panel gone that asked
            QTimer.singleShot(AGAIN_MS, self, self._refit)
            return
        changes, self._wishes = self._wishes, {}
        kept, changes = keep(self), {"look": self.theme.look, **changes}
        self.clear()
        self.again(**changes)
        self.seat.show()  # or Qt shows it a turn later, and keys meanwhile find nothing
        put_back(self, kept)
        self._settle()
        self.furnished.emit()

    def fit(self, room: Room) -> None:
        """Take the size of type for a screen with this room."""
        if self.scale_in(room) != self.theme.scale:
            self.wish(room=room)

    def clear(self) -> None:
        """Take every part away; the window itself stays where it is."""
        self.stop()
        self._whole = False
        for shortcut in self.findChildren(QShortcut):
            shortcut.setEnabled(False)  # it goes a turn later; until then its key would call two of them
        for child in self.children():
            if isinstance(child, QWidget):
                child.hide()
            if not isinstance(child, QLayout):
                child.deleteLater()
        # Now, while no part of it is at work: another size of type would style all of it once more.
        QGuiApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.placed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.placed.emit()
        if not self._whole:
            return
        if isinstance(self.seat, AnchorSeat):
            for painted in (self.number, self.ring, self.draw_ring):
                painted.grow(max(self.theme.scale, 1.6 * self.seat.unit))
        for overlay in (self.number, self.ring, self.sheet, self.proofs):
            if overlay.isVisible():
                overlay.cover()
        self.flow.place()
        for sheet in (self.closing, self.settings, self.bulk, self.crop):
            if sheet.isVisible():
                sheet.place()
        self._settle()

    @staticmethod
    def _settle() -> None:
        """Let every part that was given another width ask for its height now: no picture is painted in between."""
        for _ in range(ROUNDS):
            QGuiApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def changeEvent(self, event: QEvent) -> None:
        lost = event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow()
        if lost and self._whole and self.isVisible():  # hidden it has let go, and may be half taken apart
            self.hold.let_go()
            self.draw_hold.let_go()
        if event.type() == QEvent.Type.WindowStateChange:
            self.placed.emit()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The last window never during a show: it is the one way to sell. End the show first, by holding.

        With facts that wait, the first time only says so; whoever closes again means it, nothing is lost by it.
        """
        if not self.alone():
            event.accept()
            self.closed.emit()
            return
        if self._desk.state.live:
            rehearsed = self.tr("彩排中：先按住 {key} 结束，再关窗口")
            said = rehearsed if self._desk.state.rehearsal else self.tr("正在直播：先按住 {key} 下播，再关窗口")
            self.notices.info(said.format(key=self.keys["end"].shown), "amber")
            event.ignore()
            return
        if self._desk.state.outbox.waiting and not self._leaving and not self.closing.leaving:
            self.closing.open_before_leaving()
            event.ignore()
            return
        event.accept()
        self.closed.emit()

    def leave(self) -> None:
        """Close, whatever waits: the person was told of it and means it."""
        self._leaving = True
        self.close()
