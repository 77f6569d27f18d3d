"""The steps of an item: one line understood, one key for each."""

from __future__ import annotations

import pytest

from console.clock import Moment
from console.commands import EndFlashSale, NextStep, PutOnAir, SetSteps, StartShow
from console.errors import FlashSaleUnfit, KaiboError, NothingOnAir, StepsUnfit
from console.facts import ListingState, Step, StepKind
from console.listing.steps import read_steps
from tests.console.conftest import Books

LINE = "预热 讲产地 | 开价 599 | 秒杀 499 x5 60秒 | 下架"


def test_a_line_is_read_as_steps() -> None:
    """Cue, price, flash sale and the end, in the words a seller types."""
    assert read_steps(LINE) == (
        Step(StepKind.CUE, "讲产地"),
        Step(StepKind.PRICE, "开价 599", 59_900),
        Step(StepKind.FLASH, "秒杀 499 x5 60秒", 49_900, 5, 60),
        Step(StepKind.OFF, "下架"),
    )


@pytest.mark.parametrize(
    ("text", "price_fen", "units", "seconds"),
    [
        ("秒杀 99", 9_900, None, 60),
        ("秒杀９９．９元３件２分钟", 9_990, 3, 120),
        ("flash 19.5 x2 30s", 1_950, 2, 30),
        ("秒杀 ¥1999*1 90秒", 199_900, 1, 90),
        ("秒杀 四百九十九 x5 60秒", 49_900, 5, 60),
        ("秒杀59块9 3件", 5_990, 3, 60),
        ("秒杀 1.2万 x2", 1_200_000, 2, 60),
    ],
)
def test_flash_sales_as_they_are_typed(text: str, price_fen: int, units: int | None, seconds: int) -> None:
    """Full-width digits, units in words, minutes, nothing but a price."""
    (step,) = read_steps(text)
    assert (step.kind, step.price_fen, step.units, step.seconds) == (StepKind.FLASH, price_fen, units, seconds)


@pytest.mark.parametrize(
    ("text", "price_fen"),
    [
        ("开价 五百", 50_000),
        ("开价三千八", 380_000),
        ("开价：九块九", 990),
        ("开价 1万2", 1_200_000),
        ("price 1,280", 128_000),
    ],
)
def test_a_price_in_chinese_numerals_is_a_price(text: str, price_fen: int) -> None:
    """What the seller says aloud may be typed so; it is never taken for a cue."""
    (step,) = read_steps(text)
    assert (step.kind, step.price_fen) == (StepKind.PRICE, price_fen)


@pytest.mark.parametrize(
    "text", ["讲三个卖点", "3个卖点", "降价预告", "开场先讲五分钟", "卖点：三百年老料", "预热 秒杀还有三分钟"]
)
def test_words_with_numbers_are_cues(text: str) -> None:
    """A number alone makes no price; behind 预热 anything is said only."""
    (step,) = read_steps(text)
    assert step.kind is StepKind.CUE


@pytest.mark.parametrize("text", ["讲产地，灯下看水头", "“冰种”：先看光，再看水"])
def test_a_cue_stays_as_it_was_typed(text: str) -> None:
    """It is read aloud from the screen: its Chinese commas and quotes stay Chinese, behind 预热 as well."""
    assert [step.text for step in read_steps(f"{text}｜预热： {text} | 下架")] == [text, text, "下架"]


@pytest.mark.parametrize(
    "text",
    ["599", "五百", "599 x5", "改价 499", "降到四百", "开价 五六百", "开价 五百多", "开价 500左右", "开价", "秒杀"],
)
def test_what_means_money_is_asked_and_never_a_cue(text: str) -> None:
    """A price step that cannot be read is refused when it is typed, not passed over on air."""
    with pytest.raises(StepsUnfit):
        read_steps(text)


@pytest.mark.parametrize("text", ["秒杀 1.2.3", "开价 5,99", "开价 0", "|".join("abcdefghijklm"), "字" * 201])
def test_what_cannot_be_read_is_asked(text: str) -> None:
    """A price that is no price is never taken for a cue."""
    with pytest.raises(KaiboError):
        read_steps(text)


def test_one_key_takes_them_in_order(books: Books) -> None:
    """Said, priced, sold in a flash, withdrawn; the same gesture twice is one step."""
    books.do(StartShow())
    item = books.list_item(price_fen=69_900, stock=9)
    books.do(SetSteps(number=1, line=LINE))
    with pytest.raises(NothingOnAir):
        books.do(NextStep())
    books.do(PutOnAir(number=1))
    assert books.do(NextStep()).step.text == "讲产地"
    books.do(NextStep())
    assert books.item(item).price_fen == 59_900
    flash = NextStep(moment=Moment(5.0, "b"))
    for _ in range(2):
        books.do(flash)
    now = books.item(item)
    assert (now.price_fen, now.step, now.flash and now.flash.units) == (49_900, 3, 5)
    books.do(EndFlashSale(flash_id=flash.change_id))
    books.do(NextStep())
    assert books.item(item).listing is ListingState.WITHDRAWN
    with pytest.raises(StepsUnfit):
        books.do(NextStep(number=1))


def test_a_step_that_fails_is_still_to_be_taken(books: Books) -> None:
    """More units than there are: the step says so and waits."""
    item = books.list_item(stock=2)
    books.do(SetSteps(number=1, line="秒杀 99 x5"))
    with pytest.raises(FlashSaleUnfit):
        books.do(NextStep(number=1))
    assert books.item(item).step == 0
