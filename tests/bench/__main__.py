"""`python -m tests.bench`: every group or chosen ones, side by side in one run, as a table and as JSON.

`build/bench-<group>.json` holds the rows of a group's last run, `build/bench.json` those of all groups.
The exit code is 0 whatever the goals: a missed one is a figure, not a fault. `--table` prints what
`build/bench.json` holds as `docs/performance.md` wants it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import os
import platform
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from tests.bench.frame import FULL, REPO, Group, Row

GROUPS = ("store", "totals", "lineup", "sync", "opening", "importing", "camera", "burst")
BUILD = REPO / "build"


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="How fast it is.")
    parser.add_argument("--only", default="", help=f"some of {','.join(GROUPS)}")
    parser.add_argument("--seconds", type=float, default=FULL.seconds, help="of the burst")
    parser.add_argument("--tenth", action="store_true", help="a tenth of everything, for a first look")
    parser.add_argument("--table", action="store_true", help="only print the rows of the last runs")
    asked = parser.parse_args(arguments)
    names = [name for name in asked.only.split(",") if name] or list(GROUPS)
    if unknown := set(names) - set(GROUPS):
        raise SystemExit(f"there is no group {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    if not asked.table:
        _measure(asked, names)
    bench = json.loads((BUILD / "bench.json").read_text(encoding="utf-8"))
    sys.stdout.write(_table([run for run in bench["runs"] if run["group"] in names]))
    return 0


def _measure(asked: argparse.Namespace, names: list[str]) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    size = replace(FULL, seconds=asked.seconds)
    if asked.tenth:
        size = replace(
            size, rounds=5, sales=100_000, items=20, offline_sales=2_000, orders=6_000, seconds=size.seconds / 10
        )
    for name in names:
        group: Group = importlib.import_module(f"tests.bench.{name}")
        sys.stderr.write(f"{name}\n")
        folder = BUILD / "bench-work" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        began, load = time.monotonic(), _load()
        try:
            rows = group.run(size, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        _keep(name, rows, time.monotonic() - began, load=load, tenth=asked.tenth)


def _keep(name: str, rows: list[Row], seconds: float, *, load: float, tenth: bool) -> None:
    """Write the group's own file, and the one of all groups anew."""
    run = {
        "group": name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "machine": _machine(),
        "load": load,
        "seconds": round(seconds, 1),
        "whole": not tenth,
        "rows": [row.plain() | {"missed_by": row.missed_by} for row in rows],
    }
    _write(BUILD / f"bench-{name}.json", run)
    files = [BUILD / f"bench-{group}.json" for group in GROUPS]
    runs = [json.loads(file.read_text(encoding="utf-8")) for file in files if file.exists()]
    _write(BUILD / "bench.json", {"runs": runs, "rows": [row for each in runs for row in each["rows"]]})


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _table(runs: list[dict[str, Any]]) -> str:
    """The rows as Markdown."""
    lines = ["| Work | Ours | Against | Ratio | Goal | Missed by |", "|---|---:|---:|---:|---:|---|"]
    for run in runs:
        part = "" if run["whole"] else ", a tenth of it"
        lines.append(
            f"| **{run['group']}** ({run['at'][:10]}, {run['seconds']:.0f} s, load {run['load']:g}{part}) | | | | | |"
        )
        lines += [_line(row) for row in run["rows"]]
    return "\n".join(lines) + "\n"


def _line(row: dict[str, Any]) -> str:
    against = "" if row["against"] is None else f"{row['against']:,g} ({row['than']})"
    ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}x"
    goal = "" if row["goal"] is None else f"<= {row['goal']:g}{'x' if row['ratio'] is not None else ''}"
    missed = "" if row["met"] is None else row["missed_by"] or "met"
    name = f"{row['name']} *({row['note']})*" if row["note"] else row["name"]
    return f"| {name} | {row['ours']:,g} {row['unit']} | {against} | {ratio} | {goal} | {missed} |"


def _commit() -> str:
    asked = ["git", "-C", str(REPO), "describe", "--always", "--dirty"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def _load() -> float:
    """How many programs wanted a core in the last minute: what else the machine was doing."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
