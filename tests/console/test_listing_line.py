"""What a typed listing line means. The labelled lines are in `listing_lines.jsonl`, one JSON object each."""

from __future__ import annotations

import json
import statistics
import string
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from console.errors import ListingDoubtful
from console.listing.line import STOCK_CAP, TITLE_UNITS_CAP, Line, Reading, read, title_units, to_json
from console.listing.line.numerals import spoken_number
from console.money import PRICE_CAP_FEN, plain
from tests.waiting import slowness

LABELLED = Path(__file__).with_name("listing_lines.jsonl")
CORPUS = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]
NEEDLESS_SHARE = 0.03


def parts(reading: Reading) -> dict[str, object]:
    return {"title": reading.title, "price_fen": reading.price_fen, "stock": reading.stock}


# --- the labelled lines ----------------------------------------------------------------------


def test_no_labelled_line_is_taken_silently_for_something_else() -> None:
    """A certain reading says exactly what the label says; a line labelled doubtful is never certain."""
    wrong = [
        (row["line"], parts(reading))
        for row in CORPUS
        if (reading := read(row["line"])).doubt is None and parts(reading) != row["want"]
    ]
    assert wrong == []


def test_hardly_any_clear_line_is_asked_about() -> None:
    """At most 3 % of the lines a person finds clear are answered with a question."""
    clear = [row["line"] for row in CORPUS if "ask" not in row["want"]]
    asked = [line for line in clear if read(line).doubt is not None]
    assert len(clear) >= 300
    assert len(asked) <= NEEDLESS_SHARE * len(clear), asked


def test_the_corpus_is_large_and_has_no_line_twice() -> None:
    """At least 300 different lines, of which many are doubtful."""
    lines = [row["line"] for row in CORPUS]
    assert len(lines) == len(set(lines)) >= 300
    assert sum("ask" in row["want"] for row in CORPUS) >= 100


FRESH = [json.loads(line) for line in Path(__file__).with_name("listing_fresh.jsonl").read_text("utf-8").splitlines()]
"""Written by people who had not seen the rules; a price of null can be read in two ways.

First runs: 4 of 374 wrong; of 619 more one wrong stock, and 8 taken that had to be asked about, one with a wrong price;
of 389 more one wrong stock (99 无货); of 254 more one wrong stock (9.9 二十多件) and one price of a month (月付39),
where 28 that were asked about though clear are left out; of 71 more one stock (89 数量有限).
"""


def test_lines_of_a_stranger_are_understood_or_asked_about() -> None:
    """Shorthand, Chinese numerals, dates, phone numbers and two sums: no other price or stock is taken silently."""
    taken = [(row, parts(reading)) for row in FRESH if (reading := read(row["line"])).doubt is None]
    wrong = [
        (row["line"], got) for row, got in taken if (row["price_fen"], row["stock"]) != (got["price_fen"], got["stock"])
    ]
    assert len(FRESH) >= 900
    assert wrong == []
    clear = sum(row["price_fen"] is not None for row in FRESH)
    assert len(taken) >= 0.85 * clear, "a question about what is clear is no help"


@pytest.mark.parametrize(
    ("line", "price_fen"),
    [
        ("玉牌 1万2", 1_200_000),
        ("玉牌 3千8 x2", 380_000),
        ("发夹 三块五", 350),
        ("手串 十九块九毛", 1_990),
        ("贴纸 5毛 x100", 50),
    ],
)
def test_what_is_said_of_money_alone_is_understood(line: str, price_fen: int) -> None:
    """1万2 and 九块九 have one meaning, though no 元 stands behind them."""
    understood = read(line).line
    assert understood is not None
    assert understood.price_fen == price_fen


@pytest.mark.parametrize(
    ("line", "price_fen"),
    [("玉牌 一万二", 1_200_000), ("手镯 二百五", 25_000), ("紫砂壶 1.2w", 1_200_000), ("手镯 5百", 50_000)],
)
def test_what_may_be_a_name_is_asked_about_with_the_right_guess(line: str, price_fen: int) -> None:
    """二百五 and 1.2w are prices most often: whoever says yes gets that price."""
    reading = read(line)
    assert reading.doubt is not None
    assert reading.price_fen == price_fen


@pytest.mark.parametrize(
    ("line", "price_fen", "stock"),
    [
        ("手镯 1，280", 128_000, None),
        ("手镯 1，280元", 128_000, None),
        ("手镯 1，280 x2", 128_000, None),
        ("手镯 ¥1，280", 128_000, 1),
        ("手镯 ¥1，280 x2", 128_000, 2),
        ("手镯 1w2", 1_200_000, None),
        ("手镯 2k5", 250_000, None),
        ("戒面 十二万", 12_000_000, None),
        ("戒指 99 不限量", 9_900, None),
        ("手镯 5百8 x3", 58_000, 3),
        ("手镯 580还剩2件", 58_000, 2),
        ("手镯 580只有2件", 58_000, 2),
    ],
)
def test_spoken_sums_and_wide_commas_are_taken_or_asked_with_the_right_guess(
    line: str, price_fen: int, stock: int | None
) -> None:
    """1，280 may be piece 1 at 280 and is asked about unless ¥ stands before it; the guess is right either way."""
    reading = read(line)
    assert reading.price_fen == price_fen
    assert (reading.doubt is None) is (stock is not None)
    assert stock is None or reading.stock == stock


WARES = ["豆绿手镯", "银手链", "连衣裙", "运动鞋", "卫衣", "保温杯", "蓝莓果酱", "坚果礼盒", "面膜", "花瓶"]
PRICES = [990, 1990, 5990, 7900, 12800, 19900, 39900, 59900, 68800, 129900, 199900, 388000]


@pytest.mark.parametrize("ware", WARES)
def test_the_plain_form_is_certain_for_usual_goods_and_prices(ware: str) -> None:
    """Title, price and xstock ask nothing for goods and prices as they are sold every day."""
    for price_fen in PRICES:
        assert read(f"{ware} {plain(price_fen)} x3").line == Line(ware, price_fen, 3)


@pytest.mark.parametrize("row", [row for row in CORPUS if "ask" not in row["want"]][::3], ids=lambda row: row["line"])
def test_a_marked_price_is_never_read_as_another_one(row: dict[str, dict[str, object]]) -> None:
    """Rewriting a clear line with ¥, 元 and x gives the same reading or a question, never another price."""
    want = row["want"]
    price = plain(int(str(want["price_fen"])))
    for form in (f"{want['title']} {price}元 x{want['stock']}", f"¥{price} {want['title']} x{want['stock']}"):
        reading = read(form)
        assert reading.doubt is not None or parts(reading) == want, form


# --- what is said about a doubtful line ------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        ("", "空", "empty"),
        ("豆绿手镯", "价格", "price"),
        ("599 x3", "名称", "title"),
        ("T恤 59-69", "范围", "range"),
        ("T恤 59 69", "两个", "Two"),
        ("T恤 0元", "大于 0", "more than zero"),
        ("T恤 -5", "负数", "negative"),
        ("T恤 10000000", "最高", "at most"),
        ("T恤 59.999", "两位小数", "two decimals"),
        ("T恤 59 x0", "库存", "Stock"),
        ("T恤 59 x10000000", "库存", "Stock"),
        ("iPhone 15", "型号", "model"),
        ("手镯 57", "圈口", "bangle size"),
        ("银手镯 925", "成色", "purity"),
        ("T恤 99两件", "打包|旁边", "bundle|beside"),
        ("T恤 59 8折", "优惠", "discount"),
        ("猪肉 12.5/斤", "重量", "weight"),
        ("手镯 599 3", "x3", "x3"),
        ("手镯 5️⃣9️⃣9️⃣", "数字", "digits"),
        ("长" * 31 + " 599", "名称太长", "title is too long"),
    ],
)
def test_a_doubt_says_why_in_both_languages(line: str, zh: str, en: str) -> None:
    """The sentence names the trouble, so that the seller knows what to change."""
    doubt = read(line).doubt
    assert doubt is not None
    assert any(word in doubt.said("zh_CN") for word in zh.split("|"))
    assert any(word in doubt.said("en") for word in en.split("|"))


@pytest.mark.parametrize(
    ("line", "guess"),
    [
        ("手镯 57 599", {"title": "手镯 57", "price_fen": 59900, "stock": 1}),
        ("手镯 57圈口 599 3", {"title": "手镯 57圈口", "price_fen": 59900, "stock": 3}),
        ("手镯 3件 599", {"title": "手镯", "price_fen": 59900, "stock": 3}),
        ("手镯 五百九十九", {"title": "手镯", "price_fen": 59900, "stock": 1}),
        ("57圈口手镯", {"title": "57圈口手镯", "price_fen": None, "stock": 1}),
        ("599 x3", {"title": None, "price_fen": 59900, "stock": 3}),
        ("T恤 10000000", {"title": "T恤", "price_fen": None, "stock": 1}),
        ("", {"title": None, "price_fen": None, "stock": 1}),
    ],
)
def test_a_doubtful_line_comes_with_the_best_guess(line: str, guess: dict[str, object]) -> None:
    """The form can be filled with what was understood; what was not seen is null."""
    answer = to_json(read(line))
    assert set(answer) == {"ask", "guess"}
    assert answer["guess"] == guess


def test_a_certain_line_is_answered_with_its_three_parts() -> None:
    """A certain line has title, price in fen and stock, and nothing else."""
    assert to_json(read("豆绿手镯 599 x3")) == {"title": "豆绿手镯", "price_fen": 59900, "stock": 3}
    assert read("豆绿手镯 599 x3").line == Line("豆绿手镯", 59900, 3)
    assert read("豆绿手镯").line is None


def test_a_question_is_asked_in_the_language_of_the_person() -> None:
    """`lang` chooses the sentence."""
    assert to_json(read("豆绿手镯"), "en")["ask"] == "No price found"
    assert to_json(read("豆绿手镯"), "zh_CN")["ask"] == "没有看到价格"


def test_a_doubt_can_be_shown_as_a_card() -> None:
    """The doubt is the reason in `ListingDoubtful`, also when the line has braces in it."""
    doubt = read("{手镯} {57} {} 599 69").doubt
    assert doubt is not None
    assert "{" not in ListingDoubtful(why=doubt).shown("zh_CN").title


# --- limits ----------------------------------------------------------------------------------


def test_the_limits_themselves_are_allowed() -> None:
    """The highest price, the lowest price, the largest stock and the longest title are certain."""
    assert read(f"豆绿手镯 {plain(PRICE_CAP_FEN)}").price_fen == PRICE_CAP_FEN
    assert read("辣条 0.01元 x3").line == Line("辣条", 1, 3)
    assert read(f"豆绿手镯 599 x{STOCK_CAP}").line == Line("豆绿手镯", 59900, STOCK_CAP)
    assert read("镯" * (TITLE_UNITS_CAP // 2) + " 599").doubt is None
    assert read("镯" * (TITLE_UNITS_CAP // 2) + "a 599").doubt is not None


def test_title_units_count_wide_characters_twice() -> None:
    """Chinese, full-width and emoji are two units, anything else one."""
    assert title_units("豆绿A1") == 6
    assert title_units("，Ａ🍎") == 6
    assert title_units("") == 0


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("五百九十九", 599),
        ("十五", 15),
        ("一百零五", 105),
        ("一千二百", 1200),
        ("两万", 20000),
        ("一万两千", 12000),
        ("十二万三千", 123000),
        ("三千八", None),
        ("一万二", None),
        ("五九九", None),
        ("一百零", None),
        ("百", None),
        ("零", None),
        ("十十", None),
        ("万", None),
    ],
)
def test_chinese_numerals_are_read_in_the_written_out_form_only(said: str, number: int | None) -> None:
    """三千八 means 3,800 to some and is not guessed at."""
    assert spoken_number(said) == number


# --- any text --------------------------------------------------------------------------------

SNIPPETS = """
599 3 57 59.9 1,280 0 99 1.2万 925 15 ５９９ x3 ×3 X *3 x ¥ ￥ 元 块 块9 万 3件 两件 一对 各5 库存3 库存 价格 售价: 特价
圈口 57圈口 号 斤 5斤 500g 18K 3XL iPhone T恤 手镯 豆绿 银 足金999 - ~ / : ， 。 . , ( ) 【 】 + % 🔥 5️⃣ ③ 五百 九十九
元宝 包邮 起 折 送 孤品 3x4 10*20cm A7M4 2026 新款 套装 三件套 w k 6000 每 每斤 套 { } {n}
"""
FRAGMENTS = st.sampled_from([*SNIPPETS.split(), "\u200b", "\x00", "\u3000"])
LINES = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=string.digits + "xX*¥元块件 .,，:/-手镯银T恤", max_size=30),
    st.lists(st.tuples(FRAGMENTS, st.sampled_from(["", " "])), max_size=9).map(lambda p: "".join(a + b for a, b in p)),
)


@settings(max_examples=1500, deadline=None)
@given(LINES)
@example("x" + "9" * 200)
@example("毛巾 35 x" + "9" * 200)
@example("手镯 " + "9" * 200 + " ¥5 x3")
@example("手镯 599元 x" + "9" * 150 + "万")
@example("\ud800 599")
@example("手镯\u202e 599 x3")
def test_any_text_is_read_without_an_error(line: str) -> None:
    """Whatever is typed gives a reading that can be sent on, with parts inside the limits."""
    reading = read(line)
    json.dumps(to_json(reading), ensure_ascii=False).encode()
    assert reading.price_fen is None or 1 <= reading.price_fen <= PRICE_CAP_FEN
    assert 1 <= reading.stock <= STOCK_CAP
    assert reading.title == " ".join(reading.title.split())
    if reading.doubt is None:
        assert reading.price_fen is not None
        assert 0 < title_units(reading.title) <= TITLE_UNITS_CAP
    else:
        assert reading.doubt.said("zh_CN")
        assert reading.doubt.said("en")


@settings(max_examples=3000, deadline=None)
@given(LINES)
def test_a_certain_reading_written_out_is_never_read_as_something_else(line: str) -> None:
    """Title, price and xstock of a certain reading give the same reading, or a question."""
    reading = read(line)
    if reading.doubt is None and reading.price_fen is not None:
        again = read(f"{reading.title} {plain(reading.price_fen)} x{reading.stock}")
        assert again.doubt is not None or again == reading


@settings(max_examples=500, deadline=None)
@given(st.integers(1, PRICE_CAP_FEN), st.integers(1, STOCK_CAP))
def test_every_marked_price_is_read_to_the_fen(price_fen: int, stock: int) -> None:
    """No price is rounded or changed on its way through the line."""
    for form in ("豆绿吊坠 {}元 x{}", "豆绿吊坠 ¥{} 库存{}", "售价{} 豆绿吊坠 *{}"):
        line = form.format(plain(price_fen), stock)
        assert read(line).line == Line("豆绿吊坠", price_fen, stock), line


def test_control_and_invisible_characters_are_stripped() -> None:
    """A title holds no NUL, no zero-width space and no direction mark; spaces are single."""
    assert read("豆绿\x00手\u200b镯\u202e   599\t x3\r").line == Line("豆绿手镯", 59900, 3)


# --- speed -----------------------------------------------------------------------------------


def test_a_line_is_read_between_two_keystrokes() -> None:
    """The median of ordinary lines is far below a millisecond (bound ten times as loose as wanted)."""
    lines = [row["line"] for row in CORPUS]
    spent = []
    for line in lines:
        began = time.thread_time()
        read(line)
        spent.append(time.thread_time() - began)
    assert statistics.median(spent) < 0.010 * slowness()


@pytest.mark.parametrize(
    "line",
    [
        "手" * 100_000,
        "9" * 100_000,
        "9 " * 50_000,
        " " * 100_000,
        "9x" * 50_000,
        "1,234" * 20_000,
        "9" * 240,
        "9x" * 120,
        "9/" * 120,
        "9-" * 120,
        "1,234" * 48,
        "五百" * 120,
        "aB3-" * 60,
        "x 3 " * 60,
        "¥" * 240,
        "\u0301" * 240,
    ],
    ids=lambda line: f"{line[:5]!r}*{len(line)}",
)
def test_a_long_line_is_no_burden(line: str) -> None:
    """Neither a pasted book nor a line made to be slow takes noticeable time."""
    began = time.thread_time()
    assert read(line).doubt is not None
    assert time.thread_time() - began < 0.5 * slowness()
