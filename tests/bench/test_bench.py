"""The benchmark itself: it runs, and its figures are computed. What they should be is not tested here."""

from __future__ import annotations

import importlib
import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.bench import __main__ as command
from tests.bench import clips
from tests.bench.frame import Row, Size, by_turns, percentile, versus


def _tiny(cache: Path) -> Size:
    return Size(
        rounds=1, commits=3, sales=2_000, items=2, offline_sales=8, orders=60, rows=(20,), seconds=0.2, cache=cache
    )


@pytest.mark.parametrize("name", command.GROUPS)
def test_a_group_gives_rows_with_figures(name: str, tmp_path: Path) -> None:
    """Every group runs at a small size; each of its rows has a figure, and a ratio where it compares."""
    (tmp_path / "work").mkdir()
    rows: list[Row] = importlib.import_module(f"tests.bench.{name}").run(_tiny(tmp_path / "cache"), tmp_path / "work")
    assert rows
    assert len({row.name + row.than for row in rows}) == len(rows)
    for row in rows:
        assert math.isfinite(row.ours), row.name
        assert (row.against is None) == (row.ratio is None) == (not row.than), row.name
        assert (row.met is None) == (row.goal is None), row.name
        if row.unit in ("ms", "s", "µs"):
            assert row.ours > 0, row.name
        if row.goal == 0 and row.unit != "frames":
            assert row.met, f"{row.name}: {row.ours}"  # books and counts do not depend on the machine


def test_rows_are_written_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run leaves its own file and the one of all groups, and the table is made of the latter."""
    monkeypatch.setattr(command, "BUILD", tmp_path)
    rows = [
        versus("a", [2.0, 4.0, 9.0], [1.0, 2.0, 3.0], "ms", "b", goal=1.5),
        Row(name="c", ours=0.5, unit="s", goal=1.0),
    ]
    command._keep("store", rows, 1.0, load=0.0, tenth=False)
    (group,) = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))["runs"]
    assert group == json.loads((tmp_path / "bench-store.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = group["rows"][0]
    assert (found["ratio"], found["goal"], found["met"], found["missed_by"]) == (2.0, 1.5, False, "1.33x")
    table = command._table(json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))["runs"])
    assert "| a | 4 ms | 2 (b) | 2.00x | <= 1.5x | 1.33x |" in table
    assert "| c | 0.5 s |  |  | <= 1 | met |" in table


def test_works_take_turns() -> None:
    """Each work is measured once a round, in alternating order, after a round that is not kept."""
    order: list[str] = []

    def work(name: str) -> float:
        order.append(name)
        return float(len(order))

    found = by_turns(2, lambda: work("a"), lambda: work("b"))
    assert order == ["b", "a", "a", "b", "b", "a"]
    assert found == [[3.0, 6.0], [4.0, 5.0]]


def test_percentiles_are_values_that_were_measured() -> None:
    """The 99th of a hundred, the median, the worst."""
    values = [float(n) for n in range(100, 0, -1)]
    assert [percentile(values, part) for part in (0.5, 0.99, 1.0)] == [50.0, 99.0, 100.0]
    assert percentile([7.0], 0.99) == 7.0


def test_clips_are_the_same_every_time_and_move() -> None:
    """The clips are made of pictures that differ from frame to frame and are the same in every run."""
    first, again = list(clips.frames(96, 64)), list(clips.frames(96, 64))
    assert len(first) == clips.FRAMES
    assert all(np.array_equal(one, other) for one, other in zip(first, again, strict=True))
    assert all(np.abs(one.astype(int) - after).mean() > 1 for one, after in pairwise(first))
