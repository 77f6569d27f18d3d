"""What a rehearsal says while it runs and when it is over."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.facts import Link, LinkStatus, Outbox, Show, ShowStatus, Totals
from console.rehearsal.telling import came_to, how_far
from console.state import ShowState

LIVE = ShowState(
    show=Show("s", "", ShowStatus.LIVE, 1),
    totals=Totals(12, 9, 123_400),
    link=Link(status=LinkStatus.OFFLINE),
    outbox=Outbox(waiting=3),
)
REPORT = {
    "gmv_fen": 1_435_794,
    "sales": {"at_the_counter_fen": 96_842},
    "books": {"equal": True, "database": {"gmv_fen": 1_338_952}, "platform": {"gmv_fen": 1_338_952}},
    "outbox": {"waiting": 0},
}


def test_a_line_says_the_time_the_sales_and_the_line() -> None:
    """All of it is read from the state as it stands."""
    assert how_far(LIVE, 75.2, "zh_CN") == "1:15 彩排中：上架 0 件，成交 9 单 ¥1,234.00，断网，待同步 3"
    assert how_far(LIVE, 75.2, "en") == "1:15 in the show: listed 0, orders 9 (¥1,234.00), offline, unsent 3"


@pytest.mark.parametrize(("lang", "agree"), [("zh_CN", "两边账目一致"), ("en", "books agree")])
def test_the_end_says_whether_the_books_agree_and_where_things_lie(lang: str, agree: str) -> None:
    """What the counter sold is why the show's sum is larger than that of both books."""
    said = came_to(REPORT, Path("build/rehearsal"), Path("build/rehearsal.json"), lang)
    for part in (agree, "¥14,357.94", "¥13,389.52", "¥968.42", "build/rehearsal", "build/rehearsal.json"):
        assert part in said


def test_nothing_is_explained_that_is_not_so() -> None:
    """Books that differ are said to differ, and sums that do not add up are not added up."""
    odd = {**REPORT, "gmv_fen": 1, "books": {**REPORT["books"], "equal": False}, "outbox": {"waiting": 2}}  # type: ignore[dict-item]  # of several types
    said = came_to(odd, None, None, "en")
    assert "differ" in said
    assert "counter" not in said
    assert "not sent yet: 2" in said
