"""Desk, sync and platform against the notebook, one rule at a time, with Hypothesis choosing and shrinking.

Rules are things people do, things the line does, and the console dying. After every step the studio's
side must be what the notebook says, and what the notebook sold must never be more than there was; at
the end the line is good, everything settles, and both sides must agree exactly once. Not here: real
sockets (`proxy`), and clocks (`clock`). Stock that somebody changes at the platform is noticed and settled.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from console.commands import RetryNow
from tests.flows.conftest import Studio
from tests.torture import books as books_
from tests.torture.books import HELD, PLATFORM_ONLY, SHARED, STUDIO_ONLY, Books, Hands
from tests.torture.harness import Outcome, Progress, Stopwatch, silent
from tests.torture.proxy import NEW, ORDERS, PRICE, SHELF, SKUS, STOCK, BadLine, Fault, Weather

NAME = "machine"
SHORT = 40
LONG = 4_000
BROKEN = ("no key", "no lookup", "two senders", "no ordering", "no dedupe", "quota not taken off")

STEPS = 40
FAULTS = list(Fault)
AFTERWARDS = [Fault.NO_REPLY, Fault.CUT, Fault.STALL_AFTER, Fault.RESET_AFTER, Fault.FAILED_AFTER]
PATIENCE = 5
"""A broken build may take so many times the points before it is found; a sound one takes them once."""
MOST = 5
NUMBERS = st.integers(1, MOST)
FEW = st.integers(1, 3)


class SyncMachine(RuleBasedStateMachine):
    """One console, one platform, one notebook."""

    broken: ClassVar[str | None] = None
    examples: ClassVar[int] = 0
    progress: ClassVar[Progress] = staticmethod(silent)
    wanted: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stack = AsyncExitStack()
        self.opened = AsyncExitStack()
        self.books = Books()
        self.log = self.stack.enter_context(books_.listening())
        self.folder = Path(self.stack.enter_context(books_.work_folder())) / "data"
        self.studio: Studio = None  # type: ignore[assignment]
        self.meddled: set[int] = set()
        """Items whose stock somebody changed at the platform: a person is asked who is right, and says that we are."""
        self.do(self._open())

    def do(self, what: Coroutine[Any, Any, Any]) -> Any:
        """Run one coroutine to its end, which must come."""
        return self.loop.run_until_complete(asyncio.wait_for(what, 30))

    async def _open(self) -> None:
        clock = self.studio.clock if self.studio is not None else None
        self.studio = await self.opened.enter_async_context(books_.reopened(self.folder, clock, self.broken))
        self.weather = Weather(Random(1), self.studio, 0.0)
        self.studio.line.inner = BadLine(self.studio.line.inner, self.weather)
        self.hands = Hands(self.studio, self.books)
        self.senders = [self.studio.pusher]
        if self.broken == "two senders":
            self.senders.append(books_.second_sender(self.studio))

    def known(self, number: int) -> bool:
        return number in self.books.goods

    # --- people ------------------------------------------------------------------------------

    @initialize(stock=st.integers(40, 60), held=st.integers(2, 5), price_fen=st.integers(1, 90_000))
    def first_items(self, stock: int, held: int, price_fen: int) -> None:
        """Two that the platform has approved, so that there is something to sell and to hold from the start."""
        self.do(self.hands.list_item(stock, price_fen, SHARED))
        self.do(self.hands.list_item(held, price_fen, HELD))
        self.do(self.studio.settle())

    @precondition(lambda self: len(self.books.goods) < MOST)
    @rule(
        whose=st.sampled_from([SHARED, STUDIO_ONLY, PLATFORM_ONLY, HELD]),
        stock=st.integers(1, 4),
        price_fen=st.integers(1, 90_000),
        pictured=st.booleans(),
    )
    def list_item(self, whose: str, stock: int, price_fen: int, pictured: bool) -> None:
        pictured = pictured or whose == HELD
        self.do(self.hands.list_item(stock + 40 * (whose == SHARED), price_fen, whose, pictured=pictured))

    @precondition(lambda self: any(not goods.pictured for goods in self.books.goods.values()))
    @rule(number=NUMBERS)
    def picture(self, number: int) -> None:
        if self.known(number):
            self.do(self.hands.picture(number))

    @rule(number=NUMBERS, quantity=FEW)
    def sell(self, number: int, quantity: int) -> None:
        if self.known(number):
            self.do(self.hands.sell(number, quantity))

    @precondition(lambda self: self.books.sales)
    @rule(which=st.integers(0, 99))
    def sell_again(self, which: int) -> None:
        self.do(self.hands.sell_again(list(self.books.sales)[which % len(self.books.sales)]))

    @precondition(lambda self: self.books.sales)
    @rule(which=st.integers(0, 99))
    def void(self, which: int) -> None:
        self.do(self.hands.void(list(self.books.sales)[which % len(self.books.sales)]))

    @rule(number=NUMBERS, units=st.sampled_from([-2, -1, 1, 4]))
    def count(self, number: int, units: int) -> None:
        if self.known(number):
            self.do(self.hands.count(number, units))

    @rule(number=NUMBERS, units=FEW)
    def hold(self, number: int, units: int) -> None:
        if self.known(number):
            self.do(self.hands.hold(number, units))

    @rule(number=NUMBERS)
    def give_back(self, number: int) -> None:
        if self.known(number):
            self.do(self.hands.give_back(number))

    @rule(units=FEW, ordered=FEW, offline=st.booleans())
    def both_want_the_last_ones(self, units: int, ordered: int, offline: bool) -> None:
        """Units are held and sold here, perhaps offline, while viewers order what they can."""
        for number in [goods.number for goods in self.books.goods.values() if goods.whose == HELD]:
            self.hold(number, units)
            self.push()
            self.force(offline)
            for _ in range(units):
                self.sell(number, 1)
                self.order(number, ordered, pay=True)

    @rule(number=NUMBERS, prices_fen=st.lists(st.integers(1, 90_000), min_size=1, max_size=2))
    def reprice(self, number: int, prices_fen: list[int]) -> None:
        if self.known(number):
            for price_fen in prices_fen:
                self.do(self.hands.reprice(number, price_fen))

    @rule(number=NUMBERS)
    def turn(self, number: int) -> None:
        if self.known(number):
            self.do(self.hands.turn(number))

    @rule(offline=st.booleans())
    def force(self, offline: bool) -> None:
        self.do(self.hands.force(offline=offline))

    @rule()
    def retry_now(self) -> None:
        self.do(self.studio.desk.do(RetryNow()))

    @rule(number=NUMBERS, units=st.sampled_from([-3, -1, 2, 5]))
    def change_elsewhere(self, number: int, units: int) -> None:
        """Somebody changes the stock in the platform's back office, of an item that viewers cannot empty by it."""
        shared = self.known(number) and self.books.goods[number].whose in (SHARED, STUDIO_ONLY)
        if shared and self.do(self.hands.elsewhere(number, units)):
            self.meddled.add(number)

    # --- viewers -----------------------------------------------------------------------------

    @rule(number=NUMBERS, quantity=FEW, pay=st.booleans())
    def order(self, number: int, quantity: int, pay: bool) -> None:
        if self.known(number):
            self.do(self.hands.order(number, quantity, pay=pay))

    @rule(number=NUMBERS, quantity=FEW, requests=st.integers(0, 5))
    def order_between_requests(self, number: int, quantity: int, requests: int) -> None:
        """Somebody will order just before the so-manieth request from now."""
        left = requests

        async def at_the_moment() -> None:
            nonlocal left
            left -= 1
            if left < 0:
                self.weather.between = None
                if self.known(number):
                    await self.hands.order(number, quantity, pay=True)

        self.weather.between = at_the_moment

    @precondition(lambda self: self.books.orders)
    @rule(which=st.integers(0, 99))
    def pay(self, which: int) -> None:
        self.do(self.hands.pay(list(self.books.orders)[which % len(self.books.orders)]))

    @precondition(lambda self: self.books.orders)
    @rule(which=st.integers(0, 99))
    def close(self, which: int) -> None:
        self.do(self.hands.close(list(self.books.orders)[which % len(self.books.orders)]))

    # --- the line and the loops --------------------------------------------------------------

    @rule(plan=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=4))
    def bad_line(self, plan: list[Fault]) -> None:
        """What will become of the next requests."""
        self.weather.plan += plan

    @rule(path=st.sampled_from([NEW, STOCK, STOCK, PRICE, SHELF, ORDERS, SKUS]), fault=st.sampled_from(FAULTS))
    def bad_call(self, path: str, fault: Fault) -> None:
        """What will become of the next request of one kind."""
        self.weather.aimed.setdefault(path, []).append(fault)

    @rule(
        what=st.sampled_from(["sale", "two prices", "listing"]),
        fault=st.sampled_from(FAULTS),
        units=FEW,
        ordered=st.integers(0, 3),
        requests=st.integers(0, 4),
    )
    def change_over_a_bad_line(self, what: str, fault: Fault, units: int, ordered: int, requests: int) -> None:
        """A change meets `fault`, and perhaps a viewer orders in the middle of it or of its look-up."""
        if what == "sale":
            self.sell(1, units)
        elif what == "two prices":
            self.reprice(1, [units, 100 + units])
        elif len(self.books.goods) < MOST:
            self.list_item(SHARED, units, 100, pictured=True)
        for path in (NEW, STOCK, PRICE, SHELF):
            self.weather.aimed[path] = [fault]
        if ordered:
            self.order_between_requests(1, ordered, requests)
        self.push()
        self.weather.aimed.clear()

    @rule(
        what=st.sampled_from(["sale", "sale", "two prices", "listing"]),
        fault=st.sampled_from(AFTERWARDS),
        units=FEW,
        ordered=st.integers(0, 3),
        requests=st.integers(0, 4),
    )
    def lost_reply(self, what: str, fault: Fault, units: int, ordered: int, requests: int) -> None:
        """A change that is applied, and whose answer is lost in one way or another."""
        self.change_over_a_bad_line(what, fault, units, ordered, requests)

    @rule(seconds=st.sampled_from([0, 1, 5, 30, 130]))
    def time_passes(self, seconds: int) -> None:
        self.studio.clock.advance(seconds)

    @rule()
    def push(self) -> None:
        async def together() -> None:
            await asyncio.gather(*(sender.step() for sender in self.senders))

        self.do(together())

    @rule()
    def take_in(self) -> None:
        self.do(self.studio.intake.round())

    @rule()
    def audit(self) -> None:
        self.do(self.studio.audits.round())

    @rule()
    def a_minute_of_everything(self) -> None:
        """The console's three loops, side by side."""

        async def together() -> None:
            rounds = [sender.step() for sender in self.senders]
            await asyncio.gather(*rounds, self.studio.intake.round(), self.studio.audits.round())

        for _ in range(3):
            self.do(together())
            self.studio.clock.advance(20)

    @rule()
    def restart(self) -> None:
        """Quit and start again over the same folder."""
        self.do(self.opened.aclose())
        self.do(self._open())

    @rule(requests=st.integers(0, 3), after=st.booleans())
    def die_while_pushing(self, requests: int, after: bool) -> None:
        """The console dies in the middle of a request, before or after it arrived; then it starts again."""

        async def die() -> None:
            self.weather.hang_in, self.weather.hang_after = requests, after
            pushing = asyncio.create_task(self.studio.pusher.step())
            dying = asyncio.create_task(self.weather.hung.wait())
            await asyncio.wait({pushing, dying}, return_when=asyncio.FIRST_COMPLETED)
            self.weather.hang_in = None
            for task in (pushing, dying):
                task.cancel()
            await asyncio.wait({pushing, dying})
            if not pushing.cancelled():
                pushing.result()

        self.do(die())
        self.restart()

    # --- judging -----------------------------------------------------------------------------

    @invariant()
    def studio_is_what_the_notebook_says(self) -> None:
        wrong = self.do(books_.wrong_here(self.studio, self.books))
        assert not wrong, wrong
        assert not self.log, self.log

    async def _settled(self) -> list[str]:
        self.weather.between = None
        await self.weather.clear_up()
        await self.hands.force(offline=False)
        for number in sorted(self.meddled):
            await self.hands.count(number, 1)  # a stock is read again after it was changed, not for no reason
        said = await books_.settled(self.studio, self.books)
        if said and self.meddled:
            await books_.read_again(self.studio)
            said = await books_.settled(self.studio, self.books)
        return said

    def teardown(self) -> None:
        """A good line at last: everything arrives once."""
        said: list[str] = []
        try:
            said = self.do(self._settled()) + self.log
        finally:
            self.do(self.opened.aclose())
            self.do(self.stack.aclose())
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
            self.loop.close()
            kind = type(self)
            kind.examples += 1
            kind.progress(min(kind.examples, kind.wanted), kind.wanted)
        assert not said, said


def run(points: int, seed: int, broken: str | None = None, progress: Progress = silent) -> Outcome:
    """`points` examples of at most `STEPS` steps from `seed`; a failing one is shrunk in a sound build."""
    watch = Stopwatch()
    machine = type(
        "SyncMachine",
        (SyncMachine,),
        {"broken": broken, "examples": 0, "wanted": points, "progress": staticmethod(progress)},
    )
    failures: list[str] = []
    phases = [Phase.generate] if broken else [Phase.generate, Phase.shrink]
    wishes = settings(
        max_examples=points * (PATIENCE if broken else 1),
        stateful_step_count=STEPS,
        database=None,
        deadline=None,
        print_blob=True,
        report_multiple_bugs=False,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )
    with books_.as_built(broken):
        try:
            run_state_machine_as_test(hypothesis.seed(seed)(machine), settings=wishes)
        except Exception as error:  # noqa: BLE001 - whatever an example ends with is the finding
            shown = "".join(traceback.format_exception(error, limit=-2))
            failures.append(f"machine seed {seed}: {shown}")
    return Outcome(machine.examples, failures, watch.seconds, {"steps each": STEPS})
