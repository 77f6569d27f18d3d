"""A wall clock that jumps or is wrong loses, doubles and holds up nothing."""

from __future__ import annotations

import pytest

from tests.torture import clock

SEED = 20_261_122


def test_every_jump_at_every_moment() -> None:
    """All cases, and some nights with jumps over a bad line: books equal, nothing waits for ever."""
    outcome = clock.run(clock.SHORT, SEED)
    assert not outcome.failures, "\n".join(outcome.failures)
    assert outcome.facts["cases"] == len(clock.CASES)


@pytest.mark.parametrize("broken", clock.BROKEN)
def test_a_broken_build_is_found_out(broken: str) -> None:
    """Each protection taken out is noticed by one of the cases."""
    assert clock.run(clock.SHORT, SEED, broken).failures
