"""A wall clock that jumps, stops or is simply wrong, while the platform's goes on as it should.

Every jump at every awkward moment, then seeded nights with jumps on top of a bad line. Nothing may be
lost, doubled or stuck: what waits goes out within half an hour of real time once the platform takes our
timestamps, without anybody pressing "retry now". Not here: the countdown on air, which is monotonic.
"""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from console.commands import RetryNow
from console.facts import LinkStatus
from console.platforms.simulator import wire
from tests.clock import FakeClock
from tests.flows.conftest import Studio
from tests.torture import books as books_
from tests.torture.books import SHARED, Books, Hands
from tests.torture.harness import Outcome, Progress, Stopwatch, silent, spread
from tests.torture.proxy import NEW, STOCK, BadLine, Fault, Night, Weather

NAME = "clock"
LONG = 4_000
BROKEN = ("trusted due times", "studio time for orders", "no dedupe")

MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000
JUMPS: dict[str, int | None] = {
    "three days ahead": 3 * DAY_MS,
    "three days back": -3 * DAY_MS,
    "an hour back": -HOUR_MS,
    "a year ahead": 365 * DAY_MS,
    "a year back": -365 * DAY_MS,
    "eight minutes ahead": 8 * MINUTE_MS,
    "eight minutes back": -8 * MINUTE_MS,
    "stopped": None,
}
"""How far the studio's wall clock moves, in ms; None: it stands still from then on."""


@dataclass
class PlatformClock:
    """The platform's own time: it follows the steady clock, whatever the studio's wall clock does."""

    studio: FakeClock
    began_ms: int
    began_s: float

    def now_ms(self) -> int:
        return self.began_ms + round((self.studio.steady_s - self.began_s) * 1000)

    def monotonic_s(self) -> float:
        return self.studio.steady_s


def give_own_time(studio: Studio) -> PlatformClock:
    """From now on the platform has a clock of its own, which starts out equal."""
    clock = PlatformClock(studio.clock, FakeClock().utc_ms, FakeClock().steady_s)
    studio.simulator._clock = clock
    return clock


def jump(studio: Studio, by_ms: int | None) -> None:
    """Move the studio's wall clock, or stop it."""
    if by_ms is None:

        def only_steady(seconds: float) -> None:
            studio.clock.steady_s += seconds

        studio.clock.advance = only_steady  # type: ignore[method-assign]
    else:
        studio.clock.utc_ms += by_ms


def mend(studio: Studio, platform: PlatformClock) -> None:
    """Set the studio's clock right, as a person or the network's time does."""
    vars(studio.clock).pop("advance", None)
    studio.clock.utc_ms = platform.now_ms()


# --- one jump at one moment ------------------------------------------------------------------


@dataclass
class Scene:
    """A console with one approved item, in the middle of something."""

    studio: Studio
    hands: Hands
    weather: Weather


async def nothing(_scene: Scene) -> None:
    """A quiet moment."""


async def waiting(scene: Scene) -> None:
    """A sale and a listing wait because there is no route, with their next try a while ahead."""
    await scene.hands.sell(1, 2)
    await scene.hands.list_item(40, 100, SHARED)
    scene.weather.plan = [Fault.LOST] * 4
    for _ in range(4):
        await scene.studio.pusher.step()
        scene.studio.clock.advance(61)
    scene.weather.plan.clear()


async def uncertain(scene: Scene) -> None:
    """The answers to a sale and to a listing were lost."""
    await scene.hands.sell(1, 2)
    await scene.hands.list_item(40, 100, SHARED)
    scene.weather.aimed = {STOCK: [Fault.NO_REPLY], NEW: [Fault.STALL_AFTER]}
    for _ in range(2):
        await scene.studio.pusher.step()
        scene.studio.clock.advance(5)
    scene.weather.aimed.clear()


async def in_audit(scene: Scene) -> None:
    """An item was submitted and has no verdict yet."""
    await scene.hands.list_item(40, 100, SHARED)
    await scene.studio.pusher.step()


async def ordered(scene: Scene) -> None:
    """Viewers ordered, paid and closed, and nobody has looked yet."""
    first = await scene.hands.order(1, 2, pay=False)
    await scene.hands.order(1, 1, pay=True)
    assert first is not None
    await scene.studio.intake.round()
    await scene.hands.close(first)
    await scene.hands.order(1, 1, pay=False)


async def pushing(scene: Scene) -> None:
    """A sale is about to be sent; the clock jumps between two of its requests (see `_played`)."""
    await scene.hands.sell(1, 2)


MOMENTS: dict[str, Callable[[Scene], Awaitable[None]]] = {
    "a quiet moment": nothing,
    "waiting": waiting,
    "uncertain": uncertain,
    "dead with a lease": uncertain,
    "in audit": in_audit,
    "ordered": ordered,
    "pushing": pushing,
}
CASES = [
    (jumped, moment, manner)
    for jumped, moment, manner in itertools.product(JUMPS, MOMENTS, ("strict", "lenient"))
    if manner == "strict" or "year" not in jumped
]
"""Strict: the platform refuses timestamps ten minutes off, as the simulator does (INFER); lenient: it does not look."""
SHORT = len(CASES) + 20


async def _case(name: tuple[str, str, str], broken: str | None) -> list[str]:
    with (
        books_.work_folder() as folder,
        books_.listening() as log,
        patch.object(wire, "STALE_AFTER_MS", wire.STALE_AFTER_MS if name[2] == "strict" else 1 << 60),
    ):
        said = await _played(Path(folder) / "data", *name, broken)
    return said + [f"log: {line}" for line in log]


async def _played(folder: Path, jumped: str, moment: str, manner: str, broken: str | None) -> list[str]:
    by_ms = JUMPS[jumped]
    books = Books()
    async with books_.reopened(folder, None, broken) as studio:
        platform = give_own_time(studio)
        scene = _scene(studio, books)
        await scene.hands.list_item(60, 59_900, SHARED)
        await studio.settle()
        await MOMENTS[moment](scene)
        if moment == "dead with a lease":
            await scene.hands.sell(1, 1)
            scene.weather.hang_in, scene.weather.hang_after = 2, True
            await _killed(scene)
        elif moment == "pushing":
            await _pushed_across(scene, by_ms)
        else:
            jump(studio, by_ms)
            return await _afterwards(scene, platform, by_ms, manner)
        if moment == "pushing":
            return await _afterwards(scene, platform, by_ms, manner)
    async with books_.reopened(folder, studio.clock, broken) as again:
        platform = give_own_time(again)
        jump(again, by_ms)
        return await _afterwards(_scene(again, books), platform, by_ms, manner)


def _scene(studio: Studio, books: Books) -> Scene:
    weather = Weather(random.Random(1), studio, 0.0)
    studio.line.inner = BadLine(studio.line.inner, weather)
    return Scene(studio, Hands(studio, books), weather)


async def _killed(scene: Scene) -> None:
    """The console dies while a request is on its way."""
    task = asyncio.create_task(scene.studio.pusher.step())
    dying = asyncio.create_task(scene.weather.hung.wait())
    await asyncio.wait({task, dying}, return_when=asyncio.FIRST_COMPLETED)
    for one in (task, dying):
        one.cancel()
    await asyncio.wait({task, dying})


async def _pushed_across(scene: Scene, by_ms: int | None) -> None:
    """Push, with the jump before the last of the requests, whose answer is lost."""
    scene.weather.aimed = {STOCK: [Fault.NO_REPLY]}

    async def jump_now() -> None:
        if not scene.weather.aimed[STOCK]:
            return
        scene.weather.between = None
        jump(scene.studio, by_ms)

    scene.weather.between = jump_now
    await scene.studio.pusher.step()
    scene.weather.aimed.clear()
    scene.weather.between = None


async def _afterwards(scene: Scene, platform: PlatformClock, by_ms: int | None, manner: str) -> list[str]:
    """The show goes on with the wrong clock; then it is mended, unless the platform does not mind."""
    studio, hands = scene.studio, scene.hands
    refused = manner == "strict" and by_ms is not None and abs(by_ms) > 10 * MINUTE_MS
    await hands.sell(1, 1)
    await hands.order(1, 1, pay=True)
    said: list[str] = []
    for _ in range(6):
        await studio.pusher.step()
        await studio.intake.round()
        await studio.audits.round()
        studio.clock.advance(61)
    if refused:
        said += _must_be_clear(studio)
    else:
        said += [f"with the wrong clock: {line}" for line in await _orders_missing(studio, hands.books)]
    await hands.sell(1, 1)
    if by_ms is None or refused:
        mend(studio, platform)
    found = await books_.settled(studio, hands.books)
    if found:
        await studio.desk.do(RetryNow())
        pressed = await books_.settled(studio, hands.books)
        said += [f"{'still' if pressed else 'until retry now was pressed'}: {line}" for line in pressed or found]
    return said


def _must_be_clear(studio: Studio) -> list[str]:
    """A platform that rejects our time is a card with advice; facts wait and none is parked."""
    state = studio.desk.state
    said = []
    if state.link.status not in (LinkStatus.OFFLINE, LinkStatus.DEGRADED):
        said.append(f"the platform rejects our time and the link says {state.link.status}")
    if not any(notice.key == "sign-in" and "时间" in notice.advice.zh for notice in state.notices):
        said.append(f"nobody is told of the clock: {[notice.key for notice in state.notices]}")
    if state.outbox.parked or not state.outbox.waiting:
        said.append(f"refused for the clock, and {state.outbox}")
    return said


async def _orders_missing(studio: Studio, books: Books) -> list[str]:
    """Orders that were placed minutes ago and are not here yet."""
    here = await studio.db.run(
        lambda db: {row[0] for row in db.conn.execute("SELECT order_id FROM sales WHERE source = 'platform'")}
    )
    return [
        f"order {oid} is not here after six minutes"
        for oid, o in books.orders.items()
        if str(oid) not in here and o[3] != "void"
    ]


# --- nights with jumps -----------------------------------------------------------------------


@dataclass
class JumpyNight(Night):
    """A random show over a bad line, with a studio clock that cannot be trusted."""

    name: str = NAME
    platform: PlatformClock = field(init=False)

    def opened(self, studio: Studio) -> None:
        self.platform = give_own_time(studio)

    def disturbed(self, rng: random.Random, studio: Studio) -> None:
        what = rng.random()
        if what < 0.15:
            jump(studio, rng.choice([by_ms for by_ms in JUMPS.values() if by_ms is not None]))
        elif what < 0.35:
            mend(studio, self.platform)

    def mended(self, studio: Studio) -> None:
        mend(studio, self.platform)


# --- the harness -----------------------------------------------------------------------------


def run(points: int, seed: int, broken: str | None = None, progress: Progress = silent) -> Outcome:
    """Every case once, in an order that `seed` deals, then nights from `seed` on, `points` together."""
    watch = Stopwatch()
    cases = random.Random(seed).sample(CASES, min(points, len(CASES)))
    nights = range(seed, seed + points - len(cases))
    jobs = [(tuple(cases[at : at + 8]), (), broken) for at in range(0, len(cases), 8)]
    jobs += [((), tuple(nights[at : at + 5]), broken) for at in range(0, len(nights), 5)]
    failures: list[str] = []
    counts: Counter[str] = Counter()
    for said, cases_done, nights_done in spread(_some, jobs, None if broken is None and points > 30 else 1):
        failures += said
        counts.update({"cases": cases_done, "nights": nights_done})
        progress(counts.total(), points)
        if broken is not None and failures:
            break
    return Outcome(counts.total(), failures, watch.seconds, dict(counts))


def _some(job: tuple[tuple[tuple[str, str, str], ...], tuple[int, ...], str | None]) -> tuple[list[str], int, int]:
    """Some cases and nights in this process: what went wrong, and how many of each were played."""
    return asyncio.run(_some_played(*job))


async def _some_played(
    cases: tuple[tuple[str, str, str], ...], nights: tuple[int, ...], broken: str | None
) -> tuple[list[str], int, int]:
    failures: list[str] = []
    with books_.as_built(broken):
        for case in cases:
            async with asyncio.timeout(240):
                if said := await _case(case, broken):
                    failures.append(f"clock case {' / '.join(case)}: {said[0]} ({len(said)} lines)")
        for seed in nights:
            failures += await JumpyNight(seed, broken).run()
    return failures, len(cases), len(nights)
