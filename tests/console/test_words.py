"""What is found in one text: where it was typed, how grave it is, and what the item's facts say to it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.facts import Item, ListingState, PlatformState, Trust
from console.listing.trust import GUARANTEES
from console.words import ItemFacts, Level, WordClass, check, facts_of
from console.words.folding import fold
from console.words.lines import to_json
from console.words.rules import RULES
from console.words.suspicion import NAMES


def found(text: str, facts: ItemFacts | None = None) -> list[tuple[str, str, str]]:
    """Class, what was typed, level."""
    verdict = check(text, facts or ItemFacts())
    return [(hit.word_class.value, hit.typed, hit.level.word) for hit in verdict.hits]


# --- where it was typed ----------------------------------------------------------------------

MARKS = ["", "\u200b", "\ufe0f", "\u0301", "\u20e3"]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("豆绿 最好的 手镯", "最好的"),
        ("🔥🔥最好的🔥", "最好的"),
        ("𠮷𠮷最好的", "最好的"),
        ("👨\u200d👩\u200d👧最好的", "最好的"),
        ("手镯 最\u200b好\u200b的", "最\u200b好\u200b的"),
        ("e\u0301最\u0301好\u0301的\u0301!", "最\u0301好\u0301的\u0301"),
        ("看 微❤️ 吧", "微❤️"),
        ("👍🏽加 Ｖ：", "加 Ｖ"),
        ("🧧ⓥⓧ 同号", "ⓥⓧ"),
        ("找🆅🆇 ", "🆅🆇"),
        ("打1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣哦", "1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣"),
        ("𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", "𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖"),
        ("😀 13812345678 😀", "13812345678"),
        ("号：一三八 一二三四 五六七八。", "一三八 一二三四 五六七八"),
        ("上🍑宝搜", "🍑宝"),
        ("㊙️頂級貨", "頂級"),
        ("看https://a.com/x吧", "https://a.com/x"),
        ("①②③第①品牌", "第①品牌"),
        ("看原 jia 268", "原 jia"),
        ("躺着zhi 疗。", "zhi 疗"),
        ("打丨3捌零零伍七丨二三四", "丨3捌零零伍七丨二三四"),
    ],
)
def test_the_span_is_in_code_points_of_the_typed_text(text: str, typed: str) -> None:
    """Whatever was folded away before or inside a word, the span cuts out what was typed, marks included."""
    (hit,) = check(text).hits
    assert text[hit.start : hit.end] == hit.typed == typed


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=8), st.lists(st.sampled_from(MARKS), min_size=2, max_size=2), st.text("🔥𠮷 ~·é", max_size=5))
def test_a_word_is_found_behind_any_text(before: str, marks: list[str], behind: str) -> None:
    """顶尖 is found, and cut out exactly, whatever stands around it and whichever marks stand in it."""
    text = f"{before}。顶{marks[0]}尖{marks[1]}{behind}"
    hits = [hit for hit in check(text).hits if "顶" in hit.typed and hit.word_class is WordClass.ABSOLUTE_TERM]
    assert hits
    assert all(text[hit.start : hit.end] == hit.typed for hit in hits)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_checked_without_an_error(text: str) -> None:
    """Every lane maps back into the text, every hit lies in it, and the answer can be sent on."""
    folded = fold(text)
    for lane in (folded.tidy, folded.words, folded.contact):
        assert len(lane.text) == len(lane.starts) == len(lane.ends)
        assert all(0 <= start < end <= len(text) for start, end in zip(lane.starts, lane.ends, strict=True))
        assert lane.starts == sorted(lane.starts)
    verdict = check(text)
    json.dumps(to_json(verdict, "en"))
    assert all(0 <= hit.start < hit.end <= len(text) for hit in verdict.hits)
    assert verdict.level == max((hit.level for hit in verdict.hits), default=Level.OK)


def test_a_hit_keeps_its_id_while_the_text_around_it_changes() -> None:
    """A decision about one word holds while the seller types on; the second of two has an id of its own."""
    first = check("最好的手镯").hits[0].hit_id
    assert check("今天这只是最好的手镯，最好的").hits[0].hit_id == first
    assert [hit.hit_id for hit in check("最好的，最好的").hits] == [first, first.replace(":1", ":2")]


# --- what it is ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("全网最低价", [("price_claim", "全网最低价", "warn")]),
        ("史上最低价", [("price_claim", "史上最低价", "warn")]),
        ("加我微信号lan520", [("off_platform", "微信", "block")]),
        ("极致", [("absolute_term", "极致", "notice")]),
        ("淘宝同款", [("off_platform", "淘宝", "warn")]),
        ("去淘宝搜我们", [("off_platform", "淘宝", "block")]),
        ("威信", []),
        ("加威信", [("off_platform", "威信", "block")]),
        ("卫星地图", []),
        ("防抖 音质好", []),
        ("No.12", []),
        ("No.1", [("absolute_term", "No.1", "warn")]),
        ("小微，信用好", []),
        ("溦：laozhang-guoyuan", [("off_platform", "溦：laozhang-guoyuan", "block")]),
        ("纤维：nylon-cotton", []),
        ("红色小纸条，照着上面加", [("off_platform", "小纸条，照着上面加", "block")]),
        ("徒弟一早上做了六个", []),
        ("加微，信：", [("off_platform", "加微，信", "block")]),
        ("men 款，shiwu理由", []),
        ("药到病厨", [("medical", "药到病厨", "warn")]),
        ("超市里这样一瓶蜂蜜，起码要卖一百二", [("price_claim", "超市里这样一瓶蜂蜜，起码要卖一百二", "warn")]),
        ("第一批，卖了三天", []),
    ],
)
def test_level_and_extent(text: str, hits: list[tuple[str, str, str]]) -> None:
    """The longest word counts, a bare name warns where an invitation blocks, and ordinary words pass."""
    assert found(text) == hits


@pytest.mark.parametrize(
    "text",
    [
        "不加微信",
        "谨防加微信诈骗",
        "加V的都是骗子",
        "有人让我加微信，别理",
        "never pay outside the app",
        "请勿私下转账",
        "不是最好的",
        "不能治疗疾病",
        "高血压的老人慎用",
        "排毒两个字不让说",
        "补血不补血我不懂",
    ],
)
def test_the_opposite_is_fine(text: str) -> None:
    """A text that warns of a thing, or denies it, is no offer of it."""
    assert found(text) == []


def test_a_warning_with_an_id_behind_it_is_an_invitation() -> None:
    """ "Do not add me: lan520" tells the id all the same."""
    assert [hit.level for hit in check("不要加我微信 lan520").hits] == [Level.BLOCK]


# --- what is known of the item ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fine", "wrong"),
    [
        ("七天无理由", {"guarantees": ("7天无理由退货",)}, {"guarantees": ("假一赔十",)}),
        ("假一赔四", {"guarantees": ("假一赔十",)}, {"guarantees": ("假一赔三",)}),
        ("24小时发货", {"ships_within_h": 24}, {"ships_within_h": 48}),
        ("带GIC证书", {"certificate": "GIC 123"}, {"certificate": ""}),
        ("带GIC证书", {"certificate": "123"}, {"certificate": "NGTC 123"}),
        ("最后3件", {"stock": 3}, {"stock": 10}),
        ("孤品", {"stock": 1}, {"stock": 2}),
        ("已售1万+", {"sold": 10_001}, {"sold": 9_999}),
        ("3000人在线", {"online": 2_900}, {"online": 2_000}),
        ("下午四点前拍的当天发", {"ships_within_h": 24}, {"ships_within_h": 48}),
        ("ships in two days", {"ships_within_h": 48}, {"ships_within_h": 72}),
        ("坏了直接退钱", {"guarantees": ("退款不退货",)}, {"guarantees": ("假一赔十",)}),
        ("烂的拍照，客服退钱", {"guarantees": ("坏单包赔",)}, {"guarantees": ("假一赔十",)}),
        ("出了小两千单", {"sold": 1_800}, {"sold": 1_799}),
        ("卖出去四位数了", {"sold": 1_000}, {"sold": 999}),
    ],
)
def test_a_claim_is_held_against_the_fact(text: str, fine: dict[str, object], wrong: dict[str, object]) -> None:
    """It passes where the fact holds it and where the fact is not known, and is found where it does not."""
    assert found(text) == []
    assert found(text, ItemFacts(**fine)) == []  # type: ignore[arg-type]  # fields of several types
    assert len(found(text, ItemFacts(**wrong))) == 1  # type: ignore[arg-type]  # the same


def test_a_compared_price_needs_its_proof_and_the_right_number() -> None:
    """Without base and proof an old price is a claim; with both, only the recorded number passes."""
    known = ItemFacts(price_fen=9_900, base_price_fen=19_900, base_proof=True)
    assert found("原价199 现价99") == [("price_claim", "原价", "warn")]
    assert found("原价199 现价99", known) == []
    assert found("原价299 现价99", known) == [("price_claim", "原价", "warn")]
    assert found("直降100", known) == []
    assert found("五折", known) == []
    assert found("三折", known) == [("price_claim", "三折", "warn")]
    unproved = ItemFacts(price_fen=9_900, base_price_fen=19_900, base_proof=False)
    assert found("原价199 现价99", unproved) == [("price_claim", "原价", "warn")]
    assert found("超市卖九块九，我卖十二", ItemFacts(price_fen=1_200)) == []
    assert found("超市卖三十，我卖十二", ItemFacts(price_fen=1_200)) == [("price_claim", "超市卖三十", "warn")]
    reason = check("原价299", known).hits[0].reason
    assert "199" in reason.zh
    assert "199" in reason.en


def test_the_guarantees_of_the_console_and_of_sellers_are_the_same() -> None:
    """An item's own chips hold what a text promises, and everything else is a mismatch."""
    trust = Trust(guarantees=GUARANTEES, certificate="GIC 1")
    item = Item("1", 1, "手镯", 59_900, 3, 3, 0, ListingState.ON_SALE, PlatformState.APPROVED, trust=trust)
    text = "七天无理由 退款不退货 退货补运费 假一赔十 带GIC证书 只剩3件"
    assert found(text, facts_of(item)) == []
    bare = facts_of(replace(item, trust=Trust(), stock_left=9))
    assert [each[0] for each in found(text, bare)] == ["promise_mismatch"] * 5 + ["fake_count"]


def test_a_promise_that_is_held_hides_the_shorter_one_in_it() -> None:
    """7天包退 is the seven days' return, not a promise of its own."""
    assert found("7天包退", ItemFacts(guarantees=("七天无理由",))) == []


def test_every_rule_says_what_and_what_next_in_both_languages() -> None:
    """Name, reason and advice exist twice, and the reason names the word."""
    for rule in RULES.values():
        for text in (rule.name, rule.reason, rule.advice):
            assert text.zh
            assert text.en
        assert "{word}" in rule.reason.zh
        assert "{word}" in rule.reason.en


def test_braces_in_a_text_are_no_places_to_fill() -> None:
    """What was typed is shown as it was typed."""
    hit = check("{0} 最好的").hits[0]
    assert "最好的" in hit.reason.said("zh_CN")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("把微信里的优惠券忘掉，看直播间", Level.OK),
        ("付款的时候选微信或者银行卡都行", Level.OK),
        ("微信付款、微信支付都可以", Level.OK),
        ("我妈在微信里也看到了", Level.WARN),
        ("加我微信", Level.BLOCK),
        ("回头微信说", Level.BLOCK),
        ("想要的微信", Level.BLOCK),
        ("微信：abc", Level.BLOCK),
        ("薇信", Level.BLOCK),
        ("有威信的老师傅", Level.OK),
    ],
)
def test_the_bare_word_blocks_only_where_it_steers(text: str, level: Level) -> None:
    """微信 said in passing is a warning, for payment it is nothing; an invitation or a disguise blocks."""
    assert check(text).level is level


@pytest.mark.parametrize(
    ("text", "facts", "wrong"),
    [
        ("一分钟拍了五百单", ItemFacts(sold=60), True),
        ("一分钟拍了五百单", ItemFacts(sold=600), False),
        ("直播间人数破两万", ItemFacts(online=20_500), False),
        ("倒数三单", ItemFacts(stock=3), False),
        ("倒数三单", ItemFacts(stock=30), True),
        ("一万人正在抢购", ItemFacts(online=120), True),
        ("Fifty thousand people are watching", ItemFacts(online=120), True),
        ("Only two left in this size", ItemFacts(stock=2), False),
        ("说我卖了几万单的那位，别夸张", ItemFacts(sold=826), False),
    ],
)
def test_the_number_that_is_claimed_is_the_one_compared(text: str, facts: ItemFacts, wrong: bool) -> None:
    """A minute, a countdown and a headcount are not mistaken for the number of pieces."""
    assert [hit.word_class for hit in check(text, facts).hits] == [WordClass.FAKE_COUNT] * wrong


@pytest.mark.parametrize(
    ("text", "guarantees", "held"),
    [
        ("签收后一周之内都能退", ("七天无理由",), True),
        ("两周之内都能退", ("七天无理由",), False),
        ("质保一年", ("质保12个月",), True),
        ("裂了包赔", ("坏单包赔",), True),
    ],
)
def test_weeks_months_and_years_are_told_in_days(text: str, guarantees: tuple[str, ...], held: bool) -> None:
    """A guarantee in one unit keeps a promise in another."""
    assert (check(text, ItemFacts(guarantees=guarantees)).hits == ()) is held


# --- what only sounds like it ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word_class"),
    [
        ("晚上去老地方集合 那边算你便宜", WordClass.OFF_PLATFORM),
        ("回头在那头给你算便宜点", WordClass.OFF_PLATFORM),
        ("奶奶的腿 贴了十来天能下地跳舞", WordClass.MEDICAL),
        ("抹两天脸上那些坑就平了", WordClass.MEDICAL),
    ],
)
def test_a_sentence_that_only_sounds_like_it_warns_and_never_blocks(text: str, word_class: WordClass) -> None:
    """Without a word of the list its reason is only that it sounds so; in a longer text the sentence alone is told."""
    (hit,) = check(text).hits
    assert (hit.word_class, hit.entry) == (word_class, NAMES[word_class])
    assert Level.OK < hit.level < Level.BLOCK
    longer = f"红色绿色两个颜色。{text}！一共三个尺码"
    (same,) = check(longer).hits
    assert same.typed == hit.typed == longer[same.start : same.end]


@pytest.mark.parametrize("text", ["今天的裙子有红色和绿色两个颜色", "不加微信", "加我微信，回头在那头给你算便宜点"])
def test_what_is_ordinary_denied_or_found_already_is_no_suspicion(text: str) -> None:
    """A word of the list in a sentence says enough."""
    assert not {hit.entry for hit in check(text).hits} & set(NAMES.values())
