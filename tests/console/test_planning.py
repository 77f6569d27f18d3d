"""Planned shows: the line that names one, how it is kept, and the show that begins it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from console.commands import ChangePlan, EndShow, PlanShow, StartShow, StrikePlan
from console.errors import PlanUnfit
from console.events import PlansChanged, ShowStarted
from console.facts import Show, ShowStatus
from console.planning import read_plan
from console.show import DUE_MS, MISSED_MS
from console.state import ShowState, apply
from console.store import projection
from tests.console.conftest import Books

BEIJING = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 23, 15, 30, tzinfo=BEIJING)
HOUR_MS = 3_600_000


def now_ms() -> int:
    return round(NOW.timestamp() * 1000)


@pytest.mark.parametrize(
    ("line", "at", "title"),
    [
        ("20:00 晚场", (11, 23, 20, 0), "晚场"),
        ("晚场 20点半", (11, 23, 20, 30), "晚场"),
        ("9:00 早场", (11, 24, 9, 0), "早场"),
        ("明天 20：00 晚场 · 玉见", (11, 24, 20, 0), "晚场 · 玉见"),
        ("今晚8点 翡翠专场", (11, 23, 20, 0), "翡翠专场"),
        ("后天 10时15分", (11, 25, 10, 15), ""),
        ("11-25 19:30 玉器专场 2", (11, 25, 19, 30), "玉器专场 2"),
        ("12月1日20:00 周年庆", (12, 1, 20, 0), "周年庆"),
        ("tomorrow 7:05 jade", (11, 24, 7, 5), "jade"),
    ],
)
def test_a_line_names_time_and_title(line: str, at: tuple[int, int, int, int], title: str) -> None:
    """A time, before or after a day or alone, and all the rest is the title; a time that is over is tomorrow's."""
    read = read_plan(line, now_ms(), BEIJING)
    assert read is not None
    assert datetime.fromtimestamp(read.at_ms / 1000, UTC) == datetime(2026, *at, tzinfo=BEIJING)
    assert read.title == title


def test_a_day_that_is_over_is_next_year_s() -> None:
    """In November, 3-01 is of the year that comes; with a year it is what it says."""
    next_year = read_plan("3-01 20:00", now_ms(), BEIJING)
    assert next_year is not None
    assert datetime.fromtimestamp(next_year.at_ms / 1000, BEIJING).year == 2027
    named = read_plan("2026-12-31 20:00 跨年", now_ms(), BEIJING)
    assert named is not None
    assert (named.title, datetime.fromtimestamp(named.at_ms / 1000, BEIJING).year) == ("跨年", 2026)


@pytest.mark.parametrize("line", ["", "晚场", "25:00 晚场", "13-40 20:00", "明天晚场", "12:75"])
def test_a_line_without_a_time_that_can_be_is_none(line: str) -> None:
    """No time, or one that no clock shows: nothing is guessed."""
    assert read_plan(line, now_ms(), BEIJING) is None


# --- kept ------------------------------------------------------------------------------------


def test_plans_are_kept_in_order_of_time(books: Books) -> None:
    """Planned, moved, called off: what is left stands in the order in which it comes."""
    later = books.do(PlanShow(at_ms=books.now_ms + 30 * HOUR_MS, title="  周年  庆 ", plan_id="p1"))
    assert isinstance(later, PlansChanged)
    books.do(PlanShow(at_ms=books.now_ms + 5 * HOUR_MS, title="晚场", plan_id="p2"))
    assert [plan.title for plan in projection.plans(books.db)] == ["晚场", "周年 庆"]
    books.do(PlanShow(at_ms=books.now_ms + 9 * HOUR_MS, title="别的", plan_id="p2"))
    assert [plan.title for plan in projection.plans(books.db)] == ["晚场", "周年 庆"]
    moved = books.do(ChangePlan(plan_id="p2", at_ms=books.now_ms + 50 * HOUR_MS))
    assert [plan.plan_id for plan in moved.plans] == ["p1", "p2"]
    books.do(ChangePlan(plan_id="p2", title="夜场"))
    struck = books.do(StrikePlan(plan_id="p1"))
    assert [(plan.plan_id, plan.title) for plan in struck.plans] == [("p2", "夜场")]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda now: PlanShow(at_ms=now - 1),
        lambda now: PlanShow(at_ms=now + 400 * 24 * HOUR_MS),
        lambda now: PlanShow(at_ms=now + HOUR_MS, title="长" * 61),
        lambda now: ChangePlan(plan_id="none", title="x"),
        lambda now: StrikePlan(plan_id="none"),
        lambda now: StartShow(plan_id="none"),
    ],
)
def test_what_cannot_be_planned_is_refused(books: Books, wrong: object) -> None:
    """The past, more than a year ahead, a title too long, and a plan that there is not."""
    with pytest.raises(PlanUnfit):
        books.do(wrong(books.now_ms))  # type: ignore[operator]
    assert projection.plans(books.db) == ()


def test_the_show_that_is_started_near_its_time_is_the_planned_one(books: Books) -> None:
    """Without a title it has the plan's; the plan is no longer waited for, and the other stays."""
    at = books.now_ms + 3 * HOUR_MS
    books.do(PlanShow(at_ms=at, title="晚场"))
    books.do(PlanShow(at_ms=at + 24 * HOUR_MS, title="第二天"))
    early = books.do(StartShow())
    assert early.show.title == ""
    assert len(early.plans) == 2
    books.do(EndShow())
    books.now_ms = at - DUE_MS // 2
    started = books.do(StartShow())
    assert isinstance(started, ShowStarted)
    assert started.show.title == "晚场"
    assert [plan.title for plan in started.plans or ()] == ["第二天"]
    assert books.one("SELECT show_id FROM plans WHERE title = '晚场'") == started.show.show_id


def test_a_title_that_was_written_goes_before_the_planned_one(books: Books) -> None:
    """And a plan that is named is begun whatever its time is."""
    books.do(PlanShow(at_ms=books.now_ms + 90 * HOUR_MS, title="晚场", plan_id="p1"))
    started = books.do(StartShow(title="提前播", plan_id="p1"))
    assert started.show.title == "提前播"
    assert started.plans == ()


def test_a_plan_that_was_missed_is_over_when_another_show_starts(books: Books) -> None:
    """Half a day after its time nobody waits for it any more; until then it may still be begun."""
    at = books.now_ms + HOUR_MS
    books.do(PlanShow(at_ms=at, title="错过的"))
    books.now_ms = at + MISSED_MS - HOUR_MS
    assert len(books.do(StartShow()).plans) == 1
    books.do(EndShow())
    books.now_ms = at + MISSED_MS + HOUR_MS
    assert books.do(StartShow()).plans == ()


def test_the_state_has_the_plans(books: Books) -> None:
    """What the events say of plans is laid in place, also beside a show that starts."""
    planned = books.do(PlanShow(at_ms=books.now_ms + HOUR_MS, title="晚场"))
    state = apply(ShowState(), planned)
    assert [plan.title for plan in state.plans] == ["晚场"]
    assert apply(state, books.do(StartShow())).plans == ()
    other = ShowStarted(show=Show("s", "", ShowStatus.LIVE, 1))
    assert apply(state, other).plans == state.plans
