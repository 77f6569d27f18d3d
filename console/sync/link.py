"""The line to the platform, judged by real calls alone: online, degraded, offline, and why.

No ping is ever sent. While the line is down, `wait_s` holds every sender back together, so that two
hundred waiting facts do not each find out for themselves. One question may go before everything else when the gate
opens: whose shop answers (`seller`). Where it is another's, the gate stays closed.
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import replace
from email.utils import parsedate_to_datetime

from console.clock import Clock
from console.desk import Desk
from console.errors import PlatformError, Text
from console.events import Event, LinkChanged, LinkModeSet, NoticeCleared, NoticeRaised, RetryAsked
from console.facts import Link, LinkMode, LinkStatus, Notice, NoticeLevel
from console.platforms.base import SignInAgain
from console.sync import backoff
from console.sync.budget import CallBudget

SLOW_MS = 3_000.0
MEMORY = 8
FAILURES_TO_OFFLINE = 3
DATE_MEANS_MS = 500.0
"""A Date header leaves out the part of a second; half of one is what it lacks on average."""
TELLING_MS = 2_000.0
"""An answer that took longer says less about the time than the one before."""
TOLD_IN_STEPS_OF = 10
"""Calls left are told in steps, or every call would be news."""
SIGN_IN = "sign-in"
OTHER_SHOP = "link-other-shop"
"""Key of the card for an authorisation that opens another shop than the one these books belong to."""
HELD_S = 0.05
"""A look at whether the first question was answered; it takes one call."""


class LinkWatch:
    """Counts what calls showed and tells the desk when the picture changes."""

    def __init__(self, desk: Desk, clock: Clock, rng: random.Random, budget: CallBudget) -> None:
        self.budget = budget
        self._desk = desk
        self._clock = clock
        self._rng = rng
        self._recent: deque[bool] = deque(maxlen=MEMORY)
        self._failures = 0
        self._not_before_s = 0.0
        self._asks_first = self._held = False
        self._stranger: Text | None = None
        self.answers = 0
        """Calls that the platform answered."""
        self.skew_s: float | None = None
        """How far this machine's clock is ahead of the platform's, as last heard; None before."""
        self._forced = desk.state.link.mode is LinkMode.OFFLINE
        desk.hub.subscribe(self._hear)
        if self._forced:
            self._tell(LinkStatus.OFFLINE, _FORCED)

    @property
    def silent(self) -> bool:
        """Whether nothing is sent until a person changes something: forced offline, or another shop answers."""
        return self._forced or self._stranger is not None

    def wait_s(self) -> float:
        """Seconds until a call may be made; 0 when now, infinity while `silent`."""
        if self.silent:
            return float("inf")
        return self.gate_s() or (HELD_S if self._held else 0.0)

    def gate_s(self) -> float:
        """The same for the question that goes first."""
        return float("inf") if self._forced else max(0.0, self._not_before_s - self._clock.monotonic_s())

    # --- the question that goes first --------------------------------------------------------

    @property
    def held(self) -> bool:
        """Whether everything waits for the question."""
        return self._held

    def ask_first(self, *, first: bool) -> None:
        """Whether a question goes before everything else each time the gate opens."""
        self._asks_first = self._held = first

    def asked(self) -> None:
        """The question ended, whatever came of it: the others may go, until the line is down once more."""
        self._held = False

    def refuse(self, stranger: Text) -> None:
        """Another shop answers: nothing is sent or taken in until `welcome`."""
        self._stranger = stranger
        self._tell(LinkStatus.OFFLINE, stranger)

    def welcome(self) -> None:
        """The shop of these books answers."""
        if self._stranger is not None:
            self._stranger = None
            self._tell(LinkStatus.UNTRIED, None)
            self._desk.tell(RetryAsked())  # whoever went to rest for long goes on

    # --- what calls showed -------------------------------------------------------------------

    def reached(self, elapsed_ms: float) -> None:
        """The platform answered, whatever it said."""
        self.answers += 1
        self._failures = 0
        self._not_before_s = 0.0
        self._recent.append(elapsed_ms < SLOW_MS)
        if any(notice.key == SIGN_IN for notice in self._desk.state.notices):
            self._desk.tell(NoticeCleared(key=SIGN_IN))
        poor = self._recent.count(False) * 2 >= len(self._recent)
        if self.silent:
            return
        if poor:
            self._tell(LinkStatus.DEGRADED, Text("网络慢", "the line is slow"))
        else:
            self._tell(LinkStatus.ONLINE, None)

    def heard_date(self, date: str, elapsed_ms: float) -> None:
        """The Date header of an answer that took `elapsed_ms`: good for a second, worse where it took long."""
        try:
            theirs_ms = parsedate_to_datetime(date).timestamp() * 1000 + DATE_MEANS_MS
        except ValueError:
            return
        if elapsed_ms < TELLING_MS or self.skew_s is None:
            self.skew_s = (self._clock.now_ms() - elapsed_ms / 2 - theirs_ms) / 1000

    def hindered(self, error: PlatformError) -> float:
        """A call did not do what was asked for a reason that is not the call's own; everything waits a while.

        Where the platform closed this one method alone (its calls of today are spent), only the caller waits. Returns
        the seconds that the caller is to wait.
        """
        if error.facts.get("only_this"):
            return max(backoff.FIRST_S, float(str(error.facts.get("after_s", 0.0))))
        self._failures += 1
        self._recent.append(False)
        after_s = float(str(error.facts.get("after_s", 0.0)))
        wait_s = max(after_s, backoff.delay_s(self._failures, self._rng.random()))
        self._not_before_s = self._clock.monotonic_s() + wait_s
        self._held = self._asks_first
        if isinstance(error, SignInAgain):
            self._ask_to_sign_in(error)
        if not self.silent:
            down = self._failures >= FAILURES_TO_OFFLINE
            status = LinkStatus.OFFLINE if down else LinkStatus.DEGRADED
            self._tell(status, _title(error), retry_at_ms=self._clock.now_ms() + int(wait_s * 1000))
        return wait_s

    def _ask_to_sign_in(self, error: SignInAgain) -> None:
        advice = Text(error.shown("zh_CN").advice, error.shown("en").advice)
        self._desk.tell(
            NoticeRaised(notice=Notice(SIGN_IN, NoticeLevel.TROUBLE, _title(error), advice)),
        )

    def _hear(self, event: Event) -> None:
        match event:
            case LinkModeSet(mode=mode):
                self._forced = mode == LinkMode.OFFLINE
                self._open_gate()
                if self._forced or self._stranger is not None:
                    self._tell(LinkStatus.OFFLINE, _FORCED if self._forced else self._stranger)
                else:
                    self._tell(LinkStatus.UNTRIED, None)
            case RetryAsked():
                self._open_gate()
            case _:
                pass

    def _open_gate(self) -> None:
        self._not_before_s = 0.0
        self._held = self._asks_first

    def _tell(self, status: LinkStatus, reason: Text | None, retry_at_ms: int | None = None) -> None:
        left = self.budget.left // TOLD_IN_STEPS_OF * TOLD_IN_STEPS_OF
        link = Link(self._desk.state.link.mode, status, reason, retry_at_ms, left, self.budget.low)
        if replace(link, retry_at_ms=None) != replace(self._desk.state.link, retry_at_ms=None) or retry_at_ms:
            self._desk.tell(LinkChanged(link=link))


_FORCED = Text("已强制离线", "forced offline")


def _title(error: PlatformError) -> Text:
    return Text(error.shown("zh_CN").title, error.shown("en").title)
