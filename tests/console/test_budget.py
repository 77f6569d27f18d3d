"""The calls of a day, and what they are spent on first."""

from __future__ import annotations

import pytest

from console.sync.budget import CallBudget, day_of, seconds_left
from tests.clock import FakeClock

MIDNIGHT_MS = 1_790_006_400_000 - 1_790_006_400_000 % 86_400_000 + 16 * 3_600_000
"""Some midnight in Beijing (16:00 UTC)."""


def test_a_day_ends_at_midnight_in_beijing() -> None:
    """One second before and one after are different days, whatever the studio's own time zone."""
    assert day_of(MIDNIGHT_MS - 1000) + 1 == day_of(MIDNIGHT_MS)
    assert seconds_left(MIDNIGHT_MS) == 86_400
    assert seconds_left(MIDNIGHT_MS - 1000) == 1


def test_calls_are_counted_over_a_restart_and_forgotten_the_next_day() -> None:
    """What was spent today is remembered; a new day starts full; a clock set back gives nothing back."""
    clock = FakeClock(MIDNIGHT_MS)
    budget = CallBudget(2000, clock)
    for _ in range(1500):
        budget.spend()
    again = CallBudget(2000, clock, budget.as_kept())
    assert again.left == 500
    clock.utc_ms -= 3 * 86_400_000
    assert again.left == 500
    clock.utc_ms += 4 * 86_400_000
    assert again.left == 2000
    assert CallBudget(2000, clock, budget.as_kept()).left == 2000
    assert CallBudget(2000, clock, "rubbish").left == 2000


def test_orders_slow_down_so_that_the_rest_lasts() -> None:
    """With plenty left the wish is granted; with little the same rest is spread until midnight."""
    clock = FakeClock(MIDNIGHT_MS)
    budget = CallBudget(2000, clock)
    assert budget.orders_every_s(15) == pytest.approx(86.4)
    clock.advance(86_400 - 6 * 3600)
    assert budget.orders_every_s(15) == pytest.approx(21.6)
    for _ in range(1900):
        budget.spend()
    assert budget.orders_every_s(15) == pytest.approx(432)
    assert not budget.allows_audits()
    assert budget.low
    for _ in range(200):
        budget.spend()
    assert (budget.left, budget.orders_every_s(15)) == (0, 3600.0)


def test_a_large_budget_slows_nothing() -> None:
    """A live account looks for orders as often as it wishes."""
    budget = CallBudget(1_000_000, FakeClock(MIDNIGHT_MS))
    assert budget.orders_every_s(15) == 15
    assert budget.allows_sources()
