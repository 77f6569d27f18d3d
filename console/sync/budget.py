"""Calls are counted by the platform for each day: how many are left, and what they are spent on first.

A test account has 2,000 a day; a show of six hours that looks for orders every 15 s takes 1,440 of them.
So pushing our own facts may always spend, looking for orders slows down as the rest gets small, audits
and counts of coupons have a share each that they spread until midnight, and audits, the sources of
orders and stock read once more wait for a better day. A day ends at midnight in Beijing (INFER).
"""

from __future__ import annotations

from console.clock import Clock

CALLS = "calls_spent"
"""The setting under which a day's calls are kept over a restart."""
DAY_S = 86_400
BEIJING_S = 8 * 3600
ORDERS_SHARE = 0.5
"""Of what is left, the part that looking for orders may use up until midnight."""
AUDITS_SHARE = 0.2
"""The same of all items that wait for a verdict, however many they are: real audits take hours."""
COUNTS_SHARE = 0.1
"""The same of all coupons that are counted."""
AUDITS_ABOVE = 0.1
SOURCES_ABOVE = 0.3
READINGS_ABOVE = 0.3


def day_of(now_ms: int) -> int:
    """The number of the day in Beijing."""
    return (now_ms // 1000 + BEIJING_S) // DAY_S


def seconds_left(now_ms: int) -> int:
    """Seconds until midnight in Beijing, at least one."""
    return DAY_S - (now_ms // 1000 + BEIJING_S) % DAY_S


class CallBudget:
    """What one shop's calls of today are."""

    def __init__(self, per_day: int, clock: Clock, kept: str = "") -> None:
        """`kept` is what `as_kept` gave before a restart; another day's is forgotten."""
        self.per_day = per_day
        self._clock = clock
        self._day = day_of(clock.now_ms())
        day, _, spent = kept.partition(":")
        self._spent = int(spent) if day == str(self._day) and spent.isdigit() else 0

    def spend(self) -> None:
        """One call was made."""
        self._turn_page()
        self._spent += 1

    @property
    def left(self) -> int:
        """Calls left today, never below zero."""
        self._turn_page()
        return max(0, self.per_day - self._spent)

    @property
    def low(self) -> bool:
        """Whether a person should know."""
        return self.left < self.per_day * 0.2

    def orders_every_s(self, wished_s: float) -> float:
        """Seconds between two looks at orders, so that the rest lasts until midnight."""
        return self._spread_s(wished_s, ORDERS_SHARE, 1)

    def audits_every_s(self, wished_s: float, items: int) -> float:
        """Seconds between two looks at the audit of an item, of so many that wait for a verdict."""
        return self._spread_s(wished_s, AUDITS_SHARE, items)

    def counts_every_s(self, wished_s: float, coupons: int) -> float:
        """Seconds between two counts of a coupon, of so many that are counted."""
        return self._spread_s(wished_s, COUNTS_SHARE, coupons)

    def _spread_s(self, wished_s: float, share: float, calls: int) -> float:
        """Seconds between two rounds of `calls`, so that they take at most `share` of what is left until midnight."""
        rounds = self.left * share / calls
        return max(wished_s, seconds_left(self._clock.now_ms()) / rounds) if rounds >= 1 else max(wished_s, 3600.0)

    def allows_audits(self) -> bool:
        return self.left > self.per_day * AUDITS_ABOVE

    def allows_sources(self) -> bool:
        return self.left > self.per_day * SOURCES_ABOVE

    def allows_readings(self) -> bool:
        return self.left > self.per_day * READINGS_ABOVE

    def as_kept(self) -> str:
        """To remember over a restart."""
        return f"{self._day}:{self._spent}"

    def _turn_page(self) -> None:
        today = day_of(self._clock.now_ms())
        if today > self._day:  # a clock set back does not give calls back
            self._day, self._spent = today, 0
