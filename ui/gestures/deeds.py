"""What each key of a window does: the table of keys (`shortcuts`) and the parts of the window brought together.

Keys that belong to one part alone (the listing line, a panel that is open) are known by that part.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from console.facts import DrawState, Sale
from ui.beside.exporting import ExportDraw
from ui.beside.files import ask_where
from ui.gestures.answers import Answers
from ui.keys.shortcuts import FORM, LINEUP, SALES, WINDOW, Key, first_key
from ui.panels.anchor.seat import AnchorSeat
from ui.panels.assistant import AssistantSeat
from ui.panels.lineup.panel import LineupPanel
from ui.selling.claims import HOWS
from ui.selling.draws import draw_file

if TYPE_CHECKING:
    from console.desk import Desk
    from ui.windows.main_window import MainWindow

IN_THE_LINE = ("list", "list_on_air")
"""What the listing line of the anchor's seat knows itself."""
REPEATING = ("up", "down", "zoom_in", "zoom_out", "look_left", "look_right", "look_up", "look_down")
"""Keys that go on while they are held."""


class Deeds(QObject):
    """Does what a key asks, in its window; `export_draw` writes the record of a draw."""

    def __init__(self, window: MainWindow, desk: Desk, export_draw: ExportDraw | None) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._export_draw = export_draw
        self._answers = Answers(window, desk)

    def bind(self) -> None:
        """Make the shortcuts of the window's table of keys; once, when every part is there."""
        window = self._window
        deeds = self._of_any_seat()
        if isinstance(window.seat, AssistantSeat):
            deeds |= self._of_the_assistant(window.seat)
        if isinstance(window.seat, AnchorSeat):
            window.sheet.only({*deeds, *IN_THE_LINE})
        deeds = self._answers.before(deeds) | self._answers.elsewhere(deeds)
        for key in window.keys.values():
            # the listing line itself knows its keys: an input method may be composing
            if key.where != FORM and (deed := deeds.get(key.action)) is not None:
                self._bind(key, deed)
        for digit in "0123456789":
            # text fields claim digits for themselves before a shortcut sees them
            shortcut = QShortcut(QKeySequence(f"Num+{digit}"), window)
            shortcut.activated.connect(lambda digit=digit: window.number.type(digit))
        rub_out = QShortcut(QKeySequence("Backspace"), window)
        rub_out.activated.connect(window.number.rub_out)

    def _of_any_seat(self) -> dict[str, Callable[[], object]]:
        window = self._window
        return {
            "next": lambda: None if self._turn_page(1) else window.acts.next_on_air(),
            "previous": lambda: None if self._turn_page(-1) else window.acts.previous_on_air(),
            "number": window.number.enter,
            "off_air": window.acts.take_off_air,
            "sale": window.questions.sale,
            "reprice": self._reprice,
            "flash": window.questions.flash_on_air,
            "flash_end": window.acts.end_flash,
            "step": window.acts.next_step,
            "draw": self._go_on_drawing,
            "coupon": window.questions.coupon,
            "coupon_show": window.questions.show_coupon,
            "coupon_end": window.questions.end_a_coupon,
            "undo": window.undo,
            "snap": window.questions.snap,
            "start": window.flow.start,
            "left_over": self._turn_left_over,
            "plan": window.flow.plan,
            "summary": window.flow.sum_up,
            "end": self._begin_to_end,
            "retry": window.acts.retry_now,
            "offline": window.acts.turn_offline,
            "sheet": window.sheet.toggle,
            **window.prompter.deeds(),
            "prompter_window": window.prompterWished.emit,
            "other_seat": window.otherSeatWished.emit,
            "switch_seat": window.switchWished.emit,
            "full_screen": window.turn_full_screen,
            "settings": self._to_settings,
            "cards": window.notices.next_card,
            "export": window.closing.open_to_export,
            "again_last": self._again_last,
            "back": window.back,
            **window.viewing.deeds(),
        }

    def _of_the_assistant(self, seat: AssistantSeat) -> dict[str, Callable[[], object]]:
        window = self._window
        return {
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
            "coupon_end": lambda: window.questions.end_a_coupon(seat.coupon.coupon),
            "find": seat.lineup.look_for,
            "bulk": window.bulk.open,
            "up": lambda: seat.lineup.step(-1),
            "down": lambda: seat.lineup.step(1),
            "void": seat.sales.void_selected,
            "proof": lambda: window.proofs.toggle(seat.sales.selected),
            "open": seat.sales.turn,
            **{name: partial(seat.lineup.wish, name) for name, key in window.keys.items() if key.where == LINEUP},
            **{how.name: partial(self._decide, how.name) for how in HOWS},
        }

    def _bind(self, key: Key, deed: Callable[[], object]) -> None:
        if key.where not in (WINDOW, LINEUP, SALES):
            return
        of_parts = {other for each in self._window.keys.values() if each.where not in (WINDOW, LINEUP)
                    for other in each.keys}  # fmt: skip
        for keys in key.keys:
            place: QWidget = self._window
            act, context = deed, Qt.ShortcutContext.WindowShortcut
            if isinstance(self._window.seat, AssistantSeat) and key.where in (LINEUP, SALES):
                if key.where == LINEUP and keys not in of_parts:
                    act = partial(self._to_the_row, self._window.seat.lineup, deed)
                else:
                    place = self._window.seat.lineup.view if key.where == LINEUP else self._window.seat.sales.view
                    context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            shortcut = QShortcut(QKeySequence(keys), place)
            shortcut.setContext(context)
            shortcut.setAutoRepeat(key.action in REPEATING)
            shortcut.activated.connect(lambda act=act: act())

    def _to_the_row(self, lineup: LineupPanel, deed: Callable[[], object]) -> None:
        """A key of the line-up acts where the hands are there, also in the field that found the row.

        From elsewhere it would change a row nobody looks at.
        """
        hands = QApplication.focusWidget()
        if hands is not None and lineup.isAncestorOf(hands) and lineup.selected is not None:
            deed()
        else:
            self._answers.no_row()

    def _to_settings(self) -> None:
        self._window.settings.show_state(self._desk.state)
        self._window.settings.toggle()

    def _reprice(self) -> None:
        """The price of what is on air; with the hands in the line-up, of the row chosen there."""
        item = self._desk.state.on_air
        if isinstance(self._window.seat, AssistantSeat) and self._window.seat.lineup.view.hasFocus():
            self._window.seat.lineup.wish("price")
        elif item is None:
            self._window.acts.say_nothing_on_air()
        else:
            self._window.questions.price(item)

    def _rework(self, deed: Callable[[], None]) -> None:
        """Do something to the frozen photo; where none is, to that of the item chosen in the line-up."""
        assert isinstance(self._window.seat, AssistantSeat)
        form, lineup = self._window.seat.form, self._window.seat.lineup
        item = lineup.selected if lineup.view.hasFocus() else None
        if form.preview.frozen:
            deed()
        elif item is not None:
            form.rework(item, deed)
        else:
            self._window.notices.info(self.tr("先拍一张，或在货单里选中一件"), "amber")

    def _turn_page(self, by: int) -> bool:
        """A clicker first reads the prompter to its end, where that has the whole screen."""
        return isinstance(self._window.seat, AnchorSeat) and self._window.seat.turn_page(by)

    def _turn_prompter(self) -> None:
        """Turn the prompter on the anchor's screen from here, and say where it stands now."""
        if self._window.alone():
            key = self._window.keys["other_seat"].shown
            self._window.notices.info(self.tr("主播的窗口没有打开，按 {key} 打开").format(key=key), "amber")
            return
        self._window.prompter.show_on()
        said = {
            "points": self.tr("提词在主播屏的卖点处"),
            "full": self.tr("提词占主播屏整屏"),
            "": self.tr("主播屏的提词收起了"),
        }
        self._window.notices.info(said[self._window.prompter.shown])

    def _write_script(self) -> None:
        """What is said after the item on air, or after the row chosen in the line-up; before the show, its opening."""
        item = self._desk.state.on_air
        if isinstance(self._window.seat, AssistantSeat) and self._window.seat.lineup.view.hasFocus():
            item = self._window.seat.lineup.selected or item
        self._window.script.open_for(item)

    def _begin_to_end(self) -> None:
        if self._desk.state.live:
            self._window.hold.begin(first_key(self._window.keys["end"]))

    def _turn_left_over(self) -> None:
        """Goods of the show before: leave them, or bring them; during a show only bring what is left."""
        state = self._desk.state
        if state.unsold or (not state.live and state.items):
            self._window.acts.turn_left_over()
        else:
            self._window.notices.info(self.tr("上一场没有没卖完的商品"), "amber")

    def _go_on_drawing(self) -> None:
        """One key for a draw from its beginning to its end: ask, fix who takes part, hold to draw."""
        newest = self._desk.state.draws[0] if self._desk.state.draws else None
        if self._window.draw_hold.spent:  # still held from the draw before
            return
        if newest is not None and newest.state is DrawState.OPEN:
            self._window.acts.freeze_entrants(newest)
        elif newest is not None and newest.state is DrawState.FROZEN:
            self._window.draw_hold.begin(first_key(self._window.keys["draw"]))
        else:
            self._window.questions.draw()

    def _turn_coupon(self) -> None:
        """The coupon that the panel speaks of, where it can be shown; else say why none can."""
        assert isinstance(self._window.seat, AssistantSeat)
        if not self._window.seat.coupon.turn_shown():
            self._window.questions.show_coupon()

    def _again_last(self) -> None:
        """Another one like the item that was listed last."""
        newest = max(self._desk.state.items, key=lambda item: item.number, default=None)
        if newest is None:
            self._window.notices.info(self.tr("还没有上过架"), "amber")
        else:
            self._window.questions.again(newest)

    def write_draw(self, draw_id: str) -> None:
        """Ask for a file, beside the show and not over it, and write the record of a draw there."""
        draw = next((draw for draw in self._desk.state.draws if draw.draw_id == draw_id), None)
        if self._export_draw is None or draw is None:
            return
        first = self._window.closing.exporting.folder / draw_file(draw)

        async def ask() -> None:
            await self._window.tasks.off_thread(partial(first.parent.mkdir, parents=True, exist_ok=True))
            ask_where(
                self._window,
                self.tr("抽奖记录存到"),
                first,
                (self.tr("Excel 工作簿 (*.xlsx)"), self.tr("可复算的 JSON (*.json)")),
                lambda path: self._draw_to(draw_id, path),
            )

        self._window.tasks.start(ask())

    def _draw_to(self, draw_id: str, path: Path) -> None:
        export = self._export_draw
        assert export is not None  # or nobody would have asked

        async def write() -> None:
            written = await export(draw_id, path)
            self._window.notices.info(self.tr("抽奖记录已导出：{file}").format(file=written))

        self._window.tasks.start(write())

    def _decide(self, how: str) -> None:
        """By key: about the sale chosen in the list, else about the first conflict."""
        assert isinstance(self._window.seat, AssistantSeat)
        sales = self._window.seat.sales
        sale: Sale | None = sales.selected if sales.view.hasFocus() else self._window.notices.first_conflict
        if sale is None:
            self._window.notices.info(self.tr("没有要决定的成交"), "amber")
        else:
            self._window.questions.decide(sale, how)
