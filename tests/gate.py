"""Run the tests beside each other, then what failed there once more, alone: `python -m tests.gate [pytest's options]`.

Thousands of tests share a few cores with windows, cameras and servers, and one that was starved once in a hundred
runs says nothing about the change. What fails alone as well is a fault. Both runs are printed whole, and so is each
name that needed the second one: a test, or a product, that somebody has to look at. Nothing is asked a third time.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FEW = 5
"""As many may have been starved; more that fail together are a fault."""

BESIDE = ("-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile", "--no-loadscope-reorder")
"""One more than there are cores: a fifth of the time is spent waiting for programs that were killed, and for clocks."""
ALONE = ("-n", "0")


def main(options: list[str], cache: Path = Path("build/gate")) -> int:
    """Pytest's exit code: of the run alone where there was one, else of the first."""
    shutil.rmtree(cache, ignore_errors=True)
    code = _pytest(cache, *BESIDE, *options)
    failed = _failed(cache)
    if code != pytest.ExitCode.TESTS_FAILED or not 0 < len(failed) <= FEW:
        return code
    _say(f"== {len(failed)} failed beside the others; once more, alone")
    code = _pytest(cache, *ALONE, *failed)
    if code == pytest.ExitCode.OK:
        _say("== Passed alone, to be looked at: " + ", ".join(failed))
    return code


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _pytest(cache: Path, *arguments: str) -> int:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-o", f"cache_dir={cache}", *arguments], check=False
    ).returncode


def _failed(cache: Path) -> list[str]:
    """The names of the tests that failed in the run before, as pytest keeps them."""
    kept = cache / "v" / "cache" / "lastfailed"
    return sorted(json.loads(kept.read_text(encoding="utf-8"))) if kept.exists() else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
