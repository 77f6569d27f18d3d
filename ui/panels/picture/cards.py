"""The cards that lie over the picture: the item on air, its coupon, a draw. Each is made anew only when it says more.

What they look like is `ui.selling.card`'s; where they lie is the preview's.
"""

from __future__ import annotations

from PySide6.QtGui import QImage

from console.state import ShowState
from ui.look.pictures import Pictures
from ui.look.theme import Theme
from ui.selling import card
from ui.selling.coupons import coupon_on_screen, left_for_viewers, on_what
from ui.selling.draws import draw_on_screen
from ui.selling.flash_sales import left_words
from ui.selling.ticking import Ticking

LEAST = 40
"""Device pixels of width below which no card is made."""


class PictureCards:
    """Belongs to one preview; `images` are what to lay over its picture."""

    def __init__(self, theme: Theme, pictures: Pictures, ticking: Ticking) -> None:
        self._theme, self._pictures, self._ticking = theme, pictures, ticking
        self._item: QImage | None = None
        self._item_of: tuple[object, ...] = ()
        self._coupon: QImage | None = None
        self._coupon_of: tuple[object, ...] = ()
        self._draw: QImage | None = None
        self._draw_of: tuple[object, ...] = ()

    @property
    def images(self) -> list[QImage]:
        """From the lowest up: the item, its coupon, a draw."""
        return [image for image in (self._item, self._coupon, self._draw) if image is not None]

    def forget(self) -> None:
        """The picture of the item has come: make its card anew."""
        self._item_of = ()

    def renew(self, state: ShowState, wide: int, ratio: float) -> bool:
        """Make again what says something else now, `wide` device pixels wide; whether anything did."""
        changed = [self._renew_item(state, wide), self._renew_coupon(state, wide), self._renew_draw(state, wide)]
        for image in self.images:
            image.setDevicePixelRatio(ratio)
        return any(changed)

    def _renew_item(self, state: ShowState, wide: int) -> bool:
        item = state.on_air
        if item is None:
            shown, self._item, self._item_of = self._item is not None, None, ()
            return shown
        flash = item.flash if item.flash is not None and item.flash.confirmed else None
        left_ms = self._ticking.left_ms(flash) if flash is not None else 0
        counts = (left_words(left_ms), flash.units_left, flash.units) if flash is not None else ()
        cost = card.shown_price_fen(item)
        of = (item.number, item.title, cost, item.stock_left, item.square, wide, item.trust, counts)
        if of == self._item_of or wide < LEAST:
            return False
        self._item_of = of
        picture = self._pictures.get(item.square, 256) or self._pictures.get(item.thumb, 128)
        self._item = card.render(self._theme, item, picture, wide, left_ms)
        return True

    def _renew_coupon(self, state: ShowState, wide: int) -> bool:
        """The ticket of the coupon that viewers are shown, with the count that is true now."""
        now_ms = self._ticking.now_ms()
        coupon = coupon_on_screen(state, now_ms)
        on = on_what(coupon, state) if coupon is not None else ""
        of = (coupon, on, wide, left_for_viewers(coupon, now_ms)) if coupon is not None and wide >= LEAST else ()
        if of == self._coupon_of:
            return False
        self._coupon_of = of
        made = card.render_coupon(self._theme, coupon, on, wide, now_ms) if coupon is not None and of else None
        self._coupon = made
        return True

    def _renew_draw(self, state: ShowState, wide: int) -> bool:
        """The card of a draw, for as long as it is to be seen."""
        draw = draw_on_screen(state, self._ticking.now_ms())
        of = (draw, wide) if draw is not None and wide >= LEAST else ()
        if of == self._draw_of:
            return False
        self._draw_of = of
        self._draw = card.render_draw(self._theme, draw, wide) if draw is not None and of else None
        return True
