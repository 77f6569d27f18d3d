"""One line of the look round: how a part of the studio stands, and the one thing that helps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from console.errors import Text


class Level(StrEnum):
    """How a finding stands. UNKNOWN is not known yet, and is no reason to wait."""

    OK = "ok"
    UNKNOWN = "unknown"
    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True)
class Finding:
    """One line. `deed` names what helps ("camera", "retry", "trust", ...), `number` the item it is about."""

    part: str
    level: Level
    what: Text
    todo: Text | None = None
    deed: str = ""
    number: int | None = None
