"""`resources/words/folding.txt`, read once: how what is typed may be spelled, section by section."""

from __future__ import annotations

from functools import cache
from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources" / "words"


@cache
def sections() -> dict[str, list[str]]:
    """The lines of each section, blank ones and remarks left out."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (RESOURCES / "folding.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return found
