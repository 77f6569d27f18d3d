"""What makes an item believable, in words: guarantees, certificate, source, and what still lacks its proof."""

from __future__ import annotations

from console.facts import Item, Trust
from console.money import price
from ui.look.format import Standing, points
from ui.look.language import translate


def guarantee_word(name: str) -> str:
    """A guarantee as platform and buyers call it."""
    return {
        "seven_days": translate("trust", "七天无理由"),
        "refund_only": translate("trust", "退款不退货"),
        "return_freight": translate("trust", "退货补运费"),
        "fake_compensation": translate("trust", "假一赔十"),
    }.get(name, name)


def source_word(name: str) -> str:
    """A source label as the platform calls it."""
    return {
        "origin": translate("trust", "原产地"),
        "belt": translate("trust", "产业带"),
        "factory": translate("trust", "工厂直供"),
        "influencer": translate("trust", "达人品牌"),
    }.get(name, name)


def badges(trust: Trust) -> list[Standing]:
    """What viewers may see: guarantees, and certificate and source where their proof is attached."""
    shown = []
    if trust.certified:
        shown.append(Standing("tick", translate("trust", "证书 {n}").format(n=trust.certificate), "jade"))
    if trust.sourced:
        shown.append(Standing("tick", f"{source_word(trust.source)} {trust.origin}", "jade"))
    return shown + [Standing("full", guarantee_word(name), "jade") for name in trust.guarantees]


def proofs(item: Item) -> list[Standing]:
    """What the assistant sees of an item at a glance: certificate, what lacks its proof, source, guarantees, points."""
    trust = item.trust
    shown = [Standing("tick", translate("trust", "证书"), "jade")] if trust.certified else []
    shown += unproved(trust)
    if trust.sourced:
        shown.append(Standing("", f"{source_word(trust.source)} · {trust.origin}", "quiet"))
    shown += [Standing("", guarantee_word(name), "quiet") for name in trust.guarantees]
    return shown + [Standing("", point, "quiet") for point in points(item)]


def unproved(trust: Trust) -> list[Standing]:
    """What was said without its proof: no badge, and why."""
    told = []
    if trust.certificate and not trust.certified:
        told.append(Standing("warn", translate("trust", "证书缺照片"), "amber"))
    if trust.source and not trust.sourced:
        lacks = translate("trust", "缺凭证") if trust.origin else translate("trust", "缺产地")
        told.append(Standing("warn", f"{source_word(trust.source)} {lacks}", "amber"))
    if trust.base_price_fen and not trust.based:
        told.append(Standing("warn", translate("trust", "原价缺凭证"), "amber"))
    return told


def known_words(trust: Trust) -> list[Standing]:
    """What the check of words knows besides, for the assistant: compared price, shipping time, who watches."""
    told = []
    if trust.based and trust.base_price_fen:
        said = translate("trust", "原价 {price}").format(price=price(trust.base_price_fen))
        told.append(Standing("tick", said, "jade"))
    if trust.ships_within_h:
        said = translate("trust", "{n} 小时内发货").format(n=trust.ships_within_h)
        told.append(Standing("", said, "quiet"))
    if trust.online:
        told.append(Standing("", translate("trust", "在线 {n} 人").format(n=trust.online), "quiet"))
    return told


def lacking_words(trust: Trust) -> str:
    """What a draft still needs before it is listed; "" for nothing."""
    names = {
        "material": translate("trust", "材质"),
        "weight": translate("trust", "重量"),
        "size": translate("trust", "尺寸"),
        "certificate": translate("trust", "证书编号"),
        "certificate_photo": translate("trust", "证书照片"),
    }
    words = translate("trust", "、").join(names[name] for name in trust.lacking)
    return translate("trust", "珠宝上架还缺：{what}").format(what=words) if words else ""
