"""Sales on which the two books do not agree: what they are called, how they look, what can be decided. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from console.facts import Conflict, OpenSales, Sale, SaleSource, SaleStatus
from console.state import ShowState
from ui.keys.shortcuts import QT_TRANSLATE_NOOP
from ui.look.format import Standing
from ui.look.language import translate


@dataclass(frozen=True)
class How:
    """One way to decide: its name in `ResolveClaim` and in the key table, and its word on a button."""

    name: str
    text: str

    @property
    def word(self) -> str:
        return translate("claims", self.text)


HOWS = (
    How("refund", QT_TRANSLATE_NOOP("claims", "退款")),
    How("substitute", QT_TRANSLATE_NOOP("claims", "换货")),
    How("backorder", QT_TRANSLATE_NOOP("claims", "补货后发")),
    How("confirm", QT_TRANSLATE_NOOP("claims", "已交货")),
)


def stands(sale: Sale) -> bool:
    """Whether a sale made here was not voided."""
    return sale.source is SaleSource.STUDIO and sale.status is SaleStatus.SOLD


def is_claim(sale: Sale) -> bool:
    """Whether it waits for the platform's word."""
    return stands(sale) and not sale.agreed and sale.conflict is Conflict.NONE


def is_open(sale: Sale) -> bool:
    """Whether a person must decide: the platform's stock could not cover it."""
    return stands(sale) and sale.conflict is Conflict.OPEN


def decidable(sale: Sale) -> bool:
    """Whether `ResolveClaim` can be asked for it."""
    return is_claim(sale) or is_open(sale)


def open_conflicts(state: ShowState) -> tuple[Sale, ...]:
    """The sales a person must decide about, oldest first."""
    return tuple(sale for sale in reversed(state.sales) if is_open(sale))


def counted(state: ShowState) -> OpenSales:
    """How many of the recent sales are not settled, for a window that cannot ask for the others."""
    short = sum(1 for sale in state.sales if sale.short_units and sale.status is not SaleStatus.VOID)
    return OpenSales(sum(map(is_open, state.sales)), short, sum(map(is_claim, state.sales)))


def mark(sale: Sale) -> Standing:
    """The sign at the end of a row: agreed, a claim, a conflict, or what was decided."""
    if is_open(sale):
        return Standing("cross", translate("claims", "平台没有货了"), "trouble")
    if sale.status is SaleStatus.VOID:
        return Standing("tick" if sale.agreed else "wait", _voided(sale), "quiet")
    if sale.agreed:
        return Standing("tick", translate("claims", "平台已确认"), "jade")
    if sale.conflict is Conflict.CONFIRMED:
        return Standing("tick", translate("claims", "已交货"), "jade")
    if sale.conflict is Conflict.BACKORDERED:
        return Standing("wait", translate("claims", "补货后发"), "amber")
    return Standing("wait", translate("claims", "待平台确认"), "amber")


def note(sale: Sale, *, worded: bool = True) -> Standing | None:
    """What stands under a sale: what must be decided, what was, or why it is void; None when nothing needs saying.

    A claim is only `worded` when it is more than a matter of moments.
    """
    if sale.status is SaleStatus.VOID:
        return Standing("", _voided(sale), "quiet")
    if is_open(sale):
        return Standing("cross", translate("claims", "平台没有货了，要决定"), "trouble")
    if sale.short_units > 0:
        ours = sale.source is SaleSource.STUDIO
        said = translate("claims", "缺 {n} 件：补货，或作废") if ours else ""
        said = said or translate("claims", "超卖 {n} 件：补货，或在平台退款")
        return Standing("warn", said.format(n=sale.short_units), "amber")
    if sale.status is SaleStatus.UNPAID:
        return Standing("warn", translate("claims", "拍下未付款"), "amber")
    if sale.agreed or not (worded or sale.conflict is not Conflict.NONE):
        return None
    return mark(sale)


def _voided(sale: Sale) -> str:
    if sale.taken_back:
        return translate("claims", "记错，已撤回")
    if sale.conflict is Conflict.REFUNDED:
        return translate("claims", "已退款")
    if sale.conflict is Conflict.SUBSTITUTED:
        number = "".join(filter(str.isdigit, sale.void_reason))
        return translate("claims", "已换成 {number} 号").format(number=number)
    why = sale.void_reason or translate("claims", "没有写原因")
    return translate("claims", "已作废：{why}").format(why=why)
