"""Bulk entry: sellers' own files, as messy as they are, and what becomes of each row."""

from __future__ import annotations

import datetime
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from console.bulk import ods
from console.bulk.cells import CellUnfit, price_fen, text_of, units
from console.bulk.delimited import read_text
from console.bulk.formats import shown
from console.bulk.goods import Wanted
from console.bulk.headings import find_columns
from console.bulk.names import plain_heading
from console.bulk.photos import PhotoFolder, dimensions, load
from console.bulk.rows import understand
from console.bulk.tables import Broken, Table, read_file, read_pasted
from console.camera.cv import cv2
from console.errors import FileUnreadable
from console.ids import derived_id, platform_number


def _xlsx(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(y, x, datetime.datetime.combine(cell, datetime.time()), date)
                else:
                    sheet.write(y, x, cell)
    book.close()
    return path


def _read(path: Path) -> list[tuple[int, Any]]:
    return [(row.number, row.wanted or row.rejected) for row in understand(read_file(path))]


# --- cells -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        (59, 5_900),
        (59.9, 5_990),
        (59.900000000000006, 5_990),
        (0.1 + 0.2, 30),
        ("59元", 5_900),
        ("¥1,280.00", 128_000),
        ("￥１２８", 12_800),
        (" 59.90 元/件", 5_990),
        ("1.2万", 1_200_000),
        ("59块9", 5_990),
        ("128块", 12_800),
        ("RMB 88", 8_800),
        ("12,345", 1_234_500),
        ("9.9元一", None),
        ("59-89", None),
        ("59元起", None),
        ("59元/2件", None),
        ("面议", None),
        ("", None),
        (0, None),
        (-5, None),
        (59.905, None),
        (1e12, None),
        (float("nan"), None),
        (True, None),
        (datetime.date(2026, 1, 2), None),
        ("1,2", None),
        ("=59", None),
        ("5 9", None),
        ("59.9￥", 5_990),
        ("59.9包邮", 5_990),
        ("'59", 5_900),
        ('="59"', 5_900),
        ("59\u200b", 5_900),
        ("1万2", 1_200_000),
        ("五百", 50_000),
        ("59元/斤", None),
        ("$59", None),
        ("1e3", None),
        ("8折", None),
        ("268元/饼", 26_800),
        ("168一盒", 16_800),
        ("一口价15", 1_500),
        ("9.9元一斤", None),
        ("1.280", None),
        ("128.50", 12_850),
        ("880①", None),
        ("599²", None),
        (Broken.NO_RESULT, None),
        (Broken.ERROR, None),
    ],
)
def test_prices_as_sellers_write_them(cell: Any, fen: int | None) -> None:
    """What is clear is taken to the fen; ranges, dates, formulas and bargains are refused with a reason."""
    if fen is None:
        with pytest.raises(CellUnfit) as refused:
            price_fen(cell)
        assert refused.value.why.zh
    else:
        assert price_fen(cell) == fen


@pytest.mark.parametrize(
    ("cell", "count"),
    [("", 1), ("孤品", 1), ("三件", 3), ("余5", 5), ("现货10", 10), ("5双", 5), ("'5", 5), ("x5", 5), ("最后一件", 1),
     ("一百", 100), ("十二", 12), ("二十多", None), ("3①", None), ("一对", None), ("10+", None), (Broken.ERROR, None),
     ("1月5日", None), (3.0, 3), ("10件", 10), ("１０ 个", 10), ("1,000", 1_000), ("12.0", 12),
     (0, None), (-1, None), (2.5, None), ("充足", None), ("若干", None), (True, None), (1e9, None)],
)  # fmt: skip
def test_units_as_sellers_write_them(cell: Any, count: int | None) -> None:
    """An empty cell is one piece; "plenty" is no number."""
    if count is None:
        with pytest.raises(CellUnfit):
            units(cell)
    else:
        assert units(cell) == count


@given(st.integers(1, 999_999_999))
def test_every_price_comes_back_from_a_spreadsheet(fen: int) -> None:
    """A price stored as a binary fraction is the same fen again, as number and as text."""
    assert price_fen(fen / 100) == fen
    assert price_fen(f"{fen // 100}.{fen % 100:02d}元") == fen


@given(st.text())
def test_text_of_any_cell_is_one_line(text: str) -> None:
    """No line breaks, no control characters, no blanks at the ends."""
    told = text_of(text)
    assert told == " ".join(told.split())
    assert all(letter.isprintable() or letter == "\u200d" or letter.isspace() for letter in told if letter != "\u200d")


# --- headings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "plain"),
    [
        ("＊售价（元）", "售价"),
        ("商品 名称", "商品名称"),
        ("库存/件", "库存"),
        ("库存/饼", "库存"),
        ("价格/万元", "价格"),
        (" Price (RMB) ", "price"),
        ("直播价\n元", "直播价"),
        ("【品名】", "品名"),
        ("1.商品名称", "商品名称"),
        ("价格（必填）", "价格"),
        ("库存:件", "库存"),
        ("价格 不含运费", "价格"),
    ],
)
def test_headings_without_their_trimmings(heading: str, plain: str) -> None:
    """Stars, brackets, units, width and case do not matter."""
    assert plain_heading(heading) == plain


@pytest.mark.parametrize(
    ("row", "title", "price", "stock"),
    [
        (["品名", "价格", "库存"], 0, 1, 2),
        (["序号", "商品名称", "原价", "直播价", "数量"], 1, 3, 4),
        (["货号", "商品标题", "吊牌价", "618售价", "现货"], 1, 3, 4),
        (["Title", "Price", "Qty"], 0, 1, 2),
        (["库位", "售价(元)", "*宝贝名称*"], 2, 1, None),
        (["商品", "成本价", "零售价"], 0, 2, None),
        (["品名 Name", "价格 Price", "库存 Stock"], 0, 1, 2),
        (["商品名稱", "售價", "數量"], 0, 1, 2),
        (["宝贝标题", "进货价", "卖价", "剩余"], 0, 2, 3),
        (["品名", "市场零售价", "直播间专享价", "总库存", "可售库存"], 0, 2, 4),
        (["品名", "日常价", "直播秒杀价", "安全库存"], 0, 2, None),
        (["款式编码", "商品名称", "颜色及规格", "基本售价", "成本价", "市场价", "可用数"], 1, 3, 6),
        (["商品ID", "商品标题", "单买价(元)", "划线价(元)", "SKU编码", "库存"], 1, 2, 5),
        (["品名", "直播价", "库存", "剩余"], 0, 1, 3),
        (["产品图片", "产品名称", "产品价格", "产品库存"], 1, 2, 3),
        (["商品名称", "商品名称(英文)", "客单价", "价格", "退货数量"], 0, 3, None),
        (["商品编码", "产品名称/规格", "价格", "已售数量", "库存金额", "商品数量"], 1, 2, 5),
        (["链接名", "日常价", "直播机制价", "备货件数", "安全库存"], 0, 2, 3),
        (["SKU", "Description", "Wholesale Price", "Retail Price (RMB)", "On Hand"], 1, 3, 4),
        (["产品标题", "建议零售价", "代发价", "价格", "起批量"], 0, 3, None),
        (["品名", "秒杀价", "售价", "库存"], 0, 2, 3),
        (["品名", "秒杀价", "库存"], 0, 1, 2),
        (["🎁商品", "💰价格", "📦库存"], 0, 1, 2),
        (["编号", "描述", "一口价", "几件"], 1, 2, 3),
        (["商品名称", "挂车价", "直播间专属价", "可售"], 0, 2, 3),
        (["Title", "Option1 Value", "Variant Price", "Variant Compare At Price", "Variant Inventory Qty"], 0, 2, 4),
        (["鞋款", "价格", "S", "M", "L", "合计"], 0, 1, 5),
        (["植物名称", "供应商名称", "价格", "账面数量", "实盘数量"], 0, 2, 4),
        (["名", "价", "数"], 0, 1, 2),
        (["品名", "到手价", "限购数量", "限量"], 0, 1, 3),
        (["Name", "Regular price", "Price", "Sale price", "Stock"], 0, 3, 4),
        (["ITEM", "SELL", "COST", "ON HAND"], 0, 1, 3),
        (["物料名称", "规格名称", "销售价格", "起订数量", "库存深度"], 0, 2, 4),
        (["商品全名", "零售价", "期初库存", "入库数量", "库存合计"], 0, 1, 4),
    ],
)
def test_columns_under_many_names(row: list[str], title: int, price: int, stock: int | None) -> None:
    """The price that is asked on air, never the one struck through or paid to the supplier."""
    columns = find_columns([["双十一选品表"], [], row])
    assert columns is not None
    assert columns.heading_row == 3
    assert (columns.places["title"], columns.places["price"], columns.places.get("stock")) == (title, price, stock)


@pytest.mark.parametrize(
    "heading",
    ["进货价", "拿货价", "采购单价", "供货单价", "批发价", "结算价", "代发价", "市场价", "吊牌价", "划线价格",
     "建议零售价", "日常价", "市场参考价", "天猫价", "总价", "金额", "评价", "价格(美元)", "Price(USD)", "价格(元/斤)",
     "红包价|新人价", "厂家价", "档口价", "内购价", "加工价格", "两价", "成交单价", "价格（元/10个）",
     "价格(三件)", "含税价", "含税单价", "supplier price"],
)  # fmt: skip
def test_a_price_that_is_not_asked_on_air_is_never_taken(heading: str) -> None:
    """What was paid, struck through, asked elsewhere, in all, by weight or in dollars; every row says what to do."""
    table = Table(None, [["品名", *heading.split("|"), "库存"], ["手镯", *[59] * (1 + heading.count("|")), 3]])
    (row,) = understand([table])
    assert row.number == 2
    assert row.rejected is not None
    assert "直播价" in row.rejected.zh


@pytest.mark.parametrize(
    ("heading", "cell", "fen"),
    [("价格(万元)", 1.2, 1_200_000), ("价格(万元)", "1.5万", 1_500_000), ("价格(万元)", "50元", None),
     ("价格(千元)", 2, 200_000), ("价格(分)", 5_900, 5_900), ("万圣节价", 59, 5_900)],
)  # fmt: skip
def test_prices_are_counted_in_what_their_heading_says(heading: str, cell: Any, fen: int | None) -> None:
    """Or what a note above it says; a cell that has another unit than its heading is refused."""
    heading, _, above = heading.partition("|")
    (row,) = understand([Table(None, [[above], ["品名", heading], ["手镯", cell]])])
    assert (row.wanted.price_fen if row.wanted else None) == fen


@pytest.mark.parametrize(
    ("rows", "made"),
    [
        ([["商品", "", "价格", ""], ["名称", "规格", "原价", "直播价"], ["甲", "大", 99, 59]], {3: ("甲", 5_900)}),
        ([["品名", "价格", ""], ["", "原价", "直播价"], ["甲", 99, 59]], {3: ("甲", 5_900)}),
        (
            [["品名", "原价", "直播价"], ["甲", 99, 59], ["品名", "直播价", "原价"], ["乙", 60, 98]],
            {2: ("甲", 5_900), 4: ("乙", 6_000)},
        ),
        ([["品名", "价格", "价格"], ["甲", 59, 69], ["乙", 60, 60], ["丙", "", 70]],
         {3: ("乙", 6_000), 4: ("丙", 7_000)}),
        (
            [["货号", "品名", "颜色", "尺码", "价格"], ["A", "T恤", "红", "L", 59], ["A", "T恤", "蓝", "L", 59],
             ["B", "裤", "黑", "", 9]],
            {2: ("T恤 红 L", 5_900), 3: ("T恤 蓝 L", 5_900), 4: ("裤", 900)},
        ),
        ([["货号", "品名", "价格"], ["A1", "甲", 59], ["A1", "甲", 69], ["A1", "乙", 79]],
         {2: ("甲", 5_900), 4: ("乙", 7_900)}),
        ([["品名", "成本价", "价格"], ["甲", "-", 59], ["乙", "12-15", 69]], {2: ("甲", 5_900), 3: ("乙", 6_900)}),
        ([["品名", "价格"], ["小计算器", 59], ["合计：3件", 59], ["本页合计", 59], ["\u200b", " "]],
         {2: ("小计算器", 5_900)}),
        ([["品名", "价格"], ["-", 9], ["???", 9], ["示例：玉佩", 9], ["例：玉佩", 9], ["7", 9]], {6: ("7", 900)}),
        ([["品名", "价格", "折扣"], ["甲", 100, 0.8], ["乙", 60, ""]], {3: ("乙", 6_000)}),
        ([["品名", "价格", "", "品名", "价格"], ["甲", 9, "", "乙", 9]], {}),
        ([["品名", "价格", "仓库库存", "门店库存"], ["甲", 9, 5, 2], ["乙", 9, 3, 3]], {3: ("乙", 900)}),
        ([["鞋名", "价格", 35.0, 36.0, "37码"], ["甲", 129, 1, 2, 3]], {}),
        ([["品名", "价格", "数量", "单位"], ["甲", 9, 5, "克"], ["乙", 9, 5, "条"]], {3: ("乙", 900)}),
        ([["品名", "价格", "状态", "备注"], ["甲", 9, "已售", ""], ["乙", 9, "在售", "已下架"],
          ["丙（售罄）", 9, "", ""], ["丁", 9, "在售", "断货王"], ["戊（大）", 9, "", "已售100件"]],
         {5: ("丁", 900), 6: ("戊（大）", 900)}),
        ([["品名", "售价", "币种"], ["甲", 9, "USD"], ["乙", 9, "CNY"]], {3: ("乙", 900)}),
        ([["品名", "价格", "折扣"], ["甲", 100, Broken.FORMAT]], {}),
        ([["品名", "价格"], ["运费", 15], ["补差价", 1], ["运费险卡", 9]], {4: ("运费险卡", 900)}),
        ([["订单编号", "货品标题", "单价(元)", "数量"], ["1", "甲", 9, 1]], {}),
        ([["日期", "客户", "品名", "单价", "数量"], ["11.1", "王姐", "甲", 9, 1]], {}),
        ([["品名", "价格", "库存(百个)"], ["甲", 9, 1]], {}),
        ([["品名", "价格", "库存/万"], ["甲", 9, 1.5]], {}),
        ([["品名", "价格", "库存（箱，每箱12）"], ["甲", 9, 1]], {}),
        ([["品名", "价格", "数量(双)", "优惠"], ["甲", 9, 1, "减5"], ["乙", 9, 1, "无"]], {3: ("乙", 900)}),
        ([["品名", "售价", "立减", "到手"], ["甲", 39.9, 5, 34.9]], {2: ("甲", 3_490)}),
        ([["甲公司 送货单"], ["品名", "单价"], ["甲", 9]], {}),
        ([["进货清单"], ["品名", "进价", "售价"], ["甲", 9, 19]], {3: ("甲", 1_900)}),
        ([["报 价 单"], ["品名", "单价"], ["甲", 9]], {}),
        ([["直播间产品报价表"], ["品名", "单价"], ["甲", 9]], {3: ("甲", 900)}),
        ([["品名", "价格", "商品状态", "是否上架"], ["甲", 9, "禁用", ""], ["乙", 9, "启用", "否"],
          ["丙", 9, "", "是"]], {4: ("丙", 900)}),
        ([["品名", "价格", "备注"], ["甲", 9, "已卖给王姐"], ["乙", 9, "不卖，展示用"], ["丙", 9, "价格待定"],
          ["丁", 9, "实际卖8"], ["戊", 9, "现价9元，别家卖19"], ["己", 9, "有小磕，送给客人都喜欢"]],
         {6: ("戊", 900), 7: ("己", 900)}),
        ([["品名", "售价", "活动"], ["甲", 99, "直播间立减10"], ["乙", 99, "第二件半价"], ["丙", 99, "满199减50"],
          ["丁", 99, "2件9折"], ["戊", 99, "9折"]], {3: ("乙", 9_900), 4: ("丙", 9_900), 5: ("丁", 9_900)}),
        ([["品名", "到手价", "活动"], ["甲", 99, "立减10"]], {2: ("甲", 9_900)}),
        ([["品名", "价格", "备注"], ["甲", 9, "卖了"], ["乙", 9, "88元卖给老张"], ["丙", 9, "等通知再上"],
          ["丁 已售", 9, ""], ["[缺货]戊", 9, ""], ["作废", 9, ""], ["同上", 9, ""], ["#N/A", 9, ""],
          ["己 红玉", 9, "可送礼"]], {10: ("己 红玉", 900)}),
        ([["品名", "价格", "是否直播", "计价方式"], ["甲", 9, "否", ""], ["乙", 9, "√", "按斤"],
          ["丙", 9, "是", "按个"]], {4: ("丙", 900)}),
        ([["品名", "价格"], ["甲", 9], ["★不卖假货★"], ["乙", 8], ["—— 以下已售完 ——"], ["丙", 7],
          ["【吊坠】"], ["丁", 6], ["【已下架】"], ["戊", 5]], {2: ("甲", 900), 4: ("乙", 800), 8: ("丁", 600)}),
        ([["品名", "单价"], ["", "（元/公斤）"], ["甲", 9]], {}),
        ([["品名", "单价"], ["", "（元）"], ["甲", 9]], {3: ("甲", 900)}),
        ([["单位：元/斤"], ["品名", "价格"], ["甲", 9]], {}),
        ([["品名", "价格"], ["甲", 9], ["注：以上价格均为每斤价"]], {}),
        ([["日期", "品名", "单价", "金额"], ["11.1", "甲", 9, 9]], {}),
        ([["11月1日销售明细"], ["品名", "售价"], ["甲", 9]], {}),
        ([["下单后48小时内出库"], ["品名", "售价"], ["甲", 9]], {3: ("甲", 900)}),
        ([["品名", "价格", "红", "蓝"], ["甲", 9, 5, 3]], {}),
        ([["品名", "零售价", "直播折扣"], ["甲", 9, "9折"]], {}),
        ([["品名", "价格"], ["总数：", 9], ["共2款", 9], ["平均", 9], ["平均律", 9]], {5: ("平均律", 900)}),
        ([["品名", "价格", "单位"], ["甲", 9, "10只"], ["乙", 0.5, "万元"], ["丙", 9, "元"]], {4: ("丙", 900)}),
        ([["品名（斤）", "价格"], ["甲", 9]], {}),
        ([["品名", "单买价", "团购价"], ["甲", 12, 9], ["乙", 9, 9]], {3: ("乙", 900)}),
        ([["品名", "价格", "杭州仓", "广州仓"], ["甲", 9, 5, 2]], {}),
        ([["品名", "价格", "库存数据"], ["甲", 9, 5]], {}),
        ([["品名", "价格", "发货仓", "单箱数量", "起订数量"], ["甲", 9, "义乌", 24, 2]], {2: ("甲", 900)}),
        ([["品名", "价格", "可售库存", "总库存"], ["甲", 9, "", 20], ["乙", 9, "", ""], ["丙", 9, 5, 20]],
         {3: ("乙", 900), 4: ("丙", 900)}),
        ([["品名", "秒杀价", "秒杀库存", "总库存"], ["甲", 9, 5, 20], ["乙", 9, 5, 5]], {3: ("乙", 900)}),
        ([["商品", "", "价格", "", "库存", ""], ["货号", "品名", "成本", "售价", "仓库", "门店"],
          ["1", "甲", 5, 9, 3, 2]], {}),
        ([["品名", "单价（元）", "", "库存"], ["", "批发", "零售", ""], ["甲", 5, 9, 3]], {3: ("甲", 900)}),
        ([["双十一特价"], ["品名", "重量", "价格"], ["甲", 5, 9]], {3: ("甲", 900)}),
        ([["品名", "颜色名称", "规格值2", "价格"], ["甲", "红", "大", 9], ["甲", "蓝", "大", 9]],
         {2: ("甲 红 大", 900), 3: ("甲 蓝 大", 900)}),
        ([["品名", "价格", "上播状态", "情况备注"], ["甲", 9, "取消", ""], ["乙", 9, "", "3条"], ["丙", 9, "", ""]],
         {4: ("丙", 900)}),
        ([["品名", "型号", "价格"], ["甲", "大", ""], ["甲", "小", 9]], {3: ("甲 小", 900)}),
        ([["手镯", 57, 599]], {}),
        ([["手镯", 199, 99, 3]], {}),
        ([["手镯", "57元", 599]], {1: ("手镯", 5_700)}),
        ([["'=手镯", 9], ["豆\u200b绿", 9], ["A\u202eB", 9]], {1: ("=手镯", 900), 2: ("豆绿", 900), 3: ("AB", 900)}),
    ],
)  # fmt: skip
def test_what_becomes_of_each_row(rows: list[list[Any]], made: dict[int, tuple[str, int]]) -> None:
    """Headings in two rows or once more, two prices, colours of one name, sums, doubled numbers, no headings at all."""
    found = list(understand([Table(None, rows)]))
    assert {row.number: (row.wanted.title, row.wanted.price_fen) for row in found if row.wanted} == made
    assert len({row.number for row in found}) == len(found)


def test_a_table_without_headings_is_read_from_the_left() -> None:
    """Title, price, stock, when every one of the first rows reads so; else nothing is guessed."""
    columns = find_columns([["手镯", "599", "3"], ["玉佩", "88", "1"]])
    assert columns is not None
    assert columns.places == {"title": 0, "price": 1, "stock": 2}
    assert find_columns([["1", "手镯", "599"]]) is None
    assert find_columns([["手镯", "很便宜"]]) is None


# --- files -----------------------------------------------------------------------------------

MESSY = [
    ["  2026 双十一直播选品表 ", "", "", ""],
    [],
    ["序号", "品名", "直播价（元）", "库存"],
    [1, "豆绿手镯", 599, 3],
    [2, "青玉 平安扣", "¥88.50", "10件"],
    ["", "", "", ""],
    [3, "豆绿手镯", 599, 3],
    [4, "日期坏了", datetime.date(2026, 1, 2), 1],
    [5, "超" * 31, 10, 1],
    [6, "=HYPERLINK(\"x\")", 10, 1],
    [7, "-20℃ 冻虾", "25.5元", ""],
    [8, 837, 45, 2],
    ["", "", 50, 1],
    [9, "没价", "", 1],
    ["合计", "", 9999, 30],
]  # fmt: skip


def test_a_messy_workbook(tmp_path: Path) -> None:
    """Rows keep the numbers that Excel shows; each is an item or has its reason; blanks are passed over."""
    found = dict(_read(_xlsx(tmp_path / "选品.xlsx", {"商品": MESSY})))
    made = {n: (w.title, w.price_fen, w.stock) for n, w in found.items() if isinstance(w, Wanted)}
    assert made == {
        4: ("豆绿手镯", 59_900, 3),
        5: ("青玉 平安扣", 8_850, 10),
        10: ('=HYPERLINK("x")', 1_000, 1),
        11: ("-20℃ 冻虾", 2_550, 1),
        12: ("837", 4_500, 2),
    }
    reasons = {n: why.en for n, why in found.items() if not isinstance(why, Wanted)}
    assert reasons[7] == "the same as row 4"
    assert set(reasons) == {7, 8, 9, 13, 14, 15}
    assert "date" in reasons[8]
    assert "sum" in reasons[15]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_files_of_any_make(tmp_path: Path, encoding: str, mark: str) -> None:
    """GBK from old Excel, UTF-8 with its BOM, tabs and semicolons, quoted line breaks."""
    path = tmp_path / "货.csv"
    lines = [
        mark.join(row) for row in (["商品名称", "售价", "数量"], ['"冰种\n手镯"', "1280元", "2"], ["玉佩", "59", ""])
    ]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    assert [(n, w.title, w.price_fen, w.stock) for n, w in _read(path)] == [
        (2, "冰种 手镯", 128_000, 2),
        (3, "玉佩", 5_900, 1),
    ]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("品名,价格,库存\n甲,1,280,3\n乙,60.5\n", {3: 6_050}),
        ("品名,价格,库存,,\n甲,1,280,3,\n乙,60.5,,,\n", {3: 6_050}),
        ("品名;价格\n甲,乙,丙,丁;1,280\n", {2: 128_000}),
        ("sep=;\n品名;价格\n甲;59\n", {2: 5_900}),
        ("品名，价格\n甲，59\n", {2: 5_900}),
        ('品名,价格\n"甲,59\n乙,60.5\n', {2: 5_900, 3: 6_050}),
        ('货号,品名,价格\n="0012",甲,="59"\n', {2: 5_900}),
        ("品名,价格\r\n甲,59\n乙,60.5\r丙,7\r\n", {2: 5_900, 3: 6_050, 4: 700}),
        ("品名,价格\n甲,59\n乙\udcff,60\n" + "丙,7\n" * 99, {2: 5_900, 4: 700}),
        ("<html><table><tr><th>品名</th><th>价格</th></tr><tr><td>甲<td>59</table>", {2: 5_900}),
    ],
)
def test_text_as_it_is_really_written(text: str, made: dict[int, int]) -> None:
    """1,280 without quotes is never 1; a quote that is never closed costs no row; ="59" and sep=; are Excel's own."""
    table = read_text("货.xls", _bytes(text), called_sheet=True)
    assert {row.number: row.wanted.price_fen for row in understand([table]) if row.wanted} == made


def _bytes(text: str) -> bytes:
    return text.encode("utf-16-le") if "sep" in text else text.encode("utf-8", "surrogateescape")


def test_what_a_workbook_says_beside_its_values(tmp_path: Path) -> None:
    """Hidden rows, errors and formulas without a result are told; merged titles and prices count for all their rows."""
    path = tmp_path / "选品.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("货")
    goods = ["藏,,5,1", "错,,5", "无果,,5", ",红,,3", ",蓝,,4", "共,,5", "用,,5", "独,,5,1"]
    for y, line in enumerate(["品名,颜色,价格,库存", *goods]):
        sheet.write_row(y, 0, line.split(","))
    sheet.set_row(1, options={"hidden": True})
    sheet.write_formula(2, 3, "=X1", None, "#REF!")
    sheet.write_formula(3, 3, "=1+4", None, 12_345)
    sheet.merge_range(4, 0, 5, 0, "T恤")
    sheet.merge_range(4, 2, 5, 2, 59)
    sheet.merge_range(6, 3, 7, 3, 10)
    sheet.write_blank(60_000, 0, None, book.add_format({"bold": True}))
    book.close()
    _edit(path, "xl/worksheets/sheet1.xml", b"<v>12345</v>", b"<v/>")
    found = dict(_read(path))
    made = {number: (row.title, row.price_fen, row.stock) for number, row in found.items() if isinstance(row, Wanted)}
    assert made == {5: ("T恤 红", 5_900, 3), 6: ("T恤 蓝", 5_900, 4), 9: ("独", 500, 1)}
    reasons = {number: why.zh for number, why in found.items() if not isinstance(why, Wanted)}
    assert [word in reasons[number] for number, word in ((2, "隐藏"), (3, "错误"), (4, "公式"), (7, "合并"))] == [
        True
    ] * 4
    assert set(reasons) == {2, 3, 4, 7, 8}


def test_what_is_shown_counts(tmp_path: Path) -> None:
    """1.2 shown as 1.2万 or $1.2 is refused, a struck row too, and a hidden price that differs."""
    path = tmp_path / "格式.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("货")
    formats = ['0.0"万"', "[$$-409]0.0", "[$¥-804]#,##0.00", '0"元"', "#,##0,"]
    sheet.write_row(0, 0, ["品名", "售价", "直播价"])
    for y, code in enumerate(formats, 1):
        sheet.write(y, 0, f"货{y}")
        sheet.write(y, 2, 59, book.add_format({"num_format": code}))
    sheet.write_row(6, 0, ["划掉", "", 59], book.add_format({"font_strikeout": True}))
    sheet.write_row(7, 0, ["两价", 99, 59])
    sheet.write_row(8, 0, ["凑整", ""])
    sheet.write(8, 2, 99.6, book.add_format({"num_format": 1}))
    sheet.write_row(9, 0, ["旧价", ""])
    sheet.write(9, 2, 59, book.add_format({"font_strikeout": True}))
    sheet.set_column(2, 2, options={"hidden": True})
    book.close()
    found = dict(_read(path))
    assert [number for number, row in found.items() if isinstance(row, Wanted)] == [4, 5]
    told = ((2, "单位"), (7, "划掉"), (8, "两列"), (9, "显示"), (10, "划掉"))
    assert [word in found[number].zh for number, word in told] == [True] * 5


@pytest.mark.parametrize(
    ("code", "value", "as_it_is"),
    [("0%", "0.85", False), ('"约"0', "88", False), ('0"起"', "88", False), ('0"元/斤"', "88", False),
     (";;;", "88", False), ('0"打"', "12", False), ("0.0", "99.66", False), ('[>=10000]0.0,"万";0', "88", False),
     ('General"万"', "1.2", False), ('0"箱"', "4", False), ('0"饼"', "4", True),
     ("# ?/?", "59.5", False), ("0.00", "9.899999999999999", True), ("[DBNum1]General", "8.5", True),
     ('_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "88.5", True), ("0.00_);[Red](0.00)", "88", True),
     ("0.00E+00", "1500", True), ("yyyy-mm-dd", "46000", True), ('#,##0"件"', "3", True),
     ("[$CN¥-804]0.00", "9", True)],
)  # fmt: skip
def test_a_number_counts_where_it_is_shown_as_it_is_stored(code: str, value: str, as_it_is: bool) -> None:
    """Another unit, fewer digits or nothing on the screen is another number to the seller; ¥, 元 and 件 are not."""
    found = shown(code)
    assert (not found.other_unit and not found.alters(value)) == as_it_is


def test_an_ods_is_looked_at_too() -> None:
    """Rows that are filtered out, errors and formulas without a result, by their numbers behind repeated rows."""
    cell = '<c formula="of:=A1" value-type="{}"><p>{}</p></c>'
    content = (
        '<t><table name="货"><table-row number-rows-repeated="2"><c value-type="string"><p>x</p></c></table-row>'
        f'<table-row visibility="filter"><c number-columns-repeated="2"/>{cell.format("string", "#N/A")}</table-row>'
        '<table-row><c formula="of:=1+1"/></table-row></table></t>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("content.xml", content)
    told = ods.beside(packed.getvalue())["货"]
    assert (told.hidden, told.rows, told.columns) == ({3}, 4, 3)
    assert told.broken == {(3, 3): Broken.ERROR, (4, 1): Broken.NO_RESULT}


def test_a_heading_over_two_columns_of_prices(tmp_path: Path) -> None:
    """Where the two say different things, neither counts; where one is empty, the other does."""
    path = tmp_path / "宽.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("货")
    for y, line in enumerate((["品名", "价格"], ["甲", 59, 69], ["乙", "", 69], ["丙", 59, ""])):
        sheet.write_row(y, 0, line)
    sheet.merge_range(0, 1, 0, 2, "价格")
    book.close()
    made = {number: row.price_fen for number, row in _read(path) if isinstance(row, Wanted)}
    assert made == {3: 6_900, 4: 5_900}


def test_a_cell_far_off_is_refused_before_it_costs_memory(tmp_path: Path) -> None:
    """The reader of values keeps the whole rectangle and ends the process when it cannot."""
    path = _xlsx(tmp_path / "远.xlsx", {"货": [["品名", "价格"], ["甲", 5]]})
    _edit(
        path,
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    with pytest.raises(FileUnreadable):
        read_file(path)


def _edit(path: Path, part: str, before: bytes, after: bytes) -> None:
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    assert before in parts[part]
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data.replace(before, after) if name == part else data)


def test_several_sheets_and_a_hidden_one(tmp_path: Path) -> None:
    """Each sheet has its own headings, one without any says so; a doubled row, or one of another day, is found."""
    path = _xlsx(
        tmp_path / "多页.xlsx",
        {
            "手镯": [["品名", "价格"], ["豆绿", 5]],
            "玉佩": [["价格", "品名"], [6, "平安扣"], [5, "豆绿"]],
            "说明": [["请勿修改"]],
        },
    )
    rows = [(row.sheet, row.number, row.rejected.en if row.rejected else "") for row in understand(read_file(path))]
    days = [
        Table(day, [["品名", "价格"], ["豆绿", price]]) for day, price in (("11月1日", 5), ("11月2日", 6), ("吊坠", 7))
    ]
    assert [row.rejected is None for row in understand(days)] == [True, False, False]
    others = [Table(name, days[0].rows) for name in ("戒指", "断货王", "已售出", "填写示例")]
    assert [row.rejected is None for row in understand([days[2], others[0], *others[2:]])] == [True, True, False, False]
    assert next(understand([others[1]])).rejected is None
    again = Table("已下架", [*days[0].rows, ["品名", "直播价"], ["玉簪", 9]])
    assert [row.wanted for row in understand([again])] == [None] * 3
    assert rows[:3] == [("手镯", 2, ""), ("玉佩", 2, ""), ("玉佩", 3, "the same as row 手镯 2")]
    assert rows[3][0] == "说明"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\1\2\3" * 9,
        b"PK\x03\x04rubbish",
        b"\xd0\xcf\x11\xe0rubbish",
        b"\xff\xfe\x00",
        b'[{"\xe5\x93\x81": 1}]',
        b"%PDF-1",
    ],
)
def test_what_is_no_table_says_so(tmp_path: Path, data: bytes) -> None:
    """An empty, binary, damaged or cut file is told by name with advice."""
    path = tmp_path / "坏.xlsx"
    path.write_bytes(data)
    with pytest.raises(FileUnreadable) as refused:
        list(understand(read_file(path)))
    assert "坏.xlsx" in refused.value.shown().title


def test_pasted_cells() -> None:
    """What is copied from Excel comes with tabs."""
    (row,) = understand([read_pasted("品名\t直播价\n豆绿手镯\t599\n")])
    assert row.wanted is not None
    assert (row.wanted.title, row.wanted.price_fen) == ("豆绿手镯", 59_900)


def test_an_id_that_follows_from_a_row_is_one_the_platform_can_take() -> None:
    """The same text, the same id; thousands of texts, thousands of platform numbers."""
    ids = [derived_id(f"row {n}") for n in range(5_000)]
    assert derived_id("row 7") == ids[7]
    assert len({platform_number(each) for each in ids}) == 5_000
    assert all(platform_number(each) > 0 for each in ids)


# --- pictures --------------------------------------------------------------------------------


def _photo(path: Path, shape: tuple[int, int] = (90, 120), value: int = 120) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(path.suffix, np.full((*shape, 3), value, np.uint8))[1].tobytes())
    return path


def _wanted(title: str = "豆绿手镯", code: str = "", photo: str = "") -> Wanted:
    return Wanted(title, 100, 1, code=code, photo=photo)


def test_pictures_are_found_by_code_or_title(tmp_path: Path) -> None:
    """The name alone, with a number, in another case, width or folder; "A1" is not "A10"."""
    for name in ("A1.jpg", "a1-2.PNG", "A1(3).jpg", "A10.jpg", "sub/豆绿手镯.jpg", "豆绿手镯大.jpg"):
        _photo(tmp_path / name)
    folder = PhotoFolder(tmp_path)
    assert [path.name for path in folder.of(_wanted(code="Ａ１"))] == ["A1.jpg", "a1-2.PNG", "A1(3).jpg"]
    assert [path.name for path in folder.of(_wanted())] == ["豆绿手镯.jpg"]
    assert folder.of(_wanted("别的")) == ()
    assert [path.name for path in folder.of(_wanted(photo="a10；sub\\豆绿手镯.jpg"))] == ["A10.jpg", "豆绿手镯.jpg"]


@pytest.mark.parametrize(
    ("names", "wanted", "found"),
    [
        ("B1 主图.jpg|B1_详情2.jpg|B1背面.jpg|B12 主图.jpg|B1新款.jpg", {"code": "B1"}, 3),
        ("手镯.jpg|手镯 - 副本.jpg|手镯 copy 2.jpg|手镯盒.jpg", {}, 3),
        ("E1铜壶.jpg|手镯_E1.jpg|E1-手镯-1.jpg|E1.jpg", {"code": "E1"}, 3),
        ("1 手镯/IMG_1.jpg|2 手镯/IMG_2.jpg|11 手镯/IMG_3.jpg", {"code": "1"}, 1),
        ("D1 红.jpg|D1 蓝.jpg|D1.jpg", {"code": "D1", "spec": "红"}, 1),
        ("手镯-红-2.jpg|手镯.jpg", {"spec": "红"}, 1),
        ("D1 蓝.jpg", {"code": "D1", "spec": "红"}, 0),
    ],
)
def test_names_that_tools_and_hands_give_to_pictures(
    tmp_path: Path, names: str, wanted: dict[str, str], found: int
) -> None:
    """Views and copies of one item, its code with its title, and the picture of its own colour before that of all."""
    for name in names.split("|"):
        _photo(tmp_path / name)
    assert len(PhotoFolder(tmp_path).of(Wanted("手镯", 100, 1, **wanted))) == found


def test_pictures_lie_in_folders_and_come_in_other_kinds(tmp_path: Path) -> None:
    """A folder named after the goods is theirs; one name in two folders, and a HEIC, are told, not left out."""
    for name in ("青玉佩/1.jpg", "青玉佩/2.jpg", "x/同名.jpg", "y/同名.jpg", "碧玉 57_58.jpg"):
        _photo(tmp_path / name)
    (tmp_path / "苹果.heic").write_bytes(b"\0\0\0\x18ftypheic")
    folder = PhotoFolder(tmp_path)
    assert [path.name for path in folder.of(_wanted("青玉佩"))] == ["1.jpg", "2.jpg"]
    assert [path.name for path in folder.of(_wanted("碧玉57/58"))] == ["碧玉 57_58.jpg"]
    assert [path.parent.name for path in folder.of(_wanted(photo="Y/同名.JPG"))] == ["y"]
    _photo(tmp_path / "07.jpg")
    rows = understand([Table(None, [["序号", "品名", "价格"], [7, "甲", 5], [8, "乙", 5], [8, "丙", 5]])])
    folder = PhotoFolder(tmp_path)
    assert [len(folder.of(row.wanted)) for row in rows if row.wanted] == [1, 0, 0]
    for wanted, word in ((_wanted(photo="同名.jpg"), "子文件夹"), (_wanted("苹果"), "HEIC")):
        with pytest.raises(CellUnfit) as refused:
            folder.of(wanted)
        assert word in refused.value.why.zh


@pytest.mark.parametrize(
    "name", ["../secret.jpg", "/etc/x.jpg", "C:\\x.jpg", "\\\\host\\x.jpg", "sub/../../secret.jpg", "missing.jpg"]
)
def test_no_picture_outside_the_folder_is_read(tmp_path: Path, name: str) -> None:
    """Whatever a row names, and wherever a link inside the folder leads."""
    _photo(tmp_path / "secret.jpg")
    inside = tmp_path / "photos"
    inside.mkdir()
    if hasattr(os, "symlink"):
        (inside / "豆绿手镯.jpg").symlink_to(tmp_path / "secret.jpg")
    folder = PhotoFolder(inside)
    assert folder.of(_wanted()) == ()
    with pytest.raises(CellUnfit):
        folder.of(_wanted(photo=name))


def test_pictures_are_what_they_hold(tmp_path: Path) -> None:
    """Text called .jpg, a cut file and a picture of more than 40 megapixels are refused; a large one is scaled down."""
    assert load(_photo(tmp_path / "a.png")).shape == (90, 120, 3)
    assert load(_photo(tmp_path / "big.jpg", (3_000, 4_000))).shape == (1_200, 1_600, 3)
    for suffix in ("jpg", "png", "bmp", "webp"):
        assert dimensions(_photo(tmp_path / f"size.{suffix}", (31, 57)).read_bytes()) == (57, 31)
    (tmp_path / "text.jpg").write_text("hello")
    (tmp_path / "cut.png").write_bytes((tmp_path / "a.png").read_bytes()[:40])
    _photo(tmp_path / "huge.jpg", (6_500, 6_500))
    for name in ("text.jpg", "cut.png", "huge.jpg", "none.jpg"):
        with pytest.raises(CellUnfit):
            load(tmp_path / name)


# --- the command line ------------------------------------------------------------------------


def _import(*arguments: object, lang: str = "en") -> tuple[int, list[Any], str]:
    done = subprocess.run(
        [sys.executable, "main.py", "import", *map(str, arguments), "--lang", lang],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_a_file_is_imported_once(tmp_path: Path) -> None:
    """A dry run writes nothing; the import makes each item whole; the same file again makes nothing."""
    path, data = _xlsx(tmp_path / "选品.xlsx", {"商品": MESSY}), tmp_path / "data"
    _photo(tmp_path / "photos" / "豆绿手镯.jpg", (700, 900))
    photos = ("--photos", tmp_path / "photos", "--data", data)
    code, dry, _ = _import(path, "--dry-run", *photos)
    assert code == 0
    assert not (data / "kaibo.db").exists()
    code, first, _ = _import(path, *photos)
    assert code == 0
    assert [line["row"] for line in first] == [line["row"] for line in dry] == [4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15]
    assert first[0]["imported"]["photos"] == ["豆绿手镯.jpg"]
    assert [line["imported"]["number"] for line in first if "imported" in line] == [1, 2, 3, 4, 5]
    code, again, _ = _import(path, *photos)
    assert (code, [line for line in again if "imported" in line]) == (0, [])
    assert again[0]["rejected"] == "imported before, as number 1"
    asked = subprocess.run(
        [sys.executable, "main.py", "desk", "--data", str(data), "--camera", "synthetic", "--linger", "0"],
        input='{"ask": "state"}\n',
        capture_output=True,
        text=True,
        check=True,
    )
    items = json.loads(asked.stdout.splitlines()[0])["state"]["items"]
    assert [(item["title"], item["listing"]) for item in items[:2]] == [
        ("豆绿手镯", "listed"),
        ("青玉 平安扣", "draft"),
    ]
    assert len(items) == 5


def test_a_known_code_with_other_values_is_told(tmp_path: Path) -> None:
    """A corrected price under the same code is neither made twice nor changed silently."""
    path, data = tmp_path / "货.csv", tmp_path / "data"
    path.write_text("货号,品名,价格\nA1,手镯,599\n", encoding="utf-8")
    assert "imported" in _import(path, "--data", data)[1][0]
    path.write_text("货号,品名,价格\nA1,手镯,499\nA2,手镯,599\n", encoding="utf-8")
    changed, other = _import(path, "--data", data)[1]
    assert "A1" in changed["rejected"]
    assert other["imported"]["number"] == 2


def test_a_file_that_cannot_be_read_ends_with_code_one(tmp_path: Path) -> None:
    """One sentence with advice on standard error, nothing on standard output, no data folder."""
    code, lines, said = _import(tmp_path / "没有.xlsx", "--data", tmp_path / "data", lang="zh_CN")
    assert (code, lines) == (1, [])
    assert "没有.xlsx" in said
    assert not (tmp_path / "data").exists()
