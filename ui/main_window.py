"""The window of a seat: its keys, what lies over it, when it may close, and the way from facts to panels."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QMoveEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLayout, QMainWindow, QWidget

from console.commands import StrikeDraw
from console.errors import NothingOnAir
from console.events import DrawChanged, Event, NoticeCleared, Preferred, PushSettled, ShowEnded, StockDecided
from console.facts import DrawState, Sale
from console.money import amount
from console.preferences import DONE, FIRST_STEPS, LOOK
from console.state import ShowState
from ui.actions import Actions
from ui.bridge import Bridge
from ui.claims import HOWS
from ui.exporting import ExportDraw, ask_where
from ui.hold import Hold
from ui.language import translate
from ui.panels.anchor import AnchorSeat
from ui.panels.assistant import AssistantSeat
from ui.panels.bulk_sheet import BulkSheet
from ui.panels.closing import ClosingPanel
from ui.panels.crop_sheet import CropSheet
from ui.panels.first_run import FirstRun
from ui.panels.notices import Notices
from ui.panels.overlays import CheatSheet, HoldOverlay, NumberOverlay
from ui.panels.proof_view import ProofView
from ui.panels.script_form import ScriptForm
from ui.panels.settings import SHOP_PAGE, SettingsSheet, Standpoint
from ui.panels.strip import AskStrip
from ui.pictures import Pictures
from ui.prompter import Prompter
from ui.prompter_window import PrompterWindow
from ui.questions import Questions
from ui.refit import chosen, keep, look_of, put_back
from ui.scanner import Scanner
from ui.selling import draw_file, over_since, result_words
from ui.shortcuts import FORM, LINEUP, SALES, WINDOW, Key, first_key
from ui.show_flow import ShowFlow
from ui.tasks import Tasks
from ui.theme import Theme
from ui.ticking import Ticking
from ui.viewing import Viewing
from ui.wording import Check, unchecked

if TYPE_CHECKING:
    from console.desk import Desk

SMALLEST = (800, 480)
AGAIN_MS = 50
"""Between two looks whether the work in hand is done, so that the window can be furnished anew."""
Again = Callable[..., object]
REPEATING = ("up", "down", "zoom_in", "zoom_out", "look_left", "look_right", "look_up", "look_down")
"""Keys that go on while they are held."""


class MainWindow(QMainWindow):
    """One seat's window. `build_window` in `ui/app.py` makes its parts."""

    closed = Signal()
    """The person closed the window."""
    placed = Signal()
    """It was moved, resized, maximized or the like."""
    otherSeatWished = Signal()
    """Open the window of the other seat, or close it."""
    prompterWished = Signal()
    """Open the window of the prompter, or close it."""

    def __init__(self) -> None:
        super().__init__()
        self.alone: Callable[[], bool] = lambda: True
        """Whether no other window of this desk is open; then this one is the one way to sell."""
        self.again: Again | None = None
        """Furnishes this window anew with other keys, another language or size of text."""
        self._leaving = False
        self._wishes: dict[str, object] = {}

    def furnish(
        self,
        desk: Desk,
        theme: Theme,
        keys: dict[str, Key],
        actions: Actions,
        bridge: Bridge,
        tasks: Tasks,
        pictures: Pictures,
        hold: Hold,
        draw_hold: Hold,
        export_draw: ExportDraw | None,
        seat: AssistantSeat | AnchorSeat,
        notices: Notices,
        strip: AskStrip,
        closing: ClosingPanel,
        viewing: Viewing,
        ticking: Ticking,
        lang: str,
        check: Check = unchecked,
        bulk: BulkSheet | None = None,
        settings: SettingsSheet | None = None,
        first_run: FirstRun | None = None,
        *,
        flow: ShowFlow,
        prompter: Prompter,
        script: ScriptForm,
    ) -> None:
        """Put the parts in their places; once for a new window, again after `clear`."""
        self._desk, self.theme, self.keys = desk, theme, keys
        self.acts, self.bridge = actions, bridge
        self.tasks, self.pictures, self.hold, self.seat = tasks, pictures, hold, seat
        self.notices, self.strip, self.closing, self.viewing = notices, strip, closing, viewing
        self._export_draw = export_draw
        self.ticking = ticking
        ticking.watch(self)
        self.questions = Questions(strip, actions, self._asked, self, ticking.now_ms, lang, check)
        self.setCentralWidget(seat)
        self.setMinimumSize(*SMALLEST)
        self.number = NumberOverlay(theme, pictures, self)
        self.ring = HoldOverlay(theme, self, translate("hold", "按住下播"))
        self.draw_hold, self.draw_ring = draw_hold, HoldOverlay(theme, self, translate("hold", "按住开奖"), "tick")
        self.sheet = CheatSheet(theme, keys, self)
        self.proofs = ProofView(theme, pictures, self)
        self.crop = CropSheet(theme, keys, pictures, self)
        closing.setParent(self)
        self._take_sheets(bulk, settings, first_run)
        if isinstance(seat, AnchorSeat):
            self.number.aim = self.ring.aim = self.draw_ring.aim = seat.preview
            for panel in (closing, *flow.panels):
                panel.setProperty("seat", "anchor")
        self._take_script(prompter, script)
        self.flow = flow
        flow.join(self)
        flow.closed.connect(self._to_work)
        self.scanner: Scanner | None = None
        if isinstance(seat, AssistantSeat):
            self.scanner = Scanner(self, parent=seat)
            self.scanner.scanned.connect(seat.scanned)
        self._shown = desk.state
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(seat.tick)
        self._second.timeout.connect(closing.tick)
        self._second.timeout.connect(flow.tick)
        self._connect()
        self._bind_keys()
        self._second.start()
        self._show_state(desk.state)
        if isinstance(seat, AssistantSeat):
            seat.form.line.setFocus()
        else:
            seat.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            seat.setFocus()

    def _take_script(self, prompter: Prompter, script: ScriptForm) -> None:
        self.prompter, self.script = prompter, script
        script.setParent(self)
        script.closed.connect(self._to_work)
        if isinstance(self.seat, AssistantSeat):
            script.lie_over(self.seat.lineup)

    def _take_sheets(self, bulk: BulkSheet | None, settings: SettingsSheet | None, first_run: FirstRun | None) -> None:
        self.bulk, self.settings, self.first_run = bulk, settings, first_run
        self.sheet.closed.connect(self._to_work)
        if first_run is not None:
            first_run.setParent(self)
            first_run.closed.connect(self._to_work)
            first_run.shopWished.connect(self._to_shop)
            if isinstance(self.seat, AssistantSeat):
                first_run.lie_over(self.seat.lineup)
                first_run.sampled.connect(self.seat.form.back)  # the last picture is not one to list
                self.seat.form.line.textEdited.connect(self._take_number)
        if settings is not None:
            settings.setParent(self)
            settings.closed.connect(self._to_work)
        if bulk is not None:
            bulk.setParent(self)
            bulk.closed.connect(self._to_work)
            bulk.told.connect(self.notices.info)

    def _connect(self) -> None:
        self.bridge.stateChanged.connect(self._show_state)
        self.bridge.happened.connect(self._happened)
        self.acts.failed.connect(self.notices.trouble)
        self.acts.undoOffered.connect(self.notices.offer_undo)
        self.tasks.on_error = self.notices.trouble
        self.notices.dismissed.connect(lambda key: self._desk.tell(NoticeCleared(key=key)))
        self.notices.retryWished.connect(self.acts.retry_now)
        self.notices.mendWished.connect(self._mend)
        self.notices.decideWished.connect(self.questions.decide)
        self.notices.settleWished.connect(self.acts.settle_stock)
        self.notices.left.connect(self._to_work)
        self.notices.undoWished.connect(lambda _undo: self.undo())
        self.number.entered.connect(self.acts.put_on_air)
        self.hold.progressed.connect(self.ring.show_share)
        self.hold.held.connect(self.acts.end_show)
        self.draw_hold.progressed.connect(self.draw_ring.show_share)
        self.draw_hold.held.connect(self.acts.draw_winners)
        self.strip.closed.connect(self._to_work)
        self.closing.closed.connect(self._to_work)
        self.closing.left.connect(self._leave)
        if isinstance(self.seat, AssistantSeat):
            seat = self.seat
            seat.sales.saleWished.connect(self.questions.sale)
            seat.sales.voidWished.connect(self.questions.void)
            seat.sales.proofWished.connect(self.proofs.toggle)
            seat.sales.chosen.connect(self.proofs.show_sale)
            self.proofs.aim = seat.lineup
            seat.show_bar.startWished.connect(self.flow.start)
            for panel in self.flow.panels:
                panel.lie_over(seat.lineup)
            if self.bulk is not None:
                self.bulk.lie_over(seat.lineup)
            seat.sales.decideWished.connect(self.questions.decide)
            seat.lineup.priceWished.connect(self.questions.price)
            seat.lineup.stockWished.connect(self.questions.stock)
            seat.lineup.nameWished.connect(self.questions.name)
            seat.lineup.pointsWished.connect(self.questions.points)
            seat.lineup.binWished.connect(self.questions.bin)
            seat.lineup.mendWished.connect(self._mend)
            seat.lineup.binsWished.connect(self.questions.bins)
            seat.lineup.againWished.connect(self.questions.again)
            seat.lineup.quotaWished.connect(self.questions.quota)
            seat.lineup.flashWished.connect(self.questions.flash)
            seat.lineup.stepsWished.connect(self.questions.steps)
            seat.lineup.trustWished.connect(seat.trust.open_for)
            seat.trust.closed.connect(self._to_work)
            seat.draw.exportWished.connect(self._write_draw)
            seat.tools.flashWished.connect(self.questions.flash_on_air)
            seat.coupon.endWished.connect(self.questions.end_coupon)
            seat.lineup.retakeWished.connect(seat.form.retake_for)
            self._connect_crop(seat)

    def _connect_crop(self, seat: AssistantSeat) -> None:
        self.crop.aim = seat.lineup
        seat.form.cropWished.connect(self.crop.open_for)
        seat.form.photoGone.connect(self.crop.drop)
        self.crop.cut.connect(seat.form.cut)
        self.crop.closed.connect(self._to_work)

    # --- keys --------------------------------------------------------------------------------

    def _bind_keys(self) -> None:
        deeds: dict[str, Callable[[], object]] = {
            "next": lambda: None if self._turn_page(1) else self.acts.next_on_air(),
            "previous": lambda: None if self._turn_page(-1) else self.acts.previous_on_air(),
            "number": self.number.enter,
            "off_air": self.acts.take_off_air,
            "sale": self.questions.sale,
            "reprice": self._reprice,
            "flash": self.questions.flash_on_air,
            "flash_end": self.acts.end_flash,
            "step": self.acts.next_step,
            "draw": self._go_on_drawing,
            "coupon": self.questions.coupon,
            "coupon_show": self.questions.show_coupon,
            "undo": self.undo,
            "snap": self.acts.snap,
            "start": self.flow.start,
            "plan": self.flow.plan,
            "summary": self.flow.sum_up,
            "end": self._begin_to_end,
            "retry": self.acts.retry_now,
            "sheet": self.sheet.toggle,
            **self.prompter.deeds(),
            "prompter_window": self.prompterWished.emit,
            "other_seat": self.otherSeatWished.emit,
            "full_screen": self.turn_full_screen,
            "settings": self._to_settings,
            "cards": self.notices.next_card,
            "export": self.closing.open_to_export,
            "back": self.back,
            **self.viewing.deeds(),
        }
        if isinstance(self.seat, AssistantSeat):
            seat = self.seat
            deeds |= {
                "snap": seat.form.snap,
                "script": self._write_script,
                "prompter": self._turn_prompter,
                "write": seat.form.line.setFocus,
                "crop": lambda: self._rework(seat.form.ask_crop),
                "white": lambda: self._rework(seat.form.whiten),
                "accept": seat.form.accept,
                "shot_next": lambda: seat.form.shots.step(1),
                "shot_previous": lambda: seat.form.shots.step(-1),
                "coupon_show": self._turn_coupon,
                "find": seat.lineup.look_for,
                **({"bulk": self.bulk.open} if self.bulk is not None else {}),
                "up": lambda: seat.lineup.step(-1),
                "down": lambda: seat.lineup.step(1),
                "again_last": self._again_last,
                "void": seat.sales.void_selected,
                "proof": lambda: self.proofs.toggle(seat.sales.selected),
                "open": seat.sales.turn,
            }
            for key in self.keys.values():
                if key.where == LINEUP:
                    deeds[key.action] = partial(seat.lineup.wish, key.action)
            for how in HOWS:
                deeds[how.name] = partial(self._decide, how.name)
        for key in self.keys.values():
            deed = deeds.get(key.action)
            if (
                deed is not None and key.where != FORM
            ):  # the line itself knows its keys: an input method may be composing
                self._bind(key, deed)
        for digit in "0123456789":
            # text fields claim digits for themselves before a shortcut sees them
            shortcut = QShortcut(QKeySequence(f"Num+{digit}"), self)
            shortcut.activated.connect(lambda digit=digit: self.number.type(digit))
        rub_out = QShortcut(QKeySequence("Backspace"), self)
        rub_out.activated.connect(self.number.rub_out)

    def _bind(self, key: Key, deed: Callable[[], object]) -> None:
        place: QWidget = self
        context = Qt.ShortcutContext.WindowShortcut
        if isinstance(self.seat, AssistantSeat) and key.where in (LINEUP, SALES):
            place = self.seat.lineup.view if key.where == LINEUP else self.seat.sales.view
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        elif key.where != WINDOW:
            return
        for keys in key.keys:
            shortcut = QShortcut(QKeySequence(keys), place)
            shortcut.setContext(context)
            shortcut.setAutoRepeat(key.action in REPEATING)
            shortcut.activated.connect(lambda deed=deed: deed())

    def begin_first_steps(self) -> None:
        """Show the first steps to somebody who has never seen them."""
        if self.first_run is not None and self._desk.state.preferences.get(FIRST_STEPS) != DONE:
            self.first_run.begin()

    def _to_shop(self) -> None:
        if self.settings is not None:
            self.settings.open(Standpoint(SHOP_PAGE, -1))

    def _to_settings(self) -> None:
        if self.settings is not None:
            self.settings.show_state(self._desk.state)
            self.settings.toggle()

    def _take_number(self, text: str) -> None:
        """Text follows the digits of the keypad: they were the beginning of the line."""
        digits = self.number.typed
        if digits and text and isinstance(self.seat, AssistantSeat):
            self.number.drop()
            self.seat.form.line.setText(digits + text)

    def _reprice(self) -> None:
        """The price of what is on air; with the hands in the line-up, of the row chosen there."""
        item = self._desk.state.on_air
        if isinstance(self.seat, AssistantSeat) and self.seat.lineup.view.hasFocus():
            self.seat.lineup.wish("price")
        elif item is None:
            self.acts.failed.emit(NothingOnAir())
        else:
            self.questions.price(item)

    def _rework(self, deed: Callable[[], None]) -> None:
        """Do something to the frozen photo; where none is, to that of the item chosen in the line-up."""
        assert isinstance(self.seat, AssistantSeat)
        form, lineup = self.seat.form, self.seat.lineup
        item = lineup.selected if lineup.view.hasFocus() else None
        if form.preview.frozen:
            deed()
        elif item is not None:
            form.rework(item, deed)
        else:
            self.notices.info(self.tr("先拍一张，或在货单里选中一件"), "amber")

    def _turn_page(self, by: int) -> bool:
        """A clicker first reads the prompter to its end, where that has the whole screen."""
        return isinstance(self.seat, AnchorSeat) and self.seat.turn_page(by)

    def _turn_prompter(self) -> None:
        """Turn the prompter on the anchor's screen from here, and say where it stands now."""
        if self.alone():
            key = self.keys["other_seat"].shown
            self.notices.info(self.tr("主播的窗口没有打开，按 {key} 打开").format(key=key), "amber")
            return
        self.prompter.show_on()
        said = {
            "points": self.tr("提词在主播屏的卖点处"),
            "full": self.tr("提词占主播屏整屏"),
            "": self.tr("主播屏的提词收起了"),
        }
        self.notices.info(said[self.prompter.shown])

    def _write_script(self) -> None:
        """What is said after the item on air, or after the row chosen in the line-up; before the show, its opening."""
        item = self._desk.state.on_air
        if isinstance(self.seat, AssistantSeat) and self.seat.lineup.view.hasFocus():
            item = self.seat.lineup.selected or item
        self.script.open_for(item)

    def _begin_to_end(self) -> None:
        if self._desk.state.live:
            self.hold.begin(first_key(self.keys["end"]))

    def _go_on_drawing(self) -> None:
        """One key for a draw from its beginning to its end: ask, fix who takes part, hold to draw."""
        newest = self._desk.state.draws[0] if self._desk.state.draws else None
        if newest is not None and newest.state is DrawState.OPEN:
            self.acts.freeze_entrants(newest)
        elif newest is not None and newest.state is DrawState.FROZEN:
            self.draw_hold.begin(first_key(self.keys["draw"]))
        else:
            self.questions.draw()

    def _turn_coupon(self) -> None:
        """The coupon that the panel speaks of, where it can be shown; else say why none can."""
        assert isinstance(self.seat, AssistantSeat)
        if not self.seat.coupon.turn_shown():
            self.questions.show_coupon()

    def _again_last(self) -> None:
        """Another one like the item that was listed last."""
        newest = max(self._desk.state.items, key=lambda item: item.number, default=None)
        if newest is None:
            self.notices.info(self.tr("还没有上过架"), "amber")
        else:
            self.questions.again(newest)

    def _write_draw(self, draw_id: str) -> None:
        """Ask for a file, beside the show and not over it, and write the record of a draw there."""
        draw = next((draw for draw in self._desk.state.draws if draw.draw_id == draw_id), None)
        if self._export_draw is None or draw is None:
            return
        first = self.closing.exporting.folder / draw_file(draw)
        ask_where(
            self,
            self.tr("抽奖记录存到"),
            first,
            (self.tr("Excel 工作簿 (*.xlsx)"), self.tr("可复算的 JSON (*.json)")),
            lambda path: self._draw_to(draw_id, path),
        )

    def _draw_to(self, draw_id: str, path: Path) -> None:
        export = self._export_draw
        assert export is not None  # or nobody would have asked

        async def write() -> None:
            written = await export(draw_id, path)
            self.notices.info(self.tr("抽奖记录已导出：{file}").format(file=written))

        self.tasks.start(write())

    def undo(self) -> None:
        """Take back what was just done."""
        undo = self.notices.take_undo()
        if undo is None:
            self.notices.info(self.tr("没有可以撤销的操作"), "amber")
        else:
            self.acts.undo(undo)

    def back(self) -> bool:
        """Close what is on top; nothing is lost by it."""
        return (
            self.sheet.drop()
            or (self.first_run is not None and self.first_run.back())
            or self.proofs.drop()
            or self.crop.drop()
            or self.number.drop()
            or self.strip.close_strip()
            or self.script.drop()
            or (self.bulk is not None and self.bulk.drop())
            or self.closing.drop()
            or self.flow.back()
            or (self.settings is not None and self.settings.drop())
            or self.seat.back()
            or self._to_work()
        )

    def _to_work(self) -> bool:
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

    def _decide(self, how: str) -> None:
        """By key: about the sale chosen in the list, else about the first conflict."""
        assert isinstance(self.seat, AssistantSeat)
        sales = self.seat.sales
        sale: Sale | None = sales.selected if sales.view.hasFocus() else self.notices.first_conflict
        if sale is None:
            self.notices.info(self.tr("没有要决定的成交"), "amber")
        else:
            self.questions.decide(sale, how)

    def show_title(self) -> str:
        """What is written for the next show."""
        return self.seat.show_bar.title_field.text() if isinstance(self.seat, AssistantSeat) else ""

    def help_with(self, deed: str, number: int | None) -> None:
        """What helps with a line of the look before going live."""
        seat = self.seat
        item = self._desk.state.by_number(number) if number is not None else None
        if deed == "camera":
            self.viewing.deeds()["view_menu"]()
        elif item is not None and deed in ("stock", "name", "points"):
            {"stock": self.questions.stock, "name": self.questions.name, "points": self.questions.points}[deed](item)
        elif item is not None and isinstance(seat, AssistantSeat):
            if deed == "trust":
                seat.trust.open_for(item)
            elif deed == "photo":
                seat.form.retake_for(item.number)
            else:
                seat.lineup.choose(item.number)
        elif isinstance(seat, AssistantSeat):
            seat.form.line.setFocus()

    def _mend(self, deed: str, number: int) -> None:
        """What a card of a refused item offers."""
        item = self._desk.state.by_number(number)
        if item is None:
            return
        if deed == "resend":
            self.acts.resend(number)
        elif deed == "give_back":
            self.acts.give_back(item)
        elif deed == "edit":
            self.questions.name(item)
        elif deed == "price":
            self.questions.price(item)
        elif deed in ("category", "freight"):
            self.questions.template(item, deed)
        elif isinstance(self.seat, AssistantSeat):
            self.seat.form.retake_for(number)
        else:
            self.acts.snap()

    # --- facts -------------------------------------------------------------------------------

    def _show_state(self, state: ShowState) -> None:
        self.ticking.show_state(state)
        self.seat.show_state(state)
        for number, flash in over_since(self._shown, state):
            if flash.why != "hand":  # who ended it by hand has the card that takes it back
                self.notices.info(result_words(number, flash))
        self._shown = state
        self.number.show_state(state)
        self.closing.show_state(state)
        self.flow.show_state(state)
        if self.settings is not None and self.settings.isVisible():
            self.settings.show_state(state)
        if self.first_run is not None and self.first_run.isVisible():
            self.first_run.show_state(state)
        name = self.tr("彩排 · 开播") if state.rehearsal else self.tr("开播")
        self.setWindowTitle(f"{name} · {state.show.title}" if state.show.title else name)

    def _happened(self, event: Event) -> None:
        self.seat.happened(event)
        if isinstance(event, Preferred) and event.name == LOOK:
            self.theme.wear(look_of(event.value))
        elif isinstance(event, Preferred):
            self.wish(**chosen({event.name: event.value}))
        self.flow.happened(event)
        hold = self.acts.holds.happened(event)
        if isinstance(event, PushSettled) and event.item is not None:
            if hold is not None:
                what = self.tr("预留 {n} 件").format(n=hold[1])
                self.notices.refused(event.item, what, event.reason, hold=True)
            elif event.outcome == "rejected" and event.kind == "stock" and not event.changed:
                self.notices.refused(event.item, self.tr("库存改动"), event.reason)
        if isinstance(event, DrawChanged) and event.what == "drawn":
            self.notices.forget_undo(StrikeDraw)
        if isinstance(event, StockDecided):
            said = self.tr("{number} 号以平台为准，正在核对") if event.whose == "platform" else ""
            said = said or self.tr("{number} 号以店里为准，正在告诉平台")
            self.notices.info(said.format(number=event.number))
        if isinstance(event, ShowEnded):
            self.closing.show_ended()
            said = self.tr("已下播：{orders} 单，{amount}").format(
                orders=event.totals.orders, amount=amount(event.totals.gmv_fen)
            )
            self.notices.info(said)

    # --- the window itself -------------------------------------------------------------------

    def fit_screen(self) -> None:
        """Take a good part of the screen, never more than there is."""
        screen = QGuiApplication.primaryScreen()
        room = screen.availableGeometry() if screen is not None else QRect(0, 0, 1366, 768)
        self.resize(min(room.width(), 1920), min(room.height(), 1080))

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
        if self.bulk is not None:
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
        """Be furnished anew with these `changes` (options of `build_window`) as soon as no work is in hand."""
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

    def clear(self) -> None:
        """Take every part away; the window itself stays where it is."""
        self.stop()
        for shortcut in self.findChildren(QShortcut):
            shortcut.setEnabled(False)  # it goes a turn later; until then its key would call two of them
        for child in self.children():
            if isinstance(child, QWidget):
                child.hide()
            if not isinstance(child, QLayout):
                child.deleteLater()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.placed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.placed.emit()
        if isinstance(self.seat, AnchorSeat):
            for painted in (self.number, self.ring, self.draw_ring):
                painted.grow(max(1.0, 1.6 * self.seat.unit))
        for overlay in (self.number, self.ring, self.sheet, self.proofs):
            if overlay.isVisible():
                overlay.cover()
        self.flow.place()
        if self.closing.isVisible():
            self.closing.place()
        if self.settings is not None and self.settings.isVisible():
            self.settings.place()
        if self.bulk is not None and self.bulk.isVisible():
            self.bulk.place()
        if self.crop.isVisible():
            self.crop.place()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
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
            self.notices.info(
                self.tr("正在直播：先按住 {key} 下播，再关窗口").format(key=self.keys["end"].shown), "amber"
            )
            event.ignore()
            return
        if self._desk.state.outbox.waiting and not self._leaving and not self.closing.leaving:
            self.closing.open_before_leaving()
            event.ignore()
            return
        event.accept()
        self.closed.emit()

    def _leave(self) -> None:
        self._leaving = True
        self.close()
