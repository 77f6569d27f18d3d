"""What the anchor reads from two metres away: what is on air, its price, what is left, what to say, what comes next.

Everything is painted in units of the window (`unit` is one pixel of a 1920x1080 screen), so that it
is as large as the screen allows.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.facts import Item, NoticeLevel, PlatformState
from console.money import amount, price
from console.state import ShowState
from ui import ink
from ui.claims import open_conflicts
from ui.format import Standing, link_standing, points, running, span, sure_words, whole
from ui.language import translate
from ui.panels.on_air_tools import fitted, paint_badges, paint_coupon, paint_flash, paint_price, paint_steps
from ui.pictures import Pictures
from ui.selling import flash_standing, flash_units
from ui.shortcuts import spoken
from ui.theme import Theme, sized
from ui.ticking import Ticking

SCARCE = 3


class AnchorPart(QWidget):
    """A part of the anchor's screen."""

    def __init__(self, theme: Theme, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.pictures = theme, pictures
        self.state = ShowState()
        self.unit = 1.0
        pictures.arrived.connect(lambda _name: self.update())

    def show_state(self, state: ShowState, unit: float) -> None:
        self.state, self.unit = state, unit
        self.setAccessibleName(self.spoken())
        self.update()

    def spoken(self) -> str:
        """What it shows, for a screen reader."""
        return ""

    def begin(self) -> QPainter:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink.plane(painter, QRectF(self.rect()), self.theme.colour("surface"), 10 * self.unit)
        return painter


class OnAirPanel(AnchorPart):
    """The item on air."""

    def __init__(self, theme: Theme, pictures: Pictures, ticking: Ticking, parent: QWidget | None = None) -> None:
        super().__init__(theme, pictures, parent)
        self._ticking = ticking
        self._flash_box = QRectF()
        ticking.ticked.connect(self._tick)

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
        line = QRectF(box.x(), line.bottom() + 20 * u, box.width(), 64 * u)
        ink.write(painter, line, item.title, fitted(item.title, 46 * u, box.width() * 1.2), theme.colour("text"))
        line = QRectF(box.x(), line.bottom() + 4 * u, box.width(), 170 * u)
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
        y = line.bottom() + 20 * u
        painter.fillRect(QRectF(box.x(), y, box.width(), max(1.0, u)), theme.colour("edge"))
        rest = QRectF(box.x(), y + 16 * u, box.width(), box.bottom() - y - 16 * u)
        for paint in (lambda: paint_coupon(painter, rest, self.state, self._ticking.now_ms(), theme, u),
                      lambda: paint_steps(painter, rest, item, theme, u),
                      lambda: paint_badges(painter, rest, item.trust, theme, u)):  # fmt: skip
            took = paint()
            rest.setTop(rest.y() + took + (8 * u if took else 0))
        self._paint_points(painter, rest, item)

    def _paint_stock(self, painter: QPainter, line: QRectF, item: Item) -> None:
        u, theme = self.unit, self.theme
        small = sized(28 * u)
        base = line.adjusted(0, 44 * u, 0, 0)
        quiet = theme.colour("quiet")
        x = line.x()
        if item.stock_left <= 0:
            ink.shape(painter, "square", QPointF(x + 22 * u, line.center().y()), 44 * u, quiet)
            ink.write(
                painter, line.adjusted(64 * u, 0, 0, 0), translate("anchor", "售罄"), sized(88 * u, bold=True), quiet
            )
            return
        x += (
            ink.write(painter, QRectF(x, base.y(), 200 * u, base.height()), translate("anchor", "还剩"), small, quiet)
            + 16 * u
        )
        flash = item.flash
        units = item.stock_left if flash is None else flash.units_left
        left = whole(units)
        colour = theme.colour("amber" if units <= SCARCE else "text")
        sold = translate("anchor", "已售 {n}").format(n=whole(item.sold_units))
        total = f"/ {whole(item.stock_total)}"
        if flash is not None:
            sold = translate("anchor", "库存 {n}").format(n=whole(item.stock_left))
            total = f"/ {whole(flash.units)}"
        rest = ink.width(total, small) + ink.width(sold, small) + 56 * u
        font = fitted(left, 124 * u, max(80 * u, line.right() - x - rest))
        x += ink.write(painter, QRectF(x, line.y(), line.right() - x, line.height()), left, font, colour) + 18 * u
        x += ink.write(painter, QRectF(x, base.y(), line.right() - x, base.height()), total, small, quiet) + 32 * u
        ink.write(painter, QRectF(x, base.y(), max(0.0, line.right() - x), base.height()), sold, small, quiet)

    def _paint_points(self, painter: QPainter, box: QRectF, item: Item) -> None:
        u, theme = self.unit, self.theme
        y = box.y()
        tall = 58 * u
        for said in points(item):
            if y + tall > box.bottom() + 1:
                return
            ink.shape(painter, "full", QPointF(box.x() + 6 * u, y + tall / 2), 10 * u, theme.colour("jade"))
            ink.write(
                painter,
                QRectF(box.x() + 28 * u, y, box.width() - 28 * u, tall),
                said,
                sized(30 * u),
                theme.colour("text"),
            )
            y += tall
        if not points(item) and not item.steps and y + tall <= box.bottom():
            ink.write(
                painter,
                QRectF(box.x(), y, box.width(), tall),
                translate("anchor", "没有写卖点"),
                sized(24 * u),
                theme.colour("quiet"),
            )

    def _paint_nothing(self, painter: QPainter) -> None:
        u, theme = self.unit, self.theme
        box = self._inside()
        middle = box.center().y()
        ink.shape(painter, "ring", QPointF(box.center().x(), middle - 90 * u), 64 * u, theme.colour("edge"))
        has = any(item.sellable for item in self.state.items)
        title = translate("anchor", "没有讲解中的商品") if has else translate("anchor", "货单里还没有可讲的货")
        ink.write(
            painter,
            QRectF(box.x(), middle - 30 * u, box.width(), 60 * u),
            title,
            fitted(title, 40 * u, box.width()),
            theme.colour("text"),
            ink.CENTRE,
        )
        line = QRectF(box.x(), middle + 40 * u, box.width(), 50 * u)
        key, said = (
            ("PgDown", translate("anchor", "讲第一件")) if has else ("F2", translate("anchor", "拍照，让助理上架"))
        )
        font, cap = sized(28 * u), sized(24 * u)
        wide = ink.keycap_width(spoken(key), cap) + 14 * u + ink.width(said, font)
        x = box.center().x() - wide / 2
        x += (
            ink.keycap(painter, x, line.center().y(), spoken(key), cap, theme.colour("text"), theme.colour("edge"))
            + 14 * u
        )
        ink.write(painter, QRectF(x, line.y(), box.right() - x, line.height()), said, font, theme.colour("quiet"))


class NextPanel(AnchorPart):
    """The next three, with pictures."""

    def spoken(self) -> str:
        return "，".join(f"{item.number} {item.title}" for item in self.state.upcoming())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self.begin()
        u, theme = self.unit, self.theme
        box = QRectF(self.rect()).adjusted(24 * u, 14 * u, -24 * u, -16 * u)
        head = QRectF(box.x(), box.y(), box.width(), 36 * u)
        quiet = theme.colour("quiet")
        ink.write(painter, head, translate("anchor", "接下来"), sized(22 * u), quiet)
        said, cap = translate("anchor", "下一件"), sized(17 * u)
        x = head.right() - ink.width(said, sized(22 * u))
        ink.write(painter, QRectF(x, head.y(), head.right() - x + 1, head.height()), said, sized(22 * u), quiet)
        key = spoken("PgDown")
        ink.keycap(
            painter,
            x - ink.keycap_width(key, cap) - 10 * u,
            head.center().y(),
            key,
            cap,
            theme.colour("text"),
            theme.colour("edge"),
        )
        items = self.state.upcoming()
        if not items:
            rest = box
            ink.write(painter, rest, translate("anchor", "后面没有了"), sized(28 * u), quiet, ink.CENTRE)
        gap = 28 * u
        wide = (box.width() - 2 * gap) / 3
        top = head.bottom() + 10 * u
        for n, item in enumerate(items):
            self._paint_item(painter, QRectF(box.x() + n * (wide + gap), top, wide, box.bottom() - top), item)
        painter.end()

    def _paint_item(self, painter: QPainter, box: QRectF, item: Item) -> None:
        u, theme = self.unit, self.theme
        side = min(box.height(), box.width() * 0.5)
        picture = QRectF(box.x(), box.y(), side, side)
        ink.picture(painter, picture, self.pictures.get(item.square or item.thumb, 320), theme.colour("raised"), 8 * u)
        words = box.adjusted(side + 18 * u, 0, 0, 0)
        step = side / 4
        text, quiet = theme.colour("text"), theme.colour("quiet")
        line = QRectF(words.x(), words.y(), words.width(), step)
        number = translate("anchor", "{number} 号").format(number=item.number)
        ink.write(painter, line, number, sized(32 * u, bold=True), text)
        ink.write(painter, line.translated(0, step), item.title, sized(26 * u), text)
        said = price(item.price_fen)
        ink.write(painter, line.translated(0, 2 * step), said, fitted(said, 34 * u, words.width()), text)
        left = translate("anchor", "剩 {n}").format(n=whole(item.stock_left))
        ink.write(painter, line.translated(0, 3 * step), left, sized(24 * u), quiet)


class FootStrip(AnchorPart):
    """The clock, the totals, the one sign when something is wrong, and the keys one hand needs."""

    def __init__(
        self, theme: Theme, pictures: Pictures, lang: str, keys: list[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, pictures, parent)
        self._lang, self._keys = lang, keys
        self.live_s: float | None = None
        self.unsent_s: float | None = None
        self.held = 0.0

    def trouble(self) -> Standing | None:
        """The one red sign: what needs a hand now."""
        if any(notice.key == "code" and notice.level is NoticeLevel.TROUBLE for notice in self.state.notices):
            return Standing("cross", translate("anchor", "画面里有站外的码"), "trouble")
        conflicts = open_conflicts(self.state)
        if conflicts:
            return Standing("cross", translate("anchor", "{n} 笔要决定").format(n=len(conflicts)), "trouble")
        refused = [i.number for i in self.state.items if i.platform is PlatformState.REFUSED]
        if refused:
            return Standing("cross", translate("anchor", "{number} 号被平台退回").format(number=refused[0]), "trouble")
        return None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self.begin()
        u, theme = self.unit, self.theme
        box = QRectF(self.rect()).adjusted(28 * u, 0, -24 * u, 0)
        quiet, text = theme.colour("quiet"), theme.colour("text")
        plain, strong = sized(24 * u), sized(28 * u, bold=True)
        x = box.x()

        def say(said: str, font: QFont, colour: QColor, after: float) -> None:
            nonlocal x
            x += (
                ink.write(painter, QRectF(x, 0, max(0.0, box.right() - x), self.height()), said, font, colour)
                + after * u
            )

        if self.live_s is not None:
            rehearsal = self.state.rehearsal
            tone = theme.colour("amber" if rehearsal else "on_air")  # red is for what viewers see
            ink.shape(painter, "full", QPointF(x + 10 * u, self.height() / 2), 20 * u, tone)
            x += 32 * u
            say(translate("anchor", "彩排") if rehearsal else translate("anchor", "直播"), plain, tone, 12)
            say(running(self.live_s), strong, tone, 48)
        else:
            ink.shape(painter, "ring", QPointF(x + 10 * u, self.height() / 2), 20 * u, quiet)
            x += 32 * u
            say(translate("anchor", "未开播"), plain, quiet, 48)
        say(translate("anchor", "成交"), plain, quiet, 12)
        say(translate("anchor", "{n} 单").format(n=whole(self.state.totals.orders)), strong, text, 32)
        say(amount(self.state.totals.gmv_fen), strong, text, 40)
        self._paint_right(painter, box, x)
        painter.end()

    def _paint_right(self, painter: QPainter, box: QRectF, taken: float) -> None:
        """From the right: the keys as far as there is room, the link, and before it what needs a hand."""
        u, theme = self.unit, self.theme
        signs = [sign for sign in (self._link(), self.trouble()) if sign is not None]
        font, cap, plain = sized(22 * u), sized(18 * u), sized(24 * u)
        need = sum(ink.width(sign.word, plain) + 76 * u for sign in signs)
        right = box.right()
        for key, said in reversed(self._keys):
            wide = ink.keycap_width(key, cap) + 10 * u + ink.width(said, font)
            if right - wide - 28 * u - need < taken:
                break
            x = right - wide
            x += (
                ink.keycap(painter, x, self.height() / 2, key, cap, theme.colour("quiet"), theme.colour("edge"))
                + 10 * u
            )
            ink.write(painter, QRectF(x, 0, right - x + 1, self.height()), said, font, theme.colour("quiet"))
            right -= wide + 28 * u
        for n, sign in enumerate(signs):
            kept = sum(ink.width(other.word, plain) + 76 * u for other in signs[n + 1 :])  # the link gives way first
            wide = min(ink.width(sign.word, plain), max(60 * u, right - taken - kept - 44 * u))
            x = right - wide
            ink.shape(painter, sign.shape, QPointF(x - 22 * u, self.height() / 2), 20 * u, theme.colour(sign.tone))
            ink.write(painter, QRectF(x, 0, wide + 1, self.height()), sign.word, plain, theme.colour(sign.tone))
            right = x - 72 * u

    def _link(self) -> Standing:
        how = link_standing(self.state, self._lang)
        waiting = self.state.outbox.waiting
        if not waiting:
            return how
        said = f"{how.word} · " + translate("anchor", "{n} 条待同步").format(n=waiting)
        if self.unsent_s is not None:
            said += translate("anchor", " · 最久 {age}").format(age=span(self.unsent_s))
        return Standing(how.shape, said, how.tone if how.tone != "jade" else "text")
