"""Desk, sync and platform agree with a notebook after every step, and with each other at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture import books, machine
from tests.torture.books import HELD, STUDIO_ONLY, Books, Hands

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


@pytest.mark.anyio
@pytest.mark.parametrize("broken", [None, "quota not taken off"])
async def test_the_notebook_notices_when_more_is_sold_than_there_was(tmp_path: Path, broken: str | None) -> None:
    """Two units, both held and sold here while viewers want them: nobody can order them, unless they stayed there."""
    async with books.reopened(tmp_path / "data", None, broken) as studio:
        notebook = Books()
        hands = Hands(studio, notebook)
        await hands.list_item(2, 100, HELD)
        await studio.settle()
        await hands.hold(1, 2)
        await studio.settle()
        await hands.force(offline=True)
        assert await hands.sell(1, 2)
        ordered = await hands.order(1, 2, pay=True)
        assert (ordered is None) is (broken is None)
        said = await books.wrong_here(studio, notebook)
        assert said == ([] if broken is None else ["number 1: sold 2 here and 2 at the platform, had 2"])
