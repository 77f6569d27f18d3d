"""One change laid over a long line-up: the state, and the list that the screen draws from it."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from console.events import Event, ItemChanged, SaleRecorded
from console.facts import Item, ListingState, PlatformState, Sale, SaleSource, SaleStatus, Show, ShowStatus, Totals
from console.ids import new_id
from console.state import RECENT_SALES, ShowState, apply
from tests.bench.frame import Row, Size, by_turns, percentile

NAME = "lineup"
CHANGES = 25
GOAL_MS = 1.0
SHOW = Show("show", "", ShowStatus.LIVE)


def run(size: Size, folder: Path) -> list[Row]:
    """Measure."""
    del folder
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    _app = QApplication.instance() or QApplication([])
    return [row for length in size.rows for row in _of(length, size, goal=GOAL_MS if length == size.rows[0] else None)]


def _of(length: int, size: Size, goal: float | None) -> list[Row]:
    from PySide6.QtWidgets import QListView

    from ui.models.lineup_model import LineupModel

    model, view = LineupModel(), QListView()
    view.setModel(model)
    view.setUniformItemSizes(True)
    state = _state(length)
    model.show(state)
    laid, shown, sold = by_turns(
        size.rounds, lambda: _laid(state, None), lambda: _laid(state, model), lambda: _sold(state)
    )
    view.deleteLater()
    took = {
        f"one change laid over {length:,} items": laid,
        f"one sale laid over {length:,} items": sold,
        f"one change of {length:,} items, state and list": shown,
    }
    note = "with a view on the list, without its painting"
    return [
        Row(name=name, ours=percentile(each, 0.5), unit="ms", goal=goal, note=note if each is shown else "")
        for name, each in took.items()
    ]


def _state(length: int) -> ShowState:
    items = tuple(
        Item(
            new_id(),
            n + 1,
            f"豆绿手镯 {n + 1}",
            59_900,
            99,
            100,
            1,
            ListingState.ON_SALE,
            PlatformState.APPROVED,
            "",
            "",
            "",
            "",
            "",
            None,
            0,
            0,
            None,
        )
        for n in range(length)
    )
    sales = tuple(_sale(items[n % length]) for n in range(RECENT_SALES))
    return ShowState(show=SHOW, items=items, sales=sales, on_air_item_id=items[0].item_id)


def _sale(item: Item) -> Sale:
    return Sale(
        sale_id=new_id(),
        item_id=item.item_id,
        number=item.number,
        title=item.title,
        quantity=1,
        unit_price_fen=item.price_fen,
        source=SaleSource.STUDIO,
        status=SaleStatus.SOLD,
        recorded_at_ms=0,
    )


def _laid(state: ShowState, model: Any) -> float:
    """Milliseconds of one change of an item anywhere in the list."""
    events: list[Event] = []
    for n in range(CHANGES):
        item = state.items[n * 7919 % len(state.items)]
        changed = replace(item, stock_left=item.stock_left - 1)
        events.append(
            ItemChanged(item_id=item.item_id, number=item.number, item=changed, on_air_item_id=state.on_air_item_id)
        )
    began = time.perf_counter()
    for event in events:
        state = apply(state, event)
        if model is not None:
            model.show(state)
    return (time.perf_counter() - began) * 1000 / CHANGES


def _sold(state: ShowState) -> float:
    """Milliseconds of one sale."""
    events: list[Event] = []
    for n in range(CHANGES):
        item = state.items[n * 7919 % len(state.items)]
        sale = _sale(item)
        events.append(
            SaleRecorded(
                sale_id=sale.sale_id,
                show_id=SHOW.show_id,
                item_id=item.item_id,
                number=item.number,
                title=item.title,
                quantity=1,
                unit_price_fen=item.price_fen,
                source=sale.source,
                status=sale.status,
                buyer="",
                order_id="",
                short_units=0,
                recorded_at_ms=0,
                sale=sale,
                item=replace(item, stock_left=item.stock_left - 1),
                totals=Totals(n, n, n),
                on_air_item_id=state.on_air_item_id,
            )
        )
    began = time.perf_counter()
    for event in events:
        state = apply(state, event)
    return (time.perf_counter() - began) * 1000 / CHANGES
