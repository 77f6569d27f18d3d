"""The selling tools, rehearsed: certificate, steps, coupon, a flash sale with an order, a draw among the buyers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from console import draws
from console.commands import AddStock, DescribeItem, EditItem, RetryNow, SetSteps, TakeSnap
from console.errors import OffPlatform
from console.facts import Coupon, CouponState, Item, PlatformState, SaleSource
from console.money import plain
from console.rehearsal.books import rel_item_id
from console.rehearsal.hands import Hands
from console.state import ShowState
from console.store.database import Db

if TYPE_CHECKING:
    from console.app import Console
    from console.platforms.simulator import Simulator

FLASH_UNITS, FLASH_S = 5, 120
COUPONS, TAKEN = 50, 3
"""How many coupons there are, and how many invented buyers take."""
CERTIFICATE = "彩排 0001"
"""Marks the item that the tools are used on, so that a later run finds it again."""
CHEAPEST_FEN = 2_000
"""What a flash sale is tried on costs at least this."""
SETTLE_WITHIN_S = 60.0
BUYER = "阿珍"
OFF_THE_PLATFORM, DOUBTFUL = "加微信 yushi8866 看细节", "顶级料子，灯下看水头"
"""Points of which one must not go on air and the other may, with a warning."""
T = TypeVar("T")


class Tools:
    """All selling tools of one show, used once each."""

    def __init__(self, console: Console, hands: Hands, simulator: Simulator) -> None:
        self._desk, self._db, self._hands, self._simulator = console.desk, console.db, hands, simulator

    async def use(self) -> dict[str, Any]:
        """Each once, on one item; what a run that was killed had begun goes on. Returns what became of them."""
        item = self._tried()
        item = item if item is not None else await once(self._fit)
        regular_fen = item.price_fen if item.flash is None else item.flash.regular_fen
        if not item.trust.certified:
            await self._desk.do(AddStock(number=item.number, quantity=FLASH_UNITS + 2))
            await self._certify(item.number)
        await self._hands.put_on_air(item.number)
        if not item.steps:
            line = f"预热 先讲产地 | 开价 {plain(regular_fen)}"
            await self._desk.do(SetSteps(number=item.number, line=line))
        while self._now(item).step < len(self._now(item).steps):
            await self._hands.next_step()
        self._hands.grab("10-steps")
        words = await self._words(item)
        coupon = await self._coupon()
        flash = await self._flash_sale(item, regular_fen)
        await self._hands.draw("免单 x1")
        self._hands.grab("13-draw")
        drawn = self._desk.state.draws[0]
        record = await self._db.run(draws.record, drawn.draw_id)
        now = self._now(item)
        return {
            "item": item.number,
            "certified": now.trust.certified,
            "steps_taken": now.step,
            "words": words,
            "coupon": coupon,
            "flash_sale": {**flash, "price_restored": now.price_fen == regular_fen},
            "draw": {
                "entrants": drawn.entrants,
                "winners": [won.name for won in drawn.won],
                "reckoned_again": not draws.check(record),
            },
        }

    def _tried(self) -> Item | None:
        """The item that an earlier run has begun to use the tools on."""
        return next((item for item in self._desk.state.items if item.trust.certificate == CERTIFICATE), None)

    def _fit(self) -> Item | None:
        """What a flash sale makes sense on."""
        return next((item for item in on_sale(self._desk.state) if item.price_fen >= CHEAPEST_FEN), None)

    async def _words(self, item: Item) -> dict[str, Any]:
        """What leads off the platform is refused; what is doubtful is said all the same, and that is kept."""
        refused = False
        try:
            await self._desk.do(EditItem(number=item.number, points=OFF_THE_PLATFORM))
        except OffPlatform:
            refused = True
        await self._desk.do(EditItem(number=item.number, points=DOUBTFUL))
        kept = await self._db.run(_decisions, item.number)
        return {"refused": refused, "said_despite_a_warning": kept, "points": self._now(item).points}

    async def _coupon(self) -> dict[str, Any]:
        """A coupon for the item on air, shown once the platform has it; some are taken and counted."""
        desk = self._desk
        if not desk.state.coupons:
            await self._hands.coupon(f"立减1 x{COUPONS} 1天")
        made = await once(lambda: self._newest(CouponState.MADE))
        if not made.taken:
            await self._simulator.take_coupons(made.platform_coupon_id or 0, TAKEN)
        if desk.state.coupon_shown is None:
            await self._hands.show_coupon()
        await desk.do(RetryNow())  # the count is read every half minute, or when somebody asks
        counted = await once(lambda: self._newest(CouponState.MADE, TAKEN))
        self._hands.grab("14-coupon")
        shown = desk.state.coupon_shown == counted.coupon_id
        return {"total": counted.total, "left": counted.left, "shown": shown}

    async def _flash_sale(self, item: Item, regular_fen: int) -> dict[str, Any]:
        """A flash sale with an order and a sale at its price, ended by hand; one that runs already goes on."""
        price_fen = regular_fen * 8 // 10
        if not self._now(item).flash_sales:
            await self._hands.flash_sale(f"{plain(price_fen)} x{FLASH_UNITS} {FLASH_S}")
        flash_id = self._now(item).flash_sales[-1].flash_id
        if self._now(item).flash is not None:
            await once(lambda: self._runs(item))
            if not self._sold_at(item, price_fen, SaleSource.PLATFORM):
                await self._simulator.order(await self._db.run(rel_item_id, item.item_id), 1, buyer=BUYER)
            if not self._sold_at(item, price_fen, SaleSource.STUDIO):
                await self._hands.log_sale(1)
            await once(lambda: self._runs(item, sold=2))
            self._hands.grab("11-flash-sale")
            await self._hands.end_flash_sale()
        self._hands.grab("12-flash-sale-over")
        over = next(flash for flash in self._now(item).flash_sales if flash.flash_id == flash_id)
        return {
            "price_fen": price_fen,
            "sold_units": over.sold_units,
            "gmv_fen": over.gmv_fen,
            "ended_by": over.why,
            "ordered_at_its_price": self._sold_at(item, price_fen, SaleSource.PLATFORM),
        }

    def _newest(self, state: CouponState, taken: int = 0) -> Coupon | None:
        """The newest coupon, once it stands so and so many were counted."""
        coupon = self._desk.state.coupons[0]
        return coupon if coupon.state is state and (coupon.taken or 0) >= taken else None

    def _runs(self, item: Item, sold: int = 0) -> bool:
        """Whether a flash sale runs at the platform, with so many units sold."""
        flash = self._now(item).flash
        return flash is not None and flash.confirmed and flash.sold_units >= sold

    def _sold_at(self, item: Item, price_fen: int, source: SaleSource) -> bool:
        return any(
            sale.item_id == item.item_id and sale.unit_price_fen == price_fen and sale.source is source
            for sale in self._desk.state.sales
        )

    async def _certify(self, number: int) -> None:
        """A certificate with its picture."""
        await self._desk.do(TakeSnap())
        snap = self._desk.state.last_snap
        assert snap is not None  # it was just taken
        await self._desk.do(
            DescribeItem(
                number=number, guarantees=("seven_days",), certificate=CERTIFICATE, certificate_snap_id=snap.snap_id
            )
        )

    def _now(self, item: Item) -> Item:
        return self._desk.state.item(item.item_id) or item


def _decisions(db: Db, number: int) -> list[str]:
    rows = db.conn.execute("SELECT DISTINCT typed FROM word_decisions WHERE number = ? AND field = 'points'", (number,))
    return [row[0] for row in rows]


def on_sale(state: ShowState) -> list[Item]:
    """What buyers can order: approved, sellable, nothing of it unsent."""
    return [
        item for item in state.items if item.platform is PlatformState.APPROVED and item.sellable and not item.unsent
    ]


async def once(found: Callable[[], T | None]) -> T:
    """What `found` finds, once it finds something. Raises TimeoutError."""
    async with asyncio.timeout(SETTLE_WITHIN_S):
        while True:
            value = found()
            if value:
                return value
            await asyncio.sleep(0.02)
