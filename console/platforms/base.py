"""What the console asks of any commerce platform, and the three ways in which one can say no.

An adapter turns every foreign error into one of the classes below; nothing else leaves it. Whether
a failed call may have taken effect decides what sync does next, so it is part of the type.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from console.errors import PlatformError, Text


class RetryLater(PlatformError):
    """Not applied, and trying again later makes sense: no route, too many calls, platform busy.

    Facts: `why` (Text or str), `after_s` (float, the platform's own wish, else 0), `only_this` (True when
    other calls are not concerned: one method's calls of today are spent).
    """

    title = Text("平台暂时连不上：{why}", "The platform cannot be reached: {why}")
    advice = Text("不用管它，会自动再试；卖货照常", "Leave it; it tries again by itself and selling goes on")


class OutcomeUnknown(PlatformError):
    """It may have been applied: a timeout, a cut answer, a 5xx. Look it up before sending again."""

    title = Text("不确定平台收到没有：{why}", "It is not known whether the platform has it: {why}")
    advice = Text("不用管它，会先查清再补发", "Leave it; it is looked up before it is sent again")


class Refused(PlatformError):
    """The platform said no to this one, and would again. Facts: `why` (its own words), `code`."""

    title = Text("平台退回：{why}", "The platform refused: {why}")
    advice = Text("改好后重发；其他商品不受影响", "Mend it and send again; other items are not affected")


class ItemGone(Refused):
    """The platform does not have this item, or not any more: it will take no change of it."""


class SignInAgain(PlatformError):
    """The authorisation ended and could not be renewed."""

    title = Text("店铺授权已失效", "The shop's authorisation has ended")
    advice = Text("在设置里重新授权店铺；数据先存在本机", "Authorise the shop again; facts wait on this machine")


class PictureUse(StrEnum):
    """What an uploaded picture is for."""

    MAIN = "main"
    DETAIL = "detail"


class Audit(StrEnum):
    """Where the platform's audit of an item stands."""

    PENDING = "pending"
    TO_FIX = "to_fix"
    APPROVED = "approved"
    REJECTED = "rejected"


class OrderStatus(StrEnum):
    """An order as far as the console cares."""

    UNPAID = "unpaid"
    PAID = "paid"
    CLOSED = "closed"
    """Over, and its units are back in the platform's stock."""
    REFUNDED = "refunded"
    """The money is returned; the goods are not in the platform's stock again."""


@dataclass(frozen=True)
class FlashTemplate:
    """What a shop's flash listings have in common; all that five seconds cannot ask for."""

    category_id: int
    express_template_id: int
    refund_rule: str = "1"
    """"1" is seven days without a reason."""
    promise_delivery_s: int = 172_800
    details: str = ""


@dataclass(frozen=True)
class NewItem:
    """A flash listing as the platform wants it; frozen before the first send."""

    rel_item_id: int
    rel_sku_id: int
    title: str
    price_fen: int
    stock: int
    picture_urls: tuple[str, ...]
    """One to nine URLs of uploaded main pictures."""
    detail_urls: tuple[str, ...]
    template: FlashTemplate


@dataclass(frozen=True)
class NewCoupon:
    """A coupon as the platform wants it; `key` is the idempotency key, for ever."""

    key: str
    name: str
    platform_item_id: int | None
    """None for the whole shop."""
    reduce_fen: int
    threshold_fen: int
    total: int
    per_buyer: int
    begins_ms: int
    """00:00:00 of a day in Beijing."""
    ends_ms: int
    """23:59:59 of a day in Beijing."""


@dataclass(frozen=True)
class PlatformItem:
    """An item as the platform has it."""

    platform_item_id: int
    rel_item_id: int
    sku_id: int
    title: str
    price_fen: int
    stock: int
    audit: Audit
    audit_reason: str
    on_shelf: bool


@dataclass(frozen=True)
class Order:
    """One order line. `buyer` is the platform's masked name."""

    order_id: str
    rel_item_id: int
    quantity: int
    unit_price_fen: int
    status: OrderStatus
    buyer: str
    created_at_ms: int
    updated_at_ms: int


@dataclass(frozen=True)
class Seller:
    """Whose shop answers."""

    seller_id: str
    """The platform's own number of the seller, for ever; names change."""
    name: str
    """What the shop is called, "" where the platform does not say."""


class OrderSource(StrEnum):
    """Where an order came from, as far as the platform says."""

    LIVE = "live"
    VIDEO = "video"
    REPLAY = "replay"
    OTHER = "other"


@dataclass(frozen=True)
class OrderPage:
    """One page of orders; `cursor` None means there is no further one."""

    orders: tuple[Order, ...]
    cursor: str | None
    unread: tuple[str, ...] = ()
    """Orders that could not be understood, by their number where it was legible."""


class Platform(Protocol):
    """One shop on one platform. Every method may raise the four errors above and nothing else."""

    async def shop_name(self) -> str:
        """The shop's name; the cheapest call that shows the link and the token to work."""
        ...

    async def seller(self) -> Seller:
        """Whose shop the authorisation opens."""
        ...

    async def suggest_template(self, title: str, picture_url: str) -> FlashTemplate:
        """A template from the platform's suggested category and first freight template."""
        ...

    async def upload_picture(self, jpeg: bytes, use: PictureUse) -> str:
        """Upload one JPEG of at most 2 MB; returns the URL to list it under. Repeating it is harmless."""
        ...

    async def open_item(self, item: NewItem) -> PlatformItem:
        """List an item. `rel_item_id` is the idempotency key: a repeat is `Refused` by the platform,
        so look up with `find_item` after `OutcomeUnknown`."""
        ...

    async def find_item(self, rel_item_id: int) -> PlatformItem | None:
        """The item listed under our number, or None when the platform has none."""
        ...

    async def change_price(self, platform_item_id: int, sku_id: int, price_fen: int) -> None:
        """Set the price. Repeating it is harmless."""
        ...

    async def read_stock(self, platform_item_id: int, sku_id: int) -> int:
        """Units the platform would sell now. `ItemGone` when it does not have the item."""
        ...

    async def change_stock(self, platform_item_id: int, sku_id: int, delta: int) -> None:
        """Add (or take away, when negative) units; `delta` is not 0. NOT idempotent: after
        `OutcomeUnknown` read the stock back before sending again."""
        ...

    async def set_shelf(self, platform_item_id: int, on_shelf: bool) -> None:
        """Put on or take off the shelf. Repeating it is harmless."""
        ...

    async def create_coupon(self, coupon: NewCoupon) -> int:
        """Make a coupon; returns the platform's number. The same `key` again answers the same number."""
        ...

    async def coupon_taken(self, platform_coupon_id: int) -> int:
        """How many of a coupon buyers have taken."""
        ...

    async def end_coupon(self, platform_coupon_id: int) -> None:
        """Let nobody take it any more. Repeating it is harmless."""
        ...

    async def orders(self, begin_ms: int, end_ms: int, cursor: str = "") -> OrderPage:
        """Orders updated in [begin_ms, end_ms], at most 7 days, oldest first; pass `cursor` on."""
        ...

    async def order_source(self, order_id: str) -> OrderSource:
        """Where a buyer ordered. Costs a call for each order: ask only where calls are plenty."""
        ...

    async def aclose(self) -> None:
        """Close the connection; harmless when called twice."""
        ...
