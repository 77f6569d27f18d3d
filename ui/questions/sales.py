"""Questions about sales: how many, why not after all, and what becomes of one in dispute."""

from __future__ import annotations

from console.errors import NothingToResolve
from console.facts import Item, Sale
from console.money import price
from ui.look.format import offline
from ui.questions.asker import Asker, asks
from ui.selling.claims import decidable
from ui.typed.asking import quantity_in, sold_in


class SaleQuestions(Asker):
    """Asked of a sale, or of the item on air."""

    def sale(self) -> None:
        """How many of the item on air were sold?"""
        item = self._actions.state.on_air
        if item is None:
            self._actions.sell(1, None)
        else:
            self._sale(item)

    @asks
    def _sale(self, item: Item) -> None:
        state = self._actions.state
        number = item.number  # fixed now: a change on air while typing must not move the sale
        question = self.tr("{number} 号 {title}：卖了几件？").format(number=number, title=item.title)
        if offline(state):
            owned = min(item.quota, item.stock_left)
            question += (
                self.tr("（离线可卖 {n} 件）").format(n=owned) if owned else self.tr("（离线，先记为待平台确认）")
            )

        def answer(typed: str) -> str:
            sold = sold_in(typed)
            if sold is None:
                return self.tr("写件数，后面可以加买家：2 阿珍")
            quantity, buyer = sold
            self._actions.sell(quantity, number, self._or_again(), buyer=buyer)
            return ""

        def heard(typed: str) -> str:
            sold = sold_in(typed)
            said = self.tr("{n} 件 · 买家 {buyer}")
            return said.format(n=sold[0], buyer=sold[1]) if sold is not None and sold[1] else ""

        self._ask(question, "1", answer, heard)

    @asks
    def void(self, sale: Sale) -> None:
        """Why is this sale void?"""
        question = self.tr("作废 {number} 号 ×{quantity}，原因：").format(number=sale.number, quantity=sale.quantity)

        def answer(typed: str) -> str:
            if not typed:
                return self.tr("要写一句原因")
            self._actions.void(sale, typed, self._or_again())
            return ""

        self._ask(question, self.tr("客人不要了"), answer)

    def decide(self, sale: Sale, how: str) -> None:
        """What becomes of a sale the platform did not agree to; a refund and other goods are asked once more."""
        if not decidable(sale):
            self._actions.failed.emit(NothingToResolve())
        elif how == "refund":
            self._refund(sale)
        elif how == "substitute":
            self._substitute(sale)
        else:
            self._actions.resolve(sale, how)

    @asks
    def _refund(self, sale: Sale) -> None:
        question = self.tr("{number} 号 ×{quantity} 退款 {amount}，这一笔作废？").format(
            number=sale.number, quantity=sale.quantity, amount=price(sale.amount_fen)
        )

        def answer(_typed: str) -> str:
            self._actions.resolve(sale, "refund")
            return ""

        self._ask(question, None, answer)

    @asks
    def _substitute(self, sale: Sale) -> None:
        question = self.tr("{number} 号 ×{quantity} 换成几号？").format(number=sale.number, quantity=sale.quantity)

        def answer(typed: str) -> str:
            number = quantity_in(typed)
            item = self._actions.state.by_number(number) if number is not None else None
            if item is None:
                return self.tr("写货单里的编号")
            if item.item_id == sale.item_id:
                return self.tr("换一个别的编号")
            if not item.sellable or item.stock_left < sale.quantity:
                return self.tr("{number} 号只剩 {left} 件").format(number=item.number, left=item.stock_left)
            self._actions.resolve(sale, "substitute", item.number)
            return ""

        self._ask(question, "", answer)
