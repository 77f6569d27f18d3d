"""Desk, sync and platform agree with a notebook after every step, and with each other at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture import books, machine
from tests.torture.books import STUDIO_ONLY, Books, Hands

SEED = 7


def test_no_sequence_of_acts_faults_and_restarts_parts_the_books() -> None:
    """Hypothesis looks for one; what it finds is printed as the shortest list of steps, with its seed."""
    outcome = machine.run(machine.SHORT, SEED)
    assert not outcome.failures, "\n".join(outcome.failures)


@pytest.mark.parametrize("broken", machine.BROKEN)
def test_a_broken_build_is_found_out(broken: str) -> None:
    """Each protection taken out is noticed."""
    assert machine.run(machine.SHORT, SEED, broken).failures


@pytest.mark.anyio
async def test_a_withdrawn_draft_that_gets_its_pictures_stays_off_the_shelf(tmp_path: Path) -> None:
    """What the anchor took off sale is not sold by the platform, in whatever order it was pictured."""
    async with books.reopened(tmp_path / "data") as studio:
        notebook = Books()
        hands = Hands(studio, notebook)
        await hands.list_item(3, 100, STUDIO_ONLY, pictured=False)
        await hands.turn(1)
        await hands.picture(1)
        assert await books.settled(studio, notebook) == []
