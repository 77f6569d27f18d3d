"""Money, ids, clock, back-off: small, and relied on everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import console.camera.errors
import console.platforms.kuaishou.client
import console.platforms.simulator.serving  # noqa: F401 - their errors are looked at too
from console import money
from console.errors import LANGUAGES, KaiboError, Text
from console.ids import new_id, platform_number
from console.sync.backoff import CAP_S, delay_s


@pytest.mark.parametrize(
    ("fen", "plain", "price", "amount"),
    [
        (59_900, "599", "¥599", "¥599.00"),
        (3_990, "39.90", "¥39.90", "¥39.90"),
        (5, "0.05", "¥0.05", "¥0.05"),
        (128_000_000, "1280000", "¥1,280,000", "¥1,280,000.00"),
        (-59_900, "-599", "-¥599", "-¥599.00"),
    ],
)
def test_money_is_written_without_floats(fen: int, plain: str, price: str, amount: str) -> None:
    """Fen are written as yuan, exactly."""
    assert (money.plain(fen), money.price(fen), money.amount(fen)) == (plain, price, amount)


def test_ids_sort_by_time_and_do_not_repeat() -> None:
    """Ids made later sort later, and a thousand in one millisecond differ."""
    assert new_id(1_790_000_000_000) < new_id(1_790_000_000_001)
    assert len({new_id(1_790_000_000_000) for _ in range(1000)}) == 1000


@given(st.integers(1_735_689_600_000, 1_735_689_600_000 + (1 << 42) - 1))
def test_the_platform_number_is_a_positive_long_that_grows_with_time(now_ms: int) -> None:
    """Every id gives a number the platform takes, again and again the same one."""
    own = new_id(now_ms)
    assert 0 <= platform_number(own) < 1 << 63
    assert platform_number(own) == platform_number(own)
    assert platform_number(own) >> 21 == now_ms - 1_735_689_600_000


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_back_off_grows_to_its_cap_and_never_beyond(failures: int, jitter: float) -> None:
    """Waiting is at least half a second, at most a minute, whatever the count."""
    assert 0.5 <= delay_s(failures, jitter) <= CAP_S
    assert delay_s(failures, 0.0) <= delay_s(failures, jitter)


def _all(kind: type[KaiboError]) -> list[type[KaiboError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _all(child))]


@pytest.mark.parametrize("kind", _all(KaiboError), ids=lambda kind: kind.__name__)
def test_every_error_has_words_in_both_languages(kind: type[KaiboError]) -> None:
    """Titles and advice exist in Chinese and English and name the same facts."""
    for text in (kind.title, kind.advice):
        assert text.zh
        assert text.en
        assert text.zh != text.en
        places = [sorted(part.split("}")[0] for part in said.split("{")[1:]) for said in (text.zh, text.en)]
        assert places[0] == places[1]


def test_an_error_is_shown_with_its_facts_translated() -> None:
    """A fact that is itself a text appears in the language asked for."""

    class Odd(KaiboError):
        title = Text("坏了：{why}", "Broken: {why}")
        advice = Text("修", "Mend it")

    error = Odd(why=Text("没电", "no power"))
    assert [error.shown(lang).title for lang in LANGUAGES] == ["坏了：没电", "Broken: no power"]
