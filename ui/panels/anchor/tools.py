"""What the selling tools add to the anchor's screen: the countdown, the steps, the badges, and a draw.

Painted in units of the window, like all of the anchor's screen; what they say is `ui/selling`'s.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.facts import Draw, DrawState, FlashSale, Item, Trust
from console.money import price
from console.state import ShowState
from ui.look import ink
from ui.look.fonts import sized
from ui.look.language import translate
from ui.look.theme import Theme
from ui.selling.badges import badges
from ui.selling.coupons import coupon_lines, coupon_on_screen, fresh, left_of, on_what
from ui.selling.draws import called, draw_on_screen, draw_standing
from ui.selling.flash_sales import flash_standing, former_fen, left_words
from ui.selling.steps import step_words
from ui.selling.ticking import Ticking

URGENT_MS = 10_000
LEAST = 8
"""Pixels of type below which nothing is fitted."""
DIGITS = 112
"""Units of type of which digits are 82 units high; at least 80 are asked for on a 1080p screen."""


def fitted(said: str, pixels: float, room: float, *, bold: bool = True) -> QFont:
    """The font at `pixels`, or as much smaller as `said` needs to fit `room`."""
    font = sized(pixels, bold=bold)
    while font.pixelSize() > LEAST and (wide := ink.width(said, font)) > room:  # small type is wider than its share
        font = sized(min(font.pixelSize() - 1, math.floor(font.pixelSize() * room / wide)), bold=bold)
    return font


def paint_price(painter: QPainter, line: QRectF, item: Item, theme: Theme, u: float) -> None:
    """The price in the largest type, and the one it comes from struck through beside it."""
    struck = former_fen(item)
    if struck is None:
        _paint_amount(painter, line, price(item.price_fen), theme, u)
        return
    former = price(struck)
    small = sized(44 * u, struck=True)
    beside = ink.width(former, small) + 20 * u
    if ink.width(price(item.price_fen), sized(DIGITS * u, bold=True)) + beside > line.width():
        above = QRectF(line.x(), line.y(), line.width(), 44 * u)
        ink.write(painter, above, former, sized(36 * u, struck=True), theme.colour("quiet"))
        below = line.adjusted(0, 30 * u, 0, -14 * u)  # the tail of a comma stays above what comes next
        _paint_amount(painter, below, price(item.price_fen), theme, u, most=120)
        return
    took = _paint_amount(painter, line.adjusted(0, 0, -beside, 0), price(item.price_fen), theme, u)
    place = QRectF(line.x() + took + 20 * u, line.y() + 44 * u, beside, line.height() - 44 * u)
    ink.write(painter, place, former, small, theme.colour("quiet"))


def _paint_amount(painter: QPainter, line: QRectF, said: str, theme: Theme, u: float, most: float = 150) -> float:
    """An amount as large as `line` allows; the sign gets small before the digits do. Returns the width it took."""
    colour = theme.colour("text")
    if ink.width(said, sized(DIGITS * u, bold=True)) <= line.width():
        return ink.write(painter, line, said, fitted(said, most * u, line.width()), colour)
    sign, digits = said[0], said[1:]
    small = sized(DIGITS * 0.5 * u, bold=True)
    took = ink.write(painter, line.adjusted(0, 30 * u, 0, 0), sign, small, colour) + 4 * u
    rest = line.adjusted(took, 0, 0, 0)
    return took + ink.write(painter, rest, digits, fitted(digits, most * u, rest.width()), colour)


def paint_flash(painter: QPainter, box: QRectF, flash: FlashSale, left_ms: int, theme: Theme, u: float) -> None:
    """The countdown on a plane of its own: shape and word of how it stands, large digits of what is left."""
    how = flash_standing(flash)
    tone = theme.colour(how.tone)
    ink.plane(painter, box, theme.colour("on_air_plane" if how.tone == "on_air" else "amber_plane"), 8 * u)
    digits, urgent = left_words(left_ms), left_ms <= URGENT_MS
    big = fitted(digits, 104 * u, box.width() * 0.6)
    right = box.adjusted(0, 0, -20 * u, 0)
    took = ink.write(painter, right, digits, big, theme.colour("on_air" if urgent else "text"), ink.RIGHT)
    words = box.adjusted(20 * u, 0, -took - 36 * u, 0)
    ink.shape(painter, how.shape, QPointF(words.x() + 14 * u, words.center().y()), 28 * u, tone)
    words.setLeft(words.x() + 40 * u)
    # 34 px where there is room; two lines of a long word before it gets small
    parts = [how.word] if ink.width(how.word, sized(26 * u)) <= words.width() else _halved(how.word)
    tall = 42 * u
    y = words.center().y() - tall * len(parts) / 2
    for part in parts:
        line = QRectF(words.x(), y, words.width(), tall)
        ink.write(painter, line, part, fitted(part, 34 * u, words.width()), tone)
        y += tall


def _halved(said: str) -> list[str]:
    """Words in two lines: at the space nearest the middle, Chinese in the middle."""
    middle = len(said) / 2
    spaces = [n for n, letter in enumerate(said) if letter == " "]
    at = min(spaces, key=lambda n: abs(n - middle)) if spaces else round(middle)
    return [said[:at].strip(), said[at:].strip()]


def paint_steps(painter: QPainter, box: QRectF, item: Item, theme: Theme, u: float) -> float:
    """The step that was taken in large type and the next one; returns the height it took."""
    if not item.steps:
        return 0.0
    done, y = item.steps[: item.step], box.y()
    if done and item.flash is None:  # a flash sale that runs is said by its countdown
        line = QRectF(box.x(), y, box.width(), 60 * u)
        said = step_words(done[-1])
        ink.write(painter, line, said, fitted(said, 40 * u, max(line.width(), 1)), theme.colour("text"))
        y = line.bottom()
    line = QRectF(box.x(), y, box.width(), 44 * u)
    following = item.steps[item.step] if item.step < len(item.steps) else None
    quiet = theme.colour("quiet")
    if following is None:
        ink.write(painter, line, translate("steps", "步骤走完了"), sized(26 * u), quiet)
    else:
        ink.shape(painter, "next", QPointF(line.x() + 10 * u, line.center().y()), 20 * u, theme.colour("blue"))
        said = translate("steps", "下一步 {n}/{all}：{what}")
        said = said.format(n=item.step + 1, all=len(item.steps), what=step_words(following))
        words = line.adjusted(32 * u, 0, 0, 0)
        ink.write(painter, words, said, fitted(said, 28 * u, words.width() * 1.15, bold=False), quiet)
    return line.bottom() - box.y()


def paint_badges(painter: QPainter, box: QRectF, trust: Trust, theme: Theme, u: float) -> float:
    """Badges in one line, as many as fit; returns the height it took."""
    shown = badges(trust)
    if not shown:
        return 0.0
    font, x, tall = sized(24 * u), box.x(), 46 * u
    for badge in shown:
        wide = ink.width(badge.word, font) + 46 * u
        if x + wide > box.right() + 1:
            break
        plate = QRectF(x, box.y() + 3 * u, wide, tall - 6 * u)
        tone = theme.colour(badge.tone)
        ink.plane(painter, plate, theme.colour("jade_plane"), 6 * u)
        ink.shape(painter, badge.shape, QPointF(plate.x() + 20 * u, plate.center().y()), 14 * u, tone)
        ink.write(painter, plate.adjusted(34 * u, 0, 0, 0), badge.word, font, tone)
        x += wide + 10 * u
    return tall


def paint_coupon(painter: QPainter, box: QRectF, state: ShowState, now_ms: int, theme: Theme, u: float) -> float:
    """The coupon that viewers see, in one line with what is left of it; returns the height it took."""
    coupon = coupon_on_screen(state, now_ms)
    if coupon is None:
        return 0.0
    line = QRectF(box.x(), box.y(), box.width(), 50 * u)
    ink.shape(painter, "square", QPointF(line.x() + 12 * u, line.center().y()), 22 * u, theme.colour("jade"))
    words = line.adjusted(36 * u, 0, 0, 0)
    left = left_of(coupon, now_ms)
    tone = theme.colour("text" if fresh(coupon, now_ms) else "amber")
    took = ink.write(painter, words, left, fitted(left, 30 * u, words.width() * 0.5), tone, ink.RIGHT) if left else 0.0
    parts = (translate("anchor", "券"), on_what(coupon, state), coupon_lines(coupon)[0])
    said = " ".join(part for part in parts if part)
    words.setRight(words.right() - took - 16 * u)
    ink.write(painter, words, said, fitted(said, 30 * u, words.width()), theme.colour("jade"))
    return line.height()


class DrawBoard(QWidget):
    """A draw for the anchor: what is drawn, and who won in large type. It takes the place of what comes next."""

    def __init__(self, theme: Theme, ticking: Ticking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._ticking = theme, ticking
        self._state, self._unit = ShowState(), 1.0
        self.setVisible(False)

    @property
    def draw_shown(self) -> Draw | None:
        return draw_on_screen(self._state, self._ticking.now_ms())

    def show_state(self, state: ShowState, unit: float) -> bool:
        """Show the draw of `state`, if there is one to be seen; whether there is."""
        self._state, self._unit = state, unit
        draw = self.draw_shown
        self.setVisible(draw is not None)
        if draw is not None:
            names = "，".join(called(won) for won in draw.won)
            self.setAccessibleName(f"{draw_standing(draw).word} {draw.prize} {names}".strip())
            self.update()
        return draw is not None

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw, u, theme = self.draw_shown, self._unit, self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink.plane(painter, QRectF(self.rect()), theme.colour("surface"), 10 * u)
        if draw is not None:
            box = QRectF(self.rect()).adjusted(24 * u, 14 * u, -24 * u, -14 * u)
            self._paint(painter, box, draw)
        painter.end()

    def _paint(self, painter: QPainter, box: QRectF, draw: Draw) -> None:
        u, theme = self._unit, self._theme
        how = draw_standing(draw)
        head = QRectF(box.x(), box.y(), box.width(), 44 * u)
        tone = theme.colour(how.tone)
        ink.shape(painter, how.shape, QPointF(head.x() + 13 * u, head.center().y()), 26 * u, tone)
        words = head.adjusted(40 * u, 0, 0, 0)
        took = ink.write(painter, words, how.word, sized(28 * u, bold=True), tone)
        said = f"{draw.prize} ×{draw.winners}"
        beside = words.adjusted(took + 24 * u, 0, 0, 0)
        font = fitted(said, 28 * u, beside.width(), bold=False)
        ink.write(painter, beside, said, font, theme.colour("text"), ink.RIGHT)
        rest = QRectF(box.x(), head.bottom() + 6 * u, box.width(), box.bottom() - head.bottom() - 6 * u)
        if draw.state is DrawState.DRAWN:
            self._paint_winners(painter, rest, draw)
            return
        if draw.state is DrawState.FROZEN:
            said = translate("draw", "{n} 人参加").format(n=draw.entrants)
            proof = translate("draw", "种子 {seed}").format(seed=draw.seed)
        else:
            said = translate("draw", "买了就参加")
            proof = translate("draw", "种子指纹 {f}").format(f=draw.seed_fingerprint)
        line = QRectF(rest.x(), rest.y(), rest.width(), rest.height() * 0.55)
        ink.write(painter, line, said, fitted(said, 64 * u, rest.width()), theme.colour("text"))
        line = QRectF(rest.x(), line.bottom(), rest.width(), rest.height() * 0.4)
        ink.write(painter, line, proof, fitted(proof, 26 * u, rest.width(), bold=False), theme.colour("quiet"))

    def _paint_winners(self, painter: QPainter, box: QRectF, draw: Draw) -> None:
        u, theme = self._unit, self._theme
        many = len(draw.won)
        columns = 1 if many <= 2 else 2 if many <= 6 else 3
        rows = 1 if many == 1 else 2 if many <= 4 else 3
        wide, tall = (box.width() - (columns - 1) * 24 * u) / columns, box.height() / rows
        shown = draw.won[: rows * columns]
        for n, won in enumerate(shown):
            row, column = divmod(n, columns)
            place = QRectF(box.x() + column * (wide + 24 * u), box.y() + row * tall, wide, tall)
            said = called(won)
            if n == len(shown) - 1 and many > len(shown):
                said = translate("draw", "还有 {n} 位").format(n=many - n)
            ink.write(painter, place, said, fitted(said, min(80 * u, tall * 0.72), wide), theme.colour("text"))
