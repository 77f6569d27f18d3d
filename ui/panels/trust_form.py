"""The form of what makes an item believable: guarantees, certificate, source, the facts of jewellery, and its cost.

It lies beside the work and never over it; only what was changed is asked of the desk. A proof is the
picture snapped last, as it was when its button was pressed.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console import commands as c
from console.facts import Item, Trust
from console.listing.trust import GUARANTEES, LONGEST_TEXT, SOURCES
from console.money import plain
from console.state import ShowState
from ui.actions import Actions
from ui.keys.buttons import KeyButton
from ui.keys.scanner import KEEPS
from ui.look.chips import Remark
from ui.look.theme import Theme
from ui.panels.edges import FadingArea
from ui.panels.line_edit import LineEdit
from ui.panels.over import taken_away
from ui.panels.wording import Check, Heeding, of_item, unchecked
from ui.selling.badges import guarantee_word, lacking_words, source_word, unproved
from ui.typed.asking import quantity_in, share_in, yuan_in


class _Rows(FadingArea):
    """As high as its rows, and scrolled where there is no room for them."""

    def __init__(self, theme: Theme, rows: QGridLayout) -> None:
        inside = QWidget()
        inside.setLayout(rows)
        super().__init__(theme, inside, "surface")
        self._theme, self._compact = theme, False
        rows.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def be_compact(self, compact: bool) -> None:
        self._compact = compact
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        tall = self.sizeHint().height()
        return QSize(self._theme.px(260), min(tall, self._theme.px(120)) if self._compact else tall)


@dataclass(frozen=True)
class Filled:
    """What stands in the form for an item and is not saved yet."""

    number: int
    texts: tuple[str, ...]
    marks: tuple[bool, ...]
    snaps: tuple[str | None, ...]
    """Of certificate, source and former price; None where nothing was changed."""
    at: int
    """The field with the focus, -1 where it is elsewhere."""


class TrustForm(QFrame):
    """Opens for one item with `open_for`; hides itself when saved or left."""

    opened = Signal()
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        actions: Actions,
        lang: str = "zh_CN",
        check: Check = unchecked,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self._theme, self._actions = theme, actions
        self._lang, self._check = lang, check
        self._item: Item | None = None
        self._last_snap = ""
        self._certificate_snap: str | None = None
        self._source_snap: str | None = None
        self._base_snap: str | None = None
        self._build()
        self._lay_out()
        self._connect()
        self.setVisible(False)

    # --- parts -------------------------------------------------------------------------------

    def _build(self) -> None:
        self.title = QLabel()
        self.title.setProperty("step", "title")
        self.guarantees = {name: self._toggle(guarantee_word(name)) for name in GUARANTEES}
        self.sources = {name: self._toggle(source_word(name)) for name in SOURCES}
        self.certificate = self._field(self.tr("证书编号"))
        self.certificate_photo = self._toggle(self.tr("刚拍的作证书照片"))
        self.origin = self._field(self.tr("产地，如 镇平"))
        self.source_photo = self._toggle(self.tr("刚拍的作凭证"))
        self.base = self._field(self.tr("原价（划线价）"))
        self.base_photo = self._toggle(self.tr("刚拍的作原价凭证"))
        self.ships = self._field(self.tr("几小时内发货"))
        self.online = self._field(self.tr("在线人数"))
        self.jewellery = self._toggle(self.tr("珠宝：证书齐了才上架"))
        self.certificate.setProperty(KEEPS, True)
        self.material = self._field(self.tr("材质"))
        self.weight = self._field(self.tr("重量"))
        self.size_field = self._field(self.tr("尺寸"))
        self.cost = self._field(self.tr("成本"))
        self.commission = self._field(self.tr("佣金 %"))
        self.lacks = Remark(self._theme, "warn", "amber")
        self.words = (Remark(self._theme, "warn", "amber"), Remark(self._theme, "warn", "amber"))
        self.heeding = [
            Heeding(field, words, self._lang)
            for field, words in zip((self.origin, self.material), self.words, strict=True)
        ]
        self.save = KeyButton(self._theme, self.tr("保存"), "Enter", kind="main")
        self.leave = KeyButton(self._theme, self.tr("取消"), "Esc", kind="plain")
        self.cost.setToolTip(self.tr("元；成本、佣金只有助理看到"))
        self.commission.setToolTip(self.cost.toolTip())
        self.base.setToolTip(self.tr("元；有凭证才给观众看，说原价的话才算数"))
        self.ships.setToolTip(self.tr("说“当天发”之类的话按它核对"))
        self.online.setToolTip(self.tr("看到的在线人数；说“几千人在看”按它核对"))
        for button in (self.save, self.leave):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _field(self, name: str) -> LineEdit:
        field = LineEdit()
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        field.setMaxLength(LONGEST_TEXT)
        field.setMinimumWidth(self._theme.px(72))
        return field

    def _toggle(self, name: str) -> QPushButton:
        button = QPushButton(name)
        button.setProperty("kind", "toggle")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setAccessibleName(name)
        return button

    def _lay_out(self) -> None:
        px = self._theme.px
        rows: tuple[tuple[QWidget, ...], ...] = (
            (*self.guarantees.values(),),
            (self.certificate, self.certificate_photo),
            (*self.sources.values(),),
            (self.origin, self.source_photo),
            (self.base, self.base_photo),
            (self.ships, self.online),
            (self.jewellery, self.material, self.weight, self.size_field),
            (self.cost, self.commission),
        )
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(6))
        self._rows = [self._row(parts) for parts in rows]
        self._scroll = _Rows(self._theme, self._grid)
        self._place(2)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.title)
        foot.addWidget(self.lacks, 1)
        foot.addStretch(0)
        foot.addWidget(self.save)
        foot.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(6), px(12), px(8))
        column.setSpacing(px(4))
        column.addLayout(foot)
        column.addWidget(self._scroll)
        for words in self.words:
            column.addWidget(words)
        column.addStretch(1)  # in the place of the line-up it has more room than it needs
        order = [part for parts in rows for part in parts] + [self.save, self.leave]
        for one, other in itertools.pairwise(order):
            QWidget.setTabOrder(one, other)

    def _row(self, parts: tuple[QWidget, ...]) -> QWidget:
        """Parts side by side; a field whose name would be hidden by what stands in it has it before it."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(6))
        for part in parts:
            if part in self._named() and isinstance(part, LineEdit):
                part.setPlaceholderText("")
                label = QLabel(part.accessibleName())
                label.setProperty("tone", "quiet")
                row.addWidget(label)
            row.addWidget(part, int(isinstance(part, LineEdit)))
        if not any(isinstance(part, LineEdit) for part in parts):
            row.addStretch(1)
        return holder

    def _named(self) -> tuple[QWidget, ...]:
        """Fields whose name stands before them."""
        return (
            self.material, self.weight, self.size_field, self.cost, self.commission, self.base, self.ships, self.online,
        )  # fmt: skip

    def _place(self, columns: int) -> None:
        """Rows in so many columns."""
        self._columns = columns
        for n, holder in enumerate(self._rows):
            self._grid.addWidget(holder, n // columns, n % columns)
        self._scroll.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 1 if event.size().width() < self._two_need() else 2
        if columns != self._columns:
            self._place(columns)
        self._give_way()

    def _give_way(self) -> None:
        """In a narrow form the title leaves its room to what is lacking."""
        self.title.setVisible(self._columns > 1 or not self.lacks.text)

    def _two_need(self) -> int:
        """How wide the form must be for two columns of its rows."""
        left, right = (max(row.minimumSizeHint().width() for row in self._rows[n::2]) for n in (0, 1))
        return max(self._theme.px(800), left + right + self._theme.px(64))

    def be_compact(self, compact: bool) -> None:
        """Where there is little height its rows are scrolled."""
        self._scroll.be_compact(compact)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for one column, so that a small window may have it."""
        return QSize(self._theme.px(300), super().minimumSizeHint().height())

    def _fields(self) -> tuple[LineEdit, ...]:
        return (
            self.certificate, self.origin, self.material, self.weight, self.size_field, self.cost, self.commission,
            self.base, self.ships, self.online,
        )  # fmt: skip

    def _marks(self) -> tuple[QPushButton, ...]:
        """Everything that is on or off."""
        photos = (self.certificate_photo, self.source_photo, self.base_photo)
        return (*self.guarantees.values(), *self.sources.values(), *photos, self.jewellery)

    def _connect(self) -> None:
        for field in self._fields():
            field.returnPressed.connect(self._save)
            field.textChanged.connect(self._say)
        for name, button in self.sources.items():
            button.clicked.connect(lambda _checked=False, chosen=name: self._choose_source(chosen))
        self.certificate_photo.clicked.connect(self._prove)
        self.source_photo.clicked.connect(self._prove)
        self.base_photo.clicked.connect(self._prove)
        self.jewellery.clicked.connect(self._say)
        self.lacks.said.connect(self._give_way)
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self.drop)

    # --- open and closed ---------------------------------------------------------------------

    def open_for(self, item: Item) -> None:
        """Show what is known of `item`."""
        trust = item.trust
        self._item, self._certificate_snap, self._source_snap, self._base_snap = item, None, None, None
        self.title.setText(self.tr("{number} 号的保障与证明").format(number=item.number))
        for name, button in self.guarantees.items():
            button.setChecked(name in trust.guarantees)
        for name, button in self.sources.items():
            button.setChecked(name == trust.source)
        for field, text in (
            (self.certificate, trust.certificate),
            (self.origin, trust.origin),
            (self.material, trust.material),
            (self.weight, trust.weight),
            (self.size_field, trust.size),
            (self.cost, "" if trust.cost_fen is None else plain(trust.cost_fen)),
            (self.commission, f"{trust.commission_bp / 100:g}" if trust.commission_bp else ""),
            (self.base, "" if trust.base_price_fen is None else plain(trust.base_price_fen)),
            (self.ships, "" if trust.ships_within_h is None else str(trust.ships_within_h)),
            (self.online, "" if trust.online is None else str(trust.online)),
        ):
            field.setText(text)
        self.jewellery.setChecked(trust.template == "jewellery")
        self.certificate_photo.setChecked(bool(trust.certificate_photo))
        self.source_photo.setChecked(bool(trust.source_photo))
        self.base_photo.setChecked(bool(trust.base_photo))
        self._say()
        for heeding in self.heeding:
            heeding.listen(lambda typed: of_item(self._check, typed, item))
        self.setVisible(True)
        self.opened.emit()
        self.certificate.setFocus()

    @property
    def filled(self) -> Filled | None:
        """What stands in it; None while it is not open."""
        if self._item is None or self.isHidden():
            return None
        fields = self._fields()
        return Filled(
            self._item.number,
            tuple(field.text() for field in fields),
            tuple(mark.isChecked() for mark in self._marks()),
            (self._certificate_snap, self._source_snap, self._base_snap),
            next((n for n, field in enumerate(fields) if field.hasFocus()), -1),
        )

    def go_on(self, item: Item, filled: Filled) -> None:
        """Open for `item` with what was filled in elsewhere."""
        self.open_for(item)
        for field, text in zip(self._fields(), filled.texts, strict=True):
            field.setText(text)
        for mark, checked in zip(self._marks(), filled.marks, strict=True):
            mark.setChecked(checked)
        self._certificate_snap, self._source_snap, self._base_snap = filled.snaps
        self._say()
        if filled.at >= 0:
            self._fields()[filled.at].setFocus()

    def drop(self) -> bool:
        """Leave it; False when it was not open."""
        self._item = None
        return taken_away(self)

    def show_state(self, state: ShowState) -> None:
        """Know the newest snap: it is what can be made a proof."""
        self._last_snap = state.last_snap.snap_id if state.last_snap is not None else ""
        has = bool(self._last_snap)
        self.certificate_photo.setEnabled(has or self.certificate_photo.isChecked())
        self.source_photo.setEnabled(has or self.source_photo.isChecked())
        self.base_photo.setEnabled(has or self.base_photo.isChecked())

    # --- what was entered --------------------------------------------------------------------

    def _choose_source(self, chosen: str) -> None:
        """One source or none."""
        for name, button in self.sources.items():
            button.setChecked(name == chosen and button.isChecked())
        self._say()

    def _prove(self) -> None:
        """The newest snap is the proof from now on; pressed again, there is none."""
        if self.sender() is self.certificate_photo:
            self._certificate_snap = self._last_snap if self.certificate_photo.isChecked() else ""
        elif self.sender() is self.base_photo:
            self._base_snap = self._last_snap if self.base_photo.isChecked() else ""
        else:
            self._source_snap = self._last_snap if self.source_photo.isChecked() else ""
        self._say()

    def entered(self) -> Trust | None:
        """What the item would be told to be; None while a sum, a share, hours or people are no number."""
        if self._item is None:
            return None
        cost_fen = yuan_in(self.cost.text()) if self.cost.text().strip() else self._item.trust.cost_fen
        share = share_in(self.commission.text())
        base_fen, base = yuan_in(self.base.text()), self.base.text().strip()
        ships, online = quantity_in(self.ships.text()), quantity_in(self.online.text())
        unread = (cost_fen is None and self.cost.text().strip()) or (base and base_fen is None)
        unread = unread or (self.ships.text().strip() and ships is None)
        if unread or (self.online.text().strip() and online is None) or share is None:
            return None
        return Trust(
            guarantees=tuple(name for name, button in self.guarantees.items() if button.isChecked()),
            certificate=self.certificate.text().strip(),
            certificate_photo="yes" if self.certificate_photo.isChecked() else "",
            source=next((name for name, button in self.sources.items() if button.isChecked()), ""),
            origin=self.origin.text().strip(),
            source_photo="yes" if self.source_photo.isChecked() else "",
            template="jewellery" if self.jewellery.isChecked() else "",
            material=self.material.text().strip(),
            weight=self.weight.text().strip(),
            size=self.size_field.text().strip(),
            cost_fen=cost_fen,
            commission_bp=share,
            base_price_fen=base_fen,
            base_photo="yes" if self.base_photo.isChecked() else "",
            online=online,
            ships_within_h=ships,
        )

    def _say(self) -> None:
        """What is lacking, or cannot be read, while it is entered."""
        trust = self.entered()
        if self._item is None:
            return
        if trust is None:
            self.lacks.say(self.tr("金额写成 210，佣金写成 15，小时和人数写整数"))
            return
        told = [lacking_words(trust), *(standing.word for standing in unproved(trust))]
        said = [words for words in told if words]
        self.lacks.say(" · ".join(said if self._columns > 1 else said[:1]))

    def _save(self) -> None:
        item, trust = self._item, self.entered()
        if item is None or trust is None:
            return
        for heeding in self.heeding:
            heeding.look_now()
        if any(heeding.blocked for heeding in self.heeding):
            return  # what must not go on air stays in its field
        command = c.DescribeItem(
            number=item.number,
            certificate_snap_id=self._certificate_snap,
            source_snap_id=self._source_snap,
            base_snap_id=self._base_snap,
        )
        if trust.base_price_fen != item.trust.base_price_fen:
            command = replace(command, base_price_fen=trust.base_price_fen or 0)
        if trust.online != item.trust.online:
            command = replace(command, online=trust.online or 0)
        if trust.ships_within_h != item.trust.ships_within_h:
            command = replace(command, ships_within_h=trust.ships_within_h or 0)
        for name in ("guarantees", "certificate", "source", "origin", "template", "material", "weight", "size",
                     "cost_fen", "commission_bp"):  # fmt: skip
            if getattr(trust, name) != getattr(item.trust, name):
                command = replace(command, **{name: getattr(trust, name)})
        self._actions.do(command)
        self.drop()
