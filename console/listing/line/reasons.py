"""Why a line is doubtful: the sentences a seller is shown, and the phrases that make any line doubtful.

`{n}` is filled with the number in question and `{what}` with what else it may be.
"""

from __future__ import annotations

from console.errors import Text
from console.listing.line.spans import Kind, Span
from console.money import PRICE_CAP_FEN

BUNDLE = Text("像是打包价或买赠，说不清一件多少钱", "This looks like a bundle or a gift; one unit's price is not clear")
DISCOUNT = Text("有折扣或优惠，说不清最后卖多少", "There is a discount; the final price is not clear")
OTHER_MONEY = Text(
    "写了另一笔钱（原价、运费、定金等），请只写卖价",
    "Another sum is named (old price, postage, deposit); write the price only",
)
EACH = Text("“各”“每”说不清一共几件", "'Each' leaves the total stock open")
LIMIT = Text("限购不是库存，请写明库存", "A limit per buyer is not stock; write the stock")
FOREIGN = Text("不是人民币价格", "This is not a price in yuan")
WHOLESALE = Text("批发或起拍的价不是一件的卖价", "A wholesale or starting price is not one unit's price")
PER_WEIGHT = Text("按重量或长度计价，请写一份卖多少钱", "Priced by weight or length; write the price of one unit")
SOLD_SO_FAR = Text("已经卖掉的数量不是库存", "What was sold so far is not the stock")
NONE_LEFT = Text("写着没有货，有货请写“x数量”", "It says there are none; if there are, write xN")
HALF_TYPED = Text("库存没有写完，请写“x数量”", "The stock is unfinished; write xN")
EMPTY = Text("这一行是空的", "The line is empty")
LINE_TOO_LONG = Text("这一行太长", "The line is too long")
NO_PRICE = Text("没有看到价格", "No price found")
NO_TITLE = Text("没有看到名称", "No title found")
TITLE_TOO_LONG = Text("名称太长，最多 30 个汉字", "The title is too long; it holds at most 30 Chinese characters")
TWO_PRICES = Text("有两个像价格的数，请在价格后面写“元”", "Two numbers could be the price; write yuan behind the price")
PRICE_RANGE = Text("价格是一个范围，请写一个价", "The price is a range; write one price")
ODD_DIGITS = Text("数字写法特别，请用普通数字", "The digits are unusual; use plain ones")
ODD_NUMBER = Text("“{n}”这个数看不懂", "The number '{n}' is not understood")
ODD_NEIGHBOUR = Text(
    "“{n}”旁边的字或符号让价格不确定，请写“{n}元”", "What stands beside '{n}' makes it unsure; write {n} yuan"
)
CHINESE_NUMBER = Text("中文数字后面请写“元”", "Write yuan behind a price in Chinese numerals")
LETTERED = Text("“{said}”是 {n} 元吗？是的话请写“{n}元”", "Is '{said}' {n} yuan? If so write {n} yuan")
HOW_MANY = Text("“{said}”是多少件？请写“x数量”", "How many pieces is '{said}'? Write xN")
NEGATIVE = Text("价格不能是负数", "A price is not negative")
ZERO_PRICE = Text("价格要大于 0", "A price is more than zero")
PRICE_TOO_HIGH = Text(f"价格最高 {PRICE_CAP_FEN / 100:,.2f} 元", f"A price is at most {PRICE_CAP_FEN / 100:,.2f} yuan")
DECIMALS = Text("价格最多两位小数", "A price has at most two decimals")
VAST = Text("“{n}”到十万了？是的话请写“{n}元”", "{n}, a hundred thousand and more? If so write {n} yuan")
MAYBE = Text("“{n}”可能是{what}，如果是价格请写“{n}元”", "'{n}' may be {what}; if it is the price write {n} yuan")
SMALL = Text("“{n}”是价格还是件数？价格请写“{n}元”", "Is '{n}' the price or the stock? Write {n} yuan for a price")
NUMBER_IN_TITLE = Text(
    "“{n}”是名称的一部分还是价格？请在价格后面写“元”",
    "Is '{n}' part of the title or the price? Write yuan behind the price",
)
STOCK_OR_TITLE = Text("“{n}”是库存吗？请写“x{n}”", "Is '{n}' the stock? Write x{n}")
STOCK_OR_PACK = Text(
    "“{n}”是库存，还是一份里有这么多？库存请写“x数量”", "Is '{n}' the stock or what one unit holds? Write xN for stock"
)
DIMENSIONS = Text(
    "“{n}”是尺寸还是价格乘件数？请写“价格元 x件数”", "Is '{n}' a size, or price times stock? Write the price with yuan"
)
UNSTABLE = Text(
    "写法有两种意思，请写成“名称 价格元 x件数”", "This can mean two things; write: title, price with yuan, xstock"
)
TWO_STOCKS = Text("有两个像库存的数", "Two numbers could be the stock")
STOCK_RANGE = Text("库存要在 1 到 9999999 之间", "Stock lies between 1 and 9999999")
MODEL = Text("型号", "the model number")
PURITY = Text("成色", "the purity")
YEAR = Text("年份", "the year")
SIZE = Text("尺寸", "a size")

# --- phrases that make any line doubtful -----------------------------------------------------

_ZH = "[一二两三四五六七八九十百千半0-9]"

DOUBT_PHRASES: tuple[tuple[str, Text], ...] = (
    (rf"买\s?{_ZH}|{_ZH}\s?[送赠]\s?{_ZH}|[送赠]\s?{_ZH}+\s?[件个只条双盒包瓶袋份串支片斤]|加[一1]元"
     rf"|(?<![球自航实苍])拍\s?{_ZH}+|[凑选挑发拼]\s?[0-9]+\s?[件个只条双]|{_ZH}+\s?发\s?{_ZH}"
     r"|打包价|一共|总价|合计|共\s?[0-9]+|全套价|任选|任意|任[一二两三四五六七八九十0-9]|随机发", BUNDLE),
    (rf"[0-9.]+\s?折(?!伞|裙|叠|扇)|{_ZH}折(?!伞|裙|叠|扇|纸|页|痕|边)|打折|折扣|折后|半价|满\s?[0-9]|立减|满减|减\s?[0-9]"
     rf"|省\s?[0-9]|优惠券|券后|领券|用券|抵\s?[0-9]"
     r"|红包(?!袋|封)|返现|返\s?[0-9]|[0-9]\s?off|第\s?[二三四五两2-9]\s?件|补贴|到手(?!价)|拼团|砍价|预售价|优惠\s?[0-9]"
     r"|便宜\s?[0-9]|直降|降\s?[0-9]|涨\s?[0-9]", DISCOUNT),
    (r"(?:原|市场|吊牌|专柜|日常|平时|参考|官方|官网|门店|指导|成本|进货|进|拿货|采购|回收|标|划线|双十一|别家|外面"
     r"|实体店|平常|以前|之前)价"
     r"|(?:运费|邮费|快递费|(?<![包免])邮|定金|订金|押金|尾款|首付|月供|[日周月季年]付|[日周月季年]?租金?|[月年]费|差价|补差|工费|手工费|加工费|佣金|保证金|价值|市值|估价"
     r"|赔|吊牌|专柜|市价|估值|成本|本钱|进货|回收|标签|官网|淘宝|京东|拼多多|同款|对比|保价)\s?:?\s?¥?\s?[0-9]"
     r"|分期|[日月季年]租(?=$|\s)|(?:原来|平时|外面|以前|之前|别人|人家)(?:卖|要)?\s?¥?\s?[0-9]", OTHER_MONEY),
    (r"各[色款码种样个人]?[色款]?\s?[0-9一二两三四五六七八九十]|每[款色码种样个件只条号盒]|均\s?[0-9]|均价"
     r"|[0-9]\s?色各|不同价|价格不", EACH),
    (r"限\s?[购拍买]|限\s?[0-9]|每人|限量\s?:?\s?[0-9]", LIMIT),
    (r"美元|美金|美刀|港币|港元|日元|日币|韩元|韩币|欧元|英镑|泰铢|台币|新台币|澳元|加元|卢布|[$€£₩₽฿₹]|usd|hkd|eur"
     r"|jpy|krw|twd|[0-9]\s?[欧镑刀](?=$|[\s,，])", FOREIGN),
    (r"起拍|起批|起售|起卖|批发价|代理价|起步价|底价|无底价|加价|竞拍|拍卖|保底", WHOLESALE),
    (r"(?:[0-9元块]\s?[/每一]|(?:[0-9]\s|元|块)1)\s?(?:斤|公斤|千克|克|两|米|kg|g|尺|平|升|吨|磅|箱|筐|亩|里)(?!装)"
     r"|[0-9元块]\s?[/每]\s?(?:小时|天|月|年|次)|每(?:斤|克|公斤|两|米)|(?:^|\s)一(?:斤|公斤|克)\s?¥?[0-9]|论斤|论克|按斤|按克|按重|克价|斤价",
     PER_WEIGHT),
    (r"已售|销量|卖出|卖了|已卖|月销|售出|售罄|卖完", SOLD_SO_FAR),
    (r"[无没缺][现库]?[货存](?![号架])|断货(?!王)|售空|抢空|抢光|非卖品|不卖(?!关子)|已出(?=$|[\s!！])|下架|补货中",
     NONE_LEFT),
    (rf"[×✕✖*]\s?(?:$|{_ZH.replace('0-9', '')})|(?<![a-z])x\s?(?:$|{_ZH.replace('0-9', '')})|(?:库存|数量"
     rf"|剩)\s?:?\s?(?:$|{_ZH.replace('0-9', '')})", HALF_TYPED),
)  # fmt: skip

BEFORE_DOUBT = (
    r"(?:[-−–—+~≈<>=≤≥±?？]|[约近满减省返抵加补差或和与跟及从由到至]"
    r"|大概|大致|差不多|不足|超过|至少|最低|最高|低于|高于|价值)$"
)
"""Touching a price from the left, these make it another sum."""
BEFORE_DOUBT_SPACED = (
    r"(?:[+~≈<>=≤≥±-]|大约|大概|大致|差不多|将近|不到|不足|超过|至少|最低|最高|低至|低于|高于|满减|立减|价值|或者?)$"
)
"""The same with a space between."""
AFTER_DOUBT = (
    r"\s?(?:[-−–—+~≈<>=≤≥±?？&/]|起|多|左右|上下|以[内下上里]|之内|来块|几|出头|不到|开外|到手|[或和与跟及至到又每])"
)
"""Behind a price, these make it a lower end, an upper end or one of two."""


def about(text: Text, span: Span, what: Text | None = None) -> Text:
    """`text` about the number of `span`, and what it may be besides a price."""
    n = str(span.number) if span.numbers and span.kind is not Kind.GLUE else span.text
    what = what or Text("", "")
    return Text(_escaped(text.zh.format(n=n, what=what.zh)), _escaped(text.en.format(n=n, what=what.en)))


def _escaped(said: str) -> str:
    """`said` so that `Text.said`, which fills places, leaves it as it is."""
    return said.replace("{", "{{").replace("}", "}}")
