"""One typed line -> the time and the title of a planned show: "20:00 晚场", "明天 20点 晚场", "11-25 19:30 玉器专场".

A time without a day is its next one. Whether a show may be planned then is `show`'s to say.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

_DAYS = {"今天": 0, "今晚": 0, "明天": 1, "明晚": 1, "后天": 2, "today": 0, "tonight": 0, "tomorrow": 1}
_EVENINGS = ("今晚", "明晚", "tonight")
_NOON = 12
_DAY = re.compile(r"(?:(\d{4})[-/年.])?(\d{1,2})[-/月.](\d{1,2})日?(?=\s|$|\d{1,2}[:点时])")
_TIME = re.compile(r"(?<![\d:])(\d{1,2})(?::(\d{2})|[点时](?:(半)|(\d{1,2})分?)?)(?![\d:])")


@dataclass(frozen=True)
class Reading:
    """What was understood of a line."""

    at_ms: int
    title: str


def read_plan(line: str, now_ms: int, zone: tzinfo | None = None) -> Reading | None:
    """The time (UTC ms) and title in `line`, as seen from `now_ms`; None without a time that can be.

    `zone` is where the studio is; by default the machine's. A day of this year that is over is next year's.
    """
    text = unicodedata.normalize("NFKC", line).strip()
    now = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(zone)
    time = _TIME.search(text)
    if time is None:
        return None
    hour, minute = int(time[1]), 30 if time[3] else int(time[2] or time[4] or 0)
    rest = f"{text[: time.start()]} {text[time.end() :]}"
    named = next((word for word in _DAYS if re.search(rf"(?:^|\s|(?<!\w)){re.escape(word)}", rest, re.IGNORECASE)), "")
    dated = None if named else _DAY.search(rest)
    if named:
        rest = re.sub(re.escape(named), " ", rest, count=1, flags=re.IGNORECASE)
        if named in _EVENINGS and hour < _NOON:
            hour += _NOON
    elif dated:
        rest = f"{rest[: dated.start()]} {rest[dated.end() :]}"
    try:
        at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if named:
            at = _on(at, (now + timedelta(days=_DAYS[named])))
        elif dated:
            at = _dated(at, now, dated)
        elif at <= now:
            at = _on(at, now + timedelta(days=1))
    except ValueError:
        return None
    return Reading(round(at.timestamp() * 1000), " ".join(rest.split()))


def _on(at: datetime, day: datetime) -> datetime:
    """`at` on another day, by the wall clock of that day."""
    return at.replace(year=day.year, month=day.month, day=day.day)


def _dated(at: datetime, now: datetime, found: re.Match[str]) -> datetime:
    year, month, day = found.groups()
    at = at.replace(year=int(year) if year else now.year, month=int(month), day=int(day))
    return at if year or at > now else at.replace(year=at.year + 1)
