"""The words a seller writes around numbers, as tables, and the sentences that say why a line is doubtful.

Nothing here decides; `spans` builds its patterns from these tables and `line` asks them. A word is
missing from a table at the price of one question too many, never of a wrong price: what is in no
table is doubtful.
"""

from __future__ import annotations

from console.errors import Text

# --- units and labels that make a number part of the title -----------------------------------

WEIGHT_UNITS = ("公斤", "千克", "毫克", "克拉", "盎司", "斤", "克", "两", "磅", "吨")
VOLUME_UNITS = ("毫升", "升")
LENGTH_UNITS = ("平方米", "厘米", "毫米", "分米", "公分", "英寸", "平方", "米", "寸", "尺", "㎡")
SIZE_UNITS = ("圈口", "号链接", "圈", "号", "码")
OTHER_UNITS = (
    "小时", "分钟", "毫安", "万毫安", "像素", "周年", "周岁", "年代", "年份", "合一", "合1", "个月", "世纪",
    "年", "月", "日", "天", "秒", "岁", "度", "℃", "°", "%", "‰", "代", "后", "层", "股", "针", "目", "孔", "格",
    "抽", "色", "头", "口", "人", "门", "档", "级", "星", "倍", "排", "键", "节", "版", "味", "页", "册", "期", "款",
    "瓦", "伏", "核", "寸", "转", "添加", "蔗糖", "甲醛", "平米", "支纱", "孔径", "开", "世", "型", "系", "线",
)  # fmt: skip
LATIN_UNITS = (
    "kg", "g", "mg", "km", "cm", "mm", "ml", "gb", "tb", "mb", "v", "hz", "mah", "nm", "ct", "oz", "lb", "px", "fps", "inch",
    "db", "nd", "rd", "th", "wh", "kw", "dpi",
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
    "门帘", "键盘", "页岩", "排骨", "排毒", "星星", "期货", "款式", "款款", "日用", "日常", "人人", "人民", "后天",
)  # fmt: skip
"""Words that begin like a unit: 599平安扣 is not 599 square metres, 59秒杀 not 59 seconds."""

TITLE_LABELS = (
    "圈口", "内径", "外径", "直径", "孔径", "条宽", "手寸", "手围", "圈号", "尺码", "尺寸", "规格", "型号", "编号",
    "货号", "款号", "色号", "编码", "批号", "证书号", "证书", "版号", "克重", "净重", "毛重", "净含量", "含量", "重量",
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
    "双11", "双12",
    "84消毒", "999感冒", "999皮炎", "999胃泰", "502胶", "502 胶", "84 消毒", "361 ", "555电池", "414毛巾", "361度", "1688款", "国窖1573", "国窖 1573",
    "茅台1935", "茅台 1935", "五粮液1618", "五粮液 1618", "习酒1988", "习酒 1988", "360度", "618大促", "101大厦",
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
METAL_TAIL = "(?![丝属刚色杏花桂鱼枪骏线边镶耳针牛币粉黄灰])"
"""999金丝楠 and 999银色 are no purities."""
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
    "到手价", "闪购价", "体验价", "今日价", "现价", "零售价", "售价", "特价", "单价", "价格", "价钱", "卖价", "只卖", "只要", "仅售",
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

STOCK_LABELS = ("库存", "数量", "存货", "现货", "备货", "还剩", "仅剩", "只剩", "剩余", "剩")
ONLY_ONE = ("孤品", "孤件", "仅此一件", "只有一件", "唯一一件", "就一件", "独一件")

COUNT_SURE = tuple("件个只条串枚双副台部把张本顶套份幅尊支对盏棵株盆辆")
"""After a price and a space these count what is in stock: 599 3件."""
COUNT_MAYBE = tuple("盒包袋瓶罐箱片粒颗根卷提捆筐桶朵组板打杯碗束斗坛")
"""These count a pack as often as the stock: 39.9 12盒."""
PACK_TAILS = (
    "套装", "件套", "头套", "装", "入", "连包", "连袋", "套", "拼", "组合", "一组", "一包", "一盒", "一箱", "一提", "一袋",
)  # fmt: skip
"""Behind a count these make it the unit of sale: 12支装, 三件套."""

PACK_COUNTS = tuple("支个只片枚条双粒颗件根朵张把副块")
"""12支装 is a pack of twelve; 39袋装 may be 39 yuan, in bags."""

PACK_WARES = (
    "蛋", "粽", "橙", "果", "桃", "梨", "橘", "柑", "柚", "枣", "薯", "瓜", "蟹", "虾", "鲍", "蚝", "参", "袜", "内裤", "面膜",
    "纸", "糖", "饼", "糕", "包子", "馒头", "饺", "奶", "肉", "鸡", "鸭", "鹅", "鱼", "肠", "口罩", "毛巾", "衣架", "袋", "碗",
    "盘", "碟", "杯", "筷", "勺", "牙刷", "电池", "笔", "挂钩", "手套", "皂", "玉米", "莲", "苗", "种子", "花", "面包", "酒",
    "水", "茶", "咖啡", "药", "贴", "湿巾", "尿", "卫生巾", "发圈", "皮筋", "火锅", "辣条", "月饼", "罐头", "酸奶", "毛笔",
)  # fmt: skip
"""Goods mostly sold several at once: 鸡蛋 39.9 30个 is a pack, 手镯 599 3个 is stock."""

KUAI_WARES = (
    "皂",
    "豆腐",
    "糕",
    "砖",
    "巧克力",
    "布",
    "表",
    "石",
    "玉",
    "墨",
    "肉",
    "饼",
    "积木",
    "瓦",
    "牌",
    "电池",
    "糖",
)
"""Goods counted with 块, which is also the word for yuan."""

SHEET_WARES = (
    "毯", "框", "布", "画", "垫", "巾", "被", "床", "席", "箱", "盒", "纸", "桌", "帘", "袋", "砖", "膜", "板", "贴", "管", "相册",
    "木", "海报", "横幅", "屏风", "镜", "窗", "柜", "架", "网", "旗", "灯箱", "玻璃", "瓷", "石", "绣", "照片", "棚", "篷",
)  # fmt: skip
"""Goods whose size is written 40x60."""

# --- numbers that are more likely something else than a price --------------------------------

HABITS: tuple[tuple[tuple[str, ...], tuple[str, ...], Text], ...] = (
    (("镯", "圈口"), ("48-64", "4.8-6.4"), Text("圈口", "the bangle size")),
    (("戒", "扳指"), ("6-30",), Text("圈号", "the ring size")),
    (("手链", "脚链", "手绳"), ("13-26",), Text("长度", "the length")),
    (("项链", "毛衣链", "锁骨链"), ("38-60",), Text("长度", "the length")),
    (("珠", "串"), ("3-24", "108"), Text("珠径或颗数", "the size or number of beads")),
    (("鞋", "靴", "拖"), ("20-48", "220-285/5"), Text("鞋码", "the shoe size")),
    (("裤",), ("24-34", "36-42/2", "160-190/5"), Text("尺码", "the size")),
    (("童", "宝宝", "婴", "校服"), ("66", "73", "80-170/10", "75-165/10"), Text("身高尺码", "the child's size")),
    (("衬衫", "衬衣", "西装", "西服", "旗袍"), ("36-46", "48-58/2", "160-190/5"), Text("尺码", "the size")),
    (("文胸", "内衣", "胸罩"), ("32-42/2", "70-100/5"), Text("尺码", "the size")),
    (("手表", "腕表", "表带"), ("16-48",), Text("表径", "the watch size")),
    (("电视", "显示器", "屏", "投影"), ("14-120",), Text("屏幕尺寸", "the screen size")),
    (("床", "席", "蚊帐", "被"), ("0.9-2.4", "120-220/30", "180-220/20"), Text("尺寸", "the size")),
    (("香水", "精华", "霜", "乳液", "爽肤水", "洗面奶", "防晒", "小黑瓶", "身体乳", "牙膏", "洗发", "沐浴"),
     ("5-15/5", "30", "50", "75", "100", "120", "150-500/10"), Text("毫升数", "the volume")),
    (("足金", "黄金", "金条", "银条", "素金", "千足", "铂金"), ("0.00-200",), Text("克重", "the weight in grams")),
    (("不锈钢", "杯", "锅", "壶"), ("304", "316"), Text("钢号", "the steel")),
    (("杯", "壶"), ("350-1000/50",), Text("毫升数", "the volume")),
    (("锅",), ("16-40/2",), Text("口径", "the size")),
    (("碗", "盘", "碟"), ("4-12",), Text("寸数", "the size in inches")),
    (("笔",), ("0.3-1.0",), Text("笔芯粗细", "the width of the line")),
    (("打印纸", "复印纸", "a4", "A4"), ("70", "80", "500"), Text("克重或张数", "weight or sheets")),
    (("羽绒",), ("80", "90", "95", "100"), Text("含绒量", "the share of down")),
    (("恤", "卫衣", "外套", "夹克", "毛衣", "上衣", "风衣", "大衣", "羽绒服"), ("165-195/5",), Text("尺码", "the size")),
    (("床单", "床笠", "床垫", "被", "毯", "四件套"), ("0.8-3.5", "150-230/10"), Text("尺寸", "the size")),
    (("窗帘", "布", "纱"), ("0.8-3.5",), Text("尺寸", "the size")),
    (("柜", "桌", "沙发"), ("120-200/20",), Text("尺寸", "the size")),
    (("背包", "双肩包", "书包"), ("15-60/5",), Text("容量", "the volume")),
    (("砂纸",), ("40-2000/20",), Text("目数", "the grit")),
    (("大米", "小米", "面粉", "橙", "果", "桃", "梨", "柚", "薯", "芋", "瓜", "枣", "柑", "橘", "葡萄", "荔枝"), ("3", "5", "8-10", "20"),
     Text("斤数", "the weight")),
    (("蛋",), ("10-100/10",), Text("个数", "the number of eggs")),
    (("车", "轮"), ("12-29",), Text("寸数", "the size in inches")),
    (("奶粉", "纸尿裤", "尿不湿", "拉拉裤"), ("1-6",), Text("段数", "the stage")),
    (("盘", "内存", "手机", "卡", "平板", "电脑"), ("4", "8", "16", "32", "64", "128", "256", "512"), Text("容量", "the capacity")),
    (("茶", "普洱", "大益", "下关", "生饼", "熟饼", "砖", "沱", "饼", "班章", "冰岛", "大红袍", "金骏眉", "龙井", "铁观音", "碧螺春", "毛尖", "寿眉", "白毫", "单丛", "肉桂", "水仙", "毛峰", "猴魁", "滇红", "正山小种"),
     ("100", "150-500/50", "357", "1950-2035", "7000-9999"), Text("年份、唛号或克数", "a year, a recipe number or a weight")),
    (("酒", "茅台", "五粮液", "国窖", "郎", "汾", "泸州", "剑南春", "白干", "二锅头"),
     ("3", "5", "6", "8", "9", "10", "12", "15", "18", "20", "21", "30", "33", "35", "36", "38", "39", "40-46", "48", "50-56", "58",
      "60-75", "500", "750", "1573", "1618", "1900-2035"), Text("度数、容量或年份", "strength, volume or year")),
    (("檀", "沉香", "菩提", "核桃", "蜜蜡", "南红", "绿松", "琥珀", "珊瑚", "黄花梨", "玛瑙", "水晶"), ("0.6-2.5", "6-24", "108"),
     Text("珠径或颗数", "the size or number of beads")),
    (("票", "币", "钞", "年份", "纪念", "老", "古", "银元", "陈", "旧", "版", "书", "报", "连环画"), ("1840-2035",), Text("年份", "the year")),
    (("口红", "唇"), ("100", "196", "200", "214", "405", "520", "720", "888", "999"), Text("色号", "the shade")),
    (("苹果",), ("4-18", "60-95/5"), Text("型号或果径", "the model or the size")),
    (("橙", "果", "桃", "梨", "柚", "橘", "柑"), ("60-95/5",), Text("果径", "the fruit's size")),
    (("镜", "隐形", "美瞳"), ("100-800/25",), Text("度数", "the strength")),
    (("轮胎", "车胎", "轮毂"), ("12-275",), Text("尺寸", "the size")),
    (("手环", "耳机", "显卡"), ("1-20",), Text("型号", "the model")),
    (("电池", "铅笔", "砂纸", "针"), ("1-9",), Text("型号", "the type")),
    (("箱",), ("16-32/2",), Text("寸数", "the size in inches")),
    (("煤", "柴油", "汽油"), ("0", "92", "95", "98"), Text("标号", "the grade")),
)  # fmt: skip
"""(words in the title, ranges "least-most/step" with both ends, what the number may be)."""

NOT_WARES = (
    "鞋架", "鞋柜", "鞋盒", "鞋垫", "鞋油", "鞋刷", "裤架", "酒杯", "酒具", "酒柜", "酒精", "茶具", "茶几", "茶杯", "茶盘", "茶壶", "手机壳",
    "手机支架", "手机绳", "珠宝", "珠光", "卡通", "卡其", "卡包", "书包", "书架", "书桌", "床头", "床上", "屏风",
    "箱包", "果盘", "水果刀", "沙拉碗", "苹果绿", "酒红", "茶色", "枣红", "桃红", "桃色", "橙色", "书签", "老铁", "童趣",
)  # fmt: skip
"""Words that contain the name of goods in `HABITS` and are other goods, or a colour."""

BRANDS = (
    "小米", "红米", "荣耀", "华为", "三星", "一加", "魅族", "真我", "努比亚", "联想", "任天堂", "索尼", "佳能", "尼康", "富士",
    "大疆", "乐高", "宝马", "奔驰", "奥迪", "特斯拉", "苹果手机", "戴尔", "华硕", "微软", "诺基亚", "步步高",
    "小天才", "安踏", "李宁", "匹克", "乔丹", "标致", "波音", "空客", "歼", "东风", "解放", "万代", "高达", "奥特曼", "樱木",
    "森海", "铁三角", "漫步者", "雷蛇", "罗技", "酷睿", "锐龙", "兰蔻", "香奈儿", "迪奥", "圣罗兰", "阿玛尼",
    "万宝路", "中华", "玉溪", "利群", "大益", "国窖", "李维斯", "匡威", "奔富", "六神", "耐克", "椰子", "新百伦",
)  # fmt: skip
"""Names that go on with a model number."""
LATIN_BRANDS = (
    "iphone",
    "ipad",
    "macbook",
    "airpods",
    "mate",
    "redmi",
    "switch",
    "galaxy",
    "nova",
    "honor",
    "oppo",
    "vivo",
)

METAL_WORDS = (
    "金",
    "银",
    "铂",
    "足",
    "口红",
    "唇",
    "迪奥",
    "三九",
    "感冒",
    "皮炎",
    "锁",
    "转运",
    "吊坠",
    "项链",
    "手链",
)
PLAIN_WARES = (
    "衣", "裙", "裤", "鞋", "靴", "包", "箱", "机", "表", "茶", "翡翠", "玉", "外套", "夹克", "毛衫", "衫", "被", "床", "桌", "椅",
    "柜", "灯", "壶", "碗", "瓶", "画", "毯", "车", "锅", "炉", "羽绒", "皮草", "貂", "显示器", "电视", "音箱", "耳机", "键盘", "书法", "手办", "相机", "沙发", "家具", "紫砂", "瓷",
)  # fmt: skip
"""Goods whose price may well be 999: with none of the metal words they are not gold or silver."""

FREE_BEHIND = (
    "包邮",
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

SIZE_LETTERS = (
    "s",
    "m",
    "l",
    "xs",
    "xl",
    "xxl",
    "xxxl",
    "xxxxl",
    "f",
    "t",
    "diy",
    "vip",
    "pvc",
    "abs",
    "led",
    "new",
    "hot",
)
"""Latin words behind which a number is not a model number."""

NEVER_GLUED = tuple(
    "第型款号版代系双年区楼路街队线库级码卡券满减省返送赠差值抵费押定补加涨降另运约近各每均限买拍共超不达于卖"
)
"""Characters directly before a number that make it something else than the price."""

# --- phrases that make any line doubtful -----------------------------------------------------

_ZH = "[一二两三四五六七八九十百千半0-9]"
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
HALF_TYPED = Text("库存没有写完，请写“x数量”", "The stock is unfinished; write xN")

DOUBT_PHRASES: tuple[tuple[str, Text], ...] = (
    (rf"买\s?{_ZH}|{_ZH}\s?[送赠]\s?{_ZH}|[送赠]\s?{_ZH}+\s?[件个只条双盒包瓶袋份串支片斤]|加[一1]元|(?<![球自航实苍])拍\s?{_ZH}+|[凑选挑发拼]\s?[0-9]+\s?[件个只条双]|{_ZH}+\s?发\s?{_ZH}"
     r"|打包价|一共|总价|合计|共\s?[0-9]+|全套价|任选|任意|任[一二两三四五六七八九十0-9]|随机发", BUNDLE),
    (rf"[0-9.]+\s?折|{_ZH}折(?!伞|裙|叠|扇|纸|页|痕|边)|打折|折扣|折后|半价|满\s?[0-9]|立减|满减|减\s?[0-9]|省\s?[0-9]|优惠券|券后|领券|用券|抵\s?[0-9]"
     r"|红包(?!袋|封)|返现|返\s?[0-9]|[0-9]\s?off|第\s?[二2两]\s?件|补贴|到手(?!价)|拼团|砍价|预售价|优惠\s?[0-9]|便宜\s?[0-9]|直降|降\s?[0-9]|涨\s?[0-9]", DISCOUNT),
    (r"(?:原|市场|吊牌|专柜|日常|平时|参考|官方|官网|门店|指导|成本|进货|进|拿货|采购|回收|标|划线|双十一|别家|外面|实体店|平常|以前|之前)价"
     r"|(?:运费|邮费|快递费|邮|定金|订金|押金|尾款|首付|月供|差价|补差|工费|手工费|加工费|佣金|保证金|价值|市值|估价|赔|吊牌|专柜|市价|估值|成本|本钱|进货|回收|标签|官网|淘宝|京东|拼多多|同款|对比|保价)\s?:?\s?¥?\s?[0-9]"
     r"|分期|(?:原来|平时|外面|以前|之前|别人|人家)(?:卖|要)?\s?¥?\s?[0-9]", OTHER_MONEY),
    (r"各[色款码种样个人]?[色款]?\s?[0-9一二两三四五六七八九十]|每[款色码种样个件只条号盒]|均\s?[0-9]|均价|[0-9]\s?色各|不同价|价格不", EACH),
    (r"限\s?[购拍买]|限\s?[0-9]|每人|限量\s?:?\s?[0-9]", LIMIT),
    (r"美元|美金|美刀|港币|港元|日元|日币|韩元|韩币|欧元|英镑|泰铢|台币|新台币|澳元|加元|卢布|[$€£₩₽฿₹]|usd|hkd|eur|jpy|krw|twd", FOREIGN),
    (r"起拍|起批|起售|起卖|批发价|代理价|起步价|底价|无底价|加价|竞拍|拍卖|保底", WHOLESALE),
    (r"[0-9元块]\s?(?:/|每|一|1)\s?(?:斤|公斤|千克|克|两|米|kg|g|尺|平|升|吨|磅|箱|筐|亩|里|小时|天|月|年|次)(?!装)|每(?:斤|克|公斤|两|米)|论斤|论克|按斤|按克|按重|克价|斤价",
     PER_WEIGHT),
    (r"已售|销量|卖出|卖了|已卖|月销|售出|售罄|卖完", SOLD_SO_FAR),
    (rf"[×✕✖*]\s?(?:$|{_ZH.replace('0-9', '')})|(?<![a-z])x\s?(?:$|{_ZH.replace('0-9', '')})|(?:库存|数量|剩)\s?:?\s?(?:$|{_ZH.replace('0-9', '')})", HALF_TYPED),
)  # fmt: skip

BEFORE_DOUBT = r"(?:[-−–—+~≈<>=≤≥±?？]|[约近满减省返抵加补差或和与跟及从由到至]|大概|大致|差不多|不足|超过|至少|最低|最高|低于|高于|价值)$"
BEFORE_DOUBT_SPACED = (
    r"(?:[+~≈<>=≤≥±]|大约|大概|大致|差不多|将近|不到|不足|超过|至少|最低|最高|低至|低于|高于|满减|立减|价值|或者?|-)$"
)
AFTER_DOUBT = r"\s?(?:[-−–—+~≈<>=≤≥±?？&]|起|多|左右|上下|以内|以下|以上|以里|之内|来块|几|出头|不到|开外|到手|或|和|与|跟|及|至|到|又|每|/)"

# --- why a line is doubtful ------------------------------------------------------------------

EMPTY = Text("这一行是空的", "The line is empty")
LINE_TOO_LONG = Text("这一行太长", "The line is too long")
NO_PRICE = Text("没有看到价格", "No price is seen")
NO_TITLE = Text("没有看到名称", "No title is seen")
TITLE_TOO_LONG = Text("名称太长，最多 30 个汉字", "The title is too long; it holds at most 30 Chinese characters")
TWO_PRICES = Text("有两个像价格的数，请在价格后面写“元”", "Two numbers could be the price; write 元 behind the price")
PRICE_RANGE = Text("价格是一个范围，请写一个价", "The price is a range; write one price")
ODD_DIGITS = Text("数字写法特别，请用普通数字", "The digits are unusual; use plain ones")
ODD_NUMBER = Text("“{n}”这个数看不懂", "The number '{n}' is not understood")
ODD_NEIGHBOUR = Text(
    "“{n}”旁边的字或符号让价格不确定，请写“{n}元”", "What stands beside '{n}' makes it unsure; write {n}元"
)
CHINESE_NUMBER = Text("中文数字后面请写“元”", "Write 元 behind a price in Chinese numerals")
NEGATIVE = Text("价格不能是负数", "A price is not negative")
ZERO_PRICE = Text("价格要大于 0", "A price is more than zero")
PRICE_TOO_HIGH = Text("价格超过上限", "The price is above the limit")
DECIMALS = Text("价格最多两位小数", "A price has at most two decimals")
MAYBE = Text("“{n}”可能是{what}，如果是价格请写“{n}元”", "'{n}' may be {what}; if it is the price write {n}元")
SMALL = Text("“{n}”是价格还是件数？价格请写“{n}元”", "Is '{n}' the price or the stock? Write {n}元 for a price")
NUMBER_IN_TITLE = Text(
    "“{n}”是名称的一部分还是价格？请在价格后面写“元”",
    "Is '{n}' part of the title or the price? Write 元 behind the price",
)
STOCK_OR_TITLE = Text("“{n}”是库存吗？请写“x{n}”", "Is '{n}' the stock? Write x{n}")
STOCK_OR_PACK = Text(
    "“{n}”是库存，还是一份里有这么多？库存请写“x数量”", "Is '{n}' the stock or what one unit holds? Write xN for stock"
)
DIMENSIONS = Text(
    "“{n}”是尺寸还是价格乘件数？请写“价格元 x件数”", "Is '{n}' a size, or price times stock? Write the price with 元"
)
TWO_STOCKS = Text("有两个像库存的数", "Two numbers could be the stock")
STOCK_RANGE = Text("库存要在 1 到 9999999 之间", "Stock lies between 1 and 9999999")

MODEL = Text("型号", "the model number")
PURITY = Text("成色", "the purity")
YEAR = Text("年份", "the year")
SIZE = Text("尺寸", "a size")
