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
    ],
)
def test_flash_sales_as_they_are_typed(text: str, price_fen: int, units: int | None, seconds: int) -> None:
    """Full-width digits, units in words, minutes, nothing but a price."""
    (step,) = read_steps(text)
    assert (step.kind, step.price_fen, step.units, step.seconds) == (StepKind.FLASH, price_fen, units, seconds)


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
