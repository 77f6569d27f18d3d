"""Questions about one item, or several: price, stock, title, place, another one like it."""

from __future__ import annotations

from collections.abc import Sequence

from console import commands as c
from console.facts import Item, PlatformState
from console.money import plain, price
from ui.look.format import points
from ui.look.language import translate
from ui.panels.wording import of_item
from ui.questions.asker import Asker, asks
from ui.typed.asking import pieces_in, quantity_in, slipped, units_in, yuan_in
from ui.typed.cells import regular_fen


class ItemQuestions(Asker):
    """Asked of an item of the line-up."""

    @asks
    def price(self, item: Item) -> None:
        """At which price from now on? A refused item is sent again with it."""
        refused = _refused(item)
        question = (
            self.tr("{number} 号改价为（元），再发一次") if refused else self.tr("{number} 号改价为（元）")
        ).format(number=item.number)
        twice, former_fen = self.twice, regular_fen(item)

        def answer(typed: str) -> str:
            fen = yuan_in(typed)
            if fen is None:
                return self.tr("写成 599 或 39.90")
            if twice.first_time(typed, doubtful=slipped(former_fen, fen)):
                return translate("cells", "{former} 改成 {price}？再按 Enter 就改").format(
                    former=price(former_fen), price=price(fen)
                )
            if refused:
                self._actions.mend(c.ChangePrice(number=item.number, price_fen=fen))
            else:
                self._actions.change_price(item.number, fen, self._or_again())
            return ""

        self._ask(question, plain(item.price_fen), answer)

    @asks
    def stock(self, item: Item) -> None:
        """How many more, or fewer?"""
        question = self.tr("{number} 号还剩 {left} 件，加几件（减写 -2）").format(
            number=item.number, left=item.stock_left
        )

        def answer(typed: str) -> str:
            units = units_in(typed)
            if units is None:
                return self.tr("写一个不是 0 的数")
            self._actions.add_stock(item.number, units, self._or_again())
            return ""

        self._ask(question, "1", answer)

    @asks
    def name(self, item: Item) -> None:
        """Under which title? A refused item is sent again under it."""
        refused = _refused(item)
        question = (self.tr("{number} 号的新名称，再发一次") if refused else self.tr("{number} 号的新名称")).format(
            number=item.number
        )

        def answer(typed: str) -> str:
            if not typed:
                return self.tr("名称不能为空")
            if refused:
                self._actions.mend(c.EditItem(number=item.number, title=typed))
            else:
                self._actions.edit(item.number, title=typed, otherwise=self._or_again())
            return ""

        self._ask(question, item.title, answer, look=lambda typed: of_item(self._check, typed, item))

    @asks
    def template(self, item: Item, which: str) -> None:
        """Under which category, or with which freight template, is it sent again?"""
        freight = which == "freight"
        question = (
            self.tr("{number} 号的运费模板编号，再发一次（留空：让平台重新给）")
            if freight
            else self.tr("{number} 号的类目编号，再发一次（留空：让平台重新推荐）")
        ).format(number=item.number)

        def answer(typed: str) -> str:
            chosen = quantity_in(typed) if typed else None
            if typed and chosen is None:
                return self.tr("写平台上的编号，只有数字")
            self._actions.change_template(item.number, **{"express_template_id" if freight else "category_id": chosen})
            return ""

        self._ask(question, "", answer)

    @asks
    def points(self, item: Item) -> None:
        """What shall the anchor say of it?"""
        question = self.tr("{number} 号的卖点，用 / 隔开").format(number=item.number)

        def answer(typed: str) -> str:
            self._actions.edit(item.number, points=typed, otherwise=self._or_again())
            return ""

        first = " / ".join(points(item))
        self._ask(question, first, answer, look=lambda typed: of_item(self._check, typed, item))

    @asks
    def bin(self, item: Item) -> None:
        """Where does it lie?"""
        question = self.tr("{number} 号的货位").format(number=item.number)

        def answer(typed: str) -> str:
            self._actions.edit(item.number, bin_code=typed, otherwise=self._or_again())
            return ""

        self._ask(question, item.bin_code, answer)

    @asks
    def bins(self, items: Sequence[Item]) -> None:
        """Where do several lie?"""
        question = self.tr("{n} 件的货位").format(n=len(items))

        def answer(typed: str) -> str:
            self._actions.put_in_bin(items, typed)
            return ""

        self._ask(question, "", answer)

    @asks
    def again(self, item: Item) -> None:
        """How many of another one like it?"""
        fen = item.price_fen if item.flash is None else item.flash.regular_fen
        question = self.tr("照 {number} 号再上一件：{title} {price}，几件？").format(
            number=item.number, title=item.title, price=price(fen)
        )

        def answer(typed: str) -> str:
            quantity = pieces_in(typed)
            if quantity is None:
                return self.tr("写一个不小于 1 的数")
            self._actions.list_again(item.number, quantity, self._or_again())
            return ""

        self._ask(question, "1", answer)

    @asks
    def quota(self, item: Item) -> None:
        """How many units shall be ours whatever the line does?"""
        free = max(0, item.stock_left - item.quota - self._actions.holds.units(item.item_id))
        question = self.tr("{number} 号预留几件，断网也能卖（最多 {free}）").format(number=item.number, free=free)

        def answer(typed: str) -> str:
            units = pieces_in(typed)
            if units is None or units > free:
                return self.tr("写 1 到 {free} 的数").format(free=free) if free else self.tr("没有可以预留的了")
            self._actions.hold(item, units, self._or_again())
            return ""

        self._ask(question, "1" if free else "", answer)


def _refused(item: Item) -> bool:
    return item.platform is PlatformState.REFUSED
