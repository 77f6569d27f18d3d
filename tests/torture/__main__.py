"""`python -m tests.torture`: every harness in its long form or a chosen one, with a JSON summary.

The seed is printed first; the same seed and points repeat a run. Each harness runs as built, where
nothing may fail, and then against each of its broken builds, which must fail. The exit code is 1 when
either did not come out so.
"""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import structlog

from tests.torture.harness import Outcome, Progress, hush, silent

HARNESSES = ("kill", "power", "disk", "proxy", "machine", "clock", "search")
SHOWN = 20
"""Failures that are listed; all are counted."""


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for; returns the exit code."""
    asked = _parser().parse_args(arguments)
    seed = secrets.randbelow(1 << 32) if asked.seed is None else asked.seed
    _say(f"seed {seed}")
    found = _found(asked.only.split(",") if asked.only else list(HARNESSES))
    if asked.broken is not None:
        found = [module for module in found if asked.broken in module.BROKEN]
        if not found:
            raise SystemExit(f"no harness knows a broken build {asked.broken!r}")
    with _quiet():
        summary = {module.NAME: _tried(module, asked, seed) for module in found}
    text = json.dumps(summary, indent=2, ensure_ascii=False)
    if asked.out is not None:
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        asked.out.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    return 0 if summary and all(map(_fine, summary.values())) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description="Break things on purpose.")
    parser.add_argument("--only", help=f"some of {','.join(HARNESSES)}")
    parser.add_argument("--long", action="store_true", help="the long form of each")
    parser.add_argument("--points", type=int, help="so many points of each instead")
    parser.add_argument("--seed", type=int, help="repeat the run that printed this seed")
    parser.add_argument("--broken", metavar="NAME", help="only this broken build, which must fail")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the summary there too")
    return parser


def _found(names: list[str]) -> list[ModuleType]:
    modules = []
    for name in names:
        if name not in HARNESSES:
            raise SystemExit(f"there is no harness {name!r}; there are {', '.join(HARNESSES)}")
        try:
            modules.append(importlib.import_module(f"tests.torture.{name}"))
        except ModuleNotFoundError as error:
            if error.name != f"tests.torture.{name}":
                raise
            _say(f"{name}: not in this checkout")
    return modules


def _tried(module: ModuleType, asked: argparse.Namespace, seed: int) -> dict[str, Any]:
    """The summary of one harness and its broken builds."""
    points = asked.points or (module.LONG if asked.long else module.SHORT)
    summary: dict[str, Any] = {"points": 0, "failures": [], "seed": seed, "seconds": 0.0, "broken": {}}
    if asked.broken is None:
        outcome: Outcome = module.run(points, seed, progress=_watched(module.NAME))
        for failure in outcome.failures[:SHOWN]:
            _say(f"{module.NAME}: FAILED {failure}")
        summary |= {
            "points": outcome.points,
            "failed": len(outcome.failures),
            "failures": outcome.failures[:SHOWN],
            "seconds": outcome.seconds,
            "facts": outcome.facts,
        }
    for name in module.BROKEN:
        if asked.broken in (None, name):
            broken: Outcome = module.run(min(points, module.SHORT), seed, broken=name, progress=silent)
            summary["broken"][name] = {
                "caught": bool(broken.failures),
                "points": broken.points,
                "failures": broken.failures[:3],
                "seconds": broken.seconds,
            }
            _say(f"{module.NAME}: broken build {name} {'caught' if broken.failures else 'NOT CAUGHT'}")
    return summary


def _fine(summary: dict[str, Any]) -> bool:
    return not summary["failures"] and all(broken["caught"] for broken in summary["broken"].values())


def _watched(name: str) -> Progress:
    """Progress as a line now and then."""
    said_at = time.monotonic()

    def progress(done: int, of: int) -> None:
        nonlocal said_at
        if done >= of or time.monotonic() - said_at > 10:
            said_at = time.monotonic()
            _say(f"{name}: {done:,} of {of:,}")

    return progress


@contextmanager
def _quiet() -> Iterator[None]:
    before = structlog.get_config()
    hush()
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        structlog.configure(**before)


def _say(line: str) -> None:
    """Words for people go to standard error, as everywhere in Kaibo."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
