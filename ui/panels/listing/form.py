"""Snap and list: one photo, one line, Enter. What was understood stands below the line at every keystroke.

A doubtful line is never listed by Enter alone: the person mends it, or says "as understood".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console import commands as c
from console.clock import Clock
from console.errors import IllegalStep, KaiboError, Text, UnknownSnap
from console.events import CodeSeen, Event, FlashOpened, LabelRead, SnapTaken
from console.facts import CodeKind, Crop, Item, Label, ListingState, PlatformState, Shot, Snap
from console.snap.words import WORDS
from console.state import ShowState
from ui.actions import Actions
from ui.keys.buttons import KeyButton
from ui.keys.shortcuts import Key
from ui.look.chips import Remark
from ui.look.format import photo_words
from ui.look.pictures import Pictures
from ui.look.theme import Theme
from ui.panels.listing.head import FlashHead
from ui.panels.listing.in_hand import Held, opening
from ui.panels.listing.line import FlashLine, Reading, ReadLine
from ui.panels.listing.proposals import LabelChip, SeenCode, completed
from ui.panels.listing.retouching import Retouching
from ui.panels.listing.shots import MOST, ShotStrip
from ui.panels.listing.understood import Understood, unlike_its_twin
from ui.panels.picture.preview import PreviewPanel
from ui.panels.wording import Check, Heeding, of_title, unchecked

if TYPE_CHECKING:
    from console.words import Hit

SIDE = 16
"""Design pixels left and right of what it holds."""


class FlashForm(QFrame):
    """The picture, the burst, the line and its chips."""

    cropWished = Signal(object)
    """Cut this `Shot` by hand."""
    photoGone = Signal()
    """The frozen photo is another one, or none."""

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, Key],
        actions: Actions,
        preview: PreviewPanel,
        pictures: Pictures,
        read_line: ReadLine,
        clock: Clock,
        lang: str,
        check: Check = unchecked,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._theme, self._keys, self._actions, self._clock, self._lang = theme, keys, actions, clock, lang
        self._read_line, self._check = read_line, check
        self._snap: Snap | None = None
        self._label_of = ""
        self._for_number: int | None = None
        self._since_s: float | None = None
        self._busy = False
        self.preview = preview
        self._build(pictures)
        self._lay_out()
        self._connect()
        self._show_reading()
        self._show_photo()

    def _build(self, pictures: Pictures) -> None:
        theme, keys = self._theme, self._keys
        self.head = FlashHead(theme, keys)
        self.retouching = Retouching(self._actions, self)
        self.shots = ShotStrip(theme, pictures)
        self.shots.setVisible(False)
        self.flaws = Remark(theme, "warn", "amber")
        self.line = FlashLine()
        self.line.setObjectName("flash")
        self.line.setAccessibleName(self.tr("上架行：名称 价格 件数"))
        self.line.setMaxLength(200)
        self.understood = Understood(theme)
        self.seen_code = SeenCode(theme)
        self.label_chip = LabelChip(theme, keys["accept"])
        self.doubt = Remark(theme, "warn", "amber")
        self.words = Remark(theme, "warn", "amber")
        self.heeding = Heeding(self.line, self.words, self._lang)
        self.list_button = KeyButton(theme, self.tr("上架"), keys["list"].shown, kind="main")
        self.air_button = KeyButton(theme, self.tr("上架并讲解"), keys["list_on_air"].shown, kind="second")
        self.as_read_button = KeyButton(theme, self.tr("就这样上架"), keys["as_read"].shown, kind="second")
        for button in (self.list_button, self.air_button, self.as_read_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _lay_out(self) -> None:
        px = self._theme.px
        proposals = QVBoxLayout()  # takes no room while nothing was read
        proposals.setSpacing(px(8))
        for chip in (self.label_chip, self.seen_code):
            proposals.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.list_button, 1)
        buttons.addWidget(self.air_button, 1)
        buttons.addWidget(self.as_read_button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(SIDE), px(8), px(SIDE), px(16))
        column.setSpacing(px(8))
        column.addWidget(self.head)
        column.addWidget(self.preview, 1)
        column.addWidget(self.shots)
        column.addWidget(self.flaws)
        column.addWidget(self.line)
        column.addLayout(proposals)
        column.addWidget(self.understood)
        column.addWidget(self.doubt)
        column.addWidget(self.words)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.line.textChanged.connect(self._show_reading)
        self.line.wished.connect(self.wish)
        self.heeding.listen(self._doubtful_words)
        self.heeding.looked.connect(self._show_reading)
        self.list_button.clicked.connect(lambda: self.wish("list"))
        self.air_button.clicked.connect(lambda: self.wish("list_on_air"))
        self.as_read_button.clicked.connect(lambda: self.wish("as_read"))
        self.head.snap.clicked.connect(self.snap)
        self.head.crop.clicked.connect(self.ask_crop)
        self.head.white.clicked.connect(self.whiten)
        self.retouching.changed.connect(self._show_banner)
        self.shots.chosen.connect(lambda _n: self._show_photo())

    def be_compact(self, compact: bool) -> None:
        """Leave out the heading where there is little height; the keys still work."""
        self.head.setVisible(not compact)
        self.shots.compact = compact
        self.shots.updateGeometry()
        layout = self.layout()
        if layout is not None:
            side = self._theme.px(SIDE)
            layout.setContentsMargins(
                side, self._theme.px(12 if compact else 8), side, self._theme.px(12 if compact else 16)
            )

    def be_wide(self, wide: int) -> None:
        """It will be so wide: its picture asks for the height that goes with it."""
        self.preview.be_wide(wide - 2 * self._theme.px(SIDE))

    # --- what a person does ------------------------------------------------------------------

    def snap(self) -> None:
        """Press the button of the camera; the clock of "from gesture to listing" runs from here."""
        self._since_s = self._clock.monotonic_s()
        self.head.measured.say("")
        self.retouching.forget()
        self._actions.snap()

    def retake_for(self, number: int) -> None:
        """Snap again for an item the platform refused; Enter then gives it the new photo."""
        self._for_number = number
        self.snap()
        self._show_photo()
        self.line.setFocus()

    def ask_crop(self) -> None:
        """Cut the frozen photo by hand."""
        if (shot := self._shot()) is not None:
            self.cropWished.emit(shot)

    def cut(self, square: Crop | None, portrait: Crop | None) -> None:
        """Cut the frozen photo like this; None leaves that picture as it is."""
        if self._snap is not None and not self._busy and (square is not None or portrait is not None):
            self.retouching.crop(self._snap, self.shots.shot, square, portrait)
        self.line.setFocus()

    def whiten(self) -> None:
        """Make the background of the frozen photo white; again stops it."""
        if self._snap is not None and not self._busy and len(self._snap.shots) < MOST:
            self.retouching.whiten(self._snap, self.shots.shot)

    def rework(self, item: Item, then: Callable[[], None]) -> None:
        """Freeze the photo of an item that may still be given another, `then` go on; Enter gives it what was made."""
        if item.snap_id is None:
            self._actions.failed.emit(UnknownSnap())
        elif item.listing is not ListingState.DRAFT and item.platform is not PlatformState.REFUSED:
            step, state = Text("换照片", "given other pictures"), Text("在平台上", "at the platform")
            self._actions.failed.emit(IllegalStep(number=item.number, step=step, state=state))
        elif not self._busy:
            wish = c.RecallSnap(snap_id=item.snap_id)
            self._actions.do(wish, lambda event: self._rework(item, event, then))

    def _rework(self, item: Item, event: Event, then: Callable[[], None]) -> None:
        if not isinstance(event, SnapTaken) or self._snap is not event.snap:
            return
        self._for_number = item.number
        chosen = next((n for n, shot in enumerate(event.snap.shots) if shot.square == item.square), 0)
        self.shots.choose(chosen)
        then()

    def back(self) -> bool:
        """One step back: stop what is made of the photo, drop it, then the text, then the code. False: nothing."""
        if self.retouching.stop():
            return True
        if self._snap is not None or self._for_number is not None:
            self.retouching.forget()
            self._snap, self._for_number, self._since_s = None, None, None
            self.label_chip.offer(None)
            self._show_photo()
            return True
        if self.line.text():
            self.line.setText("")
            return True
        return self.seen_code.drop()

    def wish(self, wish: str) -> None:
        """List what the line says; `wish` as in `FlashLine.wished`."""
        if self._busy:
            return
        if self._for_number is not None:
            self._give_photo(self._for_number)
            return
        line = self.line.text().strip()
        if not line:
            self.line.setFocus()
            return
        reading = self._read_line(line)
        meant = wish == "as_read" and reading.price_fen is not None and not reading.impossible
        if self._doubt_of(reading) is not None and not meant:
            self.line.setFocus()
            return
        if self._since_s is None:
            self._since_s = self._clock.monotonic_s()
        self._set_busy(True)
        self._actions.do(
            opening(line, reading, self.held, by_line=wish != "as_read"),
            lambda event: self._listed(event, on_air=wish == "list_on_air"),
            self._refused,
        )

    def _doubt_of(self, reading: Reading) -> Text | None:
        """What the line itself leaves open, or that goods of this name are sold at a price ten times off."""
        return reading.doubt or unlike_its_twin(reading, self._actions.state.items)

    def _doubtful_words(self, line: str) -> Sequence[Hit]:
        reading = self._read_line(line.strip())
        return of_title(self._check, reading.title, reading.price_fen, reading.stock)

    def _give_photo(self, number: int) -> None:
        if self._snap is None:
            return
        self._set_busy(True)
        self._actions.replace_snap(
            number, self._snap.snap_id, self.shots.shot, lambda _event: self._photo_given(), self._refused
        )

    def _photo_given(self) -> None:
        self._set_busy(False)
        self.back()

    @property
    def held(self) -> Held:
        """What is in hand, for a form that takes the place of this one."""
        label, code = self.label_chip.label, self.seen_code.code
        return Held(self._snap, self.shots.shot, self._label_of, label, code, self._for_number, self._since_s)

    def take_over(self, held: Held) -> None:
        """Go on with what another form had in hand."""
        self._snap, self._label_of = held.snap, held.label_of
        self._for_number, self._since_s = held.for_number, held.since_s
        if held.snap is not None:
            self.shots.show_shots(held.snap.shots, held.shot)
        self.label_chip.offer(held.label)
        if held.code:
            self.seen_code.offer(held.code)
        self._show_photo()

    # --- what happened -----------------------------------------------------------------------

    def happened(self, event: Event) -> None:
        """Freeze the photo of a snap, not that of imported goods; keep the code of goods nobody listed yet."""
        if isinstance(event, LabelRead) and self._snap is not None and event.snap_id == self._label_of:
            self._label_read(event.label)
        if isinstance(event, CodeSeen) and event.number is None and event.code.kind is CodeKind.GOODS:
            self.seen_code.offer(event.code.text)
        self.retouching.happened(event)
        if isinstance(event, FlashOpened) and self._snap is not None and not self._busy:
            self._listed_elsewhere(event.item)
        if isinstance(event, SnapTaken) and event.in_hand and not self._busy:
            self._freeze(event.snap)

    def _listed_elsewhere(self, item: Item) -> None:
        """A photo that the other seat listed is not one to list again; a line that was begun stays."""
        if self._snap is not None and item.snap_id == self._snap.snap_id and not self.line.text():
            self.retouching.forget()
            self._snap, self._since_s = None, None
            self.label_chip.offer(None)
            self._show_photo()

    def _freeze(self, snap: Snap) -> None:
        if not self.retouching.takes_over(snap.snap_id, self._snap.snap_id if self._snap is not None else ""):
            return
        if self._snap is None or snap.shots[:1] == () or snap.shots[0].full != self._snap.shots[0].full:
            self._label_of = snap.snap_id  # a photo of its own, not one that was cut anew
            self.label_chip.offer(None)
        self._snap = snap
        if self._since_s is None:
            self._since_s = self._clock.monotonic_s()
        self.shots.show_shots(snap.shots, self.retouching.place(snap.snap_id))
        self._show_photo()
        self.line.setFocus()

    def show_state(self, state: ShowState) -> None:
        """Draw the card over the picture."""
        self.preview.show_state(state)

    def _label_read(self, label: Label) -> None:
        """Offer what the label of the frozen photo says; its code only when no other is offered or listed."""
        self.label_chip.offer(label)
        if label.barcode and not self.seen_code.code and self._actions.state.by_barcode(label.barcode) is None:
            self.seen_code.offer(label.barcode)
        self._show_reading()

    def accept(self) -> None:
        """Take over from the label what the line does not say yet."""
        label = self.label_chip.label
        if label is None or self._busy or self._for_number is not None:
            return
        self.line.setText(self._with(label))
        self.line.setFocus()

    def _with(self, label: Label) -> str:
        line = self.line.text().strip()
        reading = self._read_line(line) if line else None
        title, fen = ("", None) if reading is None else (reading.title, reading.price_fen)
        return completed(line, title, fen, label)

    def _listed(self, event: Event, *, on_air: bool) -> None:
        self._set_busy(False)
        if not isinstance(event, FlashOpened):
            return
        took = self._clock.monotonic_s() - (self._since_s or self._clock.monotonic_s())
        bare = photo_words(event.item, self._keys["retake"].shown)
        self.head.listed(event.number, took, draft=bool(bare))
        if bare:
            self._actions.told.emit(
                self.tr("{number} 号{why}（先在货单里选中它）").format(number=event.number, why=bare), "amber"
            )
        self.retouching.forget()
        self._snap, self._since_s = None, None
        self.seen_code.drop()
        self.label_chip.offer(None)
        self.line.setText("")  # not clear(): a listed line shall not come back with Ctrl+Z
        self._show_photo()
        if on_air:
            self._actions.put_listed_on_air(event.number)

    def _refused(self, error: KaiboError) -> None:
        self._set_busy(False)
        self._actions.failed.emit(error)

    # --- what is shown -----------------------------------------------------------------------

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._show_reading()

    def _shot(self) -> Shot | None:
        """The frozen one."""
        shots = self._snap.shots if self._snap is not None else ()
        return shots[min(self.shots.shot, len(shots) - 1)] if shots else None

    def _show_banner(self) -> None:
        share = self.retouching.share
        if self._snap is None:
            self.preview.banner = ("", "")
        elif share is None:
            self.preview.banner = (self.tr("已定格 · Esc 返回"), "text")
        else:
            said = self.tr("正在做白底 {percent}% · Esc 停下").format(percent=round(share * 100))
            self.preview.banner = (said, "text")
        self.preview.update()

    def _show_photo(self) -> None:
        shot = self._shot()
        if shot is None:
            self.shots.show_shots(())
        more = self._snap is not None and len(self._snap.shots) < MOST
        self.head.show_photo(frozen=shot is not None, more=more)
        self.flaws.say(" · ".join(WORDS[flaw].said(self._lang) for flaw in shot.flaws) if shot is not None else "")
        self._show_banner()
        self.preview.show_photo((shot.full or shot.square) if shot else "")
        self.photoGone.emit()
        self.line.setReadOnly(self._for_number is not None)
        if self._for_number is not None:
            self.line.setText("")
            self.line.setPlaceholderText(self.tr("Enter：把照片换给 {number} 号并重发").format(number=self._for_number))
        else:
            self.line.setPlaceholderText(self.tr("名称 价格 件数：手镯 599 x3"))
        self._show_reading()

    def _show_reading(self) -> None:
        line = self.line.text().strip()
        self.seen_code.hold(bool(line) or self._snap is not None)
        if (label := self.label_chip.label) is not None:
            self.label_chip.offer(label, useful=self._with(label) != line)
        reading = self._read_line(line) if line else None
        doubt = self._doubt_of(reading) if reading is not None else None
        self.understood.say(reading)
        self.doubt.say(doubt.said(self._lang) if doubt is not None else "")
        said = not self.heeding.blocked  # what would be refused is not offered
        sure = said and not self._busy and reading is not None and doubt is None
        ready = sure or (self._for_number is not None and self._snap is not None and not self._busy)
        guessed = reading is not None and reading.price_fen is not None and not reading.impossible
        as_read = said and doubt is not None and guessed and reading is not None and bool(reading.title)
        self.list_button.setVisible(not as_read)
        self.air_button.setVisible(not as_read)
        self.as_read_button.setVisible(as_read)
        self.list_button.setEnabled(ready)
        self.air_button.setEnabled(sure)
        self.as_read_button.setEnabled(as_read and not self._busy)
