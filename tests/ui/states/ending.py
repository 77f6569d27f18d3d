"""The end of a show: held key, what is unsent, leaving, exporting, the summary."""

from __future__ import annotations

import asyncio
import importlib
import math
from collections.abc import Callable
from pathlib import Path

from console import events as e
from console.errors import DiskTrouble
from console.facts import (
    LinkMode,
    Outbox,
    Show,
    ShowStatus,
    Totals,
)
from console.summary import ItemFigures, Minute, PastShow, Summary
from tests.ui.fake_desk import FakeDesk
from tests.ui.states.selling import conflict_state
from tests.ui.states.show import NOW, State, full_state, lineup, offline, turn
from ui.beside.exporting import Export
from ui.windows.main_window import MainWindow


def _holding(window: MainWindow, _desk: FakeDesk) -> None:
    window.hold.progressed.emit(0.6)


def _end(window: MainWindow) -> None:
    """End the show, and wait for its sum."""
    window.acts.end_show()
    if not window.flow.summary.possible:
        return
    importlib.import_module("ui.panels.show.curve")  # else a busy machine takes longer over it than one waits here
    for _ in range(200):
        turn(20)
        if window.flow.summary.isVisible():
            return


def _ended(window: MainWindow, _desk: FakeDesk) -> None:
    _end(window)


def _summary(window: MainWindow, _desk: FakeDesk) -> None:
    importlib.import_module("ui.panels.show.curve")  # see `_end`
    window.flow.sum_up()
    for _ in range(100):
        turn(20)
        if window.flow.summary.isVisible():
            break
    turn(100)


def _summed_up(window: MainWindow, desk: FakeDesk) -> None:
    offline(window, desk)
    window.acts.end_show()
    turn(200)
    _summary(window, desk) if not window.flow.summary.isVisible() else None
    turn(200)


class PastShows:
    """Two shows with figures."""

    def __init__(self, told: Callable[[Summary], Summary] = lambda summary: summary) -> None:
        """`told` puts it into another language."""
        sold_units = (9, 54, 6, 131, 3, 22, 10, 5)
        items = tuple(
            ItemFigures(
                item.number,
                item.title,
                item.stock_left,
                Totals(n, n, n * item.price_fen),
                item.number % 2,
                item.number // 14,
            )
            for item, n in zip(lineup(), sold_units, strict=True)
        )
        swing = [(1 + math.sin(n / 9)) * (1 + n % 5) if n % 7 else 0 for n in range(118)]
        gmv_fen = sum(item.sold.gmv_fen for item in items)
        minutes = tuple(
            Minute(NOW - 7_080_000 + n * 60_000, Totals(2, 2, round(gmv_fen * share / sum(swing))))
            for n, share in enumerate(swing)
            if share
        )
        show = Show("show", "晚场 · 玉见石佛寺", ShowStatus.ENDED, NOW - 7_200_000, NOW)
        sold = Totals(sum(sold_units), 214, gmv_fen)
        gone = Totals(2, 2, 119_800), Totals(1, 1, 9_900), Totals(2, 2, 119_800), Totals()
        self._one = told(Summary(show, sold, *gone, items, minutes, Outbox(3, 0, NOW - 754_000)))

    async def every(self) -> tuple[PastShow, ...]:
        return (PastShow(self._one.show, self._one.sold), PastShow(self._one.show, Totals()))

    async def one(self, show_id: str) -> Summary:
        return self._one


def _ended_offline(window: MainWindow, desk: FakeDesk) -> None:
    offline(window, desk)
    _end(window)


def _leaving(window: MainWindow, desk: FakeDesk) -> None:
    _ended_offline(window, desk)
    turn()
    window.close()


def _leaving_forced(window: MainWindow, desk: FakeDesk) -> None:
    _leaving(window, desk)
    window.acts.set_link(LinkMode.OFFLINE)


def _waiting(window: MainWindow, desk: FakeDesk) -> None:
    _ended_offline(window, desk)
    turn()
    window.closing.wait.click()
    desk.tell(e.OutboxChanged(outbox=Outbox(12, 1, NOW - 754_000)))


def _exporting(window: MainWindow, desk: FakeDesk) -> None:
    _ended_offline(window, desk)
    turn()
    window.closing.export.click()


def _exported(window: MainWindow, desk: FakeDesk) -> None:
    _exporting(window, desk)
    job = window.closing.exporting
    job.cancel()
    turn()
    job.files = [Path("kaibo-20260921-221320.xlsx"), Path("kaibo-20260921-221320.json")]
    job.changed.emit()


def _not_exported(window: MainWindow, desk: FakeDesk) -> None:
    _exporting(window, desk)
    window.closing.exporting.cancel()
    turn()
    window.closing.exporting.error = DiskTrouble(why="Permission denied")
    window.closing.exporting.changed.emit()


def never_done(loop: asyncio.AbstractEventLoop) -> Export:
    """An export that stops at 40 %."""

    async def export(_folder: Path, progress: Callable[[int, int], None]) -> list[Path]:
        progress(40, 100)
        await loop.create_future()
        return []

    return export


STATES: dict[str, State] = {
    "a-summary": ("assistant", full_state(), _summary),
    "a-summed-up": ("assistant", full_state(), _summed_up),
    "b-summary": ("anchor", full_state(), _summary),
    "a-holding": ("assistant", full_state(), _holding),
    "a-ended": ("assistant", full_state(), _ended),
    "a-closing": ("assistant", full_state(), _ended_offline),
    "a-leaving": ("assistant", full_state(), _leaving),
    "a-leavingforced": ("assistant", conflict_state(2), _leaving_forced),
    "a-waiting": ("assistant", full_state(), _waiting),
    "a-exporting": ("assistant", full_state(), _exporting),
    "a-exported": ("assistant", full_state(), _exported),
    "a-notexported": ("assistant", full_state(), _not_exported),
    "b-leaving": ("anchor", full_state(), _leaving),
}
