"""How a row of the line-up is painted, and which columns there is room for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.facts import FlashSale, Item, ListingState, PlatformState
from console.money import price
from console.state import ShowState
from ui.look import ink
from ui.look.format import Standing, held_words, second_line, span, standing, whole
from ui.look.language import translate
from ui.look.pictures import Pictures
from ui.look.theme import Theme
from ui.panels.notices import deed_words, mends
from ui.selling.badges import lacking_words, proofs
from ui.selling.flash_sales import flash_lines
from ui.selling.holds import Holds

ROW_COMPACT, ROW_LOW, ROW, ROW_ROOMY = 50, 60, 64, 76


@dataclass(frozen=True)
class Columns:
    """Where each column lies: left edge and width; a column without room has width 0."""

    number: tuple[float, float]
    picture: tuple[float, float]
    title: tuple[float, float]
    price: tuple[float, float]
    stock: tuple[float, float]
    sold: tuple[float, float]
    state: tuple[float, float]
    bin: tuple[float, float]


def columns(width: float, theme: Theme, *, bins: bool = True) -> Columns:
    """Columns for a list `width` wide: the bin goes first, then what was sold, then the price gets narrow."""
    px = theme.px
    narrow = width <= px(620)
    pad = px(12) if narrow else px(20)
    wide_enough = width > px(1_000)
    gap = px(24 if wide_enough else 16 if width > px(700) else 8)
    sold = 0 if narrow else px(56 if wide_enough else 44)
    bin_code = px(72 if wide_enough else 52) if bins and width > px(760) else 0
    state = px(118 if narrow else 144 if wide_enough else 128)
    stock = px(66 if narrow else 78)
    cost = px(84 if narrow else 112 if wide_enough else 100)
    right = width - pad
    places: dict[str, tuple[float, float]] = {}
    for name, wide in (("bin", bin_code), ("state", state), ("sold", sold), ("stock", stock), ("price", cost)):
        places[name] = (right - wide, wide)
        right -= wide + gap if wide else 0
    number = (pad, px(44))
    picture = (pad + px(48), px(64 if width > px(900) else 54))
    title_left = picture[0] + picture[1] + px(14)
    title = (title_left, max(px(60), right - title_left))
    return Columns(number=number, picture=picture, title=title, **places)


CELL_PLACES = {"price": "price", "stock": "stock", "bin": "bin", "points": "title"}
"""Which column each cell is written in; points under the title."""


class RowPainter(QStyledItemDelegate):
    """Paints one item. Reads the state at paint time, so that what ticks needs no model change."""

    def __init__(
        self,
        theme: Theme,
        pictures: Pictures,
        state: Callable[[], ShowState],
        now_ms: Callable[[], int],
        holds: Holds,
        left_ms: Callable[[FlashSale], int],
        on_air_s: Callable[[], float | None],
        warned: Callable[[Item], str],
        parent: QWidget,
    ) -> None:
        """`on_air_s` is how long the item on air has been there, `warned` what should not be said in a title."""
        super().__init__(parent)
        self.written = -1
        """The row in which points are written: the field stands in the place of the title, price and stock."""
        self._left_ms, self._on_air_s, self._warned = left_ms, on_air_s, warned
        self._deeds: dict[str, QRectF] = {}
        self._row = QRectF()
        """Where the row lies that is being painted."""
        self._theme = theme
        self._pictures = pictures
        self._state = state
        self._now_ms = now_ms
        self._holds = holds
        self.row_height = ROW
        self.bins = True
        """Whether any item has a bin; without one the column is left out."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(self.row_height))

    def cell_box(self, row: QRect, cell: str) -> QRectF:
        """Where `cell` of `ui.typed.cells` is written in the row that lies at `row`; empty without its column."""
        px = self._theme.px
        left, wide = getattr(columns(row.width(), self._theme, bins=self.bins), CELL_PLACES[cell])
        if not wide or row.isEmpty():
            return QRectF()
        if cell == "points":
            wide = min(max(wide, px(460)), row.width() - left - px(12))
            tall = min(px(30), row.height() / 2)
            return QRectF(row.x() + left - px(9), row.y() + row.height() / 2, wide, tall)
        least = px(104 if cell == "price" else 88)
        over = max(0.0, least - wide - px(9)) + px(9 if cell == "bin" else 0)
        box = QRectF(row.x() + left - over, row.y() + (row.height() - px(36)) / 2, wide + over, px(36))
        return box.adjusted(0, 0, px(9), 0)

    def cell_at(self, row: QRect, point: QPoint) -> str:
        """The cell under `point`, "" between them."""
        return next((cell for cell in CELL_PLACES if self.cell_box(row, cell).contains(QPointF(point))), "")

    def deed_at(self, item: Item, row: QRect, point: QPoint) -> bool:
        """Whether `point` lies on what helps a refused item."""
        box = self._deeds.get(item.item_id)
        return box is not None and box.translated(row.x(), row.y()).contains(QPointF(point))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        item = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(item, Item):
            return
        box = self._row = QRectF(option.rect)
        flags = option.state
        selected = bool(flags & QStyle.StateFlag.State_Selected)
        focused = selected and bool(flags & QStyle.StateFlag.State_HasFocus)
        state = self._state()
        on_air = item.item_id == state.on_air_item_id
        painter.save()
        self._plane(painter, box, on_air and state.live, selected, focused)
        gone = item.listing is ListingState.WITHDRAWN
        dim = gone or item.stock_left <= 0
        self._columns(painter, box, item, state, dim, gone, written=index.row() == self.written)
        painter.restore()

    def _plane(self, painter: QPainter, box: QRectF, live: bool, selected: bool, focused: bool) -> None:
        theme = self._theme
        edge = theme.px(4)
        if selected:
            painter.fillRect(box, theme.colour("blue_plane"))
        elif live:
            painter.fillRect(box, theme.colour("on_air_plane"))
        else:
            painter.fillRect(
                QRectF(box.x() + theme.px(20), box.bottom() - 1, box.width() - theme.px(40), 1), theme.colour("line")
            )
        if live or selected:
            painter.fillRect(QRectF(box.x(), box.y(), edge, box.height()), theme.colour("on_air" if live else "blue"))
        if focused:
            ink.plane(painter, box.adjusted(0, 0, 0, -1), ink.CLEAR, 2, theme.colour("blue"))

    def _columns(
        self, painter: QPainter, box: QRectF, item: Item, state: ShowState, dim: bool, gone: bool, *, written: bool
    ) -> None:
        theme, px = self._theme, self._theme.px
        place = columns(box.width(), theme, bins=self.bins)
        text = theme.colour("quiet" if dim else "text")
        quiet = theme.colour("quiet")
        top, tall = box.y(), box.height()

        def cell(where: tuple[float, float]) -> QRectF:
            return QRectF(box.x() + where[0], top, where[1], tall)

        ink.write(painter, cell(place.number), str(item.number), theme.font(20, bold=True), text)
        side = min(px(64), tall - px(10))
        device = painter.device()
        thumb = self._pictures.get(item.thumb, round(side * (device.devicePixelRatioF() if device else 1)))
        if dim:
            painter.setOpacity(0.5)
        ink.picture(
            painter,
            QRectF(box.x() + place.picture[0], top + (tall - side) / 2, side, side),
            thumb,
            theme.colour("raised"),
            rim=theme.rim(),
        )
        painter.setOpacity(1)
        title = cell(place.title)
        title.setRight(max(title.right(), cell(place.price).right() - self._price_width(item) - px(16)))
        self._title(painter, title, item, text, gone)
        if not written:
            self._price(painter, cell(place.price), item, text)
            self._stock(painter, cell(place.stock), item, text)
        if place.sold[1]:
            sold = text if item.show_units else quiet
            ink.write(painter, cell(place.sold), whole(item.show_units), theme.font(16), sold, ink.RIGHT)
        self._standing(painter, cell(place.state), item, state)
        if place.bin[1]:
            ink.write(painter, cell(place.bin), item.bin_code, theme.font(14), quiet)

    def _price_width(self, item: Item) -> float:
        """What its price takes of its column; the title may have the rest."""
        wide = ink.width(price(item.price_fen), self._theme.font(18, bold=True))
        if item.flash is None:
            return wide
        return max(wide, ink.width(price(item.flash.regular_fen), self._theme.font(13)))

    def _price(self, painter: QPainter, box: QRectF, item: Item, text: QColor) -> None:
        """What it costs now; under it, struck through, what comes back after a flash sale."""
        theme, px = self._theme, self._theme.px
        if item.flash is not None:
            middle = box.center().y()
            line = QRectF(box.x(), middle + px(2), box.width(), px(20))
            former = theme.font(13, struck=True)
            ink.write(painter, line, price(item.flash.regular_fen), former, theme.colour("quiet"), ink.RIGHT)
            box = QRectF(box.x(), middle - px(24), box.width(), px(24))
        ink.write(painter, box, price(item.price_fen), theme.font(18, bold=True), text, ink.RIGHT)

    def _under(self, item: Item, room: float) -> list[Standing]:
        """What stands under the title: trouble, a flash sale, what lacks or should not be said, else its proofs."""
        if item.platform is PlatformState.REFUSED:
            return [Standing("cross", second_line(item)[0], "trouble")]
        flash = flash_lines(item, self._left_ms(item.flash) if item.flash is not None else 0)
        font = self._theme.font(13)
        for line in flash:
            if ink.width(line.word, font) <= room - self._theme.px(18) or line is flash[-1]:
                return [line]
        said = item.platform_reason or self._lacking(item, room) or self._warned(item)
        if said:
            return [Standing("warn", said, "amber")]
        return proofs(item)

    def _lacking(self, item: Item, room: float) -> str:
        """What a piece of jewellery still needs, by name where there is room, else how many things."""
        named = lacking_words(item.trust)
        if ink.width(named, self._theme.font(13)) <= room - self._theme.px(18):
            return named
        return translate("lineup", "还缺 {n} 项").format(n=len(item.trust.lacking))

    def _title(self, painter: QPainter, box: QRectF, item: Item, text: QColor, gone: bool) -> None:
        theme, px = self._theme, self._theme.px
        under = self._under(item, box.width())
        font = theme.font(16, struck=gone)
        self._deeds.pop(item.item_id, None)
        if not under:
            ink.write(painter, box, item.title, font, text)
            return
        middle = box.center().y()
        ink.write(painter, QRectF(box.x(), middle - px(24), box.width(), px(24)), item.title, font, text)
        line = QRectF(box.x(), middle + px(2), box.width(), px(20))
        if item.platform is PlatformState.REFUSED:
            self._trouble(painter, line, item, under[0])
            return
        shown = [said for said in under if self._wide(said) <= box.width()] or under[:1]
        for n, said in enumerate(shown):
            if n and self._wide(said) > line.width():
                return
            line.setLeft(self._say(painter, line, said) + px(12))

    def _wide(self, said: Standing) -> float:
        return ink.width(said.word, self._theme.font(13)) + (self._theme.px(18) if said.shape else 0)

    def _say(self, painter: QPainter, line: QRectF, said: Standing) -> float:
        """One thing on the quiet line; returns where it ends."""
        theme, px = self._theme, self._theme.px
        left = line.x()
        if said.shape:
            ink.shape(painter, said.shape, QPointF(left + px(6), line.center().y()), px(11), theme.colour(said.tone))
            left += px(18)
        box = QRectF(left, line.y(), line.right() - left, line.height())
        return left + ink.write(painter, box, said.word, theme.font(13), theme.colour(said.tone))

    def _trouble(self, painter: QPainter, line: QRectF, item: Item, said: Standing) -> None:
        """What the platform refused, and the one deed that helps, which can be clicked."""
        deed, font = deed_words(mends(item.platform_reason)[0]), self._theme.font(13)
        font.setUnderline(True)
        wide = ink.width(deed, font)
        end = self._say(painter, line.adjusted(0, 0, -wide - self._theme.px(10), 0), said) + self._theme.px(10)
        box = QRectF(end, line.y(), wide, line.height())
        ink.write(painter, box, deed, font, self._theme.colour(said.tone))
        self._deeds[item.item_id] = box.translated(-self._row.x(), -self._row.y())

    def _stock(self, painter: QPainter, box: QRectF, item: Item, text: QColor) -> None:
        theme, px = self._theme, self._theme.px
        held = held_words(item, self._holds.units(item.item_id))
        if held:
            middle = box.center().y()
            line = QRectF(box.x() - px(12), middle + px(2), box.width() + px(12), px(20))
            ink.write(painter, line, held, theme.font(13), theme.colour("quiet"), ink.RIGHT)
            box = QRectF(box.x(), middle - px(24), box.width(), px(24))
        total = f" /{whole(item.stock_total)}" if item.stock_total != item.stock_left else ""
        small = theme.font(13)
        wide = ink.width(total, small)
        left = theme.colour("amber") if 0 < item.stock_left <= 3 < item.stock_total else text
        ink.write(
            painter, box.adjusted(0, 0, -wide, 0), whole(item.stock_left), theme.font(18, bold=True), left, ink.RIGHT
        )
        ink.write(painter, box.adjusted(0, theme.px(3), 0, theme.px(3)), total, small, theme.colour("quiet"), ink.RIGHT)

    def _standing(self, painter: QPainter, box: QRectF, item: Item, state: ShowState) -> None:
        theme, px = self._theme, self._theme.px
        how = standing(item, state, self._now_ms())
        since_s = self._on_air_s() if how.tone == "on_air" else None
        word = how.word if since_s is None else f"{how.word} {span(since_s)}"
        colour = theme.colour(how.tone)
        strong = how.tone in ("on_air", "trouble")
        ink.shape(painter, how.shape, QPointF(box.x() + px(6), box.center().y()), px(12), colour)
        ink.write(painter, box.adjusted(px(20), 0, 0, 0), word, theme.font(14, bold=strong), colour)


class Header(QWidget):
    """The names of the columns, where the rows put them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        """What the rows are painted with."""
        self.rows_width = 0
        self.bins = True
        self.chosen = 0
        """How many rows are chosen; several are said where the titles are named."""
        self.setFixedHeight(theme.px(30))

    def paintEvent(self, _event: object) -> None:
        theme = self.theme
        painter = QPainter(self)
        place = columns(self.rows_width or self.width(), theme, bins=self.bins)
        several = translate("lineup", "已选 {n} 件").format(n=self.chosen) if self.chosen > 1 else ""
        names = (
            (place.number, translate("lineup", "编号"), ink.LEFT),
            (place.title, several or translate("lineup", "名称"), ink.LEFT),
            (place.price, translate("lineup", "价格"), ink.RIGHT),
            (place.stock, translate("lineup", "库存"), ink.RIGHT),
            (place.sold, translate("lineup", "本场售"), ink.RIGHT),
            (place.state, translate("lineup", "状态"), ink.LEFT),
            (place.bin, translate("lineup", "货位"), ink.LEFT),
        )
        for (left, wide), name, align in names:
            if wide:
                ink.write(
                    painter, QRectF(left, 0, wide, self.height()), name, theme.font(13), theme.colour("quiet"), align
                )
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.colour("line"))
        painter.end()
