"""The rules that words come from: law, platform, and what a hit under each says to the seller.

A word of the list names its rule by the key here, or writes out a rule of its own. Sources, read in 2026:
the Advertising Law (广告法, 2021), the Guide to enforcement on absolute terms (广告绝对化用语执法指南, 2023),
the rules on marked prices and price fraud (明码标价和禁止价格欺诈规定, 2022), on promotions (规范促销行为暂行规定,
2020), on cosmetics (化妆品监督管理条例, 2020), the laws on e-commerce, food and consumers, the measures on live
marketing (网络直播营销管理办法, 2021), and the platform's announcement on 发布其他平台信息 (2022-06-20).
Which rule a fact of the item can satisfy is in `claims`, not here.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.errors import Text


@dataclass(frozen=True)
class Rule:
    """`reason` has a place for the `{word}` as it was typed; `advice` is followed by the entry's own words."""

    name: Text
    reason: Text
    advice: Text


_AD_LAW = "《广告法》"
_OFF = Text("快手电商规则“发布其他平台信息”", "platform rule on naming other platforms and contacts")
_PRICE_FRAUD = Text("《明码标价和禁止价格欺诈规定》第十七、十九条", "rules on price fraud, art. 17 and 19")
_PROMOTIONS = Text("《规范促销行为暂行规定》第二十、二十一条", "rules on promotions, art. 20 and 21")
_CONSUMERS = Text("《消费者权益保护法》第十六、二十条", "Consumer Law, art. 16 and 20")
_LIVE = Text(
    "《网络直播营销管理办法》第十八条、《电子商务法》第十七条",
    "live marketing measures art. 18, E-commerce Law art. 17",
)

RULES: dict[str, Rule] = {
    "absolute": Rule(
        Text(f"{_AD_LAW}第九条第三项", "Advertising Law, art. 9(3)"),
        Text("“{word}”是绝对化用语", "'{word}' is an absolute term"),
        Text("说看得见的特点，别跟所有人比", "Say what can be seen; do not compare with everyone"),
    ),
    "forever": Rule(
        Text(f"{_AD_LAW}第二十八条", "Advertising Law, art. 28"),
        Text("“{word}”说得太满，没法证明", "'{word}' cannot be proved"),
        Text("写真实的期限、比例或条件", "Give the true period, share or condition"),
    ),
    "state": Rule(
        Text(f"{_AD_LAW}第九条第二项", "Advertising Law, art. 9(2)"),
        Text("“{word}”借国家机关或领导人的名义", "'{word}' uses the name of the state or its leaders"),
        Text("删掉", "Leave it out"),
    ),
    "honours": Rule(
        Text("《商标法》第十四条、《广告法》第十一条", "Trademark Law art. 14, Advertising Law art. 11"),
        Text("“{word}”这类荣誉不能这样宣传", "Honours such as '{word}' must not be advertised like this"),
        Text("写证书名称、编号和年份", "Name the certificate with number and year"),
    ),
    "rivals": Rule(
        Text(f"{_AD_LAW}第十三条", "Advertising Law, art. 13"),
        Text("“{word}”贬低了别家的商品", "'{word}' runs down other sellers' goods"),
        Text("只说自己的货", "Speak of your own goods only"),
    ),
    "contact": Rule(
        _OFF,
        Text("“{word}”是站外联系方式", "'{word}' is a contact off the platform"),
        Text("删掉；请客人点小黄车，或私信店铺客服", "Leave it out; point to the cart or to the shop's own chat"),
    ),
    "phone": Rule(
        _OFF,
        Text("“{word}”像是电话号码", "'{word}' looks like a phone number"),
        Text("删掉；请客人私信店铺客服", "Leave it out; point to the shop's own chat"),
    ),
    "address": Rule(
        _OFF,
        Text("“{word}”是站外链接或邮箱", "'{word}' is an address off the platform"),
        Text("删掉；商品放进小黄车", "Leave it out; put the item in the cart"),
    ),
    "platform": Rule(
        _OFF,
        Text("“{word}”是别的平台", "'{word}' is another platform"),
        Text("删掉平台名；要比较就说自己的价和货", "Leave the name out; speak of your own price and goods"),
    ),
    "dealing": Rule(
        _OFF,
        Text("“{word}”是引导私下交易", "'{word}' leads to a deal outside the platform"),
        Text("删掉；请客人在小黄车下单", "Leave it out; let buyers order through the cart"),
    ),
    "scan": Rule(
        _OFF,
        Text("“{word}”是引导扫码", "'{word}' asks to scan a code"),
        Text("删掉；查证书的码请写明“扫码查证书”", "Leave it out; for a certificate's code say 扫码查证书"),
    ),
    "group": Rule(
        _OFF,
        Text("“{word}”可能把客人引到站外的群", "'{word}' may lead buyers to a group elsewhere"),
        Text("写“快手粉丝群”或“粉丝团”", "Say 快手粉丝群 or 粉丝团"),
    ),
    "base": Rule(
        _PRICE_FRAUD,
        Text("“{word}”拿来比较的价没有凭据", "'{word}' compares with a price that has no proof"),
        Text(
            "只写现价；要写原价，先给商品填上七日内成交价和凭证",
            "Give today's price only; for an old price, first record it with its proof (paid within seven days)",
        ),
    ),
    "lowest": Rule(
        _PRICE_FRAUD,
        Text("“{word}”没法证明", "'{word}' cannot be proved"),
        Text("写现价和到几点为止", "Give the price and until when it holds"),
    ),
    "cheap": Rule(
        _PRICE_FRAUD,
        Text("“{word}”是说不清的低价", "'{word}' is a low price without a meaning"),
        Text("写现价；低于原价多少要有凭证", "Give the price; a reduction needs its proof"),
    ),
    "cut": Rule(
        _PROMOTIONS,
        Text("“{word}”没有说明从哪个价降下来", "'{word}' does not say what it is reduced from"),
        Text("给商品填上原价和凭证，或只写现价", "Record the old price with its proof, or give the price only"),
    ),
    "discount": Rule(
        _PROMOTIONS,
        Text("“{word}”没有说明打折的基准", "'{word}' does not say what the discount is taken from"),
        Text("给商品填上原价和凭证，或只写现价", "Record the old price with its proof, or give the price only"),
    ),
    "period": Rule(
        _PROMOTIONS,
        Text("“{word}”没有写明到什么时候", "'{word}' does not say until when"),
        Text("写明日期或时间，例如“今晚10点止”", "Give the date or time, e.g. 今晚10点止"),
    ),
    "steering": Rule(
        _OFF,
        Text("“{word}”听着像是把客人往站外引", "'{word}' sounds like leading buyers off the platform"),
        Text(
            "说明白在小黄车下单、有事私信店铺客服；不是这个意思就照说",
            "Say that they order through the cart and ask the shop's own chat; go on if nothing else is meant",
        ),
    ),
    "effect": Rule(
        Text(f"{_AD_LAW}第十七、十八条", "Advertising Law, art. 17 and 18"),
        Text("“{word}”听着像是疗效", "'{word}' sounds like a cure"),
        Text(
            "只说材质、味道、感受；不是这个意思就照说", "Speak of material, taste and feel; go on if no cure is meant"
        ),
    ),
    "promise": Rule(
        _CONSUMERS,
        Text("这件商品没有设置“{word}”", "The item's guarantees do not hold '{word}'"),
        Text("先给商品加上这项保障，或删掉这句", "Add this guarantee to the item first, or leave it out"),
    ),
    "shipping": Rule(
        Text("《电子商务法》第二十条", "E-commerce Law, art. 20"),
        Text("“{word}”比设置的发货时间快", "'{word}' is sooner than the item ships"),
        Text("按设置的时间写，或改发货时间", "Say when it really ships, or change the setting"),
    ),
    "certificate": Rule(
        _CONSUMERS,
        Text("说了“{word}”，但没有对应的证书", "'{word}' has no certificate to show"),
        Text("先给商品附上证书编号和照片", "Attach the certificate's number and photo first"),
    ),
    "medical": Rule(
        Text(f"{_AD_LAW}第十七条", "Advertising Law, art. 17"),
        Text("“{word}”是医疗用语，普通商品不能说", "'{word}' is a medical term; ordinary goods must not use it"),
        Text("只说材质、味道、感受", "Speak of material, taste and feel"),
    ),
    "health": Rule(
        Text("《食品安全法》第七十三条、《广告法》第十八条", "Food Safety Law art. 73, Advertising Law art. 18"),
        Text("“{word}”是保健功效，没有批文不能说", "'{word}' is a health claim and needs an approval"),
        Text("只说材质、味道、感受", "Speak of material, taste and feel"),
    ),
    "cosmetic": Rule(
        Text("《化妆品监督管理条例》第四十三条", "rules on cosmetics, art. 43"),
        Text("“{word}”是特殊功效，没有备案不能说", "'{word}' is a special effect and needs a filing"),
        Text("只说质地、妆效、成分", "Speak of texture, look and ingredients"),
    ),
    "superstition": Rule(
        Text(f"{_AD_LAW}第九条第八项", "Advertising Law, art. 9(8)"),
        Text("“{word}”宣传迷信功效", "'{word}' advertises superstition"),
        Text("改说寓意，例如“寓意平安”", "Speak of what it stands for, e.g. 寓意平安"),
    ),
    "count": Rule(
        _LIVE,
        Text("“{word}”和真实数字对不上", "'{word}' does not agree with the true number"),
        Text("按真实数字写", "Give the true number"),
    ),
}

OF_THE_SELLER = Text("自定义词表", "the shop's own list")
