"""Who used which selling tool, and when: a line in the log. What became of it is in the books, with its own times.

Who it was is the seat that asked ("assistant", "anchor"), "program" for the command line, "clock" for a countdown;
whoever asks says so with `by`. Names of buyers and prizes stay in the books.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

import structlog

from console.commands import (
    BeginFlashSale,
    Command,
    CreateCoupon,
    DescribeItem,
    DrawWinners,
    EndCoupon,
    EndFlashSale,
    ExtendFlashSale,
    FreezeEntrants,
    ImportItem,
    NextStep,
    OpenDraw,
    SetSteps,
    ShowCoupon,
    StartFlashSale,
    StrikeDraw,
)
from console.events import Event

log = structlog.get_logger(__name__)

TOOLS = (
    StartFlashSale, BeginFlashSale, ExtendFlashSale, EndFlashSale, SetSteps, NextStep, CreateCoupon, EndCoupon,
    ShowCoupon, OpenDraw, FreezeEntrants, DrawWinners, StrikeDraw, DescribeItem, ImportItem,
)  # fmt: skip
_ABOUT = ("flash_id", "coupon_id", "draw_id", "item_id")


def by(who: str) -> AbstractContextManager[object]:
    """What is done inside this block is done by `who`."""
    return structlog.contextvars.bound_contextvars(who=who)


def tell(command: Command, event: Event) -> None:
    """Log a committed use of a tool; nothing for other commands. The log adds the time."""
    if not isinstance(command, TOOLS):
        return
    about = next((found for name in _ABOUT if (found := getattr(event, name, None))), "")
    log.info(
        "selling tool",
        who=structlog.contextvars.get_contextvars().get("who", "program"),
        deed=type(command).__name__,
        became=getattr(event, "what", ""),
        number=getattr(event, "number", None),
        about=about,
    )
