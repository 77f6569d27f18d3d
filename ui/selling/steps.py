"""The steps of an item as they are typed, heard and read. What they mean is `console.listing.steps`'."""

from __future__ import annotations

from collections.abc import Sequence

from console.errors import KaiboError
from console.facts import Step, StepKind
from console.listing.steps import read_steps
from console.money import price
from ui.look.language import translate


def step_words(step: Step, *, short: bool = False) -> str:
    """A step as the anchor reads it: the cue itself, or what will change; `short` leaves out the time."""
    match step.kind:
        case StepKind.CUE:
            return step.text
        case StepKind.PRICE:
            return translate("steps", "开价 {price}").format(price=price(step.price_fen))
        case StepKind.OFF:
            return translate("steps", "下架")
    said = translate("steps", "秒杀 {price}").format(price=price(step.price_fen))
    units = "" if step.units is None else f" ×{step.units}"
    if short:
        return said + units
    return f"{said}{units} · " + translate("flash_sale", "{n} 秒").format(n=step.seconds)


def steps_line(steps: Sequence[Step]) -> str:
    """Steps as a person would type them again."""
    return " | ".join(f"预热 {step.text}" if step.kind is StepKind.CUE else step.text for step in steps)


def steps_heard(typed: str) -> str:
    """What was understood of a line of steps; "" while something in it cannot be read."""
    try:
        steps = read_steps(typed)
    except KaiboError:
        return ""
    return " → ".join(f"{n} {step_words(step)}" for n, step in enumerate(steps, 1))
