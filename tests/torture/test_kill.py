"""The short form of the kill harness, and that it can fail."""

from __future__ import annotations

import os

import pytest

from tests.torture import kill

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

SEED = 20_260_101


def test_thirty_kills_lose_nothing_that_was_answered() -> None:
    """After each of 30 kills, one of them of main.py desk, everything answered is there and the next start goes on."""
    outcome = kill.run(kill.SHORT, SEED)
    assert outcome.failures == []
    assert outcome.points == kill.SHORT
    assert outcome.facts["answers"] > 100
    assert outcome.facts["places"]["desk"] == 1


@pytest.mark.parametrize("broken", kill.BROKEN)
def test_a_build_that_answers_too_early_or_writes_twice_is_caught(broken: str) -> None:
    """An answer before its commit, an outbox in a transaction of its own, a page in pieces do not survive 30 kills."""
    outcome = kill.run(kill.SHORT, SEED, broken)
    assert outcome.failures, f"{broken} was not caught, seed {SEED}"
