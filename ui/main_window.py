"""The window of a seat: its keys, its questions, what lies over it, and the way from facts to panels."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

from console.events import Event, NoticeCleared, ShowEnded
from console.facts import Item, Sale
from console.money import amount, plain
from console.state import ShowState
from ui.actions import Actions
from ui.asking import quantity_in, units_in, yuan_in
from ui.bridge import Bridge
from ui.hold import Hold
from ui.panels.anchor import AnchorSeat
from ui.panels.assistant import AssistantSeat
from ui.panels.notices import Notices
from ui.panels.overlays import CheatSheet, HoldOverlay, NumberOverlay
from ui.panels.strip import AskStrip
from ui.pictures import Pictures
from ui.shortcuts import FORM, LINEUP, SALES, WINDOW, Key, first_key
from ui.tasks import Tasks
from ui.theme import Theme

if TYPE_CHECKING:
    from console.desk import Desk

SMALLEST = (800, 480)


class MainWindow(QMainWindow):
    """One seat's window. `build_window` in `ui/app.py` makes its parts."""

    closed = Signal()
    """The person closed the window."""

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        keys: dict[str, Key],
        actions: Actions,
        bridge: Bridge,
        tasks: Tasks,
        pictures: Pictures,
        hold: Hold,
        seat: AssistantSeat | AnchorSeat,
        notices: Notices,
        strip: AskStrip,
    ) -> None:
        super().__init__()
        self._desk, self.keys, self.acts, self.bridge = desk, keys, actions, bridge
        self.tasks, self.pictures, self.hold, self.seat = tasks, pictures, hold, seat
        self.notices, self.strip = notices, strip
        self.setCentralWidget(seat)
        self.setMinimumSize(*SMALLEST)
        self.number = NumberOverlay(theme, pictures, self)
        self.ring = HoldOverlay(theme, self)
        self.sheet = CheatSheet(theme, keys, self)
        if isinstance(seat, AnchorSeat):
            self.number.aim = self.ring.aim = seat.preview
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(seat.tick)
        self._connect()
        self._bind_keys()
        self._second.start()
        self._show_state(desk.state)
        if isinstance(seat, AssistantSeat):
            seat.form.line.setFocus()
        else:
            seat.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            seat.setFocus()

    def _connect(self) -> None:
        self.bridge.stateChanged.connect(self._show_state)
        self.bridge.happened.connect(self._happened)
        self.acts.failed.connect(self.notices.trouble)
        self.acts.undoOffered.connect(self.notices.offer_undo)
        self.tasks.on_error = self.notices.trouble
        self.notices.dismissed.connect(lambda key: self._desk.tell(NoticeCleared(key=key)))
        self.notices.retryWished.connect(self.acts.retry_now)
        self.notices.resendWished.connect(self.acts.resend)
        self.notices.undoWished.connect(lambda _undo: self.undo())
        self.number.entered.connect(self.acts.put_on_air)
        self.hold.progressed.connect(self.ring.show_share)
        self.hold.held.connect(self.acts.end_show)
        self.strip.closed.connect(self._strip_closed)
        if isinstance(self.seat, AssistantSeat):
            seat = self.seat
            self.notices.retakeWished.connect(seat.form.retake_for)
            seat.sales.saleWished.connect(self.ask_sale)
            seat.sales.voidWished.connect(self.ask_void)
            seat.lineup.priceWished.connect(self.ask_price)
            seat.lineup.stockWished.connect(self.ask_stock)
            seat.lineup.nameWished.connect(self.ask_name)
            seat.lineup.retakeWished.connect(seat.form.retake_for)
        else:
            self.notices.retakeWished.connect(lambda _number: self.acts.snap())

    # --- keys --------------------------------------------------------------------------------

    def _bind_keys(self) -> None:
        deeds: dict[str, Callable[[], object]] = {
            "next": self.acts.next_on_air,
            "previous": self.acts.previous_on_air,
            "number": self.number.enter,
            "off_air": self.acts.take_off_air,
            "sale": self.ask_sale,
            "undo": self.undo,
            "snap": self.acts.snap,
            "start": lambda: self.acts.start_show(""),
            "end": self._begin_to_end,
            "retry": self.acts.retry_now,
            "sheet": self.sheet.toggle,
            "back": self.back,
        }
        if isinstance(self.seat, AssistantSeat):
            seat = self.seat
            deeds |= {
                "snap": seat.form.snap,
                "start": seat.show_bar.start_show,
                "write": seat.form.line.setFocus,
                "shot_next": lambda: seat.form.shots.step(1),
                "shot_previous": lambda: seat.form.shots.step(-1),
                "find": seat.lineup.look_for,
                "up": lambda: seat.lineup.step(-1),
                "down": lambda: seat.lineup.step(1),
                "void": seat.sales.void_selected,
            }
            for action in ("row_on_air", "price", "stock", "edit", "withdraw", "resend"):
                deeds[action] = partial(seat.lineup.wish, action)
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
            shortcut.setAutoRepeat(key.action in ("up", "down"))
            shortcut.activated.connect(lambda deed=deed: deed())

    def _begin_to_end(self) -> None:
        if self._desk.state.live:
            self.hold.begin(first_key(self.keys["end"]))

    def undo(self) -> None:
        """Take back what was just done."""
        undo = self.notices.take_undo()
        if undo is None:
            self.notices.info(self.tr("没有可以撤销的操作"), "amber")
        else:
            self.acts.undo(undo.back)

    def back(self) -> bool:
        """Close what is on top; nothing is lost by it."""
        return self.sheet.drop() or self.number.drop() or self.seat.back() or self._to_line()

    def _to_line(self) -> bool:
        if isinstance(self.seat, AssistantSeat):
            self.seat.form.line.setFocus()
        return True

    def _strip_closed(self) -> None:
        if isinstance(self.seat, AssistantSeat):
            self.seat.form.line.setFocus()
        else:
            self.seat.setFocus()

    # --- questions ---------------------------------------------------------------------------

    def ask_sale(self) -> None:
        """How many of the item on air were sold?"""
        item = self._desk.state.on_air
        if item is None:
            self.acts.sell(1, None)
            return
        number = item.number  # fixed now: a change on air while typing must not move the sale
        question = self.tr("{number} 号 {title}：卖了几件？").format(number=number, title=item.title)

        def answer(typed: str) -> str:
            quantity = quantity_in(typed)
            if quantity is None:
                return self.tr("写一个不小于 1 的数")
            self.acts.sell(quantity, number)
            return ""

        self._ask(question, "1", answer)

    def ask_void(self, sale: Sale) -> None:
        """Why is this sale void?"""
        question = self.tr("作废 {number} 号 ×{quantity}，原因：").format(number=sale.number, quantity=sale.quantity)

        def answer(typed: str) -> str:
            if not typed:
                return self.tr("要写一句原因")
            self.acts.void(sale, typed)
            return ""

        self._ask(question, self.tr("客人不要了"), answer)

    def ask_price(self, item: Item) -> None:
        """At which price from now on?"""
        question = self.tr("{number} 号改价为（元）").format(number=item.number)

        def answer(typed: str) -> str:
            fen = yuan_in(typed)
            if fen is None:
                return self.tr("写成 599 或 39.90")
            self.acts.change_price(item.number, fen)
            return ""

        self._ask(question, plain(item.price_fen), answer)

    def ask_stock(self, item: Item) -> None:
        """How many more, or fewer?"""
        question = self.tr("{number} 号还剩 {left} 件，加几件（减写 -2）").format(
            number=item.number, left=item.stock_left
        )

        def answer(typed: str) -> str:
            units = units_in(typed)
            if units is None:
                return self.tr("写一个不是 0 的数")
            self.acts.add_stock(item.number, units)
            return ""

        self._ask(question, "1", answer)

    def ask_name(self, item: Item) -> None:
        """Under which title?"""
        question = self.tr("{number} 号的新名称").format(number=item.number)

        def answer(typed: str) -> str:
            if not typed:
                return self.tr("名称不能为空")
            self.acts.rename(item.number, typed)
            return ""

        self._ask(question, item.title, answer)

    def _ask(self, question: str, first: str, answer: Callable[[str], str]) -> None:
        self.strip.ask(question, first, answer)
        if isinstance(self.seat, AnchorSeat):
            self.seat.show_state(self._desk.state)
            self.strip.field.setFocus()

    # --- facts -------------------------------------------------------------------------------

    def _show_state(self, state: ShowState) -> None:
        self.seat.show_state(state)
        self.number.show_state(state)
        name = self.tr("彩排 · 开播") if state.rehearsal else self.tr("开播")
        self.setWindowTitle(f"{name} · {state.show.title}" if state.show.title else name)

    def _happened(self, event: Event) -> None:
        self.seat.happened(event)
        if isinstance(event, ShowEnded):
            said = self.tr("已下播：{orders} 单，{amount}").format(
                orders=event.totals.orders, amount=amount(event.totals.gmv_fen)
            )
            if event.unsent:
                said += self.tr("；还有 {n} 条待同步，会接着发").format(n=event.unsent)
            self.notices.info(said)

    # --- the window itself -------------------------------------------------------------------

    def fit_screen(self) -> None:
        """Take a good part of the screen, never more than there is."""
        screen = QGuiApplication.primaryScreen()
        room = screen.availableGeometry() if screen is not None else QRect(0, 0, 1366, 768)
        self.resize(min(room.width(), 1920), min(room.height(), 1080))

    def stop(self) -> None:
        """Listen, read and count no more; harmless when called twice."""
        self._second.stop()
        self.hold.let_go()
        self.bridge.close()
        self.pictures.close()
        self.tasks.cancel_all()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if isinstance(self.seat, AnchorSeat):
            for painted in (self.number, self.ring):
                painted.grow(max(1.0, 1.6 * self.seat.unit))
        for overlay in (self.number, self.ring, self.sheet):
            if overlay.isVisible():
                overlay.cover()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.hold.let_go()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Never during a show: the window is the one way to sell. End the show first, by holding."""
        if self._desk.state.live:
            self.notices.info(
                self.tr("正在直播：先按住 {key} 下播，再关窗口").format(key=self.keys["end"].shown), "amber"
            )
            event.ignore()
            return
        event.accept()
        self.closed.emit()
