"""Sheets that are no list of goods on offer: orders, and papers on which a price is what the seller paid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from console.errors import Text

_SURELY = (
    "订单编号", "订单号", "子订单编号", "主订单编号", "ordernumber", "orderid", "orderno", "客户", "客户名称",
    "客户姓名", "买家", "顾客", "购买人", "购货单位", "收货单位",
)  # fmt: skip
_OF_ORDERS = (
    *_SURELY, "交易编号", "订单状态", "买家昵称", "买家会员名", "买家公司名", "卖家公司名", "收货人",
    "收货人姓名", "收件人", "实付款", "实付金额", "买家实付", "物流单号", "快递单号", "运单号", "下单时间",
    "付款时间", "支付时间", "付款方式", "支付方式", "收款方式", "实收", "实收金额", "销售日期", "成交日期", "购买日期",
)  # fmt: skip
_BOUGHT = re.compile(r"成本|进货|进价|采购|拿货|供货|送货单|送货清单|入库|出货单|发货单|对账|^(?!.*直播).*[报询]价")
_SOLD = re.compile(
    r"销售(?:明细|记录|流水|台账|日报|报表|登记|单$)|流水账|(?<!进销存)台账$|卖货记录|出库(?:单|明细|记录|表)"
)
_NOT_OFFERED = re.compile(
    r"已售|售出|售罄|停售|停产|下架|作废|[缺断]货(?!王)|退货|残次|报废|已卖|卖完|示例|样例|示范|回收|sold\s?out|archive",
    re.IGNORECASE,
)
_DAY, _SUM = ("日期", "时间", "date"), ("金额", "总价", "总额", "小计", "合计金额", "amount")
_ANY_PRICE = ("价格", "单价", "价", "价钱", "價格", "單價", "price", "unitprice")
"""Headings of a price that leave open whose it is."""

ORDERS = Text(
    "这是订单，不是货单：一行是一笔买卖，价格不一定是卖价",
    "these are orders and no list of goods: a row is a deal, and its price may not be yours",
)
BOUGHT = Text(
    "像是进货的单子，说不清是不是卖价：请把售价那一列叫“直播价”",
    "this looks like a purchase: is it your price? Head the column with “live price”",
)


NOT_OFFERED = Text("这一页的名字说这些货不卖", "the name of this sheet says that its goods are not on offer")
OF_THE_SHEET = (ORDERS, NOT_OFFERED)
"""Reasons that hold below other headings of the same sheet too."""


def refused(sheet: str | None, above: Iterable[str], headings: Sequence[str], price: str) -> Text | None:
    """Why no price of a sheet can be taken, or None.

    `above` is what stands over its headings, `headings` are plain ones, and `price` is that of the price.
    """
    if _NOT_OFFERED.search(sheet or ""):
        return NOT_OFFERED
    above = ["".join(text.split()) for text in (sheet or "", *above)]
    if any(_SOLD.search(text) for text in above) or (_has(headings, _DAY) and _has(headings, _SUM)):
        return ORDERS
    known = [heading for heading in headings if heading in _OF_ORDERS]
    if len(known) > 1 or any(heading in _SURELY for heading in known):
        return ORDERS
    bought = price in _ANY_PRICE and any(_BOUGHT.search(text) for text in above)
    return BOUGHT if bought else None


def _has(headings: Sequence[str], names: Sequence[str]) -> bool:
    return any(heading in names for heading in headings)
