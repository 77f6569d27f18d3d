"""The card of the item on air as an image: made once when something on it changes, then only laid over the picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from console.facts import Coupon, Draw, DrawState, FlashSale, Item
from console.money import price
from ui.look import ink
from ui.look.fonts import sized
from ui.look.format import Standing, whole
from ui.look.language import translate
from ui.look.theme import Theme
from ui.selling.badges import badges
from ui.selling.coupons import coupon_lines, left_for_viewers, until_words
from ui.selling.draws import called, draw_standing
from ui.selling.flash_sales import flash_units, former_fen, left_words

SCARCE = 5
"""From here on "only n left" is worth saying."""
WIDE, TALL = 420, 128
"""The size it is designed at; any other is scaled, so that the smallest preview shows it true."""
BADGES = 30
"""What a line of badges adds to its height."""
MOST_WON = 6
COLUMNS = 3
"""Of names of those who won: two lines of them at most, the goods are behind."""


def stock_words(item: Item) -> str:
    """What is left, as viewers are told."""
    if item.stock_left <= 0:
        return translate("card", "已售罄")
    if item.stock_left <= SCARCE:
        return translate("card", "仅剩 {n} 件").format(n=item.stock_left)
    return translate("card", "还有 {n} 件").format(n=whole(item.stock_left))


def shown_price_fen(item: Item) -> int:
    """What viewers can buy at: a flash price only once the platform has said so."""
    flash = item.flash
    return item.price_fen if flash is None or flash.confirmed else flash.regular_fen


def _plate(theme: Theme, width: int, tall: int) -> tuple[QImage, QPainter]:
    """An empty card, `width` device pixels wide and `tall` design pixels high, and a painter in design pixels on it."""
    image = QImage(width, round(width * tall / WIDE), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.scale(width / WIDE, width / WIDE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink.plane(painter, QRectF(0, 0, WIDE, tall), theme.over("ground", 0.86), 10)
    return image, painter


def render(theme: Theme, item: Item, picture: QImage | None, width: int, left_ms: int = 0) -> QImage:
    """The card, `width` device pixels wide, transparent around its corners (premultiplied ARGB32).

    `left_ms` is what is left of the flash sale that runs; it is shown only where the platform confirmed it.
    """
    shown = badges(item.trust)
    tall = TALL + (BADGES if shown else 0)
    image, painter = _plate(theme, width, tall)
    side = TALL - 28
    ink.picture(painter, QRectF(14, 14, side, side), picture, theme.over("raised"), 6)
    left = 14 + side + 16
    room = WIDE - left - 16
    number = translate("card", "{number}号").format(number=item.number)
    title = sized(17)
    strong = sized(17, bold=True)
    took = ink.write(painter, QRectF(left, 12, room, 26), number, strong, theme.over("text"))
    ink.write(
        painter,
        QRectF(left + took + 8, 12, room - took - 8, 26),
        item.title,
        title,
        theme.over("text"),
    )
    flash = item.flash if item.flash is not None and item.flash.confirmed else None
    _price(painter, QRectF(left, 37, room, 52), theme, item, flash)
    line = QRectF(left, 91, room, 24)
    if flash is not None:
        _countdown(painter, line, theme, flash, left_ms)
    else:
        scarce = item.stock_left <= SCARCE
        left_over, small = stock_words(item), sized(15, bold=scarce)
        line.setWidth(max(room, ink.width(left_over, small)))
        ink.write(painter, line, left_over, small, theme.over("amber" if scarce else "text"))
    if shown:
        _badges(painter, QRectF(14, TALL - 6, WIDE - 28, BADGES - 4), theme, shown)
    painter.end()
    return image


def _price(painter: QPainter, line: QRectF, theme: Theme, item: Item, flash: FlashSale | None) -> None:
    """What it costs; struck through beside it the regular price of a flash sale, or a compared one that is proved."""
    said = price(shown_price_fen(item))
    struck = former_fen(item) if flash is not None or item.flash is None else None  # not before the platform says so
    former, small = price(struck) if struck is not None else "", sized(18, struck=True)
    room = line.width() - (ink.width(former, small) + 10 if former else 0)
    big = sized(44, bold=True)
    if ink.width(said, big) > room:
        fits = int(44 * room / ink.width(said, big))  # rounded up, it would take from what is beside it
        big = sized(fits, bold=True)
    took = ink.write(painter, line, said, big, theme.over("price"))
    if former:
        beside = line.adjusted(took + 10, 14, 2, 0)
        ink.write(painter, beside, former, small, theme.over("quiet"))


def _countdown(painter: QPainter, line: QRectF, theme: Theme, flash: FlashSale, left_ms: int) -> None:
    """ "秒杀 00:42 · 剩 3/5": word, time and units of a flash sale."""
    strong = sized(17, bold=True)
    word = translate("card", "秒杀")
    said = f"{word} {left_words(left_ms)}"
    took = ink.write(painter, line, said, strong, theme.over("price"))
    ink.write(painter, line.adjusted(took + 10, 0, 0, 0), flash_units(flash), sized(15), theme.over("text"))


def _badges(painter: QPainter, line: QRectF, theme: Theme, shown: list[Standing]) -> None:
    """Badges, as many as there is room for."""
    font, x = sized(13), line.x()
    for badge in shown:
        wide = ink.width(badge.word, font) + 18
        if x + wide > line.right() + 1:
            break
        ink.shape(painter, badge.shape, QPointF(x + 5, line.center().y()), 9, theme.over(badge.tone))
        words = QRectF(x + 15, line.y(), wide, line.height())
        ink.write(painter, words, badge.word, font, theme.over("text"))
        x += wide + 12


def render_draw(theme: Theme, draw: Draw, width: int) -> QImage:
    """What viewers see of a draw: the prize and its seal, then who won; as wide as the card below it."""
    names = [called(won) for won in draw.won[:MOST_WON]]
    if len(draw.won) > MOST_WON:
        names[-1] = translate("draw", "还有 {n} 位").format(n=len(draw.won) - MOST_WON + 1)
    rows = names or [translate("draw", "买了就参加")]
    if draw.state is DrawState.FROZEN:
        rows = [translate("draw", "{n} 人参加").format(n=draw.entrants)]
    columns = 1 if len(rows) < 2 else min(COLUMNS, -(-len(rows) // 2))
    tall = 74 + 28 * -(-len(rows) // columns)
    image, painter = _plate(theme, width, tall)
    how = draw_standing(draw)
    ink.shape(painter, how.shape, QPointF(24, 24), 14, theme.over(how.tone))
    head = QRectF(42, 10, WIDE - 58, 28)
    took = ink.write(painter, head, how.word, sized(17, bold=True), theme.over(how.tone))
    said = f"{draw.prize} ×{draw.winners}"
    beside = head.adjusted(took + 14, 0, 0, 0)
    prize = sized(min(17.0, 17 * beside.width() / max(1.0, ink.width(said, sized(17)))))
    ink.write(painter, beside, said, prize, theme.over("text"), ink.RIGHT)
    room = (WIDE - 34 + 12) / columns
    fits = (n for n in range(20, 9, -1) if max(ink.width(each, sized(n, bold=True)) for each in rows) <= room - 12)
    names_in = sized(next(fits, 9), bold=bool(draw.won))
    for n, name in enumerate(rows):
        place = QRectF(17 + n % columns * room, 40 + n // columns * 28, room - 12, 28)
        ink.write(painter, place, name, names_in, theme.over("text"))
    y = tall - 34.0
    proof = translate("draw", "种子 {seed}").format(seed=draw.seed) if draw.seed else ""
    proof = proof or translate("draw", "种子指纹 {f}").format(f=f"{draw.seed_fingerprint[:24]}…")
    ink.write(painter, QRectF(17, y, WIDE - 34, 24), proof, sized(13), theme.over("quiet"))
    painter.end()
    return image


def render_coupon(theme: Theme, coupon: Coupon, on: str, width: int, now_ms: int) -> QImage:
    """What viewers see of a coupon: a ticket with its terms, how many are truly left, and its last day.

    `on` says what it is good for. The count is left out where it is not known to be true now.
    """
    tall, stub = 64, 132
    image, painter = _plate(theme, width, tall)
    painter.setPen(QPen(theme.over("edge"), 1.4, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(stub, 9), QPointF(stub, tall - 9))
    off = price(coupon.reduce_fen)
    big = sized(min(30.0, 30 * (stub - 28) / max(1.0, ink.width(off, sized(30, bold=True)))), bold=True)
    ink.write(painter, QRectF(14, 8, stub - 28, tall - 16), off, big, theme.over("price"), ink.CENTRE)
    left, room = stub + 16.0, WIDE - stub - 32.0
    terms, name = coupon_lines(coupon)
    head = " ".join(part for part in (translate("card", "优惠券"), on, terms) if part)
    font = sized(min(17.0, 17 * room / max(1.0, ink.width(head, sized(17, bold=True)))), bold=True)
    ink.write(painter, QRectF(left, 8, room, 24), head, font, theme.over("text"))
    counted = left_for_viewers(coupon, now_ms)
    took = 0.0
    if counted:
        tone = theme.over("amber" if (coupon.left or 0) <= SCARCE else "text")
        took = ink.write(painter, QRectF(left, 33, room, 22), counted, sized(15, bold=True), tone) + 12
    rest = " ".join(part for part in (until_words(coupon), name) if part)
    ink.write(painter, QRectF(left + took, 33, room - took, 22), rest, sized(14), theme.over("quiet"))
    painter.end()
    return image
