"""Planned shows as they are said: when, how long until then, and when somebody is reminded. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from console.facts import Plan
from console.planning import read_plan
from ui.look.format import running
from ui.look.language import translate

REMIND_S = (1800, 300, 0)
"""So long before its time somebody is reminded of a show, and once more at its time."""
LATE_S = 2 * 3600
"""So long after its time a show is still waited for."""


@dataclass(frozen=True)
class Reminder:
    """A show that comes soon; `stage` is the one of `REMIND_S` that was reached."""

    plan: Plan
    stage: int


def coming(plans: Sequence[Plan], now_ms: int) -> Plan | None:
    """The show that comes next, or was to have begun a short while ago."""
    return next((plan for plan in plans if plan.at_ms > now_ms - LATE_S * 1000), None)


def reminder(plans: Sequence[Plan], now_ms: int) -> Reminder | None:
    """What somebody should be reminded of now; the same again as long as its stage lasts."""
    plan = coming(plans, now_ms)
    if plan is None:
        return None
    left_s = (plan.at_ms - now_ms) / 1000
    reached = [stage for stage in REMIND_S if left_s <= stage]
    return Reminder(plan, min(reached)) if reached else None


def when(at_ms: int, now_ms: int) -> str:
    """ "今天 20:00", "明天 20:00", "11-25 20:00": the local time of a show."""
    at, now = (datetime.fromtimestamp(ms / 1000, UTC).astimezone() for ms in (at_ms, now_ms))
    days = (at.date() - now.date()).days
    day = {0: translate("plans", "今天"), 1: translate("plans", "明天")}.get(days, f"{at:%m-%d}")
    if at.year != now.year:
        day = f"{at:%Y-%m-%d}"
    return f"{day} {at:%H:%M}"


def until(at_ms: int, now_ms: int) -> str:
    """How long there is: a running countdown on the last day, days before that, and by how much it is late."""
    left_s = (at_ms - now_ms) / 1000
    if left_s < 0:
        return translate("plans", "晚了 {time}").format(time=running(-left_s))
    if 86_400 <= left_s < 2 * 86_400:
        return translate("plans", "还有 1 天")
    if left_s >= 86_400:
        return translate("plans", "还有 {n} 天").format(n=int(left_s // 86_400))
    return translate("plans", "还有 {time}").format(time=running(left_s))


def named(plan: Plan) -> str:
    """Its title, or a word where it has none."""
    return plan.title or translate("plans", "没有名字的一场")


def heard(typed: str, now_ms: int) -> str:
    """What was understood of a line; "" while it is none."""
    read = read_plan(typed, now_ms)
    if read is None:
        return ""
    parts = (when(read.at_ms, now_ms), read.title or translate("plans", "没有名字"), until(read.at_ms, now_ms))
    return " · ".join(parts)
