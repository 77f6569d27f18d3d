"""Every method that is served: its verb and its handler. What the simulator can do is this table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from console.platforms.simulator import coupons, listing, orders, pictures, shop
from console.platforms.simulator.fields import Fields
from console.platforms.simulator.schema import Visit


@dataclass(frozen=True)
class Method:
    """`user`: needs a token that a seller authorised, not merely an app's."""

    verb: str
    answer: Callable[[Visit, Fields], object]
    multipart: bool = False
    user: bool = True


METHODS = {
    "open.shop.info.get": Method("GET", shop.shop_info),
    "open.user.seller.get": Method("GET", shop.seller),
    "open.item.category": Method("GET", shop.categories, user=False),
    "open.item.category.config": Method("GET", shop.category_config, user=False),
    "open.item.category.suggested.get": Method("GET", shop.suggested_categories),
    "open.logistics.express.template.list": Method("GET", shop.freight_templates),
    "open.item.image.upload": Method("POST", pictures.upload, multipart=True),
    "open.item.new": Method("POST", listing.open_item),
    "open.item.get": Method("GET", shop.get_item),
    "open.item.list.get": Method("GET", shop.list_items),
    "open.item.sku.list.get": Method("GET", shop.list_skus),
    "open.item.sku.price.update": Method("POST", shop.change_price),
    "open.item.sku.stock.update": Method("POST", shop.change_stock),
    "open.item.shelf.status.update": Method("POST", shop.set_shelf),
    "open.item.delete": Method("POST", shop.delete_item),
    "open.promotion.coupon.create": Method("POST", coupons.create),
    "open.promotion.coupon.statistic": Method("GET", coupons.statistic),
    "open.promotion.coupon.over": Method("POST", coupons.over),
    "open.order.cursor.list": Method("GET", orders.list_orders),
    "open.order.detail": Method("GET", orders.order_detail),
    "open.live.shop.item.check.oncar": Method("GET", shop.on_cart),
    "open.live.shop.seller.real.uv": Method("GET", shop.watching),
}
