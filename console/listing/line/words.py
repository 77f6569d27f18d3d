"""The words a seller writes around numbers, as tables: units, labels, marks of price and stock.

Nothing here decides; `spans` builds its patterns from these tables. A word missing from a table
costs one question too many, never a wrong price: what is in no table is doubtful. Goods are in
`wares`, whole phrases and the sentences shown are in `reasons`.
"""

from __future__ import annotations

# --- units and labels that make a number part of the title -----------------------------------

WEIGHT_UNITS = ("公斤", "千克", "毫克", "克拉", "盎司", "斤", "克", "两", "磅", "吨")

VOLUME_UNITS = ("毫升", "升")

LENGTH_UNITS = ("平方米", "厘米", "毫米", "分米", "公分", "英寸", "平方", "米", "寸", "尺", "㎡")

SIZE_UNITS = ("色号", "圈口", "号链接", "圈", "号", "码")

OTHER_UNITS = (
    "小时", "分钟", "毫安", "万毫安", "像素", "周年", "周岁", "年代", "年份", "合一", "合1", "个月", "世纪",
    "年", "月", "日", "天", "秒", "岁", "度", "℃", "°", "%", "‰", "代", "后", "层", "股", "针", "目", "孔", "格",
    "抽", "色", "头", "口", "人", "门", "档", "级", "星", "倍", "排", "键", "节", "版", "味", "页", "册", "期", "款",
    "瓦", "伏", "调", "核", "寸", "转", "添加", "蔗糖", "甲醛", "平米", "支纱", "孔径", "匹", "开", "世", "型", "系",
    "线",
)  # fmt: skip

LATIN_UNITS = (
    "kg", "g", "mg", "km", "cm", "mm", "ml", "gb", "tb", "mb", "v", "hz", "mah", "nm", "ct", "oz", "lb", "px", "fps",
    "inch",
    "lm", "rpm", "db", "nd", "rd", "th", "wh", "kw", "dpi",
)  # fmt: skip

MODEL_TAILS = ("pro", "max", "plus", "mini", "ultra", "promax")

LETTER_UNITS = ("m", "l", "s", "xl", "xxl", "xxxl", "xs", "d", "t", "a", "b", "c", "p")
"""Units in Latin letters behind one figure only: 3XL and 1.5L, but 59L may be 59 yuan for size L."""

GOLD = ("9k", "10k", "14k", "18k", "22k", "24k")
"""The only k that are no thousands; w is 10,000 as often as watts and stands in no table."""

LOOSE_UNITS = "款色天日月年头口人门层股节版味期面级星排型系线世开格秒"
"""Units many other words begin with: 599款 may be a price."""

SPACED_UNITS = ("厘米", "毫米", "毫升", "公斤", "斤", "克", "cm", "mm", "kg", "ml", "g")
"""Units that still belong to the number when a space stands between."""

NOT_A_UNIT = (
    "日本", "年货", "年糕", "月饼", "月光", "月季", "月亮", "天猫", "天然", "天珠", "天鹅", "天蓝", "天丝", "天麻",
    "天山", "头层", "头饰", "头巾", "头绳", "头戴", "口红", "口罩", "口袋", "口水", "口味", "米白", "米色", "米线",
    "米粉", "米其", "米黄", "米奇", "米兰", "人参", "人造", "人气", "星空", "星光", "星月", "代购", "代理", "代销",
    "系列", "系带", "格子", "格纹", "针织", "升级", "升值", "平安", "平底", "平板", "孔雀", "克什", "秒杀", "秒拍",
    "秒发", "周边", "线上", "线下", "版型", "味道", "节日", "度假", "色拉", "目前", "号称", "层次", "级别", "开运",
    "开光", "开衫", "开口", "世界", "型号", "两件", "两个", "两只", "两条", "两双", "两包", "两盒", "两袋", "两瓶",
    "两支", "两套", "两对", "两份", "两斤", "两串", "两罐", "两箱", "两片", "两块", "两色", "两用", "寸草", "门票",
    "门帘", "键盘", "页岩", "排骨", "排毒", "星星", "期货", "款式", "款款", "日用", "日常", "调料", "调味", "调节",
    "调光", "调色", "调音", "调理", "调羹", "调酒", "调整", "人人", "人民", "后天",
)  # fmt: skip
"""Words that begin like a unit: 599平安扣 is not 599 square metres, 59秒杀 not 59 seconds."""

TITLE_LABELS = (
    "圈口", "内径", "外径", "直径", "孔径", "条宽", "手寸", "手围", "圈号", "尺码", "尺寸", "规格", "型号", "编号",
    "货号", "款号", "色号", "编码", "批号", "证书号", "版号", "克重", "净重", "毛重", "净含量", "含量", "重量",
    "容量", "年份", "腰围", "胸围", "臀围", "裤长", "衣长", "裙长", "肩宽", "袖长", "身高", "体重", "适合", "链长",
    "长度", "宽度", "厚度", "高度", "度数", "链接", "比例", "纯度", "含银", "含金", "含棉", "约重", "重约", "宽约",
    "长约", "高约", "口径", "第", "no.", "no", "#", "φ", "Φ",
)  # fmt: skip
"""Words that, directly before a number, make it a measure or a name."""

SHORT_LABELS = ("宽", "厚", "长", "高", "重", "径")
"""The same, where no Chinese word goes before (加厚599 is a price) or a unit follows."""

MEASURE_LABELS = (
    *SHORT_LABELS,
    "圈口",
    "内径",
    "外径",
    "直径",
    "口径",
    "条宽",
    "尺码",
    "尺寸",
    "长度",
    "宽度",
    "厚度",
    "高度",
)
"""A number without a unit behind these is smaller than a price."""

NAME_NUMBERS = (
    "双11", "双12", "3CE",
    "84消毒", "999感冒", "999皮炎", "999胃泰", "502胶", "502 胶", "84 消毒", "361 ", "555电池", "414毛巾", "361度",
    "1688款", "国窖1573", "国窖 1573",
    "茅台1935", "茅台 1935", "五粮液1618", "五粮液 1618", "习酒1988", "习酒 1988", "360度", "618大促", "101大厦",
    "三只松鼠", "三只羊", "四只猫", "七个小矮人", "五个农民",
)  # fmt: skip

CONDITIONS = ("8成新", "9成新", "95成新", "9.5成新", "95新", "98新", "99新", "9新", "八成新", "九成新", "全新")
"""Second-hand goods."""

METALS = (
    "千足金",
    "千足银",
    "足金",
    "足银",
    "纯金",
    "纯银",
    "黄金",
    "白银",
    "铂金",
    "彩金",
    "k金",
    "金",
    "银",
    "铂",
    "足",
)

METAL_TAIL = "(?![丝属刚色杏花桂鱼枪骏线边镶针牛币粉黄灰]|耳(?![钉环坠饰夹圈]))"
"""999金丝楠, 999银色 and 999银耳 are no purities; 925银耳钉 is."""

PURITIES = (
    "9999",
    "999.9",
    "99999",
    "999",
    "990",
    "995",
    "950",
    "925",
    "916",
    "900",
    "835",
    "800",
    "750",
    "585",
    "375",
)

LIKELY_PURITIES = ("9999", "99999", "999", "999.9", "990", "925", "916")

# --- words that mark price and stock ---------------------------------------------------------

PRICE_LABELS = (
    "直播间价", "直播价", "秒杀价", "活动价", "福利价", "优惠价", "一口价", "宠粉价", "会员价", "老铁价", "粉丝价",
    "到手价", "闪购价", "体验价", "今日价", "现价", "零售价", "售价", "特价", "单价", "价格", "价钱", "卖价", "只卖",
    "只要", "仅售",
    "特惠价", "惊喜价", "开播价",
)  # fmt: skip

YUAN_WORDS = ("人民币", "块钱", "元整", "元", "圆", "rmb", "cny", "yuan")

NOT_YUAN = (
    "元宝",
    "元素",
    "元旦",
    "元气",
    "元朗",
    "元宵",
    "元青花",
    "圆珠",
    "圆形",
    "圆领",
    "圆牌",
    "圆桌",
    "圆条",
    "圆盘",
)

NOTES_AND_COINS = ("纪念", "硬币", "纸币", "钞", "代金", "券", "话费", "面值", "店", "人民币", "购物卡", "卡", "红包")
"""Behind 10元 these say that the ten yuan are the goods, not what is paid for them."""

STOCK_LABELS = (
    "库存",
    "数量",
    "存货",
    "现货",
    "备货",
    "还剩",
    "仅剩",
    "只剩",
    "剩余",
    "剩",
    "qty",
    "quantity",
    "stock",
)

LEFT_BEHIND = ("还剩", "只剩", "仅剩", "只有", "还有")
"""These begin the stock right behind a price: 580还剩2件."""

ONLY_ONE = ("孤品", "孤件", "仅此一件", "只有一件", "唯一一件", "就一件", "独一件")

COUNT_SURE = tuple("件个只条串枚双副台部把张本顶套份幅尊支对盏棵株盆辆")
"""After a price and a space these count what is in stock: 599 3件."""

COUNT_MAYBE = tuple("盒包袋瓶罐箱片粒颗根饼卷提捆筐桶朵组板打杯碗束斗坛")
"""These count a pack as often as the stock: 39.9 12盒."""

PACK_TAILS = (
    "套装", "件套", "头套", "装", "入", "连包", "连袋", "套", "拼", "组合", "一组", "一包", "一盒", "一箱", "一提",
    "一袋",
)  # fmt: skip
"""Behind a count these make it the unit of sale: 12支装, 三件套."""

PACK_COUNTS = tuple("支个只片枚条双粒颗件根朵张把副块")
"""12支装 is a pack of twelve; 39袋装 may be 39 yuan, in bags."""

FREE_BEHIND = (
    "包邮",
    "上车",
    "开抢",
    "速拍",
    "清仓",
    "捡漏",
    "拿走",
    "带走",
    "一对",
    "一双",
    "一副",
    "一套",
    "一串",
    "一条",
    "一只",
    "一件",
    "一个",
    "一支",
)
"""What may stand directly behind a bare price: 599包邮, 59一对."""

NO_NAMES = ("包邮", "顺丰包邮")
"""What alone names no goods."""

NEVER_GLUED = tuple(
    "第型款号版代系双年区楼路街队线库级码卡券满减省返送赠差值抵费押定补加涨降另运约近各每均限买拍共超不达于卖价"
)
"""Characters directly before a number that make it something else than the price."""
