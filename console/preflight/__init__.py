"""The look round before going live: facts in, findings out, each with the one thing that helps.

Nothing is measured here and nothing is asked: the camera and the line stand in the state, room and clocks come as a
`Machine`, the microphone's level from whoever listens. Only what makes a show impossible blocks; everything else
is for the person to weigh. Each part has its module: `machine`, `shop`, `goods`. `doctor` looks at the machine itself,
without a console.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from console.preflight.finding import Finding, Level
from console.preflight.goods import LEFT_OVER, Said, Words, certificates, left_over, lineup, words, words_in
from console.preflight.machine import MICROPHONE, Machine, Microphone, camera, clock, disk, microphone
from console.preflight.shop import OTHER_SHOP, SIGN_IN, calls, shop
from console.state import ShowState

__all__ = [
    "LEFT_OVER",
    "MICROPHONE",
    "OTHER_SHOP",
    "SIGN_IN",
    "Facts",
    "Finding",
    "Level",
    "Machine",
    "Microphone",
    "Said",
    "Words",
    "blocked",
    "findings",
    "microphone",
    "words_in",
]


@dataclass(frozen=True)
class Facts:
    """All that is looked at. None is: not looked yet."""

    state: ShowState
    machine: Machine | None = None
    microphone: Microphone | None = None
    words: Words | None = None


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Every line, always in the same order, so that nothing jumps under a hand."""
    return (
        camera(facts.state),
        microphone(facts.microphone),
        disk(facts.machine),
        clock(facts.machine, rehearsal=facts.state.rehearsal),
        shop(facts.state),
        calls(facts.state, facts.machine),
        *left_over(facts.state),
        *lineup(facts.state.to_come),
        *words(facts.words),
        *certificates(facts.state.to_come),
    )


def blocked(found: Iterable[Finding]) -> bool:
    """Whether going live is impossible."""
    return any(finding.level is Level.BLOCK for finding in found)
