"""Lists as Qt sees them: the least steps, always true to the state."""

from __future__ import annotations

import importlib
import pkgutil
import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

import ui.models
from console.facts import ListingState, PlatformState, Sale, SaleSource, SaleStatus
from tests.ui.fake_desk import an_item, live_state
from ui.models.bulk_model import BulkModel
from ui.models.lineup_model import LineupModel, group_of
from ui.models.rows import Rows
from ui.models.sales_model import SalesModel
from ui.models.summary_model import SummaryModel

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def numbers(model: LineupModel) -> list[int]:
    return [model.at(row).number for row in range(model.rowCount())]


class Steps:
    """What a model told its views."""

    def __init__(self, model: QAbstractItemModel) -> None:
        self.told: list[str] = []
        model.rowsInserted.connect(lambda *_: self.told.append("inserted"))
        model.rowsRemoved.connect(lambda *_: self.told.append("removed"))
        model.rowsMoved.connect(lambda *_: self.told.append("moved"))
        model.dataChanged.connect(lambda *_: self.told.append("changed"))
        model.modelReset.connect(lambda *_: self.told.append("reset"))


def test_the_line_up_follows_any_change_of_the_state(qtbot: QtBot) -> None:
    """Whatever is added, removed, moved and changed, the rows are the items in their order."""
    rng = random.Random(7)
    model = LineupModel()
    QAbstractItemModelTester(model, FATAL, model)
    items = [an_item(n) for n in range(1, 13)]
    for _ in range(120):
        items = rng.sample(items, rng.randint(max(0, len(items) - 3), len(items))) if rng.random() < 0.6 else items
        for _ in range(rng.randint(0, 3)):
            items.insert(rng.randint(0, len(items)), an_item(rng.randint(100, 10**6)))
        items = [replace(i, stock_left=rng.randint(0, 9)) if rng.random() < 0.2 else i for i in items]
        items = list({i.item_id: i for i in items}.values())
        model.show(live_state(*items))
        assert [model.at(row) for row in range(model.rowCount())] == items


@pytest.mark.parametrize(("before", "after"), [((1, 2, 3, 4), (2, 3, 4, 1)), ((1, 2, 3, 4), (4, 1, 2, 3))])
def test_one_move_is_told_as_one_move(qtbot: QtBot, before: tuple[int, ...], after: tuple[int, ...]) -> None:
    """An item dragged from end to end is one step for the view, not four."""
    model = LineupModel()
    model.show(live_state(*(an_item(n) for n in before)))
    steps = Steps(model)
    model.show(live_state(*(an_item(n) for n in after)))
    assert steps.told == ["moved"]


def test_one_change_among_many_is_told_as_one(qtbot: QtBot) -> None:
    """A price that changes in a long line-up is one `dataChanged` and nothing else."""
    model = LineupModel()
    items = [an_item(n) for n in range(1, 301)]
    model.show(live_state(*items))
    steps = Steps(model)
    items[150] = replace(items[150], price_fen=100)
    model.show(live_state(*items))
    assert steps.told == ["changed"]


def test_filters_show_groups_and_count_all(qtbot: QtBot) -> None:
    """A group shows its items only; the counts are of the whole line-up."""
    model = LineupModel()
    QAbstractItemModelTester(model, FATAL, model)
    counts: list[dict[str, int]] = []
    model.countsChanged.connect(counts.append)
    waiting = {"listing": ListingState.LISTED, "platform": PlatformState.WAITING}
    model.show(live_state(an_item(1), an_item(2, stock_left=0, listing=ListingState.SOLD_OUT), an_item(3, **waiting)))
    model.set_group("sold_out")
    assert numbers(model) == [2]
    model.set_group("pending")
    assert numbers(model) == [3]
    assert counts[-1] == {"all": 3, "on_sale": 1, "pending": 1, "sold_out": 1}
    assert group_of(an_item(9)) == "on_sale"


def test_dragging_asks_and_changes_nothing_by_itself(qtbot: QtBot) -> None:
    """A drop asks for the move before the item dropped on; at the end, before nothing."""
    model = LineupModel()
    model.show(live_state(an_item(1), an_item(2), an_item(3)))
    asked: list[tuple[object, object]] = []
    model.moveAsked.connect(lambda numbers, before: asked.append((numbers, before)))
    data = model.mimeData([model.index(2)])
    assert not model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    model.dropMimeData(model.mimeData([model.index(0)]), Qt.DropAction.MoveAction, 3, 0, QModelIndex())
    assert asked == [((3,), 1), ((1,), None)]
    assert numbers(model) == [1, 2, 3]


def test_ten_thousand_rows_do_not_break_it(qtbot: QtBot) -> None:
    """A line-up of 10,000 fills, filters and comes back."""
    model = LineupModel()
    model.show(live_state(*(an_item(n, f"货 {n}") for n in range(1, 10_001))))
    model.seek("9999")
    qtbot.waitUntil(lambda: not model.looking)
    assert numbers(model) == [9999]
    model.seek("")
    assert model.rowCount() == 10_000


def test_sales_come_on_top(qtbot: QtBot) -> None:
    """A new sale is one inserted row; a voided one is one change."""
    model = SalesModel()
    QAbstractItemModelTester(model, FATAL, model)
    sales = [Sale(f"s{n}", "item-1", 1, "手镯", 1, 59900, SaleSource.STUDIO, SaleStatus.SOLD, n) for n in range(3)]
    model.show(live_state(an_item(1), sales=tuple(sales[:2])))
    steps = Steps(model)
    model.show(live_state(an_item(1), sales=(sales[2], *sales[:2])))
    model.show(live_state(an_item(1), sales=(replace(sales[2], status=SaleStatus.VOID), *sales[:2])))
    assert steps.told == ["inserted", "changed"]
    assert "作废" in model.data(model.index(0))


def test_every_model_was_examined() -> None:
    """A model that is added is examined by Qt's own tester too: here, or with its panel (bulk, summary)."""
    found = {
        value
        for module in pkgutil.iter_modules(ui.models.__path__)
        for value in vars(importlib.import_module(f"ui.models.{module.name}")).values()
        if isinstance(value, type) and issubclass(value, QAbstractItemModel) and value.__module__.startswith("ui.")
    }
    assert found - {Rows} == {LineupModel, SalesModel, BulkModel, SummaryModel}
