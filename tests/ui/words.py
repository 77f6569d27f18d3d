"""Qt Linguist's own view of resources/i18n/en.ts; `python -m tests.ui.words` writes the file in lupdate's order.

Hands that add words at the same time leave them in any order, which costs nothing; this puts it right afterwards.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.waiting import A_PROGRAM_S
from ui.look.language import SOURCES

ROOT = Path(__file__).resolve().parents[2]
LUPDATE = shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent)) or "pyside6-lupdate"
OWN = SOURCES / "en.ts"


def extracted(into: Path) -> Path:
    """A copy of en.ts after a fresh extraction: in lupdate's order, without what the sources say no more."""
    shutil.copy(OWN, into)
    sources = [str(path) for path in sorted((ROOT / "ui").rglob("*.py"))]
    options = ("-ts", str(into), "-locations", "none", "-no-obsolete", "-silent")
    subprocess.run([LUPDATE, *sources, *options], check=True, timeout=A_PROGRAM_S)
    return into


def messages(file: Path) -> list[tuple[str, str]]:
    """Context and source of every message, in the order of the file."""
    found = []
    for context in re.findall(r"<context>.*?</context>", file.read_text(encoding="utf-8"), flags=re.DOTALL):
        name = re.search(r"<name>([^<]*)", context)
        found += [(name[1] if name else "", source) for source in re.findall(r"<source>([^<]*)", context)]
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copy(extracted(Path(scratch) / "en.ts"), OWN)
