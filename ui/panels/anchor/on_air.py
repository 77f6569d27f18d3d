"""What the anchor reads from two metres away: what is on air, its price, what is left, and what to say of it.

What comes next is `next_items`, the strip at the foot `foot_strip`; what the selling tools add is `tools`.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.facts import Item, SaleStatus
from console.money import price
from console.state import ShowState
from ui.keys.shortcuts import Key
from ui.look import ink
from ui.look.fonts import sized
from ui.look.format import sure_words, whole
from ui.look.language import translate
from ui.look.pictures import Pictures
from ui.look.theme import Theme
from ui.panels.anchor.part import AnchorPart
from ui.panels.anchor.talk import just_sold, paint_sold, paint_talk, tall
from ui.panels.anchor.tools import DIGITS, fitted, paint_badges, paint_coupon, paint_flash, paint_price, paint_steps
from ui.prompting.prompt import blocks
from ui.prompting.prompter import Inks, Prompter, PromptPage
from ui.selling.flash_sales import flash_standing, flash_units
from ui.selling.ticking import Ticking

SCARCE = 3
PROMPT_TYPE = 42
"""Units of the prompter's type at 100 %."""
WIDE = 1000
"""Units of width from which what is said stands beside price and stock, not below."""


class OnAirPanel(AnchorPart):
    """The item on air."""

    def __init__(
        self,
        theme: Theme,
        pictures: Pictures,
        keys: Mapping[str, Key],
        ticking: Ticking,
        prompter: Prompter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, pictures, parent)
        self._ticking, self._keys, self._prompter = ticking, keys, prompter
        self.rest_box = QRectF()
        """Where what is said of the item stands, for what takes its place."""
        self.page = PromptPage(prompter, lambda: prompter.shown == "points" and self.isVisible(), self)
        self.page.moved.connect(lambda: self.update(self.rest_box.toAlignedRect()))
        self._flash_box = QRectF()
        ticking.ticked.connect(self._tick)

    def show_state(self, state: ShowState, unit: float) -> None:
        self.page.show_blocks(blocks(state, self._keys["script"].shown, headed=False), state.on_air_item_id)
        super().show_state(state, unit)

    def _tick(self) -> None:
        """Only the countdown changes."""
        if self.state.on_air is not None and self.state.on_air.flash is not None:
            self.update(self._flash_box.toAlignedRect())

    def spoken(self) -> str:
        item = self.state.on_air
        if item is None:
            return translate("anchor", "现在没有讲解中的商品")
        sure = sure_words(item, self.state)
        said = f"{item.number} {item.title} {price(item.price_fen)} {item.stock_left}"
        if item.flash is not None:
            said += f" {flash_standing(item.flash).word} {flash_units(item.flash)}"
        return f"{said} {sure.word}" if sure is not None else said

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self.begin()
        item = self.state.on_air
        if item is None:
            if self._prompter.shown == "points" and self.state.script_after(None):
                self.rest_box = self._inside()
                self._paint_prompt(painter, self.rest_box)
            else:
                self._paint_nothing(painter)
        else:
            self._paint_item(painter, item)
        painter.end()

    def _inside(self) -> QRectF:
        u = self.unit
        return QRectF(self.rect()).adjusted(36 * u, 24 * u, -30 * u, -20 * u)

    def _paint_item(self, painter: QPainter, item: Item) -> None:
        u, theme = self.unit, self.theme
        live = self.state.live
        tone = theme.colour("on_air" if live else "blue")
        painter.save()
        painter.setClipRect(QRectF(0, 0, 7 * u, self.height()))
        ink.plane(painter, QRectF(self.rect()), tone, 10 * u)
        painter.restore()
        box = self._inside()
        line = QRectF(box.x(), box.y(), box.width(), 60 * u)
        ink.shape(painter, "full" if live else "target", QPointF(line.x() + 15 * u, line.center().y()), 30 * u, tone)
        word = translate("anchor", "讲解中") if live else translate("anchor", "待播")
        ink.write(painter, line.adjusted(44 * u, 0, 0, 0), word, sized(34 * u, bold=True), tone)
        number = translate("anchor", "{number} 号").format(number=item.number)
        ink.write(painter, line, number, sized(48 * u, bold=True), theme.colour("text"), ink.RIGHT)
        top = line.bottom() + 20 * u
        top += self._paint_title(painter, QRectF(box.x(), top, box.width(), 110 * u), item.title) + 4 * u
        if box.width() >= WIDE * u:
            half = box.width() * 0.46
            y = self._paint_figures(painter, QRectF(box.x(), top, half, box.bottom() - top), item) + 20 * u
            aside = QRectF(box.x(), y, half, box.bottom() - y)
            x = box.x() + half + 36 * u
            painter.fillRect(QRectF(x - 18 * u, top + 12 * u, max(1.0, u), box.bottom() - top), theme.colour("edge"))
            self.rest_box = QRectF(x + 18 * u, top + 12 * u, box.right() - x - 18 * u, box.bottom() - top - 12 * u)
        else:
            y = self._paint_figures(painter, QRectF(box.x(), top, box.width(), box.bottom() - top), item) + 20 * u
            aside = None
            painter.fillRect(QRectF(box.x(), y, box.width(), max(1.0, u)), theme.colour("edge"))
            self.rest_box = QRectF(box.x(), y + 18 * u, box.width(), box.bottom() - y - 18 * u)
        self._paint_rest(painter, QRectF(self.rest_box), item, aside)

    def _paint_title(self, painter: QPainter, box: QRectF, title: str) -> float:
        """The title in one line, a long one in two; returns the height it took."""
        u, colour = self.unit, self.theme.colour("text")
        large = sized(46 * u, bold=True)
        if ink.width(title, large) <= box.width():
            ink.write(painter, QRectF(box.x(), box.y(), box.width(), 64 * u), title, large, colour)
            return 64 * u
        sizes = (40, 37, 34, 31)
        font = next((f for n in sizes if tall(title, f := sized(n * u, bold=True), box.width()) <= 108 * u), None)
        font = font or sized(sizes[-1] * u, bold=True)
        ink.lines(painter, box, title, font, colour)
        return 112 * u

    def _paint_figures(self, painter: QPainter, box: QRectF, item: Item) -> float:
        """Price, countdown, stock and what can be sold for sure; returns where they end."""
        u, theme = self.unit, self.theme
        line = QRectF(box.x(), box.y(), box.width(), 170 * u)
        paint_price(painter, line, item, theme, u)
        if item.flash is not None:
            self._flash_box = line = QRectF(box.x(), line.bottom(), box.width(), 124 * u)
            paint_flash(painter, line, item.flash, self._ticking.left_ms(item.flash), theme, u)
        line = QRectF(box.x(), line.bottom(), box.width(), 150 * u)
        self._paint_stock(painter, line, item)
        sure = sure_words(item, self.state)
        if sure is not None:
            line = QRectF(box.x(), line.bottom() + 8 * u, box.width(), 48 * u)
            tone = theme.colour(sure.tone)
            ink.shape(painter, sure.shape, QPointF(line.x() + 13 * u, line.center().y()), 26 * u, tone)
            words = line.adjusted(42 * u, 0, 0, 0)
            ink.write(painter, words, sure.word, fitted(sure.word, 30 * u, words.width(), bold=False), tone)
        return line.bottom()

    def _paint_rest(self, painter: QPainter, rest: QRectF, item: Item, aside: QRectF | None) -> None:
        """What is said of the item in `rest`; who bought it in `aside` where there is room beside it."""
        u, theme = self.unit, self.theme
        if aside is not None:
            paint_sold(painter, aside, just_sold(item, self.state), theme, u)
        if self._prompter.shown == "points":
            self._paint_prompt(painter, rest)
            return
        for paint in (lambda: paint_coupon(painter, rest, self.state, self._ticking.now_ms(), theme, u),
                      lambda: paint_steps(painter, rest, item, theme, u),
                      lambda: paint_badges(painter, rest, item.trust, theme, u)):  # fmt: skip
            took = paint()
            rest.setTop(rest.y() + took + (8 * u if took else 0))
        sold = just_sold(item, self.state) if aside is None else []
        paint_talk(painter, rest, item, sold, self.pictures.get(item.square, 640), theme, u)

    def _paint_prompt(self, painter: QPainter, box: QRectF) -> None:
        """The prompter, in place of what else is said here."""
        theme = self.theme
        inks = Inks(*(theme.colour(name) for name in ("surface", "text", "amber", "quiet")))
        self.page.paint(painter, box, PROMPT_TYPE * self.unit, inks)

    def _paint_stock(self, painter: QPainter, line: QRectF, item: Item) -> None:
        """What is left in large digits; of how many, and how many were sold, small beside them."""
        u, theme = self.unit, self.theme
        quiet = theme.colour("quiet")
        if item.stock_left <= 0:
            ink.shape(painter, "square", QPointF(line.x() + 22 * u, line.center().y()), 44 * u, quiet)
            words = line.adjusted(64 * u, 0, 0, 0)
            ink.write(painter, words, translate("anchor", "售罄"), sized(88 * u, bold=True), quiet)
            return
        small = sized(28 * u)
        base = line.adjusted(0, 44 * u, 0, 0)
        took = ink.write(painter, base, translate("anchor", "还剩"), small, quiet) + 16 * u
        flash = item.flash
        units, of = (item.stock_left, item.stock_total) if flash is None else (flash.units_left, flash.units)
        if flash is None:
            sold = translate("anchor", "本场售 {n}").format(n=whole(item.show_units))
        else:
            sold = translate("anchor", "库存 {n}").format(n=whole(item.stock_left))
        left, total = whole(units), f"/ {whole(of)}"
        digits = line.adjusted(took, 0, 0, 0)
        beside = ink.width(total, small) + 32 * u + ink.width(sold, small) + 18 * u
        stacked = max(ink.width(total, small), ink.width(sold, small)) + 18 * u
        needs = ink.width(left, sized(DIGITS * u, bold=True))
        one_line = needs + beside <= digits.width()
        room = digits.width() - (beside if one_line else stacked if needs + stacked <= digits.width() else 0)
        colour = theme.colour("amber" if units <= SCARCE else "text")
        digits.setLeft(digits.x() + ink.write(painter, digits, left, fitted(left, 124 * u, room), colour) + 18 * u)
        if one_line:
            x = digits.x() + ink.write(painter, base.adjusted(digits.x() - base.x(), 0, 0, 0), total, small, quiet)
            ink.write(painter, base.adjusted(x + 32 * u - base.x(), 0, 0, 0), sold, small, quiet)
        elif digits.width() >= stacked - 19 * u:
            for n, said in enumerate((total, sold)):
                place = QRectF(digits.x(), line.center().y() + (n - 1) * 40 * u + 12 * u, digits.width(), 40 * u)
                ink.write(painter, place, said, small, quiet)

    def _paint_nothing(self, painter: QPainter) -> None:
        """Nothing is on air: what just sold out, and what the clicker brings next."""
        u, theme = self.unit, self.theme
        box = self._inside()
        after = self.state.upcoming(1)
        gone = self._just_gone()
        y = box.y()
        if gone is not None:
            line = QRectF(box.x(), y, box.width(), 64 * u)
            ink.shape(painter, "tick", QPointF(line.x() + 18 * u, line.center().y()), 32 * u, theme.colour("jade"))
            said = translate("anchor", "{number} 号卖完了，本场 {n} 件")
            said = said.format(number=gone.number, n=whole(gone.show_units))
            words = line.adjusted(52 * u, 0, 0, 0)
            ink.write(painter, words, said, fitted(said, 36 * u, words.width()), theme.colour("jade"))
            y = line.bottom() + 12 * u
        if after:
            self._paint_coming(painter, QRectF(box.x(), y, box.width(), box.bottom() - y), after[0])
            return
        middle = box.center().y()
        title = translate("anchor", "没有讲解中的商品") if gone else translate("anchor", "货单里还没有可讲的货")
        ink.shape(painter, "ring", QPointF(box.center().x(), middle - 90 * u), 64 * u, theme.colour("edge"))
        line = QRectF(box.x(), middle - 30 * u, box.width(), 60 * u)
        ink.write(painter, line, title, fitted(title, 40 * u, box.width()), theme.colour("text"), ink.CENTRE)
        line = QRectF(box.x(), middle + 40 * u, box.width(), 50 * u)
        self._paint_key(painter, line, "snap", translate("anchor", "拍照，让助理上架"))

    def _just_gone(self) -> Item | None:
        """The item of the newest sale, where that was the last one of it."""
        newest = next((sale for sale in self.state.sales if sale.status is not SaleStatus.VOID), None)
        item = self.state.item(newest.item_id) if newest is not None and self.state.live else None
        return item if item is not None and item.stock_left <= 0 else None

    def _paint_coming(self, painter: QPainter, box: QRectF, item: Item) -> None:
        """The item that the next key puts on air, with its key."""
        u, theme = self.unit, self.theme
        text, quiet = theme.colour("text"), theme.colour("quiet")
        high = (84 + 60 + 130 + 80) * u
        side = max(0.0, min(box.width(), box.height() - high, 520 * u))
        top = box.y() + max(0.0, (box.height() - high - side) / 2)
        line = QRectF(box.x(), top, box.width(), 60 * u)
        ink.write(painter, line, translate("anchor", "没有讲解中的商品"), sized(30 * u), quiet)
        number = translate("anchor", "{number} 号").format(number=item.number)
        took = ink.write(painter, line, number, sized(48 * u, bold=True), text, ink.RIGHT)
        before = line.adjusted(0, 0, -took - 16 * u, 0)
        ink.write(painter, before, translate("anchor", "接下来"), sized(30 * u), quiet, ink.RIGHT)
        line = QRectF(box.x(), line.bottom() + 12 * u, box.width(), side)
        image = self.pictures.get(item.square or item.thumb, 640)
        ink.picture(painter, line, image, theme.colour("raised"), 8 * u, theme.rim())
        line = QRectF(box.x(), line.bottom() + 12 * u, box.width(), 60 * u)
        ink.write(painter, line, item.title, sized(40 * u, bold=True), text)
        line = QRectF(box.x(), line.bottom(), box.width(), 130 * u)
        ink.write(painter, line, price(item.price_fen), fitted(price(item.price_fen), 116 * u, box.width()), text)
        line = QRectF(box.x(), line.bottom() + 14 * u, box.width(), 56 * u)
        self._paint_key(painter, line, "next", translate("anchor", "讲这一件"), centred=False)

    def _paint_key(self, painter: QPainter, line: QRectF, action: str, said: str, *, centred: bool = True) -> None:
        """A key, and what it does."""
        u, theme = self.unit, self.theme
        key = self._keys[action].shown
        font, cap = sized(28 * u), sized(24 * u)
        wide = ink.keycap_width(key, cap) + 14 * u + ink.width(said, font)
        x = line.center().x() - wide / 2 if centred else line.x()
        x += ink.keycap(painter, x, line.center().y(), key, cap, theme.colour("text"), theme.colour("edge")) + 14 * u
        ink.write(painter, QRectF(x, line.y(), line.right() - x, line.height()), said, font, theme.colour("quiet"))
